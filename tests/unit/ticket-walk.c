/* Random legal and illegal moves on random cases of every path, held against a plain model (case-model.h):
 * is it legal, what do row, work orders, holds and counters say afterwards, does the log replay to the row.
 */
#include "case-model.h"

enum { CASES = 12, MOVES = 500, ROUNDS = 6 };

static uint64_t seed;
static struct model_case cases[CASES];

static uint32_t any(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static bool chance(uint32_t percent)
{
    return any(100) < percent;
}

/* ---- what the store says, in the model's words ---- */

static void put_time(struct cs_buffer *out, int64_t at)
{
    if (at == NEVER)
        cs_buffer_text(out, " -");
    else
        cs_buffer_printf(out, " %lld", (long long)at);
}

static void model_row(const struct model_case *c, struct cs_buffer *out)
{
    const int64_t times[] = { c->opened,  c->first, c->last,     c->inspected, c->dispatched, c->accepted,
                              c->arrived, c->done,  c->verified, c->closed,    c->callback };
    cs_buffer_printf(out, "%s %s %s %d", c->kind, c->state, c->resume ? c->resume : "-", c->priority);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        put_time(out, times[i]);
    cs_buffer_printf(out, " %s %d %d %d %d %s", c->closed_by ? c->closed_by : "-", c->reopens, c->level,
                     c->handoffs, c->chasers, c->anomalies[0] ? c->anomalies : "-");
}

#define OR(column) "' ' || coalesce(" column ", '-') || "
static const char row_sql[] = "SELECT kind || ' ' || state || " OR("resume_state") "' ' || priority || " OR(
    "opened_at") OR("first_contact_at") OR("last_contact_at") OR("inspected_at") OR("dispatched_at")
    OR("accepted_at") OR("arrived_at") OR("done_at") OR("verified_at") OR("closed_at") OR("callback_at")
        OR("closed_by") "' ' || reopens || ' ' || coalesce(level, 0) || ' ' || handoffs || ' ' || chasers || "
                        "' ' || coalesce(anomalies, '-') FROM ticket WHERE id = $1";

static void model_orders_text(const struct model_case *c, struct cs_buffer *out)
{
    cs_buffer_text(out, "");
    for (int i = 0; i < c->order_count; i++) {
        const struct model_order *o = &c->orders[i];
        cs_buffer_printf(out, "%s%s %s", i ? "\n" : "", o->supplier, o->state);
        put_time(out, o->accepted);
        put_time(out, o->arrived);
        put_time(out, o->done);
        put_time(out, o->verified);
        cs_buffer_printf(out, " %d", o->reworks);
    }
}

static const char orders_sql[] =
    "SELECT u.code || ' ' || w.state || " OR("accepted_at") OR("arrived_at") OR("done_at")
        OR("verified_at") "' ' || reworks FROM work_order AS w JOIN unit AS u ON u.id = w.supplier_id WHERE "
                          "ticket_id = $1 ORDER BY seq";

static void same(const struct model_case *c, const char *after)
{
    struct cs_buffer want = CS_BUFFER_INIT;
    model_row(c, &want);
    const char *got = ask(c->id, row_sql);
    CHECK_THAT(strcmp(got, want.text) == 0, "case %lld after %s:\n# got  %s\n# want %s", (long long)c->id,
               after, got, want.text);
    cs_buffer_reset(&want);
    model_orders_text(c, &want);
    got = ask(c->id, orders_sql);
    CHECK_THAT(strcmp(got, want.text) == 0, "orders of case %lld after %s:\n# got  %s\n# want %s",
               (long long)c->id, after, got, want.text);
    cs_buffer_release(&want);
    got = ask(c->id, "SELECT CAST(count(*) AS TEXT) FROM hold WHERE ticket_id = $1 AND ended_at IS NULL");
    CHECK_TEXT(got, model_is(c->state, "held") ? "1" : "0");
    char faults[32];
    int open = 0;
    for (int i = 0; i < c->fault_count; i++)
        open += !c->fault_closed[i];
    snprintf(faults, sizeof faults, "%d %d", c->fault_count, open);
    got =
        ask(c->id, "SELECT count(*) || ' ' || (count(*) - count(closed_at)) FROM fault WHERE ticket_id = $1");
    CHECK_THAT(strcmp(got, faults) == 0, "faults of case %lld after %s: %s, not %s", (long long)c->id, after,
               got, faults);
}

/* ---- the moves ---- */

static const char *const outcomes[MODEL_VERBS][6] = {
    [2] = { "", "", "", "refused" },
    [3] = { "", "done", "done" },
    [4] = { "", "", "", "failed" },
    [5] = { "", "", "", "not_ours", "settled" },
    [6] = { "solved", "unhappy", "not_solved", "unreached", "wrong_number", "refused" },
};

/* A verb that the path of the case knows where it stands; else any. */
static int choose_verb(const struct model_case *c, const char **outcome)
{
    for (int tries = 0; tries < 40; tries++) {
        int verb = (int)any(MODEL_VERBS);
        const char *word = outcomes[verb][any(6)];
        *outcome = word ? word : outcomes[verb][0] ? outcomes[verb][0] : "";
        bool rare = model_in("hold;cancel;merge", model_verbs[verb]);
        if (rare ? chance(4) : chance(15) || model_find(c, model_verbs[verb], *outcome))
            return verb;
        if (model_is(c->state, "held") && chance(20))
            return *outcome = "", 9;
    }
    return *outcome = "", 13;
}

static int64_t choose_time(const struct model_case *c, int64_t now)
{
    if (chance(3))
        return now + 1;
    if (chance(3))
        return c->opened - 1;
    return chance(60) ? now : now - (int64_t)any(chance(10) ? 3 * MODEL_DAY : 7200);
}

static struct model_move choose(struct model_case *c)
{
    static const char *const suppliers[] = { "X1", "X2", "X3" };
    struct model_move m = { .now = desk.now, .whole = chance(85), .actor = chance(60) ? "desk" : "caller" };
    m.verb = choose_verb(c, &m.outcome);
    m.at = choose_time(c, m.now);
    const char *verb = model_verbs[m.verb];
    /* What becomes of an accepted order when the case is given to others is another test's affair. */
    if (model_is(verb, "dispatch") && (model_count(c, "accepted") > 0 || c->order_count > MOST_ORDERS - 2))
        m.verb = 13;
    verb = model_verbs[m.verb];
    if (model_is(verb, "dispatch") && chance(90))
        m.supplier = suppliers[any(3)];
    if (model_is(verb, "dispatch") && m.supplier && chance(40))
        m.second = suppliers[any(3)];
    if (model_in("accept;work;verify", verb) && chance(30))
        m.supplier = suppliers[any(3)];
    if (model_is(verb, "inspect") && c->fault_count < MOST_FAULTS - 1 && chance(30))
        m.fault = (int)any(4) + 1;
    if (model_is(verb, "close") && chance(50))
        m.fault = (int)any(3) + 1;
    if (model_is(verb, "note") && chance(20))
        m.priority = (int)any(4) + 1;
    m.unreached = model_is(verb, "contact") && chance(30);
    m.into = model_is(verb, "merge") ? &cases[any(CASES)] : NULL;
    return m;
}

static enum cs_status do_move(const struct model_case *c, const struct model_move *m)
{
    static const char *const digits[] = { NULL, "1", "2", "3", "4" };
    const char *const suppliers[] = { m->supplier, m->second };
    struct cs_move move = { .verb = model_verbs[m->verb],
                            .outcome = m->outcome,
                            .at = m->at,
                            .suppliers = suppliers,
                            .supplier_count = m->second     ? 2
                                              : m->supplier ? 1
                                                            : 0,
                            .fault = m->fault,
                            .priority = digits[m->priority],
                            .not_reached = m->unreached,
                            .into = m->into ? m->into->id : 0 };
    if (m->whole && model_is(move.verb, "close")) {
        move.component = "leak";
        move.class = "workmanship";
        move.cause = "破损";
        move.party = "X1";
        move.evidence = "photo://after";
    } else if (m->whole && model_is(move.verb, "hold")) {
        move.reason = "winter";
        move.approver = "H1";
        move.evidence = "photo://snow";
    } else if (m->whole) {
        move.note = "说明";
    }
    return desk_do(c->id, move);
}

static void begin_round(uint64_t number)
{
    static const char *const kinds[] = { "repair",    "repair",    "repair",     "handover",
                                         "complaint", "complaint", "suggestion", "plea",
                                         "chaser",    "inquiry",   "repair",     "handover" };
    seed = number;
    desk_whole("2026-03-02 09:00");
    model_load();
    for (int i = 0; i < CASES; i++) {
        char text[100];
        int priority = model_is(kinds[i], "repair") ? i % 3 + 1 : 3;
        snprintf(text, sizeof text, "kind=%s|priority=%d|project=P1|subject=案%d", kinds[i], priority, i);
        cases[i] = (struct model_case){ .kind = kinds[i], .state = "received", .priority = priority };
        struct model_case *c = &cases[i];
        c->first = c->last = c->inspected = c->dispatched = c->accepted = NEVER;
        c->arrived = c->done = c->verified = c->closed = c->callback = NEVER;
        c->opened = desk.now;
        if (model_is(c->kind, "chaser")) /* of no home and no phone: nobody knows what it chases */
            model_flag(c, "unmatched_chaser");
        cases[i].id = desk_add(text);
        same(&cases[i], "add");
    }
}

static void replays(void)
{
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

static int seen[MODEL_VERBS][2];
static int entered[24]; /* how often a state was come to */

static void enter(const char *before, const char *state)
{
    for (int i = 0; cs_ticket_states[i].code; i++)
        entered[i] += !model_is(before, state) && model_is(state, cs_ticket_states[i].code);
}

static void walk(uint64_t number)
{
    begin_round(number);
    for (int i = 0; i < MOVES && cs_unit.faults < 5; i++) {
        struct model_case *c = &cases[any(CASES)];
        desk.now += chance(80) ? any(3600) : any(20 * 3600);
        struct model_move m = choose(c);
        desk_open(m.actor);
        struct model_case before = *c;
        bool legal = model_do(c, &m);
        enum cs_status status = do_move(c, &m);
        char what[200];
        snprintf(what, sizeof what, "%s %s (round %d, move %d, %s, stood at %s)", model_verbs[m.verb],
                 m.outcome, (int)number, i, legal ? "legal" : "refused", before.state);
        CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "case %lld: %s: %s", (long long)c->id, what,
                   kit.err.text[0] ? kit.err.text : "it was done");
        if (status != CS_OK)
            CHECK(kit.err.text[0]);
        seen[m.verb][legal]++;
        enter(before.state, c->state);
        same(c, what);
        if (m.into)
            same(m.into, "another was merged into it");
    }
    replays();
}

CS_TEST(random_walk, "whatever is done to a case, the store and a plain reckoning agree, and the log replays")
{
    for (uint64_t i = 1; i <= ROUNDS && cs_unit.faults == 0; i++)
        walk(i);
    for (int i = 0; i < MODEL_VERBS; i++) /* a walk that never came to a verb would prove nothing */
        CHECK_THAT(seen[i][0] > 0 && seen[i][1] > 0, "%s: %d refused, %d done", model_verbs[i], seen[i][0],
                   seen[i][1]);
    for (int i = 0; cs_ticket_states[i].code; i++) { /* nor one that never came to a state */
        const char *state = cs_ticket_states[i].code;
        bool without_move = model_in("received;to_approve;to_appoint;to_talk;to_agree", state);
        CHECK_THAT(entered[i] > 0 || without_move, "no case came to %s", state);
        if (getenv("WALK_COUNTS"))
            printf("# %s %d\n", state, entered[i]);
    }
}
