#include "net/resolver.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "dns_server.h"
#include "net/real_net.h"

enum { PATIENCE_MS = 300, LONG_MS = 10000 };

struct fixture {
    struct real_net *real;
    struct net net;
    struct dns_server server;
    struct net_resolver *resolver;
};

static void
set_up(struct fixture *fixture, int patience_ms)
{
    fixture->real = real_net_new();
    fixture->net = real_net_use(fixture->real);
    dns_server_open(&fixture->server, FAMILY_IPV4);
    fixture->resolver =
        net_resolver_new(&fixture->net, &fixture->server.peer, patience_ms);
}

static void
tear_down(struct fixture *fixture)
{
    net_resolver_free(fixture->resolver);
    dns_server_close(&fixture->server);
    real_net_free(fixture->real);
}

/* Until the query is over: the loop that the driver has, and the server. */
static void
run_until_over(struct fixture *fixture, struct net_query *query)
{
    struct net_watch *watches[DNS_SERVER_WATCHES + 1];

    for (int i = 0; i < DNS_SERVER_WATCHES; i++)
        watches[i] = &fixture->server.watches[i];
    watches[DNS_SERVER_WATCHES] = net_query_watch(query);
    while (net_query_watch(query)->ready == 0) {
        assert_int_equal(net_query_status(query), NET_QUERY_PENDING);
        net_wait(&fixture->net, watches, DNS_SERVER_WATCHES + 1, LONG_MS);
        dns_server_serve(&fixture->server);
    }
    assert_int_not_equal(net_query_status(query), NET_QUERY_PENDING);
}

static struct net_query *
ask(struct fixture *fixture, const char *host, enum dns_record_type type)
{
    struct net_query *query = net_query_open(fixture->resolver, host, type);

    run_until_over(fixture, query);
    return query;
}

/* What comes of each of the server's ways. */
struct expectation {
    const char *host;
    enum net_query_status status;
    int rcode;
    size_t records;
    bool used_tcp;
    bool takes_patience; /* ends only with it */
    int error;
};

static const struct expectation expectations[] = {
    { "n7.test", NET_QUERY_ANSWERED, 0, 1 },
    { "n7.test.", NET_QUERY_ANSWERED, 0, 1 },
    { "chain.test", NET_QUERY_ANSWERED, 0, 3 },
    { "nx.test", NET_QUERY_ANSWERED, 3, 0 },
    { "nodata.test", NET_QUERY_ANSWERED, 0, 0 },
    { "servfail.test", NET_QUERY_ANSWERED, 2, 0 },
    { "refused.test", NET_QUERY_ANSWERED, 5, 0 },
    { "ede.test", NET_QUERY_ANSWERED, 2, 0 },
    { "bare.test", NET_QUERY_ANSWERED, 5, 0 },
    { "oldest.test", NET_QUERY_ANSWERED, 0, 1 },
    { "cut.test", NET_QUERY_ANSWERED, 0, 1, .used_tcp = true },
    { "large.test", NET_QUERY_ANSWERED, 0, 1, .used_tcp = true },
    { "cutclosed.test", NET_QUERY_UNREACHABLE, .used_tcp = true },
    { "cutjunk.test", NET_QUERY_MALFORMED, .used_tcp = true },
    { "garbage.test", NET_QUERY_MALFORMED, .takes_patience = true },
    { "wrongid.test", NET_QUERY_MALFORMED, .takes_patience = true },
    { "other.test", NET_QUERY_MALFORMED, .takes_patience = true },
    { "lying.test", NET_QUERY_MALFORMED },
    { "echo.test", NET_QUERY_MALFORMED },
    { "spoofed.test", NET_QUERY_ANSWERED, 0, 1 },
    { "empty.test", NET_QUERY_ANSWERED, 0, 1 },
    { "silent.test", NET_QUERY_SILENT, .takes_patience = true },
    { "a..test", NET_QUERY_UNREACHABLE, .error = EINVAL },
    { "x.onion", NET_QUERY_UNREACHABLE, .error = EINVAL },
};

static void
check(const struct expectation *expected, const struct net_query *query)
{
    const struct dns_message *message = net_query_message(query);
    int64_t duration = net_query_duration_ms(query);

    assert_int_equal(net_query_status(query), expected->status);
    assert_int_equal(net_query_used_tcp(query), expected->used_tcp);
    assert_int_equal(net_query_errno(query), expected->error);
    assert_false(net_query_icmp(query)->seen);
    if (expected->takes_patience)
        assert_in_range(duration, PATIENCE_MS, PATIENCE_MS + 150);
    else
        assert_in_range(duration, 0, PATIENCE_MS - 1);
    assert_int_equal(message != NULL, expected->status == NET_QUERY_ANSWERED);
    if (message == NULL)
        return;
    assert_int_equal(message->rcode, expected->rcode);
    assert_int_equal(message->record_count, expected->records);
}

static void
test_ways(void **state)
{
    struct fixture fixture;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    for (size_t i = 0; i < sizeof(expectations) / sizeof(*expectations); i++) {
        struct net_query *query =
            ask(&fixture, expectations[i].host, DNS_RECORD_A);

        check(&expectations[i], query);
        net_query_close(&query);
        assert_null(query);
        net_query_close(&query);
    }
    tear_down(&fixture);
}

/* All at once they must come out as one by one: none disturbs another. */
static void
test_ways_together(void **state)
{
    enum { WAYS = sizeof(expectations) / sizeof(*expectations) };
    struct net_query *queries[WAYS];
    struct fixture fixture;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    for (size_t i = 0; i < WAYS; i++)
        queries[i] = net_query_open(fixture.resolver, expectations[i].host,
                                    DNS_RECORD_AAAA);
    for (size_t i = 0; i < WAYS; i++)
        run_until_over(&fixture, queries[i]);
    for (size_t i = 0; i < WAYS; i++) {
        check(&expectations[i], queries[i]);
        net_query_close(&queries[i]);
    }
    tear_down(&fixture);
}

static void
test_content(void **state)
{
    struct fixture fixture;
    struct net_query *query;
    const struct dns_message *message;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    query = ask(&fixture, "chain.test", DNS_RECORD_AAAA);
    message = net_query_message(query);
    assert_string_equal(message->records[0].alias, "one.test");
    assert_string_equal(message->records[1].owner, "one.test");
    assert_string_equal(message->records[2].owner, "two.test");
    assert_int_equal(message->records[2].address.family, FAMILY_IPV6);
    net_query_close(&query);

    query = ask(&fixture, "nx.test", DNS_RECORD_A);
    assert_int_equal(net_query_message(query)->negative_ttl_s, 300);
    net_query_close(&query);

    query = ask(&fixture, "ede.test", DNS_RECORD_A);
    assert_int_equal(net_query_message(query)->extended_error, 15);
    assert_string_equal(net_query_message(query)->extended_text, "blocked");
    net_query_close(&query);
    tear_down(&fixture);
}

/* Lost packets: the second or the third sending gets the answer. */
static void
test_sent_again(void **state)
{
    static const struct {
        const char *host;
        int64_t after_ms;
        unsigned datagrams;
    } cases[] = { { "late.test", PATIENCE_MS / 3, 2 },
                  { "last.test", PATIENCE_MS * 2 / 3, 3 },
                  { "silent.test", PATIENCE_MS, 3 } };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct net_query *query;

        set_up(&fixture, PATIENCE_MS);
        query = ask(&fixture, cases[i].host, DNS_RECORD_A);
        assert_int_equal(fixture.server.datagrams, cases[i].datagrams);
        assert_in_range(net_query_duration_ms(query), cases[i].after_ms,
                        cases[i].after_ms + 90);
        net_query_close(&query);
        tear_down(&fixture);
    }
}

/* Put in another way, for probes. */

struct variation {
    const char *host;
    struct net_query_options options;
    enum net_query_status status;
    bool used_tcp;
    bool truncated;
    unsigned datagrams;
    unsigned payload;
};

static const struct variation variations[] = {
    { "n7.test", { 0 }, NET_QUERY_ANSWERED, .datagrams = 1, .payload = 1232 },
    { "n7.test",
      { .payload = 512 },
      NET_QUERY_ANSWERED,
      .datagrams = 1,
      .payload = 512 },
    { "n7.test",
      { .payload = 4096 },
      NET_QUERY_ANSWERED,
      .datagrams = 1,
      .payload = 4096 },
    { "n7.test", { .no_edns = true }, NET_QUERY_ANSWERED, .datagrams = 1 },
    { "n7.test",
      { .over = NET_QUERY_OVER_TCP },
      NET_QUERY_ANSWERED,
      .used_tcp = true },
    { "cut.test",
      { .over = NET_QUERY_OVER_UDP },
      NET_QUERY_ANSWERED,
      .truncated = true,
      .datagrams = 1,
      .payload = 1232 },
    { "cutclosed.test",
      { .over = NET_QUERY_OVER_UDP },
      NET_QUERY_ANSWERED,
      .truncated = true,
      .datagrams = 1,
      .payload = 1232 },
    { "cutclosed.test",
      { .over = NET_QUERY_OVER_TCP },
      NET_QUERY_UNREACHABLE,
      .used_tcp = true },
    { "silent.test",
      { .over = NET_QUERY_OVER_UDP, .payload = 512 },
      NET_QUERY_SILENT,
      .datagrams = 3,
      .payload = 512 },
};

static void
check_variation(const struct variation *wanted)
{
    struct fixture fixture = { 0 };
    struct net_query *query;

    set_up(&fixture, PATIENCE_MS);
    query = net_query_open_varied(fixture.resolver, wanted->host, DNS_RECORD_A,
                                  &wanted->options);
    run_until_over(&fixture, query);
    if (net_query_status(query) != wanted->status)
        fail_msg("%s: %d", wanted->host, (int)net_query_status(query));
    assert_int_equal(net_query_used_tcp(query), wanted->used_tcp);
    assert_int_equal(fixture.server.datagrams, wanted->datagrams);
    if (wanted->datagrams > 0)
        assert_int_equal(fixture.server.last_payload, wanted->payload);
    if (wanted->status == NET_QUERY_ANSWERED)
        assert_int_equal(net_query_message(query)->truncated,
                         wanted->truncated);
    net_query_close(&query);
    tear_down(&fixture);
}

static void
test_variations_change_how_it_is_put(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(variations) / sizeof(*variations); i++)
        check_variation(&variations[i]);
}

static void
test_old_server_gets_no_edns(void **state)
{
    struct fixture fixture;
    struct net_query *query;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    query = ask(&fixture, "n1.test", DNS_RECORD_A);
    assert_true(fixture.server.last_had_edns);
    net_query_close(&query);
    query = ask(&fixture, "oldest.test", DNS_RECORD_A);
    assert_false(fixture.server.last_had_edns);
    assert_int_equal(fixture.server.datagrams, 3);
    net_query_close(&query);
    tear_down(&fixture);
}

/* A port on which nothing listens: the machine rejects it, at once. */
static void
test_port_unreachable(void **state)
{
    static const enum family families[] = { FAMILY_IPV4, FAMILY_IPV6 };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        struct net_resolver *nobody;
        struct dns_server gone;
        struct net_query *query;

        set_up(&fixture, PATIENCE_MS);
        dns_server_open(&gone, families[i]);
        dns_server_close(&gone);
        nobody = net_resolver_new(&fixture.net, &gone.peer, LONG_MS);
        query = net_query_open(nobody, "n1.test", DNS_RECORD_A);
        run_until_over(&fixture, query);
        assert_int_equal(net_query_status(query), NET_QUERY_UNREACHABLE);
        assert_int_equal(net_query_errno(query), ECONNREFUSED);
        assert_true(net_query_icmp(query)->seen);
        assert_true(net_query_icmp(query)->local);
        assert_int_equal(net_query_icmp(query)->type, i == 0 ? 3 : 1);
        assert_int_equal(net_query_icmp(query)->code, i == 0 ? 3 : 4);
        assert_true(
            address_equal(&net_query_icmp(query)->sender, &gone.peer.address));
        assert_in_range(net_query_duration_ms(query), 0, 200);
        net_query_close(&query);
        net_resolver_free(nobody);
        tear_down(&fixture);
    }
}

static void
test_no_server(void **state)
{
    struct peer nowhere = { .address.family = FAMILY_NONE, .port = 53 };
    struct fixture fixture;
    struct net_resolver *resolver;
    struct net_query *query;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    resolver = net_resolver_new(&fixture.net, &nowhere, PATIENCE_MS);
    query = net_query_open(resolver, "n1.test", DNS_RECORD_A);
    assert_int_equal(net_query_status(query), NET_QUERY_UNREACHABLE);
    assert_int_equal(net_query_watch(query)->ready, NET_READABLE);
    net_resolver_free(resolver);
    net_query_close(&query);
    tear_down(&fixture);
}

static unsigned
open_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    unsigned count = 0;

    assert_non_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

/* Each answer must be the one of its own question. */
static void
test_thousand_names(void **state)
{
    enum { NAMES = 1000 };
    struct net_query **queries = memory_new(NAMES * 2, sizeof(*queries));
    struct fixture fixture;
    unsigned before = open_descriptors();
    unsigned most = 0;
    int64_t start;

    (void)state;
    set_up(&fixture, LONG_MS);
    start = net_monotonic_ms(&fixture.net);
    for (unsigned i = 0; i < NAMES * 2; i++) {
        char host[32];

        snprintf(host, sizeof(host), "n%u.test", i / 2);
        queries[i] =
            net_query_open(fixture.resolver, host,
                           i % 2 == 0 ? DNS_RECORD_A : DNS_RECORD_AAAA);
        if (i % 100 == 0 && open_descriptors() > most)
            most = open_descriptors();
    }
    for (unsigned i = 0; i < NAMES * 2; i++) {
        const struct dns_message *message;
        const uint8_t *bytes;

        run_until_over(&fixture, queries[i]);
        message = net_query_message(queries[i]);
        assert_non_null(message);
        assert_int_equal(message->record_count, 1);
        bytes = message->records[0].address.bytes + (i % 2 == 0 ? 2 : 14);
        assert_int_equal(bytes[0] << 8 | bytes[1], i / 2);
    }
    print_message("%d queries in %lld ms, %u descriptors, %u datagrams\n",
                  NAMES * 2,
                  (long long)(net_monotonic_ms(&fixture.net) - start),
                  most - before, fixture.server.datagrams);
    assert_in_range(most - before, 1, NET_RESOLVER_QUERIES + 8);
    for (unsigned i = 0; i < NAMES * 2; i++)
        net_query_close(&queries[i]);
    free(queries);
    tear_down(&fixture);
    assert_int_equal(open_descriptors(), before);
}

/* Questions whose turn has not come are put when others end or close. */
static void
test_turns(void **state)
{
    enum { MORE = NET_RESOLVER_QUERIES + 3 };
    struct net_query *queries[MORE];
    struct fixture fixture;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    for (int i = 0; i < MORE; i++)
        queries[i] =
            net_query_open(fixture.resolver, "silent.test", DNS_RECORD_A);
    net_query_close(&queries[0]);
    run_until_over(&fixture, queries[MORE - 1]);
    assert_in_range(net_query_duration_ms(queries[MORE - 1]), PATIENCE_MS,
                    PATIENCE_MS + 150);
    /* All three sendings of each but the closed one, at most. */
    assert_in_range(fixture.server.datagrams, (MORE - 1) * 3, MORE * 3);
    for (int i = 0; i < MORE; i++)
        net_query_close(&queries[i]);
    tear_down(&fixture);
}

static void
test_close_and_free_early(void **state)
{
    unsigned before = open_descriptors();
    struct fixture fixture;
    struct net_query *closed;
    struct net_query *left;

    (void)state;
    set_up(&fixture, LONG_MS);
    closed = net_query_open(fixture.resolver, "silent.test", DNS_RECORD_A);
    left = net_query_open(fixture.resolver, "silent.test", DNS_RECORD_A);
    net_query_close(&closed);
    tear_down(&fixture);
    assert_int_equal(net_query_status(left), NET_QUERY_SILENT);
    assert_int_equal(net_query_watch(left)->ready, NET_READABLE);
    assert_in_range(net_query_duration_ms(left), 0, 200);
    net_query_close(&left);
    assert_int_equal(open_descriptors(), before);
}

/* Nothing that an operator may have set bends what we ask and how. */
static void
test_environment(void **state)
{
    struct fixture fixture;
    struct net_query *query;

    (void)state;
    setenv("RES_OPTIONS", "ndots:9 retrans:1 retry:1 rotate", 1);
    setenv("LOCALDOMAIN", "search.test", 1);
    set_up(&fixture, PATIENCE_MS);
    query = ask(&fixture, "late.test", DNS_RECORD_A);
    assert_int_equal(net_query_status(query), NET_QUERY_ANSWERED);
    assert_int_equal(fixture.server.datagrams, 2);
    assert_string_equal(fixture.server.last_name, "late.test");
    net_query_close(&query);
    query = ask(&fixture, "nx", DNS_RECORD_A);
    assert_string_equal(fixture.server.last_name, "nx");
    net_query_close(&query);
    tear_down(&fixture);
    unsetenv("RES_OPTIONS");
    unsetenv("LOCALDOMAIN");
}

/* A world whose clock only its waits move: a minute takes no time. */
struct slow_world {
    struct net_ops ops;
    struct net under;
    int64_t now_ms;
    unsigned rejections; /* in the error queue */
    unsigned waits;
};

static int64_t
slow_now(void *world)
{
    struct slow_world *slow = world;

    return slow->now_ms;
}

static int
slow_open(void *world, enum net_kind kind, enum family family)
{
    struct net *under = &((struct slow_world *)world)->under;

    return under->ops->open(under->world, kind, family);
}

static void
slow_close(void *world, int handle)
{
    struct net *under = &((struct slow_world *)world)->under;

    under->ops->close(under->world, handle);
}

static int
slow_wait(void *world, struct net_watch **watches, size_t count,
          int timeout_ms)
{
    struct slow_world *slow = world;
    int found = slow->under.ops->wait(slow->under.world, watches, count, 0);

    if (found == 0 && timeout_ms > 0)
        slow->now_ms += timeout_ms;
    return found;
}

static void
test_virtual_clock(void **state)
{
    struct fixture fixture;
    struct slow_world slow = { .now_ms = 5 };
    struct net_resolver *resolver;
    struct net_query *query;
    int64_t start;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    slow.under = real_net_use(fixture.real);
    slow.ops = *slow.under.ops;
    slow.ops.monotonic_ms = slow_now;
    slow.ops.open = slow_open;
    slow.ops.close = slow_close;
    slow.ops.wait = slow_wait;
    start = net_monotonic_ms(&fixture.net);
    net_resolver_free(fixture.resolver);
    fixture.net = (struct net){ .ops = &slow.ops, .world = &slow };
    resolver = net_resolver_new(&fixture.net, &fixture.server.peer, 60000);
    fixture.resolver = resolver;
    query = ask(&fixture, "silent.test", DNS_RECORD_A);
    assert_int_equal(net_query_status(query), NET_QUERY_SILENT);
    assert_int_equal(net_query_duration_ms(query), 60000);
    assert_int_equal(fixture.server.datagrams, 3);
    net_query_close(&query);
    assert_in_range(slow.under.ops->monotonic_ms(NULL) - start, 0, 2000);
    tear_down(&fixture);
}

/* A rejection that no call meets, only the queue tells of it. */
static ssize_t
queue_receive(void *world, int handle, void *bytes, size_t capacity,
              struct peer *from)
{
    (void)world;
    (void)handle;
    (void)bytes;
    (void)capacity;
    (void)from;
    errno = EAGAIN;
    return -1;
}

static bool
queue_take_icmp(void *world, int handle, struct net_icmp *icmp)
{
    struct slow_world *slow = world;
    bool first = slow->rejections > 0;

    (void)handle;
    if (first)
        slow->rejections--;
    *icmp = (struct net_icmp){ .seen = true, .error = EHOSTUNREACH };
    return first;
}

static int
queue_wait(void *world, struct net_watch **watches, size_t count,
           int timeout_ms)
{
    struct slow_world *slow = world;

    for (size_t i = 0; i < count; i++)
        watches[i]->ready |= slow->rejections > 0 ? NET_FAILED : 0;
    slow->waits++;
    if (slow->rejections == 0)
        slow->now_ms += timeout_ms;
    return slow->rejections > 0;
}

static void
test_rejection_only_queued(void **state)
{
    struct fixture fixture;
    struct slow_world slow = { .rejections = 1 };
    struct net net = { .ops = &slow.ops, .world = &slow };
    struct net_resolver *resolver;
    struct net_query *query;

    (void)state;
    set_up(&fixture, PATIENCE_MS);
    slow.under = real_net_use(fixture.real);
    slow.ops = *slow.under.ops;
    slow.ops.monotonic_ms = slow_now;
    slow.ops.open = slow_open;
    slow.ops.close = slow_close;
    slow.ops.receive = queue_receive;
    slow.ops.take_icmp = queue_take_icmp;
    slow.ops.wait = queue_wait;
    resolver = net_resolver_new(&net, &fixture.server.peer, PATIENCE_MS);
    query = net_query_open(resolver, "silent.test", DNS_RECORD_A);
    while (net_query_status(query) == NET_QUERY_PENDING)
        net_wait(&net, NULL, 0, LONG_MS);
    /* It may have been a passing one: the patience is kept. */
    assert_int_equal(net_query_duration_ms(query), PATIENCE_MS);
    assert_int_equal(net_query_status(query), NET_QUERY_UNREACHABLE);
    assert_int_equal(net_query_errno(query), EHOSTUNREACH);
    assert_true(net_query_icmp(query)->seen);
    assert_int_equal(slow.waits, 4);
    net_query_close(&query);
    net_resolver_free(resolver);
    tear_down(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways),
        cmocka_unit_test(test_ways_together),
        cmocka_unit_test(test_content),
        cmocka_unit_test(test_sent_again),
        cmocka_unit_test(test_old_server_gets_no_edns),
        cmocka_unit_test(test_variations_change_how_it_is_put),
        cmocka_unit_test(test_port_unreachable),
        cmocka_unit_test(test_no_server),
        cmocka_unit_test(test_thousand_names),
        cmocka_unit_test(test_turns),
        cmocka_unit_test(test_close_and_free_early),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_virtual_clock),
        cmocka_unit_test(test_rejection_only_queued),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
