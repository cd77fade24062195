/* Amounts of time as text: "2h30m", "P3DT4H", "4hwt" of working time, "3wd" workdays. */
#include "base/text.h"
#include "time/moment-text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS_MAX = 100000, DIGITS_MAX = 12, AMOUNT_LENGTH_MAX = 64 };

/* The units of natural time, falling; both spellings. `clock` are those behind the T of ISO 8601. */
static const struct unit {
    char brief, iso;
    bool clock;
    int64_t seconds;
} units[] = {
    { 'w', 'W', false, 604800 }, { 'd', 'D', false, 86400 }, { 'h', 'H', true, 3600 },
    { 'm', 'M', true, 60 },      { 's', 'S', true, 1 },
};
enum { UNITS = sizeof units / sizeof units[0] };

static enum cs_status refuse(const char *text, struct cs_error *err)
{
    return cs_error_set(err, CS_REFUSED,
                        _("\"%.*s\" is no amount of time; write %s, %s for working time or %s for workdays"),
                        cs_quote_length(text), text, "2h30m", "4hwt", "3wd");
}

static enum cs_status refuse_large(const char *text, struct cs_error *err)
{
    return cs_error_set(err, CS_REFUSED, _("\"%.*s\" is too long: an amount of time is at most %d days"),
                        cs_quote_length(text), text, DAYS_MAX);
}

static bool take_number(const char **at, const char *end, int64_t *number)
{
    const char *begin = *at;
    *number = 0;
    for (; *at < end && isdigit((unsigned char)**at); ++*at) {
        if (*at - begin < DIGITS_MAX)
            *number = *number * 10 + (**at - '0');
        else
            *number = INT64_MAX / 1000000; /* too large whatever the unit */
    }
    return *at > begin;
}

/* Numbers with units, each smaller than the one before. `iso` spells P1DT2H (at stands behind the P). */
static enum cs_status scan_parts(const char *text, const char *at, const char *end, bool iso,
                                 int64_t *seconds, struct cs_error *err)
{
    size_t next = 0;
    bool clock = !iso;
    *seconds = 0;
    if (at == end)
        return refuse(text, err);
    while (at < end) {
        int64_t number;
        if (iso && !clock && *at == 'T') {
            clock = true;
            at++;
        }
        if (!take_number(&at, end, &number) || at == end)
            return refuse(text, err);
        if (iso && !clock && (*at == 'M' || *at == 'Y'))
            return cs_error_set(
                err, CS_REFUSED,
                _("\"%.*s\" is no fixed amount of time: months and years differ; write days, such as %s"),
                cs_quote_length(text), text, "30d");
        while (next < UNITS && *at != (iso ? units[next].iso : units[next].brief))
            next++;
        if (next == UNITS || (iso && clock != units[next].clock))
            return refuse(text, err);
        if (number > DAYS_MAX * INT64_C(86400) / units[next].seconds)
            return refuse_large(text, err);
        *seconds += number * units[next++].seconds;
        at++;
    }
    return *seconds > DAYS_MAX * INT64_C(86400) ? refuse_large(text, err) : CS_OK;
}

/* Working time in days would be a trap: "3dwt" is 72 hours, nine days of a desk that opens for eight. */
static enum cs_status scan_working(const char *text, const char *at, const char *end, int64_t *seconds,
                                   struct cs_error *err)
{
    bool iso = *at == 'P';
    if (memchr(at, iso ? 'D' : 'd', (size_t)(end - at)) || memchr(at, iso ? 'W' : 'w', (size_t)(end - at)))
        return cs_error_set(
            err, CS_REFUSED,
            _("\"%.*s\" mixes days and working time; write %s for workdays or hours such as %s"),
            cs_quote_length(text), text, "3wd", "24hwt");
    return scan_parts(text, at + iso, end, iso, seconds, err);
}

enum cs_status cs_amount_parse(const char *text, struct cs_amount *amount, struct cs_error *err)
{
    const char *at = text + strspn(text, " \t\r\n"), *end = at + strlen(at);
    while (end > at && strchr(" \t\r\n", end[-1]))
        end--;
    if (end - at > AMOUNT_LENGTH_MAX)
        return refuse(text, err);
    bool negative = at < end && *at == '-';
    at += negative || (at < end && *at == '+');
    struct cs_amount read = { 0, CS_NATURAL };
    enum cs_status status = CS_OK;
    const char *suffix = end - at > 2 ? end - 2 : end;
    if (suffix < end && memcmp(suffix, "wd", 2) == 0) {
        read.unit = CS_WORKDAYS;
        if (!take_number(&at, suffix, &read.count) || at < suffix)
            status = refuse(text, err);
        else if (read.count > DAYS_MAX)
            status = refuse_large(text, err);
    } else if (suffix < end && memcmp(suffix, "wt", 2) == 0) {
        read.unit = CS_WORKING;
        status = scan_working(text, at, suffix, &read.count, err);
    } else if (end - at != 1 || *at != '0') {
        bool iso = at < end && *at == 'P';
        status = scan_parts(text, at + iso, end, iso, &read.count, err);
    }
    if (status == CS_OK) {
        read.count = negative ? -read.count : read.count;
        *amount = read;
    }
    return status;
}

size_t cs_amount_format(char text[CS_MOMENT_SIZE], const struct cs_amount *amount)
{
    int64_t left = amount->count < 0 ? -amount->count : amount->count;
    const char *sign = amount->count < 0 ? "-" : "";
    if (amount->unit == CS_WORKDAYS)
        return (size_t)snprintf(text, CS_MOMENT_SIZE, "%s%lldwd", sign, (long long)left);
    size_t at = (size_t)snprintf(text, CS_MOMENT_SIZE, "%s", sign);
    /* Weeks only where they come out even (2w, but 10d); hours at most where time is working time. */
    size_t first = amount->unit == CS_WORKING ? 2 : left % units[0].seconds == 0 ? 0 : 1;
    for (size_t i = first; i < UNITS && left > 0; i++) {
        int64_t number = left / units[i].seconds;
        left %= units[i].seconds;
        if (number)
            at +=
                (size_t)snprintf(text + at, CS_MOMENT_SIZE - at, "%lld%c", (long long)number, units[i].brief);
    }
    if (amount->count == 0)
        at += (size_t)snprintf(text + at, CS_MOMENT_SIZE - at, amount->unit == CS_WORKING ? "0h" : "0");
    if (amount->unit == CS_WORKING)
        at += (size_t)snprintf(text + at, CS_MOMENT_SIZE - at, "wt");
    return at;
}
