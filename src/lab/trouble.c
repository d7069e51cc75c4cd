#include "lab/trouble.h"

#include <string.h>

void
trouble_add(struct trouble *trouble, const struct net_icmp *icmp)
{
    trouble->error = icmp->error;
    if (trouble->count < TROUBLE_ICMPS)
        trouble->queue[trouble->count++] = *icmp;
}

bool
trouble_take(struct trouble *trouble, struct net_icmp *icmp)
{
    if (trouble->count == 0)
        return false;
    *icmp = trouble->queue[0];
    trouble->count--;
    memmove(trouble->queue, trouble->queue + 1,
            trouble->count * sizeof(*trouble->queue));
    trouble->error = trouble->count > 0 ? trouble->queue[0].error : 0;
    return true;
}

int
trouble_clear(struct trouble *trouble)
{
    int error = trouble->error;

    trouble->error = 0;
    return error;
}
