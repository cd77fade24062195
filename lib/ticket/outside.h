/*
 * Ticket: orders of others (government hotline, consumer line, petition office) on a case of ours.
 *
 * A case may have several. Each is known by its source and its number there, and has clocks of its own
 * (metrics outside_*; instance: the order's number within the case). No hold of ours stops them, and nothing
 * but an extension that they granted moves their limit to a later moment.
 *
 * A case that comes in by a channel for which a policy in force has an outside limit by name is such an
 * order.
 */
#ifndef CS_TICKET_OUTSIDE_H
#define CS_TICKET_OUTSIDE_H

#include "ticket/ticket.h"

struct cs_outside_new {
    const char *source, *external_id;
    const char *channel, *kind;     /* kind NULL: that of the case */
    int64_t received_at, target_at; /* target_at CS_NO_TIME: the policy says how long */
    int64_t at;
    const char *note;
};

/* Hangs another order on a case. One that the case has already, with the same limit, changes nothing
 * (*changed). CS_REFUSED with a sentence; CS_NONE: there is no such case. */
enum cs_status cs_ticket_order_add(struct cs_tickets *tickets, int64_t id, const struct cs_outside_new *order,
                                   bool *changed, struct cs_error *err);

struct cs_outside_act {
    const char *verb; /* sign, answer, finish, extend */
    const char
        *order; /* its number there, SOURCE:NUMBER, or its number within the case; NULL: the open one */
    int64_t at;
    const char *note;
    /* extend: */
    int64_t until;      /* CS_NO_TIME: `by` says */
    const char *by;     /* 5wd, 3d: after the limit as it stands, workdays of the store's own calendar */
    const char *permit; /* number under which they granted or refused it */
    bool refused;
    int64_t answer_until; /* the limit of the answer too; CS_NO_TIME: stays */
};

/* One act on one order of a case. What is so already changes nothing (*changed). CS_REFUSED with a sentence;
 * CS_NONE: there is no such case. */
enum cs_status cs_ticket_outside(struct cs_tickets *tickets, int64_t id, const struct cs_outside_act *act,
                                 bool *changed, struct cs_error *err);

extern const struct cs_record cs_outside_order_record, cs_extension_record;
extern const struct cs_view cs_outside_order_view, cs_extension_view;
extern const char *const cs_outside_order_open; /* condition: not finished yet */
extern const struct cs_statements cs_outside_statements;

#endif
