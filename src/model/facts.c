#include "model/facts.h"

#include <assert.h>

static const char *const dns_type_ids[] = {
    [DNS_A] = "A", [DNS_AAAA] = "AAAA"
};
static_assert(sizeof dns_type_ids / sizeof dns_type_ids[0] == DNS_TYPE_COUNT,
              "every type has an id");

static const char *const direction_ids[] = {
    [DIRECTION_SENT] = "sent",
    [DIRECTION_RECEIVED] = "received",
};
static_assert(sizeof direction_ids / sizeof direction_ids[0] ==
                  DIRECTION_COUNT,
              "every direction has an id");

static const char *const end_ids[] = {
    [HTTP_END_NONE] = "none",     [HTTP_END_COMPLETE] = "complete",
    [HTTP_END_ENOUGH] = "enough", [HTTP_END_CUT] = "cut",
    [HTTP_END_SILENT] = "silent",
};
static_assert(sizeof end_ids / sizeof end_ids[0] == HTTP_END_COUNT,
              "every end has an id");

static const char *const over_ids[] = {
    [OVER_AS_USUAL] = "as-usual",
    [OVER_UDP] = "udp",
    [OVER_TCP] = "tcp",
};
static_assert(sizeof over_ids / sizeof over_ids[0] == QUESTION_OVER_COUNT,
              "every way has an id");

const struct words question_over_words = { over_ids, QUESTION_OVER_COUNT };
const struct words dns_type_words = { dns_type_ids, DNS_TYPE_COUNT };
const struct words direction_words = { direction_ids, DIRECTION_COUNT };
const struct words http_end_words = { end_ids, HTTP_END_COUNT };

#define PLAIN(type, member, kind)                                             \
    SCHEMA_FIELD(type, member, kind, PRIVACY_PUBLIC)

static const struct field dns_record_fields[] = {
    SCHEMA_FIELD(dns_record, owner, FIELD_TEXT, PRIVACY_HOST),
    SCHEMA_FIELD(dns_record, alias, FIELD_TEXT, PRIVACY_HOST),
    SCHEMA_FIELD(dns_record, address, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(dns_record, ttl_s, FIELD_INTEGER),
};
const struct schema dns_record_schema =
    SCHEMA_OF(dns_record, dns_record_fields);

static const struct field question_variation_fields[] = {
    SCHEMA_WORD(question_variation, over, &question_over_words),
    PLAIN(question_variation, payload, FIELD_INTEGER),
    PLAIN(question_variation, no_edns, FIELD_FLAG),
};
const struct schema question_variation_schema =
    SCHEMA_OF(question_variation, question_variation_fields);

static const struct field dns_answer_fields[] = {
    SCHEMA_FIELD(dns_answer, server, FIELD_TEXT, PRIVACY_ADDRESS),
    SCHEMA_WORD(dns_answer, type, &dns_type_words),
    SCHEMA_WORD(dns_answer, reason, &reason_words),
    PLAIN(dns_answer, rcode, FIELD_TEXT),
    PLAIN(dns_answer, extended_error, FIELD_TEXT),
    SCHEMA_LIST(dns_answer, records, record_count, &dns_record_schema),
    SCHEMA_RECORD(dns_answer, changed, &question_variation_schema),
    PLAIN(dns_answer, over_tcp, FIELD_FLAG),
    PLAIN(dns_answer, truncated, FIELD_FLAG),
    SCHEMA_FIELD(dns_answer, sender, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(dns_answer, sender_is_local, FIELD_FLAG),
    PLAIN(dns_answer, icmp_type, FIELD_INTEGER),
    PLAIN(dns_answer, icmp_code, FIELD_INTEGER),
    PLAIN(dns_answer, not_asked, FIELD_FLAG),
    PLAIN(dns_answer, sent_ms, FIELD_INTEGER),
    PLAIN(dns_answer, duration_ms, FIELD_INTEGER),
};
const struct schema dns_answer_schema =
    SCHEMA_OF(dns_answer, dns_answer_fields);

/* A list of addresses is a list of records with one address each. */
static const struct field address_fields[] = {
    { .name = "address", .kind = FIELD_ADDRESS, .privacy = PRIVACY_ADDRESS },
};
const struct schema address_schema = { .name = "address",
                                       .size = sizeof(struct address),
                                       .fields = address_fields,
                                       .field_count = 1 };

static const struct field system_answer_fields[] = {
    SCHEMA_WORD(system_answer, reason, &reason_words),
    SCHEMA_FIELD(system_answer, error, FIELD_TEXT, PRIVACY_FREE),
    SCHEMA_LIST(system_answer, addresses, address_count, &address_schema),
    SCHEMA_FIELD(system_answer, canonical, FIELD_TEXT, PRIVACY_HOST),
    SCHEMA_FIELD(system_answer, hosts_line, FIELD_TEXT, PRIVACY_FREE),
    PLAIN(system_answer, duration_ms, FIELD_INTEGER),
};
const struct schema system_answer_schema =
    SCHEMA_OF(system_answer, system_answer_fields);

static const struct field tcp_facts_fields[] = {
    SCHEMA_FIELD(tcp_facts, local, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(tcp_facts, local_port, FIELD_INTEGER),
    PLAIN(tcp_facts, error, FIELD_TEXT),
    SCHEMA_FIELD(tcp_facts, sender, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(tcp_facts, icmp_type, FIELD_INTEGER),
    PLAIN(tcp_facts, icmp_code, FIELD_INTEGER),
    PLAIN(tcp_facts, sender_is_local, FIELD_FLAG),
    PLAIN(tcp_facts, path_mtu, FIELD_INTEGER),
};
const struct schema tcp_facts_schema = SCHEMA_OF(tcp_facts, tcp_facts_fields);

static const struct field http_header_fields[] = {
    SCHEMA_FIELD(http_header, name, FIELD_TEXT, PRIVACY_FREE),
    SCHEMA_FIELD(http_header, value, FIELD_TEXT, PRIVACY_FREE),
};
const struct schema http_header_schema =
    SCHEMA_OF(http_header, http_header_fields);

static const struct field proxy_facts_fields[] = {
    PLAIN(proxy_facts, status, FIELD_INTEGER),
    SCHEMA_FIELD(proxy_facts, status_line, FIELD_TEXT, PRIVACY_FREE),
    SCHEMA_TEXTS(proxy_facts, schemes, scheme_count, PRIVACY_PUBLIC),
    PLAIN(proxy_facts, sent_credentials, FIELD_FLAG),
    SCHEMA_LIST(proxy_facts, headers, header_count, &http_header_schema),
    SCHEMA_FIELD(proxy_facts, body, FIELD_TEXT, PRIVACY_FREE),
    PLAIN(proxy_facts, bytes_in, FIELD_INTEGER),
};
const struct schema proxy_facts_schema =
    SCHEMA_OF(proxy_facts, proxy_facts_fields);

static const struct field tls_message_fields[] = {
    SCHEMA_WORD(tls_message, direction, &direction_words),
    PLAIN(tls_message, name, FIELD_TEXT),
    PLAIN(tls_message, bytes, FIELD_INTEGER),
    PLAIN(tls_message, at_ms, FIELD_INTEGER),
};
const struct schema tls_message_schema =
    SCHEMA_OF(tls_message, tls_message_fields);

static const struct field certificate_fields[] = {
    SCHEMA_FIELD(certificate, subject, FIELD_TEXT, PRIVACY_CERTIFICATE),
    SCHEMA_FIELD(certificate, issuer, FIELD_TEXT, PRIVACY_CERTIFICATE),
    SCHEMA_FIELD(certificate, serial, FIELD_TEXT, PRIVACY_CERTIFICATE),
    SCHEMA_TEXTS(certificate, names, name_count, PRIVACY_CERTIFICATE),
    PLAIN(certificate, not_before, FIELD_TIME),
    PLAIN(certificate, not_after, FIELD_TIME),
    PLAIN(certificate, key, FIELD_TEXT),
    PLAIN(certificate, signature, FIELD_TEXT),
    SCHEMA_FIELD(certificate, sha256, FIELD_TEXT, PRIVACY_CERTIFICATE),
    SCHEMA_FIELD(certificate, pem, FIELD_TEXT, PRIVACY_CERTIFICATE),
};
const struct schema certificate_schema =
    SCHEMA_OF(certificate, certificate_fields);

static const struct field verification_fields[] = {
    PLAIN(verification, done, FIELD_FLAG),
    PLAIN(verification, ok, FIELD_FLAG),
    PLAIN(verification, code, FIELD_INTEGER),
    PLAIN(verification, text, FIELD_TEXT),
    PLAIN(verification, depth, FIELD_INTEGER),
    SCHEMA_FIELD(verification, root, FIELD_TEXT, PRIVACY_CERTIFICATE),
    SCHEMA_FIELD(verification, root_sha256, FIELD_TEXT, PRIVACY_CERTIFICATE),
};
const struct schema verification_schema =
    SCHEMA_OF(verification, verification_fields);

static const struct field tls_facts_fields[] = {
    SCHEMA_FIELD(tls_facts, server_name, FIELD_TEXT, PRIVACY_HOST),
    PLAIN(tls_facts, version, FIELD_TEXT),
    PLAIN(tls_facts, cipher, FIELD_TEXT),
    PLAIN(tls_facts, group, FIELD_TEXT),
    PLAIN(tls_facts, handshake_done, FIELD_FLAG),
    SCHEMA_LIST(tls_facts, messages, message_count, &tls_message_schema),
    PLAIN(tls_facts, bytes_in, FIELD_INTEGER),
    PLAIN(tls_facts, bytes_out, FIELD_INTEGER),
    SCHEMA_FIELD(tls_facts, first_bytes, FIELD_TEXT, PRIVACY_FREE),
    PLAIN(tls_facts, alert, FIELD_INTEGER),
    PLAIN(tls_facts, alert_name, FIELD_TEXT),
    SCHEMA_WORD(tls_facts, alert_direction, &direction_words),
    PLAIN(tls_facts, client_certificate_requested, FIELD_FLAG),
    SCHEMA_TEXTS(tls_facts, client_certificate_authorities,
                 client_certificate_authority_count, PRIVACY_CERTIFICATE),
    SCHEMA_LIST(tls_facts, chain, chain_count, &certificate_schema),
    SCHEMA_RECORD(tls_facts, genuine, &verification_schema),
    PLAIN(tls_facts, genuine_root, FIELD_TEXT),
    SCHEMA_RECORD(tls_facts, system, &verification_schema),
    PLAIN(tls_facts, name_matches, FIELD_FLAG),
    PLAIN(tls_facts, dates_valid, FIELD_FLAG),
    PLAIN(tls_facts, error, FIELD_TEXT),
};
const struct schema tls_facts_schema = SCHEMA_OF(tls_facts, tls_facts_fields);

static const struct field http_facts_fields[] = {
    PLAIN(http_facts, status, FIELD_INTEGER),
    SCHEMA_FIELD(http_facts, status_line, FIELD_TEXT, PRIVACY_FREE),
    SCHEMA_LIST(http_facts, headers, header_count, &http_header_schema),
    SCHEMA_FIELD(http_facts, body, FIELD_TEXT, PRIVACY_FREE),
    PLAIN(http_facts, body_bytes, FIELD_INTEGER),
    PLAIN(http_facts, bytes_in, FIELD_INTEGER),
    SCHEMA_WORD(http_facts, end, &http_end_words),
    PLAIN(http_facts, date, FIELD_TIME),
    PLAIN(http_facts, has_date, FIELD_FLAG),
    PLAIN(http_facts, clock_offset_s, FIELD_INTEGER),
    PLAIN(http_facts, alert, FIELD_INTEGER),
    PLAIN(http_facts, alert_name, FIELD_TEXT),
    PLAIN(http_facts, first_byte_ms, FIELD_INTEGER),
};
const struct schema http_facts_schema =
    SCHEMA_OF(http_facts, http_facts_fields);
