#include <string.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/keeping.h"
#include "app/output.h"
#include "catalog/catalog.h"
#include "report/formats.h"
#include "transcript/run_store.h"

struct report_options {
    const char *format;
    const char *output;
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

/* What is written is of then; the words for it are those of now. */
static void
tell_other_definitions(const struct definitions *then,
                       const struct definitions *now)
{
    struct error note = { 0 };
    struct buffer text = { 0 };

    if (then->version == NULL || now->version == NULL ||
        strcmp(then->version, now->version) == 0)
        return;
    buffer_printf(&text,
                  "the run was made with the definitions %s; the words are "
                  "those of %s",
                  then->version, now->version);
    error_set(&note, ERROR_DATA, "%s", buffer_text(&text));
    output_complain(&note);
    buffer_release(&text);
}

static bool
report_read(const char *path, struct transcript *transcript,
            struct error *error)
{
    struct buffer bytes = { 0 };
    bool good = journal_read_file(path, &bytes, error);

    if (good &&
        !transcript_read(transcript, buffer_text(&bytes), bytes.length, error))
        good = error_add_context(error, "%s", path);
    buffer_release(&bytes);
    if (!good || transcript->run != NULL)
        return good;
    if (transcript->planned)
        return error_set(error, ERROR_DATA,
                         "%s: the checks were cut off after %zu of them had "
                         "ended; cdsdoctor --resume makes them anew",
                         path, transcript->result_count);
    return error_set(error, ERROR_DATA, "%s: nothing was checked", path);
}

static int
report_write(const struct run *run, const struct diagnosis *diagnosis,
             const struct report_format *format, const char *output)
{
    struct buffer report = { 0 };
    struct error error = { 0 };
    int code = check_run_code(run, diagnosis);

    format->write(run, diagnosis, &report);
    if (!output_write(output, &report, &error)) {
        output_complain(&error);
        code = EXIT_NOT_WRITTEN;
    }
    buffer_release(&report);
    return code;
}

static int
report_print(const char *path, const struct report_options *options,
             const struct report_format *format)
{
    struct definitions definitions = { 0 };
    struct catalog_options files = { 0 };
    struct transcript transcript = { 0 };
    struct run run = { 0 };
    struct diagnosis diagnosis = { 0 };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (catalog_load(&definitions, &files, &error) &&
        report_read(path, &transcript, &error) &&
        run_load(transcript.run, &definitions, &run, &diagnosis, &error)) {
        tell_other_definitions(run.definitions, &definitions);
        code = report_write(&run, &diagnosis, format, options->output);
    } else {
        output_complain(&error);
    }
    run_release(&run);
    transcript_release(&transcript);
    catalog_release(&definitions);
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
        return line.code;
    if (line.operand_count == 0)
        error_set(&error, ERROR_USAGE,
                  "report needs a transcript; cdsdoctor transcripts lists "
                  "what is kept");
    format = line.operand_count > 0 ? check_run_format(options.format, &error)
                                    : NULL;
    if (format != NULL)
        return report_print(line.operands[0], &options, format);
    output_complain(&error);
    return EXIT_USAGE;
}
