/* Backup, restore, checks, vacuum. */
#include "store-kit.h"

static enum cs_status restore(const char *from)
{
    struct cs_store_options options = kit_options(CS_STORE_WRITE);
    cs_error_clear(&kit.err);
    kit.said[0] = '\0';
    options.wait_seconds = 5;
    return cs_store_restore(&options, from, &kit.err);
}

static void fill(struct cs_store *store, int from, int to)
{
    CHECK_INT(cs_store_begin(store, true, &kit.err), CS_OK);
    for (int i = from; i < to; i++) {
        char id[16];
        snprintf(id, sizeof id, "T%d", i);
        CHECK_INT(kit_put(store, id, "a name that fills pages", i), CS_OK);
    }
    CHECK_INT(cs_store_commit(store, &kit.err), CS_OK);
}

CS_TEST(backup, "a backup is a whole store in one file, for the user alone, and replaces nothing")
{
    struct stat file;
    struct cs_store *copy = NULL;
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    fill(store, 0, 500);
    CHECK_INT(cs_store_backup(store, kit_path("b.db"), &kit.err), CS_OK);
    CHECK_INT(stat(kit_path("b.db"), &file), 0);
    CHECK_INT(file.st_mode & 0777, 0600);
    CHECK_INT(kit_names("b.db"), 1);
    CHECK_INT(kit_names(".b.db"), 0);
    CHECK_INT(cs_store_backup(store, kit_path("b.db"), &kit.err), CS_FAILED);
    CHECK(kit_errs("already"));
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_backup(store, kit_path("none/b.db"), &kit.err), CS_FAILED);
    CHECK(kit_errs("No such file"));
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_backup(store, kit_path("c.db"), &kit.err), CS_FAILED);
    CHECK(kit_errs("inside a transaction"));
    cs_store_close(store);
    struct cs_store_options options = kit_options(CS_STORE_READ);
    options.url = kit_path("b.db");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_open(&options, &copy, &kit.err), CS_OK);
    CHECK_INT(kit_count(copy), 500);
    cs_store_close(copy);
}

CS_TEST(backup_beside, "a backup while another process writes is one committed state")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE), *copy = NULL;
    fill(store, 0, 3000);
    cs_store_close(store);
    pid_t child = fork();
    if (child == 0) {
        struct cs_store *own = kit_store(CS_STORE_WRITE);
        for (int i = 3000;; i += 2) /* by twos: an odd number would be half a transaction */
            fill(own, i, i + 2);
    }
    usleep(50000);
    store = kit_store(CS_STORE_WRITE);
    for (int i = 0; i < 5; i++) {
        char name[16];
        snprintf(name, sizeof name, "b%d.db", i);
        cs_error_clear(&kit.err);
        CHECK_INT(cs_store_backup(store, kit_path(name), &kit.err), CS_OK);
        struct cs_store_options options = kit_options(CS_STORE_ANY);
        options.url = kit_path(name);
        CHECK_INT(cs_store_open(&options, &copy, &kit.err), CS_OK);
        CHECK(kit_count(copy) >= 3000 && kit_count(copy) % 2 == 0);
        CHECK_INT(cs_store_check_integrity(copy, &kit.diag, &kit.err), CS_OK);
        CHECK_TEXT(kit.said, "");
        cs_store_close(copy);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    cs_store_close(store);
}

CS_TEST(restored, "a restore brings the backup back, keeps what was there, and others go on")
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    fill(store, 0, 500);
    CHECK_INT(cs_store_backup(store, kit_path("b.db"), &kit.err), CS_OK);
    fill(store, 500, 3000);
    CHECK_INT(kit_count(store), 3000);
    CHECK_INT(restore(kit_path("b.db")), CS_OK); /* while `store` is open */
    CHECK(strstr(kit.said, "before-restore") != NULL);
    CHECK_INT(kit_count(store), 500);
    CHECK_INT(kit_put(store, "T600", "Li", 0), CS_OK);
    cs_store_close(store);
    CHECK_INT(kit_count_again(), 501);
    CHECK_INT(restore(kit_path("s.db.before-restore")), CS_OK);
    CHECK_INT(kit_count_again(), 3000);
    CHECK(kit_exists("s.db.before-restore-2"));
    kit_shell("rm %s*", kit_path("s.db"));
    CHECK_INT(restore(kit_path("b.db")), CS_OK); /* where nothing is */
    CHECK_INT(kit_count_again(), 500);
    store = kit_store(CS_STORE_ANY);
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 0);
    CHECK_INT(cs_store_begin(store, false, NULL), CS_OK);
    CHECK_INT(restore(kit_path("b.db")), CS_BUSY * (kit.err.status == CS_BUSY));
    CHECK(kit_errs("in use"));
    cs_store_close(store);
}

CS_TEST(bad_backups, "a damaged or foreign backup replaces nothing")
{
    char junk[8192];
    kit_begin();
    memset(junk, 0xa5, sizeof junk);
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    fill(store, 0, 2000);
    CHECK_INT(cs_store_backup(store, kit_path("b.db"), &kit.err), CS_OK);
    fill(store, 2000, 2001);
    cs_store_close(store);
    CHECK_INT(restore(kit_path("none")), CS_FAILED);
    CHECK(kit_errs("no file"));
    CHECK_INT(restore(kit_path("s.db")), CS_FAILED);
    CHECK(kit_errs("the store itself"));
    CHECK_INT(restore(kit.folder), CS_FAILED);
    CHECK(kit_errs("folder"));
    kit_write("empty", "", 0, 0);
    CHECK_INT(restore(kit_path("empty")), CS_FAILED);
    kit_write("text", "hello", 5, 0);
    CHECK_INT(restore(kit_path("text")), CS_FAILED);
    kit_shell("sqlite3 %s 'CREATE TABLE t(x)'", kit_path("foreign"));
    CHECK_INT(restore(kit_path("foreign")), CS_FAILED);
    CHECK(kit_errs("another program"));
    kit_shell("cp %s %s && sqlite3 %s 'PRAGMA user_version=99'", kit_path("b.db"), kit_path("newer"),
              kit_path("newer"));
    CHECK_INT(restore(kit_path("newer")), CS_FAILED);
    CHECK(kit_errs("newer"));
    kit_shell("cp %s %s && sqlite3 %s 'INSERT INTO call(person_id, at) VALUES (99999, 1)'", kit_path("b.db"),
              kit_path("orphan"), kit_path("orphan"));
    CHECK_INT(restore(kit_path("orphan")), CS_FAILED);
    CHECK(kit_errs("lead nowhere"));
    kit_shell("cp %s %s && truncate -s 81920 %s", kit_path("b.db"), kit_path("cut"), kit_path("cut"));
    CHECK_INT(restore(kit_path("cut")), CS_FAILED);
    kit_write("b.db", junk, sizeof junk, 20 * 8192);
    CHECK_INT(restore(kit_path("b.db")), CS_FAILED);
    CHECK(kit_errs("damaged"));
    CHECK_INT(kit_names("s.db.before"), 0);
    CHECK_INT(kit_count_again(), 2001);
}

CS_TEST(findings, "the check tells damaged pages and broken references")
{
    char junk[8192];
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    fill(store, 0, 3000);
    cs_store_close(store);
    kit_shell("cp %s %s", kit_path("s.db"), kit_path("good"));
    kit_shell("sqlite3 %s 'INSERT INTO call(person_id, at) VALUES (99999, 1)'", kit_path("s.db"));
    store = kit_store(CS_STORE_ANY);
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK_INT(kit.diag.errors, 1);
    CHECK(strstr(kit.said, "refers to a person") != NULL);
    cs_store_close(store);
    memset(junk, 0xa5, sizeof junk);
    kit_write("s.db", junk, sizeof junk, 20 * 8192);
    store = kit_store(CS_STORE_ANY);
    kit.diag.errors = 0;
    CHECK_INT(cs_store_check_integrity(store, &kit.diag, &kit.err), CS_OK);
    CHECK(kit.diag.errors > 0);
    cs_store_close(store);
    CHECK_INT(restore(kit_path("good")), CS_OK); /* a damaged store is healed by a backup */
    CHECK_INT(kit_count_again(), 3000);
}

CS_TEST(vacuum, "after a vacuum nothing of what was erased is left in any file of the store")
{
    static const struct cs_statement list[] = { { "DELETE FROM person", "", "" } };
    static const struct cs_statements table = CS_STATEMENTS("vacuum", list);
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    fill(store, 0, 2000);
    CHECK_INT(kit_put(store, "T", "unmistakable", 1), CS_OK);
    CHECK_INT(cs_store_do(store, &table, 0, NULL, NULL, &kit.err), CS_OK);
    CHECK_INT(cs_store_vacuum(store, &kit.err), CS_OK);
    kit_shell("! grep -l -e unmistakable -e 'fills pages' %s/s.db %s/s.db-*", kit.folder, kit.folder);
    CHECK_INT(kit_count(store), 0);
    cs_store_close(store);
    store = kit_store(CS_STORE_READ);
    CHECK_INT(cs_store_vacuum(store, &kit.err), CS_FAILED);
    cs_store_close(store);
}
