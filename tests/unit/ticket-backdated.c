/* What is written down more than a day late: out of on-time figures until somebody else confirms it. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|room=1-1-101"

/* Opened Monday 03-02 09:00 with three days for the work, due 03-05 09:00; the crew of "desk" reports on
 * Friday 03-06 12:00 that it was done on Wednesday 03-04 10:00. */
static int64_t late_report(void)
{
    static const char *const rows[] = {
        "policy=t|metric=answer|start=opened|stop=first_contact|amount=2h|calendar=24x7",
        "policy=t|metric=done|start=opened|stop=done|amount=3d|calendar=24x7",
        "policy=t|metric=verify|start=done|stop=verified|amount=24h|calendar=24x7", NULL
    };
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-02 10:00");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "accept");
    desk_at("2026-03-06 12:00");
    MOVE(id, "work", .outcome = "done", .at = room_time("2026-03-04 10:00"));
    return id;
}

/* "metric stop unproven" of each clock. */
static const char *clocks(int64_t id)
{
    return ask(id, "SELECT metric || ' ' || coalesce(" LOCAL(
                       "stopped_at") ", '-') || ' ' || unproven FROM clock WHERE "
                                     "ticket_id = $1 ORDER BY metric, instance");
}

/* In one transaction, as the command does it. */
static enum cs_status confirm(int64_t id, int64_t event, bool refuse, const char *note)
{
    const struct cs_confirm verdict = { event, refuse, note };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_confirm(desk.tickets, id, &verdict, &kit.err);
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_store_commit(desk.store, &err), CS_OK);
    return status;
}

#define NOT_CONFIRMED(says, ...)                                                                             \
    do {                                                                                                     \
        CHECK_INT(confirm(__VA_ARGS__), CS_REFUSED);                                                         \
        CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);            \
    } while (0)

CS_TEST(unproven, "a clock that a late entry stopped is unproven; those stopped in time are not")
{
    int64_t id = late_report();
    CHECK_TEXT(clocks(id), "answer 2026-03-02 10:00:00 0\ndone 2026-03-04 10:00:00 1\nverify - 0");
    CHECK_TEXT(room_view(desk.store, &cs_backdated_view,
                         "ticket seq project verb outcome late_hours actor approved"),
               "1|5|P1|work|done|50|desk|\n"); /* Wed 10:00 to Fri 12:00 */
    desk_at("2026-03-06 13:00");
    MOVE(id, "verify", .outcome = "failed"); /* the work was not done after all: the clock runs on */
    CHECK_TEXT(clocks(id), "answer 2026-03-02 10:00:00 0\ndone - 0\nverify 2026-03-06 13:00:00 0");
}

CS_TEST(same_day, "a report on the same evening, or 24 hours later to the second, needs nobody")
{
    int64_t id = late_report();
    desk_at("2026-03-06 12:00");
    MOVE(id, "verify", .at = room_time("2026-03-05 12:00"));
    CHECK_TEXT(clocks(id),
               "answer 2026-03-02 10:00:00 0\ndone 2026-03-04 10:00:00 1\nverify 2026-03-05 12:00:00 0");
    CHECK_TEXT(
        ask(id, "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1 AND mark = 'backdated'"), "1");
}

CS_TEST(approved, "the head or care of the project or above approves it, and never who wrote it")
{
    int64_t id = late_report();
    desk_at("2026-03-06 14:00");
    NOT_CONFIRMED("desk wrote event 5; somebody else must confirm it", id, 0, false, NULL);
    desk_by("E1", "2026-03-06 14:00");
    NOT_CONFIRMED("E1 does not hold the post \"head / customer care\" at its project or above", id, 0, false,
                  NULL);
    desk_by("nobody", "2026-03-06 14:00");
    NOT_CONFIRMED("\"nobody\" is no member of staff", id, 0, false, NULL);
    desk_by("KC", "2026-03-06 14:00");
    NOT_CONFIRMED("event 4 does not wait for a verdict", id, 4, false, NULL);
    CHECK_INT(confirm(id, 5, false, "有签收单"), CS_OK);
    CHECK_TEXT(clocks(id), "answer 2026-03-02 10:00:00 0\ndone 2026-03-04 10:00:00 0\nverify - 0");
    CHECK_TEXT(
        ask(id, "SELECT verb || ' ' || outcome || ' ' || field || ' ' || new || ' ' || note FROM event WHERE "
                "ticket_id = $1 ORDER BY seq DESC LIMIT 1"),
        "confirm approved event 5 有签收单");
    CHECK_TEXT(room_view(desk.store, &cs_backdated_view, "seq approved judge judged_at note"),
               "5|yes|KC|2026-03-06T14:00:00+08:00|有签收单\n");
    CHECK_TEXT(field(id, "anomalies"), "backdated"); /* that it was late stays said */
    NOT_CONFIRMED("nothing backdated waits for a verdict", id, 0, false, NULL);
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(confirm(4711, 0, false, NULL), CS_NONE);
}

CS_TEST(refused, "refused, it counts as done when it was written down: in time becomes late")
{
    int64_t id = late_report();
    desk_by("H1", "2026-03-06 14:00");
    NOT_CONFIRMED("why is it refused", id, 0, true, NULL);
    CHECK_INT(confirm(id, 0, true, "无凭据"), CS_OK);
    /* Due 03-05 09:00: the 4th would have been in time, the 6th is not. */
    CHECK_TEXT(clocks(id), "answer 2026-03-02 10:00:00 0\ndone 2026-03-06 12:00:00 0\nverify - 0");
    CHECK_TEXT(moment(id, "done_at"), "2026-03-04 10:00:00"); /* what was claimed stays in the case */
    CHECK_TEXT(ask(id, "SELECT approved FROM backdating WHERE ticket_id = $1"), "no");
    desk_at("2026-03-06 15:00");
    MOVE(id, "verify"); /* and later moves leave the verdict alone */
    CHECK_TEXT(clocks(id),
               "answer 2026-03-02 10:00:00 0\ndone 2026-03-06 12:00:00 0\nverify 2026-03-06 15:00:00 0");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(several, "each event may have a verdict of its own")
{
    int64_t id = late_report();
    desk_at("2026-03-09 12:00");
    MOVE(id, "verify", .at = room_time("2026-03-06 13:00"));
    CHECK_TEXT(clocks(id),
               "answer 2026-03-02 10:00:00 0\ndone 2026-03-04 10:00:00 1\nverify 2026-03-06 13:00:00 1");
    desk_by("H1", "2026-03-09 13:00");
    CHECK_INT(confirm(id, 7, true, "x"), CS_OK);
    CHECK_TEXT(clocks(id),
               "answer 2026-03-02 10:00:00 0\ndone 2026-03-04 10:00:00 1\nverify 2026-03-09 12:00:00 0");
    CHECK_INT(confirm(id, 0, false, NULL), CS_OK); /* what is left */
    CHECK_TEXT(clocks(id),
               "answer 2026-03-02 10:00:00 0\ndone 2026-03-04 10:00:00 0\nverify 2026-03-09 12:00:00 0");
}

CS_TEST(unstaffed, "where no staff is known anybody but the writer may confirm")
{
    int64_t id = late_report();
    kit_shell("sqlite3 %s 'DELETE FROM post; DELETE FROM staff'", kit_path("s.db"));
    desk_at("2026-03-06 14:00");
    NOT_CONFIRMED("desk wrote event 5", id, 0, false, NULL);
    desk_by("other", "2026-03-06 14:00");
    CHECK_INT(confirm(id, 0, false, NULL), CS_OK);
    CHECK(strstr(kit.said, "no staff is known") != NULL);
}

CS_TEST(imported,
        "a case that its source wrote down more than a day late is flagged, and its clocks start as before")
{
    desk_whole("2026-03-06 09:00");
    int64_t late = desk_imported(
        "external_id=A1|kind=repair|priority=3|occurred_at=2026-03-02T09:00:00|recorded_at=2026-03-"
        "03T09:00:01|project=P1|room=9-9-999");
    CHECK_INT(desk.intake.backdated, 1);
    CHECK_TEXT(field(late, "anomalies"), "unresolved_home;backdated");
    CHECK_TEXT(
        ask(late, "SELECT " LOCAL("started_at") " FROM clock WHERE ticket_id = $1 AND metric = 'done'"),
        "2026-03-02 09:00:00");
    CHECK_TEXT(ask(late, "SELECT CAST(count(*) AS TEXT) FROM clock WHERE ticket_id = $1 AND unproven = 1"),
               "0");
    int64_t good = desk_imported(
        "external_id=A2|kind=repair|priority=3|occurred_at=2026-03-02T09:00:00|recorded_at=2026-03-"
        "03T09:00:00|project=P1");
    CHECK_TEXT(field(good, "coalesce(anomalies, '-')"), "-"); /* a day to the second */
    CHECK_INT(
        desk_import(
            "external_id=A1|kind=repair|priority=3|occurred_at=2026-03-02T09:00:00|recorded_at=2026-03-03T09:"
            "00:01|project=P1|room=9-9-999|subject=x"),
        CS_OK);
    CHECK_TEXT(field(late, "anomalies"), "unresolved_home;backdated"); /* once, and in the same order */
}
