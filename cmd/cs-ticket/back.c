/* cs-ticket accept, work and verify --from FILE: a list that came back, each row with its own times. */
#include "cs-ticket.h"

#include "ticket/mend.h"

#include <inttypes.h>

struct returning {
    struct cs_job *job;
    struct desk desk;
    int64_t moved, unchanged;
};

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct returning *returning = context;
    struct cs_job *job = returning->job;
    size_t moved;
    (void)reader;
    enum cs_status status =
        cs_ticket_take_back(returning->desk.tickets, job->command->name, row, job->happened_at, &moved, err);
    if (status == CS_OK)
        ++*(moved ? &returning->moved : &returning->unchanged);
    return status;
}

/* Options of one move say what the rows of a list say each for itself. */
static bool says_more(const struct move_args *args)
{
    return args->done || args->failed || args->refused || args->to.count || args->fault || args->appointment;
}

static enum cs_status take_list(struct cs_job *job, const struct move_args *args)
{
    struct returning returning = { .job = job };
    struct cs_intake intake = {
        .record = &cs_back_record, .take = take, .context = &returning, .no_summary = true
    };
    const char *files[] = { args->from };
    if (job->operands.count > 0 || says_more(args))
        return cs_error_set(job->err, CS_MISUSED,
                            _("--from reads cases, suppliers and results from the file: leave ids and other "
                              "options of the move out"));
    enum cs_status status = desk_open(job, false, &returning.desk);
    job->operands = (struct cs_operands){ files, 1 };
    if (status == CS_OK)
        status = cs_job_intake(job, &intake);
    job->operands.count = 0;
    cs_escalation_say_provisional(returning.desk.escalation);
    desk_close(&returning.desk);
    if (status == CS_OK || status == CS_REFUSED)
        cs_job_say(job, _("moved %" PRId64 ", unchanged %" PRId64 ", refused %" PRId64), returning.moved,
                   returning.unchanged, intake.refused);
    return status;
}

enum cs_status run_listed_move(struct cs_job *job, const void *arguments)
{
    const struct move_args *args = arguments;
    return args->from ? take_list(job, args) : run_move(job, arguments);
}
