#ifndef MODEL_PROBE_H
#define MODEL_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "model/schema.h"
#include "model/words.h"

/*
 * A differential probe: a path that is tried once more with one thing
 * changed, so that what comes back can only be due to that. What was seen is
 * kept as of any other path, apart from those that the product would use.
 */
enum probe_kind {
    PROBE_REPEAT,      /* nothing changed: does it fail each time? */
    PROBE_SERVER_NAME, /* another name in the ClientHello, or none */
    PROBE_SEGMENT,     /* smaller segments: a path-MTU hole is avoided */
    PROBE_HELLO_SIZE,  /* a longer or a shorter ClientHello */
    PROBE_HELLO_SPLIT, /* the ClientHello in two segments */
    PROBE_TLS_VERSION,
    PROBE_HOPS,       /* a connection request that lives for so many hops */
    PROBE_HELLO_HOPS, /* a ClientHello that lives for so many hops */
    PROBE_OTHER_PORT, /* does one hop take what is for another port? */
    PROBE_RESERVED,   /* an address that nobody has; only when asked for */
    PROBE_HOLD,       /* idle before it is used; only when asked for */
    PROBE_REPLY_TTL,  /* answers count from so much left of their hops on */
    PROBE_KIND_COUNT
};

enum sent_name {
    NAME_AS_USUAL,
    NAME_NEUTRAL, /* probe_neutral_name */
    NAME_NONE,
    NAME_PROVEN, /* of an endpoint that has answered as it should */
    SENT_NAME_COUNT
};

enum tls_offer { OFFER_AS_USUAL, OFFER_1_2, OFFER_1_3, TLS_OFFER_COUNT };

/* What is changed; all zero is the usual. */
struct variation {
    int64_t ttl;         /* of every packet of ours */
    int64_t minimum_ttl; /* of those that are taken for an answer */
    int64_t hello_ttl;   /* of those from the ClientHello on */
    int64_t port;        /* another than the endpoint's */
    int64_t segment;     /* bytes; TCP_MAXSEG */
    int64_t hello_bytes; /* the ClientHello has at least so many */
    bool hello_short;    /* as few as it can have */
    bool hello_split;
    enum sent_name name;
    enum tls_offer offer;
    bool reserved;  /* an address set aside for documentation instead */
    int64_t idle_s; /* between handshake and request */
};

struct probe {
    enum probe_kind kind;
    struct target *target;
    struct path *like; /* the path that is tried again */
    struct path *path; /* what was seen */
    struct variation variation;
    const char *proven_name; /* NAME_PROVEN: which one; borrowed */
    int64_t turn;            /* the how manieth of its kind, from 1 */
    enum check_id until;     /* it climbs no further than this check */
};

/* What fills a packet of 1500 bytes nearly, and is cut by no less. */
enum { PROBE_LARGE_HELLO = 1400 };

/* The name that stands for any other: set aside for use in examples. */
extern const char probe_neutral_name[];

/*
 * An address that no machine has, set aside for documentation (RFC 5737, RFC
 * 3849): who takes a connection to it takes all.
 */
struct address probe_reserved_address(enum family family);

/* What is tried only when the operator asks for it. */
enum also { ALSO_RESERVED, ALSO_HOLD, ALSO_COUNT };

extern const struct words also_words;
extern const struct words probe_kind_words;
extern const struct words sent_name_words;
extern const struct words tls_offer_words;
extern const struct schema variation_schema;

#endif
