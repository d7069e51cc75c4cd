#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "fixture.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const wanted_hosts[] = { "gateway.example.test",
                                            "pki.example.test",
                                            "absent.example.test" };

static void
open_debian(struct fixture *fixture)
{
    fixture_open_tree(fixture, "debian");
    fixture->intake.hosts = wanted_hosts;
    fixture->intake.host_count = COUNT(wanted_hosts);
}

static void
knows_what_the_machine_is(void **state)
{
    struct fixture fixture;
    struct utsname kernel;

    (void)state;
    open_debian(&fixture);
    fixture_look(&fixture);
    assert_int_equal(uname(&kernel), 0);
    assert_string_equal(fixture.machine.hostname, "enforce");
    assert_string_equal(fixture.machine.system,
                        "Debian GNU/Linux 12 (bookworm)");
    assert_non_null(strstr(fixture.machine.kernel, kernel.release));
    assert_memory_equal(fixture.machine.kernel, "Linux ", 6);
    assert_string_equal(fixture.machine.name_service,
                        "files mdns4_minimal [NOTFOUND=return] dns");
    assert_int_equal(fixture.machine.local_time, 1795521600);
    fixture_close(&fixture);

    fixture_open_tree(&fixture, "rhel");
    fixture_look(&fixture);
    assert_string_equal(fixture.machine.system, "Red Hat");
    assert_string_equal(fixture.machine.hostname, kernel.nodename);
    assert_null(fixture.machine.name_service);
    fixture_close(&fixture);
}

static void
knows_who_runs_the_program(void **state)
{
    struct fixture fixture;
    char line[128];
    char number[32];
    unsigned long id = geteuid();

    (void)state;
    snprintf(line, sizeof line,
             "x:x:%lu0::\nsome\ny:x:%luy::\nann:x:%lu:0::/:\n", id + 1, id,
             id);
    snprintf(number, sizeof number, "uid %lu", id);
    fixture_open(&fixture);
    fixture_look(&fixture);
    assert_string_equal(fixture.machine.user, number);
    fixture_close(&fixture);

    fixture_open(&fixture);
    fixture_write(&fixture, "/etc/passwd", line);
    fixture_look(&fixture);
    assert_string_equal(fixture.machine.user, "ann");
    fixture_close(&fixture);
}

static const struct zone_row {
    const char *zone; /* as TZ */
    const char *text;
} zone_rows[] = {
    { "UTC0", "+00:00 UTC" },     { "CET-1", "+01:00 CET" },
    { "NST3:30", "-03:30 NST" },  { "<-03>3", "-03:00" },
    { "<+0545>-5:45", "+05:45" },
};

static void
knows_the_time_zone(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(zone_rows); i++) {
        struct fixture fixture;

        setenv("TZ", zone_rows[i].zone, 1);
        tzset();
        fixture_open(&fixture);
        fixture_look(&fixture);
        assert_string_equal(fixture.machine.time_zone, zone_rows[i].text);
        fixture_close(&fixture);
    }
    unsetenv("TZ");
    tzset();
}

static const struct host_row {
    const char *host;
    const char *address;
    int line;
} host_rows[] = {
    { "gateway.example.test", "10.1.2.3", 6 },
    { "gateway.example.test", "2001:db8::7", 7 },
    { "pki.example.test", "10.1.2.5", 10 },
};

static void
finds_the_lines_of_the_hosts_file(void **state)
{
    struct fixture fixture;

    (void)state;
    open_debian(&fixture);
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.host_count, COUNT(host_rows));
    for (size_t i = 0; i < COUNT(host_rows); i++) {
        const struct machine_host *host = fixture.machine.hosts[i];
        char text[ADDRESS_TEXT_SIZE];

        assert_string_equal(host->host, host_rows[i].host);
        assert_string_equal(host->file, "/etc/hosts");
        assert_int_equal(host->line, host_rows[i].line);
        assert_string_equal(address_format(&host->address, text),
                            host_rows[i].address);
    }
    assert_int_equal(fixture_notes(&fixture,
                                   "/etc/hosts:9 gives gateway.example.test "
                                   "the address \"10.1.2\", which is none"),
                     1);
    fixture_close(&fixture);
}

static const struct route_row {
    const char *interface;
    const char *gateway; /* NULL: none */
    int metric;
} route_rows[] = {
    { "eth0", "192.0.2.1", 100 },
    { "wg0", NULL, 50 },
    { "lo", "fe80::1%1", 1024 },
};

static void
reads_the_default_routes(void **state)
{
    struct fixture fixture;

    (void)state;
    open_debian(&fixture);
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.default_route_count, COUNT(route_rows));
    for (size_t i = 0; i < COUNT(route_rows); i++) {
        const struct machine_route *route = fixture.machine.default_routes[i];
        char text[ADDRESS_TEXT_SIZE];

        assert_string_equal(route->interface, route_rows[i].interface);
        assert_int_equal(route->metric, route_rows[i].metric);
        if (route_rows[i].gateway == NULL)
            assert_int_equal(route->gateway.family, FAMILY_NONE);
        else
            assert_string_equal(address_format(&route->gateway, text),
                                route_rows[i].gateway);
    }
    assert_int_equal(fixture_notes(&fixture, "not a route"), 0);
    fixture_close(&fixture);
}

static void
passes_over_broken_routes(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture_write(&fixture, "/proc/net/route",
                  "Iface Destination\n"
                  "eth0 00000000 010200C0 0003\n"
                  "eth0 0000000g 010200C0 0003 0 0 0 00000000\n"
                  "eth0 00000000 010200C0 -1 0 0 0 00000000\n"
                  "eth0 00000000 1010200C0 0003 0 0 0 00000000\n"
                  "eth0 00000000 010200C0 0003 0 0 ff 00000000\n\n"
                  "eth1 00000000 020200C0 0003 0 0 0 00000000\n");
    fixture_write(&fixture, "/proc/net/ipv6_route",
                  "00 00 00 00 00 0 0 0 0 eth0\n");
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.default_route_count, 1);
    assert_string_equal(fixture.machine.default_routes[0]->interface, "eth1");
    assert_int_equal(fixture_notes(&fixture, "/proc/net/route:2 is not"), 1);
    assert_int_equal(fixture_notes(&fixture, "/proc/net/ipv6_route:1 is"), 1);
    fixture_close(&fixture);
}

static const struct machine_interface *
loopback_of(const struct machine *machine)
{
    for (size_t i = 0; i < machine->interface_count; i++)
        if (machine->interfaces[i]->loopback)
            return machine->interfaces[i];
    return NULL;
}

static bool
has_address(const struct machine_interface *interface, const char *text)
{
    struct address address;

    assert_true(address_parse(text, &address));
    for (size_t i = 0; i < interface->address_count; i++)
        if (address_equal(interface->addresses[i], &address))
            return true;
    return false;
}

static void
lists_the_interfaces(void **state)
{
    const struct machine_interface *loopback;
    struct fixture fixture;

    (void)state;
    open_debian(&fixture);
    fixture_look(&fixture);
    loopback = loopback_of(&fixture.machine);
    assert_non_null(loopback);
    assert_string_equal(loopback->name, "lo");
    assert_int_equal(loopback->mtu, 4242);
    assert_true(loopback->up);
    assert_true(has_address(loopback, "127.0.0.1"));
    fixture_close(&fixture);
}

/* The machine that the tests run on, whatever it is. */
static void
looks_at_a_real_machine(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture.intake.root = "";
    fixture_look(&fixture);
    assert_true(fixture.machine.resolver_count > 0);
    assert_true(fixture.machine.resolver_count <= 3);
    assert_non_null(fixture.machine.hostname);
    assert_non_null(fixture.machine.time_zone);
    assert_true(loopback_of(&fixture.machine)->mtu > 0);
    assert_int_equal(fixture_notes(&fixture, "not a route"), 0);
    fixture_close(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_the_machine_is),
        cmocka_unit_test(knows_who_runs_the_program),
        cmocka_unit_test(knows_the_time_zone),
        cmocka_unit_test(finds_the_lines_of_the_hosts_file),
        cmocka_unit_test(reads_the_default_routes),
        cmocka_unit_test(passes_over_broken_routes),
        cmocka_unit_test(lists_the_interfaces),
        cmocka_unit_test(looks_at_a_real_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
