#ifndef INTAKE_NO_PROXY_H
#define INTAKE_NO_PROXY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"

/*
 * The list of hosts that bypass the proxy, read as curl reads it: entries
 * parted by commas or blanks, each a domain that also means what is below
 * it, an address or a CIDR block. A "*" alone means every host. Nothing is
 * ever compared with a port, and a name never with the addresses behind it.
 */
struct no_proxy_entry {
    const char *text; /* within the list, not ended by a NUL */
    size_t length;
};

/*
 * The list in force: no_proxy, else NO_PROXY, where an empty one counts as
 * unset. `origin` becomes the name of the variable. NULL without a list.
 */
const char *no_proxy_find(char **environment, const char **origin);

/*
 * A copy that means the same and can be shown: safe text, and an entry that
 * holds an "@", which never matches and may hide a password, is blotted out.
 */
char *no_proxy_keep(struct arena *arena, const char *list);

/* Moves the list behind its next entry; false at the end. */
bool no_proxy_next(const char **list, struct no_proxy_entry *entry);

/*
 * Finds the first entry that matches the host, a name or an address with or
 * without brackets. Curl 7.88 never matches an IPv6 address, against its own
 * manual; here it is matched as the manual says.
 */
MUST_USE bool no_proxy_match(const char *list, const char *host,
                             struct no_proxy_entry *match);

/*
 * Why an entry among others matches nothing though it looks as if it should:
 * a clause to stand behind a colon. NULL when there is nothing to say.
 */
const char *no_proxy_fault(const struct no_proxy_entry *entry);

/* Whether two entries are parted by blanks without a comma. */
bool no_proxy_has_blanks(const char *list);

#endif
