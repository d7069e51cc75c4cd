#ifndef REPORT_UNITS_H
#define REPORT_UNITS_H

#include <stdint.h>

#include "base/address.h"
#include "base/buffer.h"
#include "model/logs.h"

/*
 * Numbers, times and places as a person reads them: each with its unit or
 * zone. Everything that is appended here is one safe line.
 */

/* "31 ms", "4.0 s", "1 min 5 s" */
void units_append_duration(struct buffer *out, int64_t milliseconds);

/* "7 min 12 s", "2 d 3 h"; of the absolute value, rounded. */
void units_append_span(struct buffer *out, int64_t seconds);

/* "2026-11-24 12:00:00 UTC" */
void units_append_time(struct buffer *out, int64_t unix_seconds);

/* "gw.example.net:443", "[2001:db8::1]:443" */
void units_append_place(struct buffer *out, const char *host, uint16_t port);
void units_append_address(struct buffer *out, const struct address *address);
void units_append_peer(struct buffer *out, const struct address *address,
                       uint16_t port);

/* "1 line", "3 lines" */
void units_append_count(struct buffer *out, int64_t count, const char *one,
                        const char *many);

/* "3 lines, the last of 2026-11-20 10:00:00 (/var/log/x.log:12)" */
void units_append_hit(struct buffer *out, const struct log_hit *hit);

/*
 * Text from the model, made safe once more: a report is the last place where
 * a character that acts on a terminal can be stopped. NULL is "unknown".
 */
enum { UNITS_LINE_LIMIT = 1024 };
void units_append_line(struct buffer *out, const char *text);

#endif
