/*
 * What a backend of the store fills in: one table of functions. store.c, migrate.c and select.c know nothing
 * of an engine but this.
 *
 * To add a backend: a file with a const struct cs_backend, a line in the list of store.c, its tokens in
 * schema/README.md. A function that fails fills err with a sentence, except where a status is an answer.
 */
#ifndef CS_STORE_BACKEND_H
#define CS_STORE_BACKEND_H

#include "base/buffer.h"
#include "store/guard.h"
#include "store/store.h"

struct cs_connection; /* the backend's own */

/* A prepared statement. The backend's struct begins with this one. */
struct cs_prepared {
    const char *in, *out; /* the letters of struct cs_statement */
    size_t in_count, out_count;
    bool walking; /* rows of it are being read: it must not be started again */
};

enum cs_found { CS_FOUND_NOTHING, CS_FOUND_EMPTY, CS_FOUND_STORE };

struct cs_backend_open {
    const char *place; /* what stands after the scheme */
    const char *name;  /* for messages */
    const char *schema_dir;
    bool write, or_read; /* for writing; for reading only where that cannot be */
    bool make_folder;    /* the default place: its folders may be made */
    int64_t wait_seconds;
    struct cs_diag *diag;
};

/* Fills a store that is being made and that nobody else sees yet. */
typedef enum cs_status cs_fill_fn(void *context, struct cs_connection *link, struct cs_error *err);

struct cs_backend {
    const char *scheme;

    enum cs_status (*find)(const struct cs_backend_open *how, enum cs_found *found, struct cs_error *err);
    /* Makes a store, whole or not at all. CS_EXISTS where another process was quicker. */
    enum cs_status (*create)(const struct cs_backend_open *how, cs_fill_fn *fill, void *context,
                             struct cs_error *err);
    enum cs_status (*open)(const struct cs_backend_open *how, struct cs_connection **link,
                           struct cs_error *err);
    void (*close)(struct cs_connection *link); /* all prepared statements were dropped before */
    bool (*can_write)(const struct cs_connection *link);
    const char *(*library)(void); /* "SQLite 3.40.1" */
    bool (*repaired)(void);       /* the library can checkpoint beside writers (sqlite-write.c) */

    /* in NULL: any types, as the values are (struct cs_prepared's in is NULL then). */
    enum cs_status (*prepare)(struct cs_connection *link, const char *sql, const char *in, size_t in_count,
                              const char *out, struct cs_prepared **prepared, struct cs_error *err);
    void (*drop)(struct cs_prepared *prepared);
    /* The whole of a statement without rows: the hot path. */
    enum cs_status (*run)(struct cs_prepared *prepared, const struct cs_value *in, int64_t *changed,
                          struct cs_error *err);
    /* Many rows of one insert, whose failure ends the transaction. prepare_rows takes the text of one row's
     * insert and its letters, which must stay; *rows is NULL where the text does not lend itself to it (not a
     * plain insert of its parameters in order): then the rows are run one by one. */
    enum cs_status (*prepare_rows)(struct cs_connection *link, const char *sql, const char *in,
                                   struct cs_prepared **rows, struct cs_error *err);
    enum cs_status (*run_rows)(struct cs_prepared *rows, const struct cs_value *values, size_t count,
                               struct cs_error *err);
    void (*drop_rows)(struct cs_prepared *rows);
    /* A walk: start, step until CS_NONE or a fault, always stop. */
    enum cs_status (*start)(struct cs_prepared *prepared, const struct cs_value *in, struct cs_error *err);
    enum cs_status (*step)(struct cs_prepared *prepared, struct cs_value *out, struct cs_error *err);
    enum cs_status (*stop)(struct cs_prepared *prepared, struct cs_error *err);

    enum cs_status (*begin)(struct cs_connection *link, bool bulk, struct cs_error *err);
    enum cs_status (*commit)(struct cs_connection *link, struct cs_error *err); /* a fault leaves it open */
    void (*rollback)(struct cs_connection *link);
    bool (*in_transaction)(const struct cs_connection *link);
    enum cs_status (*defer_indexes)(struct cs_connection *link, const char *const tables[], bool filled,
                                    struct cs_error *err);
    void (*read_much)(struct cs_connection *link); /* many look-ups at random places are to come */
    enum cs_status (*build_indexes)(struct cs_connection *link, struct cs_error *err);

    /* Migration: the number of the schema, tokens of its text, several statements at once. Between
     * migrating(true) and (false) foreign keys are not enforced, so that tables can be rebuilt;
     * broken_keys counts what would have stood against them. */
    enum cs_status (*version)(struct cs_connection *link, int64_t *number, struct cs_error *err);
    enum cs_status (*set_version)(struct cs_connection *link, int64_t number, struct cs_error *err);
    const char *(*token)(const char *name, size_t length); /* NULL: unknown */
    enum cs_status (*script)(struct cs_connection *link, const char *sql, struct cs_error *err);
    void (*migrating)(struct cs_connection *link, bool on);
    enum cs_status (*broken_keys)(struct cs_connection *link, struct cs_diag *diag, int64_t *count,
                                  struct cs_error *err);

    enum cs_status (*query)(struct cs_connection *link, const struct cs_guard *guard, const char *sql,
                            const struct cs_value *in, size_t in_count, const struct cs_query_limits *limits,
                            cs_head_fn *head, cs_values_fn *each, void *context, struct cs_error *err);

    /* backup: what is committed, into a new file. keep: the same beside the store under the name
     * PATH.SUFFIX (or PATH.SUFFIX-2...), which is appended to `kept`. */
    enum cs_status (*backup)(struct cs_connection *link, const char *path, struct cs_error *err);
    enum cs_status (*keep)(struct cs_connection *link, const char *suffix, struct cs_buffer *kept,
                           struct cs_error *err);
    /* Removes what create or keep made a moment ago. */
    void (*discard)(const char *place);
    enum cs_status (*restore)(const struct cs_backend_open *how, const char *from, int64_t newest,
                              struct cs_error *err);
    enum cs_status (*integrity)(struct cs_connection *link, struct cs_diag *diag, struct cs_error *err);
    enum cs_status (*has_index)(struct cs_connection *link, const char *name, bool *has,
                                struct cs_error *err);
    enum cs_status (*vacuum)(struct cs_connection *link, struct cs_error *err);
};

extern const struct cs_backend cs_backend_sqlite;

#endif
