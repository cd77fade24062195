/*
 * Rows gathered: an import's dependent rows (events, clocks, faults) are inserted many at once, which costs
 * the engine about half of what as many single statements cost.
 */
#include "store/internal.h"

#include "base/text.h"

#include <stdlib.h>

enum { ROWS = 32 };

/* The rows of one statement that wait. */
struct cs_gather {
    const struct cs_statements *table;
    int which;
    size_t width, count;      /* values a row, rows */
    char *types;              /* of all the parameters of `many` */
    struct cs_prepared *many; /* NULL: the statement does not lend itself to it */
    struct cs_value *values;
    struct cs_arena arena;
};

/* Writes "INSERT ... VALUES ($1, $2), ($3, $4) ..."; false where the text is not a plain insert of its
 * parameters in order. */
static bool write_many(const char *sql, size_t width, struct cs_buffer *out)
{
    const char *values = strstr(sql, " VALUES (");
    if (!values)
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
    cs_buffer_add(out, sql, (size_t)(values - sql));
    cs_buffer_text(out, " VALUES ");
    for (size_t row = 0; row < ROWS; row++) {
        cs_buffer_text(out, row ? ", (" : "(");
        for (size_t i = 0; i < width; i++)
            cs_buffer_printf(out, "%s$%zu", i ? ", " : "", row * width + i + 1);
        cs_buffer_char(out, ')');
    }
    return true;
}

static enum cs_status open_gather(struct cs_store *store, struct cs_gather *gather, struct cs_error *err)
{
    const struct cs_statement *statement = &gather->table->list[gather->which];
    struct cs_buffer sql = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    gather->width = strlen(statement->in);
    gather->values = cs_alloc(ROWS * gather->width * sizeof *gather->values);
    gather->types = cs_alloc(ROWS * gather->width + 1);
    for (size_t row = 0; row < ROWS; row++)
        memcpy(gather->types + row * gather->width, statement->in, gather->width);
    if (write_many(statement->sql, gather->width, &sql))
        status = store->backend->prepare(store->link, sql.text, gather->types, ROWS * gather->width, "",
                                         &gather->many, err);
    cs_buffer_release(&sql);
    return status;
}

static struct cs_gather *find_gather(struct cs_store *store, const struct cs_statements *table, int which)
{
    for (size_t i = 0; i < store->gather_count; i++)
        if (store->gathers[i].table == table && store->gathers[i].which == which)
            return &store->gathers[i];
    return NULL;
}

static enum cs_status flush_one(struct cs_store *store, struct cs_gather *gather, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    if (gather->count == ROWS && gather->many)
        status = store->backend->run(gather->many, gather->values, NULL, err);
    else
        for (size_t row = 0; row < gather->count && status == CS_OK; row++)
            status = cs_store_do(store, gather->table, gather->which, gather->values + row * gather->width,
                                 NULL, err);
    if (status == CS_EXISTS)
        status = cs_error_set(err, CS_FAILED, _("a row that was put off has a key that is taken (%s/%d)"),
                              gather->table->room, gather->which);
    gather->count = 0;
    cs_arena_reset(&gather->arena);
    return status;
}

enum cs_status cs_store_flush(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < store->gather_count && status == CS_OK; i++)
        if (store->gathers[i].count > 0)
            status = flush_one(store, &store->gathers[i], err);
    store->gathered = false;
    return status;
}

enum cs_status cs_store_add(struct cs_store *store, const struct cs_statements *table, int which,
                            const struct cs_value *in, struct cs_error *err)
{
    if (store->depth == 0)
        return cs_store_do(store, table, which, in, NULL, err);
    struct cs_gather *gather = find_gather(store, table, which);
    if (!gather) {
        store->gathers =
            cs_grow(store->gathers, &store->gather_capacity, store->gather_count + 1, sizeof *store->gathers);
        gather = &store->gathers[store->gather_count++];
        *gather = (struct cs_gather){ .table = table, .which = which };
        enum cs_status status = open_gather(store, gather, err);
        if (status != CS_OK)
            return status;
    }
    struct cs_value *row = gather->values + gather->count++ * gather->width;
    for (size_t i = 0; i < gather->width; i++) {
        row[i] = in[i];
        if (in[i].type == CS_TEXT || in[i].type == CS_BLOB)
            row[i].text = cs_arena_strndup(&gather->arena, in[i].text, in[i].length);
    }
    store->gathered = true;
    return gather->count == ROWS ? flush_one(store, gather, err) : CS_OK;
}

void cs_store_forget_gathered(struct cs_store *store)
{
    for (size_t i = 0; i < store->gather_count; i++) {
        store->gathers[i].count = 0;
        cs_arena_reset(&store->gathers[i].arena);
    }
    store->gathered = false;
}

void cs_store_drop_gathers(struct cs_store *store)
{
    for (size_t i = 0; i < store->gather_count; i++) {
        struct cs_gather *gather = &store->gathers[i];
        if (gather->many)
            store->backend->drop(gather->many);
        free(gather->values);
        free(gather->types);
        cs_arena_release(&gather->arena);
    }
    free(store->gathers);
    store->gathers = NULL;
    store->gather_count = store->gather_capacity = 0;
}
