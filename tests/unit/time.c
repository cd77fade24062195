/* The clock, civil dates and amounts of time. */
#include "time/clock.h"
#include "time/moment.h"
#include "unit.h"

#include <time.h>

CS_TEST(fixes_the_clock, "the clock shows the system's time until it is fixed, also when it is set back")
{
    int64_t before = (int64_t)time(NULL), now = cs_clock_now();
    CHECK(now >= before && now <= before + 5);
    static const int64_t moments[] = { 1700000000, 1700000000 - 3600,   0,
                                       -1,         INT64_C(2147483648), INT64_C(253402300799) };
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        cs_clock_fix(moments[i]);
        CHECK_INT(cs_clock_now(), moments[i]);
    }
}

CS_TEST(reckons_days, "days and dates turn into each other, leap years and centuries included")
{
    CHECK_INT(cs_day_from_date(1970, 1, 1), 0);
    CHECK_INT(cs_day_from_date(2000, 3, 1), 11017);
    CHECK_INT(cs_day_from_date(9999, 12, 31), 2932896);
    CHECK_INT(cs_day_weekday(0), 3);
    CHECK_INT(cs_day_weekday(-4), 6);
    CHECK_INT(cs_day_weekday(cs_day_from_date(2026, 3, 2)), 0);
    CHECK(cs_day_valid(2024, 2, 29) && !cs_day_valid(2026, 2, 29) && !cs_day_valid(1900, 2, 29));
    CHECK(cs_day_valid(2000, 2, 29) && !cs_day_valid(2026, 13, 1) && !cs_day_valid(2026, 0, 1));
    CHECK(!cs_day_valid(2026, 4, 31) && !cs_day_valid(2026, 4, 0));
    int64_t last = cs_day_from_date(-401, 1, 1) - 1, last_year = -402;
    int last_month = 12;
    for (int64_t day = last + 1; day < 100000; day++) {
        int64_t year;
        int month, month_day;
        cs_day_to_date(day, &year, &month, &month_day);
        bool first = month_day == 1;
        CHECK_THAT(cs_day_from_date(year, month, month_day) == day && cs_day_valid(year, month, month_day),
                   "day %" PRId64, day);
        CHECK_THAT(first ? year * 12 + month == last_year * 12 + last_month + 1 : month == last_month,
                   "day %" PRId64, day);
        last_year = year;
        last_month = month;
    }
}

CS_TEST(adds_months, "a month on is the same day, else the month's last")
{
    static const struct {
        int year, month, day, months, to_year, to_month, to_day;
    } cases[] = { { 2024, 2, 29, 24, 2026, 2, 28 }, { 2024, 8, 31, 18, 2026, 2, 28 },
                  { 2024, 1, 31, 1, 2024, 2, 29 },  { 2026, 8, 31, -10, 2025, 10, 31 },
                  { 2026, 8, 31, -6, 2026, 2, 28 }, { 2026, 1, 15, -1, 2025, 12, 15 },
                  { 2026, 1, 15, 0, 2026, 1, 15 },  { 2024, 2, 29, 48, 2028, 2, 29 },
                  { 1970, 1, 31, -1, 1969, 12, 31 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t day = cs_day_from_date(cases[i].year, cases[i].month, cases[i].day);
        CHECK_INT(cs_day_add_months(day, cases[i].months),
                  cs_day_from_date(cases[i].to_year, cases[i].to_month, cases[i].to_day));
    }
}

CS_TEST(reads_amounts, "amounts are read, and written back in one form")
{
    static const struct {
        const char *text;
        int64_t count;
        enum cs_time_unit unit;
        const char *written;
    } cases[] = {
        { "90s", 90, CS_NATURAL, "1m30s" },
        { "30m", 1800, CS_NATURAL, "30m" },
        { "90m", 5400, CS_NATURAL, "1h30m" },
        { "4h", 14400, CS_NATURAL, "4h" },
        { "3d", 259200, CS_NATURAL, "3d" },
        { "2w", 1209600, CS_NATURAL, "2w" },
        { "10d", 864000, CS_NATURAL, "10d" },
        { "7d", 604800, CS_NATURAL, "1w" },
        { "1d12h", 129600, CS_NATURAL, "1d12h" },
        { "2h30m", 9000, CS_NATURAL, "2h30m" },
        { "0", 0, CS_NATURAL, "0" },
        { "0m", 0, CS_NATURAL, "0" },
        { "-3d", -259200, CS_NATURAL, "-3d" },
        { "+3d", 259200, CS_NATURAL, "3d" },
        { " 3d ", 259200, CS_NATURAL, "3d" },
        { "-0", 0, CS_NATURAL, "0" },
        { "P3DT4H", 273600, CS_NATURAL, "3d4h" },
        { "PT30M", 1800, CS_NATURAL, "30m" },
        { "P2W", 1209600, CS_NATURAL, "2w" },
        { "-P1D", -86400, CS_NATURAL, "-1d" },
        { "PT0S", 0, CS_NATURAL, "0" },
        { "4hwt", 14400, CS_WORKING, "4hwt" },
        { "30mwt", 1800, CS_WORKING, "30mwt" },
        { "72hwt", 259200, CS_WORKING, "72hwt" },
        { "0hwt", 0, CS_WORKING, "0hwt" },
        { "-90mwt", -5400, CS_WORKING, "-1h30mwt" },
        { "3wd", 3, CS_WORKDAYS, "3wd" },
        { "-1wd", -1, CS_WORKDAYS, "-1wd" },
        { "0wd", 0, CS_WORKDAYS, "0wd" },
        { "100000d", INT64_C(8640000000), CS_NATURAL, "100000d" },
        { "100000wd", 100000, CS_WORKDAYS, "100000wd" },
        { "1w2d3h4m5s", 788645, CS_NATURAL, "9d3h4m5s" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cs_amount amount = { 42, CS_WORKDAYS }, again;
        struct cs_error err = CS_ERROR_INIT;
        char text[CS_MOMENT_SIZE];
        enum cs_status status = cs_amount_parse(cases[i].text, &amount, &err);
        CHECK_THAT(status == CS_OK && amount.count == cases[i].count && amount.unit == cases[i].unit,
                   "%s: %" PRId64 " %d %s", cases[i].text, amount.count, amount.unit, err.text);
        CHECK_INT(cs_amount_format(text, &amount), (intmax_t)strlen(cases[i].written));
        CHECK_TEXT(text, cases[i].written);
        CHECK_INT(cs_amount_parse(text, &again, NULL), CS_OK);
        CHECK(again.count == amount.count && again.unit == amount.unit);
    }
}

CS_TEST(refuses_amounts, "what is no amount is refused, months and years with a hint")
{
    static const char *const cases[][2] = {
        { "", "is no amount" },
        { "3", "is no amount" },
        { "h", "is no amount" },
        { "3x", "is no amount" },
        { "1.5h", "is no amount" },
        { "1h1d", "is no amount" },
        { "1h1h", "is no amount" },
        { "1h 30m", "is no amount" },
        { "--3d", "is no amount" },
        { "P", "is no amount" },
        { "PT", "is no amount" },
        { "P1DT", "is no amount" },
        { "P1H", "is no amount" },
        { "PT1D", "is no amount" },
        { "P1M", "months and years differ" },
        { "P1Y", "months and years differ" },
        { "P1Y2M", "months and years differ" },
        { "wd", "is no amount" },
        { "wt", "is no amount" },
        { "xwd", "is no amount" },
        { "3hwd", "is no amount" },
        { "1e3d", "is no amount" },
        { "3dwt", "mixes days and working time" },
        { "1wwt", "mixes days and working time" },
        { "100001d", "at most 100000 days" },
        { "100000d1s", "at most 100000 days" },
        { "99999999999999999999s", "at most 100000 days" },
        { "100001wd", "at most 100000 days" },
        { "999999999999w", "at most 100000 days" },
        { "99999999999999999999wd", "at most 100000 days" },
        { "soon", "write 2h30m, 4hwt" },
        { "3D", "is no amount" },
        { "1M", "is no amount" },
        { "00000000000000000000000000000000000000000000000000000000000000000000000001s", "is no amount" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cs_amount amount = { 42, CS_NATURAL };
        struct cs_error err = CS_ERROR_INIT;
        CHECK_THAT(cs_amount_parse(cases[i][0], &amount, &err) == CS_REFUSED && strstr(err.text, cases[i][1]),
                   "%s: %s", cases[i][0], err.text);
        CHECK_INT(amount.count, 42);
    }
}
