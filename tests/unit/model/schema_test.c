#include "model/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/bundle.h"
#include "model/logs.h"
#include "model/run.h"

/* Every schema that other rooms know; those inside of them are reached. */
static const struct schema *const schemas[] = {
    &dns_record_schema,  &dns_answer_schema,  &system_answer_schema,
    &tcp_facts_schema,   &proxy_facts_schema, &http_header_schema,
    &tls_message_schema, &certificate_schema, &verification_schema,
    &tls_facts_schema,   &http_facts_schema,  &machine_schema,
    &result_schema,      &route_schema,       &bundle_facts_schema,
    &log_facts_schema,
};

enum { SCHEMA_COUNT = sizeof schemas / sizeof schemas[0], LARGEST = 1024 };

typedef void field_test(const struct schema *schema,
                        const struct field *field);

static void
visit_fields(const struct schema *schema, field_test *test)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];

        test(schema, field);
        if (field->schema != NULL)
            visit_fields(field->schema, test);
    }
}

static void
for_every_field(field_test *test)
{
    for (size_t i = 0; i < SCHEMA_COUNT; i++)
        visit_fields(schemas[i], test);
}

static size_t
field_size(const struct field *field)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return sizeof(const char *);
    case FIELD_INTEGER:
    case FIELD_TIME:
        return sizeof(int64_t);
    case FIELD_FLAG:
        return sizeof(bool);
    case FIELD_WORD:
        return sizeof(int);
    case FIELD_ADDRESS:
        return sizeof(struct address);
    case FIELD_RECORD:
        return field->schema->size;
    case FIELD_RECORDS:
    case FIELD_TEXTS:
        return sizeof(void *);
    }
    return 0;
}

static bool
field_is_list(const struct field *field)
{
    return field->kind == FIELD_RECORDS || field->kind == FIELD_TEXTS;
}

static void
field_lies_inside(const struct schema *schema, const struct field *field)
{
    size_t size = field_size(field);

    if (size == 0 || field->offset + size > schema->size)
        fail_msg("%s.%s lies outside", schema->name, field->name);
    if (field_is_list(field) &&
        field->count_offset + sizeof(size_t) > schema->size)
        fail_msg("the length of %s.%s lies outside", schema->name,
                 field->name);
}

static void
test_every_field_lies_inside_its_struct(void **state)
{
    (void)state;
    for_every_field(field_lies_inside);
}

static void
field_has_what_its_kind_needs(const struct schema *schema,
                              const struct field *field)
{
    bool words = field->kind == FIELD_WORD;
    bool record = field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS;

    if ((field->words != NULL) != words)
        fail_msg("%s.%s: words", schema->name, field->name);
    if ((field->schema != NULL) != record)
        fail_msg("%s.%s: schema", schema->name, field->name);
    if (words && (field->words->count == 0 || field->words->ids == NULL))
        fail_msg("%s.%s: no words", schema->name, field->name);
}

static void
test_every_kind_has_what_it_needs(void **state)
{
    (void)state;
    for_every_field(field_has_what_its_kind_needs);
}

/* Addresses are personal; a number, a flag or a word by itself is not. */
static void
field_has_the_privacy_of_its_kind(const struct schema *schema,
                                  const struct field *field)
{
    bool is_address = field->kind == FIELD_ADDRESS;
    bool is_text = field->kind == FIELD_TEXT || field->kind == FIELD_TEXTS;

    if (is_text)
        return;
    if (field->privacy != (is_address ? PRIVACY_ADDRESS : PRIVACY_PUBLIC))
        fail_msg("%s.%s: privacy", schema->name, field->name);
}

static void
test_privacy_follows_the_kind(void **state)
{
    (void)state;
    for_every_field(field_has_the_privacy_of_its_kind);
}

struct privacy_row {
    const struct schema *schema;
    const char *field;
    enum privacy privacy;
};

/* What somebody else wrote, or what tells who and where we are. */
static const struct privacy_row privacy_rows[] = {
    { &dns_record_schema, "owner", PRIVACY_HOST },
    { &dns_record_schema, "alias", PRIVACY_HOST },
    { &dns_answer_schema, "server", PRIVACY_ADDRESS },
    { &system_answer_schema, "error", PRIVACY_FREE },
    { &system_answer_schema, "canonical", PRIVACY_HOST },
    { &system_answer_schema, "hosts_line", PRIVACY_FREE },
    { &proxy_facts_schema, "status_line", PRIVACY_FREE },
    { &proxy_facts_schema, "body", PRIVACY_FREE },
    { &http_header_schema, "value", PRIVACY_FREE },
    { &certificate_schema, "subject", PRIVACY_CERTIFICATE },
    { &certificate_schema, "issuer", PRIVACY_CERTIFICATE },
    { &certificate_schema, "serial", PRIVACY_CERTIFICATE },
    { &certificate_schema, "names", PRIVACY_CERTIFICATE },
    { &certificate_schema, "sha256", PRIVACY_CERTIFICATE },
    { &certificate_schema, "pem", PRIVACY_CERTIFICATE },
    { &verification_schema, "root", PRIVACY_CERTIFICATE },
    { &verification_schema, "root_sha256", PRIVACY_CERTIFICATE },
    { &tls_facts_schema, "server_name", PRIVACY_HOST },
    { &tls_facts_schema, "first_bytes", PRIVACY_FREE },
    { &tls_facts_schema, "client_certificate_authorities",
      PRIVACY_CERTIFICATE },
    { &http_facts_schema, "status_line", PRIVACY_FREE },
    { &http_facts_schema, "body", PRIVACY_FREE },
    { &machine_schema, "hostname", PRIVACY_HOST },
    { &machine_schema, "user", PRIVACY_USER },
    { &machine_schema, "search_domains", PRIVACY_HOST },
    { &machine_schema, "notes", PRIVACY_FREE },
    { &bundle_facts_schema, "path", PRIVACY_PATH },
    { &bundle_facts_schema, "first_bytes", PRIVACY_FREE },
    { &bundle_facts_schema, "notes", PRIVACY_FREE },
    { &bundle_entry_schema, "name", PRIVACY_FREE },
    { &log_facts_schema, "path", PRIVACY_PATH },
    { &log_hit_schema, "file", PRIVACY_PATH },
    { &log_hit_schema, "host", PRIVACY_HOST },
    { &log_line_schema, "text", PRIVACY_FREE },
    { &route_schema, "proxy_host", PRIVACY_HOST },
    { &route_schema, "bypass", PRIVACY_HOST },
};

static const struct field *
find_field(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        if (strcmp(schema->fields[i].name, name) == 0)
            return &schema->fields[i];
    }
    fail_msg("%s has no %s", schema->name, name);
    return NULL;
}

static void
test_what_tells_much_is_marked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof privacy_rows / sizeof privacy_rows[0]; i++) {
        const struct privacy_row *row = &privacy_rows[i];

        if (find_field(row->schema, row->field)->privacy != row->privacy)
            fail_msg("%s.%s", row->schema->name, row->field);
    }
}

static bool
is_snake_case(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static void
assert_own_name(const struct schema *schema, size_t index)
{
    const char *name = schema->fields[index].name;

    if (!is_snake_case(name))
        fail_msg("%s.%s", schema->name, name);
    for (size_t i = 0; i < index; i++) {
        if (strcmp(schema->fields[i].name, name) == 0)
            fail_msg("%s.%s twice", schema->name, name);
    }
}

static void
assert_own_names(const struct schema *schema)
{
    if (!is_snake_case(schema->name))
        fail_msg("%s", schema->name);
    for (size_t i = 0; i < schema->field_count; i++) {
        assert_own_name(schema, i);
        if (schema->fields[i].schema != NULL)
            assert_own_names(schema->fields[i].schema);
    }
}

static void
test_names_are_snake_case_and_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < SCHEMA_COUNT; i++) {
        assert_own_names(schemas[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(schemas[i]->name, schemas[j]->name);
    }
}

/* Which bytes of a struct its schema speaks of, and how often. */
struct cover {
    unsigned char times[LARGEST];
};

static void
cover_add(struct cover *cover, size_t offset, size_t size)
{
    assert_true(offset + size <= LARGEST);
    for (size_t i = offset; i < offset + size; i++)
        cover->times[i]++;
}

static struct cover
cover_of(const struct schema *schema)
{
    struct cover cover = { 0 };

    for (size_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];

        cover_add(&cover, field->offset, field_size(field));
        if (field_is_list(field))
            cover_add(&cover, field->count_offset, sizeof(size_t));
    }
    return cover;
}

/* The longest run of bytes that no field speaks of. */
static size_t
cover_gap(const struct cover *cover, size_t size)
{
    size_t longest = 0;
    size_t run = 0;

    for (size_t i = 0; i < size; i++) {
        run = cover->times[i] == 0 ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static void
test_no_two_fields_overlap(void **state)
{
    (void)state;
    for (size_t i = 0; i < SCHEMA_COUNT; i++) {
        struct cover cover = cover_of(schemas[i]);

        for (size_t at = 0; at < schemas[i]->size; at++) {
            if (cover.times[at] > 1)
                fail_msg("%s at %zu", schemas[i]->name, at);
        }
    }
}

/*
 * Eight bytes that no field speaks of are a member that never leaves the
 * program. Only the live label of a result is meant to stay.
 */
static void
test_no_member_is_forgotten(void **state)
{
    (void)state;
    for (size_t i = 0; i < SCHEMA_COUNT; i++) {
        struct cover cover = cover_of(schemas[i]);

        if (schemas[i] == &result_schema)
            cover_add(&cover, offsetof(struct result, state),
                      sizeof(const char *));
        if (cover_gap(&cover, schemas[i]->size) >= sizeof(void *))
            fail_msg("%s has a member that is not described",
                     schemas[i]->name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_lies_inside_its_struct),
        cmocka_unit_test(test_every_kind_has_what_it_needs),
        cmocka_unit_test(test_privacy_follows_the_kind),
        cmocka_unit_test(test_what_tells_much_is_marked),
        cmocka_unit_test(test_names_are_snake_case_and_unique),
        cmocka_unit_test(test_no_two_fields_overlap),
        cmocka_unit_test(test_no_member_is_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
