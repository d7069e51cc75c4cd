#ifndef LAB_SCENARIO_FILTER_H
#define LAB_SCENARIO_FILTER_H

#include "lab/company.h"

/*
 * One filter of a scenario as rules of a node: one for each destination and
 * each server name that it speaks of.
 */
void scenario_filter_apply(struct company *company,
                           const struct scenario_filter *filter);

#endif
