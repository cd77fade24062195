/*
 * Days that were counted while nobody knew how a hold would end. A limit in workdays that changed in the
 * course of a hold took that day for held whole; where the case was taken up again on the same day, it counts
 * after all.
 */
#include "escalation/clock.h"

#include <stdlib.h>

struct counted {
    int64_t from, to, target, used;
};

struct recount {
    const struct clock *clock;
    struct counted *items;
    size_t count, capacity;
};

static enum cs_status take_span(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct recount *r = context;
    if (strcmp(cs_value_text(&out[0]), r->clock->metric) != 0 || out[1].integer != r->clock->instance)
        return CS_OK;
    r->items = cs_grow(r->items, &r->capacity, r->count + 1, sizeof *r->items);
    r->items[r->count++] =
        (struct counted){ out[2].integer, out[3].integer, cs_value_integer(&out[4], 0), out[7].integer };
    return CS_OK;
}

static enum cs_status count_again(struct cs_escalation *e, struct clock *clock, const struct counted *counted,
                                  const struct cs_case_facts *facts, struct cs_error *err)
{
    struct clock part = { .target = cs_policy_target(e, counted->target), .base_at = counted->from };
    const struct cs_calendar *calendar;
    if (!part.target || part.target->amount.unit != CS_WORKDAYS)
        return CS_OK;
    struct cs_span *held = cs_arena_alloc(&e->arena, (facts->hold_count + 1) * sizeof *held);
    size_t held_count = cs_clock_holds(facts, clock->metric, held);
    enum cs_status status = cs_clock_calendar(e, part.target, facts->unit_id, &calendar, err);
    if (status != CS_OK)
        return status;
    int64_t used = cs_clock_used(&part, calendar, counted->to, held, held_count);
    if (used == counted->used)
        return CS_OK;
    clock->used += used - counted->used;
    const struct cs_value in[] = { cs_integer(clock->ticket),   cs_text(clock->metric),
                                   cs_integer(clock->instance), cs_integer(counted->from),
                                   cs_integer(counted->to),     cs_integer(used) };
    return cs_escalation_do(e, SPAN_RECOUNT, in, err);
}

enum cs_status cs_clock_recount(struct cs_escalation *e, struct clock *clock,
                                const struct cs_case_facts *facts, struct cs_error *err)
{
    struct recount r = { .clock = clock };
    if (!clock->target || clock->target->amount.unit != CS_WORKDAYS || facts->hold_count == 0 ||
        clock->base_at == clock->started_at)
        return CS_OK;
    const struct cs_value in[] = { cs_integer(clock->ticket) };
    enum cs_status status = cs_escalation_each(e, SPANS_OF_CASE, in, take_span, &r, err);
    for (size_t i = 0; i < r.count && status == CS_OK; i++)
        status = count_again(e, clock, &r.items[i], facts, err);
    free(r.items);
    return status;
}
