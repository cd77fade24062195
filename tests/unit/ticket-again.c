/* A case taken again: for every field that comes in, who changed it since, and what must stand then. */
#include "case-kit.h"

#define BASE "kind=complaint|subject=噪音|occurred_at=2026-03-02T08:00:00"

enum {
    FIRM = 1, /* never empty: an empty cell says nothing */
    MAIN = 2, /* only the source of the case itself may say it */
    TOLD = 4, /* the log tells it by a move, not by a change of a field */
    PART = 8, /* of the fault */
};

/* A field, what the source says first and then, and how the store shows it. */
static const struct {
    const char *name, *one, *two, *shown;
    int is;
} fields[] = {
    { "kind", "plea", "praise", "t.kind", FIRM | MAIN },
    { "priority", "3", "2", "t.priority", FIRM },
    { "grade", "ordinary", "crisis", "t.grade", 0 },
    { "flags", "media", "media;lawyer", "t.flags", 0 },
    { "channel", "app", "visit", "t.channel", 0 },
    { "batch", "一批", "二批", "t.batch", MAIN },
    { "building", "1栋", "2栋", "t.building", MAIN },
    { "entrance", "1", "2", "t.entrance", MAIN },
    { "room", "101", "102", "t.room", MAIN },
    { "scope", "indoor", "common", "t.scope", 0 },
    { "reporter", "业主甲", "业主乙", "t.reporter", 0 },
    { "phone", "13900000001", "13900000002", "t.phone", 0 },
    { "email", "a@example.com", "b@example.com", "t.email", 0 },
    { "relation", "owner", "tenant", "t.relation", 0 },
    { "demand", "repair", "apology", "t.demand", 0 },
    { "origin", "quality", "design", "t.origin", 0 },
    { "body", "太吵", "还是太吵", "t.body", 0 },
    { "category1", "物业", "工程", "t.category1", 0 },
    { "category2", "噪声", "施工", "t.category2", 0 },
    { "place", "厨房", "客厅", "f.place", PART | MAIN },
    { "component", "leak", "cabinet", "f.component", PART | MAIN },
    { "symptom", "滴水", "渗水", "f.symptom", PART | MAIN },
    { "class", "design", "material", "f.class", PART | MAIN },
    { "cause", "老化", "破损", "f.cause", PART | MAIN },
    { "party", "某公司", "另一公司", "f.party", PART | MAIN },
    { "taker", "坐席一", "坐席二", "t.taker", 0 },
    { "assignee", "经办一", "经办二", "t.assignee", 0 },
    { "handling_dept", "工程部", "客服部", "t.handling_dept", 0 },
    { "responsible_dept", "设计部", "营销部", "t.responsible_dept", 0 },
    { "recorded_at", "2026-03-02 08:05:00", "2026-03-02 08:06:00", LOCAL("t.recorded_at"), MAIN },
    { "first_contact_at", "2026-03-02 08:10:00", "2026-03-02 08:11:00", LOCAL("t.first_contact_at"), TOLD },
    { "inspected_at", "2026-03-02 08:12:00", "2026-03-02 08:13:00", LOCAL("t.inspected_at"), TOLD | MAIN },
    { "dispatched_at", "2026-03-02 08:14:00", "2026-03-02 08:15:00", LOCAL("t.dispatched_at"), TOLD | MAIN },
    { "accepted_at", "2026-03-02 08:16:00", "2026-03-02 08:17:00", LOCAL("t.accepted_at"), TOLD | MAIN },
    { "appointment_at", "2026-03-03 09:00:00", "2026-03-04 09:00:00", LOCAL("t.appointment_at"), 0 },
    { "arrived_at", "2026-03-02 08:18:00", "2026-03-02 08:19:00", LOCAL("t.arrived_at"), TOLD | MAIN },
    { "done_at", "2026-03-02 08:20:00", "2026-03-02 08:21:00", LOCAL("t.done_at"), TOLD | MAIN },
    { "verified_at", "2026-03-02 08:22:00", "2026-03-02 08:23:00", LOCAL("t.verified_at"), TOLD | MAIN },
    { "callback_at", "2026-03-02 08:24:00", "2026-03-02 08:25:00", LOCAL("t.callback_at"), TOLD | MAIN },
    { "target_at", "2026-03-05 18:00:00", "2026-03-06 18:00:00", LOCAL("t.target_at"), 0 },
    { "promised_at", "2026-03-07 18:00:00", "2026-03-08 18:00:00", LOCAL("t.promised_at"), 0 },
    { "warranty", "in", "disputed", "t.warranty", 0 },
    { "delay_reason", "下雨", "缺料", "t.delay_reason", 0 },
    { "resolution", "已处理", "已更换", "t.resolution", 0 },
    { "verdict", "valid", "partly", "t.verdict", 0 },
    { "callback_result", "unhappy", "solved", "t.callback_result", 0 },
    { "score", "2", "5", "t.score", 0 },
    { "cost", "120.00", "80.50", "CASE WHEN t.cost IS NOT NULL THEN printf('%.2f', t.cost / 100.0) END", 0 },
    { "reopens", "1", "2", "t.reopens", FIRM | MAIN },
    { "chasers", "1", "4", "t.chasers", FIRM },
    { "extra", "{\"甲\":\"1\"}", "{\"甲\":\"2\"}", "t.extra", 0 },
};
enum { FIELDS = sizeof fields / sizeof *fields };

static void counted(const char *what, int64_t inserted, int64_t updated, int64_t unchanged)
{
    CHECK_THAT(desk.intake.inserted == inserted && desk.intake.updated == updated &&
                   desk.intake.unchanged == unchanged,
               "%s: inserted %lld, updated %lld, unchanged %lld; not %lld, %lld, %lld", what,
               (long long)desk.intake.inserted, (long long)desk.intake.updated,
               (long long)desk.intake.unchanged, (long long)inserted, (long long)updated,
               (long long)unchanged);
}

/* The row of a field's case with one more cell: "external_id=Fi|BASE|name=value". */
static int64_t say(size_t i, const char *value)
{
    char row[512];
    if (value)
        snprintf(row, sizeof row, "external_id=F%zu|%s|%s=%s", i,
                 strcmp(fields[i].name, "kind") == 0 ? BASE + strlen("kind=complaint|") : BASE,
                 fields[i].name, value);
    else
        snprintf(row, sizeof row, "external_id=F%zu|subject=安静|occurred_at=2026-03-02T08:00:00", i);
    return desk_imported(row);
}

static void stands(size_t i, int64_t id, const char *value, const char *when)
{
    char sql[256];
    snprintf(
        sql, sizeof sql,
        "SELECT CAST(%s AS TEXT) FROM ticket AS t LEFT JOIN fault AS f ON f.ticket_id = t.id AND f.seq = "
        "1 WHERE t.id = $1",
        fields[i].shown);
    const char *got = ask(id, sql);
    CHECK_THAT(strcmp(got, value) == 0, "%s, %s: \"%s\" stands, not \"%s\"", fields[i].name, when, got,
               value);
}

/* How many changes of the field the log tells, and the last of them. */
static void told(size_t i, int64_t id, int times, const char *last)
{
    char sql[512], want[32];
    snprintf(want, sizeof want, "%d", times);
    snprintf(sql, sizeof sql,
             "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1 AND field = '%s' AND mark = "
             "'imported' AND actor_id = (SELECT id FROM actor WHERE name = 'crm')",
             fields[i].name);
    CHECK_THAT(strcmp(ask(id, sql), want) == 0, "%s: %s changes are told, not %d", fields[i].name,
               ask(id, sql), times);
    snprintf(sql, sizeof sql,
             "SELECT coalesce(new, '-') FROM event WHERE ticket_id = $1 AND field = '%s' ORDER BY seq DESC "
             "LIMIT 1",
             fields[i].name);
    bool time = strstr(fields[i].name, "_at") != NULL; /* the log writes moments with their zone */
    if (last && !time)
        CHECK_THAT(strcmp(ask(id, sql), last) == 0, "%s: \"%s\" is told, not \"%s\"", fields[i].name,
                   ask(id, sql), last);
}

static bool by_change(size_t i)
{
    return !(fields[i].is & TOLD) && strcmp(fields[i].name, "reopens") != 0;
}

/* One field through its life at the source. `here`: somebody works on the case in between, so that what the
 * source said is kept as a copy; all must come out the same. */
static void live(size_t i, bool here)
{
    const char *name = fields[i].name;
    int64_t id = say(i, fields[i].one);
    counted(name, 1, 0, 0);
    stands(i, id, fields[i].one, "new");
    if (here)
        MOVE(id, "note", .note = "有人看过");
    CHECK_INT(say(i, fields[i].one), id);
    counted(name, 0, 0, 1);
    told(i, id, 0, NULL);
    say(i, fields[i].two);
    counted(name, 0, 1, 0);
    stands(i, id, fields[i].two, "changed by the source");
    if (by_change(i))
        told(i, id, 1, fields[i].two);
    say(i, NULL); /* a file without the column, which changes the subject */
    counted(name, 0, 1, 0);
    stands(i, id, fields[i].two, "without its column");
    CHECK_TEXT(field(id, "subject"), "安静");
}

/* Emptied, and filled again. */
static void emptied(size_t i, bool here)
{
    bool firm = fields[i].is & FIRM;
    int64_t id = say(i, fields[i].one);
    if (here)
        MOVE(id, "note", .note = "有人看过");
    say(i, " ");
    counted(fields[i].name, 0, !firm, firm);
    stands(i, id, firm ? fields[i].one : "", "emptied by the source");
    if (by_change(i))
        told(i, id, !firm, firm ? NULL : "-");
    say(i, " ");
    counted(fields[i].name, 0, 0, 1);
    say(i, fields[i].two);
    counted(fields[i].name, 0, 1, 0);
    stands(i, id, fields[i].two, "filled again");
}

CS_TEST(every_field, "each field follows its source: new, the same, changed, not in the file")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < FIELDS; i++)
        live(i, false);
}

CS_TEST(every_field_worked, "the same where somebody wrote into the case here in between")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < FIELDS; i++)
        live(i, true);
}

CS_TEST(every_field_emptied, "a cell that the source empties is empty here, but for what is never empty")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < FIELDS; i++)
        emptied(i, false);
}

CS_TEST(every_field_emptied_worked, "the same where somebody wrote into the case here in between")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < FIELDS; i++)
        emptied(i, true);
}

CS_TEST(every_field_merged, "a merged duplicate's source changes words of the case that goes on, not its way")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < FIELDS; i++) {
        bool main = fields[i].is & MAIN;
        int64_t into = desk_add("kind=complaint|subject=主单|occurred_at=2026-03-02T07:30:00");
        int64_t twin = say(i, fields[i].one);
        MOVE(twin, "merge", .into = into);
        char sql[256];
        snprintf(sql, sizeof sql,
                 "SELECT CAST(%s AS TEXT) FROM ticket AS t LEFT JOIN fault AS f ON f.ticket_id = t.id AND "
                 "f.seq = 1 WHERE t.id = $1",
                 fields[i].shown);
        char before[128];
        snprintf(before, sizeof before, "%s", ask(into, sql));
        CHECK_INT(say(i, fields[i].two), into);
        counted(fields[i].name, 0, !main, main);
        stands(i, into, main ? before : fields[i].two, "told of a duplicate");
        stands(i, twin, fields[i].one, "in the duplicate itself");
        say(i, fields[i].two);
        counted(fields[i].name, 0, 0, 1);
    }
}

CS_TEST(digest, "the digest is that of the whole row: any cell, its order does not matter, the id does not")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported("external_id=A1|kind=repair|subject=甲|body=乙");
    desk_imported("body=乙|subject=甲|kind=repair|external_id=A1");
    counted("another order of columns", 0, 0, 1);
    desk_imported("external_id=A1|kind=repair|subject=甲|body=乙|grade= ");
    counted("an empty cell more", 0, 0, 1);
    const char *digest = ask(id, "SELECT CAST(digest AS TEXT) FROM reference WHERE ticket_id = $1");
    desk_imported("external_id=A1|kind=repair|subject=乙|body=甲");
    counted("two cells exchanged", 0, 1, 0);
    CHECK(strcmp(digest, ask(id, "SELECT CAST(digest AS TEXT) FROM reference WHERE ticket_id = $1")) != 0);
    desk_imported("external_id=A1|kind=repair|subject=甲|body=乙");
    counted("and back", 0, 1, 0);
    CHECK_TEXT(ask(id, "SELECT CAST(digest AS TEXT) FROM reference WHERE ticket_id = $1"), digest);
}

/* ---- changed here, changed there, by both ---- */

#define ROW "external_id=W1|kind=repair|subject=渗漏|occurred_at=2026-03-02T08:00:00|state=received"

/* What is changed here by a move, and the cell of the same field in the source's file. */
static const struct {
    const char *name, *first, *here, *there, *shown;
    struct cs_move move;
} worked[] = {
    { "priority", "3", "2", "1", "t.priority", { .verb = "note", .priority = "2", .note = "急" } },
    { "assignee", "经办一", "经办二", "经办三", "t.assignee", { .verb = "note", .assignee = "经办二" } },
    { "handling_dept",
      "甲部",
      "乙部",
      "丙部",
      "t.handling_dept",
      { .verb = "note", .handling_dept = "乙部" } },
    { "responsible_dept",
      "甲部",
      "乙部",
      "丙部",
      "t.responsible_dept",
      { .verb = "note", .responsible_dept = "乙部" } },
    { "place", "厨房", "客厅", "阳台", "f.place", { .verb = "inspect", .place = "客厅" } },
    { "component",
      "leak",
      "plumbing",
      "hvac",
      "f.component",
      { .verb = "inspect", .component = "plumbing" } },
    { "symptom", "滴水", "渗水", "漏水", "f.symptom", { .verb = "inspect", .symptom = "渗水" } },
    { "cause", "甲因", "乙因", "丙因", "f.cause", { .verb = "inspect", .cause = "乙因" } },
    { "party", "甲司", "乙司", "丙司", "f.party", { .verb = "inspect", .party = "乙司" } },
    { "resolution",
      "甲法",
      "乙法",
      "丙法",
      "t.resolution",
      { .verb = "note", .note = "办法", .resolution = "乙法" } },
    { "verdict",
      "valid",
      "partly",
      "invalid",
      "t.verdict",
      { .verb = "note", .note = "判", .verdict = "partly" } },
};
enum { WORKED = sizeof worked / sizeof *worked };

static const char *standing(size_t i, int64_t id)
{
    char sql[256];
    snprintf(
        sql, sizeof sql,
        "SELECT CAST(%s AS TEXT) FROM ticket AS t LEFT JOIN fault AS f ON f.ticket_id = t.id AND f.seq = "
        "1 WHERE t.id = $1",
        worked[i].shown);
    return ask(id, sql);
}

static int64_t say_worked(size_t i, const char *value, const char *grade)
{
    char row[400];
    snprintf(row, sizeof row,
             "external_id=W%zu|"
             "kind=repair|subject=渗漏|occurred_at=2026-03-02T08:00:00|state=received|grade=%s|%s=%s",
             i, grade, worked[i].name, value);
    return desk_imported(row);
}

CS_TEST(here_only, "what was changed here stays while the source says what it always said")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < WORKED; i++) {
        int64_t id = say_worked(i, worked[i].first, "ordinary");
        CHECK_INT(desk_do(id, worked[i].move), CS_OK);
        CHECK_TEXT(standing(i, id), worked[i].here);
        say_worked(i, worked[i].first, "ordinary");
        counted(worked[i].name, 0, 0, 1);
        say_worked(i, worked[i].first, "major"); /* something else changed there */
        counted(worked[i].name, 0, 1, 0);
        CHECK_THAT(strcmp(standing(i, id), worked[i].here) == 0, "%s: \"%s\" stands, not what was said here",
                   worked[i].name, standing(i, id));
        CHECK_TEXT(field(id, "grade"), "major");
    }
}

CS_TEST(both, "what both changed is as the source said last; then the two agree again")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < WORKED; i++) {
        int64_t id = say_worked(i, worked[i].first, "ordinary");
        CHECK_INT(desk_do(id, worked[i].move), CS_OK);
        say_worked(i, worked[i].there, "ordinary");
        counted(worked[i].name, 0, 1, 0);
        CHECK_THAT(strcmp(standing(i, id), worked[i].there) == 0, "%s: \"%s\" stands, not \"%s\"",
                   worked[i].name, standing(i, id), worked[i].there);
        say_worked(i, worked[i].there, "major");
        counted(worked[i].name, 0, 1, 0);
        CHECK_TEXT(standing(i, id), worked[i].there);
        say_worked(i, worked[i].first, "major"); /* the source takes it back */
        CHECK_TEXT(standing(i, id), worked[i].first);
    }
}

CS_TEST(both_the_same, "where both say the same nothing is changed and nothing is told twice")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < WORKED; i++) {
        int64_t id = say_worked(i, worked[i].first, "ordinary");
        CHECK_INT(desk_do(id, worked[i].move), CS_OK);
        const char *before = ask(id, "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1");
        say_worked(i, worked[i].here, "ordinary");
        counted(worked[i].name, 0, 0, 1);
        CHECK_TEXT(standing(i, id), worked[i].here);
        CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1"), before);
    }
}

CS_TEST(source_empties_worked, "a cell that was empty from the first says nothing about what was found here")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < WORKED; i++) {
        int64_t id = say_worked(i, " ", "ordinary");
        CHECK_INT(desk_do(id, worked[i].move), CS_OK);
        say_worked(i, " ", "major");
        CHECK_THAT(strcmp(standing(i, id), worked[i].here) == 0, "%s: \"%s\" stands", worked[i].name,
                   standing(i, id));
    }
}

/* ---- parties and places, which are spelled in several ways ---- */

CS_TEST(party_spelled, "a party that is written by its name and kept by its code has not changed")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|party=甲防水|grade=ordinary");
    CHECK_TEXT(ask(id, "SELECT u.code FROM fault JOIN unit AS u ON u.id = party_id WHERE ticket_id = $1"),
               "X1");
    desk_imported(ROW "|party=甲防水|grade=major");
    CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1 AND field = 'party'"),
               "0");
    MOVE(id, "inspect", .party = "X2"); /* here it was found to be another's fault */
    desk_imported(ROW "|party=甲防水|grade=crisis");
    CHECK_TEXT(ask(id, "SELECT u.code FROM fault JOIN unit AS u ON u.id = party_id WHERE ticket_id = $1"),
               "X2");
    desk_imported(ROW "|party=乙油漆|grade=crisis"); /* now the source says so too, by name */
    counted("agreed", 0, 0, 1);
    desk_imported(ROW "|party=丙木作|grade=crisis");
    CHECK_TEXT(ask(id, "SELECT u.code FROM fault JOIN unit AS u ON u.id = party_id WHERE ticket_id = $1"),
               "X3");
    CHECK_TEXT(ask(id, "SELECT old || '>' || new FROM event WHERE ticket_id = $1 AND field = 'party'"),
               "X2>丙木作");
}

#define HOME "SELECT h.code FROM home AS h JOIN ticket AS t ON t.home_id = h.id WHERE t.id = $1"

CS_TEST(places_move, "a room that changes is another home, whether the file names the project again or not")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(ROW "|project=P1|room=1-1-101");
    CHECK_TEXT(ask(id, HOME), "P1-1-1-101");
    desk_imported(ROW "|room=1-1-102");
    counted("the room alone", 0, 1, 0);
    CHECK_TEXT(ask(id, HOME), "P1-1-1-102");
    desk_imported(ROW "|project=P1|room=9-9-909");
    CHECK_TEXT(ask(id, HOME), "");
    CHECK_TEXT(field(id, "anomalies"), "unresolved_home");
    desk_imported(ROW "|project=P1|building=1|entrance=1|room=101");
    CHECK_TEXT(ask(id, HOME), "P1-1-1-101");
    CHECK_TEXT(field(id, "anomalies"), "");
    desk_imported(ROW "|project=P1|building= |entrance= |room= ");
    CHECK_TEXT(ask(id, HOME), ""); /* no room named: the project's own */
    CHECK_TEXT(field(id, "coalesce(anomalies, '-') || unit_id"), "-4");
    desk_imported(ROW "|project=P2|room=1-1-101");
    CHECK_TEXT(ask(id, "SELECT u.code FROM unit AS u JOIN ticket AS t ON t.unit_id = u.id WHERE t.id = $1"),
               "P2");
    CHECK_TEXT(ask(id, HOME), ""); /* P2 has no such room */
    CHECK_TEXT(field(id, "anomalies"), "unresolved_home");
}

/* ---- masks ---- */

CS_TEST(masked, "a mask never destroys a number, whatever was said before and in between")
{
    static const struct {
        const char *says, *phone;
    } turns[] = {
        { "13900000001", "13900000001" },
        { "139****0001", "13900000001" },
        { "139****0002", "13900000001" },
        { "13900000002", "13900000002" },
        { "139****0001", "13900000002" },
        { " ", "" },
        { "139****0001", "" },
        { "13900000003", "13900000003" },
        { "13900000003", "13900000003" },
    };
    for (int here = 0; here < 2; here++) {
        desk_whole("2026-03-02 09:00");
        for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
            char row[300];
            snprintf(row, sizeof row, ROW "|phone=%s", turns[i].says);
            int64_t id = desk_imported(row);
            CHECK_THAT(strcmp(field(id, "phone"), turns[i].phone) == 0, "turn %zu, %s: %s stands", i,
                       turns[i].says, field(id, "phone"));
            if (here && i == 0)
                MOVE(id, "note", .note = "有人看过");
        }
    }
}

/* ---- states ---- */

CS_TEST(where_it_stands, "onward as the source says, never back; over is over until the source reopens it")
{
    static const struct {
        const char *before, *now, *stands;
    } moves[] = {
        { "received", "to_inspect", "to_inspect" },
        { "to_inspect", "received", "to_inspect" },
        { "received", "closed", "closed" },
        { "in_work", "to_dispatch", "in_work" },
        { "in_work", "rework", "rework" },
        { "rework", "in_work", "rework" },
        { "to_verify", "to_close", "to_close" },
        { "to_close", "to_call_back", "to_call_back" },
        { "to_call_back", "closed", "closed" },
        { "closed", "received", "received" },
        { "closed", "in_work", "in_work" },
        { "cancelled", "to_inspect", "to_inspect" },
        { "closed", "cancelled", "closed" },
        { "not_ours", "closed", "not_ours" },
        { "in_work", "held", "held" },
        { "to_call_back", "held", "held" },
        { "received", "not_ours", "not_ours" },
        { "to_dispatch", "settled", "settled" },
        { "to_dispatch", "refused", "refused" },
        { "to_accept", "refused", "to_accept" },
        { "to_visit", "to_appoint", "to_visit" },
        { "to_plan", "to_approve", "to_approve" },
        { "to_agree", "to_talk", "to_agree" },
        { "held", "in_work", "in_work" },
        { "held", "received", "held" },
        { "held", "closed", "closed" },
    };
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        char row[300];
        snprintf(row, sizeof row, "external_id=S%zu|kind=repair|occurred_at=2026-03-02T08:00:00|state=%s", i,
                 moves[i].before);
        int64_t id = desk_imported(row);
        CHECK_TEXT(field(id, "state"), moves[i].before);
        snprintf(row, sizeof row, "external_id=S%zu|kind=repair|occurred_at=2026-03-02T08:00:00|state=%s", i,
                 moves[i].now);
        desk_imported(row);
        CHECK_THAT(strcmp(field(id, "state"), moves[i].stands) == 0, "%s, then %s: it stands at %s",
                   moves[i].before, moves[i].now, field(id, "state"));
        desk_imported(row);
        counted(moves[i].now, 0, 0, 1);
    }
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

CS_TEST(path_follows, "a kind or priority that the source changes puts the case on another path")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported("external_id=A1|kind=repair|priority=3|occurred_at=2026-03-02T08:00:00");
    const char *path = "SELECT p.name FROM path AS p JOIN ticket AS t ON t.path_id = p.id WHERE t.id = $1";
    CHECK_TEXT(ask(id, path), "repair");
    desk_imported("external_id=A1|kind=repair|priority=1|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(ask(id, path), "emergency");
    desk_imported("external_id=A1|kind=complaint|priority=1|occurred_at=2026-03-02T08:00:00");
    CHECK_TEXT(ask(id, path), "complaint");
    MOVE(id, "contact");
    CHECK_TEXT(field(id, "state"), "to_check");
}
