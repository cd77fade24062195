/* forget-again.c: people who were erased and stand in the store again, since it was brought back from an
 * older day. */
#include "customer/customer-inside.h"

#include "ticket/ticket.h"

#include <stdlib.h>

struct returned {
    struct cs_customers *customers;
    int64_t *ids;
    char **phones;
    size_t count, capacity, phone_count, phone_capacity;
};

static enum cs_status look_at_person(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct returned *returned = context;
    (void)err;
    if (!cs_suppressed_has(returned->customers->suppressed, 'x', cs_value_text(&out[1]),
                           cs_value_text(&out[2])))
        return CS_OK;
    returned->ids = cs_grow(returned->ids, &returned->capacity, returned->count + 1, sizeof *returned->ids);
    returned->ids[returned->count++] = out[0].integer;
    return CS_OK;
}

static enum cs_status look_at_phone(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct returned *returned = context;
    const char *phone = cs_value_text(&out[0]);
    (void)err;
    if (cs_is_masked(CS_PHONE, phone, strlen(phone)) ||
        !cs_suppressed_has(returned->customers->suppressed, 'p', phone, NULL))
        return CS_OK;
    returned->phones = cs_grow(returned->phones, &returned->phone_capacity, returned->phone_count + 1,
                               sizeof *returned->phones);
    returned->phones[returned->phone_count++] = cs_strdup(phone);
    return CS_OK;
}

static void release(struct returned *returned)
{
    for (size_t i = 0; i < returned->phone_count; i++)
        free(returned->phones[i]);
    free(returned->phones);
    free(returned->ids);
}

static enum cs_status find_returned(struct cs_customers *customers, struct returned *returned,
                                    struct cs_error *err)
{
    struct cs_store *store = store_of(customers);
    *returned = (struct returned){ .customers = customers };
    if (!cs_suppressed_any(customers->suppressed))
        return CS_OK;
    enum cs_status status =
        cs_store_each(store, &cs_customer_statements, CUSTOMERS_LIVING, NULL, look_at_person, returned, err);
    if (status == CS_OK)
        status = cs_store_each(store, &cs_customer_statements, PHONES_OF_CASES, NULL, look_at_phone, returned,
                               err);
    return status;
}

static enum cs_status forget_phone(struct cs_customers *customers, const char *phone, int64_t *cases,
                                   struct cs_error *err)
{
    int64_t found = 0;
    enum cs_status status =
        cs_ticket_forget(store_of(customers), 0, phone, customers->actor_id, customers->o.now, &found, err);
    *cases += found;
    return status;
}

enum cs_status cs_customer_forget_again(struct cs_customers *customers, struct cs_forgotten *forgotten,
                                        struct cs_error *err)
{
    struct returned returned;
    struct cs_forgotten one;
    *forgotten = (struct cs_forgotten){ .before = true };
    enum cs_status status = find_returned(customers, &returned, err);
    for (size_t i = 0; i < returned.count && status == CS_OK; i++) {
        status = cs_customer_forget(customers, returned.ids[i], &one, err);
        forgotten->records += one.records;
        forgotten->cases += one.cases;
    }
    if (status == CS_OK && returned.phone_count)
        status = cs_customer_name_id(customers, ACTOR_GET, customers->o.actor, &customers->actor_id, err);
    for (size_t i = 0; i < returned.phone_count && status == CS_OK; i++)
        status = forget_phone(customers, returned.phones[i], &forgotten->cases, err);
    forgotten->before = forgotten->records + forgotten->cases == 0;
    release(&returned);
    return status;
}

enum cs_status cs_customer_count_returned(struct cs_customers *customers, int64_t *people, int64_t *phones,
                                          struct cs_error *err)
{
    struct returned returned;
    enum cs_status status = find_returned(customers, &returned, err);
    *people = (int64_t)returned.count;
    *phones = (int64_t)returned.phone_count;
    release(&returned);
    return status;
}

/* ---- asking by name ---- */

struct asking {
    const struct cs_suppressed *list;
    const char *name;
    bool was;
};

static enum cs_status ask_source(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct asking *asking = context;
    const char *source = cs_value_text(&out[0]), *external = asking->name;
    size_t length = strlen(source);
    (void)err;
    if (strncmp(external, source, length) == 0 && external[length] == ':')
        external += length + 1;
    asking->was = asking->was || cs_suppressed_has(asking->list, 'x', source, external);
    return CS_OK;
}

enum cs_status cs_customer_was_forgotten(struct cs_customers *customers, const char *name, bool *was,
                                         struct cs_error *err)
{
    struct asking asking = { customers->suppressed, name, false };
    enum cs_status status = cs_store_each(store_of(customers), &cs_customer_statements, SOURCES_ALL, NULL,
                                          ask_source, &asking, err);
    *was = asking.was;
    return status;
}
