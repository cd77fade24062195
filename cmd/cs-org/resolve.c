/* cs-org resolve: which home a project and a room as written are. */
#include "cs-org.h"

#include <inttypes.h>
#include <string.h>

struct resolving {
    struct cs_job *job;
    struct cs_org *org;
    bool unresolved;
    struct cs_row out;
    int64_t found, missed;
};

static enum cs_status resolve_row(struct resolving *resolving, const struct cs_row *in, struct cs_error *err)
{
    enum cs_status status = cs_org_resolve(resolving->org, in, &resolving->out, err);
    if (status != CS_OK)
        return status;
    bool home = strcmp(cs_value_text(&resolving->out.values[CS_RESOLVE_OUTCOME]), "home") == 0;
    *(home ? &resolving->found : &resolving->missed) += 1;
    return home && resolving->unresolved ? CS_OK : cs_job_emit(resolving->job, &resolving->out, err);
}

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct resolving *resolving = context;
    (void)reader;
    cs_row_reset(&resolving->out);
    return resolve_row(resolving, row, err);
}

static enum cs_status resolve_operands(struct resolving *resolving)
{
    struct cs_job *job = resolving->job;
    struct cs_row *row = &resolving->out;
    row->values[CS_RESOLVE_PROJECT] = cs_text(job->operands.items[0]);
    row->values[CS_RESOLVE_ROOM] = cs_text(job->operands.items[1]);
    return resolve_row(resolving, row, job->err);
}

enum cs_status cs_run_resolve(struct cs_job *job, const void *args)
{
    const struct cs_resolve_args *resolve = args;
    struct resolving resolving = { .job = job,
                                   .org = cs_org_new(job->store),
                                   .unresolved = resolve->unresolved };
    struct cs_intake intake = { .record = &cs_org_resolve_record,
                                .take = take,
                                .context = &resolving,
                                .no_transaction = true,
                                .no_summary = true };
    cs_row_init(&resolving.out, &cs_org_resolve_record);
    enum cs_status status = cs_job_output(job, &cs_org_resolve_record);
    if (status == CS_OK && job->operands.count == 2) {
        status = resolve_operands(&resolving);
    } else if (status == CS_OK) {
        status = cs_job_intake(job, &intake);
        if (status == CS_OK || status == CS_REFUSED)
            cs_job_say(job, _("found %" PRId64 " homes, missed %" PRId64), resolving.found, resolving.missed);
    }
    cs_row_release(&resolving.out);
    cs_org_free(resolving.org);
    return status;
}
