#include "app/duration_option.h"

#include <inttypes.h>
#include <string.h>

static int64_t
unit_s(const char *unit)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } units[] = {
        { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, unit) == 0)
            return units[i].seconds;
    return 0;
}

/* Nine digits cannot overflow whatever the unit is. */
bool
duration_option_read(const char *option, const char *text,
                     const struct duration_bounds *bounds, int64_t *ms,
                     struct error *error)
{
    enum { MOST_DIGITS = 9, SECOND_MS = 1000 };
    size_t digits = strspn(text, "0123456789");
    int64_t unit = unit_s(text + digits);
    int64_t number = 0;

    for (size_t i = 0; i < digits && digits <= MOST_DIGITS; i++)
        number = number * 10 + (text[i] - '0');
    if (digits > 0 && digits <= MOST_DIGITS && unit > 0 &&
        number * unit >= bounds->least_s && number * unit <= bounds->most_s) {
        *ms = number * unit * SECOND_MS;
        return true;
    }
    return error_set(
        error, ERROR_USAGE,
        "%s: expected %" PRId64 " to %" PRId64
        " seconds, or a number with s, m, h or d, found \"%.40s\"",
        option, bounds->least_s, bounds->most_s, text);
}
