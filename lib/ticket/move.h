/* Inside lib/ticket: one move at hand. */
#ifndef CS_TICKET_MOVE_H
#define CS_TICKET_MOVE_H

#include "ticket/case.h"
#include "ticket/replay.h"

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
    bool silent;                 /* nothing that clocks care about */
    struct ticket_event told[8]; /* events that follow the move's own */
    size_t told_count;
    bool ends_fault; /* the named fault is closed with it; all, where none is named */
    bool word;       /* it reached the customer */
    bool reviewed;   /* the hold that lasts was looked at again: what stood there before */
    struct cs_value review_before[PAST_REVIEWS];
};

/* Where a verb is legal: where its path says, or in each open state (a row of the path may then say where it
 * leads). */
enum verb_place { VERB_ON_PATH, VERB_WHILE_OPEN };

/* What a verb writes besides the state. CS_REFUSED with a sentence. */
struct verb {
    const char *name;
    enum cs_status (*effect)(struct moving *m, struct cs_error *err);
    enum verb_place place;
};
extern const struct verb cs_ticket_verbs[]; /* ended by a NULL name */

/* ticket-order.c: work orders follow the moves of their case. */
enum cs_status cs_orders_issue(struct moving *m, struct cs_error *err);
enum cs_status cs_orders_step(struct moving *m, const char *state, struct cs_error *err);
/* What nobody has finished is void: the case is over. */
enum cs_status cs_orders_cancel(struct moving *m, struct cs_error *err);

/* ticket-refuse.c: a supplier sends its order back (accept --refused too), or a department the case. */
enum cs_status cs_refuse(struct moving *m, struct cs_error *err);
enum cs_status cs_refuse_order(struct moving *m, struct cs_error *err);

/* ticket-settle.c: what a complaint asks for, what is offered, approved and agreed on. */
enum cs_status cs_settle_plan(struct moving *m, struct cs_error *err);
enum cs_status cs_settle_approve(struct moving *m, struct cs_error *err);
enum cs_status cs_settle_talk(struct moving *m, struct cs_error *err);
enum cs_status cs_settle_agree(struct moving *m, struct cs_error *err);

/* ticket-visit.c: appointments; and what other moves make of them: agreed on with a dispatch, kept by a
 * visit, void with their order. */
enum cs_status cs_appoint(struct moving *m, struct cs_error *err);
enum cs_status cs_visits_follow(struct moving *m, struct cs_error *err);

/* ticket-promise.c */
enum cs_status cs_promise(struct moving *m, struct cs_error *err);
enum cs_status cs_source_home(struct moving *m, struct cs_error *err);

/* ticket-verb.c: a word that reached the customer by a way (contact channel; NULL: phone). */
enum cs_status cs_word_spoken(struct moving *m, const char *channel, struct cs_error *err);

/* outside.c: what a move means to the orders of others: a word that reached the customer, an end that leaves
 * them open; and the orders of a case that is merged go along. */
enum cs_status cs_outside_moved(struct moving *m, struct cs_error *err);
enum cs_status cs_outside_merge(struct moving *m, int64_t into, struct cs_error *err);

/* ticket-hold.c */
enum cs_status cs_hold_begin(struct moving *m, struct cs_error *err);
enum cs_status cs_hold_end(struct moving *m, struct cs_error *err);

enum cs_status cs_hold_review(struct moving *m, struct cs_error *err);
enum cs_status cs_hold_renew(struct moving *m, struct cs_error *err);

/* ticket-verb.c: back into the loop, one level higher. */
enum cs_status cs_case_reopen(struct moving *m, struct cs_error *err);

/* ticket-callback.c */
enum cs_status cs_call_back(struct moving *m, struct cs_error *err);
enum cs_status cs_soothe(struct moving *m, struct cs_error *err);
/* Whether a closed case waits for its second call. */
bool cs_second_call(const struct cs_value *row);
/* Moves that only a case that is over knows: true where this is one, with where it leads, or a refusal. */
bool cs_after_the_end(struct moving *m, int64_t path, const char **demands, enum cs_status *status,
                      struct cs_error *err);

/* ticket-recall.c: sets when a second call falls due, where the policies say that the case gets one. */
enum cs_status cs_recall_plan(struct moving *m, struct cs_error *err);
/* Brings it forward to the morning after the first rain since the call-back. */
enum cs_status cs_rain_since(struct cs_tickets *t, const struct cs_value *row, struct cs_value *recall_at,
                             struct cs_error *err);

/* ticket-approve.c */
struct approval_asked {
    int64_t id, unit;         /* the case and its project; unit 0: the role held anywhere will do */
    const char *who;          /* code or name */
    const char *const *roles; /* any of them, ended by NULL */
    const char *level;        /* where at the lowest; NULL: at the project */
    int64_t at;
    bool by_actor; /* who acts may be who approves */
};
/* Finds the member of staff who approves; *staff_id 0 where the store knows no staff at all. CS_REFUSED with
 * a sentence where it is nobody, somebody who does not hold the role, or who acts. */
enum cs_status cs_ticket_approver(struct cs_tickets *t, const struct approval_asked *asked, int64_t *staff_id,
                                  struct cs_error *err);
enum cs_status cs_ticket_same_person(struct cs_tickets *t, const char *one, const char *other, bool *same,
                                     struct cs_error *err);

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
