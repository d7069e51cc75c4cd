#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "catalog/catalog.h"
#include "workshop.h"

enum { NOBODY = 65534 };

static const char one_certificate[] = "# a comment\n"
                                      "-----BEGIN CERTIFICATE-----\n"
                                      "AAAA\n"
                                      "-----END CERTIFICATE-----\n";
static const char one_root[] =
    "roots:\n"
    "  - name: Own\n"
    "    sha256: "
    "0000000000000000000000000000000000000000000000000000000000000001\n";

static const struct catalog_options own = { .system_directory = "system",
                                            .user_directory = "user" };

static const char *
origin_of(const struct definitions *in, const char *name)
{
    for (size_t i = 0; i < in->source_count; i++)
        if (strcmp(in->sources[i]->name, name) == 0)
            return in->sources[i]->origin;
    return NULL;
}

static void
load(struct definitions *in, const struct catalog_options *options)
{
    struct error error = { 0 };

    if (!catalog_load(in, options, &error))
        fail_msg("refused: %s", error.text);
}

static void
expect_refused(const struct catalog_options *options, const char *message)
{
    struct definitions in;
    struct error error = { 0 };

    assert_false(catalog_load(&in, options, &error));
    assert_string_equal(error.text, message);
    catalog_release(&in);
    assert_null(in.arena.blocks);
}

static void
without_files_everything_is_built_in(void **state)
{
    static const char *const names[] = {
        "regions.yaml",   "causes.yaml",       "roots.yaml",
        "roots.pem",      "interceptors.yaml", "blockpages.yaml",
        "sinkholes.yaml", "logs.yaml",         "guide.yaml",
    };
    size_t count = sizeof names / sizeof names[0];
    struct definitions in;

    (void)state;
    load(&in, &own);
    assert_int_equal(in.source_count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(origin_of(&in, names[i]), "built in");
    assert_int_equal(in.service_count, 2);
    assert_int_equal(in.region_count, 3);
    assert_false(in.roots_replaced);
    catalog_release(&in);
}

/* The operator's file before the user's before the system's. */
static void
the_strongest_layer_is_in_force(void **state)
{
    struct catalog_options options = own;
    struct definitions in;

    (void)state;
    workshop_write_changed("system/regions.yaml", workshop_regions,
                           "version: \"1\"", "version: \"system\"");
    load(&in, &options);
    assert_string_equal(in.version, "system");
    assert_string_equal(origin_of(&in, "regions.yaml"), "system/regions.yaml");
    assert_string_equal(origin_of(&in, "causes.yaml"), "built in");
    assert_int_equal(in.endpoint_count, 1);
    catalog_release(&in);

    workshop_write_changed("user/regions.yaml", workshop_regions,
                           "version: \"1\"", "version: \"user\"");
    load(&in, &options);
    assert_string_equal(in.version, "user");
    catalog_release(&in);

    workshop_write_changed("mine.yaml", workshop_regions, "version: \"1\"",
                           "version: \"mine\"");
    options.regions_file = "mine.yaml";
    load(&in, &options);
    assert_string_equal(in.version, "mine");
    assert_string_equal(origin_of(&in, "regions.yaml"), "mine.yaml");
    catalog_release(&in);

    /* A weaker file is not even looked at, so it cannot be in the way. */
    workshop_write_text("user/regions.yaml", "broken");
    load(&in, &options);
    catalog_release(&in);
    expect_refused(&own, "user/regions.yaml:1:1: expected regions.yaml, "
                         "found \"broken\"");
    workshop_remove("user/regions.yaml");
    workshop_remove("system/regions.yaml");
}

static void
values_arrive_in_the_model(void **state)
{
    struct catalog_options options = own;
    struct definitions in;

    (void)state;
    workshop_write_changed("mine.yaml", workshop_regions,
                           "host: gw.example.net", "host: GW.Example.NET");
    options.regions_file = "mine.yaml";
    load(&in, &options);

    const struct endpoint *endpoint = in.endpoints[0];

    assert_string_equal(in.version, "1");
    assert_string_equal(in.date, "2026-11-24");
    assert_string_equal(in.services[0]->id, "cds");
    assert_string_equal(in.services[0]->name, "CDS");
    assert_string_equal(in.services[0]->about, "About it");
    assert_string_equal(in.regions[0]->id, "us");
    assert_string_equal(in.regions[0]->name, "US");
    assert_string_equal(endpoint->host, "gw.example.net");
    assert_int_equal(endpoint->port, 443);
    assert_int_equal(endpoint->role, ROLE_GATEWAY);
    assert_true(endpoint->required);
    assert_int_equal(endpoint->service_count, 1);
    assert_ptr_equal(endpoint->services[0], in.services[0]);
    assert_int_equal(endpoint->region_count, 1);
    assert_ptr_equal(endpoint->regions[0], in.regions[0]);
    assert_string_equal(endpoint->why, "Because");
    assert_int_equal(endpoint->opens, OWNER_NETWORK_TEAM);
    assert_int_equal(endpoint->genuine.status, 400);
    assert_int_equal(endpoint->genuine.status_from, 401);
    assert_int_equal(endpoint->genuine.status_to, 499);
    assert_true(endpoint->genuine.asks_client_certificate);
    assert_false(endpoint->genuine.may_refuse);
    assert_string_equal(endpoint->source, "Test");
    catalog_release(&in);
}

/* "Gw:443" and "gw:443" are one place, as are two ways to write an address. */
static void
one_place_is_named_once(void **state)
{
    static const struct {
        const char *host;
        const char *again;
        const char *shown;
    } pairs[] = {
        { "gw.example.net", "GW.example.net", "gw.example.net" },
        { "\"2001:db8::1\"", "\"2001:0DB8:0::0:1\"", "2001:db8::1" },
    };
    struct catalog_options options = { .regions_file = "mine.yaml" };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char text[2048];
        char message[256];
        const char *endpoint = strstr(workshop_regions, "    port: 443");

        snprintf(
            text, sizeof text, "%.*s  - host: %s\n%s  - host: %s\n%s",
            (int)(strstr(workshop_regions, "  - host") - workshop_regions),
            workshop_regions, pairs[i].host, endpoint, pairs[i].again,
            endpoint);
        workshop_write_text("mine.yaml", text);
        snprintf(message, sizeof message,
                 "mine.yaml:25:5: expected %s:443 once, found it again "
                 "(first at line 11)",
                 pairs[i].shown);
        expect_refused(&options, message);
    }
}

static void
the_environment_names_the_user_directory(void **state)
{
    struct catalog_options options = { .system_directory = "system" };
    struct definitions in;
    char path[512];
    char work[256];

    (void)state;
    assert_non_null(getcwd(work, sizeof work));
    workshop_write_text("xdg/cdsdoctor/regions.yaml", workshop_regions);
    workshop_write_text("home/.config/cdsdoctor/regions.yaml",
                        workshop_regions);

    snprintf(path, sizeof path, "%s/home", work);
    setenv("HOME", path, 1);
    snprintf(path, sizeof path, "%s/xdg", work);
    setenv("XDG_CONFIG_HOME", path, 1);
    load(&in, &options);
    snprintf(path, sizeof path, "%s/xdg/cdsdoctor/regions.yaml", work);
    assert_string_equal(origin_of(&in, "regions.yaml"), path);
    catalog_release(&in);

    /* A relative one is to be ignored. */
    setenv("XDG_CONFIG_HOME", "xdg", 1);
    load(&in, &options);
    snprintf(path, sizeof path, "%s/home/.config/cdsdoctor/regions.yaml",
             work);
    assert_string_equal(origin_of(&in, "regions.yaml"), path);
    catalog_release(&in);

    unsetenv("XDG_CONFIG_HOME");
    unsetenv("HOME");
    load(&in, &options);
    assert_string_equal(origin_of(&in, "regions.yaml"), "built in");
    catalog_release(&in);
}

static void
roots_come_in_pairs(void **state)
{
    struct definitions in;

    (void)state;
    workshop_write_text("user/roots.yaml", one_root);
    expect_refused(&own, "user/roots.yaml: expected roots.pem beside it, "
                         "found none");
    workshop_write_text("user/roots.pem", one_certificate);
    load(&in, &own);
    assert_int_equal(in.root_count, 1);
    assert_string_equal(in.roots[0]->name, "Own");
    assert_int_equal(in.roots[0]->distrusted, 0);
    assert_null(in.roots[0]->note);
    assert_string_equal(in.roots_pem, one_certificate);
    assert_int_equal(in.roots_pem_length, strlen(one_certificate));
    assert_string_equal(origin_of(&in, "roots.pem"), "user/roots.pem");
    catalog_release(&in);

    workshop_write_text("user/roots.pem", "");
    expect_refused(&own, "user/roots.pem:1:1: expected a certificate, found "
                         "none");

    char two[sizeof one_certificate * 2];

    snprintf(two, sizeof two, "%s%s", one_certificate, one_certificate);
    workshop_write_text("user/roots.pem", two);
    expect_refused(&own, "user/roots.yaml:2:3: expected 2 roots, one for "
                         "each certificate of roots.pem, found 1");
    workshop_remove("user/roots.yaml");
    expect_refused(&own, "user/roots.pem: expected roots.yaml beside it, "
                         "found none");
    workshop_remove("user/roots.pem");
}

static void
trust_replaces_the_roots(void **state)
{
    struct catalog_options options = own;
    struct definitions in;

    (void)state;
    workshop_write_text("lab.pem", one_certificate);
    options.trust_file = "lab.pem";
    load(&in, &options);
    assert_true(in.roots_replaced);
    assert_int_equal(in.root_count, 0);
    assert_string_equal(in.roots_pem, one_certificate);
    assert_string_equal(origin_of(&in, "roots.pem"), "lab.pem");
    assert_null(origin_of(&in, "roots.yaml"));
    catalog_release(&in);

    workshop_write_text("lab.pem", "not a certificate\n");
    expect_refused(&options,
                   "lab.pem:1:1: expected a certificate, found none");
    options.trust_file = "none.pem";
    expect_refused(&options,
                   "none.pem: cannot be opened: No such file or directory");
}

static void
causes_are_replaced_as_a_whole(void **state)
{
    char *causes = workshop_shipped("causes.yaml");
    struct definitions in;

    (void)state;
    workshop_write_changed("user/causes.yaml", causes,
                           "title: No resolver answers", "title: Silence");
    load(&in, &own);
    assert_string_equal(definitions_cause(&in, "no-resolver-answers")->title,
                        "Silence");
    catalog_release(&in);
    workshop_write_text("user/causes.yaml", "causes:\n"
                                            "  - id: own\n"
                                            "    layer: dns\n"
                                            "    owner: none\n"
                                            "    title: T\n"
                                            "    summary: S\n"
                                            "    why: W\n"
                                            "    packets: P\n"
                                            "    by_hand: [date]\n"
                                            "    remedy: [R]\n"
                                            "    success: S\n"
                                            "    references: [R]\n"
                                            "statements:\n"
                                            "  - {id: own, text: T}\n");
    expect_refused(&own, "user/causes.yaml:2:3: expected the cause "
                         "\"name-not-resolved\", found none");
    workshop_remove("user/causes.yaml");
    free(causes);
}

static void
a_directory_that_is_none_is_missing(void **state)
{
    struct catalog_options options = { .system_directory = "file",
                                       .user_directory = "user" };
    struct definitions in;

    (void)state;
    workshop_write_text("file", "");
    load(&in, &options);
    assert_string_equal(origin_of(&in, "regions.yaml"), "built in");
    catalog_release(&in);
}

static void
a_file_that_is_no_file_is_an_error(void **state)
{
    (void)state;
    mkdir("user", 0700);
    assert_int_equal(mkfifo("user/regions.yaml", 0600), 0);
    expect_refused(&own, "user/regions.yaml: expected a regular file, found "
                         "a FIFO");
    workshop_remove("user/regions.yaml");
}

/* Root may read everything, so the test puts root aside for a moment. */
static void
a_file_that_may_not_be_read_is_an_error(void **state)
{
    bool is_root = geteuid() == 0;

    (void)state;
    workshop_write_text("user/regions.yaml", workshop_regions);
    assert_int_equal(chmod("user/regions.yaml", 0), 0);
    assert_int_equal(chmod(".", 0755), 0);
    assert_int_equal(chmod("user", 0755), 0);
    if (is_root)
        assert_int_equal(seteuid(NOBODY), 0);
    expect_refused(&own,
                   "user/regions.yaml: cannot be opened: Permission denied");
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    workshop_remove("user/regions.yaml");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_files_everything_is_built_in),
        cmocka_unit_test(the_strongest_layer_is_in_force),
        cmocka_unit_test(values_arrive_in_the_model),
        cmocka_unit_test(one_place_is_named_once),
        cmocka_unit_test(the_environment_names_the_user_directory),
        cmocka_unit_test(roots_come_in_pairs),
        cmocka_unit_test(trust_replaces_the_roots),
        cmocka_unit_test(causes_are_replaced_as_a_whole),
        cmocka_unit_test(a_directory_that_is_none_is_missing),
        cmocka_unit_test(a_file_that_is_no_file_is_an_error),
        cmocka_unit_test(a_file_that_may_not_be_read_is_an_error),
    };

    return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
