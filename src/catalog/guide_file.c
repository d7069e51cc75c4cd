#include "catalog/guide_file.h"

#include <assert.h>
#include <string.h>

#include "model/guide.h"

enum {
    MOST_TERMS = 300,
    MOST_CHOICES = 10,
    LONGEST_ID = 40,
    LONGEST_TITLE = 14,
    LONGEST_QUESTION = 70,
    LONGEST_PROMPT = 76,
    LONGEST_NAME = 40,
    LONGEST_SENTENCE = 200,
    LONGEST_PARAGRAPH = 1000,
};

static_assert(sizeof(enum guide_step_id) == sizeof(int),
              "words are stored as int");
static_assert(sizeof(enum guide_question_id) == sizeof(int),
              "words are stored as int");

#define TEXT(type, member, form, longest)                                     \
    YAML_KEY(type, member, form, .required = true, .most = (longest),         \
             .words = &guide_placeholders)

/* Steps. */

static const struct yaml_key step_keys[] = {
    YAML_KEY(guide_step, id, YAML_WORD, .required = true,
             .words = &guide_step_words),
    TEXT(guide_step, title, YAML_LINE, LONGEST_TITLE),
    TEXT(guide_step, question, YAML_LINE, LONGEST_QUESTION),
    TEXT(guide_step, what, YAML_LINE, LONGEST_SENTENCE),
    TEXT(guide_step, why, YAML_PAGE, LONGEST_PARAGRAPH),
    TEXT(guide_step, packets, YAML_PAGE, LONGEST_PARAGRAPH),
    YAML_KEY_LIST(guide_step, by_hand, by_hand_count, YAML_LINES,
                  .most = LONGEST_SENTENCE, .words = &guide_placeholders),
};

static const char *
step_identify(struct arena *arena, const void *item)
{
    const struct guide_step *step = item;

    (void)arena;
    return words_id(&guide_step_words, (int)step->id);
}

static const struct yaml_shape step_shape = {
    .one = "a step",
    .many = "steps",
    .size = sizeof(struct guide_step),
    .keys = step_keys,
    .key_count = sizeof step_keys / sizeof step_keys[0],
    .identify = step_identify,
};

/* Questions. */

static const struct yaml_key choice_keys[] = {
    YAML_KEY(guide_choice, id, YAML_ID, .required = true, .most = LONGEST_ID),
    TEXT(guide_choice, label, YAML_LINE, LONGEST_PROMPT),
};

static const char *
choice_identify(struct arena *arena, const void *item)
{
    const struct guide_choice *choice = item;

    (void)arena;
    return choice->id;
}

static const struct yaml_shape choice_shape = {
    .one = "a choice",
    .many = "choices",
    .size = sizeof(struct guide_choice),
    .keys = choice_keys,
    .key_count = sizeof choice_keys / sizeof choice_keys[0],
    .identify = choice_identify,
};

static const struct yaml_key question_keys[] = {
    YAML_KEY(guide_question, id, YAML_WORD, .required = true,
             .words = &guide_question_words),
    TEXT(guide_question, prompt, YAML_LINE, LONGEST_PROMPT),
    TEXT(guide_question, help, YAML_PAGE, LONGEST_PARAGRAPH),
    YAML_KEY_LIST(guide_question, choices, choice_count, YAML_RECORDS,
                  .most = MOST_CHOICES, .shape = &choice_shape),
};

static const char *
question_identify(struct arena *arena, const void *item)
{
    const struct guide_question *question = item;

    (void)arena;
    return words_id(&guide_question_words, (int)question->id);
}

/* The program knows which choices there are; their order is its order. */
static bool
question_check(const struct yaml_decoder *decoder,
               const struct yaml_node *node, const void *record)
{
    const struct guide_question *question = record;
    const struct words *known = &guide_choice_words[question->id];
    const struct yaml_node *choices = yaml_find(node, "choices");

    for (size_t i = 0; i < known->count; i++) {
        if (i >= question->choice_count)
            return yaml_reject(decoder, choices != NULL ? choices : node,
                               "expected the choice \"%s\", found none",
                               known->ids[i]);
        if (strcmp(question->choices[i]->id, known->ids[i]) != 0)
            return yaml_reject(decoder, choices->items[i],
                               "expected the choice \"%s\" here, found \"%s\"",
                               known->ids[i], question->choices[i]->id);
    }
    if (question->choice_count > known->count)
        return yaml_reject(decoder, choices->items[known->count],
                           "expected no further choice, found \"%s\"",
                           question->choices[known->count]->id);
    return true;
}

static const struct yaml_shape question_shape = {
    .one = "a question",
    .many = "questions",
    .size = sizeof(struct guide_question),
    .keys = question_keys,
    .key_count = sizeof question_keys / sizeof question_keys[0],
    .identify = question_identify,
    .check = question_check,
};

/* Terms. */

static const struct yaml_key term_keys[] = {
    YAML_KEY(guide_term, id, YAML_ID, .required = true, .most = LONGEST_ID),
    TEXT(guide_term, name, YAML_LINE, LONGEST_NAME),
    YAML_KEY_LIST(guide_term, also, also_count, YAML_LINES,
                  .most = LONGEST_NAME, .words = &guide_placeholders),
    { .name = "short",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct guide_term, brief),
      .most = LONGEST_SENTENCE,
      .words = &guide_placeholders },
    { .name = "long",
      .form = YAML_PAGE,
      .required = true,
      .offset = offsetof(struct guide_term, full),
      .most = LONGEST_PARAGRAPH,
      .words = &guide_placeholders },
};

static const char *
term_identify(struct arena *arena, const void *item)
{
    const struct guide_term *term = item;

    (void)arena;
    return term->id;
}

static const struct yaml_shape term_shape = {
    .one = "a term",
    .many = "terms",
    .size = sizeof(struct guide_term),
    .keys = term_keys,
    .key_count = sizeof term_keys / sizeof term_keys[0],
    .identify = term_identify,
};

/* The file. */

static const struct yaml_key file_keys[] = {
    { .name = "steps",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, guide_steps),
      .count_offset = offsetof(struct definitions, guide_step_count),
      .most = GUIDE_STEP_COUNT,
      .shape = &step_shape },
    { .name = "questions",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, guide_questions),
      .count_offset = offsetof(struct definitions, guide_question_count),
      .most = QUESTION_COUNT,
      .shape = &question_shape },
    { .name = "terms",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, guide_terms),
      .count_offset = offsetof(struct definitions, guide_term_count),
      .most = MOST_TERMS,
      .shape = &term_shape },
};

static bool
file_has_steps(const struct yaml_decoder *decoder,
               const struct yaml_node *steps, const struct definitions *in)
{
    for (int i = 0; i < GUIDE_STEP_COUNT; i++) {
        const char *id = words_id(&guide_step_words, i);

        if ((size_t)i >= in->guide_step_count)
            return yaml_reject(decoder, steps,
                               "expected the step \"%s\", found none", id);
        if ((int)in->guide_steps[i]->id != i)
            return yaml_reject(
                decoder, steps->items[i],
                "expected the step \"%s\" here, found \"%s\"", id,
                words_id(&guide_step_words, (int)in->guide_steps[i]->id));
    }
    return true;
}

static bool
file_has_questions(const struct yaml_decoder *decoder,
                   const struct yaml_node *questions,
                   const struct definitions *in)
{
    for (int i = 0; i < QUESTION_COUNT; i++)
        if (guide_question_find(in, (enum guide_question_id)i) == NULL)
            return yaml_reject(decoder, questions,
                               "expected the question \"%s\", found none",
                               words_id(&guide_question_words, i));
    return true;
}

static bool
file_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct definitions *in = record;

    return file_has_steps(decoder, yaml_find(node, "steps"), in) &&
           file_has_questions(decoder, yaml_find(node, "questions"), in);
}

const struct yaml_shape guide_file_shape = {
    .one = "guide.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
    .check = file_check,
};
