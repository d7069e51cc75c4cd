#ifndef TESTS_TRUTH_H
#define TESTS_TRUTH_H

#include "app/session.h"
#include "base/buffer.h"

/*
 * Holds what a session found to the truth of its scenario. Appends a
 * sentence to `faults` for everything that differs.
 */
void truth_compare(const struct session *session, const char *report,
                   struct buffer *faults);

#endif
