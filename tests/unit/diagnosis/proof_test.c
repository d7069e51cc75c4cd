#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/sight.h"
#include "run_builder.h"

/* Where the proof that an endpoint is genuine begins, and where it ends. */

struct bound {
    int64_t number;
    bool proven;
};

static bool
is_proven(const struct target *target)
{
    return sight_of(target, target->paths[0]).proven;
}

static void
statuses_are_proof_within_their_bounds(void **state)
{
    static const struct bound statuses[] = {
        { 0, false },  { 399, false }, { 400, true },
        { 404, true }, { 499, true },  { 500, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct run_builder builder;
        const struct target *pki;

        build_run(&builder);
        pki = build_healthy(&builder).pki;
        build_status(pki, pki->paths[0], statuses[i].number);
        assert_int_equal(is_proven(pki), statuses[i].proven);
        build_release(&builder);
    }
}

static const struct bound alerts[] = {
    { 0, false },  { 39, false },  { 40, true },  { 43, true },
    { 44, false }, { 115, false }, { 116, true }, { 117, false },
};

/* Only these say "not without a certificate", before an answer or after. */
static void
some_alerts_are_proof(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof alerts / sizeof alerts[0]; i++) {
        struct run_builder builder;
        const struct target *gateway;
        struct path *path;

        build_run(&builder);
        gateway = build_healthy(&builder).gateway;
        path = gateway->paths[0];
        build_no_answer(path, REASON_HTTP_ALERT);
        path->http.alert = alerts[i].number;
        assert_int_equal(is_proven(gateway), alerts[i].proven);

        path->results[CHECK_HTTP].outcome = OUTCOME_SKIP;
        path->tls.handshake_done = false;
        path->tls.alert = alerts[i].number;
        path->tls.alert_direction = DIRECTION_RECEIVED;
        assert_int_equal(is_proven(gateway), alerts[i].proven);
        path->tls.alert_direction = DIRECTION_SENT;
        assert_false(is_proven(gateway));
        build_release(&builder);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_are_proof_within_their_bounds),
        cmocka_unit_test(some_alerts_are_proof),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
