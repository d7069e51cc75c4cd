#include "catalog/sinkholes_file.h"

#include <stddef.h>

#include "model/naming.h"

enum {
    MOST_SINKHOLES = 1000,
    LONGEST_ID = 48,
    LONGEST_NAME = 80,
    LONGEST_SENTENCE = 400,
};

static const struct yaml_key sinkhole_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct sinkhole, id),
      .most = LONGEST_ID },
    { .name = "name",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct sinkhole, name),
      .most = LONGEST_NAME },
    { .name = "addresses",
      .form = YAML_PREFIXES,
      .required = true,
      .offset = offsetof(struct sinkhole, addresses),
      .count_offset = offsetof(struct sinkhole, address_count) },
    { .name = "source",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct sinkhole, source),
      .most = LONGEST_SENTENCE },
    { .name = "note",
      .form = YAML_LINE,
      .offset = offsetof(struct sinkhole, note),
      .most = LONGEST_SENTENCE },
};

static const char *
sinkhole_identify(struct arena *arena, const void *item)
{
    const struct sinkhole *sinkhole = item;

    (void)arena;
    return sinkhole->id;
}

static const struct yaml_shape sinkhole_shape = {
    .one = "a sinkhole",
    .many = "sinkholes",
    .size = sizeof(struct sinkhole),
    .keys = sinkhole_keys,
    .key_count = sizeof sinkhole_keys / sizeof sinkhole_keys[0],
    .identify = sinkhole_identify,
};

static const struct yaml_key file_keys[] = {
    { .name = "sinkholes",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, sinkholes),
      .count_offset = offsetof(struct definitions, sinkhole_count),
      .most = MOST_SINKHOLES,
      .shape = &sinkhole_shape },
};

const struct yaml_shape sinkholes_file_shape = {
    .one = "sinkholes.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
};
