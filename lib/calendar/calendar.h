/*
 * Calendars: the working calendars that the store keeps, built and ready to count with.
 *
 * Rooms that count (escalation, journeys) hold one `struct cs_calendars` for the life of a command and ask it
 * by id or by name; a calendar is read from the store once. Counting itself is time/calendar.h.
 *
 * A calendar travels as a flat file (cs_calendar_line_record): one line without a date is the calendar
 * itself, each further line a special day. A file that has a calendar's own line and days is that calendar in
 * full: special days of the store that the file lacks are taken out. A file of days alone adds to a calendar
 * that is there, a file of calendars alone (what `list` writes) leaves the days alone.
 */
#ifndef CS_CALENDAR_CALENDAR_H
#define CS_CALENDAR_CALENDAR_H

#include "base/diag.h"
#include "record/record.h"
#include "store/select.h"
#include "store/store.h"
#include "time/calendar.h"

/* ---- built calendars, each read once ---- */

struct cs_calendars;

/* The store is borrowed and must outlive the cache. Not safe for several threads at once. */
struct cs_calendars *cs_calendars_new(struct cs_store *store);
void cs_calendars_free(struct cs_calendars *calendars);

/* The calendar of a name or an id. It belongs to the cache and is good until cs_calendars_free. CS_NONE with
 * a sentence that names the nearest where there is none; CS_FAILED where the store's calendar cannot be
 * built. cs_calendars_find may fill *id (unless NULL). */
enum cs_status cs_calendars_find(struct cs_calendars *calendars, const char *name,
                                 const struct cs_calendar **calendar, int64_t *id, struct cs_error *err);
enum cs_status cs_calendars_get(struct cs_calendars *calendars, int64_t id,
                                const struct cs_calendar **calendar, struct cs_error *err);

/* ---- the flat file ---- */

struct cs_calendar_import;

struct cs_calendar_counts {
    int64_t inserted, updated, unchanged, removed;
    int64_t known_year; /* a file of days made this year known; 0: none */
};

/* `only` (or NULL) is the calendar that lines without a `calendar` column belong to: the published list of
 * holidays (date,kind,name) is read so. */
struct cs_calendar_import *cs_calendar_import_new(struct cs_store *store, const char *only);
void cs_calendar_import_free(struct cs_calendar_import *import);

/* Checks one line (cs_calendar_line_record) and keeps it for the end. CS_REFUSED with a sentence. */
enum cs_status cs_calendar_import_line(struct cs_calendar_import *import, const struct cs_row *row,
                                       struct cs_error *err);

/* Writes what was kept; the caller's transaction is open. CS_FAILED. Holidays of the year after the known
 * span widen it by that year: they are published a year at a time. */
enum cs_status cs_calendar_import_finish(struct cs_calendar_import *import, struct cs_calendar_counts *counts,
                                         struct cs_error *err);

/* Hands each line of one calendar (NULL: of all) to `each`, as import takes them. CS_NONE with a sentence. */
enum cs_status cs_calendar_export(struct cs_store *store, const char *name, cs_row_fn *each, void *context,
                                  struct cs_error *err);

/* ---- sums: records that carry their calendar with them ---- */

/* Fields of cs_calendar_sum_record by index. */
enum cs_calendar_sum_field {
    CS_SUM_TIMEZONE,
    CS_SUM_HOURS,
    CS_SUM_HOLIDAYS,
    CS_SUM_START,
    CS_SUM_AMOUNT,
    CS_SUM_KIND,
    CS_SUM_RESULT,
    CS_SUM_FIELDS
};

struct cs_calendar_sums;

/* Works sums out; calendars spelled in records are built once each, and the last hundred are kept. `kind` is
 * what a record without a kind means: "add" or "between". */
struct cs_calendar_sums *cs_calendar_sums_new(const char *kind);
void cs_calendar_sums_free(struct cs_calendar_sums *sums);

/* Fills CS_SUM_RESULT of `out`, a row of cs_calendar_sum_record, from `in`, another or the same; texts in the
 * arena of `out`, the other fields borrowed from `in`. The result is a local time (2026-02-24T09:30:00) or
 * working minutes (480, or 205199s where they are no whole minutes). CS_REFUSED with "field: sentence". */
enum cs_status cs_calendar_sum(struct cs_calendar_sums *sums, const struct cs_row *in, struct cs_row *out,
                               struct cs_error *err);

/* Fields of cs_calendar_answer_record by index: one sum with a calendar of the store. */
enum cs_calendar_answer_field {
    CS_ANSWER_CALENDAR,
    CS_ANSWER_KIND,
    CS_ANSWER_START,
    CS_ANSWER_AMOUNT,
    CS_ANSWER_RESULT,
    CS_ANSWER_SECONDS,
    CS_ANSWER_PROVISIONAL,
    CS_ANSWER_FIELDS
};

/* One question to one calendar. `kind` is add, between or next; `amount` an amount for add (open time whether
 * or not it ends in wt; wd counts workdays), a moment for between, NULL for next. Fills `row` (of
 * cs_calendar_answer_record). *year receives the first year whose special days are not published, 0 where all
 * are. CS_MISUSED with a sentence. */
enum cs_status cs_calendar_answer(const struct cs_calendar *calendar, const char *kind, const char *start,
                                  const char *amount, struct cs_row *row, int64_t *year,
                                  struct cs_error *err);

/* ---- for lists, checks and tests ---- */

/* Fields of cs_calendar_line_record by index. */
enum cs_calendar_line_field {
    CS_LINE_CALENDAR,
    CS_LINE_TITLE,
    CS_LINE_TIMEZONE,
    CS_LINE_HOURS,
    CS_LINE_KNOWN_FROM,
    CS_LINE_KNOWN_UNTIL,
    CS_LINE_DATE,
    CS_LINE_KIND,
    CS_LINE_TIMES,
    CS_LINE_NAME,
    CS_LINE_FIELDS
};

extern const struct cs_choice cs_day_kind_choices[];
extern const struct cs_record cs_calendar_record;        /* one calendar, in lists */
extern const struct cs_record cs_calendar_line_record;   /* one line of the flat file */
extern const struct cs_record cs_calendar_sum_record;    /* one sum that brings its calendar */
extern const struct cs_record cs_calendar_answer_record; /* one sum with a calendar of the store */
extern const struct cs_view cs_calendar_view;
extern const struct cs_statements cs_calendar_statements;

#endif
