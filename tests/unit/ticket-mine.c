/* What is somebody's to do; the log of a dossier; chasers that come as rows; what the law keeps from erasure.
 */
#include "case-kit.h"
#include "ticket/desk.h"

#define REPAIR "kind=repair|priority=3|project=P1"

static const char *mine_of(const char *name, const char *fields)
{
    static struct room_lines lines;
    struct cs_mine asked = { .name = name, .now = desk.now, .day = cs_zone_day(room_zone(), desk.now) };
    enum cs_status status = cs_org_find_staff(desk.org, name, strlen(name), &asked.staff_id, &kit.err);
    CHECK(status == CS_OK || status == CS_NONE);
    lines = (struct room_lines){ .fields = fields };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_ticket_mine(desk.store, &asked, room_gather, &lines, &kit.err), CS_OK);
    return lines.text;
}

static void bring(enum cs_org_noun noun, const char *row)
{
    const char *const rows[] = { row, NULL };
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_org(noun, rows);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

static void put(int64_t id, const char *sql)
{
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    ask(id, sql);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

/* ------------------------------------------------------------------ mine */

CS_TEST(named, "cases that bear the name or the code, what is due first coming first, late ones marked")
{
    desk_whole("2026-03-02 09:00");
    desk_add(REPAIR "|subject=慢|assignee=工程师一"); /* answer within 2 h of the desk: 11:00 */
    desk_add("kind=repair|priority=2|project=P1|subject=快|assignee=E1"); /* 30 min: 09:30 */
    desk_add(REPAIR "|subject=别人的|assignee=别人");
    CHECK_TEXT(mine_of("工程师一", "id due_at late task why subject"),
               "2|2026-03-02T09:30:00+08:00|no|receive|named on the case|快\n"
               "1|2026-03-02T11:00:00+08:00|no|receive|named on the case|慢\n");
    desk_at("2026-03-02 09:30:01");
    CHECK_TEXT(mine_of("E1", "id late"), "2|yes\n1|no\n");
    CHECK_TEXT(mine_of("别人", "id why"), "3|named on the case\n"); /* no member of staff, yet a name */
    CHECK_TEXT(mine_of("无人", "id"), "");
    MOVE(2, "cancel", .reason = "误报");
    CHECK_TEXT(mine_of("E1", "id"), "1\n");
}

CS_TEST(posts, "cases without a name fall to the post whose step it is")
{
    desk_whole("2026-03-02 09:00");
    int64_t a = desk_add(REPAIR "|subject=a"), b = desk_add(REPAIR "|subject=b");
    int64_t c = desk_add("kind=complaint|priority=3|project=P1|subject=c");
    desk_add("kind=complaint|priority=3|project=P2|subject=d"); /* nobody holds a post there */
    MOVE(b, "inspect");
    CHECK_TEXT(mine_of("K1", "id task why"),
               "1|receive|customer care of P1\n3|receive|customer care of P1\n");
    CHECK_TEXT(mine_of("E1", "id task why"), "2|dispatch|maintenance engineer of P1\n");
    CHECK_TEXT(mine_of("H1", "id"), "");
    put(c, "UPDATE ticket SET state = 'to_approve' WHERE id = $1 RETURNING state");
    CHECK_TEXT(mine_of("H1", "id task why"), "3|approve|head of P1\n");
    CHECK_TEXT(mine_of("K1", "id"), "1\n");
    MOVE(a, "note", .assignee = "某某");
    CHECK_TEXT(mine_of("K1", "id"), "");
}

CS_TEST(stand_ins,
        "the deputy sees them while the holder is away, and whoever is on duty while the duty lasts")
{
    desk_whole("2026-03-02 09:00");
    desk_add(REPAIR "|subject=a");
    CHECK_TEXT(mine_of("D1", "id"), "");
    bring(CS_ORG_ABSENCE, "staff=K1|from_on=2026-03-02|until_on=2026-03-03");
    CHECK_TEXT(mine_of("D1", "id why"), "1|deputy, customer care of P1\n");
    desk_at("2026-03-04 00:00");
    CHECK_TEXT(mine_of("D1", "id"), "");
    put(1, "INSERT INTO duty (unit_id, role, staff_id, from_at, until_at) SELECT t.unit_id, 'care', s.id, "
           "1772553600, 1772640000 FROM ticket AS t, staff AS s WHERE t.id = $1 AND s.code = 'N1' RETURNING "
           "role");
    /* 2026-03-04 00:00 to 2026-03-05 00:00 in Shanghai */
    CHECK_TEXT(mine_of("N1", "id why"), "1|on duty, customer care of P1\n");
    desk_at("2026-03-05 00:00");
    CHECK_TEXT(mine_of("N1", "id"), "");
}

CS_TEST(owed, "unhappy customers, second calls and holds to be looked at again are somebody's, too")
{
    desk_whole("2026-03-02 09:00");
    int64_t a = desk_add(REPAIR "|subject=a|assignee=E1"), b = desk_add(REPAIR "|subject=b|assignee=E1");
    int64_t c = desk_add(REPAIR "|subject=c|assignee=别人");
    put(a, "UPDATE ticket SET state = 'closed', unhappy_at = opened_at + 60 WHERE id = $1 RETURNING state");
    put(b, "UPDATE ticket SET state = 'closed', recall_at = opened_at + 3600 WHERE id = $1 RETURNING state");
    CHECK_TEXT(mine_of("K1", "id task why"), "1|soothe|customer care of P1\n"); /* the call is not due yet */
    CHECK_TEXT(mine_of("E1", "id task why"), "1|soothe|named on the case\n");
    desk_at("2026-03-02 10:00");
    CHECK_TEXT(mine_of("K1", "id task late"), "1|soothe|yes\n2|recall|no\n");
    put(a, "UPDATE ticket SET soothed_at = opened_at + 120 WHERE id = $1 RETURNING state");
    put(b, "UPDATE ticket SET recalled_at = opened_at + 3700 WHERE id = $1 RETURNING state");
    CHECK_TEXT(mine_of("K1", "id"), "");
    MOVE(c, "hold", .reason = "material", .approver = "K1"); /* to be looked at after 5 d */
    put(c, "UPDATE hold SET approver_id = (SELECT id FROM staff WHERE code = 'K1') WHERE ticket_id = $1 "
           "RETURNING evidence");
    desk_at("2026-03-07 09:59");
    CHECK_TEXT(mine_of("K1", "id"), "");
    desk_at("2026-03-07 10:00");
    CHECK_TEXT(mine_of("K1", "id task why"), "3|review|approved the hold\n");
}

/* ------------------------------------------------------------------ the log of a dossier */

CS_TEST(log_spelling, "the log is written in one spelling that no text can break")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR "|subject=a");
    MOVE(id, "note", .note = "一\t二\n三\\");
    struct cs_buffer text = CS_BUFFER_INIT;
    int64_t count = 0;
    CHECK_INT(cs_ticket_log(desk.store, id, &text, &count, &kit.err), CS_OK);
    /* 2026-03-02 09:00 in Shanghai is 1772413200 */
    CHECK_TEXT(text.text, "1\t1772413200\t1772413200\tdesk\treceive\t\t\t\treceived\t\t\n"
                          "2\t1772413200\t1772413200\tdesk\tnote\t\t\t\t\t一\\t二\\n三\\\\\t\n");
    CHECK_INT(count, 2);
    cs_buffer_reset(&text);
    CHECK_INT(cs_ticket_log(desk.store, 99, &text, &count, &kit.err), CS_OK);
    CHECK_INT(count, 0);
    cs_buffer_release(&text);
}

CS_TEST(timeline,
        "the timeline has both times and the verdict on what was written down late; numbers are hidden")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR "|subject=a");
    desk_at("2026-03-05 09:00");
    MOVE(id, "inspect", .at = room_time("2026-03-02 10:00"));
    put(id,
        "INSERT INTO backdating (ticket_id, event_seq, approved, at, actor_id) SELECT ticket_id, seq, 'yes', "
        "recorded_at, actor_id FROM event WHERE mark = 'backdated' AND ticket_id = $1 RETURNING approved");
    put(id, "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, field, old, new) "
            "SELECT "
            "ticket_id, 90, occurred_at, recorded_at, actor_id, 'change', 'phone', '13900000001', NULL FROM "
            "event "
            "WHERE ticket_id = $1 AND seq = 1 RETURNING verb");
    const char *text =
        room_view(desk.store, &cs_timeline_view, "verb occurred_at recorded_at mark judged judge");
    CHECK_THAT(
        strstr(text, "inspect|2026-03-02T10:00:00+08:00|2026-03-05T09:00:00+08:00|backdated|yes|desk\n"),
        "%s", text);
    CHECK(strstr(room_view(desk.store, &cs_timeline_view, "field old new"), "phone|****|\n"));
}

/* ------------------------------------------------------------------ chasers as rows */

CS_TEST(own_chasers, "a chaser entered here is counted on the open case of its home or phone")
{
    desk_whole("2026-03-02 09:00");
    desk_add(REPAIR "|room=1-1-101|subject=旧");
    desk_at("2026-03-02 09:10");
    desk_add(REPAIR "|room=1-1-101|subject=新");
    desk_add(REPAIR "|room=1-1-102|subject=别家|phone=13900000002");
    CHECK_INT(desk_add("kind=chaser|project=P1|room=1-1-101|subject=怎么还不来|channel=hotline"),
              2); /* the newest */
    CHECK_TEXT(field(2, "chasers"), "1");
    CHECK_TEXT(ask(2, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'chase'"),
               "hotline: 怎么还不来");
    CHECK_INT(desk_add("kind=chaser|subject=催|phone=13900000002"), 3); /* by phone, without a room */
    kit.said[0] = '\0';
    /* the home says 2, the phone 3: not guessed */
    CHECK_INT(desk_add("kind=chaser|project=P1|room=1-1-101|subject=催|phone=13900000002"), 4);
    CHECK_TEXT(field(4, "anomalies"), "unmatched_chaser");
    CHECK_THAT(strstr(kit.said, "the home's newest case is 2, the phone's is 3"), "%s", kit.said);
    desk_add(REPAIR "|room=1-1-101|subject=再一件|phone=13900000002"); /* now one fits both */
    desk_add(REPAIR "|room=1-1-101|subject=又一件");
    CHECK_INT(desk_add("kind=chaser|project=P1|room=1-1-101|subject=催|phone=13900000002"), 5);
    CHECK_INT(desk_add("kind=chaser|project=P2|subject=没有单"), 7); /* nobody's: a case of its own */
    CHECK_TEXT(field(7, "anomalies"), "unmatched_chaser");
    CHECK_TEXT(field(7, "kind"), "chaser");
    MOVE(3, "cancel", .reason = "误报");
    CHECK_INT(desk_add("kind=chaser|project=P1|room=1-1-102|subject=催"), 8); /* its case is over */
}

CS_TEST(imported_chasers, "imported chasers go into the open case they belong to; again they change nothing")
{
    desk_whole("2026-03-02 09:00");
    desk_add(REPAIR "|room=1-1-101|subject=a|phone=13900000001");
    desk_add(REPAIR "|room=1-1-102|subject=b|phone=13900000002");
    desk_at("2026-03-03 09:00");
    static const char *const rows[] = {
        "external_id=C1|kind=chaser|project=P1|room=1-1-101|subject=催|occurred_at=2026-03-02 20:00",
        "external_id=C2|kind=chaser|subject=催|phone=13900000002|occurred_at=2026-03-02 20:00",
        "external_id=C3|kind=chaser|project=P1|room=1-1-101|subject=催|phone=13900000002|occurred_at=2026-03-"
        "02 20:00",
        "external_id=C4|kind=chaser|project=P1|subject=催|occurred_at=2026-03-02 20:00",
        "external_id=C5|kind=chaser|project=P1|room=1-1-101|subject=催|state=closed|occurred_at=2026-03-02 "
        "20:00",
        "external_id=C6|kind=chaser|project=P1|room=1-1-101|subject=催|occurred_at=2026-03-02 08:00",
    };
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            desk_imported(rows[i]);
            CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
            CHECK_THAT(cs_ticket_intake_end(desk.tickets, &desk.intake, 0, &kit.err) == CS_OK, "%s",
                       kit.err.text);
            CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
            CHECK_INT(desk.intake.inserted, round == 0);
            CHECK_INT(desk.intake.unchanged, round == 1);
        }
    CHECK_TEXT(field(1, "chasers"), "1"); /* C1; C6 came before the case */
    CHECK_TEXT(field(2, "chasers"), "1"); /* C2 */
    CHECK_TEXT(ask(0, "SELECT id || ' ' || state || ' ' || coalesce(merged_into, '-') || ' ' || "
                      "coalesce(anomalies, '-') FROM ticket WHERE kind = 'chaser' AND $1 = 0 ORDER BY id"),
               "3 merged 1 -\n4 merged 2 -\n5 received - unmatched_chaser\n6 received - unmatched_chaser\n"
               "7 closed - -\n8 received - unmatched_chaser");
    CHECK_TEXT(ask(1, "SELECT verb FROM event WHERE ticket_id = $1 AND verb = 'chase'"), "chase");
    CHECK_TEXT(ask(1, "SELECT external_id FROM reference WHERE ticket_id = $1 AND external_id LIKE 'C%'"),
               "C1");
}

/* ------------------------------------------------------------------ erasure */

CS_TEST(kept_by_law,
        "what lies under a legal hold is not erased, and the case is named; without it words go, too")
{
    desk_whole("2026-03-02 09:00");
    int64_t a = desk_add(REPAIR "|subject=a|phone=13900000001"),
            b = desk_add(REPAIR "|subject=b|phone=13900000001");
    int64_t cases = 0;
    struct cs_act act = { .at = desk.now, .note = "业主私事" };
    struct cs_flagging letter = { .matter = "letter",
                                  .place = "某某律所",
                                  .legal_hold = "yes",
                                  .first_at = CS_NO_TIME,
                                  .until_at = CS_NO_TIME };
    const struct cs_linking how = { a, "related", false };
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_flag(desk.tickets, b, &letter, &act, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_link(desk.tickets, b, &how, &act, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13900000001", 1, desk.now, &cases, &kit.err), CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "a legal hold lies on case 2;"), "%s", kit.err.text);
    CHECK_TEXT(field(a, "phone"), "13900000001"); /* none of them */
    cs_error_clear(&kit.err);
    const struct cs_flagging lift = { .legal_hold = "no", .first_at = CS_NO_TIME, .until_at = CS_NO_TIME };
    CHECK_INT(cs_ticket_flag(desk.tickets, b, &lift, &act, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13900000001", 1, desk.now, &cases, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_INT(cases, 2);
    CHECK_TEXT(field(b, "phone"), "");
    CHECK_TEXT(ask(b, "SELECT coalesce(note, '-') || place FROM matter WHERE ticket_id = $1"), "-某某律所");
    CHECK_TEXT(ask(b, "SELECT coalesce(note, '-') FROM link WHERE ticket_id = $1"), "-");
    CHECK_TEXT(ask(b, "SELECT DISTINCT coalesce(note, '-') FROM event WHERE ticket_id = $1"), "-");
}

CS_TEST(first_import,
        "in a first import, whose indexes are put off, chasers find their cases, and the indexes are "
        "there before the end")
{
    static const char *const rows[][2] = {
        { "external_id", "A1" },
        { "external_id", "C1" },
        { "external_id", "C2" },
    };
    desk_whole("2026-03-02 09:00");
    desk_open("desk");
    struct cs_ticket_intake intake = { .source = "crm" };
    CHECK_INT(cs_store_begin(desk.store, true, &kit.err), CS_OK);
    CHECK_INT(cs_store_defer_indexes(desk.store, cs_ticket_bulk_tables, false, &kit.err), CS_OK);
    CHECK_TEXT(ask(0, "SELECT count(*) || '' FROM sqlite_schema WHERE name = 'ticket_home' AND $1 = 0"), "0");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cs_row row;
        cs_row_init(&row, &cs_ticket_record);
        memset(desk_named, 1, sizeof desk_named);
        row.values[CS_TICKET_EXTERNAL_ID] = cs_text(rows[i][1]);
        row.values[CS_TICKET_KIND] = cs_text(i == 0 ? "repair" : "chaser");
        row.values[CS_TICKET_PROJECT] = cs_text("P1");
        row.values[CS_TICKET_ROOM] = cs_text(i == 2 ? "1-1-102" : "1-1-101");
        row.values[CS_TICKET_SUBJECT] = cs_text("漏水");
        row.values[CS_TICKET_OCCURRED_AT] = cs_integer(desk.now - 7200 + 60 * (int64_t)i);
        CHECK_THAT(cs_ticket_take(desk.tickets, &intake, &row, desk_has, NULL, &kit.err) == CS_OK, "%s",
                   kit.err.text);
        cs_row_release(&row);
    }
    CHECK_THAT(cs_ticket_intake_end(desk.tickets, &intake, 0, &kit.err) == CS_OK, "%s", kit.err.text);
    CHECK_TEXT(ask(0, "SELECT count(*) || '' FROM sqlite_schema WHERE name = 'ticket_home' AND $1 = 0"), "1");
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_TEXT(ask(0, "SELECT id || ' ' || state || ' ' || chasers FROM ticket WHERE $1 = 0 ORDER BY id"),
               "1 received 1\n2 merged 0\n3 received 0");
    CHECK_TEXT(field(3, "anomalies"), "unmatched_chaser");
    CHECK_TEXT(ask(0, "SELECT count(*) || '' FROM sqlite_schema WHERE name = 'ticket_home' AND $1 = 0"), "1");
}
