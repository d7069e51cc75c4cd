#include <string.h>

#include "app/keeping_records.h"
#include "model/comparison.h"
#include "transcript/journal_result.h"
#include "transcript/json_writer.h"
#include "transcript/run_store.h"

/*
 * Of rounds so many runs are kept as a whole, and no more than so much: what
 * comes and goes for days is proved by the first of its changes.
 */
enum { ROUND_RUNS_MOST = 50, ROUND_BYTES_MOST = 8 * 1024 * 1024 };

void
keeping_set_round(struct keeping *keeping, bool round)
{
    if (keeping == NULL)
        return;
    keeping->round = round;
    if (!round)
        keeping->round_runs = keeping->round_bytes = 0;
}

/* The run before stands until a round has shown something else. */
void
keeping_plan(struct keeping *keeping, const struct run *run, bool probes)
{
    if (keeping_listens(keeping) && !keeping->round)
        keeping_record(keeping, "plan", journal_plan(run, probes),
                       JOURNAL_NOW);
}

/* Of the run as a whole something is kept when it begins and grows. */
struct news_row {
    const char *kind; /* NULL: nothing */
    json_t *(*record)(const struct run *run, const struct event *event);
};

static const struct news_row news_rows[EVENT_KIND_COUNT] = {
    [EVENT_PATH_FOUND] = { "path", journal_path },
    [EVENT_CHECK_ENDED] = { "result", journal_result },
    [EVENT_CHECKED_AGAIN] = { "again", journal_again },
};

static void
note_extent(struct keeping *keeping, const struct run *run)
{
    keeping->known = (struct run_extent){ run->name_count, run->target_count,
                                          run->probe_count };
}

static void
record_seen(struct keeping *keeping, const struct run *run)
{
    keeping_record(keeping, "seen", journal_seen(run), JOURNAL_SOON);
    note_extent(keeping, run);
}

static void
record_more(struct keeping *keeping, const struct run *run)
{
    json_t *more = journal_more(run, &keeping->known);

    if (more == NULL) {
        record_seen(keeping, run);
        return;
    }
    keeping_record(keeping, "more", more, JOURNAL_SOON);
    note_extent(keeping, run);
}

void
keeping_hear(struct keeping *keeping, const struct run *run,
             const struct event *event)
{
    const struct news_row *row = &news_rows[event->kind];

    if (!keeping_listens(keeping) || keeping->round)
        return;
    if (event->kind == EVENT_RUN_BEGAN)
        record_seen(keeping, run);
    else if (event->kind == EVENT_PROBES_BEGAN)
        record_more(keeping, run);
    else if (row->kind != NULL)
        keeping_record(keeping, row->kind, row->record(run, event),
                       JOURNAL_SOON);
}

/* The verdict. */

static const char *
first_cause(const struct diagnosis *diagnosis)
{
    return diagnosis->finding_count > 0 ? diagnosis->findings[0]->cause : NULL;
}

static json_t *
verdict_json(const char *outcome, const char *cause)
{
    json_t *verdict = json_writer_object();

    json_writer_put_text(verdict, "outcome", outcome);
    json_writer_put_text(verdict, "cause", cause);
    return verdict;
}

void
keeping_set_verdict(struct keeping *keeping, const struct diagnosis *diagnosis)
{
    const char *cause = first_cause(diagnosis);

    keeping->outcome = words_id(&verdict_words, (int)diagnosis->outcome);
    buffer_cut(&keeping->cause, 0);
    buffer_append_text(&keeping->cause, cause != NULL ? cause : "");
}

void
keeping_view(struct keeping *keeping)
{
    const char *cause = buffer_text(&keeping->cause);

    if (keeping->step != GUIDE_VERDICT || keeping->outcome == NULL)
        return;
    keeping_record(
        keeping, "view",
        verdict_json(keeping->outcome, *cause != '\0' ? cause : NULL),
        JOURNAL_NOW);
    keeping->outcome = NULL;
}

/* The run. */

/* Whether a round was otherwise than the run that was kept last. */
static bool
is_news(const struct keeping *keeping, const struct run *run,
        const struct diagnosis *diagnosis)
{
    struct comparison comparison;
    struct run last = { 0 };
    struct diagnosis was = { 0 };
    struct error ignored = { 0 };
    struct arena arena = { 0 };
    bool news = true;

    if (keeping->last_run != NULL &&
        run_load(keeping->last_run, run->definitions, &last, &was, &ignored) &&
        comparison_make(&comparison, &last, &was, run, diagnosis, &arena) ==
            COMPARABLE) {
        const char *cause = first_cause(diagnosis);
        const char *cause_was = first_cause(&was);

        news = was.outcome != diagnosis->outcome ||
               comparison.change_count > 0 || comparison.other_machine ||
               comparison.other_route || last.cancelled != run->cancelled ||
               strcmp(cause != NULL ? cause : "",
                      cause_was != NULL ? cause_was : "") != 0;
    }
    run_release(&last);
    arena_release(&arena);
    return news;
}

static void
record_round(struct keeping *keeping, const struct run *run,
             const struct diagnosis *diagnosis, bool news)
{
    json_t *record =
        verdict_json(words_id(&verdict_words, (int)diagnosis->outcome),
                     first_cause(diagnosis));

    json_writer_put_integer(record, "duration_ms", run->duration_ms);
    json_writer_put_flag(record, "changed", news);
    keeping_record(keeping, "round", record, JOURNAL_NOW);
}

static void
record_run(struct keeping *keeping, json_t *saved,
           const struct diagnosis *diagnosis)
{
    size_t before = keeping->journal.lines.length;
    json_t *record = json_writer_object();

    json_decref(keeping->last_run);
    keeping->last_run = saved;
    json_writer_put(record, "run", json_incref(saved));
    keeping_record(keeping, "run", record, JOURNAL_SOON);
    keeping_record(
        keeping, "verdict",
        verdict_json(words_id(&verdict_words, (int)diagnosis->outcome),
                     first_cause(diagnosis)),
        JOURNAL_NOW);
    keeping_set_verdict(keeping, diagnosis);
    keeping_view(keeping);
    if (keeping->round) {
        keeping->round_runs++;
        keeping->round_bytes += keeping->journal.lines.length - before;
    }
}

/* What is judged anew after a round, somebody has asked for. */
static bool
round_suffices(struct keeping *keeping, const struct run *run,
               const struct diagnosis *diagnosis)
{
    bool news = is_news(keeping, run, diagnosis);
    bool room = keeping->round_runs < ROUND_RUNS_MOST &&
                keeping->round_bytes < ROUND_BYTES_MOST;

    if (news && room)
        return false;
    record_round(keeping, run, diagnosis, news);
    return true;
}

void
keeping_run(struct keeping *keeping, const struct run *run,
            const struct diagnosis *diagnosis)
{
    json_t *saved;

    if (!keeping_listens(keeping))
        return;
    if (!keeping->round || !round_suffices(keeping, run, diagnosis)) {
        saved = run_save(run, diagnosis);
        if (json_equal(saved, keeping->last_run) == 1)
            json_decref(saved);
        else
            record_run(keeping, saved, diagnosis);
    }
    keeping->round = false;
}
