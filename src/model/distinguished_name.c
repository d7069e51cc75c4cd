#include "model/distinguished_name.h"

#include <stdint.h>
#include <string.h>

#include "base/span.h"

static const char separators[] = ",+;";

/* By the names that are in use: OpenSSL's, Java's, the numbers themselves. */
struct type_name {
    const char *name;
    enum name_field field;
};

static const struct type_name type_names[] = {
    { "O", NAME_ORGANISATION },
    { "organizationName", NAME_ORGANISATION },
    { "2.5.4.10", NAME_ORGANISATION },
    { "OU", NAME_UNIT },
    { "organizationalUnitName", NAME_UNIT },
    { "2.5.4.11", NAME_UNIT },
    { "CN", NAME_COMMON_NAME },
    { "commonName", NAME_COMMON_NAME },
    { "2.5.4.3", NAME_COMMON_NAME },
    { "emailAddress", NAME_EMAIL },
    { "EMAIL", NAME_EMAIL },
    { "E", NAME_EMAIL },
    { "1.2.840.113549.1.9.1", NAME_EMAIL },
};

/* NAME_ANY when it is none of ours. */
static enum name_field
type_field(struct span type)
{
    static const char oid[] = "OID.";

    while (type.length > 0 && type.text[type.length - 1] == ' ')
        type.length--;
    if (span_begins_any_case(type, oid))
        type = span_from(type, sizeof oid - 1);
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++)
        if (span_equals_any_case(type, type_names[i].name))
            return type_names[i].field;
    return NAME_ANY;
}

static int
hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* The byte that two digits stand for; -1 when they are none. */
static int
hex_byte(const char *text)
{
    int high = hex_digit(text[0]);

    if (high < 0 || hex_digit(text[1]) < 0)
        return -1;
    return high * 16 + hex_digit(text[1]);
}

/* What stands behind a backslash: two digits are a byte, else a character. */
static const char *
take_escape(const char *at, struct buffer *value)
{
    int byte = *at != '\0' ? hex_byte(at) : -1;

    if (byte >= 0) {
        buffer_append_byte(value, (char)byte);
        return at + 2;
    }
    if (*at == '\0')
        return at;
    buffer_append_byte(value, *at);
    return at + 1;
}

static const char *
take_quoted(const char *at, struct buffer *value)
{
    while (*at != '\0' && *at != '"') {
        if (*at == '\\')
            at = take_escape(at + 1, value);
        else
            buffer_append_byte(value, *at++);
    }
    return at + strcspn(at, separators);
}

static const char *
take_plain(const char *at, struct buffer *value)
{
    while (*at != '\0' && strchr(separators, *at) == NULL) {
        if (*at == '\\')
            at = take_escape(at + 1, value);
        else
            buffer_append_byte(value, *at++);
    }
    return at;
}

/*
 * The length octets of BER (X.690, 8.1.3): how many bytes of header stand
 * before the content, or 0 when they do not say what is there.
 */
static size_t
ber_header(const uint8_t *bytes, size_t length)
{
    if (length < 2)
        return 0;
    if (bytes[1] < 0x80 && length == 2u + bytes[1])
        return 2;
    if (bytes[1] == 0x81 && length >= 3 && length == 3u + bytes[2])
        return 3;
    if (bytes[1] == 0x82 && length >= 4 &&
        length == 4u + ((unsigned)bytes[2] << 8 | bytes[3]))
        return 4;
    return 0;
}

static const char *
take_hex(const char *at, struct buffer *value)
{
    for (int byte = hex_byte(at); byte >= 0; byte = hex_byte(at)) {
        buffer_append_byte(value, (char)byte);
        at += 2;
    }
    if (value->length > 0)
        buffer_drop(value,
                    ber_header((const uint8_t *)value->data, value->length));
    return at + strcspn(at, separators);
}

static const char *
take_value(const char *at, struct buffer *value)
{
    at += strspn(at, " ");
    if (*at == '#')
        return take_hex(at + 1, value);
    if (*at == '"')
        return take_quoted(at + 1, value);
    return take_plain(at, value);
}

bool
distinguished_name_next(const char **at, enum name_field *field,
                        struct buffer *value)
{
    const char *text = *at;

    *field = NAME_ANY;
    while (*field == NAME_ANY && *text != '\0') {
        text += strspn(text, ",+; ");

        struct span type = { text, strcspn(text, "=,+;") };

        text += type.length;
        if (*text != '=')
            continue;
        *field = type_field(type);
        buffer_cut(value, 0);
        text = take_value(text + 1, value);
    }
    *at = text;
    return *field != NAME_ANY;
}
