/*
 * Clocks that live in memory: the engine runs a case as ever and writes nothing. Only what a clock itself
 * needs is kept: the clocks of one case, and the spans they counted under earlier limits.
 */
#include "escalation/clock.h"
#include "escalation/simulate.h"

#include <stdio.h>
#include <stdlib.h>

enum { SPAN_TICKET, SPAN_METRIC, SPAN_INSTANCE, SPAN_FROM, SPAN_TO, SPAN_TARGET };
enum { SPAN_USED = 8, RECOUNTED = 5 };

void cs_memory_clear(struct clock_memory *memory)
{
    memory->count = memory->span_count = 0;
}

void cs_memory_free(struct clock_memory *memory)
{
    free(memory->items);
    free(memory->spans);
    *memory = (struct clock_memory){ .count = 0 };
}

/* By metric and instance, as the store would answer. */
static int order(const struct clock *a, const struct clock *b)
{
    int metric = strcmp(a->metric, b->metric);
    return metric ? metric : (a->instance > b->instance) - (a->instance < b->instance);
}

void cs_memory_put(struct clock_memory *memory, const struct clock *clock)
{
    size_t at = 0;
    while (at < memory->count && order(&memory->items[at], clock) < 0)
        at++;
    if (at < memory->count && order(&memory->items[at], clock) == 0) {
        memory->items[at] = *clock;
        return;
    }
    memory->items = cs_grow(memory->items, &memory->capacity, memory->count + 1, sizeof *memory->items);
    memmove(&memory->items[at + 1], &memory->items[at], (memory->count - at) * sizeof *memory->items);
    memory->items[at] = *clock;
    memory->count++;
}

static bool of_clock(const struct memory_span *span, const struct cs_value *in)
{
    return strcmp(span->metric, cs_value_text(&in[SPAN_METRIC])) == 0 &&
           span->instance == in[SPAN_INSTANCE].integer;
}

static void add_span(struct clock_memory *memory, const struct cs_value *in)
{
    memory->spans =
        cs_grow(memory->spans, &memory->span_capacity, memory->span_count + 1, sizeof *memory->spans);
    struct memory_span *span = &memory->spans[memory->span_count++];
    *span = (struct memory_span){ .instance = in[SPAN_INSTANCE].integer,
                                  .from = in[SPAN_FROM].integer,
                                  .to = in[SPAN_TO].integer,
                                  .target = in[SPAN_TARGET].integer,
                                  .used = in[SPAN_USED].integer };
    snprintf(span->metric, sizeof span->metric, "%s", cs_value_text(&in[SPAN_METRIC]));
}

void cs_memory_do(struct clock_memory *memory, enum escalation_statement which, const struct cs_value *in)
{
    if (which == SPAN_ADD)
        add_span(memory, in);
    size_t kept = 0;
    for (size_t i = 0; i < memory->span_count; i++) {
        struct memory_span *span = &memory->spans[i];
        if (which == SPAN_RECOUNT && of_clock(span, in) && span->from == in[SPAN_FROM].integer &&
            span->to == in[SPAN_TO].integer)
            span->used = in[RECOUNTED].integer;
        if (which != SPAN_CLEAR || !of_clock(span, in))
            memory->spans[kept++] = *span;
    }
    memory->span_count = kept;
}

enum cs_status cs_memory_spans(const struct clock_memory *memory, cs_values_fn *each, void *context,
                               struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < memory->span_count && status == CS_OK; i++) {
        const struct memory_span *span = &memory->spans[i];
        const struct cs_value out[] = {
            cs_text(span->metric),
            cs_integer(span->instance),
            cs_integer(span->from),
            cs_integer(span->to),
            cs_integer(span->target),
            cs_null(),
            cs_null(),
            cs_integer(span->used),
            cs_null(),
        };
        status = each(context, out, err);
    }
    return status;
}
