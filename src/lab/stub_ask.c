#include "lab/stub_ask.h"

#include <string.h>
#include <strings.h>

#include "lab/dns_wire.h"

void
stub_ask_init(struct stub_ask *ask, uint16_t id, const char *name,
              enum dns_record_type type)
{
    *ask = (struct stub_ask){ .type = type, .id = id };
    dns_query_write(&ask->query, id, name, type);
}

void
stub_ask_reset(struct stub_ask *ask)
{
    dns_message_release(&ask->message);
    ask->state = STUB_UNSENT;
}

void
stub_ask_release(struct stub_ask *ask)
{
    dns_message_release(&ask->message);
    buffer_release(&ask->query);
}

bool
stub_ask_has_id_of(const struct stub_ask *ask, const uint8_t *bytes)
{
    return bytes[0] == ask->id >> 8 && bytes[1] == (ask->id & 0xff);
}

bool
stub_ask_is_answered_by(const struct stub_ask *ask, const uint8_t *bytes,
                        size_t length)
{
    const char *query = ask->query.data;

    return length >= ask->query.length && stub_ask_has_id_of(ask, bytes) &&
           (bytes[2] & (DNS_FLAG_REPLY >> 8)) != 0 &&
           memcmp(bytes + 4, query + 4, 2) == 0 &&
           strncasecmp((const char *)bytes + DNS_HEADER_BYTES,
                       query + DNS_HEADER_BYTES,
                       ask->query.length - DNS_HEADER_BYTES) == 0;
}

void
stub_ask_keep(struct stub_ask *ask, const uint8_t *bytes, size_t length)
{
    ask->state = STUB_ANSWERED;
    if (!dns_message_parse(&ask->message, bytes, length))
        ask->message.rcode = DNS_RCODE_FORMERR;
}

/* AA, RA and the counts of answers and of additional records. */
static bool
is_lame(const uint8_t *bytes)
{
    return (bytes[2] & 0x04) == 0 &&
           (bytes[3] & DNS_FLAG_RECURSION_AVAILABLE) == 0 && bytes[6] == 0 &&
           bytes[7] == 0 && bytes[10] == 0 && bytes[11] == 0;
}

bool
stub_answer_is_refusal(const uint8_t *bytes, size_t length)
{
    int rcode;

    if (length < DNS_HEADER_BYTES)
        return true;
    rcode = bytes[3] & 0xf;
    if (rcode == DNS_RCODE_NOERROR)
        return is_lame(bytes);
    return rcode == DNS_RCODE_SERVFAIL || rcode == DNS_RCODE_NOTIMP ||
           rcode == DNS_RCODE_REFUSED;
}

bool
stub_answer_is_cut(const uint8_t *bytes)
{
    return (bytes[2] & (DNS_FLAG_TRUNCATED >> 8)) != 0;
}
