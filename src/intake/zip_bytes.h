#ifndef INTAKE_ZIP_BYTES_H
#define INTAKE_ZIP_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <zip.h>

#include "base/attributes.h"

/*
 * The bytes of an archive as libzip reads them, with a bound on how much it
 * may read in all. An archive can make a reader go over the same bytes again
 * and again (entries that overlap, a directory that every one of many ends
 * points to, a stream that unpacks to nothing): the bound ends all of these,
 * whatever the trick. It cannot write.
 */
struct zip_bytes {
    const char *bytes;
    size_t length;
    size_t at;
    size_t left;  /* how much may still be read */
    bool refused; /* more than that was asked for */
    zip_error_t error;
};

void zip_bytes_init(struct zip_bytes *source, const char *bytes, size_t length,
                    size_t most);

/* A new bound for what follows. */
void zip_bytes_allow(struct zip_bytes *source, size_t most);

/*
 * Opens the archive over the source, which must outlive it; zip_discard ends
 * it. NULL: the error is filled.
 */
MUST_USE zip_t *zip_bytes_open(struct zip_bytes *source, zip_error_t *error);

void zip_bytes_release(struct zip_bytes *source);

#endif
