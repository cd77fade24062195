/* Orders of others that come in by import: new ones, and what their source says of them later. */
#include "ticket/outside-inside.h"

static int64_t time_of(const struct cs_value *values, int field)
{
    return cs_value_integer(&values[field], CS_NO_TIME);
}

static struct cs_value time_value(int64_t at)
{
    return at == CS_NO_TIME ? cs_null() : cs_integer(at);
}

/* ---- a new case ---- */

static struct cs_case_order order_of(const struct intake_row *in, const struct cs_case_facts *facts)
{
    const struct cs_value *given = in->row->values;
    int64_t closed = facts->at[CS_AT_CLOSED];
    return (struct cs_case_order){
        .number = 1,
        .channel = facts->channel,
        .kind = "",
        .received_at = facts->at[CS_AT_OPENED],
        .signed_at = time_of(given, CS_TICKET_SIGNED_AT),
        .contacted_at = facts->at[CS_AT_FIRST_CONTACT],
        .answered_at = time_of(given, CS_TICKET_ANSWERED_AT),
        .finished_at = closed == CS_NO_TIME ? facts->ended_at : closed,
        .finish_limit = facts->at[CS_AT_TARGET],
        .answer_limit = CS_NO_TIME,
    };
}

static enum cs_status put_off(struct cs_tickets *t, enum outside_statement which, const struct cs_value *in,
                              struct cs_error *err)
{
    return cs_store_add(t->o.store, &cs_outside_statements, which, in, err);
}

enum cs_status cs_outside_new_case(struct cs_tickets *t, const struct intake_row *in, bool own,
                                   const struct cs_case_facts *facts, struct cs_case_order *order,
                                   size_t *count, struct cs_error *err)
{
    bool outside;
    const struct cs_value *given = in->row->values;
    enum cs_status status = cs_outside_channel(t, &in->columns[CASE_CHANNEL], &outside, err);
    *count = 0;
    if (status != CS_OK || !outside || facts->at[CS_AT_OPENED] == CS_NO_TIME)
        return status;
    *order = order_of(in, facts);
    *count = 1;
    const struct cs_value add[OUT_COLUMNS] = {
        cs_integer(in->id),
        cs_integer(1),
        cs_integer(in->source_id),
        in->external,
        in->columns[CASE_CHANNEL],
        cs_null(),
        cs_integer(order->received_at),
        time_value(order->signed_at),
        time_value(order->contacted_at),
        time_value(order->answered_at),
        time_value(order->finished_at),
        time_value(order->finish_limit),
    };
    status = put_off(t, OUTSIDE_ADD, add, err);
    /* One that comes in extended already: what the limit was before is not known. */
    if (status == CS_OK && !own && given[CS_TICKET_EXTENSION_NO].type == CS_TEXT &&
        order->finish_limit != CS_NO_TIME) {
        const struct cs_value extension[] = {
            cs_integer(in->id),
            cs_integer(1),
            cs_integer(1),
            cs_text("yes"),
            given[CS_TICKET_EXTENSION_NO],
            cs_integer(order->finish_limit),
            cs_integer(t->o.now),
            cs_integer(t->actor_id),
        };
        status = put_off(t, EXTENSION_FIRST, extension, err);
    }
    return status;
}

/* ---- a case that is known ---- */

/* A case whose channel became one of others: it is an order from now on. */
static enum cs_status make_order(struct cs_tickets *t, struct intake_row *in, const struct cs_value *row,
                                 struct outside_again *again, struct cs_error *err)
{
    bool outside;
    struct cs_value max[1];
    const struct cs_value *channel = &in->row->values[CS_TICKET_CHANNEL];
    if (!in->has(in->has_context, CS_TICKET_CHANNEL))
        channel = &row[CASE_CHANNEL];
    enum cs_status status = cs_outside_channel(t, channel, &outside, err);
    if (status != CS_OK || !outside || !in->main || row[CASE_OPENED_AT].type != CS_INTEGER)
        return status;
    status = cs_outside_get(t, OUTSIDE_MAX, &row[CASE_ID], max, err);
    if (status != CS_OK)
        return status;
    const struct cs_value order[OUT_READ_COLUMNS] = {
        [OUT_TICKET] = row[CASE_ID],
        [OUT_NUMBER] = cs_integer(max[0].integer + 1),
        [OUT_SOURCE_ID] = cs_integer(in->source_id),
        [OUT_EXTERNAL] = in->external,
        [OUT_CHANNEL] = *channel,
        [OUT_RECEIVED] = row[CASE_OPENED_AT],
        [OUT_CONTACTED] = row[CASE_FIRST_CONTACT_AT],
        [OUT_FINISHED] = row[CASE_CLOSED_AT],
        [OUT_TARGET] = row[CASE_TARGET_AT],
        [OUT_SOURCE] = cs_text(in->source_name),
    };
    memcpy(again->order, order, sizeof order);
    again->known = again->changed = true;
    return cs_outside_do(t, OUTSIDE_ADD, order, err);
}

/* Where the case's own target is the limit of this order, it follows what becomes of that; else it is none of
 * this order's business. */
enum cs_status cs_outside_meet(struct cs_tickets *t, struct intake_row *in, const struct cs_value *row,
                               struct outside_again *again, struct cs_error *err)
{
    const struct cs_value key[] = { cs_integer(in->source_id), in->external };
    *again = (struct outside_again){ .known = false };
    enum cs_status status = cs_outside_get(t, OUTSIDE_FIND, key, again->order, err);
    again->known = status == CS_OK;
    if (status == CS_NONE) {
        cs_error_clear(err);
        return make_order(t, in, row, again, err);
    }
    again->keeps = again->known;
    return status;
}

/* A source may say that it is over and not when: then since now. */
static enum cs_status take_end(struct cs_tickets *t, const struct intake_row *in,
                               const struct cs_value *before, struct outside_again *again,
                               struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS];
    row[CASE_STATE] = in->row->values[CS_TICKET_STATE];
    if (again->order[OUT_FINISHED].type == CS_INTEGER || !in->has(in->has_context, CS_TICKET_STATE) ||
        !cs_case_ended(row) || cs_value_equal(&row[CASE_STATE], &before[CS_TICKET_STATE]))
        return CS_OK;
    again->order[OUT_FINISHED] = cs_integer(t->o.now);
    again->changed = true;
    return cs_outside_event(t, again->order, t->o.now, "finish", NULL, "imported", err);
}

/* Their moments, as far as they newly say so. */
static enum cs_status take_moments(struct cs_tickets *t, const struct intake_row *in,
                                   const struct cs_value *before, struct outside_again *again,
                                   struct cs_error *err)
{
    static const struct {
        int field, column;
        const char *verb;
    } moments[] = {
        { CS_TICKET_SIGNED_AT, OUT_SIGNED, "sign" },
        { CS_TICKET_FIRST_CONTACT_AT, OUT_CONTACTED, NULL },
        { CS_TICKET_ANSWERED_AT, OUT_ANSWERED, "answer" },
        { CS_TICKET_CLOSED_AT, OUT_FINISHED, "finish" },
    };
    struct cs_value *order = again->order;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof moments / sizeof *moments && status == CS_OK; i++) {
        const struct cs_value *value = &in->row->values[moments[i].field];
        bool column =
            moments[i].field < CS_TICKET_EXTRA; /* the case has it too: compared with what was said */
        bool first = order[moments[i].column].type == CS_NULL;
        if (!in->has(in->has_context, moments[i].field) || cs_value_equal(value, &order[moments[i].column]) ||
            (column && cs_value_equal(value, &before[moments[i].field]) && !(first && in->known_digest == 0)))
            continue;
        if (value->type == CS_NULL && (moments[i].column != OUT_FINISHED || !column))
            continue; /* that they took it up again is news; that a cell is empty is not */
        if (value->type == CS_INTEGER && value->integer < order[OUT_RECEIVED].integer)
            continue; /* of an earlier round */
        order[moments[i].column] = *value;
        again->changed = true;
        const char *verb = value->type == CS_NULL ? "reopen" : moments[i].verb;
        if (verb)
            status =
                cs_outside_event(t, order, cs_value_integer(value, t->o.now), verb, NULL, "imported", err);
    }
    return status;
}

static enum cs_status name_limit(struct cs_tickets *t, struct outside_again *again, int64_t target,
                                 struct cs_error *err)
{
    char text[CS_MOMENT_SIZE], then[CS_MOMENT_SIZE] = "";
    struct cs_value *order = again->order;
    cs_moment_format(text, target, t->o.zone);
    if (order[OUT_TARGET].type == CS_INTEGER)
        cs_moment_format(then, order[OUT_TARGET].integer, t->o.zone);
    order[OUT_TARGET] = cs_integer(target);
    again->changed = true;
    const struct ticket_event event = {
        .at = t->o.now,
        .verb = "change",
        .field = "limit",
        .old = then[0] ? cs_text(cs_arena_strdup(&t->arena, then)) : cs_null(),
        .new = cs_text(cs_arena_strdup(&t->arena, text)),
        .note = cs_outside_name(t, order).text,
        .mark = "imported",
    };
    return cs_event_append(t, order[OUT_TICKET].integer, &event, err);
}

static enum cs_status known_permit(struct cs_tickets *t, const struct cs_value *order,
                                   const struct cs_value *permit, bool *known, struct cs_error *err)
{
    const struct cs_value in[] = { order[OUT_TICKET], order[OUT_NUMBER], *permit };
    struct cs_value out[2];
    enum cs_status status =
        permit->type == CS_TEXT ? cs_outside_get(t, EXTENSION_PERMIT, in, out, err) : CS_NONE;
    *known = status == CS_OK;
    if (status == CS_NONE)
        cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

/* The limit that they name now: the first one stands, an earlier one too; a later one only with the number
 * under which they granted it, or where they took the order up again. What they said before any extension is
 * no news. */
static enum cs_status take_limit(struct cs_tickets *t, const struct intake_row *in,
                                 const struct cs_value *before, bool reopened, struct outside_again *again,
                                 struct cs_error *err)
{
    struct cs_value *order = again->order;
    const struct cs_value *value = &in->row->values[CS_TICKET_TARGET_AT];
    const struct cs_value *permit = &in->row->values[CS_TICKET_EXTENSION_NO];
    int64_t limit = cs_outside_limit(order);
    if (!in->has(in->has_context, CS_TICKET_TARGET_AT) || value->type != CS_INTEGER ||
        value->integer == limit || cs_value_equal(value, &order[OUT_TARGET]))
        return CS_OK;
    bool shorter = value->integer < limit && order[OUT_FINISH_LIMIT].type == CS_NULL;
    if (limit == CS_NO_TIME || shorter || reopened)
        return name_limit(t, again, value->integer, err);
    bool known;
    enum cs_status status = known_permit(t, order, permit, &known, err);
    if (status != CS_OK)
        return status;
    if (permit->type != CS_TEXT || known || value->integer < limit) {
        again->moved = !cs_value_equal(value, &before[CS_TICKET_TARGET_AT]);
        return CS_OK;
    }
    const struct outside_extension extension = { .at = t->o.now,
                                                 .before = limit,
                                                 .after = value->integer,
                                                 .answer_after = CS_NO_TIME,
                                                 .permit = permit->text,
                                                 .mark = "imported",
                                                 .granted = true };
    order[OUT_FINISH_LIMIT] = *value;
    again->changed = true;
    return cs_outside_extend(t, order, &extension, err);
}

enum cs_status cs_outside_apply(struct cs_tickets *t, struct cs_ticket_intake *intake,
                                const struct intake_row *in, const struct cs_value *before,
                                struct cs_value *row, struct outside_again *again, struct cs_error *err)
{
    if (!again->known)
        return CS_OK;
    int64_t actor = 0, mine = t->actor_id, limit = cs_outside_limit(again->order);
    bool open = again->order[OUT_FINISHED].type == CS_NULL;
    enum cs_status status = cs_ticket_actor(t, in->source_name, strlen(in->source_name), &actor, err);
    t->actor_id = actor;
    if (status == CS_OK)
        status = take_moments(t, in, before, again, err);
    bool reopened = !open && again->order[OUT_FINISHED].type == CS_NULL;
    if (status == CS_OK)
        status = take_end(t, in, before, again, err);
    if (status == CS_OK)
        status = take_limit(t, in, before, reopened, again, err);
    t->actor_id = mine;
    if (status == CS_OK && again->changed)
        status = cs_outside_do(t, OUTSIDE_SAVE, again->order, err);
    if (status != CS_OK)
        return status;
    if (in->main && cs_outside_limit(again->order) != limit) {
        row[CASE_TARGET_AT] = time_value(cs_outside_limit(again->order));
        row[CASE_ANOMALIES] = cs_case_without(t, &row[CASE_ANOMALIES], "target_moved");
    }
    if (again->moved) {
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "target_moved");
        intake->target_moved++;
    }
    return CS_OK;
}
