#ifndef UI_FRAME_VIEW_H
#define UI_FRAME_VIEW_H

#include "ui/action.h"
#include "ui/canvas.h"

/*
 * What stands around everything: the title line, the rail of steps, the
 * frames of the panes, the footer. The layout follows the size alone: wide
 * screens give the explanation a column of its own, narrow ones fold the rail
 * to one line, short ones show the explanation only while it has the focus.
 */
enum step_mark {
    STEP_AHEAD,
    STEP_BUSY,
    STEP_DONE,
    STEP_REMARK,
    STEP_FAULT,
    STEP_SKIPPED, /* what it needs has failed */
    STEP_MARK_COUNT
};

struct frame_step {
    const char *name;
    enum step_mark mark;
};

enum pane { PANE_MAIN, PANE_NEWS, PANE_EXPLAIN, PANE_COUNT };

struct frame_view {
    const char *subject; /* "Cloud Detection Service, US, direct" */
    const char *badge;   /* "SIMULATED"; NULL: none */
    const char *clock;   /* how long it has run; NULL: it has not */
    bool busy;
    unsigned turn; /* of the spinner */
    const struct frame_step *steps;
    size_t step_count;
    size_t step;
    const char *titles[PANE_COUNT]; /* NULL: that pane is not wanted */
    enum pane focus;
    const char *message; /* in the place of the footer; NULL: none */
    const enum action *actions;
    size_t action_count;
    const char *open_label; /* what Enter does here; NULL: as usual */
};

/* Where a hint stands in the footer: it can be clicked. */
struct frame_hint {
    enum action action;
    int column;
    int columns;
};

/* Areas without rows are not shown now. */
struct frame_areas {
    bool too_small; /* only a sentence was drawn */
    struct area panes[PANE_COUNT];
    struct area steps;  /* the rows of the rail, one a step */
    struct area folded; /* the same as a line: a column a step */
    int footer;         /* its row */
    struct frame_hint hints[ACTION_COUNT];
    size_t hint_count;
};

struct frame_areas frame_view_draw(const struct frame_view *view,
                                   struct canvas *canvas);

#endif
