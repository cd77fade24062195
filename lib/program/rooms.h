/* All rooms' statements, views and descriptors in one list each: for cs-db check and for the tests. */
#ifndef CS_PROGRAM_ROOMS_H
#define CS_PROGRAM_ROOMS_H

#include "record/record.h"
#include "store/select.h"
#include "store/store.h"

extern const struct cs_statements *const cs_all_statements[]; /* ended by NULL */
extern const struct cs_view *const cs_all_views[];            /* ended by NULL */
extern const struct cs_record *const cs_all_records[];        /* ended by NULL */

/* What a health check counts, over all rooms; where it takes one, $1 is a moment (the calendars: a local
 * day). */
enum cs_count {
    CS_COUNT_TICKETS,
    CS_COUNT_OPEN,
    CS_COUNT_CUSTOMERS,
    CS_COUNT_HOMES,
    CS_CALENDARS_ENDING,
    CS_COUNT_UNSENT,
    CS_OLDEST_UNSENT,
    CS_LAST_RUN,
    CS_COUNT_OVERDUE,
    CS_OLDEST_RUNG,
    CS_COUNT_FAILED,
    CS_COUNT_DIGESTS,
};
extern const struct cs_statements cs_count_statements;

#endif
