#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/command_line.h"
#include "app/commands.h"
#include "app/kept_list.h"
#include "app/output.h"
#include "base/clock.h"
#include "report/units.h"
#include "transcript/journal_place.h"

struct transcripts_options {
    const char *older_than;
};

static const struct option_row transcripts_rows[] = {
    { .name = "older-than",
      .argument = "DAYS",
      .help = "for prune: those that last changed before that many\n"
              "days",
      .offset = offsetof(struct transcripts_options, older_than) },
};

static const struct option_table transcripts_table = {
    .usage = "cdsdoctor transcripts [list | prune --older-than DAYS]",
    .example = "cdsdoctor transcripts prune --older-than 90",
    .about = "The sessions that are kept on this machine for this account.\n"
             "list   when each began, its answers and its verdict\n"
             "prune  removes old ones; nothing else ever does",
    .rows = transcripts_rows,
    .row_count = sizeof transcripts_rows / sizeof transcripts_rows[0],
};

/* The place, and what is in it. */
struct kept {
    struct buffer place;
    struct arena arena;
    struct journal_file **files;
    size_t count;
};

static bool
kept_open(struct kept *kept, struct error *error)
{
    return journal_place_find(environ, &kept->place, error) &&
           journal_place_list(buffer_text(&kept->place), &kept->arena,
                              &kept->files, &kept->count, error);
}

static void
kept_close(struct kept *kept)
{
    buffer_release(&kept->place);
    arena_release(&kept->arena);
}

static bool
transcripts_list(const struct kept *kept, struct buffer *out)
{
    for (size_t i = 0; i < kept->count; i++) {
        units_append_line(out, kept->files[i]->path);
        buffer_append_text(out, "\n  ");
        kept_describe(out, kept->files[i]);
        buffer_append_byte(out, '\n');
    }
    if (kept->count == 0)
        buffer_printf(out, "No transcript is kept in %s.\n",
                      buffer_text(&kept->place));
    return true;
}

static bool
read_days(const char *text, int64_t *days, struct error *error)
{
    enum { MOST_DIGITS = 5 };
    size_t digits = text != NULL ? strspn(text, "0123456789") : 0;

    if (digits == 0 || digits > MOST_DIGITS || text[digits] != '\0')
        return error_set(error, ERROR_USAGE,
                         "prune needs --older-than and a number of days%s%s",
                         text != NULL ? ", not " : "",
                         text != NULL ? text : "");
    *days = strtol(text, NULL, 10);
    return true;
}

/* What cannot be removed keeps no other one; the last of them is told. */
static bool
prune_before(const struct kept *kept, int64_t before, struct buffer *out,
             struct error *error)
{
    size_t removed = 0;
    bool good = true;

    for (size_t i = 0; i < kept->count; i++) {
        const struct journal_file *file = kept->files[i];

        if (file->in_use || file->changed >= before)
            continue;
        if (!journal_place_remove(buffer_text(&kept->place), file->name,
                                  error)) {
            good = false;
            continue;
        }
        buffer_append_text(out, "removed ");
        units_append_line(out, file->path);
        buffer_append_byte(out, '\n');
        removed++;
    }
    buffer_printf(out, "%zu of %zu transcripts removed.\n", removed,
                  kept->count);
    return good;
}

static bool
transcripts_prune(const struct kept *kept, const char *older_than,
                  struct buffer *out, struct error *error)
{
    enum { DAY_S = 24 * 3600, SECOND_MS = 1000 };
    int64_t days = 0;

    return read_days(older_than, &days, error) &&
           prune_before(kept, clock_wall_ms() / SECOND_MS - days * DAY_S, out,
                        error);
}

static int
transcripts_do(const char *what, const struct transcripts_options *options)
{
    bool prune = strcmp(what, "prune") == 0;
    struct kept kept = { 0 };
    struct buffer out = { 0 };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (!kept_open(&kept, &error) ||
        !(prune ? transcripts_prune(&kept, options->older_than, &out, &error)
                : transcripts_list(&kept, &out)))
        output_complain(&error);
    else
        code = EXIT_HEALTHY;
    if (!output_write(NULL, &out, &error)) {
        output_complain(&error);
        code = EXIT_NOT_WRITTEN;
    }
    buffer_release(&out);
    kept_close(&kept);
    return code;
}

int
transcripts_command(int argc, char **argv)
{
    struct transcripts_options options = { 0 };
    struct command_line line;
    struct error error = { 0 };
    const char *what;

    if (!command_line_read(&line, &transcripts_table, argc, argv, &options, 1))
        return line.code;
    what = line.operand_count > 0 ? line.operands[0] : "list";
    if (strcmp(what, "list") == 0 || strcmp(what, "prune") == 0)
        return transcripts_do(what, &options);
    error_set(&error, ERROR_USAGE,
              "transcripts: expected list or prune, found \"%s\"", what);
    output_complain(&error);
    return EXIT_USAGE;
}
