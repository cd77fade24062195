/* How clocks follow the loop: started and stopped by milestones, once more when these come again, by the rule
 * of each where a case is reopened. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|room=1-1-101"

/* A repair opened on Monday 09:00 and closed on Wednesday 12:00; done at 09:00, verified at 10:00. */
static int64_t closed_repair(void)
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-02 15:00");
    MOVE(id, "inspect");
    desk_at("2026-03-02 16:00");
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-02 18:00");
    MOVE(id, "accept");
    desk_at("2026-03-03 09:00");
    MOVE(id, "work");
    desk_at("2026-03-04 09:00");
    MOVE(id, "work", .outcome = "done");
    desk_at("2026-03-04 10:00");
    MOVE(id, "verify");
    desk_at("2026-03-04 12:00");
    MOVE(id, "close", CLOSING);
    return id;
}

CS_TEST(steps, "each step has its clock: from its milestone, stopped by the next, none afterwards")
{
    int64_t id = closed_repair();
    CHECK_TEXT(rounds_of(id, "answer"),
               "1 2026-03-02 09:00:00 2026-03-02 11:00:00 2026-03-02 15:00:00"); /* late */
    CHECK_TEXT(rounds_of(id, "inspect"), "1 2026-03-02 09:00:00 2026-03-03 09:00:00 2026-03-02 15:00:00");
    CHECK_TEXT(rounds_of(id, "dispatch"), "1 2026-03-02 15:00:00 2026-03-02 19:00:00 2026-03-02 16:00:00");
    CHECK_TEXT(rounds_of(id, "accept"), "1 2026-03-02 16:00:00 2026-03-02 20:00:00 2026-03-02 18:00:00");
    CHECK_TEXT(rounds_of(id, "visit"), "1 2026-03-02 18:00:00 2026-03-04 18:00:00 2026-03-03 09:00:00");
    CHECK_TEXT(rounds_of(id, "done"), "1 2026-03-02 09:00:00 2026-03-09 09:00:00 2026-03-04 09:00:00");
    CHECK_TEXT(rounds_of(id, "verify"), "1 2026-03-04 09:00:00 2026-03-05 09:00:00 2026-03-04 10:00:00");
    CHECK_TEXT(rounds_of(id, "close"), "1 2026-03-04 10:00:00 2026-03-05 10:00:00 2026-03-04 12:00:00");
    CHECK_TEXT(rounds_of(id, "callback"), "1 2026-03-04 12:00:00 2026-03-07 12:00:00 -");
    CHECK_TEXT(ask(id, "SELECT metric FROM deadline WHERE ticket_id = $1"), "callback\nrecall");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "solved", .score = 5, .quality_check = "passed");
    CHECK_TEXT(stopped(id, "callback"), "2026-03-05 09:00:00");
    CHECK_TEXT(ask(id, "SELECT metric FROM deadline WHERE ticket_id = $1"), "recall"); /* a leak: once more */
    CHECK_TEXT(field(id, "state || ' ' || score || ' ' || quality_check"), "closed 5 passed");
}

CS_TEST(reopening, "reopening restarts, continues or ignores, clock by clock, and both figures stay")
{
    int64_t id = closed_repair();
    desk_by("caller", "2026-03-06 09:00");
    MOVE(id, "callback", .outcome = "not_solved", .score = 1, .note = "仍渗水");
    CHECK_TEXT(field(id, "state || ' ' || reopens || ' ' || level"), "to_inspect 1 1");
    CHECK_TEXT(moment(id, "closed_at"), "");
    /* answer: ignore. inspect: restart, 24 h from the call. done: continue; it turned out to be a leak, which
     * has 15 days, and 2 of them are used. */
    CHECK_TEXT(rounds_of(id, "answer"), "1 2026-03-02 09:00:00 2026-03-02 11:00:00 2026-03-02 15:00:00");
    CHECK_TEXT(rounds_of(id, "inspect"), "1 2026-03-02 09:00:00 2026-03-03 09:00:00 2026-03-02 15:00:00\n"
                                         "2 2026-03-06 09:00:00 2026-03-07 09:00:00 -");
    CHECK_TEXT(rounds_of(id, "done"), "1 2026-03-02 09:00:00 2026-03-09 09:00:00 2026-03-04 09:00:00\n"
                                      "2 2026-03-06 09:00:00 2026-03-19 09:00:00 -");
    CHECK_TEXT(stopped(id, "callback"), "2026-03-06 09:00:00"); /* it was made, if badly */
    CHECK_TEXT(ask(id, "SELECT metric || ' ' || level FROM clock WHERE ticket_id = $1 AND stopped_at IS NULL "
                       "ORDER BY metric"),
               "done 1\ninspect 1\nsilence 1");
    /* The later steps come again with their milestones. */
    desk_at("2026-03-06 12:00");
    MOVE(id, "inspect");
    CHECK_TEXT(rounds_of(id, "dispatch"), "1 2026-03-02 15:00:00 2026-03-02 19:00:00 2026-03-02 16:00:00\n"
                                          "2 2026-03-06 12:00:00 2026-03-06 16:00:00 -");
    CHECK_TEXT(stopped(id, "inspect"), "2026-03-06 12:00:00");
    REFUSED("lies before inspect", id, "dispatch", .at = room_time("2026-03-06 11:00"), TO("X2"));
    MOVE(id, "dispatch", TO("X2"));
    CHECK_TEXT(orders(id), "X1 passed\nX2 issued");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    MOVE(id, "close", CLOSING); /* its evidence is demanded anew */
    desk_by("caller", "2026-03-07 09:00");
    CHECK_TEXT(due(id, "callback"), "2026-03-09 12:00:00");
    MOVE(id, "callback", .outcome = "not_solved");
    CHECK_TEXT(field(id, "reopens || ' ' || level"), "2 2");
    /* 2 d, then 3 h of the second round are used: 12 d 21 h of the leak's 15 days are left. */
    CHECK_TEXT(due(id, "done"), "2026-03-20 06:00:00");
}

CS_TEST(ignored, "a step's clock that ignores reopening is not measured again")
{
    static const char *const rows[] = {
        "policy=t|metric=dispatch|start=inspected|stop=dispatched|amount=4h|calendar=24x7|reopen=ignore",
        "policy=t|metric=accept|start=dispatched|stop=accepted|amount=6h|calendar=24x7|reopen=continue", NULL
    };
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "inspect");
    desk_at("2026-03-02 10:00");
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-02 12:00");
    MOVE(id, "close", .outcome = "not_ours");
    desk_at("2026-03-03 09:00");
    MOVE(id, "reopen", .reason = "复核");
    MOVE(id, "inspect");
    desk_at("2026-03-03 10:00");
    MOVE(id, "dispatch", TO("X1"));
    CHECK_TEXT(rounds_of(id, "dispatch"), "1 2026-03-02 09:00:00 2026-03-02 13:00:00 2026-03-02 10:00:00");
    CHECK_TEXT(rounds_of(id, "accept"),
               "1 2026-03-02 10:00:00 2026-03-02 16:00:00 2026-03-02 12:00:00\n"
               "2 2026-03-03 10:00:00 2026-03-03 14:00:00 -"); /* 2 of 6 hours used */
}

CS_TEST(not_accepted, "work that is not accepted was not done: its clock runs on, as if it had never stopped")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-03 09:00");
    MOVE(id, "work", .outcome = "done");
    CHECK_TEXT(stopped(id, "done"), "2026-03-03 09:00:00");
    CHECK_TEXT(stopped(id, "accept"), "2026-03-03 09:00:00"); /* who works has accepted */
    CHECK_TEXT(due(id, "verify"), "2026-03-04 09:00:00");
    desk_at("2026-03-03 15:00");
    MOVE(id, "verify", .outcome = "failed", .note = "仍渗水");
    CHECK_TEXT(field(id, "state"), "rework");
    CHECK_TEXT(orders(id), "X1 rework");
    CHECK_TEXT(rounds_of(id, "done"), "1 2026-03-02 09:00:00 2026-03-09 09:00:00 -");
    CHECK_TEXT(stopped(id, "verify"), "2026-03-03 15:00:00");
    desk_at("2026-03-04 09:00");
    MOVE(id, "work", .outcome = "done");
    CHECK_TEXT(rounds_of(id, "verify"), "1 2026-03-03 09:00:00 2026-03-04 09:00:00 2026-03-03 15:00:00\n"
                                        "2 2026-03-04 09:00:00 2026-03-05 09:00:00 -");
    MOVE(id, "verify");
    CHECK_TEXT(stopped(id, "done"), "2026-03-04 09:00:00");
    CHECK_TEXT(ask(id, "SELECT CAST(reworks AS TEXT) FROM work_order WHERE ticket_id = $1"), "1");
}

CS_TEST(trades, "a leak with three trades is accepted, done and verified when the last of them is")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR "|component=leak");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1:防水", "X2:油漆", "游击队:木作"));
    CHECK_TEXT(orders(id),
               "X1 防水 issued\nX2 油漆 issued\n游击队 木作 issued"); /* an unknown one by its words */
    desk_at("2026-03-02 10:00");
    MOVE(id, "accept", TO("X1"));
    CHECK_TEXT(field(id, "state"), "to_accept");
    CHECK_TEXT(stopped(id, "accept"), "-");
    desk_at("2026-03-02 11:00");
    MOVE(id, "work", TO("X1"));
    CHECK_TEXT(field(id, "state"), "in_work");
    CHECK_TEXT(stopped(id, "accept"), "-"); /* two have not taken it yet */
    MOVE(id, "accept", TO("X2"));
    REFUSED("no open work order that this speaks of", id, "accept", TO("X3"));
    REFUSED("no open work order that this speaks of", id, "accept", TO("X1"));
    MOVE(id, "accept", .outcome = "refused", TO("游击队"), .note = "没有木工");
    CHECK_TEXT(orders(id), "X1 防水 working\nX2 油漆 accepted\n游击队 木作 refused");
    CHECK_TEXT(field(id, "state"), "in_work"); /* the others go on */
    desk_at("2026-03-04 09:00");
    MOVE(id, "work", .outcome = "done", TO("X1"));
    CHECK_TEXT(field(id, "state || coalesce(done_at, '-')"), "in_work-");
    MOVE(id, "work", TO("X2"));
    CHECK_TEXT(orders(id), "X1 防水 done\nX2 油漆 working\n游击队 木作 refused");
    desk_at("2026-03-04 20:00"); /* told in the evening: finished in the afternoon, after the first began */
    REFUSED("cannot be done before anybody was there", id, "work", .outcome = "done", TO("X2"),
            .at = room_time("2026-03-04 08:59"));
    MOVE(id, "work", .outcome = "done", TO("X2"), .at = room_time("2026-03-04 15:00"));
    CHECK_TEXT(field(id, "state"), "to_verify");
    CHECK_TEXT(moment(id, "done_at"), "2026-03-04 15:00:00");
    MOVE(id, "verify", TO("X1"));
    CHECK_TEXT(field(id, "state || coalesce(verified_at, '-')"), "to_verify-");
    MOVE(id, "verify", .outcome = "failed", TO("X2"));
    CHECK_TEXT(orders(id), "X1 防水 passed\nX2 油漆 rework\n游击队 木作 refused");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    CHECK_TEXT(field(id, "state"), "to_close");
    CHECK_TEXT(orders(id), "X1 防水 passed\nX2 油漆 passed\n游击队 木作 refused");
}

CS_TEST(sent_back,
        "an order that is sent back brings the case back to be dispatched; a new dispatch is a hand-off")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "inspect");
    REFUSED("dispatch to whom?", id, "dispatch");
    MOVE(id, "dispatch", TO("X1"));
    desk_at("2026-03-02 10:00");
    MOVE(id, "accept", .outcome = "refused", .note = "超出合同范围");
    CHECK_TEXT(field(id, "state || ' ' || handoffs"), "refused 1"); /* sent back: it changes hands */
    CHECK_TEXT(orders(id), "X1 refused");
    CHECK_TEXT(stopped(id, "accept"), "-");
    MOVE(id, "dispatch", TO("X2"));
    desk_at("2026-03-02 12:00");
    CHECK_TEXT(rounds_of(id, "accept"), "1 2026-03-02 09:00:00 2026-03-02 13:00:00 2026-03-02 10:00:00\n"
                                        "2 2026-03-02 10:00:00 2026-03-02 14:00:00 -");
    MOVE(id, "dispatch", TO("X3"), .note = "乙无人");
    CHECK_TEXT(orders(id), "X1 refused\nX2 cancelled\nX3 issued");
    CHECK_TEXT(field(id, "handoffs"), "2"); /* and once more: X2's order is taken away again */
    CHECK_TEXT(due(id, "accept"), "2026-03-02 16:00:00");
    MOVE(id, "dispatch", .handling_dept = "维修班", .assignee = "班长");
    CHECK_TEXT(field(id, "handoffs || ' ' || handling_dept || ' ' || assignee"), "3 维修班 班长");
    MOVE(id, "accept"); /* without any order the case itself is accepted */
    CHECK_TEXT(field(id, "state"), "to_visit");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    CHECK_TEXT(field(id, "state"), "to_close");
}

CS_TEST(silence,
        "a word that reached the customer restarts the silence; a machine's and an unanswered call do not")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=complaint|priority=3|project=P1"); /* silent for a day at most */
    CHECK_TEXT(due(id, "silence"), "2026-03-03 09:00:00");
    desk_at("2026-03-02 12:00");
    MOVE(id, "contact", .not_reached = true);
    MOVE(id, "contact", .channel = "automatic", .note = "短信回执");
    CHECK_TEXT(due(id, "silence"), "2026-03-03 09:00:00");
    CHECK_TEXT(field(id, "state || coalesce(first_contact_at, '-')"), "received-");
    MOVE(id, "contact", .channel = "visit", .note = "当面沟通", .promised_at = room_time("2026-03-10 18:00"));
    CHECK_TEXT(due(id, "silence"), "2026-03-03 12:00:00");
    CHECK_TEXT(stopped(id, "contact"), "2026-03-02 12:00:00");
    CHECK_TEXT(field(id, "state"), "to_check");
    CHECK_TEXT(moment(id, "promised_at"), "2026-03-10 18:00:00");
    desk_at("2026-03-03 08:00");
    MOVE(id, "contact", .at = room_time("2026-03-02 10:00")); /* told late: the last word stays the last */
    CHECK_TEXT(due(id, "silence"), "2026-03-03 12:00:00");
    CHECK_TEXT(ask(id, "SELECT channel || ' ' || reached FROM contact WHERE ticket_id = $1 ORDER BY seq"),
               "phone no\nautomatic no\nvisit yes\nphone yes");
    MOVE(id, "work");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "close", .verdict = "valid");
    CHECK_TEXT(stopped(id, "silence"), "2026-03-03 08:00:00");
    desk_at("2026-03-03 09:00");
    MOVE(id, "contact"); /* closed: nothing is owed but the call-back */
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1 AND stopped_at IS NULL"), "callback");
}

CS_TEST(named_owner, "naming who handles a complaint stops the clock of the named owner, by whatever verb")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=complaint|priority=3|project=P1");
    CHECK_TEXT(due(id, "owner"), "2026-03-02 13:00:00");
    desk_at("2026-03-02 11:00");
    MOVE(id, "note", .assignee = "K1");
    CHECK_TEXT(stopped(id, "owner"), "2026-03-02 11:00:00");
    MOVE(id, "note", .assignee = "H1"); /* the first naming counts */
    CHECK_TEXT(moment(id, "assigned_at"), "2026-03-02 11:00:00");
    REFUSED("a note needs words", id, "note");
}

CS_TEST(callbacks, "never by who closed it; unreached stays open; solved but unhappy and refused end it")
{
    int64_t id = closed_repair();
    REFUSED("desk closed it and so does not call back on it", id, "callback", .outcome = "solved");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "state || ' ' || callback_result"), "to_call_back unreached");
    CHECK_TEXT(ask(id, "SELECT reached FROM contact WHERE ticket_id = $1"), "no");
    REFUSED("no legal move", id, "callback", .outcome = "perhaps");
    desk_by("caller", "2026-03-06 09:00");
    CHECK_TEXT(stopped(id, "callback"), "-"); /* the call-back is owed yet */
    MOVE(id, "callback", .outcome = "unhappy", .score = 2);
    CHECK_TEXT(field(id, "state || ' ' || callback_result || ' ' || reopens"), "closed unhappy 0");
    CHECK_TEXT(stopped(id, "callback"), "2026-03-06 09:00:00");
}

CS_TEST(three_tries, "three tries on two days are an outcome: the case is closed as not reached")
{
    int64_t id = closed_repair();
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "unreached");
    MOVE(id, "callback", .outcome = "unreached");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "state"), "to_call_back"); /* three, but on one day */
    desk_by("caller", "2026-03-06 09:00");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "state || ' ' || callback_result"), "closed unreached");
    CHECK_TEXT(stopped(id, "callback"), "2026-03-06 09:00:00");
    id = closed_repair();
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "unreached");
    desk_by("caller", "2026-03-06 09:00");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "state"), "to_call_back"); /* two days, but twice */
}

CS_TEST(emergency,
        "an emergency is dispatched first and inspected after; danger is stopped by the inspection")
{
    desk_whole("2026-03-02 22:00");
    int64_t id = desk_add("kind=repair|priority=1|component=burst_pipe|project=P1|room=1-1-101");
    CHECK_TEXT(due(id, "answer"), "2026-03-02 22:15:00");
    CHECK_TEXT(due(id, "visit"), "2026-03-02 23:00:00");
    CHECK_TEXT(due(id, "danger"), "2026-03-03 00:00:00");
    CHECK_TEXT(due(id, "done"), "2026-03-04 22:00:00");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "accept");
    desk_at("2026-03-02 22:40");
    MOVE(id, "work");
    CHECK_TEXT(stopped(id, "visit"), "2026-03-02 22:40:00");
    CHECK_TEXT(stopped(id, "danger"), "-");
    desk_at("2026-03-02 23:10");
    MOVE(id, "inspect", .class = "material", .note = "关阀");
    CHECK_TEXT(field(id, "state"), "in_work");
    CHECK_TEXT(stopped(id, "danger"), "2026-03-02 23:10:00");
}

CS_TEST(merging, "a merged case stops; words, limits of others and chasers go on with the other")
{
    desk_whole("2026-03-02 09:00");
    int64_t into = desk_add(REPAIR);
    int64_t id = desk_imported(
        "source=hotline|external_id=H7|kind=repair|project=P1|room=1-1-101|occurred_at=2026-03-02T08:00:00|"
        "target_at=2026-03-06T18:00:00");
    int64_t other = desk_add("kind=repair|project=P1|room=1-1-102");
    int64_t chaser = desk_add("kind=chaser|project=P1|subject=催办"); /* of no home: a case of its own */
    CHECK(chaser != into && chaser != id);
    desk_at("2026-03-02 10:00");
    MOVE(id, "contact", .note = "已联系");
    REFUSED("cannot be merged into itself", id, "merge", .into = id);
    REFUSED("of different homes", other, "merge", .into = into);
    REFUSED("there is no case 99", id, "merge", .into = 99);
    MOVE(id, "merge", .into = into);
    CHECK_TEXT(field(id, "state || ' ' || merged_into"), "merged 1");
    CHECK_TEXT(ask(id, "SELECT metric FROM clock WHERE ticket_id = $1 AND stopped_at IS NULL"), "");
    CHECK_TEXT(ask(id, "SELECT metric FROM deadline WHERE ticket_id = $1"), "");
    CHECK_TEXT(stopped(id, "done"), "2026-03-02 10:00:00");
    CHECK_TEXT(
        ask(into,
            "SELECT s.name || ':' || external_id || ' ' || main FROM reference AS r JOIN source AS s ON "
            "s.id = r.source_id WHERE ticket_id = $1 AND main = 0"),
        "hotline:H7 0");
    CHECK_TEXT(ask(into, "SELECT note FROM contact WHERE ticket_id = $1"), "已联系");
    CHECK_TEXT(due(into, "silence"), "2026-03-05 10:00:00");
    CHECK_TEXT(stopped(into, "answer"), "2026-03-02 10:00:00");
    CHECK_TEXT(due(into, "outside"), "2026-03-06 18:00:00");
    MOVE(chaser, "merge", .into = into);
    CHECK_TEXT(field(into, "chasers"), "1");
    CHECK_TEXT(story(into), "receive >received\nabsorb\nchase");
    REFUSED("is over: nothing can be merged into it", other, "merge", .into = id);
    MOVE(into, "cancel", .reason = "误报");
    REFUSED("cancelling needs a reason", other, "cancel");
    CHECK_TEXT(ask(into, "SELECT metric FROM deadline WHERE ticket_id = $1"), "");
}

CS_TEST(outside, "the source's own limit is a clock of its own that only the source moves")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(
        "external_id=A1|kind=repair|occurred_at=2026-03-02T08:00:00|target_at=2026-03-05T10:00:00");
    CHECK_TEXT(due(id, "outside"), "2026-03-05 10:00:00");
    int64_t none = desk_imported("external_id=A2|kind=repair|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(due(none, "outside"), "");
    /* A hotline's order without a limit has the city's: 5 workdays, Tue 3 to Mon 9. */
    int64_t hotline = desk_add("kind=plea|channel=hotline|project=P1");
    CHECK_TEXT(due(hotline, "outside_finish"), "2026-03-09 18:00:00");
    desk_imported(
        "external_id=A1|kind=repair|occurred_at=2026-03-02T08:00:00|target_at=2026-03-08T10:00:00"); /* granted
                                                                                                      */
    CHECK_TEXT(due(id, "outside"), "2026-03-08 10:00:00");
    desk_imported("external_id=A2|kind=repair|occurred_at=2026-03-02T08:00:00|target_at=2026-03-09T10:00:00");
    CHECK_TEXT(due(none, "outside"), "2026-03-09 10:00:00");
    MOVE(id, "inspect");
    MOVE(id, "close", .outcome = "not_ours");
    CHECK_TEXT(stopped(id, "outside"), "2026-03-02 09:00:00");
}
