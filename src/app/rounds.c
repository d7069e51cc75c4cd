#include "app/rounds.h"

#include "report/headline.h"

/* Each session must end before the one that has followed it. */
void
rounds_follow(struct rounds *rounds, struct session *session, bool ended)
{
    bool was_whole = ended && !session->run.cancelled;

    /* What was stopped half way says little beside one that was not. */
    if (!was_whole &&
        (!ended || rounds->last != NULL || rounds->before != NULL)) {
        session_free(session);
        return;
    }
    session_free(rounds->last);
    rounds->last = session;
}

void
rounds_release(struct rounds *rounds)
{
    session_free(rounds->before);
    session_free(rounds->last);
    kept_pairs_release(&rounds->pairs);
    *rounds = (struct rounds){ 0 };
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
settle_before(struct rounds *rounds, const struct session *now, char **keep_in,
              struct buffer *trouble)
{
    struct comparison comparison;
    struct arena arena = { 0 };
    bool comparable = comparison_make(&comparison, &rounds->last->run,
                                      rounds->last->diagnosis, &now->run,
                                      now->diagnosis, &arena) == COMPARABLE;

    if (comparable && keep_in != NULL)
        rounds->pair_is_new = kept_pairs_add(&rounds->pairs, rounds->last, now,
                                             keep_in, trouble) &&
                              rounds->pairs.after.length > 0;
    if (rounds->before == NULL || !comparable || is_otherwise(&comparison)) {
        session_free(rounds->before);
        rounds->before = rounds->last;
    } else {
        session_free(rounds->last);
    }
    rounds->last = NULL;
    arena_release(&arena);
}

bool
rounds_settle(struct rounds *rounds, const struct session *now, int64_t at_ms,
              char **keep_in, struct buffer *trouble)
{
    bool changed;

    rounds->pair_is_new = false;
    if (now->run.cancelled)
        return false;
    changed = timeline_add(&rounds->timeline, at_ms, now->diagnosis->outcome,
                           headline_cause(now->diagnosis));
    if (rounds->last != NULL)
        settle_before(rounds, now, changed ? keep_in : NULL, trouble);
    return changed;
}

enum incomparable
rounds_compare(const struct rounds *rounds, const struct session *now,
               struct comparison *comparison, struct arena *arena)
{
    const struct session *before = rounds->before;

    return comparison_make(comparison, &before->run, before->diagnosis,
                           &now->run, now->diagnosis, arena);
}
