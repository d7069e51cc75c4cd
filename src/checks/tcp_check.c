#include "checks/tcp_check.h"

#include <assert.h>
#include <errno.h>

#include "base/errno_name.h"
#include "net/socket.h"

enum tcp_state { TCP_DIAL, TCP_AWAIT, TCP_STATE_COUNT };

/* ICMP destination unreachable, host unreachable (RFC 792, RFC 4443). */
enum { ICMP_UNREACHABLE = 3, ICMP_HOST = 1 };
enum { ICMP6_UNREACHABLE = 1, ICMP6_ADDRESS = 3 };

struct tcp_check {
    struct check base;
    struct net_socket *socket; /* owned; NULL while nothing is dialled */
};

static struct tcp_check *
tcp_of(struct check *check)
{
    static_assert(offsetof(struct tcp_check, base) == 0, "base comes first");
    return (struct tcp_check *)check;
}

/* Whether the machine has an address of that family that reaches out. */
static bool
tcp_machine_speaks(const struct machine *machine, enum family family)
{
    for (size_t i = 0; i < machine->default_route_count; i++)
        if (machine->default_routes[i]->gateway.family == family)
            return true;
    for (size_t i = 0; i < machine->interface_count; i++) {
        const struct machine_interface *interface = machine->interfaces[i];

        for (size_t j = 0; j < interface->address_count; j++) {
            const struct address *address = interface->addresses[j];

            if (address->family == family && !interface->loopback &&
                address_kind_of(address) != ADDRESS_LINK_LOCAL)
                return true;
        }
    }
    return false;
}

/*
 * Linux reports a neighbour that does not answer as a "host unreachable"
 * from ourselves; any other ICMP from ourselves is a local packet filter.
 */
static bool
tcp_is_local_filter(const struct tcp_facts *facts, bool ipv6)
{
    if (!facts->sender_is_local)
        return false;
    if (ipv6)
        return facts->icmp_type != ICMP6_UNREACHABLE ||
               facts->icmp_code != ICMP6_ADDRESS;
    return facts->icmp_type != ICMP_UNREACHABLE ||
           facts->icmp_code != ICMP_HOST;
}

static enum reason
tcp_note_failure(struct check *check, const struct net_socket *socket)
{
    const struct net_icmp *icmp = net_socket_icmp(socket);
    struct tcp_facts *facts = &check->path->tcp;

    facts->error = errno_name(net_socket_errno(socket));
    if (!icmp->seen)
        return reason_of_errno(net_socket_errno(socket));

    facts->icmp_type = icmp->type;
    facts->icmp_code = icmp->code;
    facts->sender = icmp->sender;
    facts->sender_is_local =
        icmp->local ||
        machine_has_address(&check->run->machine, &icmp->sender);
    if (tcp_is_local_filter(facts, icmp->ipv6))
        return REASON_LOCAL_POLICY;
    return reason_of_icmp(icmp->ipv6, icmp->type, icmp->code);
}

static struct net_dial
tcp_variation(const struct path *path)
{
    const struct variation *variation = &path->probe->variation;

    return (struct net_dial){
        .ttl = (int)variation->ttl,
        .minimum_ttl = (int)variation->minimum_ttl,
        .segment = (int)variation->segment,
        /* One packet a limit: who answers it has answered this one. */
        .syn_count = variation->ttl > 0 || variation->minimum_ttl > 0 ||
                             variation->reserved
                         ? 1
                         : 0,
    };
}

/* Known as soon as the request is out, also when nothing comes back. */
static void
tcp_note_local(struct check *check, const struct net_socket *socket)
{
    struct peer local = net_socket_local(socket);

    if (local.address.family == FAMILY_NONE)
        return;
    check->path->tcp.local = local.address;
    check->path->tcp.local_port = local.port;
}

static enum step
tcp_dial(struct check *check)
{
    struct net_dial dial = { 0 };
    struct peer to = { .address = check->path->address,
                       .port = check->path->port };

    check->path->tcp.icmp_type = -1;
    check->path->tcp.icmp_code = -1;
    if (check->path->probe != NULL)
        dial = tcp_variation(check->path);
    tcp_of(check)->socket = net_socket_dial(check->tools->net, &to, &dial);
    tcp_note_local(check, tcp_of(check)->socket);
    return check_enter(check, TCP_AWAIT);
}

static enum step
tcp_connected(struct check *check, struct net_socket *socket)
{
    struct tcp_facts *facts = &check->path->tcp;
    int mtu = net_socket_option(socket, NET_OPTION_MTU);

    tcp_note_local(check, socket);
    facts->path_mtu = mtu > 0 ? mtu : 0;
    check_leaves_open(check);
    return check_pass(check);
}

static enum step
tcp_await(struct check *check)
{
    struct net_socket *socket = tcp_of(check)->socket;
    enum net_status status = net_socket_status(socket);

    /*
     * A request that is turned down is "refused"; only a connection that was
     * made can be reset, and the check above is the one that meets it.
     */
    if (status == NET_OPEN || net_socket_errno(socket) == ECONNRESET)
        return tcp_connected(check, socket);
    if (status == NET_PENDING && !check_expired(check))
        return check_wait(check, net_socket_watch(socket), NET_WRITABLE);
    if (status == NET_PENDING)
        return check_fail(check, REASON_SILENT);

    enum reason reason = tcp_note_failure(check, socket);
    enum family family = check->path->address.family;

    if (reason == REASON_NO_ROUTE &&
        !tcp_machine_speaks(&check->run->machine, family))
        return check_skip(check, REASON_NO_ROUTE);
    return check_fail(check, reason);
}

bool
tcp_check_limit_hops(struct check *check, int64_t ttl)
{
    return net_socket_set(tcp_of(check)->socket, NET_OPTION_TTL, (int)ttl);
}

static struct net_stream
tcp_stream(struct check *check)
{
    return net_socket_stream(tcp_of(check)->socket);
}

static void
tcp_release(struct check *check)
{
    net_socket_close(&tcp_of(check)->socket);
}

/* Four seconds see the second and the third SYN of Linux (RFC 6298). */
static const struct check_state tcp_states[TCP_STATE_COUNT] = {
    [TCP_DIAL] = { .label = "dialling", .run = tcp_dial },
    [TCP_AWAIT] = { .label = "awaiting", .run = tcp_await, .budget_ms = 4000 },
};

const struct check_kind tcp_check_kind = {
    .id = CHECK_TCP,
    .subject = SUBJECT_PATH,
    .size = sizeof(struct tcp_check),
    .states = tcp_states,
    .state_count = TCP_STATE_COUNT,
    .stream = tcp_stream,
    .release = tcp_release,
};
