#ifndef CATALOG_LAYERS_H
#define CATALOG_LAYERS_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The directories whose files overlay what is built into the program, the
 * strongest first: the user's, then the system's.
 */
enum { LAYERS = 2 };

struct layers {
    const char *directories[LAYERS]; /* NULL: there is none */
};

/*
 * NULL for the user's: from XDG_CONFIG_HOME or HOME; NULL for the system's:
 * /etc/cdsdoctor. What is made for it goes into the arena; what is given is
 * borrowed.
 */
void layers_init(struct layers *layers, struct arena *arena,
                 const char *user_directory, const char *system_directory);

/* Where a file of that name is in a layer; NULL when there is no layer. */
const char *layers_path(const struct layers *layers, size_t layer,
                        struct arena *arena, const char *name);

#endif
