/* Rows for a page, and what no query may show. */
#include "program/program.h"
#include "store/guard.h"

enum cs_status cs_job_fetch(struct cs_job *job, const struct cs_view *view, const char *condition,
                            const struct cs_value *value, struct cs_rows *rows)
{
    *rows = (struct cs_rows){ .arena = &job->arena };
    return cs_select_of(job->store, view, condition, value, cs_rows_keep, rows, job->err);
}

/* Changes that tell of the case and not of a person; a move (no field) tells states. */
#define OF_THE_CASE                                                                                          \
    "field IS NULL OR field IN ('handling_dept', 'responsible_dept', 'refused_by', 'priority', 'kind', "     \
    "'grade', 'flags', 'channel', 'component', 'class', 'promised_at', 'target_at', 'parent_id', 'event', "  \
    "'hold_reason', 'hold_until', 'callback_result', 'score', 'quality_check')"

/* Columns that hold personal data; 0: no mask fits, withheld unless --unmask. */
static const struct cs_guard_column personal[] = {
    { "customer", "phone", CS_PHONE },  { "customer", "phone2", CS_PHONE },
    { "customer", "email", CS_EMAIL },  { "customer", "identity", CS_IDENTITY },
    { "customer_event", "old", 0 },     { "customer_event", "new", 0 },
    { "staff", "phone", CS_PHONE },     { "staff", "email", CS_EMAIL },
    { "ticket", "phone", CS_PHONE },    { "ticket", "email", CS_EMAIL },
    { "ticket", "extra", 0 },           { "reference", "given", 0 },
    { "intake_given", "given", 0 },     { "intake_before", "old", 0 },
    { "event", "old", 0, OF_THE_CASE }, { "event", "new", 0, OF_THE_CASE },
};

void cs_job_guard(struct cs_job *job)
{
    cs_store_guard(job->store, personal, sizeof personal / sizeof *personal);
}
