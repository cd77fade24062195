/* Runs one SELECT that a person wrote, on a connection of its own under guard. */
#include "store/sqlite.h"

#include "base/text.h"

#include <stdlib.h>

/* What the engine's code means for the one who wrote the query. */
static enum cs_status refused(struct cs_connection *link, const struct cs_sqlite_guard *guard, int code,
                              const struct cs_query_limits *limits, struct cs_error *err)
{
    static const char lacking[] = "no such column: ";
    const char *text = sqlite3_errmsg(link->db);
    if ((code & 0xff) == SQLITE_INTERRUPT && guard->late)
        return cs_error_set(err, CS_FAILED, _("the query was stopped after %lld seconds"),
                            (long long)limits->seconds);
    if (guard->denied[0])
        return cs_error_set(err, CS_FAILED, _("the query was refused: %s"), guard->denied);
    if ((code & 0xff) != SQLITE_ERROR && (code & 0xff) != SQLITE_TOOBIG)
        return cs_sqlite_fault(link, code, err);
    if (strncmp(text, lacking, sizeof lacking - 1) == 0) {
        const char *column = text + sizeof lacking - 1, *dot = strrchr(column, '.');
        if (cs_sqlite_guard_withholds(guard, dot ? dot + 1 : column))
            return cs_error_set(err, CS_FAILED,
                                _("the query was refused: column %s is personal data that no mask fits; "
                                  "--unmask shows it"),
                                dot ? dot + 1 : column);
    }
    return cs_error_set(err, CS_FAILED, _("the query was refused: %s"), text);
}

/* Binds $1.. by name; each parameter of the text must be one of those given. */
static enum cs_status bind_all(sqlite3_stmt *stmt, const struct cs_value *in, size_t in_count,
                               struct cs_error *err)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
        const char *name = sqlite3_bind_parameter_name(stmt, i);
        char *end = NULL;
        unsigned long number = name && name[0] == '$' && name[1] != '0' ? strtoul(name + 1, &end, 10) : 0;
        if (number == 0 || *end || number > in_count)
            return cs_error_set(err, CS_FAILED, _("the query has a parameter %s that was not given"),
                                name ? name : "?");
        cs_sqlite_bind(stmt, i, &in[number - 1]);
    }
    return CS_OK;
}

/* One statement, which only reads. */
static enum cs_status prepare(struct cs_connection *link, struct cs_sqlite_guard *guard, const char *sql,
                              const struct cs_query_limits *limits, sqlite3_stmt **stmt, struct cs_error *err)
{
    const char *tail = NULL;
    sqlite3_stmt *next = NULL;
    int code = sqlite3_prepare_v2(link->db, sql, -1, stmt, &tail);
    if (code != SQLITE_OK)
        return refused(link, guard, code, limits, err);
    if (!*stmt)
        return cs_error_set(err, CS_FAILED, _("the query is empty"));
    while (*tail && code == SQLITE_OK && !next) /* comments and lone semicolons may follow */
        code = sqlite3_prepare_v2(link->db, tail, -1, &next, &tail);
    sqlite3_finalize(next);
    if (next || code != SQLITE_OK)
        return cs_error_set(err, CS_FAILED, _("the query was refused: one statement only"));
    if (!sqlite3_stmt_readonly(*stmt) || sqlite3_stmt_isexplain(*stmt) || sqlite3_column_count(*stmt) == 0)
        return cs_error_set(err, CS_FAILED, _("the query was refused: %s"),
                            _("a query can only read: one SELECT"));
    return CS_OK;
}

/* The letter of a column: as it is declared, else as the first row has it. */
static char letter(sqlite3_stmt *stmt, int column, bool has_row)
{
    static const struct {
        const char *part;
        char letter;
    } parts[] = { { "INT", 'i' }, { "TEXT", 't' }, { "REAL", 'r' }, { "BLOB", 'b' } };
    const char *declared = sqlite3_column_decltype(stmt, column);
    for (size_t i = 0; declared && i < sizeof parts / sizeof *parts; i++)
        if (strstr(declared, parts[i].part))
            return parts[i].letter;
    switch (has_row ? sqlite3_column_type(stmt, column) : SQLITE_NULL) {
    case SQLITE_INTEGER:
        return 'i';
    case SQLITE_FLOAT:
        return 'r';
    case SQLITE_BLOB:
        return 'b';
    default:
        return 't';
    }
}

static enum cs_status tell_head(sqlite3_stmt *stmt, bool has_row, cs_head_fn *head, void *context,
                                struct cs_error *err)
{
    size_t count = (size_t)sqlite3_column_count(stmt);
    const char **names = cs_alloc(count * sizeof *names);
    char *types = cs_alloc(count + 1);
    for (size_t i = 0; i < count; i++) {
        names[i] = sqlite3_column_name(stmt, (int)i);
        types[i] = letter(stmt, (int)i, has_row);
    }
    enum cs_status status = head ? head(context, count, names, types, err) : CS_OK;
    free(names);
    free(types);
    return status;
}

static enum cs_status walk(struct cs_connection *link, struct cs_sqlite_guard *guard, sqlite3_stmt *stmt,
                           const struct cs_query_limits *limits, cs_head_fn *head, cs_values_fn *each,
                           void *context, struct cs_error *err)
{
    size_t count = (size_t)sqlite3_column_count(stmt);
    struct cs_value *out = cs_alloc(count * sizeof *out);
    int code = sqlite3_step(stmt);
    enum cs_status status = CS_OK;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        status = tell_head(stmt, code == SQLITE_ROW, head, context, err);
    for (int64_t row = 1; status == CS_OK && code == SQLITE_ROW; row++) {
        if (limits->rows > 0 && row > limits->rows) {
            status = cs_error_set(err, CS_FAILED, _("the query answers more than %lld rows"),
                                  (long long)limits->rows);
            break;
        }
        for (size_t i = 0; i < count; i++)
            out[i] = cs_sqlite_column(stmt, (int)i);
        status = each(context, out, err);
        if (status == CS_OK)
            code = sqlite3_step(stmt);
    }
    if (status == CS_OK && code != SQLITE_DONE)
        status = refused(link, guard, code, limits, err);
    free(out);
    return status;
}

enum cs_status cs_sqlite_query(struct cs_connection *link, const struct cs_guard *list, const char *sql,
                               const struct cs_value *in, size_t in_count,
                               const struct cs_query_limits *limits, cs_head_fn *head, cs_values_fn *each,
                               void *context, struct cs_error *err)
{
    enum cs_sqlite_way way = link->immutable ? CS_SQLITE_IMMUTABLE : CS_SQLITE_READ_ONLY;
    struct cs_sqlite_guard guard = { .list = list };
    struct cs_connection *own = NULL;
    sqlite3_stmt *stmt = NULL;
    enum cs_status status = cs_sqlite_connect(link->path, link->name, way, link->wait_ms / 1000, &own, err);
    if (status == CS_OK)
        status = cs_sqlite_guard_raise(&guard, own, limits, err);
    if (status == CS_OK)
        status = prepare(own, &guard, sql, limits, &stmt, err);
    if (status == CS_OK)
        status = bind_all(stmt, in, in_count, err);
    if (status == CS_OK)
        status = walk(own, &guard, stmt, limits, head, each, context, err);
    sqlite3_finalize(stmt);
    cs_sqlite_disconnect(own);
    cs_sqlite_guard_release(&guard);
    return status;
}
