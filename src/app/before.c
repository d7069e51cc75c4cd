#include "app/before.h"

#include <string.h>

#include "report/headline.h"

void
before_keep(struct before *before, const struct run *run,
            const struct diagnosis *diagnosis)
{
    struct buffer headline = { 0 };

    before_release(before);
    headline_append(&headline, run, diagnosis);
    before->headline = arena_text(&before->arena, buffer_text(&headline));
    buffer_release(&headline);
    before->outcome = diagnosis->outcome;
    before->at = run->started / 1000;
    before->row_count = run->target_count;
    before->rows =
        arena_new(&before->arena, run->target_count, sizeof *before->rows);
    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];
        struct before_row *row = &before->rows[i];

        row->host = arena_text(&before->arena, target->endpoint->host);
        row->port = target->endpoint->port;
        row->route = target->route.kind;
        for (int check = 0; check < CHECK_COUNT; check++) {
            row->results[check] = target_result(target, (enum check_id)check);
            row->results[check].state = NULL;
        }
    }
}

void
before_release(struct before *before)
{
    arena_release(&before->arena);
    *before = (struct before){ 0 };
}

const struct before_row *
before_find(const struct before *before, const struct target *target)
{
    for (size_t i = 0; i < before->row_count; i++)
        if (before->rows[i].port == target->endpoint->port &&
            before->rows[i].route == target->route.kind &&
            strcmp(before->rows[i].host, target->endpoint->host) == 0)
            return &before->rows[i];
    return NULL;
}

bool
before_differs(const struct result *before, const struct result *now)
{
    return before->outcome != now->outcome || before->reason != now->reason;
}
