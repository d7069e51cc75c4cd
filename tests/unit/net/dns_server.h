#ifndef TESTS_NET_DNS_SERVER_H
#define TESTS_NET_DNS_SERVER_H

#include <stdint.h>

#include "net/net.h"

/*
 * A DNS server on a loopback port, UDP and TCP, inside the test: it is
 * watched by the test's own loop and answers when it is told to. What it
 * answers hangs on the first label of the name:
 *
 *   nNUMBER   10.0.x.y with that number      chain     two aliases, A
 *   nx        NXDOMAIN with a SOA            servfail, refused
 *   ede       SERVFAIL with EDE 15           nodata    nothing, with a SOA
 *   cut       TC over UDP, A over TCP        cutclosed TC, then TCP closes
 *   large     2000 bytes over UDP, A by TCP  cutjunk   TC, then TCP nonsense
 *   garbage   bytes that are no DNS          lying     counts that lie
 *   echo      the query itself               empty     an empty datagram, A
 *   wrongid   another id                     spoofed   another id, then A
 *   other     another question               silent    nothing at all
 *   late      A for the second query         last      A for the third
 *   bare      REFUSED without a question     oldest    bare FORMERR on EDNS
 */
enum { DNS_SERVER_WATCHES = 3 };

struct dns_server {
    struct peer peer;
    struct net_watch watches[DNS_SERVER_WATCHES]; /* UDP, listener, TCP */
    unsigned datagrams;
    unsigned streams;
    unsigned same_name; /* datagrams in a row that asked the same */
    char last_name[256];
    bool last_had_edns;
    unsigned last_payload; /* that it offered to take; 0 without EDNS */
};

void dns_server_open(struct dns_server *server, enum family family);
/* Answers what is ready. */
void dns_server_serve(struct dns_server *server);
void dns_server_close(struct dns_server *server);

#endif
