#include <string.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/output.h"
#include "catalog/catalog.h"
#include "catalog/scenarios.h"

static const struct option_table lab_table = {
    .usage = "cdsdoctor lab [list | SCENARIO] [options]",
    .example = "cdsdoctor lab firewall-drops",
    .about = "A simulated network with a known fault, inside this program: "
             "nothing is sent.\nlist      the scenarios\n"
             "SCENARIO  its story, and what a check finds there; also a FILE",
    .rows = check_run_rows,
    .row_count = CHECK_RUN_LAB_ROWS,
};

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

int
lab_command(int argc, char **argv)
{
    struct check_options options = { 0 };
    struct command_line line;

    if (!command_line_read(&line, &lab_table, argc, argv, &options, 1))
        return check_run_misused(argc, argv, &line);
    if (line.operand_count == 0 || strcmp(line.operands[0], "list") == 0)
        return lab_list(&options);
    options.session.lab = line.operands[0];
    options.session.lab_real_time = true;
    return check_run(&options);
}
