#include "dns_scene.h"

#include <netdb.h>
#include <string.h>

#include "lab/dns_wire.h"
#include "net/lookup.h"

/*
 * What the machine's name service says, and when. Every error and every time
 * here was measured with glibc 2.36 and two servers on loopback.
 */
enum { NEAR_MS = 40, FAR_MS = 60, LONG_MS = 300000 };

static const char pki[] = "pki.example.net";

static int
open_stage(void **state)
{
    static struct dns_scene dns;

    dns_scene_open(&dns);
    *state = &dns;
    return 0;
}

static int
close_stage(void **state)
{
    dns_scene_close(*state);
    return 0;
}

/* The first resolver, then the second; more may be put behind. */
static void
start(struct dns_scene *dns, size_t resolvers, struct stub_settings settings)
{
    struct address list[4] = { dns->first.address, dns->second.address,
                               scene_address("10.1.0.2"),
                               scene_address("10.1.0.2") };

    settings.resolvers = list;
    settings.resolver_count = resolvers;
    stub_resolver_start(dns->scene.client, &settings);
}

static void
start_both(struct dns_scene *dns)
{
    dns_scene_start_first(dns);
    dns_scene_start_second(dns);
    start(dns, 2, (struct stub_settings){ 0 });
}

struct found {
    struct net_lookup_answer answer;
    int64_t duration_ms;
    struct arena arena;
};

static struct found
look_up(struct dns_scene *dns, const char *host)
{
    struct found found = { 0 };
    int64_t start_us = lab_now_us(dns->scene.lab);
    struct net_lookup *lookup =
        net_lookup_open(&dns->scene.net, host, &found.arena);
    struct net_watch *watches[] = { net_lookup_watch(lookup) };

    for (int i = 0; i < 100 && !found.answer.done; i++) {
        net_wait(&dns->scene.net, watches, 1, LONG_MS);
        found.answer = *net_lookup_answer(lookup);
    }
    assert_true(found.answer.done);
    found.duration_ms = (lab_now_us(dns->scene.lab) - start_us) / 1000;
    net_lookup_close(&lookup);
    return found;
}

static void
forget(struct found *found)
{
    arena_release(&found->arena);
}

static void
expect_address(const struct found *found, size_t i, const char *address)
{
    char text[ADDRESS_TEXT_SIZE];

    assert_true(i < found->answer.address_count);
    assert_string_equal(address_format(&found->answer.addresses[i], text),
                        address);
}

static void
expect_error(struct dns_scene *dns, const char *host, int error,
             int64_t duration_ms)
{
    struct found found = look_up(dns, host);

    assert_int_equal(found.answer.error, error);
    assert_string_equal(found.answer.text, gai_strerror(error));
    assert_int_equal(found.duration_ms, duration_ms);
    forget(&found);
}

/* Both addresses of pki. */
static void
expect_pki(struct dns_scene *dns, int64_t duration_ms)
{
    struct found found = look_up(dns, pki);

    assert_int_equal(found.answer.error, 0);
    assert_int_equal(found.answer.address_count, 2);
    expect_address(&found, 0, "2001:db8:a::10");
    expect_address(&found, 1, "192.0.2.10");
    assert_string_equal(found.answer.canonical, pki);
    assert_int_equal(found.duration_ms, duration_ms);
    forget(&found);
}

static void
both_families_are_found_at_once(void **state)
{
    struct dns_scene *dns = *state;

    start_both(dns);
    expect_pki(dns, FAR_MS);
}

static void
the_canonical_name_ends_the_chain(void **state)
{
    struct dns_scene *dns = *state;
    struct found found;

    start_both(dns);
    found = look_up(dns, "first.example.com");
    assert_int_equal(found.answer.address_count, 1);
    expect_address(&found, 0, "192.0.2.33");
    assert_string_equal(found.answer.canonical, "third.example.com");
    forget(&found);
}

static void
one_family_can_be_enough(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .asked = DNS_ASKED_AAAA,
                                   .say = DNS_SAY_SILENCE };
    struct found found;

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    start(dns, 1, (struct stub_settings){ .no_ipv6 = true });
    found = look_up(dns, pki);
    assert_int_equal(found.answer.address_count, 1);
    expect_address(&found, 0, "192.0.2.10");
    assert_int_equal(found.duration_ms, FAR_MS);
    forget(&found);
    start(dns, 1, (struct stub_settings){ .no_ipv4 = true });
    expect_error(dns, "www.example.com", EAI_NODATA, FAR_MS);
}

static void
count_line(void *context, const char *line)
{
    size_t *lines = context;

    (void)line;
    ++*lines;
}

static void
literals_and_hosts_need_no_packet(void **state)
{
    struct dns_scene *dns = *state;
    const struct stub_host hosts[] = {
        { "other.test", scene_address("10.8.0.1") },
        { "PKI.example.net", scene_address("10.8.0.2") },
        { "pki.example.net", scene_address("fd00::3") },
        { "pki.example.net", scene_address("10.8.0.2") },
    };
    size_t packets = 0;
    struct found found;

    start_both(dns);
    start(dns, 2, (struct stub_settings){ .hosts = hosts, .host_count = 4 });
    lab_set_tap(dns->scene.lab, count_line, &packets);
    found = look_up(dns, pki);
    assert_int_equal(found.answer.address_count, 2);
    expect_address(&found, 0, "fd00::3");
    expect_address(&found, 1, "10.8.0.2");
    forget(&found);
    found = look_up(dns, "192.0.2.77");
    assert_int_equal(found.answer.address_count, 1);
    expect_address(&found, 0, "192.0.2.77");
    forget(&found);
    assert_int_equal(packets, 0);
    expect_error(dns, "no.example.net", EAI_NONAME, FAR_MS);
    assert_true(packets > 0);
}

static void
a_line_of_another_family_does_not_count(void **state)
{
    struct dns_scene *dns = *state;
    const struct stub_host hosts[] = { { pki, scene_address("10.8.0.2") } };
    struct found found;

    dns_scene_start_first(dns);
    start(dns, 1,
          (struct stub_settings){
              .hosts = hosts, .host_count = 1, .no_ipv4 = true });
    found = look_up(dns, pki);
    assert_int_equal(found.answer.address_count, 1);
    expect_address(&found, 0, "2001:db8:a::10");
    forget(&found);
}

/* A row for every name at the first resolver, and at both. */
static const struct refusal {
    enum dns_say say;
    int64_t to_second_ms; /* -1: the first has the last word */
    int error;            /* when the second says so too */
    int64_t duration_ms;
} refusals[] = {
    { DNS_SAY_NXDOMAIN, -1, EAI_NONAME, FAR_MS },
    { DNS_SAY_EMPTY, -1, EAI_NODATA, FAR_MS },
    { DNS_SAY_FORMERR, -1, EAI_NONAME, FAR_MS },
    { DNS_SAY_ALIAS_ONLY, -1, EAI_NONAME, FAR_MS },
    { DNS_SAY_SERVFAIL, FAR_MS, EAI_AGAIN, 2 * (FAR_MS + NEAR_MS) },
    { DNS_SAY_REFUSED, FAR_MS, EAI_AGAIN, 2 * (FAR_MS + NEAR_MS) },
    { DNS_SAY_NOTIMP, FAR_MS, EAI_AGAIN, 2 * (FAR_MS + NEAR_MS) },
    { DNS_SAY_SILENCE, 5000, EAI_AGAIN, 20000 },
    { DNS_SAY_WRONG_ID, 5000, EAI_AGAIN, 20000 },
    { DNS_SAY_GARBAGE, 5000, EAI_AGAIN, 20000 },
};

static void
expect_refusal(struct dns_scene *dns, const struct refusal *refusal, bool both)
{
    struct scenario_answer row = { .say = refusal->say,
                                   .at = both ? PLACE_NONE : PLACE_RESOLVER };

    dns_scene_row(dns, &row);
    start_both(dns);
    if (both || refusal->to_second_ms < 0)
        expect_error(dns, pki, refusal->error, refusal->duration_ms);
    else
        expect_pki(dns, refusal->to_second_ms + NEAR_MS);
}

static void
refusals_lead_to_the_second_server_or_to_an_end(void **state)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
        for (int both = 0; both < 2; both++) {
            open_stage(state);
            expect_refusal(*state, &refusals[i], both != 0);
            close_stage(state);
        }
    }
}

static void
three_servers_share_a_longer_time(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_SILENCE };

    dns_scene_row(dns, &row);
    dns_scene_start_first(dns);
    dns_scene_start_second(dns);
    dns_server_start(dns->scene.routers[0], PLACE_NONE, &dns->directory,
                     &dns->scenario);
    start(dns, 4, (struct stub_settings){ 0 });
    expect_error(dns, pki, EAI_AGAIN, 28000);
}

static void
a_closed_port_costs_a_round_trip(void **state)
{
    struct dns_scene *dns = *state;

    dns_scene_start_second(dns);
    start(dns, 2, (struct stub_settings){ 0 });
    expect_pki(dns, FAR_MS + NEAR_MS);
    start(dns, 1, (struct stub_settings){ 0 });
    expect_error(dns, pki, EAI_AGAIN, 2 * FAR_MS);
}

static void
without_a_server_the_machine_asks_itself(void **state)
{
    struct dns_scene *dns = *state;

    start(dns, 0, (struct stub_settings){ 0 });
    expect_error(dns, pki, EAI_AGAIN, 0);
    dns_server_start(dns->scene.client, PLACE_ENFORCE, &dns->directory, NULL);
    expect_pki(dns, 0);
}

static void
without_a_way_the_next_server_is_asked(void **state)
{
    struct dns_scene *dns = *state;
    struct lab_prefix to = { dns->first.address, 32 };

    lab_route_add(dns->scene.client, &to, LAB_ROUTE_UNREACHABLE, NULL);
    start_both(dns);
    expect_pki(dns, NEAR_MS);
    start(dns, 1, (struct stub_settings){ 0 });
    expect_error(dns, pki, EAI_AGAIN, 0);
}

static void
expect_one(struct dns_scene *dns, const char *host, const char *address,
           int64_t duration_ms)
{
    struct found found = look_up(dns, host);

    assert_int_equal(found.answer.error, 0);
    assert_int_equal(found.answer.address_count, 1);
    expect_address(&found, 0, address);
    assert_int_equal(found.duration_ms, duration_ms);
    forget(&found);
}

/* A dropped AAAA: together, one by one, from a socket for each. */
static void
half_an_answer_is_enough_after_three_tries(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .asked = DNS_ASKED_AAAA,
                                   .say = DNS_SAY_SILENCE };

    dns_scene_row(dns, &row);
    start_both(dns);
    expect_one(dns, pki, "192.0.2.10", 15000);
}

static void
half_an_answer_is_enough_beside_a_refusal(void **state)
{
    static const enum dns_say says[] = { DNS_SAY_SERVFAIL, DNS_SAY_NXDOMAIN,
                                         DNS_SAY_EMPTY };

    for (int i = 0; i < 3; i++) {
        struct scenario_answer row = { .asked = DNS_ASKED_AAAA,
                                       .say = says[i] };

        open_stage(state);
        dns_scene_row(*state, &row);
        start_both(*state);
        expect_one(*state, pki, "192.0.2.10", FAR_MS);
        close_stage(state);
        row.asked = DNS_ASKED_A;
        open_stage(state);
        dns_scene_row(*state, &row);
        start_both(*state);
        expect_one(*state, pki, "2001:db8:a::10", FAR_MS);
        close_stage(state);
    }
}

static void
a_late_answer_counts_in_the_second_try(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .delay_ms = 6000 };

    dns_scene_row(dns, &row);
    start_both(dns);
    start(dns, 1, (struct stub_settings){ 0 });
    expect_pki(dns, 6000 + FAR_MS);
    start(dns, 2, (struct stub_settings){ 0 });
    expect_pki(dns, 10000);
}

static void
what_is_cut_is_asked_for_over_tcp(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_TRUNCATED,
                                   .asked = DNS_ASKED_AAAA };
    struct found found;

    dns_scene_row(dns, &row);
    start_both(dns);
    expect_pki(dns, 3 * FAR_MS);
    found = look_up(dns, "big.example.com");
    assert_int_equal(found.answer.address_count, 61);
    expect_address(&found, 59, "2001:db8:b::3c");
    expect_address(&found, 60, "192.0.2.40");
    forget(&found);
}

static void
a_closed_tcp_port_leads_to_the_second_server(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_TRUNCATED };

    dns_scene_row(dns, &row);
    start_both(dns);
    lab_unlisten(dns->scene.server, 53);
    /* Where TCP is used from the start. */
    expect_pki(dns, 2 * FAR_MS + 2 * NEAR_MS);
}

/* As the real one, it waits for as long as TCP does. */
static void
a_tcp_that_is_silent_is_not_timed(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer cut = { .say = DNS_SAY_TRUNCATED,
                                   .over = DNS_OVER_UDP };
    struct scenario_answer row = { .say = DNS_SAY_SILENCE };
    struct net_lookup *lookup;

    dns_scene_row(dns, &cut);
    dns_scene_row(dns, &row);
    start_both(dns);
    lookup = net_lookup_open(&dns->scene.net, pki, &dns->arena);
    lab_run(dns->scene.lab, 600000000);
    assert_false(net_lookup_answer(lookup)->done);
    net_lookup_close(&lookup);
}

static void
a_name_without_a_dot_is_searched_for_first(void **state)
{
    struct dns_scene *dns = *state;
    struct found found;

    start_both(dns);
    start(dns, 2, (struct stub_settings){ .search = "corp.test" });
    found = look_up(dns, "intra");
    expect_address(&found, 0, "10.9.0.1");
    assert_string_equal(found.answer.canonical, "intra.corp.test");
    assert_int_equal(found.duration_ms, FAR_MS);
    forget(&found);
    expect_error(dns, "extra", EAI_NONAME, 2 * FAR_MS);
    start(dns, 2, (struct stub_settings){ .search = "example.com" });
    expect_one(dns, "www", "192.0.2.30", FAR_MS);
    start(dns, 2, (struct stub_settings){ 0 });
    expect_error(dns, "intra", EAI_NONAME, FAR_MS);
}

static void
a_name_with_a_dot_is_searched_for_at_last(void **state)
{
    struct dns_scene *dns = *state;

    start_both(dns);
    start(dns, 2, (struct stub_settings){ .search = "test" });
    expect_pki(dns, FAR_MS);
    expect_one(dns, "intra.corp", "10.9.0.1", 2 * FAR_MS);
    expect_error(dns, "no.corp", EAI_NONAME, 2 * FAR_MS);
    expect_error(dns, "intra.corp.", EAI_NONAME, FAR_MS);
}

/* Of several noes: that to the whole name, or that of the search. */
static void
a_search_that_fails_tells_of_the_better_name(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_EMPTY };

    dns_scene_row(dns, &row);
    start_both(dns);
    start(dns, 2, (struct stub_settings){ .search = "net" });
    expect_error(dns, "pki.example", EAI_NONAME, 2 * FAR_MS);
    start(dns, 2, (struct stub_settings){ .search = "example.net" });
    expect_error(dns, "pki", EAI_NODATA, 2 * FAR_MS);
}

static void
a_search_among_dead_servers_takes_twice_as_long(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_SILENCE,
                                   .everything = true };

    dns_scene_row(dns, &row);
    start_both(dns);
    start(dns, 2, (struct stub_settings){ .search = "corp.test" });
    expect_error(dns, pki, EAI_AGAIN, 40000);
    expect_error(dns, "intra", EAI_AGAIN, 40000);
}

static void
an_alias_that_leads_nowhere_ends_the_search(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_ALIAS_ONLY };

    dns_scene_row(dns, &row);
    start_both(dns);
    start(dns, 2, (struct stub_settings){ .search = "corp.test" });
    expect_error(dns, pki, EAI_NONAME, FAR_MS);
}

/* A server by hand, which may be as bad as it likes. */
struct bad_server {
    struct lab *lab;
    struct lab_udp *other; /* speaks in its place */
    unsigned asked;
    uint16_t ports[2];
    bool one_at_a_time; /* drops what comes right behind a question ... */
    bool one_of_a_port; /* ... or, within a second, from the same port */
    int64_t last_us;
    uint16_t last_port;
};

/* The same address twice, and one of "test", which nobody asked for. */
static void
write_true(struct buffer *out, const struct lab_datagram *query)
{
    buffer_append(out, query->bytes, query->length);
    out->data[2] = (char)0x81;
    out->data[3] = (char)0x80;
    if (out->data[out->length - 3] != 1)
        return;
    out->data[7] = 3;
    for (int i = 0; i < 2; i++)
        buffer_append(out, "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\x37", 16);
    buffer_append(out, "\xc0\x10\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\x42", 16);
}

static void
answer_true(struct lab_udp *udp, const struct lab_datagram *query,
            void *context)
{
    struct bad_server *server = context;
    struct buffer out = { 0 };

    if (server->asked < 2)
        server->ports[server->asked] = query->from.port;
    server->asked++;
    write_true(&out, query);
    if (server->other == NULL)
        lab_udp_reply(udp, query, out.data, out.length);
    else
        lab_udp_send(server->other, &query->from, out.data, out.length);
    buffer_release(&out);
}

static void
answer_one(struct lab_udp *udp, const struct lab_datagram *query,
           void *context)
{
    struct bad_server *server = context;
    int64_t passed_us = lab_now_us(server->lab) - server->last_us;
    bool same = query->from.port == server->last_port;

    if (server->last_us != 0 &&
        ((server->one_at_a_time && passed_us < 1000) ||
         (server->one_of_a_port && passed_us < 1000000 && same)))
        return;
    server->last_us = lab_now_us(server->lab);
    server->last_port = query->from.port;
    answer_true(udp, query, context);
}

static void
a_device_that_takes_one_question_at_a_time_is_served(void **state)
{
    struct dns_scene *dns = *state;
    struct bad_server server = { .lab = dns->scene.lab,
                                 .one_at_a_time = true };

    (void)lab_bind_udp(dns->scene.server, 53, answer_one, &server);
    start(dns, 1, (struct stub_settings){ 0 });
    expect_one(dns, "any.test", "192.0.2.55", 5000 + 2 * FAR_MS);
    server.one_at_a_time = false;
    server.one_of_a_port = true;
    expect_one(dns, "any.test", "192.0.2.55", 10000 + 2 * FAR_MS);
}

/* Neither an answer nor a recursion: somebody else is to be asked. */
static void
answer_lame(struct lab_udp *udp, const struct lab_datagram *query,
            void *context)
{
    struct buffer out = { 0 };

    (void)context;
    buffer_append(&out, query->bytes, query->length);
    out.data[2] = (char)0x81;
    lab_udp_reply(udp, query, out.data, out.length);
    buffer_release(&out);
}

static void
a_lame_server_is_left(void **state)
{
    struct dns_scene *dns = *state;

    (void)lab_bind_udp(dns->scene.server, 53, answer_lame, NULL);
    dns_scene_start_second(dns);
    start(dns, 2, (struct stub_settings){ 0 });
    expect_pki(dns, FAR_MS + NEAR_MS);
}

static void
on_rude(struct lab_conn *conn, const void *bytes, size_t length, void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    lab_conn_reset(conn);
}

static const struct lab_service rude_stream = { .received = on_rude };

static void
a_reset_is_forgiven_once(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_TRUNCATED };

    dns_scene_row(dns, &row);
    start_both(dns);
    lab_listen(dns->scene.server, 53, &rude_stream, NULL);
    expect_pki(dns, FAR_MS + 2 * 2 * FAR_MS + 2 * NEAR_MS);
}

static void
one_socket_asks_and_what_was_not_asked_is_left_out(void **state)
{
    struct dns_scene *dns = *state;
    struct bad_server server = { .lab = dns->scene.lab };

    (void)lab_bind_udp(dns->scene.server, 53, answer_true, &server);
    start(dns, 1, (struct stub_settings){ 0 });
    expect_one(dns, "any.test", "192.0.2.55", FAR_MS);
    assert_int_equal(server.asked, 2);
    assert_int_equal(server.ports[0], server.ports[1]);
}

static void
ignore(struct lab_udp *udp, const struct lab_datagram *datagram, void *context)
{
    (void)udp;
    (void)datagram;
    (void)context;
}

static void
answers_of_others_are_not_heard(void **state)
{
    struct dns_scene *dns = *state;
    struct bad_server server = { .lab = dns->scene.lab };

    server.other = lab_bind_udp(dns->scene.routers[0], 53, ignore, NULL);
    (void)lab_bind_udp(dns->scene.server, 53, answer_true, &server);
    start(dns, 1, (struct stub_settings){ 0 });
    expect_error(dns, "any.test", EAI_AGAIN, 10000);
    assert_int_equal(server.asked, 4);
    server.other = lab_bind_udp(dns->scene.server, 54, ignore, NULL);
    expect_error(dns, "any.test", EAI_AGAIN, 10000);
}

static void
answer_nonsense(struct lab_udp *udp, const struct lab_datagram *query,
                void *context)
{
    struct bad_server *server = context;
    struct lab *lab = server->lab;
    struct buffer out = { 0 };

    write_true(&out, query);
    for (uint64_t i = lab_random(lab, 5); i > 0; i--)
        out.data[2 + lab_random(lab, out.length - 2)] =
            (char)lab_random(lab, 256);
    if (lab_chance(lab, 200000))
        buffer_cut(&out, (size_t)lab_random(lab, out.length));
    lab_udp_reply(udp, query, out.data, out.length);
    buffer_release(&out);
}

static void
on_stream(struct lab_conn *conn, const void *bytes, size_t length,
          void *context)
{
    struct bad_server *server = context;
    char out[64];

    (void)bytes;
    (void)length;
    for (size_t i = 0; i < sizeof(out); i++)
        out[i] = (char)lab_random(server->lab, i == 0 ? 1 : 256);
    lab_conn_send(conn, out, sizeof(out));
    if (lab_chance(server->lab, 300000))
        lab_conn_reset(conn);
    else
        lab_conn_close(conn);
}

static const struct lab_service bad_stream = { .received = on_stream };

static void
hostile_answers_do_no_harm(void **state)
{
    struct dns_scene *dns = *state;
    struct bad_server server = { .lab = dns->scene.lab };

    (void)lab_bind_udp(dns->scene.server, 53, answer_nonsense, &server);
    lab_listen(dns->scene.server, 53, &bad_stream, &server);
    (void)lab_bind_udp(dns->scene.routers[1], 53, answer_nonsense, &server);
    lab_listen(dns->scene.routers[1], 53, &bad_stream, &server);
    start(dns, 2, (struct stub_settings){ .search = "corp.test" });
    for (int i = 0; i < 500; i++) {
        struct found found = look_up(dns, pki);

        forget(&found);
    }
}

static void
who_does_not_wait_any_more_is_forgotten(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .say = DNS_SAY_SILENCE,
                                   .everything = true };
    struct net_lookup *lookup;
    size_t packets = 0;

    dns_scene_row(dns, &row);
    start_both(dns);
    start(dns, 2, (struct stub_settings){ .search = "corp.test" });
    lookup = net_lookup_open(&dns->scene.net, pki, &dns->arena);
    lab_run(dns->scene.lab, 1000000);
    net_lookup_close(&lookup);
    lab_set_tap(dns->scene.lab, count_line, &packets);
    lab_run(dns->scene.lab, 60000000);
    assert_int_equal(packets, 0);
}

/* The sanitizers see what is left behind. */
static void
the_world_may_end_in_the_middle(void **state)
{
    struct dns_scene *dns = *state;
    struct scenario_answer row = { .delay_ms = 7000 };
    struct net_lookup *lookup;

    dns_scene_row(dns, &row);
    start_both(dns);
    lookup = net_lookup_open(&dns->scene.net, pki, &dns->arena);
    lab_run(dns->scene.lab, 8000000);
    assert_false(net_lookup_answer(lookup)->done);
    net_lookup_close(&lookup);
}

#define STAGED(name)                                                          \
    cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(both_families_are_found_at_once),
        STAGED(the_canonical_name_ends_the_chain),
        STAGED(one_family_can_be_enough),
        STAGED(literals_and_hosts_need_no_packet),
        STAGED(a_line_of_another_family_does_not_count),
        cmocka_unit_test(refusals_lead_to_the_second_server_or_to_an_end),
        STAGED(three_servers_share_a_longer_time),
        STAGED(a_closed_port_costs_a_round_trip),
        STAGED(without_a_server_the_machine_asks_itself),
        STAGED(without_a_way_the_next_server_is_asked),
        STAGED(half_an_answer_is_enough_after_three_tries),
        cmocka_unit_test(half_an_answer_is_enough_beside_a_refusal),
        STAGED(a_late_answer_counts_in_the_second_try),
        STAGED(what_is_cut_is_asked_for_over_tcp),
        STAGED(a_closed_tcp_port_leads_to_the_second_server),
        STAGED(a_tcp_that_is_silent_is_not_timed),
        STAGED(a_name_without_a_dot_is_searched_for_first),
        STAGED(a_name_with_a_dot_is_searched_for_at_last),
        STAGED(a_search_that_fails_tells_of_the_better_name),
        STAGED(a_search_among_dead_servers_takes_twice_as_long),
        STAGED(an_alias_that_leads_nowhere_ends_the_search),
        STAGED(one_socket_asks_and_what_was_not_asked_is_left_out),
        STAGED(a_device_that_takes_one_question_at_a_time_is_served),
        STAGED(a_lame_server_is_left),
        STAGED(a_reset_is_forgiven_once),
        STAGED(answers_of_others_are_not_heard),
        STAGED(hostile_answers_do_no_harm),
        STAGED(who_does_not_wait_any_more_is_forgotten),
        STAGED(the_world_may_end_in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
