#include "intake/line_time.h"

#include <stdbool.h>
#include <string.h>

/*
 * '9' is a digit, '#' one or two of them, the first of which may be a blank,
 * 'A' an upper-case and 'a' a lower-case letter; all else is itself.
 */
static const char *const shapes[] = {
    "9999-99-99T99:99:99",  /* ISO 8601, syslog of RFC 5424 */
    "9999-99-99 99:99:99",  /* log4j, Logback */
    "9999/99/99 99:99:99",  /* Java service wrappers, nginx */
    "99-Aaa-9999 99:99:99", /* Tomcat */
    "99 Aaa 9999 99:99:99", /* log4j */
    "99/Aaa/9999:99:99:99", /* access logs */
    "Aaa #, 9999 #:99:99",  /* java.util.logging */
    "Aaa # 99:99:99",       /* syslog of RFC 3164 */
    "Aaa Aaa # 99:99:99",   /* asctime */
    "#/#/9999 #:99:99",     /* day and month in either order */
    "#/#/99 #:99:99",       "#.#.9999 #:99:99",
};

enum { SHORTEST = 14 }; /* "1/2/26 1:02:03" */

/* What an English clock puts behind the time, with two kinds of blank. */
static const char *const halves[] = {
    " AM",
    " PM",
    "\xe2\x80\xaf"
    "AM",
    "\xe2\x80\xaf"
    "PM",
};

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
shape_takes(char shape, char byte)
{
    switch (shape) {
    case '9':
        return is_digit(byte);
    case 'A':
        return byte >= 'A' && byte <= 'Z';
    case 'a':
        return byte >= 'a' && byte <= 'z';
    default:
        return byte == shape;
    }
}

static size_t
number_length(const char *line, size_t length)
{
    size_t blank = length > 0 && line[0] == ' ' ? 1 : 0;

    if (blank >= length || !is_digit(line[blank]))
        return 0;
    if (blank == 0 && length > 1 && is_digit(line[1]))
        return 2;
    return blank + 1;
}

static size_t
piece_length(char shape, const char *line, size_t length)
{
    if (shape == '#')
        return number_length(line, length);
    return length > 0 && shape_takes(shape, line[0]) ? 1 : 0;
}

/* How much of the line has that shape; 0 when its beginning has not. */
static size_t
shape_length(const char *shape, const char *line, size_t length)
{
    size_t at = 0;

    for (; *shape != '\0'; shape++) {
        size_t taken = piece_length(*shape, line + at, length - at);

        if (taken == 0)
            return 0;
        at += taken;
    }
    return at;
}

/* ",123" or ".123456". */
static size_t
fraction_length(const char *line, size_t length)
{
    enum { MOST_DIGITS = 9 };
    size_t at = 1;

    if (length < 2 || (line[0] != ',' && line[0] != '.') || !is_digit(line[1]))
        return 0;
    while (at < length && at <= MOST_DIGITS && is_digit(line[at]))
        at++;
    return at;
}

static size_t
zone_length(const char *line, size_t length)
{
    static const char *const zones[] = { "99:99", "9999" };

    if (length > 0 && line[0] == 'Z')
        return 1;
    if (length == 0 || (line[0] != '+' && line[0] != '-'))
        return 0;
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++)
        if (shape_length(zones[i], line + 1, length - 1) > 0)
            return 1 + strlen(zones[i]);
    return 0;
}

static size_t
half_length(const char *line, size_t length)
{
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        size_t half = strlen(halves[i]);

        if (half <= length && memcmp(line, halves[i], half) == 0)
            return half;
    }
    return 0;
}

/* "<134>", with the "1 " of RFC 5424 behind it or without. */
static size_t
priority_length(const char *line, size_t length)
{
    static const char *const priorities[] = { "<9>", "<99>", "<999>" };

    for (size_t i = 0; i < sizeof priorities / sizeof priorities[0]; i++) {
        size_t at = shape_length(priorities[i], line, length);

        if (at > 0)
            return at + shape_length("1 ", line + at, length - at);
    }
    return 0;
}

static size_t
prefix_length(const char *line, size_t length)
{
    if (length > 0 && line[0] == '[')
        return 1;
    return priority_length(line, length);
}

size_t
line_time_find(const char *line, size_t length, size_t *start)
{
    *start = prefix_length(line, length);
    line += *start;
    length -= *start;
    if (length < SHORTEST)
        return 0;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        size_t at = shape_length(shapes[i], line, length);

        if (at == 0)
            continue;
        at += fraction_length(line + at, length - at);
        at += zone_length(line + at, length - at);
        at += half_length(line + at, length - at);
        return at;
    }
    return 0;
}
