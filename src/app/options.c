#include "app/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "app/version.h"
#include "base/memory.h"

enum { HELP_COLUMN = 26, LONGEST_WORD = 32, NEAR_ENOUGH = 2 };

/* Beyond any row of a table. */
enum { OPTION_HELP = 1000, OPTION_VERSION };

static size_t
smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Levenshtein distance of two short words. */
static size_t
options_distance(const char *left, const char *right)
{
    size_t row[LONGEST_WORD + 1];
    size_t width = strlen(right);

    if (width > LONGEST_WORD || strlen(left) > LONGEST_WORD)
        return LONGEST_WORD;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; left[i] != '\0'; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            size_t change = diagonal + (left[i] != right[j]);

            diagonal = row[j + 1];
            row[j + 1] = smallest(row[j] + 1, diagonal + 1, change);
        }
    }
    return row[width];
}

const char *
options_nearest(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t best = NEAR_ENOUGH + 1;

    for (size_t i = 0; i < count; i++) {
        size_t distance = options_distance(word, words[i]);

        if (distance < best) {
            best = distance;
            nearest = words[i];
        }
    }
    return nearest;
}

static void
options_help_row(struct buffer *out, const char *name, const char *argument,
                 const char *help)
{
    size_t start = out->length;

    buffer_printf(out, "  --%s%s%s", name, argument != NULL ? " " : "",
                  argument != NULL ? argument : "");
    size_t width = out->length - start;

    if (width + 2 > HELP_COLUMN) {
        buffer_append_byte(out, '\n');
        width = 0;
    }
    buffer_append_fill(out, ' ', HELP_COLUMN - width);
    for (const char *line = help; line != NULL;) {
        const char *end = strchr(line, '\n');

        if (line != help)
            buffer_append_fill(out, ' ', HELP_COLUMN);
        buffer_append(out, line,
                      end != NULL ? (size_t)(end - line) : strlen(line));
        buffer_append_byte(out, '\n');
        line = end != NULL ? end + 1 : NULL;
    }
}

void
options_help(const struct option_table *table, struct buffer *out)
{
    buffer_printf(out, "Example: %s\nUsage:   %s\n\n%s\n", table->example,
                  table->usage, table->about);
    buffer_append_text(out, "\nOptions:\n");
    for (size_t i = 0; i < table->row_count; i++)
        options_help_row(out, table->rows[i].name, table->rows[i].argument,
                         table->rows[i].help);
    options_help_row(out, "help", NULL, "show this text");
    options_help_row(out, "version", NULL, "show the version");
}

static struct option *
options_for_getopt(const struct option_table *table)
{
    struct option *known =
        memory_new(table->row_count + 3, sizeof(struct option));

    for (size_t i = 0; i < table->row_count; i++) {
        const struct option_row *row = &table->rows[i];

        known[i].name = row->name;
        known[i].has_arg =
            row->argument != NULL ? required_argument : no_argument;
        known[i].val = (int)i;
    }
    known[table->row_count].name = "help";
    known[table->row_count].val = OPTION_HELP;
    known[table->row_count + 1].name = "version";
    known[table->row_count + 1].val = OPTION_VERSION;
    return known;
}

/* getopt_long has stopped at a word that it does not take. */
static void
options_complain(const struct option_table *table, char **argv, int found,
                 struct error *error)
{
    const char **names =
        memory_new(table->row_count + 1, sizeof(const char *));
    const char *word = argv[optind - 1];
    char plain[LONGEST_WORD + 1] = "";

    for (size_t i = 0; i < table->row_count; i++)
        names[i] = table->rows[i].name;
    names[table->row_count] = "help";
    if (strncmp(word, "--", 2) == 0)
        strncat(plain, word + 2,
                strcspn(word + 2, "=") < LONGEST_WORD ? strcspn(word + 2, "=")
                                                      : LONGEST_WORD);

    const char *nearest = options_nearest(plain, names, table->row_count + 1);

    if (found == ':')
        error_set(error, ERROR_USAGE, "%s needs a value", word);
    else if (nearest != NULL && strcmp(nearest, plain) == 0)
        error_set(error, ERROR_USAGE, "--%s takes no value", nearest);
    else if (nearest != NULL)
        error_set(error, ERROR_USAGE,
                  "there is no option \"%s\"; did you mean --%s?", word,
                  nearest);
    else
        error_set(error, ERROR_USAGE, "there is no option \"%s\"", word);
    free(names);
}

enum options_outcome
options_read(const struct option_table *table, int argc, char **argv,
             void *values, char ***operands, int *operand_count,
             struct buffer *help, struct error *error)
{
    struct option *known = options_for_getopt(table);
    enum options_outcome outcome = OPTIONS_READ;
    int found;

    opterr = 0;
    optind = 1;
    while (outcome == OPTIONS_READ &&
           (found = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        if (found == OPTION_HELP) {
            options_help(table, help);
            outcome = OPTIONS_HELP;
        } else if (found == OPTION_VERSION) {
            buffer_append_text(help, "cdsdoctor " CDSDOCTOR_VERSION "\n");
            outcome = OPTIONS_HELP;
        } else if (found == '?' || found == ':') {
            options_complain(table, argv, found, error);
            outcome = OPTIONS_WRONG;
        } else {
            const char *value = optarg != NULL ? optarg : "";

            memcpy((char *)values + table->rows[found].offset, &value,
                   sizeof value);
        }
    }
    *operands = argv + optind;
    *operand_count = argc - optind;
    free(known);
    return outcome;
}
