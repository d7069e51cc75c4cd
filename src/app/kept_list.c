#include "app/kept_list.h"

#include <string.h>

#include "app/keeping.h"
#include "app/kept_run.h"
#include "report/units.h"
#include "transcript/journal.h"
#include "transcript/transcript.h"

static bool
file_read(const struct journal_file *file, struct transcript *transcript,
          struct error *error)
{
    struct buffer bytes = { 0 };
    bool read =
        journal_read_file(file->path, &bytes, error) &&
        transcript_read(transcript, buffer_text(&bytes), bytes.length, error);

    buffer_release(&bytes);
    return read;
}

static void
append_verdict(struct buffer *out, const struct journal_file *file,
               const struct transcript *transcript)
{
    if (transcript->outcome == NULL) {
        if (transcript->seen != NULL && !file->in_use)
            buffer_printf(out, "cut off after %zu checks",
                          transcript->result_count);
        else
            buffer_append_text(out, "no verdict");
        return;
    }
    units_append_line(out, transcript->outcome);
    if (transcript->cause == NULL)
        return;
    buffer_append_text(out, " (");
    units_append_line(out, transcript->cause);
    buffer_append_byte(out, ')');
}

/* What it is of, where that is not somebody led through the steps. */
static void
append_use(struct buffer *out, const struct transcript *transcript)
{
    static const char *const uses[KEEPING_USE_COUNT] = {
        [KEEPING_CHECK] = "a check, ",
        [KEEPING_BEFORE] = "watched: the round before a change, ",
        [KEEPING_AFTER] = "watched: the round after a change, ",
    };
    int use = transcript->use != NULL
                  ? words_value(&keeping_use_words, transcript->use)
                  : -1;

    if (use >= 0 && uses[use] != NULL)
        buffer_append_text(out, uses[use]);
}

static void
append_answers(struct buffer *out, const struct transcript *transcript)
{
    if (transcript->use == NULL || transcript->answer_count > 0 ||
        strcmp(transcript->use, "session") == 0)
        buffer_printf(out, "%zu %s, ", transcript->answer_count,
                      transcript->answer_count == 1 ? "answer" : "answers");
}

/* "compare" takes both. */
static void
append_pair(struct buffer *out, const struct transcript *transcript)
{
    if (transcript->pair == NULL)
        return;
    buffer_append_text(out, "\n  before it: ");
    units_append_line(out, transcript->pair);
}

static void
append_state(struct buffer *out, const struct journal_file *file,
             const struct transcript *transcript)
{
    const char *lab = transcript_option(transcript, "lab");

    if (lab != NULL) {
        buffer_append_text(out, ", lab ");
        units_append_line(out, lab);
    }
    if (file->in_use)
        buffer_append_text(out, ", under way");
    else if (transcript_is_unfinished(transcript))
        buffer_append_text(out, ", not finished");
}

void
kept_describe(struct buffer *out, const struct journal_file *file)
{
    struct transcript transcript = { 0 };
    struct error error = { 0 };

    if (file_read(file, &transcript, &error)) {
        append_use(out, &transcript);
        append_answers(out, &transcript);
        append_verdict(out, file, &transcript);
        append_state(out, file, &transcript);
        append_pair(out, &transcript);
    } else {
        buffer_printf(out, "cannot be read: %s", error.text);
    }
    transcript_release(&transcript);
}

static void
add_file(struct kept_list *list, const struct journal_file *file)
{
    struct transcript transcript = { 0 };
    struct error ignored = { 0 };
    struct buffer detail = { 0 };
    struct kept_entry *entry = &list->entries[list->count];

    if (file_read(file, &transcript, &ignored) &&
        kept_run_is_there(&transcript)) {
        append_use(&detail, &transcript);
        append_verdict(&detail, file, &transcript);
        append_state(&detail, file, &transcript);
        entry->name = arena_text(&list->arena, file->name);
        entry->path = arena_text(&list->arena, file->path);
        entry->detail = arena_text(&list->arena, buffer_text(&detail));
        list->count++;
    }
    buffer_release(&detail);
    transcript_release(&transcript);
}

void
kept_list_fill(struct kept_list *list, char **environment, const char *but)
{
    struct buffer place = { 0 };
    struct journal_file **files = NULL;
    struct error ignored = { 0 };
    size_t count = 0;

    kept_list_release(list);
    list->entries =
        arena_new(&list->arena, KEPT_LIST_MOST, sizeof *list->entries);
    if (journal_place_find(environment, &place, &ignored) &&
        journal_place_list(buffer_text(&place), &list->arena, &files, &count,
                           &ignored))
        for (size_t i = 0; i < count && list->count < KEPT_LIST_MOST; i++)
            if (but == NULL || strcmp(files[i]->path, but) != 0)
                add_file(list, files[i]);
    buffer_release(&place);
}

void
kept_list_release(struct kept_list *list)
{
    arena_release(&list->arena);
    *list = (struct kept_list){ 0 };
}
