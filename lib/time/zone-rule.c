/* The rule at the end of a TZif file ("CET-1CEST,M3.5.0,M10.5.0/3"), written out year by year. */
#include "base/text.h"
#include "time/zone-table.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum {
    YEARS_WRITTEN = 405, /* a cycle and a margin on both sides */
    FOLD_YEAR = 403,     /* from this year on look a cycle earlier; that year is ruled by the rule alone */
    FIRST_YEAR = 1970,   /* where a file has no transitions at all */
};

/* One day of a year and a time of that day. */
struct change {
    char kind;            /* 'M': month.week.weekday; 'J': 1..365 without leap days; 'N': 0..365 */
    int month, week, day; /* day: weekday (0 = Sunday) or the number of the day */
    int32_t second;       /* may be negative or beyond the day */
};

struct rule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    struct change start, end; /* of summer time; in wall time */
};

static bool take(const char **at, char sign)
{
    if (**at != sign)
        return false;
    ++*at;
    return true;
}

static bool take_number(const char **at, int most, int *value)
{
    if (!isdigit((unsigned char)**at))
        return false;
    int number = 0;
    while (isdigit((unsigned char)**at) && number <= most)
        number = number * 10 + (*(*at)++ - '0');
    *value = number;
    return number <= most;
}

static bool take_name(const char **at)
{
    const char *begin = *at;
    if (take(at, '<')) {
        while (**at && **at != '>')
            ++*at;
        return take(at, '>');
    }
    while (isalpha((unsigned char)**at))
        ++*at;
    return *at - begin >= 3;
}

/* [+-]h[h[h]][:mm[:ss]] in seconds. */
static bool take_time(const char **at, int32_t *seconds)
{
    int sign = take(at, '-') ? -1 : 1, hour, minute = 0, second = 0;
    if (sign > 0)
        take(at, '+');
    if (!take_number(at, 167, &hour))
        return false;
    if (take(at, ':') && !take_number(at, 59, &minute))
        return false;
    if (take(at, ':') && !take_number(at, 59, &second))
        return false;
    *seconds = sign * (hour * 3600 + minute * 60 + second);
    return true;
}

static bool take_change(const char **at, struct change *change)
{
    bool good;
    *change = (struct change){ .kind = 'N', .second = 7200 };
    if (take(at, 'M')) {
        change->kind = 'M';
        good = take_number(at, 12, &change->month) && change->month > 0 && take(at, '.') &&
               take_number(at, 5, &change->week) && change->week > 0 && take(at, '.') &&
               take_number(at, 6, &change->day);
    } else {
        if (take(at, 'J'))
            change->kind = 'J';
        good = take_number(at, 365, &change->day) && (change->kind == 'N' || change->day > 0);
    }
    if (good && take(at, '/'))
        good = take_time(at, &change->second);
    return good;
}

static bool parse_rule(const char *at, struct rule *rule)
{
    *rule = (struct rule){ 0 };
    int32_t west;
    if (!take_name(&at) || !take_time(&at, &west))
        return false;
    rule->standard = -west;
    if (!*at)
        return true;
    rule->has_summer = true;
    rule->summer = rule->standard + 3600;
    if (!take_name(&at))
        return false;
    if (*at && *at != ',') {
        if (!take_time(&at, &west))
            return false;
        rule->summer = -west;
    }
    return take(&at, ',') && take_change(&at, &rule->start) && take(&at, ',') &&
           take_change(&at, &rule->end) && !*at;
}

static int64_t day_of_change(const struct change *change, int64_t year)
{
    int64_t first = cs_day_from_date(year, 1, 1);
    if (change->kind == 'N')
        return first + change->day;
    if (change->kind == 'J')
        return first + change->day - 1 + (change->day > 59 && cs_day_valid(year, 2, 29));
    /* The first such weekday of the month, then whole weeks; week 5 is the last one there is. */
    int64_t month = cs_day_from_date(year, change->month, 1);
    int64_t day = month + (change->day + 6 - cs_day_weekday(month)) % 7 + 7 * (change->week - 1);
    int64_t next =
        change->month == 12 ? cs_day_from_date(year + 1, 1, 1) : cs_day_from_date(year, change->month + 1, 1);
    return day < next ? day : day - 7;
}

static int64_t moment_of_change(const struct change *change, int64_t year, int32_t offset_before)
{
    return day_of_change(change, year) * 86400 + change->second - offset_before;
}

static void write_years(struct cs_zone *zone, const struct rule *rule, int64_t first_year, int64_t after)
{
    size_t written = 0;
    for (int64_t year = first_year; year < first_year + YEARS_WRITTEN; year++) {
        int64_t start = moment_of_change(&rule->start, year, rule->standard);
        int64_t end = moment_of_change(&rule->end, year, rule->summer);
        bool start_first = start < end; /* the other way round south of the equator */
        for (int turn = 0; turn < 2; turn++) {
            bool summer = (turn == 0) == start_first;
            int64_t from = summer ? start : end;
            if (from <= after)
                continue;
            cs_zone_append(zone, from, summer ? rule->summer : rule->standard);
            if (++written == 2)
                zone->steady = from;
        }
    }
    zone->limit = cs_day_from_date(first_year + FOLD_YEAR, 1, 1) * 86400;
}

enum cs_status cs_zone_extend(struct cs_zone *zone, const char *text, struct cs_error *err)
{
    struct rule rule;
    if (!parse_rule(text, &rule))
        return cs_error_set(err, CS_FAILED, _("the file's rule \"%s\" cannot be read"), text);
    if (!rule.has_summer)
        return CS_OK; /* the last transition already says it */
    int64_t last = zone->count > 1 ? zone->segments[zone->count - 1].from : INT64_MIN;
    int64_t year = FIRST_YEAR;
    if (last != INT64_MIN) {
        int month, day;
        cs_day_to_date(last / 86400, &year, &month, &day);
    }
    write_years(zone, &rule, year, last);
    return CS_OK;
}
