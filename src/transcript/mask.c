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
    const char *result;

    if (text == NULL)
        return NULL;
    if (!field_is_strict(field)) {
        result = mask_text(mask, field->privacy, text);
        return result != NULL || field == pem_field() ? result : "";
    }
    return mask_strict(mask, text);
}

const char *
mask_strict(struct mask *mask, const char *text)
{
    struct buffer masked = { 0 };
    const char *result;

    mask_append_text(mask, &masked, span_of(text), ZEAL_STRICT);
    result = finish_text(mask, PRIVACY_FREE, text, &masked);
    buffer_release(&masked);
    return result;
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
    mask_learn(mask);
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

static void
skip_address(void *context, struct address *address)
{
    (void)context;
    (void)address;
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
