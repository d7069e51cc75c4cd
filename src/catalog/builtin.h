#ifndef CATALOG_BUILTIN_H
#define CATALOG_BUILTIN_H

#include <stddef.h>

/*
 * The files of data/ as they were when the program was built, so that the
 * program alone is enough. Made by cmake/Embed.cmake.
 */
struct builtin_file {
    const char *name; /* "regions.yaml" */
    const unsigned char *bytes;
    size_t length;
};

extern const struct builtin_file builtin_regions_yaml;
extern const struct builtin_file builtin_roots_yaml;
extern const struct builtin_file builtin_roots_pem;
extern const struct builtin_file builtin_causes_yaml;
extern const struct builtin_file builtin_interceptors_yaml;
extern const struct builtin_file builtin_blockpages_yaml;
extern const struct builtin_file builtin_sinkholes_yaml;
extern const struct builtin_file builtin_logs_yaml;
extern const struct builtin_file builtin_guide_yaml;

/* The files of data/lab/, sorted by id. */
struct builtin_scenario {
    const char *id; /* the file's name without ".yaml" */
    const struct builtin_file *file;
};

extern const struct builtin_scenario builtin_scenarios[];
extern const size_t builtin_scenario_count;

#endif
