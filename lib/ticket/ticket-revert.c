/*
 * An import is taken back. Cases that it brought are voided and their names given free, so that the right
 * file can come in under them; cases that it changed become what they were. All of it by events: nothing is
 * taken out of the log.
 */
#include "ticket/batch.h"
#include "ticket/mend.h"
#include "ticket/outside-inside.h"

#include <inttypes.h>
#include <stdlib.h>

enum { DAY = 86400 };

struct id_list {
    int64_t *ids;
    size_t count, capacity;
};

struct reverting {
    struct cs_tickets *t;
    struct cs_ticket_revert *r;
    int64_t at; /* when the import was committed */
    struct id_list worked;
};

static void list_add(struct id_list *list, int64_t id)
{
    list->ids = cs_grow(list->ids, &list->capacity, list->count + 1, sizeof *list->ids);
    list->ids[list->count++] = id;
}

static int by_id(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static bool list_has(const struct id_list *list, int64_t id)
{
    return list->count && bsearch(&id, list->ids, list->count, sizeof id, by_id);
}

static enum cs_status take_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    list_add(context, out[0].integer);
    return CS_OK;
}

/* ---- may it be taken back? ---- */

static enum cs_status check_batch(struct reverting *v, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(v->r->batch) };
    struct cs_value out[5];
    enum cs_status status = cs_batch_get(v->t, BATCH_FIND, in, out, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("there is no import %lld; cs-ticket batches lists them"),
                            (long long)v->r->batch);
    if (status != CS_OK)
        return status;
    if (strcmp(cs_value_text(&out[1]), "ticket") != 0)
        return cs_error_set(err, CS_REFUSED, _("import %lld did not bring cases (but: %s)"),
                            (long long)v->r->batch, cs_value_text(&out[1]));
    if (out[2].type == CS_INTEGER) {
        char when[CS_MOMENT_SIZE];
        cs_moment_format(when, out[2].integer, v->t->o.zone);
        return cs_error_set(err, CS_REFUSED, _("import %lld was taken back already, at %s by %s"),
                            (long long)v->r->batch, when, cs_value_text(&out[3]));
    }
    v->at = out[0].integer;
    int64_t days = cs_batch_days(v->t);
    if (out[4].integer && v->at < v->t->o.now - days * DAY)
        return cs_error_set(
            err, CS_REFUSED,
            _("import %lld is too old: what it changed is kept for %lld days (cs-db set revert_days)"),
            (long long)v->r->batch, (long long)days);
    return CS_OK;
}

static enum cs_status take_worked(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct reverting *v = context;
    enum cs_severity how = v->r->skip_worked ? CS_WARNING : CS_ERROR;
    list_add(&v->worked, out[0].integer);
    if (out[2].integer)
        cs_diag_say(v->t->o.diag, how, NULL, _("case %lld: import %lld changed it since (%lld events)"),
                    (long long)out[0].integer, (long long)out[2].integer, (long long)out[1].integer);
    else
        cs_diag_say(v->t->o.diag, how, NULL, _("case %lld: %lld events since, by %s"),
                    (long long)out[0].integer, (long long)out[1].integer, cs_value_text(&out[3]));
    return CS_OK;
}

static enum cs_status check_worked(struct reverting *v, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(v->r->batch), cs_integer(v->at) };
    enum cs_status status = cs_batch_each(v->t, BATCH_WORKED_NEW, in, take_worked, v, err);
    if (status == CS_OK)
        status = cs_batch_each(v->t, BATCH_WORKED_OLD, in, take_worked, v, err);
    if (status != CS_OK)
        return status;
    v->r->worked = (int64_t)v->worked.count;
    if (v->worked.count)
        qsort(v->worked.ids, v->worked.count, sizeof *v->worked.ids, by_id);
    if (v->worked.count && !v->r->skip_worked)
        return cs_error_set(err, CS_REFUSED,
                            ngettext("import %lld is not taken back: %lld of its cases was worked on since "
                                     "(--skip-worked takes back the others)",
                                     "import %lld is not taken back: %lld of its cases were worked on since "
                                     "(--skip-worked takes back the others)",
                                     v->worked.count),
                            (long long)v->r->batch, (long long)v->r->worked);
    return CS_OK;
}

/* ---- a case that it brought ---- */

static enum cs_status take_name(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct cs_buffer *names = context;
    cs_buffer_printf(names, "%s%s", names->length ? ", " : "", cs_value_text(&out[0]));
    return CS_OK;
}

static enum cs_status tell(struct reverting *v, const struct cs_value *old, const struct cs_value *new,
                           const char *note, struct cs_error *err)
{
    bool moves = !cs_value_equal(&old[CASE_STATE], &new[CASE_STATE]);
    const struct ticket_event event = { .at = v->t->o.now,
                                        .verb = "revert",
                                        .old = moves ? old[CASE_STATE] : cs_null(),
                                        .new = moves ? new[CASE_STATE] : cs_null(),
                                        .note = note };
    return cs_event_append(v->t, old[CASE_ID].integer, &event, err);
}

static enum cs_status void_parts(struct reverting *v, int64_t id, struct cs_error *err)
{
    static const enum batch_statement parts[] = { BATCH_ORDERS_VOID, BATCH_NAMES_DROP, BATCH_OUTSIDE_FREE };
    const struct cs_value key[] = { cs_integer(id) },
                          held[] = { cs_integer(id), cs_integer(v->t->o.now), cs_text("revert") };
    enum cs_status status = cs_ticket_do(v->t, HOLD_END, held, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == CS_OK; i++)
        status = cs_batch_do(v->t, parts[i], key, err);
    return status;
}

static enum cs_status save_events(struct reverting *v, int64_t id, int64_t since, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id), cs_integer(v->r->batch), cs_integer(since) };
    return cs_batch_do(v->t, BATCH_EVENTS, in, err);
}

static enum cs_status void_case(struct reverting *v, int64_t id, struct cs_error *err)
{
    struct cs_tickets *t = v->t;
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS], last[1];
    const struct cs_value key[] = { cs_integer(id) };
    struct cs_buffer names = CS_BUFFER_INIT;
    cs_arena_reset(&t->arena);
    enum cs_status status = cs_case_load(t, id, old, err);
    if (status != CS_OK)
        return status;
    memcpy(new, old, sizeof new);
    new[CASE_STATE] = cs_text("cancelled");
    new[CASE_RESUME_STATE] = new[CASE_HOLD_REASON] = new[CASE_HOLD_UNTIL] = cs_null();
    status = cs_ticket_get(t, EVENT_MAX, key, last, err);
    if (status == CS_OK)
        status = cs_batch_each(t, BATCH_NAMES, key, take_name, &names, err);
    const char *note = cs_arena_printf(&t->arena, _("import %lld taken back: %s"), (long long)v->r->batch,
                                       names.length ? names.text : "-");
    cs_buffer_release(&names);
    if (status == CS_OK)
        status = tell(v, old, new, note, err);
    if (status == CS_OK)
        status = void_parts(v, id, err);
    if (status == CS_OK)
        status = cs_case_save(t, old, new, t->o.now, NULL, "reverted", err);
    if (status == CS_OK)
        status = cs_case_tell(t, new, CS_CASE_CHANGED, t->o.now, err);
    return status == CS_OK ? save_events(v, id, last[0].integer, err) : status;
}

/* ---- a case that it changed ---- */

struct putting_back {
    struct cs_value new[CASE_COLUMNS];
    struct case_fault fault;
    bool fault_changed, fault_added, order_added, order_changed;
    struct cs_value supplier;
    struct outside_list orders; /* of others, loaded before the lines are read */
    bool *order_touched;        /* by their place in the list */
    enum cs_status status;
};

/* "outside.2.signed_at", "outside.2.added", "outside.2.extended" */
static void put_outside(struct reverting *v, struct putting_back *back, const struct batch_line *line,
                        struct cs_error *err)
{
    char *name;
    long long number = strtoll(line->name + strlen("outside."), &name, 10);
    for (size_t i = 0; i < back->orders.count && back->status == CS_OK; i++) {
        struct cs_value *order = back->orders.items[i];
        const struct cs_value key[] = { order[OUT_TICKET], order[OUT_NUMBER], cs_integer(v->at) };
        if (order[OUT_NUMBER].integer != number)
            continue;
        back->order_touched[i] = true;
        if (strcmp(name, ".extended") == 0 || strcmp(name, ".added") == 0)
            back->status = cs_batch_do(v->t, BATCH_EXTENSION_DROP, key, err);
        if (strcmp(name, ".added") == 0 && back->status == CS_OK) {
            back->order_touched[i] = false; /* no order of theirs any more: its name is free */
            back->status = cs_batch_do(v->t, BATCH_OUTSIDE_FREE_ONE, key, err);
        }
        for (int column = 0; column < OUT_COLUMNS; column++)
            if (cs_batch_outside_names[column] && strcmp(name + 1, cs_batch_outside_names[column]) == 0)
                order[column] = line->value;
    }
}

static enum cs_status save_orders(struct reverting *v, const struct putting_back *back, struct cs_error *err)
{
    enum cs_status status = back->status;
    for (size_t i = 0; i < back->orders.count && status == CS_OK; i++) {
        if (!back->order_touched[i])
            continue;
        status = cs_outside_do(v->t, OUTSIDE_SAVE, back->orders.items[i], err);
        if (status == CS_OK)
            status = cs_outside_event(v->t, back->orders.items[i], v->t->o.now, "revert", NULL, NULL, err);
    }
    return status;
}

static void put_fault(struct putting_back *back, const char *name, const struct cs_value *value)
{
    const struct {
        const char *name;
        struct cs_value *value;
    } parts[] = {
        { "place", &back->fault.place },     { "component", &back->fault.component },
        { "symptom", &back->fault.symptom }, { "class", &back->fault.class },
        { "cause", &back->fault.cause },     { "party", &back->fault.party },
    };
    back->fault_changed = true;
    if (strcmp(name, "seq") == 0)
        back->fault_added = value->integer == 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(name, parts[i].name) == 0)
            *parts[i].value = *value;
}

static void put_line(struct reverting *v, struct putting_back *back, const struct batch_line *line,
                     struct cs_error *err)
{
    if (strncmp(line->name, "outside.", 8) == 0) {
        put_outside(v, back, line, err);
    } else if (strncmp(line->name, "fault.", 6) == 0) {
        put_fault(back, line->name + 6, &line->value);
    } else if (strcmp(line->name, "order.added") == 0) {
        back->order_added = true;
    } else if (strcmp(line->name, "order.supplier") == 0) {
        back->order_changed = true;
        back->supplier = line->value;
    }
    for (int column = 0; column < CASE_COLUMNS; column++)
        if (strcmp(line->name, cs_case_column_names[column]) == 0)
            back->new[column] = line->value;
}

static enum cs_status put_parts(struct reverting *v, int64_t id, const struct putting_back *back,
                                struct cs_error *err)
{
    const struct cs_value key[] = { cs_integer(id) };
    enum cs_status status = CS_OK;
    if (back->fault_added)
        status = cs_batch_do(v->t, BATCH_FAULT_DROP, key, err);
    else if (back->fault_changed)
        status = cs_fault_save(v->t, id, &back->fault, err);
    if (status == CS_OK && back->order_added)
        return cs_batch_do(v->t, BATCH_ORDER_DROP, key, err);
    if (status != CS_OK || !back->order_changed)
        return status;
    int64_t unit = 0;
    if (back->supplier.type == CS_TEXT)
        status = cs_ticket_supplier(v->t, back->supplier.text, back->supplier.length, &unit, err);
    const struct cs_value order[] = { cs_integer(id), unit ? cs_integer(unit) : cs_null(),
                                      unit ? cs_null() : back->supplier };
    return status == CS_OK ? cs_batch_do(v->t, BATCH_ORDER_BACK, order, err) : status;
}

/* A hold that the import began is as if it had never been; one that it ended lasts on. */
static enum cs_status put_hold(struct reverting *v, const struct cs_value *old, const struct cs_value *new,
                               struct cs_error *err)
{
    const struct cs_value key[] = { old[CASE_ID] };
    bool was = strcmp(cs_value_text(&old[CASE_STATE]), "held") == 0;
    bool is = strcmp(cs_value_text(&new[CASE_STATE]), "held") == 0;
    if (was == is)
        return CS_OK;
    return cs_batch_do(v->t, was ? BATCH_HOLD_VOID : BATCH_HOLD_AGAIN, key, err);
}

static enum cs_status save_back(struct reverting *v, const struct cs_value *old, struct putting_back *back,
                                struct cs_error *err)
{
    struct cs_tickets *t = v->t;
    int64_t id = old[CASE_ID].integer;
    const char *note = cs_arena_printf(&t->arena, _("import %lld taken back"), (long long)v->r->batch);
    enum cs_status status = tell(v, old, back->new, note, err);
    if (status == CS_OK)
        status = put_hold(v, old, back->new, err);
    if (status == CS_OK)
        status = put_parts(v, id, back, err);
    if (status == CS_OK)
        status = save_orders(v, back, err);
    if (status == CS_OK)
        status = cs_case_save(t, old, back->new, t->o.now, NULL, "reverted", err);
    return status == CS_OK ? cs_case_tell(t, back->new, CS_CASE_REVERTED, t->o.now, err) : status;
}

static enum cs_status put_back(struct reverting *v, int64_t id, struct cs_error *err)
{
    struct cs_tickets *t = v->t;
    struct cs_value old[CASE_COLUMNS], kept[1], last[1];
    struct putting_back back = { .fault_changed = false };
    const struct cs_value key[] = { cs_integer(id), cs_integer(v->r->batch) },
                          names[] = { cs_integer(v->r->batch), cs_integer(id) };
    cs_arena_reset(&t->arena);
    enum cs_status status = cs_batch_get(t, BATCH_OLD_GET, key, kept, err);
    bool changed = status == CS_OK;
    if (status == CS_NONE) { /* the source said something that changed nothing here */
        cs_error_clear(err);
        status = CS_OK;
    }
    if (status == CS_OK)
        status = cs_case_load(t, id, old, err);
    if (status == CS_OK)
        status = cs_fault_first(t, id, 0, &back.fault, err);
    if (status == CS_OK)
        status = cs_ticket_get(t, EVENT_MAX, key, last, err);
    if (status == CS_OK && changed) {
        struct batch_line line;
        memcpy(back.new, old, sizeof old);
        back.status = cs_outside_load(t, id, &back.orders, err);
        back.order_touched = cs_arena_alloc(&t->arena, back.orders.count + 1);
        memset(back.order_touched, 0, back.orders.count + 1);
        for (const char *at = cs_value_text(&kept[0]); cs_batch_line(t, &at, &line);)
            put_line(v, &back, &line, err);
        status = save_back(v, old, &back, err);
        v->r->restored++;
    }
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_GIVEN_BACK, names, err);
    return status == CS_OK ? save_events(v, id, last[0].integer, err) : status;
}

/* ---- all ---- */

static enum cs_status for_all(struct reverting *v, enum batch_statement which,
                              enum cs_status (*each)(struct reverting *v, int64_t id, struct cs_error *err),
                              int64_t *counted, struct cs_error *err)
{
    struct id_list list = { .count = 0 };
    const struct cs_value in[] = { cs_integer(v->r->batch) };
    enum cs_status status = cs_batch_each(v->t, which, in, take_id, &list, err);
    for (size_t i = 0; i < list.count && status == CS_OK; i++) {
        if (list_has(&v->worked, list.ids[i]))
            continue;
        status = each(v, list.ids[i], err);
        if (counted)
            ++*counted;
    }
    free(list.ids);
    return status;
}

enum cs_status cs_ticket_revert(struct cs_tickets *t, struct cs_ticket_revert *revert, struct cs_error *err)
{
    struct reverting v = { .t = t, .r = revert };
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = check_batch(&v, err);
    if (status == CS_OK)
        status = check_worked(&v, err);
    if (status == CS_OK)
        status = for_all(&v, BATCH_INSERTED, void_case, &revert->cancelled, err);
    if (status == CS_OK)
        status = for_all(&v, BATCH_GIVEN_IDS, put_back, NULL, err);
    const struct cs_value in[] = { cs_integer(revert->batch), cs_integer(t->o.now), cs_integer(t->actor_id) };
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_MESSAGES, in, err);
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_DONE, in, err);
    free(v.worked.ids);
    return status;
}
