#include <string.h>
#include <unistd.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/wizard_loop.h"

/* The options of `check` that are answers; a report has options of its own. */
static size_t
take_rows(struct option_row rows[CHECK_RUN_ROWS])
{
    size_t count = 0;

    for (size_t i = 0; i < CHECK_RUN_ROWS; i++)
        if (strcmp(check_run_rows[i].name, "format") != 0 &&
            strcmp(check_run_rows[i].name, "output") != 0)
            rows[count++] = check_run_rows[i];
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].name, "lab") == 0)
            rows[i].help = "a simulated network with a known fault, to learn\n"
                           "with; see cdsdoctor lab list";
    return count;
}

int
wizard_command(int argc, char **argv)
{
    struct option_row rows[CHECK_RUN_ROWS];
    struct option_table table = {
        .usage = "cdsdoctor [options]",
        .example = "cdsdoctor",
        .about = "The wizard: asks what is known, shows what would be sent, "
                 "checks, explains.",
        .rows = rows,
        .row_count = take_rows(rows),
    };
    struct check_options options = { 0 };
    struct command_line line;

    if (!command_line_read(&line, &table, argc, argv, &options, 0))
        return line.code;
    options.session.lab_real_time = true;
    return wizard_loop(&options.session, environ);
}
