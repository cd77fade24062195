/* The second call: whether a case gets one and when, and the rain that brings it forward. */
#include "ticket/move.h"

#include <stdlib.h>

enum { NINE = 9 * 3600 };

/* Data say which cases: the first target of metric `recall` with an amount that fits, asked of all faults. */
enum cs_status cs_recall_plan(struct moving *m, struct cs_error *err)
{
    struct cs_value amount;
    const struct cs_value in[] = { cs_integer(m->id),  m->new[CASE_KIND],    m->new[CASE_PRIORITY],
                                   m->new[CASE_GRADE], m->new[CASE_CHANNEL], m->fault.component,
                                   m->new[CASE_UNIT] };
    m->new[CASE_RECALL_AT] = m->new[CASE_RECALLED_AT] = cs_null();
    enum cs_status status = cs_ticket_get(m->t, RECALL_RULE, in, &amount, err);
    if (status == CS_OK)
        return cs_hold_limit(m->t, m->at, &amount, &m->new[CASE_RECALL_AT], err);
    if (status == CS_NONE)
        cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

/* The morning after a day of rain: nine o'clock, or when the desk opens next. */
static enum cs_status morning_after(struct cs_tickets *t, int64_t day, int64_t *at, struct cs_error *err)
{
    const struct cs_calendar *desk;
    *at = cs_zone_from_day(t->o.zone, day + 1, NINE);
    if (!t->o.calendars)
        return CS_OK;
    enum cs_status status = cs_calendars_find(t->o.calendars, "care-desk", &desk, NULL, err);
    if (status == CS_OK)
        return cs_calendar_next_open(desk, *at, at, err);
    if (status == CS_FAILED)
        return status;
    cs_error_clear(err); /* a store without that calendar calls at nine */
    return CS_OK;
}

enum cs_status cs_rain_since(struct cs_tickets *t, const struct cs_value *row, struct cs_value *recall_at,
                             struct cs_error *err)
{
    struct cs_value day;
    int64_t at;
    if (recall_at->type != CS_INTEGER || row[CASE_CALLBACK_AT].type != CS_INTEGER ||
        row[CASE_UNIT].type != CS_INTEGER)
        return CS_OK;
    const struct cs_value in[] = { row[CASE_UNIT],
                                   cs_integer(cs_case_local_day(t, row[CASE_CALLBACK_AT].integer)) };
    enum cs_status status = cs_ticket_get(t, RAIN_FIRST, in, &day, err);
    if (status != CS_OK || day.type != CS_INTEGER)
        return status;
    status = morning_after(t, day.integer, &at, err);
    if (status == CS_OK && at < recall_at->integer)
        *recall_at = cs_integer(at);
    return status;
}

struct waiting {
    struct cs_tickets *t;
    int64_t *ids;
    size_t count, capacity;
};

static enum cs_status take_waiting(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct waiting *waiting = context;
    waiting->ids = cs_grow(waiting->ids, &waiting->capacity, waiting->count + 1, sizeof *waiting->ids);
    waiting->ids[waiting->count++] = out[0].integer;
    return CS_OK;
}

static enum cs_status bring_forward(struct cs_tickets *t, int64_t id, int64_t *moved, struct cs_error *err)
{
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS];
    char text[CS_MOMENT_SIZE];
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, id, old, err);
    if (status != CS_OK)
        return status;
    memcpy(new, old, sizeof new);
    status = cs_rain_since(t, new, &new[CASE_RECALL_AT], err);
    if (status != CS_OK || cs_value_equal(&old[CASE_RECALL_AT], &new[CASE_RECALL_AT]))
        return status;
    cs_moment_format(text, new[CASE_RECALL_AT].integer, t->o.zone);
    const struct ticket_event event = { .at = t->o.now, .verb = "weather", .outcome = "rain", .note = text };
    status = cs_event_append(t, id, &event, err);
    if (status == CS_OK)
        status = cs_case_save(t, old, new, t->o.now, NULL, NULL, err);
    if (status == CS_OK)
        status = cs_case_tell(t, new, CS_CASE_CHANGED, t->o.now, err);
    ++*moved;
    return status;
}

enum cs_status cs_ticket_weather(struct cs_tickets *t, int64_t *moved, struct cs_error *err)
{
    struct waiting waiting = { .t = t };
    *moved = 0;
    enum cs_status status = cs_ticket_each(t, RECALLS_WAITING, NULL, take_waiting, &waiting, err);
    for (size_t i = 0; i < waiting.count && status == CS_OK; i++)
        status = bring_forward(t, waiting.ids[i], moved, err);
    free(waiting.ids);
    return status;
}
