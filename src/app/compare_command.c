#include <stddef.h>
#include <string.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/output.h"
#include "app/saved_run.h"
#include "app/shared_pair.h"
#include "report/compare_words.h"
#include "report/report.h"

enum { SIDES = 2 };

struct compare_options {
    const char *format;
    const char *output;
    const char *redact;
    const char *redact_issuers;
    const char *redact_preview;
    const char *alias_file;
};

static const struct option_row compare_rows[] = {
    { .name = "format",
      .argument = "FORMAT",
      .help = "text or json (default: text)",
      .offset = offsetof(struct compare_options, format) },
    { .name = "output",
      .argument = "FILE",
      .help = "write it there; never over another file",
      .offset = offsetof(struct compare_options, output) },
    REDACTION_ROWS(struct compare_options, ),
};

static const struct option_table compare_table = {
    .usage = "cdsdoctor compare BEFORE AFTER [options]",
    .example = "cdsdoctor compare monday.jsonl tuesday.jsonl",
    .about = "Says what turned good, bad or different between two "
             "transcripts. Nothing is\nsent. Exit code: 0 nothing turned "
             "bad, 1 something did, 2 they cannot be\ncompared, 4 not "
             "written.",
    .rows = compare_rows,
    .row_count = sizeof compare_rows / sizeof compare_rows[0],
};

typedef void compare_write(const struct comparison *comparison,
                           struct buffer *out);

static compare_write *
compare_format(const char *name, struct error *error)
{
    if (name == NULL || strcmp(name, "text") == 0)
        return compare_report_write;
    if (strcmp(name, "json") == 0)
        return compare_json_write;
    error_set(error, ERROR_USAGE,
              "--format: expected text or json, found \"%.40s\"", name);
    return NULL;
}

static int
compare_code(const struct comparison *comparison)
{
    return comparison->turn_counts[TURN_BAD] > 0 ||
                   comparison->verdict == TURN_BAD
               ? EXIT_FAULT
               : EXIT_HEALTHY;
}

static bool
compare_open(struct saved_run *saved, char *const *paths, struct error *error)
{
    for (int i = 0; i < SIDES; i++) {
        if (!saved_run_open(&saved[i], paths[i], error))
            return false;
        saved_run_tell(&saved[i]);
    }
    return true;
}

static bool
compare_make(struct comparison *comparison, const struct saved_run *saved,
             struct arena *arena, struct error *error)
{
    enum incomparable refusal =
        comparison_make(comparison, &saved[0].run, &saved[0].diagnosis,
                        &saved[1].run, &saved[1].diagnosis, arena);

    return refusal == COMPARABLE ||
           error_set(error, ERROR_USAGE, "these two cannot be compared. %s",
                     compare_refusal(refusal));
}

/* The same of two copies that may be passed on. */
static bool
compare_put_shared(const struct comparison *comparison, compare_write *write,
                   const struct compare_options *options, struct error *error)
{
    const struct shared_wishes wishes = {
        .hide_issuers = options->redact_issuers != NULL,
        .alias_file = options->alias_file,
        .preview = options->redact_preview != NULL,
    };
    struct shared_pair pair = { 0 };
    struct comparison shared;
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    bool written = shared_pair_make(&pair, comparison, &wishes, error);

    if (written) {
        shared_pair_compare(&pair, &shared, &arena);
        write(&shared, &out);
        written = shared_pair_write(&pair, options->output, &out, error);
    }
    buffer_release(&out);
    arena_release(&arena);
    shared_pair_release(&pair);
    return written;
}

static bool
compare_put(const struct comparison *comparison, compare_write *write,
            const struct compare_options *options, struct error *error)
{
    struct buffer out = { 0 };
    bool written;

    if (options->redact != NULL)
        return compare_put_shared(comparison, write, options, error);
    write(comparison, &out);
    written = output_write(options->output, &out, error);
    buffer_release(&out);
    return written;
}

static int
compare_files(char *const *paths, compare_write *write,
              const struct compare_options *options)
{
    struct saved_run saved[SIDES] = { 0 };
    struct comparison comparison;
    struct arena arena = { 0 };
    struct error error = { 0 };
    int code = EXIT_USAGE;

    if (!compare_open(saved, paths, &error) ||
        !compare_make(&comparison, saved, &arena, &error)) {
        output_complain(&error);
        goto out;
    }
    code = compare_code(&comparison);
    if (!compare_put(&comparison, write, options, &error)) {
        output_complain(&error);
        code = EXIT_NOT_WRITTEN;
    }
out:
    arena_release(&arena);
    for (int i = 0; i < SIDES; i++)
        saved_run_close(&saved[i]);
    return code;
}

static bool
compare_redaction_is_whole(const struct compare_options *options,
                           struct error *error)
{
    const struct check_options wanted = {
        .redact = options->redact,
        .redact_issuers = options->redact_issuers,
        .redact_preview = options->redact_preview,
        .alias_file = options->alias_file,
    };

    return check_run_options_are_whole(&wanted, error);
}

int
compare_command(int argc, char **argv)
{
    struct compare_options options = { 0 };
    struct command_line line;
    struct error error = { 0 };
    compare_write *write;

    if (!command_line_read(&line, &compare_table, argc, argv, &options, SIDES))
        return line.code;
    write = compare_format(options.format, &error);
    if (write != NULL && !compare_redaction_is_whole(&options, &error))
        write = NULL;
    else if (write != NULL && line.operand_count == SIDES)
        return compare_files(line.operands, write, &options);
    else if (write != NULL)
        error_set(&error, ERROR_USAGE,
                  "compare needs two transcripts; cdsdoctor transcripts "
                  "lists what is kept");
    output_complain(&error);
    return EXIT_USAGE;
}
