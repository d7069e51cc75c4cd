#include "model/naming.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WORDS(noun, count, ...)                                               \
    static const char *const noun##_ids[] = { __VA_ARGS__ };                  \
    static_assert(sizeof noun##_ids / sizeof noun##_ids[0] == (count),        \
                  "every " #noun " has an id");                               \
    const struct words noun##_words = { noun##_ids, (count) }

WORDS(name_field, NAME_FIELD_COUNT, [NAME_ANY] = "any",
      [NAME_ORGANISATION] = "organisation", [NAME_UNIT] = "unit",
      [NAME_COMMON_NAME] = "common-name", [NAME_EMAIL] = "email");

WORDS(interceptor_kind,
      INTERCEPTOR_KIND_COUNT, [INTERCEPTOR_GATEWAY] = "gateway",
      [INTERCEPTOR_CLOUD_PROXY] = "cloud-proxy",
      [INTERCEPTOR_FIREWALL] = "firewall",
      [INTERCEPTOR_ENDPOINT_SOFTWARE] = "endpoint-software",
      [INTERCEPTOR_DEBUGGING_PROXY] = "debugging-proxy");

WORDS(page_kind, PAGE_KIND_COUNT, [PAGE_BLOCK] = "block-page",
      [PAGE_PORTAL] = "captive-portal", [PAGE_LOGIN] = "login",
      [PAGE_PROXY_ERROR] = "proxy-error", [PAGE_MARK] = "mark");

WORDS(page_place,
      PAGE_PLACE_COUNT, [PLACE_BODY] = "body", [PLACE_TITLE] = "title",
      [PLACE_LOCATION] = "location", [PLACE_SERVER] = "server",
      [PLACE_HEADER] = "header", [PLACE_STATUS_LINE] = "status-line");

/* Products, by their certificates. */

static bool
pattern_fits(const struct name_pattern *pattern, enum name_field field,
             struct span value)
{
    if (pattern->field != NAME_ANY && pattern->field != field)
        return false;
    if (pattern->equals != NULL)
        return span_equals_any_case(value, pattern->equals);
    if (pattern->begins != NULL)
        return span_begins_any_case(value, pattern->begins);
    return span_contains_any_case(value, pattern->contains);
}

static bool
interceptor_has_value(const struct interceptor *interceptor,
                      enum name_field field, struct span value)
{
    for (size_t i = 0; i < interceptor->pattern_count; i++)
        if (pattern_fits(interceptor->patterns[i], field, value))
            return true;
    return false;
}

static bool
interceptor_has_root(const struct interceptor *interceptor, const char *sha256)
{
    for (size_t i = 0; i < interceptor->root_count; i++)
        if (strcmp(interceptor->roots[i], sha256) == 0)
            return true;
    return false;
}

/* The search for the first of the list: how many are still before it. */
struct search {
    const struct definitions *in;
    size_t first; /* index of the first found; the count when none was */
};

static void
search_value(struct search *search, enum name_field field, struct span value)
{
    for (size_t i = 0; i < search->first; i++)
        if (interceptor_has_value(search->in->interceptors[i], field, value))
            search->first = i;
}

static void
search_name(struct search *search, const char *name)
{
    struct buffer value = { 0 };
    enum name_field field;

    while (name != NULL && distinguished_name_next(&name, &field, &value))
        search_value(search, field, (struct span){ value.data, value.length });
    buffer_release(&value);
}

static void
search_root(struct search *search, const char *sha256)
{
    for (size_t i = 0; sha256 != NULL && i < search->first; i++)
        if (interceptor_has_root(search->in->interceptors[i], sha256))
            search->first = i;
}

static void
search_certificate(struct search *search,
                   const struct certificate *certificate)
{
    static const char email[] = "email:";

    search_name(search, certificate->subject);
    search_name(search, certificate->issuer);
    search_root(search, certificate->sha256);
    for (size_t i = 0; i < certificate->name_count; i++) {
        struct span name = span_of(certificate->names[i]);

        if (span_begins_any_case(name, email))
            search_value(search, NAME_EMAIL,
                         span_from(name, sizeof email - 1));
    }
}

const struct interceptor *
naming_interceptor(const struct definitions *in, const struct tls_facts *tls)
{
    struct search search = { in, in->interceptor_count };

    for (size_t i = 0; i < tls->chain_count; i++)
        search_certificate(&search, tls->chain[i]);
    search_root(&search, tls->system.root_sha256);
    return search.first < in->interceptor_count
               ? in->interceptors[search.first]
               : NULL;
}

/* Pages. */

static bool
header_is_named(struct span name, const char *wanted)
{
    size_t length = strcspn(wanted, "*");

    if (wanted[length] == '\0')
        return span_equals_any_case(name, wanted);
    return name.length >= length &&
           strncasecmp(name.text, wanted, length) == 0;
}

static bool
header_fits(const struct page *page, const char *name, const char *contains)
{
    struct page_header header;
    size_t at = 0;

    while (page_next_header(page, &at, &header))
        if ((name == NULL || header_is_named(header.name, name)) &&
            (contains == NULL ||
             span_contains_any_case(header.value, contains)))
            return true;
    return false;
}

static bool
page_fits(const struct page *page, const struct page_pattern *pattern)
{
    switch (pattern->place) {
    case PLACE_BODY:
        return span_contains(page->body, pattern->contains);
    case PLACE_TITLE:
        return span_contains(page_title(page), pattern->contains);
    case PLACE_STATUS_LINE:
        return span_contains(page->status_line, pattern->contains);
    case PLACE_LOCATION:
        return header_fits(page, "Location", pattern->contains);
    case PLACE_SERVER:
        return header_fits(page, "Server", pattern->contains);
    case PLACE_HEADER:
        return header_fits(page, pattern->header, pattern->contains);
    case PAGE_PLACE_COUNT:
        break;
    }
    return false;
}

const struct block_page *
naming_block_page(const struct definitions *in, const struct page *page)
{
    if (page_is_empty(page))
        return NULL;
    for (size_t i = 0; i < in->block_page_count; i++)
        for (size_t j = 0; j < in->block_pages[i]->pattern_count; j++)
            if (page_fits(page, in->block_pages[i]->patterns[j]))
                return in->block_pages[i];
    return NULL;
}

/* Addresses. */

const struct sinkhole *
naming_sinkhole(const struct definitions *in, const struct address *address)
{
    for (size_t i = 0; i < in->sinkhole_count; i++)
        for (size_t j = 0; j < in->sinkholes[i]->address_count; j++)
            if (address_prefix_has(in->sinkholes[i]->addresses[j], address))
                return in->sinkholes[i];
    return NULL;
}

bool
naming_address_is_sinkhole(const struct definitions *in,
                           const struct address *address)
{
    enum address_kind kind = address_kind_of(address);

    if (address->family == FAMILY_NONE)
        return false;
    return kind == ADDRESS_UNSPECIFIED || kind == ADDRESS_LOOPBACK ||
           naming_sinkhole(in, address) != NULL;
}

bool
naming_answer_is_filtered(const struct dns_answer *answer)
{
    enum { BLOCKED = 15, PROHIBITED = 18 };

    if (answer->extended_error == NULL)
        return false;

    long code = strtol(answer->extended_error, NULL, 10);

    return code >= BLOCKED && code <= PROHIBITED;
}

const struct dns_answer *
naming_filtered_answer(const struct name *name)
{
    for (size_t i = 0; i < name->answer_count; i++)
        if (naming_answer_is_filtered(name->answers[i]))
            return name->answers[i];
    return NULL;
}

/* Genuine authorities, by what a certificate says of its issuer. */

static const char *
authority_of_value(const struct definitions *in, enum name_field field,
                   struct span value)
{
    if (field != NAME_ORGANISATION && field != NAME_COMMON_NAME)
        return NULL;
    for (size_t i = 0; i < in->root_count; i++)
        if (in->roots[i]->authority != NULL &&
            span_contains_any_case(value, in->roots[i]->authority))
            return in->roots[i]->authority;
    return NULL;
}

const char *
naming_issuing_authority(const struct definitions *in,
                         const struct tls_facts *tls)
{
    const char *issuer = tls->chain_count > 0 ? tls->chain[0]->issuer : NULL;
    struct buffer value = { 0 };
    const char *found = NULL;
    enum name_field field;

    while (issuer != NULL && found == NULL &&
           distinguished_name_next(&issuer, &field, &value))
        found = authority_of_value(in, field,
                                   (struct span){ value.data, value.length });
    buffer_release(&value);
    return found;
}
