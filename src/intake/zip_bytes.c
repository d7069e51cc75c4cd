#include "intake/zip_bytes.h"

#include <string.h>

void
zip_bytes_init(struct zip_bytes *source, const char *bytes, size_t length,
               size_t most)
{
    *source = (struct zip_bytes){ .bytes = bytes, .length = length };
    zip_error_init(&source->error);
    zip_bytes_allow(source, most);
}

void
zip_bytes_allow(struct zip_bytes *source, size_t most)
{
    source->left = most;
    source->refused = false;
}

static zip_int64_t
zip_bytes_fail(struct zip_bytes *source, int code)
{
    zip_error_set(&source->error, code, 0);
    return -1;
}

static zip_int64_t
zip_bytes_read(struct zip_bytes *source, void *into, zip_uint64_t wanted)
{
    size_t there = source->length - source->at;
    size_t taken = wanted < there ? (size_t)wanted : there;

    if (taken > source->left) {
        source->refused = true;
        source->left = 0;
        return zip_bytes_fail(source, ZIP_ER_READ);
    }
    memcpy(into, source->bytes + source->at, taken);
    source->left -= taken;
    source->at += taken;
    return (zip_int64_t)taken;
}

static zip_int64_t
zip_bytes_seek(struct zip_bytes *source, void *arguments, zip_uint64_t length)
{
    zip_int64_t at = zip_source_seek_compute_offset(
        source->at, source->length, arguments, length, &source->error);

    if (at < 0)
        return -1;
    source->at = (size_t)at;
    return 0;
}

static zip_int64_t
zip_bytes_stat(const struct zip_bytes *source, void *into)
{
    struct zip_stat status;

    zip_stat_init(&status);
    status.valid = ZIP_STAT_SIZE;
    status.size = source->length;
    memcpy(into, &status, sizeof status);
    return (zip_int64_t)sizeof status;
}

static zip_int64_t
zip_bytes_commands(void)
{
    return zip_source_make_command_bitmap(
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
        ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
        ZIP_SOURCE_SUPPORTS, -1);
}

/* libzip may ask for more than we have a command for: hence the default. */
static zip_int64_t
zip_bytes_answer(void *user, void *data, zip_uint64_t length,
                 zip_source_cmd_t command)
{
    struct zip_bytes *source = user;

    switch ((int)command) {
    case ZIP_SOURCE_OPEN:
        source->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return zip_bytes_read(source, data, length);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_STAT:
        return zip_bytes_stat(source, data);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&source->error, data, length);
    case ZIP_SOURCE_SEEK:
        return zip_bytes_seek(source, data, length);
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)source->at;
    case ZIP_SOURCE_SUPPORTS:
        return zip_bytes_commands();
    default:
        return zip_bytes_fail(source, ZIP_ER_OPNOTSUPP);
    }
}

zip_t *
zip_bytes_open(struct zip_bytes *source, zip_error_t *error)
{
    zip_source_t *face =
        zip_source_function_create(zip_bytes_answer, source, error);
    zip_t *archive;

    if (face == NULL)
        return NULL;
    archive = zip_open_from_source(face, ZIP_RDONLY, error);
    if (archive == NULL)
        zip_source_free(face);
    return archive;
}

void
zip_bytes_release(struct zip_bytes *source)
{
    zip_error_fini(&source->error);
}
