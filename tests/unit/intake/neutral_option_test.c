#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "intake/neutral_option.h"

struct row {
    const char *text;
    const char *host; /* NULL: refused */
    uint16_t port;
};

static const struct row rows[] = {
    { "www.example.net", "www.example.net", 443 },
    { "www.example.net:8443", "www.example.net", 8443 },
    { "198.51.100.1", "198.51.100.1", 443 },
    { "198.51.100.1:80", "198.51.100.1", 80 },
    { "2001:db8::1", "2001:db8::1", 443 },
    { "[2001:db8::1]", "2001:db8::1", 443 },
    { "[2001:db8::1]:80", "2001:db8::1", 80 },
    { "", NULL, 0 },
    { ":443", NULL, 0 },
    { "www.example.net:", NULL, 0 },
    { "www.example.net:0", NULL, 0 },
    { "www.example.net:65536", NULL, 0 },
    { "www.example.net:https", NULL, 0 },
    { "https://www.example.net", NULL, 0 },
    { "www.example.net/", NULL, 0 },
    { "www example.net", NULL, 0 },
    { "[198.51.100.1]", NULL, 0 },
    { "[2001:db8::1", NULL, 0 },
    { "a\033[2Jb", NULL, 0 },
};

static void
check_row(const struct row *row)
{
    struct arena arena = { 0 };
    struct endpoint endpoint = { 0 };
    struct error error = { 0 };
    bool good = neutral_option_parse(row->text, &arena, &endpoint, &error);

    if (good != (row->host != NULL))
        fail_msg("\"%s\" is %s", row->text, good ? "taken" : "refused");
    if (good) {
        assert_string_equal(endpoint.host, row->host);
        assert_int_equal(endpoint.port, row->port);
        assert_int_equal(endpoint.role, ROLE_NEUTRAL);
        assert_non_null(endpoint.why);
        assert_false(endpoint.required);
    } else {
        assert_non_null(strstr(error.text, "--neutral: expected"));
    }
    arena_release(&arena);
}

static void
hosts_and_ports_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_row(&rows[i]);
}

static void
a_host_that_is_too_long_is_refused(void **state)
{
    char text[300];

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    check_row(&(struct row){ .text = text });
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_and_ports_are_read),
        cmocka_unit_test(a_host_that_is_too_long_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
