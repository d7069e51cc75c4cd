#include "report/units.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/safe_text.h"

enum { SECOND_MS = 1000, MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400 };

void
units_append_duration(struct buffer *out, int64_t milliseconds)
{
    if (milliseconds < SECOND_MS)
        buffer_printf(out, "%" PRId64 " ms", milliseconds);
    else if (milliseconds < MINUTE_S * SECOND_MS)
        buffer_printf(out, "%" PRId64 ".%" PRId64 " s",
                      milliseconds / SECOND_MS,
                      milliseconds % SECOND_MS / 100);
    else
        units_append_span(out, milliseconds / SECOND_MS);
}

static uint64_t
units_magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

void
units_append_span(struct buffer *out, int64_t seconds)
{
    uint64_t span = units_magnitude(seconds);
    uint64_t minutes = (span + MINUTE_S / 2) / MINUTE_S;
    uint64_t hours = (span + HOUR_S / 2) / HOUR_S;

    if (span < MINUTE_S)
        buffer_printf(out, "%" PRIu64 " s", span);
    else if (span < HOUR_S)
        buffer_printf(out, "%" PRIu64 " min %" PRIu64 " s", span / MINUTE_S,
                      span % MINUTE_S);
    else if (minutes < DAY_S / MINUTE_S)
        buffer_printf(out, "%" PRIu64 " h %" PRIu64 " min", minutes / 60,
                      minutes % 60);
    else
        buffer_printf(out, "%" PRIu64 " d %" PRIu64 " h", hours / 24,
                      hours % 24);
}

void
units_append_time(struct buffer *out, int64_t unix_seconds)
{
    char text[CLOCK_TEXT_SIZE];

    clock_format(unix_seconds, text);

    char *separator = strchr(text, 'T');
    char *zone = strrchr(text, 'Z');

    if (separator == NULL || zone == NULL) {
        buffer_append_text(out, text);
        return;
    }
    *separator = ' ';
    *zone = '\0';
    buffer_printf(out, "%s UTC", text);
}

void
units_append_place(struct buffer *out, const char *host, uint16_t port)
{
    bool is_ipv6 = strchr(host, ':') != NULL;

    buffer_append_text(out, is_ipv6 ? "[" : "");
    units_append_line(out, host);
    buffer_printf(out, "%s:%u", is_ipv6 ? "]" : "", (unsigned)port);
}

void
units_append_address(struct buffer *out, const struct address *address)
{
    char text[ADDRESS_TEXT_SIZE];

    buffer_append_text(out, address_format(address, text));
}

void
units_append_peer(struct buffer *out, const struct address *address,
                  uint16_t port)
{
    struct peer peer = { .address = *address, .port = port };
    char text[PEER_TEXT_SIZE];

    buffer_append_text(out, peer_format(&peer, text));
}

void
units_append_line(struct buffer *out, const char *text)
{
    if (text == NULL)
        buffer_append_text(out, "unknown");
    else
        safe_text_append(out, SAFE_LINE, text, strlen(text), UNITS_LINE_LIMIT);
}

void
units_append_count(struct buffer *out, int64_t count, const char *one,
                   const char *many)
{
    buffer_printf(out, "%" PRId64 " %s", count, count == 1 ? one : many);
}

void
units_append_hit(struct buffer *out, const struct log_hit *hit)
{
    const struct log_line *last = &hit->last;

    units_append_count(out, hit->count, "line", "lines");
    if (last->time != NULL) {
        buffer_append_text(out, hit->count == 1 ? ", of " : ", the last of ");
        units_append_line(out, last->time);
    } else {
        buffer_append_text(out, ", without a time");
    }
    if (hit->file == NULL)
        return;
    buffer_append_text(out, " (");
    units_append_line(out, hit->file);
    if (last->number != 0)
        buffer_printf(out, ":%" PRId64, last->number);
    buffer_append_byte(out, ')');
}
