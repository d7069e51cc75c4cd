#include "catalog/yaml_rules.h"

static bool
rule_holds(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const struct yaml_rule *rule)
{
    const struct yaml_node *value = yaml_find(node, rule->key);

    if (value == NULL && rule->needed)
        return yaml_reject(decoder, node, "expected \"%s\" %s, found none",
                           rule->key, rule->when);
    if (value != NULL && rule->refused)
        return yaml_reject_kind(decoder, value,
                                arena_printf(decoder->arena, "\"%s\" only %s",
                                             rule->key, rule->when));
    return true;
}

bool
yaml_rules_hold(const struct yaml_decoder *decoder,
                const struct yaml_node *node, const struct yaml_rule *rules,
                size_t count)
{
    if (node == NULL)
        return true;
    for (size_t i = 0; i < count; i++)
        if (!rule_holds(decoder, node, &rules[i]))
            return false;
    return true;
}
