#include "catalog/logs_file.h"

#include <assert.h>
#include <string.h>

#include "model/definitions.h"

enum {
    MOST_SIGNS = 200,
    MOST_TEXTS = 16,
    LONGEST_ID = 40,
    SHORTEST_TEXT = 4, /* fewer bytes stand in every log by chance */
    LONGEST_TEXT = 120,
    LONGEST_SENTENCE = 400,
};

static_assert(sizeof(enum layer) == sizeof(int), "words are stored as int");

static const struct yaml_key sign_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct log_sign, id),
      .most = LONGEST_ID },
    { .name = "find",
      .form = YAML_PAGES,
      .required = true,
      .offset = offsetof(struct log_sign, texts),
      .count_offset = offsetof(struct log_sign, text_count),
      .most = LONGEST_TEXT },
    { .name = "layer",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct log_sign, layer),
      .words = &layer_words },
    { .name = "means",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct log_sign, means),
      .most = LONGEST_SENTENCE },
    { .name = "source",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct log_sign, source),
      .most = LONGEST_SENTENCE },
};

static const char *
sign_identify(struct arena *arena, const void *item)
{
    const struct log_sign *sign = item;

    (void)arena;
    return sign->id;
}

/* The logs are read line by line: a text with a newline is never found. */
static bool
sign_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct log_sign *sign = record;
    const struct yaml_node *find = yaml_find(node, "find");

    if (sign->text_count > MOST_TEXTS)
        return yaml_reject(decoder, find,
                           "expected at most %d texts, found %zu", MOST_TEXTS,
                           sign->text_count);
    for (size_t i = 0; i < sign->text_count; i++) {
        size_t length = strlen(sign->texts[i]);

        if (strchr(sign->texts[i], '\n') != NULL)
            return yaml_reject(decoder, find->items[i],
                               "expected one line of text, found several");
        if (length < SHORTEST_TEXT)
            return yaml_reject(decoder, find->items[i],
                               "expected at least %d bytes of text, found %zu",
                               SHORTEST_TEXT, length);
    }
    return true;
}

static const struct yaml_shape sign_shape = {
    .one = "a sign",
    .many = "signs",
    .size = sizeof(struct log_sign),
    .keys = sign_keys,
    .key_count = sizeof sign_keys / sizeof sign_keys[0],
    .identify = sign_identify,
    .check = sign_check,
};

static const struct yaml_key file_keys[] = {
    { .name = "signs",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, log_signs),
      .count_offset = offsetof(struct definitions, log_sign_count),
      .most = MOST_SIGNS,
      .shape = &sign_shape },
};

const struct yaml_shape logs_file_shape = {
    .one = "logs.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
};
