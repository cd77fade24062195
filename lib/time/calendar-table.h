/* Inside of a calendar, for the files of lib/time that build and count; everybody else: time/calendar.h. */
#ifndef CS_TIME_CALENDAR_TABLE_H
#define CS_TIME_CALENDAR_TABLE_H

#include "time/calendar.h"

#include <stdatomic.h>

/* Hours of one local day: rising pieces [from, to) in seconds of the day, 0..86400. */
struct cs_hours {
    struct cs_hours_piece {
        int32_t from, to;
    } * pieces;
    size_t count, capacity;
};

/* What was said about one day. */
struct cs_special {
    int64_t day;
    bool holiday;
    bool replaced; /* `hours` stand in place of the week's */
    enum cs_day_kind replaced_by;
    struct cs_hours hours, breaks; /* breaks may overlap */
    char *label;
};

/*
 * Open time is kept in pages of 27 weeks, made when first asked for and never changed afterwards, so that
 * several threads may count with one calendar. 773 pages are 400 years: behind the last special day and the
 * last odd turn of the zone (from page `fold` on) everything repeats, and a page stands for all that lie
 * whole cycles later. The first page begins in 1800; before that nothing is open.
 */
enum { CS_PAGE_DAYS = 189, CS_PAGE_CYCLE = 773, CS_PAGE_FIRST = -329, CS_PAGE_LAST = 17500 };

struct cs_page {
    int64_t from, to;                 /* UTC of the first day's midnight and of the next page's */
    int32_t total;                    /* open seconds */
    uint32_t count;                   /* pieces */
    uint32_t first[CS_PAGE_DAYS + 1]; /* first piece of each day; [189] = count */
    uint16_t open[CS_PAGE_DAYS + 1];  /* open days before each day; [189] = all */
    struct cs_page_piece {
        int32_t from, to; /* seconds from the start of the page */
        int32_t before;   /* open seconds of the page before this piece */
    } pieces[];
};

struct cs_pages {
    atomic_bool any; /* a page was made */
    size_t count;
    _Atomic(struct cs_page *) slots[]; /* from CS_PAGE_FIRST on */
};

struct cs_calendar {
    char *name;
    const struct cs_zone *zone;
    struct cs_hours week[7];
    const struct cs_hours *usual; /* of the week's first open day */
    struct cs_special *specials;  /* rising by day */
    size_t special_count, special_capacity;
    int64_t known_first, known_last;
    int64_t fold;
    struct cs_pages *pages;
};

/* A page as it is seen from one of the stretches of time that it stands for. */
struct cs_page_view {
    const struct cs_page *page;
    int64_t index; /* of that stretch */
    int64_t shift; /* to add to the page's own moments */
};

/* The page of that number; index must lie within CS_PAGE_FIRST .. CS_PAGE_LAST. */
struct cs_page_view cs_page_get(const struct cs_calendar *calendar, int64_t index);

/* Makes the table of pages fit the special days that there are now; pages made before are thrown away. */
void cs_pages_prepare(struct cs_calendar *calendar);
void cs_pages_drop(struct cs_calendar *calendar);

/* What was said about a day, or NULL. */
struct cs_special *cs_calendar_special(const struct cs_calendar *calendar, int64_t day);

/* Reads "08:00-12:00,13:00-17:00" (or + for the comma) and adds it to hours. The pieces are sorted; they may
 * overlap only where overlap is true. */
enum cs_status cs_hours_parse(struct cs_hours *hours, const char *text, size_t length, bool overlap,
                              struct cs_error *err);
void cs_hours_release(struct cs_hours *hours);

static inline int64_t cs_page_of_day(int64_t day)
{
    return day / CS_PAGE_DAYS - (day % CS_PAGE_DAYS < 0);
}

#endif
