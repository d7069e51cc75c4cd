#include "transcript/run_store.h"

#include <string.h>

#include "transcript/record_load.h"
#include "transcript/run_links.h"
#include "transcript/run_schema.h"
#include "transcript/store_definitions.h"

/* What is read, and what it can refer to. */
struct load {
    struct json_reader reader;
    struct store_definitions used;
    struct run *run;
};

typedef bool load_element(struct load *load, const json_t *value);

static bool
load_each(struct load *load, const json_t *object, const char *name,
          load_element *element)
{
    const json_t *list;

    if (!json_reader_list(&load->reader, object, name, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!element(load, json_array_get(list, i)))
            return json_reader_at(&load->reader, name, i);
    return true;
}

static bool
load_route(struct load *load, const json_t *object, struct route *route)
{
    static const char *const more[] = { "proxy_port", NULL };
    const struct json_reader *reader = &load->reader;
    const json_t *value;

    if (!json_reader_object(reader, object, "route", &value))
        return false;
    if (!record_load(reader, &route_schema, value, more, route) ||
        !json_reader_port(reader, value, "proxy_port", &route->proxy_port))
        return json_reader_in(reader, "route");
    if (route->kind == ROUTE_PROXY && route->proxy_host == NULL) {
        json_reader_expected(reader, "proxy_host", "the name of the proxy");
        return json_reader_in(reader, "route");
    }
    return true;
}

static bool
load_answers(struct load *load, const json_t *object)
{
    static const char *const more[] = { "service", "region", NULL };
    const struct json_reader *reader = &load->reader;
    struct answers *answers = &load->run->answers;
    const json_t *value;

    if (!json_reader_object(reader, object, "answers", &value))
        return false;
    return (record_load(reader, &answers_schema, value, more, answers) &&
            store_definitions_service(reader, value, "service", &load->used,
                                      &answers->service) &&
            store_definitions_region(reader, value, "region", &load->used,
                                     &answers->region)) ||
           json_reader_in(reader, "answers");
}

static bool
load_wish(struct load *load, const json_t *value)
{
    int wish = json_is_string(value)
                   ? words_value(&also_words, json_string_value(value))
                   : -1;

    if (wish < 0)
        return error_set(load->reader.error, ERROR_DATA,
                         "expected a known word");
    load->run->also[wish] = true;
    return true;
}

static bool
load_name(struct load *load, const json_t *value)
{
    static const char *const more[] = { "again", NULL };
    const struct json_reader *reader = &load->reader;
    struct run *run = load->run;
    struct name *name = arena_new(&run->arena, 1, sizeof *name);
    int64_t again = -1;

    /* A name that is asked again stands behind the one that it is. */
    if (!record_load(reader, &name_schema, value, more, name) ||
        !json_reader_index(reader, value, "again", run->name_count, &again))
        return false;
    if (name->host == NULL)
        return json_reader_expected(reader, "host", "a text");
    name->again = again >= 0 ? run->names[again] : NULL;
    return run_link_name(run, name) ||
           json_reader_expected(reader, "host", "another for each name");
}

static bool
load_results(struct load *load, const json_t *object, struct path *path)
{
    const struct json_reader *reader = &load->reader;
    const json_t *results;

    if (!json_reader_object(reader, object, "results", &results))
        return false;
    if (json_object_size(results) != CHECK_COUNT - CHECK_TCP)
        return json_reader_expected(reader, "results", "one for each check");
    for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
        if (!record_load_member(reader, &result_schema, results,
                                words_id(&check_words, check),
                                &path->results[check]))
            return json_reader_in(reader, "results");
    return true;
}

static bool
load_path(struct load *load, const json_t *value, struct path *path)
{
    static const char *const more[] = { "port", "results", NULL };
    const struct json_reader *reader = &load->reader;

    if (!record_load(reader, &path_schema, value, more, path) ||
        !json_reader_port(reader, value, "port", &path->port) ||
        !load_results(load, value, path))
        return false;
    return path->address.family != FAMILY_NONE ||
           json_reader_expected(reader, "address", "an address");
}

static bool
load_paths(struct load *load, const json_t *object, struct target *target)
{
    const struct json_reader *reader = &load->reader;
    struct arena *arena = &load->run->arena;
    const json_t *list;

    if (!json_reader_list(reader, object, "paths", &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct path *path = arena_new(arena, 1, sizeof *path);

        if (!load_path(load, json_array_get(list, i), path))
            return json_reader_at(reader, "paths", i);
        arena_push(arena, &target->paths, &target->path_count, path);
    }
    return true;
}

/* Both names of a target, of which a direct one has one. */
static bool
load_target_names(struct load *load, const json_t *value,
                  struct target *target)
{
    const struct json_reader *reader = &load->reader;
    struct run *run = load->run;
    bool proxied = target->route.kind == ROUTE_PROXY;
    int64_t name = -1;
    int64_t proxy = -1;

    if (!json_reader_index(reader, value, "name", run->name_count, &name) ||
        !json_reader_index(reader, value, "proxy_name", run->name_count,
                           &proxy))
        return false;
    if (name < 0)
        return json_reader_expected(reader, "name", "the position of a name");
    if (proxied != (proxy >= 0))
        return json_reader_expected(reader, "proxy_name",
                                    "a name where there is a proxy");
    target->name = run->names[name];
    target->proxy_name = proxied ? run->names[proxy] : NULL;
    return true;
}

static bool
load_target(struct load *load, const json_t *value)
{
    static const char *const more[] = { "endpoint", "region",     "route",
                                        "name",     "proxy_name", "paths",
                                        NULL };
    const struct json_reader *reader = &load->reader;
    struct target *target = arena_new(&load->run->arena, 1, sizeof *target);
    int64_t endpoint = -1;

    if (!record_load(reader, &target_schema, value, more, target) ||
        !json_reader_index(reader, value, "endpoint",
                           load->used.endpoint_count, &endpoint) ||
        !store_definitions_region(reader, value, "region", &load->used,
                                  &target->region) ||
        !load_route(load, value, &target->route) ||
        !load_target_names(load, value, target) ||
        !load_paths(load, value, target))
        return false;
    if (endpoint < 0)
        return json_reader_expected(reader, "endpoint",
                                    "the position of an endpoint");
    target->endpoint = load->used.endpoints[endpoint];
    run_link_target(load->run, target);
    return true;
}

static bool
load_probe(struct load *load, const json_t *value)
{
    static const char *const more[] = { "target", "like", "path", NULL };
    const struct json_reader *reader = &load->reader;
    struct run *run = load->run;
    struct probe *probe = arena_new(&run->arena, 1, sizeof *probe);
    const json_t *path;

    probe->path = arena_new(&run->arena, 1, sizeof *probe->path);
    probe->path->probe = probe;
    if (!record_load(reader, &probe_schema, value, more, probe) ||
        !run_links_target(reader, value, run, &probe->target) ||
        !run_links_path(reader, value, "like", run, &probe->like) ||
        !json_reader_object(reader, value, "path", &path))
        return false;
    if (!load_path(load, path, probe->path))
        return json_reader_in(reader, "path");
    if (probe->target == NULL || probe->like == NULL)
        return json_reader_expected(reader, "target and like",
                                    "what is tried again");
    arena_push(&run->arena, &run->probes, &run->probe_count, probe);
    return true;
}

static bool
load_run(struct load *load, const json_t *root)
{
    static const char *const more[] = { "answers", "route",  "also", "names",
                                        "targets", "probes", NULL };
    const struct json_reader *reader = &load->reader;
    const json_t *value;

    if (!json_reader_object(reader, root, "run", &value))
        return false;
    return (record_load(reader, &run_schema, value, more, load->run) &&
            load_answers(load, value) &&
            load_route(load, value, &load->run->route) &&
            load_each(load, value, "also", load_wish) &&
            load_each(load, value, "names", load_name) &&
            load_each(load, value, "targets", load_target) &&
            load_each(load, value, "probes", load_probe)) ||
           json_reader_in(reader, "run");
}

static bool
load_definitions(struct load *load, const json_t *root,
                 const struct definitions *definitions)
{
    const json_t *value;

    return json_reader_object(&load->reader, root, "definitions", &value) &&
           (store_definitions_load(&load->reader, value, definitions,
                                   &load->used, load->run) ||
            json_reader_in(&load->reader, "definitions"));
}

/* Another version may mean anything by the same words. */
static bool
load_version(const struct json_reader *reader, const json_t *root)
{
    const char *version = json_string_value(json_object_get(root, "schema"));

    if (version != NULL && strcmp(version, run_store_version) == 0)
        return true;
    return error_set(reader->error, ERROR_DATA,
                     "the run is kept as \"%.40s\", and this program reads "
                     "\"%s\" alone",
                     version != NULL ? version : "", run_store_version);
}

bool
run_load(const json_t *value, const struct definitions *definitions,
         struct run *run, struct diagnosis *diagnosis, struct error *error)
{
    struct load load = { .reader = { &run->arena, error }, .run = run };
    struct diagnosis unused = { 0 };

    run->definitions = definitions;
    return json_reader_is_object(&load.reader, value) &&
           load_version(&load.reader, value) &&
           load_definitions(&load, value, definitions) &&
           load_run(&load, value) &&
           run_links_diagnosis(&load.reader, value, run,
                               diagnosis != NULL ? diagnosis : &unused);
}
