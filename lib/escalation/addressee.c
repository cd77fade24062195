/* Who is told of a rung: run, forecast and simulation ask here, so that they agree. */
#include "escalation/function.h"

/* The contact of the supplier who has the case's newest order, where the supplier's own unit has one. */
static enum cs_status of_supplier(struct cs_escalation *e, int64_t ticket, int64_t at, int64_t day,
                                  struct cs_post_found *found, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(ticket) };
    struct cs_value unit[1];
    enum cs_status status = cs_escalation_get(e, SUPPLIER_UNIT, in, unit, err);
    const char *level = found->level;
    if (status == CS_OK)
        status = cs_org_post_here(e->o.org, unit[0].integer, "supplier", at, day, found, err);
    found->level = level; /* beside the climb, not on it */
    return status;
}

enum cs_status cs_addressee(struct cs_escalation *e, const struct cs_case_facts *facts, int64_t levels_up,
                            const struct recipient *to, int64_t at, struct cs_post_found *found,
                            struct cs_error *err)
{
    int64_t unit = facts->unit_id ? facts->unit_id : e->root_unit, day = cs_zone_day(e->o.zone, at);
    enum cs_status status = CS_NONE;
    *found = (struct cs_post_found){ .level = to->level };
    if (strcmp(to->role, "supplier") == 0)
        status = of_supplier(e, facts->id, at, day, found, err);
    if (status == CS_NONE && unit)
        status = cs_org_walk_duty(e->o.org, unit, to->role, to->level, at, day, (int)levels_up, found, err);
    if (status == CS_NONE && unit && levels_up > 0) {
        /* Some posts are held nowhere above the project: rather the old one than nobody. */
        struct cs_post_found below;
        status = cs_org_walk_duty(e->o.org, unit, to->role, to->level, at, day, 0, &below, err);
        if (status == CS_OK)
            *found = below;
    }
    if (status != CS_NONE)
        return status;
    found->staff_id = 0;
    cs_error_clear(err);
    return CS_OK;
}
