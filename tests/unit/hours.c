/* Hours of the day: how they are read and kept, when a span over midnight ends, which moment comes next. */
#include "time/hours.h"
#include "time/moment.h"
#include "unit.h"

static const struct cs_zone *zone_of(const char *name)
{
    const struct cs_zone *zone = NULL;
    CHECK_INT(cs_zone_find(name, &zone, NULL), CS_OK);
    return zone;
}

static int64_t moment(const char *text, const struct cs_zone *zone)
{
    int64_t utc = 0;
    CHECK_INT(cs_moment_parse(text, zone, false, &utc, NULL), CS_OK);
    return utc;
}

CS_TEST(spans, "a span is read in every spelling and kept in one")
{
    static const char *const good[][2] = {
        { "22:00-07:00", "22:00-07:00" },    { " 9:05 - 9:06 ", "09:05-09:06" },
        { "22：00－07：00", "22:00-07:00" }, { "22:00～7:00", "22:00-07:00" },
        { "12:30-24:00", "12:30-00:00" },    { "0:00-6:00", "00:00-06:00" },
    };
    static const char *const bad[] = { "",
                                       "22-07",
                                       "22:00",
                                       "25:00-07:00",
                                       "22:60-07:00",
                                       "24:00-07:00",
                                       "07:00-07:00",
                                       "22:00-07:00x",
                                       "a22:00-07:00",
                                       "00:00-24:00" };
    struct cs_hours_span span;
    struct cs_error err = CS_ERROR_INIT;
    char text[CS_HOURS_SIZE];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK_THAT(cs_hours_parse_span(good[i][0], &span, &err) == CS_OK, "%s: %s", good[i][0], err.text);
        cs_hours_format_span(text, &span);
        CHECK_TEXT(text, good[i][1]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_THAT(cs_hours_parse_span(bad[i], &span, NULL) == CS_REFUSED, "\"%s\" was taken", bad[i]);
    cs_hours_parse_span("22-07", &span, &err);
    CHECK_TEXT(err.text, "must be hours like 22:00-07:00, not \"22-07\"");
}

CS_TEST(lists, "a list is sorted, each hour once")
{
    static const char *const good[][2] = {
        { "08:30;17:00", "08:30;17:00" },
        { "17:00, 8:30 ,17:00", "08:30;17:00" },
        { "8：30；17：00、12:00", "08:30;12:00;17:00" },
        { "0:00 23:59", "00:00;23:59" },
    };
    static const char *const bad[] = { "", "8", "24:00", "08:30;", "08:30-17:00", "08:3x", ";08:30" };
    struct cs_hours_list list;
    struct cs_error err = CS_ERROR_INIT;
    char text[CS_HOURS_SIZE];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK_THAT(cs_hours_parse_list(good[i][0], &list, &err) == CS_OK, "%s: %s", good[i][0], err.text);
        cs_hours_format_list(text, &list);
        CHECK_TEXT(text, good[i][1]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_THAT(cs_hours_parse_list(bad[i], &list, NULL) == CS_REFUSED, "\"%s\" was taken", bad[i]);
    char many[26 * 6 + 1] = "";
    for (int i = 0; i < 25; i++)
        sprintf(many + i * 6, "00:%02d;", i);
    many[25 * 6 - 1] = '\0';
    CHECK_INT(cs_hours_parse_list(many, &list, &err), CS_REFUSED);
    CHECK_TEXT(err.text, "more than 24 hours of a day");
}

CS_TEST(quiet, "a moment inside a span is put off to its end, one outside stays")
{
    static const char *const cases[][3] = {
        { "22:00-07:00", "2026-03-05 21:59:59", "2026-03-05 21:59:59" },
        { "22:00-07:00", "2026-03-05 22:00:00", "2026-03-06 07:00:00" },
        { "22:00-07:00", "2026-03-05 23:30:00", "2026-03-06 07:00:00" },
        { "22:00-07:00", "2026-03-06 00:00:00", "2026-03-06 07:00:00" },
        { "22:00-07:00", "2026-03-06 06:59:59", "2026-03-06 07:00:00" },
        { "22:00-07:00", "2026-03-06 07:00:00", "2026-03-06 07:00:00" },
        { "12:00-13:30", "2026-03-06 12:10:00", "2026-03-06 13:30:00" },
        { "12:00-13:30", "2026-03-06 13:30:00", "2026-03-06 13:30:00" },
        { "12:00-13:30", "2026-03-06 01:00:00", "2026-03-06 01:00:00" },
        { "12:00-24:00", "2026-03-06 23:00:00", "2026-03-07 00:00:00" },
    };
    const struct cs_zone *zone = zone_of("Asia/Shanghai");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_hours_span span;
        CHECK_INT(cs_hours_parse_span(cases[i][0], &span, NULL), CS_OK);
        CHECK_INT(cs_hours_after_span(&span, zone, moment(cases[i][1], zone)), moment(cases[i][2], zone));
    }
    const struct cs_hours_span none = { 0, 0 };
    CHECK_INT(cs_hours_after_span(&none, zone, 12345), 12345);
}

CS_TEST(next, "the next moment of a list is later than now, tomorrow if need be")
{
    static const char *const cases[][2] = {
        { "2026-03-05 08:29:59", "2026-03-05 08:30:00" }, { "2026-03-05 08:30:00", "2026-03-05 17:00:00" },
        { "2026-03-05 16:59:59", "2026-03-05 17:00:00" }, { "2026-03-05 17:00:00", "2026-03-06 08:30:00" },
        { "2026-12-31 20:00:00", "2027-01-01 08:30:00" },
    };
    const struct cs_zone *zone = zone_of("Asia/Shanghai");
    struct cs_hours_list list;
    CHECK_INT(cs_hours_parse_list("08:30;17:00", &list, NULL), CS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_INT(cs_hours_next(&list, zone, moment(cases[i][0], zone)), moment(cases[i][1], zone));
}

CS_TEST(summer_time, "where the clock jumps, hours follow the wall clock")
{
    /* In Berlin 2026-03-29 02:00 is followed by 03:00: 02:30 is 03:30 (01:30 UTC), and quiet is an hour
     * short. */
    const struct cs_zone *zone = zone_of("Europe/Berlin");
    struct cs_hours_list list;
    struct cs_hours_span span;
    CHECK_INT(cs_hours_parse_list("02:30", &list, NULL), CS_OK);
    CHECK_INT(cs_hours_next(&list, zone, moment("2026-03-29 01:00", zone)),
              moment("2026-03-29T01:30:00Z", zone));
    CHECK_INT(cs_hours_parse_span("22:00-07:00", &span, NULL), CS_OK);
    int64_t from = moment("2026-03-28 22:00", zone);
    CHECK_INT(cs_hours_after_span(&span, zone, from) - from, 8 * 3600);
}
