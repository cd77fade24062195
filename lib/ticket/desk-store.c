/* The statements of what a desk ties to cases. No rules here. */
#include "ticket/act.h"

/* Cases that are neither over nor closed and waiting for their call-back. */
#define OPEN "(SELECT ended FROM state WHERE code = t.state) = 0 AND t.state <> 'to_call_back'"

/* All below a case, itself left out: two levels at most. */
#define BELOW "(t.parent_id = $1 OR t.parent_id IN (SELECT p.id FROM ticket AS p WHERE p.parent_id = $1))"

/* Where a chaser may belong: open, no chaser itself, reported before it; the newest first. */
#define CHASED                                                                                               \
    "t.kind <> 'chaser' AND (SELECT ended FROM state WHERE code = t.state) = 0 AND "                         \
    "coalesce(t.opened_at, 0) <= "
#define NEWEST      " ORDER BY coalesce(t.opened_at, 0) DESC, t.id DESC LIMIT 1"
#define IMPORTED    "c.id >= $1 AND c.kind = 'chaser' AND (SELECT ended FROM state WHERE code = c.state) = 0"
#define PLAIN_PHONE "c.phone NOT LIKE '%*%' AND c.phone NOT LIKE '%＊%' AND c.phone NOT LIKE '%x%'"

/* ---- what is mine: $1 name, $2 code, $3 name of the member of staff, $4 its id, $5 day, $6 now ---- */

#define POSTS                                                                                                \
    "SELECT p.unit_id, p.role, CASE WHEN p.staff_id = $4 THEN 'post' ELSE 'deputy' END FROM post AS p JOIN " \
    "staff AS h ON h.id = p.staff_id WHERE (p.from_on IS NULL OR p.from_on <= $5) AND (p.until_on IS NULL "  \
    "OR p.until_on >= $5) AND (p.staff_id = $4 OR (p.deputy_id = $4 AND (h.active_until < $5 OR EXISTS "     \
    "(SELECT 1 FROM absence AS b WHERE b.staff_id = p.staff_id AND b.from_on <= $5 AND b.until_on >= "       \
    "$5)))) UNION SELECT d.unit_id, d.role, 'duty' FROM duty AS d WHERE d.staff_id = $4 AND d.from_at <= "   \
    "$6 AND d.until_at > $6"
#define NAMED "t.assignee IN ($1, $2, $3)"
#define NEXT(column)                                                                                         \
    "(SELECT c." column " FROM clock AS c WHERE c.ticket_id = t.id AND c.stopped_at IS NULL AND c.due_at "   \
    "IS NOT NULL ORDER BY c.due_at, c.metric LIMIT 1)"
#define RUNNING(name)                                                                                        \
    "coalesce((SELECT min(c.metric) FROM clock AS c WHERE c.ticket_id = t.id AND c.metric = '" name "' AND " \
    "c.stopped_at IS NULL), '')"
#define SHOWN                                                                                                \
    ", t.priority, t.state, coalesce((SELECT u.code FROM unit AS u WHERE u.id = t.unit_id), t.project) AS "  \
    "project, coalesce((SELECT h.code FROM home AS h WHERE h.id = t.home_id), t.room) AS home, t.subject "
#define STEP                                                                                                 \
    "CASE WHEN t.state = 'to_approve' THEN 'approve' ELSE (SELECT s.step FROM state AS s WHERE s.code = "    \
    "t.state) END"
#define OPEN_CASE "(SELECT s.ended FROM state AS s WHERE s.code = t.state) = 0"
#define OF_UNIT   "(SELECT u.code FROM unit AS u WHERE u.id = x.unit_id)"

#define ASSIGNED                                                                                             \
    "SELECT t.id, " NEXT("due_at") " AS due_at, " STEP " AS task, 'assignee' AS stands, '' AS role, '' AS "  \
                                   "unit, " NEXT("metric") " AS metric, 1 AS rank" SHOWN                     \
                                                           "FROM ticket AS t WHERE " NAMED " AND " OPEN_CASE
#define POSTED                                                                                               \
    "SELECT t.id, " NEXT("due_at") ", " STEP ", x.stands, x.role, " OF_UNIT ", " NEXT(                       \
        "metric") ", 2" SHOWN "FROM held AS x JOIN ticket AS t ON t.unit_id = x.unit_id WHERE t.assignee "   \
                  "IS NULL AND " OPEN_CASE " AND ((x.role = 'care' AND t.state <> 'to_approve' "             \
                  "AND (t.kind NOT IN ('repair', 'handover') OR "                                            \
                  "(SELECT s.step FROM state AS s WHERE s.code = t.state) IN ('receive', 'close', "          \
                  "'callback'))) OR "                                                                        \
                  "(x.role = 'engineer' AND t.state <> 'to_approve' AND t.kind IN ('repair', 'handover') "   \
                  "AND (SELECT s.step FROM state "                                                           \
                  "AS s WHERE "                                                                              \
                  "s.code = t.state) IN ('inspect', 'dispatch', 'work')) OR (x.role = 'head' AND t.state = " \
                  "'to_approve'))"
#define OWED                                                                                                 \
    "SELECT t.id, CASE WHEN t.soothed_at IS NULL AND t.unhappy_at IS NOT NULL THEN coalesce((SELECT "        \
    "min(c.due_at) FROM clock AS c WHERE c.ticket_id = t.id AND c.metric = 'soothe' AND c.stopped_at IS "    \
    "NULL), t.unhappy_at) ELSE t.recall_at END, CASE WHEN t.soothed_at IS NULL AND t.unhappy_at IS NOT "     \
    "NULL THEN 'soothe' ELSE 'recall' END, coalesce(x.stands, 'assignee'), coalesce(x.role, ''), "           \
    "coalesce(" OF_UNIT ", ''), CASE WHEN t.soothed_at IS NULL AND t.unhappy_at IS NOT NULL THEN " RUNNING(  \
        "soothe") " ELSE " RUNNING("recall") " END, CASE WHEN x.role IS NULL THEN 1 ELSE 2 END" SHOWN        \
                                             "FROM ticket AS t LEFT JOIN held AS x ON x.unit_id = "          \
                                             "t.unit_id AND x.role = 'care' WHERE (x.role IS "               \
                                             "NOT NULL OR " NAMED                                            \
                                             ") AND ((t.unhappy_at IS NOT NULL AND t.soothed_at IS NULL) "   \
                                             "OR (t.recall_at <= $6 "                                        \
                                             "AND t.recalled_at IS NULL))"
#define REVIEWS                                                                                              \
    "SELECT t.id, h.review_at, 'review', CASE WHEN " NAMED                                                   \
    " THEN 'assignee' ELSE 'approver' END, '', '', " RUNNING(                                                \
        "review") ", 3" SHOWN                                                                                \
                  "FROM hold AS h JOIN ticket AS t ON t.id = h.ticket_id WHERE h.ended_at IS NULL AND "      \
                  "h.review_at <= $6 AND (h.approver_id = $4 OR " NAMED ")"

static const struct cs_statement statements[DESK_STATEMENTS] = {
    [PARENT_UP] = { "SELECT parent_id FROM ticket WHERE id = $1", "i", "i" },
    [PARENT_DEPTH] = { "SELECT coalesce(max(CASE WHEN EXISTS (SELECT 1 FROM ticket AS g WHERE g.parent_id = "
                       "t.id) THEN 2 ELSE 1 END), 0) FROM ticket AS t WHERE t.parent_id = $1",
                       "i", "i" },
    [PARENT_HOMES] = { "SELECT count(DISTINCT t.home_id) FROM ticket AS t WHERE (t.id = $1 OR " BELOW ") AND "
                       "t.state NOT IN ('cancelled', 'merged')",
                       "i", "i" },
    [CHILDREN_OPEN] = { "SELECT t.id FROM ticket AS t WHERE " BELOW " AND " OPEN
                        " ORDER BY CASE WHEN t.parent_id = $1 THEN 1 ELSE 0 END, t.id",
                        "i", "i" },
    [LINK_FIND] = { "SELECT note FROM link WHERE ticket_id = $1 AND other_id = $2 AND kind = $3", "iit",
                    "t" },
    [LINK_ADD] = { "INSERT INTO link (ticket_id, other_id, kind, at, actor_id, note) VALUES ($1, $2, $3, $4, "
                   "$5, $6)",
                   "iitiit", "" },
    [LINK_DROP] = { "DELETE FROM link WHERE ticket_id = $1 AND other_id = $2 AND kind = $3", "iit", "" },
    [CHASE_COUNT] = { "SELECT count(*) FROM event WHERE ticket_id = $1 AND verb = 'chase' AND occurred_at > "
                      "$2",
                      "ii", "i" },
    [CHASE_BY_HOME] = { "SELECT t.id FROM ticket AS t WHERE t.home_id = $1 AND " CHASED "$2" NEWEST, "ii",
                        "i" },
    [CHASE_BY_PHONE] = { "SELECT t.id FROM ticket AS t WHERE t.phone = $1 AND " CHASED "$2" NEWEST, "ti",
                         "i" },
    [CHASE_BOTH] = { "SELECT t.id FROM ticket AS t WHERE t.home_id = $1 AND t.phone = $3 AND " CHASED
                     "$2" NEWEST,
                     "iit", "i" },
    /* the newest case of each chaser's home comes first */
    [CHASERS_BY_HOME] = { "SELECT c.id, t.id FROM ticket AS c LEFT JOIN ticket AS t ON t.home_id = c.home_id "
                          "AND " CHASED "coalesce(c.opened_at, 0) WHERE " IMPORTED
                          " ORDER BY c.id, t.opened_at DESC, t.id DESC",
                          "i", "ii" },
    [CHASERS_BY_PHONE] = { "SELECT c.id, t.id FROM ticket AS c JOIN ticket AS t ON t.phone = c.phone "
                           "AND " CHASED "coalesce(c.opened_at, 0) WHERE " IMPORTED " AND " PLAIN_PHONE
                           " ORDER BY c.id, t.opened_at DESC, t.id DESC",
                           "i", "ii" },
    [CHASER_UNMATCHED] = { "UPDATE ticket SET anomalies = coalesce(anomalies || ';', '') || "
                           "'unmatched_chaser' WHERE id = $1",
                           "i", "" },
    [MATTER_ADD] = { "INSERT INTO matter (ticket_id, seq, kind, place, number, reach, first_at, until_at, "
                     "recorded_at, actor_id, note) VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM matter "
                     "WHERE ticket_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                     "itttiiiiit", "" },
    [ATTACHED_HERE] = { "SELECT id FROM attachment WHERE ticket_id = $1 AND ((sha256 IS NOT NULL AND sha256 "
                        "= $2) OR ($2 IS NULL AND uri = $3 AND type = $4)) LIMIT 1",
                        "ittt", "i" },
    [ATTACHED_ELSEWHERE] = { "SELECT ticket_id FROM attachment WHERE sha256 = $1 AND ticket_id <> $2 ORDER "
                             "BY ticket_id LIMIT 1",
                             "ti", "i" },
    [ATTACH_FULL] = { "INSERT INTO attachment (ticket_id, fault_seq, step, type, uri, sha256, size, "
                      "taken_at, added_at, actor_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                      "iittttiiii", "" },
    /* what was attached before the case came back proves nothing */
    [EVIDENCE_OF_CASE] = { "SELECT coalesce(sum(CASE WHEN type = 'after' THEN 1 ELSE 0 END), 0), "
                           "coalesce(sum(CASE WHEN type = 'signature' THEN 1 ELSE 0 END), 0) FROM attachment "
                           "WHERE ticket_id = $1 AND (fault_seq IS NULL OR $2 = 0 OR fault_seq = $2) AND "
                           "added_at >= coalesce((SELECT max(e.recorded_at) FROM event AS e WHERE "
                           "e.ticket_id = $1 AND (e.verb = 'reopen' OR e.outcome = 'not_solved')), 0)",
                           "ii", "ii" },
    [HELD_BY_LAW] = { "SELECT id FROM ticket WHERE (" CS_OF_PERSON ") AND legal_hold = 'yes' ORDER BY id",
                      "it", "i" },
    [LOG_OF_CASE] = { "SELECT e.seq, e.occurred_at, e.recorded_at, a.name, e.verb, e.outcome, e.field, "
                      "e.old, "
                      "e.new, e.note, e.mark FROM event AS e JOIN actor AS a ON a.id = e.actor_id WHERE "
                      "e.ticket_id = $1 ORDER BY e.seq",
                      "i", "iiitttttttt" },
    [OWNER_NAMES] = { "SELECT code, name FROM staff WHERE id = $1", "i", "tt" },
    [MINE] = { "WITH held (unit_id, role, stands) AS (" POSTS ") SELECT q.id, q.due_at, q.task, q.stands, "
               "q.role, q.unit, q.metric, q.priority, q.state, q.project, q.home, q.subject FROM (" ASSIGNED
               " UNION ALL " POSTED " UNION ALL " OWED " UNION ALL " REVIEWS ") AS q ORDER BY CASE WHEN "
               "q.due_at IS NULL THEN 1 ELSE 0 END, q.due_at, q.id, q.task, q.rank, q.unit, q.role, q.stands",
               "tttiii", "iitttttitttt" },
    [FORGET_MATTERS] = { "UPDATE matter SET note = NULL, number = NULL WHERE ticket_id = $1", "i", "" },
    [FORGET_LINKS] = { "UPDATE link SET note = NULL WHERE ticket_id = $1 OR other_id = $1", "i", "" },
};

const struct cs_statements cs_desk_statements = CS_STATEMENTS("desk", statements);

enum cs_status cs_desk_do(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                          struct cs_error *err)
{
    return cs_store_do(t->o.store, &cs_desk_statements, which, in, NULL, err);
}

enum cs_status cs_desk_get(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                           struct cs_value *out, struct cs_error *err)
{
    return cs_store_get(t->o.store, &cs_desk_statements, which, in, out, &t->arena, err);
}

enum cs_status cs_desk_each(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                            cs_values_fn *each, void *context, struct cs_error *err)
{
    return cs_store_each(t->o.store, &cs_desk_statements, which, in, each, context, err);
}
