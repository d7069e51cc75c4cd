#include "diagnosis/plan_parts.h"
#include "diagnosis/sight.h"
#include "model/question_tally.h"

/* Names are asked again, asked in another way, or made up. */
enum {
    RANDOM_NAMES = 2, /* one may exist */
    RANDOM_LABEL = 16,
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/*
 * A label that nobody has taken, made of nothing but the time: two runs ask
 * for different ones, so that no cache answers.
 */
static char *
plan_random_host(struct run *run, size_t index)
{
    uint64_t state = (uint64_t)run->started + index * 0x9e3779b97f4a7c15u;
    char label[RANDOM_LABEL + 1];

    for (size_t i = 0; i < RANDOM_LABEL; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        label[i] = (char)('a' + (state >> 33) % 26);
    }
    label[RANDOM_LABEL] = '\0';
    return arena_printf(&run->arena, "%s.example.com", label);
}

bool
plan_random_names(struct run *run)
{
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->random)
            return false;
    if (run->machine.resolver_count == 0)
        return false;
    for (size_t i = 0; i < RANDOM_NAMES; i++)
        run_name(run, plan_random_host(run, i))->random = true;
    return true;
}

/* A name that was not resolved: does it fail each time? */
bool
plan_ask_again(struct run *run, const struct target *target)
{
    enum { AGAIN = 3 };
    const struct name *name = target->name;

    if (!target_is_unresolved(target) || run->machine.resolver_count == 0)
        return false;
    for (size_t i = 0; i < run->name_count; i++)
        if (run->names[i]->again == name)
            return false;
    for (int i = 0; i < AGAIN; i++)
        run_ask_again(run, name);
    return true;
}

/* One question, put to each server in ways that differ in one thing. */
static const struct question_variation question_rows[] = {
    { .over = OVER_UDP, .payload = 512 },
    { .over = OVER_UDP, .payload = 1232 },
    { .over = OVER_UDP, .payload = 4096 },
    { .over = OVER_UDP, .no_edns = true },
    { .over = OVER_TCP },
};

static bool
name_met_trouble(const struct name *name)
{
    static const bool of_reason[REASON_COUNT] = {
        [REASON_DNS_SILENT] = true,
        [REASON_DNS_UNREACHABLE] = true,
        [REASON_DNS_MALFORMED] = true,
        [REASON_ANSWERS_DIFFER] = true,
    };

    return of_reason[name->result.reason];
}

/* Of the names that decide: one that failed, else one with a silent server. */
static const struct name *
plan_name_to_vary(const struct run *run)
{
    const struct name *doubtful = NULL;

    for (size_t i = 0; i < run->target_count; i++) {
        const struct target *target = run->targets[i];

        if (!target_is_decisive(target, run) ||
            target->route.kind == ROUTE_PROXY ||
            target->name->literal.family != FAMILY_NONE)
            continue;
        if (target_is_unresolved(target))
            return target->name;
        if (doubtful == NULL && name_met_trouble(target->name))
            doubtful = target->name;
    }
    return doubtful;
}

/* Is it how the question is put that the servers, or the way, cannot bear? */
bool
plan_vary_question(struct run *run)
{
    const struct name *name = plan_name_to_vary(run);

    if (name == NULL || run->machine.resolver_count == 0 ||
        questions_varied_name(run) != NULL)
        return false;
    for (size_t i = 0; i < COUNT_OF(question_rows); i++)
        run_ask_varied(run, name, &question_rows[i]);
    return true;
}
