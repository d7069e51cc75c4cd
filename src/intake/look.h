#ifndef INTAKE_LOOK_H
#define INTAKE_LOOK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "intake/machine_intake.h"

/*
 * One look at the machine: what to look at, and where to write it down.
 * Every part of the intake is given this. What it keeps it copies into the
 * arena, as safe text.
 */
struct look {
    const struct machine_intake *intake;
    struct machine *machine;
    struct arena *arena;
};

/* A safe line of at most 256 bytes, in the arena. */
char *look_keep(struct look *look, const char *text);

/*
 * Adds a sentence to the notes of the machine. Whatever it quotes is made
 * safe; after 64 notes one more says that the rest was left out.
 */
void look_note(struct look *look, const char *format, ...) PRINTF_LIKE(2, 3);

/* The path under the root of this look, in the arena. */
char *look_path(struct look *look, const char *path);

#endif
