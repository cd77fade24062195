/* The statements of imports that are remembered and taken back, and the list of imports. No rules here. */
#include "ticket/batch.h"

/* What a program writes by itself is nobody's work on a case. */
#define BY_HAND                                                                                              \
    "e.verb NOT IN ('escalate', 'clock', 'revert') AND (e.intake_id IS NULL OR (e.intake_id <> $1 AND "      \
    "i.reverted_at IS NULL))"

static const struct cs_statement statements[BATCH_STATEMENTS] = {
    [BATCH_OPEN] = { "INSERT INTO intake (id, at, actor_id, noun, source_id, inserted, updated, unchanged, "
                     "refused) VALUES ($1, $2, $3, 'ticket', $4, 0, 0, 0, 0)",
                     "iiii", "" },
    [BATCH_COUNT] = { "UPDATE intake SET inserted = $2, updated = $3, unchanged = $4, refused = $5 WHERE id "
                      "= $1",
                      "iiiii", "" },
    [BATCH_FIND] = { "SELECT n.at, n.noun, n.reverted_at, a.name, n.updated FROM intake AS n LEFT JOIN actor "
                     "AS a ON "
                     "a.id = n.reverted_by_id WHERE n.id = $1",
                     "i", "ititi" },
    [BATCH_GIVEN_ADD] = { "INSERT INTO intake_given (intake_id, source_id, external_id, ticket_id, digest, "
                          "given) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (intake_id, source_id, "
                          "external_id) DO NOTHING",
                          "iitiit", "" },
    [BATCH_GIVEN_BACK] = { "UPDATE reference SET digest = (SELECT g.digest FROM intake_given AS g WHERE "
                           "g.intake_id = $1 AND g.source_id = reference.source_id AND g.external_id = "
                           "reference.external_id), given = (SELECT g.given FROM intake_given AS g WHERE "
                           "g.intake_id = $1 AND g.source_id = reference.source_id AND g.external_id = "
                           "reference.external_id) WHERE ticket_id = $2 AND EXISTS (SELECT 1 FROM "
                           "intake_given AS g WHERE g.intake_id = $1 AND g.source_id = reference.source_id "
                           "AND g.external_id = reference.external_id)",
                           "ii", "" },
    [BATCH_GIVEN_IDS] = { "SELECT DISTINCT g.ticket_id FROM intake_given AS g JOIN ticket AS t ON t.id = "
                          "g.ticket_id WHERE g.intake_id = $1 AND coalesce(t.intake_id, 0) <> $1 ORDER BY "
                          "g.ticket_id",
                          "i", "i" },
    [BATCH_OLD_ADD] = { "INSERT INTO intake_before (ticket_id, intake_id, old) VALUES ($1, $2, $3)", "iit",
                        "" },
    [BATCH_OLD_GET] = { "SELECT old FROM intake_before WHERE ticket_id = $1 AND intake_id = $2", "ii", "t" },
    [BATCH_OLD_MORE] = { "UPDATE intake_before SET old = old || $3 WHERE ticket_id = $1 AND intake_id = $2",
                         "iit", "" },
    [BATCH_EVENTS] = { "UPDATE event SET intake_id = $2 WHERE ticket_id = $1 AND seq > $3 AND intake_id IS "
                       "NULL",
                       "iii", "" },
    [BATCH_INSERTED] = { "SELECT id FROM ticket WHERE intake_id = $1 ORDER BY id", "i", "i" },
    [BATCH_WORKED_NEW] = { "SELECT e.ticket_id, count(*), coalesce(max(e.intake_id), 0), min(a.name) FROM "
                           "ticket AS t JOIN event AS e ON e.ticket_id = t.id JOIN actor AS a ON a.id = "
                           "e.actor_id LEFT JOIN intake AS i ON i.id = e.intake_id WHERE t.intake_id = $1 "
                           "AND " BY_HAND
                           " AND NOT (e.intake_id IS NULL AND coalesce(e.mark, '') = 'imported' AND "
                           "e.recorded_at = $2) GROUP BY e.ticket_id ORDER BY e.ticket_id",
                           "ii", "iiit" },
    [BATCH_WORKED_OLD] = { "SELECT e.ticket_id, count(*), coalesce(max(e.intake_id), 0), min(a.name) FROM "
                           "(SELECT DISTINCT g.ticket_id FROM intake_given AS g WHERE g.intake_id = $1) AS b "
                           "JOIN ticket AS t ON t.id = b.ticket_id JOIN event AS e ON e.ticket_id = "
                           "b.ticket_id JOIN actor AS a ON a.id = e.actor_id LEFT JOIN intake AS i ON i.id = "
                           "e.intake_id WHERE coalesce(t.intake_id, 0) <> $1 AND " BY_HAND
                           " AND (e.recorded_at > $2 OR e.seq > (SELECT min(x.seq) FROM event AS x WHERE "
                           "x.ticket_id = e.ticket_id AND x.intake_id = $1)) GROUP BY e.ticket_id ORDER BY "
                           "e.ticket_id",
                           "ii", "iiit" },
    [BATCH_NAMES] = { "SELECT s.name || ':' || r.external_id FROM reference AS r JOIN source AS s ON s.id = "
                      "r.source_id WHERE r.ticket_id = $1 ORDER BY r.main DESC, s.name, r.external_id",
                      "i", "t" },
    [BATCH_NAMES_DROP] = { "DELETE FROM reference WHERE ticket_id = $1", "i", "" },
    [BATCH_ORDERS_VOID] = { "UPDATE work_order SET state = 'cancelled' WHERE ticket_id = $1", "i", "" },
    [BATCH_FAULT_DROP] = { "DELETE FROM fault WHERE ticket_id = $1 AND seq = 1", "i", "" },
    [BATCH_ORDER_BACK] = { "UPDATE work_order SET supplier_id = $2, supplier = $3 WHERE ticket_id = $1 AND "
                           "seq = 1",
                           "iit", "" },
    [BATCH_ORDER_DROP] = { "DELETE FROM work_order WHERE ticket_id = $1 AND seq = 1", "i", "" },
    [BATCH_HOLD_VOID] = { "UPDATE hold SET ended_at = started_at, ended_by = 'revert' WHERE ticket_id = $1 "
                          "AND ended_at IS NULL",
                          "i", "" },
    [BATCH_HOLD_AGAIN] = { "UPDATE hold SET ended_at = NULL, ended_by = NULL WHERE ticket_id = $1 AND seq = "
                           "(SELECT "
                           "max(seq) FROM hold WHERE ticket_id = $1)",
                           "i", "" },
    [BATCH_MESSAGES] = { "UPDATE message SET state = 'dropped' WHERE state = 'waiting' AND EXISTS (SELECT 1 "
                         "FROM ticket AS t WHERE t.id = message.ticket_id AND t.intake_id = $1 AND t.state = "
                         "'cancelled')",
                         "i", "" },
    [BATCH_DONE] = { "UPDATE intake SET reverted_at = $2, reverted_by_id = $3 WHERE id = $1", "iii", "" },
    /* the newest import that is too old, where anything of such ones is kept still */
    [BATCH_OLD_ONES] = { "SELECT max(n.id) FROM intake AS n WHERE n.at < $1 AND n.id >= (SELECT "
                         "min(g.intake_id) "
                         "FROM intake_given AS g)",
                         "i", "i" },
    [BATCH_DROP_GIVEN] = { "DELETE FROM intake_given WHERE intake_id <= $1", "i", "" },
    [BATCH_DROP_OLD] = { "DELETE FROM intake_before WHERE intake_id <= $1", "i", "" },
    [BATCH_FORGET_GIVEN] = { "UPDATE intake_given SET given = NULL WHERE ticket_id = $1", "i", "" },
    [BATCH_OUTSIDE_FREE] = { "UPDATE outside_order SET external_id = '#' || ticket_id || ' ' || external_id, "
                             "finished_at = coalesce(finished_at, received_at) WHERE ticket_id = $1",
                             "i", "" },
    [BATCH_OUTSIDE_FREE_ONE] = { "UPDATE outside_order SET external_id = '#' || ticket_id || ' ' || "
                                 "external_id, finished_at = coalesce(finished_at, received_at) WHERE "
                                 "ticket_id = $1 AND number = $2",
                                 "ii", "" },
    [BATCH_EXTENSION_DROP] = { "DELETE FROM extension WHERE ticket_id = $1 AND number = $2 AND at = $3",
                               "iii", "" },
    [BACK_FIND] = { "SELECT r.ticket_id FROM reference AS r JOIN source AS s ON s.id = r.source_id WHERE "
                    "r.external_id = $1 AND ($2 IS NULL OR s.name = $2) LIMIT 2",
                    "tt", "i" },
    [BACK_EVENT] = { "SELECT seq FROM event WHERE ticket_id = $1 AND verb = $2 AND coalesce(outcome, '') = "
                     "$3 AND occurred_at = $4 LIMIT 1",
                     "itti", "i" },
    [DELIVERY_FIND] = { "SELECT id FROM batch WHERE unit_id = $1 AND (code = $2 OR name = $2) ORDER BY CASE "
                        "WHEN code = $2 THEN 0 ELSE 1 END, id LIMIT 1",
                        "it", "i" },
    [SNAPSHOT_CASES] = { "SELECT r.external_id, t.id, t.anomalies, r.digest, r.given FROM reference AS r "
                         "JOIN ticket AS t ON t.id = r.ticket_id JOIN state AS st ON st.code = t.state WHERE "
                         "r.source_id = $1 AND r.main = 1 AND st.ended = 0 ORDER BY t.id",
                         "i", "titit" },
    [ORDER_NOW] = { "SELECT coalesce(u.code, w.supplier), CASE WHEN w.state IN ('issued', 'accepted') AND "
                    "w.arrived_at IS NULL AND w.seq = 1 THEN 1 ELSE 0 END, (SELECT count(*) FROM work_order "
                    "AS "
                    "x WHERE x.ticket_id = $1) FROM work_order AS w LEFT JOIN unit AS u ON u.id = "
                    "w.supplier_id WHERE w.ticket_id = $1 ORDER BY w.seq LIMIT 1",
                    "i", "tii" },
    [RESOLVE_CASES] = { "SELECT id FROM ticket WHERE anomalies LIKE '%unresolved%' OR (batch IS NOT NULL AND "
                        "batch_id IS NULL AND unit_id IS NOT NULL) UNION SELECT ticket_id FROM work_order "
                        "WHERE supplier_id IS NULL AND supplier IS NOT NULL UNION SELECT ticket_id FROM "
                        "fault WHERE party_id IS NULL AND party IS NOT NULL UNION SELECT t.id FROM customer "
                        "AS c JOIN ticket AS t ON t.phone = c.phone WHERE t.customer_id IS NULL AND "
                        "c.merged_into IS NULL UNION SELECT t.id FROM customer AS c JOIN ticket AS t ON "
                        "t.phone = c.phone2 WHERE t.customer_id IS NULL AND c.merged_into IS NULL ORDER BY 1",
                        "", "i" },
    [RESOLVE_ORDERS] = { "SELECT seq, supplier FROM work_order WHERE ticket_id = $1 AND supplier_id IS NULL "
                         "AND supplier IS NOT NULL ORDER BY seq",
                         "i", "it" },
    [RESOLVE_ORDER] = { "UPDATE work_order SET supplier_id = $3, supplier = NULL WHERE ticket_id = $1 AND "
                        "seq = $2",
                        "iii", "" },
    [RESOLVE_PARTIES] = { "SELECT seq, party FROM fault WHERE ticket_id = $1 AND party_id IS NULL AND party "
                          "IS NOT NULL ORDER BY seq",
                          "i", "it" },
    [RESOLVE_PARTY] = { "UPDATE fault SET party_id = $3, party = NULL WHERE ticket_id = $1 AND seq = $2",
                        "iii", "" },
    [BATCH_FORGET_OLD] = { "UPDATE intake_before SET old = NULL WHERE ticket_id = $1", "i", "" },
};

const struct cs_statements cs_batch_statements = CS_STATEMENTS("intake", statements);

enum cs_status cs_batch_do(struct cs_tickets *t, enum batch_statement which, const struct cs_value *in,
                           struct cs_error *err)
{
    return cs_store_do(t->o.store, &cs_batch_statements, which, in, NULL, err);
}

enum cs_status cs_batch_get(struct cs_tickets *t, enum batch_statement which, const struct cs_value *in,
                            struct cs_value *out, struct cs_error *err)
{
    return cs_store_get(t->o.store, &cs_batch_statements, which, in, out, &t->arena, err);
}

enum cs_status cs_batch_each(struct cs_tickets *t, enum batch_statement which, const struct cs_value *in,
                             cs_values_fn *each, void *context, struct cs_error *err)
{
    return cs_store_each(t->o.store, &cs_batch_statements, which, in, each, context, err);
}

/* ---- the list of imports ---- */

static const struct cs_choice nouns[] = {
    { "ticket", N_("cases"), "工单" },
    { "customer", N_("customers"), "客户" },
    { "home", N_("homes"), "房间" },
    { NULL, NULL, NULL },
};

static const struct cs_field batch_fields[] = {
    { "import", CS_TYPE_INT, CS_KEY, N_("Import"), N_("number of the import"), "导入批次", .width = 6 },
    { "at", CS_TYPE_TIME, 0, N_("Time"), N_("when it was saved"), "时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who did it"), "操作人", .width = 0.15 },
    { "noun", CS_TYPE_TEXT, CS_QUIET, N_("Of"), N_("what came in"), "对象", nouns },
    { "source", CS_TYPE_TEXT, 0, N_("Source"), N_("system that --source named"), "来源系统", .width = 0.15 },
    { "inserted", CS_TYPE_INT, 0, N_("New"), N_("records that were new"), "新增", .width = 6 },
    { "updated", CS_TYPE_INT, 0, N_("Updated"), N_("records that it changed"), "更新", .width = 7 },
    { "unchanged", CS_TYPE_INT, CS_QUIET, N_("Unchanged"), N_("records that were there already"), "未变" },
    { "refused", CS_TYPE_INT, CS_QUIET, N_("Refused"), N_("records that were refused"), "拒绝" },
    { "reverted_at", CS_TYPE_TIME, 0, N_("Taken back"), N_("when it was taken back"), "撤销时间" },
    { "reverted_by", CS_TYPE_TEXT, CS_QUIET, N_("Taken back by"), N_("who took it back"), "撤销人" },
};
const struct cs_record cs_batch_record = CS_RECORD("import", N_("import"), batch_fields);

static const char *const batch_columns[] = { "n.id",      "n.at",          "a.name",    "n.noun",
                                             "s.name",    "n.inserted",    "n.updated", "n.unchanged",
                                             "n.refused", "n.reverted_at", "b.name" };
const struct cs_view cs_batch_view = { &cs_batch_record,
                                       "intake AS n JOIN actor AS a ON a.id = n.actor_id LEFT JOIN source AS "
                                       "s ON s.id = n.source_id LEFT JOIN actor AS b ON b.id = "
                                       "n.reverted_by_id",
                                       batch_columns, "n.id DESC" };
