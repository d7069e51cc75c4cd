#include "transcript/record_json.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "base/clock.h"
#include "transcript/json_writer.h"

/* Reads a member without caring how the struct around it is aligned. */
#define MEMBER(type, record, offset)                                          \
    (*(type const *)(const void *)((const char *)(record) + (offset)))

static json_t *
record_address(const struct address *address)
{
    char text[ADDRESS_TEXT_SIZE];

    if (address->family == FAMILY_NONE)
        return json_null();
    return json_writer_text(address_format(address, text));
}

static json_t *
record_time(int64_t unix_seconds)
{
    char text[CLOCK_TEXT_SIZE];

    if (unix_seconds == 0)
        return json_null();
    return json_writer_text(clock_format(unix_seconds, text));
}

static json_t *
record_texts(const struct field *field, const void *record)
{
    const char *const *texts =
        MEMBER(const char *const *, record, field->offset);
    size_t count = MEMBER(size_t, record, field->count_offset);
    json_t *array = json_writer_array();

    for (size_t i = 0; i < count; i++)
        json_writer_add(array, json_writer_text(texts[i]));
    return array;
}

static json_t *
record_list(const struct field *field, const void *record)
{
    const void *const *items =
        MEMBER(const void *const *, record, field->offset);
    size_t count = MEMBER(size_t, record, field->count_offset);
    json_t *array = json_writer_array();

    for (size_t i = 0; i < count; i++)
        json_writer_add(array, record_json(field->schema, items[i]));
    return array;
}

static json_t *
record_field(const struct field *field, const void *record)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return json_writer_text(MEMBER(const char *, record, field->offset));
    case FIELD_INTEGER:
        return json_writer_integer(MEMBER(int64_t, record, field->offset));
    case FIELD_FLAG:
        return json_writer_flag(MEMBER(bool, record, field->offset));
    case FIELD_WORD:
        return json_writer_text(
            words_id(field->words, MEMBER(int, record, field->offset)));
    case FIELD_ADDRESS:
        return record_address(&MEMBER(struct address, record, field->offset));
    case FIELD_TIME:
        return record_time(MEMBER(int64_t, record, field->offset));
    case FIELD_RECORD:
        return record_json(field->schema,
                           (const char *)record + field->offset);
    case FIELD_RECORDS:
        return record_list(field, record);
    case FIELD_TEXTS:
        return record_texts(field, record);
    }
    return json_null();
}

/*
 * Beside an address what it is set aside for: "address_kind": "private". It
 * follows from the address, so no struct holds it.
 */
static void
record_put_kind(json_t *object, const struct field *field, const void *record)
{
    const struct address *address =
        &MEMBER(struct address, record, field->offset);
    char name[64];

    if (address->family == FAMILY_NONE)
        return;
    snprintf(name, sizeof name, "%s_kind", field->name);
    json_writer_put_text(object, name,
                         address_kind_id(address_kind_of(address)));
}

json_t *
record_json(const struct schema *schema, const void *record)
{
    json_t *object = json_writer_object();

    for (size_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];

        json_writer_put(object, field->name, record_field(field, record));
        if (field->kind == FIELD_ADDRESS)
            record_put_kind(object, field, record);
    }
    return object;
}
