/*
 * Inside the run: a transaction walks the ladders in memory. Each case is read once, each clock and deadline
 * written once, however many of its rungs are due; what a rung leaves behind (event, escalations, messages)
 * is put off to be inserted with others of its kind.
 *
 * The order of things is that of the table `deadline`: a portion is its first thousand rows as they would
 * stand there.
 */
#ifndef CS_ESCALATION_RUN_INSIDE_H
#define CS_ESCALATION_RUN_INSIDE_H

#include "escalation/clock.h"
#include "notify/notify.h"

/* ---- run-due.c: what is due, in order ---- */

struct due { /* as the key of table deadline */
    int64_t acts_at, ticket, instance;
    char metric[METRIC_SIZE];
};

struct due_list {
    struct due *items;
    size_t count, capacity;
};

struct due_queue {
    struct cs_escalation *e;
    struct due_list stored; /* read ahead from the table, by key */
    size_t at;              /* the first of them that was not taken yet */
    struct due last;        /* the last that was read */
    bool begun, ended;      /* reading the table */
    struct due_list fresh;  /* a heap: rungs that came due since, not in the table */
};

/* The next of them (at most `most`) in order; none: portion->count is 0. */
enum cs_status cs_due_take(struct due_queue *queue, size_t most, struct due_list *portion,
                           struct cs_error *err);
void cs_due_put(struct due_queue *queue, const struct due *due);
/* Forgets everything: the table says all there is. */
void cs_due_restart(struct due_queue *queue);
void cs_due_release(struct due_queue *queue);

/* ---- run-shelf.c: cases and clocks at hand, while the transaction lasts ---- */

struct standing_clock {
    struct clock clock;
    int64_t stored_at; /* of its row in deadline; CS_NO_TIME: it has none */
    int64_t told;      /* highest number of its rows in escalation; 0: none */
    bool changed;      /* since it was read or written */
};

struct standing { /* a case */
    struct standing *next;
    struct cs_case_facts facts;
    struct standing_clock *clocks; /* by metric and instance */
    size_t count;
    int64_t seq; /* of its last event */
};

/* A rung in the log of a case. */
struct standing_event {
    int64_t ticket, seq, at, rung;
    const char *metric;
};

enum { SHELF_PLACES = 8192 };

struct shelf {
    struct cs_escalation *e;
    struct cs_arena arena;
    struct standing *places[SHELF_PLACES];
    size_t filled;               /* cases on it */
    struct standing_clock *read; /* of the case that is being read */
    size_t read_count, read_capacity;
    struct standing_clock **changed;
    size_t changed_count, changed_capacity;
    struct standing_event *events;
    size_t event_count, event_capacity;
};

/* A case as the transaction has left it, from the store at the first time. CS_NONE: no such case. */
enum cs_status cs_shelf_case(struct shelf *shelf, int64_t ticket, struct standing **standing,
                             struct cs_error *err);
/* A clock of it; NULL where a later round has taken its place, or there is none. */
struct standing_clock *cs_standing_clock(struct standing *standing, const char *metric, int64_t instance);
/* It changed: cs_shelf_write writes it. */
void cs_shelf_change(struct shelf *shelf, struct standing_clock *clock);
/* The clock's next rung has come: an event of the case, for cs_shelf_write. */
void cs_shelf_log(struct shelf *shelf, struct standing *standing, const struct clock *clock);
/* Brings changed clocks, their deadlines and the events into the store, each kind in the order in which its
 * table lies: a page that many rungs meet is then read and written once. */
enum cs_status cs_shelf_write(struct shelf *shelf, struct cs_error *err);
/* Another room changes a case whose clocks are written: it is read anew. */
void cs_shelf_forget(struct shelf *shelf, int64_t ticket);
void cs_shelf_empty(struct shelf *shelf); /* others may write now */
void cs_shelf_release(struct shelf *shelf);

/* ---- run-tell.c: who is told ---- */

struct person {
    int64_t id; /* 0: a free place */
    const char *code, *name;
};

/* Alerts of a project that did not find their role where they looked for it. */
struct gap {
    int64_t unit, to_unit, count;
    const char *role, *level, *found; /* found NULL: nobody up to the top */
};

/* An escalation, to be handed out after the commit. */
struct told {
    int64_t id, ticket, priority, instance, rung, rung_at;
    const char *unit, *metric, *line, *role, *level, *action;
    const char *staff, *name; /* NULL: nobody */
};

struct telling {
    struct cs_escalation *e;
    struct cs_notify_plan *plan;
    struct cs_run_result *result;
    int64_t next_id, day;
    struct told *told;
    size_t told_count, told_capacity;
    size_t of_rung; /* the first of the rung at hand */
    struct gap *gaps;
    size_t gap_count, gap_capacity;
    struct person *people; /* open addressing */
    size_t people_count, people_size;
    const char **words; /* metrics and levels, each once */
    size_t word_count, word_capacity;
    struct cs_arena keep;    /* people and words */
    const char *reassign_to; /* staff code that the rung at hand hands the case to, or NULL */
};

/* Everybody whom a rung names: a red case, like an urgent rung, reaches them at once. */
enum cs_status cs_tell_all(struct telling *telling, const struct cs_case_facts *facts,
                           struct standing_clock *standing, const struct rung *rung, struct cs_error *err);
/* Hands out what was told and forgets it. */
enum cs_status cs_tell_out(struct telling *telling, cs_row_fn *each, void *context, struct cs_error *err);
/* Nobody in a role is said once a project, role and level, not once a case. */
void cs_tell_gaps(struct telling *telling);
void cs_telling_release(struct telling *telling);

#endif
