/* Statements on SQLite: typed values in, typed columns out, nothing copied on the way. */
#include "store/sqlite.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

struct statement {
    struct cs_prepared base;
    struct cs_connection *link;
    sqlite3_stmt *stmt;
    char *out;
    int map[]; /* $1.. -> the number SQLite gave the parameter, which goes by first appearance */
};

/* Fills the map; each $n of the letters must stand in the text, and no other. */
static enum cs_status map_parameters(struct statement *s, size_t count, struct cs_error *err)
{
    if ((size_t)sqlite3_bind_parameter_count(s->stmt) != count)
        return cs_error_set(err, CS_FAILED, "%d parameters stand in the text, %zu in its types",
                            sqlite3_bind_parameter_count(s->stmt), count);
    for (size_t i = 0; i < count; i++) {
        char name[24];
        snprintf(name, sizeof name, "$%zu", i + 1);
        s->map[i] = sqlite3_bind_parameter_index(s->stmt, name);
        if (s->map[i] == 0)
            return cs_error_set(err, CS_FAILED, "%s is missing in the text", name);
    }
    return CS_OK;
}

enum cs_status cs_sqlite_prepare(struct cs_connection *link, const char *sql, const char *in, size_t in_count,
                                 const char *out, struct cs_prepared **prepared, struct cs_error *err)
{
    struct statement *s = cs_alloc(sizeof *s + in_count * sizeof *s->map);
    const char *tail = NULL;
    s->link = link;
    s->out = cs_strdup(out);
    s->base.in = in;
    s->base.out = s->out;
    s->base.in_count = in_count;
    s->base.out_count = strlen(out);
    int code = sqlite3_prepare_v3(link->db, sql, -1, in ? SQLITE_PREPARE_PERSISTENT : 0, &s->stmt, &tail);
    enum cs_status status = cs_sqlite_fault(link, code, err);
    if (status == CS_OK && (!s->stmt || (tail && *tail)))
        status = cs_error_set(err, CS_FAILED, "the text is not one statement");
    if (status == CS_OK && (size_t)sqlite3_column_count(s->stmt) != s->base.out_count)
        status = cs_error_set(err, CS_FAILED, "%d columns stand in the text, %zu in its types",
                              sqlite3_column_count(s->stmt), s->base.out_count);
    if (status == CS_OK)
        status = map_parameters(s, in_count, err);
    if (status == CS_OK)
        *prepared = &s->base;
    else
        cs_sqlite_drop(&s->base);
    return status;
}

void cs_sqlite_drop(struct cs_prepared *prepared)
{
    struct statement *s = (struct statement *)prepared;
    sqlite3_finalize(s->stmt);
    free(s->out);
    free(s);
}

static inline int bind(sqlite3_stmt *stmt, int place, const struct cs_value *value)
{
    switch (value->type) {
    case CS_INTEGER:
        return sqlite3_bind_int64(stmt, place, value->integer);
    case CS_REAL:
        return sqlite3_bind_double(stmt, place, value->real);
    case CS_TEXT:
        if (value->length > INT32_MAX)
            return SQLITE_TOOBIG;
        return sqlite3_bind_text(stmt, place, value->text, (int)value->length, SQLITE_STATIC);
    case CS_BLOB:
        if (value->length > INT32_MAX)
            return SQLITE_TOOBIG;
        if (value->length == 0)
            return sqlite3_bind_zeroblob(stmt, place, 0); /* a NULL pointer would bind null */
        return sqlite3_bind_blob(stmt, place, value->text, (int)value->length, SQLITE_STATIC);
    case CS_NULL:
        break;
    }
    return sqlite3_bind_null(stmt, place);
}

int cs_sqlite_bind(sqlite3_stmt *stmt, int place, const struct cs_value *value)
{
    return bind(stmt, place, value);
}

static enum cs_status wrong_type(const struct statement *s, size_t i, struct cs_error *err)
{
    return cs_error_set(err, CS_FAILED, "parameter $%zu was handed a value of another type than '%c': %s",
                        i + 1, s->base.in[i], sqlite3_sql(s->stmt));
}

/* Binds by reference: the values outlive the statement's run. */
static inline enum cs_status bind_all(struct statement *s, const struct cs_value *in, struct cs_error *err)
{
    static const char letters[] = { [CS_INTEGER] = 'i', [CS_REAL] = 'r', [CS_TEXT] = 't', [CS_BLOB] = 'b' };
    const char *types = s->base.in;
    for (size_t i = 0; i < s->base.in_count; i++) {
        if (types && in[i].type != CS_NULL && letters[in[i].type] != types[i])
            return wrong_type(s, i, err);
        int code = bind(s->stmt, s->map[i], &in[i]);
        if (__builtin_expect(code != SQLITE_OK, 0))
            return cs_sqlite_fault(s->link, code, err);
    }
    return CS_OK;
}

enum cs_status cs_sqlite_run(struct cs_prepared *prepared, const struct cs_value *in, int64_t *changed,
                             struct cs_error *err)
{
    struct statement *s = (struct statement *)prepared;
    bool by_itself = __builtin_expect(s->link->write && !cs_sqlite_in_transaction(s->link), 0);
    enum cs_status status = bind_all(s, in, err);
    if (status == CS_OK && by_itself)
        status = cs_sqlite_wait_turn(s->link, err);
    if (status != CS_OK)
        return status;
    int code = sqlite3_step(s->stmt);
    while (code == SQLITE_ROW) /* a statement with RETURNING whose answer nobody wants */
        code = sqlite3_step(s->stmt);
    if (code != SQLITE_DONE)
        status = cs_sqlite_fault(s->link, code, err);
    else if (changed)
        *changed = sqlite3_changes64(s->link->db);
    sqlite3_reset(s->stmt);
    if (__builtin_expect((code & 0xff) == SQLITE_IOERR, 0))
        cs_sqlite_disown(s->link); /* the statement was a transaction by itself, perhaps */
    if (by_itself)
        cs_sqlite_end_turn(s->link);
    return status;
}

enum cs_status cs_sqlite_start(struct cs_prepared *prepared, const struct cs_value *in, struct cs_error *err)
{
    return bind_all((struct statement *)prepared, in, err);
}

struct cs_value cs_sqlite_column(sqlite3_stmt *stmt, int column)
{
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        return cs_integer(sqlite3_column_int64(stmt, column));
    case SQLITE_FLOAT:
        return cs_real(sqlite3_column_double(stmt, column));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(stmt, column);
        return cs_text_length(text, (size_t)sqlite3_column_bytes(stmt, column));
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(stmt, column);
        return cs_blob(bytes ? bytes : "", (size_t)sqlite3_column_bytes(stmt, column));
    }
    default:
        return cs_null();
    }
}

/* A column as its letter says; what is stored otherwise is converted by the engine. Read through the value:
 * the calls by column number look for the row and settle the connection's error anew each time, which is as
 * dear as the reading itself. The value is ours alone until the next step, as the connection is. */
static inline struct cs_value typed_column(sqlite3_stmt *stmt, int column, char letter)
{
    sqlite3_value *value = sqlite3_column_value(stmt, column);
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return cs_null();
    switch (letter) {
    case 'i':
        return cs_integer(sqlite3_value_int64(value));
    case 'r':
        return cs_real(sqlite3_value_double(value));
    case 't': {
        const char *text = (const char *)sqlite3_value_text(value);
        return cs_text_length(text ? text : "", (size_t)sqlite3_value_bytes(value));
    }
    default: {
        const void *bytes = sqlite3_value_blob(value);
        return cs_blob(bytes ? bytes : "", (size_t)sqlite3_value_bytes(value));
    }
    }
}

enum cs_status cs_sqlite_step(struct cs_prepared *prepared, struct cs_value *out, struct cs_error *err)
{
    struct statement *s = (struct statement *)prepared;
    int code = sqlite3_step(s->stmt);
    if (code == SQLITE_DONE)
        return CS_NONE;
    if (code != SQLITE_ROW)
        return cs_sqlite_fault(s->link, code, err);
    for (size_t i = 0; i < s->base.out_count; i++)
        out[i] = typed_column(s->stmt, (int)i, s->base.out[i]);
    return CS_OK;
}

enum cs_status cs_sqlite_stop(struct cs_prepared *prepared, struct cs_error *err)
{
    struct statement *s = (struct statement *)prepared;
    int code = sqlite3_reset(s->stmt);
    enum cs_status status = cs_sqlite_fault(s->link, code, err);
    if ((code & 0xff) == SQLITE_IOERR && !cs_sqlite_in_transaction(s->link)) {
        cs_sqlite_disown(s->link);
        cs_sqlite_end_turn(s->link);
    }
    return status;
}
