#include "lab/connect_request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>

#include "base/buffer.h"
#include "base/memory.h"

static bool
read_port(const char *text, uint16_t *port)
{
    unsigned value = 0;

    if (*text == '\0' || strlen(text) > 5)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        value = value * 10 + (unsigned)(*text - '0');
    }
    *port = (uint16_t)value;
    return value > 0 && value <= UINT16_MAX;
}

static bool
read_place(const char *target, struct connect_place *place)
{
    const char *colon = strrchr(target, ':');
    size_t length;

    if (colon == NULL || !read_port(colon + 1, &place->port))
        return false;
    length = (size_t)(colon - target);
    if (length > 2 && target[0] == '[' && colon[-1] == ']') {
        target++;
        length -= 2;
    }
    if (length == 0 || length >= sizeof(place->host))
        return false;
    memcpy(place->host, target, length);
    place->host[length] = '\0';
    if (!address_parse(place->host, &place->address))
        place->address = (struct address){ 0 };
    return true;
}

bool
connect_request_read(const struct http_request *request,
                     struct connect_place *place)
{
    return strcmp(http_request_method(request), "CONNECT") == 0 &&
           read_place(http_request_target(request), place);
}

/* Compares in the encoded form, which has one text for each login. */
bool
connect_request_has_login(const struct http_request *request, const char *user,
                          const char *password)
{
    static const char scheme[] = "Basic ";
    const char *given = http_request_header(request, "Proxy-Authorization");
    struct buffer login = { 0 };
    unsigned char *encoded;
    bool same;

    if (given == NULL || strncasecmp(given, scheme, strlen(scheme)) != 0)
        return false;
    given += strlen(scheme);
    given += strspn(given, " ");
    buffer_printf(&login, "%s:%s", user, password == NULL ? "" : password);
    encoded = memory_new(login.length / 3 + 1, 4 + 1);
    EVP_EncodeBlock(encoded, (const unsigned char *)login.data,
                    (int)login.length);
    same = strcmp(given, (const char *)encoded) == 0;
    free(encoded);
    buffer_release(&login);
    return same;
}
