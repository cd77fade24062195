/*
 * Rows gathered: the rows of an import are inserted many at once, and by a thread of their own while the
 * caller reads on.
 *
 * A connection is used by one thread at a time: whoever wants the store for anything else waits until the
 * writer is idle (cs_store_settle_writer), so the writer helps most where the caller asks nothing in between.
 */
#include "store/internal.h"

#include "base/text.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* The two threads wake each other seldom: the writer when a good few batches wait, the reader when half of
 * them are gone. */
enum { ROWS = 128, QUEUE = 16, WORTH_WAKING = 4, HALF = QUEUE / 2 };

/* Rows of one statement, full or not. */
struct batch {
    struct cs_gather *gather;
    struct cs_value *values;
    size_t count;
    struct cs_arena arena; /* their texts */
    struct batch *next;    /* of the free ones */
};

struct cs_gather {
    const struct cs_statements *table;
    int which;
    size_t width;             /* values a row */
    struct cs_prepared *many; /* NULL: the statement does not lend itself to it */
    struct cs_prepared *one;  /* where many is NULL */
    struct batch *open;       /* being filled */
    struct batch *free;
};

struct cs_writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    struct batch *queue[QUEUE];
    size_t first, count;
    bool busy, ending;
    bool hurry;            /* somebody waits for an empty queue */
    enum cs_status status; /* of the first batch that failed */
    struct cs_error error;
};

/* A row that could not go in was told as put off: without it the transaction must not be committed. */
static enum cs_status broken(struct cs_store *store, enum cs_status status)
{
    if (status != CS_OK && store->depth > 0)
        store->lost = true;
    return status;
}

static enum cs_status refuse_lost(const struct cs_store *store, struct cs_error *err)
{
    if (store->lost)
        return cs_error_set(err, CS_FAILED, _("the transaction was undone after an earlier fault"));
    return CS_OK;
}

static void gather_free(struct cs_store *store, struct cs_gather *gather);

static enum cs_status open_gather(struct cs_store *store, struct cs_gather *gather, struct cs_error *err)
{
    const struct cs_statement *statement = &gather->table->list[gather->which];
    gather->width = strlen(statement->in);
    enum cs_status status =
        store->backend->prepare_rows(store->link, statement->sql, statement->in, &gather->many, err);
    if (status == CS_OK && !gather->many)
        status = store->backend->prepare(store->link, statement->sql, statement->in, gather->width, "",
                                         &gather->one, err);
    return status;
}

static enum cs_status find_gather(struct cs_store *store, const struct cs_statements *table, int which,
                                  struct cs_gather **found, struct cs_error *err)
{
    for (size_t i = 0; i < store->gather_count; i++) {
        *found = store->gathers[i];
        if ((*found)->table == table && (*found)->which == which)
            return CS_OK;
    }
    enum cs_status status = cs_store_settle_writer(store, err);
    if (status != CS_OK)
        return status;
    store->gathers =
        cs_grow(store->gathers, &store->gather_capacity, store->gather_count + 1, sizeof *store->gathers);
    *found = store->gathers[store->gather_count++] = cs_alloc(sizeof **found);
    (*found)->table = table;
    (*found)->which = which;
    status = open_gather(store, *found, err);
    if (status != CS_OK)
        gather_free(store, store->gathers[--store->gather_count]);
    return status;
}

/* ---- batches ---- */

static struct batch *batch_new(struct cs_gather *gather)
{
    struct batch *batch = gather->free;
    if (batch) {
        gather->free = batch->next;
        return batch;
    }
    batch = cs_alloc(sizeof *batch);
    batch->gather = gather;
    batch->values = cs_alloc(ROWS * gather->width * sizeof *batch->values);
    return batch;
}

static void batch_empty(struct batch *batch)
{
    batch->count = 0;
    cs_arena_reset(&batch->arena);
}

static enum cs_status batch_insert(struct cs_store *store, const struct batch *batch, struct cs_error *err)
{
    const struct cs_gather *gather = batch->gather;
    enum cs_status status = CS_OK;
    if (gather->many)
        status = store->backend->run_rows(gather->many, batch->values, batch->count, err);
    else
        for (size_t row = 0; row < batch->count && status == CS_OK; row++)
            status = store->backend->run(gather->one, batch->values + row * gather->width, NULL, err);
    if (status == CS_EXISTS)
        status = cs_error_set(err, CS_FAILED, _("a row that was put off has a key that is taken (%s/%d)"),
                              gather->table->room, gather->which);
    return status;
}

/* ---- the writer ---- */

static void *writer_main(void *context)
{
    struct cs_store *store = context;
    struct cs_writer *writer = store->writer;
    pthread_mutex_lock(&writer->lock);
    for (;;) {
        if (writer->count == 0)
            while (writer->count < WORTH_WAKING && !writer->ending && !(writer->hurry && writer->count))
                pthread_cond_wait(&writer->work, &writer->lock);
        if (writer->count == 0)
            break;
        struct batch *batch = writer->queue[writer->first];
        bool insert = writer->status == CS_OK;
        writer->first = (writer->first + 1) % QUEUE;
        writer->count--;
        writer->busy = true;
        pthread_mutex_unlock(&writer->lock);
        struct cs_error error = CS_ERROR_INIT;
        enum cs_status status = insert ? batch_insert(store, batch, &error) : CS_OK;
        batch_empty(batch);
        pthread_mutex_lock(&writer->lock);
        if (status != CS_OK) {
            writer->status = status;
            writer->error = error;
        }
        batch->next = batch->gather->free;
        batch->gather->free = batch;
        writer->busy = false;
        if (writer->count == HALF || writer->count == 0)
            pthread_cond_signal(&writer->done);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

/* Signals stay with the thread that knows what they mean. */
static bool writer_start(struct cs_store *store)
{
    struct cs_writer *writer = cs_alloc(sizeof *writer);
    sigset_t all, before;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->work, NULL);
    pthread_cond_init(&writer->done, NULL);
    store->writer = writer;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&writer->thread, NULL, writer_main, store) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!started) { /* no thread to be had: the caller inserts by itself */
        free(writer);
        store->writer = NULL;
    }
    return started;
}

static void writer_stop(struct cs_store *store)
{
    struct cs_writer *writer = store->writer;
    if (!writer)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->ending = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_mutex_destroy(&writer->lock);
    pthread_cond_destroy(&writer->work);
    pthread_cond_destroy(&writer->done);
    free(writer);
    store->writer = NULL;
}

enum cs_status cs_store_settle_writer(struct cs_store *store, struct cs_error *err)
{
    struct cs_writer *writer = store->writer;
    if (!writer)
        return CS_OK;
    pthread_mutex_lock(&writer->lock);
    writer->hurry = true;
    if (writer->count > 0)
        pthread_cond_signal(&writer->work);
    while (writer->count > 0 || writer->busy)
        pthread_cond_wait(&writer->done, &writer->lock);
    writer->hurry = false;
    enum cs_status status = writer->status;
    if (status != CS_OK)
        cs_error_set(err, status, "%s", writer->error.text);
    pthread_mutex_unlock(&writer->lock);
    return status;
}

/* Hands a full batch over; waits while the queue is full. */
static enum cs_status writer_give(struct cs_store *store, struct batch *batch, struct cs_error *err)
{
    struct cs_writer *writer = store->writer;
    pthread_mutex_lock(&writer->lock);
    if (writer->count == QUEUE)
        while (writer->count > HALF)
            pthread_cond_wait(&writer->done, &writer->lock);
    writer->queue[(writer->first + writer->count++) % QUEUE] = batch;
    enum cs_status status = writer->status;
    if (status != CS_OK)
        cs_error_set(err, status, "%s", writer->error.text);
    batch->gather->open = batch_new(batch->gather);
    if (writer->count == WORTH_WAKING)
        pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    return status;
}

/* To the writer; inside a walk, which uses the connection itself, the rows are inserted at once. Where
 * foreign keys are looked up (no bulk), the rows of the statements that came first go first: parents before
 * children. */
static enum cs_status pass_on(struct cs_store *store, struct cs_gather *gather, struct cs_error *err)
{
    if (!store->bulk)
        return cs_store_flush(store, err);
    if (!store->walking && (store->writer || writer_start(store)))
        return broken(store, writer_give(store, gather->open, err));
    enum cs_status status = batch_insert(store, gather->open, err);
    batch_empty(gather->open);
    return broken(store, status);
}

/* ---- the door ---- */

enum cs_status cs_store_flush(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status = refuse_lost(store, err);
    if (status == CS_OK)
        status = cs_store_settle_writer(store, err);
    for (size_t i = 0; i < store->gather_count && status == CS_OK; i++) {
        struct batch *open = store->gathers[i]->open;
        if (open && open->count > 0) {
            status = batch_insert(store, open, err);
            batch_empty(open);
        }
    }
    store->gathered = false;
    return broken(store, status);
}

enum cs_status cs_store_add(struct cs_store *store, const struct cs_statements *table, int which,
                            const struct cs_value *in, struct cs_error *err)
{
    struct cs_gather *gather;
    if (store->depth == 0)
        return cs_store_do(store, table, which, in, NULL, err);
    enum cs_status status = refuse_lost(store, err);
    if (status == CS_OK)
        status = find_gather(store, table, which, &gather, err);
    if (status != CS_OK)
        return broken(store, status);
    if (!gather->open)
        gather->open = batch_new(gather);
    struct batch *batch = gather->open;
    struct cs_value *row = batch->values + batch->count++ * gather->width;
    for (size_t i = 0; i < gather->width; i++) {
        row[i] = in[i];
        if (in[i].type == CS_TEXT || in[i].type == CS_BLOB)
            row[i].text = cs_arena_strndup(&batch->arena, in[i].text, in[i].length);
    }
    store->gathered = true;
    return batch->count == ROWS ? pass_on(store, gather, err) : CS_OK;
}

void cs_store_forget_gathered(struct cs_store *store)
{
    writer_stop(store);
    for (size_t i = 0; i < store->gather_count; i++)
        if (store->gathers[i]->open)
            batch_empty(store->gathers[i]->open);
    store->gathered = false;
}

static void batch_free(struct batch *batch)
{
    if (batch) {
        cs_arena_release(&batch->arena);
        free(batch->values);
        free(batch);
    }
}

static void gather_free(struct cs_store *store, struct cs_gather *gather)
{
    if (gather->many)
        store->backend->drop_rows(gather->many);
    if (gather->one)
        store->backend->drop(gather->one);
    batch_free(gather->open);
    for (struct batch *batch = gather->free, *next; batch; batch = next) {
        next = batch->next;
        batch_free(batch);
    }
    free(gather);
}

void cs_store_drop_gathers(struct cs_store *store)
{
    writer_stop(store);
    for (size_t i = 0; i < store->gather_count; i++)
        gather_free(store, store->gathers[i]);
    free(store->gathers);
    store->gathers = NULL;
    store->gather_count = store->gather_capacity = 0;
}
