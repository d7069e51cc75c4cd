#ifndef CHECKS_TLS_FACTS_H
#define CHECKS_TLS_FACTS_H

#include "checks/check.h"

/*
 * Copies what a TLS session saw into the model and has its chain verified:
 * against the genuine roots with dates left aside, so that a wrong clock
 * cannot hide who signed it, and against the machine's own store.
 */
void tls_facts_note(struct check *check, const struct net_tls *tls);

#endif
