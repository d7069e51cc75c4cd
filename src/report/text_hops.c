#include "report/text_sections.h"

#include <inttypes.h>

#include "base/width.h"
#include "model/probe_tally.h"
#include "report/text_wrap.h"
#include "report/units.h"

enum { HOP_COLUMNS = 5, GAP_COLUMNS = 2, TIME_COLUMNS = 8 };

/* Where a request ended that might live for so many hops. */
static void
hop_fill_who(struct buffer *who, const struct path *path)
{
    enum reason reason = path->results[CHECK_TCP].reason;

    if (path->tcp.sender.family != FAMILY_NONE)
        units_append_address(who, &path->tcp.sender);
    else if (reason == REASON_NONE || reason == REASON_REFUSED)
        units_append_address(who, &path->address);
    else
        buffer_append_text(who, "nobody");
}

static const char *
hop_what(const struct path *path)
{
    const struct result *result = &path->results[CHECK_TCP];

    return result->outcome == OUTCOME_PASS ? "connected"
                                           : reason_phrase(result->reason);
}

static bool
hop_is_of(const struct probe *probe, const struct path *like)
{
    return probe->kind == PROBE_HOPS && probe->like == like;
}

/* What is behind whoever answers first tells nothing new. */
static bool
hop_is_shown(const struct run *run, const struct probe *probe)
{
    int64_t nearest = probes_nearest(run, probe->like, PROBE_HOPS);

    return nearest == 0 || probe->variation.ttl <= nearest;
}

static size_t
way_columns(const struct run *run, const struct path *like)
{
    struct buffer who = { 0 };
    size_t columns = width_of("who answered");

    for (size_t i = 0; i < run->probe_count; i++) {
        size_t width;

        if (!hop_is_of(run->probes[i], like))
            continue;
        hop_fill_who(&who, run->probes[i]->path);
        width = width_of(buffer_text(&who));
        columns = width > columns ? width : columns;
        buffer_cut(&who, 0);
    }
    buffer_release(&who);
    return columns;
}

static void
way_append_right(struct buffer *out, const char *text, size_t columns)
{
    buffer_append_fill(out, ' ', columns - width_of(text));
    buffer_append_text(out, text);
}

static void
way_append_left(struct buffer *out, const char *text, size_t columns)
{
    buffer_append_text(out, text);
    buffer_append_fill(out, ' ', columns - width_of(text));
}

static void
way_append_row(struct buffer *out, size_t columns, const char *const cells[4])
{
    way_append_right(out, cells[0], HOP_COLUMNS);
    buffer_append_fill(out, ' ', GAP_COLUMNS);
    way_append_left(out, cells[1], columns);
    way_append_right(out, cells[2], TIME_COLUMNS);
    buffer_append_fill(out, ' ', GAP_COLUMNS);
    buffer_append_text(out, cells[3]);
    buffer_append_byte(out, '\n');
}

/* Silence took as long as was waited for, which is nobody's time. */
static void
hop_write(const struct probe *probe, size_t columns, struct buffer *out)
{
    const struct path *path = probe->path;
    struct buffer number = { 0 };
    struct buffer who = { 0 };
    struct buffer time = { 0 };

    buffer_printf(&number, "%" PRId64, probe->variation.ttl);
    hop_fill_who(&who, path);
    if (path->results[CHECK_TCP].reason != REASON_SILENT)
        units_append_duration(&time, path->results[CHECK_TCP].duration_ms);

    const char *const cells[] = { buffer_text(&number), buffer_text(&who),
                                  buffer_text(&time), hop_what(path) };

    way_append_row(out, columns, cells);
    buffer_release(&number);
    buffer_release(&who);
    buffer_release(&time);
}

static void
way_write(const struct run *run, const struct probe *first, struct buffer *out)
{
    static const char *const head[] = { "hop", "who answered", "time",
                                        "what" };
    size_t columns = way_columns(run, first->like);

    buffer_append_text(out, "to ");
    units_append_peer(out, &first->like->address, first->like->port);
    buffer_append_text(out, " (");
    units_append_line(out, first->target->endpoint->host);
    buffer_append_text(out, ")\n");
    way_append_row(out, columns, head);
    for (size_t i = 0; i < run->probe_count; i++)
        if (hop_is_of(run->probes[i], first->like) &&
            hop_is_shown(run, run->probes[i]))
            hop_write(run->probes[i], columns, out);
}

/* A request that may live for one hop is the first of its way. */
void
text_hops_write(const struct run *run, struct buffer *out)
{
    size_t ways = 0;

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (probe->kind != PROBE_HOPS || probe->turn != 1)
            continue;
        if (ways++ == 0)
            text_heading(out, "THE WAY");
        else
            buffer_append_byte(out, '\n');
        way_write(run, probe, out);
    }
    if (ways > 0) {
        buffer_append_byte(out, '\n');
        text_wrap(out, "", "",
                  "Each row is a connection request that might pass so many "
                  "hops and no more.");
    }
}
