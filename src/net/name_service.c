#include "net/name_service.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/safe_text.h"
#include "net/sockaddr.h"

enum {
    ADDRESSES = 64,   /* more are not told */
    DEATH_MS = 50,    /* a killed child is waited for so long */
    NAME_LIMIT = 255, /* of the canonical name, as text */
    WORDS_LIMIT = 200,
    CHILD_PIPE = 3, /* the child's only descriptor beside /dev/null */
};

/* What the child writes, at once, so that it comes whole or not at all. */
struct name_record {
    int error; /* EAI_* */
    int saved_errno;
    size_t count;
    struct address addresses[ADDRESSES];
    char canonical[NI_MAXHOST];
};

static_assert(sizeof(struct name_record) <= PIPE_BUF, "one atomic write");

struct name_question {
    struct name_question *next;
    int descriptor; /* -1: closed, its child still to be reaped */
    pid_t child;    /* -1: there is none */
};

/* The child. Nothing here may return into the program. */

static bool
is_known(const struct name_record *record, const struct address *address)
{
    for (size_t i = 0; i < record->count; i++) {
        if (address_equal(&record->addresses[i], address))
            return true;
    }
    return false;
}

static void
fill_record(struct name_record *record, const char *host)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_CANONNAME };
    struct addrinfo *found = NULL;

    record->error = getaddrinfo(host, NULL, &hints, &found);
    record->saved_errno = errno;
    if (record->error != 0)
        return;
    if (found != NULL && found->ai_canonname != NULL)
        strncpy(record->canonical, found->ai_canonname,
                sizeof(record->canonical) - 1);
    for (struct addrinfo *at = found; at != NULL; at = at->ai_next) {
        struct peer peer = sockaddr_to_peer(at->ai_addr, at->ai_addrlen);

        if (peer.address.family == FAMILY_NONE || record->count == ADDRESSES ||
            is_known(record, &peer.address))
            continue;
        record->addresses[record->count++] = peer.address;
    }
}

/* A module may write to the terminal or keep it busy: it gets none. */
static void
give_up_descriptors(int descriptor)
{
    int moved = fcntl(descriptor, F_DUPFD, CHILD_PIPE + 1);
    int nowhere = open("/dev/null", O_RDWR);

    for (int standard = 0; standard < CHILD_PIPE; standard++) {
        if (dup2(nowhere, standard) < 0)
            close(standard);
    }
    if (dup2(moved, CHILD_PIPE) < 0)
        _exit(1);
    if (close_range(CHILD_PIPE + 1, UINT_MAX, 0) == 0)
        return;
    /* A kernel before 5.9. */
    for (int i = (int)sysconf(_SC_OPEN_MAX) - 1; i > CHILD_PIPE; i--)
        close(i);
}

static _Noreturn void
child_run(const char *host, int descriptor, pid_t parent)
{
    struct rlimit none = { 0, 0 };
    struct name_record record = { 0 };
    sigset_t nothing;

    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, NULL);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    give_up_descriptors(descriptor);
    fill_record(&record, host);
    _exit(write(CHILD_PIPE, &record, sizeof(record)) == (ssize_t)sizeof(record)
              ? 0
              : 1);
}

/* The parent. */

/*
 * Signals stay blocked over the fork, so that no handler of ours can ever
 * run in the child and write into our pipes.
 */
static pid_t
fork_child(const char *host, int descriptor)
{
    pid_t parent = getpid();
    sigset_t all;
    sigset_t before;
    pid_t child;
    int saved_errno;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    child = fork();
    if (child == 0)
        child_run(host, descriptor, parent);
    saved_errno = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = saved_errno;
    return child;
}

/*
 * Where dead children vanish by themselves, their numbers may belong to
 * others when we kill. Some parents leave us such a setting.
 */
static void
insist_on_reaping(void)
{
    struct sigaction action;

    if (sigaction(SIGCHLD, NULL, &action) == 0 &&
        ((action.sa_flags & SA_NOCLDWAIT) != 0 ||
         action.sa_handler == SIG_IGN))
        signal(SIGCHLD, SIG_DFL);
}

int
name_service_ask(struct name_service *service, const char *host)
{
    struct name_record failure = { .error = EAI_SYSTEM };
    struct name_question *question;
    pid_t child;
    int ends[2];

    insist_on_reaping();
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    child = fork_child(host, ends[1]);
    if (child < 0) {
        failure.saved_errno = errno;
        /* An empty pipe has room for it. */
        (void)!write(ends[1], &failure, sizeof(failure));
    }
    close(ends[1]);

    question = memory_new(1, sizeof(*question));
    question->descriptor = ends[0];
    question->child = child;
    question->next = service->questions;
    service->questions = question;
    return ends[0];
}

static struct name_question *
find_question(const struct name_service *service, int descriptor)
{
    struct name_question *at = service->questions;

    while (at != NULL && at->descriptor != descriptor)
        at = at->next;
    return at;
}

bool
name_service_has(const struct name_service *service, int descriptor)
{
    return descriptor >= 0 && find_question(service, descriptor) != NULL;
}

static char *
safe_words(struct arena *arena, const char *words)
{
    return safe_text_copy(arena, SAFE_LINE, words, strlen(words), WORDS_LIMIT);
}

static void
read_addresses(const struct name_record *record, struct arena *arena,
               struct net_lookup_answer *answer)
{
    size_t count = record->count > ADDRESSES ? ADDRESSES : record->count;

    answer->addresses = arena_new(arena, count, sizeof(struct address));
    for (size_t i = 0; i < count; i++) {
        const struct address *address = &record->addresses[i];

        if (address->family == FAMILY_IPV4 || address->family == FAMILY_IPV6)
            answer->addresses[answer->address_count++] = *address;
    }
}

/* The modules ran in the child, so even our own record is distrusted. */
static void
read_record(const struct name_record *record, struct arena *arena,
            struct net_lookup_answer *answer)
{
    const char *words;

    if (record->error == 0)
        read_addresses(record, arena, answer);
    answer->error = record->error == 0 && answer->address_count == 0
                        ? EAI_NONAME
                        : record->error;
    if (answer->error != 0) {
        words = answer->error == EAI_SYSTEM ? strerror(record->saved_errno)
                                            : gai_strerror(answer->error);
        answer->text = safe_words(arena, words);
        return;
    }
    if (record->canonical[0] != '\0')
        answer->canonical = safe_text_copy(
            arena, SAFE_LINE, record->canonical,
            strnlen(record->canonical, sizeof(record->canonical)), NAME_LIMIT);
}

bool
name_service_answer(struct name_service *service, int descriptor,
                    struct arena *arena, struct net_lookup_answer *answer)
{
    struct name_record record;
    ssize_t count;

    (void)service;
    count = read(descriptor, &record, sizeof(record));
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    *answer = (struct net_lookup_answer){ .done = true };
    if (count == (ssize_t)sizeof(record)) {
        read_record(&record, arena, answer);
        return true;
    }
    answer->error = EAI_SYSTEM;
    answer->text =
        safe_words(arena, "The name service ended without an answer");
    return true;
}

/* Whether there is nothing left to wait for. */
static bool
reap(struct name_question *question, int options)
{
    pid_t dead;

    if (question->child < 0)
        return true;
    do {
        dead = waitpid(question->child, NULL, options);
    } while (dead < 0 && errno == EINTR);
    if (dead == 0)
        return false;
    question->child = -1;
    return true;
}

void
name_service_reap(struct name_service *service)
{
    struct name_question **at = &service->questions;

    while (*at != NULL) {
        struct name_question *question = *at;

        if (question->descriptor >= 0 || !reap(question, WNOHANG)) {
            at = &question->next;
            continue;
        }
        *at = question->next;
        free(question);
    }
}

/*
 * The pipe hangs up when the child lets go of its descriptors. After that
 * only the last steps of its death remain, and waiting for it is short.
 */
static void
end_child(struct name_question *question)
{
    struct pollfd pipe = { .fd = question->descriptor };

    if (question->child < 0)
        return;
    kill(question->child, SIGKILL);
    if (poll(&pipe, 1, DEATH_MS) == 1)
        (void)reap(question, 0);
}

void
name_service_close(struct name_service *service, int descriptor)
{
    struct name_question *question = find_question(service, descriptor);

    assert(question != NULL && descriptor >= 0);
    end_child(question);
    close(question->descriptor);
    question->descriptor = -1;
    name_service_reap(service);
}

void
name_service_release(struct name_service *service)
{
    for (struct name_question *at = service->questions; at != NULL;
         at = at->next) {
        if (at->descriptor < 0)
            continue;
        end_child(at);
        close(at->descriptor);
        at->descriptor = -1;
    }
    name_service_reap(service);
    while (service->questions != NULL) {
        struct name_question *rest = service->questions;

        service->questions = rest->next;
        free(rest);
    }
}
