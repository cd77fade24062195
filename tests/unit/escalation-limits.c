/*
 * Limits on the calendar: when each clock of a shipped policy is due, for cases opened at an ordinary moment,
 * in the evening, before the Spring Festival and before National Day of 2026; then which row fits where a
 * firm's own policy asks for a unit, a priority, a grade, and which rows are refused, word by word.
 *
 * Office (cn-office): Monday to Friday 09:00-12:00, 13:30-18:00. Desk (care-desk): daily 08:30-20:30.
 * Spring Festival: 15 to 23 February off; Saturdays the 14th and the 28th are workdays.
 * Qingming: 4 to 6 April off. National Day: 1 to 7 October off; Sunday 20 September and Saturday 10 October
 * are workdays; the Mid-autumn days 25 to 27 September are off.
 */
#include "case-kit.h"

struct limit {
    const char *given, *metric, *due;
};

/* All clocks of the case as "metric due", in the order of the alphabet. */
static const char *all_clocks(int64_t id)
{
    return ask(id, "SELECT metric FROM clock WHERE ticket_id = $1 ORDER BY metric");
}

static void limits_at(const char *now, const struct limit *limits, size_t count)
{
    desk_whole(now);
    for (size_t i = 0; i < count; i++) {
        int64_t id = desk_add(limits[i].given);
        char sql[400];
        snprintf(sql, sizeof sql, "SELECT %s FROM clock WHERE ticket_id = $1 AND metric = '%s'",
                 LOCAL("due_at"), limits[i].metric);
        const char *has = ask(id, sql);
        CHECK_THAT(strcmp(has, limits[i].due) == 0, "%s at %s: %s is due %s, not %s", limits[i].given, now,
                   limits[i].metric, has, limits[i].due);
    }
}
#define LIMITS_AT(now, table) limits_at(now, table, sizeof table / sizeof *table)

#define REPAIR_3 "kind=repair|priority=3|project=P1"
#define PLAINT_3 "kind=complaint|priority=3|project=P1"

static const struct limit monday[] = {
    /* natural time: the same hour, so many days on */
    { "kind=repair|priority=1|project=P1|component=lift_trap", "answer", "2026-03-02 09:05:00" },
    { "kind=repair|priority=1|project=P1|component=lift_trap", "visit", "2026-03-02 09:30:00" },
    { "kind=repair|priority=1|project=P1|component=lift_trap", "done", "2026-03-03 09:00:00" },
    { "kind=repair|priority=1|project=P1|component=gas", "danger", "2026-03-02 11:00:00" },
    { "kind=repair|priority=1|project=P1|component=burst_pipe", "answer", "2026-03-02 09:15:00" },
    { "kind=repair|priority=1|project=P1|component=burst_pipe", "done", "2026-03-04 09:00:00" },
    { "kind=repair|priority=1|project=P1|component=power", "danger", "2026-03-02 13:00:00" },
    { "kind=repair|priority=1|project=P1", "dispatch", "2026-03-02 09:15:00" },
    { "kind=repair|priority=2|project=P1", "answer", "2026-03-02 09:30:00" },
    { "kind=repair|priority=2|project=P1", "visit", "2026-03-02 13:00:00" },
    { "kind=repair|priority=2|project=P1", "done", "2026-03-05 09:00:00" },
    { "kind=repair|priority=2|project=P1|component=plumbing", "done", "2026-03-03 09:00:00" },
    { REPAIR_3, "inspect", "2026-03-03 09:00:00" },
    { REPAIR_3, "done", "2026-03-09 09:00:00" },
    { REPAIR_3 "|component=leak", "done", "2026-03-17 09:00:00" },
    { REPAIR_3 "|component=crack_paint", "done", "2026-03-12 09:00:00" },
    { REPAIR_3 "|component=cabinet", "done", "2026-04-01 09:00:00" },
    { REPAIR_3, "silence", "2026-03-05 09:00:00" },
    { "kind=repair|priority=4|project=P1", "answer", "2026-03-03 09:00:00" },
    { "kind=repair|priority=4|project=P1", "visit", "2026-03-09 09:00:00" },
    { "kind=repair|priority=4|project=P1", "done", "2026-04-01 09:00:00" },
    { "kind=handover|priority=3|project=P1", "done", "2026-04-01 09:00:00" },
    /* desk hours: 09:00 and two hours */
    { REPAIR_3, "answer", "2026-03-02 11:00:00" },
    { "kind=inquiry|priority=3|project=P1", "answer", "2026-03-02 11:00:00" },
    { "kind=plea|priority=3|project=P1", "answer", "2026-03-02 11:00:00" },
    /* workdays: so many after today, at their close */
    { PLAINT_3, "contact", "2026-03-02 11:00:00" },
    { PLAINT_3, "owner", "2026-03-02 13:00:00" },
    { PLAINT_3, "plan", "2026-03-05 18:00:00" },                    /* Tue, Wed, Thu */
    { PLAINT_3, "done", "2026-03-11 18:00:00" },                    /* Tue-Fri 4, Mon-Wed 3 */
    { PLAINT_3 "|grade=important", "done", "2026-03-16 18:00:00" }, /* Tue-Fri 4, Mon-Fri 5, Mon */
    /* 4 + 3 x 5 = 19 until 27 March, 24 on 3 April; Monday the 6th is Qingming; 28 on the 10th; 13, 14 */
    { PLAINT_3 "|grade=major", "done", "2026-04-14 18:00:00" },
    { PLAINT_3 "|grade=crisis", "contact", "2026-03-02 09:30:00" },
    { PLAINT_3 "|grade=crisis", "plan", "2026-03-03 09:00:00" },
    { PLAINT_3 "|flags=media", "plan", "2026-03-03 09:00:00" },
    { PLAINT_3, "silence", "2026-03-03 09:00:00" },
    { PLAINT_3 "|channel=hotline", "ours", "2026-03-06 18:00:00" }, /* a workday before theirs */
    { PLAINT_3 "|channel=hotline", "outside_finish", "2026-03-09 18:00:00" },
    { PLAINT_3 "|channel=hotline|priority=1", "outside_finish", "2026-03-03 09:00:00" },
    { PLAINT_3 "|channel=hotline|grade=major", "outside_finish", "2026-03-23 18:00:00" }, /* 4 + 5 + 5 + 1 */
    { PLAINT_3 "|channel=hotline", "outside_contact", "2026-03-03 09:00:00" },
    { PLAINT_3 "|channel=consumer_line", "outside_finish", "2026-05-01 09:00:00" }, /* 29 + 30 + 1 days */
    { PLAINT_3 "|channel=consumer_line", "ours", "2026-04-30 18:00:00" },           /* off from 1 May */
    { "kind=inquiry|priority=3|project=P1|channel=hotline", "outside_finish", "2026-03-04 18:00:00" },
    { "kind=inquiry|priority=3|project=P1|channel=hotline", "outside_sign", "2026-03-02 11:00:00" },
    { "kind=inquiry|priority=3|project=P1|channel=hotline", "ours", "2026-03-03 18:00:00" },
    { "kind=inquiry|priority=3|project=P1", "close", "2026-03-05 18:00:00" },
    { "kind=inquiry|priority=3|project=P1|channel=consumer_line", "outside_sign", "2026-03-11 18:00:00" },
    { "kind=plea|priority=3|project=P1|channel=petition", "outside_sign", "2026-03-17 09:00:00" },
    { "kind=plea|priority=3|project=P1|channel=hotline", "outside_contact", "2026-03-03 09:00:00" },
    { "kind=suggestion|priority=3|project=P1", "answer", "2026-03-03 18:00:00" },
    { "kind=praise|priority=3|project=P1", "close", "2026-03-11 18:00:00" },
};

/* Friday evening after hours: natural time goes on, desk hours wait for 08:30, workdays for Monday. */
static const struct limit friday_night[] = {
    { "kind=repair|priority=1|project=P1|component=gas", "visit", "2026-03-06 21:30:00" },
    { REPAIR_3, "answer", "2026-03-07 10:30:00" },
    { REPAIR_3, "inspect", "2026-03-07 21:00:00" },
    { REPAIR_3, "done", "2026-03-13 21:00:00" },
    { PLAINT_3, "contact", "2026-03-06 23:00:00" },
    { PLAINT_3, "owner", "2026-03-07 01:00:00" },
    { PLAINT_3, "plan", "2026-03-11 18:00:00" }, /* Mon, Tue, Wed */
    { PLAINT_3, "done", "2026-03-17 18:00:00" },
    { "kind=suggestion|priority=3|project=P1", "answer", "2026-03-09 18:00:00" },
    { "kind=inquiry|priority=3|project=P1|channel=hotline", "outside_finish", "2026-03-10 18:00:00" },
};

/* Half an hour before the desk closes: the rest is due next morning, on a Sunday too. */
static const struct limit saturday_evening[] = {
    { REPAIR_3, "answer", "2026-03-08 10:00:00" },
    { "kind=plea|priority=3|project=P1", "answer", "2026-03-08 10:00:00" },
    { "kind=praise|priority=3|project=P1", "close", "2026-03-17 18:00:00" }, /* Mon-Fri, Mon, Tue */
};

/* Friday 13 February, 17:00. Sat 14 is a workday; Sun 15 to Mon 23 off; Tue 24 to Sat 28 are workdays. */
static const struct limit festival[] = {
    { REPAIR_3, "answer", "2026-02-13 19:00:00" }, /* the desk knows no holidays */
    { REPAIR_3, "done", "2026-02-20 17:00:00" },
    { REPAIR_3, "silence", "2026-02-16 17:00:00" },
    { "kind=suggestion|priority=3|project=P1", "answer", "2026-02-14 18:00:00" },
    { "kind=inquiry|priority=3|project=P1|channel=hotline", "outside_finish", "2026-02-24 18:00:00" },
    { PLAINT_3, "plan", "2026-02-25 18:00:00" },                    /* Sat 14, Tue 24, Wed 25 */
    { PLAINT_3 "|channel=hotline", "ours", "2026-02-26 18:00:00" }, /* and Thu 26 */
    { PLAINT_3, "done", "2026-03-02 18:00:00" },                    /* Fri 27, Sat 28, Mon 2 March */
    { PLAINT_3 "|grade=important", "done", "2026-03-05 18:00:00" },
};

/* Monday 28 September, 10:00. Tue 29, Wed 30; 1 to 7 October off; Thu 8, Fri 9, Sat 10; Mon 12. */
static const struct limit national_day[] = {
    { PLAINT_3, "plan", "2026-10-08 18:00:00" },
    { "kind=inquiry|priority=3|project=P1|channel=hotline", "outside_finish", "2026-09-30 18:00:00" },
    { PLAINT_3 "|channel=hotline", "ours", "2026-10-09 18:00:00" },
    { PLAINT_3 "|channel=hotline", "outside_finish", "2026-10-10 18:00:00" },
    { PLAINT_3, "done", "2026-10-13 18:00:00" }, /* 29, 30, 8, 9, 10, 12, 13 */
    { PLAINT_3 "|grade=important", "done", "2026-10-16 18:00:00" },
    { REPAIR_3, "done", "2026-10-05 10:00:00" },
    { REPAIR_3, "answer", "2026-09-28 12:00:00" },
};

CS_TEST(on_monday, "opened on a Monday at nine: every clock that starts at once, to the second")
{
    LIMITS_AT("2026-03-02 09:00", monday);
}

CS_TEST(after_hours,
        "opened on a Friday night: minutes run on, desk hours wait for morning, workdays for Monday")
{
    LIMITS_AT("2026-03-06 21:00", friday_night);
}

CS_TEST(before_closing, "half an hour of the desk's day is used, the rest is due next morning")
{
    LIMITS_AT("2026-03-07 20:00", saturday_evening);
}

CS_TEST(over_festival, "over the Spring Festival workdays skip nine days and count both Saturdays")
{
    LIMITS_AT("2026-02-13 17:00", festival);
}

CS_TEST(over_october, "over National Day workdays skip a week and count the Saturday after it")
{
    LIMITS_AT("2026-09-28 10:00", national_day);
}

CS_TEST(which_start, "a new case runs the clocks that start with it and no other")
{
    desk_whole("2026-03-02 09:00");
    CHECK_TEXT(all_clocks(desk_add(REPAIR_3)), "answer\ndone\ninspect\nsilence");
    CHECK_TEXT(all_clocks(desk_add("kind=repair|priority=1|project=P1|component=lift_trap")),
               "answer\ndanger\ndispatch\ndone\ninspect\nsilence\nvisit");
    CHECK_TEXT(all_clocks(desk_add("kind=repair|priority=2|project=P1")),
               "answer\ndone\ninspect\nsilence\nvisit");
    CHECK_TEXT(all_clocks(desk_add(PLAINT_3)), "contact\ndone\nowner\nplan\nsilence");
    CHECK_TEXT(
        all_clocks(desk_add(PLAINT_3 "|channel=hotline")),
        "contact\ndone\nours\noutside_answer\noutside_contact\noutside_finish\noutside_sign\nowner\nplan\n"
        "silence");
    CHECK_TEXT(all_clocks(desk_add("kind=praise|priority=3|project=P1")), "close");
    CHECK_TEXT(all_clocks(desk_add("kind=suggestion|priority=3|project=P1")), "answer\nclose");
    CHECK_TEXT(all_clocks(desk_add("kind=handover|priority=3|project=P1")), "done");
    CHECK_TEXT(all_clocks(desk_add("kind=inquiry|priority=3|project=P1")), "answer\nclose");
    CHECK_TEXT(all_clocks(desk_add("kind=plea|priority=3|project=P1")), "answer\ndone\nsilence");
}

CS_TEST(others_limit, "a limit of others that the source wrote down stands before the city's rule")
{
    desk_whole("2026-03-02 09:00");
    int64_t told = desk_add(PLAINT_3 "|channel=hotline|target_at=2026-03-03T12:34:56");
    int64_t own = desk_add(REPAIR_3 "|target_at=2026-03-20T08:00:00");
    CHECK_TEXT(due(told, "outside_finish"), "2026-03-03 12:34:56");
    CHECK_TEXT(due(own, "outside"), "2026-03-20 08:00:00"); /* any channel, where a limit is known */
    CHECK_TEXT(due(desk_add(REPAIR_3), "outside"), "");
}

/* ---- a firm's own policy ---- */

static const char *due_of(const char *given)
{
    return due(desk_add(given), "done");
}

static void own_policy(const char *const *rows)
{
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
}

#define OWN "policy=t|metric=done|start=opened|stop=done|calendar=24x7|"

CS_TEST(first_row, "the first row that fits wins, however closely a later one would fit")
{
    static const char *const wide_first[] = { OWN "kind=repair|amount=1d",
                                              OWN "kind=repair|priority=2|amount=2d", NULL };
    static const char *const narrow_first[] = { OWN "kind=repair|priority=2|amount=2d",
                                                OWN "kind=repair|amount=1d", OWN "amount=3d", NULL };
    own_policy(wide_first);
    CHECK_TEXT(due_of("kind=repair|priority=2|project=P1"), "2026-03-03 09:00:00");
    own_policy(narrow_first);
    CHECK_TEXT(due_of("kind=repair|priority=2|project=P1"), "2026-03-04 09:00:00");
    CHECK_TEXT(due_of("kind=repair|priority=3|project=P1"), "2026-03-03 09:00:00");
    CHECK_TEXT(due_of("kind=complaint|priority=2|project=P1"), "2026-03-05 09:00:00");
}

CS_TEST(by_unit, "a row of a project, a city or a region holds for what lies below it and nothing else")
{
    static const char *const rows[] = { OWN "project=P1|amount=1d", OWN "project=C|amount=2d",
                                        OWN "project=R|amount=3d", OWN "amount=4d", NULL };
    static const char *const far[] = { "code=C9|name=临港公司|kind=city|parent=R",
                                       "code=P9|name=临港一期|kind=project|parent=C9",
                                       "code=P8|name=孤岛|kind=project|parent=G", NULL };
    own_policy(rows);
    desk_org(CS_ORG_UNIT, far);
    desk_at("2026-03-02 09:00");
    CHECK_TEXT(due_of(REPAIR_3), "2026-03-03 09:00:00");
    CHECK_TEXT(due_of("kind=repair|priority=3|project=P2"), "2026-03-04 09:00:00");
    CHECK_TEXT(due_of("kind=repair|priority=3|project=P9"), "2026-03-05 09:00:00");
    CHECK_TEXT(due_of("kind=repair|priority=3|project=P8"), "2026-03-06 09:00:00");
    CHECK_TEXT(due_of("kind=repair|priority=3"), "2026-03-06 09:00:00"); /* no project is below none */
}

CS_TEST(by_each, "each column of a row must fit: one that does not, and the row is passed over")
{
    static const char *const rows[] = { OWN "kind=complaint|priority=2|grade=major|channel=hotline|component="
                                            "leak|flag=media|project=P1|amount=1d",
                                        OWN "amount=9d", NULL };
    static const char *const cases[] = {
        "kind=repair|priority=2|grade=major|channel=hotline|component=leak|flags=media|project=P1",
        "kind=complaint|priority=3|grade=major|channel=hotline|component=leak|flags=media|project=P1",
        "kind=complaint|priority=2|grade=important|channel=hotline|component=leak|flags=media|project=P1",
        "kind=complaint|priority=2|channel=hotline|component=leak|flags=media|project=P1",
        "kind=complaint|priority=2|grade=major|channel=visit|component=leak|flags=media|project=P1",
        "kind=complaint|priority=2|grade=major|channel=hotline|component=cabinet|flags=media|project=P1",
        "kind=complaint|priority=2|grade=major|channel=hotline|component=leak|flags=lawyer|project=P1",
        "kind=complaint|priority=2|grade=major|channel=hotline|component=leak|project=P1",
        "kind=complaint|priority=2|grade=major|channel=hotline|component=leak|flags=media|project=P2",
    };
    own_policy(rows);
    CHECK_TEXT(due_of("kind=complaint|priority=2|grade=major|channel=hotline|component=leak|flags=lawyer;"
                      "media|project=P1"),
               "2026-03-03 09:00:00");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_THAT(strcmp(due_of(cases[i]), "2026-03-11 09:00:00") == 0, "%s met the narrow row", cases[i]);
}

CS_TEST(drafts, "a draft fits no case until it is in force")
{
    static const char *const draft[] = { OWN "status=draft|amount=1d", NULL };
    static const char *const active[] = { OWN "status=active|amount=1d", NULL };
    own_policy(draft);
    CHECK_TEXT(due_of(REPAIR_3), "");
    desk_policy(active);
    desk_at("2026-03-02 09:00");
    CHECK_TEXT(due_of(REPAIR_3), "2026-03-03 09:00:00");
}

CS_TEST(own_metric, "a firm may name a clock of its own, and several policies run beside each other")
{
    static const char *const rows[] = {
        "policy=t|metric=first_quote|start=inspected|stop=dispatched|amount=4h|calendar=24x7",
        "policy=u|metric=done|start=opened|stop=done|amount=2d|calendar=24x7", NULL
    };
    own_policy(rows);
    int64_t id = desk_add(REPAIR_3);
    CHECK_TEXT(all_clocks(id), "done");
    desk_at("2026-03-02 12:00");
    MOVE(id, "inspect");
    CHECK_TEXT(due(id, "first_quote"), "2026-03-02 16:00:00");
    desk_at("2026-03-02 15:00");
    MOVE(id, "dispatch", TO("X1"));
    CHECK_TEXT(stopped(id, "first_quote"), "2026-03-02 15:00:00");
}

/* ---- what is refused ---- */

/* What a row is told when it is taken: "" where it is taken. */
static const char *told(const struct cs_record *record, desk_take_fn *take, const char *given)
{
    static char text[1100];
    struct cs_row row;
    struct cs_parse how = { .zone = room_zone() };
    enum cs_status status = CS_OK;
    cs_error_clear(&kit.err);
    cs_row_init(&row, record);
    char *list = cs_strdup(given), *rest = list, *piece;
    while (status == CS_OK && (piece = strsep(&rest, "|"))) {
        char *value = strchr(piece, '=');
        *value++ = '\0';
        int field = cs_record_find(record, piece);
        CHECK_THAT(field >= 0, "there is no field %s", piece);
        status = cs_field_parse(&record->fields[field], &how, value, strlen(value), row.arena,
                                &row.values[field], &kit.err);
    }
    if (status == CS_OK)
        status = cs_row_finish(&row, &how, &kit.err);
    if (status == CS_OK)
        status = take(NULL, &row, &kit.err);
    snprintf(text, sizeof text, "%s", status == CS_OK ? "" : kit.err.text);
    CHECK(status == CS_OK || kit.err.text[0]);
    free(list);
    cs_row_release(&row);
    return text;
}

static void told_all(const struct cs_record *record, desk_take_fn *take, const char *base,
                     const char *const (*rows)[2], size_t count)
{
    char given[400];
    for (size_t i = 0; i < count; i++) {
        desk_open("desk");
        snprintf(given, sizeof given, "%s%s", base, rows[i][0]);
        const char *says = told(record, take, given);
        CHECK_THAT(strcmp(says, rows[i][1]) == 0, "%s: told \"%s\", not \"%s\"", rows[i][0], says,
                   rows[i][1]);
    }
}

#define NO_AMOUNT(text)                                                                                      \
    "amount: \"" text "\" is no amount of time; write 2h30m, 4hwt for working time or 3wd for workdays"
#define DONE "metric=done|start=opened|stop=done|"

static const char *const bad_targets[][2] = {
    { DONE "amount=soon", NO_AMOUNT("soon") },
    { DONE "amount=3", NO_AMOUNT("3") },
    { DONE "amount=3 days", NO_AMOUNT("3 days") },
    { DONE "amount=1h2d", NO_AMOUNT("1h2d") },
    { DONE "amount=1.5h", NO_AMOUNT("1.5h") },
    { DONE "amount=50%", NO_AMOUNT("50%") },
    { DONE "amount=--1h", NO_AMOUNT("--1h") },
    { DONE "amount=wd", NO_AMOUNT("wd") },
    { DONE "amount=-4h", "amount: \"-4h\" is negative" },
    { DONE "amount=-3wd", "amount: \"-3wd\" is negative" },
    { DONE "amount=3dwt",
      "amount: \"3dwt\" mixes days and working time; write 3wd for workdays or hours such as 24hwt" },
    { DONE "amount=P1M",
      "amount: \"P1M\" is no fixed amount of time: months and years differ; write days, such as 30d" },
    { DONE "amount=100001d", "amount: \"100001d\" is too long: an amount of time is at most 100000 days" },
    { DONE "amount=1d|ladder=stairs", "ladder: there is none called \"stairs\"" },
    { DONE "amount=1d|project=Atlantis", "project: there is no unit called \"Atlantis\"" },
    /* and what is taken */
    { DONE "amount=0", "" },
    { DONE "amount=0hwt", "" },
    { DONE "amount=100000d", "" },
    { DONE "amount=1w2d3h4m5s", "" },
    { DONE "amount=PT4H", "" },
    { DONE "amount=1d|project=P1", "" },
    { "metric=our_own|start=held|stop=callback|amount=1d", "" },
};

#define NO_SHARE(text) "at: \"" text "\" is no share of the time; write 1% to 1000%"
#define NO_AT(text)                                                                                          \
    "at: \"" text "\" is no amount of time; write 2h30m, 4hwt for working time or 3wd for workdays"

static const char *const bad_rungs[][2] = {
    { "rung=1|role=care|level=project|at=0%", NO_SHARE("0%") },
    { "rung=1|role=care|level=project|at=1001%", NO_SHARE("1001%") },
    { "rung=1|role=care|level=project|at=-50%", NO_SHARE("-50%") },
    { "rung=1|role=care|level=project|at=half%", NO_SHARE("half%") },
    { "rung=1|role=care|level=project|at=12.5%", NO_SHARE("12.5%") },
    { "rung=1|role=care|level=project|at=50%%", NO_SHARE("50%%") },
    { "rung=1|role=care|level=project|at=%", NO_AT("%") },
    { "rung=1|role=care|level=project|at=later", NO_AT("later") },
    { "rung=1|role=care|level=project|at=+", NO_AT("+") },
    { "rung=1|role=care|level=project|at=+1dwt",
      "at: \"+1dwt\" mixes days and working time; write 3wd for workdays or hours such as 24hwt" },
    { "rung=1|role=care|level=moon|at=0", "level: write project, city, region or group, not \"moon\"" },
    /* and what is taken */
    { "rung=1|role=care|level=project|at=1%", "" },
    { "rung=1|role=care|level=project|at=1000%", "" },
    { "rung=1|role=care|level=city|at=-4hwt", "" },
    { "rung=1|role=care|level=region|at=+2wd", "" },
    { "rung=100|role=no_such_role_yet|level=group|at=0", "" },
};

CS_TEST(refused_targets,
        "a row of a policy that cannot be meant is refused in words, and the near ones are taken")
{
    desk_bare("2026-03-02 09:00");
    told_all(&cs_target_record, desk_target, "policy=t|calendar=24x7|", bad_targets,
             sizeof bad_targets / sizeof *bad_targets);
}

CS_TEST(refused_rungs, "a rung that cannot be meant is refused in words, and the near ones are taken")
{
    desk_bare("2026-03-02 09:00");
    told_all(&cs_rung_record, desk_rung, "ladder=l|", bad_rungs, sizeof bad_rungs / sizeof *bad_rungs);
}

CS_TEST(twice, "the same role twice on one rung of one line is refused; on the other line it is not")
{
    desk_bare("2026-03-02 09:00");
    CHECK_TEXT(told(&cs_rung_record, desk_rung, "ladder=l|rung=1|at=0|role=care|level=project"), "");
    CHECK_TEXT(told(&cs_rung_record, desk_rung, "ladder=l|rung=1|at=0|role=care|level=city"),
               "rung: ladder \"l\" has rung 1 for \"care\" twice");
    CHECK_TEXT(told(&cs_rung_record, desk_rung, "ladder=l|rung=1|at=0|role=head|level=project"), "");
    CHECK_TEXT(told(&cs_rung_record, desk_rung, "ladder=l|rung=2|at=+1d|role=care|level=project"), "");
}

CS_TEST(no_calendar, "a calendar that nobody has made is named")
{
    desk_bare("2026-03-02 09:00");
    const char *says = told(&cs_target_record, desk_target, "policy=t|calendar=moon|" DONE "amount=1d");
    CHECK_THAT(strstr(says, "moon"), "%s", says);
    says = told(&cs_rung_record, desk_rung, "ladder=l|rung=1|at=0|role=care|level=project|calendar=moon");
    CHECK_THAT(strstr(says, "moon"), "%s", says);
}
