#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../diagnosis/run_builder.h"
#include "report/text_sections.h"

/* The table of the hops: only when they were asked for, a row each. */
enum { TIME_EXCEEDED = 11 };

static struct path *
add_hop(struct run_builder *builder, struct path *like, int64_t hops)
{
    struct variation variation = { .ttl = hops };

    return run_add_probe(&builder->run, PROBE_HOPS, builder->run.targets[0],
                         like, &variation, CHECK_TCP)
        ->path;
}

static void
add_router(struct run_builder *builder, struct path *like, int64_t hops,
           const char *address)
{
    struct path *path = add_hop(builder, like, hops);

    build_not_connected(path, REASON_HOP_LIMIT);
    build_icmp_sender(path, address, 0);
    path->tcp.icmp_type = TIME_EXCEEDED;
    path->results[CHECK_TCP].duration_ms = 2;
}

static struct path *
begin(struct run_builder *builder)
{
    build_run(builder);
    return build_address(builder, build_target(builder, &builder_pki),
                         "203.0.113.1");
}

static void
assert_table(struct run_builder *builder, const char *expected)
{
    struct buffer out = { 0 };

    text_hops_write(&builder->run, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_release(&out);
    build_release(builder);
}

#define LEGEND                                                                \
    "\n"                                                                      \
    "Each row is a connection request that might pass so many hops and no\n"  \
    "more.\n"

static void
without_hops_there_is_none(void **state)
{
    struct run_builder builder;

    (void)state;
    begin(&builder);
    assert_table(&builder, "");
}

static void
each_hop_has_a_row_up_to_who_answers(void **state)
{
    struct run_builder builder;
    struct path *like = begin(&builder);
    struct path *answered;

    (void)state;
    add_router(&builder, like, 1, "10.0.0.1");
    build_not_connected(add_hop(&builder, like, 2), REASON_SILENT);
    answered = add_hop(&builder, like, 3);
    build_not_connected(answered, REASON_REFUSED);
    answered->results[CHECK_TCP].duration_ms = 12;
    build_not_connected(add_hop(&builder, like, 4), REASON_REFUSED);
    assert_table(&builder,
                 "\nTHE WAY\n\n"
                 "to 203.0.113.1:443 (pki.example.net)\n"
                 "  hop  who answered    time  what\n"
                 "    1  10.0.0.1        2 ms  its hops were used up\n"
                 "    2  nobody                no answer\n"
                 "    3  203.0.113.1    12 ms  refused\n" LEGEND);
}

static void
each_way_has_a_table(void **state)
{
    struct run_builder builder;
    struct path *like = begin(&builder);
    struct path *other =
        build_address(&builder, builder.run.targets[0], "2001:db8::1");
    struct path *answered;

    (void)state;
    add_router(&builder, like, 1, "10.0.0.1");
    answered = add_hop(&builder, other, 1);
    build_connected(answered);
    answered->results[CHECK_TCP].duration_ms = 1;
    assert_table(&builder,
                 "\nTHE WAY\n\n"
                 "to 203.0.113.1:443 (pki.example.net)\n"
                 "  hop  who answered    time  what\n"
                 "    1  10.0.0.1        2 ms  its hops were used up\n"
                 "\n"
                 "to [2001:db8::1]:443 (pki.example.net)\n"
                 "  hop  who answered    time  what\n"
                 "    1  2001:db8::1     1 ms  connected\n" LEGEND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_hops_there_is_none),
        cmocka_unit_test(each_hop_has_a_row_up_to_who_answers),
        cmocka_unit_test(each_way_has_a_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
