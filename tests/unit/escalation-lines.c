/*
 * The two lines: whose function answers for a case, who is on duty, who is told of red cases and when; and
 * that a rung only notifies unless it says more. The world is that of case-kit.h: engineer E1, care K1
 * (deputy D1), construction N1, head H1 at P1; care KC, construction NC, head HC at the city.
 */
#include "case-kit.h"
#include "escalation/function.h"
#include "notify/notify.h"

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

/* Functions beside construction at P1, and the words that mean them. */
static void with_functions(void)
{
    static const char *const staff[] = { "code=S1|name=销售一", "code=DE|name=设计一", "code=W1|name=物业一",
                                         NULL };
    static const char *const posts[] = { "unit=P1|role=sales|staff=S1", "unit=P1|role=design|staff=DE",
                                         "unit=P1|role=property|staff=W1", NULL };
    static const char *const words[] = { "word=*|role=construction",
                                         "word=工程|role=construction",
                                         "word=工程设计|role=design",
                                         "word=营销|role=sales",
                                         "word=物业|role=property",
                                         "word=Sales|role=sales",
                                         "word=promise|role=sales",
                                         "word=design|role=design",
                                         "word=property|role=property",
                                         "word=客服|role=care",
                                         NULL };
    desk_org(CS_ORG_STAFF, staff);
    desk_org(CS_ORG_POST, posts);
    desk_at("2026-03-02 09:00");
    for (size_t i = 0; words[i]; i++) {
        struct cs_row row;
        bool changed = false;
        cs_row_init(&row, &cs_function_record);
        room_row(&row, words[i]);
        CHECK_THAT(cs_function_take(desk.escalation, &row, &changed, &kit.err) == CS_OK, "%s", kit.err.text);
        CHECK(changed);
        CHECK_INT(cs_function_take(desk.escalation, &row, &changed, &kit.err), CS_OK);
        CHECK(!changed);
        cs_row_release(&row);
    }
}

static const char *const function_rung[] = { "ladder=l|rung=1|line=function|at=0|role=function|level=project",
                                             NULL };

CS_TEST(by_case, "the function line tells whoever's function answers for the case")
{
    static const struct {
        const char *given, *role, *staff;
    } cases[] = {
        { "kind=repair|priority=3|project=P1", "construction", "N1" },
        { "kind=repair|priority=3|project=P1|responsible_dept=上海公司工程部", "construction", "N1" },
        { "kind=repair|priority=3|project=P1|responsible_dept=工程设计部", "design",
          "DE" }, /* the longest word */
        { "kind=repair|priority=3|project=P1|responsible_dept=营 销 中心", "sales", "S1" },
        { "kind=repair|priority=3|project=P1|responsible_dept=SALES desk", "sales", "S1" },
        { "kind=complaint|priority=3|project=P1|origin=promise", "sales", "S1" },
        { "kind=complaint|priority=3|project=P1|origin=design", "design", "DE" },
        { "kind=complaint|priority=3|project=P1|origin=property", "property", "W1" },
        { "kind=complaint|priority=3|project=P1|origin=quality", "construction", "N1" },
        /* what the case says goes before where the complaint comes from */
        { "kind=complaint|priority=3|project=P1|origin=promise|responsible_dept=物业服务中心", "property",
          "W1" },
        { "kind=complaint|priority=3|project=P1|responsible_dept=总裁办", "construction", "N1" },
    };
    told_by(function_rung);
    with_functions();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        desk_add(cases[i].given);
    const char *told = run_at("2026-03-03 09:00");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[100];
        snprintf(line, sizeof line, "%zu|done|1|%s|project|%s\n", i + 1, cases[i].role, cases[i].staff);
        CHECK_THAT(strstr(told, line) != NULL, "%s: %s", cases[i].given, told);
    }
}

CS_TEST(without_words, "a store without words takes the function to be construction")
{
    told_by(function_rung);
    desk_add("kind=complaint|priority=3|project=P1|origin=promise");
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|construction|project|N1\n");
}

CS_TEST(same_line, "where the function's role is told by the rung already, it is told once")
{
    static const char *const rungs[] = { "ladder=l|rung=1|line=care|at=0|role=care|level=project",
                                         "ladder=l|rung=1|line=function|at=0|role=function|level=project",
                                         NULL };
    told_by(rungs);
    with_functions();
    desk_add("kind=repair|priority=3|project=P1|responsible_dept=客服部");
    desk_add("kind=repair|priority=3|project=P1");
    CHECK_TEXT(run_at("2026-03-03 09:00"),
               "1|done|1|care|project|K1\n2|done|1|care|project|K1\n2|done|1|construction|project|N1\n");
}

CS_TEST(one_message, "whoever holds both roles of a rung gets one message of the two rows")
{
    static const char *const rungs[] = { "ladder=l|rung=1|line=care|at=0|role=care|level=project",
                                         "ladder=l|rung=1|line=function|at=0|role=function|level=project",
                                         NULL };
    static const char *const both[] = { "unit=P2|role=care|staff=N1", "unit=P2|role=construction|staff=N1",
                                        NULL };
    told_by(rungs);
    desk_org(CS_ORG_POST, both);
    desk_at("2026-03-02 09:00");
    desk_add("kind=repair|priority=3|project=P2");
    CHECK_TEXT(run_at("2026-03-03 09:00"), "1|done|1|care|project|N1\n1|done|1|construction|project|N1\n");
    CHECK_INT(desk.run.messages, 1);
}

CS_TEST(on_duty, "whoever is on duty at the moment of the run is told, to the second")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=care|level=project", NULL };
    static const char *const staff[] = { "code=Z1|name=值班一", NULL };
    static const char *const duty[] = {
        "unit=P1|role=care|staff=Z1|begins_at=2026-03-03 09:00|ends_at=2026-03-03 18:00", NULL
    };
    static const struct {
        const char *opened, *run, *says;
    } cases[] = {
        { "2026-03-02 08:59:59", "2026-03-03 08:59:59", "1|done|1|care|project|K1\n" },
        { "2026-03-02 09:00:00", "2026-03-03 09:00:00", "1|done|1|care|project|Z1\n" },
        { "2026-03-02 09:00:00", "2026-03-03 17:59:59", "1|done|1|care|project|Z1\n" },
        { "2026-03-02 09:00:00", "2026-03-03 18:00:00", "1|done|1|care|project|K1\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told_by(rungs);
        desk_org(CS_ORG_STAFF, staff);
        desk_org(CS_ORG_DUTY, duty);
        desk_at(cases[i].opened);
        desk_add("kind=repair|priority=3|project=P1");
        const char *says = run_at(cases[i].run);
        CHECK_THAT(strcmp(says, cases[i].says) == 0, "run at %s: %s", cases[i].run, says);
    }
}

/* How the messages of a case wait: code, seconds until they go, u urgent, d for a digest. */
static const char *waits(int64_t id)
{
    return ask(
        id,
        "SELECT s.code || ' ' || CAST(m.send_at - m.created_at AS TEXT) || CASE WHEN m.urgent = 1 THEN ' u' "
        "ELSE '' END || CASE WHEN m.digest_at IS NOT NULL THEN ' d' ELSE '' END FROM message AS m JOIN "
        "staff AS s ON s.id = m.staff_id WHERE m.ticket_id = $1 ORDER BY s.code");
}

CS_TEST(red, "red cases reach region and sleepers at once, others wait for the digest and for morning")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=care|level=project",
                                         "ladder=l|rung=1|at=0|role=head|level=region", NULL };
    static const char *const quiet[] = { "code=K1|name=客服主管一|quiet=22:00-07:00", NULL };
    told_by(rungs);
    desk_org(CS_ORG_STAFF, quiet);
    desk_at("2026-03-02 23:00");
    desk_add("kind=repair|priority=3|project=P1");
    desk_add("kind=repair|priority=1|project=P1");
    desk_add("kind=complaint|priority=3|project=P1|flags=media");
    desk_add("kind=complaint|priority=3|project=P1|grade=crisis");
    desk_add("kind=complaint|priority=3|project=P1|grade=important|flags=hotline");
    run_at("2026-03-03 23:00");
    /* 23:00 to 07:00 are 8 h, to 08:30 (the store's digest hour) 9.5 h */
    CHECK_TEXT(waits(1), "HR 34200 d\nK1 28800");
    CHECK_TEXT(waits(2), "HR 0 u\nK1 0 u");
    CHECK_TEXT(waits(3), "HR 0 u\nK1 0 u");
    CHECK_TEXT(waits(4), "HR 0 u\nK1 0 u");
    CHECK_TEXT(waits(5), "HR 34200 d\nK1 28800");
}

CS_TEST(urgent_rung, "an urgent rung breaks quiet hours and digests whatever the case")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=head|level=region|urgent=yes", NULL };
    told_by(rungs);
    desk_add("kind=repair|priority=4|project=P1");
    run_at("2026-03-03 09:00");
    CHECK_TEXT(waits(1), "HR 0 u");
}

CS_TEST(only_told, "a rung that does not say so neither raises nor reassigns")
{
    static const char *const rungs[] = { "ladder=l|rung=1|at=0|role=head|level=project", NULL };
    told_by(rungs);
    desk_add("kind=repair|priority=3|project=P1|assignee=N1");
    run_at("2026-03-03 09:00");
    CHECK_TEXT(ask(1, "SELECT CAST(priority AS TEXT) || ' ' || assignee FROM ticket WHERE id = $1"), "3 N1");
    CHECK_TEXT(ask(1, "SELECT action FROM escalation WHERE ticket_id = $1"), "notify");
}

CS_TEST(refused_words, "words of functions that cannot be are refused")
{
    static const char *const cases[][2] = {
        { "word=%|role=sales", "word: \"%\" must be a word without % and _" },
        { "word=  |role=sales", "word and role must not be empty" },
        { "word=营销|role=function", "role: write the function itself: construction, sales ..." },
        { "word=营销", "word and role must not be empty" },
    };
    told_by(function_rung);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_row row;
        bool changed;
        struct cs_error err = CS_ERROR_INIT;
        cs_row_init(&row, &cs_function_record);
        room_row(&row, cases[i][0]);
        CHECK_INT(cs_function_take(desk.escalation, &row, &changed, &err), CS_REFUSED);
        CHECK_TEXT(err.text, cases[i][1]);
        cs_row_release(&row);
    }
}
