#ifndef UI_FORM_VIEW_H
#define UI_FORM_VIEW_H

#include "ui/canvas.h"

/*
 * Questions with their answers: one of several, or a text. The one with the
 * focus shows its choices below each other; the others are a row each.
 */
struct form_choice {
    const char *label;
    const char *detail; /* NULL: none */
};

struct form_field {
    const char *label;
    const char *error; /* what is wrong with the text; NULL: nothing */
    const struct form_choice *choices; /* NULL: a text */
    size_t choice_count;
    size_t chosen;
    const char *text;
};

struct form_view {
    const struct form_field *fields;
    size_t field_count;
    size_t focus;
};

/* What was drawn where, so that a click can be told to a field. */
enum { FORM_ROWS = 64 };

struct form_spot {
    bool there; /* a field stands in this row */
    size_t field;
    bool is_choice;
    size_t choice; /* of the focused field */
};

struct form_seen {
    struct form_spot spots[FORM_ROWS]; /* by row of the area */
};

void form_view_draw(const struct form_view *view, const struct area *area,
                    struct form_seen *seen);

#endif
