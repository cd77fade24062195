/*
 * Every day of two published years: the calendar is built from tests/vectors/cn_calendar_2025_2026.csv, and
 * so is, by a reckoning of its own that knows no zones and no pages, the table that it is held against.
 */
#include "time/calendar.h"
#include "unit.h"

enum {
    FIRST = 20089,     /* 2025-01-01, a Wednesday */
    YEARS = 365 + 365, /* days of 2025 and 2026 */
    MARGIN = 60,       /* plain weeks before and after */
    DAYS = YEARS + 2 * MARGIN,
    EAST = 8 * 3600, /* Shanghai has no summer time in these years */
    DAY = 86400,
};

static const int month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
static const int32_t open_from[2] = { 30600, 50400 }, open_to[2] = { 43200, 64800 };
static const char hours[] = "mon-fri 08:30-12:00,14:00-18:00";

/* ------------------------------------------------------------------ the table */

struct entry {
    bool open, holiday, makeup;
    char name[40];
};
static struct entry table[DAYS];

static struct entry *entry_of(int64_t day)
{
    return &table[day - FIRST + MARGIN];
}

/* The place of "2025-03-05" in the two years; both are common years. */
static int64_t day_of(const char *date)
{
    int year = 0, month = 0, day = 0;
    CHECK_INT(sscanf(date, "%d-%d-%d", &year, &month, &day), 3);
    int64_t count = FIRST + (year - 2025) * 365 + day - 1;
    for (int i = 0; i < month - 1; i++)
        count += month_days[i];
    return count;
}

static int64_t moment(int64_t day, int32_t second)
{
    return day * DAY + second - EAST;
}

static void build_weeks(void)
{
    for (int i = 0; i < DAYS; i++) {
        int weekday = ((i - MARGIN) % 7 + 7 + 2) % 7; /* the first is a Wednesday */
        table[i] = (struct entry){ .open = weekday < 5 };
    }
}

/* Reads the file into the table and, unless NULL, into the calendar. Returns how many lines there were. */
static int build(struct cs_calendar *calendar)
{
    char line[200];
    int lines = 0;
    FILE *file = cs_unit_open("tests/vectors/cn_calendar_2025_2026.csv");
    build_weeks();
    CHECK(fgets(line, sizeof line, file) != NULL);
    while (fgets(line, sizeof line, file)) {
        char date[16], kind[32], name[60] = "";
        struct cs_error err = CS_ERROR_INIT;
        CHECK(sscanf(line, "%15[^,],%31[^,],%59[^\r\n]", date, kind, name) >= 2);
        int64_t day = day_of(date);
        struct entry *entry = entry_of(day);
        bool holiday = strcmp(kind, "holiday") == 0;
        entry->holiday = holiday;
        entry->makeup = !holiday;
        entry->open = !holiday;
        memcpy(entry->name, name, strlen(name) < sizeof entry->name ? strlen(name) + 1 : 0);
        if (calendar)
            CHECK_INT(cs_calendar_set_day(calendar, day, holiday ? CS_DAY_HOLIDAY : CS_DAY_MAKEUP, NULL,
                                          holiday ? name : NULL, &err),
                      CS_OK);
        lines++;
    }
    fclose(file);
    return lines;
}

static struct cs_calendar *office(void)
{
    const struct cs_zone *zone = NULL;
    struct cs_calendar *calendar = NULL;
    struct cs_error err = CS_ERROR_INIT;
    if (cs_zone_find("Asia/Shanghai", &zone, &err) != CS_OK ||
        cs_calendar_new("office", zone, hours, &calendar, &err) != CS_OK) {
        printf("Bail out! %s\n", err.text);
        exit(1);
    }
    CHECK_INT(build(calendar), 72);
    cs_calendar_set_known(calendar, FIRST, FIRST + YEARS - 1);
    return calendar;
}

static struct cs_calendar *shared_office(void)
{
    static struct cs_calendar *calendar;
    if (!calendar)
        calendar = office();
    return calendar;
}

/* ------------------------------------------------------------------ plain reckoning */

/* The moment itself where it lies inside a piece, else the first opening after it. */
static int64_t plain_open(int64_t from)
{
    for (int i = 0; i < DAYS; i++)
        for (int piece = 0; piece < 2 && table[i].open; piece++) {
            int64_t day = FIRST - MARGIN + i;
            if (from < moment(day, open_to[piece]))
                return from > moment(day, open_from[piece]) ? from : moment(day, open_from[piece]);
        }
    return -1;
}

/* The moment itself where it lies inside a piece, else the last closing before it. */
static int64_t plain_close(int64_t from)
{
    for (int i = DAYS - 1; i >= 0; i--)
        for (int piece = 1; piece >= 0 && table[i].open; piece--) {
            int64_t day = FIRST - MARGIN + i;
            if (from >= moment(day, open_from[piece]))
                return from < moment(day, open_to[piece]) ? from : moment(day, open_to[piece]);
        }
    return -1;
}

/* Open seconds in [start, end). */
static int64_t plain_between(int64_t start, int64_t end)
{
    int64_t sum = 0;
    for (int i = 0; i < DAYS; i++)
        for (int piece = 0; piece < 2 && table[i].open; piece++) {
            int64_t from = moment(FIRST - MARGIN + i, open_from[piece]);
            int64_t to = moment(FIRST - MARGIN + i, open_to[piece]);
            from = from > start ? from : start;
            to = to < end ? to : end;
            sum += to > from ? to - from : 0;
        }
    return sum;
}

/* The moment at which `seconds` > 0 have passed. */
static int64_t plain_add(int64_t start, int64_t seconds)
{
    for (int i = 0; i < DAYS; i++)
        for (int piece = 0; piece < 2 && table[i].open; piece++) {
            int64_t from = moment(FIRST - MARGIN + i, open_from[piece]);
            int64_t to = moment(FIRST - MARGIN + i, open_to[piece]);
            from = from > start ? from : start;
            if (to <= from)
                continue;
            if (seconds <= to - from)
                return from + seconds;
            seconds -= to - from;
        }
    return -1;
}

/* The close of the workday so many after (or before) the day; for 0 of the day itself or the next. */
static int64_t plain_workday(int64_t day, int64_t count)
{
    int step = count < 0 ? -1 : 1;
    if (count == 0)
        while (!entry_of(day)->open)
            day++;
    for (; count != 0; count -= step)
        do
            day += step;
        while (!entry_of(day)->open);
    return moment(day, open_to[1]);
}

/* A pseudo-random number, the same in every run. */
static uint64_t seed = UINT64_C(0x2025123120260101);
static int64_t draw(int64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)below);
}

static int64_t random_moment(void)
{
    return moment(FIRST, 0) + draw((int64_t)YEARS * DAY);
}

/* ------------------------------------------------------------------ days */

CS_TEST(says_days, "every day of two years is what was published, under its name")
{
    struct cs_calendar *calendar = shared_office();
    for (int64_t day = FIRST; day < FIRST + YEARS; day++) {
        const struct entry *entry = entry_of(day);
        const char *label = NULL;
        bool open = false;
        enum cs_day_kind kind = cs_calendar_day(calendar, day, &label, &open);
        enum cs_day_kind want = entry->holiday  ? CS_DAY_HOLIDAY
                                : entry->makeup ? CS_DAY_MAKEUP
                                                : CS_DAY_WEEKLY;
        CHECK_THAT(kind == want, "day %jd is %d, not %d", (intmax_t)day, kind, want);
        CHECK_THAT(open == entry->open, "day %jd is open: %d", (intmax_t)day, open);
        CHECK_THAT(strcmp(label, entry->holiday ? entry->name : "") == 0, "day %jd: %s", (intmax_t)day,
                   label);
    }
}

CS_TEST(says_hours, "every open day has the office's two pieces, every closed one none")
{
    struct cs_calendar *calendar = shared_office();
    for (int64_t day = FIRST; day < FIRST + YEARS; day++) {
        struct cs_span spans[4];
        size_t count = cs_calendar_day_spans(calendar, day, spans, 4);
        CHECK_THAT(count == (entry_of(day)->open ? 2U : 0U), "day %jd: %zu", (intmax_t)day, count);
        for (size_t i = 0; i < count && i < 2; i++) {
            CHECK_INT(spans[i].from, moment(day, open_from[i]));
            CHECK_INT(spans[i].to, moment(day, open_to[i]));
        }
    }
}

CS_TEST(counts_months, "each month has the workdays that a wall calendar shows")
{
    static const int want[24] = { 19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23,
                                  21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23 };
    struct cs_calendar *calendar = shared_office();
    int64_t day = FIRST;
    for (int i = 0; i < 24; i++) {
        int64_t last = day + month_days[i % 12] - 1;
        int64_t got = cs_calendar_workdays_between(calendar, moment(day - 1, 0), moment(last, 0));
        CHECK_THAT(got == want[i], "month %d has %jd workdays, not %d", i, (intmax_t)got, want[i]);
        int64_t seconds = cs_calendar_between(calendar, moment(day, 0), moment(last, DAY), NULL, 0);
        CHECK_INT(seconds, want[i] * INT64_C(27000));
        day = last + 1;
    }
    CHECK_INT(day, FIRST + YEARS);
}

CS_TEST(knows_years, "only the two published years are known, and the first unknown year is named")
{
    static const struct {
        int from, to; /* days from the first of the published ones */
        bool known;
        int year;
    } rows[] = {
        { 0, YEARS - 1, true, 0 },         { 0, 0, true, 0 },
        { YEARS - 1, YEARS - 1, true, 0 }, { -1, 0, false, 2024 },
        { -1, -1, false, 2024 },           { YEARS - 1, YEARS, false, 2027 },
        { YEARS, YEARS, false, 2027 },     { 100, YEARS + 40, false, 2027 },
        { -400, 3, false, 2023 },          { YEARS + 365, YEARS + 366, false, 2028 },
    };
    struct cs_calendar *calendar = shared_office();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t year = 0;
        bool known = cs_calendar_known(calendar, moment(FIRST + rows[i].from, 0),
                                       moment(FIRST + rows[i].to, DAY - 1), &year);
        CHECK_THAT(known == rows[i].known, "row %zu is known: %d", i, known);
        CHECK_THAT(known || year == rows[i].year, "row %zu: %jd", i, (intmax_t)year);
    }
}

/* ------------------------------------------------------------------ openings and closings */

/* Seconds of a day at which something begins or ends, and their neighbours. */
static const int32_t edges[] = { 0,     1,     30599, 30600, 30601, 36000, 43199, 43200, 43201,
                                 46800, 50399, 50400, 50401, 57600, 64799, 64800, 64801, 86399 };
enum { EDGES = sizeof edges / sizeof edges[0] };

CS_TEST(opens_next, "the next opening of every edge of every day agrees with the table")
{
    struct cs_calendar *calendar = shared_office();
    for (int64_t day = FIRST; day < FIRST + YEARS; day++)
        for (int i = 0; i < EDGES; i++) {
            struct cs_error err = CS_ERROR_INIT;
            int64_t from = moment(day, edges[i]), open = 0, added = 0;
            CHECK_INT(cs_calendar_next_open(calendar, from, &open, &err), CS_OK);
            CHECK_THAT(open == plain_open(from), "day %jd, %d: %jd", (intmax_t)day, edges[i], (intmax_t)open);
            CHECK_INT(cs_calendar_add(calendar, from, 0, NULL, 0, &added, &err), CS_OK);
            CHECK_INT(added, open);
        }
}

CS_TEST(closed_before, "the previous closing of every edge of every day agrees with the table")
{
    struct cs_calendar *calendar = shared_office();
    for (int64_t day = FIRST; day < FIRST + YEARS; day++)
        for (int i = 0; i < EDGES; i++) {
            struct cs_error err = CS_ERROR_INIT;
            int64_t from = moment(day, edges[i]), close = 0;
            CHECK_INT(cs_calendar_previous_close(calendar, from, &close, &err), CS_OK);
            CHECK_THAT(close == plain_close(from), "day %jd, %d: %jd, not %jd", (intmax_t)day, edges[i],
                       (intmax_t)close, (intmax_t)plain_close(from));
        }
}

CS_TEST(long_rests, "the long rests end and begin where the newspaper says")
{
    static const struct {
        const char *inside, *closed, *open; /* a day of rest; the last workday before, the first after */
    } rows[] = {
        { "2025-01-30", "2025-01-27", "2025-02-05" }, { "2025-02-08", "2025-02-08", "2025-02-08" },
        { "2025-02-09", "2025-02-08", "2025-02-10" }, { "2025-05-03", "2025-04-30", "2025-05-06" },
        { "2025-06-01", "2025-05-30", "2025-06-03" }, { "2025-10-05", "2025-09-30", "2025-10-09" },
        { "2025-10-12", "2025-10-11", "2025-10-13" }, { "2026-01-03", "2025-12-31", "2026-01-04" },
        { "2026-02-19", "2026-02-14", "2026-02-24" }, { "2026-03-01", "2026-02-28", "2026-03-02" },
        { "2026-04-05", "2026-04-03", "2026-04-07" }, { "2026-05-02", "2026-04-30", "2026-05-06" },
        { "2026-06-21", "2026-06-18", "2026-06-22" }, { "2026-09-26", "2026-09-24", "2026-09-28" },
        { "2026-10-04", "2026-09-30", "2026-10-08" }, { "2026-10-11", "2026-10-10", "2026-10-12" },
    };
    struct cs_calendar *calendar = shared_office();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cs_error err = CS_ERROR_INIT;
        int64_t day = day_of(rows[i].inside), open = 0, close = 0;
        bool worked = strcmp(rows[i].inside, rows[i].open) == 0;
        CHECK_INT(cs_calendar_next_open(calendar, moment(day, 0), &open, &err), CS_OK);
        CHECK_INT(cs_calendar_previous_close(calendar, moment(day, DAY - 1), &close, &err), CS_OK);
        CHECK_THAT(open == moment(day_of(rows[i].open), 30600), "%s opens wrongly", rows[i].inside);
        CHECK_THAT(close == moment(day_of(rows[i].closed), 64800), "%s closes wrongly", rows[i].inside);
        CHECK_INT(worked, entry_of(day)->open);
    }
}

/* ------------------------------------------------------------------ workdays and open time */

CS_TEST(workdays_on, "workdays are counted on and back from every day as a finger would")
{
    static const int counts[] = { 0, 1, 2, 3, 5, 7, 10, 15, -1, -2, -3, -5, -8, -15 };
    struct cs_calendar *calendar = shared_office();
    for (int64_t day = FIRST; day < FIRST + YEARS; day++)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            struct cs_error err = CS_ERROR_INIT;
            int64_t end = 0, want = plain_workday(day, counts[i]), second = draw(DAY);
            CHECK_INT(cs_calendar_add_workdays(calendar, moment(day, (int32_t)second), counts[i], NULL, 0,
                                               &end, &err),
                      CS_OK);
            CHECK_THAT(end == want, "day %jd and %d: %jd, not %jd", (intmax_t)day, counts[i], (intmax_t)end,
                       (intmax_t)want);
        }
}

CS_TEST(workdays_apart, "workdays between two days are those that the table has open")
{
    struct cs_calendar *calendar = shared_office();
    for (int i = 0; i < 1500; i++) {
        int64_t start = random_moment(), end = random_moment(), want = 0;
        int64_t first = (start + EAST) / DAY, last = (end + EAST) / DAY;
        for (int64_t day = first + 1; day <= last; day++)
            want += entry_of(day)->open;
        CHECK_INT(cs_calendar_workdays_between(calendar, start, end), end <= start ? 0 : want);
    }
}

CS_TEST(open_time, "open time between random moments, and the moment after so much of it, agree")
{
    struct cs_calendar *calendar = shared_office();
    for (int i = 0; i < 3000; i++) {
        struct cs_error err = CS_ERROR_INIT;
        int64_t start = random_moment(), end = random_moment(), seconds = 1 + draw(20 * 27000), got = 0;
        CHECK_INT(cs_calendar_between(calendar, start, end, NULL, 0), plain_between(start, end));
        CHECK_INT(cs_calendar_add(calendar, start, seconds, NULL, 0, &got, &err), CS_OK);
        CHECK_THAT(got == plain_add(start, seconds), "%jd and %jd: %jd", (intmax_t)start, (intmax_t)seconds,
                   (intmax_t)got);
        CHECK_INT(plain_between(start, got), seconds);
    }
}

CS_TEST(held_time, "what is held is not counted: two stretches are taken out of the table's time")
{
    struct cs_calendar *calendar = shared_office();
    for (int i = 0; i < 1000; i++) {
        struct cs_error err = CS_ERROR_INIT;
        struct cs_span held[2];
        int64_t start = random_moment(), at = start + draw(3 * DAY), seconds = 1 + draw(5 * 27000), got = 0;
        held[0] = (struct cs_span){ at, at + 1 + draw(4 * DAY) };
        held[1].from = held[0].to + 1 + draw(2 * DAY);
        held[1].to = held[1].from + 1 + draw(2 * DAY);
        CHECK_INT(cs_calendar_add(calendar, start, seconds, held, 2, &got, &err), CS_OK);
        int64_t passed = plain_between(start, got);
        for (int j = 0; j < 2; j++)
            passed -= plain_between(held[j].from, held[j].to < got ? held[j].to : got);
        CHECK_INT(passed, seconds);
        CHECK_INT(cs_calendar_between(calendar, start, got, held, 2), seconds);
        CHECK_INT(cs_calendar_between(calendar, start, got - 1, held, 2), seconds - 1);
    }
}

/* ------------------------------------------------------------------ the law's periods */

static int length_of(int year, int month)
{
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month_days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01, month by month. */
static int64_t plain_day(int year, int month, int day)
{
    int64_t count = day - 1;
    for (int y = 1970; y < year; y++)
        count += 337 + length_of(y, 2);
    for (int y = year; y < 1970; y++)
        count -= 337 + length_of(y, 2);
    for (int m = 1; m < month; m++)
        count += length_of(year, m);
    return count;
}

/* One month after the other, on or back; the corresponding day, else the last. */
static int64_t plain_months(int year, int month, int day, int months)
{
    for (; months > 0; months--)
        if (++month > 12) {
            month = 1;
            year++;
        }
    for (; months < 0; months++)
        if (--month < 1) {
            month = 12;
            year--;
        }
    return plain_day(year, month, day < length_of(year, month) ? day : length_of(year, month));
}

CS_TEST(law_months,
        "months on and back from the last days of each month, leap or not, end where the law says")
{
    static const int years[] = { 1896, 1900, 1904, 1969, 1970, 1999, 2000, 2001,
                                 2023, 2024, 2025, 2026, 2028, 2096, 2100, 2400 };
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        for (int month = 1; month <= 12; month++)
            for (int day = length_of(years[i], month) - 3; day <= length_of(years[i], month); day++)
                for (int months = -61; months <= 61; months++) {
                    int64_t got = cs_day_add_months(plain_day(years[i], month, day), months);
                    CHECK_THAT(got == plain_months(years[i], month, day, months),
                               "%d-%02d-%02d and %d months", years[i], month, day, months);
                }
}

CS_TEST(law_every_day, "six months, a year and three years from every day of eight years")
{
    static const int periods[] = { 6, 12, 36, -6, -12, 1, -1 };
    for (int year = 2021; year <= 2028; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= length_of(year, month); day++)
                for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
                    int64_t got = cs_day_add_months(plain_day(year, month, day), periods[i]);
                    CHECK_THAT(got == plain_months(year, month, day, periods[i]), "%d-%02d-%02d and %d", year,
                               month, day, periods[i]);
                }
}

CS_TEST(law_ends, "a period that ends on a day of rest ends with the first workday after it")
{
    static const struct {
        int year, month, day, months;
        const char *end;
    } rows[] = {
        { 2024, 12, 28, 1, "2025-02-05" }, /* 2025-01-28, Spring Festival */
        { 2024, 2, 29, 12, "2025-02-28" }, /* no 29 February */
        { 2025, 2, 26, 2, "2025-04-27" },  /* a Saturday before a Sunday that is worked */
        { 2025, 3, 31, 1, "2025-04-30" },  { 2025, 4, 1, 1, "2025-05-06" },
        { 2025, 5, 31, 1, "2025-06-30" },  { 2025, 8, 27, 1, "2025-09-28" },
        { 2025, 8, 28, 1, "2025-09-28" },  { 2025, 9, 1, 1, "2025-10-09" },
        { 2025, 11, 15, 3, "2026-02-24" }, { 2025, 12, 1, 1, "2026-01-04" },
        { 2025, 12, 31, 2, "2026-02-28" }, /* 28 February is a Saturday that is worked */
        { 2026, 3, 9, 2, "2026-05-09" },   { 2026, 5, 19, 1, "2026-06-22" },
        { 2026, 8, 20, 1, "2026-09-20" },  { 2026, 8, 25, 1, "2026-09-28" },
        { 2026, 9, 10, 1, "2026-10-10" },  { 2025, 1, 31, 13, "2026-02-28" },
    };
    struct cs_calendar *calendar = shared_office();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cs_error err = CS_ERROR_INIT;
        int64_t day = cs_day_add_months(plain_day(rows[i].year, rows[i].month, rows[i].day), rows[i].months);
        int64_t end = 0;
        CHECK_INT(cs_calendar_add_workdays(calendar, moment(day, 0), 0, NULL, 0, &end, &err), CS_OK);
        CHECK_THAT(end == moment(day_of(rows[i].end), 64800), "row %zu does not end on %s", i, rows[i].end);
    }
}

CS_TEST(last_test, "the calendar kept its name through all that was asked, and is given back")
{
    CHECK_TEXT(cs_calendar_name(shared_office()), "office");
    cs_calendar_free(shared_office());
}
