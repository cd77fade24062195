/* Explaining: why a clock is due when it is; and what will fall due. */
#include "escalation/clock.h"
#include "escalation/function.h"

#include <stdio.h>
#include <stdlib.h>

struct explain {
    struct cs_escalation *e;
    struct cs_arena *arena;
    struct cs_case_facts facts;
    cs_row_fn *span, *rung;
    void *context;
    struct clock *clocks; /* every instance */
    size_t count, capacity;
    struct old_span *old; /* counted under earlier targets */
    size_t old_count, old_capacity;
    struct fired {
        char metric[METRIC_SIZE];
        int64_t instance, rung;
    } * fired;
    size_t fired_count, fired_capacity;
    struct extension *extensions; /* of limits of others */
    size_t extension_count, extension_capacity;
};

struct extension {
    int64_t order, before, after, at;
    bool granted;
    const char *permit;
};

struct old_span {
    char metric[METRIC_SIZE];
    int64_t instance, from, to, target_id, used;
};

static enum cs_status take_old(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct explain *x = context;
    x->old = cs_grow(x->old, &x->old_capacity, x->old_count + 1, sizeof *x->old);
    struct old_span *span = &x->old[x->old_count++];
    *span = (struct old_span){ .instance = out[1].integer,
                               .from = out[2].integer,
                               .to = out[3].integer,
                               .target_id = cs_value_integer(&out[4], 0),
                               .used = out[7].integer };
    snprintf(span->metric, sizeof span->metric, "%s", cs_value_text(&out[0]));
    return CS_OK;
}

static enum cs_status take_fired(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct explain *x = context;
    x->fired = cs_grow(x->fired, &x->fired_capacity, x->fired_count + 1, sizeof *x->fired);
    struct fired *fired = &x->fired[x->fired_count++];
    /* the hundreds tell of which ladder it was a rung (run.c) */
    *fired = (struct fired){ .instance = out[1].integer, .rung = (out[2].integer - 1) % 100 + 1 };
    snprintf(fired->metric, sizeof fired->metric, "%s", cs_value_text(&out[0]));
    return CS_OK;
}

static enum cs_status take_extension(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct explain *x = context;
    x->extensions =
        cs_grow(x->extensions, &x->extension_capacity, x->extension_count + 1, sizeof *x->extensions);
    x->extensions[x->extension_count++] =
        (struct extension){ .order = out[0].integer,
                            .granted = strcmp(cs_value_text(&out[1]), "yes") == 0,
                            .permit = cs_arena_strdup(x->arena, cs_value_text(&out[2])),
                            .before = cs_value_integer(&out[3], CS_NO_TIME),
                            .after = cs_value_integer(&out[4], CS_NO_TIME),
                            .at = out[5].integer };
    return CS_OK;
}

static enum cs_status take_any_clock(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct explain *x = context;
    x->clocks = cs_grow(x->clocks, &x->capacity, x->count + 1, sizeof *x->clocks);
    cs_clock_read(x->e, out, &x->clocks[x->count++]);
    return CS_OK;
}

/* An amount in the clock's own unit, as text: 5h30m, or 2wd. */
static const char *amount_text(struct explain *x, const struct target *target, int64_t count)
{
    char text[CS_MOMENT_SIZE];
    struct cs_amount amount = { count, target ? target->amount.unit : CS_NATURAL };
    if (amount.unit == CS_WORKING)
        amount.unit = CS_NATURAL; /* the calendar's column says that it is working time */
    cs_amount_format(text, &amount);
    return cs_arena_strdup(x->arena, text);
}

struct piece {
    int64_t from, to;
    const struct target *target;
    const struct cs_calendar *calendar; /* it was counted in; NULL: the target's */
    const char *note;
    bool paused;
    const char *kind; /* NULL: counted, or paused */
};

/* Whether its limit is not the target's amount after its start. */
static bool is_fixed(const struct explain *x, const struct clock *clock)
{
    struct cs_case_facts own;
    return clock->target &&
           (clock->target->ours ||
            cs_clock_fixed(clock->target, cs_clock_facts(clock, &x->facts, &own)) != CS_NO_TIME);
}

static enum cs_status give_piece(struct explain *x, const struct clock *clock, const struct piece *piece,
                                 int64_t counted, int64_t *total, struct cs_error *err)
{
    const struct target *target = piece->target;
    const struct cs_calendar *calendar = piece->calendar ? piece->calendar : target ? target->calendar : NULL;
    *total += counted;
    struct cs_value values[12] = {
        cs_text(clock->metric),
        cs_integer(clock->instance),
        cs_text(piece->kind     ? piece->kind
                : piece->paused ? "paused"
                                : "counted"),
        piece->from == CS_NO_TIME ? cs_null() : cs_integer(piece->from),
        piece->to == CS_NO_TIME ? cs_null() : cs_integer(piece->to),
        cs_text(amount_text(x, target, counted)),
        cs_text(amount_text(x, target, *total)),
        clock->due_at == CS_NO_TIME ? cs_null() : cs_integer(clock->due_at),
        cs_text(target && !target->outside && !is_fixed(x, clock) ? target->amount_text : NULL),
        cs_text(calendar ? cs_calendar_name(calendar) : NULL),
        cs_text(target ? target->policy : NULL),
        cs_text(piece->note),
    };
    const struct cs_row row = { &cs_span_record, values, x->arena };
    return x->span(x->context, &row, err);
}

/* Cuts [from, to) at the holds and hands each piece out with what it counted; the pieces add up to what the
 * clock has used. */
static enum cs_status give_interval(struct explain *x, const struct clock *clock, const struct target *target,
                                    int64_t from, int64_t to, int64_t *total, struct cs_error *err)
{
    struct cs_span *held = cs_arena_alloc(x->arena, (x->facts.hold_count + 1) * sizeof *held);
    size_t held_count = cs_clock_holds(&x->facts, clock->metric, held);
    const struct cs_calendar *calendar = NULL;
    enum cs_status status =
        target ? cs_clock_calendar(x->e, target, x->facts.unit_id, &calendar, err) : CS_OK;
    /* Each piece is what the count grew by in it, so that they add up: a workday that a hold cut in two
     * counts once. */
    struct clock part = { .target = target, .base_at = from };
    int64_t before = 0;
    snprintf(part.metric, sizeof part.metric, "%s", clock->metric);
    int64_t at = from;
    for (size_t i = 0; status == CS_OK && at < to; i++) {
        int64_t hold_from = i < held_count ? held[i].from : to;
        int64_t hold_to = i < held_count ? held[i].to : to;
        hold_from = hold_from < at ? at : hold_from > to ? to : hold_from;
        hold_to = hold_to > to ? to : hold_to;
        if (hold_from > at) {
            const struct piece piece = { at, hold_from, target, calendar, NULL, false };
            int64_t until = cs_clock_used(&part, calendar, hold_from, held, held_count);
            status = give_piece(x, clock, &piece, until - before, total, err);
            before = until;
        }
        if (status == CS_OK && i < held_count && hold_to > hold_from) {
            const struct piece piece = { hold_from, hold_to, target, calendar, _("held"), true };
            /* A workday on which the count ends inside a hold has counted where some of it is left. */
            int64_t until = hold_to == to ? cs_clock_used(&part, calendar, to, held, held_count) : before;
            status = give_piece(x, clock, &piece, until - before, total, err);
        }
        at = hold_to > at ? hold_to : at;
        if (i >= held_count)
            break;
    }
    return status;
}

/* What was asked for and granted, or not: the limit before and since; nothing is counted by it. */
static enum cs_status give_extensions(struct explain *x, const struct clock *clock, int64_t *total,
                                      struct cs_error *err)
{
    enum cs_status status = CS_OK;
    bool finish = clock->target && clock->target->order && clock->target->stop == CS_AT_FINISHED;
    for (size_t i = 0; i < x->extension_count && status == CS_OK && finish; i++) {
        const struct extension *extension = &x->extensions[i];
        const char *permit = extension->permit;
        const struct piece piece = { extension->before,
                                     extension->granted ? extension->after : extension->before,
                                     clock->target,
                                     NULL,
                                     *permit ? cs_arena_printf(x->arena, _("permit %s"), permit) : NULL,
                                     false,
                                     extension->granted ? "extended" : "not_extended" };
        if (extension->order == clock->instance)
            status = give_piece(x, clock, &piece, 0, total, err);
    }
    return status;
}

/* What was counted under an earlier target stays, also where its calendar was corrected since. */
static enum cs_status explain_old(struct explain *x, const struct clock *clock, const struct old_span *old,
                                  int64_t *total, struct cs_error *err)
{
    const struct target *target = cs_policy_target(x->e, old->target_id);
    int64_t before = *total;
    enum cs_status status = give_interval(x, clock, target, old->from, old->to, total, err);
    int64_t more = before + old->used - *total;
    const struct piece piece = { old->to, old->to, target, NULL, _("as its calendar was then"), false };
    return status == CS_OK && more != 0 ? give_piece(x, clock, &piece, more, total, err) : status;
}

static enum cs_status explain_spans(struct explain *x, const struct clock *clock, struct cs_error *err)
{
    int64_t total = 0;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < x->old_count && status == CS_OK; i++) {
        const struct old_span *old = &x->old[i];
        if (strcmp(old->metric, clock->metric) == 0 && old->instance == clock->instance)
            status = explain_old(x, clock, old, &total, err);
    }
    if (status == CS_OK && clock->used > total) { /* carried over from before a reopening */
        const struct piece piece = {
            clock->started_at, clock->started_at, clock->target, NULL, _("from before the reopening"), false
        };
        status = give_piece(x, clock, &piece, clock->used - total, &total, err);
    }
    int64_t end = clock->stopped_at == CS_NO_TIME ? x->e->o.now : clock->stopped_at;
    if (status == CS_OK && end > clock->base_at)
        status = give_interval(x, clock, clock->target, clock->base_at, end, &total, err);
    return status == CS_OK ? give_extensions(x, clock, &total, err) : status;
}

static bool was_fired(const struct explain *x, const struct clock *clock, int64_t rung)
{
    for (size_t i = 0; i < x->fired_count; i++)
        if (x->fired[i].rung == rung && x->fired[i].instance == clock->instance &&
            strcmp(x->fired[i].metric, clock->metric) == 0)
            return true;
    return false;
}

static const char *rung_state(const struct explain *x, const struct clock *clock, const struct rung *rung,
                              int64_t acts)
{
    if (was_fired(x, clock, rung->number))
        return "escalated";
    if (rung->number <= clock->passed)
        return "passed";
    struct cs_case_facts own;
    if (clock->stopped_at != CS_NO_TIME || cs_clock_facts(clock, &x->facts, &own)->ended_at != CS_NO_TIME)
        return "void";
    return acts != CS_NO_TIME && acts <= x->e->o.now ? "due" : "to_come";
}

static enum cs_status explain_rungs(struct explain *x, const struct clock *clock, struct cs_error *err)
{
    const struct ladder *ladder = clock->target ? clock->target->ladder : NULL;
    enum cs_status status = CS_OK;
    for (size_t i = 0; ladder && clock->due_at != CS_NO_TIME && i < ladder->count && status == CS_OK; i++) {
        const struct rung *rung = &ladder->rungs[i];
        int64_t moment, acts;
        status = cs_rung_moment(x->e, clock, rung, &x->facts, &moment, &acts, err);
        struct cs_buffer roles = CS_BUFFER_INIT;
        for (size_t r = 0; r < rung->recipient_count && status == CS_OK; r++) {
            struct recipient to;
            bool skip;
            status = cs_function_recipient(x->e, clock->ticket, rung, r, &to, &skip, err);
            if (!skip)
                cs_buffer_printf(&roles, "%s%s@%s", roles.length ? ", " : "", to.role, to.level);
        }
        struct cs_value values[8] = { cs_text(clock->metric),
                                      cs_integer(clock->instance),
                                      cs_text(ladder->name),
                                      cs_integer(rung->number),
                                      moment == CS_NO_TIME ? cs_null() : cs_integer(moment),
                                      acts == CS_NO_TIME ? cs_null() : cs_integer(acts),
                                      cs_text(roles.text),
                                      cs_text(rung_state(x, clock, rung, acts)) };
        const struct cs_row row = { &cs_explained_rung_record, values, x->arena };
        if (status == CS_OK)
            status = x->rung(x->context, &row, err);
        cs_buffer_release(&roles);
    }
    return status;
}

enum cs_status cs_escalation_explain(struct cs_escalation *e, int64_t ticket, cs_row_fn *span,
                                     cs_row_fn *rung, void *context, struct cs_error *err)
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct explain x = { .e = e, .arena = &arena, .span = span, .rung = rung, .context = context };
    const struct cs_value in[] = { cs_integer(ticket) };
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_ticket_facts(e->o.store, ticket, &x.facts, &arena, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, CLOCKS_OF_CASE, in, take_any_clock, &x, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, SPANS_OF_CASE, in, take_old, &x, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, ESCALATIONS_OF_CASE, in, take_fired, &x, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, EXTENSIONS_OF_CASE, in, take_extension, &x, err);
    for (size_t i = 0; i < x.count && status == CS_OK; i++)
        status = explain_spans(&x, &x.clocks[i], err);
    for (size_t i = 0; i < x.count && status == CS_OK; i++)
        status = explain_rungs(&x, &x.clocks[i], err);
    free(x.clocks);
    free(x.old);
    free(x.fired);
    free(x.extensions);
    cs_arena_release(&arena);
    return status;
}

/* ---- forecast ---- */

struct coming {
    int64_t acts, ticket, instance, rung;
    char metric[METRIC_SIZE];
};

struct forecast {
    struct cs_escalation *e;
    int64_t until;
    struct coming *items;
    size_t count, capacity;
    cs_row_fn *each;
    void *context;
};

static enum cs_status take_coming(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct forecast *f = context;
    f->items = cs_grow(f->items, &f->capacity, f->count + 1, sizeof *f->items);
    struct coming *coming = &f->items[f->count++];
    *coming = (struct coming){ out[0].integer, out[1].integer, out[3].integer, out[4].integer, "" };
    snprintf(coming->metric, sizeof coming->metric, "%s", cs_value_text(&out[2]));
    return CS_OK;
}

/* The rungs after a clock's next one, as long as they fall into the window. */
static enum cs_status add_later(struct forecast *f, const struct clock *clock,
                                const struct cs_case_facts *facts, struct cs_error *err)
{
    struct clock later = *clock;
    enum cs_status status = CS_OK;
    later.rung = clock->next_rung;
    while (status == CS_OK) {
        status = cs_clock_next(f->e, &later, facts, err);
        if (status != CS_OK || later.next_at == CS_NO_TIME || later.next_at > f->until)
            break;
        f->items = cs_grow(f->items, &f->capacity, f->count + 1, sizeof *f->items);
        struct coming *coming = &f->items[f->count++];
        *coming = (struct coming){ later.next_at, later.ticket, later.instance, later.next_rung, "" };
        snprintf(coming->metric, sizeof coming->metric, "%s", later.metric);
        later.rung = later.next_rung;
    }
    return status;
}

static enum cs_status give_coming(struct forecast *f, const struct coming *coming, struct cs_arena *arena,
                                  struct cs_error *err)
{
    struct cs_escalation *e = f->e;
    struct cs_case_facts facts;
    struct clock_list list;
    struct clock *clock = NULL;
    cs_arena_reset(arena);
    enum cs_status status = cs_ticket_facts(e->o.store, coming->ticket, &facts, arena, err);
    if (status == CS_OK)
        status = cs_clocks_like(e, coming->ticket, coming->metric, &list, err);
    for (size_t i = 0; status == CS_OK && i < list.count; i++)
        if (strcmp(list.items[i].metric, coming->metric) == 0)
            clock = &list.items[i];
    const struct rung *rung =
        clock && clock->target ? cs_ladder_rung(clock->target->ladder, coming->rung - 1) : NULL;
    const struct cs_unit *unit = NULL;
    if (status == CS_OK && facts.unit_id)
        status = cs_org_unit(e->o.org, facts.unit_id, &unit, err);
    for (size_t i = 0; rung && i < rung->recipient_count && status == CS_OK; i++) {
        struct recipient to;
        bool skip;
        status = cs_function_recipient(e, coming->ticket, rung, i, &to, &skip, err);
        if (status != CS_OK || skip)
            continue;
        struct cs_post_found found;
        struct cs_value staff[2] = { cs_null(), cs_null() };
        status = cs_addressee(e, &facts, clock->level, &to, coming->acts, &found, err);
        const struct cs_value in[] = { cs_integer(found.staff_id) };
        if (status == CS_OK && found.staff_id)
            status = cs_store_get(e->o.store, &cs_escalation_statements, STAFF_GET, in, staff, arena, err);
        struct cs_value values[10] = {
            cs_integer(coming->acts),
            cs_integer(coming->ticket),
            unit ? cs_text(unit->code) : cs_null(),
            cs_integer(facts.priority),
            cs_text(coming->metric),
            cs_integer(coming->rung),
            clock->due_at == CS_NO_TIME ? cs_null() : cs_integer(clock->due_at),
            cs_text(to.role),
            cs_text(found.level ? found.level : to.level),
            staff[0],
        };
        const struct cs_row row = { &cs_forecast_record, values, arena };
        if (status == CS_OK)
            status = f->each(f->context, &row, err);
    }
    return status;
}

static int by_time(const void *left, const void *right)
{
    const struct coming *a = left, *b = right;
    if (a->acts != b->acts)
        return a->acts < b->acts ? -1 : 1;
    if (a->ticket != b->ticket)
        return a->ticket < b->ticket ? -1 : 1;
    int metric = strcmp(a->metric, b->metric);
    return metric ? metric : (a->rung > b->rung) - (a->rung < b->rung);
}

enum cs_status cs_escalation_forecast(struct cs_escalation *e, int64_t until, cs_row_fn *each, void *context,
                                      struct cs_error *err)
{
    struct forecast f = { .e = e, .until = until, .each = each, .context = context };
    struct cs_arena arena = CS_ARENA_INIT;
    const struct cs_value in[] = { cs_integer(until) };
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, UPCOMING, in, take_coming, &f, err);
    size_t stored = f.count;
    for (size_t i = 0; i < stored && status == CS_OK; i++) {
        struct coming first = f.items[i];
        struct clock_list list;
        struct cs_case_facts facts;
        cs_arena_reset(&arena);
        status = cs_clocks_like(e, first.ticket, first.metric, &list, err);
        if (status == CS_OK)
            status = cs_ticket_facts(e->o.store, first.ticket, &facts, &arena, err);
        for (size_t c = 0; status == CS_OK && c < list.count; c++)
            if (strcmp(list.items[c].metric, first.metric) == 0 && list.items[c].instance == first.instance)
                status = add_later(&f, &list.items[c], &facts, err);
    }
    if (status == CS_OK && f.count)
        qsort(f.items, f.count, sizeof *f.items, by_time);
    for (size_t i = 0; i < f.count && status == CS_OK; i++)
        status = give_coming(&f, &f.items[i], &arena, err);
    free(f.items);
    cs_arena_release(&arena);
    return status;
}
