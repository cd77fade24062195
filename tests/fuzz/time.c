/*
 * Any text as a moment or a date, in zones of all kinds: refused in words with the value left as it was, or
 * taken, and then its one spelling is taken again for the same moment.
 */
#include "fuzz.h"
#include "time/clock.h"
#include "time/moment.h"

static const char *const zones[] = { "Asia/Shanghai",       "UTC",
                                     "America/New_York",    "Asia/Kathmandu",
                                     "Europe/Dublin",       "Asia/Tehran",
                                     "Australia/Lord_Howe", "America/St_Johns",
                                     "Africa/Monrovia" };
enum { ZONES = sizeof zones / sizeof *zones, UNTOUCHED = 4711 };

/* 1900-01-01 and 9999-12-31 with a day on both sides for offsets. */
static const int64_t earliest = -2209075200, latest = 253402387200;

static void check_civil(const struct cs_zone *zone, int64_t utc)
{
    struct cs_civil civil;
    cs_zone_to_civil(zone, utc, &civil);
    FUZZ_HOLDS(cs_day_valid(civil.year, civil.month, civil.day) && civil.hour < 24 && civil.minute < 60 &&
               civil.second < 60 && civil.offset == cs_zone_offset(zone, utc));
    /* The first of two moments that the clock shows alike. */
    int64_t back = cs_zone_from_civil(zone, &civil);
    FUZZ_HOLDS(back <= utc && utc - back <= 86400);
    struct cs_civil again;
    cs_zone_to_civil(zone, back, &again);
    FUZZ_HOLDS(again.day == civil.day && again.hour == civil.hour && again.minute == civil.minute &&
               again.second == civil.second);
}

static void check_moment(const char *text, const struct cs_zone *zone, bool allow_serial)
{
    struct cs_error err = CS_ERROR_INIT;
    char once[CS_MOMENT_SIZE], twice[CS_MOMENT_SIZE];
    int64_t utc = UNTOUCHED, again = 0;
    enum cs_status status = cs_moment_parse(text, zone, allow_serial, &utc, &err);
    if (status) {
        FUZZ_HOLDS(status == CS_REFUSED && utc == UNTOUCHED && err.status == CS_REFUSED);
        fuzz_sentence(&err);
        return;
    }
    FUZZ_HOLDS(!err.text[0] && utc >= earliest && utc <= latest);
    size_t length = cs_moment_format(once, utc, zone);
    FUZZ_HOLDS(length == strlen(once) && length < CS_MOMENT_SIZE);
    if (strncmp(once, "1899", 4) == 0 || length > 25)
        return; /* an offset moved it over the edge of what is taken, or has seconds */
    FUZZ_HOLDS(cs_moment_parse(once, zone, false, &again, &err) == CS_OK && again == utc);
    cs_moment_format(twice, again, zone);
    FUZZ_HOLDS(strcmp(once, twice) == 0);
    length = cs_moment_format_short(twice, utc, zone);
    FUZZ_HOLDS(length == 16 && strncmp(once, twice, 10) == 0);
    check_civil(zone, utc);
}

static void check_date(const char *text, const struct cs_zone *zone, bool allow_serial)
{
    struct cs_error err = CS_ERROR_INIT;
    char once[CS_MOMENT_SIZE];
    int64_t day = UNTOUCHED, again = 0, utc = 0, year;
    int month, month_day;
    enum cs_status status = cs_date_parse(text, allow_serial, &day, &err);
    if (status) {
        FUZZ_HOLDS(status == CS_REFUSED && day == UNTOUCHED);
        fuzz_sentence(&err);
        return;
    }
    FUZZ_HOLDS(cs_date_format(once, day) == 10);
    FUZZ_HOLDS(cs_date_parse(once, false, &again, &err) == CS_OK && again == day);
    cs_day_to_date(day, &year, &month, &month_day);
    FUZZ_HOLDS(cs_day_valid(year, month, month_day) && cs_day_from_date(year, month, month_day) == day);
    /* What is a date is a moment as well. */
    FUZZ_HOLDS(cs_moment_parse(text, zone, allow_serial, &utc, &err) == CS_OK);
}

static void check_relative(const char *text, const struct cs_zone *zone)
{
    struct cs_error err = CS_ERROR_INIT;
    int64_t utc = UNTOUCHED, plain = 0;
    if (cs_moment_parse_relative(text, zone, &utc, &err)) {
        FUZZ_HOLDS(utc == UNTOUCHED);
        fuzz_sentence(&err);
        cs_error_clear(&err);
        FUZZ_HOLDS(cs_moment_parse(text, zone, false, &plain, &err) == CS_REFUSED);
    } else if (cs_moment_parse(text, zone, false, &plain, &err) == CS_OK) {
        FUZZ_HOLDS(plain == utc);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const struct cs_zone *zone;
    struct cs_error err = CS_ERROR_INIT;
    if (!length)
        return 0;
    cs_clock_fix(1772683200);
    FUZZ_HOLDS(cs_zone_find(zones[bytes[0] % ZONES], &zone, &err) == CS_OK);
    char *text = fuzz_text(bytes + 1, length - 1);
    if (!text)
        return 0;
    check_moment(text, zone, false);
    check_moment(text, zone, true);
    check_date(text, zone, false);
    check_date(text, zone, true);
    check_relative(text, zone);
    free(text);
    return 0;
}
