/* Telling a case once more: as it stands. */
#include "ticket/case.h"

enum cs_status cs_ticket_tell(struct cs_tickets *t, int64_t id, int64_t at, struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS];
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, id, row, err);
    return status == CS_OK ? cs_case_tell(t, row, CS_CASE_CHANGED, at, err) : status;
}
