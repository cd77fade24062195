/* Plain fields corrected by hand: every field, what follows from it, and what is refused. */
#include "batch-kit.h"

#define OPENED                                                                                               \
    "kind=repair|project=P1|room=1-1-101|subject=漏水|phone=13900000001|occurred_at=2026-03-02T08:00:00"
#define TEN_O_CLOCK "2026-03-02T10:00"

static bool changed;

/* "field=value|field=value" put into a case; a value of one blank empties the field. */
static enum cs_status change(int64_t id, int64_t fault, const char *note, const char *text)
{
    struct cs_row row;
    cs_row_init(&row, &cs_ticket_record);
    room_row(&row, text);
    const struct cs_ticket_change what = {
        .id = id, .fault = fault, .values = row.values, .has = room_has, .at = desk.now, .note = note
    };
    changed = false;
    desk_open("clerk");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_change(desk.tickets, &what, &changed, &kit.err);
    struct cs_error ignored = CS_ERROR_INIT;
    CHECK_INT(cs_store_commit(desk.store, &ignored), CS_OK);
    cs_row_release(&row);
    return status;
}
#define CHANGE(id, what) CHECK_THAT(change(id, 0, "更正", what) == CS_OK, "%s: %s", what, kit.err.text)
#define REFUSES(says, id, what)                                                                              \
    do {                                                                                                     \
        CHECK_INT(change(id, 0, NULL, what), CS_REFUSED);                                                    \
        CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);            \
        CHECK(!changed);                                                                                     \
    } while (0)

static const char *told(int64_t id)
{
    return ask(
        id,
        "SELECT field || ' ' || coalesce(old, '-') || '>' || coalesce(new, '-') || coalesce(' ' || note, '') "
        "FROM event WHERE ticket_id = $1 AND verb = 'change' ORDER BY seq");
}

/* A field, a value, and how the row shows it. */
static const struct {
    const char *text, *column, *shown;
} plain[] = {
    { "grade=crisis", "grade", "crisis" },
    { "flags=media;lawyer", "flags", "media;lawyer" },
    { "channel=visit", "channel", "visit" },
    { "scope=common", "scope", "common" },
    { "reporter=乙", "reporter", "乙" },
    { "email=b@example.com", "email", "b@example.com" },
    { "relation=tenant", "relation", "tenant" },
    { "demand=apology", "demand", "apology" },
    { "origin=design", "origin", "design" },
    { "subject=渗水", "subject", "渗水" },
    { "body=一直在漏", "body", "一直在漏" },
    { "category1=工程", "category1", "工程" },
    { "category2=防水", "category2", "防水" },
    { "taker=坐席二", "taker", "坐席二" },
    { "assignee=经办二", "assignee", "经办二" },
    { "handling_dept=客服部", "handling_dept", "客服部" },
    { "responsible_dept=设计部", "responsible_dept", "设计部" },
    { "warranty=out", "warranty", "out" },
    { "delay_reason=下雨", "delay_reason", "下雨" },
    { "resolution=已换", "resolution", "已换" },
    { "verdict=partly", "verdict", "partly" },
    { "cost=80.50", "cost", "8050" },
    { "promised_at=2026-03-08T18:00:00", "promised_at", "1772964000" },
    { "priority=2", "priority", "2" },
    { "kind=plea", "kind", "plea" },
};

CS_TEST(fields, "each plain field is changed, told once, and the same again is no change")
{
    desk_whole(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        char sql[256];
        snprintf(sql, sizeof sql, "SELECT CAST(%s AS TEXT) FROM ticket WHERE id = $1", plain[i].column);
        CHANGE(id, plain[i].text);
        CHECK_THAT(changed, "%s: no change", plain[i].text);
        CHECK_THAT(strcmp(ask(id, sql), plain[i].shown) == 0, "%s: %s", plain[i].text, ask(id, sql));
        CHANGE(id, plain[i].text);
        CHECK_THAT(!changed, "%s: changed twice", plain[i].text);
        snprintf(sql, sizeof sql,
                 "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1 AND field = '%s' AND note = "
                 "'更正' AND "
                 "actor_id = (SELECT id FROM actor WHERE name = 'clerk')",
                 plain[i].column);
        CHECK_THAT(strcmp(ask(id, sql), "1") == 0, "%s: told %s times", plain[i].text, ask(id, sql));
    }
    batch_replays();
}

CS_TEST(
    place,
    "another room is another home, another project another place, and words that are no project are refused")
{
    desk_whole(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED);
    CHANGE(id, "room=1栋1单元102");
    CHECK_TEXT(field(id, "(SELECT code FROM home WHERE id = home_id)"), "P1-1-1-102");
    CHANGE(id, "room=9-9-909");
    CHECK_TEXT(field(id, "coalesce(home_id, 0) || ' ' || anomalies"), "0 unresolved_home");
    CHANGE(id, "room=1-1-101");
    CHECK_TEXT(field(id, "(SELECT code FROM home WHERE id = home_id) || coalesce(anomalies, '')"),
               "P1-1-1-101");
    CHANGE(id, "project=华府一期"); /* where it lies already */
    CHECK(!changed);
    REFUSES("there is none called \"某处\"", id, "project=某处");
    CHANGE(id, "project=华府二期");
    CHECK_TEXT(field(id, "(SELECT code FROM unit WHERE id = unit_id) || ' ' || anomalies"),
               "P2 unresolved_home");
    CHANGE(id, "project= ");
    CHECK_TEXT(field(id, "coalesce(unit_id, 0) || coalesce(anomalies, '')"), "0");
}

CS_TEST(limits, "limits follow the kind of case and the component")
{
    static const char *const policy[] = {
        "policy=default|metric=done|start=opened|stop=done|amount=1d|calendar=24x7|component=leak",
        "policy=default|metric=done|start=opened|stop=done|amount=3d|calendar=24x7|kind=complaint",
        "policy=default|metric=done|start=opened|stop=done|amount=7d|calendar=24x7", NULL
    };
    desk_whole(TEN_O_CLOCK);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_policy(policy);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED);
    CHECK_TEXT(due(id, "done"), "2026-03-09 08:00:00");
    CHANGE(id, "kind=complaint");
    CHECK_TEXT(due(id, "done"), "2026-03-05 08:00:00");
    CHANGE(id, "component=leak|place=厨房");
    CHECK_TEXT(due(id, "done"), "2026-03-03 08:00:00");
    CHECK_TEXT(told(id), "kind repair>complaint 更正\nplace ->厨房 更正\ncomponent ->leak 更正");
}

CS_TEST(faults, "a fault is changed by its number")
{
    desk_whole(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED "|component=leak");
    MOVE(id, "inspect", .fault = 2, .component = "cabinet");
    CHECK_INT(change(id, 2, NULL, "component=door_window|class=material|cause=变形|party=乙油漆"), CS_OK);
    CHECK_TEXT(
        ask(id,
            "SELECT component || ' ' || coalesce(class, '-') FROM fault WHERE ticket_id = $1 ORDER BY seq"),
        "leak -\ndoor_window material");
    CHECK_TEXT(
        ask(id, "SELECT u.code FROM fault AS f JOIN unit AS u ON u.id = f.party_id WHERE f.ticket_id = $1"),
        "X2");
    CHECK_INT(change(id, 3, NULL, "component=leak"), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "case 1 has no fault 3");
}

CS_TEST(masks, "a mask leaves what is there, an empty value takes it away")
{
    desk_whole(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED);
    CHANGE(id, "phone=139****0001|email=x***@example.com");
    CHECK(!changed);
    CHECK_TEXT(field(id, "phone"), "13900000001");
    CHANGE(id, "phone= |subject=换了");
    CHECK_TEXT(field(id, "coalesce(phone, '-') || subject"), "-换了");
}

CS_TEST(refusals, "what moves tell, what must be there and where no path goes on")
{
    desk_whole(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED);
    CHANGE(id, "state=received|occurred_at=2026-03-02T08:00:00|reopens=0"); /* as a list wrote them */
    CHECK(!changed);
    REFUSES("state: it is \"received\", not \"closed\", and only a move", id, "state=closed|subject=别的");
    CHECK_TEXT(field(id, "subject"), "漏水");
    REFUSES("occurred_at: it is", id, "occurred_at=2026-03-01T08:00:00");
    REFUSES("kind: must not be empty", id, "kind= ");
    REFUSES("needs its reason", id, "priority=1");
    MOVE(id, "inspect", .component = "leak");
    MOVE(id, "dispatch", TO("X1"));
    ask(0, "DELETE FROM path_move WHERE $1 = 0 AND from_state = 'to_accept' AND path_id = (SELECT id FROM "
           "path WHERE "
           "name = 'talk') RETURNING 'x'");
    CHECK_INT(change(id, 0, NULL, "kind=inquiry"), CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "where no") && strstr(kit.err.text, "goes on"), "%s", kit.err.text);
    CHECK_INT(change(99, 0, NULL, "subject=无"), CS_NONE);
}

CS_TEST(erased, "who was erased does not come back by an old list")
{
    int64_t cases = 0;
    desk_whole(TEN_O_CLOCK);
    int64_t id = desk_add(OPENED "|reporter=甲");
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13900000001", 1, desk.now, &cases, &kit.err), CS_OK);
    REFUSES("was erased; reporter stays empty", id, "reporter=甲");
    CHANGE(id, "channel=visit");
    CHECK(changed);
}

CS_TEST(after_import, "a correction is no word of the source: the same file again changes nothing back")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|" OPENED);
    int64_t id = batch_first;
    desk_at("2026-03-02T10:01");
    CHANGE(id, "subject=更正后|component=leak");
    IMPORT("external_id=A|" OPENED);
    COUNTED(0, 0, 1);
    IMPORT("external_id=A|warranty=in|" OPENED);
    COUNTED(0, 1, 0);
    CHECK_TEXT(field(id, "subject || ' ' || warranty"), "更正后 in");
    batch_replays();
}
