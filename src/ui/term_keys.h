#ifndef UI_TERM_KEYS_H
#define UI_TERM_KEYS_H

#include "ui/action.h"

/*
 * What terminals send when a key is pressed or the mouse is used, turned into
 * keys. A part of the terminal (ui/term.h), which is open.
 */

/* The sequences that curses may not know, in either cursor-key mode. */
void term_keys_define(void);

/* The next key that is there; false: none. Never waits. */
bool term_keys_read(struct key *key);

#endif
