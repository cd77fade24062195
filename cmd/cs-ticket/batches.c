/* cs-ticket batches and import --revert: what came in, and taking it back. */
#include "cs-ticket.h"

#include "ticket/mend.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

const struct cs_option batches_options[] = {
    CS_OPT_SHARED(cs_list_options, struct batches_args, list),
    CS_OPT_FIELDS(&cs_batch_record, CS_FIELDS_FILTERS, struct batches_args, list.filters),
    CS_OPT_END,
};

enum cs_status run_batches(struct cs_job *job, const void *arguments)
{
    const struct batches_args *args = arguments;
    return cs_job_list(job, &cs_batch_view, &args->list, NULL, 0, NULL, 0);
}

static void say_reverted(struct cs_job *job, const struct cs_ticket_revert *revert)
{
    cs_job_say(job,
               _("import %" PRId64 " taken back: %" PRId64 " cases voided, %" PRId64
                 " put back as they were, %" PRId64 " left as they were worked on"),
               revert->batch, revert->cancelled, revert->restored, revert->worked);
}

enum cs_status run_revert(struct cs_job *job, const struct import_args *args)
{
    struct cs_ticket_revert revert = { .batch = args->revert, .skip_worked = args->skip_worked };
    struct desk desk = { .tickets = NULL };
    job->common.yes = args->yes;
    if (job->operands.count > 0)
        return cs_error_set(job->err, CS_MISUSED, _("--revert takes an import back and reads no file"));
    enum cs_status status = cs_job_confirm(job, _("Take this import back?"));
    if (status == CS_OK)
        status = desk_open(job, false, &desk);
    bool begun = status == CS_OK && (status = cs_store_begin(job->store, false, job->err)) == CS_OK;
    if (begun)
        status = cs_ticket_revert(desk.tickets, &revert, job->err);
    if (begun && status == CS_OK)
        status = cs_job_commit(job);
    else if (begun)
        cs_store_rollback(job->store);
    if (status == CS_OK)
        say_reverted(job, &revert);
    if (desk.escalation)
        cs_escalation_say_provisional(desk.escalation);
    desk_close(&desk);
    return status == CS_REFUSED ? CS_FAILED : status;
}

/* ---- import --snapshot ---- */

enum cs_status end_snapshot(struct cs_job *job, struct cs_tickets *tickets,
                            const struct cs_ticket_intake *intake, int64_t refused, bool sure)
{
    struct cs_snapshot_result result = { .gone = 0 };
    if (!intake->snapshot)
        return CS_OK;
    if (refused > 0) {
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%" PRId64 " records were refused: what is gone is not judged before they are mended"),
                    refused);
        return CS_OK;
    }
    enum cs_status status = cs_ticket_snapshot_end(tickets, intake, sure, &result, job->err);
    if (status != CS_OK)
        return status == CS_REFUSED ? CS_FAILED : status;
    if (result.gone)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%" PRId64 " of %" PRId64 " open cases are not in the file, %" PRId64
                      " of them new; see cs-ticket list --anomalies gone"),
                    result.gone, result.open, result.fresh);
    if (result.void_upstream)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%" PRId64
                      " cases are void at their source and open here; see cs-ticket list --anomalies "
                      "void_upstream"),
                    result.void_upstream);
    return CS_OK;
}

/* ---- resolve ---- */

struct resolving {
    struct desk desk;
    struct cs_resolved counts;
};

static enum cs_status resolve_one(void *context, int64_t id, struct cs_error *err)
{
    struct resolving *resolving = context;
    return cs_ticket_resolve(resolving->desk.tickets, id, &resolving->counts, err);
}

static enum cs_status resolve_all(struct cs_job *job, struct resolving *resolving)
{
    enum cs_status status = cs_store_begin(job->store, false, job->err);
    if (status != CS_OK)
        return status;
    status = cs_ticket_resolve_all(resolving->desk.tickets, &resolving->counts, job->err);
    if (status == CS_OK)
        return cs_job_commit(job);
    cs_store_rollback(job->store);
    return status;
}

/* Without ids on the command line or in a pipe: all of them. */
static bool names_none(const struct cs_job *job)
{
    struct stat input;
    if (job->operands.count > 0)
        return false;
    return isatty(STDIN_FILENO) || fstat(STDIN_FILENO, &input) != 0 || S_ISCHR(input.st_mode);
}

enum cs_status run_resolve(struct cs_job *job, const void *arguments)
{
    struct resolving resolving = { .counts = { .cases = 0 } };
    (void)arguments;
    enum cs_status status = desk_open(job, false, &resolving.desk);
    if (status == CS_OK)
        status =
            names_none(job) ? resolve_all(job, &resolving) : cs_job_each_id(job, resolve_one, &resolving);
    const struct cs_resolved *counts = &resolving.counts;
    if (status == CS_OK || status == CS_REFUSED)
        cs_job_say(job,
                   _("changed %" PRId64 " cases: found %" PRId64 " projects, %" PRId64 " rooms, %" PRId64
                     " batches, %" PRId64 " customers, %" PRId64 " suppliers; %" PRId64
                     " still lie nowhere that is known"),
                   counts->cases, counts->projects, counts->homes, counts->batches, counts->customers,
                   counts->suppliers, counts->left);
    cs_escalation_say_provisional(resolving.desk.escalation);
    desk_close(&resolving.desk);
    return status;
}
