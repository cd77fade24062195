/* notify-store.c: the statements of the outbox. */
#include "notify/notify-inside.h"

static const struct cs_statement statements[] = {
    [NOTIFY_QUEUE] = { "INSERT INTO message (key, created_at, send_at, staff_id, template, ticket_id, "
                       "escalation_id, state, attempts, next_at, urgent, digest_at) "
                       "VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, $9, $10) ON CONFLICT (key) DO "
                       "NOTHING",
                       "tiiitiiiii", "" },
    [NOTIFY_ADD] = { "INSERT INTO message (key, created_at, send_at, staff_id, template, ticket_id, "
                     "escalation_id, state, attempts, next_at, urgent, digest_at) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                     "tiiitiitiiii", "" },
    /* the words of the partial index message_next, so that it serves */
    [NOTIFY_NEXT] = { "SELECT id, attempts FROM message WHERE state IN ('waiting', 'leased') AND next_at <= "
                      "$1 AND digest_at IS NULL "
                      "ORDER BY next_at, id LIMIT 1",
                      "i", "ii" },
    [NOTIFY_LEASE] = { "UPDATE message SET state = 'leased', lease = $2, lease_until = $3, next_at = $4, "
                       "attempts = attempts + 1 WHERE id = $1 AND state IN ('waiting', 'leased') AND next_at "
                       "<= $5 AND digest_at IS NULL",
                       "itiii", "" },
    [NOTIFY_HELD] = { "SELECT attempts FROM message WHERE id = $1 AND state = 'leased' AND lease = $2", "it",
                      "i" },
    [NOTIFY_SENT] = { "UPDATE message SET state = 'sent', sent_at = $2, lease = NULL, lease_until = NULL, "
                      "fault = NULL WHERE id = $1",
                      "ii", "" },
    [NOTIFY_AGAIN] = { "UPDATE message SET state = $2, next_at = $3, fault = $4, lease = NULL, lease_until = "
                       "NULL "
                       "WHERE id = $1",
                       "itit", "" },
    [NOTIFY_STATE] = { "SELECT state FROM message WHERE id = $1", "i", "t" },
    [NOTIFY_RETRY] = { "UPDATE message SET state = 'waiting', attempts = 0, next_at = $2, fault = NULL, "
                       "digest_at = NULL WHERE id = $1 AND state IN ('failed', 'dropped', 'waiting')",
                       "ii", "" },
    [NOTIFY_RETRY_ALL] = { "UPDATE message SET state = 'waiting', attempts = 0, next_at = $1, fault = NULL "
                           "WHERE state = 'failed'",
                           "i", "" },
    [NOTIFY_FACTS] = { "SELECT m.key, m.template, s.id, s.code, s.name, s.email, s.phone, s.account, "
                       "s.language, "
                       "e.metric, COALESCE(c.due_at, e.due_at), e.rung, e.level, e.role, t.id, "
                       "COALESCE(y.name, o.name), "
                       "COALESCE(x.external_id, r.external_id), t.kind, t.state, z.ended, t.priority, "
                       "t.grade, t.flags, t.subject, "
                       "COALESCE(u.name, t.project), COALESCE(h.place, t.room), t.opened_at, "
                       "t.last_contact_at, "
                       "t.assignee, t.reopens, t.chasers, f.component, m.customer_id, t.legal_hold "
                       "FROM message AS m LEFT JOIN staff AS s ON s.id = m.staff_id "
                       "LEFT JOIN escalation AS e ON e.id = m.escalation_id "
                       "LEFT JOIN clock AS c ON c.ticket_id = e.ticket_id AND c.metric = e.metric "
                       "AND c.instance = e.instance "
                       "LEFT JOIN outside_order AS x ON x.ticket_id = e.ticket_id AND x.number = e.instance "
                       "AND "
                       "substr(e.metric, 1, 8) = 'outside_' LEFT JOIN source AS y ON y.id = x.source_id "
                       "LEFT JOIN ticket AS t ON t.id = COALESCE(e.ticket_id, m.ticket_id) "
                       "LEFT JOIN state AS z ON z.code = t.state LEFT JOIN unit AS u ON u.id = t.unit_id "
                       "LEFT JOIN home AS h ON h.id = t.home_id "
                       "LEFT JOIN fault AS f ON f.ticket_id = t.id AND f.seq = 1 "
                       "LEFT JOIN reference AS r ON r.ticket_id = t.id AND r.main = 1 "
                       "LEFT JOIN source AS o ON o.id = r.source_id WHERE m.id = $1",
                       "i",
                       "ttitttttttiittit"
                       "tttiitttttiitiitit" },
    [NOTIFY_SUPPLIER] = { "SELECT COALESCE(u.name, w.supplier) FROM work_order AS w "
                          "LEFT JOIN unit AS u ON u.id = w.supplier_id WHERE w.ticket_id = $1 "
                          "ORDER BY w.seq DESC LIMIT 1",
                          "i", "t" },
    [NOTIFY_PEOPLE] = { "SELECT id, quiet, digest FROM staff WHERE quiet IS NOT NULL OR digest IS NOT NULL "
                        "ORDER BY id",
                        "", "itt" },
    /* whoever has more than $2 messages to get now, each by itself; the words of message_next */
    [NOTIFY_FLOODED] = { "SELECT staff_id, COUNT(*) FROM message WHERE state IN ('waiting', 'leased') AND "
                         "next_at <= $1 AND state = 'waiting' AND digest_at IS NULL AND urgent = 0 AND "
                         "attempts = 0 AND template <> 'digest' AND staff_id IS NOT NULL GROUP BY staff_id "
                         "HAVING COUNT(*) > $2 ORDER BY staff_id",
                         "ii", "ii" },
    [NOTIFY_LAST_DIGEST] = { "SELECT MAX(created_at) FROM message WHERE template = 'digest' AND staff_id = "
                             "$1 AND created_at <= $2",
                             "ii", "i" },
    [NOTIFY_PUT_OFF] = { "UPDATE message SET digest_at = $2, next_at = $2 WHERE staff_id = $1 AND state IN "
                         "('waiting', 'leased') AND next_at <= $3 AND state = 'waiting' AND digest_at IS "
                         "NULL "
                         "AND urgent = 0 AND attempts = 0 AND template <> 'digest'",
                         "iii", "" },
    [NOTIFY_GATHERABLE] = { "SELECT m.staff_id, s.code, s.name, COUNT(*), COUNT(DISTINCT m.ticket_id), "
                            "COUNT(DISTINCT COALESCE(u.name, t.project)), MIN(m.created_at), MAX(m.id) "
                            "FROM message AS m JOIN staff AS s ON s.id = m.staff_id "
                            "LEFT JOIN ticket AS t ON t.id = m.ticket_id LEFT JOIN unit AS u ON u.id = "
                            "t.unit_id WHERE m.state = 'waiting' AND m.digest_at IS NOT NULL AND m.digest_at "
                            "<= $1 AND ($2 = 0 OR m.staff_id = $2) GROUP BY m.staff_id, s.code, s.name "
                            "ORDER BY s.code",
                            "ii", "ittiiiii" },
    [NOTIFY_FIND] = { "SELECT id FROM message WHERE key = $1", "t", "i" },
    [NOTIFY_GATHER] = { "UPDATE message SET state = 'gathered', digest_id = $3 WHERE staff_id = $1 AND state "
                        "= "
                        "'waiting' AND digest_at IS NOT NULL AND digest_at <= $2 AND id <= $4",
                        "iiii", "" },
    [NOTIFY_ITEMS] = { "SELECT COALESCE(u.name, t.project), t.id, t.kind, t.state, z.ended, t.priority, "
                       "t.subject, COALESCE(h.place, t.room), e.metric, COALESCE(c.due_at, e.due_at), "
                       "e.rung, e.level, m.template FROM message AS m "
                       "LEFT JOIN escalation AS e ON e.id = m.escalation_id "
                       "LEFT JOIN clock AS c ON c.ticket_id = e.ticket_id AND c.metric = e.metric "
                       "AND c.instance = e.instance "
                       "LEFT JOIN ticket AS t ON t.id = m.ticket_id "
                       "LEFT JOIN state AS z ON z.code = t.state LEFT JOIN unit AS u ON u.id = t.unit_id "
                       "LEFT JOIN home AS h ON h.id = t.home_id WHERE m.digest_id = $1 "
                       "ORDER BY t.id, e.metric, e.rung DESC, m.id DESC",
                       "i",
                       "tittiittt"
                       "iitt" },
    [NOTIFY_HELD_BY_LAW] = { "SELECT COUNT(*) FROM message WHERE state IN ('waiting', 'leased') AND next_at "
                             "<= $1 AND state = 'waiting' AND customer_id IS NOT NULL AND ticket_id IN "
                             "(SELECT id FROM ticket WHERE legal_hold = 'yes')",
                             "i", "i" },
    [NOTIFY_DROP_BY_LAW] = { "UPDATE message SET state = 'dropped', fault = 'legal hold' WHERE state IN "
                             "('waiting', 'leased') AND next_at <= $1 AND state = 'waiting' AND customer_id "
                             "IS NOT NULL AND ticket_id IN (SELECT id FROM ticket WHERE legal_hold = 'yes')",
                             "i", "" },
    /* $1 is now; nothing but a clock that was ahead puts a try beyond $2, a digest beyond $3 */
    [NOTIFY_ASTRAY] = { "SELECT CASE WHEN EXISTS (SELECT 1 FROM message WHERE state IN ('waiting', 'leased') "
                        "AND next_at > $2 AND (created_at > $1 OR attempts > 0)) OR EXISTS (SELECT 1 FROM "
                        "message WHERE state = 'waiting' AND digest_at IS NOT NULL AND digest_at > $3) THEN "
                        "1 "
                        "ELSE 0 END",
                        "iii", "i" },
    [NOTIFY_BRING_BACK] = { "UPDATE message SET next_at = $1, digest_at = CASE WHEN digest_at IS NOT NULL "
                            "THEN $1 END WHERE (state IN ('waiting', 'leased') AND next_at > $2 AND "
                            "(created_at > $1 OR attempts > 0)) OR (state = 'waiting' AND digest_at IS NOT "
                            "NULL AND digest_at > $3)",
                            "iii", "" },
};

const struct cs_statements cs_notify_statements = CS_STATEMENTS("notify", statements);
