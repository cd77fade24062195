/* Intake of other systems' cases: once, again, changed, merged, held, closed, reopened, over long ago. */
#include "case-kit.h"

#define ROW                                                                                                   \
    "external_id=A1|kind=repair|priority=3|project=P1|room=1-1-101|subject=渗漏|occurred_at=2026-03-02T08:" \
    "00:00"

static void counts(int64_t inserted, int64_t updated, int64_t unchanged)
{
    CHECK_INT(desk.intake.inserted, inserted);
    CHECK_INT(desk.intake.updated, updated);
    CHECK_INT(desk.intake.unchanged, unchanged);
}

CS_TEST(again, "a case is known by source and external id: taken again it is unchanged")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state=to_inspect");
    counts(1, 0, 0);
    CHECK_INT(desk_imported(ROW "|state=to_inspect"), id);
    counts(0, 0, 1);
    desk_at("2026-03-09 09:00");
    CHECK_INT(desk_imported(ROW "|state=to_inspect"), id);
    counts(0, 0, 1);
    CHECK(desk_imported("source=hotline|" ROW "|state=to_inspect") != id); /* another system's A1 */
    counts(1, 0, 0);
    CHECK_TEXT(
        ask(id, "SELECT s.name || ':' || r.external_id || ' ' || r.main FROM reference AS r JOIN source AS s "
                "ON s.id = r.source_id WHERE ticket_id = $1"),
        "crm:A1 1");
    CHECK_TEXT(story(id), "receive >to_inspect");
}

CS_TEST(nameless, "a row without an id of its own is known by its content")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported("kind=repair|subject=甲|occurred_at=2026-03-02T08:00:00");
    CHECK_INT(desk_imported("kind=repair|subject=甲|occurred_at=2026-03-02T08:00:00"), id);
    counts(0, 0, 1);
    CHECK(desk_imported("kind=repair|subject=乙|occurred_at=2026-03-02T08:00:00") != id);
    counts(1, 0, 0);
}

CS_TEST(source_changes, "only what the source itself changed is applied; what was done here stays")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state=received|grade=ordinary");
    MOVE(id, "inspect", .component = "leak", .class = "workmanship");
    MOVE(id, "note", .note = "独居老人", .priority = "2");
    desk_at("2026-03-03 09:00");
    desk_imported(ROW "|state=received|grade=important"); /* "priority=3" is what it always said */
    counts(0, 1, 0);
    CHECK_TEXT(field(id, "grade"), "important");
    CHECK_TEXT(field(id, "priority"), "2");
    CHECK_TEXT(field(id, "state"), "to_dispatch"); /* the CRM still says "received" */
    CHECK_TEXT(ask(id, "SELECT component || ' ' || first_class FROM fault WHERE ticket_id = $1"),
               "leak workmanship");
    CHECK_TEXT(
        ask(id, "SELECT field || ' ' || coalesce(old, '') || '>' || new || ' ' || a.name || ' ' || mark FROM "
                "event AS e JOIN actor AS a ON a.id = e.actor_id WHERE ticket_id = $1 AND field = 'grade'"),
        "grade ordinary>important crm imported");
    desk_imported(ROW "|state=received|grade=important|priority=1");
    CHECK_TEXT(field(id, "priority"), "1"); /* now the source itself changed it */
}

CS_TEST(verdict_stays, "a verdict given here survives an export that knows of none")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state=to_close|class= |component=leak|warranty=in");
    MOVE(id, "close", CLOSING);
    desk_imported(ROW "|state=to_close|class= |component=leak|warranty=out");
    counts(0, 1, 0);
    CHECK_TEXT(field(id, "warranty"), "out");
    CHECK_TEXT(ask(id, "SELECT class || ' ' || cause FROM fault WHERE ticket_id = $1"),
               "workmanship 防水层破损");
    desk_imported(ROW "|state=to_close|class=design|component=leak|warranty=out");
    CHECK_TEXT(ask(id, "SELECT class FROM fault WHERE ticket_id = $1"), "design");
    CHECK_TEXT(ask(id, "SELECT old || '>' || new FROM event WHERE ticket_id = $1 AND field = 'class'"),
               "workmanship>design");
}

CS_TEST(never_backward, "a case never moves back in the loop because the source is behind; onward it goes")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state=to_inspect");
    desk_at("2026-03-02 10:00");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-02 11:00");
    desk_imported(ROW "|state=to_dispatch"); /* rank 30, but it stands at to_accept (32) already */
    CHECK_TEXT(field(id, "state"), "to_accept");
    desk_imported(ROW "|state=in_work|arrived_at=2026-03-02T10:30:00");
    CHECK_TEXT(field(id, "state"), "in_work");
    CHECK_TEXT(moment(id, "arrived_at"), "2026-03-02 10:30:00");
    CHECK_TEXT(ask(id, "SELECT verb || ' ' || old || '>' || new || ' ' || " LOCAL(
                           "occurred_at") " FROM event WHERE "
                                          "ticket_id = $1 AND mark = 'imported' AND verb = 'work'"),
               "work to_accept>in_work 2026-03-02 10:30:00"); /* at the source's own time */
    desk_imported(ROW "|state=closed|arrived_at=2026-03-02T10:30:00|closed_at=2026-03-02T10:50:00");
    CHECK_TEXT(field(id, "state"), "closed");
    CHECK_TEXT(field(id, "closed_day - local_day"), "0");
    CHECK_TEXT(stopped(id, "done"), "2026-03-02 10:50:00");
}

CS_TEST(closed_without_state, "a row whose state is empty but which has an end is over")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state= |closed_at=2026-03-02T08:30:00");
    CHECK_TEXT(field(id, "state"), "closed");
    desk_imported(ROW "|state= |closed_at=2026-03-02T08:30:00|grade=major");
    counts(0, 1, 0);
    CHECK_TEXT(field(id, "state || ' ' || reopens"), "closed 0"); /* an empty cell reopens nothing */

    int64_t later =
        desk_imported("external_id=A2|kind=repair|occurred_at=2026-03-02T08:00:00|state= |closed_at= ");
    CHECK_TEXT(field(later, "state"), "received");
    desk_imported(
        "external_id=A2|kind=repair|occurred_at=2026-03-02T08:00:00|state= |closed_at=2026-03-02T08:45:00");
    CHECK_TEXT(field(later, "state"), "closed");
    CHECK_TEXT(ask(later, "SELECT CAST(count(*) AS TEXT) FROM deadline WHERE ticket_id = $1"), "0");
}

CS_TEST(empty_cells, "an empty cell of a field that is never empty changes nothing")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state=to_inspect|reopens=1|chasers=2");
    desk_imported("external_id=A1|kind= |priority= |project=P1|subject=渗漏二|state= |reopens= |chasers= ");
    counts(0, 1, 0);
    CHECK_TEXT(field(id, "kind || ' ' || priority || ' ' || state || ' ' || reopens || ' ' || chasers"),
               "repair 3 to_inspect 1 2");
    CHECK_TEXT(field(id, "subject"), "渗漏二");
    CHECK_TEXT(moment(id, "occurred_at"),
               "2026-03-02 08:00:00"); /* a missing column leaves a value as it is */
}

CS_TEST(masks, "a mask says unchanged; on a new case of another system it stays and matches nobody")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|phone=13900000001|email=a@example.com");
    desk_imported(ROW "|phone=139****0001|email=a****@example.com|grade=major");
    CHECK_TEXT(field(id, "phone || ' ' || email || ' ' || grade"), "13900000001 a@example.com major");
    int64_t masked =
        desk_imported("external_id=A2|kind=repair|phone=139****0001|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(field(masked, "phone || coalesce(customer_id, '-')"), "139****0001-");
    struct cs_ticket_intake own = { .own = true };
    CHECK_INT(desk_give(&own, "kind=repair|phone=139****0001"), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "phone: \"139****0001\" is masked; a case of our own needs the whole value");
}

CS_TEST(ids, "ids are kept where they do not fall back, so that a list read anew keeps its numbers")
{
    desk_whole("2026-03-02 09:00");
    CHECK_INT(desk_imported("id=17|external_id=A1|kind=repair"), 17);
    CHECK_INT(desk_imported("id=20|external_id=A2|kind=repair"), 20);
    CHECK_INT(desk_imported("id=5|external_id=A3|kind=repair"), 21);
    CHECK_INT(desk_imported("external_id=A4|kind=repair"), 22);
    CHECK_INT(desk_add("kind=repair"), 23);
    CHECK_TEXT(ask(23, "SELECT external_id FROM reference WHERE ticket_id = $1"), "23");
}

CS_TEST(anomalies, "impossible orders of times are kept, flagged, counted and left out of durations")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(
        "external_id=A1|kind=repair|occurred_at=2026-03-01T08:00:00|state=closed|done_at=2026-03-01T07:00:00|"
        "closed_at=2026-03-01T09:00:00");
    CHECK_TEXT(field(id, "anomalies"), "times_reversed");
    CHECK_INT(desk.intake.reversed, 1);
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1"), "");
    id = desk_imported(
        "external_id=A2|kind=repair|occurred_at=2026-03-01T08:00:00|first_contact_at=2026-03-01T10:00:00|"
        "done_at=2026-03-01T10:00:00|state=to_verify");
    CHECK_TEXT(field(id, "anomalies"), "times_equal");
    CHECK_INT(desk.intake.equal, 1);
    id = desk_imported("external_id=A3|kind=repair|subject=无时间");
    CHECK_TEXT(field(id, "anomalies"), "no_opening");
    CHECK_INT(desk.intake.no_opening, 1);
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1"), "");
    desk_imported(
        "external_id=A3|kind=repair|subject=无时间|occurred_at=2026-03-02T08:00:00"); /* now it is known */
    CHECK_TEXT(field(id, "anomalies"), "");
    CHECK_TEXT(due(id, "inspect"), "2026-03-03 08:00:00");
}

CS_TEST(places, "a project or room that is not known makes no orphan: flagged, and mended by a later import")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(
        "external_id=A1|kind=repair|project=未知园|room=1-1-101|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(field(id, "anomalies || ' ' || project || coalesce(unit_id, '-')"),
               "unresolved_project 未知园-");
    int64_t room = desk_imported(
        "external_id=A2|kind=repair|project=华府一期|room=9-9-9999|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(field(room, "anomalies || ' ' || room || ' ' || unit_id || coalesce(home_id, '-')"),
               "unresolved_home 9-9-9999 4-");
    int64_t spelled =
        desk_imported("external_id=A3|kind=repair|project=华府一期|building=01#|entrance=1单元|room=102室|"
                      "occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(ask(spelled, "SELECT code FROM home WHERE id = (SELECT home_id FROM ticket WHERE id = $1)"),
               "P1-1-1-102");
    desk_imported("external_id=A1|kind=repair|project=P1|room=1-1-101|occurred_at=2026-03-02T08:00:00");
    counts(0, 1, 0);
    CHECK_TEXT(field(id, "coalesce(anomalies, '-') || coalesce(project, '-') || unit_id"), "--4");
}

CS_TEST(
    held,
    "a case may arrive held: its hold counts from the import on and lasts no longer than its reason allows")
{
    desk_whole("2026-03-02 09:00");
    /* drying stops done and verify for 15 days at most: 03-02 09:00 + 15 d = 03-17 09:00; the week of the
     * repair (03-02 08:00 + 7 d, one hour used) is due 03-17 09:00 + 6 d 23 h = 03-24 08:00. */
    int64_t id = desk_imported(ROW "|state=held|hold_reason=drying");
    CHECK_TEXT(ask(id, "SELECT " LOCAL("started_at") " || ' ' || " LOCAL(
                           "limit_at") " FROM hold WHERE ticket_id = $1"),
               "2026-03-02 09:00:00 2026-03-17 09:00:00");
    CHECK_TEXT(due(id, "done"), "2026-03-24 08:00:00");
    CHECK_TEXT(due(id, "inspect"), "2026-03-03 08:00:00"); /* not stopped by drying */
    int64_t shorter = desk_imported(
        "external_id=A2|kind=repair|occurred_at=2026-03-02T08:00:00|state=held|hold_reason=闭水干燥|"
        "hold_until=2026-03-05T09:00:00");
    CHECK_TEXT(due(shorter, "done"), "2026-03-12 08:00:00"); /* three days held */
    int64_t unknown = desk_imported(
        "external_id=A3|kind=repair|occurred_at=2026-03-02T08:00:00|state=held|hold_reason=等通知");
    CHECK_TEXT(due(unknown, "done"), "2026-03-09 08:00:00"); /* no reason of ours: nothing stops */
    CHECK_TEXT(ask(unknown, "SELECT CAST(count(*) AS TEXT) FROM hold WHERE ticket_id = $1"), "0");

    /* The source takes it up again a day later: 03-03 09:00; six days and 23 hours are left. */
    desk_at("2026-03-03 09:00");
    desk_imported(ROW "|state=in_work|hold_reason= ");
    CHECK_TEXT(field(id, "state || coalesce(hold_reason, '-') || coalesce(resume_state, '-')"), "in_work--");
    CHECK_TEXT(due(id, "done"), "2026-03-10 08:00:00");
    /* And holds it again, at 03-04 09:00, now for rain, for two days. */
    desk_at("2026-03-04 09:00");
    desk_imported(ROW "|state=held|hold_reason=weather|hold_until=2026-03-06T09:00:00");
    CHECK_TEXT(field(id, "state || ' ' || resume_state"), "held in_work");
    CHECK_TEXT(due(id, "done"), "2026-03-12 08:00:00");
    MOVE(id, "resume");
    CHECK_TEXT(field(id, "state"), "in_work");
    CHECK_TEXT(due(id, "done"), "2026-03-10 08:00:00");
}

CS_TEST(reopened, "a case may arrive reopened, and its source may reopen it: one level higher each time")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|state=to_inspect|reopens=2");
    CHECK_TEXT(field(id, "level"), "2");
    CHECK_TEXT(ask(id, "SELECT DISTINCT CAST(level AS TEXT) FROM clock WHERE ticket_id = $1"), "2");
    int64_t shut = desk_imported(
        "external_id=A2|kind=repair|occurred_at=2026-03-01T08:00:00|state=closed|done_at=2026-03-01T20:00:00|"
        "closed_at=2026-03-02T08:00:00");
    CHECK_TEXT(ask(shut, "SELECT CAST(count(*) AS TEXT) FROM deadline WHERE ticket_id = $1"), "0");
    desk_at("2026-03-05 09:00");
    desk_imported("external_id=A2|kind=repair|occurred_at=2026-03-01T08:00:00|state=in_work|done_at=2026-03-"
                  "01T20:00:00|"
                  "closed_at=2026-03-02T08:00:00");
    CHECK_TEXT(field(shut, "state || ' ' || reopens || ' ' || level"), "in_work 1 1");
    CHECK_TEXT(moment(shut, "closed_at"), ""); /* what ended then did not end it */
    CHECK_TEXT(story(shut), "receive >received\nwork done\nclose received>closed\nreopen closed>in_work");
    /* 12 h of its week were used; the rest runs from the reopening: 03-05 09:00 + 6 d 12 h. */
    CHECK_TEXT(due(shut, "done"), "2026-03-11 21:00:00");
}

CS_TEST(merged, "after a merge a re-import lands on the case that goes on, and moves it nowhere")
{
    desk_whole("2026-03-02 09:00");
    int64_t main = desk_imported(
        "external_id=A1|kind=repair|project=P1|room=1-1-101|subject=主单|occurred_at=2026-03-02T08:00:00");
    int64_t twin =
        desk_imported("external_id=A2|kind=repair|project=P1|room=1-1-101|subject=重复|phone=13900000002|"
                      "occurred_at=2026-03-02T08:30:00");
    MOVE(twin, "merge", .into = main);
    CHECK_INT(
        desk_imported("external_id=A2|kind=repair|project=P1|room=1-1-101|subject=重复|phone=13900000002|"
                      "occurred_at=2026-03-02T08:30:00"),
        main);
    counts(0, 0, 1);
    desk_imported("external_id=A2|kind=repair|project=P1|room=1-1-101|subject=重复单|phone=13900000002|"
                  "occurred_at=2026-03-02T08:30:00|state=closed|closed_at=2026-03-02T09:00:00|grade=major");
    CHECK_TEXT(field(main, "subject || ' ' || state || ' ' || grade"),
               "重复单 received major"); /* where it stands is not its word */
    CHECK_TEXT(moment(main, "occurred_at"), "2026-03-02 08:00:00");
    CHECK_TEXT(field(twin, "state || ' ' || subject"), "merged 重复");
    desk_imported(
        "external_id=A1|kind=repair|project=P1|room=1-1-101|subject=主单二|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(field(main, "subject"), "主单二");
}

CS_TEST(history,
        "moments of the source become events at its own times, in the order of time, marked imported")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(
        "external_id=A1|kind=repair|occurred_at=2026-02-20T08:00:00|dispatched_at=2026-02-20T12:00:00|"
        "first_contact_at=2026-02-20T09:00:00|inspected_at=2026-02-20T12:00:00|state=to_accept");
    CHECK_TEXT(ask(id, "SELECT verb || ' ' || " LOCAL(
                           "occurred_at") " || ' ' || coalesce(new, '-') || ' ' || mark FROM event "
                                          "WHERE ticket_id = $1 ORDER BY seq"),
               "receive 2026-02-20 08:00:00 received imported\n"
               "contact 2026-02-20 09:00:00 - imported\n"
               "inspect 2026-02-20 12:00:00 - imported\n" /* the same second: in the order of the loop */
               "dispatch 2026-02-20 12:00:00 to_accept imported");
    CHECK_TEXT(ask(id, "SELECT DISTINCT " LOCAL("recorded_at") " FROM event WHERE ticket_id = $1"),
               "2026-03-02 09:00:00");
    struct cs_diag diag = { .say = kit_say };
    CHECK_INT(cs_ticket_check_replay(desk.store, &diag, &kit.err), CS_OK);
    CHECK_INT(diag.errors, 0);
}

CS_TEST(replay, "a replay of the log catches a row that was tampered with, and a log with a hole")
{
    struct cs_diag diag = { .say = kit_say };
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair"), other = desk_add("kind=repair");
    MOVE(id, "inspect");
    MOVE(other, "inspect");
    CHECK_INT(cs_ticket_check_replay(desk.store, &diag, &kit.err), CS_OK);
    CHECK_INT(diag.errors, 0);
    kit.said[0] = '\0';
    ask(id, "UPDATE ticket SET state = 'closed' WHERE id = $1 RETURNING state");
    CHECK_INT(cs_ticket_check_replay(desk.store, &diag, &kit.err), CS_OK);
    CHECK_INT(diag.errors, 1);
    CHECK_THAT(strstr(kit.said, "case 1: its row says \"closed\", its event log says \"to_dispatch\""), "%s",
               kit.said);
    ask(id, "UPDATE ticket SET state = 'to_dispatch' WHERE id = $1 RETURNING state");
    ask(other, "UPDATE event SET old = 'to_check' WHERE ticket_id = $1 AND verb = 'inspect' RETURNING old");
    diag.errors = 0;
    CHECK_INT(cs_ticket_check_replay(desk.store, &diag, &kit.err), CS_OK);
    CHECK_INT(diag.errors, 1);
    CHECK_THAT(strstr(kit.said, "case 2: inspect starts from \"to_check\", but it stood at \"received\""),
               "%s", kit.said);
}

CS_TEST(steps_behind,
        "a step that lies behind a case is owed no more, though its source knows not when it was")
{
    desk_whole("2026-03-02 09:00");
    int64_t id =
        desk_imported("external_id=A1|kind=repair|priority=3|occurred_at=2026-03-01T20:00:00|state=in_work");
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1 ORDER BY metric"), "done\nsilence");
    id = desk_imported("external_id=A2|kind=repair|priority=3|occurred_at=2026-03-01T20:00:00|dispatched_at="
                       "2026-03-02T08:00:00|state=to_accept");
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1 ORDER BY metric"),
               "accept\nanswer\ndone\nsilence");
    MOVE(id, "note", .note = "x", .priority = "2"); /* nor does it come up with the next change */
    CHECK_TEXT(due(id, "inspect"), "");
    /* An emergency is dispatched first: the inspection is still to come. */
    id = desk_imported("external_id=A3|kind=repair|priority=1|occurred_at=2026-03-02T08:00:00|state=in_work");
    CHECK_TEXT(due(id, "danger"), "2026-03-02 12:00:00");
    /* A later export that passes a step over stops its clock then. */
    id =
        desk_imported("external_id=A4|kind=repair|priority=3|occurred_at=2026-03-02T08:00:00|state=received");
    CHECK_TEXT(due(id, "inspect"), "2026-03-03 08:00:00");
    desk_at("2026-03-02 15:00");
    desk_imported("external_id=A4|kind=repair|priority=3|occurred_at=2026-03-02T08:00:00|state=in_work");
    CHECK_TEXT(stopped(id, "inspect"), "2026-03-02 15:00:00");
}
