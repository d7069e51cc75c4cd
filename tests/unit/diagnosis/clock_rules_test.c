#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/diagnosis.h"
#include "situation_rows.h"

/*
 * A wrong clock and wrong certificates look the same until others tell the
 * time.
 */
enum { DAY_S = 86400, MINUTE_S = 60 };

struct pair {
    struct target *pki;
    struct target *gateway;
};

static struct pair
build_pair(struct run_builder *builder)
{
    return (struct pair){
        .pki = build_target(builder, &builder_pki),
        .gateway = build_target(builder, &builder_gateway),
    };
}

/* A certificate of a hundred days, on its hundredth day before or behind. */
static struct path *
wrong_dates(struct run_builder *builder, struct target *target,
            const char *address, int64_t ended_days_ago)
{
    struct path *path = build_good(builder, target, address);
    int64_t now = builder->run.started / 1000;
    struct certificate *leaf = path->tls.chain[0];

    leaf->not_after = now - ended_days_ago * DAY_S;
    leaf->not_before = leaf->not_after - 100 * DAY_S;
    path->tls.dates_valid = false;
    path->results[CHECK_TLS].outcome = OUTCOME_FAIL;
    path->results[CHECK_TLS].reason =
        ended_days_ago > 0 ? REASON_EXPIRED : REASON_NOT_YET_VALID;
    return path;
}

static void
tell_time(struct path *path, int64_t offset_s)
{
    path->http.has_date = true;
    path->http.clock_offset_s = offset_s;
}

struct clocks {
    struct path *pki;
    struct path *gateway; /* the one whose certificate is complained about */
};

/* The gateway's certificate ended two days ago, by our clock. */
static struct clocks
expired_with_clocks(struct run_builder *builder, int64_t offset_s)
{
    struct pair pair = build_pair(builder);
    struct clocks clocks = {
        .pki = build_good(builder, pair.pki, "203.0.113.1"),
        .gateway = wrong_dates(builder, pair.gateway, "203.0.113.2", 2),
    };

    tell_time(clocks.pki, offset_s);
    tell_time(clocks.gateway, offset_s);
    return clocks;
}

static void
clock_ahead(struct run_builder *builder)
{
    expired_with_clocks(builder, 3 * DAY_S);
}

/* 102 days: the certificate is the first day's. */
static void
clock_far_ahead(struct run_builder *builder)
{
    expired_with_clocks(builder, 102 * DAY_S);
}

static void
clock_too_far_ahead(struct run_builder *builder)
{
    expired_with_clocks(builder, 102 * DAY_S + 1);
}

static void
clock_not_ahead_enough(struct run_builder *builder)
{
    expired_with_clocks(builder, 2 * DAY_S - 1);
}

static void
clock_just_enough_ahead(struct run_builder *builder)
{
    expired_with_clocks(builder, 2 * DAY_S);
}

static void
clock_behind_of_expired(struct run_builder *builder)
{
    expired_with_clocks(builder, -3 * DAY_S);
}

static void
clock_right(struct run_builder *builder)
{
    expired_with_clocks(builder, 0);
}

/* Another certificate of the chain has ended long ago. */
static void
chain_expired_and_clock_ahead(struct run_builder *builder)
{
    struct clocks clocks = expired_with_clocks(builder, 3 * DAY_S);
    struct certificate *leaf = clocks.gateway->tls.chain[0];
    struct certificate *issuer =
        arena_new(&builder->run.arena, 1, sizeof *issuer);

    *issuer = *leaf;
    issuer->not_after = leaf->not_after - 50 * DAY_S;
    arena_push(&builder->run.arena, &clocks.gateway->tls.chain,
               &clocks.gateway->tls.chain_count, issuer);
}

static void
clock_of_one_host(struct run_builder *builder)
{
    expired_with_clocks(builder, 3 * DAY_S).pki->http.has_date = false;
}

/* By the other route it is the same host, and the same clock. */
static void
clock_of_one_host_by_both_routes(struct run_builder *builder)
{
    struct target *control;

    clock_of_one_host(builder);
    control = build_target(builder, &builder_gateway);
    control->control = true;
    tell_time(wrong_dates(builder, control, "203.0.113.2", 2), 3 * DAY_S);
}

static void
hosts_disagree(struct run_builder *builder)
{
    expired_with_clocks(builder, 3 * DAY_S).gateway->http.clock_offset_s = 0;
}

static void
no_host_tells_time(struct run_builder *builder)
{
    struct clocks clocks = expired_with_clocks(builder, 3 * DAY_S);

    clocks.pki->http.has_date = false;
    clocks.gateway->http.has_date = false;
}

/* A stranger can say what he likes. */
static void
stranger_tells_time(struct run_builder *builder)
{
    struct clocks clocks = expired_with_clocks(builder, 3 * DAY_S);

    clocks.gateway->http.has_date = false;
    clocks.pki->tls.genuine.ok = false;
}

static void
clock_behind(struct run_builder *builder)
{
    struct pair pair = build_pair(builder);

    tell_time(build_good(builder, pair.pki, "203.0.113.1"), -3 * DAY_S);
    tell_time(wrong_dates(builder, pair.gateway, "203.0.113.2", -102),
              -3 * DAY_S);
}

/* Within minutes is what clocks differ by. */
static void
off_by(struct run_builder *builder, int64_t offset_s)
{
    struct clocks clocks = expired_with_clocks(builder, offset_s);
    int64_t now = builder->run.started / 1000;

    clocks.gateway->tls.chain[0]->not_after = now - 1;
}

static void
clock_minutes_ahead(struct run_builder *builder)
{
    off_by(builder, 5 * MINUTE_S + 1);
}

static void
clock_within_minutes(struct run_builder *builder)
{
    off_by(builder, 5 * MINUTE_S);
}

static void
behind_by(struct run_builder *builder, int64_t offset_s)
{
    struct clocks clocks = expired_with_clocks(builder, -offset_s);
    struct certificate *leaf = clocks.gateway->tls.chain[0];

    leaf->not_before = builder->run.started / 1000 + 1;
    leaf->not_after = leaf->not_before + DAY_S;
    clocks.gateway->results[CHECK_TLS].reason = REASON_NOT_YET_VALID;
}

static void
clock_minutes_behind(struct run_builder *builder)
{
    behind_by(builder, 5 * MINUTE_S + 1);
}

static void
clock_within_minutes_behind(struct run_builder *builder)
{
    behind_by(builder, 5 * MINUTE_S);
}

/* A wrong clock that does no harm. */
static void
clock_ahead_of_good_dates(struct run_builder *builder)
{
    struct trio trio = build_healthy(builder);

    tell_time(trio.pki->paths[0], 3 * DAY_S);
    tell_time(trio.gateway->paths[0], 3 * DAY_S);
}

static const struct situation situations[] = {
    ALONE(clock_ahead, "clock-wrong", HIGH),
    ALONE(clock_far_ahead, "clock-wrong", HIGH),
    BESIDE(clock_too_far_ahead, "certificate-dates", MEDIUM, "clock-off",
           HIGH),
    ALONE(clock_just_enough_ahead, "clock-wrong", HIGH),
    BESIDE(clock_not_ahead_enough, "certificate-dates", MEDIUM, "clock-off",
           HIGH),
    BESIDE(clock_behind_of_expired, "certificate-dates", MEDIUM, "clock-off",
           HIGH),
    ALONE(clock_right, "certificate-dates", MEDIUM),
    BESIDE(chain_expired_and_clock_ahead, "certificate-dates", MEDIUM,
           "clock-off", HIGH),
    ALONE(clock_of_one_host, "clock-wrong", MEDIUM),
    ALONE(clock_of_one_host_by_both_routes, "clock-wrong", MEDIUM),
    ALONE(hosts_disagree, "clock-wrong", MEDIUM),
    ALONE(no_host_tells_time, "certificate-dates", LOW),
    { "stranger tells time",
      stranger_tells_time,
      VERDICT_FAULT,
      { FAULT("tls-inspection", MEDIUM), FAULT("certificate-dates", LOW) } },
    ALONE(clock_behind, "clock-wrong", HIGH),
    ALONE(clock_minutes_ahead, "clock-wrong", HIGH),
    ALONE(clock_within_minutes, "certificate-dates", MEDIUM),
    ALONE(clock_minutes_behind, "clock-wrong", HIGH),
    ALONE(clock_within_minutes_behind, "certificate-dates", MEDIUM),
    WELL_BUT(clock_ahead_of_good_dates, "clock-off", HIGH),
};

static const struct cited citations[] = {
    SAYS(clock_ahead, "certificate-expired", "gw.us.example.net"),
    SAYS(clock_ahead, "clock-offset", "pki.example.net"),
    SAYS(clock_of_one_host, "clock-offset", "gw.us.example.net"),
    SAYS(clock_behind, "certificate-not-yet-valid", "gw.us.example.net"),
    SAYS(clock_right, "clock-agrees", NULL),
    SAYS(clock_behind_of_expired, "clock-offset", NULL),
    LEAVES_OPEN(clock_ahead, "not-repeated"),
};

static void
clocks_and_certificates_are_told_apart(void **state)
{
    (void)state;
    CHECK_ROWS(situations_check, situations);
}

static void
findings_cite_the_clocks(void **state)
{
    (void)state;
    CHECK_ROWS(citations_check, citations);
}

/* Both hosts that tell the time are named. */
static void
each_clock_is_cited(void **state)
{
    struct run_builder builder;
    const struct finding *finding;
    size_t clocks = 0;

    (void)state;
    build_run(&builder);
    clock_ahead(&builder);
    finding =
        diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0];
    for (size_t i = 0; i < finding->evidence_count; i++)
        clocks += strcmp(finding->evidence[i]->statement, "clock-offset") == 0;
    assert_int_equal(clocks, 2);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_and_certificates_are_told_apart),
        cmocka_unit_test(findings_cite_the_clocks),
        cmocka_unit_test(each_clock_is_cited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
