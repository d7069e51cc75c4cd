#include "lab/dns_wire.h"

#include <assert.h>
#include <string.h>

enum { OUR_UDP = 1232, EXTENDED_ERROR = 15, POINTER = 0xc000 };

/* Where in the header each section is counted. */
enum { ANSWERS = 6, AUTHORITIES = 8, ADDITIONALS = 10 };

static void
put_u16(struct buffer *out, unsigned value)
{
    buffer_append_byte(out, (char)(value >> 8));
    buffer_append_byte(out, (char)value);
}

static void
put_u32(struct buffer *out, uint32_t value)
{
    put_u16(out, value >> 16);
    put_u16(out, value & 0xffff);
}

static unsigned
u16_at(const struct buffer *in, size_t at)
{
    return (unsigned)((uint8_t)in->data[at] << 8 | (uint8_t)in->data[at + 1]);
}

static void
set_u16(struct buffer *out, size_t at, unsigned value)
{
    out->data[at] = (char)(value >> 8);
    out->data[at + 1] = (char)value;
}

static void
count_one(struct buffer *out, size_t section)
{
    set_u16(out, section, u16_at(out, section) + 1);
}

/* What no message can carry, of a label or of a name, is left out. */
static void
put_name(struct buffer *out, const char *name)
{
    size_t start = out->length;

    while (*name != '\0') {
        size_t whole = strcspn(name, ".");
        size_t length = whole > DNS_LABEL_BYTES ? DNS_LABEL_BYTES : whole;

        if (out->length - start + 1 + length + 1 > DNS_NAME_BYTES)
            break;
        if (length > 0) {
            buffer_append_byte(out, (char)length);
            buffer_append(out, name, length);
        }
        name += whole + (name[whole] == '.');
    }
    buffer_append_byte(out, '\0');
}

void
dns_reply_start(struct dns_reply *reply, const struct dns_question *question,
                enum dns_rcode rcode)
{
    const unsigned echoed = DNS_FLAGS_OPCODE | DNS_FLAG_RECURSION_DESIRED |
                            DNS_FLAG_CHECKING_DISABLED;
    struct buffer *out = &reply->bytes;

    *reply =
        (struct dns_reply){ .question = question, .owner = DNS_HEADER_BYTES };
    put_u16(out, question->id);
    put_u16(out, DNS_FLAG_REPLY | DNS_FLAG_RECURSION_AVAILABLE |
                     (question->flags & echoed) | (rcode & 0xfu));
    put_u16(out, question->wire_length > 0);
    buffer_append_fill(out, '\0', 6);
    buffer_append(out, question->wire, question->wire_length);
}

/* Everything of a record before its data. */
static void
put_head(struct dns_reply *reply, enum dns_record_type type, uint32_t ttl_s)
{
    put_u16(&reply->bytes, POINTER | (unsigned)reply->owner);
    put_u16(&reply->bytes, type);
    put_u16(&reply->bytes, DNS_CLASS_IN);
    put_u32(&reply->bytes, ttl_s);
}

void
dns_reply_add_alias(struct dns_reply *reply, const char *alias, uint32_t ttl_s)
{
    size_t length_at;

    count_one(&reply->bytes, ANSWERS);
    put_head(reply, DNS_RECORD_CNAME, ttl_s);
    length_at = reply->bytes.length;
    put_u16(&reply->bytes, 0);
    reply->owner = reply->bytes.length;
    assert(reply->owner < 0x4000);
    put_name(&reply->bytes, alias);
    set_u16(&reply->bytes, length_at,
            (unsigned)(reply->bytes.length - reply->owner));
}

void
dns_reply_add_address(struct dns_reply *reply, const struct address *address,
                      uint32_t ttl_s)
{
    bool ipv4 = address->family == FAMILY_IPV4;
    size_t length = ipv4 ? 4 : 16;

    count_one(&reply->bytes, ANSWERS);
    put_head(reply, ipv4 ? DNS_RECORD_A : DNS_RECORD_AAAA, ttl_s);
    put_u16(&reply->bytes, (unsigned)length);
    buffer_append(&reply->bytes, address->bytes, length);
}

/* The last two labels of what was asked are taken for the zone. */
static size_t
zone_of(const struct dns_question *question)
{
    size_t zone = 0;
    size_t second = 0;

    for (size_t at = 0; question->wire[at] != 0;
         at += question->wire[at] + 1u) {
        zone = second;
        second = at;
    }
    return DNS_HEADER_BYTES + zone;
}

void
dns_reply_add_authority(struct dns_reply *reply, uint32_t ttl_s)
{
    static const uint32_t times[] = { 2026112401, 7200, 3600, 1209600 };
    struct buffer *out = &reply->bytes;
    size_t length_at;

    reply->owner = zone_of(reply->question);
    count_one(out, AUTHORITIES);
    put_head(reply, DNS_RECORD_SOA, ttl_s);
    length_at = out->length;
    put_u16(out, 0);
    buffer_append(out, "\2ns", 3);
    put_u16(out, POINTER | (unsigned)reply->owner);
    buffer_append(out, "\12hostmaster", 11);
    put_u16(out, POINTER | (unsigned)reply->owner);
    for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
        put_u32(out, times[i]);
    put_u32(out, ttl_s);
    set_u16(out, length_at, (unsigned)(out->length - length_at - 2));
}

void
dns_reply_cut(struct dns_reply *reply)
{
    struct buffer *out = &reply->bytes;

    buffer_cut(out, DNS_HEADER_BYTES + reply->question->wire_length);
    memset(out->data + ANSWERS, 0, 6);
    set_u16(out, 2, u16_at(out, 2) | DNS_FLAG_TRUNCATED);
}

static void
put_edns(struct buffer *out, bool bad_version, uint16_t extended_error)
{
    count_one(out, ADDITIONALS);
    buffer_append_byte(out, '\0');
    put_u16(out, DNS_RECORD_OPT);
    put_u16(out, OUR_UDP);
    put_u32(out, bad_version ? 1u << 24 : 0);
    put_u16(out, extended_error != 0 ? 6 : 0);
    if (extended_error == 0)
        return;
    put_u16(out, EXTENDED_ERROR);
    put_u16(out, 2);
    put_u16(out, extended_error);
}

void
dns_reply_end(struct dns_reply *reply, uint16_t extended_error, size_t limit)
{
    const struct dns_question *question = reply->question;
    const size_t edns = 11 + (extended_error != 0 ? 6 : 0);

    if (reply->bytes.length + (question->has_edns ? edns : 0) > limit)
        dns_reply_cut(reply);
    if (question->has_edns)
        put_edns(&reply->bytes, question->complaint == DNS_RCODE_BADVERS,
                 extended_error);
}

void
dns_reply_release(struct dns_reply *reply)
{
    buffer_release(&reply->bytes);
}

void
dns_query_write(struct buffer *out, uint16_t id, const char *name,
                enum dns_record_type type)
{
    put_u16(out, id);
    put_u16(out, DNS_FLAG_RECURSION_DESIRED);
    put_u16(out, 1);
    buffer_append_fill(out, '\0', 6);
    put_name(out, name);
    put_u16(out, type);
    put_u16(out, DNS_CLASS_IN);
}

void
dns_stream_write(struct buffer *out, const struct buffer *message)
{
    put_u16(out, (unsigned)message->length);
    buffer_append(out, message->data, message->length);
}

bool
dns_stream_has(const struct buffer *stream, size_t *length)
{
    if (stream->length < 2)
        return false;
    *length = u16_at(stream, 0);
    return stream->length - 2 >= *length;
}
