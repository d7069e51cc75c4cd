#include "net/stream.h"

ssize_t
net_stream_read(const struct net_stream *stream, void *bytes, size_t capacity)
{
    return stream->read(stream->carrier, bytes, capacity);
}

ssize_t
net_stream_write(const struct net_stream *stream, const void *bytes,
                 size_t length)
{
    return stream->write(stream->carrier, bytes, length);
}

struct net_watch *
net_stream_watch(const struct net_stream *stream)
{
    return stream->watch(stream->carrier);
}
