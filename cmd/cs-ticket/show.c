/* cs-ticket show: the whole case as a page: facts, faults, work orders, clocks, contacts, history. */
#include "cs-ticket.h"

#include "ticket/outside.h"
#include "tie.h"

static enum cs_status fetch(struct cs_job *job, const struct cs_view *view, bool merged, int64_t id,
                            struct cs_rows *rows)
{
    const struct cs_value value = cs_integer(id);
    return cs_job_fetch(job, view, merged ? cs_view_merged(view, false, &job->arena) : NULL, &value, rows);
}

/* What belongs to a case, in the order of the page. A case that went on as this one keeps what hung on it;
 * what counts is shown here, too. */
static const struct {
    const struct cs_view *view;
    const char *name, *title;
    bool merged;
} sections[] = {
    { &cs_reference_view, "references", N_("References") },
    { &cs_outside_order_view, "orders", N_("Orders of others") },
    { &cs_extension_view, "extensions", N_("Extensions") },
    { &cs_group_view, "group", N_("Group case in figures") },
    { &cs_child_view, "children", N_("Cases of the group") },
    { &cs_link_view, "links", N_("Links") },
    { &cs_matter_view, "matters", N_("Exposure and law") },
    { &cs_fault_view, "faults", N_("Faults") },
    { &cs_share_view, "shares", N_("Shares of responsibility") },
    { &cs_work_order_view, "work_orders", N_("Work orders") },
    { &cs_appointment_view, "appointments", N_("Appointments") },
    { &cs_settlement_view, "settlement", N_("Settlement") },
    { &cs_hold_view, "holds", N_("Holds") },
    { &cs_clock_view, "clocks", N_("Clocks of the case") },
    { &cs_escalation_view, "escalations", N_("Escalations") },
    { &cs_attachment_view, "evidence", N_("Proof") },
    { &cs_callback_view, "callbacks", N_("Call-backs") },
    { &cs_contact_view, "contacts", N_("Contacts") },
    { &cs_merged_view, "merged", N_("Merged cases") },
    { &cs_child_view, "merged_children", N_("Cases of merged groups"), true },
    { &cs_link_view, "merged_links", N_("Links of merged cases"), true },
    { &cs_matter_view, "merged_matters", N_("Exposure and law of merged cases"), true },
    { &cs_appointment_view, "merged_appointments", N_("Appointments of merged cases"), true },
    { &cs_settlement_view, "merged_settlements", N_("Settlements of merged cases"), true },
    { &cs_attachment_view, "merged_evidence", N_("Proof of merged cases"), true },
    { &cs_callback_view, "merged_callbacks", N_("Call-backs of merged cases"), true },
    { &cs_event_view, "history", N_("History") },
};

/* A section's table without the id of the case, which stands in the page's title; where the rows are of
 * several cases, each says which. */
static void add_table(struct cs_page *page, size_t section, struct cs_rows *rows)
{
    const char *name = sections[section].name, *title = _(sections[section].title);
    struct cs_record record = *rows->items[0].record;
    if (!sections[section].merged && rows->items[0].record != &cs_merged_record &&
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
        status = fetch(job, sections[i].view, sections[i].merged, id, &rows);
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
            add_table(page, i, &rows);
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
    enum cs_status status = fetch(job, &cs_ticket_view, false, id, &facts);
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
