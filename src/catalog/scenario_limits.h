#ifndef CATALOG_SCENARIO_LIMITS_H
#define CATALOG_SCENARIO_LIMITS_H

/*
 * How far the numbers and texts of a scenario may go: beyond anything that
 * a network does, and not so far that one of them fills the lab's memory.
 */
enum {
    MOST_ROWS = 200,
    MOST_DELAY_MS = 600 * 1000,
    MOST_TIME_S = 86400,       /* a day of the world */
    MOST_OFFSET_S = 630720000, /* twenty years of a wrong clock */
    MOST_TTL_S = 604800,
    MOST_PERCENT = 100,
    MOST_RATE_KBIT = 10 * 1000 * 1000,
    LEAST_MTU = 68, /* RFC 791 */
    MOST_MTU = 65535,
    LEAST_SEGMENT = 88, /* what Linux takes as the smallest one */
    MOST_SEGMENT = 65495,
    MOST_PORT = 65535,
    LEAST_STATUS = 100,
    MOST_STATUS = 599,
    MOST_ONE_IN = 1000,
    MOST_OCTET = 255,
    LONGEST_ID = 48,
    LONGEST_NAME = 80,
    LONGEST_LINE = 400,
    LONGEST_PARAGRAPH = 4000,
    LONGEST_HEADER = 8192,
    LONGEST_BODY = 128 * 1024,
};

#endif
