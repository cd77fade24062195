/*
 * Tickets, what mends them from outside the loop: an import taken back, a full export compared with the
 * store, places and people resolved once they are known, plain fields corrected.
 *
 * All of it works on a desk (ticket/ticket.h) inside the caller's transaction and writes events.
 */
#ifndef CS_TICKET_MEND_H
#define CS_TICKET_MEND_H

#include "ticket/ticket.h"

/* ---- an import is taken back ---- */

struct cs_ticket_revert {
    int64_t batch;    /* number of the import */
    bool skip_worked; /* cases that somebody worked on since stay as they are; else they keep all from it */
    /* counted here: */
    int64_t cancelled, restored, worked;
};

/* Voids the cases that an import brought, gives their names free, and makes those that it changed what they
 * were. CS_REFUSED with a sentence: unknown, taken back before, not of cases, or worked on since (each such
 * case is said through the desk's diag). */
enum cs_status cs_ticket_revert(struct cs_tickets *tickets, struct cs_ticket_revert *revert,
                                struct cs_error *err);

extern const struct cs_record cs_batch_record;
extern const struct cs_view cs_batch_view; /* imports, the newest first */
extern const struct cs_statements cs_batch_statements;

#endif
