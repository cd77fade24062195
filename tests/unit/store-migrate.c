/* Migrations: older, newer and changed stores, copies before, refusals, a migration killed midway. */
#include "store-kit.h"

/* A schema folder of our own: the first `count` files of the small schema. */
static const char *schema(int count)
{
    const char *folder = kit_path("schema");
    kit_shell("mkdir -p %s && rm -f %s/* && ls %s/*.sql | head -%d | xargs -I@ cp @ %s", folder, folder,
              kit_schema(), count, folder);
    return folder;
}

static enum cs_status open_with(const char *folder, enum cs_store_mode mode, struct cs_store **store)
{
    struct cs_store_options options = kit_options(mode);
    options.schema_dir = folder;
    cs_error_clear(&kit.err);
    kit.said[0] = '\0';
    return cs_store_open(&options, store, &kit.err);
}

static void make_old(void)
{
    struct cs_store *store = NULL;
    CHECK_INT(open_with(schema(1), CS_STORE_CREATE, &store), CS_OK);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    cs_store_close(store);
}

static void add_migration(const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "schema/%s", name);
    kit_write(path, text, strlen(text), 0);
}

static void check_versions(int64_t want_here, int64_t want_newest)
{
    struct cs_store *store = NULL;
    int64_t here = 0, newest = 0;
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_ANY, &store), CS_OK);
    CHECK_INT(cs_store_versions(store, &here, &newest, &kit.err), CS_OK);
    CHECK_INT(here, want_here);
    CHECK_INT(newest, want_newest);
    cs_store_close(store);
}

CS_TEST(older, "an older store is migrated by a writer only, after a copy beside it")
{
    struct cs_store *store = NULL;
    struct stat file;
    kit_begin();
    make_old();
    schema(2);
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_READ, &store), CS_FAILED);
    CHECK(kit_errs("cs-db migrate"));
    check_versions(1, 2);
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_OK);
    CHECK(strstr(kit.said, "before-0002") != NULL);
    CHECK_INT(kit_count(store), 1);
    cs_store_close(store);
    check_versions(2, 2);
    CHECK_INT(stat(kit_path("s.db.before-0002"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0600);
    CHECK(!kit_exists("s.db.before-0002-wal"));
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_OK);
    CHECK_TEXT(kit.said, "");
    cs_store_close(store);
    kit_shell("cp %s %s && rm %s-*", kit_path("s.db.before-0002"), kit_path("s.db"), kit_path("s.db"));
    check_versions(1, 2);
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_OK);
    CHECK(kit_exists("s.db.before-0002-2")); /* the first copy stays */
    cs_store_close(store);
}

CS_TEST(newer, "a store newer than the program is refused in words by all but ANY")
{
    struct cs_store *store = NULL;
    kit_begin();
    CHECK_INT(open_with(schema(2), CS_STORE_CREATE, &store), CS_OK);
    cs_store_close(store);
    schema(1);
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_READ, &store), CS_FAILED);
    CHECK(kit_errs("newer cs-tools (schema 2, this one knows 1)"));
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_FAILED);
    check_versions(2, 1);
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_ANY, &store), CS_OK);
    CHECK_INT(cs_store_migrate(store, &kit.diag, &kit.err), CS_FAILED);
    cs_store_close(store);
}

CS_TEST(changed, "a migration that was changed after it had been applied is refused, and found by the check")
{
    struct cs_store *store = NULL;
    kit_begin();
    make_old();
    schema(2);
    kit_shell("echo '-- oh' >> %s/0001-first.sql", kit_path("schema"));
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_FAILED);
    CHECK(kit_errs("0001-first.sql was changed"));
    CHECK(!kit_exists("s.db.before-0002"));
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_ANY, &store), CS_OK);
    kit.diag.errors = 0;
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 1);
    cs_store_close(store);
}

CS_TEST(broken, "a migration that fails leaves the store as it was")
{
    static const char *const bad[][2] = {
        { "CREATE TABLE a (id {ID}) {TABLE}; CREATE TABLE a (id {ID});", "already exists" },
        { "CREATE TABLE a (id {ID}) {TABLE}; SELECT {NOTHING};", "unknown token {NOTHING}" },
        { "CREATE TABLE a (id {ID}) {TABLE}; COMMIT;", "end its transaction" },
        { "CREATE TABLE a (id {ID}) {TABLE}; INSERT INTO call (person_id, at) VALUES (77, 1);", "nowhere" },
        { "CREATE TABLE a (id {ID}) {TABLE}; SELECT no_such(1);", "no_such" },
    };
    struct cs_store *store = NULL;
    kit_begin();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kit_shell("rm -f %s*", kit_path("s.db"));
        make_old();
        schema(2);
        add_migration("0003-bad.sql", bad[i][0]);
        CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_FAILED);
        CHECK(kit_errs("migration 0003-bad.sql: "));
        CHECK(kit_errs(bad[i][1]));
        check_versions(i == 2 ? 2 : 1,
                       3); /* 0002 goes with it, but where the file itself ends the transaction */
        unlink(kit_path("schema/0003-bad.sql"));
        CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_OK);
        CHECK_INT(kit_count(store), 1);
        cs_store_close(store);
    }
}

CS_TEST(rebuild, "a migration may rebuild a table that others refer to")
{
    struct cs_store *store = NULL;
    kit_begin();
    CHECK_INT(open_with(schema(2), CS_STORE_CREATE, &store), CS_OK);
    CHECK_INT(kit_put(store, "T1", "Li", 0), CS_OK);
    struct cs_value call[] = { cs_integer(1), cs_integer(1) };
    CHECK_INT(cs_store_do(store, &kit_table, CALL, call, NULL, &kit.err), CS_OK);
    cs_store_close(store);
    add_migration(
        "0003-rebuild.sql",
        "CREATE TABLE new_person (id {ID}, source TEXT NOT NULL, external_id TEXT, name TEXT NOT NULL,\n"
        "    phone TEXT, born {INT}, UNIQUE (source, external_id)) {TABLE};\n"
        "INSERT INTO new_person SELECT id, source, external_id, name, phone, born FROM person;\n"
        "DROP TABLE person;\nALTER TABLE new_person RENAME TO person;\n");
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_OK);
    CHECK_INT(kit_count(store), 1);
    call[0] = cs_integer(5);
    CHECK_INT(cs_store_do(store, &kit_table, CALL, call, NULL, &kit.err), CS_EXISTS); /* keys hold again */
    cs_store_close(store);
}

CS_TEST(folders, "a schema folder with gaps, doubles or nothing in it is refused")
{
    struct cs_store *store = NULL;
    kit_begin();
    CHECK_INT(open_with(NULL, CS_STORE_CREATE, &store), CS_FAILED);
    CHECK_INT(open_with(kit_path("none"), CS_STORE_CREATE, &store), CS_FAILED);
    CHECK(kit_errs("cannot be read"));
    schema(2);
    add_migration("0004-gap.sql", "");
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_CREATE, &store), CS_FAILED);
    CHECK(kit_errs("numbered"));
    unlink(kit_path("schema/0004-gap.sql"));
    add_migration("0002-twice.sql", "");
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_CREATE, &store), CS_FAILED);
    kit_shell("rm %s/*", kit_path("schema"));
    CHECK_INT(open_with(kit_path("schema"), CS_STORE_CREATE, &store), CS_FAILED);
    CHECK(kit_errs("no migration"));
    CHECK_INT(kit_names("s.db"), 0);
    CHECK_INT(kit_names(".s.db"), 0);
}

/* Migrates in a child that is killed after a moment; each time the store is the old or the new one. */
CS_TEST(killed, "a migration killed midway leaves the old store or the new one")
{
    struct cs_buffer slow = CS_BUFFER_INIT;
    struct cs_store *store = NULL;
    int64_t here = 0, newest = 0;
    int old = 0;
    kit_begin();
    for (int i = 0; i < 400; i++)
        cs_buffer_printf(&slow, "CREATE TABLE t%d (id {ID}, a TEXT UNIQUE, b TEXT) {TABLE};\n", i);
    for (int i = 0; i < 12; i++) {
        kit_shell("rm -rf %s*", kit_path("s.db"));
        make_old();
        add_migration("0002-slow.sql", slow.text);
        pid_t child = fork();
        if (child == 0)
            _exit(open_with(kit_path("schema"), CS_STORE_WRITE, &store) != CS_OK);
        usleep((useconds_t)(i * 3000));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        CHECK_INT(open_with(kit_path("schema"), CS_STORE_ANY, &store), CS_OK);
        CHECK_INT(cs_store_versions(store, &here, &newest, &kit.err), CS_OK);
        CHECK(here == 1 || here == 2);
        old += here == 1;
        CHECK_INT(kit_count(store), 1);
        cs_store_close(store);
        CHECK_INT(open_with(kit_path("schema"), CS_STORE_WRITE, &store), CS_OK);
        CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
        CHECK_INT(kit.diag.errors, 0);
        cs_store_close(store);
    }
    CHECK(old > 0);
    cs_buffer_release(&slow);
}

CS_TEST(at_once, "two writers that meet an older store migrate it once")
{
    struct cs_store *store = NULL;
    kit_begin();
    make_old();
    schema(2);
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct cs_store_options options = kit_options(CS_STORE_WRITE);
            options.schema_dir = kit_path("schema");
            options.wait_seconds = 20;
            _exit(cs_store_open(&options, &store, &kit.err) != CS_OK);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status = 1;
        waitpid(children[i], &status, 0);
        CHECK_INT(status, 0);
    }
    check_versions(2, 2);
    CHECK_INT(kit_names("s.db.before-0002"), 1);
}
