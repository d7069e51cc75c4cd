#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/builtin.h"
#include "catalog/catalog.h"
#include "catalog/causes_file.h"
#include "report/wording.h"
#include "workshop.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static int
shipped_open(void **state)
{
    static struct definitions definitions;
    struct catalog_options options = { .system_directory = "/nowhere",
                                       .user_directory = "/nowhere" };
    struct error error = { 0 };

    *state = &definitions;
    if (catalog_load(&definitions, &options, &error))
        return 0;
    print_error("%s\n", error.text);
    return 1;
}

static int
shipped_close(void **state)
{
    catalog_release(*state);
    return 0;
}

/* What is built in is what stands in data/ now. */
static void
the_built_in_files_are_those_of_data(void **state)
{
    static const struct builtin_file *const files[] = {
        &builtin_regions_yaml,      &builtin_roots_yaml,
        &builtin_roots_pem,         &builtin_causes_yaml,
        &builtin_interceptors_yaml, &builtin_blockpages_yaml,
        &builtin_sinkholes_yaml,    &builtin_logs_yaml,
        &builtin_guide_yaml,
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char *text = workshop_shipped(files[i]->name);

        assert_int_equal(strlen(text), files[i]->length);
        assert_memory_equal(text, files[i]->bytes, files[i]->length);
        free(text);
    }
}

struct expected {
    const char *host;
    enum role role;
    const char *regions; /* "us eu apj" */
    bool required;
    int status;
    int from;
    int to;
    bool asks;
};

static const struct expected endpoints[] = {
    { "pki-scep.symauth.com", ROLE_PKI, "us eu apj", true, 404, 400, 499,
      false },
    { "gw.csg.dlp.protect.symantec.com", ROLE_GATEWAY, "us", true, 400, 0, 0,
      true },
    { "gw2.csg.dlp.protect.symantec.com", ROLE_GATEWAY, "eu", true, 400, 0, 0,
      true },
    { "gw3.csg.dlp.protect.broadcom.com", ROLE_GATEWAY, "apj", true, 400, 0, 0,
      true },
    { "gw.csg.dlp.protect.broadcom.com", ROLE_ALIAS, "us", false, 400, 0, 0,
      true },
    { "gw2.csg.dlp.protect.broadcom.com", ROLE_ALIAS, "eu", false, 400, 0, 0,
      true },
};

static void
expect_regions(const struct endpoint *endpoint, const char *expected)
{
    char regions[64] = "";

    for (size_t i = 0; i < endpoint->region_count; i++) {
        strcat(regions, i > 0 ? " " : "");
        strcat(regions, endpoint->regions[i]->id);
    }
    assert_string_equal(regions, expected);
}

static void
the_endpoints_are_those_of_the_article(void **state)
{
    const struct definitions *in = *state;

    assert_int_equal(in->endpoint_count, COUNT_OF(endpoints));
    for (size_t i = 0; i < in->endpoint_count; i++) {
        const struct endpoint *endpoint = in->endpoints[i];

        assert_string_equal(endpoint->host, endpoints[i].host);
        assert_int_equal(endpoint->port, 443);
        assert_int_equal(endpoint->role, endpoints[i].role);
        assert_int_equal(endpoint->required, endpoints[i].required);
        assert_int_equal(endpoint->service_count, 2);
        expect_regions(endpoint, endpoints[i].regions);
        assert_int_equal(endpoint->genuine.status, endpoints[i].status);
        assert_int_equal(endpoint->genuine.status_from, endpoints[i].from);
        assert_int_equal(endpoint->genuine.status_to, endpoints[i].to);
        assert_int_equal(endpoint->genuine.asks_client_certificate,
                         endpoints[i].asks);
        assert_int_equal(endpoint->genuine.may_refuse, endpoints[i].asks);
    }
}

/* Never published for that region (KB 163949). */
static void
gw3_is_not_looked_for_under_symantec_com(void **state)
{
    const struct definitions *in = *state;

    for (size_t i = 0; i < in->endpoint_count; i++)
        assert_string_not_equal(in->endpoints[i]->host,
                                "gw3.csg.dlp.protect.symantec.com");
}

/* Whoever can mend it is told what is wanted and how to see that it is so. */
static void
every_owner_gets_a_request(void **state)
{
    static const char *const parts[] = { "{hostname}", "{time}",
                                         "Wanted:", "To verify:", "{host" };
    const struct definitions *in = *state;

    for (size_t i = 0; i < in->cause_count; i++) {
        const struct cause *cause = in->causes[i];

        if (cause->owner == OWNER_NONE)
            assert_null(cause->request);
        /* Who runs this program need not write to himself. */
        if (cause->request == NULL &&
            (cause->owner == OWNER_NONE || cause->owner == OWNER_DLP_ADMIN))
            continue;
        assert_non_null(cause->request);
        for (size_t j = 0; j < COUNT_OF(parts); j++)
            if (strstr(cause->request, parts[j]) == NULL)
                fail_msg("%s: no %s in its request", cause->id, parts[j]);
        /* What is set up for it can be taken back. */
        if (cause->owner != OWNER_VENDOR && cause->owner != OWNER_DLP_ADMIN)
            assert_non_null(strstr(cause->request, "To undo:"));
    }
}

/* A request to a network team says what must not be done to the traffic. */
static void
requests_for_openings_exclude_decryption(void **state)
{
    const struct definitions *in = *state;
    size_t seen = 0;

    for (size_t i = 0; i < in->cause_count; i++) {
        const struct cause *cause = in->causes[i];

        if ((cause->owner != OWNER_NETWORK_TEAM &&
             cause->owner != OWNER_PROXY_TEAM) ||
            cause->layer == LAYER_DNS || cause->layer == LAYER_LOCAL)
            continue;
        seen++;
        assert_non_null(strstr(cause->request, "decryption"));
        assert_non_null(strstr(cause->request, "mutual TLS"));
        assert_non_null(strstr(cause->request, "KB"));
    }
    assert_true(seen > 0);
}

/* Commands. */

/* What an administrator has, or what the package of that name brings. */
static const char *const tools[] = {
    "cat",       "curl",      "date",
    "dig",       "env",       "for",
    "getent",    "grep",      "ip",
    "iptables",  "nft",       "nslookup",
    "openssl",   "printf",    "ss",
    "systemctl", "tcpdump",   "timedatectl",
    "timeout",   "tracepath", "traceroute",
    "ls",        "unzip",     "head",
    "type",      "w32tm",     "Test-NetConnection",
};

/* Values that cannot be anything but words of a command. */
static const char *const plain_values[] = {
    "address", "address_port", "bundle_file", "bundle_issued", "host",
    "port",    "proxy",        "proxy_url",   "resolver",
};

static bool
is_among(const char *text, size_t length, const char *const *list,
         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == length && memcmp(list[i], text, length) == 0)
            return true;
    return false;
}

static void
expect_plain_values(const char *id, const char *command)
{
    for (const char *at = strchr(command, '{'); at != NULL;
         at = strchr(at + 1, '{'))
        if (!is_among(at + 1, strcspn(at + 1, "}"), plain_values,
                      COUNT_OF(plain_values)))
            fail_msg("%s: %s", id, command);
}

static void
expect_command(const char *id, const char *command)
{
    enum { LONGEST = 200 };

    if (!is_among(command, strcspn(command, " "), tools, COUNT_OF(tools)))
        fail_msg("%s: no known tool: %s", id, command);
    if (strstr(command, " -k") != NULL ||
        strstr(command, "insecure") != NULL ||
        strstr(command, "no-check") != NULL || strchr(command, '\n') != NULL)
        fail_msg("%s: %s", id, command);
    assert_in_range(strlen(command), 1, LONGEST);
    expect_plain_values(id, command);
}

static void
every_cause_can_be_seen_by_hand(void **state)
{
    const struct definitions *in = *state;

    for (size_t i = 0; i < in->cause_count; i++) {
        const struct cause *cause = in->causes[i];

        assert_in_range(cause->by_hand_count, 1, 4);
        for (size_t j = 0; j < cause->by_hand_count; j++)
            expect_command(cause->id, cause->by_hand[j]);
    }
}

/* A text that nobody reads to its end explains nothing. */
static void
every_depth_is_short_enough(void **state)
{
    const struct definitions *in = *state;

    for (size_t i = 0; i < in->cause_count; i++) {
        const struct cause *cause = in->causes[i];

        assert_in_range(strlen(cause->title), 1, 60);
        assert_in_range(strlen(cause->summary), 1, 260);
        assert_in_range(strlen(cause->why), 1, 900);
        assert_in_range(strlen(cause->packets), 1, 900);
        assert_in_range(strlen(cause->success), 1, 160);
        assert_in_range(cause->remedy_count, 1, 4);
        for (size_t j = 0; j < cause->remedy_count; j++)
            assert_in_range(strlen(cause->remedy[j]), 1, 260);
        if (cause->request != NULL)
            assert_in_range(strlen(cause->request), 1, 2000);
    }
}

/* "Broadcom KB 163949", "RFC 8446 section 6.2", "Manual page hosts(5)" */
static void
every_cause_says_where_it_is_from(void **state)
{
    static const char *const kinds[] = { "Broadcom KB ", "RFC ",
                                         "DigiCert: ", "Manual page " };
    const struct definitions *in = *state;

    for (size_t i = 0; i < in->cause_count; i++) {
        const struct cause *cause = in->causes[i];

        assert_in_range(cause->reference_count, 1, 4);
        for (size_t j = 0; j < cause->reference_count; j++) {
            size_t k = 0;

            while (k < COUNT_OF(kinds) &&
                   strncmp(cause->references[j], kinds[k], strlen(kinds[k])) !=
                       0)
                k++;
            if (k == COUNT_OF(kinds))
                fail_msg("%s: %s", cause->id, cause->references[j]);
            assert_in_range(strlen(cause->references[j]), 1, 120);
        }
    }
}

/* Both tables of placeholders are one: what may be written can be filled. */
static void
every_placeholder_can_be_filled(void **state)
{
    const struct words *known = &causes_file_placeholders;

    (void)state;
    for (size_t i = 0; i < known->count; i++)
        if (!wording_knows(known->ids[i], strlen(known->ids[i])))
            fail_msg("nobody fills {%s}", known->ids[i]);
}

/* No advice may weaken what the program is there to prove. */
static void
nothing_advises_to_switch_verification_off(void **state)
{
    static const char *const words[] = {
        "--insecure",       "-k ",      "disable",
        "switch off verif", "turn off", "ignore the certificate"
    };
    char *text = workshop_shipped("causes.yaml");

    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strstr(text, words[i]) != NULL)
            fail_msg("causes.yaml says \"%s\"", words[i]);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_files_are_those_of_data),
        cmocka_unit_test(the_endpoints_are_those_of_the_article),
        cmocka_unit_test(gw3_is_not_looked_for_under_symantec_com),
        cmocka_unit_test(every_owner_gets_a_request),
        cmocka_unit_test(requests_for_openings_exclude_decryption),
        cmocka_unit_test(every_cause_can_be_seen_by_hand),
        cmocka_unit_test(every_depth_is_short_enough),
        cmocka_unit_test(every_cause_says_where_it_is_from),
        cmocka_unit_test(every_placeholder_can_be_filled),
        cmocka_unit_test(nothing_advises_to_switch_verification_off),
    };

    return cmocka_run_group_tests(tests, shipped_open, shipped_close);
}
