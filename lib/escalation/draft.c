/* A draft: policies and ladders of files that are tried and not kept. */
#include "escalation/policy-fields.h"
#include "escalation/simulate.h"

#include <stdlib.h>

/* ---- taking rows ---- */

static enum cs_status check_calendar(struct cs_escalation *e, const struct cs_value *name,
                                     struct cs_value *id, struct cs_error *err)
{
    const struct cs_calendar *found;
    int64_t number;
    *id = cs_null();
    if (name->type != CS_TEXT)
        return CS_OK;
    if (cs_calendars_find(e->o.calendars, name->text, &found, &number, err) != CS_OK)
        return CS_REFUSED;
    *id = cs_integer(number);
    return CS_OK;
}

static struct policy_draft *draft_of(struct cs_escalation *e)
{
    if (!e->draft) {
        e->draft = cs_alloc(sizeof *e->draft);
        *e->draft = (struct policy_draft){ .policy = NULL };
        e->draft->targets.arena = e->draft->rungs.arena = &e->draft->arena;
    }
    return e->draft;
}

void cs_draft_free(struct cs_escalation *e)
{
    if (!e->draft)
        return;
    cs_rows_release(&e->draft->targets);
    cs_rows_release(&e->draft->rungs);
    cs_arena_release(&e->draft->arena);
    free(e->draft);
    e->draft = NULL;
}

enum cs_status cs_draft_target(struct cs_escalation *e, const struct cs_row *row, struct cs_error *err)
{
    struct cs_value calendar;
    int64_t unit = 0;
    const struct cs_value *project = &row->values[T_PROJECT];
    enum cs_status status = cs_target_check(row, err);
    if (status == CS_OK)
        status = check_calendar(e, &row->values[T_CALENDAR], &calendar, err);
    if (status == CS_OK && project->type == CS_TEXT) {
        status = cs_org_find_unit(e->o.org, project->text, project->length, &unit, err);
        if (status == CS_NONE)
            return cs_error_set(err, CS_REFUSED, _("project: there is no unit called \"%s\""), project->text);
    }
    return status == CS_OK ? cs_rows_keep(&draft_of(e)->targets, row, err) : status;
}

enum cs_status cs_draft_rung(struct cs_escalation *e, const struct cs_row *row, struct cs_error *err)
{
    struct cs_value calendar;
    enum cs_status status = cs_rung_check(row, err);
    if (status == CS_OK)
        status = check_calendar(e, &row->values[R_CALENDAR], &calendar, err);
    return status == CS_OK ? cs_rows_keep(&draft_of(e)->rungs, row, err) : status;
}

enum cs_status cs_draft_policy(struct cs_escalation *e, const char *name, struct cs_error *err)
{
    struct cs_value out[1];
    const struct cs_value in[] = { cs_text(name) };
    enum cs_status status = cs_escalation_get(e, POLICY_STATUS, in, out, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_FAILED, _("there is no policy called \"%s\""), name);
    if (status == CS_OK && strcmp(cs_value_text(&out[0]), "active") != 0)
        draft_of(e)->policy = cs_arena_strdup(&draft_of(e)->arena, name);
    return status;
}

/* ---- standing in for the store's ---- */

static int by_rung(const void *left, const void *right)
{
    const struct cs_row *a = left, *b = right;
    int ladder = strcmp(cs_value_text(&a->values[R_LADDER]), cs_value_text(&b->values[R_LADDER]));
    int64_t n = a->values[R_RUNG].integer, m = b->values[R_RUNG].integer;
    if (ladder || n != m)
        return ladder ? ladder : n < m ? -1 : 1;
    int line = strcmp(cs_value_text(&a->values[R_LINE]), cs_value_text(&b->values[R_LINE]));
    return line ? line : strcmp(cs_value_text(&a->values[R_ROLE]), cs_value_text(&b->values[R_ROLE]));
}

enum cs_status cs_draft_ladders(struct cs_escalation *e, struct cs_error *err)
{
    struct cs_rows *rows = &e->draft->rungs;
    enum cs_status status = CS_OK;
    int64_t id = 0;
    if (rows->count)
        qsort(rows->items, rows->count, sizeof *rows->items, by_rung);
    for (size_t i = 0; i < rows->count && status == CS_OK; i++) {
        const struct cs_value *v = rows->items[i].values;
        if (i == 0 || strcmp(v[R_LADDER].text, rows->items[i - 1].values[R_LADDER].text) != 0)
            id = cs_policy_clear_ladder(e, v[R_LADDER].text);
        struct cs_value calendar;
        status = check_calendar(e, &v[R_CALENDAR], &calendar, err);
        const struct cs_value out[] = {
            cs_integer(id), v[R_LADDER], v[R_RUNG],   v[R_LINE],     v[R_AT],     calendar,
            v[R_ROLE],      v[R_LEVEL],  v[R_ACTION], v[R_TEMPLATE], v[R_URGENT],
        };
        if (status == CS_OK)
            status = cs_policy_take_rung(e, out, err);
    }
    return status;
}

/* The policies that the files name take the place of those of their names; where none of these is in force,
 * of all that are. */
static void replace_policies(struct cs_escalation *e)
{
    const struct cs_rows *rows = &e->draft->targets;
    bool known = false;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t t = 0; t < e->target_count; t++) {
            struct target *target = &e->targets[t];
            bool named = false;
            for (size_t i = 0; i < rows->count && !named; i++)
                named = strcmp(target->policy, cs_value_text(&rows->items[i].values[T_POLICY])) == 0;
            known = known || (named && target->priority >= 0);
            if (pass == 1 && (named || !known))
                target->priority = -1;
        }
    }
}

static enum cs_status find_ladder(const struct cs_escalation *e, const struct cs_value *name,
                                  struct cs_value *id, struct cs_error *err)
{
    *id = cs_null();
    if (name->type != CS_TEXT)
        return CS_OK;
    for (size_t i = 0; i < e->ladder_count; i++)
        if (strcmp(e->ladders[i].name, name->text) == 0) {
            *id = cs_integer(e->ladders[i].id);
            return CS_OK;
        }
    return cs_error_set(err, CS_FAILED, _("ladder: there is none called \"%s\""), name->text);
}

enum cs_status cs_draft_targets(struct cs_escalation *e, struct cs_error *err)
{
    const struct cs_rows *rows = &e->draft->targets;
    enum cs_status status = CS_OK;
    if (rows->count)
        replace_policies(e);
    for (size_t i = 0; i < rows->count && status == CS_OK; i++) {
        const struct cs_value *v = rows->items[i].values;
        struct cs_value calendar, ladder;
        int64_t unit = 0;
        status = check_calendar(e, &v[T_CALENDAR], &calendar, err);
        if (status == CS_OK)
            status = find_ladder(e, &v[T_LADDER], &ladder, err);
        if (status == CS_OK && v[T_PROJECT].type == CS_TEXT)
            status = cs_org_find_unit(e->o.org, v[T_PROJECT].text, v[T_PROJECT].length, &unit, err);
        const struct cs_value out[] = {
            cs_integer(-1 - (int64_t)i),
            v[T_POLICY],
            cs_text("active"),
            cs_integer((int64_t)i),
            v[T_KIND],
            v[T_PRIORITY],
            v[T_GRADE],
            v[T_CHANNEL],
            v[T_COMPONENT],
            v[T_FLAG],
            unit ? cs_integer(unit) : cs_null(),
            v[T_METRIC],
            v[T_START],
            v[T_STOP],
            v[T_AMOUNT],
            calendar,
            ladder,
            v[T_REOPEN],
        };
        if (status == CS_OK)
            status = cs_policy_take_target(e, out, err);
    }
    return status;
}
