/* cs-ticket callbacks, backdated, confirm: what was asked of customers, and what was written down late. */
#include "cs-ticket.h"

const struct cs_option callbacks_options[] = {
    CS_OPT_SHARED(cs_list_options, struct callbacks_args, list),
    CS_OPT_FIELDS(&cs_callback_record, CS_FIELDS_FILTERS, struct callbacks_args, list.filters),
    CS_OPT_END,
};

enum cs_status run_callbacks(struct cs_job *job, const void *arguments)
{
    const struct callbacks_args *args = arguments;
    return cs_job_list(job, &cs_callback_view, &args->list, NULL, 0, NULL, 0);
}

const struct cs_option backdated_options[] = {
    CS_OPT_FLAG(0, "waiting", struct backdated_args, waiting, N_("only what waits for a verdict")),
    CS_OPT_SHARED(cs_list_options, struct backdated_args, list),
    CS_OPT_FIELDS(&cs_backdated_record, CS_FIELDS_FILTERS, struct backdated_args, list.filters),
    CS_OPT_END,
};

enum cs_status run_backdated(struct cs_job *job, const void *arguments)
{
    const struct backdated_args *args = arguments;
    return cs_job_list(job, &cs_backdated_view, &args->list, &cs_backdated_waiting, args->waiting, NULL, 0);
}

const struct cs_option confirm_options[] = {
    CS_OPT_INT(0, "event", struct confirm_args, event, N_("N"), N_("only this event of the case"), .min = 1,
               .max = INT64_MAX),
    CS_OPT_FLAG(0, "refuse", struct confirm_args, refuse, N_("it counts as done when it was written down")),
    CS_OPT_END,
};

struct confirming {
    struct desk desk;
    struct cs_confirm confirm;
};

static enum cs_status confirm_one(void *context, int64_t id, struct cs_error *err)
{
    struct confirming *confirming = context;
    enum cs_status status = cs_ticket_confirm(confirming->desk.tickets, id, &confirming->confirm, err);
    return status == CS_NONE ? CS_REFUSED : status;
}

enum cs_status run_confirm(struct cs_job *job, const void *arguments)
{
    const struct confirm_args *args = arguments;
    struct confirming confirming = { .confirm = { args->event, args->refuse, job->note } };
    enum cs_status status = desk_open(job, false, &confirming.desk);
    if (status == CS_OK)
        status = cs_job_each_id(job, confirm_one, &confirming);
    desk_close(&confirming.desk);
    return status;
}
