/* org.c: units by id and by any of their names. */
#include "org/org-inside.h"

#include <ctype.h>
#include <stdlib.h>

/* Spellings are remembered as they came; a file with a new one in every line must not fill the memory. */
enum { SEEN_MAX = 100000 };

struct cs_org *cs_org_new(struct cs_store *store)
{
    struct cs_org *org = cs_alloc(sizeof *org);
    org->store = store;
    return org;
}

void cs_org_reset(struct cs_org *org)
{
    cs_org_forget_posts(org);
    cs_org_forget_homes(org);
    cs_index_release(&org->unit_ids);
    cs_index_release(&org->project_names);
    cs_index_release(&org->unit_names);
    cs_index_release(&org->seen_projects);
    cs_index_release(&org->seen_units);
    cs_arena_reset(&org->arena);
    free(org->homes_read);
    free(org->aliased);
    org->homes_read = org->aliased = NULL;
    org->unit_count = 0;
    org->units_read = false;
}

void cs_org_free(struct cs_org *org)
{
    if (!org)
        return;
    cs_org_reset(org);
    cs_arena_release(&org->arena);
    free(org->units);
    free(org);
}

int cs_org_height(const char *kind)
{
    for (int i = 0; cs_level_choices[i].code; i++)
        if (strcmp(cs_level_choices[i].code, kind) == 0)
            return i + 1;
    return 0;
}

void cs_org_fold(const char *text, size_t length, struct cs_buffer *out)
{
    cs_buffer_reset(out);
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = cs_utf8_decode(text + at, length - at, &code);
        if (!bytes) {
            cs_buffer_char(out, text[at++]);
            continue;
        }
        at += bytes;
        if (code >= 0xFF01 && code <= 0xFF5E)
            code -= 0xFEE0;
        if (code == ' ' || code == 0x3000 || code == 0xA0 || code == '\t' || code == 0xFEFF)
            continue;
        cs_utf8_encode(out, code < 0x80 ? (uint32_t)tolower((int)code) : code);
    }
}

/* ---- reading ---- */

/* A name that two units bear is nobody's; a unit may bear it twice. */
static void add_name(struct cs_org *org, const struct cs_unit *unit, const char *text, size_t length)
{
    struct cs_buffer folded = CS_BUFFER_INIT;
    cs_org_fold(text, length, &folded);
    if (folded.length) {
        if (cs_index_put(&org->unit_names, folded.text, folded.length, unit->id) != unit->id)
            cs_index_set(&org->unit_names, folded.text, folded.length, CS_AMBIGUOUS);
        if (strcmp(unit->kind, "project") == 0 &&
            cs_index_put(&org->project_names, folded.text, folded.length, unit->id) != unit->id)
            cs_index_set(&org->project_names, folded.text, folded.length, CS_AMBIGUOUS);
    }
    cs_buffer_release(&folded);
}

static void add_aliases(struct cs_org *org, const struct cs_unit *unit, const char *list)
{
    while (*list) {
        size_t length = strcspn(list, ";");
        add_name(org, unit, list, length);
        list += length + (list[length] == ';');
    }
}

static enum cs_status add_unit(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_org *org = context;
    (void)err;
    org->units = cs_grow(org->units, &org->unit_capacity, org->unit_count + 1, sizeof *org->units);
    struct cs_unit *unit = &org->units[org->unit_count];
    *unit = (struct cs_unit){
        .id = out[0].integer,
        .code = cs_arena_strdup(&org->arena, cs_value_text(&out[1])),
        .name = cs_arena_strdup(&org->arena, cs_value_text(&out[2])),
        .kind = cs_arena_strdup(&org->arena, cs_value_text(&out[3])),
        .parent_id = cs_value_integer(&out[4], 0),
        .status = cs_arena_strdup(&org->arena, cs_value_text(&out[6])),
        .calendar_id = cs_value_integer(&out[7], 0),
        .handed_to_id = cs_value_integer(&out[8], 0),
        .handed_on = cs_value_integer(&out[9], 0),
    };
    cs_index_put(&org->unit_ids, &unit->id, sizeof unit->id, (int64_t)org->unit_count++);
    add_name(org, unit, unit->name, strlen(unit->name));
    add_aliases(org, unit, cs_value_text(&out[5]));
    return CS_OK;
}

enum cs_status cs_org_read_units(struct cs_org *org, struct cs_error *err)
{
    if (org->units_read)
        return CS_OK;
    enum cs_status status = cs_store_each(org->store, &cs_org_statements, UNIT_ALL, NULL, add_unit, org, err);
    if (status != CS_OK)
        return status;
    /* A code is unique and wins over a name of another unit that is spelled like it. */
    for (size_t i = 0; i < org->unit_count; i++) {
        struct cs_buffer folded = CS_BUFFER_INIT;
        const struct cs_unit *unit = &org->units[i];
        cs_org_fold(unit->code, strlen(unit->code), &folded);
        cs_index_set(&org->unit_names, folded.text, folded.length, unit->id);
        if (strcmp(unit->kind, "project") == 0)
            cs_index_set(&org->project_names, folded.text, folded.length, unit->id);
        cs_buffer_release(&folded);
    }
    org->homes_read = cs_alloc(org->unit_count + 1);
    org->aliased = cs_alloc(org->unit_count + 1);
    org->units_read = true;
    return CS_OK;
}

/* ---- questions ---- */

const struct cs_unit *cs_org_unit_at(const struct cs_org *org, int64_t id)
{
    int64_t number = cs_index_get(&org->unit_ids, &id, sizeof id, CS_UNKNOWN);
    return number >= 0 ? &org->units[number] : NULL;
}

enum cs_status cs_org_unit(struct cs_org *org, int64_t id, const struct cs_unit **unit, struct cs_error *err)
{
    enum cs_status status = cs_org_read_units(org, err);
    *unit = status == CS_OK ? cs_org_unit_at(org, id) : NULL;
    return status;
}

static enum cs_status find_name(struct cs_org *org, const char *text, size_t length, struct cs_index *seen,
                                struct cs_index *names, int64_t *id, struct cs_error *err)
{
    enum cs_status status = cs_org_read_units(org, err);
    *id = 0;
    if (status != CS_OK)
        return status;
    int64_t found = cs_index_get(seen, text, length, INT64_MIN);
    if (found == INT64_MIN) {
        struct cs_buffer folded = CS_BUFFER_INIT;
        cs_org_fold(text, length, &folded);
        found = folded.length ? cs_index_get(names, folded.text, folded.length, CS_UNKNOWN) : CS_UNKNOWN;
        cs_buffer_release(&folded);
        if (seen->count < SEEN_MAX)
            cs_index_put(seen, text, length, found);
    }
    if (found <= 0)
        return CS_NONE;
    *id = found;
    return CS_OK;
}

enum cs_status cs_org_find_project(struct cs_org *org, const char *text, size_t length, int64_t *unit_id,
                                   struct cs_error *err)
{
    return find_name(org, text, length, &org->seen_projects, &org->project_names, unit_id, err);
}

enum cs_status cs_org_find_unit(struct cs_org *org, const char *text, size_t length, int64_t *unit_id,
                                struct cs_error *err)
{
    return find_name(org, text, length, &org->seen_units, &org->unit_names, unit_id, err);
}

/* ---- the tree ---- */

static int by_code(const void *left, const void *right)
{
    const struct cs_unit *const *a = left, *const *b = right;
    return strcmp((*a)->code, (*b)->code);
}

struct walk {
    const struct cs_unit **units; /* by code */
    size_t count;
    cs_unit_fn *each;
    void *context;
};

static enum cs_status walk_children(const struct walk *walk, int64_t parent, int depth, struct cs_error *err)
{
    enum { DEEPEST = 32 }; /* a store mended by hand may hold a circle */
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < walk->count && status == CS_OK && depth < DEEPEST; i++) {
        if (walk->units[i]->parent_id != parent)
            continue;
        status = walk->each(walk->context, walk->units[i], depth, err);
        if (status == CS_OK)
            status = walk_children(walk, walk->units[i]->id, depth + 1, err);
    }
    return status;
}

enum cs_status cs_org_tree(struct cs_org *org, cs_unit_fn *each, void *context, struct cs_error *err)
{
    enum cs_status status = cs_org_read_units(org, err);
    if (status != CS_OK)
        return status;
    struct walk walk = { cs_alloc((org->unit_count + 1) * sizeof *walk.units), org->unit_count, each,
                         context };
    for (size_t i = 0; i < org->unit_count; i++)
        walk.units[i] = &org->units[i];
    qsort(walk.units, walk.count, sizeof *walk.units, by_code);
    status = walk_children(&walk, 0, 0, err);
    free(walk.units);
    return status;
}
