/* The records that a store has already, as a set: an import of whole files (policies, ladders, paths) tells
 * by it what is unchanged. */
#include "program/program.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

struct cs_known {
    uint64_t *hashes; /* sorted */
    size_t count, capacity;
    const struct cs_zone *zone;
    struct cs_buffer text;
};

/* The importable fields of a row in their machine form; two rows are one where these are the same. */
static uint64_t hash_of(struct cs_known *known, const struct cs_row *row)
{
    cs_buffer_reset(&known->text);
    for (size_t i = 0; i < row->record->count; i++) {
        if (row->record->fields[i].flags & CS_DERIVED)
            continue;
        cs_field_format(&row->record->fields[i], &row->values[i], known->zone, &known->text);
        cs_buffer_char(&known->text, '\0');
    }
    return XXH3_64bits(known->text.text, known->text.length);
}

static enum cs_status take(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    struct cs_known *known = context;
    known->hashes = cs_grow(known->hashes, &known->capacity, known->count + 1, sizeof *known->hashes);
    known->hashes[known->count++] = hash_of(known, row);
    return CS_OK;
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

enum cs_status cs_known_new(struct cs_job *job, const struct cs_view *view, struct cs_known **known)
{
    const struct cs_select select = { .view = view };
    *known = cs_alloc(sizeof **known);
    (*known)->zone = job->zone;
    (*known)->text = (struct cs_buffer)CS_BUFFER_INIT;
    enum cs_status status = cs_select_each(job->store, &select, take, *known, job->err);
    if ((*known)->count)
        qsort((*known)->hashes, (*known)->count, sizeof *(*known)->hashes, by_value);
    return status;
}

bool cs_known_has(struct cs_known *known, const struct cs_row *row)
{
    uint64_t hash = hash_of(known, row);
    return known->count && bsearch(&hash, known->hashes, known->count, sizeof hash, by_value);
}

void cs_known_free(struct cs_known *known)
{
    if (known) {
        free(known->hashes);
        cs_buffer_release(&known->text);
    }
    free(known);
}
