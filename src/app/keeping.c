#include "app/keeping.h"

#include <string.h>
#include <unistd.h>

#include "app/check_run.h"
#include "app/keeping_place.h"
#include "app/keeping_records.h"
#include "app/version.h"
#include "base/clock.h"
#include "transcript/journal_place.h"
#include "transcript/json_writer.h"

enum { SECOND_MS = 1000 };

static const char *const use_ids[KEEPING_USE_COUNT] = {
    [KEEPING_SESSION] = "session",
    [KEEPING_CHECK] = "check",
    [KEEPING_BEFORE] = "before",
    [KEEPING_AFTER] = "after",
};
const struct words keeping_use_words = { use_ids, KEEPING_USE_COUNT };

static int64_t
now_s(void)
{
    return clock_wall_ms() / SECOND_MS;
}

/* The options of a session are the rows of check that stand in it. */

static const char **
option_in(struct session_options *options, const struct option_row *row)
{
    if (row->offset >= sizeof *options)
        return NULL;
    return (const char **)(void *)((char *)options + row->offset);
}

static json_t *
options_json(const struct session_options *options)
{
    struct session_options copy = *options;
    json_t *object = json_writer_object();

    for (size_t i = 0; i < CHECK_RUN_ROWS; i++) {
        const char **value = option_in(&copy, &check_run_rows[i]);

        if (value != NULL && *value != NULL)
            json_writer_put_text(object, check_run_rows[i].name, *value);
    }
    return object;
}

static void
options_restore(struct session_options *options,
                const struct transcript *transcript)
{
    for (size_t i = 0; i < CHECK_RUN_ROWS; i++) {
        const char **value = option_in(options, &check_run_rows[i]);

        if (value != NULL && *value == NULL)
            *value = transcript_option(transcript, check_run_rows[i].name);
    }
}

/* Those are of the transcript that still have its text. */
void
keeping_append_options(const struct keeping *keeping, struct buffer *out)
{
    struct session_options copy;
    const char *before = "These options are those of the transcript:";

    if (keeping == NULL || !keeping->is_resumed)
        return;
    copy = *keeping->options;
    for (size_t i = 0; i < CHECK_RUN_ROWS; i++) {
        const struct option_row *row = &check_run_rows[i];
        const char **value = option_in(&copy, row);

        if (value == NULL || *value == NULL ||
            *value != transcript_option(&keeping->resumed, row->name))
            continue;
        buffer_printf(out, "%s --%s", before, row->name);
        if (row->argument != NULL)
            buffer_printf(out, " %s", *value);
        before = ",";
    }
    if (*before == ',')
        buffer_append_byte(out, '.');
}

/* Beginning. */

static void
keeping_init(struct keeping *keeping, enum keeping_use use,
             const struct session_options *options, char **environment)
{
    *keeping = (struct keeping){ .use = use,
                                 .environment = environment,
                                 .options = options };
    journal_init(&keeping->journal);
}

static void
keeping_write_first(struct keeping *keeping)
{
    json_t *record = json_writer_object();

    json_writer_put_text(record, "program", CDSDOCTOR_VERSION);
    json_writer_put_text(record, "use",
                         words_id(&keeping_use_words, (int)keeping->use));
    if (keeping->pair != NULL)
        json_writer_put_text(record, "pair", keeping->pair);
    json_writer_put(record, "options", options_json(keeping->options));
    keeping->begun = true;
    journal_write(&keeping->journal, "session", now_s(), record, JOURNAL_NOW);
}

static void
keeping_begin(struct keeping *keeping)
{
    struct buffer place = { 0 };
    struct error error = { 0 };

    if (keeping->begun)
        return;
    if (keeping->journal.file >= 0) {
        keeping_write_first(keeping);
        return;
    }
    if (!journal_place_find(keeping->environment, &place, &error) ||
        !journal_create(&keeping->journal, buffer_text(&place), now_s(),
                        &error)) {
        error_add_context(&error, "No transcript is kept");
        journal_give_up(&keeping->journal, &error);
    }
    buffer_release(&place);
    keeping_write_first(keeping);
}

void
keeping_open(struct keeping *keeping, enum keeping_use use,
             const struct session_options *options, char **environment)
{
    keeping_init(keeping, use, options, environment);
}

bool
keeping_open_file(struct keeping *keeping, enum keeping_use use,
                  const struct session_options *options, const char *path,
                  struct error *error)
{
    keeping_init(keeping, use, options, NULL);
    return journal_create_file(&keeping->journal, path, error);
}

void
keeping_take_back(struct keeping *keeping)
{
    if (!keeping->begun && keeping->journal.file >= 0)
        unlink(buffer_text(&keeping->journal.path));
}

/* What was seen in one world is not to be shown as seen in another. */
static bool
keeping_is_of_world(const struct transcript *resumed, const char *lab,
                    struct error *error)
{
    const char *of = transcript_option(resumed, "lab");

    if (lab == NULL || resumed->records == 0)
        return true;
    if (of == NULL)
        return error_set(error, ERROR_USAGE,
                         "--lab %s: the session that goes on is of the real "
                         "network",
                         lab);
    return strcmp(of, lab) == 0 ||
           error_set(error, ERROR_USAGE,
                     "--lab %s: the session that goes on is of \"%s\"", lab,
                     of);
}

static bool
keeping_take(struct keeping *keeping, struct session_options *options,
             const char *path, struct error *error)
{
    struct journal *journal = &keeping->journal;
    struct transcript *resumed = &keeping->resumed;

    if (!journal_reopen(journal, path, error))
        return false;
    if (!transcript_read(resumed, buffer_text(&journal->lines),
                         journal->lines.length, error))
        return error_add_context(error, "%s", path);
    if (!keeping_is_of_world(resumed, options->lab, error))
        return false;
    if (!journal_cut(journal, resumed->whole, error))
        return false;
    options_restore(options, resumed);
    keeping->begun = resumed->records > 0;
    keeping->is_resumed = true;
    if (keeping->begun)
        journal_write(journal, "resume", now_s(), NULL, JOURNAL_NOW);
    return true;
}

bool
keeping_resume(struct keeping *keeping, struct session_options *options,
               char **environment, const char *path, struct error *error)
{
    struct buffer newest = { 0 };
    bool taken = false;

    keeping_init(keeping, KEEPING_SESSION, options, environment);
    if (path == NULL &&
        !keeping_place_unfinished(environment, NULL, &newest, NULL))
        error_set(error, ERROR_USAGE,
                  "no session was left unfinished; cdsdoctor transcripts "
                  "lists all that are kept");
    else
        taken =
            keeping_take(keeping, options,
                         path != NULL ? path : buffer_text(&newest), error);
    buffer_release(&newest);
    return taken;
}

void
keeping_close(struct keeping *keeping)
{
    journal_release(&keeping->journal);
    transcript_release(&keeping->resumed);
    json_decref(keeping->last_run);
    buffer_release(&keeping->cause);
    *keeping = (struct keeping){ 0 };
    journal_init(&keeping->journal);
}

/* What happens. */

void
keeping_record(struct keeping *keeping, const char *kind, json_t *record,
               enum journal_care care)
{
    keeping_begin(keeping);
    journal_write(&keeping->journal, kind, now_s(), record, care);
}

bool
keeping_listens(const struct keeping *keeping)
{
    return keeping != NULL && !keeping->silent;
}

void
keeping_answer(struct keeping *keeping, enum guide_question_id id,
               const char *text)
{
    json_t *record;

    if (!keeping_listens(keeping))
        return;
    record = json_writer_object();
    json_writer_put_text(record, "question",
                         words_id(&guide_question_words, (int)id));
    json_writer_put_text(record, "value", text);
    keeping_record(keeping, "answer", record, JOURNAL_NOW);
}

void
keeping_note(struct keeping *keeping, const char *text)
{
    json_t *record;

    if (!keeping_listens(keeping))
        return;
    record = json_writer_object();
    json_writer_put_text(record, "text", text);
    keeping_record(keeping, "note", record, JOURNAL_NOW);
}

/* Looking around is no beginning. */
void
keeping_step(struct keeping *keeping, enum guide_step_id step)
{
    json_t *record;

    if (!keeping_listens(keeping))
        return;
    keeping->step = step;
    if (!keeping->begun)
        return;
    record = json_writer_object();
    json_writer_put_text(record, "step",
                         words_id(&guide_step_words, (int)step));
    keeping_record(keeping, "step", record, JOURNAL_NOW);
    keeping_view(keeping);
}

void
keeping_end(struct keeping *keeping, int code)
{
    json_t *record;

    if (!keeping_listens(keeping) || !keeping->begun)
        return;
    record = json_writer_object();
    json_writer_put_integer(record, "code", code);
    keeping_record(keeping, "end", record, JOURNAL_NOW);
}

bool
keeping_has_begun(const struct keeping *keeping)
{
    return keeping != NULL && keeping->begun;
}

void
keeping_append(const struct keeping *keeping, struct buffer *out)
{
    if (keeping != NULL)
        buffer_append(out, buffer_text(&keeping->journal.lines),
                      keeping->journal.lines.length);
}

const char *
keeping_trouble(struct keeping *keeping)
{
    return keeping != NULL ? journal_take_trouble(&keeping->journal) : NULL;
}
