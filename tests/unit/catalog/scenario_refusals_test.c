#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "catalog/catalog.h"
#include "catalog/scenarios.h"
#include "workshop.h"

static struct definitions definitions;

static int
open_all(void **state)
{
    struct catalog_options options = { .system_directory = "/nowhere",
                                       .user_directory = "/nowhere" };
    struct error error = { 0 };

    return workshop_open(state) != 0 ||
           !catalog_load(&definitions, &options, &error);
}

static int
close_all(void **state)
{
    catalog_release(&definitions);
    return workshop_close(state);
}

static void
expect(const char *path, const char *message)
{
    struct scenario scenario;
    struct error error = { 0 };
    bool loaded = catalog_scenario_load(&scenario, path, &definitions, &error);

    if (message == NULL && !loaded)
        fail_msg("refused: %s", error.text);
    if (message != NULL && loaded)
        fail_msg("not refused: %s", message);
    if (message != NULL)
        assert_string_equal(error.text, message);
    catalog_scenario_release(&scenario);
    assert_null(scenario.arena.blocks);
}

/* What stands behind the three texts that every scenario has. */
struct end {
    const char *text;
    const char *message; /* NULL: accepted */
};

#define HEAD  "title: T\nstory: S\nphone: P\n"
#define TRUTH "truth: {outcome: healthy}\n"

static const struct end ends[] = {
    { TRUTH, NULL },
    /* Head. */
    { "story: again\n" TRUTH, "t.yaml:4:1: expected \"story\" once, found it "
                              "again (first at line 2)" },
    { "", "t.yaml:1:1: expected \"truth\" in a scenario, found none" },
    { "covers: S01\n" TRUTH,
      "t.yaml:4:9: expected a list of topics, found \"S01\"" },
    { "covers: [s01]\n" TRUTH,
      "t.yaml:4:10: expected a topic such as S01, found \"s01\"" },
    { "covers: [S1]\n" TRUTH,
      "t.yaml:4:10: expected a topic such as S01, found \"S1\"" },
    { "covers: [S012]\n" TRUTH,
      "t.yaml:4:10: expected a topic such as S01, found \"S012\"" },
    { "covers: [S01, S01]\n" TRUTH,
      "t.yaml:4:15: expected \"S01\" once, found it again" },
    { "covers: []\n" TRUTH,
      "t.yaml:4:9: expected topics, found an empty list" },
    { "alike: [Firewall]\n" TRUTH,
      "t.yaml:4:9: expected an id of lower-case letters, digits and hyphens, "
      "found \"Firewall\"" },
    { "alike: [healthy, t]\n" TRUTH,
      "t.yaml:4:18: expected the id of another scenario, found \"t\"" },
    { "alike: [a, a]\n" TRUTH,
      "t.yaml:4:12: expected \"a\" once, found it again" },
    { "seed: -1\n" TRUTH,
      "t.yaml:4:7: expected a number from 0 to 999999999, found \"-1\"" },
    { "seed: 1000000000\n" TRUTH, "t.yaml:4:7: expected a number from 0 to "
                                  "999999999, found \"1000000000\"" },
    { "colour: blue\n" TRUTH,
      "t.yaml:4:1: expected a key of a scenario, found \"colour\"" },
    { "filter: []\n" TRUTH, "t.yaml:4:1: expected a key of a scenario, found "
                            "\"filter\" (did you mean \"filters\"?)" },
    { TRUTH "answers: {service: mail}\n",
      "t.yaml:5:20: expected the id of a service, found \"mail\"" },
    { TRUTH "answers: {region: uk}\n",
      "t.yaml:5:19: expected the id of a region, or all, found \"uk\"" },
    { TRUTH "answers: {region: all}\n", NULL },
    { TRUTH "answers: {proxy: \"a\\eb\"}\n",
      "t.yaml:5:18: expected text that can be shown, found \"\\eb\"" },
    { TRUTH "filters: {}\n",
      "t.yaml:5:10: expected a list of filters, found a mapping" },
    { TRUTH "filters: []\n",
      "t.yaml:5:10: expected filters, found an empty list" },
    /* Truth. */
    { "truth: healthy\n", "t.yaml:4:8: expected a truth, found \"healthy\"" },
    { "truth: {}\n",
      "t.yaml:4:8: expected \"outcome\" in a truth, found none" },
    { "truth: {outcome: broken}\n", "t.yaml:4:18: expected one of healthy, "
                                    "fault, inconclusive, found \"broken\"" },
    { "truth: {outcome: fault, layer: tcp, owner: network-team}\n",
      "t.yaml:4:8: expected \"cause\" with outcome fault, found none" },
    { "truth: {outcome: fault, cause: no-route, owner: network-team}\n",
      "t.yaml:4:8: expected \"layer\" with outcome fault, found none" },
    { "truth: {outcome: fault, cause: no-route, layer: local}\n",
      "t.yaml:4:8: expected \"owner\" with outcome fault, found none" },
    { "truth: {outcome: fault, cause: no-route, layer: none, owner: none}\n",
      "t.yaml:4:49: expected the layer of a fault, found \"none\"" },
    { "truth: {outcome: fault, cause: no-rout, layer: tcp, owner: none}\n",
      "t.yaml:4:32: expected the id of a cause, found \"no-rout\" (did you "
      "mean \"no-route\"?)" },
    { "truth: {outcome: fault, cause: witchcraft, layer: tcp, owner: none}\n",
      "t.yaml:4:32: expected the id of a cause, found \"witchcraft\"" },
    { "truth: {outcome: fault, cause: [no-route], layer: tcp, owner: none}\n",
      "t.yaml:4:32: expected the id of a cause, found a list" },
    { "truth: {outcome: healthy, cause: no-route}\n",
      "t.yaml:4:34: expected \"cause\" only with outcome fault, found "
      "\"no-route\"" },
    { "truth: {outcome: inconclusive, owner: none}\n",
      "t.yaml:4:39: expected \"owner\" only with outcome fault, found "
      "\"none\"" },
    { "truth: {outcome: healthy, layer: tcp}\n",
      "t.yaml:4:34: expected \"layer\" only with outcome fault, found "
      "\"tcp\"" },
    { "truth: {outcome: healthy, targets: pki}\n",
      "t.yaml:4:36: expected \"targets\" only with outcome fault, found "
      "\"pki\"" },
    { "truth: {outcome: healthy, also: [no-route, no-route]}\n",
      "t.yaml:4:44: expected \"no-route\" once, found it again" },
    { "truth: {outcome: healthy, also: [nothing]}\n",
      "t.yaml:4:34: expected the id of a cause, found \"nothing\"" },
    { "truth: {outcome: healthy, says: much}\n",
      "t.yaml:4:33: expected a list of texts, found \"much\"" },
    { "truth: {outcome: healthy, says: [\"a\\nb\"]}\n",
      "t.yaml:4:34: expected one line of text, found several" },
    { "truth: {outcome: healthy, never_says: [\"\\e\"]}\n",
      "t.yaml:4:40: expected text that can be shown, found \"\\e\"" },
    { "truth: {outcome: fault, cause: no-route, layer: local, owner: "
      "server-admin}\n",
      NULL },
    /* Selectors. */
    { TRUTH "wires: [{wire: service, of: gatewy}]\n",
      "t.yaml:5:29: expected an endpoint such as pki, gateway-us or all, "
      "found \"gatewy\" (did you mean \"gateway\"?)" },
    { TRUTH "wires: [{wire: service, of: [pki, gateway-uk]}]\n",
      "t.yaml:5:35: expected an endpoint such as pki, gateway-us or all, "
      "found \"gateway-uk\" (did you mean \"gateway-us\"?)" },
    { TRUTH "wires: [{wire: service, of: everything}]\n",
      "t.yaml:5:29: expected an endpoint such as pki, gateway-us or all, "
      "found \"everything\"" },
    { TRUTH "wires: [{wire: service, of: [pki, pki]}]\n",
      "t.yaml:5:35: expected \"pki\" once, found it again" },
    { TRUTH "wires: [{wire: service, of: []}]\n",
      "t.yaml:5:29: expected endpoints, found an empty list" },
    { TRUTH "wires: [{wire: service, of: {}}]\n",
      "t.yaml:5:29: expected a list of endpoints, found a mapping" },
    { TRUTH "wires: [{wire: service, of: [[pki]]}]\n",
      "t.yaml:5:30: expected an endpoint such as pki, gateway-us or all, "
      "found a list" },
    { TRUTH "wires: [{wire: service, of: \"pki\\0\"}]\n",
      "t.yaml:5:29: expected an endpoint such as pki, gateway-us or all, "
      "found \"pki\\u{0}\"" },
    { TRUTH "wires: [{wire: service, of: pki-us}]\n", NULL },
    /* Machine. */
    { TRUTH "machine: {mtu: 67}\n",
      "t.yaml:5:16: expected a number from 68 to 65535, found \"67\"" },
    { TRUTH "machine: {mtu: 65536}\n",
      "t.yaml:5:16: expected a number from 68 to 65535, found \"65536\"" },
    { TRUTH "machine: {mtu: -1500}\n",
      "t.yaml:5:16: expected a number from 68 to 65535, found \"-1500\"" },
    { TRUTH "machine: {clock_offset_s: 1.5}\n",
      "t.yaml:5:27: expected a number from -630720000 to 630720000, found "
      "\"1.5\"" },
    { TRUTH "machine: {clock_offset_s: -0}\n",
      "t.yaml:5:27: expected a number from -630720000 to 630720000, found "
      "\"-0\"" },
    { TRUTH "machine: {clock_offset_s: --1}\n",
      "t.yaml:5:27: expected a number from -630720000 to 630720000, found "
      "\"--1\"" },
    { TRUTH "machine: {clock_offset_s: -}\n",
      "t.yaml:5:27: expected a number from -630720000 to 630720000, found "
      "\"-\"" },
    { TRUTH "machine: {clock_offset_s: -630720001}\n",
      "t.yaml:5:27: expected a number from -630720000 to 630720000, found "
      "\"-630720001\"" },
    { TRUTH "machine: {clock_offset_s: -630720000}\n", NULL },
    { TRUTH "machine: {no_resolvers: true, resolvers: [10.0.0.1]}\n",
      "t.yaml:5:42: expected \"resolvers\" only without \"no_resolvers\", "
      "found a list" },
    { TRUTH "machine: {resolvers: 10.0.0.1}\n",
      "t.yaml:5:22: expected a list of addresses, found \"10.0.0.1\"" },
    { TRUTH "machine: {resolvers: [dns.example]}\n",
      "t.yaml:5:23: expected an IPv4 or IPv6 address, found \"dns.example\"" },
    { TRUTH "machine: {resolvers: [\"[::1]\"]}\n",
      "t.yaml:5:23: expected an IPv4 or IPv6 address, found \"[::1]\"" },
    { TRUTH "machine: {resolvers: [\"fe80::1%2\"]}\n",
      "t.yaml:5:23: expected an IPv4 or IPv6 address, found \"fe80::1%2\"" },
    { TRUTH "machine: {resolvers: [300.1.1.1]}\n",
      "t.yaml:5:23: expected an IPv4 or IPv6 address, found \"300.1.1.1\"" },
    { TRUTH "machine: {search: \"a b\"}\n",
      "t.yaml:5:19: expected a host name of letters, digits, hyphens and "
      "dots, found \"a b\"" },
    { TRUTH "machine: {hosts: [{address: 10.0.0.1}]}\n",
      "t.yaml:5:19: expected \"host\" without \"selector\", found none" },
    { TRUTH
      "machine: {hosts: [{host: a, selector: pki, address: 10.0.0.1}]}\n",
      "t.yaml:5:26: expected \"host\" only without \"selector\", found "
      "\"a\"" },
    { TRUTH "machine: {hosts: [{host: a}]}\n",
      "t.yaml:5:19: expected \"address\" in a line of the hosts file, found "
      "none" },
    { TRUTH "machine: {hosts: [{selector: [pki], address: 10.0.0.1}]}\n",
      "t.yaml:5:30: expected an endpoint such as pki, gateway-us or all, "
      "found a list" },
    { TRUTH "machine: {environment: [HTTPS_PROXY]}\n",
      "t.yaml:5:25: expected a variable such as "
      "HTTPS_PROXY=http://proxy:3128, found \"HTTPS_PROXY\"" },
    { TRUTH "machine: {environment: [A=b, =c]}\n",
      "t.yaml:5:30: expected a variable such as "
      "HTTPS_PROXY=http://proxy:3128, found \"=c\"" },
    { TRUTH "machine: {no_ipv4: yes}\n",
      "t.yaml:5:20: expected true or false, found \"yes\"" },
    { TRUTH "machine: {nothing: true}\n",
      "t.yaml:5:11: expected a key of a machine, found \"nothing\"" },
    /* Wires and nodes and routes. */
    { TRUTH "wires: [{way: in}]\n",
      "t.yaml:5:9: expected \"wire\" in a wire, found none" },
    { TRUTH "wires: [{wire: wlan}]\n",
      "t.yaml:5:16: expected one of lan, office, uplink, wan, core, service, "
      "found \"wlan\"" },
    { TRUTH "wires: [{wire: lan, way: up}]\n",
      "t.yaml:5:26: expected one of both, out, in, found \"up\"" },
    { TRUTH "wires: [{wire: lan, of: pki}]\n",
      "t.yaml:5:25: expected \"of\" only with wire service, found \"pki\"" },
    { TRUTH "wires: [{wire: lan, loss_percent: 101}]\n",
      "t.yaml:5:35: expected a number from 0 to 100, found \"101\"" },
    { TRUTH "wires: [{wire: lan, delay_ms: 600001}]\n",
      "t.yaml:5:31: expected a number from 0 to 600000, found \"600001\"" },
    { TRUTH "wires: [{wire: lan, jitter_ms: fast}]\n",
      "t.yaml:5:32: expected a number from 0 to 600000, found \"fast\"" },
    { TRUTH "wires: [{wire: lan, rate_kbit: 0}]\n",
      "t.yaml:5:32: expected a number from 1 to 10000000, found \"0\"" },
    { TRUTH "wires: [{wire: lan, mtu: 67}]\n",
      "t.yaml:5:26: expected a number from 68 to 65535, found \"67\"" },
    { TRUTH "wires: [{wire: lan, loss_percent: 0}]\n", NULL },
    { TRUTH "nodes: [{down: true}]\n",
      "t.yaml:5:9: expected \"at\" without \"of\", found none" },
    { TRUTH "nodes: [{at: none, down: true}]\n",
      "t.yaml:5:14: expected a place, found \"none\"" },
    { TRUTH "nodes: [{at: router, of: pki}]\n",
      "t.yaml:5:14: expected \"at\" only without \"of\", found \"router\"" },
    { TRUTH "nodes: [{of: pki, address: 10.0.0.1}]\n",
      "t.yaml:5:19: expected a key of a node (at, of, down, hides_hops, "
      "hides_too_big, hides_unreachable, clamp_segment), found "
      "\"address\"" },
    { TRUTH "nodes: [{at: router, clamp_segment: 87}]\n",
      "t.yaml:5:37: expected a number from 88 to 65495, found \"87\"" },
    { TRUTH "routes: [{kind: prohibit}]\n",
      "t.yaml:5:10: expected \"at\" in a route, found none" },
    { TRUTH "routes: [{at: none}]\n",
      "t.yaml:5:15: expected a place, found \"none\"" },
    { TRUTH "routes: [{at: router, kind: lost}]\n",
      "t.yaml:5:29: expected one of missing, unreachable, blackhole, "
      "prohibit, found \"lost\"" },
    { TRUTH "routes: [{at: router, family: ipx}]\n",
      "t.yaml:5:31: expected one of both, ipv4, ipv6, found \"ipx\"" },
    { TRUTH "routes: [{at: router}]\n", NULL },
    /* Filters. */
    { TRUTH "filters: [{action: drop}]\n",
      "t.yaml:5:11: expected \"at\" in a filter, found none" },
    { TRUTH "filters: [{at: none, action: drop}]\n",
      "t.yaml:5:16: expected a place, found \"none\"" },
    { TRUTH "filters: [{at: firewall}]\n",
      "t.yaml:5:11: expected \"action\" in a filter, found none" },
    { TRUTH "filters: [{at: firewal, action: drop}]\n",
      "t.yaml:5:16: expected one of none, enforce, router, firewall, "
      "provider, exchange, resolver, second-resolver, proxy, found "
      "\"firewal\"" },
    { TRUTH "filters: [{at: firewall, action: swallow}]\n",
      "t.yaml:5:34: expected one of drop, reset, reject, deny, accept, found "
      "\"swallow\"" },
    { TRUTH
      "filters: [{at: firewall, to: pki, to_place: proxy, action: drop}]\n",
      "t.yaml:5:45: expected \"to_place\" only without \"to\", found "
      "\"proxy\"" },
    { TRUTH "filters: [{at: firewall, to: pki, to_address: 10.0.0.1, action: "
            "drop}]\n",
      "t.yaml:5:47: expected \"to_address\" only without \"to\", found "
      "\"10.0.0.1\"" },
    { TRUTH "filters: [{at: firewall, to_place: proxy, to_address: 10.0.0.1, "
            "action: drop}]\n",
      "t.yaml:5:55: expected \"to_address\" only without \"to_place\", found "
      "\"10.0.0.1\"" },
    { TRUTH "filters: [{at: firewall, answers: true, from_place: proxy, "
            "action: drop}]\n",
      "t.yaml:5:53: expected \"from_place\" only without \"answers\", found "
      "\"proxy\"" },
    { TRUTH "filters: [{at: firewall, to_place: none, action: drop}]\n",
      "t.yaml:5:36: expected a place, found \"none\"" },
    { TRUTH
      "filters: [{at: firewall, protocol: icmp, port: 443, action: drop}]\n",
      "t.yaml:5:48: expected \"port\" only with a protocol that has ports, "
      "found \"443\"" },
    { TRUTH "filters: [{at: firewall, port: 0, action: drop}]\n",
      "t.yaml:5:32: expected a number from 1 to 65535, found \"0\"" },
    { TRUTH "filters: [{at: firewall, port: 65536, action: drop}]\n",
      "t.yaml:5:32: expected a number from 1 to 65535, found \"65536\"" },
    { TRUTH
      "filters: [{at: firewall, protocol: udp, names: pki, action: drop}]\n",
      "t.yaml:5:48: expected \"names\" only with protocol tcp, found "
      "\"pki\"" },
    { TRUTH
      "filters: [{at: firewall, protocol: any, tls13: true, action: drop}]\n",
      "t.yaml:5:48: expected \"tls13\" only with protocol tcp, found "
      "\"true\"" },
    { TRUTH "filters: [{at: firewall, protocol: udp, hello_above: 1, action: "
            "drop}]\n",
      "t.yaml:5:54: expected \"hello_above\" only with protocol tcp, found "
      "\"1\"" },
    { TRUTH "filters: [{at: firewall, action: drop, both_ways: true}]\n",
      "t.yaml:5:51: expected \"both_ways\" only with action reset, found "
      "\"true\"" },
    { TRUTH "filters: [{at: firewall, action: drop, icmp_type: 3}]\n",
      "t.yaml:5:51: expected \"icmp_type\" only with action reject, found "
      "\"3\"" },
    { TRUTH "filters: [{at: firewall, action: reset, icmp_code: 3}]\n",
      "t.yaml:5:52: expected \"icmp_code\" only with action reject, found "
      "\"3\"" },
    { TRUTH "filters: [{at: firewall, action: reject, icmp_code: 3}]\n",
      "t.yaml:5:11: expected \"icmp_type\" with \"icmp_code\", found none" },
    { TRUTH "filters: [{at: firewall, action: reject, icmp_type: 256}]\n",
      "t.yaml:5:53: expected a number from 1 to 255, found \"256\"" },
    { TRUTH "filters: [{at: firewall, action: deny}]\n",
      "t.yaml:5:34: expected deny only with at enforce, found \"deny\"" },
    { TRUTH "filters: [{at: firewall, protocol: udp, action: reset}]\n",
      "t.yaml:5:49: expected reset only with protocol tcp, found \"reset\"" },
    { TRUTH
      "filters: [{at: firewall, action: drop, from_s: 10, until_s: 10}]\n",
      "t.yaml:5:61: expected more than 10, found 10" },
    { TRUTH "filters: [{at: firewall, action: drop, from_s: 10}]\n", NULL },
    { TRUTH "filters: [{at: firewall, action: drop, one_in: 0}]\n",
      "t.yaml:5:48: expected a number from 1 to 1000, found \"0\"" },
    { TRUTH "filters: [{at: firewall, action: drop, speed: 1}]\n",
      "t.yaml:5:40: expected a key of a filter, found \"speed\"" },
    { TRUTH "filters: [{at: firewall, action: drop, icmp_typ: 1}]\n",
      "t.yaml:5:40: expected a key of a filter, found \"icmp_typ\" (did you "
      "mean \"icmp_type\"?)" },
    { TRUTH "filters: [{at: firewall, action: drop}, {at: proxy}]\n",
      "t.yaml:5:41: expected \"action\" in a filter, found none" },
    /* TLS. */
    { TRUTH "services: [{tls: {chain: good}}]\n",
      "t.yaml:5:26: expected one of genuine, old-root, rotated, "
      "no-intermediate, reversed, expired, not-yet-valid, other-name, "
      "self-signed, forged, authority, unknown, found \"good\"" },
    { TRUTH "services: [{tls: {authority: {name: x}}}]\n",
      "t.yaml:5:30: expected \"authority\" only with chain authority, found a "
      "mapping" },
    { TRUTH "services: [{tls: {chain: authority, authority: {}}}]\n", NULL },
    { TRUTH
      "services: [{tls: {chain: authority, authority: {leaf_days: 0}}}]\n",
      "t.yaml:5:60: expected a number from 1 to 36500, found \"0\"" },
    { TRUTH
      "services: [{tls: {chain: authority, authority: {email: \"\\x1b\"}}}]\n",
      "t.yaml:5:56: expected text that can be shown, found \"\\e\"" },
    { TRUTH "services: [{tls: {stage: hello}}]\n",
      "t.yaml:5:18: expected \"trouble\" with \"stage\", found none" },
    { TRUTH "services: [{tls: {trouble: reset}}]\n",
      "t.yaml:5:28: expected \"trouble\" only with \"stage\", found "
      "\"reset\"" },
    { TRUTH "services: [{tls: {stage: never, trouble: reset}}]\n",
      "t.yaml:5:42: expected \"trouble\" only with \"stage\", found "
      "\"reset\"" },
    { TRUTH "services: [{tls: {stage: hello, trouble: alert}}]\n",
      "t.yaml:5:18: expected \"alert\" with trouble alert, found none" },
    { TRUTH "services: [{tls: {stage: hello, trouble: reset, alert: 40}}]\n",
      "t.yaml:5:56: expected \"alert\" only with trouble alert, found "
      "\"40\"" },
    { TRUTH "services: [{tls: {stage: hello, trouble: alert, alert: 256}}]\n",
      "t.yaml:5:56: expected a number from 0 to 255, found \"256\"" },
    { TRUTH "services: [{tls: {one_in: 2}}]\n",
      "t.yaml:5:27: expected \"one_in\" only with \"stage\", found \"2\"" },
    { TRUTH "services: [{tls: {lowest: tls-1-3, highest: tls-1-2}}]\n",
      "t.yaml:5:45: expected \"highest\" only at or above \"lowest\", found "
      "\"tls-1-2\"" },
    { TRUTH "services: [{tls: {lowest: 1.3}}]\n",
      "t.yaml:5:27: expected one of tls-1-2, tls-1-3, found \"1.3\"" },
    { TRUTH "services: [{tls: {hostile_name: \"a\\0b\"}}]\n",
      "t.yaml:5:33: expected text without \\0, found \"a\\u{0}b\"" },
    { TRUTH "services: [{tls: {hostile_name: [a]}}]\n",
      "t.yaml:5:33: expected text, found a list" },
    { TRUTH "services: [{tls: {stage: hello, trouble: alert, alert: 0}}]\n",
      NULL },
    /* Pages. */
    { TRUTH "services: [{page: {status: 99}}]\n",
      "t.yaml:5:28: expected a number from 100 to 599, found \"99\"" },
    { TRUTH "services: [{page: {status: 600}}]\n",
      "t.yaml:5:28: expected a number from 100 to 599, found \"600\"" },
    { TRUTH "services: [{page: {no_date: true, date_offset_s: 5}}]\n",
      "t.yaml:5:50: expected \"date_offset_s\" only without \"no_date\", "
      "found \"5\"" },
    { TRUTH "services: [{page: {body: }}]\n",
      "t.yaml:5:26: expected text, found nothing" },
    { TRUTH "services: [{page: {body: \"a\\0\"}}]\n",
      "t.yaml:5:26: expected text without \\0, found \"a\\u{0}\"" },
    { TRUTH "services: [{page: {headers: \"A: b\"}}]\n",
      "t.yaml:5:29: expected a list of texts, found \"A: b\"" },
    { TRUTH "services: [{page: {headers: [[a]]}}]\n",
      "t.yaml:5:30: expected text, found a list" },
    { TRUTH "services: [{page: {end: later}}]\n",
      "t.yaml:5:25: expected one of complete, cut, reset, closed, silent, "
      "stalled, garbage, no-end, big, found \"later\"" },
    { TRUTH "services: [{page: forbidden}]\n",
      "t.yaml:5:19: expected a page, found \"forbidden\"" },
    /* Services. */
    { TRUTH "services: [{closed: true, zero_window: true}]\n",
      "t.yaml:5:40: expected \"zero_window\" only without \"closed\", found "
      "\"true\"" },
    { TRUTH "services: [{closed: true, tls: {chain: expired}}]\n",
      "t.yaml:5:32: expected \"tls\" only when it answers, found a mapping" },
    { TRUTH "services: [{zero_window: true, page: {status: 200}}]\n",
      "t.yaml:5:38: expected \"page\" only when it answers, found a mapping" },
    { TRUTH "services: [{ipv4: \"::1\"}]\n",
      "t.yaml:5:19: expected an IPv4 address, found \"::1\"" },
    { TRUTH "services: [{ipv6: 10.0.0.1}]\n",
      "t.yaml:5:19: expected an IPv6 address, found \"10.0.0.1\"" },
    { TRUTH "services: [{no_ipv6: true, ipv6: \"::1\"}]\n",
      "t.yaml:5:34: expected \"ipv6\" only without \"no_ipv6\", found "
      "\"::1\"" },
    { TRUTH "services: [{addresses: 0}]\n",
      "t.yaml:5:24: expected a number from 1 to 16, found \"0\"" },
    { TRUTH "services: [{addresses: 17}]\n",
      "t.yaml:5:24: expected a number from 1 to 16, found \"17\"" },
    /* Boxes. */
    { TRUTH "boxes: [{kind: inspect}]\n",
      "t.yaml:5:9: expected \"at\" in a box, found none" },
    { TRUTH "boxes: [{at: firewall}]\n",
      "t.yaml:5:9: expected \"kind\" in a box, found none" },
    { TRUTH "boxes: [{at: none, kind: inspect}]\n",
      "t.yaml:5:14: expected a place on the way (enforce, router, firewall, "
      "provider, exchange), found \"none\"" },
    { TRUTH "boxes: [{at: proxy, kind: inspect}]\n",
      "t.yaml:5:14: expected a place on the way (enforce, router, firewall, "
      "provider, exchange), found \"proxy\"" },
    { TRUTH
      "boxes: [{at: firewall, kind: inspect, to: pki, everything: true}]\n",
      "t.yaml:5:43: expected \"to\" only without \"everything\", found "
      "\"pki\"" },
    { TRUTH "boxes: [{at: firewall, kind: answer, names: pki}]\n",
      "t.yaml:5:45: expected \"names\" only with kind inspect, found "
      "\"pki\"" },
    { TRUTH "boxes: [{at: firewall, kind: splice, tls: {chain: expired}}]\n",
      "t.yaml:5:43: expected \"tls\" only with kind inspect or answer, found "
      "a mapping" },
    { TRUTH "boxes: [{at: firewall, kind: tarpit, page: {status: 200}}]\n",
      "t.yaml:5:44: expected \"page\" only with kind inspect or answer, found "
      "a mapping" },
    { TRUTH "boxes: [{at: firewall, kind: inspect, tls: {chain: genuine}}]\n",
      "t.yaml:5:52: expected a chain other than genuine, found \"genuine\"" },
    { TRUTH "boxes: [{at: firewall, kind: inspect, tls: {chain: unknown, "
            "authority: {name: x}}}]\n",
      "t.yaml:5:72: expected \"authority\" only with chain authority, found a "
      "mapping" },
    { TRUTH
      "boxes: [{at: firewall, kind: inspect, tls: {authority: {name: x}}}]\n",
      NULL },
    /* Resolvers. */
    { TRUTH "dns: [{at: proxy}]\n", "t.yaml:5:12: expected none, resolver or "
                                    "second-resolver, found \"proxy\"" },
    { TRUTH "dns: [{at: none}]\n", NULL },
    { TRUTH "dns: [{say: addresses}]\n",
      "t.yaml:5:7: expected \"addresses\" with say addresses, found none" },
    { TRUTH "dns: [{say: nxdomain, addresses: [10.0.0.1]}]\n",
      "t.yaml:5:34: expected \"addresses\" only with say addresses, found a "
      "list" },
    { TRUTH "dns: [{say: addresses, addresses: []}]\n",
      "t.yaml:5:35: expected addresses, found an empty list" },
    { TRUTH "dns: [{everything: true, of: pki}]\n",
      "t.yaml:5:30: expected \"of\" only without \"everything\", found "
      "\"pki\"" },
    { TRUTH "dns: [{unknown: true, of: pki}]\n",
      "t.yaml:5:27: expected \"of\" only without \"unknown\", found \"pki\"" },
    { TRUTH "dns: [{everything: true, unknown: true}]\n",
      "t.yaml:5:35: expected \"unknown\" only without \"everything\", found "
      "\"true\"" },
    { TRUTH "dns: [{say: nothing}]\n",
      "t.yaml:5:13: expected one of genuine, nxdomain, servfail, refused, "
      "notimp, formerr, empty, silence, garbage, wrong-id, truncated, "
      "addresses, alias-only, found \"nothing\"" },
    { TRUTH "dns: [{asked: mx}]\n",
      "t.yaml:5:15: expected one of both, a, aaaa, found \"mx\"" },
    { TRUTH "dns: [{over: tls}]\n",
      "t.yaml:5:14: expected one of both, udp, tcp, found \"tls\"" },
    { TRUTH "dns: [{alias: \"a b\"}]\n",
      "t.yaml:5:15: expected a host name of letters, digits, hyphens and "
      "dots, found \"a b\"" },
    { TRUTH "dns: [{extended_error: 65536}]\n",
      "t.yaml:5:24: expected a number from 1 to 65535, found \"65536\"" },
    { TRUTH "dns: [{ttl_s: 0}]\n",
      "t.yaml:5:15: expected a number from 1 to 604800, found \"0\"" },
    /* The proxy. */
    { TRUTH "proxy: {port: 0}\n",
      "t.yaml:5:15: expected a number from 1 to 65535, found \"0\"" },
    { TRUTH "proxy: {tls: {chain: expired}}\n",
      "t.yaml:5:14: expected \"tls\" only with \"is_tls\", found a mapping" },
    { TRUTH "proxy: {user: me}\n",
      "t.yaml:5:8: expected \"password\" with \"user\", found none" },
    { TRUTH "proxy: {password: me}\n",
      "t.yaml:5:19: expected \"password\" only with \"user\", found \"me\"" },
    { TRUTH "proxy: {connects: [{schemes: [Basic]}]}\n",
      "t.yaml:5:30: expected \"schemes\" only with status 407, found a list" },
    { TRUTH "proxy: {connects: [{status: 403, tunnel: silent}]}\n",
      "t.yaml:5:42: expected \"tunnel\" only with a status that opens a "
      "tunnel, found \"silent\"" },
    { TRUTH "proxy: {connects: [{status: 502, drop_after_s: 5}]}\n",
      "t.yaml:5:48: expected \"drop_after_s\" only with a status that opens a "
      "tunnel, found \"5\"" },
    { TRUTH "proxy: {connects: [{everything: true, of: pki}]}\n",
      "t.yaml:5:43: expected \"of\" only without \"everything\", found "
      "\"pki\"" },
    { TRUTH "proxy: {connects: [{tls: {chain: expired}}]}\n",
      "t.yaml:5:26: expected \"tls\" only with tunnel inspects, found a "
      "mapping" },
    { TRUTH "proxy: {connects: [{tunnel: relays, page: {status: 200}}]}\n",
      "t.yaml:5:43: expected \"page\" only with tunnel inspects, found a "
      "mapping" },
    { TRUTH "proxy: {connects: [{tunnel: inspects, tls: {chain: genuine}}]}\n",
      "t.yaml:5:52: expected a chain other than genuine, found \"genuine\"" },
    { TRUTH "proxy: {connects: [{tunnel: inspects, tls: {stage: hello, "
            "trouble: reset}}]}\n",
      "t.yaml:5:52: expected \"stage\" only at a service or a box, found "
      "\"hello\"" },
    { TRUTH "proxy: {connects: [{tunnel: opens}]}\n",
      "t.yaml:5:29: expected one of relays, silent, closes, resets, inspects, "
      "found \"opens\"" },
    { TRUTH "proxy: {connects: [{status: 407}]}\n", NULL },
};

static void
a_scenario_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct buffer text = { 0 };

        buffer_printf(&text, HEAD "%s", ends[i].text);
        workshop_write("t.yaml", text.data, text.length);
        buffer_release(&text);
        expect("t.yaml", ends[i].message);
    }
}

static void
its_texts_can_be_shown(void **state)
{
    static const struct end heads[] = {
        { "title: \"a\\eb\"\nstory: S\nphone: P\n" TRUTH,
          "t.yaml:1:8: expected text that can be shown, found \"\\eb\"" },
        { "title: T\nstory: \"\\x9b\"\nphone: P\n" TRUTH,
          "t.yaml:2:8: expected text that can be shown, found "
          "\"\\u{9b}\"" },
        { "title: T\nstory: S\nphone: \"\\u202e\"\n" TRUTH,
          "t.yaml:3:8: expected text that can be shown, found "
          "\"\\u{202e}\"" },
        { "title: |\n  a\n  b\nstory: S\nphone: P\n" TRUTH,
          "t.yaml:1:8: expected one line of text, found several" },
        { "title: T\nphone: P\n" TRUTH,
          "t.yaml:1:1: expected \"story\" in a scenario, found none" },
        { "- title\n", "t.yaml:1:1: expected a scenario, found a list" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        workshop_write_text("t.yaml", heads[i].text);
        expect("t.yaml", heads[i].message);
    }
}

/* The id of a scenario is the name of its file. */
static void
its_name_is_an_id(void **state)
{
    static const char *const names[] = { "T.yaml", "a_b.yaml", "a--b.yaml",
                                         "a.b.yaml", "1.yaml" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char message[256];

        workshop_write_text(names[i], HEAD TRUTH);
        snprintf(message, sizeof message,
                 "%s: expected the name of a scenario of lower-case letters, "
                 "digits and hyphens, such as firewall-drops.yaml",
                 names[i]);
        expect(names[i], message);
    }
    workshop_write_text("a-1.yaml", HEAD TRUTH);
    expect("a-1.yaml", NULL);
}

static void
expect_valid(const struct catalog_options *options, const char *message)
{
    const char *kind = NULL;
    struct error error = { 0 };
    bool valid = catalog_validate("t.yaml", options, &kind, &error);

    assert_true(valid == (message == NULL));
    assert_string_equal(kind, "a scenario");
    if (message != NULL)
        assert_string_equal(error.text, message);
}

/* The endpoints are those of the definitions in force. */
static void
it_is_validated_against_what_is_in_force(void **state)
{
    struct catalog_options options = { .system_directory = "/nowhere",
                                       .user_directory = "/nowhere" };

    (void)state;
    workshop_write_text("t.yaml",
                        HEAD TRUTH "wires: [{wire: service, of: pki}]\n");
    expect_valid(&options, NULL);

    /* That file has a gateway in the US alone. */
    workshop_write_text("mine.yaml", workshop_regions);
    options.regions_file = "mine.yaml";
    expect_valid(&options, "t.yaml:5:29: expected an endpoint such as pki, "
                           "gateway-us or all, found \"pki\"");
    options.regions_file = "none.yaml";
    expect_valid(&options,
                 "none.yaml: cannot be opened: No such file or directory");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_is_judged),
        cmocka_unit_test(its_texts_can_be_shown),
        cmocka_unit_test(its_name_is_an_id),
        cmocka_unit_test(it_is_validated_against_what_is_in_force),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
