/*
 * A random world for clocks and its oracle, which knows nothing of intervals: it walks minute by minute over
 * tables of open and held minutes. Random calendars, limits (natural, working time, workdays), ladders,
 * holds, changes of priority and reopenings of one case.
 */
#ifndef CS_TESTS_UNIT_CLOCK_WORLD_H
#define CS_TESTS_UNIT_CLOCK_WORLD_H

#include "case-kit.h"

#include <time.h>

enum { DAYS = 150, DAY_MINUTES = 1440, MINUTES = DAYS * DAY_MINUTES, NEVER = INT32_MAX };
enum { MOST_PARTS = 20, METRICS = 4, RUNGS = 6, MOST_HOLDS = 40, CALENDARS = 3, MOST_ROUNDS = 8 };

static const char *const metric_names[METRICS] = { "done", "close", "plan", "visit" };
static uint64_t seed;
static int64_t origin; /* the first minute in UTC */

static int draw(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

/* ---- the world ---- */

struct limit {
    enum cs_unit_of_time { NATURAL, WORKING, WORKDAYS } unit;
    int64_t count; /* minutes, or days */
    int calendar;
};

struct step {
    enum { PERCENT, AFTER, WORKING_AFTER, DAYS_AFTER } kind;
    int count;    /* per cent, minutes or days; may be negative */
    int calendar; /* -1: none */
    bool urgent;
};

struct round {
    struct limit limit;
    int64_t started, base, stopped; /* minutes; stopped NEVER: runs */
    int64_t used;                   /* minutes or days before the first part */
    struct {                        /* under earlier limits; of one unit */
        struct limit limit;
        int64_t from, to;
    } parts[MOST_PARTS];
    int part_count;
    int instance;
};

static struct {
    bool open[CALENDARS][MINUTES];
    bool workday[CALENDARS][DAYS];
    int close[CALENDARS][DAYS];      /* the minute of a day's close */
    struct limit limits[4][METRICS]; /* by priority - 1 */
    bool goes_on[METRICS];           /* reopening continues */
    struct step ladder[RUNGS];
    struct {
        int64_t from, to;
        int reason;
    } holds[MOST_HOLDS];
    int hold_count;
    bool held;
    struct round rounds[METRICS]; /* the newest of each */
    int priority;
    int64_t now; /* minutes */
    int64_t id;
} w;

static const char *const reasons[] = { "name=rest|title=r|clocks=all", "name=part|title=p|clocks=done;visit",
                                       "name=other|title=o|clocks=close;plan", "name=idle|title=i|clocks= " };
static const bool stops[4][METRICS] = { { 1, 1, 1, 1 }, { 1, 0, 0, 1 }, { 0, 1, 1, 0 }, { 0, 0, 0, 0 } };

/* ---- making it ---- */

static const char *words(const char *format, ...)
{
    static char texts[4][400];
    static int turn;
    char *text = texts[turn++ % 4];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof texts[0], format, list);
    va_end(list);
    return text;
}

/* Up to two spans of a day as text; marks them in the table of minutes. */
static const char *draw_spans(bool *minutes)
{
    int from = draw(40) * 15, to = from + 15 + draw(32) * 15;
    memset(minutes, 0, DAY_MINUTES);
    memset(minutes + from, 1, (size_t)(to - from));
    if (draw(2))
        return words("%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60);
    int again = to + 15 + draw(4) * 15, end = again + 15 + draw(16) * 15;
    memset(minutes + again, 1, (size_t)(end - again));
    return words("%02d:%02d-%02d:%02d,%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60,
                 again / 60, again % 60, end / 60, end % 60);
}

static const char *day_name(int day)
{
    static char text[16];
    int64_t utc = origin + 28800 + (int64_t)day * 86400;
    time_t time = (time_t)utc;
    strftime(text, sizeof text, "%Y-%m-%d", gmtime(&time));
    return text;
}

static void calendar_line(struct cs_calendar_import *import, const char *text)
{
    struct cs_row row;
    cs_row_init(&row, &cs_calendar_line_record);
    room_row(&row, text);
    CHECK_THAT(cs_calendar_import_line(import, &row, &kit.err) == CS_OK, "%s: %s", text, kit.err.text);
    cs_row_release(&row);
}

static void draw_calendar(int number)
{
    static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
    static bool week[7][DAY_MINUTES];
    struct cs_calendar_counts counts;
    struct cs_buffer hours = CS_BUFFER_INIT;
    bool *open = w.open[number];
    memset(week, 0, sizeof week);
    for (int i = 0; i < 7; i++)
        if (i == 0 || draw(7) > 1)
            cs_buffer_printf(&hours, "%s%s %s", hours.length ? ";" : "", days[i], draw_spans(week[i]));
    for (int day = 0; day < DAYS; day++)
        memcpy(open + day * DAY_MINUTES, week[day % 7], DAY_MINUTES);
    struct cs_calendar_import *import = cs_calendar_import_new(desk.store, NULL);
    calendar_line(import, words("calendar=c%d|timezone=Asia/Shanghai|hours=%s", number, hours.text));
    for (int day = draw(9); day < 60; day += 1 + draw(12)) {
        bool *minutes = open + day * DAY_MINUTES;
        if (draw(2)) {
            memset(minutes, 0, DAY_MINUTES);
            calendar_line(import, words("calendar=c%d|date=%s|kind=holiday", number, day_name(day)));
        } else {
            const char *times = draw_spans(minutes);
            calendar_line(import,
                          words("calendar=c%d|date=%s|kind=hours|times=%s", number, day_name(day), times));
        }
    }
    CHECK_THAT(cs_calendar_import_finish(import, &counts, &kit.err) == CS_OK, "%s", kit.err.text);
    cs_calendar_import_free(import);
    cs_buffer_release(&hours);
    for (int day = 0; day < DAYS; day++) {
        w.workday[number][day] = false;
        for (int i = day * DAY_MINUTES; i < (day + 1) * DAY_MINUTES; i++)
            if (open[i]) {
                w.workday[number][day] = true;
                w.close[number][day] = i + 1;
            }
    }
}

static void draw_ladder(void)
{
    static const char *const kinds[] = { "%d%%", "%+dm", "%+dmwt", "%+dwd" };
    struct cs_buffer rows[RUNGS] = { 0 };
    const char *list[RUNGS + 1] = { NULL };
    for (int i = 0; i < RUNGS; i++) {
        struct step *step = &w.ladder[i];
        step->kind = draw(4);
        step->count = step->kind == PERCENT      ? 1 + draw(150)
                      : step->kind == DAYS_AFTER ? draw(7) - 3
                                                 : draw(2000) - 700;
        step->calendar =
            step->kind == WORKING_AFTER || step->kind == DAYS_AFTER || draw(2) ? draw(CALENDARS) : -1;
        step->urgent = draw(2);
        cs_buffer_printf(&rows[i], "ladder=l|rung=%d|role=care|level=city|urgent=%s|at=", i + 1,
                         step->urgent ? "yes" : "no");
        if (step->kind != PERCENT && step->count == 0)
            cs_buffer_text(&rows[i], "0");
        else
            cs_buffer_printf(&rows[i], kinds[step->kind], step->count);
        if (step->calendar >= 0)
            cs_buffer_printf(&rows[i], "|calendar=c%d", step->calendar);
        list[i] = rows[i].text;
    }
    desk_ladder(list);
    for (int i = 0; i < RUNGS; i++)
        cs_buffer_release(&rows[i]);
}

static void draw_policy(void)
{
    static const char *const forms[] = { "%lldm", "%lldmwt", "%lldwd" };
    struct cs_buffer rows[4 * METRICS] = { 0 };
    const char *list[4 * METRICS + 1] = { NULL };
    for (int m = 0; m < METRICS; m++)
        w.goes_on[m] = draw(2);
    for (int i = 0; i < 4 * METRICS; i++) {
        int m = i % METRICS;
        struct limit *limit = &w.limits[i / METRICS][m];
        limit->unit = m < 3 ? (m == 0 ? WORKING : m == 1 ? NATURAL : WORKDAYS) : draw(2) ? WORKING : NATURAL;
        limit->count = limit->unit == WORKDAYS ? 1 + draw(9) : 1 + draw(limit->unit == WORKING ? 3000 : 9000);
        limit->calendar = draw(CALENDARS);
        cs_buffer_printf(
            &rows[i],
            "policy=p|priority=%d|metric=%s|start=opened|stop=closed|calendar=c%d|ladder=l|reopen=%s|"
            "amount=",
            i / METRICS + 1, metric_names[m], limit->calendar, w.goes_on[m] ? "continue" : "restart");
        cs_buffer_printf(&rows[i], forms[limit->unit], (long long)limit->count);
        list[i] = rows[i].text;
    }
    desk_policy(list);
    for (int i = 0; i < 4 * METRICS; i++)
        cs_buffer_release(&rows[i]);
}

static void at_minute(int64_t minute)
{
    w.now = minute;
    desk.now = origin + minute * 60;
    desk_open("desk");
}

static void make_world(uint64_t with)
{
    seed = with * 7919 + 17;
    desk_bare("2026-03-02 00:00");
    origin = desk.now;
    memset(&w, 0, sizeof w);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_paths();
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        CHECK_THAT(desk_row(&cs_hold_reason_record, desk_reason, reasons[i]) == CS_OK, "%s", kit.err.text);
    for (int i = 0; i < CALENDARS; i++)
        draw_calendar(i);
    desk_open("desk");
    draw_ladder();
    desk_open("desk");
    draw_policy();
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

/* ---- the oracle ---- */

static bool held_at(int metric, int64_t minute)
{
    for (int i = 0; i < w.hold_count; i++)
        if (stops[w.holds[i].reason][metric] && minute >= w.holds[i].from && minute < w.holds[i].to)
            return true;
    return false;
}

static bool counts(int metric, const struct limit *limit, int64_t minute)
{
    return (limit->unit == NATURAL || w.open[limit->calendar][minute]) && !held_at(metric, minute);
}

/* A day that holds leave something of. */
static bool day_left(int metric, int calendar, int day)
{
    for (int64_t i = (int64_t)day * DAY_MINUTES; i < (int64_t)(day + 1) * DAY_MINUTES; i++)
        if (w.open[calendar][i] && (metric < 0 || !held_at(metric, i)))
            return true;
    return false;
}

static int64_t used_between(int metric, const struct limit *limit, int64_t from, int64_t until)
{
    int64_t used = 0;
    if (limit->unit == WORKDAYS) {
        for (int64_t day = from / DAY_MINUTES + 1; day <= until / DAY_MINUTES; day++)
            used += until > from && day_left(metric, limit->calendar, (int)day);
        return used;
    }
    for (int64_t minute = from; minute < until; minute++)
        used += counts(metric, limit, minute);
    return used;
}

/* What earlier limits had counted, by what is known of the holds today. */
static int64_t used_before(int metric, const struct round *round)
{
    int64_t used = round->used;
    for (int i = 0; i < round->part_count; i++)
        used += used_between(metric, &round->parts[i].limit, round->parts[i].from, round->parts[i].to);
    return used;
}

static int64_t used_until(int metric, const struct round *round, int64_t until)
{
    return used_before(metric, round) + used_between(metric, &round->limit, round->base, until);
}

/* ---- what happens to the case ---- */

static bool closed(void)
{
    return w.rounds[0].stopped != NEVER;
}

static void begin_rounds(bool again)
{
    for (int m = 0; m < METRICS; m++) {
        struct round *round = &w.rounds[m];
        struct limit limit = w.limits[w.priority - 1][m];
        int64_t used = 0;
        if (again && w.goes_on[m] && round->limit.unit == limit.unit)
            used = used_until(m, round, round->stopped);
        *round = (struct round){ .limit = limit,
                                 .started = w.now,
                                 .base = w.now,
                                 .stopped = NEVER,
                                 .used = used,
                                 .instance = round->instance + 1 };
    }
}

static void change_priority(void)
{
    int to = 1 + draw(4);
    char priority[2] = { (char)('0' + to), 0 };
    if (to == w.priority || closed() || TRY(w.id, "note", .note = "wichtig", .priority = priority) != CS_OK)
        return;
    w.priority = to;
    for (int m = 0; m < METRICS; m++) {
        struct round *round = &w.rounds[m];
        struct limit limit = w.limits[to - 1][m];
        if (limit.unit == round->limit.unit) {
            CHECK(round->part_count < MOST_PARTS);
            round->parts[round->part_count].limit = round->limit;
            round->parts[round->part_count].from = round->base;
            round->parts[round->part_count++].to = w.now;
            round->base = w.now;
        } else {
            round->used = round->part_count = 0;
            round->base = round->started;
        }
        round->limit = limit;
    }
}

static void hold(void)
{
    int reason = draw(4);
    char name[][8] = { "rest", "part", "other", "idle" };
    int64_t until = draw(2) ? w.now + 1 + draw(6000) : NEVER;
    if (closed() || w.held || w.hold_count == MOST_HOLDS)
        return;
    int64_t utc = until == NEVER ? CS_NO_TIME : origin + until * 60;
    MOVE(w.id, "hold", .reason = name[reason], .until = utc);
    w.holds[w.hold_count].from = w.now;
    w.holds[w.hold_count].to = until;
    w.holds[w.hold_count++].reason = reason;
    w.held = true;
}

static void resume(void)
{
    if (!w.held)
        return;
    MOVE(w.id, "resume");
    if (w.holds[w.hold_count - 1].to > w.now)
        w.holds[w.hold_count - 1].to = w.now;
    w.held = false;
}

static void close_or_reopen(void)
{
    if (closed()) {
        MOVE(w.id, "reopen", .reason = "again", .note = "again");
        begin_rounds(true);
        return;
    }
    if (w.held)
        resume();
    if (TRY(w.id, "close", .resolution = "answered", .note = "so") != CS_OK) {
        CHECK_THAT(false, "close: %s", kit.err.text);
        return;
    }
    for (int m = 0; m < METRICS; m++)
        w.rounds[m].stopped = w.now;
}

#endif
