#include "store_again.h"

#include <string.h>

#include "app/kept_run.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/plan.h"
#include "transcript/json_writer.h"
#include "transcript/run_store.h"
#include "transcript/transcript.h"

/* Where two runs are otherwise, by the first line of their bytes. */
static void
compare_runs(const char *what, json_t *left, json_t *right,
             struct buffer *faults)
{
    struct buffer was = { 0 };
    struct buffer is = { 0 };
    size_t at = 0;
    size_t line = 0;

    json_writer_finish(left, &was);
    json_writer_finish(right, &is);
    while (at < was.length && at < is.length && was.data[at] == is.data[at])
        if (was.data[at++] == '\n')
            line = at;
    if (at < was.length || at < is.length)
        buffer_printf(faults, "  %s: was %.*s\n  %s: is  %.*s\n", what,
                      (int)strcspn(buffer_text(&was) + line, "\n"),
                      buffer_text(&was) + line, what,
                      (int)strcspn(buffer_text(&is) + line, "\n"),
                      buffer_text(&is) + line);
    buffer_release(&was);
    buffer_release(&is);
}

void
store_again_thinks(struct run *was, struct run *is, struct buffer *faults)
{
    bool more_was;
    bool more_is;

    compare_runs("concluded anew",
                 run_save(was, diagnosis_conclude(was, &was->arena)),
                 run_save(is, diagnosis_conclude(is, &is->arena)), faults);
    more_was = diagnosis_plan(was);
    more_is = diagnosis_plan(is);
    if (more_was != more_is)
        buffer_append_text(faults, "  planned anew: more\n");
    compare_runs("planned anew", run_save(was, NULL), run_save(is, NULL),
                 faults);
}

/* The lines of a session whose checks did not end. */
static void
leave_out_end(const struct buffer *transcript, struct buffer *cut)
{
    static const char run[] = "{\"kind\":\"run\"";
    const char *bytes = buffer_text(transcript);
    const char *end;

    for (const char *at = bytes; *at != '\0'; at = end + 1) {
        end = strchr(at, '\n');
        if (strncmp(at, run, sizeof run - 1) == 0)
            return;
        buffer_append(cut, at, (size_t)(end - at) + 1);
    }
}

struct cut_off {
    struct transcript transcript;
    struct run run;
    struct diagnosis diagnosis;
};

static bool
cut_off_open(struct cut_off *cut, const char *bytes, size_t length,
             const struct definitions *definitions, struct error *error)
{
    *cut = (struct cut_off){ 0 };
    return transcript_read(&cut->transcript, bytes, length, error) &&
           (!kept_run_is_there(&cut->transcript) ||
            kept_run_load(&cut->transcript, definitions, &cut->run,
                          &cut->diagnosis, error));
}

static void
cut_off_close(struct cut_off *cut)
{
    run_release(&cut->run);
    transcript_release(&cut->transcript);
}

/* All had ended but the run itself: only that it was stopped is otherwise. */
static void
compare_whole(const struct buffer *lines, const struct run *whole,
              struct buffer *faults)
{
    struct cut_off cut;
    struct error error = { 0 };

    if (!cut_off_open(&cut, buffer_text(lines), lines->length,
                      whole->definitions, &error)) {
        buffer_printf(faults, "  cut off: %s\n", error.text);
    } else if (!kept_run_is_there(&cut.transcript)) {
        buffer_append_text(faults, "  cut off: there is nothing\n");
    } else {
        if (!cut.run.cancelled)
            buffer_append_text(faults, "  cut off: and not stopped\n");
        cut.run.cancelled = whole->cancelled;
        cut.run.duration_ms = whole->duration_ms;
        compare_runs("cut off", run_save(whole, NULL),
                     run_save(&cut.run, NULL), faults);
    }
    cut_off_close(&cut);
}

/* Whether an endpoint of which healthy needs a proof was not looked at. */
static bool
has_gaps(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
            if (target_is_decisive(run->targets[i], run) &&
                target_result(run->targets[i], (enum check_id)check).reason ==
                    REASON_CANCELLED)
                return true;
    return false;
}

static void
judge_part(const char *bytes, size_t length, const struct run *whole,
           struct buffer *faults)
{
    struct cut_off cut;
    struct error error = { 0 };

    if (!cut_off_open(&cut, bytes, length, whole->definitions, &error))
        buffer_printf(faults, "  cut off after %zu bytes: %s\n", length,
                      error.text);
    else if (cut.diagnosis.outcome == VERDICT_HEALTHY &&
             kept_run_is_there(&cut.transcript) && has_gaps(&cut.run))
        buffer_printf(faults, "  cut off after %zu bytes: healthy\n", length);
    cut_off_close(&cut);
}

void
store_again_cut_off(const struct buffer *transcript, const struct run *whole,
                    struct buffer *faults)
{
    enum { LINES_APART = 13 };
    struct buffer lines = { 0 };
    size_t line = 0;

    leave_out_end(transcript, &lines);
    compare_whole(&lines, whole, faults);
    for (size_t at = 0; at < lines.length; at++)
        if (lines.data[at] == '\n' && line++ % LINES_APART == 0)
            judge_part(lines.data, at + 1, whole, faults);
    buffer_release(&lines);
}
