/* Inside lib/report: from a file's text to a statement; the statements of figures (figure-store.c). */
#ifndef CS_REPORT_REPORT_INSIDE_H
#define CS_REPORT_REPORT_INSIDE_H

#include "report/report.h"

/* A statement that is being written out: `$name` becomes the number of a parameter, `{name}` the text of
 * parts/name.sql. Strings, quoted names and remarks stay as they are. */
struct expanding {
    const struct cs_report *report;
    const char *parts; /* folder */
    struct cs_arena *arena;
    struct cs_buffer *out;
    int depth;
};
enum cs_status cs_report_expand(struct expanding *x, const char *text, struct cs_error *err);

/* `{months}` becomes a table of the local months from January of the year before `month` (its first local
 * day) to December of its year: month (first local day), next (first day of the next), from_at, until_at (UTC
 * seconds), year, number 1..12. `{month_at}` becomes the first local day of the one among them in which the
 * column `at` lies, or null: found by halves, where a join with the table would try each month on each row.
 */
const char *cs_report_months(const char *sql, const struct cs_zone *zone, int64_t month,
                             struct cs_arena *arena);

enum figure_statement {
    FIGURE_FROZEN,
    FIGURE_KEEP,
    FIGURE_ACTOR_FIND,
    FIGURE_ACTOR_ADD,
    FIGURE_GROUP,
    FIGURE_UNIT,
    TARGET_GET,
    TARGET_PUT,
    FIGURE_STATEMENTS
};

/* The text of a file of at most 256 KiB of UTF-8, in the arena. */
enum cs_status cs_report_slurp(const char *path, struct cs_arena *arena, char **text, struct cs_error *err);

#endif
