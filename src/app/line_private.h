#ifndef APP_LINE_PRIVATE_H
#define APP_LINE_PRIVATE_H

#include "app/session.h"
#include "app/shared_copy.h"

/*
 * The line mode under other names: what is said of a run is said of a masked
 * copy, and everything else that is said goes through the same mask. What the
 * operator types is shown by the terminal, not by us. All zero it is off.
 */
struct line_private {
    bool on;
    struct aliases *aliases;       /* of the whole session; NULL: none yet */
    const struct session *session; /* what is spoken of; borrowed */
    struct shared_copy copy;
    bool is_made;
    int64_t made_ms;
};

void line_private_close(struct line_private *private);

/* Speaks of that session from now on, which must not go before it is told. */
void line_private_follow(struct line_private *private,
                         const struct session *session);
/* The session has more to say. */
void line_private_forget(struct line_private *private);

void line_private_toggle(struct line_private *private, struct buffer *out);

/* The run as it may be spoken of, and what it means. */
const struct run *line_private_run(struct line_private *private);
const struct diagnosis *line_private_diagnosis(struct line_private *private);

/*
 * Any run as it may be spoken of, beside another: the present one, one of
 * before, one of a transcript of somewhere else, whose names nobody here
 * knows. The run must outlive it; line_side_close ends it.
 */
struct line_side {
    const struct run *run;
    const struct diagnosis *diagnosis;
    struct shared_copy copy;
};

void line_side_open(struct line_side *side, struct line_private *private,
                    const struct run *run, const struct diagnosis *diagnosis);
void line_side_close(struct line_side *side);

/* Those of this session, for what is exported. */
struct aliases *line_private_aliases(struct line_private *private);

/*
 * The text as it may be said; it is valid until the next call. `typed` is a
 * line of the operator's that it may quote, or NULL. While checks run the run
 * is looked at anew from time to time.
 */
const char *line_private_say(struct line_private *private, const char *text,
                             const char *typed);
const char *line_private_say_news(struct line_private *private,
                                  const char *text);

/* A text of that class, whose names are known from now on. */
const char *line_private_text(struct line_private *private,
                              enum privacy privacy, const char *text);

#endif
