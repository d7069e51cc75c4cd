#include "transcript/record_load.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/safe_text.h"
#include "model/facts.h"
#include "model/logs.h"
#include "transcript/json_writer.h"

/* Where a member stands in the struct. */
#define MEMBER(type, record, offset)                                          \
    (*(type *)(void *)((char *)(record) + (offset)))

/* What an address is set aside for follows from it: see record_json. */
static const char kind_suffix[] = "_kind";

/* The texts that have lines of their own; every other one is a line. */
static const char *const pages[] = { "pem", "body", "event_text" };

static enum json_shape
shape_of(const char *name)
{
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (strcmp(name, pages[i]) == 0)
            return JSON_PAGE;
    return JSON_LINE;
}

/* Whether the name is that of a field, or of the kind of an address. */
static bool
field_has_name(const struct field *field, const char *name)
{
    size_t length = strlen(field->name);

    if (strncmp(field->name, name, length) != 0)
        return false;
    return name[length] == '\0' || (field->kind == FIELD_ADDRESS &&
                                    strcmp(name + length, kind_suffix) == 0);
}

static bool
name_is_known(const struct schema *schema, const char *const *more,
              const char *name)
{
    for (size_t i = 0; i < schema->field_count; i++)
        if (field_has_name(&schema->fields[i], name))
            return true;
    for (; more != NULL && *more != NULL; more++)
        if (strcmp(*more, name) == 0)
            return true;
    return false;
}

static bool
load_only_known(const struct json_reader *reader, const struct schema *schema,
                const json_t *object, const char *const *more)
{
    json_t *members = (json_t *)object; /* the library has no const iterator */

    for (void *at = json_object_iter(members); at != NULL;
         at = json_object_iter_next(members, at)) {
        const char *name = json_object_iter_key(at);

        if (!name_is_known(schema, more, name))
            return error_set(reader->error, ERROR_DATA,
                             "there is no member \"%.40s\" here", name);
    }
    return true;
}

static bool
load_address(const struct json_reader *reader, const json_t *object,
             const char *name, struct address *into)
{
    const char *text = NULL;

    if (!json_reader_text(reader, object, name, JSON_LINE, &text))
        return false;
    if (text == NULL || address_parse(text, into))
        return true;
    return json_reader_expected(reader, name, "an address");
}

/* A time, or "@" and its seconds when no calendar has it. */
static bool
load_time(const struct json_reader *reader, const json_t *object,
          const char *name, int64_t *into)
{
    const char *text = NULL;
    char *end = NULL;

    if (!json_reader_text(reader, object, name, JSON_LINE, &text))
        return false;
    if (text == NULL || clock_parse(text, into))
        return true;
    if (*text == '@') {
        long long seconds = strtoll(text + 1, &end, 10);

        if (end != text + 1 && *end == '\0' && seconds != LLONG_MIN &&
            llabs(seconds) <= JSON_NUMBER_LIMIT) {
            *into = seconds;
            return true;
        }
    }
    return json_reader_expected(reader, name, "a time");
}

static bool
load_texts(const struct json_reader *reader, const json_t *object,
           const struct field *field, void *record)
{
    void *texts = (char *)record + field->offset;
    size_t *count = &MEMBER(size_t, record, field->count_offset);
    const json_t *list;

    if (!json_reader_list(reader, object, field->name, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);

        if (!json_is_string(value) ||
            json_string_length(value) > JSON_TEXT_LIMIT) {
            error_set(reader->error, ERROR_DATA,
                      "expected a text of at most %d bytes", JSON_TEXT_LIMIT);
            return json_reader_at(reader, field->name, i);
        }
        arena_push(reader->arena, texts, count,
                   safe_text_copy(reader->arena, SAFE_LINE,
                                  json_string_value(value),
                                  json_string_length(value), JSON_TEXT_LIMIT));
    }
    return true;
}

static bool
load_list(const struct json_reader *reader, const json_t *object,
          const struct field *field, void *record)
{
    void *items = (char *)record + field->offset;
    size_t *count = &MEMBER(size_t, record, field->count_offset);
    const json_t *list;

    if (!json_reader_list(reader, object, field->name, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        void *item = arena_new(reader->arena, 1, field->schema->size);

        if (!record_load(reader, field->schema, json_array_get(list, i), NULL,
                         item))
            return json_reader_at(reader, field->name, i);
        arena_push(reader->arena, items, count, item);
    }
    return true;
}

static bool
load_field(const struct json_reader *reader, const json_t *object,
           const struct field *field, void *record)
{
    const char *name = field->name;

    switch (field->kind) {
    case FIELD_TEXT:
        return json_reader_text(reader, object, name, shape_of(name),
                                &MEMBER(const char *, record, field->offset));
    case FIELD_INTEGER:
        return json_reader_number(reader, object, name, -JSON_NUMBER_LIMIT,
                                  JSON_NUMBER_LIMIT,
                                  &MEMBER(int64_t, record, field->offset));
    case FIELD_FLAG:
        return json_reader_flag(reader, object, name,
                                &MEMBER(bool, record, field->offset));
    case FIELD_WORD:
        return json_reader_word(reader, object, name, field->words,
                                &MEMBER(int, record, field->offset));
    case FIELD_ADDRESS:
        return load_address(reader, object, name,
                            &MEMBER(struct address, record, field->offset));
    case FIELD_TIME:
        return load_time(reader, object, name,
                         &MEMBER(int64_t, record, field->offset));
    case FIELD_RECORD:
        return record_load_member(reader, field->schema, object, name,
                                  (char *)record + field->offset);
    case FIELD_RECORDS:
        return load_list(reader, object, field, record);
    case FIELD_TEXTS:
        return load_texts(reader, object, field, record);
    }
    return false;
}

/* Texts by which others find a record: the program never leaves them out. */
static bool
load_is_whole(const struct json_reader *reader, const struct schema *schema,
              const json_t *object)
{
    static const struct {
        const struct schema *schema;
        const char *name;
    } needed[] = {
        { &dns_answer_schema, "server" },
        { &tls_message_schema, "name" },
        { &http_header_schema, "name" },
        { &log_hit_schema, "sign" },
    };

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (needed[i].schema == schema &&
            !json_is_string(json_object_get(object, needed[i].name)))
            return json_reader_expected(reader, needed[i].name, "a text");
    return true;
}

bool
record_load(const struct json_reader *reader, const struct schema *schema,
            const json_t *object, const char *const *more, void *record)
{
    if (!json_reader_is_object(reader, object) ||
        !load_only_known(reader, schema, object, more) ||
        !load_is_whole(reader, schema, object))
        return false;
    for (size_t i = 0; i < schema->field_count; i++)
        if (!load_field(reader, object, &schema->fields[i], record))
            return false;
    return true;
}

bool
record_load_member(const struct json_reader *reader,
                   const struct schema *schema, const json_t *object,
                   const char *name, void *record)
{
    const json_t *value;

    return json_reader_object(reader, object, name, &value) &&
           (record_load(reader, schema, value, NULL, record) ||
            json_reader_in(reader, name));
}
