#include "lab/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lab/flow.h"
#include "lab/icmp.h"
#include "lab/ip.h"
#include "lab/route.h"

enum { MILLION = 1000000, USUAL_BURST = 5 };

struct rule {
    struct rule *next;
    struct rule *counter; /* of its group: the first of it keeps count */
    struct lab_rule is;
    char *label;
    char *server_name; /* NULL: any */
    uint64_t met;      /* connections that got as far as one_in */
    int64_t credit_us; /* of the rate: time saved up */
    int64_t asked_us;
};

/* A packet as the rules see it. */
struct sight {
    enum lab_hook hook;
    const struct packet *packet;
    struct flow *flow; /* NULL for ICMP */
    int64_t now_us;
};

static char *
copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *out = memory_new(size, 1);

    memcpy(out, text, size);
    return out;
}

void
lab_rule_add(struct lab_node *node, const struct lab_rule *is)
{
    struct rule *rule = memory_new(1, sizeof(*rule));
    struct rule **at = &node->rules;

    rule->is = *is;
    rule->label = copy(is->label == NULL ? "rule" : is->label);
    if (is->server_name != NULL)
        rule->server_name = copy(is->server_name);
    rule->credit_us = INT64_MAX / 2;
    rule->counter = rule;
    for (; *at != NULL; at = &(*at)->next)
        if (is->group != NULL && (*at)->is.group == is->group)
            rule->counter = (*at)->counter;
    *at = rule;
}

void
rule_release_all(struct lab_node *node)
{
    while (node->rules != NULL) {
        struct rule *rule = node->rules;

        node->rules = rule->next;
        free(rule->label);
        free(rule->server_name);
        free(rule);
    }
}

void
lab_rules_clear(struct lab_node *node)
{
    rule_release_all(node);
    for (struct flow *flow = node->flows; flow != NULL; flow = flow->next) {
        flow->ruling = NULL;
        flow_forget_lots(flow);
    }
}

/* Groups of conditions; each is true when the rule has none of its kind. */

static bool
packet_matches(const struct lab_rule *is, const struct packet *packet)
{
    if (is->protocol != LAB_ANY_PROTOCOL && is->protocol != packet->protocol)
        return false;
    if (is->icmp_type != 0 &&
        (packet->protocol != LAB_ICMP || is->icmp_type != packet->icmp.type))
        return false;
    if ((is->source_port != 0 && is->source_port != packet->source.port) ||
        (is->port != 0 && is->port != packet->destination.port))
        return false;
    if ((is->programs_only && packet->service) ||
        (is->fragments && packet->fragment == 0))
        return false;
    return (is->size_above == 0 || packet_size(packet) > is->size_above) &&
           lab_prefix_has(&is->source, &packet->source.address) &&
           lab_prefix_has(&is->destination, &packet->destination.address);
}

static bool
name_matches(const struct rule *rule, const struct flow *flow)
{
    const struct hello *hello =
        rule->is.one_segment_only ? &flow->first : &flow->whole;
    bool under;

    if (rule->server_name == NULL)
        return true;
    if (hello->state != HELLO_READ)
        return false;
    under = hello_name_is_under(hello->name, rule->server_name);
    return under != rule->is.other_names;
}

static bool
hello_matches(const struct lab_rule *is, const struct flow *flow)
{
    if (is->hello_above > 0 && flow->first.record <= is->hello_above)
        return false;
    if (is->tls13 && !flow->whole.offers_tls13)
        return false;
    return !is->hello_in_pieces || flow->first.record > flow->first_length;
}

static bool
history_matches(const struct lab_rule *is, const struct sight *sight)
{
    const struct flow *flow = sight->flow;

    if (is->opening &&
        (sight->packet->protocol == LAB_TCP ? !packet_is_opening(sight->packet)
                                            : flow->packets > 1))
        return false;
    if (is->nth != 0 && flow->packets != is->nth)
        return false;
    if (is->idle_above_ms > 0 && flow->gap_us <= is->idle_above_ms * 1000)
        return false;
    if (is->age_above_ms > 0 &&
        sight->now_us - flow->first_us <= is->age_above_ms * 1000)
        return false;
    return is->bytes_above == 0 || flow->bytes > is->bytes_above;
}

/* Whether the rule looks at more than this packet and its place. */
static bool
is_about_flow(const struct lab_rule *is)
{
    return is->opening || is->nth != 0 || is->one_in != 0 ||
           is->server_name != NULL || is->hello_above > 0 ||
           is->hello_in_pieces || is->tls13 || is->idle_above_ms > 0 ||
           is->age_above_ms > 0 || is->bytes_above > 0;
}

/* Every n-th connection; each is counted once and its lot is kept. */
static bool
is_chosen(struct rule *rule, struct flow *flow)
{
    struct rule *counter = rule->counter;
    struct lot *lot;
    bool is_new;

    if (rule->is.one_in == 0)
        return true;
    lot = flow_lot(flow, counter, &is_new);
    if (is_new)
        lot->drawn = ++counter->met % rule->is.one_in == 0;
    return lot->drawn;
}

/* A packet costs the time that the rate gives it; a burst can be saved. */
static bool
is_over_rate(const struct rule *rule, int64_t now_us)
{
    struct rule *counter = rule->counter;
    int64_t cost;
    int64_t most;

    if (rule->is.over_per_s == 0)
        return true;
    cost = MILLION / rule->is.over_per_s;
    most = cost * (rule->is.burst == 0 ? USUAL_BURST : rule->is.burst);
    counter->credit_us += now_us - counter->asked_us;
    counter->asked_us = now_us;
    if (counter->credit_us > most)
        counter->credit_us = most;
    if (counter->credit_us < cost)
        return true;
    counter->credit_us -= cost;
    return false;
}

static bool
is_in_force(const struct lab_rule *is, int64_t now_us)
{
    return now_us >= is->from_ms * 1000 &&
           (is->until_ms == 0 || now_us < is->until_ms * 1000);
}

static bool
matches(struct rule *rule, const struct sight *sight)
{
    const struct lab_rule *is = &rule->is;

    if (is->hook != sight->hook || !is_in_force(is, sight->now_us) ||
        !packet_matches(is, sight->packet))
        return false;
    if (is_about_flow(is)) {
        if (sight->flow == NULL || !history_matches(is, sight) ||
            !name_matches(rule, sight->flow) ||
            !hello_matches(is, sight->flow) || !is_chosen(rule, sight->flow))
            return false;
    }
    return is_over_rate(rule, sight->now_us);
}

/* Once such a rule has struck, the connection is done for. */
static bool
is_for_good(const struct lab_rule *is)
{
    return is->server_name != NULL || is->hello_above > 0 ||
           is->hello_in_pieces || is->tls13 || is->idle_above_ms > 0 ||
           is->age_above_ms > 0 || is->bytes_above > 0;
}

static struct packet *
reset_new(const struct peer *source, const struct peer *destination)
{
    struct packet *reset = packet_new(NULL, 0);

    reset->protocol = LAB_TCP;
    reset->source = *source;
    reset->destination = *destination;
    reset->tcp.flags = PACKET_RST;
    reset->exempt = true;
    return reset;
}

/* To who sent the packet, in the name of who was to get it. */
static void
send_reset_back(struct lab_node *node, const struct packet *packet)
{
    struct packet *reset = reset_new(&packet->destination, &packet->source);

    if ((packet->tcp.flags & PACKET_ACK) != 0) {
        reset->tcp.sequence = packet->tcp.acknowledged;
    } else {
        reset->tcp.flags |= PACKET_ACK;
        reset->tcp.acknowledged = packet->tcp.sequence + 1;
    }
    (void)ip_send(node, reset);
}

static void
send_reset_onwards(struct lab_node *node, const struct packet *packet)
{
    struct packet *reset = reset_new(&packet->source, &packet->destination);

    reset->tcp.sequence = packet->tcp.sequence;
    (void)ip_send(node, reset);
}

static void
reset_connection(struct lab_node *node, const struct rule *rule,
                 const struct packet *packet)
{
    if (packet->protocol != LAB_TCP || (packet->tcp.flags & PACKET_RST) != 0)
        return;
    send_reset_back(node, packet);
    if (rule->is.reset_both)
        send_reset_onwards(node, packet);
}

static void
reject(struct lab_node *node, const struct rule *rule,
       const struct packet *packet)
{
    bool ipv6 = packet->source.address.family == FAMILY_IPV6;

    if (rule->is.icmp_type_sent != 0)
        icmp_reject_as(node, packet, rule->is.icmp_type_sent,
                       rule->is.icmp_code_sent);
    else
        icmp_reject_as(node, packet, ipv6 ? 1 : 3, ipv6 ? 4 : 3);
}

static struct rule_verdict
carry_out(struct lab_node *node, const struct rule *rule,
          const struct packet *packet)
{
    struct rule_verdict verdict = { .why = rule->label };

    switch (rule->is.action) {
    case LAB_RESET:
        reset_connection(node, rule, packet);
        break;
    case LAB_REJECT:
        reject(node, rule, packet);
        break;
    case LAB_DENY:
        verdict.denied = true;
        break;
    case LAB_DROP:
        break;
    case LAB_ACCEPT:
    case LAB_REDIRECT:
        verdict.why = NULL;
        break;
    }
    return verdict;
}

struct rule_verdict
rule_filter(struct lab_node *node, enum lab_hook hook,
            const struct packet *packet)
{
    struct sight sight = { hook, packet, NULL, node->lab->now_us };
    bool from_opener;

    if (node->rules == NULL || packet->exempt)
        return (struct rule_verdict){ 0 };
    sight.flow = flow_of(node, packet, &from_opener);
    if (sight.flow != NULL) {
        flow_count(sight.flow, packet, from_opener, sight.now_us);
        if (sight.flow->ruling != NULL && sight.flow->ruling->is.hook == hook)
            return carry_out(node, sight.flow->ruling, packet);
    }
    for (struct rule *rule = node->rules; rule != NULL; rule = rule->next) {
        if (rule->is.action == LAB_REDIRECT || !matches(rule, &sight))
            continue;
        if (rule->is.action != LAB_ACCEPT && is_for_good(&rule->is))
            sight.flow->ruling = rule;
        return carry_out(node, rule, packet);
    }
    return (struct rule_verdict){ 0 };
}

static void
settle(struct lab_node *node, struct flow *flow, const struct sight *sight)
{
    flow->settled = true;
    for (struct rule *rule = node->rules; rule != NULL; rule = rule->next) {
        if (rule->is.action != LAB_REDIRECT || !matches(rule, sight))
            continue;
        flow->translated = rule->is.redirect;
        if (flow->translated.port == 0)
            flow->translated.port = flow->target.port;
        if (flow->translated.address.family == FAMILY_NONE &&
            !route_source(node, &flow->opener.address,
                          &flow->translated.address))
            flow->translated = flow->target;
        return;
    }
}

void
rule_translate(struct lab_node *node, enum lab_hook hook,
               struct packet *packet)
{
    struct sight sight = { hook, packet, NULL, node->lab->now_us };
    bool from_opener;

    if (node->rules == NULL && node->flows == NULL)
        return;
    sight.flow = flow_of(node, packet, &from_opener);
    if (sight.flow != NULL && from_opener && !sight.flow->settled)
        settle(node, sight.flow, &sight);
    flow_translate(node, packet);
}
