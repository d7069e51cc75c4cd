#include "net/lookup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/real_net.h"

enum { LONG_MS = 20000 };

/* Under this name the machine's resolver, if it has one, answers late. */
static const char hanging[] = "unknown.invalid";

struct fixture {
    struct real_net *real;
    struct net net;
    struct arena arena;
    unsigned descriptors;
};

static unsigned
entries_of(const char *path)
{
    DIR *directory = opendir(path);
    unsigned count = 0;

    if (directory == NULL)
        return 0;
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static bool
has_children(void)
{
    return waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD;
}

static int
set_up(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){ .descriptors = entries_of("/proc/self/fd") };
    fixture.real = real_net_new();
    fixture.net = real_net_use(fixture.real);
    *state = &fixture;
    return 0;
}

/* Whatever a test did, nothing of it is left. */
static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_release(&fixture->arena);
    real_net_free(fixture->real);
    assert_false(has_children());
    assert_int_equal(entries_of("/proc/self/fd"), fixture->descriptors);
    return 0;
}

static const struct net_lookup_answer *
wait_for(struct fixture *fixture, struct net_lookup *lookup, int limit_ms)
{
    struct net_watch *watches[] = { net_lookup_watch(lookup) };
    int64_t end = net_monotonic_ms(&fixture->net) + limit_ms;
    const struct net_lookup_answer *answer = net_lookup_answer(lookup);

    while (!answer->done) {
        int64_t left = end - net_monotonic_ms(&fixture->net);

        if (left <= 0)
            break;
        net_wait(&fixture->net, watches, 1, (int)left);
        answer = net_lookup_answer(lookup);
    }
    return answer;
}

static void
test_names(void **state)
{
    static const struct {
        const char *host;
        const char *address;
        enum address_kind kind;
    } cases[] = {
        { "localhost", NULL, ADDRESS_LOOPBACK },
        { "192.0.2.7", "192.0.2.7", ADDRESS_DOCUMENTATION },
        { "2001:db8::7", "2001:db8::7", ADDRESS_DOCUMENTATION },
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct net_lookup *lookup =
            net_lookup_open(&fixture->net, cases[i].host, &fixture->arena);
        const struct net_lookup_answer *answer =
            wait_for(fixture, lookup, LONG_MS);
        char text[ADDRESS_TEXT_SIZE];

        assert_true(answer->done);
        assert_int_equal(answer->error, 0);
        assert_null(answer->text);
        assert_true(answer->address_count >= 1);
        assert_int_equal(address_kind_of(&answer->addresses[0]),
                         cases[i].kind);
        if (cases[i].address != NULL) {
            assert_int_equal(answer->address_count, 1);
            assert_string_equal(address_format(&answer->addresses[0], text),
                                cases[i].address);
        }
        assert_string_equal(answer->canonical, cases[i].host);
        /* The child is gone before the lookup is closed. */
        assert_false(has_children());
        net_lookup_close(&lookup);
        assert_null(lookup);
        net_lookup_close(&lookup);
    }
}

/* Names that no service can know are answered without a packet. */
static void
test_impossible_name(void **state)
{
    struct fixture *fixture = *state;
    struct net_lookup *lookup =
        net_lookup_open(&fixture->net, "a..b", &fixture->arena);
    const struct net_lookup_answer *answer =
        wait_for(fixture, lookup, LONG_MS);

    assert_true(answer->done);
    assert_int_not_equal(answer->error, 0);
    assert_non_null(answer->text);
    assert_int_equal(answer->address_count, 0);
    net_lookup_close(&lookup);
}

static pid_t
only_child(void)
{
    char path[64];
    FILE *file;
    int child = -1;

    snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    file = fopen(path, "r");
    if (file == NULL)
        return -1;
    if (fscanf(file, "%d", &child) != 1)
        child = -1;
    fclose(file);
    return (pid_t)child;
}

/* Pending or refused: it ends when we say so, at once and without a trace. */
static void
test_close_early(void **state)
{
    struct fixture *fixture = *state;

    for (int i = 0; i < 20; i++) {
        struct net_lookup *lookup =
            net_lookup_open(&fixture->net, hanging, &fixture->arena);
        int64_t start = net_monotonic_ms(&fixture->net);

        if (i % 2 == 0) {
            const struct net_lookup_answer *answer =
                wait_for(fixture, lookup, 20);

            assert_true(!answer->done || answer->error != 0);
        }
        net_lookup_close(&lookup);
        assert_in_range(net_monotonic_ms(&fixture->net) - start, 0, 1000);
        assert_false(has_children());
        assert_int_equal(entries_of("/proc/self/fd"), fixture->descriptors);
    }
}

static void
test_many_at_once(void **state)
{
    enum { MANY = 32 };
    struct fixture *fixture = *state;
    struct net_lookup *lookups[MANY];

    for (int i = 0; i < MANY; i++)
        lookups[i] = net_lookup_open(
            &fixture->net, i % 2 ? "localhost" : hanging, &fixture->arena);
    for (int i = 1; i < MANY; i += 2)
        assert_int_equal(wait_for(fixture, lookups[i], LONG_MS)->error, 0);
    for (int i = 0; i < MANY; i++)
        net_lookup_close(&lookups[i]);
    assert_false(has_children());
}

/* Those that nobody closed end with their world. */
static void
test_free_world(void **state)
{
    struct real_net *real = real_net_new();
    struct net net = real_net_use(real);

    (void)state;
    assert_true(net.ops->lookup(net.world, hanging) >= 0);
    assert_true(net.ops->lookup(net.world, "localhost") >= 0);
    real_net_free(real);
}

/* A module that crashes takes its process with it, and only that. */
static void
test_crash(void **state)
{
    struct fixture *fixture = *state;
    struct net_lookup *lookup =
        net_lookup_open(&fixture->net, hanging, &fixture->arena);
    pid_t child = only_child();
    const struct net_lookup_answer *answer;

    if (child < 0) {
        net_lookup_close(&lookup);
        skip();
    }
    kill(child, SIGKILL);
    answer = wait_for(fixture, lookup, LONG_MS);
    assert_true(answer->done);
    assert_int_not_equal(answer->error, 0);
    assert_non_null(answer->text);
    net_lookup_close(&lookup);
}

/*
 * A module that hangs for ever: in a mount namespace of its own, the hosts
 * file is a pipe into which nobody writes.
 */
static bool
make_hosts_hang(void)
{
    char path[] = "/tmp/cdsdoctor-hosts-XXXXXX";
    int file = mkstemp(path);
    bool done;

    if (file < 0)
        return false;
    close(file);
    unlink(path);
    done = mkfifo(path, 0644) == 0 &&
           (unshare(CLONE_NEWNS) == 0 ||
            unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) &&
           mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount(path, "/etc/hosts", NULL, MS_BIND, NULL) == 0;
    unlink(path);
    return done;
}

/* Whether a process has the file open. */
static bool
holds(pid_t process, const char *target)
{
    for (int i = 0; i < 64; i++) {
        char path[64];
        char link[128] = { 0 };

        snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)process, i);
        if (readlink(path, link, sizeof(link) - 1) > 0 &&
            strcmp(link, target) == 0)
            return true;
    }
    return false;
}

enum { HANG_FINE, HANG_ANSWERED, HANG_HOLDS, HANG_LEFT, HANG_SKIP = 77 };

/* While it hangs the child has nothing of ours, and it ends when we say. */
static int
look_up_hanging(struct fixture *fixture)
{
    struct net_lookup *lookup;
    char own[64];
    char target[128] = { 0 };
    int64_t start = net_monotonic_ms(&fixture->net);
    int ours[2];
    pid_t child;

    if (!make_hosts_hang() || pipe2(ours, 0) != 0)
        return HANG_SKIP;
    snprintf(own, sizeof(own), "/proc/self/fd/%d", ours[1]);
    if (readlink(own, target, sizeof(target) - 1) <= 0)
        return HANG_SKIP;
    lookup = net_lookup_open(&fixture->net, "some.test", &fixture->arena);
    child = only_child();
    if (child < 0)
        return HANG_SKIP;
    while (holds(child, target)) {
        if (net_monotonic_ms(&fixture->net) - start > 2000)
            return HANG_HOLDS;
        net_wait(&fixture->net, NULL, 0, 1);
    }
    if (wait_for(fixture, lookup, 50)->done)
        return HANG_ANSWERED;
    start = net_monotonic_ms(&fixture->net);
    net_lookup_close(&lookup);
    return has_children() || net_monotonic_ms(&fixture->net) - start > 500
               ? HANG_LEFT
               : HANG_FINE;
}

static void
test_hanging_module(void **state)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        _exit(look_up_hanging(*state));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == HANG_SKIP)
        skip();
    assert_int_equal(WEXITSTATUS(status), HANG_FINE);
}

static void
test_no_descriptor_left(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit before;
    struct rlimit none;
    struct net_lookup *lookup;
    const struct net_lookup_answer *answer;

    getrlimit(RLIMIT_NOFILE, &before);
    none = before;
    none.rlim_cur = 3;
    setrlimit(RLIMIT_NOFILE, &none);
    lookup = net_lookup_open(&fixture->net, "localhost", &fixture->arena);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(net_lookup_watch(lookup)->ready, NET_READABLE);
    answer = net_lookup_answer(lookup);
    assert_true(answer->done);
    assert_int_equal(answer->error, EAI_SYSTEM);
    assert_string_equal(answer->text, strerror(EMFILE));
    net_lookup_close(&lookup);
}

/* As a user who may have no further process. */
static int
look_up_without_processes(struct fixture *fixture)
{
    struct rlimit none = { 0, 0 };
    struct net_lookup *lookup;
    const struct net_lookup_answer *answer;

    if (setrlimit(RLIMIT_NPROC, &none) != 0 ||
        (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0))
        return 2;
    lookup = net_lookup_open(&fixture->net, "localhost", &fixture->arena);
    answer = wait_for(fixture, lookup, LONG_MS);
    if (!answer->done || answer->error != EAI_SYSTEM ||
        strcmp(answer->text, strerror(EAGAIN)) != 0)
        return 3;
    net_lookup_close(&lookup);
    return 0;
}

static void
test_no_process_left(void **state)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        _exit(look_up_without_processes(*state));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* Started by one who ignores dead children: we still know ours. */
static void
test_ignored_children(void **state)
{
    struct fixture *fixture = *state;
    struct net_lookup *lookup;

    signal(SIGCHLD, SIG_IGN);
    lookup = net_lookup_open(&fixture->net, "localhost", &fixture->arena);
    assert_int_equal(wait_for(fixture, lookup, LONG_MS)->error, 0);
    net_lookup_close(&lookup);
    assert_true(signal(SIGCHLD, SIG_DFL) == SIG_DFL);
}

#define traceless(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        traceless(test_names),           traceless(test_impossible_name),
        traceless(test_close_early),     traceless(test_many_at_once),
        traceless(test_free_world),      traceless(test_crash),
        traceless(test_hanging_module),  traceless(test_no_descriptor_left),
        traceless(test_no_process_left), traceless(test_ignored_children),
    };

    /* However the resolver is configured, a silent one is waited for. */
    setenv("RES_OPTIONS", "timeout:15 attempts:2", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
