#include "report/wording.h"

#include <string.h>

#include "report/wording_values.h"

struct placeholder {
    const char *name;
    wording_value *append;
};

static const struct placeholder placeholders[] = {
    { "address", value_address },
    { "address_port", value_address_port },
    { "addresses", value_addresses },
    { "alert", value_alert },
    { "alias", value_alias },
    { "bundle_age", value_bundle_age },
    { "bundle_basis", value_bundle_basis },
    { "bundle_begins", value_bundle_begins },
    { "bundle_entries", value_bundle_entries },
    { "bundle_error", value_bundle_error },
    { "bundle_file", value_bundle_file },
    { "bundle_hosts", value_bundle_hosts },
    { "bundle_issued", value_bundle_issued },
    { "bundle_kind", value_bundle_kind },
    { "bundle_made", value_bundle_made },
    { "bundle_odd", value_bundle_odd },
    { "bundle_regions", value_bundle_regions },
    { "bundle_size", value_bundle_size },
    { "bundle_written", value_bundle_written },
    { "bypass", value_bypass },
    { "certificate_expires", value_certificate_expires },
    { "control", value_control },
    { "destination", value_destination },
    { "dlp_version", value_dlp_version },
    { "duration", value_duration },
    { "error", value_error },
    { "event", value_event },
    { "expected_status", value_expected_status },
    { "extended_error", value_extended_error },
    { "first_router", value_first_router },
    { "gateway", value_gateway },
    { "genuine_issuer", value_genuine_issuer },
    { "held", value_held },
    { "hello_hops", value_hello_hops },
    { "hops", value_hops },
    { "host", value_host },
    { "hostname", value_hostname },
    { "hosts", value_hosts },
    { "hosts_line", value_hosts_line },
    { "icmp", value_icmp },
    { "idle", value_idle },
    { "issuer", value_issuer },
    { "issuer_name", value_issuer_name },
    { "last_hop", value_last_hop },
    { "last_hop_count", value_last_hop_count },
    { "log_means", value_log_means },
    { "log_seen", value_log_seen },
    { "name_answers", value_name_answers },
    { "name_tries", value_name_tries },
    { "names", value_names },
    { "not_after", value_not_after },
    { "not_before", value_not_before },
    { "not_concerned", value_not_concerned },
    { "offset", value_offset },
    { "opens", value_opens },
    { "other_name_answers", value_other_name_answers },
    { "other_port", value_other_port },
    { "page", value_page },
    { "port", value_port },
    { "product", value_product },
    { "proxy", value_proxy },
    { "proxy_error", value_proxy_error },
    { "proxy_url", value_proxy_url },
    { "reason", value_reason },
    { "region", value_region },
    { "repeat_answers", value_repeat_answers },
    { "reply_hops", value_reply_hops },
    { "reply_start", value_reply_start },
    { "reply_ttl", value_reply_ttl },
    { "resolver", value_resolver },
    { "resolvers", value_resolvers },
    { "result", value_result },
    { "role", value_role },
    { "root", value_root },
    { "schemes", value_schemes },
    { "segment", value_segment },
    { "sender", value_sender },
    { "service", value_service },
    { "sha256", value_sha256 },
    { "silent_resolvers", value_silent_resolvers },
    { "sinkhole", value_sinkhole },
    { "small_packets", value_small_packets },
    { "source", value_source },
    { "status", value_status },
    { "status_line", value_status_line },
    { "subject", value_subject },
    { "system_verdict", value_system_verdict },
    { "time", value_time },
    { "tls_version", value_tls_version },
    { "tries", value_tries },
    { "where", value_where },
};

enum { PLACEHOLDERS = sizeof placeholders / sizeof placeholders[0] };

static const struct placeholder *
placeholder_find(const char *name, size_t length)
{
    for (size_t i = 0; i < PLACEHOLDERS; i++)
        if (strlen(placeholders[i].name) == length &&
            memcmp(placeholders[i].name, name, length) == 0)
            return &placeholders[i];
    return NULL;
}

bool
wording_knows(const char *placeholder, size_t length)
{
    return placeholder_find(placeholder, length) != NULL;
}

/* False: the value is not known, and nothing was appended. */
static bool
placeholder_append(struct buffer *out, const struct placeholder *placeholder,
                   const struct subject *subject)
{
    size_t before = out->length;

    placeholder->append(out, subject);
    return out->length > before;
}

/*
 * Appends the text up to its next placeholder and gives that; NULL at the
 * end. Braces around anything else are just braces.
 */
static const struct placeholder *
text_next(struct buffer *out, const char **text)
{
    while (**text != '\0') {
        size_t plain = strcspn(*text, "{");

        buffer_append(out, *text, plain);
        *text += plain;
        if (**text == '\0')
            break;

        size_t length = strcspn(*text + 1, "{}");
        const struct placeholder *placeholder =
            (*text)[1 + length] == '}' ? placeholder_find(*text + 1, length)
                                       : NULL;

        if (placeholder != NULL) {
            *text += length + 2;
            return placeholder;
        }
        buffer_append_byte(out, *(*text)++);
    }
    return NULL;
}

void
wording_fill(struct buffer *out, const char *text,
             const struct wording *wording)
{
    struct subject subject = subject_of(wording);
    const struct placeholder *placeholder;

    while ((placeholder = text_next(out, &text)) != NULL)
        if (!placeholder_append(out, placeholder, &subject))
            buffer_append_text(out, "unknown");
}

/* Nothing that a shell takes for more than a part of a word. */
static bool
is_plain_word(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789.:/_-[] ";

    return text[strspn(text, plain)] == '\0' && text[0] != '-';
}

bool
wording_fill_command(struct buffer *out, const char *command,
                     const struct wording *wording)
{
    struct subject subject = subject_of(wording);
    size_t before = out->length;
    const struct placeholder *placeholder;

    while ((placeholder = text_next(out, &command)) != NULL) {
        size_t value = out->length;

        if (placeholder_append(out, placeholder, &subject) &&
            is_plain_word(buffer_text(out) + value))
            continue;
        buffer_cut(out, before);
        return false;
    }
    return true;
}
