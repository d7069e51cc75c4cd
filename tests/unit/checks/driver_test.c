#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "checks/driver.h"
#include "net/real_net.h"

/*
 * The driver over the real network, as far as loopback goes: a port where
 * nobody listens, one that accepts and says nothing, one that says what is
 * not TLS. What needs a genuine peer is in tests/live.
 */
enum { BUDGET_MS = 150, MANY = 300, FEW = 16, TURNS = 20000 };

struct stage {
    struct real_net *real;
    struct net net;
    struct check_tools tools;
    struct definitions definitions;
    struct run run;
    struct endpoint endpoint;
    struct driver *driver;
    size_t running; /* paths whose connection is being opened or in use */
    size_t most_running;
    size_t ended[CHECK_COUNT];
    size_t events;
};

static void
stage_hear(void *context, const struct event *event)
{
    struct stage *stage = context;

    stage->events++;
    if (event->kind == EVENT_CHECK_BEGAN && event->check == CHECK_TCP)
        stage->running++;
    if (stage->running > stage->most_running)
        stage->most_running = stage->running;
    if (event->kind != EVENT_CHECK_ENDED)
        return;
    stage->ended[event->check]++;
    if (event->path != NULL &&
        event->path->results[event->check].outcome != OUTCOME_PASS)
        stage->running--;
}

static void
stage_open_patiently(struct stage *stage, uint16_t port, size_t targets,
                     int budget_ms)
{
    struct driver_limits limits = { .budget_ms = budget_ms,
                                    .most_paths = FEW };
    struct route route = { .kind = ROUTE_DIRECT };

    *stage = (struct stage){ .real = real_net_new() };
    stage->net = real_net_use(stage->real);
    stage->tools.net = &stage->net;
    stage->tools.tls = net_tls_context_new();
    stage->endpoint = (struct endpoint){
        .host = "127.0.0.1", .port = port, .role = ROLE_PKI, .required = true
    };
    stage->run.definitions = &stage->definitions;
    stage->run.tool.version = "test";
    for (size_t i = 0; i < targets; i++)
        run_add_target(&stage->run, &stage->endpoint, NULL, &route);
    stage->driver =
        driver_new(&stage->run, &stage->tools, &limits, stage_hear, stage);
}

static void
stage_open(struct stage *stage, uint16_t port, size_t targets)
{
    stage_open_patiently(stage, port, targets, BUDGET_MS);
}

static void
stage_close(struct stage *stage)
{
    driver_free(stage->driver);
    net_tls_context_free(stage->tools.tls);
    run_release(&stage->run);
    real_net_free(stage->real);
}

static int
listen_on_loopback(uint16_t *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(listener >= 0);
    assert_int_equal(
        bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 64), 0);
    assert_int_equal(
        getsockname(listener, (struct sockaddr *)&address, &length), 0);
    *port = ntohs(address.sin_port);
    return listener;
}

/* Turns until all has ended; answers whoever connects with the greeting. */
static void
stage_play(struct stage *stage, int listener, const char *greeting)
{
    int peer = -1;
    int turns = 0;

    while (driver_turn(stage->driver, NULL, 0, 5) && turns++ < TURNS) {
        if (greeting == NULL || peer >= 0)
            continue;
        peer = accept(listener, NULL, NULL);
        if (peer >= 0)
            assert_int_equal(write(peer, greeting, strlen(greeting)),
                             strlen(greeting));
    }
    assert_true(turns < TURNS);
    if (peer >= 0)
        close(peer);
}

static void
assert_result(const struct target *target, enum check_id check,
              enum outcome outcome, enum reason reason)
{
    struct result result = target_result(target, check);

    if (result.outcome != outcome || result.reason != reason)
        fail_msg("%s: %s, %s", words_id(&check_words, (int)check),
                 words_id(&outcome_words, (int)result.outcome),
                 reason_id(result.reason));
    assert_null(result.state);
}

static void
test_refused_ends_the_path(void **state)
{
    struct stage stage;
    uint16_t port;
    int listener = listen_on_loopback(&port);

    (void)state;
    close(listener);
    stage_open(&stage, port, 1);
    stage_play(&stage, -1, NULL);

    const struct target *target = stage.run.targets[0];

    assert_result(target, CHECK_DNS, OUTCOME_PASS, REASON_NONE);
    assert_result(target, CHECK_TCP, OUTCOME_FAIL, REASON_REFUSED);
    assert_result(target, CHECK_PROXY, OUTCOME_NONE, REASON_NONE);
    assert_result(target, CHECK_TLS, OUTCOME_SKIP, REASON_NEED_FAILED);
    assert_result(target, CHECK_HTTP, OUTCOME_SKIP, REASON_NEED_FAILED);
    assert_string_equal(target->paths[0]->tcp.error, "ECONNREFUSED");
    assert_int_equal(target->paths[0]->tcp.icmp_type, -1);
    stage_close(&stage);
}

static void
test_silence_costs_the_budget(void **state)
{
    struct stage stage;
    uint16_t port;
    int listener = listen_on_loopback(&port);

    (void)state;
    stage_open(&stage, port, 1);
    stage_play(&stage, listener, NULL);

    const struct target *target = stage.run.targets[0];
    struct result tls = target_result(target, CHECK_TLS);

    assert_result(target, CHECK_TCP, OUTCOME_PASS, REASON_NONE);
    assert_result(target, CHECK_TLS, OUTCOME_FAIL, REASON_TLS_SILENT);
    assert_result(target, CHECK_HTTP, OUTCOME_SKIP, REASON_NEED_FAILED);
    assert_true(tls.duration_ms >= BUDGET_MS);
    assert_int_equal(target->paths[0]->tls.bytes_in, 0);
    assert_true(target->paths[0]->tls.bytes_out > 100);
    close(listener);
    stage_close(&stage);
}

static void
test_other_protocol_is_named(void **state)
{
    struct stage stage;
    uint16_t port;
    int listener = listen_on_loopback(&port);

    (void)state;
    stage_open(&stage, port, 1);
    stage_play(&stage, listener, "SSH-2.0-\033[2Jold\r\n");

    const struct target *target = stage.run.targets[0];

    assert_result(target, CHECK_TLS, OUTCOME_FAIL, REASON_NOT_TLS);
    assert_string_equal(target->paths[0]->tls.first_bytes,
                        "SSH-2.0-\\e[2Jold\\r\\n");
    close(listener);
    stage_close(&stage);
}

static void
test_many_targets_are_bounded_and_all_reported(void **state)
{
    struct stage stage;
    uint16_t port;
    int listener = listen_on_loopback(&port);

    (void)state;
    close(listener);
    stage_open(&stage, port, MANY);
    stage_play(&stage, -1, NULL);

    assert_int_equal(stage.run.name_count, 1);
    assert_int_equal(stage.ended[CHECK_DNS], 1);
    assert_int_equal(stage.ended[CHECK_TCP], MANY);
    assert_in_range(stage.most_running, 1, FEW);
    for (size_t i = 0; i < MANY; i++)
        assert_result(stage.run.targets[i], CHECK_TCP, OUTCOME_FAIL,
                      REASON_REFUSED);
    stage_close(&stage);
}

static void
test_cancel_settles_everything(void **state)
{
    struct stage stage;
    uint16_t port;
    int listener = listen_on_loopback(&port);

    (void)state;
    stage_open(&stage, port, 2 * FEW);
    assert_true(driver_turn(stage.driver, NULL, 0, 0));
    driver_cancel(stage.driver);
    assert_false(driver_turn(stage.driver, NULL, 0, 0));
    assert_true(stage.run.cancelled);
    for (size_t i = 0; i < 2 * FEW; i++)
        for (int check = CHECK_TLS; check < CHECK_COUNT; check++)
            assert_result(stage.run.targets[i], (enum check_id)check,
                          OUTCOME_SKIP, REASON_CANCELLED);
    close(listener);
    stage_close(&stage);
}

/* What had been told when the driver's last wait was over. */
static struct stage *waiting;
static const struct net_ops *waiting_ops;
static size_t told;

static int
wait_and_note(void *world, struct net_watch **watches, size_t count,
              int timeout_ms)
{
    int found = waiting_ops->wait(world, watches, count, timeout_ms);

    told = waiting->events;
    return found;
}

/* Somebody has pressed a key: that comes before the checks' own work. */
static void
test_the_caller_goes_first(void **state)
{
    struct stage stage;
    struct net_ops ops;
    struct net_watch key = { .external = true, .wanted = NET_READABLE };
    struct net_watch *more[] = { &key };
    uint16_t port;
    int listener = listen_on_loopback(&port);
    char hello[4096];
    int ends[2];
    int peer;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "k", 1), 1);
    key.handle = ends[0];
    stage_open_patiently(&stage, port, 1, 60000);
    waiting = &stage;
    waiting_ops = stage.net.ops;
    ops = *stage.net.ops;
    ops.wait = wait_and_note;
    stage.net.ops = &ops;
    while (stage.ended[CHECK_TCP] == 0)
        assert_true(driver_turn(stage.driver, NULL, 0, 5));
    peer = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    /* Its hello has come: now it waits for an answer. */
    while (read(peer, hello, sizeof hello) <= 0)
        assert_true(driver_turn(stage.driver, NULL, 0, 5));
    assert_true(driver_turn(stage.driver, NULL, 0, 0));
    assert_int_equal(write(peer, "no TLS\r\n", 8), 8);

    /* The key and the answer are there at the same time. */
    assert_true(driver_turn(stage.driver, more, 1, 1000));
    assert_int_not_equal(key.ready, 0);
    assert_int_equal(stage.events, told);
    while (driver_turn(stage.driver, NULL, 0, 5))
        continue;
    assert_result(stage.run.targets[0], CHECK_TLS, OUTCOME_FAIL,
                  REASON_NOT_TLS);
    close(peer);
    close(ends[0]);
    close(ends[1]);
    close(listener);
    stage_close(&stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_ends_the_path),
        cmocka_unit_test(test_silence_costs_the_budget),
        cmocka_unit_test(test_other_protocol_is_named),
        cmocka_unit_test(test_many_targets_are_bounded_and_all_reported),
        cmocka_unit_test(test_cancel_settles_everything),
        cmocka_unit_test(test_the_caller_goes_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
