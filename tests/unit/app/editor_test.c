#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/editor.h"

/* Editors are small scripts in a directory whose name has a space. */
static char directory[] = "/tmp/cdsdoctor editor XXXXXX";

static void
make_editor(const char *script)
{
    FILE *file = fopen("edit", "w");

    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod("edit", 0700), 0);
}

static int
enter_directory(void **state)
{
    (void)state;
    unsetenv("VISUAL");
    if (mkdtemp(directory) == NULL || chdir(directory) != 0 ||
        mkdir("temporary", 0700) != 0)
        return -1;
    return setenv("TMPDIR", directory, 1);
}

static int
leave_directory(void **state)
{
    (void)state;
    unlink("edit");
    unlink("seen");
    if (rmdir("temporary") != 0 || chdir("/") != 0)
        return -1;
    return rmdir(directory); /* nothing was left behind */
}

static bool
edit(const char *before, const char *after, struct error *error)
{
    struct buffer text = { 0 };
    char command[128];
    bool good;

    snprintf(command, sizeof command, "'%s/edit' --flag", directory);
    setenv("EDITOR", command, 1);
    buffer_append_text(&text, before);
    good = editor_edit(&text, error);
    assert_string_equal(buffer_text(&text), after);
    buffer_release(&text);
    return good;
}

static void
the_text_is_changed(void **state)
{
    struct error error = { 0 };

    (void)state;
    make_editor("[ \"$1\" = --flag ] || exit 9\n"
                "[ $# -eq 2 ] || exit 9\n"
                "stat -c '%a' \"$2\" \"$(dirname \"$2\")\" >\"$0.mode\"\n"
                "mv \"$0.mode\" \"$(dirname \"$0\")/seen\"\n"
                "cp \"$2\" \"$2~\"\n"
                "printf 'more\\n' >>\"$2\"");
    assert_true(edit("one\n", "one\nmore\n", &error));

    FILE *seen = fopen("seen", "r");
    char modes[16] = "";

    assert_non_null(seen);
    assert_int_equal(fread(modes, 1, sizeof modes - 1, seen), 8);
    fclose(seen);
    assert_string_equal(modes, "600\n700\n");
}

static void
what_comes_back_is_safe(void **state)
{
    struct error error = { 0 };

    (void)state;
    make_editor("printf 'a\\033[2Jb\\r\\nc\\n' >\"$2\"");
    assert_true(edit("one\n", "a\\e[2Jb\nc\n", &error));
}

static void
a_text_that_was_replaced_is_read(void **state)
{
    struct error error = { 0 };

    (void)state;
    make_editor("printf 'new\\n' >\"$2.new\"; mv \"$2.new\" \"$2\"");
    assert_true(edit("one\n", "new\n", &error));
}

struct failure {
    const char *script;
    const char *said;
};

static void
what_fails_changes_nothing(void **state)
{
    static const struct failure failures[] = {
        { "printf 'x\\n' >\"$2\"; exit 1", "did not end well" },
        { "kill -9 $$", "did not end well" },
        { ": >\"$2\"", "nothing was left" },
        { "printf ' \\n\\t\\n' >\"$2\"", "nothing was left" },
        { "rm \"$2\"", "cannot read" },
        { "rm \"$2\"; ln -s /etc/passwd \"$2\"", "cannot read" },
        { "rm \"$2\"; mkfifo \"$2\"", "no file any more" },
        { "head -c 300000 /dev/zero >\"$2\"", "too long" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        struct error error = { 0 };

        make_editor(failures[i].script);
        assert_false(edit("one\n", "one\n", &error));
        if (strstr(error.text, failures[i].said) == NULL)
            fail_msg("%s: %s", failures[i].script, error.text);
    }
}

static void
an_editor_that_is_not_there(void **state)
{
    struct error error = { 0 };
    struct buffer text = { 0 };

    (void)state;
    buffer_append_text(&text, "one\n");
    setenv("VISUAL", "/no/such/editor -w", 1);
    assert_false(editor_edit(&text, &error));
    assert_non_null(strstr(error.text, "could not be started"));
    setenv("VISUAL", "'not closed", 1);
    assert_false(editor_edit(&text, &error));
    assert_non_null(strstr(error.text, "cannot be understood"));
    unsetenv("VISUAL");
    assert_string_equal(buffer_text(&text), "one\n");
    buffer_release(&text);
}

/* No shell looks at the command: what it would act upon stays a word. */
static void
no_shell_is_asked(void **state)
{
    char *memory;
    char **words = editor_words(
        " ed  'a b' \"c \\\" d\" e\\ f $HOME `id` ;rm > x", &memory);
    static const char *const wanted[] = { "ed",  "a b",   "c \" d",
                                          "e f", "$HOME", "`id`",
                                          ";rm", ">",     "x" };

    (void)state;
    assert_non_null(words);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_string_equal(words[i], wanted[i]);
    assert_null(words[sizeof wanted / sizeof wanted[0]]);
    free(words);
    free(memory);
    assert_null(editor_words("  ", &memory));
    assert_null(editor_words("a \"b", &memory));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_is_changed),
        cmocka_unit_test(what_comes_back_is_safe),
        cmocka_unit_test(a_text_that_was_replaced_is_read),
        cmocka_unit_test(what_fails_changes_nothing),
        cmocka_unit_test(an_editor_that_is_not_there),
        cmocka_unit_test(no_shell_is_asked),
    };

    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
