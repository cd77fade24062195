/*
 * The store when a call of the system fails: every write, read, sync, open, truncation, removal, renaming in
 * turn, once and for good, and a sample of the allocations. Each trial is a process of its own; the judge
 * looks at the files that it left: what was done was told as done, what failed was told in words and left all
 * as it was, and the next process needs nobody's help.
 *
 * CS_SEED repeats a sample, CS_FAULTS=all takes no sample but everything.
 */
#include "../preload/fail.c"

#include "store-kit.h"

#include <time.h>

/* ---- files ---- */

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 20];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t size;
    while ((size = read(in, bytes, sizeof bytes)) > 0)
        CHECK_INT(write(out, bytes, (size_t)size), size);
    CHECK(in >= 0 && out >= 0 && size == 0);
    close(in);
    close(out);
}

/* Takes every file of the scratch folder away but those kept for the next trial (keep-...). */
static void clear(void)
{
    DIR *folder = opendir(kit.folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && strncmp(entry->d_name, "keep-", 5) != 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

static bool shadow(const char *name) /* files of the engine and locks, which may stay */
{
    size_t length = strlen(name);
    static const char *const ends[] = { "-wal", "-shm", "-lock" };
    for (size_t i = 0; i < 3; i++)
        if (length > strlen(ends[i]) && strcmp(name + length - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* The names that lie there besides those, in order: "copy.db s.db". */
static const char *lying(void)
{
    static char text[512];
    struct dirent **names;
    text[0] = '\0';
    int count = scandir(kit.folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        size_t used = strlen(text);
        if (name[0] != '.' && strncmp(name, "keep-", 5) != 0 && !shadow(name))
            snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "", name);
        free(names[i]);
    }
    free(names);
    return text;
}

/* ---- what a store holds ---- */

static const struct cs_statement list[] = {
    { "SELECT (SELECT group_concat(name, ',') FROM (SELECT name FROM person ORDER BY id)) || ' calls ' || "
      "(SELECT "
      "count(*) FROM call)",
      "", "t" },
};
static const struct cs_statements table = CS_STATEMENTS("fault", list);

/* The version, the people and the calls of a store as text; the sentence where it cannot be read or is
 * damaged. */
static const char *holds(const char *name)
{
    static char text[32768];
    struct cs_store_options options = kit_options(CS_STORE_ANY);
    struct cs_store *store;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_diag diag = { .say = kit_say };
    struct cs_value out[1] = { cs_null() };
    struct cs_arena arena = CS_ARENA_INIT;
    int64_t here = 0, newest = 0;
    options.url = kit_path(name);
    kit.said[0] = '\0';
    if (cs_store_open(&options, &store, &err) != CS_OK) {
        snprintf(text, sizeof text, "%s", err.text);
        return text;
    }
    bool sound = cs_store_check_integrity(store, &diag, &err) == CS_OK && diag.errors == 0 &&
                 cs_store_versions(store, &here, &newest, &err) == CS_OK &&
                 cs_store_get(store, &table, 0, NULL, out, &arena, &err) == CS_OK;
    snprintf(text, sizeof text, "%s version %lld: %s%s", sound ? "sound" : "DAMAGED", (long long)here,
             cs_value_text(&out[0]), sound ? "" : kit.said);
    cs_arena_release(&arena);
    cs_store_close(store);
    return text;
}

/* ---- trials ---- */

struct work {
    const char *name;
    enum cs_status (*does)(void); /* in a process of its own; the sentence is in kit.err */
    bool store;                   /* begins with the store keep-s.db as s.db */
    bool copy;                    /* and keep-copy.db as copy.db */
};

static void begin_trial(const struct work *work)
{
    clear();
    if (work->store)
        copy_file(kit_path("keep-s.db"), kit_path("s.db"));
    if (work->copy)
        copy_file(kit_path("keep-copy.db"), kit_path("copy.db"));
}

struct ending {
    int status; /* of the process */
    bool met;   /* the fault came to pass */
    char words[512];
};

/* A process that does the work under a fault; what it says on standard error counts as words. */
static void child(const struct work *work, enum fail_kind kind, long at, int error, bool lasting, int met,
                  int words)
{
    dup2(words, 2);
    fail.report = met;
    fail_arm(kind, at, error, lasting);
    enum cs_status status = work->does();
    fail_disarm();
    if (status != CS_OK && kit.err.text[0])
        dprintf(2, "%s\n", kit.err.text);
    _exit(status == CS_OK ? 0 : status == CS_FAILED || status == CS_BUSY ? 1 : 70 + (int)status);
}

static struct ending try(const struct work *work, enum fail_kind kind, long at, int error, bool lasting)
{
    struct ending ending = { 0 };
    int met[2], words[2], status;
    char text[16];
    CHECK(pipe2(met, O_CLOEXEC | O_NONBLOCK) == 0 && pipe2(words, O_CLOEXEC | O_NONBLOCK) == 0);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        child(work, kind, at, error, lasting, met[1], words[1]);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    ending.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    ending.met = read(met[0], text, sizeof text) > 0;
    ssize_t size = read(words[0], ending.words, sizeof ending.words - 1);
    ending.words[size > 0 ? size : 0] = '\0';
    close(met[0]), close(met[1]), close(words[0]), close(words[1]);
    return ending;
}

/* What a work leaves when nothing fails, and what there was before; files and what is in them. */
struct sides {
    char *before, *after;
};

static char *look(const struct work *work)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    char *names = strdup(lying());
    cs_buffer_printf(&text, "[%s]", names);
    if (strstr(names, "s.db") || work->store)
        cs_buffer_printf(&text, " s.db %s", holds("s.db"));
    if (strstr(names, "copy.db"))
        cs_buffer_printf(&text, " copy.db %s", holds("copy.db"));
    free(names);
    return cs_buffer_detach(&text);
}

static struct sides learn(const struct work *work)
{
    struct sides sides;
    begin_trial(work);
    sides.before = look(work);
    struct ending ending = try(work, FAIL_NOTHING, 0, 0, false);
    CHECK_THAT(ending.status == 0, "%s without a fault: %d %s", work->name, ending.status, ending.words);
    sides.after = look(work);
    CHECK_THAT(!strstr(sides.after, "DAMAGED"), "%s: %s", work->name, sides.after);
    return sides;
}

/* A copy of what was there may stay where the words name it. */
static void put_kept_away(const struct ending *ending)
{
    static const char says[] = "is kept as ";
    const char *named = ending->status == 1 ? strstr(ending->words, says) : NULL;
    char path[256];
    if (!named)
        return;
    named += strlen(says);
    snprintf(path, sizeof path, "%.*s", (int)strcspn(named, ":\n"), named);
    CHECK_THAT(unlink(path) == 0, "it says that it kept %s, which is not there", path);
}

/* Who cannot remove files, cannot read, or is stopped dead by want of memory, cannot clean up: a copy or a
 * journal too many may lie there. Excused is nothing else. */
static void put_strays_away(void)
{
    DIR *folder = opendir(kit.folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strstr(entry->d_name, ".before-") || strstr(entry->d_name, "-journal") ||
            strncmp(entry->d_name, ".s.db.", 6) == 0 || strncmp(entry->d_name, ".copy.db.", 9) == 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

static void judge(const struct work *work, const struct sides *sides, const struct ending *ending,
                  const char *fault, bool excused)
{
    put_kept_away(ending);
    if (excused && ending->status == 1)
        put_strays_away();
    char *left = look(work);
    bool before = strcmp(left, sides->before) == 0, after = strcmp(left, sides->after) == 0;
    if (excused) /* copies were put away: what the stores hold decides */
        after = strcmp(strchr(left, ']'), strchr(sides->after, ']')) == 0;
    if (ending->status == 0)
        CHECK_THAT(after, "%s, %s: done, but it left %.300s", work->name, fault, left);
    else if (ending->status == 1) {
        CHECK_THAT(before || (after && (excused || strstr(ending->words, "saved"))),
                   "%s, %s: \"%.200s\", but it left %.300s", work->name, fault, ending->words, left);
        CHECK_THAT(strlen(ending->words) > 5, "%s, %s: failed without a word", work->name, fault);
    } else {
        CHECK_THAT(false, "%s, %s: status %d, \"%s\"", work->name, fault, ending->status, ending->words);
    }
    free(left);
    if (ending->status == 1 && before) { /* and once the fault is over, the same work is done */
        struct ending again = try(work, FAIL_NOTHING, 0, 0, false);
        left = look(work);
        CHECK_THAT(again.status == 0 && strcmp(left, sides->after) == 0,
                   "%s after %s: then %d \"%s\", %.300s", work->name, fault, again.status, again.words, left);
        free(left);
    }
}

static uint64_t seed;

static uint64_t draw(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

/* Every `step`-th call or so of a kind fails; 1: each. Ends with a trial that met no fault. */
static void walk(const struct work *work, const struct sides *sides, enum fail_kind kind, int error,
                 bool lasting, long step)
{
    char fault[80];
    for (long at = 1;; at += step > 1 ? 1 + (long)draw(2 * (uint64_t)step - 1) : 1) {
        snprintf(fault, sizeof fault, "%s no. %ld%s: %s", fail_names[kind], at, lasting ? " and on" : "",
                 strerror(error));
        begin_trial(work);
        struct ending ending = try(work, kind, at, error, lasting);
        if (!ending.met) {
            CHECK_THAT(ending.status == 0, "%s without a fault: %s", work->name, ending.words);
            return;
        }
        judge(work, sides, &ending, fault,
              kind == FAIL_MALLOC || (lasting && (kind == FAIL_UNLINK || kind == FAIL_PREAD)));
        if (cs_unit.faults > 10)
            return;
    }
}

static void walk_all(const struct work *work)
{
    static const struct {
        enum fail_kind kind;
        int error;
    } faults[] = {
        { FAIL_PWRITE, ENOSPC }, { FAIL_PWRITE, EIO },  { FAIL_WRITE, ENOSPC },  { FAIL_SYNC, EIO },
        { FAIL_OPEN, EMFILE },   { FAIL_OPEN, EACCES }, { FAIL_FTRUNCATE, EIO }, { FAIL_UNLINK, EACCES },
        { FAIL_RENAME, EACCES }, { FAIL_LINK, ENOSPC }, { FAIL_PREAD, EIO },
    };
    bool whole = getenv("CS_FAULTS") != NULL;
    seed = getenv("CS_SEED") ? strtoull(getenv("CS_SEED"), NULL, 10) : (uint64_t)time(NULL);
    printf("# %s: CS_SEED=%llu\n", work->name, (unsigned long long)seed);
    struct sides sides = learn(work);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        for (int lasting = 0; lasting < 2; lasting++)
            walk(work, &sides, faults[i].kind, faults[i].error, lasting,
                 whole                           ? 1
                 : faults[i].kind == FAIL_PREAD  ? 8
                 : faults[i].kind == FAIL_PWRITE ? 4
                                                 : 1);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    for (int lasting = 0; lasting < 2; lasting++)
        walk(work, &sides, FAIL_MALLOC, ENOMEM, lasting, whole ? 1 : 60);
#endif
    free(sides.before);
    free(sides.after);
}

/* ---- works ---- */

static enum cs_status open_store(enum cs_store_mode mode, struct cs_store **store)
{
    struct cs_store_options options = kit_options(mode);
    return cs_store_open(&options, store, &kit.err);
}

static enum cs_status put_some(struct cs_store *store, int from, int to, bool later)
{
    char id[32];
    enum cs_status status = CS_OK;
    for (int i = from; i <= to && status == CS_OK; i++) {
        snprintf(id, sizeof id, "p%d", i);
        struct cs_value in[] = { cs_text("crm"), cs_text(id), cs_text(id), cs_text("13800001234"),
                                 cs_integer(i) };
        status = later ? cs_store_add(store, &kit_table, PUT, in, &kit.err)
                       : cs_store_do(store, &kit_table, PUT, in, NULL, &kit.err);
    }
    return status;
}

static enum cs_status insert(bool bulk, int rows)
{
    struct cs_store *store;
    enum cs_status status = open_store(CS_STORE_WRITE, &store);
    if (status != CS_OK)
        return status;
    status = cs_store_begin(store, bulk, &kit.err);
    if (status == CS_OK && bulk)
        status =
            cs_store_defer_indexes(store, (const char *const[]){ "person", "call", NULL }, false, &kit.err);
    if (status == CS_OK)
        status = put_some(store, 100, 100 + rows, bulk);
    if (status == CS_OK)
        status = cs_store_commit(store, &kit.err);
    cs_store_close(store);
    return status;
}

static enum cs_status insert_few(void)
{
    return insert(false, 40);
}

static enum cs_status insert_many(void)
{
    return insert(true, 500);
}

static enum cs_status create(void)
{
    struct cs_store *store;
    enum cs_status status = open_store(CS_STORE_CREATE, &store);
    cs_store_close(store);
    return status;
}

static enum cs_status backup(void)
{
    struct cs_store *store;
    enum cs_status status = open_store(CS_STORE_READ, &store);
    if (status == CS_OK)
        status = cs_store_backup(store, kit_path("copy.db"), &kit.err);
    cs_store_close(store);
    return status;
}

static enum cs_status restore(void)
{
    struct cs_store_options options = kit_options(CS_STORE_WRITE);
    return cs_store_restore(&options, kit_path("copy.db"), &kit.err);
}

static enum cs_status migrate(void)
{
    struct cs_store *store;
    enum cs_status status = open_store(CS_STORE_WRITE, &store);
    cs_store_close(store);
    return status;
}

static enum cs_status vacuum(void)
{
    struct cs_store *store;
    enum cs_status status = open_store(CS_STORE_WRITE, &store);
    if (status == CS_OK)
        status = cs_store_vacuum(store, &kit.err);
    cs_store_close(store);
    return status;
}

static enum cs_status nothing(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    *(int64_t *)context += out[0].integer > 0;
    return CS_OK;
}

/* Reads all; a walk that was cut short must not be told as done. */
static enum cs_status read_all(void)
{
    struct cs_store *store;
    int64_t rows = 0;
    enum cs_status status = open_store(CS_STORE_READ, &store);
    if (status == CS_OK)
        status = cs_store_each(store, &kit_table, ALL, NULL, nothing, &rows, &kit.err);
    cs_store_close(store);
    return status == CS_OK && rows != 20 ? CS_EXISTS : status;
}

/* A store of 20 people, kept for the trials as keep-s.db; one of 3 as keep-copy.db. */
static void keep_stores(void)
{
    struct cs_store *store;
    kit_begin();
    for (int which = 0; which < 2; which++) {
        clear();
        CHECK_INT(open_store(CS_STORE_CREATE, &store), CS_OK);
        CHECK_INT(put_some(store, 1, which ? 3 : 20, false), CS_OK);
        cs_store_close(store);
        copy_file(kit_path("s.db"), kit_path(which ? "keep-copy.db" : "keep-s.db"));
    }
}

CS_TEST(inserting, "a transaction under any fault is wholly there or not at all, and says which")
{
    keep_stores();
    walk_all(&(struct work){ "insert", insert_few, .store = true });
}

CS_TEST(bulk, "a bulk load with its thread and its deferred indexes under any fault is all or nothing")
{
    keep_stores();
    walk_all(&(struct work){ "bulk", insert_many, .store = true });
}

CS_TEST(creating, "a store that could not be made leaves nothing behind")
{
    keep_stores();
    walk_all(&(struct work){ "create", create });
}

CS_TEST(backing_up, "a backup under any fault is whole or not there, without a stray file")
{
    keep_stores();
    walk_all(&(struct work){ "backup", backup, .store = true });
}

CS_TEST(restoring, "a restore under any fault leaves the old store or the new one, and the backup as it is")
{
    keep_stores();
    walk_all(&(struct work){ "restore", restore, .store = true, .copy = true });
}

CS_TEST(emptying, "a vacuum under any fault loses no row")
{
    keep_stores();
    walk_all(&(struct work){ "vacuum", vacuum, .store = true });
}

CS_TEST(reading, "a read under any fault fails in words or gives every row, and changes nothing")
{
    keep_stores();
    walk_all(&(struct work){ "read", read_all, .store = true });
}

CS_TEST(migrating, "a migration under any fault leaves the older store or the newer one, never one between")
{
    struct cs_store *store;
    kit_begin();
    kit_shell("mkdir '%s' && cp '%s'/0001-*.sql '%s'", kit_path("keep-schema"), kit_schema(),
              kit_path("keep-schema"));
    struct cs_store_options options = kit_options(CS_STORE_CREATE);
    options.schema_dir = kit_path("keep-schema");
    CHECK_INT(cs_store_open(&options, &store, &kit.err), CS_OK);
    CHECK_INT(put_some(store, 1, 20, false), CS_OK);
    cs_store_close(store);
    copy_file(kit_path("s.db"), kit_path("keep-s.db"));
    walk_all(&(struct work){ "migrate", migrate, .store = true });
}

/* ---- files that lie about ---- */

/* A log as a process leaves it that was killed after its commit. */
static void leave_log(const char *name)
{
    copy_file(kit_path("keep-s.db"), kit_path("s.db"));
    pid_t pid = fork();
    if (pid == 0) {
        struct cs_store *store;
        if (open_store(CS_STORE_WRITE, &store) == CS_OK && put_some(store, 500, 510, false) == CS_OK)
            kill(getpid(), SIGKILL);
        _exit(1);
    }
    int status;
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status));
    CHECK_INT(rename(kit_path("s.db-wal"), kit_path(name)), 0);
    unlink(kit_path("s.db"));
    unlink(kit_path("s.db-shm"));
}

CS_TEST(orphan_log, "a log whose store is gone is never laid over a new store, a restored one or a backup")
{
    keep_stores();
    for (int how = 0; how < 4; how++) {
        clear();
        leave_log(how == 3 ? "copy.db-wal" : "s.db-wal");
        copy_file(kit_path("keep-copy.db"), kit_path(how == 3 ? "s.db" : "copy.db"));
        if (how == 2)
            kit_write("s.db", "", 0, 0);
        if (how == 3)
            unlink(kit_path("copy.db"));
        cs_error_clear(&kit.err);
        enum cs_status status = how == 0 ? create() : how == 3 ? backup() : restore();
        CHECK_INT(status, CS_FAILED);
        CHECK_THAT(strstr(kit.err.text, "-wal is the log of a store"), "%d: %s", how, kit.err.text);
        unlink(kit_path(how == 3 ? "copy.db-wal" : "s.db-wal"));
        status = how == 0 ? create() : how == 3 ? backup() : restore();
        CHECK_THAT(status == CS_OK, "%d: %s", how, kit.err.text);
        CHECK_TEXT(holds(how == 3 ? "copy.db" : "s.db"),
                   how == 0 ? "sound version 2: " : "sound version 2: p1,p2,p3 calls 0");
    }
}
