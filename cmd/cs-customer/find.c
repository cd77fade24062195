/* cs-customer find: who is it that calls? Homes, people, cases and suppliers on one page. */
#include "cs-customer.h"

#include "customer/find.h"

#include <string.h>

const struct cs_option cs_find_options[] = { CS_OPT_TEXT(0, "project", struct cs_find_args, project,
                                                         N_("PROJECT"), N_("look in this project only")),
                                             CS_OPT_TEXT(0, "home", struct cs_find_args, home, N_("CODE"),
                                                         N_("the home in which four digits are looked for")),
                                             CS_OPT_END };

struct finding {
    struct cs_job *job;
    struct cs_find find;
    struct cs_rows homes, people, open, over, suppliers;
};

static enum cs_status more(struct finding *f, const struct cs_view *view, int64_t id, struct cs_rows *rows)
{
    const struct cs_value value = cs_integer(id);
    return cs_select_of(f->job->store, view, NULL, &value, cs_rows_keep, rows, f->job->err);
}

/* A row of a case, once, among those that are open or over. */
static enum cs_status keep_case(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct finding *f = context;
    struct cs_rows *rows = row->values[row->record->count - 1].integer ? &f->open : &f->over;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i].values[0].integer == row->values[0].integer)
            return CS_OK;
    return cs_rows_keep(rows, row, err);
}

static enum cs_status cases(struct finding *f, const char *condition, const struct cs_find_ids *ids)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < ids->count && status == CS_OK; i++) {
        const struct cs_value value = cs_integer(ids->items[i]);
        status =
            cs_select_of(f->job->store, &cs_found_case_view, condition, &value, keep_case, f, f->job->err);
    }
    return status;
}

static enum cs_status gather_people(struct finding *f)
{
    const struct cs_find *find = &f->find;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < find->homes.count && status == CS_OK; i++)
        status = more(f, &cs_found_person_view, find->homes.items[i], &f->people);
    for (size_t i = 0; i < find->people.count && status == CS_OK; i++) {
        bool shown = false;
        for (size_t j = 0; j < f->people.count; j++)
            shown = shown || f->people.items[j].values[0].integer == find->people.items[i];
        if (!shown)
            status = more(f, &cs_found_nobody_view, find->people.items[i], &f->people);
    }
    return status;
}

static enum cs_status gather(struct finding *f)
{
    const struct cs_find *find = &f->find;
    enum cs_status status = gather_people(f);
    for (size_t i = 0; i < find->homes.count && status == CS_OK; i++)
        status = more(f, &cs_found_home_view, find->homes.items[i], &f->homes);
    if (status == CS_OK)
        status = cases(f, cs_found_case_where.home, &find->homes);
    if (status == CS_OK)
        status = cases(f, cs_found_case_where.person, &find->people);
    if (status == CS_OK)
        status = cases(f, NULL, &find->cases);
    if (status == CS_OK && find->homes.count == 1)
        status =
            cs_find_suppliers(f->job->store, find->homes.items[0], cs_rows_keep, &f->suppliers, f->job->err);
    return status;
}

static void table(struct cs_page *page, const char *name, const char *title, const struct cs_rows *rows)
{
    if (rows->count)
        cs_page_table(page, name, title, rows->items[0].record, rows->items, rows->count);
}

static enum cs_status put_page(struct finding *f)
{
    struct cs_page *page = NULL;
    enum cs_status status = cs_job_page(f->job, &page);
    if (status != CS_OK)
        return status;
    cs_page_title(page, f->job->operands.items[0]);
    if (f->homes.count == 1)
        cs_page_record(page, "home", _("Home"), &f->homes.items[0]);
    else
        table(page, "homes", _("Homes"), &f->homes);
    table(page, "people", _("People"), &f->people);
    table(page, "open_cases", _("Open cases"), &f->open);
    table(page, "closed_cases", _("Closed cases"), &f->over);
    table(page, "suppliers", _("Suppliers in the building"), &f->suppliers);
    return cs_page_close(page, f->job->err);
}

static enum cs_status narrow(struct finding *f, const struct cs_find_args *args)
{
    struct cs_job *job = f->job;
    enum cs_status status = CS_OK;
    if (args->project) {
        status = cs_org_find_project(f->find.org, args->project, strlen(args->project), &f->find.unit_id,
                                     job->err);
        if (status == CS_NONE)
            return cs_error_set(job->err, CS_FAILED, _("--project: there is none called \"%s\""),
                                args->project);
    }
    if (status == CS_OK && args->home) {
        status = cs_org_find_home_code(f->find.org, args->home, &f->find.home_id, NULL, job->err);
        if (status == CS_NONE)
            return cs_error_set(job->err, CS_FAILED, _("--home: there is none of the code \"%s\""),
                                args->home);
    }
    return status;
}

/* Several homes of one room number: which is meant is for the person on the phone to say. */
static enum cs_status look(struct finding *f)
{
    struct cs_job *job = f->job;
    struct cs_find *find = &f->find;
    enum cs_status status = cs_find_text(find, job->operands.items[0], job->err);
    if (status == CS_OK && !find->rooms)
        status = cs_find_homes(find, job->err);
    if (status != CS_OK)
        return status;
    if (find->homes.count + find->people.count + find->cases.count == 0)
        return cs_error_set(job->err, CS_FAILED, _("nobody and nothing answers to \"%s\""),
                            job->operands.items[0]);
    if (find->rooms && find->homes.count > 1) {
        for (size_t i = 0; i < find->homes.count && status == CS_OK; i++)
            status = more(f, &cs_found_home_view, find->homes.items[i], &f->homes);
        cs_job_say(job, _("%zu homes answer to \"%s\"; --project says which"), find->homes.count,
                   job->operands.items[0]);
    } else if (find->named && find->people.count > 1) {
        status = gather_people(f);
        cs_job_say(job, _("%zu people are called \"%s\"; a phone number or a room says which"),
                   find->people.count, job->operands.items[0]);
    } else {
        status = gather(f);
    }
    return status == CS_OK ? put_page(f) : status;
}

enum cs_status cs_run_find(struct cs_job *job, const void *arguments)
{
    struct finding f = { .job = job, .find = { .store = job->store } };
    struct cs_rows *all[] = { &f.homes, &f.people, &f.open, &f.over, &f.suppliers };
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED, _("say a phone number, a room or a name"));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = (struct cs_rows){ .arena = &job->arena };
    f.find.org = cs_org_new(job->store);
    enum cs_status status = narrow(&f, arguments);
    if (status == CS_OK)
        status = look(&f);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        cs_rows_release(all[i]);
    cs_find_free(&f.find);
    cs_org_free(f.find.org);
    return status == CS_REFUSED ? CS_MISUSED : status;
}
