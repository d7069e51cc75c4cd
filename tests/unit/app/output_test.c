#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
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

/*
 * What a file system says when it is not an everyday one: the linker puts
 * these in the place of the calls. 0: the call is made.
 */
static struct {
    int write;
    int fsync;
    int link;
    int careful; /* renameat2 */
    int rename;
    size_t left;     /* bytes until `write` says so */
    bool short_ones; /* a write takes a byte at a time */
} broken;

int __real_fsync(int file);
int __wrap_fsync(int file);
int __real_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
ssize_t __real_write(int file, const void *bytes, size_t length);
ssize_t __wrap_write(int file, const void *bytes, size_t length);
int __real_renameat2(int at, const char *from, int other, const char *to,
                     unsigned flags);
int __wrap_renameat2(int at, const char *from, int other, const char *to,
                     unsigned flags);

static bool
breaks(int number)
{
    errno = number;
    return number != 0;
}

int
__wrap_fsync(int file)
{
    return breaks(broken.fsync) ? -1 : __real_fsync(file);
}

int
__wrap_link(const char *from, const char *to)
{
    return breaks(broken.link) ? -1 : __real_link(from, to);
}

int
__wrap_rename(const char *from, const char *to)
{
    return breaks(broken.rename) ? -1 : __real_rename(from, to);
}

int
__wrap_renameat2(int at, const char *from, int other, const char *to,
                 unsigned flags)
{
    return breaks(broken.careful)
               ? -1
               : __real_renameat2(at, from, other, to, flags);
}

ssize_t
__wrap_write(int file, const void *bytes, size_t length)
{
    if (broken.short_ones && length > 1)
        length = 1;
    if (broken.write == 0)
        return __real_write(file, bytes, length);
    if (broken.left == 0 && breaks(broken.write))
        return -1;
    if (length > broken.left)
        length = broken.left;
    broken.left -= length;
    return __real_write(file, bytes, length);
}

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

/* Whatever is in the directory besides these two. */
static size_t
count_others(void)
{
    DIR *opened = opendir(directory);
    const struct dirent *entry;
    size_t others = 0;

    assert_non_null(opened);
    while ((entry = readdir(opened)) != NULL)
        others += entry->d_name[0] != '.' &&
                  strcmp(entry->d_name, "report") != 0 &&
                  strcmp(entry->d_name, "link") != 0;
    closedir(opened);
    return others;
}

static void
check_refused(const char *said)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    buffer_append_text(&bytes, "a report of some length");
    assert_false(output_write(inside("new"), &bytes, &error));
    assert_non_null(strstr(error.text, said));
    assert_int_equal(count_others(), 0);
    broken.left = 5;
    assert_false(output_replace(inside("new"), &bytes, &error));
    assert_int_equal(count_others(), 0);
    buffer_release(&bytes);
    memset(&broken, 0, sizeof broken);
}

static void
test_a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    broken.write = ENOSPC;
    broken.left = 5;
    check_refused("No space left");
    broken.write = EDQUOT;
    check_refused("quota");
    /* Some file systems say so only now. */
    broken.fsync = EIO;
    check_refused("Input/output error");
    broken.fsync = ENOSPC;
    check_refused("No space left");
}

static void
test_a_name_that_cannot_be_given_leaves_nothing(void **state)
{
    (void)state;
    broken.link = EROFS;
    check_refused("Read-only");
    broken.link = EPERM;
    broken.careful = EACCES;
    check_refused("Permission denied");
    broken.link = EPERM;
    broken.careful = EINVAL;
    broken.rename = EIO;
    check_refused("Input/output error");
}

/* Each of the three ways gives the name, and none takes another's. */
static void
check_placed(void)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    struct stat there;

    buffer_append_text(&bytes, "hello");
    assert_true(output_write(inside("new"), &bytes, &error));
    assert_int_equal(stat(inside("new"), &there), 0);
    assert_int_equal(there.st_size, 5);
    assert_int_equal(there.st_mode & 0777, 0600);
    assert_int_equal(there.st_nlink, 1);
    assert_int_equal(count_others(), 1);
    buffer_append_text(&bytes, "!");
    assert_false(output_write(inside("new"), &bytes, &error));
    assert_non_null(strstr(error.text, "exists already"));
    assert_int_equal(stat(inside("new"), &there), 0);
    assert_int_equal(there.st_size, 5);
    assert_int_equal(count_others(), 1);
    unlink(inside("new"));
    assert_int_equal(symlink("elsewhere", inside("new")), 0);
    assert_false(output_write(inside("new"), &bytes, &error));
    assert_int_equal(access(inside("elsewhere"), F_OK), -1);
    assert_int_equal(count_others(), 1);
    unlink(inside("new"));
    buffer_release(&bytes);
}

static void
test_without_hard_links(void **state)
{
    static const int none[] = { EPERM, EOPNOTSUPP, ENOSYS };

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        broken.link = none[i];
        check_placed();
        broken.careful = i == 0 ? EINVAL : ENOSYS;
        check_placed();
        broken.careful = 0;
    }
    broken.link = 0;
    check_placed();
}

static void
test_a_byte_at_a_time(void **state)
{
    (void)state;
    broken.short_ones = true;
    check_placed();
    broken.short_ones = false;
}

static void
test_a_pipe_that_nobody_reads(void **state)
{
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    int ends[2];
    int standard = dup(STDOUT_FILENO);

    (void)state;
    buffer_append_text(&bytes, "hello");
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    bool written = output_write("-", &bytes, &error);
    dup2(standard, STDOUT_FILENO);
    assert_false(written);
    assert_non_null(strstr(error.text, "Broken pipe"));
    close(ends[1]);
    close(standard);
    buffer_release(&bytes);
}

static void
test_a_free_name_has_a_number(void **state)
{
    struct buffer name = { 0 };

    (void)state;
    buffer_append_text(&name, inside("free"));
    output_name_free(&name, "txt");
    assert_string_equal(buffer_text(&name), inside("free.txt"));
    assert_int_equal(symlink("nowhere", inside("free.txt")), 0);
    buffer_cut(&name, 0);
    buffer_append_text(&name, inside("free"));
    output_name_free(&name, "txt");
    assert_string_equal(buffer_text(&name), inside("free-2.txt"));
    unlink(inside("free.txt"));
    buffer_release(&name);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_whole_and_private),
        cmocka_unit_test(test_nothing_is_replaced),
        cmocka_unit_test(test_not_through_a_symbolic_link),
        cmocka_unit_test(test_missing_directory),
        cmocka_unit_test(test_a_full_disk_leaves_nothing),
        cmocka_unit_test(test_a_name_that_cannot_be_given_leaves_nothing),
        cmocka_unit_test(test_without_hard_links),
        cmocka_unit_test(test_a_byte_at_a_time),
        cmocka_unit_test(test_a_pipe_that_nobody_reads),
        cmocka_unit_test(test_a_free_name_has_a_number),
    };

    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
