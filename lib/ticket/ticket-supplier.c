/* The supplier that a source names anew: the work order changes hands where nobody has begun it. */
#include "ticket/batch.h"
#include "ticket/intake.h"

enum cs_status cs_supplier_same(struct cs_tickets *t, const struct cs_value *one, const struct cs_value *two,
                                bool *same, struct cs_error *err)
{
    int64_t first = 0, second = 0;
    *same = cs_value_equal(one, two);
    if (*same || one->type != CS_TEXT || two->type != CS_TEXT)
        return CS_OK;
    enum cs_status status = cs_ticket_supplier(t, one->text, one->length, &first, err);
    if (status == CS_OK)
        status = cs_ticket_supplier(t, two->text, two->length, &second, err);
    *same = first && first == second;
    return status;
}

enum cs_status cs_supplier_now(struct cs_tickets *t, int64_t id, struct cs_value *name, struct cs_error *err)
{
    const struct cs_value key[] = { cs_integer(id) };
    struct cs_value out[3];
    enum cs_status status = cs_batch_get(t, ORDER_NOW, key, out, err);
    *name = status == CS_OK ? out[0] : cs_null();
    if (status == CS_NONE)
        cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

enum cs_status cs_supplier_compare(struct cs_tickets *t, const struct intake_row *in,
                                   const struct cs_value *before, struct supplier_change *change,
                                   struct cs_error *err)
{
    const struct cs_value *value = &in->row->values[CS_TICKET_SUPPLIER], key[] = { cs_integer(in->id) };
    struct cs_value out[3];
    bool same;
    *change = (struct supplier_change){ .applies = false };
    if (!in->main || !in->has(in->has_context, CS_TICKET_SUPPLIER) || value->type != CS_TEXT)
        return CS_OK;
    enum cs_status status = cs_batch_get(t, ORDER_NOW, key, out, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        change->order.added = change->applies = true;
        return CS_OK;
    }
    if (status == CS_OK)
        status = cs_supplier_same(t, before, value, &same, err);
    if (status != CS_OK || same)
        return status;
    status = cs_supplier_same(t, &out[0], value, &same, err);
    if (status != CS_OK || same)
        return status;
    change->order.supplier = out[0];
    change->order.changed = change->applies = out[1].integer != 0 && out[2].integer == 1;
    change->withheld = !change->applies;
    return CS_OK;
}

enum cs_status cs_supplier_apply(struct cs_tickets *t, const struct intake_row *in,
                                 const struct cs_value *row, const struct supplier_change *change,
                                 struct cs_error *err)
{
    const struct cs_value *name = &in->row->values[CS_TICKET_SUPPLIER];
    int64_t unit = 0;
    if (!change->applies)
        return CS_OK;
    enum cs_status status = cs_ticket_supplier(t, name->text, name->length, &unit, err);
    const struct cs_value id = unit ? cs_integer(unit) : cs_null(), words = unit ? cs_null() : *name;
    const struct cs_value fresh[] = {
        row[CASE_ID],
        cs_null(),
        cs_null(),
        id,
        words,
        cs_null(),
        cs_text(cs_order_state(row)),
        row[CASE_DISPATCHED_AT],
        row[CASE_ACCEPTED_AT],
        row[CASE_APPOINTMENT_AT],
        row[CASE_ARRIVED_AT],
        row[CASE_DONE_AT],
        row[CASE_VERIFIED_AT],
    };
    const struct cs_value other[] = { row[CASE_ID], id, words };
    if (status == CS_OK)
        status = change->order.added ? cs_ticket_do(t, ORDER_ADD, fresh, err)
                                     : cs_batch_do(t, BATCH_ORDER_BACK, other, err);
    const struct ticket_event event = { .at = t->o.now,
                                        .verb = "change",
                                        .field = "supplier",
                                        .old = change->order.supplier,
                                        .new = *name,
                                        .mark = "imported" };
    return status == CS_OK ? cs_event_append(t, in->id, &event, err) : status;
}
