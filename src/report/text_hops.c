#include "report/text_sections.h"

#include <inttypes.h>

#include "base/width.h"
#include "report/hops.h"
#include "report/text_wrap.h"
#include "report/units.h"

enum { HOP_COLUMNS = 5, GAP_COLUMNS = 2, TIME_COLUMNS = 8 };

static size_t
way_columns(const struct run *run, const struct path *like)
{
    struct buffer who = { 0 };
    size_t columns = width_of("who answered");

    for (size_t i = 0; i < run->probe_count; i++) {
        size_t width;

        if (!hops_are_to(run->probes[i], like))
            continue;
        hops_fill_who(&who, run->probes[i]->path);
        width = width_of(buffer_text(&who));
        columns = width > columns ? width : columns;
        buffer_cut(&who, 0);
    }
    buffer_release(&who);
    return columns;
}

/* What is wider than its column, as a file of others may have it, stays. */
static void
way_append_rest(struct buffer *out, const char *text, size_t columns)
{
    size_t width = width_of(text);

    buffer_append_fill(out, ' ', width < columns ? columns - width : 0);
}

static void
way_append_right(struct buffer *out, const char *text, size_t columns)
{
    way_append_rest(out, text, columns);
    buffer_append_text(out, text);
}

static void
way_append_left(struct buffer *out, const char *text, size_t columns)
{
    buffer_append_text(out, text);
    way_append_rest(out, text, columns);
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
    hops_fill_who(&who, path);
    if (path->results[CHECK_TCP].reason != REASON_SILENT)
        units_append_duration(&time, path->results[CHECK_TCP].duration_ms);

    const char *const cells[] = { buffer_text(&number), buffer_text(&who),
                                  buffer_text(&time), hops_what(path) };

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
        if (hops_are_to(run->probes[i], first->like) &&
            hops_is_shown(run, run->probes[i]))
            hop_write(run->probes[i], columns, out);
}

void
text_hops_write(const struct run *run, struct buffer *out)
{
    size_t ways = 0;

    for (size_t i = 0; i < run->probe_count; i++) {
        const struct probe *probe = run->probes[i];

        if (!hops_is_first(probe))
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
