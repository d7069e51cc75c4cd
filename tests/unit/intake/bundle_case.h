#ifndef TESTS_INTAKE_BUNDLE_CASE_H
#define TESTS_INTAKE_BUNDLE_CASE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "intake/bundle_intake.h"

/*
 * One reading of an archive. Whatever the archive is, the facts are checked
 * to be whole: texts safe, counts within their bounds, kinds that agree with
 * what stands beside them.
 */
struct bundle_case {
    struct arena arena;
    struct bundle_facts facts;
};

/* gw, gw2 and pki under example.net. */
extern const struct definitions bundle_case_definitions;

void bundle_case_read(struct bundle_case *at, const struct buffer *bytes);
void bundle_case_check(const struct bundle_case *at);
void bundle_case_end(struct bundle_case *at);

/* An entry of an honest archive; NULL for the text of a directory. */
struct bundle_text {
    const char *name;
    const char *text;
};

/* Packs them with libzip, deflated where that is shorter. */
void bundle_case_pack(const struct bundle_text *texts, size_t count,
                      struct buffer *out);

#endif
