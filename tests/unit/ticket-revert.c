/* An import is taken back: cases that it brought are void, cases that it changed are what they were. */
#include "batch-kit.h"

#define OPENED      "kind=repair|project=P1|room=1-1-101|occurred_at=2026-03-02T08:00:00"
#define TEN_O_CLOCK "2026-03-02T10:00"

/* All of a case that an import may change, as one text. */
static const char *whole(int64_t id)
{
    return ask(
        id,
        "SELECT t.kind || '/' || t.state || '/' || t.priority || '/' || coalesce(t.subject, '') || '/' || "
        "coalesce(t.phone, '') || '/' || coalesce(t.done_at, '') || '/' || coalesce(t.dispatched_at, "
        "'') || '/' || coalesce(t.closed_at, '') || '/' || coalesce(t.home_id, '') || '/' || t.level || "
        "'/' || t.reopens || '/' || coalesce(t.hold_reason, '') || '/' || coalesce(t.resume_state, '') "
        "|| '/' || coalesce(t.anomalies, '') || '/' || coalesce((SELECT f.component || f.place FROM "
        "fault AS f WHERE f.ticket_id = t.id), 'none') || '/' || (SELECT r.digest || coalesce(r.given, "
        "'') FROM reference AS r WHERE r.ticket_id = t.id) || '/' || coalesce((SELECT max(coalesce(u.code, "
        "w.supplier) || ' ' || w.state) FROM work_order AS w LEFT JOIN unit AS u ON u.id = w.supplier_id "
        "WHERE w.ticket_id = t.id), 'none') FROM ticket AS t WHERE t.id = $1");
}

/* Every clock with what it shows. */
static const char *clocks(int64_t id)
{
    return ask(
        id, "SELECT metric || ' ' || instance || ' ' || started_at || ' ' || coalesce(due_at, '-') || ' ' || "
            "coalesce(stopped_at, '-') || ' ' || coalesce(next_at, '-') FROM clock WHERE ticket_id = $1 "
            "ORDER BY metric, instance");
}

CS_TEST(brought, "what it brought is void, alerts no more and leaves its name to the right file")
{
    desk_whole(TEN_O_CLOCK);
    int64_t batch =
        IMPORT("external_id=A|subject=漏水|supplier=X1|" OPENED, "external_id=B|subject=开裂|" OPENED);
    int64_t a = batch_first;
    COUNTED(2, 0, 0);
    CHECK_THAT(batch_number("SELECT CAST(count(*) AS TEXT) FROM deadline WHERE $1 = 0") > 0, "no clock runs");
    desk_at("2026-03-02T10:05");
    REVERT(batch);
    CHECK_INT(batch_reverted.cancelled, 2);
    CHECK_INT(batch_reverted.restored, 0);
    CHECK_TEXT(field(a, "state"), "cancelled");
    CHECK_TEXT(orders(a), "X1 cancelled");
    CHECK_TEXT(story(a), "receive >received\nrevert received>cancelled");
    CHECK_TEXT(ask(a, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'revert'"),
               "import 1 taken back: crm:A");
    CHECK_TEXT(ask(a, "SELECT CAST(intake_id AS TEXT) FROM event WHERE ticket_id = $1 AND verb = 'revert'"),
               "1");
    CHECK_INT(batch_number("SELECT CAST(count(*) AS TEXT) FROM deadline WHERE $1 = 0"), 0);
    CHECK_INT(batch_number("SELECT CAST(count(*) AS TEXT) FROM clock WHERE stopped_at IS NULL AND $1 = 0"),
              0);
    CHECK_INT(batch_number("SELECT CAST(count(*) AS TEXT) FROM reference WHERE $1 = 0"), 0);
    CHECK_TEXT(run_at("2026-04-20T10:00"), "");
    batch_replays();

    desk_at("2026-03-02T10:10");
    IMPORT("external_id=A|subject=漏水严重|" OPENED);
    COUNTED(1, 0, 0);
    CHECK_TEXT(field(batch_first, "subject"), "漏水严重");
    CHECK_THAT(batch_first != a, "the voided case came back");
    batch_replays();
}

CS_TEST(closed_too, "a case that came in closed is void as well")
{
    desk_whole(TEN_O_CLOCK);
    int64_t batch = IMPORT("external_id=A|closed_at=2026-03-02T09:00:00|supplier=X1|" OPENED);
    REVERT(batch);
    CHECK_TEXT(field(batch_first, "state"), "cancelled");
    CHECK_TEXT(orders(batch_first), "X1 cancelled");
    batch_replays();
}

/* What the source changed in the second file, column by column and all at once. */
static const char *const seconds[] = {
    "subject=漏得更多",
    "priority=2",
    "kind=complaint",
    "phone=13900000009",
    "room=1-1-102",
    "room=9-9-999",
    "project=没有的项目",
    "component=leak|place=厨房",
    "first_contact_at=2026-03-02T09:00:00",
    "dispatched_at=2026-03-02T09:10:00|state=to_accept",
    "dispatched_at=2026-03-02T09:10:00|done_at=2026-03-02T09:40:00|state=to_verify",
    "closed_at=2026-03-02T09:50:00|state=closed",
    "state=held|hold_reason=drying",
    "supplier=X2",
    "supplier=某公司",
    "occurred_at=2026-03-02T10:30:00",
    "subject=漏得更多|priority=1|phone=13900000009|room=1-1-102|component=leak|closed_at=2026-03-02T09:50:00|"
    "state=closed",
};

/* The same key twice in a row means the later one: the first file's cell gives way. */
static const char *without(const char *row, const char *changes)
{
    static char text[1024];
    char *list = cs_strdup(row), *rest = list, *piece;
    text[0] = '\0';
    while ((piece = strsep(&rest, "|"))) {
        char key[64];
        snprintf(key, sizeof key, "%.*s", (int)strcspn(piece, "=") + 1, piece);
        const char *there = strstr(changes, key);
        bool named = there && (there == changes || there[-1] == '|');
        if (!named)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s|", piece);
    }
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s", changes);
    free(list);
    return text;
}

#define FIRST                                                                                                \
    "subject=漏水|supplier=X1|priority=3|phone=13900000001|state=received|component=cabinet|place="        \
    "客厅|" OPENED

CS_TEST(changed, "a case that it changed is what it was, its clocks too, and the file can come again")
{
    char row[512], before[1024], before_clocks[2048];
    desk_whole(TEN_O_CLOCK);
    for (size_t i = 0; i < 2 * sizeof seconds / sizeof *seconds; i++) {
        bool here = i % 2; /* somebody had worked on it before, so that a copy was kept */
        const char *change = seconds[i / 2];
        snprintf(row, sizeof row, "external_id=F%zu|%s", i, FIRST);
        desk_at(TEN_O_CLOCK);
        IMPORT(row);
        int64_t id = batch_first;
        if (here)
            MOVE(id, "note", .note = "有人看过");
        snprintf(before, sizeof before, "%s", whole(id));
        snprintf(before_clocks, sizeof before_clocks, "%s", clocks(id));
        desk_at("2026-03-02T10:01");
        int64_t batch = IMPORT(without(row, change));
        COUNTED(0, 1, 0);
        CHECK_THAT(strcmp(whole(id), before) != 0, "%s changes nothing", change);
        desk_at("2026-03-02T10:02");
        REVERT(batch);
        CHECK_INT(batch_reverted.restored, 1);
        CHECK_THAT(strcmp(whole(id), before) == 0, "%s, %d:\n# %s\n# %s", change, here, whole(id), before);
        /* Where the limits themselves were others meanwhile, what was used stays used and is kept as a span.
         */
        if (!strstr(change, "priority") && !strstr(change, "kind") && !strstr(change, "held") &&
            !strstr(change, "component"))
            CHECK_THAT(strcmp(clocks(id), before_clocks) == 0, "%s, %d:\n# %s\n# %s", change, here,
                       clocks(id), before_clocks);
        IMPORT(row);
        COUNTED(0, 0, 1);
    }
    batch_replays();
}

CS_TEST(worked, "cases that were worked on keep the import from being taken back, or stay as they are")
{
    desk_whole(TEN_O_CLOCK);
    int64_t batch = IMPORT("external_id=A|" OPENED, "external_id=B|" OPENED), a = batch_first, b = a + 1;
    desk_by("anna", "2026-03-02T10:30");
    MOVE(b, "note", .note = "已看");
    MOVE(b, "contact", .channel = "phone");
    desk_at("2026-03-02T10:40");
    kit.said[0] = '\0';
    CHECK_INT(batch_revert(batch, false), CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "1 of its cases"), "%s", kit.err.text);
    CHECK_THAT(strstr(kit.said, "case 2: 2 events since, by anna"), "%s", kit.said);
    CHECK_TEXT(field(a, "state"), "received");
    CHECK_INT(batch_revert(batch, true), CS_OK);
    CHECK_INT(batch_reverted.cancelled, 1);
    CHECK_INT(batch_reverted.worked, 1);
    CHECK_TEXT(field(a, "state"), "cancelled");
    CHECK_THAT(strcmp(field(b, "state"), "cancelled") != 0, "the case that was worked on is void");
    CHECK_TEXT(ask(b, "SELECT external_id FROM reference WHERE ticket_id = $1"), "B");
}

CS_TEST(escalated, "what the program did by itself is nobody's work")
{
    desk_whole(TEN_O_CLOCK);
    int64_t batch = IMPORT("external_id=A|priority=2|" OPENED);
    run_at("2026-03-04T10:00");
    CHECK_THAT(batch_number("SELECT CAST(count(*) AS TEXT) FROM escalation WHERE $1 = 0") > 0,
               "nothing escalated");
    CHECK_THAT(batch_number("SELECT CAST(count(*) AS TEXT) FROM message WHERE state = 'waiting' AND $1 = 0") >
                   0,
               "no message waits");
    desk_at("2026-03-04T10:05");
    REVERT(batch);
    CHECK_INT(batch_reverted.cancelled, 1);
    CHECK_INT(batch_number("SELECT CAST(count(*) AS TEXT) FROM message WHERE state = 'waiting' AND $1 = 0"),
              0);
}

CS_TEST(later_import, "an import is taken back before the one it built on")
{
    desk_whole(TEN_O_CLOCK);
    int64_t first = IMPORT("external_id=A|subject=一|" OPENED), id = batch_first;
    desk_at("2026-03-02T10:01");
    int64_t second = IMPORT("external_id=A|subject=二|" OPENED);
    desk_at("2026-03-02T10:02");
    int64_t third = IMPORT("external_id=A|subject=三|" OPENED);
    CHECK_INT(second, first + 1);
    kit.said[0] = '\0';
    CHECK_INT(batch_revert(first, false), CS_REFUSED);
    CHECK_THAT(strstr(kit.said, "case 1: import 3 changed it since (2 events)"), "%s", kit.said);
    CHECK_INT(batch_revert(second, false), CS_REFUSED);
    desk_at("2026-03-02T10:03");
    REVERT(third);
    CHECK_TEXT(field(id, "subject"), "二");
    REVERT(second);
    CHECK_TEXT(field(id, "subject"), "一");
    REVERT(first);
    CHECK_TEXT(field(id, "state"), "cancelled");
    batch_replays();
}

CS_TEST(twice_in_a_file, "a case that one file changes twice goes back to where it was before the file")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|subject=一|reporter=甲|" OPENED);
    int64_t id = batch_first;
    desk_at("2026-03-02T10:01");
    int64_t batch = IMPORT("external_id=A|subject=二|reporter=甲|" OPENED,
                           "external_id=A|subject=三|reporter=乙|" OPENED);
    CHECK_TEXT(field(id, "subject || reporter"), "三乙");
    desk_at("2026-03-02T10:02");
    REVERT(batch);
    CHECK_TEXT(field(id, "subject || reporter"), "一甲");
    /* And one that a file brings and changes is void. */
    batch = IMPORT("external_id=N|subject=一|" OPENED, "external_id=N|subject=二|" OPENED);
    COUNTED(1, 1, 0);
    REVERT(batch);
    CHECK_TEXT(field(batch_first, "state"), "cancelled");
}

CS_TEST(words, "what cannot be taken back is refused in words")
{
    desk_whole(TEN_O_CLOCK);
    int64_t batch = IMPORT("external_id=A|" OPENED);
    CHECK_INT(batch_revert(99, false), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "there is no import 99; cs-ticket batches lists them");
    REVERT(batch);
    CHECK_INT(batch_revert(batch, false), CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "import 1 was taken back already, at 2026-03-02") &&
                   strstr(kit.err.text, "by clerk"),
               "%s", kit.err.text);
    ask(0, "INSERT INTO intake (id, at, actor_id, noun, inserted, updated, unchanged, refused) SELECT 7, 0, "
           "min(id), 'customer', 1, 0, 0, 0 FROM actor WHERE $1 = 0 RETURNING 'x'");
    CHECK_INT(batch_revert(7, false), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "import 7 did not bring cases (but: customer)");
    CHECK_TEXT(room_view(desk.store, &cs_batch_view, "import noun source inserted updated actor reverted_by"),
               "7|customer||1|0|clerk|\n1|ticket|crm|1|0|clerk|clerk\n");
}

CS_TEST(erased, "what is kept of a case forgets the person")
{
    int64_t cases = 0;
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|reporter=甲|phone=13900000001|" OPENED);
    desk_at("2026-03-02T10:01");
    int64_t batch = IMPORT("external_id=A|reporter=乙|phone=13900000001|" OPENED);
    CHECK_THAT(strstr(ask(batch, "SELECT old FROM intake_before WHERE intake_id = $1"), "甲"),
               "nothing is kept");
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13900000001", 1, desk.now, &cases, &kit.err), CS_OK);
    CHECK_INT(cases, 1);
    CHECK_TEXT(ask(batch, "SELECT old FROM intake_before WHERE intake_id = $1"), "");
    CHECK_INT(batch_revert(batch, false), CS_REFUSED);
}
