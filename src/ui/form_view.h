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

void form_view_draw(const struct form_view *view, const struct area *area);

#endif
