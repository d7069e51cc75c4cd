#include "model/logs.h"

#include <assert.h>

#define PLAIN(type, member, kind)                                             \
    SCHEMA_FIELD(type, member, kind, PRIVACY_PUBLIC)

static const char *const logs_state_ids[] = {
    [LOGS_NOT_GIVEN] = "not-given",
    [LOGS_ABSENT] = "absent",
    [LOGS_UNREADABLE] = "unreadable",
    [LOGS_READ] = "read",
};
static_assert(sizeof logs_state_ids / sizeof logs_state_ids[0] ==
                  LOGS_STATE_COUNT,
              "every state of the logs has an id");
const struct words logs_state_words = { logs_state_ids, LOGS_STATE_COUNT };

static const struct field line_fields[] = {
    PLAIN(log_line, number, FIELD_INTEGER),
    PLAIN(log_line, time, FIELD_TEXT),
    SCHEMA_FIELD(log_line, text, FIELD_TEXT, PRIVACY_FREE),
};
const struct schema log_line_schema = SCHEMA_OF(log_line, line_fields);

static const struct field hit_fields[] = {
    PLAIN(log_hit, sign, FIELD_TEXT),
    SCHEMA_FIELD(log_hit, file, FIELD_TEXT, PRIVACY_PATH),
    SCHEMA_FIELD(log_hit, host, FIELD_TEXT, PRIVACY_HOST),
    PLAIN(log_hit, count, FIELD_INTEGER),
    SCHEMA_RECORD(log_hit, first, &log_line_schema),
    SCHEMA_RECORD(log_hit, last, &log_line_schema),
};
const struct schema log_hit_schema = SCHEMA_OF(log_hit, hit_fields);

static const struct field facts_fields[] = {
    SCHEMA_WORD(log_facts, state, &logs_state_words),
    SCHEMA_FIELD(log_facts, path, FIELD_TEXT, PRIVACY_PATH),
    PLAIN(log_facts, error, FIELD_TEXT),
    PLAIN(log_facts, pasted, FIELD_FLAG),
    PLAIN(log_facts, pasted_cut, FIELD_FLAG),
    PLAIN(log_facts, files_read, FIELD_INTEGER),
    PLAIN(log_facts, files_cut, FIELD_INTEGER),
    PLAIN(log_facts, files_left_out, FIELD_INTEGER),
    PLAIN(log_facts, files_refused, FIELD_INTEGER),
    PLAIN(log_facts, bytes, FIELD_INTEGER),
    PLAIN(log_facts, newest, FIELD_TIME),
    SCHEMA_LIST(log_facts, hits, hit_count, &log_hit_schema),
    PLAIN(log_facts, hits_left_out, FIELD_INTEGER),
};
const struct schema log_facts_schema = SCHEMA_OF(log_facts, facts_fields);
