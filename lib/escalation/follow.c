/* How clocks follow a case: started by one milestone, stopped by another, paused by holds, renewed by
 * reopening. */
#include "escalation/clock.h"

#include <stdio.h>

enum { DAY = 86400 };

void cs_clock_new(struct clock *clock, const struct target *target, const struct cs_case_facts *facts,
                  int64_t started, int64_t instance)
{
    *clock = (struct clock){
        .ticket = facts->id,
        .instance = facts->order ? facts->order->number : instance,
        .target = target,
        .target_id = target->id,
        .started_at = started,
        .base_at = started,
        .due_at = CS_NO_TIME,
        .stopped_at = CS_NO_TIME,
        .level = facts->level,
        .next_at = CS_NO_TIME,
    };
    snprintf(clock->metric, sizeof clock->metric, "%s", target->metric);
}

int64_t cs_clock_stop_of(const struct target *target, const struct cs_case_facts *facts, int64_t started)
{
    int64_t stop = facts->at[target->stop];
    if (target->stop == target->start) /* silence: ended only by the next word or the end of the case */
        stop = CS_NO_TIME;
    if (stop != CS_NO_TIME && (stop >= started || target->after))
        return stop;
    if (target->after)
        return CS_NO_TIME;
    /* Once it is closed, nothing is owed but what begins with closing: the call-back. */
    if (target->start != CS_AT_CLOSED && facts->at[CS_AT_CLOSED] != CS_NO_TIME &&
        facts->at[CS_AT_CLOSED] >= started)
        return facts->at[CS_AT_CLOSED];
    return facts->ended_at != CS_NO_TIME && facts->ended_at < started ? started : facts->ended_at;
}

/* ---- a new case ---- */

static int level_height(const char *level)
{
    static const char *const levels[] = { "project", "city", "region", "group" };
    for (int i = 0; i < 4; i++)
        if (strcmp(levels[i], level) == 0)
            return i;
    return 0;
}

static int rung_height(const struct rung *rung)
{
    int height = 0;
    for (size_t i = 0; i < rung->recipient_count; i++)
        if (level_height(rung->recipients[i].level) > height)
            height = level_height(rung->recipients[i].level);
    return height;
}

enum cs_status cs_arrival_pass(struct cs_escalation *e, struct arrival *arrival, size_t which,
                               const struct cs_case_facts *facts, bool all, struct cs_error *err)
{
    struct clock *clock = &arrival->clocks[which];
    const struct rung *rung;
    while (clock->due_at != CS_NO_TIME && clock->stopped_at == CS_NO_TIME &&
           (rung = cs_ladder_rung(clock->target->ladder, clock->rung)) != NULL) {
        int64_t moment, acts;
        enum cs_status status = cs_rung_moment(e, clock, rung, facts, &moment, &acts, err);
        if (status != CS_OK)
            return status;
        if (moment == CS_NO_TIME || moment > e->o.now)
            break;
        if (!all && moment >= e->o.now - DAY) {
            int height = rung_height(rung);
            if (arrival->best < 0 || height > arrival->best_height ||
                (height == arrival->best_height && moment > arrival->best_at)) {
                arrival->best = (int)which;
                arrival->best_height = height;
                arrival->best_at = moment;
                arrival->best_rung = rung->number;
            }
        }
        clock->rung = rung->number;
    }
    clock->passed = clock->rung;
    return CS_OK;
}

void cs_arrival_send(struct arrival *arrival)
{
    if (arrival->best < 0)
        return;
    struct clock *best = &arrival->clocks[arrival->best];
    best->rung = best->passed = arrival->best_rung - 1;
}

/* A case that is over on arrival runs nothing; it shows what its whole life tells: first word, whole time,
 * and the source's own limit. What its steps took is in its log. */
static bool shown_of_history(const struct target *target, int64_t stop)
{
    bool whole =
        target->start == CS_AT_OPENED &&
        (target->stop == CS_AT_FIRST_CONTACT || target->stop == CS_AT_DONE || target->stop == CS_AT_CLOSED);
    return target->outside || ((whole || target->order) && stop != CS_NO_TIME);
}

bool cs_clock_passed_by(const struct target *target, const struct cs_case_facts *facts)
{
    return facts->past[target->stop] && facts->at[target->stop] == CS_NO_TIME;
}

/* Which clocks an arriving case runs. */
static enum cs_status arrive(struct cs_escalation *e, struct arrival *arrival,
                             const struct cs_case_facts *facts, struct cs_error *err)
{
    const struct target *const *targets;
    size_t count;
    enum cs_status status = cs_policy_match(e, facts, &targets, &count, err);
    for (size_t i = 0; i < count && status == CS_OK; i++) {
        const struct target *target = targets[i];
        int64_t start = facts->at[target->start], stop = facts->at[target->stop];
        bool over = facts->ended_at != CS_NO_TIME;
        if (start == CS_NO_TIME || !cs_clock_wanted(target, facts) || cs_clock_passed_by(target, facts))
            continue;
        if (over && !shown_of_history(target, stop))
            continue;
        if (facts->doubtful && (over || (stop != CS_NO_TIME && target->stop != target->start)))
            continue;
        if (arrival->count == MOST_CLOCKS)
            return cs_error_set(err, CS_REFUSED,
                                _("the policies ask for more than %d clocks of one case (case %lld)"),
                                MOST_CLOCKS, (long long)facts->id);
        struct clock *clock = &arrival->clocks[arrival->count++];
        cs_clock_new(clock, target, facts, start, 1);
        clock->stopped_at = cs_clock_stop_of(target, facts, start);
        status = cs_clock_reckon(e, clock, facts, err);
        arrival->count -= target->ours && clock->due_at == CS_NO_TIME;
    }
    for (size_t i = 0; i < facts->order_count && status == CS_OK; i++) {
        const struct cs_case_facts order = cs_order_facts(facts, &facts->orders[i]);
        status = arrive(e, arrival, &order, err);
    }
    return status;
}

/* past: what has come before now is judged as on an import. put_off: nothing of the case is in the store yet.
 */
static enum cs_status hear_new(struct cs_escalation *e, const struct cs_case_facts *facts, bool past,
                               bool put_off, struct cs_error *err)
{
    struct arrival arrival = { .count = 0, .best = -1 };
    if (facts->at[CS_AT_OPENED] == CS_NO_TIME)
        return CS_OK; /* no moment of opening: no clock, and the intake counts it in words */
    enum cs_status status = arrive(e, &arrival, facts, err);
    for (size_t i = 0; i < arrival.count && status == CS_OK && past; i++)
        status = cs_arrival_pass(e, &arrival, i, facts, e->o.history, err);
    cs_arrival_send(&arrival);
    e->arriving = put_off;
    for (size_t i = 0; i < arrival.count && status == CS_OK; i++) {
        status = cs_clock_next(e, &arrival.clocks[i], facts, err);
        if (status == CS_OK)
            status = cs_clock_insert(e, &arrival.clocks[i], err);
    }
    e->arriving = false;
    return status;
}

/* ---- a case that changed ---- */

static struct clock *find_clock(struct clock_list *list, const char *metric)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].metric, metric) == 0)
            return &list->items[i];
    return NULL;
}

/* A stop that was written down more than a day late stays out of on-time figures until somebody else
 * approves. */
static enum cs_status mark_proof(struct cs_escalation *e, const struct clock *clock, struct cs_error *err)
{
    if (!e->backdated && clock->stopped_at != CS_NO_TIME)
        return CS_OK;
    const struct cs_value in[] = { cs_integer(clock->ticket), cs_text(clock->metric),
                                   cs_integer(clock->instance),
                                   cs_integer(e->backdated && clock->stopped_at != CS_NO_TIME) };
    return cs_escalation_do(e, CLOCK_PROOF, in, err);
}

enum cs_status cs_clock_start(struct cs_escalation *e, const struct target *target,
                              const struct cs_case_facts *facts, int64_t started, int64_t instance,
                              int64_t used, struct cs_error *err)
{
    struct clock clock;
    cs_clock_new(&clock, target, facts, started, instance);
    clock.used = used;
    clock.stopped_at = cs_clock_stop_of(target, facts, started);
    enum cs_status status = cs_clock_reckon(e, &clock, facts, err);
    if (target->ours && clock.due_at == CS_NO_TIME) /* nothing left to gain on theirs */
        return status;
    if (status == CS_OK)
        status = cs_clock_next(e, &clock, facts, err);
    if (status == CS_OK)
        status = cs_clock_insert(e, &clock, err);
    if (status == CS_OK && clock.stopped_at != CS_NO_TIME)
        status = mark_proof(e, &clock, err);
    return status;
}

enum cs_status cs_clock_stop(struct cs_escalation *e, struct clock *clock, int64_t at, struct cs_error *err)
{
    int64_t old_next = clock->next_at;
    clock->stopped_at = at < clock->started_at ? clock->started_at : at;
    clock->next_at = CS_NO_TIME;
    enum cs_status status = cs_clock_update(e, clock, old_next, err);
    return status == CS_OK ? mark_proof(e, clock, err) : status;
}

enum cs_status cs_clock_retarget(struct cs_escalation *e, struct clock *clock, const struct target *target,
                                 const struct cs_case_facts *facts, int64_t at, const char *reason,
                                 struct cs_error *err)
{
    const struct target *old = clock->target;
    enum cs_status status;
    if (!old || old->amount.unit != target->amount.unit) {
        /* Days and seconds do not add up: the new target counts from the beginning. */
        const struct cs_value in[] = { cs_integer(clock->ticket), cs_text(clock->metric),
                                       cs_integer(clock->instance) };
        status = cs_escalation_do(e, SPAN_CLEAR, in, err);
        clock->base_at = clock->started_at;
        clock->used = 0;
    } else {
        struct cs_span few[8], *held = few;
        if (facts->hold_count > sizeof few / sizeof *few)
            held = cs_arena_alloc(&e->arena, facts->hold_count * sizeof *held);
        size_t held_count = cs_clock_holds(facts, clock->metric, held);
        const struct cs_calendar *calendar;
        status = cs_clock_calendar(e, old, facts->unit_id, &calendar, err);
        if (status != CS_OK)
            return status;
        int64_t used = cs_clock_used(clock, calendar, at, held, held_count);
        const struct cs_value in[] = {
            cs_integer(clock->ticket),
            cs_text(clock->metric),
            cs_integer(clock->instance),
            cs_integer(clock->base_at),
            cs_integer(at),
            cs_integer(old->id),
            cs_integer(old->calendar_id),
            cs_text(old->amount_text),
            cs_integer(used - clock->used),
            cs_text(reason),
        };
        status = cs_escalation_do(e, SPAN_ADD, in, err);
        clock->used = used;
        clock->base_at = at > clock->base_at ? at : clock->base_at;
    }
    clock->target = target;
    clock->target_id = target->id;
    return status;
}

enum cs_status cs_clock_log(struct cs_escalation *e, const struct clock *clock, int64_t at, const char *note,
                            struct cs_error *err)
{
    const struct cs_value log[] = {
        cs_integer(clock->ticket), cs_integer(at),         cs_integer(e->o.now), cs_integer(e->actor_id),
        cs_text("clock"),          cs_text(clock->metric), cs_text(note),
    };
    return cs_escalation_do(e, LOG_ADD, log, err);
}

static enum cs_status retarget(struct cs_escalation *e, struct clock *clock, const struct target *target,
                               const struct cs_case_facts *facts, int64_t at, struct cs_error *err)
{
    const char *before = clock->target ? clock->target->amount_text : "";
    const char *note = cs_arena_printf(&e->arena, "%s -> %s", before, target->amount_text);
    enum cs_status status = cs_clock_retarget(e, clock, target, facts, at, "target", err);
    return status == CS_OK ? cs_clock_log(e, clock, at, note, err) : status;
}

/* The moment of the rung that a clock has reached last; CS_NO_TIME: of none. */
static enum cs_status reached_at(struct cs_escalation *e, const struct clock *clock,
                                 const struct cs_case_facts *facts, int64_t at, int64_t *reached,
                                 struct cs_error *err)
{
    int64_t acts;
    const struct rung *rung = cs_ladder_rung(clock->target->ladder, clock->rung - 1);
    *reached = CS_NO_TIME;
    if (clock->rung == 0 || !rung)
        return CS_OK;
    if (clock->due_at != CS_NO_TIME)
        return cs_rung_moment(e, clock, rung, facts, reached, &acts, err);
    *reached = at; /* a hold stops it, and nobody can tell any more */
    return CS_OK;
}

enum cs_status cs_clock_climb(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                              int64_t reached, struct cs_error *err)
{
    const struct rung *rung;
    enum cs_status status = CS_OK;
    clock->rung = clock->passed = 0;
    while (status == CS_OK && reached != CS_NO_TIME && clock->due_at != CS_NO_TIME &&
           (rung = cs_ladder_rung(clock->target->ladder, clock->rung)) != NULL) {
        int64_t moment, acts;
        status = cs_rung_moment(e, clock, rung, facts, &moment, &acts, err);
        if (status != CS_OK || moment == CS_NO_TIME || moment > reached)
            break;
        clock->rung = clock->passed = rung->number;
    }
    return status;
}

enum cs_status cs_clock_change_ladder(struct cs_escalation *e, const struct clock *before,
                                      struct clock *clock, const struct cs_case_facts *facts, int64_t at,
                                      struct cs_error *err)
{
    int64_t reached;
    if (!before->target || before->target->ladder == clock->target->ladder)
        return CS_OK;
    enum cs_status status = reached_at(e, before, facts, at, &reached, err);
    if (status == CS_OK)
        status = cs_clock_climb(e, clock, facts, reached, err);
    /* Of those that have come meanwhile the highest is sent: a warning says nothing beside the limit. */
    int64_t number = clock->rung;
    if (status == CS_OK)
        status = cs_clock_climb(e, clock, facts, at, err);
    if (clock->rung > number)
        clock->rung = clock->passed = clock->rung - 1 > number ? clock->rung - 1 : number;
    return status;
}

/* Reckons a running clock anew. A rung whose moment had come before the change stays due: nobody escapes it
 * by holding a case or by changing what it is measured by. On another ladder the first rung that is left
 * takes its place. */
enum cs_status cs_clock_renew(struct cs_escalation *e, const struct clock *before, struct clock *clock,
                              const struct cs_case_facts *facts, int64_t at, struct cs_error *err)
{
    enum cs_status status = cs_clock_reckon(e, clock, facts, err);
    if (status == CS_OK)
        status = cs_clock_change_ladder(e, before, clock, facts, at, err);
    /* Others gave more time: what nobody was told of the limit before is told of this one. */
    bool extended = facts->order && before->due_at != CS_NO_TIME && clock->due_at > before->due_at;
    if (status == CS_OK && extended && before->rung == before->passed)
        status = cs_clock_climb(e, clock, facts, at, err);
    if (status != CS_OK)
        return status;
    /* What is told more than a day late takes no rung back that has come meanwhile. */
    int64_t come = e->o.now - at > DAY ? e->o.now : at;
    bool stays = before->next_at != CS_NO_TIME && before->rung_at <= come && !extended;
    if (stays && (!before->target || before->target->ladder == clock->target->ladder))
        return cs_clock_save(e, clock, err);
    status = cs_clock_next(e, clock, facts, err);
    if (stays && clock->next_at != CS_NO_TIME) {
        clock->rung_at = before->rung_at;
        clock->next_at = before->next_at;
    }
    if (status == CS_OK)
        status = cs_clock_update(e, clock, before->next_at, err);
    return status;
}

/* How much a clock of an earlier round had used, where its target's rule is to continue. */
static enum cs_status carried_over(struct cs_escalation *e, const struct target *target,
                                   const struct clock *clock, const struct cs_case_facts *facts,
                                   int64_t *used, struct cs_error *err)
{
    *used = 0;
    if (target->reopen != REOPEN_CONTINUE || !clock->target ||
        clock->target->amount.unit != target->amount.unit)
        return CS_OK;
    struct cs_span few[8], *held = few;
    if (facts->hold_count > sizeof few / sizeof *few)
        held = cs_arena_alloc(&e->arena, facts->hold_count * sizeof *held);
    size_t held_count = cs_clock_holds(facts, clock->metric, held);
    const struct cs_calendar *calendar;
    enum cs_status status = cs_clock_calendar(e, clock->target, facts->unit_id, &calendar, err);
    if (status == CS_OK)
        *used = cs_clock_used(clock, calendar, clock->stopped_at, held, held_count);
    return status;
}

/* A metric that the case did not have: it counts from its milestone, but a limit that came into force later
 * (another priority) not from before that. */
static enum cs_status begin_clock(struct cs_escalation *e, const struct target *target,
                                  const struct cs_case_facts *facts, int64_t at, struct cs_error *err)
{
    int64_t start = facts->at[target->start];
    bool theirs = target->outside || target->order || target->ours;
    bool late = target->start == CS_AT_OPENED && at > start && !theirs;
    bool stopped = facts->at[target->stop] != CS_NO_TIME && target->stop != target->start;
    if (start == CS_NO_TIME || (facts->ended_at != CS_NO_TIME && !target->after) ||
        !cs_clock_wanted(target, facts) || cs_clock_passed_by(target, facts) ||
        (stopped && (late || target->silence)))
        return CS_OK;
    return cs_clock_start(e, target, facts, late ? at : start, 1, 0, err);
}

/* The clock's milestone came once more: another round, by the rule of its target where the case was reopened
 * meanwhile. */
static enum cs_status begin_again(struct cs_escalation *e, const struct target *target,
                                  const struct clock *clock, const struct cs_case_facts *facts, int64_t start,
                                  struct cs_error *err)
{
    int64_t used = 0;
    bool reopened = facts->level > clock->level, over = facts->ended_at != CS_NO_TIME && !target->after;
    if (over || (reopened && target->reopen == REOPEN_IGNORE) ||
        (target->silence && facts->at[target->stop] != CS_NO_TIME) || !cs_clock_wanted(target, facts))
        return CS_OK;
    enum cs_status status = reopened ? carried_over(e, target, clock, facts, &used, err) : CS_OK;
    return status == CS_OK ? cs_clock_start(e, target, facts, start, clock->instance + 1, used, err) : status;
}

/* What had stopped it is taken back (work that was reported done and not accepted): it runs on as if it had
 * never stopped. */
static enum cs_status run_on(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                             struct cs_error *err)
{
    clock->stopped_at = CS_NO_TIME;
    enum cs_status status = cs_clock_reckon(e, clock, facts, err);
    if (status == CS_OK)
        status = cs_clock_next(e, clock, facts, err);
    if (status == CS_OK)
        status = cs_clock_update(e, clock, CS_NO_TIME, err);
    return status == CS_OK ? mark_proof(e, clock, err) : status;
}

/* A clock that has stopped: its milestone may come again, or what stopped it may be taken back. */
static enum cs_status follow_stopped(struct cs_escalation *e, const struct target *target,
                                     struct clock *clock, const struct cs_case_facts *facts, int64_t start,
                                     bool again, struct cs_error *err)
{
    if (again)
        return begin_again(e, target, clock, facts, start, err);
    bool same_round = clock->level == facts->level || facts->order;
    bool taken_back = start == clock->started_at && same_round && clock->target == target &&
                      !target->silence && cs_clock_stop_of(target, facts, start) == CS_NO_TIME &&
                      cs_clock_wanted(target, facts);
    return taken_back ? run_on(e, clock, facts, err) : CS_OK;
}

/* A promise that is made in another round, or whose work was not done after all. */
static enum cs_status promise_again(struct cs_escalation *e, const struct target *target, struct clock *clock,
                                    const struct cs_case_facts *facts, int64_t at, struct cs_error *err)
{
    if (!cs_clock_wanted(target, facts) || cs_clock_stop_of(target, facts, clock->started_at) != CS_NO_TIME)
        return CS_OK;
    if (clock->level == facts->level && clock->target == target)
        return run_on(e, clock, facts, err);
    return cs_clock_start(e, target, facts, at, clock->instance + 1, 0, err);
}

/* Clocks of a hold stop with it: that is at its limit, where nobody resumed the case before. */
static int64_t hold_over(const struct target *target, const struct clock *clock,
                         const struct cs_case_facts *facts, int64_t at)
{
    int64_t over = at;
    for (size_t i = 0; i < facts->hold_count && (target->hold || target->review); i++) {
        const struct cs_case_hold *hold = &facts->holds[i];
        if (hold->span.from <= clock->started_at && !hold->lasts)
            over = hold->span.to >= clock->started_at && hold->span.to < at ? hold->span.to : at;
    }
    return over;
}

static enum cs_status follow_one(struct cs_escalation *e, const struct target *target, struct clock *clock,
                                 const struct cs_case_facts *facts, int64_t at, struct cs_error *err)
{
    int64_t start = facts->at[target->start];
    bool again =
        start != CS_NO_TIME && start > clock->started_at && target->start != CS_AT_OPENED && !facts->order;
    if (target->ours)
        return cs_order_follow_ours(e, target, clock, facts, at, err);
    if (clock->stopped_at != CS_NO_TIME && target->promise)
        return promise_again(e, target, clock, facts, at, err);
    if (clock->stopped_at != CS_NO_TIME)
        return follow_stopped(e, target, clock, facts, start, again, err);
    if (again) { /* its start was moved on: dispatched to another, or a word that reached the customer */
        enum cs_status status = cs_clock_stop(e, clock, start, err);
        return status == CS_OK ? begin_again(e, target, clock, facts, start, err) : status;
    }
    int64_t stop = cs_clock_stop_of(target, facts, clock->started_at);
    if (stop == CS_NO_TIME &&
        (start == CS_NO_TIME || cs_clock_passed_by(target, facts))) /* what it started at is taken back: the
                                hold is over, or the work is not done after all */
        stop = hold_over(target, clock, facts, at);
    if (stop == CS_NO_TIME && target->outside && !cs_clock_wanted(target, facts))
        stop = at; /* no limit of others is left */
    if (stop != CS_NO_TIME)
        return cs_clock_stop(e, clock, stop, err);
    enum cs_status status = cs_clock_recount(e, clock, facts, err);
    const struct clock before = *clock;
    if (status == CS_OK && clock->target != target)
        status = retarget(e, clock, target, facts, at, err);
    return status == CS_OK ? cs_clock_renew(e, &before, clock, facts, at, err) : status;
}

static bool still_wanted(const struct clock *clock, const struct target *const *targets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i]->metric, clock->metric) == 0)
            return true;
    return false;
}

/* What reopening does to a clock that had stopped, by its own rule. Clocks of later steps start again by
 * themselves when their milestone comes. Both figures are kept: the new round is an instance of its own. */
static enum cs_status reopen_one(struct cs_escalation *e, const struct target *target,
                                 const struct clock *clock, const struct cs_case_facts *facts, int64_t at,
                                 struct cs_error *err)
{
    bool waits =
        target->start != CS_AT_OPENED && target->start != CS_AT_LAST_CONTACT; /* comes again by itself */
    if (!clock || clock->stopped_at == CS_NO_TIME || target->reopen == REOPEN_IGNORE || waits ||
        target->outside || !cs_clock_wanted(target, facts))
        return CS_OK;
    int64_t used;
    enum cs_status status = carried_over(e, target, clock, facts, &used, err);
    return status == CS_OK ? cs_clock_start(e, target, facts, at, clock->instance + 1, used, err) : status;
}

static enum cs_status hear_change(struct cs_escalation *e, const struct cs_case_facts *facts, bool reopened,
                                  int64_t at, struct cs_error *err)
{
    struct clock_list list;
    const struct target *const *targets = NULL;
    size_t count = 0;
    list.count = 0;
    if (facts->at[CS_AT_OPENED] == CS_NO_TIME)
        return CS_OK;
    enum cs_status status = cs_policy_match(e, facts, &targets, &count, err);
    if (status == CS_OK)
        status = cs_clocks_of(e, facts, &list, err);
    if (status == CS_OK && list.count == 0) { /* its opening was not known before: it arrives only now */
        struct cs_case_facts alone = *facts;
        alone.order_count = 0; /* orders are heard each for itself */
        return hear_new(e, &alone, true, false, err);
    }
    for (size_t i = 0; i < count && status == CS_OK; i++) {
        struct clock *clock = find_clock(&list, targets[i]->metric);
        if (!clock)
            status = begin_clock(e, targets[i], facts, at, err);
        else if (reopened && clock->stopped_at != CS_NO_TIME)
            status = reopen_one(e, targets[i], clock, facts, at, err);
        else
            status = follow_one(e, targets[i], clock, facts, at, err);
    }
    for (size_t i = 0; i < list.count && status == CS_OK; i++)
        if (list.items[i].stopped_at == CS_NO_TIME && !still_wanted(&list.items[i], targets, count))
            status = cs_clock_stop(e, &list.items[i], at, err);
    return status;
}

static enum cs_status hear_changes(struct cs_escalation *e, const struct cs_case_facts *facts, bool reopened,
                                   int64_t at, struct cs_error *err)
{
    enum cs_status status = hear_change(e, facts, reopened, at, err);
    for (size_t i = 0; i < facts->order_count && status == CS_OK; i++) {
        const struct cs_case_facts order = cs_order_facts(facts, &facts->orders[i]);
        status = hear_change(e, &order, false, at, err);
    }
    return status;
}

enum cs_status cs_escalation_hear(void *context, const struct cs_case_facts *facts, enum cs_case_news news,
                                  int64_t at, struct cs_error *err)
{
    struct cs_escalation *e = context;
    cs_arena_reset(&e->arena);
    enum cs_status status = cs_escalation_begin(e, err);
    if (status != CS_OK)
        return status;
    e->backdated = facts->backdated;
    switch (news) {
    case CS_CASE_ENTERED:
        return hear_new(e, facts, false, false, err);
    case CS_CASE_IMPORTED:
        return hear_new(e, facts, true, true, err);
    case CS_CASE_CHANGED:
        return hear_changes(e, facts, false, at, err);
    case CS_CASE_REOPENED:
        return hear_changes(e, facts, true, at, err);
    case CS_CASE_JOINED:
        status = cs_order_clocks_move(e, facts, err);
        return status == CS_OK ? hear_changes(e, facts, false, at, err) : status;
    case CS_CASE_REVERTED:
        status = cs_clocks_put_back(e, facts, err);
        return status == CS_OK ? hear_changes(e, facts, false, at, err) : status;
    case CS_CASE_JUDGED: {
        const struct cs_value in[] = { cs_integer(facts->id), cs_integer(facts->doubted_at), cs_integer(at) };
        return cs_escalation_do(e, CLOCK_JUDGED, in, err);
    }
    }
    return CS_OK;
}
