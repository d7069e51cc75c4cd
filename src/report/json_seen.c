#include "report/json_seen.h"

#include "report/units.h"
#include "transcript/json_writer.h"
#include "transcript/record_json.h"

/* What is still under way has no outcome to report. */
static const char *
json_outcome(enum outcome outcome)
{
    return words_id(&outcome_words,
                    outcome_is_final(outcome) ? (int)outcome : OUTCOME_NONE);
}

void
json_seen_put_result(json_t *object, const struct result *result)
{
    json_writer_put_text(object, "outcome", json_outcome(result->outcome));
    json_writer_put_text(object, "reason", reason_id(result->reason));
    json_writer_put_integer(object, "duration_ms", result->duration_ms);
}

json_t *
json_seen_name(const struct name *name)
{
    json_t *facts = json_writer_object();
    json_t *answers = json_writer_array();

    json_writer_put(facts, "system",
                    record_json(&system_answer_schema, &name->system));
    for (size_t i = 0; i < name->answer_count; i++)
        json_writer_add(answers,
                        record_json(&dns_answer_schema, name->answers[i]));
    json_writer_put(facts, "answers", answers);
    return facts;
}

struct path_facts {
    const struct schema *schema;
    size_t offset; /* of the facts in struct path */
};

static const struct path_facts path_facts[CHECK_COUNT] = {
    [CHECK_TCP] = { &tcp_facts_schema, offsetof(struct path, tcp) },
    [CHECK_PROXY] = { &proxy_facts_schema, offsetof(struct path, proxy) },
    [CHECK_TLS] = { &tls_facts_schema, offsetof(struct path, tls) },
    [CHECK_HTTP] = { &http_facts_schema, offsetof(struct path, http) },
};

/* A check that did not run has seen nothing, not even a zero. */
static bool
json_has_facts(enum outcome outcome)
{
    return outcome == OUTCOME_PASS || outcome == OUTCOME_WARN ||
           outcome == OUTCOME_FAIL;
}

json_t *
json_seen_path(const struct path *path, enum check_id check)
{
    const struct result *result = &path->results[check];
    const char *facts = (const char *)path + path_facts[check].offset;
    json_t *object = json_writer_object();
    char address[ADDRESS_TEXT_SIZE];

    json_writer_put_text(object, "address",
                         address_format(&path->address, address));
    json_writer_put_integer(object, "port", path->port);
    json_writer_put_flag(object, "of_system", path->of_system);
    json_seen_put_result(object, result);
    if (json_has_facts(result->outcome))
        json_writer_join(object, record_json(path_facts[check].schema, facts));
    return object;
}

static json_t *
json_paths(const struct target *target, enum check_id check)
{
    json_t *facts = json_writer_object();
    json_t *addresses = json_writer_array();

    for (size_t i = 0; i < target->path_count; i++)
        json_writer_add(addresses, json_seen_path(target->paths[i], check));
    json_writer_put(facts, "addresses", addresses);
    return facts;
}

static json_t *
json_check(const struct target *target, enum check_id check)
{
    struct result result = target_result(target, check);
    json_t *object = json_writer_object();

    json_writer_put_text(object, "check", words_id(&check_words, (int)check));
    json_seen_put_result(object, &result);
    json_writer_put(object, "facts",
                    check == CHECK_DNS ? json_seen_name(target->name)
                                       : json_paths(target, check));
    return object;
}

static json_t *
json_checks(const struct target *target)
{
    json_t *checks = json_writer_array();

    for (int check = 0; check < CHECK_COUNT; check++)
        if (check != CHECK_PROXY || target->route.kind == ROUTE_PROXY)
            json_writer_add(checks, json_check(target, (enum check_id)check));
    return checks;
}

json_t *
json_seen_standing(const struct run *run, const struct target *target)
{
    const struct endpoint *endpoint = target->endpoint;
    json_t *object = json_writer_object();

    json_writer_put_text(object, "host", endpoint->host);
    json_writer_put_integer(object, "port", endpoint->port);
    json_writer_put_text(object, "role",
                         words_id(&role_words, (int)endpoint->role));
    json_writer_put_text(object, "region",
                         target->region != NULL ? target->region->id : "all");
    json_writer_put_flag(object, "required", endpoint->required);
    json_writer_put_flag(object, "decisive", target_is_decisive(target, run));
    json_writer_put_flag(object, "control", target->control);
    json_writer_put_text(object, "route",
                         words_id(&route_words, (int)target->route.kind));
    return object;
}

static json_t *
json_target(const struct run *run, const struct target *target)
{
    json_t *object = json_seen_standing(run, target);

    json_writer_put(object, "checks", json_checks(target));
    return object;
}

json_t *
json_seen_targets(const struct run *run)
{
    json_t *targets = json_writer_array();

    for (size_t i = 0; i < run->target_count; i++)
        json_writer_add(targets, json_target(run, run->targets[i]));
    return targets;
}

/* Each check that the probe climbed through, as of any other address. */
static json_t *
json_probe_checks(const struct probe *probe)
{
    json_t *checks = json_writer_array();

    for (int id = CHECK_TCP; id <= (int)probe->until; id++) {
        json_t *object;

        if (probe->path->results[id].outcome == OUTCOME_NONE)
            continue;
        object = json_seen_path(probe->path, (enum check_id)id);
        json_writer_put_text(object, "check", words_id(&check_words, id));
        json_writer_add(checks, object);
    }
    return checks;
}

static json_t *
json_probe(const struct probe *probe)
{
    json_t *object = json_writer_object();

    json_writer_put_text(object, "probe",
                         words_id(&probe_kind_words, (int)probe->kind));
    json_writer_put_text(object, "host", probe->target->endpoint->host);
    json_writer_put_integer(object, "port", probe->target->endpoint->port);
    json_writer_put_integer(object, "turn", probe->turn);
    json_writer_put(object, "changed",
                    record_json(&variation_schema, &probe->variation));
    json_writer_put(object, "checks", json_probe_checks(probe));
    return object;
}

const char *
json_seen_name_probe(const struct name *name)
{
    if (name->random)
        return "random-name";
    return question_is_varied(&name->variation) ? "name-varied" : "name-again";
}

static json_t *
json_name_probe(const struct name *name)
{
    json_t *object = json_writer_object();

    json_writer_put_text(object, "probe", json_seen_name_probe(name));
    json_writer_put_text(object, "host", name->host);
    json_writer_put(object, "changed",
                    record_json(&question_variation_schema, &name->variation));
    json_seen_put_result(object, &name->result);
    json_writer_put(object, "facts", json_seen_name(name));
    return object;
}

json_t *
json_seen_probes(const struct run *run)
{
    json_t *probes = json_writer_array();

    for (size_t i = 0; i < run->probe_count; i++)
        json_writer_add(probes, json_probe(run->probes[i]));
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->random || run->names[i]->again != NULL)
            json_writer_add(probes, json_name_probe(run->names[i]));
    return probes;
}
