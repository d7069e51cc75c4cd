#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

/*
 * Time as the program counts it: a monotonic clock for how long something
 * took, the wall clock (Unix time, UTC) for when it was. Only the real
 * network and `app` read these clocks; everybody else is told the time.
 */
enum { CLOCK_TEXT_SIZE = 32 };

int64_t clock_monotonic_ms(void);
int64_t clock_wall_ms(void);

/*
 * "2026-11-24T12:00:00Z" (RFC 3339); returns out. A time outside of the years
 * 0 to 9999 has no such text and becomes "@" and its seconds.
 */
const char *clock_format(int64_t unix_seconds, char out[CLOCK_TEXT_SIZE]);

/*
 * Reads "2026-11-24", "2026-11-24T12:00Z" or "2026-11-24T12:00:00Z" (also
 * with a numeric zone such as +02:00). A date alone is its midnight in UTC.
 */
MUST_USE bool clock_parse(const char *text, int64_t *unix_seconds);

/*
 * Reads the Date header of HTTP in its three forms (RFC 9110, 5.6.7). A year
 * of two digits is one of 1970 to 2069.
 */
MUST_USE bool clock_parse_http(const char *text, int64_t *unix_seconds);

#endif
