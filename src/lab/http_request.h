#ifndef LAB_HTTP_REQUEST_H
#define LAB_HTTP_REQUEST_H

#include "base/buffer.h"

/*
 * Reading the head of one HTTP/1.x request (RFC 9112) from a client that may
 * send anything: for the servers and proxies of the world. All zero is ready
 * for the first byte.
 */
enum http_request_state {
    HTTP_REQUEST_READING,
    HTTP_REQUEST_WHOLE,
    HTTP_REQUEST_GARBAGE,   /* no HTTP/1.x */
    HTTP_REQUEST_TOO_LARGE, /* beyond HTTP_REQUEST_LIMIT */
};

enum { HTTP_REQUEST_LIMIT = 64 * 1024 };

struct http_request {
    enum http_request_state state;
    struct buffer head; /* once whole: its parts, each ended by a NUL */
    size_t line_start;  /* of the line that is being read */
    size_t target;      /* once whole: where in the head */
    size_t fields;
};

/*
 * Takes bytes as they come and returns how many belong to the head; what is
 * behind it is the caller's. Takes none once it is no longer reading.
 */
size_t http_request_take(struct http_request *request, const void *bytes,
                         size_t length);
void http_request_release(struct http_request *request);

/* Of a whole head; raw. */
const char *http_request_method(const struct http_request *request);
const char *http_request_target(const struct http_request *request);
/* The first of that name, whatever its case; NULL when missing. */
const char *http_request_header(const struct http_request *request,
                                const char *name);

#endif
