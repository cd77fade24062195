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

static const char letters[] = { [CS_INTEGER] = 'i', [CS_REAL] = 'r', [CS_TEXT] = 't', [CS_BLOB] = 'b' };

/* By reference: the values outlive the statement's run. */
static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int at)
{
    const struct rows_cursor *cursor = (const struct rows_cursor *)base;
    const struct cs_value *value = &cursor->row[at];
    if (value->type == CS_NULL)
        return SQLITE_OK;
    if (letters[value->type] != cursor->given->types[at]) {
        sqlite3_result_error(out, "a column was handed a value of another type than its letter", -1);
        return SQLITE_ERROR;
    }
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

/* ---- the statement ---- */

struct rows {
    struct cs_prepared base;
    struct cs_connection *link;
    struct cs_prepared *insert; /* NULL: none yet */
    char *into;                 /* table and columns: t (a, b) */
    size_t width;
    bool filled[MOST]; /* some row held something there */
};

/* Takes "INSERT INTO t (a, b) VALUES ($1, $2)" to pieces; false where the text is not a plain insert of its
 * parameters in order. */
static bool take_apart(const char *sql, struct rows *rows)
{
    static const char plain[] = "INSERT INTO ", places[] = " VALUES (";
    const char *values = strstr(sql, places);
    if (!values || rows->width > MOST || strncmp(sql, plain, sizeof plain - 1) != 0)
        return false;
    const char *at = values + sizeof places - 1, *into = sql + sizeof plain - 1;
    rows->into = cs_strndup(into, (size_t)(values - into));
    for (size_t i = 0; i < rows->width; i++) {
        char *end;
        if (*at != '$' || strtoul(at + 1, &end, 10) != i + 1)
            return false;
        at = end + strspn(end, ", \n");
    }
    return strcmp(at, ")") == 0;
}

/* "INSERT OR FAIL INTO t (a, b, c) SELECT c0, NULL, c2 FROM cs_rows". A failure ends the transaction anyway,
 * so that none of the rows before it need be taken back (OR FAIL): the engine keeps no journal of the
 * statement. */
static enum cs_status prepare_insert(struct rows *rows, struct cs_error *err)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_printf(&text, "INSERT OR FAIL INTO %s SELECT", rows->into);
    for (size_t i = 0; i < rows->width; i++)
        if (rows->filled[i])
            cs_buffer_printf(&text, "%s c%zu", i ? "," : "", i);
        else
            cs_buffer_printf(&text, "%s NULL", i ? "," : "");
    cs_buffer_text(&text, " FROM cs_rows");
    if (rows->insert)
        cs_sqlite_drop(rows->insert);
    rows->insert = NULL;
    enum cs_status status = cs_sqlite_prepare(rows->link, text.text, "", 0, "", &rows->insert, err);
    cs_buffer_release(&text);
    return status;
}

enum cs_status cs_sqlite_prepare_rows(struct cs_connection *link, const char *sql, const char *in,
                                      struct cs_prepared **prepared, struct cs_error *err)
{
    struct rows *rows = cs_alloc(sizeof *rows);
    rows->base.in = in;
    rows->link = link;
    rows->width = strlen(in);
    enum cs_status status = CS_OK;
    *prepared = NULL;
    if (!take_apart(sql, rows)) {
        cs_sqlite_drop_rows(&rows->base);
        return CS_OK;
    }
    if (!link->rows.known)
        status = cs_sqlite_fault(link, sqlite3_create_module(link->db, "cs_rows", &module, link), err);
    link->rows.known = true;
    if (status == CS_OK)
        status = prepare_insert(rows, err); /* what is wrong with the text is told at once */
    if (status == CS_OK)
        *prepared = &rows->base;
    else
        cs_sqlite_drop_rows(&rows->base);
    return status;
}

void cs_sqlite_drop_rows(struct cs_prepared *prepared)
{
    struct rows *rows = (struct rows *)prepared;
    if (rows->insert)
        cs_sqlite_drop(rows->insert);
    free(rows->into);
    free(rows);
}

/* Whether a column holds something for the first time. Of the columns of a case a load fills the half: what
 * is null throughout stands in the statement as such, and the engine does not ask for it row by row. */
static bool note_filled(struct rows *rows, const struct cs_value *values, size_t count)
{
    bool more = false;
    for (size_t i = 0; i < rows->width; i++)
        for (size_t row = 0; row < count && !rows->filled[i]; row++)
            if (values[row * rows->width + i].type != CS_NULL)
                more = rows->filled[i] = true;
    return more;
}

enum cs_status cs_sqlite_run_rows(struct cs_prepared *prepared, const struct cs_value *values, size_t count,
                                  struct cs_error *err)
{
    struct rows *rows = (struct rows *)prepared;
    struct cs_sqlite_rows *given = &rows->link->rows;
    enum cs_status status = CS_OK;
    if (note_filled(rows, values, count))
        status = prepare_insert(rows, err);
    if (status != CS_OK)
        return status;
    given->values = values;
    given->count = count;
    given->width = rows->width;
    given->types = rows->base.in;
    status = cs_sqlite_run(rows->insert, NULL, NULL, err);
    given->count = 0;
    return status;
}
