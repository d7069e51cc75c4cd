#include "net/dns_message.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/safe_text.h"

enum {
    CLASS_IN = 1,
    HEADER_BYTES = 12,
    MESSAGE_BYTES = 65535,
    NAME_BYTES = 255, /* RFC 1035 section 2.3.4 */
    OPTION_EXTENDED_ERROR = 15,
};

/* What is left of the message; every take moves on or says false. */
struct cursor {
    const uint8_t *bytes;
    size_t length;
    size_t at;
};

/* The fixed part of a record; its data ends at `data_end`. */
struct record {
    uint16_t type;
    uint16_t class;
    uint32_t ttl;
    size_t data_end;
    char owner[DNS_NAME_TEXT];
};

/* What is done with a record of one section; false: the message lies. */
typedef bool section_reader(struct dns_message *message, struct cursor *cursor,
                            const struct record *record);

static bool
take_u16(struct cursor *cursor, uint16_t *value)
{
    const uint8_t *bytes = cursor->bytes + cursor->at;

    if (cursor->length - cursor->at < 2)
        return false;
    *value = (uint16_t)(bytes[0] << 8 | bytes[1]);
    cursor->at += 2;
    return true;
}

static bool
take_u32(struct cursor *cursor, uint32_t *value)
{
    uint16_t high;
    uint16_t low;

    if (!take_u16(cursor, &high) || !take_u16(cursor, &low))
        return false;
    *value = (uint32_t)high << 16 | low;
    return true;
}

/* A TTL with the highest bit set is zero (RFC 2181 section 8). */
static uint32_t
sane_ttl(uint32_t ttl)
{
    return ttl > INT32_MAX ? 0 : ttl;
}

/* The presentation of RFC 1035 section 5.1, which is printable ASCII. */
static size_t
put_label(char *out, const uint8_t *label, size_t length)
{
    char *end = out;

    for (size_t i = 0; i < length; i++) {
        uint8_t byte = label[i];

        if (byte <= ' ' || byte > '~') {
            *end++ = '\\';
            *end++ = (char)('0' + byte / 100);
            *end++ = (char)('0' + byte / 10 % 10);
            *end++ = (char)('0' + byte % 10);
            continue;
        }
        if (byte == '.' || byte == '\\')
            *end++ = '\\';
        *end++ = (char)byte;
    }
    return (size_t)(end - out);
}

/*
 * Follows one pointer of a compressed name. It must lead backwards, before
 * everything that was read of this name, so that no name can be endless.
 */
static bool
follow_pointer(const struct cursor *cursor, size_t *at, size_t *limit)
{
    size_t target;

    if (cursor->length - *at < 2)
        return false;
    target = (size_t)(cursor->bytes[*at] & 0x3f) << 8 | cursor->bytes[*at + 1];
    if (target < HEADER_BYTES || target >= *limit)
        return false;
    *at = target;
    *limit = target;
    return true;
}

/* RFC 1035 section 4.1.4. 255 bytes never take more than DNS_NAME_TEXT. */
static bool
take_name(struct cursor *cursor, char out[DNS_NAME_TEXT])
{
    size_t at = cursor->at;
    size_t limit = at;
    size_t behind = 0; /* where the message goes on; 0 until known */
    size_t wire = 1;
    size_t text = 0;

    static_assert(DNS_NAME_TEXT > NAME_BYTES * 4, "every byte as \\DDD");
    for (;;) {
        size_t label;

        if (at >= cursor->length)
            return false;
        label = cursor->bytes[at];
        if (label == 0)
            break;
        if (label >= 0xc0) {
            if (behind == 0)
                behind = at + 2;
            if (!follow_pointer(cursor, &at, &limit))
                return false;
            continue;
        }
        wire += label + 1;
        if (label > 63 || wire > NAME_BYTES || label >= cursor->length - at)
            return false;
        if (text > 0)
            out[text++] = '.';
        text += put_label(out + text, cursor->bytes + at + 1, label);
        at += label + 1;
    }
    if (text == 0)
        out[text++] = '.';
    out[text] = '\0';
    cursor->at = behind == 0 ? at + 1 : behind;
    return true;
}

static bool
take_record(struct cursor *cursor, struct record *record)
{
    uint16_t length;

    if (!take_name(cursor, record->owner) ||
        !take_u16(cursor, &record->type) ||
        !take_u16(cursor, &record->class) || !take_u32(cursor, &record->ttl) ||
        !take_u16(cursor, &length))
        return false;
    if (length > cursor->length - cursor->at)
        return false;
    record->data_end = cursor->at + length;
    return true;
}

/* Room for one more; the list doubles when its length is a power of two. */
static struct dns_message_record *
keep_record(struct dns_message *message)
{
    size_t count = message->record_count;

    if ((count & (count - 1)) == 0)
        message->records =
            memory_resize(message->records, count == 0 ? 1 : count * 2,
                          sizeof(*message->records));
    message->record_count++;
    return memset(&message->records[count], 0, sizeof(*message->records));
}

static bool
take_address(struct cursor *cursor, enum family family,
             const struct record *record, struct address *address)
{
    size_t length = family == FAMILY_IPV4 ? 4 : 16;

    if (record->data_end - cursor->at != length)
        return false;
    address->family = family;
    memcpy(address->bytes, cursor->bytes + cursor->at, length);
    cursor->at += length;
    return true;
}

static bool
take_data(struct cursor *cursor, const struct record *record,
          struct dns_message_record *out)
{
    if (out->type == DNS_RECORD_A)
        return take_address(cursor, FAMILY_IPV4, record, &out->address);
    if (out->type == DNS_RECORD_AAAA)
        return take_address(cursor, FAMILY_IPV6, record, &out->address);
    return take_name(cursor, out->alias);
}

static bool
read_answer(struct dns_message *message, struct cursor *cursor,
            const struct record *record)
{
    struct dns_message_record *out;

    if (record->class != CLASS_IN ||
        (record->type != DNS_RECORD_A && record->type != DNS_RECORD_AAAA &&
         record->type != DNS_RECORD_CNAME)) {
        cursor->at = record->data_end;
        return true;
    }
    if (message->record_count == DNS_MESSAGE_RECORDS) {
        message->dropped_count++;
        cursor->at = record->data_end;
        return true;
    }
    out = keep_record(message);
    out->type = (enum dns_record_type)record->type;
    out->ttl_s = sane_ttl(record->ttl);
    memcpy(out->owner, record->owner, sizeof(out->owner));
    return take_data(cursor, record, out);
}

/* How long a "no" may be remembered: RFC 2308 section 5. */
static bool
read_authority(struct dns_message *message, struct cursor *cursor,
               const struct record *record)
{
    char name[DNS_NAME_TEXT];
    uint32_t last = 0; /* serial, refresh, retry, expire, minimum */
    uint32_t ttl = sane_ttl(record->ttl);

    if (record->class != CLASS_IN || record->type != DNS_RECORD_SOA) {
        cursor->at = record->data_end;
        return true;
    }
    if (!take_name(cursor, name) || !take_name(cursor, name))
        return false;
    for (int i = 0; i < 5; i++) {
        if (!take_u32(cursor, &last))
            return false;
    }
    last = sane_ttl(last);
    message->negative_ttl_s = last < ttl ? last : ttl;
    return true;
}

static void
note_extended_error(struct dns_message *message, int code, const void *text,
                    size_t length)
{
    struct buffer safe = { 0 };

    if (message->extended_error >= 0)
        return;
    message->extended_error = code;
    safe_text_append(&safe, SAFE_LINE, text, length,
                     sizeof(message->extended_text) - 1);
    memcpy(message->extended_text, buffer_text(&safe), safe.length + 1);
    buffer_release(&safe);
}

/* EDNS: the upper bits of the code, and options (RFC 6891 section 6.1). */
static bool
read_additional(struct dns_message *message, struct cursor *cursor,
                const struct record *record)
{
    if (record->type != DNS_RECORD_OPT) {
        cursor->at = record->data_end;
        return true;
    }
    message->rcode = (message->rcode & 0xf) | (int)(record->ttl >> 24) << 4;
    while (cursor->at < record->data_end) {
        uint16_t option;
        uint16_t length;
        uint16_t code;

        if (!take_u16(cursor, &option) || !take_u16(cursor, &length) ||
            cursor->at + length > record->data_end)
            return false;
        if (option != OPTION_EXTENDED_ERROR || length < 2) {
            cursor->at += length;
            continue;
        }
        if (!take_u16(cursor, &code))
            return false;
        note_extended_error(message, code, cursor->bytes + cursor->at,
                            length - 2u);
        cursor->at += length - 2u;
    }
    return true;
}

static bool
take_section(struct dns_message *message, struct cursor *cursor,
             unsigned count, section_reader *read)
{
    for (unsigned i = 0; i < count; i++) {
        struct record record;

        if (!take_record(cursor, &record) || !read(message, cursor, &record))
            return false;
        if (cursor->at != record.data_end)
            return false;
    }
    return true;
}

static bool
take_questions(struct cursor *cursor, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char name[DNS_NAME_TEXT];
        uint32_t type_and_class;

        if (!take_name(cursor, name) || !take_u32(cursor, &type_and_class))
            return false;
    }
    return true;
}

static bool
take_message(struct dns_message *message, struct cursor *cursor)
{
    uint16_t flags;
    uint16_t counts[4];

    if (!take_u16(cursor, &message->id) || !take_u16(cursor, &flags))
        return false;
    for (int i = 0; i < 4; i++) {
        if (!take_u16(cursor, &counts[i]))
            return false;
    }
    if ((flags & 0x8000) == 0)
        return false;
    message->rcode = flags & 0xf;
    message->authoritative = (flags & 0x0400) != 0;
    message->truncated = (flags & 0x0200) != 0;
    message->recursion_available = (flags & 0x0080) != 0;
    message->authenticated = (flags & 0x0020) != 0;
    return take_questions(cursor, counts[0]) &&
           take_section(message, cursor, counts[1], read_answer) &&
           take_section(message, cursor, counts[2], read_authority) &&
           take_section(message, cursor, counts[3], read_additional);
}

bool
dns_message_parse(struct dns_message *message, const uint8_t *bytes,
                  size_t length)
{
    struct cursor cursor = { .bytes = bytes, .length = length };

    *message = (struct dns_message){ .extended_error = -1 };
    if (length >= HEADER_BYTES && length <= MESSAGE_BYTES &&
        take_message(message, &cursor))
        return true;
    dns_message_release(message);
    return false;
}

void
dns_message_release(struct dns_message *message)
{
    free(message->records);
    *message = (struct dns_message){ .extended_error = -1 };
}

/* The IANA registry "DNS RCODEs", as far as a resolver may answer them. */
static const char *const rcode_names[] = {
    [0] = "NOERROR", [1] = "FORMERR",   [2] = "SERVFAIL",   [3] = "NXDOMAIN",
    [4] = "NOTIMP",  [5] = "REFUSED",   [6] = "YXDOMAIN",   [7] = "YXRRSET",
    [8] = "NXRRSET", [9] = "NOTAUTH",   [10] = "NOTZONE",   [16] = "BADVERS",
    [17] = "BADKEY", [18] = "BADTIME",  [19] = "BADMODE",   [20] = "BADNAME",
    [21] = "BADALG", [22] = "BADTRUNC", [23] = "BADCOOKIE",
};

/* RFC 8914 section 4. */
static const char *const extended_error_names[] = {
    [0] = "Other",
    [1] = "Unsupported DNSKEY Algorithm",
    [2] = "Unsupported DS Digest Type",
    [3] = "Stale Answer",
    [4] = "Forged Answer",
    [5] = "DNSSEC Indeterminate",
    [6] = "DNSSEC Bogus",
    [7] = "Signature Expired",
    [8] = "Signature Not Yet Valid",
    [9] = "DNSKEY Missing",
    [10] = "RRSIGs Missing",
    [11] = "No Zone Key Bit Set",
    [12] = "NSEC Missing",
    [13] = "Cached Error",
    [14] = "Not Ready",
    [15] = "Blocked",
    [16] = "Censored",
    [17] = "Filtered",
    [18] = "Prohibited",
    [19] = "Stale NXDOMAIN Answer",
    [20] = "Not Authoritative",
    [21] = "Not Supported",
    [22] = "No Reachable Authority",
    [23] = "Network Error",
    [24] = "Invalid Data",
};

static const char *
name_at(const char *const *names, size_t count, int index)
{
    return index < 0 || (size_t)index >= count ? NULL : names[index];
}

const char *
dns_rcode_name(int rcode)
{
    return name_at(rcode_names, sizeof(rcode_names) / sizeof(*rcode_names),
                   rcode);
}

const char *
dns_extended_error_name(int code)
{
    return name_at(
        extended_error_names,
        sizeof(extended_error_names) / sizeof(*extended_error_names), code);
}
