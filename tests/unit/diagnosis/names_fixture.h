#ifndef TESTS_NAMES_FIXTURE_H
#define TESTS_NAMES_FIXTURE_H

#include "model/definitions.h"

/*
 * A small list of each kind of thing that gets a name, none of them real:
 * the products "Acme Gateway" (O begins with Acme) and "Desk Shield" (on the
 * machine itself, CN begins so); the pages "Acme Filter" (says "Blocked by
 * Acme"), "Inn Portal" (says "Welcome to the Inn"), "Squirrel" (a proxy's
 * error, by its Server) and "Mark" (the header X-Mark); the sinkhole "Acme
 * Names" (198.51.100.0/24); and a root whose authority is "Genuine".
 */
void names_fixture_add(struct definitions *definitions);

#endif
