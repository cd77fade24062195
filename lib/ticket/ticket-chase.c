/* Chasers: the customer asks again. It is counted on the old case, and never makes a case of its own. */
#include "ticket/act.h"

enum { DAY = 86400 };

/* The case that a merged one goes on as. */
static enum cs_status find_live(struct acting *a, struct cs_tickets *t, int64_t id, const struct cs_act *act,
                                struct cs_error *err)
{
    enum cs_status status = cs_act_open(a, t, id, act, err);
    for (int hops = 0; status == CS_OK && hops < 8 && a->old[CASE_MERGED_INTO].type == CS_INTEGER; hops++)
        status = cs_act_open(a, t, a->old[CASE_MERGED_INTO].integer, act, err);
    if (status == CS_OK && cs_case_ended(a->old))
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld is over: reopen it, or enter a new case; there is nothing to chase"),
                            (long long)a->old[CASE_ID].integer);
    return status;
}

/* Asked again too often in too few days: once, the case goes a level up and is marked. */
static enum cs_status raise_case(struct acting *a, bool *raised, struct cs_error *err)
{
    struct cs_tickets *t = a->t;
    int64_t limit = cs_desk_setting(t, "chaser_limit", 3), days = cs_desk_setting(t, "chaser_days", 7);
    const struct cs_value in[] = { a->old[CASE_ID], cs_integer(a->act->at - days * DAY) };
    struct cs_value out[1];
    enum cs_status status = cs_desk_get(t, CHASE_COUNT, in, out, err);
    if (status != CS_OK || out[0].integer + 1 < limit)
        return status;
    cs_case_flag(&t->arena, &a->new[CASE_FLAGS], "escalated");
    if (cs_value_equal(&a->old[CASE_FLAGS], &a->new[CASE_FLAGS]))
        return CS_OK;
    a->new[CASE_LEVEL] = cs_integer(cs_value_integer(&a->old[CASE_LEVEL], 0) + 1);
    *raised = true;
    return CS_OK;
}

enum cs_status cs_ticket_chase(struct cs_tickets *t, int64_t id, const char *channel,
                               const struct cs_act *act, int64_t *chased, bool *raised, struct cs_error *err)
{
    struct acting a;
    *raised = false;
    *chased = id;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = find_live(&a, t, id, act, err);
    if (status == CS_OK)
        status = raise_case(&a, raised, err);
    if (status != CS_OK)
        return status;
    *chased = a.old[CASE_ID].integer;
    a.new[CASE_CHASERS] = cs_integer(cs_value_integer(&a.old[CASE_CHASERS], 0) + 1);
    const char *words = !channel    ? act->note
                        : act->note ? cs_arena_printf(&t->arena, "%s: %s", channel, act->note)
                                    : channel;
    return cs_act_close(&a, "chase", NULL, words, err);
}
