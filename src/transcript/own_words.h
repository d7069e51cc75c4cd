#ifndef TRANSCRIPT_OWN_WORDS_H
#define TRANSCRIPT_OWN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/*
 * The words that the program itself uses, in its data and in what it writes:
 * "gateway", "proxy", "zscaler". They say nothing about a place, and a report
 * is full of them. The lists are made from the sources at build time.
 */
extern const char *const own_words[]; /* sorted, lower case */
extern const size_t own_word_count;

/* The hosts of the services, as they are shipped. */
extern const char *const own_hosts[];
extern const size_t own_host_count;

/* Whether it is one of them, or one that every system uses: "etc". */
bool own_words_has(struct span word);

/*
 * A host of the services, or one of the same domain; or one that is set
 * aside for use in examples or for the machine itself.
 */
bool own_words_has_host(struct span host);

/* A last label that is nobody's in public: "local", "corp". */
bool own_words_is_private_suffix(struct span label);

/* A last label that makes a name of what stands in a text: "com". */
bool own_words_is_public_suffix(struct span label);

/* An account that is on every machine: "root". */
bool own_words_is_common_user(const char *user);

#endif
