#include "model/guide_values.h"

#include <string.h>

struct guide_values
guide_values_of(const struct run *run, const struct target *target,
                struct arena *arena)
{
    struct guide_values values = { 0 };
    char text[ADDRESS_TEXT_SIZE];

    if (target == NULL && run->target_count > 0)
        target = run->targets[0];
    if (run->machine.resolver_count > 0) {
        address_format(&run->machine.resolvers[0]->address, text);
        values.resolver = arena_text(arena, text);
    }
    if (target == NULL)
        return values;
    values.host = target->endpoint->host;
    values.port = target->endpoint->port;
    if (target->route.kind == ROUTE_PROXY)
        values.proxy = arena_printf(arena, "%s:%u", target->route.proxy_host,
                                    (unsigned)target->route.proxy_port);
    return values;
}

/* Whether the step has another command, made for a proxy. */
static bool
step_has_proxy_command(const struct guide_step *step)
{
    for (size_t i = 0; i < step->by_hand_count; i++)
        if (guide_text_needs(step->by_hand[i], "proxy"))
            return true;
    return false;
}

bool
guide_command_fits(const struct guide_step *step, size_t index,
                   const struct guide_values *values)
{
    const char *command = step->by_hand[index];

    if (guide_text_needs(command, "resolver") && values->resolver == NULL)
        return false;
    if (guide_text_needs(command, "proxy"))
        return values->proxy != NULL;
    return values->proxy == NULL || !step_has_proxy_command(step);
}
