/*
 * Writing to SQLite: transactions, the one checkpoint, indexes put off, migrations.
 *
 * A transaction is durable when its commit returns (synchronous FULL: the log is synced). The log goes into
 * the store when a writer closes, and in between when it has grown long.
 *
 * Before SQLite 3.51.3 a checkpoint takes frames for copied that are not, if another process begins the log
 * anew just when the checkpoint starts: a later one skips them, and the file is damaged. The engine lets both
 * happen at once (a checkpoint that does not get the writers' lock runs beside them). Here they cannot: who
 * writes holds STORE-lock shared from the begin to the commit, and a checkpoint runs only while it holds that
 * file alone.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { LONG_LOG = 64 * 1024 * 1024 / CS_SQLITE_PAGE /* frames */ };

bool cs_sqlite_in_transaction(const struct cs_connection *link)
{
    return !sqlite3_get_autocommit(link->db);
}

/* Runs one of the two statements that are kept ready. */
static enum cs_status run_kept(struct cs_connection *link, sqlite3_stmt **kept, const char *sql,
                               struct cs_error *err)
{
    int code = SQLITE_OK;
    if (!*kept)
        code = sqlite3_prepare_v3(link->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(*kept);
        enum cs_status status = cs_sqlite_fault(link, code, err);
        sqlite3_reset(*kept);
        return status;
    }
    return cs_sqlite_fault(link, code, err);
}

static int open_lock(const struct cs_connection *link)
{
    struct cs_buffer path = CS_BUFFER_INIT;
    cs_buffer_printf(&path, "%s-lock", link->path);
    int handle = open(path.text, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    cs_buffer_release(&path);
    return handle;
}

enum cs_status cs_sqlite_take_turn(struct cs_connection *link, struct cs_error *err)
{
    if (link->alone)
        return CS_OK;
    if (!link->turn) {
        int handle = open_lock(link);
        if (handle < 0)
            return cs_error_errno(err, errno, _("%s-lock could not be opened"), link->path);
        link->turn = handle;
    }
    if (flock(link->turn, LOCK_SH | LOCK_NB) == 0)
        return CS_OK;
    if (errno == EWOULDBLOCK || errno == EINTR)
        return CS_BUSY;
    return cs_error_errno(err, errno, _("%s-lock could not be locked"), link->path);
}

enum cs_status cs_sqlite_wait_turn(struct cs_connection *link, struct cs_error *err)
{
    const struct timespec pause = { .tv_nsec = 2 * 1000 * 1000 };
    int64_t end = cs_sqlite_now_ms() + link->wait_ms;
    enum cs_status status;
    while ((status = cs_sqlite_take_turn(link, err)) == CS_BUSY && cs_sqlite_now_ms() < end)
        nanosleep(&pause, NULL);
    return status == CS_BUSY ? cs_sqlite_fault(link, SQLITE_BUSY, err) : status;
}

void cs_sqlite_end_turn(struct cs_connection *link)
{
    if (link->turn)
        flock(link->turn, LOCK_UN);
}

/* While another process checkpoints the engine's lock is given back, since that process may wait for it. */
enum cs_status cs_sqlite_begin_write(struct cs_connection *link, struct cs_error *err)
{
    const struct timespec pause = { .tv_nsec = 2 * 1000 * 1000 };
    int64_t end = cs_sqlite_now_ms() + link->wait_ms;
    for (;;) {
        enum cs_status status = run_kept(link, &link->begin, "BEGIN IMMEDIATE", err);
        if (status != CS_OK)
            return status;
        status = cs_sqlite_take_turn(link, err);
        if (status == CS_OK)
            return CS_OK;
        sqlite3_exec(link->db, "ROLLBACK", NULL, NULL, NULL);
        if (status != CS_BUSY)
            return status;
        if (cs_sqlite_now_ms() >= end)
            return cs_sqlite_fault(link, SQLITE_BUSY, err);
        nanosleep(&pause, NULL);
    }
}

enum cs_status cs_sqlite_begin(struct cs_connection *link, bool bulk, struct cs_error *err)
{
    cs_sqlite_bulk(link, bulk); /* before the transaction: inside one the engine lets foreign keys be */
    enum cs_status status =
        link->write ? cs_sqlite_begin_write(link, err) : run_kept(link, &link->begin, "BEGIN", err);
    if (status != CS_OK)
        cs_sqlite_bulk(link, false);
    link->changes_before = sqlite3_total_changes64(link->db);
    return status;
}

/* What a transaction had for itself, given back. */
static void end_load(struct cs_connection *link)
{
    cs_sqlite_forget_deferred(link);
    cs_sqlite_bulk(link, false);
    cs_sqlite_enter_log(link);
}

/* After a commit that failed when its log was to be synced, the log ends with a whole transaction that was
 * told to have failed; the next process to open the store would find it and take it for good. A commit that
 * changes nothing is written over its beginning, which cuts the chain of checksums there. */
bool cs_sqlite_disown(struct cs_connection *link)
{
    int64_t version;
    char sql[96];
    if (cs_sqlite_in_transaction(link) || cs_sqlite_take_turn(link, NULL) != CS_OK ||
        cs_sqlite_version(link, &version, NULL) != CS_OK)
        return false;
    sqlite3_snprintf(sizeof sql, sql, "BEGIN IMMEDIATE; PRAGMA user_version=%lld; COMMIT", version);
    if (sqlite3_exec(link->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    if (cs_sqlite_in_transaction(link))
        sqlite3_exec(link->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* Without the log a transaction is committed when its journal is gone; the lock is let go after that, and
 * where this alone fails the engine speaks of a failed commit. */
static bool is_committed_yet(const struct cs_connection *link)
{
    struct cs_buffer journal = CS_BUFFER_INIT;
    int code = sqlite3_extended_errcode(link->db);
    cs_buffer_printf(&journal, "%s-journal", link->path);
    bool gone = access(journal.text, F_OK) != 0 && errno == ENOENT;
    cs_buffer_release(&journal);
    return link->unlogged && gone && !cs_sqlite_in_transaction(link) &&
           (code == SQLITE_IOERR_UNLOCK || code == SQLITE_IOERR_RDLOCK);
}

enum cs_status cs_sqlite_commit(struct cs_connection *link, struct cs_error *err)
{
    enum cs_status status = cs_sqlite_build_deferred(link, err);
    if (status == CS_OK) {
        status = run_kept(link, &link->commit, "COMMIT", err);
        if (status != CS_OK && is_committed_yet(link)) {
            cs_error_clear(err);
            status = CS_OK;
        }
    }
    if (status != CS_OK) {
        link->doubtful = true;
        return status;
    }
    cs_memory_saved();
    end_load(link);
    cs_sqlite_end_turn(link);
    if (link->frames > LONG_LOG)
        cs_sqlite_checkpoint(link, SQLITE_CHECKPOINT_PASSIVE);
    return CS_OK;
}

void cs_sqlite_rollback(struct cs_connection *link)
{
    if (cs_sqlite_in_transaction(link))
        sqlite3_exec(link->db, "ROLLBACK", NULL, NULL, NULL);
    end_load(link);
    if (link->doubtful)
        cs_sqlite_disown(link);
    link->doubtful = false;
    cs_sqlite_end_turn(link);
}

int cs_sqlite_lock(const struct cs_connection *link, bool wait)
{
    int handle = open_lock(link);
    if (handle < 0)
        return -1;
    int64_t end = cs_sqlite_now_ms() + (wait ? link->wait_ms : 0);
    while (flock(handle, LOCK_EX | LOCK_NB) != 0) {
        if (cs_sqlite_now_ms() >= end) {
            close(handle);
            return -1;
        }
        nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
    }
    return handle;
}

/* A first load that was killed before its journal counted leaves it behind, with old pages in it; the engine
 * does not look at it again. Nobody is without the log while this connection has it. */
static void discard_journal(const struct cs_connection *link)
{
    struct cs_buffer path = CS_BUFFER_INIT;
    cs_buffer_printf(&path, "%s-journal", link->path);
    unlink(path.text);
    cs_buffer_release(&path);
}

/* Brings the log into the store as far as readers allow, unless another process writes or is at it. A fault
 * is none of the command's: what was committed stands in the log. */
void cs_sqlite_checkpoint(struct cs_connection *link, int how)
{
    int lock = cs_sqlite_lock(link, false);
    if (lock < 0)
        return;
    int frames = -1; /* of the log; stays so where there is none */
    int64_t patience = link->wait_ms;
    link->wait_ms = 0; /* readers are not waited for */
    sqlite3_wal_checkpoint_v2(link->db, "main", how, &frames, NULL);
    link->wait_ms = patience;
    if (frames >= 0)
        discard_journal(link);
    close(lock);
    link->frames = 0;
}

enum cs_status cs_sqlite_version(struct cs_connection *link, int64_t *number, struct cs_error *err)
{
    return cs_sqlite_number(link, "PRAGMA user_version", number, err);
}

enum cs_status cs_sqlite_set_version(struct cs_connection *link, int64_t number, struct cs_error *err)
{
    char sql[128];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA user_version=%lld; PRAGMA application_id=%d;", number,
                     CS_SQLITE_APPLICATION);
    return cs_sqlite_exec(link, sql, err);
}

const char *cs_sqlite_token(const char *name, size_t length)
{
    static const struct {
        const char *name, *text;
    } tokens[] = {
        { "ID", "INTEGER PRIMARY KEY" },
        { "INT", "INTEGER" },
        { "REAL", "REAL" },
        { "BLOB", "BLOB" },
        { "TABLE", "STRICT" },
        { "CLUSTERED", "STRICT, WITHOUT ROWID" },
    };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (strlen(tokens[i].name) == length && memcmp(tokens[i].name, name, length) == 0)
            return tokens[i].text;
    return NULL;
}

enum cs_status cs_sqlite_script(struct cs_connection *link, const char *sql, struct cs_error *err)
{
    enum cs_status status = cs_sqlite_exec(link, sql, err);
    if (status == CS_EXISTS)
        status = cs_error_set(err, CS_FAILED, "%s", sqlite3_errmsg(link->db));
    if (status == CS_OK && !cs_sqlite_in_transaction(link))
        status = cs_error_set(err, CS_FAILED, "a migration must not end its transaction");
    return status;
}

void cs_sqlite_migrating(struct cs_connection *link, bool on)
{
    sqlite3_db_config(link->db, SQLITE_DBCONFIG_ENABLE_FKEY, !on, NULL);
}
