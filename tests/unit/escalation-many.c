/* The run over many rungs: the order of the table whatever is held in memory, moves in between, and what the
 * store looks like afterwards. */
#include "case-kit.h"

#include <stdlib.h>

enum { MANY = 1040, RUNGS = 4, HOUR = 3600, STEP = 600 };

static const struct cs_statement raw_list[] = {
    { "INSERT INTO deadline (due_at, ticket_id, metric, instance, rung, rung_at) VALUES ($1, $2, 'done', 1, "
      "1, "
      "$1)",
      "ii", "" },
};
static const struct cs_statements raw = CS_STATEMENTS("raw", raw_list);

static void ladder_of(const char *const *rungs, const char *const *targets)
{
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_ladder(rungs);
    desk_at("2026-03-02 09:00");
    desk_policy(targets);
    desk_at("2026-03-02 09:00");
}

static const char *const every_ten_minutes[] = { "ladder=l|rung=1|at=0|role=care|level=project|urgent=yes",
                                                 "ladder=l|rung=2|at=+10m|role=head|level=project|urgent=yes",
                                                 "ladder=l|rung=3|at=+20m|role=care|level=city|urgent=yes",
                                                 "ladder=l|rung=4|at=+30m|role=head|level=city|urgent=yes",
                                                 NULL };
static const char *const one_hour[] = {
    "policy=t|metric=done|start=opened|stop=done|amount=1h|calendar=24x7|ladder=l|reopen=restart", NULL
};

/* ---- the order, worked out by hand ---- */

struct walk {
    int64_t ticket, due;
    int next; /* rung */
};

static struct walk walks[MANY];

static int by_due(const void *left, const void *right)
{
    const struct walk *a = left, *b = right;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return (a->ticket > b->ticket) - (a->ticket < b->ticket);
}

/* A thousand at a time in the order of the table, the next rung of each behind them. */
static void expect_order(struct cs_buffer *text)
{
    size_t left = MANY;
    while (left > 0) {
        qsort(walks, left, sizeof *walks, by_due);
        size_t portion = left < 1000 ? left : 1000, kept = 0;
        for (size_t i = 0; i < left; i++) {
            if (i < portion) {
                cs_buffer_printf(text, "%s%lld %d", text->length ? "\n" : "", (long long)walks[i].ticket,
                                 walks[i].next++);
                walks[i].due += STEP;
            }
            if (walks[i].next <= RUNGS)
                walks[kept++] = walks[i];
        }
        left = kept;
    }
}

static enum cs_status count_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)row, (void)err;
    ++*(int *)context;
    return CS_OK;
}

static void run_many(const char *now, bool dry, int *rows)
{
    *rows = 0;
    desk_by("cron", now);
    CHECK_THAT(cs_escalation_run(desk.escalation, dry, count_row, rows, &desk.run, &kit.err) == CS_OK, "%s",
               kit.err.text);
}

static void agrees(void)
{
    size_t before = kit.diag.errors;
    CHECK_INT(cs_escalation_check(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_THAT(kit.diag.errors == before, "%s", kit.said);
}

static void add_many(void)
{
    static const char *const moments[] = { "2026-03-02 09:00", "2026-03-02 09:10", "2026-03-02 09:05",
                                           "2026-03-02 09:20" };
    for (int i = 0; i < MANY; i++) {
        if (i % (MANY / 4) == 0)
            desk_at(moments[i / (MANY / 4)]);
        int64_t id = desk_add("kind=repair|priority=3|project=P1");
        walks[i] = (struct walk){ id, desk.now + HOUR, 1 };
    }
}

CS_TEST(order, "thousands of rungs of one run come in the order of their table, a thousand at a time")
{
    struct cs_buffer wanted = CS_BUFFER_INIT;
    int rows;
    ladder_of(every_ten_minutes, one_hour);
    add_many();
    expect_order(&wanted);
    run_many("2026-03-03 09:00", true, &rows);
    CHECK_INT(rows, MANY * RUNGS); /* a dry run tells all of it and leaves nothing */
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM event WHERE verb = 'escalate' AND $1 = 0"), "0");
    run_many("2026-03-03 09:00", false, &rows);
    CHECK_INT(rows, MANY * RUNGS);
    CHECK_INT(desk.run.escalated, MANY * RUNGS);
    CHECK_INT(desk.run.messages, MANY * RUNGS);
    const char *told = ask(0, "SELECT ticket_id || ' ' || rung FROM escalation WHERE $1 = 0 ORDER BY id");
    CHECK(strcmp(told, wanted.text) == 0);
    CHECK_TEXT(ask(0, "SELECT DISTINCT CAST(m.id - x.id AS TEXT) FROM message AS m JOIN escalation AS x ON "
                      "x.id = m.escalation_id WHERE $1 = 0"),
               "0"); /* messages stand in the same order */
    CHECK_TEXT(ask(0, "SELECT DISTINCT rung || ' ' || coalesce(next_at, '-') FROM clock WHERE $1 = 0"),
               "4 -");
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM deadline WHERE $1 = 0"), "0");
    CHECK_TEXT(ask(walks[0].ticket, "SELECT seq || ' ' || verb || coalesce(' ' || note, '') FROM event WHERE "
                                    "ticket_id = $1 ORDER BY seq"),
               "1 receive\n2 escalate 1\n3 escalate 2\n4 escalate 3\n5 escalate 4");
    agrees();
    run_many("2026-03-03 09:00", false, &rows);
    CHECK_INT(rows, 0);
    cs_buffer_release(&wanted);
}

CS_TEST(half, "rungs that are still to come stay in the table, once each, with the clock beside them")
{
    int rows;
    ladder_of(every_ten_minutes, one_hour);
    for (int i = 0; i < 30; i++)
        desk_add("kind=repair|priority=3|project=P1");
    run_many("2026-03-02 10:15", false, &rows);
    CHECK_INT(rows, 60);
    CHECK_TEXT(ask(0,
                   "SELECT count(*) || ' ' || count(DISTINCT ticket_id) || ' ' || min(rung) || max(rung) || "
                   "' ' || " LOCAL("min(due_at)") " FROM deadline WHERE $1 = 0"),
               "30 30 33 2026-03-02 10:20:00");
    CHECK_TEXT(ask(0, "SELECT DISTINCT rung || ' ' || " LOCAL("next_at") " FROM clock WHERE $1 = 0"),
               "2 2026-03-02 10:20:00");
    agrees();
}

/* ---- moves ---- */

static const char *const acting[] = {
    "ladder=l|rung=1|at=0|role=care|level=project|urgent=yes|action=raise",
    "ladder=l|rung=2|at=+10m|role=head|level=project|urgent=yes|action=reassign",
    "ladder=l|rung=3|at=+20m|role=care|level=city|urgent=yes", NULL
};
static const char *const sharper[] = { "ladder=s|rung=1|at=0|role=engineer|level=project|urgent=yes",
                                       "ladder=s|rung=2|at=+1d|role=head|level=city|urgent=yes", NULL };
static const char *const by_priority[] = {
    "policy=t|metric=done|start=opened|stop=done|amount=1h|calendar=24x7|ladder=l|reopen=restart",
    "policy=t|priority=2|metric=visit|start=opened|stop=arrived|amount=30m|calendar=24x7|ladder=s",
    "policy=t|priority=3|metric=visit|start=opened|stop=arrived|amount=1h|calendar=24x7|ladder=l", NULL
};

CS_TEST(moves, "moves in the midst of a run: each rung once, the log without a gap, nothing left behind")
{
    int rows;
    ladder_of(acting, one_hour);
    for (int i = 0; i < 40; i++)
        desk_add("kind=repair|priority=3|project=P1");
    run_many("2026-03-03 09:00", false, &rows);
    CHECK_INT(rows, 120);
    CHECK_INT(desk.run.escalated, 120);
    CHECK_TEXT(ask(0, "SELECT DISTINCT priority || ' ' || assignee FROM ticket WHERE $1 = 0"), "2 H1");
    CHECK_TEXT(
        ask(0, "SELECT DISTINCT count(*) || ' ' || max(seq) FROM event WHERE $1 = 0 GROUP BY ticket_id"),
        ask(1, "SELECT count(*) || ' ' || count(*) FROM event WHERE ticket_id = $1"));
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM deadline WHERE $1 = 0"), "0");
    agrees();
}

CS_TEST(climbs_anew,
        "a clock that a move puts on another ladder while both are due begins with its first rung")
{
    static const char *const both[] = {
        "ladder=l|rung=1|at=0|role=care|level=project|urgent=yes",
        "ladder=l|rung=2|at=+10m|role=head|level=project|urgent=yes|action=raise", NULL
    };
    ladder_of(both, one_hour);
    desk_ladder(sharper);
    desk_at("2026-03-02 09:00");
    desk_policy(by_priority);
    desk_at("2026-03-02 09:00");
    desk_add("kind=repair|priority=3|project=P1");
    /* Rung 1 of both, then rung 2 of done raises the case; visit was to come to its rung 2, on the old
     * ladder. */
    run_at("2026-03-03 09:00");
    CHECK_TEXT(ask(1,
                   "SELECT metric || ' ' || rung || ' ' || role FROM escalation WHERE ticket_id = $1 ORDER "
                   "BY id"),
               "done 1 care\nvisit 1 care\ndone 2 head\nvisit 1 engineer");
    agrees();
}

/* ---- a store that was mended by hand ---- */

CS_TEST(orphan, "a row of deadline that no clock stands behind is taken away and tells nobody")
{
    ladder_of(every_ten_minutes, one_hour);
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    const struct cs_value in[] = { cs_integer(desk.now + 60), cs_integer(id) };
    CHECK_INT(cs_store_do(desk.store, &raw, 0, in, NULL, &kit.err), CS_OK);
    CHECK_TEXT(run_at("2026-03-02 09:30"), "");
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-02 10:00:00");
    CHECK_TEXT(run_at("2026-03-02 10:00"), "1|done|1|care|project|K1\n");
}

CS_TEST(both_lines, "a role that a rung names in both its lines is told once")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=care|level=project|urgent=yes",
                                         "ladder=l|rung=1|line=function|at=0|role=care|level=city|urgent=yes",
                                         NULL };
    ladder_of(rungs, one_hour);
    desk_add("kind=repair|priority=3|project=P1");
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|care|project|K1\n");
    CHECK_INT(desk.run.messages, 1);
}
