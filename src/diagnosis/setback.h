#ifndef DIAGNOSIS_SETBACK_H
#define DIAGNOSIS_SETBACK_H

#include "diagnosis/inquiry.h"

/*
 * Where an address stopped answering as it should, and the statement that
 * says so. Most rules cite just this.
 */

/* The first check of the sight that failed; CHECK_COUNT when none did. */
enum check_id setback_check(const struct sight *sight);

/* Cites what stopped the sight; nothing when no statement speaks of it. */
void setback_cite(struct inquiry *inquiry, const struct sight *sight);

#endif
