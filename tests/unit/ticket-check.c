/* What looks wrong: each check finds what it should and leaves alone what it should. */
#include "case-kit.h"
#include "ticket/suspect.h"

#define REPAIR "kind=repair|priority=3|project=P1"

static enum cs_status end(enum cs_status status)
{
    if (status == CS_OK)
        return cs_store_commit(desk.store, &kit.err);
    cs_store_rollback(desk.store);
    return status;
}

/* "case other words" a line; NULL: all checks. */
static const char *found(const char *check, const char *since)
{
    static struct room_lines lines;
    const struct cs_suspecting asked = { .since = since ? room_time(since) : CS_NO_TIME,
                                         .now = desk.now,
                                         .zone = room_zone(),
                                         .checks = &check,
                                         .check_count = check ? 1 : 0 };
    lines = (struct room_lines){ .fields = "id other words" };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_ticket_suspect(desk.store, &asked, room_gather, &lines, &kit.err), CS_OK);
    return lines.text;
}

static void tie(int64_t id, int64_t other)
{
    const struct cs_act act = { .at = desk.now };
    const struct cs_linking how = { other, "related", false };
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(end(cs_ticket_link(desk.tickets, id, &how, &act, &kit.err)), CS_OK);
}

/* ------------------------------------------------------------------ likeness */

CS_TEST(likeness, "Dice's coefficient over pairs of characters, blanks and signs left out")
{
    static const struct {
        const char *left, *right;
        int per_cent;
    } pairs[] = {
        { "厨房漏水", "厨房漏水", 100 },
        { "厨房漏水", "厨房 漏水！", 100 },
        { "厨房漏水", "主卫漏水", 33 },       /* 厨房 房漏 漏水 | 主卫 卫漏 漏水: 2*1/6 */
        { "厨房漏水", "厨房漏水请尽快", 66 }, /* 3 and 6 pairs, 3 the same: 6/9 */
        { "Leak", "LEAK", 100 },
        { "aaaa", "aa", 50 }, /* aa aa aa | aa: each is matched once: 2*1/4 */
        { "漏", "漏", 0 },    /* one character makes no pair */
        { "", "厨房漏水", 0 },
        { "门", "门窗", 0 },
        { "abcd", "efgh", 0 },
        { "\xff漏\xff水", "漏水", 100 }, /* broken bytes are passed over */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int one = cs_text_likeness(pairs[i].left, pairs[i].right);
        CHECK_THAT(one == pairs[i].per_cent, "%s and %s: %d, not %d", pairs[i].left, pairs[i].right, one,
                   pairs[i].per_cent);
        CHECK_INT(cs_text_likeness(pairs[i].right, pairs[i].left), one);
    }
}

CS_TEST(likeness_long, "only the beginnings of long texts are compared")
{
    char left[3000], right[3000];
    memset(left, 'a', sizeof left);
    memset(right, 'a', sizeof right);
    memset(right + 600, 'b', sizeof right - 600); /* behind the 401st character */
    left[2999] = right[2999] = '\0';
    CHECK_INT(cs_text_likeness(left, right), 100);
}

/* ------------------------------------------------------------------ cases against each other */

CS_TEST(doubles, "same home, or same phone where the home is unknown, similar words, within fourteen days")
{
    desk_whole("2026-03-02 09:00");
    int64_t first = desk_add(REPAIR "|room=1-1-101|subject=厨房水管漏水");
    desk_at("2026-03-02 09:30");
    desk_add(REPAIR "|room=1-1-101|subject=厨房水管漏水严重"); /* 5 and 7 pairs, 5 alike: 10/12 */
    desk_add(REPAIR "|room=1-1-101|subject=阳台门把手松动");   /* other words */
    desk_add(REPAIR "|room=1-1-102|subject=厨房水管漏水");     /* another home */
    desk_at("2026-03-16 09:00");                               /* to the second fourteen days */
    desk_add(REPAIR "|room=1-1-101|subject=厨房水管漏水");
    desk_at("2026-03-16 09:31");
    desk_add(REPAIR "|room=1-1-101|subject=厨房水管漏水"); /* 14 d 31 min after the first, 14 d 1 min after
                                                               the second */
    CHECK_TEXT(found("double", NULL), "2|1|83% the words of case 1, 30 min after it\n"
                                      "5|1|100% the words of case 1, 14 d after it\n"
                                      "5|2|83% the words of case 2, 13 d after it\n"
                                      "6|5|100% the words of case 5, 31 min after it\n");
    CHECK_TEXT(found("double", "2026-03-16 09:31"), "6|5|100% the words of case 5, 31 min after it\n");
    tie(2, first); /* somebody has looked at the two */
    tie(5, first);
    tie(2, 5);
    MOVE(6, "cancel", .reason = "误报");
    CHECK_TEXT(found("double", NULL), "");
}

CS_TEST(double_phones, "a phone counts only where a home is missing, whole, and not a desk's")
{
    desk_whole("2026-03-02 09:00");
    desk_add(REPAIR "|subject=大堂灯不亮了|phone=13900000001");
    desk_add(REPAIR "|room=1-1-101|subject=大堂灯不亮了|phone=13900000001");
    desk_add(REPAIR "|room=1-1-102|subject=大堂灯不亮了|phone=13900000001");
    desk_imported("external_id=A1|kind=repair|project=P1|subject=大堂灯不亮了|phone=139****0001|occurred_at="
                  "2026-03-02 09:00");
    desk_imported("external_id=A2|kind=repair|project=P1|subject=大堂灯不亮了|phone=139****0001|occurred_at="
                  "2026-03-02 09:00");
    /* 2 and 3 are of different homes: not each other's doubles */
    CHECK_TEXT(found("double", NULL), "2|1|100% the words of case 1, 0 min after it\n"
                                      "3|1|100% the words of case 1, 0 min after it\n");
    char text[160];
    for (int i = 0; i < 48; i++) { /* with 51 cases the phone is a front desk's, not a caller's */
        CHECK_THAT(found("double", NULL)[0], "with %d more cases", i);
        snprintf(text, sizeof text,
                 "external_id=B%d|kind=inquiry|project=P1|subject=问|phone=13900000001|"
                 "occurred_at=2026-01-02 09:00",
                 i);
        desk_imported(text);
    }
    CHECK_TEXT(found("double", NULL), "");
}

CS_TEST(callers,
        "the third case of a caller in seven days, by customer or whole phone; handover snags do not "
        "count")
{
    desk_whole("2026-03-02 09:00");
    desk_add(REPAIR "|subject=一|phone=13900000001");
    desk_at("2026-03-05 09:00");
    desk_add(REPAIR "|subject=二|phone=13900000001");
    desk_add("kind=handover|project=P1|subject=三|phone=13900000001");
    desk_at("2026-03-09 09:00"); /* exactly seven days after the first */
    desk_add(REPAIR "|subject=四|phone=13900000001");
    desk_at("2026-03-10 09:00");
    desk_add(REPAIR "|subject=五|phone=13900000001"); /* 5, 9 and 10 March */
    desk_at("2026-03-13 09:00");
    desk_add(REPAIR "|subject=六|phone=13900000001"); /* 9, 10 and 13 March */
    desk_at("2026-03-20 09:00");
    desk_add(REPAIR "|subject=七|phone=13900000001"); /* 13 and 20 March */
    CHECK_TEXT(found("caller", NULL), "4||case number 3 of this caller within seven days\n"
                                      "5||case number 3 of this caller within seven days\n"
                                      "6||case number 3 of this caller within seven days\n");
}

/* A repair closed and called back. */
static int64_t closed_repair(const char *text, bool proven)
{
    desk_by("desk", "2026-03-02 09:00");
    int64_t id = desk_add(text);
    MOVE(id, "inspect", .component = "leak");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    MOVE(id, "close", .component = "leak", .class = "workmanship", .cause = "防水层破损", .party = "X1",
         .evidence = proven ? "photo://after" : "业主不在，未拍照");
    return id;
}

CS_TEST(same_fault,
        "the same component of the same home again within thirty days, and whatever was reopened twice")
{
    desk_whole("2026-03-02 09:00");
    int64_t first = closed_repair(REPAIR "|room=1-1-101|subject=厨房渗漏", true);
    desk_at("2026-04-01 09:00"); /* thirty days later */
    int64_t again = desk_add(REPAIR "|room=1-1-101|subject=又漏了|component=leak");
    desk_add(REPAIR "|room=1-1-101|subject=门坏了|component=door_window");
    desk_at("2026-04-01 09:00:01");
    desk_add(REPAIR "|room=1-1-101|subject=还漏|component=leak"); /* a second too late */
    CHECK_TEXT(found("again", NULL), "2|1|leak in the same home, 30 days after case 1 was closed\n");
    tie(again, first);
    CHECK_TEXT(found("again", NULL), "");
    MOVE(first, "reopen", .reason = "复漏");
    desk_imported(
        "external_id=A1|kind=repair|project=P1|subject=复漏|reopens=2|occurred_at=2026-03-01 09:00");
    CHECK_TEXT(found("again", NULL), "5||reopened 2 times\n"); /* case 1 once */
}

/* ------------------------------------------------------------------ single cases */

CS_TEST(times, "orders of times that cannot be")
{
    desk_whole("2026-03-02 09:00");
    desk_imported("external_id=A1|kind=repair|project=P1|subject=a|occurred_at=2026-03-01 09:00|closed_at="
                  "2026-02-28 09:00");
    desk_imported(
        "external_id=A2|kind=repair|project=P1|subject=b|occurred_at=2026-03-01 09:00|first_contact_at="
        "2026-03-01 10:00|done_at=2026-03-01 10:00");
    desk_imported("external_id=A3|kind=repair|project=P1|subject=c|occurred_at=2026-03-01 09:00");
    CHECK_TEXT(found("times", NULL), "1||times reversed\n2||times equal\n");
}

CS_TEST(backdated, "what was written down a day late waits for a verdict")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR "|subject=a");
    desk_by("sloppy", "2026-03-05 09:00");
    MOVE(id, "inspect", .at = room_time("2026-03-02 10:00")); /* 71 h late */
    CHECK_TEXT(found("backdated", NULL),
               "1||\"inspect\" of 2026-03-02 10:00 was written down 2 d later by sloppy\n");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    ask(id,
        "INSERT INTO backdating (ticket_id, event_seq, approved, at, actor_id) SELECT ticket_id, seq, 'no', "
        "recorded_at, actor_id FROM event WHERE mark = 'backdated' AND ticket_id = $1 RETURNING approved");
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_TEXT(found("backdated", NULL), ""); /* judged, whichever way */
}

CS_TEST(holds, "a hold whose review has passed and whose customer hears nothing")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR "|subject=a"), other = desk_add(REPAIR "|subject=b");
    MOVE(id, "hold", .reason = "material", .approver = "K1"); /* review after 5 d */
    MOVE(other, "inspect");
    desk_at("2026-03-04 09:00");
    CHECK_TEXT(found("hold", NULL), "");
    desk_at("2026-03-05 09:00:01"); /* three days without a word */
    CHECK_TEXT(found("hold", NULL),
               "1||held since 2026-03-02 09:00 for \"缺料\"; no word to the customer since\n");
    MOVE(id, "contact");
    CHECK_TEXT(found("hold", NULL), "");
    desk_at("2026-03-08 09:00");
    CHECK_TEXT(found("hold", NULL),
               "1||held since 2026-03-02 09:00 for \"缺料\"; to be looked at by 2026-03-07 09:00\n");
}

CS_TEST(silences, "no word to the customer for longer than the limit")
{
    desk_whole("2026-03-02 09:00");
    desk_add("kind=complaint|priority=3|project=P1|subject=a");
    desk_add("kind=complaint|priority=3|project=P1|subject=b");
    desk_at("2026-03-03 08:00");
    MOVE(2, "contact");
    desk_at("2026-03-03 09:00:01"); /* complaints: one day */
    CHECK_TEXT(found("silence", NULL), "1||no word to the customer since 2026-03-02 09:00, 1 days\n");
}

CS_TEST(photos, "the same file under two cases is told of the later one")
{
    desk_whole("2026-03-02 09:00");
    int64_t a = desk_add(REPAIR "|subject=a"), b = desk_add(REPAIR "|subject=b");
    bool known;
    const struct cs_act act = { .at = desk.now };
    struct cs_attaching x = { .uri = "a.jpg", .type = "after", .size = 5, .taken_at = CS_NO_TIME };
    x.sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_attach(desk.tickets, a, &x, &act, &known, &kit.err), CS_OK);
    x.uri = "b.jpg";
    CHECK_INT(cs_ticket_attach(desk.tickets, b, &x, &act, &known, &kit.err), CS_OK);
    x.sha256 = NULL;
    x.uri = "photo://same-name";
    CHECK_INT(cs_ticket_attach(desk.tickets, a, &x, &act, &known, &kit.err), CS_OK);
    CHECK_INT(end(cs_ticket_attach(desk.tickets, b, &x, &act, &known, &kit.err)), CS_OK);
    CHECK_TEXT(found("photo", NULL), "2|1|b.jpg is the same file that case 1 has\n");
}

CS_TEST(unproven, "closed here without photo or signature; what another system closed is its own affair")
{
    desk_whole("2026-03-02 09:00");
    int64_t words = closed_repair(REPAIR "|room=1-1-101|subject=厨房渗漏", false);
    int64_t photo = closed_repair(REPAIR "|room=1-1-102|subject=主卫渗漏", true);
    desk_imported("external_id=A1|kind=repair|project=P1|subject=a|state=closed|occurred_at=2026-03-01 09:00|"
                  "closed_at=2026-03-01 18:00");
    CHECK_TEXT(found("unproven", NULL), "1||closed by desk without photo and signature\n"
                                        "2||closed by desk without the owner's signature\n");
    bool known;
    const struct cs_act act = { .at = desk.now };
    struct cs_attaching x = { .uri = "photo://s", .type = "signature", .size = -1, .taken_at = CS_NO_TIME };
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_attach(desk.tickets, words, &x, &act, &known, &kit.err), CS_OK);
    CHECK_INT(end(cs_ticket_attach(desk.tickets, photo, &x, &act, &known, &kit.err)), CS_OK);
    CHECK_TEXT(found("unproven", NULL), "1||closed by desk without a photo after the work\n");
}

CS_TEST(visits, "a visit that was kept outside its window")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR "|subject=a");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    /* 10:00 to 12:00, came at 12:01; 10:00 to 12:00, came at 12:00; missed at 18:00 */
    ask(id,
        "INSERT INTO appointment (ticket_id, seq, from_at, until_at, agreed_at, state, ended_at, actor_id) "
        "SELECT t.id, s.n, t.opened_at + 3600, t.opened_at + 10800, t.opened_at, s.state, t.opened_at + "
        "s.ended, 1 FROM ticket AS t, (SELECT 1 AS n, 'kept' AS state, 10860 AS ended UNION ALL SELECT 2, "
        "'kept', 10800 UNION ALL SELECT 3, 'missed', 32400) AS s WHERE t.id = $1 RETURNING state");
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_TEXT(found("visit", NULL),
               "1||came at 2026-03-02 12:01; agreed on were 2026-03-02 10:00 to 2026-03-02 12:00\n");
}

CS_TEST(windows, "a window that is over, and nobody wrote down whether somebody came")
{
    static const struct {
        const char *now, *outcome; /* outcome: what is written down before the question; NULL: nothing */
        bool listed;
    } rows[] = {
        { "2026-03-02 11:59", NULL, false }, /* the window 10:00 to 12:00 still runs */
        { "2026-03-02 12:00", NULL, false }, /* it ends just now */
        { "2026-03-02 12:01", NULL, true },      { "2026-03-09 09:00", NULL, true },
        { "2026-03-02 12:01", "kept", false },   { "2026-03-02 12:01", "missed", false },
        { "2026-03-02 12:01", "moved", false },  { "2026-03-02 12:01", "cancelled", false },
        { "2026-03-02 12:01", "cancel", false }, /* the case itself: no visit is owed */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        desk_whole("2026-03-02 09:00");
        int64_t id = desk_add(REPAIR "|subject=a");
        MOVE(id, "inspect", .component = "leak");
        MOVE(id, "dispatch", TO("X1"));
        MOVE(id, "accept");
        MOVE(id, "appoint", .appointment_at = desk.now + 3600, .window_until = desk.now + 10800);
        desk_at(rows[i].now);
        const char *outcome = rows[i].outcome;
        if (outcome && strcmp(outcome, "cancel") == 0)
            MOVE(id, "cancel", .reason = "重复");
        else if (outcome && strcmp(outcome, "moved") == 0)
            MOVE(id, "appoint", .outcome = outcome, .reason = "业主改期", .appointment_at = desk.now + 86400,
                 .window_until = desk.now + 90000);
        else if (outcome)
            MOVE(id, "appoint", .outcome = outcome, .reason = "无人", .missed_by = "owner",
                 .at = desk.now - 300);
        CHECK_THAT(strcmp(found("window", NULL),
                          rows[i].listed
                              ? "1||agreed on were 2026-03-02 10:00 to 2026-03-02 12:00; nobody said "
                                "whether somebody came (cs-ticket appoint)\n"
                              : "") == 0,
                   "row %zu: %s", i, found("window", NULL));
    }
}

CS_TEST(picked, "by unit, with all below it; all checks in their order; a stop is a stop")
{
    desk_whole("2026-03-02 09:00");
    desk_imported(
        "external_id=A1|kind=repair|project=P1|subject=a|reopens=2|occurred_at=2026-03-01 09:00|closed_at="
        "2026-02-28 09:00");
    desk_imported("external_id=A2|kind=repair|project=P2|subject=b|reopens=3|occurred_at=2026-03-01 09:00");
    desk_imported("external_id=A3|kind=repair|subject=c|reopens=4|occurred_at=2026-03-01 09:00");
    static struct room_lines lines;
    const struct cs_suspecting all = { .since = CS_NO_TIME, .now = desk.now, .zone = room_zone() };
    struct cs_suspecting city = all;
    lines = (struct room_lines){ .fields = "check id project" };
    CHECK_INT(cs_ticket_suspect(desk.store, &all, room_gather, &lines, &kit.err), CS_OK);
    CHECK_TEXT(lines.text, "times|1|P1\nagain|1|P1\nagain|2|P2\nagain|3|\n");
    CHECK_INT(cs_org_find_unit(desk.org, "C", 1, &city.unit_id, &kit.err), CS_OK);
    lines = (struct room_lines){ .fields = "check id" };
    CHECK_INT(cs_ticket_suspect(desk.store, &city, room_gather, &lines, &kit.err), CS_OK);
    CHECK_TEXT(lines.text, "times|1\nagain|1\nagain|2\n");
    CHECK_INT(cs_org_find_unit(desk.org, "P2", 2, &city.unit_id, &kit.err), CS_OK);
    lines = (struct room_lines){ .fields = "check id" };
    CHECK_INT(cs_ticket_suspect(desk.store, &city, room_gather, &lines, &kit.err), CS_OK);
    CHECK_TEXT(lines.text, "again|2\n");
}
