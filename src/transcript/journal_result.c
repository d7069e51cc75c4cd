#include "transcript/journal_result.h"

#include "transcript/json_writer.h"
#include "transcript/record_json.h"
#include "transcript/run_parts.h"
#include "transcript/run_schema.h"

/* Where the facts of a check stand in a path. */
struct facts_row {
    const struct schema *schema;
    size_t offset;
};

static const struct facts_row facts_rows[CHECK_COUNT] = {
    [CHECK_TCP] = { &tcp_facts_schema, offsetof(struct path, tcp) },
    [CHECK_PROXY] = { &proxy_facts_schema, offsetof(struct path, proxy) },
    [CHECK_TLS] = { &tls_facts_schema, offsetof(struct path, tls) },
    [CHECK_HTTP] = { &http_facts_schema, offsetof(struct path, http) },
};

/* Where a name stands; what is asked once more has no place of its own. */
static void
put_name(json_t *record, const struct run *run, const struct name *name,
         const struct name *place)
{
    if (place != NULL)
        json_writer_put(record, "at_name",
                        run_parts_index(run->names, run->name_count, place));
    json_writer_put(record, "name", record_json(&name_schema, name));
}

static void
put_path(json_t *record, const struct run *run, const struct event *event)
{
    const struct path *path = event->path;
    const struct facts_row *row = &facts_rows[event->check];
    const struct probe *probe = path->probe;
    char address[ADDRESS_TEXT_SIZE];

    json_writer_put_text(record, "host", event->target->endpoint->host);
    json_writer_put_text(record, "address",
                         address_format(&path->address, address));
    json_writer_put_integer(record, "port", path->port);
    json_writer_put_text(
        record, "probe",
        probe != NULL ? words_id(&probe_kind_words, (int)probe->kind) : NULL);
    if (path->old == NULL)
        json_writer_put(record, "place", run_parts_place(run, path));
    json_writer_put(record, "result",
                    record_json(&result_schema, &path->results[event->check]));
    if (row->schema != NULL)
        json_writer_put(
            record, "facts",
            record_json(row->schema, (const char *)path + row->offset));
}

json_t *
journal_seen(const struct run *run)
{
    json_t *record = json_writer_object();

    json_writer_put(record, "run", run_save(run, NULL));
    return record;
}

json_t *
journal_more(const struct run *run, const struct run_extent *known)
{
    json_t *more = run_save_more(run, known);
    json_t *record;

    if (more == NULL)
        return NULL;
    record = json_writer_object();
    json_writer_put(record, "more", more);
    return record;
}

json_t *
journal_path(const struct run *run, const struct event *event)
{
    json_t *record = json_writer_object();

    json_writer_put(record, "place", run_parts_place(run, event->path));
    json_writer_put(record, "path", run_parts_path(event->path));
    return record;
}

json_t *
journal_result(const struct run *run, const struct event *event)
{
    const struct name *name = event->name;
    json_t *record = json_writer_object();

    json_writer_put_text(record, "check",
                         words_id(&check_words, (int)event->check));
    json_writer_put_integer(record, "ended_ms", event->at_ms);
    if (name != NULL)
        put_name(record, run, name, name->old == NULL ? name : NULL);
    else if (event->path != NULL && event->target != NULL)
        put_path(record, run, event);
    return record;
}

json_t *
journal_again(const struct run *run, const struct event *event)
{
    json_t *record = json_writer_object();

    if (event->old_name != NULL) {
        put_name(record, run, event->name, event->old_name);
        return record;
    }
    json_writer_put(record, "place", run_parts_place(run, event->old_path));
    json_writer_put(record, "path", run_parts_path(event->path));
    return record;
}

json_t *
journal_plan(const struct run *run, bool probes)
{
    struct arena scratch = { 0 };
    struct run_plan plan;
    json_t *record = json_writer_object();
    json_t *names = json_writer_array();
    json_t *connections = json_writer_array();

    run_plan_list(&plan, run, probes, &scratch);
    for (size_t i = 0; i < plan.name_count; i++)
        json_writer_add(names, json_writer_text(plan.names[i]->host));
    for (size_t i = 0; i < plan.connection_count; i++) {
        const struct plan_connection *planned = plan.connections[i];
        json_t *connection = json_writer_object();

        json_writer_put_text(connection, "host", planned->host);
        json_writer_put_integer(connection, "port", planned->port);
        json_writer_put_text(connection, "for",
                             planned->target->endpoint->host);
        json_writer_add(connections, connection);
    }
    json_writer_put(record, "names", names);
    json_writer_put_integer(record, "resolvers", (int64_t)plan.resolver_count);
    json_writer_put(record, "connections", connections);
    json_writer_put_flag(record, "probes", probes);
    arena_release(&scratch);
    return record;
}
