/* cs-notify digest: waiting messages of a person become one. */
#include "cs-notify.h"

#include "notify/plan.h"
#include "org/org.h"

#include <inttypes.h>

/* Hours are the store's: its zone, not the viewer's. */
static enum cs_status store_zone(struct cs_job *job, const struct cs_zone **zone)
{
    const char *name = cs_store_setting(job->store, "timezone");
    return cs_zone_find(name ? name : "Asia/Shanghai", zone, job->err);
}

enum cs_status make_digests(struct cs_job *job, int64_t staff, bool dry, cs_row_fn *each, void *context)
{
    struct cs_notify_plan *plan = NULL;
    const struct cs_zone *zone;
    enum cs_status status = store_zone(job, &zone);
    if (status == CS_OK)
        status = cs_notify_plan_new(job->store, zone, &plan, job->err);
    if (!dry)
        cs_job_saving();
    if (status == CS_OK)
        status = cs_notify_gather(job->store, plan, job->now, staff, dry, each, context, job->err);
    cs_notify_plan_free(plan);
    return status;
}

static enum cs_status find_staff(struct cs_job *job, const char *name, int64_t *id)
{
    struct cs_org *org = cs_org_new(job->store);
    enum cs_status status = cs_org_find_staff(org, name, strlen(name), id, job->err);
    if (status == CS_NONE)
        status = cs_error_set(job->err, CS_FAILED, _("there is no member of staff \"%s\""), name);
    cs_org_free(org);
    return status;
}

struct making {
    struct cs_job *job;
    int64_t digests, messages;
};

static enum cs_status put(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct making *making = context;
    if (!making->job->common.dry_run)
        cs_job_saved(making->job);
    making->digests++;
    making->messages += row->values[cs_record_find(row->record, "messages")].integer;
    return cs_job_emit(making->job, row, err);
}

enum cs_status run_digest(struct cs_job *job, const void *args)
{
    const struct digest_args *digest = args;
    struct making making = { .job = job };
    int64_t staff = 0;
    enum cs_status status = digest->staff ? find_staff(job, digest->staff, &staff) : CS_OK;
    if (status == CS_OK)
        status = cs_job_output(job, &cs_digest_record);
    if (status == CS_OK)
        status = make_digests(job, staff, job->common.dry_run, put, &making);
    if (status == CS_OK)
        cs_job_say(job, _("made %" PRId64 " digests of %" PRId64 " messages"), making.digests,
                   making.messages);
    return status;
}
