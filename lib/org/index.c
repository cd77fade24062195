/* index.c: texts to numbers, open addressing over a power of two, grown at three quarters. */
#include "org/org-inside.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct cs_index_slot {
    const char *key; /* NULL: free */
    uint32_t length, hash;
    int64_t number;
};

static struct cs_index_slot *find(const struct cs_index *index, const void *key, size_t length, uint32_t hash)
{
    for (size_t at = hash & (index->size - 1);; at = (at + 1) & (index->size - 1)) {
        struct cs_index_slot *slot = &index->slots[at];
        if (!slot->key ||
            (slot->hash == hash && slot->length == length && memcmp(slot->key, key, length) == 0))
            return slot;
    }
}

static void grow(struct cs_index *index)
{
    struct cs_index_slot *old = index->slots;
    size_t old_size = index->size;
    index->size = old_size ? old_size * 2 : 64;
    index->slots = cs_alloc(index->size * sizeof *index->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].key)
            *find(index, old[i].key, old[i].length, old[i].hash) = old[i];
    free(old);
}

int64_t cs_index_get(const struct cs_index *index, const void *key, size_t length, int64_t otherwise)
{
    if (!index->size)
        return otherwise;
    const struct cs_index_slot *slot = find(index, key, length, (uint32_t)XXH3_64bits(key, length));
    return slot->key ? slot->number : otherwise;
}

static struct cs_index_slot *take(struct cs_index *index, const void *key, size_t length, int64_t number)
{
    uint32_t hash = (uint32_t)XXH3_64bits(key, length);
    if ((index->count + 1) * 4 > index->size * 3)
        grow(index);
    struct cs_index_slot *slot = find(index, key, length, hash);
    if (!slot->key) {
        *slot = (struct cs_index_slot){ cs_arena_strndup(&index->arena, key, length), (uint32_t)length, hash,
                                        number };
        index->count++;
    }
    return slot;
}

int64_t cs_index_put(struct cs_index *index, const void *key, size_t length, int64_t number)
{
    return take(index, key, length, number)->number;
}

void cs_index_set(struct cs_index *index, const void *key, size_t length, int64_t number)
{
    take(index, key, length, number)->number = number;
}

void cs_index_release(struct cs_index *index)
{
    free(index->slots);
    cs_arena_release(&index->arena);
    *index = (struct cs_index){ 0 };
}
