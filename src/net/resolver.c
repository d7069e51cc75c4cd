#include "net/resolver.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "net/dns_channel.h"

enum { SENDS = 3 }; /* in equal parts of the patience */

struct net_query {
    struct net_resolver *resolver; /* NULL once that is gone */
    struct net_query *next;        /* in the order of opening */
    char *host;
    enum dns_record_type type;
    struct net_query_options options;
    enum net_query_status status;
    struct net_watch watch; /* for who asked */
    struct dns_channel channel;
    bool started;
    int sends;
    int64_t started_ms;
    int64_t ended_ms;
    struct dns_message message;
};

struct net_resolver {
    struct net *net;
    struct net_resolver *next;
    struct peer server;
    int patience_ms;
    size_t unheard; /* see net_resolver_unheard */
    struct net_query *queries;
};

/* What it comes to when no reply was taken. */
static enum net_query_status
status_without_reply(const struct dns_channel *channel)
{
    if (channel->strays > 0)
        return NET_QUERY_MALFORMED;
    if (channel->over || channel->error != 0)
        return NET_QUERY_UNREACHABLE;
    return NET_QUERY_SILENT;
}

/* A question that is rejected at once costs nothing to ask again. */
static bool
cost_time(const struct net_query *query)
{
    enum { AT_ONCE_MS = 500 };

    return query->status == NET_QUERY_SILENT ||
           query->ended_ms - query->started_ms >= AT_ONCE_MS;
}

static void
end_query(struct net_query *query)
{
    const struct dns_channel *channel = &query->channel;

    if (query->status != NET_QUERY_PENDING)
        return;
    if (channel->reply == NULL)
        query->status = status_without_reply(channel);
    else if (dns_message_parse(&query->message, channel->reply,
                               channel->reply_length))
        query->status = NET_QUERY_ANSWERED;
    else
        query->status = NET_QUERY_MALFORMED;
    query->ended_ms = net_monotonic_ms(query->resolver->net);
    if (channel->reply != NULL || channel->strays > 0)
        query->resolver->unheard = 0;
    else if (cost_time(query))
        query->resolver->unheard++;
    query->watch.ready = NET_READABLE;
    dns_channel_close(&query->channel);
}

static void
start_query(struct net_query *query)
{
    struct net_resolver *resolver = query->resolver;

    query->started = true;
    query->started_ms = net_monotonic_ms(resolver->net);
    query->sends = 1;
    dns_channel_ask(&query->channel, resolver->net, &resolver->server,
                    query->host, query->type, &query->options);
    if (query->channel.over)
        end_query(query);
}

static bool
is_under_way(const struct net_query *query)
{
    return dns_channel_is_open(&query->channel);
}

static void
start_queries(struct net_resolver *resolver)
{
    size_t under_way = 0;

    for (struct net_query *q = resolver->queries; q != NULL; q = q->next)
        under_way += is_under_way(q);
    for (struct net_query *q = resolver->queries; q != NULL; q = q->next) {
        if (under_way == NET_RESOLVER_QUERIES)
            return;
        if (q->started || q->status != NET_QUERY_PENDING)
            continue;
        start_query(q);
        under_way += is_under_way(q);
    }
}

/* When it is to be sent again or, after the last sending, given up. */
static int64_t
due_ms(const struct net_query *query)
{
    int64_t patience = query->resolver->patience_ms;

    return query->started_ms + patience * query->sends / SENDS;
}

static void
act_on_clock(struct net_query *query)
{
    if (net_monotonic_ms(query->resolver->net) < due_ms(query))
        return;
    if (query->sends++ < SENDS)
        dns_channel_send_again(&query->channel);
    else
        end_query(query);
}

static void
drive_query(struct net_query *query)
{
    dns_channel_process(&query->channel);
    if (query->channel.over)
        end_query(query);
    else
        act_on_clock(query);
}

void
net_resolvers_start(struct net *net)
{
    for (struct net_resolver *r = net->resolvers; r != NULL; r = r->next)
        start_queries(r);
}

size_t
net_resolvers_watches(const struct net *net, struct net_watch **out)
{
    size_t count = 0;

    for (struct net_resolver *r = net->resolvers; r != NULL; r = r->next) {
        for (struct net_query *q = r->queries; q != NULL; q = q->next)
            count += dns_channel_watches(&q->channel,
                                         out == NULL ? NULL : out + count);
    }
    return count;
}

int
net_resolvers_timeout(const struct net *net, int timeout_ms)
{
    int64_t now = net_monotonic_ms(net);

    for (struct net_resolver *r = net->resolvers; r != NULL; r = r->next) {
        for (struct net_query *q = r->queries; q != NULL; q = q->next) {
            int64_t left;

            if (!is_under_way(q))
                continue;
            left = due_ms(q) - now;
            if (left < 0)
                left = 0;
            if (timeout_ms < 0 || left < timeout_ms)
                timeout_ms = (int)left;
        }
    }
    return timeout_ms;
}

void
net_resolvers_drive(struct net *net)
{
    for (struct net_resolver *r = net->resolvers; r != NULL; r = r->next) {
        for (struct net_query *q = r->queries; q != NULL; q = q->next) {
            if (is_under_way(q))
                drive_query(q);
        }
    }
}

struct net_resolver *
net_resolver_new(struct net *net, const struct peer *server, int patience_ms)
{
    struct net_resolver *resolver = memory_new(1, sizeof(*resolver));

    resolver->net = net;
    resolver->server = *server;
    resolver->patience_ms = patience_ms < 1 ? 1 : patience_ms;
    resolver->next = net->resolvers;
    net->resolvers = resolver;
    return resolver;
}

size_t
net_resolver_unheard(const struct net_resolver *resolver)
{
    return resolver->unheard;
}

void
net_resolver_free(struct net_resolver *resolver)
{
    if (resolver == NULL)
        return;
    for (struct net_query *q = resolver->queries; q != NULL; q = q->next) {
        end_query(q);
        q->resolver = NULL;
    }
    for (struct net_resolver **at = &resolver->net->resolvers; *at != NULL;
         at = &(*at)->next) {
        if (*at == resolver) {
            *at = resolver->next;
            break;
        }
    }
    free(resolver);
}

struct net_query *
net_query_open(struct net_resolver *resolver, const char *host,
               enum dns_record_type type)
{
    static const struct net_query_options usual;

    return net_query_open_varied(resolver, host, type, &usual);
}

struct net_query *
net_query_open_varied(struct net_resolver *resolver, const char *host,
                      enum dns_record_type type,
                      const struct net_query_options *options)
{
    struct net_query *query = memory_new(1, sizeof(*query));
    struct net_query **end = &resolver->queries;
    size_t length = strlen(host);

    query->resolver = resolver;
    query->host = memory_new(length + 1, 1);
    memcpy(query->host, host, length);
    query->type = type;
    query->options = *options;
    query->watch = (struct net_watch){ .handle = -1, .wanted = NET_READABLE };
    query->message.extended_error = -1;
    while (*end != NULL)
        end = &(*end)->next;
    *end = query;
    start_queries(resolver);
    return query;
}

enum net_query_status
net_query_status(const struct net_query *query)
{
    return query->status;
}

int64_t
net_query_duration_ms(const struct net_query *query)
{
    if (!query->started)
        return 0;
    if (query->status != NET_QUERY_PENDING)
        return query->ended_ms - query->started_ms;
    return net_monotonic_ms(query->resolver->net) - query->started_ms;
}

bool
net_query_used_tcp(const struct net_query *query)
{
    return query->channel.used_tcp;
}

int
net_query_errno(const struct net_query *query)
{
    return query->status == NET_QUERY_UNREACHABLE ? query->channel.error : 0;
}

const struct net_icmp *
net_query_icmp(const struct net_query *query)
{
    return &query->channel.icmp;
}

const struct dns_message *
net_query_message(const struct net_query *query)
{
    return query->status == NET_QUERY_ANSWERED ? &query->message : NULL;
}

struct net_watch *
net_query_watch(struct net_query *query)
{
    return &query->watch;
}

void
net_query_close(struct net_query **query)
{
    struct net_query *closed = *query;

    if (closed == NULL)
        return;
    dns_channel_release(&closed->channel);
    if (closed->resolver != NULL) {
        struct net_query **at = &closed->resolver->queries;

        while (*at != closed)
            at = &(*at)->next;
        *at = closed->next;
    }
    dns_message_release(&closed->message);
    free(closed->host);
    free(closed);
    *query = NULL;
}
