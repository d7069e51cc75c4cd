#include "report/html_parts.h"

#include <inttypes.h>

#include "report/markup.h"
#include "report/text_facts.h"
#include "report/units.h"

enum { MOST_MESSAGES = 40, MOST_NAMES = 40 };

/* Ours on the left, theirs on the right, as a ladder is drawn. */
static void
message_write(struct buffer *out, const struct tls_message *message)
{
    bool sent = message->direction == DIRECTION_SENT;

    buffer_printf(out,
                  "<tr><td class=\"number\">%" PRId64 " ms</td>"
                  "<td class=\"%s\">",
                  message->at_ms, sent ? "sent" : "received");
    if (!sent)
        buffer_append_text(out, "&#8592; ");
    markup_append(out, message->name);
    if (sent)
        buffer_append_text(out, " &#8594;");
    buffer_printf(out,
                  "</td><td>%s</td><td class=\"number\">%" PRId64
                  " bytes</td></tr>\n",
                  sent ? "sent" : "received", message->bytes);
}

void
html_ladder_write(const struct tls_facts *tls, struct buffer *out)
{
    if (tls->message_count == 0)
        return;
    buffer_append_text(
        out, "<table class=\"ladder\">\n<caption>The handshake</caption>\n"
             "<thead><tr><th scope=\"col\" class=\"number\">at</th>"
             "<th scope=\"col\">message</th><th scope=\"col\">direction</th>"
             "<th scope=\"col\" class=\"number\">size</th></tr></thead>\n"
             "<tbody>\n");
    for (size_t i = 0; i < tls->message_count && i < MOST_MESSAGES; i++)
        message_write(out, tls->messages[i]);
    buffer_append_text(out, "</tbody>\n</table>\n");
    if (tls->message_count > MOST_MESSAGES)
        buffer_printf(out, "<p class=\"note\">and %zu more</p>\n",
                      tls->message_count - MOST_MESSAGES);
}

static void
text_fact(struct buffer *out, const char *label, const char *text)
{
    struct buffer line = { 0 };

    if (text == NULL)
        return;
    units_append_line(&line, text);
    html_fact_write(out, label, &line);
    buffer_release(&line);
}

static void
certificate_write(struct buffer *out, const struct tls_facts *tls,
                  size_t position)
{
    const struct certificate *certificate = tls->chain[position];
    struct buffer line = { 0 };

    buffer_printf(out,
                  "<div class=\"certificate\">\n<h4>Certificate %zu of "
                  "%zu</h4>\n<dl>\n",
                  position + 1, tls->chain_count);
    text_fact(out, "subject", certificate->subject);
    text_fact(out, "issued by", certificate->issuer);
    for (size_t i = 0; i < certificate->name_count && i < MOST_NAMES; i++) {
        buffer_append_text(&line, i > 0 ? ", " : "");
        units_append_line(&line, certificate->names[i]);
    }
    if (certificate->name_count > MOST_NAMES)
        buffer_printf(&line, " and %zu more",
                      certificate->name_count - MOST_NAMES);
    html_fact_write(out, "made out to", &line);
    units_append_time(&line, certificate->not_before);
    buffer_append_text(&line, " to ");
    units_append_time(&line, certificate->not_after);
    html_fact_write(out, "valid", &line);
    text_fact(out, "key", certificate->key);
    text_fact(out, "signed by", certificate->signature);
    text_fact(out, "serial", certificate->serial);
    buffer_append_text(out, "<dt>SHA-256</dt><dd class=\"digest\">");
    markup_append(out, certificate->sha256);
    buffer_append_text(out, "</dd>\n</dl>\n</div>\n");
    buffer_release(&line);
}

static void
verification_write(struct buffer *out, const char *label,
                   const struct verification *verification)
{
    struct buffer line = { 0 };

    if (!verification->done)
        return;
    text_facts_append_verification(&line, verification);
    html_fact_write(out, label, &line);
    buffer_release(&line);
}

void
html_chain_write(const struct tls_facts *tls, struct buffer *out)
{
    struct buffer agreed = { 0 };

    if (tls->version != NULL)
        units_append_line(&agreed, tls->version);
    if (tls->cipher != NULL) {
        buffer_append_text(&agreed, ", ");
        units_append_line(&agreed, tls->cipher);
    }
    if (agreed.length > 0 || tls->genuine.done || tls->system.done ||
        tls->alert_name != NULL) {
        buffer_append_text(out, "<dl>\n");
        html_fact_write(out, "agreed", &agreed);
        verification_write(out, "genuine root", &tls->genuine);
        verification_write(out, "trusted here", &tls->system);
        text_fact(out, "alert", tls->alert_name);
        text_fact(out, "library says", tls->error);
        buffer_append_text(out, "</dl>\n");
    }
    for (size_t i = 0; i < tls->chain_count; i++)
        certificate_write(out, tls, i);
    buffer_release(&agreed);
}
