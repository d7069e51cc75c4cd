#ifndef TESTS_INTAKE_LOG_CASE_H
#define TESTS_INTAKE_LOG_CASE_H

#include "base/arena.h"
#include "fixture.h"
#include "model/definitions.h"
#include "model/logs.h"

/*
 * One look into logs. Whatever they are, the facts are checked to be whole:
 * excerpts safe and bounded, every hit with its sign.
 */
struct log_case {
    struct arena arena;
    struct log_facts facts;
};

/* Three signs; gw and pki under example.net. */
extern const struct definitions log_case_definitions;

void log_case_scan(struct log_case *at, const char *text, size_t length);
/* The same bytes out of a pipe, written while they are read. */
void log_case_stream(struct log_case *at, const char *text, size_t length);
void log_case_read(struct log_case *at, const char *path);
void log_case_end(struct log_case *at);

/* A log of two lines, the second with a sign, of that age in seconds. */
void log_case_write(struct fixture *fixture, const char *path, long age);
void log_case_set_age(struct fixture *fixture, const char *path, long seconds);

/* NULL for the host: none is named. */
void log_case_expect(const struct log_hit *hit, const char *sign,
                     const char *host, int64_t count);

/* The file of a hit without the directory that the test has made. */
const char *log_case_file(const struct log_hit *hit);

#endif
