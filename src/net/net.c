#include "net/net.h"

#include <stdlib.h>

#include "base/memory.h"
#include "net/resolver.h"

int64_t
net_monotonic_ms(const struct net *net)
{
    return net->ops->monotonic_ms(net->world);
}

int64_t
net_wall_ms(const struct net *net)
{
    return net->ops->wall_ms(net->world);
}

/* Copies those that the world can wait for; says whether one is ready. */
static bool
collect(struct net_watch **watches, size_t count, struct net_watch **out,
        size_t *used)
{
    bool signalled = false;

    for (size_t i = 0; i < count; i++) {
        if (watches[i]->ready != 0)
            signalled = true;
        if (watches[i]->handle >= 0 && watches[i]->wanted != 0)
            out[(*used)++] = watches[i];
    }
    return signalled;
}

void
net_wait(struct net *net, struct net_watch **watches, size_t count,
         int timeout_ms)
{
    struct net_watch **all;
    size_t used = 0;

    net_resolvers_start(net);
    all = memory_new(count + net_resolvers_watches(net, NULL) + 1,
                     sizeof(struct net_watch *));
    timeout_ms = net_resolvers_timeout(net, timeout_ms);
    if (collect(watches, count, all, &used))
        timeout_ms = 0;
    used += net_resolvers_watches(net, all + used);

    /*
     * Even with something ready the world is asked, so that one who never
     * acts cannot hide the others. An interrupted wait is like a short one.
     */
    (void)net->ops->wait(net->world, all, used, timeout_ms);
    net_resolvers_drive(net);
    free(all);
}
