/*
 * Whole-store work on SQLite: copies, checks, the vacuum after an erasure.
 *
 * A copy is taken from a connection of its own that only reads, in one go: others write on meanwhile, and the
 * copy is one committed state. It becomes an unlogged file, readable by itself wherever it is put.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_FINDINGS = 100, MOST_COPIES = 1000 };

enum cs_status cs_sqlite_copy(struct cs_connection *from, struct cs_connection *to, struct cs_error *err)
{
    int64_t end = cs_sqlite_now_ms() + to->wait_ms;
    sqlite3_backup *copy = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!copy)
        return cs_sqlite_fault(to, sqlite3_extended_errcode(to->db), err);
    int code;
    for (;;) {
        code = sqlite3_backup_step(copy, -1);
        if ((code != SQLITE_BUSY && code != SQLITE_LOCKED) || cs_sqlite_now_ms() >= end)
            break;
        nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
    }
    int finished = sqlite3_backup_finish(copy);
    if (code == SQLITE_DONE)
        code = finished;
    bool source = (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB ||
                  code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ;
    return cs_sqlite_fault(source ? from : to, code, err);
}

/* A second connection to the file of `link`, which only reads. */
static enum cs_status reader(struct cs_connection *link, struct cs_connection **second, struct cs_error *err)
{
    enum cs_sqlite_way way = link->immutable ? CS_SQLITE_IMMUTABLE : CS_SQLITE_READ_ONLY;
    return cs_sqlite_connect(link->path, link->name, way, link->wait_ms / 1000, second, err);
}

/* The head of a copy speaks of a log still, as its original's does. Changed by hand, since the engine would
 * lay that log first, and leave its files behind where it fails. */
static enum cs_status unlog(const char *path, const char *name, struct cs_error *err)
{
    static const unsigned char versions[] = { 1, 1 }; /* bytes 18 and 19: for writing, for reading */
    int handle = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    enum cs_status status = CS_OK;
    if (handle < 0 || pwrite(handle, versions, sizeof versions, 18) != (ssize_t)sizeof versions)
        status = cs_error_errno(err, errno, _("%s could not be written"), name);
    if (handle >= 0)
        close(handle);
    return status;
}

/* Copies the committed state into a new file under a temporary name beside `path`. */
enum cs_status cs_sqlite_copy_out(struct cs_connection *link, const char *path, char **temporary,
                                  struct cs_error *err)
{
    struct cs_connection *from = NULL, *to = NULL;
    enum cs_status status = cs_sqlite_temporary(path, temporary, err);
    if (status == CS_OK)
        status = reader(link, &from, err);
    if (status == CS_OK)
        status = cs_sqlite_connect(*temporary, path, CS_SQLITE_FRESH, link->wait_ms / 1000, &to, err);
    if (status == CS_OK)
        status = cs_sqlite_copy(from, to, err);
    cs_sqlite_disconnect(to);
    cs_sqlite_disconnect(from);
    if (status == CS_OK)
        status = unlog(*temporary, path, err);
    if (status != CS_OK && *temporary) {
        unlink(*temporary);
        cs_memory_scraps(NULL);
    }
    return status;
}

static bool is_taken(const char *path)
{
    struct stat file;
    return lstat(path, &file) == 0;
}

static enum cs_status taken(const char *path, struct cs_error *err)
{
    return cs_error_set(err, CS_FAILED, _("there is something at %s already; a backup replaces nothing"),
                        path);
}

enum cs_status cs_sqlite_backup(struct cs_connection *link, const char *path, struct cs_error *err)
{
    char *temporary = NULL;
    if (is_taken(path))
        return taken(path, err);
    enum cs_status status = cs_sqlite_copy_out(link, path, &temporary, err);
    if (status == CS_OK)
        status = cs_sqlite_publish(temporary, path, false, err);
    if (status == CS_EXISTS)
        status = taken(path, err);
    free(temporary);
    return status;
}

enum cs_status cs_sqlite_keep(struct cs_connection *link, const char *suffix, struct cs_buffer *kept,
                              struct cs_error *err)
{
    struct cs_buffer path = CS_BUFFER_INIT;
    cs_buffer_printf(&path, "%s.%s", link->path, suffix);
    size_t plain = path.length;
    for (int i = 2; is_taken(path.text) && i < MOST_COPIES; i++) {
        cs_buffer_cut(&path, plain);
        cs_buffer_printf(&path, "-%d", i);
    }
    enum cs_status status = cs_sqlite_backup(link, path.text, err);
    if (status == CS_OK) {
        cs_memory_scraps(path.text); /* until what it is kept for is done */
        cs_buffer_text(kept, path.text);
    }
    cs_buffer_release(&path);
    return status;
}

enum cs_status cs_sqlite_integrity(struct cs_connection *link, struct cs_diag *diag, struct cs_error *err)
{
    struct cs_error damage = CS_ERROR_INIT;
    struct cs_buffer sql = CS_BUFFER_INIT;
    sqlite3_stmt *stmt = NULL;
    cs_buffer_printf(&sql, "PRAGMA integrity_check(%d)", MOST_FINDINGS);
    int code = sqlite3_prepare_v2(link->db, sql.text, -1, &stmt, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (!text || strcmp(text, "ok") != 0)
            cs_diag_say(diag, CS_ERROR, NULL, "%s: %s", link->name, text ? text : "?");
        code = SQLITE_OK;
    }
    enum cs_status status = CS_OK;
    if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) {
        cs_sqlite_fault(link, code, &damage); /* a finding, not a failure to look */
        cs_diag_say(diag, CS_ERROR, NULL, "%s", damage.text);
    } else {
        status = cs_sqlite_fault(link, code, err);
    }
    sqlite3_finalize(stmt);
    cs_buffer_release(&sql);
    return status;
}

enum cs_status cs_sqlite_broken_keys(struct cs_connection *link, struct cs_diag *diag, int64_t *count,
                                     struct cs_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(link->db, "PRAGMA foreign_key_check", -1, &stmt, NULL);
    *count = 0;
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (++*count <= MOST_FINDINGS)
            cs_diag_say(diag, CS_ERROR, NULL, _("row %lld of table %s refers to a %s that is not there"),
                        (long long)sqlite3_column_int64(stmt, 1), sqlite3_column_text(stmt, 0),
                        sqlite3_column_text(stmt, 2));
        code = SQLITE_OK;
    }
    if (*count > MOST_FINDINGS)
        cs_diag_say(diag, CS_ERROR, NULL, _("and %lld more"), (long long)(*count - MOST_FINDINGS));
    enum cs_status status = cs_sqlite_fault(link, code, err);
    sqlite3_finalize(stmt);
    return status;
}

/* The log is emptied before, so that VACUUM rewrites the last state, and after, so that neither the log nor
 * the file's old pages keep what was erased. */
enum cs_status cs_sqlite_vacuum(struct cs_connection *link, struct cs_error *err)
{
    if (!link->write)
        return cs_sqlite_fault(link, SQLITE_READONLY, err);
    int lock = cs_sqlite_lock(link, true);
    if (lock < 0)
        return cs_sqlite_fault(link, SQLITE_BUSY, err);
    int code = sqlite3_wal_checkpoint_v2(link->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(link->db, "VACUUM", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_wal_checkpoint_v2(link->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    enum cs_status status = cs_sqlite_fault(link, code, err);
    link->frames = 0;
    close(lock);
    return status;
}

enum cs_status cs_sqlite_has_index(struct cs_connection *link, const char *name, bool *has,
                                   struct cs_error *err)
{
    int64_t count = 0;
    char *sql =
        sqlite3_mprintf("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = %Q", name);
    enum cs_status status = cs_sqlite_number(link, sql, &count, err);
    sqlite3_free(sql);
    *has = count > 0;
    return status;
}
