#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal_case.h"
#include "transcript/journal_place.h"

/* What becomes of a journal on disks and in places as they are. */
enum { NOON = 1764158400, STRANGER = 12345 };

static struct journal_case at;

static int
setup(void **state)
{
    (void)state;
    case_open(&at);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    case_close(&at);
    return 0;
}

static void
create(struct journal *journal)
{
    struct error error = { 0 };

    journal_init(journal);
    if (!journal_create(journal, at.place, NOON, &error))
        fail_msg("%s", error.text);
}

static void
expect_no_create(const char *place, const char *why)
{
    struct journal journal;
    struct error error = { 0 };

    journal_init(&journal);
    assert_false(journal_create(&journal, place, NOON, &error));
    assert_non_null(strstr(error.text, why));
    journal_release(&journal);
}

static void
files_are_for_their_owner_alone(void **state)
{
    struct journal journal;
    struct stat status;
    mode_t mask = umask(0);

    (void)state;
    create(&journal);
    umask(mask);
    assert_int_equal(stat(at.place, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    assert_int_equal(stat(buffer_text(&journal.path), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_non_null(
        strstr(buffer_text(&journal.path), "/2025-11-26T12-00-00Z.jsonl"));
    journal_release(&journal);
}

static void
two_sessions_of_a_second_have_two_files(void **state)
{
    struct journal first;
    struct journal second;

    (void)state;
    create(&first);
    create(&second);
    assert_string_not_equal(buffer_text(&first.path),
                            buffer_text(&second.path));
    journal_release(&first);
    journal_release(&second);
}

static void
an_open_place_is_made_private(void **state)
{
    struct journal journal;
    struct stat status;

    (void)state;
    assert_int_equal(mkdir(at.place, 0755), 0);
    create(&journal);
    assert_int_equal(stat(at.place, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    journal_release(&journal);
}

static void
a_place_behind_a_link_is_refused(void **state)
{
    char other[96];

    (void)state;
    snprintf(other, sizeof other, "%s/other", at.root);
    assert_int_equal(mkdir(other, 0700), 0);
    assert_int_equal(symlink(other, at.place), 0);
    expect_no_create(at.place, "cannot use");
}

static void
a_place_of_somebody_else_is_refused(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(mkdir(at.place, 0700), 0);
    assert_int_equal(chown(at.place, STRANGER, STRANGER), 0);
    expect_no_create(at.place, "somebody else");
}

static void
a_place_that_cannot_be_written_is_told_of(void **state)
{
    (void)state;
    assert_int_equal(mkdir(at.place, 0700), 0);
    if (geteuid() == 0) {
        assert_int_equal(chmod(at.root, 0755), 0);
        assert_int_equal(chown(at.place, STRANGER, STRANGER), 0);
        assert_int_equal(seteuid(STRANGER), 0);
    }
    assert_int_equal(chmod(at.place, 0500), 0);
    expect_no_create(at.place, "cannot make a file");
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(at.place, 0700), 0);
}

static void
a_second_writer_is_refused(void **state)
{
    struct journal first;
    struct journal second;
    struct error error = { 0 };

    (void)state;
    create(&first);
    journal_init(&second);
    assert_false(journal_reopen(&second, buffer_text(&first.path), &error));
    assert_non_null(strstr(error.text, "another session"));
    assert_false(
        journal_place_remove(at.place, "2025-11-26T12-00-00Z.jsonl", &error));
    journal_release(&second);
    journal_release(&first);
}

static void
expect_no_reopen(const char *path)
{
    struct journal journal;
    struct error error = { 0 };

    journal_init(&journal);
    assert_false(journal_reopen(&journal, path, &error));
    assert_true(strlen(error.text) > 0);
    journal_release(&journal);
}

static void
only_a_file_of_ours_is_gone_on_with(void **state)
{
    char path[96];
    char link[96];
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    (void)state;
    snprintf(path, sizeof path, "%s/file", at.root);
    snprintf(link, sizeof link, "%s/link", at.root);
    case_write_file(path, "", 0);
    assert_int_equal(symlink(path, link), 0);
    expect_no_reopen(link);
    expect_no_reopen(at.root);
    expect_no_reopen("/dev/null");
    assert_int_equal(unlink(path), 0);
    expect_no_reopen(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_no_reopen(path);
    assert_false(journal_read_file(path, &bytes, &error));
    if (geteuid() == 0) {
        unlink(path);
        case_write_file(path, "", 0);
        assert_int_equal(chown(path, STRANGER, STRANGER), 0);
        expect_no_reopen(path);
    }
    buffer_release(&bytes);
}

static void
nothing_larger_than_a_transcript_is_read(void **state)
{
    char path[96];
    struct buffer bytes = { 0 };
    struct error error = { 0 };

    (void)state;
    snprintf(path, sizeof path, "%s/file", at.root);
    case_write_file(path, "", 0);
    assert_int_equal(truncate(path, (off_t)JOURNAL_LIMIT + 1), 0);
    assert_false(journal_read_file(path, &bytes, &error));
    assert_int_equal(error.code, ERROR_LIMIT);
    buffer_release(&bytes);
}

/* Writes until it is told of trouble; the copy in memory has it all. */
static bool
survives_a_full_disk(struct journal *journal)
{
    struct transcript transcript = { 0 };
    struct transcript on_disk = { 0 };
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    bool good;
    int sessions = 0;

    case_write_session(journal, 1);
    while (journal->file >= 0 && sessions++ < 10000) {
        json_t *note = json_object();

        json_object_set_new(note, "text", json_string("something to keep"));
        journal_write(journal, "note", NOON, note, JOURNAL_NOW);
    }
    journal_write(journal, "end", NOON, NULL, JOURNAL_NOW);
    good =
        journal->is_trouble_new && journal_take_trouble(journal) != NULL &&
        journal_take_trouble(journal) == NULL &&
        transcript_read(&transcript, buffer_text(&journal->lines),
                        journal->lines.length, &error) &&
        transcript.ended &&
        journal_read_file(buffer_text(&journal->path), &bytes, &error) &&
        transcript_read(&on_disk, buffer_text(&bytes), bytes.length, &error) &&
        !on_disk.torn && !on_disk.ended &&
        on_disk.note_count < transcript.note_count &&
        on_disk.answer_count == 1;
    if (!good)
        fprintf(stderr, "%s\n", error.text);
    transcript_release(&transcript);
    transcript_release(&on_disk);
    buffer_release(&bytes);
    return good;
}

static void
a_file_that_may_not_grow_ends_no_session(void **state)
{
    struct rlimit before;
    struct rlimit small;
    struct journal journal;
    bool good;

    (void)state;
    create(&journal);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 3001; /* within a record */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    good = survives_a_full_disk(&journal);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(good);
    journal_release(&journal);
}

/* In a mount namespace of a child; 77: this machine does not let us. */
static int
fill_small_disk(void)
{
    struct journal journal;
    struct error error = { 0 };
    int code;

    if (unshare(CLONE_NEWNS) != 0 ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", at.root, "tmpfs", 0, "size=16k") != 0)
        return 77;
    journal_init(&journal);
    if (!journal_create(&journal, at.place, NOON, &error))
        return 1;
    code = survives_a_full_disk(&journal) ? 0 : 2;
    journal_release(&journal);
    return code;
}

static void
a_full_disk_ends_no_session(void **state)
{
    int status;
    pid_t child = fork();

    (void)state;
    if (child == 0)
        _exit(fill_small_disk());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void
the_newest_is_listed_first(void **state)
{
    static const char *const names[] = {
        "2026-01-01T00-00-00Z.jsonl",   "2025-11-26T12-00-00Z-10.jsonl",
        "2025-11-26T12-00-00Z-2.jsonl", "2025-11-26T12-00-00Z.jsonl",
        "2025-11-26T11-59-59Z-3.jsonl", "2025-11-26T11-59-59Z.jsonl",
    };
    enum { NAMES = sizeof names / sizeof names[0] };
    struct arena arena = { 0 };
    struct journal_file **files = NULL;
    struct error error = { 0 };
    size_t count = 0;
    char path[160];

    (void)state;
    assert_int_equal(mkdir(at.place, 0700), 0);
    for (size_t i = 0; i < NAMES; i++) {
        snprintf(path, sizeof path, "%s/%s", at.place,
                 names[(i * 5 + 3) % NAMES]);
        case_write_file(path, "", 0);
    }
    assert_true(journal_place_list(at.place, &arena, &files, &count, &error));
    assert_int_equal(count, NAMES);
    for (size_t i = 0; i < NAMES; i++)
        assert_string_equal(files[i]->name, names[i]);
    arena_release(&arena);
}

static void
what_is_kept_is_listed_and_removed(void **state)
{
    struct journal journal;
    struct arena arena = { 0 };
    struct journal_file **files = NULL;
    struct journal_file **again = NULL;
    struct error error = { 0 };
    size_t count = 0;
    char other[128];
    int looking;

    (void)state;
    assert_true(journal_place_list(at.place, &arena, &files, &count, &error));
    assert_int_equal(count, 0);
    create(&journal);
    journal_release(&journal);
    create(&journal);
    snprintf(other, sizeof other, "%s/readme.txt", at.place);
    case_write_file(other, "", 0);
    assert_true(journal_place_list(at.place, &arena, &files, &count, &error));
    assert_int_equal(count, 2);
    assert_true(files[0]->in_use != files[1]->in_use);
    journal_release(&journal);
    /* Somebody else who looks just now is no writer. */
    looking = open(files[0]->path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(looking, LOCK_SH), 0);
    count = 0;
    assert_true(journal_place_list(at.place, &arena, &again, &count, &error));
    assert_false(again[0]->in_use || again[1]->in_use);
    close(looking);
    assert_true(journal_place_remove(at.place, files[0]->name, &error));
    assert_false(journal_place_remove(at.place, files[0]->name, &error));
    arena_release(&arena);
}

static void
the_environment_names_the_place(void **state)
{
    static char *const cases[][3] = {
        { "XDG_STATE_HOME=/s", "HOME=/h", "/s/cdsdoctor" },
        { "XDG_STATE_HOME=s", "HOME=/h", "/h/.local/state/cdsdoctor" },
        { "XDG_STATE_HOME=", "HOME=/h", "/h/.local/state/cdsdoctor" },
        { "OTHER=", "HOME=", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *environment[] = { cases[i][0], cases[i][1], NULL };
        struct buffer path = { 0 };
        struct error error = { 0 };
        bool found = journal_place_find(environment, &path, &error);

        assert_true(found == (cases[i][2] != NULL));
        if (found)
            assert_string_equal(buffer_text(&path), cases[i][2]);
        buffer_release(&path);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(files_are_for_their_owner_alone),
        CASE(two_sessions_of_a_second_have_two_files),
        CASE(an_open_place_is_made_private),
        CASE(a_place_behind_a_link_is_refused),
        CASE(a_place_of_somebody_else_is_refused),
        CASE(a_place_that_cannot_be_written_is_told_of),
        CASE(a_second_writer_is_refused),
        CASE(only_a_file_of_ours_is_gone_on_with),
        CASE(nothing_larger_than_a_transcript_is_read),
        CASE(a_file_that_may_not_grow_ends_no_session),
        CASE(a_full_disk_ends_no_session),
        CASE(the_newest_is_listed_first),
        CASE(what_is_kept_is_listed_and_removed),
        CASE(the_environment_names_the_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
