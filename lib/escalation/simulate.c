/*
 * Simulating: every case runs once more through the engine, in memory. The listener hears what it heard, at
 * its time; runs act at the moments at which there were runs; and what comes of it is counted beside what the
 * store holds. By the policies that were in force it comes out as it did.
 */
#include "escalation/simulate.h"

#include "escalation/function.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 1000 };

const char *const cs_level_names[LEVELS] = { "project", "city", "region", "group" };

/* Somebody told, or to be told: staff_id 0: nobody was found. */
struct alert {
    char metric[METRIC_SIZE], role[64];
    int64_t instance, rung, at, staff_id;
    int level; /* where the person was found; -1: elsewhere */
};

struct alerts {
    struct alert *items;
    size_t count, capacity;
};

struct simulation {
    struct cs_escalation *e;
    const struct cs_simulate_options *o;
    struct cs_simulate_result *result;
    struct cs_tickets *desk;
    struct clock_memory memory, real; /* clocks of the case at hand */
    struct alerts alerts[SIDES];
    int64_t *runs;
    size_t run_count, run_capacity;
    struct cs_case_facts facts; /* as they were told last */
    int64_t told_at;            /* when that was */
    bool told;
    int64_t real_now;
    int64_t ids[BATCH];
    size_t id_count;
    struct tally *tallies;
    size_t tally_count, tally_capacity;
    struct cs_arena arena; /* keys of the tallies */
    cs_row_fn *changed;
    void *context;
};

/* ---- runs ---- */

static enum cs_status add_alert(struct simulation *s, const struct clock *clock, const struct recipient *to,
                                int64_t at, struct cs_error *err)
{
    struct cs_escalation *e = s->e;
    struct cs_post_found found;
    enum cs_status status = cs_addressee(e, &s->facts, clock->level, to, at, &found, err);
    if (status != CS_OK)
        return status;
    struct alerts *alerts = &s->alerts[SIMULATED];
    alerts->items = cs_grow(alerts->items, &alerts->capacity, alerts->count + 1, sizeof *alerts->items);
    struct alert *alert = &alerts->items[alerts->count++];
    *alert = (struct alert){ .instance = clock->instance,
                             .rung = clock->next_rung,
                             .at = at,
                             .staff_id = found.staff_id,
                             .level = -1 };
    snprintf(alert->metric, sizeof alert->metric, "%s", clock->metric);
    snprintf(alert->role, sizeof alert->role, "%s", to->role);
    for (int i = 0; i < LEVELS; i++)
        if (strcmp(cs_level_names[i], found.level ? found.level : to->level) == 0)
            alert->level = i;
    return CS_OK;
}

/* What a run does with one due rung. */
static enum cs_status act(struct simulation *s, struct clock *clock, int64_t at, struct cs_error *err)
{
    struct cs_case_facts own;
    const struct cs_case_facts *facts = cs_clock_facts(clock, &s->facts, &own);
    const struct rung *rung =
        clock->target ? cs_ladder_rung(clock->target->ladder, clock->next_rung - 1) : NULL;
    bool live = rung && rung->number == clock->next_rung && clock->stopped_at == CS_NO_TIME &&
                (facts->ended_at == CS_NO_TIME || clock->target->after);
    enum cs_status status = CS_OK;
    for (size_t i = 0; live && i < rung->recipient_count && status == CS_OK; i++) {
        struct recipient to;
        bool skip;
        status = cs_function_recipient(s->e, clock->ticket, rung, i, &to, &skip, err);
        if (status == CS_OK && !skip)
            status = add_alert(s, clock, &to, at, err);
    }
    clock->rung = clock->next_rung;
    return status == CS_OK ? cs_clock_next(s->e, clock, facts, err) : status;
}

static struct clock *next_due(const struct simulation *s)
{
    struct clock *first = NULL;
    for (size_t i = 0; i < s->memory.count; i++) {
        struct clock *clock = &s->memory.items[i];
        if (clock->next_at != CS_NO_TIME && (!first || clock->next_at < first->next_at))
            first = clock;
    }
    return first;
}

/* The first run from a moment on; INT64_MAX: none. Runs that were cut off left only their escalations. */
static int64_t run_from(const struct simulation *s, int64_t from)
{
    size_t low = 0, high = s->run_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->runs[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    int64_t first = low < s->run_count ? s->runs[low] : INT64_MAX;
    for (size_t i = 0; i < s->alerts[HAPPENED].count; i++) {
        int64_t at = s->alerts[HAPPENED].items[i].at;
        if (at >= from && at < first)
            first = at;
    }
    return first;
}

/* Does a rung move the case itself? What the run does after that it does with the case as it is then. */
static bool moves_case(const struct clock *clock, const struct rung *rung)
{
    bool moves = clock->target && clock->target->hold;
    for (size_t i = 0; rung && i < rung->recipient_count; i++)
        moves = moves || strcmp(rung->recipients[i].action, "notify") != 0;
    return moves;
}

/* The runs before a moment. A run in the second in which a case was told comes behind it. */
static enum cs_status run_until(struct simulation *s, int64_t before, bool to_a_move, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    bool moved = false;
    while (s->told && status == CS_OK && !moved) {
        struct clock *clock = next_due(s);
        int64_t at =
            clock ? run_from(s, clock->next_at > s->told_at ? clock->next_at : s->told_at) : INT64_MAX;
        if (at >= before)
            break;
        const struct ladder *ladder = clock->target ? clock->target->ladder : NULL;
        moved = to_a_move && moves_case(clock, cs_ladder_rung(ladder, clock->next_rung - 1));
        s->e->o.now = at;
        cs_arena_reset(&s->e->arena);
        status = act(s, clock, at, err);
    }
    return status;
}

static enum cs_status hear(void *context, const struct cs_case_facts *facts, enum cs_case_news news,
                           int64_t at, int64_t now, bool after_run, struct cs_error *err)
{
    struct simulation *s = context;
    enum cs_status status = run_until(s, now, false, err);
    if (status == CS_OK && after_run)
        status = run_until(s, now + 1, true, err);
    if (status != CS_OK)
        return status;
    s->e->o.now = now;
    s->facts = *facts;
    s->told_at = now;
    s->told = true;
    return cs_escalation_hear(s->e, facts, news, at, err);
}

/* ---- what happened ---- */

static enum cs_status take_real(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct simulation *s = context;
    struct clock clock;
    cs_clock_read(s->e, out, &clock);
    cs_memory_put(&s->real, &clock);
    return CS_OK;
}

static enum cs_status take_escalated(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct simulation *s = context;
    struct alerts *alerts = &s->alerts[HAPPENED];
    alerts->items = cs_grow(alerts->items, &alerts->capacity, alerts->count + 1, sizeof *alerts->items);
    struct alert *alert = &alerts->items[alerts->count++];
    *alert = (struct alert){ .instance = out[1].integer,
                             .rung = out[2].integer,
                             .at = out[3].integer,
                             .staff_id = cs_value_integer(&out[6], 0),
                             .level = -1 };
    snprintf(alert->metric, sizeof alert->metric, "%s", cs_value_text(&out[0]));
    snprintf(alert->role, sizeof alert->role, "%s", cs_value_text(&out[4]));
    for (int i = 0; i < LEVELS; i++)
        if (strcmp(cs_level_names[i], cs_value_text(&out[5])) == 0)
            alert->level = i;
    return CS_OK;
}

static enum cs_status read_happened(struct simulation *s, int64_t id, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id) };
    const struct cs_statements *table = &cs_escalation_statements;
    cs_memory_clear(&s->real);
    s->alerts[HAPPENED].count = 0;
    enum cs_status status = cs_store_each(s->e->o.store, table, CLOCKS_OF_CASE, in, take_real, s, err);
    if (status == CS_OK)
        status = cs_store_each(s->e->o.store, table, ESCALATED_ROWS, in, take_escalated, s, err);
    return status;
}

/* ---- counting ---- */

static struct tally *tally_of(struct simulation *s, const char *key, const char *name, const char *level)
{
    for (size_t i = 0; i < s->tally_count; i++)
        if (strcmp(s->tallies[i].key, key) == 0)
            return &s->tallies[i];
    s->tallies = cs_grow(s->tallies, &s->tally_capacity, s->tally_count + 1, sizeof *s->tallies);
    struct tally *tally = &s->tallies[s->tally_count++];
    *tally = (struct tally){ .key = cs_arena_strdup(&s->arena, key),
                             .name = name ? cs_arena_strdup(&s->arena, name) : NULL,
                             .level = level };
    return tally;
}

/* The group that clocks of a metric count in; NULL: alerts alone are grouped. */
static enum cs_status clock_tally(struct simulation *s, const char *metric, struct tally **tally,
                                  struct cs_error *err)
{
    const struct cs_unit *unit = NULL;
    *tally = NULL;
    if (s->o->by == CS_BY_METRIC)
        *tally = tally_of(s, metric, NULL, NULL);
    if (s->o->by != CS_BY_PROJECT)
        return CS_OK;
    enum cs_status status = s->facts.unit_id ? cs_org_unit(s->e->o.org, s->facts.unit_id, &unit, err) : CS_OK;
    if (status == CS_OK)
        *tally = tally_of(s, unit ? unit->code : "", NULL, NULL);
    return status;
}

static bool is_late(const struct clock *clock, int64_t now)
{
    int64_t until = clock->stopped_at == CS_NO_TIME ? now : clock->stopped_at;
    return clock->due_at != CS_NO_TIME && until > clock->due_at;
}

static bool within(const struct simulation *s, int64_t at)
{
    return at >= s->o->from && at < s->o->until;
}

static enum cs_status count_clocks(struct simulation *s, const struct clock_memory *clocks, int side,
                                   struct cs_error *err)
{
    struct cs_simulate_result *r = s->result;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < clocks->count && status == CS_OK; i++) {
        const struct clock *clock = &clocks->items[i];
        struct tally *tally;
        if (!within(s, clock->started_at))
            continue;
        bool late = is_late(clock, s->real_now);
        ++*(side == HAPPENED ? &r->clocks : &r->sim_clocks);
        *(side == HAPPENED ? &r->late : &r->sim_late) += late;
        status = clock_tally(s, clock->metric, &tally, err);
        if (status != CS_OK || !tally)
            continue;
        tally->clocks[side]++;
        tally->decided[side] += clock->due_at != CS_NO_TIME && (late || clock->stopped_at != CS_NO_TIME);
        tally->late[side] += late;
        tally->passed[side] += clock->passed;
    }
    return status;
}

static enum cs_status staff_tally(struct simulation *s, const struct alert *alert, struct tally **tally,
                                  struct cs_error *err)
{
    struct cs_value out[2] = { cs_text(""), cs_null() };
    const struct cs_value in[] = { cs_integer(alert->staff_id) };
    enum cs_status status = CS_OK;
    if (alert->staff_id)
        status = cs_escalation_get(s->e, STAFF_GET, in, out, err);
    if (status == CS_OK)
        *tally = tally_of(s, cs_value_text(&out[0]), cs_value_text(&out[1]), NULL);
    return status;
}

static enum cs_status alert_tally(struct simulation *s, const struct alert *alert, struct tally **tally,
                                  struct cs_error *err)
{
    const char *level = alert->level >= 0 ? cs_level_names[alert->level] : "";
    char key[128];
    *tally = NULL;
    switch (s->o->by) {
    case CS_BY_STAFF:
        return staff_tally(s, alert, tally, err);
    case CS_BY_LEVEL:
        *tally = tally_of(s, level, NULL, NULL);
        return CS_OK;
    case CS_BY_ROLE:
        snprintf(key, sizeof key, "%s@%s", alert->role, level);
        *tally = tally_of(s, key, alert->role, level);
        return CS_OK;
    default:
        return clock_tally(s, alert->metric, tally, err);
    }
}

static bool same_rung(const struct alert *a, const struct alert *b)
{
    return a->rung == b->rung && a->instance == b->instance && strcmp(a->metric, b->metric) == 0;
}

/* Whoever holds two roles of a rung is told once. */
static bool told_already(const struct alerts *alerts, size_t which)
{
    for (size_t i = which; i-- > 0 && same_rung(&alerts->items[i], &alerts->items[which]);)
        if (alerts->items[i].staff_id == alerts->items[which].staff_id)
            return true;
    return false;
}

static enum cs_status count_alerts(struct simulation *s, int side, struct cs_error *err)
{
    struct cs_simulate_result *r = s->result;
    const struct alerts *alerts = &s->alerts[side];
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < alerts->count && status == CS_OK; i++) {
        const struct alert *alert = &alerts->items[i];
        struct tally *tally;
        if (!within(s, alert->at))
            continue;
        bool first = i == 0 || !same_rung(&alerts->items[i - 1], alert);
        bool message = alert->staff_id && !told_already(alerts, i);
        *(side == HAPPENED ? &r->rungs : &r->sim_rungs) += first;
        *(side == HAPPENED ? &r->messages : &r->sim_messages) += message;
        status = alert_tally(s, alert, &tally, err);
        if (status != CS_OK || !tally)
            continue;
        tally->rungs[side] += first;
        tally->messages[side] += message || (!alert->staff_id && s->o->by == CS_BY_STAFF);
        tally->unaddressed[side] += !alert->staff_id;
        if (message && alert->level >= 0)
            tally->at_level[alert->level][side]++;
    }
    return status;
}

/* ---- clocks that come out otherwise ---- */

static const struct clock *twin(const struct clock_memory *clocks, const struct clock *clock)
{
    for (size_t i = 0; i < clocks->count; i++)
        if (clocks->items[i].instance == clock->instance &&
            strcmp(clocks->items[i].metric, clock->metric) == 0)
            return &clocks->items[i];
    return NULL;
}

static enum cs_status give_changed(struct simulation *s, const struct clock *was, const struct clock *is,
                                   struct cs_error *err)
{
    const struct clock *one = is ? is : was;
    const struct clock *sides[SIDES] = { was, is };
    if (!one || !within(s, one->started_at) ||
        (was && is && was->due_at == is->due_at && was->stopped_at == is->stopped_at))
        return CS_OK;
    s->result->changed++;
    if (!s->changed)
        return CS_OK;
    struct cs_value values[SIMULATED_FIELDS] = { cs_integer(one->ticket), cs_text(one->metric),
                                                 cs_integer(one->instance) };
    for (int i = 0; i < SIDES; i++) {
        const struct clock *clock = sides[i];
        values[3 + 2 * i] = clock && clock->due_at != CS_NO_TIME ? cs_integer(clock->due_at) : cs_null();
        values[4 + 2 * i] = clock ? cs_integer(is_late(clock, s->real_now)) : cs_null();
    }
    const struct cs_row row = { &cs_simulate_records[CS_BY_CASE], values, &s->arena };
    return s->changed(s->context, &row, err);
}

static enum cs_status compare(struct simulation *s, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < s->real.count && status == CS_OK; i++)
        status = give_changed(s, &s->real.items[i], twin(&s->memory, &s->real.items[i]), err);
    for (size_t i = 0; i < s->memory.count && status == CS_OK; i++)
        if (!twin(&s->real, &s->memory.items[i]))
            status = give_changed(s, NULL, &s->memory.items[i], err);
    return status;
}

/* ---- all cases ---- */

static enum cs_status one_case(struct simulation *s, int64_t id, struct cs_error *err)
{
    bool exact;
    cs_memory_clear(&s->memory);
    s->alerts[SIMULATED].count = 0;
    s->told = false;
    enum cs_status status = read_happened(s, id, err);
    if (status == CS_OK)
        status = cs_ticket_replay(s->desk, id, hear, s, &exact, err);
    s->result->cases++;
    if (status == CS_OK && !exact) {
        s->result->not_replayed++;
        return CS_OK;
    }
    if (status == CS_OK)
        status = run_until(s, INT64_MAX, false, err);
    s->e->o.now = s->real_now;
    if (status == CS_OK)
        status = count_clocks(s, &s->real, HAPPENED, err);
    if (status == CS_OK)
        status = count_clocks(s, &s->memory, SIMULATED, err);
    for (int side = 0; side < SIDES && status == CS_OK; side++)
        status = count_alerts(s, side, err);
    return status == CS_OK ? compare(s, err) : status;
}

static enum cs_status take_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct simulation *s = context;
    s->ids[s->id_count++] = out[0].integer;
    return CS_OK;
}

static enum cs_status take_run(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct simulation *s = context;
    s->runs = cs_grow(s->runs, &s->run_capacity, s->run_count + 1, sizeof *s->runs);
    s->runs[s->run_count++] = out[0].integer;
    return CS_OK;
}

static enum cs_status all_cases(struct simulation *s, struct cs_error *err)
{
    int64_t last = 0;
    enum cs_status status = CS_OK;
    do {
        const struct cs_value in[] = { cs_integer(last), cs_integer(BATCH) };
        s->id_count = 0;
        status = cs_escalation_each(s->e, CASES_FROM, in, take_id, s, err);
        for (size_t i = 0; i < s->id_count && status == CS_OK; i++)
            status = one_case(s, s->ids[i], err);
        last = s->id_count ? s->ids[s->id_count - 1] : last;
    } while (status == CS_OK && s->id_count == BATCH);
    return status;
}

/* Clocks by name; people by how often they are told. */
static int by_weight(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;
    int64_t more =
        (b->messages[SIMULATED] + b->messages[HAPPENED]) - (a->messages[SIMULATED] + a->messages[HAPPENED]);
    return more ? (more > 0 ? 1 : -1) : strcmp(a->key, b->key);
}

static int by_key(const void *left, const void *right)
{
    return strcmp(((const struct tally *)left)->key, ((const struct tally *)right)->key);
}

static enum cs_status give_tallies(struct simulation *s, cs_row_fn *each, struct cs_error *err)
{
    bool people = s->o->by == CS_BY_STAFF || s->o->by == CS_BY_ROLE;
    enum cs_status status = CS_OK;
    if (s->tally_count)
        qsort(s->tallies, s->tally_count, sizeof *s->tallies, people ? by_weight : by_key);
    for (size_t i = 0; i < s->tally_count && status == CS_OK; i++)
        status = cs_simulated_give(s->o->by, &s->tallies[i], each, s->context, err);
    return status;
}

enum cs_status cs_escalation_simulate(struct cs_escalation *e, const struct cs_simulate_options *options,
                                      cs_row_fn *each, cs_row_fn *changed, void *context,
                                      struct cs_simulate_result *result, struct cs_error *err)
{
    struct simulation *s = cs_alloc(sizeof *s);
    *s = (struct simulation){ .e = e,
                              .o = options,
                              .result = result,
                              .real_now = e->o.now,
                              .changed = options->by == CS_BY_CASE ? each : changed,
                              .context = context };
    *result = (struct cs_simulate_result){ 0 };
    const struct cs_tickets_options desk = { .store = e->o.store,
                                             .org = e->o.org,
                                             .calendars = e->o.calendars,
                                             .zone = e->o.zone,
                                             .now = e->o.now,
                                             .diag = e->o.diag };
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_tickets_new(&desk, &s->desk, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, RUN_MOMENTS, NULL, take_run, s, err);
    e->memory = &s->memory;
    if (status == CS_OK)
        status = all_cases(s, err);
    e->memory = NULL;
    e->o.now = s->real_now;
    if (status == CS_OK)
        status = give_tallies(s, each, err);
    cs_tickets_free(s->desk);
    cs_memory_free(&s->memory);
    cs_memory_free(&s->real);
    free(s->alerts[HAPPENED].items);
    free(s->alerts[SIMULATED].items);
    free(s->runs);
    free(s->tallies);
    cs_arena_release(&s->arena);
    free(s);
    return status;
}
