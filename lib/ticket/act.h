/* Inside lib/ticket: one act of the desk on a case, apart from the moves of the loop. */
#ifndef CS_TICKET_ACT_H
#define CS_TICKET_ACT_H

#include "ticket/case.h"
#include "ticket/desk.h"

struct acting {
    struct cs_tickets *t;
    const struct cs_act *act;
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS];
};

/* Loads a case for an act and checks its moment. */
enum cs_status cs_act_open(struct acting *a, struct cs_tickets *t, int64_t id, const struct cs_act *act,
                           struct cs_error *err);
/* Appends the event, saves what changed, tells the clocks. note NULL: the act's own. */
enum cs_status cs_act_close(struct acting *a, const char *verb, const char *outcome, const char *note,
                            struct cs_error *err);

/* A whole number among the store's settings. */
int64_t cs_desk_setting(const struct cs_tickets *t, const char *name, int64_t otherwise);

/* Refuses to close, cancel or merge a case that has children which are open. */
enum cs_status cs_parent_may_end(struct cs_tickets *t, int64_t id, const char *verb, struct cs_error *err);

/* ticket-chase.c: the customer asked again too often in too few days: once, the row goes a level up and is
 * flagged. `at` is when this one came; it is not in the log yet. */
enum cs_status cs_chase_raise(struct cs_tickets *t, struct cs_value *row, int64_t at, bool *raised,
                              struct cs_error *err);
/* A chaser that is entered here, as the row it would be: *found receives the case it is counted on, 0 where
 * none or none for sure is there (the row is flagged, and who may be meant is said). */
enum cs_status cs_chaser_take(struct cs_tickets *t, struct cs_value *row, int64_t *found,
                              struct cs_error *err);
/* The open chasers of an import that has just ended are merged into the cases they belong to. */
enum cs_status cs_chasers_match(struct cs_tickets *t, struct cs_error *err);

/* Whether a photo after the work and the owner's signature hang on a case (fault 0: on any fault of it). */
bool cs_evidence_hangs(struct cs_tickets *t, int64_t id, int64_t fault);

/* ---- desk-store.c ---- */

enum desk_statement {
    PARENT_UP,
    PARENT_DEPTH,
    PARENT_HOMES,
    CHILDREN_OPEN,
    LINK_FIND,
    LINK_ADD,
    LINK_DROP,
    CHASE_COUNT,
    CHASE_BY_HOME,
    CHASE_BY_PHONE,
    CHASE_BOTH,
    CHASERS_BY_HOME,
    CHASERS_BY_PHONE,
    CHASER_UNMATCHED,
    MATTER_ADD,
    ATTACHED_HERE,
    ATTACHED_ELSEWHERE,
    ATTACH_FULL,
    EVIDENCE_OF_CASE,
    HELD_BY_LAW,
    LOG_OF_CASE,
    OWNER_NAMES,
    MINE,
    FORGET_MATTERS,
    FORGET_LINKS,
    DESK_STATEMENTS
};

enum cs_status cs_desk_do(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                          struct cs_error *err);
enum cs_status cs_desk_get(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                           struct cs_value *out, struct cs_error *err);
enum cs_status cs_desk_each(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                            cs_values_fn *each, void *context, struct cs_error *err);

#endif
