#ifndef INTAKE_ZIP_TIME_H
#define INTAKE_ZIP_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include <zip.h>

/*
 * When an entry of an archive was last changed. A plain zip has a time of
 * DOS: two seconds fine, from 1980 on, on the wall clock of whoever packed
 * it, zone unknown. libzip (1.7 to 1.11) gives only that one, read as local
 * time of this machine by mktime, and leaves the extra fields to its callers;
 * so the two that hold UTC are read here: "UT" of Info-ZIP and Java (0x5455)
 * and the one of NTFS that Windows and 7-Zip write (0x000a), as the PKWARE
 * Application Note 4.5 and Info-ZIP's extrafld.txt describe them.
 */
struct zip_time {
    int64_t modified; /* Unix seconds; 0 when unknown */
    bool zone_known;
};

/*
 * What is before 1981 is a time that packers write when they know none, and
 * unknown here; so is what is past 2107, where DOS ends. `plain` is the mtime
 * that libzip has given.
 */
struct zip_time zip_time_of(zip_t *archive, zip_uint64_t index, int64_t plain);

#endif
