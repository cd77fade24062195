/* index-check.c: are all indexes there that the migrations made? Without one answers stay right and become
 * slow, and a unique one forbids nothing any more. */
#include "store/internal.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct made {
    char *name, *table;
};

struct list {
    struct made *items;
    size_t count, capacity;
};

/* The word at *at, which moves behind it; the caller frees it. */
static char *take_word(const char **at)
{
    *at += strspn(*at, " \t");
    size_t length = strcspn(*at, " \t\r\n(;");
    char *word = cs_strndup(*at, length);
    *at += length;
    return word;
}

static bool skip(const char **at, const char *words)
{
    size_t length = strlen(words);
    if (strncmp(*at, words, length) != 0)
        return false;
    *at += length;
    return true;
}

static void drop(struct list *list, const char *name, bool table)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct made *made = &list->items[i];
        if (strcmp(table ? made->table : made->name, name) != 0) {
            list->items[kept++] = *made;
            continue;
        }
        free(made->name);
        free(made->table);
    }
    list->count = kept;
}

/* One line of a migration; each statement begins a line. */
static void take_line(struct list *list, const char *line)
{
    bool index = skip(&line, "DROP INDEX "), table = !index && skip(&line, "DROP TABLE ");
    if (index || table) {
        skip(&line, "IF EXISTS ");
        char *name = take_word(&line);
        drop(list, name, table);
        free(name);
        return;
    }
    if (!skip(&line, "CREATE INDEX ") && !skip(&line, "CREATE UNIQUE INDEX "))
        return;
    list->items = cs_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    struct made *made = &list->items[list->count++];
    made->name = take_word(&line);
    line += strspn(line, " \t\r\n");
    skip(&line, "ON ");
    made->table = take_word(&line);
}

static enum cs_status read_all(struct cs_store *store, struct list *list, struct cs_error *err)
{
    int64_t here = 0, newest = 0;
    enum cs_status status = cs_store_versions(store, &here, &newest, err);
    for (int64_t number = 1; number <= here && number <= newest && status == CS_OK; number++) {
        struct cs_buffer text = CS_BUFFER_INIT;
        status = cs_migration_read(store->schema_dir, number, &text, err);
        for (const char *line = text.text; status == CS_OK && line && *line;) {
            take_line(list, line);
            line = strchr(line, '\n');
            line = line ? line + 1 : NULL;
        }
        cs_buffer_release(&text);
    }
    return status;
}

enum cs_status cs_store_check_indexes(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    struct list list = { 0 };
    enum cs_status status = read_all(store, &list, err);
    for (size_t i = 0; i < list.count; i++) {
        bool has = true;
        if (status == CS_OK && store->backend->has_index)
            status = store->backend->has_index(store->link, list.items[i].name, &has, err);
        if (!has)
            cs_diag_say(diag, CS_ERROR, NULL, _("the index %s of %s is missing"), list.items[i].name,
                        list.items[i].table);
        free(list.items[i].name);
        free(list.items[i].table);
    }
    free(list.items);
    return status;
}
