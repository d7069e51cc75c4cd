#include <stdlib.h>

#include "app/command_line.h"
#include "app/commands.h"
#include "app/output.h"
#include "base/memory.h"
#include "catalog/catalog.h"
#include "report/report.h"

static const struct option_table explain_table = {
    .usage = "cdsdoctor explain [CAUSE]",
    .example = "cdsdoctor explain tls-inspection",
    .about = "Tells about one cause: in a sentence, what it means and what to "
             "do, on the\nlevel of packets, how to see it by hand, and the "
             "text for its owner.\nWithout CAUSE it lists them.",
};

static void
explain_list(const struct definitions *in, struct buffer *out)
{
    for (size_t i = 0; i < in->cause_count; i++)
        buffer_printf(out, "  %-28s %s\n", in->causes[i]->id,
                      in->causes[i]->title);
}

static bool
explain_reject(const struct definitions *in, const char *word,
               struct error *error)
{
    const char **ids = memory_new(in->cause_count, sizeof *ids);
    const char *nearest;

    for (size_t i = 0; i < in->cause_count; i++)
        ids[i] = in->causes[i]->id;
    nearest = options_nearest(word, ids, in->cause_count);
    free(ids);
    if (nearest != NULL)
        return error_set(error, ERROR_USAGE,
                         "there is no cause \"%s\"; did you mean %s?", word,
                         nearest);
    return error_set(error, ERROR_USAGE,
                     "there is no cause \"%s\"; see cdsdoctor explain", word);
}

static bool
explain_write(const struct definitions *in, const char *word,
              struct buffer *out, struct error *error)
{
    const struct cause *cause;

    if (word == NULL) {
        explain_list(in, out);
        return true;
    }
    cause = definitions_cause(in, word);
    if (cause == NULL)
        return explain_reject(in, word, error);
    explain_report_write(cause, out);
    return true;
}

static int
explain_print(const char *word)
{
    struct definitions definitions = { 0 };
    struct catalog_options files = { 0 };
    struct buffer out = { 0 };
    struct error error = { 0 };
    int code = EXIT_HEALTHY;

    if (!catalog_load(&definitions, &files, &error) ||
        !explain_write(&definitions, word, &out, &error)) {
        output_complain(&error);
        code = EXIT_USAGE;
    } else if (!output_write(NULL, &out, &error)) {
        output_complain(&error);
        code = EXIT_NOT_WRITTEN;
    }
    buffer_release(&out);
    catalog_release(&definitions);
    return code;
}

int
explain_command(int argc, char **argv)
{
    struct command_line line;

    if (!command_line_read(&line, &explain_table, argc, argv, NULL, 1))
        return line.code;
    return explain_print(line.operand_count > 0 ? line.operands[0] : NULL);
}
