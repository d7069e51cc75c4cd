#include "checks/tls_facts.h"

#include <string.h>

#include "base/safe_text.h"

enum { FIRST_BYTES_TEXT = 400 };

static void
tls_note_messages(struct check *check, const struct net_tls *tls)
{
    struct arena *arena = check_arena(check);
    struct tls_facts *facts = &check->path->tls;

    for (size_t i = 0; i < net_tls_message_count(tls); i++) {
        struct net_tls_message from = net_tls_message(tls, i);
        struct tls_message *message = arena_new(arena, 1, sizeof *message);
        const char *name = from.is_alert ? net_tls_alert_name(from.type)
                                         : net_tls_handshake_name(from.type);

        message->direction =
            from.received ? DIRECTION_RECEIVED : DIRECTION_SENT;
        message->bytes = (int64_t)from.bytes;
        message->at_ms = from.at_ms;
        message->name =
            arena_printf(arena, "%s%s", from.is_alert ? "Alert " : "",
                         name != NULL ? name : "unknown");
        arena_push(arena, &facts->messages, &facts->message_count, message);
    }
}

static void
tls_note_authorities(struct check *check, const struct net_tls *tls)
{
    struct arena *arena = check_arena(check);
    struct tls_facts *facts = &check->path->tls;

    facts->client_certificate_requested =
        net_tls_client_certificate_requested(tls);
    for (size_t i = 0; i < net_tls_authority_count(tls); i++)
        arena_push(arena, &facts->client_certificate_authorities,
                   &facts->client_certificate_authority_count,
                   arena_text(arena, net_tls_authority(tls, i)));
}

static void
tls_note_certificate(struct check *check, const struct net_chain *chain,
                     size_t index)
{
    struct arena *arena = check_arena(check);
    struct tls_facts *facts = &check->path->tls;
    struct certificate *certificate = arena_new(arena, 1, sizeof *certificate);
    struct net_certificate from = { 0 };

    net_chain_describe(chain, index, arena, &from);
    certificate->subject = from.subject;
    certificate->issuer = from.issuer;
    certificate->serial = from.serial;
    certificate->names = from.names;
    certificate->name_count = from.name_count;
    certificate->not_before = from.not_before;
    certificate->not_after = from.not_after;
    certificate->key = from.key;
    certificate->signature = from.signature;
    certificate->sha256 = from.sha256;
    certificate->pem = from.pem;
    arena_push(arena, &facts->chain, &facts->chain_count, certificate);
}

static void
tls_verify(struct check *check, const struct net_chain *chain,
           const struct net_roots *roots, bool check_dates,
           struct verification *into)
{
    struct net_verification seen = { 0 };
    int64_t now = net_wall_ms(check->tools->net) / 1000;

    if (roots == NULL || net_chain_length(chain) == 0)
        return;
    net_chain_verify(chain, roots, check_dates, now, check_arena(check),
                     &seen);
    into->done = true;
    into->ok = seen.ok;
    into->code = seen.code;
    into->depth = seen.depth;
    into->text = seen.text;
    into->root = seen.root;
    into->root_sha256 = seen.root_sha256;
}

static bool
tls_dates_are_valid(const struct tls_facts *facts, int64_t now)
{
    for (size_t i = 0; i < facts->chain_count; i++)
        if (now < facts->chain[i]->not_before ||
            now > facts->chain[i]->not_after)
            return false;
    return facts->chain_count > 0;
}

static void
tls_note_chain(struct check *check, const struct net_tls *tls)
{
    const struct net_chain *chain = net_tls_chain(tls);
    struct tls_facts *facts = &check->path->tls;
    const char *host = check->target->endpoint->host;

    for (size_t i = 0; i < net_chain_length(chain); i++)
        tls_note_certificate(check, chain, i);
    tls_verify(check, chain, check->tools->genuine_roots, false,
               &facts->genuine);
    tls_verify(check, chain, check->tools->system_roots, true, &facts->system);
    facts->name_matches =
        net_chain_length(chain) > 0 && net_chain_matches(chain, host);
    facts->dates_valid =
        tls_dates_are_valid(facts, net_wall_ms(check->tools->net) / 1000);
    if (facts->genuine.ok && facts->genuine.root_sha256 != NULL) {
        const struct root *root = definitions_root(check->run->definitions,
                                                   facts->genuine.root_sha256);

        facts->genuine_root = root != NULL ? root->name : facts->genuine.root;
    }
}

static void
tls_note_alert(struct tls_facts *facts, const struct net_tls *tls)
{
    struct net_tls_alert alert = net_tls_alert(tls);

    facts->alert = alert.number;
    if (alert.number < 0)
        return;
    facts->alert_name = net_tls_alert_name(alert.number);
    facts->alert_direction =
        alert.received ? DIRECTION_RECEIVED : DIRECTION_SENT;
}

static char *
tls_copy(struct check *check, const char *text)
{
    return text != NULL ? arena_text(check_arena(check), text) : NULL;
}

void
tls_facts_note(struct check *check, const struct net_tls *tls)
{
    struct tls_facts *facts = &check->path->tls;

    facts->version = tls_copy(check, net_tls_version_name(tls));
    facts->cipher = tls_copy(check, net_tls_cipher_name(tls));
    facts->group = tls_copy(check, net_tls_group_name(tls));
    facts->bytes_in = (int64_t)net_tls_bytes_in(tls);
    facts->bytes_out = (int64_t)net_tls_bytes_out(tls);
    facts->error = tls_copy(check, net_tls_error_text(tls));
    tls_note_alert(facts, tls);
    tls_note_messages(check, tls);
    tls_note_authorities(check, tls);
    tls_note_chain(check, tls);
    if (net_tls_end(tls) == NET_TLS_END_NOT_TLS) {
        size_t length = 0;
        const void *bytes = net_tls_first_bytes(tls, &length);

        facts->first_bytes = safe_text_copy(check_arena(check), SAFE_LINE,
                                            bytes, length, FIRST_BYTES_TEXT);
    }
}
