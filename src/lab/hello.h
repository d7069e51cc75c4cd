#ifndef LAB_HELLO_H
#define LAB_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a box on the way reads in the first bytes of a connection: whether
 * they are a TLS ClientHello (RFC 8446, 4.1.2), how big, for which name.
 * Bytes may be anything.
 */
enum hello_state {
    HELLO_NONE,    /* nothing seen yet */
    HELLO_PARTIAL, /* so far it may be one */
    HELLO_READ,    /* the name is known, or that there is none */
    HELLO_OTHER,   /* no hello */
};

enum { HELLO_NAME_SIZE = 256 };

struct hello {
    enum hello_state state;
    size_t record; /* bytes of the first record with its head; 0: unknown */
    bool offers_tls13;
    char name[HELLO_NAME_SIZE]; /* lower case; "" when there is none */
};

/* Reads from the very first byte of the stream. */
struct hello hello_read(const uint8_t *bytes, size_t length);

/* Whether the name is the given one or below it; case does not count. */
bool hello_name_is_under(const char *name, const char *suffix);

#endif
