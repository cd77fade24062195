/*
 * The first load of a store: without the log where nobody else has it open, with it where somebody has; whole
 * or not at all whatever becomes of the process. And what a load reads of the time before it.
 */
#include "gather-kit.h"

#include <sqlite3.h>

static const char *const people[] = { "person", NULL };

/* The journal mode as another program sees it, and what the tables hold. */
static void looked_at(const char *mode, int64_t count)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    CHECK_INT(sqlite3_open_v2(kit_path("s.db"), &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, "SELECT count(*) FROM person", -1, &stmt, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
    CHECK_INT(sqlite3_column_int64(stmt, 0), count);
    sqlite3_finalize(stmt);
    CHECK_INT(sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &stmt, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
    CHECK_TEXT((const char *)sqlite3_column_text(stmt, 0), mode);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

static bool there(const char *name)
{
    struct stat about;
    return stat(kit_path(name), &about) == 0 && about.st_size > 0;
}

static bool index_is_there(const char *name)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    CHECK_INT(sqlite3_open_v2(kit_path("s.db"), &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_schema WHERE name = ?1", -1, &stmt, NULL),
              SQLITE_OK);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    bool found = sqlite3_step(stmt) == SQLITE_ROW;
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return found;
}

static void make(void)
{
    kit_begin();
    cs_store_close(kit_store(CS_STORE_CREATE));
}

static struct cs_store *begin_load(void)
{
    struct cs_store *store = kit_store(CS_STORE_WRITE);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
    CHECK_INT(cs_store_defer_indexes(store, people, false, &kit.err), CS_OK);
    return store;
}

CS_TEST(alone, "a store that nobody else has open is loaded without its log, and has it again afterwards")
{
    make();
    struct cs_store *store = begin_load();
    add_people(store, 1, 1000);
    CHECK_INT(cs_store_flush(store, &kit.err), CS_OK);
    CHECK(there("s.db-journal"));
    CHECK(!there("s.db-wal"));
    commit(store);
    CHECK(!there("s.db-journal"));
    looked_at("wal", 1000);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK); /* the tables hold something: with the log */
    CHECK_INT(cs_store_defer_indexes(store, people, false, &kit.err), CS_OK);
    add_people(store, 1001, 2000);
    commit(store);
    CHECK(there("s.db-wal"));
    cs_store_close(store);
    looked_at("wal", 2000);
}

CS_TEST(given_up, "a load that is given up leaves nothing, and the log is there again")
{
    make();
    struct cs_store *store = begin_load();
    add_people(store, 1, 1000);
    CHECK_INT(cs_store_flush(store, &kit.err), CS_OK);
    cs_store_rollback(store);
    CHECK(!there("s.db-journal"));
    looked_at("wal", 0);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK); /* and it may be tried again */
    CHECK_INT(cs_store_defer_indexes(store, people, false, &kit.err), CS_OK);
    add_people(store, 1, 10);
    commit(store);
    cs_store_close(store);
    looked_at("wal", 10);
}

CS_TEST(with_others, "where a reader has the store open the log stays, and the reader sees the time before")
{
    make();
    struct cs_store *reader = kit_store(CS_STORE_READ);
    counted(reader, 0, 0);
    struct cs_store *store = begin_load();
    add_people(store, 1, 1000);
    CHECK_INT(cs_store_flush(store, &kit.err), CS_OK);
    CHECK(!there("s.db-journal"));
    counted(reader, 0, 0);
    commit(store);
    counted(reader, 1000, 0);
    cs_store_close(store);
    cs_store_close(reader);
    looked_at("wal", 1000);
}

/* Dies inside a load, before or after its commit. */
static void die_loading(int64_t rows, bool saved)
{
    int how;
    pid_t child = fork();
    if (child == 0) {
        struct cs_store *store = begin_load();
        add_people(store, 1, rows);
        cs_store_flush(store, NULL);
        if (saved)
            cs_store_commit(store, NULL);
        kill(getpid(), SIGKILL);
    }
    CHECK_INT(waitpid(child, &how, 0), child);
    CHECK(WIFSIGNALED(how));
}

CS_TEST(killed, "a load that dies is taken back by whoever opens the store next, to read or to write")
{
    static const int64_t sizes[] = { 1, 500, 20000 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int write = 0; write < 2; write++) {
            make();
            die_loading(sizes[i], false);
            CHECK(there("s.db-journal"));
            struct cs_store *store = kit_store(write ? CS_STORE_WRITE : CS_STORE_READ);
            counted(store, 0, 0);
            if (write) /* a journal that was never synced holds nothing: a reader may let it lie */
                CHECK(!there("s.db-journal"));
            cs_store_close(store);
            store = begin_load();
            add_people(store, 1, 100);
            commit(store);
            cs_store_close(store);
            looked_at("wal", 100);
            die_loading(sizes[i], false); /* with the log this time */
            store = kit_store(write ? CS_STORE_WRITE : CS_STORE_READ);
            counted(store, 100, 0);
            cs_store_close(store);
        }
}

CS_TEST(died_saved, "a load that dies behind its commit is there as a whole")
{
    make();
    die_loading(1000, true);
    struct cs_store *store = kit_store(CS_STORE_READ);
    counted(store, 1000, 0);
    cs_store_close(store);
    looked_at("wal", 1000);
}

CS_TEST(grown, "indexes of a table that holds rows are put off where that is asked for, and built in the end")
{
    make();
    struct cs_store *store = begin_load();
    add_people(store, 1, 300);
    commit(store);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
    add_people(store, 301, 600);
    CHECK_INT(cs_store_defer_indexes(store, people, false, &kit.err), CS_OK); /* it holds rows: none */
    CHECK(index_is_there("person_born"));
    CHECK_INT(cs_store_defer_indexes(store, people, true, &kit.err), CS_OK);
    add_people(store, 601, 900);
    CHECK_INT(cs_store_build_indexes(store, &kit.err), CS_OK);
    CHECK_INT(cs_store_build_indexes(store, &kit.err), CS_OK); /* nothing is put off any more */
    add_people(store, 901, 1000);
    commit(store);
    CHECK(index_is_there("person_born") && index_is_there("person_phone") && index_is_there("person_name"));
    struct cs_diag diag = { .say = kit_say };
    CHECK_INT(cs_store_check_integrity(store, &diag, &kit.err), CS_OK);
    CHECK_THAT(diag.errors == 0, "%s", kit.said);
    cs_store_close(store);
    looked_at("wal", 1000);
}

CS_TEST(taken_back, "indexes put off are there again after a rollback")
{
    make();
    struct cs_store *store = begin_load();
    add_people(store, 1, 300);
    commit(store);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
    CHECK_INT(cs_store_defer_indexes(store, people, true, &kit.err), CS_OK);
    add_people(store, 301, 600);
    cs_store_rollback(store);
    CHECK(index_is_there("person_born") && index_is_there("person_phone"));
    counted(store, 300, 0);
    cs_store_close(store);
}

/* ---- what was there before ---- */

static enum cs_status before(struct cs_store *store, const char *id, struct cs_value *out)
{
    static struct cs_arena arena = CS_ARENA_INIT;
    const struct cs_value in[] = { cs_text("crm"), cs_text(id) };
    cs_arena_reset(&arena);
    cs_error_clear(&kit.err);
    return cs_store_get_before(store, &kit_table, FIND, in, out, &arena, &kit.err);
}

CS_TEST(time_before, "a load looks up what was committed before it, and nothing of its own")
{
    struct cs_value out[3];
    make();
    struct cs_store *store = kit_store(CS_STORE_WRITE);
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK);
    add_people(store, 1, 200);
    commit(store);
    CHECK_INT(before(store, "x7", out), CS_OK); /* outside a transaction: what is there */
    CHECK_INT(out[0].integer, 7);
    for (int round = 0; round < 3; round++) {
        CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
        int64_t from = 201 + round * 200;
        add_people(store, from, from + 199);
        const struct cs_value rename[] = { cs_text("Someone else"), cs_integer(8) };
        CHECK_INT(cs_store_do(store, &kit_table, RENAME, rename, NULL, &kit.err), CS_OK);
        char id[24];
        for (int64_t i = 1; i < from + 200; i++) {
            snprintf(id, sizeof id, "x%lld", (long long)i);
            CHECK_INT(before(store, id, out), i < from ? CS_OK : CS_NONE);
        }
        CHECK_INT(before(store, "x8", out), CS_OK);
        CHECK_TEXT(cs_value_text(&out[1]), round < 2 ? "Ada 8 你好" : "Someone else");
        if (round == 1)
            commit(store); /* seen from the next round on */
        else
            cs_store_rollback(store);
        if (round == 0) {
            CHECK_INT(before(store, "x201", out), CS_NONE);
            CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK);
            add_people(store, 201, 400);
            commit(store);
        }
    }
    cs_store_close(store);
}
