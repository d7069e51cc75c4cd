#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H

#include <stddef.h>

/* SHA-256 as 64 lower-case hex digits, as sha256sum writes it. */
enum { DIGEST_TEXT_SIZE = 65 };

const char *digest_sha256(const void *bytes, size_t length,
                          char out[DIGEST_TEXT_SIZE]);

#endif
