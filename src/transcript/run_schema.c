#include "transcript/run_schema.h"

#include "model/finding.h"

#define PLAIN(type, member, kind)                                             \
    SCHEMA_FIELD(type, member, kind, PRIVACY_PUBLIC)
#define NAME_OF(type, member)                                                 \
    SCHEMA_FIELD(type, member, FIELD_TEXT, PRIVACY_HOST)

static const struct field service_fields[] = {
    PLAIN(service, id, FIELD_TEXT),
    PLAIN(service, name, FIELD_TEXT),
    PLAIN(service, about, FIELD_TEXT),
};
const struct schema service_schema = SCHEMA_OF(service, service_fields);

static const struct field region_fields[] = {
    PLAIN(region, id, FIELD_TEXT),
    PLAIN(region, name, FIELD_TEXT),
};
const struct schema region_schema = SCHEMA_OF(region, region_fields);

static const struct field genuine_fields[] = {
    PLAIN(genuine_answer, asks_client_certificate, FIELD_FLAG),
    PLAIN(genuine_answer, may_refuse, FIELD_FLAG),
    PLAIN(genuine_answer, status, FIELD_INTEGER),
    PLAIN(genuine_answer, status_from, FIELD_INTEGER),
    PLAIN(genuine_answer, status_to, FIELD_INTEGER),
};
static const struct schema genuine_schema =
    SCHEMA_OF(genuine_answer, genuine_fields);

static const struct field endpoint_fields[] = {
    NAME_OF(endpoint, host),
    SCHEMA_WORD(endpoint, role, &role_words),
    PLAIN(endpoint, required, FIELD_FLAG),
    PLAIN(endpoint, why, FIELD_TEXT),
    SCHEMA_WORD(endpoint, opens, &owner_words),
    SCHEMA_RECORD(endpoint, genuine, &genuine_schema),
    PLAIN(endpoint, source, FIELD_TEXT),
};
const struct schema endpoint_schema = SCHEMA_OF(endpoint, endpoint_fields);

static const struct field tool_fields[] = {
    PLAIN(tool, version, FIELD_TEXT),
    PLAIN(tool, openssl, FIELD_TEXT),
    PLAIN(tool, c_ares, FIELD_TEXT),
};
static const struct schema tool_schema = SCHEMA_OF(tool, tool_fields);

static const struct field run_fields[] = {
    SCHEMA_RECORD(run, tool, &tool_schema),
    PLAIN(run, started, FIELD_INTEGER),
    PLAIN(run, duration_ms, FIELD_INTEGER),
    PLAIN(run, cancelled, FIELD_FLAG),
    PLAIN(run, simulation, FIELD_TEXT),
    PLAIN(run, simulation_title, FIELD_TEXT),
    PLAIN(run, simulation_phone, FIELD_TEXT),
    SCHEMA_RECORD(run, machine, &machine_schema),
    SCHEMA_RECORD(run, bundle, &bundle_facts_schema),
    SCHEMA_RECORD(run, logs, &log_facts_schema),
};
const struct schema run_schema = SCHEMA_OF(run, run_fields);

static const struct field answers_fields[] = {
    SCHEMA_WORD(answers, status, &console_status_words),
    PLAIN(answers, event, FIELD_INTEGER),
    SCHEMA_FIELD(answers, event_text, FIELD_TEXT, PRIVACY_FREE),
    SCHEMA_WORD(answers, history, &history_words),
    PLAIN(answers, bundle_issued, FIELD_TIME),
    PLAIN(answers, certificate_expires, FIELD_TIME),
    SCHEMA_WORD(answers, binding, &binding_words),
    SCHEMA_FIELD(answers, dlp_version, FIELD_TEXT, PRIVACY_FREE),
    SCHEMA_WORD(answers, installation, &installation_words),
};
const struct schema answers_schema = SCHEMA_OF(answers, answers_fields);

static const struct field name_fields[] = {
    NAME_OF(name, host),
    PLAIN(name, random, FIELD_FLAG),
    SCHEMA_RECORD(name, variation, &question_variation_schema),
    SCHEMA_RECORD(name, result, &result_schema),
    SCHEMA_RECORD(name, system, &system_answer_schema),
    SCHEMA_LIST(name, answers, answer_count, &dns_answer_schema),
};
const struct schema name_schema = SCHEMA_OF(name, name_fields);

static const struct field target_fields[] = {
    PLAIN(target, control, FIELD_FLAG),
};
const struct schema target_schema = SCHEMA_OF(target, target_fields);

static const struct field path_fields[] = {
    SCHEMA_FIELD(path, address, FIELD_ADDRESS, PRIVACY_ADDRESS),
    PLAIN(path, of_system, FIELD_FLAG),
    SCHEMA_RECORD(path, tcp, &tcp_facts_schema),
    SCHEMA_RECORD(path, proxy, &proxy_facts_schema),
    SCHEMA_RECORD(path, tls, &tls_facts_schema),
    SCHEMA_RECORD(path, http, &http_facts_schema),
};
const struct schema path_schema = SCHEMA_OF(path, path_fields);

static const struct field probe_fields[] = {
    SCHEMA_WORD(probe, kind, &probe_kind_words),
    SCHEMA_RECORD(probe, variation, &variation_schema),
    NAME_OF(probe, proven_name),
    PLAIN(probe, turn, FIELD_INTEGER),
    SCHEMA_WORD(probe, until, &check_words),
};
const struct schema probe_schema = SCHEMA_OF(probe, probe_fields);

static const struct field finding_fields[] = {
    PLAIN(finding, cause, FIELD_TEXT),
    SCHEMA_WORD(finding, confidence, &confidence_words),
    PLAIN(finding, fault, FIELD_FLAG),
    PLAIN(finding, doubt, FIELD_FLAG),
};
const struct schema finding_schema = SCHEMA_OF(finding, finding_fields);

static const struct field evidence_fields[] = {
    SCHEMA_WORD(evidence, kind, &evidence_kind_words),
    PLAIN(evidence, statement, FIELD_TEXT),
};
const struct schema evidence_schema = SCHEMA_OF(evidence, evidence_fields);
