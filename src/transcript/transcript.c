#include "transcript/transcript.h"

#include <string.h>

#include "base/clock.h"
#include "base/safe_text.h"
#include "transcript/journal.h"
#include "transcript/json_reader.h"
#include "transcript/seen.h"

enum { LISTS_MOST = 4096, LINE_MOST = 32 * 1024 * 1024 };

/* What each kind of record says. */
typedef bool take_record(struct transcript *transcript,
                         const struct json_reader *reader, const json_t *line);

struct record_row {
    const char *kind;
    take_record *take;
};

static bool
take_answer(struct transcript *transcript, const struct json_reader *reader,
            const json_t *line)
{
    const char *value = NULL;
    int question = -1;

    if (!json_reader_word(reader, line, "question", &guide_question_words,
                          &question) ||
        !json_reader_text(
            reader, line, "value",
            question == QUESTION_EVENT_TEXT ? JSON_PAGE : JSON_LINE, &value))
        return false;
    if (question < 0 || value == NULL)
        return json_reader_expected(reader, "question and value", "both");
    transcript->answers[question] = value;
    transcript->answer_count++;
    return true;
}

static bool
take_note(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    struct note *note = arena_new(&transcript->arena, 1, sizeof *note);

    if (!json_reader_text(reader, line, "text", JSON_LINE, &note->text))
        return false;
    if (note->text == NULL || transcript->note_count >= LISTS_MOST)
        return json_reader_expected(reader, "text", "a note");
    note->time = transcript->last;
    note->step = transcript->step;
    arena_push(&transcript->arena, &transcript->notes, &transcript->note_count,
               note);
    return true;
}

static bool
take_step(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    int step = (int)transcript->step;

    if (!json_reader_word(reader, line, "step", &guide_step_words, &step))
        return false;
    transcript->step = (enum guide_step_id)step;
    return true;
}

/* What one run was is nothing of the next. */
static void
forget_run(struct transcript *transcript)
{
    json_decref(transcript->run);
    json_decref(transcript->seen);
    transcript->run = NULL;
    transcript->seen = NULL;
}

static bool
take_plan(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    (void)reader;
    (void)line;
    forget_run(transcript);
    transcript->outcome = NULL;
    transcript->cause = NULL;
    transcript->planned = true;
    transcript->result_count = 0;
    return true;
}

/* What ends later is put into it, so it is taken out of the line. */
static bool
take_seen(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    const json_t *run;

    if (!json_reader_object(reader, line, "run", &run))
        return false;
    forget_run(transcript);
    transcript->seen = json_incref((json_t *)run);
    return true;
}

static bool
take_more(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    return transcript->seen == NULL ||
           seen_take_more(transcript->seen, reader, line);
}

static bool
take_path(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    return transcript->seen == NULL ||
           seen_take_path(transcript->seen, reader, line);
}

static bool
take_result(struct transcript *transcript, const struct json_reader *reader,
            const json_t *line)
{
    transcript->result_count++;
    return transcript->seen == NULL ||
           seen_take_result(transcript->seen, reader, line);
}

static bool
take_again(struct transcript *transcript, const struct json_reader *reader,
           const json_t *line)
{
    return transcript->seen == NULL ||
           seen_take_again(transcript->seen, reader, line);
}

static bool
take_run(struct transcript *transcript, const struct json_reader *reader,
         const json_t *line)
{
    const json_t *run;

    if (!json_reader_object(reader, line, "run", &run))
        return false;
    forget_run(transcript);
    transcript->run = json_incref((json_t *)run);
    return true;
}

static bool
take_verdict(struct transcript *transcript, const struct json_reader *reader,
             const json_t *line)
{
    transcript->outcome = NULL;
    transcript->cause = NULL;
    transcript->viewed = false;
    return json_reader_text(reader, line, "outcome", JSON_LINE,
                            &transcript->outcome) &&
           json_reader_text(reader, line, "cause", JSON_LINE,
                            &transcript->cause);
}

static bool
take_view(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    (void)reader;
    (void)line;
    transcript->viewed = true;
    return true;
}

/* The verdict of now, of a run of which there is no more than that. */
static bool
take_round(struct transcript *transcript, const struct json_reader *reader,
           const json_t *line)
{
    transcript->round_count++;
    return take_verdict(transcript, reader, line);
}

static bool
take_export(struct transcript *transcript, const struct json_reader *reader,
            const json_t *line)
{
    struct transcript_export *export =
        arena_new(&transcript->arena, 1, sizeof *export);

    if (!json_reader_text(reader, line, "what", JSON_LINE, &export->what) ||
        !json_reader_text(reader, line, "file", JSON_LINE, &export->file) ||
        !json_reader_text(reader, line, "sha256", JSON_LINE,
                          &export->sha256) ||
        !json_reader_number(reader, line, "bytes", 0, JSON_NUMBER_LIMIT,
                            &export->bytes))
        return false;
    if ((export->file == NULL && export->what == NULL) ||
        transcript->export_count >= LISTS_MOST)
        return json_reader_expected(reader, "file", "a name");
    export->time = transcript->last;
    arena_push(&transcript->arena, &transcript->exports,
               &transcript->export_count, export);
    return true;
}

static bool
take_resume(struct transcript *transcript, const struct json_reader *reader,
            const json_t *line)
{
    (void)reader;
    (void)line;
    transcript->ended = false;
    return true;
}

static bool
take_end(struct transcript *transcript, const struct json_reader *reader,
         const json_t *line)
{
    (void)reader;
    (void)line;
    transcript->ended = true;
    return true;
}

static const struct record_row record_rows[] = {
    { "answer", take_answer },   { "note", take_note },
    { "step", take_step },       { "plan", take_plan },
    { "seen", take_seen },       { "more", take_more },
    { "path", take_path },       { "result", take_result },
    { "again", take_again },     { "run", take_run },
    { "verdict", take_verdict }, { "view", take_view },
    { "round", take_round },     { "export", take_export },
    { "resume", take_resume },   { "end", take_end },
};

/* The first line. */

static bool
take_version(const struct json_reader *reader, const json_t *line)
{
    const char *version = json_string_value(json_object_get(line, "schema"));

    if (version != NULL && strcmp(version, journal_version) == 0)
        return true;
    return error_set(reader->error, ERROR_DATA,
                     "this is \"%.40s\", and this program reads \"%s\" alone",
                     version != NULL ? version : "something else",
                     journal_version);
}

static bool
take_options(struct transcript *transcript, const struct json_reader *reader,
             const json_t *line)
{
    json_t *options = json_object_get(line, "options");

    if (options == NULL)
        return true;
    if (!json_is_object(options) || json_object_size(options) > LISTS_MOST)
        return json_reader_expected(reader, "options", "an object");
    for (void *at = json_object_iter(options); at != NULL;
         at = json_object_iter_next(options, at)) {
        struct transcript_option *option =
            arena_new(&transcript->arena, 1, sizeof *option);
        const char *name = json_object_iter_key(at);

        option->name = safe_text_copy(&transcript->arena, SAFE_LINE, name,
                                      strlen(name), LISTS_MOST);
        if (!json_reader_text(reader, options, name, JSON_LINE,
                              &option->value))
            return json_reader_in(reader, "options");
        arena_push(&transcript->arena, &transcript->options,
                   &transcript->option_count, option);
    }
    return true;
}

static bool
take_header(struct transcript *transcript, const struct json_reader *reader,
            const json_t *line)
{
    transcript->started = transcript->last;
    return take_version(reader, line) &&
           json_reader_text(reader, line, "program", JSON_LINE,
                            &transcript->program) &&
           json_reader_text(reader, line, "use", JSON_LINE,
                            &transcript->use) &&
           json_reader_text(reader, line, "pair", JSON_LINE,
                            &transcript->pair) &&
           take_options(transcript, reader, line);
}

/* Any line. */

static bool
take_time(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    const char *at = json_string_value(json_object_get(line, "at"));

    return (at != NULL && clock_parse(at, &transcript->last)) ||
           json_reader_expected(reader, "at", "a time");
}

static bool
take_line(struct transcript *transcript, const struct json_reader *reader,
          const json_t *line)
{
    const char *kind = json_string_value(json_object_get(line, "kind"));

    if (!json_reader_is_object(reader, line))
        return false;
    if (transcript->records == 0 && !take_version(reader, line))
        return false;
    if (!take_time(transcript, reader, line))
        return false;
    if (transcript->records == 0)
        return take_header(transcript, reader, line);
    for (size_t i = 0; i < sizeof record_rows / sizeof record_rows[0]; i++)
        if (kind != NULL && strcmp(kind, record_rows[i].kind) == 0)
            return record_rows[i].take(transcript, reader, line);
    return error_set(reader->error, ERROR_DATA,
                     "there is no kind of record \"%.40s\"",
                     kind != NULL ? kind : "");
}

static bool
read_line(struct transcript *transcript, const char *bytes, size_t length,
          struct error *error)
{
    struct json_reader reader = { &transcript->arena, error };
    json_error_t broken;
    json_t *line;
    bool good;

    if (length > LINE_MOST)
        error_set(error, ERROR_LIMIT, "longer than any record");
    line = length <= LINE_MOST
               ? json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &broken)
               : NULL;
    if (line == NULL && length <= LINE_MOST)
        error_set(error, ERROR_DATA, "no JSON: %s", broken.text);
    good = line != NULL && take_line(transcript, &reader, line);
    json_decref(line);
    if (!good)
        return error_add_context(error, "line %zu", transcript->records + 1);
    transcript->records++;
    return true;
}

/* Cut off before its first record was whole. */
static bool
is_beginning(const char *bytes, size_t length)
{
    static const char first[] = "{\"schema\":\"cdsdoctor.transcript/";
    size_t known = sizeof first - 1;

    return memcmp(bytes, first, length < known ? length : known) == 0;
}

bool
transcript_read(struct transcript *transcript, const char *bytes,
                size_t length, struct error *error)
{
    size_t at = 0;

    if (length > JOURNAL_LIMIT)
        return error_set(error, ERROR_LIMIT, "larger than any transcript");
    while (at < length) {
        const char *end = memchr(bytes + at, '\n', length - at);

        if (end == NULL)
            break;
        if (!read_line(transcript, bytes + at, (size_t)(end - bytes) - at,
                       error))
            return false;
        at = (size_t)(end - bytes) + 1;
    }
    transcript->whole = at;
    transcript->torn = at < length;
    return transcript->records > 0 || is_beginning(bytes, length) ||
           error_set(error, ERROR_DATA,
                     "there is no whole record of a transcript in it");
}

void
transcript_release(struct transcript *transcript)
{
    forget_run(transcript);
    arena_release(&transcript->arena);
    *transcript = (struct transcript){ 0 };
}

const char *
transcript_option(const struct transcript *transcript, const char *name)
{
    for (size_t i = 0; i < transcript->option_count; i++)
        if (strcmp(transcript->options[i]->name, name) == 0)
            return transcript->options[i]->value;
    return NULL;
}

bool
transcript_is_unfinished(const struct transcript *transcript)
{
    return !transcript->ended &&
           (transcript->answer_count > 0 || transcript->planned ||
            transcript->note_count > 0);
}
