#include "catalog/regions_file.h"

#include <assert.h>
#include <string.h>

#include "model/definitions.h"

enum {
    MOST_SERVICES = 16,
    MOST_REGIONS = 64,
    MOST_ENDPOINTS = 10000,
    LONGEST_ID = 32,
    LONGEST_NAME = 80,
    LONGEST_SENTENCE = 400,
    LOWEST_STATUS = 100,
    HIGHEST_STATUS = 599,
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static_assert(offsetof(struct service, id) == 0, "references look here");
static_assert(offsetof(struct region, id) == 0, "references look here");
static_assert(sizeof(enum role) == sizeof(int), "words are stored as int");
static_assert(sizeof(enum owner) == sizeof(int), "words are stored as int");

static const char *
service_identify(struct arena *arena, const void *item)
{
    const struct service *service = item;

    (void)arena;
    return service->id;
}

static const struct yaml_key service_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct service, id),
      .most = LONGEST_ID },
    { .name = "name",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct service, name),
      .most = LONGEST_NAME },
    { .name = "about",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct service, about),
      .most = LONGEST_SENTENCE },
};

static const struct yaml_shape service_shape = {
    .one = "a service",
    .many = "services",
    .size = sizeof(struct service),
    .keys = service_keys,
    .key_count = COUNT_OF(service_keys),
    .identify = service_identify,
};

static const char *
region_identify(struct arena *arena, const void *item)
{
    const struct region *region = item;

    (void)arena;
    return region->id;
}

static const struct yaml_key region_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct region, id),
      .most = LONGEST_ID },
    { .name = "name",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct region, name),
      .most = LONGEST_NAME },
};

static const struct yaml_shape region_shape = {
    .one = "a region",
    .many = "regions",
    .size = sizeof(struct region),
    .keys = region_keys,
    .key_count = COUNT_OF(region_keys),
    .identify = region_identify,
};

static const struct yaml_key plausible_keys[] = {
    { .name = "from",
      .form = YAML_INTEGER,
      .required = true,
      .offset = offsetof(struct genuine_answer, status_from),
      .least = LOWEST_STATUS,
      .most = HIGHEST_STATUS },
    { .name = "to",
      .form = YAML_INTEGER,
      .required = true,
      .offset = offsetof(struct genuine_answer, status_to),
      .least = LOWEST_STATUS,
      .most = HIGHEST_STATUS },
};

static bool
plausible_check(const struct yaml_decoder *decoder,
                const struct yaml_node *node, const void *record)
{
    const struct genuine_answer *genuine = record;

    if (genuine->status_from <= genuine->status_to)
        return true;
    return yaml_reject(decoder, yaml_find(node, "to"),
                       "expected at least %d, found %d",
                       (int)genuine->status_from, (int)genuine->status_to);
}

/* Fills two members of the same struct as the mapping around it. */
static const struct yaml_shape plausible_shape = {
    .one = "a range of statuses",
    .keys = plausible_keys,
    .key_count = COUNT_OF(plausible_keys),
    .check = plausible_check,
};

static const struct yaml_key genuine_keys[] = {
    { .name = "status",
      .form = YAML_INTEGER,
      .required = true,
      .offset = offsetof(struct genuine_answer, status),
      .least = LOWEST_STATUS,
      .most = HIGHEST_STATUS },
    { .name = "plausible",
      .form = YAML_RECORD,
      .offset = 0,
      .shape = &plausible_shape },
    { .name = "asks_client_certificate",
      .form = YAML_FLAG,
      .required = true,
      .offset = offsetof(struct genuine_answer, asks_client_certificate) },
    { .name = "may_refuse",
      .form = YAML_FLAG,
      .required = true,
      .offset = offsetof(struct genuine_answer, may_refuse) },
};

static const struct yaml_shape genuine_shape = {
    .one = "a genuine answer",
    .keys = genuine_keys,
    .key_count = COUNT_OF(genuine_keys),
};

enum file_key {
    FILE_VERSION,
    FILE_DATE,
    FILE_SERVICES,
    FILE_REGIONS,
    FILE_ENDPOINTS,
    FILE_KEY_COUNT
};

/* In this order, for the endpoints name the services and regions. */
static const struct yaml_key file_keys[FILE_KEY_COUNT];

static const struct yaml_key endpoint_keys[] = {
    { .name = "host",
      .form = YAML_HOST,
      .required = true,
      .offset = offsetof(struct endpoint, host) },
    { .name = "port",
      .form = YAML_PORT,
      .required = true,
      .offset = offsetof(struct endpoint, port) },
    { .name = "role",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct endpoint, role),
      .words = &defined_role_words },
    { .name = "required",
      .form = YAML_FLAG,
      .required = true,
      .offset = offsetof(struct endpoint, required) },
    { .name = "services",
      .form = YAML_REFERENCES,
      .required = true,
      .offset = offsetof(struct endpoint, services),
      .count_offset = offsetof(struct endpoint, service_count),
      .most = MOST_SERVICES,
      .known = &file_keys[FILE_SERVICES] },
    { .name = "regions",
      .form = YAML_REFERENCES,
      .required = true,
      .offset = offsetof(struct endpoint, regions),
      .count_offset = offsetof(struct endpoint, region_count),
      .most = MOST_REGIONS,
      .known = &file_keys[FILE_REGIONS] },
    { .name = "why",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct endpoint, why),
      .most = LONGEST_SENTENCE },
    { .name = "opens",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct endpoint, opens),
      .words = &owner_words },
    { .name = "genuine",
      .form = YAML_RECORD,
      .required = true,
      .offset = offsetof(struct endpoint, genuine),
      .shape = &genuine_shape },
    { .name = "source",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct endpoint, source),
      .most = LONGEST_SENTENCE },
};

static const char *
endpoint_identify(struct arena *arena, const void *item)
{
    const struct endpoint *endpoint = item;

    return arena_printf(arena, "%s:%u", endpoint->host,
                        (unsigned)endpoint->port);
}

static const struct yaml_shape endpoint_shape = {
    .one = "an endpoint",
    .many = "endpoints",
    .size = sizeof(struct endpoint),
    .keys = endpoint_keys,
    .key_count = COUNT_OF(endpoint_keys),
    .identify = endpoint_identify,
};

static const struct yaml_key file_keys[FILE_KEY_COUNT] = {
    [FILE_VERSION] = { .name = "version",
                       .form = YAML_LINE,
                       .required = true,
                       .offset = offsetof(struct definitions, version),
                       .most = LONGEST_ID },
    [FILE_DATE] = { .name = "date",
                    .form = YAML_DAY,
                    .required = true,
                    .offset = offsetof(struct definitions, date) },
    [FILE_SERVICES] = { .name = "services",
                        .form = YAML_RECORDS,
                        .required = true,
                        .offset = offsetof(struct definitions, services),
                        .count_offset =
                            offsetof(struct definitions, service_count),
                        .most = MOST_SERVICES,
                        .shape = &service_shape },
    [FILE_REGIONS] = { .name = "regions",
                       .form = YAML_RECORDS,
                       .required = true,
                       .offset = offsetof(struct definitions, regions),
                       .count_offset =
                           offsetof(struct definitions, region_count),
                       .most = MOST_REGIONS,
                       .shape = &region_shape },
    [FILE_ENDPOINTS] = { .name = "endpoints",
                         .form = YAML_RECORDS,
                         .required = true,
                         .offset = offsetof(struct definitions, endpoints),
                         .count_offset =
                             offsetof(struct definitions, endpoint_count),
                         .most = MOST_ENDPOINTS,
                         .shape = &endpoint_shape },
};

static bool
region_has_endpoint(const struct definitions *in, const struct region *region)
{
    for (size_t i = 0; i < in->endpoint_count; i++)
        for (size_t j = 0; j < in->endpoints[i]->region_count; j++)
            if (in->endpoints[i]->regions[j] == region)
                return true;
    return false;
}

static bool
service_has_endpoint(const struct definitions *in,
                     const struct service *service)
{
    for (size_t i = 0; i < in->endpoint_count; i++)
        for (size_t j = 0; j < in->endpoints[i]->service_count; j++)
            if (in->endpoints[i]->services[j] == service)
                return true;
    return false;
}

/* What nothing can be checked for is not there to be chosen. */
static bool
file_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct definitions *in = record;

    for (size_t i = 0; i < in->service_count; i++)
        if (!service_has_endpoint(in, in->services[i]))
            return yaml_reject(decoder, yaml_find(node, "services")->items[i],
                               "expected an endpoint for the service "
                               "\"%s\", found none",
                               in->services[i]->id);
    for (size_t i = 0; i < in->region_count; i++)
        if (!region_has_endpoint(in, in->regions[i]))
            return yaml_reject(decoder, yaml_find(node, "regions")->items[i],
                               "expected an endpoint for the region "
                               "\"%s\", found none",
                               in->regions[i]->id);
    return true;
}

const struct yaml_shape regions_file_shape = {
    .one = "regions.yaml",
    .keys = file_keys,
    .key_count = FILE_KEY_COUNT,
    .check = file_check,
};
