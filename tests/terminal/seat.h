#ifndef TERMINAL_SEAT_H
#define TERMINAL_SEAT_H

#include <stdbool.h>
#include <sys/types.h>
#include <vterm.h>

#include "base/buffer.h"

/*
 * Somebody's seat: a terminal (libvterm) on a pseudo-terminal, in which a
 * tiny shell runs one program, says when it was stopped or has ended and in
 * which state it left the terminal, and brings it back when "f" is pressed.
 */
struct seat {
    int master;
    pid_t shell;
    VTerm *terminal;
    VTermScreen *screen;
    int rows;
    int columns;
    char directory[32]; /* the program's own; removed at the end */
    struct buffer sent; /* what the program has sent of late */
    int bells;
    bool no_colour; /* NO_COLOR is in the program's environment */
    bool failed;    /* an expectation was not met; the rest is left out */
    const char *name;
};

/* A directory of its own first, then the program in it. */
void seat_find(struct seat *seat, const char *name);
void seat_take(struct seat *seat, char *const *words, const char *terminal,
               int rows, int columns);
void seat_leave(struct seat *seat);

/* Waits until some file whose name ends so has the text in it. */
void seat_expect_file(struct seat *seat, const char *ending, const char *text);

/* Sends the bytes as if they had been typed. */
void seat_type(struct seat *seat, const char *bytes);

/* Waits until the text stands on the screen, at most some seconds. */
void seat_expect(struct seat *seat, const char *text);

/* Waits until the program has sent these bytes, wherever they went. */
void seat_expect_sent(struct seat *seat, const char *bytes);

/* The program has not sent them, in the beginning of all that it has sent. */
void seat_expect_unsent(struct seat *seat, const char *bytes);

/* Clicks on the first character of the text, which stands on the screen. */
void seat_click(struct seat *seat, const char *text);

/* Waits until it no longer does. */
void seat_expect_gone(struct seat *seat, const char *text);

/* Nothing is sent for as long as that. */
void seat_expect_silence(struct seat *seat, int for_ms);

void seat_resize(struct seat *seat, int rows, int columns);

/* The signal goes to the program, not to the shell. */
void seat_signal(struct seat *seat, int number);

#endif
