#ifndef INTAKE_LINE_TIME_H
#define INTAKE_LINE_TIME_H

#include <stddef.h>

/*
 * The time at the beginning of a line of a log, as a piece of the line. It is
 * recognised by its shape only, and not read: which of day and month comes
 * first, and in which zone it is, the line does not say. A "[" and a syslog
 * priority ("<134>1 ") may stand before it.
 */
enum { LINE_TIME_LIMIT = 48 };

/*
 * The length of that piece, less than LINE_TIME_LIMIT, with where it begins
 * in `start`; 0 when the line does not begin with a time. The piece is
 * printable.
 */
size_t line_time_find(const char *line, size_t length, size_t *start);

#endif
