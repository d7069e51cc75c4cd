#include "app/shared_pair.h"

#include <assert.h>

/*
 * The first copy finds the names of the one before, the second those of the
 * one after; the third is the one before again, by someone who knows both.
 */
bool
shared_pair_make(struct shared_pair *pair, const struct comparison *of,
                 const struct shared_wishes *wishes, struct error *error)
{
    static const int runs[SHARED_PAIR_COPIES] = { 0, 1, 0 };
    struct shared_wishes wanted = *wishes;

    for (int i = 0; i < SHARED_PAIR_COPIES; i++) {
        wanted.preview = wishes->preview && i > 0;
        if (!shared_copy_make(&pair->copies[i], of->runs[runs[i]],
                              of->diagnoses[runs[i]], &wanted, error))
            return false;
        pair->sides[runs[i]] = &pair->copies[i];
        wanted.aliases = pair->copies[0].aliases;
    }
    return true;
}

/* The first has the aliases of all. */
void
shared_pair_release(struct shared_pair *pair)
{
    for (int i = SHARED_PAIR_COPIES - 1; i >= 0; i--)
        shared_copy_release(&pair->copies[i]);
    *pair = (struct shared_pair){ 0 };
}

void
shared_pair_compare(const struct shared_pair *pair,
                    struct comparison *comparison, struct arena *arena)
{
    const struct shared_copy *before = pair->sides[0];
    const struct shared_copy *after = pair->sides[1];
    enum incomparable refusal =
        comparison_make(comparison, &before->run, &before->diagnosis,
                        &after->run, &after->diagnosis, arena);

    assert(refusal == COMPARABLE);
    (void)refusal;
}

bool
shared_pair_write(const struct shared_pair *pair, const char *path,
                  const struct buffer *bytes, struct error *error)
{
    return shared_copy_search(pair->sides[0], bytes, error) &&
           shared_copy_write(pair->sides[1], path, bytes, error);
}
