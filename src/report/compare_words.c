#include "report/compare_words.h"

#include <assert.h>
#include <inttypes.h>

#include "report/headline.h"
#include "report/terms.h"
#include "report/units.h"

enum { MOST_ADDRESSES = 4, MOST_HOPS = 64 };

const char *
compare_refusal(enum incomparable refusal)
{
    static const char *const sentences[] = {
        [COMPARABLE] = "",
        [INCOMPARABLE_SERVICE] = "They are about different services.",
        [INCOMPARABLE_SIMULATED] =
            "One is of the real network, the other of a simulated one.",
        [INCOMPARABLE_ENDPOINTS] = "No endpoint is in both of them.",
    };

    static_assert(sizeof sentences / sizeof sentences[0] == INCOMPARABLE_COUNT,
                  "refusals");
    return sentences[refusal];
}

void
compare_append_standing(struct buffer *out, const struct standing *standing)
{
    if (standing->outcome == OUTCOME_NONE) {
        buffer_append_text(out, "not tried to its end");
        return;
    }
    if (standing->outcome == OUTCOME_PASS) {
        buffer_append_text(out, "comes through");
        return;
    }
    buffer_printf(out, "%s %s: %s",
                  standing->outcome == OUTCOME_FAIL
                      ? "stops at"
                      : "comes through with a remark at",
                  words_id(&check_words, (int)standing->check),
                  reason_phrase(standing->reason));
}

static struct buffer *
next_line(struct compare_lines *lines)
{
    assert(lines->count < COMPARE_LINES_MOST);
    return &lines->lines[lines->count++];
}

static void
say_standing(struct compare_lines *lines, const struct endpoint_change *change)
{
    struct buffer *line;

    if (change->before == NULL || change->after == NULL) {
        line = next_line(lines);
        buffer_append_text(line, change->before == NULL
                                     ? "not tried before; now it "
                                     : "not tried any more; before it ");
        compare_append_standing(line, change->before == NULL ? &change->is
                                                             : &change->was);
        return;
    }
    if (change->was.check == change->is.check &&
        change->was.outcome == change->is.outcome &&
        change->was.reason == change->is.reason)
        return;
    line = next_line(lines);
    compare_append_standing(line, &change->is);
    buffer_append_text(line, "; before: ");
    compare_append_standing(line, &change->was);
}

static void
append_route(struct buffer *out, const struct target *target)
{
    const struct route *route = &target->route;

    if (route->kind == ROUTE_DIRECT) {
        buffer_append_text(out, "direct");
        return;
    }
    buffer_append_text(out, "by the proxy ");
    units_append_place(out, route->proxy_host, route->proxy_port);
}

static void
say_route(struct compare_lines *lines, const struct endpoint_change *change)
{
    struct buffer *line;

    if (!change->route)
        return;
    line = next_line(lines);
    buffer_append_text(line, "the way is ");
    append_route(line, change->after);
    buffer_append_text(line, "; before: ");
    append_route(line, change->before);
}

static void
say_leaf(struct compare_lines *lines, const struct endpoint_change *change)
{
    struct buffer *line;

    if (!change->signer && !change->certificate)
        return;
    line = next_line(lines);
    if (change->certificate) {
        buffer_append_text(line, "another certificate of the same issuer");
        return;
    }
    buffer_append_text(line, "its certificate is issued by \"");
    units_append_line(line, target_leaf(change->after)->issuer);
    buffer_append_text(line, "\"; before: \"");
    units_append_line(line, target_leaf(change->before)->issuer);
    buffer_append_text(line, "\"");
}

static void
append_addresses(struct buffer *out, const struct target *target)
{
    for (size_t i = 0; i < target->path_count && i < MOST_ADDRESSES; i++) {
        buffer_append_text(out, i > 0 ? ", " : "");
        units_append_address(out, &target->paths[i]->address);
    }
    if (target->path_count == 0)
        buffer_append_text(out, "none");
    if (target->path_count > MOST_ADDRESSES)
        buffer_printf(out, " and %zu more",
                      target->path_count - MOST_ADDRESSES);
}

static void
say_addresses(struct compare_lines *lines,
              const struct endpoint_change *change)
{
    struct buffer *line;

    if (!change->addresses)
        return;
    line = next_line(lines);
    buffer_append_text(line, "addresses: ");
    append_addresses(line, change->after);
    buffer_append_text(line, "; before: ");
    append_addresses(line, change->before);
}

/* The first router that is another one; those behind it follow from it. */
static void
say_way(struct compare_lines *lines, const struct comparison *comparison,
        const struct endpoint_change *change)
{
    for (int64_t hop = 1; change->way && hop <= MOST_HOPS; hop++) {
        const struct address *was =
            target_hop(comparison->runs[0], change->before, hop);
        const struct address *is =
            target_hop(comparison->runs[1], change->after, hop);
        struct buffer *line;

        if (was == NULL || is == NULL || address_equal(was, is))
            continue;
        line = next_line(lines);
        buffer_printf(line, "router at hop %" PRId64 ": ", hop);
        units_append_address(line, is);
        buffer_append_text(line, "; before: ");
        units_append_address(line, was);
        return;
    }
}

static void
say_times(struct compare_lines *lines, const struct endpoint_change *change)
{
    for (int i = 0; i < CHECK_COUNT; i++) {
        struct buffer *line;

        if (!change->time[i])
            continue;
        line = next_line(lines);
        buffer_printf(line, "%s took ", words_id(&check_words, i));
        units_append_duration(
            line, target_result(change->after, (enum check_id)i).duration_ms);
        buffer_append_text(line, "; before: ");
        units_append_duration(
            line, target_result(change->before, (enum check_id)i).duration_ms);
    }
}

void
compare_lines_fill(struct compare_lines *lines,
                   const struct comparison *comparison,
                   const struct endpoint_change *change)
{
    *lines = (struct compare_lines){ 0 };
    say_standing(lines, change);
    say_route(lines, change);
    say_leaf(lines, change);
    say_addresses(lines, change);
    say_way(lines, comparison, change);
    say_times(lines, change);
}

void
compare_lines_release(struct compare_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        buffer_release(&lines->lines[i]);
    *lines = (struct compare_lines){ 0 };
}

void
compare_append_place(struct buffer *out, const struct endpoint_change *change)
{
    const struct target *target =
        change->after != NULL ? change->after : change->before;

    units_append_place(out, target->endpoint->host, target->endpoint->port);
}

const enum turn compare_turns[] = { TURN_BAD, TURN_GOOD, TURN_OTHER };

const char *
compare_turn_title(enum turn turn)
{
    static const char *const titles[TURN_COUNT] = {
        [TURN_NONE] = "UNCHANGED",
        [TURN_GOOD] = "TURNED GOOD",
        [TURN_BAD] = "TURNED BAD",
        [TURN_OTHER] = "DIFFERENT",
    };

    return titles[turn];
}

const char *const compare_sides[] = { "Before", "After" };

void
compare_append_side(struct buffer *out, const struct comparison *comparison,
                    int which)
{
    const struct run *run = comparison->runs[which];

    units_append_time(out, run->started / 1000);
    buffer_append_text(out, ", ");
    units_append_line(out, run->machine.hostname);
    if (run->simulation != NULL)
        buffer_append_text(out, ", simulated");
}

void
compare_append_verdict(struct buffer *out, const struct comparison *comparison,
                       int which)
{
    headline_append(out, comparison->runs[which],
                    comparison->diagnoses[which]);
}

const char *
compare_remark(const struct comparison *comparison, size_t index)
{
    const struct {
        bool holds;
        const char *text;
    } remarks[] = {
        { comparison->backwards,
          "Mind the order: the first of the two is the later one." },
        { comparison->runs[0]->cancelled || comparison->runs[1]->cancelled,
          "Something was stopped by the operator: what had not ended says "
          "nothing about a change." },
        { comparison->other_machine,
          "They were taken on different machines: what differs may be due to "
          "the place and not to the time." },
        { comparison->other_route,
          "They went by different routes: what differs may be due to the "
          "route and not to the time." },
    };

    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++)
        if (remarks[i].holds && index-- == 0)
            return remarks[i].text;
    return NULL;
}

void
compare_append_summary(struct buffer *out, const struct comparison *comparison)
{
    static const char *const verdicts[TURN_COUNT] = {
        [TURN_NONE] = "The verdict is the same.",
        [TURN_GOOD] = "It is healthy now, and was not before.",
        [TURN_BAD] = "It was healthy before, and is not now.",
        [TURN_OTHER] = "The verdict is another one, and not healthy.",
    };
    static const struct {
        enum turn turn;
        const char *text;
    } counted[] = {
        { TURN_GOOD, "turned good" },
        { TURN_BAD, "turned bad" },
        { TURN_OTHER, "different" },
    };
    bool any = false;

    buffer_append_text(out, verdicts[comparison->verdict]);
    if (comparison->change_count == 0) {
        buffer_append_text(out, " No endpoint differs.");
        return;
    }
    buffer_append_text(out, " Endpoints: ");
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        size_t count = comparison->turn_counts[counted[i].turn];

        if (count > 0)
            buffer_printf(out, "%s%zu %s", any ? ", " : "", count,
                          counted[i].text);
        any = any || count > 0;
    }
    if (comparison->alike_count > 0)
        buffer_printf(out, ", %zu alike", comparison->alike_count);
    buffer_append_byte(out, '.');
}
