#include "checks/check.h"

#include <assert.h>

enum step
check_enter(struct check *check, int state)
{
    assert(state >= 0 && state < check->kind->state_count);
    check->state = state;
    return STEP_ENTER;
}

enum step
check_wait(struct check *check, struct net_watch *watch, unsigned wanted)
{
    assert(check->wait_count < CHECK_WAITS);
    if (wanted != 0)
        watch->wanted = wanted;
    check->waits[check->wait_count++] = watch;
    return STEP_WAIT;
}

void
check_allow(struct check *check, int64_t milliseconds)
{
    check->allowed_ms = milliseconds;
}

static enum step
check_end(struct check *check, enum outcome outcome, enum reason reason)
{
    check->result->outcome = outcome;
    check->result->reason = reason;
    return STEP_END;
}

enum step
check_pass(struct check *check)
{
    return check_end(check, OUTCOME_PASS, REASON_NONE);
}

enum step
check_warn(struct check *check, enum reason reason)
{
    return check_end(check, OUTCOME_WARN, reason);
}

enum step
check_fail(struct check *check, enum reason reason)
{
    return check_end(check, OUTCOME_FAIL, reason);
}

enum step
check_skip(struct check *check, enum reason reason)
{
    return check_end(check, OUTCOME_SKIP, reason);
}

enum step
check_pass_as(struct check *check, enum reason reason)
{
    return check_end(check, OUTCOME_PASS, reason);
}

void
check_leaves_open(struct check *check)
{
    assert(check->kind->stream != NULL);
    check->leaves_open = true;
}

struct net_stream
check_stream_below(const struct check *check)
{
    assert(check->below != NULL && check->below->leaves_open);
    return check->below->kind->stream(check->below);
}

bool
check_expired(const struct check *check)
{
    return check->expired;
}

struct arena *
check_arena(struct check *check)
{
    return &check->run->arena;
}
