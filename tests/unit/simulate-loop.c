/*
 * Simulating by the limits in force what settlements, appointments, promises and refusals did to clocks: all
 * comes out as it was.
 */
#include "case-kit.h"

#define WINDOW(from_, until_) .appointment_at = room_time(from_), .window_until = room_time(until_)

static int64_t limits;

static enum cs_status take_limit(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_approval_take(desk.tickets, row, &limits, err);
}

static enum cs_status take_changed(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    cs_buffer_printf(context, "%lld %s\n", (long long)row->values[0].integer, cs_value_text(&row->values[1]));
    return CS_OK;
}

static void a_complaint(void)
{
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=complaint|priority=3|grade=ordinary|project=P1");
    desk_at("2026-03-02 10:00");
    MOVE(id, "verify", .assignee = "K1", .handling_dept = "营销部");
    desk_at("2026-03-02 16:00");
    MOVE(id, "refuse", .outcome = "dept", .department = "营销部", .reason = "属工程");
    run_at("2026-03-06 10:00"); /* without a plan since Thursday's close */
    desk_by("K1", "2026-03-06 11:00");
    MOVE(id, "plan", .plan = "a", .offered = 300000);
    desk_at("2026-03-06 15:00");
    MOVE(id, "approve", .approver = "HC", .outcome = "refused", .reason = "x");
    run_at("2026-03-07 12:00");
    desk_by("K1", "2026-03-09 11:00");
    MOVE(id, "plan", .plan = "b", .offered = 100000);
    run_at("2026-03-11 12:00"); /* and the approval is late, too */
    desk_at("2026-03-11 14:00");
    MOVE(id, "approve", .approver = "H1");
    desk_at("2026-03-11 15:00");
    MOVE(id, "talk", .outcome = "not_agreed", .note = "n");
    desk_by("K1", "2026-03-12 11:00");
    MOVE(id, "plan", .plan = "c", .offered = 200000);
    desk_at("2026-03-12 12:00");
    MOVE(id, "approve", .approver = "H1");
    MOVE(id, "talk", .outcome = "agreed", .note = "n");
    MOVE(id, "agree", .terms = "t", .evidence = "e", .amount = 200000);
}

static void a_repair(void)
{
    desk_at("2026-03-13 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    MOVE(id, "promise", .promised_at = room_time("2026-03-16 18:00"));
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "accept"); /* a visit in 48 hours: Sunday 09:00 */
    MOVE(id, "appoint", WINDOW("2026-03-16 09:00", "2026-03-16 11:00"));
    run_at("2026-03-15 12:00");
    desk_at("2026-03-15 13:00");
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-17 09:00", "2026-03-17 11:00"));
    run_at("2026-03-16 12:00");
    desk_at("2026-03-16 15:00");
    MOVE(id, "promise", .promised_at = room_time("2026-03-18 18:00"), .told = true);
    MOVE(id, "appoint", .outcome = "moved", WINDOW("2026-03-19 09:00", "2026-03-19 11:00"),
         .chosen_by = "owner");
    run_at("2026-03-19 10:00");
    desk_at("2026-03-19 11:40");
    MOVE(id, "work");
    desk_at("2026-03-19 16:00");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify", .outcome = "failed");
    run_at("2026-03-20 20:00");
    desk_at("2026-03-21 09:00");
    MOVE(id, "work", .outcome = "done");
}

CS_TEST(as_it_was, "refused plans, moved windows and promises: simulated they come out as they were")
{
    static struct cs_buffer changed;
    static struct cs_simulate_result result;
    desk_whole("2026-03-02 08:00");
    limits = 0;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_read("share/policies/approvals.csv", &cs_approval_record, take_limit, NULL);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    a_complaint();
    a_repair();
    desk_at("2026-03-23 09:00");
    const struct cs_simulate_options options = { .from = INT64_MIN, .until = INT64_MAX, .by = CS_BY_CASE };
    cs_buffer_reset(&changed);
    CHECK_INT(
        cs_escalation_simulate(desk.escalation, &options, take_changed, NULL, &changed, &result, &kit.err),
        CS_OK);
    CHECK_TEXT(changed.length ? changed.text : "", "");
    CHECK_INT(result.cases, 2);
    CHECK_INT(result.not_replayed, 0);
    CHECK_INT(result.changed, 0);
    CHECK_INT(result.rungs, result.sim_rungs);
    CHECK_INT(result.late, result.sim_late);
    CHECK(result.rungs > 10 && result.late > 3); /* there was something to compare */
}
