#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "report/formats.h"
#include "report/report.h"
#include "report/zip_members.h"
#include "transcript/json_writer.h"
#include "transcript/mask.h"
#include "transcript/run_store.h"
#include "transcript/run_walk.h"
#include "transcript/transcript.h"
#include "transcript/transcript_share.h"

/*
 * A marker of its own in every text of a run, whatever its field is: a run
 * with one of everything is made by the schemas, each text is given a word
 * that is nowhere else, and what is shared of it is searched for each of
 * them. A new field of the model is in it by itself.
 */
static const struct service service = { "cds", "Cloud Detection", "about" };
static const struct service *services[] = { &service };
static const struct region region = { "us", "US" };
static const struct region *regions[] = { &region };
static const struct endpoint endpoint = {
    .host = "gw.csg.dlp.protect.symantec.com",
    .port = 443,
    .services = services,
    .service_count = 1,
    .regions = regions,
    .region_count = 1,
    .why = "needed",
    .source = "known",
};
static const struct endpoint *endpoints[] = { &endpoint };
static const struct definitions definitions = {
    .version = "1",
    .date = "2026-01-01",
    .services = services,
    .service_count = 1,
    .regions = regions,
    .region_count = 1,
    .endpoints = endpoints,
    .endpoint_count = 1,
};

#define MEMBER(type, record, offset)                                          \
    ((type *)(void *)((char *)(record) + (offset)))

static void fill_record(struct arena *arena, const struct schema *schema,
                        void *record);

static void
fill_list(struct arena *arena, const struct field *field, void *record)
{
    void *item = arena_new(arena, 1, field->schema->size);

    fill_record(arena, field->schema, item);
    arena_push(arena, MEMBER(void *, record, field->offset),
               MEMBER(size_t, record, field->count_offset), item);
}

/* Any text; the walk puts the marker there. */
static void
fill_field(struct arena *arena, const struct field *field, void *record)
{
    switch (field->kind) {
    case FIELD_TEXT:
        *MEMBER(const char *, record, field->offset) = "x";
        return;
    case FIELD_TEXTS:
        arena_push(arena, MEMBER(void *, record, field->offset),
                   MEMBER(size_t, record, field->count_offset), "x");
        return;
    case FIELD_RECORD:
        fill_record(arena, field->schema, (char *)record + field->offset);
        return;
    case FIELD_RECORDS:
        fill_list(arena, field, record);
        return;
    case FIELD_ADDRESS:
        assert_true(address_parse(
            "10.9.8.7", MEMBER(struct address, record, field->offset)));
        return;
    case FIELD_INTEGER:
    case FIELD_FLAG:
    case FIELD_WORD:
    case FIELD_TIME:
        return;
    }
}

static void
fill_record(struct arena *arena, const struct schema *schema, void *record)
{
    for (size_t i = 0; i < schema->field_count; i++)
        fill_field(arena, &schema->fields[i], record);
}

static void
fill_path(struct run *run, struct path *path)
{
    fill_record(&run->arena, &tcp_facts_schema, &path->tcp);
    fill_record(&run->arena, &proxy_facts_schema, &path->proxy);
    fill_record(&run->arena, &tls_facts_schema, &path->tls);
    fill_record(&run->arena, &http_facts_schema, &path->http);
}

static void
fill_run(struct run *run)
{
    struct route route = { .kind = ROUTE_PROXY, .proxy_port = 3128 };
    struct variation variation = { 0 };
    struct address address;
    struct target *target;
    struct path *path;

    run->definitions = &definitions;
    run->answers.service = &service;
    run->tool = (struct tool){ "x", "x", "x" };
    fill_record(&run->arena, &machine_schema, &run->machine);
    fill_record(&run->arena, &bundle_facts_schema, &run->bundle);
    fill_record(&run->arena, &log_facts_schema, &run->logs);
    run->bundle.kind = BUNDLE_GOOD;
    run->logs.state = LOGS_READ;
    fill_record(&run->arena, &route_schema, &route);
    route.proxy_host = "marked-proxy";
    run->route = route;
    target = run_add_target(run, &endpoint, &region, &route);
    fill_record(&run->arena, &system_answer_schema, &target->name->system);
    arena_push(&run->arena, &target->name->answers,
               &target->name->answer_count,
               arena_new(&run->arena, 1, sizeof(struct dns_answer)));
    fill_record(&run->arena, &dns_answer_schema, target->name->answers[0]);
    assert_true(address_parse("10.1.2.3", &address));
    path = target_add_path(run, target, &address, true);
    fill_path(run, path);
    for (int i = 0; i < CHECK_COUNT; i++)
        path->results[i].outcome = OUTCOME_FAIL;
    fill_path(run, run_add_probe(run, PROBE_REPEAT, target, path, &variation,
                                 CHECK_HTTP)
                       ->path);
}

/* Markers: a word that nobody has, of eight letters. */

struct marks {
    struct arena *arena;
    int count;
};

struct form {
    const char *before;
    const char *behind;
};

static const struct form forms[] = {
    [PRIVACY_PUBLIC] = { "", "" },
    [PRIVACY_HOST] = { "", ".vexnarp.de" },
    [PRIVACY_ADDRESS] = { "", "" },
    [PRIVACY_USER] = { "", "" },
    [PRIVACY_PATH] = { "/home/", "/vexnarp/x.zip" },
    [PRIVACY_CERTIFICATE] = { "CN=", " vexnarp,L=vexnarp" },
    [PRIVACY_FREE] = { "", "" },
};

/*
 * A text that is public is written by the program or the library, and a free
 * one by anybody: neither says of itself that it is a name. They quote names
 * of the place, so their marker is one of those.
 */
static void
mark_text(void *context, const struct field *field, const char **slot)
{
    struct marks *marks = context;
    bool own =
        field->privacy != PRIVACY_PUBLIC && field->privacy != PRIVACY_FREE;
    int number = own ? marks->count++ : marks->count - 1;

    if (number < 0)
        return;
    *slot = arena_printf(marks->arena, "%smk%04dzq%s",
                         forms[field->privacy].before, number,
                         forms[field->privacy].behind);
}

static void
keep_address(void *context, struct address *address)
{
    (void)context;
    (void)address;
}

static void
expect_no_mark(const char *what, struct mask *mask, const struct buffer *bytes)
{
    const char *text = buffer_text(bytes);
    const char *original = NULL;
    const char *at = strcasestr(text, "vexnarp");

    for (const char *mark = text; at == NULL && *mark != '\0'; mark++)
        if (mark[0] == 'm' && mark[1] == 'k' && mark[2] >= '0' &&
            mark[2] <= '9' && strncmp(mark + 6, "zq", 2) == 0)
            at = mark;
    if (at != NULL)
        fail_msg("%s: ...%.*s", what, 60, at > text + 20 ? at - 20 : at);
    assert_null(strstr(text, "10.9.8."));
    assert_null(strstr(text, "10.1.2.3"));
    if (mask_leaks(mask, bytes->data, bytes->length, &original))
        fail_msg("%s: %s is found", what, original);
}

static void
expect_marks(const struct buffer *bytes, int count)
{
    int seen = 0;

    for (int i = 0; i < count; i++) {
        char mark[32];

        snprintf(mark, sizeof mark, "mk%04dzq", i);
        seen += strstr(buffer_text(bytes), mark) != NULL;
    }
    /* What is not kept cannot leak; but then this test proves little. */
    assert_int_equal(seen, count);
}

static bool
see_member(void *context, const char *name, const struct buffer *bytes,
           struct error *error)
{
    (void)error;
    expect_no_mark(name, context, bytes);
    return true;
}

/* Every format of the table, and what is packed in one of them. */
static void
expect_no_format_marked(struct mask *mask, const struct run *copy,
                        const struct diagnosis *meaning)
{
    size_t archives = 0;

    for (size_t i = 0; i < report_format_count; i++) {
        struct buffer bytes = { 0 };
        struct error error = { 0 };

        report_formats[i].write(copy, meaning, &bytes);
        if (zip_members_is_archive(&bytes)) {
            archives++;
            assert_true(zip_members_each(&bytes, see_member, mask, &error));
        } else {
            expect_no_mark(report_formats[i].id, mask, &bytes);
        }
        buffer_release(&bytes);
    }
    assert_int_equal(archives, 1);
}

/* What an operator has said and written, with names of the run and others. */
static void
expect_no_transcript_marked(struct mask *mask, const struct run *copy,
                            const struct diagnosis *meaning)
{
    static const char lines[] =
        "{\"schema\":\"cdsdoctor.transcript/1\",\"kind\":\"session\","
        "\"at\":\"2026-11-27T00:00:00Z\",\"program\":\"1\",\"options\":"
        "{\"proxy\":\"http://mk9001zq:3128\",\"bundle\":\"/mk9002zq/x\","
        "\"resolver\":\"10.9.8.1\"}}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"answer\","
        "\"question\":\"proxy-url\",\"value\":\"http://mk9003zq:3128\"}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"answer\","
        "\"question\":\"event-text\",\"value\":\"no way to mk9001zq\"}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"note\","
        "\"text\":\"mk9003zq and vexnarp, 10.1.2.3\"}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"plan\","
        "\"names\":[\"mk9001zq\"]}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"result\","
        "\"host\":\"mk9001zq\"}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"run\",\"run\":"
        "{\"host\":\"mk9001zq\"}}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"export\",\"file\":"
        "\"/home/vexnarp/mk9004zq.txt\",\"bytes\":1}\n"
        "{\"at\":\"2026-11-27T00:00:00Z\",\"kind\":\"end\",\"code\":1}\n";
    struct buffer shared = { 0 };
    struct transcript transcript = { 0 };
    struct error error = { 0 };

    transcript_share(mask, lines, sizeof lines - 1, copy, meaning, &shared);
    expect_no_mark("transcript", mask, &shared);
    if (!transcript_read(&transcript, buffer_text(&shared), shared.length,
                         &error))
        fail_msg("%s", error.text);
    assert_non_null(transcript.run);
    assert_true(transcript.ended);
    assert_int_equal(transcript.note_count, 1);
    assert_int_equal(transcript.export_count, 1);
    assert_int_equal(transcript.answer_count, 2);
    assert_non_null(transcript_option(&transcript, "proxy"));
    transcript_release(&transcript);
    buffer_release(&shared);
}

static void
test_no_marker_survives(void **state)
{
    struct run run = { 0 };
    struct run copy = { 0 };
    struct diagnosis diagnosis = { .outcome = VERDICT_INCONCLUSIVE };
    struct diagnosis copied = { 0 };
    struct marks marks = { &run.arena, 0 };
    struct run_visitor visitor = { &marks, mark_text, keep_address };
    struct buffer open = { 0 };
    struct buffer kept = { 0 };
    struct buffer json = { 0 };
    struct buffer text = { 0 };
    struct error error = { 0 };
    json_t *value;

    (void)state;
    fill_run(&run);
    run_walk_facts(&run, &visitor);
    run_index_names(&run);
    assert_true(marks.count > 30);
    json_writer_finish(run_save(&run, &diagnosis), &open);
    expect_marks(&open, marks.count);

    struct mask *mask = mask_new(&run, NULL);

    value = run_save(&run, &diagnosis);
    if (!run_load(value, &definitions, &copy, &copied, &error))
        fail_msg("%s", error.text);
    json_decref(value);
    mask_run(mask, &copy);
    json_writer_finish(run_save(&copy, &copied), &kept);
    json_report_write(&copy, &copied, &json);
    text_report_write(&copy, &copied, &text);
    expect_no_mark("kept", mask, &kept);
    expect_no_mark("json", mask, &json);
    expect_no_mark("text", mask, &text);
    expect_no_format_marked(mask, &copy, &copied);
    expect_no_transcript_marked(mask, &copy, &copied);
    assert_true(mask_leaks(mask, open.data, open.length, NULL));
    mask_free(mask);
    buffer_release(&open);
    buffer_release(&kept);
    buffer_release(&json);
    buffer_release(&text);
    run_release(&copy);
    run_release(&run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_marker_survives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
