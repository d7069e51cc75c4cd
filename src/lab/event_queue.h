#ifndef LAB_EVENT_QUEUE_H
#define LAB_EVENT_QUEUE_H

#include "lab/lab.h"

/*
 * The timers of a world by time and, within a microsecond, in the order of
 * their starting. A binary heap that knows where each timer stands.
 */
struct event_queue {
    struct lab_timer **timers; /* the heap; borrowed */
    size_t count;
    size_t capacity;
    uint64_t started;
};

void event_queue_add(struct event_queue *queue, struct lab_timer *timer);
void event_queue_remove(struct event_queue *queue, struct lab_timer *timer);
/* The next to fire; NULL: none. */
struct lab_timer *event_queue_next(const struct event_queue *queue);
void event_queue_release(struct event_queue *queue);

#endif
