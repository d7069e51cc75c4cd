#ifndef NET_DNS_OPTIONS_H
#define NET_DNS_OPTIONS_H

#include <stdbool.h>

/*
 * How a question is put; all zero is the usual: over UDP, and over TCP when
 * the answer was cut.
 */
enum net_query_over {
    NET_QUERY_OVER_BOTH,
    NET_QUERY_OVER_UDP, /* a cut answer is the answer */
    NET_QUERY_OVER_TCP, /* at once */
};

struct net_query_options {
    enum net_query_over over;
    int payload;  /* bytes over UDP that we offer to take (RFC 6891); 0: 1232,
                   * at most 4096 */
    bool no_edns; /* offers nothing: 512 bytes (RFC 1035 4.2.1) */
};

#endif
