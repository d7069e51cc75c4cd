#include "report/report.h"

#include "base/clock.h"
#include "report/headline.h"
#include "report/json_parts.h"
#include "report/json_seen.h"
#include "report/units.h"
#include "report/wording.h"
#include "transcript/json_writer.h"
#include "transcript/record_json.h"

/* Texts of the data, filled in. */

static json_t *
json_filled(const char *text, const struct wording *wording)
{
    struct buffer filled = { 0 };

    wording_fill(&filled, text, wording);

    json_t *value = json_writer_buffer(&filled);

    buffer_release(&filled);
    return value;
}

static void
json_put_summary(json_t *object, const struct run *run,
                 const struct finding *finding)
{
    struct buffer summary = { 0 };

    headline_append_summary(&summary, run, finding);
    json_writer_put(object, "summary", json_writer_buffer(&summary));
    buffer_release(&summary);
}

/* The tool and the run. */

json_t *
json_part_tool(const struct run *run)
{
    json_t *tool = json_writer_object();
    json_t *data = json_writer_object();

    json_writer_put_text(tool, "version", run->tool.version);
    json_writer_put_text(tool, "openssl", run->tool.openssl);
    json_writer_put_text(tool, "c_ares", run->tool.c_ares);
    json_writer_put_text(data, "version", run->definitions->version);
    json_writer_put_text(data, "date", run->definitions->date);
    json_writer_put(tool, "data", data);
    return tool;
}

static const struct name *
json_proxy_name(const struct run *run)
{
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->proxy_name != NULL)
            return run->targets[i]->proxy_name;
    return NULL;
}

/* A direct route has no proxy to speak of. */
static json_t *
json_route(const struct run *run)
{
    const struct route *route = &run->route;
    const struct name *proxy = json_proxy_name(run);
    json_t *object = record_json(&route_schema, route);

    if (route->kind == ROUTE_PROXY)
        json_writer_put_integer(object, "proxy_port", route->proxy_port);
    if (proxy == NULL)
        return object;

    json_t *lookup = json_writer_object();

    json_writer_put_text(lookup, "host", proxy->host);
    json_seen_put_result(lookup, &proxy->result);
    json_writer_put(lookup, "facts", json_seen_name(proxy));
    json_writer_put(object, "lookup", lookup);
    return object;
}

/* A day that the operator named; null when he did not. */
static void
json_put_day(json_t *object, const char *name, int64_t unix_seconds)
{
    char text[CLOCK_TEXT_SIZE];

    json_writer_put_text(object, name,
                         unix_seconds != 0 ? clock_format(unix_seconds, text)
                                           : NULL);
}

static const char *
json_said(const struct words *words, int value)
{
    return value != 0 ? words_id(words, value) : NULL;
}

/* What the operator was not asked, or did not say, is null. */
static json_t *
json_answers(const struct answers *said)
{
    json_t *answers = json_writer_object();

    json_writer_put_text(answers, "status",
                         json_said(&console_status_words, (int)said->status));
    if (said->event != 0)
        json_writer_put_integer(answers, "event", said->event);
    else
        json_writer_put_text(answers, "event", NULL);
    json_writer_put_text(answers, "event_text", said->event_text);
    json_writer_put_text(answers, "history",
                         json_said(&history_words, (int)said->history));
    json_put_day(answers, "bundle_issued", said->bundle_issued);
    json_put_day(answers, "certificate_expires", said->certificate_expires);
    json_writer_put_text(answers, "binding",
                         json_said(&binding_words, (int)said->binding));
    json_writer_put_text(answers, "dlp_version", said->dlp_version);
    json_writer_put_text(
        answers, "installation",
        json_said(&installation_words, (int)said->installation));
    return answers;
}

/* Files that nobody named are null. */

static json_t *
json_bundle(const struct bundle_facts *bundle)
{
    if (bundle->kind == BUNDLE_NOT_GIVEN)
        return json_writer_text(NULL);
    return record_json(&bundle_facts_schema, bundle);
}

static json_t *
json_logs(const struct log_facts *logs)
{
    if (logs->state == LOGS_NOT_GIVEN && !logs->pasted)
        return json_writer_text(NULL);
    return record_json(&log_facts_schema, logs);
}

json_t *
json_part_run(const struct run *run)
{
    const struct answers *answers = &run->answers;
    json_t *object = json_writer_object();
    char started[CLOCK_TEXT_SIZE];

    json_writer_put_text(object, "started",
                         clock_format(run->started / 1000, started));
    json_writer_put_integer(object, "duration_ms", run->duration_ms);
    json_writer_put_text(object, "service",
                         answers->service != NULL ? answers->service->id
                                                  : NULL);
    json_writer_put_text(object, "region",
                         answers->region != NULL ? answers->region->id
                                                 : "all");
    json_writer_put(object, "route", json_route(run));
    json_writer_put(object, "answers", json_answers(answers));
    json_writer_put(object, "bundle", json_bundle(&run->bundle));
    json_writer_put(object, "logs", json_logs(&run->logs));
    json_writer_put_flag(object, "cancelled", run->cancelled);
    json_writer_put_text(object, "simulation", run->simulation);
    return object;
}

/* What it means. */

/* Without a cause in the data there is no layer and nobody to ask. */
static void
json_put_cause(json_t *object, const char *id, const struct cause *cause,
               enum confidence confidence)
{
    json_writer_put_text(object, "cause", id);
    json_writer_put_text(object, "layer",
                         words_id(&layer_words, cause != NULL
                                                    ? (int)cause->layer
                                                    : LAYER_NONE));
    json_writer_put_text(object, "owner",
                         words_id(&owner_words, cause != NULL
                                                    ? (int)cause->owner
                                                    : OWNER_NONE));
    json_writer_put_text(object, "confidence",
                         words_id(&confidence_words, (int)confidence));
}

json_t *
json_part_verdict(const struct run *run, const struct diagnosis *diagnosis)
{
    const struct finding *finding = headline_finding(diagnosis);
    const char *id = finding != NULL ? finding->cause : "none";
    json_t *verdict = json_writer_object();
    struct buffer headline = { 0 };

    json_writer_put_text(verdict, "outcome",
                         words_id(&verdict_words, (int)diagnosis->outcome));
    json_put_cause(verdict, id, definitions_cause(run->definitions, id),
                   headline_confidence(run, diagnosis));
    headline_append(&headline, run, diagnosis);
    json_writer_put(verdict, "summary", json_writer_buffer(&headline));
    buffer_release(&headline);
    return verdict;
}

static json_t *
json_place(const struct target *target)
{
    struct buffer place = { 0 };

    units_append_place(&place, target->endpoint->host, target->endpoint->port);

    json_t *value = json_writer_buffer(&place);

    buffer_release(&place);
    return value;
}

static json_t *
json_finding_targets(const struct finding *finding)
{
    json_t *targets = json_writer_array();

    for (size_t i = 0; i < finding->target_count; i++)
        json_writer_add(targets, json_place(finding->targets[i]));
    return targets;
}

static json_t *
json_evidence(const struct run *run, const struct finding *finding)
{
    json_t *list = json_writer_array();

    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct evidence *evidence = finding->evidence[i];
        const struct statement *statement =
            definitions_statement(run->definitions, evidence->statement);
        struct wording wording = { run, finding, evidence->target,
                                   evidence->path, evidence->hit };
        json_t *object = json_writer_object();

        json_writer_put_text(
            object, "kind",
            words_id(&evidence_kind_words, (int)evidence->kind));
        json_writer_put(object, "text",
                        json_filled(statement != NULL ? statement->text
                                                      : evidence->statement,
                                    &wording));
        json_writer_put_text(object, "statement", evidence->statement);
        json_writer_add(list, object);
    }
    return list;
}

static json_t *
json_filled_list(const char *const *texts, size_t count,
                 const struct wording *wording)
{
    json_t *list = json_writer_array();

    for (size_t i = 0; i < count; i++)
        json_writer_add(list, json_filled(texts[i], wording));
    return list;
}

/* A command that cannot be filled in with what is known is left out. */
static json_t *
json_by_hand(const struct cause *cause, const struct wording *wording)
{
    json_t *commands = json_writer_array();
    struct buffer command = { 0 };

    for (size_t i = 0; i < cause->by_hand_count; i++) {
        if (wording_fill_command(&command, cause->by_hand[i], wording))
            json_writer_add(commands, json_writer_buffer(&command));
        buffer_cut(&command, 0);
    }
    buffer_release(&command);
    return commands;
}

/* What a person reads about the cause, in the order of reading it. */
static void
json_put_explanation(json_t *object, const struct cause *cause,
                     const struct wording *wording)
{
    json_writer_put(object, "packets", json_filled(cause->packets, wording));
    json_writer_put(object, "by_hand", json_by_hand(cause, wording));
    json_writer_put(object, "remedy",
                    json_filled_list((const char *const *)cause->remedy,
                                     cause->remedy_count, wording));
    json_writer_put(object, "success", json_filled(cause->success, wording));
    json_writer_put(object, "references",
                    json_filled_list((const char *const *)cause->references,
                                     cause->reference_count, wording));
    json_writer_put(
        object, "request",
        json_filled(cause->request != NULL ? cause->request : "", wording));
}

json_t *
json_part_finding(const struct run *run, const struct finding *finding)
{
    const struct cause *cause =
        definitions_cause(run->definitions, finding->cause);
    struct wording wording = { .run = run, .finding = finding };
    static const struct cause none = { .packets = "", .success = "" };
    json_t *object = json_writer_object();

    json_put_cause(object, finding->cause, cause, finding->confidence);
    json_writer_put_flag(object, "fault", finding->fault);
    json_writer_put(object, "targets", json_finding_targets(finding));
    json_put_summary(object, run, finding);
    json_writer_put(object, "evidence", json_evidence(run, finding));
    json_put_explanation(object, cause != NULL ? cause : &none, &wording);
    return object;
}

static json_t *
json_findings(const struct run *run, const struct diagnosis *diagnosis)
{
    json_t *findings = json_writer_array();

    for (size_t i = 0; i < diagnosis->finding_count; i++)
        json_writer_add(findings,
                        json_part_finding(run, diagnosis->findings[i]));
    return findings;
}

static json_t *
json_notes(const struct run *run)
{
    json_t *notes = json_writer_array();

    for (size_t i = 0; i < run->note_count; i++) {
        const struct note *note = run->notes[i];
        char time[CLOCK_TEXT_SIZE];
        json_t *object = json_writer_object();

        json_writer_put_text(object, "time", clock_format(note->time, time));
        json_writer_put_integer(object, "step", (int64_t)note->step + 1);
        json_writer_put_text(object, "text", note->text);
        json_writer_add(notes, object);
    }
    return notes;
}

void
json_report_write(const struct run *run, const struct diagnosis *diagnosis,
                  struct buffer *out)
{
    json_t *root = json_writer_object();

    json_writer_put_text(root, "schema", "cdsdoctor.report/1");
    json_writer_put(root, "tool", json_part_tool(run));
    json_writer_put(root, "run", json_part_run(run));
    json_writer_put(root, "verdict", json_part_verdict(run, diagnosis));
    json_writer_put(root, "findings", json_findings(run, diagnosis));
    json_writer_put(root, "targets", json_seen_targets(run));
    json_writer_put(root, "probes", json_seen_probes(run));
    json_writer_put(root, "machine",
                    record_json(&machine_schema, &run->machine));
    json_writer_put(root, "notes", json_notes(run));
    json_writer_finish(root, out);
}
