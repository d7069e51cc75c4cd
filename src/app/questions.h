#ifndef APP_QUESTIONS_H
#define APP_QUESTIONS_H

#include "app/session.h"
#include "model/guide.h"

/*
 * What the operator of the guided way is asked, and the answers. Every answer
 * is kept as the text it was given as, until another is given, so going back
 * and forth loses none; together they become the options of a session. The
 * words of the questions are in guide.yaml. Asks nothing and shows nothing:
 * that is for the views.
 */
enum question_kind {
    QUESTION_CHOICE,
    QUESTION_NUMBER,
    QUESTION_DATE,
    QUESTION_URL, /* of a proxy, without a login: no secret is ever kept */
    QUESTION_PATH,
    QUESTION_LINE,  /* free text */
    QUESTION_LINES, /* the same, of several lines */
};

enum { QUESTION_CHOICES_MOST = 40, ANSWER_LIMIT = 4096 };

struct question_choice {
    const char *id;
    const char *label;
    const char *detail; /* more about it; NULL */
};

struct questions {
    const struct definitions *definitions; /* borrowed */
    struct session_options start;          /* what no question is about */
    char **environment;                    /* borrowed from the session */
    struct arena arena; /* of every answer that was ever given */
    const char *answers[QUESTION_COUNT]; /* never NULL; "": not said */
    const char *defaults[QUESTION_COUNT];
    const char *environment_route; /* what the environment says, for people */
};

/*
 * The answers begin with what a session that was opened has from its command
 * line, or from the simulated operator of its lab. It must stay open as long
 * as the questions are in use: they borrow its definitions.
 */
void questions_open(struct questions *questions,
                    const struct session *session);
void questions_close(struct questions *questions);

enum guide_step_id question_step(enum guide_question_id id);
enum question_kind question_kind(enum guide_question_id id);

/* Whether it makes sense now: a proxy is asked for when there is to be one. */
bool questions_ask(const struct questions *questions,
                   enum guide_question_id id);

/* The choices, at most QUESTION_CHOICES_MOST; 0 when it is none of choice. */
size_t questions_choices(const struct questions *questions,
                         enum guide_question_id id,
                         struct question_choice *choices);

/* The answer, as an id of a choice or as text; "" when nothing was said. */
const char *questions_answer(const struct questions *questions,
                             enum guide_question_id id);
/* What the answer was at the beginning. */
const char *questions_default(const struct questions *questions,
                              enum guide_question_id id);

/* The answer for people: the label of the choice, or safe text; or "". */
void questions_show(const struct questions *questions,
                    enum guide_question_id id, struct buffer *out);

/*
 * Takes an answer: the id or the number (from 1) of a choice, or a text of
 * the kind; "" takes it back, of a choice it restores the first answer. False
 * with a sentence for the operator, and the answer as it was.
 */
MUST_USE bool questions_set(struct questions *questions,
                            enum guide_question_id id, const char *text,
                            struct error *error);

/*
 * Whether something may be wrong with an answer that is kept all the same: a
 * file that is not there, or cannot be read. Then `doubt` says so in a
 * sentence.
 */
bool questions_doubt(const struct questions *questions,
                     enum guide_question_id id, struct error *doubt);

/*
 * The options of a session with these answers. The texts are those of the
 * questions and stay as they are until questions_close.
 */
struct session_options questions_options(const struct questions *questions);

#endif
