#include "catalog/scenarios.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/builtin.h"
#include "catalog/layers.h"
#include "catalog/nearest_word.h"
#include "catalog/scenario_file.h"

static const char directory_name[] = "lab";
static const char ending[] = ".yaml";

/* One load. */
struct search {
    struct layers layers;
    struct arena scratch; /* files, trees and names; ends with the load */
    struct error *error;
};

static void
search_init(struct search *search, struct error *error)
{
    *search = (struct search){ .error = error };
    layers_init(&search->layers, &search->scratch, NULL, NULL);
}

/* The length of a file's name without its ending; 0: it has another one. */
static size_t
name_stem(const char *name)
{
    size_t length = strlen(name);
    size_t ending_length = sizeof ending - 1;

    if (length <= ending_length ||
        strcmp(name + length - ending_length, ending) != 0)
        return 0;
    return length - ending_length;
}

/* What is there. */

size_t
catalog_scenario_count(void)
{
    return builtin_scenario_count;
}

const char *
catalog_scenario_id(size_t index)
{
    return builtin_scenarios[index].id;
}

static int
id_compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct id_list {
    const char **ids;
    size_t count;
};

static bool
ids_add_directory(struct id_list *list, const char *path, struct arena *arena,
                  struct error *error)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;

    if (directory == NULL && (errno == ENOENT || errno == ENOTDIR))
        return true;
    if (directory == NULL)
        return error_set_errno(error, errno, "%s: cannot be opened", path);
    while ((entry = readdir(directory)) != NULL) {
        const char *id =
            arena_copy(arena, entry->d_name, name_stem(entry->d_name));

        if (scenario_file_is_id(id))
            arena_push(arena, &list->ids, &list->count, id);
    }
    closedir(directory);
    return true;
}

static void
ids_sort(struct id_list *list)
{
    size_t kept = 0;

    qsort(list->ids, list->count, sizeof *list->ids, id_compare);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || strcmp(list->ids[kept - 1], list->ids[i]) != 0)
            list->ids[kept++] = list->ids[i];
    list->count = kept;
}

bool
catalog_scenario_list(const char ***ids, size_t *count, struct arena *arena,
                      struct error *error)
{
    struct id_list list = { 0 };
    struct layers layers;

    layers_init(&layers, arena, NULL, NULL);
    for (size_t i = 0; i < builtin_scenario_count; i++)
        arena_push(arena, &list.ids, &list.count, builtin_scenarios[i].id);
    for (size_t layer = 0; layer < LAYERS; layer++) {
        const char *path = layers_path(&layers, layer, arena, directory_name);

        if (path != NULL && !ids_add_directory(&list, path, arena, error))
            return false;
    }
    ids_sort(&list);
    *ids = list.ids;
    *count = list.count;
    return true;
}

/* Where one is. */

static const struct builtin_file *
builtin_find(const char *id)
{
    for (size_t i = 0; i < builtin_scenario_count; i++)
        if (strcmp(builtin_scenarios[i].id, id) == 0)
            return builtin_scenarios[i].file;
    return NULL;
}

/* What one may have meant is looked for in all that could be loaded. */
static bool
search_reject(struct search *search, const char *id)
{
    const char **ids;
    size_t count;

    if (!catalog_scenario_list(&ids, &count, &search->scratch, search->error))
        return false;

    const char *near = nearest_word(id, ids, count);

    if (near == NULL)
        return error_set(search->error, ERROR_USAGE,
                         "expected the id of a scenario or a file, found "
                         "\"%s\"",
                         id);
    return error_set(search->error, ERROR_USAGE,
                     "expected the id of a scenario or a file, found \"%s\" "
                     "(did you mean \"%s\"?)",
                     id, near);
}

static bool
search_builtin(struct search *search, const char *id, struct source_text *text)
{
    const struct builtin_file *file = builtin_find(id);

    if (file == NULL)
        return search_reject(search, id);
    text->name = arena_printf(&search->scratch, "built-in %s", file->name);
    text->bytes = (const char *)file->bytes;
    text->length = file->length;
    return true;
}

static bool
search_id(struct search *search, const char *id, struct source_text *text)
{
    if (!scenario_file_is_id(id))
        return search_reject(search, id);

    const char *name =
        arena_printf(&search->scratch, "%s/%s%s", directory_name, id, ending);

    for (size_t layer = 0; layer < LAYERS; layer++) {
        const char *path =
            layers_path(&search->layers, layer, &search->scratch, name);
        bool missing = true;

        if (path != NULL && !source_text_read(text, &search->scratch, path,
                                              &missing, search->error))
            return false;
        if (!missing)
            return true;
    }
    return search_builtin(search, id, text);
}

static bool
search_text(struct search *search, const char *id_or_path,
            struct source_text *text)
{
    if (strchr(id_or_path, '/') != NULL || name_stem(id_or_path) > 0)
        return source_text_read(text, &search->scratch, id_or_path, NULL,
                                search->error);
    return search_id(search, id_or_path, text);
}

static bool
search_decode(struct search *search, const char *id_or_path,
              const struct source_text *text, struct scenario *scenario,
              const struct definitions *definitions)
{
    const struct yaml_node *root =
        yaml_tree_parse(text, &search->scratch, search->error);

    return root != NULL &&
           scenario_file_decode(scenario, definitions, text, root, id_or_path,
                                search->error);
}

bool
catalog_scenario_load(struct scenario *scenario, const char *id_or_path,
                      const struct definitions *definitions,
                      struct error *error)
{
    struct search search;
    struct source_text text;

    *scenario = (struct scenario){ 0 };
    search_init(&search, error);

    bool loaded =
        search_text(&search, id_or_path, &text) &&
        search_decode(&search, id_or_path, &text, scenario, definitions);

    arena_release(&search.scratch);
    return loaded;
}

void
catalog_scenario_release(struct scenario *scenario)
{
    arena_release(&scenario->arena);
    *scenario = (struct scenario){ 0 };
}
