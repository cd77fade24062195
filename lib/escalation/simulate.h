/* Inside lib/escalation: running cases in memory, by the policies in force or by a draft. */
#ifndef CS_ESCALATION_SIMULATE_H
#define CS_ESCALATION_SIMULATE_H

#include "escalation/clock.h"
#include "record/rows.h"

/* ---- memory.c ---- */

struct memory_span {
    char metric[METRIC_SIZE];
    int64_t instance, from, to, target, used;
};

/* The clocks of one case. */
struct clock_memory {
    struct clock *items; /* by metric and instance */
    size_t count, capacity;
    struct memory_span *spans; /* counted under earlier limits */
    size_t span_count, span_capacity;
};

void cs_memory_clear(struct clock_memory *memory);
void cs_memory_free(struct clock_memory *memory);
void cs_memory_put(struct clock_memory *memory, const struct clock *clock);
/* What a statement that would write does to the memory. */
void cs_memory_do(struct clock_memory *memory, enum escalation_statement which, const struct cs_value *in);
/* Rows as SPANS_OF_CASE answers them. */
enum cs_status cs_memory_spans(const struct clock_memory *memory, cs_values_fn *each, void *context,
                               struct cs_error *err);

/* ---- draft.c ---- */

/* What stands in place of the store's policies and ladders. */
struct policy_draft {
    struct cs_rows targets, rungs; /* checked rows */
    struct cs_arena arena;
    const char *policy; /* a policy of the store alone is in force; NULL: those that are */
};

/* Called by cs_policy_load behind the store's ladders, and behind its targets. */
enum cs_status cs_draft_ladders(struct cs_escalation *e, struct cs_error *err);
enum cs_status cs_draft_targets(struct cs_escalation *e, struct cs_error *err);

/* ---- simulate.c ---- */

enum { HAPPENED, SIMULATED, SIDES };
enum { LEVELS = 4 };

/* Figures of a group of clocks, as they happened and as simulated. */
struct tally {
    const char *key, *name, *level;
    int64_t clocks[SIDES], decided[SIDES], late[SIDES], passed[SIDES], rungs[SIDES], messages[SIDES],
        unaddressed[SIDES], at_level[LEVELS][SIDES];
};

extern const char *const cs_level_names[LEVELS];

/* simulate-record.c: a group as a row. */
enum { SIMULATED_FIELDS = 24 };
enum cs_status cs_simulated_give(enum cs_simulate_by by, const struct tally *tally, cs_row_fn *each,
                                 void *context, struct cs_error *err);

#endif
