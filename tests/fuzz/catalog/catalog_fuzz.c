#include <stdint.h>
#include <stdlib.h>

#include "catalog/blockpages_file.h"
#include "catalog/causes_file.h"
#include "catalog/guide_file.h"
#include "catalog/interceptors_file.h"
#include "catalog/logs_file.h"
#include "catalog/pem_text.h"
#include "catalog/regions_file.h"
#include "catalog/roots_file.h"
#include "catalog/scenario_file.h"
#include "catalog/sinkholes_file.h"
#include "model/naming.h"

/*
 * Any bytes as each of the definitions files, and as a scenario against one
 * endpoint and one cause. What is refused must be refused
 * with a sentence; what is accepted must be whole enough to be looked up.
 */
static const struct yaml_shape *const shapes[] = {
    &regions_file_shape,      &roots_file_shape,      &causes_file_shape,
    &interceptors_file_shape, &blockpages_file_shape, &sinkholes_file_shape,
    &logs_file_shape,         &guide_file_shape,
};

static void
must(bool holds)
{
    if (!holds)
        abort();
}

static void
look_up_everything(const struct definitions *in)
{
    for (size_t i = 0; i < in->service_count; i++)
        must(definitions_service(in, in->services[i]->id) != NULL);
    for (size_t i = 0; i < in->region_count; i++)
        must(definitions_region(in, in->regions[i]->id) != NULL);
    for (size_t i = 0; i < in->endpoint_count; i++)
        must(in->endpoints[i]->service_count > 0 &&
             in->endpoints[i]->region_count > 0 &&
             in->endpoints[i]->port > 0 && in->endpoints[i]->why[0] != '\0');
    for (size_t i = 0; i < in->root_count; i++)
        must(definitions_root(in, in->roots[i]->sha256) != NULL);
    for (size_t i = 0; i < in->cause_count; i++)
        must(definitions_cause(in, in->causes[i]->id) != NULL &&
             in->causes[i]->remedy_count > 0);
    for (size_t i = 0; i < in->log_sign_count; i++)
        must(definitions_log_sign(in, in->log_signs[i]->id) != NULL &&
             in->log_signs[i]->text_count > 0);
    for (size_t i = 0; i < in->statement_count; i++)
        must(definitions_statement(in, in->statements[i]->id) != NULL);
    for (size_t i = 0; i < in->interceptor_count; i++)
        must(in->interceptors[i]->pattern_count > 0);
    for (size_t i = 0; i < in->block_page_count; i++)
        must(in->block_pages[i]->pattern_count > 0);
    for (size_t i = 0; i < in->sinkhole_count; i++)
        must(naming_sinkhole(in, &in->sinkholes[i]->addresses[0]->address) !=
             NULL);
}

static void
decode(const struct source_text *text, const struct yaml_node *root,
       const struct yaml_shape *shape)
{
    struct definitions definitions = { 0 };
    struct error error = { 0 };
    struct yaml_decoder decoder = { .text = text,
                                    .arena = &definitions.arena,
                                    .root = &definitions,
                                    .error = &error };

    if (yaml_decode(&decoder, shape, root, &definitions))
        look_up_everything(&definitions);
    else
        must(error.code == ERROR_DATA && error.text[0] != '\0');
    arena_release(&definitions.arena);
}

static void
decode_scenario(const struct source_text *text, const struct yaml_node *root)
{
    static const struct region region = { .id = "us" };
    static const struct region *regions[] = { &region };
    static const struct endpoint endpoint = { .role = ROLE_PKI,
                                              .regions = regions,
                                              .region_count = 1 };
    static const struct endpoint *endpoints[] = { &endpoint };
    static const struct cause cause = { .id = "no-route" };
    static const struct cause *causes[] = { &cause };
    static const struct definitions definitions = { .regions = regions,
                                                    .region_count = 1,
                                                    .endpoints = endpoints,
                                                    .endpoint_count = 1,
                                                    .causes = causes,
                                                    .cause_count = 1 };
    struct scenario scenario;
    struct error error = { 0 };

    if (scenario_file_decode(&scenario, &definitions, text, root,
                             "lab/fuzz.yaml", &error))
        must((scenario.truth.outcome == VERDICT_FAULT) ==
             (scenario.truth.cause != NULL));
    else
        must(error.code == ERROR_DATA && error.text[0] != '\0');
    arena_release(&scenario.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source_text text = { .name = "fuzz",
                                .bytes = (const char *)data,
                                .length = size };
    struct arena arena = { 0 };
    struct error error = { 0 };
    size_t count = 0;
    const struct yaml_node *root = yaml_tree_parse(&text, &arena, &error);

    must((root == NULL) == (error.code != ERROR_NONE));
    if (root != NULL) {
        for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
            decode(&text, root, shapes[i]);
        decode_scenario(&text, root);
    }
    if (pem_text_count(&text, &count, &error))
        must(count > 0 && pem_text_is_pem(&text));
    arena_release(&arena);
    return 0;
}
