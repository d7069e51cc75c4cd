#ifndef INTAKE_LOG_SCAN_H
#define INTAKE_LOG_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/definitions.h"
#include "model/logs.h"

/*
 * Looks through the text of logs for the signs of the definitions. It is
 * given one file after the other, each in blocks of whole lines, and writes
 * down what it has found when a file ends. It reads no files itself.
 *
 * The text may hold any bytes. The work is proportional to its length,
 * however many signs, hosts and hits there are.
 */
struct log_scan;

/* The definitions have to outlive the scan; hits go into facts and arena. */
struct log_scan *log_scan_new(const struct definitions *definitions,
                              struct log_facts *facts, struct arena *arena);
void log_scan_free(struct log_scan *scan);

/*
 * Begins a file, by a name that is safe text and lives as long as the facts,
 * or NULL for text without one. Lines are numbered only when it is read
 * `from_start`.
 */
void log_scan_begin(struct log_scan *scan, const char *file, bool from_start);

/* The next lines of the file. */
void log_scan_take(struct log_scan *scan, const char *block, size_t length);

/* Ends the file: its hits join the facts. */
void log_scan_end(struct log_scan *scan);

#endif
