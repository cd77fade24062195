/* The room's life: opened for one command, policies and ladders taken in as records. */
#include "escalation/clock.h"
#include "escalation/policy-fields.h"

#include <stdio.h>
#include <stdlib.h>

enum cs_status cs_escalation_begin(struct cs_escalation *e, struct cs_error *err)
{
    struct cs_value out[1];
    const struct cs_value in[] = { cs_text(e->o.actor) };
    if (!e->o.actor || e->memory || (e->actor_id && e->undone == cs_store_undone(e->o.store)))
        return CS_OK;
    e->undone = cs_store_undone(e->o.store);
    enum cs_status status = cs_escalation_get(e, ESC_ACTOR_FIND, in, out, err);
    if (status == CS_NONE) {
        status = cs_escalation_do(e, ESC_ACTOR_ADD, in, err);
        if (status == CS_OK || status == CS_EXISTS) /* or another process has added it just now */
            status = cs_escalation_get(e, ESC_ACTOR_FIND, in, out, err);
    }
    if (status == CS_OK)
        e->actor_id = out[0].integer;
    return status;
}

enum cs_status cs_escalation_new(const struct cs_escalation_options *options,
                                 struct cs_escalation **escalation, struct cs_error *err)
{
    struct cs_escalation *e = cs_alloc(sizeof *e);
    e->o = *options;
    *escalation = e;
    (void)err;
    return CS_OK;
}

void cs_escalation_free(struct cs_escalation *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->ladder_count; i++)
        free(e->ladders[i].rungs);
    free(e->ladders);
    free(e->targets);
    free(e->matched);
    free(e->imported);
    cs_draft_free(e);
    cs_arena_release(&e->keep);
    cs_arena_release(&e->arena);
    free(e);
}

void cs_escalation_say_provisional(struct cs_escalation *e)
{
    if (e->provisional_count > 0)
        cs_diag_say(e->o.diag, CS_WARNING, NULL,
                    _("the holidays of %lld are not published in calendar \"%s\": %lld limits were reckoned "
                      "by weekly hours and "
                      "are provisional"),
                    (long long)e->provisional_year, e->provisional_calendar, (long long)e->provisional_count);
    e->provisional_count = 0;
}

/* ---- taking policies and ladders in ---- */

/* Looks an id up by name; an unknown one is refused in words. */
static enum cs_status id_of(struct cs_escalation *e, enum escalation_statement which,
                            const struct cs_value *name, const char *what, int64_t *id, struct cs_error *err)
{
    struct cs_value out[1];
    enum cs_status status = cs_escalation_get(e, which, name, out, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("%s: there is none called \"%s\""), what, cs_value_text(name));
    if (status == CS_OK)
        *id = out[0].integer;
    return status;
}

/* True where the row is the first of its policy or ladder in the file. */
static bool begins(struct cs_escalation *e, const struct cs_value *name)
{
    for (size_t i = 0; i < e->imported_count; i++)
        if (strcmp(e->imported[i], cs_value_text(name)) == 0)
            return false;
    e->imported = cs_grow(e->imported, &e->imported_capacity, e->imported_count + 1, sizeof *e->imported);
    e->imported[e->imported_count++] = cs_arena_strdup(&e->keep, cs_value_text(name));
    return true;
}

enum cs_status cs_target_check(const struct cs_row *row, struct cs_error *err)
{
    struct cs_amount amount;
    enum cs_status status = cs_amount_parse(row->values[T_AMOUNT].text, &amount, err);
    if (status != CS_OK) {
        cs_error_prefix(err, "amount");
        return CS_REFUSED;
    }
    if (amount.count < 0)
        return cs_error_set(err, CS_REFUSED, _("amount: \"%s\" is negative"), row->values[T_AMOUNT].text);
    if (strlen(row->values[T_METRIC].text) >= METRIC_SIZE)
        return cs_error_set(err, CS_REFUSED, _("metric: \"%s\" is too long"), row->values[T_METRIC].text);
    return CS_OK;
}

enum cs_status cs_target_take(struct cs_escalation *e, const struct cs_row *row, struct cs_error *err)
{
    const struct cs_value *values = row->values;
    int64_t policy = 0, calendar = 0, ladder = 0, unit = 0;
    cs_arena_reset(&e->arena);
    enum cs_status status = cs_target_check(row, err);
    if (status != CS_OK)
        return status;
    bool fresh = begins(e, &values[T_POLICY]);
    if (fresh) {
        const struct cs_value add[] = { values[T_POLICY], values[T_TITLE], values[T_STATUS] };
        status = cs_escalation_do(e, POLICY_ADD, add, err);
    }
    if (status == CS_OK)
        status = id_of(e, POLICY_FIND, &values[T_POLICY], "policy", &policy, err);
    const struct cs_value retire[] = { cs_integer(policy) };
    if (status == CS_OK && fresh)
        status = cs_escalation_do(e, TARGET_RETIRE, retire, err);
    struct cs_value rank[1];
    if (status == CS_OK && e->rank == 0) {
        status = cs_escalation_get(e, TARGET_RANK, NULL, rank, err);
        e->rank = status == CS_OK && rank[0].integer > 0 ? rank[0].integer : 0;
    }
    const struct cs_calendar *found;
    if (status == CS_OK && cs_calendars_find(e->o.calendars, cs_value_text(&values[T_CALENDAR]), &found,
                                             &calendar, err) != CS_OK)
        return CS_REFUSED;
    if (status == CS_OK && values[T_LADDER].type == CS_TEXT)
        status = id_of(e, LADDER_FIND, &values[T_LADDER], "ladder", &ladder, err);
    if (status == CS_OK && values[T_PROJECT].type == CS_TEXT) {
        status = cs_org_find_unit(e->o.org, values[T_PROJECT].text, values[T_PROJECT].length, &unit, err);
        if (status == CS_NONE)
            return cs_error_set(err, CS_REFUSED, _("project: there is no unit called \"%s\""),
                                values[T_PROJECT].text);
    }
    if (status != CS_OK)
        return status;
    const struct cs_value in[] = {
        cs_integer(policy),  cs_integer(++e->rank), values[T_KIND],
        values[T_PRIORITY],  values[T_GRADE],       values[T_CHANNEL],
        values[T_COMPONENT], values[T_FLAG],        unit ? cs_integer(unit) : cs_null(),
        values[T_METRIC],    values[T_START],       values[T_STOP],
        values[T_AMOUNT],    cs_integer(calendar),  ladder ? cs_integer(ladder) : cs_null(),
        values[T_REOPEN],
    };
    int64_t revived = 0;
    status = cs_store_do(e->o.store, &cs_escalation_statements, TARGET_REVIVE, in, &revived, err);
    if (status == CS_OK && revived == 0)
        status = cs_escalation_do(e, TARGET_ADD, in, err);
    return status;
}

enum cs_status cs_target_end(struct cs_escalation *e, struct cs_error *err)
{
    e->imported_count = 0;
    /* Read back: whatever the store now says must load. */
    return cs_policy_load(e, err);
}

/* What would keep the ladder from loading is refused with its line, not at the end. */
enum cs_status cs_rung_check(const struct cs_row *row, struct cs_error *err)
{
    struct rung rung = { .number = 0 };
    const struct cs_value *level = &row->values[R_LEVEL];
    if (cs_rung_at(row->values[R_AT].text, &rung, err) != CS_OK)
        return CS_REFUSED;
    if (!cs_choice_find(cs_level_choices, level->text, level->length))
        return cs_error_set(err, CS_REFUSED, _("level: write project, city, region or group, not \"%s\""),
                            level->text);
    return CS_OK;
}

enum cs_status cs_rung_take(struct cs_escalation *e, const struct cs_row *row, struct cs_error *err)
{
    const struct cs_value *values = row->values;
    int64_t ladder = 0, calendar = 0;
    cs_arena_reset(&e->arena);
    enum cs_status status = cs_rung_check(row, err);
    if (status != CS_OK)
        return status;
    bool fresh = begins(e, &values[R_LADDER]);
    if (fresh) {
        const struct cs_value add[] = { values[R_LADDER], values[R_TITLE] };
        status = cs_escalation_do(e, LADDER_ADD, add, err);
    }
    if (status == CS_OK)
        status = id_of(e, LADDER_FIND, &values[R_LADDER], "ladder", &ladder, err);
    const struct cs_value clear[] = { cs_integer(ladder) };
    if (status == CS_OK && fresh)
        status = cs_escalation_do(e, RUNG_CLEAR, clear, err);
    const struct cs_calendar *found;
    if (status == CS_OK && values[R_CALENDAR].type == CS_TEXT &&
        cs_calendars_find(e->o.calendars, values[R_CALENDAR].text, &found, &calendar, err) != CS_OK)
        return CS_REFUSED;
    if (status != CS_OK)
        return status;
    const struct cs_value in[] = {
        cs_integer(ladder),
        values[R_RUNG],
        values[R_LINE],
        values[R_AT],
        calendar ? cs_integer(calendar) : cs_null(),
        values[R_ROLE],
        values[R_LEVEL],
        values[R_ACTION],
        values[R_TEMPLATE],
        values[R_URGENT],
    };
    status = cs_escalation_do(e, RUNG_ADD, in, err);
    if (status == CS_EXISTS)
        status = cs_error_set(err, CS_REFUSED, _("rung: ladder \"%s\" has rung %lld for \"%s\" twice"),
                              values[R_LADDER].text, (long long)values[R_RUNG].integer, values[R_ROLE].text);
    return status;
}

enum cs_status cs_rung_end(struct cs_escalation *e, struct cs_error *err)
{
    e->imported_count = 0;
    return cs_policy_load(e, err);
}
