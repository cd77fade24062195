/* cs-ticket show: the whole case as a page: facts, faults, work orders, clocks, contacts, history. */
#include "cs-ticket.h"

#include <stdlib.h>

struct rows {
    const struct cs_record *record;
    struct cs_row *rows;
    size_t count, capacity;
    struct cs_arena *arena;
};

/* Keeps a copy of a row for the page. */
static enum cs_status keep(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    struct rows *rows = context;
    rows->rows = cs_grow(rows->rows, &rows->capacity, rows->count + 1, sizeof *rows->rows);
    struct cs_value *values = cs_arena_alloc(rows->arena, row->record->count * sizeof *values);
    for (size_t i = 0; i < row->record->count; i++) {
        values[i] = row->values[i];
        if (values[i].type == CS_TEXT)
            values[i].text = cs_arena_strndup(rows->arena, values[i].text, values[i].length);
    }
    rows->rows[rows->count++] = (struct cs_row){ row->record, values, rows->arena };
    return CS_OK;
}

static enum cs_status fetch(struct cs_job *job, const struct cs_view *view, const char *condition, int64_t id,
                            struct rows *rows)
{
    const struct cs_value value[] = { cs_integer(id) };
    const struct cs_select select = { .view = view,
                                      .conditions = &condition,
                                      .condition_count = 1,
                                      .condition_values = value,
                                      .condition_value_count = 1 };
    *rows = (struct rows){ .record = view->record, .arena = &job->arena };
    return cs_select_each(job->store, &select, keep, rows, job->err);
}

/* What belongs to a case, in the order of the page. */
static const struct {
    const struct cs_view *view;
    const char *condition, *name, *title;
} sections[] = {
    { &cs_reference_view, "r.ticket_id = $1", "references", N_("References") },
    { &cs_fault_view, "f.ticket_id = $1", "faults", N_("Faults") },
    { &cs_work_order_view, "w.ticket_id = $1", "work_orders", N_("Work orders") },
    { &cs_hold_view, "h.ticket_id = $1", "holds", N_("Holds") },
    { &cs_clock_view, "c.ticket_id = $1", "clocks", N_("Clocks of the case") },
    { &cs_escalation_view, "x.ticket_id = $1", "escalations", N_("Escalations") },
    { &cs_contact_view, "c.ticket_id = $1", "contacts", N_("Contacts") },
    { &cs_event_view, "e.ticket_id = $1", "history", N_("History") },
};

/* A section's table without the id of the case, which stands in the page's title. */
static void add_table(struct cs_page *page, const char *name, const char *title, struct rows *rows)
{
    struct cs_record record = *rows->record;
    if (strcmp(record.fields[0].name, "ticket") == 0) {
        record.fields++;
        record.count--;
        for (size_t i = 0; i < rows->count; i++) {
            rows->rows[i].record = &record;
            rows->rows[i].values++;
        }
    }
    cs_page_table(page, name, title, &record, rows->rows, rows->count);
}

static enum cs_status add_sections(struct cs_job *job, struct cs_page *page, int64_t id)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && status == CS_OK; i++) {
        struct rows rows;
        status = fetch(job, sections[i].view, sections[i].condition, id, &rows);
        if (status == CS_OK && rows.count > 0)
            add_table(page, sections[i].name, _(sections[i].title), &rows);
        free(rows.rows);
    }
    return status;
}

enum cs_status run_show(struct cs_job *job, const void *args)
{
    (void)args;
    int64_t id;
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED, _("show takes one case: its number or SOURCE:EXTERNAL_ID"));
    if (cs_ticket_find(job->store, job->operands.items[0], &id, job->err) != CS_OK)
        return CS_FAILED;
    struct rows facts;
    struct cs_page *page = NULL;
    enum cs_status status = fetch(job, &cs_ticket_view, "t.id = $1", id, &facts);
    if (status == CS_OK && facts.count == 0)
        status = cs_error_set(job->err, CS_FAILED, _("there is no case %s"), job->operands.items[0]);
    if (status == CS_OK)
        status = cs_job_page(job, &page);
    if (status == CS_OK) {
        const struct cs_value *subject = &facts.rows[0].values[CS_TICKET_SUBJECT];
        struct cs_buffer title = CS_BUFFER_INIT;
        cs_buffer_printf(&title, _("Case %lld"), (long long)id);
        if (subject->type == CS_TEXT)
            cs_buffer_printf(&title, ": %s", subject->text);
        cs_page_title(page, title.text);
        cs_buffer_release(&title);
        cs_page_record(page, "case", _("Facts"), &facts.rows[0]);
        status = add_sections(job, page, id);
    }
    if (page) {
        enum cs_status closed = cs_page_close(page, job->err);
        status = status == CS_OK ? closed : status;
    }
    free(facts.rows);
    return status;
}
