#include "lab/event_queue.h"

#include <stdlib.h>

#include "base/memory.h"

/* Places count from 1, so that a timer that is all zero stands nowhere. */
static struct lab_timer **
at(const struct event_queue *queue, size_t place)
{
    return &queue->timers[place - 1];
}

static bool
is_before(const struct lab_timer *left, const struct lab_timer *right)
{
    if (left->at_us != right->at_us)
        return left->at_us < right->at_us;
    return left->order < right->order;
}

static void
put(struct event_queue *queue, size_t place, struct lab_timer *timer)
{
    *at(queue, place) = timer;
    timer->place = place;
}

static void
rise(struct event_queue *queue, struct lab_timer *timer, size_t place)
{
    while (place > 1 && is_before(timer, *at(queue, place / 2))) {
        put(queue, place, *at(queue, place / 2));
        place /= 2;
    }
    put(queue, place, timer);
}

static void
sink(struct event_queue *queue, struct lab_timer *timer, size_t place)
{
    for (;;) {
        size_t child = 2 * place;

        if (child < queue->count &&
            is_before(*at(queue, child + 1), *at(queue, child)))
            child++;
        if (child > queue->count || is_before(timer, *at(queue, child)))
            break;
        put(queue, place, *at(queue, child));
        place = child;
    }
    put(queue, place, timer);
}

void
event_queue_add(struct event_queue *queue, struct lab_timer *timer)
{
    if (queue->count == queue->capacity) {
        queue->capacity = queue->capacity * 2 + 64;
        queue->timers = memory_resize(queue->timers, queue->capacity,
                                      sizeof(*queue->timers));
    }
    timer->order = queue->started++;
    queue->count++;
    rise(queue, timer, queue->count);
}

void
event_queue_remove(struct event_queue *queue, struct lab_timer *timer)
{
    size_t place = timer->place;
    struct lab_timer *last;

    if (place == 0)
        return;
    timer->place = 0;
    last = *at(queue, queue->count);
    queue->count--;
    if (last == timer)
        return;
    if (place > 1 && is_before(last, *at(queue, place / 2)))
        rise(queue, last, place);
    else
        sink(queue, last, place);
}

struct lab_timer *
event_queue_next(const struct event_queue *queue)
{
    return queue->count == 0 ? NULL : *at(queue, 1);
}

void
event_queue_release(struct event_queue *queue)
{
    for (size_t place = 1; place <= queue->count; place++)
        (*at(queue, place))->place = 0;
    free(queue->timers);
    *queue = (struct event_queue){ 0 };
}
