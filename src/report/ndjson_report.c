#include "report/ndjson_report.h"

#include <stdlib.h>

#include "base/memory.h"
#include "report/json_parts.h"
#include "report/json_seen.h"
#include "report/report.h"
#include "transcript/json_writer.h"

static json_t *
line_new(const char *type)
{
    json_t *line = json_writer_object();

    json_writer_put_text(line, "type", type);
    return line;
}

/* The line takes the members of the object over. */
static void
line_end(json_t *line, json_t *more, struct buffer *out)
{
    json_writer_join(line, more);
    json_writer_finish_line(line, out);
}

void
ndjson_append_begin(struct buffer *out, const struct run *run)
{
    json_t *line = line_new("run");

    json_writer_put_text(line, "schema", "cdsdoctor.events/1");
    json_writer_put(line, "tool", json_part_tool(run));
    json_writer_put(line, "run", json_part_run(run));
    json_writer_put_integer(line, "targets", (json_int_t)run->target_count);
    json_writer_finish_line(line, out);
}

/* A check that has ended, wherever it was heard of. */
struct ended {
    int64_t at_ms;
    enum check_id check;
    const struct name *name;     /* NULL: of a path */
    const struct target *target; /* NULL: of a name */
    const struct path *path;
    size_t order; /* among those of one time */
};

static void
name_append(struct buffer *out, json_t *line, const struct name *name)
{
    json_t *facts = json_writer_object();

    json_writer_put_text(line, "host", name->host);
    if (name->random || name->again != NULL)
        json_writer_put_text(line, "probe", json_seen_name_probe(name));
    json_seen_put_result(facts, &name->result);
    json_writer_put(facts, "facts", json_seen_name(name));
    line_end(line, facts, out);
}

static void
path_append(struct buffer *out, json_t *line, const struct ended *ended)
{
    const struct endpoint *endpoint = ended->target->endpoint;
    const struct probe *probe = ended->path->probe;

    json_writer_put_text(line, "host", endpoint->host);
    json_writer_put_text(
        line, "route", words_id(&route_words, (int)ended->target->route.kind));
    if (probe != NULL)
        json_writer_put_text(line, "probe",
                             words_id(&probe_kind_words, (int)probe->kind));
    line_end(line, json_seen_path(ended->path, ended->check), out);
}

static void
ended_append(struct buffer *out, const struct ended *ended)
{
    json_t *line = line_new("check");

    json_writer_put_integer(line, "at_ms", ended->at_ms);
    json_writer_put_text(line, "check",
                         words_id(&check_words, (int)ended->check));
    if (ended->name != NULL)
        name_append(out, line, ended->name);
    else
        path_append(out, line, ended);
}

void
ndjson_append_event(struct buffer *out, const struct event *event)
{
    struct ended ended = {
        .at_ms = event->at_ms,
        .check = event->check,
        .name = event->name,
        .target = event->target,
        .path = event->path,
    };

    if (event->kind == EVENT_PROBES_BEGAN) {
        json_t *line = line_new("probes");

        json_writer_put_integer(line, "at_ms", event->at_ms);
        json_writer_finish_line(line, out);
    }
    if (event->kind == EVENT_CHECK_ENDED &&
        (event->name != NULL || event->path != NULL))
        ended_append(out, &ended);
}

/* What it means for each endpoint, without the facts of before. */
static void
target_append(struct buffer *out, const struct run *run,
              const struct target *target)
{
    json_t *line = line_new("target");
    json_t *checks = json_writer_array();

    json_writer_join(line, json_seen_standing(run, target));
    for (int check = 0; check < CHECK_COUNT; check++) {
        struct result result = target_result(target, (enum check_id)check);
        json_t *object;

        if (check == CHECK_PROXY && target->route.kind != ROUTE_PROXY)
            continue;
        object = json_writer_object();
        json_writer_put_text(object, "check", words_id(&check_words, check));
        json_seen_put_result(object, &result);
        json_writer_add(checks, object);
    }
    json_writer_put(line, "checks", checks);
    json_writer_finish_line(line, out);
}

void
ndjson_append_end(struct buffer *out, const struct run *run,
                  const struct diagnosis *diagnosis)
{
    json_t *line = line_new("verdict");

    for (size_t i = 0; i < run->target_count; i++)
        target_append(out, run, run->targets[i]);
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        line_end(line_new("finding"),
                 json_part_finding(run, diagnosis->findings[i]), out);
    json_writer_put_integer(line, "duration_ms", run->duration_ms);
    json_writer_put_flag(line, "cancelled", run->cancelled);
    line_end(line, json_part_verdict(run, diagnosis), out);
}

/* A run that has ended is told in the order in which its checks ended. */

struct told {
    struct ended *items;
    size_t count;
};

static void
told_add(struct told *told, const struct result *result, struct ended ended)
{
    /* What was left out has never ended. */
    if (result->outcome != OUTCOME_PASS && result->outcome != OUTCOME_WARN &&
        result->outcome != OUTCOME_FAIL)
        return;
    ended.at_ms = result->started_ms + result->duration_ms;
    ended.order = told->count;
    told->items[told->count++] = ended;
}

static void
told_add_path(struct told *told, const struct target *target,
              const struct path *path)
{
    for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
        told_add(told, &path->results[check],
                 (struct ended){ .check = (enum check_id)check,
                                 .target = target,
                                 .path = path });
}

static int
compare_ended(const void *left, const void *right)
{
    const struct ended *a = left;
    const struct ended *b = right;

    if (a->at_ms != b->at_ms)
        return a->at_ms < b->at_ms ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static size_t
most_ended(const struct run *run)
{
    size_t most = run->name_count + run->probe_count * CHECK_COUNT;

    for (size_t i = 0; i < run->target_count; i++)
        most += run->targets[i]->path_count * CHECK_COUNT;
    return most;
}

void
ndjson_report_write(const struct run *run, const struct diagnosis *diagnosis,
                    struct buffer *out)
{
    struct told told = { .items = memory_new(most_ended(run) + 1,
                                             sizeof(struct ended)) };

    for (size_t i = 0; i < run->name_count; i++)
        told_add(&told, &run->names[i]->result,
                 (struct ended){ .name = run->names[i] });
    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            told_add_path(&told, run->targets[i], run->targets[i]->paths[j]);
    for (size_t i = 0; i < run->probe_count; i++)
        told_add_path(&told, run->probes[i]->target, run->probes[i]->path);
    qsort(told.items, told.count, sizeof told.items[0], compare_ended);
    ndjson_append_begin(out, run);
    for (size_t i = 0; i < told.count; i++)
        ended_append(out, &told.items[i]);
    ndjson_append_end(out, run, diagnosis);
    free(told.items);
}
