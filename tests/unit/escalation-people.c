/*
 * Who is told: the holder of the role at the level of the rung, else the deputy, else the next level up with
 * a warning, else nobody and a count; shifted up by each reopening; by the days on which posts are held; and
 * each person once a rung, however many roles of it they hold.
 */
#include "case-kit.h"
#include "notify/notify.h"

#define REPAIR "kind=repair|priority=3|project=P1"

/* One clock of a day and a ladder of one's own, opened at nine on Monday 2 March: due on the 3rd at nine. */
static void told_by(const char *const *rungs)
{
    static const char *const rows[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=1d|calendar=24x7|ladder=l|reopen=restart", NULL
    };
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_ladder(rungs);
    desk_at("2026-03-02 09:00");
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
}

/* What a person (a row of staff, posts and absences of one's own) changes. */
static void and_people(const char *const *staff, const char *const *posts, const char *const *absences)
{
    static const char *const none[] = { NULL };
    desk_org(CS_ORG_STAFF, staff ? staff : none);
    desk_org(CS_ORG_POST, posts ? posts : none);
    desk_org(CS_ORG_ABSENCE, absences ? absences : none);
    desk_at("2026-03-02 09:00");
}

static const char *told_on_the_third(const char *given)
{
    desk_add(given);
    return run_at("2026-03-03 09:00");
}

static const char *messages_of(int64_t id)
{
    return ask(id,
               "SELECT s.code FROM message AS m JOIN staff AS s ON s.id = m.staff_id WHERE m.ticket_id = $1 "
               "ORDER BY m.id");
}

#define RUNG_OF(role, level) "ladder=l|rung=1|at=0|role=" role "|level=" level
#define ONE_RUNG(role, level)                                                                                \
    (const char *const[])                                                                                    \
    {                                                                                                        \
        RUNG_OF(role, level), NULL                                                                           \
    }

CS_TEST(at_each_level, "at each level the holder of the post there is told")
{
    static const struct {
        const char *role, *level, *says;
    } table[] = {
        { "engineer", "project", "1|done|1|engineer|project|E1\n" },
        { "care", "project", "1|done|1|care|project|K1\n" },
        { "construction", "project", "1|done|1|construction|project|N1\n" },
        { "head", "project", "1|done|1|head|project|H1\n" },
        { "care", "city", "1|done|1|care|city|KC\n" },
        { "construction", "city", "1|done|1|construction|city|NC\n" },
        { "head", "city", "1|done|1|head|city|HC\n" },
        { "care", "region", "1|done|1|care|region|KR\n" },
        { "head", "region", "1|done|1|head|region|HR\n" },
        { "care", "group", "1|done|1|care|group|KG\n" },
        { "head", "group", "1|done|1|head|group|HG\n" },
        /* held below, not where it was asked for or above: nobody */
        { "engineer", "city", "1|done|1|engineer|group|\n" },
        { "construction", "region", "1|done|1|construction|group|\n" },
        { "design", "project", "1|done|1|design|group|\n" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char rung[120];
        snprintf(rung, sizeof rung, RUNG_OF("%s", "%s"), table[i].role, table[i].level);
        told_by((const char *const[]){ rung, NULL });
        const char *says = told_on_the_third(REPAIR);
        CHECK_THAT(strcmp(says, table[i].says) == 0, "%s of the %s: %s", table[i].role, table[i].level, says);
        CHECK_INT(desk.run.unaddressed, strstr(table[i].says, "|\n") ? 1 : 0);
        CHECK_INT(desk.run.messages, strstr(table[i].says, "|\n") ? 0 : 1);
    }
}

CS_TEST(next_level, "where nobody holds the post, the next level up is told, and a warning counts the alerts")
{
    told_by(ONE_RUNG("head", "project"));
    desk_add("kind=repair|priority=3|project=P2");
    desk_add("kind=repair|priority=3|project=P2");
    desk_add("kind=repair|priority=3|project=P2");
    CHECK_TEXT(run_at("2026-03-03 09:00"),
               "1|done|1|head|city|HC\n2|done|1|head|city|HC\n3|done|1|head|city|HC\n");
    CHECK_THAT(
        strstr(kit.said, "project P2: nobody holds the post \"head\" at project; 3 alerts went to city"),
        "%s", kit.said);
    CHECK_INT(desk.run.escalated, 3);
    CHECK_INT(desk.run.messages, 3);
    CHECK_INT(desk.run.unaddressed, 0);
}

CS_TEST(nobody, "where nobody holds it up to the top, the alert is written down, counted and said, not sent")
{
    told_by(ONE_RUNG("legal", "project"));
    CHECK_TEXT(told_on_the_third(REPAIR), "1|done|1|legal|group|\n");
    CHECK_THAT(
        strstr(kit.said,
               "project P1: nobody holds the post \"legal\" from project up; nobody was told of 1 alerts"),
        "%s", kit.said);
    CHECK_INT(desk.run.unaddressed, 1);
    CHECK_INT(desk.run.messages, 0);
    CHECK_TEXT(messages_of(1), "");
    CHECK_TEXT(ask(1, "SELECT role || coalesce(staff_id, ' nobody') FROM escalation WHERE ticket_id = $1"),
               "legal nobody");
}

CS_TEST(deputy, "the deputy is told on the days the holder is away, first and last day included")
{
    static const char *const away[] = { "staff=K1|from_on=2026-03-03|until_on=2026-03-05", NULL };
    static const struct {
        const char *opened, *run, *says;
    } days[] = {
        { "2026-03-01 09:00", "2026-03-02 09:00", "1|done|1|care|project|K1\n" },
        { "2026-03-02 09:00", "2026-03-03 09:00", "1|done|1|care|project|D1\n" },
        { "2026-03-03 09:00", "2026-03-04 09:00", "1|done|1|care|project|D1\n" },
        { "2026-03-04 09:00", "2026-03-05 23:59", "1|done|1|care|project|D1\n" },
        { "2026-03-04 09:00", "2026-03-06 00:00", "1|done|1|care|project|K1\n" },
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        told_by(ONE_RUNG("care", "project"));
        and_people(NULL, NULL, away);
        desk_at(days[i].opened);
        desk_add(REPAIR);
        const char *says = run_at(days[i].run);
        CHECK_THAT(strcmp(says, days[i].says) == 0, "run at %s: %s", days[i].run, says);
    }
}

CS_TEST(both_away, "where holder and deputy are away, or there is no deputy, the level above is told")
{
    static const char *const both[] = { "staff=K1|from_on=2026-03-03|until_on=2026-03-03",
                                        "staff=D1|from_on=2026-03-01|until_on=2026-03-09", NULL };
    static const char *const head[] = { "staff=H1|from_on=2026-03-03|until_on=2026-03-03", NULL };
    told_by(ONE_RUNG("care", "project"));
    and_people(NULL, NULL, both);
    CHECK_TEXT(told_on_the_third(REPAIR), "1|done|1|care|city|KC\n");
    told_by(ONE_RUNG("head", "project"));
    and_people(NULL, NULL, head);
    CHECK_TEXT(told_on_the_third(REPAIR), "1|done|1|head|city|HC\n");
}

CS_TEST(left, "who left the firm is told of nothing from the day after their last; the deputy is")
{
    static const char *const leaves[] = { "code=K1|name=客服主管一|active_until=2026-03-02", NULL };
    static const char *const stays[] = { "code=K1|name=客服主管一|active_until=2026-03-03", NULL };
    told_by(ONE_RUNG("care", "project"));
    and_people(stays, NULL, NULL);
    CHECK_TEXT(told_on_the_third(REPAIR), "1|done|1|care|project|K1\n");
    told_by(ONE_RUNG("care", "project"));
    and_people(leaves, NULL, NULL);
    CHECK_TEXT(told_on_the_third(REPAIR), "1|done|1|care|project|D1\n");
}

CS_TEST(ended_post, "a post is held from its first day to its last; before and after the level above is told")
{
    static const char *const staff[] = { "code=S1|name=设计师一", "code=SC|name=城市设计", NULL };
    static const char *const posts[] = {
        "unit=P1|role=design|staff=S1|from_on=2026-03-04|until_on=2026-03-06", "unit=C|role=design|staff=SC",
        NULL
    };
    static const struct {
        const char *opened, *run, *says;
    } days[] = {
        { "2026-03-02 09:00", "2026-03-03 23:00", "1|done|1|design|city|SC\n" },
        { "2026-03-02 09:00", "2026-03-04 00:00", "1|done|1|design|project|S1\n" },
        { "2026-03-02 09:00", "2026-03-06 23:59", "1|done|1|design|project|S1\n" },
        { "2026-03-02 09:00", "2026-03-07 00:00", "1|done|1|design|city|SC\n" },
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        told_by(ONE_RUNG("design", "project"));
        and_people(staff, posts, NULL);
        desk_at(days[i].opened);
        desk_add(REPAIR);
        const char *says = run_at(days[i].run);
        CHECK_THAT(strcmp(says, days[i].says) == 0, "run at %s: %s", days[i].run, says);
    }
}

CS_TEST(handed_over, "a project that was handed over is answered for by who took it, from that day on")
{
    static const char *const units[] = {
        "code=M|name=养护中心|kind=city|parent=R",
        "code=P1|name=华府一期|kind=project|parent=C|handed_to=M|handed_on=2026-03-04", NULL
    };
    static const char *const staff[] = { "code=KM|name=养护客服", "code=HM|name=养护负责人", NULL };
    static const char *const posts[] = { "unit=M|role=care|staff=KM", "unit=M|role=head|staff=HM", NULL };
    static const char *const rungs[] = { RUNG_OF("care", "project"),
                                         "ladder=l|rung=2|at=+1d|role=care|level=project",
                                         "ladder=l|rung=3|at=+2d|role=head|level=region", NULL };
    told_by(rungs);
    desk_org(CS_ORG_UNIT, units);
    and_people(staff, posts, NULL);
    CHECK_TEXT(told_on_the_third(REPAIR), "1|done|1|care|project|K1\n");
    CHECK_TEXT(run_at("2026-03-04 09:00"), "1|done|2|care|city|KM\n");
    CHECK_TEXT(run_at("2026-03-05 09:00"), "1|done|3|head|region|HR\n");
}

CS_TEST(no_project, "a case whose project nobody knows asks at the top of the group, whatever the level")
{
    static const char *const rungs[] = { RUNG_OF("care", "project"),
                                         "ladder=l|rung=2|at=+1d|role=head|level=city",
                                         "ladder=l|rung=3|at=+2d|role=engineer|level=project", NULL };
    told_by(rungs);
    CHECK_TEXT(told_on_the_third("kind=repair|priority=3"), "1|done|1|care|group|KG\n");
    CHECK_TEXT(run_at("2026-03-04 09:00"), "1|done|2|head|group|HG\n");
    CHECK_TEXT(run_at("2026-03-05 09:00"), "1|done|3|engineer|group|\n");
}

/* ---- reopened ---- */

static void reopen(int64_t id, int day)
{
    char now[32];
    snprintf(now, sizeof now, "2026-03-%02d 10:00", day);
    desk_at(now);
    MOVE(id, "inspect");
    MOVE(id, "close", .outcome = "not_ours");
    MOVE(id, "reopen", .reason = "复漏");
}

static void shifted(const char *role, const char *level, const char *const *says)
{
    char rung[120], now[32];
    snprintf(rung, sizeof rung, RUNG_OF("%s", "%s"), role, level);
    told_by((const char *const[]){ rung, NULL });
    int64_t id = desk_add(REPAIR);
    run_at("2026-03-03 09:00");
    for (int round = 0; round < 5; round++) {
        reopen(id, 4 + 2 * round);
        snprintf(now, sizeof now, "2026-03-%02d 10:00", 5 + 2 * round);
        const char *told = run_at(now);
        CHECK_THAT(strcmp(told, says[round]) == 0, "%s of the %s, reopened %d times: %s", role, level,
                   round + 1, told);
    }
}

CS_TEST(shift_care, "each of five reopenings asks one level higher, and the top stays the top")
{
    static const char *const care[] = { "1|done|1|care|city|KC\n", "1|done|1|care|region|KR\n",
                                        "1|done|1|care|group|KG\n", "1|done|1|care|group|KG\n",
                                        "1|done|1|care|group|KG\n" };
    shifted("care", "project", care);
    static const char *const above[] = { "1|done|1|care|region|KR\n", "1|done|1|care|group|KG\n",
                                         "1|done|1|care|group|KG\n", "1|done|1|care|group|KG\n",
                                         "1|done|1|care|group|KG\n" };
    shifted("care", "city", above);
}

CS_TEST(shift_falls_back, "a post that is held nowhere higher is told where it is, reopened or not")
{
    static const char *const engineer[] = {
        "1|done|1|engineer|project|E1\n", "1|done|1|engineer|project|E1\n", "1|done|1|engineer|project|E1\n",
        "1|done|1|engineer|project|E1\n", "1|done|1|engineer|project|E1\n"
    };
    static const char *const construction[] = { "1|done|1|construction|city|NC\n",
                                                "1|done|1|construction|project|N1\n",
                                                "1|done|1|construction|project|N1\n",
                                                "1|done|1|construction|project|N1\n",
                                                "1|done|1|construction|project|N1\n" };
    shifted("engineer", "project", engineer);
    shifted("construction", "project", construction);
}

/* ---- once a person ---- */

CS_TEST(two_roles, "who holds two roles of a rung gets one message of it, and the run counts one")
{
    static const char *const rungs[] = { RUNG_OF("care", "project"), RUNG_OF("head", "project"),
                                         RUNG_OF("engineer", "project"),
                                         "ladder=l|rung=2|at=+1d|role=head|level=project", NULL };
    static const char *const posts[] = { "unit=P2|role=care|staff=K1", "unit=P2|role=head|staff=K1",
                                         "unit=P2|role=engineer|staff=E1", NULL };
    told_by(rungs);
    and_people(NULL, posts, NULL);
    CHECK_TEXT(told_on_the_third("kind=repair|priority=3|project=P2"),
               "1|done|1|care|project|K1\n1|done|1|engineer|project|E1\n1|done|1|head|project|K1\n");
    CHECK_INT(desk.run.escalated, 1);
    CHECK_INT(desk.run.messages, 2); /* three roles, two people */
    CHECK_TEXT(messages_of(1), "K1\nE1");
    CHECK_TEXT(run_at("2026-03-04 09:00"), "1|done|2|head|project|K1\n");
    CHECK_INT(desk.run.messages, 1); /* another rung is another message */
    CHECK_TEXT(messages_of(1), "K1\nE1\nK1");
}

CS_TEST(two_cases, "two cases of one person are two messages, and so are two clocks of one case")
{
    static const char *const rows[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=1d|calendar=24x7|ladder=l",
        "policy=t|metric=visit|start=opened|stop=arrived|amount=1d|calendar=24x7|ladder=l", NULL
    };
    told_by(ONE_RUNG("care", "project"));
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    desk_add(REPAIR);
    desk_add(REPAIR);
    run_at("2026-03-03 09:00");
    CHECK_INT(desk.run.escalated, 4);
    CHECK_INT(desk.run.messages, 4);
    CHECK_TEXT(messages_of(1), "K1\nK1");
    CHECK_TEXT(ask(2, "SELECT key FROM message WHERE ticket_id = $1 AND key LIKE '%:visit:%'"),
               ask(2, "SELECT 'escalation:2:visit:1:1:' || id FROM staff WHERE code = 'K1' AND $1 = 2"));
}

CS_TEST(told_queued, "the outbox tells whether a message was put in or was there already")
{
    const struct cs_notify_message message = { "a key", 1, 1, 1, "escalation", 0, 0 };
    bool queued = false;
    desk_bare("2026-03-02 09:00");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_notify_queue(desk.store, &message, &queued, &kit.err), CS_OK);
    CHECK(queued);
    CHECK_INT(cs_notify_queue(desk.store, &message, &queued, &kit.err), CS_OK);
    CHECK(!queued);
    CHECK_INT(cs_notify_queue(desk.store, &message, NULL, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

/* The supplier's own contact, once an order is out; before that whoever the project has for suppliers. */
CS_TEST(supplier, "the supplier who has the order is told, else the project's contact for suppliers")
{
    static const char *const staff[] = { "code=X1C|name=甲", "code=X2C|name=乙", "code=PC|name=丙", NULL };
    static const char *const posts[] = { "unit=X1|role=supplier|staff=X1C|until_on=2026-12-31",
                                         "unit=X2|role=supplier|staff=X2C|until_on=2026-03-02",
                                         "unit=P1|role=supplier|staff=PC", NULL };
    told_by((const char *const[]){ "ladder=l|rung=1|at=-2h|role=supplier|level=project",
                                   "ladder=l|rung=2|at=-1h|role=supplier|level=project",
                                   "ladder=l|rung=3|at=0|role=supplier|level=project", NULL });
    and_people(staff, posts, NULL);
    int64_t id = desk_add(REPAIR);
    CHECK_TEXT(run_at("2026-03-03 07:00"), "1|done|1|supplier|project|PC\n"); /* nobody has an order yet */
    desk_at("2026-03-03 07:10");
    MOVE(id, "inspect", .component = "leak");
    MOVE(id, "dispatch", TO("X1"));
    CHECK_TEXT(run_at("2026-03-03 08:00"), "1|done|2|supplier|project|X1C\n");
    /* X1 sends it back, X2 has it: its contact left the day before, so the project's is told again. */
    desk_at("2026-03-03 08:10");
    MOVE(id, "accept", .outcome = "refused", TO("X1"));
    MOVE(id, "dispatch", TO("X2"));
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|3|supplier|project|PC\n");
    CHECK_INT(desk.run.unaddressed, 0);
}
