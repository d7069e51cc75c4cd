#include "lab/external.h"

#include <poll.h>
#include <stdlib.h>

#include "base/memory.h"

static short
poll_events(unsigned wanted)
{
    return (short)((wanted & NET_READABLE ? POLLIN : 0) |
                   (wanted & NET_WRITABLE ? POLLOUT : 0));
}

static unsigned
ready_bits(short events)
{
    return (events & POLLIN ? NET_READABLE : 0) |
           (events & POLLOUT ? NET_WRITABLE : 0) |
           (events & (POLLERR | POLLHUP | POLLNVAL) ? NET_FAILED : 0);
}

int
external_poll(struct net_watch **watches, size_t count, int timeout_ms)
{
    struct pollfd *polls = memory_new(count + 1, sizeof(*polls));
    int found;

    /* A negative descriptor is passed over. */
    for (size_t i = 0; i < count; i++)
        polls[i] =
            (struct pollfd){ .fd = watches[i]->external ? watches[i]->handle
                                                        : -1,
                             .events = poll_events(watches[i]->wanted) };
    found = poll(polls, (nfds_t)count, timeout_ms);
    for (size_t i = 0; found > 0 && i < count; i++)
        watches[i]->ready |= ready_bits(polls[i].revents);
    free(polls);
    return found;
}
