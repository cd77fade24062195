/* The guard of queries (store/guard.h says what it promises): masking views, the authorizer, limits. */
#include "store/sqlite.h"

#include "base/text.h"
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* Functions that read nothing, write nothing and whose result is bounded by the limit of length. */
static const char *const functions[] = {
    "abs",
    "acos",
    "asin",
    "atan",
    "atan2",
    "avg",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "concat",
    "cos",
    "count",
    "cs_mask",
    "cume_dist",
    "date",
    "datetime",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_tree",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "printf",
    "quote",
    "radians",
    "random",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sqrt",
    "strftime",
    "substr",
    "substring",
    "sum",
    "tan",
    "time",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "upper",
    "->",
    "->>",
};

static const struct {
    int which, tight, loose; /* for others' SQL, for a report of ours */
} limits_of[] = {
    { SQLITE_LIMIT_LENGTH, 1000000, 10000000 },
    { SQLITE_LIMIT_SQL_LENGTH, 100000, 1000000 },
    { SQLITE_LIMIT_COLUMN, 100, 500 },
    { SQLITE_LIMIT_EXPR_DEPTH, 10, 50 },
    { SQLITE_LIMIT_COMPOUND_SELECT, 3, 20 },
    { SQLITE_LIMIT_VDBE_OP, 25000, 250000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 8, 100 },
    { SQLITE_LIMIT_ATTACHED, 0, 0 },
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50, 1000 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 10, 100 },
    { SQLITE_LIMIT_TRIGGER_DEPTH, 10, 10 },
    { SQLITE_LIMIT_WORKER_THREADS, 0, 0 },
};

static const struct cs_guard_column *find(const struct cs_guard *list, const char *table, const char *column)
{
    for (size_t i = 0; i < list->count; i++)
        if (sqlite3_stricmp(list->columns[i].table, table) == 0 &&
            sqlite3_stricmp(list->columns[i].column, column) == 0)
            return &list->columns[i];
    return NULL;
}

bool cs_sqlite_guard_withholds(const struct cs_sqlite_guard *guard, const char *column)
{
    for (size_t i = 0; i < guard->list->count && !guard->unmask; i++)
        if (guard->list->columns[i].flags == 0 && !guard->list->columns[i].plain &&
            sqlite3_stricmp(guard->list->columns[i].column, column) == 0)
            return true;
    return false;
}

void cs_sqlite_guard_release(struct cs_sqlite_guard *guard)
{
    for (size_t i = 0; i < guard->table_count; i++)
        free(guard->tables[i]);
    free(guard->tables);
}

static bool may_read_table(const struct cs_sqlite_guard *guard, const char *table)
{
    for (size_t i = 0; i < guard->table_count; i++)
        if (sqlite3_stricmp(guard->tables[i], table) == 0)
            return true;
    return strncmp(table, guard->secret, strlen(guard->secret)) == 0;
}

/* Is this the view that masks the table? `source` is what the engine says is being resolved. */
static bool is_mask_of(const struct cs_sqlite_guard *guard, const char *source, const char *table)
{
    size_t length = strlen(guard->secret);
    return source && strncmp(source, guard->secret, length) == 0 &&
           sqlite3_stricmp(source + length, table) == 0;
}

static int allow_read(struct cs_sqlite_guard *guard, const char *table, const char *column,
                      const char *schema, const char *source)
{
    if (!*column)
        return SQLITE_OK; /* rows of it are counted, no column is read; CTEs come here too */
    if (!may_read_table(guard, table)) {
        snprintf(guard->denied, sizeof guard->denied, _("table %s cannot be read by a query"), table);
        return SQLITE_DENY;
    }
    if (guard->unmask || !schema || sqlite3_stricmp(schema, "main") != 0 ||
        !find(guard->list, table, column) || is_mask_of(guard, source, table))
        return SQLITE_OK;
    snprintf(
        guard->denied, sizeof guard->denied,
        _("column %s of %s is personal data; read it from plain %s, where it is masked, or use --unmask"),
        column, table, table);
    return SQLITE_DENY;
}

/* A key tells equals from unequals; called with a constant it would tell who is in the store. */
static int allow_function(struct cs_sqlite_guard *guard, const char *name, const char *source)
{
    if (strcmp(name, "cs_key") == 0 && source && strncmp(source, guard->secret, strlen(guard->secret)) == 0)
        return SQLITE_OK;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_stricmp(functions[i], name) == 0)
            return SQLITE_OK;
    snprintf(guard->denied, sizeof guard->denied, _("function %s cannot be used in a query"), name);
    return SQLITE_DENY;
}

static int authorize(void *context, int action, const char *first, const char *second, const char *schema,
                     const char *source)
{
    struct cs_sqlite_guard *guard = context;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_READ:
        return allow_read(guard, first ? first : "", second ? second : "", schema, source);
    case SQLITE_FUNCTION:
        return allow_function(guard, second ? second : "", source);
    default:
        snprintf(guard->denied, sizeof guard->denied, "%s", _("a query can only read: one SELECT"));
        return SQLITE_DENY;
    }
}

static int look_at_clock(void *context)
{
    struct cs_sqlite_guard *guard = context;
    guard->late = cs_sqlite_now_ms() >= guard->end_ms;
    return guard->late;
}

/* cs_mask(flags, text) */
static void mask(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *text = (const char *)sqlite3_value_text(values[1]);
    struct cs_buffer out = CS_BUFFER_INIT;
    (void)count;
    if (!text)
        return;
    cs_mask((unsigned)sqlite3_value_int(values[0]), text, (size_t)sqlite3_value_bytes(values[1]), &out);
    sqlite3_result_text64(context, out.text, out.length, SQLITE_TRANSIENT, SQLITE_UTF8);
    cs_buffer_release(&out);
}

/* cs_key(flags, text): equal for equal values; null for what came masked, which equals nothing. */
static void key(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct cs_sqlite_guard *guard = sqlite3_user_data(context);
    const char *text = (const char *)sqlite3_value_text(values[1]);
    size_t length = (size_t)sqlite3_value_bytes(values[1]);
    (void)count;
    if (text && !cs_is_masked((unsigned)sqlite3_value_int(values[0]), text, length))
        sqlite3_result_int64(context, (int64_t)XXH3_64bits_withSeed(text, length, guard->seed));
}

/* The names of ordinary tables and views; virtual tables stay out of reach, but for the two that read JSON.
 */
static int list_tables(struct cs_sqlite_guard *guard)
{
    static const char sql[] = "SELECT name FROM main.sqlite_schema WHERE type = 'view' OR (type = 'table' "
                              "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND rootpage > 0) "
                              "UNION ALL VALUES ('json_each'), ('json_tree')";
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(guard->db, sql, -1, &stmt, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        guard->tables =
            cs_grow(guard->tables, &guard->table_capacity, guard->table_count + 1, sizeof *guard->tables);
        guard->tables[guard->table_count++] = cs_strdup((const char *)sqlite3_column_text(stmt, 0));
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Appends `format` filled with a name, which "%w" quotes. */
static void put(struct cs_buffer *sql, const char *format, const char *name)
{
    char *text = sqlite3_mprintf(format, name);
    cs_buffer_text(sql, text ? text : "");
    sqlite3_free(text);
}

/* A column of the masking view. */
static void put_column(struct cs_buffer *sql, const struct cs_guard_column *column, const char *name)
{
    if (column && column->plain) {
        put(sql, "CASE WHEN \"%w\" IS NULL OR ", name);
        cs_buffer_text(sql, column->plain);
        put(sql, " THEN \"%w\" ELSE '****' END AS ", name);
    } else if (column) {
        cs_buffer_printf(sql, "cs_mask(%u, ", column->flags);
        put(sql, "\"%w\") AS ", name);
    }
    put(sql, "\"%w\"", name);
}

/* Two views a table: one with a secret name that masks, one with the table's name that hides the table. */
static int make_views(struct cs_sqlite_guard *guard, const char *table)
{
    struct cs_buffer inner = CS_BUFFER_INIT, secret = CS_BUFFER_INIT;
    sqlite3_stmt *stmt = NULL;
    int code =
        sqlite3_prepare_v2(guard->db, "SELECT name FROM pragma_table_info(?1, 'main')", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    cs_buffer_printf(&secret, "%s%s", guard->secret, table);
    put(&inner, "CREATE TEMP VIEW \"%w\" AS SELECT ", secret.text);
    const char *comma = "";
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        const struct cs_guard_column *column = find(guard->list, table, name);
        code = SQLITE_OK;
        if (column && column->flags == 0 && !column->plain)
            continue;
        cs_buffer_text(&inner, comma);
        comma = ", ";
        put_column(&inner, column, name);
        if (column && column->flags && guard->keys) {
            cs_buffer_printf(&inner, ", cs_key(%u, ", column->flags);
            put(&inner, "\"%w\") AS ", name);
            put(&inner, "\"%w_key\"", name);
        }
    }
    put(&inner, " FROM main.\"%w\"; ", table);
    put(&inner, "CREATE TEMP VIEW \"%w\" AS SELECT * FROM ", table);
    put(&inner, "temp.\"%w\";", secret.text);
    sqlite3_finalize(stmt);
    if (code == SQLITE_DONE)
        code = *comma ? sqlite3_exec(guard->db, inner.text, NULL, NULL, NULL) : SQLITE_OK;
    cs_buffer_release(&inner);
    cs_buffer_release(&secret);
    return code;
}

static int make_all_views(struct cs_sqlite_guard *guard)
{
    int code = sqlite3_create_function_v2(guard->db, "cs_mask", 2,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, mask,
                                          NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_create_function_v2(guard->db, "cs_key", 2,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, guard, key,
                                          NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(guard->db, "PRAGMA query_only=0", NULL, NULL, NULL);
    const struct cs_guard_column *columns = guard->list->columns;
    for (size_t i = 0; i < guard->list->count && code == SQLITE_OK; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = sqlite3_stricmp(columns[j].table, columns[i].table) == 0;
        if (!seen)
            code = make_views(guard, columns[i].table);
    }
    if (code == SQLITE_OK)
        code = sqlite3_exec(guard->db, "PRAGMA query_only=1", NULL, NULL, NULL);
    return code;
}

static enum cs_status draw_secret(struct cs_sqlite_guard *guard, struct cs_error *err)
{
    uint64_t lot[3];
    if (getrandom(lot, sizeof lot, 0) != sizeof lot)
        return cs_error_set(err, CS_FAILED, _("the system gave no random numbers"));
    guard->seed = lot[2];
    snprintf(guard->secret, sizeof guard->secret, "m%016llx%016llx_", (unsigned long long)lot[0],
             (unsigned long long)lot[1]);
    return CS_OK;
}

enum cs_status cs_sqlite_guard_raise(struct cs_sqlite_guard *guard, struct cs_connection *link,
                                     const struct cs_query_limits *limits, struct cs_error *err)
{
    guard->db = link->db;
    guard->unmask = limits->unmask;
    guard->keys = limits->trusted;
    if (!guard->unmask && guard->list->count == 0)
        return cs_error_set(err, CS_FAILED,
                            _("no list of personal columns was given, so nothing can be "
                              "masked; --unmask shows all"));
    enum cs_status status = draw_secret(guard, err);
    if (status != CS_OK)
        return status;
    int code = list_tables(guard);
    if (code == SQLITE_OK) /* the engine declares these two at first use, which the authorizer would refuse */
        code = sqlite3_exec(guard->db, "SELECT 1 FROM json_each('[]'), json_tree('[]')", NULL, NULL, NULL);
    if (code == SQLITE_OK && !guard->unmask)
        code = make_all_views(guard);
    if (code != SQLITE_OK)
        return cs_sqlite_fault(link, code, err);
    for (size_t i = 0; i < sizeof limits_of / sizeof *limits_of; i++)
        sqlite3_limit(guard->db, limits_of[i].which,
                      limits->trusted ? limits_of[i].loose : limits_of[i].tight);
    if (limits->seconds > 0) {
        guard->end_ms = cs_sqlite_now_ms() + limits->seconds * 1000;
        sqlite3_progress_handler(guard->db, 1000, look_at_clock, guard);
    }
    sqlite3_set_authorizer(guard->db, authorize, guard);
    return CS_OK;
}
