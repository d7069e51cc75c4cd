#include <errno.h>
#include <limits.h>

#include "base/clock.h"
#include "lab/external.h"
#include "lab/handle.h"

/*
 * Waiting is what makes time pass. Virtual time jumps from event to event;
 * real time is slept through, and what is due happens when it is due.
 */

static int64_t
real_now_us(const struct lab *lab)
{
    return (clock_monotonic_ms() - lab->real_start_ms) * 1000;
}

static bool
has_external(struct net_watch **watches, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (watches[i]->external)
            return true;
    return false;
}

/* Of the world's own handles; a number that is not open has failed. */
static int
count_ready(const struct lab_node *node, struct net_watch **watches,
            size_t count)
{
    int found = 0;

    for (size_t i = 0; i < count; i++) {
        const struct handle *handle;
        unsigned ready = NET_FAILED;

        if (watches[i]->external)
            continue;
        handle = handle_find(node, watches[i]->handle);
        if (handle != NULL)
            ready = handle_ready(node, handle, watches[i]->wanted);
        watches[i]->ready |= ready;
        found += ready != 0;
    }
    return found;
}

/* When to stop waiting if nothing happens. */
static int64_t
deadline_us(const struct lab *lab, int timeout_ms)
{
    return timeout_ms < 0 ? INT64_MAX
                          : lab->now_us + (int64_t)timeout_ms * 1000;
}

static int
wait_virtually(struct lab_node *node, struct net_watch **watches, size_t count,
               int64_t deadline)
{
    struct lab *lab = node->lab;

    world_advance(lab, lab->now_us);
    for (;;) {
        const struct lab_timer *next = event_queue_next(&lab->events);
        int found = count_ready(node, watches, count);

        if (has_external(watches, count)) {
            int outside = external_poll(watches, count, 0);

            if (outside > 0)
                found += outside;
        }
        if (found > 0)
            return found;
        if (next == NULL || next->at_us > deadline) {
            if (deadline != INT64_MAX)
                world_advance(lab, deadline);
            return 0;
        }
        world_advance(lab, next->at_us);
    }
}

/* Rounded up, so that the event is due when the sleep is over. */
static int
sleep_ms(int64_t us)
{
    int64_t ms = (us + 999) / 1000;

    if (ms < 0)
        return 0;
    return ms < INT_MAX ? (int)ms : INT_MAX;
}

static int
wait_really(struct lab_node *node, struct net_watch **watches, size_t count,
            int64_t deadline)
{
    struct lab *lab = node->lab;

    for (;;) {
        const struct lab_timer *next;
        int64_t until = deadline;
        int found;
        int outside;

        world_advance(lab, real_now_us(lab));
        found = count_ready(node, watches, count);
        next = event_queue_next(&lab->events);
        if (next != NULL && next->at_us < until)
            until = next->at_us;
        if (until == INT64_MAX && !has_external(watches, count))
            return found;
        outside = external_poll(watches, count,
                                found > 0 ? 0
                                : until == INT64_MAX
                                    ? -1
                                    : sleep_ms(until - lab->now_us));
        if (outside < 0 && found == 0)
            return -1;
        found += outside > 0 ? outside : 0;
        if (found > 0 || real_now_us(lab) >= deadline)
            return found;
    }
}

int
lab_wait(void *world, struct net_watch **watches, size_t count, int timeout_ms)
{
    struct lab_node *node = world;
    struct lab *lab = node->lab;
    int64_t deadline;

    if (!lab->real_time)
        return wait_virtually(node, watches, count,
                              deadline_us(lab, timeout_ms));
    world_advance(lab, real_now_us(lab));
    deadline = deadline_us(lab, timeout_ms);
    return wait_really(node, watches, count, deadline);
}
