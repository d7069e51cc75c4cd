#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "catalog/source_text.h"
#include "workshop.h"

static const struct catalog_options options = { .system_directory = "none",
                                                .user_directory = "none" };

static void
expect_refused(const char *name, const char *message)
{
    const char *kind = NULL;
    struct error error = { 0 };
    bool valid = catalog_validate(name, &options, &kind, &error);

    assert_false(valid);
    assert_string_equal(error.text, message);
}

static void
expect_valid(const char *name, const char *kind)
{
    const char *found = NULL;
    struct error error = { 0 };

    if (!catalog_validate(name, &options, &found, &error))
        fail_msg("refused: %s", error.text);
    assert_string_equal(found, kind);
}

/* The small regions file with one change each. */
struct change {
    const char *from;
    const char *to;
    const char *message; /* NULL: accepted */
};

/* What a file may begin with. */
#define ANY_KEY                                                               \
    "a key of regions.yaml, roots.yaml, causes.yaml, interceptors.yaml, "     \
    "blockpages.yaml, sinkholes.yaml, logs.yaml, guide.yaml, a scenario"

#define LABEL_63                                                              \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HOST_253                                                              \
    LABEL_63 "." LABEL_63 "." LABEL_63                                        \
             ".aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct change changes[] = {
    { "name: US", "name: US", NULL },
    /* Keys. */
    { "    port: 443", "    prot: 443",
      "t.yaml:12:5: expected a key of an endpoint, found \"prot\" (did you "
      "mean \"port\"?)" },
    { "    why: Because", "    colour: blue",
      "t.yaml:17:5: expected a key of an endpoint (host, port, role, "
      "required, services, regions, why, opens, genuine, source), found "
      "\"colour\"" },
    { "version:", "vresion:",
      "t.yaml:1:1: expected " ANY_KEY ", found \"vresion\"" },
    { "date:", "dates:",
      "t.yaml:2:1: expected a key of regions.yaml, found \"dates\" (did you "
      "mean \"date\"?)" },
    { "    port: 443\n", "    port: 443\n    port: 444\n",
      "t.yaml:13:5: expected \"port\" once, found it again (first at line "
      "12)" },
    { "    port: 443\n", "",
      "t.yaml:11:5: expected \"port\" in an endpoint, found none" },
    { "date: 2026-11-24\n", "",
      "t.yaml:1:1: expected \"date\" in regions.yaml, found none" },
    { "    name: US", "    [a]: US",
      "t.yaml:9:5: expected a key of a region, found a list" },
    { "    name: US", "    ? {a: b}\n    : US",
      "t.yaml:9:7: expected a key of a region, found a mapping" },
    { "    name: US", "    \"\": US",
      "t.yaml:9:5: expected a key of a region, found nothing" },
    { "    name: US", "    <<: US",
      "t.yaml:9:5: expected a key of a region (id, name), found \"<<\"" },
    { "status: 400", "\"status\": 400", NULL },
    { "name: US", "\"na\\0me\": US",
      "t.yaml:9:5: expected a key of a region (id, name), found "
      "\"na\\u{0}me\"" },
    /* Kinds. */
    { "services: [cds]", "services: cds",
      "t.yaml:15:15: expected a list of services, found \"cds\"" },
    { "services: [cds]", "services: {cds: cds}",
      "t.yaml:15:15: expected a list of services, found a mapping" },
    { "services: [cds]", "services:",
      "t.yaml:15:14: expected a list of services, found nothing" },
    { "services: [cds]", "services: []",
      "t.yaml:15:15: expected services, found an empty list" },
    { "regions:\n  - id: us\n    name: US\n", "regions: []\n",
      "t.yaml:7:10: expected regions, found an empty list" },
    { "  - id: us\n    name: US\n", "  - us\n",
      "t.yaml:8:5: expected a region, found \"us\"" },
    { "name: US", "name: [US]", "t.yaml:9:11: expected text, found a list" },
    { "name: US", "name: {a: b}",
      "t.yaml:9:11: expected text, found a mapping" },
    { "name: US", "name:", "t.yaml:9:10: expected text, found nothing" },
    { "name: US", "name: ''", "t.yaml:9:11: expected text, found nothing" },
    { "name: US", "name: '  '", "t.yaml:9:11: expected text, found \"  \"" },
    { "name: US", "name: no", NULL },
    { "name: US", "name: 1.10", NULL },
    { "plausible: { from: 401, to: 499 }", "plausible: 401",
      "t.yaml:21:18: expected a range of statuses, found \"401\"" },
    /* Flags. */
    { "required: true", "required: yes",
      "t.yaml:14:15: expected true or false, found \"yes\"" },
    { "required: true", "required: \"true\"",
      "t.yaml:14:15: expected true or false without quotes, found "
      "\"true\"" },
    { "required: true", "required: True",
      "t.yaml:14:15: expected true or false, found \"True\"" },
    { "required: true",
      "required:", "t.yaml:14:14: expected true or false, found nothing" },
    { "required: true", "required: [true]",
      "t.yaml:14:15: expected true or false, found a list" },
    { "required: true", "required: false", NULL },
    /* Ports. */
    { "port: 443", "port: 0",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"0\"" },
    { "port: 443", "port: 65536",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"65536\"" },
    { "port: 443", "port: -1",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"-1\"" },
    { "port: 443", "port: +443",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"+443\"" },
    { "port: 443", "port: 0443",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"0443\"" },
    { "port: 443", "port: 0x1bb",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"0x1bb\"" },
    { "port: 443", "port: https",
      "t.yaml:12:11: expected a port from 1 to 65535, found \"https\"" },
    { "port: 443", "port: \"443\"",
      "t.yaml:12:11: expected a port from 1 to 65535 without quotes, found "
      "\"443\"" },
    { "port: 443", "port: 18446744073709551617",
      "t.yaml:12:11: expected a port from 1 to 65535, found "
      "\"18446744073709551617\"" },
    { "port: 443", "port: [443]",
      "t.yaml:12:11: expected a port from 1 to 65535, found a list" },
    { "port: 443", "port: 1", NULL },
    { "port: 443", "port: 65535", NULL },
    /* Numbers. */
    { "status: 400", "status: 99",
      "t.yaml:20:15: expected a number from 100 to 599, found \"99\"" },
    { "status: 400", "status: 600",
      "t.yaml:20:15: expected a number from 100 to 599, found \"600\"" },
    { "status: 400", "status: '400'",
      "t.yaml:20:15: expected a number from 100 to 599 without quotes, found "
      "\"400\"" },
    { "status: 400", "status: 4e2",
      "t.yaml:20:15: expected a number from 100 to 599, found \"4e2\"" },
    { "to: 499", "to: 400", "t.yaml:21:35: expected at least 401, found 400" },
    { ", to: 499", "",
      "t.yaml:21:18: expected \"to\" in a range of statuses, found none" },
    { "      plausible: { from: 401, to: 499 }\n", "", NULL },
    /* Hosts. */
    { "host: gw.example.net", "host: gw_1.example.net",
      "t.yaml:11:11: expected a host name of letters, digits, hyphens and "
      "dots, found \"gw_1.example.net\"" },
    { "host: gw.example.net", "host: https://gw.example.net/",
      "t.yaml:11:11: expected a host name of letters, digits, hyphens and "
      "dots, found \"https://gw.example.net/\"" },
    { "host: gw.example.net", "host: gw.ex\xc3\xa4mple.net",
      "t.yaml:11:11: expected a host name of letters, digits, hyphens and "
      "dots, found \"gw.ex\xc3\xa4mple.net\"" },
    { "host: gw.example.net", "host: gw..example.net",
      "t.yaml:11:11: expected a host name without empty labels, found "
      "\"gw..example.net\"" },
    { "host: gw.example.net", "host: gw.example.net.",
      "t.yaml:11:11: expected a host name without empty labels, found "
      "\"gw.example.net.\"" },
    { "host: gw.example.net", "host: -gw.example.net",
      "t.yaml:11:11: expected a host name with no hyphen at the ends of its "
      "labels, found \"-gw.example.net\"" },
    { "host: gw.example.net", "host: gw.example-.net",
      "t.yaml:11:11: expected a host name with no hyphen at the ends of its "
      "labels, found \"gw.example-.net\"" },
    { "host: gw.example.net", "host: a" LABEL_63 ".net",
      "t.yaml:11:11: expected a host name with labels of at most 63 bytes, "
      "found \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\"" },
    { "host: gw.example.net", "host: a" HOST_253,
      "t.yaml:11:11: expected a host name of at most 253 bytes, found "
      "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\"" },
    { "host: gw.example.net", "host: 300.1.1.1",
      "t.yaml:11:11: expected a host name that does not end in a number, "
      "found \"300.1.1.1\"" },
    { "host: gw.example.net", "host: \"[2001:db8::1]\"",
      "t.yaml:11:11: expected a host name of letters, digits, hyphens and "
      "dots, found \"[2001:db8::1]\"" },
    { "host: gw.example.net", "host: \"gw.example.net\\0.evil\"",
      "t.yaml:11:11: expected a host name, found "
      "\"gw.example.net\\u{0}.evil\"" },
    { "host: gw.example.net", "host: [gw]",
      "t.yaml:11:11: expected a host name, found a list" },
    { "host: gw.example.net",
      "host:", "t.yaml:11:10: expected a host name, found nothing" },
    { "host: gw.example.net", "host: " LABEL_63 ".net", NULL },
    { "host: gw.example.net", "host: " HOST_253, NULL },
    { "host: gw.example.net", "host: 192.0.2.1", NULL },
    { "host: gw.example.net", "host: \"2001:db8::1\"", NULL },
    { "host: gw.example.net", "host: xn--gw-1ia.example", NULL },
    { "host: gw.example.net", "host: localhost", NULL },
    /* Words and dates. */
    { "role: gateway", "role: gatewy",
      "t.yaml:13:11: expected one of pki, gateway, alias, found \"gatewy\"" },
    { "role: gateway", "role: [gateway]",
      "t.yaml:13:11: expected one of pki, gateway, alias, found a list" },
    { "opens: network-team", "opens: Bob",
      "t.yaml:18:12: expected one of none, server-admin, dns-team, "
      "network-team, proxy-team, dlp-admin, vendor, found \"Bob\"" },
    { "date: 2026-11-24", "date: 2026-02-30",
      "t.yaml:2:7: expected a date such as 2026-11-24, found "
      "\"2026-02-30\"" },
    { "date: 2026-11-24", "date: 24.11.2026",
      "t.yaml:2:7: expected a date such as 2026-11-24, found "
      "\"24.11.2026\"" },
    { "date: 2026-11-24", "date: 2026-11-24T12:00Z",
      "t.yaml:2:7: expected a date such as 2026-11-24, found "
      "\"2026-11-24T12:00Z\"" },
    /* Ids. */
    { "id: us", "id: US",
      "t.yaml:8:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"US\"" },
    { "id: us", "id: 1us",
      "t.yaml:8:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"1us\"" },
    { "id: us", "id: us-",
      "t.yaml:8:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"us-\"" },
    { "id: us", "id: u--s",
      "t.yaml:8:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"u--s\"" },
    { "id: us", "id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "t.yaml:8:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"" },
    /* References and repetition. */
    { "regions: [us]", "regions: [eu]",
      "t.yaml:16:15: expected one of the regions (us), found \"eu\"" },
    { "regions: [us]", "regions: [us, us]",
      "t.yaml:16:19: expected \"us\" once, found it again" },
    { "regions: [us]", "regions: [[us]]",
      "t.yaml:16:15: expected one of the regions (us), found a list" },
    { "services: [cds]", "services: [cds, \"cds\\0\"]",
      "t.yaml:15:21: expected one of the services (cds), found "
      "\"cds\\u{0}\"" },
    { "endpoints:", "  - id: eu\n    name: EU\nendpoints:",
      "t.yaml:10:5: expected an endpoint for the region \"eu\", found none" },
    { "regions:", "  - id: email\n    name: E\n    about: E\nregions:",
      "t.yaml:7:5: expected an endpoint for the service \"email\", found "
      "none" },
    { "endpoints:", "  - id: us\n    name: EU\nendpoints:",
      "t.yaml:10:5: expected us once, found it again (first at line 8)" },
    /* What may be shown. */
    { "name: US", "name: \"a\\eb\"",
      "t.yaml:9:11: expected text that can be shown, found \"\\eb\"" },
    { "name: US", "name: \"a\\x9bb\"",
      "t.yaml:9:11: expected text that can be shown, found \"\\u{9b}b\"" },
    { "name: US", "name: \"a\\u202eb\"",
      "t.yaml:9:11: expected text that can be shown, found \"\\u{202e}b\"" },
    { "name: US",
      "name: a\xe2\x80\x8e"
      "b",
      "t.yaml:9:11: expected text that can be shown, found \"\\u{200e}b\"" },
    { "name: US", "name: \"a\\tb\"",
      "t.yaml:9:11: expected text that can be shown, found \"\\tb\"" },
    { "name: US", "name: \"a\\0b\"",
      "t.yaml:9:11: expected text that can be shown, found \"\\u{0}b\"" },
    { "name: US", "name: \"a\\nb\"",
      "t.yaml:9:11: expected one line of text, found several" },
    { "name: US", "name: |\n      a\n      b",
      "t.yaml:9:11: expected one line of text, found several" },
    { "name: US", "name: |\n      a", NULL },
    { "name: US", "name: " HOST_253,
      "t.yaml:9:11: expected at most 80 bytes of text, found 253" },
    /* YAML beyond what a definitions file needs. */
    { "name: US", "name: &x US",
      "t.yaml:9:11: expected a value without an anchor, found the anchor "
      "\"x\"" },
    { "regions: [us]", "regions: &x [us]",
      "t.yaml:16:14: expected a value without an anchor, found the anchor "
      "\"x\"" },
    { "name: US", "name: *x",
      "t.yaml:9:11: expected a value, found the alias \"x\"" },
    { "name: US", "name: !!str US",
      "t.yaml:9:11: expected a value without a tag, found the tag "
      "\"tag:yaml.org,2002:str\"" },
    { "regions: [us]", "regions: !mine [us]",
      "t.yaml:16:14: expected a value without a tag, found the tag "
      "\"!mine\"" },
    { "source: Test\n", "source: Test\n---\na: b\n",
      "t.yaml:25:1: expected one document, found a second" },
    { "source: Test\n", "source: Test\n...\n", NULL },
    { "    name: US", "\tname: US",
      "t.yaml:9:1: expected spaces, found a tab" },
    { "name: US", "name: US: EU",
      "t.yaml:9:13: expected YAML, found a fault: mapping values are not "
      "allowed in this context" },
    { "name: US", "name: \"US",
      "t.yaml:25:1: expected YAML, found a fault: found unexpected end of "
      "stream" },
    { "[us]", "[us",
      "t.yaml:17:8: expected YAML, found a fault: did not find expected "
      "',' or ']'" },
};

static void
a_changed_file_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct change *change = &changes[i];

        workshop_write_changed("t.yaml", workshop_regions, change->from,
                               change->to);
        if (change->message == NULL)
            expect_valid("t.yaml", "regions.yaml");
        else
            expect_refused("t.yaml", change->message);
    }
}

/* Whole files, whatever is in them. */
struct content {
    const char *bytes;
    size_t length;
    const char *message;
};

#define BYTES(text) (text), sizeof(text) - 1

static const struct content contents[] = {
    { BYTES(""), "t.yaml:1:1: expected a mapping, found nothing" },
    { BYTES("# nothing\n\n"),
      "t.yaml:1:1: expected a mapping, found nothing" },
    { BYTES("---\n"), "t.yaml:2:1: expected " ANY_KEY ", found nothing" },
    { BYTES("{}"), "t.yaml:1:1: expected " ANY_KEY ", found a mapping" },
    { BYTES("- a\n"), "t.yaml:1:1: expected " ANY_KEY ", found a list" },
    { BYTES("[a]: b\n"), "t.yaml:1:1: expected " ANY_KEY ", found a list" },
    { BYTES("version: 1\nname: \xff\n"),
      "t.yaml:2:7: expected UTF-8 text, found 0xff (invalid leading UTF-8 "
      "octet)" },
    { BYTES("version: 1\nn\xc3\xa4me: \xc3(\n"),
      "t.yaml:2:8: expected UTF-8 text, found 0x28 (invalid trailing UTF-8 "
      "octet)" },
    { BYTES("\xed\xa0\x80"),
      "t.yaml:1:1: expected UTF-8 text, found 0xd800 (invalid Unicode "
      "character)" },
    { BYTES("a: b\nc: d\x1b[2J\n"),
      "t.yaml:2:5: expected UTF-8 text, found 0x1b (control characters are "
      "not allowed)" },
    { BYTES("a: b\0\n"), "t.yaml:1:5: expected UTF-8 text, found 0x00 "
                         "(control characters are not allowed)" },
    { BYTES("\xff\xfe"
            "a\0:\0"),
      "t.yaml:1:1: expected UTF-8 text, found 0xff (invalid leading UTF-8 "
      "octet)" },
    { BYTES("\xef\xbb\xbf"
            "vers: 1\n"),
      "t.yaml:1:1: expected " ANY_KEY ", found \"vers\"" },
    { BYTES("%YAML 3.0\n---\na: b\n"),
      "t.yaml:1:1: expected YAML, found a fault: found incompatible YAML "
      "document" },
    /* Thirty-two levels are taken as YAML, the next one is not. */
    { BYTES(
          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
      "t.yaml:1:1: expected " ANY_KEY ", found a list" },
    { BYTES("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
            "]"),
      "t.yaml:1:33: expected at most 32 levels, found more" },
    /* Roots. */
    { BYTES("roots: []\n"),
      "t.yaml:1:8: expected roots, found an empty list" },
    { BYTES("roots:\n  - name: A\n    sha256: abc\n"),
      "t.yaml:3:13: expected 64 upper-case hex digits, found \"abc\"" },
    { BYTES("roots:\n  - name: A\n    sha256: "
            "4348a0E9444C78CB265E058D5E8944B4D84F9662BD26DB257F8934A443C70161"
            "\n"),
      "t.yaml:3:13: expected 64 upper-case hex digits, found "
      "\"4348a0E9444C78CB265E058D5E8944B4D84F9...\"" },
    { BYTES("roots:\n  - name: A\n    sha256: "
            "4348A0E9444C78CB265E058D5E8944B4D84F9662BD26DB257F8934A443C70161"
            "\n    distrusted: soon\n"),
      "t.yaml:4:17: expected a date such as 2026-11-24, found \"soon\"" },
    { BYTES("roots:\n  - name: A\n    sha256: "
            "4348A0E9444C78CB265E058D5E8944B4D84F9662BD26DB257F8934A443C70161"
            "\n  - name: B\n    sha256: "
            "4348A0E9444C78CB265E058D5E8944B4D84F9662BD26DB257F8934A443C70161"
            "\n"),
      "t.yaml:4:5: expected "
      "4348A0E9444C78CB265E058D5E8944B4D84F9662BD26DB257F8934A443C70161 "
      "once, found it again (first at line 2)" },
    { BYTES("roots:\n  - name: A\n    serial: 1\n"),
      "t.yaml:3:5: expected a key of a root (name, sha256, distrusted, "
      "authority, note), found \"serial\"" },
    /* Certificates. */
    { BYTES("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
      "t.yaml:1:1: expected \"-----BEGIN CERTIFICATE-----\", found "
      "\"-----BEGIN PRIVATE KEY-----\"" },
    { BYTES("A\n-----BEGIN CERTIFICATE-----\nAAAA\n"),
      "t.yaml:2:1: expected \"-----END CERTIFICATE-----\" behind this line, "
      "found none" },
    { BYTES("-----BEGIN CERTIFICATE-----\nAA\n-----BEGIN CERTIFICATE-----\n"),
      "t.yaml:3:1: expected \"-----END CERTIFICATE-----\", found "
      "\"-----BEGIN CERTIFICATE-----\"" },
    { BYTES("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"
            "-----END CERTIFICATE-----\n"),
      "t.yaml:3:1: expected \"-----BEGIN CERTIFICATE-----\", found "
      "\"-----END CERTIFICATE-----\"" },
};

static void
a_whole_file_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        workshop_write("t.yaml", contents[i].bytes, contents[i].length);
        expect_refused("t.yaml", contents[i].message);
    }
}

/* The shipped causes with one change each. */
static const struct change cause_changes[] = {
    { "causes:", "causes:", NULL },
    { "This server finds no address for {hosts}: {reason}.", "{hoost}",
      ": expected a known placeholder, found \"{hoost}\" (did you mean "
      "\"{host}\"?)" },
    { "This server finds no address for {hosts}: {reason}.", "{password}",
      ": expected a known placeholder, found \"{password}\"" },
    { "This server finds no address for {hosts}: {reason}.", "{hosts",
      ": expected \"}\" behind \"{hosts\", found none" },
    { "This server finds no address for {hosts}: {reason}.", "{} x",
      ": expected a known placeholder, found \"{}\"" },
    { "layer: dns", "layer: dms",
      ": expected one of none, local, clock, dns, tcp, tls, http, proxy, "
      "bundle, identity, symptom, found \"dms\"" },
    { "    packets:", "    packet:",
      ": expected a key of a cause, found \"packet\" (did you mean "
      "\"packets\"?)" },
    { "        dig {host} A\n", "        dig {hsot} A\n",
      ": expected a known placeholder, found \"{hsot}\" (did you mean "
      "\"{host}\"?)" },
    { "id: not-tls", "id: not-ssl",
      ": expected the cause \"not-tls\", found none" },
    { "id: clock-agrees", "id: clocks-agree",
      ": expected the statement \"clock-agrees\", found none" },
    { "id: clock-agrees", "id: clock-offset",
      ": expected clock-offset once, found it again (first at line " },
};

static void
changed_causes_are_judged(void **state)
{
    char *causes = workshop_shipped("causes.yaml");

    (void)state;
    for (size_t i = 0; i < sizeof cause_changes / sizeof cause_changes[0];
         i++) {
        const struct change *change = &cause_changes[i];
        const char *kind = NULL;
        struct error error = { 0 };

        workshop_write_changed("t.yaml", causes, change->from, change->to);
        if (change->message == NULL) {
            expect_valid("t.yaml", "causes.yaml");
            continue;
        }
        assert_false(catalog_validate("t.yaml", &options, &kind, &error));
        assert_non_null(strstr(error.text, change->message));
        assert_memory_equal(error.text, "t.yaml:", 7);
    }
    free(causes);
}

/* One cause without any of these is not told to the end. */
static const struct change cause_keys[] = {
    { "    packets: P\n", "", "expected \"packets\" in a cause, found none" },
    { "    by_hand: [date]\n", "",
      "expected \"by_hand\" in a cause, found none" },
    { "[date]", "[]", "expected texts, found an empty list" },
    { "    success: S\n", "", "expected \"success\" in a cause, found none" },
    { "    references: [R]\n", "",
      "expected \"references\" in a cause, found none" },
    { "    request: Q\n", "", "expected the cause \"name-not-resolved\"" },
};

static void
a_cause_has_all_its_depths(void **state)
{
    static const char one[] = "causes:\n"
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
                              "    request: Q\n"
                              "statements:\n"
                              "  - {id: own, text: T}\n";

    (void)state;
    for (size_t i = 0; i < sizeof cause_keys / sizeof cause_keys[0]; i++) {
        const struct change *change = &cause_keys[i];
        const char *kind = NULL;
        struct error error = { 0 };

        workshop_write_changed("t.yaml", one, change->from, change->to);
        assert_false(catalog_validate("t.yaml", &options, &kind, &error));
        if (strstr(error.text, change->message) == NULL)
            fail_msg("%s", error.text);
    }
}

static void
a_file_of_one_megabyte_is_the_largest(void **state)
{
    size_t most = SOURCE_TEXT_LIMIT;
    char *bytes = memory_new(most + 1, 1);

    (void)state;
    memset(bytes, '#', most + 1);
    memcpy(bytes, "a: b\n", 5);
    workshop_write("t.yaml", bytes, most);
    expect_refused("t.yaml", "t.yaml:1:1: expected " ANY_KEY ", found \"a\"");
    workshop_write("t.yaml", bytes, most + 1);
    expect_refused("t.yaml",
                   "t.yaml: expected at most 1048576 bytes, found more");
    free(bytes);
}

static void
only_regular_files_are_read(void **state)
{
    (void)state;
    assert_int_equal(mkdir("d", 0700), 0);
    expect_refused("d", "d: expected a regular file, found a directory");
    /* Opening a FIFO that nobody writes to must not wait. */
    assert_int_equal(mkfifo("f", 0600), 0);
    expect_refused("f", "f: expected a regular file, found a FIFO");
    expect_refused("/dev/null",
                   "/dev/null: expected a regular file, found a device");
    expect_refused("none.yaml",
                   "none.yaml: cannot be opened: No such file or directory");
    assert_int_equal(symlink("loop", "loop"), 0);
    expect_refused("loop", "loop: cannot be opened: Too many levels of "
                           "symbolic links");
}

static void
a_long_path_leaves_room_for_the_fault(void **state)
{
    char name[201];
    char message[256];

    (void)state;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    workshop_write_text(name, "- a\n");
    snprintf(message, sizeof message,
             "...%.100s:1:1: expected a key of..., roots.yaml, causes.yaml, "
             "interceptors.yaml, blockpages.yaml, sinkholes.yaml, logs.yaml, "
             "guide.yaml, a scenario, found a list",
             name);
    expect_refused(name, message);
}

static void
a_hostile_path_is_made_safe(void **state)
{
    (void)state;
    workshop_write_text("a\x1b[2J", "");
    expect_refused("a\x1b[2J",
                   "a\\e[2J:1:1: expected a mapping, found nothing");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_file_is_judged),
        cmocka_unit_test(a_whole_file_is_refused),
        cmocka_unit_test(changed_causes_are_judged),
        cmocka_unit_test(a_cause_has_all_its_depths),
        cmocka_unit_test(a_file_of_one_megabyte_is_the_largest),
        cmocka_unit_test(only_regular_files_are_read),
        cmocka_unit_test(a_long_path_leaves_room_for_the_fault),
        cmocka_unit_test(a_hostile_path_is_made_safe),
    };

    return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
