#include "transcript/run_store.h"

#include <stdbool.h>

#include "transcript/json_writer.h"
#include "transcript/record_json.h"
#include "transcript/run_parts.h"
#include "transcript/run_schema.h"
#include "transcript/store_definitions.h"

const char run_store_version[] = "cdsdoctor.run/1";

static void
put_index(json_t *object, const char *name, const void *list, size_t count,
          const void *item)
{
    json_writer_put(object, name, run_parts_index(list, count, item));
}

static void
put_path(json_t *object, const char *name, const struct run *run,
         const struct path *path)
{
    json_writer_put(object, name, run_parts_place(run, path));
}

static json_t *
save_route(const struct route *route)
{
    json_t *object = record_json(&route_schema, route);

    json_writer_put_integer(object, "proxy_port", route->proxy_port);
    return object;
}

static json_t *
save_answers(const struct answers *answers)
{
    json_t *object = record_json(&answers_schema, answers);

    json_writer_put_text(object, "service",
                         answers->service != NULL ? answers->service->id
                                                  : NULL);
    json_writer_put_text(object, "region",
                         answers->region != NULL ? answers->region->id : NULL);
    return object;
}

static json_t *
save_also(const struct run *run)
{
    json_t *wishes = json_writer_array();

    for (int i = 0; i < ALSO_COUNT; i++)
        if (run->also[i])
            json_writer_add(wishes,
                            json_writer_text(words_id(&also_words, i)));
    return wishes;
}

static json_t *
save_names(const struct run *run, size_t from)
{
    json_t *names = json_writer_array();

    for (size_t i = from; i < run->name_count; i++) {
        const struct name *name = run->names[i];
        json_t *object = record_json(&name_schema, name);

        put_index(object, "again", run->names, run->name_count, name->again);
        json_writer_add(names, object);
    }
    return names;
}

static json_t *
save_target(const struct run *run, const struct target *target,
            const struct store_definitions *used)
{
    json_t *object = record_json(&target_schema, target);
    json_t *paths = json_writer_array();

    for (size_t i = 0; i < target->path_count; i++)
        json_writer_add(paths, run_parts_path(target->paths[i]));
    put_index(object, "endpoint", used->endpoints, used->endpoint_count,
              target->endpoint);
    json_writer_put_text(object, "region",
                         target->region != NULL ? target->region->id : NULL);
    json_writer_put(object, "route", save_route(&target->route));
    put_index(object, "name", run->names, run->name_count, target->name);
    put_index(object, "proxy_name", run->names, run->name_count,
              target->proxy_name);
    json_writer_put(object, "paths", paths);
    return object;
}

static json_t *
save_targets(const struct run *run, const struct store_definitions *used,
             size_t from)
{
    json_t *targets = json_writer_array();

    for (size_t i = from; i < run->target_count; i++)
        json_writer_add(targets, save_target(run, run->targets[i], used));
    return targets;
}

static json_t *
save_probes(const struct run *run, size_t from)
{
    json_t *probes = json_writer_array();

    for (size_t i = from; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];
        json_t *object = record_json(&probe_schema, probe);

        put_index(object, "target", run->targets, run->target_count,
                  probe->target);
        put_path(object, "like", run, probe->like);
        json_writer_put(object, "path", run_parts_path(probe->path));
        json_writer_add(probes, object);
    }
    return probes;
}

static json_t *
save_run(const struct run *run, const struct store_definitions *used)
{
    json_t *object = record_json(&run_schema, run);

    json_writer_put(object, "answers", save_answers(&run->answers));
    json_writer_put(object, "route", save_route(&run->route));
    json_writer_put(object, "also", save_also(run));
    json_writer_put(object, "names", save_names(run, 0));
    json_writer_put(object, "targets", save_targets(run, used, 0));
    json_writer_put(object, "probes", save_probes(run, 0));
    return object;
}

/* What it means. */

static json_t *
save_evidence(const struct run *run, const struct evidence *evidence)
{
    json_t *object = record_json(&evidence_schema, evidence);

    put_index(object, "target", run->targets, run->target_count,
              evidence->target);
    put_path(object, "path", run, evidence->path);
    put_index(object, "hit", run->logs.hits, run->logs.hit_count,
              evidence->hit);
    return object;
}

static json_t *
save_finding(const struct run *run, const struct finding *finding)
{
    json_t *object = record_json(&finding_schema, finding);
    json_t *targets = json_writer_array();
    json_t *evidence = json_writer_array();

    for (size_t i = 0; i < finding->target_count; i++) {
        json_t *place = json_writer_object();

        put_index(place, "target", run->targets, run->target_count,
                  finding->targets[i]);
        json_writer_add(targets, place);
    }
    for (size_t i = 0; i < finding->evidence_count; i++)
        json_writer_add(evidence, save_evidence(run, finding->evidence[i]));
    json_writer_put(object, "targets", targets);
    json_writer_put(object, "evidence", evidence);
    return object;
}

static json_t *
save_diagnosis(const struct run *run, const struct diagnosis *diagnosis)
{
    json_t *object;
    json_t *findings;

    if (diagnosis == NULL)
        return json_writer_text(NULL);
    object = json_writer_object();
    findings = json_writer_array();
    for (size_t i = 0; i < diagnosis->finding_count; i++)
        json_writer_add(findings, save_finding(run, diagnosis->findings[i]));
    json_writer_put_text(object, "outcome",
                         words_id(&verdict_words, (int)diagnosis->outcome));
    json_writer_put(object, "findings", findings);
    return object;
}

json_t *
run_save(const struct run *run, const struct diagnosis *diagnosis)
{
    struct store_definitions used = { 0 };
    struct arena arena = { 0 };
    json_t *root = json_writer_object();

    store_definitions_collect(&used, run, &arena);
    json_writer_put_text(root, "schema", run_store_version);
    json_writer_put(root, "definitions", store_definitions_save(&used, run));
    json_writer_put(root, "run", save_run(run, &used));
    json_writer_put(root, "diagnosis", save_diagnosis(run, diagnosis));
    arena_release(&arena);
    return root;
}

json_t *
run_save_more(const struct run *run, const struct run_extent *known)
{
    struct run before = *run;
    struct store_definitions had = { 0 };
    struct store_definitions used = { 0 };
    struct arena arena = { 0 };
    json_t *more = NULL;

    before.target_count = known->targets;
    store_definitions_collect(&had, &before, &arena);
    store_definitions_collect(&used, run, &arena);
    if (used.endpoint_count == had.endpoint_count &&
        used.region_count == had.region_count) {
        more = json_writer_object();
        json_writer_put(more, "names", save_names(run, known->names));
        json_writer_put(more, "targets",
                        save_targets(run, &used, known->targets));
        json_writer_put(more, "probes", save_probes(run, known->probes));
    }
    arena_release(&arena);
    return more;
}
