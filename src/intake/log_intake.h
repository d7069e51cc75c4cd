#ifndef INTAKE_LOG_INTAKE_H
#define INTAKE_LOG_INTAKE_H

#include <stddef.h>

#include "base/arena.h"
#include "model/definitions.h"
#include "model/logs.h"

/*
 * Looks into the logs of Enforce for the signs of logs.yaml: in a directory
 * or a file that the operator names, and in text that was pasted. What cannot
 * be read is counted, never an error.
 *
 * Bounds: the files of log_files.h, of each its last 64 MB, 256 MB in all,
 * the newest first. A line of more than 64 kB may be taken as several.
 */
struct log_intake {
    const char *path; /* --logs; NULL: none */
    const struct definitions *definitions;
};

/* Adds to the facts; what they hold is in the arena or the definitions. */
void log_intake_fill(struct log_facts *facts, struct arena *arena,
                     const struct log_intake *intake);

/*
 * The same for what comes out of a pipe or a terminal, up to its end: its
 * first 256 MB. It takes no more memory for more of it.
 */
void log_intake_scan_stream(struct log_facts *facts, struct arena *arena,
                            const struct definitions *definitions,
                            int descriptor);

/* The same for text, if any: an event of the console, lines of a log. */
void log_intake_scan_text(struct log_facts *facts, struct arena *arena,
                          const struct definitions *definitions,
                          const char *text, size_t length);

#endif
