#include "catalog/roots_file.h"

#include <stddef.h>

#include "model/definitions.h"

enum { MOST_ROOTS = 500, LONGEST_NAME = 120, LONGEST_NOTE = 400 };

static const struct yaml_key root_keys[] = {
    { .name = "name",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct root, name),
      .most = LONGEST_NAME },
    { .name = "sha256",
      .form = YAML_DIGEST,
      .required = true,
      .offset = offsetof(struct root, sha256) },
    { .name = "distrusted",
      .form = YAML_DAY_TIME,
      .offset = offsetof(struct root, distrusted) },
    { .name = "authority",
      .form = YAML_LINE,
      .offset = offsetof(struct root, authority),
      .most = LONGEST_NAME },
    { .name = "note",
      .form = YAML_LINE,
      .offset = offsetof(struct root, note),
      .most = LONGEST_NOTE },
};

static const char *
root_identify(struct arena *arena, const void *item)
{
    const struct root *root = item;

    (void)arena;
    return root->sha256;
}

static const struct yaml_shape root_shape = {
    .one = "a root",
    .many = "roots",
    .size = sizeof(struct root),
    .keys = root_keys,
    .key_count = sizeof root_keys / sizeof root_keys[0],
    .identify = root_identify,
};

static const struct yaml_key file_keys[] = {
    { .name = "roots",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, roots),
      .count_offset = offsetof(struct definitions, root_count),
      .most = MOST_ROOTS,
      .shape = &root_shape },
};

const struct yaml_shape roots_file_shape = {
    .one = "roots.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
};
