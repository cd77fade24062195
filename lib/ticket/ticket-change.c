/* Plain fields of a case corrected by hand: place, kind, person, words, the fault. Where a case stands and
 * when it came there is told by moves alone. */
#include "ticket/intake.h"
#include "ticket/mend.h"

struct changing {
    struct cs_tickets *t;
    const struct cs_ticket_change *change;
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS];
    struct case_fault fault, had;
    bool changed, place, fault_changed;
};

static bool given(const struct changing *c, int field)
{
    return c->change->has(c->change->context, field);
}

/* "****" says nothing: what the store knows stays. */
static bool is_mask(int field, const struct cs_value *value)
{
    unsigned flags = cs_ticket_record.fields[field].flags;
    return flags & CS_MASKED && value->type == CS_TEXT && cs_is_masked(flags, value->text, value->length);
}

static const char *shown(struct changing *c, int field, const struct cs_value *value)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_field_format(&cs_ticket_record.fields[field], value, c->t->o.zone, &text);
    const char *copy = cs_arena_strdup(&c->t->arena, text.text ? text.text : "");
    cs_buffer_release(&text);
    return copy;
}

/* What moves set may stand in the record, but only as it is. */
static enum cs_status check_moved(struct changing *c, int column, struct cs_error *err)
{
    int field = cs_case_field[column];
    const struct cs_value *value = &c->change->values[field];
    if (!given(c, field) || field == CS_TICKET_EXTRA || cs_value_equal(value, &c->old[column]))
        return CS_OK;
    return cs_error_set(
        err, CS_REFUSED,
        _("case %lld, %s: it is \"%s\", not \"%s\", and only a move of the loop changes that"),
        (long long)c->change->id, cs_ticket_record.fields[field].name, shown(c, field, &c->old[column]),
        shown(c, field, value));
}

static bool is_place(int column)
{
    return column == CASE_PROJECT || column == CASE_BATCH_TEXT || column == CASE_BUILDING ||
           column == CASE_ENTRANCE || column == CASE_ROOM;
}

/* A project must be one; the one it lies in already is no change. */
static enum cs_status same_project(struct changing *c, const struct cs_value *value, bool *same,
                                   struct cs_error *err)
{
    int64_t unit = 0;
    *same = false;
    if (value->type != CS_TEXT)
        return CS_OK;
    enum cs_status status = cs_org_find_project(c->t->o.org, value->text, value->length, &unit, err);
    *same = cs_value_equal(&c->old[CASE_PROJECT], value) ||
            (status == CS_OK && cs_value_integer(&c->old[CASE_UNIT], 0) == unit);
    if (status == CS_NONE && !*same)
        return cs_error_set(err, CS_REFUSED, _("project: there is none called \"%s\""), value->text);
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status put_column(struct changing *c, int column, struct cs_error *err)
{
    int field = cs_case_field[column];
    const struct cs_field *about = &cs_ticket_record.fields[field];
    const struct cs_value *value = &c->change->values[field];
    bool same = cs_value_equal(value, &c->old[column]);
    enum cs_status status = CS_OK;
    if (column == CASE_PROJECT && value->type == CS_NULL)
        same = c->old[CASE_UNIT].type == CS_NULL && same;
    if (same || is_mask(field, value))
        return CS_OK;
    if (value->type == CS_NULL && about->flags & CS_REQUIRED)
        return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"), about->name);
    if (column == CASE_PROJECT)
        status = same_project(c, value, &same, err);
    if (status != CS_OK || same)
        return status;
    if (column == CASE_PRIORITY && !c->change->note)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: a change of priority needs its reason (--note TEXT)"),
                            (long long)c->change->id);
    if (column == CASE_PROJECT && value->type == CS_NULL)
        c->new[CASE_UNIT] = c->new[CASE_HOME] = c->new[CASE_BATCH] = cs_null();
    c->new[column] = *value;
    c->changed = true;
    c->place = c->place || is_place(column);
    return CS_OK;
}

static enum cs_status put_columns(struct changing *c, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (int column = 0; column < CASE_COLUMNS && status == CS_OK; column++) {
        int field = cs_case_field[column];
        if (field < 0 || !given(c, field))
            continue;
        status = cs_ticket_record.fields[field].flags & CS_MOVED ? check_moved(c, column, err)
                                                                 : put_column(c, column, err);
    }
    return status;
}

/* ---- the fault ---- */

static enum cs_status put_fault(struct changing *c, struct cs_error *err)
{
    struct cs_value *parts[] = { &c->fault.place, &c->fault.component, &c->fault.symptom,
                                 &c->fault.class, &c->fault.cause,     &c->fault.party };
    for (int i = 0; i <= CS_TICKET_PARTY - CS_TICKET_PLACE; i++) {
        const struct cs_value *value = &c->change->values[CS_TICKET_PLACE + i];
        if (!given(c, CS_TICKET_PLACE + i) || cs_value_equal(parts[i], value))
            continue;
        *parts[i] = *value;
        c->fault_changed = true;
    }
    if (c->fault_changed && !c->fault.seq && c->change->fault > 1)
        return cs_error_set(err, CS_REFUSED, _("case %lld has no fault %lld"), (long long)c->change->id,
                            (long long)c->change->fault);
    return CS_OK;
}

static enum cs_status save_fault(struct changing *c, int64_t at, struct cs_error *err)
{
    const struct cs_value *was[] = { &c->had.place, &c->had.component, &c->had.symptom,
                                     &c->had.class, &c->had.cause,     &c->had.party };
    const struct cs_value *is[] = { &c->fault.place, &c->fault.component, &c->fault.symptom,
                                    &c->fault.class, &c->fault.cause,     &c->fault.party };
    enum cs_status status = CS_OK;
    for (int i = 0; i <= CS_TICKET_PARTY - CS_TICKET_PLACE && status == CS_OK; i++) {
        const struct ticket_event event = { .at = at,
                                            .verb = "change",
                                            .field = cs_ticket_record.fields[CS_TICKET_PLACE + i].name,
                                            .old = *was[i],
                                            .new = *is[i],
                                            .note = c->change->note };
        if (!cs_value_equal(was[i], is[i]))
            status = cs_event_append(c->t, c->change->id, &event, err);
    }
    if (status != CS_OK)
        return status;
    return c->fault.seq ? cs_fault_save(c->t, c->change->id, &c->fault, err)
                        : cs_fault_add(c->t, c->change->id, 1, &c->fault, err);
}

/* ---- what follows ---- */

/* Who was erased does not come back by an old list. */
static enum cs_status check_erased(struct changing *c, struct cs_error *err)
{
    static const int personal[] = { CASE_REPORTER, CASE_PHONE, CASE_EMAIL,
                                    CASE_SUBJECT,  CASE_BODY,  CASE_RESOLUTION };
    bool erased;
    enum cs_status status = cs_case_is_erased(c->t, c->change->id, &erased, err);
    for (size_t i = 0; status == CS_OK && erased && i < sizeof personal / sizeof *personal; i++)
        if (c->new[personal[i]].type != CS_NULL &&
            !cs_value_equal(&c->new[personal[i]], &c->old[personal[i]]))
            return cs_error_set(err, CS_REFUSED, _("case %lld: its person was erased; %s stays empty"),
                                (long long)c->change->id, cs_case_column_names[personal[i]]);
    return status;
}

/* Kind and priority choose the path, and the case must be able to go on from where it stands. */
static enum cs_status follow_path(struct changing *c, struct cs_error *err)
{
    int64_t path;
    const char *kind = cs_value_text(&c->new[CASE_KIND]), *state = cs_value_text(&c->new[CASE_STATE]);
    if (cs_value_equal(&c->old[CASE_KIND], &c->new[CASE_KIND]) &&
        cs_value_equal(&c->old[CASE_PRIORITY], &c->new[CASE_PRIORITY]))
        return CS_OK;
    enum cs_status status =
        cs_ticket_path_of(c->t, kind, cs_value_integer(&c->new[CASE_PRIORITY], 3), &path, err);
    if (status != CS_OK)
        return status;
    if (strcmp(state, "held") == 0)
        state = cs_value_text(&c->new[CASE_RESUME_STATE]);
    struct cs_buffer legal = CS_BUFFER_INIT;
    cs_ticket_path_legal(c->t, path, state, &legal);
    bool stuck = legal.length == 0 && !cs_case_ended(c->new);
    cs_buffer_release(&legal);
    if (stuck)
        return cs_error_set(err, CS_REFUSED, _("case %lld stands at \"%s\", where no %s goes on from"),
                            (long long)c->change->id, cs_choice_label(cs_ticket_states, state),
                            cs_choice_label(cs_ticket_kinds, kind));
    c->new[CASE_PATH] = path ? cs_integer(path) : cs_null();
    return CS_OK;
}

static enum cs_status follow(struct changing *c, struct cs_error *err)
{
    enum cs_status status = check_erased(c, err);
    if (status == CS_OK)
        status = follow_path(c, err);
    if (status == CS_OK && c->place) {
        c->new[CASE_ANOMALIES] = cs_case_without(c->t, &c->new[CASE_ANOMALIES], "unresolved_");
        status = cs_intake_place(c->t, c->new, err);
    }
    if (status == CS_OK && !cs_value_equal(&c->old[CASE_PHONE], &c->new[CASE_PHONE])) {
        c->new[CASE_CUSTOMER] = cs_null();
        status = cs_intake_customer(c->t, c->new, err);
    }
    return status;
}

static enum cs_status change_marked(struct changing *c, struct cs_error *err)
{
    struct cs_tickets *t = c->t;
    int64_t at = c->change->at;
    enum cs_status status = put_columns(c, err);
    if (status == CS_OK)
        status = put_fault(c, err);
    if (status != CS_OK || (!c->changed && !c->fault_changed))
        return status;
    if (at > t->o.now)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a change is written down when it has happened"),
                            (long long)c->change->id);
    status = follow(c, err);
    if (status == CS_OK)
        status = cs_case_keep_given(t, c->old, err); /* before the fault changes, too */
    if (status == CS_OK && c->fault_changed)
        status = save_fault(c, at, err);
    if (status == CS_OK)
        status = cs_case_save(t, c->old, c->new, at, c->change->note, NULL, err);
    return status == CS_OK ? cs_case_tell(t, c->new, CS_CASE_CHANGED, at, err) : status;
}

enum cs_status cs_ticket_change(struct cs_tickets *t, const struct cs_ticket_change *change, bool *changed,
                                struct cs_error *err)
{
    struct changing c = { .t = t, .change = change };
    *changed = false;
    enum cs_status status = cs_store_mark(t->o.store, err);
    if (status != CS_OK)
        return status;
    status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, change->id, c.old, err);
    if (status == CS_OK)
        status = cs_fault_first(t, change->id, change->fault, &c.fault, err);
    if (status == CS_OK) {
        memcpy(c.new, c.old, sizeof c.new);
        c.had = c.fault;
        status = change_marked(&c, err);
    }
    if (status == CS_OK) {
        *changed = c.changed || c.fault_changed;
        return cs_store_keep_mark(t->o.store, err);
    }
    cs_store_undo_mark(t->o.store);
    return status;
}
