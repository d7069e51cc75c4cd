#include "report/html_parts.h"

#include <inttypes.h>

#include "report/cells.h"
#include "report/hops.h"
#include "report/markup.h"
#include "report/terms.h"
#include "report/units.h"

const char *
html_outcome_class(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_PASS:
        return "is-pass";
    case OUTCOME_WARN:
        return "is-warn";
    case OUTCOME_FAIL:
        return "is-fail";
    case OUTCOME_NONE:
    case OUTCOME_PENDING:
    case OUTCOME_RUNNING:
    case OUTCOME_SKIP:
    case OUTCOME_COUNT:
        break;
    }
    return "is-none";
}

static void
place_write(struct buffer *out, const struct target *target)
{
    struct buffer place = { 0 };

    units_append_place(&place, target->endpoint->host, target->endpoint->port);
    markup_append_buffer(out, &place);
    buffer_release(&place);
}

/* All endpoints. */

static void
cell_write(struct buffer *out, const struct target *target,
           enum check_id check)
{
    struct result result = target_result(target, check);
    struct buffer cell = { 0 };

    cells_fill(&cell, target, check);
    if (result.outcome == OUTCOME_FAIL || result.outcome == OUTCOME_WARN)
        buffer_printf(&cell, ": %s", reason_phrase(result.reason));
    buffer_printf(out, "<td class=\"%s\">",
                  html_outcome_class(result.outcome));
    markup_append_buffer(out, &cell);
    buffer_append_text(out, "</td>");
    buffer_release(&cell);
}

static void
row_write(struct buffer *out, const struct run *run,
          const struct target *target)
{
    buffer_append_text(out, "<tr><th scope=\"row\">");
    place_write(out, target);
    buffer_printf(out, "</th><td>%s, %s</td>",
                  terms_role(target->endpoint->role),
                  cells_standing(run, target));
    for (int check = 0; check < CHECK_COUNT; check++)
        if (cells_has_check(run, (enum check_id)check))
            cell_write(out, target, (enum check_id)check);
    buffer_append_text(out, "</tr>\n");
}

void
html_table_write(const struct run *run, struct buffer *out)
{
    buffer_append_text(
        out, "<h2 id=\"endpoints\">All endpoints</h2>\n<div class=\"scroll\">"
             "\n<table>\n<caption>Times are those of the first address that "
             "passed. The last column is the status of a request without a "
             "client certificate: a genuine endpoint answers it with a "
             "status of the 400s, or refuses it.</caption>\n<thead><tr>"
             "<th scope=\"col\">endpoint</th><th scope=\"col\">role</th>");
    for (int check = 0; check < CHECK_COUNT; check++)
        if (cells_has_check(run, (enum check_id)check))
            buffer_printf(out, "<th scope=\"col\">%s</th>",
                          words_id(&check_words, check));
    buffer_append_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < run->target_count; i++)
        row_write(out, run, run->targets[i]);
    buffer_append_text(out, "</tbody>\n</table>\n</div>\n");
}

/* Times. */

enum { SCALE = 1000, LEAST_WIDTH = 4 };

static int64_t
last_end(const struct run *run)
{
    int64_t last = 1;

    for (size_t i = 0; i < run->target_count; i++)
        for (int check = 0; check < CHECK_COUNT; check++) {
            struct result result =
                target_result(run->targets[i], (enum check_id)check);
            int64_t end = result.started_ms + result.duration_ms;

            last = end > last ? end : last;
        }
    return last;
}

static void
time_write(struct buffer *out, const struct target *target,
           enum check_id check, int64_t last)
{
    struct result result = target_result(target, check);
    struct buffer time = { 0 };
    int64_t width = result.duration_ms * SCALE / last;
    int64_t from = result.started_ms * SCALE / last;

    if (result.outcome != OUTCOME_PASS && result.outcome != OUTCOME_WARN &&
        result.outcome != OUTCOME_FAIL)
        return;
    if (width < LEAST_WIDTH)
        width = LEAST_WIDTH;
    if (from + width > SCALE)
        from = SCALE - width;
    buffer_append_text(out, "<tr><th scope=\"row\">");
    place_write(out, target);
    buffer_printf(out, "</th><td>%s</td><td class=\"number\">",
                  words_id(&check_words, (int)check));
    units_append_duration(&time, result.started_ms);
    markup_append_buffer(out, &time);
    buffer_append_text(out, "</td><td class=\"number\">");
    units_append_duration(&time, result.duration_ms);
    markup_append_buffer(out, &time);
    buffer_printf(out,
                  "</td><td><svg class=\"bar\" viewBox=\"0 0 %d 10\" "
                  "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                  "<rect class=\"%s\" x=\"%" PRId64
                  "\" y=\"1\" width=\"%" PRId64
                  "\" height=\"8\"/></svg></td></tr>\n",
                  SCALE, html_outcome_class(result.outcome), from, width);
    buffer_release(&time);
}

void
html_times_write(const struct run *run, struct buffer *out)
{
    int64_t last = last_end(run);

    buffer_append_text(
        out, "<h2 id=\"times\">Times</h2>\n<div class=\"scroll\">\n<table>\n"
             "<caption>When each check began, counted from the start of the "
             "run, and how long it took.</caption>\n<thead><tr>"
             "<th scope=\"col\">endpoint</th><th scope=\"col\">check</th>"
             "<th scope=\"col\" class=\"number\">began</th>"
             "<th scope=\"col\" class=\"number\">took</th>"
             "<th scope=\"col\">on one scale</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < run->target_count; i++)
        for (int check = 0; check < CHECK_COUNT; check++)
            time_write(out, run->targets[i], (enum check_id)check, last);
    buffer_append_text(out, "</tbody>\n</table>\n</div>\n");
}

/* The way. */

static void
hop_write(struct buffer *out, const struct probe *probe)
{
    const struct path *path = probe->path;
    const struct result *result = &path->results[CHECK_TCP];
    struct buffer text = { 0 };

    buffer_printf(out, "<tr><td class=\"number\">%" PRId64 "</td><td>",
                  probe->variation.ttl);
    hops_fill_who(&text, path);
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</td><td class=\"number\">");
    if (result->reason != REASON_SILENT)
        units_append_duration(&text, result->duration_ms);
    markup_append_buffer(out, &text);
    buffer_append_text(out, "</td><td>");
    markup_append(out, hops_what(path));
    buffer_append_text(out, "</td></tr>\n");
    buffer_release(&text);
}

static void
way_write(struct buffer *out, const struct run *run, const struct probe *first)
{
    struct buffer peer = { 0 };

    units_append_peer(&peer, &first->like->address, first->like->port);
    buffer_append_text(out, "<table>\n<caption>to ");
    markup_append_buffer(out, &peer);
    buffer_append_text(out, " (");
    markup_append(out, first->target->endpoint->host);
    buffer_append_text(
        out, ")</caption>\n<thead><tr><th scope=\"col\" class=\"number\">hop"
             "</th><th scope=\"col\">who answered</th>"
             "<th scope=\"col\" class=\"number\">time</th>"
             "<th scope=\"col\">what</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < run->probe_count; i++)
        if (hops_are_to(run->probes[i], first->like) &&
            hops_is_shown(run, run->probes[i]))
            hop_write(out, run->probes[i]);
    buffer_append_text(out, "</tbody>\n</table>\n");
    buffer_release(&peer);
}

void
html_hops_write(const struct run *run, struct buffer *out)
{
    size_t ways = 0;

    for (size_t i = 0; i < run->probe_count; i++) {
        if (!hops_is_first(run->probes[i]))
            continue;
        if (ways++ == 0)
            buffer_append_text(out,
                               "<h2>The way</h2>\n<p class=\"note\">Each row "
                               "is a connection request that might pass so "
                               "many hops and no more.</p>\n");
        way_write(out, run, run->probes[i]);
    }
}
