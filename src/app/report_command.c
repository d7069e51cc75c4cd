#include <stddef.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/output.h"
#include "app/saved_run.h"
#include "report/formats.h"

struct report_options {
    const char *format;
    const char *output;
    const char *force;
};

static const struct option_row report_rows[] = {
    { .name = "format",
      .argument = "FORMAT",
      .help = "as of check (default: text)",
      .offset = offsetof(struct report_options, format) },
    { .name = "output",
      .argument = "FILE",
      .help = "write the report there; never over another file",
      .offset = offsetof(struct report_options, output) },
    { .name = "force",
      .help = "with --output: replace a regular file that is there",
      .offset = offsetof(struct report_options, force) },
};

static const struct option_table report_table = {
    .usage = "cdsdoctor report TRANSCRIPT [options]",
    .example = "cdsdoctor report kept.jsonl --format json",
    .about = "Prints the last checks of a transcript as check would have "
             "printed them.\nNothing is sent. The exit code is that of "
             "check.",
    .rows = report_rows,
    .row_count = sizeof report_rows / sizeof report_rows[0],
};

static int
report_print(const char *path, const struct report_options *options,
             const struct report_format *format)
{
    struct saved_run saved = { 0 };
    const struct check_options wanted = { .output = options->output,
                                          .force = options->force,
                                          .kept = &saved.bytes };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (check_run_options_are_whole(&wanted, &error) &&
        saved_run_open(&saved, path, &error)) {
        saved_run_tell(&saved);
        code = check_run_report(&saved.run, &saved.diagnosis, format, &wanted);
    } else {
        code = check_run_refuse(format, &error, EXIT_USAGE);
    }
    saved_run_close(&saved);
    return code;
}

int
report_command(int argc, char **argv)
{
    struct report_options options = { 0 };
    const struct report_format *format;
    struct command_line line;
    struct error error = { 0 };

    if (!command_line_read(&line, &report_table, argc, argv, &options, 1))
        return check_run_misused(argc, argv, &line);
    format = check_run_format(options.format, &error);
    if (format != NULL && line.operand_count > 0)
        return report_print(line.operands[0], &options, format);
    if (format != NULL)
        error_set(&error, ERROR_USAGE,
                  "report needs a transcript; cdsdoctor transcripts lists "
                  "what is kept");
    return check_run_refuse(format, &error, EXIT_USAGE);
}
