/* Lists that came back: rows by suppliers and inspectors become moves at their own times, once. */
#include "batch-kit.h"

#define OPENED "kind=repair|project=P1|room=1-1-101|subject=漏水|occurred_at=2026-03-02T08:00:00"

static size_t moved;

/* "field=value|field=value" as a row of a list for a verb. */
static enum cs_status back(const char *verb, const char *text)
{
    struct cs_row row;
    cs_row_init(&row, &cs_back_record);
    room_row(&row, text);
    desk_open("clerk");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_take_back(desk.tickets, verb, &row, desk.now, &moved, &kit.err);
    struct cs_error ignored = CS_ERROR_INIT;
    CHECK_INT(cs_store_commit(desk.store, &ignored), CS_OK);
    cs_row_release(&row);
    return status;
}

/* The row makes so many moves; taken again it makes none. */
static void takes(const char *verb, const char *text, size_t moves)
{
    CHECK_THAT(back(verb, text) == CS_OK, "%s %s: %s", verb, text, kit.err.text);
    CHECK_THAT(moved == moves, "%s %s: %zu moves, not %zu", verb, text, moved, moves);
    CHECK_THAT(back(verb, text) == CS_OK && moved == 0, "%s %s again: %zu moves %s", verb, text, moved,
               kit.err.text);
}

static void refuses(const char *verb, const char *text, const char *says)
{
    CHECK_THAT(back(verb, text) == CS_REFUSED, "%s %s is taken", verb, text);
    CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);
}

/* A case dispatched to suppliers at nine. */
static int64_t dispatched(const char *external, const char *to, const char *other)
{
    char row[256];
    snprintf(row, sizeof row, "external_id=%s|component=leak|" OPENED, external);
    desk_at("2026-03-02T08:30");
    IMPORT(row);
    int64_t id = batch_first;
    desk_at("2026-03-02T09:00");
    MOVE(id, "inspect", .component = "leak");
    if (other)
        MOVE(id, "dispatch", TO(to, other));
    else
        MOVE(id, "dispatch", TO(to));
    desk_at("2026-03-03T09:00");
    return id;
}

CS_TEST(whole_row, "arrived and done in one row are two moves at their times, with what was noted")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", NULL);
    takes("accept", "external_id=BX-1|accepted_at=2026-03-02T09:30:00|appointment_at=2026-03-02T14:00:00", 1);
    takes("work",
          "external_id=BX-1|supplier=甲防水|arrived_at=2026-03-02T14:05:00|done_at=2026-03-02T17:40:00|"
          "result=已完成|"
          "note=换管|by=李师傅",
          2);
    CHECK_TEXT(moment(id, "accepted_at"), "2026-03-02 09:30:00");
    CHECK_TEXT(moment(id, "appointment_at"), "2026-03-02 14:00:00");
    CHECK_TEXT(moment(id, "arrived_at"), "2026-03-02 14:05:00");
    CHECK_TEXT(moment(id, "done_at"), "2026-03-02 17:40:00");
    CHECK_TEXT(orders(id), "X1 done");
    CHECK_TEXT(ask(id, "SELECT note FROM event WHERE ticket_id = $1 AND outcome = 'done'"), "李师傅: 换管");
    takes("verify", "external_id=crm:BX-1|verified_at=2026-03-03T08:00:00|result=合格", 1);
    CHECK_TEXT(field(id, "state"), "to_close");
    batch_replays();
}

CS_TEST(names, "a case is found by our number, by a system's, and with its source")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("20260001", "X1", NULL);
    char row[128];
    takes("accept", "external_id=20260001|accepted_at=2026-03-02T09:30:00", 1);
    snprintf(row, sizeof row, "id=%lld|arrived_at=2026-03-02T10:00:00", (long long)id);
    takes("work", row, 1);
    snprintf(row, sizeof row, "external_id=%lld|done_at=2026-03-02T11:00:00", (long long)id);
    takes("work", row, 1);
    takes("verify", "source=crm|external_id=20260001|verified_at=2026-03-02T12:00:00", 1);
    refuses("verify", "external_id=9999|verified_at=2026-03-02T12:00:00", "there is no case 9999");
    refuses("verify", "external_id=BX-7|verified_at=2026-03-02T12:00:00", "there is no case \"BX-7\"");
    refuses("verify", "source=app|external_id=20260001|verified_at=2026-03-02T12:00:00", "there is no case");
    refuses("verify", "verified_at=2026-03-02T12:00:00", "which case is it?");
    IMPORT("source=app|external_id=20260001|" OPENED);
    refuses("verify", "external_id=20260001|verified_at=2026-03-02T12:00:00", "names several cases");
}

CS_TEST(suppliers, "each supplier's row moves his own order, and at the same time as another's too")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", "X2");
    takes("work", "external_id=BX-1|supplier=X1|arrived_at=2026-03-02T10:00:00|done_at=2026-03-02T12:00:00",
          2);
    CHECK_TEXT(orders(id), "X1 done\nX2 issued");
    takes("work",
          "external_id=BX-1|supplier=乙油漆|arrived_at=2026-03-02T10:00:00|done_at=2026-03-02T12:00:00", 2);
    CHECK_TEXT(orders(id), "X1 done\nX2 done");
    CHECK_TEXT(field(id, "state"), "to_verify");
    refuses("work", "external_id=BX-1|supplier=丙木作|done_at=2026-03-02T12:00:00", "case 1");
}

CS_TEST(failed, "not accepted sends it back, is taken once, and the next round is a move again")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", NULL);
    takes("work", "external_id=BX-1|done_at=2026-03-02T12:00:00", 1);
    takes("verify", "external_id=BX-1|verified_at=2026-03-02T15:00:00|result=不合格|by=王工", 1);
    CHECK_TEXT(orders(id), "X1 rework");
    CHECK_TEXT(ask(id, "SELECT note FROM event WHERE ticket_id = $1 AND outcome = 'failed'"), "王工");
    takes("work", "external_id=BX-1|done_at=2026-03-02T18:00:00", 1);
    takes("verify", "external_id=BX-1|verified_at=2026-03-02T19:00:00|result=通过", 1);
    CHECK_TEXT(orders(id), "X1 passed");
    batch_replays();
}

CS_TEST(refused_order, "a supplier who sends it back")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", NULL);
    takes("accept", "external_id=BX-1|result=退单|accepted_at=2026-03-02T09:40:00|note=不在范围", 1);
    CHECK_TEXT(orders(id), "X1 refused");
    batch_replays();
}

CS_TEST(untimed,
        "a row without a time happened when the command says, and is known by where the order stands")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", NULL);
    takes("work", "external_id=BX-1|result=done", 1);
    CHECK_TEXT(moment(id, "done_at"), "2026-03-03 09:00:00");
    desk_at("2026-03-04T09:00");
    CHECK_INT(back("work", "external_id=BX-1|result=done"), CS_OK);
    CHECK_INT(moved, 0);
    takes("verify", "external_id=BX-1|result=passed", 1);
}

CS_TEST(whole_or_nothing, "of a row that cannot stand nothing is made")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", NULL);
    refuses("work", "external_id=BX-1|arrived_at=2026-03-02T14:00:00|done_at=2026-03-02T13:00:00", "before");
    CHECK_TEXT(orders(id), "X1 issued");
    refuses("work", "external_id=BX-1", "neither arrived_at nor done_at");
    refuses("work", "external_id=BX-1|done_at=2026-03-02T13:00:00|result=未完成", "not done, and yet");
    refuses("verify", "external_id=BX-1|note=看过", "neither a time nor a result");
    refuses("accept", "external_id=BX-1|note=看过", "neither a time nor a result");
    refuses("work", "external_id=BX-1|done_at=2026-03-09T13:00:00", "future");
    refuses("verify", "external_id=BX-1|verified_at=2026-03-02T13:00:00", "no legal move");
    CHECK_TEXT(orders(id), "X1 issued");
    CHECK_INT(back("work", "external_id=BX-1|result=处理中"), CS_OK); /* says nothing new */
    CHECK_INT(moved, 0);
}

CS_TEST(late, "what comes more than a day late is marked so")
{
    desk_whole("2026-03-02T08:30");
    int64_t id = dispatched("BX-1", "X1", NULL);
    desk_at("2026-03-04T09:00");
    takes("work", "external_id=BX-1|arrived_at=2026-03-02T14:00:00|done_at=2026-03-03T17:00:00", 2);
    CHECK_TEXT(
        ask(id, "SELECT verb || coalesce(' ' || outcome, '') || ' ' || coalesce(mark, '-') FROM event WHERE "
                "ticket_id = $1 AND verb = 'work' ORDER BY seq"),
        "work backdated\nwork done -");
}
