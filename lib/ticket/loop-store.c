/* The statements of refusals, settlements and appointments. No rules here. */
#include "ticket/loop.h"

static const struct cs_statement statements[LOOP_STATEMENTS] = {
    [REFUSALS] = { "SELECT count(*) FROM event WHERE ticket_id = $1 AND field IS NULL AND (verb = 'refuse' "
                   "OR "
                   "(verb = 'accept' AND outcome = 'refused'))",
                   "i", "i" },
    [DEPARTMENT_BEFORE] = { "SELECT old FROM event WHERE ticket_id = $1 AND field = 'handling_dept' AND new "
                            "= "
                            "$2 ORDER BY seq DESC LIMIT 1",
                            "it", "t" },
    [DEPARTMENT_REFUSED] = { "SELECT count(*) FROM event WHERE ticket_id = $1 AND field = 'refused_by' AND "
                             "old = $2",
                             "it", "i" },
    [SETTLEMENT_PLAN] = { "INSERT INTO settlement (ticket_id, plan, planned_by_id, demanded, offered, "
                          "due_at) "
                          "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (ticket_id) DO UPDATE SET plan = "
                          "excluded.plan, planned_by_id = excluded.planned_by_id, demanded = "
                          "coalesce(excluded.demanded, settlement.demanded), offered = excluded.offered, "
                          "due_at = excluded.due_at, approver_id = NULL, agreed = NULL, terms = NULL",
                          "itiiii", "" },
    [SETTLEMENT_GET] = { "SELECT s.plan, a.name, s.demanded, s.offered, s.approver_id, s.agreed, s.terms, "
                         "s.due_at FROM settlement AS s LEFT JOIN actor AS a ON a.id = s.planned_by_id WHERE "
                         "s.ticket_id = $1",
                         "i", "ttiiiiti" },
    [SETTLEMENT_APPROVE] = { "INSERT INTO settlement (ticket_id, approver_id) VALUES ($1, $2) ON CONFLICT "
                             "(ticket_id) DO UPDATE SET approver_id = excluded.approver_id",
                             "ii", "" },
    [SETTLEMENT_AGREE] = { "INSERT INTO settlement (ticket_id, agreed, terms) VALUES ($1, $2, $3) ON "
                           "CONFLICT "
                           "(ticket_id) DO UPDATE SET agreed = excluded.agreed, terms = excluded.terms",
                           "iit", "" },
    [SETTLEMENT_FORGET] = { "UPDATE settlement SET plan = NULL, terms = NULL WHERE ticket_id = $1", "i", "" },
    [APPROVALS_ALL] = { "SELECT role, level, amount FROM approval_limit ORDER BY CASE WHEN amount IS NULL "
                        "THEN 1 ELSE 0 END, amount, role, level",
                        "", "tti" },
    [APPROVAL_CLEAR] = { "DELETE FROM approval_limit", "", "" },
    [APPROVAL_ADD] = { "INSERT INTO approval_limit (role, level, amount) VALUES ($1, $2, $3)", "tti", "" },
    [TOP_UNIT] = { "SELECT id FROM unit WHERE kind = 'group' ORDER BY id LIMIT 1", "", "i" },
    [STAFF_NAMES] = { "SELECT code, name, account FROM staff WHERE id = $1", "i", "ttt" },
    [ORDERS_ALIVE] = { "SELECT w.seq, w.fault_seq, coalesce(u.code, w.supplier), w.appointment_at, w.state "
                       "FROM work_order AS w LEFT JOIN unit AS u ON u.id = w.supplier_id WHERE w.ticket_id = "
                       "$1 AND w.state NOT IN ('refused', 'cancelled', 'passed') ORDER BY w.seq",
                       "i", "iitit" },
    [ORDER_WINDOW] = { "UPDATE work_order SET appointment_at = $3, appointment_until = $4 WHERE ticket_id = "
                       "$1 AND seq = $2",
                       "iiii", "" },
    [APPOINTMENT_ADD] = { "INSERT INTO appointment (ticket_id, seq, order_seq, from_at, until_at, agreed_at, "
                          "agreed_by, access, state, chosen_by, actor_id) VALUES ($1, (SELECT "
                          "coalesce(max(seq), 0) + 1 FROM appointment WHERE ticket_id = $1), $2, $3, $4, $5, "
                          "$6, $7, 'agreed', $8, $9)",
                          "iiiiittti", "" },
    [APPOINTMENT_END] = { "UPDATE appointment SET state = $3, missed_by = $4, ended_at = $5, reason = $6 "
                          "WHERE ticket_id = $1 AND seq = $2",
                          "iittit", "" },
    [APPOINTMENT_FORGET] = { "UPDATE appointment SET agreed_by = NULL, reason = NULL WHERE ticket_id = $1",
                             "i", "" },
    [APPOINTMENTS_AGREED] = { "SELECT p.seq, p.order_seq, p.from_at, p.until_at, p.agreed_by, p.access, "
                              "coalesce(u.code, w.supplier), w.fault_seq FROM appointment AS p LEFT JOIN "
                              "work_order AS w ON w.ticket_id = p.ticket_id AND w.seq = p.order_seq LEFT "
                              "JOIN unit AS u ON u.id = w.supplier_id WHERE p.ticket_id = $1 AND p.state = "
                              "'agreed' ORDER BY p.from_at, p.seq",
                              "i", "iiiittti" },
    [APPOINTMENTS_VOID] = { "UPDATE appointment SET state = 'cancelled', ended_at = $2 WHERE ticket_id = $1 "
                            "AND state = 'agreed' AND order_seq IN (SELECT seq FROM work_order WHERE "
                            "ticket_id = $1 AND state IN ('refused', 'cancelled'))",
                            "ii", "" },
    [APPOINTMENTS_OVER] = { "UPDATE appointment SET state = 'cancelled', ended_at = $2 WHERE ticket_id = $1 "
                            "AND state = 'agreed'",
                            "ii", "" },
    [APPOINTMENT_LIMIT] = { "SELECT max(until_at) FROM appointment WHERE ticket_id = $1 AND chosen_by = "
                            "'owner' AND agreed_at <= $2 AND (state = 'missed' OR ended_at IS NULL OR "
                            "ended_at > $2)",
                            "ii", "i" },
    [CREW_BUSY] = { "SELECT p.ticket_id, coalesce(u.code, w.supplier) FROM work_order AS w JOIN work_order "
                    "AS o ON (o.supplier_id = w.supplier_id OR (o.supplier_id IS NULL AND o.supplier = "
                    "w.supplier)) JOIN appointment AS p ON p.ticket_id = o.ticket_id AND p.order_seq = o.seq "
                    "LEFT JOIN unit AS u ON u.id = w.supplier_id WHERE w.ticket_id = $1 AND w.seq = $2 AND "
                    "p.state = 'agreed' AND p.from_at < $4 AND p.until_at > $3 AND NOT (p.ticket_id = $1 AND "
                    "p.order_seq = $2) ORDER BY p.from_at, p.ticket_id LIMIT 1",
                    "iiii", "it" },
};

const struct cs_statements cs_loop_statements = CS_STATEMENTS("loop", statements);

enum cs_status cs_loop_do(struct cs_tickets *t, enum loop_statement which, const struct cs_value *in,
                          struct cs_error *err)
{
    return cs_store_do(t->o.store, &cs_loop_statements, which, in, NULL, err);
}

enum cs_status cs_loop_get(struct cs_tickets *t, enum loop_statement which, const struct cs_value *in,
                           struct cs_value *out, struct cs_error *err)
{
    enum cs_status status = cs_store_get(t->o.store, &cs_loop_statements, which, in, out, &t->arena, err);
    if (status == CS_NONE)
        cs_error_clear(err);
    return status;
}

enum cs_status cs_loop_each(struct cs_tickets *t, enum loop_statement which, const struct cs_value *in,
                            cs_values_fn *each, void *context, struct cs_error *err)
{
    return cs_store_each(t->o.store, &cs_loop_statements, which, in, each, context, err);
}
