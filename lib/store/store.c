/* The store's door: where it lies, opening, and what is handed straight to the backend. */
#include "store/internal.h"

#include "base/text.h"

#include <stdlib.h>

static const struct cs_backend *const backends[] = { &cs_backend_sqlite };

/* The default place: XDG_DATA_HOME where it is absolute (else it counts as unset), or its default. */
static enum cs_status default_place(char **place, struct cs_error *err)
{
    struct cs_buffer path = CS_BUFFER_INIT;
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && data[0] == '/')
        cs_buffer_text(&path, data);
    else if (home && home[0] == '/')
        cs_buffer_printf(&path, "%s/.local/share", home);
    else
        return cs_error_set(err, CS_FAILED,
                            _("neither XDG_DATA_HOME nor HOME says where the store lies; "
                              "name it with --db"));
    cs_buffer_text(&path, "/cs-tools/cs.db");
    *place = cs_buffer_detach(&path);
    return CS_OK;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* `sqlite:PATH` (also sqlite:///PATH) or a plain path. A path with a colon is written ./a:b or sqlite:a:b. */
static enum cs_status choose(struct cs_store *store, const char *url, struct cs_error *err)
{
    store->backend = backends[0];
    if (!url || !url[0])
        return default_place(&store->place, err);
    if (begins(url, "postgresql:") || begins(url, "postgres:"))
        return cs_error_set(err, CS_FAILED, _("this build of cs-tools has no backend for postgresql:// yet"));
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
        size_t length = strlen(backends[i]->scheme);
        if (begins(url, backends[i]->scheme) && url[length] == ':') {
            store->backend = backends[i];
            url += length + 1;
            if (begins(url, "//"))
                url += 2;
            if (!url[0])
                return cs_error_set(err, CS_FAILED, _("the store's URL names no file"));
            store->place = cs_strdup(url);
            return CS_OK;
        }
    }
    const char *colon = strstr(url, "://");
    if (colon && !memchr(url, '/', (size_t)(colon - url)))
        return cs_error_set(err, CS_FAILED, _("no store is known by the scheme %.*s://"), (int)(colon - url),
                            url);
    store->place = cs_strdup(url);
    return CS_OK;
}

struct cs_backend_open cs_store_how(const struct cs_store *store)
{
    return (struct cs_backend_open){
        .place = store->place,
        .name = store->name,
        .schema_dir = store->schema_dir,
        .write = store->mode != CS_STORE_READ,
        .or_read = store->mode == CS_STORE_ANY,
        .make_folder = !store->named,
        .wait_seconds = store->wait_seconds,
        .diag = store->diag,
    };
}

/* Lays the schema into a new store; the link is the backend's and goes back to it. */
static enum cs_status fill(void *context, struct cs_connection *link, struct cs_error *err)
{
    struct cs_store *store = context;
    store->link = link;
    enum cs_status status = cs_store_migrate(store, NULL, err);
    if (status == CS_OK)
        status = cs_store_name_itself(store, err);
    if (status == CS_OK && store->fill)
        status = store->fill(store->fill_context, store, err);
    cs_store_drop_statements(store);
    cs_store_forget_settings(store);
    store->link = NULL;
    return status;
}

static enum cs_status missing(const struct cs_store *store, enum cs_found found, struct cs_error *err)
{
    if (found == CS_FOUND_EMPTY)
        return cs_error_set(err, CS_FAILED, _("%s is an empty file, not a store; `cs-db init` would fill it"),
                            store->name);
    if (store->named)
        return cs_error_set(err, CS_FAILED, _("there is no store at %s; make one with `cs-db init --db %s`"),
                            store->name, store->name);
    return cs_error_set(err, CS_FAILED, _("there is no store yet at %s; make one with `cs-db init`"),
                        store->name);
}

/* Makes the store where its mode allows; refuses in words where it is missing, or there already. */
static enum cs_status make(struct cs_store *store, struct cs_error *err)
{
    enum cs_found found;
    struct cs_backend_open how = cs_store_how(store);
    enum cs_status status = store->backend->find(&how, &found, err);
    if (status != CS_OK)
        return status;
    if (found == CS_FOUND_STORE) {
        if (store->mode == CS_STORE_CREATE)
            return cs_error_set(err, CS_FAILED, _("there is something at %s already"), store->name);
        return CS_OK;
    }
    bool ours = store->mode == CS_STORE_WRITE && !store->named && found == CS_FOUND_NOTHING;
    if (store->mode != CS_STORE_CREATE && !ours)
        return missing(store, found, err);
    status = store->backend->create(&how, fill, store, err);
    if (status != CS_EXISTS)
        return status;
    if (store->mode != CS_STORE_CREATE)
        return CS_OK; /* another process made the default store at the same time: use it */
    return cs_error_set(err, CS_FAILED, _("there is something at %s already"), store->name);
}

enum cs_status cs_store_open(const struct cs_store_options *options, struct cs_store **store,
                             struct cs_error *err)
{
    struct cs_store *fresh = cs_alloc(sizeof *fresh);
    fresh->mode = options->mode;
    fresh->named = options->named && options->url && options->url[0];
    fresh->wait_seconds = options->wait_seconds;
    fresh->diag = options->diag;
    fresh->fill = options->mode == CS_STORE_CREATE ? options->fill : NULL;
    fresh->fill_context = options->fill_context;
    fresh->schema_dir = options->schema_dir ? cs_strdup(options->schema_dir) : NULL;
    *store = NULL;
    enum cs_status status = choose(fresh, options->url, err);
    bool made = false;
    if (status == CS_OK) {
        fresh->name = cs_strdup(fresh->place);
        status = make(fresh, err);
        made = status == CS_OK && fresh->mode == CS_STORE_CREATE;
    }
    if (status == CS_OK) {
        struct cs_backend_open how = cs_store_how(fresh);
        status = fresh->backend->open(&how, &fresh->link, err);
    }
    if (status == CS_OK)
        status = cs_store_settle(fresh, err);
    if (status == CS_OK) {
        *store = fresh;
        return CS_OK;
    }
    if (made) /* but it cannot be opened: told as failed, so it must not be there */
        cs_store_discard(fresh);
    else
        cs_store_close(fresh);
    return status;
}

void cs_store_close(struct cs_store *store)
{
    if (!store)
        return;
    if (store->depth > 0) {
#ifdef CS_DEBUG
        cs_diag_say(store->diag, CS_WARNING, NULL, "the store was closed inside a transaction (depth %d)",
                    store->depth);
#endif
        cs_store_rollback(store);
    }
    cs_store_drop_statements(store);
    cs_store_close_before(store);
    cs_store_forget_settings(store);
    if (store->link)
        store->backend->close(store->link);
    free(store->settings);
    free(store->place);
    free(store->name);
    free(store->schema_dir);
    free(store);
}

void cs_store_discard(struct cs_store *store)
{
    const struct cs_backend *backend = store->backend;
    char *place = cs_strdup(store->place);
    cs_store_close(store);
    backend->discard(place);
    free(place);
}

const char *cs_store_name(const struct cs_store *store)
{
    return store->name;
}

const char *cs_store_backend_version(struct cs_store *store)
{
    return store->backend->library();
}

bool cs_store_backend_repaired(struct cs_store *store)
{
    return store->backend->repaired();
}

void cs_store_guard(struct cs_store *store, const struct cs_guard_column *columns, size_t count)
{
    store->guard = (struct cs_guard){ .columns = columns, .count = count };
}

enum cs_status cs_store_query(struct cs_store *store, const char *sql, const struct cs_value *in,
                              size_t in_count, const struct cs_query_limits *limits, cs_head_fn *head,
                              cs_values_fn *each, void *context, struct cs_error *err)
{
    return store->backend->query(store->link, &store->guard, sql, in, in_count, limits, head, each, context,
                                 err);
}

/* A copy inside a transaction would lack what the transaction did. */
static enum cs_status outside(const struct cs_store *store, struct cs_error *err)
{
    if (store->depth > 0)
        return cs_error_set(err, CS_FAILED, _("this cannot be done inside a transaction"));
    return CS_OK;
}

enum cs_status cs_store_backup(struct cs_store *store, const char *path, struct cs_error *err)
{
    enum cs_status status = outside(store, err);
    return status != CS_OK ? status : store->backend->backup(store->link, path, err);
}

enum cs_status cs_store_vacuum(struct cs_store *store, struct cs_error *err)
{
    enum cs_status status = outside(store, err);
    return status != CS_OK ? status : store->backend->vacuum(store->link, err);
}

enum cs_status cs_store_check_integrity(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    int64_t count = 0;
    size_t before = diag->errors;
    enum cs_status status = store->backend->integrity(store->link, diag, err);
    /* Where pages are damaged the rest would only repeat it. */
    if (status == CS_OK && diag->errors == before)
        status = store->backend->broken_keys(store->link, diag, &count, err);
    if (status == CS_OK && diag->errors == before)
        status = cs_migration_check(store, diag, err);
    if (status == CS_OK && diag->errors == before)
        status = cs_store_check_indexes(store, diag, err);
    return status;
}

enum cs_status cs_store_restore(const struct cs_store_options *options, const char *from,
                                struct cs_error *err)
{
    struct cs_store store = { .mode = CS_STORE_WRITE,
                              .wait_seconds = options->wait_seconds,
                              .diag = options->diag,
                              .schema_dir = (char *)options->schema_dir };
    int64_t newest = 0;
    enum cs_status status = choose(&store, options->url, err);
    if (status == CS_OK)
        status = cs_migration_newest(options->schema_dir, &newest, err);
    if (status == CS_OK) {
        store.name = store.place;
        struct cs_backend_open how = cs_store_how(&store);
        status = store.backend->restore(&how, from, newest, err);
    }
    free(store.place);
    return status;
}
