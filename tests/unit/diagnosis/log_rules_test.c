#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "file_builder.h"
#include "situation_rows.h"

/*
 * Logs beside what was seen: they speak for a finding or against it, and
 * where all is well now they are a remark and nothing more.
 */
static const char pki[] = "pki.example.net";
static const char gateway[] = "gw.us.example.net";

static void
well_with(struct run_builder *builder, const char *sign, const char *host)
{
    build_healthy(builder);
    build_log(builder, sign, host);
}

/* All is well now. */

static void
untrusted_gateway(struct run_builder *builder)
{
    well_with(builder, "path-building-failed", gateway);
}

static void
untrusted_somewhere(struct run_builder *builder)
{
    well_with(builder, "path-building-failed", NULL);
}

static void
untrusted_alias(struct run_builder *builder)
{
    well_with(builder, "path-building-failed", "gw.us.example.org");
}

static void
untrusted_elsewhere(struct run_builder *builder)
{
    well_with(builder, "path-building-failed", "gw.eu.example.net");
}

static void
event_of_the_past(struct run_builder *builder)
{
    well_with(builder, "event-4201", NULL);
}

static void
detail_of_the_past(struct run_builder *builder)
{
    well_with(builder, "dlp-5000", pki);
}

/* A code of the product says nothing to us. */
static void
other_code(struct run_builder *builder)
{
    well_with(builder, "dlp-error", pki);
}

static void
unknown_host(struct run_builder *builder)
{
    well_with(builder, "unknown-host", gateway);
}

static void
timed_out(struct run_builder *builder)
{
    well_with(builder, "connect-timed-out", gateway);
}

static void
refused(struct run_builder *builder)
{
    well_with(builder, "connection-refused", pki);
}

/* The product speaks with much else. */
static void
refused_somewhere(struct run_builder *builder)
{
    well_with(builder, "connection-refused", NULL);
}

static void
refused_elsewhere(struct run_builder *builder)
{
    well_with(builder, "connection-refused", "gw.eu.example.net");
}

static void
nothing_in_logs(struct run_builder *builder)
{
    build_healthy(builder);
    builder->run.logs.state = LOGS_READ;
}

/* The console disagrees with what is seen, and so do the logs. */

static void
disconnected_and_timed_out(struct run_builder *builder)
{
    timed_out(builder);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

static void
disconnected_and_untrusted(struct run_builder *builder)
{
    untrusted_gateway(builder);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

static void
disconnected_and_event(struct run_builder *builder)
{
    event_of_the_past(builder);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

/* Something is wrong now. */

static void
gateway_not_reached(struct run_builder *builder, enum reason reason)
{
    struct target *target = build_target(builder, &builder_gateway);

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_not_connected(build_address(builder, target, "203.0.113.2"), reason);
}

static void
silent_and_timed_out(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_SILENT);
    build_log(builder, "connect-timed-out", gateway);
}

static void
silent_and_refused(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_SILENT);
    build_log(builder, "connection-refused", gateway);
}

static void
silent_and_untrusted(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_SILENT);
    build_log(builder, "path-building-failed", gateway);
}

/* One endpoint is ill: nobody knows which one the line is about. */
static void
silent_and_untrusted_somewhere(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_SILENT);
    build_log(builder, "path-building-failed", NULL);
}

static void
silent_and_timed_out_elsewhere(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_SILENT);
    build_log(builder, "connect-timed-out", "gw.eu.example.net");
}

static void
silent_and_event(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_SILENT);
    build_log(builder, "event-4201", NULL);
}

static void
refused_and_refused(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_REFUSED);
    build_log(builder, "connection-refused", gateway);
}

static void
refused_and_no_route(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_REFUSED);
    build_log(builder, "no-route", gateway);
}

static void
unrouted_and_no_route(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_HOST_UNREACHABLE);
    build_log(builder, "no-route", gateway);
}

static void
unrouted_net_and_no_route(struct run_builder *builder)
{
    gateway_not_reached(builder, REASON_NET_UNREACHABLE);
    build_log(builder, "no-route", gateway);
}

static void
pki_silent_and_event(struct run_builder *builder)
{
    struct target *target = build_target(builder, &builder_pki);

    build_good(builder, build_target(builder, &builder_gateway),
               "203.0.113.2");
    build_not_connected(build_address(builder, target, "203.0.113.1"),
                        REASON_SILENT);
    build_log(builder, "event-4201", NULL);
    build_log(builder, "dlp-5000", NULL);
}

static void
gateway_unknown(struct run_builder *builder)
{
    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_no_address(builder, build_target(builder, &builder_gateway),
                     REASON_NXDOMAIN);
}

static void
unknown_and_unknown(struct run_builder *builder)
{
    gateway_unknown(builder);
    build_log(builder, "unknown-host", gateway);
}

static void
unknown_and_timed_out(struct run_builder *builder)
{
    gateway_unknown(builder);
    build_log(builder, "connect-timed-out", gateway);
}

static void
gateway_without_handshake(struct run_builder *builder, enum reason reason)
{
    struct target *target = build_target(builder, &builder_gateway);

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_no_handshake(build_address(builder, target, "203.0.113.2"), reason);
}

static void
reset_and_reset(struct run_builder *builder)
{
    gateway_without_handshake(builder, REASON_TLS_RESET);
    build_log(builder, "connection-reset", gateway);
}

static void
closed_and_cut(struct run_builder *builder)
{
    gateway_without_handshake(builder, REASON_TLS_CLOSED);
    build_log(builder, "handshake-cut", gateway);
}

static void
alerted_and_alerted(struct run_builder *builder)
{
    gateway_without_handshake(builder, REASON_TLS_ALERT);
    build_log(builder, "handshake-failure", gateway);
}

/* What the product met before the way was opened so far. */
static void
reset_and_timed_out(struct run_builder *builder)
{
    gateway_without_handshake(builder, REASON_TLS_RESET);
    build_log(builder, "connect-timed-out", gateway);
}

static void
plain_and_plain(struct run_builder *builder)
{
    struct target *target = build_target(builder, &builder_gateway);

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_plain(build_address(builder, target, "203.0.113.2"),
                "HTTP/1.1 400 Bad Request");
    build_log(builder, "plaintext-answer", gateway);
}

static void
inspected_and_untrusted(struct run_builder *builder)
{
    struct target *target = build_target(builder, &builder_gateway);

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_foreign(builder, target,
                  build_address(builder, target, "203.0.113.2"), "CN=Corp CA");
    build_log(builder, "path-building-failed", gateway);
}

/* How a connection through a proxy ends cannot be compared. */
static void
proxy_refuses_and_untrusted(struct run_builder *builder)
{
    struct target *target;

    build_proxy(builder);
    build_good(builder, build_target(builder, &builder_pki), "203.0.113.9");
    target = build_target(builder, &builder_gateway);
    build_no_tunnel(build_address(builder, target, "203.0.113.9"),
                    REASON_PROXY_DENIED, 403);
    build_log(builder, "path-building-failed", gateway);
}

static const struct situation situations[] = {
    WELL_BUT(untrusted_gateway, "log-trust-differs", LOW),
    WELL_BUT(untrusted_somewhere, "log-trust-differs", LOW),
    WELL(untrusted_alias),
    WELL(untrusted_elsewhere),
    WELL_BUT(event_of_the_past, "log-enrollment-failed", LOW),
    WELL_BUT(detail_of_the_past, "log-enrollment-failed", LOW),
    WELL(other_code),
    WELL_BUT(unknown_host, "log-differs", LOW),
    WELL_BUT(timed_out, "log-differs", LOW),
    WELL_BUT(refused, "log-differs", LOW),
    WELL(refused_somewhere),
    WELL(refused_elsewhere),
    WELL(nothing_in_logs),

    BESIDE(disconnected_and_timed_out, "product-path-differs", LOW,
           "log-differs", LOW),
    BESIDE(disconnected_and_untrusted, "product-path-differs", LOW,
           "log-trust-differs", LOW),
    BESIDE(disconnected_and_event, "product-path-differs", LOW,
           "log-enrollment-failed", LOW),

    ALONE(silent_and_timed_out, "connection-silent", MEDIUM),
    ALONE(silent_and_refused, "connection-silent", MEDIUM),
    ALONE(silent_and_untrusted, "connection-silent", MEDIUM),
    ALONE(silent_and_untrusted_somewhere, "connection-silent", MEDIUM),
    BESIDE(silent_and_event, "connection-silent", MEDIUM,
           "log-enrollment-failed", LOW),
    ALONE(pki_silent_and_event, "connection-silent", MEDIUM),
};

static const struct cited citations[] = {
    SAYS(untrusted_gateway, "log-says-untrusted", gateway),
    SAYS(untrusted_gateway, "chain-genuine", gateway),
    SAYS(untrusted_somewhere, "log-says-untrusted-somewhere", NULL),
    LEAVES_OPEN(untrusted_gateway, "product-path-not-seen"),
    SAYS(event_of_the_past, "log-tells-enrollment-failed", pki),
    SAYS(detail_of_the_past, "log-tells-enrollment-failed", pki),
    SAYS(timed_out, "log-says-otherwise", gateway),
    SAYS(disconnected_and_timed_out, "log-says-otherwise", gateway),
    SAYS(disconnected_and_untrusted, "log-says-otherwise", gateway),
    SAYS(disconnected_and_event, "log-tells-enrollment-failed", pki),

    SAYS(silent_and_timed_out, "log-says-the-same", gateway),
    SAYS(refused_and_refused, "log-says-the-same", gateway),
    SAYS(unrouted_and_no_route, "log-says-the-same", gateway),
    SAYS(unrouted_net_and_no_route, "log-says-the-same", gateway),
    SAYS(unknown_and_unknown, "log-says-the-same", gateway),
    SAYS(reset_and_reset, "log-says-the-same", gateway),
    SAYS(closed_and_cut, "log-says-the-same", gateway),
    SAYS(alerted_and_alerted, "log-says-the-same", gateway),
    SAYS(plain_and_plain, "log-says-the-same", gateway),
    SAYS(inspected_and_untrusted, "log-says-the-same", gateway),
    SAYS(pki_silent_and_event, "log-tells-enrollment-failed", pki),
    { silent_and_untrusted, "log-came-further", EVIDENCE_CONTRADICTS,
      gateway },
    { unknown_and_timed_out, "log-came-further", EVIDENCE_CONTRADICTS,
      gateway },
};

static const struct unsaid unsaid[] = {
    { silent_and_refused, "log-says-the-same" },
    { silent_and_refused, "log-came-further" },
    { refused_and_no_route, "log-says-the-same" },
    { silent_and_timed_out_elsewhere, "log-says-the-same" },
    { silent_and_event, "log-tells-enrollment-failed" },
    { silent_and_untrusted_somewhere, "log-came-further" },
    { reset_and_timed_out, "log-says-the-same" },
    { reset_and_timed_out, "log-came-further" },
    { proxy_refuses_and_untrusted, "log-came-further" },
};

static void
logs_mean_what_they_should(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_the_logs(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

/* Of a sign beside an endpoint only the newest file is told of. */
static void
the_newest_line_is_cited_once(void **state)
{
    struct run_builder builder;
    const struct finding *finding;
    size_t count = 0;

    (void)state;
    build_run(&builder);
    timed_out(&builder);
    build_log(&builder, "connect-timed-out", gateway);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    for (size_t i = 0; i < finding->evidence_count; i++)
        if (finding->evidence[i]->hit != NULL) {
            assert_ptr_equal(finding->evidence[i]->hit,
                             builder.run.logs.hits[0]);
            count++;
        }
    assert_int_equal(count, 1);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logs_mean_what_they_should),
        cmocka_unit_test(findings_cite_the_logs),
        cmocka_unit_test(the_newest_line_is_cited_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
