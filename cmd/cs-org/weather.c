/* cs-org weather import: days of rain bring second calls forward. */
#include "cs-org.h"

#include "escalation/escalation.h"
#include "ticket/ticket.h"

enum cs_status cs_weather_apply(struct cs_job *job, struct cs_org *org, struct cs_error *err)
{
    struct cs_calendars *calendars = cs_calendars_new(job->store);
    struct cs_escalation *escalation = NULL;
    struct cs_tickets *tickets = NULL;
    const struct cs_zone *zone;
    const char *name = cs_store_setting(job->store, "timezone");
    int64_t moved = 0;
    enum cs_status status = cs_zone_find(name ? name : "Asia/Shanghai", &zone, err);
    const struct cs_escalation_options clocks = { .store = job->store,
                                                  .org = org,
                                                  .calendars = calendars,
                                                  .zone = zone,
                                                  .now = job->now,
                                                  .actor = job->actor,
                                                  .diag = &job->diag };
    if (status == CS_OK)
        status = cs_escalation_new(&clocks, &escalation, err);
    const struct cs_tickets_options cases = { .store = job->store,
                                              .org = org,
                                              .calendars = calendars,
                                              .zone = zone,
                                              .now = job->now,
                                              .actor = job->actor,
                                              .diag = &job->diag,
                                              .listener = { cs_escalation_hear, escalation } };
    if (status == CS_OK)
        status = cs_tickets_new(&cases, &tickets, err);
    if (status == CS_OK)
        status = cs_ticket_weather(tickets, &moved, err);
    if (status == CS_OK && moved)
        cs_diag_say(&job->diag, CS_NOTICE, NULL,
                    _("%lld second calls after a leak were brought forward by rain"), (long long)moved);
    cs_tickets_free(tickets);
    cs_escalation_free(escalation);
    cs_calendars_free(calendars);
    return status;
}
