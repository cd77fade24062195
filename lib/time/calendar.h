/*
 * Working-time calendars: when a clock counts.
 *
 * A calendar is weekly open hours in a zone, corrected day by day: holidays close a day, make-up workdays
 * open a closed one, other hours replace a day's, breaks are cut out. Time is counted on the UTC line (a day
 * with a change to summer time has 23 hours). All intervals are [from, to). The rules are those of
 * tests/vectors/README.md:
 *  - an amount > 0 ends at the earliest moment at which so much has passed (exactly at closing is at
 * closing); backward: at the latest moment;
 *  - amount 0 is the moment itself if open, else the next opening; backward: the previous closing;
 *  - the moment of closing counts as closed.
 * Nothing loops for ever: a calendar without open hours is refused, and a search gives up after 100 years in
 * words.
 */
#ifndef CS_TIME_CALENDAR_H
#define CS_TIME_CALENDAR_H

#include "time/moment.h"

struct cs_calendar;

/* An interval of time taken out of what is counted (a hold); to = INT64_MAX while it lasts. */
struct cs_span {
    int64_t from, to;
};

enum cs_day_kind {
    CS_DAY_WEEKLY,  /* as the week says; never stored */
    CS_DAY_HOLIDAY, /* closed all day */
    CS_DAY_MAKEUP, /* a rest day that is worked: open at `times`, or at the hours of the week's first open day
                    */
    CS_DAY_HOURS,  /* open at `times` in place of the week's hours */
    CS_DAY_BREAK,  /* `times` are cut out of that day; may stand beside HOURS or MAKEUP */
};

/*
 * A calendar from its weekly hours, e.g. "mon 08:00-12:00,14:00-18:00;tue 08:00-18:00": days mon..sun, 24:00
 * = end of day, a range of days is allowed ("mon-fri 09:00-18:00"), also "daily", days not named are closed.
 * Intervals of a day may touch, must not overlap, must not be empty. An empty week is refused ("has no open
 * hours"). The caller owns *calendar (cs_calendar_free). CS_REFUSED with a sentence that names the faulty
 * piece.
 */
enum cs_status cs_calendar_new(const char *name, const struct cs_zone *zone, const char *hours,
                               struct cs_calendar **calendar, struct cs_error *err);
void cs_calendar_free(struct cs_calendar *calendar);

const char *cs_calendar_name(const struct cs_calendar *calendar);
const struct cs_zone *cs_calendar_zone(const struct cs_calendar *calendar);

/*
 * Sets what is special about a day. `times` as "08:00-12:00,13:00-17:00" (NULL or "" for HOLIDAY and MAKEUP
 * without own hours); `label` is the holiday's name or NULL (copied). A day said twice with the same kind
 * keeps the last, but breaks add up. A holiday beats everything, a break beats hours.
 */
enum cs_status cs_calendar_set_day(struct cs_calendar *calendar, int64_t day, enum cs_day_kind kind,
                                   const char *times, const char *label, struct cs_error *err);

/* Exceptions in the form of tests/vectors/README.md:
 * "2015-01-01,2015-12-24@10:00-11:30+13:00-14:00,2016-02-06=08:00-12:00";
 * "" and "-" are none. */
enum cs_status cs_calendar_set_days(struct cs_calendar *calendar, const char *holidays, struct cs_error *err);

/* Between which days (inclusive) the special days are published. Outside, weekly hours count and results are
 * provisional. A calendar whose knowledge was never limited (24x7) knows all days. */
void cs_calendar_set_known(struct cs_calendar *calendar, int64_t first_day, int64_t last_day);

/* True where every local day that [from, to] touches is known. *year (or NULL) receives the first unknown
 * year. */
bool cs_calendar_known(const struct cs_calendar *calendar, int64_t from, int64_t to, int64_t *year);

/* What a day is: its kind, its label ("" for none), and whether it is open at all. */
enum cs_day_kind cs_calendar_day(const struct cs_calendar *calendar, int64_t day, const char **label,
                                 bool *open);

/* The open hours of one local day, in UTC, breaks cut out, rising. Returns how many (at most `limit` are
 * written). */
size_t cs_calendar_day_spans(const struct cs_calendar *calendar, int64_t day, struct cs_span *spans,
                             size_t limit);

/*
 * The moment at which `seconds` of open time have passed since `start`, not counting what lies inside `held`
 * (rising, disjoint; held_count may be 0). Negative seconds count backward. Zero: see above. CS_NONE where an
 * unending span of `held` stops it for good; CS_FAILED where 100 years do not hold so much open time.
 */
enum cs_status cs_calendar_add(const struct cs_calendar *calendar, int64_t start, int64_t seconds,
                               const struct cs_span *held, size_t held_count, int64_t *end,
                               struct cs_error *err);

/* Open seconds in [start, end), without those inside `held`; 0 where end <= start. */
int64_t cs_calendar_between(const struct cs_calendar *calendar, int64_t start, int64_t end,
                            const struct cs_span *held, size_t held_count);

/*
 * The close of the `days`-th workday after the local day of `start` (that day is not counted; a day of which
 * `held` leaves no open time is not counted either). Negative: the close of the workday that many before. 0:
 * the close of the day itself if open, else of the next workday. Codes as cs_calendar_add.
 */
enum cs_status cs_calendar_add_workdays(const struct cs_calendar *calendar, int64_t start, int64_t days,
                                        const struct cs_span *held, size_t held_count, int64_t *end,
                                        struct cs_error *err);

/* Workdays from the local day of start (not counted) to that of end (counted); 0 where end <= start. */
int64_t cs_calendar_workdays_between(const struct cs_calendar *calendar, int64_t start, int64_t end);

/* The moment itself if open, else the next opening. Codes as cs_calendar_add. */
enum cs_status cs_calendar_next_open(const struct cs_calendar *calendar, int64_t from, int64_t *open,
                                     struct cs_error *err);

/* The moment itself if open, else the previous closing: amount 0 counted backward. Codes as cs_calendar_add.
 */
enum cs_status cs_calendar_previous_close(const struct cs_calendar *calendar, int64_t from, int64_t *close,
                                          struct cs_error *err);

/* Adds an amount of any unit: natural time ignores the calendar (which may then be NULL) but not `held`. */
enum cs_status cs_amount_add(const struct cs_calendar *calendar, int64_t start,
                             const struct cs_amount *amount, const struct cs_span *held, size_t held_count,
                             int64_t *end, struct cs_error *err);

#endif
