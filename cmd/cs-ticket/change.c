/* cs-ticket change: plain fields corrected, by options for the ids named, or by records with an id column. */
#include "cs-ticket.h"

#include "ticket/mend.h"

#include <inttypes.h>
#include <string.h>

const struct cs_option change_options[] = {
    CS_OPT_TEXT(0, "from", struct change_args, from, N_("FILE"),
                N_("records with an id column, as list writes")),
    CS_OPT_INT(0, "fault", struct change_args, fault, N_("N"), N_("which fault of the case"), .min = 1,
               .max = 999),
    CS_OPT_FIELDS(&cs_ticket_record, CS_FIELDS_CHANGES, struct change_args, values),
    CS_OPT_END,
};

struct changing {
    struct cs_job *job;
    struct desk desk;
    struct cs_ticket_change change;
    bool named[CS_TICKET_FIELDS]; /* by options */
    int64_t changed, unchanged;
    struct cs_intake *counts;
};

static bool is_named(const void *context, int field)
{
    return ((const bool *)context)[field];
}

static enum cs_status change_one(void *context, int64_t id, struct cs_error *err)
{
    struct changing *changing = context;
    bool changed = false;
    changing->change.id = id;
    enum cs_status status = cs_ticket_change(changing->desk.tickets, &changing->change, &changed, err);
    if (status == CS_OK)
        ++*(changed ? &changing->changed : &changing->unchanged);
    return status == CS_NONE ? CS_REFUSED : status;
}

/* ---- by options ---- */

static enum cs_status read_options(struct cs_job *job, const struct cs_assignments *values,
                                   struct cs_row *row, bool *named)
{
    const struct cs_parse how = { .zone = job->zone };
    for (size_t i = 0; i < values->count; i++) {
        int field = values->items[i].field;
        const struct cs_field *about = &cs_ticket_record.fields[field];
        const char *text = values->items[i].text;
        named[field] = true;
        enum cs_status status =
            cs_field_parse(about, &how, text, strlen(text), row->arena, &row->values[field], job->err);
        if (status != CS_OK) {
            cs_error_prefix(job->err, "--%s", about->name);
            return CS_MISUSED;
        }
    }
    return CS_OK;
}

static enum cs_status by_options(struct changing *changing, const struct change_args *args)
{
    struct cs_job *job = changing->job;
    struct cs_row row;
    cs_row_init(&row, &cs_ticket_record);
    enum cs_status status = read_options(job, &args->values, &row, changing->named);
    changing->change.values = row.values;
    changing->change.has = is_named;
    changing->change.context = changing->named;
    if (status == CS_OK)
        status = cs_job_each_id(job, change_one, changing);
    cs_row_release(&row);
    return status;
}

/* ---- by records ---- */

static bool has_field(const void *reader, int field)
{
    return cs_reader_has(reader, field);
}

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct changing *changing = context;
    changing->change.values = row->values;
    changing->change.has = has_field;
    changing->change.context = reader;
    if (row->values[CS_TICKET_ID].type != CS_INTEGER)
        return cs_error_set(err, CS_REFUSED, _("id: which case is it?"));
    return change_one(changing, row->values[CS_TICKET_ID].integer, err);
}

static enum cs_status by_records(struct changing *changing, const struct change_args *args)
{
    struct cs_job *job = changing->job;
    struct cs_intake intake = {
        .record = &cs_ticket_record, .take = take, .context = changing, .no_summary = true
    };
    const char *files[] = { args->from };
    if (job->operands.count > 0)
        return cs_error_set(job->err, CS_MISUSED,
                            _("say what to change (--FIELD VALUE), or give records with an id column"));
    if (args->from)
        job->operands = (struct cs_operands){ files, 1 };
    enum cs_status status = cs_job_intake(job, &intake);
    job->operands.count = 0;
    if (status == CS_OK || status == CS_REFUSED)
        cs_job_say(job, _("changed %" PRId64 ", unchanged %" PRId64 ", refused %" PRId64), changing->changed,
                   changing->unchanged, intake.refused);
    return status;
}

enum cs_status run_change(struct cs_job *job, const void *arguments)
{
    const struct change_args *args = arguments;
    struct changing changing = {
        .job = job, .change = { .fault = args->fault, .at = job->happened_at, .note = job->note }
    };
    if (args->values.count > 0 && args->from)
        return cs_error_set(job->err, CS_MISUSED,
                            _("--from reads its values from the file: leave --FIELD out"));
    enum cs_status status = desk_open(job, false, &changing.desk);
    if (status == CS_OK)
        status = args->values.count > 0 ? by_options(&changing, args) : by_records(&changing, args);
    cs_escalation_say_provisional(changing.desk.escalation);
    desk_close(&changing.desk);
    return status;
}
