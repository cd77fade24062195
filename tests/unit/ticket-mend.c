/* A full export compared with the store; cases resolved once their project, room, customer or supplier is
 * known. */
#include "batch-kit.h"
#include "customer/customer.h"

#define OPENED      "kind=repair|project=P1|room=1-1-101|occurred_at=2026-03-02T08:00:00"
#define TEN_O_CLOCK "2026-03-02T10:00"

/* ---- snapshots ---- */

static struct cs_snapshot_result result;

/* The rows as all that "crm" has. */
static enum cs_status snapshot(bool sure, const char *const *rows)
{
    desk_open("clerk");
    desk.intake = (struct cs_ticket_intake){ .source = "crm", .snapshot = cs_snapshot_new() };
    result = (struct cs_snapshot_result){ .gone = 0 };
    for (; *rows; rows++)
        CHECK_THAT(desk_give(&desk.intake, *rows) == CS_OK, "%s: %s", *rows, kit.err.text);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_snapshot_end(desk.tickets, &desk.intake, sure, &result, &kit.err);
    if (status == CS_OK)
        status = cs_ticket_intake_end(desk.tickets, &desk.intake, 0, &kit.err);
    if (status == CS_OK)
        status = cs_store_commit(desk.store, &kit.err);
    else
        cs_store_rollback(desk.store);
    cs_snapshot_free(desk.intake.snapshot);
    desk.intake.snapshot = NULL;
    return status;
}
#define SNAPSHOT(sure, ...) snapshot(sure, (const char *const[]){ __VA_ARGS__, NULL })

CS_TEST(gone, "what a full export lacks is flagged, and no more once it is back")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|" OPENED, "external_id=B|" OPENED,
           "external_id=C|closed_at=2026-03-02T09:00:00|" OPENED);
    int64_t a = batch_first, b = a + 1, c = a + 2;
    desk_at("2026-03-02T10:01");
    CHECK_INT(SNAPSHOT(false, "external_id=A|" OPENED), CS_OK);
    /* C is over: nobody asks where it went. */
    CHECK_INT(result.open, 2);
    CHECK_INT(result.gone, 1);
    CHECK_INT(result.fresh, 1);
    CHECK_INT(desk.intake.unchanged, 1);
    CHECK_TEXT(field(a, "coalesce(anomalies, '-')"), "-");
    CHECK_TEXT(field(b, "anomalies"), "gone");
    CHECK_TEXT(field(b, "state"), "received");
    CHECK_TEXT(field(c, "coalesce(anomalies, '-')"), "-");
    CHECK_TEXT(
        ask(b,
            "SELECT field || '>' || new || ' ' || mark FROM event WHERE ticket_id = $1 AND verb = 'change'"),
        "anomalies>gone imported");
    desk_at("2026-03-02T10:02");
    CHECK_INT(SNAPSHOT(false, "external_id=A|" OPENED), CS_OK);
    CHECK_INT(result.gone, 1);
    CHECK_INT(result.fresh, 0);
    desk_at("2026-03-02T10:03");
    IMPORT("external_id=B|" OPENED); /* an ordinary import brings it back too */
    COUNTED(0, 1, 0);
    CHECK_TEXT(field(b, "coalesce(anomalies, '-')"), "-");
    IMPORT("external_id=B|" OPENED);
    COUNTED(0, 0, 1);
    batch_replays();
}

CS_TEST(gone_reverted, "the flags of a wrong file are taken back with it")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|" OPENED, "external_id=B|" OPENED);
    int64_t b = batch_first + 1;
    desk_at("2026-03-02T10:01");
    CHECK_INT(SNAPSHOT(false, "external_id=A|" OPENED), CS_OK);
    CHECK_TEXT(field(b, "anomalies"), "gone");
    REVERT(desk.intake.batch);
    CHECK_TEXT(field(b, "coalesce(anomalies, '-')"), "-");
    IMPORT("external_id=B|" OPENED);
    COUNTED(0, 0, 1);
}

CS_TEST(other_sources, "a source that the file does not speak of is let be")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|" OPENED, "source=hotline|external_id=H|" OPENED);
    CHECK_INT(SNAPSHOT(false, "external_id=A|" OPENED), CS_OK);
    CHECK_INT(result.open, 1);
    CHECK_INT(result.gone, 0);
}

CS_TEST(voided, "what is void at its source stays open here and is flagged")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|state=received|" OPENED);
    int64_t id = batch_first;
    desk_at("2026-03-02T10:01");
    for (int again = 0; again < 2; again++) {
        CHECK_INT(SNAPSHOT(false, "external_id=A|state=cancelled|" OPENED), CS_OK);
        CHECK_INT(result.void_upstream, 1);
        CHECK_INT(result.gone, 0);
        CHECK_TEXT(field(id, "state || ' ' || anomalies"), "received void_upstream");
    }
    desk_at("2026-03-02T10:02");
    CHECK_INT(SNAPSHOT(false, "external_id=A|state=received|" OPENED), CS_OK);
    CHECK_INT(result.void_upstream, 0);
    CHECK_TEXT(field(id, "state || coalesce(anomalies, '')"), "received");
    batch_replays();
}

CS_TEST(suspicious, "a file that lacks most of what is open is refused, unless somebody is sure")
{
    desk_whole(TEN_O_CLOCK);
    char rows[12][128];
    const char *list[13] = { NULL };
    for (int i = 0; i < 12; i++) {
        snprintf(rows[i], sizeof rows[i], "external_id=N%d|" OPENED, i);
        list[i] = rows[i];
    }
    batch_import(list);
    desk_at("2026-03-02T10:01");
    CHECK_INT(SNAPSHOT(false, NULL), CS_REFUSED); /* empty */
    CHECK_THAT(strstr(kit.err.text, "12 of its 12 open cases"), "%s", kit.err.text);
    CHECK_INT(SNAPSHOT(false, rows[0]), CS_REFUSED); /* 11 of 12 */
    CHECK_INT(
        batch_number("SELECT CAST(count(*) AS TEXT) FROM ticket WHERE anomalies IS NOT NULL AND $1 = 0"), 0);
    CHECK_INT(SNAPSHOT(false, rows[0], rows[1]), CS_OK); /* ten: few enough to be believed */
    CHECK_INT(SNAPSHOT(true, NULL), CS_OK);
    CHECK_INT(result.gone, 12);
    CHECK_INT(result.fresh, 2);
}

/* ---- resolving ---- */

static struct cs_resolved found;

static void resolve(int64_t id)
{
    found = (struct cs_resolved){ 0 };
    desk_open("clerk");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = id ? cs_ticket_resolve(desk.tickets, id, &found, &kit.err)
                               : cs_ticket_resolve_all(desk.tickets, &found, &kit.err);
    CHECK_THAT(status == CS_OK, "%s", kit.err.text);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

static void enter(enum cs_org_noun noun, const char *row)
{
    const char *const rows[] = { row, NULL };
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_org(noun, rows);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

/* What is not known at first, what makes it known, and what the case shows then. */
static const struct {
    const char *row, *anomaly;
    enum cs_org_noun noun;
    const char *entered, *shown, *then;
} unknown[] = {
    { "project=新城|room=1-1-101", "unresolved_project", CS_ORG_UNIT,
      "code=P9|name=新城|kind=project|parent=C",
      "(SELECT code FROM unit WHERE id = unit_id) || ' ' || anomalies", "P9 unresolved_home" },
    { "project=P1|room=7-7-707", "unresolved_home", CS_ORG_HOME, "code=P1-7-7-707|project=P1|room=7-7-707",
      "(SELECT code FROM home WHERE id = home_id) || coalesce(anomalies, '')", "P1-7-7-707" },
    { "project=P1|room=东门岗亭旁", "unresolved_home", CS_ORG_ALIAS,
      "project=P1|alias=东门岗亭旁|home=P1-1-1-102",
      "(SELECT code FROM home WHERE id = home_id) || coalesce(anomalies, '')", "P1-1-1-102" },
    { "project=P1|batch=二期", "", CS_ORG_BATCH, "project=P1|code=B2|name=二期",
      "(SELECT code FROM batch WHERE id = batch_id)", "B2" },
};
enum { UNKNOWN = sizeof unknown / sizeof *unknown };

CS_TEST(by_import, "the same file again finds what was entered meanwhile")
{
    for (int by = 0; by < 2; by++) { /* 0: the same import; 1: resolve */
        desk_whole(TEN_O_CLOCK);
        for (size_t i = 0; i < UNKNOWN; i++) {
            char row[256];
            snprintf(row, sizeof row, "external_id=U%zu|kind=repair|occurred_at=2026-03-02T08:00:00|%s", i,
                     unknown[i].row);
            desk_at(TEN_O_CLOCK);
            IMPORT(row);
            int64_t id = batch_first;
            CHECK_TEXT(field(id, "coalesce(anomalies, '')"), unknown[i].anomaly);
            IMPORT(row);
            COUNTED(0, 0, 1); /* still unknown */
            CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM event WHERE ticket_id = $1"), "1");
            enter(unknown[i].noun, unknown[i].entered);
            desk_at("2026-03-02T10:01");
            if (by == 0 && unknown[i].anomaly[0]) {
                IMPORT(row);
                COUNTED(0, 1, 0);
            } else {
                resolve(0);
                CHECK_INT(found.cases, 1);
                CHECK_INT(found.projects + found.homes + found.batches, 1);
            }
            char sql[256];
            snprintf(sql, sizeof sql, "SELECT %s FROM ticket WHERE id = $1", unknown[i].shown);
            CHECK_TEXT(ask(id, sql), unknown[i].then);
            CHECK_THAT(strstr(ask(id, "SELECT field FROM event WHERE ticket_id = $1 AND field IS NOT NULL"),
                              i == 0   ? "unit_id"
                              : i == 3 ? "batch_id"
                                       : "home_id"),
                       "%s: no event", unknown[i].row);
            IMPORT(row);
            COUNTED(0, 0, 1);
        }
        batch_replays();
    }
}

CS_TEST(limits_follow, "limits are those of the project that is known now")
{
    static const char *const policy[] = {
        "policy=default|metric=done|start=opened|stop=done|amount=4h|calendar=24x7|project=P9|kind=repair",
        "policy=default|metric=done|start=opened|stop=done|amount=7d|calendar=24x7|kind=repair", NULL
    };
    desk_whole(TEN_O_CLOCK);
    enter(CS_ORG_UNIT, "code=P9|name=九号|kind=project|parent=C");
    desk_at(TEN_O_CLOCK);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_policy(policy);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    IMPORT("external_id=A|kind=repair|occurred_at=2026-03-02T08:00:00|project=新城");
    int64_t id = batch_first;
    CHECK_TEXT(due(id, "done"), "2026-03-09 08:00:00");
    enter(CS_ORG_UNIT, "code=P9|name=九号|kind=project|parent=C|aliases=新城");
    desk_at("2026-03-02T10:01");
    resolve(id);
    CHECK_INT(found.projects, 1);
    CHECK_INT(found.left, 0);
    CHECK_TEXT(due(id, "done"), "2026-03-02 12:00:00");
}

CS_TEST(words_become_units, "a supplier and a party that were written as words become units, with events")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|component=leak|party=丁公司|supplier=丁公司|" OPENED);
    int64_t id = batch_first;
    CHECK_TEXT(orders(id), "丁公司 issued");
    resolve(0);
    CHECK_INT(found.cases, 0);
    enter(CS_ORG_UNIT, "code=X4|name=丁公司|kind=contractor");
    desk_at("2026-03-02T10:01");
    resolve(0);
    CHECK_INT(found.cases, 1);
    CHECK_INT(found.suppliers, 2);
    CHECK_TEXT(orders(id), "X4 issued");
    CHECK_TEXT(
        ask(id, "SELECT u.code FROM fault AS f JOIN unit AS u ON u.id = f.party_id WHERE f.ticket_id = $1"),
        "X4");
    CHECK_TEXT(
        ask(id,
            "SELECT field || ' ' || old || '>' || new FROM event WHERE ticket_id = $1 AND verb = 'change'"),
        "supplier 丁公司>X4\nparty 丁公司>X4");
    resolve(0);
    CHECK_INT(found.cases, 0);
    IMPORT("external_id=A|component=leak|party=丁公司|supplier=丁公司|" OPENED);
    COUNTED(0, 0, 1);
}

/* Two people with a phone each. */
static void customers_come(void)
{
    ask(0,
        "INSERT INTO customer (id, source_id, external_id, name, kind, phone) SELECT 5, 1, 'c5', '甲', "
        "'buyer', "
        "'13900000001' WHERE $1 = 0 UNION ALL SELECT 6, 1, 'c6', '乙', 'buyer', '13900000002' RETURNING 'x'");
}

CS_TEST(customers, "a customer who is entered later is linked; another phone names another customer")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|phone=13900000001|" OPENED);
    int64_t id = batch_first;
    customers_come();
    desk_at("2026-03-02T10:01");
    resolve(0);
    CHECK_INT(found.customers, 1);
    CHECK_TEXT(field(id, "customer_id"), "5");
    IMPORT("external_id=A|phone=13900000002|" OPENED);
    COUNTED(0, 1, 0);
    CHECK_TEXT(field(id, "customer_id"), "6");
    IMPORT("external_id=A|phone=13900000003|" OPENED);
    CHECK_TEXT(field(id, "coalesce(customer_id, 0)"), "0");
    batch_replays();
}

/* ---- suppliers named anew ---- */

CS_TEST(other_supplier, "another supplier gets the order while nobody has begun it, and never afterwards")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|subject=一|supplier=X1|" OPENED);
    int64_t id = batch_first;
    CHECK_TEXT(orders(id), "X1 issued");
    IMPORT("external_id=A|subject=一|supplier=甲防水|" OPENED); /* the same by its name */
    COUNTED(0, 0, 1);
    desk_at("2026-03-02T10:01");
    IMPORT("external_id=A|subject=一|supplier=乙油漆|" OPENED);
    COUNTED(0, 1, 0);
    CHECK_TEXT(orders(id), "X2 issued");
    CHECK_TEXT(
        ask(id, "SELECT field || ' ' || old || '>' || new || ' ' || mark FROM event WHERE ticket_id = $1 AND "
                "field = 'supplier'"),
        "supplier X1>乙油漆 imported");
    desk_at("2026-03-02T10:02");
    MOVE(id, "note", .note = "有人看过"); /* what the source said last is kept as a copy from now on */
    IMPORT("external_id=A|subject=二|supplier=乙油漆|" OPENED);
    CHECK_TEXT(orders(id), "X2 issued");
    IMPORT("external_id=A|subject=二|supplier=丙木作|" OPENED);
    CHECK_TEXT(orders(id), "X3 issued");
    desk_at("2026-03-02T10:03");
    MOVE(id, "inspect", .component = "leak");
    MOVE(id, "dispatch", TO("X1")); /* ours: two are on it now */
    MOVE(id, "work");
    IMPORT("external_id=A|subject=二|supplier=X2|" OPENED);
    CHECK_TEXT(orders(id), "X3 working\nX1 working");
    IMPORT("external_id=A|subject=二|supplier=X2|" OPENED);
    COUNTED(0, 0, 1);
    batch_replays();
}

CS_TEST(first_supplier,
        "a supplier whom the source names only now gets an order, and loses it with the import")
{
    desk_whole(TEN_O_CLOCK);
    IMPORT("external_id=A|" OPENED);
    int64_t id = batch_first;
    CHECK_TEXT(orders(id), "");
    desk_at("2026-03-02T10:01");
    int64_t batch = IMPORT("external_id=A|supplier=X1|dispatched_at=2026-03-02T09:00:00|" OPENED);
    CHECK_TEXT(orders(id), "X1 issued");
    REVERT(batch);
    CHECK_TEXT(orders(id), "");
    CHECK_TEXT(field(id, "coalesce(dispatched_at, 0)"), "0");
}
