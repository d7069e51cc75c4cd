#ifndef UI_ACTION_H
#define UI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

/*
 * What somebody at the keyboard or the mouse wants, and the keys that say
 * so: one table, from which the dispatch, the footer, the help and the
 * palette are made. Views never act; `app` does.
 */
enum key_code {
    KEY_NONE,
    KEY_TEXT, /* a character, in `text` */
    KEY_CTRL, /* with the letter in `text`, lower case */
    KEY_UP_ARROW,
    KEY_DOWN_ARROW,
    KEY_LEFT_ARROW,
    KEY_RIGHT_ARROW,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_HOME_END, /* the key Home */
    KEY_END_END,  /* the key End */
    KEY_ENTER_KEY,
    KEY_ESCAPE,
    KEY_TAB_KEY,
    KEY_BACK_TAB,
    KEY_ERASE, /* backspace */
    KEY_DELETE,
    KEY_FUNCTION, /* with its number in `number` */
    KEY_RESIZED,
    KEY_MOUSE_CLICK, /* at `row`, `column` */
    KEY_WHEEL_UP,
    KEY_WHEEL_DOWN,
    KEY_PASTE_BEGIN,
    KEY_PASTE_END,
    KEY_CODE_COUNT
};

enum { KEY_TEXT_SIZE = 8 };

struct key {
    enum key_code code;
    char text[KEY_TEXT_SIZE]; /* UTF-8, safe: no control character */
    bool pasted; /* text of a paste: never an action; may be "\n" */
    int number;
    int row;
    int column;
};

enum action {
    ACTION_NONE,
    ACTION_OPEN, /* Enter: the one thing that this page is about */
    ACTION_BACK, /* Esc: one step back, or the overlay away */
    ACTION_NEXT_STEP,
    ACTION_PREVIOUS_STEP,
    ACTION_STEP, /* 1 to 9: to that step, in `number` */
    ACTION_UP,
    ACTION_DOWN,
    ACTION_LEFT,
    ACTION_RIGHT,
    ACTION_PAGE_UP,
    ACTION_PAGE_DOWN,
    ACTION_FIRST,
    ACTION_LAST,
    ACTION_NEXT_PANE,
    ACTION_PREVIOUS_PANE,
    ACTION_EVIDENCE,
    ACTION_DEEPER, /* the next depth of the explanation */
    ACTION_COMMANDS,
    ACTION_RUN_AGAIN, /* the selected row */
    ACTION_RUN_STEP_AGAIN,
    ACTION_RUN_ALL_AGAIN,
    ACTION_STOP_ROW,
    ACTION_NOTE,
    ACTION_WATCH,
    ACTION_SOONER, /* watched: a shorter interval */
    ACTION_LATER,
    ACTION_CHANGES,  /* the last run that was otherwise, beside this one */
    ACTION_TIMELINE, /* the verdicts over time */
    ACTION_COMPARE,  /* a transcript beside this run */
    ACTION_FIND,
    ACTION_FIND_NEXT,
    ACTION_PALETTE,
    ACTION_HELP,
    ACTION_GLOSSARY,
    ACTION_COPY,
    ACTION_PLAIN_VIEW,
    ACTION_SAVE,
    ACTION_SAVE_SCREEN,
    ACTION_RECORD, /* begin to record the session, or end that */
    ACTION_SAVE_AS,
    ACTION_SAVE_TRANSCRIPT, /* a copy of it, from memory */
    ACTION_SHARE,           /* a copy to pass on */
    ACTION_EDIT,
    ACTION_SUPPORT, /* the summary for a support case */
    ACTION_POINT,
    ACTION_PRESENTER,
    ACTION_PRIVATE,
    ACTION_THEME,
    ACTION_MOUSE,
    ACTION_REDRAW,
    ACTION_SUSPEND,
    ACTION_STOP, /* Ctrl-C: what runs, then the program */
    ACTION_QUIT,
    ACTION_COUNT
};

struct action_row {
    const char *id;    /* "run-again": by this name in the palette */
    const char *label; /* "run again": in the footer */
    const char *help;  /* a sentence */
    const char *keys;  /* as shown: "r", "Enter", "Up k" */
};

/* Indexed by action. */
const struct action_row *action_row(enum action action);

/*
 * What the key means outside of text fields; for ACTION_STEP the number of
 * the step is in *number.
 */
enum action action_of_key(const struct key *key, int *number);

#endif
