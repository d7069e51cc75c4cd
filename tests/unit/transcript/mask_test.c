#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "transcript/mask_state.h"

/* A run of one machine, of which the tests know every name. */
static struct definitions definitions;

static struct run *
make_run(void)
{
    static struct run run;
    static const char *domains[] = { "dlp.globex.de" };
    static struct machine_resolver resolver;
    static struct machine_resolver *resolvers[] = { &resolver };

    memset(&run, 0, sizeof run);
    run.definitions = &definitions;
    run.machine.hostname = "srv042.dlp.globex.de";
    run.machine.user = "jdoe";
    run.machine.search_domains = domains;
    run.machine.search_domain_count = 1;
    assert_true(address_parse("10.20.30.53", &resolver.address));
    run.machine.resolvers = resolvers;
    run.machine.resolver_count = 1;
    run.bundle.path = "/home/jdoe/initech/bundle.zip";
    return &run;
}

static struct mask *
make_mask(void)
{
    return mask_new(make_run(), NULL);
}

static void
test_known_names_in_free_text(void **state)
{
    static const struct {
        const char *text;
        const char *masked;
    } rows[] = {
        { "SRV042 of Globex", "host01 of dom001" },
        { "globexproxy17", NULL },
        { "mail jdoe@globex.de now", NULL },
        { "http://jdoe:pw@wiki.globex.de/x", NULL },
        { "from 10.20.30.7 by 10.20.30.53", NULL },
        { "/home/jdoe/x", NULL },
        { "User: asmith", NULL },
        { "intra.hooli.corp", NULL },
    };
    static const char *const secrets[] = { "globex", "jdoe",  "srv042",
                                           "10.20.", "wiki",  "asmith",
                                           "hooli",  "intra", "initech" };
    struct mask *mask = make_mask();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *masked = mask_text(mask, PRIVACY_FREE, rows[i].text);

        for (size_t j = 0; j < sizeof secrets / sizeof secrets[0]; j++)
            assert_null(strcasestr(masked, secrets[j]));
        assert_int_equal(strlen(masked), strlen(rows[i].text));
        if (rows[i].masked != NULL)
            assert_string_equal(masked, rows[i].masked);
        /* Once more changes nothing. */
        assert_string_equal(mask_text(mask, PRIVACY_FREE, masked), masked);
    }
    mask_free(mask);
}

static void
test_public_words_stay(void **state)
{
    static const char *const texts[] = {
        "the proxy refused the connection to gw.csg.dlp.protect.symantec.com",
        "com.vontu.communication.transport.exception",
        "Zscaler Inc.",
        "127.0.0.1 and ::1",
        "HTTP/1.1 403 Forbidden",
    };
    struct mask *mask = make_mask();

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_string_equal(mask_text(mask, PRIVACY_FREE, texts[i]), texts[i]);
    assert_null(mask_text(mask, PRIVACY_FREE, NULL));
    mask_free(mask);
}

static void
test_classes(void **state)
{
    struct mask *mask = make_mask();

    (void)state;
    assert_string_equal(mask_text(mask, PRIVACY_HOST, "pki-scep.symauth.com"),
                        "pki-scep.symauth.com");
    assert_string_equal(mask_text(mask, PRIVACY_HOST, "srv042.dlp.globex.de"),
                        "host01.dlp.dom001.t1");
    assert_string_equal(mask_text(mask, PRIVACY_USER, "root"), "root");
    assert_string_equal(mask_text(mask, PRIVACY_PATH, "--resolver"),
                        "--resolver");
    assert_string_equal(
        mask_text(mask, PRIVACY_PATH, "/etc/ssl/certs/ca-certificates.crt"),
        "/etc/ssl/certs/ca-certificates.crt");
    assert_null(mask_text(mask, PRIVACY_CERTIFICATE,
                          "-----BEGIN CERTIFICATE-----\nMII="));
    assert_null(strcasestr(mask_text(mask, PRIVACY_CERTIFICATE,
                                     "CN=Globex Root,O=Hooli,L=Springfield"),
                           "globex"));
    mask_free(mask);
}

static void
test_leaks_are_seen(void **state)
{
    static const char *const leaks[] = {
        "about srv042 here",
        "SRV042.DLP.GLOBEX.DE",
        "{\"a\":\"\\u0067lobex\"}",
        "glo&#98;ex",
        "glo&#x62;ex",
        "http://x/%67lobex",
        "<tspan>glo</tspan><tspan>bex</tspan>",
        "\\u001b[1mglo\\u001b[0mbex",
        "address 10.20.30.53.",
        "10.20.30.99:443",
        "globex17",
        "myglobexhost",
        "xxx c3J2MDQyLmRscC5nbG9iZXguZGU=AAAA",
    };
    static const char *const fine[] = {
        "host01.dlp.dom001.t1",
        "the proxy of the network",
        "127.0.0.1",
        "pki-scep.symauth.com",
        "10.0.10.53",
    };
    struct mask *mask = make_mask();
    const char *original;

    (void)state;
    for (size_t i = 0; i < sizeof leaks / sizeof leaks[0]; i++) {
        original = NULL;
        if (!mask_leaks(mask, leaks[i], strlen(leaks[i]), &original))
            fail_msg("not seen: %s", leaks[i]);
        assert_non_null(original);
    }
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        if (mask_leaks(mask, fine[i], strlen(fine[i]), &original))
            fail_msg("%s in: %s", original, fine[i]);
    mask_free(mask);
}

static void
test_a_name_cut_by_a_line(void **state)
{
    struct run *run = make_run();
    struct mask *mask;

    (void)state;
    run->machine.hostname = "globexenforce.globex.de";
    mask = mask_new(run, NULL);
    assert_true(mask_leaks(mask, "globexen\n    force", 18, NULL));
    mask_free(mask);
}

static void
test_preview(void **state)
{
    struct mask *mask = make_mask();
    size_t count;
    const struct mask_replacement *rows = mask_replacements(mask, &count);
    bool user = false;

    (void)state;
    assert_true(count >= 4);
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].original, "jdoe") == 0) {
            user = true;
            assert_string_equal(rows[i].kind, "user");
            assert_int_equal(rows[i].times, 1);
        }
    assert_true(user);
    mask_free(mask);
}

static void
test_what_is_typed_is_covered(void **state)
{
    static const struct {
        const char *typed;
        const char *shown;
    } rows[] = {
        { "srv0", "xxxx" },
        { "srv042", "host01" },
        { "glo", "xxx" },
        { "10.20.30", "00.00.00" },
        { "the proxy of acme", "the proxy of xxxx" },
        { "http://zeus:3128", "http://xxxx:0000" },
        { "B\xc3\xa4r", "xxx" },
        { "", "" },
    };
    struct mask *mask = make_mask();
    size_t before = aliases_count(mask->aliases);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(mask_typed(mask, rows[i].typed), rows[i].shown);
    /* The whole address has its alias; what is no name yet gets none. */
    assert_null(strstr(mask_typed(mask, "10.20.30.53"), "10.20.30"));
    assert_int_equal(aliases_count(mask->aliases), before);
    mask_free(mask);
}

static void
test_a_value_is_hidden_word_by_word(void **state)
{
    struct mask *mask = make_mask();
    const char *masked = mask_strict(mask, "/srv/hermes/bundle.zip");

    (void)state;
    assert_null(strstr(masked, "hermes"));
    assert_non_null(strstr(masked, "/bundle.zip"));
    assert_string_equal(mask_strict(mask, "proxy"), "proxy");
    mask_free(mask);
}

static void
test_letters_of_any_script_in_either_case(void **state)
{
    static struct machine_resolver *none[1];
    struct run *run = make_run();
    struct mask *mask;

    (void)state;
    run->machine.resolvers = none;
    run->machine.resolver_count = 0;
    run->machine.user = "m\xc3\xbcller";
    mask = mask_new(run, NULL);
    assert_null(
        strstr(mask_text(mask, PRIVACY_FREE, "by M\xc3\x9cLLER now"), "LLER"));
    assert_true(mask_leaks(mask, "by M\xc3\x9cLLER", 10, NULL));
    mask_free(mask);
}

static void
test_images_in_a_page_are_read(void **state)
{
    /* <text>at 10.20.30.53</text> */
    static const char image[] = "<img src=\"data:image/svg+xml;base64,"
                                "PHRleHQ+YXQgMTAuMjAuMzAuNTM8L3RleHQ+\">";
    struct mask *mask = make_mask();

    (void)state;
    assert_true(mask_leaks(mask, image, sizeof image - 1, NULL));
    mask_free(mask);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_names_in_free_text),
        cmocka_unit_test(test_public_words_stay),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_leaks_are_seen),
        cmocka_unit_test(test_a_name_cut_by_a_line),
        cmocka_unit_test(test_preview),
        cmocka_unit_test(test_what_is_typed_is_covered),
        cmocka_unit_test(test_a_value_is_hidden_word_by_word),
        cmocka_unit_test(test_letters_of_any_script_in_either_case),
        cmocka_unit_test(test_images_in_a_page_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
