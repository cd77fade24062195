/*
 * Inside lib/ticket: the row of a case as an array of values in the order of its columns, so that one
 * statement inserts it, one loads it, one saves it, and a comparison of two arrays gives the events of a
 * change.
 */
#ifndef CS_TICKET_CASE_H
#define CS_TICKET_CASE_H

#include "ticket/ticket.h"

/* The columns of table `ticket`, in the order of the statements CASE_INSERT, CASE_LOAD and CASE_SAVE. */
enum case_column {
    CASE_ID,
    CASE_KIND,
    CASE_STATE,
    CASE_PATH,
    CASE_RESUME_STATE,
    CASE_PRIORITY,
    CASE_GRADE,
    CASE_FLAGS,
    CASE_CHANNEL,
    CASE_UNIT,
    CASE_BATCH,
    CASE_HOME,
    CASE_SOURCE_HOME,
    CASE_PROJECT,
    CASE_BATCH_TEXT,
    CASE_BUILDING,
    CASE_ENTRANCE,
    CASE_ROOM,
    CASE_SCOPE,
    CASE_REPORTER,
    CASE_PHONE,
    CASE_EMAIL,
    CASE_RELATION,
    CASE_CUSTOMER,
    CASE_DEMAND,
    CASE_ORIGIN,
    CASE_SUBJECT,
    CASE_BODY,
    CASE_CATEGORY1,
    CASE_CATEGORY2,
    CASE_TAKER,
    CASE_ASSIGNEE,
    CASE_HANDLING_DEPT,
    CASE_RESPONSIBLE_DEPT,
    CASE_OPENED_AT,
    CASE_LOCAL_DAY,
    CASE_OCCURRED_AT,
    CASE_RECORDED_AT,
    CASE_FIRST_CONTACT_AT,
    CASE_ASSIGNED_AT,
    CASE_INSPECTED_AT,
    CASE_DISPATCHED_AT,
    CASE_ACCEPTED_AT,
    CASE_APPOINTMENT_AT,
    CASE_ARRIVED_AT,
    CASE_DONE_AT,
    CASE_VERIFIED_AT,
    CASE_CLOSED_AT,
    CASE_CALLBACK_AT,
    CASE_CLOSED_DAY,
    CASE_TARGET_AT,
    CASE_PROMISED_AT,
    CASE_LAST_CONTACT_AT,
    CASE_WARRANTY,
    CASE_HOLD_REASON,
    CASE_HOLD_UNTIL,
    CASE_DELAY_REASON,
    CASE_RESOLUTION,
    CASE_VERDICT,
    CASE_CLOSED_BY,
    CASE_CALLBACK_RESULT,
    CASE_SCORE,
    CASE_QUALITY_CHECK,
    CASE_COST,
    CASE_REOPENS,
    CASE_CHASERS,
    CASE_HANDOFFS,
    CASE_LEVEL,
    CASE_PARENT,
    CASE_MERGED_INTO,
    CASE_ANOMALIES,
    CASE_PROVISIONAL,
    CASE_EXTRA,
    CASE_INTAKE,
    CASE_PLANNED_AT,
    CASE_APPROVED_AT,
    CASE_TALKED_AT,
    CASE_AGREED_AT,
    CASE_UNHAPPY_AT,
    CASE_SOOTHED_AT,
    CASE_RECALL_AT,
    CASE_RECALLED_AT,
    CASE_LEGAL_HOLD,
    CASE_CATEGORY3,
    CASE_COLUMNS
};

/* The field of the descriptor that a column holds as it came; -1: a column that is worked out. */
extern const int cs_case_field[CASE_COLUMNS];
extern const char *const cs_case_column_names[CASE_COLUMNS];

/* The column of a milestone; -1 for what is no column. */
extern const int cs_case_milestone_column[CS_MILESTONES];

/* The first fault of a case as a ticket's row carries it. */
struct case_fault {
    int64_t seq; /* 0: none */
    struct cs_value place, component, symptom, first_class, class, cause, party;
};

/* The delivery batch that was looked up last. */
struct last_batch {
    int64_t unit, id; /* id 0: there is none of that name */
    char name[100];
};

struct cs_tickets {
    struct cs_tickets_options o;
    int64_t actor_id, intake_id, next_id, first_id; /* first_id: of this import's new cases */
    int64_t own_source;                             /* id of the source that is this store */
    struct cs_arena arena;                          /* of the case at hand: emptied by each public call */
    struct cs_arena keep;                           /* for the life of the desk: caches */
    struct name_cache *actors, *sources, *suppliers;
    struct path_table *paths;
    bool took_chaser;      /* this import has brought a chaser */
    struct seen_set *seen; /* the names that this import has taken */
    bool started;          /* next_id is read */
    struct last_batch last_batch;
    bool intake_open;       /* the import has its row already: it changed a case that was there */
    char *outside_channels; /* ';' between, in keep: whose cases are orders of others; NULL: not read yet */
    int64_t joined_from, joined_after; /* for the next cs_case_tell: struct cs_case_facts */
    bool backdated;                    /* what is told next was written down more than a day late */
    int64_t doubted_at;                /* of the verdict that is told next */
    bool said_unstaffed;               /* that approvals cannot be checked was said */
    int64_t undone;                    /* cs_store_undone when the names were read */
};

/* ---- ticket-store.c ---- */

enum ticket_statement {
    CASE_INSERT,
    CASE_LOAD,
    CASE_FACTS,
    CASE_SAVE,
    CASE_MAX_ID,
    CASE_FIND_EXTERNAL,
    ACTOR_FIND,
    ACTOR_ADD,
    SOURCE_FIND,
    SOURCE_ADD,
    REFERENCE_ADD,
    REFERENCE_FIND,
    REFERENCE_OF_CASE,
    REFERENCE_ANY,
    REFERENCE_SAVE,
    REFERENCE_MOVE,
    REFERENCE_KEEP,
    REFERENCE_UNKEPT,
    EVENT_ADD,
    EVENT_ADD_NEXT,
    EVENT_LAST_MOVE,
    EVENT_MAX,
    CALLBACK_TRIES,
    CALLBACK_ADD,
    RECALL_RULE,
    RAIN_FIRST,
    RECALLS_WAITING,
    BACKDATED_WAITING,
    BACKDATING_ADD,
    CONTACT_ADD,
    CONTACT_MOVE,
    FAULT_ADD,
    FAULT_OF_CASE,
    FAULT_SAVE,
    FAULT_CLOSE,
    FAULT_OPEN,
    FAULT_MAX,
    FAULTS_LEFT,
    SHARE_CLEAR,
    SHARE_ADD,
    ORDER_ADD,
    ORDER_FIRST,
    ORDERS_OF_CASE,
    ORDER_SAVE,
    ORDERS_CANCEL,
    ORDERS_REPLACE,
    ATTACHMENT_ADD,
    HOLD_ADD,
    HOLD_FIRST,
    HOLD_END,
    HOLDS_OF_CASE,
    HOLD_LASTING,
    HOLD_REVIEW,
    HOLD_RENEW,
    REASON_FIND,
    REASON_ADD,
    REASON_SAVE,
    PATHS_ALL,
    MOVES_ALL,
    MOVE_CLEAR,
    PATH_ADD,
    MOVE_ADD,
    INTAKE_ADD,
    INTAKE_MAX,
    CUSTOMER_ANY,
    CUSTOMER_LINK,
    CUSTOMER_BY_PHONE,
    CHASER_MERGE,
    REPLAY_EVENTS,
    FORGET_CASES,
    FORGET_CASE,
    FORGET_MESSAGES,
    FORGET_EVENTS,
    FORGET_CONTACTS,
    FORGET_CALLBACKS,
    FORGET_HOLDS,
    FORGET_VERDICTS,
    FORGET_EVIDENCE,
    FORGET_FILES,
    FORGET_LINKED,
    FORGET_NAMED,
    FORGET_COPIES,
    FORGET_GIVEN,
    FORGET_GIVEN_SAVE,
    CASE_ERASED,
    TICKET_STATEMENTS
};

/* Condition on ticket: a case of customer $1, or one that bears a number or mail address $2 (NULL: none). A
 * number is given by its digits without the country code, and found however it was written. */
#define CS_PHONE_DIGITS                                                                                      \
    "replace(replace(replace(replace(replace(phone, '-', ''), ' ', ''), '(', ''), ')', ''), '+', '')"
#define CS_OF_PERSON                                                                                         \
    "customer_id = $1 OR ($2 IS NOT NULL AND (phone = $2 OR email = $2 OR " CS_PHONE_DIGITS                  \
    " IN ($2, '86' || $2, '0086' || $2)))"

/* Runs a statement of this room on the desk's store. */
enum cs_status cs_ticket_do(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                            struct cs_error *err);
/* Puts a dependent row off (cs_store_add): for new cases only. */
enum cs_status cs_ticket_add(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                             struct cs_error *err);
typedef enum cs_status ticket_write_fn(struct cs_tickets *t, enum ticket_statement which,
                                       const struct cs_value *in, struct cs_error *err);
enum cs_status cs_ticket_get(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                             struct cs_value *out, struct cs_error *err); /* texts in t->arena */
enum cs_status cs_ticket_each(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                              cs_values_fn *each, void *context, struct cs_error *err);

/* ticket.c: begins a change: empties the arena, and writes the actor down inside the caller's transaction. */
enum cs_status cs_ticket_begin(struct cs_tickets *t, struct cs_error *err);

/* ---- ticket-name.c: small tables of names, each read once ---- */

enum cs_status cs_ticket_actor(struct cs_tickets *t, const char *name, size_t length, int64_t *id,
                               struct cs_error *err);
enum cs_status cs_ticket_source(struct cs_tickets *t, const char *name, size_t length, int64_t *id,
                                struct cs_error *err);
/* The unit of a supplier's code or name; 0 where it is none. */
enum cs_status cs_ticket_supplier(struct cs_tickets *t, const char *name, size_t length, int64_t *id,
                                  struct cs_error *err);
void cs_ticket_names_forget(struct cs_tickets *t); /* of actors and sources: they are looked up anew */
void cs_ticket_names_free(struct cs_tickets *t);

/* ---- ticket-seen.c: is a case known already? ---- */

/* The reference of a name, as REFERENCE_FIND gives it; CS_NONE where no case has the name. For an import,
 * which tells of each name that it takes or changes. */
enum cs_status cs_seen_find(struct cs_tickets *t, int64_t source, const struct cs_value *external,
                            struct cs_value *found, struct cs_error *err);
void cs_seen_take(struct cs_tickets *t, int64_t source, const struct cs_value *external, int64_t id);
void cs_seen_free(struct seen_set *seen);

/* ---- ticket-path.c ---- */

/* The path of a kind and priority (id, 0 where none fits). */
enum cs_status cs_ticket_path_of(struct cs_tickets *t, const char *kind, int64_t priority, int64_t *path,
                                 struct cs_error *err);
/* Whether a path inspects after it has dispatched, as in an emergency. */
bool cs_ticket_path_late_inspection(const struct cs_tickets *t, int64_t path);
/* The state a move leads to, or NULL; *demands receives what it demands ("" none). */
const char *cs_ticket_path_move(const struct cs_tickets *t, int64_t path, const char *verb,
                                const char *outcome, const char *state, const char **demands);
/* The verbs that are legal in a state, ", " between. */
void cs_ticket_path_legal(const struct cs_tickets *t, int64_t path, const char *state, struct cs_buffer *out);
void cs_ticket_paths_free(struct cs_tickets *t);

/* ---- case.c ---- */

bool cs_case_ended(const struct cs_value *row); /* its state is an end: nothing is due any more */
const char *cs_case_step_of(const char *state); /* the step of the loop a state belongs to */
enum cs_status cs_case_load(struct cs_tickets *t, int64_t id, struct cs_value *row, struct cs_error *err);
/* Facts of a row; holds and the first fault's component are given. */
void cs_case_facts_fill(const struct cs_value *row, const char *component, const struct cs_case_hold *holds,
                        size_t hold_count, struct cs_case_facts *facts);
enum cs_status cs_case_holds(struct cs_tickets *t, int64_t id, struct cs_case_hold **holds, size_t *count,
                             struct cs_error *err);
/* Which milestones lie behind a case by its state. */
enum cs_status cs_case_past(struct cs_tickets *t, const struct cs_value *row, struct cs_case_facts *facts,
                            struct cs_error *err);
/* Loads holds and component and tells the listener. */
enum cs_status cs_case_tell(struct cs_tickets *t, const struct cs_value *row, enum cs_case_news news,
                            int64_t at, struct cs_error *err);
/* ticket-visit.c: the end of the last window that the owner chose for a visit; only where the case has an
 * appointment. */
enum cs_status cs_case_visit_limit(struct cs_tickets *t, const struct cs_value *row,
                                   struct cs_case_facts *facts, struct cs_error *err);
/* The same as it was at a moment. */
enum cs_status cs_case_visit_limit_at(struct cs_tickets *t, const struct cs_value *row, int64_t at,
                                      struct cs_case_facts *facts, struct cs_error *err);
/* Adds a word to a ';'-joined set; flags stand in the order of their list, as an import writes them. */
void cs_case_flag(struct cs_arena *arena, struct cs_value *set, const char *word);
/* The set without the words that begin so. */
struct cs_value cs_case_without(struct cs_tickets *t, const struct cs_value *set, const char *prefix);
int64_t cs_case_local_day(const struct cs_tickets *t, int64_t at);

/* ---- ticket-event.c ---- */

struct ticket_event {
    int64_t at;
    const char *verb, *outcome, *field;
    struct cs_value old, new;
    const char *note, *mark;
};
/* Appends an event behind the last one of a case. */
enum cs_status cs_event_append(struct cs_tickets *t, int64_t ticket, const struct ticket_event *event,
                               struct cs_error *err);
/* Keeps what another system gave of a case last, before the case changes here (ticket-event.c says why). */
enum cs_status cs_case_keep_given(struct cs_tickets *t, const struct cs_value *row, struct cs_error *err);

/* ticket-supplier.c: whom the first work order names; null where there is none. */
enum cs_status cs_supplier_now(struct cs_tickets *t, int64_t id, struct cs_value *name, struct cs_error *err);
/* Whether two names, a code or words each, are one supplier's. */
enum cs_status cs_supplier_same(struct cs_tickets *t, const struct cs_value *one, const struct cs_value *two,
                                bool *same, struct cs_error *err);

/* Was the person of this case erased? */
enum cs_status cs_case_is_erased(struct cs_tickets *t, int64_t id, bool *erased, struct cs_error *err);
/* Appends a `change` event for each listed column that differs, and saves the new row. */
enum cs_status cs_case_save(struct cs_tickets *t, const struct cs_value *old, const struct cs_value *new,
                            int64_t at, const char *note, const char *mark, struct cs_error *err);

/* ---- outside-store.c ---- */

/* The orders of others on a case, for its clocks. */
enum cs_status cs_outside_facts(struct cs_tickets *t, struct cs_case_facts *facts, struct cs_error *err);
/* The same with the limits as they stood at a moment. */
enum cs_status cs_outside_facts_at(struct cs_tickets *t, struct cs_case_facts *facts, int64_t now,
                                   struct cs_error *err);

/* ---- ticket-hold.c ---- */

/* The moment that an amount of time after `from` gives, null where `text` is null: 7d, 3wd, 16hwt. */
enum cs_status cs_hold_limit(struct cs_tickets *t, int64_t from, const struct cs_value *text,
                             struct cs_value *at, struct cs_error *err);

/* ---- ticket-fault.c ---- */

enum cs_status cs_fault_first(struct cs_tickets *t, int64_t ticket, int64_t seq, struct case_fault *fault,
                              struct cs_error *err);
enum cs_status cs_fault_add(struct cs_tickets *t, int64_t ticket, int64_t seq, const struct case_fault *fault,
                            struct cs_error *err);

/* The first fault of a new case, put off. */
enum cs_status cs_fault_put_off(struct cs_tickets *t, int64_t ticket, const struct case_fault *fault,
                                struct cs_error *err);
enum cs_status cs_fault_save(struct cs_tickets *t, int64_t ticket, const struct case_fault *fault,
                             struct cs_error *err);

#endif
