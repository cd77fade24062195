/* cs-ticket appointments, settlements and approvals: what the verbs of the loop leave behind, as records. */
#include "loop.h"

#define A struct loop_list_args

const struct cs_option appointments_options[] = {
    CS_OPT_TEXT(0, "on", A, on, N_("DAY"), N_("only windows of that day: a crew's list; today, 2026-03-05")),
    CS_OPT_SHARED(cs_list_options, A, list),
    CS_OPT_FIELDS(&cs_appointment_record, CS_FIELDS_FILTERS, A, list.filters),
    CS_OPT_END,
};

enum cs_status run_appointments(struct cs_job *job, const void *arguments)
{
    const struct loop_list_args *args = arguments;
    struct cs_value day[2];
    int64_t at;
    if (!args->on)
        return cs_job_list(job, &cs_appointment_view, &args->list, NULL, 0, NULL, 0);
    if (cs_moment_parse_relative(args->on, job->zone, &at, job->err) != CS_OK) {
        cs_error_prefix(job->err, "--on");
        return CS_MISUSED;
    }
    int64_t number = cs_zone_day(job->zone, at);
    day[0] = cs_integer(cs_zone_from_day(job->zone, number, 0));
    day[1] = cs_integer(cs_zone_from_day(job->zone, number + 1, 0));
    return cs_job_list(job, &cs_appointment_view, &args->list, cs_appointment_touches, 2, day, 2);
}

const struct cs_option settlements_options[] = {
    CS_OPT_SHARED(cs_list_options, A, list),
    CS_OPT_FIELDS(&cs_settlement_record, CS_FIELDS_FILTERS, A, list.filters),
    CS_OPT_END,
};

enum cs_status run_settlements(struct cs_job *job, const void *arguments)
{
    const struct loop_list_args *args = arguments;
    return cs_job_list(job, &cs_settlement_view, &args->list, NULL, 0, NULL, 0);
}

const struct cs_option approvals_options[] = {
    CS_OPT_SHARED(cs_list_options, A, list),
    CS_OPT_FIELDS(&cs_approval_record, CS_FIELDS_FILTERS, A, list.filters),
    CS_OPT_END,
};

enum cs_status run_approvals(struct cs_job *job, const void *arguments)
{
    const struct loop_list_args *args = arguments;
    return cs_job_list(job, &cs_approval_view, &args->list, NULL, 0, NULL, 0);
}

struct approvals {
    struct desk desk;
    struct cs_intake *counts;
    struct cs_known *known;
    int64_t rows;
};

static enum cs_status take_approval(void *context, const struct cs_row *row, const struct cs_reader *reader,
                                    struct cs_error *err)
{
    struct approvals *import = context;
    (void)reader;
    bool known = cs_known_has(import->known, row);
    enum cs_status status = cs_approval_take(import->desk.tickets, row, &import->rows, err);
    if (status == CS_OK)
        ++*(known ? &import->counts->unchanged : &import->counts->inserted);
    return status;
}

enum cs_status run_approvals_import(struct cs_job *job, const void *arguments)
{
    (void)arguments;
    struct approvals import = { .rows = 0 };
    struct cs_intake intake = {
        .record = &cs_approval_record, .take = take_approval, .whole = true, .context = &import
    };
    import.counts = &intake;
    enum cs_status status = desk_open(job, false, &import.desk);
    if (status == CS_OK)
        status = cs_known_new(job, &cs_approval_view, &import.known);
    if (status == CS_OK)
        status = cs_job_intake(job, &intake);
    cs_known_free(import.known);
    desk_close(&import.desk);
    return status;
}
