/* The closed loop: every verb legal and refused, what each demands and writes. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|room=1-1-101|subject=厨房渗漏"

/* A repair that has got as far as a step, moves a minute apart from Monday 09:00 on. */
static int64_t repair_at(const char *state)
{
    static const struct {
        const char *state, *verb, *outcome, *now;
    } steps[] = {
        { "to_dispatch", "inspect", "", "2026-03-02 09:01" },
        { "to_accept", "dispatch", "", "2026-03-02 09:02" },
        { "to_visit", "accept", "", "2026-03-02 09:03" },
        { "in_work", "work", "", "2026-03-02 09:04" },
        { "to_verify", "work", "done", "2026-03-02 09:05" },
        { "to_close", "verify", "", "2026-03-02 09:06" },
        { "to_call_back", "close", "", "2026-03-02 09:07" },
        { "closed", "callback", "solved", "2026-03-02 09:08" },
    };
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    for (size_t i = 0; strcmp(field(id, "state"), state) != 0 && i < sizeof steps / sizeof *steps; i++) {
        desk_by(strcmp(steps[i].verb, "callback") == 0 ? "caller" : "desk", steps[i].now);
        if (strcmp(steps[i].verb, "dispatch") == 0)
            MOVE(id, "dispatch", TO("X1"));
        else if (strcmp(steps[i].verb, "close") == 0)
            MOVE(id, "close", CLOSING);
        else
            MOVE(id, steps[i].verb, .outcome = steps[i].outcome);
    }
    CHECK_TEXT(field(id, "state"), state);
    return id;
}

CS_TEST(whole_round, "a repair goes round the loop, each moment where it happened, each event with two times")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = repair_at("closed");
    CHECK_TEXT(story(id), "receive >received\n"
                          "inspect received>to_dispatch\n"
                          "dispatch to_dispatch>to_accept\n"
                          "accept to_accept>to_visit\n"
                          "work to_visit>in_work\n"
                          "work done in_work>to_verify\n"
                          "verify to_verify>to_close\n"
                          "close to_close>to_call_back\n"
                          "callback solved to_call_back>closed");
    CHECK_TEXT(moment(id, "opened_at"), "2026-03-02 09:00:00");
    CHECK_TEXT(moment(id, "inspected_at"), "2026-03-02 09:01:00");
    CHECK_TEXT(moment(id, "dispatched_at"), "2026-03-02 09:02:00");
    CHECK_TEXT(moment(id, "accepted_at"), "2026-03-02 09:03:00");
    CHECK_TEXT(moment(id, "arrived_at"), "2026-03-02 09:04:00");
    CHECK_TEXT(moment(id, "done_at"), "2026-03-02 09:05:00");
    CHECK_TEXT(moment(id, "verified_at"), "2026-03-02 09:06:00");
    CHECK_TEXT(moment(id, "closed_at"), "2026-03-02 09:07:00");
    CHECK_TEXT(moment(id, "callback_at"), "2026-03-02 09:08:00");
    CHECK_TEXT(moment(id, "first_contact_at"), "2026-03-02 09:01:00"); /* the inspection met the customer */
    CHECK_TEXT(field(id, "closed_by"), "desk");
    CHECK_TEXT(field(id, "callback_result"), "solved");
    CHECK_TEXT(field(id, "unit_id"), "4");
    CHECK_TEXT(ask(id, "SELECT code FROM home WHERE id = (SELECT home_id FROM ticket WHERE id = $1)"),
               "P1-1-1-101");
    CHECK_TEXT(ask(id,
                   "SELECT name FROM actor AS a JOIN event AS e ON e.actor_id = a.id WHERE e.ticket_id = $1 "
                   "AND e.verb = 'callback'"),
               "caller");
    CHECK_TEXT(ask(id, "SELECT " LOCAL("occurred_at") " || ' ' || " LOCAL(
                           "recorded_at") " FROM event WHERE ticket_id = $1 "
                                          "AND verb = 'verify'"),
               "2026-03-02 09:06:00 2026-03-02 09:06:00");
    CHECK_TEXT(ask(id, "SELECT channel || ' ' || reached FROM contact WHERE ticket_id = $1"), "phone yes");
}

CS_TEST(refusals, "a move that the path does not know is refused and names the legal ones")
{
    static const struct {
        const char *state, *verb, *legal;
    } wrong[] = {
        { "received", "dispatch", "legal are: inspect, hold, merge, cancel, note, contact" },
        { "received", "close", "legal are: inspect, hold, merge, cancel, note, contact" },
        { "to_dispatch", "accept", "dispatch" },
        { "to_accept", "verify", "accept, close not_ours|settled, dispatch" },
        { "to_visit", "callback", "accept, close not_ours|settled, dispatch" },
        { "in_work", "inspect", "work, hold" },
        { "to_verify", "work", "verify" },
        { "to_close", "verify", "close" },
        { "to_call_back", "close",
          "callback not_solved|refused|solved|unhappy|unreached|wrong_number, reopen" },
        { "closed", "hold", "legal are: reopen, note, contact" },
        { "closed", "cancel", "legal are: reopen, note, contact" },
    };
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t id = repair_at(wrong[i].state);
        const char *before = story(id);
        CHECK_INT(TRY(id, wrong[i].verb, .reason = "material"), CS_REFUSED);
        CHECK_THAT(strstr(kit.err.text, wrong[i].legal), "%s: %s", wrong[i].verb, kit.err.text);
        CHECK_TEXT(story(id), before);
    }
    int64_t id = repair_at("received");
    REFUSED("stands at \"received\"", id, "work", .outcome = "done");
    REFUSED("work done is no legal move", id, "work", .outcome = "done");
    REFUSED("\"paint\" is no move", id, "paint");
    CHECK_INT(TRY(999, "note", .note = "x"), CS_NONE);
    CHECK_TEXT(kit.err.text, "there is no case 999");
}

CS_TEST(possible_times, "a move is written down when it has happened: not in the future, not before the case")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    REFUSED("2026-03-02T09:00:01+08:00 lies in the future", id, "inspect",
            .at = room_time("2026-03-02 09:00:01"));
    REFUSED("2026-03-02T08:59:59+08:00 lies before the case was opened", id, "inspect",
            .at = room_time("2026-03-02 08:59:59"));
    MOVE(id, "inspect", .at = room_time("2026-03-02 09:00:00")); /* the same second is possible */
}

CS_TEST(two_times,
        "crews report in the evening: both times are kept; beyond a day it is flagged as backdated")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), late = desk_add(REPAIR);
    desk_at("2026-03-02 19:00");
    MOVE(id, "inspect", .at = room_time("2026-03-02 10:00"));
    CHECK_TEXT(moment(id, "inspected_at"), "2026-03-02 10:00:00");
    CHECK_TEXT(
        ask(id, "SELECT " LOCAL("recorded_at") " || coalesce(mark, '-') FROM event WHERE ticket_id = $1 AND "
                                               "verb = 'inspect'"),
        "2026-03-02 19:00:00-");
    CHECK_TEXT(field(id, "anomalies"), "");
    desk_at("2026-03-03 10:00"); /* exactly a day is in time yet */
    MOVE(id, "dispatch", .at = room_time("2026-03-02 10:00"), TO("X1"));
    CHECK_TEXT(field(id, "anomalies"), "");
    desk_at("2026-03-03 10:00:01");
    MOVE(late, "inspect", .at = room_time("2026-03-02 10:00"));
    CHECK_TEXT(field(late, "anomalies"), "backdated");
    CHECK_TEXT(ask(late, "SELECT mark FROM event WHERE ticket_id = $1 AND verb = 'inspect'"), "backdated");
    MOVE(late, "dispatch", .at = room_time("2026-03-02 10:00"), TO("X1")); /* the flag stands once */
    CHECK_TEXT(field(late, "anomalies"), "backdated");
}

CS_TEST(out_of_order,
        "a move that is told later may have happened earlier, but not before the move it follows")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-02 15:00");
    MOVE(id, "contact", .note = "电话已通"); /* received -> to inspect */
    desk_at("2026-03-02 19:00");
    MOVE(id, "inspect", .at = room_time("2026-03-02 10:00"));          /* the crew was there in the morning */
    CHECK_TEXT(moment(id, "first_contact_at"), "2026-03-02 10:00:00"); /* so that was the first word */
    CHECK_TEXT(moment(id, "last_contact_at"), "2026-03-02 15:00:00");  /* and this still the last */
    MOVE(id, "dispatch", .at = room_time("2026-03-02 11:00"), TO("X1"));
    REFUSED("before dispatch", id, "accept", .at = room_time("2026-03-02 10:30"));
    MOVE(id, "accept", .at = room_time("2026-03-02 11:00")); /* the same second is possible */
    MOVE(id, "work", .at = room_time("2026-03-02 12:00"));
    MOVE(id, "work", .outcome = "done", .at = room_time("2026-03-02 14:00"));
    REFUSED("2026-03-02T13:59:00+08:00 lies before work, which happened at 2026-03-02T14:00:00+08:00", id,
            "verify", .at = room_time("2026-03-02 13:59"));
    MOVE(id, "contact", .at = room_time("2026-03-02 12:30")); /* a word is no move of the loop */
    CHECK_TEXT(moment(id, "last_contact_at"), "2026-03-02 15:00:00");
    MOVE(id, "hold", .reason = "weather", .approver = "K1", .evidence = "photo://rain",
         .at = room_time("2026-03-02 16:00"));
    REFUSED("before hold", id, "resume", .at = room_time("2026-03-02 15:59"));
    MOVE(id, "resume", .at = room_time("2026-03-02 17:00"));
}

CS_TEST(demands,
        "closing a repair demands class, component, cause, party and evidence, and says which are missing")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = repair_at("to_close");
    REFUSED(
        "fault 1: a repair cannot come to \"close\" yet; missing: --class, --component, --cause, --party, "
        "--evidence",
        id, "close");
    REFUSED("missing: --class, --cause, --party", id, "close", .component = "leak", .evidence = "photo://1");
    REFUSED("missing: --class", id, "close", .class = "undecided", .component = "leak", .cause = "x",
            .party = "X1", .evidence = "photo://1");
    CHECK_TEXT(field(id, "state"), "to_close");
    CHECK_TEXT(ask(id, "SELECT coalesce(component, 'none') FROM fault WHERE ticket_id = $1"), "none");
    MOVE(id, "close", .class = "material", .component = "leak", .cause = "卷材老化", .party = "X1",
         .evidence = "业主不在家，无照片", .resolution = "更换卷材");
    CHECK_TEXT(
        ask(id, "SELECT component || ' ' || class || ' ' || cause || ' ' || u.code FROM fault JOIN unit AS u "
                "ON u.id = party_id WHERE ticket_id = $1"),
        "leak material 卷材老化 X1");
    CHECK_TEXT(ask(id, "SELECT step || ' ' || type || ' ' || uri FROM attachment WHERE ticket_id = $1"),
               "close after 业主不在家，无照片");
    CHECK_TEXT(field(id, "resolution"), "更换卷材");
    CHECK_TEXT(ask(id, "SELECT " LOCAL("closed_at") " FROM fault WHERE ticket_id = $1"),
               "2026-03-02 09:06:00");

    /* What was said at inspection counts; the first verdict is not the final one. */
    desk_at("2026-03-02 09:00");
    int64_t early = desk_add(REPAIR "|component=leak|cause=防水层破损");
    MOVE(early, "inspect", .class = "workmanship", .symptom = "滴水", .place = "厨房");
    CHECK_TEXT(
        ask(early, "SELECT first_class || ' ' || coalesce(class, '-') FROM fault WHERE ticket_id = $1"),
        "workmanship -");
    MOVE(early, "dispatch", TO("X1"));
    MOVE(early, "accept");
    MOVE(early, "work", .outcome = "done");
    MOVE(early, "verify");
    REFUSED("missing: --class, --party, --evidence", early, "close");
}

CS_TEST(not_ours, "a case that is not ours, or is settled, closes from any open step without demands")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = repair_at("to_accept");
    MOVE(id, "close", .outcome = "not_ours", .resolution = "属物业范围");
    CHECK_TEXT(field(id, "state"), "not_ours");
    CHECK_TEXT(orders(id), "X1 cancelled");
    id = repair_at("in_work");
    MOVE(id, "close", .outcome = "settled", .resolution = "补偿");
    CHECK_TEXT(field(id, "state"), "settled");
    CHECK_TEXT(orders(id), "X1 cancelled");
    MOVE(id, "reopen", .reason = "反悔");
    CHECK_TEXT(field(id, "state"), "to_inspect");
    CHECK_TEXT(field(id, "reopens || ' ' || level"), "1 1");
}

CS_TEST(shares, "shares of responsibility make a hundred per cent or are refused")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = repair_at("to_close");
    REFUSED("make 90 per cent, not 100", id, "close", .class = "design", .component = "leak", .cause = "x",
            .party = "X1=60;X2=30", .evidence = "e");
    REFUSED("make 160 per cent, not 100", id, "close", .class = "design", .component = "leak", .cause = "x",
            .party = "X1=60;X2=100", .evidence = "e");
    REFUSED("write NAME or NAME=PERCENT;NAME=PERCENT", id, "close", .class = "design", .component = "leak",
            .cause = "x", .party = "X1=60;X2", .evidence = "e");
    REFUSED("write NAME or NAME=PERCENT;NAME=PERCENT", id, "close", .class = "design", .component = "leak",
            .cause = "x", .party = "X1=60;X2=4O", .evidence = "e");
    REFUSED("X1", id, "close", .class = "design", .component = "leak", .cause = "x", .party = "X1=60;X1=40",
            .evidence = "e");
    CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM fault_share WHERE ticket_id = $1"), "0");
    MOVE(id, "close", .class = "design", .component = "leak", .cause = "x", .party = "X1=60;X2=40",
         .evidence = "e");
    CHECK_TEXT(
        ask(id, "SELECT party || ' ' || percent || ' ' || disputed FROM fault_share WHERE ticket_id = $1"),
        "X1 60 no\nX2 40 no");
    CHECK_TEXT(ask(id, "SELECT u.code FROM fault JOIN unit AS u ON u.id = party_id WHERE ticket_id = $1"),
               "X1");
}

CS_TEST(faults, "a case with two faults closes when both are closed, each with its own verdict")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "inspect", .component = "leak", .place = "厨房");
    MOVE(id, "inspect", .fault = 2, .component = "crack_paint", .place = "客厅");
    CHECK_TEXT(field(id, "state"), "to_dispatch");
    REFUSED("has no fault 4; the next one is 3", id, "inspect", .fault = 4, .component = "cabinet");
    MOVE(id, "dispatch", .fault = 1, TO("X1:防水"));
    MOVE(id, "dispatch", .fault = 2, TO("X2:油漆"));
    CHECK_TEXT(orders(id), "X1 防水 issued\nX2 油漆 issued");
    REFUSED("has no fault 3", id, "dispatch", .fault = 3, TO("X3"));
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    /* Said without a number it speaks of the first; the second has no verdict yet. */
    REFUSED("fault 2", id, "close", .class = "workmanship", .cause = "x", .party = "X1", .evidence = "e");
    MOVE(id, "close", .fault = 1, .class = "workmanship", .cause = "x", .party = "X1", .evidence = "e");
    CHECK_TEXT(field(id, "state"), "to_close"); /* the other is open yet */
    CHECK_TEXT(moment(id, "closed_at"), "");
    MOVE(id, "close", .fault = 2, .class = "material", .cause = "y", .party = "X2", .evidence = "e");
    CHECK_TEXT(field(id, "state"), "to_call_back");
    CHECK_TEXT(ask(id, "SELECT class || ' ' || cause FROM fault WHERE ticket_id = $1 ORDER BY seq"),
               "workmanship x\nmaterial y");
}
