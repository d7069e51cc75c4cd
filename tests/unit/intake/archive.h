#ifndef TESTS_INTAKE_ARCHIVE_H
#define TESTS_INTAKE_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/*
 * Archives written byte by byte (PKWARE Application Note 4.3), so that every
 * field can lie. A member that is zero is what an honest packer would write.
 */
struct archive_entry {
    const char *name;
    const void *data; /* as it is packed */
    size_t length;
    uint16_t method; /* 0: stored */
    uint16_t flags;
    uint16_t dos_time;
    uint16_t dos_date;
    uint32_t crc;      /* 0: that of the data */
    uint32_t size;     /* 0: that of the data */
    uint32_t mode;     /* of a Unix file; 0: not from Unix */
    uint16_t extra_id; /* of one extra field in the directory; 0: none */
    const void *extra;
    uint16_t extra_length;
    size_t same_as; /* the data is that of an earlier entry, from 1 */
};

struct archive {
    struct buffer bytes;
    struct buffer directory;
    uint32_t offsets[8]; /* of the first entries */
    size_t count;
};

void archive_add(struct archive *archive, const struct archive_entry *entry);

/* The directory and the end; `count` is what the end says about it. */
void archive_end(struct archive *archive, uint16_t count);

/* The same with the records of Zip64, whatever they say. */
void archive_end_64(struct archive *archive, uint64_t count, uint64_t size,
                    uint64_t offset);

void archive_release(struct archive *archive);

#endif
