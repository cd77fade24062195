/*
 * The store: open by URL, statements by name, transactions. Backends are behind backend.h; no word of SQLite
 * or PostgreSQL stands outside their files.
 *
 * To add a statement: one line in the room's enum and one in its table (<room>-store.c). Each is SQL that
 * both backends read ($1 parameters, integer times, ON CONFLICT, standard window functions) with its types
 * beside it; tests/unit/ statements.c prepares all of them.
 */
#ifndef CS_STORE_STORE_H
#define CS_STORE_STORE_H

#include "base/diag.h"
#include "base/memory.h"
#include "base/status.h"
#include "record/value.h"

#include <stdbool.h>

struct cs_store;

/* A statement: its SQL, the types of $1.. and the types of the columns it answers; a letter each:
 * i integer, r real, t text, b bytes. Any value may be null. */
struct cs_statement {
    const char *sql;
    const char *in;
    const char *out;
};

/* The closed table of a room, indexed by the room's enum. */
struct cs_statements {
    const char *room;
    const struct cs_statement *list;
    size_t count;
};

#define CS_STATEMENTS(room_, list_)                                                                          \
    {                                                                                                        \
        .room = room_, .list = list_, .count = sizeof(list_) / sizeof *(list_)                               \
    }

enum cs_store_mode {
    CS_STORE_READ,   /* never creates, never writes; an older store says how to migrate */
    CS_STORE_WRITE,  /* migrates an older store after a backup copy beside it; creates only the default store
                      */
    CS_STORE_CREATE, /* `cs-db init`: the store must not be there yet */
    CS_STORE_ANY, /* `cs-db migrate|check|status`: opened as it is, no migration, for writing where possible
                   */
};

struct cs_store_options {
    const char *url; /* --db, CS_DB or NULL: $XDG_DATA_HOME/cs-tools/cs.db */
    bool named;      /* url came from the user: a missing file is then an error even for CS_STORE_WRITE */
    enum cs_store_mode mode;
    const char *schema_dir; /* where the migrations lie */
    int64_t wait_seconds;   /* how long to wait for another process's lock */
    struct cs_diag *diag;   /* notices: migrated, backup made, read-only folder */
    /* CS_STORE_CREATE: what the new store holds from the start, written in before it appears in its place: a
     * store is there with it or not at all. NULL: nothing but the schema. */
    enum cs_status (*fill)(void *context, struct cs_store *store, struct cs_error *err);
    void *fill_context;
};

/* Opens a store. CS_FAILED with a sentence (missing: with a hint how to make one; newer than this program; of
 * another program; damaged), CS_BUSY after the wait. The caller owns *store (cs_store_close, which rolls back
 * what is open). */
enum cs_status cs_store_open(const struct cs_store_options *options, struct cs_store **store,
                             struct cs_error *err);
void cs_store_close(struct cs_store *store);

/* Closes a store that this process made a moment ago and removes it, its log and locks with it. */
void cs_store_discard(struct cs_store *store);

/* Where it is, for messages: the path or the URL without its password. */
const char *cs_store_name(const struct cs_store *store);

/* Transactions nest by count: only the outermost begin and commit reach the backend. `bulk` (outermost only)
 * tells that many rows come, all of whose references the caller has just read or written itself: foreign keys
 * are not looked up again row by row, and it is durable still before commit returns. An imbalance is said by
 * cs_store_close in debug builds. */
enum cs_status cs_store_begin(struct cs_store *store, bool bulk, struct cs_error *err);
enum cs_status cs_store_commit(struct cs_store *store, struct cs_error *err);
void cs_store_rollback(struct cs_store *store); /* ends the whole transaction, however deep */

/* A point inside the open transaction to which one record's changes can be undone while the others stay. Each
 * mark is either kept or undone; marks do not nest. Rows put off are inserted first. */
enum cs_status cs_store_mark(struct cs_store *store, struct cs_error *err);
enum cs_status cs_store_keep_mark(struct cs_store *store, struct cs_error *err);
void cs_store_undo_mark(struct cs_store *store);

/* How often a mark or a transaction was undone: who keeps ids of rows that it has added itself finds them
 * anew when this has moved on. */
int64_t cs_store_undone(const struct cs_store *store);

/* Runs a statement that answers no rows. CS_EXISTS (no sentence) where a unique or foreign key stood against
 * it, CS_BUSY, CS_FAILED. *changed, unless NULL, receives the number of rows. in[] must fit the statement's
 * `in`. */
enum cs_status cs_store_do(struct cs_store *store, const struct cs_statements *table, int which,
                           const struct cs_value *in, int64_t *changed, struct cs_error *err);

/* Puts one row of an `INSERT ... VALUES ($1, $2, ...)` off, to be inserted with others of its kind: for the
 * dependent rows of an import. They are in the table at the latest after cs_store_flush, cs_store_each and
 * cs_store_commit; cs_store_get does not wait for them. in[] is copied. A key that stands against such a row
 * is a fault. */
enum cs_status cs_store_add(struct cs_store *store, const struct cs_statements *table, int which,
                            const struct cs_value *in, struct cs_error *err);
enum cs_status cs_store_flush(struct cs_store *store, struct cs_error *err);

/* The first row into out[] (texts copied to arena), CS_NONE where there is none. */
enum cs_status cs_store_get(struct cs_store *store, const struct cs_statements *table, int which,
                            const struct cs_value *in, struct cs_value *out, struct cs_arena *arena,
                            struct cs_error *err);

/* The same as it was before the open transaction (of this process's own changes nothing is seen): does not
 * wait for rows put off, nor for the thread that inserts them. Outside a transaction: cs_store_get. */
enum cs_status cs_store_get_before(struct cs_store *store, const struct cs_statements *table, int which,
                                   const struct cs_value *in, struct cs_value *out, struct cs_arena *arena,
                                   struct cs_error *err);

/* Each row to `each` (values good until it returns; anything but CS_OK ends the walk and is returned). A walk
 * may run other statements, but not the same one again. */
typedef enum cs_status cs_values_fn(void *context, const struct cs_value *out, struct cs_error *err);
enum cs_status cs_store_each(struct cs_store *store, const struct cs_statements *table, int which,
                             const struct cs_value *in, cs_values_fn *each, void *context,
                             struct cs_error *err);

/* Prepares a statement without running it: for the test that prepares all. */
enum cs_status cs_store_prepare(struct cs_store *store, const struct cs_statements *table, int which,
                                struct cs_error *err);

/*
 * A statement put together at run time from constant pieces only (store/select.h: column names of a
 * descriptor, never a user's text). Columns come back typed as `out` says. Same callback rules as
 * cs_store_each.
 */
enum cs_status cs_store_each_sql(struct cs_store *store, const char *sql, const struct cs_value *in,
                                 size_t in_count, const char *out, cs_values_fn *each, void *context,
                                 struct cs_error *err);

/* One read-only SELECT of a user, under guard (cs-db query, reports): another connection that can only read,
 * limits on time and size, an authorizer that knows reading only, masked views in place of tables with
 * personal data unless `unmask` (store/guard.h; cs_store_guard must have been called). `head` is told the
 * column names and their types once, before the first row. in[] are $1.. as text or null. */
typedef enum cs_status cs_head_fn(void *context, size_t count, const char *const *names, const char *types,
                                  struct cs_error *err);
struct cs_query_limits {
    int64_t rows;    /* 0: any; one more is a fault, told after that many rows were handed over */
    int64_t seconds; /* 0: any */
    bool trusted;    /* a report of ours or the user's own share folder: looser limits on expression size */
    bool unmask;
};
enum cs_status cs_store_query(struct cs_store *store, const char *sql, const struct cs_value *in,
                              size_t in_count, const struct cs_query_limits *limits, cs_head_fn *head,
                              cs_values_fn *each, void *context, struct cs_error *err);

/* Settings of the store itself: uuid (given by open to a store it makes), timezone, currency, language. NULL
 * where there is none; good until the next set or rollback. */
const char *cs_store_setting(struct cs_store *store, const char *name);
enum cs_status cs_store_set(struct cs_store *store, const char *name, const char *value,
                            struct cs_error *err);

/* Bulk loading: drops the secondary indexes that the schema marks as rebuildable for the tables named
 * (NULL-ended), inside the open transaction; cs_store_commit builds them again, sorted. Only those of tables
 * that are empty, unless `filled`: worth it where so many rows come that filling the indexes row by row would
 * take longer than building them over all. */
enum cs_status cs_store_defer_indexes(struct cs_store *store, const char *const tables[], bool filled,
                                      struct cs_error *err);

/* Builds at once what was put off: for work behind the last new row that looks things up. */
enum cs_status cs_store_build_indexes(struct cs_store *store, struct cs_error *err);

/* Schema: number of the newest migration in schema_dir, and of this store. */
enum cs_status cs_store_versions(struct cs_store *store, int64_t *here, int64_t *newest,
                                 struct cs_error *err);
enum cs_status cs_store_migrate(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);

/* Whole-store work for cs-db. Paths are new files made with mode 0600 under a temporary name and renamed when
 * whole; nothing is replaced. restore checks the backup first and keeps what was there as
 * PATH.before-restore. check says each finding through `diag` (not NULL) as an error; CS_OK where it could
 * look. */
enum cs_status cs_store_backup(struct cs_store *store, const char *path, struct cs_error *err);
enum cs_status cs_store_restore(const struct cs_store_options *options, const char *from,
                                struct cs_error *err);
enum cs_status cs_store_check_integrity(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);
enum cs_status cs_store_vacuum(struct cs_store *store,
                               struct cs_error *err);         /* after an erasure: nothing stays behind */
const char *cs_store_backend_version(struct cs_store *store); /* "SQLite 3.40.1" */
bool cs_store_backend_repaired(struct cs_store *store); /* SQLite: 3.51.3 and its kin; see sqlite-write.c */

#endif
