/* Who is it that calls? Numbers, rooms and names in every spelling, and never a walk through a big table. */
#include "batch-kit.h"
#include "customer/find-inside.h"
#include "customer/find.h"

#include <sqlite3.h>

#define OPENED "kind=repair|occurred_at=2026-03-02T08:00:00"

/* Two projects with a home of the same number, a home behind another entrance, people with numbers as systems
 * write them. */
static void world(void)
{
    static const char *const homes[] = { "code=P2-1-1-101|project=P2|room=1-1-101|warranty_on=2025-01-05",
                                         "code=P2-3-2-1801|project=P2|room=3-2-1801", NULL };
    static const char *const aliases[] = { "project=P2|alias=东门商铺一|home=P2-3-2-1801", NULL };
    desk_whole("2026-03-02T10:00");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_org(CS_ORG_HOME, homes);
    desk_org(CS_ORG_ALIAS, aliases);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at("2026-03-02T10:00");
    IMPORT("external_id=A|phone=13900000001|project=P2|room=3-2-1801|subject=一|supplier=X1|" OPENED,
           "external_id=B|phone=139-0000-0009|project=P1|subject=二|" OPENED,
           "external_id=C|project=P2|room=3-2-1801|subject=三|closed_at=2026-03-02T09:00:00|supplier="
           "X1|" OPENED);
    ask(0, "INSERT INTO customer (id, source_id, external_id, name, kind, phone, phone2, merged_into) "
           "SELECT 5, 1, 'c5', '甲女士', 'buyer', '+86 139 0000 0001', NULL, NULL WHERE $1 = 0 UNION ALL "
           "SELECT 6, 1, 'c6', '乙先生', 'buyer', NULL, '0571-88886666', NULL UNION ALL "
           "SELECT 7, 1, 'c7', '甲女士', 'buyer', '13900000007', NULL, NULL UNION ALL "
           "SELECT 8, 1, 'c8', '丙', 'buyer', '13900000008', NULL, 7 RETURNING 'x'");
    ask(0,
        "INSERT INTO home_role (customer_id, home_id, role) SELECT 5, id, 'owner' FROM home WHERE $1 = 0 AND "
        "code = "
        "'P2-3-2-1801' UNION ALL SELECT 6, id, 'tenant' FROM home WHERE code = 'P1-1-1-101' RETURNING 'x'");
}

static struct cs_find found;

static enum cs_status find(const char *text, const char *project, const char *home)
{
    cs_find_free(&found);
    found = (struct cs_find){ .store = desk.store, .org = desk.org };
    cs_error_clear(&kit.err);
    if (project)
        CHECK_INT(cs_org_find_project(desk.org, project, strlen(project), &found.unit_id, &kit.err), CS_OK);
    if (home)
        CHECK_INT(cs_org_find_home_code(desk.org, home, &found.home_id, NULL, &kit.err), CS_OK);
    enum cs_status status = cs_find_text(&found, text, &kit.err);
    if (status == CS_OK && !found.rooms)
        status = cs_find_homes(&found, &kit.err);
    return status;
}

/* "homes|people|cases" of what answers, by their codes and ids. */
static const char *answer(const char *text, const char *project)
{
    static char out[256];
    CHECK_THAT(find(text, project, NULL) == CS_OK, "%s: %s", text, kit.err.text);
    out[0] = '\0';
    for (size_t i = 0; i < found.homes.count; i++)
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "",
                 ask(found.homes.items[i], "SELECT code FROM home WHERE id = $1"));
    for (size_t i = 0; i < found.people.count; i++)
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%lld", i ? " " : "|",
                 (long long)found.people.items[i]);
    for (size_t i = 0; i < found.cases.count; i++)
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%lld", i ? " " : "#",
                 (long long)found.cases.items[i]);
    return out;
}

CS_TEST(phones, "a number is found in every spelling, at customers and at cases")
{
    world();
    static const char *const same[] = { "13900000001",      "+86 13900000001", "139 0000 0001",
                                        "139-0000-0001",    "8613900000001",   "0086 139 0000 0001",
                                        "+86-139-0000-0001" };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        CHECK_TEXT(answer(same[i], NULL), "P2-3-2-1801|5#1");
    CHECK_TEXT(answer("13900000009", NULL), "#2"); /* written 139-0000-0009 by its case */
    CHECK_TEXT(answer("0571 8888 6666", NULL), "P1-1-1-101|6");
    CHECK_TEXT(answer("(0571)88886666", NULL), "P1-1-1-101|6");
    CHECK_TEXT(answer("13900000008", NULL), "|7"); /* who was merged is the one who stays */
    CHECK_TEXT(answer("13999999999", NULL), "");
}

CS_TEST(spellings, "what is no number has no spellings; a number has its own once")
{
    char out[CS_FIND_SPELLINGS][CS_FIND_SPELLING_SIZE];
    CHECK_INT(cs_find_spellings("华府", out), 0);
    CHECK_INT(cs_find_spellings("123456", out), 0);
    CHECK_INT(cs_find_spellings("123456789012345678901", out), 0);
    CHECK_INT(cs_find_spellings("13900000001", out), 9);
    CHECK_TEXT(out[0], "13900000001");
    CHECK_TEXT(out[5], "139 0000 0001");
    size_t count = cs_find_spellings("010-8888 6666", out);
    CHECK_TEXT(out[0], "01088886666");
    CHECK_TEXT(out[1], "010-88886666");
    CHECK_TEXT(out[count - 1], "010-8888 6666");
}

CS_TEST(tails, "four digits are looked for in one project or home alone")
{
    world();
    CHECK_TEXT(answer("0001", "P2"), "P2-3-2-1801|5#1");
    CHECK_TEXT(answer("0001", "P1"), "");
    CHECK_INT(find("0001", NULL, NULL), CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "--project"), "%s", kit.err.text);
    CHECK_INT(find("6666", NULL, "P1-1-1-101"), CS_OK);
    CHECK_INT(found.people.count, 1);
    CHECK_INT(find("6666", NULL, "P2-1-1-101"), CS_OK);
    CHECK_INT(found.people.count, 0);
}

CS_TEST(rooms, "a room is found in every spelling, in one project or in all")
{
    world();
    static const char *const same[] = { "3-2-1801",    "3栋2单元1801",    "03#2单元1801室",
                                        "3-1801",      "P2-3-2-1801",     "华府二期3栋2单元1801",
                                        "P2 3-2-1801", "华府二期 3-1801", "东门商铺一",
                                        "东门 商铺一" };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const char *got = answer(same[i], NULL);
        CHECK_THAT(strcmp(got, "P2-3-2-1801") == 0 && found.rooms, "%s: %s", same[i], got);
    }
    CHECK_TEXT(answer("1-1-101", NULL), "P1-1-1-101 P2-1-1-101");
    CHECK_TEXT(answer("1-1-101", "P2"), "P2-1-1-101");
    CHECK_TEXT(answer("华府一期1-1-101", NULL), "P1-1-1-101");
    CHECK_TEXT(answer("9-9-909", NULL), "");
}

CS_TEST(names, "a name is found to the letter, and who was erased is not")
{
    world();
    CHECK_TEXT(answer("乙先生", NULL), "P1-1-1-101|6");
    CHECK_TEXT(answer("甲女士", NULL), "P2-3-2-1801|5 7");
    CHECK(found.named);
    CHECK_TEXT(answer("甲女", NULL), "");
    ask(0, "UPDATE customer SET erased_at = 1 WHERE id = 6 AND $1 = 0 RETURNING 'x'");
    CHECK_TEXT(answer("乙先生", NULL), "");
}

CS_TEST(suppliers, "who repairs in a building, by trade, the busiest first")
{
    static struct room_lines lines;
    world();
    ask(0, "UPDATE work_order SET trade = '防水' WHERE $1 = 0 RETURNING 'x'");
    CHECK_INT(find("3-2-1801", "P2", NULL), CS_OK);
    lines = (struct room_lines){ .fields = "trade supplier name orders" };
    CHECK_INT(cs_find_suppliers(desk.store, found.homes.items[0], room_gather, &lines, &kit.err), CS_OK);
    CHECK_TEXT(lines.text, "防水|X1|甲防水|2\n");
    CHECK_TEXT(room_view(desk.store, &cs_found_case_view, "id home subject open"),
               "1|P2-3-2-1801|一|yes\n2||二|yes\n3|P2-3-2-1801|三|no\n");
    CHECK_TEXT(room_view(desk.store, &cs_found_home_view, "home project warranty_on"),
               "P1-1-1-101|P1|\nP1-1-1-102|P1|\nP2-1-1-101|P2|2025-01-05\nP2-3-2-1801|P2|\n");
    CHECK_TEXT(room_view(desk.store, &cs_found_person_view, "customer name role home"),
               "5|甲女士|owner|P2-3-2-1801\n6|乙先生|tenant|P1-1-1-101\n");
    cs_find_free(&found);
}

/* ---- how the store is asked ---- */

static int walks(sqlite3 *db, const char *sql)
{
    static const char *const big[] = { "SCAN h",        "SCAN n", "SCAN t",         "SCAN c",
                                       "SCAN r",        "SCAN w", "SCAN home",      "SCAN ticket",
                                       "SCAN customer", "SCAN a", "SCAN work_order" };
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *stmt = NULL;
    int count = 0;
    CHECK_THAT(sqlite3_prepare_v2(db, explain, -1, &stmt, NULL) == SQLITE_OK, "%s: %s", sql,
               sqlite3_errmsg(db));
    while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(stmt, 3);
        for (size_t i = 0; i < sizeof big / sizeof *big; i++)
            if (strncmp(step, big[i], strlen(big[i])) == 0) {
                CHECK_THAT(false, "%s\n#   walks: %s", sql, step);
                count++;
            }
    }
    sqlite3_finalize(stmt);
    sqlite3_free(explain);
    return count;
}

static int walks_view(sqlite3 *db, const struct cs_view *view, const char *condition)
{
    struct cs_buffer sql = CS_BUFFER_INIT;
    cs_buffer_text(&sql, "SELECT ");
    for (size_t i = 0; i < view->record->count; i++)
        cs_buffer_printf(&sql, "%s%s", i ? ", " : "", view->columns[i] ? view->columns[i] : "NULL");
    cs_buffer_printf(&sql, " FROM %s WHERE %s ORDER BY %s", view->from, condition, view->key);
    int count = walks(db, sql.text);
    cs_buffer_release(&sql);
    return count;
}

CS_TEST(no_walk, "no question walks through homes, people, cases or orders")
{
    sqlite3 *db = NULL;
    world();
    CHECK_INT(sqlite3_open(cs_store_name(desk.store), &db), SQLITE_OK);
    for (size_t i = 0; i < cs_find_statements.count; i++)
        CHECK_INT(walks(db, cs_find_statements.list[i].sql), 0);
    CHECK_INT(walks_view(db, &cs_found_home_view, "h.id = $1"), 0);
    CHECK_INT(walks_view(db, &cs_found_person_view, "r.home_id = $1"), 0);
    CHECK_INT(walks_view(db, &cs_found_nobody_view, "c.id = $1"), 0);
    CHECK_INT(walks_view(db, &cs_found_case_view, "t.home_id = $1"), 0);
    CHECK_INT(walks_view(db, &cs_found_case_view, "t.customer_id = $1"), 0);
    CHECK_INT(walks_view(db, &cs_found_case_view, "t.id = $1"), 0);
    sqlite3_close(db);
}
