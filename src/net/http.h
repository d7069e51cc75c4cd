#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/*
 * Reading one HTTP/1.x answer (RFC 9112) from a peer that may lie: bytes go
 * in as they come, the head comes out, the start of the body is kept, and
 * every size has an end. Knows nothing of where the bytes are from.
 */
enum {
    HTTP_HEAD_LIMIT = 32 * 1024, /* a longer head is refused */
    HTTP_HEADER_LIMIT = 100,
    HTTP_INTERIM_LIMIT = 8, /* 1xx answers that are passed over */
    HTTP_BODY_KEPT = 4 * 1024,
    HTTP_BODY_LIMIT = 64 * 1024, /* after this many we have seen enough */
    HTTP_GARBAGE_KEPT = 256,
};

enum http_state {
    HTTP_READING_HEAD,
    HTTP_READING_BODY,
    HTTP_COMPLETE,  /* as its length or chunks announced */
    HTTP_ENOUGH,    /* the body goes on beyond HTTP_BODY_LIMIT, or its chunks
                     * are not as they must be: its end cannot be found */
    HTTP_TOO_LARGE, /* the head goes on beyond its limits */
    HTTP_GARBAGE,   /* not HTTP; the first bytes are in `head` */
};

struct http_field {
    size_t name; /* offsets of NUL-terminated texts in `head` */
    size_t value;
};

struct http_answer {
    enum http_state state;
    bool head_only;     /* the answer to CONNECT: a 2xx has no body */
    int status;         /* 0 until the status line is there */
    struct buffer head; /* raw; once whole, taken apart in place with NULs */
    struct http_field *fields;
    size_t field_count;
    struct buffer body; /* the first HTTP_BODY_KEPT bytes, decoded */
    uint64_t body_bytes;
    uint64_t bytes_in;
    bool chunked;
    int64_t content_length; /* -1 when not given, or not to be believed */
    /* the reader's own */
    bool has_head;
    size_t line_start; /* of the line of the head that is being read */
    size_t line_count;
    int interim_count;
    uint64_t left; /* of the body or of the chunk */
    int chunk_state;
    size_t framing_bytes; /* of chunk lines and trailers */
};

void http_answer_init(struct http_answer *answer, bool head_only);
void http_answer_release(struct http_answer *answer);

/*
 * Takes bytes as they came and returns how many of them belonged to the
 * answer; the rest is for whoever comes behind it (a tunnel). How the bytes
 * are cut into pieces changes nothing. Of what is no HTTP, which may be clear
 * from the first byte, all bytes are taken and the first HTTP_GARBAGE_KEPT
 * kept.
 */
size_t http_answer_take(struct http_answer *answer, const void *bytes,
                        size_t length);

/*
 * The peer closed: completes an answer whose body has no other end, or whose
 * head ended behind a whole line. Any other stays as it is: it was cut.
 */
void http_answer_end(struct http_answer *answer);

bool http_answer_is_final(const struct http_answer *answer);
/* A whole head is there: the status line and the fields can be read. */
bool http_answer_has_head(const struct http_answer *answer);

/* Raw texts; make them safe before they go anywhere. */
const char *http_answer_status_line(const struct http_answer *answer);
const char *http_answer_name(const struct http_answer *answer, size_t index);
const char *http_answer_value(const struct http_answer *answer, size_t index);
/* The first header of that name, whatever its case; NULL when missing. */
const char *http_answer_header(const struct http_answer *answer,
                               const char *name);

#endif
