/* cs-ticket show: the whole case as a page: facts, faults, work orders, clocks, contacts, history. */
#include "cs-ticket.h"

#include "ticket/outside.h"
#include "tie.h"

static enum cs_status fetch(struct cs_job *job, const struct cs_view *view, const char *condition, int64_t id,
                            struct cs_rows *rows)
{
    const struct cs_value value = cs_integer(id);
    return cs_job_fetch(job, view, condition, &value, rows);
}

/* A case that went on as this one keeps what hung on it; what counts is shown here, too. */
#define MERGED(column) column " IN (SELECT z.id FROM ticket AS z WHERE z.merged_into = $1)"

/* What belongs to a case, in the order of the page. */
static const struct {
    const struct cs_view *view;
    const char *condition, *name, *title;
} sections[] = {
    { &cs_reference_view, "r.ticket_id = $1", "references", N_("References") },
    { &cs_outside_order_view, "o.ticket_id = $1", "orders", N_("Orders of others") },
    { &cs_extension_view, "x.ticket_id = $1", "extensions", N_("Extensions") },
    { &cs_group_view, "p.id = $1 AND EXISTS (SELECT 1 FROM ticket AS x WHERE x.parent_id = p.id)", "group",
      N_("Group case in figures") },
    { &cs_child_view, "t.parent_id = $1", "children", N_("Cases of the group") },
    { &cs_link_view, "l.ticket_id = $1", "links", N_("Links") },
    { &cs_matter_view, "m.ticket_id = $1", "matters", N_("Exposure and law") },
    { &cs_fault_view, "f.ticket_id = $1", "faults", N_("Faults") },
    { &cs_share_view, "s.ticket_id = $1", "shares", N_("Shares of responsibility") },
    { &cs_work_order_view, "w.ticket_id = $1", "work_orders", N_("Work orders") },
    { &cs_appointment_view, "p.ticket_id = $1", "appointments", N_("Appointments") },
    { &cs_settlement_view, "s.ticket_id = $1", "settlement", N_("Settlement") },
    { &cs_hold_view, "h.ticket_id = $1", "holds", N_("Holds") },
    { &cs_clock_view, "c.ticket_id = $1", "clocks", N_("Clocks of the case") },
    { &cs_escalation_view, "x.ticket_id = $1", "escalations", N_("Escalations") },
    { &cs_attachment_view, "x.ticket_id = $1", "evidence", N_("Proof") },
    { &cs_callback_view, "k.ticket_id = $1", "callbacks", N_("Call-backs") },
    { &cs_contact_view, "c.ticket_id = $1", "contacts", N_("Contacts") },
    { &cs_merged_view, "t.merged_into = $1", "merged", N_("Merged cases") },
    { &cs_child_view, MERGED("t.parent_id"), "merged_children", N_("Cases of merged groups") },
    { &cs_link_view, MERGED("l.ticket_id"), "merged_links", N_("Links of merged cases") },
    { &cs_matter_view, MERGED("m.ticket_id"), "merged_matters", N_("Exposure and law of merged cases") },
    { &cs_appointment_view, MERGED("p.ticket_id"), "merged_appointments",
      N_("Appointments of merged cases") },
    { &cs_settlement_view, MERGED("s.ticket_id"), "merged_settlements", N_("Settlements of merged cases") },
    { &cs_attachment_view, MERGED("x.ticket_id"), "merged_evidence", N_("Proof of merged cases") },
    { &cs_callback_view, MERGED("k.ticket_id"), "merged_callbacks", N_("Call-backs of merged cases") },
    { &cs_event_view, "e.ticket_id = $1", "history", N_("History") },
};

/* A section's table without the id of the case, which stands in the page's title. */
static void add_table(struct cs_page *page, const char *name, const char *title, struct cs_rows *rows)
{
    struct cs_record record = *rows->items[0].record;
    bool merged = strncmp(name, "merged", 6) == 0; /* of several cases: each row says which */
    if (!merged &&
        (strcmp(record.fields[0].name, "ticket") == 0 || rows->items[0].record == &cs_outside_order_record)) {
        /* of the case itself the page has said enough */
        size_t skip = rows->items[0].record == &cs_settlement_record ? 4 : 1;
        record.fields += skip;
        record.count -= rows->items[0].record == &cs_appointment_record ? 5 : skip;
        for (size_t i = 0; i < rows->count; i++) {
            rows->items[i].record = &record;
            rows->items[i].values += skip;
        }
    }
    if (strcmp(name, "settlement") == 0) {
        cs_page_record(page, name, title, &rows->items[0]);
        return;
    }
    cs_page_table(page, name, title, &record, rows->items, rows->count);
}

/* Whether a clock that runs is late depends on the moment, which no view knows. */
static void judge_clocks(const struct cs_job *job, struct cs_rows *rows)
{
    int due = cs_record_find(&cs_clock_record, "due_at"), late = cs_record_find(&cs_clock_record, "late"),
        stopped = cs_record_find(&cs_clock_record, "stopped_at");
    for (size_t i = 0; i < rows->count; i++) {
        struct cs_value *values = rows->items[i].values;
        if (values[stopped].type == CS_NULL && values[due].type == CS_INTEGER)
            values[late] = cs_integer(values[due].integer < job->now);
    }
}

enum cs_status page_sections(struct cs_job *job, struct cs_page *page, int64_t id, bool whole)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && status == CS_OK; i++) {
        struct cs_rows rows;
        if (whole && sections[i].view == &cs_event_view) /* a dossier has its own */
            continue;
        status = fetch(job, sections[i].view, sections[i].condition, id, &rows);
        if (status == CS_OK && sections[i].view == &cs_clock_view)
            judge_clocks(job, &rows);
        if (status == CS_OK && sections[i].view == &cs_reference_view)
            name_own_source(job, &rows);
        if (status == CS_OK && sections[i].view == &cs_event_view &&
            !(job->common.format && strncmp(job->common.format, "json", 4) == 0))
            put_in_words(job, &cs_event_record, &rows);
        if (status == CS_OK && rows.count > 0 && whole)
            page_whole_table(job, page, sections[i].name, _(sections[i].title), &rows);
        else if (status == CS_OK && rows.count > 0)
            add_table(page, sections[i].name, _(sections[i].title), &rows);
        cs_rows_release(&rows);
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
    struct cs_rows facts = { .arena = &job->arena };
    struct cs_page *page = NULL;
    enum cs_status status = fetch(job, &cs_ticket_view, "t.id = $1", id, &facts);
    if (status == CS_OK && facts.count == 0)
        status = cs_error_set(job->err, CS_FAILED, _("there is no case %s"), job->operands.items[0]);
    if (status == CS_OK)
        status = cs_job_page(job, &page);
    if (status == CS_OK) {
        const struct cs_value *subject = &facts.items[0].values[CS_TICKET_SUBJECT];
        struct cs_buffer title = CS_BUFFER_INIT;
        cs_buffer_printf(&title, _("Case %lld"), (long long)id);
        if (subject->type == CS_TEXT)
            cs_buffer_printf(&title, ": %s", subject->text);
        cs_page_title(page, title.text);
        cs_buffer_release(&title);
        name_own_source(job, &facts);
        cs_page_record(page, "case", _("Facts"), &facts.items[0]);
        status = page_sections(job, page, id, false);
    }
    if (page) {
        enum cs_status closed = cs_page_close(page, job->err);
        status = status == CS_OK ? closed : status;
    }
    cs_rows_release(&facts);
    return status;
}
