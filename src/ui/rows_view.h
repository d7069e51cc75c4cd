#ifndef UI_ROWS_VIEW_H
#define UI_ROWS_VIEW_H

#include "model/run.h"
#include "ui/canvas.h"

/*
 * What every check of a run is doing: a row for each target and one below it
 * for each of its addresses, a chip for each check. What a chip has no room
 * for is told of the selected row, whole, below the table.
 */
struct rows_view {
    size_t selected;
    bool has_pointer; /* a presenter points at a row */
    size_t pointer;
    bool presenter; /* for a shared screen: numbers that can be said aloud,
                     * room between the rows, one of them emphasised */
    bool is_marked;
    enum check_id marked; /* the check that this page is about */
};

/* A row: a target, or one of its paths. */
struct rows_place {
    const struct target *target; /* NULL: there is no such row */
    const struct path *path;     /* NULL: the target as a whole */
};

size_t rows_view_count(const struct run *run);
struct rows_place rows_view_place(const struct run *run, size_t index);

/* Where that row stands now, for more come in between; false: nowhere. */
bool rows_view_find(const struct run *run, const struct rows_place *place,
                    size_t *index);

/* What was drawn where, so that a click can be told to a row. */
struct rows_seen {
    size_t first;   /* the row that is drawn first */
    size_t shown;   /* how many are */
    int row_height; /* 2: with room between them */
};

struct rows_seen rows_view_draw(const struct run *run,
                                const struct rows_view *view,
                                const struct area *area);

/* The row that stands at that line of the area; false: none does. */
bool rows_view_at(const struct rows_seen *seen, int line, size_t *index);

#endif
