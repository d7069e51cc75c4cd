#ifndef LAB_STUB_EXCHANGE_H
#define LAB_STUB_EXCHANGE_H

#include "lab/lab.h"
#include "lab/service.h"
#include "lab/stub_ask.h"

/*
 * One name asked of a machine's resolvers, one after the other, as glibc
 * does in res_send.c: A and AAAA side by side from one socket; 5 s a try,
 * two rounds; the next server after SERVFAIL, REFUSED, NOTIMP, silence or an
 * ICMP error; TCP from the first cut answer on. A server that answers one
 * of the two alone is asked twice more, one question at a time and at last
 * from a socket for each, as its time runs out; then one answer is enough.
 * A socket stays open for the second round, so that late answers count.
 */
enum { STUB_ASKS = 2, STUB_SERVERS = 3 /* MAXNS of resolv.h */ };

/* A resolver that is asked over UDP. */
struct stub_server {
    struct lab_udp *udp;           /* NULL: not open */
    struct buffer late[STUB_ASKS]; /* came when it was not its turn */
};

enum stub_pace { STUB_TOGETHER, STUB_ONE_BY_ONE, STUB_SOCKET_EACH };

struct stub_exchange {
    /* What its user fills. */
    struct lab_node *node;
    uint64_t question;               /* given up when nobody waits for it */
    const struct address *resolvers; /* borrowed */
    size_t resolver_count;
    void (*done)(void *context);
    void *context;

    struct lab *lab;
    struct stub_ask asks[STUB_ASKS];
    size_t ask_count;
    struct stub_server servers[STUB_SERVERS];
    size_t server; /* whose turn it is */
    int round;
    enum stub_pace pace;
    struct lab_timer timer;
    bool over_tcp;
    bool was_reset;
    struct lab_conn *conn;
    struct buffer inbox;
    bool over;
};

/* One more question, before the start. */
void stub_exchange_ask(struct stub_exchange *exchange, const char *name,
                       enum dns_record_type type);
/* `done` is called later, once, unless it is released before. */
void stub_exchange_start(struct stub_exchange *exchange);
/* Once it is done, or when the world has ended. */
void stub_exchange_release(struct stub_exchange *exchange);

#endif
