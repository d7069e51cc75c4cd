#include <inttypes.h>

#include "base/clock.h"
#include "model/run_clock.h"
#include "report/units.h"
#include "report/wording_values.h"

/* What the operator said, and what stands in files of this machine. */

static void
append_day(struct buffer *out, int64_t unix_seconds)
{
    enum { DAY = sizeof "2026-11-24" - 1 };
    char text[CLOCK_TEXT_SIZE];

    if (unix_seconds != 0)
        buffer_printf(out, "%.*s", DAY, clock_format(unix_seconds, text));
}

void
value_bundle_issued(struct buffer *out, const struct subject *subject)
{
    append_day(out, run_bundle_issued(subject->run).at);
}

/* Where that date is from. */
void
value_bundle_basis(struct buffer *out, const struct subject *subject)
{
    if (subject->run->answers.bundle_issued != 0)
        buffer_append_text(out, "by the day that was given");
    else
        buffer_append_text(out, "by the newest file in it");
}

void
value_bundle_age(struct buffer *out, const struct subject *subject)
{
    enum { DAY_S = 24 * 3600 };
    const struct run *run = subject->run;
    int64_t issued = run_bundle_issued(run).at;
    int64_t days = (run_began_s(run) - issued) / DAY_S;

    if (issued != 0)
        buffer_printf(out, "%" PRId64 " day%s", days, days == 1 ? "" : "s");
}

void
value_certificate_expires(struct buffer *out, const struct subject *subject)
{
    append_day(out, subject->run->answers.certificate_expires);
}

void
value_event(struct buffer *out, const struct subject *subject)
{
    if (subject->run->answers.event != 0)
        buffer_printf(out, "%" PRId64, subject->run->answers.event);
}

void
value_hosts_line(struct buffer *out, const struct subject *subject)
{
    if (subject->target != NULL &&
        subject->target->name->system.hosts_line != NULL)
        units_append_line(out, subject->target->name->system.hosts_line);
}

void
value_bypass(struct buffer *out, const struct subject *subject)
{
    if (subject->target != NULL && subject->target->route.bypass != NULL)
        units_append_line(out, subject->target->route.bypass);
}
