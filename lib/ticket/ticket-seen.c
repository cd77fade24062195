/*
 * Is a case known already? Where the store has nothing of a source, only the import itself can have brought
 * its names: a set of their hashes answers without asking the store. A hash that was seen is looked up for
 * certain, so a clash costs time only.
 */
#include "ticket/case.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

enum { FEW = 1024, MOST_NAMES = 1 << 22, SOURCES = 8 };

struct seen_set {
    uint64_t *slots; /* 0: free */
    size_t size, count;
    struct {
        int64_t id;
        bool fresh; /* the store had nothing of it when the import began */
    } sources[SOURCES];
    size_t source_count;
};

static void set_put(struct seen_set *seen, uint64_t hash)
{
    size_t at = hash & (seen->size - 1);
    while (seen->slots[at])
        at = (at + 1) & (seen->size - 1);
    seen->slots[at] = hash;
    seen->count++;
}

static bool set_has(const struct seen_set *seen, uint64_t hash)
{
    for (size_t at = hash & (seen->size - 1); seen->slots[at]; at = (at + 1) & (seen->size - 1))
        if (seen->slots[at] == hash)
            return true;
    return false;
}

static void set_grow(struct seen_set *seen)
{
    struct seen_set larger = { .size = seen->size * 2 };
    larger.slots = cs_alloc(larger.size * sizeof *larger.slots);
    for (size_t i = 0; i < seen->size; i++)
        if (seen->slots[i])
            set_put(&larger, seen->slots[i]);
    free(seen->slots);
    seen->slots = larger.slots;
    seen->size = larger.size;
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
    *fresh = false;
    if (seen->source_count == SOURCES)
        return CS_OK;
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
    seen->sources[seen->source_count].id = source;
    seen->sources[seen->source_count++].fresh = *fresh;
    return CS_OK;
}

enum cs_status cs_seen_before(struct cs_tickets *t, int64_t source, const struct cs_value *external,
                              bool *maybe, struct cs_error *err)
{
    if (!t->seen) {
        t->seen = cs_alloc(sizeof *t->seen);
        t->seen->size = FEW;
        t->seen->slots = cs_alloc(FEW * sizeof *t->seen->slots);
    }
    struct seen_set *seen = t->seen;
    bool fresh;
    enum cs_status status = source_fresh(t, source, &fresh, err);
    *maybe = true;
    if (status != CS_OK || !fresh || seen->count >= MOST_NAMES)
        return status;
    uint64_t hash = XXH3_64bits_withSeed(external->text, external->length, (uint64_t)source);
    hash += hash == 0;
    *maybe = set_has(seen, hash);
    if (!*maybe)
        set_put(seen, hash);
    if (seen->count > seen->size / 2)
        set_grow(seen);
    return CS_OK;
}

void cs_seen_free(struct seen_set *seen)
{
    if (seen)
        free(seen->slots);
    free(seen);
}
