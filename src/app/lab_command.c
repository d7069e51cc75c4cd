#include <string.h>

#include "app/commands.h"
#include "app/output.h"
#include "app/wizard_command.h"
#include "catalog/catalog.h"
#include "catalog/scenarios.h"

static bool
lab_write_row(const char *id, const struct definitions *definitions,
              struct buffer *out, struct error *error)
{
    struct scenario scenario = { 0 };
    bool read = catalog_scenario_load(&scenario, id, definitions, error);

    if (read)
        buffer_printf(out, "  %-30s %s\n", id, scenario.title);
    catalog_scenario_release(&scenario);
    return read;
}

static int
lab_list(const struct check_options *options)
{
    struct definitions definitions = { 0 };
    struct catalog_options files = {
        .regions_file = options->session.regions,
        .trust_file = options->session.trust,
    };
    struct buffer out = { 0 };
    struct error error = { 0 };
    bool good = catalog_load(&definitions, &files, &error);
    int code = EXIT_HEALTHY;

    for (size_t i = 0; good && i < catalog_scenario_count(); i++)
        good =
            lab_write_row(catalog_scenario_id(i), &definitions, &out, &error);
    if (!good) {
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

/* Those of `check` without --lab, and --plain. */
enum { LAB_ROWS = CHECK_RUN_LAB_ROWS + 1 };

static void
lab_rows(struct option_row rows[LAB_ROWS])
{
    rows[0] = wizard_plain_row;
    for (size_t i = 0; i < CHECK_RUN_LAB_ROWS; i++)
        rows[i + 1] = check_run_rows[i];
}

/* The first option that is about a report and was given; NULL: none. */
static const char *
lab_report_option(const struct check_options *options)
{
    for (size_t i = 0; i < CHECK_RUN_LAB_ROWS; i++) {
        const struct option_row *row = &check_run_rows[i];
        const char *const *value =
            (const char *const *)(const void *)((const char *)options +
                                                row->offset);

        if (check_run_is_about_report(row) && *value != NULL)
            return row->name;
    }
    return NULL;
}

/* Whoever says what becomes of the report wants that, and no questions. */
static bool
lab_wants_wizard(const struct wizard_options *options)
{
    return lab_report_option(&options->check) == NULL &&
           (options->plain != NULL || wizard_can_show());
}

static bool
lab_agrees(const struct wizard_options *options, struct error *error)
{
    const char *report = lab_report_option(&options->check);

    return options->plain == NULL || report == NULL ||
           error_set(error, ERROR_USAGE,
                     "--plain asks questions, and --%s is about a report "
                     "without any",
                     report);
}

int
lab_command(int argc, char **argv)
{
    struct option_row rows[LAB_ROWS];
    const struct option_table table = {
        .usage = "cdsdoctor lab [list | SCENARIO] [options]",
        .example = "cdsdoctor lab firewall-drops",
        .about =
            "A simulated network with a known fault, inside this "
            "program: nothing is sent.\n"
            "list      the scenarios\n"
            "SCENARIO  the wizard on that network; also a FILE. Without a "
            "terminal, or\n"
            "          with an option about the report: what a check "
            "finds there",
        .rows = rows,
        .row_count = LAB_ROWS,
    };
    struct wizard_options options = { 0 };
    struct command_line line;
    struct error error = { 0 };

    lab_rows(rows);
    if (!command_line_read(&line, &table, argc, argv, &options, 1))
        return check_run_misused(argc, argv, &line);
    if (line.operand_count == 0 || strcmp(line.operands[0], "list") == 0)
        return lab_list(&options.check);
    options.check.session.lab = line.operands[0];
    if (!lab_agrees(&options, &error)) {
        output_complain(&error);
        return EXIT_USAGE;
    }
    if (lab_wants_wizard(&options))
        return wizard_start(&options, NULL);
    options.check.session.lab_real_time = true;
    return check_run(&options.check);
}
