#include "base/clock.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/*
 * The forms in which a time is read, in the language of strftime with a few
 * letters of our own; strptime would ask the locale for the names of months.
 */
static const char *const plain_forms[] = {
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M%z",
    "%Y-%m-%dT%H:%M:%S%z",
};

/* IMF-fixdate, RFC 850 and asctime (RFC 9110 5.6.7). */
static const char *const http_forms[] = {
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
};

static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed",
                                        "Thu", "Fri", "Sat" };

static const char *const long_weekdays[] = { "Sunday",   "Monday",
                                             "Tuesday",  "Wednesday",
                                             "Thursday", "Friday",
                                             "Saturday" };

/* A text being read, and what was understood of it. */
struct scan {
    const char *at;
    struct tm time;
    int zone_s; /* east of UTC */
};

static int64_t
clock_read_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_monotonic_ms(void)
{
    return clock_read_ms(CLOCK_MONOTONIC);
}

int64_t
clock_wall_ms(void)
{
    return clock_read_ms(CLOCK_REALTIME);
}

const char *
clock_format(int64_t unix_seconds, char out[CLOCK_TEXT_SIZE])
{
    time_t seconds = (time_t)unix_seconds;
    struct tm time;

    if (gmtime_r(&seconds, &time) == NULL || time.tm_year < -1900 ||
        time.tm_year > 9999 - 1900) {
        snprintf(out, CLOCK_TEXT_SIZE, "@%lld", (long long)unix_seconds);
        return out;
    }

    /* The year of strftime has no zeros in front. */
    int year = snprintf(out, CLOCK_TEXT_SIZE, "%04d", time.tm_year + 1900);

    strftime(out + year, CLOCK_TEXT_SIZE - (size_t)year, "-%m-%dT%H:%M:%SZ",
             &time);
    return out;
}

static bool
scan_number(struct scan *scan, int digits, int least, int most, int *value)
{
    int number = 0;

    for (int i = 0; i < digits; i++) {
        char digit = scan->at[i];

        if (digit < '0' || digit > '9')
            return false;
        number = number * 10 + (digit - '0');
    }
    if (number < least || number > most)
        return false;
    scan->at += digits;
    *value = number;
    return true;
}

static bool
scan_name(struct scan *scan, const char *const *names, int count, int *value)
{
    for (int i = 0; i < count; i++) {
        size_t length = strlen(names[i]);

        if (strncmp(scan->at, names[i], length) != 0)
            continue;
        scan->at += length;
        *value = i;
        return true;
    }
    return false;
}

static bool
scan_year(struct scan *scan)
{
    int year;

    if (!scan_number(scan, 4, 0, 9999, &year))
        return false;
    scan->time.tm_year = year - 1900;
    return true;
}

/* Two digits mean the years 1970 to 2069: nobody speaks of earlier ones. */
static bool
scan_short_year(struct scan *scan)
{
    int year;

    if (!scan_number(scan, 2, 0, 99, &year))
        return false;
    scan->time.tm_year = year < 70 ? year + 100 : year;
    return true;
}

static bool
scan_month(struct scan *scan)
{
    int month;

    if (!scan_number(scan, 2, 1, 12, &month))
        return false;
    scan->time.tm_mon = month - 1;
    return true;
}

/* asctime puts a blank where the first digit of a day is missing. */
static bool
scan_padded_day(struct scan *scan)
{
    if (scan->at[0] != ' ')
        return scan_number(scan, 2, 1, 31, &scan->time.tm_mday);
    scan->at++;
    return scan_number(scan, 1, 1, 9, &scan->time.tm_mday);
}

static bool
scan_zone(struct scan *scan)
{
    char sign = scan->at[0];
    int hours;
    int minutes;

    if (sign != 'Z' && sign != '+' && sign != '-')
        return false;
    scan->at++;
    if (sign == 'Z')
        return true;
    if (!scan_number(scan, 2, 0, 23, &hours) || *scan->at++ != ':' ||
        !scan_number(scan, 2, 0, 59, &minutes))
        return false;
    scan->zone_s = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
    return true;
}

/*
 * One field of a form. The name of a weekday must be one, but the date does
 * not have to fall on it: it says nothing that the numbers do not. A second
 * 60 is a leap second (RFC 3339 5.6, RFC 9110 5.6.7).
 */
static bool
scan_field(struct scan *scan, char field)
{
    int weekday;

    switch (field) {
    case 'Y':
        return scan_year(scan);
    case 'y':
        return scan_short_year(scan);
    case 'm':
        return scan_month(scan);
    case 'b':
        return scan_name(scan, months, 12, &scan->time.tm_mon);
    case 'd':
        return scan_number(scan, 2, 1, 31, &scan->time.tm_mday);
    case 'e':
        return scan_padded_day(scan);
    case 'H':
        return scan_number(scan, 2, 0, 23, &scan->time.tm_hour);
    case 'M':
        return scan_number(scan, 2, 0, 59, &scan->time.tm_min);
    case 'S':
        return scan_number(scan, 2, 0, 60, &scan->time.tm_sec);
    case 'a':
        return scan_name(scan, weekdays, 7, &weekday);
    case 'A':
        return scan_name(scan, long_weekdays, 7, &weekday);
    case 'z':
        return scan_zone(scan);
    default:
        return false;
    }
}

/* timegm would turn 30 February into 2 March; then the day is not the same. */
static bool
scan_finish(const struct scan *scan, int64_t *unix_seconds)
{
    struct tm time = scan->time;

    time.tm_sec = 0;

    int64_t seconds = timegm(&time);

    if (time.tm_mday != scan->time.tm_mday)
        return false;
    *unix_seconds = seconds + scan->time.tm_sec - scan->zone_s;
    return true;
}

static bool
scan_form(const char *text, const char *form, int64_t *unix_seconds)
{
    struct scan scan = { .at = text };

    for (; *form != '\0'; form++) {
        if (*form == '%') {
            if (!scan_field(&scan, *++form))
                return false;
        } else if (*scan.at++ != *form) {
            return false;
        }
    }
    return *scan.at == '\0' && scan_finish(&scan, unix_seconds);
}

static bool
scan_forms(const char *text, const char *const *forms, size_t count,
           int64_t *unix_seconds)
{
    for (size_t i = 0; i < count; i++) {
        if (scan_form(text, forms[i], unix_seconds))
            return true;
    }
    return false;
}

bool
clock_parse(const char *text, int64_t *unix_seconds)
{
    return scan_forms(text, plain_forms,
                      sizeof plain_forms / sizeof plain_forms[0],
                      unix_seconds);
}

bool
clock_parse_http(const char *text, int64_t *unix_seconds)
{
    return scan_forms(text, http_forms,
                      sizeof http_forms / sizeof http_forms[0], unix_seconds);
}
