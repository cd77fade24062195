/*
 * Random holds on one case, looked at, renewed, resumed and forgotten, held against a plain reckoning: which
 * moves are taken, what each hold's row says, when the work and each review are due, and what a run ends.
 */
#include "case-kit.h"

enum { MOST = 80, STEPS = 90, WALKS = 8, MINUTE = 60, DAY = 86400, WORK = 20 * DAY };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

/* docs/policies.md and share/policies/holds.csv, by hand: days, who approves (at P1, C, R, G), whether it
 * stops the work's clock. */
struct reason {
    const char *name;
    int longest, review;
    bool stops, proof;
    const char *approver[4];
};
static const struct reason reasons[] = {
    { "drying", 15, 3, true, true, { "E1", NULL, NULL, NULL } },
    { "owner_delay", 30, 7, true, true, { "K1", "KC", "KR", "KG" } },
    { "neighbour", 60, 14, true, true, { "H1", "HC", "HR", "HG" } },
    { "cost_approval", 5, 2, false, false, { "H1", "HC", "HR", "HG" } },
    { "material", 15, 5, false, false, { "K1", "KC", "KR", "KG" } },
    { "contractor", 7, 3, false, false, { "K1", "KC", "KR", "KG" } },
};
enum { REASONS = sizeof reasons / sizeof *reasons };

/* ---- the reckoning ---- */

struct rest {
    const struct reason *reason;
    int64_t from, limit, to, review, reviewed;
    int renewals;
    const char *ended_by;
};

struct round {
    int64_t from, due, to;
};

static struct {
    int64_t id, opened;
    struct rest rests[MOST];
    struct round reviews[MOST], holds[MOST];
    int count, review_count;
    int taken, refused, by_limit, by_run;
} w;

static struct rest *lasting(void)
{
    struct rest *last = w.count ? &w.rests[w.count - 1] : NULL;
    return last && last->to == NEVER ? last : NULL;
}

static int64_t least(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* Twenty days from the opening, without what rested for a reason that stops them. A rest lasts to its limit
 * at most. */
static int64_t work_due(void)
{
    int64_t at = w.opened, left = WORK;
    for (int i = 0; i < w.count; i++) {
        const struct rest *rest = &w.rests[i];
        int64_t to = rest->to == NEVER ? rest->limit : rest->to;
        if (!rest->reason->stops || to <= rest->from)
            continue;
        if (at + left <= rest->from)
            break;
        left -= rest->from - at;
        at = to;
    }
    return at + left;
}

static void begin_review(int64_t from, int64_t due)
{
    w.reviews[w.review_count++] = (struct round){ from, due, NEVER };
}

static void begin(const struct reason *reason, int64_t until)
{
    int64_t limit = until == NEVER ? desk.now + (int64_t)reason->longest * DAY : until;
    int64_t review = desk.now + (int64_t)reason->review * DAY;
    w.rests[w.count++] = (struct rest){ reason, desk.now, limit, NEVER, review, NEVER, 0, NULL };
    begin_review(desk.now, review);
}

/* It ends now; or at its limit, where that has passed. */
static void end(const char *by)
{
    struct rest *rest = lasting();
    rest->to = least(desk.now, rest->limit);
    rest->ended_by = rest->limit <= desk.now ? "limit" : by;
    w.reviews[w.review_count - 1].to = rest->to;
    w.by_limit += rest->limit <= desk.now;
}

/* ---- what the store says ---- */

static void put(struct cs_buffer *text, int64_t at)
{
    if (at == NEVER)
        cs_buffer_text(text, " -");
    else
        cs_buffer_printf(text, " %lld", (long long)at);
}

static void alike(const char *after, const char *what, const char *got, const struct cs_buffer *want)
{
    CHECK_THAT(strcmp(got, want->text) == 0, "%s after %s:\n# got  %s\n# want %s", what, after, got,
               want->text);
}

static void same_rows(const char *after)
{
    static struct cs_buffer want;
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    for (int i = 0; i < w.count; i++) {
        const struct rest *rest = &w.rests[i];
        cs_buffer_printf(&want, "%s%s", i ? "\n" : "", rest->reason->name);
        put(&want, rest->from);
        put(&want, rest->limit);
        put(&want, rest->review);
        put(&want, rest->reviewed);
        put(&want, rest->to);
        cs_buffer_printf(&want, " %s %d", rest->ended_by ? rest->ended_by : "-", rest->renewals);
    }
    alike(after, "holds",
          ask(w.id,
              "SELECT r.name || ' ' || h.started_at || ' ' || h.limit_at || ' ' || h.review_at || ' ' || "
              "coalesce(h.reviewed_at, '-') || ' ' || coalesce(h.ended_at, '-') || ' ' || "
              "coalesce(h.ended_by, '-') || ' ' || h.renewals FROM hold AS h JOIN hold_reason AS r ON r.id = "
              "h.reason_id WHERE h.ticket_id = $1 ORDER BY h.seq"),
          &want);
}

static void same_clocks(const char *after)
{
    static struct cs_buffer want;
    cs_buffer_reset(&want);
    cs_buffer_printf(&want, "done %lld", (long long)work_due());
    alike(after, "the work's clock",
          ask(w.id, "SELECT 'done ' || due_at FROM clock WHERE ticket_id = $1 AND metric = 'done'"), &want);
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    for (int i = 0; i < w.review_count; i++) {
        cs_buffer_printf(&want, "%s%lld", i ? "\n" : "", (long long)w.reviews[i].from);
        put(&want, w.reviews[i].due);
        put(&want, w.reviews[i].to);
    }
    alike(after, "reviews",
          ask(w.id, "SELECT started_at || ' ' || due_at || ' ' || coalesce(stopped_at, '-') FROM clock WHERE "
                    "ticket_id = $1 AND metric = 'review' ORDER BY instance"),
          &want);
    cs_buffer_reset(&want);
    cs_buffer_text(&want, "");
    for (int i = 0; i < w.count; i++) {
        cs_buffer_printf(&want, "%s%lld", i ? "\n" : "", (long long)w.rests[i].from);
        put(&want, w.rests[i].limit);
        put(&want, w.rests[i].to);
    }
    alike(after, "limits of holds",
          ask(w.id, "SELECT started_at || ' ' || due_at || ' ' || coalesce(stopped_at, '-') FROM clock WHERE "
                    "ticket_id = $1 AND metric = 'hold' ORDER BY instance"),
          &want);
}

static void same(const char *after)
{
    const struct rest *rest = lasting();
    static struct cs_buffer want;
    cs_buffer_reset(&want);
    cs_buffer_printf(&want, "%s %s", rest ? "held" : "received", rest ? rest->reason->name : "-");
    put(&want, rest ? rest->limit : NEVER);
    alike(after, "the case",
          ask(w.id,
              "SELECT state || ' ' || coalesce(hold_reason, '-') || ' ' || coalesce(hold_until, '-') FROM "
              "ticket WHERE id = $1"),
          &want);
    same_rows(after);
    same_clocks(after);
}

/* ---- the moves ---- */

static void expect(bool legal, enum cs_status status, const char *what)
{
    CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "%s: %s: %s", what, legal ? "refused" : "taken",
               kit.err.text);
    w.taken += legal;
    w.refused += !legal;
}

/* Days and minutes from now, or none; sometimes past. */
static int64_t some_time(int days)
{
    return any(3) ? NEVER : desk.now + (int64_t)(any(days) - 2) * DAY + any(1440) * MINUTE;
}

static struct cs_move with(int64_t until)
{
    return (struct cs_move){ .until = until == NEVER ? 0 : until };
}

static void hold(void)
{
    const struct reason *reason = &reasons[any(REASONS)];
    int level = any(5) ? 0 : any(4);
    const char *approver = any(6) ? reason->approver[level] : any(2) ? "N1" : NULL;
    bool proof = any(5) != 0;
    int64_t until = some_time(reason->longest + 6);
    bool may = approver && strcmp(approver, "N1") != 0;
    bool legal = !lasting() && may && (proof || !reason->proof) &&
                 (until == NEVER || (until > desk.now && until <= desk.now + (int64_t)reason->longest * DAY));
    struct cs_move move = with(until);
    move.verb = "hold";
    move.reason = reason->name;
    move.approver = approver;
    move.evidence = proof ? "photo://1" : NULL;
    expect(legal, desk_do(w.id, move), "hold");
    if (legal)
        begin(reason, until);
}

static void resume(void)
{
    bool legal = lasting() != NULL;
    expect(legal, TRY(w.id, "resume"), "resume");
    if (legal)
        end("resume");
}

static void review(void)
{
    struct rest *rest = lasting();
    int64_t until = some_time(9);
    bool legal = rest && desk.now < rest->limit && (until == NEVER || until > desk.now);
    struct cs_move move = with(until);
    move.verb = "review";
    expect(legal, desk_do(w.id, move), "review");
    if (!legal)
        return;
    w.reviews[w.review_count - 1].to = desk.now;
    rest->reviewed = desk.now;
    rest->review = until == NEVER ? desk.now + (int64_t)rest->reason->review * DAY : until;
    begin_review(desk.now, rest->review);
}

/* The city, then the region, then the group; of the reason's role or a head. */
static void renew(void)
{
    static const char *const heads[] = { "H1", "HC", "HR", "HG" };
    struct rest *rest = lasting();
    int level = any(4), needed = rest && rest->renewals < 2 ? rest->renewals + 1 : 3;
    const char *of_role = rest ? rest->reason->approver[level] : NULL,
               *approver = any(2) && of_role ? of_role : heads[level];
    int64_t most = rest ? rest->limit + (int64_t)rest->reason->longest * DAY : 0;
    int64_t until =
        any(2) || !rest ? NEVER : rest->limit + (int64_t)(any(rest->reason->longest + 4) - 2) * DAY + MINUTE;
    bool legal = rest && desk.now < rest->limit && level >= needed &&
                 (until == NEVER || (until > rest->limit && until <= most));
    struct cs_move move = with(until);
    move.verb = "renew";
    move.approver = approver;
    expect(legal, desk_do(w.id, move), "renew");
    if (!legal)
        return;
    rest->limit = until == NEVER ? most : until;
    rest->renewals++;
}

/* A run ends what is at its limit, and nothing else. */
static void run(void)
{
    struct rest *rest = lasting();
    struct room_lines lines = { .fields = "ticket" };
    struct cs_error err = CS_ERROR_INIT;
    CHECK_THAT(cs_escalation_run(desk.escalation, false, room_gather, &lines, &desk.run, &err) == CS_OK, "%s",
               err.text);
    if (rest && rest->limit <= desk.now) {
        end("limit");
        w.by_run++;
    }
}

static void step(void)
{
    static void (*const moves[])(void) = { hold, hold, resume, review, review, renew, renew, run };
    static const char *const names[] = { "hold",   "hold",  "resume", "review",
                                         "review", "renew", "renew",  "a run" };
    int which = any(8);
    desk.now += (any(5) ? any(2 * 1440) : any(14 * 1440)) * MINUTE + MINUTE;
    desk_open("desk");
    moves[which]();
    same(names[which]);
}

static void walk(uint64_t number)
{
    static const char *const rows[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=20d|calendar=24x7",
        "policy=t|metric=hold|start=held|stop=closed|amount=0|calendar=24x7|ladder=h",
        "policy=t|metric=review|start=reviewed|stop=closed|amount=0|calendar=24x7", NULL
    };
    static const char *const rungs[] = { "ladder=h|rung=1|at=0|calendar=24x7|role=head|level=project", NULL };
    seed = number;
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_ladder(rungs);
    desk_at("2026-03-02 09:00");
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    w.count = w.review_count = 0;
    w.opened = desk.now;
    w.id = desk_add("kind=repair|priority=3|project=P1");
    for (int i = 0; i < STEPS && cs_unit.faults == 0; i++)
        step();
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

CS_TEST(walks,
        "whoever holds, looks, renews, resumes or forgets: rows and clocks are those of a plain reckoning")
{
    for (uint64_t number = 1; number <= WALKS && cs_unit.faults == 0; number++)
        walk(number);
    CHECK_THAT(w.taken > 100 && w.refused > 100 && w.by_limit > 20 && w.by_run > 5,
               "%d taken, %d refused, %d ended at their limit, %d of them by a run", w.taken, w.refused,
               w.by_limit, w.by_run); /* all of it happened */
}
