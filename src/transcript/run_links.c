#include "transcript/run_links.h"

#include "transcript/record_load.h"
#include "transcript/run_schema.h"

bool
run_link_name(struct run *run, struct name *name)
{
    if (!address_parse(name->host, &name->literal))
        name->literal.family = FAMILY_NONE;
    if (name->again == NULL)
        return run_take_name(run, name);
    arena_push(&run->arena, &run->names, &run->name_count, name);
    return true;
}

void
run_link_target(struct run *run, struct target *target)
{
    struct name *user_of =
        target->route.kind == ROUTE_PROXY ? target->proxy_name : target->name;

    arena_push(&run->arena, &user_of->users, &user_of->user_count, target);
    arena_push(&run->arena, &run->targets, &run->target_count, target);
}

bool
run_links_target(const struct json_reader *reader, const json_t *object,
                 const struct run *run, struct target **into)
{
    int64_t at = -1;

    if (!json_reader_index(reader, object, "target", run->target_count, &at))
        return false;
    *into = at >= 0 ? run->targets[at] : NULL;
    return true;
}

static bool
path_at(const struct json_reader *reader, const json_t *place,
        const struct run *run, struct path **into)
{
    struct target *target;
    int64_t at = -1;

    if (!json_reader_index(reader, place, "probe", run->probe_count, &at))
        return false;
    if (at >= 0) {
        *into = run->probes[at]->path;
        return true;
    }
    if (!run_links_target(reader, place, run, &target))
        return false;
    if (!json_reader_index(reader, place, "path",
                           target != NULL ? target->path_count : 0, &at))
        return false;
    if (at < 0)
        return json_reader_expected(reader, "path", "the position of a path");
    *into = target->paths[at];
    return true;
}

bool
run_links_path(const struct json_reader *reader, const json_t *object,
               const char *name, const struct run *run, struct path **into)
{
    const json_t *place = json_object_get(object, name);

    *into = NULL;
    if (place == NULL || json_is_null(place))
        return true;
    return (json_reader_is_object(reader, place) &&
            path_at(reader, place, run, into)) ||
           json_reader_in(reader, name);
}

/* What it means. */

static bool
load_evidence(const struct json_reader *reader, const json_t *value,
              struct run *run, struct finding *finding)
{
    static const char *const more[] = { "target", "path", "hit", NULL };
    struct evidence *evidence = arena_new(&run->arena, 1, sizeof *evidence);
    struct target *target;
    struct path *path;
    int64_t hit = -1;

    if (!record_load(reader, &evidence_schema, value, more, evidence) ||
        !run_links_target(reader, value, run, &target) ||
        !run_links_path(reader, value, "path", run, &path) ||
        !json_reader_index(reader, value, "hit", run->logs.hit_count, &hit))
        return false;
    if (evidence->statement == NULL)
        return json_reader_expected(reader, "statement", "a text");
    evidence->target = target;
    evidence->path = path;
    evidence->hit = hit >= 0 ? run->logs.hits[hit] : NULL;
    arena_push(&run->arena, &finding->evidence, &finding->evidence_count,
               evidence);
    return true;
}

static bool
load_finding_target(const struct json_reader *reader, const json_t *value,
                    struct run *run, struct finding *finding)
{
    struct target *target;

    if (!json_reader_is_object(reader, value) ||
        !run_links_target(reader, value, run, &target))
        return false;
    if (target == NULL)
        return json_reader_expected(reader, "target",
                                    "the position of a target");
    arena_push(&run->arena, &finding->targets, &finding->target_count, target);
    return true;
}

typedef bool load_part(const struct json_reader *reader, const json_t *value,
                       struct run *run, struct finding *finding);

static bool
load_parts(const struct json_reader *reader, const json_t *object,
           const char *name, load_part *load, struct run *run,
           struct finding *finding)
{
    const json_t *list;

    if (!json_reader_list(reader, object, name, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!load(reader, json_array_get(list, i), run, finding))
            return json_reader_at(reader, name, i);
    return true;
}

static bool
load_finding(const struct json_reader *reader, const json_t *value,
             struct run *run, struct diagnosis *diagnosis)
{
    static const char *const more[] = { "targets", "evidence", NULL };
    struct finding *finding = arena_new(&run->arena, 1, sizeof *finding);

    if (!record_load(reader, &finding_schema, value, more, finding) ||
        !load_parts(reader, value, "targets", load_finding_target, run,
                    finding) ||
        !load_parts(reader, value, "evidence", load_evidence, run, finding))
        return false;
    if (finding->cause == NULL)
        return json_reader_expected(reader, "cause", "a text");
    arena_push(&run->arena, &diagnosis->findings, &diagnosis->finding_count,
               finding);
    return true;
}

static bool
load_diagnosis(const struct json_reader *reader, const json_t *value,
               struct run *run, struct diagnosis *diagnosis)
{
    const json_t *list;
    int outcome = VERDICT_INCONCLUSIVE;

    if (!json_reader_is_object(reader, value) ||
        !json_reader_word(reader, value, "outcome", &verdict_words,
                          &outcome) ||
        !json_reader_list(reader, value, "findings", &list))
        return false;
    diagnosis->outcome = (enum verdict_outcome)outcome;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!load_finding(reader, json_array_get(list, i), run, diagnosis))
            return json_reader_at(reader, "findings", i);
    return outcome != VERDICT_FAULT || diagnosis->finding_count > 0 ||
           json_reader_expected(reader, "findings", "one at least");
}

bool
run_links_diagnosis(const struct json_reader *reader, const json_t *root,
                    struct run *run, struct diagnosis *diagnosis)
{
    const json_t *value = json_object_get(root, "diagnosis");

    if (value == NULL || json_is_null(value))
        return true;
    return load_diagnosis(reader, value, run, diagnosis) ||
           json_reader_in(reader, "diagnosis");
}
