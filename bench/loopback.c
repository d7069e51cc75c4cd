#include "loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEADER = 12, QUESTION_TAIL = 4, TYPE_A = 1, BACKLOG = 1024 };

static int
open_socket(int type, uint16_t *port)
{
    struct sockaddr_in name = { .sin_family = AF_INET,
                                .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t length = sizeof name;
    int handle = socket(AF_INET, type | SOCK_CLOEXEC, 0);

    if (handle < 0 || bind(handle, (struct sockaddr *)&name, length) < 0 ||
        getsockname(handle, (struct sockaddr *)&name, &length) < 0) {
        perror("terminal: loopback");
        exit(EXIT_FAILURE);
    }
    *port = ntohs(name.sin_port);
    return handle;
}

/* The bytes behind the header that are the first question; 0: none are. */
static size_t
question_length(const unsigned char *bytes, size_t length)
{
    size_t at = HEADER;

    while (at < length && bytes[at] != 0)
        at += 1 + bytes[at];
    return at + 1 + QUESTION_TAIL <= length ? at + 1 + QUESTION_TAIL - HEADER
                                            : 0;
}

/* RFC 1035, 4.1: the question comes back, with one address or none. */
static size_t
make_answer(unsigned char *bytes, size_t length)
{
    static const unsigned char address[] = { 0xc0, HEADER, 0, TYPE_A, 0, 1,
                                             0,    0,      0, 60,     0, 4,
                                             127,  0,      0, 1 };
    size_t question = length > HEADER ? question_length(bytes, length) : 0;
    size_t end = HEADER + question;
    int is_address = question > 0 && bytes[end - 3] == TYPE_A;

    if (question == 0)
        return 0;
    bytes[2] |= 0x80; /* an answer */
    bytes[3] = 0x80;  /* recursion is there, no error */
    memset(bytes + 6, 0, HEADER - 6);
    bytes[7] = (unsigned char)is_address;
    if (!is_address)
        return end;
    memcpy(bytes + end, address, sizeof address);
    return end + sizeof address;
}

static void
serve(int resolver)
{
    unsigned char bytes[1024];
    struct sockaddr_in from;
    ssize_t count;

    for (;;) {
        socklen_t size = sizeof from;

        count = recvfrom(resolver, bytes, sizeof bytes / 2, 0,
                         (struct sockaddr *)&from, &size);
        if (count > 0)
            (void)sendto(resolver, bytes, make_answer(bytes, (size_t)count), 0,
                         (struct sockaddr *)&from, size);
    }
}

struct loopback
loopback_open(void)
{
    struct loopback loopback = { 0 };
    int resolver = open_socket(SOCK_DGRAM, &loopback.resolver);
    int silent = open_socket(SOCK_STREAM, &loopback.silent);

    /* Nobody accepts: the kernel takes connections all the same. */
    if (listen(silent, BACKLOG) < 0)
        perror("terminal: listen");
    loopback.pid = fork();
    if (loopback.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(resolver);
    }
    close(resolver);
    close(silent);
    return loopback;
}

void
loopback_close(struct loopback *loopback)
{
    kill(loopback->pid, SIGKILL);
    waitpid(loopback->pid, NULL, 0);
}
