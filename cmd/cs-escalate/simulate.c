/* simulate: a draft policy or ladder over the past, against what happened. */
#include "cs-escalate.h"
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const char *const groups[] = { "metric", "project", "level", "role", "staff", "case", NULL };

const struct cs_option simulate_options[] = {
    CS_OPT_TEXT(0, "policy", struct simulate_args, policy, N_("NAME"),
                N_("a policy of the store, also a draft, alone in force"), .group = 1),
    CS_OPT_TEXT(0, "policy-file", struct simulate_args, policy_file, N_("FILE"),
                N_("policies as policy import reads them"), .group = 1),
    CS_OPT_TEXT(0, "ladder-file", struct simulate_args, ladder_file, N_("FILE"),
                N_("ladders as ladder import reads them")),
    CS_OPT_TEXT(0, "from", struct simulate_args, from, N_("TIME"),
                N_("clocks that started, and alerts, since then")),
    CS_OPT_TEXT(0, "until", struct simulate_args, until, N_("TIME"), N_("... and before then")),
    CS_OPT_CHOICE(0, "by", struct simulate_args, by, groups, N_("what the figures are grouped by"),
                  .byname = "metric"),
    CS_OPT_END,
};

const struct cs_example simulate_examples[] = {
    { "cs-escalate simulate --from 2026-10-01", N_("what the policies in force did, counted anew") },
    { "cs-escalate policy export default | sed s/,7d,/,6d,/ > draft.csv && cs-escalate simulate "
      "--policy-file "
      "draft.csv --by project",
      N_("a limit that is a day shorter, by project") },
    { NULL, NULL },
};

typedef enum cs_status draft_fn(struct cs_escalation *escalation, const struct cs_row *row,
                                struct cs_error *err);

/* Every row must stand: a draft with a row missing would be another draft. */
static enum cs_status read_rows(struct cs_job *job, struct cs_reader *reader, const struct cs_parse *how,
                                struct cs_escalation *escalation, draft_fn *take)
{
    int64_t refused = 0;
    enum cs_status status = CS_OK;
    while (status == CS_OK) {
        struct cs_row *row;
        struct cs_error why = CS_ERROR_INIT;
        status = cs_reader_next(reader, &row, &why);
        if (status == CS_NONE)
            break;
        if (status == CS_OK)
            status = cs_row_finish(row, how, &why);
        if (status == CS_OK)
            status = take(escalation, row, &why);
        if (status == CS_REFUSED) {
            struct cs_place place = cs_reader_place(reader);
            cs_diag_say(&job->diag, CS_ERROR, &place, "%s", why.text);
            refused++;
            status = CS_OK;
        } else if (status != CS_OK) {
            cs_error_set(job->err, status, "%s", why.text);
        }
    }
    if (refused > 0)
        return cs_error_set(job->err, CS_FAILED,
                            ngettext("%lld record was refused, so nothing was simulated",
                                     "%lld records were refused, so nothing was simulated", refused),
                            (long long)refused);
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status read_file(struct cs_job *job, const char *path, const struct cs_record *record,
                                struct cs_escalation *escalation, draft_fn *take)
{
    struct cs_source *source = NULL;
    struct cs_reader *reader = NULL;
    const struct cs_source_options how = { .format = NULL };
    const struct cs_reader_options options = { .parse = { .zone = job->zone }, .diag = &job->diag };
    if (!path)
        return CS_OK;
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cs_error_errno(job->err, errno, _("cannot open %s"), path);
    enum cs_status status = cs_source_open(fd, path, &how, &source, job->err);
    if (status == CS_OK)
        status = cs_reader_new(source, record, &options, &reader, job->err);
    if (status == CS_OK)
        status = read_rows(job, reader, &options.parse, escalation, take);
    cs_reader_free(reader);
    cs_source_close(source);
    return status;
}

static enum cs_status take_draft(struct cs_job *job, const struct simulate_args *args, struct room *room)
{
    enum cs_status status =
        read_file(job, args->ladder_file, &cs_rung_record, room->escalation, cs_draft_rung);
    if (status == CS_OK)
        status = read_file(job, args->policy_file, &cs_target_record, room->escalation, cs_draft_target);
    if (status == CS_OK && args->policy)
        status = cs_draft_policy(room->escalation, args->policy, job->err);
    return status;
}

/* "case 17, work done: due 2026-03-09 10:00, late; simulated: due 2026-03-08 10:00, late" */
static enum cs_status say_changed(struct cs_job *job, const struct cs_row *row)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    const struct cs_value *v = row->values;
    for (int side = 0; side < 2; side++) {
        char due[CS_MOMENT_SIZE] = "-";
        if (v[3 + 2 * side].type == CS_INTEGER)
            cs_moment_format_short(due, v[3 + 2 * side].integer, job->zone);
        cs_buffer_printf(&text, side ? _("; simulated: due %s, %s") : _("due %s, %s"), due,
                         v[4 + 2 * side].type == CS_NULL ? _("no clock")
                         : v[4 + 2 * side].integer       ? _("late")
                                                         : _("in time"));
    }
    cs_job_say(job, _("case %lld, %s: %s"), (long long)v[0].integer,
               cs_choice_label(cs_metric_choices, cs_value_text(&v[1])), text.text);
    cs_buffer_release(&text);
    return CS_OK;
}

static enum cs_status changed(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    return say_changed(context, row);
}

static void say_result(struct cs_job *job, const struct cs_simulate_result *r)
{
    if (r->not_replayed > 0)
        cs_diag_say(&job->diag, CS_NOTICE, NULL,
                    ngettext("%lld case changed in an older version that kept no past values: left out",
                             "%lld cases changed in an older version that kept no past values: left out",
                             r->not_replayed),
                    (long long)r->not_replayed);
    cs_job_say(job, _("happened: %lld clocks, %lld late, %lld rungs, %lld alerts"), (long long)r->clocks,
               (long long)r->late, (long long)r->rungs, (long long)r->messages);
    cs_job_say(job,
               _("simulated: %lld clocks, %lld late, %lld rungs, %lld alerts; %lld clocks come out "
                 "otherwise"),
               (long long)r->sim_clocks, (long long)r->sim_late, (long long)r->sim_rungs,
               (long long)r->sim_messages, (long long)r->changed);
}

enum cs_status run_simulate(struct cs_job *job, const void *arguments)
{
    const struct simulate_args *args = arguments;
    struct cs_simulate_options options = { .from = INT64_MIN, .until = INT64_MAX };
    struct cs_simulate_result result;
    struct room room;
    while (groups[options.by] && strcmp(groups[options.by], args->by) != 0)
        options.by++;
    enum cs_status status = room_open(job, false, &room);
    if (status == CS_OK && args->from)
        status = room_moment(job, "--from", args->from, &options.from);
    if (status == CS_OK && args->until)
        status = room_moment(job, "--until", args->until, &options.until);
    if (status == CS_OK)
        status = take_draft(job, args, &room);
    if (status == CS_OK)
        status = cs_job_output(job, &cs_simulate_records[options.by]);
    if (status == CS_OK)
        status = cs_escalation_simulate(room.escalation, &options, cs_job_emit,
                                        job->common.verbose ? changed : NULL, job, &result, job->err);
    room_close(&room);
    if (status == CS_OK)
        say_result(job, &result);
    return status;
}
