/*
 * Random plans, approvals, talks and agreements of a complaint, held against a plain reckoning: what is
 * legal, where it leads, which moments stand, what the settlement says, and that nobody ever agrees on more
 * than was approved.
 */
#include "case-kit.h"

enum { STEPS = 60, WALKS = 8 };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

static int64_t limits;

static enum cs_status take_limit(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_approval_take(desk.tickets, row, &limits, err);
}

/* ---- the reckoning: one complaint ---- */

static struct {
    int64_t id;
    const char *state, *planner, *approver;
    int64_t offered, demanded, agreed; /* fen; NEVER: nothing */
    int64_t planned, approved, talked, signed_;
    int64_t first, last; /* words with the customer */
    int words;
} c;

/* The people of the kit who head something, from below, and how much each may approve in fen. */
static const struct {
    const char *code;
    int64_t most;
} heads[] = { { "H1", 200000 }, { "HC", 2000000 }, { "HR", 10000000 }, { "HG", INT64_MAX } };
static const char *const people[] = { "H1", "HC", "HR", "HG", "K1", "E1", "desk" };
enum { PEOPLE = sizeof people / sizeof *people };

static bool is(const char *one, const char *two)
{
    return one && strcmp(one, two) == 0;
}

static bool may_approve(const char *who)
{
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (is(who, heads[i].code))
            return c.offered <= heads[i].most;
    return false;
}

static void word(void)
{
    if (c.first == NEVER)
        c.first = desk.now;
    c.last = desk.now;
    c.words++;
}

static void put(struct cs_buffer *text, int64_t value)
{
    if (value == NEVER)
        cs_buffer_text(text, " -");
    else
        cs_buffer_printf(text, " %lld", (long long)value);
}

static void same(const char *after)
{
    static struct cs_buffer want;
    const int64_t moments[] = { c.planned, c.approved, c.talked, c.signed_, c.first, c.last };
    cs_buffer_reset(&want);
    cs_buffer_text(&want, c.state);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        put(&want, moments[i]);
    const char *got = ask(
        c.id,
        "SELECT state || ' ' || coalesce(planned_at, '-') || ' ' || coalesce(approved_at, '-') || ' ' || "
        "coalesce(talked_at, '-') || ' ' || coalesce(agreed_at, '-') || ' ' || coalesce(first_contact_at, "
        "'-') || ' ' || coalesce(last_contact_at, '-') FROM ticket WHERE id = $1");
    CHECK_THAT(strcmp(got, want.text) == 0, "after %s:\n# got  %s\n# want %s", after, got, want.text);
    if (!c.planner)
        return;
    cs_buffer_reset(&want);
    cs_buffer_printf(&want, "%s %s", c.planner, c.approver ? c.approver : "-");
    put(&want, c.demanded);
    put(&want, c.offered);
    put(&want, c.agreed);
    got = ask(c.id,
              "SELECT a.name || ' ' || coalesce(f.code, '-') || ' ' || coalesce(s.demanded, '-') || ' ' || "
              "s.offered || ' ' || coalesce(s.agreed, '-') FROM settlement AS s JOIN actor AS a ON a.id = "
              "s.planned_by_id LEFT JOIN staff AS f ON f.id = s.approver_id WHERE s.ticket_id = $1");
    CHECK_THAT(strcmp(got, want.text) == 0, "settlement after %s:\n# got  %s\n# want %s", after, got,
               want.text);
    got = ask(c.id, "SELECT count(*) || '' FROM contact WHERE ticket_id = $1");
    CHECK_INT(atoi(got), c.words);
    got = ask(c.id, "SELECT count(*) || '' FROM settlement WHERE ticket_id = $1 AND agreed > offered");
    CHECK_TEXT(got, "0");
}

/* ---- the moves ---- */

static int done[5][2];

static void expect(int verb, bool legal, enum cs_status status, const char *what)
{
    done[verb][legal]++;
    CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "%s at %s: %s", what, c.state, kit.err.text);
}

static void plan(const char *actor)
{
    static const int64_t offers[] = { 0, 200000, 200001, 2000000, 2000001, 10000000, 10000001 };
    int64_t offered = offers[any(7)], demanded = any(2) ? 5000000 : 0;
    bool words = any(10) > 0;
    bool legal = words && (is(c.state, "to_plan") || is(c.state, "to_approve") || is(c.state, "to_talk") ||
                           is(c.state, "to_agree"));
    expect(0, legal,
           TRY(c.id, "plan", .plan = words ? "方案" : NULL, .offered = offered, .demanded = demanded),
           "plan");
    if (!legal)
        return;
    c.state = "to_approve";
    c.planner = actor;
    c.approver = NULL;
    c.offered = offered;
    c.demanded = demanded ? demanded : c.demanded;
    c.agreed = c.approved = c.talked = c.signed_ = NEVER;
    c.planned = desk.now;
}

static void approve(const char *actor)
{
    const char *named = any(2) ? people[any(4)] : NULL, *who = named ? named : actor;
    bool refuses = any(4) == 0, reason = any(6) > 0;
    bool legal = is(c.state, "to_approve") && (!refuses || reason) && may_approve(who) &&
                 !is(c.planner, actor) && !is(c.planner, who);
    expect(1, legal,
           TRY(c.id, "approve", .approver = named, .outcome = refuses ? "refused" : "",
               .reason = reason ? "x" : NULL),
           "approve");
    if (!legal)
        return;
    c.state = refuses ? "to_plan" : "to_talk";
    if (refuses) {
        c.planned = NEVER;
        return;
    }
    c.approved = desk.now;
    c.approver = who;
}

static void talk(void)
{
    static const char *const results[] = { "agreed", "again", "not_agreed" };
    int result = any(5) ? any(2) : 2;
    bool note = any(8) > 0, at_end = is(c.state, "to_agree");
    bool legal = note && (is(c.state, "to_talk") || (at_end && result > 0));
    expect(2, legal, TRY(c.id, "talk", .outcome = results[result], .note = note ? "说" : NULL), "talk");
    if (!legal)
        return;
    word();
    c.state = result == 0 ? "to_agree" : result == 2 ? "to_plan" : c.state;
    c.talked = result == 1 ? c.talked : desk.now;
}

static void agree(void)
{
    int64_t amount = any(3) ? c.offered : c.offered + any(3) - 1;
    bool terms = any(8) > 0, proof = any(8) > 0, works = any(4) == 0;
    amount = amount < 0 ? 0 : amount;
    bool legal = is(c.state, "to_agree") && terms && proof && amount <= c.offered;
    expect(3, legal,
           TRY(c.id, "agree", .outcome = works ? "work" : "", .terms = terms ? "约定" : NULL,
               .evidence = proof ? "scan://1" : NULL, .amount = amount),
           "agree");
    if (!legal)
        return;
    word();
    c.signed_ = desk.now;
    c.agreed = amount;
    c.state = works ? "to_dispatch" : "to_close";
}

/* Agreed on: the round is over, and sometimes it was all for nothing. */
static void end_round(void)
{
    expect(4, true,
           TRY(c.id, "close", .resolution = "x", .outcome = is(c.state, "to_dispatch") ? "settled" : ""),
           "close");
    expect(4, true, TRY(c.id, "reopen", .reason = "x"), "reopen");
    expect(4, true, TRY(c.id, "verify"), "verify");
    c.state = "to_plan";
    c.planned = c.approved = c.talked = c.signed_ = NEVER;
}

static void walk(uint64_t number)
{
    seed = number;
    desk_whole("2026-03-02 09:00");
    limits = 0;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_read("share/policies/approvals.csv", &cs_approval_record, take_limit, NULL);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    memset(&c, 0, sizeof c);
    c.offered = 0;
    c.demanded = c.agreed = c.planned = c.approved = c.talked = c.signed_ = c.first = c.last = NEVER;
    c.id = desk_add("kind=complaint|priority=3|project=P1");
    MOVE(c.id, "verify");
    c.state = "to_plan";
    for (int step = 0; step < STEPS && cs_unit.faults == 0; step++) {
        const char *actor = people[any(PEOPLE)];
        int what = any(10);
        desk.now += 60 + any(20000);
        desk_open(actor);
        if (is(c.state, "to_close") || is(c.state, "to_dispatch"))
            end_round();
        else if (what < 2 || (is(c.state, "to_plan") && what < 6))
            plan(actor);
        else if (is(c.state, "to_approve") || what == 2)
            approve(actor);
        else if (what < 6)
            talk();
        else
            agree();
        same("a move");
    }
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

CS_TEST(walks,
        "whatever is planned, approved, talked over and agreed on, the store and a plain reckoning agree")
{
    for (uint64_t number = 1; number <= WALKS && cs_unit.faults == 0; number++)
        walk(number);
    for (int verb = 0; verb < 4; verb++)
        CHECK_THAT(done[verb][0] > 3 && done[verb][1] > 3, "verb %d: %d refused, %d done", verb,
                   done[verb][0], done[verb][1]);
}
