/* A file that is all that its source has: what is open here and not in it is flagged, and nothing more. */
#include "ticket/batch.h"
#include "ticket/intake.h"
#include "ticket/mend.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

/* A source lacking so few is believed; more than half of what is open of it is not. */
enum { FEW = 10 };

struct cs_snapshot {
    uint64_t *names; /* hashes of (source, external id): a clash of two in 64 bits does not happen */
    size_t count, capacity;
    int64_t *sources, *voids; /* voids: cases that are void there */
    size_t source_count, source_capacity, void_count, void_capacity;
};

struct cs_snapshot *cs_snapshot_new(void)
{
    return cs_alloc(sizeof(struct cs_snapshot));
}

void cs_snapshot_free(struct cs_snapshot *snapshot)
{
    if (!snapshot)
        return;
    free(snapshot->names);
    free(snapshot->sources);
    free(snapshot->voids);
    free(snapshot);
}

static uint64_t name_of(int64_t source, const char *external, size_t length)
{
    return XXH3_64bits_withSeed(external, length, (uint64_t)source);
}

static void add_source(struct cs_snapshot *snapshot, int64_t source)
{
    for (size_t i = snapshot->source_count; i > 0; i--) /* rows repeat the last one */
        if (snapshot->sources[i - 1] == source)
            return;
    snapshot->sources = cs_grow(snapshot->sources, &snapshot->source_capacity, snapshot->source_count + 1,
                                sizeof *snapshot->sources);
    snapshot->sources[snapshot->source_count++] = source;
}

void cs_snapshot_saw(struct cs_snapshot *snapshot, int64_t source, const struct cs_value *external)
{
    add_source(snapshot, source);
    snapshot->names =
        cs_grow(snapshot->names, &snapshot->capacity, snapshot->count + 1, sizeof *snapshot->names);
    snapshot->names[snapshot->count++] = name_of(source, external->text, external->length);
}

void cs_snapshot_void(struct cs_snapshot *snapshot, int64_t id)
{
    snapshot->voids =
        cs_grow(snapshot->voids, &snapshot->void_capacity, snapshot->void_count + 1, sizeof *snapshot->voids);
    snapshot->voids[snapshot->void_count++] = id;
}

static int by_id(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static bool is_void(const struct cs_snapshot *snapshot, int64_t id)
{
    return snapshot->void_count &&
           bsearch(&id, snapshot->voids, snapshot->void_count, sizeof id, by_id) != NULL;
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool is_named(const struct cs_snapshot *snapshot, int64_t source, const struct cs_value *external)
{
    uint64_t name = name_of(source, external->text, external->length);
    return snapshot->count && bsearch(&name, snapshot->names, snapshot->count, sizeof name, by_value) != NULL;
}

/* ---- what is open and not named ---- */

struct missing {
    int64_t id, source, digest;
    const char *word; /* gone, void_upstream */
    struct cs_value external, given;
};

struct comparing {
    const struct cs_snapshot *snapshot;
    struct cs_snapshot_result *result;
    int64_t source;
    struct cs_arena names;
    struct missing *items; /* not flagged yet */
    size_t count, capacity;
};

static struct cs_value kept(struct cs_arena *arena, const struct cs_value *value)
{
    return value->type == CS_TEXT
               ? cs_text_length(cs_arena_strndup(arena, value->text, value->length), value->length)
               : *value;
}

static enum cs_status take_case(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct comparing *c = context;
    (void)err;
    bool named = is_named(c->snapshot, c->source, &out[0]);
    const char *word = named ? "void_upstream" : "gone";
    c->result->open++;
    if (named && !is_void(c->snapshot, out[1].integer))
        return CS_OK;
    ++*(named ? &c->result->void_upstream : &c->result->gone);
    if (strstr(cs_value_text(&out[2]), word))
        return CS_OK;
    c->items = cs_grow(c->items, &c->capacity, c->count + 1, sizeof *c->items);
    c->items[c->count++] = (struct missing){ .id = out[1].integer,
                                             .word = word,
                                             .source = c->source,
                                             .digest = out[3].integer,
                                             .external = kept(&c->names, &out[0]),
                                             .given = kept(&c->names, &out[4]) };
    return CS_OK;
}

/* The flag, and a digest that no file has: the case is looked at as soon as its source names it again. */
static enum cs_status flag(struct cs_tickets *t, const struct cs_ticket_intake *intake,
                           const struct missing *one, struct cs_error *err)
{
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS], last[1];
    cs_arena_reset(&t->arena);
    const struct cs_value key[] = { cs_integer(one->id) };
    enum cs_status status = cs_case_load(t, one->id, old, err);
    if (status == CS_OK)
        status = cs_ticket_get(t, EVENT_MAX, key, last, err);
    if (status != CS_OK)
        return status;
    memcpy(new, old, sizeof new);
    cs_case_flag(&t->arena, &new[CASE_ANOMALIES], one->word);
    status = cs_case_save(t, old, new, t->o.now, NULL, "imported", err);
    const struct batch_change change = { .id = one->id,
                                         .source_id = one->source,
                                         .digest = one->digest,
                                         .external = one->external,
                                         .given = one->given,
                                         .old = old,
                                         .new = new,
                                         .events = last[0].integer };
    if (status == CS_OK)
        status = cs_batch_remember(t, intake->source ? intake->source : "import", &change, err);
    const struct cs_value save[] = { cs_integer(one->source), one->external, cs_integer(0), one->given };
    if (strcmp(one->word, "gone") != 0)
        return status;
    return status == CS_OK ? cs_ticket_do(t, REFERENCE_SAVE, save, err) : status;
}

static enum cs_status check_sane(const struct cs_ticket_intake *intake,
                                 const struct cs_snapshot_result *result, struct cs_error *err)
{
    bool empty = intake->snapshot->count == 0 && result->open > 0;
    if (!empty && (result->gone <= FEW || result->gone * 2 <= result->open))
        return CS_OK;
    return cs_error_set(
        err, CS_REFUSED,
        _("this is hardly all that the source has: %lld of its %lld open cases are not in it; "
          "say --yes if they are gone"),
        (long long)result->gone, (long long)result->open);
}

enum cs_status cs_ticket_snapshot_end(struct cs_tickets *t, const struct cs_ticket_intake *intake, bool sure,
                                      struct cs_snapshot_result *result, struct cs_error *err)
{
    struct cs_snapshot *snapshot = intake->snapshot;
    struct comparing c = { .snapshot = snapshot, .result = result };
    const char *name = intake->source ? intake->source : "import";
    int64_t source;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_intake_start(t, err);
    if (status == CS_OK)
        status = cs_store_flush(t->o.store, err);
    if (status == CS_OK &&
        snapshot->source_count == 0) /* an empty file speaks of the source that was named */
        status = cs_ticket_source(t, name, strlen(name), &source, err);
    if (status == CS_OK && snapshot->source_count == 0)
        add_source(snapshot, source);
    if (snapshot->void_count)
        qsort(snapshot->voids, snapshot->void_count, sizeof *snapshot->voids, by_id);
    if (snapshot->count)
        qsort(snapshot->names, snapshot->count, sizeof *snapshot->names, by_value);
    for (size_t i = 0; i < snapshot->source_count && status == CS_OK; i++) {
        c.source = snapshot->sources[i];
        const struct cs_value in[] = { cs_integer(c.source) };
        status = cs_batch_each(t, SNAPSHOT_CASES, in, take_case, &c, err);
    }
    if (status == CS_OK && !sure)
        status = check_sane(intake, result, err);
    for (size_t i = 0; i < c.count && status == CS_OK; i++)
        status = flag(t, intake, &c.items[i], err);
    result->fresh = (int64_t)c.count;
    free(c.items);
    cs_arena_release(&c.names);
    return status;
}
