/* Times in filters: what a person writes stands for a stretch of time, from the first moment that it names to
 * the last. */
#include "record/parts.h"

#include <stdlib.h>
#include <string.h>

static bool all_digits(const char *text, size_t length)
{
    return strspn(text, "0123456789") >= length;
}

/* 2026 and 2026-03: whole years and months, as days. */
static bool read_period(const char *text, struct cs_stretch *days)
{
    size_t length = strlen(text);
    bool year = length == 4 && all_digits(text, 4);
    bool month = length == 7 && all_digits(text, 4) && text[4] == '-' && all_digits(text + 5, 2);
    if (!year && !month)
        return false;
    int y = (int)strtol(text, NULL, 10), m = month ? (int)strtol(text + 5, NULL, 10) : 1;
    if (y < 1900 || m < 1 || m > 12)
        return false;
    days->from = cs_day_from_date(y, m, 1);
    days->to = cs_day_add_months(days->from, year ? 12 : 1);
    return true;
}

/* A date with a time of day is a moment, even at midnight. */
static bool names_hour(const char *text)
{
    return strpbrk(text, ":Tt") || strstr(text, "时");
}

static bool is_day_word(const char *text)
{
    return strcmp(text, "today") == 0 || strcmp(text, "yesterday") == 0 || strcmp(text, "tomorrow") == 0;
}

/* Days of a time field run from local midnight to local midnight. */
static void days_to_moments(const struct cs_zone *zone, struct cs_stretch *stretch)
{
    stretch->from = cs_zone_from_day(zone, stretch->from, 0);
    stretch->to = cs_zone_from_day(zone, stretch->to, 0);
}

static void set_one(struct cs_stretch *stretch, int64_t from)
{
    stretch->from = from;
    stretch->to = from + 1;
}

/* A moment, then: written out, or relative to now. */
static enum cs_status read_moment(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                  struct cs_stretch *stretch, struct cs_error *err)
{
    struct cs_error ignored = CS_ERROR_INIT;
    int64_t utc;
    enum cs_status status = cs_moment_parse_relative(text, how->zone, &utc, &ignored);
    if (status == CS_OK)
        stretch->relative = text[0] == '-' || text[0] == '+';
    else
        status = cs_moment_parse(text, how->zone, false, &utc, err);
    if (status != CS_OK)
        return cs_word_clean(status, err);
    stretch->single = true;
    set_one(stretch, field->type == CS_TYPE_DATE ? cs_zone_day(how->zone, utc) : utc);
    return CS_OK;
}

enum cs_status cs_filter_stretch(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                 struct cs_stretch *stretch, struct cs_error *err)
{
    struct cs_error ignored = CS_ERROR_INIT;
    int64_t day, utc;
    bool date = field->type == CS_TYPE_DATE, days = false;
    *stretch = (struct cs_stretch){ 0 };
    if (read_period(text, stretch)) {
        days = true;
    } else if (is_day_word(text)) {
        enum cs_status status = cs_moment_parse_relative(text, how->zone, &utc, err);
        if (status != CS_OK)
            return status;
        set_one(stretch, cs_zone_day(how->zone, utc));
        days = true;
        stretch->single = date;
    } else if (!names_hour(text) && cs_date_parse(text, false, &day, &ignored) == CS_OK) {
        set_one(stretch, day);
        days = true;
        stretch->single = date;
    }
    if (!days)
        return read_moment(field, how, text, stretch, err);
    if (!date)
        days_to_moments(how->zone, stretch);
    return CS_OK;
}
