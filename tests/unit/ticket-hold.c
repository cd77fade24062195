/* Holds: who may approve one, who looks at it again, what ends it, who may make it longer. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|component=leak"

static const char *said_of(const char *text)
{
    return strstr(text, "no staff is known") ? "said" : "not said";
}

CS_TEST(approvers,
        "a hold is approved by staff in the reason's role, at the project or above, never by who acts")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), city = desk_add(REPAIR), none = desk_add("kind=repair|priority=3");
    REFUSED("\"张工\" is no member of staff", id, "hold", .reason = "drying", .approver = "张工",
            .evidence = "p");
    REFUSED("K1 does not hold the post \"maintenance engineer\" at its project or above", id, "hold",
            .reason = "drying", .approver = "K1", .evidence = "p");
    REFUSED("D1 does not hold the post", id, "hold", .reason = "material",
            .approver = "D1"); /* K1 is there */
    desk_by("E1", "2026-03-02 09:00");
    REFUSED("E1 acts and so does not approve", id, "hold", .reason = "drying", .approver = "E1",
            .evidence = "p");
    REFUSED("acts and so does not approve", id, "hold", .reason = "drying", .approver = "工程师一",
            .evidence = "p"); /* the same person by name */
    desk_by("desk", "2026-03-02 09:00");
    MOVE(id, "hold", .reason = "drying", .approver = "工程师一", .evidence = "p");
    CHECK_TEXT(ask(id, "SELECT s.code || ' ' || h.approver || ' ' || " LOCAL(
                           "h.recorded_at") " FROM hold AS h JOIN staff AS s ON s.id = h.approver_id WHERE "
                                            "h.ticket_id = $1"),
               "E1 工程师一 2026-03-02 09:00:00");
    MOVE(city, "hold", .reason = "material", .approver = "KC"); /* customer care of the city */
    MOVE(none, "hold", .reason = "material",
         .approver = "K1"); /* of no known project: in the role anywhere */
    CHECK_TEXT(
        ask(0, "SELECT s.code FROM hold AS h JOIN staff AS s ON s.id = h.approver_id WHERE $1 = 0 ORDER BY "
               "h.ticket_id"),
        "E1\nKC\nK1");
}

CS_TEST(deputies, "a deputy approves while the holder is away")
{
    static const char *const away[] = { "staff=K1|from_on=2026-03-02|until_on=2026-03-03", NULL };
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), late = desk_add(REPAIR);
    desk_org(CS_ORG_ABSENCE, away);
    desk_at("2026-03-03 09:00");
    MOVE(id, "hold", .reason = "material", .approver = "D1");
    desk_at("2026-03-04 09:00");
    REFUSED("does not hold the post", late, "hold", .reason = "material", .approver = "D1");
}

CS_TEST(unstaffed, "a store without any staff takes the name as it is given, and says so once")
{
    desk_whole("2026-03-02 09:00");
    kit_shell("sqlite3 %s 'DELETE FROM post; DELETE FROM staff'", kit_path("s.db"));
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), again = desk_add(REPAIR);
    kit.said[0] = '\0';
    MOVE(id, "hold", .reason = "drying", .approver = "张工", .evidence = "p");
    CHECK_TEXT(said_of(kit.said), "said");
    kit.said[0] = '\0';
    MOVE(again, "hold", .reason = "drying", .approver = "张工", .evidence = "p");
    CHECK_TEXT(said_of(kit.said), "not said");
    CHECK_TEXT(ask(id, "SELECT approver || coalesce(approver_id, '-') FROM hold WHERE ticket_id = $1"),
               "张工-");
}

/* A desk whose policies are the clocks of holds and one of the work: three days. */
static void quiet_desk(const char *now)
{
    static const char *const rows[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=3d|calendar=24x7",
        "policy=t|metric=hold|start=held|stop=closed|amount=0|calendar=24x7|ladder=h",
        "policy=t|metric=review|start=reviewed|stop=closed|amount=0|calendar=24x7|ladder=r", NULL
    };
    static const char *const rungs[] = { "ladder=h|rung=1|at=0|calendar=24x7|role=head|level=project",
                                         "ladder=r|rung=1|at=0|calendar=care-desk|role=care|level=project",
                                         NULL };
    desk_bare(now);
    desk_paths();
    desk_ladder(rungs);
    desk_at(now);
    desk_policy(rows);
    desk_at(now);
}

CS_TEST(reviews, "a hold is looked at again in time: an alert goes out, a review sets the next one")
{
    quiet_desk("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    REFUSED("review is no legal move", id, "review"); /* nothing rests */
    MOVE(id, "hold", .reason = "drying", .approver = "E1",
         .evidence = "p"); /* looked at after 3 d, ends after 15 d */
    CHECK_TEXT(due(id, "review"), "2026-03-05 09:00:00");
    CHECK_TEXT(run_at("2026-03-05 08:59"), "");
    CHECK_TEXT(run_at("2026-03-05 09:00"), "1|review|1|care|project|K1\n");
    CHECK_TEXT(run_at("2026-03-06 09:00"), ""); /* once */
    desk_at("2026-03-06 10:00");
    REFUSED("the next review cannot come before this one", id, "review", .until = desk.now);
    MOVE(id, "review", .note = "墙体仍潮");
    CHECK_TEXT(
        ask(id, "SELECT " LOCAL("reviewed_at") " || ' ' || " LOCAL("review_at") " || ' ' || note FROM hold "
                                                                                "WHERE ticket_id = $1"),
        "2026-03-06 10:00:00 2026-03-09 10:00:00 墙体仍潮");
    MOVE(id, "review", .until = room_time("2026-03-12 08:00"), .note = NULL);
    CHECK_TEXT(rounds_of(id, "review"), "1 2026-03-02 09:00:00 2026-03-05 09:00:00 2026-03-06 10:00:00\n"
                                        "2 2026-03-06 10:00:00 2026-03-12 08:00:00 -");
    CHECK_TEXT(ask(id, "SELECT note FROM hold WHERE ticket_id = $1"),
               "墙体仍潮"); /* no new words: the old stay */
    CHECK_TEXT(run_at("2026-03-12 08:00"), "");
    CHECK_TEXT(run_at("2026-03-12 08:30"), "1|review|1|care|project|K1\n"); /* when the desk opens */
    desk_at("2026-03-12 09:00");
    REFUSED("looked at after that already", id, "review", .at = room_time("2026-03-06 09:00"));
    MOVE(id, "resume");
    CHECK_TEXT(stopped(id, "review"), "2026-03-12 09:00:00");
    CHECK_TEXT(field(id, "state"), "received");
    CHECK_TEXT(ask(id, "SELECT ended_by FROM hold WHERE ticket_id = $1"), "resume");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(limits, "at its limit a hold ends to the second, however late the run comes, and once")
{
    quiet_desk("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), hand = desk_add(REPAIR), void_ = desk_add(REPAIR);
    MOVE(id, "inspect");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-04 03:00"));
    MOVE(hand, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-04 03:00"));
    MOVE(void_, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-04 03:00"));
    /* 3 d of work and 42 h of rest. */
    CHECK_TEXT(due(id, "done"), "2026-03-07 03:00:00");
    desk_at("2026-03-03 09:00");
    MOVE(void_, "cancel", .reason = "误报");
    desk_at("2026-03-04 09:00");
    REFUSED("the hold was over at its limit", hand, "review");
    REFUSED("the hold was over at its limit", hand, "renew", .approver = "HC");
    MOVE(hand, "resume");
    CHECK_TEXT(run_at("2026-03-06 12:00"), "1|hold|1|head|project|H1\n");
    CHECK_TEXT(run_at("2026-03-06 12:05"), "");
    CHECK_TEXT(field(id, "state || coalesce(hold_reason, '-') || coalesce(resume_state, '-')"),
               "to_dispatch--");
    CHECK_TEXT(
        ask(id,
            "SELECT " LOCAL("occurred_at") " || ' ' || " LOCAL(
                "recorded_at") " || ' ' || outcome || ' ' || a.name || coalesce(mark, '') FROM event AS e "
                               "JOIN actor AS a ON a.id = e.actor_id WHERE ticket_id = $1 AND verb = "
                               "'resume'"),
        "2026-03-04 03:00:00 2026-03-06 12:00:00 limit cron");
    CHECK_TEXT(field(id, "coalesce(anomalies, '-')"), "-"); /* the run did nothing late */
    CHECK_TEXT(due(id, "done"), "2026-03-07 03:00:00");
    CHECK_TEXT(stopped(id, "hold"), "2026-03-04 03:00:00");
    CHECK_TEXT(
        ask(0, "SELECT ended_by || ' ' || " LOCAL("ended_at") " FROM hold WHERE $1 = 0 ORDER BY ticket_id"),
        "limit 2026-03-04 03:00:00\nlimit 2026-03-04 03:00:00\ncancel 2026-03-03 09:00:00");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(warned, "a rung before the limit warns and ends nothing")
{
    static const char *const rungs[] = { "ladder=h|rung=1|at=-1d|calendar=24x7|role=care|level=project",
                                         "ladder=h|rung=2|at=0|calendar=24x7|role=head|level=project", NULL };
    quiet_desk("2026-03-02 09:00");
    desk_ladder(rungs);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-04 09:00"));
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|hold|1|care|project|K1\n");
    CHECK_TEXT(field(id, "state"), "held");
    CHECK_TEXT(run_at("2026-03-04 09:00"), "1|hold|2|head|project|H1\n");
    CHECK_TEXT(field(id, "state"), "received");
}

CS_TEST(renewals, "a hold is made longer by who stands one level higher each time, and it is counted")
{
    quiet_desk("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR), free = desk_add(REPAIR);
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p"); /* until 03-17 09:00 */
    REFUSED("needs the approval of \"maintenance engineer\" at the city or above", id, "renew");
    REFUSED("H1 does not hold the post \"maintenance engineer / head\" at its city or above", id, "renew",
            .approver = "H1");
    REFUSED("does not hold the post", id, "renew", .approver = "KC"); /* care does not answer for drying */
    REFUSED("renewed for 15d at the longest", id, "renew", .approver = "HC",
            .until = room_time("2026-04-01 09:00:01"));
    REFUSED("lasts until then already", id, "renew", .approver = "HC",
            .until = room_time("2026-03-17 09:00"));
    MOVE(id, "renew", .approver = "HC", .note = "雨季未过");
    CHECK_TEXT(moment(id, "hold_until"), "2026-04-01 09:00:00"); /* 03-17 and 15 d */
    CHECK_TEXT(due(id, "hold"), "2026-04-01 09:00:00");
    CHECK_TEXT(due(id, "done"), "2026-04-04 09:00:00"); /* all three days lie behind the hold */
    REFUSED("at its region or above", id, "renew", .approver = "HC");
    MOVE(id, "renew", .approver = "HR", .until = room_time("2026-04-03 09:00"));
    REFUSED("at its group or above", id, "renew", .approver = "HR");
    MOVE(id, "renew", .approver = "HG"); /* 04-03 and 15 d */
    CHECK_TEXT(
        ask(id, "SELECT renewals || ' ' || s.code || ' ' || " LOCAL(
                    "limit_at") " FROM hold AS h JOIN staff AS s ON s.id = h.renewed_by_id WHERE ticket_id = "
                                "$1"),
        "3 HG 2026-04-18 09:00:00");
    CHECK_TEXT(
        ask(id, "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1 AND field = 'hold_until' AND "
                "verb = 'change'"),
        "4"); /* set once and moved three times */
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason, "name=free|title=随意|evidence=no"), CS_OK);
    MOVE(free, "hold", .reason = "free", .approver = "somebody"); /* without a role any name will do */
    REFUSED("has no limit to be renewed", free, "renew", .approver = "HC");
}

CS_TEST(late, "a hold that is written down days after it began shows both moments")
{
    quiet_desk("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-06 09:00");
    MOVE(id, "hold", .reason = "material", .approver = "K1", .at = room_time("2026-03-03 09:00"));
    CHECK_TEXT(ask(id, "SELECT " LOCAL("started_at") " || ' ' || " LOCAL(
                           "recorded_at") " FROM hold WHERE ticket_id = "
                                          "$1"),
               "2026-03-03 09:00:00 2026-03-06 09:00:00");
    CHECK_TEXT(field(id, "anomalies"), "backdated");
}

CS_TEST(arrived,
        "a case that arrives held ends at its reason's limit too, and by import where its source goes on")
{
    quiet_desk("2026-03-02 09:00");
    int64_t limit =
        desk_imported("external_id=A1|kind=repair|priority=3|project=P1|occurred_at=2026-03-01T09:00:00|"
                      "state=held|hold_reason=闭水干燥");
    int64_t gone =
        desk_imported("external_id=A2|kind=repair|priority=3|project=P1|occurred_at=2026-03-01T09:00:00|"
                      "state=held|hold_reason=material");
    CHECK_TEXT(due(limit, "hold"),
               "2026-03-17 09:00:00");    /* 15 d from the import: when it began is not known */
    CHECK_TEXT(due(limit, "review"), ""); /* nor did anybody here say when to look again */
    desk_at("2026-03-03 09:00");
    CHECK_INT(
        desk_import(
            "external_id=A2|kind=repair|priority=3|project=P1|occurred_at=2026-03-01T09:00:00|state=in_work"),
        CS_OK);
    CHECK_TEXT(ask(gone, "SELECT ended_by || ' ' || " LOCAL("ended_at") " FROM hold WHERE ticket_id = $1"),
               "import 2026-03-03 09:00:00");
    CHECK_TEXT(run_at("2026-03-20 12:00"), "1|hold|1|head|project|H1\n");
    CHECK_TEXT(ask(limit, "SELECT ended_by || ' ' || " LOCAL("ended_at") " FROM hold WHERE ticket_id = $1"),
               "limit 2026-03-17 09:00:00");
    CHECK_TEXT(field(limit, "state"), "to_inspect");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(reviewed_late, "a review is written down when it was made, and the next counts from there")
{
    quiet_desk("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-02 10:00");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    desk_at("2026-03-05 18:00");
    REFUSED("the hold had not begun by then", id, "review", .at = room_time("2026-03-02 09:30"));
    MOVE(id, "review", .at = room_time("2026-03-05 09:00"));
    CHECK_TEXT(due(id, "review"), "2026-03-08 09:00:00");
    CHECK_TEXT(rounds_of(id, "review"), "1 2026-03-02 10:00:00 2026-03-05 10:00:00 2026-03-05 09:00:00\n"
                                        "2 2026-03-05 09:00:00 2026-03-08 09:00:00 -");
    CHECK_TEXT(run_at("2026-03-05 20:00"),
               ""); /* it was looked at in time, although nobody had written it down */
}

CS_TEST(again, "a hold that ended may begin anew, with rows and reviews of its own")
{
    quiet_desk("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    desk_at("2026-03-02 18:00");
    MOVE(id, "resume");
    desk_at("2026-03-02 19:00");
    MOVE(id, "hold", .reason = "material", .approver = "K1");
    CHECK_TEXT(due(id, "review"), "2026-03-07 19:00:00"); /* after 5 d */
    CHECK_TEXT(due(id, "done"), "2026-03-05 18:00:00");   /* nine hours of drying; material stops nothing */
    CHECK_TEXT(ask(id, "SELECT seq || ' ' || r.name || ' ' || a.name || ' ' || coalesce(ended_by, '-') FROM "
                       "hold AS h JOIN "
                       "hold_reason AS r ON r.id = h.reason_id JOIN actor AS a ON a.id = h.actor_id WHERE "
                       "ticket_id = $1 "
                       "ORDER BY seq"),
               "1 drying desk resume\n2 material desk -");
    CHECK_TEXT(room_view(desk.store, &cs_hold_view, "ticket reason ended_by renewals approver actor"),
               "1|drying|resume|0|E1|desk\n1|material||0|K1|desk\n");
}
