/* cs-ticket mine: the day's work of one person. */
#include "tie.h"

#define A struct mine_args

const struct cs_option mine_options[] = {
    CS_OPT_TEXT(0, "owner", A, owner, N_("NAME"), N_("whose cases: name or code; otherwise your own")),
    CS_OPT_FLAG(0, "late", A, late, N_("only what is late")),
    CS_OPT_INT('n', "limit", A, limit, N_("N"), N_("at most N records"), .min = 1, .max = INT64_MAX),
    CS_OPT_END,
};

struct listing {
    struct cs_job *job;
    const struct mine_args *args;
    int late;
    int64_t shown;
};

static enum cs_status emit(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct listing *listing = context;
    bool late = cs_value_integer(&row->values[listing->late], 0) != 0;
    if (listing->args->late && !late)
        return CS_OK;
    if (listing->args->limit && listing->shown >= listing->args->limit)
        return CS_NONE; /* enough */
    listing->shown++;
    return cs_job_emit(listing->job, row, err);
}

enum cs_status run_mine(struct cs_job *job, const void *arguments)
{
    const struct mine_args *args = arguments;
    const char *name = args->owner ? args->owner : job->actor;
    struct listing listing = { .job = job, .args = args };
    const char *zone_name = cs_store_setting(job->store, "timezone");
    const struct cs_zone *zone = job->zone;
    struct cs_mine asked = { .name = name, .now = job->now };
    if (job->operands.count)
        return cs_error_set(job->err, CS_MISUSED, _("mine takes no operand; whose cases says --owner NAME"));
    listing.late = cs_record_find(&cs_mine_record, "late");
    struct cs_org *org = cs_org_new(job->store);
    enum cs_status status = cs_org_find_staff(org, name, strlen(name), &asked.staff_id, job->err);
    cs_org_free(org);
    if (status == CS_NONE)
        status = CS_OK; /* a name that cases bear, though no member of staff does */
    if (status == CS_OK && zone_name)
        status = cs_zone_find(zone_name, &zone, job->err);
    asked.day = cs_zone_day(zone, job->now);
    if (status == CS_OK)
        status = cs_job_output(job, &cs_mine_record);
    if (status == CS_OK)
        status = cs_ticket_mine(job->store, &asked, emit, &listing, job->err);
    if (status == CS_NONE)
        status = CS_OK;
    if (status == CS_OK && listing.shown == 0 && !asked.staff_id)
        cs_job_say(job, _("%s is no member of staff, and no case is assigned to that name"), name);
    return status;
}
