#ifndef APP_KEEPING_H
#define APP_KEEPING_H

#include "app/questions.h"
#include "app/session.h"
#include "model/event.h"
#include "transcript/journal.h"
#include "transcript/run_store.h"
#include "transcript/transcript.h"

/*
 * The transcript of this use of the program: it is told what happens, and
 * writes it into a journal. The file begins with the first thing that is
 * worth keeping, so who only looks leaves none. It hangs on the session
 * options, and so on every session that is made from them; NULL is told as
 * gladly and keeps nothing.
 */
enum keeping_use {
    KEEPING_SESSION, /* somebody is led through the steps */
    KEEPING_CHECK,   /* one run */
    KEEPING_BEFORE,  /* the round before what was watched has changed */
    KEEPING_AFTER,   /* and the round after it */
    KEEPING_USE_COUNT
};

extern const struct words keeping_use_words;

struct keeping {
    enum keeping_use use;
    const char *pair;   /* of a round after a change: the file of the other */
    char **environment; /* borrowed; names the place */
    const struct session_options *options; /* those of the beginning */
    struct journal journal;
    bool begun;  /* there is a first record */
    bool silent; /* what is told now is known already */
    struct transcript resumed;
    bool is_resumed;
    json_t *last_run;        /* as it was kept last */
    struct run_extent known; /* of the run that goes on */
    bool round;              /* the checks are one round of many */
    size_t round_runs;       /* that were kept whole, of those rounds */
    size_t round_bytes;      /* what these need */
    enum guide_step_id step; /* where the operator stands */
    const char *outcome;     /* of a verdict that nobody has seen; NULL */
    struct buffer cause;
};

/* Keeps in a file of its own in the usual place, from the first answer on. */
void keeping_open(struct keeping *keeping, enum keeping_use use,
                  const struct session_options *options, char **environment);

/*
 * Keeps in that file, which must be new. Nothing is written before there is
 * something to keep: by then the options have been found to be good.
 */
MUST_USE bool keeping_open_file(struct keeping *keeping, enum keeping_use use,
                                const struct session_options *options,
                                const char *path, struct error *error);

/* Removes such a file when nothing has come into it. */
void keeping_take_back(struct keeping *keeping);

/*
 * Goes on with a transcript, by its path; its options fill those that were
 * not said. What was read stays in `resumed`. NULL: the newest that was not
 * finished.
 */
MUST_USE bool keeping_resume(struct keeping *keeping,
                             struct session_options *options,
                             char **environment, const char *path,
                             struct error *error);

void keeping_close(struct keeping *keeping);

/* What happens. */
void keeping_answer(struct keeping *keeping, enum guide_question_id id,
                    const char *text);
void keeping_note(struct keeping *keeping, const char *text);
void keeping_step(struct keeping *keeping, enum guide_step_id step);
void keeping_plan(struct keeping *keeping, const struct run *run, bool probes);
void keeping_hear(struct keeping *keeping, const struct run *run,
                  const struct event *event);
void keeping_run(struct keeping *keeping, const struct run *run,
                 const struct diagnosis *diagnosis);

/*
 * Whether the checks that begin now are one round of many, in which nobody
 * takes part: then they are kept as a whole only when something is otherwise
 * than in the run that was kept last, and so often that days of it fit into
 * the file. Of any other round a line is kept.
 */
void keeping_set_round(struct keeping *keeping, bool round);

/* A file that was written: a report, a screen, ...; and where it lies. */
void keeping_export(struct keeping *keeping, const char *what,
                    const char *file);
/* A text that went elsewhere than into a file. */
void keeping_export_text(struct keeping *keeping, const char *what,
                         const struct buffer *text);

/* The operator has left; without it the session was cut off. */
void keeping_end(struct keeping *keeping, int code);

/* A sentence about why nothing is kept any more, once; NULL: all is well. */
const char *keeping_trouble(struct keeping *keeping);

/* Whether anything has been kept. */
bool keeping_has_begun(const struct keeping *keeping);

/* All that has been kept, from memory: a copy of the file. */
void keeping_append(const struct keeping *keeping, struct buffer *out);

/* What was. */

/* Gives the questions the answers of the transcript that goes on. */
void keeping_restore_answers(struct keeping *keeping,
                             struct questions *questions);

/* Whether the transcript has a run, one that ended or one that was cut off. */
bool keeping_has_run(const struct keeping *keeping);

/* Whether it was cut off: what had not ended is not known. */
bool keeping_is_cut_off(const struct keeping *keeping);

/* Puts that run into a session that was opened, with what it means. */
MUST_USE bool keeping_restore_run(struct keeping *keeping,
                                  struct session *session,
                                  struct error *error);

/*
 * "These options are those of the transcript: --trust FILE": what somebody
 * has to know before anything is sent, for the file may be a stranger's.
 * Nothing when it brought none along.
 */
void keeping_append_options(const struct keeping *keeping, struct buffer *out);

/* "This goes on with the session of ...": a few sentences for people. */
void keeping_describe(const struct keeping *keeping, struct buffer *out);

#endif
