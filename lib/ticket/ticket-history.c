/* What a case brings with it: events at the source's own times, its fault, its work order, its hold; and then
 * its clocks. */
#include "ticket/intake.h"
#include "ticket/outside-inside.h"

/* The moments that are moves, in the order of the loop: moves at the same second keep it. */
static const struct {
    int column;
    const char *verb, *outcome;
} milestones[] = {
    { CASE_FIRST_CONTACT_AT, "contact", NULL }, { CASE_INSPECTED_AT, "inspect", NULL },
    { CASE_DISPATCHED_AT, "dispatch", NULL },   { CASE_ACCEPTED_AT, "accept", NULL },
    { CASE_ARRIVED_AT, "work", NULL },          { CASE_DONE_AT, "work", "done" },
    { CASE_VERIFIED_AT, "verify", NULL },       { CASE_CLOSED_AT, "close", NULL },
    { CASE_CALLBACK_AT, "callback", NULL },
};
enum { MILESTONES = sizeof milestones / sizeof *milestones };

/* Writes the moments that `row` has and `before` (or NULL) has not as events, oldest first; the last one
 * carries the change of state. Returns how many through *written. */
enum cs_status cs_history_moments(struct cs_tickets *t, int64_t actor, const struct cs_value *before,
                                  const struct cs_value *row, int64_t *seq, bool leads, size_t *written,
                                  struct cs_error *err)
{
    ticket_write_fn *write = before ? cs_ticket_do : cs_ticket_add; /* rows of new cases alone are put off */
    size_t order[MILESTONES], count = 0;
    for (size_t i = 0; i < MILESTONES; i++) {
        int column = milestones[i].column;
        if (row[column].type != CS_INTEGER || (before && cs_value_equal(&before[column], &row[column])))
            continue;
        size_t at = count++;
        while (at > 0 && row[milestones[order[at - 1]].column].integer > row[column].integer) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    struct cs_value old = before ? before[CASE_STATE] : cs_text("received");
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < count && status == CS_OK; i++) {
        bool last = leads && i + 1 == count && !cs_value_equal(&old, &row[CASE_STATE]);
        const struct cs_value in[] = {
            row[CASE_ID],
            cs_integer((*seq)++),
            row[milestones[order[i]].column],
            cs_integer(t->o.now),
            cs_integer(actor),
            cs_text(milestones[order[i]].verb),
            cs_text(milestones[order[i]].outcome),
            cs_null(),
            last ? old : cs_null(),
            last ? row[CASE_STATE] : cs_null(),
            cs_null(),
            cs_text("imported"),
        };
        status = write(t, EVENT_ADD, in, err);
    }
    *written = count;
    return status;
}

/* The earliest moment known: where a case without an opening begins in its log. */
static int64_t first_moment(const struct cs_value *row, int64_t otherwise)
{
    int64_t first = otherwise;
    for (size_t i = 0; i < MILESTONES; i++)
        first = cs_value_integer(&row[milestones[i].column], first) < first
                    ? row[milestones[i].column].integer
                    : first;
    return first;
}

static bool has_moments(const struct cs_value *row)
{
    for (size_t i = 0; i < MILESTONES; i++)
        if (row[milestones[i].column].type == CS_INTEGER)
            return true;
    return false;
}

enum cs_status cs_intake_history(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                                 struct cs_error *err)
{
    enum { DAY = 86400 };
    const struct cs_value *row = in->columns;
    int64_t actor = t->actor_id, seq = 2;
    enum cs_status status = CS_OK;
    if (!intake->own)
        status = cs_ticket_actor(t, in->source_name, strlen(in->source_name), &actor, err);
    bool later = !intake->own && has_moments(row);
    int64_t opened = cs_value_integer(&row[CASE_OPENED_AT], first_moment(row, t->o.now));
    bool backdated = intake->own && t->o.now - opened > DAY;
    const struct cs_value receive[] = {
        row[CASE_ID],       cs_integer(1),
        cs_integer(opened), cs_integer(t->o.now),
        cs_integer(actor),  cs_text("receive"),
        cs_null(),          cs_null(),
        cs_null(),          later ? cs_text("received") : row[CASE_STATE],
        cs_null(),          cs_text(!intake->own ? "imported" : backdated ? "backdated" : NULL),
    };
    if (status == CS_OK)
        status = cs_ticket_add(t, EVENT_ADD, receive, err);
    size_t written = 0;
    if (status == CS_OK && later)
        status = cs_history_moments(t, actor, NULL, row, &seq, true, &written, err);
    return status;
}

/* The state of a work order by what is known of it. */
const char *cs_order_state(const struct cs_value *row)
{
    return row[CASE_VERIFIED_AT].type == CS_INTEGER   ? "passed"
           : row[CASE_DONE_AT].type == CS_INTEGER     ? "done"
           : cs_case_ended(row)                       ? "passed"
           : row[CASE_ARRIVED_AT].type == CS_INTEGER  ? "working"
           : row[CASE_ACCEPTED_AT].type == CS_INTEGER ? "accepted"
                                                      : "issued";
}

static enum cs_status add_order(struct cs_tickets *t, struct intake_row *in, bool fault, struct cs_error *err)
{
    const struct cs_value *row = in->columns, *supplier = &in->row->values[CS_TICKET_SUPPLIER];
    int64_t unit = 0;
    enum cs_status status = CS_OK;
    if (supplier->type == CS_TEXT)
        status = cs_ticket_supplier(t, supplier->text, supplier->length, &unit, err);
    if (status != CS_OK)
        return status;
    const struct cs_value order[] = {
        row[CASE_ID],
        fault ? cs_integer(1) : cs_null(),
        unit ? cs_integer(unit) : cs_null(),
        unit ? cs_null() : *supplier,
        cs_null(),
        cs_text(cs_order_state(row)),
        row[CASE_DISPATCHED_AT],
        row[CASE_ACCEPTED_AT],
        row[CASE_APPOINTMENT_AT],
        row[CASE_ARRIVED_AT],
        row[CASE_DONE_AT],
        row[CASE_VERIFIED_AT],
        cs_integer(1),
    };
    return cs_ticket_add(t, ORDER_FIRST, order, err);
}

/* A case may arrive already held. When the hold began is not known, so it stops clocks from the import on:
 * nothing that was late before is hidden. A reason that is not in the list stops none. */
enum cs_status cs_intake_hold(struct cs_tickets *t, const struct cs_value *row, bool fresh,
                              struct cs_case_hold *hold, size_t *count, struct cs_error *err)
{
    *count = 0;
    if (strcmp(cs_value_text(&row[CASE_STATE]), "held") != 0 || row[CASE_HOLD_REASON].type != CS_TEXT)
        return CS_OK;
    const struct cs_value name[] = { row[CASE_HOLD_REASON] };
    struct cs_value reason[8], limit;
    enum cs_status status = cs_ticket_get(t, REASON_FIND, name, reason, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    if (status == CS_OK)
        status = cs_hold_limit(t, t->o.now, &reason[4], &limit, err);
    if (status != CS_OK)
        return status;
    /* A hold lasts no longer than its reason allows, whoever set it. */
    if (cs_value_integer(&row[CASE_HOLD_UNTIL], INT64_MAX) < cs_value_integer(&limit, INT64_MAX))
        limit = row[CASE_HOLD_UNTIL];
    *hold = (struct cs_case_hold){ { t->o.now, cs_value_integer(&limit, INT64_MAX) },
                                   cs_value_text(&reason[3]),
                                   true,
                                   t->o.now,
                                   CS_NO_TIME };
    *count = 1;
    const struct cs_value first[] = {
        row[CASE_ID], reason[0], cs_integer(t->o.now), limit, cs_integer(t->actor_id), cs_integer(1)
    };
    const struct cs_value next[] = {
        row[CASE_ID], reason[0], cs_integer(t->o.now),    limit,     cs_null(),
        cs_null(),    cs_null(), cs_integer(t->actor_id), cs_null(), cs_integer(t->o.now)
    };
    return fresh ? cs_ticket_add(t, HOLD_FIRST, first, err) : cs_ticket_do(t, HOLD_ADD, next, err);
}

enum cs_status cs_intake_parts(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                               struct cs_error *err)
{
    const struct cs_value *given = in->row->values;
    bool fault = false;
    for (int field = CS_TICKET_PLACE; field <= CS_TICKET_PARTY; field++)
        fault = fault || given[field].type != CS_NULL;
    enum cs_status status = CS_OK;
    if (fault) {
        const struct case_fault first = {
            1,         given[CS_TICKET_PLACE], given[CS_TICKET_COMPONENT], given[CS_TICKET_SYMPTOM],
            cs_null(), given[CS_TICKET_CLASS], given[CS_TICKET_CAUSE],     given[CS_TICKET_PARTY]
        };
        status = cs_fault_put_off(t, in->id, &first, err);
    }
    if (status == CS_OK && !intake->own && cs_case_ended(in->columns) &&
        given[CS_TICKET_CLASS].type == CS_NULL &&
        strcmp(cs_value_text(&in->columns[CASE_KIND]), "repair") == 0)
        intake->unclassed++;
    if (status == CS_OK && (given[CS_TICKET_SUPPLIER].type == CS_TEXT ||
                            (!intake->own && given[CS_TICKET_DISPATCHED_AT].type == CS_INTEGER)))
        status = add_order(t, in, fault, err);
    struct cs_case_hold hold;
    size_t holds = 0;
    if (status == CS_OK)
        status = cs_intake_hold(t, in->columns, true, &hold, &holds, err);
    if (status != CS_OK || !t->o.listener.hear)
        return status;
    struct cs_case_facts facts;
    cs_case_facts_fill(in->columns, cs_value_text(&given[CS_TICKET_COMPONENT]), &hold, holds, &facts);
    struct cs_case_order order;
    facts.orders = &order;
    status = cs_case_past(t, in->columns, &facts, err);
    if (status == CS_OK)
        status = cs_outside_new_case(t, in, intake->own, &facts, &order, &facts.order_count, err);
    if (status != CS_OK)
        return status;
    return t->o.listener.hear(t->o.listener.context, &facts, intake->own ? CS_CASE_ENTERED : CS_CASE_IMPORTED,
                              t->o.now, err);
}
