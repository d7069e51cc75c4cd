#include "caller.h"

#include <errno.h>
#include <string.h>

static void
await(struct caller *caller, struct net_watch *watch, int64_t until_ms)
{
    int64_t now_ms = net_monotonic_ms(&caller->scene->net);

    net_wait(&caller->scene->net, &watch, 1,
             until_ms > now_ms ? (int)(until_ms - now_ms) : 0);
    watch->ready = 0;
}

static int64_t
deadline(const struct caller *caller)
{
    return net_monotonic_ms(&caller->scene->net) + CALLER_TIMEOUT_MS;
}

static bool
is_in_time(const struct caller *caller, int64_t until_ms)
{
    return net_monotonic_ms(&caller->scene->net) < until_ms;
}

static const struct net_stream *
top(const struct caller *caller)
{
    return &caller->streams[caller->layers - 1];
}

static void
add_layer(struct caller *caller, struct net_stream stream)
{
    assert_true(caller->layers < CALLER_LAYERS);
    caller->streams[caller->layers++] = stream;
}

enum net_status
caller_dial(struct caller *caller, struct scene *scene, const struct peer *to)
{
    enum net_status status;
    int64_t until_ms;

    *caller = (struct caller){ .scene = scene };
    caller->context = net_tls_context_new();
    http_answer_init(&caller->answer, false);
    until_ms = deadline(caller);
    caller->socket = net_socket_dial(&scene->net, to, &(struct net_dial){ 0 });
    while ((status = net_socket_status(caller->socket)) == NET_PENDING &&
           is_in_time(caller, until_ms))
        await(caller, net_socket_watch(caller->socket), until_ms);
    if (status == NET_OPEN)
        add_layer(caller, net_socket_stream(caller->socket));
    return status;
}

enum net_status
caller_connect(struct caller *caller, const char *host, uint16_t port,
               const char *authorization)
{
    int64_t until_ms = deadline(caller);
    enum net_status status;

    caller->tunnel = net_tunnel_open(top(caller), host, port, authorization);
    caller->tunnels[caller->layers] = caller->tunnel;
    while ((status = net_tunnel_status(caller->tunnel)) == NET_PENDING &&
           is_in_time(caller, until_ms))
        await(caller, net_tunnel_watch(caller->tunnel), until_ms);
    add_layer(caller, net_tunnel_stream(caller->tunnel));
    return status;
}

enum net_status
caller_shake(struct caller *caller, const char *name)
{
    const struct net_tls_options options = { .server_name = name };
    int64_t until_ms = deadline(caller);
    enum net_status status;

    caller->tls = net_tls_open(caller->context, &caller->scene->net,
                               top(caller), &options);
    caller->sessions[caller->layers] = caller->tls;
    while ((status = net_tls_status(caller->tls)) == NET_PENDING &&
           is_in_time(caller, until_ms))
        await(caller, net_tls_watch(caller->tls), until_ms);
    add_layer(caller, net_tls_stream(caller->tls));
    return status;
}

void
caller_say(struct caller *caller, const void *bytes, size_t length)
{
    int64_t until_ms = deadline(caller);
    const char *at = bytes;

    while (length > 0 && is_in_time(caller, until_ms)) {
        ssize_t put = net_stream_write(top(caller), at, length);

        if (put < 0 && errno != EAGAIN)
            break;
        if (put < 0) {
            await(caller, net_stream_watch(top(caller)), until_ms);
            continue;
        }
        at += put;
        length -= (size_t)put;
    }
}

/* 0: it has ended, or nothing came in time. */
static size_t
hear_some(struct caller *caller, void *bytes, size_t capacity)
{
    int64_t until_ms = deadline(caller);

    for (;;) {
        ssize_t got = net_stream_read(top(caller), bytes, capacity);

        if (got > 0)
            return (size_t)got;
        if (got == 0) {
            caller->end = CALLER_CLOSED;
            return 0;
        }
        if (errno != EAGAIN) {
            caller->end = CALLER_BROKEN;
            caller->error = errno;
            return 0;
        }
        if (!is_in_time(caller, until_ms))
            return 0;
        await(caller, net_stream_watch(top(caller)), until_ms);
    }
}

void
caller_hear(struct caller *caller, struct buffer *out, size_t wanted)
{
    char bytes[16384];
    size_t got;

    while (out->length < wanted &&
           (got = hear_some(caller, bytes, sizeof(bytes))) > 0)
        buffer_append(out, bytes, got);
}

void
caller_ask(struct caller *caller, const char *request)
{
    char bytes[16384];
    size_t got;

    http_answer_release(&caller->answer);
    http_answer_init(&caller->answer, false);
    caller_say(caller, request, strlen(request));
    while (!http_answer_is_final(&caller->answer) &&
           (got = hear_some(caller, bytes, sizeof(bytes))) > 0)
        (void)http_answer_take(&caller->answer, bytes, got);
    if (caller->end == CALLER_CLOSED)
        http_answer_end(&caller->answer);
}

void
caller_get(struct caller *caller, const char *host)
{
    struct buffer request = { 0 };

    buffer_printf(&request, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host);
    caller_ask(caller, request.data);
    buffer_release(&request);
}

struct net_certificate
caller_leaf(struct caller *caller)
{
    struct net_certificate leaf;

    net_chain_describe(net_tls_chain(caller->tls), 0, &caller->arena, &leaf);
    return leaf;
}

void
caller_hang_up(struct caller *caller)
{
    for (size_t i = CALLER_LAYERS; i-- > 0;) {
        net_tls_close(&caller->sessions[i]);
        net_tunnel_close(&caller->tunnels[i]);
    }
    net_socket_close(&caller->socket);
    net_tls_context_free(caller->context);
    http_answer_release(&caller->answer);
    arena_release(&caller->arena);
}
