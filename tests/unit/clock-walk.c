/*
 * Clocks against the oracle of clock-world.h: when a clock is due, when its rungs come, what the explanation
 * adds up to, what runs of any step do. CS_SEED repeats one world, CS_WORLDS makes more of them.
 */
#include "clock-world.h"

/* ---- the oracle of one clock ---- */

/* The second at which so many have been counted from a minute on; -1: not in our days. */
static int64_t reach(int metric, const struct limit *limit, int64_t from, int64_t seconds)
{
    for (int64_t minute = from; minute < MINUTES; minute++)
        if (counts(metric, limit, minute)) {
            if (seconds <= 60)
                return minute * 60 + seconds;
            seconds -= 60;
        }
    return -1;
}

/* In seconds after the origin; -1: stopped by a hold for good. */
static int64_t due_of(int metric, const struct round *round)
{
    int64_t left = round->limit.count - used_before(metric, round), today = round->base / DAY_MINUTES;
    /* The last workday is due at its close, also where the limit was changed in the course of it. */
    if (left == 0 && round->limit.unit == WORKDAYS && day_left(metric, round->limit.calendar, (int)today))
        return w.close[round->limit.calendar][today] * (int64_t)60;
    if (left <= 0)
        return round->base * 60;
    if (round->limit.unit != WORKDAYS)
        return reach(metric, &round->limit, round->base, left * 60);
    for (int64_t day = round->base / DAY_MINUTES + 1; day < DAYS; day++)
        if (day_left(metric, round->limit.calendar, (int)day) && --left == 0)
            return w.close[round->limit.calendar][day] * (int64_t)60;
    return -1;
}

/* Open minutes forward or backward from a second. */
static int64_t walk_open(int calendar, int64_t at, int64_t minutes)
{
    int64_t seconds = (minutes < 0 ? -minutes : minutes) * 60;
    if (minutes > 0) {
        for (int64_t s = at; s < MINUTES * (int64_t)60; s++)
            if (w.open[calendar][s / 60] && --seconds == 0)
                return s + 1;
    } else {
        for (int64_t s = at - 1; s >= 0; s--)
            if (w.open[calendar][s / 60] && --seconds == 0)
                return s;
    }
    return -1;
}

static int64_t walk_days(int calendar, int64_t at, int days)
{
    int step = days < 0 ? -1 : 1, left = days < 0 ? -days : days;
    for (int64_t day = at / 86400 + step; day >= 0 && day < DAYS; day += step)
        if (w.workday[calendar][day] && --left == 0)
            return w.close[calendar][day] * (int64_t)60;
    return -1;
}

static int64_t percent_of(int metric, const struct round *round, int64_t due, int percent)
{
    struct limit limit = round->limit;
    int64_t part;
    if (limit.unit == WORKDAYS) {
        limit.unit = WORKING;
        int64_t rest = 0;
        for (int64_t minute = round->base; minute * 60 < due; minute++)
            rest += counts(metric, &limit, minute);
        part = rest * 60 * percent / 100;
    } else {
        part = limit.count * 60 * percent / 100 - used_before(metric, round) * 60;
    }
    return part <= 0 ? round->base * 60 : reach(metric, &limit, round->base, part);
}

static int64_t rung_of(int metric, const struct round *round, int64_t due, const struct step *step)
{
    if (step->kind == PERCENT)
        return percent_of(metric, round, due, step->count);
    if (step->count == 0)
        return due;
    if (step->kind == AFTER)
        return due + step->count * (int64_t)60;
    if (step->kind == WORKING_AFTER)
        return walk_open(step->calendar, due, step->count);
    return walk_days(step->calendar, due, step->count);
}

/* The last minute before a limit at which a calendar opens; -1: none. */
static int64_t opens_before(int calendar, int64_t limit)
{
    for (int64_t minute = (limit - 1) / 60; minute > 0; minute--)
        if (w.open[calendar][minute] && (!w.open[calendar][minute - 1] || minute % DAY_MINUTES == 0))
            return minute * 60;
    return -1;
}

/* A warning whose waiting would outlast the limit comes with the last opening before it. */
static int64_t acts_of(const struct step *step, const struct round *round, int64_t due, int64_t moment)
{
    if (step->urgent || step->calendar < 0)
        return moment;
    if (w.open[step->calendar][moment / 60])
        return moment;
    int64_t before = moment < due ? opens_before(step->calendar, due) : -1;
    for (int64_t minute = moment / 60 + 1; minute < MINUTES; minute++)
        if (w.open[step->calendar][minute])
            return minute * 60 > due && before > round->base * 60 ? before : minute * 60;
    return -1;
}

/* ---- comparing ---- */

struct seen_rung {
    int64_t metric, instance, rung, at, acts;
};

static struct {
    uint64_t world;
    int step;
    struct seen_rung rungs[MOST_ROUNDS * METRICS * RUNGS];
    int rung_count;
    int64_t counted[METRICS][64];
} seen;

static int metric_of(const char *name)
{
    for (int m = 0; m < METRICS; m++)
        if (strcmp(metric_names[m], name) == 0)
            return m;
    return -1;
}

static const struct cs_value *value(const struct cs_row *row, const char *name)
{
    return &row->values[cs_record_find(row->record, name)];
}

static enum cs_status take_rung(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context, (void)err;
    if (seen.rung_count < MOST_ROUNDS * METRICS * RUNGS)
        seen.rungs[seen.rung_count++] =
            (struct seen_rung){ metric_of(cs_value_text(value(row, "metric"))),
                                value(row, "instance")->integer, value(row, "rung")->integer,
                                cs_value_integer(value(row, "at"), origin - 1) - origin,
                                cs_value_integer(value(row, "acts_at"), origin - 1) - origin };
    return CS_OK;
}

static enum cs_status take_span(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_amount amount;
    (void)context, (void)err;
    int metric = metric_of(cs_value_text(value(row, "metric")));
    const char *counted = cs_value_text(value(row, "counted"));
    CHECK_THAT(cs_amount_parse(counted, &amount, &kit.err) == CS_OK, "%s: %s", counted, kit.err.text);
    seen.counted[metric][value(row, "instance")->integer % 64] += amount.count;
    return CS_OK;
}

static void check_rungs(int m, const struct round *round, int64_t due)
{
    for (int i = 0; i < seen.rung_count; i++) {
        const struct seen_rung *rung = &seen.rungs[i];
        if (rung->metric != m || rung->instance != round->instance)
            continue;
        const struct step *step = &w.ladder[rung->rung - 1];
        int64_t at = rung_of(m, round, due, step), acts = at < 0 ? -1 : acts_of(step, round, due, at);
        if ((at >= 0 && acts >= 0) || step->kind == PERCENT) /* -1: behind a hold without end */
            CHECK_THAT(rung->at == at && rung->acts == acts,
                       "world %llu step %d %s rung %lld: at %lld acts %lld, not %lld and %lld",
                       (unsigned long long)seen.world, seen.step, metric_names[m], (long long)rung->rung,
                       (long long)rung->at, (long long)rung->acts, (long long)at, (long long)acts);
    }
}

static int64_t due_said(int m)
{
    const char *text =
        ask(w.id, words("SELECT coalesce(CAST(due_at AS TEXT), '-') FROM clock WHERE ticket_id = $1 "
                        "AND metric = '%s' ORDER BY instance DESC LIMIT 1",
                        metric_names[m]));
    return strcmp(text, "-") == 0 ? -1 : strtoll(text, NULL, 10) - origin;
}

static void compare(void)
{
    seen.rung_count = 0;
    memset(seen.counted, 0, sizeof seen.counted);
    CHECK_THAT(cs_escalation_explain(desk.escalation, w.id, take_span, take_rung, NULL, &kit.err) == CS_OK,
               "%s", kit.err.text);
    for (int m = 0; m < METRICS; m++) {
        const struct round *round = &w.rounds[m];
        bool runs = round->stopped == NEVER;
        int64_t due = due_of(m, round), said = due_said(m);
        if (runs)
            CHECK_THAT(said == due, "world %llu step %d %s: due %lld, not %lld",
                       (unsigned long long)seen.world, seen.step, metric_names[m], (long long)said,
                       (long long)due);
        int64_t used = used_until(m, round, runs ? w.now : round->stopped);
        int64_t counted = seen.counted[m][round->instance % 64];
        CHECK_THAT(counted == used * (round->limit.unit == WORKDAYS ? 1 : 60),
                   "world %llu step %d %s: the explanation adds up to %lld, used are %lld",
                   (unsigned long long)seen.world, seen.step, metric_names[m], (long long)counted,
                   (long long)used * 60);
        if (runs && due >= 0 && said == due)
            check_rungs(m, round, due);
    }
}

/* One case through a random life; ends open and running. */
static void live(uint64_t world, bool look)
{
    seen.world = world;
    make_world(world);
    at_minute(3 * DAY_MINUTES + draw(4 * DAY_MINUTES));
    w.priority = 1 + draw(4);
    w.id = desk_add(words("kind=inquiry|project=P1|priority=%d", w.priority));
    begin_rounds(false);
    int steps = draw(14);
    for (seen.step = 0; seen.step < steps && cs_unit.faults < 10; seen.step++) {
        at_minute(w.now + 1 + draw(draw(3) ? 600 : 4000));
        int what = draw(10);
        if (what < 3)
            hold();
        else if (what < 5)
            resume();
        else if (what < 8)
            change_priority();
        else if (what < 9)
            close_or_reopen();
        if (look)
            compare();
    }
    at_minute(w.now + 1);
    if (closed())
        close_or_reopen();
    if (w.held)
        resume();
    if (look)
        compare();
}

static uint64_t worlds(uint64_t *first, uint64_t byname)
{
    const char *with = getenv("CS_SEED"), *many = getenv("CS_WORLDS");
    *first = with ? strtoull(with, NULL, 10) : 1;
    return *first + (many ? strtoull(many, NULL, 10) : with ? 1 : byname);
}

CS_TEST(due_and_explained,
        "random lives: due, rungs and the explanation agree with counting minute by minute")
{
    uint64_t world;
    for (uint64_t end = worlds(&world, 30); world < end && cs_unit.faults < 10; world++)
        live(world, true);
}

/* ---- runs ---- */

static enum cs_status take_escalated(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    cs_buffer_printf(context, "%s %lld %lld %s\n", cs_value_text(value(row, "metric")),
                     (long long)value(row, "instance")->integer, (long long)value(row, "rung")->integer,
                     cs_value_text(value(row, "role")));
    return CS_OK;
}

static enum cs_status take_coming(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    int m = metric_of(cs_value_text(value(row, "metric")));
    cs_buffer_printf(context, "%s %d %lld %s\n", metric_names[m], w.rounds[m].instance,
                     (long long)value(row, "rung")->integer, cs_value_text(value(row, "role")));
    return CS_OK;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The lines in order of the alphabet, as text. */
static char *sorted(struct cs_buffer *text)
{
    char *lines[256], *rest = text->length ? text->text : NULL, *line;
    int count = 0;
    struct cs_buffer out = CS_BUFFER_INIT;
    while (rest && (line = strsep(&rest, "\n")) && line[0] && count < 256)
        lines[count++] = line;
    qsort(lines, (size_t)count, sizeof *lines, by_text);
    cs_buffer_text(&out, "");
    for (int i = 0; i < count; i++)
        cs_buffer_printf(&out, "%s\n", lines[i]);
    return cs_buffer_detach(&out);
}

static int64_t run_once(int64_t minute, struct cs_buffer *text)
{
    struct cs_run_result result;
    at_minute(minute);
    CHECK_THAT(cs_escalation_run(desk.escalation, false, take_escalated, text, &result, &kit.err) == CS_OK,
               "%s", kit.err.text);
    return result.escalated;
}

CS_TEST(any_steps, "one run at the end and many on the way escalate the same rungs once, and as was forecast")
{
    uint64_t world;
    for (uint64_t end = worlds(&world, 15); world < end && cs_unit.faults < 10; world++) {
        struct cs_buffer once = CS_BUFFER_INIT, often = CS_BUFFER_INIT, forecast = CS_BUFFER_INIT;
        live(world, false);
        int64_t from = w.now, last = from + 90 * DAY_MINUTES;
        CHECK_INT(
            cs_escalation_forecast(desk.escalation, origin + last * 60, take_coming, &forecast, &kit.err),
            CS_OK);
        run_once(last, &once);
        CHECK_INT(run_once(last, &once), 0);
        live(world, false);
        for (int64_t minute = from; minute < last; minute += 1 + draw(draw(4) ? 900 : 20000))
            run_once(minute, &often);
        run_once(last, &often);
        char *texts[] = { sorted(&once), sorted(&often), sorted(&forecast) };
        CHECK_THAT(texts[0][0] && strcmp(texts[0], texts[1]) == 0, "world %llu: once\n%snot often\n%s",
                   (unsigned long long)world, texts[0], texts[1]);
        CHECK_THAT(strcmp(texts[0], texts[2]) == 0, "world %llu: done\n%snot forecast\n%s",
                   (unsigned long long)world, texts[0], texts[2]);
        for (int i = 0; i < 3; i++)
            free(texts[i]);
        cs_buffer_release(&once);
        cs_buffer_release(&often);
        cs_buffer_release(&forecast);
    }
}

CS_TEST(behind_endless_hold,
        "a rung behind a hold without end waits: the hold stands, runs go on, resuming brings it")
{
    static const char *const ladder[] = { "ladder=l|rung=1|at=150%|role=care|level=city|urgent=yes", NULL };
    static const char *const policy[] = {
        "policy=p|metric=done|start=opened|stop=closed|amount=120m|calendar=24x7|ladder=l", NULL
    };
    desk_bare("2026-03-02 00:00");
    desk_paths();
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason, reasons[0]), CS_OK);
    desk_ladder(ladder);
    desk_at("2026-03-02 00:00");
    desk_policy(policy);
    desk_at("2026-03-02 10:00");
    int64_t id = desk_add("kind=inquiry|project=P1|priority=3");
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-02 13:00:00");
    desk_at("2026-03-02 12:30"); /* late already: due is known, the rung half an hour on is not */
    MOVE(id, "hold", .reason = "rest");
    CHECK_TEXT(due(id, "done"), "2026-03-02 12:00:00");
    CHECK_TEXT(next_act(id, "done"), "");
    CHECK_TEXT(run_at("2026-03-09 00:00"), "");
    desk_at("2026-03-10 08:00");
    MOVE(id, "resume");
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-10 08:30:00");
    CHECK_TEXT(run_at("2026-03-10 08:29"), "");
    CHECK(strstr(run_at("2026-03-10 08:30"), "|done|1|care|city|KC") != NULL);
}
