#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diagnosis/plan.h"
#include "model/probe_tally.h"
#include "run_builder.h"
#include "situation.h"

/* What is tried only when the operator asks for it, and what it shows. */
enum { MOST_ROUNDS = 6, ONE_MINUTE = 60, TWO_MINUTES = 120 };

static size_t
count_kind(const struct run_builder *builder, enum probe_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < builder->run.probe_count; i++)
        count += builder->run.probes[i]->kind == kind;
    return count;
}

/* How an idle connection ends, after whatever time. */
struct line {
    int64_t cut_after_s; /* 0: never */
    enum reason cut;     /* how */
    bool server_closes;  /* within a minute, in good order */
};

static void
answer_hold(const struct line *line, struct probe *probe)
{
    struct result *result = &probe->path->results[CHECK_HTTP];
    int64_t idle_s = probe->variation.idle_s;

    build_connected(probe->path);
    result->outcome = OUTCOME_PASS;
    result->duration_ms = idle_s * 1000 + 30;
    if (line->server_closes) {
        result->duration_ms = 30000;
        result->reason = REASON_HTTP_CLOSED;
    } else if (line->cut_after_s > 0 && idle_s > line->cut_after_s) {
        result->outcome = OUTCOME_WARN;
        result->reason = line->cut;
    }
}

/* Rounds of the planner; the line treats what is left idle. */
static void
play(struct run_builder *builder, const struct line *line)
{
    for (int i = 0; i < MOST_ROUNDS; i++) {
        size_t before = builder->run.probe_count;

        diagnosis_plan(&builder->run);
        for (size_t j = before; j < builder->run.probe_count; j++)
            if (builder->run.probes[j]->kind == PROBE_HOLD)
                answer_hold(line, builder->run.probes[j]);
    }
}

static void
nothing_is_held_unasked(void **state)
{
    static const struct line line = { 0 };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    play(&builder, &line);
    assert_int_equal(builder.run.probe_count, 0);
    build_release(&builder);
}

static void
each_gateway_is_held_for_a_minute_and_then_for_two(void **state)
{
    static const struct {
        struct line line;
        size_t probes;
        struct hold_tally tally;
    } rows[] = {
        { { 0 }, 2, { TWO_MINUTES, 0 } },
        { { 90, REASON_HTTP_RESET, false }, 2, { ONE_MINUTE, TWO_MINUTES } },
        { { 90, REASON_HTTP_SILENT, false }, 2, { ONE_MINUTE, TWO_MINUTES } },
        { { 30, REASON_HTTP_RESET, false }, 1, { 0, ONE_MINUTE } },
        { { .server_closes = true }, 1, { 0, 0 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;
        struct trio trio;
        struct hold_tally tally;

        build_run(&builder);
        trio = build_healthy(&builder);
        builder.run.also[ALSO_HOLD] = true;
        play(&builder, &rows[i].line);
        assert_int_equal(count_kind(&builder, PROBE_HOLD), rows[i].probes);
        assert_int_equal(builder.run.probe_count, rows[i].probes);
        assert_ptr_equal(builder.run.probes[0]->target, trio.gateway);
        assert_int_equal(builder.run.probes[0]->until, CHECK_HTTP);
        tally = probes_hold(&builder.run, trio.gateway->paths[0]);
        assert_int_equal(tally.held_s, rows[i].tally.held_s);
        assert_int_equal(tally.cut_s, rows[i].tally.cut_s);
        build_release(&builder);
    }
}

/* A gateway that does not work has nothing to be held. */
static void
what_does_not_work_is_not_held(void **state)
{
    static const struct line line = { 0 };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    builder.run.also[ALSO_HOLD] = true;
    build_good(&builder, build_target(&builder, &builder_pki), "203.0.113.1");
    build_not_connected(build_address(&builder,
                                      build_target(&builder, &builder_gateway),
                                      "203.0.113.2"),
                        REASON_SILENT);
    play(&builder, &line);
    assert_int_equal(count_kind(&builder, PROBE_HOLD), 0);
    build_release(&builder);
}

static void
one_address_that_nobody_has_is_tried_when_asked(void **state)
{
    static const struct line line = { 0 };
    struct run_builder builder;
    struct address nobody;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    builder.run.also[ALSO_RESERVED] = true;
    play(&builder, &line);
    assert_int_equal(builder.run.probe_count, 1);
    assert_true(address_parse("192.0.2.1", &nobody));
    assert_true(address_equal(&builder.run.probes[0]->path->address, &nobody));
    assert_int_equal(address_kind_of(&nobody), ADDRESS_DOCUMENTATION);
    assert_int_equal(builder.run.probes[0]->path->port, 443);
    assert_null(probes_reserved(&builder.run));
    build_connected(builder.run.probes[0]->path);
    assert_ptr_equal(probes_reserved(&builder.run), builder.run.probes[0]);
    build_release(&builder);
}

static void
through_a_proxy_it_would_be_the_proxys(void **state)
{
    static const struct line line = { 0 };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    builder.run.also[ALSO_RESERVED] = true;
    build_good(&builder, build_target(&builder, &builder_pki), "10.0.0.8");
    play(&builder, &line);
    assert_int_equal(count_kind(&builder, PROBE_RESERVED), 0);
    build_release(&builder);
}

/* What it means. */

static void
build_hold(struct run_builder *builder, const struct line *line)
{
    build_healthy(builder);
    builder->run.also[ALSO_HOLD] = true;
    play(builder, line);
}

static void
held(struct run_builder *builder)
{
    static const struct line line = { 0 };

    build_hold(builder, &line);
}

static void
cut_after_a_minute(struct run_builder *builder)
{
    static const struct line line = { 90, REASON_HTTP_RESET, false };

    build_hold(builder, &line);
}

static void
cut_at_once(struct run_builder *builder)
{
    static const struct line line = { 30, REASON_HTTP_SILENT, false };

    build_hold(builder, &line);
}

static void
closed_by_the_server(struct run_builder *builder)
{
    static const struct line line = { .server_closes = true };

    build_hold(builder, &line);
}

/* A handshake that nobody answers, whatever is changed. */
static void
build_silence(struct run_builder *builder, bool takes_all)
{
    struct target *gateway;

    build_good(builder, build_target(builder, &builder_pki), "203.0.113.1");
    gateway = build_target(builder, &builder_gateway);
    build_no_handshake(build_address(builder, gateway, "203.0.113.2"),
                       REASON_TLS_SILENT);
    builder->run.also[ALSO_RESERVED] = true;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        size_t before = builder->run.probe_count;

        diagnosis_plan(&builder->run);
        for (size_t i = before; i < builder->run.probe_count; i++) {
            struct probe *probe = builder->run.probes[i];

            if (probe->until != CHECK_TCP)
                build_no_handshake(probe->path, REASON_TLS_SILENT);
            else if (probe->kind == PROBE_RESERVED && takes_all)
                build_connected(probe->path);
            else
                build_not_connected(probe->path, REASON_SILENT);
        }
    }
}

static void
takes_all(struct run_builder *builder)
{
    build_silence(builder, true);
}

static void
takes_some(struct run_builder *builder)
{
    build_silence(builder, false);
}

static void
each_means_something_else(void **state)
{
    static const struct situation rows[] = {
        { "idle connections are kept", held, VERDICT_HEALTHY, { { 0 } } },
        { "cut, and a shorter time is borne",
          cut_after_a_minute,
          VERDICT_FAULT,
          { FAULT("idle-timeout", HIGH) } },
        { "cut at once",
          cut_at_once,
          VERDICT_FAULT,
          { FAULT("idle-timeout", MEDIUM) } },
        { "closed by the server itself",
          closed_by_the_server,
          VERDICT_HEALTHY,
          { { 0 } } },
        { "connections to everybody are made",
          takes_all,
          VERDICT_FAULT,
          { FAULT("accepts-everything", HIGH) } },
        { "connections to somebody are made",
          takes_some,
          VERDICT_FAULT,
          { FAULT("handshake-unanswered", MEDIUM) } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        situation_check(&rows[i]);
        situation_check_evidence(&rows[i]);
    }
}

static void
what_was_asked_for_is_cited(void **state)
{
    static const struct cited rows[] = {
        { cut_after_a_minute, "idle-connection-cut", EVIDENCE_SUPPORTS,
          "gw.us.example.net" },
        { cut_after_a_minute, "idle-connection-held", EVIDENCE_SUPPORTS,
          "gw.us.example.net" },
        { takes_all, "reserved-address-connects", EVIDENCE_SUPPORTS, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cited_check(&rows[i]);
    cited_check_absent(cut_at_once, "idle-connection-held");
    cited_check_absent(takes_some, "reserved-address-connects");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_held_unasked),
        cmocka_unit_test(each_gateway_is_held_for_a_minute_and_then_for_two),
        cmocka_unit_test(what_does_not_work_is_not_held),
        cmocka_unit_test(one_address_that_nobody_has_is_tried_when_asked),
        cmocka_unit_test(through_a_proxy_it_would_be_the_proxys),
        cmocka_unit_test(each_means_something_else),
        cmocka_unit_test(what_was_asked_for_is_cited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
