/* cs-ticket order and extend: orders of others on a case, each with its own clocks. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

#define A struct order_args
#define ORDER_OPTION                                                                                         \
    CS_OPT_TEXT(0, "order", A, order, N_("ORDER"),                                                           \
                N_("which of several: its number there, SOURCE:NUMBER, or its number in the case"))

const struct cs_option order_add_options[] = {
    CS_OPT_TEXT(0, "source", A, source, N_("NAME"), N_("whose order it is")),
    CS_OPT_TEXT(0, "external-id", A, external_id, N_("X"), N_("what it is called there")),
    CS_OPT_TEXT(0, "channel", A, channel, N_("CODE"), N_("channel by which its limits are chosen"),
                .byname = "hotline"),
    CS_OPT_TEXT(0, "kind", A, kind, N_("CODE"), N_("kind by which they are chosen, if not the case's")),
    CS_OPT_TEXT(0, "received", A, received, N_("TIME"), N_("when it reached us; its clocks start here")),
    CS_OPT_TEXT(0, "target", A, target, N_("TIME"), N_("limit that the order names")),
    CS_OPT_END,
};
const struct cs_option order_act_options[] = { ORDER_OPTION, CS_OPT_END };
const struct cs_option extend_options[] = {
    ORDER_OPTION,
    CS_OPT_TEXT(0, "until", A, until, N_("TIME"), N_("their limit since"), .group = 1),
    CS_OPT_TEXT(0, "by", A, by, N_("LENGTH"), N_("so much after the limit as it stands: 5wd, 3d"),
                .group = 1),
    CS_OPT_TEXT(0, "permit", A, permit, N_("NO"), N_("number under which they granted or refused it")),
    CS_OPT_TEXT(0, "answer-until", A, answer_until, N_("TIME"), N_("their limit for the answer, too")),
    CS_OPT_FLAG(0, "refused", A, refused, N_("they did not grant it"), .group = 1),
    CS_OPT_END,
};

/* ---- acts ---- */

struct acting {
    struct cs_job *job;
    struct desk desk;
    struct cs_outside_act act;
    struct cs_outside_new new;
};

static enum cs_status act_one(void *context, int64_t id, struct cs_error *err)
{
    struct acting *acting = context;
    bool changed;
    enum cs_status status = acting->act.verb
                                ? cs_ticket_outside(acting->desk.tickets, id, &acting->act, &changed, err)
                                : cs_ticket_order_add(acting->desk.tickets, id, &acting->new, &changed, err);
    if (status == CS_OK && !changed)
        cs_job_say(acting->job, _("case %lld: written down already, nothing changes"), (long long)id);
    return status == CS_NONE ? CS_REFUSED : status;
}

static enum cs_status run_on(struct acting *acting, enum cs_status status)
{
    struct cs_job *job = acting->job;
    if (status == CS_OK)
        status = cs_job_each_id(job, act_one, acting);
    cs_escalation_say_provisional(acting->desk.escalation);
    desk_close(&acting->desk);
    return status;
}

enum cs_status run_order_act(struct cs_job *job, const void *arguments)
{
    const struct order_args *args = arguments;
    const char *name = job->command->name, *space = strrchr(name, ' ');
    struct acting acting = { .job = job };
    acting.act = (struct cs_outside_act){ .verb = space ? space + 1 : name,
                                          .order = args->order,
                                          .at = job->happened_at,
                                          .note = job->note,
                                          .by = args->by,
                                          .permit = args->permit,
                                          .refused = args->refused };
    enum cs_status status = desk_open(job, false, &acting.desk);
    if (status == CS_OK)
        status = desk_moment(job, &acting.desk, "until", args->until, &acting.act.until);
    if (status == CS_OK)
        status = desk_moment(job, &acting.desk, "answer-until", args->answer_until, &acting.act.answer_until);
    return run_on(&acting, status);
}

enum cs_status run_order_add(struct cs_job *job, const void *arguments)
{
    const struct order_args *args = arguments;
    struct acting acting = { .job = job };
    acting.new = (struct cs_outside_new){ .source = args->source,
                                          .external_id = args->external_id,
                                          .at = job->happened_at,
                                          .received_at = job->happened_at,
                                          .note = job->note };
    if (!args->source || !args->external_id)
        return cs_error_set(job->err, CS_MISUSED,
                            _("order add needs whose order it is and what it is called there (--source NAME "
                              "--external-id X)"));
    enum cs_status status = desk_code(job, "channel", cs_ticket_channels, args->channel, &acting.new.channel);
    if (status == CS_OK)
        status = desk_code(job, "kind", cs_ticket_kinds, args->kind, &acting.new.kind);
    if (status != CS_OK)
        return status;
    status = desk_open(job, false, &acting.desk);
    if (status == CS_OK && args->received) {
        status = cs_moment_parse(args->received, job->zone, false, &acting.new.received_at, job->err);
        if (status != CS_OK) {
            cs_error_prefix(job->err, "--received");
            status = CS_MISUSED;
        }
    }
    if (status == CS_OK)
        status = desk_moment(job, &acting.desk, "target", args->target, &acting.new.target_at);
    return run_on(&acting, status);
}

/* ---- lists ---- */

const struct cs_option order_list_options[] = {
    CS_OPT_FLAG(0, "open", struct order_list_args, open,
                N_("only those that they have not taken as finished")),
    CS_OPT_SHARED(cs_list_options, struct order_list_args, list),
    CS_OPT_FIELDS(&cs_outside_order_record, CS_FIELDS_FILTERS, struct order_list_args, list.filters),
    CS_OPT_END,
};
const struct cs_option extension_list_options[] = {
    CS_OPT_SHARED(cs_list_options, struct order_list_args, list),
    CS_OPT_FIELDS(&cs_extension_record, CS_FIELDS_FILTERS, struct order_list_args, list.filters),
    CS_OPT_END,
};

enum { MOST_CASES = 50 };

/* The cases that were named, as one more condition on what hangs on them. */
static enum cs_status named_cases(struct cs_job *job, const struct cs_view *view, const char **condition,
                                  struct cs_value *values)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    *condition = NULL;
    if (job->operands.count > MOST_CASES)
        status = cs_error_set(job->err, CS_MISUSED, _("name %d cases at the most"), MOST_CASES);
    for (size_t i = 0; i < job->operands.count && status == CS_OK; i++) {
        int64_t id;
        status =
            cs_ticket_find(job->store, job->operands.items[i], &id, job->err) == CS_OK ? CS_OK : CS_FAILED;
        values[i] = cs_integer(id);
        cs_buffer_printf(&text, "%s$%zu", i ? ", " : "", i + 1);
    }
    if (status == CS_OK && text.length)
        *condition = cs_arena_printf(&job->arena, "%s IN (%s)", view->of, text.text);
    cs_buffer_release(&text);
    return status;
}

static enum cs_status list_view(struct cs_job *job, const struct order_list_args *args,
                                const struct cs_view *view, const char *open)
{
    struct cs_value values[MOST_CASES];
    const char *conditions[2];
    size_t count = 0;
    enum cs_status status = named_cases(job, view, &conditions[0], values);
    if (status != CS_OK)
        return status;
    count += conditions[0] != NULL;
    if (args->open)
        conditions[count++] = open;
    return cs_job_list(job, view, &args->list, conditions, count, values, job->operands.count);
}

enum cs_status run_order_list(struct cs_job *job, const void *arguments)
{
    return list_view(job, arguments, &cs_outside_order_view, cs_outside_order_open);
}

enum cs_status run_extension_list(struct cs_job *job, const void *arguments)
{
    return list_view(job, arguments, &cs_extension_view, NULL);
}
