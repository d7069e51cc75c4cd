#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/recording.h"

/*
 * The file of a recording, which must play at any moment and whatever becomes
 * of the process, and which nothing else may suffer from.
 */
static char directory[] = "/tmp/cdsdoctor-recording-XXXXXX";
static struct canvas canvas;

static int
enter_directory(void **state)
{
    (void)state;
    canvas_resize(&canvas, 3, 20);
    return mkdtemp(directory) != NULL && chdir(directory) == 0 ? 0 : -1;
}

static int
leave_directory(void **state)
{
    (void)state;
    canvas_release(&canvas);
    return chdir("/") == 0 ? rmdir(directory) : -1;
}

static void
read_whole(const char *name, struct buffer *out)
{
    FILE *file = fopen(name, "r");
    char part[4096];
    size_t count;

    assert_non_null(file);
    buffer_cut(out, 0);
    while ((count = fread(part, 1, sizeof part, file)) > 0)
        buffer_append(out, part, count);
    fclose(file);
}

/* How many events there are; every line is a JSON text, the last one too. */
static size_t
count_events(const struct buffer *file)
{
    const char *line = buffer_text(file);
    size_t lines = 0;

    assert_true(file->length > 0);
    assert_int_equal(file->data[file->length - 1], '\n');
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        json_t *value = json_loadb(line, length, 0, NULL);

        assert_non_null(value);
        assert_true(lines == 0 ? json_is_object(value)
                               : json_array_size(value) == 3);
        json_decref(value);
        lines++;
        line += length + 1;
    }
    return lines - 1;
}

static bool
see_number(struct recording *recording, int number)
{
    struct area whole = area_whole(&canvas);

    area_print(&whole, 1, 0, STYLE_GOOD, "picture %d", number);
    return recording_see(recording, &canvas, THEME_USUAL);
}

static void
check_is(const struct recording *recording, const char *name, bool ended)
{
    struct buffer expected = { 0 };
    struct buffer found = { 0 };

    if (ended)
        cast_append(&recording->cast, "cdsdoctor", recording->began,
                    &expected);
    else
        cast_append_so_far(&recording->cast, "cdsdoctor", recording->began,
                           &expected);
    read_whole(name, &found);
    assert_string_equal(buffer_text(&found), buffer_text(&expected));
    buffer_release(&expected);
    buffer_release(&found);
}

static void
each_picture_is_in_the_file_at_once(void **state)
{
    struct recording recording;
    struct buffer file = { 0 };
    struct buffer ended = { 0 };
    struct buffer note = { 0 };
    struct error error = { 0 };
    struct stat there;

    (void)state;
    assert_true(recording_open(&recording, "session.cast", &error));
    for (int i = 0; i < 20; i++) {
        assert_true(see_number(&recording, i));
        check_is(&recording, "session.cast", false);
        read_whole("session.cast", &file);
        assert_int_equal(count_events(&file), i + 1);
    }
    assert_int_equal(stat("session.cast", &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    recording_append(&recording, &ended);
    assert_true(recording_close(&recording, &note, &error));
    read_whole("session.cast", &file);
    assert_int_equal(count_events(&file), 21);
    assert_string_equal(buffer_text(&file), buffer_text(&ended));
    assert_non_null(strstr(buffer_text(&note), "session.cast; asciinema"));
    assert_false(recording_is_on(&recording));
    buffer_release(&file);
    buffer_release(&ended);
    buffer_release(&note);
    unlink("session.cast");
}

static void
what_is_left_out_leaves_the_file_too(void **state)
{
    enum { PICTURES = 60, ALL = CAST_CHAPTERS_FIRST + CAST_CHAPTERS_LAST };
    struct recording recording;
    struct buffer file = { 0 };
    struct buffer note = { 0 };
    struct error error = { 0 };
    struct stat there;

    (void)state;
    assert_true(recording_open(&recording, "session.cast", &error));
    recording.cast.limit = 1; /* each picture is a chapter */
    for (int i = 0; i < PICTURES; i++) {
        assert_true(see_number(&recording, i));
        check_is(&recording, "session.cast", false);
        assert_int_equal(stat("session.cast", &there), 0);
        assert_int_equal(there.st_nlink, 1);
        assert_int_equal(there.st_mode & 0777, 0600);
    }
    read_whole("session.cast", &file);
    /* With the size at the beginning of all but one, and the marker. */
    assert_int_equal(count_events(&file), 2 * ALL - 1 + 1);
    assert_true(recording_close(&recording, &note, &error));
    assert_non_null(strstr(buffer_text(&note), "are left out"));
    buffer_release(&file);
    buffer_release(&note);
    unlink("session.cast");
}

static void
what_is_not_ours_is_not_replaced(void **state)
{
    struct recording recording;
    struct buffer file = { 0 };
    struct buffer note = { 0 };
    struct error error = { 0 };
    FILE *other;
    int seen = 0;

    (void)state;
    assert_true(recording_open(&recording, "session.cast", &error));
    recording.cast.limit = 1;
    assert_true(see_number(&recording, seen++));
    assert_int_equal(unlink("session.cast"), 0);
    other = fopen("session.cast", "w");
    assert_non_null(other);
    fputs("of somebody else", other);
    fclose(other);
    while (seen < 40 && see_number(&recording, seen))
        seen++;
    /* It ends when the file would have to be replaced. */
    assert_int_equal(seen, CAST_CHAPTERS_FIRST + CAST_CHAPTERS_LAST);
    assert_false(recording_close(&recording, &note, &error));
    assert_int_equal(error.code, ERROR_SYSTEM);
    read_whole("session.cast", &file);
    assert_string_equal(buffer_text(&file), "of somebody else");
    buffer_release(&file);
    buffer_release(&note);
    unlink("session.cast");
}

static void
a_full_disk_ends_it_with_whole_lines(void **state)
{
    struct rlimit before;
    struct rlimit small;
    struct recording recording;
    struct buffer file = { 0 };
    struct buffer note = { 0 };
    struct error error = { 0 };
    int seen = 0;

    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 2000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_true(recording_open(&recording, "session.cast", &error));
    while (seen < 1000 && see_number(&recording, seen))
        seen++;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_in_range(seen, 5, 100);
    assert_false(recording_is_on(&recording));
    /* It has ended, also when there is room again. */
    assert_true(see_number(&recording, seen + 1));
    assert_false(recording_close(&recording, &note, &error));
    assert_non_null(strstr(error.text, "session.cast"));
    assert_non_null(strstr(error.text, "File too large"));
    assert_non_null(strstr(buffer_text(&note), "until then"));
    read_whole("session.cast", &file);
    assert_int_equal(count_events(&file), seen);
    buffer_release(&file);
    buffer_release(&note);
    unlink("session.cast");
}

static void
who_is_killed_leaves_what_was_seen(void **state)
{
    struct buffer file = { 0 };
    int status;
    pid_t child = fork();

    (void)state;
    if (child == 0) {
        struct recording recording;
        struct error error = { 0 };

        if (!recording_open(&recording, "session.cast", &error))
            _exit(1);
        for (int i = 0; i < 50; i++)
            if (!see_number(&recording, i))
                _exit(1);
        raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    read_whole("session.cast", &file);
    assert_int_equal(count_events(&file), 50);
    buffer_release(&file);
    unlink("session.cast");
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
    assert_int_equal(access("elsewhere", F_OK), -1);
    assert_false(recording_open(&recording, "none/session.cast", &error));
    assert_non_null(strstr(error.text, "No such file"));
    assert_false(recording_open(&recording, "-", &error));
    assert_int_equal(error.code, ERROR_USAGE);
    unlink("link.cast");
}

static void
one_that_saw_nothing_leaves_no_file(void **state)
{
    struct recording recording;
    struct buffer note = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(recording_open(&recording, "session.cast", &error));
    assert_int_equal(access("session.cast", F_OK), 0);
    assert_true(recording_close(&recording, &note, &error));
    assert_int_equal(access("session.cast", F_OK), -1);
    assert_int_equal(note.length, 0);
}

static void
without_a_path_nothing_is_recorded(void **state)
{
    struct recording recording;
    struct buffer note = { 0 };
    struct error error = { 0 };

    (void)state;
    assert_true(recording_open(&recording, NULL, &error));
    assert_false(recording_is_on(&recording));
    assert_true(see_number(&recording, 1));
    assert_int_equal(recording.cast.chapter_count, 0);
    assert_true(recording_close(&recording, &note, &error));
    assert_int_equal(note.length, 0);
}

static void
each_has_a_file_of_its_own(void **state)
{
    enum { NOON = 1767614400 }; /* 2026-01-05 12:00 */
    static const char first[] = "cdsdoctor-session-2026-01-05-120000.cast";
    static const char second[] = "cdsdoctor-session-2026-01-05-120000-2.cast";
    struct recording recording;
    struct buffer note = { 0 };
    struct error error = { 0 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_true(recording_open_here(&recording, NOON, &error));
        assert_true(see_number(&recording, i));
        assert_true(recording_close(&recording, &note, &error));
    }
    assert_int_equal(unlink(first), 0);
    assert_int_equal(unlink(second), 0);
    buffer_release(&note);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_picture_is_in_the_file_at_once),
        cmocka_unit_test(what_is_left_out_leaves_the_file_too),
        cmocka_unit_test(what_is_not_ours_is_not_replaced),
        cmocka_unit_test(a_full_disk_ends_it_with_whole_lines),
        cmocka_unit_test(who_is_killed_leaves_what_was_seen),
        cmocka_unit_test(a_place_that_cannot_be_written_is_told_before),
        cmocka_unit_test(one_that_saw_nothing_leaves_no_file),
        cmocka_unit_test(without_a_path_nothing_is_recorded),
        cmocka_unit_test(each_has_a_file_of_its_own),
    };

    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
