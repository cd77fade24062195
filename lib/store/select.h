/* Choosing records: a room's view, filters, order and limit put together from constant pieces. */
#ifndef CS_STORE_SELECT_H
#define CS_STORE_SELECT_H

#include "record/filter.h"
#include "store/store.h"

/* How the fields of a record are read from the store. Stands in <room>-store.c. */
struct cs_view {
    const struct cs_record *record;
    const char *from;           /* "ticket AS t LEFT JOIN ..." */
    const char *const *columns; /* an SQL expression a field, by index; NULL: not in the store */
    const char *key;            /* "t.id": the order where nothing else is asked, and the tie-breaker */
    const char *of; /* "f.ticket_id": what a row hangs on and is asked for by: its case or person; or NULL */
    const char *where; /* which rows there are; NULL: all */
};

struct cs_select {
    const struct cs_view *view;
    const int *fields; /* which fields to fetch; the row's other values are null; NULL: all */
    size_t field_count;
    const struct cs_filter *filters; /* all must hold */
    size_t filter_count;
    const int *sort; /* fields; negative (-1 - index) for falling order */
    size_t sort_count;
    int64_t limit, offset;         /* limit 0: all */
    const char *const *conditions; /* further constant conditions of the room, e.g. "t.closed_at IS NULL" */
    size_t condition_count;
    const struct cs_value *condition_values; /* for $1.. in the conditions */
    size_t condition_value_count;
};

/* Hands each chosen record to `each`. */
enum cs_status cs_select_each(struct cs_store *store, const struct cs_select *select, cs_row_fn *each,
                              void *context, struct cs_error *err);

/* Those for which a constant condition of the room on $1 holds, or (NULL) that hang on the value. */
enum cs_status cs_select_of(struct cs_store *store, const struct cs_view *view, const char *condition,
                            const struct cs_value *value, cs_row_fn *each, void *context,
                            struct cs_error *err);

/* The condition with its $1 called $number, for a list of several; in the arena. */
const char *cs_condition_at(struct cs_arena *arena, const char *condition, size_t number);

/* How many records there are. */
enum cs_status cs_select_count(struct cs_store *store, const struct cs_select *select, int64_t *count,
                               struct cs_error *err);

#endif
