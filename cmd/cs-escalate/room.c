/* Opening the rooms that the commands need. */
#include "cs-escalate.h"

enum cs_status room_open(struct cs_job *job, bool writes, struct room *room)
{
    *room = (struct room){ .org = cs_org_new(job->store), .calendars = cs_calendars_new(job->store) };
    const char *name = cs_store_setting(job->store, "timezone");
    enum cs_status status = cs_zone_find(name ? name : "Asia/Shanghai", &room->zone, job->err);
    const char *actor = writes ? job->actor : NULL;
    const struct cs_escalation_options clocks = { .store = job->store,
                                                  .org = room->org,
                                                  .calendars = room->calendars,
                                                  .zone = room->zone,
                                                  .now = job->now,
                                                  .actor = actor,
                                                  .diag = &job->diag };
    if (status == CS_OK)
        status = cs_escalation_new(&clocks, &room->escalation, job->err);
    const struct cs_tickets_options cases = { .store = job->store,
                                              .org = room->org,
                                              .calendars = room->calendars,
                                              .zone = room->zone,
                                              .now = job->now,
                                              .actor = actor,
                                              .diag = &job->diag };
    if (status == CS_OK)
        status = cs_tickets_new(&cases, &room->tickets, job->err);
    return status;
}

void room_close(struct room *room)
{
    cs_tickets_free(room->tickets);
    cs_escalation_free(room->escalation);
    cs_calendars_free(room->calendars);
    cs_org_free(room->org);
}

enum cs_status room_moment(struct cs_job *job, const char *what, const char *text, int64_t *utc)
{
    struct cs_error ignored = CS_ERROR_INIT;
    if (cs_moment_parse_relative(text, job->zone, utc, &ignored) == CS_OK ||
        cs_moment_parse(text, job->zone, false, utc, job->err) == CS_OK)
        return CS_OK;
    cs_error_prefix(job->err, "%s", what);
    return job->err->status = CS_MISUSED;
}

enum cs_status room_unit(struct cs_job *job, struct room *room, const char *text, int64_t *unit)
{
    *unit = 0;
    if (!text)
        return CS_OK;
    enum cs_status status = cs_org_find_unit(room->org, text, strlen(text), unit, job->err);
    if (status == CS_NONE)
        return cs_error_set(job->err, CS_FAILED, _("--project: there is no unit called \"%s\""), text);
    return status;
}
