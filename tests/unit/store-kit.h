/* What the tests of the store share: a scratch folder, the small schema of tests/fixtures, statements on it.
 */
#ifndef CS_TESTS_UNIT_STORE_KIT_H
#define CS_TESTS_UNIT_STORE_KIT_H

#include "base/buffer.h"
#include "store/store.h"
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KIT __attribute__((unused)) static

enum { PUT, FIND, COUNT, CALL, ALL, RENAME, NUMBERS, TYPED, RETURNING };

static const struct cs_statement kit_list[] = {
    [PUT] = { "INSERT INTO person (source, external_id, name, phone, born) VALUES ($1, $2, $3, $4, $5)",
              "tttti", "" },
    [FIND] = { "SELECT id, name, born FROM person WHERE external_id = $2 AND source = $1", "tt", "iti" },
    [COUNT] = { "SELECT count(*) FROM person", "", "i" },
    [CALL] = { "INSERT INTO call (person_id, at) VALUES ($1, $2)", "ii", "" },
    [ALL] = { "SELECT id, name FROM person ORDER BY id", "", "it" },
    [RENAME] = { "UPDATE person SET name = $1 WHERE id = $2", "ti", "" },
    [NUMBERS] = { "SELECT count(*) FROM call", "", "i" },
    [TYPED] = { "SELECT $1, $2, $3, $4", "irtb", "irtb" },
    [RETURNING] = { "INSERT INTO person (source, name) VALUES ($1, $1) RETURNING id", "t", "i" },
};
static const struct cs_statements kit_table = CS_STATEMENTS("kit", kit_list);

static struct {
    char folder[64];
    struct cs_error err;
    char said[4096]; /* the last diagnostics */
    struct cs_diag diag;
} kit;

KIT void kit_say(void *context, enum cs_severity severity, const struct cs_place *place, const char *text)
{
    (void)context, (void)severity, (void)place;
    size_t used = strlen(kit.said);
    snprintf(kit.said + used, sizeof kit.said - used, "%s\n", text);
}

KIT void kit_remove(void)
{
    char command[96];
    if (kit.folder[0]) {
        snprintf(command, sizeof command, "rm -rf '%s'", kit.folder);
        CHECK_INT(system(command), 0);
    }
}

/* A fresh folder for each test; gives the path of a name in it (four are good at a time). */
KIT void kit_begin(void)
{
    kit_remove();
    umask(077);
    strcpy(kit.folder, "/tmp/cs-store-XXXXXX");
    CHECK(mkdtemp(kit.folder) != NULL);
    cs_error_clear(&kit.err);
    kit.said[0] = '\0';
    kit.diag = (struct cs_diag){ .say = kit_say };
}

__attribute__((destructor)) static void kit_end(void)
{
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", kit.folder);
    if (kit.folder[0] && system(command) != 0)
        puts("# the scratch folder stays");
}

KIT const char *kit_path(const char *name)
{
    static char paths[8][160];
    static int turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", kit.folder, name);
    return path;
}

KIT const char *kit_schema(void)
{
    static char *path;
    if (!path)
        path = cs_unit_path("tests/fixtures/schema");
    return path;
}

KIT struct cs_store_options kit_options(enum cs_store_mode mode)
{
    return (struct cs_store_options){ .url = kit_path("s.db"),
                                      .named = true,
                                      .mode = mode,
                                      .schema_dir = kit_schema(),
                                      .wait_seconds = 0,
                                      .diag = &kit.diag };
}

KIT enum cs_status kit_open(enum cs_store_mode mode, struct cs_store **store)
{
    struct cs_store_options options = kit_options(mode);
    cs_error_clear(&kit.err);
    return cs_store_open(&options, store, &kit.err);
}

/* A store that must be there, or be made. */
KIT struct cs_store *kit_store(enum cs_store_mode mode)
{
    struct cs_store *store = NULL;
    enum cs_status status = kit_open(mode, &store);
    if (status != CS_OK) {
        printf("Bail out! %s\n", kit.err.text);
        exit(1);
    }
    return store;
}

KIT enum cs_status kit_put(struct cs_store *store, const char *id, const char *name, int64_t born)
{
    struct cs_value in[] = { cs_text("crm"), cs_text(id), cs_text(name), cs_text("13800001234"),
                             cs_integer(born) };
    cs_error_clear(&kit.err);
    return cs_store_do(store, &kit_table, PUT, in, NULL, &kit.err);
}

KIT int64_t kit_count(struct cs_store *store)
{
    struct cs_value out[1] = { cs_null() };
    struct cs_arena arena = CS_ARENA_INIT;
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_get(store, &kit_table, COUNT, NULL, out, &arena, &kit.err), CS_OK);
    cs_arena_release(&arena);
    return cs_value_integer(&out[0], -1);
}

/* Opens, counts, closes: what a later process would see. */
KIT int64_t kit_count_again(void)
{
    struct cs_store *store = kit_store(CS_STORE_READ);
    int64_t count = kit_count(store);
    cs_store_close(store);
    return count;
}

KIT bool kit_errs(const char *part)
{
    bool found = strstr(kit.err.text, part) != NULL;
    if (!found)
        printf("# the error is: %s\n", kit.err.text);
    return found;
}

KIT bool kit_exists(const char *name)
{
    struct stat file;
    return lstat(kit_path(name), &file) == 0;
}

/* How many names in the scratch folder begin so. */
KIT int kit_names(const char *begin)
{
    int count = 0;
    DIR *folder = opendir(kit.folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        count += strncmp(entry->d_name, begin, strlen(begin)) == 0;
    closedir(folder);
    return count;
}

KIT void kit_write(const char *name, const void *bytes, size_t length, off_t at)
{
    int handle = open(kit_path(name), O_RDWR | O_CREAT, 0600);
    CHECK_INT(pwrite(handle, bytes, length, at), (ssize_t)length);
    close(handle);
}

KIT void kit_shell(const char *format, ...)
{
    char command[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(command, sizeof command, format, list);
    va_end(list);
    CHECK_INT(system(command), 0);
}

#endif
