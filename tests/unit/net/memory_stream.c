#include "memory_stream.h"

#include <errno.h>
#include <string.h>

static size_t
memory_piece(const struct memory_stream *memory, size_t length)
{
    return memory->piece > 0 && length > memory->piece ? memory->piece
                                                       : length;
}

static ssize_t
memory_fail(struct memory_stream *memory, int error, unsigned wanted)
{
    memory->watch.wanted = wanted;
    errno = error;
    return -1;
}

static ssize_t
memory_read(void *carrier, void *bytes, size_t capacity)
{
    struct memory_stream *memory = carrier;
    size_t length = memory_piece(memory, capacity);

    if (memory->in.length == 0 && memory->read_error != 0)
        return memory_fail(memory, memory->read_error, 0);
    if (memory->in.length == 0)
        return memory->ended ? 0 : memory_fail(memory, EAGAIN, NET_READABLE);
    if (length > memory->in.length)
        length = memory->in.length;
    memcpy(bytes, memory->in.data, length);
    buffer_drop(&memory->in, length);
    return (ssize_t)length;
}

static ssize_t
memory_write(void *carrier, const void *bytes, size_t length)
{
    struct memory_stream *memory = carrier;

    if (memory->write_error != 0)
        return memory_fail(memory, memory->write_error, 0);
    if (memory->stuck)
        return memory_fail(memory, EAGAIN, NET_WRITABLE);
    length = memory_piece(memory, length);
    buffer_append(&memory->out, bytes, length);
    return (ssize_t)length;
}

static struct net_watch *
memory_watch(void *carrier)
{
    struct memory_stream *memory = carrier;

    return &memory->watch;
}

struct net_stream
memory_stream(struct memory_stream *memory)
{
    return (struct net_stream){ .carrier = memory,
                                .read = memory_read,
                                .write = memory_write,
                                .watch = memory_watch };
}

void
memory_stream_say(struct memory_stream *memory, const char *text)
{
    buffer_append_text(&memory->in, text);
}

void
memory_stream_release(struct memory_stream *memory)
{
    buffer_release(&memory->in);
    buffer_release(&memory->out);
}

static int64_t
memory_now(void *world)
{
    return *(const int64_t *)world;
}

struct net
memory_net(int64_t *now_ms)
{
    static const struct net_ops ops = { .monotonic_ms = memory_now,
                                        .wall_ms = memory_now };

    return (struct net){ .ops = &ops, .world = now_ms };
}
