#ifndef NET_STREAM_H
#define NET_STREAM_H

#include "net/net.h"

/* Where a connection, a tunnel or a session stands. */
enum net_status {
    NET_PENDING, /* wait on its watch, then look again */
    NET_OPEN,
    NET_BROKEN,
};

/*
 * Bytes in both directions, whatever carries them: a socket, a tunnel
 * through a proxy, a TLS session. The layer above cannot tell which. Reads
 * and writes never block: -1 with EAGAIN means that the watch, whose
 * `wanted` they have set, must become ready first; 0 from read is an
 * orderly end.
 */
struct net_stream {
    void *carrier;
    ssize_t (*read)(void *carrier, void *bytes, size_t capacity);
    ssize_t (*write)(void *carrier, const void *bytes, size_t length);
    struct net_watch *(*watch)(void *carrier);
};

ssize_t net_stream_read(const struct net_stream *stream, void *bytes,
                        size_t capacity);
ssize_t net_stream_write(const struct net_stream *stream, const void *bytes,
                         size_t length);
struct net_watch *net_stream_watch(const struct net_stream *stream);

#endif
