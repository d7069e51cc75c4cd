#include "model/probe_tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* What counts as tried, as answered, as come through, and what was near. */

static const struct endpoint gateway = {
    .host = "gw.example.net",
    .port = 443,
    .role = ROLE_GATEWAY,
    .required = true,
};
static const struct route direct = { .kind = ROUTE_DIRECT };
static const struct variation usual;
static const struct variation neutral = { .name = NAME_NEUTRAL };

struct stage {
    struct run run;
    struct target *target;
    struct path *path;
    struct path *other;
};

static struct path *
add_path(struct stage *stage, const char *text)
{
    struct address address;

    assert_true(address_parse(text, &address));
    return target_add_path(&stage->run, stage->target, &address, true);
}

static void
stage_open(struct stage *stage)
{
    *stage = (struct stage){ 0 };
    stage->target = run_add_target(&stage->run, &gateway, NULL, &direct);
    stage->path = add_path(stage, "203.0.113.1");
    stage->other = add_path(stage, "203.0.113.2");
}

static void
ended(struct path *path, enum check_id check, enum outcome outcome,
      enum reason reason)
{
    path->results[check].outcome = outcome;
    path->results[check].reason = reason;
}

static struct probe *
add_probe(struct stage *stage, enum probe_kind kind,
          const struct variation *variation, enum check_id until)
{
    return run_add_probe(&stage->run, kind, stage->target, stage->path,
                         variation, until);
}

static struct probe *
add_connect(struct stage *stage, enum outcome outcome, enum reason reason)
{
    struct probe *probe = add_probe(stage, PROBE_REPEAT, &usual, CHECK_TCP);

    ended(probe->path, CHECK_TCP, outcome, reason);
    return probe;
}

static struct probe *
add_handshake(struct stage *stage, enum probe_kind kind,
              const struct variation *variation, enum outcome outcome,
              enum reason reason)
{
    struct probe *probe = add_probe(stage, kind, variation, CHECK_TLS);

    ended(probe->path, CHECK_TCP, OUTCOME_PASS, REASON_NONE);
    ended(probe->path, CHECK_TLS, outcome, reason);
    return probe;
}

static void
hear_hello(struct stage *stage, struct path *path, const char *name,
           enum direction direction)
{
    struct arena *arena = &stage->run.arena;
    struct tls_message *message = arena_new(arena, 1, sizeof *message);

    message->direction = direction;
    message->name = name;
    arena_push(arena, &path->tls.messages, &path->tls.message_count, message);
}

static struct probe_tally
tally(const struct stage *stage)
{
    return probes_tally(&stage->run, stage->path, PROBE_REPEAT, &usual);
}

/* Which count. */

static void
each_is_counted_by_path_kind_and_change(void **state)
{
    static const struct variation changes[] = {
        { .ttl = 1 },
        { .hello_ttl = 1 },
        { .segment = 1 },
        { .hello_bytes = 1 },
        { .hello_short = true },
        { .hello_split = true },
        { .name = NAME_NONE },
        { .offer = OFFER_1_3 },
    };
    struct stage stage;

    (void)state;
    stage_open(&stage);
    add_connect(&stage, OUTCOME_PASS, REASON_NONE);
    add_connect(&stage, OUTCOME_FAIL, REASON_SILENT);
    add_connect(&stage, OUTCOME_FAIL, REASON_SILENT);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        ended(add_probe(&stage, PROBE_REPEAT, &changes[i], CHECK_TCP)->path,
              CHECK_TCP, OUTCOME_PASS, REASON_NONE);
    ended(add_probe(&stage, PROBE_HOPS, &usual, CHECK_TCP)->path, CHECK_TCP,
          OUTCOME_PASS, REASON_NONE);
    ended(run_add_probe(&stage.run, PROBE_REPEAT, stage.target, stage.other,
                        &usual, CHECK_TCP)
              ->path,
          CHECK_TCP, OUTCOME_PASS, REASON_NONE);
    assert_int_equal(tally(&stage).tried, 3);
    assert_int_equal(tally(&stage).answered, 1);
    assert_int_equal(probes_count(&stage.run, stage.path, PROBE_REPEAT), 11);
    assert_int_equal(probes_count(&stage.run, stage.path, PROBE_HOPS), 1);
    assert_int_equal(probes_count(&stage.run, stage.path, PROBE_KIND_COUNT),
                     12);
    assert_int_equal(probes_count(&stage.run, stage.other, PROBE_KIND_COUNT),
                     1);
    run_release(&stage.run);
}

static void
each_has_its_turn_among_its_kind(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    assert_int_equal(add_connect(&stage, OUTCOME_PASS, REASON_NONE)->turn, 1);
    assert_int_equal(add_connect(&stage, OUTCOME_PASS, REASON_NONE)->turn, 2);
    assert_int_equal(
        add_probe(&stage, PROBE_SERVER_NAME, &neutral, CHECK_TLS)->turn, 1);
    assert_int_equal(run_add_probe(&stage.run, PROBE_REPEAT, stage.target,
                                   stage.other, &usual, CHECK_TCP)
                         ->turn,
                     1);
    run_release(&stage.run);
}

/* A probe is a path of its own, and none that the product would use. */
static void
a_probe_is_no_path_of_the_target(void **state)
{
    struct stage stage;
    const struct probe *probe;

    (void)state;
    stage_open(&stage);
    probe = add_connect(&stage, OUTCOME_PASS, REASON_NONE);
    assert_int_equal(stage.target->path_count, 2);
    assert_ptr_not_equal(probe->path, stage.path);
    assert_ptr_equal(probe->path->probe, probe);
    assert_null(stage.path->probe);
    assert_true(address_equal(&probe->path->address, &stage.path->address));
    assert_int_equal(probe->path->port, stage.path->port);
    assert_int_equal(probe->path->tcp.icmp_type, -1);
    run_release(&stage.run);
}

struct attempt {
    enum outcome tcp_outcome;
    enum reason tcp_reason;
    enum outcome tls_outcome;
    enum reason tls_reason;
    int64_t tried;
};

static void
what_we_ended_ourselves_was_not_tried(void **state)
{
    static const struct attempt attempts[] = {
        { OUTCOME_PASS, REASON_NONE, OUTCOME_PASS, REASON_NONE, 1 },
        { OUTCOME_WARN, REASON_NONE, OUTCOME_WARN, REASON_NONE, 1 },
        { OUTCOME_PASS, REASON_NONE, OUTCOME_FAIL, REASON_TLS_SILENT, 1 },
        { OUTCOME_FAIL, REASON_SILENT, OUTCOME_SKIP, REASON_NEED_FAILED, 1 },
        { OUTCOME_FAIL, REASON_NO_SOCKET, OUTCOME_SKIP, REASON_NEED_FAILED,
          0 },
        { OUTCOME_FAIL, REASON_DEADLINE, OUTCOME_SKIP, REASON_NEED_FAILED, 0 },
        { OUTCOME_PASS, REASON_NONE, OUTCOME_SKIP, REASON_CANCELLED, 0 },
        { OUTCOME_PASS, REASON_NONE, OUTCOME_SKIP, REASON_DEADLINE, 0 },
        { OUTCOME_PASS, REASON_NONE, OUTCOME_FAIL, REASON_DEADLINE, 0 },
        { OUTCOME_SKIP, REASON_CANCELLED, OUTCOME_SKIP, REASON_CANCELLED, 0 },
        { OUTCOME_SKIP, REASON_NO_ROUTE, OUTCOME_SKIP, REASON_NEED_FAILED, 0 },
        { OUTCOME_PENDING, REASON_NONE, OUTCOME_PENDING, REASON_NONE, 0 },
        { OUTCOME_NONE, REASON_NONE, OUTCOME_NONE, REASON_NONE, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        const struct attempt *attempt = &attempts[i];
        struct stage stage;
        struct probe *probe;

        stage_open(&stage);
        probe = add_probe(&stage, PROBE_REPEAT, &usual, CHECK_TLS);
        ended(probe->path, CHECK_TCP, attempt->tcp_outcome,
              attempt->tcp_reason);
        ended(probe->path, CHECK_TLS, attempt->tls_outcome,
              attempt->tls_reason);
        if (tally(&stage).tried != attempt->tried)
            fail_msg("row %zu", i);
        run_release(&stage.run);
    }
}

/* A hello is an answer, whoever it is from; only a server's is. */
static void
a_hello_is_an_answer(void **state)
{
    struct stage stage;
    struct path *path;

    (void)state;
    stage_open(&stage);
    path = stage.path;
    assert_false(path_hello_was_answered(path));
    hear_hello(&stage, path, "ServerHello", DIRECTION_SENT);
    hear_hello(&stage, path, "Alert", DIRECTION_RECEIVED);
    assert_false(path_hello_was_answered(path));
    hear_hello(&stage, path, "ServerHello", DIRECTION_RECEIVED);
    assert_true(path_hello_was_answered(path));
    stage.other->tls.chain_count = 1;
    assert_true(path_hello_was_answered(stage.other));
    stage.other->tls.chain_count = 0;
    stage.other->tls.handshake_done = true;
    assert_true(path_hello_was_answered(stage.other));
    run_release(&stage.run);
}

/* Who answers is one thing, whether it comes to its end another. */
static void
an_answer_is_less_than_the_end(void **state)
{
    struct stage stage;
    struct probe *probe;

    (void)state;
    stage_open(&stage);
    add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_FAIL,
                  REASON_TLS_RESET);
    assert_int_equal(tally(&stage).answered, 0);

    probe = add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_FAIL,
                          REASON_TLS_STALLED);
    hear_hello(&stage, probe->path, "ServerHello", DIRECTION_RECEIVED);
    assert_false(probe_came_through(probe));
    assert_int_equal(tally(&stage).answered, 1);
    assert_int_equal(tally(&stage).finished, 0);

    probe = add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_FAIL,
                          REASON_NOT_GENUINE);
    probe->path->tls.handshake_done = true;
    assert_true(probe_came_through(probe));
    assert_int_equal(tally(&stage).answered, 2);
    assert_int_equal(tally(&stage).finished, 1);

    /* Refused for want of our certificate, which is its end too. */
    probe = add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_PASS,
                          REASON_CERTIFICATE_REQUIRED);
    probe->path->tls.chain_count = 1;
    assert_true(probe_came_through(probe));
    probe = add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_WARN,
                          REASON_NOT_IN_SYSTEM_STORE);
    assert_true(probe_came_through(probe));
    assert_int_equal(tally(&stage).tried, 5);
    assert_int_equal(tally(&stage).finished, 3);
    run_release(&stage.run);
}

/* What the probes show. */

static void
add_names(struct stage *stage, size_t answered, size_t unanswered)
{
    for (size_t i = 0; i < answered; i++)
        add_handshake(stage, PROBE_SERVER_NAME, &neutral, OUTCOME_PASS,
                      REASON_NONE)
            ->path->tls.handshake_done = true;
    for (size_t i = 0; i < unanswered; i++)
        add_handshake(stage, PROBE_SERVER_NAME, &neutral, OUTCOME_FAIL,
                      REASON_TLS_RESET);
}

static void
a_name_is_minded_when_others_pass_and_it_never_does(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    add_names(&stage, 2, 1);
    /* Nobody has tried the name itself again. */
    assert_false(probes_show_name_filter(&stage.run, stage.path));
    add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_FAIL,
                  REASON_TLS_RESET);
    assert_true(probes_show_name_filter(&stage.run, stage.path));
    hear_hello(&stage, stage.path, "ServerHello", DIRECTION_RECEIVED);
    assert_false(probes_show_name_filter(&stage.run, stage.path));
    stage.path->tls.message_count = 0;
    add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_PASS, REASON_NONE)
        ->path->tls.handshake_done = true;
    assert_false(probes_show_name_filter(&stage.run, stage.path));
    run_release(&stage.run);
}

static void
one_other_name_that_passes_is_chance(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    add_names(&stage, 1, 2);
    add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_FAIL,
                  REASON_TLS_RESET);
    assert_false(probes_show_name_filter(&stage.run, stage.path));
    run_release(&stage.run);
}

static void
silence_is_what_nothing_has_broken(void **state)
{
    static const struct variation small = { .segment = 1100 };
    struct stage stage;
    struct probe *probe;

    (void)state;
    stage_open(&stage);
    add_handshake(&stage, PROBE_REPEAT, &usual, OUTCOME_FAIL,
                  REASON_TLS_SILENT);
    /* No other name was tried yet. */
    assert_false(probes_show_silence(&stage.run, stage.path));
    add_names(&stage, 0, 1);
    assert_true(probes_show_silence(&stage.run, stage.path));
    /* That it connects is known. */
    add_connect(&stage, OUTCOME_PASS, REASON_NONE);
    assert_true(probes_show_silence(&stage.run, stage.path));
    assert_false(probes_show_silence(&stage.run, stage.other));
    probe = add_handshake(&stage, PROBE_SEGMENT, &small, OUTCOME_FAIL,
                          REASON_TLS_STALLED);
    hear_hello(&stage, probe->path, "ServerHello", DIRECTION_RECEIVED);
    assert_false(probes_show_silence(&stage.run, stage.path));
    run_release(&stage.run);
}

/* Hops. */

static struct probe *
add_hop(struct stage *stage, struct path *like, int64_t ttl,
        enum outcome outcome, enum reason reason)
{
    struct variation variation = { .ttl = ttl };
    struct probe *probe = run_add_probe(&stage->run, PROBE_HOPS, stage->target,
                                        like, &variation, CHECK_TCP);

    ended(probe->path, CHECK_TCP, outcome, reason);
    return probe;
}

static void
sent_back(struct probe *probe, int type, bool local)
{
    probe->path->tcp.icmp_type = type;
    probe->path->tcp.sender_is_local = local;
}

static void
the_nearest_that_speaks_is_found(void **state)
{
    struct stage stage;

    (void)state;
    stage_open(&stage);
    assert_int_equal(probes_nearest(&stage.run, stage.path, PROBE_HOPS), 0);
    add_hop(&stage, stage.path, 1, OUTCOME_FAIL, REASON_HOST_UNREACHABLE);
    add_hop(&stage, stage.path, 2, OUTCOME_FAIL, REASON_SILENT);
    assert_int_equal(probes_nearest(&stage.run, stage.path, PROBE_HOPS), 0);
    add_hop(&stage, stage.path, 9, OUTCOME_PASS, REASON_NONE);
    add_hop(&stage, stage.path, 7, OUTCOME_FAIL, REASON_REFUSED);
    add_hop(&stage, stage.path, 8, OUTCOME_PASS, REASON_NONE);
    add_hop(&stage, stage.other, 3, OUTCOME_PASS, REASON_NONE);
    assert_int_equal(probes_nearest(&stage.run, stage.path, PROBE_HOPS), 7);
    assert_int_equal(probes_nearest(&stage.run, stage.path, PROBE_HELLO_HOPS),
                     0);
    run_release(&stage.run);
}

static void
a_hello_speaks_where_it_is_cut(void **state)
{
    static const enum reason cuts[] = { REASON_TLS_RESET, REASON_TLS_CLOSED,
                                        REASON_TLS_ALERT };

    (void)state;
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        static const struct variation near = { .hello_ttl = 2 };
        static const struct variation far = { .hello_ttl = 3 };
        struct stage stage;

        stage_open(&stage);
        add_handshake(&stage, PROBE_HELLO_HOPS, &near, OUTCOME_FAIL,
                      REASON_TLS_SILENT);
        add_handshake(&stage, PROBE_HELLO_HOPS, &far, OUTCOME_FAIL, cuts[i]);
        assert_int_equal(
            probes_nearest(&stage.run, stage.path, PROBE_HELLO_HOPS), 3);
        run_release(&stage.run);
    }
}

static void
the_last_hop_is_the_furthest_router(void **state)
{
    enum { TIME_EXCEEDED = 11, UNREACHABLE = 3 };
    struct stage stage;

    (void)state;
    stage_open(&stage);
    assert_null(probes_last_hop(&stage.run, stage.path));
    sent_back(
        add_hop(&stage, stage.path, 2, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
        TIME_EXCEEDED, false);
    sent_back(
        add_hop(&stage, stage.path, 4, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
        TIME_EXCEEDED, false);
    sent_back(
        add_hop(&stage, stage.path, 3, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
        TIME_EXCEEDED, false);
    /* A router that says something else, and this machine itself. */
    sent_back(
        add_hop(&stage, stage.path, 5, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
        UNREACHABLE, false);
    sent_back(
        add_hop(&stage, stage.path, 6, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
        TIME_EXCEEDED, true);
    add_hop(&stage, stage.path, 7, OUTCOME_FAIL, REASON_SILENT);
    sent_back(
        add_hop(&stage, stage.other, 8, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
        TIME_EXCEEDED, false);
    assert_int_equal(probes_last_hop(&stage.run, stage.path)->variation.ttl,
                     4);
    run_release(&stage.run);
}

/* In IPv6 the types have other numbers. */
static void
the_last_hop_speaks_its_family(void **state)
{
    struct stage stage;
    struct path *path;

    (void)state;
    stage_open(&stage);
    path = add_path(&stage, "2001:db8::1");
    sent_back(add_hop(&stage, path, 2, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
              3, false);
    sent_back(add_hop(&stage, path, 4, OUTCOME_FAIL, REASON_HOST_UNREACHABLE),
              11, false);
    assert_int_equal(probes_last_hop(&stage.run, path)->variation.ttl, 2);
    run_release(&stage.run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_counted_by_path_kind_and_change),
        cmocka_unit_test(each_has_its_turn_among_its_kind),
        cmocka_unit_test(a_probe_is_no_path_of_the_target),
        cmocka_unit_test(what_we_ended_ourselves_was_not_tried),
        cmocka_unit_test(a_hello_is_an_answer),
        cmocka_unit_test(an_answer_is_less_than_the_end),
        cmocka_unit_test(a_name_is_minded_when_others_pass_and_it_never_does),
        cmocka_unit_test(one_other_name_that_passes_is_chance),
        cmocka_unit_test(silence_is_what_nothing_has_broken),
        cmocka_unit_test(the_nearest_that_speaks_is_found),
        cmocka_unit_test(a_hello_speaks_where_it_is_cut),
        cmocka_unit_test(the_last_hop_is_the_furthest_router),
        cmocka_unit_test(the_last_hop_speaks_its_family),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
