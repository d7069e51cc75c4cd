#ifndef NET_DNS_CHANNEL_H
#define NET_DNS_CHANNEL_H

#include "net/dns_message.h"
#include "net/dns_options.h"
#include "net/net.h"

/*
 * One question to one DNS server on the wire: a c-ares channel with its
 * sockets over the network's own operations. Notes what went out, what came
 * back and how it failed; knows nothing of time. All zero is closed.
 */
enum { DNS_CHANNEL_QUERY_BYTES = 512, DNS_CHANNEL_WATCHES = 2 };

struct dns_channel {
    const struct net *net;
    const struct peer *server;
    struct ares_channeldata *library; /* NULL: not open */
    struct net_watch udp;             /* -1: that socket is not open */
    struct net_watch tcp;
    uint8_t sent[DNS_CHANNEL_QUERY_BYTES]; /* as it last left over UDP */
    size_t sent_length;
    unsigned strays; /* packets that came and were not taken */
    bool used_tcp;   /* asked for, or because a reply was cut */
    int error;       /* the last errno of its sockets */
    struct net_icmp icmp;
    bool over;      /* the library is done, with a reply or without */
    uint8_t *reply; /* owned; NULL: none was taken */
    size_t reply_length;
};

/* Opens and asks; may be over before it returns. The server is borrowed. */
void dns_channel_ask(struct dns_channel *channel, const struct net *net,
                     const struct peer *server, const char *host,
                     enum dns_record_type type,
                     const struct net_query_options *options);

/* The same packet once more over UDP; nothing once TCP is in use. */
void dns_channel_send_again(struct dns_channel *channel);

/* What to wait for; returns how many. `out` may be NULL. */
size_t dns_channel_watches(struct dns_channel *channel,
                           struct net_watch **out);

/* Acts on what became ready. */
void dns_channel_process(struct dns_channel *channel);

bool dns_channel_is_open(const struct dns_channel *channel);

/* Closes the sockets; what was learned stays. */
void dns_channel_close(struct dns_channel *channel);
/* Closes and forgets. */
void dns_channel_release(struct dns_channel *channel);

#endif
