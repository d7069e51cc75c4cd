#include "ui/evidence_view.h"

#include <inttypes.h>
#include <string.h>

enum { INDENT = 2, HANG = 4, EXCERPT_ROWS = 12 };

static enum style
outcome_style(enum outcome outcome)
{
    static const enum style styles[OUTCOME_COUNT] = {
        [OUTCOME_NONE] = STYLE_DIM,       [OUTCOME_PENDING] = STYLE_DIM,
        [OUTCOME_RUNNING] = STYLE_ACTIVE, [OUTCOME_PASS] = STYLE_GOOD,
        [OUTCOME_WARN] = STYLE_WARN,      [OUTCOME_FAIL] = STYLE_BAD,
        [OUTCOME_SKIP] = STYLE_DIM,
    };

    return styles[outcome];
}

static void
fill_result(struct sheet *sheet, const char *check,
            const struct result *result)
{
    struct buffer line = { 0 };

    sheet_space(sheet);
    buffer_printf(&line, "%s: %s", check,
                  words_id(&outcome_words, (int)result->outcome));
    if (result->reason != REASON_NONE)
        buffer_printf(&line, ", %s", reason_phrase(result->reason));
    if (result->outcome == OUTCOME_RUNNING && result->state != NULL)
        buffer_printf(&line, " (%s)", result->state);
    if (result->outcome == OUTCOME_PASS || result->outcome == OUTCOME_WARN ||
        result->outcome == OUTCOME_FAIL)
        buffer_printf(&line, ", %" PRId64 " ms", result->duration_ms);
    sheet_add(sheet, outcome_style(result->outcome), 0, HANG,
              buffer_text(&line));
    buffer_release(&line);
}

static void
fill_system(struct sheet *sheet, const struct system_answer *system)
{
    char address[ADDRESS_TEXT_SIZE];

    for (size_t i = 0; i < system->address_count; i++)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "this host: %s",
                    address_format(system->addresses[i], address));
    if (system->address_count == 0 && system->reason != REASON_NONE)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "this host: %s",
                    reason_phrase(system->reason));
    if (system->hosts_line != NULL)
        sheet_print(sheet, STYLE_WARN, INDENT, HANG, "hosts file, line %s",
                    system->hosts_line);
}

static void
fill_answer(struct sheet *sheet, const struct dns_answer *answer)
{
    char address[ADDRESS_TEXT_SIZE];

    sheet_print(
        sheet, STYLE_PLAIN, INDENT, HANG, "%s, %s: %s%s%s%s", answer->server,
        words_id(&dns_type_words, (int)answer->type),
        answer->rcode != NULL ? answer->rcode : "",
        answer->rcode != NULL && answer->reason != REASON_NONE ? ", " : "",
        answer->reason != REASON_NONE ? reason_phrase(answer->reason) : "",
        answer->over_tcp ? ", over TCP" : "");
    for (size_t i = 0; i < answer->record_count; i++) {
        const struct dns_record *record = answer->records[i];

        sheet_print(sheet, STYLE_PLAIN, HANG, HANG + INDENT, "%s %s %s",
                    record->owner, record->alias != NULL ? "CNAME" : "has",
                    record->alias != NULL
                        ? record->alias
                        : address_format(&record->address, address));
    }
    if (answer->extended_error != NULL)
        sheet_print(sheet, STYLE_WARN, HANG, HANG, "the server adds: %s",
                    answer->extended_error);
}

static void
fill_name(struct sheet *sheet, const struct name *name)
{
    fill_result(sheet, "dns", &name->result);
    fill_system(sheet, &name->system);
    for (size_t i = 0; i < name->answer_count; i++)
        fill_answer(sheet, name->answers[i]);
}

static void
fill_tcp(struct sheet *sheet, const struct path *path)
{
    const struct tcp_facts *tcp = &path->tcp;
    char address[ADDRESS_TEXT_SIZE];

    if (tcp->local.family != FAMILY_NONE)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "from %s",
                    address_format(&tcp->local, address));
    if (tcp->error != NULL)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "the system said %s",
                    tcp->error);
    if (tcp->sender.family != FAMILY_NONE)
        sheet_print(sheet, STYLE_WARN, INDENT, HANG,
                    "ICMP type %" PRId64 " code %" PRId64 " from %s%s",
                    tcp->icmp_type, tcp->icmp_code,
                    address_format(&tcp->sender, address),
                    tcp->sender_is_local ? ", this machine" : "");
}

static void
fill_headers(struct sheet *sheet, struct http_header *const *headers,
             size_t count)
{
    for (size_t i = 0; i < count; i++)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "%s: %s",
                    headers[i]->name, headers[i]->value);
}

static void
fill_page(struct sheet *sheet, const char *body)
{
    size_t before = sheet->line_count;

    if (body == NULL || *body == '\0')
        return;
    sheet_add(sheet, STYLE_STRONG, INDENT, HANG, "The page begins:");
    sheet_add(sheet, STYLE_PLAIN, HANG, HANG, body);
    if (sheet->line_count > before + EXCERPT_ROWS) {
        sheet->line_count = before + EXCERPT_ROWS;
        sheet_add(sheet, STYLE_DIM, HANG, HANG,
                  "(there is more; the JSON report has it)");
    }
}

static void
fill_proxy(struct sheet *sheet, const struct path *path)
{
    const struct proxy_facts *proxy = &path->proxy;

    if (proxy->status_line != NULL)
        sheet_add(sheet, STYLE_STRONG, INDENT, HANG, proxy->status_line);
    for (size_t i = 0; i < proxy->scheme_count; i++)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "asks for a login by %s",
                    proxy->schemes[i]);
    fill_headers(sheet, proxy->headers, proxy->header_count);
    fill_page(sheet, proxy->body);
}

static void
fill_tls(struct sheet *sheet, const struct path *path)
{
    evidence_view_fill_tls(sheet, &path->tls);
}

static void
fill_http(struct sheet *sheet, const struct path *path)
{
    const struct http_facts *http = &path->http;

    if (http->status_line != NULL)
        sheet_add(sheet, STYLE_STRONG, INDENT, HANG, http->status_line);
    if (http->alert_name != NULL)
        sheet_print(sheet, STYLE_WARN, INDENT, HANG,
                    "instead of an answer the alert %s", http->alert_name);
    if (http->has_date)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG,
                    "this machine's clock minus theirs: %" PRId64 " s",
                    http->clock_offset_s);
    fill_headers(sheet, http->headers, http->header_count);
    fill_page(sheet, http->body);
}

static void
fill_path(struct sheet *sheet, const struct path *path)
{
    static void (*const fillers[CHECK_COUNT])(struct sheet *,
                                              const struct path *) = {
        [CHECK_TCP] = fill_tcp,
        [CHECK_PROXY] = fill_proxy,
        [CHECK_TLS] = fill_tls,
        [CHECK_HTTP] = fill_http,
    };
    char address[ADDRESS_TEXT_SIZE];

    sheet_space(sheet);
    sheet_print(sheet, STYLE_HEADING, 0, HANG, "Address %s, port %u",
                address_format(&path->address, address), (unsigned)path->port);
    for (int check = 0; check < CHECK_COUNT; check++) {
        if (path->results[check].outcome == OUTCOME_NONE ||
            fillers[check] == NULL)
            continue;
        fill_result(sheet, words_id(&check_words, check),
                    &path->results[check]);
        fillers[check](sheet, path);
    }
}

void
evidence_view_fill(struct sheet *sheet, const struct target *target,
                   const struct path *path)
{
    const struct endpoint *endpoint = target->endpoint;

    sheet_print(sheet, STYLE_HEADING, 0, HANG, "%s:%u", endpoint->host,
                (unsigned)endpoint->port);
    if (endpoint->why != NULL)
        sheet_add(sheet, STYLE_PLAIN, INDENT, INDENT, endpoint->why);
    if (target->proxy_name != NULL) {
        sheet_space(sheet);
        sheet_print(sheet, STYLE_STRONG, 0, HANG, "The name of the proxy, %s",
                    target->proxy_name->host);
        fill_name(sheet, target->proxy_name);
        if (target->name != NULL)
            sheet_print(sheet, STYLE_STRONG, 0, HANG,
                        "The name of the endpoint, %s", endpoint->host);
    }
    if (target->name != NULL)
        fill_name(sheet, target->name);
    for (size_t i = 0; i < target->path_count; i++)
        if (path == NULL || path == target->paths[i])
            fill_path(sheet, target->paths[i]);
    sheet_space(sheet);
    sheet_add(sheet, STYLE_HEADING, 0, HANG, "The same by hand");
    evidence_view_fill_by_hand(sheet, target, path);
}

/* Behind the proxy the endpoint is reached by what it is asked for. */
static void
fill_by_hand_proxied(struct sheet *sheet, const struct target *target)
{
    const struct route *route = &target->route;
    const char *host = target->endpoint->host;
    unsigned port = target->endpoint->port;

    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "nc -vz -w 5 %s %u",
                route->proxy_host, (unsigned)route->proxy_port);
    sheet_add(sheet, STYLE_DIM, 0, HANG, "Certificates");
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG,
                "openssl s_client -proxy %s:%u -connect %s:%u "
                "-servername %s -showcerts </dev/null",
                route->proxy_host, (unsigned)route->proxy_port, host, port,
                host);
    sheet_add(sheet, STYLE_DIM, 0, HANG, "Answers");
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG,
                "curl -v --proxy %s://%s:%u https://%s:%u/",
                route->proxy_is_tls ? "https" : "http", route->proxy_host,
                (unsigned)route->proxy_port, host, port);
}

static void
fill_by_hand_direct(struct sheet *sheet, const struct target *target,
                    const struct path *path)
{
    const char *host = target->endpoint->host;
    unsigned port = target->endpoint->port;
    char address[ADDRESS_TEXT_SIZE];

    if (path != NULL)
        address_format(&path->address, address);
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "nc -vz -w 5 %s %u",
                path != NULL ? address : host, port);
    sheet_add(sheet, STYLE_DIM, 0, HANG, "Certificates");
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG,
                "openssl s_client -connect %s:%u -servername %s -showcerts "
                "</dev/null",
                host, port, host);
    sheet_add(sheet, STYLE_DIM, 0, HANG, "Answers");
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG,
                "curl -v --noproxy '*' https://%s:%u/", host, port);
}

/* Under the step that each belongs to. */
void
evidence_view_fill_by_hand(struct sheet *sheet, const struct target *target,
                           const struct path *path)
{
    const char *host = target->endpoint->host;

    sheet_add(sheet, STYLE_DIM, 0, HANG, "Names");
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "dig %s A", host);
    sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "getent ahosts %s", host);
    sheet_add(sheet, STYLE_DIM, 0, HANG, "Reachability");
    if (target->route.kind == ROUTE_PROXY)
        fill_by_hand_proxied(sheet, target);
    else
        fill_by_hand_direct(sheet, target, path);
}
