#include <string.h>
#include <unistd.h>

#include "app/check_run.h"
#include "app/commands.h"
#include "app/line_wizard.h"
#include "app/wizard_loop.h"
#include "base/buffer.h"

/*
 * The options of `check` are first answers here; those that say what becomes
 * of its report mean nothing.
 */
struct wizard_options {
    struct check_options check;
    const char *plain;
};

static const struct option_row plain_row = {
    .name = "plain",
    .help = "line by line, without moving the cursor: for screen\n"
            "readers, and for terminals that cannot draw",
    .offset = offsetof(struct wizard_options, plain),
};

static size_t
wizard_rows(struct option_row rows[CHECK_RUN_ROWS + 1])
{
    size_t count = 0;

    rows[count++] = plain_row;
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

bool
wizard_can_ask(void)
{
    return isatty(STDIN_FILENO) == 1;
}

/* On the whole screen; line by line where the terminal cannot draw. */
static int
wizard_run_on_screen(const struct session_options *session)
{
    struct session_options on_screen = *session;
    const char *refused = NULL;
    struct buffer why = { 0 };
    int code;

    on_screen.lab_real_time = true;
    code = wizard_loop(&on_screen, environ, &refused);
    if (refused == NULL)
        return code;
    buffer_printf(&why, "Line by line, because %s.", refused);
    code = line_wizard_run(session, buffer_text(&why));
    buffer_release(&why);
    return code;
}

int
wizard_command(int argc, char **argv)
{
    struct option_row rows[CHECK_RUN_ROWS + 1];
    const struct option_table table = {
        .usage = "cdsdoctor [--plain] [options]",
        .example = "cdsdoctor",
        .about = "Leads through ten steps: what the console shows, service "
                 "and route, the\nchecks, the verdict and what to hand over. "
                 "The options are first answers.",
        .rows = rows,
        .row_count = wizard_rows(rows),
    };
    struct wizard_options options = { 0 };
    struct command_line line;

    if (!command_line_read(&line, &table, argc, argv, &options, 0))
        return line.code;
    return options.plain != NULL
               ? line_wizard_run(&options.check.session, NULL)
               : wizard_run_on_screen(&options.check.session);
}
