/*
 * Orders of others on a case: their own clocks, extensions, several on one case, our own limit before theirs.
 * 2026-03-02 is a Monday. The office is open 09:00-12:00 and 13:30-18:00: seven and a half hours a day.
 */
#include "case-kit.h"

#include "ticket/outside.h"

static bool changed;

static enum cs_status act(int64_t id, struct cs_outside_act act)
{
    cs_error_clear(&kit.err);
    act.at = act.at ? act.at : desk.now;
    act.until = act.until ? act.until : CS_NO_TIME;
    act.answer_until = act.answer_until ? act.answer_until : CS_NO_TIME;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_outside(desk.tickets, id, &act, &changed, &kit.err);
    if (status == CS_OK)
        status = cs_store_commit(desk.store, &kit.err);
    else
        cs_store_rollback(desk.store);
    return status;
}

static enum cs_status add(int64_t id, struct cs_outside_new order)
{
    cs_error_clear(&kit.err);
    order.at = desk.now;
    order.channel = order.channel ? order.channel : "hotline";
    order.received_at = order.received_at ? order.received_at : desk.now;
    order.target_at = order.target_at ? order.target_at : CS_NO_TIME;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_order_add(desk.tickets, id, &order, &changed, &kit.err);
    if (status == CS_OK)
        status = cs_store_commit(desk.store, &kit.err);
    else
        cs_store_rollback(desk.store);
    return status;
}

#define ACT(id, verb_, ...)                                                                                  \
    CHECK_THAT(act(id, (struct cs_outside_act){ .verb = verb_, ##__VA_ARGS__ }) == CS_OK, "%s: %s", verb_,   \
               kit.err.text)
#define NOT(says, id, verb_, ...)                                                                            \
    do {                                                                                                     \
        CHECK_INT(act(id, (struct cs_outside_act){ .verb = verb_, ##__VA_ARGS__ }), CS_REFUSED);             \
        CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);            \
    } while (0)
#define ADD(id, ...) CHECK_THAT(add(id, (struct cs_outside_new){ __VA_ARGS__ }) == CS_OK, "%s", kit.err.text)
#define NO_ADD(says, id, ...)                                                                                \
    do {                                                                                                     \
        CHECK_INT(add(id, (struct cs_outside_new){ __VA_ARGS__ }), CS_REFUSED);                              \
        CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);            \
    } while (0)

/* The clocks of one order: metric, due, stopped. */
#define ORDER_CLOCKS(number)                                                                                 \
    "SELECT metric || ' ' || coalesce(" LOCAL("due_at") ", '-') || ' ' || coalesce(" LOCAL(                  \
        "stopped_at") ", '-') FROM clock WHERE ticket_id = $1 AND metric LIKE 'outside_%' AND instance "     \
                      "= " #number " ORDER BY metric"
#define ORDERS                                                                                               \
    "SELECT number || ' ' || s.name || ':' || external_id || ' ' || channel FROM outside_order AS o JOIN "   \
    "source AS s ON s.id = o.source_id WHERE ticket_id = $1 ORDER BY number"
#define EXTENSIONS                                                                                           \
    "SELECT number || ' ' || granted || ' ' || coalesce(permit, '-') || ' ' || coalesce(" LOCAL(             \
        "due_before") ", '-') || ' ' || coalesce(" LOCAL("due_after") ", '-') FROM extension WHERE "         \
                                                                      "ticket_id = $1 ORDER BY number, seq"
#define ALERTS(metric)                                                                                       \
    "SELECT instance || ': ' || rung || ' ' || role || ' ' || " LOCAL(                                       \
        "at") " FROM escalation WHERE ticket_id = $1 AND metric = '" metric "' ORDER BY id"

#define HOTLINE "source=12345|external_id=HX1|kind=complaint|channel=hotline|project=P1|room=1-1-101|"

CS_TEST(one_order,
        "an order that comes in by import: signed for, contacted, held, extended, refused, finished")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HOTLINE "occurred_at=2026-03-02T09:00:00");
    CHECK_TEXT(ask(id, ORDERS), "1 12345:HX1 hotline");
    /* 2 h, 24 h, five workdays: Tue 3, Wed 4, Thu 5, Fri 6, Mon 9. */
    CHECK_TEXT(ask(id, ORDER_CLOCKS(1)), "outside_answer 2026-03-09 18:00:00 -\n"
                                         "outside_contact 2026-03-03 09:00:00 -\n"
                                         "outside_finish 2026-03-09 18:00:00 -\n"
                                         "outside_sign 2026-03-02 11:00:00 -");
    CHECK_TEXT(due(id, "ours"), "2026-03-06 18:00:00"); /* a workday before Monday is Friday */
    CHECK_TEXT(due(id, "outside"), "");
    /* 8 hours before: Monday's 7.5 and half an hour of Friday; ours: Friday's and half an hour of Thursday.
     */
    CHECK_TEXT(next_act(id, "outside_finish"), "1 2026-03-06 17:30:00");
    CHECK_TEXT(next_act(id, "ours"), "1 2026-03-05 17:30:00");
    desk_at("2026-03-02 10:00");
    ACT(id, "sign");
    CHECK_TEXT(stopped(id, "outside_sign"), "2026-03-02 10:00:00");
    ACT(id, "sign", .at = room_time("2026-03-02 09:30"));
    CHECK_THAT(!changed, "signed for twice");
    desk_at("2026-03-02 14:00");
    MOVE(id, "contact", .not_reached = true);
    CHECK_TEXT(stopped(id, "outside_contact"), "-");
    MOVE(id, "contact");
    CHECK_TEXT(stopped(id, "outside_contact"), "2026-03-02 14:00:00");
    /* A reason of ours that stops all that it may stops nothing of theirs, nor our limit before it. */
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason,
                       "name=frozen|title=冻结|clocks=all;outside_finish;outside_answer;ours|evidence=no"),
              CS_OK);
    MOVE(id, "hold", .reason = "frozen");
    CHECK_TEXT(due(id, "done"), "-");
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-09 18:00:00");
    CHECK_TEXT(due(id, "outside_answer"), "2026-03-09 18:00:00");
    CHECK_TEXT(due(id, "ours"), "2026-03-06 18:00:00");
    desk_at("2026-03-04 10:00");
    ACT(id, "extend", .refused = true, .permit = "延1", .note = "理由不足");
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-09 18:00:00");
    desk_at("2026-03-05 10:00");
    ACT(id, "extend", .by = "5wd", .permit = "延2"); /* Tue 10, Wed 11, Thu 12, Fri 13, Mon 16 */
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-16 18:00:00");
    CHECK_TEXT(due(id, "outside_answer"), "2026-03-09 18:00:00"); /* of the answer nothing was said */
    CHECK_TEXT(due(id, "ours"), "2026-03-13 18:00:00");
    CHECK_TEXT(next_act(id, "outside_finish"), "1 2026-03-13 17:30:00");
    CHECK_TEXT(next_act(id, "ours"), "1 2026-03-12 17:30:00");
    CHECK_TEXT(moment(id, "target_at"), "2026-03-16 18:00:00");
    ACT(id, "extend", .by = "5wd", .permit = "延2");
    CHECK_THAT(!changed, "the same permit moved it twice");
    ACT(id, "extend", .refused = true, .permit = "延1");
    CHECK_THAT(!changed, "the same refusal twice");
    CHECK_TEXT(ask(id, EXTENSIONS), "1 no 延1 2026-03-09 18:00:00 -\n"
                                    "1 yes 延2 2026-03-09 18:00:00 2026-03-16 18:00:00");
    desk_at("2026-03-13 11:00");
    ACT(id, "answer");
    desk_at("2026-03-13 16:00");
    ACT(id, "finish");
    CHECK_TEXT(ask(id, ORDER_CLOCKS(1)), "outside_answer 2026-03-09 18:00:00 2026-03-13 11:00:00\n"
                                         "outside_contact 2026-03-03 09:00:00 2026-03-02 14:00:00\n"
                                         "outside_finish 2026-03-16 18:00:00 2026-03-13 16:00:00\n"
                                         "outside_sign 2026-03-02 11:00:00 2026-03-02 10:00:00");
    CHECK_TEXT(stopped(id, "ours"), "2026-03-13 16:00:00"); /* nothing of theirs is open */
    CHECK_TEXT(
        ask(id, "SELECT verb || ' ' || coalesce(outcome || ' ', '') || new FROM event WHERE ticket_id "
                "= $1 AND field IN ('order', 'limit') ORDER BY seq"),
        "sign 12345:HX1\nextend refused 2026-03-09T18:00:00+08:00\nextend granted 2026-03-16T18:00:00+08:00\n"
        "answer 12345:HX1\nfinish 12345:HX1");
}

CS_TEST(explained, "an explanation shows extensions as lines of their own, and what counts adds up")
{
    static struct room_lines spans, rungs;
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HOTLINE "occurred_at=2026-03-02T09:00:00");
    desk_at("2026-03-04 10:00");
    ACT(id, "extend", .refused = true, .permit = "延1");
    ACT(id, "extend", .until = room_time("2026-03-11 12:00"), .permit = "延2");
    desk_at("2026-03-06 10:00");
    spans = (struct room_lines){ .fields = "metric instance kind from to counted total due_at limit note" };
    rungs = (struct room_lines){ .fields = "metric" };
    CHECK_INT(cs_escalation_explain(desk.escalation, id, room_gather, room_gather, &spans, &kit.err), CS_OK);
    (void)rungs;
    /* Since Monday 2: Tue 3, Wed 4, Thu 5, Fri 6 make four workdays. */
    CHECK_THAT(strstr(spans.text,
                      "outside_finish|1|counted|2026-03-02T09:00:00+08:00|2026-03-06T10:00:00+08:00|4wd|4wd|"
                      "2026-03-11T12:00:00+08:00||\n"
                      "outside_finish|1|not_extended|2026-03-09T18:00:00+08:00|2026-03-09T18:00:00+08:00|0wd|"
                      "4wd|2026-03-11T12:00:00+08:00||permit 延1\n"
                      "outside_finish|1|extended|2026-03-09T18:00:00+08:00|2026-03-11T12:00:00+08:00|0wd|4wd|"
                      "2026-03-11T12:00:00+08:00||permit 延2\n"),
               "%s", spans.text);
    /* A clock by the policy shows its limit: 24 hours, of which four days and an hour were used. */
    CHECK_THAT(strstr(spans.text, "outside_contact|1|counted|2026-03-02T09:00:00+08:00|"
                                  "2026-03-06T10:00:00+08:00|4d1h|4d1h|2026-03-03T09:00:00+08:00|24h|\n"),
               "%s", spans.text);
}

CS_TEST(in_time, "an extension is granted before the limit, for later, under one number")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HOTLINE "occurred_at=2026-03-02T09:00:00|target_at=2026-03-05T18:00:00");
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-05 18:00:00"); /* as the order itself names it */
    CHECK_TEXT(due(id, "ours"), "2026-03-04 18:00:00");
    NOT("until when is it extended", id, "extend", .permit = "延1");
    NOT("granted under a number", id, "extend", .by = "2wd");
    NOT("is no later than the limit of order 12345:HX1 as it stands, 2026-03-05", id, "extend",
        .permit = "延1", .until = room_time("2026-03-05 18:00"));
    NOT("lies in the future", id, "extend", .permit = "延1", .by = "2wd",
        .at = room_time("2026-03-03 09:00"));
    NOT("before the order reached us", id, "sign", .at = room_time("2026-03-02 08:59"));
    NOT("has no order \"HX9\"; it has: 1 12345:HX1", id, "sign", .order = "HX9");
    desk_at("2026-03-06 09:00");
    NOT("passed at 2026-03-05", id, "extend", .by = "2wd", .permit = "延1");
    ACT(id, "extend", .by = "2wd", .permit = "延1", .at = room_time("2026-03-05 17:00"),
        .answer_until = room_time("2026-03-09 12:00"));
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-09 18:00:00"); /* Fri 6, Mon 9 */
    CHECK_TEXT(due(id, "outside_answer"), "2026-03-09 12:00:00");
    NOT("written down already, and says something else", id, "extend", .permit = "延1",
        .until = room_time("2026-03-20 18:00"));
    NOT("written down already, and says something else", id, "extend", .permit = "延1", .refused = true);
    ACT(id, "finish", .order = "12345:HX1");
    NOT("order 12345:HX1 is finished", id, "extend", .by = "2wd", .permit = "延3");
    CHECK_INT(act(99, (struct cs_outside_act){ .verb = "sign" }), CS_NONE);
    NOT("has no order of others", desk_add("kind=repair|project=P1"), "sign");
}

CS_TEST(two_orders, "two orders on one case: each with its own clocks and its own alerts")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    ADD(id, .source = "12345", .external_id = "A1", .target_at = room_time("2026-03-05 18:00"));
    CHECK_TEXT(due(id, "ours"), "2026-03-04 18:00:00");
    desk_at("2026-03-03 10:00");
    ADD(id, .source = "12345", .external_id = "A2", .target_at = room_time("2026-03-06 18:00"));
    ADD(id, .source = "12345", .external_id = "A2");
    CHECK_THAT(!changed, "the same order twice");
    CHECK_TEXT(ask(id, ORDERS), "1 12345:A1 hotline\n2 12345:A2 hotline");
    CHECK_TEXT(ask(id, "SELECT external_id || ' ' || main FROM reference WHERE ticket_id = $1 AND main = 0"),
               "A1 0\nA2 0");
    CHECK_TEXT(rounds_of(id, "outside_sign"), "1 2026-03-02 09:00:00 2026-03-02 11:00:00 -\n"
                                              "2 2026-03-03 10:00:00 2026-03-03 12:00:00 -");
    NOT("has several open orders; name one (--order): 1 12345:A1, 2 12345:A2", id, "sign");
    ACT(id, "sign", .order = "A2");
    ACT(id, "sign", .order = "1");
    CHECK_TEXT(rounds_of(id, "outside_sign"),
               "1 2026-03-02 09:00:00 2026-03-02 11:00:00 2026-03-03 10:00:00\n"
               "2 2026-03-03 10:00:00 2026-03-03 12:00:00 2026-03-03 10:00:00");
    desk_at("2026-03-03 11:00");
    MOVE(id, "inspect", .component = "leak"); /* a word that reached the customer answers both */
    CHECK_TEXT(rounds_of(id, "outside_contact"),
               "1 2026-03-02 09:00:00 2026-03-03 09:00:00 2026-03-03 11:00:00\n"
               "2 2026-03-03 10:00:00 2026-03-04 10:00:00 2026-03-03 11:00:00");
    /* Of the first: 8 hours before Thu 18:00 is Wed 17:30, 3 hours Thu 15:00; of the second a day later. */
    run_at("2026-03-05 17:45");
    CHECK_TEXT(ask(id, ALERTS("outside_finish")), "1: 1 care 2026-03-05 17:45:00\n"
                                                  "2: 1 care 2026-03-05 17:45:00\n"
                                                  "1: 2 head 2026-03-05 17:45:00");
    CHECK_TEXT(ask(id, ALERTS("ours")), "1: 1 care 2026-03-05 17:45:00\n1: 2 head 2026-03-05 17:45:00");
    desk_at("2026-03-05 17:50");
    ACT(id, "finish", .order = "A1");
    CHECK_TEXT(due(id, "ours"), "2026-03-05 18:00:00"); /* of the second: a workday before Friday */
    run_at("2026-03-06 19:00"); /* the first is over; the second: Fri 15:00, and 18:00 waits for Monday */
    CHECK_TEXT(ask(id, ALERTS("outside_finish") " LIMIT 5"), "1: 1 care 2026-03-05 17:45:00\n"
                                                             "2: 1 care 2026-03-05 17:45:00\n"
                                                             "1: 2 head 2026-03-05 17:45:00\n"
                                                             "2: 2 head 2026-03-06 19:00:00");
    CHECK_TEXT(next_act(id, "outside_finish"), "3 2026-03-09 09:00:00");
}

CS_TEST(ours_over_holidays, "ours is due a workday before theirs, over National Day too")
{
    desk_whole("2026-09-28 10:00"); /* Monday; off from Thursday 1 to Wednesday 7, open on Saturday 10 */
    int64_t id = desk_imported(HOTLINE "occurred_at=2026-09-28T10:00:00");
    CHECK_TEXT(due(id, "outside_finish"), "2026-10-10 18:00:00"); /* 29, 30, 8, 9, 10 */
    CHECK_TEXT(due(id, "ours"), "2026-10-09 18:00:00");
    int64_t named = desk_imported("source=12345|external_id=HX2|kind=plea|channel=hotline|project=P1|"
                                  "occurred_at=2026-09-28T10:00:00|target_at=2026-10-08T12:00:00");
    CHECK_TEXT(due(named, "ours"), "2026-09-30 18:00:00"); /* the workday before the 8th */
    /* An order of the day leaves no workday before it: theirs alone counts. */
    int64_t urgent = desk_imported("source=12345|external_id=HX3|kind=plea|channel=hotline|project=P1|"
                                   "occurred_at=2026-09-28T10:00:00|target_at=2026-09-28T17:00:00");
    CHECK_TEXT(due(urgent, "ours"), "");
    CHECK_TEXT(due(urgent, "outside_finish"), "2026-09-28 17:00:00");
}

CS_TEST(which_channels,
        "a channel of others makes an order; a limit of our own systems stays a limit of the case")
{
    desk_whole("2026-03-02 09:00");
    int64_t own = desk_add("kind=plea|channel=petition|project=P1");
    CHECK_TEXT(ask(own, "SELECT channel FROM outside_order WHERE ticket_id = $1"), "petition");
    CHECK_TEXT(ask(own, ORDER_CLOCKS(1)), "outside_finish 2026-05-01 09:00:00 -\n" /* 29 + 30 + 1 days */
                                          "outside_sign 2026-03-17 09:00:00 -");
    int64_t board = desk_add("kind=plea|channel=leader_board|project=P1");
    CHECK_TEXT(ask(board, ORDERS " LIMIT 0"), "");
    CHECK_TEXT(ask(board, "SELECT channel FROM outside_order WHERE ticket_id = $1"), "leader_board");
    CHECK_TEXT(ask(board, ORDER_CLOCKS(1)), ""); /* nobody said how long */
    int64_t crm =
        desk_imported("external_id=C1|kind=repair|channel=app|project=P1|occurred_at=2026-03-02T09:00:00"
                      "|target_at=2026-03-12T10:00:00");
    CHECK_TEXT(ask(crm, ORDERS), "");
    CHECK_TEXT(due(crm, "outside"), "2026-03-12 10:00:00");
    ADD(crm, .source = "12345", .external_id = "B1", .kind = "inquiry");
    CHECK_TEXT(due(crm, "outside"), "2026-03-12 10:00:00");
    CHECK_TEXT(due(crm, "outside_finish"), "2026-03-04 18:00:00"); /* of an inquiry: two workdays */
    CHECK_TEXT(due(crm, "ours"), "2026-03-03 18:00:00");
    NO_ADD("12345:B1 is case 3 already; merge the two", own, .source = "12345", .external_id = "B1");
    NO_ADD("crm:C1 is case 3 already; merge the two", own, .source = "crm", .external_id = "C1");
    NO_ADD("what is it called there", own, .source = "12345");
    NO_ADD("due before it reached us", own, .source = "12345", .external_id = "B9",
           .target_at = room_time("2026-03-02 08:00"));
    NO_ADD("lies in the future", own, .source = "12345", .external_id = "B9",
           .received_at = room_time("2026-03-02 10:00"));
}

CS_TEST(city_rules,
        "limits are rules of the city: the first row that fits the order's project, channel and kind")
{
#define RULE "policy=city|status=active|channel=hotline|start=opened|calendar=cn-office|reopen=ignore|"
    desk_bare("2026-03-02 09:00");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_paths();
    desk_policy((const char *const[]){ RULE "project=C|metric=outside_sign|stop=signed|amount=1wd",
                                       RULE "metric=outside_sign|stop=signed|amount=4hwt",
                                       RULE "kind=inquiry|metric=outside_finish|stop=finished|amount=3wd",
                                       RULE "metric=outside_finish|stop=finished|amount=7wd", NULL });
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at("2026-03-02 09:00");
    int64_t here = desk_imported(HOTLINE "occurred_at=2026-03-02T09:00:00");
    int64_t there = desk_imported("source=12345|external_id=HX2|kind=inquiry|channel=hotline|"
                                  "occurred_at=2026-03-02T09:00:00");
    CHECK_TEXT(due(here, "outside_sign"), "2026-03-03 18:00:00");   /* P1 lies below C */
    CHECK_TEXT(due(there, "outside_sign"), "2026-03-02 14:30:00");  /* 9-12 and an hour after lunch */
    CHECK_TEXT(due(here, "outside_finish"), "2026-03-11 18:00:00"); /* 3 to 6, 9 to 11 */
    CHECK_TEXT(due(there, "outside_finish"), "2026-03-05 18:00:00");
    CHECK_TEXT(due(here, "ours"), ""); /* this policy has none */
}

CS_TEST(closed_here, "our closing ends none of theirs: it is said, and they alert until they are finished")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported("source=12345|external_id=HX1|kind=inquiry|channel=hotline|project=P1|"
                               "occurred_at=2026-03-02T09:00:00");
    desk_at("2026-03-02 11:00");
    kit.said[0] = '\0';
    MOVE(id, "close", .resolution = "已解答");
    CHECK_THAT(strstr(kit.said, "order 12345:HX1 is still open with them"), "%s", kit.said);
    CHECK_TEXT(stopped(id, "outside_finish"), "-");
    CHECK_TEXT(stopped(id, "ours"), "2026-03-02 11:00:00"); /* our part is done */
    /* Two workdays: Wed 4, 18:00; 3 hours before 15:00; at 18:00 it waits for Thursday 09:00. */
    run_at("2026-03-04 16:00");
    CHECK_TEXT(ask(id, ALERTS("outside_finish")),
               "1: 1 care 2026-03-04 16:00:00\n1: 2 head 2026-03-04 16:00:00");
    run_at("2026-03-05 09:00");
    CHECK_TEXT(ask(id, ALERTS("outside_finish") " LIMIT 3"), "1: 1 care 2026-03-04 16:00:00\n"
                                                             "1: 2 head 2026-03-04 16:00:00\n"
                                                             "1: 3 care 2026-03-05 09:00:00");
    desk_at("2026-03-05 10:00");
    ACT(id, "finish");
    CHECK_TEXT(next_act(id, "outside_finish"), "");
    run_at("2026-03-20 10:00");
    CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM escalation WHERE ticket_id = $1 AND metric = "
                       "'outside_finish'"),
               "3");
}

CS_TEST(warned_again,
        "more time is warned of again: our own limit in a new round, theirs where nobody was told")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(HOTLINE "occurred_at=2026-03-02T09:00:00|target_at=2026-03-05T18:00:00");
    run_at("2026-03-04 10:00"); /* ours: Wed 4, 18:00; 8 hours before is Tue 3, 17:30; theirs: Wed 4, 17:30 */
    CHECK_TEXT(ask(id, ALERTS("ours")), "1: 1 care 2026-03-04 10:00:00");
    CHECK_TEXT(ask(id, ALERTS("outside_finish")), "");
    desk_at("2026-03-04 11:00");
    ACT(id, "extend", .by = "3wd", .permit = "延1"); /* Fri 6, Mon 9, Tue 10 */
    CHECK_TEXT(rounds_of(id, "ours"), "1 2026-03-02 09:00:00 2026-03-04 18:00:00 2026-03-04 11:00:00\n"
                                      "2 2026-03-04 11:00:00 2026-03-09 18:00:00 -");
    CHECK_TEXT(next_act(id, "ours"), "1 2026-03-06 17:30:00");
    CHECK_TEXT(next_act(id, "outside_finish"), "1 2026-03-09 17:30:00");
    run_at("2026-03-06 18:00");
    CHECK_TEXT(ask(id, ALERTS("ours")), "1: 1 care 2026-03-04 10:00:00\n2: 1 care 2026-03-06 18:00:00");
    desk_at("2026-03-07 09:00");
    ACT(id, "finish");
    CHECK_TEXT(stopped(id, "ours"), "2026-03-07 09:00:00");
    desk_at("2026-03-07 10:00");
    MOVE(id, "contact"); /* a change of the case begins no round where nothing of theirs is open */
    CHECK_TEXT(ask(id, "SELECT CAST(max(instance) AS TEXT) FROM clock WHERE ticket_id = $1 AND metric = "
                       "'ours' AND stopped_at IS NOT NULL"),
               "2");
    ADD(id, .source = "12345", .external_id = "HX8", .target_at = room_time("2026-03-12 18:00"));
    CHECK_TEXT(due(id, "ours"), "2026-03-11 18:00:00");
    /* Rungs that lay behind an import were told to nobody: after an extension those to come are told. */
    int64_t old = desk_imported("source=12345|external_id=HX2|kind=plea|channel=hotline|project=P1|"
                                "occurred_at=2026-03-02T09:00:00|target_at=2026-03-05T18:00:00");
    CHECK_TEXT(next_act(old, "outside_finish"), "4 2026-03-09 09:00:00"); /* +1 d: Fri 6, 18:00 */
    ACT(old, "extend", .until = room_time("2026-03-11 18:00"), .permit = "延2",
        .at = room_time("2026-03-05 12:00"));
    CHECK_TEXT(next_act(old, "outside_finish"), "1 2026-03-10 17:30:00");
}
