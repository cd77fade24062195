/* The flat file of calendars: what it replaces, adds and leaves, in any order, and what it refuses. */
#include "calendar/calendar.h"
#include "room-kit.h"

static struct cs_calendar_counts counts;

static enum cs_status take(struct cs_store *store, const char *only, const char *const *lines)
{
    struct cs_calendar_import *import = cs_calendar_import_new(store, only);
    struct cs_row row;
    enum cs_status status = CS_OK;
    cs_row_init(&row, &cs_calendar_line_record);
    cs_error_clear(&kit.err);
    for (size_t i = 0; lines[i] && status == CS_OK; i++) {
        room_row(&row, lines[i]);
        status = cs_calendar_import_line(import, &row, &kit.err);
    }
    if (status == CS_OK)
        status = cs_calendar_import_finish(import, &counts, &kit.err);
    cs_row_release(&row);
    cs_calendar_import_free(import);
    return status;
}

static void check_counts(int inserted, int updated, int unchanged, int removed)
{
    CHECK_INT(counts.inserted, inserted);
    CHECK_INT(counts.updated, updated);
    CHECK_INT(counts.unchanged, unchanged);
    CHECK_INT(counts.removed, removed);
}

static const char *exported(struct cs_store *store, const char *name)
{
    static struct room_lines lines;
    lines = (struct room_lines){ .fields = "calendar hours date kind times name" };
    CHECK_INT(cs_calendar_export(store, name, room_gather, &lines, &kit.err), CS_OK);
    return lines.text;
}

#define HEAD "calendar=o|timezone=Asia/Shanghai|hours=mon-fri 09:00-17:00"

static struct cs_store *with_calendar(void)
{
    static const char *const lines[] = { HEAD "|known_from=2026-01-01|known_until=2026-12-31",
                                         "calendar=o|date=2026-01-01|kind=holiday|name=元旦",
                                         "calendar=o|date=2026-01-04|kind=makeup", NULL };
    struct cs_store *store = room_store();
    CHECK_THAT(take(store, NULL, lines) == CS_OK, "%s", kit.err.text);
    check_counts(3, 0, 0, 0);
    return store;
}

/* ---- what a file does to what is there ---- */

CS_TEST(effects, "head and days replace, days alone add, a head alone leaves the days")
{
    static const struct {
        const char *const lines[5];
        int inserted, updated, unchanged, removed;
        const char *days; /* of the export, without the head */
    } cases[] = {
        { { HEAD "|known_from=2026-01-01|known_until=2026-12-31", NULL },
          0,
          0,
          1,
          0,
          "o||2026-01-01|holiday||元旦\no||2026-01-04|makeup||\n" },
        { { HEAD "|known_from=2026-01-01|known_until=2026-12-31",
            "calendar=o|date=2026-01-01|kind=holiday|name=元旦", NULL },
          0,
          0,
          2,
          1,
          "o||2026-01-01|holiday||元旦\n" },
        { { HEAD "|known_from=2026-01-01|known_until=2026-12-31", "calendar=o|date=2026-05-01|kind=holiday",
            NULL },
          1,
          0,
          1,
          2,
          "o||2026-05-01|holiday||\n" },
        { { "calendar=o|date=2026-05-01|kind=holiday", NULL },
          1,
          0,
          0,
          0,
          "o||2026-01-01|holiday||元旦\no||2026-01-04|makeup||\no||2026-05-01|holiday||\n" },
        { { "calendar=o|date=2026-01-01|kind=holiday", NULL },
          0,
          0,
          1,
          0,
          "o||2026-01-01|holiday||元旦\no||2026-01-04|makeup||\n" },
        { { "calendar=o|date=2026-01-01|kind=holiday|name=New Year", NULL },
          0,
          1,
          0,
          0,
          "o||2026-01-01|holiday||New Year\no||2026-01-04|makeup||\n" },
        { { "calendar=o|date=2026-01-05|kind=hours|times=10:00-12:00,13:00-14:00", NULL },
          1,
          0,
          0,
          0,
          "o||2026-01-01|holiday||元旦\no||2026-01-04|makeup||\no||2026-01-05|hours|10:00-12:00,13:00-14:00|"
          "\n" },
        { { "calendar=o|date=2026-01-05|kind=break|times=10:00-11:00",
            "calendar=o|date=2026-01-05|kind=break|times=15:00-16:00", NULL },
          2,
          0,
          0,
          0,
          "o||2026-01-01|holiday||元旦\no||2026-01-04|makeup||\no||2026-01-05|break|10:00-11:00|\n"
          "o||2026-01-05|break|15:00-16:00|\n" },
        { { "name=o|hours=mon-fri 10:00-12:00", NULL },
          0,
          1,
          0,
          0,
          "o||2026-01-01|holiday||元旦\no||2026-01-04|makeup||\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_store *store = with_calendar();
        CHECK_THAT(take(store, NULL, cases[i].lines) == CS_OK, "case %zu: %s", i, kit.err.text);
        bool same = counts.inserted == cases[i].inserted && counts.updated == cases[i].updated &&
                    counts.unchanged == cases[i].unchanged && counts.removed == cases[i].removed;
        CHECK_THAT(same, "case %zu: %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, i, counts.inserted,
                   counts.updated, counts.unchanged, counts.removed);
        const char *days = strchr(exported(store, "o"), '\n');
        CHECK_THAT(days && strcmp(days + 1, cases[i].days) == 0, "case %zu: %s", i, days ? days + 1 : "");
        /* The same once more changes nothing. */
        CHECK_INT(take(store, NULL, cases[i].lines), CS_OK);
        CHECK_THAT(counts.inserted + counts.updated + counts.removed == 0, "case %zu again", i);
        cs_store_close(store);
    }
}

CS_TEST(several, "a file of several calendars does to each what it says of it, and nothing to others")
{
    static const char *const first[] = { "calendar=a|timezone=UTC|hours=daily 00:00-24:00",
                                         "calendar=b|timezone=UTC|hours=mon 09:00-10:00",
                                         "calendar=b|date=2026-01-01|kind=holiday",
                                         "calendar=a|date=2026-01-02|kind=holiday", NULL };
    static const char *const second[] = { "calendar=b|timezone=UTC|hours=mon 09:00-10:00",
                                          "calendar=b|date=2026-02-01|kind=holiday", NULL };
    struct cs_store *store = with_calendar();
    CHECK_INT(take(store, NULL, first), CS_OK);
    check_counts(4, 0, 0, 0);
    CHECK_INT(take(store, NULL, second), CS_OK);
    check_counts(1, 0, 1, 1);
    CHECK_TEXT(exported(store, "a"), "a|daily 00:00-24:00||||\na||2026-01-02|holiday||\n");
    CHECK_TEXT(exported(store, "b"), "b|mon 09:00-10:00||||\nb||2026-02-01|holiday||\n");
    CHECK_TEXT(room_view(store, &cs_calendar_view, "name days"), "a|1\nb|1\no|2\n");
    CHECK_INT(cs_calendar_export(store, "nowhere", room_gather, NULL, &kit.err), CS_NONE);
    cs_store_close(store);
}

CS_TEST(reversed, "lines come in any order once the calendar is known; of a new one its own line comes first")
{
    static const char *const known[] = { "calendar=o|date=2026-05-01|kind=holiday", HEAD, NULL };
    static const char *const fresh[] = { "calendar=n|date=2026-05-01|kind=holiday",
                                         "calendar=n|timezone=UTC|hours=mon 09:00-10:00", NULL };
    struct cs_store *store = with_calendar();
    CHECK_INT(take(store, NULL, known), CS_OK);
    CHECK_INT(counts.removed, 2);
    CHECK_INT(take(store, NULL, fresh), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "calendar: there is no calendar \"n\"; its own line must come first");
    cs_store_close(store);
}

/* ---- years ---- */

CS_TEST(years, "holidays of the year that follows make it known; others, and other kinds of days, do not")
{
    static const struct {
        const char *line;
        int64_t year;
        const char *until;
    } cases[] = {
        { "date=2027-01-01|kind=holiday", 2027, "2027-12-31\n" },
        { "date=2027-12-31|kind=holiday", 2027, "2027-12-31\n" },
        { "date=2026-12-31|kind=holiday", 0, "2026-12-31\n" },
        { "date=2028-01-01|kind=holiday", 0, "2026-12-31\n" },
        { "date=2025-12-31|kind=holiday", 0, "2026-12-31\n" },
        { "date=2027-01-03|kind=makeup", 0, "2026-12-31\n" },
        { "date=2027-01-04|kind=hours|times=10:00-11:00", 0, "2026-12-31\n" },
        { "date=2027-01-04|kind=break|times=10:00-11:00", 0, "2026-12-31\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const lines[] = { cases[i].line, NULL };
        struct cs_store *store = with_calendar();
        CHECK_THAT(take(store, "o", lines) == CS_OK, "%s", kit.err.text);
        CHECK_THAT(counts.known_year == cases[i].year, "%s: %" PRId64, cases[i].line, counts.known_year);
        CHECK_TEXT(room_view(store, &cs_calendar_view, "known_until"), cases[i].until);
        cs_store_close(store);
    }
}

CS_TEST(year_by_year, "a list a year makes years known one after another, and no year is skipped")
{
    struct cs_store *store = with_calendar();
    char line[60], want[20];
    const char *const lines[] = { line, NULL };
    for (int year = 2027; year <= 2035; year++) {
        snprintf(line, sizeof line, "date=%d-10-01|kind=holiday", year + 1);
        CHECK_INT(take(store, "o", lines), CS_OK);
        CHECK_INT(counts.known_year, 0);
        snprintf(line, sizeof line, "date=%d-10-01|kind=holiday", year);
        CHECK_INT(take(store, "o", lines), CS_OK);
        CHECK_INT(counts.known_year, year);
        snprintf(want, sizeof want, "%d-12-31\n", year);
        CHECK_TEXT(room_view(store, &cs_calendar_view, "known_until"), want);
    }
    cs_store_close(store);
}

/* ---- refusals ---- */

CS_TEST(refusals, "what cannot stand is refused by its field, word by word where the words are ours")
{
    static const struct {
        const char *only, *line, *says;
    } cases[] = {
        { NULL, "date=2026-01-01|kind=holiday",
          "calendar: say which (a column calendar, or --calendar NAME)" },
        { NULL, "hours=mon 09:00-10:00|timezone=UTC",
          "calendar: say which (a column calendar, or --calendar NAME)" },
        { "o", "calendar=p|date=2026-01-01|kind=holiday", "calendar: p is not the calendar of --calendar" },
        { "none", "date=2026-01-01|kind=holiday",
          "calendar: there is no calendar \"none\"; its own line must come first" },
        { NULL, "calendar=o|date=2026-01-01", "kind: must not be empty where there is a date" },
        { NULL, "calendar=n|timezone=UTC", "hours: a new calendar needs a time zone and weekly hours" },
        { NULL, "calendar=n|hours=mon 09:00-10:00",
          "hours: a new calendar needs a time zone and weekly hours" },
        { NULL, "calendar=n|timezone=Mars/Base|hours=mon 09:00-10:00", "timezone: " },
        { NULL, "calendar=n|timezone=../../etc/passwd|hours=mon 09:00-10:00", "timezone: " },
        { NULL, "calendar=n|timezone=UTC|hours=mon 10:00-09:00", "hours: " },
        { NULL, "calendar=n|timezone=UTC|hours=mon 09:00-10:00,09:30-11:00", "hours: " },
        { NULL, "calendar=n|timezone=UTC|hours=monday", "hours: " },
        { NULL, "calendar=n|timezone=UTC|hours=mon 25:00-26:00", "hours: " },
        { NULL, "calendar=o|hours=tue", "hours: " },
        { NULL, "calendar=o|known_from=2026-02-01|known_until=2026-01-31",
          "known_until: must not lie before known_from" },
        { NULL, "calendar=o|date=2026-01-01|kind=hours", "times: " },
        { NULL, "calendar=o|date=2026-01-01|kind=hours|times=25:00-26:00", "times: " },
        { NULL, "calendar=o|date=2026-01-01|kind=hours|times=12:00-09:00", "times: " },
        { NULL, "calendar=o|date=2026-01-01|kind=break|times=noon", "times: " },
    };
    struct cs_store *store = with_calendar();
    char before[2048];
    snprintf(before, sizeof before, "%s", exported(store, NULL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const lines[] = { cases[i].line, NULL };
        CHECK_THAT(take(store, cases[i].only, lines) == CS_REFUSED, "%s", cases[i].line);
        size_t length = strlen(cases[i].says);
        bool open = cases[i].says[length - 1] == ' '; /* the rest is said by another room */
        CHECK_THAT(open ? strncmp(kit.err.text, cases[i].says, length) == 0 && kit.err.text[length]
                        : strcmp(kit.err.text, cases[i].says) == 0,
                   "%s: %s", cases[i].line, kit.err.text);
        CHECK_TEXT(exported(store, NULL), before);
    }
    cs_store_close(store);
}

CS_TEST(refused_between, "a refused line takes nothing from the good ones round it")
{
    static const char *const lines[] = { "calendar=n|timezone=UTC|hours=mon 09:00-10:00",
                                         "calendar=n|timezone=UTC|hours=tue 09:00-10:00",
                                         "calendar=n|date=2026-01-01|kind=hours|times=soon",
                                         "calendar=n|date=2026-01-02|kind=holiday", NULL };
    struct cs_store *store = room_store();
    struct cs_calendar_import *import = cs_calendar_import_new(store, NULL);
    struct cs_row row;
    int refused = 0;
    cs_row_init(&row, &cs_calendar_line_record);
    for (size_t i = 0; lines[i]; i++) {
        room_row(&row, lines[i]);
        cs_error_clear(&kit.err);
        refused += cs_calendar_import_line(import, &row, &kit.err) == CS_REFUSED;
    }
    CHECK_INT(refused, 2);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_calendar_import_finish(import, &counts, &kit.err), CS_OK);
    check_counts(2, 0, 0, 0);
    CHECK_TEXT(exported(store, "n"), "n|mon 09:00-10:00||||\nn||2026-01-02|holiday||\n");
    cs_row_release(&row);
    cs_calendar_import_free(import);
    cs_calendar_import_free(NULL);
    cs_store_close(store);
}

/* ---- made-up calendars: out and in again ---- */

CS_TEST(made_up, "thirty made-up calendars come out as they went in, and in again unchanged")
{
    static const char *const hours[] = { "mon-fri 09:00-17:00", "daily 00:00-24:00",
                                         "mon-sat 08:00-12:00,13:00-18:00",
                                         "mon 09:00-10:00;sun 20:00-24:00" };
    static const char *const kinds[] = { "holiday", "makeup", "hours", "break" };
    unsigned seed = 8;
    for (int round = 0; round < 30; round++) {
        struct cs_store *store = room_store();
        char lines[30][120], first[8192];
        const char *all[31];
        int count = 1;
        snprintf(lines[0], sizeof lines[0], "calendar=m|timezone=UTC|hours=%s", hours[round % 4]);
        for (int day = 1; day < 28; day++) {
            seed = seed * 1103515245u + 12345u;
            int kind = (int)(seed >> 16) % 6;
            if (kind > 3)
                continue;
            snprintf(lines[count++], sizeof lines[0], "calendar=m|date=2026-03-%02d|kind=%s%s%s", day,
                     kinds[kind], kind > 1 ? "|times=10:00-11:00" : "", seed >> 28 & 1 ? "|name=x" : "");
        }
        for (int i = 0; i < count; i++)
            all[i] = lines[i];
        all[count] = NULL;
        CHECK_THAT(take(store, NULL, all) == CS_OK, "%s", kit.err.text);
        check_counts(count, 0, 0, 0);
        CHECK_INT(take(store, NULL, all), CS_OK);
        check_counts(0, 0, count, 0);
        snprintf(first, sizeof first, "%s", exported(store, "m"));
        int rows = 0;
        for (const char *at = first; (at = strchr(at, '\n')); at++)
            rows++;
        CHECK_INT(rows, count);
        for (int i = 1; i < count; i++) { /* backward: the days of a known calendar have no order */
            const char *day[] = { lines[count - i], NULL };
            CHECK_INT(take(store, NULL, day), CS_OK);
            check_counts(0, 0, 1, 0);
        }
        CHECK_TEXT(exported(store, "m"), first);
        cs_store_close(store);
    }
}
