/* cs-ticket check: what looks wrong in the cases of a store. */
#include "tie.h"

#define A struct check_args

const struct cs_option check_options[] = {
    CS_OPT_LIST(0, "check", A, check, N_("NAME,..."),
                N_("only these: double, times, backdated, hold, silence, photo, visit, window, again, "
                   "unproven, caller")),
    CS_OPT_TEXT(0, "project", A, project, N_("UNIT"), N_("a project, or a city or region with all below it")),
    CS_OPT_TEXT(0, "since", A, since, N_("TIME"), N_("only cases that were opened since then")),
    CS_OPT_INT('n', "limit", A, limit, N_("N"), N_("at most N records"), .min = 1, .max = INT64_MAX),
    CS_OPT_END,
};

struct listing {
    struct cs_job *job;
    int64_t left; /* records that may come out yet; 0: no limit */
    bool full;
};

/* CS_NONE ends the walk once there is enough. */
static enum cs_status emit(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct listing *listing = context;
    enum cs_status status = cs_job_emit(listing->job, row, err);
    listing->full = listing->left > 0 && --listing->left == 0;
    return status == CS_OK && listing->full ? CS_NONE : status;
}

static enum cs_status find_unit(struct cs_job *job, const char *name, int64_t *unit)
{
    *unit = 0;
    if (!name)
        return CS_OK;
    struct cs_org *org = cs_org_new(job->store);
    enum cs_status status = cs_org_find_unit(org, name, strlen(name), unit, job->err);
    cs_org_free(org);
    if (status == CS_NONE)
        return cs_error_set(job->err, CS_FAILED, _("--project: there is no unit \"%s\", or more than one"),
                            name);
    return status;
}

enum cs_status run_check(struct cs_job *job, const void *arguments)
{
    const struct check_args *args = arguments;
    struct cs_suspecting asked = { .since = CS_NO_TIME, .now = job->now, .zone = job->zone };
    struct listing listing = { .job = job, .left = args->limit };
    enum cs_status status =
        tie_words(job, "check", cs_suspicions, &args->check, &asked.checks, &asked.check_count);
    if (status == CS_OK && args->since &&
        cs_moment_parse_relative(args->since, job->zone, &asked.since, job->err) != CS_OK) {
        cs_error_prefix(job->err, "--since");
        return CS_MISUSED;
    }
    if (status == CS_OK)
        status = find_unit(job, args->project, &asked.unit_id);
    if (status == CS_OK)
        status = cs_job_output(job, &cs_suspicion_record);
    if (status == CS_OK)
        status = cs_ticket_suspect(job->store, &asked, emit, &listing, job->err);
    return status == CS_NONE && listing.full ? CS_OK : status;
}
