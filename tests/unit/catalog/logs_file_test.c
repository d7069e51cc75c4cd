#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "catalog/catalog.h"
#include "workshop.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const struct catalog_options own = { .system_directory = "system",
                                            .user_directory = "user" };

static const char small[] = "signs:\n"
                            "  - id: one\n"
                            "    find: [text one, Text 1]\n"
                            "    layer: dns\n"
                            "    means: It says one\n"
                            "    source: Test\n"
                            "  - id: two\n"
                            "    find:\n"
                            "      - \"two: \\\"quoted\\\"\"\n"
                            "    layer: tls\n"
                            "    means: It says two\n"
                            "    source: Test\n";

struct change {
    const char *from;
    const char *to;
    const char *message; /* NULL: accepted */
};

#define TEXT_60 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct change changes[] = {
    { "signs:", "signs:", NULL },
    { "find: [text one, Text 1]", "find: [text]", NULL },
    { "find: [text one, Text 1]", "find: [{a: b}]",
      "t.yaml:3:12: expected text, found a mapping" },
    { "find: [text one, Text 1]", "find: []",
      "t.yaml:3:11: expected texts, found an empty list" },
    { "find: [text one, Text 1]", "find: text one",
      "t.yaml:3:11: expected a list of texts, found \"text one\"" },
    { "find: [text one, Text 1]", "find: [abc]",
      "t.yaml:3:12: expected at least 4 bytes of text, found 3" },
    { "find: [text one, Text 1]", "find: [text one, '  ']",
      "t.yaml:3:22: expected text, found \"  \"" },
    { "find: [text one, Text 1]", "find: [text one, \"a\\x1bbc\"]",
      "t.yaml:3:22: expected text that can be shown, found \"\\ebc\"" },
    { "find: [text one, Text 1]", "find: [text one, \"one\\ntwo\"]",
      "t.yaml:3:22: expected one line of text, found several" },
    { "find: [text one, Text 1]", "find: [" TEXT_60 TEXT_60 "]", NULL },
    { "find: [text one, Text 1]", "find: [" TEXT_60 TEXT_60 "a]",
      "t.yaml:3:12: expected at most 120 bytes of text, found 121" },
    { "find: [text one, Text 1]",
      "find: [aaa1, aaa2, aaa3, aaa4, aaa5, aaa6, aaa7, aaa8, aaa9, aa10, "
      "aa11, aa12, aa13, aa14, aa15, aa16, aa17]",
      "t.yaml:3:11: expected at most 16 texts, found 17" },
    { "    find: [text one, Text 1]\n", "",
      "t.yaml:2:5: expected \"find\" in a sign, found none" },
    { "    layer: dns\n", "",
      "t.yaml:2:5: expected \"layer\" in a sign, found none" },
    { "    means: It says one\n", "",
      "t.yaml:2:5: expected \"means\" in a sign, found none" },
    { "    source: Test\n", "",
      "t.yaml:2:5: expected \"source\" in a sign, found none" },
    { "find: [text", "fnd: [text",
      "t.yaml:3:5: expected a key of a sign, found \"fnd\" (did you mean "
      "\"find\"?)" },
    { "layer: dns", "layer: DNS",
      "t.yaml:4:12: expected one of none, local, clock, dns, tcp, tls, http, "
      "proxy, bundle, identity, symptom, found \"DNS\"" },
    { "id: one", "id: One",
      "t.yaml:2:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"One\"" },
    { "id: two", "id: one",
      "t.yaml:7:5: expected one once, found it again (first at line 2)" },
    { "means: It says one", "means: \"a\\nb\"",
      "t.yaml:5:12: expected one line of text, found several" },
};

static void
a_changed_file_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        const char *kind = NULL;
        struct error error = { 0 };

        workshop_write_changed("t.yaml", small, changes[i].from,
                               changes[i].to);

        bool valid = catalog_validate("t.yaml", &own, &kind, &error);

        assert_string_equal(
            error.text, changes[i].message != NULL ? changes[i].message : "");
        assert_int_equal(valid, changes[i].message == NULL);
        assert_string_equal(kind, "logs.yaml");
    }
}

static void
two_hundred_signs_are_the_most(void **state)
{
    (void)state;
    for (int count = 200; count <= 201; count++) {
        struct buffer text = { 0 };
        struct error error = { 0 };
        const char *kind = NULL;

        buffer_append_text(&text, "signs:\n");
        for (int i = 0; i < count; i++)
            buffer_printf(&text,
                          "  - {id: s%d, find: [text %d], layer: dns, "
                          "means: a, source: b}\n",
                          i, i);
        workshop_write_text("t.yaml", buffer_text(&text));
        assert_int_equal(catalog_validate("t.yaml", &own, &kind, &error),
                         count == 200);
        buffer_release(&text);
    }
}

static void
load(struct definitions *in)
{
    struct error error = { 0 };

    if (!catalog_load(in, &own, &error))
        fail_msg("refused: %s", error.text);
}

static void
expect_origin(const struct definitions *in, const char *origin)
{
    for (size_t i = 0; i < in->source_count; i++)
        if (strcmp(in->sources[i]->name, "logs.yaml") == 0) {
            assert_string_equal(in->sources[i]->origin, origin);
            return;
        }
    fail_msg("logs.yaml is not among the sources");
}

static void
the_strongest_layer_is_in_force(void **state)
{
    struct definitions in;
    struct error error = { 0 };

    (void)state;
    load(&in);
    expect_origin(&in, "built in");
    assert_non_null(definitions_log_sign(&in, "event-4201"));
    catalog_release(&in);

    workshop_write_text("system/logs.yaml", small);
    load(&in);
    expect_origin(&in, "system/logs.yaml");
    assert_int_equal(in.log_sign_count, 2);
    assert_null(definitions_log_sign(&in, "event-4201"));

    const struct log_sign *two = definitions_log_sign(&in, "two");

    assert_int_equal(two->text_count, 1);
    assert_string_equal(two->texts[0], "two: \"quoted\"");
    assert_int_equal(two->layer, LAYER_TLS);
    assert_string_equal(two->means, "It says two");
    assert_string_equal(two->source, "Test");
    catalog_release(&in);

    workshop_write_text("user/logs.yaml", "signs: {}\n");
    assert_false(catalog_load(&in, &own, &error));
    assert_string_equal(error.text, "user/logs.yaml:1:8: expected a list of "
                                    "signs, found a mapping");
    catalog_release(&in);
    workshop_remove("user/logs.yaml");
    workshop_remove("system/logs.yaml");
}

/* What must be found, each with a line that has it. */
static const struct {
    const char *id;
    const char *line;
} shipped[] = {
    { "event-4201",
      "[enforce] Cloud Service enrollment: error requesting client "
      "certificate from Symantec Managed PKI Service - x" },
    { "dlp-5000", "ERROR DLP-5000" },
    { "dlp-error", "ERROR DLP-1234" },
    { "unknown-host", "java.net.UnknownHostException: pki" },
    { "connect-timed-out", "java.net.SocketTimeoutException: connect timed "
                           "out" },
    { "connect-timed-out", "Connect timed out" },
    { "connect-timed-out", "java.net.ConnectException: Connection timed out: "
                           "connect" },
    { "connection-refused", "java.net.ConnectException: Connection refused" },
    { "no-route", "java.net.NoRouteToHostException: No route to host" },
    { "no-route", "java.net.ConnectException: Network is unreachable" },
    { "connection-reset", "java.net.SocketException: Connection reset" },
    { "handshake-cut", "javax.net.ssl.SSLHandshakeException: Remote host "
                       "terminated the handshake" },
    { "path-building-failed",
      "sun.security.validator.ValidatorException: PKIX path building failed" },
    { "path-building-failed",
      "unable to find valid certification path to requested target" },
    { "handshake-failure", "Received fatal alert: handshake_failure" },
    { "certificate-refused", "Received fatal alert: bad_certificate" },
    { "certificate-refused", "Received fatal alert: certificate_required" },
    { "certificate-expired", "Received fatal alert: certificate_expired" },
    { "unknown-ca", "Received fatal alert: unknown_ca" },
    { "certificate-dates", "CertificateExpiredException: NotAfter: x" },
    { "certificate-dates", "CertificateNotYetValidException: NotBefore" },
    { "proxy-407", "java.io.IOException: Unable to tunnel through proxy. "
                   "Proxy returns \"HTTP/1.1 407 Proxy Authentication "
                   "Required\"" },
    { "plaintext-answer", "javax.net.ssl.SSLException: Unrecognized SSL "
                          "message, plaintext connection?" },
};

static bool
sign_is_in(const struct log_sign *sign, const char *line)
{
    for (size_t i = 0; i < sign->text_count; i++)
        if (strstr(line, sign->texts[i]) != NULL)
            return true;
    return false;
}

static void
shipped_signs_find_what_they_are_for(void **state)
{
    struct definitions in;

    (void)state;
    load(&in);
    for (size_t i = 0; i < COUNT_OF(shipped); i++) {
        const struct log_sign *sign = definitions_log_sign(&in, shipped[i].id);

        if (sign == NULL || !sign_is_in(sign, shipped[i].line))
            fail_msg("%s: %s", shipped[i].id, shipped[i].line);
        for (size_t j = 0; j < in.log_sign_count; j++)
            if (in.log_signs[j] != sign &&
                strcmp(in.log_signs[j]->id, "dlp-error") != 0 &&
                sign_is_in(in.log_signs[j], shipped[i].line))
                fail_msg("%s, too: %s", in.log_signs[j]->id, shipped[i].line);
    }
    catalog_release(&in);
}

/* No text that is in two signs, and no sign without a test of it. */
static void
shipped_signs_are_apart(void **state)
{
    struct definitions in;

    (void)state;
    load(&in);
    for (size_t i = 0; i < in.log_sign_count; i++) {
        const struct log_sign *sign = in.log_signs[i];
        size_t tested = 0;

        for (size_t j = 0; j < COUNT_OF(shipped); j++)
            tested += strcmp(shipped[j].id, sign->id) == 0;
        if (tested == 0)
            fail_msg("%s has no line in this test", sign->id);
        assert_int_not_equal(sign->layer, LAYER_NONE);
        assert_int_equal(sign->means[strlen(sign->means) - 1], '.');
    }
    catalog_release(&in);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_file_is_judged),
        cmocka_unit_test(two_hundred_signs_are_the_most),
        cmocka_unit_test(the_strongest_layer_is_in_force),
        cmocka_unit_test(shipped_signs_find_what_they_are_for),
        cmocka_unit_test(shipped_signs_are_apart),
    };

    return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
