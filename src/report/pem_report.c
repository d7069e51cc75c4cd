#include "report/report.h"

#include <string.h>

#include "report/units.h"

/*
 * Every certificate that was shown, once for each address that showed another
 * chain. Lines before a block are comments to whoever reads PEM (RFC 7468,
 * 5.2); they begin with "#", so that no name within one can begin a block.
 */
static bool
pem_is_block(const char *pem)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----\n";
    static const char end[] = "-----END CERTIFICATE-----\n";
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789+/=\n";

    if (pem == NULL || strncmp(pem, begin, sizeof begin - 1) != 0)
        return false;
    pem += sizeof begin - 1;
    pem += strspn(pem, digits);
    return strcmp(pem, end) == 0;
}

static bool
chain_is_shown_before(const struct target *target, size_t index)
{
    const struct tls_facts *tls = &target->paths[index]->tls;

    for (size_t i = 0; i < index; i++) {
        const struct tls_facts *other = &target->paths[i]->tls;
        size_t same = 0;

        if (other->chain_count != tls->chain_count)
            continue;
        while (same < tls->chain_count && tls->chain[same]->pem != NULL &&
               other->chain[same]->pem != NULL &&
               strcmp(tls->chain[same]->pem, other->chain[same]->pem) == 0)
            same++;
        if (same == tls->chain_count)
            return true;
    }
    return false;
}

static void
comment_write(struct buffer *out, const char *label, const char *text)
{
    buffer_printf(out, "# %-9s ", label);
    units_append_line(out, text);
    buffer_append_byte(out, '\n');
}

static void
certificate_write(const struct target *target, const struct path *path,
                  size_t position, struct buffer *out)
{
    const struct tls_facts *tls = &path->tls;
    const struct certificate *certificate = tls->chain[position];
    struct buffer line = { 0 };

    units_append_place(&line, target->endpoint->host, target->endpoint->port);
    buffer_append_text(&line, path->port != target->endpoint->port ||
                                      target->route.kind == ROUTE_PROXY
                                  ? ", by the proxy at "
                                  : ", at ");
    units_append_peer(&line, &path->address, path->port);
    comment_write(out, "target", buffer_text(&line));
    buffer_cut(&line, 0);
    buffer_printf(&line, "%zu of %zu", position + 1, tls->chain_count);
    comment_write(out, "position", buffer_text(&line));
    comment_write(out, "subject", certificate->subject);
    comment_write(out, "issuer", certificate->issuer);
    comment_write(out, "sha256", certificate->sha256);
    if (pem_is_block(certificate->pem))
        buffer_append_text(out, certificate->pem);
    else
        buffer_append_text(out, "# its bytes are not known\n");
    buffer_append_byte(out, '\n');
    buffer_release(&line);
}

void
pem_report_write(const struct run *run, const struct diagnosis *diagnosis,
                 struct buffer *out)
{
    size_t before = out->length;

    (void)diagnosis;
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        for (size_t j = 0; j < target->path_count; j++) {
            if (chain_is_shown_before(target, j))
                continue;
            for (size_t k = 0; k < target->paths[j]->tls.chain_count; k++)
                certificate_write(target, target->paths[j], k, out);
        }
    }
    if (out->length == before)
        buffer_append_text(out, "# no certificate was shown\n");
}
