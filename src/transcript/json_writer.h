#ifndef TRANSCRIPT_JSON_WRITER_H
#define TRANSCRIPT_JSON_WRITER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/*
 * A thin layer over the JSON library for which nothing can fail: memory is
 * always there and every string has been made safe, so a refusal is a broken
 * invariant and aborts. Members keep the order in which they are put.
 */
enum { JSON_TEXT_LIMIT = 16 * 1024 };

json_t *json_writer_object(void);
json_t *json_writer_array(void);

/* Safe and bounded; NULL becomes null. */
json_t *json_writer_text(const char *text);
json_t *json_writer_integer(int64_t value);
json_t *json_writer_flag(bool value);
json_t *json_writer_buffer(const struct buffer *text);

/* Both take the value over. */
void json_writer_put(json_t *object, const char *key, json_t *value);
void json_writer_add(json_t *array, json_t *value);

void json_writer_put_text(json_t *object, const char *key, const char *text);
void json_writer_put_integer(json_t *object, const char *key, int64_t value);
void json_writer_put_flag(json_t *object, const char *key, bool value);

/* Moves the members of the other object to the end of the first. */
void json_writer_join(json_t *object, json_t *more);

/* Appends the whole as ASCII text with a newline, and releases it. */
void json_writer_finish(json_t *root, struct buffer *out);
/* The same on one line, for streams of records. */
void json_writer_finish_line(json_t *root, struct buffer *out);

/* The same on one line. */
void json_writer_finish_line(json_t *root, struct buffer *out);

#endif
