/* Opening a desk: the organisation, the calendars, the clocks and the cases of one store. */
#include "cs-ticket.h"

#include <string.h>

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

enum cs_status desk_code(struct cs_job *job, const char *option, const struct cs_choice *choices,
                         const char *word, const char **code)
{
    const struct cs_choice *choice = word ? cs_choice_find(choices, word, strlen(word)) : NULL;
    struct cs_buffer words = CS_BUFFER_INIT;
    *code = choice ? choice->code : NULL;
    if (!word || choice)
        return CS_OK;
    for (const struct cs_choice *known = choices; known->code; known++) {
        const char *label = cs_translate(known->label);
        cs_buffer_printf(&words, "%s%s", known == choices ? "" : ", ", known->code);
        if (strcmp(label, known->label) != 0)
            cs_buffer_printf(&words, " %s", label);
    }
    cs_error_set(job->err, CS_MISUSED, _("--%s: \"%s\" is none of its words: %s"), option, word, words.text);
    cs_buffer_release(&words);
    return CS_MISUSED;
}
