#include "dns_server.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dns_writer.h"
#include "net/sockaddr.h"

enum { UDP, LISTENER, TCP };
enum { REPLY = 0x8180, CUT = 0x0200 };

/* The query as it came, and how it came. */
struct query {
    const uint8_t *bytes;
    size_t length;
    unsigned id;
    unsigned type;
    char name[256];
    bool over_tcp;
    unsigned nth; /* in a row, from 1 */
    bool has_edns;
    unsigned payload;
};

static int
open_socket(const struct dns_server *server, int type)
{
    struct sockaddr_storage storage;
    socklen_t length = sockaddr_from_peer(&storage, &server->peer);
    int handle =
        socket(storage.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;

    assert(handle >= 0);
    setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(handle, (struct sockaddr *)&storage, length) != 0)
        abort();
    return handle;
}

void
dns_server_open(struct dns_server *server, enum family family)
{
    struct sockaddr_storage storage;
    socklen_t length = sizeof(storage);

    *server = (struct dns_server){ .peer.address.family = family };
    if (family == FAMILY_IPV4)
        memcpy(server->peer.address.bytes, "\x7f\0\0\1", 4);
    else
        server->peer.address.bytes[15] = 1;
    for (int i = 0; i < DNS_SERVER_WATCHES; i++)
        server->watches[i] = (struct net_watch){ .handle = -1,
                                                 .external = true,
                                                 .wanted = NET_READABLE };
    server->watches[UDP].handle = open_socket(server, SOCK_DGRAM);
    if (getsockname(server->watches[UDP].handle, (struct sockaddr *)&storage,
                    &length) != 0)
        abort();
    server->peer = sockaddr_to_peer((struct sockaddr *)&storage, length);
    server->watches[LISTENER].handle = open_socket(server, SOCK_STREAM);
    if (listen(server->watches[LISTENER].handle, 16) != 0)
        abort();
}

static bool
read_query(struct query *query, const uint8_t *bytes, size_t length)
{
    size_t at = 12;
    size_t name = 0;

    if (length < 17)
        return false;
    query->bytes = bytes;
    query->length = length;
    query->id = (unsigned)(bytes[0] << 8 | bytes[1]);
    query->has_edns = bytes[11] != 0;
    while (bytes[at] != 0) {
        if (name > 0)
            query->name[name++] = '.';
        memcpy(query->name + name, bytes + at + 1, bytes[at]);
        name += bytes[at];
        at += bytes[at] + 1u;
    }
    query->name[name] = '\0';
    query->type = (unsigned)(bytes[at + 1] << 8 | bytes[at + 2]);
    /* The OPT record: the root, its type, and the size as its class. */
    if (query->has_edns && length >= at + 10)
        query->payload = (unsigned)(bytes[at + 8] << 8 | bytes[at + 9]);
    return true;
}

static bool
is(const struct query *query, const char *label)
{
    size_t length = strlen(label);

    return strncmp(query->name, label, length) == 0 &&
           query->name[length] == '.';
}

static void
start_reply(struct dns_writer *reply, const struct query *query,
            unsigned flags)
{
    dns_write_header(reply, query->id, REPLY | flags);
    dns_write_count(reply, DNS_QUESTION, 1);
    dns_write_question(reply, query->name, query->type);
}

static void
write_address(struct dns_writer *reply, const char *owner, unsigned type,
              unsigned number)
{
    if (type == 1) {
        dns_write_a(reply, owner, 0x0a000000 + number);
        return;
    }
    dns_write_record(reply, owner, 28, 300, 16);
    dns_write_bytes(reply, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0", 12);
    dns_write_u32(reply, number);
}

static void
write_number(struct dns_writer *reply, const struct query *query)
{
    unsigned number = 7;

    if (query->name[0] == 'n' && query->name[1] >= '0' &&
        query->name[1] <= '9')
        number = (unsigned)strtoul(query->name + 1, NULL, 10);
    start_reply(reply, query, 0);
    dns_write_count(reply, DNS_ANSWER, 1);
    write_address(reply, query->name, query->type, number);
}

static void
write_negative(struct dns_writer *reply, const struct query *query,
               unsigned rcode)
{
    start_reply(reply, query, rcode);
    dns_write_count(reply, DNS_AUTHORITY, 1);
    dns_write_soa(reply, "test", 900, 300);
}

static void
write_chain(struct dns_writer *reply, const struct query *query)
{
    start_reply(reply, query, 0);
    dns_write_count(reply, DNS_ANSWER, 3);
    dns_write_alias(reply, query->name, "one.test");
    dns_write_alias(reply, "one.test", "two.test");
    write_address(reply, "two.test", query->type, 7);
}

static void
write_bare(struct dns_writer *reply, const struct query *query, unsigned rcode)
{
    dns_write_header(reply, query->id, REPLY | rcode);
}

/* Names whose first answer over UDP is cut. */
static bool
write_cut(struct dns_writer *reply, const struct query *query)
{
    if (query->over_tcp ||
        (strncmp(query->name, "cut", 3) != 0 && !is(query, "large")))
        return false;
    start_reply(reply, query, is(query, "large") ? 0 : CUT);
    while (is(query, "large") && reply->length < 2000)
        dns_write_u8(reply, 0);
    return true;
}

static bool
write_nonsense(struct dns_writer *reply, const struct query *query)
{
    if (is(query, "garbage")) {
        reply->length = 0;
        dns_write_bytes(reply, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
    } else if (is(query, "cutjunk")) {
        reply->length = 0;
        dns_write_bytes(reply, "x", 1);
    } else if (is(query, "lying")) {
        start_reply(reply, query, 0);
        dns_write_count(reply, DNS_ANSWER, 9);
    } else if (is(query, "echo")) {
        reply->length = 0;
        dns_write_bytes(reply, query->bytes, query->length);
    } else if (is(query, "other")) {
        dns_write_header(reply, query->id, REPLY);
        dns_write_count(reply, DNS_QUESTION, 1);
        dns_write_question(reply, "another.test", query->type);
    } else {
        return false;
    }
    return true;
}

static bool
write_refusal(struct dns_writer *reply, const struct query *query)
{
    if (is(query, "nx"))
        write_negative(reply, query, 3);
    else if (is(query, "nodata"))
        write_negative(reply, query, 0);
    else if (is(query, "servfail"))
        start_reply(reply, query, 2);
    else if (is(query, "refused"))
        start_reply(reply, query, 5);
    else if (is(query, "bare"))
        write_bare(reply, query, 5);
    else if (is(query, "oldest") && query->has_edns)
        write_bare(reply, query, 1);
    else
        return false;
    return true;
}

/* False: no answer this time. */
static bool
write_reply(struct dns_writer *reply, const struct query *query)
{
    if (is(query, "silent") || (is(query, "late") && query->nth != 2) ||
        (is(query, "last") && query->nth != 3))
        return false;
    if (write_cut(reply, query) || write_nonsense(reply, query) ||
        write_refusal(reply, query))
        return true;
    if (is(query, "chain")) {
        write_chain(reply, query);
        return true;
    }
    if (is(query, "ede")) {
        start_reply(reply, query, 2);
        dns_write_count(reply, DNS_ADDITIONAL, 1);
        dns_write_extended_error(reply, 0, 15, "blocked");
        return true;
    }
    write_number(reply, query);
    return true;
}

static void
send_datagram(const struct dns_server *server, const void *bytes,
              size_t length, const struct sockaddr_storage *to,
              socklen_t to_length)
{
    if (sendto(server->watches[UDP].handle, bytes, length, MSG_NOSIGNAL,
               (const struct sockaddr *)to, to_length) < 0 &&
        errno != ECONNREFUSED)
        abort();
}

static void
answer_datagram(struct dns_server *server, const struct query *query,
                const struct sockaddr_storage *to, socklen_t to_length)
{
    static struct dns_writer reply;
    bool spoofed = is(query, "spoofed");

    if (!write_reply(&reply, query))
        return;
    if (is(query, "empty"))
        send_datagram(server, "", 0, to, to_length);
    if (spoofed || is(query, "wrongid")) {
        reply.bytes[1] ^= 1;
        send_datagram(server, reply.bytes, reply.length, to, to_length);
        reply.bytes[1] ^= 1;
    }
    if (!is(query, "wrongid"))
        send_datagram(server, reply.bytes, reply.length, to, to_length);
}

static void
serve_datagrams(struct dns_server *server)
{
    struct sockaddr_storage from;
    uint8_t bytes[1024];

    for (;;) {
        socklen_t length = sizeof(from);
        struct query query = { 0 };
        ssize_t count =
            recvfrom(server->watches[UDP].handle, bytes, sizeof(bytes), 0,
                     (struct sockaddr *)&from, &length);

        if (count < 0)
            return;
        server->datagrams++;
        if (!read_query(&query, bytes, (size_t)count))
            continue;
        server->last_had_edns = query.has_edns;
        server->last_payload = query.payload;
        if (strcmp(server->last_name, query.name) != 0)
            server->same_name = 0;
        memcpy(server->last_name, query.name, sizeof(query.name));
        query.nth = ++server->same_name;
        answer_datagram(server, &query, &from, length);
    }
}

static void
serve_listener(struct dns_server *server)
{
    int handle = accept4(server->watches[LISTENER].handle, NULL, NULL,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (handle < 0)
        return;
    assert(server->watches[TCP].handle < 0);
    server->streams++;
    server->watches[TCP].handle = handle;
}

/* One small query comes in one piece on loopback; then it is closed. */
static void
serve_stream(struct dns_server *server)
{
    static struct dns_writer reply;
    struct query query = { .over_tcp = true };
    uint8_t bytes[1024];
    ssize_t count = recv(server->watches[TCP].handle, bytes, sizeof(bytes), 0);

    if (count < 0)
        return;
    if (count > 2 && read_query(&query, bytes + 2, (size_t)count - 2) &&
        !is(&query, "cutclosed") && write_reply(&reply, &query)) {
        uint8_t length[2] = { (uint8_t)(reply.length >> 8),
                              (uint8_t)reply.length };

        (void)!send(server->watches[TCP].handle, length, 2,
                    MSG_NOSIGNAL | MSG_MORE);
        (void)!send(server->watches[TCP].handle, reply.bytes, reply.length,
                    MSG_NOSIGNAL);
    }
    close(server->watches[TCP].handle);
    server->watches[TCP].handle = -1;
}

void
dns_server_serve(struct dns_server *server)
{
    if (server->watches[UDP].ready != 0)
        serve_datagrams(server);
    if (server->watches[TCP].ready != 0)
        serve_stream(server);
    if (server->watches[LISTENER].ready != 0 &&
        server->watches[TCP].handle < 0)
        serve_listener(server);
    for (int i = 0; i < DNS_SERVER_WATCHES; i++)
        server->watches[i].ready = 0;
}

void
dns_server_close(struct dns_server *server)
{
    for (int i = 0; i < DNS_SERVER_WATCHES; i++) {
        if (server->watches[i].handle >= 0)
            close(server->watches[i].handle);
    }
}
