/* The reference figures of tests/vectors/stats.json that hang on a calendar: workdays, limits, periods,
 * codes. */
#include "time/calendar.h"
#include "unit.h"

#include <jansson.h>

static const struct cs_zone *shanghai;
static struct cs_calendar *official; /* with the official days of 2025 and 2026 */
static json_t *root, *checks;

static int64_t at(const char *text)
{
    int64_t utc = 0;
    CHECK_THAT(cs_moment_parse(text, shanghai, false, &utc, NULL) == CS_OK, "%s", text);
    return utc;
}

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    CHECK_THAT(cs_date_parse(text, false, &day, NULL) == CS_OK, "%s", text);
    return day;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* A calendar of weekdays with the official exceptions; a day that is worked instead keeps the usual hours. */
static struct cs_calendar *make_official(const char *hours)
{
    char week[100], *line = NULL;
    size_t size = 0;
    struct cs_calendar *calendar = NULL;
    struct cs_error err = CS_ERROR_INIT;
    snprintf(week, sizeof week, "mon-fri %s", hours);
    CHECK_INT(cs_calendar_new("cn", shanghai, week, &calendar, &err), CS_OK);
    FILE *file = cs_unit_open("tests/vectors/cn_calendar_2025_2026.csv");
    CHECK(getline(&line, &size, file) > 0);
    while (getline(&line, &size, file) > 0) {
        char *rest = line;
        line[strcspn(line, "\r\n")] = '\0';
        const char *date = strsep(&rest, ","), *kind = strsep(&rest, ",");
        enum cs_day_kind what = strcmp(kind, "holiday") == 0 ? CS_DAY_HOLIDAY : CS_DAY_MAKEUP;
        CHECK_INT(cs_calendar_set_day(calendar, day_of(date), what, "", rest, &err), CS_OK);
    }
    cs_calendar_set_known(calendar, day_of("2025-01-01"), day_of("2026-12-31"));
    fclose(file);
    free(line);
    return calendar;
}

CS_TEST(opens, "the figures and the official calendar are there")
{
    char *path = cs_unit_path("tests/vectors/stats.json");
    json_error_t fault;
    root = json_load_file(path, 0, &fault);
    CHECK_THAT(root != NULL, "%s: %s", path, fault.text);
    checks = json_object_get(root, "checks");
    CHECK(json_array_size(checks) > 50);
    CHECK_INT(cs_zone_find("Asia/Shanghai", &shanghai, NULL), CS_OK);
    official = make_official("09:00-12:00,13:30-18:00");
    free(path);
}

/* Runs `check` on every figure whose name begins so; there must be `count`. */
static void each(const char *prefix, int count, void (*check)(const char *, const json_t *, const json_t *))
{
    size_t index;
    json_t *item;
    json_array_foreach(checks, index, item)
    {
        const char *name = text_of(item, "name");
        if (strncmp(name, prefix, strlen(prefix)) != 0)
            continue;
        check(name, json_object_get(item, "input"), json_object_get(item, "expected"));
        count--;
    }
    CHECK_THAT(count == 0, "%s: %d figures are missing", prefix, count);
}

static int64_t workdays_from(int64_t first, int64_t next)
{
    return cs_calendar_workdays_between(official, cs_zone_from_day(shanghai, first, 0) - 1,
                                        cs_zone_from_day(shanghai, next, 0) - 1);
}

static void check_year(const char *name, const json_t *input, const json_t *expected)
{
    int64_t year = number_of(input, "year"), first = cs_day_from_date(year, 1, 1);
    int64_t next = cs_day_from_date(year + 1, 1, 1), holidays = 0;
    CHECK_THAT(workdays_from(first, next) == number_of(expected, "workdays"), "%s", name);
    for (int month = 0; month < 12; month++) {
        int64_t begin = cs_day_from_date(year, month + 1, 1);
        int64_t want =
            json_integer_value(json_array_get(json_object_get(expected, "per_month"), (size_t)month));
        CHECK_THAT(workdays_from(begin, cs_day_add_months(begin, 1)) == want, "%s month %d", name, month + 1);
    }
    for (int64_t day = first; day < next; day++)
        holidays += cs_calendar_day(official, day, NULL, NULL) == CS_DAY_HOLIDAY;
    CHECK_INT(holidays, number_of(expected, "off_days"));
    size_t index;
    json_t *makeup;
    json_array_foreach(json_object_get(expected, "makeup"), index, makeup)
    {
        bool open;
        CHECK_INT(cs_calendar_day(official, day_of(json_string_value(makeup)), NULL, &open), CS_DAY_MAKEUP);
        CHECK(open);
    }
}

CS_TEST(counts_years, "workdays of 2025 and 2026, by month, with the days worked instead")
{
    each("calendar.workdays", 2, check_year);
}

static void check_plus(const char *name, const json_t *input, const json_t *expected)
{
    int64_t end = 0;
    char text[CS_MOMENT_SIZE];
    CHECK_INT(cs_calendar_add_workdays(official, at(text_of(input, "start")) + 36000,
                                       number_of(input, "workdays"), NULL, 0, &end, NULL),
              CS_OK);
    cs_moment_format(text, end, shanghai);
    CHECK_THAT(strncmp(text, json_string_value(expected), 10) == 0, "%s: %s", name, text);
    CHECK_THAT(strncmp(text + 10, "T18:00:00", 9) == 0, "%s: %s", name, text);
}

static void check_between(const char *name, const json_t *input, const json_t *expected)
{
    int64_t got =
        cs_calendar_workdays_between(official, at(text_of(input, "from")), at(text_of(input, "to")));
    CHECK_THAT(got == json_integer_value(expected), "%s: %" PRId64, name, got);
}

CS_TEST(adds_workdays, "workdays on from a day, and between two")
{
    each("calendar.plus", 6, check_plus);
    each("calendar.between", 2, check_between);
}

static void check_due(const char *name, const json_t *input, const json_t *expected)
{
    struct cs_calendar *calendar = make_official(text_of(input, "hours"));
    struct cs_span held[4];
    size_t count = 0;
    json_t *pause, *paused = json_object_get(input, "paused");
    json_array_foreach(paused, count, pause)
    {
        held[count].from = at(json_string_value(json_array_get(pause, 0)));
        held[count].to = at(json_string_value(json_array_get(pause, 1)));
    }
    int64_t end = 0, start = at(text_of(input, "created"));
    CHECK_INT(
        cs_calendar_add(calendar, start, number_of(input, "business_minutes") * 60, held, count, &end, NULL),
        CS_OK);
    CHECK_THAT(end == at(json_string_value(expected)), "%s", name);
    CHECK_INT(cs_calendar_between(calendar, start, end, held, count),
              number_of(input, "business_minutes") * 60);
    cs_calendar_free(calendar);
}

static void check_elapsed(const char *name, const json_t *input, const json_t *expected)
{
    struct cs_calendar *calendar = make_official(text_of(input, "hours"));
    int64_t got =
        cs_calendar_between(calendar, at(text_of(input, "from")), at(text_of(input, "to")), NULL, 0);
    CHECK_THAT(got == json_integer_value(expected) * 60, "%s: %" PRId64, name, got);
    cs_calendar_free(calendar);
}

CS_TEST(meets_limits, "limits in working time fall due, and are used up, as simulated minute by minute")
{
    each("sla.due", 6, check_due);
    each("sla.elapsed", 1, check_elapsed);
}

static void check_period(const char *name, const json_t *input, const json_t *expected)
{
    char text[CS_MOMENT_SIZE];
    int64_t end, last = cs_day_add_months(day_of(text_of(input, "start")), number_of(input, "months"));
    cs_date_format(text, last);
    CHECK_THAT(strcmp(text, text_of(expected, "last_day")) == 0, "%s: %s", name, text);
    /* Art. 203: a last day on a rest day moves to the next workday, which is what amount 0 does. */
    CHECK_INT(cs_calendar_add_workdays(official, cs_zone_from_day(shanghai, last, 0), 0, NULL, 0, &end, NULL),
              CS_OK);
    cs_date_format(text, cs_zone_day(shanghai, end));
    CHECK_THAT(strcmp(text, text_of(expected, "rolled_last_day")) == 0, "%s rolled: %s", name, text);
}

CS_TEST(ends_periods, "periods of months end on the corresponding day, else at the month's end")
{
    each("period.", 5, check_period);
}

static void check_code(const char *name, const json_t *input, const json_t *expected)
{
    static const struct {
        const char *key;
        int days;
    } steps[] = { { "acknowledge_by", 5 },
                  { "path_to_resolution_by", 10 },
                  { "assessment_by", 30 },
                  { "eight_week_letter", 56 } };
    struct cs_calendar *calendar;
    const struct cs_zone *london;
    CHECK_INT(cs_zone_find("Europe/London", &london, NULL), CS_OK);
    CHECK_INT(cs_calendar_new("uk", london, "daily 00:00-24:00", &calendar, NULL), CS_OK);
    int64_t start = day_of(text_of(expected, "complaint_start")), end;
    CHECK_INT(start, day_of(text_of(input, "received")) + 1);
    for (size_t i = 0; i < 4; i++) {
        struct cs_amount amount = { steps[i].days, CS_WORKDAYS };
        CHECK_INT(cs_amount_add(calendar, cs_zone_from_day(london, start, 0), &amount, NULL, 0, &end, NULL),
                  CS_OK);
        CHECK_THAT(cs_zone_day(london, end - 1) == day_of(text_of(expected, steps[i].key)), "%s %s", name,
                   steps[i].key);
    }
    cs_calendar_free(calendar);
}

CS_TEST(follows_the_code, "the steps of the New Homes Quality Code, over the change to summer time")
{
    each("nhqc.", 2, check_code);
}

CS_TEST(knows_its_years, "the official calendar knows 2025 and 2026 only")
{
    int64_t year = 0;
    const char *label;
    CHECK(cs_calendar_known(official, at("2025-01-01"), at("2026-12-31"), &year));
    CHECK(!cs_calendar_known(official, at("2026-12-31"), at("2027-01-04"), &year));
    CHECK_INT(year, 2027);
    CHECK_INT(cs_calendar_day(official, day_of("2026-01-01"), &label, NULL), CS_DAY_HOLIDAY);
    CHECK_TEXT(label, "元旦");
    cs_calendar_free(official);
    json_decref(root);
}
