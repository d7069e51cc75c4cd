#include "app/saved_run.h"

#include <string.h>

#include "app/kept_run.h"
#include "app/output.h"
#include "catalog/catalog.h"
#include "transcript/journal.h"

/* What is written is of then; the words for it are those of now. */
static void
note_other_definitions(struct saved_run *saved)
{
    const char *then = saved->run.definitions->version;
    const char *now = saved->definitions.version;

    if (then == NULL || now == NULL || strcmp(then, now) == 0)
        return;
    saved->remark =
        arena_printf(&saved->run.arena,
                     "the run was made with the definitions %s; the words "
                     "are those of %s",
                     then, now);
}

static void
tell(const char *sentence)
{
    struct error note = { 0 };

    error_set(&note, ERROR_DATA, "%s", sentence);
    output_complain(&note);
}

void
saved_run_tell(const struct saved_run *saved)
{
    struct buffer cut_off = { 0 };

    if (saved->remark != NULL)
        tell(saved->remark);
    if (saved->transcript.run != NULL)
        return;
    buffer_printf(&cut_off,
                  "the checks were cut off after %zu of them had ended; what "
                  "had not counts as stopped",
                  saved->transcript.result_count);
    tell(buffer_text(&cut_off));
    buffer_release(&cut_off);
}

static bool
saved_run_read(const char *path, struct saved_run *saved, struct error *error)
{
    struct transcript *transcript = &saved->transcript;
    bool good = journal_read_file(path, &saved->bytes, error);

    if (good && !transcript_read(transcript, buffer_text(&saved->bytes),
                                 saved->bytes.length, error))
        good = error_add_context(error, "%s", path);
    if (!good || kept_run_is_there(transcript))
        return good;
    return error_set(error, ERROR_DATA, "%s: nothing was checked", path);
}

bool
saved_run_open(struct saved_run *saved, const char *path, struct error *error)
{
    struct catalog_options files = { 0 };

    if (!catalog_load(&saved->definitions, &files, error) ||
        !saved_run_read(path, saved, error) ||
        !kept_run_load(&saved->transcript, &saved->definitions, &saved->run,
                       &saved->diagnosis, error))
        return false;
    saved->run.notes = saved->transcript.notes;
    saved->run.note_count = saved->transcript.note_count;
    note_other_definitions(saved);
    return true;
}

void
saved_run_close(struct saved_run *saved)
{
    run_release(&saved->run);
    transcript_release(&saved->transcript);
    catalog_release(&saved->definitions);
    buffer_release(&saved->bytes);
    *saved = (struct saved_run){ 0 };
}
