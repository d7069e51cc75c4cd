#ifndef SCREENS_WALK_H
#define SCREENS_WALK_H

#include "app/wizard.h"

/*
 * A way through the wizard in a simulated world on its virtual clock: keys
 * as words, checks run to their end as soon as they have begun.
 */
struct walk {
    struct wizard wizard;
    struct canvas canvas;
};

/* False: the world cannot be used. */
MUST_USE bool walk_open(struct walk *walk, const char *scenario, int rows,
                        int columns, bool ascii, struct error *error);
void walk_close(struct walk *walk);

/* Words with blanks between: "n", "Enter", "Down", "text:4201". */
void walk_keys(struct walk *walk, const char *words);

/* The screen as text. */
void walk_show(struct walk *walk, struct buffer *out);

#endif
