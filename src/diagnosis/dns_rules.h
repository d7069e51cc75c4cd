#ifndef DIAGNOSIS_DNS_RULES_H
#define DIAGNOSIS_DNS_RULES_H

#include "diagnosis/inquiry.h"

/* Cites what the machine and its resolvers said about the target's name. */
void dns_rules_cite(struct inquiry *inquiry, const struct sight *sight);

/* Every server that was asked says that there is no such name. */
bool dns_rules_name_is_denied(const struct name *name);

/*
 * The name is needed here and has no address. A lookup that we ended
 * ourselves says nothing about it.
 */
bool dns_rules_name_is_unresolved(const struct sight *sight);

/* Cites what came of asking over TCP at once, where that was tried. */
void dns_rules_cite_tcp(struct inquiry *inquiry, const struct sight *sight);

#endif
