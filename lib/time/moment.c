/* Moments as text: ISO 8601 out; ISO 8601 (on a fast path) and many other spellings in. */
#include "time/moment.h"
#include "base/text.h"
#include "time/clock.h"
#include "time/moment-text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The two digits at `at`, or more than 99 where they are none. Stops at a NUL. */
static inline unsigned pair_at(const char *at)
{
    unsigned tens = (unsigned)(unsigned char)at[0] - '0';
    if (tens > 9)
        return 1000;
    unsigned ones = (unsigned)(unsigned char)at[1] - '0';
    return ones > 9 ? 1000 : tens * 10 + ones;
}

/* `:MM`, or more than 99. */
static inline unsigned after_colon(const char *at)
{
    return *at == ':' ? pair_at(at + 1) : 1000;
}

/* YYYY-MM-DD[T ]HH:MM[:SS][Z|+HH:MM] and nothing else: nearly all there is. False: try the long way, which
 * also finds the words for what is wrong. */
static inline bool scan_fast(const char *at, struct cs_moment_parts *parts)
{
    unsigned century = pair_at(at), year, month, day, hour, minute, second = 0;
    if (century < 19 || century > 99 || (year = pair_at(at + 2)) > 99 || at[4] != '-' ||
        (month = pair_at(at + 5)) > 12 || at[7] != '-' || (day = pair_at(at + 8)) > 31 ||
        (at[10] != 'T' && at[10] != ' ') || (hour = pair_at(at + 11)) > 23 ||
        (minute = after_colon(at + 13)) > 59)
        return false;
    year += century * 100;
    if (day > 28 ? !cs_day_valid(year, (int)month, (int)day) : month == 0 || day == 0)
        return false;
    at += 16;
    if (*at == ':') {
        if ((second = pair_at(at + 1)) > 59)
            return false;
        at += 3;
    }
    parts->offset = 0;
    parts->has_offset = *at != '\0';
    if (*at == 'Z') {
        at++;
    } else if (*at == '+' || *at == '-') {
        unsigned east = pair_at(at + 1), minutes;
        if (east > 23 || (minutes = after_colon(at + 3)) > 59)
            return false;
        parts->offset = (int32_t)(east * 3600 + minutes * 60);
        if (*at == '-')
            parts->offset = -parts->offset;
        at += 6;
    }
    parts->day = cs_day_from_date(year, (int)month, (int)day);
    parts->second = (int32_t)(hour * 3600 + minute * 60 + second);
    return *at == '\0';
}

enum cs_status cs_moment_parse(const char *text, const struct cs_zone *zone, bool allow_serial, int64_t *utc,
                               struct cs_error *err)
{
    struct cs_moment_parts parts;
    if (!scan_fast(text, &parts)) {
        enum cs_status status = cs_moment_scan(text, allow_serial, CS_WISH_MOMENT, &parts, err);
        if (status != CS_OK)
            return status;
    }
    if (parts.has_offset)
        *utc = parts.day * 86400 + parts.second - parts.offset;
    else
        *utc = cs_zone_from_day(zone, parts.day, parts.second);
    return CS_OK;
}

enum cs_status cs_moment_parse_relative(const char *text, const struct cs_zone *zone, int64_t *utc,
                                        struct cs_error *err)
{
    static const struct {
        const char *word;
        int days;
    } days[] = { { "yesterday", -1 }, { "today", 0 }, { "tomorrow", 1 } };
    int64_t now = cs_clock_now();
    if (strcasecmp(text, "now") == 0) {
        *utc = now;
        return CS_OK;
    }
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        if (strcasecmp(text, days[i].word) == 0) {
            *utc = cs_zone_from_day(zone, cs_zone_day(zone, now) + days[i].days, 0);
            return CS_OK;
        }
    }
    if (text[0] != '+' && text[0] != '-')
        return cs_moment_parse(text, zone, false, utc, err);
    struct cs_amount amount;
    enum cs_status status = cs_amount_parse(text, &amount, err);
    if (status == CS_OK && amount.unit != CS_NATURAL)
        status = cs_error_set(err, CS_REFUSED, _("\"%.*s\" needs a calendar; write natural time, such as %s"),
                              cs_quote_length(text), text, "-3d");
    if (status == CS_OK)
        *utc = now + amount.count;
    return status;
}

static inline void put_pair(char *out, unsigned value)
{
    out[0] = (char)('0' + value / 10);
    out[1] = (char)('0' + value % 10);
}

size_t cs_moment_put_date(char *out, int64_t year, int month, int day)
{
    size_t at = 4;
    if (year >= 0 && year <= 9999) {
        put_pair(out, (unsigned)year / 100);
        put_pair(out + 2, (unsigned)year % 100);
    } else {
        at = (size_t)snprintf(out, CS_MOMENT_SIZE, "%lld", (long long)year);
    }
    out[at] = '-';
    put_pair(out + at + 1, (unsigned)month);
    out[at + 3] = '-';
    put_pair(out + at + 4, (unsigned)day);
    out[at + 6] = '\0';
    return at + 6;
}

static size_t put_offset(char *out, int32_t offset)
{
    unsigned size = (unsigned)(offset < 0 ? -offset : offset);
    out[0] = offset < 0 ? '-' : '+';
    put_pair(out + 1, size / 3600);
    out[3] = ':';
    put_pair(out + 4, size / 60 % 60);
    if (size % 60 == 0)
        return 6;
    out[6] = ':'; /* local mean time, before zones: without the seconds the text would not read back */
    put_pair(out + 7, size % 60);
    return 9;
}

size_t cs_moment_format(char text[CS_MOMENT_SIZE], int64_t utc, const struct cs_zone *zone)
{
    struct cs_civil civil;
    cs_zone_to_civil(zone, utc, &civil);
    size_t at = cs_moment_put_date(text, civil.year, civil.month, civil.day);
    char *out = text + at;
    out[0] = 'T';
    put_pair(out + 1, (unsigned)civil.hour);
    out[3] = ':';
    put_pair(out + 4, (unsigned)civil.minute);
    out[6] = ':';
    put_pair(out + 7, (unsigned)civil.second);
    at += 9 + put_offset(out + 9, civil.offset);
    text[at] = '\0';
    return at;
}

size_t cs_moment_format_short(char text[CS_MOMENT_SIZE], int64_t utc, const struct cs_zone *zone)
{
    struct cs_civil civil;
    cs_zone_to_civil(zone, utc, &civil);
    size_t at = cs_moment_put_date(text, civil.year, civil.month, civil.day);
    char *out = text + at;
    out[0] = ' ';
    put_pair(out + 1, (unsigned)civil.hour);
    out[3] = ':';
    put_pair(out + 4, (unsigned)civil.minute);
    out[6] = '\0';
    return at + 6;
}
