/*
 * Key figures of February 2026 on a developer of two projects, worked out by hand; frozen months; targets.
 * Now is Thursday 2026-03-05 09:00, hours count from there: February 2026 is [-777, -105), January 2026
 * [-1521, -777), February 2025 [-9537, -8865). Days: 2025-01-05 is 20093, 2026-01-10 is 20463, 2026-02-20 is
 * 20504.
 *
 * Homes: P01 has two since 2025-01-05, one since 2026-01-10, one since 2026-02-20; P02 one without a date,
 * which counts always. So 3 in February 2025, 4 in January 2026, 5 in February 2026.
 *
 *  case project kind      opened  heard   what
 *   1   P01     repair    -700    -699    closed -600, classed; answer and done kept; called back: solved, 5
 *   2   P01     repair    -500    -470    answer missed (-498), done missed (-110): open
 *   3   P01     complaint -400    -399    hotline, order 1 contacted in time; closed -120 valid; unhappy, 3
 *   4   P01     repair    -1000   -999    January; visit kept there; closed -650: reopened, reworked, no
 * class, done missed (-700) 5   P02     repair    -10     -       March: not of February 6   P01     repair
 * -300    -       cancelled: counts nowhere 7   P01     repair    -9000   -8999   February 2025: closed
 * -8950, classed, done kept 8   none    complaint -200    -       nobody called: not within a day (-176) 9
 * P01     repair    -300    -       its times are reversed: a case, but of no time 10   P01     repair -250
 * -249    done kept, but nobody proved it (backdated)
 */
#include "report-kit.h"

#include "report/figure.h"

#define RESULT(ticket, at, result, score)                                                                    \
    {                                                                                                        \
        "UPDATE ticket SET callback_at = " H(at) ", callback_result = '" result "', score = " #score         \
                                                 " WHERE id = " #ticket,                                     \
            "", ""                                                                                           \
    }
#define HEARD(ticket, at)                                                                                    \
    {                                                                                                        \
        "UPDATE ticket SET first_contact_at = " H(at) " WHERE id = " #ticket, "", ""                         \
    }
#define HOME(id, unit, day)                                                                                  \
    {                                                                                                        \
        "INSERT INTO home (id, code, unit_id, place, delivered_on) VALUES (" #id ", 'H" #id "', " #unit      \
        ", '1-1-10" #id "', " day ")",                                                                       \
            "", ""                                                                                           \
    }
#define FAULT(ticket, class)                                                                                 \
    {                                                                                                        \
        "INSERT INTO fault (ticket_id, seq, class) VALUES (" #ticket ", 1, '" class "')", "", ""             \
    }
#define VISIT(ticket, seq, state, by, ended)                                                                 \
    {                                                                                                        \
        "INSERT INTO appointment (ticket_id, seq, from_at, until_at, agreed_at, state, missed_by, ended_at," \
        " actor_id) VALUES (" #ticket ", " #seq ", 0, 0, 0, '" state "', " by ", " H(ended) ", 1)",          \
            "", ""                                                                                           \
    }
#define RUN(...)                                                                                             \
    kit_do(&(const struct cs_statements){ "then", (const struct cs_statement[]){ { __VA_ARGS__, "", "" } },  \
                                          1 })
#define PLAIN "NULL, NULL, 0, 0, NULL"
#define NONE  "NULL"

static const struct cs_statement fixture[] = {
    UNIT(1, "HX", "Group", "group", NULL),
    UNIT(2, "SH", "Shanghai", "city", 1),
    UNIT(3, "P01", "Garden", "project", 2),
    UNIT(4, "P02", "River", "project", 2),
    { "INSERT INTO actor (id, name) VALUES (1, 'test')", "", "" },
    { "INSERT INTO source (id, name) VALUES (1, '12345')", "", "" },
    HOME(1, 3, "20093"),
    HOME(2, 3, "20093"),
    HOME(3, 3, "20463"),
    HOME(4, 3, "20504"),
    HOME(5, 4, "NULL"),
    CASE(1, 3, "repair", "closed", 3, -700, H(-600), NONE, NONE, PLAIN),
    CASE(2, 3, "repair", "in_work", 3, -500, NONE, NONE, NONE, PLAIN),
    CASE(3, 3, "complaint", "closed", 3, -400, H(-120), NONE, NONE, PLAIN),
    CASE(4, 3, "repair", "closed", 3, -1000, H(-650), NONE, NONE, "NULL, NULL, 1, 0, NULL"),
    CASE(5, 4, "repair", "received", 3, -10, NONE, NONE, NONE, PLAIN),
    CASE(6, 3, "repair", "cancelled", 3, -300, NONE, NONE, NONE, PLAIN),
    CASE(7, 3, "repair", "closed", 3, -9000, H(-8950), NONE, NONE, PLAIN),
    CASE(8, NULL, "complaint", "to_check", 3, -200, NONE, NONE, NONE, PLAIN),
    CASE(9, 3, "repair", "in_work", 3, -300, NONE, NONE, NONE, "NULL, NULL, 0, 0, 'times_reversed'"),
    CASE(10, 3, "repair", "to_verify", 3, -250, NONE, NONE, NONE, PLAIN),
    HEARD(1, -699),
    HEARD(2, -470),
    HEARD(3, -399),
    HEARD(4, -999),
    HEARD(7, -8999),
    HEARD(10, -249),
    RESULT(1, -590, "solved", 5),
    RESULT(3, -115, "unhappy", 3),
    { "UPDATE ticket SET channel = 'hotline', verdict = 'valid' WHERE id = 3", "", "" },
    FAULT(1, "workmanship"),
    FAULT(7, "material"),
    FAULT(4, "undecided"),
    { "INSERT INTO work_order (ticket_id, seq, state, reworks) VALUES (4, 1, 'passed', 1), (1, 1, 'passed', "
      "0)",
      "", "" },
    { "INSERT INTO outside_order (ticket_id, number, source_id, external_id, channel, received_at) VALUES "
      "(3, 1, 1, "
      "'X1', 'hotline', 0)",
      "", "" },
    CLOCK(1, "answer", -700, H(-698), H(-699)),
    CLOCK(1, "done", -700, H(-550), H(-600)),
    CLOCK(2, "answer", -500, H(-498), H(-470)),
    CLOCK(2, "done", -500, H(-110), NONE),
    CLOCK(3, "done", -400, H(-100), H(-120)),
    CLOCK(3, "outside_contact", -400, H(-376), H(-399)),
    CLOCK(4, "visit", -1000, H(-900), H(-950)),
    CLOCK(4, "done", -1000, H(-700), H(-650)),
    CLOCK(7, "done", -9000, H(-8900), H(-8950)),
    CLOCK(9, "done", -300, H(-200), NONE),
    CLOCK(10, "done", -250, H(-150), H(-160)),
    { "UPDATE clock SET unproven = 1 WHERE ticket_id = 10", "", "" },
    VISIT(1, 1, "kept", "NULL", -610),
    VISIT(2, 1, "missed", "'us'", -450),
    VISIT(2, 2, "missed", "'owner'", -440),
    VISIT(2, 3, "moved", "NULL", -430),
};
static const struct cs_statements fixture_table = CS_STATEMENTS("fixture", fixture);

static void begin(void)
{
    kit_open();
    kit_do(&fixture_table);
}

/* unit, figure, month, target, met, year ago, quarter, quarter ago, year, last year, part, whole, frozen */
static const char february[] =
    ",repairs,800,,,333.3,1111.1,333.3,1111.1,333.3,4,5,no\n" /* 5 x 1000 x 2 / 9 */
    ",complaints,400,,,0,444.4,0,444.4,0,2,5,no\n"            /* 2 x 1000 x 2 / 9 */
    ",answered,50,,,,50,,50,,1,2,no\n"
    ",within_day,60,,,100,66.7,100,66.7,100,3,5,no\n" /* 1, 3, 10 of 1, 2, 3, 8, 10 */
    ",visits,,,,,100,,100,,,,\n"                      /* January's alone */
    ",appointments,50,,,,50,,50,,1,2,no\n"            /* the owner's miss is not ours */
    ",finished,50,,,100,50,100,50,100,2,4,no\n"       /* 1, 3 of 1, 2, 3, 4 */
    ",first_time,50,,,100,50,100,50,100,1,2,no\n"
    ",rework,50,,,0,50,0,50,0,1,2,no\n"
    ",reached,100,,,,100,,100,,2,2,no\n"
    ",satisfied,50,,,,50,,50,,1,2,no\n"
    ",valid,100,,,,100,,100,,1,1,no\n"
    ",hotline_contacted,100,,,,100,,100,,1,1,no\n"
    ",hotline_solved,100,,,,100,,100,,1,1,no\n"
    ",hotline_satisfied,0,,,,0,,0,,0,1,no\n"
    ",unclassified,50,,,0,50,0,50,0,1,2,no\n";

CS_TEST(whole, "kpi: each figure of a month, its quarter, its year, and a year ago")
{
    begin();
    FIGURES("kpi", february, "month=2026-02");
    FIGURES("kpi", february, "month=last"); /* the month before now */
    /* Of January: case 4 was heard within a day and visited in time; two homes for a thousand, four in all.
     */
    FIGURES("kpi",
            ",repairs,250,,,,250,,250,,1,4,no\n"
            ",complaints,0,,,,0,,0,,0,4,no\n"
            ",within_day,100,,,,100,,100,,1,1,no\n"
            ",visits,100,,,,100,,100,,1,1,no\n",
            "month=2026-01");
    kit_close();
}

CS_TEST(levels, "kpi: by project each counts its own, and what has no project stands last")
{
    begin();
    FIGURES("kpi",
            "P01,complaints,250,,,0,285.7,0,285.7,0,1,4,no\n" /* 1 x 1000 x 2 / 7 */
            "P02,complaints,0,,,0,0,0,0,0,0,1,no\n"
            ",complaints,,,,,,,,,1,0,no\n",
            "level=project", "figure=complaints", "month=2026-02");
    FIGURES("kpi", "SH,finished,50,,,100,50,100,50,100,2,4,no\n", "level=city", "figure=finished",
            "month=2026-02");
    kit_close();
}

/* ---- freezing ---- */

static enum cs_status freeze(const char *word, int64_t month, int64_t ends, struct cs_freezing *freezing)
{
    static const struct cs_guard_column personal[] = { { "ticket", "phone", CS_PHONE } };
    const struct cs_report_context context = { KIT_NOW, kit.zone, NULL };
    struct cs_value values[4];
    struct cs_report report;
    char *path = cs_unit_path("share/reports/figures.sql");
    *freezing = (struct cs_freezing){ .month = month, .ends_at = ends, .now = KIT_NOW, .actor = "keeper" };
    cs_store_guard(kit.store, personal, 1);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_report_load(path, &(struct cs_report_how){ 0 }, &kit.arena, &report, &kit.err), CS_OK);
    CHECK_INT(cs_report_values(&report, &word, 1, &context, &kit.arena, values, &kit.err), CS_OK);
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_figures_freeze(kit.store, &report, values, freezing, &kit.err);
    if (status == CS_OK)
        CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
    else
        cs_store_rollback(kit.store);
    free(path);
    return status;
}

enum { FEBRUARY = 20485, MARCH = 20513 }; /* 2026-02-01, 2026-03-01 */

CS_TEST(frozen, "a frozen month stays as it was published, whatever is written into it later")
{
    struct cs_freezing freezing;
    begin();
    CHECK_INT(freeze("month=2026-02", FEBRUARY, KIT_NOW - 105 * 3600, &freezing), CS_OK);
    CHECK_INT(freezing.kept, 19); /* 15 of P01, homes of P02 twice, two of the case without a project */
    CHECK_INT(freezing.homeless, 0);
    RUN("INSERT INTO ticket (id, unit_id, kind, state, priority, opened_at, first_contact_at, reopens, "
        "chasers) VALUES "
        "(11, 3, 'repair', 'received', 3, " H(-130) ", " H(-129) ", 0, 0)");
    RUN("UPDATE ticket SET score = 5, verdict = 'invalid' WHERE id = 3");
    FIGURES("kpi", ",repairs,800,,,333.3,1111.1,333.3,1111.1,333.3,4,5,yes\n", "figure=repairs",
            "month=2026-02");
    FIGURES("kpi", ",satisfied,50,,,,50,,50,,1,2,yes\n", "figure=satisfied", "month=2026-02");
    FIGURES("kpi", ",valid,100,,,,100,,100,,1,1,yes\n", "figure=valid", "month=2026-02");
    /* The months beside it go on living: a complaint of January comes in late. */
    RUN("INSERT INTO ticket (id, unit_id, kind, state, priority, opened_at, reopens, chasers) VALUES (12, 3, "
        "'complaint', 'to_check', 3, " H(-900) ", 0, 0)");
    FIGURES("kpi", ",complaints,400,,,0,666.7,0,666.7,0,2,5,yes\n", "figure=complaints", "month=2026-02");
    kit_close();
}

CS_TEST(refusals, "a month is frozen once, when it is over, and only with something in it")
{
    struct cs_freezing freezing;
    begin();
    CHECK_INT(freeze("month=2026-03", MARCH, KIT_NOW + 3600, &freezing), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "2026-03 is not over yet: only a whole month is frozen");
    CHECK_INT(freeze("month=2026-02", FEBRUARY, KIT_NOW - 105 * 3600, &freezing), CS_OK);
    CHECK_INT(freeze("month=2026-02", FEBRUARY, KIT_NOW - 105 * 3600, &freezing), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "2026-02 is frozen already: a published figure does not move");
    kit_close();
    kit_open();
    CHECK_INT(freeze("month=2026-02", FEBRUARY, KIT_NOW - 105 * 3600, &freezing), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "there is nothing to freeze: no case and no home counts there");
    kit_close();
}

CS_TEST(homeless, "cases without a project are kept under the group, and counted where there is none")
{
    struct cs_freezing freezing;
    kit_open();
    RUN("INSERT INTO unit (id, code, name, kind, status) VALUES (3, 'P01', 'Garden', 'project', 'active')");
    RUN("INSERT INTO ticket (id, unit_id, kind, state, priority, opened_at, reopens, chasers) VALUES (1, 3, "
        "'repair', "
        "'received', 3, " H(-130) ", 0, 0), (2, NULL, 'repair', 'received', 3, " H(-130) ", 0, 0)");
    CHECK_INT(freeze("month=2026-02", FEBRUARY, KIT_NOW - 105 * 3600, &freezing), CS_OK);
    /* Each case: one of repairs, one of not being heard within a day. */
    CHECK_INT(freezing.kept, 2);
    CHECK_INT(freezing.homeless, 2);
    kit_close();
}

/* ---- targets ---- */

static enum cs_status aim(const char *figure, const char *unit, int64_t from, double value,
                          enum cs_change *change)
{
    struct cs_value values[] = { cs_text(figure), unit ? cs_text(unit) : cs_null(), cs_integer(from),
                                 cs_real(value) };
    const struct cs_row row = { &cs_figure_target_record, values, &kit.arena };
    cs_error_clear(&kit.err);
    return cs_figure_target_take(kit.store, &row, change, &kit.err);
}

CS_TEST(targets, "a target holds for its unit and all below, the nearest unit and the youngest month first")
{
    enum cs_change change = CS_CHANGE_NONE;
    begin();
    CHECK_INT(aim("finished", NULL, 20454, 60, &change), CS_OK); /* the group's, from 2026-01-01 */
    CHECK_INT(change, CS_CHANGE_NEW);
    CHECK_INT(aim("finished", "HX", 20454, 60, &change), CS_OK); /* the same by its code */
    CHECK_INT(change, CS_CHANGE_NONE);
    CHECK_INT(aim("rework", "Group", 20454, 50, &change), CS_OK);
    CHECK_INT(aim("finished", "P01", FEBRUARY, 40, &change), CS_OK);
    CHECK_INT(aim("finished", "P01", MARCH, 99, &change), CS_OK); /* not yet in force */
    FIGURES("kpi", ",finished,50,60,no,100,50,100,50,100,2,4,no\n", "figure=finished", "month=2026-02");
    FIGURES("kpi", ",rework,50,50,yes,0,50,0,50,0,1,2,no\n", "figure=rework", "month=2026-02");
    FIGURES("kpi", "P01,finished,50,40,yes,100,50,100,50,100,2,4,no\n", "figure=finished", "month=2026-02",
            "level=project");
    FIGURES("kpi", "SH,finished,50,60,no,100,50,100,50,100,2,4,no\n", "figure=finished", "month=2026-02",
            "level=city");
    CHECK_INT(aim("finished", "P01", FEBRUARY, 55, &change), CS_OK);
    CHECK_INT(change, CS_CHANGE_OTHER);
    FIGURES("kpi", "P01,finished,50,55,no,100,50,100,50,100,2,4,no\n", "figure=finished", "month=2026-02",
            "level=project");
    CHECK_INT(aim("finished", "Nowhere", FEBRUARY, 55, &change), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "unit: there is no unit \"Nowhere\"");
    CHECK_INT(aim("finished", NULL, FEBRUARY + 1, 55, &change), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "from: a target begins with the first day of a month");
    kit_close();
}

/* ---- one list of figures ---- */

static enum cs_status same_code(void *context, const struct cs_value *out, struct cs_error *err)
{
    size_t *at = context;
    (void)err;
    CHECK_TEXT(out[0].text, cs_figure_choices[*at].code ? cs_figure_choices[*at].code : "");
    ++*at;
    return CS_OK;
}

CS_TEST(one_list, "the figures of the statement and those people read are the same, in one order")
{
    struct cs_buffer sql = CS_BUFFER_INIT;
    char line[512], *path = cs_unit_path("share/reports/parts/figures.sql");
    FILE *file = fopen(path, "r");
    size_t at = 0;
    bool inside = false;
    kit_open();
    CHECK(file != NULL);
    cs_buffer_text(&sql, "WITH ");
    while (file && fgets(line, sizeof line, file)) {
        inside = inside || strncmp(line, "figures (", 9) == 0;
        if (inside && strncmp(line, "),", 2) == 0)
            break;
        if (inside)
            cs_buffer_text(&sql, line);
    }
    cs_buffer_text(&sql, ") SELECT figure FROM figures ORDER BY rank");
    CHECK_INT(cs_store_each_sql(kit.store, sql.text, NULL, 0, "t", same_code, &at, &kit.err), CS_OK);
    CHECK(at > 0 && !cs_figure_choices[at].code);
    if (file)
        fclose(file);
    cs_buffer_release(&sql);
    free(path);
    kit_close();
}
