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

/* ---- a full export ---- */

/* Gathers what a file names; hand it to cs_ticket_take in its intake. */
struct cs_snapshot *cs_snapshot_new(void);
void cs_snapshot_free(struct cs_snapshot *snapshot);

struct cs_snapshot_result {
    int64_t gone;          /* open cases of the file's sources that it does not name: flagged `gone` */
    int64_t fresh;         /* of these, not flagged before */
    int64_t open;          /* open cases of the sources */
    int64_t void_upstream; /* void there, open here: flagged */
};

/* Compares what the file named with what is open of its sources. Nothing is closed by it. A file that lacks
 * most of what is open is refused (CS_REFUSED with a sentence) unless `sure`. Call it before
 * cs_ticket_intake_end. */
enum cs_status cs_ticket_snapshot_end(struct cs_tickets *tickets, const struct cs_ticket_intake *intake,
                                      bool sure, struct cs_snapshot_result *result, struct cs_error *err);

/* ---- what is known by now ---- */

struct cs_resolved {
    int64_t cases;                                          /* that changed */
    int64_t projects, homes, batches, customers, suppliers; /* found in them */
    int64_t left; /* cases whose project or room is still not known */
};

/* Looks again for project, room, batch, customer, supplier and responsible party of one case, as intake does;
 * what is found is written with events, and its clocks follow. */
enum cs_status cs_ticket_resolve(struct cs_tickets *tickets, int64_t id, struct cs_resolved *counts,
                                 struct cs_error *err);
/* The same for every case of which something is not known. */
enum cs_status cs_ticket_resolve_all(struct cs_tickets *tickets, struct cs_resolved *counts,
                                     struct cs_error *err);

/* ---- a supplier's list comes back ---- */

/* A row of it: which case, whose order, and when what happened. */
enum cs_back_field {
    CS_BACK_ID,
    CS_BACK_SOURCE,
    CS_BACK_EXTERNAL_ID,
    CS_BACK_SUPPLIER,
    CS_BACK_FAULT,
    CS_BACK_ACCEPTED_AT,
    CS_BACK_APPOINTMENT_AT,
    CS_BACK_ARRIVED_AT,
    CS_BACK_DONE_AT,
    CS_BACK_VERIFIED_AT,
    CS_BACK_RESULT,
    CS_BACK_NOTE,
    CS_BACK_BY,
    CS_BACK_FIELDS
};
extern const struct cs_record cs_back_record;

/* Makes the moves that a row tells of: of `verb` accept: accepted or refused; work: arrived, done, or both;
 * verify: passed or failed. `otherwise`: when it happened where the row names no time. A move that is in the
 * store already is not made again; *moved counts those that were. All of a row, or none of it. CS_REFUSED
 * with a sentence. */
enum cs_status cs_ticket_take_back(struct cs_tickets *tickets, const char *verb, const struct cs_row *row,
                                   int64_t otherwise, size_t *moved, struct cs_error *err);

/* ---- plain fields corrected ---- */

struct cs_ticket_change {
    int64_t id;
    int64_t fault;                 /* whose place, component, symptom, class, cause and party; 0: the first */
    const struct cs_value *values; /* CS_TICKET_FIELDS */
    bool (*has)(const void *context, int field); /* which of them are said; null: to be emptied */
    const void *context;
    int64_t at;       /* when it happened */
    const char *note; /* or NULL; a change of priority needs one */
};

/* Changes what differs: each field is an event with its old and new value, home and customer are found anew,
 * limits follow. A masked value leaves what is there. CS_REFUSED with a sentence (a field flagged CS_MOVED is
 * told by moves and must be as it is); CS_NONE: no such case. */
enum cs_status cs_ticket_change(struct cs_tickets *tickets, const struct cs_ticket_change *change,
                                bool *changed, struct cs_error *err);

/* ---- reading ---- */

extern const struct cs_record cs_batch_record;
extern const struct cs_view cs_batch_view; /* imports, the newest first */
extern const struct cs_statements cs_batch_statements;

#endif
