/*
 * SQLite as a backend: a connection with every safety setting on, and faults in words.
 *
 * The journal is a write-ahead log without automatic checkpoints: in libraries before 3.51.3 a checkpoint
 * that begins while another process commits can damage the file. Ours run alone, under a lock file that
 * writers share (sqlite-write.c), and the engine's own checkpoint at closing is off.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int64_t cs_sqlite_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum cs_status fault_of_disk(struct cs_connection *link, int code, struct cs_error *err)
{
    int number = sqlite3_system_errno(link->db);
    const char *deed = _("could not be read or written");
    if ((code & 0xff) == SQLITE_FULL)
        return cs_error_errno(err, number ? number : ENOSPC, _("%s could not be written"), link->name);
    if (code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ)
        deed = _("could not be read");
    else if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_TRUNCATE || code == SQLITE_IOERR_SHMSIZE)
        deed = _("could not be written");
    else if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        deed = _("could not be brought to the disk");
    else if (code == SQLITE_IOERR_LOCK || code == SQLITE_IOERR_UNLOCK || code == SQLITE_IOERR_RDLOCK)
        deed = _("could not be locked");
    else if ((code & 0xff) == SQLITE_CANTOPEN)
        deed = _("could not be opened");
    return cs_error_errno(err, number ? number : EIO, "%s %s", link->name, deed);
}

static enum cs_status fault_of_constraint(struct cs_connection *link, int code, struct cs_error *err)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return CS_EXISTS;
    default:
        return cs_error_set(err, CS_FAILED, _("%s refused a value: %s"), link->name,
                            sqlite3_errmsg(link->db));
    }
}

enum cs_status cs_sqlite_fault(struct cs_connection *link, int code, struct cs_error *err)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return CS_OK;
    case SQLITE_CONSTRAINT:
        return fault_of_constraint(link, code, err);
    case SQLITE_BUSY:
        return cs_error_set(err, CS_BUSY,
                            _("%s is in use by another process; waited %lld seconds (--wait allows more)"),
                            link->name, (long long)(link->wait_ms / 1000));
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return fault_of_disk(link, code, err);
    case SQLITE_CORRUPT:
        return cs_error_set(err, CS_FAILED,
                            _("%s is damaged (%s); `cs-db check` tells where, `cs-db "
                              "restore` brings a backup back"),
                            link->name, sqlite3_errmsg(link->db));
    case SQLITE_NOTADB:
        return cs_error_set(err, CS_FAILED, _("%s is not a store of cs-tools, or its head is damaged"),
                            link->name);
    case SQLITE_READONLY:
        return cs_error_set(err, CS_FAILED, _("%s cannot be written"), link->name);
    case SQLITE_NOMEM:
        return cs_error_set(err, CS_FAILED, _("%s: out of memory"), link->name);
    default:
        return cs_error_set(err, CS_FAILED, "%s: %s", link->name, sqlite3_errmsg(link->db));
    }
}

enum cs_status cs_sqlite_exec(struct cs_connection *link, const char *sql, struct cs_error *err)
{
    return cs_sqlite_fault(link, sqlite3_exec(link->db, sql, NULL, NULL, NULL), err);
}

enum cs_status cs_sqlite_number(struct cs_connection *link, const char *sql, int64_t *number,
                                struct cs_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(link->db, sql, -1, &stmt, NULL);
    *number = 0;
    if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW)
        *number = sqlite3_column_int64(stmt, 0);
    enum cs_status status = cs_sqlite_fault(link, code, err);
    sqlite3_finalize(stmt);
    return status;
}

/* Waits a little longer each time, until the user's patience is over. Whoever has waited long looks often
 * again: else those who came last, who look most often, overtake it for ever. */
static int wait_for_lock(void *context, int count)
{
    static const int steps[] = { 1, 2, 5, 10, 15, 20, 25 };
    enum { LAST = sizeof steps / sizeof *steps - 1, LONG = 500, OFTEN = 4 };
    struct cs_connection *link = context;
    int64_t now = cs_sqlite_now_ms();
    if (count == 0)
        link->busy_since = now;
    int64_t left = link->busy_since + link->wait_ms - now;
    if (left <= 0)
        return 0;
    int64_t pause = now - link->busy_since > LONG ? OFTEN : steps[count < LAST ? count : LAST];
    if (pause > left)
        pause = left;
    nanosleep(&(struct timespec){ .tv_nsec = pause * 1000000 }, NULL);
    return 1;
}

/* Remembers that there is something to checkpoint; called after each commit into the log. */
static int committed(void *context, sqlite3 *db, const char *schema, int frames)
{
    struct cs_connection *link = context;
    (void)db, (void)schema;
    link->frames = frames;
    link->wrote = true;
    return SQLITE_OK;
}

/* Reads the head of the file through the engine's own handle: opening the file ourselves and closing it again
 * would drop the locks that this process holds on it. *version receives the write version (2: a log). */
static enum cs_status check_head(struct cs_connection *link, int *version, struct cs_error *err)
{
    unsigned char head[100];
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    int code = sqlite3_file_control(link->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK && file && file->pMethods)
        code = file->pMethods->xFileSize(file, &size);
    if (code == SQLITE_OK && size >= (sqlite3_int64)sizeof head)
        code = file->pMethods->xRead(file, head, sizeof head, 0);
    if (code != SQLITE_OK)
        return cs_sqlite_fault(link, code, err);
    if (size == 0)
        return cs_error_set(err, CS_FAILED, _("%s is an empty file, not a store"), link->name);
    if (size < (sqlite3_int64)sizeof head || memcmp(head, "SQLite format 3", 16) != 0)
        return cs_sqlite_fault(link, SQLITE_NOTADB, err);
    const unsigned char *id = head + 68;
    uint32_t application = (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3];
    if (application != CS_SQLITE_APPLICATION)
        return cs_error_set(err, CS_FAILED, _("%s is a database of another program, not a store of cs-tools"),
                            link->name);
    *version = head[18];
    return CS_OK;
}

/* A store of ours has tables and indexes. A trigger, a view or a virtual table is somebody else's code, which
 * would run with whatever a command does. */
static enum cs_status check_schema(struct cs_connection *link, struct cs_error *err)
{
    static const char sql[] = "SELECT type, name FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR "
                              "(type = 'table' AND rootpage = 0) LIMIT 1";
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(link->db, sql, -1, &stmt, NULL);
    enum cs_status status = CS_OK;
    if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW)
        status = cs_error_set(
            err, CS_FAILED, _("%s holds a %s called \"%s\", which no store of cs-tools has; it is not used"),
            link->name, sqlite3_column_text(stmt, 0), sqlite3_column_text(stmt, 1));
    else
        status = cs_sqlite_fault(link, code, err);
    sqlite3_finalize(stmt);
    return status;
}

static void configure(struct cs_connection *link)
{
    static const struct {
        int verb, value;
    } settings[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },      { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },          { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_QPSG, 1 }, /* plans never depend on values: a bind never prepares anew */
        { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        sqlite3_db_config(link->db, settings[i].verb, settings[i].value, NULL);
    sqlite3_extended_result_codes(link->db, 1);
    sqlite3_busy_handler(link->db, wait_for_lock, link);
    sqlite3_wal_autocheckpoint(link->db, 0);
    sqlite3_wal_hook(link->db, committed, link);
}

/* A copy or a restored backup has no write-ahead log yet. The engine does not wait for a lock when it is
 * asked to make one, so that the waiting is done here. */
static enum cs_status turn_to_log(struct cs_connection *link, struct cs_error *err)
{
    const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
    int64_t until = cs_sqlite_now_ms() + link->wait_ms;
    struct cs_error busy = CS_ERROR_INIT;
    enum cs_status status;
    while ((status = cs_sqlite_exec(link, "PRAGMA journal_mode=WAL", &busy)) == CS_BUSY &&
           cs_sqlite_now_ms() < until) {
        cs_error_clear(&busy);
        nanosleep(&pause, NULL);
    }
    return status == CS_OK ? CS_OK : cs_error_set(err, status, "%s", busy.text);
}

static enum cs_status set_pragmas(struct cs_connection *link, enum cs_sqlite_way way, int version,
                                  struct cs_error *err)
{
    struct cs_buffer sql = CS_BUFFER_INIT;
    cs_buffer_text(&sql, "PRAGMA mmap_size=0; PRAGMA cell_size_check=1; PRAGMA secure_delete=1;"
                         "PRAGMA temp_store=1;");
    cs_buffer_printf(&sql, "PRAGMA cache_size=-%d;", CS_SQLITE_CACHE_KIB);
    if (way == CS_SQLITE_FRESH)
        cs_buffer_printf(&sql, "PRAGMA page_size=%d; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;",
                         CS_SQLITE_PAGE);
    else if (way == CS_SQLITE_WRITE)
        cs_buffer_text(&sql, "PRAGMA synchronous=FULL;");
    else
        cs_buffer_text(&sql, "PRAGMA query_only=1;");
    enum cs_status status = cs_sqlite_exec(link, sql.text, err);
    cs_buffer_release(&sql);
    if (status == CS_OK && way == CS_SQLITE_WRITE && version != 2)
        status = turn_to_log(link, err);
    return status;
}

/* A file: URI; only so can the engine be told that nobody changes the file. */
static char *uri_of(const char *path, bool immutable)
{
    struct cs_buffer uri = CS_BUFFER_INIT;
    cs_buffer_text(&uri, "file:");
    for (const unsigned char *byte = (const unsigned char *)path; *byte; byte++)
        if (strchr("%?#", *byte) || *byte < ' ')
            cs_buffer_printf(&uri, "%%%02X", *byte);
        else
            cs_buffer_char(&uri, (char)*byte);
    if (immutable)
        cs_buffer_text(&uri, "?immutable=1");
    return cs_buffer_detach(&uri);
}

enum cs_status cs_sqlite_connect(const char *path, const char *name, enum cs_sqlite_way way,
                                 int64_t wait_seconds, struct cs_connection **link, struct cs_error *err)
{
    static bool started;
    if (!started) {
        /* One thread at a time, and nobody reads memory statistics: both would cost at each statement. */
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        started = true;
    }
    struct cs_connection *fresh = cs_alloc(sizeof *fresh);
    fresh->path = cs_strdup(path);
    fresh->name = cs_strdup(name);
    fresh->write = way == CS_SQLITE_WRITE || way == CS_SQLITE_FRESH;
    fresh->immutable = way == CS_SQLITE_IMMUTABLE;
    fresh->alone = way == CS_SQLITE_FRESH;
    fresh->wait_ms = wait_seconds * 1000;
    bool modest = way == CS_SQLITE_READ_ONLY || way == CS_SQLITE_IMMUTABLE;
    char *uri = uri_of(path, fresh->immutable);
    int version = 0;
    int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                (modest ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    int code = sqlite3_open_v2(uri, &fresh->db, flags, NULL);
    enum cs_status status = code == SQLITE_OK ? CS_OK : cs_sqlite_fault(fresh, code, err);
    if (status == CS_OK) {
        configure(fresh);
        if (way != CS_SQLITE_FRESH)
            status = check_head(fresh, &version, err);
    }
    if (status == CS_OK)
        status = set_pragmas(fresh, way, version, err);
    if (status == CS_OK && way != CS_SQLITE_FRESH)
        status = check_schema(fresh, err);
    free(uri);
    if (status == CS_OK)
        *link = fresh;
    else
        cs_sqlite_disconnect(fresh);
    return status;
}

void cs_sqlite_disconnect(struct cs_connection *link)
{
    if (!link)
        return;
    sqlite3_finalize(link->begin);
    sqlite3_finalize(link->commit);
    sqlite3_close_v2(link->db);
    if (link->turn)
        close(link->turn);
    for (size_t i = 0; i < link->deferred_count; i++)
        free(link->deferred[i].sql);
    free(link->deferred);
    free(link->path);
    free(link->name);
    free(link);
}

static void close_link(struct cs_connection *link)
{
    if (link->write && link->wrote)
        cs_sqlite_checkpoint(link, SQLITE_CHECKPOINT_TRUNCATE);
    cs_sqlite_disconnect(link);
}

static bool can_write(const struct cs_connection *link)
{
    return link->write;
}

/* Has the library the repair of what sqlite-write.c keeps apart? Told by its number alone. */
static bool repaired(void)
{
    int version = sqlite3_libversion_number();
    return version >= 3051003 || (version >= 3050007 && version < 3051000) ||
           (version >= 3044006 && version < 3045000);
}

static const char *library(void)
{
    static char text[32];
    if (!text[0])
        sqlite3_snprintf(sizeof text, text, "SQLite %s", sqlite3_libversion());
    return text;
}

const struct cs_backend cs_backend_sqlite = {
    .scheme = "sqlite",
    /* OR FAIL: else every page that the rows touch is first copied into a statement journal. */
    .find = cs_sqlite_find,
    .create = cs_sqlite_create,
    .open = cs_sqlite_open,
    .close = close_link,
    .can_write = can_write,
    .library = library,
    .repaired = repaired,
    .prepare = cs_sqlite_prepare,
    .drop = cs_sqlite_drop,
    .run = cs_sqlite_run,
    .prepare_rows = cs_sqlite_prepare_rows,
    .run_rows = cs_sqlite_run_rows,
    .drop_rows = cs_sqlite_drop_rows,
    .start = cs_sqlite_start,
    .step = cs_sqlite_step,
    .stop = cs_sqlite_stop,
    .begin = cs_sqlite_begin,
    .commit = cs_sqlite_commit,
    .rollback = cs_sqlite_rollback,
    .in_transaction = cs_sqlite_in_transaction,
    .defer_indexes = cs_sqlite_defer_indexes,
    .build_indexes = cs_sqlite_build_deferred,
    .read_much = cs_sqlite_read_much,
    .version = cs_sqlite_version,
    .set_version = cs_sqlite_set_version,
    .token = cs_sqlite_token,
    .script = cs_sqlite_script,
    .migrating = cs_sqlite_migrating,
    .broken_keys = cs_sqlite_broken_keys,
    .query = cs_sqlite_query,
    .backup = cs_sqlite_backup,
    .keep = cs_sqlite_keep,
    .discard = cs_sqlite_discard,
    .restore = cs_sqlite_restore,
    .integrity = cs_sqlite_integrity,
    .has_index = cs_sqlite_has_index,
    .vacuum = cs_sqlite_vacuum,
};
