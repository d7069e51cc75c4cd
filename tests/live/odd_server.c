/*
 * A server that misbehaves: one way of doing so per port. Speaks the wrong
 * protocol, falls silent, closes or resets at a chosen moment, or finishes a
 * TLS handshake with the given certificate and then says something odd. Each
 * connection gets a process of its own, which ends after a minute at most.
 * Prints "ready" when every port listens.
 *
 *   odd_server CHAIN KEY PORT=MODE...
 */
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

#include <openssl/err.h>
#include <openssl/ssl.h>

enum {
    PORTS_MAX = 32,
    LIFE_SECONDS = 60,
    BIG_BODY = 10 * 1024 * 1024,
};

struct peer {
    int fd;
    SSL_CTX *tls; /* knows the certificate; versions are the mode's */
};

/* What nginx says to a client without a certificate. */
#define NGINX_400_PAGE                                                        \
    "<html>\r\n<head><title>400 No required SSL certificate was sent"         \
    "</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1>"           \
    "</center>\r\n<center>No required SSL certificate was sent</center>"      \
    "\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

static void
die(const char *what)
{
    fprintf(stderr, "odd_server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

/* The rest of the connection is the peer's: read until it has gone. */
static void
await_close(const struct peer *peer)
{
    char spill[4096];

    while (read(peer->fd, spill, sizeof spill) > 0)
        ;
}

/* Ends our side in good order; a close() with unread bytes would reset. */
static void
finish(const struct peer *peer)
{
    shutdown(peer->fd, SHUT_WR);
    await_close(peer);
}

static void
reset(const struct peer *peer)
{
    const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

    setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void
await_hello(const struct peer *peer)
{
    char hello[4096];

    if (read(peer->fd, hello, sizeof hello) <= 0)
        _exit(EXIT_SUCCESS);
}

static void
say(const struct peer *peer, const void *bytes, size_t size)
{
    if (write(peer->fd, bytes, size) < 0)
        _exit(EXIT_SUCCESS);
}

static void
ssh_serve(const struct peer *peer)
{
    static const char banner[] = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";

    say(peer, banner, sizeof banner - 1);
    await_close(peer);
}

/* The head of a long, plausible TLS record, so that the peer keeps hoping. */
static void
drip_serve(const struct peer *peer)
{
    static const unsigned char head[] = { 0x16, 3,    3,    0x3f, 0xff, 2,
                                          0,    0x3f, 0xfb, 3,    3 };

    for (size_t i = 0;; i++) {
        const unsigned char zero = 0;

        say(peer, i < sizeof head ? &head[i] : &zero, 1);
        sleep(1);
    }
}

static void
close_at_once_serve(const struct peer *peer)
{
    finish(peer);
}

static void
close_after_hello_serve(const struct peer *peer)
{
    await_hello(peer);
    finish(peer);
}

static void
reset_at_once_serve(const struct peer *peer)
{
    reset(peer);
}

static void
reset_after_hello_serve(const struct peer *peer)
{
    await_hello(peer);
    reset(peer);
}

static void
silent_serve(const struct peer *peer)
{
    await_close(peer);
}

static void
plain_http_serve(const struct peer *peer)
{
    static const char page[] = "HTTP/1.1 403 Forbidden\r\n"
                               "Content-Type: text/html\r\n"
                               "Connection: close\r\n\r\n"
                               "<title>Blocked</title>\r\n";

    await_hello(peer);
    say(peer, page, sizeof page - 1);
    finish(peer);
}

/* A fatal alert in the place of a ServerHello. */
static void
unrecognized_name_serve(const struct peer *peer)
{
    static const unsigned char alert[] = { 0x15, 3, 3, 0, 2, 2, 112 };

    await_hello(peer);
    say(peer, alert, sizeof alert);
    finish(peer);
}

/* Shakes hands and reads the request; any failure ends this process. */
static SSL *
tls_begin(const struct peer *peer, int lowest, int highest, int verify)
{
    char request[4096];
    SSL *tls = SSL_new(peer->tls);

    if (tls == NULL)
        _exit(EXIT_FAILURE);
    SSL_set_fd(tls, peer->fd);
    SSL_set_min_proto_version(tls, lowest);
    SSL_set_max_proto_version(tls, highest);
    SSL_set_verify(tls, verify, NULL);
    if (SSL_accept(tls) != 1 ||
        SSL_read(tls, request, (int)sizeof request) <= 0) {
        finish(peer); /* lets the alert arrive before the connection ends */
        _exit(EXIT_SUCCESS);
    }
    return tls;
}

static void
tls_say(SSL *tls, const char *bytes, size_t size)
{
    if (SSL_write(tls, bytes, (int)size) <= 0)
        _exit(EXIT_SUCCESS);
}

/* As nginx does it: asks for a certificate and does without one. */
static SSL *
gateway_begin(const struct peer *peer)
{
    return tls_begin(peer, TLS1_2_VERSION, TLS1_3_VERSION, SSL_VERIFY_PEER);
}

static void
gateway_answer(const struct peer *peer, const char *answer, size_t size)
{
    SSL *tls = gateway_begin(peer);

    tls_say(tls, answer, size);
    SSL_shutdown(tls);
    finish(peer);
}

static void
gateway_serve(const struct peer *peer)
{
    static const char answer[] = "HTTP/1.1 400 Bad Request\r\n"
                                 "Server: nginx\r\n"
                                 "Content-Type: text/html\r\n"
                                 "Connection: close\r\n\r\n" NGINX_400_PAGE;

    gateway_answer(peer, answer, sizeof answer - 1);
}

static void
block_page_serve(const struct peer *peer)
{
    static const char answer[] =
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: text/html\r\n"
        "Connection: close\r\n\r\n"
        "<html><title>Access denied</title>Blocked by policy</html>\r\n";

    gateway_answer(peer, answer, sizeof answer - 1);
}

/* Both the 7-bit and the 8-bit form, an overwritten line, and U+202E. */
static void
escapes_serve(const struct peer *peer)
{
    static const char answer[] =
        "HTTP/1.1 400 \033]0;owned\a\033[2J\x9b"
        "31mBad\r\n"
        "Server: \033[31mnginx\b\b\b\xe2\x80\xae\r\n"
        "Location: https://\033[Hexample.org/\033P\r\n"
        "Content-Type: text/html\033[?1049h\r\n"
        "Connection: close\r\n\r\n"
        "<html><title>\033[2J400 \033]52;c;b3duZWQ=\a</title></html>\r\n";

    gateway_answer(peer, answer, sizeof answer - 1);
}

static void
endless_headers_serve(const struct peer *peer)
{
    static const char start[] = "HTTP/1.1 400 Bad Request\r\n";
    static const char more[] = "X-More: and more and more and more\r\n";
    SSL *tls = gateway_begin(peer);

    tls_say(tls, start, sizeof start - 1);
    for (;;)
        tls_say(tls, more, sizeof more - 1);
}

static void
big_body_serve(const struct peer *peer)
{
    static const char start[] = "HTTP/1.1 400 Bad Request\r\n"
                                "Server: nginx\r\n"
                                "Content-Type: text/html\r\n"
                                "Connection: close\r\n\r\n" NGINX_400_PAGE;
    static char body[16384];
    SSL *tls = gateway_begin(peer);

    memset(body, 'x', sizeof body);
    tls_say(tls, start, sizeof start - 1);
    for (size_t sent = 0; sent < BIG_BODY; sent += sizeof body)
        tls_say(tls, body, sizeof body);
    SSL_shutdown(tls);
    finish(peer);
}

/* Alert 40 during the handshake, once the empty certificate has come. */
static void
required_tls12_serve(const struct peer *peer)
{
    tls_begin(peer, TLS1_2_VERSION, TLS1_2_VERSION,
              SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT);
}

/* Alert 116 after what the client takes for a finished handshake. */
static void
required_tls13_serve(const struct peer *peer)
{
    tls_begin(peer, TLS1_3_VERSION, TLS1_3_VERSION,
              SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT);
}

static const struct mode {
    const char *name;
    void (*serve)(const struct peer *peer);
} modes[] = {
    { "ssh", ssh_serve },
    { "drip", drip_serve },
    { "close-at-once", close_at_once_serve },
    { "close-after-hello", close_after_hello_serve },
    { "reset-at-once", reset_at_once_serve },
    { "reset-after-hello", reset_after_hello_serve },
    { "silent", silent_serve },
    { "plain-http", plain_http_serve },
    { "unrecognized-name", unrecognized_name_serve },
    { "endless-headers", endless_headers_serve },
    { "big-body", big_body_serve },
    { "escapes", escapes_serve },
    { "required-tls12", required_tls12_serve },
    { "required-tls13", required_tls13_serve },
    { "block-page", block_page_serve },
    { "gateway", gateway_serve },
};

static const struct mode *
mode_find(const char *name)
{
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(modes[i].name, name) == 0)
            return &modes[i];
    }
    fprintf(stderr, "odd_server: no mode is called %s\n", name);
    exit(EXIT_FAILURE);
}

/* Listens on both families. */
static int
port_open(uint16_t port)
{
    const struct sockaddr_in6 any = { .sin6_family = AF_INET6,
                                      .sin6_port = htons(port) };
    const int yes = 1;
    int fd = socket(AF_INET6, SOCK_STREAM, 0);

    if (fd < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
        bind(fd, (const struct sockaddr *)&any, sizeof any) < 0 ||
        listen(fd, 64) < 0)
        die("listen");
    return fd;
}

/* Dies with its parent: a test that is killed leaves nobody behind. */
static void
follow_parent(void)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        die("prctl");
}

static void
connection_accept(int listener, SSL_CTX *tls, const struct mode *mode)
{
    struct peer peer = { .fd = accept(listener, NULL, NULL), .tls = tls };

    if (peer.fd < 0)
        return;
    if (fork() == 0) {
        follow_parent();
        alarm(LIFE_SECONDS);
        mode->serve(&peer);
        _exit(EXIT_SUCCESS);
    }
    close(peer.fd);
}

static SSL_CTX *
tls_open(const char *chain, const char *key)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

    if (tls == NULL || SSL_CTX_use_certificate_chain_file(tls, chain) != 1 ||
        SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        exit(EXIT_FAILURE);
    }
    return tls;
}

int
main(int argc, char **argv)
{
    const struct mode *mode[PORTS_MAX];
    struct pollfd listener[PORTS_MAX];
    nfds_t count = 0;
    SSL_CTX *tls;

    if (argc < 4 || argc - 3 > PORTS_MAX) {
        fputs("usage: odd_server CHAIN KEY PORT=MODE...\n", stderr);
        return EXIT_FAILURE;
    }
    follow_parent();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN); /* nobody waits for the children */
    tls = tls_open(argv[1], argv[2]);

    for (int i = 3; i < argc; i++, count++) {
        char *name;
        unsigned long port = strtoul(argv[i], &name, 10);

        mode[count] = mode_find(*name == '=' ? name + 1 : name);
        listener[count].fd = port_open((uint16_t)port);
        listener[count].events = POLLIN;
    }
    puts("ready");
    fflush(stdout);
    while (poll(listener, count, -1) >= 0 || errno == EINTR) {
        for (nfds_t i = 0; i < count; i++) {
            if (listener[i].revents != 0)
                connection_accept(listener[i].fd, tls, mode[i]);
        }
    }
    die("poll");
}
