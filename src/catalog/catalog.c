#include "catalog/catalog.h"

#include <string.h>

#include "base/safe_text.h"
#include "catalog/blockpages_file.h"
#include "catalog/builtin.h"
#include "catalog/causes_file.h"
#include "catalog/interceptors_file.h"
#include "catalog/layers.h"
#include "catalog/logs_file.h"
#include "catalog/pem_text.h"
#include "catalog/regions_file.h"
#include "catalog/roots_file.h"
#include "catalog/scenario_file.h"
#include "catalog/sinkholes_file.h"

enum { ORIGIN_LIMIT = 4096 };

static const char built_in[] = "built in";

/* One load: where files are looked for and where they go. */
struct catalog {
    struct definitions *into;
    struct arena scratch; /* files and trees; ends with the load */
    struct layers layers;
    struct error *error;
};

/* One file that is in force. */
struct part {
    struct source_text text;
    const char *origin; /* as struct definition_source */
};

/* Where things are. */

static void
catalog_init(struct catalog *catalog, struct definitions *into,
             const struct catalog_options *options, struct error *error)
{
    *catalog = (struct catalog){ .into = into, .error = error };
    *into = (struct definitions){ 0 };
    layers_init(&catalog->layers, &catalog->scratch, options->user_directory,
                options->system_directory);
}

static struct part
part_of_builtin(struct catalog *catalog, const struct builtin_file *file)
{
    return (struct part){
        .text = { .name = arena_printf(&catalog->scratch, "built-in %s",
                                       file->name),
                  .bytes = (const char *)file->bytes,
                  .length = file->length },
        .origin = built_in,
    };
}

static bool
part_read(struct catalog *catalog, struct part *part, const char *path,
          bool *missing)
{
    part->origin = safe_text_copy(&catalog->into->arena, SAFE_LINE, path,
                                  strlen(path), ORIGIN_LIMIT);
    return source_text_read(&part->text, &catalog->scratch, path, missing,
                            catalog->error);
}

static bool
part_read_layer(struct catalog *catalog, struct part *part, size_t layer,
                const char *name, bool *missing)
{
    const char *path =
        layers_path(&catalog->layers, layer, &catalog->scratch, name);

    *missing = true;
    if (path == NULL)
        return true;
    return part_read(catalog, part, path, missing);
}

/* The file of the strongest layer that has it, else the one built in. */
static bool
part_find(struct catalog *catalog, struct part *part,
          const struct builtin_file *builtin)
{
    for (size_t layer = 0; layer < LAYERS; layer++) {
        bool missing;

        if (!part_read_layer(catalog, part, layer, builtin->name, &missing))
            return false;
        if (!missing)
            return true;
    }
    *part = part_of_builtin(catalog, builtin);
    return true;
}

/* What is in them. */

static void
catalog_note_source(struct catalog *catalog, const char *name,
                    const struct part *part)
{
    struct definitions *into = catalog->into;
    struct definition_source *source =
        arena_new(&into->arena, 1, sizeof *source);

    source->name = name;
    source->origin = part->origin;
    arena_push(&into->arena, &into->sources, &into->source_count, source);
}

static struct yaml_decoder
decoder_of(const struct source_text *text, struct definitions *into,
           struct error *error)
{
    return (struct yaml_decoder){
        .text = text, .arena = &into->arena, .root = into, .error = error
    };
}

/* The root of the tree when the file was decoded, else NULL. */
static const struct yaml_node *
text_decode(const struct source_text *text, const struct yaml_shape *shape,
            struct arena *scratch, struct definitions *into,
            struct error *error)
{
    struct yaml_decoder decoder = decoder_of(text, into, error);
    const struct yaml_node *root = yaml_tree_parse(text, scratch, error);

    if (root == NULL || !yaml_decode(&decoder, shape, root, into))
        return NULL;
    return root;
}

static bool
catalog_take(struct catalog *catalog, const struct part *part,
             const struct builtin_file *builtin,
             const struct yaml_shape *shape)
{
    if (text_decode(&part->text, shape, &catalog->scratch, catalog->into,
                    catalog->error) == NULL)
        return false;
    catalog_note_source(catalog, builtin->name, part);
    return true;
}

static bool
catalog_load_regions(struct catalog *catalog, const char *operators)
{
    struct part part;
    bool found = operators != NULL
                     ? part_read(catalog, &part, operators, NULL)
                     : part_find(catalog, &part, &builtin_regions_yaml);

    return found && catalog_take(catalog, &part, &builtin_regions_yaml,
                                 &regions_file_shape);
}

static bool
catalog_load_causes(struct catalog *catalog)
{
    struct part part;

    if (!part_find(catalog, &part, &builtin_causes_yaml))
        return false;

    const struct yaml_node *root =
        text_decode(&part.text, &causes_file_shape, &catalog->scratch,
                    catalog->into, catalog->error);

    if (root == NULL)
        return false;
    if (part.origin != built_in &&
        !causes_file_check_complete(&part.text, root, &catalog->scratch,
                                    catalog->into, catalog->error))
        return false;
    catalog_note_source(catalog, builtin_causes_yaml.name, &part);
    return true;
}

/* A list that stands alone: nothing in the program cites its rows. */
static bool
catalog_load_list(struct catalog *catalog, const struct builtin_file *builtin,
                  const struct yaml_shape *shape)
{
    struct part part;

    return part_find(catalog, &part, builtin) &&
           catalog_take(catalog, &part, builtin, shape);
}

/* Roots. */

static bool
catalog_take_pem(struct catalog *catalog, const struct part *pem,
                 size_t *count)
{
    struct definitions *into = catalog->into;

    if (!pem_text_count(&pem->text, count, catalog->error))
        return false;
    into->roots_pem =
        arena_copy(&into->arena, pem->text.bytes, pem->text.length);
    into->roots_pem_length = pem->text.length;
    return true;
}

static bool
catalog_load_trust(struct catalog *catalog, const char *path)
{
    struct part pem;
    size_t count;

    if (!part_read(catalog, &pem, path, NULL) ||
        !catalog_take_pem(catalog, &pem, &count))
        return false;
    catalog->into->roots_replaced = true;
    catalog_note_source(catalog, builtin_roots_pem.name, &pem);
    return true;
}

/* The rows and the certificates are one thing in two files. */
struct roots_pair {
    struct part rows;
    struct part pem;
};

static bool
roots_reject_half(struct catalog *catalog, const struct part *there,
                  const char *missing)
{
    return error_set(catalog->error, ERROR_DATA,
                     "%s: expected %s beside it, found none", there->text.name,
                     missing);
}

static bool
roots_find(struct catalog *catalog, struct roots_pair *pair)
{
    const char *rows = builtin_roots_yaml.name;
    const char *pem = builtin_roots_pem.name;

    for (size_t layer = 0; layer < LAYERS; layer++) {
        bool no_rows;
        bool no_pem;

        if (!part_read_layer(catalog, &pair->rows, layer, rows, &no_rows) ||
            !part_read_layer(catalog, &pair->pem, layer, pem, &no_pem))
            return false;
        if (no_rows && no_pem)
            continue;
        if (no_pem)
            return roots_reject_half(catalog, &pair->rows, pem);
        if (no_rows)
            return roots_reject_half(catalog, &pair->pem, rows);
        return true;
    }
    pair->rows = part_of_builtin(catalog, &builtin_roots_yaml);
    pair->pem = part_of_builtin(catalog, &builtin_roots_pem);
    return true;
}

static bool
catalog_load_roots(struct catalog *catalog)
{
    struct roots_pair pair;
    struct definitions *into = catalog->into;
    size_t count;

    if (!roots_find(catalog, &pair))
        return false;

    struct yaml_decoder decoder =
        decoder_of(&pair.rows.text, into, catalog->error);
    const struct yaml_node *root =
        text_decode(&pair.rows.text, &roots_file_shape, &catalog->scratch,
                    into, catalog->error);

    if (root == NULL || !catalog_take_pem(catalog, &pair.pem, &count))
        return false;
    if (count != into->root_count)
        return yaml_reject(&decoder, yaml_find(root, "roots"),
                           "expected %zu roots, one for each certificate of "
                           "roots.pem, found %zu",
                           count, into->root_count);
    catalog_note_source(catalog, builtin_roots_yaml.name, &pair.rows);
    catalog_note_source(catalog, builtin_roots_pem.name, &pair.pem);
    return true;
}

bool
catalog_load(struct definitions *definitions,
             const struct catalog_options *options, struct error *error)
{
    struct catalog catalog;

    catalog_init(&catalog, definitions, options, error);

    bool loaded =
        catalog_load_regions(&catalog, options->regions_file) &&
        catalog_load_causes(&catalog) &&
        catalog_load_list(&catalog, &builtin_interceptors_yaml,
                          &interceptors_file_shape) &&
        catalog_load_list(&catalog, &builtin_blockpages_yaml,
                          &blockpages_file_shape) &&
        catalog_load_list(&catalog, &builtin_sinkholes_yaml,
                          &sinkholes_file_shape) &&
        catalog_load_list(&catalog, &builtin_logs_yaml, &logs_file_shape) &&
        (options->trust_file != NULL
             ? catalog_load_trust(&catalog, options->trust_file)
             : catalog_load_roots(&catalog));

    arena_release(&catalog.scratch);
    return loaded;
}

void
catalog_release(struct definitions *definitions)
{
    arena_release(&definitions->arena);
    *definitions = (struct definitions){ 0 };
}

/* Validation of one file, whatever it is. */

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
