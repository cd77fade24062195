/* Whether a window for a visit suits: hours in which noise is allowed, a crew that is free. */
#include "ticket/loop.h"

/* The calendar of the project or of what stands above it; else the one called "noise"; NULL: none. */
static enum cs_status noise_calendar(struct moving *m, const struct cs_calendar **calendar,
                                     struct cs_error *err)
{
    enum { HIGHEST = 16 };
    int64_t unit = cs_value_integer(&m->old[CASE_UNIT], 0);
    *calendar = NULL;
    if (!m->t->o.calendars)
        return CS_OK;
    for (int depth = 0; unit && depth < HIGHEST; depth++) {
        const struct cs_unit *found;
        enum cs_status status = cs_org_unit(m->t->o.org, unit, &found, err);
        if (status != CS_OK || !found)
            return status;
        if (found->calendar_id)
            return cs_calendars_get(m->t->o.calendars, found->calendar_id, calendar, err);
        unit = found->parent_id;
    }
    enum cs_status status = cs_calendars_find(m->t->o.calendars, "noise", calendar, NULL, err);
    if (status != CS_NONE)
        return status;
    cs_error_clear(err);
    *calendar = NULL;
    return CS_OK;
}

static enum cs_status check_noise(struct moving *m, int64_t from, int64_t until, struct cs_error *err)
{
    const struct cs_calendar *calendar;
    enum cs_status status = noise_calendar(m, &calendar, err);
    if (status == CS_OK && calendar && cs_calendar_between(calendar, from, until, NULL, 0) < until - from)
        cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                    _("case %lld: the window lies outside the hours in which noise is allowed (calendar %s)"),
                    (long long)m->id, cs_calendar_name(calendar));
    return status;
}

static enum cs_status check_crew(struct moving *m, int64_t from, int64_t until, int64_t order,
                                 struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(order), cs_integer(from),
                                   cs_integer(until) };
    struct cs_value other[2];
    if (!order)
        return CS_OK;
    enum cs_status status = cs_loop_get(m->t, CREW_BUSY, in, other, err);
    if (status == CS_OK)
        cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                    _("case %lld: at that time %s is already expected in case %lld"), (long long)m->id,
                    cs_value_text(&other[1]), (long long)other[0].integer);
    return status == CS_NONE ? CS_OK : status;
}

enum cs_status cs_window_suits(struct moving *m, int64_t from, int64_t until, int64_t order,
                               struct cs_error *err)
{
    enum cs_status status = check_noise(m, from, until, err);
    return status == CS_OK ? check_crew(m, from, until, order, err) : status;
}
