#ifndef TESTS_INTAKE_FIXTURE_H
#define TESTS_INTAKE_FIXTURE_H

#include <stdbool.h>

#include "base/arena.h"
#include "intake/machine_intake.h"

/*
 * A machine made of files in a temporary directory, or in a tree beside the
 * tests, and what the intake found on it. Every text of what it found is
 * checked to be safe for a terminal.
 */
struct fixture {
    char root[128];
    bool is_temporary;
    struct arena arena;
    struct machine machine;
    struct machine_intake intake; /* to be changed before the look */
};

void fixture_open(struct fixture *fixture);
void fixture_open_tree(struct fixture *fixture, const char *name);
void fixture_close(struct fixture *fixture);

/* Writes a file below the root, "/etc/hosts", with what leads to it. */
void fixture_write(struct fixture *fixture, const char *path,
                   const char *text);
void fixture_write_bytes(struct fixture *fixture, const char *path,
                         const void *bytes, size_t length);

/* Its path in the file system of the test; valid until the fixture ends. */
const char *fixture_path(struct fixture *fixture, const char *path);

void fixture_look(struct fixture *fixture);

/* How many notes hold that text. */
size_t fixture_notes(const struct fixture *fixture, const char *text);

/* "192.0.2.1 2001:db8::1": the resolvers, ports other than 53 behind #. */
const char *fixture_resolvers(struct fixture *fixture);

/* The value of a variable that was found; NULL when it was not. */
const char *fixture_variable(const struct fixture *fixture, const char *name);

#endif
