#include "diagnosis/plan_parts.h"
#include "model/probe_tally.h"

/*
 * All is well with the few and small packets of a handshake, and still the
 * product does not connect: do large ones get out, too? The second question
 * is asked when not, to tell a narrow way from an end that minds its length.
 */
enum { TIMES = 2 };

static const struct variation large = { .hello_bytes = PROBE_LARGE_HELLO };
static const struct variation in_pieces = { .segment = 536,
                                            .hello_bytes = PROBE_LARGE_HELLO };

static bool
plan_add(struct run *run, struct target *target, struct path *path,
         enum probe_kind kind, const struct variation *variation)
{
    for (int turn = 0; turn < TIMES; turn++)
        run_add_probe(run, kind, target, path, variation, CHECK_TLS);
    return true;
}

static bool
plan_large_path(struct run *run, struct target *target, struct path *path)
{
    struct probe_tally whole =
        probes_tally(run, path, PROBE_HELLO_SIZE, &large);

    if (probes_count(run, path, PROBE_HELLO_SIZE) == 0)
        return plan_add(run, target, path, PROBE_HELLO_SIZE, &large);
    return whole.tried == TIMES && whole.answered == 0 &&
           probes_count(run, path, PROBE_SEGMENT) == 0 &&
           plan_add(run, target, path, PROBE_SEGMENT, &in_pieces);
}

bool
plan_large_packets(struct run *run)
{
    bool added = false;

    if (run->answers.status != CONSOLE_DISCONNECTED && run->answers.event == 0)
        return false;
    for (size_t i = 0; i < run->target_count; i++) {
        struct target *target = run->targets[i];
        struct path *path = plan_proven_path(target);

        if (path != NULL && target_is_decisive(target, run))
            added = plan_large_path(run, target, path) || added;
    }
    return added;
}
