#include "transcript/store_definitions.h"

#include <string.h>

#include "transcript/json_writer.h"
#include "transcript/record_json.h"
#include "transcript/record_load.h"
#include "transcript/run_schema.h"

/* What is used. */

/* Whether the list has the item already. */
static bool
list_has(const void *const *items, size_t count, const void *item)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == item)
            return true;
    return false;
}

#define COLLECT(arena, used, list, counter, item)                             \
    do {                                                                      \
        if ((item) != NULL && !list_has((const void *const *)(used)->list,    \
                                        (used)->counter, item))               \
            arena_push(arena, &(used)->list, &(used)->counter, item);         \
    } while (false)

static void
collect_endpoint(struct store_definitions *used,
                 const struct endpoint *endpoint, struct arena *arena)
{
    COLLECT(arena, used, endpoints, endpoint_count, endpoint);
    for (size_t i = 0; i < endpoint->service_count; i++)
        COLLECT(arena, used, services, service_count, endpoint->services[i]);
    for (size_t i = 0; i < endpoint->region_count; i++)
        COLLECT(arena, used, regions, region_count, endpoint->regions[i]);
}

void
store_definitions_collect(struct store_definitions *used,
                          const struct run *run, struct arena *arena)
{
    COLLECT(arena, used, services, service_count, run->answers.service);
    COLLECT(arena, used, regions, region_count, run->answers.region);
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        collect_endpoint(used, target->endpoint, arena);
        COLLECT(arena, used, regions, region_count, target->region);
    }
}

static json_t *
save_endpoint(const struct endpoint *endpoint)
{
    json_t *object = record_json(&endpoint_schema, endpoint);
    json_t *services = json_writer_array();
    json_t *regions = json_writer_array();

    for (size_t i = 0; i < endpoint->service_count; i++)
        json_writer_add(services, json_writer_text(endpoint->services[i]->id));
    for (size_t i = 0; i < endpoint->region_count; i++)
        json_writer_add(regions, json_writer_text(endpoint->regions[i]->id));
    json_writer_put_integer(object, "port", endpoint->port);
    json_writer_put(object, "services", services);
    json_writer_put(object, "regions", regions);
    return object;
}

json_t *
store_definitions_save(const struct store_definitions *used,
                       const struct run *run)
{
    json_t *object = json_writer_object();
    json_t *services = json_writer_array();
    json_t *regions = json_writer_array();
    json_t *endpoints = json_writer_array();

    for (size_t i = 0; i < used->service_count; i++)
        json_writer_add(services,
                        record_json(&service_schema, used->services[i]));
    for (size_t i = 0; i < used->region_count; i++)
        json_writer_add(regions,
                        record_json(&region_schema, used->regions[i]));
    for (size_t i = 0; i < used->endpoint_count; i++)
        json_writer_add(endpoints, save_endpoint(used->endpoints[i]));
    json_writer_put_text(object, "version", run->definitions->version);
    json_writer_put_text(object, "date", run->definitions->date);
    json_writer_put_flag(object, "roots_replaced",
                         run->definitions->roots_replaced);
    json_writer_put(object, "services", services);
    json_writer_put(object, "regions", regions);
    json_writer_put(object, "endpoints", endpoints);
    return object;
}

/* Back. */

/* Whether it would be saved as what is there; takes over the first. */
static bool
is_saved_as(json_t *present, const json_t *value)
{
    bool same = json_equal(present, value) == 1;

    json_decref(present);
    return same;
}

static const struct service *
used_service(const struct store_definitions *used, const char *id)
{
    for (size_t i = 0; i < used->service_count; i++)
        if (strcmp(used->services[i]->id, id) == 0)
            return used->services[i];
    return NULL;
}

static const struct region *
used_region(const struct store_definitions *used, const char *id)
{
    for (size_t i = 0; i < used->region_count; i++)
        if (strcmp(used->regions[i]->id, id) == 0)
            return used->regions[i];
    return NULL;
}

static bool
load_service(const struct json_reader *reader, const json_t *value,
             const struct definitions *present, struct store_definitions *used)
{
    struct service *own = arena_new(reader->arena, 1, sizeof *own);
    const struct service *same;

    if (!record_load(reader, &service_schema, value, NULL, own))
        return false;
    if (own->id == NULL || own->name == NULL)
        return json_reader_expected(reader, "id and name", "a text");
    if (used_service(used, own->id) != NULL)
        return json_reader_expected(reader, "id", "another for each");
    same = definitions_service(present, own->id);
    if (same == NULL ||
        !is_saved_as(record_json(&service_schema, same), value))
        same = own;
    arena_push(reader->arena, &used->services, &used->service_count, same);
    return true;
}

static bool
load_region(const struct json_reader *reader, const json_t *value,
            const struct definitions *present, struct store_definitions *used)
{
    struct region *own = arena_new(reader->arena, 1, sizeof *own);
    const struct region *same;

    if (!record_load(reader, &region_schema, value, NULL, own))
        return false;
    if (own->id == NULL || own->name == NULL)
        return json_reader_expected(reader, "id and name", "a text");
    if (used_region(used, own->id) != NULL)
        return json_reader_expected(reader, "id", "another for each");
    same = definitions_region(present, own->id);
    if (same == NULL || !is_saved_as(record_json(&region_schema, same), value))
        same = own;
    arena_push(reader->arena, &used->regions, &used->region_count, same);
    return true;
}

static bool
load_endpoint_lists(const struct json_reader *reader, const json_t *value,
                    const struct store_definitions *used, struct endpoint *own)
{
    const json_t *services;
    const json_t *regions;

    if (!json_reader_list(reader, value, "services", &services) ||
        !json_reader_list(reader, value, "regions", &regions))
        return false;
    for (size_t i = 0; i < json_array_size(services); i++) {
        const char *id = json_string_value(json_array_get(services, i));
        const struct service *one = id != NULL ? used_service(used, id) : NULL;

        if (one == NULL)
            return json_reader_expected(reader, "services", "known ids");
        arena_push(reader->arena, &own->services, &own->service_count, one);
    }
    for (size_t i = 0; i < json_array_size(regions); i++) {
        const char *id = json_string_value(json_array_get(regions, i));
        const struct region *one = id != NULL ? used_region(used, id) : NULL;

        if (one == NULL)
            return json_reader_expected(reader, "regions", "known ids");
        arena_push(reader->arena, &own->regions, &own->region_count, one);
    }
    return true;
}

/* A present endpoint counts as the same only together with what it is of. */
static bool
endpoint_is_of_used(const struct endpoint *endpoint,
                    const struct store_definitions *used)
{
    for (size_t i = 0; i < endpoint->service_count; i++)
        if (used_service(used, endpoint->services[i]->id) !=
            endpoint->services[i])
            return false;
    for (size_t i = 0; i < endpoint->region_count; i++)
        if (used_region(used, endpoint->regions[i]->id) !=
            endpoint->regions[i])
            return false;
    return true;
}

static const struct endpoint *
find_same_endpoint(const struct definitions *present,
                   const struct store_definitions *used, const json_t *value)
{
    for (size_t i = 0; i < present->endpoint_count; i++)
        if (is_saved_as(save_endpoint(present->endpoints[i]), value) &&
            endpoint_is_of_used(present->endpoints[i], used))
            return present->endpoints[i];
    return NULL;
}

static bool
load_endpoint(const struct json_reader *reader, const json_t *value,
              const struct definitions *present,
              struct store_definitions *used)
{
    static const char *const more[] = { "port", "services", "regions", NULL };
    const struct endpoint *same;
    struct endpoint *own = arena_new(reader->arena, 1, sizeof *own);

    if (!record_load(reader, &endpoint_schema, value, more, own) ||
        !json_reader_port(reader, value, "port", &own->port) ||
        !load_endpoint_lists(reader, value, used, own))
        return false;
    if (own->host == NULL)
        return json_reader_expected(reader, "host", "a text");
    if (own->why == NULL)
        return json_reader_expected(reader, "why", "a text");
    same = find_same_endpoint(present, used, value);
    arena_push(reader->arena, &used->endpoints, &used->endpoint_count,
               same != NULL ? same : own);
    return true;
}

typedef bool load_one(const struct json_reader *reader, const json_t *value,
                      const struct definitions *present,
                      struct store_definitions *used);

static bool
load_each(const struct json_reader *reader, const json_t *object,
          const char *name, load_one *load, const struct definitions *present,
          struct store_definitions *used)
{
    const json_t *list;

    if (!json_reader_list(reader, object, name, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!load(reader, json_array_get(list, i), present, used))
            return json_reader_at(reader, name, i);
    return true;
}

bool
store_definitions_load(const struct json_reader *reader, const json_t *object,
                       const struct definitions *present,
                       struct store_definitions *used, struct run *run)
{
    struct definitions *own = arena_new(reader->arena, 1, sizeof *own);

    *own = *present;
    own->arena = (struct arena){ 0 }; /* they stay those of `present` */
    run->definitions = own;
    return json_reader_text(reader, object, "version", JSON_LINE,
                            &own->version) &&
           json_reader_text(reader, object, "date", JSON_LINE, &own->date) &&
           json_reader_flag(reader, object, "roots_replaced",
                            &own->roots_replaced) &&
           load_each(reader, object, "services", load_service, present,
                     used) &&
           load_each(reader, object, "regions", load_region, present, used) &&
           load_each(reader, object, "endpoints", load_endpoint, present,
                     used);
}

bool
store_definitions_service(const struct json_reader *reader,
                          const json_t *object, const char *name,
                          const struct store_definitions *used,
                          const struct service **into)
{
    const char *id = NULL;

    if (!json_reader_text(reader, object, name, JSON_LINE, &id))
        return false;
    *into = id != NULL ? used_service(used, id) : NULL;
    return (*into != NULL) == (id != NULL) ||
           json_reader_expected(reader, name, "the id of a service");
}

bool
store_definitions_region(const struct json_reader *reader,
                         const json_t *object, const char *name,
                         const struct store_definitions *used,
                         const struct region **into)
{
    const char *id = NULL;

    if (!json_reader_text(reader, object, name, JSON_LINE, &id))
        return false;
    *into = id != NULL ? used_region(used, id) : NULL;
    return (*into != NULL) == (id != NULL) ||
           json_reader_expected(reader, name, "the id of a region");
}
