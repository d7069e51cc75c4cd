#include "pty_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
die(const char *what)
{
    fprintf(stderr, "terminal: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

double
pty_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
become(const char *name, char *const *command)
{
    int terminal;

    setsid();
    terminal = open(name, O_RDWR);
    if (terminal < 0 || ioctl(terminal, TIOCSCTTY, 0) < 0)
        _exit(126);
    for (int i = 0; i <= STDERR_FILENO; i++)
        dup2(terminal, i);
    if (terminal > STDERR_FILENO)
        close(terminal);
    execvp(command[0], command);
    _exit(127);
}

struct pty_child
pty_open(char *const *command)
{
    const struct winsize size = { .ws_row = PTY_ROWS, .ws_col = PTY_COLUMNS };
    struct pty_child child = { 0 };
    const char *name;
    int held;

    child.terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (child.terminal < 0 || grantpt(child.terminal) < 0 ||
        unlockpt(child.terminal) < 0)
        die("posix_openpt");
    name = ptsname(child.terminal);
    /* The size is kept while somebody has the other end open. */
    held = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (held < 0 || ioctl(held, TIOCSWINSZ, &size) < 0)
        die("TIOCSWINSZ");
    child.emulator = vterm_new(PTY_ROWS, PTY_COLUMNS);
    vterm_set_utf8(child.emulator, 1);
    child.screen = vterm_obtain_screen(child.emulator);
    vterm_screen_enable_altscreen(child.screen, 1);
    vterm_screen_reset(child.screen, 1);
    child.started = pty_now();
    child.pid = fork();
    if (child.pid < 0)
        die("fork");
    if (child.pid == 0)
        become(name, command);
    close(held);
    return child;
}

void
pty_close(struct pty_child *child)
{
    kill(child->pid, SIGTERM);
    /* What it says at the end must not keep it. */
    (void)pty_listen(child, 100, 20);
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    close(child->terminal);
    vterm_free(child->emulator);
}

void
pty_type(const struct pty_child *child, const char *keys)
{
    size_t length = strlen(keys);

    if (write(child->terminal, keys, length) != (ssize_t)length)
        die("a key");
}

/* False: nothing came in that time, or the program has gone. */
static bool
take(struct pty_child *child, double until, struct pty_burst *burst)
{
    struct pollfd poll_for = { .fd = child->terminal, .events = POLLIN };
    char bytes[65536];
    double left = until - pty_now();
    ssize_t count;

    if (left < 0 || poll(&poll_for, 1, (int)left + 1) <= 0)
        return false;
    count = read(child->terminal, bytes, sizeof bytes);
    if (count <= 0)
        return false;
    burst->last = pty_now();
    if (burst->bytes == 0)
        burst->first = burst->last;
    burst->bytes += (size_t)count;
    vterm_input_write(child->emulator, bytes, (size_t)count);
    return true;
}

struct pty_burst
pty_listen(struct pty_child *child, int patience_ms, int quiet_ms)
{
    struct pty_burst burst = { 0 };

    if (!take(child, pty_now() + patience_ms, &burst))
        return burst;
    while (take(child, burst.last + quiet_ms, &burst))
        continue;
    return burst;
}

size_t
pty_count(struct pty_child *child, int for_ms)
{
    struct pty_burst burst = { 0 };
    double until = pty_now() + for_ms;

    while (pty_now() < until)
        (void)take(child, until, &burst);
    return burst.bytes;
}

unsigned
pty_character(const struct pty_child *child, int row, int column)
{
    VTermScreenCell cell;

    if (!vterm_screen_get_cell(
            child->screen, (VTermPos){ .row = row, .col = column }, &cell) ||
        cell.chars[0] == 0)
        return ' ';
    return cell.chars[0];
}

static bool
stands_at(const struct pty_child *child, int row, int column, const char *text)
{
    for (size_t i = 0; text[i] != '\0'; i++)
        if (column + (int)i >= PTY_COLUMNS ||
            pty_character(child, row, column + (int)i) !=
                (unsigned char)text[i])
            return false;
    return true;
}

int
pty_find(const struct pty_child *child, int row, const char *text)
{
    for (int column = 0; column < PTY_COLUMNS; column++)
        if (stands_at(child, row, column, text))
            return column;
    return -1;
}

bool
pty_shows(const struct pty_child *child, const char *text)
{
    for (int row = 0; row < PTY_ROWS; row++)
        if (pty_find(child, row, text) >= 0)
            return true;
    return false;
}

static long
status_number(const struct pty_child *child, const char *name)
{
    char path[64];
    char line[256];
    long number = -1;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%ld/status", (long)child->pid);
    file = fopen(path, "r");
    if (file == NULL)
        die(path);
    while (number < 0 && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtol(line + strlen(name), NULL, 10);
    fclose(file);
    return number;
}

long
pty_resident(const struct pty_child *child)
{
    return status_number(child, "VmRSS:");
}

long
pty_most_resident(const struct pty_child *child)
{
    return status_number(child, "VmHWM:");
}
