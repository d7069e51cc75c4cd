#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../diagnosis/name_builder.h"
#include "../diagnosis/probe_worlds.h"
#include "diagnosis/diagnosis.h"
#include "report/report.h"
#include "report/wording.h"
#include "words_fixture.h"

/*
 * What was tried again, what the operator said and what stands in files of
 * this machine, filled into sentences.
 */
enum { DAY_S = 86400 };

struct filling {
    const char *text;
    const char *filled;
};

static void
check(const struct filling *fillings, size_t count,
      const struct wording *wording)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer out = { 0 };

        wording_fill(&out, fillings[i].text, wording);
        assert_string_equal(buffer_text(&out), fillings[i].filled);
        buffer_release(&out);
    }
}

#define CHECK(fillings, wording)                                              \
    check(fillings, sizeof(fillings) / sizeof((fillings)[0]), wording)

/* The gateway fails so and is tried again in that world. */
static struct wording
open_world(struct run_builder *builder, enum reason reason, probe_world *world)
{
    struct path *path;

    build_run(builder);
    path = build_lone_gateway(builder);
    build_no_handshake(path, reason);
    build_probes(builder, world);
    return (struct wording){ .run = &builder->run,
                             .target = builder->run.targets[1],
                             .path = path };
}

static void
what_was_tried_again_is_counted(void **state)
{
    static const struct filling cut[] = {
        { "{tries}", "3" },
        { "{repeat_answers}", "0 of 2" },
        { "{other_name_answers}", "3 of 3" },
        { "{hops}, {hello_hops}", "6 hops, 3 hops" },
        { "{segment}", "unknown" },
    };
    static const struct filling never[] = {
        { "{repeat_answers}", "0 of 2" },
        { "{other_name_answers}", "0 of 3" },
        { "{hops}, {hello_hops}", "6 hops, unknown" },
    };
    /* What comes through at times is not tried in another way. */
    static const struct filling at_times[] = {
        { "{repeat_answers}", "1 of 2" },
        { "{other_name_answers}", "unknown" },
        { "{hello_hops}", "unknown" },
    };
    struct run_builder builder;
    struct wording wording =
        open_world(&builder, REASON_TLS_RESET, name_is_cut);

    (void)state;
    CHECK(cut, &wording);
    build_release(&builder);
    wording = open_world(&builder, REASON_TLS_RESET, everything_is_cut);
    CHECK(never, &wording);
    build_release(&builder);
    wording = open_world(&builder, REASON_TLS_RESET, second_try_passes);
    CHECK(at_times, &wording);
    build_release(&builder);
}

/* A hello alone is no coming through. */
static void
what_stalls_each_time_has_not_come_through(void **state)
{
    static const struct filling fillings[] = {
        { "{repeat_answers}", "0 of 2" },
        { "{segment}", "1100" },
    };
    struct run_builder builder;
    struct wording wording = open_world(&builder, REASON_TLS_STALLED,
                                        big_packets_vanish_after_hello);

    (void)state;
    CHECK(fillings, &wording);
    build_release(&builder);
}

/* The larger of the two did not pass. */
static void
tiny_packets_pass(struct run_builder *builder, struct probe *probe)
{
    nothing_is_answered(builder, probe);
    if (probe->variation.segment == 536)
        build_probe_answered(builder, probe);
}

static void
the_largest_segment_that_passes_is_named(void **state)
{
    static const struct filling tiny[] = { { "{segment}", "536" } };
    static const struct filling none[] = { { "{segment}", "unknown" } };
    struct run_builder builder;
    struct wording wording =
        open_world(&builder, REASON_TLS_SILENT, tiny_packets_pass);

    (void)state;
    CHECK(tiny, &wording);
    build_release(&builder);
    wording = open_world(&builder, REASON_TLS_SILENT, nothing_is_answered);
    CHECK(none, &wording);
    build_release(&builder);
}

static void
routers_end_at_three(struct run_builder *builder, struct probe *probe)
{
    (void)builder;
    build_probe_failed(probe, REASON_SILENT);
    if (probe->kind == PROBE_HOPS)
        build_probe_hops(probe, 0, 9);
}

static void
the_last_router_that_spoke_is_named(void **state)
{
    static const struct filling fillings[] = {
        { "{last_hop}, {last_hop_count}", "10.0.2.1, 2 hops" },
        { "{hops}", "unknown" },
        { "{tries}", "3" },
    };
    struct run_builder builder;
    struct path *path;

    (void)state;
    build_run(&builder);
    path = build_lone_gateway(&builder);
    build_not_connected(path, REASON_SILENT);
    build_probes(&builder, routers_end_at_three);

    struct wording wording = { .run = &builder.run,
                               .target = builder.run.targets[1],
                               .path = path };

    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
what_was_not_tried_again_is_not_known(void **state)
{
    static const struct filling path_known[] = {
        { "{tries}", "1" },
        { "{repeat_answers} {other_name_answers}", "unknown unknown" },
        { "{hops} {hello_hops} {segment}", "unknown unknown unknown" },
        { "{last_hop} {last_hop_count}", "unknown unknown" },
    };
    static const struct filling no_path[] = {
        { "{tries} {repeat_answers} {other_name_answers}",
          "unknown unknown unknown" },
        { "{hops} {hello_hops} {segment}", "unknown unknown unknown" },
        { "{last_hop} {last_hop_count}", "unknown unknown" },
        { "{hosts_line} {bypass}", "unknown unknown" },
        { "{bundle_issued} {bundle_age}", "unknown unknown" },
        { "{certificate_expires} {event}", "unknown unknown" },
    };
    struct run_builder builder;
    struct path *path;

    (void)state;
    build_run(&builder);
    path = build_lone_gateway(&builder);

    struct wording wording = { .run = &builder.run,
                               .target = builder.run.targets[1],
                               .path = path };

    CHECK(path_known, &wording);
    wording.target = NULL;
    wording.path = NULL;
    CHECK(no_path, &wording);
    build_release(&builder);
}

/* What was said, and what stands in files. */

static void
what_the_operator_said_is_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{bundle_issued}, {bundle_age} ago", "2026-11-13, 11 days ago" },
        { "{certificate_expires}", "2026-11-23" },
        { "{event}", "4201" },
    };
    static const struct filling one_day[] = { { "{bundle_age}", "1 day" } };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct answers *answers = &builder.run.answers;
    struct wording wording = { .run = &builder.run };
    int64_t now = builder.run.started / 1000;

    answers->bundle_issued = now - 11 * DAY_S - 60;
    answers->certificate_expires = now - DAY_S;
    answers->event = 4201;
    CHECK(fillings, &wording);
    answers->bundle_issued = now - DAY_S;
    CHECK(one_day, &wording);
    build_release(&builder);
}

static void
lines_of_files_are_filled_in(void **state)
{
    static const struct filling hosts[] = {
        { "{hosts_line}", "4: 203.0.113.66 gw.us.example.net" },
    };
    static const struct filling past[] = { { "{bypass}", ".example.net" } };
    static const struct route route = { .kind = ROUTE_DIRECT,
                                        .bypass = ".example.net" };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *gateway = build_target(&builder, &builder_gateway);
    struct wording wording = { .run = &builder.run, .target = gateway };

    build_hosts_address(&builder, gateway, "203.0.113.66");
    CHECK(hosts, &wording);
    wording.target = run_add_target(&builder.run, &builder_pki, NULL, &route);
    CHECK(past, &wording);
    build_release(&builder);
}

/* A finding about the run is about all that decide, and about no other. */
static void
a_finding_about_the_run_names_all_that_decide(void **state)
{
    static const struct filling fillings[] = {
        { "{hosts}", "pki.example.net and gw.us.example.net" },
        { "{host} {address} {addresses}", "unknown unknown unknown" },
    };
    struct run_builder builder;
    struct target *control;

    (void)state;
    build_run(&builder);
    build_healthy(&builder);
    build_target(&builder, &builder_gateway2);
    control = build_target(&builder, &builder_gateway);
    control->control = true;
    builder.run.answers.status = CONSOLE_UNKNOWN;

    struct wording wording = {
        .run = &builder.run,
        .finding =
            diagnosis_conclude(&builder.run, &builder.run.arena)->findings[0],
    };

    assert_string_equal(wording.finding->cause, "status-unknown");
    CHECK(fillings, &wording);
    build_release(&builder);
}

/* Simulations. */

static void
report_of(struct run_builder *builder, struct buffer *out)
{
    text_report_write(&builder->run,
                      diagnosis_conclude(&builder->run, &builder->run.arena),
                      out);
}

static void
a_simulation_says_so_first(void **state)
{
    static const char heading[] =
        "SIMULATED NETWORK \"firewall-drops\": The firewall swallows port "
        "443.\nNothing below was seen on a real network.\n"
        "\n"
        "On the phone\n"
        "  It stays Disconnected.\n"
        "\n"
        "HEALTHY: ";
    static const char silent_heading[] =
        "SIMULATED NETWORK \"firewall-drops\": The firewall swallows port "
        "443.\nNothing below was seen on a real network.\n"
        "\n"
        "HEALTHY: ";
    struct run_builder builder;
    struct buffer out = { 0 };

    (void)state;
    build_run(&builder);
    words_fixture_add(&builder.definitions);
    build_healthy(&builder);
    report_of(&builder, &out);
    assert_null(strstr(buffer_text(&out), "SIMULATED"));
    buffer_cut(&out, 0);

    builder.run.simulation = "firewall-drops";
    builder.run.simulation_title = "The firewall swallows port 443";
    report_of(&builder, &out);
    buffer_cut(&out, sizeof silent_heading - 1);
    assert_string_equal(buffer_text(&out), silent_heading);
    buffer_cut(&out, 0);

    builder.run.simulation_phone = "It stays Disconnected.";
    report_of(&builder, &out);
    buffer_cut(&out, sizeof heading - 1);
    assert_string_equal(buffer_text(&out), heading);
    buffer_release(&out);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_tried_again_is_counted),
        cmocka_unit_test(what_stalls_each_time_has_not_come_through),
        cmocka_unit_test(the_largest_segment_that_passes_is_named),
        cmocka_unit_test(the_last_router_that_spoke_is_named),
        cmocka_unit_test(what_was_not_tried_again_is_not_known),
        cmocka_unit_test(what_the_operator_said_is_filled_in),
        cmocka_unit_test(lines_of_files_are_filled_in),
        cmocka_unit_test(a_finding_about_the_run_names_all_that_decide),
        cmocka_unit_test(a_simulation_says_so_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
