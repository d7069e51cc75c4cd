/*
 * The table of proxy_cases.c put to the real curl: which of two listeners on
 * loopback it connects to decides. Nothing is read from what curl says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proxy_cases.h"

static const char curl[] = "/usr/bin/curl";

/* Who may be called, in the order of enum way; the child's end comes last. */
enum { DIRECT, PROXY, USUAL, CHILD, WATCHED };

enum { ARGUMENTS = 16, ENVIRONMENT = CASE_VARIABLES + 2 };

struct listeners {
    struct pollfd watched[WATCHED];
    char direct[CASE_TEXT_SIZE]; /* "127.0.0.1:PORT" */
    char proxy[CASE_TEXT_SIZE];
};

static int
listen_at(const char *host, int port, char place[CASE_TEXT_SIZE])
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
    };
    socklen_t length = sizeof address;
    int one = 1;
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(file >= 0);
    assert_int_equal(inet_pton(AF_INET, host, &address.sin_addr), 1);
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(file, (struct sockaddr *)&address, length) != 0 ||
        listen(file, 4) != 0) {
        close(file);
        return -1;
    }
    getsockname(file, (struct sockaddr *)&address, &length);
    snprintf(place, CASE_TEXT_SIZE, "%s:%d", host, ntohs(address.sin_port));
    return file;
}

static void
open_listeners(struct listeners *listeners)
{
    char unused[CASE_TEXT_SIZE];

    listeners->watched[DIRECT].fd =
        listen_at("127.0.0.1", 0, listeners->direct);
    listeners->watched[PROXY].fd = listen_at("127.0.0.1", 0, listeners->proxy);
    listeners->watched[USUAL].fd =
        listen_at(CASE_USUAL_HOST, CASE_USUAL_PORT, unused);
    assert_true(listeners->watched[DIRECT].fd >= 0);
    assert_true(listeners->watched[PROXY].fd >= 0);
    for (int i = 0; i < WATCHED; i++)
        listeners->watched[i].events = POLLIN;
}

/* Starts curl; `end` becomes a descriptor that is readable when it ended. */
static pid_t
start_curl(const struct listeners *listeners, const struct proxy_case *row,
           int *end)
{
    char texts[CASE_VARIABLES][CASE_TEXT_SIZE];
    char option[CASE_TEXT_SIZE];
    char connect_to[CASE_TEXT_SIZE + 16];
    char url[CASE_TEXT_SIZE];
    char *environment[ENVIRONMENT] = { "PATH=/usr/bin:/bin" };
    char *arguments[ARGUMENTS] = {
        "curl",       "-q", "-s",           "-k",       "-o", "/dev/null",
        "--max-time", "2",  "--connect-to", connect_to, url,
    };
    posix_spawn_file_actions_t actions;
    int pipe_ends[2];
    pid_t child;

    for (size_t i = 0; i < CASE_VARIABLES && row->variables[i] != NULL; i++) {
        proxy_case_text(row->variables[i], listeners->proxy, texts[i]);
        environment[i + 1] = texts[i];
    }
    snprintf(connect_to, sizeof connect_to, "::%s", listeners->direct);
    snprintf(url, sizeof url, "https://%s/",
             row->host != NULL ? row->host : "www.example.com");
    if (row->option != NULL) {
        proxy_case_text(row->option, listeners->proxy, option);
        arguments[11] = "--proxy";
        arguments[12] = option;
    }

    /* The child's standard error is the pipe that ends with it. */
    assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
    assert_int_equal(
        posix_spawn(&child, curl, &actions, NULL, arguments, environment), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    *end = pipe_ends[0];
    return child;
}

/* Takes the first call; a curl that ends without one has refused. */
static enum way
first_call(struct listeners *listeners)
{
    struct pollfd *watched = listeners->watched;

    for (;;) {
        assert_true(poll(watched, WATCHED, 5000) > 0);
        for (int i = DIRECT; i <= USUAL; i++)
            if ((watched[i].revents & POLLIN) != 0) {
                close(accept4(watched[i].fd, NULL, NULL, SOCK_CLOEXEC));
                return i == DIRECT  ? WAY_DIRECT
                       : i == PROXY ? WAY_PROXY
                                    : WAY_USUAL_PORT;
            }
        if (watched[CHILD].revents != 0)
            return WAY_REFUSED;
    }
}

static enum way
ask_curl(struct listeners *listeners, const struct proxy_case *row)
{
    int end;
    pid_t child = start_curl(listeners, row, &end);

    listeners->watched[CHILD].fd = end;

    enum way way = first_call(listeners);

    assert_int_equal(waitpid(child, NULL, 0), child);
    close(end);
    return way;
}

static bool
curl_is_release_7(void)
{
    FILE *output = popen("/usr/bin/curl --version", "re");
    char text[16] = "";

    assert_non_null(output);
    assert_non_null(fgets(text, sizeof text, output));
    pclose(output);
    return strncmp(text, "curl 7.", 7) == 0;
}

static bool
is_asked(const struct listeners *listeners, const struct proxy_case *row,
         bool is_release_7)
{
    if (row->way == WAY_USUAL_PORT && listeners->watched[USUAL].fd < 0)
        return false;
    return row->unlike_curl == NULL && (is_release_7 || !row->only_curl_7);
}

static void
curl_goes_the_way_of_the_table(void **state)
{
    struct listeners listeners = { 0 };
    size_t asked = 0;

    (void)state;
    if (access(curl, X_OK) != 0) {
        print_message("skipped: there is no %s\n", curl);
        skip();
    }
    bool is_release_7 = curl_is_release_7();

    open_listeners(&listeners);
    for (size_t i = 0; i < proxy_case_count; i++) {
        const struct proxy_case *row = &proxy_cases[i];

        if (!is_asked(&listeners, row, is_release_7))
            continue;
        if (ask_curl(&listeners, row) != row->way)
            fail_msg("case %zu: %s %s", i, row->variables[0],
                     row->variables[1]);
        asked++;
    }
    print_message("curl was asked about %zu of %zu cases\n", asked,
                  proxy_case_count);
    for (int i = DIRECT; i <= USUAL; i++)
        if (listeners.watched[i].fd >= 0)
            close(listeners.watched[i].fd);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curl_goes_the_way_of_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
