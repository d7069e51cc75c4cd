#include <stddef.h>
#include <string.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/output.h"
#include "app/saved_run.h"
#include "app/shared_copy.h"
#include "report/formats.h"
#include "transcript/journal.h"
#include "transcript/transcript_share.h"

struct report_options {
    const char *format;
    const char *output;
    const char *force;
    const char *redact;
    const char *redact_issuers;
    const char *redact_preview;
    const char *alias_file;
};

static const struct option_row report_rows[] = {
    { .name = "format",
      .argument = "FORMAT",
      .help = "as of check (default: text); with --redact also\n"
              "transcript: one that loads and compares",
      .offset = offsetof(struct report_options, format) },
    { .name = "output",
      .argument = "FILE",
      .help = "write the report there; never over another file",
      .offset = offsetof(struct report_options, output) },
    { .name = "force",
      .help = "with --output: replace a regular file that is there",
      .offset = offsetof(struct report_options, force) },
    REDACTION_ROWS(struct report_options, ),
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

/* What is a transcript as it is, is a copy of the file. */
static bool
wants_transcript(const struct report_options *options)
{
    return options->redact != NULL && options->format != NULL &&
           strcmp(options->format, "transcript") == 0;
}

static bool
report_share_as(const struct saved_run *saved, const char *path,
                const struct check_options *wanted, struct error *error)
{
    const struct shared_wishes wishes = {
        .hide_issuers = wanted->redact_issuers != NULL,
        .alias_file = wanted->alias_file,
        .preview = wanted->redact_preview != NULL,
    };
    struct shared_copy copy = { 0 };
    struct buffer bytes = { 0 };
    struct buffer out = { 0 };
    bool written = false;

    if (journal_read_file(path, &bytes, error) &&
        shared_copy_make(&copy, &saved->run, &saved->diagnosis, &wishes,
                         error)) {
        transcript_share(copy.mask, buffer_text(&bytes),
                         saved->transcript.whole, &copy.run, &copy.diagnosis,
                         &out);
        written = wanted->force != NULL
                      ? shared_copy_replace(&copy, wanted->output, &out, error)
                      : shared_copy_write(&copy, wanted->output, &out, error);
    }
    buffer_release(&out);
    buffer_release(&bytes);
    shared_copy_release(&copy);
    return written;
}

static int
report_share(const struct saved_run *saved, const char *path,
             const struct check_options *wanted)
{
    struct error error = { 0 };

    return report_share_as(saved, path, wanted, &error)
               ? check_run_code(&saved->run, &saved->diagnosis)
               : check_run_refuse(NULL, &error, EXIT_NOT_WRITTEN);
}

static int
report_print(const char *path, const struct report_options *options,
             const struct report_format *format)
{
    struct saved_run saved = { 0 };
    const struct check_options wanted = { .output = options->output,
                                          .force = options->force,
                                          .redact = options->redact,
                                          .redact_issuers =
                                              options->redact_issuers,
                                          .redact_preview =
                                              options->redact_preview,
                                          .alias_file = options->alias_file,
                                          .kept = &saved.bytes };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (!check_run_options_are_whole(&wanted, &error) ||
        !saved_run_open(&saved, path, &error))
        code = check_run_refuse(format, &error, EXIT_USAGE);
    else if (format == NULL) {
        saved_run_tell(&saved);
        code = report_share(&saved, path, &wanted);
    } else {
        saved_run_tell(&saved);
        code = check_run_report(&saved.run, &saved.diagnosis, format, &wanted);
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
    if (line.operand_count > 0 && wants_transcript(&options))
        return report_print(line.operands[0], &options, NULL);
    format = check_run_format(options.format, &error);
    if (format != NULL && line.operand_count > 0)
        return report_print(line.operands[0], &options, format);
    if (format != NULL)
        error_set(&error, ERROR_USAGE,
                  "report needs a transcript; cdsdoctor transcripts lists "
                  "what is kept");
    return check_run_refuse(format, &error, EXIT_USAGE);
}
