/* cs-customer merge, consent give, consent withdraw. */
#include "cs-customer.h"

#include <inttypes.h>
#include <string.h>

/* ---- merge ---- */

static enum cs_status merge_all(struct cs_job *job, struct desk *desk)
{
    int64_t survivor = 0;
    enum cs_status status = cs_desk_find(job, desk, job->operands.items[0], &survivor);
    for (size_t i = 1; i < job->operands.count && status == CS_OK; i++) {
        int64_t loser;
        status = cs_desk_find(job, desk, job->operands.items[i], &loser);
        if (status == CS_OK)
            status = cs_customer_merge(desk->customers, survivor, loser, job->err);
        if (status == CS_REFUSED) {
            cs_error_prefix(job->err, "%s", job->operands.items[i]);
            status = CS_FAILED;
        }
    }
    return status;
}

enum cs_status cs_run_merge(struct cs_job *job, const void *args)
{
    struct desk desk = { NULL };
    (void)args;
    if (job->operands.count < 2)
        return cs_error_set(job->err, CS_MISUSED,
                            _("say which customer stays, and which are merged into it"));
    enum cs_status status = cs_job_confirm(job, _("Merge these customers for good?"));
    if (status == CS_OK)
        status = cs_desk_open(job, &desk);
    if (status == CS_OK)
        status = cs_store_begin(job->store, false, job->err);
    if (status == CS_OK) {
        status = merge_all(job, &desk);
        if (status == CS_OK)
            status = cs_job_commit(job);
        else
            cs_store_rollback(job->store);
    }
    if (status == CS_OK)
        cs_job_say(job, _("merged %zu into %s"), job->operands.count - 1, job->operands.items[0]);
    cs_desk_close(&desk);
    return status;
}

/* ---- consent ---- */

static enum cs_status write_all(struct cs_job *job, struct desk *desk, const struct cs_consent *consent)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < job->operands.count && status == CS_OK; i++) {
        int64_t id;
        status = cs_desk_find(job, desk, job->operands.items[i], &id);
        if (status == CS_OK)
            status = cs_customer_consent(desk->customers, id, consent, job->err);
        if (status == CS_REFUSED) {
            cs_error_prefix(job->err, "%s", job->operands.items[i]);
            status = CS_FAILED;
        }
    }
    return status;
}

enum cs_status cs_run_consent(struct cs_job *job, const void *args)
{
    const struct cs_consent_args *wish = args;
    struct cs_consent consent = { .purpose = wish->purpose,
                                  .ground = wish->ground ? wish->ground : "consent",
                                  .channel = wish->channel,
                                  .version = wish->version,
                                  .given = strcmp(job->command->name, "consent give") == 0,
                                  .at = job->happened_at };
    struct desk desk = { NULL };
    if (job->operands.count == 0)
        return cs_error_set(job->err, CS_MISUSED,
                            _("say which customer: id, external id or source:external-id"));
    if (!wish->purpose)
        return cs_error_set(job->err, CS_MISUSED, _("--purpose: say what for"));
    enum cs_status status = cs_desk_open(job, &desk);
    if (status == CS_OK)
        status = cs_store_begin(job->store, false, job->err);
    if (status == CS_OK) {
        status = write_all(job, &desk, &consent);
        if (status == CS_OK)
            status = cs_job_commit(job);
        else
            cs_store_rollback(job->store);
    }
    cs_desk_close(&desk);
    return status;
}
