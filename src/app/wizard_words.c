#include <string.h>

#include "app/wizard.h"
#include "report/headline.h"
#include "report/terms.h"
#include "report/text_evidence.h"
#include "report/text_sections.h"
#include "report/wording.h"
#include "ui/rows_view.h"
#include "ui/verdict_view.h"

static const char *
keep(struct sheet *sheet, struct buffer *text)
{
    const char *kept = arena_text(sheet->arena, buffer_text(text));

    buffer_release(text);
    return kept;
}

static const char *
filled(const struct wizard *wizard, struct sheet *sheet,
       const struct finding *finding, const char *text)
{
    struct wording wording = { .run = &wizard->session->run,
                               .finding = finding };
    struct buffer out = { 0 };

    if (text == NULL)
        return NULL;
    wording_fill(&out, text, &wording);
    return keep(sheet, &out);
}

/* A statement a line; the report's own wrapping is undone. */
static const char *
evidence_list(const struct wizard *wizard, struct sheet *sheet,
              const struct finding *finding, enum evidence_kind kind)
{
    struct buffer wrapped = { 0 };
    struct buffer out = { 0 };

    text_evidence_collect(&wrapped, &wizard->session->run, finding, kind,
                          finding->evidence_count);
    for (const char *at = buffer_text(&wrapped); *at != '\0'; at++) {
        bool item =
            at[0] == '\n' && at[1] == ' ' && at[2] == ' ' && at[3] == '-';

        if (at[0] == ' ' &&
            (at == wrapped.data || at[-1] == '\n' || at[-1] == ' ') &&
            (out.length == 0 || out.data[out.length - 1] == '\n' ||
             out.data[out.length - 1] == ' '))
            continue;
        buffer_append_byte(&out, item ? '\n' : *at == '\n' ? ' ' : *at);
    }
    buffer_release(&wrapped);
    return keep(sheet, &out);
}

static const char *
concerns(struct sheet *sheet, const struct finding *finding)
{
    struct buffer out = { 0 };

    for (size_t i = 0; i < finding->target_count; i++) {
        const struct endpoint *endpoint = finding->targets[i]->endpoint;

        buffer_printf(&out, "%s:%u (%s)%s", endpoint->host,
                      (unsigned)endpoint->port, terms_role(endpoint->role),
                      i + 1 < finding->target_count ? "\n" : "");
    }
    return keep(sheet, &out);
}

static const char *
remedy(const struct wizard *wizard, struct sheet *sheet,
       const struct finding *finding, const struct cause *cause)
{
    struct buffer out = { 0 };

    for (size_t i = 0; i < cause->remedy_count; i++)
        buffer_printf(&out, "%zu. %s\n", i + 1,
                      filled(wizard, sheet, finding, cause->remedy[i]));
    return keep(sheet, &out);
}

static const char *
others(const struct wizard *wizard, struct sheet *sheet)
{
    const struct session *session = wizard->session;
    const struct diagnosis *diagnosis = session->diagnosis;
    const struct finding *verdict = headline_finding(diagnosis);
    struct buffer out = { 0 };

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        if (finding == verdict)
            continue;
        buffer_append_text(&out, finding->fault ? "Also at fault: "
                                                : "Good to know: ");
        headline_append_summary(&out, &session->run, finding);
        buffer_append_byte(&out, '\n');
    }
    return keep(sheet, &out);
}

static void
fill_finding(const struct wizard *wizard, struct sheet *sheet,
             const struct finding *finding, struct verdict_texts *texts)
{
    const struct cause *cause =
        definitions_cause(&wizard->session->definitions, finding->cause);

    texts->supports = evidence_list(wizard, sheet, finding, EVIDENCE_SUPPORTS);
    texts->contradicts =
        evidence_list(wizard, sheet, finding, EVIDENCE_CONTRADICTS);
    texts->not_evaluated =
        evidence_list(wizard, sheet, finding, EVIDENCE_NOT_EVALUATED);
    texts->concerns = concerns(sheet, finding);
    texts->cause = finding->cause;
    if (cause == NULL)
        return;
    texts->cause =
        arena_printf(sheet->arena, "%s (%s)", cause->title, finding->cause);
    texts->owner =
        cause->owner != OWNER_NONE ? terms_owner(cause->owner) : NULL;
    texts->why = filled(wizard, sheet, finding, cause->why);
    texts->remedy = remedy(wizard, sheet, finding, cause);
    texts->next_test = filled(wizard, sheet, finding, cause->success);
}

/* What is being waited for, when there is no result yet. */
static void
fill_waiting(const struct wizard *wizard, struct sheet *sheet)
{
    const struct run *run = &wizard->session->run;
    size_t count = rows_view_count(run);

    if (wizard->run != RUN_UNDER_WAY) {
        sheet_add(sheet, STYLE_STRONG, 0, 0,
                  "Nothing has been checked yet; step 2 has the plan.");
        return;
    }
    sheet_add(sheet, STYLE_ACTIVE, 0, 0, "The checks are still under way:");
    for (size_t i = 0; i < count; i++) {
        struct rows_place place = rows_view_place(run, i);

        for (int check = 0; place.path != NULL && check < CHECK_COUNT;
             check++) {
            const struct result *result = &place.path->results[check];

            if (result->outcome == OUTCOME_RUNNING)
                sheet_print(sheet, STYLE_PLAIN, 2, 4, "%s of %s (%s)",
                            words_id(&check_words, check),
                            place.target->endpoint->host,
                            result->state != NULL ? result->state : "begins");
        }
    }
}

static const char if_it_is_red_all_the_same[] =
    "- If the console shows \"Disconnected\" all the same, say so in step 1: "
    "then the causes are weighed that no packet shows.\n"
    "- If it comes and goes, w watches, and cdsdoctor check --also hold tries "
    "whether an idle connection is kept.";

void
wizard_words_verdict(const struct wizard *wizard, struct sheet *sheet)
{
    static const enum style styles[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = STYLE_GOOD,
        [VERDICT_FAULT] = STYLE_BAD,
        [VERDICT_INCONCLUSIVE] = STYLE_WARN,
    };
    const struct session *session = wizard->session;
    const struct diagnosis *diagnosis = session->diagnosis;
    struct verdict_texts texts = { 0 };
    struct buffer headline = { 0 };
    enum confidence confidence;

    if (wizard->run != RUN_ENDED) {
        fill_waiting(wizard, sheet);
        return;
    }
    headline_append(&headline, &session->run, diagnosis);
    confidence = headline_confidence(&session->run, diagnosis);
    texts.style = styles[diagnosis->outcome];
    texts.outcome = terms_verdict(diagnosis->outcome);
    texts.headline = keep(sheet, &headline);
    if (session->run.cancelled)
        texts.stopped = "Something of this run was stopped before its end; "
                        "what had not ended is not judged. r on its row "
                        "checks it again.";
    texts.confidence =
        arena_printf(sheet->arena, "%s: %s", terms_confidence(confidence),
                     terms_confidence_means(confidence));
    if (headline_finding(diagnosis) != NULL)
        fill_finding(wizard, sheet, headline_finding(diagnosis), &texts);
    if (diagnosis->outcome == VERDICT_HEALTHY)
        texts.remedy = if_it_is_red_all_the_same;
    texts.others = others(wizard, sheet);
    wizard_words_rounds(wizard, sheet, &texts);
    verdict_view_fill(sheet, &texts);
}

/* A text in lines; an item hangs behind its mark. */
static void
add_lines(struct sheet *sheet, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        size_t hang = strspn(text, " ");

        if (text[hang] == '-')
            hang += 2;
        sheet_add(sheet, STYLE_PLAIN, 0, (int)hang,
                  arena_copy(sheet->arena, text, length));
        text += length;
        if (*text == '\n')
            text++;
    }
}

static void
add_notes(const struct wizard *wizard, struct sheet *sheet)
{
    if (wizard->notes.count == 0)
        return;
    sheet_space(sheet);
    sheet_add(sheet, STYLE_HEADING, 0, 0, "Notes");
    for (size_t i = 0; i < wizard->notes.count; i++) {
        const struct note *note = wizard->notes.notes[i];
        struct buffer place = { 0 };

        note_append_place(&place, note);
        sheet_print(sheet, STYLE_PLAIN, 0, 2, "%s: %s", buffer_text(&place),
                    note->text);
        buffer_release(&place);
    }
}

void
wizard_words_hand_over(const struct wizard *wizard, struct sheet *sheet)
{
    const struct session *session = wizard->session;
    const struct diagnosis *diagnosis = session->diagnosis;
    size_t requests = 0;

    if (wizard->run != RUN_ENDED) {
        fill_waiting(wizard, sheet);
        return;
    }
    if (request_is_edited(&wizard->request, &session->run, diagnosis)) {
        sheet_space(sheet);
        sheet_add(sheet, STYLE_HEADING, 0, 0, "As you have edited it");
        add_lines(sheet, buffer_text(&wizard->request.text));
        requests++;
    }
    for (size_t i = 0; requests == 0 && i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];
        const struct cause *cause =
            definitions_cause(&session->definitions, finding->cause);

        if (!finding->fault || cause == NULL || cause->request == NULL)
            continue;
        sheet_space(sheet);
        sheet_print(sheet, STYLE_HEADING, 0, 0, "Text to send to the %s",
                    terms_owner(cause->owner));
        add_lines(sheet, filled(wizard, sheet, finding, cause->request));
        requests++;
    }
    if (requests == 0)
        sheet_add(sheet, STYLE_PLAIN, 0, 0,
                  "There is nobody to ask for anything. The report has "
                  "everything that was seen.");
    add_notes(wizard, sheet);
    sheet_space(sheet);
    sheet_add(sheet, STYLE_DIM, 0, 0,
              "s saves the whole report as text and as JSON in the present "
              "directory, F in another format; E changes this text in your "
              "editor; y copies what stands here. C has the summary for a "
              "support case, V records the session.");
}

/* How the checks of a step went for all targets. */
struct step_sum {
    size_t targets;
    size_t ended;
    size_t passed;
    size_t failed;
    const struct target *worst; /* NULL: nothing to say of any */
    struct result result;       /* of the worst */
};

/* Behind a proxy it is the proxy that has to reach the endpoint. */
static struct result
step_result(const struct target *target, enum guide_step_id step)
{
    struct result result = target_result(target, wizard_check(step));

    if (step == GUIDE_REACHABILITY && target->route.kind == ROUTE_PROXY &&
        (result.outcome == OUTCOME_PASS || result.outcome == OUTCOME_WARN))
        return target_result(target, CHECK_PROXY);
    return result;
}

static struct step_sum
sum_step(const struct run *run, enum guide_step_id step)
{
    struct step_sum sum = { .targets = run->target_count };

    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];
        struct result result = step_result(target, step);
        bool fails =
            result.outcome == OUTCOME_FAIL && target_is_decisive(target, run);

        sum.ended += outcome_is_final(result.outcome);
        sum.passed += result.outcome == OUTCOME_PASS;
        if ((fails && sum.failed == 0) ||
            (sum.worst == NULL && (result.outcome == OUTCOME_FAIL ||
                                   result.outcome == OUTCOME_WARN))) {
            sum.worst = target;
            sum.result = result;
        }
        sum.failed += fails;
    }
    return sum;
}

static enum step_mark
mark_of_check(const struct wizard *wizard, enum guide_step_id step)
{
    struct step_sum sum = sum_step(&wizard->session->run, step);

    if (wizard->run < RUN_UNDER_WAY)
        return STEP_AHEAD;
    if (sum.failed > 0)
        return STEP_FAULT;
    if (sum.ended < sum.targets && wizard->run == RUN_UNDER_WAY)
        return STEP_BUSY;
    if (sum.worst != NULL)
        return STEP_REMARK;
    return sum.passed > 0 ? STEP_DONE : STEP_SKIPPED;
}

static enum step_mark
mark_of_verdict(const struct wizard *wizard)
{
    static const enum step_mark marks[VERDICT_COUNT] = {
        [VERDICT_HEALTHY] = STEP_DONE,
        [VERDICT_FAULT] = STEP_FAULT,
        [VERDICT_INCONCLUSIVE] = STEP_REMARK,
    };

    if (wizard->run == RUN_UNDER_WAY)
        return STEP_BUSY;
    return wizard->run == RUN_ENDED
               ? marks[wizard->session->diagnosis->outcome]
               : STEP_AHEAD;
}

enum step_mark
wizard_words_mark(const struct wizard *wizard, enum guide_step_id step)
{
    if (wizard_check(step) != CHECK_COUNT)
        return mark_of_check(wizard, step);
    if (step == GUIDE_VERDICT)
        return mark_of_verdict(wizard);
    if (step == GUIDE_PATH && wizard->run == RUN_UNDER_WAY)
        return STEP_BUSY;
    if (step == GUIDE_PATH && wizard->run == RUN_ENDED)
        return STEP_DONE;
    return step < wizard->furthest ? STEP_DONE : STEP_AHEAD;
}

static void
explain_result(const struct wizard *wizard, struct sheet *sheet)
{
    static const enum style styles[STEP_MARK_COUNT] = {
        [STEP_AHEAD] = STYLE_DIM, [STEP_BUSY] = STYLE_ACTIVE,
        [STEP_DONE] = STYLE_GOOD, [STEP_REMARK] = STYLE_WARN,
        [STEP_FAULT] = STYLE_BAD, [STEP_SKIPPED] = STYLE_DIM,
    };
    enum style style = styles[wizard_words_mark(wizard, wizard->step)];
    struct step_sum sum;

    if (wizard_check(wizard->step) == CHECK_COUNT ||
        wizard->run < RUN_UNDER_WAY)
        return;
    sum = sum_step(&wizard->session->run, wizard->step);
    if (sum.worst != NULL)
        sheet_print(sheet, style, 0, 0, "%s: %s.", sum.worst->endpoint->host,
                    reason_phrase(sum.result.reason));
    else if (sum.ended < sum.targets)
        sheet_print(sheet, style, 0, 0, "%zu of %zu have ended so far.",
                    sum.ended, sum.targets);
    else if (sum.passed == 0)
        sheet_add(sheet, style, 0, 0,
                  "Nothing was tried here: what it needs has failed before.");
    else if (sum.passed < sum.targets)
        sheet_print(sheet, style, 0, 0,
                    "%zu of %zu are as they should be; the others were not "
                    "tried.",
                    sum.passed, sum.targets);
    else if (wizard->step == GUIDE_ANSWERS &&
             sum_step(&wizard->session->run, GUIDE_CERTIFICATES).failed > 0)
        sheet_add(sheet, STYLE_WARN, 0, 0,
                  "The answers look right, but by step 5 it may not be the "
                  "service that gave them.");
    else
        sheet_print(sheet, style, 0, 0, "All %zu hosts are as they should be.",
                    sum.targets);
}

/* Whoever practises hears what the caller tells, before the questions. */
static void
explain_story(const struct wizard *wizard, struct sheet *sheet)
{
    const struct run *run = &wizard->session->run;

    if (wizard->step != GUIDE_SYMPTOM || run->simulation_phone == NULL ||
        wizard->depth != GUIDE_WHAT ||
        wizard->form.focus[GUIDE_SYMPTOM] != QUESTION_STATUS)
        return;
    sheet_print(sheet, STYLE_STRONG, 0, 0, "The caller says: %s",
                run->simulation_phone);
    sheet_space(sheet);
}

void
wizard_words_explain(const struct wizard *wizard, struct sheet *sheet)
{
    explain_story(wizard, sheet);
    explain_result(wizard, sheet);
    wizard_guide_fill(wizard, sheet);
}
