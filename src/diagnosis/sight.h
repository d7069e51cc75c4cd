#ifndef DIAGNOSIS_SIGHT_H
#define DIAGNOSIS_SIGHT_H

#include <stdbool.h>

#include "model/run.h"

/*
 * One thing to explain: a target by one of its addresses, or a target whose
 * name gave no address at all. Says what was seen there; which cause that
 * speaks for is a matter of the rules.
 */
struct block_page;
struct rule;

struct sight {
    const struct target *target;
    const struct path *path; /* NULL: there was no address to try */
    bool counts;             /* the product would use this address */
    bool proven;             /* a genuine endpoint answered as it should */
    bool target_works;       /* all that counts of one family is proven */
    /* The page that the answer looks like; NULL for a proven sight. */
    const struct block_page *shown;
    bool leads_away; /* a stranger's answer, to another place or a login */
    bool looked_at;  /* it was tried again, one thing changed */
    const struct rule *explained; /* the rule that took it; NULL */
};

/* What is seen of the target by that path, which may be NULL. */
struct sight sight_of(const struct target *target, const struct path *path);

/* The name that has to be looked up first: that of the proxy, if any. */
const struct name *sight_first_name(const struct sight *sight);

/* Gives a name to the answer, by the lists of the definitions. */
void sight_name_answer(struct sight *sight, const struct definitions *in);

/* Whether the check ran to an end of its own. */
bool sight_ran(const struct sight *sight, enum check_id check);
bool sight_passed(const struct sight *sight, enum check_id check);
bool sight_failed(const struct sight *sight, enum check_id check);

/* Why the check ended as it did; none when it did not run. */
enum reason sight_reason(const struct sight *sight, enum check_id check);

/* It was cut, refused or met silence before the endpoint was proven. */
bool sight_handshake_failed(const struct sight *sight);
bool sight_handshake_met_silence(const struct sight *sight);

/* A chain came and does, or does not, end in a genuine root. */
bool sight_chain_is_genuine(const struct sight *sight);
bool sight_chain_is_foreign(const struct sight *sight);

/* What came instead of a handshake is HTTP or a page. */
bool sight_is_plain_answer(const struct sight *sight);

/*
 * Somebody answered in the end, behind a chain that could be judged or in
 * plain text; the refusal of a proxy is not such an answer.
 */
bool sight_has_answerer(const struct sight *sight);

/*
 * The handshake came to its end without the client certificate request that
 * this endpoint always makes. Before that end its absence says nothing: in
 * TLS 1.2 the request follows the chain (RFC 5246, 7.4.4).
 */
bool sight_lacks_request(const struct sight *sight);

/* The same, and the request has come. */
bool sight_has_request(const struct sight *sight);

/* An HTTP status came, and it is one that the genuine endpoint gives. */
bool sight_has_status(const struct sight *sight);
bool sight_status_is_expected(const struct sight *sight);

/* The direct route leads nowhere: the machine knows no address. */
bool target_is_unresolved(const struct target *target);

/* This machine itself had no way to send to the address. */
bool path_is_unrouted(const struct path *path);

/*
 * The same of every address. A machine without IPv6 is no fault while it has
 * IPv4: a family that is not spoken here counts when there is no other.
 */
bool target_is_unrouted(const struct target *target);

#endif
