#include "ui/paste.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool
take(struct paste *paste, enum key_code code, const char *text,
     struct key *key)
{
    *key = (struct key){ .code = code };
    strcpy(key->text, text);
    return paste_take(paste, key);
}

static void
what_is_typed_stays_as_it_is(void **state)
{
    struct paste paste = { 0 };
    struct key key;

    (void)state;
    assert_true(take(&paste, KEY_TEXT, "q", &key));
    assert_false(key.pasted);
    assert_true(take(&paste, KEY_ENTER_KEY, "", &key));
    assert_int_equal(key.code, KEY_ENTER_KEY);
    assert_true(take(&paste, KEY_CTRL, "c", &key));
    assert_int_equal(key.code, KEY_CTRL);
}

static void
what_is_pasted_is_text_and_nothing_else(void **state)
{
    struct paste paste = { 0 };
    struct key key;

    (void)state;
    assert_false(take(&paste, KEY_PASTE_BEGIN, "", &key));
    assert_true(take(&paste, KEY_TEXT, "q", &key));
    assert_true(key.pasted);
    assert_true(take(&paste, KEY_ENTER_KEY, "", &key));
    assert_int_equal(key.code, KEY_TEXT);
    assert_string_equal(key.text, "\n");
    assert_true(key.pasted);
    assert_true(take(&paste, KEY_TAB_KEY, "", &key));
    assert_string_equal(key.text, " ");
    assert_false(take(&paste, KEY_ESCAPE, "", &key));
    assert_false(take(&paste, KEY_CTRL, "u", &key));
    assert_false(take(&paste, KEY_UP_ARROW, "", &key));
    assert_false(take(&paste, KEY_ERASE, "", &key));
    assert_true(take(&paste, KEY_RESIZED, "", &key));
    assert_int_equal(key.code, KEY_RESIZED);
    assert_false(take(&paste, KEY_PASTE_END, "", &key));
    assert_true(take(&paste, KEY_TEXT, "q", &key));
    assert_false(key.pasted);
}

/* The end can be lost on the way; the keyboard must not be. */
static void
a_paste_without_end_ends_by_ctrl_c(void **state)
{
    struct paste paste = { 0 };
    struct key key;

    (void)state;
    assert_false(take(&paste, KEY_PASTE_BEGIN, "", &key));
    assert_true(take(&paste, KEY_CTRL, "c", &key));
    assert_int_equal(key.code, KEY_CTRL);
    assert_true(take(&paste, KEY_ENTER_KEY, "", &key));
    assert_int_equal(key.code, KEY_ENTER_KEY);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_stays_as_it_is),
        cmocka_unit_test(what_is_pasted_is_text_and_nothing_else),
        cmocka_unit_test(a_paste_without_end_ends_by_ctrl_c),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
