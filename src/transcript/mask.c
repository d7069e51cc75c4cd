#include "transcript/mask.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/naming.h"
#include "transcript/mask_state.h"
#include "transcript/own_words.h"
#include "transcript/run_walk.h"

/* What is listed for the preview. */

void
mask_note(struct mask *mask, const char *kind, struct span original,
          const char *alias)
{
    struct mask_replacement *row;
    const char *text;

    if (!mask->counting)
        return;
    text = mask_span_text(mask, original);
    row = text_table_find(&mask->replaced, text);
    if (row == NULL) {
        row = arena_new(&mask->arena, 1, sizeof *row);
        row->original = text;
        row->alias = arena_text(&mask->arena, alias);
        row->kind = kind;
        text_table_put(&mask->replaced, &mask->arena, text, row);
        arena_push(&mask->arena, &mask->replacements, &mask->replacement_count,
                   row);
    }
    row->times++;
}

const struct mask_replacement *
mask_replacements(struct mask *mask, size_t *count)
{
    free(mask->list);
    mask->list = memory_new(mask->replacement_count + 1, sizeof *mask->list);
    for (size_t i = 0; i < mask->replacement_count; i++)
        mask->list[i] = *mask->replacements[i];
    *count = mask->replacement_count;
    return mask->list;
}

/* Addresses. */

static bool
is_reserved_for_probes(const struct address *address)
{
    struct address reserved;

    if (address->family == FAMILY_NONE)
        return false;
    reserved = probe_reserved_address(address->family);
    return address_equal(&reserved, address);
}

bool
mask_address_is_kept(const struct mask *mask, const struct address *address)
{
    for (size_t i = 0; i < mask->kept_count; i++)
        if (address_equal(mask->kept[i], address))
            return true;
    return is_reserved_for_probes(address) ||
           naming_sinkhole(mask->run->definitions, address) != NULL;
}

bool
mask_address_is_hidden(const struct mask *mask, const struct address *address)
{
    return !mask_address_is_kept(mask, address) &&
           aliases_has_address(mask->aliases, address);
}

struct address
mask_address(struct mask *mask, const struct address *address)
{
    char text[ADDRESS_TEXT_SIZE];
    char alias_text[ADDRESS_TEXT_SIZE];
    struct address alias;

    if (mask_address_is_kept(mask, address))
        return *address;
    alias = aliases_address(mask->aliases, address);
    if (!address_equal(&alias, address))
        mask_note(mask, "address", span_of(address_format(address, text)),
                  address_format(&alias, alias_text));
    return alias;
}

/* Texts by their class. */

/* A place of a log or a setting is no path: "--resolver", "SSL_CERT_FILE". */
static void
append_path(struct mask *mask, struct buffer *out, struct span text)
{
    mask_append_text(mask, out, text, ZEAL_STRICT);
}

static bool
append_class(struct mask *mask, struct buffer *out, enum privacy privacy,
             const char *text)
{
    struct span span = span_of(text);

    switch (privacy) {
    case PRIVACY_PUBLIC:
        mask_append_text(mask, out, span, ZEAL_KNOWN);
        return true;
    case PRIVACY_HOST:
        mask_append_hosts(mask, out, span);
        return true;
    case PRIVACY_ADDRESS:
        mask_append_text(mask, out, span, ZEAL_STRICT);
        return true;
    case PRIVACY_USER:
        if (own_words_is_common_user(text))
            buffer_append_text(out, text);
        else
            mask_append_words(mask, out, "user", span, true);
        return true;
    case PRIVACY_PATH:
        append_path(mask, out, span);
        return true;
    case PRIVACY_CERTIFICATE:
        return mask_append_certificate(mask, out, text);
    case PRIVACY_FREE:
        mask_append_text(mask, out, span, ZEAL_SEARCH);
        return true;
    }
    return false;
}

static const char *const kind_names[] = {
    [PRIVACY_PUBLIC] = NULL, /* its pieces are listed */
    [PRIVACY_HOST] = "host",
    [PRIVACY_ADDRESS] = NULL,
    [PRIVACY_USER] = "user",
    [PRIVACY_PATH] = "path",
    [PRIVACY_CERTIFICATE] = "certificate",
    [PRIVACY_FREE] = NULL,
};
static_assert(sizeof kind_names / sizeof kind_names[0] == PRIVACY_FREE + 1,
              "every class says how it is listed");

/* The text and its alias belong to the mask. */
static const char *
finish_text(struct mask *mask, enum privacy privacy, const char *text,
            const struct buffer *masked)
{
    if (strcmp(buffer_text(masked), text) == 0)
        return text;
    if (kind_names[privacy] != NULL)
        mask_note(mask, kind_names[privacy], span_of(text),
                  buffer_text(masked));
    return arena_text(&mask->arena, buffer_text(masked));
}

const char *
mask_text(struct mask *mask, enum privacy privacy, const char *text)
{
    struct buffer masked = { 0 };
    const char *result = NULL;
    bool counting = mask->counting;

    if (text == NULL)
        return NULL;
    /* What is listed as a whole is not listed by its pieces. */
    mask->counting = counting && kind_names[privacy] == NULL;

    bool kept = append_class(mask, &masked, privacy, text);

    mask->counting = counting;
    if (kept)
        result = finish_text(mask, privacy, text, &masked);
    else
        mask_note(mask, "certificate", span_of("a whole certificate"), "");
    buffer_release(&masked);
    return result;
}

/*
 * Texts of others in which names stand without any sign that they are names:
 * headers of a proxy, settings, lines of the hosts file, files in an archive.
 */
static bool
field_is_strict(const struct field *field)
{
    static const struct {
        const struct schema *schema;
        const char *name;
    } strict[] = {
        { &http_header_schema, "value" },
        { &system_answer_schema, "hosts_line" },
        { &bundle_entry_schema, "name" },
    };

    for (size_t i = 0; i < sizeof strict / sizeof strict[0]; i++)
        for (size_t j = 0; j < strict[i].schema->field_count; j++)
            if (&strict[i].schema->fields[j] == field &&
                strcmp(field->name, strict[i].name) == 0)
                return true;
    return field->privacy == PRIVACY_FREE && strcmp(field->name, "value") == 0;
}

/* The one text that may be missing afterwards: readers expect that. */
static const struct field *
pem_field(void)
{
    for (size_t i = 0; i < certificate_schema.field_count; i++)
        if (strcmp(certificate_schema.fields[i].name, "pem") == 0)
            return &certificate_schema.fields[i];
    return NULL;
}

const char *
mask_field(struct mask *mask, const struct field *field, const char *text)
{
    struct buffer masked = { 0 };
    const char *result;

    if (text == NULL)
        return NULL;
    if (!field_is_strict(field)) {
        result = mask_text(mask, field->privacy, text);
        return result != NULL || field == pem_field() ? result : "";
    }
    mask_append_text(mask, &masked, span_of(text), ZEAL_STRICT);
    result = finish_text(mask, field->privacy, text, &masked);
    buffer_release(&masked);
    return result;
}

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

        if (!own_words_has_host(span_of(name->host)))
            continue;
        for (size_t j = 0; j < name->system.address_count; j++)
            keep_address(mask, name->system.addresses[j]);
        for (size_t j = 0; j < name->answer_count; j++)
            for (size_t k = 0; k < name->answers[j]->record_count; k++)
                keep_address(mask, &name->answers[j]->records[k]->address);
    }
}

/* Whole names that no word of theirs would give away. */

static bool
words_are_common(struct mask *mask, struct span text)
{
    while (text.length > 0) {
        struct span word = mask_word_at(text);

        if (word.length > 0 && !mask_word_is_open(mask, word))
            return false;
        text = span_from(text, word.length > 0 ? word.length : 1);
    }
    return true;
}

static void
learn_common_name(struct mask *mask, const char *text)
{
    if (!words_are_common(mask, span_of(text)))
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

    if (own_words_has_host(host))
        mask_open_words(mask, host);
    if (own_words_has_host(host) || domain.length == 0 ||
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

struct mask *
mask_new(const struct run *run, const struct mask_options *options)
{
    struct mask *mask = memory_new(1, sizeof *mask);

    mask->run = run;
    if (options != NULL)
        mask->options = *options;
    mask->aliases = mask->options.aliases;
    if (mask->aliases == NULL) {
        mask->aliases = aliases_new();
        mask->owns_aliases = true;
    }
    mask_look(mask, reserve_text, reserve_address);
    mask_learn_certificates(mask);
    keep_addresses(mask);
    mask_look(mask, learn_host_text, skip_address);
    mask_look(mask, learn_text, learn_address);
    mask_look(mask, learn_free_text, skip_address);
    mask->counting = true;
    mask_look(mask, count_text, learn_address);
    mask->counting = false;
    return mask;
}

void
mask_free(struct mask *mask)
{
    if (mask == NULL)
        return;
    if (mask->owns_aliases)
        aliases_free(mask->aliases);
    free(mask->list);
    arena_release(&mask->arena);
    free(mask);
}

/* A run in place. */

static void
put_text(void *context, const struct field *field, const char **slot)
{
    *slot = mask_field(context, field, *slot);
}

static void
put_address(void *context, struct address *address)
{
    *address = mask_address(context, address);
}

/* What refers to the mask's memory must not outlive it. */
static void
own_text(void *context, const struct field *field, const char **slot)
{
    (void)field;
    *slot = arena_text(context, *slot);
}

void
mask_run(struct mask *mask, struct run *copy)
{
    struct run_visitor visitor = { mask, put_text, put_address };
    struct run_visitor owner = { &copy->arena, own_text, skip_address };

    run_walk(copy, &visitor);
    run_walk(copy, &owner);
    run_index_names(copy);
}
