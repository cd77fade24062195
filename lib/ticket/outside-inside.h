/* Inside lib/ticket: the orders of others, and what intake, moves and merging do to them. */
#ifndef CS_TICKET_OUTSIDE_INSIDE_H
#define CS_TICKET_OUTSIDE_INSIDE_H

#include "ticket/intake.h"
#include "ticket/move.h"
#include "ticket/outside.h"

/* ---- outside-store.c ---- */

enum outside_statement {
    OUTSIDE_ADD,
    OUTSIDE_SAVE,
    OUTSIDE_OF_CASE,
    OUTSIDE_FIND,
    OUTSIDE_MAX,
    OUTSIDE_CHANNELS,
    OUTSIDE_CONTACTED,
    OUTSIDE_CATCH_UP,
    OUTSIDE_COPY,
    OUTSIDE_NAME,
    OUTSIDE_DROP,
    OUTSIDE_LIMIT,
    EXTENSION_ADD,
    EXTENSION_FIRST,
    EXTENSION_PERMIT,
    EXTENSION_MOVE,
    EXTENSION_FORGET,
    OUTSIDE_STATEMENTS
};

/* The columns of OUTSIDE_ADD and OUTSIDE_SAVE, and of OUTSIDE_OF_CASE and OUTSIDE_FIND, which add what
 * extensions made of the limits and the name of the source. */
enum outside_column {
    OUT_TICKET,
    OUT_NUMBER,
    OUT_SOURCE_ID,
    OUT_EXTERNAL,
    OUT_CHANNEL,
    OUT_KIND,
    OUT_RECEIVED,
    OUT_SIGNED,
    OUT_CONTACTED,
    OUT_ANSWERED,
    OUT_FINISHED,
    OUT_TARGET,
    OUT_COLUMNS,
    OUT_FINISH_LIMIT = OUT_COLUMNS,
    OUT_ANSWER_LIMIT,
    OUT_SOURCE,
    OUT_READ_COLUMNS
};

enum cs_status cs_outside_do(struct cs_tickets *t, enum outside_statement which, const struct cs_value *in,
                             struct cs_error *err);
enum cs_status cs_outside_get(struct cs_tickets *t, enum outside_statement which, const struct cs_value *in,
                              struct cs_value *out, struct cs_error *err);

/* The orders of a case, OUT_READ_COLUMNS values each, in the arena. */
struct outside_list {
    struct cs_value (*items)[OUT_READ_COLUMNS];
    size_t count;
};
enum cs_status cs_outside_load(struct cs_tickets *t, int64_t ticket, struct outside_list *list,
                               struct cs_error *err);
/* An order as clocks see it. */
struct cs_case_order cs_outside_order(const struct cs_value *order);
/* The limit that an order names or that was granted since; CS_NO_TIME: none, the policy says. */
int64_t cs_outside_limit(const struct cs_value *order);

/* Whether the cases of a channel are orders of others: a policy in force has a limit for them by name. */
enum cs_status cs_outside_channel(struct cs_tickets *t, const struct cs_value *channel, bool *outside,
                                  struct cs_error *err);

/* ---- outside.c ---- */

/* "12345:HX-7": how events name an order. */
struct cs_value cs_outside_name(struct cs_tickets *t, const struct cs_value *order);
/* Appends an event of an order: no move of the case. */
enum cs_status cs_outside_event(struct cs_tickets *t, const struct cs_value *order, int64_t at,
                                const char *verb, const char *note, const char *mark, struct cs_error *err);

/* Writes an extension down, granted or refused, with its event. */
struct outside_extension {
    int64_t at, before, after, answer_after; /* CS_NO_TIME: none */
    const char *permit, *note, *mark;
    bool granted;
};
enum cs_status cs_outside_extend(struct cs_tickets *t, const struct cs_value *order,
                                 const struct outside_extension *extension, struct cs_error *err);

/* ---- outside-intake.c ---- */

/* A new case that is an order of others: its order is put off, and *order receives what clocks see of it. */
enum cs_status cs_outside_new_case(struct cs_tickets *t, const struct intake_row *in, bool own,
                                   const struct cs_case_facts *facts, struct cs_case_order *order,
                                   size_t *count, struct cs_error *err);

/* The order that a case read again belongs to. */
struct outside_again {
    bool known;   /* there is one */
    bool keeps;   /* the case's own target stays as it is */
    bool changed; /* the order changed: clocks are to be told */
    bool moved;   /* they moved the limit without an extension: not followed */
    struct cs_value order[OUT_READ_COLUMNS];
};
/* Judges what a row says of its order, before the case itself is changed. */
enum cs_status cs_outside_meet(struct cs_tickets *t, struct intake_row *in, const struct cs_value *row,
                               struct outside_again *again, struct cs_error *err);
/* Names of the columns that an import may change, for ticket-batch.c and ticket-revert.c; NULL: of the
 * others. */
extern const char *const cs_batch_outside_names[OUT_COLUMNS];
/* Writes it down; `before` is what the source said last, `row` the case as it will be. */
enum cs_status cs_outside_apply(struct cs_tickets *t, struct cs_ticket_intake *intake,
                                const struct intake_row *in, const struct cs_value *before,
                                struct cs_value *row, struct outside_again *again, struct cs_error *err);

#endif
