/* The verdict on moments that were written down more than a day late: by somebody else than who wrote them,
 * who answers for the project. Until then what they stopped stays out of on-time figures. */
#include "ticket/move.h"

struct late {
    int64_t seq, occurred_at, recorded_at;
    const char *actor;
};

struct late_list {
    struct cs_tickets *t;
    struct late *items;
    size_t count;
};

static enum cs_status take_late(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct late_list *list = context;
    struct cs_arena *arena = &list->t->arena;
    struct late *more = cs_arena_alloc(arena, (list->count + 1) * sizeof *more);
    if (list->count)
        memcpy(more, list->items, list->count * sizeof *more);
    more[list->count++] = (struct late){ out[0].integer, out[1].integer, out[2].integer,
                                         cs_arena_strdup(arena, cs_value_text(&out[3])) };
    list->items = more;
    return CS_OK;
}

/* The actor answers for the project and has written none of it. */
static enum cs_status may_judge(struct cs_tickets *t, const struct cs_value *row,
                                const struct late_list *list, struct cs_error *err)
{
    static const char *const roles[] = { "head", "care", NULL };
    int64_t staff;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < list->count && status == CS_OK; i++) {
        bool same;
        status = cs_ticket_same_person(t, list->items[i].actor, t->o.actor, &same, err);
        if (status == CS_OK && same)
            status = cs_error_set(err, CS_REFUSED,
                                  _("case %lld: %s wrote event %lld; somebody else must confirm it"),
                                  (long long)row[CASE_ID].integer, t->o.actor, (long long)list->items[i].seq);
    }
    const struct approval_asked asked = {
        .id = row[CASE_ID].integer,
        .unit = cs_value_integer(&row[CASE_UNIT], 0),
        .who = t->o.actor,
        .roles = roles,
        .at = t->o.now,
        .by_actor = true,
    };
    return status == CS_OK ? cs_ticket_approver(t, &asked, &staff, err) : status;
}

static enum cs_status judge(struct cs_tickets *t, const struct cs_value *row, const struct late *late,
                            const struct cs_confirm *confirm, struct cs_error *err)
{
    const struct cs_value in[] = {
        row[CASE_ID],         cs_integer(late->seq),   cs_text(confirm->refuse ? "no" : "yes"),
        cs_integer(t->o.now), cs_integer(t->actor_id), cs_text(confirm->note)
    };
    const struct ticket_event event = {
        .at = t->o.now,
        .verb = "confirm",
        .outcome = confirm->refuse ? "refused" : "approved",
        .field = "event",
        .new = cs_text(cs_arena_printf(&t->arena, "%lld", (long long)late->seq)),
        .note = confirm->note,
    };
    enum cs_status status = cs_ticket_do(t, BACKDATING_ADD, in, err);
    if (status == CS_OK)
        status = cs_event_append(t, row[CASE_ID].integer, &event, err);
    t->doubted_at = late->occurred_at;
    if (status == CS_OK)
        status = cs_case_tell(t, row, CS_CASE_JUDGED, confirm->refuse ? late->recorded_at : late->occurred_at,
                              err);
    t->doubted_at = 0;
    return status;
}

static enum cs_status confirm_marked(struct cs_tickets *t, int64_t id, const struct cs_confirm *confirm,
                                     struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS];
    struct late_list list = { .t = t };
    const struct cs_value in[] = { cs_integer(id), cs_integer(confirm->event) };
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, id, row, err);
    if (status == CS_OK)
        status = cs_ticket_each(t, BACKDATED_WAITING, in, take_late, &list, err);
    if (status == CS_OK && !list.count && confirm->event)
        return cs_error_set(
            err, CS_REFUSED,
            _("case %lld: event %lld does not wait for a verdict (cs-ticket backdated --waiting)"),
            (long long)id, (long long)confirm->event);
    if (status == CS_OK && !list.count)
        return cs_error_set(err, CS_REFUSED, _("case %lld: nothing backdated waits for a verdict"),
                            (long long)id);
    if (status == CS_OK && confirm->refuse && (!confirm->note || !confirm->note[0]))
        return cs_error_set(err, CS_REFUSED, _("case %lld: why is it refused? (--note TEXT)"), (long long)id);
    if (status == CS_OK)
        status = may_judge(t, row, &list, err);
    for (size_t i = 0; i < list.count && status == CS_OK; i++)
        status = judge(t, row, &list.items[i], confirm, err);
    return status;
}

enum cs_status cs_ticket_confirm(struct cs_tickets *t, int64_t id, const struct cs_confirm *confirm,
                                 struct cs_error *err)
{
    enum cs_status status = cs_ticket_begin(t, err); /* who acts stays written down, whatever is undone */
    if (status == CS_OK)
        status = cs_store_mark(t->o.store, err);
    if (status != CS_OK)
        return status;
    status = confirm_marked(t, id, confirm, err);
    if (status == CS_OK)
        return cs_store_keep_mark(t->o.store, err);
    cs_store_undo_mark(t->o.store);
    return status;
}
