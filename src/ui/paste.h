#ifndef UI_PASTE_H
#define UI_PASTE_H

#include "ui/action.h"

/*
 * What is pasted into the terminal: bracketed by it, so that it can be told
 * from what is typed. Nothing of a paste is a key that acts: its characters
 * are text, its ends of lines "\n", and everything else of it is left out.
 */
struct paste {
    bool open;
};

/* Sent to the terminal to be told of pastes, and to be told no longer. */
#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/*
 * Makes of a key that was read what it is in a paste. False: nothing. A paste
 * whose end was lost ends by Ctrl-C.
 */
bool paste_take(struct paste *paste, struct key *key);

#endif
