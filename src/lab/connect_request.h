#ifndef LAB_CONNECT_REQUEST_H
#define LAB_CONNECT_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "lab/http_request.h"

/* What a client asks of a proxy with CONNECT (RFC 9110, 9.3.6). */
enum { CONNECT_HOST_SIZE = 256 };

struct connect_place {
    char host[CONNECT_HOST_SIZE]; /* without the brackets of IPv6 */
    struct address address;       /* when the host is one; or none */
    uint16_t port;
};

/* False: the request, which is whole, asks for something else. */
bool connect_request_read(const struct http_request *request,
                          struct connect_place *place);

/* Whether it brings the login in the Basic scheme (RFC 7617). */
bool connect_request_has_login(const struct http_request *request,
                               const char *user, const char *password);

#endif
