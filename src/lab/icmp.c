#include "lab/icmp.h"

#include <errno.h>

#include "lab/ip.h"
#include "lab/route.h"
#include "lab/tcp.h"
#include "lab/udp.h"

enum { UNREACHABLE = 3, TIME_EXCEEDED = 11, FRAGMENTATION_NEEDED = 4 };
enum { UNREACHABLE6 = 1, TOO_BIG6 = 2, TIME_EXCEEDED6 = 3 };

struct message {
    uint8_t type;
    uint8_t code;
};

static const struct message messages[ICMP_KIND_COUNT][2] = {
    [ICMP_HOP_LIMIT] = { { TIME_EXCEEDED, 0 }, { TIME_EXCEEDED6, 0 } },
    [ICMP_TOO_BIG] = { { UNREACHABLE, FRAGMENTATION_NEEDED },
                       { TOO_BIG6, 0 } },
    [ICMP_NO_ROUTE] = { { UNREACHABLE, 0 }, { UNREACHABLE6, 0 } },
    [ICMP_NO_HOST] = { { UNREACHABLE, 1 }, { UNREACHABLE6, 0 } },
    [ICMP_NO_NEIGHBOUR] = { { UNREACHABLE, 1 }, { UNREACHABLE6, 3 } },
    [ICMP_PROHIBITED] = { { UNREACHABLE, 13 }, { UNREACHABLE6, 1 } },
    [ICMP_NO_PORT] = { { UNREACHABLE, 3 }, { UNREACHABLE6, 4 } },
};

static void
send_notice(struct lab_node *node, const struct packet *packet,
            struct packet_notice notice, bool exempt)
{
    struct packet *answer;
    struct address source;

    if (packet->protocol == LAB_ICMP ||
        !route_source(node, &packet->source.address, &source))
        return;
    notice.about = (struct packet_quote){ packet->protocol, packet->source,
                                          packet->destination };
    answer = packet_new(NULL, 0);
    answer->protocol = LAB_ICMP;
    answer->source.address = source;
    answer->destination.address = packet->source.address;
    answer->icmp = notice;
    answer->exempt = exempt;
    (void)ip_send(node, answer);
}

void
icmp_reject(struct lab_node *node, const struct packet *packet,
            enum icmp_kind kind)
{
    bool ipv6 = packet->source.address.family == FAMILY_IPV6;
    const struct message *message = &messages[kind][ipv6];

    send_notice(
        node, packet,
        (struct packet_notice){ .type = message->type, .code = message->code },
        false);
}

void
icmp_too_big(struct lab_node *node, const struct packet *packet, int mtu)
{
    bool ipv6 = packet->source.address.family == FAMILY_IPV6;
    const struct message *message = &messages[ICMP_TOO_BIG][ipv6];

    send_notice(node, packet,
                (struct packet_notice){
                    .type = message->type, .code = message->code, .mtu = mtu },
                false);
}

void
icmp_reject_as(struct lab_node *node, const struct packet *packet,
               uint8_t type, uint8_t code)
{
    send_notice(node, packet,
                (struct packet_notice){ .type = type, .code = code }, true);
}

/* Linux' icmp_err_convert and icmpv6_err_convert, by code. */
static const int unreachable_errnos[] = {
    ENETUNREACH,  EHOSTUNREACH, ENOPROTOOPT,  ECONNREFUSED,
    EMSGSIZE,     EOPNOTSUPP,   ENETUNREACH,  EHOSTDOWN,
    ENONET,       ENETUNREACH,  EHOSTUNREACH, ENETUNREACH,
    EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH,
};

static const int unreachable6_errnos[] = {
    ENETUNREACH,  EACCES, EHOSTUNREACH, EHOSTUNREACH,
    ECONNREFUSED, EACCES, EACCES,
};

static int
entry_at(const int *errnos, size_t count, uint8_t code)
{
    return code < count ? errnos[code] : EHOSTUNREACH;
}

int
icmp_errno(bool ipv6, uint8_t type, uint8_t code)
{
    enum { PARAMETER = 12, PARAMETER6 = 4 };

    if (type == (ipv6 ? UNREACHABLE6 : UNREACHABLE))
        return ipv6 ? entry_at(unreachable6_errnos,
                               sizeof(unreachable6_errnos) / sizeof(int), code)
                    : entry_at(unreachable_errnos,
                               sizeof(unreachable_errnos) / sizeof(int), code);
    if (type == (ipv6 ? TIME_EXCEEDED6 : TIME_EXCEEDED))
        return EHOSTUNREACH;
    if (ipv6 && type == TOO_BIG6)
        return EMSGSIZE;
    if (type == (ipv6 ? PARAMETER6 : PARAMETER))
        return EPROTO;
    return 0;
}

bool
icmp_is_too_big(const struct packet *packet)
{
    if (packet->source.address.family == FAMILY_IPV6)
        return packet->icmp.type == TOO_BIG6;
    return packet->icmp.type == UNREACHABLE &&
           packet->icmp.code == FRAGMENTATION_NEEDED;
}

struct net_icmp
icmp_entry(const struct lab_node *node, const struct packet *packet)
{
    bool ipv6 = packet->source.address.family == FAMILY_IPV6;

    return (struct net_icmp){
        .seen = true,
        .local = lab_node_has_address(node, &packet->source.address),
        .ipv6 = ipv6,
        .type = packet->icmp.type,
        .code = packet->icmp.code,
        .error = icmp_errno(ipv6, packet->icmp.type, packet->icmp.code),
        .sender = packet->source.address,
    };
}

void
icmp_receive(struct lab_node *node, struct packet *packet)
{
    if (icmp_is_too_big(packet))
        ip_learn_mtu(node, &packet->icmp.about.destination.address,
                     packet->icmp.mtu);
    if (packet->icmp.about.protocol == LAB_TCP)
        tcp_receive_notice(node, packet);
    else
        udp_receive_notice(node, packet);
    packet_free(packet);
}
