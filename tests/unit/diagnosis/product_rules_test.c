#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "situation_rows.h"

/*
 * What follows from what the operator says: by itself, beside a network that
 * is well, and beside one that is not.
 */
enum { DAY_S = 86400 };

static int64_t
days_ago(const struct run_builder *builder, int64_t days)
{
    return builder->run.started / 1000 - days * DAY_S;
}

static void
gateway_silent(struct run_builder *builder)
{
    struct target *gateway = build_target(builder, &builder_gateway);

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    build_not_connected(build_address(builder, gateway, "203.0.113.2"),
                        REASON_SILENT);
}

/* Stopped before it was proved that the gateway is well. */
static void
gateway_not_finished(struct run_builder *builder)
{
    struct path *path = build_healthy(builder).gateway->paths[0];

    path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
    path->results[CHECK_HTTP].reason = REASON_CANCELLED;
    path->http.status = 0;
}

/* The bundle, by its age in days. */

static void
issued(struct run_builder *builder, int64_t days)
{
    build_healthy(builder);
    builder->run.answers.bundle_issued = days_ago(builder, days);
}

static void
issued_today(struct run_builder *builder)
{
    issued(builder, 0);
}

static void
issued_almost_8_days_ago(struct run_builder *builder)
{
    issued(builder, 8);
    builder->run.answers.bundle_issued++;
}

static void
issued_8_days_ago(struct run_builder *builder)
{
    issued(builder, 8);
}

static void
issued_9_days_ago(struct run_builder *builder)
{
    issued(builder, 9);
}

static void
issued_10_days_ago(struct run_builder *builder)
{
    issued(builder, 10);
}

/* The tenth day is given to its last second. */
static void
issued_almost_11_days_ago(struct run_builder *builder)
{
    issued(builder, 11);
    builder->run.answers.bundle_issued++;
}

static void
issued_11_days_ago(struct run_builder *builder)
{
    issued(builder, 11);
}

static void
issued_11_days_ago_and_used(struct run_builder *builder)
{
    issued(builder, 11);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static void
issued_11_days_ago_never_used(struct run_builder *builder)
{
    issued(builder, 11);
    builder->run.answers.history = HISTORY_NEVER_CONNECTED;
}

static void
issued_9_days_ago_and_used(struct run_builder *builder)
{
    issued(builder, 9);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

/* A day without a zone may be tomorrow's. */
static void
issued_tomorrow(struct run_builder *builder)
{
    issued(builder, -1);
}

static void
issued_after_tomorrow(struct run_builder *builder)
{
    issued(builder, -1);
    builder->run.answers.bundle_issued++;
}

static void
issued_next_week_and_used(struct run_builder *builder)
{
    issued(builder, -7);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static void
issued_11_days_ago_and_silence(struct run_builder *builder)
{
    gateway_silent(builder);
    builder->run.answers.bundle_issued = days_ago(builder, 11);
}

/* The cloud certificate. */

static void
certificate_ends(struct run_builder *builder, int64_t days_from_now)
{
    build_healthy(builder);
    builder->run.answers.certificate_expires =
        days_ago(builder, -days_from_now);
}

static void
certificate_ended(struct run_builder *builder)
{
    certificate_ends(builder, -1);
}

/* The hour is not known: it may be this evening. */
static void
certificate_ends_today(struct run_builder *builder)
{
    certificate_ends(builder, -1);
    builder->run.answers.certificate_expires++;
}

static void
certificate_ends_in_30_days(struct run_builder *builder)
{
    certificate_ends(builder, 29);
}

static void
certificate_ends_later(struct run_builder *builder)
{
    certificate_ends(builder, 29);
    builder->run.answers.certificate_expires++;
}

static void
certificate_ends_in_30_days_of_nobody(struct run_builder *builder)
{
    certificate_ends(builder, 29);
    builder->run.answers.history = HISTORY_NEVER_CONNECTED;
}

static void
certificate_ended_after_use(struct run_builder *builder)
{
    certificate_ends(builder, -30);
    builder->run.answers.history = HISTORY_WAS_CONNECTED;
}

static void
certificate_ended_and_connected(struct run_builder *builder)
{
    certificate_ended_after_use(builder);
    builder->run.answers.status = CONSOLE_CONNECTED;
}

/* Who was never connected has none. */
static void
certificate_of_nobody(struct run_builder *builder)
{
    certificate_ends(builder, -30);
    builder->run.answers.history = HISTORY_NEVER_CONNECTED;
}

static void
certificate_ended_and_silence(struct run_builder *builder)
{
    gateway_silent(builder);
    builder->run.answers.certificate_expires = days_ago(builder, 30);
}

/* Both end: what enrolled before counts first. */
static void
certificate_and_bundle(struct run_builder *builder)
{
    certificate_ends(builder, -30);
    builder->run.answers.bundle_issued = days_ago(builder, 40);
}

/* The console. */

static void
status_unknown(struct run_builder *builder)
{
    build_healthy(builder);
    builder->run.answers.status = CONSOLE_UNKNOWN;
}

static void
status_unknown_and_silence(struct run_builder *builder)
{
    gateway_silent(builder);
    builder->run.answers.status = CONSOLE_UNKNOWN;
}

static void
status_unknown_not_finished(struct run_builder *builder)
{
    gateway_not_finished(builder);
    builder->run.answers.status = CONSOLE_UNKNOWN;
}

static void
status_disconnected(struct run_builder *builder)
{
    build_healthy(builder);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

static void
status_connected(struct run_builder *builder)
{
    build_healthy(builder);
    builder->run.answers.status = CONSOLE_CONNECTED;
}

static void
status_disconnected_and_silence(struct run_builder *builder)
{
    gateway_silent(builder);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

static void
status_disconnected_not_finished(struct run_builder *builder)
{
    gateway_not_finished(builder);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

/* What is said explains it: nothing is left to wonder about. */
static void
status_disconnected_and_expired(struct run_builder *builder)
{
    certificate_ends(builder, -30);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

/* A remark explains nothing. */
static void
status_disconnected_and_soon(struct run_builder *builder)
{
    issued(builder, 9);
    builder->run.answers.status = CONSOLE_DISCONNECTED;
}

static const struct situation situations[] = {
    WELL(issued_today),
    WELL(issued_almost_8_days_ago),
    WELL_BUT(issued_8_days_ago, "bundle-expires-soon", MEDIUM),
    WELL_BUT(issued_9_days_ago, "bundle-expires-soon", MEDIUM),
    WELL_BUT(issued_10_days_ago, "bundle-expires-soon", MEDIUM),
    WELL_BUT(issued_almost_11_days_ago, "bundle-expires-soon", MEDIUM),
    ALONE(issued_11_days_ago, "bundle-expired", MEDIUM),
    ALONE(issued_11_days_ago_never_used, "bundle-expired", MEDIUM),
    WELL(issued_11_days_ago_and_used),
    WELL(issued_9_days_ago_and_used),
    WELL(issued_tomorrow),
    WELL_BUT(issued_after_tomorrow, "bundle-date-in-future", MEDIUM),
    WELL(issued_next_week_and_used),
    { "issued 11 days ago, and silence",
      issued_11_days_ago_and_silence,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM),
        FAULT("bundle-expired", MEDIUM) } },

    ALONE(certificate_ended, "cloud-certificate-expired", HIGH),
    ALONE(certificate_ended_after_use, "cloud-certificate-expired", HIGH),
    ALONE(certificate_ended_and_connected, "cloud-certificate-expired", LOW),
    WELL_BUT(certificate_ends_today, "cloud-certificate-expires-soon", HIGH),
    WELL_BUT(certificate_ends_in_30_days, "cloud-certificate-expires-soon",
             HIGH),
    WELL(certificate_ends_in_30_days_of_nobody),
    WELL(certificate_ends_later),
    WELL(certificate_of_nobody),
    { "certificate ended, and silence",
      certificate_ended_and_silence,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM),
        FAULT("cloud-certificate-expired", HIGH) } },
    { "certificate and bundle",
      certificate_and_bundle,
      VERDICT_FAULT,
      { FAULT("cloud-certificate-expired", HIGH),
        FAULT("bundle-expired", MEDIUM) } },

    ALONE(status_unknown, "status-unknown", HIGH),
    ALONE(status_unknown_not_finished, "status-unknown", MEDIUM),
    { "status unknown, and silence",
      status_unknown_and_silence,
      VERDICT_FAULT,
      { FAULT("connection-silent", MEDIUM),
        FAULT("status-unknown", MEDIUM) } },

    ALONE(status_disconnected, "product-path-differs", LOW),
    WELL(status_connected),
    ALONE(status_disconnected_and_silence, "connection-silent", MEDIUM),
    { .name = "status disconnected, not finished",
      .build = status_disconnected_not_finished,
      .outcome = VERDICT_INCONCLUSIVE },
    ALONE(status_disconnected_and_expired, "cloud-certificate-expired", HIGH),
    { "status disconnected, and the bundle expires soon",
      status_disconnected_and_soon,
      VERDICT_FAULT,
      { FAULT("product-path-differs", LOW),
        REMARK("bundle-expires-soon", MEDIUM) } },
};

static const struct cited citations[] = {
    SAYS(issued_9_days_ago, "bundle-issued-on", NULL),
    SAYS(issued_11_days_ago, "bundle-issued-on", NULL),
    SAYS(certificate_ended, "certificate-expires-on", NULL),
    SAYS(certificate_ended, "all-required-answered", NULL),
    { certificate_ended_and_connected, "console-shows-connected",
      EVIDENCE_CONTRADICTS, NULL },
    SAYS(status_unknown, "console-says-unknown", NULL),
    SAYS(status_unknown, "all-required-answered", NULL),
    SAYS(status_disconnected, "all-required-answered", NULL),
    SAYS(status_disconnected, "console-says-disconnected", NULL),
    LEAVES_OPEN(status_disconnected, "product-path-not-seen"),
};

static const struct unsaid unsaid[] = {
    { status_unknown_not_finished, "all-required-answered" },
};

static void
answers_mean_what_they_should(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_the_answers(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
    CHECK_ROWS(unsaid_check, unsaid);
}

/* No endpoint is to blame, and the finding is about the run. */
static void
a_finding_about_the_run_has_no_targets(void **state)
{
    struct run_builder builder;
    const struct finding *finding;

    (void)state;
    build_run(&builder);
    certificate_ended(&builder);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    assert_int_equal(finding->target_count, 0);
    for (size_t i = 0; i < finding->evidence_count; i++) {
        assert_null(finding->evidence[i]->target);
        assert_null(finding->evidence[i]->path);
    }
    build_release(&builder);
}

/* Whether all is well does not depend on what explains it. */
static void
certificate_says_nothing_of_a_network_that_is_ill(void **state)
{
    struct run_builder builder;
    const struct finding *finding;

    (void)state;
    build_run(&builder);
    certificate_ended_and_silence(&builder);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[1];
    assert_int_equal(finding->evidence_count, 2);
    assert_string_equal(finding->evidence[0]->statement,
                        "certificate-expires-on");
    assert_string_equal(finding->evidence[1]->statement, "renewal-not-said");
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_mean_what_they_should),
        cmocka_unit_test(findings_cite_the_answers),
        cmocka_unit_test(a_finding_about_the_run_has_no_targets),
        cmocka_unit_test(certificate_says_nothing_of_a_network_that_is_ill),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
