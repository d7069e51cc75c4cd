#include <string.h>

#include "catalog/blockpages_file.h"
#include "catalog/builtin.h"
#include "catalog/catalog.h"
#include "catalog/causes_file.h"
#include "catalog/guide_file.h"
#include "catalog/interceptors_file.h"
#include "catalog/logs_file.h"
#include "catalog/pem_text.h"
#include "catalog/regions_file.h"
#include "catalog/roots_file.h"
#include "catalog/scenario_file.h"
#include "catalog/sinkholes_file.h"

static struct yaml_decoder
decoder_of(const struct source_text *text, struct definitions *into,
           struct error *error)
{
    return (struct yaml_decoder){
        .text = text, .arena = &into->arena, .root = into, .error = error
    };
}

/* One file, whatever it is. */

struct validation {
    const char *path;
    const struct source_text *text;
    const struct catalog_options *options;
    struct arena *scratch;
    struct error *error;
};

static bool
validate_alone(const struct validation *of, const struct yaml_shape *shape,
               const struct yaml_node *root)
{
    struct definitions in = { 0 };
    struct yaml_decoder decoder = decoder_of(of->text, &in, of->error);
    bool valid = yaml_decode(&decoder, shape, root, &in);

    catalog_release(&in);
    return valid;
}

/* The program relies on ids in it. */
static bool
validate_causes(const struct validation *of, const struct yaml_shape *shape,
                const struct yaml_node *root)
{
    struct definitions in = { 0 };
    struct yaml_decoder decoder = decoder_of(of->text, &in, of->error);
    bool valid = yaml_decode(&decoder, shape, root, &in) &&
                 causes_file_check_complete(of->text, root, of->scratch, &in,
                                            of->error);

    catalog_release(&in);
    return valid;
}

/* It speaks of endpoints and causes: those of the definitions in force. */
static bool
validate_scenario(const struct validation *of, const struct yaml_shape *shape,
                  const struct yaml_node *root)
{
    struct definitions in;
    struct scenario scenario = { 0 };
    bool valid = catalog_load(&in, of->options, of->error) &&
                 scenario_file_decode(&scenario, &in, of->text, root, of->path,
                                      of->error);

    (void)shape;
    arena_release(&scenario.arena);
    catalog_release(&in);
    return valid;
}

struct file_kind {
    const char *name;
    const struct yaml_shape *shape;
    bool (*validate)(const struct validation *of,
                     const struct yaml_shape *shape,
                     const struct yaml_node *root);
};

/* The first whose key is the first of the file. */
static const struct file_kind file_kinds[] = {
    { "regions.yaml", &regions_file_shape, validate_alone },
    { "roots.yaml", &roots_file_shape, validate_alone },
    { "causes.yaml", &causes_file_shape, validate_causes },
    { "interceptors.yaml", &interceptors_file_shape, validate_alone },
    { "blockpages.yaml", &blockpages_file_shape, validate_alone },
    { "sinkholes.yaml", &sinkholes_file_shape, validate_alone },
    { "logs.yaml", &logs_file_shape, validate_alone },
    { "guide.yaml", &guide_file_shape, validate_alone },
    { "a scenario", &scenario_file_shape, validate_scenario },
};

enum { FILE_KINDS = sizeof file_kinds / sizeof file_kinds[0] };

static bool
shape_has_key(const struct yaml_shape *shape, const struct yaml_node *key)
{
    for (size_t i = 0; i < shape->key_count; i++)
        if (key->kind == YAML_SCALAR &&
            strcmp(key->text, shape->keys[i].name) == 0)
            return true;
    return false;
}

static const struct file_kind *
file_kind_find(const struct yaml_node *root)
{
    if (root->kind != YAML_MAPPING || root->item_count == 0)
        return NULL;
    for (size_t i = 0; i < FILE_KINDS; i++)
        if (shape_has_key(file_kinds[i].shape, root->items[0]))
            return &file_kinds[i];
    return NULL;
}

static bool
file_kind_reject(const struct validation *of, const struct yaml_node *root)
{
    struct yaml_decoder decoder = { .text = of->text,
                                    .arena = of->scratch,
                                    .error = of->error };
    bool has_key = root->kind == YAML_MAPPING && root->item_count > 0;
    const char *expected = "a key of ";

    for (size_t i = 0; i < FILE_KINDS; i++)
        expected = arena_printf(of->scratch, "%s%s%s", expected,
                                i > 0 ? ", " : "", file_kinds[i].name);
    return yaml_reject_kind(&decoder, has_key ? root->items[0] : root,
                            expected);
}

static bool
text_validate(const struct validation *of, const char **kind)
{
    size_t count;

    if (pem_text_is_pem(of->text)) {
        *kind = builtin_roots_pem.name;
        return pem_text_count(of->text, &count, of->error);
    }

    const struct yaml_node *root =
        yaml_tree_parse(of->text, of->scratch, of->error);
    const struct file_kind *found = root != NULL ? file_kind_find(root) : NULL;

    if (root == NULL)
        return false;
    if (found == NULL)
        return file_kind_reject(of, root);
    *kind = found->name;
    return found->validate(of, found->shape, root);
}

bool
catalog_validate(const char *path, const struct catalog_options *options,
                 const char **kind, struct error *error)
{
    struct arena scratch = { 0 };
    struct source_text text;
    struct validation validation = { .path = path,
                                     .text = &text,
                                     .options = options,
                                     .scratch = &scratch,
                                     .error = error };
    bool valid = source_text_read(&text, &scratch, path, NULL, error) &&
                 text_validate(&validation, kind);

    arena_release(&scratch);
    return valid;
}
