/*
 * Random calls on a leak that was closed: reached or not, happy or not, a second time after rain or thirty
 * days, taken up again and closed again; held against a plain reckoning of tries, days, scores, rain and what
 * is owed.
 */
#include "case-kit.h"

enum { MOST = 400, STEPS = 110, WALKS = 6, MINUTE = 60, HOUR = 3600, DAY = 86400, ZONE = 8 * HOUR };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

static int64_t day_of(int64_t at)
{
    return (at + ZONE) / DAY;
}

/* ---- the reckoning ---- */

struct call {
    int64_t at;
    int which, score;
    const char *result;
};

static struct {
    int64_t id, closed, called, recall, recalled, unhappy, soothed;
    struct call calls[MOST];
    int count, level, score; /* 0: none */
    const char *state, *result;
    int64_t rains[MOST]; /* days with rain that counts at P1 */
    int rain_count;
    int taken, refused, second, by_rain, again, given_up;
} w;

static bool missed(const char *result)
{
    return strcmp(result, "unreached") == 0 || strcmp(result, "wrong_number") == 0;
}

/* Three tries on two days end it; those of this call alone, since the closing. */
static bool tried_enough(int which)
{
    int tries = 0, days = 0;
    int64_t last = NEVER;
    for (int i = 0; i < w.count; i++) {
        const struct call *call = &w.calls[i];
        if (call->which != which || call->at < w.closed || !missed(call->result))
            continue;
        tries++;
        days += day_of(call->at) != last;
        last = day_of(call->at);
    }
    return tries >= 3 && days >= 2;
}

/* At nine on the day after the first rain that came later than the day of the call-back, if that is earlier.
 */
static void mind_rain(void)
{
    int64_t first = NEVER;
    if (strcmp(w.state, "closed") != 0 || w.recall == NEVER || w.recalled != NEVER || w.called == NEVER)
        return;
    for (int i = 0; i < w.rain_count; i++)
        if (w.rains[i] > day_of(w.called) && (first == NEVER || w.rains[i] < first))
            first = w.rains[i];
    int64_t morning = first == NEVER ? NEVER : (first + 1) * DAY - ZONE + 9 * HOUR;
    if (morning != NEVER && morning < w.recall) {
        w.recall = morning;
        w.by_rain++;
    }
}

static void take_up(void)
{
    w.state = "to_inspect";
    w.closed = w.recall = w.recalled = w.unhappy = w.soothed = NEVER;
    w.level++;
    w.again++;
}

static void keep(const char *result, int score)
{
    w.result = result;
    if (score)
        w.score = score;
}

static void owe(const char *result)
{
    if (strcmp(result, "unhappy") != 0)
        return;
    w.unhappy = desk.now;
    w.soothed = NEVER;
}

static void called_first(const char *result, int score)
{
    keep(result, score);
    if (missed(result) && !tried_enough(1))
        return;
    w.given_up += missed(result);
    w.called = desk.now;
    owe(result);
    if (strcmp(result, "not_solved") == 0) {
        take_up();
        return;
    }
    w.state = "closed";
    mind_rain();
}

static void called_second(const char *result, int score)
{
    if (missed(result) && !tried_enough(2))
        return;
    w.given_up += missed(result);
    w.second++;
    w.recalled = desk.now;
    owe(result);
    if (strcmp(result, "not_solved") == 0) {
        keep(result, score);
        take_up();
    }
}

/* ---- what the store says ---- */

static void put(struct cs_buffer *text, int64_t at)
{
    if (at == NEVER)
        cs_buffer_text(text, " -");
    else
        cs_buffer_printf(text, " %lld", (long long)at);
}

static void same(const char *after)
{
    static struct cs_buffer want;
    cs_buffer_reset(&want);
    cs_buffer_printf(&want, "%s %s %d %d", w.state, w.result ? w.result : "-", w.score, w.level);
    put(&want, w.closed);
    put(&want, w.called);
    put(&want, w.recall);
    put(&want, w.recalled);
    put(&want, w.unhappy);
    put(&want, w.soothed);
    const char *got = ask(
        w.id,
        "SELECT state || ' ' || coalesce(callback_result, '-') || ' ' || coalesce(score, 0) || ' ' || level "
        "|| ' ' || coalesce(closed_at, '-') || ' ' || coalesce(callback_at, '-') || ' ' || "
        "coalesce(recall_at, '-') || ' ' || coalesce(recalled_at, '-') || ' ' || coalesce(unhappy_at, '-') "
        "|| ' ' || coalesce(soothed_at, '-') FROM ticket WHERE id = $1");
    CHECK_THAT(strcmp(got, want.text) == 0, "case after %s:\n# got  %s\n# want %s", after, got, want.text);
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    for (int i = 0; i < w.count; i++)
        cs_buffer_printf(&want, "%s%d %lld %s %d", i ? "\n" : "", w.calls[i].which, (long long)w.calls[i].at,
                         w.calls[i].result, w.calls[i].score);
    got = ask(w.id,
              "SELECT call || ' ' || at || ' ' || result || ' ' || coalesce(score, 0) FROM callback WHERE "
              "ticket_id = $1 ORDER BY seq");
    CHECK_THAT(strcmp(got, want.text) == 0, "calls after %s:\n# got  %s\n# want %s", after, got, want.text);
}

/* What is owed after the end is due by clocks that run on: the newest of each, while it runs. */
static void same_clocks(const char *after)
{
    static struct cs_buffer want;
    bool recalls = w.recall != NEVER && w.recalled == NEVER,
         soothes = w.unhappy != NEVER && w.soothed == NEVER;
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    if (recalls)
        cs_buffer_printf(&want, "recall %lld", (long long)w.recall);
    if (soothes)
        cs_buffer_printf(&want, "%ssoothe %lld", recalls ? "\n" : "", (long long)(w.unhappy + 2 * DAY));
    const char *got =
        ask(w.id, "SELECT metric || ' ' || due_at FROM clock WHERE ticket_id = $1 AND metric IN ('recall', "
                  "'soothe') AND stopped_at IS NULL ORDER BY metric");
    CHECK_THAT(strcmp(got, want.text) == 0, "clocks after %s:\n# got  %s\n# want %s", after, got, want.text);
}

/* ---- the moves ---- */

static void expect(bool legal, enum cs_status status, const char *what)
{
    CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "%s: %s: %s", what, legal ? "refused" : "taken",
               kit.err.text);
    w.taken += legal;
    w.refused += !legal;
}

static void call(void)
{
    static const char *const results[] = { "solved",  "unhappy",   "not_solved", "unreached",
                                           "refused", "unreached", "unreached",  "wrong_number" };
    const char *result = results[any(8)];
    int score = any(3) ? 0 : 1 + any(5);
    bool first = strcmp(w.state, "to_call_back") == 0;
    bool second = strcmp(w.state, "closed") == 0 && w.recall != NEVER && w.recalled == NEVER;
    bool in_time = first || (second && day_of(desk.now) >= day_of(w.recall));
    bool closer = any(12) == 0, legal = in_time && !closer && !(missed(result) && score);
    desk_open(closer ? "K1" : "caller");
    expect(legal, TRY(w.id, "callback", .outcome = result, .score = score, .note = "x"), "callback");
    if (!legal)
        return;
    w.calls[w.count++] = (struct call){ desk.now, first ? 1 : 2, score, result };
    if (first)
        called_first(result, score);
    else
        called_second(result, score);
}

static void soothe(void)
{
    bool words = any(4) != 0, legal = words && w.unhappy != NEVER && w.soothed == NEVER;
    desk_open("caller");
    expect(legal, TRY(w.id, "soothe", .note = words ? "已致歉" : NULL), "soothe");
    if (legal)
        w.soothed = desk.now;
}

/* A day of weather, of late or to come, somewhere: rain and storm count at the project and above it. */
static void weather(void)
{
    static const char *const units[] = { "P1", "C", "R", "G", "P2", "P2" }, *const kinds[] = { "rain",
                                                                                               "storm",
                                                                                               "frost" };
    int where = any(6), kind = any(3);
    int64_t day = day_of(desk.now) - any(6), moved = -1;
    char line[96], date[CS_MOMENT_SIZE];
    cs_date_format(date, day);
    snprintf(line, sizeof line, "unit=%s|day=%s|kind=%s", units[where], date, kinds[kind]);
    const char *const rows[] = { line, NULL };
    int64_t before = w.recall;
    desk_open("desk");
    desk_org(CS_ORG_WEATHER, rows);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_weather(desk.tickets, &moved, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    if (where < 4 && kind < 2)
        w.rains[w.rain_count++] = day;
    mind_rain();
    CHECK_INT(moved, w.recall != before);
}

/* The customer comes back; what is owed after the end is owed no more. */
static void reopen(void)
{
    if (strcmp(w.state, "closed") != 0 || (w.recalled == NEVER && any(4)))
        return;
    desk_open("desk");
    MOVE(w.id, "reopen", .reason = "又漏");
    take_up();
}

/* Whatever was taken up is done and closed once more, by K1. */
static void close_it(void)
{
    if (strcmp(w.state, "to_inspect") != 0)
        return;
    desk_open("desk");
    MOVE(w.id, "inspect");
    MOVE(w.id, "dispatch", TO("X1"));
    MOVE(w.id, "work", .outcome = "done");
    MOVE(w.id, "verify");
    desk_open("K1");
    MOVE(w.id, "close", CLOSING);
    w.state = "to_call_back";
    w.closed = desk.now;
    w.recall = desk.now + 30 * (int64_t)DAY;
}

static void walk(uint64_t number)
{
    static const char *const rows[] = {
        "policy=t|kind=repair|component=leak|metric=recall|start=closed|stop=recalled|amount=30d|calendar="
        "24x7",
        "policy=t|metric=recall|start=closed|stop=recalled|amount=0|calendar=24x7",
        "policy=t|metric=soothe|start=unhappy|stop=soothed|amount=2d|calendar=24x7", NULL
    };
    static void (*const moves[])(
        void) = { call, call, call, call, soothe, weather, reopen, close_it, close_it };
    static const char *const names[] = { "a call",  "a call", "a call", "a call", "soothe",
                                         "weather", "reopen", "close",  "close" };
    seed = number;
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    w.count = w.level = w.score = w.rain_count = 0;
    w.closed = w.called = w.recall = w.recalled = w.unhappy = w.soothed = NEVER;
    w.state = "to_inspect";
    w.result = NULL;
    w.id = desk_add("kind=repair|priority=3|project=P1|component=leak");
    MOVE(w.id, "contact");
    close_it();
    for (int i = 0; i < STEPS && cs_unit.faults == 0; i++) {
        int which = any(9);
        desk.now += (any(12) ? any(14 * 60) : any(20 * 1440)) * MINUTE + MINUTE;
        moves[which]();
        same(names[which]);
        same_clocks(names[which]);
    }
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

CS_TEST(walks, "whoever is called, when, how often, in what weather: the store and a plain reckoning agree")
{
    for (uint64_t number = 11; number < 11 + WALKS && cs_unit.faults == 0; number++)
        walk(number);
    CHECK_THAT(w.taken > 60 && w.refused > 100 && w.second > 3 && w.by_rain > 5 && w.again > 10 &&
                   w.given_up > 3,
               "%d taken, %d refused, %d second calls, %d by rain, %d taken up again, %d given up", w.taken,
               w.refused, w.second, w.by_rain, w.again, w.given_up); /* all of it happened */
}
