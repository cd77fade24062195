/* Who is told of a rung: a row of table escalation and a message for each. */
#include "escalation/function.h"
#include "escalation/run-inside.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- what is kept beside ---- */

static const char *word(struct telling *telling, const char *text)
{
    for (size_t i = 0; i < telling->word_count; i++)
        if (strcmp(telling->words[i], text) == 0)
            return telling->words[i];
    telling->words =
        cs_grow(telling->words, &telling->word_capacity, telling->word_count + 1, sizeof *telling->words);
    return telling->words[telling->word_count++] = cs_arena_strdup(&telling->keep, text);
}

static struct person *place_of(struct telling *telling, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 32) % telling->people_size;
    while (telling->people[at].id && telling->people[at].id != id)
        at = (at + 1) % telling->people_size;
    return &telling->people[at];
}

static void make_room(struct telling *telling)
{
    struct person *before = telling->people;
    size_t size = telling->people_size;
    if (2 * telling->people_count < size)
        return;
    telling->people_size = size ? 2 * size : 64;
    telling->people = cs_alloc(telling->people_size * sizeof *telling->people);
    for (size_t i = 0; i < size; i++)
        if (before[i].id)
            *place_of(telling, before[i].id) = before[i];
    free(before);
}

static enum cs_status find_person(struct telling *telling, int64_t id, const struct person **person,
                                  struct cs_error *err)
{
    make_room(telling);
    struct person *place = place_of(telling, id);
    *person = place;
    if (place->id)
        return CS_OK;
    const struct cs_value in[] = { cs_integer(id) };
    struct cs_value out[2];
    enum cs_status status =
        cs_store_get(telling->e->o.store, &cs_escalation_statements, STAFF_GET, in, out, &telling->keep, err);
    if (status != CS_OK)
        return status;
    *place = (struct person){ id, cs_value_text(&out[0]), cs_value_text(&out[1]) };
    telling->people_count++;
    return CS_OK;
}

static void note_gap(struct telling *telling, const struct cs_case_facts *facts, const struct recipient *to,
                     const struct cs_post_found *found)
{
    for (size_t i = 0; i < telling->gap_count; i++) {
        struct gap *gap = &telling->gaps[i];
        if (gap->unit == facts->unit_id && gap->to_unit == found->unit_id &&
            strcmp(gap->role, to->role) == 0 && strcmp(gap->level, to->level) == 0) {
            gap->count++;
            return;
        }
    }
    telling->gaps =
        cs_grow(telling->gaps, &telling->gap_capacity, telling->gap_count + 1, sizeof *telling->gaps);
    telling->gaps[telling->gap_count++] = (struct gap){ .unit = facts->unit_id,
                                                        .to_unit = found->unit_id,
                                                        .role = to->role,
                                                        .level = to->level,
                                                        .found = found->staff_id ? found->level : NULL,
                                                        .count = 1 };
}

void cs_tell_gaps(struct telling *telling)
{
    struct cs_error ignored = CS_ERROR_INIT;
    struct cs_diag *diag = telling->e->o.diag;
    for (size_t i = 0; i < telling->gap_count; i++) {
        const struct gap *gap = &telling->gaps[i];
        const struct cs_unit *unit = NULL;
        if (gap->unit)
            cs_org_unit(telling->e->o.org, gap->unit, &unit, &ignored);
        const char *code = unit ? unit->code : "-";
        if (gap->found)
            cs_diag_say(diag, CS_WARNING, NULL,
                        _("project %s: nobody holds the post \"%s\" at %s; %lld alerts went to %s"), code,
                        gap->role, gap->level, (long long)gap->count, gap->found);
        else
            cs_diag_say(
                diag, CS_WARNING, NULL,
                _("project %s: nobody holds the post \"%s\" from %s up; nobody was told of %lld alerts"),
                code, gap->role, gap->level, (long long)gap->count);
    }
    telling->gap_count = 0;
}

/* ---- one who is told ---- */

struct alert {
    const struct cs_case_facts *facts;
    const struct clock *clock;
    const struct recipient *to;
    struct cs_post_found found;
    bool urgent;    /* breaks quiet hours and digests */
    bool careful;   /* its keys may be taken */
    int64_t number; /* of the rung, as table escalation has it */
};

/* A clock that changed its ladder comes to rungs of the same numbers once more: they are written down with a
 * hundred more a ladder. The same rung twice is no other one. */
static enum cs_status add_on_next_ladder(struct telling *telling, struct alert *alert,
                                         const struct cs_value *in, struct cs_error *err)
{
    enum { RUNG = 4, DUE = 5, ROLE = 9, COLUMNS = 13, A_LADDER = 100 };
    struct cs_value again[COLUMNS], before[1];
    enum cs_status status = CS_EXISTS;
    memcpy(again, in, sizeof again);
    while (status == CS_EXISTS) {
        const struct cs_value key[] = { again[1], again[2], again[3], again[RUNG], again[ROLE] };
        status = cs_escalation_get(telling->e, ESCALATED_AT, key, before, err);
        if (status == CS_NONE || (status == CS_OK && before[0].integer == in[DUE].integer))
            return CS_EXISTS;
        alert->number = again[RUNG].integer += A_LADDER;
        if (status == CS_OK)
            status = cs_escalation_do(telling->e, ESCALATION_ADD, again, err);
    }
    return status;
}

/* A role that a rung names in both its lines is told once. */
static bool told_already(const struct telling *telling, const char *role)
{
    for (size_t i = telling->of_rung; i < telling->told_count; i++)
        if (strcmp(telling->told[i].role, role) == 0)
            return true;
    return false;
}

/* CS_EXISTS: told by a run before, or by another line of this rung. */
static enum cs_status add_escalation(struct telling *telling, struct alert *alert, struct cs_error *err)
{
    const struct clock *clock = alert->clock;
    const struct recipient *to = alert->to;
    const struct cs_post_found *found = &alert->found;
    const struct cs_value in[] = {
        cs_integer(telling->next_id),
        cs_integer(clock->ticket),
        cs_text(clock->metric),
        cs_integer(clock->instance),
        cs_integer(clock->next_rung),
        cs_integer(clock->rung_at),
        cs_integer(telling->e->o.now),
        cs_integer(telling->day),
        cs_text(to->line),
        cs_text(to->role),
        cs_text(found->level ? found->level : to->level),
        found->staff_id ? cs_integer(found->staff_id) : cs_null(),
        cs_text(to->action),
    };
    if (!alert->careful && told_already(telling, to->role))
        return CS_EXISTS;
    if (!alert->careful)
        return cs_escalation_add(telling->e, ESCALATION_ADD, in, err);
    enum cs_status status = cs_escalation_do(telling->e, ESCALATION_ADD, in, err);
    return status == CS_EXISTS ? add_on_next_ladder(telling, alert, in, err) : status;
}

/* Whoever holds two roles of a rung is told once. */
static bool has_message(const struct telling *telling, const char *staff)
{
    for (size_t i = telling->of_rung; i < telling->told_count; i++)
        if (telling->told[i].staff == staff)
            return true;
    return false;
}

static enum cs_status add_message(struct telling *telling, const struct alert *alert, const char *staff,
                                  struct cs_error *err)
{
    const struct clock *clock = alert->clock;
    char key[128];
    snprintf(key, sizeof key, "escalation:%lld:%s:%lld:%lld:%lld", (long long)clock->ticket, clock->metric,
             (long long)clock->instance, (long long)alert->number, (long long)alert->found.staff_id);
    struct cs_notify_message message = {
        .key = key,
        .created_at = telling->e->o.now,
        .staff_id = alert->found.staff_id,
        .template_name = alert->to->template,
        .ticket_id = clock->ticket,
        .escalation_id = telling->next_id,
    };
    bool queued = true;
    enum cs_status status = CS_OK;
    cs_notify_plan_message(telling->plan, alert->found.level, alert->urgent, &message);
    if (alert->careful)
        status = cs_notify_queue(telling->e->o.store, &message, &queued, err);
    else if ((queued = !has_message(telling, staff)))
        status = cs_notify_add(telling->e->o.store, &message, err);
    telling->result->messages += queued;
    return status;
}

static enum cs_status keep(struct telling *telling, const struct alert *alert, const struct person *person,
                           struct cs_error *err)
{
    const struct clock *clock = alert->clock;
    const struct recipient *to = alert->to;
    const struct cs_unit *unit = NULL;
    enum cs_status status = CS_OK;
    if (alert->facts->unit_id)
        status = cs_org_unit(telling->e->o.org, alert->facts->unit_id, &unit, err);
    if (status != CS_OK)
        return status;
    if (strcmp(to->action, "reassign") == 0 && person)
        telling->reassign_to = person->code;
    telling->told =
        cs_grow(telling->told, &telling->told_capacity, telling->told_count + 1, sizeof *telling->told);
    telling->told[telling->told_count++] = (struct told){
        .id = telling->next_id,
        .ticket = clock->ticket,
        .priority = alert->facts->priority,
        .instance = clock->instance,
        .rung = clock->next_rung,
        .rung_at = clock->rung_at,
        .unit = unit ? unit->code : NULL,
        .metric = word(telling, clock->metric),
        .line = to->line,
        .role = to->role,
        .level = word(telling, alert->found.level ? alert->found.level : to->level),
        .action = to->action,
        .staff = person ? person->code : NULL,
        .name = person ? person->name : NULL,
    };
    return CS_OK;
}

static enum cs_status tell_one(struct telling *telling, struct alert *alert, struct cs_error *err)
{
    const struct person *person = NULL;
    enum cs_status status = cs_addressee(telling->e, alert->facts, alert->clock->level, alert->to,
                                         telling->e->o.now, &alert->found, err);
    if (status == CS_OK && alert->found.staff_id)
        status = find_person(telling, alert->found.staff_id, &person, err);
    if (status != CS_OK)
        return status;
    telling->result->unaddressed += !person;
    if (!person || alert->found.skipped > 0)
        note_gap(telling, alert->facts, alert->to, &alert->found);
    status = add_escalation(telling, alert, err);
    if (status == CS_EXISTS)
        return CS_OK;
    if (status == CS_OK && person)
        status = add_message(telling, alert, person->code, err);
    if (status == CS_OK)
        status = keep(telling, alert, person, err);
    telling->next_id++;
    return status;
}

enum cs_status cs_tell_all(struct telling *telling, const struct cs_case_facts *facts,
                           struct standing_clock *standing, const struct rung *rung, struct cs_error *err)
{
    struct alert alert = {
        .facts = facts,
        .clock = &standing->clock,
        .urgent =
            rung->urgent || cs_notify_is_red(telling->plan, facts->priority, facts->grade, facts->flags),
        /* told on a ladder before; or the order may have been another case's, under the same number */
        .careful = standing->clock.next_rung <= standing->told || cs_metric_of_order(standing->clock.metric),
    };
    telling->of_rung = telling->told_count;
    enum cs_status status = alert.careful ? cs_store_flush(telling->e->o.store, err) : CS_OK;
    for (size_t i = 0; i < rung->recipient_count && status == CS_OK; i++) {
        struct recipient to;
        bool skip;
        status = cs_function_recipient(telling->e, facts->id, rung, i, &to, &skip, err);
        alert.to = &to;
        alert.number = standing->clock.next_rung;
        if (status == CS_OK && !skip)
            status = tell_one(telling, &alert, err);
        if (alert.number > standing->told)
            standing->told = alert.number;
    }
    return status;
}

/* ---- handing out ---- */

enum cs_status cs_tell_out(struct telling *telling, cs_row_fn *each, void *context, struct cs_error *err)
{
    struct cs_arena arena = CS_ARENA_INIT;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < telling->told_count && status == CS_OK; i++) {
        const struct told *told = &telling->told[i];
        struct cs_value values[ESCALATION_FIELDS] = {
            cs_integer(told->id),       cs_integer(told->ticket),  cs_text(told->unit),
            cs_integer(told->priority), cs_text(told->metric),     cs_integer(told->instance),
            cs_integer(told->rung),     cs_integer(told->rung_at), cs_integer(telling->e->o.now),
            cs_text(told->line),        cs_text(told->role),       cs_text(told->level),
            cs_text(told->staff),       cs_text(told->name),       cs_text(told->action),
        };
        const struct cs_row row = { .record = &cs_escalation_record, .values = values, .arena = &arena };
        status = each(context, &row, err);
        cs_arena_reset(&arena);
    }
    telling->told_count = 0;
    cs_arena_release(&arena);
    return status;
}

void cs_telling_release(struct telling *telling)
{
    cs_notify_plan_free(telling->plan);
    cs_arena_release(&telling->keep);
    free(telling->told);
    free(telling->gaps);
    free(telling->people);
    free(telling->words);
}
