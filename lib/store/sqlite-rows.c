/*
 * Many rows in one statement: INSERT ... SELECT from a virtual table whose rows are the caller's own values.
 *
 * Beside an insert of so many bound parameters nothing is bound, nothing copied from register to register and
 * nothing compiled for each row: the text is as long as one row, whatever their number.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <stdlib.h>

enum { MOST = 160 /* columns of the virtual table; a wider insert goes row by row */ };

struct rows_table {
    sqlite3_vtab base;
    struct cs_connection *link;
};

struct rows_cursor {
    sqlite3_vtab_cursor base;
    const struct cs_sqlite_rows *given;
    const struct cs_value *row, *end;
    size_t number;
};

static int connect_table(sqlite3 *db, void *link, int argc, const char *const *argv, sqlite3_vtab **table,
                         char **message)
{
    (void)argc, (void)argv, (void)message;
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "CREATE TABLE cs_rows (");
    for (int i = 0; i < MOST; i++)
        cs_buffer_printf(&text, "%sc%d", i ? ", " : "", i);
    cs_buffer_char(&text, ')');
    int code = sqlite3_declare_vtab(db, text.text);
    cs_buffer_release(&text);
    if (code != SQLITE_OK)
        return code;
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    struct rows_table *made = sqlite3_malloc(sizeof *made);
    if (!made)
        return SQLITE_NOMEM;
    *made = (struct rows_table){ .link = link };
    *table = &made->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1;
    info->estimatedRows = 1;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    struct rows_cursor *made = sqlite3_malloc(sizeof *made);
    if (!made)
        return SQLITE_NOMEM;
    *made = (struct rows_cursor){ .given = &((struct rows_table *)table)->link->rows };
    *cursor = &made->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc, sqlite3_value **argv)
{
    (void)number, (void)text, (void)argc, (void)argv;
    struct rows_cursor *cursor = (struct rows_cursor *)base;
    cursor->row = cursor->given->values;
    cursor->end = cursor->row + cursor->given->count * cursor->given->width;
    cursor->number = 0;
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
    struct rows_cursor *cursor = (struct rows_cursor *)base;
    cursor->row += cursor->given->width;
    cursor->number++;
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base)
{
    const struct rows_cursor *cursor = (const struct rows_cursor *)base;
    return cursor->row >= cursor->end;
}

/* By reference: the values outlive the statement's run. */
static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int at)
{
    const struct rows_cursor *cursor = (const struct rows_cursor *)base;
    const struct cs_value *value = &cursor->row[at];
    switch (value->type) {
    case CS_INTEGER:
        sqlite3_result_int64(out, value->integer);
        break;
    case CS_REAL:
        sqlite3_result_double(out, value->real);
        break;
    case CS_TEXT:
        sqlite3_result_text64(out, value->text, value->length, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case CS_BLOB:
        if (value->length == 0)
            sqlite3_result_zeroblob(out, 0); /* a NULL pointer would be null */
        else
            sqlite3_result_blob64(out, value->text, value->length, SQLITE_STATIC);
        break;
    case CS_NULL:
        break;
    }
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *id)
{
    *id = (sqlite3_int64)((struct rows_cursor *)base)->number;
    return SQLITE_OK;
}

/* Only as itself (no xCreate), and never from a view or trigger of the store (DIRECTONLY). */
static const sqlite3_module module = {
    .xConnect = connect_table,
    .xBestIndex = best_index,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = at_end,
    .xColumn = column,
    .xRowid = rowid,
};

/* Writes "INSERT OR FAIL INTO t (...) SELECT c0, c1 ... FROM cs_rows"; false where the text is not a plain
 * insert of its parameters in order. A failure ends the transaction anyway, so that none of the rows before
 * it need be taken back (OR FAIL): the engine keeps no journal of the statement. */
static bool write_insert(const char *sql, size_t width, struct cs_buffer *out)
{
    static const char plain[] = "INSERT INTO ";
    const char *values = strstr(sql, " VALUES (");
    if (!values || width > MOST || strncmp(sql, plain, sizeof plain - 1) != 0)
        return false;
    const char *at = values + strlen(" VALUES (");
    for (size_t i = 1; i <= width; i++) {
        char *end;
        if (*at != '$' || strtoul(at + 1, &end, 10) != i)
            return false;
        at = end + strspn(end, ", \n");
    }
    if (strcmp(at, ")") != 0)
        return false;
    cs_buffer_text(out, "INSERT OR FAIL INTO ");
    cs_buffer_add(out, sql + sizeof plain - 1, (size_t)(values - sql) - (sizeof plain - 1));
    for (size_t i = 0; i < width; i++)
        cs_buffer_printf(out, "%sc%zu", i ? ", " : " SELECT ", i);
    cs_buffer_text(out, " FROM cs_rows");
    return true;
}

enum cs_status cs_sqlite_prepare_rows(struct cs_connection *link, const char *sql, const char *in,
                                      struct cs_prepared **rows, struct cs_error *err)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    *rows = NULL;
    if (write_insert(sql, strlen(in), &text)) {
        if (!link->rows.known)
            status = cs_sqlite_fault(link, sqlite3_create_module(link->db, "cs_rows", &module, link), err);
        link->rows.known = true;
        if (status == CS_OK)
            status = cs_sqlite_prepare(link, text.text, "", 0, "", rows, err);
        if (status == CS_OK)
            (*rows)->in = in;
    }
    cs_buffer_release(&text);
    return status;
}

static enum cs_status wrong_type(const struct cs_prepared *rows, size_t i, struct cs_error *err)
{
    return cs_error_set(err, CS_FAILED, "column %zu of a row was handed a value of another type than '%c'",
                        i + 1, rows->in[i]);
}

enum cs_status cs_sqlite_run_rows(struct cs_connection *link, struct cs_prepared *rows,
                                  const struct cs_value *values, size_t count, struct cs_error *err)
{
    static const char letters[] = { [CS_INTEGER] = 'i', [CS_REAL] = 'r', [CS_TEXT] = 't', [CS_BLOB] = 'b' };
    size_t width = strlen(rows->in);
    const struct cs_value *value = values;
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < width; i++, value++)
            if (value->type != CS_NULL && letters[value->type] != rows->in[i])
                return wrong_type(rows, i, err);
    link->rows.values = values;
    link->rows.count = count;
    link->rows.width = width;
    enum cs_status status = cs_sqlite_run(rows, NULL, NULL, err);
    link->rows.count = 0;
    return status;
}
