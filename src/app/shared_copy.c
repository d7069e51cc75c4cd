#include "app/shared_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/output.h"
#include "base/safe_text.h"
#include "base/width.h"
#include "base/write_all.h"
#include "report/zip_members.h"
#include "transcript/run_copy.h"
#include "transcript/run_store.h"

/* Files. */

static bool
read_all(int file, size_t limit, struct buffer *out)
{
    char piece[4096];
    ssize_t got;

    while ((got = read(file, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || out->length + (size_t)got > limit) {
            errno = got < 0 ? errno : EFBIG;
            return false;
        }
        buffer_append(out, piece, (size_t)got);
    }
    return true;
}

/* Whoever can read the file knows every original. */
static bool
is_private(int file)
{
    struct stat status;

    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
           status.st_uid == geteuid() && (status.st_mode & 077) == 0;
}

static bool
aliases_load(struct aliases *aliases, const char *path, struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct buffer text = { 0 };
    bool loaded = false;

    if (file < 0 && errno == ENOENT)
        return true;
    if (file < 0)
        return error_set_errno(error, errno, "cannot read %s", path);
    if (!is_private(file))
        error_set(error, ERROR_DATA,
                  "%s has to be a file of yours that nobody else can read "
                  "(chmod 600)",
                  path);
    else if (!read_all(file, ALIASES_FILE_LIMIT, &text))
        error_set_errno(error, errno, "cannot read %s", path);
    else if (!aliases_read(aliases, buffer_text(&text), text.length, error))
        error_add_context(error, "%s", path);
    else
        loaded = true;
    close(file);
    buffer_release(&text);
    return loaded;
}

/* Written beside its place and renamed: the old one is there until then. */
static bool
aliases_save(const struct aliases *aliases, const char *path,
             struct error *error)
{
    struct buffer text = { 0 };
    struct buffer beside = { 0 };
    bool saved = false;

    aliases_write(aliases, &text);
    buffer_printf(&beside, "%s.XXXXXX", path);

    int file = mkostemp(beside.data, O_CLOEXEC);

    if (file >= 0) {
        saved = write_all(file, text.data, text.length) && fsync(file) == 0 &&
                rename(beside.data, path) == 0;
        if (!saved)
            error_set_errno(error, errno, "cannot write %s", path);
        close(file);
        if (!saved)
            unlink(beside.data);
    } else {
        error_set_errno(error, errno, "cannot write %s", path);
    }
    buffer_release(&text);
    buffer_release(&beside);
    return saved;
}

/* The copy. */

static bool
copy_run(struct shared_copy *copy, const struct run *run,
         const struct diagnosis *diagnosis, struct error *error)
{
    json_t *value = run_save(run, diagnosis);
    bool copied =
        run_load(value, run->definitions, &copy->run, &copy->diagnosis, error);

    json_decref(value);
    return copied;
}

/* The preview. */

enum { PREVIEW_COLUMN = 34, PREVIEW_MOST = 60 };

static void
append_short(struct buffer *out, const char *text)
{
    size_t start = out->length;

    safe_text_append(out, SAFE_LINE, text, strlen(text), PREVIEW_MOST);

    size_t width = width_of(buffer_text(out) + start);

    buffer_append_fill(out, ' ',
                       width < PREVIEW_COLUMN ? PREVIEW_COLUMN - width : 0);
}

void
shared_copy_preview(const struct shared_copy *copy, struct buffer *out)
{
    size_t count;
    const struct mask_replacement *rows =
        mask_replacements(copy->mask, &count);

    buffer_printf(out, "%zu replacements:\n", count);
    for (size_t i = 0; i < count; i++) {
        append_short(out, rows[i].original);
        buffer_append_text(out, " -> ");
        append_short(out,
                     rows[i].alias[0] != '\0' ? rows[i].alias : "(left out)");
        buffer_printf(out, " %s, %lld times\n", rows[i].kind,
                      (long long)rows[i].times);
    }
}

static void
list(const struct shared_copy *copy, FILE *file)
{
    struct buffer preview = { 0 };

    shared_copy_preview(copy, &preview);
    fputs(buffer_text(&preview), file);
    buffer_release(&preview);
}

/* Making one. */

/* They stand beside the run, and so were not copied with it. */
static void
copy_notes(struct shared_copy *copy, const struct run *run)
{
    struct arena *arena = &copy->run.arena;

    for (size_t i = 0; i < run->note_count; i++) {
        struct note *note = arena_new(arena, 1, sizeof *note);

        *note = *run->notes[i];
        note->text =
            arena_text(arena, mask_text(copy->mask, PRIVACY_FREE, note->text));
        arena_push(arena, &copy->run.notes, &copy->run.note_count, note);
    }
}

bool
shared_copy_make(struct shared_copy *copy, const struct run *run,
                 const struct diagnosis *diagnosis,
                 const struct shared_wishes *wishes, struct error *error)
{
    copy->owns_aliases = wishes->aliases == NULL;
    copy->aliases = copy->owns_aliases ? aliases_new() : wishes->aliases;
    if (wishes->alias_file != NULL &&
        !aliases_load(copy->aliases, wishes->alias_file, error))
        return false;

    struct mask_options options = { .hide_issuers = wishes->hide_issuers,
                                    .aliases = copy->aliases };

    copy->mask = mask_new(run, &options);
    if (!copy_run(copy, run, diagnosis, error))
        return false;
    mask_run(copy->mask, &copy->run);
    copy_notes(copy, run);
    if (wishes->preview)
        list(copy, stderr);
    return wishes->alias_file == NULL ||
           aliases_save(copy->aliases, wishes->alias_file, error);
}

void
shared_copy_look(struct shared_copy *copy, const struct run *run,
                 const struct diagnosis *diagnosis, struct aliases *aliases)
{
    struct mask_options options = { .aliases = aliases, .unlisted = true };

    copy->aliases = aliases;
    copy->mask = mask_new(run, &options);
    run_copy(&copy->run, run, &copy->diagnosis, diagnosis);
    mask_run(copy->mask, &copy->run);
}

void
shared_copy_release(struct shared_copy *copy)
{
    mask_free(copy->mask);
    if (copy->owns_aliases)
        aliases_free(copy->aliases);
    run_release(&copy->run);
    *copy = (struct shared_copy){ 0 };
}

/* Writing. */

/* What is packed is searched as it will be unpacked. */
static bool
search_member(void *context, const char *name, const struct buffer *bytes,
              struct error *error)
{
    return shared_copy_search(context, bytes, error) ||
           error_add_context(error, "%s", name);
}

bool
shared_copy_search(const struct shared_copy *copy, const struct buffer *bytes,
                   struct error *error)
{
    const char *original;

    if (zip_members_is_archive(bytes) &&
        !zip_members_each(bytes, search_member, (void *)(uintptr_t)copy,
                          error))
        return false;
    if (!mask_leaks(copy->mask, bytes->data, bytes->length, &original))
        return true;
    return error_set(error, ERROR_DATA,
                     "not written: \"%s\" would still be in it", original);
}

static bool
search_file(const struct shared_copy *copy, const char *path,
            const struct buffer *bytes, struct error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct buffer written = { 0 };
    bool sound = false;

    if (file < 0 || !read_all(file, bytes->length, &written) ||
        written.length != bytes->length)
        error_set(error, ERROR_SYSTEM,
                  "%s does not hold what was written, and was deleted", path);
    else if (shared_copy_search(copy, &written, error))
        sound = true;
    if (file >= 0)
        close(file);
    buffer_release(&written);
    return sound;
}

typedef bool put_bytes(const char *path, const struct buffer *bytes,
                       struct error *error);

static bool
put(const struct shared_copy *copy, const char *path,
    const struct buffer *bytes, put_bytes *write, struct error *error)
{
    if (!shared_copy_search(copy, bytes, error) || !write(path, bytes, error))
        return false;
    if (path == NULL || strcmp(path, "-") == 0 ||
        search_file(copy, path, bytes, error))
        return true;
    unlink(path);
    return false;
}

bool
shared_copy_write(const struct shared_copy *copy, const char *path,
                  const struct buffer *bytes, struct error *error)
{
    return put(copy, path, bytes, output_write, error);
}

bool
shared_copy_replace(const struct shared_copy *copy, const char *path,
                    const struct buffer *bytes, struct error *error)
{
    return put(copy, path, bytes, output_replace, error);
}
