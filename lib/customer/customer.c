/* customer.c: the desk, finding a customer, writing one with its events. */
#include "customer/customer-inside.h"

#include <errno.h>
#include <stdlib.h>

enum cs_status cs_customers_new(const struct cs_customers_options *options, struct cs_customers **customers,
                                struct cs_error *err)
{
    struct cs_customers *made = cs_alloc(sizeof *made);
    made->o = *options;
    enum cs_status status = cs_suppressed_open(cs_store_name(options->store), &made->suppressed, err);
    if (status != CS_OK) {
        cs_customers_free(made);
        made = NULL;
    }
    *customers = made;
    return status;
}

void cs_customers_free(struct cs_customers *customers)
{
    if (!customers)
        return;
    cs_suppressed_close(customers->suppressed);
    cs_traces_release(&customers->traces);
    cs_arena_release(&customers->arena);
    free(customers->source);
    free(customers);
}

/* ---- names to ids ---- */

enum cs_status cs_customer_name_id(struct cs_customers *customers, int get, const char *name, int64_t *id,
                                   struct cs_error *err)
{
    struct cs_value key = cs_text(name), out;
    struct cs_store *store = store_of(customers);
    enum cs_status status =
        cs_store_get(store, &cs_customer_statements, get, &key, &out, &customers->arena, err);
    if (status == CS_NONE) {
        status = cs_store_do(store, &cs_customer_statements, get + 1, &key, NULL, err);
        if (status == CS_OK)
            status = cs_store_get(store, &cs_customer_statements, get, &key, &out, &customers->arena, err);
    }
    if (status == CS_OK)
        *id = out.integer;
    return status;
}

enum cs_status cs_customer_row(struct cs_customers *customers, int64_t id, struct cs_value row[COLUMNS],
                               struct cs_error *err)
{
    struct cs_value key = cs_integer(id);
    return cs_store_get(store_of(customers), &cs_customer_statements, CUSTOMER_BY_ID, &key, row,
                        &customers->arena, err);
}

struct found {
    int64_t id;
    int count;
};

static enum cs_status count_found(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct found *found = context;
    int64_t id = cs_value_integer(&out[1], out[0].integer);
    (void)err;
    found->count += id != found->id; /* two names of one person are one person */
    found->id = id;
    return CS_OK;
}

/* By "source:external-id". */
static enum cs_status find_named(struct cs_customers *customers, const char *name, const char *colon,
                                 struct found *found, struct cs_error *err)
{
    char *source = cs_arena_strndup(&customers->arena, name, (size_t)(colon - name));
    struct cs_value in[] = { cs_text(source), cs_text(colon + 1) }, id, row[COLUMNS];
    struct cs_store *store = store_of(customers);
    enum cs_status status =
        cs_store_get(store, &cs_customer_statements, SOURCE_GET, in, &id, &customers->arena, err);
    if (status != CS_OK)
        return status;
    in[0] = id;
    status = cs_store_get(store, &cs_customer_statements, CUSTOMER_BY_NAME, in, row, &customers->arena, err);
    if (status == CS_OK)
        *found = (struct found){ cs_value_integer(&row[COLUMN_MERGED], row[COLUMN_ID].integer), 1 };
    return status;
}

static enum cs_status find_number(struct cs_customers *customers, const char *name, struct found *found,
                                  struct cs_error *err)
{
    struct cs_value row[COLUMNS];
    char *end;
    errno = 0;
    long long id = strtoll(name, &end, 10);
    if (errno || *end || end == name)
        return CS_NONE;
    enum cs_status status = cs_customer_row(customers, id, row, err);
    if (status == CS_OK)
        *found = (struct found){ cs_value_integer(&row[COLUMN_MERGED], id), 1 };
    return status;
}

enum cs_status cs_customer_find(struct cs_customers *customers, const char *name, int64_t *id,
                                struct cs_error *err)
{
    struct found found = { 0 };
    struct cs_value key = cs_text(name);
    const char *colon = strchr(name, ':');
    cs_arena_reset(&customers->arena);
    enum cs_status status = colon ? find_named(customers, name, colon, &found, err) : CS_NONE;
    if (status == CS_NONE)
        status = find_number(customers, name, &found, err);
    if (status == CS_NONE)
        status = cs_store_each(store_of(customers), &cs_customer_statements, CUSTOMERS_BY_EXTERNAL, &key,
                               count_found, &found, err);
    if (status != CS_OK)
        return status;
    if (found.count == 0)
        return cs_error_set(err, CS_NONE, _("there is no customer \"%s\""), name);
    if (found.count > 1)
        return cs_error_set(err, CS_NONE, _("%d customers are \"%s\"; write source:external-id"), found.count,
                            name);
    *id = found.id;
    return CS_OK;
}

/* ---- events ---- */

static enum cs_status find_actor(struct cs_customers *customers, struct cs_error *err)
{
    const char *name = customers->o.actor && customers->o.actor[0] ? customers->o.actor : "unknown";
    if (customers->actor_id)
        return CS_OK;
    return cs_customer_name_id(customers, ACTOR_GET, name, &customers->actor_id, err);
}

enum cs_status cs_customer_note(struct cs_customers *customers, int64_t id, const char *verb,
                                const char *field, const char *old, const char *new, struct cs_error *err)
{
    struct cs_value key = cs_integer(id), seq;
    struct cs_store *store = store_of(customers);
    enum cs_status status = find_actor(customers, err);
    if (status == CS_OK)
        status = cs_store_get(store, &cs_customer_statements, EVENT_SEQ, &key, &seq, &customers->arena, err);
    if (status != CS_OK)
        return status;
    struct cs_value in[] = { key,
                             seq,
                             cs_integer(customers->o.now),
                             cs_integer(customers->actor_id),
                             cs_text(verb),
                             cs_text(field),
                             cs_text(old),
                             cs_text(new) };
    return cs_store_do(store, &cs_customer_statements, EVENT_ADD, in, NULL, err);
}

/* A value as an event keeps it. The household is its number: the name is another's as well. */
static const char *as_text(struct cs_customers *customers, const struct cs_value *value)
{
    if (value->type == CS_INTEGER)
        return cs_arena_printf(&customers->arena, "%lld", (long long)value->integer);
    return value->type == CS_TEXT ? value->text : NULL;
}

enum cs_status cs_customer_save(struct cs_customers *customers, const struct cs_value old[COLUMNS],
                                const struct cs_value row[COLUMNS], struct cs_error *err)
{
    struct cs_value in[PLAIN_COUNT + 2];
    enum cs_status status = CS_OK;
    for (int i = 0; i < PLAIN_COUNT && status == CS_OK; i++) {
        const struct cs_value *was = &old[COLUMN_PLAIN + i], *now = &row[COLUMN_PLAIN + i];
        in[i] = *now;
        if (!cs_value_equal(was, now))
            status = cs_customer_note(customers, old[COLUMN_ID].integer, "change", plain_field(i)->name,
                                      as_text(customers, was), as_text(customers, now), err);
    }
    in[PLAIN_COUNT] = row[COLUMN_DIGEST];
    in[PLAIN_COUNT + 1] = old[COLUMN_ID];
    if (status == CS_OK)
        status = cs_store_do(store_of(customers), &cs_customer_statements, CUSTOMER_SAVE, in, NULL, err);
    return status;
}

/* ---- history ---- */

struct history {
    cs_row_fn *each;
    void *context;
    bool unmask;
    struct cs_buffer text[2];
};

enum { EVENT_FIELD = 5, EVENT_OLD = 6, EVENT_NEW = 7 };

/* Old and new hold whatever the field holds, and are masked as that is. */
static enum cs_status mask_event(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct history *history = context;
    int field = cs_record_find(&cs_customer_record, cs_value_text(&row->values[EVENT_FIELD]));
    unsigned flags = field >= 0 ? cs_customer_record.fields[field].flags & CS_MASKED : 0;
    for (int i = 0; i < 2 && flags && !history->unmask; i++) {
        struct cs_value *value = &row->values[EVENT_OLD + i];
        if (value->type != CS_TEXT)
            continue;
        cs_buffer_reset(&history->text[i]);
        cs_mask(flags, value->text, value->length, &history->text[i]);
        *value = cs_text_length(history->text[i].text, history->text[i].length);
    }
    return history->each(history->context, row, err);
}

enum cs_status cs_customer_history(struct cs_customers *customers, int64_t id, bool unmask, cs_row_fn *each,
                                   void *context, struct cs_error *err)
{
    struct history history = { each, context, unmask, { CS_BUFFER_INIT, CS_BUFFER_INIT } };
    const struct cs_value value = cs_integer(id);
    enum cs_status status =
        cs_select_of(store_of(customers), &cs_customer_event_view, NULL, &value, mask_event, &history, err);
    cs_buffer_release(&history.text[0]);
    cs_buffer_release(&history.text[1]);
    return status;
}
