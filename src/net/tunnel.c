#include "net/tunnel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { READ_SIZE = 2048 };

struct net_tunnel {
    struct net_stream proxy; /* borrowed */
    struct buffer request;   /* what is left to send; may hold a secret */
    size_t sent;
    struct http_answer answer;
    struct buffer early; /* came behind the head and belongs to the tunnel */
    enum net_status status;
    int error;
};

static void
tunnel_wipe_request(struct net_tunnel *tunnel)
{
    if (tunnel->request.data != NULL)
        explicit_bzero(tunnel->request.data, tunnel->request.capacity);
    buffer_release(&tunnel->request);
}

/* A line end in a text would make a header of what follows it. */
static bool
tunnel_is_plain(const char *text, unsigned char lowest)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < lowest || *text == 0x7f)
            return false;
    return true;
}

static bool
tunnel_may_ask(const char *host, const char *authorization)
{
    return *host != '\0' && tunnel_is_plain(host, '!') &&
           (authorization == NULL || tunnel_is_plain(authorization, ' '));
}

static void
tunnel_write_request(struct buffer *out, const char *host, uint16_t port,
                     const char *authorization)
{
    bool brackets = strchr(host, ':') != NULL && *host != '[';
    struct buffer place = { 0 };

    buffer_printf(&place, "%s%s%s:%u", brackets ? "[" : "", host,
                  brackets ? "]" : "", (unsigned)port);
    /* Grown only once, so that no copy of the secret is left behind. */
    if (authorization != NULL)
        buffer_append_fill(out, ' ',
                           2 * place.length + strlen(authorization) + 256);
    buffer_cut(out, 0);
    buffer_printf(out, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n",
                  buffer_text(&place), buffer_text(&place));
    if (authorization != NULL)
        buffer_printf(out, "Proxy-Authorization: %s\r\n", authorization);
    buffer_append_text(out, "User-Agent: cdsdoctor\r\n\r\n");
    buffer_release(&place);
}

static void
tunnel_break(struct net_tunnel *tunnel, int error)
{
    tunnel->status = NET_BROKEN;
    tunnel->error = error;
}

struct net_tunnel *
net_tunnel_open(const struct net_stream *proxy, const char *host,
                uint16_t port, const char *authorization)
{
    struct net_tunnel *tunnel = memory_new(1, sizeof *tunnel);

    tunnel->proxy = *proxy;
    tunnel->status = NET_PENDING;
    http_answer_init(&tunnel->answer, true);
    if (tunnel_may_ask(host, authorization))
        tunnel_write_request(&tunnel->request, host, port, authorization);
    else
        tunnel_break(tunnel, EINVAL);
    return tunnel;
}

/*
 * True: nothing is left to send. A proxy that takes no more may have said why
 * before it closed, so there is still something to be read then.
 */
static bool
tunnel_send(struct net_tunnel *tunnel)
{
    while (tunnel->sent < tunnel->request.length) {
        ssize_t wrote = net_stream_write(
            &tunnel->proxy, tunnel->request.data + tunnel->sent,
            tunnel->request.length - tunnel->sent);

        if (wrote < 0 && errno == EAGAIN)
            return false;
        if (wrote < 0) {
            tunnel->error = errno;
            break;
        }
        tunnel->sent += (size_t)wrote;
    }
    tunnel_wipe_request(tunnel);
    tunnel->sent = 0;
    return true;
}

/* The page behind a refusal is read to its end, or as far as it comes. */
static void
tunnel_settle(struct net_tunnel *tunnel)
{
    const struct http_answer *answer = &tunnel->answer;

    if (!http_answer_is_final(answer))
        return;
    if (answer->state == HTTP_COMPLETE && answer->status / 100 == 2)
        tunnel->status = NET_OPEN;
    else
        tunnel_break(tunnel, 0);
}

/* True: something came, look again. */
static bool
tunnel_receive(struct net_tunnel *tunnel)
{
    char bytes[READ_SIZE];
    ssize_t got = net_stream_read(&tunnel->proxy, bytes, sizeof bytes);

    if (got < 0 && errno == EAGAIN)
        return false;
    if (got <= 0) {
        tunnel_break(tunnel, got < 0 ? errno : tunnel->error);
        http_answer_end(&tunnel->answer);
        return false;
    }

    size_t taken = http_answer_take(&tunnel->answer, bytes, (size_t)got);

    buffer_append(&tunnel->early, bytes + taken, (size_t)got - taken);
    tunnel_settle(tunnel);
    return tunnel->status == NET_PENDING;
}

enum net_status
net_tunnel_status(struct net_tunnel *tunnel)
{
    if (tunnel->status != NET_PENDING || !tunnel_send(tunnel))
        return tunnel->status;
    while (tunnel_receive(tunnel))
        continue;
    return tunnel->status;
}

const struct http_answer *
net_tunnel_answer(const struct net_tunnel *tunnel)
{
    return &tunnel->answer;
}

int
net_tunnel_errno(const struct net_tunnel *tunnel)
{
    return tunnel->error;
}

static ssize_t
tunnel_read(void *carrier, void *bytes, size_t capacity)
{
    struct net_tunnel *tunnel = carrier;
    size_t count = tunnel->early.length;

    if (count == 0)
        return net_stream_read(&tunnel->proxy, bytes, capacity);
    if (count > capacity)
        count = capacity;
    memcpy(bytes, tunnel->early.data, count);
    buffer_drop(&tunnel->early, count);
    return (ssize_t)count;
}

static ssize_t
tunnel_write(void *carrier, const void *bytes, size_t length)
{
    struct net_tunnel *tunnel = carrier;

    return net_stream_write(&tunnel->proxy, bytes, length);
}

static struct net_watch *
tunnel_watch(void *carrier)
{
    return net_tunnel_watch(carrier);
}

struct net_stream
net_tunnel_stream(struct net_tunnel *tunnel)
{
    return (struct net_stream){ .carrier = tunnel,
                                .read = tunnel_read,
                                .write = tunnel_write,
                                .watch = tunnel_watch };
}

struct net_watch *
net_tunnel_watch(struct net_tunnel *tunnel)
{
    return net_stream_watch(&tunnel->proxy);
}

void
net_tunnel_close(struct net_tunnel **tunnel)
{
    if (*tunnel == NULL)
        return;
    tunnel_wipe_request(*tunnel);
    http_answer_release(&(*tunnel)->answer);
    buffer_release(&(*tunnel)->early);
    free(*tunnel);
    *tunnel = NULL;
}
