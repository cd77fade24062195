/* Faults: another process holds the store, the disk is full, a writer is killed; indexes put off. */
#include "store-kit.h"

#include <sys/resource.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* A child that holds the write lock until it is killed. */
static pid_t hold(void)
{
    int ready[2];
    char byte;
    CHECK_INT(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct cs_store *store = kit_store(CS_STORE_WRITE);
        byte = cs_store_begin(store, false, NULL) == CS_OK;
        if (write(ready[1], &byte, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    CHECK_INT(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

CS_TEST(busy, "a store in use is waited for as long as allowed, then told in words; readers never wait")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    cs_store_close(store);
    pid_t child = hold();
    CHECK_INT(kit_count_again(), 0);
    struct cs_store_options options = kit_options(CS_STORE_WRITE);
    options.wait_seconds = 1;
    CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_OK);
    double before = seconds();
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_BUSY);
    CHECK(seconds() - before >= 0.9 && seconds() - before < 3);
    CHECK(kit_errs("in use by another process"));
    CHECK(kit_errs("--wait"));
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_BUSY);
    cs_store_close(store);
    options.wait_seconds = 20;
    CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_OK);
    pid_t killer = fork();
    if (killer == 0) {
        usleep(300000);
        kill(child, SIGKILL);
        _exit(0);
    }
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK); /* as soon as the other is gone */
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    CHECK_INT(cs_store_commit(store, &kit.err), CS_OK);
    cs_store_close(store);
    waitpid(killer, NULL, 0);
    end(child);
    CHECK_INT(kit_count_again(), 1);
}

static enum cs_status fill(struct cs_store *store, int from, int to)
{
    enum cs_status status = CS_OK;
    for (int i = from; i < to && status == CS_OK; i++) {
        char id[16];
        snprintf(id, sizeof id, "T%d", i);
        status = kit_put(store, id, "a name that fills pages a little faster than a short one would", i);
    }
    return status;
}

CS_TEST(killed, "a writer killed in the middle of a bulk transaction leaves nothing behind")
{
    static const char *const tables[] = { "person", NULL };
    struct cs_store *store = NULL;
    kit_begin();
    cs_store_close(kit_store(CS_STORE_CREATE));
    for (int i = 0; i < 10; i++) {
        pid_t child = fork();
        if (child == 0) {
            store = kit_store(CS_STORE_WRITE);
            cs_store_begin(store, true, NULL);
            cs_store_defer_indexes(store, tables, false, NULL);
            fill(store, 0, 100000000);
            _exit(1);
        }
        usleep((useconds_t)(20000 + i * 60000));
        end(child);
        CHECK_INT(kit_count_again(), 0);
    }
    store = kit_store(CS_STORE_WRITE);
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 0);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    cs_store_close(store);
    CHECK_INT(kit_count_again(), 1);
}

/* Writes until the files may grow no more; the answer is 0 where all was as promised. */
static int fill_the_disk(void)
{
    struct cs_store *store = NULL;
    struct rlimit limit = { 2000000, 2000000 };
    signal(SIGXFSZ, SIG_IGN);
    if (kit_open(CS_STORE_WRITE, &store) != CS_OK || setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 1;
    if (cs_store_begin(store, true, &kit.err) != CS_OK)
        return 2;
    enum cs_status status = fill(store, 10, 2000000);
    if (status != CS_FAILED || !kit_errs("s.db could not be written"))
        return 3;
    cs_error_clear(&kit.err);
    if (kit_put(store, "T9", "Li", 0) == CS_OK && cs_store_commit(store, &kit.err) == CS_OK)
        return 4; /* half of it would have been kept */
    cs_store_rollback(store);
    if (kit_count(store) != 10)
        return 5;
    cs_store_close(store);
    return 0;
}

CS_TEST(full, "a full disk is told with the file's name, and nothing of the transaction stays")
{
    int status = 0;
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(fill(store, 0, 10), CS_OK);
    cs_store_close(store);
    pid_t child = fork();
    if (child == 0)
        _exit(fill_the_disk());
    waitpid(child, &status, 0);
    CHECK_INT(status, 0);
    CHECK_INT(kit_count_again(), 10);
    store = kit_store(CS_STORE_ANY);
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 0);
    cs_store_close(store);
}

static int64_t index_count(struct cs_store *store)
{
    static const struct cs_statement list[] = {
        { "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'person'", "", "i" },
    };
    static const struct cs_statements table = CS_STATEMENTS("index", list);
    struct cs_value out[1] = { cs_null() };
    struct cs_arena arena = CS_ARENA_INIT;
    CHECK_INT(cs_store_get(store, &table, 0, NULL, out, &arena, &kit.err), CS_OK);
    return out[0].integer;
}

CS_TEST(deferred, "indexes marked rebuildable are put off in an empty table and are there after the commit")
{
    static const char *const tables[] = { "person", "call", NULL };
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(index_count(store), 4); /* unique, phone, born, name */
    CHECK_INT(cs_store_defer_indexes(store, tables, false, &kit.err), CS_FAILED);
    CHECK(kit_errs("inside a transaction"));
    CHECK_INT(cs_store_begin(store, true, NULL), CS_OK);
    CHECK_INT(cs_store_defer_indexes(store, tables, false, &kit.err), CS_OK);
    CHECK_INT(index_count(store), 2);
    cs_store_rollback(store);
    CHECK_INT(index_count(store), 4);
    CHECK_INT(cs_store_begin(store, true, NULL), CS_OK);
    CHECK_INT(cs_store_defer_indexes(store, tables, false, &kit.err), CS_OK);
    CHECK_INT(fill(store, 0, 1000), CS_OK);
    CHECK_INT(kit_put(store, "T5", "twice", 1), CS_EXISTS); /* unique keys stay */
    CHECK_INT(cs_store_commit(store, &kit.err), CS_OK);
    CHECK_INT(index_count(store), 4);
    CHECK_INT(cs_store_begin(store, true, NULL), CS_OK);
    CHECK_INT(cs_store_defer_indexes(store, tables, false, &kit.err), CS_OK);
    CHECK_INT(index_count(store), 4); /* rows are there: nothing is dropped */
    CHECK_INT(cs_store_commit(store, &kit.err), CS_OK);
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 0);
    cs_store_close(store);
}

CS_TEST(together, "eight processes that write at once lose nothing and damage nothing")
{
    enum { WRITERS = 8, ROUNDS = 40 };
    pid_t children[WRITERS];
    kit_begin();
    cs_store_close(kit_store(CS_STORE_CREATE));
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        if (children[i] > 0)
            continue;
        for (int j = 0; j < ROUNDS; j++) {
            struct cs_store_options options = kit_options(CS_STORE_WRITE);
            struct cs_store *store = NULL;
            char id[32];
            options.wait_seconds = 60;
            snprintf(id, sizeof id, "%d-%d", i, j);
            if (cs_store_open(&options, &store, &kit.err) != CS_OK || kit_put(store, id, "Li", j) != CS_OK)
                _exit(printf("# %s\n", kit.err.text) != 0);
            cs_store_close(store); /* and a checkpoint, if nobody else is at it */
        }
        _exit(0);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = 1;
        waitpid(children[i], &status, 0);
        CHECK_INT(status, 0);
    }
    CHECK_INT(kit_count_again(), WRITERS * ROUNDS);
    struct cs_store *store = kit_store(CS_STORE_ANY);
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 0);
    cs_store_close(store);
}
