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

#include "app/output.h"

static char directory[] = "/tmp/cdsdoctor-output-XXXXXX";

static const char *
inside(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static int
enter_directory(void **state)
{
    (void)state;
    return mkdtemp(directory) != NULL && chdir(directory) == 0 ? 0 : -1;
}

static int
leave_directory(void **state)
{
    (void)state;
    unlink(inside("report"));
    unlink(inside("link"));
    return chdir("/") == 0 ? rmdir(directory) : -1;
}

static void
test_written_whole_and_private(void **state)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    struct stat written;
    char read_back[8] = "";

    (void)state;
    buffer_append_text(&bytes, "hello");
    assert_true(output_write(inside("report"), &bytes, &error));
    assert_int_equal(stat(inside("report"), &written), 0);
    assert_int_equal(written.st_size, 5);
    assert_int_equal(written.st_mode & 0777, 0600);
    assert_int_equal(written.st_nlink, 1);

    FILE *file = fopen(inside("report"), "r");

    assert_non_null(file);
    assert_non_null(fgets(read_back, sizeof read_back, file));
    fclose(file);
    assert_string_equal(read_back, "hello");
    buffer_release(&bytes);
}

static void
test_nothing_is_replaced(void **state)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    struct stat there;

    (void)state;
    buffer_append_text(&bytes, "something else");
    assert_false(output_write(inside("report"), &bytes, &error));
    assert_non_null(strstr(error.text, "exists already"));
    assert_int_equal(stat(inside("report"), &there), 0);
    assert_int_equal(there.st_size, 5);
    buffer_release(&bytes);
}

static void
test_not_through_a_symbolic_link(void **state)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_int_equal(symlink("elsewhere", inside("link")), 0);
    assert_false(output_write(inside("link"), &bytes, &error));
    assert_int_equal(access(inside("elsewhere"), F_OK), -1);
}

static void
test_missing_directory(void **state)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_false(output_write(inside("no/such/report"), &bytes, &error));
    assert_non_null(strstr(error.text, "No such file"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_whole_and_private),
        cmocka_unit_test(test_nothing_is_replaced),
        cmocka_unit_test(test_not_through_a_symbolic_link),
        cmocka_unit_test(test_missing_directory),
    };

    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
