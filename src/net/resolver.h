#ifndef NET_RESOLVER_H
#define NET_RESOLVER_H

#include "net/dns_message.h"
#include "net/dns_options.h"
#include "net/net.h"

/*
 * One DNS server that is asked by itself. c-ares writes the queries, matches
 * the replies and goes over to TCP when a reply was cut; it reads no file, no
 * environment and no clock that matters. Every question has a channel and a
 * port of its own, so that a cut, stray or rejected packet can be laid to
 * the one question it belongs to, and so that the table of who said what is
 * true. Sending again and giving up go by the clock of the network.
 */
struct net_resolver;
struct net_query;

/*
 * Questions to one server that are under way at once; the others are put
 * when these end, and their time begins then.
 */
enum { NET_RESOLVER_QUERIES = 64 };

/*
 * Never fails; a server that cannot be asked makes every query end as
 * NET_QUERY_UNREACHABLE. `patience_ms` is how long a query waits in all; it
 * is sent again after a third and after two thirds of it.
 */
struct net_resolver *
net_resolver_new(struct net *net, const struct peer *server, int patience_ms);
/* Ends what is still pending as silent; the queries are closed as ever. */
void net_resolver_free(struct net_resolver *resolver);

/*
 * How many of the latest questions in a row were waited for without a single
 * packet from the server; one that was rejected at once does not count. Who
 * has many to ask need not wait for each.
 */
size_t net_resolver_unheard(const struct net_resolver *resolver);

enum net_query_status {
    NET_QUERY_PENDING,
    NET_QUERY_ANSWERED,  /* a reply is there; its code may say no */
    NET_QUERY_MALFORMED, /* what came is not DNS, not ours, or not whole */
    NET_QUERY_SILENT,
    NET_QUERY_UNREACHABLE, /* not sent, or rejected on the way */
};

/*
 * Asks for one record type of a fully qualified name; no search domain is
 * ever appended. The query may be over before this returns. A name that DNS
 * cannot carry ends it as unreachable with EINVAL.
 */
struct net_query *net_query_open(struct net_resolver *resolver,
                                 const char *host, enum dns_record_type type);
/* The same in another way, for probes. */
struct net_query *
net_query_open_varied(struct net_resolver *resolver, const char *host,
                      enum dns_record_type type,
                      const struct net_query_options *options);
enum net_query_status net_query_status(const struct net_query *query);
/* From the first packet to the end, or to now. */
int64_t net_query_duration_ms(const struct net_query *query);
/*
 * Whether the question was put over TCP, whatever came of that: because the
 * first reply was cut (or longer than we had offered to take), or at once.
 */
bool net_query_used_tcp(const struct net_query *query);
/*
 * The errno of an unreachable server; 0 when unknown: over TCP it closed in
 * good order without an answer.
 */
int net_query_errno(const struct net_query *query);
/* The last ICMP error that came back; `seen` is false when none did. */
const struct net_icmp *net_query_icmp(const struct net_query *query);
/* NULL unless answered; valid as long as the query. */
const struct dns_message *net_query_message(const struct net_query *query);
/* Signalled once when the query is over. */
struct net_watch *net_query_watch(struct net_query *query);
void net_query_close(struct net_query **query);

/*
 * For net_wait alone: puts the questions that have their turn; lists what to
 * wait for and returns how many (`out` may be NULL); shortens the time-out
 * to what is due next; acts on what became ready and on what is due.
 */
void net_resolvers_start(struct net *net);
size_t net_resolvers_watches(const struct net *net, struct net_watch **out);
int net_resolvers_timeout(const struct net *net, int timeout_ms);
void net_resolvers_drive(struct net *net);

#endif
