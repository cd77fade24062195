/* Inside lib/ticket: what an import keeps of the cases that it changes, so that it can be taken back. */
#ifndef CS_TICKET_BATCH_H
#define CS_TICKET_BATCH_H

#include "ticket/case.h"

enum batch_statement {
    BATCH_OPEN,
    BATCH_COUNT,
    BATCH_FIND,
    BATCH_GIVEN_ADD,
    BATCH_GIVEN_BACK,
    BATCH_GIVEN_IDS,
    BATCH_OLD_ADD,
    BATCH_OLD_GET,
    BATCH_OLD_MORE,
    BATCH_EVENTS,
    BATCH_INSERTED,
    BATCH_WORKED_NEW,
    BATCH_WORKED_OLD,
    BATCH_NAMES,
    BATCH_NAMES_DROP,
    BATCH_ORDERS_VOID,
    BATCH_FAULT_DROP,
    BATCH_ORDER_BACK,
    BATCH_ORDER_DROP,
    BATCH_HOLD_VOID,
    BATCH_HOLD_AGAIN,
    BATCH_MESSAGES,
    BATCH_DONE,
    BATCH_OLD_ONES,
    BATCH_DROP_GIVEN,
    BATCH_DROP_OLD,
    BATCH_FORGET_GIVEN,
    BATCH_FORGET_OLD,
    BATCH_OUTSIDE_FREE,
    BATCH_OUTSIDE_FREE_ONE,
    BATCH_EXTENSION_DROP,
    BACK_FIND,
    BACK_EVENT,
    DELIVERY_FIND,
    SNAPSHOT_CASES,
    ORDER_NOW,
    RESOLVE_CASES,
    RESOLVE_ORDERS,
    RESOLVE_ORDER,
    RESOLVE_PARTIES,
    RESOLVE_PARTY,
    BATCH_STATEMENTS
};

enum cs_status cs_batch_do(struct cs_tickets *t, enum batch_statement which, const struct cs_value *in,
                           struct cs_error *err);
enum cs_status cs_batch_get(struct cs_tickets *t, enum batch_statement which, const struct cs_value *in,
                            struct cs_value *out, struct cs_error *err); /* texts in t->arena */
enum cs_status cs_batch_each(struct cs_tickets *t, enum batch_statement which, const struct cs_value *in,
                             cs_values_fn *each, void *context, struct cs_error *err);

/* The ids of a case's order that an import changed or made. */
struct batch_order {
    bool changed, added;
    struct cs_value supplier; /* before */
};

/* What a source had given of a case and what the case was, before this import changed it. */
struct batch_change {
    int64_t id, source_id, digest; /* digest: as the reference held it */
    struct cs_value external, given;
    const struct cs_value *old, *new; /* CASE_COLUMNS each; NULL: the case stays as it is */
    const struct case_fault *fault, *fault_new;
    struct batch_order order;
    const struct cs_value *outside, *outside_new; /* an order of others, as OUT_COLUMNS; NULL: none changed */
    bool outside_added, outside_extended;
    int64_t events; /* number of the last event before */
};

/* Writes it down; the import's row is begun with the first one. Further changes of the same case in the same
 * import add what they are the first to change. */
enum cs_status cs_batch_remember(struct cs_tickets *t, const char *source, const struct batch_change *change,
                                 struct cs_error *err);

/* How many days what an import changed is kept so that it can be taken back (setting `revert_days`). */
int64_t cs_batch_days(const struct cs_tickets *t);
/* Drops what is older than that. */
enum cs_status cs_batch_prune(struct cs_tickets *t, struct cs_error *err);

/* Reads a line of `old` (intake_before): moves *at on and returns false at its end. *value points into the
 * text, its texts copied to the arena. */
struct batch_line {
    const char *name;
    struct cs_value value;
};
bool cs_batch_line(struct cs_tickets *t, const char **at, struct batch_line *line);

#endif
