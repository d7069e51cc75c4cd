#ifndef DIAGNOSIS_DNS_RULES_H
#define DIAGNOSIS_DNS_RULES_H

#include "diagnosis/inquiry.h"

/* Cites what the machine and its resolvers said about the target's name. */
void dns_rules_cite(struct inquiry *inquiry, const struct sight *sight);

/* Every server that was asked says that there is no such name. */
bool dns_rules_name_is_denied(const struct name *name);

#endif
