#include "transcript/json_reader.h"

#include <string.h>

#include "base/safe_text.h"
#include "transcript/json_writer.h"

bool
json_reader_in(const struct json_reader *reader, const char *name)
{
    return error_add_context(reader->error, "%s", name);
}

bool
json_reader_at(const struct json_reader *reader, const char *list, size_t at)
{
    error_add_context(reader->error, "%zu", at);
    return json_reader_in(reader, list);
}

bool
json_reader_expected(const struct json_reader *reader, const char *name,
                     const char *what)
{
    return error_set(reader->error, ERROR_DATA, "%s: expected %s", name, what);
}

/* The member, or NULL when nothing is said of it. */
static const json_t *
member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return value == NULL || json_is_null(value) ? NULL : value;
}

bool
json_reader_text(const struct json_reader *reader, const json_t *object,
                 const char *name, enum json_shape shape, const char **into)
{
    const json_t *value = member(object, name);

    if (value == NULL)
        return true;
    if (!json_is_string(value))
        return json_reader_expected(reader, name, "a text");
    if (json_string_length(value) > JSON_TEXT_LIMIT)
        return error_set(reader->error, ERROR_LIMIT,
                         "%s: the text has more than %d bytes", name,
                         JSON_TEXT_LIMIT);
    *into = safe_text_copy(
        reader->arena, shape == JSON_PAGE ? SAFE_PAGE : SAFE_LINE,
        json_string_value(value), json_string_length(value), JSON_TEXT_LIMIT);
    return true;
}

bool
json_reader_number(const struct json_reader *reader, const json_t *object,
                   const char *name, int64_t least, int64_t most,
                   int64_t *into)
{
    const json_t *value = member(object, name);

    if (value == NULL)
        return true;
    if (!json_is_integer(value))
        return json_reader_expected(reader, name, "a whole number");
    if (json_integer_value(value) < least || json_integer_value(value) > most)
        return error_set(reader->error, ERROR_LIMIT,
                         "%s: expected a number from %lld to %lld", name,
                         (long long)least, (long long)most);
    *into = json_integer_value(value);
    return true;
}

bool
json_reader_port(const struct json_reader *reader, const json_t *object,
                 const char *name, uint16_t *into)
{
    int64_t port = *into;

    if (!json_reader_number(reader, object, name, 0, UINT16_MAX, &port))
        return false;
    *into = (uint16_t)port;
    return true;
}

bool
json_reader_flag(const struct json_reader *reader, const json_t *object,
                 const char *name, bool *into)
{
    const json_t *value = member(object, name);

    if (value == NULL)
        return true;
    if (!json_is_boolean(value))
        return json_reader_expected(reader, name, "true or false");
    *into = json_is_true(value);
    return true;
}

bool
json_reader_word(const struct json_reader *reader, const json_t *object,
                 const char *name, const struct words *words, int *into)
{
    const json_t *value = member(object, name);
    int found;

    if (value == NULL)
        return true;
    if (!json_is_string(value))
        return json_reader_expected(reader, name, "a word");
    found = words_value(words, json_string_value(value));
    if (found < 0)
        return error_set(reader->error, ERROR_DATA,
                         "%s: there is no \"%.40s\"", name,
                         json_string_value(value));
    *into = found;
    return true;
}

bool
json_reader_index(const struct json_reader *reader, const json_t *object,
                  const char *name, size_t count, int64_t *into)
{
    *into = -1;
    if (count == 0 && member(object, name) != NULL)
        return json_reader_expected(reader, name, "null, for there is none");
    return json_reader_number(reader, object, name, 0, (int64_t)count - 1,
                              into);
}

bool
json_reader_list(const struct json_reader *reader, const json_t *object,
                 const char *name, const json_t **into)
{
    *into = member(object, name);
    if (*into == NULL)
        return true;
    if (!json_is_array(*into))
        return json_reader_expected(reader, name, "a list");
    if (json_array_size(*into) > JSON_LIST_LIMIT)
        return error_set(reader->error, ERROR_LIMIT,
                         "%s: the list has more than %d elements", name,
                         JSON_LIST_LIMIT);
    return true;
}

bool
json_reader_object(const struct json_reader *reader, const json_t *object,
                   const char *name, const json_t **into)
{
    *into = json_object_get(object, name);
    if (json_is_object(*into))
        return true;
    return json_reader_expected(reader, name, "an object");
}

bool
json_reader_is_object(const struct json_reader *reader, const json_t *value)
{
    return json_is_object(value) ||
           error_set(reader->error, ERROR_DATA, "expected an object");
}
