/* Working-time calendars: peers' figures, the rules at the edges, building from text, what is refused. */
#include "time/calendar.h"
#include "base/memory.h"
#include "unit.h"

#include <pthread.h>

static const struct cs_zone *zone_of(const char *name)
{
    const struct cs_zone *zone = NULL;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_zone_find(name, &zone, &err), CS_OK);
    return zone;
}

static int64_t at(const char *text, const char *zone)
{
    int64_t utc = 0;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_moment_parse(text, zone_of(zone), false, &utc, &err), CS_OK);
    return utc;
}

static int64_t day(const char *text)
{
    int64_t value = 0;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_date_parse(text, false, &value, &err), CS_OK);
    return value;
}

static struct cs_calendar *calendar_of(const char *zone, const char *hours, const char *days)
{
    struct cs_calendar *calendar = NULL;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_calendar_new("test", zone_of(zone), hours, &calendar, &err), CS_OK);
    CHECK_INT(cs_calendar_set_days(calendar, days, &err), CS_OK);
    CHECK_TEXT(err.text, "");
    return calendar;
}

/* Whether `text` is what the calendar's clock shows at a moment; the message where it is not. */
#define CHECK_MOMENT(utc, text, zone)                                                                        \
    do {                                                                                                     \
        char shown[CS_MOMENT_SIZE];                                                                          \
        cs_moment_format(shown, utc, zone_of(zone));                                                         \
        shown[strlen(text)] = '\0';                                                                          \
        CHECK_TEXT(shown, text);                                                                             \
    } while (0)

/* The columns of tests/vectors/business_time.tsv. */
enum { ID, SOURCE, ZONE, HOURS, HOLIDAYS, START, AMOUNT, KIND, EXPECTED, COLUMNS };

static void check_add(char *const *column, const struct cs_calendar *calendar, int64_t start)
{
    char *unit;
    int64_t seconds = strtoll(column[AMOUNT], &unit, 10), end = 0;
    struct cs_error err = CS_ERROR_INIT;
    enum cs_status status;
    seconds *= *unit == 'm' ? 60 : 1;
    if (column[AMOUNT][0] == '-' && seconds == 0)
        status = cs_calendar_previous_close(calendar, start, &end, &err);
    else
        status = cs_calendar_add(calendar, start, seconds, NULL, 0, &end, &err);
    char shown[CS_MOMENT_SIZE];
    cs_moment_format(shown, end, cs_calendar_zone(calendar));
    shown[19] = '\0';
    CHECK_THAT(status == CS_OK && strcmp(shown, column[EXPECTED]) == 0, "%s: %s, not %s %s", column[ID],
               shown, column[EXPECTED], err.text);
}

static void check_between(char *const *column, const struct cs_calendar *calendar, int64_t start)
{
    char *unit;
    int64_t want = strtoll(column[EXPECTED], &unit, 10) * (*unit == 's' ? 1 : 60);
    int64_t got = cs_calendar_between(calendar, start, at(column[AMOUNT], column[ZONE]), NULL, 0);
    CHECK_THAT(got == want, "%s: %" PRId64 ", not %" PRId64, column[ID], got, want);
}

/* Each line of business_time.tsv; how many there were. */
static int run_vectors(FILE *file)
{
    char *line = NULL;
    size_t size = 0;
    int count = 0;
    CHECK(getline(&line, &size, file) > 0); /* the heading */
    while (getline(&line, &size, file) > 0) {
        char *column[COLUMNS], *rest = line;
        line[strcspn(line, "\n")] = '\0';
        for (int i = 0; i < COLUMNS; i++)
            column[i] = strsep(&rest, "\t");
        struct cs_calendar *calendar = calendar_of(column[ZONE], column[HOURS], column[HOLIDAYS]);
        if (strcmp(column[KIND], "add") == 0)
            check_add(column, calendar, at(column[START], column[ZONE]));
        else
            check_between(column, calendar, at(column[START], column[ZONE]));
        cs_calendar_free(calendar);
        count++;
    }
    free(line);
    return count;
}

CS_TEST(agrees_with_peers, "working time agrees with ten peers on every vector")
{
    FILE *file = cs_unit_open("tests/vectors/business_time.tsv");
    CHECK_INT(run_vectors(file), 157);
    fclose(file);
}

static const char week[] = "mon-fri 09:00-12:00,13:00-18:00";
static const char zone[] = "Asia/Shanghai";

CS_TEST(ends_at_closing, "an amount that runs out at closing ends at closing, backward at opening")
{
    struct cs_calendar *calendar = calendar_of(zone, week, "");
    int64_t end, start = at("2026-03-02T09:00", zone);
    CHECK_INT(cs_calendar_add(calendar, start, 3 * 3600, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T12:00", zone);
    CHECK_INT(cs_calendar_add(calendar, start, 3 * 3600 + 1, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T13:00:01", zone);
    CHECK_INT(cs_calendar_add(calendar, at("2026-03-02T18:00", zone), -8 * 3600, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T09:00", zone);
    CHECK_INT(cs_calendar_add(calendar, at("2026-03-02T18:00", zone), -8 * 3600 - 1, NULL, 0, &end, NULL),
              CS_OK);
    CHECK_MOMENT(end, "2026-02-27T17:59:59", zone);
    cs_calendar_free(calendar);
}

CS_TEST(counts_zero, "amount zero is now where it is open, else the next opening or the previous closing")
{
    struct cs_calendar *calendar = calendar_of(zone, week, "2026-03-03");
    int64_t end;
    CHECK_INT(cs_calendar_next_open(calendar, at("2026-03-02T10:00", zone), &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T10:00", zone);
    CHECK_INT(cs_calendar_next_open(calendar, at("2026-03-02T12:00", zone), &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T13:00", zone);
    CHECK_INT(cs_calendar_next_open(calendar, at("2026-03-02T18:00", zone), &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-04T09:00", zone);
    CHECK_INT(cs_calendar_previous_close(calendar, at("2026-03-04T08:00", zone), &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T18:00", zone);
    CHECK_INT(cs_calendar_previous_close(calendar, at("2026-03-02T12:00", zone), &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T12:00", zone);
    CHECK_INT(cs_calendar_previous_close(calendar, at("2026-03-02T09:00", zone), &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T09:00", zone);
    cs_calendar_free(calendar);
}

CS_TEST(stops_for_holds, "holds stop the clock, an unending one for good")
{
    struct cs_calendar *calendar = calendar_of(zone, week, "");
    int64_t start = at("2026-03-02T09:00", zone), end = 0;
    struct cs_span held[] = { { at("2026-03-02T10:00", zone), at("2026-03-03T14:00", zone) },
                              { at("2026-03-04T11:00", zone), INT64_MAX } };
    CHECK_INT(cs_calendar_add(calendar, start, 3600, held, 2, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T10:00", zone);
    CHECK_INT(cs_calendar_add(calendar, start, 4 * 3600, held, 2, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-03T17:00", zone);
    CHECK_INT(cs_calendar_add(calendar, start, 7 * 3600, held, 2, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-04T11:00", zone);
    CHECK_INT(cs_calendar_add(calendar, start, 7 * 3600 + 1, held, 2, &end, NULL), CS_NONE);
    CHECK_INT(cs_calendar_add(calendar, held[0].from, 0, held, 1, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-03T14:00", zone);
    CHECK_INT(cs_calendar_add(calendar, held[1].from, 0, held, 2, &end, NULL), CS_NONE);
    CHECK_INT(cs_calendar_between(calendar, start, at("2026-03-10T09:00", zone), held, 2), 7 * 3600);
    CHECK_INT(cs_calendar_add(calendar, at("2026-03-10T09:00", zone), -7 * 3600, held, 2, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T09:00", zone);
    cs_calendar_free(calendar);
}

CS_TEST(counts_workdays, "workdays leave out the day of the start, holidays and days held whole")
{
    struct cs_calendar *calendar = calendar_of(zone, week, "2026-03-04,2026-03-07=10:00-16:00");
    int64_t friday = at("2026-02-27T10:00", zone), end;
    CHECK_INT(cs_calendar_add_workdays(calendar, friday, 1, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-02T18:00", zone);
    CHECK_INT(cs_calendar_add_workdays(calendar, friday, 3, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-05T18:00", zone);
    CHECK_INT(cs_calendar_add_workdays(calendar, friday, 5, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-07T16:00", zone);
    CHECK_INT(cs_calendar_add_workdays(calendar, friday, 0, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-02-27T18:00", zone);
    CHECK_INT(cs_calendar_add_workdays(calendar, at("2026-02-28T10:00", zone), 0, NULL, 0, &end, NULL),
              CS_OK);
    CHECK_MOMENT(end, "2026-03-02T18:00", zone);
    CHECK_INT(cs_calendar_add_workdays(calendar, at("2026-03-09T10:00", zone), -2, NULL, 0, &end, NULL),
              CS_OK);
    CHECK_MOMENT(end, "2026-03-06T18:00", zone);
    struct cs_span held[] = { { at("2026-03-02T00:00", zone), at("2026-03-02T12:00", zone) },
                              { at("2026-03-02T13:00", zone), at("2026-03-03T17:59", zone) } };
    CHECK_INT(cs_calendar_add_workdays(calendar, friday, 1, held, 2, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-03T18:00", zone);
    CHECK_INT(cs_calendar_add_workdays(calendar, at("2026-03-02T15:00", zone), 0, held, 2, &end, NULL),
              CS_OK);
    CHECK_MOMENT(end, "2026-03-03T18:00", zone);
    CHECK_INT(cs_calendar_workdays_between(calendar, friday, at("2026-03-08T00:00", zone)), 5);
    CHECK_INT(cs_calendar_workdays_between(calendar, friday, friday), 0);
    cs_calendar_free(calendar);
}

CS_TEST(adds_amounts, "an amount of any unit is added, natural time without a calendar")
{
    struct cs_calendar *calendar = calendar_of(zone, week, "");
    int64_t start = at("2026-03-06T17:00", zone), end;
    struct cs_span held[] = { { at("2026-03-06T18:00", zone), at("2026-03-06T20:00", zone) } };
    struct cs_amount natural = { 7200, CS_NATURAL }, working = { 7200, CS_WORKING },
                     days = { 2, CS_WORKDAYS };
    CHECK_INT(cs_amount_add(NULL, start, &natural, NULL, 0, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-06T19:00", zone);
    CHECK_INT(cs_amount_add(NULL, start, &natural, held, 1, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-06T21:00", zone);
    CHECK_INT(cs_amount_add(calendar, start, &working, held, 1, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-09T10:00", zone);
    CHECK_INT(cs_amount_add(calendar, start, &days, held, 1, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-10T18:00", zone);
    natural.count = -7200;
    CHECK_INT(cs_amount_add(NULL, at("2026-03-06T21:00", zone), &natural, held, 1, &end, NULL), CS_OK);
    CHECK_MOMENT(end, "2026-03-06T17:00", zone);
    held[0].to = INT64_MAX;
    natural.count = 7200;
    CHECK_INT(cs_amount_add(NULL, start, &natural, held, 1, &end, NULL), CS_NONE);
    cs_calendar_free(calendar);
}

CS_TEST(knows_special_days, "a day tells its kind, its label and its hours")
{
    struct cs_calendar *calendar = calendar_of(zone, week, "");
    struct cs_span spans[4];
    const char *label;
    bool open;
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-02"), CS_DAY_HOLIDAY, NULL, "元旦", NULL), CS_OK);
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-07"), CS_DAY_MAKEUP, NULL, NULL, NULL), CS_OK);
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-07"), CS_DAY_BREAK, "08:00-10:00", NULL, NULL),
              CS_OK);
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-07"), CS_DAY_BREAK, "16:00-17:00", NULL, NULL),
              CS_OK);
    CHECK_INT(cs_calendar_day(calendar, day("2026-03-02"), &label, &open), CS_DAY_HOLIDAY);
    CHECK_TEXT(label, "元旦");
    CHECK(!open);
    CHECK_INT(cs_calendar_day(calendar, day("2026-03-07"), &label, &open), CS_DAY_MAKEUP);
    CHECK_TEXT(label, "");
    CHECK(open);
    CHECK_INT(cs_calendar_day(calendar, day("2026-03-03"), NULL, &open), CS_DAY_WEEKLY);
    CHECK(open);
    CHECK_INT(cs_calendar_day_spans(calendar, day("2026-03-07"), spans, 4), 3);
    CHECK_MOMENT(spans[0].from, "2026-03-07T10:00", zone);
    CHECK_MOMENT(spans[1].to, "2026-03-07T16:00", zone);
    CHECK_MOMENT(spans[2].from, "2026-03-07T17:00", zone);
    /* A holiday beats hours, the later hours beat the earlier. */
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-02"), CS_DAY_HOURS, "08:00-09:00", NULL, NULL),
              CS_OK);
    CHECK_INT(cs_calendar_day_spans(calendar, day("2026-03-02"), spans, 4), 0);
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-03"), CS_DAY_HOURS, "08:00-09:00", NULL, NULL),
              CS_OK);
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-03"), CS_DAY_HOURS, "10:00-11:00", NULL, NULL),
              CS_OK);
    CHECK_INT(cs_calendar_day_spans(calendar, day("2026-03-03"), spans, 4), 1);
    CHECK_MOMENT(spans[0].from, "2026-03-03T10:00", zone);
    /* A make-up day on a day that is open anyway changes nothing. */
    CHECK_INT(cs_calendar_set_day(calendar, day("2026-03-04"), CS_DAY_MAKEUP, "", NULL, NULL), CS_OK);
    CHECK_INT(cs_calendar_day_spans(calendar, day("2026-03-04"), spans, 4), 2);
    cs_calendar_free(calendar);
}

CS_TEST(tells_unknown_years, "a calendar says which year it does not know")
{
    struct cs_calendar *calendar = calendar_of(zone, "daily 00:00-24:00", "-");
    int64_t year = 0, from = at("2025-06-01T00:00", zone), to = at("2027-01-01T00:00", zone);
    CHECK(cs_calendar_known(calendar, from, to, &year));
    cs_calendar_set_known(calendar, day("2025-01-01"), day("2026-12-31"));
    CHECK(cs_calendar_known(calendar, from, to - 1, &year));
    CHECK(!cs_calendar_known(calendar, from, to, &year));
    CHECK_INT(year, 2027);
    CHECK(!cs_calendar_known(calendar, at("2024-12-31T23:59", zone), to, &year));
    CHECK_INT(year, 2024);
    CHECK(!cs_calendar_known(calendar, at("2029-06-01T00:00", zone), at("2030-01-01T00:00", zone), NULL));
    cs_calendar_free(calendar);
}

CS_TEST(reads_weeks, "weekly hours are read in every form")
{
    static const struct {
        const char *hours;
        int64_t seconds; /* of a week */
    } cases[] = {
        { "mon 08:00-12:00,14:00-18:00;tue 08:00-18:00", 18 * 3600 },
        { "mon-fri 09:00-18:00", 45 * 3600 },
        { " Mon-Fri  9:00 - 18:00 ; ; sat 09:00-12:00;", 48 * 3600 },
        { "daily 00:00-24:00", 168 * 3600 },
        { "sat-mon 10:00-11:00", 3 * 3600 },
        { "sun 23:00-24:00;mon 00:00-01:00", 2 * 3600 },
        { "mon 12:00-13:00,08:00-12:00", 5 * 3600 },
        { "mon 08:00-12:00;mon 13:00-14:00", 5 * 3600 },
        { "wed 08:00:30-08:01:00", 30 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cs_calendar *calendar = calendar_of("UTC", cases[i].hours, "-");
        int64_t start = at("2026-03-02T00:00", "UTC");
        int64_t got = cs_calendar_between(calendar, start, start + 7 * 86400, NULL, 0);
        CHECK_THAT(got == cases[i].seconds, "%s: %" PRId64 " s", cases[i].hours, got);
        cs_calendar_free(calendar);
    }
}

CS_TEST(refuses_weeks, "faulty weekly hours are refused in words that name the piece")
{
    static const char *const cases[][2] = {
        { "", "has no open hours" },
        { ";;", "has no open hours" },
        { "mon", "is no piece" },
        { "mun 08:00-12:00", "\"mun\" is no day" },
        { "mon-xyz 08:00-12:00", "\"mon-xyz\" is no day" },
        { "08:00-12:00", "is no day" },
        { "mon 8-12", "\"8-12\" is no piece" },
        { "mon 08:00-24:01", "is no piece" },
        { "mon 08:60-12:00", "is no piece" },
        { "mon 08:00-12:00x", "is no piece" },
        { "mon 08:00-12:00,", "is no piece" },
        { "mon 08:00-08:00", "is empty" },
        { "mon 22:00-06:00", "over midnight" },
        { "mon 08:00-12:00,11:00-13:00", "overlaps" },
        { "daily 08:00-12:00;wed 09:00-10:00", "wed: \"09:00-10:00\" overlaps" },
        { "mon 99999999999:00-12:00", "is no piece" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cs_calendar *calendar = NULL;
        struct cs_error err = CS_ERROR_INIT;
        CHECK_INT(cs_calendar_new("site", zone_of("UTC"), cases[i][0], &calendar, &err), CS_REFUSED);
        CHECK(calendar == NULL);
        CHECK_THAT(strstr(err.text, cases[i][1]), "%s: %s", cases[i][0], err.text);
        CHECK_THAT(strncmp(err.text, "calendar \"site\": ", 17) == 0, "%s", err.text);
    }
}

CS_TEST(refuses_days, "faulty special days are refused")
{
    static const char *const cases[] = { "2026-02-30",       "soon",
                                         "2026-03-02=",      "2026-03-02@",
                                         "2026-03-02@10-12", "2026-03-02=10:00-12:00+11:00-13:00",
                                         "1700-01-01",       "2026-03-02=12:00-12:00" };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cs_calendar *calendar = calendar_of("UTC", week, "-");
        struct cs_error err = CS_ERROR_INIT;
        CHECK_THAT(cs_calendar_set_days(calendar, cases[i], &err) == CS_REFUSED, "%s", cases[i]);
        CHECK(err.text[0]);
        cs_calendar_free(calendar);
    }
    struct cs_calendar *calendar = calendar_of("UTC", week, "-");
    CHECK_INT(cs_calendar_set_day(calendar, 0, CS_DAY_HOURS, "", NULL, NULL), CS_REFUSED);
    CHECK_INT(cs_calendar_set_day(calendar, 0, CS_DAY_BREAK, NULL, NULL, NULL), CS_REFUSED);
    CHECK_INT(cs_calendar_set_day(calendar, 0, CS_DAY_HOLIDAY, "08:00-09:00", NULL, NULL), CS_REFUSED);
    CHECK_INT(cs_calendar_set_day(calendar, INT64_MAX, CS_DAY_HOLIDAY, NULL, NULL, NULL), CS_REFUSED);
    cs_calendar_free(calendar);
}

CS_TEST(gives_up, "a search gives up after 100 years, in words")
{
    struct cs_calendar *calendar = calendar_of("UTC", "mon 09:00-09:01", "-");
    struct cs_error err = CS_ERROR_INIT;
    int64_t start = at("2026-03-02T00:00", "UTC"), end;
    CHECK_INT(cs_calendar_add(calendar, start, 5217 * 60, NULL, 0, &end, NULL), CS_OK);
    CHECK_INT(cs_calendar_add(calendar, start, 5300 * 60, NULL, 0, &end, &err), CS_FAILED);
    CHECK(strstr(err.text, "100 years"));
    CHECK_INT(cs_calendar_add(calendar, start, -5300 * 60, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add(calendar, start, INT64_MAX, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add(calendar, start, INT64_MIN, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add(calendar, INT64_MAX, 1, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add(calendar, INT64_MIN, 1, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add_workdays(calendar, start, 5217, NULL, 0, &end, NULL), CS_OK);
    CHECK_INT(cs_calendar_add_workdays(calendar, start, 5300, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add_workdays(calendar, start, -5300, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add_workdays(calendar, start, INT64_MIN, NULL, 0, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add_workdays(calendar, INT64_MAX, 1, NULL, 0, &end, NULL), CS_FAILED);
    struct cs_span held = { start, start + INT64_C(200) * 365 * 86400 };
    CHECK_INT(cs_calendar_add(calendar, start, 60, &held, 1, &end, NULL), CS_FAILED);
    CHECK_INT(cs_calendar_add_workdays(calendar, start, 1, &held, 1, &end, NULL), CS_FAILED);
    held.to = INT64_MAX;
    CHECK_INT(cs_calendar_add_workdays(calendar, start, 1, &held, 1, &end, NULL), CS_NONE);
    cs_calendar_free(calendar);
}

CS_TEST(reaches_far, "the years 1801 to 9999 and the ends of the number line are counted right")
{
    struct cs_calendar *calendar = calendar_of("Europe/Berlin", "daily 00:00-24:00", "-");
    int64_t now = at("2026-03-02T00:00", "UTC"), far = at("9999-12-31T00:00", "UTC"), end;
    CHECK_INT(cs_calendar_between(calendar, now, far, NULL, 0), far - now);
    CHECK_INT(cs_calendar_between(calendar, INT64_MIN, now, NULL, 0), now + INT64_C(62000) * 86400);
    CHECK(cs_calendar_between(calendar, now, INT64_MAX, NULL, 0) > far - now);
    CHECK_INT(cs_calendar_add(calendar, far, 3600, NULL, 0, &end, NULL), CS_OK);
    CHECK_INT(end, far + 3600);
    CHECK_INT(cs_calendar_add(calendar, at("1901-01-01T00:00", "UTC"), 3600, NULL, 0, &end, NULL), CS_OK);
    CHECK_INT(end, at("1901-01-01T01:00", "UTC"));
    CHECK_INT(cs_calendar_add(calendar, 0, -1, NULL, 0, &end, NULL), CS_OK);
    CHECK_INT(end, -1);
    CHECK_INT(cs_calendar_add(calendar, INT64_C(0x7FFFFFFF), 1, NULL, 0, &end, NULL), CS_OK);
    CHECK_INT(end, INT64_C(0x80000000));
    cs_calendar_free(calendar);
    /* Weekday hours in summer time 400 years apart are the same hours. */
    calendar = calendar_of("America/New_York", "mon-fri 09:00-17:00", "-");
    int64_t near_sum =
        cs_calendar_between(calendar, at("2100-01-01T00:00", "UTC"), at("2150-06-17T15:00", "UTC"), NULL, 0);
    int64_t far_sum =
        cs_calendar_between(calendar, at("2500-01-01T00:00", "UTC"), at("2550-06-17T15:00", "UTC"), NULL, 0);
    CHECK_INT(far_sum, near_sum);
    CHECK(near_sum > INT64_C(50) * 250 * 8 * 3600);
    for (int64_t year = 1990; year < 9900; year += 37) {
        struct cs_span span;
        int64_t july = cs_day_from_date(year, 7, 1), monday = july - cs_day_weekday(july);
        CHECK_INT(cs_calendar_day_spans(calendar, monday, &span, 1), 1);
        CHECK_INT(span.from, monday * 86400 + 13 * 3600); /* 09:00 in summer */
    }
    cs_calendar_free(calendar);
}

CS_TEST(changes_after_counting, "a day that is set after the first count is counted too")
{
    struct cs_calendar *calendar = calendar_of("UTC", week, "-");
    int64_t from = at("2026-03-02T00:00", "UTC");
    CHECK_INT(cs_calendar_between(calendar, from, from + 86400, NULL, 0), 8 * 3600);
    CHECK_INT(cs_calendar_set_days(calendar, "2026-03-02", NULL), CS_OK);
    CHECK_INT(cs_calendar_between(calendar, from, from + 86400, NULL, 0), 0);
    CHECK_INT(cs_calendar_set_days(calendar, "2500-03-01=00:00-24:00", NULL), CS_OK);
    from = at("2500-03-01T00:00", "UTC");
    CHECK_INT(cs_calendar_between(calendar, from, from + 86400, NULL, 0), 86400);
    CHECK_TEXT(cs_calendar_name(calendar), "test");
    CHECK_TEXT(cs_zone_name(cs_calendar_zone(calendar)), "UTC");
    cs_calendar_free(calendar);
}

CS_TEST(bends_with_the_clock, "hours inside a change of the clock follow the rule for gaps")
{
    struct cs_span spans[4];
    /* 02:00 to 03:00 is missing: 02:30 is read as 03:30, so that the first piece is empty. */
    struct cs_calendar *calendar = calendar_of("America/Los_Angeles", "sun 02:30-03:15,04:00-05:00", "-");
    CHECK_INT(cs_calendar_day_spans(calendar, day("2006-04-02"), spans, 4), 1);
    cs_calendar_free(calendar);
    calendar = calendar_of("America/Los_Angeles", "sun 00:00-02:15,03:05-04:00", "-");
    CHECK_INT(cs_calendar_day_spans(calendar, day("2006-04-02"), spans, 4), 1);
    CHECK_INT(spans[0].to - spans[0].from, 3 * 3600);
    cs_calendar_free(calendar);
    /* Midnight itself is missing. */
    calendar = calendar_of("America/Sao_Paulo", "daily 00:00-24:00", "-");
    CHECK_INT(cs_calendar_day_spans(calendar, day("2015-10-18"), spans, 4), 1);
    CHECK_INT(spans[0].to - spans[0].from, 23 * 3600);
    CHECK_MOMENT(spans[0].from, "2015-10-18T01:00", "America/Sao_Paulo");
    CHECK_INT(cs_calendar_day_spans(calendar, day("2015-02-21"), spans, 4), 1);
    CHECK_INT(spans[0].to - spans[0].from, 25 * 3600);
    cs_calendar_free(calendar);
    /* A whole day is missing. */
    calendar = calendar_of("Pacific/Apia", "daily 00:00-24:00", "-");
    CHECK_INT(cs_calendar_day_spans(calendar, day("2011-12-30"), spans, 4), 0);
    CHECK_INT(cs_calendar_workdays_between(calendar, at("2011-12-29T12:00", "Pacific/Apia"),
                                           at("2011-12-31T12:00", "Pacific/Apia")),
              1);
    cs_calendar_free(calendar);
}

/* What one thread makes of a shared calendar: a sum over many days, most of whose pages nobody has made. */
static void *count_much(void *shared)
{
    int64_t sum = 0;
    for (int64_t day = 0; day < 100000; day += 50)
        sum += cs_calendar_between(shared, day * 86400, (day + 50) * 86400, NULL, 0);
    return (void *)(intptr_t)sum;
}

CS_TEST(shares_calendars, "several threads may count with one calendar at once")
{
    struct cs_calendar *calendar = calendar_of("Europe/Berlin", week, "2026-03-02");
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, count_much, calendar), 0);
    int64_t want = cs_calendar_between(calendar, 0, INT64_C(100000) * 86400, NULL, 0);
    for (int i = 0; i < 4; i++) {
        void *sum;
        pthread_join(threads[i], &sum);
        CHECK_INT((intptr_t)sum, want);
    }
    cs_calendar_free(calendar);
}
