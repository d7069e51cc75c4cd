#include "visitor.h"

#include <errno.h>

static void
wait_for(struct visitor *visitor, struct net_watch *watch, int64_t until_ms)
{
    int64_t now_ms = net_monotonic_ms(&visitor->scene->net);

    net_wait(&visitor->scene->net, &watch, 1,
             until_ms > now_ms ? (int)(until_ms - now_ms) : 0);
}

static bool
is_in_time(const struct visitor *visitor, int64_t until_ms)
{
    return net_monotonic_ms(&visitor->scene->net) < until_ms;
}

static int64_t
deadline(const struct visitor *visitor, int timeout_ms)
{
    return net_monotonic_ms(&visitor->scene->net) + timeout_ms;
}

static void
dial(struct visitor *visitor, int64_t until_ms)
{
    struct scene *scene = visitor->scene;

    visitor->socket =
        net_socket_dial(&scene->net, &scene->to, &(struct net_dial){ 0 });
    while (net_socket_status(visitor->socket) == NET_PENDING &&
           is_in_time(visitor, until_ms))
        wait_for(visitor, net_socket_watch(visitor->socket), until_ms);
    assert_int_equal(net_socket_status(visitor->socket), NET_OPEN);
    visitor->stream = net_socket_stream(visitor->socket);
}

static enum net_status
shake(struct visitor *visitor, struct net_tls *tls, int64_t until_ms)
{
    enum net_status status;

    while ((status = net_tls_status(tls)) == NET_PENDING &&
           is_in_time(visitor, until_ms))
        wait_for(visitor, net_tls_watch(tls), until_ms);
    return status;
}

enum net_status
visitor_come(struct visitor *visitor, struct scene *scene,
             const struct net_tls_options *options, int timeout_ms)
{
    *visitor = (struct visitor){ .scene = scene };
    visitor->context = net_tls_context_new();
    dial(visitor, deadline(visitor, timeout_ms));
    visitor->tls =
        net_tls_open(visitor->context, &scene->net, &visitor->stream, options);
    return shake(visitor, visitor->tls, deadline(visitor, timeout_ms));
}

enum net_status
visitor_come_within(struct visitor *visitor,
                    const struct net_tls_options *options, int timeout_ms)
{
    visitor->inner_stream = net_tls_stream(visitor->tls);
    visitor->inner = net_tls_open(visitor->context, &visitor->scene->net,
                                  &visitor->inner_stream, options);
    return shake(visitor, visitor->inner, deadline(visitor, timeout_ms));
}

static struct net_stream
top_of(struct visitor *visitor)
{
    return net_tls_stream(visitor->inner != NULL ? visitor->inner
                                                 : visitor->tls);
}

void
visitor_say(struct visitor *visitor, const void *bytes, size_t length)
{
    struct net_stream stream = top_of(visitor);
    int64_t until_ms = deadline(visitor, 60000);
    const char *at = bytes;

    while (length > 0 && is_in_time(visitor, until_ms)) {
        ssize_t put = net_stream_write(&stream, at, length);

        if (put < 0) {
            assert_int_equal(errno, EAGAIN);
            wait_for(visitor, net_stream_watch(&stream), until_ms);
            continue;
        }
        at += put;
        length -= (size_t)put;
    }
    assert_int_equal(length, 0);
}

bool
visitor_hear(struct visitor *visitor, struct buffer *out, size_t wanted,
             int timeout_ms)
{
    struct net_stream stream = top_of(visitor);
    int64_t until_ms = deadline(visitor, timeout_ms);
    char bytes[4096];

    while (out->length < wanted && is_in_time(visitor, until_ms)) {
        ssize_t got = net_stream_read(&stream, bytes, sizeof(bytes));

        if (got == 0)
            return true;
        if (got > 0)
            buffer_append(out, bytes, (size_t)got);
        else if (errno == EAGAIN)
            wait_for(visitor, net_stream_watch(&stream), until_ms);
        else
            break;
    }
    return false;
}

void
visitor_leave(struct visitor *visitor)
{
    if (visitor->scene == NULL)
        return;
    net_tls_close(&visitor->inner);
    net_tls_close(&visitor->tls);
    net_socket_close(&visitor->socket);
    net_tls_context_free(visitor->context);
    arena_release(&visitor->arena);
}

static void
on_opened(struct lab_conn *conn, void *context)
{
    struct tls_scene *stage = context;

    stage->session =
        tls_server_accept(stage->server, conn, stage->service, stage->context);
}

void
tls_scene_open(struct tls_scene *stage)
{
    *stage = (struct tls_scene){ .service = &scene_echo,
                                 .listener = { .opened = on_opened } };
    scene_open(&stage->scene, 1, 1);
    stage->pki = lab_pki_new(stage->scene.lab);
    lab_listen(stage->scene.server, 443, &stage->listener, stage);
}

void
tls_scene_open_for(struct tls_scene *stage, const struct scenario_tls *wish)
{
    tls_scene_open(stage);
    stage->server = tls_server_new(stage->pki, wish, TLS_SCENE_HOST, NULL);
}

enum net_status
tls_scene_visit(struct tls_scene *stage, const char *name)
{
    struct net_tls_options options = { .server_name = name };

    return visitor_come(&stage->visitor, &stage->scene, &options, 5000);
}

void
tls_scene_leave(struct tls_scene *stage)
{
    visitor_leave(&stage->visitor);
    stage->visitor = (struct visitor){ 0 };
}

void
tls_scene_close(struct tls_scene *stage)
{
    tls_scene_leave(stage);
    scene_close(&stage->scene);
}
