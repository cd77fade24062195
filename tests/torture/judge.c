/*
 * The judge: a command ends done and after; failed, in words, and before (or after, where the words say
 * "saved"); killed and before or after. Nothing else. When the fault is over, the same command does the rest.
 */
#include "torture.h"

#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char why[LOOK * 3];

#define WRONG(...) (snprintf(why, sizeof why, __VA_ARGS__), why)

/* ---- what is in a store ---- */

static void mix(uint64_t *sum, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *sum = (*sum ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
}

static bool ends_in(const char *name, const char *end)
{
    size_t length = strlen(name), most = strlen(end);
    return length > most && strcmp(name + length - most, end) == 0;
}

/* What no two runs share: a store's own number, when its schema was laid, how often a run came by. */
static const char *rows_of(const char *table)
{
    if (strcmp(table, "setting") == 0)
        return "SELECT name, CASE name WHEN 'uuid' THEN '' ELSE value END FROM setting ORDER BY 1";
    if (strcmp(table, "migration") == 0)
        return "SELECT number, name, sha256 FROM migration ORDER BY 1";
    if (strcmp(table, "run") == 0)
        return "SELECT 1 WHERE 0";
    return NULL;
}

static int mix_rows(sqlite3 *db, const char *sql, uint64_t *sum)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const void *bytes = sqlite3_column_blob(stmt, i);
            int size = sqlite3_column_bytes(stmt, i), type = sqlite3_column_type(stmt, i);
            mix(sum, &type, sizeof type);
            mix(sum, &size, sizeof size);
            mix(sum, bytes, (size_t)size);
        }
        mix(sum, "\n", 1);
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* The rows of every table in order, and every definition. */
static int mix_store(sqlite3 *db, uint64_t *sum)
{
    sqlite3_stmt *stmt = NULL;
    int code = mix_rows(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2", sum);
    if (code == SQLITE_OK)
        code = mix_rows(db, "PRAGMA user_version", sum);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1", -1,
                                  &stmt, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(stmt, 0);
        char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY 1, 2", table);
        mix(sum, table, strlen(table));
        code = mix_rows(db, rows_of(table) ? rows_of(table) : sql, sum);
        sqlite3_free(sql);
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int on_row(void *context, int count, char **values, char **names)
{
    (void)count, (void)names;
    snprintf(context, 200, "%s", values[0] ? values[0] : "?");
    return 0;
}

static long newest_schema(const struct bench *bench)
{
    static long newest;
    char path[600];
    glob_t found;
    snprintf(path, sizeof path, "%s/../schema/[0-9]*.sql", bench->build);
    if (!newest && glob(path, 0, NULL, &found) == 0) {
        newest = (long)found.gl_pathc;
        globfree(&found);
    }
    return newest;
}

/* *older: made by the first of the migrations, which `cs-db check` knows nothing of. */
static const char *look_into(const struct bench *bench, const char *path, uint64_t *sum, bool *older)
{
    sqlite3 *db = NULL;
    char found[200] = "", version[200] = "";
    *sum = 1469598103934665603u;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA integrity_check(1)", on_row, found, NULL);
    if (code == SQLITE_OK)
        code = mix_store(db, sum);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA user_version", on_row, version, NULL);
    *older = strtol(version, NULL, 10) < newest_schema(bench);
    const char *wrong = NULL;
    if (code != SQLITE_OK)
        wrong = WRONG("%s cannot be read: %s", path, sqlite3_errmsg(db));
    else if (strcmp(found, "ok") != 0)
        wrong = WRONG("%s is damaged: %s", path, found);
    sqlite3_close(db);
    return wrong;
}

/* `cs-db check`, once for each content that a store is found with. */
static const char *check(struct bench *bench, const char *path, uint64_t sum)
{
    char line[2048], said[600];
    for (size_t i = 0; i < bench->checked_count; i++)
        if (bench->checked[i] == sum)
            return NULL;
    snprintf(said, sizeof said, "%s/said", bench->path);
    snprintf(line, sizeof line, "CS_SHARE=%s/../share '%s/bin/cs-db' check -q --db '%s' >'%s' 2>&1",
             bench->build, bench->build, path, said);
    int status = system(line);
    char *text = read_text(said, NULL);
    const char *wrong = NULL;
    /* Of an erasure that failed the mark stays, and what is to be done is said. */
    if (status != 0 && !strstr(text, "cs-db forget --again"))
        wrong = WRONG("cs-db check: %.300s", text);
    free(text);
    if (!wrong && bench->checked_count < sizeof bench->checked / sizeof *bench->checked)
        bench->checked[bench->checked_count++] = sum;
    return wrong;
}

/* ---- what lies in a folder ---- */

static bool is_store(const struct file *file)
{
    return strcmp(file->name, "cs.db") == 0 || strcmp(file->name, "copy.db") == 0 ||
           strncmp(file->name, "cs.db.before-", 13) == 0;
}

static bool is_beside(const char *name)
{
    return ends_in(name, "-wal") || ends_in(name, "-journal") || ends_in(name, "-shm") ||
           ends_in(name, "-lock");
}

/* A copy that was published before the kill, or a hidden file that never was. */
static bool is_left_by_kill(const char *name)
{
    return name[0] == '.' || strncmp(name, "cs.db.before-", 13) == 0 ||
           strncmp(name, "cs.db.forgotten.", 16) == 0;
}

const char *look_at(struct bench *bench, const struct folder *folder, bool killed, char text[LOOK])
{
    char path[700];
    const char *wrong = NULL;
    size_t length = 0;
    struct folder copy = { 0 };
    snprintf(path, sizeof path, "%s/look", bench->path);
    for (size_t i = 0; i < folder->count; i++)
        if (!ends_in(folder->files[i].name, "-shm"))
            folder_add(&copy, folder->files[i].name, folder->files[i].bytes, folder->files[i].size);
    folder_write(path, &copy);
    folder_free(&copy);
    text[0] = '\0';
    for (size_t i = 0; i < folder->count && !wrong; i++) {
        const struct file *file = &folder->files[i];
        bool store = is_store(file);
        uint64_t sum = 0;
        bool older = false;
        /* Who is to be forgotten is written down before: a mark that waits for the erasure. */
        if (is_beside(file->name) || ends_in(file->name, ".forgotten") ||
            (killed && (file->name[0] == '.' || strncmp(file->name, "cs.db.forgotten.", 16) == 0)))
            continue;
        if (!store)
            mix(&sum, file->bytes, file->size);
        snprintf(path, sizeof path, "%s/look/%s", bench->path, file->name);
        if (store)
            wrong = look_into(bench, path, &sum, &older);
        if (store && !wrong && !older)
            wrong = check(bench, path, sum);
        if (!killed || !is_left_by_kill(file->name))
            length += (size_t)snprintf(text + length, LOOK - length, "%s %016llx\n", file->name,
                                       (unsigned long long)sum);
    }
    return wrong;
}

/* ---- the words ---- */

bool is_unstarted(const struct ending *ending)
{
    return ending->status == 127 &&
           (strstr(ending->said, "loading shared libraries") || strstr(ending->said, "TLS data structures"));
}

/* What the engine tells in place of the system's own number, which it does not hand on. */
static bool is_told(const struct fault *fault, const char *said)
{
    static const struct {
        const char *fault, *words;
    } other[] = {
        { "pread", "is damaged" },
        { "open", "cannot be written" },
        { "open", "could not be opened" },
        { "open", "in use by another process" },
        { "unlink", "could not be read or written" },
        { "lock", "in use by another process" },
        { "lock", "could not be locked" },
        { "lock", "locking protocol" },
    };
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strncmp(fault->name, other[i].fault, strlen(other[i].fault)) == 0 && strstr(said, other[i].words))
            return true;
    return strstr(said, strerror(fault->error));
}

/* One sentence or two, by the program, naming the fault where it is the system's. */
static const char *judge_words(const struct place *place, const struct ending *ending)
{
    const struct fault *fault = place->fault;
    size_t lines = 0;
    for (const char *at = ending->said; *at; at++)
        lines += *at == '\n';
    if (lines == 0)
        return WRONG("failed without a word");
    if (strncmp(ending->said, "cs-", 3) != 0 || lines > 3)
        return WRONG("failed, but not in a sentence of ours: %.300s", ending->said);
    if (fault->way == WAY_CALL && fault->error != ENOMEM && !is_told(fault, ending->said))
        return WRONG("failed, but the words do not say \"%s\": %.300s", strerror(fault->error), ending->said);
    return NULL;
}

/* ---- the endings ---- */

static const char *changes(const char *wanted, const char *found)
{
    static char text[LOOK * 2 + 32];
    snprintf(text, sizeof text, "wanted:\n%sfound:\n%s", wanted, found);
    return text;
}

/* Without the lines of copies that a command keeps. */
static void without_copies(const char *text, char plain[LOOK])
{
    size_t length = 0;
    for (const char *at = text, *end; *at; at = end + 1) {
        end = strchr(at, '\n');
        if (!is_left_by_kill(at))
            length += (size_t)snprintf(plain + length, LOOK - length, "%.*s\n", (int)(end - at), at);
    }
    plain[length] = '\0';
}

/* The same command once more, without a fault. */
static const char *heal(const struct scene *scene, struct bench *bench, bool was_after, bool killed)
{
    const char *wrong = NULL;
    int status = was_after ? scene->again_status : scene->status;
    struct ending ending;
    struct folder folder;
    char found[LOOK], wanted[LOOK];
    if (killed)
        without_copies(was_after ? scene->again : scene->after, wanted);
    else
        snprintf(wanted, sizeof wanted, "%s", was_after ? scene->again : scene->after);
    trace_run(scene, bench, &(struct trace){ .limit = -1 }, &ending);
    folder_read(bench->trial, &folder);
    if (ending.status != status)
        wrong = WRONG("then, without a fault, it ends with %d: %.300s", ending.status, ending.said);
    if (!wrong)
        wrong = look_at(bench, &folder, killed, found);
    if (!wrong && strcmp(found, wanted) != 0 && !scene->tries)
        wrong = WRONG("then, without a fault, it leaves something else, %s", changes(wanted, found));
    folder_free(&folder);
    ending_free(&ending);
    return wrong;
}

const char *judge_killed(const struct scene *scene, struct bench *bench, const struct folder *left, bool told,
                         bool repeated)
{
    char found[LOOK], before[LOOK], after[LOOK], again[LOOK];
    if (folder_same(left, &scene->start) && !told)
        return NULL;
    const char *wrong = look_at(bench, left, true, found);
    without_copies(scene->before, before);
    without_copies(scene->after, after);
    without_copies(scene->again, again);
    bool is_after = strcmp(found, after) == 0;
    if (!wrong && !is_after && repeated && strcmp(found, again) == 0)
        return NULL; /* it had been done before one of several kills, and was done again */
    if (!wrong && told && !is_after && !scene->batches)
        wrong = WRONG("it had told what is not there, %s", changes(after, found));
    if (!wrong && !is_after && strcmp(found, before) != 0 && !scene->batches && !scene->lone)
        wrong = WRONG("neither before nor after: %s", changes(before, found));
    if (!wrong && !scene->lone)
        wrong = heal(scene, bench, is_after, true);
    return wrong;
}

static const char *judge_failed(const struct scene *scene, struct bench *bench, const struct place *place,
                                const struct ending *ending, const char *found)
{
    char plain[LOOK];
    bool kept = strstr(ending->said, "is kept as");
    if (kept)
        without_copies(found, plain);
    bool same = strcmp(kept ? plain : found, scene->before) == 0;
    const char *wrong = judge_words(place, ending);
    if (wrong || same)
        return wrong ? wrong : heal(scene, bench, strcmp(found, scene->after) == 0, kept);
    if (!strstr(ending->said, "saved"))
        return WRONG("failed (%.200s), but it left something: %s", ending->said,
                     changes(scene->before, found));
    if (strcmp(found, scene->after) != 0 && !scene->batches)
        return WRONG("saved (%.200s), but it left: %s", ending->said, changes(scene->after, found));
    return heal(scene, bench, strcmp(found, scene->after) == 0, false);
}

const char *judge(const struct scene *scene, struct bench *bench, const struct place *place,
                  const struct ending *ending)
{
    struct folder left;
    char found[LOOK];
    const char *wrong = NULL;
    if (ending->late)
        return WRONG("still at work after %d seconds", SECONDS);
    if (is_unstarted(ending))
        return NULL;
    folder_read(bench->trial, &left);
    bool moment = place->fault->way == WAY_MOMENT;
    if ((ending->status < 0 && ending->signal == SIGKILL && place->fault->way == WAY_KILL) ||
        (moment && (ending->signal == SIGKILL || ending->status == scene->status)))
        wrong = judge_killed(scene, bench, &left, moment && ending->status >= 0, moment);
    else if (moment && ending->status == scene->again_status)
        ; /* an earlier one had done it before its kill */
    else if (ending->status < 0)
        wrong = WRONG("ended by signal %d: %.300s", ending->signal, ending->said);
    else if (ending->status == 1 && folder_same(&left, &scene->start))
        wrong = judge_words(place, ending); /* not a byte was touched */
    else if (!(wrong = look_at(bench, &left, false, found))) {
        if (ending->status == scene->status && strcmp(found, scene->after) != 0)
            wrong = WRONG("done, but it left: %s", changes(scene->after, found));
        else if (ending->status == scene->status && ending->out != scene->out)
            wrong = WRONG("done, but its output is another");
        else if (ending->status == 1)
            wrong = judge_failed(scene, bench, place, ending, found);
        else if (ending->status != scene->status && !(ending->status == 3 && scene->tries))
            wrong = WRONG("ended with status %d: %.300s", ending->status, ending->said);
    }
    folder_free(&left);
    return wrong;
}
