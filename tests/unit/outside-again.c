/* Orders of others that are read again, and those of cases that are merged. 2026-03-02 is a Monday. */
#include "case-kit.h"

#include "ticket/outside.h"

static void act(int64_t id, struct cs_outside_act act)
{
    bool changed;
    cs_error_clear(&kit.err);
    act.at = act.at ? act.at : desk.now;
    act.until = act.until ? act.until : CS_NO_TIME;
    act.answer_until = CS_NO_TIME;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_THAT(cs_ticket_outside(desk.tickets, id, &act, &changed, &kit.err) == CS_OK, "%s", kit.err.text);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}
#define ACT(id, verb_, ...) act(id, (struct cs_outside_act){ .verb = verb_, ##__VA_ARGS__ })

static void add(int64_t id, const char *external, const char *target)
{
    bool changed;
    const struct cs_outside_new order = { .source = "12345",
                                          .external_id = external,
                                          .channel = "hotline",
                                          .received_at = desk.now,
                                          .target_at = target ? room_time(target) : CS_NO_TIME,
                                          .at = desk.now };
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_order_add(desk.tickets, id, &order, &changed, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

#define ORDERS                                                                                               \
    "SELECT number || ' ' || external_id || ' ' || coalesce(kind, '-') || ' ' || coalesce(" LOCAL(           \
        "signed_at") ", '-') FROM outside_order WHERE ticket_id = $1 ORDER BY number"
#define EXTENSIONS                                                                                           \
    "SELECT number || ' ' || granted || ' ' || permit || ' ' || coalesce(" LOCAL(                            \
        "due_after") ", '-') FROM extension WHERE ticket_id = $1 ORDER BY number, seq"
#define ALERTS                                                                                               \
    "SELECT instance || ':' || rung || ' ' || role FROM escalation WHERE ticket_id = $1 AND metric = "       \
    "'outside_finish' ORDER BY instance, rung"

#define HX1                                                                                                  \
    "source=12345|external_id=HX1|kind=complaint|channel=hotline|project=P1|room=1-1-101|"                   \
    "occurred_at=2026-03-02T09:00:00|"

CS_TEST(moved, "a limit moves to a later moment only with the number of an extension")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HX1 "target_at=2026-03-06T18:00:00");
    desk_at("2026-03-03 09:00");
    desk_imported(HX1 "target_at=2026-03-12T18:00:00");
    CHECK_INT(desk.intake.target_moved, 1);
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-06 18:00:00");
    CHECK_TEXT(moment(id, "target_at"), "2026-03-06 18:00:00");
    CHECK_TEXT(field(id, "anomalies"), "target_moved");
    desk_imported(HX1 "target_at=2026-03-12T18:00:00"); /* the same row again */
    CHECK_INT(desk.intake.unchanged, 1);
    CHECK_INT(desk.intake.target_moved, 0);
    desk_imported(HX1 "target_at=2026-03-12T18:00:00|subject=漏水"); /* it was told once */
    CHECK_INT(desk.intake.target_moved, 0);
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-06 18:00:00");
    desk_imported(HX1 "target_at=2026-03-12T18:00:00|extension_no=延7"); /* now they say under which number */
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-12 18:00:00");
    CHECK_TEXT(due(id, "ours"), "2026-03-11 18:00:00");
    CHECK_TEXT(ask(id, EXTENSIONS), "1 yes 延7 2026-03-12 18:00:00");
    CHECK_TEXT(field(id, "anomalies"), "");
    CHECK_TEXT(moment(id, "target_at"), "2026-03-12 18:00:00");
    desk_imported(HX1 "target_at=2026-03-06T18:00:00"); /* an export that knows nothing of it */
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-12 18:00:00");
    CHECK_INT(desk.intake.target_moved, 0);
    desk_imported(HX1 "target_at=2026-03-20T18:00:00|extension_no=延7"); /* one number, one extension */
    CHECK_INT(desk.intake.target_moved, 1);
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-12 18:00:00");
    int64_t shorter = desk_imported("source=12345|external_id=HX2|kind=plea|channel=hotline|"
                                    "occurred_at=2026-03-03T08:00:00");
    CHECK_TEXT(due(shorter, "outside_finish"), "2026-03-10 18:00:00"); /* 4, 5, 6, 9, 10: the policy's */
    desk_imported("source=12345|external_id=HX2|kind=plea|channel=hotline|occurred_at=2026-03-03T08:00:00|"
                  "target_at=2026-03-11T12:00:00"); /* the first that they name stands */
    CHECK_TEXT(due(shorter, "outside_finish"), "2026-03-11 12:00:00");
    desk_imported("source=12345|external_id=HX2|kind=plea|channel=hotline|occurred_at=2026-03-03T08:00:00|"
                  "target_at=2026-03-05T12:00:00"); /* and an earlier one */
    CHECK_TEXT(due(shorter, "outside_finish"), "2026-03-05 12:00:00");
    CHECK_TEXT(due(shorter, "ours"), "2026-03-04 18:00:00");
    int64_t late = desk_imported("source=12345|external_id=HX3|kind=plea|channel=hotline|occurred_at="
                                 "2026-03-03T08:00:00|target_at=2026-03-13T18:00:00|extension_no=延9");
    CHECK_TEXT(ask(late, EXTENSIONS), "1 yes 延9 2026-03-13 18:00:00"); /* it came in extended */
}

CS_TEST(moments, "what they say of an order later: signed for, answered, finished, taken up again")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HX1 "target_at=2026-03-06T18:00:00");
    desk_at("2026-03-04 09:00");
    desk_imported(HX1 "target_at=2026-03-06T18:00:00|signed_at=2026-03-02T10:00:00|"
                      "first_contact_at=2026-03-02T15:00:00|answered_at=2026-03-03T16:00:00");
    CHECK_INT(desk.intake.updated, 1);
    CHECK_TEXT(stopped(id, "outside_sign"), "2026-03-02 10:00:00");
    CHECK_TEXT(stopped(id, "outside_contact"), "2026-03-02 15:00:00");
    CHECK_TEXT(stopped(id, "outside_answer"), "2026-03-03 16:00:00");
    CHECK_TEXT(stopped(id, "outside_finish"), "-");
    CHECK_TEXT(next_act(id, "outside_finish"), "1 2026-03-05 17:30:00");
    desk_imported(HX1 "target_at=2026-03-06T18:00:00|signed_at=2026-03-02T10:00:00|"
                      "first_contact_at=2026-03-02T15:00:00|answered_at=2026-03-03T16:00:00|"
                      "state=closed|closed_at=2026-03-03T17:00:00|score=2");
    CHECK_TEXT(stopped(id, "outside_finish"), "2026-03-03 17:00:00");
    CHECK_TEXT(field(id, "state || ' ' || score"), "closed 2");
    CHECK_TEXT(next_act(id, "outside_finish"), "");
    desk_at("2026-03-05 09:00"); /* not content: they send it back with a new limit */
    desk_imported(HX1 "target_at=2026-03-12T18:00:00|signed_at=2026-03-02T10:00:00|"
                      "first_contact_at=2026-03-02T15:00:00|answered_at=2026-03-03T16:00:00|"
                      "state=in_work|closed_at= |score=2");
    CHECK_TEXT(stopped(id, "outside_finish"), "-");
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-12 18:00:00");
    CHECK_INT(desk.intake.target_moved, 0);
    CHECK_TEXT(ask(id, "SELECT verb FROM event WHERE ticket_id = $1 AND field = 'order' ORDER BY seq"),
               "sign\nanswer\nfinish\nreopen");
    int64_t over = desk_imported("source=12345|external_id=HX9|kind=plea|channel=hotline|state=closed|"
                                 "occurred_at=2026-02-02T09:00:00|first_contact_at=2026-02-02T15:00:00|"
                                 "closed_at=2026-02-06T17:00:00");
    /* Two hours, a day, five workdays: 3, 4, 5, 6, 9; nobody told when it was signed for or answered. */
    CHECK_TEXT(ask(over,
                   "SELECT metric || ' ' || " LOCAL("due_at") " || ' ' || " LOCAL(
                       "stopped_at") " FROM "
                                     "clock WHERE ticket_id = $1 AND metric LIKE 'outside%' ORDER BY metric"),
               "outside_contact 2026-02-03 09:00:00 2026-02-02 15:00:00\n"
               "outside_finish 2026-02-09 18:00:00 2026-02-06 17:00:00");
    CHECK_TEXT(ask(over, "SELECT metric FROM deadline WHERE ticket_id = $1"), "");
}

CS_TEST(by_hand, "an order that was added by hand: its source's first row changes the order, not the case")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101|subject=厨房漏水|reporter=业主甲");
    add(id, "A1", NULL);
    desk_at("2026-03-03 09:00");
    int64_t same = desk_imported(
        "source=12345|external_id=A1|kind=complaint|channel=hotline|subject=投诉漏水|reporter=业主乙|"
        "occurred_at=2026-03-02T09:00:00|signed_at=2026-03-02T09:30:00|target_at=2026-03-05T18:00:00");
    CHECK_INT(same, id);
    CHECK_TEXT(field(id, "kind || ' ' || subject || ' ' || reporter"), "repair 厨房漏水 业主甲");
    CHECK_TEXT(field(id, "target_at"), ""); /* theirs is the order's, not the case's */
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-05 18:00:00");
    CHECK_TEXT(stopped(id, "outside_sign"), "2026-03-02 09:30:00");
    desk_imported(
        "source=12345|external_id=A1|kind=complaint|channel=hotline|subject=投诉漏水|reporter=业主乙|"
        "occurred_at=2026-03-02T09:00:00|signed_at=2026-03-02T09:30:00|"
        "target_at=2026-03-05T18:00:00|state=closed|closed_at=2026-03-03T08:00:00");
    CHECK_TEXT(stopped(id, "outside_finish"), "2026-03-03 08:00:00");
    CHECK_THAT(strcmp(field(id, "state"), "closed") != 0, "their closing closed the case here");
}

CS_TEST(merged, "a merge keeps the orders of both; their clocks go on as far as they had come")
{
    desk_whole("2026-03-02 09:00");
    int64_t into = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    add(into, "A1", "2026-03-10 18:00");
    int64_t id = desk_imported(HX1 "target_at=2026-03-06T18:00:00");
    desk_at("2026-03-02 10:00");
    ACT(id, "sign");
    ACT(id, "extend", .permit = "延1", .until = room_time("2026-03-09 18:00"));
    ACT(id, "extend", .permit = "延2", .refused = true);
    run_at("2026-03-09 10:00"); /* theirs on Mon 9, 18:00: 8 hours before is Fri 6, 17:30 */
    CHECK_TEXT(ask(id, ALERTS), "1:1 care");
    desk_at("2026-03-09 11:00");
    MOVE(id, "merge", .into = into);
    CHECK_TEXT(ask(into, ORDERS), "1 A1 - -\n2 HX1 complaint 2026-03-02 10:00:00");
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1 AND metric LIKE 'outside_%'"), "");
    CHECK_TEXT(ask(id, "SELECT metric FROM deadline WHERE ticket_id = $1"), "");
    CHECK_TEXT(ask(into, EXTENSIONS), "2 yes 延1 2026-03-09 18:00:00\n2 no 延2 -");
    CHECK_TEXT(rounds_of(into, "outside_finish"), "1 2026-03-02 09:00:00 2026-03-10 18:00:00 -\n"
                                                  "2 2026-03-02 09:00:00 2026-03-09 18:00:00 -");
    CHECK_TEXT(rounds_of(into, "outside_sign"), "1 2026-03-02 09:00:00 2026-03-02 11:00:00 -\n"
                                                "2 2026-03-02 09:00:00 2026-03-02 11:00:00 2026-03-02 "
                                                "10:00:00");
    CHECK_TEXT(due(into, "ours"), "2026-03-06 18:00:00"); /* of the earlier, Mon 9 */
    CHECK_TEXT(due(into, "outside"), "");
    CHECK_TEXT(ask(into, ALERTS), "2:1 care"); /* went along: it is not sent again */
    run_at("2026-03-09 17:00");                /* 3 hours before, at 15:00 */
    CHECK_TEXT(ask(into, ALERTS), "2:1 care\n2:2 head");
    run_at("2026-03-09 17:00");
    CHECK_INT(desk.run.escalated, 0);
    desk_at("2026-03-09 17:30");
    int64_t again = desk_imported(HX1 "target_at=2026-03-16T18:00:00|extension_no=延3|state=in_work");
    CHECK_INT(again, into);
    CHECK_TEXT(rounds_of(into, "outside_finish"), "1 2026-03-02 09:00:00 2026-03-10 18:00:00 -\n"
                                                  "2 2026-03-02 09:00:00 2026-03-16 18:00:00 -");
    CHECK_TEXT(due(into, "ours"), "2026-03-09 18:00:00"); /* now of the other one, Tue 10 */
    CHECK_TEXT(field(into, "kind"), "repair");
    MOVE(into, "contact"); /* reaches the customer of both */
    CHECK_TEXT(ask(into, "SELECT CAST(count(*) AS TEXT) FROM outside_order WHERE ticket_id = $1 AND "
                         "contacted_at IS NOT NULL"),
               "2");
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
    bool changed;
    const struct cs_outside_act sign = { .verb = "sign", .at = desk.now };
    CHECK_INT(cs_ticket_outside(desk.tickets, id, &sign, &changed, &kit.err), CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "went on as case 1; its orders are there"), "%s", kit.err.text);
}

CS_TEST(merged_words, "who was reached on the case that goes on was reached for the order that comes along")
{
    desk_whole("2026-03-02 09:00");
    int64_t into = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    int64_t id = desk_imported(HX1 "target_at=2026-03-06T18:00:00");
    desk_at("2026-03-02 11:00");
    MOVE(into, "contact");
    CHECK_TEXT(stopped(id, "outside_contact"), "-");
    desk_at("2026-03-02 12:00");
    MOVE(id, "merge", .into = into);
    CHECK_TEXT(stopped(into, "outside_contact"), "2026-03-02 11:00:00");
    CHECK_TEXT(ask(into, ORDERS), "1 HX1 complaint -");
    CHECK_TEXT(due(into, "outside_finish"), "2026-03-06 18:00:00");
    CHECK_TEXT(field(into, "target_at"), ""); /* the order has brought it along */
}

static struct cs_recompute_result recomputed(void)
{
    static struct room_lines lines;
    const struct cs_recompute_options all = { .since = INT64_MIN };
    struct cs_recompute_result result = { 0 };
    lines = (struct room_lines){ .fields = "ticket" };
    desk_open("desk");
    CHECK_THAT(cs_escalation_recompute(desk.escalation, &all, room_gather, &lines, &result, &kit.err) ==
                   CS_OK,
               "%s", kit.err.text);
    return result;
}

CS_TEST(recomputed_limits,
        "after a change of policy a limit by the policy moves, and one that they named does not")
{
#define RULE "policy=default|status=active|start=opened|calendar=cn-office|reopen=ignore|"
    desk_whole("2026-03-02 09:00");
    int64_t named = desk_imported(HX1 "target_at=2026-03-06T18:00:00");
    int64_t ruled = desk_imported("source=12345|external_id=HX2|kind=plea|channel=hotline|project=P1|"
                                  "occurred_at=2026-03-02T09:00:00");
    desk_at("2026-03-03 10:00");
    ACT(named, "extend", .permit = "延1", .until = room_time("2026-03-10 18:00"));
    struct cs_recompute_result same = recomputed();
    CHECK_INT(same.changed + same.began + same.ended, 0);
    desk_policy((const char *const[]){ RULE "channel=hotline|metric=outside_finish|stop=finished|amount=7wd",
                                       RULE "metric=ours|stop=done|amount=2wd", NULL });
    recomputed();
    CHECK_TEXT(due(named, "outside_finish"), "2026-03-10 18:00:00");
    CHECK_TEXT(due(ruled, "outside_finish"), "2026-03-11 18:00:00"); /* 3 to 6, 9 to 11 */
    CHECK_TEXT(due(named, "ours"), "2026-03-06 18:00:00");           /* two workdays before */
    CHECK_TEXT(due(ruled, "ours"), "2026-03-09 18:00:00");
    CHECK_TEXT(stopped(ruled, "outside_sign"), "2026-03-03 10:00:00"); /* the policy asks for it no more */
}

CS_TEST(forgotten, "erasure blanks the words of an extension and keeps its number")
{
    int64_t cases = 0;
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HX1 "phone=13800000000|target_at=2026-03-06T18:00:00");
    ACT(id, "extend", .permit = "延1", .until = room_time("2026-03-10 18:00"), .note = "业主甲要求");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13800000000", 1, desk.now, &cases, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_INT(cases, 1);
    CHECK_TEXT(ask(id, "SELECT permit || ' ' || coalesce(note, '-') FROM extension WHERE ticket_id = $1"),
               "延1 -");
}
