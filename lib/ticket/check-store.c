/* What looks wrong, as questions to the store: each answers case, other case, moment, two numbers, three
 * texts. Candidates are found by home, phone, digest and case, never each case against each. */
#include "ticket/suspect.h"

/* $1: opened since; $2: unit and all below it, 0: any; $3: now. */
#define PICKED                                                                                               \
    "coalesce(t.opened_at, 0) >= $1 AND ($2 = 0 OR t.unit_id IN (WITH RECURSIVE below (id) AS (SELECT id "   \
    "FROM unit WHERE id = $2 UNION ALL SELECT x.id FROM unit AS x JOIN below AS b ON x.parent_id = b.id) "   \
    "SELECT id FROM below)) AND $3 IS NOT NULL"
#define PROJECT "(SELECT u.code FROM unit AS u WHERE u.id = t.unit_id)"
#define ENDED   "(SELECT s.ended FROM state AS s WHERE s.code = t.state)"
#define TEXT(c) "coalesce(" c ".subject, '') || ' ' || coalesce(" c ".body, '')"
#define REAL(c)                                                                                              \
    c ".kind NOT IN ('chaser', 'praise', 'handover') AND " c ".state NOT IN ('merged', 'cancelled')"
/* Somebody has looked at the two already. */
#define STRANGERS                                                                                            \
    "NOT EXISTS (SELECT 1 FROM link AS l WHERE (l.ticket_id = t.id AND l.other_id = o.id) OR (l.ticket_id "  \
    "= o.id AND l.other_id = t.id)) AND coalesce(t.parent_id, -1) <> coalesce(o.parent_id, -2) AND "         \
    "coalesce(t.parent_id, -1) <> o.id AND coalesce(o.parent_id, -1) <> t.id"
/* o came first, at most 14 days before. */
#define SOON                                                                                                 \
    "o.opened_at >= t.opened_at - 1209600 AND o.opened_at <= t.opened_at AND (o.opened_at < t.opened_at OR " \
    "o.id < t.id)"
/* A phone of very many cases is a desk's, not a caller's. */
#define FEW                                                                                                  \
    "(SELECT count(*) FROM (SELECT 1 AS one FROM ticket AS n WHERE n.phone = t.phone LIMIT 51) AS few) <= "  \
    "50"
#define PLAIN "t.phone NOT LIKE '%*%' AND t.phone NOT LIKE '%＊%' AND t.phone NOT LIKE '%x%'"

static const struct cs_statement statements[SUSPECT_STATEMENTS] = {
    [DOUBLE_HOME] = { "SELECT t.id, o.id, t.opened_at, o.opened_at, 0, " TEXT("t") ", " TEXT(
                          "o") ", " PROJECT
                               " FROM ticket AS t JOIN ticket AS o ON o.home_id = t.home_id WHERE " PICKED
                               " AND " SOON " AND " REAL("t") " AND " REAL("o") " AND " STRANGERS
                                                                                " ORDER BY t.id, o.id",
                      "iii", "iiiiittt" },
    [DOUBLE_PHONE] = { "SELECT t.id, o.id, t.opened_at, o.opened_at, 0, " TEXT("t") ", " TEXT(
                           "o") ", " PROJECT
                                " FROM ticket AS t JOIN ticket AS o ON o.phone = t.phone WHERE " PICKED
                                " AND " PLAIN " AND " FEW
                                " AND (t.home_id IS NULL OR o.home_id IS NULL) AND " SOON
                                " AND " REAL("t") " AND " REAL("o") " AND " STRANGERS " ORDER BY t.id, o.id",
                       "iii", "iiiiittt" },
    [BAD_TIMES] = { "SELECT t.id, NULL, t.opened_at, 0, 0, t.anomalies, NULL, " PROJECT
                    " FROM ticket AS t WHERE " PICKED " AND t.anomalies LIKE '%times_%' ORDER BY t.id",
                    "iii", "iiiiittt" },
    [BACKDATED] = { "SELECT t.id, NULL, e.recorded_at, e.occurred_at, e.seq, e.verb, a.name, " PROJECT
                    " FROM ticket AS t JOIN event AS e ON e.ticket_id = t.id JOIN actor AS a ON a.id = "
                    "e.actor_id WHERE " PICKED " AND t.anomalies LIKE '%backdated%' AND e.mark = 'backdated' "
                    "AND NOT EXISTS (SELECT 1 FROM backdating AS b WHERE b.ticket_id = e.ticket_id AND "
                    "b.event_seq = e.seq) ORDER BY t.id, e.seq",
                    "iii", "iiiiittt" },
    [SILENT_HOLD] = { "SELECT t.id, NULL, h.started_at, h.review_at, CASE WHEN coalesce(t.last_contact_at, "
                      "0) < h.started_at AND $3 - h.started_at > 259200 THEN 1 ELSE 0 END, r.title, CASE "
                      "WHEN "
                      "h.limit_at < $3 THEN 'limit' END, " PROJECT " FROM ticket AS t JOIN hold AS h ON "
                      "h.ticket_id = t.id AND h.ended_at IS NULL JOIN hold_reason AS r ON r.id = h.reason_id "
                      "WHERE " PICKED " AND t.state = 'held' AND (h.review_at IS NULL OR h.review_at < $3 OR "
                      "h.limit_at < $3 OR (coalesce(t.last_contact_at, 0) < h.started_at AND $3 - "
                      "h.started_at > 259200)) ORDER BY t.id, h.seq",
                      "iii", "iiiiittt" },
    [SILENCE] = { "SELECT t.id, NULL, c.due_at, coalesce(t.last_contact_at, t.opened_at), 0, NULL, "
                  "NULL, " PROJECT
                  " FROM ticket AS t JOIN clock AS c ON c.ticket_id = t.id AND c.metric = 'silence' "
                  "WHERE " PICKED " AND " ENDED " = 0 AND c.stopped_at IS NULL AND c.due_at < $3 ORDER BY "
                  "t.id, c.instance",
                  "iii", "iiiiittt" },
    [SAME_PHOTO] = { "SELECT t.id, min(o.ticket_id), x.added_at, 0, 0, x.uri, NULL, " PROJECT
                     " FROM ticket AS t JOIN attachment AS x ON x.ticket_id = t.id JOIN attachment AS o ON "
                     "o.sha256 = x.sha256 AND o.ticket_id < x.ticket_id WHERE " PICKED
                     " GROUP BY t.id, t.unit_id, x.id, x.added_at, x.uri ORDER BY t.id, x.id",
                     "iii", "iiiiittt" },
    [ODD_VISIT] = { "SELECT t.id, NULL, p.ended_at, p.from_at, p.until_at, NULL, NULL, " PROJECT
                    " FROM ticket AS t JOIN appointment AS p ON p.ticket_id = t.id WHERE " PICKED
                    " AND p.state = 'kept' AND (p.ended_at < p.from_at OR p.ended_at > p.until_at) ORDER BY "
                    "t.id, p.seq",
                    "iii", "iiiiittt" },
    [OPEN_WINDOW] = { "SELECT t.id, NULL, p.until_at, p.from_at, 0, NULL, NULL, " PROJECT
                      " FROM appointment AS p JOIN ticket AS t ON t.id = p.ticket_id WHERE " PICKED
                      " AND p.state = 'agreed' AND p.until_at < $3 ORDER BY t.id, p.seq",
                      "iii", "iiiiittt" },
    [REOPENED] = { "SELECT t.id, NULL, t.opened_at, t.reopens, 0, NULL, NULL, " PROJECT
                   " FROM ticket AS t WHERE " PICKED " AND t.reopens >= 2 ORDER BY t.id",
                   "iii", "iiiiittt" },
    [SAME_FAULT] = { "SELECT t.id, o.id, t.opened_at, o.closed_at, 0, f.component, NULL, " PROJECT
                     " FROM ticket AS t JOIN fault AS f ON f.ticket_id = t.id AND f.seq = 1 JOIN ticket AS o "
                     "ON o.home_id = t.home_id JOIN fault AS g ON g.ticket_id = o.id AND g.seq = 1 "
                     "WHERE " PICKED
                     " AND g.component = f.component AND f.component <> 'other' AND o.closed_at <= "
                     "t.opened_at AND t.opened_at - o.closed_at <= 2592000 AND o.id <> t.id AND " REAL(
                         "t") " AND " REAL("o") " AND " STRANGERS " ORDER BY t.id, o.id",
                     "iii", "iiiiittt" },
    /* an imported closing has its proof where it came from */
    [UNPROVEN] = { "SELECT t.id, NULL, t.closed_at, (SELECT count(*) FROM attachment AS x WHERE x.ticket_id "
                   "= t.id AND x.type = 'after' AND (x.sha256 IS NOT NULL OR x.uri LIKE '%://%')), (SELECT "
                   "count(*) FROM attachment AS x WHERE x.ticket_id = t.id AND x.type = 'signature'), NULL, "
                   "t.closed_by, " PROJECT " FROM ticket AS t WHERE " PICKED " AND t.kind = 'repair' AND "
                   "t.state IN ('to_call_back', 'closed') AND EXISTS (SELECT 1 FROM event AS e WHERE "
                   "e.ticket_id = t.id AND e.verb = 'close' AND coalesce(e.mark, '') <> 'imported') AND NOT "
                   "(EXISTS (SELECT 1 FROM attachment AS x WHERE x.ticket_id = t.id AND x.type = 'after' AND "
                   "(x.sha256 IS NOT NULL OR x.uri LIKE '%://%')) AND EXISTS (SELECT 1 FROM attachment AS x "
                   "WHERE x.ticket_id = t.id AND x.type = 'signature')) ORDER BY t.id",
                   "iii", "iiiiittt" },
    [SAME_CALLER] = { "SELECT t.id, NULL, t.opened_at, t.calls, 0, NULL, NULL, " PROJECT
                      " FROM (SELECT t.id, t.unit_id, t.opened_at, count(*) OVER (PARTITION BY "
                      "coalesce(CAST(t.customer_id AS TEXT), t.phone) ORDER BY t.opened_at RANGE BETWEEN "
                      "604800 PRECEDING AND CURRENT ROW) AS calls FROM ticket AS t WHERE t.opened_at IS NOT "
                      "NULL AND t.kind <> 'handover' AND (t.customer_id IS NOT NULL OR (" PLAIN "))) AS t "
                      "WHERE " PICKED " AND t.calls >= 3 ORDER BY t.id",
                      "iii", "iiiiittt" },
};

const struct cs_statements cs_suspect_statements = CS_STATEMENTS("suspect", statements);
