#include "archive.h"

#include <stdbool.h>
#include <string.h>

enum {
    VERSION = 20,
    MADE_ON_UNIX = 3 << 8 | VERSION,
    CRC_POLYNOMIAL_BITS = 8,
    EXTRA_HEAD = 4,
    MODE_SHIFT = 16,
    OFFSETS = 8,
};

static void
put(struct buffer *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_append_byte(out, (char)(value >> 8 * i & 0xff));
}

static uint32_t
crc_of(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < CRC_POLYNOMIAL_BITS; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
    }
    return ~crc;
}

/* What stands in the local header and in the directory alike. */
static void
put_common(struct buffer *out, const struct archive_entry *entry)
{
    uint32_t length = (uint32_t)entry->length;

    put(out, VERSION, 2);
    put(out, entry->flags, 2);
    put(out, entry->method, 2);
    put(out, entry->dos_time, 2);
    put(out, entry->dos_date, 2);
    put(out, entry->crc != 0 ? entry->crc : crc_of(entry->data, entry->length),
        4);
    put(out, length, 4);
    put(out, entry->size != 0 ? entry->size : length, 4);
    put(out, strlen(entry->name), 2);
}

static uint32_t
archive_put_local(struct archive *archive, const struct archive_entry *entry)
{
    struct buffer *out = &archive->bytes;
    uint32_t offset = (uint32_t)out->length;

    if (entry->same_as > 0)
        return archive->offsets[entry->same_as - 1];
    buffer_append(out, "PK\3\4", 4);
    put_common(out, entry);
    put(out, 0, 2);
    buffer_append_text(out, entry->name);
    buffer_append(out, entry->data, entry->length);
    return offset;
}

void
archive_add(struct archive *archive, const struct archive_entry *entry)
{
    struct buffer *out = &archive->directory;
    uint32_t offset = archive_put_local(archive, entry);
    bool has_extra = entry->extra_id != 0;

    if (archive->count < OFFSETS)
        archive->offsets[archive->count] = offset;
    archive->count++;
    buffer_append(out, "PK\1\2", 4);
    put(out, entry->mode != 0 ? MADE_ON_UNIX : VERSION, 2);
    put_common(out, entry);
    put(out, has_extra ? (uint64_t)entry->extra_length + EXTRA_HEAD : 0, 2);
    put(out, 0, 2 + 2 + 2); /* comment, disk, kind of file */
    put(out, (uint64_t)entry->mode << MODE_SHIFT, 4);
    put(out, offset, 4);
    buffer_append_text(out, entry->name);
    if (!has_extra)
        return;
    put(out, entry->extra_id, 2);
    put(out, entry->extra_length, 2);
    buffer_append(out, entry->extra, entry->extra_length);
}

static uint32_t
archive_put_directory(struct archive *archive)
{
    uint32_t offset = (uint32_t)archive->bytes.length;

    buffer_append(&archive->bytes, buffer_text(&archive->directory),
                  archive->directory.length);
    return offset;
}

static void
archive_put_end(struct archive *archive, uint16_t count, uint32_t size,
                uint32_t offset)
{
    struct buffer *out = &archive->bytes;

    buffer_append(out, "PK\5\6", 4);
    put(out, 0, 2 + 2);
    put(out, count, 2);
    put(out, count, 2);
    put(out, size, 4);
    put(out, offset, 4);
    put(out, 0, 2);
}

void
archive_end(struct archive *archive, uint16_t count)
{
    uint32_t offset = archive_put_directory(archive);

    archive_put_end(archive, count, (uint32_t)archive->directory.length,
                    offset);
}

void
archive_end_64(struct archive *archive, uint64_t count, uint64_t size,
               uint64_t offset)
{
    struct buffer *out = &archive->bytes;

    archive_put_directory(archive);

    uint64_t end = out->length;

    buffer_append(out, "PK\6\6", 4);
    put(out, 44, 8); /* what follows */
    put(out, 45, 2);
    put(out, 45, 2);
    put(out, 0, 4 + 4);
    put(out, count, 8);
    put(out, count, 8);
    put(out, size, 8);
    put(out, offset, 8);
    buffer_append(out, "PK\6\7", 4);
    put(out, 0, 4);
    put(out, end, 8);
    put(out, 1, 4);
    archive_put_end(archive, UINT16_MAX, UINT32_MAX, UINT32_MAX);
}

void
archive_release(struct archive *archive)
{
    buffer_release(&archive->bytes);
    buffer_release(&archive->directory);
    *archive = (struct archive){ 0 };
}
