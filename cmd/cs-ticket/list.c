/* cs-ticket list, history and path: cases and their logs as records. */
#include "cs-ticket.h"

const struct cs_option list_options[] = {
    CS_OPT_FLAG(0, "open", struct list_args, open, N_("only cases that are not over")),
    CS_OPT_FLAG(0, "overdue", struct list_args, overdue, N_("only cases with a clock past its limit")),
    CS_OPT_FLAG(0, "soothing", struct list_args, soothing,
                N_("only cases whose customer is owed a soothing word")),
    CS_OPT_FLAG(0, "second-call", struct list_args, second_call,
                N_("only cases that wait for their second call")),
    CS_OPT_FLAG(0, "unresolved", struct list_args, unresolved,
                N_("only cases whose project or room was not found")),
    CS_OPT_TEXT(0, "changed-since", struct list_args, changed_since, N_("TIME"),
                N_("only cases with an event since then")),
    CS_OPT_TEXT(0, "split-by", struct list_args, list.split_by, N_("FIELD"),
                N_("write a file for each value of this field into DIR")),
    CS_OPT_SHARED(cs_list_options, struct list_args, list),
    CS_OPT_FIELDS(&cs_ticket_record, CS_FIELDS_FILTERS, struct list_args, list.filters),
    CS_OPT_END,
};

/* A project may be named as in an import, and a city, region or group stands for the projects below it: such
 * a filter becomes a condition on the tree. Words that are no unit stay what they are: a project as its
 * source wrote it. */
static enum cs_status find_place(struct cs_job *job, struct cs_list_args *list, int64_t *unit)
{
    struct cs_org *org = cs_org_new(job->store);
    enum cs_status status = CS_OK;
    *unit = 0;
    for (size_t i = 0; i < list->filters.count && status == CS_OK && !*unit; i++) {
        struct cs_assignment *filter = &list->filters.items[i];
        if (filter->field != CS_TICKET_PROJECT)
            continue;
        status = cs_org_find_unit(org, filter->text, strlen(filter->text), unit, job->err);
        if (status == CS_NONE) {
            status = CS_OK;
            continue;
        }
        if (status == CS_OK)
            memmove(filter, filter + 1, (--list->filters.count - i) * sizeof *filter);
    }
    cs_org_free(org);
    return status;
}

struct narrowing {
    struct cs_job *job;
    const char *conditions[8];
    struct cs_value values[3];
    size_t count, value_count;
};

static void narrow(struct narrowing *n, bool asked, const char *condition)
{
    if (asked)
        n->conditions[n->count++] = condition;
}

static void narrow_by(struct narrowing *n, const char *condition, int64_t value)
{
    n->values[n->value_count++] = cs_integer(value);
    narrow(n, true, cs_condition_at(&n->job->arena, condition, n->value_count));
}

enum cs_status run_list(struct cs_job *job, const void *arguments)
{
    const struct list_args *args = arguments;
    struct cs_list_args list = args->list;
    struct narrowing n = { .job = job };
    int64_t since, unit;
    if (find_place(job, &list, &unit) != CS_OK)
        return CS_FAILED;
    narrow(&n, args->open, cs_ticket_where.open);
    narrow(&n, args->soothing, cs_ticket_where.soothing);
    narrow(&n, args->second_call, cs_ticket_where.second_call);
    narrow(&n, args->unresolved, cs_ticket_where.unresolved);
    if (unit)
        narrow_by(&n, cs_ticket_where.below, unit);
    if (args->overdue)
        narrow_by(&n, cs_ticket_where.overdue, job->now);
    if (args->changed_since) {
        enum cs_status status = cs_moment_parse_relative(args->changed_since, job->zone, &since, job->err);
        if (status != CS_OK) {
            cs_error_prefix(job->err, "--changed-since");
            return CS_MISUSED;
        }
        narrow_by(&n, cs_ticket_where.changed_since, since);
    }
    return cs_job_list(job, &cs_ticket_view, &list, n.conditions, n.count, n.values, n.value_count);
}

const struct cs_option history_options[] = {
    CS_OPT_SHARED(cs_list_options, struct history_args, list),
    CS_OPT_FIELDS(&cs_event_record, CS_FIELDS_FILTERS, struct history_args, list.filters),
    CS_OPT_END,
};

enum cs_status run_history(struct cs_job *job, const void *arguments)
{
    const struct history_args *args = arguments;
    if (job->operands.count > 1)
        return cs_error_set(job->err, CS_MISUSED, _("history takes one case, or none for the log of all"));
    if (job->operands.count == 0)
        return cs_job_list(job, &cs_event_view, &args->list, NULL, 0, NULL, 0);
    int64_t id;
    enum cs_status status = cs_ticket_find(job->store, job->operands.items[0], &id, job->err);
    if (status != CS_OK)
        return CS_FAILED;
    return cs_job_list_of(job, &cs_event_view, &args->list, cs_integer(id));
}

const struct cs_option path_options[] = {
    CS_OPT_SHARED(cs_list_options, struct path_args, list),
    CS_OPT_FIELDS(&cs_path_record, CS_FIELDS_FILTERS, struct path_args, list.filters),
    CS_OPT_END,
};

enum cs_status run_path_list(struct cs_job *job, const void *arguments)
{
    const struct path_args *args = arguments;
    return cs_job_list(job, &cs_path_view, &args->list, NULL, 0, NULL, 0);
}

struct path_import {
    struct desk desk;
    struct cs_intake *counts;
    struct cs_known *known;
};

static enum cs_status take_path(void *context, const struct cs_row *row, const struct cs_reader *reader,
                                struct cs_error *err)
{
    (void)reader;
    struct path_import *import = context;
    bool known = cs_known_has(import->known, row);
    enum cs_status status = cs_ticket_path_take(import->desk.tickets, row, err);
    if (status == CS_OK)
        ++*(known ? &import->counts->unchanged : &import->counts->inserted);
    return status;
}

static enum cs_status end_paths(void *context, struct cs_error *err)
{
    struct path_import *import = context;
    return cs_ticket_path_end(import->desk.tickets, err);
}

enum cs_status run_path_import(struct cs_job *job, const void *arguments)
{
    (void)arguments;
    struct path_import import = { .counts = NULL };
    struct cs_intake intake = {
        .record = &cs_path_record, .take = take_path, .whole = true, .finish = end_paths, .context = &import
    };
    import.counts = &intake;
    enum cs_status status = desk_open(job, false, &import.desk);
    if (status == CS_OK)
        status = cs_known_new(job, &cs_path_view, &import.known);
    if (status == CS_OK)
        status = cs_job_intake(job, &intake);
    cs_known_free(import.known);
    desk_close(&import.desk);
    return status;
}
