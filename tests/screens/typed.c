#include "typed.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/line_wizard.h"
#include "base/width.h"

static void
talk(const char *scenario, int input, int output)
{
    const struct session_options options = { .lab = scenario };

    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    _exit(line_wizard_run(&options, NULL));
}

/* Whatever is said, until its end. The input has to fit into a pipe. */
static void
listen_to(const char *scenario, const char *input, struct buffer *out)
{
    int to[2];
    int from[2];
    char bytes[4096];
    ssize_t count;
    pid_t child;

    if (pipe(to) != 0 || pipe(from) != 0)
        return;
    child = fork();
    if (child == 0) {
        close(to[1]);
        close(from[0]);
        talk(scenario, to[0], from[1]);
    }
    close(to[0]);
    close(from[1]);
    (void)!write(to[1], input, strlen(input));
    close(to[1]);
    while ((count = read(from[0], bytes, sizeof bytes)) > 0)
        buffer_append(out, bytes, (size_t)count);
    close(from[0]);
    waitpid(child, NULL, 0);
}

/* A terminal goes on in the next row where a line is too long. */
static void
draw_lines(const char *text, struct canvas *canvas)
{
    struct area whole = area_whole(canvas);
    struct buffer row = { 0 };

    for (int at = 0; at < canvas->rows && *text != '\0'; at++) {
        size_t line = strcspn(text, "\n");
        size_t fits = width_fit(text, (size_t)canvas->columns);
        size_t taken = fits < line ? fits : line;

        buffer_cut(&row, 0);
        buffer_append(&row, text, taken);
        area_put(&whole, at, 0, STYLE_PLAIN, buffer_text(&row));
        text += taken;
        text += *text == '\n' ? 1 : 0;
    }
    buffer_release(&row);
}

bool
typed_draw(const char *scenario, const char *input, const char *from,
           struct canvas *canvas)
{
    struct buffer said = { 0 };
    const char *found;

    listen_to(scenario, input, &said);
    found = strstr(buffer_text(&said), from);
    if (found != NULL)
        draw_lines(found, canvas);
    buffer_release(&said);
    return found != NULL;
}
