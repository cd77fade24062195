/* Whether clocks and next rungs, alerts, their messages and their events say the same, as questions to the
 * store: each answers case, metric, which clock of it, and how many more such there are. */
#include "escalation/agree.h"

/* One row a clock that is at odds, the most of them not told. */
#define FEW(rows)                                                                                            \
    "SELECT ticket_id, metric, instance, COUNT(*) OVER () FROM (SELECT DISTINCT ticket_id, metric, "         \
    "instance FROM (" rows ") AS odd) AS clocks ORDER BY ticket_id, metric, instance LIMIT 20"

static const struct cs_statement statements[AGREE_STATEMENTS] = {
    [AGREE_LEFT_OUT] = { FEW("SELECT ticket_id, metric, instance, next_at FROM clock WHERE next_at IS NOT "
                             "NULL EXCEPT SELECT ticket_id, metric, instance, due_at FROM deadline"),
                         "", "itii" },
    [AGREE_STRAY] = { FEW("SELECT ticket_id, metric, instance, due_at FROM deadline EXCEPT SELECT ticket_id, "
                          "metric, instance, next_at FROM clock WHERE next_at IS NOT NULL"),
                      "", "itii" },
    /* two roles of a rung that one person holds share a message */
    [AGREE_UNTOLD] = { FEW("SELECT ticket_id, metric, instance, due_at, staff_id FROM escalation WHERE "
                           "staff_id IS NOT NULL EXCEPT SELECT e.ticket_id, e.metric, e.instance, e.due_at, "
                           "m.staff_id FROM message AS m JOIN escalation AS e ON e.id = m.escalation_id"),
                       "", "itii" },
    [AGREE_OTHER] = { FEW("SELECT e.ticket_id, e.metric, e.instance FROM message AS m JOIN escalation AS e "
                          "ON "
                          "e.id = m.escalation_id WHERE m.ticket_id <> e.ticket_id OR m.staff_id <> "
                          "coalesce(e.staff_id, 0)"),
                      "", "itii" },
    [AGREE_UNLOGGED] = { FEW("SELECT e.ticket_id, e.metric, e.instance FROM escalation AS e JOIN (SELECT "
                             "ticket_id, metric, due_at FROM escalation EXCEPT SELECT ticket_id, outcome, "
                             "occurred_at FROM event WHERE verb = 'escalate') AS lost ON lost.ticket_id = "
                             "e.ticket_id AND lost.metric = e.metric AND lost.due_at = e.due_at"),
                         "", "itii" },
};

const struct cs_statements cs_agree_statements = CS_STATEMENTS("agree", statements);
