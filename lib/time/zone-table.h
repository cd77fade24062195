/* Inside of a zone, for the files of lib/time that build one; everybody else goes through time/zone.h. */
#ifndef CS_TIME_ZONE_TABLE_H
#define CS_TIME_ZONE_TABLE_H

#include "time/zone.h"

#include <stddef.h>

/* From this moment until the next segment's the clock is that far from UTC. */
struct cs_zone_segment {
    int64_t from;
    int32_t offset;
};

/*
 * The whole life of a zone as one rising table: first what the file lists, then its rule written out for a
 * little more than 400 years. The Gregorian calendar repeats after 400 years, weekdays too, so every later
 * moment is looked up 400 years (or a multiple) earlier, and nothing is reckoned at run time.
 */
struct cs_zone {
    struct cs_zone *next;
    char *name;
    struct cs_zone_segment *segments; /* the first one begins at INT64_MIN */
    size_t count, capacity;
    uint16_t *buckets; /* segment in force at the start of each stretch of 97 days since 1800 */
    size_t bucket_count;
    int64_t limit;  /* from here on look 400 years earlier; INT64_MAX: nothing changes any more */
    int64_t steady; /* see cs_zone_steady */
};

#define CS_ZONE_CYCLE (INT64_C(146097) * 86400) /* 400 years in seconds */

/* Appends a segment; one that changes nothing is dropped, one no later than the last
 * replaces it, so that the table rises whatever a file says. */
void cs_zone_append(struct cs_zone *zone, int64_t from, int32_t offset);

/* Fills the segments from TZif bytes. CS_FAILED with a sentence about "the file". */
enum cs_status cs_zone_read(struct cs_zone *zone, const unsigned char *bytes, size_t length,
                            struct cs_error *err);

/* Writes the POSIX TZ rule `rule` out behind the segments that are there. CS_FAILED where it is none. */
enum cs_status cs_zone_extend(struct cs_zone *zone, const char *rule, struct cs_error *err);

#endif
