#include "intake/bundle_entries.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/safe_text.h"
#include "intake/zip_time.h"

enum {
    LONGEST_NAME = 256,
    MODE_SHIFT = 16, /* where Info-ZIP keeps the mode of a Unix file */
    LARGEST_CONTENT = 64 * 1024 * 1024,
    LARGEST_RATIO = 100,
};

/* The name of an entry as it stands in the archive. */
struct raw_name {
    const char *text;
    struct bundle_entry *entry;
};

static bool
byte_parts_names(char byte)
{
    return byte == '/' || byte == '\\';
}

static bool
name_climbs(const char *name)
{
    for (const char *at = name; *at != '\0';) {
        size_t length = strcspn(at, "/\\");

        if (length == 2 && memcmp(at, "..", 2) == 0)
            return true;
        at += length;
        at += *at != '\0';
    }
    return false;
}

/* "/x", "\x", "C:x": not below the directory in which it is unpacked. */
static bool
name_is_absolute(const char *name)
{
    return byte_parts_names(name[0]) || (name[0] != '\0' && name[1] == ':');
}

/* Safe text says the same, unless there is something in it to be afraid of. */
static bool
name_is_suspicious(const char *name, const char *safe)
{
    return name[0] == '\0' || strcmp(name, safe) != 0 ||
           name_is_absolute(name) || name_climbs(name);
}

/* A link, a device, a FIFO: in an archive they are there to lead astray. */
static bool
entry_is_special(zip_t *archive, zip_uint64_t index)
{
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;

    if (zip_file_get_external_attributes(archive, index, 0, &system,
                                         &attributes) != 0 ||
        system != ZIP_OPSYS_UNIX)
        return false;

    mode_t type = (attributes >> MODE_SHIFT) & S_IFMT;

    return type != 0 && type != S_IFREG && type != S_IFDIR;
}

static int64_t
size_of(zip_uint64_t size)
{
    return size > INT64_MAX ? INT64_MAX : (int64_t)size;
}

static void
entry_fill(struct bundle_archive *look, struct bundle_entry *entry,
           zip_uint64_t index, const char *name)
{
    struct zip_stat status;

    zip_stat_init(&status);
    if (zip_stat_index(look->archive, index, ZIP_FL_ENC_RAW, &status) != 0)
        entry->damaged = true;

    struct zip_time time =
        zip_time_of(look->archive, index, (int64_t)status.mtime);

    entry->name = safe_text_copy(look->arena, SAFE_LINE, name, strlen(name),
                                 LONGEST_NAME);
    entry->size = size_of(status.size);
    entry->packed_size = size_of(status.comp_size);
    entry->modified = time.modified;
    entry->zone_known = time.zone_known;
    entry->is_directory =
        name[0] != '\0' && byte_parts_names(name[strlen(name) - 1]);
    entry->encrypted = status.encryption_method != ZIP_EM_NONE;
    entry->suspicious = name_is_suspicious(name, entry->name) ||
                        entry_is_special(look->archive, index);
}

static void
facts_take_time(struct bundle_facts *facts, const struct bundle_entry *entry)
{
    if (entry->is_directory || entry->modified == 0)
        return;
    if (facts->newest == 0 || entry->modified > facts->newest) {
        facts->newest = entry->modified;
        facts->newest_zone_known = entry->zone_known;
    }
    if (facts->oldest == 0 || entry->modified < facts->oldest)
        facts->oldest = entry->modified;
}

static int
raw_name_compare(const void *left, const void *right)
{
    const struct raw_name *one = left;
    const struct raw_name *other = right;

    return strcmp(one->text, other->text);
}

/* Of two entries with one name each reader of the archive takes its own. */
static void
names_find_doubles(struct raw_name *names, size_t count)
{
    qsort(names, count, sizeof *names, raw_name_compare);
    for (size_t i = 1; i < count; i++)
        if (strcmp(names[i - 1].text, names[i].text) == 0)
            names[i - 1].entry->suspicious = names[i].entry->suspicious = true;
}

void
bundle_entries_list(struct bundle_archive *look)
{
    struct bundle_facts *facts = look->facts;
    size_t count = (size_t)facts->declared;
    struct raw_name *names = memory_new(count, sizeof *names);

    for (size_t i = 0; i < count; i++) {
        struct bundle_entry *entry = arena_new(look->arena, 1, sizeof *entry);
        const char *name = zip_get_name(look->archive, i, ZIP_FL_ENC_RAW);

        names[i].text = name != NULL ? name : "";
        names[i].entry = entry;
        entry_fill(look, entry, i, names[i].text);
        facts_take_time(facts, entry);
        arena_push(look->arena, &facts->entries, &facts->entry_count, entry);
    }
    names_find_doubles(names, count);
    free(names);
}

bool
bundle_entries_are_bomb(const struct bundle_facts *facts)
{
    int64_t left = facts->bytes * LARGEST_RATIO;

    if (left < LARGEST_CONTENT)
        left = LARGEST_CONTENT;
    for (size_t i = 0; i < facts->entry_count; i++) {
        if (facts->entries[i]->size > left)
            return true;
        left -= facts->entries[i]->size;
    }
    return false;
}
