#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../diagnosis/names_fixture.h"
#include "../diagnosis/run_builder.h"
#include "model/finding.h"
#include "report/wording.h"
#include "report/wording_list.h"

struct filling {
    const char *text;
    const char *filled;
};

static void
check(const struct filling *fillings, size_t count,
      const struct wording *wording)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer out = { 0 };

        wording_fill(&out, fillings[i].text, wording);
        assert_string_equal(buffer_text(&out), fillings[i].filled);
        buffer_release(&out);
    }
}

#define CHECK(fillings, wording)                                              \
    check(fillings, sizeof(fillings) / sizeof((fillings)[0]), wording)

static void
a_text_without_placeholders_stays(void **state)
{
    static const struct filling fillings[] = {
        { "", "" },
        { "plain", "plain" },
        { "{", "{" },
        { "{host", "{host" },
        { "{}", "{}" },
        { "{nothing}", "{nothing}" },
        { "a {{host}} b", "a {pki.example.net} b" },
        { "{host}{port}", "pki.example.net443" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct wording wording = { .run = &builder.run,
                               .target = build_healthy(&builder).pki };

    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
what_was_seen_of_an_address_is_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{host}:{port}", "gw.us.example.net:443" },
        { "{role} {region} {service}", "gateway US Cloud Detection Service" },
        { "{address} of {addresses}",
          "203.0.113.2 of 203.0.113.2 and 2001:db8::2" },
        { "{resolvers}", "10.0.0.53:53" },
        { "{issuer}", "CN=Corp CA" },
        { "{issuer_name}", "Corp CA" },
        { "{subject} {names}", "CN=gw.us.example.net DNS:gw.us.example.net" },
        { "{root}", "CN=Corp Root" },
        { "{sha256}", "00112233445566778899AABBCCDDEEFF"
                      "00112233445566778899AABBCCDDEEFF" },
        { "{not_before}", "2026-08-16 12:00:00 UTC" },
        { "{not_after}", "2027-03-04 12:00:00 UTC" },
        { "{system_verdict} {tls_version}", "trusted TLSv1.3" },
        { "{status} {status_line}", "400 HTTP/1.1 400 Bad Request" },
        { "{expected_status}", "400" },
        { "{reason} after {duration}", "not from a genuine root after 64 ms" },
        { "{alert}", "certificate_required (116)" },
        { "{offset}", "7 min 12 s ahead" },
        { "{time} {hostname}", "2026-11-24 12:00:00 UTC enforce1" },
        { "{opens}", "network or firewall team" },
        { "{sender} {icmp} {error} {proxy} {schemes}",
          "unknown unknown unknown unknown unknown" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *gateway = build_target(&builder, &builder_gateway);
    struct path *path = build_address(&builder, gateway, "203.0.113.2");

    build_address(&builder, gateway, "2001:db8::2");
    build_foreign(&builder, gateway, path, "CN=Corp CA");
    path->tls.system = (struct verification){ .done = true,
                                              .ok = true,
                                              .root = "CN=Corp Root" };
    build_status(gateway, path, 400);
    path->http.alert = 116;
    path->http.alert_name = "certificate_required";
    path->http.has_date = true;
    path->http.clock_offset_s = 432;

    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
what_stopped_a_connection_is_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{reason}", "rejected: prohibited" },
        { "{sender}, {icmp}", "10.0.0.1, ICMP type 3 code 13" },
        { "{error}", "EHOSTUNREACH" },
        { "{issuer} {status} {alert} {offset} {root}",
          "unknown unknown unknown unknown unknown" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *gateway = build_target(&builder, &builder_gateway);
    struct path *path = build_address(&builder, gateway, "203.0.113.2");

    build_not_connected(path, REASON_PROHIBITED);
    build_icmp_sender(path, "10.0.0.1", 13);

    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    CHECK(fillings, &wording);
    build_release(&builder);
}

/*
 * In a sentence an issuer has one name, in quotation marks that it cannot
 * close. Without any it is the whole of what the certificate says.
 */
static void
an_issuer_has_one_name(void **state)
{
    static const struct {
        const char *issuer;
        const char *name;
    } rows[] = {
        { "emailAddress=a@b.example,CN=Corp Root,OU=Web,O=Corp", "Corp Root" },
        { "OU=Web,O=Corp Inc.,C=US", "Corp Inc." },
        { "CN=,O=Corp Inc.", "Corp Inc." },
        { "C=US", "C=US" },
        { "CN=Corp\\, Root,O=Corp", "Corp, Root" },
        { "CN=a \\\"genuine\\\" CA", "a 'genuine' CA" },
        /* What is escaped in the facts acts on no terminal here either. */
        { "CN=\\1B[31mred\\0D\\C2\\9B1m", "\\e[31mred\\r\\u{9b}1m" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;
        struct buffer text = { 0 };

        build_run(&builder);

        struct target *gateway = build_target(&builder, &builder_gateway);
        struct path *path = build_address(&builder, gateway, "203.0.113.2");
        struct wording wording = { .run = &builder.run,
                                   .target = gateway,
                                   .path = path };

        build_foreign(&builder, gateway, path, rows[i].issuer);
        wording_fill(&text, "{issuer_name}", &wording);
        assert_string_equal(buffer_text(&text), rows[i].name);
        buffer_release(&text);
        build_release(&builder);
    }
}

/* The reason, and what the other side said by name and number. */
static void
a_result_has_the_number_that_was_said(void **state)
{
    static const struct filling alerted[] = {
        { "{result}", "TLS alert, access_denied (49)" },
    };
    static const struct filling silent[] = {
        { "{result}", "no answer to the hello" },
    };
    static const struct filling answered[] = {
        { "{result}", "unexpected status, 503" },
    };
    struct run_builder builder;
    struct target *gateway;
    struct path *path;
    struct wording wording = { .run = &builder.run };

    (void)state;
    build_run(&builder);
    gateway = build_target(&builder, &builder_gateway);
    path = build_address(&builder, gateway, "203.0.113.2");
    wording.target = gateway;
    wording.path = path;
    build_no_handshake(path, REASON_TLS_SILENT);
    CHECK(silent, &wording);
    path->results[CHECK_TLS].reason = REASON_TLS_ALERT;
    path->tls.alert = 49;
    path->tls.alert_name = "access_denied";
    CHECK(alerted, &wording);
    build_genuine(&builder, gateway, path);
    build_status(gateway, path, 503);
    CHECK(answered, &wording);
    build_release(&builder);
}

static void
a_bundle_says_where_its_date_is_from(void **state)
{
    static const struct filling said[] = {
        { "{bundle_basis}", "by the day that was given" },
    };
    static const struct filling made[] = {
        { "{bundle_basis}", "by the newest file in it" },
    };
    struct run_builder builder;
    struct wording wording = { .run = &builder.run };

    (void)state;
    build_run(&builder);
    CHECK(made, &wording);
    builder.run.answers.bundle_issued = 1795478400;
    CHECK(said, &wording);
    build_release(&builder);
}

/* By the time of the service, when ours is wrong. */
static void
the_age_of_a_bundle_is_that_of_the_better_clock(void **state)
{
    enum { DAY_S = 24 * 3600 };
    static const struct filling ours[] = { { "{bundle_age}", "18 days" } };
    static const struct filling theirs[] = { { "{bundle_age}", "3 days" } };
    struct run_builder builder;
    struct path *path;
    struct wording wording = { .run = &builder.run };

    (void)state;
    build_run(&builder);
    path = build_healthy(&builder).pki->paths[0];
    builder.run.answers.bundle_issued =
        builder.run.started / 1000 - 18 * DAY_S;
    CHECK(ours, &wording);
    path->http.has_date = true;
    path->http.clock_offset_s = 15 * DAY_S;
    CHECK(theirs, &wording);
    build_release(&builder);
}

static void
a_proxy_says_why(void **state)
{
    static const struct filling nothing[] = {
        { "{proxy_error}", "unknown" },
    };
    static const struct filling code[] = {
        { "{proxy_error}", "ERR_DNS_FAIL" },
    };
    struct run_builder builder;
    struct target *gateway;
    struct path *path;
    struct wording wording = { .run = &builder.run };

    (void)state;
    build_run(&builder);
    build_proxy(&builder);
    gateway = build_target(&builder, &builder_gateway);
    path = build_address(&builder, gateway, "10.0.0.8");
    wording.target = gateway;
    wording.path = path;
    build_no_tunnel(path, REASON_PROXY_UPSTREAM, 503);
    CHECK(nothing, &wording);
    path->proxy.body = "<body id=ERR_DNS_FAIL>";
    CHECK(code, &wording);
    build_release(&builder);
}

/* About a name there is no address; about the proxy there is its answer. */
static void
what_was_said_of_a_name_is_filled_in(void **state)
{
    static const struct filling denied[] = {
        { "{reason}", "name does not exist" },
        { "{error}", "Name or service not known" },
        { "{address} {addresses}", "unknown unknown" },
    };
    static const struct filling known_to_servers[] = {
        { "{reason}", "an address was given" },
        { "{addresses}", "203.0.113.2" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *pki = build_target(&builder, &builder_pki);
    struct target *gateway = build_target(&builder, &builder_gateway);
    struct wording wording = { .run = &builder.run, .target = pki };

    build_no_address(&builder, pki, REASON_NXDOMAIN);
    CHECK(denied, &wording);
    build_server_address(&builder, gateway, "203.0.113.2");
    wording.target = gateway;
    CHECK(known_to_servers, &wording);
    build_release(&builder);
}

static void
the_proxy_is_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{proxy}", "proxy.corp.example:3128" },
        { "{status} {schemes}", "407 Negotiate and NTLM" },
        { "{reason}", "proxy asks for a login" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);

    struct target *pki = build_target(&builder, &builder_pki);
    struct path *path = build_address(&builder, pki, "10.0.0.8");

    build_no_tunnel(path, REASON_PROXY_LOGIN_REQUIRED, 407);
    arena_push(&builder.run.arena, &path->proxy.schemes,
               &path->proxy.scheme_count, "Negotiate");
    arena_push(&builder.run.arena, &path->proxy.schemes,
               &path->proxy.scheme_count, "NTLM");

    struct wording wording = { .run = &builder.run,
                               .target = pki,
                               .path = path };

    CHECK(fillings, &wording);
    build_release(&builder);
}

/* What somebody else needs to find a try in his own logs. */
static void
the_ends_of_a_try_are_filled_in(void **state)
{
    static const struct filling not_tried[] = {
        { "{source} {where} {address_port}", "unknown unknown "
                                             "203.0.113.2:443" },
        { "{control}", "nothing else came through either" },
    };
    static const struct filling tried[] = {
        { "{time}", "2026-11-24 12:01:01 UTC" },
        { "{source} to {destination}",
          "10.77.1.2 port 40123 to 203.0.113.2 port 443" },
        { "{control}", "pki.example.net at 203.0.113.1 port 443 came "
                       "through" },
        { "dig @{resolver}", "dig @10.0.0.53" },
    };
    static const struct filling beside[] = {
        { "{control}", "gw.us.example.net at 203.0.113.3 port 443 came "
                       "through" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *gateway = build_target(&builder, &builder_gateway);
    struct path *path = build_address(&builder, gateway, "203.0.113.2");
    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    build_not_connected(path, REASON_SILENT);
    CHECK(not_tried, &wording);
    build_good(&builder, build_target(&builder, &builder_pki), "203.0.113.1");
    assert_true(address_parse("10.77.1.2", &path->tcp.local));
    path->tcp.local_port = 40123;
    path->results[CHECK_TCP].started_ms = 61900;
    CHECK(tried, &wording);
    build_good(&builder, gateway, "203.0.113.3");
    CHECK(beside, &wording);
    build_release(&builder);
}

static void
the_ends_of_a_try_by_a_proxy_are_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{destination}", "10.0.0.8 port 3128 (the proxy)" },
        { "{address_port} {proxy_url}",
          "unknown http://proxy.corp.example:3128" },
    };
    static const struct filling over_tls[] = {
        { "{proxy_url}", "https://proxy.corp.example:3128" },
    };
    static const struct filling past_it[] = {
        { "{proxy}", "proxy.corp.example:3128" },
    };
    static const struct filling refused[] = {
        { "{control}", "nothing else came through either" },
    };
    static const struct filling without[] = {
        { "{control}", "pki.example.net came through without the proxy" },
    };
    static const struct route direct = { .kind = ROUTE_DIRECT };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    build_proxy(&builder);

    struct target *pki = build_target(&builder, &builder_pki);
    struct wording wording = { .run = &builder.run, .target = pki };

    wording.path = build_address(&builder, pki, "10.0.0.8");
    CHECK(fillings, &wording);
    build_no_tunnel(pki->paths[0], REASON_PROXY_DENIED, 403);
    CHECK(refused, &wording);
    build_good(&builder,
               run_add_target(&builder.run, &builder_pki, NULL, &direct),
               "203.0.113.1");
    CHECK(without, &wording);
    pki->route.proxy_is_tls = true;
    CHECK(over_tls, &wording);
    pki->route = (struct route){ .kind = ROUTE_DIRECT, .bypass = "x" };
    CHECK(past_it, &wording);
    build_release(&builder);
}

static void
a_name_is_compared_with_another(void **state)
{
    static const struct filling alone[] = {
        { "{control}", "no other name was resolved either" },
    };
    static const struct filling compared[] = {
        { "{control}", "gw.us.example.net was resolved" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *pki = build_target(&builder, &builder_pki);
    struct wording wording = { .run = &builder.run, .target = pki };

    build_no_address(&builder, pki, REASON_NXDOMAIN);
    CHECK(alone, &wording);
    build_good(&builder, build_target(&builder, &builder_gateway),
               "203.0.113.2");
    CHECK(compared, &wording);
    build_release(&builder);
}

static void
add_hops(struct run_builder *builder, struct target *target, struct path *path,
         enum probe_kind kind, int64_t hops, enum reason reason,
         const char *sender)
{
    struct variation variation = { 0 };
    struct probe *probe;

    if (kind == PROBE_HOPS)
        variation.ttl = hops;
    else
        variation.hello_ttl = hops;
    probe = run_add_probe(&builder->run, kind, target, path, &variation,
                          kind == PROBE_HOPS ? CHECK_TCP : CHECK_TLS);
    if (kind == PROBE_HELLO_HOPS)
        build_no_handshake(probe->path, reason);
    else
        build_not_connected(probe->path, reason);
    if (sender != NULL) {
        build_icmp_sender(probe->path, sender, 0);
        probe->path->tcp.icmp_type = 11;
    }
}

/* Who says so himself, else who answered nearest, else who was last heard. */
static void
where_it_is_is_filled_in(void **state)
{
    static const struct filling last[] = {
        { "{where}", "silence behind 10.0.1.1 (hop 2), the last router heard "
                     "of" },
    };
    static const struct filling nearest[] = {
        { "{where}", "refused within 3 hops of this server" },
    };
    static const struct filling cut[] = {
        { "{where}", "the ClientHello is cut within 1 hop of this server" },
    };
    static const struct filling sender[] = {
        { "{where}", "ICMP type 3 code 13 from 10.0.0.1" },
    };
    static const struct filling itself[] = {
        { "{where}", "ICMP type 3 code 13 from 10.0.0.1, which is this server "
                     "itself" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *gateway = build_target(&builder, &builder_gateway);
    struct path *path = build_address(&builder, gateway, "203.0.113.2");
    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    build_not_connected(path, REASON_SILENT);
    add_hops(&builder, gateway, path, PROBE_HOPS, 1, REASON_HOST_UNREACHABLE,
             "10.0.0.1");
    add_hops(&builder, gateway, path, PROBE_HOPS, 2, REASON_HOST_UNREACHABLE,
             "10.0.1.1");
    CHECK(last, &wording);
    add_hops(&builder, gateway, path, PROBE_HOPS, 3, REASON_REFUSED, NULL);
    CHECK(nearest, &wording);
    add_hops(&builder, gateway, path, PROBE_HELLO_HOPS, 1, REASON_TLS_RESET,
             NULL);
    CHECK(cut, &wording);
    build_icmp_sender(path, "10.0.0.1", 13);
    CHECK(sender, &wording);
    path->tcp.sender_is_local = true;
    CHECK(itself, &wording);
    build_release(&builder);
}

/* Which hosts are opened and which are not is the pair that is believed. */
static void
who_is_not_concerned_is_filled_in(void **state)
{
    static const struct filling none[] = {
        { "{not_concerned}", "none of those checked" },
        { "{genuine_issuer}", "none was seen in this run" },
    };
    static const struct filling some[] = {
        { "{not_concerned}", "gw.us.example.net" },
        { "{genuine_issuer}", "CN=Example Issuing CA (gw.us.example.net)" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *pki = build_target(&builder, &builder_pki);
    const struct target *targets[] = { pki };
    struct finding finding = { .cause = "x",
                               .targets = targets,
                               .target_count = 1 };
    struct wording wording = { .run = &builder.run, .finding = &finding };

    build_foreign(&builder, pki, build_address(&builder, pki, "203.0.113.1"),
                  "CN=Corp CA");
    CHECK(none, &wording);
    build_good(&builder, build_target(&builder, &builder_gateway),
               "203.0.113.2");
    CHECK(some, &wording);
    build_release(&builder);
}

/* A command is whole and harmless, or it is not shown. */
static void
a_command_is_filled_or_left_out(void **state)
{
    static const struct filling commands[] = {
        { "date -u", "date -u" },
        { "dig @{resolver} {host}", "dig @10.0.0.53 -p 5353 pki.example.net" },
        { "curl {address_port}", "curl [2001:db8::1]:443" },
        { "curl -x {proxy_url}", NULL },
        { "echo {issuer}", NULL },
        { "echo {hostname}", NULL },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);
    builder.run.machine.resolvers[0]->port = 5353;
    builder.run.machine.hostname = "a$(reboot)";

    struct target *pki = build_target(&builder, &builder_pki);
    struct path *path = build_address(&builder, pki, "2001:db8::1");
    struct wording wording = { .run = &builder.run,
                               .target = pki,
                               .path = path };

    build_foreign(&builder, pki, path, "CN=a; reboot");
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct buffer out = { 0 };
        bool filled;

        buffer_append_text(&out, "> ");
        filled = wording_fill_command(&out, commands[i].text, &wording);
        assert_int_equal(filled, commands[i].filled != NULL);
        assert_string_equal(buffer_text(&out) + 2,
                            filled ? commands[i].filled : "");
        buffer_release(&out);
    }
    build_release(&builder);
}

/* Products, pages and sinkholes have the names of the lists. */

static struct path *
named_gateway(struct run_builder *builder, struct target **gateway)
{
    build_run(builder);
    names_fixture_add(&builder->definitions);
    *gateway = build_target(builder, &builder_gateway);
    return build_address(builder, *gateway, "203.0.113.2");
}

static void
a_product_has_its_name(void **state)
{
    static const struct filling by_chain[] = { { "{product}",
                                                 "Acme Gateway" } };
    static const struct filling by_page[] = { { "{product}", "Acme Filter" } };
    static const struct filling by_nothing[] = { { "{product}", "unknown" } };
    struct run_builder builder;
    struct target *gateway;
    struct path *path = named_gateway(&builder, &gateway);
    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    (void)state;
    CHECK(by_nothing, &wording);
    build_foreign(&builder, gateway, path, "CN=Corp CA");
    build_page(gateway, path, 403, "<p>Blocked by Acme");
    CHECK(by_page, &wording);
    path->tls.chain[0]->issuer = "CN=x,O=Acme Inc.";
    CHECK(by_chain, &wording);
    wording.path = NULL;
    CHECK(by_nothing, &wording);
    build_release(&builder);
}

struct page_words {
    const char *body;
    const char *location;
    const char *words;
};

static const struct page_words page_rows[] = {
    { "<title>No\nway</title>Blocked by Acme<br>Category: Unrated<br>", NULL,
      "Acme Filter (\"No way\", category \"Unrated\")" },
    { "Blocked by Acme", NULL, "Acme Filter" },
    { "<title>Ask</title>", NULL, "\"Ask\"" },
    { "moved", "http://inn.example/", "leads to \"http://inn.example/\"" },
    { "<title>Ask</title>", "http://inn.example/",
      "\"Ask\", leads to \"http://inn.example/\"" },
    { "nothing", NULL, "unknown" },
    { NULL, NULL, "unknown" },
    { "<title>a\x1b[2Jb</title>", NULL, "\"a\\e[2Jb\"" },
    { "<title>\"No\" way</title>Category: \"News\".<br>", NULL,
      "\"'No' way\", category \"News\"" },
};

static void
a_page_has_its_name_and_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof page_rows / sizeof page_rows[0]; i++) {
        struct run_builder builder;
        struct target *gateway;
        struct path *path = named_gateway(&builder, &gateway);
        struct filling filling = { "{page}", page_rows[i].words };
        struct wording wording = { .run = &builder.run,
                                   .target = gateway,
                                   .path = path };

        build_page(gateway, path, 302, page_rows[i].body);
        if (page_rows[i].location != NULL)
            build_header(&builder, path, "Location", page_rows[i].location);
        check(&filling, 1, &wording);
        build_release(&builder);
    }
}

/* What came instead of a handshake has a status line, too. */
static void
a_plain_answer_is_a_page(void **state)
{
    static const struct filling fillings[] = {
        { "{status}: {status_line}", "403: HTTP/1.1 403 Forbidden" },
        { "{page}", "Acme Filter (\"No\")" },
    };
    struct run_builder builder;
    struct target *gateway;
    struct path *path = named_gateway(&builder, &gateway);
    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    (void)state;
    build_plain(path, "HTTP/1.1 403 Forbidden\\r\\nServer: x\\r\\n\\r\\n"
                      "<title>No</title>Blocked by Acme");
    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
the_page_of_a_proxy_is_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{page} {status_line}", "Acme Filter HTTP/1.1 403 Forbidden" },
    };
    struct run_builder builder;
    struct target *gateway;
    struct path *path = named_gateway(&builder, &gateway);
    struct wording wording = { .run = &builder.run,
                               .target = gateway,
                               .path = path };

    (void)state;
    build_proxy_page(path, "Blocked by Acme");
    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
a_sinkhole_has_its_name(void **state)
{
    static const struct {
        const char *address;
        struct filling filling;
    } rows[] = {
        { "198.51.100.7", { "{sinkhole}", "a block address of Acme Names" } },
        { "0.0.0.0", { "{sinkhole}", "an address of nobody" } },
        { "::1", { "{sinkhole}", "an address of this machine itself" } },
        { "10.0.0.1", { "{sinkhole}", "unknown" } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_builder builder;
        struct wording wording = { .run = &builder.run };

        build_run(&builder);
        names_fixture_add(&builder.definitions);

        struct target *gateway = build_target(&builder, &builder_gateway);

        wording.path = build_address(&builder, gateway, rows[i].address);
        check(&rows[i].filling, 1, &wording);
        /* Without an address, that of the name. */
        wording.path = NULL;
        wording.target = gateway;
        check(&rows[i].filling, 1, &wording);
        build_release(&builder);
    }
}

static void
what_a_resolver_says_of_itself_is_filled_in(void **state)
{
    static const struct filling fillings[] = {
        { "{extended_error}", "15 Blocked (10.0.0.53:53)" },
        { "{sinkhole}", "unknown" },
    };
    static const struct filling nothing[] = { { "{extended_error}",
                                                "unknown" } };
    static const struct filling other[] = {
        { "{extended_error}", "6 DNSSEC Bogus (10.0.0.53:53)" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *pki = build_target(&builder, &builder_pki);
    struct wording wording = { .run = &builder.run, .target = pki };

    CHECK(nothing, &wording);
    build_no_address(&builder, pki, REASON_NXDOMAIN);
    CHECK(nothing, &wording);
    pki->name->answers[0]->extended_error = "6 DNSSEC Bogus";
    CHECK(other, &wording);
    build_extended_error(pki, "15 Blocked");
    CHECK(fillings, &wording);
    build_release(&builder);
}

/* Of a finding all hosts are named, and the facts are those of its first. */
static void
a_finding_speaks_for_all_its_targets(void **state)
{
    static const struct filling fillings[] = {
        { "{hosts}", "pki.example.net, gw.us.example.net and "
                     "gw.us.example.org" },
        { "{host}", "pki.example.net" },
        { "{addresses}", "203.0.113.1, 203.0.113.2 and 203.0.113.3" },
        { "{issuer}", "CN=Example Issuing CA" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct trio trio = build_healthy(&builder);
    const struct target *targets[] = { trio.pki, trio.gateway, trio.alias };
    struct evidence evidence = { .statement = "x",
                                 .target = trio.pki,
                                 .path = trio.pki->paths[0] };
    struct evidence *list[] = { &evidence };
    struct finding finding = { .cause = "x",
                               .targets = targets,
                               .target_count = 3,
                               .evidence = list,
                               .evidence_count = 1 };
    struct wording wording = { .run = &builder.run, .finding = &finding };

    CHECK(fillings, &wording);
    build_release(&builder);
}

static void
long_lists_say_how_much_is_left_out(void **state)
{
    static const struct filling fillings[] = {
        { "{addresses}",
          "203.0.113.1, 203.0.113.2, 203.0.113.3, 203.0.113.4, 203.0.113.5, "
          "203.0.113.6, 203.0.113.7, 203.0.113.8 and 2 more" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct target *pki = build_target(&builder, &builder_pki);

    for (int i = 1; i <= 10; i++)
        build_address(&builder, pki,
                      arena_printf(&builder.run.arena, "203.0.113.%d", i));

    struct wording wording = { .run = &builder.run, .target = pki };

    CHECK(fillings, &wording);
    build_release(&builder);
}

/* Three are named, of more the first two. */
static void
a_brief_list_says_how_many_more(void **state)
{
    static const char *const hosts[] = { "a.example", "b.example", "c.example",
                                         "d.example", "e.example" };
    static const char *const texts[] = {
        "",
        "a.example",
        "a.example and b.example",
        "a.example, b.example and c.example",
        "a.example, b.example and 2 more",
        "a.example, b.example and 3 more",
    };

    (void)state;
    for (size_t count = 0; count < sizeof texts / sizeof texts[0]; count++) {
        struct wording_list list = { 0 };
        struct buffer text = { 0 };

        for (size_t i = 0; i < count; i++)
            wording_list_add(&list, hosts[i]);
        wording_list_append_brief(&text, &list);
        assert_string_equal(buffer_text(&text), texts[count]);
        buffer_release(&text);
    }
}

static void
nothing_known_is_calm(void **state)
{
    static const struct filling fillings[] = {
        { "{host} {address} {hosts} {reason} {issuer} {proxy} {opens}",
          "unknown unknown unknown unknown unknown unknown unknown" },
    };
    struct run_builder builder;

    (void)state;
    build_run(&builder);

    struct wording wording = { .run = &builder.run };

    CHECK(fillings, &wording);
    build_release(&builder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_without_placeholders_stays),
        cmocka_unit_test(what_was_seen_of_an_address_is_filled_in),
        cmocka_unit_test(what_stopped_a_connection_is_filled_in),
        cmocka_unit_test(an_issuer_has_one_name),
        cmocka_unit_test(a_result_has_the_number_that_was_said),
        cmocka_unit_test(a_bundle_says_where_its_date_is_from),
        cmocka_unit_test(the_age_of_a_bundle_is_that_of_the_better_clock),
        cmocka_unit_test(a_proxy_says_why),
        cmocka_unit_test(what_was_said_of_a_name_is_filled_in),
        cmocka_unit_test(the_proxy_is_filled_in),
        cmocka_unit_test(the_ends_of_a_try_are_filled_in),
        cmocka_unit_test(the_ends_of_a_try_by_a_proxy_are_filled_in),
        cmocka_unit_test(a_name_is_compared_with_another),
        cmocka_unit_test(where_it_is_is_filled_in),
        cmocka_unit_test(who_is_not_concerned_is_filled_in),
        cmocka_unit_test(a_command_is_filled_or_left_out),
        cmocka_unit_test(a_product_has_its_name),
        cmocka_unit_test(a_page_has_its_name_and_words),
        cmocka_unit_test(a_plain_answer_is_a_page),
        cmocka_unit_test(the_page_of_a_proxy_is_filled_in),
        cmocka_unit_test(a_sinkhole_has_its_name),
        cmocka_unit_test(what_a_resolver_says_of_itself_is_filled_in),
        cmocka_unit_test(a_finding_speaks_for_all_its_targets),
        cmocka_unit_test(long_lists_say_how_much_is_left_out),
        cmocka_unit_test(a_brief_list_says_how_many_more),
        cmocka_unit_test(nothing_known_is_calm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
