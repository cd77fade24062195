/* Inside lib/escalation: targets, ladders, clocks. */
#ifndef CS_ESCALATION_CLOCK_H
#define CS_ESCALATION_CLOCK_H

#include "escalation/escalation.h"

enum { METRIC_SIZE = 24, MOST_CLOCKS = 32, ESCALATION_FIELDS = 15 };

enum reopen_rule { REOPEN_RESTART, REOPEN_CONTINUE, REOPEN_IGNORE };

struct recipient {
    const char *line, *role, *level, *action, *template;
};

struct rung {
    int64_t number;
    bool percent; /* `count` is per cent of the clock's time */
    struct cs_amount at;
    const struct cs_calendar
        *calendar; /* of a working-time offset, and in whose hours the alert waits; or NULL */
    bool urgent;
    struct recipient *recipients;
    size_t recipient_count;
};

struct ladder {
    int64_t id;
    const char *name;
    struct rung *rungs; /* by number */
    size_t count, capacity;
};

struct target {
    int64_t id;
    const char *policy;
    const char *kind, *grade, *channel, *component, *flag; /* "" any */
    int64_t priority, unit_id;                             /* 0 any */
    const char *metric;
    enum cs_milestone start, stop;
    struct cs_amount amount;
    const char *amount_text;
    int64_t calendar_id;
    const struct cs_calendar *calendar;
    const struct ladder *ladder; /* or NULL */
    enum reopen_rule reopen;
    bool outside, silence, hold, review, recall, promise, visit; /* metrics with rules of their own */
    bool order, ours; /* of an order of others; our own limit before theirs */
    bool after;       /* of a case that is over, too: soothing, the second call */
};

/* Metrics of orders of others: each order has its own, by its number; no hold stops them. */
bool cs_metric_of_order(const char *metric);

struct clock {
    int64_t ticket;
    char metric[METRIC_SIZE];
    int64_t instance;
    const struct target *target; /* NULL: its target is gone from the policies */
    int64_t target_id;
    int64_t started_at, base_at, used;
    int64_t due_at;     /* CS_NO_TIME: stopped by a hold */
    int64_t stopped_at; /* CS_NO_TIME: it runs */
    int64_t passed, rung, level;
    int64_t next_at; /* CS_NO_TIME: no rung to come */
    int64_t next_rung, rung_at;
    bool provisional;
};

struct matched {
    uint64_t key;
    const struct target **targets; /* one a metric */
    size_t count;
};

struct clock_memory; /* simulate.h */
struct policy_draft;

struct cs_escalation {
    struct cs_escalation_options o;
    int64_t actor_id, undone; /* undone: cs_store_undone when the actor was found */
    struct cs_arena keep;     /* policies and ladders */
    struct cs_arena arena;
    bool loaded;
    struct target *targets;
    size_t target_count, target_capacity;
    struct ladder *ladders;
    size_t ladder_count, ladder_capacity;
    struct matched *matched; /* open addressing */
    size_t matched_size, matched_count;
    bool by_grade, by_channel, by_component, by_flag, by_unit; /* some target asks for it */
    int64_t provisional_year;                                  /* first unpublished year met; 0: none */
    const char *provisional_calendar;
    int64_t provisional_count;
    int64_t root_unit;
    const char **imported; /* policies or ladders that the file at hand has named */
    size_t imported_count, imported_capacity;
    int64_t rank;
    bool backdated;              /* what is heard was written down more than a day late */
    bool arriving;               /* a case is being imported: its new rows may be put off */
    struct clock_memory *memory; /* clocks live here and nothing is written; NULL: in the store */
    struct policy_draft *draft;  /* tried in place of what is in force; NULL: nothing */
};

/* ---- escalation-store.c ---- */

enum escalation_statement {
    TARGETS_ALL,
    RUNGS_ALL,
    CLOCK_ADD,
    CLOCK_SAVE,
    CLOCK_STEP,
    CLOCKS_OF_CASE,
    STANDING_CLOCKS,
    CLOCK_PROOF,
    CLOCK_JUDGED,
    DEADLINE_ADD,
    DEADLINE_DROP,
    SPAN_ADD,
    SPANS_OF_CASE,
    SPAN_CLEAR,
    SPAN_RECOUNT,
    CLOCK_DROP,
    SPANS_MOVE,
    ESCALATIONS_MOVE,
    EXTENSIONS_OF_CASE,
    DUE_FIRST,
    DUE_AFTER,
    ESCALATION_ADD,
    ESCALATION_MAX,
    ESCALATIONS_OF_CASE,
    LOG_ADD,
    LOG_AT,
    LOG_LAST,
    RUN_ADD,
    ROOT_UNIT,
    SUPPLIER_UNIT,
    UPCOMING,
    STAFF_GET,
    POLICY_ADD,
    POLICY_FIND,
    TARGET_RETIRE,
    TARGET_REVIVE,
    TARGET_ADD,
    TARGET_RANK,
    LADDER_ADD,
    LADDER_FIND,
    RUNG_CLEAR,
    RUNG_ADD,
    ESC_ACTOR_FIND,
    ESC_ACTOR_ADD,
    OPEN_CASES,
    POLICY_STATUS,
    CASES_FROM,
    ESCALATED_ROWS,
    RUN_MOMENTS,
    ESCALATED_AT,
    ESCALATED_LAST,
    ESCALATION_STATEMENTS
};

enum cs_status cs_escalation_do(struct cs_escalation *e, enum escalation_statement which,
                                const struct cs_value *in, struct cs_error *err);
enum cs_status cs_escalation_add(struct cs_escalation *e, enum escalation_statement which,
                                 const struct cs_value *in, struct cs_error *err); /* put off: cs_store_add */
enum cs_status cs_escalation_get(struct cs_escalation *e, enum escalation_statement which,
                                 const struct cs_value *in, struct cs_value *out, struct cs_error *err);
enum cs_status cs_escalation_each(struct cs_escalation *e, enum escalation_statement which,
                                  const struct cs_value *in, cs_values_fn *each, void *context,
                                  struct cs_error *err);

/* escalation.c: begins a change: writes the actor down inside the caller's transaction. */
enum cs_status cs_escalation_begin(struct cs_escalation *e, struct cs_error *err);

/* What would keep a row of a file from loading; CS_REFUSED with a sentence. */
enum cs_status cs_target_check(const struct cs_row *row, struct cs_error *err);
enum cs_status cs_rung_check(const struct cs_row *row, struct cs_error *err);

/* draft.c */
void cs_draft_free(struct cs_escalation *e);

/* ---- policy.c ---- */

enum cs_status cs_policy_load(struct cs_escalation *e, struct cs_error *err);
/* "50%", or an amount before or after due: when a rung comes. */
enum cs_status cs_rung_at(const char *text, struct rung *rung, struct cs_error *err);
/* The targets of a case, one a metric. */
enum cs_status cs_policy_match(struct cs_escalation *e, const struct cs_case_facts *facts,
                               const struct target *const **targets, size_t *count, struct cs_error *err);
/* Whether a unit is another one or lies below it. */
enum cs_status cs_policy_unit_below(struct cs_escalation *e, int64_t unit, int64_t above, bool *below,
                                    struct cs_error *err);
/* A row as RUNGS_ALL (TARGETS_ALL) answers it. */
enum cs_status cs_policy_take_rung(struct cs_escalation *e, const struct cs_value *out, struct cs_error *err);
enum cs_status cs_policy_take_target(struct cs_escalation *e, const struct cs_value *out,
                                     struct cs_error *err);
/* Takes the rungs of a ladder away; its id, or a free one. */
int64_t cs_policy_clear_ladder(struct cs_escalation *e, const char *name);
const struct target *cs_policy_target(const struct cs_escalation *e, int64_t id);

/* ---- clock.c: pure counting ---- */

/* The holds that stop a metric, rising and disjoint, written to spans (room for facts->hold_count). */
size_t cs_clock_holds(const struct cs_case_facts *facts, const char *metric, struct cs_span *spans);

/* The calendar of a target for a case: a project's own site calendar stands for "site". */
enum cs_status cs_clock_calendar(struct cs_escalation *e, const struct target *target, int64_t unit,
                                 const struct cs_calendar **calendar, struct cs_error *err);

/* ---- order.c: orders of others, and our own limit before theirs ---- */

/* The facts of one order, shaped as those of a case: opened when it was received, closed when it was
 * finished, its own limit for target; without holds. */
struct cs_case_facts cs_order_facts(const struct cs_case_facts *facts, const struct cs_case_order *order);
/* The facts by which a clock runs: of its order (written to *own), or those of the case. */
const struct cs_case_facts *cs_clock_facts(const struct clock *clock, const struct cs_case_facts *facts,
                                           struct cs_case_facts *own);
/* Whether the case has an order of its own channel: that order's clocks stand for its source's limit. */
bool cs_order_covers(const struct cs_case_facts *facts);
bool cs_order_open(const struct cs_case_facts *facts);
/* When we mean to be done: so much before the earliest limit of the open orders; CS_NO_TIME: none of them
 * leaves so much time. */
enum cs_status cs_order_ours(struct cs_escalation *e, const struct target *target,
                             const struct cs_case_facts *facts, int64_t *due, struct cs_error *err);
/* It runs while an order is open and our own work is not done. A later limit is a round of its own where
 * somebody was warned of the one before. */
enum cs_status cs_order_follow_ours(struct cs_escalation *e, const struct target *target, struct clock *clock,
                                    const struct cs_case_facts *facts, int64_t at, struct cs_error *err);
/* A merged case's orders came along: so do their clocks, as far as they have run and climbed. */
enum cs_status cs_order_clocks_move(struct cs_escalation *e, const struct cs_case_facts *facts,
                                    struct cs_error *err);

/* The limit that the case itself carries: the source's own, or the end of the hold that lasts; CS_NO_TIME:
 * the target's amount says how long. */
int64_t cs_clock_fixed(const struct target *target, const struct cs_case_facts *facts);

/* Whether a clock of this target may run at all: a hold that lasts, a limit that is known. */
bool cs_clock_wanted(const struct target *target, const struct cs_case_facts *facts);

/* Seconds (workdays: days) that a clock has counted until a moment. */
int64_t cs_clock_used(const struct clock *clock, const struct cs_calendar *calendar, int64_t until,
                      const struct cs_span *held, size_t held_count);

/* Works due_at out from base_at, used and the holds; CS_NO_TIME while a hold stops it. */
enum cs_status cs_clock_reckon(struct cs_escalation *e, struct clock *clock,
                               const struct cs_case_facts *facts, struct cs_error *err);

/* The moment of a rung of a clock that is due; and when the run acts on it (urgent, or the opening it waits
 * for). CS_NO_TIME: behind a hold without end. */
enum cs_status cs_rung_moment(struct cs_escalation *e, const struct clock *clock, const struct rung *rung,
                              const struct cs_case_facts *facts, int64_t *moment, int64_t *acts,
                              struct cs_error *err);

/* Sets next_rung, rung_at and next_at from clock->rung. */
enum cs_status cs_clock_next(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                             struct cs_error *err);
const struct rung *cs_ladder_rung(const struct ladder *ladder, int64_t after);

/* ---- follow.c ---- */

/* Rungs that are past when a case comes in, or when its limits are reckoned anew: those due longer than a day
 * ago (with --history: all) are passed for good; of the younger ones the highest of the whole case is sent
 * once, the others are passed too. */
struct arrival {
    struct clock clocks[MOST_CLOCKS];
    size_t count;
    int best; /* the clock whose highest young rung is sent; -1: none */
    int best_height;
    int64_t best_at, best_rung;
};

/* Passes the rungs of one of its clocks; all: the younger ones too. */
enum cs_status cs_arrival_pass(struct cs_escalation *e, struct arrival *arrival, size_t which,
                               const struct cs_case_facts *facts, bool all, struct cs_error *err);
/* After the last of them: the one rung that is sent is due again. */
void cs_arrival_send(struct arrival *arrival);

void cs_clock_new(struct clock *clock, const struct target *target, const struct cs_case_facts *facts,
                  int64_t started, int64_t instance);

/* When a clock that started then has stopped: its own milestone, else the end of the case; CS_NO_TIME: it
 * runs. */
int64_t cs_clock_stop_of(const struct target *target, const struct cs_case_facts *facts, int64_t started);

/* Begins a clock, ends one, reckons a running one anew (`before`: as it was); each is saved. */
enum cs_status cs_clock_start(struct cs_escalation *e, const struct target *target,
                              const struct cs_case_facts *facts, int64_t started, int64_t instance,
                              int64_t used, struct cs_error *err);
enum cs_status cs_clock_stop(struct cs_escalation *e, struct clock *clock, int64_t at, struct cs_error *err);
enum cs_status cs_clock_renew(struct cs_escalation *e, const struct clock *before, struct clock *clock,
                              const struct cs_case_facts *facts, int64_t at, struct cs_error *err);

/* A step that lies behind the case, nobody knows since when: it is owed no more, and was not measured. */
bool cs_clock_passed_by(const struct target *target, const struct cs_case_facts *facts);

/* Another target takes over: what was used until `at` stays used (a row of clock_span with its reason), and
 * the rest is counted by the new one. The clock is not saved yet. */
enum cs_status cs_clock_retarget(struct cs_escalation *e, struct clock *clock, const struct target *target,
                                 const struct cs_case_facts *facts, int64_t at, const char *reason,
                                 struct cs_error *err);

/* Writes the event of a clock that changed. */
enum cs_status cs_clock_log(struct cs_escalation *e, const struct clock *clock, int64_t at, const char *note,
                            struct cs_error *err);

/* Rung numbers count on one ladder only. On another one those rungs are passed that lie no later than the
 * moment reached (CS_NO_TIME: none). The clock is reckoned already. */
enum cs_status cs_clock_climb(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                              int64_t reached, struct cs_error *err);
/* The same for a clock that changed its target: reached is the last rung of `before`. */
enum cs_status cs_clock_change_ladder(struct cs_escalation *e, const struct clock *before,
                                      struct clock *clock, const struct cs_case_facts *facts, int64_t at,
                                      struct cs_error *err);

/* recount.c: counts the days before the last change of a limit in workdays anew, now that it is known how the
 * holds ended. */
enum cs_status cs_clock_recount(struct cs_escalation *e, struct clock *clock,
                                const struct cs_case_facts *facts, struct cs_error *err);

/* ---- clock-store.c ---- */

struct clock_list { /* in e->arena */
    struct clock *items;
    size_t count;
};

enum cs_status cs_clock_insert(struct cs_escalation *e, struct clock *clock, struct cs_error *err);
/* Saves a clock and lets its row in `deadline` be. */
enum cs_status cs_clock_save(struct cs_escalation *e, const struct clock *clock, struct cs_error *err);
/* Saves a clock, moving its row in `deadline` from old_next to clock->next_at. */
enum cs_status cs_clock_update(struct cs_escalation *e, const struct clock *clock, int64_t old_next,
                               struct cs_error *err);
/* A row of CLOCKS_OF_CASE (or STANDING_CLOCKS) as a clock. */
void cs_clock_read(const struct cs_escalation *e, const struct cs_value *out, struct clock *clock);
/* The newest instance of each metric of a case, without those of its orders. */
enum cs_status cs_clocks_load(struct cs_escalation *e, int64_t ticket, struct clock_list *list,
                              struct cs_error *err);
/* Those that run by these facts: of the case, or of one of its orders. */
enum cs_status cs_clocks_of(struct cs_escalation *e, const struct cs_case_facts *facts,
                            struct clock_list *list, struct cs_error *err);
/* Those among which a metric is: of the case, or of all its orders. */
enum cs_status cs_clocks_like(struct cs_escalation *e, int64_t ticket, const char *metric,
                              struct clock_list *list, struct cs_error *err);

/* put-back.c: what an import had changed of a case was put back. */
enum cs_status cs_clocks_put_back(struct cs_escalation *e, const struct cs_case_facts *facts,
                                  struct cs_error *err);

#endif
