/*
 * Runs a command once and prints, as one line on standard output, what a user
 * would have noticed of it:
 *
 *   first_byte_ms wall_ms peak_kb status
 *
 * With --terminal the command has a terminal of its own for everything it
 * prints, else a pipe. Times count from just before the fork; peak_kb is the
 * largest resident size of it or of any child it waited for. first_byte_ms
 * is -1 when it printed nothing.
 *
 *   measure [--terminal] COMMAND [ARGUMENT...]
 */
#include <errno.h>
#include <pty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
die(const char *what)
{
    fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static double
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* As forkpty(), with a pipe for standard output and error. */
static pid_t
fork_pipe(int *from)
{
    int ends[2];
    pid_t child;

    if (pipe(ends) < 0)
        die("pipe");
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        if (ends[1] > STDERR_FILENO)
            close(ends[1]);
    }
    close(ends[1]);
    *from = ends[0];
    return child;
}

int
main(int argc, char **argv)
{
    bool terminal = argc > 1 && strcmp(argv[1], "--terminal") == 0;
    const struct winsize size = { .ws_row = 24, .ws_col = 80 };
    char **command = argv + (terminal ? 2 : 1);
    char bytes[65536];
    double first_byte = -1;
    double began = now_ms();
    struct rusage used;
    int from, status;
    pid_t child;

    if (argc < (terminal ? 3 : 2)) {
        fputs("usage: measure [--terminal] COMMAND [ARGUMENT...]\n", stderr);
        return EXIT_FAILURE;
    }
    child = terminal ? forkpty(&from, NULL, NULL, &size) : fork_pipe(&from);
    if (child < 0)
        die("fork");
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    /* A terminal whose last user has gone ends in EIO. */
    while (read(from, bytes, sizeof bytes) > 0) {
        if (first_byte < 0)
            first_byte = now_ms() - began;
    }
    if (wait4(child, &status, 0, &used) < 0)
        die("wait4");
    printf("%.1f %.1f %ld %d\n", first_byte, now_ms() - began, used.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return EXIT_SUCCESS;
}
