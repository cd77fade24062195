/* Where a case lies and whose it is: project, home, batch and customer found from what its source wrote. */
#include "ticket/batch.h"
#include "ticket/intake.h"

#include <stdio.h>

/* The delivery batch of a code or name in a project. Rows come in runs of one batch: the last answer is kept.
 */
static enum cs_status find_batch(struct cs_tickets *t, int64_t unit, const struct cs_value *name,
                                 struct cs_value *batch, struct cs_error *err)
{
    struct last_batch *last = &t->last_batch;
    if (last->unit == unit && strcmp(last->name, name->text) == 0) {
        *batch = last->id ? cs_integer(last->id) : cs_null();
        return CS_OK;
    }
    const struct cs_value in[] = { cs_integer(unit), *name };
    struct cs_value out[1];
    enum cs_status status = cs_batch_get(t, DELIVERY_FIND, in, out, err);
    if (status != CS_OK && status != CS_NONE)
        return status;
    *batch = status == CS_OK ? out[0] : cs_null();
    last->unit = name->length < sizeof last->name ? unit : 0;
    last->id = cs_value_integer(batch, 0);
    snprintf(last->name, sizeof last->name, "%s", name->text);
    if (status == CS_NONE)
        cs_error_clear(err);
    return CS_OK;
}

static enum cs_status find_home(struct cs_tickets *t, int64_t unit, struct cs_value *row,
                                struct cs_error *err)
{
    struct cs_home_found found = { 0 };
    enum cs_status status;
    if (row[CASE_ROOM].type == CS_NULL)
        return CS_OK;
    if (row[CASE_BUILDING].type == CS_TEXT)
        status = cs_org_find_home_parts(t->o.org, unit, row[CASE_BUILDING].text,
                                        cs_value_text(&row[CASE_ENTRANCE]), row[CASE_ROOM].text, &found, err);
    else
        status = cs_org_find_home(t->o.org, unit, row[CASE_ROOM].text, row[CASE_ROOM].length, &found, err);
    if (status == CS_NONE)
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "unresolved_home");
    else if (status != CS_OK)
        return status;
    row[CASE_HOME] = found.home_id ? cs_integer(found.home_id) : cs_null();
    row[CASE_BATCH] = found.batch_id ? cs_integer(found.batch_id) : cs_null();
    return CS_OK;
}

enum cs_status cs_intake_place(struct cs_tickets *t, struct cs_value *row, struct cs_error *err)
{
    int64_t unit = 0;
    enum cs_status status = CS_NONE;
    if (row[CASE_PROJECT].type == CS_TEXT)
        status = cs_org_find_project(t->o.org, row[CASE_PROJECT].text, row[CASE_PROJECT].length, &unit, err);
    if (status == CS_NONE && row[CASE_PROJECT].type == CS_TEXT)
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "unresolved_project");
    else if (row[CASE_PROJECT].type == CS_NULL && row[CASE_UNIT].type == CS_INTEGER) {
        unit = row[CASE_UNIT].integer;
        status = CS_OK;
    }
    if (status == CS_NONE)
        return CS_OK;
    if (status != CS_OK)
        return status;
    row[CASE_UNIT] = cs_integer(unit);
    row[CASE_PROJECT] = row[CASE_HOME] = row[CASE_BATCH] = cs_null();
    status = find_home(t, unit, row, err);
    if (status == CS_OK && row[CASE_BATCH].type == CS_NULL && row[CASE_BATCH_TEXT].type == CS_TEXT)
        status = find_batch(t, unit, &row[CASE_BATCH_TEXT], &row[CASE_BATCH], err);
    return status;
}

enum cs_status cs_intake_customer(struct cs_tickets *t, struct cs_value *row, struct cs_error *err)
{
    if (row[CASE_PHONE].type != CS_TEXT ||
        cs_is_masked(CS_PHONE, row[CASE_PHONE].text, row[CASE_PHONE].length))
        return CS_OK;
    const struct cs_value in[] = { row[CASE_PHONE] };
    struct cs_value out[2];
    enum cs_status status = cs_ticket_get(t, CUSTOMER_BY_PHONE, in, out, err);
    if (status == CS_OK && out[1].integer == 1)
        row[CASE_CUSTOMER] = out[0];
    return status;
}

int64_t cs_intake_digest(const struct cs_value *row, int64_t digest)
{
    return row[CASE_ANOMALIES].type == CS_TEXT && strstr(row[CASE_ANOMALIES].text, "unresolved_") ? 0
                                                                                                  : digest;
}
