/*
 * Simulating: by the policies in force the past comes out as it was, whatever happened to the cases; by a
 * draft it comes out as the draft says.
 */
#include "clock-world.h"

/* ---- what a simulation tells ---- */

static struct cs_simulate_result result;

struct told {
    struct cs_buffer text;
    const char *fields;
};

static enum cs_status take_told(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct told *told = context;
    (void)err;
    char fields[200], *rest = fields, *name, moment[CS_MOMENT_SIZE];
    snprintf(fields, sizeof fields, "%s", told->fields);
    for (int i = 0; (name = strsep(&rest, " ")); i++) {
        int field = cs_record_find(row->record, name);
        CHECK_THAT(field >= 0, "there is no field %s", name);
        const struct cs_value *v = &row->values[field];
        cs_buffer_text(&told->text, i ? " " : told->text.length ? "\n" : "");
        if (v->type == CS_INTEGER && row->record->fields[field].type == CS_TYPE_TIME) {
            cs_moment_format_short(moment, v->integer, room_zone());
            cs_buffer_printf(&told->text, "%.16s", moment);
        } else if (v->type == CS_INTEGER) {
            cs_buffer_printf(&told->text, "%lld", (long long)v->integer);
        } else if (v->type == CS_REAL) {
            cs_buffer_printf(&told->text, "%.1f", v->real);
        } else {
            cs_buffer_text(&told->text, v->type == CS_TEXT ? v->text : "-");
        }
    }
    return CS_OK;
}

/* The rows of a simulation as lines; drafts were taken before. */
static const char *simulated(enum cs_simulate_by by, const char *fields)
{
    static struct told told;
    const struct cs_simulate_options options = { .from = INT64_MIN, .until = INT64_MAX, .by = by };
    cs_buffer_reset(&told.text);
    cs_buffer_text(&told.text, "");
    told.fields = fields;
    CHECK_THAT(cs_escalation_simulate(desk.escalation, &options, take_told, NULL, &told, &result, &kit.err) ==
                   CS_OK,
               "%s", kit.err.text);
    return told.text.length ? told.text.text : "";
}

/* ---- random lives ---- */

static enum cs_status no_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context, (void)row, (void)err;
    return CS_OK;
}

static void run_now(void)
{
    struct cs_run_result run;
    desk_open("cron");
    CHECK_THAT(cs_escalation_run(desk.escalation, false, no_row, NULL, &run, &kit.err) == CS_OK, "%s",
               kit.err.text);
    desk_open("desk");
}

static void live(uint64_t world)
{
    make_world(world);
    at_minute(3 * DAY_MINUTES + draw(4 * DAY_MINUTES));
    w.priority = 1 + draw(4);
    w.id = desk_add(words("kind=inquiry|project=P1|priority=%d", w.priority));
    begin_rounds(false);
    for (int step = draw(14); step > 0; step--) {
        at_minute(w.now + 1 + draw(draw(3) ? 600 : 4000));
        int what = draw(12);
        if (what < 3)
            hold();
        else if (what < 5)
            resume();
        else if (what < 7)
            change_priority();
        else if (what < 8)
            close_or_reopen();
        else
            run_now();
    }
    at_minute(w.now + 1 + draw(30000));
    if (draw(2))
        run_now();
}

CS_TEST(as_it_was, "random lives: simulated by the policies in force nothing comes out otherwise")
{
    const char *with = getenv("CS_SEED"), *many = getenv("CS_WORLDS");
    uint64_t world = with ? strtoull(with, NULL, 10) : 1,
             end = world + (many ? strtoull(many, NULL, 10) : 25);
    int64_t rungs = 0, late = 0;
    for (; world < end && cs_unit.faults < 10; world++) {
        live(world);
        const char *rows = simulated(CS_BY_CASE, "metric instance due_at late sim_due_at sim_late");
        CHECK_THAT(!*rows, "world %llu: %s", (unsigned long long)world, rows);
        CHECK_INT(result.not_replayed, 0);
        CHECK_THAT(result.rungs == result.sim_rungs && result.messages == result.sim_messages &&
                       result.late == result.sim_late,
                   "world %llu: %lld rungs, %lld simulated", (unsigned long long)world,
                   (long long)result.rungs, (long long)result.sim_rungs);
        rungs += result.rungs;
        late += result.late;
    }
    CHECK(rungs > 20 && late > 20); /* there was something to compare */
}

/* ---- three cases, by hand ---- */

static const char *const ladder[] = { "ladder=l|rung=1|at=0|role=care|level=project|urgent=yes",
                                      "ladder=l|rung=2|at=+1d|role=head|level=city|urgent=yes", NULL };
static const char *const limit[] = {
    "policy=p|metric=done|start=opened|stop=done|amount=7d|calendar=24x7|ladder=l", NULL
};

/*
 * A: opened 2 March 09:00, not ours on 8 March 21:00: six and a half days. B: opened 10:00, still open. C:
 * opened 11:00, over on 5 March. Seven days: B alone is late, since 9 March 10:00; the run of 9 March 12:00
 * tells K1, that of 11 March the city's head (10 March 10:00).
 */
static int64_t a, b, c;

static void three_cases(void)
{
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(ladder);
    desk_at("2026-03-02 08:00");
    desk_policy(limit);
    desk_at("2026-03-02 09:00");
    a = desk_add("kind=repair|priority=3|project=P1");
    desk_at("2026-03-02 10:00");
    b = desk_add("kind=repair|priority=3|project=P1");
    desk_at("2026-03-02 11:00");
    c = desk_add("kind=repair|priority=3|project=P2");
    desk_at("2026-03-05 09:00");
    MOVE(c, "inspect");
    MOVE(c, "close", .outcome = "not_ours");
    CHECK_TEXT(run_at("2026-03-08 12:00"), "");
    desk_at("2026-03-08 21:00");
    MOVE(a, "inspect");
    MOVE(a, "close", .outcome = "not_ours");
    CHECK_TEXT(run_at("2026-03-09 12:00"), "2|done|1|care|project|K1\n");
    CHECK_TEXT(run_at("2026-03-11 08:00"), "2|done|2|head|city|HC\n");
    desk_at("2026-03-12 08:00");
}

static enum cs_status draft_target(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_draft_target(desk.escalation, row, err);
}

static enum cs_status draft_rung(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_draft_rung(desk.escalation, row, err);
}

#define FIGURES                                                                                              \
    "clocks sim_clocks late sim_late change on_time sim_on_time rungs sim_rungs messages sim_messages"

CS_TEST(unchanged, "the policy in force: what happened, group by group")
{
    three_cases();
    /* two of three decided clocks in time */
    CHECK_TEXT(simulated(CS_BY_METRIC, "metric " FIGURES), "done 3 3 1 1 0 66.6 66.6 2 2 2 2");
    desk_at("2026-03-12 08:00");
    CHECK_TEXT(simulated(CS_BY_PROJECT, "project " FIGURES),
               "P1 2 2 1 1 0 50.0 50.0 2 2 2 2\nP2 1 1 0 0 0 100.0 100.0 0 0 0 0");
    CHECK_TEXT(simulated(CS_BY_STAFF, "staff name messages sim_messages change"),
               "HC 城市总 1 1 0\nK1 客服主管一 1 1 0");
    CHECK_TEXT(simulated(CS_BY_CASE, "ticket"), "");
    CHECK_INT(result.cases, 3);
    CHECK_INT(result.changed, 0);
    /* Nothing of it is in the store. */
    CHECK_TEXT(ask(b, "SELECT count(*) || '' FROM clock WHERE ticket_id <= $1 + 1"), "3");
}

CS_TEST(a_day_shorter, "a limit that is a day shorter: one case more is late, and told of a day earlier")
{
    static const char shorter[] =
        "policy=p|metric=done|start=opened|stop=done|amount=6d|calendar=24x7|ladder=l";
    three_cases();
    CHECK_INT(desk_row(&cs_target_record, draft_target, shorter), CS_OK);
    /* A was due 8 March 09:00, so the run of 12:00 tells K1; B 10:00: K1 by that run, the head (9 March
     * 10:00) by that of 9 March 12:00. A was over before its second rung. C is in time. */
    CHECK_TEXT(simulated(CS_BY_METRIC, "metric " FIGURES), "done 3 3 1 2 1 66.6 33.3 2 3 2 3");
    CHECK_TEXT(simulated(CS_BY_STAFF, "staff messages sim_messages change"), "K1 1 2 1\nHC 1 1 0");
    CHECK_TEXT(simulated(CS_BY_LEVEL, "level messages sim_messages change"), "city 1 1 0\nproject 1 2 1");
    CHECK_TEXT(simulated(CS_BY_ROLE, "role level messages sim_messages"), "care project 1 2\nhead city 1 1");
    CHECK_TEXT(simulated(CS_BY_CASE, "ticket metric due_at late sim_due_at sim_late"),
               "1 done 2026-03-09 09:00 0 2026-03-08 09:00 1\n"
               "2 done 2026-03-09 10:00 1 2026-03-08 10:00 1\n"
               "3 done 2026-03-09 11:00 0 2026-03-08 11:00 0");
    CHECK_INT(result.changed, 3);
}

CS_TEST(draft_of_the_store, "a draft of the store is alone in force; what is active already changes nothing")
{
    static const char *const draft[] = {
        "policy=short|status=draft|metric=done|start=opened|stop=done|amount=6d|calendar=24x7|ladder=l", NULL
    };
    three_cases();
    desk_policy(draft);
    desk_at("2026-03-12 08:00");
    CHECK_TEXT(simulated(CS_BY_METRIC, "metric late sim_late"), "done 1 1"); /* a draft does nothing */
    desk_at("2026-03-12 08:00");
    CHECK_INT(cs_draft_policy(desk.escalation, "short", &kit.err), CS_OK);
    CHECK_TEXT(simulated(CS_BY_METRIC, "metric late sim_late"), "done 1 2");
    desk_at("2026-03-12 08:00");
    CHECK_INT(cs_draft_policy(desk.escalation, "p", &kit.err), CS_OK);
    CHECK_TEXT(simulated(CS_BY_METRIC, "metric late sim_late"), "done 1 1");
    CHECK_INT(cs_draft_policy(desk.escalation, "long", &kit.err), CS_FAILED);
    CHECK_TEXT(kit.err.text, "there is no policy called \"long\"");
    cs_error_clear(&kit.err);
}

CS_TEST(another_ladder, "a draft ladder: the city is warned two days before, and nobody else is told")
{
    static const char early[] = "ladder=l|rung=1|at=-2d|role=care|level=city|urgent=yes";
    three_cases();
    CHECK_INT(desk_row(&cs_rung_record, draft_rung, early), CS_OK);
    /* A: 7 March 09:00, B: 10:00, C was over on the 5th: the run of 8 March tells KC twice. */
    CHECK_TEXT(simulated(CS_BY_STAFF, "staff messages sim_messages change"),
               "KC 0 2 2\nHC 1 0 -1\nK1 1 0 -1");
    CHECK_INT(result.sim_late, 1);
    CHECK_INT(result.changed, 0); /* the limits are the same */
}

CS_TEST(another_metric, "a policy of another name takes the place of all: its clocks run, theirs do not")
{
    static const char other[] = "policy=q|metric=visit|start=opened|stop=inspected|amount=4d|calendar=24x7";
    three_cases();
    CHECK_INT(desk_row(&cs_target_record, draft_target, other), CS_OK);
    /* Inspected: A 8 March, late; B never, late since 6 March 10:00; C 5 March 09:00, in time. */
    CHECK_TEXT(simulated(CS_BY_METRIC, "metric clocks sim_clocks late sim_late on_time sim_on_time"),
               "done 3 0 1 0 66.6 -\nvisit 0 3 0 2 - 33.3");
    CHECK_INT(result.changed, 6); /* three clocks gone, three new */
}

CS_TEST(refused, "a row that cannot stand is refused in words")
{
    three_cases();
    CHECK_INT(desk_row(&cs_target_record, draft_target,
                       "policy=p|metric=done|start=opened|stop=done|amount=soon|calendar=24x7"),
              CS_REFUSED);
    CHECK(strstr(kit.err.text, "\"soon\" is no amount of time") != NULL);
    CHECK_INT(desk_row(&cs_target_record, draft_target,
                       "policy=p|metric=done|start=opened|stop=done|amount=1d|calendar=moon"),
              CS_REFUSED);
    CHECK_INT(desk_row(&cs_rung_record, draft_rung, "ladder=l|rung=1|at=0|role=care|level=village"),
              CS_REFUSED);
    cs_error_clear(&kit.err);
    CHECK_INT(desk_row(&cs_target_record, draft_target,
                       "policy=p|metric=done|start=opened|stop=done|amount=1d|calendar=24x7|ladder=none"),
              CS_OK);
    const struct cs_simulate_options options = { .from = INT64_MIN, .until = INT64_MAX };
    CHECK_INT(cs_escalation_simulate(desk.escalation, &options, no_row, NULL, NULL, &result, &kit.err),
              CS_FAILED);
    CHECK_TEXT(kit.err.text, "ladder: there is none called \"none\"");
    cs_error_clear(&kit.err);
}

CS_TEST(period, "clocks that started, and alerts, within a period")
{
    three_cases();
    const struct cs_simulate_options options = { .from = room_time("2026-03-02 10:00"),
                                                 .until = room_time("2026-03-11 00:00") };
    CHECK_INT(cs_escalation_simulate(desk.escalation, &options, no_row, NULL, NULL, &result, &kit.err),
              CS_OK);
    CHECK_INT(result.clocks, 2); /* B and C */
    CHECK_INT(result.sim_clocks, 2);
    CHECK_INT(result.rungs, 1); /* that of 9 March */
    CHECK_INT(result.sim_rungs, 1);
}

/*
 * A hold for drying is looked at after three days, on 5 March at 10:00; nobody does until 6 March 09:00, when
 * the project's care manager had been told (from 10:00 on the 5th); then on 8 March in time, and the next is
 * missed again on the 11th. What is simulated must know at each run how far the review had come by then.
 */
CS_TEST(reviewed, "a hold that was looked at again and again comes out as it was")
{
    static const char *const rows[] = {
        "policy=p|metric=done|start=opened|stop=done|amount=7d|calendar=24x7|ladder=l",
        "policy=p|metric=review|start=reviewed|stop=closed|amount=0|calendar=24x7|ladder=l|reopen=restart",
        NULL
    };
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(ladder);
    desk_at("2026-03-02 08:00");
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    desk_at("2026-03-02 10:00");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "photo://wet");
    CHECK_TEXT(run_at("2026-03-05 11:00"), "1|review|1|care|project|K1\n");
    desk_at("2026-03-06 09:00");
    MOVE(id, "review");
    desk_at("2026-03-08 09:00");
    MOVE(id, "review");
    CHECK_TEXT(run_at("2026-03-09 12:00"), "");
    CHECK_TEXT(run_at("2026-03-11 12:00"), "1|review|1|care|project|K1\n");
    CHECK_TEXT(simulated(CS_BY_CASE, "metric instance due_at late sim_due_at sim_late"), "");
    CHECK_INT(result.not_replayed, 0);
    CHECK_INT(result.rungs, result.sim_rungs);
    CHECK_INT(result.rungs, 2);
    CHECK_INT(result.late, result.sim_late);
}

/* ---- imports, reopenings, changes of what chooses limits ---- */

CS_TEST(imported,
        "imports, late news of them, rework, reopenings and changes of component come out as they were")
{
    desk_whole("2026-03-04 09:00");
    int64_t first = desk_imported("external_id=1|kind=repair|priority=3|project=P1|occurred_at=2026-03-01 "
                                  "09:00|component=leak|state=to_dispatch|inspected_at=2026-03-01 15:00");
    int64_t over = desk_imported("external_id=2|kind=complaint|priority=3|project=P2|occurred_at=2026-02-20 "
                                 "09:00|closed_at=2026-03-01 09:00|first_contact_at=2026-02-20 10:00");
    desk_imported("external_id=3|kind=repair|priority=3|project=P1"); /* nobody knows since when */
    run_at("2026-03-04 12:00");
    desk_at("2026-03-05 10:00");
    CHECK_INT(
        desk_import("external_id=1|priority=2|component=plumbing|state=to_visit|dispatched_at=2026-03-05 "
                    "08:00|accepted_at=2026-03-05 09:00"),
        CS_OK);
    CHECK_INT(desk_import("external_id=2|state=to_plan"), CS_OK); /* taken up again */
    CHECK_INT(desk_import("external_id=3|occurred_at=2026-03-03 09:00"), CS_OK);
    run_at("2026-03-06 12:00");
    desk_by("desk", "2026-03-06 13:00");
    MOVE(first, "work");
    desk_at("2026-03-07 09:00");
    MOVE(first, "work", .outcome = "done");
    MOVE(first, "verify", .outcome = "failed");
    desk_at("2026-03-08 09:00");
    MOVE(first, "note", .note = "urgent", .priority = "3");
    run_at("2026-03-09 12:00");
    desk_at("2026-03-10 09:00");
    MOVE(first, "work", .outcome = "done");
    MOVE(first, "verify");
    MOVE(first, "close", CLOSING); /* it was a leak after all */
    desk_by("caller", "2026-03-11 09:00");
    MOVE(first, "callback", .outcome = "not_solved");
    desk_by("desk", "2026-03-12 09:00");
    MOVE(over, "contact");
    MOVE(over, "cancel", .reason = "withdrawn");
    run_at("2026-03-20 12:00");
    desk_at("2026-03-21 09:00");
    CHECK_TEXT(simulated(CS_BY_CASE, "ticket metric instance due_at late sim_due_at sim_late"), "");
    CHECK_INT(result.not_replayed, 0);
    CHECK_INT(result.rungs, result.sim_rungs);
    CHECK_INT(result.messages, result.sim_messages);
    CHECK(result.rungs > 8);
    /* A case that changed in a version that kept nothing is counted, and left out. */
    CHECK_INT(cs_store_each_sql(desk.store, "DELETE FROM past_value WHERE ticket_id = $1",
                                (const struct cs_value[]){ cs_integer(first) }, 1, "", NULL, NULL, &kit.err),
              CS_OK);
    simulated(CS_BY_CASE, "ticket");
    CHECK_INT(result.not_replayed, 1);
}
