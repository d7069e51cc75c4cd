#ifndef APP_LINE_VIEW_H
#define APP_LINE_VIEW_H

#include "app/questions.h"
#include "model/run_plan.h"

/*
 * What the line mode says: the guide's words, a plan, the rows of a step, as
 * plain text in sentences and "key: value", without a box or a colour. Reads
 * the run and appends; it never asks and never sends.
 */

/* "Step 3 of 10. Names: does this server find the addresses?" */
void line_view_heading(struct buffer *out, const struct guide_step *step);

/* The step in one depth; with that of packets, the commands by hand. */
void line_view_step(struct buffer *out, const struct guide_step *step,
                    enum guide_depth depth, const struct run *run);

/* The prompt, and its choices with their numbers. */
void line_view_question(struct buffer *out, const struct questions *questions,
                        enum guide_question_id id);
void line_view_question_help(struct buffer *out,
                             const struct definitions *definitions,
                             enum guide_question_id id);

/* One term, or all their names. */
void line_view_term(struct buffer *out, const struct guide_term *term);
void line_view_terms(struct buffer *out, const struct definitions *in);

void line_view_plan(struct buffer *out, const struct run_plan *plan);

/* One thing that can be asked about: a check of a target, or a probe. */
struct line_row {
    const struct target *target;
    const struct path *path; /* of a probe; else NULL */
    enum check_id check;
    size_t like; /* so many further probes behind it ended alike */
};

enum { LINE_ROWS_MOST = 400 };

/* The rows of a step that shows results, at most LINE_ROWS_MOST. */
size_t line_view_rows(const struct run *run, enum guide_step_id step,
                      struct line_row *rows);
void line_view_row(struct buffer *out, size_t number,
                   const struct line_row *row);

/* More about a row: what was seen, what it means, every fact of it. */
void line_view_row_depth(struct buffer *out, const struct line_row *row,
                         const struct guide_step *step, enum guide_depth depth,
                         const struct run *run,
                         const struct diagnosis *diagnosis);

#endif
