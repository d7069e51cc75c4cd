#include "lab/handle.h"

#include <stdlib.h>

#include "base/memory.h"
#include "lab/name_table.h"

enum { FIRST_NUMBER = 3 };

int
handle_new(struct lab_node *node, struct handle **handle)
{
    size_t place = 0;

    while (place < node->handle_count &&
           node->handles[place].kind != HANDLE_FREE)
        place++;
    if (place == node->handle_count) {
        node->handles = memory_resize(node->handles, ++node->handle_count,
                                      sizeof(*node->handles));
    }
    *handle = &node->handles[place];
    **handle = (struct handle){ 0 };
    return FIRST_NUMBER + (int)place;
}

struct handle *
handle_find(const struct lab_node *node, int number)
{
    int place = number - FIRST_NUMBER;

    if (place < 0 || (size_t)place >= node->handle_count ||
        node->handles[place].kind == HANDLE_FREE)
        return NULL;
    return &node->handles[place];
}

void
handle_close(struct lab_node *node, struct handle *handle)
{
    switch (handle->kind) {
    case HANDLE_STREAM:
        tcp_close(handle->tcp);
        break;
    case HANDLE_DATAGRAM:
        lab_udp_close(handle->udp);
        break;
    case HANDLE_NAME:
        name_table_forget(node, handle->question);
        break;
    case HANDLE_FREE:
        break;
    }
    *handle = (struct handle){ 0 };
}

/* The world ends: nobody is told any more. Other kinds go with the node. */
void
handle_release_all(struct lab_node *node)
{
    for (size_t i = 0; i < node->handle_count; i++)
        if (node->handles[i].kind == HANDLE_STREAM)
            tcp_vanish(node->handles[i].tcp);
    free(node->handles);
    node->handles = NULL;
    node->handle_count = 0;
}

static unsigned
failed(const struct trouble *trouble)
{
    return trouble->error != 0 || trouble->count > 0 ? NET_FAILED : 0;
}

static unsigned
stream_ready(const struct tcp *tcp)
{
    unsigned ready = failed(&tcp->trouble);

    if (tcp->state == TCP_SYN_SENT)
        return ready;
    if (tcp->state == TCP_CLOSED)
        return NET_READABLE | NET_WRITABLE | NET_FAILED;
    if (tcp_unread(tcp) > 0 || tcp->fin_received)
        ready |= NET_READABLE;
    if (tcp_queued(tcp) < TCP_SEND_BUFFER)
        ready |= NET_WRITABLE;
    return ready;
}

unsigned
handle_ready(const struct lab_node *node, const struct handle *handle,
             unsigned wanted)
{
    unsigned ready = 0;

    switch (handle->kind) {
    case HANDLE_STREAM:
        ready = stream_ready(handle->tcp);
        break;
    case HANDLE_DATAGRAM:
        ready = NET_WRITABLE | failed(&handle->udp->trouble);
        if (handle->udp->queue != NULL || handle->udp->trouble.error != 0)
            ready |= NET_READABLE;
        break;
    case HANDLE_NAME:
        if (name_table_is_answered(node, handle->question))
            ready = NET_READABLE;
        break;
    case HANDLE_FREE:
        break;
    }
    return ready & (wanted | NET_FAILED);
}
