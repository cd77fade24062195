/* Shared by the files sqlite*.c: one connection and its helpers. The only files that know the engine. */
#ifndef CS_STORE_SQLITE_H
#define CS_STORE_SQLITE_H

#include "store/backend.h"

#include <sqlite3.h>

struct cs_deferred {
    char *sql; /* the CREATE INDEX that builds it again */
};

/* What an insert of many rows reads (sqlite-rows.c). */
struct cs_sqlite_rows {
    const struct cs_value *values; /* row by row */
    size_t count, width;
    const char *types; /* the letters of a row */
    bool known;        /* the engine knows the virtual table */
};

struct cs_connection {
    sqlite3 *db;
    char *path, *name; /* the file itself, and what the user calls it */
    bool write, immutable;
    int64_t wait_ms, busy_since;
    int frames; /* of the write-ahead log, as the last commit left it */
    bool wrote; /* something was committed through this connection */
    bool bulk;
    bool unlogged;          /* the open transaction keeps a rollback journal instead of the log */
    int64_t changes_before; /* rows changed through this connection before the open transaction */
    bool doubtful;          /* a commit failed */
    bool alone;             /* a file that nobody else knows */
    int turn;               /* the lock file, held shared while this connection writes; 0: not opened */
    sqlite3_stmt *begin, *commit;
    struct cs_sqlite_rows rows;
    struct cs_deferred *deferred;
    size_t deferred_count, deferred_capacity;
};

enum {
    CS_SQLITE_APPLICATION = 0x6373746c, /* "cstl" in the file's header: a store of ours */
    CS_SQLITE_PAGE = 8192,              /* bytes, of new stores: a load takes a tenth less than with 4 KiB */
    CS_SQLITE_CACHE_KIB = 16 * 1024,
    CS_SQLITE_BULK_CACHE_KIB = 96 * 1024,
    CS_SQLITE_LOOKUP_CACHE_KIB = 64 * 1024, /* names of a million cases */
};

/* sqlite.c: turns a result code into a status and a sentence. */
enum cs_status cs_sqlite_fault(struct cs_connection *link, int code, struct cs_error *err);
enum cs_status cs_sqlite_exec(struct cs_connection *link, const char *sql, struct cs_error *err);
enum cs_status cs_sqlite_number(struct cs_connection *link, const char *sql, int64_t *number,
                                struct cs_error *err); /* first column of the first row */

enum cs_sqlite_way {
    CS_SQLITE_READ,      /* may make the shared-memory file of the log, never changes the store */
    CS_SQLITE_READ_ONLY, /* only what the operating system's own read rights allow */
    CS_SQLITE_IMMUTABLE, /* no locks, no log: a folder that cannot be written */
    CS_SQLITE_WRITE,
    CS_SQLITE_FRESH, /* a file that nobody else knows: no log, no syncs */
};
/* Opens a file with all safety settings on. It must be a store of ours unless FRESH. */
enum cs_status cs_sqlite_connect(const char *path, const char *name, enum cs_sqlite_way way,
                                 int64_t wait_seconds, struct cs_connection **link, struct cs_error *err);
void cs_sqlite_disconnect(struct cs_connection *link); /* without a checkpoint */
int64_t cs_sqlite_now_ms(void);

/* sqlite-statement.c */
enum cs_status cs_sqlite_prepare(struct cs_connection *link, const char *sql, const char *in, size_t in_count,
                                 const char *out, struct cs_prepared **prepared, struct cs_error *err);
void cs_sqlite_drop(struct cs_prepared *prepared);
enum cs_status cs_sqlite_run(struct cs_prepared *prepared, const struct cs_value *in, int64_t *changed,
                             struct cs_error *err);
enum cs_status cs_sqlite_start(struct cs_prepared *prepared, const struct cs_value *in, struct cs_error *err);
enum cs_status cs_sqlite_step(struct cs_prepared *prepared, struct cs_value *out, struct cs_error *err);
enum cs_status cs_sqlite_stop(struct cs_prepared *prepared, struct cs_error *err);
int cs_sqlite_bind(sqlite3_stmt *stmt, int place, const struct cs_value *value);
struct cs_value cs_sqlite_column(sqlite3_stmt *stmt, int column); /* as it is stored */

/* sqlite-rows.c */
enum cs_status cs_sqlite_prepare_rows(struct cs_connection *link, const char *sql, const char *in,
                                      struct cs_prepared **rows, struct cs_error *err);
enum cs_status cs_sqlite_run_rows(struct cs_prepared *rows, const struct cs_value *values, size_t count,
                                  struct cs_error *err);
void cs_sqlite_drop_rows(struct cs_prepared *rows);

/* sqlite-write.c: transactions, checkpoints, indexes, migration */
enum cs_status cs_sqlite_begin(struct cs_connection *link, bool bulk, struct cs_error *err);
enum cs_status cs_sqlite_commit(struct cs_connection *link, struct cs_error *err);
bool cs_sqlite_disown(struct cs_connection *link); /* what a failed commit left in the log; false: not sure */
void cs_sqlite_rollback(struct cs_connection *link);
bool cs_sqlite_in_transaction(const struct cs_connection *link);
enum cs_status cs_sqlite_begin_write(struct cs_connection *link, struct cs_error *err);
/* The lock file: who writes holds it shared, who checkpoints alone (sqlite-write.c says why). */
enum cs_status cs_sqlite_take_turn(struct cs_connection *link, struct cs_error *err); /* CS_BUSY at once */
enum cs_status cs_sqlite_wait_turn(struct cs_connection *link, struct cs_error *err);
void cs_sqlite_end_turn(struct cs_connection *link);
int cs_sqlite_lock(const struct cs_connection *link, bool wait); /* alone; -1: held by another */
void cs_sqlite_checkpoint(struct cs_connection *link, int how);
enum cs_status cs_sqlite_version(struct cs_connection *link, int64_t *number, struct cs_error *err);
enum cs_status cs_sqlite_set_version(struct cs_connection *link, int64_t number, struct cs_error *err);
const char *cs_sqlite_token(const char *name, size_t length);
enum cs_status cs_sqlite_script(struct cs_connection *link, const char *sql, struct cs_error *err);
void cs_sqlite_migrating(struct cs_connection *link, bool on);

/* sqlite-load.c: bulk loads */
void cs_sqlite_bulk(struct cs_connection *link, bool on); /* outside a transaction */
void cs_sqlite_read_much(struct cs_connection *link);     /* of the time before a load, at random places */
enum cs_status cs_sqlite_defer_indexes(struct cs_connection *link, const char *const tables[], bool filled,
                                       struct cs_error *err);
enum cs_status cs_sqlite_build_deferred(struct cs_connection *link, struct cs_error *err);
void cs_sqlite_forget_deferred(struct cs_connection *link);
void cs_sqlite_enter_log(struct cs_connection *link); /* after a first load: the log again */

/* sqlite-file.c: the file system's side */
enum cs_status cs_sqlite_find(const struct cs_backend_open *how, enum cs_found *found, struct cs_error *err);
enum cs_status cs_sqlite_create(const struct cs_backend_open *how, cs_fill_fn *fill, void *context,
                                struct cs_error *err);
enum cs_status cs_sqlite_open(const struct cs_backend_open *how, struct cs_connection **link,
                              struct cs_error *err);
enum cs_status cs_sqlite_make_folders(const char *path, struct cs_error *err); /* all above it, 0700 */
enum cs_status cs_sqlite_temporary(const char *target, char **path, struct cs_error *err); /* beside it */
enum cs_status cs_sqlite_sync(const char *path, struct cs_error *err); /* the file's bytes are on the disk */
/* Gives a whole temporary file its name and makes that durable. CS_EXISTS where the name is taken, unless
 * `replace`. The temporary is gone afterwards in any case. */
void cs_sqlite_discard(const char *path);
enum cs_status cs_sqlite_publish(const char *temporary, const char *target, bool replace,
                                 struct cs_error *err);

/* sqlite-maintain.c and sqlite-restore.c: whole-store work */
enum cs_status cs_sqlite_copy(struct cs_connection *from, struct cs_connection *to, struct cs_error *err);
enum cs_status cs_sqlite_copy_out(struct cs_connection *link, const char *path, char **temporary,
                                  struct cs_error *err); /* into a new file beside path; caller frees */
enum cs_status cs_sqlite_backup(struct cs_connection *link, const char *path, struct cs_error *err);
enum cs_status cs_sqlite_keep(struct cs_connection *link, const char *suffix, struct cs_buffer *kept,
                              struct cs_error *err);
enum cs_status cs_sqlite_restore(const struct cs_backend_open *how, const char *from, int64_t newest,
                                 struct cs_error *err);
enum cs_status cs_sqlite_has_index(struct cs_connection *link, const char *name, bool *has,
                                   struct cs_error *err);
enum cs_status cs_sqlite_integrity(struct cs_connection *link, struct cs_diag *diag, struct cs_error *err);
enum cs_status cs_sqlite_broken_keys(struct cs_connection *link, struct cs_diag *diag, int64_t *count,
                                     struct cs_error *err);
enum cs_status cs_sqlite_vacuum(struct cs_connection *link, struct cs_error *err);

/* sqlite-guard.c: what stands between a person's query and the store. sqlite-query.c runs the query. */
struct cs_sqlite_guard {
    sqlite3 *db;
    const struct cs_guard *list;
    bool unmask;
    bool keys;       /* the views have a column PHONE_key beside each masked PHONE (store/guard.h) */
    uint64_t seed;   /* of those keys: drawn for each query */
    char secret[40]; /* the beginning of the names of the views that may read personal columns */
    char **tables;   /* what may be read */
    size_t table_count, table_capacity;
    char denied[256]; /* why the authorizer said no */
    int64_t end_ms;   /* 0: no limit of time */
    bool late;
};
enum cs_status cs_sqlite_guard_raise(struct cs_sqlite_guard *guard, struct cs_connection *link,
                                     const struct cs_query_limits *limits, struct cs_error *err);
bool cs_sqlite_guard_withholds(const struct cs_sqlite_guard *guard, const char *column);
void cs_sqlite_guard_release(struct cs_sqlite_guard *guard);
enum cs_status cs_sqlite_query(struct cs_connection *link, const struct cs_guard *guard, const char *sql,
                               const struct cs_value *in, size_t in_count,
                               const struct cs_query_limits *limits, cs_head_fn *head, cs_values_fn *each,
                               void *context, struct cs_error *err);

#endif
