/* The store: opening in each mode and in front of each obstacle, statements, transactions, settings. */
#include "store-kit.h"

CS_TEST(creates, "a store is made by CREATE only, whole, for the user alone")
{
    struct cs_store *store = NULL;
    struct stat file;
    kit_begin();
    CHECK_INT(kit_open(CS_STORE_READ, &store), CS_FAILED);
    CHECK(kit_errs("cs-db init --db"));
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK_INT(kit_open(CS_STORE_ANY, &store), CS_FAILED);
    CHECK_INT(kit_names("s.db"), 0);
    CHECK(store == NULL);
    store = kit_store(CS_STORE_CREATE);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    CHECK_INT(stat(kit_path("s.db"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0600);
    CHECK_INT(stat(kit_path("s.db-wal"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0600);
    CHECK_INT(stat(kit_path("s.db-shm"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0600);
    CHECK_TEXT(cs_store_name(store), kit_path("s.db"));
    CHECK(strncmp(cs_store_backend_version(store), "SQLite 3.", 9) == 0);
    cs_store_close(store);
    CHECK_INT(stat(kit_path("s.db-lock"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0600);
    CHECK_INT(kit_names("."), 2); /* no temporary file stayed */
    CHECK_INT(kit_open(CS_STORE_CREATE, &store), CS_FAILED);
    CHECK(kit_errs("already"));
    CHECK_INT(kit_count_again(), 1);
}

CS_TEST(default_place, "the default store is made by the first writer, its folder too")
{
    struct cs_store_options options;
    struct cs_store *store = NULL;
    struct stat file;
    kit_begin();
    setenv("XDG_DATA_HOME", kit_path("data/home"), 1);
    options = kit_options(CS_STORE_READ);
    options.url = NULL;
    CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_FAILED);
    CHECK(kit_errs("cs-db init"));
    CHECK(!kit_exists("data"));
    options.mode = CS_STORE_WRITE;
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_OK);
    CHECK_TEXT(cs_store_name(store), kit_path("data/home/cs-tools/cs.db"));
    cs_store_close(store);
    CHECK_INT(stat(kit_path("data/home/cs-tools"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0700);
    unsetenv("XDG_DATA_HOME");
}

CS_TEST(urls, "a URL is read: sqlite:PATH, sqlite:///PATH; others are refused in words")
{
    static const char *const bad[][2] = { { "postgresql://host/db", "postgresql" },
                                          { "mysql://host/db", "mysql" },
                                          { "sqlite:", "names no file" } };
    char url[200];
    struct cs_store *store = NULL;
    kit_begin();
    cs_store_close(kit_store(CS_STORE_CREATE));
    for (int i = 0; i < 2; i++) {
        struct cs_store_options options = kit_options(CS_STORE_READ);
        snprintf(url, sizeof url, "%s%s", i ? "sqlite:" : "sqlite://", kit_path("s.db"));
        options.url = url;
        CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_OK);
        cs_store_close(store);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cs_store_options options = kit_options(CS_STORE_READ);
        options.url = bad[i][0];
        cs_error_clear(&kit.err);
        CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_FAILED);
        CHECK(kit_errs(bad[i][1]));
    }
}

CS_TEST(obstacles, "what is no store is refused in words and left as it is")
{
    struct cs_store *store = NULL;
    struct stat file;
    kit_begin();
    mkdir(kit_path("s.db"), 0700);
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("folder"));
    rmdir(kit_path("s.db"));
    CHECK_INT(symlink("nowhere", kit_path("s.db")), 0);
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("leads nowhere"));
    unlink(kit_path("s.db"));
    CHECK_INT(mkfifo(kit_path("s.db"), 0600), 0);
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("no ordinary file"));
    unlink(kit_path("s.db"));
    kit_write("s.db", "", 0, 0);
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("empty"));
    CHECK_INT(stat(kit_path("s.db"), &file), 0);
    CHECK_INT(file.st_size, 0);
    store = kit_store(CS_STORE_CREATE); /* an empty file may become one */
    cs_store_close(store);
    unlink(kit_path("s.db"));
    kit_write("s.db", "id,name\n1,Li\n", 13, 0);
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("not a store"));
    unlink(kit_path("s.db"));
    unlink(kit_path("s.db-wal"));
    kit_shell("sqlite3 %s 'CREATE TABLE t(x)'", kit_path("s.db"));
    CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("another program"));
    CHECK(!kit_exists("s.db-wal"));
    CHECK_INT(kit_open(CS_STORE_CREATE, &store), CS_FAILED);
}

CS_TEST(links, "a link to a store is followed where the user laid it, not where another did")
{
    struct cs_store *store = NULL;
    kit_begin();
    cs_store_close(kit_store(CS_STORE_CREATE));
    CHECK_INT(rename(kit_path("s.db"), kit_path("real.db")), 0);
    CHECK_INT(symlink("real.db", kit_path("s.db")), 0);
    store = kit_store(CS_STORE_WRITE);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    cs_store_close(store);
    CHECK(kit_exists("real.db-wal"));
    if (geteuid() == 0) {
        CHECK_INT(lchown(kit_path("s.db"), 65534, 65534), 0);
        CHECK_INT(kit_open(CS_STORE_WRITE, &store), CS_FAILED);
        CHECK(kit_errs("another user"));
        unlink(kit_path("s.db"));
        CHECK_INT(rename(kit_path("real.db"), kit_path("s.db")), 0);
        CHECK_INT(chown(kit_path("s.db"), 65534, 65534), 0);
        CHECK_INT(kit_open(CS_STORE_READ, &store), CS_FAILED);
        CHECK(kit_errs("root does not trust"));
    }
}

/* Runs `body` as another user where we are root; its status is the answer. */
static int as_other(int (*body)(void))
{
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
            _exit(99);
        _exit(body());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static int read_where_nothing_can_be_written(void)
{
    struct cs_store *store = NULL;
    if (kit_open(CS_STORE_READ, &store) != CS_OK || kit_count(store) != 1)
        return 1;
    if (!strstr(kit.said, "cannot write"))
        return 2;
    cs_store_close(store);
    if (kit_open(CS_STORE_WRITE, &store) != CS_FAILED || !kit_errs("cannot be written"))
        return 3;
    if (kit_open(CS_STORE_ANY, &store) != CS_OK)
        return 4;
    if (kit_put(store, "T2", "Wu", 0) != CS_FAILED || !kit_errs("cannot be written"))
        return 5;
    cs_store_close(store);
    return 0;
}

CS_TEST(read_only_folder, "a store in a folder that cannot be written is read as it stands, with a notice")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    cs_store_close(store);
    kit_shell("rm -f %s %s; chmod 444 %s; chmod 555 %s", kit_path("s.db-wal"), kit_path("s.db-shm"),
              kit_path("s.db"), kit.folder);
    CHECK_INT(as_other(read_where_nothing_can_be_written), 0);
    kit_shell("chmod 700 %s", kit.folder);
}

CS_TEST(damage, "a damaged page is told in words")
{
    struct cs_store *store;
    char junk[8192];
    kit_begin();
    store = kit_store(CS_STORE_CREATE);
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
    for (int i = 0; i < 2000; i++) {
        char id[16];
        snprintf(id, sizeof id, "T%d", i);
        CHECK_INT(kit_put(store, id, "Li", i), CS_OK);
    }
    CHECK_INT(cs_store_commit(store, &kit.err), CS_OK);
    cs_store_close(store);
    memset(junk, 0xa5, sizeof junk);
    for (int page = 1; page < 12; page++)
        kit_write("s.db", junk, sizeof junk, page * 8192);
    store = kit_store(CS_STORE_READ);
    struct cs_value out[3], in[] = { cs_text("crm"), cs_text("T7") };
    struct cs_arena arena = CS_ARENA_INIT;
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_get(store, &kit_table, FIND, in, out, &arena, &kit.err), CS_FAILED);
    CHECK(kit_errs("damaged"));
    cs_arena_release(&arena);
    cs_store_close(store);
    memset(junk, 0, sizeof junk);
    kit_write("s.db", junk, 100, 0);
    CHECK_INT(kit_open(CS_STORE_READ, &store), CS_FAILED);
    CHECK(kit_errs("head is damaged"));
}

static enum cs_status collect(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    cs_buffer_printf(context, "%lld:%s ", (long long)out[0].integer, cs_value_text(&out[1]));
    return CS_OK;
}

static enum cs_status stop_at_two(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err, (void)context;
    return out[0].integer == 2 ? CS_NONE : CS_OK;
}

static enum cs_status rename_each(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_value in[] = { cs_text("Wu"), out[0] };
    return cs_store_do(context, &kit_table, RENAME, in, NULL, err);
}

static enum cs_status walk_again(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)out;
    return cs_store_each(context, &kit_table, ALL, NULL, walk_again, context, err);
}

CS_TEST(statements, "statements run, answer and count; keys that stand against them are answers")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_value out[4];
    int64_t changed = -1;
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    for (int i = 0; i < (int)kit_table.count; i++)
        CHECK_INT(cs_store_prepare(store, &kit_table, i, &kit.err), CS_OK);
    CHECK_INT(kit_put(store, "T1", "Li", 5), CS_OK);
    CHECK_INT(kit_put(store, "T2", "Bo", 6), CS_OK);
    CHECK_INT(kit_put(store, "T2", "Bo", 6), CS_EXISTS);
    CHECK_TEXT(kit.err.text, "");
    CHECK_INT(kit_put(store, "T3", "Bo", -1000000), CS_FAILED);
    CHECK(kit_errs("CHECK"));
    CHECK_INT(kit_put(store, "T3", NULL, 1), CS_FAILED);
    CHECK(kit_errs("NOT NULL"));
    struct cs_value call[] = { cs_integer(99), cs_integer(1) }, name[] = { cs_text("Wu"), cs_integer(1) };
    CHECK_INT(cs_store_do(store, &kit_table, CALL, call, NULL, &kit.err), CS_EXISTS);
    CHECK_INT(cs_store_do(store, &kit_table, RENAME, name, &changed, &kit.err), CS_OK);
    CHECK_INT(changed, 1);
    struct cs_value key[] = { cs_text("crm"), cs_text("T2") }; /* $2 stands first in the text */
    CHECK_INT(cs_store_get(store, &kit_table, FIND, key, out, &arena, &kit.err), CS_OK);
    CHECK_INT(out[0].integer, 2);
    CHECK_TEXT(out[1].text, "Bo");
    CHECK_INT(out[2].integer, 6);
    key[1] = cs_text("T9");
    CHECK_INT(cs_store_get(store, &kit_table, FIND, key, out, &arena, &kit.err), CS_NONE);
    CHECK_INT(cs_store_each(store, &kit_table, ALL, NULL, collect, &text, &kit.err), CS_OK);
    CHECK_TEXT(text.text, "1:Wu 2:Bo ");
    CHECK_INT(cs_store_each(store, &kit_table, ALL, NULL, stop_at_two, NULL, &kit.err), CS_NONE);
    CHECK_INT(cs_store_each(store, &kit_table, ALL, NULL, rename_each, store, &kit.err), CS_OK);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_each(store, &kit_table, ALL, NULL, walk_again, store, &kit.err), CS_FAILED);
    CHECK(kit_errs("its own walk"));
    struct cs_value source[] = { cs_text("own") };
    CHECK_INT(cs_store_get(store, &kit_table, RETURNING, source, out, &arena, &kit.err), CS_OK);
    CHECK_INT(out[0].integer, 3);
    CHECK_INT(cs_store_do(store, &kit_table, RETURNING, source, &changed, &kit.err), CS_OK);
    cs_store_close(store);
    CHECK_INT(kit_count_again(), 4);
    cs_buffer_release(&text);
    cs_arena_release(&arena);
}

CS_TEST(types, "values keep their types both ways; another type than the letter is refused")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_value out[4];
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    struct cs_value in[] = { cs_integer(INT64_MIN), cs_real(0.1), cs_text_length("a\0b", 3),
                             cs_blob("\0x", 2) };
    CHECK_INT(cs_store_get(store, &kit_table, TYPED, in, out, &arena, &kit.err), CS_OK);
    for (int i = 0; i < 4; i++)
        CHECK_THAT(cs_value_equal(&in[i], &out[i]), "value %d came back as another", i);
    struct cs_value null[] = { cs_null(), cs_null(), cs_null(), cs_null() };
    CHECK_INT(cs_store_get(store, &kit_table, TYPED, null, out, &arena, &kit.err), CS_OK);
    for (int i = 0; i < 4; i++)
        CHECK_INT(out[i].type, CS_NULL);
    in[2] = cs_text("");
    in[3] = cs_blob(NULL, 0);
    CHECK_INT(cs_store_get(store, &kit_table, TYPED, in, out, &arena, &kit.err), CS_OK);
    CHECK_INT(out[2].type, CS_TEXT);
    CHECK_INT(out[3].type, CS_BLOB);
    for (int i = 0; i < 4; i++) {
        struct cs_value wrong[] = { cs_integer(1), cs_real(1), cs_text("x"), cs_blob("x", 1) };
        wrong[i] = wrong[(i + 1) % 4];
        cs_error_clear(&kit.err);
        CHECK_INT(cs_store_get(store, &kit_table, TYPED, wrong, out, &arena, &kit.err), CS_FAILED);
        CHECK(kit_errs("another type"));
    }
    cs_store_close(store);
    cs_arena_release(&arena);
}

CS_TEST(wrong_statements, "a statement whose letters do not fit its text is refused when it is prepared")
{
    static const struct cs_statement list[] = {
        { "SELECT 1", "", "" },         { "SELECT $1", "", "i" },          { "SELECT $1, $3", "ii", "ii" },
        { "SELEC 1", "", "i" },         { "SELECT 1; SELECT 2", "", "i" }, { "", "", "" },
        { "SELECT x FROM y", "", "i" },
    };
    static const struct cs_statements table = CS_STATEMENTS("wrong", list);
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    for (int i = 0; i < (int)table.count; i++) {
        cs_error_clear(&kit.err);
        CHECK_INT(cs_store_prepare(store, &table, i, &kit.err), CS_FAILED);
        CHECK(kit_errs("statement wrong/"));
    }
    cs_store_close(store);
}

CS_TEST(transactions, "transactions nest by count; a rollback ends them all")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(cs_store_commit(store, &kit.err), CS_FAILED);
    CHECK(kit_errs("no transaction"));
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    CHECK_INT(cs_store_begin(store, true, NULL), CS_OK);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    CHECK_INT(cs_store_commit(store, NULL), CS_OK);
    CHECK_INT(kit_count_again(), 0);
    CHECK_INT(cs_store_commit(store, NULL), CS_OK);
    CHECK_INT(kit_count_again(), 1);
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    CHECK_INT(kit_put(store, "T2", "Li", 0), CS_OK);
    CHECK_INT(kit_put(store, "T2", "Li", 0), CS_EXISTS); /* the statement alone is undone */
    CHECK_INT(kit_put(store, "T3", "Li", 0), CS_OK);
    cs_store_rollback(store);
    CHECK_INT(cs_store_commit(store, NULL), CS_FAILED);
    CHECK_INT(kit_count(store), 1);
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    CHECK_INT(kit_put(store, "T2", "Li", 0), CS_OK);
    cs_store_close(store); /* rolls back */
    CHECK_INT(kit_count_again(), 1);
    store = kit_store(CS_STORE_READ);
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK); /* one state for several reads */
    CHECK_INT(kit_count(store), 1);
    CHECK_INT(cs_store_commit(store, NULL), CS_OK);
    CHECK_INT(kit_put(store, "T2", "Li", 0), CS_FAILED);
    CHECK(kit_errs("cannot be written"));
    cs_store_close(store);
}

CS_TEST(settings, "settings are kept, and forgotten with their transaction")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(strlen(cs_store_setting(store, "uuid")), 36);
    CHECK(cs_store_setting(store, "currency") == NULL);
    CHECK_INT(cs_store_set(store, "currency", "CNY", &kit.err), CS_OK);
    CHECK_TEXT(cs_store_setting(store, "currency"), "CNY");
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    CHECK_INT(cs_store_set(store, "currency", "HKD", &kit.err), CS_OK);
    CHECK_TEXT(cs_store_setting(store, "currency"), "HKD");
    cs_store_rollback(store);
    CHECK_TEXT(cs_store_setting(store, "currency"), "CNY");
    CHECK_INT(cs_store_set(store, "currency", NULL, &kit.err), CS_OK);
    CHECK(cs_store_setting(store, "currency") == NULL);
    cs_store_close(store);
}
