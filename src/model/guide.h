#ifndef MODEL_GUIDE_H
#define MODEL_GUIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/schema.h"

/*
 * The words of the guided way, a part of the definitions: its ten steps in
 * three depths, its questions, its glossary. Filled by `catalog` from
 * guide.yaml; every view of the way shows the same words. Its texts may hold
 * {placeholders} and are shown through guide_fill only.
 */

/* In the order of the way. */
enum guide_step_id {
    GUIDE_SYMPTOM,
    GUIDE_SERVICE,
    GUIDE_NAMES,
    GUIDE_REACHABILITY,
    GUIDE_CERTIFICATES,
    GUIDE_ANSWERS,
    GUIDE_PATH,
    GUIDE_ENROLMENT,
    GUIDE_VERDICT,
    GUIDE_HAND_OVER,
    GUIDE_STEP_COUNT
};

enum guide_depth { GUIDE_WHAT, GUIDE_WHY, GUIDE_PACKETS, GUIDE_DEPTH_COUNT };

struct guide_step {
    enum guide_step_id id;
    const char *title;    /* one or two words */
    const char *question; /* "Names: does this server find the addresses?" */
    const char *what;     /* one sentence */
    const char *why;      /* a paragraph */
    const char *packets;  /* what is sent and seen */
    const char **by_hand; /* commands that do the same */
    size_t by_hand_count;
};

/* What the operator is asked, in the order of asking. */
enum guide_question_id {
    QUESTION_STATUS,
    QUESTION_EVENT,
    QUESTION_EVENT_TEXT,
    QUESTION_HISTORY,
    QUESTION_SERVICE,
    QUESTION_REGION,
    QUESTION_ROUTE,
    QUESTION_PROXY_URL,
    QUESTION_BUNDLE_ISSUED,
    QUESTION_CERTIFICATE_EXPIRES,
    QUESTION_BINDING,
    QUESTION_DLP_VERSION,
    QUESTION_INSTALLATION,
    QUESTION_BUNDLE,
    QUESTION_LOGS,
    QUESTION_COUNT
};

struct guide_choice {
    const char *id;
    const char *label;
};

struct guide_question {
    enum guide_question_id id;
    const char *prompt; /* one line */
    const char *help;
    const struct guide_choice **choices; /* as guide_choice_words says */
    size_t choice_count;
};

struct guide_term {
    const char *id;
    const char *name;  /* as it is written */
    const char **also; /* further words for it */
    size_t also_count;
    const char *brief; /* one sentence */
    const char *full;  /* a paragraph */
};

extern const struct words guide_step_words;
extern const struct words guide_question_words;
extern const struct words guide_depth_words;
extern const struct words guide_placeholders;

/*
 * The choices of each question whose labels are in guide.yaml, in order; none
 * for one that is answered with text. Those that are rows of other
 * definitions, services and regions, stand before them.
 */
extern const struct words guide_choice_words[QUESTION_COUNT];

/* NULL when the definitions have none of it. */
struct definitions;
const struct guide_step *guide_step_find(const struct definitions *in,
                                         enum guide_step_id id);
const struct guide_question *guide_question_find(const struct definitions *in,
                                                 enum guide_question_id id);

/*
 * The term of that id, name or further word, in upper or lower case, blanks
 * around it not counted. Any text may be asked for.
 */
const struct guide_term *guide_term_find(const struct definitions *in,
                                         const char *word);

/* The step's text in that depth. */
const char *guide_step_text(const struct guide_step *step,
                            enum guide_depth depth);

/* What the placeholders stand for; NULL and 0: not known. */
struct guide_values {
    const char *host;
    uint16_t port;
    const char *resolver;
    const char *proxy; /* host:port */
};

/*
 * Appends the text with its placeholders filled. One that is not known
 * becomes its name in capitals; 443 stands for a port that is not.
 */
void guide_fill(struct buffer *out, const char *text,
                const struct guide_values *values);

/* Whether a text has that placeholder; for commands that need a proxy. */
bool guide_text_needs(const char *text, const char *placeholder);

#endif
