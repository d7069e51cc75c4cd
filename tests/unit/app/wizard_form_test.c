#include "app/wizard_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The fields of a step under keys that are typed, and under a paste. */
struct desk {
    struct session session;
    struct questions questions;
    struct wizard_form form;
};

static void
desk_open(struct desk *desk, enum guide_step_id step,
          enum guide_question_id focus)
{
    static char *no_environment[] = { NULL };
    static const struct session_options options = { .lab = "healthy" };
    struct error error = { 0 };

    *desk = (struct desk){ 0 };
    if (!session_open(&desk->session, &options, no_environment, &error))
        fail_msg("%s", error.text);
    questions_open(&desk->questions, &desk->session);
    wizard_form_open(&desk->form, &desk->questions);
    desk->form.focus[step] = focus;
}

static void
desk_close(struct desk *desk)
{
    questions_close(&desk->questions);
    session_close(&desk->session);
}

static void
paste(struct desk *desk, enum guide_step_id step, const char *text)
{
    for (; *text != '\0'; text++) {
        struct key key = { .code = KEY_TEXT,
                           .text = { *text },
                           .pasted = true };

        assert_int_not_equal(
            wizard_form_key(&desk->form, &desk->questions, step, &key),
            FORM_FINISHED);
    }
}

static enum form_outcome
press(struct desk *desk, enum guide_step_id step, enum key_code code)
{
    struct key key = { .code = code };

    return wizard_form_key(&desk->form, &desk->questions, step, &key);
}

static void
a_paste_of_lines_is_one_answer(void **state)
{
    struct desk desk;

    (void)state;
    desk_open(&desk, GUIDE_SYMPTOM, QUESTION_EVENT_TEXT);
    paste(&desk, GUIDE_SYMPTOM, "ERROR DLP-1\nq\n");
    assert_int_equal(desk.form.focus[GUIDE_SYMPTOM], QUESTION_EVENT_TEXT);
    assert_int_equal(press(&desk, GUIDE_SYMPTOM, KEY_ENTER_KEY), FORM_MOVED);
    assert_string_equal(questions_answer(&desk.questions, QUESTION_EVENT_TEXT),
                        "ERROR DLP-1\nq\n");
    desk_close(&desk);
}

static void
another_field_takes_what_it_can_of_a_paste(void **state)
{
    struct desk desk;

    (void)state;
    desk_open(&desk, GUIDE_ENROLMENT, QUESTION_BUNDLE);
    paste(&desk, GUIDE_ENROLMENT, "/a\nb");
    assert_string_equal(desk.form.texts[QUESTION_BUNDLE], "/ab");
    desk.form.focus[GUIDE_ENROLMENT] = QUESTION_BUNDLE_ISSUED;
    paste(&desk, GUIDE_ENROLMENT, "on 2026\n");
    assert_string_equal(desk.form.texts[QUESTION_BUNDLE_ISSUED], "2026");
    desk_close(&desk);
}

/* "j" in a paste chooses nothing. */
static void
a_choice_takes_nothing_of_a_paste(void **state)
{
    struct desk desk;
    const char *before;

    (void)state;
    desk_open(&desk, GUIDE_SYMPTOM, QUESTION_STATUS);
    before = questions_answer(&desk.questions, QUESTION_STATUS);
    paste(&desk, GUIDE_SYMPTOM, "jkjjj\n");
    assert_string_equal(questions_answer(&desk.questions, QUESTION_STATUS),
                        before);
    assert_int_equal(desk.form.focus[GUIDE_SYMPTOM], QUESTION_STATUS);
    desk_close(&desk);
}

static void
a_long_paste_is_cut_and_said_so(void **state)
{
    static char text[ANSWER_LIMIT + 100];
    struct desk desk;

    (void)state;
    memset(text, 'x', sizeof text - 1);
    desk_open(&desk, GUIDE_SYMPTOM, QUESTION_EVENT_TEXT);
    paste(&desk, GUIDE_SYMPTOM, text);
    assert_int_equal(strlen(desk.form.texts[QUESTION_EVENT_TEXT]),
                     ANSWER_LIMIT);
    assert_string_equal(desk.form.error.text,
                        "Only the first 4096 bytes are kept.");
    assert_int_equal(press(&desk, GUIDE_SYMPTOM, KEY_ENTER_KEY), FORM_MOVED);
    assert_int_equal(
        strlen(questions_answer(&desk.questions, QUESTION_EVENT_TEXT)),
        ANSWER_LIMIT);
    desk_close(&desk);
}

static void
what_is_not_there_is_said_once(void **state)
{
    struct desk desk;

    (void)state;
    desk_open(&desk, GUIDE_ENROLMENT, QUESTION_BUNDLE);
    paste(&desk, GUIDE_ENROLMENT, "/nowhere");
    assert_int_equal(press(&desk, GUIDE_ENROLMENT, KEY_TAB_KEY), FORM_CHANGED);
    assert_int_equal(desk.form.focus[GUIDE_ENROLMENT], QUESTION_BUNDLE);
    assert_non_null(strstr(desk.form.error.text, "There is no file"));
    paste(&desk, GUIDE_ENROLMENT, "/x");
    assert_int_equal(press(&desk, GUIDE_ENROLMENT, KEY_TAB_KEY), FORM_CHANGED);
    assert_int_equal(press(&desk, GUIDE_ENROLMENT, KEY_TAB_KEY), FORM_MOVED);
    assert_string_equal(questions_answer(&desk.questions, QUESTION_BUNDLE),
                        "/nowhere/x");
    desk_close(&desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paste_of_lines_is_one_answer),
        cmocka_unit_test(another_field_takes_what_it_can_of_a_paste),
        cmocka_unit_test(a_choice_takes_nothing_of_a_paste),
        cmocka_unit_test(a_long_paste_is_cut_and_said_so),
        cmocka_unit_test(what_is_not_there_is_said_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
