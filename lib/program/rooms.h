/* All rooms' statements, views and descriptors in one list each: for cs-db check and for the tests. */
#ifndef CS_PROGRAM_ROOMS_H
#define CS_PROGRAM_ROOMS_H

#include "record/record.h"
#include "store/select.h"
#include "store/store.h"

extern const struct cs_statements *const cs_all_statements[]; /* ended by NULL */
extern const struct cs_view *const cs_all_views[];            /* ended by NULL */
extern const struct cs_record *const cs_all_records[];        /* ended by NULL */

#endif
