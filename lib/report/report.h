/*
 * Reports: .sql files of share/reports, found, read and run. A report is one SELECT under the store's guard;
 * the remarks at its top say what it is called, what may be asked of it and what its columns are:
 *
 *   -- title: Morning report; 晨会报表
 *   -- about: what came in, what is late; 新增与超期
 *   -- parameter: level; choice project,city,region,group; project; a line a project, city, region or all
 *   -- parameter: now; time; now; the moment it is reckoned for
 *   -- column: unit; text; Unit; 单位
 *   -- column: in_time; real 1; In time %; 及时率
 *   SELECT ... $1 ... $2
 *
 * Parameters are $level, $now ... in the statement (or $1, $2 in their order) and reach it as text:
 * CAST($now AS BIGINT) where a number is meant. Types of parameters: text, int, choice a,b,c, date (days
 * since 1970), time (UTC seconds), month (2026-10, last, this: its first local day). Types of columns: text,
 * int, real N (rounded to N digits), money (fen), time, date, choice LIST (a code that people read as its
 * label).
 * `{place}` stands for the text of parts/place.sql, `{months}` for the table of months around the one asked
 * for.
 *
 * To add a report: a file in share/reports. No program changes.
 */
#ifndef CS_REPORT_REPORT_H
#define CS_REPORT_REPORT_H

#include "record/record.h"
#include "store/store.h"
#include "time/calendar.h"

struct cs_report_parameter {
    const char *name;
    enum cs_type type;               /* TEXT, INT, CHOICE, DATE, TIME */
    bool month;                      /* a DATE that is the first day of a local month */
    const struct cs_choice *choices; /* of a choice */
    const char *byname;              /* the default as text; "" none */
    const char *help;
};

struct cs_report {
    const char *name;          /* the file's, without .sql */
    const char *title, *about; /* in the language asked for */
    const struct cs_report_parameter *parameters;
    size_t parameter_count;
    struct cs_record record; /* its columns */
    const int *digits;       /* of each column: -1, or to how many it is rounded */
    const char *sql;         /* parts and names of parameters written out */
    int64_t seconds;         /* a run gives up after so long; 0: never. As loaded: 600 */
};

/* How a report is read. */
struct cs_report_how {
    bool chinese;      /* headings and titles */
    const char *parts; /* folder of `{name}`; NULL: parts/ beside the file */
    /* The list behind "choice NAME" of a column, or NULL; without the function the codes stay bare. */
    const struct cs_choice *(*choices)(const char *name);
};

/* Reads one report; everything it holds is in the arena. CS_FAILED with `FILE:LINE: sentence`. */
enum cs_status cs_report_load(const char *path, const struct cs_report_how *how, struct cs_arena *arena,
                              struct cs_report *report, struct cs_error *err);

/* The paths of the reports of a folder, by name. */
enum cs_status cs_report_folder(const char *folder, struct cs_arena *arena, const char *const **paths,
                                size_t *count, struct cs_error *err);

/* What parameters are read by. */
struct cs_report_context {
    int64_t now;
    const struct cs_zone *zone;
    const struct cs_calendar *calendar; /* of workdays in "now+2wd"; may be NULL: such amounts are refused */
};

/*
 * Reads NAME=VALUE words into values[0 .. parameter_count): $1.. as text or null, defaults where nothing was
 * said. A time may be now, now+AMOUNT, now-AMOUNT (2wd: workdays), today, yesterday, or any moment; a date
 * the same without an hour; a month 2026-10, this, last. CS_MISUSED with a sentence that names the parameters
 * or the choices. Puts the months of a report that asks for one into its statement.
 */
enum cs_status cs_report_values(struct cs_report *report, const char *const *words, size_t count,
                                const struct cs_report_context *context, struct cs_arena *arena,
                                struct cs_value *values, struct cs_error *err);

/* Runs it and hands each line to `each`. CS_FAILED where the statement fails or answers other columns than
 * its head names. */
enum cs_status cs_report_run(struct cs_store *store, const struct cs_report *report,
                             const struct cs_value *values, cs_row_fn *each, void *context,
                             struct cs_error *err);

/* A report in a list; a parameter or column of one. */
enum { CS_REPORT_NAME, CS_REPORT_TITLE, CS_REPORT_ABOUT, CS_REPORT_PARAMETERS };
enum { CS_PART_PART, CS_PART_NAME, CS_PART_TYPE, CS_PART_DEFAULT, CS_PART_HELP };
extern const struct cs_record cs_report_record, cs_report_part_record;

/* The figures of share/reports/parts/figures.sql; words of columns: yes and no, what two cases share, whether
 * a limit was kept. */
extern const struct cs_choice cs_figure_choices[], cs_report_yes_no[], cs_report_same[], cs_report_kept[];

#endif
