#include "scene.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct address
scene_address(const char *text)
{
    struct address address;

    if (!address_parse(text, &address))
        fail_msg("no address: %s", text);
    return address;
}

struct peer
scene_peer(const char *text, uint16_t port)
{
    return (struct peer){ scene_address(text), port };
}

/* Left is end 1 and right end 2, in both families. */
static void
set_addresses(struct lab_link *link, struct lab_node *node, size_t number,
              int end)
{
    char text[ADDRESS_TEXT_SIZE];
    struct address address;

    snprintf(text, sizeof(text), "10.%zu.0.%d", number, end);
    address = scene_address(text);
    lab_link_set_address(link, node, &address);
    snprintf(text, sizeof(text), "2001:db8:%zu::%d", number, end);
    address = scene_address(text);
    lab_link_set_address(link, node, &address);
}

static void
join(struct scene *scene, size_t number, struct lab_node *left,
     struct lab_node *right)
{
    struct lab_line line = { .delay_us = SCENE_DELAY_US };
    struct lab_link *link = lab_link_new(scene->lab, left, right, &line);

    set_addresses(link, left, number, 1);
    set_addresses(link, right, number, 2);
    scene->links[number - 1] = link;
}

void
scene_open(struct scene *scene, size_t routers, uint64_t seed)
{
    struct lab_options options = { .seed = seed, .wall_ms = 1700000000000 };
    struct lab_node *left;
    char text[ADDRESS_TEXT_SIZE];

    *scene = (struct scene){ .router_count = routers };
    scene->lab = lab_new(&options);
    scene->client = lab_host_new(scene->lab, "client");
    left = scene->client;
    for (size_t i = 0; i < routers; i++) {
        snprintf(text, sizeof(text), "r%d", (int)i + 1);
        scene->routers[i] = lab_router_new(scene->lab, text);
        join(scene, i + 1, left, scene->routers[i]);
        left = scene->routers[i];
    }
    scene->server = lab_host_new(scene->lab, "server");
    join(scene, routers + 1, left, scene->server);
    scene->net = lab_use(scene->client);
    snprintf(text, sizeof(text), "10.%d.0.2", (int)routers + 1);
    scene->to = scene_peer(text, 443);
    snprintf(text, sizeof(text), "2001:db8:%d::2", (int)routers + 1);
    scene->to6 = scene_peer(text, 443);
}

void
scene_close(struct scene *scene)
{
    lab_free(scene->lab);
}

void
scene_set_line(struct scene *scene, size_t link, const struct lab_line *line)
{
    struct lab_node *left =
        link == 1 ? scene->client : scene->routers[link - 2];
    struct lab_node *right = link == scene->router_count + 1
                                 ? scene->server
                                 : scene->routers[link - 1];

    lab_link_set_line(scene->links[link - 1], left, line);
    lab_link_set_line(scene->links[link - 1], right, line);
}

static void
on_echo(struct lab_conn *conn, const void *bytes, size_t length, void *context)
{
    (void)context;
    lab_conn_send(conn, bytes, length);
}

static void
on_sink(struct lab_conn *conn, const void *bytes, size_t length, void *context)
{
    size_t *count = context;

    (void)conn;
    (void)bytes;
    if (count != NULL)
        *count += length;
}

static void
on_flood(struct lab_conn *conn, const void *bytes, size_t length,
         void *context)
{
    const size_t *count = context;
    struct buffer out = { 0 };

    (void)bytes;
    (void)length;
    scene_fill(&out, *count);
    lab_conn_send(conn, out.data, out.length);
    buffer_release(&out);
}

const struct lab_service scene_echo = { .received = on_echo };
const struct lab_service scene_sink = { .received = on_sink };
const struct lab_service scene_tarpit = { .zero_window = true };
const struct lab_service scene_flood = { .received = on_flood };

int
scene_dial(struct scene *scene, const struct peer *to,
           const struct option *options)
{
    const struct net_ops *ops = scene->net.ops;
    void *world = scene->net.world;
    int handle = ops->open(world, NET_STREAM, to->address.family);

    assert_true(handle >= 0);
    for (; options != NULL && options->value != 0; options++)
        assert_int_equal(
            ops->set(world, handle, options->option, options->value), 0);
    assert_int_equal(ops->connect(world, handle, to), -1);
    return handle;
}

unsigned
scene_wait(struct scene *scene, int handle, unsigned wanted, int timeout_ms)
{
    struct net_watch watch = { .handle = handle, .wanted = wanted };
    struct net_watch *watches[] = { &watch };
    int found = scene->net.ops->wait(scene->net.world, watches, 1, timeout_ms);

    assert_int_equal(found, watch.ready != 0);
    return watch.ready;
}

int
scene_get(struct scene *scene, int handle, enum net_option option)
{
    int value = -1;

    assert_int_equal(
        scene->net.ops->get(scene->net.world, handle, option, &value), 0);
    return value;
}

void
scene_send(struct scene *scene, int handle, const void *bytes, size_t length)
{
    assert_int_equal(
        scene->net.ops->send(scene->net.world, handle, bytes, length), length);
}

size_t
scene_receive(struct scene *scene, int handle, struct buffer *out,
              size_t wanted, int timeout_ms)
{
    char bytes[4096];
    size_t before = out->length;

    while (out->length - before < wanted &&
           scene_wait(scene, handle, NET_READABLE, timeout_ms) != 0) {
        ssize_t count = scene->net.ops->receive(scene->net.world, handle,
                                                bytes, sizeof(bytes), NULL);

        if (count <= 0)
            break;
        buffer_append(out, bytes, (size_t)count);
    }
    return out->length - before;
}

void
scene_hang_up(struct scene *scene, int handle)
{
    scene->net.ops->close(scene->net.world, handle);
}

int
scene_try(struct scene *scene, const struct peer *to,
          const struct option *options, int timeout_ms)
{
    int handle = scene_dial(scene, to, options);
    int error = errno;

    if (error == EINPROGRESS) {
        error = scene_wait(scene, handle, NET_WRITABLE, timeout_ms) == 0
                    ? ETIMEDOUT
                    : scene_get(scene, handle, NET_OPTION_ERROR);
    }
    scene_hang_up(scene, handle);
    return error;
}

void
scene_fill(struct buffer *out, size_t length)
{
    for (size_t i = 0; i < length; i++)
        buffer_append_byte(out, (char)((i * 2654435761u) >> 24));
}

static void
put_number(struct buffer *out, size_t number, size_t width)
{
    while (width-- > 0)
        buffer_append_byte(out, (char)(number >> (8 * width)));
}

static void
put_extensions(struct buffer *out, const char *name, size_t padding)
{
    if (name != NULL) {
        put_number(out, 0, 2);
        put_number(out, strlen(name) + 5, 2);
        put_number(out, strlen(name) + 3, 2);
        put_number(out, 0, 1);
        put_number(out, strlen(name), 2);
        buffer_append_text(out, name);
    }
    put_number(out, 21, 2);
    put_number(out, padding, 2);
    buffer_append_fill(out, '\0', padding);
}

void
scene_hello(struct buffer *out, const char *name, size_t size)
{
    struct buffer extensions = { 0 };
    struct buffer body = { 0 };

    put_extensions(&extensions, name, size > 80 ? size - 80 : 0);
    put_number(&body, 0x0303, 2);
    buffer_append_fill(&body, 'r', 32);
    put_number(&body, 0, 1);
    put_number(&body, 2, 2);
    put_number(&body, 0x1301, 2);
    put_number(&body, 1, 1);
    put_number(&body, 0, 1);
    put_number(&body, extensions.length, 2);
    buffer_append(&body, extensions.data, extensions.length);

    put_number(out, 22, 1);
    put_number(out, 0x0301, 2);
    put_number(out, body.length + 4, 2);
    put_number(out, 1, 1);
    put_number(out, body.length, 3);
    buffer_append(out, body.data, body.length);
    buffer_release(&body);
    buffer_release(&extensions);
}
