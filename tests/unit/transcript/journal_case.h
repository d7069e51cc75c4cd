#ifndef TESTS_JOURNAL_CASE_H
#define TESTS_JOURNAL_CASE_H

#include "transcript/journal.h"
#include "transcript/transcript.h"

/* A directory of its own for each test, gone after it. */
struct journal_case {
    char root[64];
    char place[96]; /* not made yet */
};

void case_open(struct journal_case *of);
void case_close(struct journal_case *of);

/* Records of each kind, with so many answers. */
void case_write_session(struct journal *journal, int answers);

void case_write_file(const char *path, const char *bytes, size_t length);

#endif
