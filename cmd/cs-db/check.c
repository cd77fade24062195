/* cs-db check: is the store whole, does it fit this program, does the log still give the rows? */
#include "cs-db.h"

#include "escalation/escalation.h"
#include "program/rooms.h"
#include "ticket/ticket.h"

#include <inttypes.h>

static enum cs_status check_statements(struct cs_job *job)
{
    for (size_t i = 0; cs_all_statements[i]; i++)
        for (size_t j = 0; j < cs_all_statements[i]->count; j++) {
            struct cs_error why = CS_ERROR_INIT;
            if (cs_store_prepare(job->store, cs_all_statements[i], (int)j, &why) != CS_OK)
                cs_diag_say(&job->diag, CS_ERROR, NULL, "%s %zu: %s", cs_all_statements[i]->room, j,
                            why.text);
        }
    return CS_OK;
}

static enum cs_status stop(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    (void)row;
    (void)err;
    return CS_OK;
}

/* Every field of every view is asked for once: a column that the schema lacks is told. */
static enum cs_status check_views(struct cs_job *job)
{
    for (size_t i = 0; cs_all_views[i]; i++) {
        struct cs_error why = CS_ERROR_INIT;
        struct cs_select select = { .view = cs_all_views[i], .limit = 1 };
        if (cs_select_each(job->store, &select, stop, NULL, &why) != CS_OK)
            cs_diag_say(&job->diag, CS_ERROR, NULL, "%s: %s", cs_all_views[i]->record->name, why.text);
    }
    return CS_OK;
}

/* A store that was brought back by hand holds again who was erased since. */
static enum cs_status check_erased(struct cs_job *job)
{
    const struct cs_customers_options options = { .store = job->store, .now = job->now };
    struct cs_customers *customers = NULL;
    int64_t returned = 0, phones = 0;
    enum cs_status status = cs_customers_new(&options, &customers, job->err);
    if (status == CS_OK)
        status = cs_customer_count_returned(customers, &returned, &phones, job->err);
    if (returned)
        cs_diag_say(&job->diag, CS_ERROR, NULL,
                    _("%" PRId64 " records of people who were erased are back; say `cs-db forget --again`"),
                    returned);
    cs_customers_free(customers);
    return status;
}

enum cs_status cs_run_check(struct cs_job *job, const void *args)
{
    (void)args;
    enum cs_status status = cs_job_open_store(job, CS_STORE_ANY);
    if (status == CS_OK)
        status = cs_store_check_integrity(job->store, &job->diag, job->err);
    if (status == CS_OK)
        status = check_statements(job);
    if (status == CS_OK)
        status = check_views(job);
    if (status == CS_OK)
        status = cs_ticket_check_replay(job->store, &job->diag, job->err);
    if (status == CS_OK)
        status = cs_escalation_check(job->store, &job->diag, job->err);
    if (status == CS_OK)
        status = cs_audit_check(job->store, &job->diag, job->err);
    if (status == CS_OK)
        status = check_erased(job);
    if (status != CS_OK)
        return status;
    if (job->diag.errors)
        return cs_error_set(job->err, CS_FAILED,
                            ngettext("%zu fault was found", "%zu faults were found", job->diag.errors),
                            job->diag.errors);
    cs_job_say(job, _("%s is sound"), cs_store_name(job->store));
    return CS_OK;
}
