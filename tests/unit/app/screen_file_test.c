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

#include "app/screen_file.h"

/* What a session leaves behind as it looked. */
enum { NOON = 1767614400 }; /* 2026-01-05 12:00 */

static char directory[] = "/tmp/cdsdoctor-screen-XXXXXX";

static int
enter_directory(void **state)
{
    static struct canvas canvas;
    struct area whole;

    canvas_resize(&canvas, 3, 20);
    whole = area_whole(&canvas);
    area_put(&whole, 1, 2, STYLE_GOOD, "seen");
    *state = &canvas;
    return mkdtemp(directory) != NULL && chdir(directory) == 0 ? 0 : -1;
}

static int
leave_directory(void **state)
{
    static const char *const names[] = {
        "cdsdoctor-screen-2026-01-05-120000.svg",
        "cdsdoctor-screen-2026-01-05-120000-2.svg",
        "cdsdoctor-screen-2026-01-05-120000-3.svg",
    };

    canvas_release(*state);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(names[i]);
    return chdir("/") == 0 ? rmdir(directory) : -1;
}

static size_t
read_whole(const char *name, char *out, size_t size)
{
    FILE *file = fopen(name, "r");
    size_t length;

    assert_non_null(file);
    length = fread(out, 1, size - 1, file);
    out[length] = '\0';
    fclose(file);
    return length;
}

static void
each_picture_has_a_file_of_its_own(void **state)
{
    struct buffer name = { 0 };
    struct error error = { 0 };
    struct stat there;
    char bytes[4096];

    /* Not even a link that leads nowhere is written through. */
    assert_int_equal(
        symlink("elsewhere", "cdsdoctor-screen-2026-01-05-120000-2.svg"), 0);
    assert_true(
        screen_file_save(*state, THEME_USUAL, "first", NOON, &name, &error));
    assert_string_equal(buffer_text(&name),
                        "cdsdoctor-screen-2026-01-05-120000.svg");
    assert_true(
        screen_file_save(*state, THEME_USUAL, "second", NOON, &name, &error));
    assert_string_equal(buffer_text(&name),
                        "cdsdoctor-screen-2026-01-05-120000-3.svg");
    read_whole("cdsdoctor-screen-2026-01-05-120000.svg", bytes, sizeof bytes);
    assert_non_null(strstr(bytes, "<title>first</title>"));
    assert_non_null(strstr(bytes, ">seen</text>"));
    assert_int_equal(lstat("elsewhere", &there), -1);
    buffer_release(&name);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_picture_has_a_file_of_its_own),
    };

    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
