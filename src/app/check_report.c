#include <stdio.h>
#include <string.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/run_screens.h"
#include "app/shared_report.h"
#include "report/formats.h"
#include "report/ndjson_report.h"

const struct report_format *
check_run_format(const char *name, struct error *error)
{
    const struct report_format *format =
        name != NULL ? report_format_find(name) : &report_formats[0];
    struct buffer known = { 0 };

    if (format == NULL) {
        report_formats_list(&known);
        error_set(error, ERROR_USAGE, "--format: expected %s, found \"%s\"",
                  buffer_text(&known), name);
        buffer_release(&known);
    }
    return format;
}

bool
check_run_is_for_monitoring(const struct report_format *format)
{
    return format != NULL && format->write == monitoring_report_write;
}

bool
check_run_is_about_report(const struct option_row *row)
{
    return row->offset >= offsetof(struct check_options, format);
}

/* The line and the code of a plugin that could not do its work. */
static int
check_tell_monitoring(const struct error *error)
{
    struct buffer line = { 0 };
    struct error unwritten = { 0 };

    monitoring_report_trouble(&line, error->text);
    if (!output_write(NULL, &line, &unwritten))
        output_complain(&unwritten);
    buffer_release(&line);
    return MONITORING_UNKNOWN;
}

/* What could not be done, in the language of the format. */
int
check_run_refuse(const struct report_format *format, const struct error *error,
                 int code)
{
    output_complain(error);
    return check_run_is_for_monitoring(format) ? check_tell_monitoring(error)
                                               : code;
}

int
check_run_misused(int argc, char **argv, const struct command_line *line)
{
    bool monitoring = false;

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--format=monitoring") == 0 ||
            (strcmp(argv[i], "monitoring") == 0 &&
             strcmp(argv[i - 1], "--format") == 0))
            monitoring = true;
    return monitoring && line->code == EXIT_USAGE
               ? check_tell_monitoring(&line->error)
               : line->code;
}

static bool
check_writes_file(const struct check_options *options)
{
    return options->output != NULL && strcmp(options->output, "-") != 0;
}

/* An option that would do nothing is a mistake. */
bool
check_run_options_are_whole(const struct check_options *options,
                            struct error *error)
{
    if (options->force != NULL && !check_writes_file(options))
        return error_set(error, ERROR_USAGE,
                         "--force needs --output and the name of a file");
    if (options->redact != NULL ||
        (options->redact_issuers == NULL && options->redact_preview == NULL &&
         options->alias_file == NULL))
        return true;
    return error_set(error, ERROR_USAGE, "--%s needs --redact",
                     options->redact_issuers != NULL   ? "redact-issuers"
                     : options->redact_preview != NULL ? "redact-preview"
                                                       : "alias-file");
}

static int
check_put(const struct buffer *report, const struct report_format *format,
          const struct check_options *wanted, int code)
{
    struct error error = { 0 };
    bool written = wanted->force != NULL
                       ? output_replace(wanted->output, report, &error)
                       : output_write(wanted->output, report, &error);

    return written ? code : check_run_refuse(format, &error, EXIT_NOT_WRITTEN);
}

/* The same report, of a copy that may be passed on. */
static bool
check_write_shared(const struct run *run, const struct diagnosis *diagnosis,
                   const struct report_format *format,
                   const struct check_options *options, struct error *error)
{
    struct shared_wishes wishes = {
        .hide_issuers = options->redact_issuers != NULL,
        .alias_file = options->alias_file,
        .preview = options->redact_preview != NULL,
    };
    struct shared_copy copy = { 0 };
    struct buffer report = { 0 };
    bool written = false;

    if (!shared_copy_make(&copy, run, diagnosis, &wishes, error))
        goto out;
    if (shared_report_fill(&copy, format, &report, error))
        written =
            options->force != NULL
                ? shared_copy_replace(&copy, options->output, &report, error)
                : shared_copy_write(&copy, options->output, &report, error);
out:
    buffer_release(&report);
    shared_copy_release(&copy);
    return written;
}

/* With the transcript of it, as far as it has come. */
static void
check_fill(const struct run *run, const struct diagnosis *diagnosis,
           const struct report_format *format,
           const struct check_options *wanted, struct buffer *report)
{
    struct buffer kept = { 0 };
    struct report_extras extras = { .transcript = wanted->kept };

    if (wanted->session.keeping != NULL) {
        keeping_append(wanted->session.keeping, &kept);
        extras.transcript = &kept;
    }
    run_screens_report(format, run, diagnosis, &extras, report);
    buffer_release(&kept);
}

int
check_run_report(const struct run *run, const struct diagnosis *diagnosis,
                 const struct report_format *format,
                 const struct check_options *wanted)
{
    struct buffer report = { 0 };
    struct error error = { 0 };
    int code = check_run_is_for_monitoring(format)
                   ? (int)monitoring_report_state(run, diagnosis)
                   : check_run_code(run, diagnosis);

    if (wanted->redact != NULL)
        return check_write_shared(run, diagnosis, format, wanted, &error)
                   ? code
                   : check_run_refuse(format, &error, EXIT_NOT_WRITTEN);
    check_fill(run, diagnosis, format, wanted, &report);
    code = check_put(&report, format, wanted, code);
    buffer_release(&report);
    return code;
}

/* The lines of each check are out; these are those of the end. */
int
check_run_report_end(const struct session *session,
                     const struct report_format *format,
                     const struct check_options *wanted)
{
    struct buffer lines = { 0 };
    int code = check_run_exit_code(session);

    ndjson_append_end(&lines, &session->run, session->diagnosis);
    code = check_put(&lines, format, wanted, code);
    buffer_release(&lines);
    return code;
}
