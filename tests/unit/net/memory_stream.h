#ifndef MEMORY_STREAM_H
#define MEMORY_STREAM_H

#include "base/buffer.h"
#include "net/stream.h"

/*
 * A stream whose other end is the test: what it puts into `in` is read, what
 * is written it finds in `out`. All zero is an open, silent connection.
 */
struct memory_stream {
    struct buffer in;
    struct buffer out;
    bool ended;      /* behind `in` comes an orderly end */
    int read_error;  /* behind `in` comes this errno; 0 */
    int write_error; /* every write fails with it; 0 */
    size_t piece;    /* so many bytes at most in a call; 0: any number */
    bool stuck;      /* writes have to wait */
    struct net_watch watch;
};

struct net_stream memory_stream(struct memory_stream *memory);
void memory_stream_say(struct memory_stream *memory, const char *text);
void memory_stream_release(struct memory_stream *memory);

/* A net of which nothing is asked but the time, which `now_ms` tells. */
struct net memory_net(int64_t *now_ms);

#endif
