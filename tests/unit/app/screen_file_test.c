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

#include "app/recording.h"
#include "app/screen_file.h"

/* What a session leaves behind as it looked: pictures and a recording. */
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
        "session.cast",
        "link.cast",
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

static void
a_recording_is_written_at_its_end(void **state)
{
    struct recording recording;
    struct buffer note = { 0 };
    struct error error = { 0 };
    struct stat there;
    char bytes[4096];

    assert_true(recording_open(&recording, "session.cast", &error));
    recording_see(&recording, *state, THEME_USUAL);
    assert_int_equal(stat("session.cast", &there), -1);
    assert_true(recording_close(&recording, &note, &error));
    assert_non_null(strstr(buffer_text(&note), "session.cast"));
    read_whole("session.cast", bytes, sizeof bytes);
    assert_non_null(strstr(bytes, "{\"version\": 2, \"width\": 20, "
                                  "\"height\": 3, \"timestamp\": "));
    assert_non_null(strstr(bytes, "seen"));
    assert_int_equal(stat("session.cast", &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    buffer_release(&note);
}

static void
a_place_that_cannot_be_written_is_told_before(void **state)
{
    struct recording recording;
    struct error error = { 0 };

    (void)state;
    assert_int_equal(symlink("elsewhere", "link.cast"), 0);
    assert_false(recording_open(&recording, "link.cast", &error));
    assert_non_null(strstr(error.text, "link.cast exists already"));
    assert_false(recording_open(&recording, "none/session.cast", &error));
    assert_non_null(strstr(error.text, "No such file"));
    assert_false(recording_open(&recording, "-", &error));
    assert_int_equal(error.code, ERROR_USAGE);
}

static void
what_takes_the_name_meanwhile_is_not_replaced(void **state)
{
    struct recording recording;
    struct buffer note = { 0 };
    struct error error = { 0 };
    char bytes[64];
    FILE *file;

    unlink("session.cast");
    assert_true(recording_open(&recording, "session.cast", &error));
    recording_see(&recording, *state, THEME_USUAL);
    file = fopen("session.cast", "w");
    assert_non_null(file);
    fputs("of somebody else", file);
    fclose(file);
    assert_false(recording_close(&recording, &note, &error));
    assert_int_equal(note.length, 0);
    read_whole("session.cast", bytes, sizeof bytes);
    assert_string_equal(bytes, "of somebody else");
    buffer_release(&note);
}

static void
without_a_file_nothing_is_recorded(void **state)
{
    struct recording recording;
    struct buffer note = { 0 };
    struct error error = { 0 };

    assert_true(recording_open(&recording, NULL, &error));
    recording_see(&recording, *state, THEME_USUAL);
    assert_int_equal(recording.cast.chapter_count, 0);
    assert_true(recording_close(&recording, &note, &error));
    assert_int_equal(note.length, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_picture_has_a_file_of_its_own),
        cmocka_unit_test(a_recording_is_written_at_its_end),
        cmocka_unit_test(a_place_that_cannot_be_written_is_told_before),
        cmocka_unit_test(what_takes_the_name_meanwhile_is_not_replaced),
        cmocka_unit_test(without_a_file_nothing_is_recorded),
    };

    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
