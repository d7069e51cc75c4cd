#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "transcript/journal.h"
#include "transcript/journal_place.h"
#include "transcript/transcript.h"

/*
 * Sessions of the line mode in the lab, killed (SIGKILL) at any moment: an
 * answer after which the program has asked on is never lost, what is left is
 * always read, and it can be gone on with, the answers as they were. When the
 * checks had begun there is a report of them.
 *
 *   kill_test CDSDOCTOR     CDSDOCTOR_KILLS says how often (usually 30)
 */
enum { USUAL_KILLS = 30, PATIENCE_MS = 20000, PLACE_SIZE = 64 };

/* What is typed, and the answer that it is. */
struct line {
    const char *text;
    int question; /* -1: none */
    const char *value;
};

static const struct line lines[] = {
    { "1\n", QUESTION_STATUS, "disconnected" },
    { "4201\n", QUESTION_EVENT, "4201" },
    /* Pasted; an empty line ends it. */
    { "ERROR DLP-5000\n\n", QUESTION_EVENT_TEXT, "ERROR DLP-5000\n" },
    { "note somebody was on the phone\n", -1, NULL },
    { "2\n", QUESTION_HISTORY, "was-connected" },
    { "\n", -1, NULL },
    { "2\n", QUESTION_REGION, "eu" },
    { "2\n", QUESTION_ROUTE, "direct" },
    { "\n", -1, NULL }, /* the plan */
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "2026-11-01\n", QUESTION_BUNDLE_ISSUED, "2026-11-01" },
    { "2031-01-01\n", QUESTION_CERTIFICATE_EXPIRES, "2031-01-01" },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL },
    { "\n", -1, NULL }, /* the verdict */
    { "2\n", -1, NULL },
};

enum { LINES = sizeof lines / sizeof lines[0] };

/* How many of them were killed between their first and their last check. */
static unsigned cut_off;

struct child {
    pid_t pid;
    int input;
    int output;
    struct buffer said;
};

/* When it is killed: at a time, or so long after a line. */
struct moment {
    int64_t at_us; /* since its start; -1: by the line */
    size_t line;
    int64_t after_us;
};

static int64_t
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static void
child_start(struct child *child, char *const *words, const char *place)
{
    int in[2];
    int out[2];

    *child = (struct child){ 0 };
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        abort();
    child->pid = fork();
    if (child->pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        dup2(out[1], STDERR_FILENO);
        setenv("XDG_STATE_HOME", place, 1);
        execv(words[0], words);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    child->input = in[1];
    child->output = out[0];
}

/* Reads what is there within the time. False: there is no more to come. */
static bool
child_hear(struct child *child, int64_t until_us)
{
    struct pollfd wait = { .fd = child->output, .events = POLLIN };
    int64_t left = until_us - now_us();
    char bytes[4096];
    ssize_t count;
    struct timespec patience = { .tv_sec = left / 1000000,
                                 .tv_nsec = left % 1000000 * 1000 };

    if (left <= 0 || ppoll(&wait, 1, &patience, NULL) <= 0)
        return true;
    count = read(child->output, bytes, sizeof bytes);
    if (count > 0)
        buffer_append(&child->said, bytes, (size_t)count);
    return count > 0;
}

static bool
child_asks(const struct child *child)
{
    const struct buffer *said = &child->said;

    return said->length >= 2 &&
           memcmp(said->data + said->length - 2, ": ", 2) == 0;
}

/* False: the time is up, or it has ended. */
static bool
child_await(struct child *child, int64_t until_us)
{
    while (!child_asks(child) && now_us() < until_us)
        if (!child_hear(child, until_us))
            return false;
    return child_asks(child);
}

static int
child_end(struct child *child, int signal_number)
{
    int status = 0;

    if (signal_number != 0)
        kill(child->pid, signal_number);
    close(child->input);
    while (signal_number == 0 &&
           child_hear(child, now_us() + PATIENCE_MS * 1000))
        continue;
    waitpid(child->pid, &status, 0);
    close(child->output);
    buffer_release(&child->said);
    return status;
}

/* How many lines were typed and asked on after, when it was killed. */
static size_t
session_killed(const char *program, const char *place,
               const struct moment *moment)
{
    char *words[] = { (char *)program, "--plain", "--lab", "healthy", NULL };
    int64_t start = now_us();
    int64_t until = moment->at_us >= 0 ? start + moment->at_us
                                       : start + PATIENCE_MS * 1000;
    size_t confirmed = 0;
    struct child child;

    child_start(&child, words, place);
    for (size_t i = 0; i < LINES && child_await(&child, until); i++) {
        size_t length = strlen(lines[i].text);

        confirmed = i;
        buffer_cut(&child.said, 0);
        if (write(child.input, lines[i].text, length) != (ssize_t)length)
            break;
        if (moment->at_us < 0 && i == moment->line) {
            until = now_us() + moment->after_us;
            while (now_us() < until && child_hear(&child, until))
                continue;
            break;
        }
    }
    if (child_asks(&child))
        confirmed++;
    child_end(&child, SIGKILL);
    return confirmed;
}

/* What is left. */

static bool
place_find(const char *place, struct buffer *path, size_t *count)
{
    struct buffer directory = { 0 };
    struct arena arena = { 0 };
    struct journal_file **files = NULL;
    struct error error = { 0 };
    bool listed;

    buffer_printf(&directory, "%s/cdsdoctor", place);
    *count = 0;
    listed = journal_place_list(buffer_text(&directory), &arena, &files, count,
                                &error);
    if (listed && *count > 0)
        buffer_append_text(path, files[0]->path);
    if (!listed)
        printf("%s\n", error.text);
    buffer_release(&directory);
    arena_release(&arena);
    return listed;
}

static size_t
answers_within(size_t confirmed)
{
    size_t count = 0;

    for (size_t i = 0; i < confirmed; i++)
        count += lines[i].question >= 0;
    return count;
}

static bool
transcript_has(const struct transcript *transcript, size_t confirmed)
{
    for (size_t i = 0; i < confirmed; i++) {
        const char *answer = lines[i].question >= 0
                                 ? transcript->answers[lines[i].question]
                                 : "";

        if (lines[i].question >= 0 &&
            (answer == NULL || strcmp(answer, lines[i].value) != 0)) {
            printf("lost: the answer %s\n", lines[i].value);
            return false;
        }
    }
    return true;
}

static bool
file_has(const char *path, size_t confirmed, bool ended)
{
    struct transcript transcript = { 0 };
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    bool good = journal_read_file(path, &bytes, &error) &&
                transcript_read(&transcript, buffer_text(&bytes), bytes.length,
                                &error);

    if (!good)
        printf("%s: %s\n", path, error.text);
    good = good && transcript_has(&transcript, confirmed);
    /* Where nothing was kept, there is nothing to end. */
    if (good && transcript.records > 0 && transcript.ended != ended) {
        printf("%s: ended, or not\n", path);
        good = false;
    }
    transcript_release(&transcript);
    buffer_release(&bytes);
    return good;
}

static bool
goes_on(const char *program, const char *place, char *path)
{
    char *words[] = { (char *)program, "--plain", "--resume", path, NULL };
    struct child child;
    bool asked;
    int status;

    child_start(&child, words, place);
    asked = child_await(&child, now_us() + PATIENCE_MS * 1000) &&
            strstr(buffer_text(&child.said), "This goes on with") != NULL;
    if (!asked)
        printf("%s\n", buffer_text(&child.said));
    asked = asked && write(child.input, "q\n", 2) == 2;
    status = child_end(&child, 0);
    return asked && WIFEXITED(status) && WEXITSTATUS(status) != 2;
}

/* What was seen of checks that had begun can be shown. */
static bool
is_reported(const char *program, const char *place, char *path)
{
    char *words[] = { (char *)program, "report", path, NULL };
    enum { NOT_USED = 2, NOT_WRITTEN = 4 };
    struct transcript transcript = { 0 };
    struct buffer bytes = { 0 };
    struct error error = { 0 };
    struct child child;
    int status = 0;
    bool begun = journal_read_file(path, &bytes, &error) &&
                 transcript_read(&transcript, buffer_text(&bytes),
                                 bytes.length, &error) &&
                 transcript.result_count > 0;

    cut_off += begun && transcript.run == NULL;
    transcript_release(&transcript);
    buffer_release(&bytes);
    if (!begun)
        return true;
    child_start(&child, words, place);
    status = child_end(&child, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) != NOT_USED &&
        WEXITSTATUS(status) != NOT_WRITTEN)
        return true;
    printf("%s: no report\n", path);
    return false;
}

static bool
what_is_left_is_whole(const char *program, const char *place, size_t confirmed)
{
    struct buffer path = { 0 };
    size_t count;
    bool good = place_find(place, &path, &count);

    if (count == 0) {
        good = good && answers_within(confirmed) == 0;
        if (!good)
            puts("there is no transcript");
    } else {
        good = good && count == 1 &&
               file_has(buffer_text(&path), confirmed, false) &&
               is_reported(program, place, path.data) &&
               goes_on(program, place, path.data) &&
               file_has(buffer_text(&path), confirmed, true);
    }
    buffer_release(&path);
    return good;
}

static int
remove_one(const char *path, const struct stat *status, int kind,
           struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static bool
kill_once(const char *program, const struct moment *moment, size_t *confirmed)
{
    char place[PLACE_SIZE] = "/tmp/cdsdoctor-kill-XXXXXX";
    bool good;

    if (mkdtemp(place) == NULL)
        abort();
    *confirmed = session_killed(program, place, moment);
    good = what_is_left_is_whole(program, place, *confirmed);
    nftw(place, remove_one, 4, FTW_DEPTH | FTW_PHYS);
    return good;
}

/* Half by a time within the session, half soon after a line. */
static struct moment
moment_choose(unsigned turn, int64_t whole_us)
{
    enum { SOON_US = 3000 };
    struct moment moment = { .at_us = -1 };

    if (turn % 2 == 0) {
        moment.at_us = random() % (long)whole_us;
        return moment;
    }
    moment.line = (size_t)random() % LINES;
    moment.after_us = random() % SOON_US;
    return moment;
}

static unsigned
kills_wanted(void)
{
    const char *wanted = getenv("CDSDOCTOR_KILLS");

    return wanted != NULL ? (unsigned)strtoul(wanted, NULL, 10) : USUAL_KILLS;
}

int
main(int argc, char **argv)
{
    struct moment never = { .at_us = -1, .line = LINES };
    unsigned wanted = kills_wanted();
    unsigned failed = 0;
    size_t confirmed;
    int64_t start = now_us();
    int64_t whole;

    if (argc != 2)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    srandom(4201);
    /* Once to its end, which shows how long it takes and what it asks. */
    if (!kill_once(argv[1], &never, &confirmed) || confirmed < LINES - 1) {
        printf("the session was asked %zu of %d questions\n", confirmed,
               LINES);
        return 1;
    }
    whole = now_us() - start;
    for (unsigned turn = 0; turn < wanted; turn++) {
        struct moment moment = moment_choose(turn, whole);

        if (kill_once(argv[1], &moment, &confirmed))
            continue;
        printf("killed at %lld us, line %zu, after %lld us: FAILED\n",
               (long long)moment.at_us, moment.line,
               (long long)moment.after_us);
        failed++;
    }
    printf("%u kills, %u of them within the checks, %u failed\n", wanted,
           cut_off, failed);
    return failed > 0;
}
