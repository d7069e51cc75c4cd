#ifndef TESTS_WORDS_FIXTURE_H
#define TESTS_WORDS_FIXTURE_H

#include "model/definitions.h"

/*
 * A few causes and statements with words of their own, so that the shipped
 * words can be improved without touching these tests.
 */
void words_fixture_add(struct definitions *definitions);

#endif
