#include <inttypes.h>

#include "model/probe_tally.h"
#include "ui/evidence_view.h"

enum { INDENT = 2, HANG = 4 };

/* Indexed by kind: what was changed, for people. */
static const char *const kinds[PROBE_KIND_COUNT] = {
    [PROBE_REPEAT] = "the same once more",
    [PROBE_SERVER_NAME] = "another name in the ClientHello",
    [PROBE_SEGMENT] = "smaller segments",
    [PROBE_HELLO_SIZE] = "another size of the ClientHello",
    [PROBE_HELLO_SPLIT] = "the ClientHello in two parts",
    [PROBE_TLS_VERSION] = "one TLS version alone",
    [PROBE_HOPS] = "a connection request",
    [PROBE_HELLO_HOPS] = "a ClientHello",
    [PROBE_OTHER_PORT] = "another port",
    [PROBE_RESERVED] = "an address that nobody has",
    [PROBE_HOLD] = "a connection left idle",
    [PROBE_REPLY_TTL] = "answers with so many hops left",
};

static void
append_hops(struct buffer *out, int64_t hops)
{
    if (hops > 0)
        buffer_printf(out, ", %" PRId64 " %s at most", hops,
                      hops == 1 ? "hop" : "hops");
}

/* A hello with another name or version is filled up to its usual length. */
static bool
hello_size_is_changed(const struct probe *probe)
{
    return probe->variation.hello_bytes > 0 &&
           probe->kind != PROBE_SERVER_NAME &&
           probe->kind != PROBE_TLS_VERSION;
}

static void
append_change(struct buffer *out, const struct probe *probe)
{
    const struct variation *variation = &probe->variation;

    append_hops(out, variation->ttl);
    if (variation->port > 0)
        buffer_printf(out, ", port %" PRId64, variation->port);
    if (variation->minimum_ttl > 0)
        buffer_printf(out, ", %" PRId64 " at least", variation->minimum_ttl);
    append_hops(out, variation->hello_ttl);
    if (variation->segment > 0)
        buffer_printf(out, ", %" PRId64 " bytes", variation->segment);
    if (hello_size_is_changed(probe))
        buffer_printf(out, ", at least %" PRId64 " bytes",
                      variation->hello_bytes);
    if (variation->hello_short)
        buffer_append_text(out, ", as short as it can be");
    if (variation->name == NAME_NEUTRAL)
        buffer_printf(out, ", %s", probe_neutral_name);
    if (variation->name == NAME_PROVEN)
        buffer_append_text(out, ", one that was answered elsewhere");
    if (variation->name == NAME_NONE)
        buffer_append_text(out, ", none at all");
    if (variation->offer != OFFER_AS_USUAL)
        buffer_printf(out, ", %s",
                      words_id(&tls_offer_words, (int)variation->offer));
}

void
evidence_view_append_probe(struct buffer *out, const struct probe *probe)
{
    buffer_append_text(out, kinds[probe->kind]);
    append_change(out, probe);
}

/* ICMP: the packet had lived for its hops (RFC 792, RFC 4443 3.3). */
static bool
hops_were_used_up(const struct path *path)
{
    enum { EXCEEDED = 11, EXCEEDED_V6 = 3 };
    bool v6 = path->address.family == FAMILY_IPV6;

    return path->tcp.sender.family != FAMILY_NONE &&
           path->tcp.icmp_type == (v6 ? EXCEEDED_V6 : EXCEEDED);
}

/* The last check of the probe that came to an end. */
static const struct result *
probe_result(const struct probe *probe)
{
    const struct result *last = &probe->path->results[CHECK_TCP];

    for (int check = 0; check < CHECK_COUNT; check++) {
        const struct result *result = &probe->path->results[check];

        if (result->outcome == OUTCOME_PASS ||
            result->outcome == OUTCOME_WARN ||
            result->outcome == OUTCOME_FAIL ||
            result->outcome == OUTCOME_RUNNING)
            last = result;
    }
    return last;
}

static void
append_answer(struct buffer *out, const struct probe *probe)
{
    const struct result *result = probe_result(probe);
    const struct tcp_facts *tcp = &probe->path->tcp;
    char address[ADDRESS_TEXT_SIZE];

    if (hops_were_used_up(probe->path)) {
        buffer_printf(out, "came as far as %s",
                      address_format(&tcp->sender, address));
        return;
    }
    if (result->outcome == OUTCOME_PENDING || result->outcome == OUTCOME_NONE)
        buffer_append_text(out, "not tried yet");
    else if (result->outcome == OUTCOME_RUNNING)
        buffer_append_text(out, "under way");
    else if (result->reason != REASON_NONE)
        buffer_append_text(out, reason_phrase(result->reason));
    else
        buffer_append_text(out, "came through");
    if (tcp->sender.family != FAMILY_NONE)
        buffer_printf(out, ", %s sent ICMP type %" PRId64,
                      address_format(&tcp->sender, address), tcp->icmp_type);
}

static void
fill_probe(struct sheet *sheet, const struct probe *probe)
{
    bool through = probe_came_through(probe);
    struct buffer line = { 0 };

    evidence_view_append_probe(&line, probe);
    buffer_append_text(&line, ": ");
    append_answer(&line, probe);
    sheet_add(sheet, through ? STYLE_GOOD : STYLE_PLAIN, INDENT, HANG,
              buffer_text(&line));
    buffer_release(&line);
}

void
evidence_view_fill_probes(struct sheet *sheet, const struct run *run)
{
    const struct path *like = NULL;
    char address[ADDRESS_TEXT_SIZE];

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->like != like) {
            like = probe->like;
            sheet_space(sheet);
            sheet_print(sheet, STYLE_HEADING, 0, HANG, "%s, %s",
                        probe->target->endpoint->host,
                        address_format(&like->address, address));
        }
        fill_probe(sheet, probe);
    }
    if (run->probe_count == 0)
        sheet_add(sheet, STYLE_PLAIN, 0, 0,
                  "Nothing needed to be tried again with one thing changed.");
}
