/*
 * A DNS server that misbehaves: one way of doing so per port, over UDP and
 * TCP. It reads only as much of a question as its bad answer needs. Prints
 * "ready" when every port listens.
 *
 *   odd_resolver ADDRESS PORT=MODE...
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PORTS_MAX = 16,
    HEADER_SIZE = 12,
    MESSAGE_MAX = 4096,
    LENGTH_PREFIX = 2, /* of a message over TCP (RFC 1035, 4.2.2) */
};

enum {
    RCODE_OK = 0,
    RCODE_SERVFAIL = 2,
    RCODE_NXDOMAIN = 3,
    RCODE_REFUSED = 5,
};

static const struct mode {
    const char *name;
    bool silent;
    bool garbage;   /* bytes that are no DNS message */
    bool wrong_id;  /* the answer to a question that nobody asked */
    bool truncated; /* over UDP only: TCP would be the way out */
    unsigned char rcode;
} modes[] = {
    { .name = "garbage", .garbage = true },
    { .name = "truncated", .truncated = true },
    { .name = "servfail", .rcode = RCODE_SERVFAIL },
    { .name = "refused", .rcode = RCODE_REFUSED },
    { .name = "silent", .silent = true },
    { .name = "wrong-id", .wrong_id = true },
    { .name = "nxdomain", .rcode = RCODE_NXDOMAIN },
    { .name = "empty", .rcode = RCODE_OK },
};

struct port {
    const struct mode *mode;
    bool stream;
};

static void
die(const char *what)
{
    fprintf(stderr, "odd_resolver: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/*
 * Where the first question ends: labels up to the empty one, type and class.
 * Zero when the message is too short to hold one.
 */
static size_t
question_end(const unsigned char *message, size_t size)
{
    size_t at = HEADER_SIZE;

    while (at < size && message[at] != 0)
        at += 1u + message[at];
    return at + 5 <= size ? at + 5 : 0;
}

/* Turns the question into the mode's answer; returns its size, 0: none. */
static size_t
answer_make(const struct mode *mode, unsigned char *message, size_t size)
{
    size_t end = question_end(message, size);

    if (mode->silent || end == 0)
        return 0;
    if (mode->garbage) {
        memset(message + 2, 0xff, end - 2);
        return end;
    }
    if (mode->wrong_id)
        message[0] ^= 0x55;
    /* An answer (QR) that keeps the asker's opcode and RD, and offers RA. */
    message[2] = (unsigned char)(0x80 | (message[2] & 0x79));
    if (mode->truncated)
        message[2] |= 0x02;
    message[3] = (unsigned char)(0x80 | mode->rcode);
    memset(message + 6, 0, 6); /* no records, not even EDNS */
    return end;
}

static void
datagram_answer(int fd, const struct mode *mode)
{
    unsigned char message[MESSAGE_MAX];
    struct sockaddr_in asker;
    socklen_t asker_size = sizeof asker;
    ssize_t size = recvfrom(fd, message, sizeof message, 0,
                            (struct sockaddr *)&asker, &asker_size);
    size_t answer = size > 0 ? answer_make(mode, message, (size_t)size) : 0;

    if (answer > 0)
        sendto(fd, message, answer, 0, (const struct sockaddr *)&asker,
               asker_size);
}

/* One question per connection, in a process of its own. */
static void
stream_answer(int listener, const struct mode *mode)
{
    unsigned char message[LENGTH_PREFIX + MESSAGE_MAX];
    int fd = accept(listener, NULL, NULL);
    ssize_t size;
    size_t answer;

    if (fd < 0 || fork() != 0) {
        close(fd);
        return;
    }
    alarm(60);
    size = recv(fd, message, sizeof message, 0);
    answer = size <= LENGTH_PREFIX ? 0
                                   : answer_make(mode, message + LENGTH_PREFIX,
                                                 (size_t)size - LENGTH_PREFIX);
    if (answer > 0) {
        message[0] = (unsigned char)(answer >> 8);
        message[1] = (unsigned char)(answer & 0xff);
        send(fd, message, LENGTH_PREFIX + answer, 0);
    }
    while (recv(fd, message, sizeof message, 0) > 0)
        ;
    _exit(EXIT_SUCCESS);
}

static const struct mode *
mode_find(const char *name)
{
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(modes[i].name, name) == 0)
            return &modes[i];
    }
    fprintf(stderr, "odd_resolver: no mode is called %s\n", name);
    exit(EXIT_FAILURE);
}

/* At one address, so that an answer has the sender that was asked. */
static int
port_open(struct in_addr address, uint16_t port, int type)
{
    const struct sockaddr_in at = { .sin_family = AF_INET,
                                    .sin_addr = address,
                                    .sin_port = htons(port) };
    const int yes = 1;
    int fd = socket(AF_INET, type, 0);

    if (fd < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
        bind(fd, (const struct sockaddr *)&at, sizeof at) < 0 ||
        (type == SOCK_STREAM && listen(fd, 16) < 0))
        die("port");
    return fd;
}

int
main(int argc, char **argv)
{
    struct port ports[2 * PORTS_MAX];
    struct pollfd wait_for[2 * PORTS_MAX];
    struct in_addr address;
    nfds_t count = 0;

    if (argc < 3 || argc - 2 > PORTS_MAX ||
        inet_pton(AF_INET, argv[1], &address) != 1) {
        fputs("usage: odd_resolver ADDRESS PORT=MODE...\n", stderr);
        return EXIT_FAILURE;
    }
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        die("prctl");
    signal(SIGCHLD, SIG_IGN); /* nobody waits for the children */
    signal(SIGPIPE, SIG_IGN);

    for (int i = 2; i < argc; i++) {
        char *name;
        unsigned long port = strtoul(argv[i], &name, 10);
        const struct mode *mode = mode_find(*name == '=' ? name + 1 : name);

        for (int stream = 0; stream < 2; stream++, count++) {
            ports[count] = (struct port){ .mode = mode, .stream = stream };
            wait_for[count].fd = port_open(address, (uint16_t)port,
                                           stream ? SOCK_STREAM : SOCK_DGRAM);
            wait_for[count].events = POLLIN;
        }
    }
    puts("ready");
    fflush(stdout);
    while (poll(wait_for, count, -1) >= 0 || errno == EINTR) {
        for (nfds_t i = 0; i < count; i++) {
            if (wait_for[i].revents == 0)
                continue;
            if (ports[i].stream)
                stream_answer(wait_for[i].fd, ports[i].mode);
            else
                datagram_answer(wait_for[i].fd, ports[i].mode);
        }
    }
    die("poll");
}
