#include "app/questions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct desk {
    struct session session;
    struct questions questions;
};

static void
desk_open(struct desk *desk, const struct session_options *options,
          char **environment)
{
    struct error error = { 0 };

    *desk = (struct desk){ 0 };
    if (!session_open(&desk->session, options, environment, &error))
        fail_msg("%s", error.text);
    questions_open(&desk->questions, &desk->session);
}

static void
desk_close(struct desk *desk)
{
    questions_close(&desk->questions);
    session_close(&desk->session);
}

static void
set(struct desk *desk, enum guide_question_id id, const char *text)
{
    struct error error = { 0 };

    if (!questions_set(&desk->questions, id, text, &error))
        fail_msg("%s", error.text);
}

static char *no_environment[] = { NULL };
static const struct session_options healthy = { .lab = "healthy" };

static void
everything_has_a_first_answer(void **state)
{
    static const struct session_options options = {
        .region = "eu",
        .proxy = "none",
        .answers = { .status = "unknown",
                     .event = "4205",
                     .event_text = "one\r\ntwo",
                     .binding = "moved",
                     .dlp_version = "15.8",
                     .was_connected = "",
                     .bundle_issued = "2026-11-20" },
        .lab = "healthy",
    };
    static const char *const first[QUESTION_COUNT] = {
        [QUESTION_STATUS] = "unknown",
        [QUESTION_EVENT] = "4205",
        [QUESTION_HISTORY] = "was-connected",
        [QUESTION_SERVICE] = "cds",
        [QUESTION_REGION] = "eu",
        [QUESTION_ROUTE] = "direct",
        [QUESTION_PROXY_URL] = "",
        [QUESTION_BUNDLE] = "",
        [QUESTION_BUNDLE_ISSUED] = "2026-11-20",
        [QUESTION_CERTIFICATE_EXPIRES] = "",
        [QUESTION_LOGS] = "",
        [QUESTION_EVENT_TEXT] = "one\ntwo",
        [QUESTION_BINDING] = "moved",
        [QUESTION_DLP_VERSION] = "15.8",
        [QUESTION_INSTALLATION] = "not-said",
    };
    struct desk desk;

    (void)state;
    desk_open(&desk, &options, no_environment);
    for (int i = 0; i < QUESTION_COUNT; i++) {
        assert_string_equal(
            questions_answer(&desk.questions, (enum guide_question_id)i),
            first[i]);
        assert_string_equal(
            questions_default(&desk.questions, (enum guide_question_id)i),
            first[i]);
    }
    desk_close(&desk);
}

static void
every_question_belongs_to_a_step_that_asks(void **state)
{
    (void)state;
    for (int i = 0; i < QUESTION_COUNT; i++) {
        enum guide_step_id step = question_step((enum guide_question_id)i);

        assert_true(step == GUIDE_SYMPTOM || step == GUIDE_SERVICE ||
                    step == GUIDE_ENROLMENT);
    }
}

static void
a_choice_is_named_or_numbered(void **state)
{
    struct question_choice choices[QUESTION_CHOICES_MOST];
    struct buffer shown = { 0 };
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    assert_int_equal(
        questions_choices(&desk.questions, QUESTION_REGION, choices), 4);
    assert_string_equal(choices[0].id, "us");
    assert_string_equal(choices[3].id, "all");
    set(&desk, QUESTION_REGION, "2");
    assert_string_equal(questions_answer(&desk.questions, QUESTION_REGION),
                        "eu");
    set(&desk, QUESTION_REGION, "apj");
    questions_show(&desk.questions, QUESTION_REGION, &shown);
    assert_string_equal(buffer_text(&shown), "APJ");
    set(&desk, QUESTION_REGION, "");
    assert_string_equal(questions_answer(&desk.questions, QUESTION_REGION),
                        questions_default(&desk.questions, QUESTION_REGION));
    buffer_release(&shown);
    desk_close(&desk);
}

struct refusal {
    enum guide_question_id id;
    const char *text;
    const char *says;
};

static const struct refusal refusals[] = {
    { QUESTION_STATUS, "0", "Expected a number from 1 to 4, found \"0\"" },
    { QUESTION_STATUS, "5", "from 1 to 4" },
    { QUESTION_STATUS, "1x", "from 1 to 4" },
    { QUESTION_STATUS, "-1", "from 1 to 4" },
    { QUESTION_STATUS, "18446744073709551617", "from 1 to 4" },
    { QUESTION_REGION, "mars", "from 1 to 4, found \"mars\"" },
    { QUESTION_EVENT, "x", "number of an event, such as 4201, found \"x\"" },
    { QUESTION_BUNDLE_ISSUED, "yesterday", "a date such as 2026-11-24" },
    { QUESTION_CERTIFICATE_EXPIRES, "2026-02-30", "a date such as" },
    { QUESTION_PROXY_URL, "none", "choose the direct route" },
    { QUESTION_PROXY_URL, "ftp://x", "" },
    { QUESTION_STATUS, "\x1b[2J", "found \"\\e[2J\"" },
};

static void
nonsense_is_refused_and_changes_nothing(void **state)
{
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        const char *before = questions_answer(&desk.questions, refusals[i].id);
        struct error error = { 0 };

        assert_false(questions_set(&desk.questions, refusals[i].id,
                                   refusals[i].text, &error));
        if (strstr(error.text, refusals[i].says) == NULL)
            fail_msg("row %zu: %s", i, error.text);
        assert_ptr_equal(questions_answer(&desk.questions, refusals[i].id),
                         before);
    }
    desk_close(&desk);
}

static void
a_login_is_neither_taken_nor_repeated(void **state)
{
    struct error error = { 0 };
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    assert_false(questions_set(&desk.questions, QUESTION_PROXY_URL,
                               "http://user:s3cret@proxy:3128", &error));
    assert_null(strstr(error.text, "s3cret"));
    desk_close(&desk);
}

static void
a_proxy_is_asked_for_when_there_is_one(void **state)
{
    struct session_options options;
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    set(&desk, QUESTION_ROUTE, "proxy");
    assert_true(questions_ask(&desk.questions, QUESTION_PROXY_URL));
    set(&desk, QUESTION_PROXY_URL, "http://proxy.example.org:3128");
    options = questions_options(&desk.questions);
    assert_string_equal(options.proxy, "http://proxy.example.org:3128");

    set(&desk, QUESTION_ROUTE, "direct");
    assert_false(questions_ask(&desk.questions, QUESTION_PROXY_URL));
    options = questions_options(&desk.questions);
    assert_string_equal(options.proxy, "none");

    set(&desk, QUESTION_ROUTE, "environment");
    options = questions_options(&desk.questions);
    assert_null(options.proxy);

    set(&desk, QUESTION_ROUTE, "proxy");
    assert_string_equal(questions_answer(&desk.questions, QUESTION_PROXY_URL),
                        "http://proxy.example.org:3128");
    desk_close(&desk);
}

static void
the_environment_says_where_its_proxy_is_from(void **state)
{
    static char variable[] = "HTTPS_PROXY=http://u:pw@proxy.example.org:8080";
    static char *environment[] = { variable, NULL };
    static const struct session_options direct = { .proxy = "none" };
    struct question_choice choices[QUESTION_CHOICES_MOST];
    struct desk desk;

    (void)state;
    desk_open(&desk, &direct, environment);
    questions_choices(&desk.questions, QUESTION_ROUTE, choices);
    assert_string_equal(choices[0].detail,
                        "proxy.example.org:8080, from HTTPS_PROXY");
    desk_close(&desk);
}

static void
answers_become_options(void **state)
{
    struct session_options options;
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    set(&desk, QUESTION_STATUS, "1");
    set(&desk, QUESTION_EVENT, "4201");
    set(&desk, QUESTION_HISTORY, "never-connected");
    set(&desk, QUESTION_SERVICE, "email");
    set(&desk, QUESTION_REGION, "us");
    set(&desk, QUESTION_BUNDLE_ISSUED, "2026-11-20");
    options = questions_options(&desk.questions);
    assert_string_equal(options.answers.status, "disconnected");
    assert_string_equal(options.answers.event, "4201");
    assert_non_null(options.answers.never_connected);
    assert_null(options.answers.was_connected);
    assert_string_equal(options.service, "email");
    assert_string_equal(options.region, "us");
    assert_string_equal(options.answers.bundle_issued, "2026-11-20");
    assert_null(options.answers.certificate_expires);
    assert_string_equal(options.lab, "healthy");
    assert_true(options.asked);

    set(&desk, QUESTION_STATUS, "not-said");
    set(&desk, QUESTION_EVENT, "");
    set(&desk, QUESTION_HISTORY, "not-said");
    options = questions_options(&desk.questions);
    assert_null(options.answers.status);
    assert_null(options.answers.event);
    assert_null(options.answers.never_connected);
    desk_close(&desk);
}

/* A text that a session borrowed stays, whatever is answered later. */
static void
an_earlier_answer_stays_as_it_was(void **state)
{
    struct session_options options;
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    set(&desk, QUESTION_EVENT, "4201");
    options = questions_options(&desk.questions);
    set(&desk, QUESTION_EVENT, "1");
    assert_string_equal(options.answers.event, "4201");
    desk_close(&desk);
}

/* The operator of a lab is asked first, and then adds nothing. */
static void
the_operator_of_a_lab_gives_the_first_answers(void **state)
{
    static const struct session_options lab = { .lab =
                                                    "enrol-bundle-expired" };
    struct session_options options;
    struct session again = { 0 };
    struct error error = { 0 };
    struct desk desk;

    (void)state;
    desk_open(&desk, &lab, no_environment);
    assert_string_not_equal(
        questions_answer(&desk.questions, QUESTION_BUNDLE_ISSUED), "");
    set(&desk, QUESTION_BUNDLE_ISSUED, "");
    options = questions_options(&desk.questions);
    assert_true(session_open(&again, &options, no_environment, &error));
    assert_int_equal(again.run.answers.bundle_issued, 0);
    assert_string_equal(again.run.simulation, "enrol-bundle-expired");
    session_close(&again);
    desk_close(&desk);
}

/* What is not there is said, and kept. */

struct doubt {
    enum guide_question_id id;
    const char *answer;
    const char *says; /* NULL: nothing is wrong */
};

static const struct doubt doubts[] = {
    { QUESTION_BUNDLE, "", NULL },
    { QUESTION_BUNDLE, "/nowhere/bundle.zip",
      "There is no file \"/nowhere/bundle.zip\"" },
    { QUESTION_BUNDLE, "/", "cannot be read" },
    { QUESTION_BUNDLE, "/nowhere/\x1b[2J", "\\e[2J" },
    { QUESTION_BUNDLE, SHIPPED_DATA "/guide.yaml", NULL },
    { QUESTION_LOGS, "/nowhere", "There is no file or directory" },
    { QUESTION_LOGS, "/dev/null", "cannot be read" },
    { QUESTION_LOGS, SHIPPED_DATA, "There are no logs (*.log, not packed)" },
    { QUESTION_LOGS, SHIPPED_DATA "/logs.yaml", NULL },
    { QUESTION_EVENT_TEXT, "/nowhere", NULL },
};

static void
a_file_that_is_not_there_is_doubted_and_kept(void **state)
{
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    for (size_t i = 0; i < COUNT_OF(doubts); i++) {
        const struct doubt *row = &doubts[i];
        struct error doubt = { 0 };
        bool doubtful;

        set(&desk, row->id, row->answer);
        doubtful = questions_doubt(&desk.questions, row->id, &doubt);
        if (doubtful != (row->says != NULL) ||
            (doubtful && strstr(doubt.text, row->says) == NULL))
            fail_msg("row %zu: %s", i, doubt.text);
        assert_string_equal(questions_answer(&desk.questions, row->id),
                            row->answer);
    }
    desk_close(&desk);
}

/* Before 15.5 it does not matter how it was installed. */
static void
the_installation_is_asked_for_when_it_matters(void **state)
{
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    assert_true(questions_ask(&desk.questions, QUESTION_INSTALLATION));
    set(&desk, QUESTION_DLP_VERSION, "15.8 MP2");
    assert_true(questions_ask(&desk.questions, QUESTION_INSTALLATION));
    set(&desk, QUESTION_DLP_VERSION, "15.1");
    assert_false(questions_ask(&desk.questions, QUESTION_INSTALLATION));
    desk_close(&desk);
}

static void
what_is_said_of_the_product_becomes_options(void **state)
{
    struct session_options options;
    struct session again = { 0 };
    struct error error = { 0 };
    struct desk desk;

    (void)state;
    desk_open(&desk, &healthy, no_environment);
    set(&desk, QUESTION_EVENT_TEXT, "at UnknownHostException:\n gw");
    set(&desk, QUESTION_BINDING, "3");
    set(&desk, QUESTION_DLP_VERSION, "15.8");
    set(&desk, QUESTION_INSTALLATION, "upgraded");
    options = questions_options(&desk.questions);
    assert_true(session_open(&again, &options, no_environment, &error));
    assert_string_equal(again.run.answers.event_text,
                        "at UnknownHostException:\n gw");
    assert_int_equal(again.run.answers.binding, BINDING_REBUILT);
    assert_string_equal(again.run.answers.dlp_version, "15.8");
    assert_int_equal(again.run.answers.installation, INSTALLATION_UPGRADED);
    assert_true(again.run.logs.pasted);
    assert_int_equal(again.run.logs.hit_count, 1);
    assert_string_equal(again.run.logs.hits[0]->sign, "unknown-host");

    set(&desk, QUESTION_EVENT_TEXT, "");
    options = questions_options(&desk.questions);
    assert_true(session_answer(&again, &options, &error));
    assert_null(again.run.answers.event_text);
    assert_false(again.run.logs.pasted);
    session_close(&again);
    desk_close(&desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_has_a_first_answer),
        cmocka_unit_test(every_question_belongs_to_a_step_that_asks),
        cmocka_unit_test(a_choice_is_named_or_numbered),
        cmocka_unit_test(nonsense_is_refused_and_changes_nothing),
        cmocka_unit_test(a_login_is_neither_taken_nor_repeated),
        cmocka_unit_test(a_proxy_is_asked_for_when_there_is_one),
        cmocka_unit_test(the_environment_says_where_its_proxy_is_from),
        cmocka_unit_test(answers_become_options),
        cmocka_unit_test(an_earlier_answer_stays_as_it_was),
        cmocka_unit_test(the_operator_of_a_lab_gives_the_first_answers),
        cmocka_unit_test(a_file_that_is_not_there_is_doubted_and_kept),
        cmocka_unit_test(the_installation_is_asked_for_when_it_matters),
        cmocka_unit_test(what_is_said_of_the_product_becomes_options),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
