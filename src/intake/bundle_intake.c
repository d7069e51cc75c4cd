#include "intake/bundle_intake.h"

#include <string.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "intake/bundle_archive.h"
#include "intake/file_reader.h"

enum {
    LARGEST_FILE = 64 * 1024 * 1024,
    LONGEST_PATH = 4096,
    FIRST_BYTES = 64,
    FIRST_TEXT = 128,
};

/* How an archive begins: with an entry, with its end, in several parts. */
static const char *const beginnings[] = { "PK\3\4", "PK\5\6", "PK\7\10" };

enum { BEGINNING_LENGTH = 4, BEGINNING_LEAST = 2 };

static bool
bytes_begin_archive(const char *bytes, size_t length)
{
    size_t seen = length < BEGINNING_LENGTH ? length : BEGINNING_LENGTH;

    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
        if (seen >= BEGINNING_LEAST && memcmp(bytes, beginnings[i], seen) == 0)
            return true;
    return false;
}

/* What libzip does not take for an archive: is it one that was cut short? */
static void
bundle_judge_rest(struct bundle_facts *facts, struct arena *arena,
                  const char *bytes, size_t length)
{
    if (facts->kind != BUNDLE_NOT_ARCHIVE)
        return;
    if (bytes_begin_archive(bytes, length)) {
        facts->kind = BUNDLE_DAMAGED;
        facts->error = NULL;
        return;
    }
    facts->first_bytes = safe_text_copy(
        arena, SAFE_LINE, bytes, length < FIRST_BYTES ? length : FIRST_BYTES,
        FIRST_TEXT);
}

void
bundle_intake_read(struct bundle_facts *facts, struct arena *arena,
                   const struct definitions *definitions, const char *bytes,
                   size_t length)
{
    facts->bytes = (int64_t)length;
    if (length == 0) {
        facts->kind = BUNDLE_EMPTY;
        return;
    }
    if (length > LARGEST_FILE) {
        facts->kind = BUNDLE_TOO_LARGE;
        return;
    }
    bundle_archive_read(facts, arena, definitions, bytes, length);
    bundle_judge_rest(facts, arena, bytes, length);
}

static void
bundle_take(struct bundle_facts *facts, struct arena *arena,
            const struct definitions *definitions,
            const struct open_file *file)
{
    struct buffer bytes = { 0 };
    const char *why;

    facts->bytes = (int64_t)file->status.st_size;
    facts->modified = (int64_t)file->status.st_mtime;
    if (facts->bytes > LARGEST_FILE) {
        facts->kind = BUNDLE_TOO_LARGE;
        return;
    }
    if (file_reader_take(file, &bytes, LARGEST_FILE, &why)) {
        bundle_intake_read(facts, arena, definitions, buffer_text(&bytes),
                           bytes.length);
    } else {
        facts->kind = BUNDLE_UNREADABLE;
        facts->error = arena_text(arena, why);
    }
    buffer_release(&bytes);
}

void
bundle_intake_fill(struct bundle_facts *facts, struct arena *arena,
                   const struct bundle_intake *intake)
{
    struct open_file file;
    const char *why = NULL;

    if (intake->path == NULL)
        return;
    facts->path = safe_text_copy(arena, SAFE_LINE, intake->path,
                                 strlen(intake->path), LONGEST_PATH);
    switch (file_reader_open(&file, intake->path, 0, &why)) {
    case FILE_ABSENT:
        facts->kind = BUNDLE_ABSENT;
        return;
    case FILE_REFUSED:
        facts->kind = BUNDLE_UNREADABLE;
        facts->error = arena_text(arena, why);
        return;
    case FILE_READ:
    case FILE_CUT:
        break;
    }
    bundle_take(facts, arena, intake->definitions, &file);
    file_reader_close(&file);
}
