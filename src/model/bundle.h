#ifndef MODEL_BUNDLE_H
#define MODEL_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/schema.h"

/*
 * What is known about the enrollment bundle that the operator has in hand:
 * the archive as it lies on the disk, without what is secret in it. How old
 * is too old is for the rules; here are only the times. Filled by `intake`.
 */
enum bundle_kind {
    BUNDLE_NOT_GIVEN,   /* nobody named a file */
    BUNDLE_ABSENT,      /* there is no such file */
    BUNDLE_UNREADABLE,  /* not a regular file, or not for us to read */
    BUNDLE_EMPTY,       /* no byte, or an archive without entries */
    BUNDLE_NOT_ARCHIVE, /* something else than a zip */
    BUNDLE_DAMAGED,     /* cut short, wrong checksum, contradicts itself */
    BUNDLE_ENCRYPTED,   /* an entry at least needs a password */
    BUNDLE_TOO_LARGE,   /* more than an honest bundle could be */
    BUNDLE_GOOD,        /* a zip whose every entry that was read is whole */
    BUNDLE_KIND_COUNT
};

struct bundle_entry {
    const char *name; /* as in the archive, cut at 256 bytes */
    int64_t size;
    int64_t packed_size;
    int64_t modified; /* Unix seconds; 0 when the archive does not say */
    bool zone_known;  /* else `modified` is a wall clock read as ours */
    bool is_directory;
    bool encrypted;
    bool suspicious; /* leads out of its directory, is odd or not alone */
    bool checked;    /* all of it was read, and its checksum is right */
    bool damaged;    /* it cannot be unpacked, or not to what it promises */
};

/*
 * Times without a zone (all that a plain zip has) are off by as much as the
 * clock of the writer differs from ours: up to a day. The newest one is when
 * the content was issued, as far as the archive tells.
 */
struct bundle_facts {
    enum bundle_kind kind;
    const char *path;
    int64_t bytes;
    int64_t modified;        /* of the file, Unix seconds */
    const char *error;       /* why, in the words of system or library; NULL */
    const char *first_bytes; /* of what is no archive; NULL */
    int64_t declared;        /* how many entries the archive has */
    struct bundle_entry **entries; /* none when there are too many */
    size_t entry_count;
    int64_t newest; /* of the files within; 0 when none has a time */
    int64_t oldest;
    bool newest_zone_known;
    const char **hosts; /* endpoints that its texts name, sorted */
    size_t host_count;
    const char **notes; /* what was left out, a sentence each */
    size_t note_count;
};

extern const struct words bundle_kind_words;
extern const struct schema bundle_entry_schema;
extern const struct schema bundle_facts_schema;

#endif
