#ifndef TRANSCRIPT_ALIASES_H
#define TRANSCRIPT_ALIASES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"

/*
 * Other names for what must not be told: the same original has the same alias
 * each time, two originals never share one, and no alias is anything that was
 * reserved. They are given in the order in which they are asked for, so the
 * same transcript gives the same aliases. An alias takes as many columns as
 * its original, so tables stay tables; only where all of that width are taken
 * it is wider.
 *
 * Which text is to be hidden is not decided here (mask.h).
 */
struct aliases;

enum alias_kind {
    ALIAS_WORD,       /* one word; upper and lower case are the same */
    ALIAS_SUFFIX,     /* the last label of a public name: "com" */
    ALIAS_NETWORK4,   /* "10.77.1": the /24 of an IPv4 address */
    ALIAS_NETWORK6,   /* "fd12:3456:0:1": the /64 of an IPv6 address */
    ALIAS_INTERFACE6, /* "0:0:0:53": the rest of one */
    ALIAS_NUMBER,     /* hexadecimal digits: a serial, a fingerprint */
    ALIAS_KIND_COUNT
};

extern const char *const alias_kind_ids[ALIAS_KIND_COUNT];

/* Free it with aliases_free, which accepts NULL. */
struct aliases *aliases_new(void);
void aliases_free(struct aliases *aliases);

/* No alias will be this text. What is an original is reserved at once. */
void aliases_reserve(struct aliases *aliases, enum alias_kind kind,
                     const char *text);
void aliases_reserve_address(struct aliases *aliases,
                             const struct address *address);

/*
 * The alias of a word, made when it is new: as much of the stem as fits and a
 * number, "host01". The stem is a few lower-case letters. The text belongs to
 * the aliases.
 */
const char *aliases_word(struct aliases *aliases, const char *stem,
                         const char *word);

/*
 * The same for the last label of a public name. It has a digit, which no
 * domain of the Internet has there, so that no alias is somebody else's name.
 */
const char *aliases_suffix(struct aliases *aliases, const char *label);

/* The same for hexadecimal digits: zeros and a number. */
const char *aliases_number(struct aliases *aliases, const char *digits);

/*
 * The alias of an address: two in the same /24 or /64 stay together, what is
 * private stays private, what is public becomes one for documentation or
 * tests as long as there are any of the same width. The host part of an IPv4
 * address stays, and so does a small one of an IPv6 address. What says
 * nothing is returned as it is: no address, loopback, unspecified, multicast,
 * reserved.
 */
struct address aliases_address(struct aliases *aliases,
                               const struct address *address);

/* Whether either half of the address has an alias by now. */
bool aliases_has_address(const struct aliases *aliases,
                         const struct address *address);

/* NULL when that original has none yet. */
const char *aliases_find(const struct aliases *aliases, enum alias_kind kind,
                         const char *original);

/* Whether the text is an alias itself, which is never hidden again. */
bool aliases_is_alias(const struct aliases *aliases, enum alias_kind kind,
                      const char *text);
bool aliases_is_alias_address(const struct aliases *aliases,
                              const struct address *address);

/* All of them in the order in which they were given. */
struct alias {
    enum alias_kind kind;
    const char *original;
    const char *alias;
};
size_t aliases_count(const struct aliases *aliases);
struct alias aliases_at(const struct aliases *aliases, size_t index);

/*
 * The mapping as text, and back from it: two transcripts of the same place
 * then have the same aliases. What is read is judged like any foreign file:
 * its size, its form, each alias. An alias that is reserved by the time that
 * its original is asked for is not used, for then it is the name of something.
 * Who reads the mapping knows every original.
 */
void aliases_write(const struct aliases *aliases, struct buffer *out);
MUST_USE bool aliases_read(struct aliases *aliases, const char *text,
                           size_t length, struct error *error);

enum { ALIASES_MOST = 20000, ALIASES_FILE_LIMIT = 4 * 1024 * 1024 };

#endif
