#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/session_answers.h"

/* What the operator says, on the command line and in a simulated world. */
enum { DAY_S = 86400 };

static const int64_t now = 1795521600;   /* 2026-11-24T12:00:00Z */
static const int64_t today = 1795478400; /* and its midnight */

/* What the answers of a test say stays until its group ends. */
static struct arena texts;

static bool
answers_read(struct answers *answers, const struct answer_options *options,
             struct error *error)
{
    return session_answers_read(answers, options, &texts, error);
}

static int
release_texts(void **state)
{
    (void)state;
    arena_release(&texts);
    return 0;
}

static void
nothing_said_changes_nothing(void **state)
{
    struct answer_options options = { 0 };
    struct answers answers = { .status = CONSOLE_UNKNOWN,
                               .event = 4201,
                               .history = HISTORY_WAS_CONNECTED,
                               .bundle_issued = now,
                               .certificate_expires = now };
    struct error error = { 0 };

    (void)state;
    assert_true(answers_read(&answers, &options, &error));
    assert_int_equal(answers.status, CONSOLE_UNKNOWN);
    assert_int_equal(answers.event, 4201);
    assert_int_equal(answers.history, HISTORY_WAS_CONNECTED);
    assert_int_equal(answers.bundle_issued, now);
    assert_int_equal(answers.certificate_expires, now);
}

static void
all_that_is_said_is_taken(void **state)
{
    struct answer_options options = {
        .status = "disconnected",
        .event = "4201",
        .never_connected = "",
        .bundle_issued = "2026-11-24",
        .certificate_expires = "2026-11-24T13:00:00+01:00",
    };
    struct answers answers = { .status = CONSOLE_UNKNOWN,
                               .history = HISTORY_WAS_CONNECTED };
    struct error error = { 0 };

    (void)state;
    assert_true(answers_read(&answers, &options, &error));
    assert_int_equal(answers.status, CONSOLE_DISCONNECTED);
    assert_int_equal(answers.event, 4201);
    assert_int_equal(answers.history, HISTORY_NEVER_CONNECTED);
    assert_int_equal(answers.bundle_issued, today);
    assert_int_equal(answers.certificate_expires, now);
}

/* Lines stay lines; nothing of it can act on a terminal. */
static void
texts_are_made_safe(void **state)
{
    struct answer_options options = {
        .event_text = "ERROR DLP-1\r\n\x1b[2J\x9bm\n",
        .dlp_version = "15.8\n\x07",
        .binding = "unbound",
        .installation = "upgraded",
    };
    struct answers answers = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(answers_read(&answers, &options, &error));
    assert_string_equal(answers.event_text, "ERROR DLP-1\n\\e[2J\\x9bm\n");
    assert_string_equal(answers.dlp_version, "15.8\\n\\u{7}");
    assert_int_equal(answers.binding, BINDING_UNBOUND);
    assert_int_equal(answers.installation, INSTALLATION_UPGRADED);
}

/* Nothing but escapes is longer than what is kept. */
static void
a_text_of_escapes_is_bounded(void **state)
{
    static char text[EVENT_TEXT_LIMIT + 1];
    struct answer_options options = { .event_text = text };
    struct answers answers = { 0 };
    struct error error = { 0 };

    (void)state;
    memset(text, '\x9b', sizeof text - 1);
    assert_true(answers_read(&answers, &options, &error));
    assert_true(strlen(answers.event_text) <= EVENT_TEXT_LIMIT);
    assert_non_null(strstr(answers.event_text, "..."));
}

struct word {
    const char *word;
    enum console_status status;
};

static void
each_status_has_its_word(void **state)
{
    static const struct word words[] = {
        { "disconnected", CONSOLE_DISCONNECTED },
        { "unknown", CONSOLE_UNKNOWN },
        { "connected", CONSOLE_CONNECTED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct answer_options options = { .status = words[i].word };
        struct answers answers = { 0 };
        struct error error = { 0 };

        assert_true(answers_read(&answers, &options, &error));
        assert_int_equal(answers.status, words[i].status);
    }
}

static void
it_was_connected_or_it_was_not(void **state)
{
    struct answer_options options = { .was_connected = "" };
    struct answers answers = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(answers_read(&answers, &options, &error));
    assert_int_equal(answers.history, HISTORY_WAS_CONNECTED);
    options.never_connected = "";
    assert_false(answers_read(&answers, &options, &error));
    assert_int_equal(error.code, ERROR_USAGE);
    assert_non_null(strstr(error.text, "exclude each other"));
}

struct refusal {
    struct answer_options options;
    const char *says;
};

static void
what_makes_no_sense_is_refused(void **state)
{
    static char long_text[EVENT_TEXT_LIMIT + 2];
    static const struct refusal refusals[] = {
        { { .status = "" }, "--status: expected disconnected, unknown or " },
        { { .status = "none" }, "found \"none\"" },
        { { .status = "not-said" }, "found \"not-said\"" },
        { { .status = "Unknown" }, "found \"Unknown\"" },
        { { .event = "" }, "--event: expected the number of an event" },
        { { .event = "42x" }, "found \"42x\"" },
        { { .event = "-1" }, "found \"-1\"" },
        { { .event = " 1" }, "found \" 1\"" },
        { { .event = "1234567" }, "found \"1234567\"" },
        { { .event = "0" }, "found \"0\"" },
        { { .event = "000" }, "found \"000\"" },
        { { .bundle_issued = "yesterday" },
          "--bundle-issued: expected a date such as 2026-11-24, found "
          "\"yesterday\"" },
        { { .bundle_issued = "2026-02-30" }, "--bundle-issued" },
        { { .bundle_issued = "1970-01-01" }, "--bundle-issued" },
        { { .certificate_expires = "" },
          "--certificate-expires: expected a date" },
        { { .certificate_expires = "24.11.2026" }, "found \"24.11.2026\"" },
        { { .binding = "" }, "--binding: expected same, moved, rebuilt or" },
        { { .binding = "not-said" }, "found \"not-said\"" },
        { { .installation = "old" },
          "--installation: expected new or upgraded, found \"old\"" },
        { { .event_text = long_text },
          "--event-text: expected at most 4096 bytes, found 4097" },
        { { .dlp_version = long_text },
          "--dlp-version: expected at most 80 bytes, found 4097" },
    };

    (void)state;
    memset(long_text, 'x', sizeof long_text - 1);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct answers answers = { 0 };
        struct error error = { 0 };

        assert_false(answers_read(&answers, &refusals[i].options, &error));
        assert_int_equal(error.code, ERROR_USAGE);
        if (strstr(error.text, refusals[i].says) == NULL)
            fail_msg("row %zu: %s", i, error.text);
    }
}

static void
every_event_is_taken(void **state)
{
    static const struct {
        const char *word;
        int64_t event;
    } events[] = {
        { "7", 7 }, { "018", 18 }, { "4205", 4205 }, { "999999", 999999 }
    };

    (void)state;
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        struct answer_options options = { .event = events[i].word };
        struct answers answers = { 0 };
        struct error error = { 0 };

        assert_true(answers_read(&answers, &options, &error));
        assert_int_equal(answers.event, events[i].event);
    }
}

/* A simulated world. */

static void
dates_of_a_world_count_from_its_day(void **state)
{
    static const struct scenario_answers said = {
        .status = CONSOLE_UNKNOWN,
        .event = 4205,
        .history = HISTORY_NEVER_CONNECTED,
        .bundle_age_days = 11,
        .certificate_days = -3,
    };
    static const struct scenario_answers otherwise = { .bundle_age_days = -2,
                                                       .certificate_days =
                                                           30 };
    struct answers answers = { 0 };

    (void)state;
    session_answers_simulate(&answers, &said, now);
    assert_int_equal(answers.status, CONSOLE_UNKNOWN);
    assert_int_equal(answers.event, 4205);
    assert_int_equal(answers.history, HISTORY_NEVER_CONNECTED);
    assert_int_equal(answers.bundle_issued, now - 11 * DAY_S);
    assert_int_equal(answers.certificate_expires, now - 3 * DAY_S);
    session_answers_simulate(&answers, &otherwise, now);
    assert_int_equal(answers.bundle_issued, now + 2 * DAY_S);
    assert_int_equal(answers.certificate_expires, now + 30 * DAY_S);
}

static void
what_a_world_does_not_say_is_not_said(void **state)
{
    static const struct scenario_answers said = { 0 };
    struct answers answers = { 0 };

    (void)state;
    session_answers_simulate(&answers, &said, now);
    assert_int_equal(answers.status, CONSOLE_NOT_SAID);
    assert_int_equal(answers.history, HISTORY_NOT_SAID);
    assert_int_equal(answers.event, 0);
    assert_int_equal(answers.bundle_issued, 0);
    assert_int_equal(answers.certificate_expires, 0);
}

/* What is said here comes before what the world says. */
static void
the_command_line_comes_first(void **state)
{
    static const struct scenario_answers said = {
        .status = CONSOLE_UNKNOWN,
        .event = 4205,
        .bundle_age_days = 11,
    };
    struct answer_options options = { .status = "connected",
                                      .bundle_issued = "2026-11-24" };
    struct answers answers = { 0 };
    struct error error = { 0 };

    (void)state;
    session_answers_simulate(&answers, &said, now);
    assert_true(answers_read(&answers, &options, &error));
    assert_int_equal(answers.status, CONSOLE_CONNECTED);
    assert_int_equal(answers.bundle_issued, today);
    assert_int_equal(answers.event, 4205);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_said_changes_nothing),
        cmocka_unit_test(all_that_is_said_is_taken),
        cmocka_unit_test(texts_are_made_safe),
        cmocka_unit_test(a_text_of_escapes_is_bounded),
        cmocka_unit_test(each_status_has_its_word),
        cmocka_unit_test(it_was_connected_or_it_was_not),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(every_event_is_taken),
        cmocka_unit_test(dates_of_a_world_count_from_its_day),
        cmocka_unit_test(what_a_world_does_not_say_is_not_said),
        cmocka_unit_test(the_command_line_comes_first),
    };

    return cmocka_run_group_tests(tests, NULL, release_texts);
}
