/* authority.c: may this person act in a role for this unit? */
#include "org/org-inside.h"

#include <string.h>

enum { HIGHEST = 32 }; /* a store mended by hand may hold a circle */

enum cs_status cs_org_staffed(struct cs_org *org, bool *staffed, struct cs_error *err)
{
    enum cs_status status = cs_org_read_posts(org, err);
    *staffed = status == CS_OK && org->staff_count > 0;
    return status;
}

static enum cs_status on_duty(struct cs_org *org, const struct cs_authority *asked, int64_t unit_id,
                              int64_t staff_id, bool *held, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(unit_id), cs_text(asked->role), cs_integer(staff_id),
                                   cs_integer(asked->at) };
    struct cs_value out;
    enum cs_status status =
        cs_store_get(org->store, &cs_org_statements, DUTY_HELD, in, &out, &org->arena, err);
    *held = status == CS_OK && out.integer > 0;
    return status;
}

/* One unit of the climb: CS_OK where the person is in the role here, CS_NONE where not. */
static enum cs_status try_unit(struct cs_org *org, const struct cs_authority *asked,
                               const struct cs_unit *unit, int64_t day, struct cs_post_found *found,
                               struct cs_error *err)
{
    bool held = cs_org_holds_here(org, unit->id, asked->role, found->staff_id, day, &found->deputy);
    enum cs_status status = CS_OK;
    if (!held)
        status = on_duty(org, asked, unit->id, found->staff_id, &held, err);
    if (status != CS_OK || !held)
        return status == CS_OK ? CS_NONE : status;
    found->unit_id = unit->id;
    found->level = unit->kind;
    return CS_OK;
}

/* Where the project is not known, the role held at any unit of the level or above will do. */
static enum cs_status anywhere(struct cs_org *org, const struct cs_authority *asked, int64_t day,
                               struct cs_post_found *found, struct cs_error *err)
{
    int height = asked->level ? cs_org_height(asked->level) : 0;
    enum cs_status status = CS_NONE;
    for (size_t i = 0; i < org->unit_count && status == CS_NONE; i++)
        if (cs_org_height(org->units[i].kind) >= height)
            status = try_unit(org, asked, &org->units[i], day, found, err);
    return status;
}

enum cs_status cs_org_authority(struct cs_org *org, const struct cs_authority *asked,
                                struct cs_post_found *found, struct cs_error *err)
{
    int64_t day = cs_zone_day(asked->zone, asked->at);
    *found = (struct cs_post_found){ .level = asked->level };
    enum cs_status status = cs_org_find_staff(org, asked->who, strlen(asked->who), &found->staff_id, err);
    if (status != CS_OK || !cs_org_in_service(org, found->staff_id, day))
        return status == CS_OK ? CS_NONE : status;
    if (!asked->unit_id)
        return anywhere(org, asked, day, found, err);
    const struct cs_unit *unit = cs_org_climb_from(org, asked->unit_id, day), *above;
    int height = asked->level ? cs_org_height(asked->level) : 0, steps = 0;
    while (unit && cs_org_height(unit->kind) < height && (above = cs_org_climb(org, unit)) &&
           steps++ < HIGHEST)
        unit = above;
    status = CS_NONE;
    for (steps = 0; unit && status == CS_NONE && steps < HIGHEST; steps++) {
        status = try_unit(org, asked, unit, day, found, err);
        unit = cs_org_climb(org, unit);
        found->skipped += status == CS_NONE;
    }
    return status;
}
