/* cs-db init: a new store with its settings and the shipped defaults, whole or not at all. */
#include "cs-db.h"

#include <ctype.h>
#include <string.h>

static enum cs_status check_currency(const char *currency, struct cs_error *err)
{
    size_t length = strlen(currency);
    for (size_t i = 0; i < length; i++)
        if (!isupper((unsigned char)currency[i]))
            length = 0;
    if (length != 3)
        return cs_error_set(err, CS_MISUSED, _("--currency: a code of three capitals like CNY, not \"%s\""),
                            currency);
    return CS_OK;
}

/* Before the store appears in its place: a store without its settings and defaults is none. */
static enum cs_status fill(struct cs_job *job)
{
    const struct cs_init_args *init = job->args;
    const char *const settings[][2] = { { "timezone", init->timezone },
                                        { "language", init->language },
                                        { "currency", init->currency } };
    enum cs_status status = cs_store_begin(job->store, true, job->err);
    if (status != CS_OK)
        return status;
    for (size_t i = 0; i < sizeof settings / sizeof *settings && status == CS_OK; i++)
        status = cs_store_set(job->store, settings[i][0], settings[i][1], job->err);
    if (status == CS_OK && !init->bare)
        status = cs_load_defaults(job);
    if (status == CS_OK)
        return cs_store_commit(job->store, job->err);
    cs_store_rollback(job->store);
    return status;
}

enum cs_status cs_run_init(struct cs_job *job, const void *args)
{
    const struct cs_init_args *init = args;
    enum cs_status status = check_currency(init->currency, job->err);
    if (status == CS_OK && cs_zone_find(init->timezone, &job->zone, job->err) != CS_OK)
        status = CS_MISUSED;
    job->fill = fill;
    job->args = args;
    if (status == CS_OK)
        status = cs_job_open_store(job, CS_STORE_CREATE);
    if (status == CS_OK)
        cs_job_say(job, _("made the store %s"), cs_store_name(job->store));
    return status;
}
