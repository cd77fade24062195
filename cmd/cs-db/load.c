/*
 * load.c: the shipped defaults, so that a new store works untouched.
 *
 * To ship another file: one row in the table of loaders, in an order in which each finds what it refers to.
 */
#include "cs-db.h"

#include "calendar/calendar.h"
#include "escalation/escalation.h"
#include "io/reader.h"
#include "ticket/ticket.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>

/* The desks that rows are handed to. */
struct desks {
    struct cs_job *job;
    struct cs_org *org;
    struct cs_calendars *calendars;
    struct cs_calendar_import *import;
    struct cs_tickets *tickets;
    struct cs_escalation *escalation;
    int64_t approvals; /* limits of approval so far */
};

/* ---- what each room does with a row, and at the end of a file ---- */

static enum cs_status take_calendar(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    return cs_calendar_import_line(desks->import, row, err);
}

static enum cs_status end_calendars(struct desks *desks, struct cs_error *err)
{
    struct cs_calendar_counts counts;
    return cs_calendar_import_finish(desks->import, &counts, err);
}

static enum cs_status take_path(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    return cs_ticket_path_take(desks->tickets, row, err);
}

static enum cs_status end_paths(struct desks *desks, struct cs_error *err)
{
    return cs_ticket_path_end(desks->tickets, err);
}

static enum cs_status take_hold(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    bool changed;
    return cs_hold_reason_take(desks->tickets, row, &changed, err);
}

static enum cs_status take_approval(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    return cs_approval_take(desks->tickets, row, &desks->approvals, err);
}

static enum cs_status take_rung(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    return cs_rung_take(desks->escalation, row, err);
}

static enum cs_status end_rungs(struct desks *desks, struct cs_error *err)
{
    return cs_rung_end(desks->escalation, err);
}

static enum cs_status take_target(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    return cs_target_take(desks->escalation, row, err);
}

static enum cs_status end_targets(struct desks *desks, struct cs_error *err)
{
    return cs_target_end(desks->escalation, err);
}

static enum cs_status take_function(struct desks *desks, const struct cs_row *row, struct cs_error *err)
{
    bool changed;
    return cs_function_take(desks->escalation, row, &changed, err);
}

struct loader {
    const char *folder, *name;
    const struct cs_record *record;
    enum cs_status (*take)(struct desks *desks, const struct cs_row *row, struct cs_error *err);
    enum cs_status (*end)(struct desks *desks, struct cs_error *err); /* or NULL */
};

static const struct loader loaders[] = {
    { "calendars", "24x7", &cs_calendar_line_record, take_calendar, NULL },
    { "calendars", "care-desk", &cs_calendar_line_record, take_calendar, NULL },
    { "calendars", "cn-office", &cs_calendar_line_record, take_calendar, NULL },
    { "calendars", "government", &cs_calendar_line_record, take_calendar, NULL },
    { "calendars", "noise", &cs_calendar_line_record, take_calendar, NULL },
    { "calendars", "site", &cs_calendar_line_record, take_calendar, end_calendars },
    { "paths", "paths", &cs_path_record, take_path, end_paths },
    { "policies", "holds", &cs_hold_reason_record, take_hold, NULL },
    { "policies", "approvals", &cs_approval_record, take_approval, NULL },
    { "policies", "functions", &cs_function_record, take_function, NULL },
    { "policies", "ladders", &cs_rung_record, take_rung, end_rungs },
    { "policies", "default", &cs_target_record, take_target, end_targets },
};

/* ---- one file ---- */

static enum cs_status take_rows(struct desks *desks, const struct loader *loader, struct cs_reader *reader)
{
    enum cs_status status = CS_OK;
    while (status == CS_OK) {
        struct cs_row *row = NULL;
        struct cs_error why = CS_ERROR_INIT;
        status = cs_reader_next(reader, &row, &why);
        if (status == CS_NONE)
            return CS_OK;
        if (status == CS_OK)
            status = loader->take(desks, row, &why);
        if (status != CS_OK) {
            struct cs_place place = cs_reader_place(reader);
            status = cs_error_set(desks->job->err, CS_FAILED, "%s:%" PRId64 ": %s", place.file, place.line,
                                  why.text);
        }
    }
    return status;
}

static enum cs_status load_file(struct desks *desks, const struct loader *loader)
{
    struct cs_job *job = desks->job;
    struct cs_source *source = NULL;
    struct cs_reader *reader = NULL;
    const char *path = cs_job_share(job, loader->folder, loader->name, ".csv");
    if (!path)
        return cs_error_set(job->err, CS_FAILED,
                            _("%s/%s.csv is not found; set CS_SHARE to the share folder"), loader->folder,
                            loader->name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cs_error_errno(job->err, errno, "%s", path);
    struct cs_source_options how = { .format = "csv", .encoding = "utf-8", .diag = &job->diag };
    struct cs_reader_options options = { .parse = { .zone = job->zone }, .diag = &job->diag };
    enum cs_status status = cs_source_open(fd, path, &how, &source, job->err);
    if (status == CS_OK)
        status = cs_reader_new(source, loader->record, &options, &reader, job->err);
    if (status == CS_OK)
        status = take_rows(desks, loader, reader);
    if (status == CS_OK && loader->end)
        status = loader->end(desks, job->err);
    cs_reader_free(reader);
    if (source)
        cs_source_close(source);
    return status;
}

/* ---- all ---- */

static enum cs_status open_desks(struct desks *desks)
{
    struct cs_job *job = desks->job;
    struct cs_tickets_options tickets = { .store = job->store,
                                          .org = desks->org,
                                          .zone = job->zone,
                                          .now = job->now,
                                          .actor = job->actor,
                                          .diag = &job->diag };
    struct cs_escalation_options escalation = { .store = job->store,
                                                .org = desks->org,
                                                .calendars = desks->calendars,
                                                .zone = job->zone,
                                                .now = job->now,
                                                .actor = job->actor,
                                                .diag = &job->diag };
    enum cs_status status = cs_tickets_new(&tickets, &desks->tickets, job->err);
    if (status == CS_OK)
        status = cs_escalation_new(&escalation, &desks->escalation, job->err);
    return status;
}

enum cs_status cs_load_defaults(struct cs_job *job)
{
    struct desks desks = { .job = job,
                           .org = cs_org_new(job->store),
                           .calendars = cs_calendars_new(job->store),
                           .import = cs_calendar_import_new(job->store, NULL) };
    enum cs_status status = open_desks(&desks);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders && status == CS_OK; i++)
        status = load_file(&desks, &loaders[i]);
    cs_escalation_free(desks.escalation);
    cs_tickets_free(desks.tickets);
    cs_calendar_import_free(desks.import);
    cs_calendars_free(desks.calendars);
    cs_org_free(desks.org);
    return status;
}
