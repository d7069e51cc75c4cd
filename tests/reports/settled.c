#include "settled.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    SECOND_MS = 1000,
    DAY_S = 24 * 60 * 60,
    LONG_S = 100 * DAY_S,
    /* 2026-11-24T12:00:00Z */
    BEGAN_S = 1795521600,
};

static const char any_pem[] = "-----BEGIN CERTIFICATE-----\n"
                              "TUlJQg==\n"
                              "-----END CERTIFICATE-----\n";

static const char *
settled_digest(struct run *run, size_t position)
{
    return arena_printf(&run->arena, "%064zu", position + 1);
}

/* Valid, expired or not yet valid, as it was. */
static void
settle_dates(struct certificate *certificate, int64_t now)
{
    certificate->not_after =
        certificate->not_after < now ? BEGAN_S - DAY_S : BEGAN_S + LONG_S;
    certificate->not_before =
        certificate->not_before > now ? BEGAN_S + DAY_S : BEGAN_S - LONG_S;
}

static void
settle_verification(struct run *run, struct verification *verification)
{
    if (verification->root_sha256 != NULL)
        verification->root_sha256 = settled_digest(run, 9);
}

static void
settle_tls(struct run *run, struct tls_facts *tls)
{
    for (size_t i = 0; i < tls->chain_count; i++) {
        struct certificate *certificate = tls->chain[i];

        settle_dates(certificate, run->started / SECOND_MS);
        certificate->serial = "01";
        certificate->sha256 = settled_digest(run, i);
        certificate->pem = any_pem;
    }
    for (size_t i = 0; i < tls->message_count; i++)
        tls->messages[i]->bytes = 100;
    tls->bytes_in = tls->bytes_in > 0 ? 1000 : 0;
    tls->bytes_out = tls->bytes_out > 0 ? 1000 : 0;
    settle_verification(run, &tls->genuine);
    settle_verification(run, &tls->system);
}

static void
settle_headers(struct http_header *const *headers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(headers[i]->name, "Date") == 0)
            headers[i]->value = "Tue, 24 Nov 2026 12:00:00 GMT";
}

static void
settle_path(struct run *run, struct path *path)
{
    settle_tls(run, &path->tls);
    settle_headers(path->http.headers, path->http.header_count);
    settle_headers(path->proxy.headers, path->proxy.header_count);
    if (path->http.date != 0)
        path->http.date = BEGAN_S - path->http.clock_offset_s;
}

/* As many whole days before or after the run as it was. */
static void
settle_day(int64_t *day, int64_t now)
{
    if (*day != 0)
        *day = BEGAN_S - (now - *day) / DAY_S * DAY_S;
}

void
settled(struct run *run)
{
    settle_day(&run->answers.bundle_issued, run->started / SECOND_MS);
    settle_day(&run->answers.certificate_expires, run->started / SECOND_MS);
    for (size_t i = 0; i < run->target_count; i++)
        for (size_t j = 0; j < run->targets[i]->path_count; j++)
            settle_path(run, run->targets[i]->paths[j]);
    for (size_t i = 0; i < run->probe_count; i++)
        settle_path(run, run->probes[i]->path);
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->random)
            run->names[i]->host = "random.example.net";
    run->started = (int64_t)BEGAN_S * SECOND_MS;
    run->machine.local_time = BEGAN_S;
    /* A signature of a simulated root is a byte or two longer or shorter. */
    for (size_t i = 0; i < run->machine.store_count; i++) {
        run->machine.stores[i]->modified = BEGAN_S - LONG_S;
        run->machine.stores[i]->bytes = 3600;
    }
    run->tool.version = "0.0.0";
    run->tool.openssl = "3.0.0";
    run->tool.c_ares = "1.0.0";
}
