/* The text of a report's statement: parameters by name, shared parts, the months around one. */
#include "outbox-kit.h"
#include "report/report-inside.h"
#include "store/guard.h"

#include <sys/stat.h>

static struct cs_report report;
static char folder[] = "/tmp/cs-report-XXXXXX";

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static enum cs_status load(const char *head, const char *sql)
{
    char path[128], parts[128], text[2048];
    snprintf(path, sizeof path, "%s/one.sql", folder);
    snprintf(parts, sizeof parts, "%s/parts", folder);
    mkdir(parts, 0700);
    snprintf(text, sizeof text, "-- title: T\n%s-- column: n; int; N\n%s\n", head, sql);
    put("one.sql", text);
    cs_error_clear(&kit.err);
    return cs_report_load(path, &(struct cs_report_how){ 0 }, &kit.arena, &report, &kit.err);
}

static void begin(void)
{
    kit_open();
    strcpy(strrchr(folder, '-'), "-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
}

static void end(void)
{
    char line[160];
    snprintf(line, sizeof line, "rm -rf %s", folder);
    CHECK_INT(system(line), 0);
    kit_close();
}

#define TWO "-- parameter: from; time; now; F\n-- parameter: from_day; date; today; D\n"

CS_TEST(names, "a parameter is asked for by its name or by its number; strings and remarks stay as they are")
{
    begin();
    CHECK_INT(load(TWO, "SELECT $from + $2 + $from_day AS n"), CS_OK);
    CHECK_TEXT(report.sql, "SELECT $1 + $2 + $2 AS n");
    CHECK_INT(load(TWO, "SELECT '$from {place}' || \"$from\" -- $nobody {nothing}\n AS n"), CS_OK);
    CHECK_TEXT(report.sql, "SELECT '$from {place}' || \"$from\" -- $nobody {nothing}\n AS n");
    CHECK_INT(load(TWO, "SELECT $from-86400 AS n"), CS_OK); /* a minus is no part of a name */
    CHECK_TEXT(report.sql, "SELECT $1-86400 AS n");
    CHECK_INT(load(TWO, "SELECT $fro AS n"), CS_FAILED);
    CHECK(strstr(kit.err.text, "asks for $fro, which is no parameter") != NULL);
    CHECK_INT(load(TWO, "SELECT '$fro AS n"), CS_OK); /* a string without an end is the engine's to refuse */
    end();
}

CS_TEST(parts, "a part stands for the text of its file, which may name parameters and parts of its own")
{
    begin();
    CHECK_INT(load("", "SELECT 1 AS n"), CS_OK); /* makes parts/ */
    put("parts/base.sql", "-- a remark\nbase AS (SELECT $from AS f)\n\n");
    put("parts/more.sql", "{base}, more AS (SELECT f FROM base)");
    CHECK_INT(load(TWO, "WITH {more} SELECT f AS n FROM more"), CS_OK);
    CHECK_TEXT(
        report.sql,
        "WITH -- a remark\nbase AS (SELECT $1 AS f), more AS (SELECT f FROM base) SELECT f AS n FROM more");
    CHECK_INT(load("", "WITH {more} SELECT f AS n FROM more"), CS_FAILED);
    CHECK(strstr(kit.err.text, "asks for $from") != NULL);
    CHECK_INT(load(TWO, "WITH {other} SELECT 1 AS n"), CS_FAILED);
    CHECK(strstr(kit.err.text, "parts/other.sql") != NULL);
    put("parts/loop.sql", "{loop}");
    CHECK_INT(load(TWO, "WITH {loop} SELECT 1 AS n"), CS_FAILED);
    CHECK(strstr(kit.err.text, "in a circle") != NULL);
    CHECK_INT(load(TWO, "WITH {../one} SELECT 1 AS n"), CS_OK); /* no name of a part: left to the engine */
    CHECK(strstr(report.sql, "{../one}") != NULL);
    end();
}

static enum cs_status value_of(const char *word, int64_t now, int64_t *day)
{
    const struct cs_report_context context = { now, kit.zone, NULL };
    struct cs_value values[4];
    cs_error_clear(&kit.err);
    enum cs_status status = cs_report_values(&report, &word, 1, &context, &kit.arena, values, &kit.err);
    *day = status == CS_OK ? strtoll(values[0].text, NULL, 10) : 0;
    return status;
}

CS_TEST(month, "a month is its first local day: by number, this, last, over the turn of a year")
{
    int64_t day,
        new_year = KIT_NOW - (int64_t)63 * 86400; /* 2026-01-01 09:00: 31 + 28 + 4 days before 5 March */
    begin();
    CHECK_INT(load("-- parameter: month; month; last; M\n", "SELECT $month AS n"), CS_OK);
    CHECK_INT(value_of("month=2026-02", KIT_NOW, &day), CS_OK);
    CHECK_INT(day, 20485);
    CHECK_INT(value_of("month=last", KIT_NOW, &day), CS_OK);
    CHECK_INT(day, 20485);
    CHECK_INT(value_of("month=this", KIT_NOW, &day), CS_OK);
    CHECK_INT(day, 20513);
    CHECK_INT(value_of("month=last", new_year, &day), CS_OK);
    CHECK_INT(day, 20423); /* 2025-12-01: 31 days before 20454 */
    /* An hour before midnight UTC it is the new year already in Shanghai. */
    CHECK_INT(value_of("month=this", (int64_t)20453 * 86400 + 23 * 3600, &day), CS_OK);
    CHECK_INT(day, 20454);
    static const char *const wrong[] = { "month=2026-13", "month=2026-00",    "month=2026",
                                         "month=26-01",   "month=2026-01-01", "month=next" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_INT(value_of(wrong[i], KIT_NOW, &day), CS_MISUSED);
        CHECK_THAT(strstr(kit.err.text, "a month is written 2026-10, this or last"), "%s: %s", wrong[i],
                   kit.err.text);
    }
    end();
}

static int64_t seen[6];

static enum cs_status keep(void *context, const struct cs_row *row, struct cs_error *err)
{
    int *at = context;
    (void)err;
    if (*at < 6)
        seen[*at] = row->values[0].integer;
    ++*at;
    return CS_OK;
}

static int ask(const char *sql, const char *word)
{
    static const struct cs_guard_column personal[] = { { "ticket", "phone", CS_PHONE } };
    const struct cs_report_context context = { KIT_NOW, kit.zone, NULL };
    struct cs_value values[4];
    int count = 0;
    memset(seen, 0, sizeof seen);
    cs_store_guard(kit.store, personal, 1);
    CHECK_INT(load("-- parameter: month; month; last; M\n", sql), CS_OK);
    CHECK_INT(cs_report_values(&report, &word, 1, &context, &kit.arena, values, &kit.err), CS_OK);
    CHECK_INT(cs_report_run(kit.store, &report, values, keep, &count, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    return count;
}

CS_TEST(months, "the months of two years, each from local midnight to local midnight, without a gap")
{
    begin();
    CHECK_INT(ask("WITH {months} SELECT month AS n FROM month ORDER BY month", "month=2026-02"), 24);
    CHECK_INT(seen[0], 20089); /* 2025-01-01 */
    CHECK_INT(ask("WITH {months} SELECT COUNT(*) AS n FROM month AS a JOIN month AS b ON b.month = a.next "
                  "AND b.from_at = "
                  "a.until_at",
                  "month=2026-02"),
              1);
    CHECK_INT(seen[0], 23);
    /* February 2026 begins at 16:00 UTC of 31 January and has 28 days. */
    CHECK_INT(ask("WITH {months} SELECT from_at AS n FROM month WHERE month = CAST($month AS BIGINT) UNION "
                  "ALL SELECT "
                  "until_at FROM month WHERE month = CAST($month AS BIGINT)",
                  "month=2026-02"),
              2);
    CHECK_INT(seen[0], (int64_t)20484 * 86400 + 16 * 3600);
    CHECK_INT(seen[1] - seen[0], (int64_t)28 * 86400);
    CHECK_INT(ask("WITH {months} SELECT year * 100 + number AS n FROM month WHERE number = 2 ORDER BY year",
                  "month=2024-02"),
              2);
    CHECK_INT(seen[0], 202302);
    CHECK_INT(seen[1], 202402);
    end();
}

CS_TEST(month_at, "a moment's month is found at both ends of each month, and beside the table is none")
{
    begin();
    for (int shift = -1; shift <= 0;
         shift++) { /* the first moment of a month, and the last before the next */
        char sql[600];
        snprintf(sql, sizeof sql,
                 "WITH {months}, edge AS (SELECT month, CASE WHEN %d = 0 THEN from_at ELSE until_at - 1 END "
                 "AS at FROM "
                 "month), told AS (SELECT month, {month_at} AS found FROM edge) SELECT COUNT(*) AS n FROM "
                 "told WHERE "
                 "found = month",
                 shift);
        CHECK_INT(ask(sql, "month=2026-02"), 1);
        CHECK_INT(seen[0], 24);
    }
    CHECK_INT(
        ask("WITH {months}, edge AS (SELECT MIN(from_at) - 1 AS at FROM month UNION ALL SELECT MAX(until_at) "
            "FROM month) SELECT CASE WHEN {month_at} IS NULL THEN 1 ELSE 0 END AS n FROM edge",
            "month=2026-02"),
        2);
    CHECK_INT(seen[0] + seen[1], 2);
    CHECK_INT(ask("WITH edge AS (SELECT 1771000000 AS at) SELECT {month_at} AS n FROM edge", "month=2026-02"),
              1);
    CHECK_INT(seen[0], 20485); /* 2026-02-01; the table need not be named */
    end();
}
