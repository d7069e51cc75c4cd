#include "lab/dns_question.h"

#include <string.h>

#include "net/dns_message.h"

/* What is left of the query; every take moves on or says false. */
struct cursor {
    const uint8_t *bytes;
    size_t length;
    size_t at;
};

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
skip(struct cursor *cursor, size_t count)
{
    if (cursor->length - cursor->at < count)
        return false;
    cursor->at += count;
    return true;
}

static char
host_byte(uint8_t byte)
{
    return byte <= ' ' || byte > '~' || byte == '.' || byte == '\\'
               ? '?'
               : (char)byte;
}

static void
put_label(char *out, const uint8_t *label, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = host_byte(label[i]);
}

/* Labels alone; a pointer is above 63 and so is refused with the rest. */
static bool
take_name(struct cursor *cursor, char out[DNS_NAME_BYTES + 1])
{
    size_t start = cursor->at;
    size_t text = 0;

    for (;;) {
        const uint8_t *label = cursor->bytes + cursor->at;
        size_t length = cursor->at < cursor->length ? *label : 0;

        if (length > DNS_LABEL_BYTES || !skip(cursor, 1 + length) ||
            cursor->at - start > DNS_NAME_BYTES)
            return false;
        if (length == 0)
            break;
        if (text > 0)
            out[text++] = '.';
        put_label(out + text, label + 1, length);
        text += length;
    }
    if (text == 0)
        out[text++] = '.';
    out[text] = '\0';
    return true;
}

static bool
take_question(struct cursor *cursor, struct dns_question *question)
{
    size_t start = cursor->at;
    uint16_t class;

    if (!take_name(cursor, question->name) ||
        !take_u16(cursor, &question->type) || !take_u16(cursor, &class))
        return false;
    question->wire_length = cursor->at - start;
    memcpy(question->wire, cursor->bytes + start, question->wire_length);
    if (class != DNS_CLASS_IN)
        question->complaint = DNS_RCODE_NOTIMP;
    return true;
}

/* The fields of an OPT record where others have class and TTL. */
static bool
take_edns(struct dns_question *question, uint16_t size, uint16_t version)
{
    if (question->has_edns)
        return false;
    question->has_edns = true;
    if (size > question->udp_size)
        question->udp_size = size;
    if ((version & 0xff) != 0)
        question->complaint = DNS_RCODE_BADVERS;
    return true;
}

static bool
take_record(struct cursor *cursor, struct dns_question *question)
{
    char owner[DNS_NAME_BYTES + 1];
    uint16_t type, class, high, low, length;

    if (!take_name(cursor, owner) || !take_u16(cursor, &type) ||
        !take_u16(cursor, &class) || !take_u16(cursor, &high) ||
        !take_u16(cursor, &low) || !take_u16(cursor, &length) ||
        !skip(cursor, length))
        return false;
    return type != DNS_RECORD_OPT || take_edns(question, class, high);
}

static bool
take_body(struct cursor *cursor, struct dns_question *question)
{
    uint16_t counts[4];
    unsigned records;

    for (int i = 0; i < 4; i++)
        if (!take_u16(cursor, &counts[i]))
            return false;
    records = (unsigned)counts[1] + counts[2] + counts[3];
    if (counts[0] != 1 || !take_question(cursor, question))
        return false;
    for (unsigned i = 0; i < records; i++)
        if (!take_record(cursor, question))
            return false;
    return true;
}

bool
dns_question_read(struct dns_question *question, const uint8_t *bytes,
                  size_t length)
{
    struct cursor cursor = { .bytes = bytes, .length = length };

    *question = (struct dns_question){ .udp_size = DNS_PLAIN_UDP };
    if (length < DNS_HEADER_BYTES || !take_u16(&cursor, &question->id) ||
        !take_u16(&cursor, &question->flags) ||
        (question->flags & DNS_FLAG_REPLY) != 0)
        return false;
    if ((question->flags & DNS_FLAGS_OPCODE) != 0)
        question->complaint = DNS_RCODE_NOTIMP;
    else if (!take_body(&cursor, question))
        question->complaint = DNS_RCODE_FORMERR;
    return true;
}
