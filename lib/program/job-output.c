/* What a command puts out: the sink opened as the options say, held back until it may be told, checked. */
#include "program/inside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Only what is saved may be told; what --unmask shows must stand in the audit log first. */
static bool must_hold(const struct cs_job *job)
{
    return job->command->needs & CS_NEEDS_WRITE || job->common.unmask;
}

void cs_output_start(struct cs_job *job, struct cs_job_output *output)
{
    *output = (struct cs_job_output){ .terminal = isatty(STDOUT_FILENO) };
    output->file = cs_spool_open(&output->spool, must_hold(job));
    job->output = output;
}

FILE *cs_job_stdout(struct cs_job *job)
{
    return job->output->file;
}

static enum cs_status name_fields(struct cs_job *job, const struct cs_record *record)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (size_t i = 0; i < record->count; i++)
        cs_buffer_printf(&text, "%s%s", i ? ", " : "", record->fields[i].name);
    cs_error_set(job->err, CS_MISUSED, _("--fields takes: %s"), text.text);
    cs_buffer_release(&text);
    return CS_MISUSED;
}

static enum cs_status no_field(struct cs_job *job, const struct cs_record *record, const char *option,
                               const char *word)
{
    const char **words = cs_arena_alloc(&job->arena, (record->count + 1) * sizeof *words);
    for (size_t i = 0; i < record->count; i++)
        words[i] = record->fields[i].name;
    words[record->count] = NULL;
    const char *near = cs_nearest_word(word, words);
    if (near)
        return cs_error_set(job->err, CS_MISUSED, _("%s: there is no field \"%s\"; did you mean %s?"), option,
                            word, near);
    return cs_error_set(job->err, CS_MISUSED, _("%s: there is no field \"%s\"; --fields ? lists them"),
                        option, word);
}

enum cs_status cs_output_field(struct cs_job *job, const struct cs_record *record, const char *option,
                               const char *word, int *field)
{
    *field = cs_record_find(record, word);
    if (*field < 0)
        *field = cs_record_find_heading(record, word);
    return *field >= 0 ? CS_OK : no_field(job, record, option, word);
}

enum cs_status cs_output_fields(struct cs_job *job, const struct cs_record *record)
{
    struct cs_job_output *output = job->output;
    const char *text = job->common.fields;
    output->fields = NULL;
    output->field_count = 0;
    if (!text)
        return CS_OK;
    if (!text[0] || strcmp(text, "?") == 0)
        return name_fields(job, record);
    char *list = cs_arena_strdup(&job->arena, text), *rest = list, *word;
    int *fields = cs_arena_alloc(&job->arena, (strlen(list) + 1) * sizeof *fields);
    enum cs_status status = CS_OK;
    while (status == CS_OK && (word = strsep(&rest, ",")))
        if (word[0])
            status = cs_output_field(job, record, "--fields", word, &fields[output->field_count++]);
    output->fields = fields;
    return status;
}

void cs_output_options(struct cs_job *job, struct cs_sink_options *options)
{
    struct cs_job_output *output = job->output;
    const char *byname = output->terminal ? "table" : "csv";
    const char *color = job->common.color ? job->common.color : "auto";
    enum cs_color wish = CS_COLOR_AUTO;
    if (strcmp(color, "always") == 0)
        wish = CS_COLOR_ALWAYS;
    else if (strcmp(color, "never") == 0)
        wish = CS_COLOR_NEVER;
    *options = (struct cs_sink_options){
        .format = job->common.format ? job->common.format : byname,
        .zone = job->zone,
        .fields = output->fields,
        .field_count = output->field_count,
        .excel = job->common.excel,
        .unmask = job->common.unmask,
        .terminal = output->terminal,
        .width = cs_terminal_width(STDOUT_FILENO),
        .color = cs_terminal_colors(STDOUT_FILENO, wish),
    };
}

enum cs_status cs_job_output(struct cs_job *job, const struct cs_record *record)
{
    struct cs_job_output *output = job->output;
    if (job->sink)
        return output->record == record
                   ? CS_OK
                   : cs_error_set(job->err, CS_FAILED, "a command puts out records of one kind");
    enum cs_status status = cs_output_fields(job, record);
    if (status != CS_OK)
        return status;
    struct cs_sink_options options;
    cs_output_options(job, &options);
    output->record = record;
    return cs_sink_open(output->file, record, &options, &job->sink, job->err);
}

enum cs_status cs_job_emit(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_job *job = context;
    if (!job->sink) {
        enum cs_status status = cs_job_output(job, row->record);
        if (status != CS_OK)
            return status;
    }
    return cs_sink_row(job->sink, row, err);
}

enum cs_status cs_job_page(struct cs_job *job, struct cs_page **page)
{
    struct cs_sink_options options;
    cs_output_options(job, &options);
    options.fields = NULL;
    options.field_count = 0;
    if (!job->common.format)
        options.format = "table";
    return cs_page_open(job->output->file, &options, page, job->err);
}

/* --unmask: who was shown what, before it is shown. */
static enum cs_status audit_unmasked(struct cs_job *job)
{
    const struct cs_record *record = job->output->record;
    if (!job->common.unmask || !job->store)
        return CS_OK;
    char what[128];
    snprintf(what, sizeof what, "unmask %s %s", job->program->name, job->command->name);
    int64_t count = job->sink ? cs_sink_count(job->sink) : 1;
    return cs_job_audit(job, what, record ? record->name : "page", count);
}

/* A write that failed: a reading command whose reader went ends without a word, as any filter does. */
static enum cs_status write_failed(struct cs_job *job, int number)
{
    bool saved = cs_signals_saved() == CS_SAVING_DONE;
    if (number == EPIPE && !saved)
        cs_signals_pipe_die();
    struct cs_error err = CS_ERROR_INIT;
    cs_error_errno(&err, number, "%s", saved ? _("saved, but the output was cut") : _("write error"));
    cs_messages_line(job->program->name, false, err.text);
    return CS_FAILED;
}

/* Lines that a command printed with printf are checked with the rest. */
static int flush_plain_stdout(void)
{
    if (fflush(stdout) != 0)
        return errno;
    return ferror(stdout) ? EIO : 0;
}

enum cs_status cs_output_end(struct cs_job *job, enum cs_status status)
{
    struct cs_job_output *output = job->output;
    bool good = status == CS_OK || status == CS_REFUSED;
    struct cs_error late = CS_ERROR_INIT;
    int number = output->spool.failed;
    if (good && job->command->needs & CS_NEEDS_WRITE && !job->common.dry_run)
        cs_signals_saving(CS_SAVING_DONE);
    if (good && audit_unmasked(job) != CS_OK) {
        cs_messages_fail(job, CS_FAILED, job->err);
        status = CS_FAILED;
        good = false;
    }
    if (good)
        cs_spool_pass(&output->spool, output->file);
    else if (output->released)
        cs_spool_forget(&output->spool, output->file); /* the document is ended, its last rows never were */
    else
        cs_spool_drop(&output->spool, output->file);
    if (job->sink && cs_sink_close(job->sink, &late) != CS_OK && good && !output->spool.failed) {
        cs_messages_fail(job, CS_FAILED, &late);
        status = CS_FAILED;
    }
    job->sink = NULL;
    cs_spool_close(&output->spool, output->file);
    if (!number)
        number = output->spool.failed;
    if (!number)
        number = flush_plain_stdout();
    return number ? write_failed(job, number) : status;
}
