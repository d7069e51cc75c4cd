#include "report/cells.h"

#include <inttypes.h>

#include "report/terms.h"
#include "report/units.h"

bool
cells_has_check(const struct run *run, enum check_id check)
{
    if (check != CHECK_PROXY)
        return true;
    for (size_t i = 0; i < run->target_count; i++)
        if (run->targets[i]->route.kind == ROUTE_PROXY)
            return true;
    return false;
}

/* The status of the path that passed; nothing when it was refused. */
static int64_t
cells_status(const struct target *target)
{
    const struct path *path = target_path(target, CHECK_HTTP);

    return path != NULL ? path->http.status : 0;
}

void
cells_fill(struct buffer *cell, const struct target *target,
           enum check_id check)
{
    struct result result = target_result(target, check);
    int64_t status = check == CHECK_HTTP ? cells_status(target) : 0;

    if (result.outcome != OUTCOME_PASS)
        buffer_append_text(cell, terms_outcome(result.outcome));
    else if (status > 0)
        buffer_printf(cell, "%" PRId64, status);
    else if (check == CHECK_HTTP)
        buffer_append_text(cell, "pass");
    else
        units_append_duration(cell, result.duration_ms);
}

const char *
cells_standing(const struct run *run, const struct target *target)
{
    if (target->control)
        return "for comparison";
    return target_is_decisive(target, run) ? "required" : "not required";
}
