#include "name_builder.h"

#include <stdlib.h>

static struct address *
address_of(struct run_builder *builder, const char *text)
{
    struct address *address =
        arena_new(&builder->run.arena, 1, sizeof *address);

    if (!address_parse(text, address))
        abort();
    return address;
}

static void
add_answer(struct run_builder *builder, struct name *name,
           const struct dns_answer *answer)
{
    struct arena *arena = &builder->run.arena;
    struct dns_answer *copy = arena_new(arena, 1, sizeof *copy);

    *copy = *answer;
    if (copy->server == NULL)
        copy->server = "10.0.0.53:53";
    arena_push(arena, &name->answers, &name->answer_count, copy);
}

static void
add_record(struct run_builder *builder, struct name *name,
           const struct address *address)
{
    struct arena *arena = &builder->run.arena;
    struct dns_record *record = arena_new(arena, 1, sizeof *record);
    struct dns_answer answer = { .type = DNS_A, .rcode = "NOERROR" };

    record->owner = name->host;
    record->address = *address;
    arena_push(arena, &answer.records, &answer.record_count, record);
    add_answer(builder, name, &answer);
}

struct path *
build_own_address(struct run_builder *builder, struct target *target,
                  const char *text)
{
    struct address *address = address_of(builder, text);
    struct name *name = target->name;

    name->result.outcome = OUTCOME_PASS;
    arena_push(&builder->run.arena, &name->system.addresses,
               &name->system.address_count, address);
    return target_add_path(&builder->run, target, address, true);
}

struct path *
build_hosts_address(struct run_builder *builder, struct target *target,
                    const char *text)
{
    target->name->system.hosts_line = arena_printf(
        &builder->run.arena, "4: %s %s", text, target->endpoint->host);
    return build_own_address(builder, target, text);
}

struct path *
build_further_address(struct run_builder *builder, struct target *target,
                      const char *text)
{
    const struct address *address = address_of(builder, text);

    add_record(builder, target->name, address);
    return target_add_path(&builder->run, target, address, false);
}

void
build_denied(struct run_builder *builder, struct target *target)
{
    struct dns_answer answer = { .type = DNS_A,
                                 .reason = REASON_NXDOMAIN,
                                 .rcode = "NXDOMAIN" };

    add_answer(builder, target->name, &answer);
}

void
build_search_list(struct run_builder *builder)
{
    struct machine *machine = &builder->run.machine;

    arena_push(&builder->run.arena, &machine->search_domains,
               &machine->search_domain_count, "corp.example");
}

void
build_made_up(struct run_builder *builder, const char *text)
{
    struct name *name = run_name(&builder->run, "qwertz.example.com");

    name->random = true;
    name->result.outcome = OUTCOME_PASS;
    add_record(builder, name, address_of(builder, text));
}

void
build_cut_answer(struct run_builder *builder, struct target *target,
                 enum reason reason)
{
    struct dns_answer answer = { .type = DNS_A,
                                 .reason = reason,
                                 .over_tcp = true };
    struct name *name = target->name;

    add_answer(builder, name, &answer);
    name->result.outcome = OUTCOME_FAIL;
    name->result.reason = reason;
    name->system.reason = REASON_LOOKUP_FAILED;
}

void
build_second_server(struct run_builder *builder, struct target *target,
                    enum reason reason)
{
    struct dns_answer answer = { .type = DNS_A,
                                 .reason = reason,
                                 .server = "10.0.0.54:53" };

    add_answer(builder, target->name, &answer);
}

void
build_interface(struct run_builder *builder, bool has_way_out)
{
    struct machine *machine = &builder->run.machine;
    struct arena *arena = &builder->run.arena;
    struct machine_interface *interface =
        arena_new(arena, 1, sizeof *interface);
    struct machine_route *route = arena_new(arena, 1, sizeof *route);

    *interface = (struct machine_interface){ .name = "eth0", .up = true };
    arena_push(arena, &machine->interfaces, &machine->interface_count,
               interface);
    if (!has_way_out)
        return;
    route->interface = interface->name;
    route->gateway = *address_of(builder, "10.0.0.1");
    arena_push(arena, &machine->default_routes, &machine->default_route_count,
               route);
}
