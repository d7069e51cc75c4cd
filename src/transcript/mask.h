#ifndef TRANSCRIPT_MASK_H
#define TRANSCRIPT_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/buffer.h"
#include "model/run.h"
#include "model/schema.h"
#include "transcript/aliases.h"

/*
 * What a copy of a run that leaves the house may say, by the class of each
 * field and not by patterns of secrets. The services that everybody can read
 * about stay; hosts, addresses, accounts and paths of the place become
 * aliases; and whatever was hidden once is looked for in every other text.
 * docs/redaction.md says what becomes of each class.
 *
 * A mask first reads the whole run, so that what stands in one field is known
 * in all the others, whatever is written first.
 */
struct mask;

struct mask_options {
    /* The organisation in the issuer of a forged certificate, too. */
    bool hide_issuers;
    /* Aliases to go on with, borrowed and added to; NULL: new ones. */
    struct aliases *aliases;
    /* Nobody asks for mask_replacements, which cost a further walk. */
    bool unlisted;
};

/*
 * Of a run as it stands, which must outlive the mask. What it finds out later
 * is known to a later mask. Free it with mask_free, which accepts NULL.
 */
struct mask *mask_new(const struct run *run,
                      const struct mask_options *options);
void mask_free(struct mask *mask);

/*
 * The text as it may be shared, which belongs to the mask: the text itself
 * where nothing is to be hidden. NULL stays NULL; a whole certificate (PEM)
 * becomes NULL, for its bytes hold its names. What has been masked is not
 * changed by masking it again.
 */
const char *mask_text(struct mask *mask, enum privacy privacy,
                      const char *text);

/*
 * The same for a field, of which more is known than its class: in a header of
 * a proxy, a setting or a line of the hosts file every word may be a name.
 */
const char *mask_field(struct mask *mask, const struct field *field,
                       const char *text);

/* A value without a field, such as an option: the same for every word. */
const char *mask_strict(struct mask *mask, const char *text);

/*
 * A text that somebody is typing, who may not have come to the end of a name:
 * what is known has its alias, words of the program stay, and all else is
 * covered by as many signs.
 */
const char *mask_typed(struct mask *mask, const char *text);

/* As mask_text, for an address. */
struct address mask_address(struct mask *mask, const struct address *address);

/*
 * Masks a run in place, every text and address of it that is the place's.
 * It must be a copy: of the same run, with an arena of its own. Its endpoints
 * are replaced where they are the place's; its definitions are not touched.
 */
void mask_run(struct mask *mask, struct run *copy);

/* One replacement, for who wants to see them before anything is written. */
struct mask_replacement {
    const char *original;
    const char *alias;
    const char *kind; /* "word", "address", "number" */
    int64_t times;    /* in the run's texts and addresses */
};

/* In the order of their first appearance; the list belongs to the mask. */
const struct mask_replacement *mask_replacements(struct mask *mask,
                                                 size_t *count);

/*
 * Looks for every original in bytes that have been written, whatever they are
 * written as: text wrapped in lines, HTML, JSON with escapes, URLs, base64.
 * True, and the original, when one of them is still there. Words that the
 * program itself uses are not looked for: they say nothing.
 */
bool mask_leaks(struct mask *mask, const void *bytes, size_t length,
                const char **original);

#endif
