/* Moments, dates and durations as text: ISO 8601 out; ISO 8601 and what spreadsheets make of it in. */
#ifndef CS_TIME_MOMENT_H
#define CS_TIME_MOMENT_H

#include "base/buffer.h"
#include "time/zone.h"

#include <stdbool.h>

enum { CS_MOMENT_SIZE = 40 }; /* room for any text that cs_moment_format writes */

/*
 * Reads a moment. Accepted: 2024-03-05T14:07:09+08:00 (also Z, +0800, +08, fractions of a second cut off, a
 * space or no seconds), the same without offset (then in `zone`), 2024/3/5 14:07[:09], 2024-03-05 or 2024/3/5
 * alone (00:00 in zone), 2024年3月5日 [14时07分[09秒]] and 2024年3月5日 14:07, 20240305140709, a
 * spreadsheet's day serial with a fraction of at least one digit (43782.472465277802 is 2019-11-13 11:20:21
 * in zone; rounded to the second) or without one (43782) where allow_serial. Years 1900 to 9999. Surrounding
 * spaces are ignored. CS_REFUSED with a sentence that names the value and what was expected, e.g.
 * `"2026-02-30" is no date: February 2026 has 28 days` or `"soon" is no time; write 2026-03-05T14:07 or
 * 2026/3/5 14:07`. 24:00 is the midnight that ends the day; a leap second 60 counts as the next minute.
 */
enum cs_status cs_moment_parse(const char *text, const struct cs_zone *zone, bool allow_serial, int64_t *utc,
                               struct cs_error *err);

/* The forms of command-line times besides: now, today, yesterday, tomorrow (00:00 in zone), and an amount
 * before or after now: -3d, +4h, "-90m". Used by filters and by --at. */
enum cs_status cs_moment_parse_relative(const char *text, const struct cs_zone *zone, int64_t *utc,
                                        struct cs_error *err);

/* Writes 2024-03-05T14:07:09+08:00 (offset of the zone at that moment; UTC as +00:00), NUL ended. Returns
 * length. */
size_t cs_moment_format(char text[CS_MOMENT_SIZE], int64_t utc, const struct cs_zone *zone);

/* Writes 2024-03-05 14:07 for tables on a terminal. */
size_t cs_moment_format_short(char text[CS_MOMENT_SIZE], int64_t utc, const struct cs_zone *zone);

/* Dates as days since 1970-01-01; the same spellings as above without a time, and a time at 00:00 is cut off.
 */
enum cs_status cs_date_parse(const char *text, bool allow_serial, int64_t *day, struct cs_error *err);
size_t cs_date_format(char text[CS_MOMENT_SIZE], int64_t day);

/* How an amount of time is counted. */
enum cs_time_unit {
    CS_NATURAL,  /* seconds that pass, day and night */
    CS_WORKING,  /* seconds inside a calendar's open hours */
    CS_WORKDAYS, /* whole open days of a calendar; the day of the start is not counted (民法典 art. 201) */
};

/* An amount: seconds for natural and working time, days for workdays. Negative = before. */
struct cs_amount {
    int64_t count;
    enum cs_time_unit unit;
};

/*
 * Reads an amount: [+-] then 90s, 30m, 4h, 3d, 2w or parts in falling order (1d12h, 2h30m), or ISO 8601
 * P3DT4H; d = 24 h, w = 7 d of natural time. A trailing "wt" counts working time ("4hwt", "30mwt": 4 hours of
 * working time), "wd" counts workdays ("3wd"). A bare 0 is natural. P1M and P1Y are refused with a hint
 * (months are no fixed time). Amounts above 100,000 days are refused. CS_REFUSED with a sentence.
 */
enum cs_status cs_amount_parse(const char *text, struct cs_amount *amount, struct cs_error *err);

/* Writes the same form back, shortest exact (5400 s -> 1h30m; 0 -> 0). Returns length. */
size_t cs_amount_format(char text[CS_MOMENT_SIZE], const struct cs_amount *amount);

#endif
