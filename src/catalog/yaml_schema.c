#include "catalog/yaml_schema.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/buffer.h"
#include "base/safe_text.h"
#include "catalog/nearest_word.h"
#include "catalog/yaml_scalar.h"

enum { KNOWN_SHOWN = 8, KEYS_SHOWN = 12, MOST_VALUES = 64 };

bool
yaml_reject(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const char *format, ...)
{
    struct buffer sentence = { 0 };
    va_list arguments;

    va_start(arguments, format);
    buffer_vprintf(&sentence, format, arguments);
    va_end(arguments);
    source_text_reject(decoder->text, node->mark, decoder->error, "%s",
                       buffer_text(&sentence));
    buffer_release(&sentence);
    return false;
}

bool
yaml_reject_kind(const struct yaml_decoder *decoder,
                 const struct yaml_node *node, const char *expected)
{
    return yaml_reject(decoder, node, "expected %s, found %s", expected,
                       yaml_node_describe(node, decoder->arena));
}

static bool
node_is_text(const struct yaml_node *node, const char *text)
{
    return node->kind == YAML_SCALAR && node->length == strlen(text) &&
           memcmp(node->text, text, node->length) == 0;
}

const struct yaml_node *
yaml_find(const struct yaml_node *mapping, const char *key)
{
    for (size_t i = 0; i + 1 < mapping->item_count; i += 2)
        if (node_is_text(mapping->items[i], key))
            return mapping->items[i + 1];
    return NULL;
}

/* The keys of a mapping. */

struct record {
    const struct yaml_shape *shape;
    const struct yaml_node *keys[YAML_KEY_LIMIT]; /* NULL: not there */
    const struct yaml_node *values[YAML_KEY_LIMIT];
};

static bool
record_reject_key(const struct yaml_decoder *decoder,
                  const struct yaml_shape *shape, const struct yaml_node *node)
{
    const char *names[YAML_KEY_LIMIT];
    struct buffer known = { 0 };

    if (node->kind != YAML_SCALAR || node->length == 0) {
        yaml_reject(decoder, node, "expected a key of %s, found %s",
                    shape->one, yaml_node_describe(node, decoder->arena));
        return false;
    }
    for (size_t i = 0; i < shape->key_count; i++) {
        names[i] = shape->keys[i].name;
        buffer_printf(&known, "%s%s", i > 0 ? ", " : "", names[i]);
    }

    const char *near = nearest_word(node->text, names, shape->key_count);
    const char *found = yaml_node_describe(node, decoder->arena);

    if (near != NULL)
        yaml_reject(decoder, node,
                    "expected a key of %s, found %s (did you mean \"%s\"?)",
                    shape->one, found, near);
    else if (shape->key_count > KEYS_SHOWN)
        yaml_reject(decoder, node, "expected a key of %s, found %s",
                    shape->one, found);
    else
        yaml_reject(decoder, node, "expected a key of %s (%s), found %s",
                    shape->one, buffer_text(&known), found);
    buffer_release(&known);
    return false;
}

static size_t
shape_find_key(const struct yaml_shape *shape, const struct yaml_node *node)
{
    size_t i = 0;

    while (i < shape->key_count && !node_is_text(node, shape->keys[i].name))
        i++;
    return i;
}

static bool
record_sort_keys(const struct yaml_decoder *decoder, struct record *record,
                 const struct yaml_node *node)
{
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        const struct yaml_node *key = node->items[i];
        size_t at = shape_find_key(record->shape, key);

        if (at == record->shape->key_count)
            return record_reject_key(decoder, record->shape, key);
        if (record->keys[at] != NULL)
            return yaml_reject(decoder, key,
                               "expected \"%s\" once, found it again (first "
                               "at line %zu)",
                               record->shape->keys[at].name,
                               record->keys[at]->mark.line);
        record->keys[at] = key;
        record->values[at] = node->items[i + 1];
    }
    return true;
}

static bool
record_check_required(const struct yaml_decoder *decoder,
                      const struct record *record,
                      const struct yaml_node *node)
{
    for (size_t i = 0; i < record->shape->key_count; i++)
        if (record->shape->keys[i].required && record->keys[i] == NULL)
            return yaml_reject(
                decoder, node, "expected \"%s\" in %s, found none",
                record->shape->keys[i].name, record->shape->one);
    return true;
}

/* Lists. */

bool
yaml_check_list(const struct yaml_decoder *decoder,
                const struct yaml_node *node, const char *many, int64_t most)
{
    if (node->kind != YAML_LIST) {
        const char *expected =
            arena_printf(decoder->arena, "a list of %s", many);

        return yaml_reject_kind(decoder, node, expected);
    }
    if (node->item_count == 0)
        return yaml_reject(decoder, node, "expected %s, found an empty list",
                           many);
    if ((int64_t)node->item_count > most)
        return yaml_reject(decoder, node,
                           "expected at most %" PRId64 " %s, found %zu", most,
                           many, node->item_count);
    return true;
}

/* Puts a finished list where the row says: the pointers, then the length. */
static void
list_store(const struct yaml_key *key, void *record, void **items,
           size_t count)
{
    memcpy((char *)record + key->offset, &items, sizeof items);
    memcpy((char *)record + key->count_offset, &count, sizeof count);
}

struct identity {
    const char *text;
    size_t index;
};

static int
identity_compare(const void *left, const void *right)
{
    const struct identity *one = left;
    const struct identity *other = right;
    int order = strcmp(one->text, other->text);

    if (order != 0)
        return order;
    return (one->index > other->index) - (one->index < other->index);
}

/* Sorted, so that thousands of items cost no more than their sorting. */
static bool
list_check_unique(const struct yaml_decoder *decoder,
                  const struct yaml_shape *shape, const struct yaml_node *node,
                  void **items)
{
    size_t count = node->item_count;

    if (shape->identify == NULL)
        return true;

    struct identity *sorted = arena_new(decoder->arena, count, sizeof *sorted);

    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct identity){
            .text = shape->identify(decoder->arena, items[i]),
            .index = i,
        };
    qsort(sorted, count, sizeof *sorted, identity_compare);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sorted[i - 1].text, sorted[i].text) == 0)
            return yaml_reject(
                decoder, node->items[sorted[i].index],
                "expected %s once, found it again (first at line %zu)",
                sorted[i].text, node->items[sorted[i - 1].index]->mark.line);
    return true;
}

static bool
records_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
             const struct yaml_node *node, void *record)
{
    const struct yaml_shape *shape = key->shape;

    if (!yaml_check_list(decoder, node, shape->many, key->most))
        return false;

    void **items = arena_new(decoder->arena, node->item_count, sizeof *items);

    for (size_t i = 0; i < node->item_count; i++) {
        items[i] = arena_new(decoder->arena, 1, shape->size);
        if (!yaml_decode(decoder, shape, node->items[i], items[i]))
            return false;
    }
    if (!list_check_unique(decoder, shape, node, items))
        return false;
    list_store(key, record, items, node->item_count);
    return true;
}

/* Lists of single values. */
struct value_list {
    enum yaml_form form; /* of each value */
    const char *many;
    size_t size; /* of the struct that a value fills; 0: a text */
    bool once;   /* no text may stand there twice */
};

static const struct value_list value_lists[YAML_FORM_COUNT] = {
    [YAML_PAGES] = { .form = YAML_PAGE, .many = "texts" },
    [YAML_LINES] = { .form = YAML_LINE, .many = "texts" },
    [YAML_WIRES] = { .form = YAML_WIRE, .many = "texts" },
    [YAML_IDS] = { .form = YAML_ID, .many = "ids", .once = true },
    [YAML_TOPICS] = { .form = YAML_TOPIC, .many = "topics", .once = true },
    [YAML_CAUSES] = { .form = YAML_CAUSE, .many = "causes", .once = true },
    [YAML_DIGESTS] = { .form = YAML_DIGEST, .many = "digests" },
    [YAML_PREFIXES] = { .form = YAML_PREFIX,
                        .many = "addresses",
                        .size = sizeof(struct address_prefix) },
    [YAML_ADDRESSES] = { .form = YAML_ADDRESS,
                         .many = "addresses",
                         .size = sizeof(struct address) },
};

static bool
value_is_repeated(void **items, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(items[i], items[index]) == 0)
            return true;
    return false;
}

static bool
values_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
            const struct yaml_node *node, void *record)
{
    const struct value_list *list = &value_lists[key->form];
    yaml_reader *read = yaml_scalar_readers[list->form];

    if (!yaml_check_list(decoder, node, list->many, MOST_VALUES))
        return false;

    void **items = arena_new(decoder->arena, node->item_count, sizeof *items);

    for (size_t i = 0; i < node->item_count; i++) {
        void *into = &items[i];

        if (list->size > 0)
            into = items[i] = arena_new(decoder->arena, 1, list->size);
        if (!read(decoder, key, node->items[i], into))
            return false;
        if (list->once && value_is_repeated(items, i))
            return yaml_reject(
                decoder, node->items[i], "expected %s once, found it again",
                yaml_node_describe(node->items[i], decoder->arena));
    }
    list_store(key, record, items, node->item_count);
    return true;
}

/* What the ids of a list of references may mean. */
struct known_items {
    void *const *items; /* structs that begin with their id */
    size_t count;
};

static struct known_items
known_of(const struct yaml_decoder *decoder, const struct yaml_key *known)
{
    struct known_items list;
    const char *root = decoder->root;

    memcpy(&list.items, root + known->offset, sizeof list.items);
    memcpy(&list.count, root + known->count_offset, sizeof list.count);
    return list;
}

static const char *
known_id(const struct known_items *known, size_t index)
{
    const char *id;

    memcpy(&id, known->items[index], sizeof id);
    return id;
}

static void *
known_find(const struct known_items *known, const struct yaml_node *node)
{
    for (size_t i = 0; i < known->count; i++)
        if (node_is_text(node, known_id(known, i)))
            return known->items[i];
    return NULL;
}

static bool
reference_reject(const struct yaml_decoder *decoder,
                 const struct known_items *known, const char *many,
                 const struct yaml_node *node)
{
    struct buffer expected = { 0 };

    buffer_printf(&expected, "one of the %s", many);
    for (size_t i = 0; i < known->count && i < KNOWN_SHOWN; i++)
        buffer_printf(&expected, "%s%s", i > 0 ? ", " : " (",
                      known_id(known, i));
    buffer_append_text(&expected, known->count > KNOWN_SHOWN ? ", ...)" : ")");
    yaml_reject_kind(decoder, node, buffer_text(&expected));
    buffer_release(&expected);
    return false;
}

static bool
references_have(void *const *items, size_t count, const void *item)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == item)
            return true;
    return false;
}

static bool
references_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
                const struct yaml_node *node, void *record)
{
    const char *many = key->known->shape->many;
    struct known_items known = known_of(decoder, key->known);

    if (!yaml_check_list(decoder, node, many, key->most))
        return false;

    void **items = arena_new(decoder->arena, node->item_count, sizeof *items);

    for (size_t i = 0; i < node->item_count; i++) {
        items[i] = known_find(&known, node->items[i]);
        if (items[i] == NULL)
            return reference_reject(decoder, &known, many, node->items[i]);
        if (references_have(items, i, items[i]))
            return yaml_reject(
                decoder, node->items[i], "expected %s once, found it again",
                yaml_node_describe(node->items[i], decoder->arena));
    }
    list_store(key, record, items, node->item_count);
    return true;
}

/* The values of a mapping. */

static bool
value_read(const struct yaml_decoder *decoder, const struct yaml_key *key,
           const struct yaml_node *node, void *record)
{
    void *into = (char *)record + key->offset;

    switch (key->form) {
    case YAML_RECORD:
        return yaml_decode(decoder, key->shape, node, into);
    case YAML_RECORDS:
        return records_read(decoder, key, node, record);
    case YAML_PAGES:
    case YAML_LINES:
    case YAML_WIRES:
    case YAML_IDS:
    case YAML_TOPICS:
    case YAML_CAUSES:
    case YAML_ADDRESSES:
    case YAML_DIGESTS:
    case YAML_PREFIXES:
        return values_read(decoder, key, node, record);
    case YAML_REFERENCES:
        return references_read(decoder, key, node, record);
    case YAML_LINE:
    case YAML_PAGE:
    case YAML_WIRE:
    case YAML_ID:
    case YAML_TOPIC:
    case YAML_CAUSE:
    case YAML_SELECTOR:
    case YAML_SELECTORS:
    case YAML_ADDRESS:
    case YAML_HOST:
    case YAML_PORT:
    case YAML_INTEGER:
    case YAML_FLAG:
    case YAML_WORD:
    case YAML_DIGEST:
    case YAML_PREFIX:
    case YAML_DAY:
    case YAML_DAY_TIME:
    case YAML_FORM_COUNT:
        break;
    }
    return yaml_scalar_readers[key->form](decoder, key, node, into);
}

bool
yaml_decode(const struct yaml_decoder *decoder, const struct yaml_shape *shape,
            const struct yaml_node *node, void *into)
{
    struct record record = { .shape = shape };

    assert(shape->key_count <= YAML_KEY_LIMIT);
    if (node->kind != YAML_MAPPING)
        return yaml_reject_kind(decoder, node, shape->one);
    if (!record_sort_keys(decoder, &record, node) ||
        !record_check_required(decoder, &record, node))
        return false;
    if (shape->prepare != NULL)
        shape->prepare(into);
    for (size_t i = 0; i < shape->key_count; i++)
        if (record.values[i] != NULL &&
            !value_read(decoder, &shape->keys[i], record.values[i], into))
            return false;
    return shape->check == NULL || shape->check(decoder, node, into);
}
