/*
 * Working time against a walk: random calendars with random holds, in zones whose clocks change, are laid out
 * minute by minute on a table, and every question is answered a second time by walking over it.
 */
#include "time/calendar.h"
#include "unit.h"

enum {
    DAYS = 150, /* on the table */
    FIRST = 50, /* questions begin on days 50 .. 99 */
    LAST = 100,
    MINUTES = (DAYS + 1) * 1440,
    CALENDARS = 150,
    QUESTIONS = 40,
    PIECES = 3,
    HOLDS = 4,
};

static uint64_t seed = 88172645463325252u;

static int64_t draw(int64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)below);
}

static const char *const zones[] = { "Asia/Shanghai",    "Europe/Berlin",       "America/Sao_Paulo",
                                     "Asia/Tehran",      "Australia/Sydney",    "Pacific/Apia",
                                     "America/Havana",   "Australia/Lord_Howe", "Africa/Casablanca",
                                     "America/New_York", "Asia/Gaza",           "UTC" };
static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* Hours as minutes of the day, rising, disjoint. */
struct hours {
    int count;
    int from[PIECES], to[PIECES];
};

/* The calendar that is tested, and the same said twice: as it was told, and as a table of minutes. */
static struct world {
    const struct cs_zone *zone;
    struct cs_calendar *calendar;
    bool by_wall_clock; /* the table is filled from wall-clock readings, not from spans */
    struct hours week[7], own[DAYS], breaks[DAYS];
    bool holiday[DAYS], replaced[DAYS];
    int64_t day, base; /* first day, and its midnight in UTC */
    bool open[MINUTES], held[MINUTES];
    bool workday[DAYS];
    struct cs_span holds[HOLDS];
    size_t hold_count;
} world;

/*
 * Read by the wall clock, a piece that begins or ends within a change of the clock is another one than read
 * as a span, so those calendars have no such piece: all changes lie between 23:00 and 04:00.
 */
static int draw_minute(bool by_wall_clock)
{
    static const int ends[] = { 0, 1440, 240, 1380 };
    if (draw(3) == 0)
        return ends[draw(4)];
    return by_wall_clock ? 240 + (int)draw(1141) : (int)draw(1441);
}

static struct hours draw_hours(bool by_wall_clock)
{
    struct hours hours = { 0 };
    int at = -1, wanted = 1 + (int)draw(PIECES);
    for (int turn = 0; turn < 20 && hours.count < wanted; turn++) {
        int from = draw_minute(by_wall_clock), to = draw_minute(by_wall_clock);
        if (from < to && from >= at) {
            hours.from[hours.count] = from;
            hours.to[hours.count++] = at = to;
        }
    }
    if (!hours.count) {
        hours.count = 1;
        hours.from[0] = 480;
        hours.to[0] = 1080;
    }
    return hours;
}

static void put_hours(char *text, size_t size, const struct hours *hours)
{
    size_t at = 0;
    text[0] = '\0';
    for (int i = 0; i < hours->count; i++)
        at +=
            (size_t)snprintf(text + at, size - at, "%s%02d:%02d-%02d:%02d", i ? "," : "", hours->from[i] / 60,
                             hours->from[i] % 60, hours->to[i] / 60, hours->to[i] % 60);
}

static void draw_calendar(void)
{
    char week[1000] = "", text[200];
    size_t at = 0;
    for (int day = 0; day < 7; day++) {
        world.week[day] = (struct hours){ 0 };
        if (draw(7) < 2 && day != 2)
            continue;
        world.week[day] = draw_hours(world.by_wall_clock);
        put_hours(text, sizeof text, &world.week[day]);
        at += (size_t)snprintf(week + at, sizeof week - at, "%s %s;", weekdays[day], text);
    }
    struct cs_error err = CS_ERROR_INIT;
    CHECK_THAT(cs_calendar_new("walk", world.zone, week, &world.calendar, &err) == CS_OK, "%s: %s", week,
               err.text);
}

static void set(int i, enum cs_day_kind kind, const struct hours *hours)
{
    char text[200];
    put_hours(text, sizeof text, hours);
    CHECK_INT(cs_calendar_set_day(world.calendar, world.day + i, kind, text, NULL, NULL), CS_OK);
}

static void draw_days(void)
{
    static const struct hours none;
    for (int i = 0; i < DAYS; i++) {
        int64_t lot = draw(40);
        world.holiday[i] = lot < 2;
        world.replaced[i] = lot >= 1 && lot < 4; /* lot 1: a holiday with hours, which it beats */
        world.breaks[i] = none;
        if (world.holiday[i])
            set(i, CS_DAY_HOLIDAY, &none);
        if (world.replaced[i]) {
            world.own[i] = draw_hours(world.by_wall_clock);
            set(i, lot == 2 ? CS_DAY_MAKEUP : CS_DAY_HOURS, &world.own[i]);
        }
        if (lot >= 3 && lot < 7) {
            world.breaks[i] = draw_hours(world.by_wall_clock);
            set(i, CS_DAY_BREAK, &world.breaks[i]);
        }
    }
}

static const struct hours *hours_of(int i)
{
    static const struct hours none;
    if (i < 0 || i >= DAYS || world.holiday[i])
        return &none;
    return world.replaced[i] ? &world.own[i] : &world.week[cs_day_weekday(world.day + i)];
}

static void mark_spans(int i, const struct hours *hours, bool open)
{
    for (int k = 0; k < hours->count; k++) {
        int64_t from = cs_zone_from_day(world.zone, world.day + i, hours->from[k] * 60) - world.base;
        int64_t to = cs_zone_from_day(world.zone, world.day + i, hours->to[k] * 60) - world.base;
        for (int64_t at = from / 60; at < to / 60; at++)
            world.open[at] = open;
    }
}

static bool reads_open(const struct hours *hours, int minute)
{
    for (int k = 0; k < hours->count; k++) {
        if (minute >= hours->from[k] && minute < hours->to[k])
            return true;
    }
    return false;
}

static void mark_wall_clock(int minute)
{
    struct cs_civil civil;
    cs_zone_to_civil(world.zone, world.base + minute * 60, &civil);
    int i = (int)(cs_day_from_date(civil.year, civil.month, civil.day) - world.day);
    int shown = civil.hour * 60 + civil.minute;
    world.open[minute] = reads_open(hours_of(i), shown) && !reads_open(&world.breaks[i], shown);
}

static void lay_table(void)
{
    memset(world.open, 0, sizeof world.open);
    for (int i = 0; i < DAYS && !world.by_wall_clock; i++) {
        mark_spans(i, hours_of(i), true);
        mark_spans(i, &world.breaks[i], false);
    }
    int64_t end = cs_zone_from_day(world.zone, world.day + DAYS, 0) - world.base;
    for (int minute = 0; minute < end / 60 && world.by_wall_clock; minute++)
        mark_wall_clock(minute);
}

static void draw_holds(void)
{
    int64_t at = FIRST * 1440 + draw(10 * 1440);
    memset(world.held, 0, sizeof world.held);
    world.hold_count = (size_t)draw(HOLDS + 1);
    for (size_t i = 0; i < world.hold_count; i++) {
        int64_t length = draw(3) ? draw(900) : draw(6 * 1440);
        world.holds[i] = (struct cs_span){ world.base + at * 60, world.base + (at + length) * 60 };
        for (int64_t minute = at; minute < at + length; minute++)
            world.held[minute] = true;
        at += length + draw(4 * 1440);
    }
    for (int i = 0; i < DAYS; i++) {
        int64_t from = cs_zone_from_day(world.zone, world.day + i, 0) - world.base;
        int64_t to = cs_zone_from_day(world.zone, world.day + i, 86400) - world.base;
        world.workday[i] = false;
        for (int64_t minute = from / 60; minute < to / 60; minute++)
            world.workday[i] = world.workday[i] || (world.open[minute] && !world.held[minute]);
    }
}

static void make_world(bool by_wall_clock)
{
    world.by_wall_clock = by_wall_clock;
    CHECK_INT(cs_zone_find(zones[draw(sizeof zones / sizeof zones[0])], &world.zone, NULL), CS_OK);
    world.day = cs_day_from_date(1995, 1, 1) + draw(draw(4) ? 50 * 365 : 900 * 365);
    world.base = cs_zone_from_day(world.zone, world.day, 0);
    draw_calendar();
    draw_days();
    lay_table();
    draw_holds();
}

static bool counts(int64_t minute)
{
    return world.open[minute] && !world.held[minute];
}

/* Where `amount` minutes on from `start` are; -1 where the table ends first. */
static int64_t walk_forward(int64_t start, int64_t amount)
{
    int64_t at = start;
    if (amount == 0) {
        while (at < MINUTES && !counts(at))
            at++;
        return at < MINUTES ? at : -1;
    }
    for (; amount > 0 && at < MINUTES; at++)
        amount -= counts(at);
    return amount ? -1 : at;
}

static int64_t walk_backward(int64_t start, int64_t amount)
{
    int64_t at = start;
    for (; amount > 0 && at > 0; at--)
        amount -= counts(at - 1);
    return amount ? -1 : at;
}

#define WHERE "%s day %" PRId64 " minute %" PRId64 " amount %" PRId64 ": %" PRId64 ", not %" PRId64

static void ask_add(int64_t start, int64_t amount)
{
    int64_t want = amount < 0 ? walk_backward(start, -amount) : walk_forward(start, amount), end = 0;
    enum cs_status status = cs_calendar_add(world.calendar, world.base + start * 60, amount * 60, world.holds,
                                            world.hold_count, &end, NULL);
    if (want < 0)
        return;
    CHECK_THAT(status == CS_OK && end == world.base + want * 60, WHERE, cs_zone_name(world.zone), world.day,
               start, amount, (end - world.base) / 60, want);
}

static void ask_between(int64_t start, int64_t end)
{
    int64_t want = 0;
    for (int64_t minute = start; minute < end; minute++)
        want += counts(minute);
    int64_t got = cs_calendar_between(world.calendar, world.base + start * 60, world.base + end * 60,
                                      world.holds, world.hold_count);
    CHECK_THAT(got == want * 60, WHERE, cs_zone_name(world.zone), world.day, start, end, got, want * 60);
}

/* An odd second: as much has passed at the end, and less a second before. */
static void ask_seconds(int64_t start, int64_t amount)
{
    int64_t end, from = world.base + start * 60 + draw(60), seconds = amount * 60 + 1 + draw(59);
    if (cs_calendar_add(world.calendar, from, seconds, world.holds, world.hold_count, &end, NULL) == CS_OK) {
        CHECK_INT(cs_calendar_between(world.calendar, from, end, world.holds, world.hold_count), seconds);
        CHECK_INT(cs_calendar_between(world.calendar, from, end - 1, world.holds, world.hold_count),
                  seconds - 1);
    }
    if (cs_calendar_add(world.calendar, from, -seconds, world.holds, world.hold_count, &end, NULL) == CS_OK) {
        CHECK_INT(cs_calendar_between(world.calendar, end, from, world.holds, world.hold_count), seconds);
        CHECK_INT(cs_calendar_between(world.calendar, end + 1, from, world.holds, world.hold_count),
                  seconds - 1);
    }
}

static void ask_workdays(int64_t start, int64_t days)
{
    int i = (int)(cs_zone_day(world.zone, world.base + start * 60) - world.day);
    int64_t left = days < 0 ? -days : days, step = days < 0 ? -1 : 1, end = 0;
    if (days == 0 && !world.workday[i])
        left = 1;
    while (left > 0 && i + step > 0 && i + step < DAYS)
        left -= world.workday[i += (int)step];
    enum cs_status status = cs_calendar_add_workdays(world.calendar, world.base + start * 60, days,
                                                     world.holds, world.hold_count, &end, NULL);
    if (left > 0)
        return;
    int64_t close = cs_zone_from_day(world.zone, world.day + i, 86400) - world.base;
    while (close > 0 && !world.open[close / 60 - 1])
        close -= 60;
    CHECK_THAT(status == CS_OK && end - world.base == close, WHERE, cs_zone_name(world.zone), world.day,
               start, days, (end - world.base) / 60, close / 60);
}

static void ask_workdays_between(int64_t start, int64_t end)
{
    int first = (int)(cs_zone_day(world.zone, world.base + start * 60) - world.day);
    int last = (int)(cs_zone_day(world.zone, world.base + end * 60) - world.day);
    int64_t want = 0;
    for (int i = first + 1; i <= last; i++)
        want += cs_calendar_day_spans(world.calendar, world.day + i, NULL, 0) > 0;
    CHECK_INT(cs_calendar_workdays_between(world.calendar, world.base + start * 60, world.base + end * 60),
              want);
    if (world.hold_count == 0) {
        for (int i = first + 1; i <= last; i++)
            want -= world.workday[i];
        CHECK_INT(want, 0);
    }
}

/* Amounts that run out exactly where a hold begins, and starts where one ends. */
static void ask_edges(int64_t start)
{
    for (size_t i = 0; i < world.hold_count; i++) {
        int64_t from = (world.holds[i].from - world.base) / 60, to = (world.holds[i].to - world.base) / 60;
        int64_t before = 0, after = 0;
        for (int64_t minute = start; minute < from; minute++)
            before += counts(minute);
        for (int64_t minute = to; minute < start; minute++)
            after += counts(minute);
        ask_add(start, start < from ? before : -after);
        ask_add(from, 0);
        ask_add(to, 1);
        ask_workdays(from, 0);
        ask_workdays(to, -1);
    }
}

static void ask(bool by_wall_clock)
{
    for (int i = 0; i < CALENDARS; i++) {
        make_world(by_wall_clock);
        for (int turn = 0; turn < QUESTIONS; turn++) {
            int64_t start = FIRST * 1440 + draw((LAST - FIRST) * 1440);
            int64_t amount = draw(4) ? draw(1500) : draw(20 * 1440);
            ask_add(start, amount);
            ask_add(start, -1 - amount);
            ask_add(start, 0);
            ask_between(start, start + amount);
            ask_edges(start);
            ask_seconds(start, amount);
            ask_workdays(start, draw(41) - 20);
            ask_workdays_between(start, start + amount);
        }
        cs_calendar_free(world.calendar);
    }
}

CS_TEST(walks_by_wall_clock, "sums, ends and workdays are those of a walk by the wall clock")
{
    ask(true);
}

CS_TEST(walks_by_spans,
        "pieces that begin or end within a change of the clock are those of a walk over spans")
{
    ask(false);
}
