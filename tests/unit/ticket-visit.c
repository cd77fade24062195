/* Appointments: the life of a window, whose wish it is, what a visit makes of it; and the limit of the visit.
 */
#include "case-kit.h"

/* A repair whose order is with X1 and accepted on Monday 2 March at 11:00: its visit is due on Wednesday at
 * 11:00 (48 h). */
static int64_t accepted(void)
{
    desk_whole("2026-03-02 09:00");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_calendar("share/calendars/noise.csv");
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    MOVE(id, "inspect");
    desk_at("2026-03-02 10:00");
    MOVE(id, "dispatch", TO("X1:防水"));
    desk_at("2026-03-02 11:00");
    MOVE(id, "accept");
    CHECK_TEXT(due(id, "visit"), "2026-03-04 11:00:00");
    kit.said[0] = '\0';
    return id;
}

#define WINDOW(from_, until_) .appointment_at = room_time(from_), .window_until = room_time(until_)

/* Each window in its order: from, until, order, state, who missed it, whose wish, why. */
static const char *windows(int64_t id)
{
    return ask(id,
               "SELECT strftime('%d %H:%M', from_at + 28800, 'unixepoch') || '-' || strftime('%H:%M', "
               "until_at + 28800, 'unixepoch') || ' ' || coalesce(order_seq, '-') || ' ' || state || ' ' || "
               "coalesce(missed_by, '-') || ' ' || coalesce(chosen_by, '-') || coalesce(' ' || reason, '') "
               "FROM appointment WHERE ticket_id = $1 ORDER BY seq");
}

static const char *of_orders(int64_t id)
{
    return ask(id,
               "SELECT coalesce(strftime('%d %H:%M', appointment_at + 28800, 'unixepoch'), '-') || ' ' || "
               "coalesce(strftime('%H:%M', appointment_until + 28800, 'unixepoch'), '-') FROM work_order "
               "WHERE ticket_id = $1 ORDER BY seq");
}

CS_TEST(kept, "a window that the owner chose moves the limit of the visit, and a visit near it keeps it")
{
    int64_t id = accepted();
    MOVE(id, "appoint", WINDOW("2026-03-06 09:00", "2026-03-06 11:00"), .agreed_with = "业主",
         .access = "at_home");
    CHECK_TEXT(kit.said, "");
    CHECK_TEXT(windows(id), "06 09:00-11:00 1 agreed - owner");
    CHECK_TEXT(of_orders(id), "06 09:00 11:00");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-06 09:00:00");
    CHECK_TEXT(field(id, "state"), "to_visit"); /* it goes nowhere by it */
    /* 48 h or as the owner chooses: Friday 11:00; warned at 80 % of the 96 hours, 76.8 h from Monday 11:00:
     * Thursday 15:48 */
    CHECK_TEXT(due(id, "visit"), "2026-03-06 11:00:00");
    CHECK_TEXT(next_act(id, "visit"), "1 2026-03-05 15:48:00");
    /* half an hour early is near enough */
    desk_at("2026-03-06 08:30");
    MOVE(id, "work");
    CHECK_TEXT(windows(id), "06 09:00-11:00 1 kept - owner");
    CHECK_TEXT(rounds_of(id, "visit"), "1 2026-03-02 11:00:00 2026-03-06 11:00:00 2026-03-06 08:30:00");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-06 09:00:00"); /* to be seen still */
    CHECK_TEXT(ask(id,
                   "SELECT verb || ' ' || outcome || ' ' || new FROM event WHERE ticket_id = $1 AND field = "
                   "'appointment' AND verb = 'appoint'"),
               "appoint kept kept");
    CHECK_TEXT(
        ask(id, "SELECT new FROM event WHERE ticket_id = $1 AND field = 'appointment' AND verb = 'change'"),
        "2026-03-06T09:00:00+08:00/2026-03-06T11:00:00+08:00");
    REFUSED("case 1 has no such appointment", id, "appoint", .outcome = "kept");
}

CS_TEST(late, "a visit after the window has missed it, by its minutes; within the grace it is kept and late")
{
    int64_t id = accepted();
    MOVE(id, "appoint", WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    CHECK_TEXT(due(id, "visit"), "2026-03-04 11:00:00"); /* an earlier window moves no limit */
    /* a visit of the day before is another one */
    desk_at("2026-03-02 16:00");
    MOVE(id, "work");
    CHECK_TEXT(windows(id), "03 09:00-11:00 1 agreed - owner");
    desk_at("2026-03-03 11:30");
    MOVE(id, "work", .outcome = "done");
    CHECK_TEXT(windows(id), "03 09:00-11:00 1 kept - owner came 30 minutes late");

    int64_t other = accepted();
    MOVE(other, "appoint", WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    desk_at("2026-03-03 15:00"); /* told in the evening: 11:30:01 is a minute beyond the grace */
    MOVE(other, "work", .at = room_time("2026-03-03 11:30:01"));
    CHECK_TEXT(windows(other), "03 09:00-11:00 1 missed us owner came 31 minutes late");
    CHECK_TEXT(field(other, "coalesce(appointment_at, 'none')"), "none");
    CHECK_TEXT(ask(other,
                   "SELECT outcome || ': ' || note FROM event WHERE ticket_id = $1 AND verb = 'appoint' AND "
                   "field IS NOT NULL"),
               "missed: came 31 minutes late");
}

CS_TEST(moved, "a window is moved, each move is kept, and only the owner's wish moves the limit")
{
    int64_t id = accepted();
    REFUSED("from when until when?", id, "appoint", .appointment_at = room_time("2026-03-06 09:00"));
    REFUSED("ends before it begins", id, "appoint", WINDOW("2026-03-06 11:00", "2026-03-06 09:00"));
    REFUSED("a window that is past", id, "appoint", WINDOW("2026-03-02 08:00", "2026-03-02 11:00"));
    REFUSED("has no such appointment", id, "appoint", .outcome = "moved",
            WINDOW("2026-03-06 09:00", "2026-03-06 11:00"));
    MOVE(id, "appoint", WINDOW("2026-03-05 09:00", "2026-03-05 11:00"), .access = "at_home",
         .agreed_with = "租户");
    CHECK_TEXT(due(id, "visit"), "2026-03-05 11:00:00");
    REFUSED("has an appointment already, 2026-03-05T09:00:00+08:00/2026-03-05T11:00:00+08:00; --move", id,
            "appoint", WINDOW("2026-03-06 09:00", "2026-03-06 11:00"));
    /* we move it: the limit of the visit is its 48 hours again */
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-07 09:00", "2026-03-07 11:00"),
         .reason = "工人不足");
    CHECK_TEXT(due(id, "visit"), "2026-03-04 11:00:00");
    /* the owner asks for the day after */
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-07 14:00", "2026-03-07 16:00"),
         .chosen_by = "owner");
    CHECK_TEXT(due(id, "visit"), "2026-03-07 16:00:00");
    CHECK_TEXT(windows(id), "05 09:00-11:00 1 moved - owner 工人不足\n07 09:00-11:00 1 moved - us\n"
                            "07 14:00-16:00 1 agreed - owner");
    CHECK_TEXT(ask(id, "SELECT agreed_by || ' ' || access FROM appointment WHERE ticket_id = $1 AND seq = 3"),
               "租户 at_home"); /* with whom and how: as before */
    CHECK_TEXT(ask(id,
                   "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1 AND verb = 'appoint' AND "
                   "outcome = 'moved'"),
               "2");
    MOVE(id, "appoint", .outcome = "cancelled", .reason = "业主自行处理");
    CHECK_TEXT(due(id, "visit"), "2026-03-04 11:00:00");
    CHECK_TEXT(of_orders(id), "- -");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(missed, "missed by the owner or by us, said by hand; and never before it has come")
{
    int64_t id = accepted();
    MOVE(id, "appoint", WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    REFUSED("has not come yet", id, "appoint", .outcome = "missed", .missed_by = "owner");
    desk_at("2026-03-03 10:30");
    REFUSED("missed by whom?", id, "appoint", .outcome = "missed");
    MOVE(id, "appoint", .outcome = "missed", .missed_by = "owner", .reason = "敲门无人应");
    CHECK_TEXT(windows(id), "03 09:00-11:00 1 missed owner owner 敲门无人应");
    CHECK_TEXT(stopped(id, "visit"), "-"); /* nobody got in: the visit is still owed */
    MOVE(id, "appoint", WINDOW("2026-03-05 14:00", "2026-03-05 16:00"));
    CHECK_TEXT(due(id, "visit"), "2026-03-05 16:00:00");
    desk_at("2026-03-05 17:00");
    MOVE(id, "appoint", .outcome = "missed", .missed_by = "us");
    CHECK_TEXT(windows(id),
               "03 09:00-11:00 1 missed owner owner 敲门无人应\n05 14:00-16:00 1 missed us owner");
    CHECK_TEXT(due(id, "visit"), "2026-03-05 16:00:00"); /* nobody expected us before: late since then */
    CHECK_TEXT(ask(id,
                   "SELECT new FROM event WHERE ticket_id = $1 AND field = 'appointment' AND old IS NOT NULL "
                   "ORDER BY seq"),
               "missed: owner\nmissed: us");
}

CS_TEST(suits, "noise out of hours, and a crew that is elsewhere: warnings, and the window stands")
{
    int64_t id = accepted();
    /* 12:00 to 14:00 is quiet */
    MOVE(id, "appoint", WINDOW("2026-03-03 11:00", "2026-03-03 12:30"));
    CHECK(strstr(kit.said,
                 "case 1: the window lies outside the hours in which noise is allowed (calendar noise)"));
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-08 09:00", "2026-03-08 11:00")); /* a Sunday */
    kit.said[0] = '\0';
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-05 14:00", "2026-03-05 16:00"));
    CHECK_TEXT(kit.said, "");

    int64_t other = desk_add("kind=repair|priority=3|project=P1|room=1-1-102");
    MOVE(other, "inspect");
    MOVE(other, "dispatch", TO("X1", "X2"));
    /* begins when the other ends: no overlap */
    MOVE(other, "appoint", TO("X1"), WINDOW("2026-03-05 16:00", "2026-03-05 17:00"));
    CHECK_TEXT(kit.said, "");
    MOVE(other, "appoint", TO("X2"), WINDOW("2026-03-05 14:00", "2026-03-05 16:00")); /* another crew */
    CHECK_TEXT(kit.said, "");
    MOVE(other, "appoint", TO("X1"), .outcome = "moved", WINDOW("2026-03-05 15:59", "2026-03-05 17:00"));
    CHECK(strstr(kit.said, "case 2: at that time X1 is already expected in case 1"));
    CHECK_TEXT(of_orders(other), "05 15:59 17:00\n05 14:00 16:00");

    /* a project's own calendar goes before: a site that rests in the afternoon */
    kit.said[0] = '\0';
    ask(id, "UPDATE unit SET calendar_id = (SELECT id FROM calendar WHERE name = 'cn-office') WHERE code = "
            "'P1' AND "
            "$1 > 0 RETURNING code");
    desk_at("2026-03-02 12:00");
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-05 17:30", "2026-03-05 18:30"));
    CHECK(strstr(kit.said, "(calendar cn-office)"));
}

CS_TEST(several, "three trades on one case: each has its own window, its own visit")
{
    int64_t id = accepted();
    MOVE(id, "dispatch", TO("X2:油漆", "X3:木作"));
    REFUSED("no open work order of \"X9\"", id, "appoint", TO("X9"),
            WINDOW("2026-03-05 09:00", "2026-03-05 11:00"));
    REFUSED("no open work order 7", id, "appoint", .order = 7,
            WINDOW("2026-03-05 09:00", "2026-03-05 11:00"));
    MOVE(id, "appoint", TO("X1"), WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    MOVE(id, "appoint", .order = 2, WINDOW("2026-03-04 09:00", "2026-03-04 11:00"));
    MOVE(id, "appoint", TO("X3"), WINDOW("2026-03-05 09:00", "2026-03-05 11:00"));
    CHECK_TEXT(of_orders(id), "03 09:00 11:00\n04 09:00 11:00\n05 09:00 11:00");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-03 09:00:00"); /* the next one */
    desk_at("2026-03-03 09:30");
    REFUSED("has 3 appointments; name one", id, "appoint", .outcome = "kept");
    MOVE(id, "work", TO("X1"));
    CHECK_TEXT(windows(id), "03 09:00-11:00 1 kept - owner\n04 09:00-11:00 2 agreed - owner\n"
                            "05 09:00-11:00 3 agreed - owner");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-04 09:00:00");
    MOVE(id, "refuse", TO("X2"), .reason = "无人"); /* its window goes with its order */
    CHECK_TEXT(windows(id), "03 09:00-11:00 1 kept - owner\n04 09:00-11:00 2 cancelled - owner\n"
                            "05 09:00-11:00 3 agreed - owner");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-05 09:00:00");
    MOVE(id, "cancel", .reason = "重复");
    CHECK_TEXT(ask(id, "SELECT state FROM appointment WHERE ticket_id = $1 ORDER BY seq"),
               "kept\ncancelled\ncancelled");
}

CS_TEST(besides, "inspect, dispatch and accept with an appointment agree on a window of two hours")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    MOVE(id, "appoint", WINDOW("2026-03-02 14:00", "2026-03-02 15:00")); /* for the inspection: no order */
    desk_at("2026-03-02 14:10");
    MOVE(id, "inspect", .appointment_at = room_time("2026-03-04 09:00")); /* and the next one at once */
    CHECK_TEXT(windows(id), "02 14:00-15:00 - kept - owner\n04 09:00-11:00 - agreed - owner");
    MOVE(id, "dispatch", TO("X1", "X2"), .appointment_at = room_time("2026-03-05 09:00"));
    CHECK_TEXT(of_orders(id), "05 09:00 11:00\n05 09:00 11:00");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-04 09:00:00");
    MOVE(id, "accept", TO("X1"), .appointment_at = room_time("2026-03-06 14:00"));
    CHECK_TEXT(windows(id), "02 14:00-15:00 - kept - owner\n04 09:00-11:00 - agreed - owner\n"
                            "05 09:00-11:00 1 moved - owner\n05 09:00-11:00 2 agreed - owner\n"
                            "06 14:00-16:00 1 agreed - us");
    CHECK_TEXT(of_orders(id), "06 14:00 16:00\n05 09:00 11:00");
    /* a firm's own window and grace are settings of its store */
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_store_set(desk.store, "appointment_window", "60", &kit.err), CS_OK);
    CHECK_INT(cs_store_set(desk.store, "appointment_grace", "1", &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    MOVE(id, "accept", TO("X2"), .appointment_at = room_time("2026-03-07 09:00"));
    CHECK_TEXT(of_orders(id), "06 14:00 16:00\n07 09:00 10:00");
    desk_at("2026-03-07 10:02"); /* a minute beyond the grace of one */
    MOVE(id, "work", TO("X2"));
    CHECK_TEXT(ask(id, "SELECT missed_by || ' ' || reason FROM appointment WHERE ticket_id = $1 AND seq = 6"),
               "us came 2 minutes late");
}

CS_TEST(urgent, "an urgent visit follows the owner's window, an emergency does not")
{
    desk_whole("2026-03-02 09:00");
    int64_t urgent = desk_add("kind=repair|priority=2|project=P1"),
            now = desk_add("kind=repair|priority=1|project=P1");
    MOVE(urgent, "appoint", WINDOW("2026-03-02 18:00", "2026-03-02 20:00"));
    MOVE(now, "appoint", WINDOW("2026-03-02 18:00", "2026-03-02 20:00"));
    CHECK_TEXT(due(urgent, "visit"), "2026-03-02 20:00:00"); /* else 4 h */
    CHECK_TEXT(due(now, "visit"), "2026-03-02 10:00:00");    /* 1 h */
    MOVE(now, "note", .priority = "2", .note = "险情已除");
    CHECK_TEXT(due(now, "visit"), "2026-03-02 20:00:00");
}

CS_TEST(to_appoint, "a case of another system that waits for its appointment has it then")
{
    desk_whole("2026-03-02 09:00");
    int64_t id =
        desk_imported("external_id=A1|kind=repair|state=to_appoint|project=P1|room=1-1-101|supplier=X1|"
                      "occurred_at=2026-03-01 09:00|dispatched_at=2026-03-01 12:00");
    MOVE(id, "appoint", WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    CHECK_TEXT(field(id, "state"), "to_visit");
    CHECK_TEXT(story(id), "receive >received\ndispatch received>to_appoint\nappoint to_appoint>to_visit");
    MOVE(id, "close", .outcome = "not_ours", .resolution = "物业");
    REFUSED("appoint is no legal move", id, "appoint", WINDOW("2026-03-03 09:00", "2026-03-03 11:00"));
    CHECK_TEXT(windows(id), "03 09:00-11:00 1 cancelled - owner");
}
