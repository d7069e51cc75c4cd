#ifndef LAB_PACKET_H
#define LAB_PACKET_H

#include "lab/firewall.h"

/*
 * One packet on its way: what routers and firewalls of the world look at,
 * with the payload. A packet has one owner; every function that is said to
 * take it ends or passes on that ownership.
 */
enum {
    PACKET_SYN = 1u << 0,
    PACKET_ACK = 1u << 1,
    PACKET_FIN = 1u << 2,
    PACKET_RST = 1u << 3,
};

/*
 * TCP as the world speaks it. Sequence numbers count from 0, the SYN, and
 * are wide enough never to wrap. The times are the time stamp option.
 */
struct packet_segment {
    unsigned flags;
    uint64_t sequence;
    uint64_t acknowledged;
    uint64_t window;
    int maximum; /* MSS option of a SYN */
    int64_t sent_us;
    int64_t echo_us; /* -1: none */
};

/* The head of a packet that an ICMP error is about. */
struct packet_quote {
    enum lab_protocol protocol;
    struct peer source;
    struct peer destination;
};

struct packet_notice {
    uint8_t type;
    uint8_t code;
    int mtu;
    struct packet_quote about;
};

struct packet {
    enum lab_protocol protocol;
    struct peer source;
    struct peer destination;
    struct peer original; /* destination before a redirection; or none */
    int ttl;
    bool may_fragment;
    int fragment; /* bytes of each piece once it was cut; 0: whole */
    bool exempt;  /* made by a firewall of the node it is still on */
    bool service; /* made by a service of the node it is still on */
    struct packet_segment tcp;
    struct packet_notice icmp;
    size_t length;
    uint8_t payload[];
};

/* All zero but the payload. */
struct packet *packet_new(const void *payload, size_t length);
void packet_free(struct packet *packet);

/* Bytes on the wire, with all headers; of one piece of a cut packet. */
int packet_size(const struct packet *packet);
int packet_piece_size(const struct packet *packet);

/* Of IP and TCP without options, as the MSS is reckoned. */
int packet_headers(enum family family);

bool packet_is_opening(const struct packet *packet);

enum { PACKET_TEXT_SIZE = 256 };

/* One line for people; returns out. */
const char *packet_format(const struct packet *packet,
                          char out[PACKET_TEXT_SIZE]);

bool peer_equal(const struct peer *left, const struct peer *right);

#endif
