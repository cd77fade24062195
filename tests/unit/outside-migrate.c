/* A store from before orders of others had clocks of their own: what becomes of its one clock `outside`. */
#include "case-kit.h"

#include <sqlite3.h>

static void run_sql(const char *text)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    struct cs_store_options options = kit_options(CS_STORE_WRITE);
    CHECK_INT(sqlite3_open(options.url, &db), SQLITE_OK);
    CHECK_THAT(sqlite3_exec(db, text, NULL, NULL, &why) == SQLITE_OK, "%s", why);
    sqlite3_free(why);
    sqlite3_close(db);
}

/* The store that the first `count` migrations make, or lead to. */
static struct cs_store *store_of(int count, enum cs_store_mode mode)
{
    struct cs_store *store = NULL;
    char *files = cs_unit_path("schema");
    const char *folder = kit_path("schema");
    kit_shell("mkdir -p %s && ls %s/0*.sql | head -%d | xargs -I@ cp @ %s", folder, files, count, folder);
    struct cs_store_options options = kit_options(mode);
    options.schema_dir = folder;
    CHECK_THAT(cs_store_open(&options, &store, &kit.err) == CS_OK, "%s", kit.err.text);
    free(files);
    return store;
}

CS_TEST(migrated, "its clock becomes the finish of an order, with what it had used and climbed")
{
    kit_begin();
    cs_store_close(store_of(15, CS_STORE_CREATE));
    run_sql(
        "INSERT INTO source (id, name) VALUES (7, '12345'), (8, 'crm');"
        "INSERT INTO actor (id, name) VALUES (50, 'a');"
        "INSERT INTO calendar (id, name, timezone, hours) VALUES (90, 'c', 'Asia/Shanghai', 'daily "
        "00:00-24:00');"
        "INSERT INTO policy (id, name, status) VALUES (3, 'p', 'active');"
        "INSERT INTO target (id, policy_id, rank, channel, metric, start, stop, amount, calendar_id, reopen) "
        "VALUES (11, 3, 1, 'hotline', 'outside', 'opened', 'closed', '5d', 90, 'ignore'), (12, 3, 2, NULL, "
        "'outside', 'opened', 'closed', '0', 90, 'ignore');"
        "INSERT INTO ticket (id, kind, state, priority, channel, opened_at, first_contact_at, closed_at, "
        "target_at) VALUES (1, 'plea', 'in_work', 3, 'hotline', 1000, 2000, NULL, 90000), (2, 'plea', "
        "'closed', 3, 'petition', 1000, NULL, 5000, NULL), (3, 'repair', 'in_work', 3, 'app', 1000, NULL, "
        "NULL, 80000);"
        "INSERT INTO reference (source_id, external_id, ticket_id, main, digest) VALUES (7, 'A', 1, 1, 1), "
        "(7, 'B', 2, 1, 1), (8, 'C', 3, 1, 1);"
        "INSERT INTO clock (ticket_id, metric, instance, target_id, started_at, base_at, used, due_at, "
        "passed, rung, level, next_at, provisional) VALUES (1, 'outside', 1, 11, 1000, 1000, 5, 90000, 1, 2, "
        "0, 90000, 0), (3, 'outside', 1, 12, 1000, 1000, 0, 80000, 0, 0, 0, 80000, 0);"
        "INSERT INTO clock_span (ticket_id, metric, instance, seq, from_at, to_at, used, reason) VALUES (1, "
        "'outside', 1, 1, 1000, 1005, 5, 'policy');"
        "INSERT INTO deadline (due_at, ticket_id, metric, instance, rung, rung_at) VALUES (90000, 1, "
        "'outside', 1, 3, 90000), (80000, 3, 'outside', 1, 1, 80000);"
        "INSERT INTO escalation (ticket_id, metric, instance, rung, due_at, at, local_day, line, role, "
        "level, "
        "action) VALUES (1, 'outside', 1, 2, 80000, 80000, 0, 'care', 'care', 'project', 'notify');");
    desk.store = store_of(99, CS_STORE_WRITE);
    CHECK_TEXT(ask(0,
                   "SELECT ticket_id || ' ' || number || ' ' || external_id || ' ' || channel || ' ' || "
                   "received_at || ' ' || coalesce(contacted_at, '-') || ' ' || coalesce(finished_at, '-') "
                   "|| ' ' || coalesce(target_at, '-') FROM outside_order WHERE $1 = 0 ORDER BY ticket_id"),
               "1 1 A hotline 1000 2000 - 90000\n2 1 B petition 1000 - 5000 -");
    CHECK_TEXT(ask(0, "SELECT ticket_id || ' ' || metric || ' ' || used || ' ' || rung || ' ' || passed FROM "
                      "clock WHERE $1 = 0 ORDER BY ticket_id"),
               "1 outside_finish 5 2 1\n3 outside 0 0 0");
    CHECK_TEXT(ask(0, "SELECT ticket_id || ' ' || metric || ' ' || rung FROM deadline WHERE $1 = 0 ORDER BY "
                      "ticket_id"),
               "1 outside_finish 3\n3 outside 1");
    CHECK_TEXT(ask(1, "SELECT metric FROM clock_span WHERE ticket_id = $1"), "outside_finish");
    CHECK_TEXT(ask(1, "SELECT metric FROM escalation WHERE ticket_id = $1"), "outside_finish");
    CHECK_TEXT(ask(0,
                   "SELECT metric || ' ' || stop || ' ' || coalesce(channel, '-') FROM target WHERE $1 = 0 "
                   "ORDER BY id"),
               "outside_finish finished hotline\noutside closed -");
    /* The old policy counts on: a change of the case keeps the clock, and finishing the order ends it. */
    desk.now = 3000;
    desk_open("a");
    MOVE(1, "note", .note = "x", .assignee = "b");
    CHECK_TEXT(ask(1, "SELECT coalesce(CAST(stopped_at AS TEXT), '-') || ' ' || due_at FROM clock WHERE "
                      "ticket_id = $1 AND metric = 'outside_finish'"),
               "- 90000");
}
