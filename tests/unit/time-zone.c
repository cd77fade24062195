/* Zones: offsets as the C library has them, wall times in gaps and doubled hours, what is no zone. */
#include "time/moment.h"
#include "time/zone-table.h"
#include "unit.h"

#include <pthread.h>
#include <time.h>

static const struct cs_zone *zone_of(const char *name)
{
    const struct cs_zone *zone = NULL;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_THAT(cs_zone_find(name, &zone, &err) == CS_OK, "%s: %s", name, err.text);
    return zone;
}

/* A pseudo-random number, the same in every run. */
static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

CS_TEST(finds_zones, "a zone is loaded once, and what is no zone is refused")
{
    static const char *const wrong[] = { "",      "Asia/Shanghia", "../../../etc/passwd", "/etc/localtime",
                                         "Asia",  "zone.tab",      "Asia/../Asia/Tokyo",  "asia/shanghai",
                                         "UTC\n", "leapseconds",   "Asia/Shanghai/x" };
    CHECK(zone_of("Asia/Shanghai") == zone_of("Asia/Shanghai"));
    CHECK(zone_of("Asia/Shanghai") != zone_of("Asia/Tokyo"));
    CHECK_TEXT(cs_zone_name(zone_of("Europe/Berlin")), "Europe/Berlin");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const struct cs_zone *zone;
        struct cs_error err = CS_ERROR_INIT;
        CHECK_THAT(cs_zone_find(wrong[i], &zone, &err) == CS_FAILED && !zone, "\"%s\" was found", wrong[i]);
        CHECK_THAT(strstr(err.text, "time zone"), "%s", err.text);
    }
    char long_name[300];
    memset(long_name, 'A', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    const struct cs_zone *zone;
    CHECK_INT(cs_zone_find(long_name, &zone, NULL), CS_FAILED);
}

static const char *const zones[] = {
    "UTC",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Tehran",
    "Australia/Sydney",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Godthab",
    "Asia/Gaza",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Africa/Monrovia",
    "America/Havana",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
    "America/Los_Angeles",
};
enum { ZONES = sizeof zones / sizeof zones[0] };

/* What the C library says. It knows one zone at a time, which is why we have our own reader. */
static void compare_with_libc(const char *name, uint64_t *seed)
{
    const struct cs_zone *zone = zone_of(name);
    setenv("TZ", name, 1);
    tzset();
    for (int i = 0; i < 20000; i++) {
        time_t utc = (time_t)(draw(seed) % UINT64_C(20000000000)) - INT64_C(3000000000);
        struct tm local;
        struct cs_civil civil;
        localtime_r(&utc, &local);
        cs_zone_to_civil(zone, utc, &civil);
        CHECK_THAT(cs_zone_offset(zone, utc) == local.tm_gmtoff && civil.offset == local.tm_gmtoff &&
                       civil.year == local.tm_year + 1900 && civil.month == local.tm_mon + 1 &&
                       civil.day == local.tm_mday && civil.hour == local.tm_hour &&
                       civil.minute == local.tm_min && civil.second == local.tm_sec,
                   "%s at %lld: offset %d, not %ld", name, (long long)utc, (int)civil.offset,
                   local.tm_gmtoff);
        int64_t day = cs_day_from_date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
        CHECK_INT(cs_zone_day(zone, utc), day);
    }
    unsetenv("TZ");
    tzset();
}

CS_TEST(agrees_with_libc, "offsets agree with the C library from 1875 to 2508 in twenty zones")
{
    uint64_t seed = 20260302;
    for (size_t i = 0; i < ZONES; i++)
        compare_with_libc(zones[i], &seed);
}

CS_TEST(comes_back, "a wall time comes back as its moment, the first where there are two")
{
    uint64_t seed = 4711;
    for (size_t i = 0; i < ZONES; i++) {
        const struct cs_zone *zone = zone_of(zones[i]);
        for (int turn = 0; turn < 20000; turn++) {
            int64_t utc = (int64_t)(draw(&seed) % UINT64_C(40000000000)) - INT64_C(2000000000);
            struct cs_civil civil;
            cs_zone_to_civil(zone, utc, &civil);
            int64_t back = cs_zone_from_civil(zone, &civil);
            int32_t gone = cs_zone_offset(zone, back) - civil.offset;
            CHECK_THAT(back == utc || (back < utc && utc - back == gone), "%s at %" PRId64 ": %" PRId64,
                       zones[i], utc, back);
        }
    }
}

CS_TEST(bends_at_changes, "gaps move on by their length, double times are the first, 24:00 ends the day")
{
    static const struct {
        const char *zone, *local, *utc;
    } cases[] = {
        { "Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00+00:00" },
        { "Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00+00:00" },
        { "Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00+00:00" },
        { "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00+00:00" },
        { "Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00+00:00" },
        { "Europe/Berlin", "2099-07-01T12:00", "2099-07-01T10:00:00+00:00" },
        { "Europe/Berlin", "9999-07-01T12:00", "9999-07-01T10:00:00+00:00" },
        { "America/Sao_Paulo", "2015-10-18T00:00", "2015-10-18T03:00:00+00:00" },
        { "America/Sao_Paulo", "2015-10-17T24:00", "2015-10-18T03:00:00+00:00" },
        { "America/Sao_Paulo", "2015-10-18T00:30", "2015-10-18T03:30:00+00:00" },
        { "America/Sao_Paulo", "2015-02-21T23:30", "2015-02-22T01:30:00+00:00" },
        { "America/Sao_Paulo", "2015-02-21T24:00", "2015-02-22T03:00:00+00:00" },
        { "Asia/Tehran", "2016-03-21T00:00", "2016-03-20T20:30:00+00:00" },
        { "Asia/Tehran", "2015-09-21T23:30", "2015-09-21T19:00:00+00:00" },
        { "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00+00:00" },
        { "Asia/Shanghai", "1900-01-01T00:00", "1899-12-31T15:54:17+00:00" },
        { "Australia/Sydney", "2400-01-15T12:00", "2400-01-15T01:00:00+00:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[CS_MOMENT_SIZE];
        int64_t utc = 0;
        CHECK_INT(cs_moment_parse(cases[i].local, zone_of(cases[i].zone), false, &utc, NULL), CS_OK);
        cs_moment_format(text, utc, zone_of("UTC"));
        CHECK_THAT(strcmp(text, cases[i].utc) == 0, "%s %s: %s", cases[i].zone, cases[i].local, text);
    }
}

CS_TEST(bears_extremes, "moments at the ends of the number line break nothing")
{
    static const int64_t ends[] = { INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1 };
    for (size_t i = 0; i < 4 * ZONES; i++) {
        const struct cs_zone *zone = zone_of(zones[i / 4]);
        struct cs_civil civil;
        char text[CS_MOMENT_SIZE];
        cs_zone_to_civil(zone, ends[i % 4], &civil);
        CHECK(cs_moment_format(text, ends[i % 4], zone) < CS_MOMENT_SIZE);
        CHECK(cs_moment_format_short(text, ends[i % 4], zone) < CS_MOMENT_SIZE);
        CHECK(cs_date_format(text, ends[i % 4]) < CS_MOMENT_SIZE);
        cs_zone_from_day(zone, ends[i % 4], 86400);
        cs_zone_day(zone, ends[i % 4]);
    }
}

static void *find_all(void *unused)
{
    for (size_t i = 0; i < ZONES; i++)
        (void)zone_of(zones[i]);
    return unused;
}

CS_TEST(shares_zones, "several threads may look for zones at once")
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, find_all, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

/* Reads spoilt bytes; what comes of it must be refused or a rising table. */
static enum cs_status read_spoilt(const unsigned char *bytes, size_t length)
{
    struct cs_zone zone = { .limit = INT64_MAX, .steady = INT64_MIN };
    struct cs_error err = CS_ERROR_INIT;
    unsigned char *tight = malloc(length + !length); /* its own memory: the sanitizer sees a step too far */
    memcpy(tight, bytes, length);
    enum cs_status status = cs_zone_read(&zone, tight, length, &err);
    CHECK(status == CS_OK || (status == CS_FAILED && err.text[0]));
    for (size_t i = 1; status == CS_OK && i < zone.count; i++)
        CHECK(zone.segments[i - 1].from < zone.segments[i].from);
    free(zone.segments);
    free(tight);
    return status;
}

CS_TEST(refuses_spoilt_files, "cut and spoilt zone files are refused or make a rising table")
{
    unsigned char bytes[8192];
    uint64_t seed = 31;
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
    CHECK(file != NULL);
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    CHECK_INT(read_spoilt(bytes, length), CS_OK);
    for (size_t cut = 0; cut < length; cut++)
        CHECK_INT(read_spoilt(bytes, cut), CS_FAILED);
    for (int turn = 0; turn < 4000; turn++) {
        size_t at =
            turn % 2 ? draw(&seed) % length : length - 1 - draw(&seed) % 32; /* often within the rule */
        unsigned char kept = bytes[at];
        bytes[at] = (unsigned char)draw(&seed);
        (void)read_spoilt(bytes, length);
        bytes[at] = kept;
    }
    if (file)
        fclose(file);
}

CS_TEST(reads_rules, "rules are read in every form of POSIX, and nothing else")
{
    static const char *const good[] = { "UTC0",
                                        "<-03>3",
                                        "CET-1CEST,M3.5.0,M10.5.0/3",
                                        "IST-1GMT0,M10.5.0,M3.5.0/1",
                                        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                        "EET-2EEST,M3.4.4/50,M10.4.4/50",
                                        "XXX3YYY,J60,J300/1:30:30",
                                        "XXX3YYY,0/0,J365/25",
                                        "AAA+5:30:15BBB4,59,300" };
    static const char *const wrong[] = { "U0",
                                         "UTC",
                                         "<UTC0",
                                         "CET-1CEST",
                                         "CET-1CEST,M3.5.0",
                                         "CET-1CEST,M13.5.0,M10.5.0",
                                         "CET-1CEST,M3.6.0,M10.5.0",
                                         "CET-1CEST,M3.5.7,M10.5.0",
                                         "CET-1CEST,J0,J5",
                                         "CET-1CEST,366,5",
                                         "CET-1CEST,M3.5.0,M10.5.0x",
                                         "CET-168",
                                         "CET-1:60",
                                         "CET-1CEST,M3.5.0/,M10.5.0",
                                         "CET-99999999999999999999" };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct cs_zone zone = { .limit = INT64_MAX, .steady = INT64_MIN };
        cs_zone_append(&zone, INT64_MIN, 0);
        CHECK_THAT(cs_zone_extend(&zone, good[i], NULL) == CS_OK, "%s", good[i]);
        CHECK_THAT(i < 2 || zone.count > 1, "%s", good[i]);
        free(zone.segments);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct cs_zone zone = { .limit = INT64_MAX, .steady = INT64_MIN };
        cs_zone_append(&zone, INT64_MIN, 0);
        CHECK_THAT(cs_zone_extend(&zone, wrong[i], NULL) == CS_FAILED, "%s", wrong[i]);
        free(zone.segments);
    }
}
