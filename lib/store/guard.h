/*
 * The guard of queries that people write (cs_store_query): which columns hold personal data.
 *
 * Unless `unmask`, a query sees each table of the list as it stands, but through a view of the same name that
 * masks: `SELECT phone FROM ticket` answers 138****1234, and so do filters, joins and orders, so that none
 * becomes an oracle. Columns that no mask fits (flags 0: a JSON of everything a CRM gave, say) are withheld:
 * they are missing from `*`, and naming one is refused in words. Nothing turns silently into NULL.
 *
 * How it holds: the views live in the temporary schema of the guard's own read-only connection; an authorizer
 * lets a personal column be read from inside one view only, whose name is drawn by lot for each query, so
 * that no CTE can take it (the engine reports the name of a CTE as it would a view's). `main.ticket` and
 * views of the schema that read personal columns are refused in words. Reading of the schema's own tables,
 * pragmas, virtual tables and functions outside a closed list is refused.
 *
 * Reports (limits.trusted) may tell equal values from unequal ones: beside a masked column PHONE they see
 * PHONE_key, a number that equal phones share within one query and nobody can reckon; null for what came
 * masked.
 *
 * To add a personal column: one line in the list that the program hands to cs_store_guard. A query without
 * `unmask` on a store without a list is refused: forgetting must not disclose.
 */
#ifndef CS_STORE_GUARD_H
#define CS_STORE_GUARD_H

#include "store/store.h"

struct cs_guard_column {
    const char *table, *column;
    unsigned flags; /* CS_PHONE, CS_EMAIL or CS_IDENTITY (record.h): masked so; 0: withheld */
    /* NULL, or a condition on the columns of the row: where it holds the value is not personal and comes as
     * it is, elsewhere it is "****". */
    const char *plain;
};

struct cs_guard {
    const struct cs_guard_column *columns;
    size_t count;
};

/* Hands the list to a store; it is borrowed until the store is closed. */
void cs_store_guard(struct cs_store *store, const struct cs_guard_column *columns, size_t count);

#endif
