/*
 * Records in: all input in one transaction. A good row goes to the command's `take`, a bad one to the
 * messages and the rejects; the others go on. In the end everything is saved, or (--strict, --dry-run,
 * a failure, a signal) nothing.
 */
#include "program/inside.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROWS_A_STEP = 256 };

struct work {
    struct cs_job *job;
    struct cs_intake *intake;
    struct cs_inputs inputs;
    struct cs_rejects *rejects;
    int64_t rows, bytes_before, bytes_total;
    bool begun;
};

/* Refused rows must not be written over the file they are read from. */
static enum cs_status check_rejects(struct cs_job *job, const struct cs_inputs *inputs)
{
    struct stat rejects, input;
    if (inputs->count > 1)
        return cs_error_set(job->err, CS_MISUSED, _("--rejects takes one input at a time"));
    if (stat(job->common.rejects, &rejects) != 0)
        return CS_OK;
    if (stat(inputs->items[0].name, &input) == 0 && input.st_dev == rejects.st_dev &&
        input.st_ino == rejects.st_ino)
        return cs_error_set(job->err, CS_MISUSED, _("--rejects: %s is the input itself"),
                            job->common.rejects);
    return CS_OK;
}

static enum cs_status open_rejects(struct work *work, struct cs_source *source)
{
    struct cs_job *job = work->job;
    if (!job->common.rejects || work->rejects)
        return CS_OK;
    return cs_rejects_open(job->common.rejects, source, &work->rejects, job->err);
}

static enum cs_status refuse(struct work *work, const struct cs_reader *reader, struct cs_error *why)
{
    struct cs_job *job = work->job;
    struct cs_place place = cs_reader_place(reader);
    if (!why->text[0])
        cs_error_set(why, CS_REFUSED, _("stands against another record that is there already"));
    cs_diag_say(&job->diag, CS_ERROR, &place, "%s", why->text);
    work->intake->refused++;
    if (!work->rejects)
        return CS_OK;
    return cs_rejects_add(work->rejects, cs_reader_raw(reader), why->text, job->err);
}

static void show_progress(struct work *work, const struct cs_source *source)
{
    if (++work->rows % ROWS_A_STEP == 0)
        cs_progress_step(&work->job->meter, work->rows, work->bytes_before + cs_source_bytes(source, NULL));
}

static enum cs_status take_rows(struct work *work, struct cs_reader *reader, const struct cs_source *source)
{
    const struct cs_parse how = { .zone = work->job->zone, .allow_serial = true };
    struct cs_intake *intake = work->intake;
    enum cs_status status = CS_OK;
    while (status == CS_OK) {
        struct cs_row *row = NULL;
        struct cs_error why = CS_ERROR_INIT;
        status = cs_reader_next(reader, &row, &why);
        if (status == CS_NONE)
            return CS_OK;
        if (status == CS_OK && intake->whole)
            status = cs_row_finish(row, &how, &why);
        if (status == CS_OK)
            status = intake->take(intake->context, row, reader, &why);
        if (status == CS_REFUSED || status == CS_EXISTS)
            status = refuse(work, reader, &why);
        else if (status != CS_OK)
            cs_error_set(work->job->err, status, "%s", why.text);
        show_progress(work, source);
    }
    return status;
}

static enum cs_status take_input(struct work *work, size_t which)
{
    struct cs_reader *reader = NULL;
    struct cs_source *source = NULL;
    int64_t total = 0;
    enum cs_status status = cs_inputs_source(work->job, &work->inputs, which, &source);
    if (status == CS_OK)
        status = open_rejects(work, source);
    if (status == CS_OK)
        status = cs_inputs_reader(work->job, &work->inputs, which, work->intake->record,
                                  work->intake->only_key, &reader);
    if (status == CS_OK)
        status = take_rows(work, reader, source);
    if (source)
        work->bytes_before += cs_source_bytes(source, &total);
    cs_reader_free(reader);
    return status;
}

static enum cs_status begin(struct work *work)
{
    struct cs_intake *intake = work->intake;
    struct cs_job *job = work->job;
    if (intake->no_transaction)
        return CS_OK;
    enum cs_status status = cs_store_begin(job->store, intake->bulk_tables != NULL, job->err);
    work->begun = status == CS_OK;
    if (status == CS_OK && intake->bulk_tables)
        status = cs_store_defer_indexes(job->store, intake->bulk_tables, false, job->err);
    return status;
}

/* Before anything is read, the whole is known from the files' sizes. */
static int64_t all_bytes(const struct cs_inputs *inputs)
{
    int64_t sum = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        struct stat about;
        int64_t total = 0;
        if (inputs->items[i].source)
            cs_source_bytes(inputs->items[i].source, &total);
        else if (fstat(inputs->items[i].fd, &about) == 0)
            total = about.st_size;
        sum += total;
    }
    return sum;
}

static enum cs_status finish(struct work *work)
{
    struct cs_job *job = work->job;
    struct cs_intake *intake = work->intake;
    if (job->common.strict && intake->refused)
        return cs_error_set(job->err, CS_FAILED,
                            ngettext("%" PRId64 " record was refused, so nothing was saved (--strict)",
                                     "%" PRId64 " records were refused, so nothing was saved (--strict)",
                                     intake->refused),
                            intake->refused);
    if (job->command->needs & CS_WHOLE_INPUT && intake->refused)
        return cs_error_set(job->err, CS_FAILED,
                            ngettext("%" PRId64 " record was refused, so nothing of the file was saved",
                                     "%" PRId64 " records were refused, so nothing of the file was saved",
                                     intake->refused),
                            intake->refused);
    enum cs_status status = intake->finish ? intake->finish(intake->context, job->err) : CS_OK;
    if (status == CS_OK && work->rejects) {
        status = cs_rejects_close(work->rejects, job->err);
        work->rejects = NULL;
    }
    if (status == CS_OK && work->begun) {
        status = cs_job_end_transaction(job);
        work->begun = false;
    }
    return status;
}

static void say_summary(struct cs_job *job, const struct cs_intake *intake)
{
    if (intake->say)
        intake->say(intake->context);
    if (intake->no_summary)
        return;
    cs_job_say(job, _("inserted %" PRId64 ", updated %" PRId64 ", unchanged %" PRId64 ", refused %" PRId64),
               intake->inserted, intake->updated, intake->unchanged, intake->refused);
}

static enum cs_status work_through(struct work *work)
{
    struct cs_job *job = work->job;
    enum cs_status status = CS_OK;
    if (job->common.rejects)
        status = check_rejects(job, &work->inputs);
    if (status == CS_OK)
        status = begin(work);
    if (status == CS_OK && work->intake->start)
        status = work->intake->start(work->intake->context, job->err);
    for (size_t i = 0; i < work->inputs.count && status == CS_OK; i++)
        status = take_input(work, i);
    if (status == CS_OK)
        status = finish(work);
    return status;
}

enum cs_status cs_job_intake(struct cs_job *job, struct cs_intake *intake)
{
    struct work work = { .job = job, .intake = intake };
    enum cs_status status =
        cs_inputs_open(job, job->operands.items, job->operands.count, intake->record, &work.inputs);
    if (status == CS_OK) {
        bool shown = job->common.progress || isatty(STDERR_FILENO);
        cs_progress_start(&job->meter, shown && !job->common.quiet, all_bytes(&work.inputs));
        status = work_through(&work);
        cs_progress_end(&job->meter);
    }
    if (work.begun)
        cs_store_rollback(job->store);
    if (work.rejects) { /* what was refused is of use even where the rest failed */
        struct cs_error ignored = CS_ERROR_INIT;
        cs_rejects_close(work.rejects, &ignored);
    }
    cs_inputs_close(&work.inputs);
    if (status != CS_OK)
        return status;
    say_summary(job, intake);
    return intake->refused ? CS_REFUSED : CS_OK;
}
