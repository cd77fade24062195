/* Inside lib/ticket: refusals, settlements, appointments and promises of the moves at hand. */
#ifndef CS_TICKET_LOOP_H
#define CS_TICKET_LOOP_H

#include "ticket/move.h"

/* ---- loop-store.c ---- */

enum loop_statement {
    REFUSALS,
    DEPARTMENT_BEFORE,
    DEPARTMENT_REFUSED,
    SETTLEMENT_PLAN,
    SETTLEMENT_GET,
    SETTLEMENT_APPROVE,
    SETTLEMENT_AGREE,
    SETTLEMENT_FORGET,
    APPROVALS_ALL,
    APPROVAL_CLEAR,
    APPROVAL_ADD,
    TOP_UNIT,
    STAFF_NAMES,
    ORDERS_ALIVE,
    ORDER_WINDOW,
    APPOINTMENT_ADD,
    APPOINTMENT_END,
    APPOINTMENT_FORGET,
    APPOINTMENTS_AGREED,
    APPOINTMENTS_VOID,
    APPOINTMENTS_OVER,
    APPOINTMENT_LIMIT,
    CREW_BUSY,
    LOOP_STATEMENTS
};

enum cs_status cs_loop_do(struct cs_tickets *t, enum loop_statement which, const struct cs_value *in,
                          struct cs_error *err);
/* The first row, texts in t->arena; CS_NONE without a sentence where there is none. */
enum cs_status cs_loop_get(struct cs_tickets *t, enum loop_statement which, const struct cs_value *in,
                           struct cs_value *out, struct cs_error *err);
enum cs_status cs_loop_each(struct cs_tickets *t, enum loop_statement which, const struct cs_value *in,
                            cs_values_fn *each, void *context, struct cs_error *err);

/* ---- ticket-refuse.c ---- */

/* Appends a `change` event of something that is no column of the case. */
enum cs_status cs_loop_log(struct moving *m, const char *field, struct cs_value old, struct cs_value new,
                           struct cs_error *err);

/* An event that stands in the log behind the move's own. Its texts must last as long as the move. */
enum cs_status cs_loop_tell(struct moving *m, const struct ticket_event *event, struct cs_error *err);

/* ---- ticket-window.c: one window: whether it suits ---- */

/* Says as warnings what speaks against a window: noise at such hours, a crew that is elsewhere. order: 0: the
 * case as a whole. */
enum cs_status cs_window_suits(struct moving *m, int64_t from, int64_t until, int64_t order,
                               struct cs_error *err);

#endif
