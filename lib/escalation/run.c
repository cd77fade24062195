/*
 * The run: acts on every rung that is due, a batch at a time. Escalation, event, message and next deadline
 * are one transaction; table `escalation` has one row a rung and role, so that nothing is sent twice whatever
 * happens in between.
 */
#include "escalation/clock.h"
#include "escalation/function.h"
#include "notify/notify.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 1000 };

struct due {
    int64_t acts_at, ticket, instance, rung, rung_at;
    char metric[METRIC_SIZE];
};

/* Alerts of a project that did not find their role where they looked for it. */
struct gap {
    int64_t unit, to_unit, count;
    const char *role, *level, *found; /* found NULL: nobody up to the top */
};

struct run {
    struct cs_escalation *e;
    struct due *due;
    size_t count, capacity;
    int64_t next_id, day;
    struct cs_run_result *result;
    struct cs_notify_plan *plan;
    bool urgent; /* the rung at hand breaks quiet hours and digests */
    struct gap *gaps;
    size_t gap_count, gap_capacity;
    /* The batch's escalations, handed out after the commit. */
    struct cs_arena arena;
    struct cs_value (*rows)[ESCALATION_FIELDS];
    size_t row_count, row_capacity;
    /* Facts of the case at hand: consecutive rungs are often of one case. */
    struct cs_arena case_arena;
    struct cs_case_facts facts;
    bool have_facts;
    int64_t number;          /* of the rung at hand, as table escalation has it */
    const char *reassign_to; /* staff code that a rung at hand hands the case to, or NULL */
};

static enum cs_status take_due(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct run *run = context;
    run->due = cs_grow(run->due, &run->capacity, run->count + 1, sizeof *run->due);
    struct due *due = &run->due[run->count++];
    *due = (struct due){ .acts_at = out[0].integer,
                         .ticket = out[1].integer,
                         .instance = out[3].integer,
                         .rung = out[4].integer,
                         .rung_at = out[5].integer };
    snprintf(due->metric, sizeof due->metric, "%s", cs_value_text(&out[2]));
    return CS_OK;
}

static enum cs_status case_facts_of(struct run *run, int64_t ticket, struct cs_error *err)
{
    if (run->have_facts && run->facts.id == ticket)
        return CS_OK;
    cs_arena_reset(&run->case_arena);
    enum cs_status status = cs_ticket_facts(run->e->o.store, ticket, &run->facts, &run->case_arena, err);
    run->have_facts = status == CS_OK;
    return status;
}

static enum cs_status keep_row(struct run *run, const struct clock *clock, const struct due *due,
                               const struct recipient *to, const struct cs_post_found *found,
                               struct cs_error *err)
{
    struct cs_escalation *e = run->e;
    struct cs_value staff[2] = { cs_null(), cs_null() };
    enum cs_status status = CS_OK;
    if (found->staff_id) {
        const struct cs_value in[] = { cs_integer(found->staff_id) };
        status = cs_store_get(e->o.store, &cs_escalation_statements, STAFF_GET, in, staff, &run->arena, err);
    }
    const struct cs_unit *unit = NULL;
    if (status == CS_OK && run->facts.unit_id)
        status = cs_org_unit(e->o.org, run->facts.unit_id, &unit, err);
    if (status != CS_OK)
        return status;
    if (strcmp(to->action, "reassign") == 0 && staff[0].type == CS_TEXT)
        run->reassign_to = staff[0].text;
    run->rows = cs_grow(run->rows, &run->row_capacity, run->row_count + 1, sizeof *run->rows);
    const struct cs_value row[ESCALATION_FIELDS] = {
        cs_integer(run->next_id),
        cs_integer(due->ticket),
        unit ? cs_text(unit->code) : cs_null(),
        cs_integer(run->facts.priority),
        cs_text(cs_arena_strdup(&run->arena, clock->metric)),
        cs_integer(due->instance),
        cs_integer(due->rung),
        cs_integer(due->rung_at),
        cs_integer(e->o.now),
        cs_text(to->line),
        cs_text(to->role),
        cs_text(found->level ? cs_arena_strdup(&run->arena, found->level) : to->level),
        staff[0],
        staff[1],
        cs_text(to->action),
    };
    memcpy(run->rows[run->row_count++], row, sizeof row);
    return CS_OK;
}

static enum cs_status queue_message(struct run *run, const struct clock *clock, const struct due *due,
                                    const struct recipient *to, const struct cs_post_found *found,
                                    struct cs_error *err)
{
    char key[128];
    snprintf(key, sizeof key, "escalation:%lld:%s:%lld:%lld:%lld", (long long)due->ticket, clock->metric,
             (long long)due->instance, (long long)run->number, (long long)found->staff_id);
    struct cs_notify_message message = {
        .key = key,
        .created_at = run->e->o.now,
        .staff_id = found->staff_id,
        .template_name = to->template,
        .ticket_id = due->ticket,
        .escalation_id = run->next_id,
    };
    bool queued;
    cs_notify_plan_message(run->plan, found->level, run->urgent, &message);
    enum cs_status status = cs_notify_queue(run->e->o.store, &message, &queued, err);
    run->result->messages += queued; /* whoever holds two roles of a rung is told once */
    return status;
}

/* Nobody in a role is said once a project, role and level, not once a case. */
static void note_gap(struct run *run, const struct recipient *to, const struct cs_post_found *found)
{
    for (size_t i = 0; i < run->gap_count; i++) {
        struct gap *gap = &run->gaps[i];
        if (gap->unit == run->facts.unit_id && gap->to_unit == found->unit_id &&
            strcmp(gap->role, to->role) == 0 && strcmp(gap->level, to->level) == 0) {
            gap->count++;
            return;
        }
    }
    run->gaps = cs_grow(run->gaps, &run->gap_capacity, run->gap_count + 1, sizeof *run->gaps);
    run->gaps[run->gap_count++] = (struct gap){ .unit = run->facts.unit_id,
                                                .to_unit = found->unit_id,
                                                .role = to->role,
                                                .level = to->level,
                                                .found = found->staff_id ? found->level : NULL,
                                                .count = 1 };
}

static void say_gaps(struct run *run)
{
    struct cs_error ignored = CS_ERROR_INIT;
    for (size_t i = 0; i < run->gap_count; i++) {
        const struct gap *gap = &run->gaps[i];
        const struct cs_unit *unit = NULL;
        if (gap->unit)
            cs_org_unit(run->e->o.org, gap->unit, &unit, &ignored);
        const char *code = unit ? unit->code : "-";
        if (gap->found)
            cs_diag_say(run->e->o.diag, CS_WARNING, NULL,
                        _("project %s: nobody holds the post \"%s\" at %s; %lld alerts went to %s"), code,
                        gap->role, gap->level, (long long)gap->count, gap->found);
        else
            cs_diag_say(
                run->e->o.diag, CS_WARNING, NULL,
                _("project %s: nobody holds the post \"%s\" from %s up; nobody was told of %lld alerts"),
                code, gap->role, gap->level, (long long)gap->count);
    }
    run->gap_count = 0;
}

/* A clock that changed its ladder comes to rungs of the same numbers once more: they are written down with a
 * hundred more a ladder. The same rung twice is no other one. */
static enum cs_status add_on_next_ladder(struct run *run, const struct cs_value *in, struct cs_error *err)
{
    enum { RUNG = 4, DUE = 5, ROLE = 9, COLUMNS = 13, A_LADDER = 100 };
    struct cs_value again[COLUMNS], before[1];
    enum cs_status status = CS_EXISTS;
    memcpy(again, in, sizeof again);
    while (status == CS_EXISTS) {
        const struct cs_value key[] = { again[1], again[2], again[3], again[RUNG], again[ROLE] };
        status = cs_escalation_get(run->e, ESCALATED_AT, key, before, err);
        if (status == CS_NONE || (status == CS_OK && before[0].integer == in[DUE].integer))
            return CS_EXISTS;
        run->number = again[RUNG].integer += A_LADDER;
        if (status == CS_OK)
            status = cs_escalation_do(run->e, ESCALATION_ADD, again, err);
    }
    return status;
}

static enum cs_status tell_one(struct run *run, const struct clock *clock, const struct due *due,
                               const struct recipient *to, struct cs_error *err)
{
    struct cs_escalation *e = run->e;
    struct cs_post_found found;
    enum cs_status status = cs_addressee(run->e, &run->facts, clock->level, to, run->e->o.now, &found, err);
    if (status != CS_OK)
        return status;
    run->result->unaddressed += !found.staff_id;
    if (!found.staff_id || found.skipped > 0)
        note_gap(run, to, &found);
    const struct cs_value in[] = {
        cs_integer(run->next_id),
        cs_integer(due->ticket),
        cs_text(due->metric),
        cs_integer(due->instance),
        cs_integer(due->rung),
        cs_integer(due->rung_at),
        cs_integer(e->o.now),
        cs_integer(run->day),
        cs_text(to->line),
        cs_text(to->role),
        cs_text(found.level ? found.level : to->level),
        found.staff_id ? cs_integer(found.staff_id) : cs_null(),
        cs_text(to->action),
    };
    run->number = due->rung;
    status = cs_escalation_do(e, ESCALATION_ADD, in, err);
    if (status == CS_EXISTS)
        status = add_on_next_ladder(run, in, err);
    if (status == CS_EXISTS) /* done by a run that was cut off after its commit, or by one beside us */
        return CS_OK;
    if (status == CS_OK && found.staff_id)
        status = queue_message(run, clock, due, to, &found, err);
    if (status == CS_OK)
        status = keep_row(run, clock, due, to, &found, err);
    run->next_id++;
    return status;
}

/* Everybody whom a rung names: a red case, like an urgent rung, reaches them at once. */
static enum cs_status tell_all(struct run *run, const struct clock *clock, const struct due *due,
                               const struct rung *rung, struct cs_error *err)
{
    const struct cs_case_facts *facts = &run->facts;
    enum cs_status status = CS_OK;
    run->urgent = rung->urgent || cs_notify_is_red(run->plan, facts->priority, facts->grade, facts->flags);
    for (size_t i = 0; i < rung->recipient_count && status == CS_OK; i++) {
        struct recipient to;
        bool skip;
        status = cs_function_recipient(run->e, due->ticket, rung, i, &to, &skip, err);
        if (status == CS_OK && !skip)
            status = tell_one(run, clock, due, &to, err);
    }
    return status;
}

static bool raises(const struct rung *rung)
{
    for (size_t i = 0; i < rung->recipient_count; i++)
        if (strcmp(rung->recipients[i].action, "raise") == 0)
            return true;
    return false;
}

/* What a rung does besides telling: the priority goes up by one, the case changes hands, a hold at its limit
 * ends. These are moves of the case. */
static enum cs_status act(struct run *run, const struct clock *clock, const struct rung *rung,
                          struct cs_error *err)
{
    const struct cs_case_facts *facts = &run->facts;
    bool higher = raises(rung) && facts->priority > 1;
    bool resume = clock->target->hold && strcmp(facts->state, "held") == 0 &&
                  facts->hold_until <= run->e->o.now && facts->hold_until != CS_NO_TIME;
    if (!higher && !resume && !run->reassign_to)
        return CS_OK;
    struct cs_tickets *desk;
    char priority[2] = { (char)('0' + facts->priority - 1), 0 };
    const struct cs_tickets_options options = { .store = run->e->o.store,
                                                .org = run->e->o.org,
                                                .calendars = run->e->o.calendars,
                                                .zone = run->e->o.zone,
                                                .now = run->e->o.now,
                                                .actor = run->e->o.actor,
                                                .diag = run->e->o.diag,
                                                .listener = { cs_escalation_hear, run->e } };
    const struct cs_move move = {
        .verb = resume ? "resume" : "note",
        .outcome = resume ? "limit" : NULL,
        .automatic = resume,
        .at = resume ? facts->hold_until : run->e->o.now, /* it ended then, whenever the run comes */
        .note = resume ? _("at its limit") : _("by the ladder"),
        .priority = higher ? priority : NULL,
        .assignee = run->reassign_to,
        .appointment_at = CS_NO_TIME,
        .promised_at = CS_NO_TIME,
        .until = CS_NO_TIME,
    };
    enum cs_status status = cs_tickets_new(&options, &desk, err);
    if (status == CS_OK)
        status = cs_ticket_move(desk, clock->ticket, &move, err);
    cs_tickets_free(desk);
    run->have_facts = false;
    return status;
}

static const struct rung *rung_numbered(const struct ladder *ladder, int64_t number)
{
    const struct rung *rung = cs_ladder_rung(ladder, number - 1);
    return rung && rung->number == number ? rung : NULL;
}

static enum cs_status log_rung(struct run *run, const struct due *due, struct cs_error *err)
{
    char note[48];
    snprintf(note, sizeof note, "%lld", (long long)due->rung);
    const struct cs_value in[] = { cs_integer(due->ticket),
                                   cs_integer(due->rung_at),
                                   cs_integer(run->e->o.now),
                                   cs_integer(run->e->actor_id),
                                   cs_text("escalate"),
                                   cs_text(due->metric),
                                   cs_text(note) };
    return cs_escalation_do(run->e, LOG_ADD, in, err);
}

static enum cs_status act_on(struct run *run, const struct due *due, struct cs_error *err)
{
    struct cs_escalation *e = run->e;
    struct clock_list list;
    cs_arena_reset(&e->arena);
    enum cs_status status = case_facts_of(run, due->ticket, err);
    if (status == CS_OK)
        status = cs_clocks_like(e, due->ticket, due->metric, &list, err);
    struct clock *clock = NULL;
    for (size_t i = 0; status == CS_OK && i < list.count; i++)
        if (strcmp(list.items[i].metric, due->metric) == 0 && list.items[i].instance == due->instance)
            clock = &list.items[i];
    if (status != CS_OK)
        return status;
    struct cs_case_facts own;
    bool live = clock && clock->target && clock->stopped_at == CS_NO_TIME &&
                (cs_clock_facts(clock, &run->facts, &own)->ended_at == CS_NO_TIME || clock->target->after);
    const struct rung *rung = live ? rung_numbered(clock->target->ladder, due->rung) : NULL;
    run->reassign_to = NULL;
    if (rung)
        status = log_rung(run, due, err);
    if (rung && status == CS_OK)
        status = tell_all(run, clock, due, rung, err);
    run->result->escalated += rung != NULL;
    if (!clock) {
        const struct cs_value drop[] = { cs_integer(due->acts_at), cs_integer(due->ticket),
                                         cs_text(due->metric), cs_integer(due->instance) };
        return status == CS_OK ? cs_escalation_do(e, DEADLINE_DROP, drop, err) : status;
    }
    clock->rung = due->rung;
    if (status == CS_OK)
        status = cs_clock_next(e, clock, &run->facts, err);
    if (status == CS_OK)
        status = cs_clock_update(e, clock, due->acts_at, err);
    if (status == CS_OK && rung)
        status = act(run, clock, rung, err);
    return status;
}

static enum cs_status run_batch(struct run *run, struct cs_error *err)
{
    struct cs_value max[1];
    const struct cs_value in[] = { cs_integer(run->e->o.now), cs_integer(BATCH) };
    run->count = 0;
    run->have_facts = false;
    enum cs_status status = cs_escalation_get(run->e, ESCALATION_MAX, NULL, max, err);
    if (status == CS_OK) {
        run->next_id = max[0].integer + 1;
        status = cs_escalation_each(run->e, DUE_BATCH, in, take_due, run, err);
    }
    for (size_t i = 0; i < run->count && status == CS_OK; i++)
        status = act_on(run, &run->due[i], err);
    return status;
}

static enum cs_status hand_out(struct run *run, cs_row_fn *each, void *context, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < run->row_count && status == CS_OK; i++) {
        const struct cs_row row = { .record = &cs_escalation_record,
                                    .values = run->rows[i],
                                    .arena = &run->arena };
        status = each(context, &row, err);
    }
    run->row_count = 0;
    cs_arena_reset(&run->arena);
    return status;
}

static enum cs_status due_now(struct run *run, bool *any, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(run->e->o.now), cs_integer(1) };
    run->count = 0;
    enum cs_status status = cs_escalation_each(run->e, DUE_BATCH, in, take_due, run, err);
    *any = run->count > 0;
    return status;
}

static enum cs_status record_run(struct run *run, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(run->e->o.now), cs_integer(run->e->o.now),
                                   cs_integer(run->result->escalated), cs_integer(run->result->unaddressed) };
    return cs_escalation_do(run->e, RUN_ADD, in, err);
}

/* One batch in one transaction; *more tells whether there is another. */
static enum cs_status one_transaction(struct run *run, bool *more, struct cs_error *err)
{
    struct cs_store *store = run->e->o.store;
    enum cs_status status = cs_store_begin(store, false, err);
    if (status != CS_OK)
        return status;
    status = cs_escalation_begin(run->e, err);
    if (status == CS_OK)
        status = run_batch(run, err);
    bool any = false;
    *more = run->count > 0;
    if (status == CS_OK)
        status = due_now(run, &any, err);
    if (status == CS_OK && !any) /* the last batch writes the run down */
        status = record_run(run, err);
    *more = *more && any;
    if (status != CS_OK) {
        cs_store_rollback(store);
        return status;
    }
    return cs_store_commit(store, err);
}

/* A dry run does all that a run would, in one transaction that is rolled back before anything is told. */
static enum cs_status run_dry(struct run *run, struct cs_error *err)
{
    bool more = true;
    enum cs_status status = cs_store_begin(run->e->o.store, false, err);
    if (status != CS_OK)
        return status;
    while (status == CS_OK && more)
        status = one_transaction(run, &more, err);
    if (status == CS_OK)
        cs_store_rollback(run->e->o.store);
    return status;
}

enum cs_status cs_escalation_run(struct cs_escalation *e, bool dry, cs_row_fn *each, void *context,
                                 struct cs_run_result *result, struct cs_error *err)
{
    struct run run = { .e = e, .day = cs_zone_day(e->o.zone, e->o.now), .result = result };
    *result = (struct cs_run_result){ 0 };
    struct cs_run_result saved = *result;
    bool more = true;
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_notify_plan_new(e->o.store, e->o.zone, &run.plan, err);
    if (status == CS_OK && dry)
        status = run_dry(&run, err);
    while (status == CS_OK && more && !dry) {
        status = one_transaction(&run, &more, err);
        if (status == CS_OK)
            saved = *result;
        if (status == CS_OK)
            status = hand_out(&run, each, context, err);
    }
    if (status == CS_OK && dry)
        status = hand_out(&run, each, context, err);
    if (status != CS_OK && !dry && saved.escalated > 0) /* the batches before the one that failed stand */
        cs_error_prefix(err, _("saved %lld rungs, then stopped"), (long long)saved.escalated);
    if (status != CS_OK)
        *result = saved;
    say_gaps(&run);
    cs_notify_plan_free(run.plan);
    free(run.gaps);
    cs_arena_release(&run.arena);
    cs_arena_release(&run.case_arena);
    free(run.rows);
    free(run.due);
    return status;
}
