/* Files that no administrator wrote: endless, binary, or no files at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "fixture.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { MEGABYTE = 1024 * 1024 };

static const char *const wanted_hosts[] = { "gateway.example.test" };

/* Every file that the intake reads; the last only behind a stub. */
static const char *const files[] = {
    "/etc/resolv.conf",      "/etc/hosts",
    "/etc/nsswitch.conf",    "/etc/os-release",
    "/etc/passwd",           "/proc/sys/kernel/hostname",
    "/proc/net/route",       "/proc/net/ipv6_route",
    "/sys/class/net/lo/mtu", "/run/systemd/resolve/resolv.conf",
};

static void
open_hostile(struct fixture *fixture)
{
    fixture_open(fixture);
    fixture->intake.hosts = wanted_hosts;
    fixture->intake.host_count = COUNT(wanted_hosts);
}

static void
write_everywhere(struct fixture *fixture, const struct buffer *bytes)
{
    for (size_t i = 0; i < COUNT(files); i++)
        fixture_write_bytes(fixture, files[i], buffer_text(bytes),
                            bytes->length);
}

/* Bytes of every value after each keyword, with NULs and half lines. */
static void
survives_binary_files(void **state)
{
    static const char *const starts[] = {
        "nameserver ", "search ",        "options ", "192.0.2.1 ",
        "hosts: ",     "PRETTY_NAME=\"", "x:x:",     "\0nameserver 192.0.2.1",
    };
    struct fixture fixture;
    struct buffer bytes = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT(starts); i++) {
        buffer_append_text(&bytes, starts[i]);
        for (int byte = 1; byte < 256; byte++)
            if (byte != '\n')
                buffer_append_byte(&bytes, (char)byte);
        buffer_append_byte(&bytes, '\n');
        buffer_append_text(&bytes, starts[i]);
        buffer_append_byte(&bytes, '\0');
        buffer_append_text(&bytes, "\033]0;title\a\x9b\n");
    }
    open_hostile(&fixture);
    write_everywhere(&fixture, &bytes);
    fixture_look(&fixture);
    assert_string_equal(fixture_resolvers(&fixture), "127.0.0.1");
    assert_int_equal(fixture.machine.default_route_count, 0);
    buffer_release(&bytes);
    fixture_close(&fixture);
}

static void
survives_endless_lines(void **state)
{
    static const char *const starts[] = { "",        "nameserver ",
                                          "search ", "192.0.2.1 ",
                                          "hosts: ", "PRETTY_NAME=" };

    (void)state;
    for (size_t i = 0; i < COUNT(starts); i++) {
        struct fixture fixture;
        struct buffer bytes = { 0 };

        buffer_append_text(&bytes, starts[i]);
        buffer_append_fill(&bytes, 'a', MEGABYTE - 100);
        open_hostile(&fixture);
        write_everywhere(&fixture, &bytes);
        fixture_look(&fixture);
        assert_int_equal(fixture_notes(&fixture, "longer than 1 MB"), 0);
        buffer_append_fill(&bytes, 'a', 101);
        write_everywhere(&fixture, &bytes);
        fixture.machine = (struct machine){ 0 };
        fixture_look(&fixture);
        assert_int_equal(fixture_notes(&fixture, "longer than 1 MB"),
                         COUNT(files) - 1);
        buffer_release(&bytes);
        fixture_close(&fixture);
    }
}

/* What is cut must not leave half an address behind. */
static void
reads_the_first_megabyte_by_whole_lines(void **state)
{
    static const char whole[] = "nameserver 192.0.2.1";
    struct fixture fixture;
    struct buffer bytes = { 0 };

    (void)state;
    buffer_append_text(&bytes, "nameserver 192.0.2.8\n#");
    buffer_append_fill(&bytes, '#',
                       MEGABYTE - bytes.length - strlen(whole) - 1);
    buffer_append_byte(&bytes, '\n');
    buffer_append_text(&bytes, whole);
    assert_int_equal(bytes.length, MEGABYTE);
    buffer_append_text(&bytes, "11\n");
    open_hostile(&fixture);
    fixture_write(&fixture, "/etc/resolv.conf", buffer_text(&bytes));
    fixture_look(&fixture);
    assert_int_equal(
        fixture_notes(&fixture, "/etc/resolv.conf is longer than 1 MB"), 1);
    assert_string_equal(fixture_resolvers(&fixture), "192.0.2.8");
    buffer_release(&bytes);
    fixture_close(&fixture);
}

static void
uses_three_of_a_thousand_resolvers(void **state)
{
    struct fixture fixture;
    struct buffer bytes = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++)
        buffer_printf(&bytes, "nameserver 10.0.%d.%d\n", i / 250, i % 250);
    open_hostile(&fixture);
    fixture_write(&fixture, "/etc/resolv.conf", buffer_text(&bytes));
    fixture_look(&fixture);
    assert_string_equal(fixture_resolvers(&fixture),
                        "10.0.0.0 10.0.0.1 10.0.0.2");
    assert_int_equal(fixture_notes(&fixture, "names 1000 resolvers; the "
                                             "system uses the first 3"),
                     1);
    buffer_release(&bytes);
    fixture_close(&fixture);
}

static void
bounds_the_hosts_that_are_found(void **state)
{
    struct fixture fixture;
    struct buffer bytes = { 0 };

    (void)state;
    buffer_append_text(&bytes, "192.0.2.1");
    for (int i = 0; i < 40 * 1000; i++)
        buffer_append_text(&bytes, " gateway.example.test");
    open_hostile(&fixture);
    fixture_write(&fixture, "/etc/hosts", buffer_text(&bytes));
    fixture_look(&fixture);
    assert_int_equal(fixture.machine.host_count, 256);
    assert_int_equal(fixture_notes(&fixture, "/etc/hosts names these hosts"),
                     1);
    buffer_release(&bytes);
    fixture_close(&fixture);
}

/* A FIFO that nobody writes to would keep a careless reader for ever. */
static void
refuses_what_is_no_file(void **state)
{
    struct fixture fixture;

    (void)state;
    open_hostile(&fixture);
    fixture_write(&fixture, "/etc/here", "");
    assert_int_equal(mkfifo(fixture_path(&fixture, "/etc/hosts"), 0600), 0);
    assert_int_equal(mkdir(fixture_path(&fixture, "/etc/passwd"), 0700), 0);
    assert_int_equal(
        symlink("/dev/zero", fixture_path(&fixture, "/etc/resolv.conf")), 0);
    assert_int_equal(
        symlink("nsswitch.conf", fixture_path(&fixture, "/etc/nsswitch.conf")),
        0);
    fixture_look(&fixture);
    assert_int_equal(fixture_notes(&fixture, "/etc/hosts cannot be read: it "
                                             "is not a regular file."),
                     1);
    assert_int_equal(fixture_notes(&fixture, "/etc/passwd cannot be read"), 1);
    assert_int_equal(
        fixture_notes(&fixture, "/etc/resolv.conf cannot be read"), 1);
    assert_int_equal(
        fixture_notes(&fixture, "/etc/nsswitch.conf cannot be read"), 1);
    assert_string_equal(fixture_resolvers(&fixture), "127.0.0.1");
    fixture_close(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_binary_files),
        cmocka_unit_test(survives_endless_lines),
        cmocka_unit_test(reads_the_first_megabyte_by_whole_lines),
        cmocka_unit_test(uses_three_of_a_thousand_resolvers),
        cmocka_unit_test(bounds_the_hosts_that_are_found),
        cmocka_unit_test(refuses_what_is_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
