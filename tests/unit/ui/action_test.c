#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/action.h"

static enum action
of_text(const char *text)
{
    struct key key = { .code = KEY_TEXT };
    int number = 0;

    strcpy(key.text, text);
    return action_of_key(&key, &number);
}

static void
keys_that_people_know_do_what_they_expect(void **state)
{
    (void)state;
    assert_int_equal(of_text("j"), ACTION_DOWN);
    assert_int_equal(of_text("q"), ACTION_QUIT);
    assert_int_equal(of_text("?"), ACTION_HELP);
    assert_int_equal(of_text("/"), ACTION_FIND);
    assert_int_equal(of_text("Z"), ACTION_NONE);
    assert_int_equal(of_text("\u00e4"), ACTION_NONE);
}

static void
digits_are_steps(void **state)
{
    struct key key = { .code = KEY_TEXT, .text = "3" };
    int number = 0;

    (void)state;
    assert_int_equal(action_of_key(&key, &number), ACTION_STEP);
    assert_int_equal(number, 3);
    strcpy(key.text, "0");
    assert_int_equal(action_of_key(&key, &number), ACTION_STEP);
    assert_int_equal(number, 10);
}

static void
control_and_function_keys_are_told_apart(void **state)
{
    struct key key = { .code = KEY_CTRL, .text = "c" };
    int number = 0;

    (void)state;
    assert_int_equal(action_of_key(&key, &number), ACTION_STOP);
    key = (struct key){ .code = KEY_FUNCTION, .number = 1 };
    assert_int_equal(action_of_key(&key, &number), ACTION_HELP);
    key.number = 7;
    assert_int_equal(action_of_key(&key, &number), ACTION_NONE);
}

/* The help is made of these rows: none may be missing or said twice. */
static void
every_action_has_its_words_and_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const struct action_row *row = action_row((enum action)i);

        assert_true(row->id[0] != '\0' && row->label[0] != '\0' &&
                    row->help[0] != '\0' && row->keys[0] != '\0');
        for (int j = ACTION_NONE + 1; j < i; j++)
            assert_string_not_equal(action_row((enum action)j)->id, row->id);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_that_people_know_do_what_they_expect),
        cmocka_unit_test(digits_are_steps),
        cmocka_unit_test(control_and_function_keys_are_told_apart),
        cmocka_unit_test(every_action_has_its_words_and_a_name_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
