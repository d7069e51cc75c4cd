#include <string.h>

#include "transcript/mask_state.h"
#include "transcript/own_words.h"
#include "transcript/run_walk.h"

/*
 * What a mask finds out about a place before anything is written: walks over
 * the whole run, each of which knows what the one before has found.
 */

/* What the run has: first everything is reserved, so that no alias is it. */

static void
reserve_text(void *context, const struct field *field, const char **slot)
{
    struct mask *mask = context;
    struct span text = span_of(*slot);

    if (field->privacy == PRIVACY_CERTIFICATE)
        aliases_reserve(mask->aliases, ALIAS_NUMBER, *slot);
    while (text.length > 0) {
        struct span word = mask_word_at(text);
        struct address address;

        if (mask_address_at(text, &address) > 0)
            aliases_reserve_address(mask->aliases, &address);
        if (word.length > 0)
            aliases_reserve(mask->aliases, ALIAS_WORD,
                            mask_span_text(mask, word));
        text = span_from(text, word.length > 0 ? word.length : 1);
    }
}

static void
reserve_address(void *context, struct address *address)
{
    struct mask *mask = context;

    aliases_reserve_address(mask->aliases, address);
}

/* Which addresses may stay. */

enum { NEAR_BITS_IPV4 = 24, NEAR_BITS_IPV6 = 48, BYTE_BITS = 8 };

static bool
is_near(const struct address *left, const struct address *right)
{
    size_t bytes =
        (left->family == FAMILY_IPV4 ? NEAR_BITS_IPV4 : NEAR_BITS_IPV6) /
        BYTE_BITS;

    return left->family == right->family && left->family != FAMILY_NONE &&
           memcmp(left->bytes, right->bytes, bytes) == 0;
}

/* An address that a part of the place has, or one of the same network. */
static bool
machine_is_near(const struct machine *machine, const struct address *address)
{
    for (size_t i = 0; i < machine->resolver_count; i++)
        if (is_near(&machine->resolvers[i]->address, address))
            return true;
    for (size_t i = 0; i < machine->default_route_count; i++)
        if (is_near(&machine->default_routes[i]->gateway, address))
            return true;
    for (size_t i = 0; i < machine->interface_count; i++)
        for (size_t j = 0; j < machine->interfaces[i]->address_count; j++)
            if (is_near(machine->interfaces[i]->addresses[j], address))
                return true;
    return false;
}

static bool
proxies_are_near(const struct run *run, const struct address *address)
{
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (target->proxy_name == NULL)
            continue;
        for (size_t j = 0; j < target->path_count; j++)
            if (is_near(&target->paths[j]->address, address))
                return true;
    }
    return false;
}

/* Of a public service, and not of the place. */
static void
keep_address(struct mask *mask, const struct address *address)
{
    enum address_kind kind = address_kind_of(address);

    if ((kind != ADDRESS_GLOBAL && kind != ADDRESS_DOCUMENTATION) ||
        machine_is_near(&mask->run->machine, address) ||
        proxies_are_near(mask->run, address) ||
        mask_address_is_kept(mask, address))
        return;

    struct address *copy = arena_new(&mask->arena, 1, sizeof *copy);

    *copy = *address;
    arena_push(&mask->arena, &mask->kept, &mask->kept_count, copy);
}

static void
keep_addresses(struct mask *mask)
{
    for (size_t i = 0; i < mask->run->name_count; i++) {
        const struct name *name = mask->run->names[i];

        if (!mask_is_own_host(mask, span_of(name->host)))
            continue;
        for (size_t j = 0; j < name->system.address_count; j++)
            keep_address(mask, name->system.addresses[j]);
        for (size_t j = 0; j < name->answer_count; j++)
            for (size_t k = 0; k < name->answers[j]->record_count; k++)
                keep_address(mask, &name->answers[j]->records[k]->address);
    }
}

/* Whole names that no word of theirs would give away. */

static void
learn_common_name(struct mask *mask, const char *text)
{
    if (!mask_words_are_open(mask, span_of(text)))
        return;
    for (size_t i = 0; i < mask->name_count; i++)
        if (strcasecmp(mask->names[i], text) == 0)
            return;
    arena_push(&mask->arena, &mask->names, &mask->name_count, text);
}

/* The name, and the domain that it is of, with everything else in it. */
static void
learn_name(struct mask *mask, struct span host)
{
    static char yes[] = "";
    struct span domain = mask_domain_of(host);
    struct address address;

    if (mask_is_own_host(mask, host))
        mask_open_words(mask, host);
    if (mask_is_own_host(mask, host) || domain.length == 0 ||
        mask_address_at(host, &address) > 0)
        return;
    learn_common_name(mask, mask_span_text(mask, host));
    learn_common_name(mask, mask_span_text(mask, domain));
    text_table_put(&mask->domains, &mask->arena, mask_span_text(mask, domain),
                   yes);
}

/* Each name of a text of hosts: "*.corp.example, proxy.corp.example:3128". */
static void
learn_names(struct mask *mask, const char *text)
{
    static const char not_of_names[] = " ,;:*/|[]()<>\"'";

    while (*text != '\0') {
        size_t length = strcspn(text, not_of_names);
        size_t dots = strspn(text, ".");

        if (dots < length)
            learn_name(mask, (struct span){ text + dots, length - dots });
        text += length;
        text += strspn(text, not_of_names);
    }
}

/* Aliases in an order that does not depend on where a name is met first. */

static void
learn_host_text(void *context, const struct field *field, const char **slot)
{
    if (field->privacy == PRIVACY_HOST)
        learn_names(context, *slot);
}

static void
learn_text(void *context, const struct field *field, const char **slot)
{
    struct mask *mask = context;

    if (field->privacy != PRIVACY_FREE && field->privacy != PRIVACY_PUBLIC)
        (void)mask_field(mask, field, *slot);
}

static void
learn_address(void *context, struct address *address)
{
    (void)mask_address(context, address);
}

static void
learn_free_text(void *context, const struct field *field, const char **slot)
{
    if (field->privacy == PRIVACY_FREE)
        (void)mask_field(context, field, *slot);
}

static void
skip_address(void *context, struct address *address)
{
    (void)context;
    (void)address;
}

static void
count_text(void *context, const struct field *field, const char **slot)
{
    (void)mask_field(context, field, *slot);
}

/*
 * The walk is given the run itself: these visitors change nothing. The
 * endpoints are the definitions', and their hosts are those of the names.
 */
static void
mask_look(struct mask *mask,
          void (*text)(void *, const struct field *, const char **),
          void (*address)(void *, struct address *))
{
    struct run_visitor visitor = { mask, text, address };

    run_walk_facts((struct run *)(uintptr_t)mask->run, &visitor);
}

void
mask_learn(struct mask *mask)
{
    mask_look(mask, reserve_text, reserve_address);
    mask_learn_certificates(mask);
    keep_addresses(mask);
    mask_look(mask, learn_host_text, skip_address);
    mask_look(mask, learn_text, learn_address);
    mask_look(mask, learn_free_text, skip_address);
    if (mask->options.unlisted)
        return;
    mask->counting = true;
    mask_look(mask, count_text, learn_address);
    mask->counting = false;
}
