#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "lab/dns_end.h"
#include "lab/dns_question.h"
#include "lab/names.h"
#include "lab/stub_exchange.h"

enum { CANDIDATES = 2, NAME_LIMIT = 253 };

struct stub {
    struct lab_node *node;
    struct arena arena;
    struct stub_settings settings; /* in the arena */
    struct lookup *lookups;        /* owned */
};

/* One call of getaddrinfo that has gone as far as DNS. */
struct lookup {
    struct lookup *next;
    struct stub *stub;
    uint64_t question;
    struct arena arena;
    const char *names[CANDIDATES]; /* in the order of asking */
    size_t name_count;
    size_t name; /* the one that is asked for */
    bool dotted;
    int errors[CANDIDATES]; /* EAI_* of those that came to nothing */
    struct stub_exchange exchange;
};

/* The answer in the making; all in its arena. */
struct found {
    struct arena arena;
    struct address **addresses;
    size_t count;
    const char *canonical;
};

static void ask_for_name(struct lookup *lookup);

static bool
wants(const struct stub_settings *settings, enum family family)
{
    /* Without any address glibc does not narrow the search. */
    if (settings->no_ipv4 == settings->no_ipv6)
        return true;
    return family == FAMILY_IPV4 ? !settings->no_ipv4 : !settings->no_ipv6;
}

static void
add_address(struct found *found, const struct address *address)
{
    struct address *copy;

    for (size_t i = 0; i < found->count; i++)
        if (address_equal(found->addresses[i], address))
            return;
    copy = arena_new(&found->arena, 1, sizeof(*copy));
    *copy = *address;
    arena_push(&found->arena, &found->addresses, &found->count, copy);
}

/* Answers and ends what was found; without addresses with the error. */
static void
answer(struct stub *stub, uint64_t question, struct found *found, int error)
{
    struct address *flat =
        arena_new(&found->arena, found->count + 1, sizeof(*flat));

    for (size_t i = 0; i < found->count; i++)
        flat[i] = *found->addresses[i];
    lab_names_answer(stub->node, question,
                     &(struct lab_names){
                         .error = found->count > 0 ? 0 : error,
                         .canonical = found->canonical,
                         .addresses = flat,
                         .address_count = found->count,
                     });
    arena_release(&found->arena);
}

static void
look_into_hosts(const struct stub *stub, const char *host, enum family family,
                struct found *found)
{
    const struct stub_settings *settings = &stub->settings;

    if (!wants(settings, family))
        return;
    for (size_t i = 0; i < settings->host_count; i++) {
        const struct stub_host *line = &settings->hosts[i];

        if (line->address.family != family || strcasecmp(line->host, host))
            continue;
        found->canonical = line->host;
        add_address(found, &line->address);
    }
}

/*
 * Along the aliases from a name to the addresses, in the order in which the
 * records stand, as glibc reads them.
 */
static void
look_into_message(const struct stub_ask *ask, const char *name,
                  struct found *found)
{
    for (size_t i = 0; i < ask->message.record_count; i++) {
        const struct dns_message_record *record = &ask->message.records[i];

        if (strcasecmp(record->owner, name) != 0)
            continue;
        if (record->type == DNS_RECORD_CNAME)
            name = record->alias;
        else if (record->type == ask->type)
            add_address(found, &record->address);
    }
    if (found->count > 0 && found->canonical == NULL)
        found->canonical = arena_text(&found->arena, name);
}

static void
collect(const struct lookup *lookup, enum dns_record_type type,
        struct found *found)
{
    const struct stub_exchange *exchange = &lookup->exchange;

    for (size_t i = 0; i < exchange->ask_count; i++) {
        const struct stub_ask *ask = &exchange->asks[i];

        if (ask->type == type && ask->state == STUB_ANSWERED &&
            ask->message.rcode == DNS_RCODE_NOERROR)
            look_into_message(ask, lookup->names[lookup->name], found);
    }
}

/* A name that has records, but no address, is not searched any further. */
static bool
has_records(const struct stub_ask *ask)
{
    return ask->state == STUB_ANSWERED &&
           ask->message.rcode == DNS_RCODE_NOERROR &&
           ask->message.record_count + ask->message.dropped_count > 0;
}

static bool
is_final(const struct stub_exchange *exchange)
{
    for (size_t i = 0; i < exchange->ask_count; i++)
        if (has_records(&exchange->asks[i]))
            return true;
    return false;
}

/* Measured with glibc 2.36: FORMERR, too, is "name not known". */
static int
error_of(const struct stub_exchange *exchange)
{
    int error = EAI_AGAIN;

    if (is_final(exchange))
        return EAI_NONAME;
    for (size_t i = 0; i < exchange->ask_count; i++) {
        const struct stub_ask *ask = &exchange->asks[i];

        if (ask->state != STUB_ANSWERED ||
            ask->message.rcode == DNS_RCODE_SERVFAIL)
            continue;
        if (ask->message.rcode != DNS_RCODE_NOERROR)
            return EAI_NONAME;
        error = EAI_NODATA;
    }
    return error;
}

/*
 * A name that was first asked as it is counts as it was then; else what the
 * search met goes before what the bare name met, unless that was nothing.
 */
static int
final_error(const struct lookup *lookup)
{
    int first = lookup->errors[0];

    if (lookup->dotted || first != EAI_NONAME)
        return first;
    return lookup->errors[lookup->name];
}

static void
lookup_free(struct lookup *lookup)
{
    struct lookup **at = &lookup->stub->lookups;

    while (*at != lookup)
        at = &(*at)->next;
    *at = lookup->next;
    stub_exchange_release(&lookup->exchange);
    arena_release(&lookup->arena);
    free(lookup);
}

static bool
goes_on(const struct lookup *lookup)
{
    return lookup->name + 1 < lookup->name_count &&
           !is_final(&lookup->exchange) &&
           lab_names_is_open(lookup->stub->node, lookup->question);
}

static void
on_done(void *context)
{
    struct lookup *lookup = context;
    struct found found = { 0 };

    collect(lookup, DNS_RECORD_AAAA, &found);
    collect(lookup, DNS_RECORD_A, &found);
    lookup->errors[lookup->name] = error_of(&lookup->exchange);
    if (found.count == 0 && goes_on(lookup)) {
        lookup->name++;
        ask_for_name(lookup);
        return;
    }
    answer(lookup->stub, lookup->question, &found, final_error(lookup));
    lookup_free(lookup);
}

static void
ask_for_name(struct lookup *lookup)
{
    static const struct address own = { .family = FAMILY_IPV4,
                                        .bytes = { 127, 0, 0, 1 } };
    const struct stub_settings *settings = &lookup->stub->settings;
    struct stub_exchange *exchange = &lookup->exchange;
    const char *name = lookup->names[lookup->name];

    stub_exchange_release(exchange);
    *exchange = (struct stub_exchange){
        .node = lookup->stub->node,
        .question = lookup->question,
        .resolvers = settings->resolvers,
        .resolver_count = settings->resolver_count,
        .done = on_done,
        .context = lookup,
    };
    if (settings->resolver_count == 0) {
        exchange->resolvers = &own;
        exchange->resolver_count = 1;
    }
    if (wants(settings, FAMILY_IPV4))
        stub_exchange_ask(exchange, name, DNS_RECORD_A);
    if (wants(settings, FAMILY_IPV6))
        stub_exchange_ask(exchange, name, DNS_RECORD_AAAA);
    stub_exchange_start(exchange);
}

/* resolv.conf(5): ndots is 1. A dot at the end forbids the search. */
static void
list_names(struct lookup *lookup, const char *host, const char *search)
{
    bool complete = host[strlen(host) - 1] == '.';
    const char *bare =
        arena_copy(&lookup->arena, host, strlen(host) - (complete ? 1 : 0));
    const char *longer =
        complete || search == NULL
            ? NULL
            : arena_printf(&lookup->arena, "%s.%s", host, search);

    lookup->dotted = strchr(host, '.') != NULL;
    if (longer != NULL && !lookup->dotted)
        lookup->names[lookup->name_count++] = longer;
    lookup->names[lookup->name_count++] = bare;
    if (longer != NULL && lookup->dotted)
        lookup->names[lookup->name_count++] = longer;
}

static void
on_question(struct lab_node *node, uint64_t question, const char *host,
            void *context)
{
    struct stub *stub = context;
    struct found found = { 0 };
    struct address literal;
    struct lookup *lookup;

    (void)node;
    if (address_parse(host, &literal))
        add_address(&found, &literal);
    look_into_hosts(stub, host, FAMILY_IPV6, &found);
    look_into_hosts(stub, host, FAMILY_IPV4, &found);
    if (found.count > 0 || *host == '\0' || strlen(host) > NAME_LIMIT) {
        answer(stub, question, &found, EAI_NONAME);
        return;
    }
    lookup = memory_new(1, sizeof(*lookup));
    lookup->next = stub->lookups;
    stub->lookups = lookup;
    lookup->stub = stub;
    lookup->question = question;
    list_names(lookup, host, stub->settings.search);
    ask_for_name(lookup);
}

static void
stub_free(void *thing)
{
    struct stub *stub = thing;

    while (stub->lookups != NULL)
        lookup_free(stub->lookups);
    arena_release(&stub->arena);
    free(stub);
}

static struct stub_settings
copy_settings(struct arena *arena, const struct stub_settings *settings)
{
    struct stub_settings copy = *settings;
    struct stub_host *hosts =
        arena_new(arena, copy.host_count + 1, sizeof(*hosts));
    struct address *resolvers =
        arena_new(arena, copy.resolver_count + 1, sizeof(*resolvers));

    for (size_t i = 0; i < copy.host_count; i++) {
        hosts[i] = settings->hosts[i];
        hosts[i].host = arena_text(arena, hosts[i].host);
    }
    for (size_t i = 0; i < copy.resolver_count; i++)
        resolvers[i] = settings->resolvers[i];
    copy.hosts = hosts;
    copy.resolvers = resolvers;
    if (copy.search != NULL)
        copy.search = arena_text(arena, copy.search);
    return copy;
}

void
stub_resolver_start(struct lab_node *node,
                    const struct stub_settings *settings)
{
    struct stub *stub = memory_new(1, sizeof(*stub));

    stub->node = node;
    stub->settings = copy_settings(&stub->arena, settings);
    lab_keep(lab_node_world(node), stub, stub_free);
    lab_set_name_service(node, on_question, stub);
}
