#include "app/saved_run.h"

#include <string.h>

#include "app/kept_run.h"
#include "app/output.h"
#include "catalog/catalog.h"
#include "transcript/journal.h"

/* What is written is of then; the words for it are those of now. */
static void
tell_other_definitions(const struct definitions *then,
                       const struct definitions *now)
{
    struct error note = { 0 };
    struct buffer text = { 0 };

    if (then->version == NULL || now->version == NULL ||
        strcmp(then->version, now->version) == 0)
        return;
    buffer_printf(&text,
                  "the run was made with the definitions %s; the words are "
                  "those of %s",
                  then->version, now->version);
    error_set(&note, ERROR_DATA, "%s", buffer_text(&text));
    output_complain(&note);
    buffer_release(&text);
}

static void
tell_cut_off(const char *path, const struct transcript *transcript)
{
    struct error note = { 0 };

    error_set(&note, ERROR_DATA,
              "%s: the checks were cut off after %zu of them had ended; what "
              "had not counts as stopped",
              path, transcript->result_count);
    output_complain(&note);
}

static bool
saved_run_read(const char *path, struct transcript *transcript,
               struct error *error)
{
    struct buffer bytes = { 0 };
    bool good = journal_read_file(path, &bytes, error);

    if (good &&
        !transcript_read(transcript, buffer_text(&bytes), bytes.length, error))
        good = error_add_context(error, "%s", path);
    buffer_release(&bytes);
    if (!good || kept_run_is_there(transcript))
        return good;
    return error_set(error, ERROR_DATA, "%s: nothing was checked", path);
}

bool
saved_run_open(struct saved_run *saved, const char *path, struct error *error)
{
    struct catalog_options files = { 0 };

    if (!catalog_load(&saved->definitions, &files, error) ||
        !saved_run_read(path, &saved->transcript, error) ||
        !kept_run_load(&saved->transcript, &saved->definitions, &saved->run,
                       &saved->diagnosis, error))
        return false;
    tell_other_definitions(saved->run.definitions, &saved->definitions);
    if (saved->transcript.run == NULL)
        tell_cut_off(path, &saved->transcript);
    return true;
}

void
saved_run_close(struct saved_run *saved)
{
    run_release(&saved->run);
    transcript_release(&saved->transcript);
    catalog_release(&saved->definitions);
    *saved = (struct saved_run){ 0 };
}
