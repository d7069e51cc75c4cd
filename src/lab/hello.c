#include "lab/hello.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"

enum {
    RECORD_HEAD = 5,
    RECORD_HANDSHAKE = 22,
    CLIENT_HELLO = 1,
    EXTENSION_NAME = 0,
    EXTENSION_VERSIONS = 43,
    TLS_1_3 = 0x0304,
    NAME_IS_HOST = 0,
    VERSION_AND_RANDOM = 34,
};

/* Bytes not yet read. Once one was missing nothing more is read. */
struct cursor {
    const uint8_t *at;
    size_t left;
    bool short_of; /* more are needed */
};

static const uint8_t *
take(struct cursor *cursor, size_t count)
{
    const uint8_t *taken = cursor->at;

    if (cursor->short_of || count > cursor->left) {
        cursor->short_of = true;
        return NULL;
    }
    cursor->at += count;
    cursor->left -= count;
    return taken;
}

static size_t
take_number(struct cursor *cursor, size_t width)
{
    const uint8_t *bytes = take(cursor, width);
    size_t number = 0;

    for (size_t i = 0; bytes != NULL && i < width; i++)
        number = number << 8 | bytes[i];
    return number;
}

static void
skip_vector(struct cursor *cursor, size_t width)
{
    size_t length = take_number(cursor, width);

    (void)take(cursor, length);
}

static void
keep_name(struct hello *hello, const uint8_t *bytes, size_t length)
{
    if (length >= HELLO_NAME_SIZE)
        length = HELLO_NAME_SIZE - 1;
    for (size_t i = 0; i < length; i++)
        hello->name[i] = (char)tolower(bytes[i]);
    hello->name[length] = '\0';
}

static void
read_name(struct cursor content, struct hello *hello)
{
    const uint8_t *name;
    size_t size;

    (void)take_number(&content, 2);
    if (take_number(&content, 1) != NAME_IS_HOST)
        return;
    size = take_number(&content, 2);
    name = take(&content, size);
    if (name != NULL)
        keep_name(hello, name, size);
}

/* RFC 8446, 4.2.1. */
static void
read_versions(struct cursor content, struct hello *hello)
{
    (void)take_number(&content, 1);
    while (!content.short_of && content.left > 0)
        if (take_number(&content, 2) == TLS_1_3)
            hello->offers_tls13 = true;
}

/* True: this was the extension with the name. */
static bool
read_extension(struct cursor *cursor, struct hello *hello)
{
    size_t type = take_number(cursor, 2);
    size_t length = take_number(cursor, 2);
    const uint8_t *content = take(cursor, length);
    struct cursor inside = { .at = content, .left = length };

    if (content == NULL)
        return false;
    if (type == EXTENSION_VERSIONS)
        read_versions(inside, hello);
    if (type == EXTENSION_NAME)
        read_name(inside, hello);
    return type == EXTENSION_NAME;
}

/* The name decides; without one all of them must have been seen. */
static void
read_extensions(struct cursor *cursor, struct hello *hello)
{
    size_t length = take_number(cursor, 2);
    bool cut = length > cursor->left;
    bool named = false;

    hello->state = HELLO_READ;
    if (!cut)
        cursor->left = length;
    while (!cursor->short_of && cursor->left > 0)
        if (read_extension(cursor, hello))
            named = true;
    if (!named && (cut || cursor->short_of))
        hello->state = HELLO_PARTIAL;
}

static void
read_handshake(struct cursor *cursor, struct hello *hello)
{
    size_t type = take_number(cursor, 1);

    hello->state = HELLO_PARTIAL;
    if (cursor->short_of)
        return;
    if (type != CLIENT_HELLO) {
        hello->state = HELLO_OTHER;
        return;
    }
    (void)take_number(cursor, 3);
    (void)take(cursor, VERSION_AND_RANDOM);
    skip_vector(cursor, 1); /* session */
    skip_vector(cursor, 2); /* ciphers */
    skip_vector(cursor, 1); /* compression */
    if (!cursor->short_of)
        read_extensions(cursor, hello);
}

/* The handshake's bytes out of its records; false: something else. */
static bool
unpack(const uint8_t *bytes, size_t length, struct buffer *handshake)
{
    while (length >= RECORD_HEAD) {
        size_t size = (size_t)bytes[3] << 8 | bytes[4];

        if (bytes[0] != RECORD_HANDSHAKE || bytes[1] != 3)
            return handshake->length > 0;
        bytes += RECORD_HEAD;
        length -= RECORD_HEAD;
        if (size > length)
            size = length;
        buffer_append(handshake, bytes, size);
        bytes += size;
        length -= size;
    }
    return true;
}

struct hello
hello_read(const uint8_t *bytes, size_t length)
{
    struct hello hello = { .state = HELLO_PARTIAL };
    struct buffer handshake = { 0 };
    struct cursor cursor;

    if (length == 0)
        return (struct hello){ .state = HELLO_NONE };
    if (bytes[0] != RECORD_HANDSHAKE || !unpack(bytes, length, &handshake)) {
        buffer_release(&handshake);
        return (struct hello){ .state = HELLO_OTHER };
    }
    if (length >= RECORD_HEAD)
        hello.record = RECORD_HEAD + ((size_t)bytes[3] << 8 | bytes[4]);
    cursor = (struct cursor){ .at = (const uint8_t *)handshake.data,
                              .left = handshake.length };
    read_handshake(&cursor, &hello);
    buffer_release(&handshake);
    return hello;
}

bool
hello_name_is_under(const char *name, const char *suffix)
{
    size_t whole = strlen(name);
    size_t part = strlen(suffix);

    if (part > whole || strcasecmp(name + whole - part, suffix) != 0)
        return false;
    return whole == part || name[whole - part - 1] == '.';
}
