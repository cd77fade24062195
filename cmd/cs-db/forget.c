/* cs-db forget: the erasure of people, by the privacy law. */
#include "cs-db.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

struct forgetting {
    struct cs_org *org;
    struct cs_customers *customers;
    struct cs_buffer subjects; /* ids for the audit log */
    int64_t people, cases;
    const char *reason;
    struct cs_operands names;
    bool again;
    bool named; /* the reason names who is erased */
};

static void look_for_name(void *context, const char *text)
{
    struct forgetting *forgetting = context;
    forgetting->named = forgetting->named || strstr(forgetting->reason, text);
}

static void count(struct forgetting *forgetting, const struct cs_forgotten *forgotten)
{
    forgetting->people += !forgotten->before;
    forgetting->cases += forgotten->cases;
}

static enum cs_status find(struct cs_job *job, struct forgetting *forgetting, const char *name, int64_t *id)
{
    bool was = false;
    enum cs_status status = cs_customer_find(forgetting->customers, name, id, job->err);
    if (status != CS_NONE)
        return status;
    struct cs_error none = *job->err;
    cs_error_clear(job->err);
    status = cs_customer_was_forgotten(forgetting->customers, name, &was, job->err);
    if (status != CS_OK)
        return status;
    if (was)
        return CS_NONE;
    *job->err = none;
    return CS_FAILED;
}

static enum cs_status forget_one(struct cs_job *job, struct forgetting *forgetting, const char *name)
{
    struct cs_forgotten forgotten = { .before = true };
    int64_t id = 0;
    enum cs_status status = find(job, forgetting, name, &id);
    if (status == CS_OK)
        status = cs_customer_forget(forgetting->customers, id, &forgotten, job->err);
    else if (status == CS_NONE)
        status = CS_OK; /* known by the list only */
    if (status != CS_OK)
        return status == CS_REFUSED ? CS_FAILED : status;
    count(forgetting, &forgotten);
    if (id)
        cs_buffer_printf(&forgetting->subjects, " %" PRId64, id);
    if (forgotten.before && !forgotten.cases)
        cs_job_say(job, _("%s was erased before"), name);
    return CS_OK;
}

/* The log names ids and the reason, no person. */
static enum cs_status write_down(struct cs_job *job, struct forgetting *forgetting)
{
    struct cs_buffer subject = CS_BUFFER_INIT;
    cs_customer_traces(forgetting->customers, look_for_name, forgetting);
    if (forgetting->named)
        return cs_error_set(job->err, CS_MISUSED,
                            _("--reason stays in the audit log for good; say it without the person's name or "
                              "numbers"));
    cs_buffer_printf(&subject, "cs-db forget%s (%s)",
                     forgetting->subjects.text ? forgetting->subjects.text : "", forgetting->reason);
    enum cs_status status = cs_job_audit(job, "erase", subject.text, forgetting->people);
    cs_buffer_release(&subject);
    return status;
}

static enum cs_status forget_all(struct cs_job *job, struct forgetting *forgetting)
{
    struct cs_forgotten forgotten = { .before = true };
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < forgetting->names.count && status == CS_OK; i++)
        status = forget_one(job, forgetting, forgetting->names.items[i]);
    if (status == CS_OK && forgetting->again) {
        status = cs_customer_forget_again(forgetting->customers, &forgotten, job->err);
        forgetting->people += forgotten.records;
        forgetting->cases += forgotten.cases;
    }
    if (status == CS_OK)
        status = write_down(job, forgetting);
    if (status == CS_OK && !job->common.dry_run)
        status = cs_customer_forget_save(forgetting->customers, job->err);
    return status;
}

static enum cs_status begin(struct cs_job *job, struct forgetting *forgetting)
{
    forgetting->org = cs_org_new(job->store);
    const struct cs_customers_options options = {
        .store = job->store, .org = forgetting->org, .now = job->now, .actor = job->actor, .diag = &job->diag
    };
    enum cs_status status = cs_customers_new(&options, &forgetting->customers, job->err);
    return status == CS_OK ? cs_store_begin(job->store, false, job->err) : status;
}

static void end(struct forgetting *forgetting)
{
    cs_buffer_release(&forgetting->subjects);
    cs_customers_free(forgetting->customers);
    cs_org_free(forgetting->org);
}

static enum cs_status erase(struct cs_job *job, struct forgetting *forgetting)
{
    enum cs_status status = forget_all(job, forgetting);
    if (status != CS_OK) {
        cs_store_rollback(job->store);
        return status;
    }
    status = cs_job_commit(job);
    /* Blanked pages stay in the file until it is written anew: of an erasure that was killed there, too. */
    if (status == CS_OK && !job->common.dry_run && cs_store_vacuum(job->store, job->err) != CS_OK) {
        cs_error_prefix(job->err,
                        _("saved, but what was erased still lies in unused parts of the file; say it "
                          "once more"));
        status = CS_FAILED;
    }
    return status;
}

enum cs_status cs_run_forget(struct cs_job *job, const void *args)
{
    const struct cs_forget_args *forget = args;
    struct forgetting forgetting = {
        .subjects = CS_BUFFER_INIT, .reason = forget->reason, .names = job->operands, .again = forget->again
    };
    if (job->operands.count == 0 && !forget->again)
        return cs_error_set(job->err, CS_MISUSED, _("say whom: id, external id or source:external-id"));
    enum cs_status status = cs_job_confirm(job, _("Erase these people for good?"));
    if (status != CS_OK)
        return status;
    status = begin(job, &forgetting);
    if (status == CS_OK)
        status = erase(job, &forgetting);
    if (status == CS_OK)
        cs_job_say(job, _("people erased: %" PRId64 "; cases blanked: %" PRId64), forgetting.people,
                   forgetting.cases);
    if (status == CS_OK && !job->common.dry_run)
        cs_forget_look(job, forgetting.customers, forget->look);
    end(&forgetting);
    return status;
}

/* The list lies beside the store, whatever was put in the store's place. */
static enum cs_status open_listed(struct cs_job *job, bool *listed)
{
    enum cs_status status = cs_job_open_store(job, CS_STORE_ANY);
    if (status != CS_OK)
        return status;
    char *path = realpath(cs_store_name(job->store), NULL);
    *listed = path && access(cs_arena_printf(&job->arena, "%s.forgotten", path), F_OK) == 0;
    free(path);
    if (!*listed)
        return CS_OK;
    cs_store_close(job->store);
    job->store = NULL;
    return cs_job_open_store(job, CS_STORE_WRITE);
}

static enum cs_status erase_returned(struct cs_job *job, struct forgetting *forgetting)
{
    int64_t people = 0, phones = 0;
    enum cs_status status = cs_customer_count_returned(forgetting->customers, &people, &phones, job->err);
    if (status != CS_OK || people + phones == 0) {
        cs_store_rollback(job->store);
        return status;
    }
    status = erase(job, forgetting);
    if (status != CS_OK)
        return status;
    cs_diag_say(&job->diag, CS_NOTICE, NULL,
                _("erased anew, since the backup is older: %" PRId64 " people, %" PRId64 " cases"),
                forgetting->people, forgetting->cases);
    cs_forget_look(job, forgetting->customers, NULL);
    return CS_OK;
}

enum cs_status cs_forget_returned(struct cs_job *job)
{
    struct forgetting forgetting = { .subjects = CS_BUFFER_INIT, .reason = "restore", .again = true };
    bool listed = false;
    enum cs_status status = open_listed(job, &listed);
    if (status == CS_OK && listed)
        status = begin(job, &forgetting);
    if (status == CS_OK && listed)
        status = erase_returned(job, &forgetting);
    end(&forgetting);
    return status;
}
