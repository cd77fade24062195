/* Inside lib/ticket: one move at hand. */
#ifndef CS_TICKET_MOVE_H
#define CS_TICKET_MOVE_H

#include "ticket/case.h"

struct moving {
    struct cs_tickets *t;
    const struct cs_move *move;
    int64_t id, at;
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS];
    struct case_fault fault; /* the fault that the move speaks of */
    bool fault_changed;
    const char *to;      /* the state it leads to; NULL: it stays where it is */
    const char *demands; /* what the path asks for first */
    enum cs_case_news news;
    bool silent;     /* nothing that clocks care about */
    bool ends_fault; /* the named fault is closed with it; all, where none is named */
};

/* What a verb writes besides the state. CS_REFUSED with a sentence. */
struct verb {
    const char *name;
    enum cs_status (*effect)(struct moving *m, struct cs_error *err);
};
extern const struct verb cs_ticket_verbs[]; /* ended by a NULL name */

/* ticket-order.c: work orders follow the moves of their case. */
enum cs_status cs_orders_issue(struct moving *m, struct cs_error *err);
enum cs_status cs_orders_step(struct moving *m, const char *state, struct cs_error *err);
/* What nobody has finished is void: the case is over. */
enum cs_status cs_orders_cancel(struct moving *m, struct cs_error *err);

/* ticket-hold.c */
enum cs_status cs_hold_begin(struct moving *m, struct cs_error *err);
enum cs_status cs_hold_end(struct moving *m, struct cs_error *err);

/* How many open faults the case has besides the one that the move speaks of. */
enum cs_status cs_faults_left(struct moving *m, size_t *count, struct cs_error *err);
/* The fault that the move speaks of, or a refusal; only an inspection makes a new one. */
enum cs_status cs_fault_named(struct moving *m, struct cs_error *err);
/* Of a close without --fault: each further open fault must have what the demands ask for. */
enum cs_status cs_faults_demand(struct moving *m, const char *demands,
                                enum cs_status (*check)(const struct moving *m, const char *demands,
                                                        struct cs_error *err),
                                struct cs_error *err);

/* Sets a moment of the case. */
void cs_move_set_time(struct moving *m, int column);

#endif
