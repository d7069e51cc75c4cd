#include "app/line_view.h"

#include "model/guide_values.h"
#include "report/headline.h"
#include "report/terms.h"
#include "report/text_facts.h"
#include "report/text_wrap.h"
#include "report/units.h"
#include "ui/evidence_view.h"

/* The checks that a step shows; CHECK_COUNT behind the last. */
enum { CHECKS_OF_STEP = 3 };

static const enum check_id step_checks[GUIDE_STEP_COUNT][CHECKS_OF_STEP] = {
    [GUIDE_SYMPTOM] = { CHECK_COUNT },
    [GUIDE_SERVICE] = { CHECK_COUNT },
    [GUIDE_NAMES] = { CHECK_DNS, CHECK_COUNT },
    [GUIDE_REACHABILITY] = { CHECK_TCP, CHECK_PROXY, CHECK_COUNT },
    [GUIDE_CERTIFICATES] = { CHECK_TLS, CHECK_COUNT },
    [GUIDE_ANSWERS] = { CHECK_HTTP, CHECK_COUNT },
    [GUIDE_PATH] = { CHECK_COUNT },
    [GUIDE_ENROLMENT] = { CHECK_COUNT },
    [GUIDE_VERDICT] = { CHECK_COUNT },
    [GUIDE_HAND_OVER] = { CHECK_COUNT },
};

/* How far a probe got: the check that ended it, or the last it passed. */
static enum check_id
probe_reached(const struct probe *probe)
{
    int reached = CHECK_TCP;

    for (int check = CHECK_TCP; check < CHECK_COUNT; check++) {
        enum outcome outcome = probe->path->results[check].outcome;

        if (outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
            outcome == OUTCOME_FAIL)
            reached = check;
    }
    return (enum check_id)reached;
}

/* Whether a probe has nothing new to tell after the row before it. */
static bool
probe_is_like(const struct probe *probe, const struct line_row *row)
{
    enum check_id reached = probe_reached(probe);
    const struct result *result = &probe->path->results[reached];
    const struct result *before = &row->path->results[row->check];

    return probe->target == row->target && reached == row->check &&
           probe->kind == row->path->probe->kind &&
           address_equal(&probe->path->address, &row->path->address) &&
           result->outcome == before->outcome &&
           result->reason == before->reason;
}

static size_t
rows_of_probes(const struct run *run, struct line_row *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (count > 0 && probe_is_like(probe, &rows[count - 1]))
            rows[count - 1].like++;
        else if (count < LINE_ROWS_MOST)
            rows[count++] = (struct line_row){ .target = probe->target,
                                               .path = probe->path,
                                               .check = probe_reached(probe) };
    }
    return count;
}

size_t
line_view_rows(const struct run *run, enum guide_step_id step,
               struct line_row *rows)
{
    const enum check_id *checks = step_checks[step];
    size_t count = 0;

    if (step == GUIDE_PATH)
        return rows_of_probes(run, rows);
    for (size_t i = 0; i < run->target_count; i++)
        for (int j = 0; checks[j] != CHECK_COUNT; j++) {
            const struct target *target = run->targets[i];
            struct result result = target_result(target, checks[j]);

            if (result.outcome != OUTCOME_NONE && count < LINE_ROWS_MOST)
                rows[count++] =
                    (struct line_row){ .target = target, .check = checks[j] };
        }
    return count;
}

static struct result
row_result(const struct line_row *row)
{
    return row->path != NULL ? row->path->results[row->check]
                             : target_result(row->target, row->check);
}

/* "pass, 12 ms"; "FAIL: name does not exist, 4.0 s" */
static void
result_append(struct buffer *out, const struct result *result)
{
    buffer_append_text(out, terms_outcome(result->outcome));
    if (result->reason != REASON_NONE)
        buffer_printf(out, ": %s", reason_phrase(result->reason));
    if (result->outcome == OUTCOME_SKIP || result->outcome == OUTCOME_NONE)
        return;
    buffer_append_text(out, ", ");
    units_append_duration(out, result->duration_ms);
}

static void
place_append(struct buffer *out, const struct line_row *row)
{
    const struct endpoint *endpoint = row->target->endpoint;

    units_append_place(out, endpoint->host, endpoint->port);
    buffer_printf(out, " (%s", terms_role(endpoint->role));
    if (row->target->region != NULL)
        buffer_printf(out, ", %s", row->target->region->name);
    if (!endpoint->required)
        buffer_append_text(out, ", not required");
    if (row->target->control)
        buffer_append_text(out, ", by the other route");
    buffer_append_byte(out, ')');
}

static void
probe_append(struct buffer *out, const struct path *path)
{
    buffer_append_text(out, " at ");
    units_append_address(out, &path->address);
    buffer_append_text(out, ", ");
    evidence_view_append_probe(out, path->probe);
}

void
line_view_row(struct buffer *out, size_t number, const struct line_row *row)
{
    struct result result = row_result(row);
    struct buffer label = { 0 };
    struct buffer line = { 0 };

    buffer_printf(&label, "%3zu. ", number);
    place_append(&line, row);
    if (row->path != NULL)
        probe_append(&line, row->path);
    buffer_printf(&line, ", %s: ", words_id(&check_words, (int)row->check));
    result_append(&line, &result);
    if (row->like > 0)
        buffer_printf(&line, "; %zu more of this kind ended alike", row->like);
    text_wrap_buffer(out, buffer_text(&label), "     ", &line);
    buffer_release(&line);
    buffer_release(&label);
}

/* More about one. */

static void
addresses_write(struct buffer *out, const struct target *target)
{
    struct buffer list = { 0 };

    for (size_t i = 0; i < target->path_count; i++) {
        if (i > 0)
            buffer_append_text(&list, ", ");
        units_append_address(&list, &target->paths[i]->address);
    }
    if (list.length > 0)
        text_wrap_buffer(out, "     addresses: ", "     ", &list);
    buffer_release(&list);
}

static void
row_write_what(struct buffer *out, const struct line_row *row)
{
    const char *why = row->target->endpoint->why;

    text_wrap(out, "     needed: ", "     ",
              why != NULL ? why : "for comparison alone");
    addresses_write(out, row->target);
}

static bool
finding_concerns(const struct finding *finding, const struct target *target)
{
    for (size_t i = 0; i < finding->target_count; i++)
        if (finding->targets[i] == target)
            return true;
    return false;
}

static bool
row_is_well(const struct line_row *row)
{
    enum outcome outcome = row_result(row).outcome;

    return outcome == OUTCOME_PASS || outcome == OUTCOME_NONE;
}

static void
row_write_why(struct buffer *out, const struct line_row *row,
              const struct guide_step *step, const struct run *run,
              const struct diagnosis *diagnosis)
{
    struct arena scratch = { 0 };
    struct guide_values values = guide_values_of(run, row->target, &scratch);
    struct buffer text = { 0 };

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        if (row_is_well(row) ||
            !finding_concerns(diagnosis->findings[i], row->target))
            continue;
        headline_append_summary(&text, run, diagnosis->findings[i]);
        text_wrap_buffer(out, "     found: ", "     ", &text);
    }
    guide_fill(&text, step->why, &values);
    text_wrap_buffer(out, "     ", "     ", &text);
    buffer_release(&text);
    arena_release(&scratch);
}

static void
row_write_facts(struct buffer *out, const struct line_row *row)
{
    const struct target *target = row->target;
    struct result result = target_result(target, CHECK_DNS);

    if (row->path != NULL) {
        for (int check = CHECK_TCP; check <= (int)row->check; check++)
            if (row->path->results[check].outcome != OUTCOME_NONE)
                text_facts_write_path(out, row->path, (enum check_id)check);
        return;
    }
    if (row->check == CHECK_DNS) {
        text_facts_write_name(out, target->name, &result);
        return;
    }
    for (size_t i = 0; i < target->path_count; i++) {
        buffer_append_text(out, "  at ");
        units_append_peer(out, &target->paths[i]->address,
                          target->paths[i]->port);
        buffer_append_byte(out, '\n');
        text_facts_write_path(out, target->paths[i], row->check);
    }
}

static void
row_write_packets(struct buffer *out, const struct line_row *row,
                  const struct guide_step *step, const struct run *run)
{
    struct arena scratch = { 0 };
    struct guide_values values = guide_values_of(run, row->target, &scratch);

    row_write_facts(out, row);
    for (size_t i = 0; i < step->by_hand_count; i++) {
        if (!guide_command_fits(step, i, &values))
            continue;
        buffer_append_text(out, "  by hand: ");
        guide_fill(out, step->by_hand[i], &values);
        buffer_append_byte(out, '\n');
    }
    arena_release(&scratch);
}

void
line_view_row_depth(struct buffer *out, const struct line_row *row,
                    const struct guide_step *step, enum guide_depth depth,
                    const struct run *run, const struct diagnosis *diagnosis)
{
    switch (depth) {
    case GUIDE_WHAT:
        row_write_what(out, row);
        break;
    case GUIDE_WHY:
        row_write_why(out, row, step, run, diagnosis);
        break;
    case GUIDE_PACKETS:
        row_write_packets(out, row, step, run);
        break;
    case GUIDE_DEPTH_COUNT:
        break;
    }
}
