#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

#include "fixture.h"

/* "* kind path (source)" a line, in order; the star is the one in force. */
static void
assert_stores(struct fixture *fixture, const char *expected)
{
    const char *list = "";

    for (size_t i = 0; i < fixture->machine.store_count; i++) {
        const struct machine_store *store = fixture->machine.stores[i];

        list = arena_printf(&fixture->arena, "%s%s %s %s (%s)\n", list,
                            store->in_force ? "*" : "-", store->kind,
                            store->path, store->source);
    }
    assert_string_equal(list, expected);
}

static void
finds_the_stores_of_debian(void **state)
{
    struct fixture fixture;
    const struct machine_store *store;
    struct stat status;

    (void)state;
    fixture_open_tree(&fixture, "debian");
    fixture_look(&fixture);
    assert_stores(
        &fixture,
        "* pem-file /etc/ssl/certs/ca-certificates.crt (distribution)\n"
        "- directory /etc/ssl/certs (distribution)\n"
        "- java /etc/ssl/certs/java/cacerts (distribution)\n"
        "- java /usr/lib/jvm/java-8/jre/lib/security/cacerts "
        "(Java runtime)\n");
    store = machine_store_in_force(&fixture.machine);
    assert_ptr_equal(store, fixture.machine.stores[0]);
    assert_int_equal(stat(fixture_path(&fixture, store->path), &status), 0);
    assert_int_equal(store->bytes, status.st_size);
    assert_int_equal(store->modified, status.st_mtime);
    fixture_close(&fixture);
}

static void
follows_the_links_of_red_hat_once(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_open_tree(&fixture, "rhel");
    fixture_look(&fixture);
    assert_stores(
        &fixture,
        "* pem-file /etc/pki/tls/certs/ca-bundle.crt (distribution)\n"
        "- directory /etc/pki/tls/certs (distribution)\n"
        "- java /etc/pki/ca-trust/extracted/java/cacerts (distribution)\n");
    fixture_close(&fixture);
}

static void
prefers_what_was_asked_for(void **state)
{
    char *environment[] = { "SSL_CERT_FILE=/my/env.pem",
                            "SSL_CERT_DIR=/my:/none:/my/env.pem",
                            "JAVA_HOME=/my/java", NULL };
    struct fixture fixture;

    (void)state;
    for (int with_option = 0; with_option < 2; with_option++) {
        fixture_open(&fixture);
        fixture_write(&fixture, "/my/option.pem", "x");
        fixture_write(&fixture, "/my/env.pem", "x");
        fixture_write(&fixture, "/my/java/lib/security/cacerts", "x");
        fixture_write(&fixture, "/etc/ssl/cert.pem", "x");
        fixture.intake.ca_file = with_option ? "/my/option.pem" : NULL;
        fixture.intake.environment = environment;
        fixture_look(&fixture);
        if (with_option)
            assert_stores(&fixture,
                          "* pem-file /my/option.pem (--ca-file)\n"
                          "- pem-file /my/env.pem (SSL_CERT_FILE)\n"
                          "- directory /my (SSL_CERT_DIR)\n"
                          "- java /my/java/lib/security/cacerts (JAVA_HOME)\n"
                          "- pem-file /etc/ssl/cert.pem (distribution)\n");
        else
            assert_string_equal(
                machine_store_in_force(&fixture.machine)->source,
                "SSL_CERT_FILE");
        assert_int_equal(
            fixture_notes(&fixture, "SSL_CERT_DIR names /none: No such"), 1);
        assert_int_equal(fixture_notes(&fixture,
                                       "SSL_CERT_DIR names /my/env.pem: not "
                                       "what it should be"),
                         1);
        fixture_close(&fixture);
    }
}

static void
says_what_is_missing(void **state)
{
    char *environment[] = { "SSL_CERT_FILE=/gone.pem", "JAVA_HOME=/java",
                            NULL };
    struct fixture fixture;

    (void)state;
    fixture_open(&fixture);
    fixture.intake.environment = environment;
    fixture_write(&fixture, "/etc/ssl/cert.pem", "x");
    fixture_look(&fixture);
    assert_stores(&fixture, "* pem-file /etc/ssl/cert.pem (distribution)\n");
    assert_int_equal(fixture_notes(&fixture, "SSL_CERT_FILE names /gone.pem"),
                     1);
    assert_int_equal(fixture_notes(&fixture, "JAVA_HOME names /java"), 1);
    fixture_close(&fixture);

    /* Nothing takes the place of a file that the operator named. */
    fixture_open(&fixture);
    fixture.intake.ca_file = "/gone.pem";
    fixture_write(&fixture, "/etc/ssl/cert.pem", "x");
    fixture_look(&fixture);
    assert_stores(&fixture, "- pem-file /etc/ssl/cert.pem (distribution)\n");
    assert_null(machine_store_in_force(&fixture.machine));
    assert_int_equal(fixture_notes(&fixture, "--ca-file names /gone.pem: No "
                                             "such file or directory"),
                     1);
    fixture_close(&fixture);

    fixture_open(&fixture);
    fixture_look(&fixture);
    assert_stores(&fixture, "");
    assert_int_equal(fixture_notes(&fixture, "No trust store of the system"),
                     1);
    fixture_close(&fixture);
}

static void
bounds_the_java_runtimes(void **state)
{
    struct fixture fixture;
    const struct machine *machine = &fixture.machine;

    (void)state;
    fixture_open(&fixture);
    fixture_write(&fixture, "/etc/ssl/cert.pem", "x");
    for (int i = 0; i < 100; i++)
        fixture_write(&fixture,
                      arena_printf(&fixture.arena,
                                   "/usr/lib/jvm/j%03d/lib/security/cacerts",
                                   i),
                      "x");
    fixture_look(&fixture);
    assert_int_equal(machine->store_count, 32);
    assert_string_equal(machine->stores[1]->path,
                        "/usr/lib/jvm/j000/lib/security/cacerts");
    assert_string_equal(machine->stores[31]->path,
                        "/usr/lib/jvm/j030/lib/security/cacerts");
    fixture_close(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_stores_of_debian),
        cmocka_unit_test(follows_the_links_of_red_hat_once),
        cmocka_unit_test(prefers_what_was_asked_for),
        cmocka_unit_test(says_what_is_missing),
        cmocka_unit_test(bounds_the_java_runtimes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
