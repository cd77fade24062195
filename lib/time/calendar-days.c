/* Counting in whole workdays. */
#include "base/text.h"
#include "time/calendar-table.h"

static const int64_t patience = 36525; /* days: 100 years */
static const int64_t first_day = -62000, last_day = 3300000;

/* The days of a calendar and what is taken out of them. */
struct walk {
    const struct cs_calendar *calendar;
    const struct cs_span *held;
    size_t held_count;
    int64_t start; /* the local day on which patience begins */
    int64_t day;   /* the day last looked at */
    int64_t left;  /* workdays still to find */
};

struct day_view {
    struct cs_page_view view;
    int64_t day; /* of the page */
};

static struct day_view find_day(const struct cs_calendar *calendar, int64_t day)
{
    int64_t index = cs_page_of_day(day);
    return (struct day_view){ cs_page_get(calendar, index), day - index * CS_PAGE_DAYS };
}

size_t cs_calendar_day_spans(const struct cs_calendar *calendar, int64_t day, struct cs_span *spans,
                             size_t limit)
{
    if (day < first_day || day > last_day)
        return 0;
    struct day_view at = find_day(calendar, day);
    const struct cs_page *page = at.view.page;
    int64_t base = page->from + at.view.shift;
    size_t first = page->first[at.day], count = page->first[at.day + 1] - first;
    for (size_t i = 0; i < count && i < limit; i++)
        spans[i] = (struct cs_span){ base + page->pieces[first + i].from, base + page->pieces[first + i].to };
    return count;
}

/* Open days in [from, to), holds aside. */
static int64_t open_days(const struct cs_calendar *calendar, int64_t from, int64_t to)
{
    from = from < first_day ? first_day : from > last_day ? last_day : from;
    to = to < first_day ? first_day : to > last_day ? last_day : to;
    if (to <= from)
        return 0;
    struct day_view begin = find_day(calendar, from), end = find_day(calendar, to);
    int64_t count = end.view.page->open[end.day] - begin.view.page->open[begin.day];
    for (int64_t index = begin.view.index; index < end.view.index; index++)
        count += cs_page_get(calendar, index).page->open[CS_PAGE_DAYS];
    return count;
}

int64_t cs_calendar_workdays_between(const struct cs_calendar *calendar, int64_t start, int64_t end)
{
    if (end <= start)
        return 0;
    return open_days(calendar, cs_zone_day(calendar->zone, start) + 1, cs_zone_day(calendar->zone, end) + 1);
}

/* Whether the holds leave any open time of a day. */
static bool counts(const struct walk *walk, int64_t day)
{
    struct day_view at = find_day(walk->calendar, day);
    const struct cs_page *page = at.view.page;
    uint32_t first = page->first[at.day], end = page->first[at.day + 1];
    if (first == end)
        return false;
    int64_t base = page->from + at.view.shift;
    int64_t from = base + page->pieces[first].from, to = base + page->pieces[end - 1].to;
    return cs_calendar_between(walk->calendar, from, to, walk->held, walk->held_count) > 0;
}

/* The n-th open day of a page, n from 1; the day behind the page where it has fewer. */
static int64_t nth_open_day(const struct cs_page *page, int64_t n)
{
    int low = 0, high = CS_PAGE_DAYS;
    while (low < high) {
        int middle = (low + high) / 2;
        if (page->open[middle + 1] < n)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Takes up to `left` open days behind walk->day, none of them held, but none behind `last`. */
static void jump_forward(struct walk *walk, int64_t last)
{
    if (last <= walk->day)
        return;
    struct day_view at = find_day(walk->calendar, walk->day + 1);
    int64_t target = at.view.page->open[at.day] + walk->left;
    while (target > at.view.page->open[CS_PAGE_DAYS] && at.view.index < cs_page_of_day(last)) {
        target -= at.view.page->open[CS_PAGE_DAYS];
        at.view = cs_page_get(walk->calendar, at.view.index + 1);
    }
    int64_t day = at.view.index * CS_PAGE_DAYS + nth_open_day(at.view.page, target);
    if (day <= last) {
        walk->day = day;
        walk->left = 0;
    } else {
        walk->left -= open_days(walk->calendar, walk->day + 1, last + 1);
        walk->day = last;
    }
}

/* The same before walk->day, but none before `last`. */
static void jump_backward(struct walk *walk, int64_t last)
{
    if (last >= walk->day)
        return;
    struct day_view at = find_day(walk->calendar, walk->day);
    int64_t target = at.view.page->open[at.day] - walk->left + 1;
    while (target < 1 && at.view.index > cs_page_of_day(last)) {
        at.view = cs_page_get(walk->calendar, at.view.index - 1);
        target += at.view.page->open[CS_PAGE_DAYS];
    }
    int64_t day = at.view.index * CS_PAGE_DAYS + nth_open_day(at.view.page, target);
    if (target >= 1 && day >= last) {
        walk->day = day;
        walk->left = 0;
    } else {
        walk->left -= open_days(walk->calendar, last, walk->day);
        walk->day = last;
    }
}

/* Looks at one day that a hold touches. */
static void look(struct walk *walk, int64_t day)
{
    walk->day = day;
    walk->left -= counts(walk, day);
}

/* The days between the first and the last that a hold touches are held whole: stepped over at once. */
static enum cs_status walk_forward(struct walk *walk)
{
    const struct cs_zone *zone = walk->calendar->zone;
    int64_t far = walk->start + patience < last_day ? walk->start + patience : last_day;
    for (size_t i = 0; i < walk->held_count && walk->left > 0 && walk->day < far; i++) {
        const struct cs_span *hold = &walk->held[i];
        int64_t first = cs_zone_day(zone, hold->from), last = cs_zone_day(zone, hold->to - 1);
        if (hold->to <= hold->from || last <= walk->day)
            continue;
        jump_forward(walk, first - 1 < far ? first - 1 : far);
        if (walk->left > 0 && first > walk->day && first <= far)
            look(walk, first);
        if (walk->left > 0 && hold->to == INT64_MAX)
            return CS_NONE;
        if (walk->left > 0 && last > walk->day && last <= far)
            look(walk, last);
        else if (walk->left > 0 && last > far)
            walk->day = far;
    }
    if (walk->left > 0)
        jump_forward(walk, far);
    return walk->left > 0 ? CS_FAILED : CS_OK;
}

static enum cs_status walk_backward(struct walk *walk)
{
    const struct cs_zone *zone = walk->calendar->zone;
    int64_t far = walk->start - patience > first_day ? walk->start - patience : first_day;
    for (size_t i = walk->held_count; i-- > 0 && walk->left > 0 && walk->day > far;) {
        const struct cs_span *hold = &walk->held[i];
        int64_t first = cs_zone_day(zone, hold->from), last = cs_zone_day(zone, hold->to - 1);
        if (hold->to <= hold->from || first >= walk->day)
            continue;
        jump_backward(walk, last + 1 > far ? last + 1 : far);
        if (walk->left > 0 && last < walk->day && last >= far)
            look(walk, last);
        if (walk->left > 0 && first < walk->day && first >= far)
            look(walk, first);
        else if (walk->left > 0 && first < far)
            walk->day = far;
    }
    if (walk->left > 0)
        jump_backward(walk, far);
    return walk->left > 0 ? CS_FAILED : CS_OK;
}

enum cs_status cs_calendar_add_workdays(const struct cs_calendar *calendar, int64_t start, int64_t days,
                                        const struct cs_span *held, size_t held_count, int64_t *end,
                                        struct cs_error *err)
{
    int64_t day = cs_zone_day(calendar->zone, start);
    enum cs_status status = CS_FAILED;
    struct walk walk = { calendar, held, held_count, day, day, 0 };
    if (day > first_day && day < last_day && days <= patience && days >= -patience) {
        walk.left = days < 0 ? -days : days;
        if (days == 0 && counts(&walk, day)) {
            status = CS_OK;
        } else {
            walk.left += days == 0;
            status = days < 0 ? walk_backward(&walk) : walk_forward(&walk);
        }
    }
    if (status == CS_FAILED)
        return cs_error_set(err, status, _("calendar \"%s\" does not hold that many workdays in 100 years"),
                            cs_calendar_name(calendar));
    if (status != CS_OK)
        return status;
    struct day_view at = find_day(calendar, walk.day);
    const struct cs_page *page = at.view.page;
    *end = page->from + at.view.shift + page->pieces[page->first[at.day + 1] - 1].to;
    return CS_OK;
}
