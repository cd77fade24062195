/*
 * Statements and transactions.
 *
 * A statement is prepared once a store and found again by (table, number): a walk along the few rooms a
 * program uses, then an index. Imports pass here a million times.
 */
#include "store/internal.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

struct cs_room {
    const struct cs_statements *table;
    struct cs_prepared **slots;
};

void cs_store_drop_statements(struct cs_store *store)
{
    cs_store_drop_gathers(store);
    for (size_t i = 0; i < store->room_count; i++) {
        struct cs_room *room = &store->rooms[i];
        for (size_t j = 0; j < room->table->count; j++)
            if (room->slots[j])
                store->backend->drop(room->slots[j]);
        free(room->slots);
    }
    free(store->rooms);
    store->rooms = NULL;
    store->room_count = store->room_capacity = 0;
}

static inline struct cs_room *find_room(struct cs_store *store, const struct cs_statements *table)
{
    for (size_t i = 0; i < store->room_count; i++)
        if (store->rooms[i].table == table)
            return &store->rooms[i];
    assert(table->count > 0);
    store->rooms = cs_grow(store->rooms, &store->room_capacity, store->room_count + 1, sizeof *store->rooms);
    struct cs_room *room = &store->rooms[store->room_count++];
    room->table = table;
    room->slots = cs_alloc(table->count * sizeof *room->slots);
    return room;
}

static enum cs_status make(struct cs_store *store, const struct cs_statements *table, int which,
                           struct cs_prepared **slot, struct cs_error *err)
{
    const struct cs_statement *statement = &table->list[which];
    const char *in = statement->in ? statement->in : "", *out = statement->out ? statement->out : "";
    enum cs_status status =
        store->backend->prepare(store->link, statement->sql, in, strlen(in), out, slot, err);
    if (status != CS_OK)
        cs_error_prefix(err, _("statement %s/%d"), table->room, which);
    return status;
}

/* The statement, ready to run. */
static inline enum cs_status ready(struct cs_store *store, const struct cs_statements *table, int which,
                                   struct cs_prepared **prepared, struct cs_error *err)
{
    assert(which >= 0 && (size_t)which < table->count);
    if (store->writer) {
        enum cs_status settled = cs_store_settle_writer(store, err);
        if (settled != CS_OK)
            return settled;
    }
    if (store->lost)
        return cs_error_set(err, CS_FAILED, _("the transaction was undone after an earlier fault"));
    struct cs_room *room = find_room(store, table);
    struct cs_prepared **slot = &room->slots[which];
    if (!*slot) {
        enum cs_status status = make(store, table, which, slot, err);
        if (status != CS_OK)
            return status;
    }
    *prepared = *slot;
    if ((*slot)->walking)
        return cs_error_set(err, CS_FAILED, _("statement %s/%d was run again inside its own walk"),
                            table->room, which);
    return CS_OK;
}

/* After a full disk and its like the engine may have rolled back by itself. What follows must not run outside
 * the transaction that the caller believes in. */
static enum cs_status faulted(struct cs_store *store, enum cs_status status)
{
    if (store->depth > 0 && !store->backend->in_transaction(store->link))
        store->lost = true;
    return status;
}

enum cs_status cs_store_prepare(struct cs_store *store, const struct cs_statements *table, int which,
                                struct cs_error *err)
{
    struct cs_prepared *prepared = NULL;
    return ready(store, table, which, &prepared, err);
}

enum cs_status cs_store_do(struct cs_store *store, const struct cs_statements *table, int which,
                           const struct cs_value *in, int64_t *changed, struct cs_error *err)
{
    struct cs_prepared *prepared = NULL;
    enum cs_status status = ready(store, table, which, &prepared, err);
    if (status == CS_OK)
        status = store->backend->run(prepared, in, changed, err);
    return status == CS_OK ? CS_OK : faulted(store, status);
}

static void copy_values(struct cs_value *out, size_t count, struct cs_arena *arena)
{
    for (size_t i = 0; i < count; i++)
        if (out[i].type == CS_TEXT || out[i].type == CS_BLOB)
            out[i].text = cs_arena_strndup(arena, out[i].text, out[i].length);
}

enum cs_status cs_store_first(struct cs_store *store, struct cs_prepared *prepared, const struct cs_value *in,
                              struct cs_value *out, struct cs_arena *arena, struct cs_error *err)
{
    enum cs_status status = store->backend->start(prepared, in, err);
    if (status == CS_OK)
        status = store->backend->step(prepared, out, err);
    if (status == CS_OK)
        copy_values(out, prepared->out_count, arena);
    enum cs_status stopped = store->backend->stop(prepared, err);
    return status == CS_OK ? stopped : status;
}

enum cs_status cs_store_get(struct cs_store *store, const struct cs_statements *table, int which,
                            const struct cs_value *in, struct cs_value *out, struct cs_arena *arena,
                            struct cs_error *err)
{
    struct cs_prepared *prepared = NULL;
    enum cs_status status = ready(store, table, which, &prepared, err);
    if (status != CS_OK)
        return faulted(store, status);
    status = cs_store_first(store, prepared, in, out, arena, err);
    return status == CS_OK || status == CS_NONE ? status : faulted(store, status);
}

/* The walk that all callers of rows share. */
static enum cs_status walk(struct cs_store *store, struct cs_prepared *prepared, const struct cs_value *in,
                           cs_values_fn *each, void *context, struct cs_error *err)
{
    struct cs_value few[32], *out = few;
    if (prepared->out_count > sizeof few / sizeof *few)
        out = cs_alloc(prepared->out_count * sizeof *out);
    prepared->walking = true;
    store->walking++;
    enum cs_status status = store->backend->start(prepared, in, err);
    while (status == CS_OK) {
        status = store->backend->step(prepared, out, err);
        if (status == CS_NONE)
            break;
        if (status == CS_OK && (status = each(context, out, err)) != CS_OK)
            goto stop; /* the callback's own answer, CS_NONE too */
    }
    if (status == CS_NONE)
        status = CS_OK;
stop:;
    enum cs_status stopped = store->backend->stop(prepared, err);
    prepared->walking = false;
    store->walking--;
    if (out != few)
        free(out);
    if (status == CS_OK)
        status = stopped;
    return status == CS_OK ? CS_OK : faulted(store, status);
}

enum cs_status cs_store_each(struct cs_store *store, const struct cs_statements *table, int which,
                             const struct cs_value *in, cs_values_fn *each, void *context,
                             struct cs_error *err)
{
    struct cs_prepared *prepared = NULL;
    enum cs_status status = store->gathered ? cs_store_flush(store, err) : CS_OK;
    if (status == CS_OK)
        status = ready(store, table, which, &prepared, err);
    return status == CS_OK ? walk(store, prepared, in, each, context, err) : faulted(store, status);
}

enum cs_status cs_store_each_sql(struct cs_store *store, const char *sql, const struct cs_value *in,
                                 size_t in_count, const char *out, cs_values_fn *each, void *context,
                                 struct cs_error *err)
{
    struct cs_prepared *prepared = NULL;
    if (store->lost)
        return cs_error_set(err, CS_FAILED, _("the transaction was undone after an earlier fault"));
    enum cs_status status = store->gathered ? cs_store_flush(store, err) : CS_OK;
    if (status == CS_OK)
        status = store->backend->prepare(store->link, sql, NULL, in_count, out, &prepared, err);
    if (status == CS_OK && prepared) {
        status = walk(store, prepared, in, each, context, err);
        store->backend->drop(prepared);
    }
    return status == CS_OK ? CS_OK : faulted(store, status);
}

enum cs_status cs_store_begin(struct cs_store *store, bool bulk, struct cs_error *err)
{
    if (store->depth == 0) {
        enum cs_status status = store->backend->begin(store->link, bulk, err);
        if (status != CS_OK)
            return status;
        store->bulk = bulk;
    } else if (store->lost) {
        return cs_error_set(err, CS_FAILED, _("the transaction was undone after an earlier fault"));
    }
    store->depth++;
    return CS_OK;
}

enum cs_status cs_store_commit(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status;
    if (store->depth == 0)
        return cs_error_set(err, CS_FAILED, _("no transaction is open that could be committed"));
    if (store->lost) {
        cs_store_rollback(store);
        return cs_error_set(err, CS_FAILED, _("the transaction was undone after an earlier fault"));
    }
    if (store->depth > 1) {
        store->depth--;
        return CS_OK;
    }
    status = cs_store_flush(store, err);
    cs_store_forget_gathered(store);
    cs_store_end_before(store);
    const char *done = _("; what was done before is saved");
    cs_memory_saves(_("; either all of it was saved or nothing"), done);
    if (status == CS_OK)
        status = store->backend->commit(store->link, err);
    store->saved |= status == CS_OK;
    cs_memory_tells(store->saved ? done : "");
    if (status == CS_OK)
        store->depth = 0;
    else
        cs_store_rollback(store);
    return status;
}

void cs_store_rollback(struct cs_store *store)
{
    if (store->depth == 0)
        return;
    cs_store_forget_gathered(store);
    cs_store_end_before(store);
    store->undone++;
    store->backend->rollback(store->link);
    store->depth = 0;
    store->lost = false;
    cs_store_forget_settings(store);
}

enum cs_status cs_store_defer_indexes(struct cs_store *store, const char *const tables[], bool filled,
                                      struct cs_error *err)
{
    if (store->depth == 0)
        return cs_error_set(err, CS_FAILED, _("indexes can be deferred inside a transaction only"));
    enum cs_status status = cs_store_settle_writer(store, err);
    if (status == CS_OK)
        status = store->backend->defer_indexes(store->link, tables, filled, err);
    return status == CS_OK ? CS_OK : faulted(store, status);
}

enum cs_status cs_store_build_indexes(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status = cs_store_settle_writer(store, err);
    if (status == CS_OK)
        status = store->backend->build_indexes(store->link, err);
    return status == CS_OK ? CS_OK : faulted(store, status);
}

static enum cs_status run_plain(struct cs_store *store, const char *sql, struct cs_error *err)
{
    enum cs_status status = store->backend->script(store->link, sql, err);
    return status == CS_OK ? CS_OK : faulted(store, status);
}

enum cs_status cs_store_mark(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status = cs_store_flush(store, err);
    return status == CS_OK ? run_plain(store, "SAVEPOINT record", err) : status;
}

enum cs_status cs_store_keep_mark(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status = cs_store_flush(store, err);
    return status == CS_OK ? run_plain(store, "RELEASE record", err) : status;
}

void cs_store_undo_mark(struct cs_store *store)
{
    cs_store_forget_gathered(store);
    store->undone++;
    if (!store->lost)
        run_plain(store, "ROLLBACK TO record; RELEASE record", NULL);
}

int64_t cs_store_undone(const struct cs_store *store)
{
    return store->undone;
}
