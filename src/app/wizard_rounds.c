#include "app/wizard.h"
#include "report/headline.h"

/*
 * The runs before the present one. A session that was followed stays as long
 * as its run is compared with: at most two do. Each must end before the one
 * that has followed it.
 */

void
wizard_rounds_follow(struct wizard *wizard, struct session *next)
{
    struct wizard_rounds *rounds = &wizard->rounds;
    struct session *now = wizard->session;
    bool was_whole = wizard->run == RUN_ENDED && now->diagnosis != NULL &&
                     !now->run.cancelled;

    wizard->session = next;
    if (now == wizard->first)
        return;
    /* What was stopped half way says little beside one that was not. */
    if (!was_whole && (wizard->run != RUN_ENDED || rounds->last != NULL ||
                       rounds->before != NULL)) {
        session_free(now);
        return;
    }
    session_free(rounds->last);
    rounds->last = now;
}

void
wizard_rounds_close(struct wizard *wizard)
{
    struct wizard_rounds *rounds = &wizard->rounds;

    session_free(rounds->before);
    session_free(rounds->last);
    kept_pairs_release(&rounds->pairs);
    *rounds = (struct wizard_rounds){ 0 };
}

/* On the clock of the world, which may be a simulated one. */
static int64_t
began_ms(const struct wizard *wizard)
{
    const struct session *session = wizard->session;

    if (wizard->rounds.is_part)
        return net_wall_ms(&session->stage.net);
    return session->run.started;
}

/* Both of a change are kept where transcripts are kept at all. */
static void
keep_pair(struct wizard *wizard)
{
    struct wizard_rounds *rounds = &wizard->rounds;
    struct buffer trouble = { 0 };

    if (wizard->first->options.keeping == NULL)
        return;
    kept_pairs_clear(&rounds->pairs);
    if (!kept_pairs_add(&rounds->pairs, rounds->last, wizard->session,
                        wizard->environment, &trouble))
        wizard_say(wizard, "%s.", buffer_text(&trouble));
    else
        rounds->pair_is_new = rounds->pairs.after.length > 0;
    buffer_release(&trouble);
}

/* Whether somebody would want to see the two beside each other. */
static bool
is_otherwise(const struct comparison *comparison)
{
    return comparison->verdict != TURN_NONE ||
           comparison->turn_counts[TURN_GOOD] > 0 ||
           comparison->turn_counts[TURN_BAD] > 0;
}

static void
settle_before(struct wizard *wizard, bool verdict_changed)
{
    struct wizard_rounds *rounds = &wizard->rounds;
    const struct session *now = wizard->session;
    struct comparison comparison;
    struct arena arena = { 0 };
    bool comparable = comparison_make(&comparison, &rounds->last->run,
                                      rounds->last->diagnosis, &now->run,
                                      now->diagnosis, &arena) == COMPARABLE;

    if (comparable && verdict_changed && wizard->watch.on)
        keep_pair(wizard);
    if (rounds->before == NULL || !comparable || is_otherwise(&comparison)) {
        session_free(rounds->before);
        rounds->before = rounds->last;
    } else {
        session_free(rounds->last);
    }
    rounds->last = NULL;
    arena_release(&arena);
}

void
wizard_rounds_settle(struct wizard *wizard)
{
    struct wizard_rounds *rounds = &wizard->rounds;
    const struct session *now = wizard->session;
    bool changed;

    rounds->pair_is_new = false;
    if (now->run.cancelled)
        return;
    changed =
        timeline_add(&rounds->timeline, began_ms(wizard),
                     now->diagnosis->outcome, headline_cause(now->diagnosis));
    if (rounds->last != NULL)
        settle_before(wizard, changed);
}

bool
wizard_has_before(const struct wizard *wizard)
{
    return wizard->run == RUN_ENDED && wizard->rounds.before != NULL;
}

enum incomparable
wizard_compare_before(const struct wizard *wizard,
                      struct comparison *comparison, struct arena *arena)
{
    const struct session *before = wizard->rounds.before;
    const struct session *now = wizard->session;

    return comparison_make(comparison, &before->run, before->diagnosis,
                           &now->run, now->diagnosis, arena);
}
