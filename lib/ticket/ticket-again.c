/*
 * A case that is known, of which its source says something new. Only what the source itself changed since it
 * spoke last is applied, so that work done here is not undone by an export that still says "open"; and a case
 * never moves back in the loop.
 */
#include "ticket/batch.h"
#include "ticket/intake.h"
#include "ticket/outside-inside.h"

#include <stdlib.h>

/* What the source said before, a value a field: from the kept copy, or the case itself where nothing changed
 * here. */
static enum cs_status values_before(struct cs_tickets *t, const struct cs_value *given,
                                    const struct cs_value *row, int64_t id, struct cs_value *before,
                                    struct case_fault *first, struct cs_error *err)
{
    for (int i = 0; i < CS_TICKET_FIELDS; i++)
        before[i] = cs_null();
    for (int column = 0; column < CASE_COLUMNS; column++)
        if (cs_case_field[column] >= 0)
            before[cs_case_field[column]] = row[column];
    struct case_fault fault;
    enum cs_status status = cs_fault_first(t, id, 0, &fault, err);
    *first = fault;
    before[CS_TICKET_PLACE] = fault.place;
    before[CS_TICKET_COMPONENT] = fault.component;
    before[CS_TICKET_SYMPTOM] = fault.symptom;
    before[CS_TICKET_CLASS] = fault.class;
    before[CS_TICKET_CAUSE] = fault.cause;
    before[CS_TICKET_PARTY] = fault.party;
    if (status == CS_OK && given->type != CS_TEXT)
        status = cs_supplier_now(t, id, &before[CS_TICKET_SUPPLIER], err);
    if (given->type != CS_TEXT || status != CS_OK)
        return status;
    for (int i = 0; i < CS_TICKET_FIELDS; i++)
        before[i] = cs_null();
    const struct cs_parse how = { .zone = t->o.zone };
    for (char *at = (char *)given->text, *end = at + given->length; at < end && status == CS_OK;) {
        long field = strtol(at, &at, 10);
        size_t length = (size_t)strtoull(at, &at, 10);
        at++;
        if (field < 0 || field >= CS_TICKET_FIELDS || length > (size_t)(end - at))
            return cs_error_set(err, CS_FAILED, _("the kept copy of case %lld is damaged"), (long long)id);
        const char *text = cs_arena_strndup(&t->arena, at, length);
        status = cs_field_parse(&cs_ticket_record.fields[field], &how, text, length, &t->arena,
                                &before[field], err);
        at += length + 1;
    }
    return status;
}

static int rank_of(const struct cs_value *state)
{
    for (int i = 0; cs_ticket_states[i].code; i++)
        if (strcmp(cs_ticket_states[i].code, cs_value_text(state)) == 0)
            return i;
    return 0;
}

struct again {
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS], before[CS_TICKET_FIELDS];
    struct case_fault first;
    bool part[CS_TICKET_PARTY - CS_TICKET_PLACE + 1]; /* of the fault: what the source changed */
    bool changed, withheld, place, fault, reopened;
    struct supplier_change supplier;
    bool stays_open;            /* a full export closes nothing by itself: what is void there is flagged */
    struct outside_again order; /* of others, that this row speaks of */
    struct cs_value order_before[OUT_READ_COLUMNS];
};

/* What only the source of the case itself may say: where it stands in the loop and where it lies. That a
 * duplicate was closed over there closes nothing here. */
static bool for_main_only(int field)
{
    static const int fields[] = {
        CS_TICKET_KIND,        CS_TICKET_STATE,        CS_TICKET_PROJECT,       CS_TICKET_BATCH,
        CS_TICKET_BUILDING,    CS_TICKET_ENTRANCE,     CS_TICKET_ROOM,          CS_TICKET_OCCURRED_AT,
        CS_TICKET_RECORDED_AT, CS_TICKET_INSPECTED_AT, CS_TICKET_DISPATCHED_AT, CS_TICKET_ACCEPTED_AT,
        CS_TICKET_ARRIVED_AT,  CS_TICKET_DONE_AT,      CS_TICKET_VERIFIED_AT,   CS_TICKET_CLOSED_AT,
        CS_TICKET_CALLBACK_AT, CS_TICKET_HOLD_REASON,  CS_TICKET_HOLD_UNTIL,    CS_TICKET_REOPENS,
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i] == field)
            return true;
    return false;
}

static bool ended(const struct cs_value *state)
{
    const struct cs_value row[CASE_COLUMNS] = { [CASE_STATE] = *state };
    return cs_case_ended(row);
}

static bool is_held(const struct cs_value *state)
{
    return strcmp(cs_value_text(state), "held") == 0;
}

/* Whether the source's state leads the case: onward, into or out of a hold, back into the loop where the
 * source itself reopened it; else nowhere. */
static bool state_applies(struct again *a, const struct cs_value *now)
{
    const struct cs_value *before = &a->before[CS_TICKET_STATE], *here = &a->old[CASE_STATE];
    a->reopened = ended(before) && !ended(now) && ended(here);
    if (a->reopened)
        return true;
    if (ended(here))
        return false;
    if (is_held(here)) { /* the place where it was taken out of the loop is what counts */
        int rank = rank_of(&a->old[CASE_RESUME_STATE]);
        return ended(now) || rank_of(now) > rank || (is_held(before) && rank_of(now) == rank);
    }
    return is_held(now) || rank_of(now) > rank_of(here);
}

/* Columns that are never empty: an empty cell says nothing about them. */
static bool never_null(int column)
{
    return column == CASE_KIND || column == CASE_STATE || column == CASE_PRIORITY || column == CASE_REOPENS ||
           column == CASE_CHASERS;
}

/* Whether a value that the source changed may stand in the case. */
static bool may_apply(struct again *a, int column, const struct cs_value *value)
{
    unsigned flags = cs_ticket_record.fields[cs_case_field[column]].flags;
    if (value->type == CS_NULL && never_null(column))
        return false;
    if ((flags & CS_MASKED) && value->type == CS_TEXT && cs_is_masked(flags, value->text, value->length))
        return false; /* a mask says "unchanged": it must never destroy what the store knows */
    bool is_void = a->stays_open && strcmp(cs_value_text(value), "cancelled") == 0;
    bool applies = column != CASE_STATE || (!is_void && state_applies(a, value));
    a->withheld = a->withheld || !applies;
    return applies;
}

static void apply_changes(struct again *a, const struct intake_row *in)
{
    for (int column = 0; column < CASE_COLUMNS; column++) {
        int field = cs_case_field[column];
        if (field < 0 || !in->has(in->has_context, field) || (!in->main && for_main_only(field)))
            continue;
        const struct cs_value *value = &in->row->values[field];
        if (cs_value_equal(&a->before[field], value) || cs_value_equal(&a->old[column], value))
            continue;
        if (!may_apply(a, column, value) || (column == CASE_TARGET_AT && a->order.keeps))
            continue;
        if (column == CASE_PROJECT && a->old[CASE_UNIT].type == CS_INTEGER &&
            a->before[field].type == CS_NULL && a->old[CASE_PROJECT].type == CS_NULL) {
            a->place = true; /* resolved before: compared after it is resolved again */
            a->new[column] = *value;
            continue;
        }
        a->place = a->place || column == CASE_PROJECT || column == CASE_BUILDING || column == CASE_ENTRANCE ||
                   column == CASE_ROOM || column == CASE_BATCH_TEXT;
        a->new[column] = *value;
        a->changed = true;
    }
}

/* What of the fault the source changed and the case does not say already. */
static enum cs_status compare_fault(struct cs_tickets *t, struct again *a, const struct intake_row *in,
                                    struct cs_error *err)
{
    const struct cs_value *here[] = { &a->first.place, &a->first.component, &a->first.symptom,
                                      &a->first.class, &a->first.cause,     &a->first.party };
    for (int field = CS_TICKET_PLACE; in->main && field <= CS_TICKET_PARTY; field++) {
        const struct cs_value *value = &in->row->values[field], *now = here[field - CS_TICKET_PLACE];
        bool same = cs_value_equal(&a->before[field], value) || cs_value_equal(now, value);
        enum cs_status status = CS_OK;
        if (!in->has(in->has_context, field))
            continue;
        if (!same && field == CS_TICKET_PARTY)
            status = cs_supplier_same(t, &a->before[field], value, &same, err);
        if (status == CS_OK && !same && field == CS_TICKET_PARTY)
            status = cs_supplier_same(t, now, value, &same, err);
        if (status != CS_OK)
            return status;
        a->part[field - CS_TICKET_PLACE] = !same;
        a->fault = a->fault || !same;
    }
    return CS_OK;
}

/* What a change of state brings with it: a source without states closes a case by its time; a hold begins or
 * ends; a case that is taken up again has no end. */
static enum cs_status follow_state(struct cs_tickets *t, struct again *a, const struct intake_row *in,
                                   struct cs_error *err)
{
    static const int ends[] = { CASE_DONE_AT, CASE_VERIFIED_AT, CASE_CLOSED_AT };
    if (in->row->values[CS_TICKET_STATE].type == CS_NULL && !ended(&a->old[CASE_STATE]) &&
        a->old[CASE_CLOSED_AT].type == CS_NULL && a->new[CASE_CLOSED_AT].type == CS_INTEGER)
        a->new[CASE_STATE] = cs_text("closed");
    bool was = is_held(&a->old[CASE_STATE]), is = is_held(&a->new[CASE_STATE]);
    if (is && !was) {
        struct cs_case_hold hold;
        size_t count;
        a->new[CASE_RESUME_STATE] = a->old[CASE_STATE];
        return cs_intake_hold(t, a->new, false, &hold, &count, err);
    }
    if (was && !is) {
        const struct cs_value in_[] = { a->old[CASE_ID], cs_integer(t->o.now), cs_text("import") };
        a->new[CASE_RESUME_STATE] = a->new[CASE_HOLD_REASON] = a->new[CASE_HOLD_UNTIL] = cs_null();
        return cs_ticket_do(t, HOLD_END, in_, err);
    }
    for (size_t i = 0; a->reopened && i < sizeof ends / sizeof *ends; i++)
        if (cs_value_equal(&a->old[ends[i]], &a->new[ends[i]]))
            a->new[ends[i]] = cs_null();
    if (a->reopened) {
        a->new[CASE_CLOSED_BY] = cs_null();
        a->new[CASE_UNHAPPY_AT] = a->new[CASE_SOOTHED_AT] = cs_null(); /* what was owed after that end */
        a->new[CASE_RECALL_AT] = a->new[CASE_RECALLED_AT] = cs_null();
        a->new[CASE_REOPENS] = cs_integer(cs_value_integer(&a->old[CASE_REOPENS], 0) + 1);
        a->new[CASE_LEVEL] = cs_integer(cs_value_integer(&a->old[CASE_LEVEL], 0) + 1);
    }
    return CS_OK;
}

static bool has_word(const struct again *a, const char *word)
{
    return strstr(cs_value_text(&a->old[CASE_ANOMALIES]), word) != NULL;
}

static enum cs_status apply_place(struct cs_tickets *t, struct again *a, const struct intake_row *in,
                                  struct cs_error *err)
{
    a->place = a->place || (in->main && has_word(a, "unresolved_")); /* it may be known by now */
    if (in->main && has_word(a, "gone"))                             /* its source has it again */
        a->new[CASE_ANOMALIES] = cs_case_without(t, &a->new[CASE_ANOMALIES], "gone");
    const char *state = cs_value_text(&in->row->values[CS_TICKET_STATE]);
    if (in->main && state[0] && strcmp(state, "cancelled") != 0)
        a->new[CASE_ANOMALIES] = cs_case_without(t, &a->new[CASE_ANOMALIES], "void_upstream");
    if (!a->place)
        return CS_OK;
    if (in->has(in->has_context, CS_TICKET_PROJECT))
        a->new[CASE_PROJECT] = in->row->values[CS_TICKET_PROJECT];
    struct cs_value unit = a->new[CASE_UNIT];
    a->new[CASE_ANOMALIES] = cs_case_without(t, &a->new[CASE_ANOMALIES], "unresolved_");
    enum cs_status status = cs_intake_place(t, a->new, err);
    a->changed = a->changed || !cs_value_equal(&unit, &a->new[CASE_UNIT]);
    return status;
}

static enum cs_status apply_fault(struct cs_tickets *t, const struct again *a, const struct intake_row *in,
                                  struct cs_error *err)
{
    if (!a->fault)
        return CS_OK;
    enum cs_status status = CS_OK;
    struct case_fault fault = a->first;
    struct cs_value *values[] = { &fault.place, &fault.component, &fault.symptom,
                                  &fault.class, &fault.cause,     &fault.party };
    for (int i = 0; i <= CS_TICKET_PARTY - CS_TICKET_PLACE; i++) {
        int field = CS_TICKET_PLACE + i;
        const struct cs_value *value = &in->row->values[field];
        if (status != CS_OK || !a->part[i])
            continue;
        const struct ticket_event event = { .at = t->o.now,
                                            .verb = "change",
                                            .field = cs_ticket_record.fields[field].name,
                                            .old = *values[i],
                                            .new = *value,
                                            .mark = "imported" };
        status = cs_event_append(t, in->id, &event, err);
        *values[i] = *value;
    }
    if (status != CS_OK)
        return status;
    return fault.seq ? cs_fault_save(t, in->id, &fault, err) : cs_fault_add(t, in->id, 1, &fault, err);
}

/* The kept copy anew: what the source says now. */
static struct cs_value copy_of(struct cs_tickets *t, const struct cs_row *row)
{
    struct cs_buffer text = CS_BUFFER_INIT, one = CS_BUFFER_INIT;
    for (int field = 0; field < CS_TICKET_IMPORTABLE; field++) {
        if (row->values[field].type == CS_NULL)
            continue;
        cs_buffer_reset(&one);
        cs_field_format(&cs_ticket_record.fields[field], &row->values[field], t->o.zone, &one);
        cs_buffer_printf(&text, "%d %zu %s\n", field, one.length, one.text);
    }
    struct cs_value copy = cs_text_length(cs_arena_strndup(&t->arena, text.text, text.length), text.length);
    cs_buffer_release(&text);
    cs_buffer_release(&one);
    return copy;
}

/* Judges the times anew; what else is wrong with the case stays said. */
static void judge_again(struct cs_tickets *t, struct cs_ticket_intake *intake, struct cs_value *row)
{
    row[CASE_ANOMALIES] = cs_case_without(t, &row[CASE_ANOMALIES], "times_");
    row[CASE_ANOMALIES] = cs_case_without(t, &row[CASE_ANOMALIES], "no_opening");
    cs_intake_times(t, intake, row);
}

/* The moments that the source newly names, at its own times, and the change of state with the last of them.
 */
static enum cs_status tell_moments(struct cs_tickets *t, struct again *a, int64_t actor, struct cs_error *err)
{
    const struct cs_value in[] = { a->old[CASE_ID] };
    struct cs_value last[1];
    size_t written = 0;
    bool moved = !cs_value_equal(&a->old[CASE_STATE], &a->new[CASE_STATE]);
    enum cs_status status = cs_ticket_get(t, EVENT_MAX, in, last, err);
    int64_t seq = status == CS_OK ? last[0].integer + 1 : 0;
    if (status == CS_OK)
        status = cs_history_moments(t, actor, a->old, a->new, &seq, moved && !a->reopened, &written, err);
    if (status != CS_OK || !moved || (written > 0 && !a->reopened))
        return status;
    const struct ticket_event event = { .at = t->o.now,
                                        .verb = a->reopened ? "reopen" : "import",
                                        .old = a->old[CASE_STATE],
                                        .new = a->new[CASE_STATE],
                                        .mark = "imported" };
    return cs_event_append(t, a->old[CASE_ID].integer, &event, err);
}

/* Kind and priority choose the path. */
static enum cs_status follow_path(struct cs_tickets *t, struct again *a, struct cs_error *err)
{
    int64_t path;
    enum cs_status status = cs_ticket_path_of(t, cs_value_text(&a->new[CASE_KIND]),
                                              cs_value_integer(&a->new[CASE_PRIORITY], 3), &path, err);
    if (status == CS_OK)
        a->new[CASE_PATH] = path ? cs_integer(path) : cs_null();
    return status;
}

static enum cs_status write_down(struct cs_tickets *t, struct cs_ticket_intake *intake, struct again *a,
                                 const struct intake_row *in, struct cs_error *err)
{
    struct cs_ticket_intake uncounted = *intake;
    int64_t actor = 0, mine = t->actor_id;
    enum cs_status status = cs_ticket_actor(t, in->source_name, strlen(in->source_name), &actor, err);
    bool other = !cs_value_equal(&a->old[CASE_PHONE], &a->new[CASE_PHONE]);
    if (other)
        a->new[CASE_CUSTOMER] = cs_null();
    if (status == CS_OK && (other || a->place))
        status = cs_intake_customer(t, a->new, err);
    if (status == CS_OK)
        status = follow_state(t, a, in, err);
    if (status == CS_OK)
        status = follow_path(t, a, err);
    judge_again(t, &uncounted, a->new);
    t->actor_id = actor;
    if (status == CS_OK)
        status = tell_moments(t, a, actor, err);
    if (status == CS_OK)
        status = cs_case_save(t, a->old, a->new, t->o.now, NULL, "imported", err);
    if (status == CS_OK)
        status = apply_fault(t, a, in, err);
    if (status == CS_OK)
        status = cs_supplier_apply(t, in, a->new, &a->supplier, err);
    t->actor_id = mine;
    if (status == CS_OK)
        status = cs_case_tell(t, a->new, a->reopened ? CS_CASE_REOPENED : CS_CASE_CHANGED, t->o.now, err);
    return status;
}

/* What is needed to take it back. */
static enum cs_status remember(struct cs_tickets *t, const struct cs_ticket_intake *intake,
                               const struct again *a, const struct intake_row *in,
                               const struct cs_value *given, int64_t events, struct cs_error *err)
{
    struct case_fault now;
    struct batch_change change = {
        .id = in->id,
        .source_id = in->source_id,
        .external = in->external,
        .digest = in->known_digest,
        .given = *given,
        .events = events,
        .order = a->supplier.order,
    };
    enum cs_status status = CS_OK;
    if (events >= 0) {
        change.old = a->old;
        change.new = a->new;
        change.fault = &a->first;
        change.outside = a->order_before;
        change.outside_new = a->order.known ? a->order.order : NULL;
        change.outside_added = a->order.known && !a->order.keeps;
        change.outside_extended = a->order.keeps && !cs_value_equal(&a->order_before[OUT_FINISH_LIMIT],
                                                                    &a->order.order[OUT_FINISH_LIMIT]);
        change.fault_new = &now;
        status = cs_fault_first(t, in->id, 0, &now, err);
    }
    const char *source = intake->source ? intake->source : "import";
    return status == CS_OK ? cs_batch_remember(t, source, &change, err) : status;
}

/* A row with our own number is our own list: what it says of a case as that stands here is no word about
 * their order. */
static enum cs_status apply_order(struct cs_tickets *t, struct cs_ticket_intake *intake,
                                  const struct intake_row *in, struct again *a, struct cs_error *err)
{
    struct cs_value said[CS_TICKET_FIELDS];
    bool echo = in->main && cs_value_integer(&in->row->values[CS_TICKET_ID], 0) == in->id;
    memcpy(said, a->before, sizeof said);
    for (int column = 0; column < CASE_COLUMNS && echo; column++)
        if (cs_case_field[column] >= 0)
            said[cs_case_field[column]] = a->old[column];
    return cs_outside_apply(t, intake, in, said, a->new, &a->order, err);
}

static enum cs_status take_again(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                                 const struct cs_value *given, struct cs_error *err)
{
    struct again a = { .changed = false };
    enum cs_status status = cs_store_flush(t->o.store, err);
    if (status == CS_OK)
        status = cs_case_load(t, in->id, a.old, err);
    if (status != CS_OK)
        return status;
    memcpy(a.new, a.old, sizeof a.new);
    status = values_before(t, given, a.old, in->id, a.before, &a.first, err);
    if (status != CS_OK)
        return status;
    if (in->known_digest == 0 && !in->main) /* added by hand: what its source says first is no change */
        memcpy(a.before, in->row->values, sizeof a.before);
    status = cs_outside_meet(t, in, a.old, &a.order, err);
    if (status != CS_OK)
        return status;
    memcpy(a.order_before, a.order.order, sizeof a.order_before);
    a.stays_open = intake->snapshot && !ended(&a.old[CASE_STATE]);
    apply_changes(&a, in);
    status = compare_fault(t, &a, in, err);
    if (status == CS_OK &&
        !in->main) /* what the case's own source said last must not be taken for what this one says */
        status = cs_case_keep_given(t, a.old, err);
    if (status == CS_OK)
        status = apply_place(t, &a, in, err);
    struct cs_value last[1] = { cs_integer(0) };
    if (status == CS_OK) /* its order is the first to write into the log */
        status = cs_ticket_get(t, EVENT_MAX, &a.old[CASE_ID], last, err);
    if (status == CS_OK)
        status = apply_order(t, intake, in, &a, err);
    if (status == CS_OK)
        status = cs_supplier_compare(t, in, &a.before[CS_TICKET_SUPPLIER], &a.supplier, err);
    a.withheld = a.withheld || a.supplier.withheld;
    a.changed = a.changed || a.order.changed || a.supplier.applies;
    a.withheld = a.withheld || a.order.keeps;
    bool changed = a.changed || a.fault || !cs_value_equal(&a.old[CASE_ANOMALIES], &a.new[CASE_ANOMALIES]);
    if (status == CS_OK && changed)
        status = write_down(t, intake, &a, in, err);
    if (status != CS_OK)
        return status;
    struct cs_value copy = given->type == CS_TEXT || a.withheld ? copy_of(t, in->row) : cs_null();
    /* A case that waits for what is not known yet, and of which nothing new was said: nothing to write down.
     */
    bool waits = !changed && in->known_digest == 0 && cs_value_equal(&copy, given);
    if (!waits)
        status = remember(t, intake, &a, in, given, changed ? last[0].integer : -1, err);
    if (status != CS_OK)
        return status;
    const struct cs_value save[] = { cs_integer(in->source_id), in->external,
                                     cs_integer(cs_intake_digest(a.new, in->digest)), copy };
    status = cs_ticket_do(t, REFERENCE_SAVE, save, err);
    if (changed)
        intake->updated++;
    else
        intake->unchanged++;
    return status;
}

enum cs_status cs_intake_again(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                               const struct cs_value *given, struct cs_error *err)
{
    struct cs_value blanked[CS_TICKET_FIELDS];
    struct cs_row row = *in->row;
    struct intake_row without = *in;
    bool erased;
    enum cs_status status = cs_case_is_erased(t, in->id, &erased, err);
    if (status != CS_OK || !erased)
        return status == CS_OK ? take_again(t, intake, in, given, err) : status;
    /* The source still names the person. */
    memcpy(blanked, row.values, sizeof blanked);
    cs_ticket_blank_person(blanked);
    row.values = blanked;
    without.row = &row;
    return take_again(t, intake, &without, given, err);
}
