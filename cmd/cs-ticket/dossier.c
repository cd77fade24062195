/* cs-ticket dossier: timeline and evidence of one case, for a court or a hotline. */
#include "tie.h"

#include "io/digest.h"

/* The columns that hold anything at all, and of them every one: nothing is cut or left out. */
void page_whole_table(struct cs_job *job, struct cs_page *page, const char *name, const char *title,
                      struct cs_rows *rows)
{
    const struct cs_record *record = rows->items[0].record;
    struct cs_field *fields = cs_arena_alloc(&job->arena, record->count * sizeof *fields);
    size_t *from = cs_arena_alloc(&job->arena, record->count * sizeof *from), count = 0;
    bool merged = strncmp(name, "merged", 6) == 0; /* of several cases: each row says which */
    for (size_t i = 0; i < record->count; i++) {
        bool said = false;
        for (size_t j = 0; j < rows->count && !said; j++)
            said = rows->items[j].values[i].type != CS_NULL;
        if (!said || (!merged && strcmp(record->fields[i].name, "ticket") == 0))
            continue;
        fields[count] = record->fields[i];
        fields[count].flags &= ~(unsigned)(CS_QUIET | CS_LONG | CS_DERIVED);
        fields[count].width = 0;
        from[count++] = i;
    }
    const struct cs_record shown = { record->name, record->title, fields, count };
    struct cs_row *copies = cs_arena_alloc(&job->arena, rows->count * sizeof *copies);
    for (size_t j = 0; j < rows->count; j++) {
        struct cs_value *values = cs_arena_alloc(&job->arena, (count + 1) * sizeof *values);
        for (size_t i = 0; i < count; i++)
            values[i] = rows->items[j].values[from[i]];
        copies[j] = (struct cs_row){ &shown, values, rows->items[j].arena };
    }
    cs_page_table(page, name, title, &shown, copies, rows->count);
}

static enum cs_status add_table(struct cs_job *job, struct cs_page *page, const struct cs_view *view,
                                int64_t id, const char *name, const char *title)
{
    struct cs_rows rows;
    const struct cs_value value = cs_integer(id);
    enum cs_status status = cs_job_fetch(job, view, NULL, &value, &rows);
    if (status == CS_OK && rows.count > 0)
        page_whole_table(job, page, name, title, &rows);
    cs_rows_release(&rows);
    return status;
}

static enum cs_status add_timeline(struct cs_job *job, struct cs_page *page, bool merged, int64_t id,
                                   const char *name, const char *title)
{
    struct cs_rows rows;
    const struct cs_value value = cs_integer(id);
    const char *condition = merged ? cs_view_merged(&cs_timeline_view, false, &job->arena) : NULL;
    enum cs_status status = cs_job_fetch(job, &cs_timeline_view, condition, &value, &rows);
    if (status == CS_OK && strncmp(job->common.format, "json", 4) != 0)
        put_in_words(job, &cs_timeline_record, &rows);
    if (status == CS_OK && rows.count > 0)
        page_whole_table(job, page, name, title, &rows);
    cs_rows_release(&rows);
    return status;
}

/* What a later copy is compared by. */
static enum cs_status add_digest(struct cs_job *job, struct cs_page *page, int64_t id)
{
    struct cs_buffer log = CS_BUFFER_INIT, text = CS_BUFFER_INIT;
    char hex[CS_DIGEST_SIZE];
    int64_t count = 0;
    enum cs_status status = cs_ticket_log(job->store, id, &log, &count, job->err);
    if (status == CS_OK) {
        cs_digest_text(log.text, log.length, hex);
        cs_buffer_printf(&text, _("SHA-256 over the %lld entries of the log: %s"), (long long)count, hex);
        cs_page_text(page, "digest", _("Digest"), text.text);
    }
    cs_buffer_release(&log);
    cs_buffer_release(&text);
    return status;
}

static void add_title(struct cs_job *job, struct cs_page *page, int64_t id)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    char now[CS_MOMENT_SIZE];
    cs_buffer_printf(&text, _("Dossier of case %lld"), (long long)id);
    cs_page_title(page, text.text);
    cs_buffer_reset(&text);
    cs_moment_format(now, job->now, job->zone);
    cs_buffer_printf(&text,
                     job->common.unmask
                         ? _("As the store stood at %s; personal data in full.")
                         : _("As the store stood at %s; numbers and addresses of persons masked."),
                     now);
    cs_page_text(page, "as_of", NULL, text.text);
    cs_buffer_release(&text);
}

static enum cs_status write_dossier(struct cs_job *job, int64_t id, const struct cs_row *facts)
{
    struct cs_page *page = NULL;
    if (!job->common.format)
        job->common.format = "md";
    enum cs_status status = cs_job_page(job, &page);
    if (status != CS_OK)
        return status;
    add_title(job, page, id);
    cs_page_record(page, "case", _("Facts"), facts);
    status = add_table(job, page, &cs_party_view, id, "parties", _("People of the home"));
    if (status == CS_OK)
        status = page_sections(job, page, id, true);
    if (status == CS_OK)
        status = add_timeline(job, page, false, id, "timeline", _("Timeline"));
    if (status == CS_OK)
        status = add_timeline(job, page, true, id, "merged_timeline", _("Timeline of merged cases"));
    if (status == CS_OK)
        status = add_digest(job, page, id);
    enum cs_status closed = cs_page_close(page, job->err);
    return status == CS_OK ? closed : status;
}

enum cs_status run_dossier(struct cs_job *job, const void *arguments)
{
    (void)arguments;
    int64_t id;
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED,
                            _("dossier takes one case: its number or SOURCE:EXTERNAL_ID"));
    if (cs_ticket_find(job->store, job->operands.items[0], &id, job->err) != CS_OK)
        return CS_FAILED;
    struct cs_rows facts;
    const struct cs_value value = cs_integer(id);
    enum cs_status status = cs_job_fetch(job, &cs_ticket_view, NULL, &value, &facts);
    if (status == CS_OK && facts.count == 0)
        status = cs_error_set(job->err, CS_FAILED, _("there is no case %s"), job->operands.items[0]);
    name_own_source(job, &facts);
    if (status == CS_OK)
        status = write_dossier(job, id, &facts.items[0]);
    cs_rows_release(&facts);
    return status;
}
