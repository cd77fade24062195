/*
 * The run: acts on every rung that is due, in the order of table deadline. Escalation, event, message and
 * next deadline are one transaction; table `escalation` has one row a rung and role, so that nothing is sent
 * twice whatever happens in between.
 *
 * A transaction takes many rungs: a case is read once for all of its rungs in it, a page of the store written
 * once. It takes no more than so many, so that others who write wait for a second or two at most, and what it
 * holds in memory stays within a hundred megabytes.
 */
#include "escalation/run-inside.h"

#include <stdio.h>
#include <stdlib.h>

enum { PORTION = 1000, MOST_RUNGS = 100 * PORTION, MOST_CASES = 100 * PORTION };

struct run {
    struct cs_escalation *e;
    struct cs_run_result *result;
    struct due_queue queue;
    struct due_list portion;
    struct shelf *shelf;
    struct telling telling;
    bool moved; /* a case was moved: the queue is to be read anew */
};

/* ---- one rung ---- */

static bool raises(const struct rung *rung)
{
    for (size_t i = 0; i < rung->recipient_count; i++)
        if (strcmp(rung->recipients[i].action, "raise") == 0)
            return true;
    return false;
}

/* A move is the work of other rooms, which read and write the store: all is brought there before, and the
 * case is read anew. */
static enum cs_status move(struct run *run, int64_t ticket, const struct cs_move *move, struct cs_error *err)
{
    struct cs_escalation *e = run->e;
    struct cs_tickets *desk = NULL;
    const struct cs_tickets_options options = { .store = e->o.store,
                                                .org = e->o.org,
                                                .calendars = e->o.calendars,
                                                .zone = e->o.zone,
                                                .now = e->o.now,
                                                .actor = e->o.actor,
                                                .diag = e->o.diag,
                                                .listener = { cs_escalation_hear, e } };
    enum cs_status status = cs_shelf_write(run->shelf, err);
    if (status == CS_OK)
        status = cs_store_flush(e->o.store, err);
    if (status == CS_OK)
        status = cs_tickets_new(&options, &desk, err);
    if (status == CS_OK)
        status = cs_ticket_move(desk, ticket, move, err);
    cs_tickets_free(desk);
    cs_shelf_forget(run->shelf, ticket);
    run->moved = true;
    return status;
}

/* What a rung does besides telling: the priority goes up by one, the case changes hands, a hold at its limit
 * ends. These are moves of the case. */
static enum cs_status act(struct run *run, const struct cs_case_facts *facts, const struct target *target,
                          const struct rung *rung, struct cs_error *err)
{
    bool higher = raises(rung) && facts->priority > 1;
    bool resume = target->hold && strcmp(facts->state, "held") == 0 && facts->hold_until <= run->e->o.now &&
                  facts->hold_until != CS_NO_TIME;
    if (!higher && !resume && !run->telling.reassign_to)
        return CS_OK;
    char priority[2] = { (char)('0' + facts->priority - 1), 0 };
    const struct cs_move what = {
        .verb = resume ? "resume" : "note",
        .outcome = resume ? "limit" : NULL,
        .automatic = resume,
        .at = resume ? facts->hold_until : run->e->o.now, /* it ended then, whenever the run comes */
        .note = resume ? _("at its limit") : _("by the ladder"),
        .priority = higher ? priority : NULL,
        .assignee = run->telling.reassign_to,
        .appointment_at = CS_NO_TIME,
        .promised_at = CS_NO_TIME,
        .until = CS_NO_TIME,
    };
    return move(run, facts->id, &what, err);
}

static const struct rung *rung_numbered(const struct ladder *ladder, int64_t number)
{
    const struct rung *rung = cs_ladder_rung(ladder, number - 1);
    return rung && rung->number == number ? rung : NULL;
}

/* A row of deadline that no clock stands behind. */
static enum cs_status drop(struct run *run, const struct due *due, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(due->acts_at), cs_integer(due->ticket), cs_text(due->metric),
                                   cs_integer(due->instance) };
    return cs_escalation_do(run->e, DEADLINE_DROP, in, err);
}

/* The rung is behind the clock: its next one may be due at once. */
static enum cs_status step_on(struct run *run, struct standing_clock *standing,
                              const struct cs_case_facts *facts, struct cs_error *err)
{
    struct clock *clock = &standing->clock;
    struct due next = { .ticket = clock->ticket, .instance = clock->instance };
    clock->rung = clock->next_rung;
    cs_shelf_change(run->shelf, standing);
    enum cs_status status = cs_clock_next(run->e, clock, facts, err);
    if (status != CS_OK || clock->next_at == CS_NO_TIME || clock->next_at > run->e->o.now)
        return status;
    next.acts_at = clock->next_at;
    memcpy(next.metric, clock->metric, sizeof next.metric);
    cs_due_put(&run->queue, &next);
    return CS_OK;
}

static enum cs_status act_on(struct run *run, const struct due *due, struct cs_error *err)
{
    struct standing *standing;
    struct cs_case_facts own;
    cs_arena_reset(&run->e->arena);
    enum cs_status status = cs_shelf_case(run->shelf, due->ticket, &standing, err);
    if (status != CS_OK)
        return status;
    struct standing_clock *at = cs_standing_clock(standing, due->metric, due->instance);
    if (!at || at->clock.next_at != due->acts_at) /* a move of its case has put it elsewhere meanwhile */
        return drop(run, due, err);
    const struct clock *clock = &at->clock;
    const struct target *target = clock->target;
    bool live = target && clock->stopped_at == CS_NO_TIME &&
                (cs_clock_facts(clock, &standing->facts, &own)->ended_at == CS_NO_TIME || target->after);
    const struct rung *rung = live ? rung_numbered(target->ladder, clock->next_rung) : NULL;
    run->telling.reassign_to = NULL;
    if (rung)
        cs_shelf_log(run->shelf, standing, clock);
    if (rung)
        status = cs_tell_all(&run->telling, &standing->facts, at, rung, err);
    run->result->escalated += rung != NULL;
    if (status == CS_OK)
        status = step_on(run, at, &standing->facts, err);
    if (status == CS_OK && rung)
        status = act(run, &standing->facts, target, rung, err);
    return status;
}

/* ---- transactions ---- */

/* A portion: first the cases that are not at hand are read, so that nothing is asked while rows are put off.
 */
static enum cs_status run_portion(struct run *run, struct cs_error *err)
{
    struct standing *standing;
    enum cs_status status = cs_due_take(&run->queue, PORTION, &run->portion, err);
    for (size_t i = 0; i < run->portion.count && status == CS_OK; i++)
        status = cs_shelf_case(run->shelf, run->portion.items[i].ticket, &standing, err);
    for (size_t i = 0; i < run->portion.count && status == CS_OK; i++)
        status = act_on(run, &run->portion.items[i], err);
    if (status == CS_OK && run->moved) {
        status = cs_shelf_write(run->shelf, err);
        cs_due_restart(&run->queue);
        run->moved = false;
    }
    return status;
}

static enum cs_status take_any(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)out, (void)err;
    *(bool *)context = true;
    return CS_OK;
}

static enum cs_status record_run(struct run *run, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(run->e->o.now), cs_integer(run->e->o.now),
                                   cs_integer(run->result->escalated), cs_integer(run->result->unaddressed) };
    return cs_escalation_do(run->e, RUN_ADD, in, err);
}

/* Many portions, then what they left in memory; *more: there are rungs left. The last one writes the run
 * down. */
static enum cs_status run_portions(struct run *run, bool *more, struct cs_error *err)
{
    const struct cs_value now[] = { cs_integer(run->e->o.now), cs_integer(1) };
    struct cs_value max[1];
    enum cs_status status = cs_escalation_begin(run->e, err);
    if (status == CS_OK)
        status = cs_escalation_get(run->e, ESCALATION_MAX, NULL, max, err);
    if (status != CS_OK)
        return status;
    run->telling.next_id = max[0].integer + 1;
    *more = true;
    for (size_t done = 0; done < MOST_RUNGS && run->shelf->filled < MOST_CASES && *more && status == CS_OK;
         done += PORTION) {
        status = run_portion(run, err);
        *more = run->portion.count > 0;
    }
    if (status == CS_OK)
        status = cs_shelf_write(run->shelf, err);
    if (status == CS_OK && *more) {
        *more = false;
        status = cs_escalation_each(run->e, DUE_FIRST, now, take_any, more, err);
    }
    return status == CS_OK && !*more ? record_run(run, err) : status;
}

static enum cs_status one_transaction(struct run *run, bool *more, struct cs_error *err)
{
    struct cs_store *store = run->e->o.store;
    enum cs_status status = cs_store_begin(store, true, err);
    if (status != CS_OK)
        return status;
    status = run_portions(run, more, err);
    cs_due_restart(&run->queue);
    cs_shelf_empty(run->shelf);
    run->moved = false;
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
    enum cs_status status = cs_store_begin(run->e->o.store, true, err);
    if (status != CS_OK)
        return status;
    while (status == CS_OK && more)
        status = one_transaction(run, &more, err);
    if (status == CS_OK)
        cs_store_rollback(run->e->o.store);
    return status;
}

static enum cs_status run_all(struct run *run, bool dry, cs_row_fn *each, void *context, struct cs_error *err)
{
    struct cs_run_result saved = { 0 };
    bool more = true;
    enum cs_status status = dry ? run_dry(run, err) : CS_OK;
    while (status == CS_OK && more && !dry) {
        status = one_transaction(run, &more, err);
        if (status != CS_OK)
            break;
        saved = *run->result;
        status = cs_tell_out(&run->telling, each, context, err);
    }
    if (status == CS_OK && dry)
        status = cs_tell_out(&run->telling, each, context, err);
    if (status != CS_OK && !dry && saved.escalated > 0) /* the transactions before the one that failed */
        cs_error_prefix(err, _("saved %lld rungs, then stopped"), (long long)saved.escalated);
    if (status != CS_OK)
        *run->result = saved;
    return status;
}

enum cs_status cs_escalation_run(struct cs_escalation *e, bool dry, cs_row_fn *each, void *context,
                                 struct cs_run_result *result, struct cs_error *err)
{
    struct run run = { .e = e,
                       .result = result,
                       .queue.e = e,
                       .shelf = cs_alloc(sizeof *run.shelf),
                       .telling = { .e = e, .result = result, .day = cs_zone_day(e->o.zone, e->o.now) } };
    run.shelf->e = e;
    *result = (struct cs_run_result){ 0 };
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_notify_plan_new(e->o.store, e->o.zone, &run.telling.plan, err);
    if (status == CS_OK)
        status = run_all(&run, dry, each, context, err);
    cs_tell_gaps(&run.telling);
    cs_telling_release(&run.telling);
    cs_shelf_release(run.shelf);
    free(run.shelf);
    cs_due_release(&run.queue);
    free(run.portion.items);
    return status;
}
