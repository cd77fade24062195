/*
 * The shipped reports on one small firm, at all four levels, by kind, by moment, and over cases that belong
 * nowhere. Now is Thursday 2026-03-05 09:00; hours count from there.
 *
 *     G group -- N, S regions -- CN (N), CS, CT (S) cities -- A1, A2 (CN), B1 (CS), D1 (right below S), none
 * (CT)
 *
 *  case  at    kind       state         opened   closed  what
 *   1    A1    repair     received      -1       -       answer due +1
 *   2    A1    repair     held          -25      -       hold ends +30
 *   3    A2    complaint  to_check      -49      -       media;group; done due -1
 *   4    A2    repair     to_visit      -169     -       heard -73; done due -2; priority 1
 *   5    B1    repair     to_verify     -337     -       heard -71; reopened twice
 *   6    B1    inquiry    closed        -30      -23     answer stopped in time
 *   7    D1    repair     in_work       -721     -       heard -100; done due -500
 *   8    none  plea       to_dispatch   -745     -       heard -745 (never)
 *   9    A1    repair     cancelled     -50      -20     ended: new to nobody, done once
 *  10    B1    repair     to_call_back  -200     -24     closed 24 h ago to the second: yesterday's
 */
#include "outbox-kit.h"
#include "report/report.h"
#include "store/guard.h"

#define H(hours) "(1772672400 + (" #hours ") * 3600)"
#define DO(sql)                                                                                              \
    {                                                                                                        \
        sql, "", ""                                                                                          \
    }
#define UNIT(id, code, name, kind, parent)                                                                   \
    DO("INSERT INTO unit (id, code, name, kind, parent_id, status) VALUES (" #id ", '" code "', '" name      \
       "', '" kind "', " #parent ", 'active')")
#define TICKET(id, unit, kind, state, priority, opened, closed, heard, reopens, flags)                       \
    DO("INSERT INTO ticket (id, unit_id, kind, state, priority, opened_at, closed_at, last_contact_at, "     \
       "reopens, chasers, flags, subject, assignee) VALUES (" #id ", " #unit ", '" kind "', '" state         \
       "', " #priority ", " H(opened) ", " closed ", " heard ", " #reopens ", 0, " flags ", 's" #id          \
                                      "', 'Z')")
#define LIMIT(ticket, metric, started, due, stopped)                                                         \
    DO("INSERT INTO clock (ticket_id, metric, instance, started_at, due_at, stopped_at, base_at, used, "     \
       "passed, rung, level, provisional) VALUES (" #ticket ", '" metric                                     \
       "', 1, " H(started) ", " due ", " stopped ", 0, 0, 0, 0, 0, 0)")
#define RUNG(ticket, metric, rung, at, role, level, staff)                                                   \
    DO("INSERT INTO escalation (ticket_id, metric, instance, rung, due_at, at, local_day, line, role, "      \
       "level, staff_id, action) VALUES (" #ticket ", '" metric "', 1, " #rung                               \
       ", 0, " H(at) ", 0, 'care', '" role "', '" level "', " staff ", 'notify')")

static const struct cs_statement firm[] = {
    UNIT(1, "G", "Group", "group", NULL),
    UNIT(2, "N", "North", "region", 1),
    UNIT(3, "S", "South", "region", 1),
    UNIT(4, "CN", "Coldtown", "city", 2),
    UNIT(5, "CS", "Sunport", "city", 3),
    UNIT(6, "CT", "Emptyville", "city", 3),
    UNIT(7, "A1", "Ash", "project", 4),
    UNIT(8, "A2", "Alder", "project", 4),
    UNIT(9, "B1", "Birch", "project", 5),
    UNIT(10, "D1", "Dogwood", "project", 3),
    DO("INSERT INTO staff (id, code, name) VALUES (1, 'Z1', 'Z')"),
    DO("INSERT INTO actor (id, name) VALUES (1, 'test')"),
    DO("INSERT INTO hold_reason (id, name, title, evidence) VALUES (1, 'drying', 'drying', 'no')"),
    TICKET(1, 7, "repair", "received", 3, -1, "NULL", "NULL", 0, "NULL"),
    TICKET(2, 7, "repair", "held", 3, -25, "NULL", "NULL", 0, "NULL"),
    TICKET(3, 8, "complaint", "to_check", 3, -49, "NULL", H(-30), 0, "'media;group'"),
    TICKET(4, 8, "repair", "to_visit", 1, -169, "NULL", H(-73), 0, "NULL"),
    TICKET(5, 9, "repair", "to_verify", 3, -337, "NULL", H(-71), 2, "NULL"),
    TICKET(6, 9, "inquiry", "closed", 4, -30, H(-23), H(-29), 0, "NULL"),
    TICKET(7, 10, "repair", "in_work", 3, -721, "NULL", H(-100), 1, "NULL"),
    TICKET(8, NULL, "plea", "to_dispatch", 3, -745, "NULL", "NULL", 0, "NULL"),
    TICKET(9, 7, "repair", "cancelled", 3, -50, H(-20), "NULL", 0, "NULL"),
    TICKET(10, 9, "repair", "to_call_back", 3, -200, H(-24), "NULL", 0, "NULL"),
    LIMIT(1, "answer", -1, H(1), "NULL"),
    LIMIT(3, "done", -49, H(-1), "NULL"),
    LIMIT(4, "done", -169, H(-2), "NULL"),
    LIMIT(4, "visit", -160, H(-100), H(-110)),
    LIMIT(5, "visit", -330, H(-300), H(-200)),
    LIMIT(6, "answer", -30, H(-28), H(-29)),
    LIMIT(7, "done", -721, H(-500), "NULL"),
    LIMIT(10, "done", -200, H(-30), H(-30)), /* on its last second: in time */
    DO("INSERT INTO hold (ticket_id, seq, reason_id, started_at, limit_at, actor_id) VALUES (2, 1, 1, " H(
        -20) ", " H(30) ", 1)"),
    RUNG(3, "done", 2, -1, "head", "project", "1"),
    RUNG(4, "done", 3, -2, "care", "project", "NULL"),
    RUNG(7, "done", 5, -100, "care", "region", "1"),
    RUNG(7, "done", 6, -169, "head", "region", "1"), /* seven days and an hour ago */
    RUNG(8, "answer", 1, -10, "care", "group", "1"),
};
static const struct cs_statements firm_table = CS_STATEMENTS("firm", firm);

static enum cs_status add_line(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_buffer *out = context;
    (void)err;
    for (size_t i = 0; i < row->record->count; i++) {
        cs_buffer_text(out, i ? "," : "");
        cs_field_format(&row->record->fields[i], &row->values[i], kit.zone, out);
    }
    cs_buffer_char(out, '\n');
    return CS_OK;
}

static void load(const char *name, bool chinese, struct cs_report *report)
{
    char file[64];
    snprintf(file, sizeof file, "share/reports/%s.sql", name);
    char *path = cs_unit_path(file);
    CHECK_INT(
        cs_report_load(path, &(struct cs_report_how){ .chinese = chinese }, &kit.arena, report, &kit.err),
        CS_OK);
    free(path);
}

static const struct cs_report_context *context_of(void)
{
    static struct cs_report_context context;
    context = (struct cs_report_context){ KIT_NOW, kit.zone, NULL };
    return &context;
}

/* The lines of a report without the unit's name, which no figure hangs on. */
static void figures(const char *name, const char *const *words, size_t count, const char *want)
{
    struct cs_value values[16];
    struct cs_report report;
    struct cs_buffer out = CS_BUFFER_INIT;
    load(name, false, &report);
    CHECK_INT(cs_report_values(&report, words, count, context_of(), &kit.arena, values, &kit.err), CS_OK);
    CHECK_INT(cs_report_run(kit.store, &report, values, add_line, &out, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    CHECK_THAT(strcmp(out.text ? out.text : "", want) == 0, "%s %s says\n%s not\n%s", name,
               count ? words[0] : "", out.text, want);
    cs_buffer_release(&out);
}

#define FIGURES(name, want, ...)                                                                             \
    figures(name, (const char *const[]){ __VA_ARGS__ },                                                      \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *), want)

static void begin(void)
{
    static const struct cs_guard_column personal[] = { { "ticket", "phone", CS_PHONE } };
    kit_open();
    kit_do(&firm_table);
    cs_store_guard(kit.store, personal, 1);
}

/* unit,name, new,done,open, due_today,overdue, emergencies,outside,silent,holds,reopened, caller,flagged,
 * 8-14,15-30,>30. Case 9 is new (50 h ago: no), done (20 h ago). Case 2 is new no more: 25 h. */
CS_TEST(
    morning,
    "morning at each level: cities without projects have no line, a project below a region is its own city")
{
    begin();
    FIGURES("morning",
            "A1,Ash,1,1,2,1,0,0,0,0,0,0,0,0,0,0,0\n"
            "A2,Alder,0,0,2,0,2,1,0,1,0,0,0,1,0,0,0\n"
            "B1,Birch,0,1,1,0,0,0,0,0,0,1,0,0,1,0,0\n"
            "D1,Dogwood,0,0,1,0,1,0,0,1,0,0,0,0,0,1,0\n"
            ",,0,0,1,0,0,0,0,1,0,0,0,0,0,0,1\n",
            "level=project", "outside=now+1d");
    FIGURES("morning",
            "CN,Coldtown,1,1,4,1,2,1,0,1,0,0,0,1,0,0,0\n"
            "CS,Sunport,0,1,1,0,0,0,0,0,0,1,0,0,1,0,0\n"
            "D1,Dogwood,0,0,1,0,1,0,0,1,0,0,0,0,0,1,0\n"
            ",,0,0,1,0,0,0,0,1,0,0,0,0,0,0,1\n",
            "level=city", "outside=now+1d");
    FIGURES("morning", ",,1,2,7,1,3,1,0,3,0,1,0,1,1,1,1\n", "level=group", "outside=now+1d");
    kit_close();
}

CS_TEST(morning_spans,
        "morning: a hold nears its limit, an hour more and case 2 is new, a second less and it is not")
{
    begin();
    FIGURES("morning", ",,2,3,7,1,3,1,0,3,1,1,0,1,1,1,1\n", "level=group", "outside=now+1d",
            "since=now-90001s", "tomorrow=now+30h");
    FIGURES("morning", ",,1,3,7,1,3,1,0,3,1,1,0,1,1,1,1\n", "level=group", "outside=now+1d", "since=now-25h",
            "tomorrow=now+30h");
    kit_close();
}

CS_TEST(ageing, "ageing at each level, by kind; 7 days are not yet 8, 31 are more than 30")
{
    begin();
    /* days: 1: 0, 2: 1, 3: 2, 4: 7, 5: 14, 7: 30, 8: 31 */
    FIGURES("ageing",
            "CN,Coldtown,complaint,1,0,1,0,0,0,0,0,2,2\n"
            "CN,Coldtown,repair,3,2,1,0,0,0,0,0,2.7,7\n"
            "CS,Sunport,repair,1,0,0,1,0,0,0,0,14,14\n"
            "D1,Dogwood,repair,1,0,0,0,1,0,0,0,30,30\n"
            ",,plea,1,0,0,0,0,1,0,0,31,31\n",
            "level=city");
    FIGURES("ageing",
            ",,complaint,1,0,1,0,0,0,0,0,2,2\n"
            ",,plea,1,0,0,0,0,1,0,0,31,31\n"
            ",,repair,5,2,1,1,1,0,0,0,10.4,30\n",
            "level=group");
    FIGURES("ageing", ",,plea,1,0,0,0,0,0,1,0,61,61\n", "level=group", "kind=plea", "now=now+30d");
    kit_close();
}

CS_TEST(backlog, "backlog at each level: a case stands in one step, a held one apart, call-backs outside")
{
    begin();
    /* open,receive,inspect,dispatch,work,close,held,call_back,overdue */
    FIGURES("backlog",
            "N,North,4,1,1,0,1,0,1,0,2,2.5\n"
            "S,South,2,0,0,0,2,0,0,1,1,22\n"
            ",,1,0,0,1,0,0,0,0,0,31\n",
            "level=region");
    FIGURES("backlog",
            "A1,Ash,2,1,0,0,0,0,1,0,0,0.5\nA2,Alder,1,0,0,0,1,0,0,0,1,7\n"
            "B1,Birch,1,0,0,0,1,0,0,1,0,14\nD1,Dogwood,1,0,0,0,1,0,0,0,1,30\n",
            "kind=repair", "level=project", "now=now");
    kit_close();
}

CS_TEST(sla, "sla at each level: on the last second is in time; what was late and done is late for ever")
{
    begin();
    FIGURES("sla",
            "N,North,answer,1,0,0,0,1,0,,\n"
            "N,North,done,2,0,0,2,0,0,0,\n"
            "N,North,visit,1,1,0,0,0,0,100,50\n"
            "S,South,answer,1,1,0,0,0,0,100,1\n"
            "S,South,done,1,1,0,0,0,0,100,170\n"
            "S,South,visit,1,0,1,0,0,0,0,130\n",
            "level=region");
    FIGURES("sla",
            ",,answer,2,1,0,0,1,0,100,1\n"
            ",,done,4,1,0,3,0,0,25,170\n"
            ",,visit,2,1,1,0,0,0,50,90\n",
            "level=group", "from=now-60d");
    kit_close();
}

CS_TEST(escalations, "escalations at each level: a week, nobody found, cases of no project")
{
    begin();
    FIGURES("escalations",
            "A2,Alder,done,2,head,project,1,1,0\n"
            "A2,Alder,done,3,care,project,1,1,1\n"
            "D1,Dogwood,done,5,care,region,1,1,0\n"
            ",,answer,1,care,group,1,1,0\n",
            "level=project");
    FIGURES("escalations", "S,South,done,5,care,region,1,1,0\nS,South,done,6,head,region,1,1,0\n",
            "level=region", "from=now-8d", "until=now-11h");
    kit_close();
}

CS_TEST(silence, "silence at each level: 73 hours are three days, 71 are not")
{
    begin();
    FIGURES("silence",
            "N,North,4,repair,1,to_visit,s4,Z,2026-03-02T08:00:00+08:00,3,0\n"
            "S,South,7,repair,3,in_work,s7,Z,2026-03-01T05:00:00+08:00,4,0\n"
            ",,8,plea,3,to_dispatch,s8,Z,,31,0\n",
            "level=region");
    FIGURES("silence", ",,8,plea,3,to_dispatch,s8,Z,,31,0\n", "level=city", "days=5");
    kit_close();
}

static void refused(const char *name, const char *word, const char *says)
{
    struct cs_value values[16];
    struct cs_report report;
    load(name, false, &report);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_report_values(&report, &word, 1, context_of(), &kit.arena, values, &kit.err), CS_MISUSED);
    CHECK_TEXT(kit.err.text, says);
    cs_error_clear(&kit.err);
}

CS_TEST(bad_words, "parameters that cannot be meant are refused in words that name what there is")
{
    static const char *const names[] = { "morning", "sla", "ageing", "backlog", "escalations", "silence" };
    kit_open();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        refused(names[i], "level=moon", "level: must be project, city, region, group, not \"moon\"");
        refused(names[i], "level", "write NAME=VALUE, not \"level\"");
    }
    refused("ageing", "days=3", "report ageing has no parameter \"days\"; it has: level, now, kind");
    refused("silence", "since=now", "report silence has no parameter \"since\"; it has: level, now, days");
    refused("sla", "=now", "report sla has no parameter \"\"; it has: level, from, until, kind");
    refused("morning", "outside=now+2wd",
            "outside: \"now+2wd\" needs a working calendar, and the store has no cn-office");
    kit_close();
}

CS_TEST(chinese, "headings, titles and parameters are Chinese where asked for; names for machines stay")
{
    static const char *const titles[][2] = { { "morning", "晨会报表" },
                                             { "sla", "时限达成" },
                                             { "ageing", "未结工单账龄" },
                                             { "escalations", "升级情况" },
                                             { "silence", "久无音讯" } };
    struct cs_report report;
    kit_open();
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        load(titles[i][0], true, &report);
        CHECK_TEXT(report.title, titles[i][1]);
        CHECK_TEXT(report.record.fields[0].name, "unit");
        CHECK_TEXT(report.record.fields[0].heading, "单位");
        CHECK_TEXT(report.parameters[0].name, "level");
        for (size_t f = 0; f < report.record.count; f++) {
            bool latin = strspn(report.record.fields[f].heading, "abcdefghijklmnopqrstuvwxyz ABC") > 2;
            CHECK_THAT(!latin, "%s: %s has no Chinese heading", titles[i][0], report.record.fields[f].name);
        }
    }
    kit_close();
}
