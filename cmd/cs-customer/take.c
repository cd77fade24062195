/* cs-customer import, role import. */
#include "cs-customer.h"

#include <inttypes.h>

enum cs_status cs_desk_open(struct cs_job *job, struct desk *desk)
{
    *desk = (struct desk){ .org = cs_org_new(job->store) };
    const struct cs_customers_options options = {
        .store = job->store, .org = desk->org, .now = job->now, .actor = job->actor
    };
    return cs_customers_new(&options, &desk->customers, job->err);
}

void cs_desk_close(struct desk *desk)
{
    cs_customers_free(desk->customers);
    cs_org_free(desk->org);
}

enum cs_status cs_desk_find(struct cs_job *job, struct desk *desk, const char *name, int64_t *id)
{
    enum cs_status status = cs_customer_find(desk->customers, name, id, job->err);
    return status == CS_NONE ? CS_FAILED : status;
}

struct importing {
    struct desk desk;
    struct cs_intake *intake;
    const char *source;
    int64_t erased;
};

static bool has_field(const void *reader, int field)
{
    return cs_reader_has(reader, field);
}

static void count(struct importing *importing, enum cs_customer_change change)
{
    switch (change) {
    case CS_CUSTOMER_INSERTED:
        importing->intake->inserted++;
        break;
    case CS_CUSTOMER_UPDATED:
        importing->intake->updated++;
        break;
    case CS_CUSTOMER_UNCHANGED:
        importing->intake->unchanged++;
        break;
    case CS_CUSTOMER_ERASED:
        importing->erased++;
        break;
    }
}

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct importing *importing = context;
    enum cs_customer_change change;
    enum cs_status status =
        cs_customer_take(importing->desk.customers, row, importing->source, has_field, reader, &change, err);
    if (status == CS_OK)
        count(importing, change);
    return status;
}

static enum cs_status take_role(void *context, const struct cs_row *row, const struct cs_reader *reader,
                                struct cs_error *err)
{
    struct importing *importing = context;
    enum cs_customer_change change;
    (void)reader;
    enum cs_status status = cs_home_role_take(importing->desk.customers, row, &change, err);
    if (status == CS_OK)
        count(importing, change);
    return status;
}

static enum cs_status import(struct cs_job *job, struct importing *importing, struct cs_intake *intake)
{
    importing->intake = intake;
    intake->context = importing;
    enum cs_status status = cs_desk_open(job, &importing->desk);
    if (status == CS_OK)
        status = cs_job_intake(job, intake);
    if ((status == CS_OK || status == CS_REFUSED) && importing->erased)
        cs_job_say(job, _("%" PRId64 " records of people who were erased were left out"), importing->erased);
    cs_desk_close(&importing->desk);
    return status;
}

enum cs_status cs_run_import(struct cs_job *job, const void *args)
{
    const struct cs_import_args *wish = args;
    struct importing importing = { .source = wish->source };
    struct cs_intake intake = { .record = &cs_customer_record, .take = take };
    return import(job, &importing, &intake);
}

enum cs_status cs_run_role_import(struct cs_job *job, const void *args)
{
    struct importing importing = { .erased = 0 };
    struct cs_intake intake = { .record = &cs_home_role_record, .take = take_role };
    (void)args;
    return import(job, &importing, &intake);
}
