/* Cases and clocks at hand while a transaction of the run lasts: read once, written once. */
#include "escalation/run-inside.h"

#include <stdio.h>
#include <stdlib.h>

static struct standing **place_of(struct shelf *shelf, int64_t ticket)
{
    uint64_t key = (uint64_t)ticket * UINT64_C(0x9e3779b97f4a7c15);
    return &shelf->places[key >> 51]; /* 13 bits: SHELF_PLACES */
}

static enum cs_status take_clock(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct shelf *shelf = context;
    shelf->read = cs_grow(shelf->read, &shelf->read_capacity, shelf->read_count + 1, sizeof *shelf->read);
    struct standing_clock *standing = &shelf->read[shelf->read_count++];
    *standing = (struct standing_clock){ .told = cs_value_integer(&out[16], 0) };
    cs_clock_read(shelf->e, out, &standing->clock);
    standing->stored_at = standing->clock.next_at;
    return CS_OK;
}

static enum cs_status load(struct shelf *shelf, int64_t ticket, struct standing *fresh, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(ticket) };
    struct cs_value last[1];
    shelf->read_count = 0;
    enum cs_status status = cs_ticket_facts(shelf->e->o.store, ticket, &fresh->facts, &shelf->arena, err);
    if (status == CS_OK)
        status = cs_escalation_each(shelf->e, STANDING_CLOCKS, in, take_clock, shelf, err);
    if (status == CS_OK)
        status = cs_escalation_get(shelf->e, LOG_LAST, in, last, err);
    if (status != CS_OK)
        return status;
    fresh->seq = last[0].integer;
    fresh->count = shelf->read_count;
    fresh->clocks = cs_arena_alloc(&shelf->arena, (fresh->count + 1) * sizeof *fresh->clocks);
    if (fresh->count)
        memcpy(fresh->clocks, shelf->read, fresh->count * sizeof *fresh->clocks);
    return CS_OK;
}

enum cs_status cs_shelf_case(struct shelf *shelf, int64_t ticket, struct standing **standing,
                             struct cs_error *err)
{
    struct standing **place = place_of(shelf, ticket);
    for (*standing = *place; *standing; *standing = (*standing)->next)
        if ((*standing)->facts.id == ticket)
            return CS_OK;
    struct standing *fresh = cs_arena_alloc(&shelf->arena, sizeof *fresh);
    enum cs_status status = load(shelf, ticket, fresh, err);
    if (status != CS_OK)
        return status;
    fresh->next = *place;
    shelf->filled++;
    *standing = *place = fresh;
    return CS_OK;
}

struct standing_clock *cs_standing_clock(struct standing *standing, const char *metric, int64_t instance)
{
    for (size_t i = 0; i < standing->count; i++) {
        const struct clock *clock = &standing->clocks[i].clock;
        if (clock->instance != instance || strcmp(clock->metric, metric) != 0)
            continue;
        bool later = i + 1 < standing->count && strcmp(standing->clocks[i + 1].clock.metric, metric) == 0;
        return later && !cs_metric_of_order(metric) ? NULL : &standing->clocks[i];
    }
    return NULL;
}

void cs_shelf_change(struct shelf *shelf, struct standing_clock *clock)
{
    if (clock->changed)
        return;
    clock->changed = true;
    shelf->changed =
        cs_grow(shelf->changed, &shelf->changed_capacity, shelf->changed_count + 1, sizeof *shelf->changed);
    shelf->changed[shelf->changed_count++] = clock;
}

void cs_shelf_log(struct shelf *shelf, struct standing *standing, const struct clock *clock)
{
    shelf->events =
        cs_grow(shelf->events, &shelf->event_capacity, shelf->event_count + 1, sizeof *shelf->events);
    shelf->events[shelf->event_count++] = (struct standing_event){
        clock->ticket, ++standing->seq, clock->rung_at, clock->next_rung, clock->metric,
    };
}

static int by_case(const void *left, const void *right)
{
    const struct standing_event *a = left, *b = right;
    if (a->ticket != b->ticket)
        return a->ticket < b->ticket ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static enum cs_status write_event(struct cs_escalation *e, const struct standing_event *event,
                                  struct cs_error *err)
{
    char note[24];
    snprintf(note, sizeof note, "%lld", (long long)event->rung);
    const struct cs_value in[] = { cs_integer(event->ticket), cs_integer(event->seq),
                                   cs_integer(event->at),     cs_integer(e->o.now),
                                   cs_integer(e->actor_id),   cs_text("escalate"),
                                   cs_text(event->metric),    cs_text(note) };
    return cs_escalation_add(e, LOG_AT, in, err);
}

static enum cs_status write_events(struct shelf *shelf, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    if (shelf->event_count)
        qsort(shelf->events, shelf->event_count, sizeof *shelf->events, by_case);
    for (size_t i = 0; i < shelf->event_count && status == CS_OK; i++)
        status = write_event(shelf->e, &shelf->events[i], err);
    shelf->event_count = 0;
    return status;
}

/* As the table lies. */
static int by_key(const void *left, const void *right)
{
    const struct clock *a = &(*(struct standing_clock *const *)left)->clock;
    const struct clock *b = &(*(struct standing_clock *const *)right)->clock;
    if (a->ticket != b->ticket)
        return a->ticket < b->ticket ? -1 : 1;
    int metric = strcmp(a->metric, b->metric);
    return metric ? metric : (a->instance > b->instance) - (a->instance < b->instance);
}

static enum cs_status write_one(struct cs_escalation *e, struct standing_clock *standing,
                                struct cs_error *err)
{
    const struct clock *clock = &standing->clock;
    const struct cs_value step[] = { cs_integer(clock->ticket), cs_text(clock->metric),
                                     cs_integer(clock->instance), cs_integer(clock->rung),
                                     clock->next_at == CS_NO_TIME ? cs_null() : cs_integer(clock->next_at) };
    enum cs_status status = cs_escalation_do(e, CLOCK_STEP, step, err);
    if (status == CS_OK && standing->stored_at != CS_NO_TIME) {
        const struct cs_value drop[] = { cs_integer(standing->stored_at), step[0], step[1], step[2] };
        status = cs_escalation_do(e, DEADLINE_DROP, drop, err);
    }
    if (status == CS_OK && clock->next_at != CS_NO_TIME) {
        const struct cs_value add[] = {
            step[4], step[0], step[1], step[2], cs_integer(clock->next_rung), cs_integer(clock->rung_at)
        };
        status = cs_escalation_add(e, DEADLINE_ADD, add, err);
    }
    standing->stored_at = clock->next_at;
    standing->changed = false;
    return status;
}

enum cs_status cs_shelf_write(struct shelf *shelf, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    if (shelf->changed_count)
        qsort(shelf->changed, shelf->changed_count, sizeof *shelf->changed, by_key);
    for (size_t i = 0; i < shelf->changed_count && status == CS_OK; i++)
        status = write_one(shelf->e, shelf->changed[i], err);
    shelf->changed_count = 0;
    return status == CS_OK ? write_events(shelf, err) : status;
}

void cs_shelf_forget(struct shelf *shelf, int64_t ticket)
{
    for (struct standing **place = place_of(shelf, ticket); *place; place = &(*place)->next)
        if ((*place)->facts.id == ticket) {
            *place = (*place)->next;
            shelf->filled--;
            return;
        }
}

void cs_shelf_empty(struct shelf *shelf)
{
    if (shelf->filled)
        memset(shelf->places, 0, sizeof shelf->places);
    shelf->filled = shelf->changed_count = shelf->event_count = 0;
    cs_arena_reset(&shelf->arena);
}

void cs_shelf_release(struct shelf *shelf)
{
    cs_arena_release(&shelf->arena);
    free(shelf->read);
    free(shelf->changed);
    free(shelf->events);
}
