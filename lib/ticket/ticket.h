/*
 * Tickets: intake and the closed loop.
 *
 * A case (ticket) has faults, a fault has work orders. Every change of a case appends to its event log in the
 * same transaction; the rows hold the state that replaying the log gives (cs_ticket_check_replay). Which
 * moves are legal is data (tables path and path_move); what each verb writes besides the state stands in
 * ticket-verb.c.
 *
 * To add a verb of the loop: its rows in share/paths/paths.csv, its row in the table of ticket-verb.c, its
 * row in cmd/cs-ticket/moves.c.
 */
#ifndef CS_TICKET_TICKET_H
#define CS_TICKET_TICKET_H

#include "base/diag.h"
#include "calendar/calendar.h"
#include "org/org.h"
#include "store/select.h"
#include "ticket/ticket-record.h"
#include "time/calendar.h"

/* ---- what other rooms learn of a case ---- */

/* The moments of a case that clocks start and stop at. */
enum cs_milestone {
    CS_AT_OPENED,
    CS_AT_FIRST_CONTACT,
    CS_AT_LAST_CONTACT, /* opened, until there was a contact */
    CS_AT_ASSIGNED,
    CS_AT_INSPECTED,
    CS_AT_DISPATCHED,
    CS_AT_ACCEPTED,
    CS_AT_ARRIVED,
    CS_AT_DONE,
    CS_AT_VERIFIED,
    CS_AT_CLOSED,
    CS_AT_CALLBACK,
    CS_AT_TARGET,  /* the source's own limit */
    CS_AT_HELD,    /* when the hold that lasts began */
    CS_AT_PLANNED, /* of a complaint: a plan was laid down, approved, talked over, agreed on */
    CS_AT_APPROVED,
    CS_AT_TALKED,
    CS_AT_AGREED,
    CS_AT_UNHAPPY, /* the call-back found it solved, but the customer unhappy */
    CS_AT_SOOTHED,
    CS_AT_RECALL, /* when a second call falls due */
    CS_AT_RECALLED,
    CS_AT_REVIEWED, /* when the hold that lasts was last looked at, or began */
    CS_AT_SIGNED,   /* of an order of others: we signed for it, its customer was reached, the answer went out,
                     */
    CS_AT_CONTACTED,
    CS_AT_ANSWERED,
    CS_AT_FINISHED, /* they took it as finished */
    CS_MILESTONES
};
extern const char *const cs_milestone_names[CS_MILESTONES + 1]; /* "opened" ..., ended by NULL */

#define CS_NO_TIME INT64_MIN

struct cs_case_hold {
    struct cs_span span; /* .to: its end, while it lasts its limit; INT64_MAX: it has none */
    const char *clocks;  /* metrics it stops, ';' between, or "all", or "" */
    bool lasts;          /* nobody has ended it yet */
    int64_t reviewed_at; /* last looked at, or begun */
    int64_t review_at;   /* when it is to be looked at again; CS_NO_TIME: never */
};

/* An order of others (hotline, petition office) on a case: its clocks are its own. CS_NO_TIME: not yet. */
struct cs_case_order {
    int64_t number;             /* within the case: the instance of its clocks */
    const char *channel, *kind; /* kind "": that of the case */
    int64_t received_at, signed_at, contacted_at, answered_at, finished_at;
    int64_t finish_limit; /* as the order names it, or as they extended it; CS_NO_TIME: the policy says */
    int64_t answer_limit; /* where an extension moved it too */
};

/* What a case looks like to clocks. Borrowed: good until the callback returns. */
struct cs_case_facts {
    int64_t id;
    const char *kind, *grade, *channel, *component, *flags, *state; /* "" where unknown */
    int64_t priority, unit_id;                                      /* unit_id 0: unknown */
    int64_t level;                                                  /* levels up that its ladders begin */
    int64_t at[CS_MILESTONES];                                      /* CS_NO_TIME: not yet, or not known */
    int64_t ended_at;                                               /* CS_NO_TIME: open */
    const struct cs_case_hold *holds;
    size_t hold_count;
    int64_t hold_until; /* limit of the hold that lasts; CS_NO_TIME: none */
    int64_t review_at;  /* when the hold that lasts is to be looked at again; CS_NO_TIME: never */
    bool backdated;     /* what changed was written down more than a day late: a clock it stops is unproven */
    int64_t doubted_at; /* of CS_CASE_JUDGED */
    int64_t promised_at;       /* finish promised to the customer; CS_NO_TIME: none */
    int64_t appointment_until; /* end of the window that the owner chose for a visit; CS_NO_TIME: none */
    /* Behind it, by where it stands, though nobody wrote down when: other systems know fewer moments. */
    bool past[CS_MILESTONES];
    bool doubtful;                      /* its times contradict each other: keep it out of durations */
    const struct cs_case_order *orders; /* by number */
    size_t order_count;
    const struct cs_case_order *order; /* these are the facts of this order; NULL: of the case */
    int64_t joined_from, joined_after; /* CS_CASE_JOINED: whose orders came, and behind which number */
};

enum cs_case_news {
    CS_CASE_ENTERED,  /* new, by a person */
    CS_CASE_IMPORTED, /* new, by import: rungs long past never alert */
    CS_CASE_CHANGED,  /* a milestone, a hold, or something that chooses its targets */
    CS_CASE_REOPENED,
    CS_CASE_JUDGED,   /* a verdict on a backdated moment: clocks stopped at facts->doubted_at count as stopped
                         at   `at`, which is the same moment where it was approved */
    CS_CASE_REVERTED, /* what an import had changed was put back */
    CS_CASE_JOINED,   /* changed, and the orders of a merged case came along with their clocks */
};

/* Told after each change, inside its transaction: how clocks follow cases without ticket/ knowing of clocks.
 * `at` is when it happened. */
struct cs_case_listener {
    enum cs_status (*hear)(void *context, const struct cs_case_facts *facts, enum cs_case_news news,
                           int64_t at, struct cs_error *err);
    void *context;
};

/* ---- the desk ---- */

struct cs_tickets;

struct cs_tickets_options {
    struct cs_store *store;
    struct cs_org *org;
    struct cs_calendars *calendars; /* limits of holds in workdays and working time; NULL: none of these */
    const struct cs_zone *zone;     /* of the store: local days */
    int64_t now;                    /* recorded_at of what is done here */
    const char *actor;
    struct cs_diag *diag;
    struct cs_case_listener listener;
};

/* A desk for one command. Borrows everything in options. */
enum cs_status cs_tickets_new(const struct cs_tickets_options *options, struct cs_tickets **tickets,
                              struct cs_error *err);
void cs_tickets_free(struct cs_tickets *tickets);

/* ---- intake ---- */

struct cs_snapshot; /* ticket/mend.h */

struct cs_ticket_intake {
    const char *source; /* --source: of rows without a source of their own; NULL: "import" */
    bool history;       /* --history: nothing that was due before now alerts */
    bool own;           /* `add`: our own case; its external id is its number */
    /* counted here: */
    int64_t inserted, updated, unchanged;
    int64_t backdated; /* written down by their source more than a day after they had happened */
    int64_t future, reversed, equal, no_opening, unresolved, unclassed, provisional;
    int64_t target_moved; /* limits of others that moved without a permit */
    int64_t last_id;      /* of the row just taken */
    int64_t chased;       /* own: the chaser just taken was counted on last_id, and is no case of its own */
    int64_t batch;        /* number of this import; 0: nothing was written */
    struct cs_snapshot *snapshot; /* what the file names is gathered there; NULL: no snapshot */
};

/*
 * Takes one row of cs_ticket_record: new, changed or unchanged by (source, external_id). has(context, field)
 * tells whether the input had the field at all. CS_REFUSED with a sentence where the row cannot stand.
 */
enum cs_status cs_ticket_take(struct cs_tickets *tickets, struct cs_ticket_intake *intake,
                              const struct cs_row *row, bool (*has)(const void *context, int field),
                              const void *context, struct cs_error *err);

/* Writes the import down (table intake) and says in words what was counted: impossible orders of times, cases
 * without a moment of opening, places that did not resolve. */
enum cs_status cs_ticket_intake_end(struct cs_tickets *tickets, const struct cs_ticket_intake *intake,
                                    int64_t refused, struct cs_error *err);

/* The tables an import fills, for cs_store_defer_indexes. */
extern const char *const cs_ticket_bulk_tables[];

/* ---- the loop ---- */

/* What a verb may be told besides the case. NULL or CS_NO_TIME: not said. */
struct cs_move {
    const char *verb;    /* inspect dispatch accept work verify close callback hold resume reopen merge cancel
                            note contact */
    const char *outcome; /* done, failed, not_ours, settled, solved, not_solved, unhappy, unreached, refused;
                            "" none */
    int64_t at;          /* when it happened */
    const char *note;
    const char *const *suppliers; /* dispatch: one work order each; may carry "supplier:trade" */
    size_t supplier_count;
    int64_t
        fault; /* inspect, dispatch, verify, close: which fault by its number in the case; 0: all or first */
    const char *place, *component, *symptom, *class, *cause,
        *party;           /* of the fault; party "S07=60;S09=40" gives shares */
    const char *evidence; /* URI of a photo, or words why there is none */
    const char *assignee, *handling_dept, *responsible_dept;
    const char *resolution, *verdict;
    int64_t appointment_at, promised_at;
    const char *reason; /* hold, cancel, reopen */
    int64_t until;      /* hold: ends by itself */
    const char *approver;
    bool automatic;                   /* by the run at the limit of a hold: never backdated */
    const char *channel;              /* contact */
    bool not_reached;                 /* contact */
    const char *means;                /* callback, soothe: phone, sms, app, visit */
    int64_t speed, attitude, quality; /* callback: the customer's scores, 1..5; 0: none */
    const char *unhappy_reason, *recording;
    int64_t score;             /* callback: over all; 0: none */
    const char *quality_check; /* callback: passed, failed */
    int64_t into;              /* merge */
    const char *priority;      /* any: a change of priority with its reason in note */

    /* refuse */
    const char *department; /* the department that it is no case of; NULL: the suppliers refuse */
    /* plan, approve, agree */
    const char *plan, *terms;
    int64_t demanded, offered, amount; /* fen; 0: no money */
    int64_t plan_due_at;
    /* appoint: outcomes "", moved, kept, missed, cancelled. appointment_at is when the window begins. */
    int64_t window_until;
    int64_t order; /* number of the work order; 0: by supplier, or the case's own */
    const char *agreed_with, *access, *missed_by, *chosen_by;
    const char *source_home; /* inspect: the home the damage comes from: room or code */
    bool told;               /* promise: the customer was told, by `channel` */
};

/* Makes one move of one case: checks that the path allows it (a refused move names the legal ones), writes
 * case, faults, work orders and events, tells the listener. CS_REFUSED with a sentence; CS_NONE: there is no
 * such case. */
enum cs_status cs_ticket_move(struct cs_tickets *tickets, int64_t id, const struct cs_move *move,
                              struct cs_error *err);
/* Several moves of one case one after the other: all of them, or none. */
enum cs_status cs_ticket_moves(struct cs_tickets *tickets, int64_t id, const struct cs_move *moves,
                               size_t count, struct cs_error *err);

/* A verdict on what was written down more than a day late. */
struct cs_confirm {
    int64_t event; /* its number in the log of the case; 0: all that wait */
    bool refuse;   /* it counts as done when it was written down */
    const char *note;
};

/* Approves (or refuses) backdated events of a case: by somebody else than who wrote them, who is head or care
 * at its project or above. Approved, the clocks that they stopped count as they stand; refused, they count as
 * stopped when it was written down. CS_REFUSED with a sentence; CS_NONE: there is no such case. */
enum cs_status cs_ticket_confirm(struct cs_tickets *tickets, int64_t id, const struct cs_confirm *confirm,
                                 struct cs_error *err);

/* After days of rain were written down: brings the second calls forward that they concern, and counts them.
 */
enum cs_status cs_ticket_weather(struct cs_tickets *tickets, int64_t *moved, struct cs_error *err);

/* ---- paths, hold reasons and limits of approval as data ---- */

/* Replaces paths, row by row of cs_path_record; end checks that every path can reach an end. */
enum cs_status cs_ticket_path_take(struct cs_tickets *tickets, const struct cs_row *row,
                                   struct cs_error *err);
enum cs_status cs_ticket_path_end(struct cs_tickets *tickets, struct cs_error *err);
/* Replaces who may approve how much, row by row of cs_approval_record; `known` counts the rows so far. */
enum cs_status cs_approval_take(struct cs_tickets *tickets, const struct cs_row *row, int64_t *known,
                                struct cs_error *err);
enum cs_status cs_hold_reason_take(struct cs_tickets *tickets, const struct cs_row *row, bool *changed,
                                   struct cs_error *err);

/* ---- reading ---- */

extern const struct cs_view cs_callback_view, cs_backdated_view;
extern const struct cs_view cs_ticket_view, cs_fault_view, cs_work_order_view, cs_event_view, cs_contact_view,
    cs_settlement_view, cs_appointment_view, cs_approval_view, cs_hold_view, cs_hold_reason_view,
    cs_path_view, cs_reference_view, cs_attachment_view, cs_share_view;

/* Conditions on cs_ticket_view; `below` takes a unit as $1, `overdue` and `changed_since` a moment. */
extern const struct cs_ticket_where {
    const char *open, *soothing, *second_call, *unresolved, *below, *overdue, *changed_since;
} cs_ticket_where;
extern const char *const cs_appointment_touches[2]; /* the time between $1 and $2 */
extern const char *const cs_backdated_waiting;      /* no verdict yet */

/* On a view whose rows hang on a case: those of the cases that were merged into case $1, or its own too. */
const char *cs_view_merged(const struct cs_view *view, bool itself, struct cs_arena *arena);

/* Facts of one case from the store, in the arena. CS_NONE: no such case. */
enum cs_status cs_ticket_facts(struct cs_store *store, int64_t id, struct cs_case_facts *facts,
                               struct cs_arena *arena, struct cs_error *err);

/*
 * What the listener of a case was told from its arrival on, once more: its facts as they were (after_run:
 * behind a run of the same second); `now` is when it was written down. Reads only. *exact: false where the
 * log does not hold all of it (a case that changed in an older version): nothing is told then. CS_NONE: no
 * such case.
 */
typedef enum cs_status cs_told_fn(void *context, const struct cs_case_facts *facts, enum cs_case_news news,
                                  int64_t at, int64_t now, bool after_run, struct cs_error *err);
enum cs_status cs_ticket_replay(struct cs_tickets *tickets, int64_t id, cs_told_fn *told, void *context,
                                bool *exact, struct cs_error *err);

/* Tells the listener of the desk a case as it stands, inside the caller's transaction. CS_NONE: no such case.
 */
enum cs_status cs_ticket_tell(struct cs_tickets *tickets, int64_t id, int64_t at, struct cs_error *err);

/* The id of a case by what the world calls it: "17", or "source:external_id". CS_NONE with a sentence. */
enum cs_status cs_ticket_find(struct cs_store *store, const char *name, int64_t *id, struct cs_error *err);

/* Replays the event log of every case against its row: each difference is said as an error. */
enum cs_status cs_ticket_check_replay(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);

/* Takes out of a row what erasing a person blanks: name, numbers, addresses and words. */
void cs_ticket_blank_person(struct cs_value values[CS_TICKET_FIELDS]);

/* Hands out case and URI of the evidence of a customer's cases: the files themselves are for a person to
 * delete, and erasure blanks where they lie. */
enum cs_status cs_ticket_forget_files(struct cs_store *store, int64_t customer_id, const char *phone,
                                      cs_values_fn *each, void *context, struct cs_error *err);

/* Puts '*' for a text (a name, a number) in the words of the cases of a customer, or of all cases (0). */
enum cs_status cs_ticket_scrub(struct cs_store *store, const char *text, int64_t customer_id,
                               struct cs_error *err);

/* Erasure: blanks what the cases of a customer hold of the person; `cases` counts them. `phone` may be NULL:
 * cases that bear this number (its digits without the country code) or mail address are the person's too. */
enum cs_status cs_ticket_forget(struct cs_store *store, int64_t customer_id, const char *phone,
                                int64_t actor_id, int64_t now, int64_t *cases, struct cs_error *err);

extern const struct cs_statements cs_replay_statements; /* what a case looked like before each change */
extern const struct cs_statements cs_loop_statements;   /* refusals, settlements, appointments, promises */
extern const struct cs_statements cs_ticket_statements;
extern const struct cs_statements cs_scrub_statements; /* words of a person in texts that stay */

#endif
