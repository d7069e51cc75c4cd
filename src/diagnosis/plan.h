#ifndef DIAGNOSIS_PLAN_H
#define DIAGNOSIS_PLAN_H

#include "model/run.h"

/*
 * What else is worth trying, once every check has ended: probes that change
 * one thing, names that nobody has, the same endpoint by the other route.
 * Only what would separate causes that explain what was seen alike is added,
 * and nothing where all is well. However many paths have failed, few of them
 * are looked at closer, and each endpoint is tried once by the other route.
 * Returns whether anything was added; asked again when that has been tried.
 */
bool diagnosis_plan(struct run *run);

#endif
