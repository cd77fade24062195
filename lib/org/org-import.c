/*
 * org-import.c: records of the organisation by code into the store.
 *
 * One way for all nouns: each field is copied, or turned from a code into an id, as a table says; the row of
 * its key is fetched, compared and written. What a noun needs besides is in org-check.c.
 */
#include "org/org-import.h"

#include <stdlib.h>

/* What stands in the fields of each noun, in the order of its descriptor; '.' is copied. */
static const char *const field_sorts[CS_ORG_NOUN_MAX] = {
    [CS_ORG_UNIT] = "...^...c^.",  [CS_ORG_BATCH] = "p..",
    [CS_ORG_BUILDING] = "p..bu.",  [CS_ORG_HOME] = ".p...................",
    [CS_ORG_ALIAS] = "p.h",        [CS_ORG_MILESTONE] = "pb...",
    [CS_ORG_STAFF] = "......u...", [CS_ORG_POST] = "u.ss..",
    [CS_ORG_ABSENCE] = "s..",      [CS_ORG_DUTY] = "u.s..",
    [CS_ORG_WEATHER] = "u..",
};

/* The columns of each noun's key. */
static const char *const keys[CS_ORG_NOUN_MAX] = {
    [CS_ORG_UNIT] = "\x00",
    [CS_ORG_BATCH] = "\x00\x01",
    [CS_ORG_BUILDING] = "\x00\x01",
    [CS_ORG_HOME] = "\x00",
    [CS_ORG_ALIAS] = "\x00\x01",
    [CS_ORG_MILESTONE] = "\x00\x01\x02",
    [CS_ORG_STAFF] = "\x00",
    [CS_ORG_POST] = "\x00\x01\x02\x04",
    [CS_ORG_ABSENCE] = "\x00\x01",
    [CS_ORG_DUTY] = "\x00\x01\x02\x03",
    [CS_ORG_WEATHER] = "\x00\x01\x02",
};
static const size_t key_lengths[CS_ORG_NOUN_MAX] = { 1, 2, 2, 1, 2, 3, 1, 4, 2, 4, 3 };

struct cs_org_import *cs_org_import_new(struct cs_org *org, enum cs_org_noun noun)
{
    struct cs_org_import *import = cs_alloc(sizeof *import);
    import->org = org;
    import->noun = noun;
    import->record = cs_org_records[noun];
    import->columns = strlen(field_sorts[noun]);
    return import;
}

void cs_org_import_free(struct cs_org_import *import)
{
    if (!import)
        return;
    cs_index_release(&import->found);
    cs_arena_release(&import->arena);
    cs_arena_release(&import->kept);
    free(import->pending);
    free(import);
}

/* ---- codes to ids ---- */

static enum cs_status by_statement(struct cs_org_import *import, int which, const struct cs_value *in,
                                   int64_t *id, struct cs_error *err)
{
    struct cs_value out;
    enum cs_status status =
        cs_store_get(import->org->store, &cs_org_statements, which, in, &out, &import->arena, err);
    if (status == CS_OK)
        *id = out.integer;
    return status;
}

/* By code from the store, since the import itself adds rows; then by name. */
static enum cs_status look_up(struct cs_org_import *import, char sort, const struct cs_value *value,
                              int64_t project, int64_t *id, struct cs_error *err)
{
    struct cs_value in[] = { *value, *value };
    struct cs_org *org = import->org;
    enum cs_status status;
    switch (sort) {
    case 'p':
        status = by_statement(import, UNIT_BY_CODE, in, id, err);
        return status == CS_NONE ? cs_org_find_project(org, value->text, value->length, id, err) : status;
    case 'u':
        status = by_statement(import, UNIT_BY_CODE, in, id, err);
        return status == CS_NONE ? cs_org_find_unit(org, value->text, value->length, id, err) : status;
    case '^':
        return by_statement(import, UNIT_BY_CODE, in, id, err);
    case 's':
        status = by_statement(import, STAFF_BY_CODE, in, id, err);
        return status == CS_NONE ? cs_org_find_staff(org, value->text, value->length, id, err) : status;
    case 'h':
        return cs_org_find_home_code(org, value->text, id, NULL, err);
    case 'c':
        return by_statement(import, CALENDAR_ID_BY_NAME, in, id, err);
    default: /* 'b' */
        in[0] = cs_integer(project);
        return by_statement(import, BATCH_BY_CODE, in, id, err);
    }
}

static const char *noun_of(char sort)
{
    switch (sort) {
    case 'p':
        return _("project");
    case 's':
        return _("member of staff");
    case 'h':
        return _("home");
    case 'c':
        return _("calendar");
    case 'b':
        return _("batch");
    default:
        return _("unit");
    }
}

/* A unit above that has not come yet: linked in the end. */
static void wait_for(struct cs_org_import *import, int column, const struct cs_row *row)
{
    import->pending = cs_grow(import->pending, &import->pending_capacity, import->pending_count + 1,
                              sizeof *import->pending);
    import->pending[import->pending_count++] = (struct cs_org_pending){
        .column = column,
        .code = cs_arena_strdup(&import->kept, cs_value_text(&row->values[0])),
        .above = cs_arena_strdup(&import->kept, cs_value_text(&row->values[column])),
    };
}

static enum cs_status resolve(struct cs_org_import *import, const struct cs_row *row, size_t column,
                              struct cs_value *values, struct cs_error *err)
{
    char sort = field_sorts[import->noun][column];
    const struct cs_value *value = &row->values[column];
    int64_t project = sort == 'b' ? cs_value_integer(&values[0], 0) : 0, id = 0;
    values[column] = *value;
    if (sort == '.' || value->type != CS_TEXT)
        return CS_OK;
    struct cs_buffer key = CS_BUFFER_INIT;
    cs_buffer_printf(&key, "%c%lld ", sort, (long long)project);
    cs_buffer_add(&key, value->text, value->length);
    id = cs_index_get(&import->found, key.text, key.length, 0);
    enum cs_status status = id ? CS_OK : look_up(import, sort, value, project, &id, err);
    if (status == CS_OK) {
        cs_index_put(&import->found, key.text, key.length, id);
        values[column] = cs_integer(id);
    } else if (status == CS_NONE && sort == '^') {
        wait_for(import, (int)column, row);
        values[column] = cs_null();
        status = CS_OK;
    } else if (status == CS_NONE) {
        status = cs_error_set(err, CS_REFUSED, _("%s: there is no %s \"%s\""),
                              import->record->fields[column].name, noun_of(sort), value->text);
    }
    cs_buffer_release(&key);
    return status;
}

/* ---- rows into the store ---- */

static enum cs_status find_old(struct cs_org_import *import, const struct cs_value *values,
                               struct cs_value *old, struct cs_error *err)
{
    struct cs_value key[4];
    for (size_t i = 0; i < key_lengths[import->noun]; i++)
        key[i] = values[(int)keys[import->noun][i]];
    return cs_store_get(import->org->store, &cs_org_statements, cs_org_statement(import->noun, NOUN_FIND),
                        key, old, &import->arena, err);
}

/* What the input does not say stays: columns it lacks, and masks in place of what they hide. */
static void keep_old(const struct cs_org_import *import, struct cs_value *values, const struct cs_value *old,
                     cs_org_has_fn *has, const void *context)
{
    for (size_t i = 0; i < import->columns; i++) {
        unsigned flags = import->record->fields[i].flags & CS_MASKED;
        bool masked =
            flags && values[i].type == CS_TEXT && cs_is_masked(flags, values[i].text, values[i].length);
        if (masked || (has && !has(context, (int)i) && !import->filled[i]))
            values[i] = old[i + 1];
    }
}

static enum cs_status refuse_masked(const struct cs_org_import *import, const struct cs_value *values,
                                    struct cs_error *err)
{
    for (size_t i = 0; i < import->columns; i++) {
        unsigned flags = import->record->fields[i].flags & CS_MASKED;
        if (flags && values[i].type == CS_TEXT && cs_is_masked(flags, values[i].text, values[i].length))
            return cs_error_set(err, CS_REFUSED, _("%s: is masked, and the store knows no value of it"),
                                import->record->fields[i].name);
    }
    return CS_OK;
}

/* A record has all that is required, and the defaults where the input says nothing. */
static enum cs_status complete(const struct cs_org_import *import, struct cs_value *values,
                               struct cs_error *err)
{
    for (size_t i = 0; i < import->columns; i++) {
        const struct cs_field *field = &import->record->fields[i];
        if (values[i].type == CS_NULL && field->byname)
            values[i] = cs_text(field->byname);
        if (values[i].type == CS_NULL && field->flags & CS_REQUIRED)
            return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"), field->name);
    }
    return CS_OK;
}

static bool same(const struct cs_org_import *import, const struct cs_value *values,
                 const struct cs_value *old)
{
    for (size_t i = 0; i < import->columns; i++)
        if (!cs_value_equal(&values[i], &old[i + 1]))
            return false;
    return true;
}

static enum cs_status write(struct cs_org_import *import, int which, const struct cs_value *values,
                            struct cs_error *err)
{
    enum cs_status status = cs_store_do(import->org->store, &cs_org_statements,
                                        cs_org_statement(import->noun, which), values, NULL, err);
    if (status == CS_EXISTS)
        return cs_org_say_taken(import, values, err);
    return status;
}

static enum cs_status put(struct cs_org_import *import, struct cs_value *values, cs_org_has_fn *has,
                          const void *context, enum cs_org_change *change, struct cs_error *err)
{
    struct cs_value old[CS_ORG_COLUMNS_MAX + 1];
    enum cs_status status = find_old(import, values, old, err);
    if (status == CS_NONE) {
        *change = CS_ORG_INSERTED;
        status = complete(import, values, err);
        if (status == CS_OK)
            status = refuse_masked(import, values, err);
        if (status == CS_OK)
            status = cs_org_check(import, values, NULL, err);
        return status == CS_OK ? write(import, NOUN_INSERT, values, err) : status;
    }
    if (status != CS_OK)
        return status;
    keep_old(import, values, old, has, context);
    status = complete(import, values, err);
    if (status == CS_OK)
        status = cs_org_check(import, values, old + 1, err);
    *change = same(import, values, old) ? CS_ORG_UNCHANGED : CS_ORG_UPDATED;
    values[import->columns] = old[0];
    return status == CS_OK && *change == CS_ORG_UPDATED ? write(import, NOUN_UPDATE, values, err) : status;
}

enum cs_status cs_org_import_row(struct cs_org_import *import, const struct cs_row *row, cs_org_has_fn *has,
                                 const void *context, enum cs_org_change *change, struct cs_error *err)
{
    struct cs_value values[CS_ORG_COLUMNS_MAX + 1] = { { CS_NULL, 0, { 0 } } };
    enum cs_status status = CS_OK;
    size_t pending = import->pending_count;
    cs_arena_reset(&import->arena);
    memset(import->filled, 0, sizeof import->filled);
    for (size_t i = 0; i < import->columns && status == CS_OK; i++)
        status = resolve(import, row, i, values, err);
    if (status == CS_OK)
        status = cs_org_prepare(import, values, err);
    if (status == CS_OK)
        status = put(import, values, has, context, change, err);
    if (status != CS_OK)
        import->pending_count = pending;
    return status;
}

/* ---- the end ---- */

static enum cs_status link_pending(struct cs_org_import *import, const struct cs_org_pending *pending,
                                   struct cs_error *err)
{
    struct cs_value key = cs_text(pending->above);
    int64_t id = 0;
    enum cs_status status = by_statement(import, UNIT_BY_CODE, &key, &id, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_FAILED, _("unit %s: there is no unit \"%s\"; nothing was saved"),
                            pending->code, pending->above);
    struct cs_value in[] = { cs_text(pending->code), cs_integer(id) };
    int which = strcmp(import->record->fields[pending->column].name, "parent") == 0 ? UNIT_SET_PARENT
                                                                                    : UNIT_SET_HANDED;
    return status == CS_OK ? cs_store_do(import->org->store, &cs_org_statements, which, in, NULL, err)
                           : status;
}

/* Nobody stands above himself. */
static enum cs_status check_circles(struct cs_org *org, struct cs_error *err)
{
    cs_org_reset(org);
    enum cs_status status = cs_org_read_units(org, err);
    for (size_t i = 0; i < org->unit_count && status == CS_OK; i++) {
        const struct cs_unit *unit = &org->units[i];
        for (size_t steps = 0; unit && unit->parent_id; steps++) {
            if (steps > org->unit_count)
                return cs_error_set(err, CS_FAILED, _("unit %s stands above itself; nothing was saved"),
                                    org->units[i].code);
            unit = cs_org_unit_at(org, unit->parent_id);
        }
    }
    return status;
}

enum cs_status cs_org_import_finish(struct cs_org_import *import, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < import->pending_count && status == CS_OK; i++)
        status = link_pending(import, &import->pending[i], err);
    if (status == CS_OK && import->noun == CS_ORG_UNIT)
        status = check_circles(import->org, err);
    cs_org_reset(import->org);
    return status;
}
