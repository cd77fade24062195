/* Counting: when a clock is due, when its rungs come. */
#include "escalation/clock.h"

/* True where a ';'-joined list of metrics names one. "all" means all but the word owed to the customer and
 * the limits of others: those no reason of ours can stop. */
static bool stops(const char *clocks, const char *metric)
{
    static const char *const never[] = { "outside", "ours", "hold", "review", "soothe", "recall" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strcmp(metric, never[i]) == 0)
            return false;
    if (cs_metric_of_order(metric))
        return false;
    size_t length = strlen(metric);
    for (const char *at = clocks; *at; at += strcspn(at, ";"), at += *at == ';') {
        size_t word = strcspn(at, ";");
        if (word == length && memcmp(at, metric, word) == 0)
            return true;
        if (word == 3 && memcmp(at, "all", 3) == 0 && strcmp(metric, "silence") != 0)
            return true;
    }
    return false;
}

size_t cs_clock_holds(const struct cs_case_facts *facts, const char *metric, struct cs_span *spans)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->hold_count; i++) {
        struct cs_span span = facts->holds[i].span;
        if (span.to <= span.from || !stops(facts->holds[i].clocks, metric))
            continue;
        if (count > 0 && span.from <= spans[count - 1].to) {
            if (span.to > spans[count - 1].to)
                spans[count - 1].to = span.to;
        } else {
            spans[count++] = span;
        }
    }
    return count;
}

enum cs_status cs_clock_calendar(struct cs_escalation *e, const struct target *target, int64_t unit,
                                 const struct cs_calendar **calendar, struct cs_error *err)
{
    *calendar = target->calendar;
    if (strcmp(cs_calendar_name(target->calendar), "site") != 0)
        return CS_OK;
    enum cs_status status = CS_OK;
    for (int depth = 0; unit && depth < 16 && status == CS_OK; depth++) {
        const struct cs_unit *found;
        status = cs_org_unit(e->o.org, unit, &found, err);
        if (status != CS_OK || !found)
            break;
        if (found->calendar_id)
            return cs_calendars_get(e->o.calendars, found->calendar_id, calendar, err);
        unit = found->parent_id;
    }
    return status;
}

int64_t cs_clock_fixed(const struct target *target, const struct cs_case_facts *facts)
{
    if (target->order)
        return !facts->order                    ? CS_NO_TIME
               : target->stop == CS_AT_FINISHED ? facts->at[CS_AT_TARGET]
               : target->stop == CS_AT_ANSWERED ? facts->order->answer_limit
                                                : CS_NO_TIME;
    return target->hold      ? facts->hold_until
           : target->review  ? facts->review_at
           : target->recall  ? facts->at[CS_AT_RECALL]
           : target->promise ? facts->promised_at
           : target->outside ? facts->at[CS_AT_TARGET]
                             : CS_NO_TIME;
}

bool cs_clock_wanted(const struct target *target, const struct cs_case_facts *facts)
{
    if (target->ours)
        return cs_order_open(facts);
    if (target->outside && cs_order_covers(facts))
        return false;
    if (target->hold || target->review || target->recall || target->promise ||
        ((target->outside || target->order) && target->amount.count == 0))
        return cs_clock_fixed(target, facts) != CS_NO_TIME;
    return true;
}

/* Whether holds leave some open time of a day. */
static bool is_workday(const struct cs_calendar *calendar, int64_t day, const struct cs_span *held,
                       size_t held_count)
{
    enum { MOST_SPANS = 16 };
    struct cs_span open[MOST_SPANS];
    size_t count = cs_calendar_day_spans(calendar, day, open, MOST_SPANS);
    for (size_t i = 0; i < count && i < MOST_SPANS; i++)
        if (cs_calendar_between(calendar, open[i].from, open[i].to, held, held_count) > 0)
            return true;
    return false;
}

/* Workdays after the local day of `from` up to that of `until`, of which holds leave some open time: what
 * cs_calendar_add_workdays counts. */
static int64_t workdays_used(const struct cs_calendar *calendar, int64_t from, int64_t until,
                             const struct cs_span *held, size_t held_count)
{
    if (held_count == 0)
        return cs_calendar_workdays_between(calendar, from, until);
    const struct cs_zone *zone = cs_calendar_zone(calendar);
    int64_t days = 0, last = cs_zone_day(zone, until);
    for (int64_t day = cs_zone_day(zone, from) + 1; day <= last; day++)
        days += is_workday(calendar, day, held, held_count);
    return days;
}

int64_t cs_clock_used(const struct clock *clock, const struct cs_calendar *calendar, int64_t until,
                      const struct cs_span *held, size_t held_count)
{
    if (!clock->target || until <= clock->base_at)
        return clock->used;
    if (clock->target->amount.unit == CS_WORKDAYS)
        return clock->used + workdays_used(calendar, clock->base_at, until, held, held_count);
    if (clock->target->amount.unit == CS_WORKING)
        return clock->used + cs_calendar_between(calendar, clock->base_at, until, held, held_count);
    int64_t used = until - clock->base_at;
    for (size_t i = 0; i < held_count; i++) {
        int64_t from = held[i].from > clock->base_at ? held[i].from : clock->base_at;
        int64_t to = held[i].to < until ? held[i].to : until;
        used -= to > from ? to - from : 0;
    }
    return clock->used + used;
}

/* A limit that runs over a year whose holidays nobody has published is marked, never guessed in silence. */
static void note_provisional(struct cs_escalation *e, struct clock *clock, const struct cs_calendar *calendar)
{
    int64_t year = 0;
    clock->provisional = clock->target->amount.unit != CS_NATURAL &&
                         !cs_calendar_known(calendar, clock->base_at, clock->due_at, &year);
    if (!clock->provisional)
        return;
    e->provisional_count++;
    if (!e->provisional_year || year < e->provisional_year)
        e->provisional_year = year;
    e->provisional_calendar = cs_calendar_name(calendar);
}

/* The last workday is due at its close, also where the limit was changed in the course of it. A day that is
 * held whole is none: the last one lies before it. */
static bool closes_later(const struct cs_calendar *calendar, const struct clock *clock,
                         const struct cs_amount *left, const struct cs_span *held, size_t held_count)
{
    int64_t day = cs_zone_day(cs_calendar_zone(calendar), clock->base_at);
    return left->unit == CS_WORKDAYS && is_workday(calendar, day, held, held_count);
}

static enum cs_status reckon(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                             struct cs_error *err)
{
    const struct target *target = clock->target;
    struct cs_case_facts own;
    if (!target)
        return CS_OK;
    facts = cs_clock_facts(clock, facts, &own);
    if (target->ours)
        return cs_order_ours(e, target, facts, &clock->due_at, err);
    clock->due_at = cs_clock_fixed(target, facts);
    if (clock->due_at != CS_NO_TIME || target->hold || target->review || target->recall || target->promise)
        return CS_OK;
    struct cs_span few[8], *held = few;
    if (facts->hold_count > sizeof few / sizeof *few)
        held = cs_arena_alloc(&e->arena, facts->hold_count * sizeof *held);
    size_t held_count = cs_clock_holds(facts, clock->metric, held);
    const struct cs_calendar *calendar;
    enum cs_status status = cs_clock_calendar(e, target, facts->unit_id, &calendar, err);
    if (status != CS_OK)
        return status;
    /* What is left may be nothing (a shorter limit, later): then it is due the moment that it changed. */
    struct cs_amount left = { target->amount.count - clock->used, target->amount.unit };
    bool spent = left.count == 0 && clock->used > 0;
    if (left.count < 0 || (spent && !closes_later(calendar, clock, &left, held, held_count))) {
        clock->due_at = clock->base_at;
        return CS_OK;
    }
    status = cs_amount_add(calendar, clock->base_at, &left, held, held_count, &clock->due_at, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        clock->due_at = CS_NO_TIME;
        return CS_OK;
    }
    if (status == CS_OK)
        note_provisional(e, clock, calendar);
    return status;
}

/* A visit is due when its limit says or, later, when the window ends that the owner chose. An emergency waits
 * for nobody's choice. */
static bool owner_chose(const struct clock *clock, const struct cs_case_facts *facts)
{
    return clock->target && clock->target->visit && facts->priority > 1 &&
           facts->appointment_until != CS_NO_TIME && facts->appointment_until >= clock->due_at;
}

enum cs_status cs_clock_reckon(struct cs_escalation *e, struct clock *clock,
                               const struct cs_case_facts *facts, struct cs_error *err)
{
    enum cs_status status = reckon(e, clock, facts, err);
    if (status == CS_OK && clock->due_at != CS_NO_TIME && owner_chose(clock, facts))
        clock->due_at = facts->appointment_until;
    return status;
}

/* So many per cent of the time between start and limit, on the clock's own count. */
static enum cs_status percent_moment(const struct clock *clock, const struct cs_calendar *calendar,
                                     bool fixed, int64_t percent, const struct cs_span *held,
                                     size_t held_count, int64_t *moment, struct cs_error *err)
{
    const struct target *target = clock->target;
    if (fixed || target->amount.unit == CS_NATURAL) {
        struct cs_amount part = {
            (fixed ? clock->due_at - clock->started_at : target->amount.count) * percent / 100, CS_NATURAL
        };
        part.count -= fixed ? 0 : clock->used;
        int64_t base = fixed ? clock->started_at : clock->base_at;
        if (part.count <= 0) {
            *moment = base;
            return CS_OK;
        }
        return cs_amount_add(NULL, base, &part, held, fixed ? 0 : held_count, moment, err);
    }
    int64_t part = target->amount.count * percent / 100 - clock->used;
    if (target->amount.unit == CS_WORKDAYS) /* cut into their working seconds */
        part = cs_calendar_between(calendar, clock->base_at, clock->due_at, held, held_count) * percent / 100;
    if (part <= 0) {
        *moment = clock->base_at;
        return CS_OK;
    }
    return cs_calendar_add(calendar, clock->base_at, part, held, held_count, moment, err);
}

/* A warning that would wait until its limit has passed is worth nothing: it comes with the last opening
 * before the limit, where there is one in the clock's life. The calendar is closed at the limit. */
static enum cs_status warn_before(const struct clock *clock, const struct cs_calendar *calendar,
                                  int64_t *acts, struct cs_error *err)
{
    enum { MOST_SPANS = 16 };
    struct cs_span open[MOST_SPANS];
    int64_t close;
    enum cs_status status = cs_calendar_previous_close(calendar, clock->due_at, &close, err);
    if (status != CS_OK)
        return status;
    int64_t day = cs_zone_day(cs_calendar_zone(calendar), close - 1);
    size_t count = cs_calendar_day_spans(calendar, day, open, MOST_SPANS);
    for (size_t i = 0; i < count && i < MOST_SPANS; i++)
        if (open[i].to == close && open[i].from > clock->base_at)
            *acts = open[i].from;
    return CS_OK;
}

enum cs_status cs_rung_moment(struct cs_escalation *e, const struct clock *clock, const struct rung *rung,
                              const struct cs_case_facts *facts, int64_t *moment, int64_t *acts,
                              struct cs_error *err)
{
    struct cs_case_facts own;
    facts = cs_clock_facts(clock, facts, &own);
    struct cs_span few[8], *held = few;
    if (facts->hold_count > sizeof few / sizeof *few)
        held = cs_arena_alloc(&e->arena, facts->hold_count * sizeof *held);
    size_t held_count = cs_clock_holds(facts, clock->metric, held);
    const struct cs_calendar *calendar;
    enum cs_status status = cs_clock_calendar(e, clock->target, facts->unit_id, &calendar, err);
    if (status != CS_OK)
        return status;
    if (rung->percent)
        status = percent_moment(clock, calendar,
                                clock->target->ours || cs_clock_fixed(clock->target, facts) != CS_NO_TIME ||
                                    owner_chose(clock, facts),
                                rung->at.count, held, held_count, moment, err);
    else if (rung->at.count == 0)
        *moment = clock->due_at;
    else
        status = cs_amount_add(rung->calendar ? rung->calendar : calendar, clock->due_at, &rung->at, NULL, 0,
                               moment, err);
    if (status == CS_NONE) { /* it lies behind a hold that has no end: not to be told yet */
        cs_error_clear(err);
        *moment = *acts = CS_NO_TIME;
        return CS_OK;
    }
    if (status != CS_OK)
        return status;
    *acts = *moment;
    if (!rung->urgent && rung->calendar)
        status = cs_calendar_next_open(rung->calendar, *moment, acts, err);
    int64_t limit = clock->due_at;
    if (status == CS_OK && *acts > limit && limit > *moment)
        status = warn_before(clock, rung->calendar, acts, err);
    return status;
}

const struct rung *cs_ladder_rung(const struct ladder *ladder, int64_t after)
{
    for (size_t i = 0; ladder && i < ladder->count; i++)
        if (ladder->rungs[i].number > after)
            return &ladder->rungs[i];
    return NULL;
}

enum cs_status cs_clock_next(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                             struct cs_error *err)
{
    struct cs_case_facts own;
    facts = clock->target ? cs_clock_facts(clock, facts, &own) : facts;
    clock->next_at = CS_NO_TIME;
    if (!clock->target || clock->due_at == CS_NO_TIME || clock->stopped_at != CS_NO_TIME ||
        (facts->ended_at != CS_NO_TIME && !clock->target->after))
        return CS_OK;
    const struct rung *rung = cs_ladder_rung(clock->target->ladder, clock->rung);
    if (!rung)
        return CS_OK;
    clock->next_rung = rung->number;
    return cs_rung_moment(e, clock, rung, facts, &clock->rung_at, &clock->next_at, err);
}
