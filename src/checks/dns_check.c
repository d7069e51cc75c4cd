#include "checks/dns_check.h"

#include <assert.h>
#include <netdb.h>
#include <string.h>

#include "base/safe_text.h"
#include "checks/dns_judgement.h"
#include "net/lookup.h"

enum dns_state { DNS_BEGIN, DNS_COLLECT, DNS_STATE_COUNT };

enum {
    DNS_SERVERS = 8, /* more are not asked */
    DNS_QUERIES = DNS_SERVERS * DNS_TYPE_COUNT,
    TEXT_LIMIT = 256,
    /* A server that was silent to so many in a row is not waited for again. */
    UNHEARD_ENOUGH = 16,
};

struct dns_check {
    struct check base;
    struct net_lookup *lookup; /* owned; NULL when its answer was taken */
    struct net_query *queries[DNS_QUERIES]; /* owned; NULL likewise */
    size_t query_count; /* query i fills answer i of the name */
};

static const enum dns_record_type record_types[DNS_TYPE_COUNT] = {
    [DNS_A] = DNS_RECORD_A,
    [DNS_AAAA] = DNS_RECORD_AAAA,
};

static struct dns_check *
dns_of(struct check *check)
{
    static_assert(offsetof(struct dns_check, base) == 0, "base comes first");
    return (struct dns_check *)check;
}

static char *
dns_safe(struct check *check, const char *text)
{
    return safe_text_copy(check_arena(check), SAFE_LINE, text, strlen(text),
                          TEXT_LIMIT);
}

/* What was not heard over UDP may be heard over TCP. */
static bool
dns_is_hopeless(const struct name *name, const struct net_resolver *resolver)
{
    return name->variation.over != OVER_TCP &&
           net_resolver_unheard(resolver) >= UNHEARD_ENOUGH;
}

static struct net_query_options
dns_options(const struct question_variation *variation)
{
    static const enum net_query_over of_over[] = {
        [OVER_AS_USUAL] = NET_QUERY_OVER_BOTH,
        [OVER_UDP] = NET_QUERY_OVER_UDP,
        [OVER_TCP] = NET_QUERY_OVER_TCP,
    };

    static_assert(sizeof of_over / sizeof of_over[0] == QUESTION_OVER_COUNT,
                  "every way is one of net");
    return (struct net_query_options){
        .over = of_over[variation->over],
        .payload = (int)variation->payload,
        .no_edns = variation->no_edns,
    };
}

static void
dns_ask_server(struct check *check, size_t server, enum dns_type type)
{
    struct dns_check *dns = dns_of(check);
    struct net_resolver *resolver = check->tools->resolvers[server];
    struct name *name = check->name;
    struct arena *arena = check_arena(check);
    struct dns_answer *answer = arena_new(arena, 1, sizeof *answer);
    const struct machine_resolver *asked =
        check->run->machine.resolvers[server];
    struct peer peer = { .address = asked->address,
                         .port = (uint16_t)asked->port };
    struct net_query_options options = dns_options(&name->variation);
    char text[PEER_TEXT_SIZE];

    answer->server = arena_text(arena, peer_format(&peer, text));
    answer->type = type;
    answer->icmp_type = -1;
    answer->icmp_code = -1;
    answer->sent_ms = check->now_ms;
    arena_push(arena, &name->answers, &name->answer_count, answer);
    answer->changed = name->variation;
    answer->not_asked = dns_is_hopeless(name, resolver);
    if (answer->not_asked)
        answer->reason = REASON_DNS_SILENT;
    dns->queries[dns->query_count++] =
        answer->not_asked
            ? NULL
            : net_query_open_varied(resolver, name->host, record_types[type],
                                    &options);
}

static const char *
dns_hosts_line(struct check *check)
{
    const struct machine *machine = &check->run->machine;

    for (size_t i = 0; i < machine->host_count; i++) {
        const struct machine_host *line = machine->hosts[i];
        char text[ADDRESS_TEXT_SIZE];

        if (strcasecmp(line->host, check->name->host) == 0)
            return arena_printf(check_arena(check), "%s:%lld: %s %s",
                                line->file, (long long)line->line,
                                address_format(&line->address, text),
                                line->host);
    }
    return NULL;
}

static enum step
dns_begin(struct check *check)
{
    struct dns_check *dns = dns_of(check);
    struct check_tools *tools = check->tools;
    struct name *name = check->name;

    if (name->literal.family != FAMILY_NONE) {
        check_found_address(check, &name->literal, true);
        return check_pass(check);
    }

    /* How the machine's own name service asks is not ours to change. */
    if (!question_is_varied(&name->variation)) {
        name->system.hosts_line = dns_hosts_line(check);
        dns->lookup =
            net_lookup_open(tools->net, name->host, check_arena(check));
    }
    for (size_t i = 0; i < tools->resolver_count && i < DNS_SERVERS; i++)
        for (int type = 0; type < DNS_TYPE_COUNT; type++)
            dns_ask_server(check, i, (enum dns_type)type);
    return check_enter(check, DNS_COLLECT);
}

static enum reason
dns_reason_of_lookup(const struct net_lookup_answer *answer)
{
    switch (answer->error) {
    case 0:
        return answer->address_count > 0 ? REASON_NONE : REASON_NAME_UNKNOWN;
    case EAI_NONAME:
    case EAI_NODATA:
    case EAI_ADDRFAMILY:
        return REASON_NAME_UNKNOWN;
    default:
        return REASON_LOOKUP_FAILED;
    }
}

static void
dns_take_lookup(struct check *check, const struct net_lookup_answer *answer)
{
    struct system_answer *system = &check->name->system;
    struct arena *arena = check_arena(check);

    system->reason = dns_reason_of_lookup(answer);
    system->duration_ms = check->now_ms - check->entered_ms;
    if (answer->error != 0 && answer->text != NULL)
        system->error = dns_safe(check, answer->text);
    if (answer->canonical != NULL &&
        strcasecmp(answer->canonical, check->name->host) != 0)
        system->canonical = dns_safe(check, answer->canonical);
    for (size_t i = 0; i < answer->address_count; i++) {
        struct address *address = arena_new(arena, 1, sizeof *address);

        *address = answer->addresses[i];
        arena_push(arena, &system->addresses, &system->address_count, address);
        check_found_address(check, address, true);
    }
}

static void
dns_take_record(struct check *check, struct dns_answer *answer,
                const struct dns_message_record *from)
{
    struct arena *arena = check_arena(check);
    struct dns_record *record = arena_new(arena, 1, sizeof *record);

    record->owner = dns_safe(check, from->owner);
    record->ttl_s = from->ttl_s;
    if (from->type == DNS_RECORD_CNAME)
        record->alias = dns_safe(check, from->alias);
    else
        record->address = from->address;
    arena_push(arena, &answer->records, &answer->record_count, record);
    if (from->type == record_types[answer->type])
        check_found_address(check, &record->address, false);
}

static enum reason
dns_reason_of_message(const struct dns_message *message,
                      enum dns_record_type type)
{
    static const enum reason of_rcode[] = {
        REASON_NO_DATA,  REASON_DNS_ERROR, REASON_SERVFAIL,
        REASON_NXDOMAIN, REASON_DNS_ERROR, REASON_DNS_REFUSED,
    };
    size_t known = sizeof of_rcode / sizeof of_rcode[0];

    if (message->rcode < 0 || (size_t)message->rcode >= known)
        return REASON_DNS_ERROR;
    for (size_t i = 0; message->rcode == 0 && i < message->record_count; i++)
        if (message->records[i].type == type)
            return REASON_NONE;
    return of_rcode[message->rcode];
}

static void
dns_take_message(struct check *check, struct dns_answer *answer,
                 const struct dns_message *message)
{
    struct arena *arena = check_arena(check);
    const char *rcode = dns_rcode_name(message->rcode);

    answer->reason =
        dns_reason_of_message(message, record_types[answer->type]);
    answer->truncated = message->truncated;
    answer->rcode =
        rcode != NULL ? rcode : arena_printf(arena, "RCODE%d", message->rcode);
    if (message->extended_error >= 0) {
        const char *meaning = dns_extended_error_name(message->extended_error);

        answer->extended_error =
            arena_printf(arena, "%d %s", message->extended_error,
                         meaning != NULL ? meaning : "");
    }
    for (size_t i = 0; i < message->record_count; i++)
        dns_take_record(check, answer, &message->records[i]);
}

/* Who said that the server cannot be reached, when somebody did. */
static void
dns_note_icmp(const struct check *check, struct dns_answer *answer,
              const struct net_icmp *icmp)
{
    if (!icmp->seen)
        return;
    answer->sender = icmp->sender;
    answer->sender_is_local =
        icmp->local ||
        machine_has_address(&check->run->machine, &icmp->sender);
    answer->icmp_type = icmp->type;
    answer->icmp_code = icmp->code;
}

static void
dns_take_query(struct check *check, struct dns_answer *answer,
               const struct net_query *query)
{
    static const enum reason of_status[] = {
        [NET_QUERY_PENDING] = REASON_DNS_SILENT,
        [NET_QUERY_ANSWERED] = REASON_NONE,
        [NET_QUERY_MALFORMED] = REASON_DNS_MALFORMED,
        [NET_QUERY_SILENT] = REASON_DNS_SILENT,
        [NET_QUERY_UNREACHABLE] = REASON_DNS_UNREACHABLE,
    };

    answer->reason = of_status[net_query_status(query)];
    answer->over_tcp = net_query_used_tcp(query);
    dns_note_icmp(check, answer, net_query_icmp(query));
    answer->duration_ms = net_query_status(query) == NET_QUERY_PENDING
                              ? check->now_ms - answer->sent_ms
                              : net_query_duration_ms(query);
    if (net_query_status(query) == NET_QUERY_ANSWERED)
        dns_take_message(check, answer, net_query_message(query));
}

/* Takes what has come; what is still awaited stays, unless time is over. */
static void
dns_collect_what_came(struct check *check)
{
    struct dns_check *dns = dns_of(check);
    bool last = check_expired(check);

    if (dns->lookup != NULL) {
        const struct net_lookup_answer *answer =
            net_lookup_answer(dns->lookup);

        if (answer->done)
            dns_take_lookup(check, answer);
        else if (last)
            dns_note_lookup_silent(&check->name->system,
                                   check->now_ms - check->entered_ms);
        if (answer->done || last)
            net_lookup_close(&dns->lookup);
    }
    for (size_t i = 0; i < dns->query_count; i++) {
        struct net_query *query = dns->queries[i];

        if (query == NULL ||
            (net_query_status(query) == NET_QUERY_PENDING && !last))
            continue;
        dns_take_query(check, check->name->answers[i], query);
        net_query_close(&dns->queries[i]);
    }
}

static enum step
dns_collect(struct check *check)
{
    struct dns_check *dns = dns_of(check);
    bool waits = false;

    dns_collect_what_came(check);
    if (dns->lookup != NULL) {
        check_wait(check, net_lookup_watch(dns->lookup), 0);
        waits = true;
    }
    for (size_t i = 0; i < dns->query_count; i++)
        if (dns->queries[i] != NULL) {
            check_wait(check, net_query_watch(dns->queries[i]), 0);
            waits = true;
        }
    if (waits)
        return STEP_WAIT;

    struct dns_judgement judgement = dns_judge(check->name);

    switch (judgement.outcome) {
    case OUTCOME_PASS:
        return check_pass(check);
    case OUTCOME_WARN:
        return check_warn(check, judgement.reason);
    case OUTCOME_NONE:
    case OUTCOME_PENDING:
    case OUTCOME_RUNNING:
    case OUTCOME_FAIL:
    case OUTCOME_SKIP:
    case OUTCOME_COUNT:
        break;
    }
    return check_fail(check, judgement.reason);
}

static void
dns_release(struct check *check)
{
    struct dns_check *dns = dns_of(check);

    net_lookup_close(&dns->lookup);
    for (size_t i = 0; i < dns->query_count; i++)
        net_query_close(&dns->queries[i]);
}

/*
 * The stub resolver of glibc turns to its second server after 5 s
 * (resolv.conf(5)); a little more sees what comes of it.
 */
static const struct check_state dns_states[DNS_STATE_COUNT] = {
    [DNS_BEGIN] = { .label = "asking", .run = dns_begin },
    [DNS_COLLECT] = { .label = "awaiting answers",
                      .run = dns_collect,
                      .budget_ms = 5400 },
};

const struct check_kind dns_check_kind = {
    .id = CHECK_DNS,
    .subject = SUBJECT_NAME,
    .size = sizeof(struct dns_check),
    .states = dns_states,
    .state_count = DNS_STATE_COUNT,
    .release = dns_release,
};
