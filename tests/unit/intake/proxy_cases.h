#ifndef TESTS_INTAKE_PROXY_CASES_H
#define TESTS_INTAKE_PROXY_CASES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which way an https request goes: one table for our own decision and for
 * that of the real curl. In the values "@PROXY@" stands for the address and
 * port of the proxy.
 */
enum way { WAY_DIRECT, WAY_PROXY, WAY_USUAL_PORT, WAY_REFUSED };

enum { CASE_VARIABLES = 4, CASE_TEXT_SIZE = 256 };

/* Where a proxy without a port is expected: an address of its own. */
#define CASE_USUAL_HOST "127.9.9.9"
enum { CASE_USUAL_PORT = 1080 };

struct proxy_case {
    const char *variables[CASE_VARIABLES]; /* "NAME=value" */
    const char *option;                    /* --proxy; NULL */
    const char *host;                      /* NULL: www.example.com */
    enum way way;
    bool only_curl_7;        /* releases from 8 on read it otherwise */
    const char *unlike_curl; /* why curl is not asked about it; NULL */
};

extern const struct proxy_case proxy_cases[];
extern const size_t proxy_case_count;

/* The text with the proxy's "address:port" in its place. */
void proxy_case_text(const char *text, const char *proxy,
                     char out[CASE_TEXT_SIZE]);

#endif
