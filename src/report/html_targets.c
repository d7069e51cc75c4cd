#include "report/html_parts.h"

#include <inttypes.h>
#include <string.h>

#include "base/safe_text.h"
#include "report/alike.h"
#include "report/markup.h"
#include "report/terms.h"
#include "report/units.h"

enum { MOST_PATHS = 8, MOST_ANSWERS = 48, EXCERPT = 600 };

/* Names: what this machine says, and each server. */

static void
answer_write(struct buffer *out, const struct dns_answer *answer)
{
    struct buffer text = { 0 };

    buffer_append_text(out, "<tr><th scope=\"row\">");
    markup_append(out, answer->server);
    buffer_printf(out, "</th><td>%s</td><td>",
                  words_id(&dns_type_words, (int)answer->type));
    for (size_t i = 0; i < answer->record_count; i++) {
        const struct dns_record *record = answer->records[i];

        buffer_append_text(&text, i > 0 ? ", " : "");
        if (record->alias != NULL) {
            buffer_append_text(&text, "alias ");
            units_append_line(&text, record->alias);
        } else {
            units_append_address(&text, &record->address);
        }
    }
    if (answer->reason != REASON_NONE)
        buffer_printf(&text, "%s%s", answer->record_count > 0 ? "; " : "",
                      reason_phrase(answer->reason));
    if (answer->rcode != NULL && answer->reason != REASON_NONE) {
        buffer_append_text(&text, " (");
        units_append_line(&text, answer->rcode);
        buffer_append_byte(&text, ')');
    }
    if (answer->extended_error != NULL) {
        buffer_append_text(&text, ", the server adds: ");
        units_append_line(&text, answer->extended_error);
    }
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</td><td class=\"number\">");
    if (!answer->not_asked)
        units_append_duration(&text, answer->duration_ms);
    else
        buffer_append_text(&text, "not asked");
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</td></tr>\n");
    buffer_release(&text);
}

static void
system_write(struct buffer *out, const struct system_answer *system)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < system->address_count; i++) {
        buffer_append_text(&text, i > 0 ? ", " : "");
        units_append_address(&text, system->addresses[i]);
    }
    if (system->address_count == 0 && system->reason != REASON_NONE)
        buffer_append_text(&text, reason_phrase(system->reason));
    if (system->hosts_line != NULL) {
        buffer_append_text(&text, ", from the hosts file: ");
        units_append_line(&text, system->hosts_line);
    }
    if (text.length > 0) {
        buffer_append_text(out, "<tr><th scope=\"row\">this host</th>"
                                "<td>both</td><td>");
        markup_append_buffer(out, &text);
        buffer_append_text(out, "</td><td class=\"number\">");
        units_append_duration(&text, system->duration_ms);
        markup_append_buffer(out, &text);
        buffer_append_text(out, "</td></tr>\n");
    }
    buffer_release(&text);
}

static void
name_write(struct buffer *out, const struct name *name)
{
    if (name->answer_count == 0 && name->system.address_count == 0 &&
        name->system.reason == REASON_NONE)
        return;
    buffer_append_text(out, "<table>\n<caption>Answers for the name ");
    markup_append(out, name->host);
    buffer_append_text(
        out, "</caption>\n<thead><tr><th scope=\"col\">asked</th>"
             "<th scope=\"col\">type</th><th scope=\"col\">answer</th>"
             "<th scope=\"col\" class=\"number\">took</th></tr></thead>\n"
             "<tbody>\n");
    system_write(out, &name->system);
    for (size_t i = 0; i < name->answer_count && i < MOST_ANSWERS; i++)
        answer_write(out, name->answers[i]);
    buffer_append_text(out, "</tbody>\n</table>\n");
}

/* Addresses. */

static void
result_write(struct buffer *out, const struct path *path, enum check_id check)
{
    const struct result *result = &path->results[check];
    struct buffer text = { 0 };

    if (result->outcome == OUTCOME_NONE)
        return;
    buffer_printf(out,
                  "<tr><th scope=\"row\">%s</th><td class=\"%s\">%s</td>"
                  "<td>",
                  words_id(&check_words, (int)check),
                  html_outcome_class(result->outcome),
                  terms_outcome(result->outcome));
    if (result->reason != REASON_NONE)
        buffer_append_text(&text, reason_phrase(result->reason));
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</td><td class=\"number\">");
    if (result->outcome != OUTCOME_SKIP)
        units_append_duration(&text, result->duration_ms);
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</td></tr>\n");
    buffer_release(&text);
}

static void
excerpt_fact(struct buffer *out, const char *label, const char *text)
{
    struct buffer safe = { 0 };

    if (text != NULL)
        safe_text_append(&safe, SAFE_LINE, text, strlen(text), EXCERPT);
    html_fact_write(out, label, &safe);
    buffer_release(&safe);
}

/* What was said, in their words. */
static void
answers_write(struct buffer *out, const struct path *path)
{
    const struct tcp_facts *tcp = &path->tcp;
    struct buffer text = { 0 };
    struct buffer facts = { 0 };

    if (tcp->sender.family != FAMILY_NONE) {
        buffer_printf(&text, "%s type %" PRId64 " code %" PRId64 " from ",
                      path->address.family == FAMILY_IPV6 ? "ICMPv6" : "ICMP",
                      tcp->icmp_type, tcp->icmp_code);
        units_append_address(&text, &tcp->sender);
        html_fact_write(&facts, "error", &text);
    }
    excerpt_fact(&facts, "errno", tcp->error);
    excerpt_fact(&facts, "proxy says", path->proxy.status_line);
    excerpt_fact(&facts, "its page", path->proxy.body);
    excerpt_fact(&facts, "came instead of TLS", path->tls.first_bytes);
    excerpt_fact(&facts, "answer", path->http.status_line);
    excerpt_fact(&facts, "page", path->http.body);
    if (facts.length > 0)
        buffer_printf(out, "<dl>\n%s</dl>\n", buffer_text(&facts));
    buffer_release(&facts);
    buffer_release(&text);
}

static void
places_fill(struct buffer *text, const struct target *target, size_t index)
{
    const struct path *path = target->paths[index];
    size_t others = 0;

    buffer_append_text(
        text, target->route.kind == ROUTE_PROXY ? "By the proxy at " : "At ");
    units_append_peer(text, &path->address, path->port);
    for (size_t i = index + 1; i < target->path_count; i++) {
        if (!alike_paths(path, target->paths[i]))
            continue;
        buffer_append_text(text, others++ == 0 ? "; the same at " : ", ");
        units_append_peer(text, &target->paths[i]->address,
                          target->paths[i]->port);
    }
}

static void
path_write(struct buffer *out, const struct target *target, size_t index)
{
    const struct path *path = target->paths[index];
    struct buffer text = { 0 };

    buffer_append_text(out, "<h4>");
    places_fill(&text, target, index);
    markup_append_buffer(out, &text);
    buffer_append_text(
        out, "</h4>\n<table>\n<thead><tr><th scope=\"col\">check</th>"
             "<th scope=\"col\">ended</th><th scope=\"col\">why</th>"
             "<th scope=\"col\" class=\"number\">took</th></tr></thead>\n"
             "<tbody>\n");
    for (int check = CHECK_TCP; check < CHECK_COUNT; check++)
        result_write(out, path, (enum check_id)check);
    buffer_append_text(out, "</tbody>\n</table>\n");
    answers_write(out, path);
    html_ladder_write(&path->tls, out);
    html_chain_write(&path->tls, out);
    buffer_release(&text);
}

static void
paths_write(struct buffer *out, const struct target *target)
{
    size_t told = 0;
    size_t left_out = 0;

    for (size_t i = 0; i < target->path_count; i++) {
        if (alike_is_told(target, i))
            continue;
        if (told++ < MOST_PATHS)
            path_write(out, target, i);
        else
            left_out++;
    }
    if (left_out > 0)
        buffer_printf(out,
                      "<p class=\"note\">and %zu more addresses; the JSON "
                      "report has them all</p>\n",
                      left_out);
}

static void
target_write(struct buffer *out, const struct target *target)
{
    struct buffer text = { 0 };

    buffer_append_text(out, "<section>\n<h3>");
    units_append_place(&text, target->endpoint->host, target->endpoint->port);
    buffer_printf(&text, ", %s%s", terms_role(target->endpoint->role),
                  target->control ? ", for comparison" : "");
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</h3>\n");
    if (!target->control) {
        buffer_append_text(out, "<p class=\"note\">Needed: ");
        markup_append(out, target->endpoint->why);
        buffer_append_text(out, "</p>\n");
    }
    name_write(out, target->name);
    if (target->proxy_name != NULL)
        name_write(out, target->proxy_name);
    paths_write(out, target);
    buffer_append_text(out, "</section>\n");
    buffer_release(&text);
}

/* What needs a look comes first. */
void
html_targets_write(const struct run *run, struct buffer *out)
{
    buffer_append_text(out, "<h2 id=\"seen\">What was seen</h2>\n");
    for (int worth = 1; worth >= 0; worth--)
        for (size_t i = 0; i < run->target_count; i++)
            if (alike_is_worth_telling(run, run->targets[i]) == (worth == 1))
                target_write(out, run->targets[i]);
}
