#ifndef UI_LIST_VIEW_H
#define UI_LIST_VIEW_H

#include "ui/sheet.h"

/*
 * What lies over the page for a while: a list to choose from by typing (the
 * palette, the glossary), a line to type, a text to read.
 */
struct list_item {
    const char *name;
    const char *detail; /* "" or what stands behind the name */
};

struct list_view {
    const char *title;
    bool has_input;
    const char *input;  /* what has been typed */
    const char *prompt; /* before it */
    const struct list_item *items;
    size_t item_count;
    size_t selected;
};

/* What was drawn where, so that a click can be told to an item. */
struct list_seen {
    struct area area; /* within the frame */
    int first_row;    /* of the items */
    size_t top;       /* the item that stands there */
    size_t shown;
};

/* Draws over the middle of the screen. */
struct list_seen list_view_draw(const struct list_view *view,
                                struct canvas *canvas);

/*
 * A framed area for a text to read, of so many rows; 0: as many as there
 * are.
 */
struct area list_view_page(struct canvas *canvas, const char *title, int rows);

/* Whether the text has the word, upper and lower case alike (ASCII). */
bool list_view_matches(const char *text, const char *word);

#endif
