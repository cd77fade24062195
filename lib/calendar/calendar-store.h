/* What the files of lib/calendar share among themselves: the names of their statements. */
#ifndef CS_CALENDAR_CALENDAR_STORE_H
#define CS_CALENDAR_CALENDAR_STORE_H

#include "calendar/calendar.h"

enum {
    CALENDAR_BY_NAME,
    CALENDAR_BY_ID,
    CALENDAR_NAMES,
    CALENDAR_INSERT,
    CALENDAR_UPDATE,
    CALENDAR_KNOW,
    DAY_LIST,
    DAY_PUT,
    DAY_DELETE,
    CALENDAR_STATEMENT_MAX
};

/* Columns that CALENDAR_BY_NAME, CALENDAR_BY_ID and CALENDAR_NAMES answer. */
enum {
    CALENDAR_ID,
    CALENDAR_NAME,
    CALENDAR_TITLE,
    CALENDAR_TIMEZONE,
    CALENDAR_HOURS,
    CALENDAR_KNOWN_FROM,
    CALENDAR_KNOWN_UNTIL,
    CALENDAR_COLUMNS
};

/* Columns that DAY_LIST answers. */
enum { DAY_DAY, DAY_KIND, DAY_TIMES, DAY_LABEL, DAY_COLUMNS };

/* The kind of a special day from its code in the store. */
enum cs_day_kind cs_day_kind_of(const char *code);

#endif
