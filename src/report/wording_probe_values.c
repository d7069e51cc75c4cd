#include <inttypes.h>

#include "model/probe_tally.h"
#include "report/units.h"
#include "report/wording_values.h"

/* What was tried again, with one thing changed. */

static const struct variation usual;

/* "2 of 3"; nothing when it was not tried. */
static void
append_share(struct buffer *out, int64_t some, int64_t tried)
{
    if (tried > 0)
        buffer_printf(out, "%" PRId64 " of %" PRId64, some, tried);
}

void
value_tries(struct buffer *out, const struct subject *subject)
{
    struct probe_tally same;

    if (subject->path == NULL)
        return;
    same = probes_tally(subject->run, subject->path, PROBE_REPEAT, &usual);
    buffer_printf(out, "%" PRId64, same.tried + 1);
}

void
value_repeat_answers(struct buffer *out, const struct subject *subject)
{
    struct probe_tally same;

    if (subject->path == NULL)
        return;
    same = probes_tally(subject->run, subject->path, PROBE_REPEAT, &usual);
    append_share(out, same.finished, same.tried);
}

void
value_other_name_answers(struct buffer *out, const struct subject *subject)
{
    static const struct variation neutral = { .name = NAME_NEUTRAL };
    struct probe_tally other;

    if (subject->path == NULL)
        return;
    other =
        probes_tally(subject->run, subject->path, PROBE_SERVER_NAME, &neutral);
    append_share(out, other.answered, other.tried);
}

static void
append_hop_count(struct buffer *out, int64_t hops)
{
    if (hops > 0)
        buffer_printf(out, "%" PRId64 " hop%s", hops, hops == 1 ? "" : "s");
}

static void
append_hops(struct buffer *out, const struct subject *subject,
            enum probe_kind kind)
{
    int64_t hops = subject->path != NULL
                       ? probes_nearest(subject->run, subject->path, kind)
                       : 0;

    append_hop_count(out, hops);
}

void
value_hops(struct buffer *out, const struct subject *subject)
{
    append_hops(out, subject, PROBE_HOPS);
}

void
value_hello_hops(struct buffer *out, const struct subject *subject)
{
    append_hops(out, subject, PROBE_HELLO_HOPS);
}

/* What is left of the hops of the answer; 0 when it is not known exactly. */
static int64_t
reply_ttl(const struct subject *subject)
{
    struct reply_ttl reply = { 0 };

    if (subject->path != NULL)
        reply = probes_reply_ttl(subject->run, subject->path);
    return reply_ttl_is_exact(&reply) ? reply.at_least : 0;
}

void
value_reply_ttl(struct buffer *out, const struct subject *subject)
{
    if (reply_ttl(subject) > 0)
        buffer_printf(out, "%" PRId64, reply_ttl(subject));
}

void
value_reply_start(struct buffer *out, const struct subject *subject)
{
    if (reply_ttl(subject) > 0)
        buffer_printf(out, "%" PRId64, reply_ttl_start(reply_ttl(subject)));
}

/* Each router on the way has taken one, and it is the next hop itself. */
void
value_reply_hops(struct buffer *out, const struct subject *subject)
{
    int64_t ttl = reply_ttl(subject);

    if (ttl > 0)
        buffer_printf(out, "%" PRId64, reply_ttl_start(ttl) - ttl + 1);
}

static const struct probe *
last_hop(const struct subject *subject)
{
    return subject->path != NULL ? probes_last_hop(subject->run, subject->path)
                                 : NULL;
}

void
value_last_hop(struct buffer *out, const struct subject *subject)
{
    const struct probe *probe = last_hop(subject);

    if (probe != NULL)
        units_append_address(out, &probe->path->tcp.sender);
}

void
value_last_hop_count(struct buffer *out, const struct subject *subject)
{
    const struct probe *probe = last_hop(subject);

    if (probe != NULL)
        append_hop_count(out, probe->variation.ttl);
}

static const struct probe *
first_router(const struct subject *subject)
{
    return subject->path != NULL
               ? probes_first_router(subject->run, subject->path)
               : NULL;
}

void
value_first_router(struct buffer *out, const struct subject *subject)
{
    const struct probe *probe = first_router(subject);

    if (probe != NULL)
        units_append_address(out, &probe->path->tcp.sender);
}

void
value_other_port(struct buffer *out, const struct subject *subject)
{
    const struct probe *probe = first_router(subject);

    if (probe != NULL)
        buffer_printf(out, "%" PRId64, probe->variation.port);
}

/* The largest that came through; 0: none did. */
static int64_t
largest_segment(const struct subject *subject)
{
    int64_t largest = 0;

    for (size_t i = 0; i < subject->run->probe_count; i++) {
        const struct probe *probe = subject->run->probes[i];

        if (probe->like == subject->path && probe->kind == PROBE_SEGMENT &&
            probe_came_through(probe) && probe->variation.segment > largest)
            largest = probe->variation.segment;
    }
    return largest;
}

void
value_segment(struct buffer *out, const struct subject *subject)
{
    int64_t largest = largest_segment(subject);

    if (largest > 0)
        buffer_printf(out, "%" PRId64, largest);
}

void
value_small_packets(struct buffer *out, const struct subject *subject)
{
    int64_t largest = largest_segment(subject);

    if (largest > 0)
        buffer_printf(out, "segments of at most %" PRId64 " bytes", largest);
    else
        buffer_append_text(out, "the ClientHello in two packets");
}

static void
append_seconds(struct buffer *out, int64_t seconds)
{
    if (seconds > 0)
        buffer_printf(out, "%" PRId64 " s", seconds);
}

/* The shortest time without a word after which a connection was cut. */
void
value_idle(struct buffer *out, const struct subject *subject)
{
    if (subject->path != NULL)
        append_seconds(out, probes_hold(subject->run, subject->path).cut_s);
}

/* The longest after which one was not. */
void
value_held(struct buffer *out, const struct subject *subject)
{
    if (subject->path != NULL)
        append_seconds(out, probes_hold(subject->run, subject->path).held_s);
}
