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
    bool failed; /* an expectation was not met; the rest is left out */
    const char *name;
    char state[32]; /* its directory of transcripts; removed at the end */
};

void seat_take(struct seat *seat, const char *name, char *const *words,
               const char *terminal, int rows, int columns);
void seat_leave(struct seat *seat);

/* Sends the bytes as if they had been typed. */
void seat_type(struct seat *seat, const char *bytes);

/* Waits until the text stands on the screen, at most some seconds. */
void seat_expect(struct seat *seat, const char *text);

/* Waits until it no longer does. */
void seat_expect_gone(struct seat *seat, const char *text);

/* Nothing is sent for as long as that. */
void seat_expect_silence(struct seat *seat, int for_ms);

void seat_resize(struct seat *seat, int rows, int columns);

/* The signal goes to the program, not to the shell. */
void seat_signal(struct seat *seat, int number);

#endif
