/* recompute: running clocks after a change of policy, ladder or calendar. */
#include "cs-escalate.h"

const struct cs_option recompute_options[] = {
    CS_OPT_TEXT(0, "project", struct recompute_args, project, N_("CODE"),
                N_("cases of a project, a city or a region only")),
    CS_OPT_TEXT(0, "metric", struct recompute_args, metric, N_("CLOCK"), N_("one kind of clock only")),
    CS_OPT_TEXT(0, "since", struct recompute_args, since, N_("TIME"), N_("cases opened since then only")),
    CS_OPT_END,
};

const struct cs_example recompute_examples[] = {
    { "cs-escalate recompute --dry-run", N_("which limits a change would move") },
    { "cs-escalate recompute --project P05 --metric done -o csv", N_("one clock of one project") },
    { NULL, NULL },
};

static enum cs_status emit(void *context, const struct cs_row *row, struct cs_error *err)
{
    return cs_job_emit(context, row, err);
}

/* The code of a clock; a firm's own policy may name others than ours. */
static const char *metric_of(const char *text)
{
    const struct cs_choice *found = text ? cs_choice_find(cs_metric_choices, text, strlen(text)) : NULL;
    return found ? found->code : text;
}

enum cs_status run_recompute(struct cs_job *job, const void *arguments)
{
    const struct recompute_args *args = arguments;
    struct cs_recompute_options options = { .since = INT64_MIN,
                                            .metric = metric_of(args->metric),
                                            .dry = job->common.dry_run };
    struct cs_recompute_result result = { 0 };
    struct room room;
    enum cs_status status = room_open(job, true, &room);
    if (status == CS_OK)
        status = room_unit(job, &room, args->project, &options.unit_id);
    if (status == CS_OK && args->since)
        status = room_moment(job, "--since", args->since, &options.since);
    if (status == CS_OK && !job->common.quiet)
        status = cs_job_output(job, &cs_recomputed_record);
    if (status == CS_OK)
        status = cs_escalation_recompute(room.escalation, &options, emit, job, &result, job->err);
    int64_t done = result.changed + result.began + result.ended;
    if (!options.dry && (status == CS_OK || done > 0))
        cs_job_saved(job);
    if (status == CS_OK)
        cs_escalation_say_provisional(room.escalation);
    room_close(&room);
    if (status == CS_OK)
        cs_job_say(job, _("changed %lld, began %lld, ended %lld, unchanged %lld%s"),
                   (long long)result.changed, (long long)result.began, (long long)result.ended,
                   (long long)result.unchanged, options.dry ? _(" (dry run: nothing was saved)") : "");
    return status;
}
