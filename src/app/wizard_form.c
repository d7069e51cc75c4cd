#include "app/wizard_form.h"

#include <stdio.h>
#include <string.h>

/* The questions of that step that are asked now, in order. */
static size_t
step_questions(const struct questions *questions, enum guide_step_id step,
               enum guide_question_id ids[QUESTION_COUNT])
{
    size_t count = 0;

    for (int i = 0; i < QUESTION_COUNT; i++) {
        enum guide_question_id id = (enum guide_question_id)i;

        if (question_step(id) == step && questions_ask(questions, id))
            ids[count++] = id;
    }
    return count;
}

static bool
is_text(enum guide_question_id id)
{
    return question_kind(id) != QUESTION_CHOICE;
}

void
wizard_form_open(struct wizard_form *form, const struct questions *questions)
{
    enum guide_question_id ids[QUESTION_COUNT];

    for (int step = 0; step < GUIDE_STEP_COUNT; step++)
        if (step_questions(questions, (enum guide_step_id)step, ids) > 0)
            form->focus[step] = ids[0];
    for (int id = 0; id < QUESTION_COUNT; id++)
        snprintf(form->texts[id], FORM_TEXT_SIZE, "%s",
                 questions_answer(questions, (enum guide_question_id)id));
}

/* A number or a date has no letters, so that these keep their meaning. */
static bool
takes_letters(enum guide_question_id id)
{
    return is_text(id) && question_kind(id) != QUESTION_NUMBER &&
           question_kind(id) != QUESTION_DATE;
}

static bool
is_newline(const struct key *key)
{
    return key->text[0] == '\n';
}

static bool
takes(enum guide_question_id id, const struct key *key)
{
    if (is_newline(key))
        return question_kind(id) == QUESTION_LINES;
    return takes_letters(id) || strchr("0123456789-", key->text[0]) != NULL;
}

bool
wizard_form_types(const struct wizard_form *form, enum guide_step_id step)
{
    return takes_letters(form->focus[step]);
}

/* Says so once; who leaves again means it. */
static bool
has_new_doubt(struct wizard_form *form, const struct questions *questions,
              enum guide_question_id id)
{
    struct error doubt = { 0 };

    if (form->doubted == id &&
        strcmp(form->doubted_text, form->texts[id]) == 0)
        return false;
    if (!questions_doubt(questions, id, &doubt))
        return false;
    error_set(&form->error, ERROR_USAGE,
              "%s. The same key again keeps it all the same.", doubt.text);
    form->doubted = id;
    memcpy(form->doubted_text, form->texts[id], FORM_TEXT_SIZE);
    return true;
}

bool
wizard_form_leave(struct wizard_form *form, struct questions *questions,
                  enum guide_step_id step)
{
    enum guide_question_id id = form->focus[step];

    form->error.text[0] = '\0';
    return !is_text(id) ||
           (questions_set(questions, id, form->texts[id], &form->error) &&
            !has_new_doubt(form, questions, id));
}

/* False: there is no further field in that direction. */
static bool
move_focus(struct wizard_form *form, struct questions *questions,
           enum guide_step_id step, int by)
{
    enum guide_question_id ids[QUESTION_COUNT];
    size_t count = step_questions(questions, step, ids);

    for (size_t i = 0; i < count; i++) {
        if (ids[i] != form->focus[step])
            continue;
        if ((by < 0 && i == 0) || (by > 0 && i + 1 == count))
            return false;
        form->focus[step] = ids[by < 0 ? i - 1 : i + 1];
        return true;
    }
    return false;
}

static enum form_outcome
leave(struct wizard_form *form, struct questions *questions,
      enum guide_step_id step, int by)
{
    if (wizard_form_leave(form, questions, step))
        move_focus(form, questions, step, by);
    return FORM_CHANGED;
}

/* Behind the last field Tab goes on to what else is on the screen. */
static enum form_outcome
leave_by_tab(struct wizard_form *form, struct questions *questions,
             enum guide_step_id step, int by)
{
    if (!wizard_form_leave(form, questions, step))
        return FORM_CHANGED;
    return move_focus(form, questions, step, by) ? FORM_MOVED : FORM_IGNORED;
}

static size_t
chosen_of(const struct questions *questions, enum guide_question_id id,
          const struct question_choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].id, questions_answer(questions, id)) == 0)
            return i;
    return 0;
}

/* Beyond the last choice stands the next field. */
static enum form_outcome
choose(struct wizard_form *form, struct questions *questions,
       enum guide_step_id step, int by)
{
    struct question_choice choices[QUESTION_CHOICES_MOST];
    enum guide_question_id id = form->focus[step];
    size_t count = questions_choices(questions, id, choices);
    size_t chosen = chosen_of(questions, id, choices, count);

    if ((by < 0 && chosen == 0) || (by > 0 && chosen + 1 >= count)) {
        move_focus(form, questions, step, by);
        return FORM_MOVED;
    }
    return questions_set(questions, id,
                         choices[by < 0 ? chosen - 1 : chosen + 1].id,
                         &form->error)
               ? FORM_CHANGED
               : FORM_MOVED;
}

static enum form_outcome
type(struct wizard_form *form, enum guide_question_id id,
     const struct key *key)
{
    char *text = form->texts[id];
    size_t length = strlen(text);

    if (key->code == KEY_ERASE) {
        while (length > 0 && ((unsigned char)text[length - 1] & 0xc0) == 0x80)
            length--;
        text[length > 0 ? length - 1 : 0] = '\0';
        return FORM_CHANGED;
    }
    if (key->code == KEY_CTRL && key->text[0] == 'u') {
        text[0] = '\0';
        return FORM_CHANGED;
    }
    if (key->code != KEY_TEXT || !takes(id, key))
        return key->pasted ? FORM_CHANGED : FORM_IGNORED;
    if (length + strlen(key->text) < FORM_TEXT_SIZE)
        memcpy(text + length, key->text, strlen(key->text) + 1);
    else
        error_set(&form->error, ERROR_LIMIT,
                  "Only the first %d bytes are kept.", FORM_TEXT_SIZE - 1);
    return FORM_CHANGED;
}

static enum form_outcome
finish_field(struct wizard_form *form, struct questions *questions,
             enum guide_step_id step)
{
    if (!wizard_form_leave(form, questions, step))
        return FORM_CHANGED;
    return move_focus(form, questions, step, 1) ? FORM_MOVED : FORM_FINISHED;
}

enum form_outcome
wizard_form_key(struct wizard_form *form, struct questions *questions,
                enum guide_step_id step, const struct key *key)
{
    enum guide_question_id id = form->focus[step];
    bool text = is_text(id);
    bool letter = key->code == KEY_TEXT && !text && !key->pasted;
    char c = letter ? key->text[0] : '\0';

    if (key->code == KEY_ENTER_KEY)
        return finish_field(form, questions, step);
    if (key->code == KEY_TAB_KEY || key->code == KEY_BACK_TAB)
        return leave_by_tab(form, questions, step,
                            key->code == KEY_TAB_KEY ? 1 : -1);
    if (key->code == KEY_UP_ARROW || c == 'k')
        return text ? leave(form, questions, step, -1)
                    : choose(form, questions, step, -1);
    if (key->code == KEY_DOWN_ARROW || c == 'j')
        return text ? leave(form, questions, step, 1)
                    : choose(form, questions, step, 1);
    return text ? type(form, id, key) : FORM_IGNORED;
}

enum form_outcome
wizard_form_click(struct wizard_form *form, struct questions *questions,
                  enum guide_step_id step, const struct form_spot *spot)
{
    enum guide_question_id ids[QUESTION_COUNT];
    size_t count = step_questions(questions, step, ids);
    struct question_choice choices[QUESTION_CHOICES_MOST];
    enum guide_question_id id = form->focus[step];

    if (spot->field >= count)
        return FORM_IGNORED;
    if (ids[spot->field] != id) {
        if (wizard_form_leave(form, questions, step))
            form->focus[step] = ids[spot->field];
        return FORM_MOVED;
    }
    if (!spot->is_choice ||
        spot->choice >= questions_choices(questions, id, choices))
        return FORM_MOVED;
    return questions_set(questions, id, choices[spot->choice].id, &form->error)
               ? FORM_CHANGED
               : FORM_MOVED;
}

static void
view_choices(const struct questions *questions, enum guide_question_id id,
             struct arena *arena, struct form_field *field)
{
    struct question_choice from[QUESTION_CHOICES_MOST];
    size_t count = questions_choices(questions, id, from);
    struct form_choice *choices = arena_new(arena, count, sizeof *choices);

    for (size_t i = 0; i < count; i++)
        choices[i] = (struct form_choice){ from[i].label, from[i].detail };
    field->choices = choices;
    field->choice_count = count;
    field->chosen = chosen_of(questions, id, from, count);
}

/* Several lines in one: the field shows their end. */
static const char *
view_text(const char *text, struct arena *arena)
{
    char *shown = arena_text(arena, text);

    for (char *at = shown; (at = strchr(at, '\n')) != NULL;)
        *at = ' ';
    return shown;
}

void
wizard_form_view(const struct wizard_form *form,
                 const struct questions *questions, enum guide_step_id step,
                 struct arena *arena, struct form_view *view)
{
    enum guide_question_id ids[QUESTION_COUNT];
    size_t count = step_questions(questions, step, ids);
    struct form_field *fields = arena_new(arena, count, sizeof *fields);

    *view = (struct form_view){ .fields = fields, .field_count = count };
    for (size_t i = 0; i < count; i++) {
        const struct guide_question *question =
            guide_question_find(questions->definitions, ids[i]);

        fields[i].label = question->prompt;
        fields[i].text = view_text(form->texts[ids[i]], arena);
        if (!is_text(ids[i]))
            view_choices(questions, ids[i], arena, &fields[i]);
        if (ids[i] != form->focus[step])
            continue;
        view->focus = i;
        if (form->error.text[0] != '\0')
            fields[i].error = form->error.text;
    }
}
