/*
 * What was committed before the open transaction, through a second connection: an import looks up what the
 * store knew without waiting for the rows that it has put off, and without disturbing the thread that inserts
 * them. Whoever holds the right to write sees nobody else's commits, so the answer stays true until the end.
 */
#include "store/internal.h"

#include <stdlib.h>

struct cs_before {
    struct cs_connection *link;
    bool begun;
    struct asked {
        const struct cs_statements *table;
        int which;
        struct cs_prepared *prepared;
    } * asked;
    size_t count, capacity;
};

static enum cs_status connect(struct cs_store *store, struct cs_error *err)
{
    struct cs_backend_open how = cs_store_how(store);
    how.write = how.or_read = false;
    how.diag = NULL; /* what there is to say of the place was said when the store was opened */
    if (!store->before)
        store->before = cs_alloc(sizeof *store->before);
    struct cs_before *before = store->before;
    enum cs_status status = CS_OK;
    if (!before->link) {
        status = store->backend->open(&how, &before->link, err);
        if (status == CS_OK)
            store->backend->read_much(before->link);
    }
    if (status == CS_OK && !before->begun) {
        status = store->backend->begin(before->link, false, err);
        before->begun = status == CS_OK;
    }
    return status;
}

static enum cs_status find(struct cs_store *store, const struct cs_statements *table, int which,
                           struct cs_prepared **prepared, struct cs_error *err)
{
    struct cs_before *before = store->before;
    const struct cs_statement *statement = &table->list[which];
    for (size_t i = 0; i < before->count; i++)
        if (before->asked[i].table == table && before->asked[i].which == which) {
            *prepared = before->asked[i].prepared;
            return CS_OK;
        }
    enum cs_status status = store->backend->prepare(before->link, statement->sql, statement->in,
                                                    strlen(statement->in), statement->out, prepared, err);
    if (status == CS_OK) {
        before->asked = cs_grow(before->asked, &before->capacity, before->count + 1, sizeof *before->asked);
        before->asked[before->count++] = (struct asked){ table, which, *prepared };
    }
    return status;
}

enum cs_status cs_store_get_before(struct cs_store *store, const struct cs_statements *table, int which,
                                   const struct cs_value *in, struct cs_value *out, struct cs_arena *arena,
                                   struct cs_error *err)
{
    struct cs_prepared *prepared = NULL;
    if (store->depth == 0)
        return cs_store_get(store, table, which, in, out, arena, err);
    enum cs_status status = connect(store, err);
    if (status == CS_OK)
        status = find(store, table, which, &prepared, err);
    return status == CS_OK ? cs_store_first(store, prepared, in, out, arena, err) : status;
}

void cs_store_end_before(struct cs_store *store)
{
    if (store->before && store->before->begun) {
        store->backend->rollback(store->before->link);
        store->before->begun = false;
    }
}

void cs_store_close_before(struct cs_store *store)
{
    struct cs_before *before = store->before;
    if (!before)
        return;
    cs_store_end_before(store);
    for (size_t i = 0; i < before->count; i++)
        store->backend->drop(before->asked[i].prepared);
    if (before->link)
        store->backend->close(before->link);
    free(before->asked);
    free(before);
    store->before = NULL;
}
