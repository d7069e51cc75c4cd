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
    int64_t until_ms; /* runs are left at that time; 0: they end first */
    bool live;        /* the wizard sees the clock of the world go on */
    int64_t now_ms;   /* that clock, since the first run began */
    /* Is shown every picture, those of a run under way too; NULL: nobody. */
    void (*show)(void *context, const struct walk *walk);
    void *context;
};

/* False: the world cannot be used. */
MUST_USE bool walk_open(struct walk *walk, const char *scenario, int rows,
                        int columns, bool ascii, struct error *error);
/* The same with other options than the world, whose texts are borrowed. */
MUST_USE bool walk_open_with(struct walk *walk,
                             const struct session_options *options, int rows,
                             int columns, struct error *error);
void walk_close(struct walk *walk);

/* The window has another size. */
void walk_resize(struct walk *walk, int rows, int columns);

/*
 * Words with blanks between: "n", "Enter", "Down", "text:4201"; "pass:30"
 * lets so many seconds go by.
 */
void walk_keys(struct walk *walk, const char *words);

/*
 * Time has passed, as far as that on the wizard's own clock: what is due
 * begins and comes to its end. Returns whether checks were.
 */
bool walk_pass(struct walk *walk, int64_t now_ms);

/* The screen as text. */
void walk_show(struct walk *walk, struct buffer *out);

#endif
