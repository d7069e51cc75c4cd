#include "catalog/causes_file.h"

#include <assert.h>
#include <stddef.h>

#include "catalog/builtin.h"

enum {
    MOST_CAUSES = 500,
    MOST_STATEMENTS = 1000,
    LONGEST_ID = 48,
    LONGEST_TITLE = 80,
    LONGEST_SENTENCE = 400,
    LONGEST_PARAGRAPH = 2000,
    LONGEST_REQUEST = 4000,
};

static_assert(sizeof(enum layer) == sizeof(int), "words are stored as int");
static_assert(sizeof(enum owner) == sizeof(int), "words are stored as int");

static const char *const placeholder_ids[] = {
    "address",
    "address_port",
    "addresses",
    "alert",
    "alias",
    "bundle_age",
    "bundle_basis",
    "bundle_begins",
    "bundle_entries",
    "bundle_error",
    "bundle_file",
    "bundle_hosts",
    "bundle_issued",
    "bundle_kind",
    "bundle_made",
    "bundle_odd",
    "bundle_regions",
    "bundle_size",
    "bundle_written",
    "bypass",
    "certificate_expires",
    "control",
    "destination",
    "dlp_version",
    "duration",
    "error",
    "event",
    "expected_status",
    "extended_error",
    "first_router",
    "gateway",
    "genuine_issuer",
    "held",
    "hello_hops",
    "hops",
    "host",
    "hostname",
    "hosts",
    "hosts_line",
    "icmp",
    "idle",
    "issuer",
    "issuer_name",
    "last_hop",
    "last_hop_count",
    "log_means",
    "log_seen",
    "name_answers",
    "name_tries",
    "names",
    "not_after",
    "not_before",
    "not_concerned",
    "offset",
    "opens",
    "other_name_answers",
    "other_port",
    "page",
    "port",
    "product",
    "proxy",
    "proxy_error",
    "proxy_url",
    "reason",
    "region",
    "repeat_answers",
    "reply_hops",
    "reply_start",
    "reply_ttl",
    "resolver",
    "resolvers",
    "result",
    "role",
    "root",
    "schemes",
    "segment",
    "sender",
    "service",
    "sha256",
    "silent_resolvers",
    "sinkhole",
    "small_packets",
    "source",
    "status",
    "status_line",
    "subject",
    "system_verdict",
    "time",
    "tls_version",
    "tries",
    "where",
};

const struct words causes_file_placeholders = {
    .ids = placeholder_ids,
    .count = sizeof placeholder_ids / sizeof placeholder_ids[0],
};

static const struct yaml_key cause_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct cause, id),
      .most = LONGEST_ID },
    { .name = "layer",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct cause, layer),
      .words = &layer_words },
    { .name = "owner",
      .form = YAML_WORD,
      .required = true,
      .offset = offsetof(struct cause, owner),
      .words = &owner_words },
    { .name = "title",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct cause, title),
      .most = LONGEST_TITLE,
      .words = &causes_file_placeholders },
    { .name = "summary",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct cause, summary),
      .most = LONGEST_SENTENCE,
      .words = &causes_file_placeholders },
    { .name = "why",
      .form = YAML_PAGE,
      .required = true,
      .offset = offsetof(struct cause, why),
      .most = LONGEST_PARAGRAPH,
      .words = &causes_file_placeholders },
    { .name = "packets",
      .form = YAML_PAGE,
      .required = true,
      .offset = offsetof(struct cause, packets),
      .most = LONGEST_PARAGRAPH,
      .words = &causes_file_placeholders },
    { .name = "by_hand",
      .form = YAML_PAGES,
      .required = true,
      .offset = offsetof(struct cause, by_hand),
      .count_offset = offsetof(struct cause, by_hand_count),
      .most = LONGEST_SENTENCE,
      .words = &causes_file_placeholders },
    { .name = "remedy",
      .form = YAML_PAGES,
      .required = true,
      .offset = offsetof(struct cause, remedy),
      .count_offset = offsetof(struct cause, remedy_count),
      .most = LONGEST_SENTENCE,
      .words = &causes_file_placeholders },
    { .name = "success",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct cause, success),
      .most = LONGEST_SENTENCE,
      .words = &causes_file_placeholders },
    { .name = "references",
      .form = YAML_PAGES,
      .required = true,
      .offset = offsetof(struct cause, references),
      .count_offset = offsetof(struct cause, reference_count),
      .most = LONGEST_SENTENCE },
    { .name = "request",
      .form = YAML_PAGE,
      .offset = offsetof(struct cause, request),
      .most = LONGEST_REQUEST,
      .words = &causes_file_placeholders },
};

static const char *
cause_identify(struct arena *arena, const void *item)
{
    const struct cause *cause = item;

    (void)arena;
    return cause->id;
}

static const struct yaml_shape cause_shape = {
    .one = "a cause",
    .many = "causes",
    .size = sizeof(struct cause),
    .keys = cause_keys,
    .key_count = sizeof cause_keys / sizeof cause_keys[0],
    .identify = cause_identify,
};

static const struct yaml_key statement_keys[] = {
    { .name = "id",
      .form = YAML_ID,
      .required = true,
      .offset = offsetof(struct statement, id),
      .most = LONGEST_ID },
    { .name = "text",
      .form = YAML_LINE,
      .required = true,
      .offset = offsetof(struct statement, text),
      .most = LONGEST_SENTENCE,
      .words = &causes_file_placeholders },
};

static const char *
statement_identify(struct arena *arena, const void *item)
{
    const struct statement *statement = item;

    (void)arena;
    return statement->id;
}

static const struct yaml_shape statement_shape = {
    .one = "a statement",
    .many = "statements",
    .size = sizeof(struct statement),
    .keys = statement_keys,
    .key_count = sizeof statement_keys / sizeof statement_keys[0],
    .identify = statement_identify,
};

static const struct yaml_key file_keys[] = {
    { .name = "causes",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, causes),
      .count_offset = offsetof(struct definitions, cause_count),
      .most = MOST_CAUSES,
      .shape = &cause_shape },
    { .name = "statements",
      .form = YAML_RECORDS,
      .required = true,
      .offset = offsetof(struct definitions, statements),
      .count_offset = offsetof(struct definitions, statement_count),
      .most = MOST_STATEMENTS,
      .shape = &statement_shape },
};

const struct yaml_shape causes_file_shape = {
    .one = "causes.yaml",
    .keys = file_keys,
    .key_count = sizeof file_keys / sizeof file_keys[0],
};

static bool
causes_check_ids(const struct yaml_decoder *decoder,
                 const struct yaml_node *node, const struct definitions *in,
                 const struct definitions *shipped)
{
    for (size_t i = 0; i < shipped->cause_count; i++)
        if (definitions_cause(in, shipped->causes[i]->id) == NULL)
            return yaml_reject(decoder, yaml_find(node, "causes"),
                               "expected the cause \"%s\", found none",
                               shipped->causes[i]->id);
    for (size_t i = 0; i < shipped->statement_count; i++)
        if (definitions_statement(in, shipped->statements[i]->id) == NULL)
            return yaml_reject(decoder, yaml_find(node, "statements"),
                               "expected the statement \"%s\", found none",
                               shipped->statements[i]->id);
    return true;
}

static bool
causes_decode_builtin(struct definitions *into, struct arena *scratch,
                      struct error *error)
{
    struct source_text builtin = {
        .name = builtin_causes_yaml.name,
        .bytes = (const char *)builtin_causes_yaml.bytes,
        .length = builtin_causes_yaml.length,
    };
    struct yaml_decoder decoder = {
        .text = &builtin, .arena = &into->arena, .root = into, .error = error
    };
    const struct yaml_node *root = yaml_tree_parse(&builtin, scratch, error);

    return root != NULL &&
           yaml_decode(&decoder, &causes_file_shape, root, into);
}

bool
causes_file_check_complete(const struct source_text *text,
                           const struct yaml_node *root, struct arena *scratch,
                           const struct definitions *in, struct error *error)
{
    struct definitions shipped = { 0 };
    struct yaml_decoder decoder = { .text = text,
                                    .arena = scratch,
                                    .error = error };
    bool complete = causes_decode_builtin(&shipped, scratch, error) &&
                    causes_check_ids(&decoder, root, in, &shipped);

    arena_release(&shipped.arena);
    return complete;
}
