#ifndef BENCH_PTY_CHILD_H
#define BENCH_PTY_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

/*
 * A program on a terminal of its own, 80 columns by 24 rows, with an
 * emulator that knows what its user would see. Times are milliseconds of a
 * monotonic clock; what fails ends the measurement.
 */
enum { PTY_ROWS = 24, PTY_COLUMNS = 80 };

struct pty_child {
    pid_t pid;
    int terminal;
    double started; /* just before the fork */
    VTerm *emulator;
    VTermScreen *screen;
};

/* Some output: from the first byte on until it has been quiet for a while. */
struct pty_burst {
    size_t bytes; /* 0: there was none */
    double first;
    double last;
};

double pty_now(void);

struct pty_child pty_open(char *const *command);
/* Ends the program, and waits until it is gone. */
void pty_close(struct pty_child *child);

void pty_type(const struct pty_child *child, const char *keys);

/* Waits for output so long at most, and then until it is quiet so long. */
struct pty_burst pty_listen(struct pty_child *child, int patience_ms,
                            int quiet_ms);

/* How many bytes come in that time. */
size_t pty_count(struct pty_child *child, int for_ms);

/* The character of a cell; ' ' where nothing stands. */
unsigned pty_character(const struct pty_child *child, int row, int column);

/* Whether the text, which is ASCII, stands in the row; else -1. */
int pty_find(const struct pty_child *child, int row, const char *text);
bool pty_shows(const struct pty_child *child, const char *text);

/* From /proc, in kB: the resident size, and the largest that it had. */
long pty_resident(const struct pty_child *child);
long pty_most_resident(const struct pty_child *child);

#endif
