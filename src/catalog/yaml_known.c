#include "catalog/yaml_known.h"

#include <assert.h>
#include <string.h>

#include "catalog/nearest_word.h"
#include "model/scenario.h"

enum { MOST_SELECTORS = 64 };

static const char cause_expected[] = "the id of a cause";
static const char selector_expected[] =
    "an endpoint such as pki, gateway-us or all";

/* The words that could have been meant, for an error alone. */
struct known_words {
    const char **words;
    size_t count;
};

static bool
node_has_text(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && node->length > 0 &&
           strlen(node->text) == node->length;
}

static bool
known_reject(const struct yaml_decoder *decoder, const struct yaml_node *node,
             const char *expected, const struct known_words *known)
{
    const char *near = NULL;

    if (node_has_text(node))
        near = nearest_word(node->text, known->words, known->count);
    if (near == NULL)
        return yaml_reject_kind(decoder, node, expected);
    return yaml_reject(
        decoder, node, "expected %s, found %s (did you mean \"%s\"?)",
        expected, yaml_node_describe(node, decoder->arena), near);
}

static bool
known_keep(const struct yaml_decoder *decoder, const struct yaml_node *node,
           void *into)
{
    const char *copy = arena_text(decoder->arena, node->text);

    memcpy(into, &copy, sizeof copy);
    return true;
}

/* Causes. */

static bool
cause_reject(const struct yaml_decoder *decoder, const struct yaml_node *node)
{
    const struct definitions *in = decoder->definitions;
    struct known_words known = { 0 };

    for (size_t i = 0; i < in->cause_count; i++)
        arena_push(decoder->arena, &known.words, &known.count,
                   in->causes[i]->id);
    return known_reject(decoder, node, cause_expected, &known);
}

bool
yaml_known_cause(const struct yaml_decoder *decoder,
                 const struct yaml_key *key, const struct yaml_node *node,
                 void *into)
{
    (void)key;
    assert(decoder->definitions != NULL);
    if (!node_has_text(node) ||
        definitions_cause(decoder->definitions, node->text) == NULL)
        return cause_reject(decoder, node);
    return known_keep(decoder, node, into);
}

/* Endpoints. */

static void
known_add_endpoint(struct known_words *known, struct arena *arena,
                   const struct endpoint *endpoint)
{
    const char *role = words_id(&role_words, (int)endpoint->role);

    arena_push(arena, &known->words, &known->count, role);
    for (size_t i = 0; i < endpoint->region_count; i++)
        arena_push(
            arena, &known->words, &known->count,
            arena_printf(arena, "%s-%s", role, endpoint->regions[i]->id));
}

static bool
selector_reject(const struct yaml_decoder *decoder,
                const struct yaml_node *node)
{
    const struct definitions *in = decoder->definitions;
    struct known_words known = { 0 };

    arena_push(decoder->arena, &known.words, &known.count, "all");
    for (size_t i = 0; i < in->endpoint_count; i++)
        known_add_endpoint(&known, decoder->arena, in->endpoints[i]);
    return known_reject(decoder, node, selector_expected, &known);
}

bool
yaml_known_selector(const struct yaml_decoder *decoder,
                    const struct yaml_key *key, const struct yaml_node *node,
                    void *into)
{
    (void)key;
    assert(decoder->definitions != NULL);
    if (!node_has_text(node) ||
        !selector_is_known(decoder->definitions, node->text))
        return selector_reject(decoder, node);
    return known_keep(decoder, node, into);
}

static bool
selectors_have(const struct selectors *selectors, const char *id)
{
    for (size_t i = 0; i < selectors->count; i++)
        if (strcmp(selectors->ids[i], id) == 0)
            return true;
    return false;
}

static bool
selectors_add(const struct yaml_decoder *decoder, const struct yaml_key *key,
              const struct yaml_node *node, struct selectors *selectors)
{
    const char *id;

    if (!yaml_known_selector(decoder, key, node, &id))
        return false;
    if (selectors_have(selectors, id))
        return yaml_reject(decoder, node,
                           "expected \"%s\" once, found it again", id);
    arena_push(decoder->arena, &selectors->ids, &selectors->count, id);
    return true;
}

bool
yaml_known_selectors(const struct yaml_decoder *decoder,
                     const struct yaml_key *key, const struct yaml_node *node,
                     void *into)
{
    struct selectors selectors = { 0 };

    if (node->kind == YAML_SCALAR) {
        if (!selectors_add(decoder, key, node, &selectors))
            return false;
    } else {
        if (!yaml_check_list(decoder, node, "endpoints", MOST_SELECTORS))
            return false;
        for (size_t i = 0; i < node->item_count; i++)
            if (!selectors_add(decoder, key, node->items[i], &selectors))
                return false;
    }
    memcpy(into, &selectors, sizeof selectors);
    return true;
}
