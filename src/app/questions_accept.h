#ifndef APP_QUESTIONS_ACCEPT_H
#define APP_QUESTIONS_ACCEPT_H

#include "app/questions.h"

/*
 * Which texts are an answer to a question, by its kind. Of a choice, *text
 * becomes its id. False with a sentence for the operator. The other half of
 * it, questions_doubt, is in questions.h.
 */
MUST_USE bool questions_accept(const struct questions *questions,
                               enum guide_question_id id, const char **text,
                               struct error *error);

#endif
