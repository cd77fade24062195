/*
 * Random appointments on a case with three crews, held against a plain reckoning: which windows stand, what
 * became of each, what orders and case show of them, and when the visit is due.
 */
#include "case-kit.h"

enum { MOST = 200, CREWS = 3, STEPS = 120, WALKS = 6, HOUR = 3600, GRACE = 1800, LIMIT = 48 * HOUR };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

/* ---- the reckoning ---- */

struct window {
    int order; /* 0: the case's own */
    int64_t from, until;
    const char *state, *missed_by, *chosen;
};

static struct {
    int64_t id, accepted, arrived, shown; /* shown: what the case shows; NEVER: nothing */
    struct window windows[MOST];
    int count;
    const char *orders[CREWS + 1]; /* their states; [0] is not used */
    int64_t from[CREWS + 1];       /* what the orders show */
} w;

static bool stands(const struct window *one)
{
    return strcmp(one->state, "agreed") == 0;
}

static int standing(int order)
{
    for (int i = 0; i < w.count; i++)
        if (stands(&w.windows[i]) && w.windows[i].order == order)
            return i;
    return -1;
}

static bool lives(int order)
{
    return strcmp(w.orders[order], "refused") != 0;
}

static int living(void)
{
    int count = 0;
    for (int order = 1; order <= CREWS; order++)
        count += lives(order);
    return count;
}

/* The earliest that stands; one that was kept stays to be seen. */
static void show(bool kept)
{
    int64_t first = NEVER;
    for (int i = 0; i < w.count; i++)
        if (stands(&w.windows[i]) && (first == NEVER || w.windows[i].from < first))
            first = w.windows[i].from;
    if (first != NEVER || !kept)
        w.shown = first;
}

static void make(int order, int64_t from, int64_t until, const char *chosen)
{
    w.windows[w.count++] = (struct window){ order, from, until, "agreed", "-", chosen };
    w.from[order] = order ? from : NEVER;
}

static void end(int which, const char *state, const char *missed_by)
{
    struct window *one = &w.windows[which];
    one->state = state;
    one->missed_by = missed_by;
    if (strcmp(state, "moved") != 0 && strcmp(state, "kept") != 0)
        w.from[one->order] = NEVER;
}

/* A visit of a crew (0: of all): near the window it is kept, after it missed by us. */
static bool visited(int crew)
{
    bool kept = false, had = false;
    for (int i = 0; i < w.count; i++) {
        struct window *one = &w.windows[i];
        if (!stands(one))
            continue;
        had = true;
        if ((one->order && crew && one->order != crew) || desk.now < one->from - GRACE)
            continue;
        bool late = desk.now > one->until + GRACE;
        one->state = late ? "missed" : "kept";
        one->missed_by = late ? "us" : "-";
        kept |= !late;
    }
    if (had)
        show(kept);
    return had;
}

/* 48 h after the acceptance, or the end of the last window that the owner chose, were it missed by whomever.
 */
static int64_t visit_due(void)
{
    int64_t due = w.accepted + LIMIT;
    for (int i = 0; i < w.count; i++)
        if ((stands(&w.windows[i]) || strcmp(w.windows[i].state, "missed") == 0) &&
            strcmp(w.windows[i].chosen, "owner") == 0 && w.windows[i].until > due)
            due = w.windows[i].until;
    return due;
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
    cs_buffer_text(&want, "");
    for (int i = 0; i < w.count; i++) {
        const struct window *one = &w.windows[i];
        cs_buffer_printf(&want, "%s%d %lld %lld %s %s %s", i ? "\n" : "", one->order, (long long)one->from,
                         (long long)one->until, one->state, one->missed_by, one->chosen);
    }
    const char *got =
        ask(w.id, "SELECT coalesce(order_seq, 0) || ' ' || from_at || ' ' || until_at || ' ' || state || "
                  "' ' || coalesce(missed_by, '-') || ' ' || chosen_by FROM appointment WHERE ticket_id "
                  "= $1 ORDER BY seq");
    CHECK_THAT(strcmp(got, want.text) == 0, "after %s:\n# got  %s\n# want %s", after, got, want.text);
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "case");
    put(&want, w.shown);
    for (int order = 1; order <= CREWS; order++) {
        cs_buffer_printf(&want, "\n%s", w.orders[order]);
        put(&want, w.from[order]);
    }
    got = ask(
        w.id,
        "SELECT 'case ' || coalesce(appointment_at, '-') FROM ticket WHERE id = $1 UNION ALL SELECT * FROM "
        "(SELECT state || ' ' || coalesce(appointment_at, '-') FROM work_order WHERE ticket_id = $1 ORDER "
        "BY seq)");
    CHECK_THAT(strcmp(got, want.text) == 0, "after %s:\n# got  %s\n# want %s", after, got, want.text);
    if (w.arrived == NEVER) {
        cs_buffer_reset(&want);
        cs_buffer_printf(&want, "%lld", (long long)visit_due());
        got = ask(w.id, "SELECT due_at || '' FROM clock WHERE ticket_id = $1 AND metric = 'visit'");
        CHECK_THAT(strcmp(got, want.text) == 0, "visit after %s: due %s, not %s", after, got, want.text);
    }
}

/* ---- the moves ---- */

static const char *const crews[CREWS + 1] = { NULL, "X1", "X2", "X3" };

/* Tries a move, with a crew named where there is one. */
static enum cs_status try_it(const char *verb, const char *outcome, int crew, struct cs_move move)
{
    move.verb = verb;
    move.outcome = outcome;
    move.suppliers = crew ? &crews[crew] : NULL;
    move.supplier_count = crew != 0;
    return desk_do(w.id, move);
}

static void expect(bool legal, enum cs_status status, const char *what)
{
    CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "%s: %s", what, kit.err.text);
}

/* The order that a move without a crew speaks of. */
static int meant(int crew)
{
    int only = 0;
    for (int order = 1; order <= CREWS; order++)
        only = lives(order) ? order : only;
    return crew ? crew : living() == 1 ? only : 0;
}

static void appoint(void)
{
    int crew = any(CREWS + 1), order = meant(crew);
    int64_t from = desk.now + (any(60) - 4) * HOUR, until = from + (any(5) - 1) * HOUR;
    const char *chosen = any(2) ? "owner" : any(2) ? "us" : NULL;
    bool legal = (!crew || lives(crew)) && standing(order) < 0 && until > from && until > desk.now;
    enum cs_status status =
        try_it("appoint", "", crew,
               (struct cs_move){ .appointment_at = from, .window_until = until, .chosen_by = chosen });
    expect(legal, status, "appoint");
    if (!legal)
        return;
    make(order, from, until, chosen ? chosen : "owner");
    show(false);
}

/* Which window a move speaks of; -1: it is refused. */
static int spoken(int crew)
{
    int found = -1, count = 0, only = -1;
    if (crew && !lives(crew))
        return -1;
    found = standing(meant(crew));
    for (int i = 0; i < w.count; i++)
        if (stands(&w.windows[i])) {
            only = i;
            count++;
        }
    return found >= 0 ? found : !crew && count == 1 ? only : -1;
}

static void change(void)
{
    static const char *const outcomes[] = { "moved", "kept", "missed", "cancelled" };
    const char *outcome = outcomes[any(4)], *by = any(2) ? "us" : "owner", *chosen = any(3) ? NULL : "owner";
    int crew = any(CREWS + 1), which = spoken(crew);
    int64_t from = desk.now + (any(50) + 1) * HOUR, until = from + 2 * HOUR;
    bool moves = outcome == outcomes[0], legal = which >= 0;
    if (legal && (outcome == outcomes[1] || outcome == outcomes[2]))
        legal = desk.now >= w.windows[which].from - GRACE;
    struct cs_move move = { .missed_by = by, .chosen_by = chosen };
    if (moves) {
        move.appointment_at = from;
        move.window_until = until;
    }
    expect(legal, try_it("appoint", outcome, crew, move), outcome);
    if (!legal)
        return;
    end(which, outcome, outcome == outcomes[2] ? by : "-");
    if (moves)
        make(w.windows[which].order, from, until, chosen ? chosen : "us");
    show(outcome == outcomes[1]);
}

static void refuse(void)
{
    int crew = 1 + any(CREWS);
    bool legal = strcmp(w.orders[crew], "accepted") == 0 && living() > 1;
    if (living() == 1)
        return; /* the last one would send the case back: another test's affair */
    expect(legal, try_it("refuse", "", crew, (struct cs_move){ .reason = "x" }), "refuse");
    if (!legal)
        return;
    bool had = false;
    for (int i = 0; i < w.count; i++)
        had |= stands(&w.windows[i]);
    w.orders[crew] = "refused";
    int64_t kept_from = w.from[crew]; /* what was agreed on stays written on the order */
    if (standing(crew) >= 0)
        end(standing(crew), "cancelled", "-");
    w.from[crew] = kept_from;
    if (had)
        show(false);
}

static void work(void)
{
    int crew = 1 + any(CREWS);
    bool legal = strcmp(w.orders[crew], "accepted") == 0;
    expect(legal, try_it("work", "", crew, (struct cs_move){ .note = NULL }), "work");
    if (!legal)
        return;
    w.orders[crew] = "working";
    w.arrived = desk.now;
    visited(crew);
}

static void walk(uint64_t number)
{
    seed = number;
    desk_whole("2026-03-02 09:00");
    memset(&w, 0, sizeof w);
    w.shown = w.arrived = NEVER;
    w.id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    MOVE(w.id, "inspect");
    MOVE(w.id, "dispatch", TO("X1", "X2", "X3"));
    MOVE(w.id, "accept");
    w.accepted = desk.now;
    for (int order = 1; order <= CREWS; order++) {
        w.orders[order] = "accepted";
        w.from[order] = NEVER;
    }
    for (int step = 0; step < STEPS && cs_unit.faults == 0; step++) {
        int what = any(40);
        desk.now += any(4) ? any(90) * 60 : any(20) * HOUR;
        desk_open("desk");
        if (what < 16)
            appoint();
        else if (what < 36)
            change();
        else if (what < 38)
            work();
        else
            refuse();
        same(what < 16 ? "appoint" : what < 36 ? "a change" : what < 38 ? "work" : "refuse");
    }
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

CS_TEST(walks, "whatever is agreed on, moved, kept and missed, the store and a plain reckoning agree")
{
    int kept = 0, missed = 0, moved = 0;
    for (uint64_t number = 1; number <= WALKS && cs_unit.faults == 0; number++) {
        walk(number);
        for (int i = 0; i < w.count; i++) {
            kept += strcmp(w.windows[i].state, "kept") == 0;
            missed += strcmp(w.windows[i].state, "missed") == 0;
            moved += strcmp(w.windows[i].state, "moved") == 0;
        }
    }
    CHECK_THAT(kept > 5 && missed > 10 && moved > 10, "%d kept, %d missed, %d moved", kept, missed,
               moved); /* all of it happened */
}
