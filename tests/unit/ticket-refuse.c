/* Cases and orders that are sent back, and finishes that are promised. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|room=1-1-101"

static const char *sent_back(int64_t id)
{
    return ask(id,
               "SELECT coalesce(old, '-') || ' > ' || coalesce(new, '-') FROM event WHERE ticket_id = $1 AND "
               "field = 'refused_by' ORDER BY seq");
}

CS_TEST(supplier, "a supplier sends its order back: who, why and to whom stay; the third time marks the case")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "inspect", .handling_dept = "工程部");
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-02 10:00");
    REFUSED("sending it back needs a reason", id, "refuse", TO("X1"));
    REFUSED("who sends it back?", id, "refuse", .reason = "x");
    REFUSED("no open work order that this speaks of", id, "refuse", TO("X2"), .reason = "x");
    REFUSED("a supplier sends it back, or a department, not both", id, "refuse", TO("X1"),
            .department = "工程部", .outcome = "", .reason = "x");
    MOVE(id, "refuse", TO("X1"), .reason = "非合同范围");
    CHECK_TEXT(field(id, "state || ' ' || handoffs || ' ' || coalesce(anomalies, '-')"), "refused 1 -");
    CHECK_TEXT(orders(id), "X1 refused");
    CHECK_TEXT(stopped(id, "accept"), "-"); /* an order that nobody took is still to be taken */
    CHECK_TEXT(sent_back(id), "X1 > 工程部");
    CHECK_TEXT(ask(id, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'refuse'"), "非合同范围");
    MOVE(id, "dispatch", TO("X2"));
    MOVE(id, "accept", .outcome = "refused", .note = "无人"); /* the other way to say it counts as well */
    CHECK_TEXT(field(id, "handoffs || ' ' || coalesce(anomalies, '-')"), "2 -");
    MOVE(id, "dispatch", TO("X3"));
    MOVE(id, "accept");
    kit.said[0] = '\0';
    MOVE(id, "refuse", TO("X3"), .reason = "无材料"); /* accepted, and not begun */
    CHECK_TEXT(field(id, "state || ' ' || handoffs || ' ' || anomalies"), "refused 3 sent_back");
    CHECK_TEXT(sent_back(id), "X1 > 工程部\nX2 > 工程部\nX3 > 工程部");
    CHECK(strstr(kit.said, "case 1 was sent back 3 times; settle who must take it"));
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-02 12:00");
    MOVE(id, "work");
    REFUSED("no open work order that this speaks of", id, "refuse", TO("X1"), .reason = "x");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(department,
        "a department says it is not its case: back to the one before, but never to one that refused")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    REFUSED("refuse dept is no legal move", id, "refuse", .department = "工程部", .outcome = "dept",
            .reason = "x");
    MOVE(id, "inspect", .handling_dept = "客服部");
    REFUSED("case 1 is with \"客服部\", not with \"工程部\"", id, "refuse", .department = "工程部",
            .outcome = "dept", .reason = "x");
    desk_at("2026-03-02 10:00");
    MOVE(id, "dispatch", .handling_dept = "工程部", .assignee = "张工", TO("X1"));
    MOVE(id, "accept");
    CHECK_TEXT(field(id, "state || ' ' || handoffs"), "to_visit 1");
    /* nothing has begun: the case goes back to be dispatched, the order that was issued is void */
    MOVE(id, "refuse", .department = "工程部", .outcome = "dept", .reason = "属物业范围");
    CHECK_TEXT(
        field(id, "state || ' ' || handoffs || ' ' || handling_dept || ' ' || coalesce(assignee, '-')"),
        "refused 2 客服部 -");
    CHECK_TEXT(orders(id), "X1 cancelled");
    CHECK_TEXT(field(id, "coalesce(accepted_at, '-') || coalesce(assigned_at, '-')"), "--");
    MOVE(id, "note", .handling_dept = "设计部", .note = "转设计");
    MOVE(id, "refuse", .department = "设计部", .outcome = "dept", .reason = "非设计");
    CHECK_TEXT(field(id, "state || ' ' || handling_dept"), "refused 客服部");
    MOVE(id, "note", .handling_dept = "工程部", .note = "再转");
    MOVE(id, "note", .handling_dept = "采购部", .note = "再转");
    MOVE(id, "refuse", .department = "采购部", .outcome = "dept", .reason = "非采购");
    /* it came from 工程部, which has sent it back before: now it is nobody's */
    CHECK_TEXT(field(id, "coalesce(handling_dept, '-') || ' ' || anomalies"), "- sent_back");
    CHECK_TEXT(sent_back(id), "工程部 > 客服部\n设计部 > 客服部\n采购部 > -");
    REFUSED("case 1 is with no department", id, "refuse", .department = "采购部", .outcome = "dept",
            .reason = "x");
    MOVE(id, "dispatch", TO("X2"), .handling_dept = "工程部");
    MOVE(id, "work");
    REFUSED("refuse dept is no legal move", id, "refuse", .department = "工程部", .outcome = "dept",
            .reason = "x");
}

CS_TEST(of_a_complaint, "a complaint stays where it stands and is handed back; its owner's clock runs on")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=complaint|priority=3|project=P1");
    desk_at("2026-03-02 10:00");
    MOVE(id, "verify", .handling_dept = "营销部", .assignee = "李");
    CHECK_TEXT(stopped(id, "owner"), "2026-03-02 10:00:00");
    desk_at("2026-03-02 11:00");
    MOVE(id, "refuse", .department = "营销部", .outcome = "dept", .reason = "属工程质量");
    CHECK_TEXT(field(id, "state || ' ' || coalesce(handling_dept, '-')"), "to_plan -");
    /* the one who was named there does not handle it after all: the four hours run on */
    CHECK_TEXT(rounds_of(id, "owner"), "1 2026-03-02 09:00:00 2026-03-02 13:00:00 -");
    CHECK_TEXT(due(id, "plan"), "2026-03-05 18:00:00");
}

/* ---- promises ---- */

static const char *promises(int64_t id)
{
    return ask(
        id,
        "SELECT coalesce(substr(old, 1, 10), '-') || ' > ' || coalesce(substr(new, 1, 10), '-') FROM event "
        "WHERE ticket_id = $1 AND field = 'promised_at' ORDER BY seq");
}

CS_TEST(promised, "a promise has a clock of its own, every change is kept, and only what was told is a word")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    CHECK_TEXT(due(id, "promise"), "");
    desk_at("2026-03-02 10:00");
    REFUSED("promised by when?", id, "promise");
    REFUSED("a finish that is past cannot be promised", id, "promise",
            .promised_at = room_time("2026-03-02 10:00"));
    MOVE(id, "promise", .promised_at = room_time("2026-03-05 18:00"), .note = "内部先定");
    /* from the promise on; its first alert four desk hours before: 14:00 */
    CHECK_TEXT(rounds_of(id, "promise"), "1 2026-03-02 10:00:00 2026-03-05 18:00:00 -");
    CHECK_TEXT(next_act(id, "promise"), "1 2026-03-05 14:00:00");
    CHECK_TEXT(field(id, "coalesce(first_contact_at, '-')"), "-"); /* nobody was told */
    desk_at("2026-03-03 09:00");
    MOVE(id, "promise", .promised_at = room_time("2026-03-06 18:00"), .told = true, .channel = "sms",
         .note = "周五完成");
    CHECK_TEXT(moment(id, "first_contact_at"), "2026-03-03 09:00:00");
    CHECK_TEXT(ask(id, "SELECT channel || ' ' || note FROM contact WHERE ticket_id = $1"), "sms 周五完成");
    CHECK_TEXT(rounds_of(id, "promise"), "1 2026-03-02 10:00:00 2026-03-06 18:00:00 -");
    CHECK_TEXT(promises(id), "- > 2026-03-05\n2026-03-05 > 2026-03-06");
    /* a hold of ours stops the work's clock, and no promise */
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "work");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "photo://wet");
    CHECK_TEXT(due(id, "done"), "2026-03-24 09:00:00"); /* seven days, and the fifteen of the hold */
    CHECK_TEXT(due(id, "promise"), "2026-03-06 18:00:00");
    MOVE(id, "promise",
         .promised_at = room_time("2026-03-09 18:00")); /* a held case may be promised a finish */
    CHECK_TEXT(field(id, "state"), "held");
    CHECK_TEXT(due(id, "promise"), "2026-03-09 18:00:00");
}

CS_TEST(broken,
        "a promise that is broken climbs its ladder, ends with the work, and comes again after a reopening")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "contact", .note = "已回电", .promised_at = room_time("2026-03-04 18:00")); /* in passing */
    CHECK_TEXT(next_act(id, "promise"), "1 2026-03-04 14:00:00");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "accept");
    MOVE(id, "work");
    run_at("2026-03-04 13:59:59");
    CHECK_TEXT(ask(id, "SELECT rung || '' FROM escalation WHERE ticket_id = $1 AND metric = 'promise'"), "");
    run_at("2026-03-05 18:00"); /* four hours before, at the end, and a day later */
    CHECK_TEXT(
        ask(id,
            "SELECT rung || ' ' || role || ' ' || level FROM escalation WHERE ticket_id = $1 AND metric = "
            "'promise' ORDER BY rung"),
        "1 engineer project\n2 care project\n3 head project");
    desk_at("2026-03-06 09:00");
    MOVE(id, "work", .outcome = "done");
    CHECK_TEXT(stopped(id, "promise"), "2026-03-06 09:00:00");
    MOVE(id, "verify", .outcome = "failed");
    CHECK_TEXT(stopped(id, "promise"), "-"); /* not done after all */
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    MOVE(id, "close", CLOSING);
    desk_by("caller", "2026-03-09 09:00");
    MOVE(id, "callback", .outcome = "not_solved");
    CHECK_TEXT(field(id, "coalesce(promised_at, '-')"), "-"); /* what was promised was of that round */
    CHECK_TEXT(
        ask(id, "SELECT CAST(count(*) AS TEXT) FROM clock WHERE ticket_id = $1 AND metric = 'promise'"), "1");
    MOVE(id, "promise", .promised_at = room_time("2026-03-11 18:00"));
    CHECK_TEXT(rounds_of(id, "promise"), "1 2026-03-02 09:00:00 2026-03-04 18:00:00 2026-03-06 09:00:00\n"
                                         "2 2026-03-09 09:00:00 2026-03-11 18:00:00 -");
}

CS_TEST(beyond, "a promise for later than the source's own limit is warned about; an imported one is watched")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(
        "external_id=B1|kind=repair|project=P1|occurred_at=2026-03-02 08:00|target_at=2026-03-05 "
        "12:00|promised_at=2026-03-04 12:00");
    CHECK_TEXT(rounds_of(id, "promise"), "1 2026-03-02 08:00:00 2026-03-04 12:00:00 -");
    kit.said[0] = '\0';
    MOVE(id, "promise", .promised_at = room_time("2026-03-05 12:00"));
    CHECK_TEXT(kit.said, "");
    MOVE(id, "promise", .promised_at = room_time("2026-03-05 12:01"));
    CHECK(strstr(kit.said, "promised for later than the source's own limit, 2026-03-05 12:00"));
    MOVE(id, "cancel", .reason = "重复");
    REFUSED("promise is no legal move", id, "promise", .promised_at = room_time("2026-03-08 12:00"));
}
