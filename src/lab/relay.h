#ifndef LAB_RELAY_H
#define LAB_RELAY_H

#include "lab/service.h"

/*
 * Two connections joined: what comes from one goes to the other. Takes no
 * more than the other side can pass on; an end in good order is passed on
 * for its direction alone, any other end ends both.
 */

/* More than that is not kept for a side that takes nothing. */
enum { RELAY_QUEUE = 64 * 1024 };

/*
 * Takes both connections, the second of which may still be being dialled;
 * neither is paused. What was already received from one of them is to be
 * sent to the other before.
 */
void relay_join(struct lab_conn *left, struct lab_conn *right);
/* The second is dialled from the node of the first, and sent these bytes. */
void relay_dial(struct lab_conn *left, const struct peer *to,
                const void *first, size_t length);

#endif
