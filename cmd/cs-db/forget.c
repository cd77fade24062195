/* cs-db forget: the erasure of people, by the privacy law. */
#include "cs-db.h"

#include "customer/customer.h"

#include <inttypes.h>

struct forgetting {
    struct cs_org *org;
    struct cs_customers *customers;
    struct cs_buffer subjects; /* ids for the audit log */
    int64_t people, cases;
};

static enum cs_status forget_one(struct cs_job *job, struct forgetting *forgetting, const char *name)
{
    struct cs_forgotten forgotten;
    int64_t id;
    enum cs_status status = cs_customer_find(forgetting->customers, name, &id, job->err);
    if (status == CS_NONE)
        return CS_FAILED;
    if (status == CS_OK)
        status = cs_customer_forget(forgetting->customers, id, &forgotten, job->err);
    if (status != CS_OK)
        return status == CS_REFUSED ? CS_FAILED : status;
    forgetting->people += !forgotten.before;
    forgetting->cases += forgotten.cases;
    cs_buffer_printf(&forgetting->subjects, " %" PRId64, id);
    if (forgotten.before && !forgotten.cases)
        cs_job_say(job, _("%s was erased before"), name);
    return CS_OK;
}

/* The log names ids and the reason, no person. */
static enum cs_status forget_all(struct cs_job *job, struct forgetting *forgetting, const char *reason)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < job->operands.count && status == CS_OK; i++)
        status = forget_one(job, forgetting, job->operands.items[i]);
    if (status == CS_OK) {
        struct cs_buffer subject = CS_BUFFER_INIT;
        cs_buffer_printf(&subject, "cs-db forget%s (%s)", forgetting->subjects.text, reason);
        status = cs_job_audit(job, "erase", subject.text, forgetting->people);
        cs_buffer_release(&subject);
    }
    if (status == CS_OK && !job->common.dry_run)
        status = cs_customer_forget_save(forgetting->customers, job->err);
    return status;
}

static enum cs_status begin(struct cs_job *job, struct forgetting *forgetting)
{
    *forgetting = (struct forgetting){ .org = cs_org_new(job->store), .subjects = CS_BUFFER_INIT };
    const struct cs_customers_options options = {
        .store = job->store, .org = forgetting->org, .now = job->now, .actor = job->actor, .diag = &job->diag
    };
    enum cs_status status = cs_customers_new(&options, &forgetting->customers, job->err);
    return status == CS_OK ? cs_store_begin(job->store, false, job->err) : status;
}

enum cs_status cs_run_forget(struct cs_job *job, const void *args)
{
    const struct cs_forget_args *forget = args;
    struct forgetting forgetting = { NULL };
    if (job->operands.count == 0)
        return cs_error_set(job->err, CS_MISUSED, _("say whom: id, external id or source:external-id"));
    enum cs_status status = cs_job_confirm(job, _("Erase these people for good?"));
    if (status != CS_OK)
        return status;
    status = begin(job, &forgetting);
    if (status == CS_OK) {
        status = forget_all(job, &forgetting, forget->reason);
        if (status == CS_OK)
            status = cs_job_commit(job);
        else
            cs_store_rollback(job->store);
    }
    /* Blanked pages stay in the file until it is written anew. */
    if (status == CS_OK && !job->common.dry_run && forgetting.people + forgetting.cases)
        status = cs_store_vacuum(job->store, job->err);
    if (status == CS_OK)
        cs_job_say(job, _("people erased: %" PRId64 "; cases blanked: %" PRId64), forgetting.people,
                   forgetting.cases);
    cs_buffer_release(&forgetting.subjects);
    cs_customers_free(forgetting.customers);
    cs_org_free(forgetting.org);
    return status;
}
