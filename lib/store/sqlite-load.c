/*
 * Bulk loads: a larger cache, no look at foreign keys row by row, indexes built sorted at the end, and for
 * the first load of a store no write-ahead log.
 *
 * What goes into empty tables is written at the end of the file, where nothing old has to be kept: with a
 * rollback journal each page is written once, straight into its place, instead of into the log, from there
 * into the file, and searched for in the log whenever it is read in between. A load that dies leaves its
 * journal, and whoever opens the store next takes back what it holds. Readers of the store wait meanwhile.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <stdlib.h>
#include <unistd.h>

/* An index is sorted in pieces as large as the cache. Where the cache does not hold the table anyway, small
 * pieces are better: threads of their own sort them while the table is read on. */
enum { SORT_CACHE_KIB = 4 * 1024, SORTERS = 2 };

static void set_cache(struct cs_connection *link, int kib)
{
    char sql[64];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA cache_size=-%d", kib);
    sqlite3_exec(link->db, sql, NULL, NULL, NULL);
}

void cs_sqlite_read_much(struct cs_connection *link)
{
    set_cache(link, CS_SQLITE_LOOKUP_CACHE_KIB);
}

void cs_sqlite_bulk(struct cs_connection *link, bool on)
{
    if (on == link->bulk)
        return;
    link->bulk = on;
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_ENABLE_FKEY, !on, NULL);
    set_cache(link, on ? CS_SQLITE_BULK_CACHE_KIB : CS_SQLITE_CACHE_KIB);
}

/* The log is left and entered again by the engine's own hand, which asks that nobody else has the store open;
 * bringing the log home is a checkpoint, hence the lock. Where others are at work the log stays. */
static enum cs_status leave_log(struct cs_connection *link, struct cs_error *err)
{
    sqlite3_exec(link->db, "ROLLBACK", NULL, NULL, NULL);
    cs_sqlite_end_turn(link);
    int lock = cs_sqlite_lock(link, false);
    if (lock >= 0) {
        int64_t patience = link->wait_ms;
        link->wait_ms = 0;
        link->unlogged = sqlite3_exec(link->db, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) == SQLITE_OK;
        if (link->unlogged) /* empty tables have nothing to erase; an erasure writes the file anew anyway */
            sqlite3_exec(link->db, "PRAGMA secure_delete=0", NULL, NULL, NULL);
        link->wait_ms = patience;
        close(lock);
    }
    return cs_sqlite_begin_write(link, err);
}

void cs_sqlite_enter_log(struct cs_connection *link)
{
    /* Where a reader is quicker it stays as it is: the next writer to open the store turns it. */
    if (link->unlogged && !cs_sqlite_in_transaction(link))
        sqlite3_exec(link->db, "PRAGMA secure_delete=1; PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    link->unlogged = false;
}

/* Remembers and drops the rebuildable indexes of one table. The mark is the comment that migrate.c put into
 * the text of the index, which the engine keeps. */
static enum cs_status defer_table(struct cs_connection *link, const char *table, struct cs_error *err)
{
    static const char find[] = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 "
                               "AND sql LIKE '%/* rebuildable */%' ORDER BY rowid";
    struct cs_buffer drop = CS_BUFFER_INIT;
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(link->db, find, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        link->deferred = cs_grow(link->deferred, &link->deferred_capacity, link->deferred_count + 1,
                                 sizeof *link->deferred);
        link->deferred[link->deferred_count++].sql = cs_strdup((const char *)sqlite3_column_text(stmt, 1));
        char *quoted = sqlite3_mprintf("DROP INDEX \"%w\";", sqlite3_column_text(stmt, 0));
        cs_buffer_text(&drop, quoted ? quoted : "");
        sqlite3_free(quoted);
        code = SQLITE_OK;
    }
    enum cs_status status = cs_sqlite_fault(link, code, err);
    sqlite3_finalize(stmt);
    if (status == CS_OK)
        status = cs_sqlite_exec(link, drop.text, err);
    cs_buffer_release(&drop);
    return status;
}

static enum cs_status is_empty(struct cs_connection *link, const char *table, bool *empty,
                               struct cs_error *err)
{
    int64_t filled = 0;
    char *sql = sqlite3_mprintf("SELECT EXISTS (SELECT 1 FROM \"%w\")", table);
    enum cs_status status =
        sql ? cs_sqlite_number(link, sql, &filled, err) : cs_sqlite_fault(link, SQLITE_NOMEM, err);
    sqlite3_free(sql);
    *empty = !filled;
    return status;
}

/* Nothing was changed yet, and all the tables are empty: the transaction may begin anew without the log. */
static enum cs_status leave_log_for(struct cs_connection *link, const char *const tables[],
                                    struct cs_error *err)
{
    bool empty = link->bulk && link->write && !link->unlogged &&
                 sqlite3_total_changes64(link->db) == link->changes_before;
    enum cs_status status = CS_OK;
    for (size_t i = 0; tables[i] && empty && status == CS_OK; i++)
        status = is_empty(link, tables[i], &empty, err);
    return status == CS_OK && empty ? leave_log(link, err) : status;
}

enum cs_status cs_sqlite_defer_indexes(struct cs_connection *link, const char *const tables[], bool filled,
                                       struct cs_error *err)
{
    enum cs_status status = leave_log_for(link, tables, err);
    for (; *tables && status == CS_OK; tables++) {
        bool empty;
        status = is_empty(link, *tables, &empty, err);
        if (status == CS_OK && (empty || filled))
            status = defer_table(link, *tables, err);
    }
    return status;
}

static bool fits_cache(struct cs_connection *link)
{
    int64_t pages = 0, bytes = 0;
    cs_sqlite_number(link, "PRAGMA page_count", &pages, NULL);
    cs_sqlite_number(link, "PRAGMA page_size", &bytes, NULL);
    return pages * bytes <= (int64_t)CS_SQLITE_BULK_CACHE_KIB * 1024 * 3 / 2;
}

enum cs_status cs_sqlite_build_deferred(struct cs_connection *link, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    if (link->deferred_count == 0)
        return CS_OK;
    if (!fits_cache(link)) {
        set_cache(link, SORT_CACHE_KIB);
        sqlite3_limit(link->db, SQLITE_LIMIT_WORKER_THREADS, SORTERS);
    }
    for (size_t i = 0; i < link->deferred_count && status == CS_OK; i++)
        status = cs_sqlite_exec(link, link->deferred[i].sql, err);
    sqlite3_limit(link->db, SQLITE_LIMIT_WORKER_THREADS, 0);
    set_cache(link, CS_SQLITE_BULK_CACHE_KIB);
    if (status == CS_EXISTS)
        status = cs_error_set(err, CS_FAILED, _("two new records share a key that must be unique: %s"),
                              sqlite3_errmsg(link->db));
    if (status == CS_OK)
        cs_sqlite_forget_deferred(link);
    return status;
}

void cs_sqlite_forget_deferred(struct cs_connection *link)
{
    for (size_t i = 0; i < link->deferred_count; i++)
        free(link->deferred[i].sql);
    link->deferred_count = 0;
}
