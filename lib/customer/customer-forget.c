/* customer-forget.c: the erasure of a person. */
#include "customer/customer-inside.h"

#include "ticket/ticket.h"

#include <stdlib.h>

/* The records of one person: the survivor and its other names. */
struct person {
    struct cs_customers *customers;
    int64_t *ids;
    size_t count, capacity;
};

static enum cs_status keep_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct person *person = context;
    (void)err;
    person->ids = cs_grow(person->ids, &person->capacity, person->count + 1, sizeof *person->ids);
    person->ids[person->count++] = out[0].integer;
    return CS_OK;
}

/* What would bring the person back is remembered as hashes. A mask is nobody's. */
static enum cs_status note(struct cs_customers *customers, const struct cs_value *row, struct cs_error *err)
{
    static const int phones[] = { CS_CUSTOMER_PHONE, CS_CUSTOMER_PHONE2 };
    enum cs_status status = cs_suppressed_add(customers->suppressed, 'x', cs_value_text(&row[COLUMN_SOURCE]),
                                              cs_value_text(&row[COLUMN_EXTERNAL]), err);
    for (size_t i = 0; i < sizeof phones / sizeof *phones && status == CS_OK; i++) {
        const struct cs_value *phone = &row[COLUMN_PLAIN + phones[i] - PLAIN_FIRST];
        if (phone->type == CS_TEXT && !cs_is_masked(CS_PHONE, phone->text, phone->length))
            status = cs_suppressed_add(customers->suppressed, 'p', phone->text, NULL, err);
    }
    return status;
}

static enum cs_status blank(struct cs_customers *customers, const struct cs_value *row, struct cs_error *err)
{
    struct cs_store *store = store_of(customers);
    int64_t id = row[COLUMN_ID].integer;
    struct cs_value in[] = { cs_integer(id), cs_integer(customers->o.now) };
    const struct cs_value *household = &row[COLUMN_PLAIN + CS_CUSTOMER_HOUSEHOLD - PLAIN_FIRST];
    enum cs_status status = cs_store_do(store, &cs_customer_statements, CUSTOMER_BLANK, in, NULL, err);
    if (status == CS_OK)
        status = cs_store_do(store, &cs_customer_statements, EVENT_BLANK, in, NULL, err);
    if (status == CS_OK && household->type != CS_NULL)
        status = cs_store_do(store, &cs_customer_statements, HOUSEHOLD_BLANK, household, NULL, err);
    if (status == CS_OK)
        status = cs_store_do(store, &cs_customer_statements, MESSAGE_DROP, in, NULL, err);
    if (status == CS_OK)
        status = cs_customer_note(customers, id, "erase", NULL, NULL, NULL, err);
    return status;
}

static enum cs_status say_file(void *context, const struct cs_value *out, struct cs_error *err)
{
    const struct cs_customers *customers = context;
    (void)err;
    if (customers->o.diag)
        cs_diag_say(customers->o.diag, CS_WARNING, NULL,
                    _("case %lld: delete %s where it lies, too: the store only knew where"),
                    (long long)out[0].integer, cs_value_text(&out[1]));
    return CS_OK;
}

/* The person's cases: those that name the record, and those that its phones reported. */
static enum cs_status forget_cases(struct cs_customers *customers, const struct cs_value *row, int64_t *cases,
                                   struct cs_error *err)
{
    static const int phones[] = { CS_CUSTOMER_PHONE, CS_CUSTOMER_PHONE2 };
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof phones / sizeof *phones && status == CS_OK; i++) {
        const struct cs_value *phone = &row[COLUMN_PLAIN + phones[i] - PLAIN_FIRST];
        bool known = phone->type == CS_TEXT && !cs_is_masked(CS_PHONE, phone->text, phone->length);
        int64_t found = 0, id = i == 0 ? row[COLUMN_ID].integer : 0;
        const char *number = known ? phone->text : NULL;
        if (i > 0 && !known)
            continue;
        status = cs_ticket_forget_files(store_of(customers), id, number, say_file, customers, err);
        if (status == CS_OK)
            status = cs_ticket_forget(store_of(customers), id, number, customers->actor_id, customers->o.now,
                                      &found, err);
        *cases += found;
    }
    return status;
}

/* One record. Cases are gone through even where the record was erased before: some may have come since. */
static enum cs_status forget_record(struct cs_customers *customers, int64_t id,
                                    struct cs_forgotten *forgotten, struct cs_error *err)
{
    struct cs_value row[COLUMNS];
    enum cs_status status = cs_customer_row(customers, id, row, err);
    if (status != CS_OK)
        return status;
    if (row[COLUMN_ERASED].type == CS_NULL) {
        status = note(customers, row, err);
        if (status == CS_OK)
            status = blank(customers, row, err);
        forgotten->records++;
        forgotten->before = false;
    }
    return status == CS_OK ? forget_cases(customers, row, &forgotten->cases, err) : status;
}

enum cs_status cs_customer_forget(struct cs_customers *customers, int64_t id, struct cs_forgotten *forgotten,
                                  struct cs_error *err)
{
    struct person person = { .customers = customers };
    struct cs_value key = cs_integer(id);
    const char *actor = customers->o.actor && customers->o.actor[0] ? customers->o.actor : "unknown";
    *forgotten = (struct cs_forgotten){ .before = true };
    cs_arena_reset(&customers->arena);
    enum cs_status status = cs_store_each(store_of(customers), &cs_customer_statements, CUSTOMERS_OF_PERSON,
                                          &key, keep_id, &person, err);
    if (status == CS_OK)
        status = cs_customer_name_id(customers, ACTOR_GET, actor, &customers->actor_id, err);
    for (size_t i = 0; i < person.count && status == CS_OK; i++)
        status = forget_record(customers, person.ids[i], forgotten, err);
    free(person.ids);
    return status;
}

enum cs_status cs_customer_forget_save(struct cs_customers *customers, struct cs_error *err)
{
    return cs_suppressed_save(customers->suppressed, err);
}
