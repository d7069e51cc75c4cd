#include "intake/zip_time.h"

#include <stddef.h>

enum {
    FIELD_UT = 0x5455,
    UT_LEAST = 5, /* flags and the time of modification */
    UT_HAS_MODIFIED = 1,
    FIELD_NTFS = 0x000a,
    NTFS_LEAST = 16, /* reserved, tag, length, the time of modification */
    NTFS_TAG_AT = 4,
    NTFS_TIME_AT = 8,
    NTFS_TAG_TIMES = 1,
    TICKS = 10 * 1000 * 1000, /* of NTFS, in a second */
};

/* From 1601 to 1970; the beginnings of 1981 and of 2108. */
static const int64_t ntfs_epoch_s = 11644473600;
static const int64_t earliest_s = 347155200;
static const int64_t latest_s = 4354819200;

static uint64_t
bytes_number(const zip_uint8_t *bytes, size_t count)
{
    uint64_t number = 0;

    while (count-- > 0)
        number = number << 8 | bytes[count];
    return number;
}

static bool
ut_read(const zip_uint8_t *field, size_t length, int64_t *modified)
{
    if (length < UT_LEAST || (field[0] & UT_HAS_MODIFIED) == 0)
        return false;
    *modified = (int32_t)bytes_number(field + 1, 4);
    return true;
}

static bool
ntfs_read(const zip_uint8_t *field, size_t length, int64_t *modified)
{
    if (length < NTFS_LEAST ||
        bytes_number(field + NTFS_TAG_AT, 2) != NTFS_TAG_TIMES)
        return false;
    *modified = (int64_t)(bytes_number(field + NTFS_TIME_AT, 8) / TICKS) -
                ntfs_epoch_s;
    return true;
}

static const struct time_field {
    zip_uint16_t id;
    bool (*read)(const zip_uint8_t *field, size_t length, int64_t *modified);
} time_fields[] = {
    { FIELD_UT, ut_read },
    { FIELD_NTFS, ntfs_read },
};

enum { TIME_FIELDS = sizeof time_fields / sizeof time_fields[0] };

static bool
time_is_plausible(int64_t modified)
{
    return modified >= earliest_s && modified < latest_s;
}

struct zip_time
zip_time_of(zip_t *archive, zip_uint64_t index, int64_t plain)
{
    for (size_t i = 0; i < TIME_FIELDS; i++) {
        zip_uint16_t length = 0;
        int64_t modified = 0;
        const zip_uint8_t *field = zip_file_extra_field_get_by_id(
            archive, index, time_fields[i].id, 0, &length, ZIP_FL_CENTRAL);

        if (field != NULL && time_fields[i].read(field, length, &modified) &&
            time_is_plausible(modified))
            return (struct zip_time){ modified, true };
    }
    return (struct zip_time){ time_is_plausible(plain) ? plain : 0, false };
}
