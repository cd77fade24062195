/* cs-ticket import and add: cases come in. */
#include "cs-ticket.h"
#include "overdue.h"

#include "customer/customer.h"
#include "ticket/mend.h"

#include <inttypes.h>
#include <string.h>

const struct cs_option import_options[] = {
    CS_OPT_TEXT(0, "source", struct import_args, source, N_("NAME"), N_("system that the cases come from")),
    CS_OPT_FLAG(0, "history", struct import_args, history, N_("nothing that was due before now alerts")),
    CS_OPT_FLAG(0, "snapshot", struct import_args, snapshot,
                N_("the file is all that the source has: what it lacks is flagged as gone")),
    CS_OPT_INT(0, "revert", struct import_args, revert, N_("IMPORT"),
               N_("take this import back (cs-ticket batches)"), .min = 1, .max = INT64_MAX),
    CS_OPT_FLAG(0, "skip-worked", struct import_args, skip_worked,
                N_("with --revert: leave cases that were worked on since")),
    CS_OPT_FLAG('y', "yes", struct import_args, yes, N_("do not ask")),
    CS_OPT_END,
};

struct importing {
    struct cs_job *job;
    const struct import_args *args;
    struct desk desk;
    struct cs_ticket_intake intake;
    struct cs_intake *counts;
    struct cs_customers *customers; /* who was erased */
    int64_t erased;                 /* cases of erased people */
    int64_t nameless;               /* cases that came in without a number of their source */
    struct overdue_check overdue;
};

static bool has_field(const void *reader, int field)
{
    return cs_reader_has(reader, field);
}

/* A case counts on when its reporter was erased, without what erasing blanks: the import must not bring the
 * person back. */
static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct importing *importing = context;
    struct cs_ticket_intake *intake = &importing->intake;
    struct cs_value values[CS_TICKET_FIELDS];
    struct cs_row blanked = *row;
    bool erased =
        cs_customer_is_forgotten(importing->customers, cs_value_text(&row->values[CS_TICKET_PHONE])) ||
        cs_customer_is_forgotten(importing->customers, cs_value_text(&row->values[CS_TICKET_EMAIL]));
    if (erased) {
        memcpy(values, row->values, sizeof values);
        cs_ticket_blank_person(values);
        blanked.values = values;
    }
    enum cs_status status = cs_ticket_take(importing->desk.tickets, intake, &blanked, has_field, reader, err);
    importing->erased += erased && status == CS_OK;
    importing->nameless += status == CS_OK && row->values[CS_TICKET_EXTERNAL_ID].type == CS_NULL;
    if (status == CS_OK)
        overdue_note(&importing->overdue, intake->last_id, cs_reader_watched(reader));
    importing->counts->inserted = intake->inserted;
    importing->counts->updated = intake->updated;
    importing->counts->unchanged = intake->unchanged;
    return status;
}

static enum cs_status finish(void *context, struct cs_error *err)
{
    struct importing *importing = context;
    cs_escalation_say_provisional(importing->desk.escalation);
    enum cs_status status = end_snapshot(importing->job, importing->desk.tickets, &importing->intake,
                                         importing->counts->refused, importing->args->yes);
    if (status == CS_OK)
        status = cs_ticket_intake_end(importing->desk.tickets, &importing->intake, importing->counts->refused,
                                      err);
    return status == CS_OK ? overdue_compare(importing->job, &importing->overdue, err) : status;
}

static void say_more(void *context)
{
    const struct importing *importing = context;
    struct cs_job *job = importing->job;
    long long batch = importing->intake.batch;
    if (importing->erased)
        cs_job_say(job, _("%" PRId64 " cases of people who were erased came in without their person"),
                   importing->erased);
    if (importing->nameless)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%" PRId64
                      " cases have no number of their source: a line that changes comes in as another case "
                      "next time; which column is the number? (--explain-map, --guess)"),
                    importing->nameless);
    if (importing->intake.inserted + importing->intake.updated > 0 && !job->common.dry_run)
        cs_job_say(job, _("import %lld (cs-ticket import --revert %lld takes it back)"), batch, batch);
}

enum cs_status run_import(struct cs_job *job, const void *arguments)
{
    const struct import_args *args = arguments;
    if (args->revert)
        return run_revert(job, args);
    struct importing importing = { .job = job,
                                   .args = args,
                                   .intake = { .source = args->source, .history = args->history } };
    struct cs_intake intake = {
        .record = &cs_ticket_record,
        .take = take,
        .finish = finish,
        .say = say_more,
        .context = &importing,
        .bulk_tables = cs_ticket_bulk_tables,
    };
    importing.counts = &intake;
    importing.intake.snapshot = args->snapshot ? cs_snapshot_new() : NULL;
    enum cs_status status = desk_open(job, args->history, &importing.desk);
    const struct cs_customers_options people = { .store = job->store, .now = job->now };
    if (status == CS_OK)
        status = cs_customers_new(&people, &importing.customers, job->err);
    if (status == CS_OK)
        status = cs_job_intake(job, &intake);
    cs_snapshot_free(importing.intake.snapshot);
    overdue_release(&importing.overdue);
    cs_customers_free(importing.customers);
    desk_close(&importing.desk);
    return status;
}

/* ---- add ---- */

const struct cs_option add_options[] = {
    CS_OPT_FIELDS(&cs_ticket_record, CS_FIELDS_VALUES, struct add_args, values),
    CS_OPT_END,
};

static bool has_all(const void *context, int field)
{
    const struct cs_row *row = context;
    return row->values[field].type != CS_NULL;
}

static enum cs_status fill_row(struct cs_job *job, const struct cs_assignments *values, struct cs_row *row)
{
    const struct cs_parse how = { .zone = job->zone };
    for (size_t i = 0; i < values->count; i++) {
        const struct cs_field *field = &cs_ticket_record.fields[values->items[i].field];
        const char *text = values->items[i].text;
        if (values->items[i].field == CS_TICKET_SOURCE || values->items[i].field == CS_TICKET_EXTERNAL_ID)
            return cs_error_set(
                job->err, CS_MISUSED,
                _("--%s: a case of our own is named by its number; other systems' cases come by import"),
                field->name);
        enum cs_status status = cs_field_parse(field, &how, text, strlen(text), row->arena,
                                               &row->values[values->items[i].field], job->err);
        if (status != CS_OK) {
            cs_error_prefix(job->err, "--%s", field->name);
            return CS_MISUSED;
        }
    }
    if (values->count == 0)
        return cs_error_set(job->err, CS_MISUSED,
                            _("a case needs a --subject or a --body: what is it about?"));
    if (row->values[CS_TICKET_OCCURRED_AT].type == CS_NULL)
        row->values[CS_TICKET_OCCURRED_AT] = cs_integer(job->happened_at);
    return cs_row_finish(row, &how, job->err) == CS_OK ? CS_OK : CS_MISUSED;
}

/* The new case is shown as a list would show it, so that its number can be used at once. */
static enum cs_status emit_one(struct cs_job *job, int64_t id)
{
    const struct cs_list_args list = { .limit = 0 };
    return cs_job_list_of(job, &cs_ticket_view, &list, cs_integer(id));
}

enum cs_status run_add(struct cs_job *job, const void *arguments)
{
    const struct add_args *args = arguments;
    struct cs_ticket_intake intake = { .own = true };
    struct desk desk;
    struct cs_row row;
    cs_row_init(&row, &cs_ticket_record);
    enum cs_status status = desk_open(job, false, &desk);
    if (status == CS_OK)
        status = fill_row(job, &args->values, &row);
    bool begun = status == CS_OK && (status = cs_store_begin(job->store, false, job->err)) == CS_OK;
    if (begun)
        status = cs_ticket_take(desk.tickets, &intake, &row, has_all, &row, job->err);
    cs_escalation_say_provisional(desk.escalation);
    if (begun && status == CS_OK)
        status = cs_ticket_intake_end(desk.tickets, &intake, 0, job->err);
    if (begun && status == CS_OK && intake.chased)
        cs_job_say(job, _("the chaser is counted on case %lld; it makes no case of its own"),
                   (long long)intake.chased);
    if (begun && status == CS_OK)
        status = emit_one(job, intake.last_id);
    if (begun && status == CS_OK)
        status = cs_job_commit(job);
    else if (begun)
        cs_store_rollback(job->store);
    cs_row_release(&row);
    desk_close(&desk);
    return status == CS_REFUSED ? CS_FAILED : status;
}
