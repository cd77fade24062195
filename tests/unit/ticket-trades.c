/* One leak, its source upstairs, three trades in turn, a missed appointment, a drying hold: told move by
 * move, and with every clock. */
#include "case-kit.h"

#define WINDOW(from_, until_) .appointment_at = room_time(from_), .window_until = room_time(until_)

static const char *faults(int64_t id)
{
    return ask(id,
               "SELECT seq || ' ' || coalesce(place, '-') || CASE WHEN closed_at IS NULL THEN ' open' ELSE ' "
               "closed' END FROM fault WHERE ticket_id = $1 ORDER BY seq");
}

/* 2026-03-02 is a Monday. A leak of priority 3: inspected in 24 h, dispatched 4 h after, accepted in 4 h,
 * visited in 48 h, done in 15 d. */
static int64_t inspected(void)
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101|component=leak");
    desk_at("2026-03-02 14:00");
    MOVE(id, "inspect", .place = "厨房吊顶", .component = "leak", .class = "workmanship",
         .source_home = "1栋1单元102");
    MOVE(id, "inspect", .fault = 2, .place = "客厅墙面", .component = "crack_paint");
    MOVE(id, "inspect", .fault = 3, .place = "橱柜", .component = "cabinet");
    return id;
}

CS_TEST(source, "the home the damage comes from is kept apart from the damaged one")
{
    int64_t id = inspected();
    CHECK_TEXT(
        ask(id,
            "SELECT h.code || ' ' || s.code FROM ticket AS t JOIN home AS h ON h.id = t.home_id JOIN home "
            "AS s ON s.id = t.source_home_id WHERE t.id = $1"),
        "P1-1-1-101 P1-1-1-102");
    REFUSED("no home is called \"9-9-999\" (--source-home)", id, "inspect", .source_home = "9-9-999");
    int64_t other = desk_add("kind=repair|priority=3"); /* of no project: by the firm's code */
    MOVE(other, "inspect", .source_home = "P1-1-1-101");
    CHECK_TEXT(
        ask(other,
            "SELECT s.code FROM ticket AS t JOIN home AS s ON s.id = t.source_home_id WHERE t.id = $1"),
        "P1-1-1-101");
    CHECK_TEXT(
        ask(other, "SELECT coalesce(old, '-') FROM event WHERE ticket_id = $1 AND field = 'source_home_id'"),
        "-");
}

/* Dispatched on Monday at 15:00, one order a fault, accepted by all at 17:00: visits are due on Wednesday at
 * 17:00. */
static int64_t accepted(void)
{
    int64_t id = inspected();
    desk_at("2026-03-02 15:00");
    MOVE(id, "dispatch", .fault = 1, TO("X1:防水"));
    MOVE(id, "dispatch", .fault = 2, TO("X2:油漆"));
    MOVE(id, "dispatch", .fault = 3, TO("X3:木作"));
    CHECK_TEXT(due(id, "accept"), "2026-03-02 19:00:00");
    desk_at("2026-03-02 16:00");
    MOVE(id, "accept", TO("X1"));
    CHECK_TEXT(field(id, "state"), "to_accept"); /* two have not said yet */
    desk_at("2026-03-02 16:30");
    MOVE(id, "accept", TO("X3"));
    desk_at("2026-03-02 17:00");
    MOVE(id, "accept", TO("X2"));
    CHECK_TEXT(field(id, "state"), "to_visit");
    CHECK_TEXT(rounds_of(id, "accept"), "1 2026-03-02 15:00:00 2026-03-02 19:00:00 2026-03-02 17:00:00");
    CHECK_TEXT(due(id, "visit"), "2026-03-04 17:00:00");
    return id;
}

CS_TEST(in_turn, "three trades in turn, one missed visit, days of drying; each is looked at by itself")
{
    int64_t id = accepted();
    MOVE(id, "appoint", TO("X1"), WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    desk_at("2026-03-03 11:00");
    MOVE(id, "appoint", TO("X1"), .outcome = "missed", .missed_by = "us", .reason = "车辆故障");
    MOVE(id, "appoint", TO("X1"), WINDOW("2026-03-04 09:00", "2026-03-04 11:00"), .chosen_by = "us");
    CHECK_TEXT(due(id, "visit"), "2026-03-04 17:00:00");
    desk_at("2026-03-04 10:00");
    MOVE(id, "work", TO("X1"));
    CHECK_TEXT(field(id, "state"), "in_work");
    CHECK_TEXT(stopped(id, "visit"), "2026-03-04 10:00:00");
    desk_at("2026-03-05 12:00");
    MOVE(id, "work", TO("X1"), .outcome = "done");
    CHECK_TEXT(field(id, "state || coalesce(done_at, '-')"), "in_work-");
    REFUSED("no open work order that this speaks of", id, "verify", TO("X2")); /* not begun */
    MOVE(id, "verify", TO("X1"), .outcome = "failed", .note = "闭水仍渗");
    CHECK_TEXT(orders(id), "X1 防水 rework\nX2 油漆 accepted\nX3 木作 accepted");
    CHECK_TEXT(field(id, "state"), "in_work");
    MOVE(id, "work", TO("X1"));
    desk_at("2026-03-06 09:00");
    MOVE(id, "work", TO("X1"), .outcome = "done");
    MOVE(id, "verify"); /* whatever is done: X1 alone */
    CHECK_TEXT(orders(id), "X1 防水 passed\nX2 油漆 accepted\nX3 木作 accepted");
    CHECK_TEXT(field(id, "state || coalesce(verified_at, '-')"), "in_work-");

    /* three days of drying stop the work's clock: fifteen days from Monday 09:00 are the 17th, and three more
     */
    CHECK_TEXT(due(id, "done"), "2026-03-17 09:00:00");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "photo://wet");
    desk_at("2026-03-09 09:00");
    MOVE(id, "resume");
    CHECK_TEXT(due(id, "done"), "2026-03-20 09:00:00");
    MOVE(id, "work", TO("X2"));
    desk_at("2026-03-10 09:00");
    MOVE(id, "work", TO("X2"), .outcome = "done");
    MOVE(id, "work", TO("X3"));
    desk_at("2026-03-11 09:00");
    MOVE(id, "work", TO("X3"), .outcome = "done");
    /* the last is done: now the case is, since then; a day for the acceptance of the other two */
    CHECK_TEXT(field(id, "state"), "to_verify");
    CHECK_TEXT(rounds_of(id, "done"), "1 2026-03-02 09:00:00 2026-03-20 09:00:00 2026-03-11 09:00:00");
    CHECK_TEXT(due(id, "verify"), "2026-03-12 09:00:00");
    MOVE(id, "verify", TO("X2"));
    CHECK_TEXT(field(id, "state"), "to_verify");
    MOVE(id, "verify", TO("X3"));
    CHECK_TEXT(field(id, "state"), "to_close");

    MOVE(id, "close", .fault = 1, CLOSING);
    CHECK_TEXT(faults(id), "1 厨房吊顶 closed\n2 客厅墙面 open\n3 橱柜 open");
    MOVE(id, "close", .fault = 2, .component = "crack_paint", .class = "workmanship", .cause = "受潮",
         .party = "X1", .evidence = "photo://2");
    CHECK_TEXT(field(id, "state"), "to_close");
    MOVE(id, "close", .fault = 3, .component = "cabinet", .class = "workmanship", .cause = "受潮",
         .party = "X1", .evidence = "photo://3");
    CHECK_TEXT(field(id, "state"), "to_call_back");
    CHECK_TEXT(
        ask(id,
            "SELECT state || coalesce(' ' || missed_by, '') FROM appointment WHERE ticket_id = $1 ORDER BY "
            "seq"),
        "missed us\nkept");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(last_refuses,
        "where all others are done and the last sends its order back, the case is done with theirs")
{
    int64_t id = accepted();
    desk_at("2026-03-03 09:00");
    MOVE(id, "work", TO("X1"));
    MOVE(id, "work", TO("X2"));
    desk_at("2026-03-03 15:00");
    MOVE(id, "work", TO("X1"), .outcome = "done");
    desk_at("2026-03-03 17:00");
    MOVE(id, "work", TO("X2"), .outcome = "done");
    REFUSED("has no open work order that this speaks of", id, "refuse", TO("X1"),
            .reason = "晚了"); /* begun */
    desk_at("2026-03-04 09:00");
    MOVE(id, "refuse", TO("X3"), .reason = "橱柜无损坏");
    CHECK_TEXT(field(id, "state"), "to_verify");
    CHECK_TEXT(moment(id, "done_at"), "2026-03-03 17:00:00");
    CHECK_TEXT(stopped(id, "done"), "2026-03-03 17:00:00");
    MOVE(id, "verify");
    CHECK_TEXT(orders(id), "X1 防水 passed\nX2 油漆 passed\nX3 木作 refused");
    CHECK_TEXT(field(id, "state"), "to_close");
}

CS_TEST(reworked, "one that fails goes back; what the others did stays and is looked at meanwhile")
{
    int64_t id = accepted();
    desk_at("2026-03-03 09:00");
    MOVE(id, "work", .outcome = "done"); /* all three */
    CHECK_TEXT(field(id, "state"), "to_verify");
    MOVE(id, "verify", TO("X2"), .outcome = "failed", .note = "色差");
    CHECK_TEXT(field(id, "state"), "rework");
    MOVE(id, "verify", TO("X1"));
    CHECK_TEXT(field(id, "state"), "rework");
    CHECK_TEXT(orders(id), "X1 防水 passed\nX2 油漆 rework\nX3 木作 done");
    MOVE(id, "verify", TO("X3"), .outcome = "failed");
    CHECK_TEXT(field(id, "state"), "rework");
    REFUSED("no open work order that this speaks of", id, "verify");
    MOVE(id, "work", TO("X2"), .outcome = "done");
    CHECK_TEXT(field(id, "state"), "in_work");
    MOVE(id, "work", TO("X3"), .outcome = "done");
    MOVE(id, "verify");
    CHECK_TEXT(field(id, "state"), "to_close");
    CHECK_TEXT(ask(id, "SELECT seq || ':' || reworks FROM work_order WHERE ticket_id = $1 ORDER BY seq"),
               "1:0\n2:1\n3:1");
}
