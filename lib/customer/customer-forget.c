/* customer-forget.c: the erasure of a person. */
#include "customer/customer-inside.h"

#include "ticket/ticket.h"

#include <stdio.h>
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
    enum cs_status status = cs_suppressed_add(customers->suppressed, 'x', cs_value_text(&row[COLUMN_SOURCE]),
                                              cs_value_text(&row[COLUMN_EXTERNAL]), err);
    for (int field = CS_CUSTOMER_PHONE; field <= CS_CUSTOMER_IDENTITY && status == CS_OK; field++) {
        const struct cs_value *value = &row[COLUMN_PLAIN + field - PLAIN_FIRST];
        unsigned flags = cs_customer_record.fields[field].flags & CS_MASKED;
        if (value->type == CS_TEXT && !cs_is_masked(flags, value->text, value->length))
            status =
                cs_suppressed_add(customers->suppressed, cs_suppressed_sort(flags), value->text, NULL, err);
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

/* A number of the person's: of its phones the digits, where they are enough to be somebody's. */
static const char *number_of(struct cs_customers *customers, const struct cs_value *row, int field)
{
    const struct cs_value *value = &row[COLUMN_PLAIN + field - PLAIN_FIRST];
    unsigned flags = cs_customer_record.fields[field].flags & CS_MASKED;
    if (value->type != CS_TEXT || cs_is_masked(flags, value->text, value->length))
        return NULL;
    if (!(flags & CS_PHONE))
        return value->text;
    struct cs_buffer digits = CS_BUFFER_INIT;
    cs_phone_digits(&digits, value->text);
    const char *number = digits.length >= 7 ? cs_arena_strdup(&customers->arena, digits.text) : value->text;
    cs_buffer_release(&digits);
    return number;
}

static enum cs_status forget_cases_of(struct cs_customers *customers, int64_t id, const char *number,
                                      int64_t *cases, struct cs_error *err)
{
    int64_t found = 0;
    enum cs_status status = cs_ticket_forget_files(store_of(customers), id, number, say_file, customers, err);
    if (status == CS_OK)
        status = cs_ticket_forget(store_of(customers), id, number, customers->actor_id, customers->o.now,
                                  &found, err);
    *cases += found;
    return status;
}

/* The person's cases: those that name the record, and those that bear its phones or mail address. */
static enum cs_status forget_cases(struct cs_customers *customers, const struct cs_value *row, int64_t *cases,
                                   struct cs_error *err)
{
    static const int fields[] = { CS_CUSTOMER_PHONE, CS_CUSTOMER_PHONE2, CS_CUSTOMER_EMAIL };
    enum cs_status status = forget_cases_of(customers, row[COLUMN_ID].integer, NULL, cases, err);
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == CS_OK; i++) {
        const char *number = number_of(customers, row, fields[i]);
        if (number)
            status = forget_cases_of(customers, 0, number, cases, err);
    }
    return status;
}

/* ---- what others' words hold ---- */

/* An external id that is the person's own number is taken away; the list of hashes knows it. */
static enum cs_status unname(struct cs_customers *customers, const struct cs_value *row, struct cs_error *err)
{
    const struct cs_traces *traces = &customers->traces;
    const char *external = cs_value_text(&row[COLUMN_EXTERNAL]);
    char name[40];
    bool tells = false;
    for (size_t i = 0; i < traces->number_count && !tells; i++)
        tells = strstr(external, traces->numbers[i]) != NULL;
    for (size_t i = 0; i < traces->name_count && !tells; i++)
        tells = strstr(external, traces->names[i]) != NULL;
    if (!tells)
        return CS_OK;
    snprintf(name, sizeof name, "erased-%lld", (long long)row[COLUMN_ID].integer);
    const struct cs_value in[] = { row[COLUMN_ID], cs_text(name) };
    return cs_store_do(store_of(customers), &cs_customer_statements, CUSTOMER_UNNAME, in, NULL, err);
}

/* Names are taken out of the person's own cases, where no other bears them; numbers out of all. */
static enum cs_status scrub_names(struct cs_customers *customers, int64_t id, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < customers->traces.name_count && status == CS_OK; i++)
        status = cs_ticket_scrub(store_of(customers), customers->traces.names[i], id, err);
    return status;
}

static enum cs_status scrub_numbers(struct cs_customers *customers, struct cs_error *err)
{
    struct cs_store *store = store_of(customers);
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < customers->traces.number_count && status == CS_OK; i++) {
        const char *number = customers->traces.numbers[i];
        char *stars = cs_arena_strdup(&customers->arena, number);
        memset(stars, '*', strlen(stars));
        const struct cs_value in[] = { cs_text(number), cs_text(stars) };
        status = cs_ticket_scrub(store, number, 0, err);
        if (status == CS_OK)
            status = cs_store_do(store, &cs_customer_statements, EVENT_SCRUB, in, NULL, err);
        if (status == CS_OK)
            status = cs_store_do(store, &cs_customer_statements, CUSTOMER_SCRUB, in, NULL, err);
    }
    return status;
}

/* ---- all ---- */

/* One record. Cases are gone through even where the record was erased before: some may have come since. */
static enum cs_status forget_record(struct cs_customers *customers, int64_t id,
                                    struct cs_forgotten *forgotten, struct cs_error *err)
{
    struct cs_value row[COLUMNS];
    enum cs_status status = cs_customer_row(customers, id, row, err);
    if (status == CS_OK && row[COLUMN_ERASED].type == CS_NULL) {
        status = note(customers, row, err);
        if (status == CS_OK)
            status = scrub_names(customers, id, err);
        if (status == CS_OK)
            status = unname(customers, row, err);
        if (status == CS_OK)
            status = blank(customers, row, err);
        forgotten->records++;
        forgotten->before = false;
    }
    return status == CS_OK ? forget_cases(customers, row, &forgotten->cases, err) : status;
}

/* What the person was called before counts as well. */
static enum cs_status learn_old(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_customers *customers = context;
    int field = cs_record_find(&cs_customer_record, cs_value_text(&out[0]));
    (void)err;
    for (int i = 1; i <= 2 && field >= 0; i++)
        cs_traces_add_text(&customers->traces, field, &out[i]);
    return CS_OK;
}

static enum cs_status learn(struct cs_customers *customers, int64_t id, struct cs_error *err)
{
    struct cs_value row[COLUMNS];
    enum cs_status status = cs_customer_row(customers, id, row, err);
    if (status != CS_OK || row[COLUMN_ERASED].type != CS_NULL)
        return status;
    cs_traces_add(&customers->traces, row);
    return cs_store_each(store_of(customers), &cs_customer_statements, EVENT_TRACES, &row[COLUMN_ID],
                         learn_old, customers, err);
}

static enum cs_status find_self(struct cs_customers *customers, struct cs_error *err)
{
    const char *actor = customers->o.actor && customers->o.actor[0] ? customers->o.actor : "unknown";
    return cs_customer_name_id(customers, ACTOR_GET, actor, &customers->actor_id, err);
}

enum cs_status cs_customer_forget(struct cs_customers *customers, int64_t id, struct cs_forgotten *forgotten,
                                  struct cs_error *err)
{
    struct person person = { .customers = customers };
    struct cs_value key = cs_integer(id);
    *forgotten = (struct cs_forgotten){ .before = true };
    cs_arena_reset(&customers->arena);
    enum cs_status status = cs_store_each(store_of(customers), &cs_customer_statements, CUSTOMERS_OF_PERSON,
                                          &key, keep_id, &person, err);
    if (status == CS_OK)
        status = find_self(customers, err);
    for (size_t i = 0; i < person.count && status == CS_OK; i++)
        status = learn(customers, person.ids[i], err);
    for (size_t i = 0; i < person.count && status == CS_OK; i++)
        status = forget_record(customers, person.ids[i], forgotten, err);
    if (status == CS_OK && !forgotten->before)
        status = scrub_numbers(customers, err);
    free(person.ids);
    return status;
}

enum cs_status cs_customer_forget_save(struct cs_customers *customers, struct cs_error *err)
{
    return cs_suppressed_save(customers->suppressed, err);
}
