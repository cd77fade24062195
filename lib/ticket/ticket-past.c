/* Keeping what changes take away from a case, where clocks look at it. */
#include "ticket/replay.h"

#include <stdio.h>

bool cs_past_column(int column)
{
    static const int others[] = { CASE_KIND,          CASE_STATE,       CASE_RESUME_STATE, CASE_PRIORITY,
                                  CASE_GRADE,         CASE_FLAGS,       CASE_UNIT,         CASE_CHANNEL,
                                  CASE_LEVEL,         CASE_PROMISED_AT, CASE_ANOMALIES,    CASE_HOLD_UNTIL,
                                  CASE_APPOINTMENT_AT };
    for (int i = 0; i < CS_MILESTONES; i++)
        if (cs_case_milestone_column[i] == column)
            return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] == column)
            return true;
    return false;
}

static enum cs_status keep(struct cs_tickets *t, int64_t ticket, const char *field,
                           const struct cs_value *old, struct cs_error *err)
{
    char number[24];
    const struct cs_value in[] = { cs_integer(ticket), cs_text(field),
                                   old->type == CS_INTEGER
                                       ? (snprintf(number, sizeof number, "%lld", (long long)old->integer),
                                          cs_text(number))
                                       : *old };
    return cs_store_do(t->o.store, &cs_replay_statements, PAST_ADD, in, NULL, err);
}

enum cs_status cs_past_keep(struct cs_tickets *t, const struct cs_value *old, const struct cs_value *new,
                            struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (int column = 0; column < CASE_COLUMNS && status == CS_OK; column++)
        if (cs_past_column(column) && !cs_value_equal(&old[column], &new[column]))
            status = keep(t, new[CASE_ID].integer, cs_case_column_names[column], &old[column], err);
    return status;
}

enum cs_status cs_past_component_begin(struct cs_tickets *t, int64_t ticket, struct past_component *past,
                                       struct cs_error *err)
{
    struct case_fault fault;
    enum cs_status status = cs_fault_first(t, ticket, 0, &fault, err);
    past->before = fault.component;
    return status;
}

enum cs_status cs_past_component_end(struct cs_tickets *t, int64_t ticket, const struct past_component *past,
                                     struct cs_error *err)
{
    struct case_fault fault;
    enum cs_status status = cs_fault_first(t, ticket, 0, &fault, err);
    if (status != CS_OK || cs_value_equal(&past->before, &fault.component))
        return status;
    return keep(t, ticket, "component", &past->before, err);
}

const char *const cs_past_review_fields[PAST_REVIEWS] = { "hold.review_at", "hold.reviewed_at" };

enum cs_status cs_past_review(struct cs_tickets *t, int64_t ticket, const struct cs_value *before,
                              struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (int i = 0; i < PAST_REVIEWS && status == CS_OK; i++)
        status = keep(t, ticket, cs_past_review_fields[i], &before[i], err);
    return status;
}
