/*
 * Time zones: a small reader of TZif files (RFC 9636), since glibc knows one global TZ only and the process's
 * TZ must not change what is counted. Days are counted from 1970-01-01 (day 0), proleptic Gregorian.
 */
#ifndef CS_TIME_ZONE_H
#define CS_TIME_ZONE_H

#include "base/status.h"

#include <stdint.h>

struct cs_zone;

/* A moment as a wall clock shows it. */
struct cs_civil {
    int64_t year;
    int month, day;           /* 1..12, 1..31 */
    int hour, minute, second; /* 0..23, 0..59, 0..59 */
    int32_t offset;           /* seconds east of UTC */
};

/* The zone of an IANA name ("Asia/Shanghai", "UTC"). Loaded once, kept for the life of the process; never
 * free it. A name with .. or a leading / is refused. CS_FAILED with a sentence where there is no such zone.
 */
enum cs_status cs_zone_find(const char *name, const struct cs_zone **zone, struct cs_error *err);

const char *cs_zone_name(const struct cs_zone *zone);

/* Seconds east of UTC at a moment; after the last transition the file's TZ rule is followed. */
int32_t cs_zone_offset(const struct cs_zone *zone, int64_t utc);

/* The wall clock at a moment. */
void cs_zone_to_civil(const struct cs_zone *zone, int64_t utc, struct cs_civil *civil);

/* The moment of a wall-clock time (civil->offset is not read). A time inside a gap is moved on by the gap's
 * length; an ambiguous time is its first occurrence. */
int64_t cs_zone_from_civil(const struct cs_zone *zone, const struct cs_civil *civil);

/* The moment at which the local clock shows `second_of_day` (0..86400; 86400 = midnight that ends the day) on
 * a day; by the same rule for gaps and ambiguous times. */
int64_t cs_zone_from_day(const struct cs_zone *zone, int64_t day, int32_t second_of_day);

/* The moment from which the offsets repeat every 400 years (20,871 whole weeks): after the file's last
 * transition and the first turn of its rule. What is reckoned for later days may be kept for good. */
int64_t cs_zone_steady(const struct cs_zone *zone);

/* The local day of a moment. */
int64_t cs_zone_day(const struct cs_zone *zone, int64_t utc);

/* Civil dates. cs_day_valid: false for 2026-02-30. Weekday: 0 = Monday .. 6 = Sunday. */
int64_t cs_day_from_date(int64_t year, int month, int day);
void cs_day_to_date(int64_t day, int64_t *year, int *month, int *month_day);
int cs_day_valid(int64_t year, int month, int day);
int cs_day_weekday(int64_t day);

/* The day `months` months on by 民法典 art. 202: the corresponding day, else the month's last. May be
 * negative. */
int64_t cs_day_add_months(int64_t day, int64_t months);

#endif
