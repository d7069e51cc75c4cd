#ifndef APP_LINE_WIZARD_H
#define APP_LINE_WIZARD_H

#include "app/line_dialog.h"
#include "app/questions.h"
#include "app/request.h"
#include "app/rounds.h"

/*
 * The guided way line by line: for terminals that cannot draw, for screen
 * readers and braille lines, for pipes. The same session, words and questions
 * as everywhere else, as text that only ever grows.
 */
struct line_wizard {
    struct line_dialog dialog;
    struct session base; /* open from the beginning: defaults, definitions */
    struct questions questions;
    struct session *session; /* that is planned or was checked; NULL: none */
    struct rounds rounds;    /* what was before its checks */
    bool checked;            /* its checks have ended */
    bool sent;               /* checks have begun, once at least */
    bool again;              /* the operator wants them made once more */
    size_t furthest;         /* the last station that was visited */
    enum guide_step_id jump; /* where LINE_JUMP leads */
    bool saved;              /* a report of these checks was written */
    bool unwritten;          /* the last report could not be written */
    struct request request;  /* the texts to send */
};

/* Where to after a station of the way. */
enum line_move { LINE_NEXT, LINE_PREVIOUS, LINE_PLAN, LINE_JUMP, LINE_LEAVE };

/*
 * `why` says in a sentence why it is the line mode, or is NULL. Returns the
 * exit code of the process: that of the last verdict.
 */
int line_wizard_run(const struct session_options *options, const char *why);

/* The run that is spoken of, under other names when it is private. */
const struct run *line_wizard_shown(struct line_wizard *wizard);

/* The stations: each asks until the operator wants to move. */
enum line_move line_wizard_question(struct line_wizard *wizard,
                                    enum guide_question_id id);
enum line_move line_wizard_plan(struct line_wizard *wizard);
enum line_move line_wizard_results(struct line_wizard *wizard,
                                   enum guide_step_id step);
enum line_move line_wizard_verdict(struct line_wizard *wizard);
enum line_move line_wizard_hand_over(struct line_wizard *wizard);

/*
 * LINE_JUMP when the step of a LINE_STEP can be gone to; else says why not,
 * and is LINE_NEXT.
 */
enum line_move line_wizard_jump(struct line_wizard *wizard, size_t step);

/* Whether there are results, of checks that fit the answers of now. */
bool line_wizard_is_current(const struct line_wizard *wizard);

/*
 * Takes the answers that no packet depends on into a session that was
 * checked, and concludes it anew.
 */
void line_wizard_conclude(struct line_wizard *wizard);

#endif
