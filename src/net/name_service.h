#ifndef NET_NAME_SERVICE_H
#define NET_NAME_SERVICE_H

#include <stdbool.h>

#include "base/arena.h"
#include "net/net.h"

/*
 * Questions to the machine's own name service (getaddrinfo: hosts file and
 * every module of nsswitch), each in a child process of its own, so that a
 * module that hangs or crashes harms nobody. The child owns nothing of ours:
 * it has no descriptor but its pipe, no signal handler, leaves no core and
 * dies with us. All zero is ready for use.
 */
struct name_service {
    struct name_question *questions; /* also ended ones not yet reaped */
};

/*
 * Returns a descriptor that becomes readable when the answer is there, or -1
 * with errno. A child that cannot be made is an answer too.
 */
int name_service_ask(struct name_service *service, const char *host);

/* Whether the descriptor is one of ours. */
bool name_service_has(const struct name_service *service, int descriptor);

/* False: not yet. Texts are safe and live in the arena. */
bool name_service_answer(struct name_service *service, int descriptor,
                         struct arena *arena,
                         struct net_lookup_answer *answer);

/*
 * Ends the question at any time: kills its child and reaps it. Waits only
 * for the death of that child, and only for a moment; a child that does not
 * die at once is reaped later.
 */
void name_service_close(struct name_service *service, int descriptor);

/* Reaps what has died since; cheap when there is nothing. */
void name_service_reap(struct name_service *service);

void name_service_release(struct name_service *service);

#endif
