#ifndef REPORT_WORDING_H
#define REPORT_WORDING_H

#include <stdbool.h>

#include "base/buffer.h"
#include "model/finding.h"

/*
 * Fills the {placeholders} of a text of data/causes.yaml from what was seen.
 * Each placeholder is a row of one table; a test holds every text of the data
 * to it through wording_knows().
 */
struct wording {
    const struct run *run;
    const struct finding *finding; /* NULL: none */
    const struct target *target;   /* NULL: none */
    const struct path *path;       /* NULL: none */
    const struct log_hit *hit;     /* NULL: none */
    bool brief; /* of many hosts the first are named, and how many more */
};

/* Appends the text; a value that is not known becomes its fallback word. */
void wording_fill(struct buffer *out, const char *text,
                  const struct wording *wording);

/*
 * The same for a command that a person will copy into a shell. False, and
 * nothing is appended, when a value is not known or holds a character that a
 * shell acts upon.
 */
bool wording_fill_command(struct buffer *out, const char *command,
                          const struct wording *wording);

bool wording_knows(const char *placeholder, size_t length);

#endif
