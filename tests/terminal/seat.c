#include "seat.h"

#include <dirent.h>
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000, SENT_LIMIT = 1 << 20 };

static bool
terminal_is_clean(void)
{
    struct termios now;

    return tcgetattr(STDIN_FILENO, &now) == 0 && (now.c_lflag & ICANON) != 0 &&
           (now.c_lflag & ECHO) != 0;
}

static void
shell_start(char *const *words)
{
    setpgid(0, 0);
    tcsetpgrp(STDIN_FILENO, getpid());
    signal(SIGTTOU, SIG_DFL);
    execv(words[0], words);
    _exit(127);
}

/* One program, in the foreground until it stops or ends. */
static void
shell_run(char *const *words)
{
    pid_t program;
    int status;
    char answer;

    signal(SIGTTOU, SIG_IGN);
    program = fork();
    if (program == 0)
        shell_start(words);
    setpgid(program, program);
    for (;;) {
        if (waitpid(program, &status, WUNTRACED) < 0)
            _exit(1);
        tcsetpgrp(STDIN_FILENO, getpgrp());
        if (!WIFSTOPPED(status))
            break;
        dprintf(1, "STOPPED %s\r\n", terminal_is_clean() ? "clean" : "raw");
        if (read(STDIN_FILENO, &answer, 1) != 1)
            _exit(1);
        tcsetpgrp(STDIN_FILENO, program);
        kill(-program, SIGCONT);
    }
    dprintf(1, "%s %d %s\r\n", WIFSIGNALED(status) ? "KILLED" : "ENDED",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
            terminal_is_clean() ? "clean" : "raw");
    (void)!read(STDIN_FILENO, &answer, 1);
    _exit(0);
}

static int
hear_bell(void *context)
{
    struct seat *seat = context;

    seat->bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = { .bell = hear_bell };

void
seat_find(struct seat *seat, const char *name)
{
    *seat = (struct seat){ .name = name };
    snprintf(seat->directory, sizeof seat->directory, "/tmp/seat-XXXXXX");
    if (mkdtemp(seat->directory) == NULL)
        abort();
}

void
seat_take(struct seat *seat, char *const *words, const char *terminal,
          int rows, int columns)
{
    struct winsize size = { .ws_row = (unsigned short)rows,
                            .ws_col = (unsigned short)columns };
    char state[sizeof seat->directory + 8];

    seat->rows = rows;
    seat->columns = columns;
    snprintf(state, sizeof state, "%s/.state", seat->directory);
    seat->shell = forkpty(&seat->master, NULL, NULL, &size);
    if (seat->shell == 0) {
        setenv("TERM", terminal, 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        setenv("XDG_STATE_HOME", state, 1);
        setenv("EDITOR", "sed -i 's/SUPPORT CASE/CASE 4711/'", 1);
        unsetenv("VISUAL");
        unsetenv("NO_COLOR");
        if (seat->no_colour)
            setenv("NO_COLOR", "1", 1);
        if (chdir(seat->directory) != 0)
            _exit(126);
        shell_run(words);
    }
    seat->terminal = vterm_new(rows, columns);
    vterm_set_utf8(seat->terminal, 1);
    seat->screen = vterm_obtain_screen(seat->terminal);
    vterm_screen_enable_altscreen(seat->screen, 1);
    vterm_screen_set_callbacks(seat->screen, &callbacks, seat);
    vterm_screen_reset(seat->screen, 1);
}

typedef void file_visitor(const char *path, void *context);

static void
visit_files(const struct seat *seat, file_visitor *visit, void *context)
{
    DIR *directory = opendir(seat->directory);
    struct dirent *entry;

    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        char path[sizeof seat->directory + sizeof entry->d_name + 1];

        snprintf(path, sizeof path, "%s/%s", seat->directory, entry->d_name);
        if (entry->d_name[0] != '.')
            visit(path, context);
    }
    if (directory != NULL)
        closedir(directory);
}

static int
remove_one(const char *path, const struct stat *status, int kind,
           struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void
seat_leave(struct seat *seat)
{
    buffer_release(&seat->sent);
    close(seat->master);
    kill(seat->shell, SIGKILL);
    waitpid(seat->shell, NULL, 0);
    vterm_free(seat->terminal);
    nftw(seat->directory, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

void
seat_type(struct seat *seat, const char *bytes)
{
    if (!seat->failed)
        (void)!write(seat->master, bytes, strlen(bytes));
}

static int64_t
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What has been sent goes onto the screen; false: nothing came in time. */
static bool
take_bytes(struct seat *seat, int timeout_ms)
{
    struct pollfd wait = { .fd = seat->master, .events = POLLIN };
    char bytes[4096];
    ssize_t count;

    if (poll(&wait, 1, timeout_ms) <= 0)
        return false;
    count = read(seat->master, bytes, sizeof bytes);
    if (count <= 0)
        return false;
    vterm_input_write(seat->terminal, bytes, (size_t)count);
    if (seat->sent.length < SENT_LIMIT)
        buffer_append(&seat->sent, bytes, (size_t)count);
    /* What the terminal answers to a question goes back. */
    count = (ssize_t)vterm_output_read(seat->terminal, bytes, sizeof bytes);
    if (count > 0)
        (void)!write(seat->master, bytes, (size_t)count);
    return true;
}

static void
append_screen(struct seat *seat, struct buffer *out)
{
    for (int row = 0; row < seat->rows; row++) {
        VTermRect rect = { row, row + 1, 0, seat->columns };
        char line[4096];
        size_t length =
            vterm_screen_get_text(seat->screen, line, sizeof line, rect);

        buffer_append(out, line, length);
        buffer_append_byte(out, '\n');
    }
}

static bool
shows(struct seat *seat, const char *text)
{
    struct buffer screen = { 0 };
    bool found;

    append_screen(seat, &screen);
    found = strstr(buffer_text(&screen), text) != NULL;
    buffer_release(&screen);
    return found;
}

static void
fail(struct seat *seat, const char *what, const char *text)
{
    struct buffer screen = { 0 };

    append_screen(seat, &screen);
    printf("%s: %s \"%s\"; the screen:\n%s\n", seat->name, what, text,
           buffer_text(&screen));
    buffer_release(&screen);
    seat->failed = true;
}

static void
await(struct seat *seat, const char *text, bool there)
{
    int64_t until = now_ms() + PATIENCE_MS;

    while (!seat->failed && shows(seat, text) != there) {
        if (now_ms() > until)
            fail(seat, there ? "did not come:" : "did not go:", text);
        take_bytes(seat, 50);
    }
}

void
seat_expect(struct seat *seat, const char *text)
{
    await(seat, text, true);
}

void
seat_expect_gone(struct seat *seat, const char *text)
{
    await(seat, text, false);
}

void
seat_expect_silence(struct seat *seat, int for_ms)
{
    int64_t until = now_ms() + PATIENCE_MS;

    /* What is still on its way is let through first. */
    while (!seat->failed && take_bytes(seat, for_ms))
        if (now_ms() > until)
            fail(seat, "is never silent", "");
}

void
seat_resize(struct seat *seat, int rows, int columns)
{
    struct winsize size = { .ws_row = (unsigned short)rows,
                            .ws_col = (unsigned short)columns };

    if (seat->failed)
        return;
    seat->rows = rows;
    seat->columns = columns;
    vterm_set_size(seat->terminal, rows, columns);
    ioctl(seat->master, TIOCSWINSZ, &size);
}

void
seat_signal(struct seat *seat, int number)
{
    pid_t group = tcgetpgrp(seat->master);

    if (!seat->failed && group > 0)
        kill(-group, number);
}

void
seat_expect_unsent(struct seat *seat, const char *bytes)
{
    if (!seat->failed && seat->sent.length > 0 &&
        memmem(seat->sent.data, seat->sent.length, bytes, strlen(bytes)) !=
            NULL)
        fail(seat, "was sent:", bytes);
}

void
seat_expect_sent(struct seat *seat, const char *bytes)
{
    int64_t until = now_ms() + PATIENCE_MS;

    while (!seat->failed && (seat->sent.length == 0 ||
                             memmem(seat->sent.data, seat->sent.length, bytes,
                                    strlen(bytes)) == NULL)) {
        if (now_ms() > until)
            fail(seat, "was not sent:", bytes);
        take_bytes(seat, 50);
    }
}

/* In which cell a byte of a line stands: one for each character here. */
static int
column_of(const char *line, const char *at)
{
    int column = 0;

    for (; line < at; line++)
        column += ((unsigned char)*line & 0xc0) != 0x80;
    return column;
}

void
seat_click(struct seat *seat, const char *text)
{
    seat_expect(seat, text);
    /* Half of a frame may have come, and the text be about to move. */
    while (!seat->failed && take_bytes(seat, 100))
        continue;
    for (int row = 0; !seat->failed && row < seat->rows; row++) {
        VTermRect rect = { row, row + 1, 0, seat->columns };
        char line[4096] = "";
        size_t length =
            vterm_screen_get_text(seat->screen, line, sizeof line - 1, rect);
        char click[64];
        const char *at;

        line[length] = '\0';
        at = strstr(line, text);
        if (at == NULL)
            continue;
        /* A press and a release, as SGR 1006 has them, from 1. */
        snprintf(click, sizeof click, "\033[<0;%d;%dM\033[<0;%d;%dm",
                 column_of(line, at) + 1, row + 1, column_of(line, at) + 1,
                 row + 1);
        seat_type(seat, click);
        return;
    }
}

static bool
read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "r");
    char bytes[4096];
    size_t count;

    if (file == NULL)
        return false;
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_append(out, bytes, count);
    fclose(file);
    return true;
}

struct wanted {
    const char *ending;
    const char *text;
    bool found;
};

static void
look_into(const char *path, void *context)
{
    struct wanted *wanted = context;
    size_t length = strlen(path);
    size_t ending = strlen(wanted->ending);
    struct buffer content = { 0 };

    if (length < ending || strcmp(path + length - ending, wanted->ending) != 0)
        return;
    if (read_file(path, &content) && content.length > 0 &&
        memmem(content.data, content.length, wanted->text,
               strlen(wanted->text)) != NULL)
        wanted->found = true;
    buffer_release(&content);
}

void
seat_expect_file(struct seat *seat, const char *ending, const char *text)
{
    struct wanted wanted = { ending, text, false };
    int64_t until = now_ms() + PATIENCE_MS;

    while (!seat->failed && !wanted.found) {
        if (now_ms() > until)
            fail(seat, "no file has", text);
        take_bytes(seat, 50);
        visit_files(seat, look_into, &wanted);
    }
}
