/* The run: rungs that are due, once each, to the right person at the right moment. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|room=1-1-101"

/* One clock of so long, day and night, with a ladder of one's own. */
static void ladder_of(const char *now, const char *amount, const char *const *rungs)
{
    char target[200];
    snprintf(target, sizeof target,
             "policy=t|metric=done|start=opened|stop=done|amount=%s|calendar=24x7|ladder=l|reopen=restart",
             amount);
    const char *const rows[] = { target, NULL };
    desk_bare(now);
    desk_paths();
    desk_ladder(rungs);
    desk_at(now);
    desk_policy(rows);
    desk_at(now);
}

static const char *const care_ladder[] = {
    "ladder=l|rung=1|at=50%|calendar=care-desk|role=engineer|level=project",
    "ladder=l|rung=2|at=0|calendar=care-desk|role=care|level=project",
    "ladder=l|rung=2|line=function|at=0|calendar=care-desk|role=construction|level=project",
    "ladder=l|rung=3|at=+1d|calendar=care-desk|role=head|level=project",
    "ladder=l|rung=4|at=+3d|calendar=cn-office|role=care|level=city",
    "ladder=l|rung=5|at=+7d|calendar=cn-office|role=head|level=region",
    NULL
};

CS_TEST(climbs, "a ladder climbs from project to region, each rung once, when the run comes or later")
{
    ladder_of("2026-03-02 09:00", "2d", care_ladder);
    CHECK_INT(desk_add(REPAIR), 1);
    CHECK_TEXT(next_act(1, "done"), "1 2026-03-03 09:00:00"); /* half of two days */
    CHECK_TEXT(run_at("2026-03-03 08:59:59"), "");
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|engineer|project|E1\n");
    CHECK_TEXT(run_at("2026-03-03 09:00"), ""); /* run twice */
    CHECK_TEXT(run_at("2026-03-04 09:00"), "1|done|2|care|project|K1\n1|done|2|construction|project|N1\n");
    CHECK_INT(desk.run.escalated, 1); /* one rung, two who are told */
    CHECK_INT(desk.run.messages, 2);
    CHECK_TEXT(next_act(1, "done"), "3 2026-03-05 09:00:00");
    CHECK_TEXT(run_at("2026-03-05 12:00"), "1|done|3|head|project|H1\n");
    CHECK_TEXT(ask(1, "SELECT " LOCAL("due_at") " || ' ' || " LOCAL(
                          "at") " FROM escalation WHERE ticket_id = $1 AND rung = 3"),
               "2026-03-05 09:00:00 2026-03-05 12:00:00");
    CHECK_TEXT(next_act(1, "done"), "4 2026-03-09 09:00:00"); /* Sat 7th 09:00 waits for Monday's opening */
    CHECK_TEXT(run_at("2026-03-20 09:00"), "1|done|4|care|city|KC\n1|done|5|head|region|HR\n");
    CHECK_TEXT(next_act(1, "done"), "");
    CHECK_TEXT(
        ask(1, "SELECT template || ' ' || state || ' ' || s.code FROM message AS m JOIN staff AS s ON s.id = "
               "m.staff_id WHERE ticket_id = $1 AND s.code = 'HR'"),
        "escalation waiting HR");
    CHECK_TEXT(ask(1, "SELECT verb || ' ' || outcome || ' ' || note FROM event WHERE ticket_id = $1 AND verb "
                      "= 'escalate'"),
               "escalate done 1\nescalate done 2\nescalate done 3\nescalate done 4\nescalate done 5");
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM run WHERE $1 = 0"), "6");
}

CS_TEST(waits, "an alert outside hours waits for the opening unless its rung is urgent")
{
    static const char *const rungs[] = {
        "ladder=l|rung=1|at=0|calendar=care-desk|role=care|level=project|urgent=no",
        "ladder=l|rung=2|at=+15m|calendar=24x7|role=head|level=project|urgent=yes",
        "ladder=l|rung=3|at=+30m|calendar=cn-office|role=head|level=city|urgent=yes", NULL
    };
    ladder_of("2026-03-06 21:00", "1h", rungs); /* Friday night: due at 22:00 */
    desk_add(REPAIR);
    CHECK_TEXT(next_act(1, "done"), "1 2026-03-07 08:30:00");
    CHECK_TEXT(run_at("2026-03-07 08:29:59"), "");
    /* The rungs are climbed in order: when the first was told, the urgent ones are long due. */
    CHECK_TEXT(run_at("2026-03-07 08:30"),
               "1|done|1|care|project|K1\n1|done|2|head|project|H1\n1|done|3|head|city|HC\n");
    static const char *const urgent[] = {
        "ladder=l|rung=1|at=0|calendar=care-desk|role=care|level=project|urgent=yes", NULL
    };
    ladder_of("2026-03-06 21:00", "1h", urgent);
    desk_add(REPAIR);
    CHECK_TEXT(next_act(1, "done"), "1 2026-03-06 22:00:00");
}

CS_TEST(backward, "warning moments are worked out backward in working time")
{
    static const char *const rungs[] = {
        "ladder=l|rung=1|at=-4hwt|calendar=cn-office|role=care|level=project|urgent=yes",
        "ladder=l|rung=2|at=80%|calendar=24x7|role=engineer|level=project|urgent=yes", NULL
    };
    static const char *const target[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=10hwt|calendar=cn-office|ladder=l", NULL
    };
    ladder_of("2026-03-06 14:00", "1h", rungs);
    desk_policy(target);
    desk_at("2026-03-06 14:00");
    desk_add(REPAIR);
    /* Friday 14-18 is 4 h, Monday 9-12 is 3, 13:30-16:30 the last 3. Four hours before that: Monday 11:00
     * (13:30-16:30 is 3, 11-12 the fourth). 80 % of ten hours is 8: Monday 13:30 + 1 h. */
    CHECK_TEXT(due(1, "done"), "2026-03-09 16:30:00");
    CHECK_TEXT(next_act(1, "done"), "1 2026-03-09 11:00:00");
    CHECK_TEXT(run_at("2026-03-09 11:00"), "1|done|1|care|project|K1\n");
    CHECK_TEXT(next_act(1, "done"), "2 2026-03-09 14:30:00");
}

CS_TEST(festival, "over a Spring Festival non-urgent rungs wait; make-up Saturdays are days of work")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|calendar=cn-office|role=care|level=project",
                                         "ladder=l|rung=2|at=+1d|calendar=cn-office|role=head|level=project",
                                         "ladder=l|rung=3|at=+2wd|calendar=cn-office|role=head|level=city",
                                         "ladder=l|rung=4|at=+3wd|calendar=cn-office|role=head|level=region",
                                         NULL };
    ladder_of("2026-02-13 20:00", "12h", rungs); /* due Sat 14th 08:00, a make-up workday that opens at 9 */
    desk_add(REPAIR);
    CHECK_TEXT(next_act(1, "done"), "1 2026-02-14 09:00:00");
    CHECK_TEXT(run_at("2026-02-14 09:00"), "1|done|1|care|project|K1\n");
    CHECK_TEXT(next_act(1, "done"), "2 2026-02-24 09:00:00"); /* Sun 15th 08:00 waits out the festival */
    CHECK_TEXT(run_at("2026-02-23 23:59"), "");
    CHECK_TEXT(run_at("2026-02-24 09:00"), "1|done|2|head|project|H1\n");
    /* Two workdays after the 14th: Tue 24, Wed 25 at its close, which acts at Thursday's opening. */
    CHECK_TEXT(next_act(1, "done"), "3 2026-02-26 09:00:00");
    CHECK_TEXT(run_at("2026-02-26 09:00"), "1|done|3|head|city|HC\n");
    CHECK_TEXT(next_act(1, "done"), "4 2026-02-27 09:00:00"); /* Thu 26 at its close */
}

CS_TEST(whom,
        "the holder, else the deputy, else the next level up with a warning, else a case nobody was told of")
{
    static const char *const away[] = { "staff=K1|from_on=2026-03-04|until_on=2026-03-04", NULL };
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=care|level=project",
                                         "ladder=l|rung=2|at=+1d|role=construction|level=city",
                                         "ladder=l|rung=3|at=+2d|role=design|level=project", NULL };
    ladder_of("2026-03-02 09:00", "1d", rungs);
    desk_org(CS_ORG_ABSENCE, away);
    desk_at("2026-03-02 09:00");
    desk_add(REPAIR);
    desk_add("kind=repair|priority=3|project=P2");
    desk_add("kind=repair|priority=3");
    desk_at("2026-03-03 09:00");
    desk_add(REPAIR);
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|care|project|K1\n"
                                           "2|done|1|care|city|KC\n"    /* nobody at P2 */
                                           "3|done|1|care|group|KG\n"); /* no project at all */
    CHECK_THAT(strstr(kit.said, "P2") && strstr(kit.said, "care"), "%s", kit.said);
    CHECK_INT(desk.run.unaddressed, 0);
    CHECK_TEXT(run_at("2026-03-04 09:00"), "1|done|2|construction|city|NC\n"
                                           "2|done|2|construction|city|NC\n"
                                           "3|done|2|construction|group|\n"
                                           "4|done|1|care|project|D1\n"); /* K1 is away: the deputy */
    CHECK_INT(desk.run.unaddressed, 1);
    CHECK_INT(desk.run.messages, 3);
    CHECK_TEXT(run_at("2026-03-05 09:00"),
               "1|done|3|design|group|\n2|done|3|design|group|\n3|done|3|design|group|\n"
               "4|done|2|construction|city|NC\n");
    CHECK_THAT(strstr(kit.said, "nobody holds the post \"design\""), "%s", kit.said);
    CHECK_TEXT(
        ask(1, "SELECT role || coalesce(staff_id, '-') FROM escalation WHERE ticket_id = $1 AND rung = 3"),
        "design-");
}

CS_TEST(higher, "each reopening begins the ladder one level higher")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=head|level=project", NULL };
    ladder_of("2026-03-02 09:00", "1d", rungs);
    int64_t id = desk_add(REPAIR);
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|head|project|H1\n");
    static const char *const expected[] = { "1|done|1|head|city|HC\n", "1|done|1|head|region|HR\n",
                                            "1|done|1|head|group|HG\n", "1|done|1|head|group|HG\n" };
    for (int round = 0; round < 4; round++) {
        char now[32];
        snprintf(now, sizeof now, "2026-03-%02d 10:00", 4 + 2 * round);
        desk_at(now);
        MOVE(id, "inspect");
        MOVE(id, "close", .outcome = "not_ours");
        MOVE(id, "reopen", .reason = "复漏");
        snprintf(now, sizeof now, "2026-03-%02d 10:00", 5 + 2 * round);
        CHECK_TEXT(run_at(now), expected[round]);
    }
    CHECK_TEXT(ask(id, "SELECT CAST(count(DISTINCT instance) AS TEXT) FROM escalation WHERE ticket_id = $1"),
               "5");
}

CS_TEST(silenced, "merged, closed and cancelled cases never alert; a rung that was due survives a hold")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|calendar=care-desk|role=care|level=project",
                                         "ladder=l|rung=2|at=+1h|role=head|level=project", NULL };
    ladder_of("2026-03-02 20:00", "1h", rungs); /* due 21:00, after hours: told at 08:30 */
    int64_t merged = desk_add(REPAIR), into = desk_add(REPAIR), cancelled = desk_add(REPAIR),
            closed = desk_add(REPAIR), done = desk_add(REPAIR), held = desk_add(REPAIR);
    MOVE(held, "inspect");
    desk_at("2026-03-02 23:00");
    MOVE(merged, "merge", .into = into);
    MOVE(cancelled, "cancel", .reason = "误报");
    MOVE(closed, "inspect");
    MOVE(closed, "close", .outcome = "settled");
    MOVE(done, "inspect");
    MOVE(done, "dispatch", TO("X1"));
    MOVE(done, "work", .outcome = "done");
    MOVE(into, "cancel", .reason = "误报");
    MOVE(held, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    CHECK_TEXT(next_act(held, "done"), "1 2026-03-03 08:30:00"); /* it had come before the hold */
    /* Both of its rungs had come, at 21:00 and 22:00. */
    CHECK_TEXT(run_at("2026-03-03 09:00"), "6|done|1|care|project|K1\n6|done|2|head|project|H1\n");
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM deadline WHERE $1 = 0 AND metric = 'done' AND "
                      "ticket_id <> 6"),
               "0");
}

CS_TEST(hidden, "a hold that is written down a day late takes no rung back")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|calendar=cn-office|role=care|level=project",
                                         NULL };
    ladder_of("2026-03-06 09:00", "1d", rungs); /* due on Saturday, told on Monday */
    int64_t id = desk_add(REPAIR), honest = desk_add(REPAIR);
    MOVE(id, "inspect");
    MOVE(honest, "inspect");
    desk_at("2026-03-08 12:00");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .at = room_time("2026-03-06 10:00"));
    CHECK_TEXT(field(id, "anomalies"), "backdated");
    desk_at("2026-03-07 08:00");
    MOVE(honest, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    CHECK_TEXT(run_at("2026-03-09 09:00"), "1|done|1|care|project|K1\n");
}

CS_TEST(hold_ends, "at its limit a hold ends by itself and escalates, and its clocks count on from there")
{
    static const char *const rows[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=2d|calendar=24x7|ladder=l",
        "policy=t|metric=hold|start=held|stop=closed|amount=0|calendar=24x7|ladder=h", NULL
    };
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=care|level=project",
                                         "ladder=h|rung=1|at=0|calendar=care-desk|role=care|level=project",
                                         "ladder=h|rung=1|at=0|calendar=care-desk|role=head|level=project",
                                         NULL };
    ladder_of("2026-03-02 09:00", "2d", rungs);
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), early = desk_add(REPAIR), night = desk_add(REPAIR);
    desk_at("2026-03-03 09:00");
    MOVE(id, "inspect");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-05 12:00"));
    MOVE(early, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-05 12:00"));
    MOVE(night, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-04 23:00"));
    CHECK_TEXT(due(id, "hold"), "2026-03-05 12:00:00");
    CHECK_TEXT(due(id, "done"), "2026-03-06 12:00:00"); /* a day was used, a day is left after the limit */
    CHECK_TEXT(next_act(night, "hold"), "1 2026-03-05 08:30:00");
    desk_at("2026-03-04 09:00");
    MOVE(early, "resume");
    CHECK_TEXT(stopped(early, "hold"), "2026-03-04 09:00:00");
    CHECK_TEXT(due(early, "done"), "2026-03-05 09:00:00");
    MOVE(early, "cancel", .reason = "误报");
    CHECK_TEXT(run_at("2026-03-05 11:59"), "3|hold|1|care|project|K1\n3|hold|1|head|project|H1\n");
    CHECK_TEXT(field(night, "state"), "received");
    CHECK_TEXT(ask(night, "SELECT " LOCAL("ended_at") " FROM hold WHERE ticket_id = $1"),
               "2026-03-04 23:00:00");
    CHECK_TEXT(run_at("2026-03-05 12:00"), "1|hold|1|care|project|K1\n1|hold|1|head|project|H1\n");
    CHECK_TEXT(field(id, "state || coalesce(hold_reason, '-')"), "to_dispatch-");
    CHECK_TEXT(ask(id, "SELECT a.name || ' ' || note FROM event AS e JOIN actor AS a ON a.id = e.actor_id "
                       "WHERE ticket_id = "
                       "$1 AND verb = 'resume'"),
               "cron at its limit");
    CHECK_TEXT(due(id, "done"), "2026-03-06 12:00:00"); /* as it was foretold */
    CHECK_TEXT(run_at("2026-03-06 12:00"), "3|done|1|care|project|K1\n1|done|1|care|project|K1\n");
    /* And where the run comes later than the clock, the hold stops nothing any more all the same. */
    CHECK_TEXT(run_at("2026-03-07 12:00"), "");
}

CS_TEST(actions, "a rung may raise the priority or hand the case on; both are moves with events of their own")
{
    static const char *const rungs[] = {
        "ladder=l|rung=1|at=0|role=care|level=project|action=raise",
        "ladder=l|rung=2|at=+1d|role=care|level=city|action=notify",
        "ladder=l|rung=2|at=+1d|role=head|level=project|action=reassign",
        "ladder=l|rung=2|line=function|at=+1d|role=zzz|level=project|action=notify", NULL
    };
    ladder_of("2026-03-02 09:00", "1d", rungs);
    int64_t id = desk_add(REPAIR), top = desk_add("kind=repair|priority=1|project=P1");
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|care|project|K1\n2|done|1|care|project|K1\n");
    CHECK_TEXT(field(id, "priority"), "2");
    CHECK_TEXT(field(top, "priority"), "1"); /* there is nothing above */
    CHECK_TEXT(ask(id, "SELECT a.name || ' ' || field || ' ' || old || '>' || new FROM event AS e JOIN actor "
                       "AS a ON a.id = "
                       "e.actor_id WHERE ticket_id = $1 AND field = 'priority'"),
               "cron priority 3>2");
    run_at("2026-03-04 09:00");
    CHECK_TEXT(field(id, "assignee"), "H1"); /* who was told to take it, not who was told last */
    CHECK_TEXT(ask(id, "SELECT role || ' ' || action FROM escalation WHERE ticket_id = $1 ORDER BY id"),
               "care raise\ncare notify\nhead reassign\nzzz notify");
}

static const char *dry_at(const char *now)
{
    static struct room_lines lines;
    struct cs_run_result result;
    desk_by("cron", now);
    lines = (struct room_lines){ .fields = "ticket metric rung role level staff" };
    CHECK_INT(cs_escalation_run(desk.escalation, true, room_gather, &lines, &result, &kit.err), CS_OK);
    return lines.text;
}

static const char *forecast(const char *now, const char *until)
{
    static struct room_lines lines;
    desk_by(NULL, now);
    lines = (struct room_lines){ .fields = "ticket metric rung role level staff" };
    CHECK_INT(cs_escalation_forecast(desk.escalation, room_time(until), room_gather, &lines, &kit.err),
              CS_OK);
    return lines.text;
}

CS_TEST(foretold,
        "a dry run tells what a run would do and does nothing; a forecast foretells what runs do later")
{
    ladder_of("2026-03-02 09:00", "2d", care_ladder);
    desk_add(REPAIR);
    char coming[4096], dry[4096];
    snprintf(coming, sizeof coming, "%s", forecast("2026-03-02 09:00", "2026-03-05 09:00"));
    CHECK_TEXT(coming,
               "1|done|1|engineer|project|E1\n1|done|2|care|project|K1\n1|done|2|construction|project|N1\n"
               "1|done|3|head|project|H1\n");
    CHECK_TEXT(forecast("2026-03-02 09:00", "2026-03-03 08:59:59"), "");
    /* All rungs that are due by then, not the first alone. */
    snprintf(dry, sizeof dry, "%s", dry_at("2026-03-05 09:00"));
    CHECK_TEXT(dry, coming);
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM escalation WHERE $1 = 0"), "0");
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM message WHERE $1 = 0"), "0");
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM run WHERE $1 = 0"), "0");
    CHECK_TEXT(next_act(1, "done"), "1 2026-03-03 09:00:00");
    CHECK_TEXT(run_at("2026-03-05 09:00"), dry);
    CHECK_TEXT(dry_at("2026-03-05 09:00"), "");
}

CS_TEST(arrivals,
        "what was due a day before the import is passed; of the younger rungs the highest is sent once")
{
    ladder_of("2026-03-10 09:00", "2d", care_ladder);
    /* Opened on the 5th, 10:00: half on the 6th, due on the 7th (more than a day ago), +1d on the 8th, +3d on
     * the 10th at 10:00, which is to come. */
    int64_t old = desk_imported("external_id=A1|kind=repair|project=P1|occurred_at=2026-03-05T10:00:00");
    CHECK_TEXT(ask(old, "SELECT rung || ' ' || passed FROM clock WHERE ticket_id = $1"), "3 3");
    /* Opened on the 6th, 10:00: due on the 8th, +1d on the 9th 10:00: 23 hours ago. */
    int64_t young = desk_imported("external_id=A2|kind=repair|project=P1|occurred_at=2026-03-06T10:00:00");
    CHECK_TEXT(ask(young, "SELECT rung || ' ' || passed FROM clock WHERE ticket_id = $1"), "2 2");
    /* Opened on the 7th, 21:00: half on the 8th 21:00 (36 hours ago), due on the 9th 21:00. */
    int64_t late = desk_imported("external_id=A3|kind=repair|project=P1|occurred_at=2026-03-07T21:00:00");
    CHECK_TEXT(run_at("2026-03-10 09:00"),
               "2|done|3|head|project|H1\n3|done|2|care|project|K1\n3|done|2|construction|project|N1\n");
    CHECK_TEXT(run_at("2026-03-10 10:00"), "1|done|4|care|city|KC\n"); /* later rungs alert as usual */
    (void)late;
    desk.history = true;
    desk_at("2026-03-10 10:00");
    int64_t quiet = desk_imported("external_id=A4|kind=repair|project=P1|occurred_at=2026-03-07T21:00:00");
    CHECK_TEXT(ask(quiet, "SELECT rung || ' ' || passed FROM clock WHERE ticket_id = $1"), "2 2");
    CHECK_TEXT(next_act(quiet, "done"), "3 2026-03-11 08:30:00"); /* 21:00 of the 10th is after hours */
    int64_t over = desk_imported(
        "external_id=A5|kind=repair|project=P1|occurred_at=2026-03-01T09:00:00|done_at=2026-03-04T09:00:00|"
        "closed_at=2026-03-04T10:00:00|state=closed");
    CHECK_TEXT(next_act(over, "done"), "");
    CHECK_TEXT(
        rounds_of(over, "done"),
        "1 2026-03-01 09:00:00 2026-03-03 09:00:00 2026-03-04 09:00:00"); /* it shows that it was late */
}

CS_TEST(arrival_once, "of a case's several clocks the highest young rung is sent, the others are passed")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=care|level=project",
                                         "ladder=l|rung=2|at=+1h|role=head|level=project",
                                         "ladder=m|rung=1|at=0|role=head|level=city", NULL };
    static const char *const rows[] = {
        "policy=t|metric=answer|start=opened|stop=first_contact|amount=1h|calendar=24x7|ladder=m",
        "policy=t|metric=done|start=opened|stop=done|amount=1h|calendar=24x7|ladder=l", NULL
    };
    ladder_of("2026-03-02 15:00", "1h", rungs);
    desk_policy(rows);
    desk_imported("external_id=A1|kind=repair|project=P1|occurred_at=2026-03-02T09:00:00");
    CHECK_TEXT(run_at("2026-03-02 15:00"), "1|answer|1|head|city|HC\n"); /* city is above project's +1h */
    CHECK_TEXT(run_at("2026-03-03 15:00"), "");
}

static enum cs_status take_explained(void *context, const struct cs_row *row, struct cs_error *err)
{
    return room_gather(context, row, err);
}

CS_TEST(explained, "an explanation names each counted and paused interval, and adds up")
{
    struct room_lines spans = { .fields =
                                    "metric instance kind from to limit calendar counted total due_at" };
    ladder_of("2026-03-02 09:00", "7d", care_ladder);
    static const char *const rows[] = {
        "policy=t|priority=2|metric=done|start=opened|stop=done|amount=3d|calendar=24x7|ladder=l",
        "policy=t|metric=done|start=opened|stop=done|amount=7d|calendar=24x7|ladder=l",
        "policy=t|metric=plan|start=opened|stop=arrived|amount=3wd|calendar=cn-office", NULL
    };
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-03 12:00");
    MOVE(id, "hold", .reason = "appraisal", .approver = "H1", .evidence = "委托书"); /* plan and done rest */
    desk_at("2026-03-05 12:00");
    MOVE(id, "resume");
    desk_at("2026-03-06 09:00");
    MOVE(id, "note", .priority = "2", .note = "加急");
    desk_by(NULL, "2026-03-06 15:00");
    CHECK_INT(cs_escalation_explain(desk.escalation, id, take_explained, take_explained, &spans, &kit.err),
              CS_OK);
    /* done: 27 h, 48 h out, 21 h, then 6 h under the new limit: 54 h used, 18 h of 72 are left.
     * plan: Tuesday, (Wednesday out,) Thursday and Friday: three workdays, due on Friday at its close. */
    const char *want = "done|1|counted|2026-03-02T09:00:00+08:00|2026-03-03T12:00:00+08:00|7d|24x7|1d3h|1d3h|"
                       "2026-03-07T09:00:00+08:00\n"
                       "done|1|paused|2026-03-03T12:00:00+08:00|2026-03-05T12:00:00+08:00|7d|24x7|0|1d3h|"
                       "2026-03-07T09:00:00+08:00\n"
                       "done|1|counted|2026-03-05T12:00:00+08:00|2026-03-06T09:00:00+08:00|7d|24x7|21h|2d|"
                       "2026-03-07T09:00:00+08:00\n"
                       "done|1|counted|2026-03-06T09:00:00+08:00|2026-03-06T15:00:00+08:00|3d|24x7|6h|2d6h|"
                       "2026-03-07T09:00:00+08:00\n"
                       "plan|1|counted|2026-03-02T09:00:00+08:00|2026-03-03T12:00:00+08:00|3wd|cn-office|1wd|"
                       "1wd|2026-03-06T18:00:00+08:00\n"
                       "plan|1|paused|2026-03-03T12:00:00+08:00|2026-03-05T12:00:00+08:00|3wd|cn-office|0wd|"
                       "1wd|2026-03-06T18:00:00+08:00\n"
                       "plan|1|counted|2026-03-05T12:00:00+08:00|2026-03-06T15:00:00+08:00|3wd|cn-office|2wd|"
                       "3wd|2026-03-06T18:00:00+08:00\n";
    CHECK_THAT(strncmp(spans.text, want, strlen(want)) == 0, "%s", spans.text);
}
