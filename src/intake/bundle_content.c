#include "intake/bundle_content.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "intake/host_finder.h"

enum {
    MEGABYTE = 1024 * 1024,
    LARGEST_ENTRY = MEGABYTE,
    LARGEST_CONTENT = 8 * MEGABYTE,
    LARGEST_READING = 16 * MEGABYTE, /* of packed bytes */
    CHUNK = 16 * 1024,
};

/* One reading of all entries. */
struct bundle_content {
    struct bundle_archive *look;
    struct host_finder hosts;
    bool *found;        /* for each host of the finder: it is named */
    struct buffer text; /* of the entry at hand */
    size_t left;        /* how much may still be unpacked */
    size_t most;        /* of the entry at hand */
};

/* How the reading of an entry ended. */
enum content_end { CONTENT_WHOLE, CONTENT_CUT, CONTENT_WRONG };

static enum content_end
content_fail(struct bundle_content *content, zip_error_t *error)
{
    struct bundle_facts *facts = content->look->facts;

    if (facts->error == NULL)
        facts->error =
            arena_text(content->look->arena, zip_error_strerror(error));
    return CONTENT_WRONG;
}

/* The last read, of nothing, is when libzip compares the checksum. */
static enum content_end
content_unpack(struct bundle_content *content, zip_file_t *file)
{
    char chunk[CHUNK];

    while (content->text.length <= content->most) {
        zip_int64_t taken = zip_fread(file, chunk, sizeof chunk);

        if (taken < 0)
            return content_fail(content, zip_file_get_error(file));
        if (taken == 0)
            return CONTENT_WHOLE;
        buffer_append(&content->text, chunk, (size_t)taken);
    }
    buffer_cut(&content->text, content->most);
    return CONTENT_CUT;
}

static enum content_end
content_open(struct bundle_content *content, size_t index)
{
    zip_t *archive = content->look->archive;
    zip_file_t *file = zip_fopen_index(archive, index, 0);

    buffer_cut(&content->text, 0);
    if (file == NULL)
        return content_fail(content, zip_get_error(archive));

    enum content_end end = content_unpack(content, file);

    zip_fclose(file);
    return end;
}

static void
content_find_hosts(struct bundle_content *content)
{
    struct host_search search = { .text = buffer_text(&content->text),
                                  .length = content->text.length };
    const char **host;

    while ((host = host_finder_next(&content->hosts, &search)) != NULL)
        content->found[host - content->hosts.hosts] = true;
}

static bool
content_can_read(struct bundle_content *content, size_t index)
{
    struct bundle_archive *look = content->look;
    const struct bundle_entry *entry = look->facts->entries[index];
    struct zip_stat status;

    zip_stat_init(&status);
    if (entry->is_directory || entry->encrypted || entry->damaged ||
        zip_stat_index(look->archive, index, 0, &status) != 0)
        return false;
    if (status.comp_method == ZIP_CM_STORE ||
        status.comp_method == ZIP_CM_DEFLATE)
        return true;
    bundle_archive_note(look, "%s is packed by method %u, which is not read.",
                        entry->name, (unsigned)status.comp_method);
    return false;
}

/* Whether it unpacks to as much as it promises, as far as we went. */
static bool
content_is_as_long_as(const struct bundle_content *content, int64_t size,
                      enum content_end end)
{
    int64_t length = (int64_t)content->text.length;

    return end == CONTENT_WHOLE ? length == size : length < size;
}

static void
content_read_entry(struct bundle_content *content, size_t index)
{
    struct bundle_entry *entry = content->look->facts->entries[index];
    size_t left = content->left;

    content->most = left < LARGEST_ENTRY ? left : LARGEST_ENTRY;

    enum content_end end = content_open(content, index);

    entry->damaged = end == CONTENT_WRONG ||
                     !content_is_as_long_as(content, entry->size, end);
    entry->checked = end == CONTENT_WHOLE && !entry->damaged;
    if (end == CONTENT_CUT && !entry->damaged)
        bundle_archive_note(content->look,
                            "Of %s only the beginning was looked at.",
                            entry->name);
    content_find_hosts(content);
    content->left -= content->text.length;
}

/* False when there was more than may be read. */
static bool
content_read_entries(struct bundle_content *content)
{
    struct bundle_archive *look = content->look;

    for (size_t i = 0; i < look->facts->entry_count; i++) {
        if (!content_can_read(content, i))
            continue;
        if (content->left == 0) {
            bundle_archive_note(look, "From %s on nothing was looked at.",
                                look->facts->entries[i]->name);
            return true;
        }
        content_read_entry(content, i);
        if (look->source.refused)
            return false;
    }
    return true;
}

static enum bundle_kind
facts_kind(const struct bundle_facts *facts)
{
    bool encrypted = false;

    for (size_t i = 0; i < facts->entry_count; i++) {
        if (facts->entries[i]->damaged)
            return BUNDLE_DAMAGED;
        encrypted |= facts->entries[i]->encrypted;
    }
    return encrypted ? BUNDLE_ENCRYPTED : BUNDLE_GOOD;
}

static void
content_keep_hosts(struct bundle_content *content)
{
    struct bundle_facts *facts = content->look->facts;

    for (size_t i = 0; i < content->hosts.count; i++)
        if (content->found[i])
            arena_push(content->look->arena, &facts->hosts, &facts->host_count,
                       content->hosts.hosts[i]);
}

void
bundle_content_read(struct bundle_archive *look)
{
    struct bundle_content content = { .look = look, .left = LARGEST_CONTENT };

    host_finder_init(&content.hosts, look->definitions);
    content.found = memory_new(content.hosts.count + 1, sizeof *content.found);
    zip_bytes_allow(&look->source, LARGEST_READING);

    bool bounded = content_read_entries(&content);

    content_keep_hosts(&content);
    look->facts->kind = bounded ? facts_kind(look->facts) : BUNDLE_TOO_LARGE;
    free(content.found);
    buffer_release(&content.text);
    host_finder_release(&content.hosts);
}
