#include "app/check_run.h"
#include "app/commands.h"

static const struct option_table check_table = {
    .usage = "cdsdoctor check [options]",
    .example = "cdsdoctor check --region eu",
    .about = "Looks at every endpoint of the service and region: name, "
             "connection,\ncertificates, answer. Asks nothing, changes "
             "nothing. Exit code: 0 healthy,\n1 fault found, 2 wrong usage, "
             "3 inconclusive, 4 report not written,\n130 stopped.",
    .rows = check_run_rows,
    .row_count = CHECK_RUN_ROWS,
};

int
check_command(int argc, char **argv)
{
    struct check_options options = { 0 };
    struct command_line line;

    if (!command_line_read(&line, &check_table, argc, argv, &options, 0))
        return check_run_misused(argc, argv, &line);
    return check_run(&options);
}
