/* Hours of the day: spans over midnight, lists of moments. */
#include "time/hours.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { DAY_MINUTES = 24 * 60 };

/* Takes one of the words off *text. */
static bool take(const char **text, const char *const *words)
{
    for (; *words; words++)
        if (strncmp(*text, *words, strlen(*words)) == 0) {
            *text += strlen(*words);
            return true;
        }
    return false;
}

static void skip_blanks(const char **text)
{
    static const char *const blanks[] = { " ", "\t", "\xE3\x80\x80", NULL };
    while (take(text, blanks))
        ;
}

static bool take_number(const char **text, int *number)
{
    int digits = 0;
    *number = 0;
    while (**text >= '0' && **text <= '9' && digits++ < 2)
        *number = *number * 10 + *(*text)++ - '0';
    return digits > 0;
}

/* 8:30, 08:30, 08：30; 24:00 only where a span ends. */
static bool take_time(const char **text, int *minutes)
{
    static const char *const colons[] = { ":", "\xEF\xBC\x9A", NULL };
    int hour, minute;
    skip_blanks(text);
    if (!take_number(text, &hour) || !take(text, colons) || !take_number(text, &minute))
        return false;
    skip_blanks(text);
    *minutes = hour * 60 + minute;
    return minute < 60 && *minutes <= DAY_MINUTES;
}

enum cs_status cs_hours_parse_span(const char *text, struct cs_hours_span *span, struct cs_error *err)
{
    static const char *const dashes[] = { "-", "\xEF\xBC\x8D", "\xE2\x80\x93", "~", "\xEF\xBD\x9E", NULL };
    const char *at = text;
    bool good = take_time(&at, &span->from) && take(&at, dashes) && take_time(&at, &span->until) && !*at;
    if (!good || span->from == DAY_MINUTES)
        return cs_error_set(err, CS_REFUSED, _("must be hours like 22:00-07:00, not \"%s\""), text);
    span->until %= DAY_MINUTES;
    if (span->from == span->until)
        return cs_error_set(err, CS_REFUSED, _("\"%s\" leaves no hour of the day"), text);
    return CS_OK;
}

static enum cs_status add(struct cs_hours_list *list, int minutes, struct cs_error *err)
{
    size_t place = list->count;
    while (place > 0 && list->at[place - 1] > minutes)
        place--;
    if (place > 0 && list->at[place - 1] == minutes)
        return CS_OK;
    if (list->count == CS_HOURS_MAX)
        return cs_error_set(err, CS_REFUSED, _("more than %d hours of a day"), CS_HOURS_MAX);
    memmove(&list->at[place + 1], &list->at[place], (list->count - place) * sizeof *list->at);
    list->at[place] = minutes;
    list->count++;
    return CS_OK;
}

enum cs_status cs_hours_parse_list(const char *text, struct cs_hours_list *list, struct cs_error *err)
{
    static const char *const between[] = { ";", ",", "\xEF\xBC\x9B", "\xEF\xBC\x8C", "\xE3\x80\x81", NULL };
    const char *at = text;
    enum cs_status status = CS_OK;
    list->count = 0;
    do {
        int minutes;
        if (!take_time(&at, &minutes) || minutes == DAY_MINUTES)
            return cs_error_set(err, CS_REFUSED, _("must be hours like 08:30;17:00, not \"%s\""), text);
        status = add(list, minutes, err);
    } while (status == CS_OK && (take(&at, between) || (*at >= '0' && *at <= '9')));
    if (status == CS_OK && *at)
        return cs_error_set(err, CS_REFUSED, _("must be hours like 08:30;17:00, not \"%s\""), text);
    return status;
}

void cs_hours_format_span(char text[CS_HOURS_SIZE], const struct cs_hours_span *span)
{
    snprintf(text, CS_HOURS_SIZE, "%02d:%02d-%02d:%02d", span->from / 60, span->from % 60, span->until / 60,
             span->until % 60);
}

void cs_hours_format_list(char text[CS_HOURS_SIZE], const struct cs_hours_list *list)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < list->count; i++)
        length += (size_t)snprintf(text + length, CS_HOURS_SIZE - length, "%s%02d:%02d", i ? ";" : "",
                                   list->at[i] / 60, list->at[i] % 60);
}

/* The span that began on a local day, or the moment itself. */
static int64_t end_if_inside(const struct cs_hours_span *span, const struct cs_zone *zone, int64_t day,
                             int64_t at)
{
    int64_t over = span->until < span->from;
    int64_t from = cs_zone_from_day(zone, day, span->from * 60);
    int64_t until = cs_zone_from_day(zone, day + over, span->until * 60);
    return from <= at && at < until ? until : at;
}

int64_t cs_hours_after_span(const struct cs_hours_span *span, const struct cs_zone *zone, int64_t at)
{
    if (span->from == span->until)
        return at;
    int64_t day = cs_zone_day(zone, at);
    int64_t end = end_if_inside(span, zone, day - 1, at);
    return end != at ? end : end_if_inside(span, zone, day, at);
}

int64_t cs_hours_next(const struct cs_hours_list *list, const struct cs_zone *zone, int64_t at)
{
    for (int64_t day = cs_zone_day(zone, at);; day++)
        for (size_t i = 0; i < list->count; i++) {
            int64_t moment = cs_zone_from_day(zone, day, list->at[i] * 60);
            if (moment > at)
                return moment;
        }
}
