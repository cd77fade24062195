/* Ids: of the operands, or of the id column of records on standard input; one transaction for all. */
#include "program/inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

struct work {
    struct cs_job *job;
    cs_id_fn *each;
    void *context;
    int64_t done, refused;
};

static const struct cs_field id_fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .flags = CS_KEY | CS_REQUIRED, .heading = N_("Id"), .also = "编号" },
};
static const struct cs_record id_record = CS_RECORD("id", N_("id"), id_fields);

static void say_refused(struct work *work, const struct cs_place *place, const char *text)
{
    cs_diag_say(&work->job->diag, CS_ERROR, place, "%s", text);
    work->refused++;
}

/* Does one id; place is NULL for an operand. */
static enum cs_status do_id(struct work *work, int64_t id, const struct cs_place *place)
{
    struct cs_error why = CS_ERROR_INIT;
    enum cs_status status = work->each(work->context, id, &why);
    if (status == CS_NONE)
        cs_error_set(&why, status, _("there is no %" PRId64), id);
    if (status == CS_EXISTS)
        cs_error_set(&why, status, _("%" PRId64 ": it is there already, or something still refers to it"),
                     id);
    if (status == CS_OK) {
        work->done++;
    } else if (status == CS_REFUSED || status == CS_NONE || status == CS_EXISTS) {
        say_refused(work, place, why.text);
        status = CS_OK;
    } else {
        cs_error_set(work->job->err, status, "%s", why.text);
    }
    return status;
}

static enum cs_status parse_id(struct cs_job *job, const char *text, int64_t *id)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end || errno || number <= 0)
        return cs_error_set(job->err, CS_MISUSED, _("\"%s\" is no id: ids are whole numbers from 1"), text);
    *id = number;
    return CS_OK;
}

static enum cs_status do_operands(struct work *work)
{
    struct cs_operands *operands = &work->job->operands;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < operands->count && status == CS_OK; i++) {
        int64_t id = 0;
        status = parse_id(work->job, operands->items[i], &id);
        if (status == CS_OK)
            status = do_id(work, id, NULL);
    }
    return status;
}

static enum cs_status do_records(struct work *work, struct cs_inputs *inputs)
{
    struct cs_reader *reader = NULL;
    enum cs_status status = cs_inputs_reader(work->job, inputs, 0, &id_record, true, &reader);
    while (status == CS_OK) {
        struct cs_row *row = NULL;
        struct cs_error why = CS_ERROR_INIT;
        status = cs_reader_next(reader, &row, &why);
        struct cs_place place = cs_reader_place(reader);
        if (status == CS_OK) {
            status = do_id(work, cs_value_integer(&row->values[0], 0), &place);
        } else if (status == CS_REFUSED) {
            say_refused(work, &place, why.text);
            status = CS_OK;
        } else if (status != CS_NONE) {
            cs_error_set(work->job->err, status, "%s", why.text);
        }
    }
    cs_reader_free(reader);
    return status == CS_NONE ? CS_OK : status;
}

/* Ids typed wrongly are told before anything is done. */
static enum cs_status check_operands(struct cs_job *job)
{
    enum cs_status status = CS_OK;
    int64_t id = 0;
    for (size_t i = 0; i < job->operands.count && status == CS_OK; i++)
        status = parse_id(job, job->operands.items[i], &id);
    return status;
}

static enum cs_status end_work(struct work *work)
{
    struct cs_job *job = work->job;
    if (work->refused && job->common.strict)
        return cs_error_set(job->err, CS_FAILED,
                            ngettext("%" PRId64 " record was refused, so nothing was saved (--strict)",
                                     "%" PRId64 " records were refused, so nothing was saved (--strict)",
                                     work->refused),
                            work->refused);
    return job->command->needs & CS_NEEDS_WRITE ? cs_job_end_transaction(job) : CS_OK;
}

/* A lone "-" is standard input, as everywhere. */
static bool from_input(const struct cs_operands *operands)
{
    return operands->count == 0 ||
           (operands->count == 1 && operands->items[0][0] == '-' && operands->items[0][1] == '\0');
}

enum cs_status cs_job_each_id(struct cs_job *job, cs_id_fn *each, void *context)
{
    struct work work = { .job = job, .each = each, .context = context };
    struct cs_inputs inputs = { .count = 0 };
    bool writes = job->command->needs & CS_NEEDS_WRITE, reads = from_input(&job->operands), begun = false;
    enum cs_status status = reads ? cs_inputs_open(job, NULL, 0, &id_record, &inputs) : check_operands(job);
    if (status == CS_OK && writes) {
        status = cs_store_begin(job->store, false, job->err);
        begun = status == CS_OK;
    }
    if (status == CS_OK)
        status = reads ? do_records(&work, &inputs) : do_operands(&work);
    if (status == CS_OK)
        status = end_work(&work);
    if (status != CS_OK && begun)
        cs_store_rollback(job->store);
    cs_inputs_close(&inputs);
    if (status != CS_OK)
        return status;
    if (work.refused || (writes && reads)) /* ids that were typed are answered by silence, as Unix does */
        cs_job_say(job, _("done %" PRId64 ", refused %" PRId64), work.done, work.refused);
    return work.refused ? CS_REFUSED : CS_OK;
}
