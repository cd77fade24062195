/*
 * Random cases that are written down late, in time, confirmed and refused, held against a plain reckoning:
 * which moments wait for a verdict, which clocks are proven, and when each counts as stopped.
 */
#include "case-kit.h"

enum { MOST = 64, CASES = 40, STEPS = 22, MINUTE = 60, HOUR = 3600, DAY = 86400 };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

/* ---- the reckoning ---- */

struct entry {
    int64_t seq, at, written;
    const char *verdict; /* NULL: waits */
};

struct round {
    const char *metric;
    int64_t from, stop;
    bool unproven;
};

static struct {
    int64_t id, last; /* last: the newest moment that was told */
    const char *state;
    struct entry late[MOST];
    struct round rounds[MOST];
    int late_count, round_count;
    int waiting, confirmed, refused, not_taken;
} w;

static struct round *round_of(const char *metric)
{
    for (int i = w.round_count - 1; i >= 0; i--)
        if (strcmp(w.rounds[i].metric, metric) == 0)
            return &w.rounds[i];
    return NULL;
}

static void start(const char *metric, int64_t at)
{
    w.rounds[w.round_count++] = (struct round){ metric, at, NEVER, false };
}

static bool is_late(int64_t at)
{
    return desk.now - at > DAY; /* 24 hours to the second are no lateness */
}

static void stop(const char *metric, int64_t at)
{
    struct round *round = round_of(metric);
    round->stop = at;
    round->unproven = is_late(at);
}

/* ---- what the store says ---- */

static int64_t newest_event(void)
{
    return strtoll(
        ask(w.id, "SELECT CAST(max(seq) AS TEXT) FROM event WHERE ticket_id = $1 AND field IS NULL"), NULL,
        10);
}

static void same_clocks(const char *after)
{
    static struct cs_buffer want;
    static const char *const metrics[] = { "answer", "close", "dispatch", "done", "inspect", "verify" };
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++)
        for (int i = 0; i < w.round_count; i++) {
            const struct round *round = &w.rounds[i];
            if (strcmp(round->metric, metrics[m]) != 0)
                continue;
            cs_buffer_printf(&want, "%s%s %lld ", want.length ? "\n" : "", round->metric,
                             (long long)round->from);
            if (round->stop == NEVER)
                cs_buffer_text(&want, "-");
            else
                cs_buffer_printf(&want, "%lld", (long long)round->stop);
            cs_buffer_printf(&want, " %d", round->unproven);
        }
    const char *got =
        ask(w.id, "SELECT metric || ' ' || started_at || ' ' || coalesce(stopped_at, '-') || ' ' || "
                  "unproven FROM clock WHERE ticket_id = $1 ORDER BY metric, instance");
    CHECK_THAT(strcmp(got, want.text) == 0, "clocks of case %lld after %s:\n# got  %s\n# want %s",
               (long long)w.id, after, got, want.text);
}

static void same_entries(const char *after)
{
    static struct cs_buffer want;
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    for (int i = 0; i < w.late_count; i++)
        cs_buffer_printf(&want, "%s%lld %lld %s", i ? "\n" : "", (long long)w.late[i].seq,
                         (long long)((w.late[i].written - w.late[i].at) / HOUR),
                         w.late[i].verdict ? w.late[i].verdict : "-");
    const char *got = ask(
        w.id,
        "SELECT e.seq || ' ' || ((e.recorded_at - e.occurred_at) / 3600) || ' ' || coalesce(b.approved, '-') "
        "FROM event AS e LEFT JOIN backdating AS b ON b.ticket_id = e.ticket_id AND b.event_seq = e.seq "
        "WHERE "
        "e.ticket_id = $1 AND e.mark = 'backdated' AND e.field IS NULL ORDER BY e.seq");
    CHECK_THAT(strcmp(got, want.text) == 0, "late entries of case %lld after %s:\n# got  %s\n# want %s",
               (long long)w.id, after, got, want.text);
}

/* ---- the moves ---- */

static void told(const char *verb, int64_t at)
{
    w.last = at;
    if (is_late(at))
        w.late[w.late_count++] = (struct entry){ newest_event(), at, desk.now, NULL };
    w.waiting += is_late(at);
    same_clocks(verb);
    same_entries(verb);
}

/* Some moment between the newest that was told and now. */
static int64_t some_moment(void)
{
    int64_t minutes = (desk.now - w.last) / MINUTE;
    return any(3) ? w.last + MINUTE * (1 + any((int)minutes)) : desk.now;
}

static void verify(int64_t at)
{
    bool failed = any(3) == 0;
    desk_open("desk");
    MOVE(w.id, "verify", .at = at, .outcome = failed ? "failed" : NULL);
    stop("verify", at);
    if (failed) { /* it was not done after all: its clock runs on as if it had never stopped */
        round_of("done")->stop = NEVER;
        round_of("done")->unproven = false;
    } else {
        start("close", at);
    }
    w.state = failed ? "rework" : "to_close";
    told("verify", at);
}

/* The next move of the case's way. */
static void go_on(void)
{
    int64_t at = some_moment();
    desk_open("desk");
    if (strcmp(w.state, "received") == 0) {
        MOVE(w.id, "contact", .at = at);
        stop("answer", at);
        w.state = "to_inspect";
        told("contact", at);
    } else if (strcmp(w.state, "to_inspect") == 0) {
        MOVE(w.id, "inspect", .at = at);
        stop("inspect", at);
        start("dispatch", at);
        w.state = "to_dispatch";
        told("inspect", at);
    } else if (strcmp(w.state, "to_dispatch") == 0) {
        MOVE(w.id, "dispatch", .at = at, TO("X1"));
        stop("dispatch", at);
        w.state = "to_accept";
        told("dispatch", at);
    } else if (strcmp(w.state, "to_accept") == 0 || strcmp(w.state, "rework") == 0) {
        MOVE(w.id, "work", .at = at, .outcome = "done");
        stop("done", at);
        start("verify", at);
        w.state = "to_verify";
        told("done", at);
    } else if (strcmp(w.state, "to_verify") == 0) {
        verify(at);
    } else if (strcmp(w.state, "to_close") == 0) {
        MOVE(w.id, "close", .at = at, CLOSING);
        stop("close", at);
        w.state = "to_call_back";
        told("close", at);
    }
}

static enum cs_status confirm(int64_t event, bool refuse, const char *note)
{
    const struct cs_confirm verdict = { event, refuse, note };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_confirm(desk.tickets, w.id, &verdict, &kit.err);
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_store_commit(desk.store, &err), CS_OK);
    return status;
}

/* What it stopped counts from then on: at its moment, or when it was written down. */
static void judged(struct entry *entry, bool refuse)
{
    entry->verdict = refuse ? "no" : "yes";
    for (int i = 0; i < w.round_count; i++) {
        struct round *round = &w.rounds[i];
        if (!round->unproven || round->stop != entry->at)
            continue;
        round->unproven = false;
        round->stop = refuse ? entry->written : entry->at;
    }
    w.confirmed += !refuse;
    w.refused += refuse;
}

/* The city's head, or somebody who may not, says something of one entry or of all that wait. */
static void judge(void)
{
    static const char *const people[] = { "HC", "HC", "K1", "H1", "E1", "desk", "nobody" };
    int who = any(7), chosen = w.late_count ? any(w.late_count + 2) : 0, meant = 0;
    bool refuse = any(2), words = any(5) != 0, all = chosen >= w.late_count;
    for (int i = 0; i < w.late_count; i++)
        meant += !w.late[i].verdict && (all || i == chosen);
    bool legal = meant > 0 && who < 4 && (words || !refuse);
    desk_open(people[who]);
    enum cs_status status = confirm(all ? 0 : w.late[chosen].seq, refuse, words ? "核实" : NULL);
    CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "%s judges: %s: %s", people[who],
               legal ? "refused" : "taken", kit.err.text);
    w.not_taken += !legal;
    for (int i = 0; i < w.late_count && legal; i++)
        if (!w.late[i].verdict && (all || i == chosen))
            judged(&w.late[i], refuse);
    same_clocks("a verdict");
    same_entries("a verdict");
}

static void one_case(void)
{
    w.late_count = w.round_count = 0;
    w.state = "received";
    desk_open("desk");
    w.id = desk_add("kind=repair|priority=3|project=P1|component=leak");
    w.last = desk.now;
    start("answer", desk.now);
    start("inspect", desk.now);
    start("done", desk.now);
    for (int i = 0; i < STEPS && cs_unit.faults == 0; i++) {
        desk.now += (any(3) ? any(10 * 60) : any(4 * 1440)) * MINUTE + 2 * MINUTE;
        if (any(2))
            go_on();
        else
            judge();
    }
}

CS_TEST(walks, "whatever is written down late and judged by whomever, the store and a plain reckoning agree")
{
    static const char *const rows[] = {
        "policy=t|metric=answer|start=opened|stop=first_contact|amount=4h|calendar=24x7",
        "policy=t|metric=inspect|start=opened|stop=inspected|amount=2d|calendar=24x7",
        "policy=t|metric=dispatch|start=inspected|stop=dispatched|amount=1d|calendar=24x7",
        "policy=t|metric=done|start=opened|stop=done|amount=6d|calendar=24x7|reopen=continue",
        "policy=t|metric=verify|start=done|stop=verified|amount=2d|calendar=24x7",
        "policy=t|metric=close|start=verified|stop=closed|amount=1d|calendar=24x7",
        NULL
    };
    seed = 7;
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    for (int i = 0; i < CASES && cs_unit.faults == 0; i++)
        one_case();
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
    CHECK_THAT(w.waiting > 40 && w.confirmed > 15 && w.refused > 10 && w.not_taken > 80,
               "%d waited, %d confirmed, %d refused, %d verdicts not taken", w.waiting, w.confirmed,
               w.refused, w.not_taken); /* all of it happened */
}
