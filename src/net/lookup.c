#include "net/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/safe_text.h"

enum { WORDS_LIMIT = 200 };

struct net_lookup {
    struct net *net;
    struct arena *arena;
    struct net_watch watch; /* its handle is owned; -1 once answered */
    struct net_lookup_answer answer;
};

static void
lookup_end(struct net_lookup *lookup)
{
    if (lookup->watch.handle >= 0)
        lookup->net->ops->close(lookup->net->world, lookup->watch.handle);
    lookup->watch.handle = -1;
}

/* The question could not even be put: that is an answer too. */
static void
lookup_give_up(struct net_lookup *lookup, int error)
{
    const char *words = strerror(error);

    lookup->answer.done = true;
    lookup->answer.error = EAI_SYSTEM;
    lookup->answer.text = safe_text_copy(lookup->arena, SAFE_LINE, words,
                                         strlen(words), WORDS_LIMIT);
    lookup->watch.ready = NET_READABLE;
}

struct net_lookup *
net_lookup_open(struct net *net, const char *host, struct arena *arena)
{
    struct net_lookup *lookup = memory_new(1, sizeof(*lookup));

    lookup->net = net;
    lookup->arena = arena;
    lookup->watch.wanted = NET_READABLE;
    lookup->watch.handle = net->ops->lookup(net->world, host);
    if (lookup->watch.handle < 0)
        lookup_give_up(lookup, errno);
    return lookup;
}

const struct net_lookup_answer *
net_lookup_answer(struct net_lookup *lookup)
{
    const struct net *net = lookup->net;

    lookup->watch.ready = 0;
    if (lookup->answer.done)
        return &lookup->answer;
    if (net->ops->lookup_answer(net->world, lookup->watch.handle,
                                lookup->arena, &lookup->answer)) {
        lookup->answer.done = true;
        lookup_end(lookup);
    }
    return &lookup->answer;
}

struct net_watch *
net_lookup_watch(struct net_lookup *lookup)
{
    return &lookup->watch;
}

void
net_lookup_close(struct net_lookup **lookup)
{
    if (*lookup == NULL)
        return;
    lookup_end(*lookup);
    free(*lookup);
    *lookup = NULL;
}
