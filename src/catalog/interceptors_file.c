#include "catalog/interceptors_file.h"

#include <assert.h>
#include <stddef.h>

#include "model/naming.h"

enum {
    MOST_INTERCEPTORS = 1000,
    MOST_PATTERNS = 64,
    LONGEST_ID = 48,
    LONGEST_NAME = 80,
    LONGEST_PATTERN = 200,
    LONGEST_SENTENCE = 400,
};

static_assert(sizeof(enum name_field) == sizeof(int),
              "words are stored as int");
static_assert(sizeof(enum interceptor_kind) == sizeof(int),
              "words are stored as int");

static const struct yaml_key pattern_keys[] = {
    { .name = "field",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct name_pattern, field),
      .words = &name_field_words },
    { .name = "contains",
      .form = YAML_LINE,
      .offset = offsetof(struct name_pattern, contains),
      .most = LONGEST_PATTERN },
    { .name = "equals",
      .form = YAML_LINE,
      .offset = offsetof(struct name_pattern, equals),
      .most = LONGEST_PATTERN },
    { .name = "begins",
      .form = YAML_LINE,
      .offset = offsetof(struct name_pattern, begins),
      .most = LONGEST_PATTERN },
};

static bool
pattern_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
              const void *record)
{
    const struct name_pattern *pattern = record;
    int texts = (pattern->contains != NULL) + (pattern->equals != NULL) +
                (pattern->begins != NULL);

    if (texts == 1)
        return true;
    return yaml_reject(decoder, node,
                       "expected one of \"contains\", \"equals\" and "
                       "\"begins\" in a pattern, found %s",
                       texts == 0 ? "none" : "several");
}

static const struct yaml_shape pattern_shape = {
    .one = "a pattern",
    .many = "patterns",
    .size = sizeof(struct name_pattern),
    .keys = pattern_keys,
    .key_count = sizeof pattern_keys / sizeof pattern_keys[0],
    .check = pattern_check,
};

static const struct yaml_key interceptor_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct interceptor, id),
      .most = LONGEST_ID },
    { .name = "name",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct interceptor, name),
      .most = LONGEST_NAME },
    { .name = "kind",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct interceptor, kind),
      .words = &interceptor_kind_words },
    { .name = "patterns",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct interceptor, patterns),
      .count_offset = offsetof(struct interceptor, pattern_count),
      .most = MOST_PATTERNS,
      .shape = &pattern_shape },
    { .name = "roots",
      .form = YAML_DIGESTS,
      .offset = offsetof(struct interceptor, roots),
      .count_offset = offsetof(struct interceptor, root_count) },
    { .name = "source",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct interceptor, source),
      .most = LONGEST_SENTENCE },
    { .name = "note",
      .form = YAML_LINE,
      .offset = offsetof(struct interceptor, note),
      .most = LONGEST_SENTENCE },
};

static const char *
interceptor_identify(struct arena *arena, const void *item)
{
    const struct interceptor *interceptor = item;

    (void)arena;
    return interceptor->id;
}

static const struct yaml_shape interceptor_shape = {
    .one = "an interceptor",
    .many = "interceptors",
    .size = sizeof(struct interceptor),
    .keys = interceptor_keys,
    .key_count = sizeof interceptor_keys / sizeof interceptor_keys[0],
    .identify = interceptor_identify,
};

static const struct yaml_key file_keys[] = {
    { .name = "interceptors",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, interceptors),
      .count_offset = offsetof(struct definitions, interceptor_count),
      .most = MOST_INTERCEPTORS,
      .shape = &interceptor_shape },
};

const struct yaml_shape interceptors_file_shape = {
    .one = "interceptors.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
};
