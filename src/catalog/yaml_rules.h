#ifndef CATALOG_YAML_RULES_H
#define CATALOG_YAML_RULES_H

#include "catalog/yaml_schema.h"

/*
 * Which keys of a mapping belong together, as rows, for the `check` of a
 * shape: a port has no meaning without a protocol that has ports.
 */
struct yaml_rule {
    const char *key;
    bool needed;      /* the key must be there */
    bool refused;     /* it must not be there */
    const char *when; /* why, as in "with action reject" */
};

/*
 * Rejects what is missing ("expected "alert" with trouble alert, found
 * none") or out of place ("expected "port" only with protocol tcp or udp,
 * found "443""), whichever row comes first. A node that is NULL has no keys.
 */
MUST_USE bool yaml_rules_hold(const struct yaml_decoder *decoder,
                              const struct yaml_node *node,
                              const struct yaml_rule *rules, size_t count);

#endif
