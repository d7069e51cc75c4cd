#include "catalog/layers.h"

#include <stdlib.h>

static const char default_system_directory[] = "/etc/cdsdoctor";

static const char *
user_directory_find(struct arena *arena)
{
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");

    /* A relative path is to be ignored (XDG Base Directory, 0.8). */
    if (config != NULL && config[0] == '/')
        return arena_printf(arena, "%s/cdsdoctor", config);
    if (home != NULL && home[0] == '/')
        return arena_printf(arena, "%s/.config/cdsdoctor", home);
    return NULL;
}

void
layers_init(struct layers *layers, struct arena *arena,
            const char *user_directory, const char *system_directory)
{
    layers->directories[0] =
        user_directory != NULL ? user_directory : user_directory_find(arena);
    layers->directories[1] =
        system_directory != NULL ? system_directory : default_system_directory;
}

const char *
layers_path(const struct layers *layers, size_t layer, struct arena *arena,
            const char *name)
{
    const char *directory = layers->directories[layer];

    if (directory == NULL)
        return NULL;
    return arena_printf(arena, "%s/%s", directory, name);
}
