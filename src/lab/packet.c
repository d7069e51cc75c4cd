#include "lab/packet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    TCP_HEADER = 20,
    TCP_TIME_STAMPS = 12,
    TCP_SYN_OPTIONS = 20, /* MSS, SACK, time stamps, window scale */
    UDP_HEADER = 8,
    ICMP_HEADER = 8,
    ICMP_QUOTE = 28,
};

struct packet *
packet_new(const void *payload, size_t length)
{
    struct packet *packet = memory_new(1, sizeof(*packet) + length);

    packet->length = length;
    if (length > 0)
        memcpy(packet->payload, payload, length);
    return packet;
}

void
packet_free(struct packet *packet)
{
    free(packet);
}

static int
ip_header(enum family family)
{
    return family == FAMILY_IPV6 ? IPV6_HEADER : IPV4_HEADER;
}

static int
tcp_header(const struct packet *packet)
{
    if ((packet->tcp.flags & PACKET_SYN) != 0)
        return TCP_HEADER + TCP_SYN_OPTIONS;
    if ((packet->tcp.flags & PACKET_RST) != 0)
        return TCP_HEADER;
    return TCP_HEADER + TCP_TIME_STAMPS;
}

int
packet_size(const struct packet *packet)
{
    int size = ip_header(packet->destination.address.family);

    switch (packet->protocol) {
    case LAB_TCP:
        size += tcp_header(packet);
        break;
    case LAB_UDP:
        size += UDP_HEADER;
        break;
    case LAB_ICMP:
        size += ICMP_HEADER + ICMP_QUOTE;
        break;
    case LAB_ANY_PROTOCOL:
        break;
    }
    return size + (int)packet->length;
}

int
packet_piece_size(const struct packet *packet)
{
    return packet->fragment > 0 ? packet->fragment : packet_size(packet);
}

int
packet_headers(enum family family)
{
    return ip_header(family) + TCP_HEADER;
}

bool
packet_is_opening(const struct packet *packet)
{
    return (packet->tcp.flags & (PACKET_SYN | PACKET_ACK)) == PACKET_SYN;
}

static void
format_tcp(const struct packet *packet, char *out, size_t size)
{
    const struct packet_segment *tcp = &packet->tcp;

    snprintf(
        out, size, "tcp %s%s%s%s seq %llu ack %llu win %llu len %zu",
        tcp->flags & PACKET_SYN ? "S" : "", tcp->flags & PACKET_FIN ? "F" : "",
        tcp->flags & PACKET_RST ? "R" : "", tcp->flags & PACKET_ACK ? "." : "",
        (unsigned long long)tcp->sequence,
        (unsigned long long)tcp->acknowledged, (unsigned long long)tcp->window,
        packet->length);
}

const char *
packet_format(const struct packet *packet, char out[PACKET_TEXT_SIZE])
{
    char source[PEER_TEXT_SIZE];
    char destination[PEER_TEXT_SIZE];
    char rest[96] = "";

    if (packet->protocol == LAB_TCP)
        format_tcp(packet, rest, sizeof(rest));
    else if (packet->protocol == LAB_UDP)
        snprintf(rest, sizeof(rest), "udp len %zu", packet->length);
    else
        snprintf(rest, sizeof(rest), "icmp %d/%d", packet->icmp.type,
                 packet->icmp.code);
    snprintf(out, PACKET_TEXT_SIZE, "%s > %s %s ttl %d",
             peer_format(&packet->source, source),
             peer_format(&packet->destination, destination), rest,
             packet->ttl);
    return out;
}

bool
peer_equal(const struct peer *left, const struct peer *right)
{
    return left->port == right->port &&
           address_equal(&left->address, &right->address);
}
