/* Work orders: issued at dispatch, one a supplier; afterwards they follow the moves of their case. */
#include "ticket/move.h"

#include <stdlib.h>

static enum cs_status issue_one(struct moving *m, const char *name, struct cs_error *err)
{
    const char *colon = strchr(name, ':');
    size_t length = colon ? (size_t)(colon - name) : strlen(name);
    int64_t unit;
    enum cs_status status = cs_ticket_supplier(m->t, name, length, &unit, err);
    if (status != CS_OK)
        return status;
    if (!unit)
        cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                    _("case %lld: no supplier is called \"%.*s\"; the order is kept as written"),
                    (long long)m->id, (int)length, name);
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
    return cs_ticket_do(m->t, ORDER_ADD, order, err);
}

/* Another dispatch takes orders that nobody has begun away again (of the named fault, if one is named): the
 * case changes hands, and that is counted. */
static enum cs_status take_back(struct moving *m, struct cs_error *err)
{
    if (m->old[CASE_DISPATCHED_AT].type != CS_INTEGER)
        return CS_OK;
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->move->fault) };
    int64_t taken = 0;
    enum cs_status status =
        cs_store_do(m->t->o.store, &cs_ticket_statements, ORDERS_REPLACE, in, &taken, err);
    if (status == CS_OK && (taken > 0 || m->move->supplier_count == 0))
        m->new[CASE_HANDOFFS] = cs_integer(cs_value_integer(&m->old[CASE_HANDOFFS], 0) + 1);
    return status;
}

enum cs_status cs_orders_issue(struct moving *m, struct cs_error *err)
{
    if (m->move->supplier_count == 0 && !m->move->assignee && !m->move->handling_dept)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: dispatch to whom? (--to SUPPLIER, --assignee or --handling-dept)"),
                            (long long)m->id);
    enum cs_status status = take_back(m, err);
    for (size_t i = 0; i < m->move->supplier_count && status == CS_OK; i++)
        status = issue_one(m, m->move->suppliers[i], err);
    return status;
}

enum cs_status cs_orders_cancel(struct moving *m, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id) };
    return cs_ticket_do(m->t, ORDERS_CANCEL, in, err);
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

static bool one_of(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, word, length) == 0 && (at[length] == ';' || !at[length]))
            return true;
    return false;
}

/* The states that a work order leaves for another. */
static bool leads_to(const char *from, const char *to)
{
    static const char *const steps[][2] = {
        { "accepted", "issued" },
        { "refused", "issued;accepted" },
        { "working", "issued;accepted;rework" },
        { "done", "issued;accepted;working;rework" },
        { "passed", "issued;accepted;working;done;rework" },
        { "rework", "done" },
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i][0], to) == 0)
            return one_of(steps[i][1], from);
    return false;
}

static bool is_over(const struct cs_value *order)
{
    return one_of("cancelled;refused;passed", cs_value_text(&order[STATE]));
}

/* While some crews are at work still, only what another has reported done can be looked at. */
static bool others_work(const struct moving *m, const char *state)
{
    return one_of("in_work;rework", cs_value_text(&m->old[CASE_STATE])) && one_of("passed;rework", state);
}

/* Whether a work order takes part in a step: it must stand where the step begins, speak of the fault that the
 * move names (if it names one), and be the named supplier's (if one is named). */
static bool takes_part(const struct moving *m, const struct cs_value *order, const char *state)
{
    if (!leads_to(cs_value_text(&order[STATE]), state))
        return false;
    if (others_work(m, state) && strcmp(cs_value_text(&order[STATE]), "done") != 0)
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
    if (strcmp(state, "done") == 0 && m->at < cs_value_integer(&order[ARRIVED], INT64_MIN))
        return cs_error_set(err, CS_REFUSED, _("case %lld: the work cannot be done before anybody was there"),
                            (long long)m->id);
    if (strcmp(state, "accepted") == 0 ||
        (order[ACCEPTED].type == CS_NULL && (strcmp(state, "working") == 0 || strcmp(state, "done") == 0)))
        order[ACCEPTED] = at;
    if (m->move->appointment_at != CS_NO_TIME)
        order[APPOINTMENT] = cs_integer(m->move->appointment_at);
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
    return cs_ticket_do(m->t, ORDER_SAVE, in, err);
}

/* How many living orders there are, and how many of them stand elsewhere than at `state`. */
static size_t living(const struct order_walk *walk, const char *state, size_t *elsewhere)
{
    size_t count = 0;
    *elsewhere = 0;
    for (size_t i = 0; i < walk->count; i++) {
        const struct cs_value *order = walk->orders + i * ORDER_COLUMNS;
        count += !is_over(order);
        *elsewhere += !is_over(order) && strcmp(cs_value_text(&order[STATE]), state) != 0;
    }
    return count;
}

static bool some_issued(const struct order_walk *walk)
{
    for (size_t i = 0; i < walk->count; i++)
        if (strcmp(cs_value_text(&walk->orders[i * ORDER_COLUMNS + STATE]), "issued") == 0)
            return true;
    return false;
}

/* The last moment in a column of the orders: when all of them had got so far. */
static struct cs_value last_of(const struct order_walk *walk, int column, struct cs_value otherwise)
{
    for (size_t i = 0; i < walk->count; i++) {
        const struct cs_value *at = &walk->orders[i * ORDER_COLUMNS + column];
        if (!is_over(walk->orders + i * ORDER_COLUMNS) || column == VERIFIED)
            if (cs_value_integer(at, INT64_MIN) > cs_value_integer(&otherwise, INT64_MIN))
                otherwise = *at;
    }
    return otherwise;
}

static void stay(struct moving *m, const char *state)
{
    m->to = state;
    m->new[CASE_STATE] = cs_text(state);
}

/* What the orders make of the case: it is accepted, done, verified when the last one is; until then it stays
 * where it is. One that is refused sends the case back only where no other is left. */
static void follow_orders(struct moving *m, const struct order_walk *walk, const char *state)
{
    size_t elsewhere, alive = living(walk, state, &elsewhere);
    const char *here = cs_value_text(&m->old[CASE_STATE]);
    if (some_issued(walk))
        m->new[CASE_ACCEPTED_AT] = m->old[CASE_ACCEPTED_AT];
    if (strcmp(state, "accepted") == 0) {
        if (some_issued(walk))
            stay(m, here);
        else
            m->new[CASE_ACCEPTED_AT] = last_of(walk, ACCEPTED, m->new[CASE_ACCEPTED_AT]);
    } else if (strcmp(state, "refused") == 0) {
        size_t undone;
        living(walk, "done", &undone);
        if (alive > 0) { /* the others go on; or are done all, and it was waited for this one */
            stay(m, undone > 0 ? here : "to_verify");
            m->new[CASE_ACCEPTED_AT] = m->old[CASE_ACCEPTED_AT];
            m->new[CASE_DONE_AT] = undone > 0 ? m->new[CASE_DONE_AT] : last_of(walk, DONE, cs_null());
        }
    } else if (strcmp(state, "done") == 0) {
        if (elsewhere > 0)
            stay(m, "in_work");
        m->new[CASE_DONE_AT] = elsewhere > 0 ? cs_null() : last_of(walk, DONE, m->new[CASE_DONE_AT]);
    } else if (strcmp(state, "passed") == 0) {
        if (alive > 0)
            stay(m, here);
        m->new[CASE_VERIFIED_AT] = alive > 0 ? cs_null() : last_of(walk, VERIFIED, m->new[CASE_VERIFIED_AT]);
    }
}

enum cs_status cs_orders_step(struct moving *m, const char *state, struct cs_error *err)
{
    struct order_walk walk = { .m = m, .state = state };
    const struct cs_value in[] = { cs_integer(m->id) };
    enum cs_status status = cs_ticket_each(m->t, ORDERS_OF_CASE, in, take_order, &walk, err);
    size_t moved = 0, elsewhere, alive = living(&walk, state, &elsewhere);
    for (size_t i = 0; i < walk.count && status == CS_OK; i++) {
        struct cs_value *order = walk.orders + i * ORDER_COLUMNS;
        if (!takes_part(m, order, state))
            continue;
        status = step_one(m, order, state, err);
        moved++;
    }
    if (status == CS_OK && moved == 0 && (alive > 0 || m->move->supplier_count > 0 || others_work(m, state)))
        status = cs_error_set(err, CS_REFUSED, _("case %lld has no open work order that this speaks of"),
                              (long long)m->id);
    if (status == CS_OK && moved > 0)
        follow_orders(m, &walk, state);
    free(walk.orders);
    return status;
}
