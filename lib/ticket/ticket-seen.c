/*
 * Which case has a name that a source gives? An import keeps the names that it has taken, by their hashes,
 * each with its case: a name of a source that is new to the store needs no look-up at all, one of a known
 * source is looked up as the store stood before the import, and neither waits for rows that are put off. Only
 * a name that this import itself has taken is looked up among them.
 */
#include "ticket/case.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

enum { FEW = 1024, MOST_NAMES = 1 << 22 };

struct slot {
    uint64_t hash; /* 0: free */
    int64_t id;
};

struct seen_source {
    int64_t id;
    bool fresh; /* the store had nothing of it when the import began */
};

struct seen_set {
    struct slot *slots;
    size_t size, count;
    struct seen_source *sources;
    size_t source_count, source_capacity;
};

static uint64_t hash_of(int64_t source, const struct cs_value *external)
{
    uint64_t hash = XXH3_64bits_withSeed(external->text, external->length, (uint64_t)source);
    return hash + (hash == 0);
}

static struct slot *set_find(const struct seen_set *seen, uint64_t hash)
{
    size_t at = hash & (seen->size - 1);
    while (seen->slots[at].hash && seen->slots[at].hash != hash)
        at = (at + 1) & (seen->size - 1);
    return &seen->slots[at];
}

static void set_grow(struct seen_set *seen)
{
    struct seen_set larger = *seen;
    larger.size = seen->size * 2;
    larger.slots = cs_alloc(larger.size * sizeof *larger.slots);
    for (size_t i = 0; i < seen->size; i++)
        if (seen->slots[i].hash)
            *set_find(&larger, seen->slots[i].hash) = seen->slots[i];
    free(seen->slots);
    *seen = larger;
}

static struct seen_set *seen_of(struct cs_tickets *t)
{
    if (!t->seen) {
        t->seen = cs_alloc(sizeof *t->seen);
        t->seen->size = FEW;
        t->seen->slots = cs_alloc(FEW * sizeof *t->seen->slots);
    }
    return t->seen;
}

/* Whether the store had nothing of a source when the import began; asked once a source. */
static enum cs_status source_fresh(struct cs_tickets *t, int64_t source, bool *fresh, struct cs_error *err)
{
    struct seen_set *seen = t->seen;
    for (size_t i = 0; i < seen->source_count; i++)
        if (seen->sources[i].id == source) {
            *fresh = seen->sources[i].fresh;
            return CS_OK;
        }
    const struct cs_value in[] = { cs_integer(source) };
    struct cs_value out[1];
    enum cs_status status = cs_store_flush(t->o.store, err);
    if (status == CS_OK)
        status = cs_ticket_get(t, REFERENCE_ANY, in, out, err);
    if (status != CS_OK && status != CS_NONE)
        return status;
    *fresh = status == CS_NONE;
    if (*fresh)
        cs_error_clear(err);
    seen->sources =
        cs_grow(seen->sources, &seen->source_capacity, seen->source_count + 1, sizeof *seen->sources);
    seen->sources[seen->source_count++] = (struct seen_source){ source, *fresh };
    return CS_OK;
}

/* Among the rows put off too. The index of names may be put off as well: it is built then, for good. */
static enum cs_status find_now(struct cs_tickets *t, int which, const struct cs_value *key,
                               struct cs_value *found, struct cs_error *err)
{
    enum cs_status status = cs_store_flush(t->o.store, err);
    if (status == CS_OK && which == REFERENCE_FIND)
        status = cs_store_build_indexes(t->o.store, err);
    return status == CS_OK ? cs_ticket_get(t, which, key, found, err) : status;
}

enum cs_status cs_seen_find(struct cs_tickets *t, int64_t source, const struct cs_value *external,
                            struct cs_value *found, struct cs_error *err)
{
    const struct cs_value key[] = { cs_integer(source), *external };
    struct seen_set *seen = seen_of(t);
    bool fresh;
    enum cs_status status = source_fresh(t, source, &fresh, err);
    if (status != CS_OK)
        return status;
    const struct slot *slot = set_find(seen, hash_of(source, external));
    if (slot->hash) {
        const struct cs_value whole[] = { cs_integer(source), *external, cs_integer(slot->id) };
        status = find_now(t, REFERENCE_OF_CASE, whole, found, err);
        /* another name of the same hash, or a case that was merged since */
        return status == CS_NONE ? find_now(t, REFERENCE_FIND, key, found, err) : status;
    }
    if (seen->count >= MOST_NAMES)
        return find_now(t, REFERENCE_FIND, key, found, err);
    if (fresh)
        return CS_NONE;
    return cs_store_get_before(t->o.store, &cs_ticket_statements, REFERENCE_FIND, key, found, &t->arena, err);
}

void cs_seen_take(struct cs_tickets *t, int64_t source, const struct cs_value *external, int64_t id)
{
    struct seen_set *seen = seen_of(t);
    if (seen->count >= MOST_NAMES)
        return;
    struct slot *slot = set_find(seen, hash_of(source, external));
    seen->count += !slot->hash;
    *slot = (struct slot){ hash_of(source, external), id };
    if (seen->count > seen->size / 2)
        set_grow(seen);
}

void cs_seen_free(struct seen_set *seen)
{
    if (seen) {
        free(seen->slots);
        free(seen->sources);
    }
    free(seen);
}
