/* customer-import.c: customers and their roles from rows. */
#include "customer/customer-inside.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* What the row says, over the fields that an import takes; equal rows are equal digests. A column that is
 * missing is not an empty cell. */
static int64_t digest_of(const struct cs_row *row, bool (*has)(const void *context, int field),
                         const void *context)
{
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    for (int i = CS_CUSTOMER_NAME; i <= CS_CUSTOMER_ROLE; i++) {
        const struct cs_value *value = &row->values[i];
        unsigned char said = !has || has(context, i);
        unsigned char head[] = { (unsigned char)i, (unsigned char)value->type, said };
        XXH3_64bits_update(&state, head, sizeof head);
        if (value->type == CS_TEXT)
            XXH3_64bits_update(&state, value->text, value->length + 1);
        else if (value->type != CS_NULL)
            XXH3_64bits_update(&state, &value->integer, sizeof value->integer);
    }
    return (int64_t)XXH3_64bits_digest(&state);
}

static enum cs_status find_source(struct cs_customers *customers, const char *name, struct cs_error *err)
{
    if (customers->source && strcmp(customers->source, name) == 0)
        return CS_OK;
    const char *uuid = cs_store_setting(store_of(customers), "uuid");
    enum cs_status status = cs_customer_name_id(customers, SOURCE_GET, name, &customers->source_id, err);
    if (status != CS_OK)
        return status;
    free(customers->source);
    customers->source = cs_strdup(name);
    customers->own = uuid && strcmp(uuid, name) == 0;
    return CS_OK;
}

static bool is_mask(const struct cs_field *field, const struct cs_value *value)
{
    unsigned flags = field->flags & CS_MASKED;
    return flags && value->type == CS_TEXT && cs_is_masked(flags, value->text, value->length);
}

bool cs_customer_is_forgotten(const struct cs_customers *customers, const char *number)
{
    return cs_suppressed_has(customers->suppressed, strchr(number, '@') ? 'e' : 'p', number, NULL);
}

/* Was this person erased, by external id, phone, mail address or identity number? A mask is nobody's. */
static bool is_suppressed(const struct cs_customers *customers, const struct cs_row *row)
{
    const struct cs_value *values = row->values;
    if (cs_suppressed_has(customers->suppressed, 'x', customers->source,
                          cs_value_text(&values[CS_CUSTOMER_EXTERNAL_ID])))
        return true;
    for (int i = CS_CUSTOMER_PHONE; i <= CS_CUSTOMER_IDENTITY; i++) {
        const struct cs_field *field = &cs_customer_record.fields[i];
        if (values[i].type == CS_TEXT && !is_mask(field, &values[i]) &&
            cs_suppressed_has(customers->suppressed, cs_suppressed_sort(field->flags), values[i].text, NULL))
            return true;
    }
    return false;
}

/* The plain columns as the row wants them; what it does not say stays. */
static enum cs_status wanted(struct cs_customers *customers, const struct cs_row *row,
                             bool (*has)(const void *context, int field), const void *context,
                             const struct cs_value *old, struct cs_value *now, struct cs_error *err)
{
    for (int i = 0; i < PLAIN_COUNT; i++) {
        const struct cs_value *value = &row->values[PLAIN_FIRST + i];
        bool said = !has || has(context, PLAIN_FIRST + i);
        if (old && (!said || is_mask(plain_field(i), value)))
            continue;
        if (!old && customers->own && is_mask(plain_field(i), value))
            return cs_error_set(err, CS_REFUSED, _("%s: is masked, and the store knows no value of it"),
                                plain_field(i)->name);
        now[COLUMN_PLAIN + i] = *value;
    }
    for (int i = 0; i < PLAIN_COUNT; i++) {
        const struct cs_field *field = plain_field(i);
        struct cs_value *value = &now[COLUMN_PLAIN + i];
        if (value->type == CS_NULL && field->byname)
            *value = cs_text(field->byname);
        if (value->type == CS_NULL && field->flags & CS_REQUIRED)
            return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"), field->name);
    }
    struct cs_value *household = &now[COLUMN_PLAIN + CS_CUSTOMER_HOUSEHOLD - PLAIN_FIRST];
    int64_t id;
    if (household->type != CS_TEXT)
        return CS_OK;
    enum cs_status status = cs_customer_name_id(customers, HOUSEHOLD_GET, household->text, &id, err);
    *household = cs_integer(id);
    return status;
}

/* ---- roles ---- */

static enum cs_status put_role(struct cs_customers *customers, int64_t id, const char *home, const char *role,
                               const struct cs_value *from, const struct cs_value *until,
                               enum cs_customer_change *change, struct cs_error *err)
{
    int64_t home_id;
    struct cs_store *store = store_of(customers);
    enum cs_status status = cs_org_find_home_code(customers->o.org, home, &home_id, NULL, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("home: there is no home \"%s\""), home);
    if (status != CS_OK)
        return status;
    struct cs_value in[] = { cs_integer(id), cs_integer(home_id), cs_text(role), *from, *until }, old[2];
    status = cs_store_get(store, &cs_customer_statements, ROLE_GET, in, old, &customers->arena, err);
    if (status == CS_OK) {
        bool same = cs_value_equal(&old[0], from) && cs_value_equal(&old[1], until);
        *change = same ? CS_CUSTOMER_UNCHANGED : CS_CUSTOMER_UPDATED;
        return same ? CS_OK : cs_store_do(store, &cs_customer_statements, ROLE_SAVE, in, NULL, err);
    }
    if (status != CS_NONE)
        return status;
    *change = CS_CUSTOMER_INSERTED;
    status = cs_store_do(store, &cs_customer_statements, ROLE_ADD, in, NULL, err);
    if (status == CS_OK)
        status = cs_customer_note(customers, id, "role", role, NULL, home, err);
    return status;
}

/* home and role of a customer's own row: the role is added, its days are not known. */
static enum cs_status take_home(struct cs_customers *customers, int64_t id, const struct cs_row *row,
                                struct cs_error *err)
{
    const char *home = cs_value_text(&row->values[CS_CUSTOMER_HOME]);
    const char *role = cs_value_text(&row->values[CS_CUSTOMER_ROLE]);
    struct cs_value none = cs_null();
    enum cs_customer_change change;
    if (!home[0])
        return CS_OK;
    return put_role(customers, id, home, role[0] ? role : "owner", &none, &none, &change, err);
}

enum cs_status cs_home_role_take(struct cs_customers *customers, const struct cs_row *row,
                                 enum cs_customer_change *change, struct cs_error *err)
{
    struct cs_value person[COLUMNS];
    const struct cs_value *values = row->values;
    int64_t id;
    for (int i = 0; i <= 2; i++)
        if (values[i].type == CS_NULL)
            return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"),
                                cs_home_role_record.fields[i].name);
    enum cs_status status = cs_customer_find(customers, cs_value_text(&values[0]), &id, err);
    if (status == CS_NONE) {
        cs_error_prefix(err, "customer");
        return CS_REFUSED;
    }
    if (status == CS_OK)
        status = cs_customer_row(customers, id, person, err);
    if (status != CS_OK)
        return status;
    if (person[COLUMN_ERASED].type != CS_NULL) {
        *change = CS_CUSTOMER_ERASED;
        return CS_OK;
    }
    if (values[3].type != CS_NULL && values[4].type != CS_NULL && values[4].integer < values[3].integer)
        return cs_error_set(err, CS_REFUSED, _("until_on: must not lie before from_on"));
    return put_role(customers, id, cs_value_text(&values[1]), cs_value_text(&values[2]), &values[3],
                    &values[4], change, err);
}

/* ---- rows ---- */

static enum cs_status insert(struct cs_customers *customers, const struct cs_row *row, struct cs_value *now,
                             struct cs_error *err)
{
    struct cs_value in[PLAIN_COUNT + 3], key[2], made[COLUMNS];
    struct cs_store *store = store_of(customers);
    memcpy(in, &now[COLUMN_PLAIN], PLAIN_COUNT * sizeof *in);
    in[PLAIN_COUNT] = now[COLUMN_DIGEST];
    in[PLAIN_COUNT + 1] = key[0] = cs_integer(customers->source_id);
    in[PLAIN_COUNT + 2] = key[1] = row->values[CS_CUSTOMER_EXTERNAL_ID];
    enum cs_status status = cs_store_do(store, &cs_customer_statements, CUSTOMER_INSERT, in, NULL, err);
    if (status == CS_OK)
        status =
            cs_store_get(store, &cs_customer_statements, CUSTOMER_BY_NAME, key, made, &customers->arena, err);
    if (status != CS_OK)
        return status;
    status = cs_customer_note(customers, made[COLUMN_ID].integer, "import", NULL, NULL, NULL, err);
    return status == CS_OK ? take_home(customers, made[COLUMN_ID].integer, row, err) : status;
}

/* A record merged into another keeps its own fields as the source gives them; what the survivor lacks comes
 * from it. */
static enum cs_status fill_survivor(struct cs_customers *customers, const struct cs_value *now,
                                    struct cs_error *err)
{
    struct cs_value old[COLUMNS], filled[COLUMNS];
    enum cs_status status = cs_customer_row(customers, now[COLUMN_MERGED].integer, old, err);
    if (status != CS_OK || old[COLUMN_ERASED].type != CS_NULL)
        return status;
    memcpy(filled, old, sizeof filled);
    for (int i = COLUMN_PLAIN; i < COLUMN_PLAIN + PLAIN_COUNT; i++)
        if (filled[i].type == CS_NULL && !is_mask(plain_field(i - COLUMN_PLAIN), &now[i]))
            filled[i] = now[i];
    return cs_customer_save(customers, old, filled, err);
}

static enum cs_status update(struct cs_customers *customers, const struct cs_row *row,
                             const struct cs_value *old, struct cs_value *now, struct cs_error *err)
{
    int64_t survivor = cs_value_integer(&old[COLUMN_MERGED], old[COLUMN_ID].integer);
    enum cs_status status = cs_customer_save(customers, old, now, err);
    if (status == CS_OK && old[COLUMN_MERGED].type != CS_NULL)
        status = fill_survivor(customers, now, err);
    return status == CS_OK ? take_home(customers, survivor, row, err) : status;
}

static bool same_plain(const struct cs_value *old, const struct cs_value *now)
{
    for (int i = COLUMN_PLAIN; i < COLUMN_PLAIN + PLAIN_COUNT; i++)
        if (!cs_value_equal(&old[i], &now[i]))
            return false;
    return true;
}

/* A row of a customer who is there. */
static enum cs_status take_known(struct cs_customers *customers, const struct cs_row *row,
                                 bool (*has)(const void *context, int field), const void *context,
                                 const struct cs_value *old, enum cs_customer_change *change,
                                 struct cs_error *err)
{
    struct cs_value now[COLUMNS], digest = cs_integer(digest_of(row, has, context));
    *change = CS_CUSTOMER_UNCHANGED;
    if (old[COLUMN_ERASED].type != CS_NULL) {
        *change = CS_CUSTOMER_ERASED;
        return CS_OK;
    }
    if (cs_value_equal(&old[COLUMN_DIGEST], &digest))
        return CS_OK;
    memcpy(now, old, sizeof now);
    enum cs_status status = wanted(customers, row, has, context, old, now, err);
    now[COLUMN_DIGEST] = digest;
    if (status != CS_OK)
        return status;
    *change = same_plain(old, now) && row->values[CS_CUSTOMER_HOME].type == CS_NULL ? CS_CUSTOMER_UNCHANGED
                                                                                    : CS_CUSTOMER_UPDATED;
    return update(customers, row, old, now, err);
}

enum cs_status cs_customer_take(struct cs_customers *customers, const struct cs_row *row, const char *source,
                                bool (*has)(const void *context, int field), const void *context,
                                enum cs_customer_change *change, struct cs_error *err)
{
    const struct cs_value *named = &row->values[CS_CUSTOMER_SOURCE];
    struct cs_value old[COLUMNS], now[COLUMNS] = { { 0 } };
    cs_arena_reset(&customers->arena);
    if (row->values[CS_CUSTOMER_EXTERNAL_ID].type != CS_TEXT)
        return cs_error_set(err, CS_REFUSED, _("external_id: must not be empty"));
    enum cs_status status = find_source(customers, named->type == CS_TEXT ? named->text : source, err);
    if (status != CS_OK)
        return status;
    struct cs_value key[] = { cs_integer(customers->source_id), row->values[CS_CUSTOMER_EXTERNAL_ID] };
    status = cs_store_get(store_of(customers), &cs_customer_statements, CUSTOMER_BY_NAME, key, old,
                          &customers->arena, err);
    if (status == CS_OK)
        return take_known(customers, row, has, context, old, change, err);
    if (status != CS_NONE)
        return status;
    if (is_suppressed(customers, row)) {
        *change = CS_CUSTOMER_ERASED;
        return CS_OK;
    }
    *change = CS_CUSTOMER_INSERTED;
    now[COLUMN_DIGEST] = cs_integer(digest_of(row, has, context));
    status = wanted(customers, row, has, context, NULL, now, err);
    return status == CS_OK ? insert(customers, row, now, err) : status;
}
