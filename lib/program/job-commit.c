/* The end of a change: saved and then told, or not at all. */
#include "program/inside.h"

#include <unistd.h>

void cs_job_saving(void)
{
    if (cs_signals_saved() != CS_SAVING_DONE)
        cs_signals_saving(CS_SAVING_NOW);
}

void cs_job_saved(struct cs_job *job)
{
    struct cs_job_output *output = job->output;
    cs_signals_saving(CS_SAVING_DONE);
    if (job->common.unmask)
        return; /* what --unmask shows waits for its line in the audit log, at the end */
    cs_spool_release(&output->spool, output->file);
    output->released = true;
}

enum cs_status cs_job_end_transaction(struct cs_job *job)
{
    if (job->common.dry_run) {
        cs_store_rollback(job->store);
        cs_job_say(job, "%s", _("dry run: nothing was saved"));
        return CS_OK;
    }
    enum cs_saving before = cs_signals_saved();
    cs_signals_saving(CS_SAVING_NOW);
    enum cs_status status = cs_store_commit(job->store, job->err);
    if (status == CS_OK)
        cs_job_saved(job);
    else
        cs_signals_saving(before);
    return status;
}

enum cs_status cs_job_commit(struct cs_job *job)
{
    return cs_job_end_transaction(job);
}

enum cs_status cs_job_confirm(struct cs_job *job, const char *question)
{
    if (job->common.yes || job->common.dry_run)
        return CS_OK;
    if (!isatty(STDIN_FILENO))
        return cs_error_set(job->err, CS_MISUSED, _("this cannot be undone; say --yes to do it"));
    if (cs_terminal_ask(question))
        return CS_OK;
    return cs_error_set(job->err, CS_FAILED, _("not done"));
}
