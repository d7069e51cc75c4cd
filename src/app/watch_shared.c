#include "app/watch_shared.h"

#include "app/shared_pair.h"

static bool
say(const struct watch_format *format, const struct watch_round *round,
    const struct shared_copy *copy, struct error *error)
{
    struct watch_round shared = *round;
    struct buffer out = { 0 };
    bool said;

    shared.run = &copy->run;
    shared.diagnosis = &copy->diagnosis;
    shared.kept_before =
        mask_text(copy->mask, PRIVACY_PATH, round->kept_before);
    shared.kept_after = mask_text(copy->mask, PRIVACY_PATH, round->kept_after);
    format->round(&shared, &out);
    said = out.length == 0 || shared_copy_write(copy, NULL, &out, error);
    buffer_release(&out);
    return said;
}

static bool
say_change(const struct watch_format *format, const struct watch_round *round,
           const struct shared_wishes *wishes, struct error *error)
{
    struct watch_round shared = *round;
    struct shared_pair pair = { 0 };
    struct comparison comparison;
    struct arena arena = { 0 };
    bool said = shared_pair_make(&pair, round->comparison, wishes, error);

    if (said) {
        shared_pair_compare(&pair, &comparison, &arena);
        shared.comparison = &comparison;
        said = say(format, &shared, pair.sides[1], error);
    }
    arena_release(&arena);
    shared_pair_release(&pair);
    return said;
}

bool
watch_shared_say(const struct watch_format *format,
                 const struct watch_round *round,
                 const struct shared_wishes *wishes, struct error *error)
{
    struct shared_copy copy = { 0 };
    bool said;

    if (round->comparison != NULL)
        return say_change(format, round, wishes, error);
    said =
        shared_copy_make(&copy, round->run, round->diagnosis, wishes, error) &&
        say(format, round, &copy, error);
    shared_copy_release(&copy);
    return said;
}
