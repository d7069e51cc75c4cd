#include <string.h>

#include "model/distinguished_name.h"
#include "transcript/mask_state.h"
#include "transcript/own_words.h"

/* What is public. */

static void
open_text(struct mask *mask, const char *text)
{
    static char yes[] = "";

    if (text == NULL)
        return;
    text_table_put(&mask->open_texts, &mask->arena, text, yes);
    mask_open_words(mask, span_of(text));
}

static void
open_certificate(struct mask *mask, const struct certificate *certificate)
{
    open_text(mask, certificate->subject);
    open_text(mask, certificate->issuer);
    open_text(mask, certificate->serial);
    open_text(mask, certificate->sha256);
    open_text(mask, certificate->pem);
    for (size_t i = 0; i < certificate->name_count; i++)
        open_text(mask, certificate->names[i]);
}

/* A chain of a public service that ends in a genuine root: anybody sees it. */
static bool
chain_is_public(const struct mask *mask, const struct tls_facts *tls)
{
    return tls->genuine.ok && !mask->run->definitions->roots_replaced &&
           tls->name_matches && tls->server_name != NULL &&
           own_words_has_host(span_of(tls->server_name));
}

static bool
root_is_public(const struct mask *mask, const char *sha256)
{
    const struct definitions *definitions = mask->run->definitions;

    return sha256 != NULL && !definitions->roots_replaced &&
           definitions_root(definitions, sha256) != NULL;
}

static void
learn_root(struct mask *mask, const struct verification *verification)
{
    if (!root_is_public(mask, verification->root_sha256))
        return;
    open_text(mask, verification->root);
    open_text(mask, verification->root_sha256);
}

/* Who makes certificates for hosts that are not his. */
static void
learn_issuer(struct mask *mask, const char *issuer)
{
    static char yes[] = "";
    struct buffer value = { 0 };
    enum name_field field;

    while (issuer != NULL && distinguished_name_next(&issuer, &field, &value))
        if (field == NAME_ORGANISATION && value.length > 0)
            text_table_put(&mask->issuers, &mask->arena, buffer_text(&value),
                           yes);
    buffer_release(&value);
}

static void
learn_tls(struct mask *mask, const struct tls_facts *tls)
{
    bool public = chain_is_public(mask, tls);

    learn_root(mask, &tls->genuine);
    learn_root(mask, &tls->system);
    for (size_t i = 0; i < tls->chain_count; i++) {
        const struct certificate *certificate = tls->chain[i];

        if (public || root_is_public(mask, certificate->sha256))
            open_certificate(mask, certificate);
        else
            learn_issuer(mask, certificate->issuer);
    }
    for (size_t i = 0; public && i < tls->client_certificate_authority_count;
         i++)
        open_text(mask, tls->client_certificate_authorities[i]);
}

void
mask_learn_certificates(struct mask *mask)
{
    const struct run *run = mask->run;

    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            learn_tls(mask, &run->targets[i]->paths[j]->tls);
    for (size_t i = 0; i < run->probe_count; i++)
        if (run->probes[i]->path != NULL)
            learn_tls(mask, &run->probes[i]->path->tls);
}

/* The forms that a text of a certificate has. */

static bool
has_only(const char *text, const char *signs)
{
    return text[0] != '\0' && text[strspn(text, signs)] == '\0';
}

/* A serial or a fingerprint, with or without colons. */
static bool
append_number(struct mask *mask, struct buffer *out, const char *text)
{
    if (!has_only(text, "0123456789abcdefABCDEF:"))
        return false;
    if (aliases_is_alias(mask->aliases, ALIAS_NUMBER, text))
        buffer_append_text(out, text);
    else
        buffer_append_text(out, aliases_number(mask->aliases, text));
    return true;
}

/* "DNS:www.corp.example", "IP Address:10.0.0.1", "email:...", "URI:..." */
static bool
append_alternative_name(struct mask *mask, struct buffer *out,
                        const char *text)
{
    static const char *const kinds[] = { "DNS:", "IP Address:", "IP:",
                                         "email:", "URI:" };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i]);
        struct span name = span_from(span_of(text), length);

        if (strncasecmp(text, kinds[i], length) != 0)
            continue;
        buffer_append(out, text, length);
        if (i <= 2)
            mask_append_hosts(mask, out, name);
        else
            mask_append_text(mask, out, name, ZEAL_STRICT);
        return true;
    }
    return false;
}

/* Up to the next separator that no backslash and no quote protects. */
static size_t
attribute_length(const char *text)
{
    bool quoted = false;
    size_t at = 0;

    for (; text[at] != '\0'; at++) {
        if (text[at] == '\\' && text[at + 1] != '\0')
            at++;
        else if (text[at] == '"')
            quoted = !quoted;
        else if (!quoted && strchr(",+;", text[at]) != NULL)
            break;
    }
    return at;
}

static bool
is_one_of(struct span type, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equals_any_case(type, names[i]))
            return true;
    return false;
}

/* The organisation that forges, if it may be told. */
static bool
is_told_issuer(struct mask *mask, struct span value)
{
    if (mask->options.hide_issuers)
        return false;

    /* As it stands in the DN: read it back the way it was learnt. */
    const char *text =
        arena_printf(&mask->arena, "O=%.*s", (int)value.length, value.text);
    struct buffer plain = { 0 };
    enum name_field field;
    bool told = distinguished_name_next(&text, &field, &plain) &&
                text_table_find(&mask->issuers, buffer_text(&plain)) != NULL;

    buffer_release(&plain);
    return told;
}

static void
append_value(struct mask *mask, struct buffer *out, struct span type,
             struct span value)
{
    static const char *const organisations[] = { "O", "organizationName",
                                                 "2.5.4.10" };
    static const char *const names[] = {
        "CN",      "commonName", "2.5.4.3", "OU", "organizationalUnitName",
        "2.5.4.11"
    };
    static const char *const mails[] = { "emailAddress", "EMAIL", "E" };

    if (mask_is_own_host(mask, value))
        buffer_append(out, value.text, value.length);
    else if (is_one_of(type, organisations, 3) && is_told_issuer(mask, value))
        mask_append_text(mask, out, value, ZEAL_KNOWN);
    else if (is_one_of(type, organisations, 3))
        mask_append_words(mask, out, "org", value, mask->options.hide_issuers);
    else if (is_one_of(type, names, 6) || is_one_of(type, mails, 3))
        mask_append_text(mask, out, value, ZEAL_STRICT);
    else
        mask_append_words(mask, out, "word", value, true);
}

static void
append_name(struct mask *mask, struct buffer *out, const char *text)
{
    while (*text != '\0') {
        struct span part = { text, attribute_length(text) };
        size_t equals = span_find(part, "=");
        struct span type = { text, equals };

        while (type.length > 0 && type.text[0] == ' ')
            type = span_from(type, 1);
        if (equals < part.length) {
            mask_append_text(mask, out, (struct span){ text, equals },
                             ZEAL_KNOWN);
            buffer_append_byte(out, '=');
            append_value(mask, out, type, span_from(part, equals + 1));
        } else {
            mask_append_words(mask, out, "word", part, false);
        }
        text += part.length;
        if (*text != '\0')
            buffer_append_byte(out, *text++);
    }
}

bool
mask_append_certificate(struct mask *mask, struct buffer *out,
                        const char *text)
{
    if (text_table_find(&mask->open_texts, text) != NULL ||
        root_is_public(mask, text)) {
        buffer_append_text(out, text);
        return true;
    }
    if (strstr(text, "-----BEGIN") != NULL)
        return false;
    if (!append_number(mask, out, text) &&
        !append_alternative_name(mask, out, text))
        append_name(mask, out, text);
    return true;
}
