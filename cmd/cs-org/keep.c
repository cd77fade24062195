/* cs-org NOUN import, NOUN list: one way for all nouns. */
#include "cs-org.h"

#include <string.h>

/* The noun is the first word of the command's name, and the name of its record. */
static enum cs_org_noun noun_of(const struct cs_job *job)
{
    const char *name = job->command->name;
    size_t length = strcspn(name, " ");
    for (int noun = 0; noun < CS_ORG_NOUN_MAX; noun++)
        if (strncmp(cs_org_records[noun]->name, name, length) == 0 && !cs_org_records[noun]->name[length])
            return (enum cs_org_noun)noun;
    return CS_ORG_UNIT;
}

struct importing {
    struct cs_org_import *import;
    struct cs_intake *intake;
    struct cs_job *job;
    struct cs_org *org;
};

static bool has_field(const void *reader, int field)
{
    return cs_reader_has(reader, field);
}

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct importing *importing = context;
    enum cs_org_change change;
    enum cs_status status = cs_org_import_row(importing->import, row, has_field, reader, &change, err);
    if (status != CS_OK)
        return status;
    switch (change) {
    case CS_ORG_INSERTED:
        importing->intake->inserted++;
        break;
    case CS_ORG_UPDATED:
        importing->intake->updated++;
        break;
    case CS_ORG_UNCHANGED:
        importing->intake->unchanged++;
        break;
    }
    return CS_OK;
}

static enum cs_status finish(void *context, struct cs_error *err)
{
    struct importing *importing = context;
    enum cs_status status = cs_org_import_finish(importing->import, err);
    if (status == CS_OK && noun_of(importing->job) == CS_ORG_WEATHER && importing->intake->inserted > 0)
        status = cs_weather_apply(importing->job, importing->org, err);
    return status;
}

enum cs_status cs_run_import(struct cs_job *job, const void *args)
{
    enum cs_org_noun noun = noun_of(job);
    struct cs_org *org = cs_org_new(job->store);
    struct importing importing = { .import = cs_org_import_new(org, noun), .job = job, .org = org };
    struct cs_intake intake = {
        .record = cs_org_records[noun], .take = take, .finish = finish, .context = &importing
    };
    (void)args;
    importing.intake = &intake;
    enum cs_status status = cs_job_intake(job, &intake);
    cs_org_import_free(importing.import);
    cs_org_free(org);
    return status;
}

enum cs_status cs_run_list(struct cs_job *job, const void *args)
{
    const struct cs_org_list_args *list = args;
    return cs_job_list(job, &cs_org_views[noun_of(job)], &list->list, NULL, 0, NULL, 0);
}
