/* Call-backs as rows: tries, wrong numbers, scores; who is solved but unhappy; the second call after rain. */
#include "case-kit.h"

#define LEAK "kind=repair|priority=3|project=P1|room=1-1-101"

/* A repair opened on Monday 03-02 09:00, closed on Wednesday 03-04 12:00 by "K1". */
static int64_t closed_case(const char *text, const char *component)
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(text);
    desk_at("2026-03-02 15:00");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "accept");
    desk_at("2026-03-04 09:00");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    desk_by("K1", "2026-03-04 12:00");
    MOVE(id, "close", .component = component, .class = "workmanship", .cause = "防水层破损", .party = "X1",
         .evidence = "photo://after");
    return id;
}

static const char *calls(int64_t id)
{
    return ask(
        id, "SELECT call || ' ' || means || ' ' || result || ' ' || coalesce(score, '-') || "
            "coalesce(speed, '-') || coalesce(attitude, '-') || coalesce(quality, '-') || ' ' || "
            "coalesce(reason, '-') || ' ' || coalesce(quality_check, '-') || ' ' || coalesce(recording, '-') "
            "FROM callback WHERE ticket_id = $1 ORDER BY seq");
}

static void rain(const char *unit, const char *day, const char *kind)
{
    char line[80];
    snprintf(line, sizeof line, "unit=%s|day=%s|kind=%s", unit, day, kind);
    const char *const rows[] = { line, NULL };
    desk_org(CS_ORG_WEATHER, rows);
}

static int64_t told(const char *now)
{
    int64_t moved = -1;
    desk_at(now);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_weather(desk.tickets, &moved, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    return moved;
}

CS_TEST(rows, "each attempt is a row with its means, its result, the customer's scores and the staff's check")
{
    int64_t id = closed_case(LEAK, "door_window");
    REFUSED("K1 closed it and so does not call back", id, "callback", .outcome = "solved");
    desk_by("客服主管一", "2026-03-04 13:00");
    REFUSED("客服主管一 closed it and so does not call back", id, "callback",
            .outcome = "solved"); /* K1 by name */
    desk_by("caller", "2026-03-04 14:00");
    REFUSED("nobody was reached, so nobody gave a score", id, "callback", .outcome = "unreached", .score = 3);
    desk_by("caller", "2026-03-04 14:00");
    MOVE(id, "callback", .outcome = "unreached");
    kit.said[0] = '\0';
    MOVE(id, "callback", .outcome = "wrong_number");
    CHECK(strstr(kit.said, "its phone number is wrong") != NULL);
    CHECK_TEXT(field(id, "state || ' ' || callback_result || coalesce(callback_at, '-')"),
               "to_call_back wrong_number-");
    desk_by("caller", "2026-03-04 18:00");
    MOVE(id, "callback", .outcome = "solved", .means = "app", .score = 4, .speed = 2, .attitude = 5,
         .quality = 3, .quality_check = "failed", .recording = "R-17");
    CHECK_TEXT(calls(id), "1 phone unreached ---- - - -\n1 phone wrong_number ---- - - -\n"
                          "1 app solved 4253 - failed R-17");
    /* The customer's score and the staff's check stand side by side. */
    CHECK_TEXT(field(id, "state || ' ' || score || ' ' || quality_check"), "closed 4 failed");
    CHECK_TEXT(ask(id,
                   "SELECT channel || ' ' || reached FROM contact WHERE ticket_id = $1 AND at >= 1772600400 "
                   "ORDER BY seq"), /* 2026-03-04 13:00 */
               "phone no\nphone no\nchat yes");
    CHECK_TEXT(moment(id, "last_contact_at"), "2026-03-04 18:00:00");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(tries, "three tries on two days end it, and a wrong number is a try")
{
    int64_t id = closed_case(LEAK, "door_window");
    desk_by("caller", "2026-03-04 14:00");
    MOVE(id, "callback", .outcome = "unreached");
    MOVE(id, "callback", .outcome = "unreached");
    MOVE(id, "callback", .outcome = "wrong_number"); /* the third, on one day */
    CHECK_TEXT(field(id, "state"), "to_call_back");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "state || ' ' || callback_result"), "closed unreached");
    CHECK_TEXT(moment(id, "callback_at"), "2026-03-05 09:00:00");
    desk_by("caller", "2026-03-06 09:00");
    MOVE(id, "reopen", .reason = "复漏");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "accept");
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    desk_by("K1", "2026-03-06 10:00");
    MOVE(id, "close", .component = "door_window", .class = "workmanship", .cause = "c", .party = "X1",
         .evidence = "p");
    desk_by("caller", "2026-03-07 09:00");
    MOVE(id, "callback", .outcome = "unreached"); /* tries of the round before count no more */
    CHECK_TEXT(field(id, "state"), "to_call_back");
}

CS_TEST(unhappy,
        "solved but unhappy closes the case and leaves a soothing word to be said within two workdays")
{
    int64_t id = closed_case(LEAK, "door_window");
    CHECK_TEXT(due(id, "soothe"), "");
    desk_by("caller", "2026-03-05 15:00");
    MOVE(id, "callback", .outcome = "unhappy", .score = 2, .unhappy_reason = "反复上门");
    CHECK_TEXT(field(id, "state || ' ' || score"), "closed 2");
    CHECK_TEXT(calls(id), "1 phone unhappy 2--- 反复上门 - -");
    CHECK_TEXT(due(id, "soothe"), "2026-03-09 18:00:00"); /* Fri 6th, Mon 9th at its close */
    CHECK_TEXT(stopped(id, "soothe"), "-");               /* though the case is over */
    run_at("2026-03-09 17:59");
    CHECK_TEXT(run_at("2026-03-09 18:00"), "1|soothe|1|care|project|K1\n");
    desk_by("K1", "2026-03-10 10:00");
    REFUSED("what was said to the customer", id, "soothe");
    REFUSED("nobody was unhappy by then", id, "soothe", .note = "致歉", .at = room_time("2026-03-05 14:59"));
    MOVE(id, "soothe", .note = "上门致歉", .means = "visit"); /* who closed it may say it */
    CHECK_TEXT(stopped(id, "soothe"), "2026-03-10 10:00:00");
    CHECK_TEXT(moment(id, "soothed_at"), "2026-03-10 10:00:00");
    CHECK_TEXT(field(id, "state"), "closed");
    CHECK_TEXT(
        ask(id, "SELECT channel || ' ' || note FROM contact WHERE ticket_id = $1 ORDER BY seq DESC LIMIT 1"),
        "visit 上门致歉");
    REFUSED("nobody is owed a soothing word", id, "soothe", .note = "再次致歉");
    CHECK_TEXT(run_at("2026-03-20 18:00"), "");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(taken_up, "a case that is taken up again owes no soothing word and no second call any more")
{
    int64_t id = closed_case(LEAK, "leak");
    desk_by("caller", "2026-03-05 15:00");
    MOVE(id, "callback", .outcome = "unhappy", .score = 2);
    MOVE(id, "reopen", .reason = "复漏");
    CHECK_TEXT(stopped(id, "soothe"), "2026-03-05 15:00:00");
    CHECK_TEXT(stopped(id, "recall"), "2026-03-05 15:00:00");
    CHECK_TEXT(field(id, "coalesce(unhappy_at, '-') || coalesce(recall_at, '-')"), "--");
}

CS_TEST(recall, "a leak is called about once more: after 30 days, or the morning after the first rain")
{
    int64_t id = closed_case(LEAK, "leak");
    CHECK_TEXT(moment(id, "recall_at"), "2026-04-03 12:00:00"); /* 03-04 12:00 and 30 d */
    CHECK_TEXT(due(id, "recall"), "2026-04-03 12:00:00");
    CHECK_INT(told("2026-03-04 13:00"), 0);
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "solved", .score = 5);
    rain("P1", "2026-03-05", "rain");  /* on the day of the call itself */
    rain("P2", "2026-03-06", "rain");  /* elsewhere */
    rain("P1", "2026-03-06", "frost"); /* no rain */
    CHECK_INT(told("2026-03-07 09:00"), 0);
    rain("R", "2026-03-09", "rain");
    rain("C", "2026-03-08", "storm");
    CHECK_INT(told("2026-03-10 08:00"), 1);
    CHECK_TEXT(moment(id, "recall_at"), "2026-03-09 09:00:00"); /* the morning after the city's storm */
    CHECK_TEXT(due(id, "recall"), "2026-03-09 09:00:00");
    CHECK_TEXT(ask(id,
                   "SELECT verb || ' ' || outcome || ' ' || note FROM event WHERE ticket_id = $1 AND verb = "
                   "'weather'"),
               "weather rain 2026-03-09T09:00:00+08:00");
    CHECK_INT(told("2026-03-10 08:00"), 0); /* once */
    CHECK_TEXT(run_at("2026-03-10 08:30"), "1|recall|1|care|project|K1\n");
    desk_by("caller", "2026-03-10 09:00");
    REFUSED("its second call falls due at 2026-03-09T09:00:00+08:00", id, "callback", .outcome = "solved",
            .at = room_time("2026-03-08 23:00"));
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "coalesce(recalled_at, '-')"), "-");
    MOVE(id, "callback", .outcome = "solved", .score = 3, .note = "雨后未漏");
    CHECK_TEXT(moment(id, "recalled_at"), "2026-03-10 09:00:00");
    CHECK_TEXT(stopped(id, "recall"), "2026-03-10 09:00:00");
    CHECK_TEXT(calls(id),
               "1 phone solved 5--- - - -\n2 phone unreached ---- - - -\n2 phone solved 3--- - - -");
    CHECK_TEXT(field(id, "state || ' ' || score"), "closed 5"); /* the first call's */
    CHECK_TEXT(moment(id, "callback_at"), "2026-03-05 09:00:00");
    REFUSED("callback solved is no legal move", id, "callback", .outcome = "solved");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(known_rain, "rain that was known when the customer was called back counts at once")
{
    int64_t id = closed_case(LEAK, "leak");
    rain("P1", "2026-03-07", "rain");
    desk_by("caller", "2026-03-09 09:00");
    MOVE(id, "callback", .outcome = "solved", .at = room_time("2026-03-06 09:00"));
    CHECK_TEXT(moment(id, "recall_at"), "2026-03-08 09:00:00");
    CHECK_TEXT(due(id, "recall"), "2026-03-08 09:00:00");
}

CS_TEST(leaks_again, "a leak that the second call finds not solved goes back into the loop, one level higher")
{
    int64_t id = closed_case(LEAK, "leak");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "solved", .score = 5);
    REFUSED("falls due at 2026-04-03T12:00:00", id, "callback", .outcome = "not_solved");
    desk_by("caller", "2026-04-03 10:00"); /* on the day itself, before the hour */
    MOVE(id, "callback", .outcome = "not_solved", .score = 1, .note = "雨后又漏");
    CHECK_TEXT(field(id, "state || ' ' || level || ' ' || reopens || ' ' || callback_result || ' ' || score"),
               "to_inspect 1 1 not_solved 1");
    CHECK_TEXT(stopped(id, "recall"), "2026-04-03 10:00:00");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(second_gone, "a second call that nobody takes ends like the first: three tries on two days")
{
    int64_t id = closed_case(LEAK, "leak");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "solved");
    desk_by("caller", "2026-04-03 12:00");
    MOVE(id, "callback", .outcome = "unreached");
    MOVE(id, "callback", .outcome = "unreached");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(field(id, "coalesce(recalled_at, '-')"), "-");
    desk_by("caller", "2026-04-04 12:00");
    MOVE(id, "callback", .outcome = "unreached");
    CHECK_TEXT(moment(id, "recalled_at"), "2026-04-04 12:00:00");
    CHECK_TEXT(field(id, "state || ' ' || callback_result"), "closed solved");
}

CS_TEST(which, "the policies say which cases get a second call: by any fault, by priority, in which city")
{
    static const char *const rows[] = {
        "policy=t|metric=recall|component=door_window|project=C|start=closed|stop=recalled|amount=3wd|"
        "calendar="
        "24x7",
        "policy=t|metric=recall|priority=2|start=closed|stop=recalled|amount=10d|calendar=24x7",
        "policy=t|metric=recall|start=closed|stop=recalled|amount=0|calendar=24x7", NULL
    };
    static const struct {
        const char *text, *first, *second, *due;
    } cases[] = {
        { "kind=repair|priority=3|project=P1", "crack_paint", NULL, "" },
        { "kind=repair|priority=3|project=P1", "crack_paint", "door_window", "2026-03-09 18:00:00" },
        { "kind=repair|priority=3|project=P1", "door_window", NULL,
          "2026-03-09 18:00:00" },                             /* Thu, Fri, Mon */
        { "kind=repair|priority=3", "door_window", NULL, "" }, /* no project: not of C */
        { "kind=repair|priority=2", "crack_paint", NULL, "2026-03-14 12:00:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk_bare("2026-03-02 09:00");
        desk_paths();
        desk_policy(rows);
        desk_at("2026-03-02 09:00");
        int64_t id = desk_add(cases[i].text);
        MOVE(id, "inspect", .component = cases[i].first);
        if (cases[i].second)
            MOVE(id, "inspect", .fault = 2, .component = cases[i].second);
        MOVE(id, "dispatch", TO("X1"));
        MOVE(id, "accept");
        MOVE(id, "work", .outcome = "done");
        MOVE(id, "verify");
        desk_at("2026-03-04 12:00");
        if (cases[i].second)
            MOVE(id, "close", .fault = 2, .class = "workmanship", .cause = "c", .party = "X1",
                 .evidence = "p");
        MOVE(id, "close", .fault = 1, .class = "workmanship", .cause = "c", .party = "X1", .evidence = "p");
        CHECK_TEXT(moment(id, "recall_at"), cases[i].due);
        CHECK_TEXT(due(id, "recall"), cases[i].due);
    }
}

CS_TEST(no_second, "what is not ours, is settled or holds no leak is called about once")
{
    int64_t id = closed_case(LEAK, "door_window");
    CHECK_TEXT(field(id, "coalesce(recall_at, '-')"), "-");
    desk_whole("2026-03-02 09:00");
    int64_t not_ours = desk_add(LEAK "|component=leak");
    MOVE(not_ours, "inspect");
    MOVE(not_ours, "close", .outcome = "not_ours", .resolution = "物业");
    CHECK_TEXT(field(not_ours, "coalesce(recall_at, '-')"), "-");
}

CS_TEST(newcomer, "who acts for the first time and is refused once goes on with the next case")
{
    int64_t first = closed_case(LEAK, "leak"), next = desk_add(LEAK);
    struct cs_move move = { .verb = "callback", .outcome = "unreached", .score = 3 };
    desk_by("newcomer", "2026-03-04 14:00");
    move.at = desk.now;
    move.appointment_at = move.promised_at = move.until = CS_NO_TIME;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_move(desk.tickets, first, &move, &kit.err), CS_REFUSED);
    move.verb = "inspect";
    move.outcome = "";
    move.score = 0;
    CHECK_INT(cs_ticket_move(desk.tickets, next, &move, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_TEXT(field(next, "state"), "to_dispatch");
    CHECK_TEXT(
        ask(next, "SELECT a.name FROM event AS e JOIN actor AS a ON a.id = e.actor_id WHERE e.ticket_id = $1 "
                  "AND e.verb = 'inspect'"),
        "newcomer");
}

CS_TEST(forgotten, "what a customer said is blanked with the person; when and how it was said stays")
{
    int64_t id = closed_case(LEAK "|phone=13800001234", "door_window"), cases = 0;
    desk_by("caller", "2026-03-05 15:00");
    MOVE(id, "callback", .outcome = "unhappy", .score = 2, .unhappy_reason = "王女士嫌慢",
         .recording = "R-17");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13800001234", 1, desk.now, &cases, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_INT(cases, 1);
    CHECK_TEXT(calls(id), "1 phone unhappy 2--- - - -");
}

CS_TEST(both, "who is unhappy at the second call is owed a word like who was at the first")
{
    int64_t id = closed_case(LEAK, "leak");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "unhappy", .score = 3);
    desk_by("K1", "2026-03-06 10:00");
    MOVE(id, "soothe", .note = "致歉");
    desk_by("caller", "2026-04-03 12:00"); /* a Friday */
    MOVE(id, "callback", .outcome = "unhappy", .score = 2, .unhappy_reason = "墙面色差");
    CHECK_TEXT(field(id, "state || ' ' || callback_result || ' ' || score || coalesce(soothed_at, '-')"),
               "closed unhappy 3-");
    /* Sat 4th to Mon 6th are the Qingming holiday: the two workdays are Tue 7th and Wed 8th. */
    CHECK_TEXT(rounds_of(id, "soothe"), "1 2026-03-05 09:00:00 2026-03-09 18:00:00 2026-03-06 10:00:00\n"
                                        "2 2026-04-03 12:00:00 2026-04-08 18:00:00 -");
    CHECK_TEXT(stopped(id, "recall"), "2026-04-03 12:00:00");
    desk_by("K1", "2026-04-07 10:00");
    MOVE(id, "soothe", .note = "补漆并致歉", .means = "app");
    CHECK_TEXT(stopped(id, "soothe"), "2026-04-07 10:00:00");
    CHECK_TEXT(ask(id, "SELECT channel FROM contact WHERE ticket_id = $1 ORDER BY seq DESC LIMIT 1"), "chat");
}

CS_TEST(closed_desk,
        "where the desk keeps other hours the second call waits for its opening; without a desk it is nine")
{
    int64_t id = closed_case(LEAK, "leak"), again;
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "solved");
    kit_shell("sqlite3 %s \"UPDATE calendar SET hours = 'mon-fri 10:00-18:00' WHERE name = 'care-desk'\"",
              kit_path("s.db"));
    desk_at("2026-03-05 09:00");
    rain("P1", "2026-03-06", "rain"); /* Friday: the morning after is a Saturday */
    CHECK_INT(told("2026-03-07 08:00"), 1);
    CHECK_TEXT(moment(id, "recall_at"), "2026-03-09 10:00:00");
    again = closed_case(LEAK, "leak");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(again, "callback", .outcome = "solved");
    kit_shell("sqlite3 %s \"UPDATE calendar SET name = 'desk' WHERE name = 'care-desk'\"", kit_path("s.db"));
    desk_at("2026-03-05 09:00");
    rain("P1", "2026-03-06", "rain");
    CHECK_INT(told("2026-03-07 08:00"), 1);
    CHECK_TEXT(moment(again, "recall_at"), "2026-03-07 09:00:00");
}

CS_TEST(weather, "a day of weather is known once a unit and kind, and lists by day")
{
    desk_whole("2026-03-02 09:00");
    rain("C", "2026-03-05", "rain");
    rain("C", "2026-03-05", "rain");
    rain("C", "2026-03-05", "storm");
    rain("P1", "2026-03-04", "frost");
    CHECK_TEXT(room_view(desk.store, &cs_org_views[CS_ORG_WEATHER], "unit day kind"),
               "P1|2026-03-04|frost\nC|2026-03-05|rain\nC|2026-03-05|storm\n");
}

CS_TEST(upstream, "where the source takes a closed case up again, nothing is owed after its end any more")
{
    closed_case(LEAK, "leak"); /* the desk and its data */
    int64_t id = desk_imported(
        "external_id=A1|kind=repair|priority=3|project=P1|component=leak|occurred_at=2026-03-02T09:00:00|"
        "state=to_call_back|closed_at=2026-03-04T09:00:00");
    desk_by("caller", "2026-03-05 09:00");
    MOVE(id, "callback", .outcome = "unhappy", .score = 2);
    CHECK_TEXT(due(id, "soothe"), "2026-03-09 18:00:00");
    static const char *const says[] = { "closed", "in_work" }; /* it closes it too, and takes it up again */
    for (int i = 0; i < 2; i++) {
        char row[200];
        snprintf(
            row, sizeof row,
            "external_id=A1|kind=repair|priority=3|project=P1|component=leak|occurred_at=2026-03-02T09:00:00|"
            "state=%s|closed_at=%s",
            says[i], i ? " " : "2026-03-04T09:00:00");
        desk_at(i ? "2026-03-06 09:00" : "2026-03-05 18:00");
        CHECK_INT(desk_import(row), CS_OK);
        CHECK_TEXT(field(id, "state"), says[i]);
    }
    CHECK_TEXT(field(id, "coalesce(unhappy_at, '-')"), "-");
    CHECK_TEXT(stopped(id, "soothe"), "2026-03-06 09:00:00");
}
