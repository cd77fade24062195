/* Clocks in and out of the store, each with its row in `deadline`. */
#include "escalation/simulate.h"

#include <stdio.h>

static struct cs_value time_value(int64_t at)
{
    return at == CS_NO_TIME ? cs_null() : cs_integer(at);
}

static void clock_values(const struct clock *clock, struct cs_value in[14])
{
    const struct cs_value values[14] = {
        cs_integer(clock->ticket),     cs_text(clock->metric),
        cs_integer(clock->instance),   clock->target_id ? cs_integer(clock->target_id) : cs_null(),
        cs_integer(clock->started_at), cs_integer(clock->base_at),
        cs_integer(clock->used),       time_value(clock->due_at),
        time_value(clock->stopped_at), cs_integer(clock->passed),
        cs_integer(clock->rung),       cs_integer(clock->level),
        time_value(clock->next_at),    cs_integer(clock->provisional),
    };
    memcpy(in, values, sizeof values);
}

static enum cs_status deadline_add(struct cs_escalation *e, const struct clock *clock, struct cs_error *err)
{
    if (clock->next_at == CS_NO_TIME)
        return CS_OK;
    const struct cs_value in[] = { cs_integer(clock->next_at),   cs_integer(clock->ticket),
                                   cs_text(clock->metric),       cs_integer(clock->instance),
                                   cs_integer(clock->next_rung), cs_integer(clock->rung_at) };
    return e->arriving ? cs_escalation_add(e, DEADLINE_ADD, in, err)
                       : cs_escalation_do(e, DEADLINE_ADD, in, err);
}

enum cs_status cs_clock_insert(struct cs_escalation *e, struct clock *clock, struct cs_error *err)
{
    if (e->memory) {
        cs_memory_put(e->memory, clock);
        return CS_OK;
    }
    struct cs_value in[14];
    clock_values(clock, in);
    enum cs_status status =
        e->arriving ? cs_escalation_add(e, CLOCK_ADD, in, err) : cs_escalation_do(e, CLOCK_ADD, in, err);
    if (status == CS_OK)
        status = deadline_add(e, clock, err);
    return status;
}

enum cs_status cs_clock_save(struct cs_escalation *e, const struct clock *clock, struct cs_error *err)
{
    if (e->memory) {
        cs_memory_put(e->memory, clock);
        return CS_OK;
    }
    struct cs_value in[14];
    clock_values(clock, in);
    return cs_escalation_do(e, CLOCK_SAVE, in, err);
}

enum cs_status cs_clock_update(struct cs_escalation *e, const struct clock *clock, int64_t old_next,
                               struct cs_error *err)
{
    enum cs_status status = cs_clock_save(e, clock, err);
    if (status == CS_OK && old_next != CS_NO_TIME) {
        const struct cs_value drop[] = { cs_integer(old_next), cs_integer(clock->ticket),
                                         cs_text(clock->metric), cs_integer(clock->instance) };
        status = cs_escalation_do(e, DEADLINE_DROP, drop, err);
    }
    if (status == CS_OK)
        status = deadline_add(e, clock, err);
    return status;
}

void cs_clock_read(const struct cs_escalation *e, const struct cs_value *out, struct clock *clock)
{
    *clock = (struct clock){
        .ticket = out[0].integer,
        .instance = out[2].integer,
        .target_id = cs_value_integer(&out[3], 0),
        .target = cs_policy_target(e, cs_value_integer(&out[3], 0)),
        .started_at = out[4].integer,
        .base_at = out[5].integer,
        .used = out[6].integer,
        .due_at = cs_value_integer(&out[7], CS_NO_TIME),
        .stopped_at = cs_value_integer(&out[8], CS_NO_TIME),
        .passed = out[9].integer,
        .rung = out[10].integer,
        .level = out[11].integer,
        .next_at = cs_value_integer(&out[12], CS_NO_TIME),
        .provisional = out[13].integer != 0,
        .next_rung = cs_value_integer(&out[14], 0),
        .rung_at = cs_value_integer(&out[15], CS_NO_TIME),
    };
    snprintf(clock->metric, sizeof clock->metric, "%s", cs_value_text(&out[1]));
}

struct load {
    struct cs_escalation *e;
    struct clock_list *list;
    size_t capacity;
    bool orders;
    int64_t order; /* its number; 0: all */
};

/* Where a clock stands in the list; NULL: it is not asked for. */
static struct clock *place_for(struct load *load, const char *metric, int64_t instance)
{
    struct clock_list *list = load->list;
    if (cs_metric_of_order(metric) != load->orders || (load->order && load->order != instance))
        return NULL;
    /* Rows come by metric and instance: a later instance takes the place of the one before. */
    const struct clock *last = list->items && list->count ? &list->items[list->count - 1] : NULL;
    bool again = !load->orders && last && strcmp(last->metric, metric) == 0;
    if (!again && list->count == load->capacity) {
        size_t wanted = load->capacity ? load->capacity * 2 : 16;
        struct clock *more = cs_arena_alloc(&load->e->arena, wanted * sizeof *more);
        if (list->count)
            memcpy(more, list->items, list->count * sizeof *more);
        list->items = more;
        load->capacity = wanted;
    }
    list->count += !again;
    return &list->items[list->count - 1];
}

static enum cs_status take_clock(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct load *load = context;
    struct clock *place = place_for(load, cs_value_text(&out[1]), out[2].integer);
    if (place)
        cs_clock_read(load->e, out, place);
    return CS_OK;
}

static void take_memory(struct load *load, const struct clock_memory *memory)
{
    for (size_t i = 0; i < memory->count; i++) {
        struct clock *place = place_for(load, memory->items[i].metric, memory->items[i].instance);
        if (place)
            *place = memory->items[i];
    }
}

static enum cs_status load_clocks(struct cs_escalation *e, int64_t ticket, bool orders, int64_t order,
                                  struct clock_list *list, struct cs_error *err)
{
    struct load load = { e, list, 0, orders, order };
    *list = (struct clock_list){ .count = 0 };
    const struct cs_value in[] = { cs_integer(ticket) };
    if (e->memory) {
        take_memory(&load, e->memory);
        return CS_OK;
    }
    return cs_escalation_each(e, CLOCKS_OF_CASE, in, take_clock, &load, err);
}

enum cs_status cs_clocks_load(struct cs_escalation *e, int64_t ticket, struct clock_list *list,
                              struct cs_error *err)
{
    return load_clocks(e, ticket, false, 0, list, err);
}

enum cs_status cs_clocks_of(struct cs_escalation *e, const struct cs_case_facts *facts,
                            struct clock_list *list, struct cs_error *err)
{
    return load_clocks(e, facts->id, facts->order != NULL, facts->order ? facts->order->number : 0, list,
                       err);
}

enum cs_status cs_clocks_like(struct cs_escalation *e, int64_t ticket, const char *metric,
                              struct clock_list *list, struct cs_error *err)
{
    return load_clocks(e, ticket, cs_metric_of_order(metric), 0, list, err);
}
