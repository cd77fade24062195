/* cs-ticket batches and import --revert: what came in, and taking it back. */
#include "cs-ticket.h"

#include "ticket/mend.h"

#include <inttypes.h>

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
