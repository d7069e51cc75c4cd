#include "catalog/blockpages_file.h"

#include <assert.h>
#include <stddef.h>

#include "model/naming.h"

enum {
    MOST_PAGES = 1000,
    MOST_PATTERNS = 64,
    LONGEST_ID = 48,
    LONGEST_NAME = 80,
    LONGEST_PATTERN = 200,
    LONGEST_SENTENCE = 400,
};

static_assert(sizeof(enum page_place) == sizeof(int),
              "words are stored as int");
static_assert(sizeof(enum page_kind) == sizeof(int),
              "words are stored as int");

static const struct yaml_key pattern_keys[] = {
    { .name = "in",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct page_pattern, place),
      .words = &page_place_words },
    { .name = "header",
      .form = YAML_LINE,
      .offset = offsetof(struct page_pattern, header),
      .most = LONGEST_PATTERN },
    { .name = "contains",
      .form = YAML_LINE,
      .offset = offsetof(struct page_pattern, contains),
      .most = LONGEST_PATTERN },
};

/* The name of a header alone is a mark; everywhere else it takes a text. */
static bool
pattern_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
              const void *record)
{
    const struct page_pattern *pattern = record;

    if (pattern->header != NULL && pattern->place != PLACE_HEADER)
        return yaml_reject_kind(decoder, yaml_find(node, "header"),
                                "\"header\" only with \"in: header\"");
    if (pattern->header == NULL && pattern->contains == NULL)
        return yaml_reject(decoder, node,
                           "expected \"contains\" in a pattern, found none");
    return true;
}

static const struct yaml_shape pattern_shape = {
    .one = "a pattern",
    .many = "patterns",
    .size = sizeof(struct page_pattern),
    .keys = pattern_keys,
    .key_count = sizeof pattern_keys / sizeof pattern_keys[0],
    .check = pattern_check,
};

static const struct yaml_key page_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct block_page, id),
      .most = LONGEST_ID },
    { .name = "name",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct block_page, name),
      .most = LONGEST_NAME },
    { .name = "kind",
      .form = YAML_WORD,
      .offset = offsetof(struct block_page, kind),
      .words = &page_kind_words },
    { .name = "patterns",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct block_page, patterns),
      .count_offset = offsetof(struct block_page, pattern_count),
      .most = MOST_PATTERNS,
      .shape = &pattern_shape },
    { .name = "source",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct block_page, source),
      .most = LONGEST_SENTENCE },
    { .name = "note",
      .form = YAML_LINE,
      .offset = offsetof(struct block_page, note),
      .most = LONGEST_SENTENCE },
};

static const char *
page_identify(struct arena *arena, const void *item)
{
    const struct block_page *page = item;

    (void)arena;
    return page->id;
}

static const struct yaml_shape page_shape = {
    .one = "a page",
    .many = "pages",
    .size = sizeof(struct block_page),
    .keys = page_keys,
    .key_count = sizeof page_keys / sizeof page_keys[0],
    .identify = page_identify,
};

static const struct yaml_key file_keys[] = {
    { .name = "blockpages",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, block_pages),
      .count_offset = offsetof(struct definitions, block_page_count),
      .most = MOST_PAGES,
      .shape = &page_shape },
};

const struct yaml_shape blockpages_file_shape = {
    .one = "blockpages.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
};
