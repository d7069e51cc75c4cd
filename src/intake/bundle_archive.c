#include "intake/bundle_archive.h"

#include <stdarg.h>
#include <string.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "intake/bundle_content.h"
#include "intake/bundle_entries.h"

enum {
    MOST_ENTRIES = 4096,
    MOST_ENDS = 64,
    LONGEST_TAIL = 65 * 1024, /* where the end of an archive may stand */
    LARGEST_DIRECTORY = 4 * 1024 * 1024,
    MOST_NOTES = 8,
    LONGEST_NOTE = 512,
};

static const char end_mark[] = "PK\5\6";

void
bundle_archive_note(struct bundle_archive *look, const char *format, ...)
{
    struct bundle_facts *facts = look->facts;
    struct buffer text = { 0 };
    va_list arguments;

    if (facts->note_count == MOST_NOTES)
        return;
    va_start(arguments, format);
    buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    arena_push(look->arena, &facts->notes, &facts->note_count,
               safe_text_copy(look->arena, SAFE_LINE, buffer_text(&text),
                              text.length, LONGEST_NOTE));
    buffer_release(&text);
}

/*
 * libzip tries every end of an archive that it finds near the end of the
 * file, each with the whole directory that it points to.
 */
static bool
bytes_have_too_many_ends(const char *bytes, size_t length)
{
    size_t tail = length < LONGEST_TAIL ? length : LONGEST_TAIL;
    const char *stop = bytes + length;
    const char *at = stop - tail;
    size_t count = 0;

    while ((at = memmem(at, (size_t)(stop - at), end_mark,
                        strlen(end_mark))) != NULL) {
        count++;
        at++;
    }
    return count > MOST_ENDS;
}

static enum bundle_kind
archive_kind_of_error(const struct bundle_archive *look, zip_error_t *error)
{
    if (look->source.refused)
        return BUNDLE_TOO_LARGE;
    return zip_error_code_zip(error) == ZIP_ER_NOZIP ? BUNDLE_NOT_ARCHIVE
                                                     : BUNDLE_DAMAGED;
}

static bool
archive_open(struct bundle_archive *look)
{
    zip_error_t error;

    zip_error_init(&error);
    look->archive = zip_bytes_open(&look->source, &error);
    if (look->archive == NULL) {
        look->facts->kind = archive_kind_of_error(look, &error);
        look->facts->error =
            arena_text(look->arena, zip_error_strerror(&error));
    }
    zip_error_fini(&error);
    return look->archive != NULL;
}

static enum bundle_kind
archive_kind_of_count(int64_t count)
{
    if (count <= 0)
        return BUNDLE_EMPTY;
    return count > MOST_ENTRIES ? BUNDLE_TOO_LARGE : BUNDLE_GOOD;
}

static void
archive_look_inside(struct bundle_archive *look)
{
    struct bundle_facts *facts = look->facts;

    facts->declared = zip_get_num_entries(look->archive, 0);
    facts->kind = archive_kind_of_count(facts->declared);
    if (facts->kind != BUNDLE_GOOD)
        return;
    bundle_entries_list(look);
    if (bundle_entries_are_bomb(facts)) {
        facts->kind = BUNDLE_TOO_LARGE;
        return;
    }
    bundle_content_read(look);
}

void
bundle_archive_read(struct bundle_facts *facts, struct arena *arena,
                    const struct definitions *definitions, const char *bytes,
                    size_t length)
{
    struct bundle_archive look = {
        .facts = facts,
        .arena = arena,
        .definitions = definitions,
    };

    if (bytes_have_too_many_ends(bytes, length)) {
        facts->kind = BUNDLE_TOO_LARGE;
        return;
    }
    zip_bytes_init(&look.source, bytes, length, LARGEST_DIRECTORY);
    if (archive_open(&look)) {
        archive_look_inside(&look);
        zip_discard(look.archive);
    }
    zip_bytes_release(&look.source);
}
