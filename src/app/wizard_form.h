#ifndef APP_WIZARD_FORM_H
#define APP_WIZARD_FORM_H

#include "app/questions.h"
#include "ui/action.h"
#include "ui/form_view.h"

/*
 * The questions of one step as fields that keys move through. A choice is an
 * answer at once; a text becomes one when its field is left. One that may be
 * wrong, such as a file that is not there, is said so once, and kept when the
 * field is left again.
 */
enum { FORM_TEXT_SIZE = ANSWER_LIMIT + 1 };

struct wizard_form {
    enum guide_question_id focus[GUIDE_STEP_COUNT];
    char texts[QUESTION_COUNT][FORM_TEXT_SIZE]; /* while they are typed */
    struct error error; /* of the text in the focused field; "": none */
    enum guide_question_id doubted; /* said of this text that it may not do */
    char doubted_text[FORM_TEXT_SIZE];
};

enum form_outcome {
    FORM_IGNORED, /* the key means what it means elsewhere */
    FORM_MOVED,
    FORM_CHANGED,
    FORM_FINISHED, /* Enter on the last field */
};

void wizard_form_open(struct wizard_form *form,
                      const struct questions *questions);

enum form_outcome wizard_form_key(struct wizard_form *form,
                                  struct questions *questions,
                                  enum guide_step_id step,
                                  const struct key *key);

/*
 * A click: the field gets the focus, or the choice of the focused field is
 * made. A text that cannot be taken keeps the focus.
 */
enum form_outcome wizard_form_click(struct wizard_form *form,
                                    struct questions *questions,
                                    enum guide_step_id step,
                                    const struct form_spot *spot);

/* Takes the text in the focused field; false: it is none that can be. */
bool wizard_form_leave(struct wizard_form *form, struct questions *questions,
                       enum guide_step_id step);

/* Letters are text now, not actions. */
bool wizard_form_types(const struct wizard_form *form,
                       enum guide_step_id step);

/* Everything that is drawn is in the arena. */
void wizard_form_view(const struct wizard_form *form,
                      const struct questions *questions,
                      enum guide_step_id step, struct arena *arena,
                      struct form_view *view);

#endif
