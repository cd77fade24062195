/* The event log: appending to it, and turning a comparison of two rows into its entries. */
#include "ticket/replay.h"

enum cs_status cs_event_append(struct cs_tickets *t, int64_t ticket, const struct ticket_event *event,
                               struct cs_error *err)
{
    const struct cs_value in[] = {
        cs_integer(ticket),
        cs_integer(event->at),
        cs_integer(t->o.now),
        cs_integer(t->actor_id),
        cs_text(event->verb),
        cs_text(event->outcome && event->outcome[0] ? event->outcome : NULL),
        cs_text(event->field),
        event->old,
        event->new,
        cs_text(event->note),
        cs_text(event->mark),
    };
    return cs_ticket_do(t, EVENT_ADD_NEXT, in, err);
}

/* A value as the log keeps it: text. */
static struct cs_value as_text(struct cs_tickets *t, int column, const struct cs_value *value)
{
    if (value->type != CS_INTEGER)
        return *value;
    int field = cs_case_field[column];
    if (field < 0)
        return cs_text(cs_arena_printf(&t->arena, "%lld", (long long)value->integer));
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_field_format(&cs_ticket_record.fields[field], value, t->o.zone, &text);
    struct cs_value copy = cs_text(cs_arena_strdup(&t->arena, text.text));
    cs_buffer_release(&text);
    return copy;
}

/* State and the moments that moves set are told by the move's own event; what follows from others is not
 * told. */
static bool told_by_move(int column)
{
    switch (column) {
    case CASE_ID:
    case CASE_STATE:
    case CASE_PATH:
    case CASE_RESUME_STATE:
    case CASE_LOCAL_DAY:
    case CASE_CLOSED_DAY:
    case CASE_OPENED_AT:
    case CASE_FIRST_CONTACT_AT:
    case CASE_LAST_CONTACT_AT:
    case CASE_ASSIGNED_AT:
    case CASE_INSPECTED_AT:
    case CASE_DISPATCHED_AT:
    case CASE_ACCEPTED_AT:
    case CASE_ARRIVED_AT:
    case CASE_DONE_AT:
    case CASE_VERIFIED_AT:
    case CASE_CLOSED_AT:
    case CASE_CALLBACK_AT:
    case CASE_CLOSED_BY:
    case CASE_REOPENS:
    case CASE_HANDOFFS:
    case CASE_LEVEL:
    case CASE_PROVISIONAL:
    case CASE_INTAKE:
    case CASE_PLANNED_AT:
    case CASE_APPROVED_AT:
    case CASE_TALKED_AT:
    case CASE_AGREED_AT:
    case CASE_UNHAPPY_AT:
    case CASE_SOOTHED_AT:
    case CASE_RECALL_AT:
    case CASE_RECALLED_AT:
        return true;
    default:
        return false;
    }
}

/* Before a case that came from another system changes here, what that system gave last is kept: a later
 * import compares with it and applies only what the system itself changed. While nothing changed here, the
 * row is that copy. */
enum cs_status cs_case_keep_given(struct cs_tickets *t, const struct cs_value *row, struct cs_error *err)
{
    const struct cs_value in[] = { row[CASE_ID] };
    struct cs_value count[1];
    enum cs_status status = cs_ticket_get(t, REFERENCE_UNKEPT, in, count, err);
    if (status != CS_OK || count[0].integer == 0)
        return status;
    struct case_fault fault;
    status = cs_fault_first(t, row[CASE_ID].integer, 0, &fault, err);
    if (status != CS_OK)
        return status;
    /* Field, length, text: read back by values_before in ticket-again.c. */
    struct cs_buffer text = CS_BUFFER_INIT;
    for (int column = 0; column < CASE_COLUMNS; column++) {
        if (cs_case_field[column] < 0 || row[column].type == CS_NULL)
            continue;
        struct cs_value value = as_text(t, column, &row[column]);
        cs_buffer_printf(&text, "%d %zu %s\n", cs_case_field[column], value.length, value.text);
    }
    const struct cs_value parts[] = { fault.place, fault.component, fault.symptom,
                                      fault.class, fault.cause,     fault.party };
    for (int i = 0; i <= CS_TICKET_PARTY - CS_TICKET_PLACE; i++)
        if (parts[i].type == CS_TEXT)
            cs_buffer_printf(&text, "%d %zu %s\n", CS_TICKET_PLACE + i, parts[i].length, parts[i].text);
    struct cs_value supplier;
    status = cs_supplier_now(t, row[CASE_ID].integer, &supplier, err);
    if (status == CS_OK && supplier.type == CS_TEXT)
        cs_buffer_printf(&text, "%d %zu %s\n", CS_TICKET_SUPPLIER, supplier.length, supplier.text);
    const struct cs_value keep[] = { row[CASE_ID], cs_text_length(text.text, text.length) };
    if (status == CS_OK)
        status = cs_ticket_do(t, REFERENCE_KEEP, keep, err);
    cs_buffer_release(&text);
    return status;
}

enum cs_status cs_case_save(struct cs_tickets *t, const struct cs_value *old, const struct cs_value *new,
                            int64_t at, const char *note, const char *mark, struct cs_error *err)
{
    enum cs_status status = mark ? CS_OK : cs_case_keep_given(t, old, err);
    for (int column = 0; column < CASE_COLUMNS && status == CS_OK; column++) {
        if (told_by_move(column) || cs_value_equal(&old[column], &new[column]))
            continue;
        const struct ticket_event event = {
            .at = at,
            .verb = "change",
            .field = cs_case_column_names[column],
            .old = as_text(t, column, &old[column]),
            .new = as_text(t, column, &new[column]),
            .note = note,
            .mark = mark,
        };
        status = cs_event_append(t, new[CASE_ID].integer, &event, err);
    }
    if (status == CS_OK)
        status = cs_past_keep(t, old, new, err);
    if (status == CS_OK)
        status = cs_ticket_do(t, CASE_SAVE, new, err);
    return status;
}
