/* Counting in working-time calendars: so much open time on, open time between, workdays, holds left out. */
#include "base/text.h"
#include "time/calendar-table.h"

static const int64_t patience = INT64_C(36525) * 86400;    /* 100 years */
static const int64_t count_from = INT64_C(-62000) * 86400; /* within the first page whatever the zone */
static const int64_t count_to = INT64_C(3300000) * 86400;  /* the year 11005: within the last */

/* A moment on the UTC line of a calendar. */
struct place {
    struct cs_page_view view;
    uint32_t at;  /* the first piece of the page that ends after the moment; page->count where none does */
    int32_t done; /* open seconds of the page before the moment */
};

/* What the functions below count along: a calendar, or time as it passes where calendar is NULL. */
struct line {
    const struct cs_calendar *calendar;
    const struct cs_span *held;
    size_t held_count;
    int64_t start; /* where patience begins */
    struct cs_error *err;
};

static struct place find_place(const struct cs_calendar *calendar, int64_t utc)
{
    int64_t day = cs_zone_day(calendar->zone, utc);
    struct place place = { .view = cs_page_get(calendar, cs_page_of_day(day)) };
    /* Where the clock is set back over midnight the local day can be the wrong side of a page's end. */
    if (utc < place.view.page->from + place.view.shift)
        place.view = cs_page_get(calendar, place.view.index - 1);
    else if (utc >= place.view.page->to + place.view.shift)
        place.view = cs_page_get(calendar, place.view.index + 1);
    const struct cs_page *page = place.view.page;
    int32_t second = (int32_t)(utc - place.view.shift - page->from);
    int64_t day_of_page = day - place.view.index * CS_PAGE_DAYS;
    day_of_page = day_of_page < 0 ? 0 : day_of_page >= CS_PAGE_DAYS ? CS_PAGE_DAYS - 1 : day_of_page;
    uint32_t at = page->first[day_of_page];
    while (at > 0 && page->pieces[at - 1].to > second)
        at--;
    while (at < page->count && page->pieces[at].to <= second)
        at++;
    place.at = at;
    place.done = page->total;
    if (at < page->count) {
        const struct cs_page_piece *piece = &page->pieces[at];
        place.done = piece->before + (second > piece->from ? second - piece->from : 0);
    }
    return place;
}

static int64_t clamp(int64_t utc)
{
    return utc < count_from ? count_from : utc > count_to ? count_to : utc;
}

static int64_t open_between(const struct cs_calendar *calendar, int64_t start, int64_t end)
{
    start = clamp(start);
    end = clamp(end);
    if (end <= start)
        return 0;
    struct place from = find_place(calendar, start), to = find_place(calendar, end);
    int64_t sum = to.done - from.done;
    for (int64_t index = from.view.index; index < to.view.index; index++)
        sum += cs_page_get(calendar, index).page->total;
    return sum;
}

static int64_t moment_of(const struct cs_page_view *view, int64_t second)
{
    return view->page->from + view->shift + second;
}

static enum cs_status give_up(const struct line *line)
{
    return cs_error_set(line->err, CS_FAILED,
                        _("calendar \"%s\" does not hold that much open time in 100 years"),
                        cs_calendar_name(line->calendar));
}

/* The last piece of the page whose `before` is less than (or, where `equal`, no more than) `second`. */
static uint32_t piece_before(const struct cs_page *page, int32_t second, bool equal)
{
    uint32_t low = 0, high = page->count;
    int32_t bound = second + equal;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (page->pieces[middle].before < bound)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The earliest moment at which `seconds` > 0 of open time have passed; 0: the first open moment. */
static enum cs_status forward(const struct line *line, int64_t start, int64_t seconds, int64_t *end)
{
    struct place place = find_place(line->calendar, start);
    int64_t target = place.done + seconds, limit = line->start + patience;
    limit = limit < count_to ? limit : count_to;
    bool here = seconds > 0 ? target <= place.view.page->total : place.at < place.view.page->count;
    while (!here) {
        target -= place.view.page->total;
        place.view = cs_page_get(line->calendar, place.view.index + 1);
        place.at = 0;
        here = seconds > 0 ? target <= place.view.page->total : place.view.page->count > 0;
        if (moment_of(&place.view, 0) > limit)
            return give_up(line);
    }
    const struct cs_page *page = place.view.page;
    if (seconds > 0) {
        const struct cs_page_piece *piece = &page->pieces[piece_before(page, (int32_t)target, false)];
        *end = moment_of(&place.view, piece->from + target - piece->before);
    } else {
        int64_t opening = moment_of(&place.view, page->pieces[place.at].from);
        *end = opening > start ? opening : start;
    }
    return *end > limit ? give_up(line) : CS_OK;
}

/* The latest moment from which `seconds` > 0 of open time pass until start. */
static enum cs_status backward(const struct line *line, int64_t start, int64_t seconds, int64_t *end)
{
    struct place place = find_place(line->calendar, start);
    int64_t target = place.done - seconds, limit = line->start - patience;
    limit = limit > count_from ? limit : count_from;
    while (target < 0) {
        if (moment_of(&place.view, 0) < limit)
            return give_up(line);
        place.view = cs_page_get(line->calendar, place.view.index - 1);
        target += place.view.page->total;
    }
    const struct cs_page *page = place.view.page;
    const struct cs_page_piece *piece = &page->pieces[piece_before(page, (int32_t)target, true)];
    *end = moment_of(&place.view, piece->from + target - piece->before);
    return *end < limit ? give_up(line) : CS_OK;
}

static int64_t line_between(const struct line *line, int64_t from, int64_t to)
{
    if (line->calendar)
        return open_between(line->calendar, from, to);
    return to > from ? to - from : 0;
}

static enum cs_status line_advance(const struct line *line, int64_t start, int64_t seconds, int64_t *end)
{
    if (line->calendar)
        return seconds < 0 ? backward(line, start, -seconds, end) : forward(line, start, seconds, end);
    if (__builtin_add_overflow(start, seconds, end))
        return cs_error_set(line->err, CS_FAILED, _("that time is out of reach"));
    return CS_OK;
}

/* Forward over the holds: up to each of them, then on from its end. */
static enum cs_status advance_over(const struct line *line, int64_t seconds, int64_t *end)
{
    int64_t at = line->start;
    enum cs_status status = line_advance(line, at, seconds, end);
    for (size_t i = 0; i < line->held_count && status == CS_OK; i++) {
        const struct cs_span *hold = &line->held[i];
        bool reached = seconds > 0 ? *end <= hold->from : *end < hold->from;
        if (hold->to <= at || hold->to <= hold->from)
            continue;
        if (reached)
            break;
        seconds -= line_between(line, at, hold->from);
        if (hold->to == INT64_MAX)
            return CS_NONE;
        at = hold->to;
        if (line->calendar && at > count_to)
            return give_up(line);
        status = line_advance(line, at, seconds, end);
    }
    return status;
}

static enum cs_status retreat_over(const struct line *line, int64_t seconds, int64_t *end)
{
    int64_t at = line->start;
    enum cs_status status = line_advance(line, at, -seconds, end);
    for (size_t i = line->held_count; i-- > 0 && status == CS_OK;) {
        const struct cs_span *hold = &line->held[i];
        if (hold->from >= at || hold->to <= hold->from)
            continue;
        if (*end >= hold->to)
            break;
        seconds -= line_between(line, hold->to, at);
        at = hold->from;
        if (line->calendar && at < count_from)
            return give_up(line);
        status = line_advance(line, at, -seconds, end);
    }
    return status;
}

static enum cs_status check_start(const struct line *line, int64_t seconds)
{
    if (line->start < count_from || line->start > count_to)
        return cs_error_set(line->err, CS_FAILED, _("calendar \"%s\" counts in the years 1801 to 11000 only"),
                            cs_calendar_name(line->calendar));
    return seconds > patience || seconds < -patience ? give_up(line) : CS_OK;
}

enum cs_status cs_calendar_add(const struct cs_calendar *calendar, int64_t start, int64_t seconds,
                               const struct cs_span *held, size_t held_count, int64_t *end,
                               struct cs_error *err)
{
    struct line line = { calendar, held, held_count, start, err };
    enum cs_status status = check_start(&line, seconds);
    if (status != CS_OK)
        return status;
    return seconds < 0 ? retreat_over(&line, -seconds, end) : advance_over(&line, seconds, end);
}

int64_t cs_calendar_between(const struct cs_calendar *calendar, int64_t start, int64_t end,
                            const struct cs_span *held, size_t held_count)
{
    int64_t sum = open_between(calendar, start, end);
    for (size_t i = 0; i < held_count && sum > 0; i++) {
        int64_t from = held[i].from > start ? held[i].from : start;
        int64_t to = held[i].to < end ? held[i].to : end;
        sum -= open_between(calendar, from, to);
    }
    return sum;
}

enum cs_status cs_calendar_next_open(const struct cs_calendar *calendar, int64_t from, int64_t *open,
                                     struct cs_error *err)
{
    return cs_calendar_add(calendar, from, 0, NULL, 0, open, err);
}

enum cs_status cs_calendar_previous_close(const struct cs_calendar *calendar, int64_t from, int64_t *close,
                                          struct cs_error *err)
{
    struct line line = { calendar, NULL, 0, from, err };
    enum cs_status status = check_start(&line, 0);
    if (status != CS_OK)
        return status;
    struct place place = find_place(calendar, from);
    if (place.at < place.view.page->count &&
        moment_of(&place.view, place.view.page->pieces[place.at].from) <= from) {
        *close = from;
        return CS_OK;
    }
    while (place.at == 0) {
        if (moment_of(&place.view, 0) < from - patience || place.view.index == CS_PAGE_FIRST)
            return give_up(&line);
        place.view = cs_page_get(calendar, place.view.index - 1);
        place.at = place.view.page->count;
    }
    *close = moment_of(&place.view, place.view.page->pieces[place.at - 1].to);
    return *close < from - patience ? give_up(&line) : CS_OK;
}

enum cs_status cs_amount_add(const struct cs_calendar *calendar, int64_t start,
                             const struct cs_amount *amount, const struct cs_span *held, size_t held_count,
                             int64_t *end, struct cs_error *err)
{
    if (amount->count < -INT64_MAX)
        return cs_error_set(err, CS_FAILED, _("that time is out of reach"));
    if (amount->unit == CS_WORKDAYS)
        return cs_calendar_add_workdays(calendar, start, amount->count, held, held_count, end, err);
    if (amount->unit == CS_WORKING)
        return cs_calendar_add(calendar, start, amount->count, held, held_count, end, err);
    struct line line = { NULL, held, held_count, start, err };
    return amount->count < 0 ? retreat_over(&line, -amount->count, end)
                             : advance_over(&line, amount->count, end);
}
