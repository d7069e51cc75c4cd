#include "model/probe.h"

#include <assert.h>

/* RFC 6761, 6.5. */
const char probe_neutral_name[] = "www.example.com";

static const char *const kind_ids[] = {
    [PROBE_REPEAT] = "repeat",
    [PROBE_SERVER_NAME] = "server-name",
    [PROBE_SEGMENT] = "segment",
    [PROBE_HELLO_SIZE] = "hello-size",
    [PROBE_HELLO_SPLIT] = "hello-split",
    [PROBE_TLS_VERSION] = "tls-version",
    [PROBE_HOPS] = "hops",
    [PROBE_HELLO_HOPS] = "hello-hops",
    [PROBE_OTHER_PORT] = "other-port",
    [PROBE_RESERVED] = "reserved",
    [PROBE_HOLD] = "hold",
    [PROBE_REPLY_TTL] = "reply-ttl",
};
static_assert(sizeof kind_ids / sizeof kind_ids[0] == PROBE_KIND_COUNT,
              "every kind has an id");

static const char *const name_ids[] = {
    [NAME_AS_USUAL] = "as-usual",
    [NAME_NEUTRAL] = "neutral",
    [NAME_NONE] = "none",
    [NAME_PROVEN] = "proven",
};
static_assert(sizeof name_ids / sizeof name_ids[0] == SENT_NAME_COUNT,
              "every name has an id");

static const char *const offer_ids[] = {
    [OFFER_AS_USUAL] = "as-usual",
    [OFFER_1_2] = "tls-1.2",
    [OFFER_1_3] = "tls-1.3",
};
static_assert(sizeof offer_ids / sizeof offer_ids[0] == TLS_OFFER_COUNT,
              "every offer has an id");

static const char *const also_ids[] = {
    [ALSO_RESERVED] = "reserved",
    [ALSO_HOLD] = "hold",
};
static_assert(sizeof also_ids / sizeof also_ids[0] == ALSO_COUNT,
              "every wish has an id");

const struct words also_words = { also_ids, ALSO_COUNT };
const struct words probe_kind_words = { kind_ids, PROBE_KIND_COUNT };
const struct words sent_name_words = { name_ids, SENT_NAME_COUNT };
const struct words tls_offer_words = { offer_ids, TLS_OFFER_COUNT };

#define PLAIN(member, kind)                                                   \
    SCHEMA_FIELD(variation, member, kind, PRIVACY_PUBLIC)

static const struct field variation_fields[] = {
    PLAIN(ttl, FIELD_INTEGER),
    PLAIN(minimum_ttl, FIELD_INTEGER),
    PLAIN(hello_ttl, FIELD_INTEGER),
    PLAIN(port, FIELD_INTEGER),
    PLAIN(segment, FIELD_INTEGER),
    PLAIN(hello_bytes, FIELD_INTEGER),
    PLAIN(hello_short, FIELD_FLAG),
    PLAIN(hello_split, FIELD_FLAG),
    SCHEMA_WORD(variation, name, &sent_name_words),
    SCHEMA_WORD(variation, offer, &tls_offer_words),
    PLAIN(reserved, FIELD_FLAG),
    PLAIN(idle_s, FIELD_INTEGER),
};
const struct schema variation_schema = SCHEMA_OF(variation, variation_fields);

struct address
probe_reserved_address(enum family family)
{
    static const struct address ipv4 = { .family = FAMILY_IPV4,
                                         .bytes = { 192, 0, 2, 1 } };
    static const struct address ipv6 = {
        .family = FAMILY_IPV6,
        .bytes = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 },
    };

    return family == FAMILY_IPV6 ? ipv6 : ipv4;
}
