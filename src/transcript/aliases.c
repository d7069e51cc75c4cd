#include "transcript/aliases.h"

#include <assert.h>

const char *const alias_kind_ids[] = {
    [ALIAS_WORD] = "word",         [ALIAS_NETWORK4] = "network4",
    [ALIAS_NETWORK6] = "network6", [ALIAS_INTERFACE6] = "interface6",
    [ALIAS_NUMBER] = "number",
};
static_assert(sizeof alias_kind_ids / sizeof alias_kind_ids[0] ==
                  ALIAS_KIND_COUNT,
              "every kind has an id");
