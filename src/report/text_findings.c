#include "report/text_sections.h"

#include <string.h>

#include "report/headline.h"
#include "report/terms.h"
#include "report/text_evidence.h"
#include "report/text_wrap.h"
#include "report/units.h"
#include "report/wording.h"

enum { MOST_EVIDENCE_IN_SHORT = 6, MOST_TARGETS = 12 };

/* Who is concerned. */

static void
concerned_fill(struct buffer *line, const struct target *target)
{
    const struct endpoint *endpoint = target->endpoint;

    units_append_place(line, endpoint->host, endpoint->port);
    buffer_printf(line, " (%s", terms_role(endpoint->role));
    if (target->region != NULL) {
        buffer_append_text(line, ", ");
        units_append_line(line, target->region->name);
    }
    if (!endpoint->required)
        buffer_append_text(line, ", not required");
    buffer_append_byte(line, ')');
}

static void
concerned_write(const struct finding *finding, struct buffer *out)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < finding->target_count && i < MOST_TARGETS; i++) {
        concerned_fill(&line, finding->targets[i]);
        text_wrap_labelled_buffer(out, i == 0 ? "Concerns" : "", &line);
    }
    if (finding->target_count > MOST_TARGETS) {
        buffer_printf(&line, "and %zu more",
                      finding->target_count - MOST_TARGETS);
        text_wrap_labelled_buffer(out, "", &line);
    }
    buffer_release(&line);
}

/* Where nobody has to do anything, nobody is named. */
static void
owner_write(const struct cause *cause, struct buffer *out)
{
    if (cause != NULL && cause->owner != OWNER_NONE)
        text_wrap_labelled(out, "Who can fix it", terms_owner(cause->owner));
}

static void
cause_write(const struct finding *finding, const struct cause *cause,
            struct buffer *out)
{
    struct buffer line = { 0 };

    buffer_printf(&line, "%s (%s)",
                  cause != NULL ? cause->title : finding->cause,
                  finding->cause);
    text_wrap_labelled_buffer(out, "Cause", &line);
    owner_write(cause, out);
    buffer_printf(&line, "%s: %s", terms_confidence(finding->confidence),
                  terms_confidence_means(finding->confidence));
    text_wrap_labelled_buffer(out, "Confidence", &line);
    buffer_release(&line);
}

static void
remedy_write(const struct run *run, const struct finding *finding,
             const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    struct buffer step = { 0 };
    struct buffer number = { 0 };

    for (size_t i = 0; cause != NULL && i < cause->remedy_count; i++) {
        buffer_printf(&number, "  %zu. ", i + 1);
        wording_fill(&step, cause->remedy[i], &wording);
        text_wrap_buffer(out, buffer_text(&number), "     ", &step);
        buffer_cut(&number, 0);
    }
    buffer_release(&step);
    buffer_release(&number);
}

/* Commands are to be copied: they are never wrapped. */
static void
commands_write(const struct run *run, const struct finding *finding,
               const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    size_t written = 0;

    for (size_t i = 0; cause != NULL && i < cause->by_hand_count; i++) {
        struct buffer command = { 0 };

        if (wording_fill_command(&command, cause->by_hand[i], &wording))
            buffer_printf(out, "%s  %s\n",
                          written++ == 0 ? "\nThe same by hand\n" : "",
                          buffer_text(&command));
        buffer_release(&command);
    }
}

static void
success_write(const struct run *run, const struct finding *finding,
              const struct cause *cause, struct buffer *out)
{
    struct wording wording = { .run = run, .finding = finding };
    struct buffer text = { 0 };

    if (cause == NULL || cause->success == NULL)
        return;
    buffer_append_text(out, "\nWhen it is mended\n");
    wording_fill(&text, cause->success, &wording);
    text_wrap_buffer(out, "  ", "  ", &text);
    buffer_release(&text);
}

static void
finding_write(const struct run *run, const struct finding *finding,
              struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    struct buffer why = { 0 };

    cause_write(finding, cause, out);
    concerned_write(finding, out);
    if (cause != NULL && cause->why != NULL) {
        buffer_append_text(out, "\nWhat it means\n");
        wording_fill(&why, cause->why, &wording);
        text_wrap_buffer(out, "  ", "  ", &why);
    }
    text_evidence_write(run, finding, out);
    if (cause != NULL && cause->remedy_count > 0)
        buffer_append_text(out, "\nWhat to do\n");
    remedy_write(run, finding, cause, out);
    commands_write(run, finding, cause, out);
    success_write(run, finding, cause, out);
    buffer_release(&why);
}

static size_t
targets_count_in_doubt(const struct run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->target_count; i++)
        if (headline_is_in_doubt(run, run->targets[i]))
            count++;
    return count;
}

/*
 * Without a fault that we know there is no owner to name. What was seen is
 * all that can be handed on, and that is what follows.
 */
static void
inconclusive_write(const struct run *run, struct buffer *out)
{
    if (targets_count_in_doubt(run) == 0)
        return;
    buffer_append_byte(out, '\n');
    text_wrap(out, "", "",
              run->cancelled
                  ? "Run it again and let it come to its end."
                  : "This is neither a clean bill of health nor a known "
                    "fault. What was seen is below. Run it again; if it "
                    "stays as it is, hand this report to those who run the "
                    "network and to support.");
}

/* "FAULT FOUND: Cloud Detection Service, US, direct" */
static void
title_write(const struct run *run, const struct diagnosis *diagnosis,
            struct buffer *out)
{
    const struct answers *answers = &run->answers;
    struct buffer title = { 0 };

    buffer_append_text(&title, terms_verdict(diagnosis->outcome));
    if (answers->service != NULL) {
        buffer_append_text(&title, ": ");
        units_append_line(&title, answers->service->name);
        buffer_append_text(&title, ", ");
        units_append_line(&title, answers->region != NULL
                                      ? answers->region->name
                                      : "all regions");
        buffer_append_text(&title, run->route.kind == ROUTE_PROXY
                                       ? ", by a proxy"
                                       : ", direct");
    }
    text_wrap_buffer(out, "", "", &title);
    buffer_append_byte(out, '\n');
    buffer_release(&title);
}

/* Nothing is wrong on the wire, and something brought the reader here. */
static void
healthy_write(const struct run *run, struct buffer *out)
{
    buffer_append_byte(out, '\n');
    if (run->answers.status == CONSOLE_NOT_SAID)
        text_wrap(out, "", "",
                  "If the console shows the detector as \"Disconnected\" all "
                  "the same, say so with --status disconnected: then the "
                  "causes are weighed that no packet shows.");
    text_wrap(out, "", "",
              "If it comes and goes, cdsdoctor watch says when, and check "
              "--also hold tries whether an idle connection is kept.");
}

void
text_findings_write_verdict(const struct run *run,
                            const struct diagnosis *diagnosis,
                            struct buffer *out)
{
    const struct finding *finding = headline_finding(diagnosis);
    struct buffer headline = { 0 };

    title_write(run, diagnosis, out);
    headline_append(&headline, run, diagnosis);
    text_wrap_buffer(out, "", "", &headline);
    buffer_release(&headline);
    if (finding != NULL) {
        buffer_append_byte(out, '\n');
        finding_write(run, finding, out);
    } else if (diagnosis->outcome == VERDICT_INCONCLUSIVE) {
        inconclusive_write(run, out);
    } else {
        healthy_write(run, out);
    }
}

/* What else was found: a fault at length, a remark in short. */

static bool
finding_is_about_some_addresses(const struct finding *finding)
{
    for (size_t i = 0; i < finding->target_count; i++)
        for (int check = 0; check < CHECK_COUNT; check++)
            if (target_result(finding->targets[i], (enum check_id)check)
                    .reason == REASON_SOME_ADDRESSES)
                return true;
    return false;
}

static void
remark_write(const struct run *run, const struct finding *finding,
             struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct buffer list = { 0 };

    if (finding_is_about_some_addresses(finding)) {
        text_wrap(out, "", "",
                  "Only some of the addresses are concerned; by the others "
                  "the endpoint was reached. A client that tries them in "
                  "turn may be slow to connect.");
        buffer_append_byte(out, '\n');
    }
    owner_write(cause, out);
    concerned_write(finding, out);
    text_evidence_collect(&list, run, finding, EVIDENCE_SUPPORTS,
                          MOST_EVIDENCE_IN_SHORT);
    if (list.length > 0)
        buffer_printf(out, "\n%s", buffer_text(&list));
    buffer_release(&list);
}

static void
others_write(const struct run *run, const struct diagnosis *diagnosis,
             bool faults, struct buffer *out)
{
    const struct finding *verdict = headline_finding(diagnosis);
    struct buffer summary = { 0 };

    for (size_t i = 0; i < diagnosis->finding_count; i++) {
        const struct finding *finding = diagnosis->findings[i];

        if (finding == verdict || finding->fault != faults)
            continue;
        text_heading(out, faults ? "ALSO AT FAULT"
                                 : "GOOD TO KNOW, NO FAULT BY ITSELF");
        headline_append_summary(&summary, run, finding);
        text_wrap_buffer(out, "", "", &summary);
        buffer_append_byte(out, '\n');
        if (faults)
            finding_write(run, finding, out);
        else
            remark_write(run, finding, out);
    }
    buffer_release(&summary);
}

void
text_findings_write_others(const struct run *run,
                           const struct diagnosis *diagnosis,
                           struct buffer *out)
{
    others_write(run, diagnosis, true, out);
    others_write(run, diagnosis, false, out);
}

bool
text_findings_has_request(const struct run *run,
                          const struct diagnosis *diagnosis,
                          const struct finding *finding)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);

    return (finding->fault || finding == headline_finding(diagnosis)) &&
           cause != NULL && cause->request != NULL;
}

void
text_findings_fill_request(struct buffer *out, const struct run *run,
                           const struct finding *finding)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    struct buffer text = { 0 };

    wording_fill(&text, cause->request, &wording);
    text_wrap_buffer(out, "", "", &text);
    buffer_release(&text);
}

static void
request_write(const struct run *run, const struct finding *finding,
              struct buffer *out)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct buffer title = { 0 };

    buffer_printf(&title, "TEXT TO SEND: %s", terms_owner(cause->owner));
    text_heading(out, buffer_text(&title));
    buffer_release(&title);
    text_findings_fill_request(out, run, finding);
}

void
text_findings_write_requests(const struct run *run,
                             const struct diagnosis *diagnosis,
                             struct buffer *out)
{
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        if (text_findings_has_request(run, diagnosis, diagnosis->findings[i]))
            request_write(run, diagnosis->findings[i], out);
}
