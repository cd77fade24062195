/* duty.c: the rota: who answers for a role at a unit from when until when. */
#include "org/org-inside.h"

#include <stdlib.h>

void cs_org_forget_duties(struct cs_org *org)
{
    cs_index_release(&org->duty_keys);
    free(org->duties);
    org->duties = NULL;
    org->duty_count = org->duty_capacity = 0;
    org->duties_read = false;
}

/* Turns come by unit, role and beginning. */
static enum cs_status add_turn(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_org *org = context;
    struct cs_post_key key = cs_post_key(out[0].integer, cs_value_text(&out[1]));
    (void)err;
    org->duties = cs_grow(org->duties, &org->duty_capacity, org->duty_count + 1, sizeof *org->duties);
    int64_t first = cs_index_put(&org->duty_keys, key.bytes, key.length, (int64_t)org->duty_count);
    org->duties[org->duty_count++] =
        (struct cs_duty){ .staff_id = out[2].integer, .from_at = out[3].integer, .until_at = out[4].integer };
    org->duties[first].turns++;
    return CS_OK;
}

enum cs_status cs_org_read_duties(struct cs_org *org, struct cs_error *err)
{
    if (org->duties_read)
        return CS_OK;
    enum cs_status status = cs_store_each(org->store, &cs_org_statements, DUTY_ALL, NULL, add_turn, org, err);
    if (status == CS_OK)
        org->duties_read = true;
    else
        cs_org_forget_duties(org);
    return status;
}

bool cs_org_on_duty(const struct cs_org *org, int64_t unit_id, const char *role, int64_t at, int64_t at_day,
                    int64_t *staff_id)
{
    struct cs_post_key key = cs_post_key(unit_id, role);
    int64_t first = cs_index_get(&org->duty_keys, key.bytes, key.length, -1);
    if (first < 0)
        return false;
    const struct cs_duty *turns = &org->duties[first];
    size_t low = 0, high = turns->turns;
    while (low < high) { /* behind the last turn that has begun */
        size_t middle = (low + high) / 2;
        if (turns[middle].from_at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    while (low-- > 0)
        if (at < turns[low].until_at && cs_org_is_there(org, turns[low].staff_id, at_day)) {
            *staff_id = turns[low].staff_id;
            return true;
        }
    return false;
}
