#include "catalog/catalog.h"

#include <string.h>

#include "base/safe_text.h"
#include "catalog/blockpages_file.h"
#include "catalog/builtin.h"
#include "catalog/causes_file.h"
#include "catalog/guide_file.h"
#include "catalog/interceptors_file.h"
#include "catalog/layers.h"
#include "catalog/logs_file.h"
#include "catalog/pem_text.h"
#include "catalog/regions_file.h"
#include "catalog/roots_file.h"
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
catalog_load_causes(struct catalog *catalog, bool without)
{
    struct part part;

    if (!part_find(catalog, &part, &builtin_causes_yaml))
        return false;
    if (without && part.origin == built_in)
        return true;

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
        catalog_load_causes(&catalog, options->without_causes) &&
        catalog_load_list(&catalog, &builtin_interceptors_yaml,
                          &interceptors_file_shape) &&
        catalog_load_list(&catalog, &builtin_blockpages_yaml,
                          &blockpages_file_shape) &&
        catalog_load_list(&catalog, &builtin_sinkholes_yaml,
                          &sinkholes_file_shape) &&
        catalog_load_list(&catalog, &builtin_logs_yaml, &logs_file_shape) &&
        catalog_load_list(&catalog, &builtin_guide_yaml, &guide_file_shape) &&
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
