#include "net/sockaddr.h"

#include <netinet/in.h>
#include <string.h>

socklen_t
sockaddr_from_peer(struct sockaddr_storage *out, const struct peer *peer)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

    memset(out, 0, sizeof(*out));
    if (peer->address.family == FAMILY_IPV4) {
        v4.sin_port = htons(peer->port);
        memcpy(&v4.sin_addr, peer->address.bytes, sizeof(v4.sin_addr));
        memcpy(out, &v4, sizeof(v4));
        return sizeof(v4);
    }
    if (peer->address.family == FAMILY_IPV6) {
        v6.sin6_port = htons(peer->port);
        v6.sin6_scope_id = peer->address.scope;
        memcpy(&v6.sin6_addr, peer->address.bytes, sizeof(v6.sin6_addr));
        memcpy(out, &v6, sizeof(v6));
        return sizeof(v6);
    }
    return 0;
}

struct peer
sockaddr_to_peer(const struct sockaddr *in, socklen_t length)
{
    struct peer peer = { .address.family = FAMILY_NONE };
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (length >= sizeof(v4) && in->sa_family == AF_INET) {
        memcpy(&v4, in, sizeof(v4));
        peer.address.family = FAMILY_IPV4;
        memcpy(peer.address.bytes, &v4.sin_addr, sizeof(v4.sin_addr));
        peer.port = ntohs(v4.sin_port);
    }
    if (length >= sizeof(v6) && in->sa_family == AF_INET6) {
        memcpy(&v6, in, sizeof(v6));
        peer.address.family = FAMILY_IPV6;
        memcpy(peer.address.bytes, &v6.sin6_addr, sizeof(v6.sin6_addr));
        peer.address.scope = v6.sin6_scope_id;
        peer.port = ntohs(v6.sin6_port);
    }
    return peer;
}

int
sockaddr_domain(enum family family)
{
    if (family == FAMILY_IPV4)
        return AF_INET;
    return family == FAMILY_IPV6 ? AF_INET6 : AF_UNSPEC;
}
