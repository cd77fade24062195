/* Opening a desk: the organisation, the calendars, the clocks and the cases of one store. */
#include "cs-ticket.h"

enum cs_status desk_open(struct cs_job *job, bool history, struct desk *desk)
{
    *desk = (struct desk){ .org = cs_org_new(job->store), .calendars = cs_calendars_new(job->store) };
    const char *name = cs_store_setting(job->store, "timezone");
    enum cs_status status = cs_zone_find(name ? name : "Asia/Shanghai", &desk->zone, job->err);
    const struct cs_escalation_options clocks = {
        .store = job->store,
        .org = desk->org,
        .calendars = desk->calendars,
        .zone = desk->zone,
        .now = job->now,
        .actor = job->actor,
        .history = history,
        .diag = &job->diag,
    };
    if (status == CS_OK)
        status = cs_escalation_new(&clocks, &desk->escalation, job->err);
    const struct cs_tickets_options cases = {
        .store = job->store,
        .org = desk->org,
        .calendars = desk->calendars,
        .zone = desk->zone,
        .now = job->now,
        .actor = job->actor,
        .diag = &job->diag,
        .listener = { cs_escalation_hear, desk->escalation },
    };
    if (status == CS_OK)
        status = cs_tickets_new(&cases, &desk->tickets, job->err);
    return status;
}

void desk_close(struct desk *desk)
{
    cs_tickets_free(desk->tickets);
    cs_escalation_free(desk->escalation);
    cs_calendars_free(desk->calendars);
    cs_org_free(desk->org);
}
