/* Small tables of names (actors, sources, suppliers), each name looked up in the store once. */
#include "ticket/case.h"

#include <stdlib.h>

struct name_entry {
    const char *name;
    size_t length;
    int64_t id;
};

struct name_cache {
    struct name_entry *entries;
    size_t count, capacity, last;
};

static struct name_entry *cache_find(struct name_cache *cache, const char *name, size_t length)
{
    /* Names come in runs: most rows repeat the last one. */
    for (size_t i = 0; cache && i < cache->count; i++) {
        struct name_entry *entry = &cache->entries[(cache->last + i) % cache->count];
        if (entry->length == length && memcmp(entry->name, name, length) == 0) {
            cache->last = (size_t)(entry - cache->entries);
            return entry;
        }
    }
    return NULL;
}

static void cache_add(struct cs_tickets *t, struct name_cache **where, const char *name, size_t length,
                      int64_t id)
{
    enum { MOST = 4096 };
    if (!*where)
        *where = cs_alloc(sizeof **where);
    struct name_cache *cache = *where;
    if (cache->count == MOST) /* a supplier column full of free text must not grow without end */
        cache->count = 0;
    cache->entries = cs_grow(cache->entries, &cache->capacity, cache->count + 1, sizeof *cache->entries);
    cache->entries[cache->count] =
        (struct name_entry){ cs_arena_strndup(&t->keep, name, length), length, id };
    cache->last = cache->count++;
}

/* Finds a name in a table with an id and a unique name, adding it where it is new. */
static enum cs_status find_or_add(struct cs_tickets *t, struct name_cache **cache, enum ticket_statement find,
                                  enum ticket_statement add, const char *name, size_t length, int64_t *id,
                                  struct cs_error *err)
{
    struct name_entry *entry = cache_find(*cache, name, length);
    if (entry) {
        *id = entry->id;
        return CS_OK;
    }
    const struct cs_value in[] = { cs_text_length(cs_arena_strndup(&t->arena, name, length), length) };
    struct cs_value out[1];
    enum cs_status status = cs_ticket_get(t, find, in, out, err);
    if (status == CS_NONE) {
        status = cs_ticket_do(t, add, in, err);
        if (status == CS_OK || status == CS_EXISTS) /* or another process has added it just now */
            status = cs_ticket_get(t, find, in, out, err);
    }
    if (status == CS_OK) {
        *id = out[0].integer;
        cache_add(t, cache, name, length, *id);
    }
    return status;
}

enum cs_status cs_ticket_actor(struct cs_tickets *t, const char *name, size_t length, int64_t *id,
                               struct cs_error *err)
{
    return find_or_add(t, &t->actors, ACTOR_FIND, ACTOR_ADD, name, length, id, err);
}

enum cs_status cs_ticket_source(struct cs_tickets *t, const char *name, size_t length, int64_t *id,
                                struct cs_error *err)
{
    return find_or_add(t, &t->sources, SOURCE_FIND, SOURCE_ADD, name, length, id, err);
}

enum cs_status cs_ticket_supplier(struct cs_tickets *t, const char *name, size_t length, int64_t *id,
                                  struct cs_error *err)
{
    *id = 0;
    if (length == 0)
        return CS_OK;
    struct name_entry *entry = cache_find(t->suppliers, name, length);
    if (entry) {
        *id = entry->id;
        return CS_OK;
    }
    enum cs_status status = cs_org_find_unit(t->o.org, name, length, id, err);
    if (status == CS_NONE)
        *id = 0;
    else if (status != CS_OK)
        return status;
    cache_add(t, &t->suppliers, name, length, *id);
    return CS_OK;
}

void cs_ticket_names_forget(struct cs_tickets *t)
{
    struct name_cache *added[] = { t->actors, t->sources };
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        if (added[i])
            added[i]->count = added[i]->last = 0;
}

static void cache_free(struct name_cache *cache)
{
    if (cache)
        free(cache->entries);
    free(cache);
}

void cs_ticket_names_free(struct cs_tickets *t)
{
    cache_free(t->actors);
    cache_free(t->sources);
    cache_free(t->suppliers);
}
