#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <stdio.h>

#include "journal_case.h"

/* Reading what is whole, torn, damaged or of another time. */
enum { ANSWERS = 5 };

static struct journal_case at;

static int
setup(void **state)
{
    (void)state;
    case_open(&at);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    case_close(&at);
    return 0;
}

static size_t
lines_within(const char *bytes, size_t length, const char *sign)
{
    size_t count = 0;
    const char *end;

    for (size_t i = 0; i < length; i = (size_t)(end - bytes) + 1) {
        end = memchr(bytes + i, '\n', length - i);
        if (end == NULL)
            break;
        count += memmem(bytes + i, (size_t)(end - bytes) - i, sign,
                        strlen(sign)) != NULL;
    }
    return count;
}

/* Goes on with what was left of a file, and reads it all again. */
static void
go_on(const char *path, const struct transcript *before)
{
    struct journal journal;
    struct transcript after = { 0 };
    struct error error = { 0 };

    journal_init(&journal);
    assert_true(journal_reopen(&journal, path, &error));
    assert_true(journal_cut(&journal, before->whole, &error));
    journal_write(&journal, "end", 1764158400, NULL, JOURNAL_SOON);
    journal_release(&journal);

    struct buffer bytes = { 0 };

    assert_true(journal_read_file(path, &bytes, &error));
    if (!transcript_read(&after, buffer_text(&bytes), bytes.length, &error))
        fail_msg("%s", error.text);
    assert_true(after.ended);
    assert_false(after.torn);
    assert_int_equal(after.answer_count, before->answer_count);
    assert_int_equal(after.records, before->records + 1);
    transcript_release(&after);
    buffer_release(&bytes);
}

static void
a_file_that_is_cut_anywhere_is_read(void **state)
{
    struct journal journal;
    char path[96];

    (void)state;
    journal_init(&journal);
    case_write_session(&journal, ANSWERS);
    snprintf(path, sizeof path, "%s/cut.jsonl", at.root);
    for (size_t length = 0; length <= journal.lines.length; length++) {
        const char *bytes = buffer_text(&journal.lines);
        struct transcript transcript = { 0 };
        struct error error = { 0 };
        bool has_line = memchr(bytes, '\n', length) != NULL;

        case_write_file(path, bytes, length);
        assert_true(transcript_read(&transcript, bytes, length, &error));
        assert_true((transcript.records > 0) == has_line);
        if (has_line) {
            assert_true(transcript.torn == (bytes[length - 1] != '\n'));
            assert_int_equal(transcript.answer_count,
                             lines_within(bytes, length, "\"answer\""));
            go_on(path, &transcript);
        }
        transcript_release(&transcript);
    }
    journal_release(&journal);
}

/* What a file system leaves that lost power: zeros at the end. */
static void
zeros_at_the_end_are_left_out(void **state)
{
    struct journal journal;
    struct transcript transcript = { 0 };
    struct error error = { 0 };

    (void)state;
    journal_init(&journal);
    case_write_session(&journal, ANSWERS);
    buffer_append_fill(&journal.lines, '\0', 512);
    assert_true(transcript_read(&transcript, buffer_text(&journal.lines),
                                journal.lines.length, &error));
    assert_true(transcript.torn);
    assert_int_equal(transcript.answer_count, ANSWERS);
    assert_string_equal(transcript.answers[QUESTION_EVENT], "4204");
    assert_int_equal(transcript.note_count, 1);
    assert_int_equal(transcript.step, GUIDE_VERDICT);
    assert_true(transcript_is_unfinished(&transcript));
    transcript_release(&transcript);
    journal_release(&journal);
}

#define FIRST                                                                 \
    "{\"schema\":\"cdsdoctor.transcript/1\",\"kind\":\"session\","            \
    "\"at\":\"2026-11-26T12:00:00Z\",\"options\":{\"lab\":\"x\"}}\n"
#define SEEN                                                                  \
    "{\"kind\":\"seen\"" AT ",\"run\":{\"run\":{\"targets\":["                \
    "{\"paths\":[]}],\"names\":[]}}}\n"
#define AT ",\"at\":\"2026-11-26T12:00:00Z\""

struct damage {
    const char *bytes;
    const char *says;
};

static const struct damage damages[] = {
    { "x", "no whole record" },
    { "{\"schema\":\"cdsdoctor.report/1\"", "no whole record" },
    { "{}\n", "line 1: this is \"something else\"" },
    { "[]\n", "line 1: expected an object" },
    { "{\"schema\":\"cdsdoctor.transcript/2\"}\n",
      "line 1: this is \"cdsdoctor.transcript/2\", and this program reads "
      "\"cdsdoctor.transcript/1\" alone" },
    { "{\"schema\":\"cdsdoctor.transcript/1\",\"at\":\"now\"}\n",
      "line 1: at: expected a time" },
    { FIRST "garbage\n", "line 2: no JSON" },
    { FIRST "\n", "line 2: no JSON" },
    { FIRST "{\"kind\":\"spell\"" AT "}\n",
      "line 2: there is no kind of record \"spell\"" },
    { FIRST "{\"kind\":7" AT "}\n", "line 2: there is no kind" },
    { FIRST "{\"kind\":\"end\"}\n", "line 2: at: expected a time" },
    { FIRST "{\"kind\":\"end\"" AT "}\n{\"kind\":\"answer\"" AT "}\n",
      "line 3: question and value: expected both" },
    { FIRST "{\"kind\":\"answer\"" AT ",\"question\":\"age\","
            "\"value\":\"7\"}\n",
      "line 2: question: there is no \"age\"" },
    { FIRST "{\"kind\":\"answer\"" AT ",\"question\":\"event\","
            "\"value\":7}\n",
      "line 2: value: expected a text" },
    { FIRST "{\"kind\":\"end\"" AT ",\"kind\":\"end\"}\n", "line 2: no JSON" },
    { FIRST "{\"kind\":\"run\"" AT ",\"run\":[]}\n",
      "line 2: run: expected an object" },
    { FIRST SEEN "{\"kind\":\"path\"" AT ",\"place\":{\"target\":1},"
                 "\"path\":{}}\n",
      "line 3: place: target: expected a number from 0 to 0" },
    { FIRST SEEN "{\"kind\":\"result\"" AT ",\"check\":\"tcp\","
                 "\"place\":{\"target\":0,\"path\":0}}\n",
      "line 3: place: path: expected null, for there is none" },
    { FIRST SEEN "{\"kind\":\"result\"" AT ",\"check\":\"tcp\","
                 "\"place\":7}\n",
      "line 3: place: target: expected a position" },
    { FIRST SEEN "{\"kind\":\"result\"" AT ",\"check\":\"dns\","
                 "\"at_name\":2,\"name\":{}}\n",
      "line 3: at_name: expected null, for there is none" },
    { FIRST SEEN "{\"kind\":\"result\"" AT "}\n",
      "line 3: check: expected a check" },
    { FIRST SEEN "{\"kind\":\"again\"" AT ",\"path\":{}}\n",
      "line 3: place: target: expected a position" },
    { FIRST "{\"kind\":\"export\"" AT ",\"bytes\":1}\n",
      "line 2: file: expected a name" },
    { FIRST "{\"kind\":\"step\"" AT ",\"step\":\"dance\"}\n",
      "line 2: step: there is no \"dance\"" },
};

static void
damage_is_told_by_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        const struct damage *damage = &damages[i];
        struct transcript transcript = { 0 };
        struct error error = { 0 };

        assert_false(transcript_read(&transcript, damage->bytes,
                                     strlen(damage->bytes), &error));
        if (strstr(error.text, damage->says) == NULL)
            fail_msg("%s: not \"%s\"", error.text, damage->says);
        transcript_release(&transcript);
    }
}

static void
hostile_texts_cannot_act(void **state)
{
    static const char bytes[] = FIRST
        "{\"kind\":\"note\"" AT ",\"text\":\"a\\u001b[2Jb\\u202ec\\nd\"}\n";
    struct transcript transcript = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(transcript_read(&transcript, bytes, sizeof bytes - 1, &error));
    assert_string_equal(transcript.notes[0]->text, "a\\e[2Jb\\u{202e}c\\nd");
    assert_string_equal(transcript_option(&transcript, "lab"), "x");
    assert_null(transcript_option(&transcript, "region"));
    transcript_release(&transcript);
}

static void
a_new_plan_forgets_the_run_before(void **state)
{
    static const char bytes[] =
        FIRST "{\"kind\":\"plan\"" AT "}\n{\"kind\":\"result\"" AT "}\n"
              "{\"kind\":\"run\"" AT ",\"run\":{}}\n"
              "{\"kind\":\"verdict\"" AT ",\"outcome\":\"fault\"}\n"
              "{\"kind\":\"end\"" AT "}\n{\"kind\":\"resume\"" AT "}\n"
              "{\"kind\":\"plan\"" AT "}\n{\"kind\":\"result\"" AT "}\n";
    struct transcript transcript = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(transcript_read(&transcript, bytes, sizeof bytes - 1, &error));
    assert_null(transcript.run);
    assert_null(transcript.outcome);
    assert_true(transcript.planned);
    assert_int_equal(transcript.result_count, 1);
    assert_true(transcript_is_unfinished(&transcript));
    transcript_release(&transcript);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(a_file_that_is_cut_anywhere_is_read),
        CASE(zeros_at_the_end_are_left_out),
        CASE(damage_is_told_by_its_line),
        CASE(hostile_texts_cannot_act),
        CASE(a_new_plan_forgets_the_run_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
