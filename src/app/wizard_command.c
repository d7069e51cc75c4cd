#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/keeping.h"
#include "app/keeping_place.h"
#include "app/line_wizard.h"
#include "app/output.h"
#include "app/wizard_command.h"
#include "app/wizard_loop.h"
#include "base/buffer.h"

const struct option_row wizard_plain_row = {
    .name = "plain",
    .help = "line by line, without moving the cursor: for screen\n"
            "readers, and for terminals that cannot draw",
    .offset = offsetof(struct wizard_options, plain),
};

static const struct option_row resume_row = {
    .name = "resume",
    .help = "go on where a session stopped: the newest that was\n"
            "not finished, or that of the transcript FILE",
    .offset = offsetof(struct wizard_options, resume),
};

static const struct option_row record_row = {
    .name = "record",
    .argument = "FILE",
    .help = "the session as it looks, into a new file, for\n"
            "asciinema to play: everything that is shown",
    .offset = offsetof(struct wizard_options, record),
};

static const struct option_row private_row = {
    .name = "private",
    .help = "begin with aliases in the place of your names and\n"
            "addresses, on the screen and in what is saved",
    .offset = offsetof(struct wizard_options, check.session.is_private),
};

enum { OWN_ROWS = 4 };

/* A row of check that stands in the session has a meaning here. */
static size_t
wizard_rows(struct option_row rows[CHECK_RUN_ROWS + OWN_ROWS])
{
    size_t count = 0;

    rows[count++] = wizard_plain_row;
    rows[count++] = resume_row;
    rows[count++] = record_row;
    rows[count++] = private_row;
    for (size_t i = 0; i < CHECK_RUN_ROWS; i++)
        if (check_run_rows[i].offset < sizeof(struct session_options))
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

bool
wizard_can_show(void)
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

/* On the whole screen; line by line where the terminal cannot draw. */
static int
wizard_run_on_screen(const struct session_options *session, const char *record)
{
    struct session_options on_screen = *session;
    const char *refused = NULL;
    struct buffer why = { 0 };
    int code;

    on_screen.lab_real_time = true;
    code = wizard_loop(&on_screen, environ, record, &refused);
    if (refused == NULL)
        return code;
    buffer_printf(&why, "Line by line, because %s.%s", refused,
                  record != NULL ? " Nothing is recorded." : "");
    code = line_wizard_run(session, buffer_text(&why));
    buffer_release(&why);
    return code;
}

static void
wizard_refuse(const char *word)
{
    struct error error = { 0 };

    error_set(&error, ERROR_USAGE,
              "expected no \"%s\"; a transcript is named behind --resume",
              word);
    output_complain(&error);
}

static int
wizard_run(const struct wizard_options *options)
{
    return options->plain != NULL
               ? line_wizard_run(&options->check.session, NULL)
               : wizard_run_on_screen(&options->check.session,
                                      options->record);
}

/* Options that cannot go together. */
static bool
wizard_agrees(const struct wizard_options *options)
{
    struct error error = { 0 };

    if (options->record == NULL || options->plain == NULL)
        return true;
    error_set(&error, ERROR_USAGE,
              "--record records a screen, and --plain has none");
    output_complain(&error);
    return false;
}

/* What was not finished, or a beginning; false: there is no going on. */
static bool
wizard_keep(struct wizard_options *options, const char *file,
            struct keeping *keeping, struct buffer *path)
{
    struct session_options *session = &options->check.session;
    struct error error = { 0 };
    bool offered = options->resume == NULL &&
                   keeping_place_offer(environ, session->lab, path);

    session->keeping = keeping;
    if (options->resume == NULL && !offered) {
        keeping_open(keeping, KEEPING_SESSION, session, environ);
        return true;
    }
    if (keeping_resume(keeping, session, environ,
                       offered ? buffer_text(path) : file, &error))
        return true;
    output_complain(&error);
    return false;
}

int
wizard_start(struct wizard_options *options, const char *file)
{
    struct keeping keeping;
    struct buffer path = { 0 };
    int code = EXIT_USAGE;

    if (!wizard_agrees(options))
        return EXIT_USAGE;
    if (wizard_keep(options, file, &keeping, &path))
        code = wizard_run(options);
    keeping_close(&keeping);
    buffer_release(&path);
    return code;
}

int
wizard_command(int argc, char **argv)
{
    struct option_row rows[CHECK_RUN_ROWS + OWN_ROWS];
    const struct option_table table = {
        .usage = "cdsdoctor [--plain] [options] [--resume [FILE]]",
        .example = "cdsdoctor",
        .about = "Leads through ten steps: what the console shows, service "
                 "and route, the\nchecks, the verdict and what to hand over. "
                 "The options are first answers.",
        .rows = rows,
        .row_count = wizard_rows(rows),
    };
    struct wizard_options options = { 0 };
    struct command_line line;

    if (!command_line_read(&line, &table, argc, argv, &options, 1))
        return line.code;
    if (line.operand_count > 0 && options.resume == NULL) {
        wizard_refuse(line.operands[0]);
        return EXIT_USAGE;
    }
    return wizard_start(&options,
                        line.operand_count > 0 ? line.operands[0] : NULL);
}
