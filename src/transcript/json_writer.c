#include "transcript/json_writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/safe_text.h"

static json_t *
must(json_t *value)
{
    if (value == NULL)
        abort();
    return value;
}

json_t *
json_writer_object(void)
{
    return must(json_object());
}

json_t *
json_writer_array(void)
{
    return must(json_array());
}

json_t *
json_writer_text(const char *text)
{
    struct buffer safe = { 0 };

    if (text == NULL)
        return must(json_null());
    safe_text_append(&safe, SAFE_PAGE, text, strlen(text), JSON_TEXT_LIMIT);

    json_t *value = must(json_stringn(buffer_text(&safe), safe.length));

    buffer_release(&safe);
    return value;
}

json_t *
json_writer_integer(int64_t value)
{
    return must(json_integer(value));
}

json_t *
json_writer_flag(bool value)
{
    return must(json_boolean(value));
}

json_t *
json_writer_buffer(const struct buffer *text)
{
    return json_writer_text(buffer_text(text));
}

void
json_writer_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        abort();
}

void
json_writer_add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        abort();
}

void
json_writer_put_text(json_t *object, const char *key, const char *text)
{
    json_writer_put(object, key, json_writer_text(text));
}

void
json_writer_put_integer(json_t *object, const char *key, int64_t value)
{
    json_writer_put(object, key, json_writer_integer(value));
}

void
json_writer_put_flag(json_t *object, const char *key, bool value)
{
    json_writer_put(object, key, json_writer_flag(value));
}

void
json_writer_join(json_t *object, json_t *more)
{
    if (json_object_update(object, more) != 0)
        abort();
    json_decref(more);
}

static int
append_chunk(const char *bytes, size_t length, void *context)
{
    struct buffer *out = context;

    buffer_append(out, bytes, length);
    return 0;
}

static void
finish(json_t *root, size_t flags, struct buffer *out)
{
    if (json_dump_callback(root, append_chunk, out,
                           JSON_ENSURE_ASCII | flags) != 0)
        abort();
    buffer_append_byte(out, '\n');
    json_decref(root);
}

void
json_writer_finish(json_t *root, struct buffer *out)
{
    finish(root, JSON_INDENT(2), out);
}

void
json_writer_finish_line(json_t *root, struct buffer *out)
{
    finish(root, JSON_COMPACT, out);
}
