/* Working-time calendars: built from text, day by day; what a day is. */
#include "time/calendar.h"
#include "base/memory.h"
#include "base/text.h"
#include "time/calendar-table.h"
#include "time/moment-text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* The weekday that the three letters at `at` name, or -1. */
static int find_weekday(const char *at, size_t length)
{
    for (int i = 0; length == 3 && i < 7; i++) {
        if (strncasecmp(at, weekdays[i], 3) == 0)
            return i;
    }
    return -1;
}

/* "mon", "mon-fri", "sat-mon" or "daily" to first and last weekday. */
static bool parse_days(const char *at, size_t length, int *first, int *last)
{
    if (length == 5 && strncasecmp(at, "daily", 5) == 0) {
        *first = 0;
        *last = 6;
        return true;
    }
    const char *dash = memchr(at, '-', length);
    *first = *last = find_weekday(at, dash ? (size_t)(dash - at) : length);
    if (dash)
        *last = find_weekday(dash + 1, length - (size_t)(dash + 1 - at));
    return *first >= 0 && *last >= 0;
}

/* One stretch between semicolons: "mon-fri 08:00-12:00,14:00-18:00". */
static enum cs_status parse_stretch(struct cs_calendar *calendar, const char *at, size_t length,
                                    struct cs_error *err)
{
    size_t word = 0;
    int first, last;
    while (word < length && at[word] != ' ' && at[word] != '\t')
        word++;
    if (!parse_days(at, word, &first, &last))
        return cs_error_set(err, CS_REFUSED, _("\"%.*s\" is no day; write %s, %s or %s"),
                            cs_quote_piece(at, word), at, "mon", "mon-fri", "daily");
    enum cs_status status = CS_OK;
    for (int day = first; status == CS_OK; day = (day + 1) % 7) {
        status = cs_hours_parse(&calendar->week[day], at + word, length - word, false, err);
        if (status != CS_OK)
            cs_error_prefix(err, "%s", weekdays[day]);
        if (day == last)
            break;
    }
    return status;
}

static enum cs_status parse_week(struct cs_calendar *calendar, const char *hours, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    const char *at = hours;
    while (status == CS_OK && *at) {
        size_t length = strcspn(at, ";");
        const char *next = at + length + (at[length] == ';');
        while (length > 0 && strchr(" \t\r\n", *at)) {
            at++;
            length--;
        }
        while (length > 0 && strchr(" \t\r\n", at[length - 1]))
            length--;
        if (length > 0)
            status = parse_stretch(calendar, at, length, err);
        at = next;
    }
    for (int day = 0; day < 7 && !calendar->usual; day++) {
        if (calendar->week[day].count)
            calendar->usual = &calendar->week[day];
    }
    if (status == CS_OK && !calendar->usual)
        status = cs_error_set(err, CS_REFUSED, _("it has no open hours"));
    return status;
}

enum cs_status cs_calendar_new(const char *name, const struct cs_zone *zone, const char *hours,
                               struct cs_calendar **calendar, struct cs_error *err)
{
    struct cs_calendar *made = cs_alloc(sizeof *made);
    made->name = cs_strdup(name);
    made->zone = zone;
    made->known_first = INT64_MIN;
    made->known_last = INT64_MAX;
    enum cs_status status = parse_week(made, hours, err);
    if (status == CS_OK) {
        cs_pages_prepare(made);
    } else {
        cs_error_prefix(err, _("calendar \"%s\""), name);
        cs_calendar_free(made);
        made = NULL;
    }
    *calendar = made;
    return status;
}

void cs_calendar_free(struct cs_calendar *calendar)
{
    if (!calendar)
        return;
    cs_pages_drop(calendar);
    for (int day = 0; day < 7; day++)
        cs_hours_release(&calendar->week[day]);
    for (size_t i = 0; i < calendar->special_count; i++) {
        cs_hours_release(&calendar->specials[i].hours);
        cs_hours_release(&calendar->specials[i].breaks);
        free(calendar->specials[i].label);
    }
    free(calendar->specials);
    free(calendar->name);
    free(calendar);
}

const char *cs_calendar_name(const struct cs_calendar *calendar)
{
    return calendar->name;
}

const struct cs_zone *cs_calendar_zone(const struct cs_calendar *calendar)
{
    return calendar->zone;
}

/* The place in the rising list at which a day stands or would stand. */
static size_t special_place(const struct cs_calendar *calendar, int64_t day)
{
    size_t low = 0, high = calendar->special_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->specials[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct cs_special *cs_calendar_special(const struct cs_calendar *calendar, int64_t day)
{
    size_t at = special_place(calendar, day);
    bool found = at < calendar->special_count && calendar->specials[at].day == day;
    return found ? &calendar->specials[at] : NULL;
}

static struct cs_special *special_for(struct cs_calendar *calendar, int64_t day)
{
    struct cs_special *found = cs_calendar_special(calendar, day);
    if (found)
        return found;
    size_t at = special_place(calendar, day), behind = calendar->special_count - at;
    calendar->specials = cs_grow(calendar->specials, &calendar->special_capacity, calendar->special_count + 1,
                                 sizeof *calendar->specials);
    found = &calendar->specials[at];
    memmove(found + 1, found, behind * sizeof *found);
    *found = (struct cs_special){ .day = day };
    calendar->special_count++;
    return found;
}

/* Own hours of a day that is no holiday. Without text: a closed day gets the usual hours, an open one keeps
 * its own. */
static enum cs_status set_hours(struct cs_calendar *calendar, struct cs_special *special,
                                enum cs_day_kind kind, const char *times, struct cs_error *err)
{
    struct cs_hours hours = { 0 };
    const struct cs_hours *weekly = &calendar->week[cs_day_weekday(special->day)];
    const struct cs_hours *usual = weekly->count ? weekly : calendar->usual;
    enum cs_status status = CS_OK;
    if (times && times[0]) {
        status = cs_hours_parse(&hours, times, strlen(times), false, err);
    } else {
        hours.pieces = cs_grow(NULL, &hours.capacity, usual->count, sizeof *hours.pieces);
        memcpy(hours.pieces, usual->pieces, usual->count * sizeof *hours.pieces);
        hours.count = usual->count;
    }
    if (status != CS_OK) {
        cs_hours_release(&hours);
        return status;
    }
    cs_hours_release(&special->hours);
    special->hours = hours;
    special->replaced = true;
    special->replaced_by = kind;
    return CS_OK;
}

enum cs_status cs_calendar_set_day(struct cs_calendar *calendar, int64_t day, enum cs_day_kind kind,
                                   const char *times, const char *label, struct cs_error *err)
{
    bool none = !times || !times[0];
    if (none && (kind == CS_DAY_HOURS || kind == CS_DAY_BREAK))
        return cs_error_set(err, CS_REFUSED, _("a day with other hours or a break needs times, such as %s"),
                            "08:00-12:00");
    if (!none && kind == CS_DAY_HOLIDAY)
        return cs_error_set(err, CS_REFUSED, _("a holiday is closed all day and takes no times"));
    int64_t first = (int64_t)CS_PAGE_FIRST * CS_PAGE_DAYS, last = (int64_t)CS_PAGE_LAST * CS_PAGE_DAYS;
    if (day < first || day > last)
        return cs_error_set(err, CS_REFUSED, _("the day lies outside of the years 1800 to 11000"));
    struct cs_special *special = special_for(calendar, day);
    enum cs_status status = CS_OK;
    if (kind == CS_DAY_HOLIDAY)
        special->holiday = true;
    else if (kind == CS_DAY_BREAK)
        status = cs_hours_parse(&special->breaks, times, strlen(times), true, err);
    else if (kind != CS_DAY_WEEKLY)
        status = set_hours(calendar, special, kind, times, err);
    if (status == CS_OK && label && label[0]) {
        free(special->label);
        special->label = cs_strdup(label);
    }
    cs_pages_prepare(calendar);
    return status;
}

/* One exception: "D", "D@08:00-09:00+..." or "D=08:00-12:00". */
static enum cs_status set_exception(struct cs_calendar *calendar, char *text, struct cs_error *err)
{
    size_t length = strcspn(text, "@=");
    char sign = text[length], *times = text + length + (sign != '\0');
    text[length] = '\0';
    int64_t day;
    enum cs_status status = cs_date_parse(text, false, &day, err);
    if (status != CS_OK)
        return status;
    enum cs_day_kind kind = CS_DAY_HOLIDAY;
    if (sign == '@')
        kind = CS_DAY_BREAK;
    else if (sign == '=')
        kind = calendar->week[cs_day_weekday(day)].count ? CS_DAY_HOURS : CS_DAY_MAKEUP;
    status = sign && !*times ? cs_error_set(err, CS_REFUSED, _("times are missing behind \"%c\""), sign)
                             : cs_calendar_set_day(calendar, day, kind, times, NULL, err);
    if (status != CS_OK)
        cs_error_prefix(err, "%s", text);
    return status;
}

enum cs_status cs_calendar_set_days(struct cs_calendar *calendar, const char *holidays, struct cs_error *err)
{
    if (strcmp(holidays, "-") == 0)
        return CS_OK;
    char *copy = cs_strdup(holidays), *rest = copy, *piece;
    enum cs_status status = CS_OK;
    while (status == CS_OK && (piece = strsep(&rest, ",")) != NULL) {
        piece += strspn(piece, " \t\r\n");
        if (*piece)
            status = set_exception(calendar, piece, err);
    }
    free(copy);
    return status;
}

void cs_calendar_set_known(struct cs_calendar *calendar, int64_t first_day, int64_t last_day)
{
    calendar->known_first = first_day;
    calendar->known_last = last_day;
}

bool cs_calendar_known(const struct cs_calendar *calendar, int64_t from, int64_t to, int64_t *year)
{
    int64_t first = cs_zone_day(calendar->zone, from), last = cs_zone_day(calendar->zone, to);
    int64_t unknown = first;
    if (first >= calendar->known_first) {
        if (last <= calendar->known_last)
            return true;
        unknown = first > calendar->known_last ? first : calendar->known_last + 1;
    }
    if (year) {
        int month, day;
        cs_day_to_date(unknown, year, &month, &day);
    }
    return false;
}

enum cs_day_kind cs_calendar_day(const struct cs_calendar *calendar, int64_t day, const char **label,
                                 bool *open)
{
    const struct cs_special *special = cs_calendar_special(calendar, day);
    enum cs_day_kind kind = CS_DAY_WEEKLY;
    if (special && special->holiday)
        kind = CS_DAY_HOLIDAY;
    else if (special && special->replaced)
        kind = special->replaced_by;
    else if (special && special->breaks.count)
        kind = CS_DAY_BREAK;
    if (label)
        *label = special && special->label ? special->label : "";
    if (open)
        *open = cs_calendar_day_spans(calendar, day, NULL, 0) > 0;
    return kind;
}
