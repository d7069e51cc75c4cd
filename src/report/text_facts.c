#include "report/text_facts.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/safe_text.h"
#include "base/width.h"
#include "report/terms.h"
#include "report/text_wrap.h"
#include "report/units.h"

enum { EXCERPT = 240, INDENT = 8, NAME_COLUMNS = 14, MOST_ITEMS = 12 };

/* "        name          text": one fact, below the row of its check. */
static void
fact_write(struct buffer *out, const char *name, struct buffer *text)
{
    struct buffer first = { 0 };
    struct buffer rest = { 0 };

    buffer_printf(&first, "%*s%s", INDENT, "", name);
    buffer_append_fill(&first, ' ', NAME_COLUMNS - strlen(name));
    buffer_append_fill(&rest, ' ', INDENT + NAME_COLUMNS);
    text_wrap_buffer(out, buffer_text(&first), buffer_text(&rest), text);
    buffer_release(&first);
    buffer_release(&rest);
}

static void
fact_write_text(struct buffer *out, const char *name, const char *text)
{
    struct buffer line = { 0 };

    if (text == NULL || *text == '\0')
        return;
    units_append_line(&line, text);
    fact_write(out, name, &line);
    buffer_release(&line);
}

/* The start of something long that somebody else wrote. */
static void
fact_write_excerpt(struct buffer *out, const char *name, const char *text)
{
    struct buffer line = { 0 };

    if (text == NULL || *text == '\0')
        return;
    safe_text_append(&line, SAFE_LINE, text, strlen(text), EXCERPT);
    fact_write(out, name, &line);
    buffer_release(&line);
}

static void
row_fill(struct buffer *row, const char *check, const struct result *result)
{
    struct buffer time = { 0 };

    buffer_printf(row, "  %-6s%-5s", check, terms_outcome(result->outcome));
    if (result->outcome == OUTCOME_PASS || result->outcome == OUTCOME_WARN ||
        result->outcome == OUTCOME_FAIL)
        units_append_duration(&time, result->duration_ms);
    buffer_printf(row, "%8s  ", buffer_text(&time));
    buffer_release(&time);
}

void
text_facts_write_result(struct buffer *out, const char *check,
                        const struct result *result)
{
    struct buffer row = { 0 };
    bool says_why = result->reason != REASON_NONE;

    row_fill(&row, check, result);
    text_wrap(out, buffer_text(&row), "                         ",
              says_why ? reason_phrase(result->reason) : "");
    buffer_release(&row);
}

/* Names. */

/* What the address is set aside for, when it is not a public one. */
static void
address_fill(struct buffer *line, const struct address *address)
{
    enum address_kind kind = address_kind_of(address);

    units_append_address(line, address);
    if (kind != ADDRESS_GLOBAL)
        buffer_printf(line, " (%s)", address_kind_id(kind));
}

static void
name_write_system(struct buffer *out, const struct system_answer *system)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < system->address_count && i < MOST_ITEMS; i++) {
        buffer_append_text(&line, i > 0 ? ", " : "");
        address_fill(&line, system->addresses[i]);
    }
    if (system->address_count > MOST_ITEMS)
        buffer_printf(&line, " and %zu more",
                      system->address_count - MOST_ITEMS);
    if (system->address_count == 0 && system->reason != REASON_NONE)
        buffer_append_text(&line, reason_phrase(system->reason));
    if (line.length > 0)
        fact_write(out, "this host", &line);
    fact_write_text(out, "hosts file", system->hosts_line);
    buffer_release(&line);
}

static void
answer_fill(struct buffer *line, const struct dns_answer *answer)
{
    units_append_line(line, answer->server);
    buffer_printf(line, " %s: ", answer->type == DNS_A ? "A" : "AAAA");
    if (answer->reason == REASON_NONE)
        buffer_append_text(line, "answered");
    else
        buffer_append_text(line, reason_phrase(answer->reason));
    if (answer->not_asked)
        buffer_append_text(line, " (not asked again)");
    if (answer->rcode != NULL && answer->reason != REASON_NONE) {
        buffer_append_text(line, " (");
        units_append_line(line, answer->rcode);
        buffer_append_byte(line, ')');
    }
    if (answer->extended_error != NULL) {
        buffer_append_text(line, ", the server adds: ");
        units_append_line(line, answer->extended_error);
    }
}

void
text_facts_write_name(struct buffer *out, const struct name *name,
                      const struct result *result)
{
    struct buffer line = { 0 };

    text_facts_write_result(out, "dns", result);
    name_write_system(out, &name->system);
    if (result->outcome == OUTCOME_PASS)
        return;
    for (size_t i = 0; i < name->answer_count && i < MOST_ITEMS; i++) {
        answer_fill(&line, name->answers[i]);
        fact_write(out, i == 0 ? "resolvers" : "", &line);
    }
    buffer_release(&line);
}

/* Connections. */

static void
tcp_write(struct buffer *out, const struct path *path)
{
    const struct tcp_facts *tcp = &path->tcp;
    struct buffer line = { 0 };

    fact_write_text(out, "errno", tcp->error);
    if (tcp->sender.family == FAMILY_NONE)
        return;
    buffer_printf(&line, "%s type %" PRId64 " code %" PRId64 " from ",
                  path->address.family == FAMILY_IPV6 ? "ICMPv6" : "ICMP",
                  tcp->icmp_type, tcp->icmp_code);
    units_append_address(&line, &tcp->sender);
    if (tcp->sender_is_local)
        buffer_append_text(&line, " (this machine)");
    fact_write(out, "error", &line);
    buffer_release(&line);
}

/* Headers in which whoever answered names himself, or where to go. */
static void
headers_write(struct buffer *out, struct http_header *const *headers,
              size_t count)
{
    static const char *const telling[] = { "Server", "Via", "Location",
                                           "X-Squid-Error", "Retry-After" };
    struct buffer line = { 0 };

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof telling / sizeof telling[0]; j++) {
            if (strcasecmp(headers[i]->name, telling[j]) != 0)
                continue;
            buffer_printf(&line, "%s: ", telling[j]);
            units_append_line(&line, headers[i]->value);
            fact_write(out, "header", &line);
        }
    buffer_release(&line);
}

static void
proxy_write(struct buffer *out, const struct path *path)
{
    const struct proxy_facts *proxy = &path->proxy;
    struct buffer line = { 0 };

    fact_write_text(out, "answer", proxy->status_line);
    for (size_t i = 0; i < proxy->scheme_count && i < MOST_ITEMS; i++) {
        buffer_append_text(&line, i > 0 ? ", " : "");
        units_append_line(&line, proxy->schemes[i]);
    }
    if (line.length > 0)
        fact_write(out, "login by", &line);
    fact_write_text(out, "credentials",
                    proxy->sent_credentials ? "sent" : "none sent");
    headers_write(out, proxy->headers, proxy->header_count);
    fact_write_excerpt(out, "page", proxy->body);
    buffer_release(&line);
}

/* TLS. */

static void
tls_write_agreed(struct buffer *out, const struct tls_facts *tls)
{
    struct buffer line = { 0 };

    if (tls->version != NULL) {
        units_append_line(&line, tls->version);
        if (tls->cipher != NULL) {
            buffer_append_text(&line, ", ");
            units_append_line(&line, tls->cipher);
        }
        fact_write(out, "agreed", &line);
    }
    for (size_t i = 0; i < tls->message_count && i < MOST_ITEMS; i++) {
        const struct tls_message *message = tls->messages[i];

        buffer_append_text(&line, i > 0 ? ", " : "");
        units_append_line(&line, message->name);
        buffer_append_text(&line, message->direction == DIRECTION_SENT
                                      ? " sent"
                                      : " received");
    }
    if (line.length > 0)
        fact_write(out, "handshake", &line);
    buffer_printf(&line, "%" PRId64 " bytes sent, %" PRId64 " received",
                  tls->bytes_out, tls->bytes_in);
    fact_write(out, "traffic", &line);
    buffer_release(&line);
}

static void
tls_write_names(struct buffer *out, const struct certificate *leaf)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < leaf->name_count && i < MOST_ITEMS; i++) {
        buffer_append_text(&line, i > 0 ? ", " : "");
        units_append_line(&line, leaf->names[i]);
    }
    if (leaf->name_count > MOST_ITEMS)
        buffer_printf(&line, " and %zu more", leaf->name_count - MOST_ITEMS);
    if (line.length > 0)
        fact_write(out, "made out to", &line);
    buffer_release(&line);
}

static void
tls_write_leaf(struct buffer *out, const struct certificate *leaf)
{
    struct buffer line = { 0 };

    fact_write_text(out, "certificate", leaf->subject);
    tls_write_names(out, leaf);
    fact_write_text(out, "issued by", leaf->issuer);
    units_append_time(&line, leaf->not_before);
    buffer_append_text(&line, " to ");
    units_append_time(&line, leaf->not_after);
    fact_write(out, "valid", &line);
    /* The digest fills a line of its own, and one can copy it whole. */
    buffer_append_text(&line, "SHA-256\n");
    units_append_line(&line, leaf->sha256);
    text_wrap_buffer(out, "        ", "        ", &line);
    buffer_release(&line);
}

void
text_facts_append_verification(struct buffer *out,
                               const struct verification *verification)
{
    buffer_append_text(out, verification->ok ? "yes" : "no");
    if (verification->ok && verification->root != NULL) {
        buffer_append_text(out, ", ends in ");
        units_append_line(out, verification->root);
    }
    if (!verification->ok && verification->text != NULL) {
        buffer_append_text(out, ", ");
        units_append_line(out, verification->text);
    }
}

static void
tls_write_verification(struct buffer *out, const char *name,
                       const struct verification *verification)
{
    struct buffer line = { 0 };

    if (!verification->done)
        return;
    text_facts_append_verification(&line, verification);
    fact_write(out, name, &line);
    buffer_release(&line);
}

static void
tls_write_alert(struct buffer *out, const struct tls_facts *tls)
{
    struct buffer line = { 0 };

    if (tls->alert_name == NULL)
        return;
    units_append_line(&line, tls->alert_name);
    buffer_printf(&line, " (%" PRId64 "), %s", tls->alert,
                  tls->alert_direction == DIRECTION_SENT ? "sent"
                                                         : "received");
    fact_write(out, "alert", &line);
    buffer_release(&line);
}

static void
tls_write(struct buffer *out, const struct path *path)
{
    const struct tls_facts *tls = &path->tls;

    tls_write_agreed(out, tls);
    if (tls->chain_count > 0)
        tls_write_leaf(out, tls->chain[0]);
    tls_write_verification(out, "genuine root", &tls->genuine);
    tls_write_verification(out, "trusted here", &tls->system);
    if (tls->handshake_done)
        fact_write_text(out, "client cert",
                        tls->client_certificate_requested ? "asked for"
                                                          : "not asked for");
    tls_write_alert(out, tls);
    fact_write_excerpt(out, "came instead", tls->first_bytes);
}

static void
http_write(struct buffer *out, const struct path *path)
{
    const struct http_facts *http = &path->http;

    fact_write_text(out, "answer", http->status_line);
    headers_write(out, http->headers, http->header_count);
    fact_write_text(out, "alert", http->alert_name);
    fact_write_excerpt(out, "page", http->body);
}

void
text_facts_write_path(struct buffer *out, const struct path *path,
                      enum check_id check)
{
    static void (*const writers[CHECK_COUNT])(struct buffer *,
                                              const struct path *) = {
        [CHECK_TCP] = tcp_write,
        [CHECK_PROXY] = proxy_write,
        [CHECK_TLS] = tls_write,
        [CHECK_HTTP] = http_write,
    };
    const struct result *result = &path->results[check];

    text_facts_write_result(out, words_id(&check_words, (int)check), result);
    if (result->outcome == OUTCOME_FAIL || result->outcome == OUTCOME_WARN)
        writers[check](out, path);
}
