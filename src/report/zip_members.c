#include "report/zip_members.h"

#include <string.h>
#include <zip.h>

enum { MEMBER_MOST = 64 * 1024 * 1024 };

bool
zip_members_is_archive(const struct buffer *bytes)
{
    static const char start[] = "PK\x03\x04";
    size_t length = sizeof start - 1;

    return bytes->length >= length && memcmp(bytes->data, start, length) == 0;
}

static bool
read_member(zip_t *archive, zip_uint64_t index, struct buffer *out)
{
    char piece[4096];
    zip_file_t *file = zip_fopen_index(archive, index, 0);
    zip_int64_t got = 0;

    if (file == NULL)
        return false;
    while (out->length <= MEMBER_MOST &&
           (got = zip_fread(file, piece, sizeof piece)) > 0)
        buffer_append(out, piece, (size_t)got);
    return zip_fclose(file) == 0 && got == 0;
}

static bool
each(zip_t *archive, zip_member_seen *see, void *context, struct error *error)
{
    zip_int64_t count = zip_get_num_entries(archive, 0);
    struct buffer bytes = { 0 };
    bool good = true;

    for (zip_int64_t i = 0; good && i < count; i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);

        buffer_cut(&bytes, 0);
        good = name != NULL && read_member(archive, (zip_uint64_t)i, &bytes);
        if (!good)
            error_set(error, ERROR_SYSTEM, "the archive cannot be read back");
        else
            good = see(context, name, &bytes, error);
    }
    buffer_release(&bytes);
    return good;
}

bool
zip_members_each(const struct buffer *archive, zip_member_seen *see,
                 void *context, struct error *error)
{
    zip_error_t trouble;
    zip_source_t *source;
    zip_t *opened;
    bool good = false;

    zip_error_init(&trouble);
    source =
        zip_source_buffer_create(archive->data, archive->length, 0, &trouble);
    opened = source != NULL
                 ? zip_open_from_source(source, ZIP_RDONLY, &trouble)
                 : NULL;
    if (opened != NULL)
        good = each(opened, see, context, error);
    else
        error_set(error, ERROR_SYSTEM, "the archive cannot be read back");
    if (opened != NULL)
        zip_discard(opened);
    else if (source != NULL)
        zip_source_free(source);
    zip_error_fini(&trouble);
    return good;
}
