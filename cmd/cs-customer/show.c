/* cs-customer show, history: one person on a page, and what changed. */
#include "cs-customer.h"

#include <stdlib.h>

/* What belongs to a person, in the order of the page. */
static const struct {
    const struct cs_view *view;
    const char *name, *title;
} sections[] = {
    { &cs_home_role_view, "homes", N_("Homes") },
    { &cs_consent_view, "consents", N_("Consents") },
    { &cs_other_name_view, "names", N_("Other records of the person") },
};

static enum cs_status fetch(struct cs_job *job, const struct cs_view *view, int64_t id, struct cs_rows *rows)
{
    const struct cs_value value = cs_integer(id);
    return cs_job_fetch(job, view, NULL, &value, rows);
}

static enum cs_status put_sections(struct cs_job *job, struct cs_page *page, int64_t id)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && status == CS_OK; i++) {
        struct cs_rows rows;
        status = fetch(job, sections[i].view, id, &rows);
        if (status == CS_OK && rows.count)
            cs_page_table(page, sections[i].name, _(sections[i].title), rows.items[0].record, rows.items,
                          rows.count);
        cs_rows_release(&rows);
    }
    return status;
}

static enum cs_status put_history(struct cs_job *job, struct desk *desk, struct cs_page *page, int64_t id)
{
    struct cs_rows rows = { .arena = &job->arena };
    enum cs_status status =
        cs_customer_history(desk->customers, id, job->common.unmask, cs_rows_keep, &rows, job->err);
    if (status == CS_OK && rows.count)
        cs_page_table(page, "history", _("History"), &cs_customer_event_record, rows.items, rows.count);
    cs_rows_release(&rows);
    return status;
}

static enum cs_status put_page(struct cs_job *job, struct desk *desk, int64_t id)
{
    struct cs_rows person = { .arena = &job->arena };
    struct cs_page *page = NULL;
    enum cs_status status = fetch(job, &cs_customer_view, id, &person);
    if (status == CS_OK)
        status = cs_job_page(job, &page);
    if (status == CS_OK) {
        const struct cs_value *name = &person.items[0].values[CS_CUSTOMER_NAME];
        bool erased = person.items[0].values[CS_CUSTOMER_ERASED_AT].type != CS_NULL;
        cs_page_title(page, erased ? _("A person who was erased") : cs_value_text(name));
        cs_page_record(page, "customer", NULL, &person.items[0]);
        status = put_sections(job, page, id);
    }
    if (status == CS_OK)
        status = put_history(job, desk, page, id);
    if (page) {
        enum cs_status closed = cs_page_close(page, job->err);
        status = status == CS_OK ? closed : status;
    }
    cs_rows_release(&person);
    return status;
}

/* The one customer that a command is about. */
static enum cs_status with_customer(struct cs_job *job,
                                    enum cs_status (*put)(struct cs_job *job, struct desk *desk, int64_t id))
{
    struct desk desk = { NULL };
    int64_t id;
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED,
                            _("say which customer: id, external id or source:external-id"));
    enum cs_status status = cs_desk_open(job, &desk);
    if (status == CS_OK)
        status = cs_desk_find(job, &desk, job->operands.items[0], &id);
    if (status == CS_OK)
        status = put(job, &desk, id);
    cs_desk_close(&desk);
    return status;
}

static enum cs_status emit_history(struct cs_job *job, struct desk *desk, int64_t id)
{
    enum cs_status status = cs_job_output(job, &cs_customer_event_record);
    if (status != CS_OK)
        return status;
    return cs_customer_history(desk->customers, id, job->common.unmask, cs_job_emit, job, job->err);
}

enum cs_status cs_run_show(struct cs_job *job, const void *args)
{
    (void)args;
    return with_customer(job, put_page);
}

enum cs_status cs_run_history(struct cs_job *job, const void *args)
{
    (void)args;
    return with_customer(job, emit_history);
}
