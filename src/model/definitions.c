#include "model/definitions.h"

#include <string.h>

const struct service *
definitions_service(const struct definitions *in, const char *id)
{
    for (size_t i = 0; i < in->service_count; i++)
        if (strcmp(in->services[i]->id, id) == 0)
            return in->services[i];
    return NULL;
}

const struct region *
definitions_region(const struct definitions *in, const char *id)
{
    for (size_t i = 0; i < in->region_count; i++)
        if (strcmp(in->regions[i]->id, id) == 0)
            return in->regions[i];
    return NULL;
}

const struct endpoint *
definitions_endpoint(const struct definitions *in, const char *host)
{
    for (size_t i = 0; i < in->endpoint_count; i++)
        if (strcmp(in->endpoints[i]->host, host) == 0)
            return in->endpoints[i];
    return NULL;
}

const struct cause *
definitions_cause(const struct definitions *in, const char *id)
{
    for (size_t i = 0; i < in->cause_count; i++)
        if (strcmp(in->causes[i]->id, id) == 0)
            return in->causes[i];
    return NULL;
}

const struct statement *
definitions_statement(const struct definitions *in, const char *id)
{
    for (size_t i = 0; i < in->statement_count; i++)
        if (strcmp(in->statements[i]->id, id) == 0)
            return in->statements[i];
    return NULL;
}

const struct log_sign *
definitions_log_sign(const struct definitions *in, const char *id)
{
    for (size_t i = 0; i < in->log_sign_count; i++)
        if (strcmp(in->log_signs[i]->id, id) == 0)
            return in->log_signs[i];
    return NULL;
}

const struct root *
definitions_root(const struct definitions *in, const char *sha256)
{
    for (size_t i = 0; i < in->root_count; i++)
        if (strcmp(in->roots[i]->sha256, sha256) == 0)
            return in->roots[i];
    return NULL;
}

static bool
endpoint_is_of_service(const struct endpoint *endpoint,
                       const struct service *service)
{
    for (size_t i = 0; i < endpoint->service_count; i++)
        if (endpoint->services[i] == service)
            return true;
    return false;
}

static bool
endpoint_is_of_region(const struct endpoint *endpoint,
                      const struct region *region)
{
    for (size_t i = 0; i < endpoint->region_count; i++)
        if (endpoint->regions[i] == region)
            return true;
    return false;
}

bool
endpoint_serves(const struct endpoint *endpoint, const struct service *service,
                const struct region *region)
{
    return (service == NULL || endpoint_is_of_service(endpoint, service)) &&
           (region == NULL || endpoint_is_of_region(endpoint, region));
}
