/*
 * Migrations: schema/NNNN-name.sql, numbered from 0001 without a gap, only ever appended to.
 *
 * All that a store lacks are applied as one transaction; the number, name and digest of each are kept in
 * table `migration`, so that a file changed afterwards is noticed. schema/README.md says how they are
 * written; the text is expanded below.
 */
#include "store/internal.h"

#include "base/file.h"
#include "base/text.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { LARGEST_MIGRATION = 8 * 1024 * 1024 };

struct migrations {
    char **names; /* names[0] is number 1 */
    size_t count, capacity;
};

static void release(struct migrations *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->names[i]);
    free(all->names);
}

static bool is_migration(const char *name)
{
    size_t length = strlen(name);
    for (int i = 0; i < 4; i++)
        if (!isdigit((unsigned char)name[i]))
            return false;
    return length > 9 && name[4] == '-' && strcmp(name + length - 4, ".sql") == 0;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static enum cs_status list_folder(const char *folder, struct migrations *all, struct cs_error *err)
{
    if (!folder)
        return cs_error_set(err, CS_FAILED, _("the folder with the schema was not found"));
    DIR *handle = opendir(folder);
    if (!handle)
        return cs_error_errno(err, errno, _("the schema's folder %s cannot be read"), folder);
    for (struct dirent *entry; (entry = readdir(handle));) {
        if (!is_migration(entry->d_name))
            continue;
        all->names = cs_grow(all->names, &all->capacity, all->count + 1, sizeof *all->names);
        all->names[all->count++] = cs_strdup(entry->d_name);
    }
    closedir(handle);
    if (all->count == 0)
        return cs_error_set(err, CS_FAILED, _("there is no migration in %s"), folder);
    qsort(all->names, all->count, sizeof *all->names, by_name);
    for (size_t i = 0; i < all->count; i++)
        if (strtoul(all->names[i], NULL, 10) != i + 1)
            return cs_error_set(err, CS_FAILED, _("the migrations in %s are not numbered one by one: %s"),
                                folder, all->names[i]);
    return CS_OK;
}

enum cs_status cs_migration_newest(const char *folder, int64_t *newest, struct cs_error *err)
{
    struct migrations all = { 0 };
    enum cs_status status = list_folder(folder, &all, err);
    *newest = (int64_t)all.count;
    release(&all);
    return status;
}

static enum cs_status read_text(const char *folder, const char *name, struct cs_buffer *text,
                                struct cs_error *err)
{
    struct cs_buffer path = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    cs_buffer_printf(&path, "%s/%s", folder, name);
    int fault = cs_file_read(path.text, LARGEST_MIGRATION, text);
    if (fault == EFBIG || fault == EISDIR || (!fault && strlen(text->text) != text->length))
        status = cs_error_set(err, CS_FAILED, _("%s is no readable migration"), path.text);
    else if (fault)
        status = cs_error_errno(err, fault, _("%s cannot be read"), path.text);
    cs_buffer_release(&path);
    return status;
}

static void digest(const struct cs_buffer *text, char sum[SHA256_DIGEST_STRING_LENGTH])
{
    SHA256Data((const uint8_t *)text->text, text->length, sum);
}

/* The end of what the engine reads as one piece that holds no token: a comment, a string, a quoted name. */
static const char *skip_quoted(const char *at)
{
    const char *end = NULL;
    if (at[0] == '-' && at[1] == '-') {
        end = strchr(at, '\n');
        return end ? end : at + strlen(at);
    }
    if (at[0] == '/' && at[1] == '*') {
        end = strstr(at + 2, "*/");
        return end ? end + 2 : at + strlen(at);
    }
    if (*at != '\'' && *at != '"')
        return at;
    end = strchr(at + 1, *at);
    return end ? end + 1 : at + strlen(at);
}

/* Does `-- rebuildable` stand behind this semicolon: the mark of an index that a bulk load may put off? */
static bool is_marked(const char *semicolon)
{
    static const char mark[] = "-- rebuildable";
    const char *at = semicolon + 1 + strspn(semicolon + 1, " \t");
    if (strncmp(at, mark, sizeof mark - 1) != 0)
        return false;
    at += sizeof mark - 1;
    at += strspn(at, " \t\r");
    return *at == '\n' || *at == '\0';
}

/* Replaces the tokens and carries marks into their statements, where the engine keeps them. */
static enum cs_status expand(const struct cs_backend *backend, const char *text, struct cs_buffer *out,
                             struct cs_error *err)
{
    for (const char *at = text; *at;) {
        const char *end = skip_quoted(at);
        if (end != at) {
            cs_buffer_add(out, at, (size_t)(end - at));
            at = end;
            continue;
        }
        if (*at == ';' && is_marked(at))
            cs_buffer_text(out, " /* rebuildable */");
        size_t length = *at == '{' ? strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;
        if (length > 0 && at[length + 1] == '}') {
            const char *token = backend->token(at + 1, length);
            if (!token)
                return cs_error_set(err, CS_FAILED, _("unknown token {%.*s}"), (int)length, at + 1);
            cs_buffer_text(out, token);
            at += length + 2;
        } else {
            cs_buffer_char(out, *at++);
        }
    }
    return CS_OK;
}

enum { APPLIED, RECORD };

static const struct cs_statement list[] = {
    [APPLIED] = { "SELECT number, name, sha256 FROM migration ORDER BY number", "", "itt" },
    [RECORD] = { "INSERT INTO migration (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)", "itti",
                 "" },
};
static const struct cs_statements statements = CS_STATEMENTS("migration", list);

/* The tables of this room; the first migration need not know them. */
static const char own_tables[] =
    "CREATE TABLE IF NOT EXISTS migration (\n"
    "    number {INT} NOT NULL PRIMARY KEY, -- as in the name of its file\n"
    "    name TEXT NOT NULL, -- the name of its file\n"
    "    sha256 TEXT NOT NULL, -- digest of the file as it was applied\n"
    "    applied_at {INT} NOT NULL -- UTC seconds\n"
    ") {TABLE};\n"
    "CREATE TABLE IF NOT EXISTS setting (\n"
    "    name TEXT NOT NULL PRIMARY KEY, -- uuid, timezone, currency, language...\n"
    "    value TEXT\n"
    ") {TABLE};\n";

/* Runs one migration inside the open transaction. */
static enum cs_status apply(struct cs_store *store, int64_t number, const char *name, struct cs_error *err)
{
    const struct cs_backend *backend = store->backend;
    struct cs_buffer text = CS_BUFFER_INIT, sql = CS_BUFFER_INIT;
    char sum[SHA256_DIGEST_STRING_LENGTH];
    int64_t broken = 0;
    enum cs_status status = read_text(store->schema_dir, name, &text, err);
    if (status == CS_OK)
        status = expand(backend, text.text, &sql, err);
    if (status == CS_OK && number == 1)
        status = expand(backend, own_tables, &sql, err);
    if (status == CS_OK)
        status = backend->script(store->link, sql.text, err);
    if (status == CS_OK)
        status = backend->broken_keys(store->link, NULL, &broken, err);
    if (status == CS_OK && broken)
        status = cs_error_set(err, CS_FAILED, _("%lld references would lead nowhere"), (long long)broken);
    if (status == CS_OK) {
        digest(&text, sum);
        struct cs_value in[] = { cs_integer(number), cs_text(name), cs_text(sum), cs_integer(time(NULL)) };
        status = cs_store_do(store, &statements, RECORD, in, NULL, err);
    }
    if (status == CS_OK)
        status = backend->set_version(store->link, number, err);
    if (status != CS_OK)
        cs_error_prefix(err, _("migration %s"), name);
    cs_buffer_release(&text);
    cs_buffer_release(&sql);
    return status;
}

/* A copy of an older store is kept beside it; of a store that is being made there is nothing to keep. */
static enum cs_status keep_older(struct cs_store *store, int64_t here, size_t newest, struct cs_buffer *kept,
                                 struct cs_diag *diag, struct cs_error *err)
{
    char suffix[32];
    if (here == 0)
        return CS_OK;
    snprintf(suffix, sizeof suffix, "before-%04lld", (long long)here + 1);
    enum cs_status status = store->backend->keep(store->link, suffix, kept, err);
    if (status == CS_OK)
        cs_diag_say(diag, CS_NOTICE, NULL,
                    _("the store is brought from schema %lld to %zu; a copy of the old one is %s"),
                    (long long)here, newest, kept->text);
    return status;
}

/* Applies what is missing as one transaction: a store is the older one or the newest, never one between.
 * Another process may have migrated while this one waited for the lock. */
static enum cs_status bring_up(struct cs_store *store, const struct migrations *all, struct cs_diag *diag,
                               struct cs_error *err)
{
    struct cs_buffer kept = CS_BUFFER_INIT;
    int64_t here = 0, still;
    enum cs_status status = cs_store_begin(store, false, err);
    if (status != CS_OK)
        return status;
    status = store->backend->version(store->link, &here, err);
    if (status == CS_OK && here < (int64_t)all->count)
        status = keep_older(store, here, all->count, &kept, diag, err);
    for (int64_t number = here + 1; status == CS_OK && number <= (int64_t)all->count; number++)
        status = apply(store, number, all->names[number - 1], err);
    bool whole = status == CS_OK;
    if (whole)
        status = cs_store_commit(store, err);
    if (status != CS_OK)
        cs_store_rollback(store);
    else if (kept.length)
        cs_memory_scraps(NULL);
    /* Where the older store is as it was, a copy more at each try helps nobody. */
    if (status != CS_OK && kept.length) {
        if (!whole || (store->backend->version(store->link, &still, NULL) == CS_OK && still == here))
            store->backend->discard(kept.text);
        else
            cs_error_prefix(err, _("what was in the store is kept as %s"), kept.text);
        cs_memory_scraps(NULL);
    }
    cs_buffer_release(&kept);
    return status;
}

struct compare {
    struct cs_store *store;
    const struct migrations *all;
    struct cs_diag *diag; /* NULL: a difference is a fault */
};

static enum cs_status compare_one(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct compare *compare = context;
    int64_t number = out[0].integer;
    struct cs_buffer text = CS_BUFFER_INIT;
    char sum[SHA256_DIGEST_STRING_LENGTH] = "";
    enum cs_status status = CS_OK;
    if (number < 1 || (size_t)number > compare->all->count)
        return CS_OK; /* newer: said elsewhere */
    const char *name = compare->all->names[number - 1];
    status = read_text(compare->store->schema_dir, name, &text, err);
    if (status == CS_OK)
        digest(&text, sum);
    cs_buffer_release(&text);
    if (status != CS_OK || strcmp(sum, cs_value_text(&out[2])) == 0)
        return status;
    static const char changed[] = N_("%s was changed after %s had been made with it; migrations are only "
                                     "ever appended");
    if (!compare->diag)
        return cs_error_set(err, CS_FAILED, _(changed), name, cs_store_name(compare->store));
    cs_diag_say(compare->diag, CS_ERROR, NULL, _(changed), name, cs_store_name(compare->store));
    return CS_OK;
}

static enum cs_status compare_all(struct cs_store *store, const struct migrations *all, struct cs_diag *diag,
                                  struct cs_error *err)
{
    struct compare compare = { store, all, diag };
    return cs_store_each(store, &statements, APPLIED, NULL, compare_one, &compare, err);
}

enum cs_status cs_migration_read(const char *folder, int64_t number, struct cs_buffer *text,
                                 struct cs_error *err)
{
    struct migrations all = { 0 };
    enum cs_status status = list_folder(folder, &all, err);
    if (status == CS_OK && number >= 1 && (size_t)number <= all.count)
        status = read_text(folder, all.names[number - 1], text, err);
    release(&all);
    return status;
}

enum cs_status cs_migration_check(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    struct migrations all = { 0 };
    enum cs_status status = list_folder(store->schema_dir, &all, err);
    if (status == CS_OK)
        status = compare_all(store, &all, diag, err);
    release(&all);
    return status;
}

static enum cs_status newer(const struct cs_store *store, int64_t here, int64_t newest, struct cs_error *err)
{
    return cs_error_set(err, CS_FAILED,
                        _("%s was made by a newer cs-tools (schema %lld, this one knows %lld); use that one"),
                        store->name, (long long)here, (long long)newest);
}

enum cs_status cs_store_migrate(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    struct migrations all = { 0 };
    int64_t here = 0;
    enum cs_status status = list_folder(store->schema_dir, &all, err);
    if (status == CS_OK)
        status = store->backend->version(store->link, &here, err);
    if (status == CS_OK && here > (int64_t)all.count)
        status = newer(store, here, (int64_t)all.count, err);
    bool older = status == CS_OK && here < (int64_t)all.count;
    if (older && here > 0)
        status = compare_all(store, &all, NULL, err);
    store->backend->migrating(store->link, true);
    if (older && status == CS_OK)
        status = bring_up(store, &all, diag, err);
    store->backend->migrating(store->link, false);
    release(&all);
    return status;
}

enum cs_status cs_store_versions(struct cs_store *store, int64_t *here, int64_t *newest, struct cs_error *err)
{
    enum cs_status status = cs_migration_newest(store->schema_dir, newest, err);
    return status == CS_OK ? store->backend->version(store->link, here, err) : status;
}

enum cs_status cs_store_settle(struct cs_store *store, struct cs_error *err)
{
    int64_t here = 0, newest = 0;
    if (store->mode == CS_STORE_ANY)
        return CS_OK;
    enum cs_status status = cs_store_versions(store, &here, &newest, err);
    if (status != CS_OK || here == newest)
        return status;
    if (here > newest)
        return newer(store, here, newest, err);
    if (store->mode == CS_STORE_READ)
        return cs_error_set(err, CS_FAILED,
                            _("%s has schema %lld and this cs-tools needs %lld; run `cs-db migrate`"),
                            store->name, (long long)here, (long long)newest);
    return cs_store_migrate(store, store->diag, err);
}
