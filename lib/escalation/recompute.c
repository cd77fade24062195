/*
 * Recompute: after a change of policy, ladder or calendar every running clock is brought to the target and
 * the calendar that now fit. What was used and held stays; a metric that the policies no longer know stops,
 * one that is new begins now. A clock that reckons as it did before is left alone, so that a second
 * recompute, or one after a kill, does only what is left.
 */
#include "escalation/clock.h"
#include "record/rows.h"

#include <stdlib.h>

enum { BATCH = 1000 };

static const struct cs_choice changes[] = {
    { "changed", N_("changed"), "变更" },
    { "began", N_("began"), "新起" },
    { "ended", N_("ended"), "终止" },
    { NULL, NULL, NULL },
};

#define TEXT CS_TYPE_TEXT

static const struct cs_field fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "project", TEXT, CS_QUIET, N_("Project"), N_("project of the case"), "项目" },
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    { "instance", CS_TYPE_INT, CS_QUIET, N_("Instance"), N_("repeat of the clock"), "次" },
    { "change", CS_TYPE_CHOICE, 0, N_("Change"), N_("changed, began or ended"), "变化", changes },
    { "due_before", CS_TYPE_TIME, 0, N_("Was due"), N_("when it was due; empty: a hold stopped it"),
      "原到期" },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("when it is due now; empty: a hold stops it"), "到期" },
    { "limit_before", TEXT, 0, N_("Was"), N_("limit before"), "原时限" },
    { "limit", TEXT, 0, N_("Limit"), N_("limit now"), "时限" },
    { "next_rung", CS_TYPE_INT, 0, N_("Rung"), N_("next rung; empty: none to come"), "级" },
    { "next_at", CS_TYPE_TIME, CS_QUIET, N_("Acts"), N_("when the run acts on it"), "触发" },
};
const struct cs_record cs_recomputed_record = CS_RECORD("recomputed", N_("recomputed clock"), fields);
enum { FIELDS = sizeof fields / sizeof *fields };

struct recompute {
    struct cs_escalation *e;
    const struct cs_recompute_options *o;
    struct cs_recompute_result *result;
    struct cs_tickets *desk;
    struct cs_arena arena; /* of the batch */
    struct cs_rows rows;
    int64_t ids[BATCH], last;
    size_t count;
};

/* Clocks of the case at hand that changed, each with what it was. */
struct reckoned {
    struct arrival arrival;
    struct clock before[MOST_CLOCKS];
    bool begun[MOST_CLOCKS];
};

static struct cs_value time_value(int64_t at)
{
    return at == CS_NO_TIME ? cs_null() : cs_integer(at);
}

static struct cs_value limit_value(const struct target *target)
{
    return target && target->amount.count ? cs_text(target->amount_text) : cs_null();
}

static enum cs_status keep_row(struct recompute *r, const struct cs_case_facts *facts,
                               const struct clock *before, const struct clock *after, const char *change,
                               struct cs_error *err)
{
    const struct cs_unit *unit = NULL;
    enum cs_status status = facts->unit_id ? cs_org_unit(r->e->o.org, facts->unit_id, &unit, err) : CS_OK;
    bool runs = after && after->stopped_at == CS_NO_TIME, next = runs && after->next_at != CS_NO_TIME;
    struct cs_value values[FIELDS] = {
        cs_integer(facts->id),
        unit ? cs_text(unit->code) : cs_null(),
        cs_text(after->metric),
        cs_integer(after->instance),
        cs_text(change),
        before ? time_value(before->due_at) : cs_null(),
        runs ? time_value(after->due_at) : cs_null(),
        before ? limit_value(before->target) : cs_null(),
        runs ? limit_value(after->target) : cs_null(),
        next ? cs_integer(after->next_rung) : cs_null(),
        next ? cs_integer(after->next_at) : cs_null(),
    };
    const struct cs_row row = { &cs_recomputed_record, values, &r->arena };
    return status == CS_OK ? cs_rows_keep(&r->rows, &row, err) : status;
}

/* What the log says of a clock: its limit, its moment, or its next rung, whichever changed first. */
static const char *note_of(struct recompute *r, const struct clock *before, const struct clock *after)
{
    char then[CS_MOMENT_SIZE] = "-", now[CS_MOMENT_SIZE] = "-";
    const char *was = before->target ? before->target->amount_text : "";
    if (strcmp(was, after->target->amount_text) != 0)
        return cs_arena_printf(&r->e->arena, "%s -> %s", was, after->target->amount_text);
    if (before->due_at != after->due_at) {
        if (before->due_at != CS_NO_TIME)
            cs_moment_format_short(then, before->due_at, r->e->o.zone);
        if (after->due_at != CS_NO_TIME)
            cs_moment_format_short(now, after->due_at, r->e->o.zone);
        return cs_arena_printf(&r->e->arena, "%s -> %s", then, now);
    }
    return cs_arena_printf(&r->e->arena, "#%lld -> #%lld", (long long)before->next_rung,
                           (long long)after->next_rung);
}

/* ---- one clock ---- */

static enum cs_status end_clock(struct recompute *r, const struct cs_case_facts *facts,
                                const struct clock *clock, int64_t at, const char *why, struct cs_error *err)
{
    struct clock after = *clock;
    after.stopped_at = at < clock->started_at ? clock->started_at : at;
    after.next_at = CS_NO_TIME;
    enum cs_status status = cs_clock_update(r->e, &after, clock->next_at, err);
    if (status == CS_OK)
        status = cs_clock_log(r->e, &after, r->e->o.now, why, err);
    r->result->ended++;
    return status == CS_OK ? keep_row(r, facts, clock, &after, "ended", err) : status;
}

/* Was the ladder itself changed since the next rung was set? Then its numbers tell nothing any more. */
static bool was_edited(const struct clock *before, const struct clock *after)
{
    const struct rung *rung = cs_ladder_rung(after->target->ladder, before->next_rung - 1);
    if (before->next_at == CS_NO_TIME || before->due_at == CS_NO_TIME)
        return false;
    if (!rung || rung->number != before->next_rung)
        return true;
    bool plain = !rung->percent && rung->at.unit == CS_NATURAL;
    return plain && before->due_at + rung->at.count != before->rung_at;
}

/* Which rungs of the ladder that is now in force the clock has reached. */
static enum cs_status place_on_ladder(struct cs_escalation *e, const struct clock *before,
                                      struct clock *after, const struct cs_case_facts *facts,
                                      struct cs_error *err)
{
    if (before->target && before->target->ladder != after->target->ladder)
        return cs_clock_change_ladder(e, before, after, facts, e->o.now, err);
    if (!was_edited(before, after))
        return CS_OK;
    const struct cs_value in[] = { cs_integer(before->ticket), cs_text(before->metric),
                                   cs_integer(before->instance) };
    struct cs_value last[1];
    enum cs_status status = cs_escalation_get(e, ESCALATED_LAST, in, last, err);
    return status == CS_OK ? cs_clock_climb(e, after, facts, cs_value_integer(&last[0], CS_NO_TIME), err)
                           : status;
}

static bool same(const struct clock *a, const struct clock *b, int64_t now)
{
    if (a->target != b->target || a->due_at != b->due_at || a->provisional != b->provisional)
        return false;
    if (a->next_at != CS_NO_TIME && a->next_at <= now) /* due already: the next run acts on it */
        return true;
    return a->next_at == b->next_at &&
           (a->next_at == CS_NO_TIME || (a->next_rung == b->next_rung && a->rung_at == b->rung_at));
}

/* Another target takes the clock over. Where it counts in the same calendar nothing of what was counted
 * changes. Else the new calendar counts from now on; of a clock that is late, from the moment it fell due: it
 * stays late since then. */
static enum cs_status take_over(struct recompute *r, struct clock *clock, const struct target *target,
                                const struct cs_case_facts *facts, struct cs_error *err)
{
    const struct target *old = clock->target;
    const struct cs_calendar *before, *after;
    int64_t at = r->e->o.now;
    if (clock->due_at != CS_NO_TIME && clock->due_at < at)
        at = clock->due_at > clock->base_at ? clock->due_at : clock->base_at;
    if (!old || old->amount.unit != target->amount.unit)
        return cs_clock_retarget(r->e, clock, target, facts, at, "policy", err);
    enum cs_status status = cs_clock_calendar(r->e, old, facts->unit_id, &before, err);
    if (status == CS_OK)
        status = cs_clock_calendar(r->e, target, facts->unit_id, &after, err);
    if (status != CS_OK)
        return status;
    if (before != after && old->amount.unit != CS_NATURAL)
        return cs_clock_retarget(r->e, clock, target, facts, at, "policy", err);
    clock->target = target;
    clock->target_id = target->id;
    return CS_OK;
}

static enum cs_status next_place(struct reckoned *reckoned, const struct cs_case_facts *facts, size_t *at,
                                 struct cs_error *err)
{
    if (reckoned->arrival.count == MOST_CLOCKS)
        return cs_error_set(err, CS_REFUSED,
                            _("the policies ask for more than %d clocks of one case (case %lld)"),
                            MOST_CLOCKS, (long long)facts->id);
    *at = reckoned->arrival.count++;
    return CS_OK;
}

static enum cs_status reckon_clock(struct recompute *r, struct reckoned *reckoned,
                                   const struct cs_case_facts *facts, const struct clock *clock,
                                   const struct target *target, struct cs_error *err)
{
    struct cs_escalation *e = r->e;
    struct clock after = *clock;
    enum cs_status status = CS_OK;
    if (clock->target != target) {
        int64_t stop = cs_clock_stop_of(target, facts, clock->started_at);
        if (stop != CS_NO_TIME || !cs_clock_wanted(target, facts))
            return end_clock(r, facts, clock, stop != CS_NO_TIME ? stop : e->o.now, "policy", err);
        status = take_over(r, &after, target, facts, err);
    }
    if (status == CS_OK)
        status = cs_clock_reckon(e, &after, facts, err);
    if (status == CS_OK)
        status = place_on_ladder(e, clock, &after, facts, err);
    if (status == CS_OK)
        status = cs_clock_next(e, &after, facts, err);
    if (status != CS_OK)
        return status;
    if (same(clock, &after, e->o.now)) {
        r->result->unchanged++;
        return CS_OK;
    }
    size_t at = 0;
    status = next_place(reckoned, facts, &at, err);
    if (status != CS_OK)
        return status;
    reckoned->before[at] = *clock;
    reckoned->arrival.clocks[at] = after;
    reckoned->begun[at] = false;
    return cs_arrival_pass(e, &reckoned->arrival, at, facts, false, err);
}

/* A metric that the case did not have: it is owed from now on, and not backwards. What has a fixed limit
 * keeps it. */
static enum cs_status begin_clock(struct recompute *r, struct reckoned *reckoned,
                                  const struct cs_case_facts *facts, const struct target *target,
                                  struct cs_error *err)
{
    struct cs_escalation *e = r->e;
    int64_t start = facts->at[target->start];
    bool stopped = facts->at[target->stop] != CS_NO_TIME && target->stop != target->start;
    if (facts->ended_at != CS_NO_TIME || start == CS_NO_TIME || !cs_clock_wanted(target, facts) ||
        cs_clock_passed_by(target, facts) || stopped)
        return CS_OK;
    bool fixed =
        cs_clock_fixed(target, facts) != CS_NO_TIME || target->outside || target->order || target->ours;
    size_t at = 0;
    enum cs_status status = next_place(reckoned, facts, &at, err);
    if (status != CS_OK)
        return status;
    struct clock *clock = &reckoned->arrival.clocks[at];
    cs_clock_new(clock, target, facts, fixed || start > e->o.now ? start : e->o.now, 1);
    reckoned->begun[at] = true;
    status = cs_clock_reckon(e, clock, facts, err);
    if (target->ours && clock->due_at == CS_NO_TIME) /* nothing left to gain on theirs */
        reckoned->arrival.count--;
    else if (status == CS_OK)
        return cs_arrival_pass(e, &reckoned->arrival, at, facts, false, err);
    return status;
}

/* ---- one case ---- */

static enum cs_status save(struct recompute *r, struct reckoned *reckoned, size_t i,
                           const struct cs_case_facts *facts, struct cs_error *err)
{
    struct cs_escalation *e = r->e;
    struct clock *clock = &reckoned->arrival.clocks[i];
    const struct clock *before = reckoned->begun[i] ? NULL : &reckoned->before[i];
    enum cs_status status = cs_clock_next(e, clock, facts, err);
    if (status != CS_OK)
        return status;
    status = before ? cs_clock_update(e, clock, before->next_at, err) : cs_clock_insert(e, clock, err);
    const char *note =
        before ? note_of(r, before, clock) : cs_arena_printf(&e->arena, "-> %s", clock->target->amount_text);
    if (status == CS_OK)
        status = cs_clock_log(e, clock, e->o.now, note, err);
    if (status == CS_OK)
        status = keep_row(r, facts, before, clock, before ? "changed" : "began", err);
    ++*(before ? &r->result->changed : &r->result->began);
    return status;
}

static bool asked(const struct recompute *r, const char *metric)
{
    return !r->o->metric || strcmp(r->o->metric, metric) == 0;
}

static const struct target *target_of(const struct target *const *targets, size_t count, const char *metric)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i]->metric, metric) == 0)
            return targets[i];
    return NULL;
}

static bool has_clock(const struct clock_list *list, const char *metric)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].metric, metric) == 0)
            return true;
    return false;
}

static enum cs_status reckon_all(struct recompute *r, const struct cs_case_facts *facts, struct cs_error *err)
{
    struct reckoned reckoned = { .arrival = { .best = -1 } };
    struct clock_list list;
    const struct target *const *targets, *target;
    size_t count;
    enum cs_status status = cs_policy_match(r->e, facts, &targets, &count, err);
    if (status == CS_OK)
        status = cs_clocks_of(r->e, facts, &list, err);
    for (size_t i = 0; status == CS_OK && i < list.count; i++) {
        const struct clock *clock = &list.items[i];
        if (clock->stopped_at != CS_NO_TIME || !asked(r, clock->metric))
            continue;
        target = target_of(targets, count, clock->metric);
        status = target ? reckon_clock(r, &reckoned, facts, clock, target, err)
                        : end_clock(r, facts, clock, r->e->o.now, "policy", err);
    }
    for (size_t i = 0; status == CS_OK && i < count; i++)
        if (asked(r, targets[i]->metric) && !has_clock(&list, targets[i]->metric))
            status = begin_clock(r, &reckoned, facts, targets[i], err);
    cs_arrival_send(&reckoned.arrival);
    for (size_t i = 0; status == CS_OK && i < reckoned.arrival.count; i++)
        status = save(r, &reckoned, i, facts, err);
    return status;
}

/* The listener of the desk that tells each case. */
static enum cs_status hear(void *context, const struct cs_case_facts *facts, enum cs_case_news news,
                           int64_t at, struct cs_error *err)
{
    (void)news, (void)at;
    struct recompute *r = context;
    bool below = true;
    cs_arena_reset(&r->e->arena);
    if (facts->at[CS_AT_OPENED] == CS_NO_TIME)
        return CS_OK;
    enum cs_status status = CS_OK;
    if (r->o->unit_id)
        status = cs_policy_unit_below(r->e, facts->unit_id, r->o->unit_id, &below, err);
    if (status == CS_OK && below)
        status = reckon_all(r, facts, err);
    for (size_t i = 0; i < facts->order_count && status == CS_OK && below; i++) {
        const struct cs_case_facts order = cs_order_facts(facts, &facts->orders[i]);
        status = reckon_all(r, &order, err);
    }
    return status;
}

/* ---- all of them ---- */

static enum cs_status take_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct recompute *r = context;
    r->ids[r->count++] = out[0].integer;
    return CS_OK;
}

static enum cs_status one_batch(struct recompute *r, struct cs_error *err)
{
    struct cs_store *store = r->e->o.store;
    const struct cs_value in[] = { cs_integer(r->last), cs_integer(r->o->since), cs_integer(BATCH) };
    r->count = 0;
    enum cs_status status = cs_store_begin(store, false, err);
    if (status != CS_OK)
        return status;
    status = cs_escalation_begin(r->e, err);
    if (status == CS_OK)
        status = cs_escalation_each(r->e, OPEN_CASES, in, take_id, r, err);
    for (size_t i = 0; i < r->count && status == CS_OK; i++)
        status = cs_ticket_tell(r->desk, r->ids[i], r->e->o.now, err);
    if (status != CS_OK) {
        cs_store_rollback(store);
        return status;
    }
    r->last = r->count ? r->ids[r->count - 1] : r->last;
    return cs_store_commit(store, err);
}

static enum cs_status hand_out(struct recompute *r, cs_row_fn *each, void *context, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < r->rows.count && status == CS_OK; i++)
        status = each(context, &r->rows.items[i], err);
    cs_rows_release(&r->rows);
    cs_arena_reset(&r->arena);
    return status;
}

static enum cs_status all_batches(struct recompute *r, bool dry, cs_row_fn *each, void *context,
                                  struct cs_error *err)
{
    struct cs_recompute_result saved = { 0 };
    enum cs_status status = CS_OK;
    do {
        status = one_batch(r, err);
        if (status != CS_OK)
            break;
        saved = *r->result;
        status = hand_out(r, each, context, err); /* of a dry run the caller tells nothing before its end */
    } while (status == CS_OK && r->count == BATCH);
    int64_t done = saved.changed + saved.began + saved.ended;
    if (status != CS_OK && !dry && done > 0) /* the batches before the one that failed stand */
        cs_error_prefix(err, _("saved %lld clocks, then stopped"), (long long)done);
    if (status != CS_OK)
        *r->result = saved;
    return status;
}

enum cs_status cs_escalation_recompute(struct cs_escalation *e, const struct cs_recompute_options *options,
                                       cs_row_fn *each, void *context, struct cs_recompute_result *result,
                                       struct cs_error *err)
{
    struct recompute *r = cs_alloc(sizeof *r);
    *r = (struct recompute){ .e = e, .o = options, .result = result, .last = 0 };
    r->rows.arena = &r->arena;
    *result = (struct cs_recompute_result){ 0 };
    const struct cs_tickets_options desk = { .store = e->o.store,
                                             .org = e->o.org,
                                             .calendars = e->o.calendars,
                                             .zone = e->o.zone,
                                             .now = e->o.now,
                                             .actor = e->o.actor,
                                             .diag = e->o.diag,
                                             .listener = { hear, r } };
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_tickets_new(&desk, &r->desk, err);
    if (status == CS_OK && options->dry)
        status = cs_store_begin(e->o.store, false, err);
    if (status == CS_OK) {
        status = all_batches(r, options->dry, each, context, err);
        if (options->dry)
            cs_store_rollback(e->o.store);
    }
    cs_tickets_free(r->desk);
    cs_rows_release(&r->rows);
    cs_arena_release(&r->arena);
    free(r);
    return status;
}
