/* The open hours of a calendar on the UTC line, made page by page when they are first needed. */
#include "base/memory.h"
#include "time/calendar-table.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A growing list of spans. */
struct spans {
    struct cs_span *items;
    size_t count, capacity;
};

/* What one page is made with; the lists are kept from day to day. */
struct build {
    const struct cs_calendar *calendar;
    struct spans hours, breaks, open; /* of one day, of one day, of the page so far */
};

static void push(struct spans *list, int64_t from, int64_t to)
{
    if (from >= to)
        return;
    list->items = cs_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct cs_span){ from, to };
}

/* Puts hours of a local day on the UTC line: rising, disjoint. A change of the clock can empty a piece, or
 * push one into the next, since a time in the gap moves on while later ones stay. */
static void lay_out(struct spans *list, const struct cs_zone *zone, int64_t day, const struct cs_hours *hours)
{
    list->count = 0;
    for (size_t i = 0; i < hours->count; i++) {
        int64_t from = cs_zone_from_day(zone, day, hours->pieces[i].from);
        push(list, from, cs_zone_from_day(zone, day, hours->pieces[i].to));
        for (size_t at = list->count; at-- > 1 && list->items[at - 1].from > list->items[at].from;) {
            struct cs_span later = list->items[at - 1];
            list->items[at - 1] = list->items[at];
            list->items[at] = later;
        }
    }
    size_t kept = 0;
    for (size_t i = 1; i < list->count; i++) {
        struct cs_span *last = &list->items[kept];
        if (list->items[i].from > last->to)
            list->items[++kept] = list->items[i];
        else if (list->items[i].to > last->to)
            last->to = list->items[i].to;
    }
    list->count = list->count ? kept + 1 : 0;
}

static void add_day(struct build *build, int64_t day, int64_t page_from, int64_t page_to)
{
    const struct cs_calendar *calendar = build->calendar;
    const struct cs_special *special = cs_calendar_special(calendar, day);
    const struct cs_hours *hours = &calendar->week[cs_day_weekday(day)];
    if (special && special->holiday)
        return;
    if (special && special->replaced)
        hours = &special->hours;
    lay_out(&build->hours, calendar->zone, day, hours);
    build->breaks.count = 0;
    if (special)
        lay_out(&build->breaks, calendar->zone, day, &special->breaks);
    for (size_t i = 0; i < build->hours.count; i++) {
        struct cs_span span = build->hours.items[i];
        int64_t at = build->open.count ? build->open.items[build->open.count - 1].to : page_from;
        at = at > span.from ? at : span.from;
        span.to = span.to < page_to ? span.to : page_to;
        for (size_t k = 0; k < build->breaks.count && at < span.to; k++) {
            const struct cs_span *cut = &build->breaks.items[k];
            push(&build->open, at, cut->from < span.to ? cut->from : span.to);
            at = cut->to > at ? cut->to : at;
        }
        push(&build->open, at, span.to);
    }
}

static struct cs_page *make_page(const struct cs_calendar *calendar, int64_t index)
{
    struct build build = { .calendar = calendar };
    struct cs_page head = { 0 };
    int64_t day = index * CS_PAGE_DAYS;
    head.from = cs_zone_from_day(calendar->zone, day, 0);
    head.to = cs_zone_from_day(calendar->zone, day + CS_PAGE_DAYS, 0);
    for (int i = 0; i < CS_PAGE_DAYS; i++) {
        add_day(&build, day + i, head.from, head.to);
        head.first[i + 1] = (uint32_t)build.open.count;
        head.open[i + 1] = (uint16_t)(head.open[i] + (head.first[i + 1] > head.first[i]));
    }
    head.count = (uint32_t)build.open.count;
    struct cs_page *page = cs_alloc(sizeof *page + head.count * sizeof page->pieces[0]);
    for (uint32_t i = 0; i < head.count; i++) {
        struct cs_span span = build.open.items[i];
        page->pieces[i] = (struct cs_page_piece){ (int32_t)(span.from - head.from),
                                                  (int32_t)(span.to - head.from), head.total };
        head.total += (int32_t)(span.to - span.from);
    }
    memcpy(page, &head, offsetof(struct cs_page, pieces)); /* pieces may begin before its sizeof ends */
    free(build.hours.items);
    free(build.breaks.items);
    free(build.open.items);
    return page;
}

struct cs_page_view cs_page_get(const struct cs_calendar *calendar, int64_t index)
{
    struct cs_page_view view = { .index = index };
    if (index >= calendar->fold) {
        int64_t cycles = (index - calendar->fold) / CS_PAGE_CYCLE;
        index -= cycles * CS_PAGE_CYCLE;
        view.shift = cycles * CS_PAGE_CYCLE * CS_PAGE_DAYS * 86400;
    }
    _Atomic(struct cs_page *) *slot = &calendar->pages->slots[index - CS_PAGE_FIRST];
    struct cs_page *page = atomic_load_explicit(slot, memory_order_acquire);
    if (!page) {
        struct cs_page *made = make_page(calendar, index);
        atomic_store(&calendar->pages->any, true);
        if (atomic_compare_exchange_strong(slot, &page, made))
            page = made;
        else
            free(made); /* another thread was faster */
    }
    view.page = page;
    return view;
}

void cs_pages_drop(struct cs_calendar *calendar)
{
    struct cs_pages *pages = calendar->pages;
    for (size_t i = 0; pages && i < pages->count; i++)
        free(atomic_load(&pages->slots[i]));
    free(pages);
    calendar->pages = NULL;
}

/* Called for every special day that is set, so it does nothing as long as nobody has counted: the table is
 * made two years longer than it need be. */
void cs_pages_prepare(struct cs_calendar *calendar)
{
    int64_t last = cs_zone_day(calendar->zone, cs_zone_steady(calendar->zone));
    if (calendar->special_count && calendar->specials[calendar->special_count - 1].day > last)
        last = calendar->specials[calendar->special_count - 1].day;
    int64_t need = cs_page_of_day(last) + 2;
    need = need < CS_PAGE_FIRST ? CS_PAGE_FIRST : need > CS_PAGE_LAST ? CS_PAGE_LAST : need;
    if (calendar->pages && need <= calendar->fold && !atomic_load(&calendar->pages->any))
        return;
    cs_pages_drop(calendar);
    calendar->fold = need + 4;
    size_t count = (size_t)(calendar->fold - CS_PAGE_FIRST) + CS_PAGE_CYCLE;
    calendar->pages = cs_alloc(sizeof *calendar->pages + count * sizeof calendar->pages->slots[0]);
    calendar->pages->count = count;
}
