#include "catalog/scenario_server_keys.h"

#include "catalog/scenario_limits.h"
#include "catalog/yaml_rules.h"
#include "model/scenario.h"

enum {
    LONGEST_FIELD = 64, /* of a distinguished name (RFC 5280, A.1) */
    LONGEST_MAIL = 128,
    MOST_LEAF_DAYS = 36500,
    MOST_ADDRESSES = 16,
    MOST_EXTENDED_ERROR = 65535,
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* What is presented in TLS. */

static const struct yaml_key authority_keys[] = {
    YAML_KEY(scenario_authority, organisation, YAML_LINE,
             .most = LONGEST_FIELD),
    YAML_KEY(scenario_authority, unit, YAML_LINE, .most = LONGEST_FIELD),
    YAML_KEY(scenario_authority, name, YAML_LINE, .most = LONGEST_FIELD),
    YAML_KEY(scenario_authority, email, YAML_LINE, .most = LONGEST_MAIL),
    YAML_KEY_PLAIN(scenario_authority, trusted, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_authority, intermediate, YAML_FLAG),
    YAML_KEY(scenario_authority, leaf_days, YAML_INTEGER, .least = 1,
             .most = MOST_LEAF_DAYS),
};

static const struct yaml_shape authority_shape = {
    .one = "an authority",
    .keys = authority_keys,
    .key_count = COUNT_OF(authority_keys),
};

static const struct yaml_key tls_keys[] = {
    YAML_KEY(scenario_tls, chain, YAML_WORD, .words = &chain_kind_words),
    YAML_KEY(scenario_tls, authority, YAML_RECORD, .shape = &authority_shape),
    YAML_KEY(scenario_tls, client_certificate, YAML_WORD,
             .words = &client_certificate_words),
    YAML_KEY(scenario_tls, lowest, YAML_WORD, .words = &tls_lowest_words),
    YAML_KEY(scenario_tls, highest, YAML_WORD, .words = &tls_highest_words),
    YAML_KEY(scenario_tls, stage, YAML_WORD, .words = &tls_stage_words),
    YAML_KEY(scenario_tls, trouble, YAML_WORD, .words = &tls_trouble_words),
    YAML_KEY(scenario_tls, alert, YAML_INTEGER, .most = MOST_OCTET),
    YAML_KEY(scenario_tls, one_in, YAML_INTEGER, .least = 1,
             .most = MOST_ONE_IN),
    YAML_KEY(scenario_tls, delay_ms, YAML_INTEGER, .most = MOST_DELAY_MS),
    YAML_KEY(scenario_tls, hostile_name, YAML_WIRE, .most = LONGEST_LINE),
};

static bool
tls_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
          const void *record)
{
    const struct scenario_tls *tls = record;
    bool troubled = tls->stage != TLS_STAGE_NEVER;
    bool alerts = tls->trouble == TLS_TROUBLE_ALERT;
    const struct yaml_rule rules[] = {
        { .key = "authority",
          .refused = tls->chain != CHAIN_AUTHORITY,
          .when = "with chain authority" },
        { .key = "trouble",
          .needed = troubled,
          .refused = !troubled,
          .when = "with \"stage\"" },
        { .key = "one_in", .refused = !troubled, .when = "with \"stage\"" },
        { .key = "alert",
          .needed = alerts,
          .refused = !alerts,
          .when = "with trouble alert" },
        { .key = "highest",
          .refused =
              tls->lowest == TLS_LOWEST_1_3 && tls->highest == TLS_HIGHEST_1_2,
          .when = "at or above \"lowest\"" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

static const struct yaml_shape tls_shape = {
    .one = "a TLS end",
    .keys = tls_keys,
    .key_count = COUNT_OF(tls_keys),
    .check = tls_check,
};

/* Who is not the service has none of its keys and cannot sign as it does. */
static bool
tls_check_stranger(const struct yaml_decoder *decoder,
                   const struct yaml_node *tls)
{
    const struct yaml_node *chain =
        tls != NULL ? yaml_find(tls, "chain") : NULL;

    if (chain == NULL ||
        words_value(&chain_kind_words, chain->text) != CHAIN_GENUINE)
        return true;
    return yaml_reject_kind(decoder, chain, "a chain other than genuine");
}

/* Pages. */

static const struct yaml_key page_keys[] = {
    YAML_KEY(scenario_page, status, YAML_INTEGER, .least = LEAST_STATUS,
             .most = MOST_STATUS),
    YAML_KEY(scenario_page, phrase, YAML_WIRE, .most = LONGEST_HEADER),
    YAML_KEY_LIST(scenario_page, headers, header_count, YAML_WIRES,
                  .most = LONGEST_HEADER),
    YAML_KEY(scenario_page, body, YAML_WIRE, .most = LONGEST_BODY),
    YAML_KEY_PLAIN(scenario_page, no_date, YAML_FLAG),
    YAML_KEY(scenario_page, date_offset_s, YAML_INTEGER,
             .least = -MOST_OFFSET_S, .most = MOST_OFFSET_S),
    YAML_KEY(scenario_page, delay_ms, YAML_INTEGER, .most = MOST_DELAY_MS),
    YAML_KEY(scenario_page, end, YAML_WORD, .words = &page_end_words),
};

static bool
page_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
           const void *record)
{
    const struct yaml_rule rules[] = {
        { .key = "date_offset_s",
          .refused = ((const struct scenario_page *)record)->no_date,
          .when = "without \"no_date\"" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

static const struct yaml_shape page_shape = {
    .one = "a page",
    .keys = page_keys,
    .key_count = COUNT_OF(page_keys),
    .check = page_check,
};

/* Services. */

static const struct yaml_key service_keys[] = {
    YAML_KEY_PLAIN(scenario_service, of, YAML_SELECTORS),
    YAML_KEY_PLAIN(scenario_service, closed, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_service, zero_window, YAML_FLAG),
    YAML_KEY(scenario_service, tls, YAML_RECORD, .shape = &tls_shape),
    YAML_KEY(scenario_service, page, YAML_RECORD, .shape = &page_shape),
    YAML_KEY_PLAIN(scenario_service, ipv4, YAML_ADDRESS),
    YAML_KEY_PLAIN(scenario_service, ipv6, YAML_ADDRESS),
    YAML_KEY_PLAIN(scenario_service, no_ipv6, YAML_FLAG),
    YAML_KEY(scenario_service, addresses, YAML_INTEGER, .least = 1,
             .most = MOST_ADDRESSES),
};

static bool
service_check_families(const struct yaml_decoder *decoder,
                       const struct yaml_node *node,
                       const struct scenario_service *service)
{
    if (service->ipv4.family == FAMILY_IPV6)
        return yaml_reject_kind(decoder, yaml_find(node, "ipv4"),
                                "an IPv4 address");
    if (service->ipv6.family == FAMILY_IPV4)
        return yaml_reject_kind(decoder, yaml_find(node, "ipv6"),
                                "an IPv6 address");
    return true;
}

static bool
service_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
              const void *record)
{
    const struct scenario_service *service = record;
    bool mute = service->closed || service->zero_window;
    const struct yaml_rule rules[] = {
        { .key = "zero_window",
          .refused = service->closed,
          .when = "without \"closed\"" },
        { .key = "tls", .refused = mute, .when = "when it answers" },
        { .key = "page", .refused = mute, .when = "when it answers" },
        { .key = "ipv6",
          .refused = service->no_ipv6,
          .when = "without \"no_ipv6\"" },
    };

    return service_check_families(decoder, node, service) &&
           yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

const struct yaml_shape scenario_service_shape = {
    .one = "a service",
    .many = "services",
    .size = sizeof(struct scenario_service),
    .keys = service_keys,
    .key_count = COUNT_OF(service_keys),
    .check = service_check,
};

/* Boxes. */

static const struct yaml_key box_keys[] = {
    YAML_KEY(scenario_box, at, YAML_WORD, .required = true,
             .words = &place_words),
    YAML_KEY(scenario_box, kind, YAML_WORD, .required = true,
             .words = &box_kind_words),
    YAML_KEY_PLAIN(scenario_box, to, YAML_SELECTORS),
    YAML_KEY_PLAIN(scenario_box, everything, YAML_FLAG),
    YAML_KEY(scenario_box, port, YAML_INTEGER, .least = 1, .most = MOST_PORT),
    YAML_KEY_PLAIN(scenario_box, names, YAML_SELECTORS),
    YAML_KEY(scenario_box, tls, YAML_RECORD, .shape = &tls_shape),
    YAML_KEY(scenario_box, page, YAML_RECORD, .shape = &page_shape),
    YAML_KEY(scenario_box, drop_after_s, YAML_INTEGER, .least = 1,
             .most = MOST_TIME_S),
};

static void
box_prepare(void *record)
{
    ((struct scenario_box *)record)->tls.chain = CHAIN_AUTHORITY;
}

static bool
box_check_place(const struct yaml_decoder *decoder,
                const struct yaml_node *node, enum place at)
{
    if (at >= PLACE_ENFORCE && at <= PLACE_EXCHANGE)
        return true;
    return yaml_reject_kind(decoder, yaml_find(node, "at"),
                            "a place on the way (enforce, router, firewall, "
                            "provider, exchange)");
}

static bool
box_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
          const void *record)
{
    const struct scenario_box *box = record;
    const struct yaml_node *tls = yaml_find(node, "tls");
    bool speaks = box->kind == BOX_ANSWER || box->kind == BOX_INSPECT;
    const struct yaml_rule rules[] = {
        { .key = "to",
          .refused = box->everything,
          .when = "without \"everything\"" },
        { .key = "names",
          .refused = box->kind != BOX_INSPECT,
          .when = "with kind inspect" },
        { .key = "tls",
          .refused = !speaks,
          .when = "with kind inspect or answer" },
        { .key = "page",
          .refused = !speaks,
          .when = "with kind inspect or answer" },
    };

    return box_check_place(decoder, node, box->at) &&
           yaml_rules_hold(decoder, node, rules, COUNT_OF(rules)) &&
           tls_check_stranger(decoder, tls);
}

const struct yaml_shape scenario_box_shape = {
    .one = "a box",
    .many = "boxes",
    .size = sizeof(struct scenario_box),
    .keys = box_keys,
    .key_count = COUNT_OF(box_keys),
    .prepare = box_prepare,
    .check = box_check,
};

/* Resolvers. */

static const struct yaml_key answer_keys[] = {
    YAML_KEY(scenario_answer, at, YAML_WORD, .words = &place_words),
    YAML_KEY_PLAIN(scenario_answer, of, YAML_SELECTORS),
    YAML_KEY_PLAIN(scenario_answer, everything, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_answer, unknown, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_answer, below, YAML_HOST),
    YAML_KEY(scenario_answer, asked, YAML_WORD, .words = &dns_asked_words),
    YAML_KEY(scenario_answer, over, YAML_WORD, .words = &dns_over_words),
    YAML_KEY(scenario_answer, say, YAML_WORD, .words = &dns_say_words),
    YAML_KEY_LIST(scenario_answer, addresses, address_count, YAML_ADDRESSES,
                  .required = false),
    YAML_KEY_PLAIN(scenario_answer, alias, YAML_HOST),
    YAML_KEY(scenario_answer, extended_error, YAML_INTEGER, .least = 1,
             .most = MOST_EXTENDED_ERROR),
    YAML_KEY(scenario_answer, ttl_s, YAML_INTEGER, .least = 1,
             .most = MOST_TTL_S),
    YAML_KEY(scenario_answer, delay_ms, YAML_INTEGER, .most = MOST_DELAY_MS),
    YAML_KEY(scenario_answer, one_in, YAML_INTEGER, .least = 1,
             .most = MOST_ONE_IN),
};

static bool
answer_check_place(const struct yaml_decoder *decoder,
                   const struct yaml_node *node, enum place at)
{
    if (at == PLACE_NONE || at == PLACE_RESOLVER ||
        at == PLACE_SECOND_RESOLVER)
        return true;
    return yaml_reject_kind(decoder, yaml_find(node, "at"),
                            "none, resolver or second-resolver");
}

static bool
answer_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
             const void *record)
{
    const struct scenario_answer *answer = record;
    bool says_addresses = answer->say == DNS_SAY_ADDRESSES;
    const struct yaml_rule rules[] = {
        { .key = "addresses",
          .needed = says_addresses,
          .refused = !says_addresses,
          .when = "with say addresses" },
        { .key = "of",
          .refused = answer->everything,
          .when = "without \"everything\"" },
        { .key = "of",
          .refused = answer->unknown,
          .when = "without \"unknown\"" },
        { .key = "unknown",
          .refused = answer->everything,
          .when = "without \"everything\"" },
    };

    return answer_check_place(decoder, node, answer->at) &&
           yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

const struct yaml_shape scenario_answer_shape = {
    .one = "an answer of a resolver",
    .many = "answers of resolvers",
    .size = sizeof(struct scenario_answer),
    .keys = answer_keys,
    .key_count = COUNT_OF(answer_keys),
    .check = answer_check,
};

/* The proxy. */

static const struct yaml_key connect_keys[] = {
    YAML_KEY_PLAIN(scenario_connect, of, YAML_SELECTORS),
    YAML_KEY_PLAIN(scenario_connect, everything, YAML_FLAG),
    YAML_KEY(scenario_connect, status, YAML_INTEGER, .least = LEAST_STATUS,
             .most = MOST_STATUS),
    YAML_KEY_LIST(scenario_connect, schemes, scheme_count, YAML_WIRES,
                  .most = LONGEST_HEADER),
    YAML_KEY(scenario_connect, end, YAML_WORD, .words = &page_end_words),
    YAML_KEY(scenario_connect, body, YAML_WIRE, .most = LONGEST_BODY),
    YAML_KEY_LIST(scenario_connect, headers, header_count, YAML_WIRES,
                  .most = LONGEST_HEADER),
    YAML_KEY(scenario_connect, tunnel, YAML_WORD, .words = &tunnel_end_words),
    YAML_KEY(scenario_connect, tls, YAML_RECORD, .shape = &tls_shape),
    YAML_KEY(scenario_connect, page, YAML_RECORD, .shape = &page_shape),
    YAML_KEY(scenario_connect, drop_after_s, YAML_INTEGER, .least = 1,
             .most = MOST_TIME_S),
};

static void
connect_prepare(void *record)
{
    ((struct scenario_connect *)record)->tls.chain = CHAIN_AUTHORITY;
}

static bool
connect_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
              const void *record)
{
    const struct scenario_connect *connect = record;
    const struct yaml_node *tls = yaml_find(node, "tls");
    bool opens = connect->status == 0 || connect->status / 100 == 2;
    bool inspects = connect->tunnel == TUNNEL_INSPECTS;
    const struct yaml_rule rules[] = {
        { .key = "of",
          .refused = connect->everything,
          .when = "without \"everything\"" },
        { .key = "schemes",
          .refused = connect->status != 407,
          .when = "with status 407" },
        { .key = "tunnel",
          .refused = !opens,
          .when = "with a status that opens a tunnel" },
        { .key = "drop_after_s",
          .refused = !opens,
          .when = "with a status that opens a tunnel" },
        { .key = "tls", .refused = !inspects, .when = "with tunnel inspects" },
        { .key = "page",
          .refused = !inspects,
          .when = "with tunnel inspects" },
    };
    static const struct yaml_rule tls_rules[] = {
        { .key = "stage", .refused = true, .when = "at a service or a box" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules)) &&
           yaml_rules_hold(decoder, tls, tls_rules, COUNT_OF(tls_rules)) &&
           tls_check_stranger(decoder, tls);
}

static const struct yaml_shape connect_shape = {
    .one = "an answer of the proxy",
    .many = "answers of the proxy",
    .size = sizeof(struct scenario_connect),
    .keys = connect_keys,
    .key_count = COUNT_OF(connect_keys),
    .prepare = connect_prepare,
    .check = connect_check,
};

static const struct yaml_key proxy_keys[] = {
    YAML_KEY(scenario_proxy, port, YAML_INTEGER, .least = 1,
             .most = MOST_PORT),
    YAML_KEY_PLAIN(scenario_proxy, closed, YAML_FLAG),
    YAML_KEY_PLAIN(scenario_proxy, is_tls, YAML_FLAG),
    YAML_KEY(scenario_proxy, tls, YAML_RECORD, .shape = &tls_shape),
    YAML_KEY(scenario_proxy, user, YAML_LINE, .most = LONGEST_NAME),
    YAML_KEY(scenario_proxy, password, YAML_LINE, .most = LONGEST_NAME),
    YAML_KEY_PLAIN(scenario_proxy, no_names, YAML_FLAG),
    YAML_KEY_LIST(scenario_proxy, connects, connect_count, YAML_RECORDS,
                  .most = MOST_ROWS, .shape = &connect_shape),
};

static bool
proxy_check(const struct yaml_decoder *decoder, const struct yaml_node *node,
            const void *record)
{
    const struct scenario_proxy *proxy = record;
    const struct yaml_rule rules[] = {
        { .key = "tls", .refused = !proxy->is_tls, .when = "with \"is_tls\"" },
        { .key = "password",
          .needed = proxy->user != NULL,
          .refused = proxy->user == NULL,
          .when = "with \"user\"" },
    };

    return yaml_rules_hold(decoder, node, rules, COUNT_OF(rules));
}

const struct yaml_shape scenario_proxy_shape = {
    .one = "a proxy",
    .keys = proxy_keys,
    .key_count = COUNT_OF(proxy_keys),
    .check = proxy_check,
};
