/*
 * Rows put off (cs_store_add): whatever the batches, the writer thread and the moments at which somebody
 * looks, the tables hold in the end what inserting row by row would have left; and a fault is never
 * forgotten.
 */
#include "gather-kit.h"

#include <sys/resource.h>

/* ---- sizes ---- */

CS_TEST(every_size,
        "one row less than a batch, a batch, one more: every row arrives, with a thread and without")
{
    static const int64_t sizes[] = {
        0, 1, 2, 127, 128, 129, 255, 256, 257, 384, 2047, 2048, 2049, 2177, 4225
    };
    for (int how = 0; how < 3; how++) {
        no_threads = how == 2;
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            struct cs_store *store = fresh(how > 0);
            add_people(store, 1, sizes[i]);
            commit(store);
            counted(store, sizes[i], 0);
            cs_store_close(store);
            CHECK_INT(kit_count_again(), sizes[i]);
        }
    }
    no_threads = false;
}

CS_TEST(thread_used,
        "a bulk transaction takes a thread for full batches, and for nothing less; others take none")
{
    threads = 0;
    struct cs_store *store = fresh(true);
    add_people(store, 1, 127);
    CHECK_INT(threads, 0);
    add_people(store, 128, 320);
    CHECK_INT(threads, 1);
    commit(store);
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK);
    add_people(store, 321, 640);
    commit(store);
    CHECK_INT(threads, 1);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
    add_people(store, 641, 960);
    commit(store);
    CHECK_INT(threads, 2);
    counted(store, 960, 0);
    cs_store_close(store);
}

CS_TEST(outside,
        "outside a transaction a row is in the table at once, and a key that is taken is said as such")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(add_person(store, 1), CS_OK);
    counted(store, 1, 0);
    CHECK_INT(add_person(store, 1), CS_EXISTS);
    CHECK_INT(add_person(store, 2), CS_OK);
    counted(store, 2, 0);
    cs_store_close(store);
}

/* ---- copies and order ---- */

CS_TEST(copies,
        "texts, blobs, reals and nulls are copied when they are given: their owner may change them after")
{
    struct cs_store *store = fresh(true);
    unsigned char photo[300];
    char name[16];
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "n%d", i);
        memset(photo, i, sizeof photo);
        struct cs_value in[] = { cs_text("crm"),
                                 cs_text(name),
                                 { .type = CS_REAL, .real = i / 8.0 },
                                 { .type = CS_BLOB, .text = (const char *)photo, .length = (size_t)i * 3 } };
        if (i % 10 == 0)
            in[2] = in[3] = cs_null();
        CHECK_INT(cs_store_add(store, &table, PICTURE, in, &kit.err), CS_OK);
        memset(photo, 0xEE, sizeof photo);
        memset(name, '#', sizeof name - 1);
    }
    commit(store);
    char *path = strdup(kit_path("s.db"));
    cs_store_close(store);
    kit_shell("test \"$(sqlite3 '%s' \"SELECT count(*) FROM person WHERE name = 'n' || (id - 1) AND CASE "
              "WHEN (id - 1) "
              "%% 10 = 0 THEN score IS NULL AND photo IS NULL ELSE score = (id - 1) / 8.0 AND length(photo) "
              "= 3 * (id "
              "- 1) AND hex(photo) = replace(hex(zeroblob(3 * (id - 1))), '00', printf('%%02X', id - 1)) "
              "END\")\" = "
              "100",
              path);
    free(path);
}

CS_TEST(order, "rows of one statement are inserted in the order in which they were put off")
{
    struct cs_store *store = fresh(true);
    for (int i = 0; i < 700; i++) {
        struct cs_value in[] = { cs_text("crm"), brief("n%d", i), cs_null(), cs_null() };
        CHECK_INT(cs_store_add(store, &table, PICTURE, in, &kit.err), CS_OK);
        if (i % 97 == 0)
            CHECK_INT(cs_store_flush(store, &kit.err), CS_OK);
    }
    commit(store);
    kit_shell("test \"$(sqlite3 '%s' \"SELECT count(*) FROM person WHERE name = 'n' || (id - 1)\")\" = 700",
              kit_path("s.db"));
    cs_store_close(store);
}

CS_TEST(odd,
        "a statement that is more than its parameters in order goes row by row and sees the rows before it")
{
    struct cs_store *store = fresh(true);
    for (int i = 0; i < 80; i++) {
        const struct cs_value in[] = { cs_text("a"), brief("%d", i) };
        CHECK_INT(cs_store_add(store, &table, ODD, in, &kit.err), CS_OK);
    }
    commit(store);
    kit_shell("test \"$(sqlite3 '%s' \"SELECT count(*) FROM person WHERE born = id - 1 AND name = 'a-' || "
              "born\")\" "
              "= 80",
              kit_path("s.db"));
    cs_store_close(store);
}

CS_TEST(parents_first, "children that fill their batches sooner than their parents wait for them: keys hold")
{
    for (int bulk = 0; bulk < 2; bulk++) {
        struct cs_store *store = fresh(bulk);
        for (int64_t id = 1; id <= 50; id++) {
            CHECK_INT(add_person(store, id), CS_OK);
            for (int64_t at = 0; at < 9; at++)
                CHECK_THAT(add_call(store, id, at) == CS_OK, "bulk %d, call %lld of %lld: %s", bulk,
                           (long long)at, (long long)id, kit.err.text);
        }
        commit(store);
        counted(store, 50, 450);
        struct cs_diag diag = { .say = kit_say };
        CHECK_INT(cs_store_check_integrity(store, &diag, &kit.err), CS_OK);
        CHECK_INT(diag.errors, 0);
        cs_store_close(store);
    }
}

/* ---- who sees what, when ---- */

CS_TEST(visible, "a get need not see what waits; after a flush, a walk or the commit everything is there")
{
    struct cs_store *store = fresh(true);
    add_people(store, 1, 10);
    counted(store, 0, 0);
    CHECK_INT(cs_store_flush(store, &kit.err), CS_OK);
    counted(store, 10, 0);
    CHECK_INT(cs_store_flush(store, &kit.err), CS_OK); /* nothing waits: nothing happens */
    counted(store, 10, 0);
    add_people(store, 11, 150);
    counted(store, 138, 0); /* the full batch, not the twelve that wait */
    struct cs_buffer text = CS_BUFFER_INIT;
    show(store, &text);
    CHECK(strstr(text.text, "\n150|crm|x150|Ada 150 你好|(null)|(null)|\n") != NULL);
    counted(store, 150, 0);
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK);
    add_people(store, 151, 160);
    CHECK_INT(cs_store_commit(store, &kit.err), CS_OK); /* the inner end ends nothing */
    counted(store, 150, 0);
    commit(store);
    counted(store, 160, 0);
    cs_buffer_release(&text);
    cs_store_close(store);
}

static enum cs_status call_each(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    for (int64_t at = 0; at < 3; at++)
        if (add_call(context, out[0].integer, at) != CS_OK)
            return CS_FAILED;
    return add_person(context, out[0].integer + 1000);
}

CS_TEST(inside_walk, "inside a walk rows can be put off: full batches go in beside it, the rest after it")
{
    for (int how = 0; how < 2; how++) {
        no_threads = how;
        struct cs_store *store = fresh(true);
        static const char *const some = "SELECT id FROM person WHERE id <= 1000 ORDER BY id";
        add_people(store, 1, 200);
        CHECK_THAT(cs_store_each_sql(store, some, NULL, 0, "i", call_each, store, &kit.err) == CS_OK, "%s",
                   kit.err.text);
        add_people(store, 300, 400);
        commit(store);
        counted(store, 501, 600);
        cs_store_close(store);
    }
    no_threads = false;
}

CS_TEST(between, "other statements between rows that are put off use the same connection and lose nothing")
{
    struct cs_store *store = fresh(true);
    for (int64_t id = 1; id <= 600; id++) {
        CHECK_INT(add_person(store, id), CS_OK);
        if (id % 50)
            continue;
        const struct cs_value in[] = { cs_integer(10000 + id), cs_text("own"), cs_null(),
                                       cs_text("own"),         cs_null(),      cs_null() };
        CHECK_INT(cs_store_do(store, &table, PERSON, in, NULL, &kit.err), CS_OK);
        CHECK_INT(cs_store_set(store, "language", id % 100 ? "zh" : "en", &kit.err), CS_OK);
        CHECK_TEXT(cs_store_setting(store, "language"), id % 100 ? "zh" : "en");
    }
    commit(store);
    counted(store, 612, 0);
    cs_store_close(store);
}

static const char *const call_tables[] = { "call", "person", NULL };

CS_TEST(deferred, "indexes put off while the thread works are built again by the commit, and over all rows")
{
    for (int64_t rows = 0; rows < 1000; rows += 333) {
        struct cs_store *store = fresh(true);
        add_people(store, 1, rows);
        CHECK_THAT(cs_store_defer_indexes(store, call_tables, false, &kit.err) == CS_OK, "%s", kit.err.text);
        add_people(store, rows + 1, rows + 100);
        commit(store);
        counted(store, rows + 100, 0);
        struct cs_diag diag = { .say = kit_say };
        CHECK_INT(cs_store_check_integrity(store, &diag, &kit.err), CS_OK);
        CHECK_INT(diag.errors, 0);
        cs_store_close(store);
        kit_shell(
            "test \"$(sqlite3 '%s' \"SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE "
            "'person/_%%' ESCAPE '/'\")\" = 3",
            kit_path("s.db"));
    }
}

/* ---- giving up ---- */

CS_TEST(rollback,
        "a rollback forgets what waited and what the thread has inserted; the store can be used again")
{
    for (int64_t rows = 5; rows < 1500; rows = rows * 3 + 1)
        for (int bulk = 0; bulk < 2; bulk++) {
            struct cs_store *store = fresh(bulk);
            add_people(store, 1, rows);
            add_call(store, 1, 1);
            cs_store_rollback(store);
            counted(store, 0, 0);
            CHECK_INT(cs_store_begin(store, bulk, &kit.err), CS_OK);
            add_people(store, 2000, 2000 + rows);
            commit(store);
            counted(store, rows + 1, 0);
            cs_store_close(store);
        }
}

CS_TEST(close_open, "a store closed while rows wait and the thread works leaves nothing of them")
{
    struct cs_store *store = fresh(true);
    add_people(store, 1, 999);
    cs_store_close(store);
    CHECK_INT(kit_count_again(), 0);
}

/* ---- faults ---- */

/* A taken key anywhere: told at the latest by the commit, and nothing of the transaction stays. */
static void clash_at(int64_t rows, int64_t clash, bool bulk)
{
    struct cs_store *store = fresh(false);
    add_people(store, 5000, 5000);
    commit(store);
    CHECK_INT(cs_store_begin(store, bulk, &kit.err), CS_OK);
    enum cs_status status = CS_OK;
    for (int64_t id = 1; id <= rows && status == CS_OK; id++)
        status = add_person(store, id == clash ? 5000 : id);
    if (status == CS_OK)
        status = cs_store_commit(store, &kit.err);
    else
        cs_store_rollback(store);
    CHECK_INT(status, CS_FAILED);
    CHECK_THAT(strstr(kit.err.text, "gather/0"), "%lld of %lld: %s", (long long)clash, (long long)rows,
               kit.err.text);
    counted(store, 1, 0);
    CHECK_INT(cs_store_begin(store, bulk, &kit.err), CS_OK);
    add_people(store, 1, rows);
    commit(store);
    counted(store, rows + 1, 0);
    cs_store_close(store);
}

CS_TEST(clash,
        "a key that is taken is a fault in words, wherever it stands, and the transaction leaves nothing")
{
    for (int how = 0; how < 3; how++) {
        no_threads = how == 2;
        clash_at(1, 1, how > 0);
        clash_at(128, 1, how > 0);
        clash_at(128, 128, how > 0);
        clash_at(129, 129, how > 0);
        clash_at(2800, 1, how > 0);
        clash_at(2800, 1400, how > 0);
        clash_at(2800, 2800, how > 0);
    }
    no_threads = false;
}

CS_TEST(not_heard,
        "a caller who does not hear the fault and commits all the same is told again, and nothing stays")
{
    for (int how = 0; how < 3; how++) {
        no_threads = how == 2;
        struct cs_store *store = fresh(how > 0);
        int faults = 0;
        for (int64_t id = 1; id <= 400; id++)
            faults += add_person(store, id == 40 ? 7 : id) != CS_OK;
        faults += cs_store_flush(store, &kit.err) != CS_OK;
        CHECK(faults > 0);
        cs_error_clear(&kit.err);
        CHECK_INT(cs_store_commit(store, &kit.err), CS_FAILED);
        CHECK(kit.err.text[0] != '\0');
        counted(store, 0, 0);
        cs_store_close(store);
    }
    no_threads = false;
}

CS_TEST(flush_not_heard,
        "a flush that failed is not made good by the commit: rows it gave up are not lost in silence")
{
    for (int bulk = 0; bulk < 2; bulk++) {
        struct cs_store *store = fresh(bulk);
        add_people(store, 1, 5);
        CHECK_INT(add_person(store, 3), CS_OK);
        CHECK_INT(cs_store_flush(store, &kit.err), CS_FAILED);
        const struct cs_value in[] = { cs_text("own"), cs_text("after"), cs_null(), cs_null() };
        CHECK_INT(cs_store_do(store, &table, PICTURE, in, NULL, &kit.err), CS_FAILED);
        CHECK_INT(cs_store_commit(store, &kit.err), CS_FAILED);
        counted(store, 0, 0);
        cs_store_close(store);
    }
}

CS_TEST(wrong_statement,
        "a statement that cannot be prepared fails each time it is given, and the commit after it")
{
    for (int bulk = 0; bulk < 2; bulk++) {
        struct cs_store *store = fresh(bulk);
        const struct cs_value in[] = { cs_integer(1) };
        add_people(store, 1, 3);
        for (int i = 0; i < 40; i++)
            CHECK_INT(cs_store_add(store, &table, WRONG, in, &kit.err), CS_FAILED);
        cs_store_rollback(store);
        counted(store, 0, 0);
        CHECK_INT(cs_store_begin(store, bulk, &kit.err), CS_OK);
        add_people(store, 1, 40);
        commit(store);
        counted(store, 40, 0);
        cs_store_close(store);
    }
}

/* ---- a disk that is full ---- */

/* Files may not grow beyond `size`. */
static void limit_files(rlim_t size)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = size;
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static bool fill_disk(struct cs_store *store, rlim_t size)
{
    static char much[4096];
    memset(much, 'x', sizeof much - 1);
    enum cs_status status = cs_store_begin(store, true, &kit.err);
    CHECK_INT(status, CS_OK);
    limit_files(size);
    for (int i = 0; i < 24000 && status == CS_OK;
         i++) { /* 96 MiB: more than the cache of a bulk load holds */
        const struct cs_value in[] = { cs_text(much), cs_text("n"), cs_null(), cs_null() };
        status = cs_store_add(store, &table, PICTURE, in, &kit.err);
    }
    if (status == CS_OK)
        status = cs_store_commit(store, &kit.err);
    else
        cs_store_rollback(store);
    limit_files(RLIM_INFINITY);
    return status == CS_OK;
}

CS_TEST(full_disk,
        "a disk that fills while the thread inserts: in words, nothing stays, and then the store is good")
{
    signal(SIGXFSZ, SIG_IGN);
    for (int how = 0; how < 2; how++) {
        no_threads = how;
        struct cs_store *store = fresh(true);
        add_people(store, 1, 5);
        commit(store);
        CHECK(!fill_disk(store, 8 << 20));
        CHECK_THAT(strstr(kit.err.text, "full") || strstr(kit.err.text, "space") ||
                       strstr(kit.err.text, "File too large") || strstr(kit.err.text, "I/O"),
                   "it says: %s", kit.err.text);
        counted(store, 5, 0);
        CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
        add_people(store, 6, 300);
        commit(store);
        cs_store_close(store);
        CHECK_INT(kit_count_again(), 300);
        kit_shell("test \"$(sqlite3 '%s' 'PRAGMA integrity_check')\" = ok", kit_path("s.db"));
    }
    no_threads = false;
}

/* ---- against row by row ---- */

static uint64_t seed;

static uint64_t draw(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

/* One life: rows of two kinds, flushes, walks and lookups at random; `plain` inserts each row at once. */
static void live(struct cs_store *store, uint64_t with, bool plain)
{
    int64_t person = 0, call = 0;
    struct cs_buffer text = CS_BUFFER_INIT;
    seed = with;
    for (int i = 0; i < 3000; i++) {
        uint64_t what = draw(1000);
        enum cs_status status = CS_OK;
        if (what < 400)
            status = add_person(store, ++person);
        else if (what < 990)
            status = add_call(store, person ? 1 + (int64_t)draw((uint64_t)person) : 1, ++call);
        else if (what < 994)
            status = cs_store_flush(store, &kit.err);
        else if (what < 997)
            show(store, &text);
        if (plain && status == CS_OK)
            status = cs_store_flush(store, &kit.err);
        CHECK_THAT(status == CS_OK, "seed %llu, step %d: %s", (unsigned long long)with, i, kit.err.text);
    }
    cs_buffer_release(&text);
}

CS_TEST(random_lives, "random lives of put-off rows leave what the same rows leave one by one")
{
    struct cs_buffer one = CS_BUFFER_INIT, many = CS_BUFFER_INIT;
    for (uint64_t with = 1; with <= 12; with++) {
        struct cs_store *store = fresh(true);
        live(store, with, true);
        commit(store);
        show(store, &one);
        cs_store_close(store);
        no_threads = with % 3 == 0;
        store = fresh(true);
        live(store, with, false);
        commit(store);
        show(store, &many);
        cs_store_close(store);
        no_threads = false;
        CHECK_THAT(one.length > 1000 && strcmp(one.text, many.text) == 0, "seed %llu: %zu and %zu bytes",
                   (unsigned long long)with, one.length, many.length);
    }
    cs_buffer_release(&one);
    cs_buffer_release(&many);
}

CS_TEST(many_stores, "two stores at work at once, each with its own thread, do not mix their rows")
{
    kit_begin();
    struct cs_store *stores[2];
    for (int i = 0; i < 2; i++) {
        struct cs_store_options options = kit_options(CS_STORE_CREATE);
        options.url = kit_path(i ? "b.db" : "a.db");
        CHECK_INT(cs_store_open(&options, &stores[i], &kit.err), CS_OK);
        CHECK_INT(cs_store_begin(stores[i], true, &kit.err), CS_OK);
    }
    for (int64_t id = 1; id <= 2000; id++)
        CHECK_INT(add_person(stores[id % 3 == 0], id), CS_OK);
    commit(stores[0]);
    cs_store_rollback(stores[1]);
    counted(stores[0], 1334, 0);
    counted(stores[1], 0, 0);
    cs_store_close(stores[0]);
    cs_store_close(stores[1]);
}
