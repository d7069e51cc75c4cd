#include <inttypes.h>

#include "base/clock.h"
#include "ui/evidence_view.h"
#include "ui/glyph.h"

enum { INDENT = 2, HANG = 4, MOST_NAMES = 8 };

static void
fill_ladder(struct sheet *sheet, const struct tls_facts *tls)
{
    if (tls->message_count == 0)
        return;
    sheet_add(sheet, STYLE_STRONG, INDENT, HANG,
              "The handshake (we >, the peer <)");
    for (size_t i = 0; i < tls->message_count; i++) {
        const struct tls_message *message = tls->messages[i];
        bool sent = message->direction == DIRECTION_SENT;

        sheet_print(sheet, sent ? STYLE_PLAIN : STYLE_ACTIVE, HANG, HANG,
                    "%5" PRId64 " ms  %s %s", message->at_ms,
                    sent ? "--->" : "    <---", message->name);
    }
}

static void
fill_agreed(struct sheet *sheet, const struct tls_facts *tls)
{
    if (tls->server_name != NULL)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "asked for the name %s",
                    tls->server_name);
    if (tls->version != NULL)
        sheet_print(sheet, STYLE_PLAIN, INDENT, HANG, "agreed on %s%s%s",
                    tls->version, tls->cipher != NULL ? ", " : "",
                    tls->cipher != NULL ? tls->cipher : "");
    if (tls->handshake_done)
        sheet_print(
            sheet, STYLE_PLAIN, INDENT, HANG, "a client certificate was %s",
            tls->client_certificate_requested ? "asked for" : "not asked for");
    if (tls->alert_name != NULL)
        sheet_print(sheet, STYLE_WARN, INDENT, HANG,
                    "alert %s (%" PRId64 "), %s", tls->alert_name, tls->alert,
                    words_id(&direction_words, (int)tls->alert_direction));
    if (tls->first_bytes != NULL)
        sheet_print(sheet, STYLE_WARN, INDENT, HANG, "came instead: %s",
                    tls->first_bytes);
}

/* "2026-11-24 12:00 UTC" */
static void
append_time(struct buffer *out, int64_t unix_seconds)
{
    char text[CLOCK_TEXT_SIZE];

    buffer_append_text(out, clock_format(unix_seconds, text));
}

static void
fill_validity(struct sheet *sheet, const struct certificate *certificate)
{
    struct buffer line = { 0 };

    buffer_append_text(&line, "valid ");
    append_time(&line, certificate->not_before);
    buffer_append_text(&line, " to ");
    append_time(&line, certificate->not_after);
    sheet_add(sheet, STYLE_PLAIN, HANG, HANG + INDENT, buffer_text(&line));
    buffer_release(&line);
}

static void
fill_certificate(struct sheet *sheet, const struct certificate *certificate,
                 size_t number)
{
    size_t count = certificate->name_count;

    sheet_print(sheet, STYLE_STRONG, INDENT, HANG, "Certificate %zu: %s",
                number, certificate->subject);
    sheet_print(sheet, STYLE_PLAIN, HANG, HANG + INDENT, "issued by %s",
                certificate->issuer);
    for (size_t i = 0; i < count && i < MOST_NAMES; i++)
        sheet_print(sheet, STYLE_PLAIN, HANG, HANG + INDENT, "for %s",
                    certificate->names[i]);
    if (count > MOST_NAMES)
        sheet_print(sheet, STYLE_PLAIN, HANG, HANG, "and %zu more names",
                    count - MOST_NAMES);
    fill_validity(sheet, certificate);
    sheet_print(sheet, STYLE_PLAIN, HANG, HANG + INDENT, "key %s, signed %s",
                certificate->key, certificate->signature);
    sheet_print(sheet, STYLE_DIM, HANG, HANG, "SHA-256 %s",
                certificate->sha256);
}

static void
fill_verification(struct sheet *sheet, const char *against,
                  const struct verification *verification)
{
    if (!verification->done)
        return;
    if (verification->ok)
        sheet_print(sheet, STYLE_GOOD, INDENT, HANG, "%s: yes, ends in %s",
                    against,
                    verification->root != NULL ? verification->root : "one");
    else
        sheet_print(sheet, STYLE_BAD, INDENT, HANG, "%s: no, %s", against,
                    verification->text != NULL ? verification->text
                                               : "it does not verify");
}

void
evidence_view_fill_tls(struct sheet *sheet, const struct tls_facts *tls)
{
    fill_agreed(sheet, tls);
    fill_ladder(sheet, tls);
    for (size_t i = 0; i < tls->chain_count; i++)
        fill_certificate(sheet, tls->chain[i], i + 1);
    fill_verification(sheet, "a genuine root", &tls->genuine);
    fill_verification(sheet, "trusted by this machine", &tls->system);
    if (tls->chain_count > 0)
        sheet_print(sheet, tls->name_matches ? STYLE_GOOD : STYLE_BAD, INDENT,
                    HANG, "made out for the name that was asked for: %s",
                    tls->name_matches ? "yes" : "no");
}
