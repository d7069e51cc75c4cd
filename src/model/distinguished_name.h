#ifndef MODEL_DISTINGUISHED_NAME_H
#define MODEL_DISTINGUISHED_NAME_H

#include <stdbool.h>

#include "base/buffer.h"

/*
 * The subject or issuer of a certificate, read back from the text of RFC 2253
 * that the facts hold. Whoever made the certificate chose what is in it, so
 * nothing is taken for granted: what cannot be read is passed over, and an
 * escaped comma or plus never makes a second attribute.
 */
enum name_field {
    NAME_ANY, /* any of the others */
    NAME_ORGANISATION,
    NAME_UNIT,
    NAME_COMMON_NAME,
    NAME_EMAIL,
    NAME_FIELD_COUNT
};

/*
 * Takes the next attribute of these kinds from the text at *at, which it
 * moves on, and puts the value in place of what was in the buffer: without
 * escapes, quotes or the BER around a "#1613..." value (RFC 2253, 2.4).
 * False at the end.
 */
bool distinguished_name_next(const char **at, enum name_field *field,
                             struct buffer *value);

#endif
