/* Work orders: issued at dispatch, one a supplier; afterwards they follow the moves of their case. */
#include "ticket/move.h"

#include <stdlib.h>

static enum cs_status issue_one(struct moving *m, const char *name, struct cs_error *err)
{
    const char *colon = strchr(name, ':');
    size_t length = colon ? (size_t)(colon - name) : strlen(name);
    int64_t unit;
    enum cs_status status = ticket_supplier(m->t, name, length, &unit, err);
    if (status != CS_OK)
        return status;
    const struct cs_value order[] = {
        cs_integer(m->id),
        cs_null(), /* the next number */
        m->fault.seq ? cs_integer(m->fault.seq) : cs_null(),
        unit ? cs_integer(unit) : cs_null(),
        unit ? cs_null() : cs_text_length(name, length),
        cs_text(colon ? colon + 1 : NULL),
        cs_text("issued"),
        cs_integer(m->at),
        cs_null(),
        m->move->appointment_at == CS_NO_TIME ? cs_null() : cs_integer(m->move->appointment_at),
        cs_null(),
        cs_null(),
        cs_null(),
    };
    return ticket_do(m->t, ORDER_ADD, order, err);
}

enum cs_status orders_issue(struct moving *m, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    if (m->move->supplier_count == 0 && !m->move->assignee && !m->move->handling_dept)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: dispatch to whom? (--to SUPPLIER, --assignee or --handling-dept)"),
                            (long long)m->id);
    for (size_t i = 0; i < m->move->supplier_count && status == CS_OK; i++)
        status = issue_one(m, m->move->suppliers[i], err);
    return status;
}

enum {
    SEQ,
    FAULT,
    SUPPLIER,
    STATE,
    DISPATCHED,
    ACCEPTED,
    APPOINTMENT,
    ARRIVED,
    DONE,
    VERIFIED,
    REWORKS,
    ORDER_COLUMNS
};

struct order_walk {
    struct moving *m;
    const char *state;
    struct cs_value *orders; /* ORDER_COLUMNS each */
    size_t count, capacity;
};

static enum cs_status take_order(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct order_walk *walk = context;
    walk->orders =
        cs_grow(walk->orders, &walk->capacity, (walk->count + 1) * ORDER_COLUMNS, sizeof *walk->orders);
    struct cs_value *order = walk->orders + walk->count++ * ORDER_COLUMNS;
    memcpy(order, out, ORDER_COLUMNS * sizeof *order);
    order[SUPPLIER] = cs_text(cs_arena_strdup(&walk->m->t->arena, cs_value_text(&out[SUPPLIER])));
    order[STATE] = cs_text(cs_arena_strdup(&walk->m->t->arena, cs_value_text(&out[STATE])));
    return CS_OK;
}

/* Whether a work order takes part in a step: it must be alive, speak of the fault that the move names (if it
 * names one), and be the named supplier's (if one is named). */
static bool takes_part(const struct moving *m, const struct cs_value *order)
{
    const char *state = cs_value_text(&order[STATE]);
    if (strcmp(state, "cancelled") == 0 || strcmp(state, "refused") == 0 || strcmp(state, "passed") == 0)
        return false;
    if (m->move->fault && cs_value_integer(&order[FAULT], 0) != m->move->fault)
        return false;
    if (m->move->supplier_count == 0)
        return true;
    for (size_t i = 0; i < m->move->supplier_count; i++)
        if (strcmp(m->move->suppliers[i], cs_value_text(&order[SUPPLIER])) == 0)
            return true;
    return false;
}

static enum cs_status step_one(struct moving *m, struct cs_value *order, const char *state,
                               struct cs_error *err)
{
    struct cs_value at = cs_integer(m->at);
    order[STATE] = cs_text(state);
    if (strcmp(state, "accepted") == 0)
        order[ACCEPTED] = at;
    if (strcmp(state, "working") == 0 || (strcmp(state, "done") == 0 && order[ARRIVED].type == CS_NULL))
        order[ARRIVED] = at;
    if (strcmp(state, "done") == 0)
        order[DONE] = at;
    if (strcmp(state, "passed") == 0)
        order[VERIFIED] = at;
    if (strcmp(state, "rework") == 0)
        order[REWORKS] = cs_integer(cs_value_integer(&order[REWORKS], 0) + 1);
    const struct cs_value in[] = { cs_integer(m->id), order[SEQ],         order[STATE],
                                   order[ACCEPTED],   order[APPOINTMENT], order[ARRIVED],
                                   order[DONE],       order[VERIFIED],    order[REWORKS] };
    return ticket_do(m->t, ORDER_SAVE, in, err);
}

/* True where some living order has not got as far as `state` yet. */
static bool some_behind(const struct order_walk *walk, const char *state)
{
    for (size_t i = 0; i < walk->count; i++) {
        const char *has = cs_value_text(&walk->orders[i * ORDER_COLUMNS + STATE]);
        bool over =
            strcmp(has, "cancelled") == 0 || strcmp(has, "refused") == 0 || strcmp(has, "passed") == 0;
        if (!over && strcmp(has, state) != 0)
            return true;
    }
    return false;
}

/* A case with several orders is done when the last one is: until then the case itself stays where it is. */
enum cs_status orders_step(struct moving *m, const char *state, struct cs_error *err)
{
    struct order_walk walk = { .m = m, .state = state };
    const struct cs_value in[] = { cs_integer(m->id) };
    enum cs_status status = ticket_each(m->t, ORDERS_OF_CASE, in, take_order, &walk, err);
    size_t moved = 0;
    for (size_t i = 0; i < walk.count && status == CS_OK; i++) {
        struct cs_value *order = walk.orders + i * ORDER_COLUMNS;
        if (!takes_part(m, order))
            continue;
        status = step_one(m, order, state, err);
        moved++;
    }
    if (status == CS_OK && walk.count > 0 && moved == 0)
        status = cs_error_set(err, CS_REFUSED, _("case %lld has no open work order that this speaks of"),
                              (long long)m->id);
    bool done = strcmp(state, "done") == 0, passed = strcmp(state, "passed") == 0;
    if (status == CS_OK && (done || passed) && some_behind(&walk, state)) {
        m->to = strcmp(state, "done") == 0 ? "in_work" : cs_value_text(&m->old[CASE_STATE]);
        m->new[CASE_STATE] = cs_text(m->to);
        m->new[done ? CASE_DONE_AT : CASE_VERIFIED_AT] = cs_null();
    }
    free(walk.orders);
    return status;
}
