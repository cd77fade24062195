/* Inside lib/ticket: values that clocks look at, kept as they were before each change. */
#ifndef CS_TICKET_REPLAY_H
#define CS_TICKET_REPLAY_H

#include "ticket/case.h"

/* ---- replay-store.c ---- */

enum replay_statement { PAST_ADD, PAST_OF_CASE, REPLAYED_EVENTS, REPLAYED_HOLDS, REPLAY_STATEMENTS };
extern const struct cs_statements cs_replay_statements;

/* ---- ticket-past.c ---- */

/* Keeps what a change of a case's row takes away. Called behind its events, before it is saved. */
enum cs_status cs_past_keep(struct cs_tickets *t, const struct cs_value *old, const struct cs_value *new,
                            struct cs_error *err);
/* The same for the component of a case's first fault: `begin` before faults are written, `end` behind. */
struct past_component {
    struct cs_value before;
};
enum cs_status cs_past_component_begin(struct cs_tickets *t, int64_t ticket, struct past_component *past,
                                       struct cs_error *err);
enum cs_status cs_past_component_end(struct cs_tickets *t, int64_t ticket, const struct past_component *past,
                                     struct cs_error *err);

/* The same for the review of the hold that lasts: when it was due, when the last one was. */
enum { PAST_REVIEW_AT, PAST_REVIEWED_AT, PAST_REVIEWS };
extern const char *const cs_past_review_fields[PAST_REVIEWS];
enum cs_status cs_past_review(struct cs_tickets *t, int64_t ticket, const struct cs_value *before,
                              struct cs_error *err);

/* Whether clocks look at a column. */
bool cs_past_column(int column);

#endif
