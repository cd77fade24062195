/* What the files of this room share: the store itself. Nobody outside lib/store includes this. */
#ifndef CS_STORE_INTERNAL_H
#define CS_STORE_INTERNAL_H

#include "store/backend.h"

struct cs_room;   /* prepared statements of one table */
struct cs_gather; /* rows of one statement that wait */
struct cs_writer; /* the thread that inserts them */
struct cs_before; /* a second connection: what was committed */

struct cs_setting {
    char *name, *value;
};

struct cs_store {
    const struct cs_backend *backend;
    struct cs_connection *link;
    char *place, *name, *schema_dir;
    bool named;
    enum cs_store_mode mode;
    int64_t wait_seconds;
    struct cs_diag *diag;

    int depth;      /* of nested transactions */
    bool saved;     /* a transaction was committed */
    bool lost;      /* the engine undid the open transaction by itself after a fault */
    int64_t undone; /* how often something was undone */

    struct cs_room *rooms;
    size_t room_count, room_capacity;

    struct cs_gather **gathers; /* rows put off by cs_store_add */
    size_t gather_count, gather_capacity;
    bool gathered; /* some rows wait */
    bool bulk;     /* the open transaction is one */
    int walking;   /* walks under way: the connection is in use */
    struct cs_writer *writer;
    struct cs_before *before;

    struct cs_setting *settings;
    size_t setting_count, setting_capacity;
    bool settings_known;

    struct cs_guard guard;
    enum cs_status (*fill)(void *context, struct cs_store *store, struct cs_error *err);
    void *fill_context;
};

struct cs_backend_open cs_store_how(const struct cs_store *store);

/* statement.c: gives all prepared statements back to the backend. */
void cs_store_drop_statements(struct cs_store *store);

/* statement.c: the first row of a prepared statement; CS_NONE: it has none. */
enum cs_status cs_store_first(struct cs_store *store, struct cs_prepared *prepared, const struct cs_value *in,
                              struct cs_value *out, struct cs_arena *arena, struct cs_error *err);

/* before.c: the transaction ends; the store is closed. */
void cs_store_end_before(struct cs_store *store);
void cs_store_close_before(struct cs_store *store);

/* gather.c: rows put off are given up (rollback); their statements are given back (close). */
void cs_store_forget_gathered(struct cs_store *store);
void cs_store_drop_gathers(struct cs_store *store);

/* gather.c: waits until the writer has nothing more to insert; its fault, if it met one. Before anything else
 * uses the connection. */
enum cs_status cs_store_settle_writer(struct cs_store *store, struct cs_error *err);

/* setting.c: gives up what the cache knows (after a rollback it may be wrong). */
void cs_store_forget_settings(struct cs_store *store);

/* migrate.c: compares the schema of an opened store with schema_dir and does what its mode says. */
enum cs_status cs_store_settle(struct cs_store *store, struct cs_error *err);

/* migrate.c: the number of the newest migration in a folder. */
enum cs_status cs_migration_newest(const char *folder, int64_t *newest, struct cs_error *err);

/* The text of a migration by its number, appended to `text`. */
enum cs_status cs_migration_read(const char *folder, int64_t number, struct cs_buffer *text,
                                 struct cs_error *err);

/* index-check.c: says each index as an error that the migrations made and the store has no more. */
enum cs_status cs_store_check_indexes(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);

/* migrate.c: says each migration of the store that differs from the file of its number. */
enum cs_status cs_migration_check(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);

/* setting.c: gives a new store its uuid. */
enum cs_status cs_store_name_itself(struct cs_store *store, struct cs_error *err);

#endif
