/* The statements of the case, and the views that lists read. No rules here. */
#include "ticket/case.h"

/* The order is that of enum case_column. */
#define CASE_NAMES                                                                                           \
    "id, kind, state, path_id, resume_state, priority, grade, flags, channel, unit_id, batch_id, "           \
    "home_id, source_home_id, project, batch, building, entrance, room, scope, reporter, phone, "            \
    "email, relation, customer_id, demand, origin, subject, body, category1, category2, taker, "             \
    "assignee, handling_dept, responsible_dept, opened_at, local_day, occurred_at, recorded_at, "            \
    "first_contact_at, assigned_at, inspected_at, dispatched_at, accepted_at, appointment_at, "              \
    "arrived_at, done_at, verified_at, closed_at, callback_at, closed_day, target_at, "                      \
    "promised_at, last_contact_at, warranty, hold_reason, hold_until, delay_reason, resolution, "            \
    "verdict, closed_by, callback_result, score, quality_check, cost, reopens, chasers, handoffs, "          \
    "level, parent_id, merged_into, anomalies, provisional, extra, intake_id, "                              \
    "planned_at, approved_at, talked_at, agreed_at, unhappy_at, soothed_at, recall_at, recalled_at, "        \
    "legal_hold, category3"
#define CASE_PLACES                                                                                          \
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "            \
    "$21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, "             \
    "$39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, "             \
    "$57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, "             \
    "$75, $76, $77, $78, $79, $80, $81, $82, $83, $84"
#define CASE_TYPES "ittititttiiiittttttttttittttttttttiiiiiiiiiiiiiiiiiiittitttttitiiiiiiititiiiiiiiiitt"
#define CASE_SETS                                                                                            \
    "kind = $2, state = $3, path_id = $4, resume_state = $5, priority = $6, grade = $7, flags = "            \
    "$8, channel = $9, unit_id = $10, batch_id = $11, home_id = $12, source_home_id = $13, "                 \
    "project = $14, batch = $15, building = $16, entrance = $17, room = $18, scope = $19, "                  \
    "reporter = $20, phone = $21, email = $22, relation = $23, customer_id = $24, demand = $25, "            \
    "origin = $26, subject = $27, body = $28, category1 = $29, category2 = $30, taker = $31, "               \
    "assignee = $32, handling_dept = $33, responsible_dept = $34, opened_at = $35, local_day = "             \
    "$36, occurred_at = $37, recorded_at = $38, first_contact_at = $39, assigned_at = $40, "                 \
    "inspected_at = $41, dispatched_at = $42, accepted_at = $43, appointment_at = $44, arrived_at "          \
    "= $45, done_at = $46, verified_at = $47, closed_at = $48, callback_at = $49, closed_day = "             \
    "$50, target_at = $51, promised_at = $52, last_contact_at = $53, warranty = $54, hold_reason "           \
    "= $55, hold_until = $56, delay_reason = $57, resolution = $58, verdict = $59, closed_by = "             \
    "$60, callback_result = $61, score = $62, quality_check = $63, cost = $64, reopens = $65, "              \
    "chasers = $66, handoffs = $67, level = $68, parent_id = $69, merged_into = $70, anomalies = "           \
    "$71, provisional = $72, extra = $73, intake_id = $74, planned_at = $75, "                               \
    "approved_at = $76, talked_at = $77, agreed_at = $78, unhappy_at = $79, soothed_at = $80, "              \
    "recall_at = $81, recalled_at = $82, legal_hold = $83, category3 = $84"

static const struct cs_statement statements[TICKET_STATEMENTS] = {
    [CASE_INSERT] = { "INSERT INTO ticket (" CASE_NAMES ") VALUES (" CASE_PLACES ")", CASE_TYPES, "" },
    [CASE_LOAD] = { "SELECT " CASE_NAMES " FROM ticket WHERE id = $1", "i", CASE_TYPES },
    /* what cs_ticket_facts puts in its places, and what else hangs on the case */
    [CASE_FACTS] = { "SELECT t.id, t.kind, t.state, t.priority, t.grade, t.flags, t.channel, t.unit_id, "
                     "t.level, t.promised_at, t.anomalies, t.appointment_at, t.opened_at, "
                     "t.first_contact_at, t.last_contact_at, t.assigned_at, t.inspected_at, "
                     "t.dispatched_at, t.accepted_at, t.arrived_at, t.done_at, t.verified_at, t.closed_at, "
                     "t.callback_at, t.target_at, t.planned_at, t.approved_at, t.talked_at, t.agreed_at, "
                     "t.unhappy_at, t.soothed_at, t.recall_at, t.recalled_at, "
                     "(SELECT f.component FROM fault AS f WHERE f.ticket_id = t.id ORDER BY f.seq LIMIT 1), "
                     "CASE WHEN EXISTS (SELECT 1 FROM hold AS h WHERE h.ticket_id = t.id) THEN 1 ELSE 0 END, "
                     "CASE WHEN EXISTS (SELECT 1 FROM outside_order AS o WHERE o.ticket_id = t.id) THEN 1 "
                     "ELSE 0 END, CASE WHEN EXISTS (SELECT 1 FROM appointment AS p WHERE p.ticket_id = t.id) "
                     "THEN 1 ELSE 0 END FROM ticket AS t WHERE t.id = $1",
                     "i", "ittitttiiitiiiiiiiiiiiiiiiiiiiiiitiii" },
    [CASE_SAVE] = { "UPDATE ticket SET " CASE_SETS " WHERE id = $1", CASE_TYPES, "" },
    [CASE_MAX_ID] = { "SELECT coalesce(max(id), 0) FROM ticket", "", "i" },
    [CASE_FIND_EXTERNAL] = { "SELECT r.ticket_id FROM reference AS r JOIN source AS s ON s.id = r.source_id "
                             "WHERE r.external_id = $1 AND ($2 IS NULL OR s.name = $2) LIMIT 2",
                             "tt", "i" },
    [ACTOR_FIND] = { "SELECT id FROM actor WHERE name = $1", "t", "i" },
    [ACTOR_ADD] = { "INSERT INTO actor (name) VALUES ($1)", "t", "" },
    [SOURCE_FIND] = { "SELECT id FROM source WHERE name = $1", "t", "i" },
    [SOURCE_ADD] = { "INSERT INTO source (name) VALUES ($1)", "t", "" },
    [REFERENCE_ADD] = { "INSERT INTO reference (source_id, external_id, ticket_id, main, digest) "
                        "VALUES ($1, $2, $3, $4, $5)",
                        "itiii", "" },
    [REFERENCE_FIND] = { "SELECT ticket_id, digest, given, main FROM reference WHERE source_id = $1 "
                         "AND external_id = $2",
                         "it", "iiti" },
    [REFERENCE_OF_CASE] = { "SELECT ticket_id, digest, given, main FROM reference WHERE ticket_id = $3 "
                            "AND source_id = $1 AND external_id = $2",
                            "iti", "iiti" },
    [REFERENCE_ANY] = { "SELECT ticket_id FROM reference WHERE source_id = $1 LIMIT 1", "i", "i" },
    [REFERENCE_SAVE] = { "UPDATE reference SET digest = $3, given = $4 WHERE source_id = $1 AND external_id "
                         "= $2",
                         "itit", "" },
    [REFERENCE_MOVE] = { "UPDATE reference SET ticket_id = $2, main = 0 WHERE ticket_id = $1", "ii", "" },
    [REFERENCE_KEEP] = { "UPDATE reference SET given = $2 WHERE ticket_id = $1 AND given IS NULL", "it", "" },
    [REFERENCE_UNKEPT] = { "SELECT count(*) FROM reference WHERE ticket_id = $1 AND given IS NULL", "i",
                           "i" },
    [EVENT_ADD] = { "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, outcome, "
                    "field, old, "
                    "new, note, mark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                    "iiiiittttttt", "" },
    [EVENT_ADD_NEXT] = { "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, "
                         "outcome, field, "
                         "old, new, note, mark) VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM event "
                         "WHERE "
                         "ticket_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                         "iiiittttttt", "" },
    [EVENT_LAST_MOVE] = { "SELECT verb, occurred_at FROM event WHERE ticket_id = $1 AND field IS NULL AND "
                          "old <> new "
                          "AND verb NOT IN ('contact', 'import', $2) ORDER BY occurred_at DESC, seq DESC "
                          "LIMIT 1",
                          "it", "ti" },
    [EVENT_MAX] = { "SELECT coalesce(max(seq), 0) FROM event WHERE ticket_id = $1", "i", "i" },
    [CALLBACK_TRIES] = { "SELECT at FROM callback WHERE ticket_id = $1 AND call = $2 AND at >= $3 AND result "
                         "IN "
                         "('unreached', 'wrong_number') ORDER BY at",
                         "iii", "i" },
    [CALLBACK_ADD] = { "INSERT INTO callback (ticket_id, seq, call, at, recorded_at, actor_id, means, "
                       "result, "
                       "speed, attitude, quality, score, reason, quality_check, recording) VALUES ($1, "
                       "(SELECT "
                       "coalesce(max(seq), 0) + 1 FROM callback WHERE ticket_id = $1), $2, $3, $4, $5, $6, "
                       "$7, "
                       "$8, $9, $10, $11, $12, $13, $14)",
                       "iiiiittiiiittt", "" },
    /* Which case gets a second call, and after how long, is a row of the policies: the one look at them here.
     */
    [RECALL_RULE] = { "SELECT g.amount FROM target AS g JOIN policy AS p ON p.id = g.policy_id WHERE "
                      "p.status = "
                      "'active' AND g.rank >= 0 AND g.metric = 'recall' AND g.amount <> '0' AND g.flag IS "
                      "NULL "
                      "AND (g.kind IS NULL OR g.kind = $2) AND (g.priority IS NULL OR g.priority = $3) AND "
                      "(g.grade IS NULL OR g.grade = $4) AND (g.channel IS NULL OR g.channel = $5) AND "
                      "(g.component IS NULL OR g.component = $6 OR EXISTS (SELECT 1 FROM fault AS f WHERE "
                      "f.ticket_id = $1 AND f.component = g.component)) AND (g.unit_id IS NULL OR g.unit_id "
                      "IN "
                      "(WITH RECURSIVE up (id, parent_id) AS (SELECT id, parent_id FROM unit WHERE id = $7 "
                      "UNION "
                      "SELECT x.id, x.parent_id FROM unit AS x JOIN up AS b ON x.id = b.parent_id) SELECT id "
                      "FROM up)) ORDER BY g.rank LIMIT 1",
                      "itittti", "t" },
    [RAIN_FIRST] = { "SELECT min(w.day) FROM weather AS w WHERE w.kind IN ('rain', 'storm') AND w.day > $2 "
                     "AND "
                     "w.unit_id IN (WITH RECURSIVE up (id, parent_id) AS (SELECT id, parent_id FROM unit "
                     "WHERE id "
                     "= $1 UNION SELECT x.id, x.parent_id FROM unit AS x JOIN up AS b ON x.id = b.parent_id) "
                     "SELECT id FROM up)",
                     "ii", "i" },
    [RECALLS_WAITING] = { "SELECT id FROM ticket WHERE recall_at IS NOT NULL AND recalled_at IS NULL AND "
                          "callback_at IS NOT NULL AND state = 'closed' ORDER BY id",
                          "", "i" },
    [BACKDATED_WAITING] = { "SELECT e.seq, e.occurred_at, e.recorded_at, a.name FROM event AS e JOIN actor "
                            "AS a ON "
                            "a.id = e.actor_id WHERE e.ticket_id = $1 AND e.mark = 'backdated' AND ($2 = 0 "
                            "OR "
                            "e.seq = $2) AND NOT EXISTS (SELECT 1 FROM backdating AS b WHERE b.ticket_id = "
                            "e.ticket_id AND b.event_seq = e.seq) ORDER BY e.seq",
                            "ii", "iiit" },
    [BACKDATING_ADD] = { "INSERT INTO backdating (ticket_id, event_seq, approved, at, actor_id, note) VALUES "
                         "($1, "
                         "$2, $3, $4, $5, $6)",
                         "iitiit", "" },
    [CONTACT_ADD] = { "INSERT INTO contact (ticket_id, seq, at, recorded_at, actor_id, channel, reached, "
                      "note) VALUES "
                      "($1, (SELECT coalesce(max(seq), 0) + 1 FROM contact WHERE ticket_id = $1), $2, $3, "
                      "$4, $5, $6, "
                      "$7)",
                      "iiiittt", "" },
    [CONTACT_MOVE] = { "INSERT INTO contact (ticket_id, seq, at, recorded_at, actor_id, channel, reached, "
                       "note) "
                       "SELECT $2, seq + (SELECT coalesce(max(seq), 0) FROM contact WHERE ticket_id = $2), "
                       "at, "
                       "recorded_at, actor_id, channel, reached, note FROM contact WHERE ticket_id = $1",
                       "ii", "" },
    [FAULT_ADD] = { "INSERT INTO fault (ticket_id, seq, place, component, symptom, first_class, class, "
                    "cause, party_id, "
                    "party) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    "iittttttit", "" },
    [FAULT_OF_CASE] = { "SELECT f.seq, f.place, f.component, f.symptom, f.first_class, f.class, f.cause, "
                        "coalesce(u.code, f.party) FROM fault AS f LEFT JOIN unit AS u ON u.id = f.party_id "
                        "WHERE f.ticket_id = $1 AND ($2 = 0 OR f.seq = $2) ORDER BY f.seq LIMIT 1",
                        "ii", "ittttttt" },
    [FAULT_SAVE] = { "UPDATE fault SET place = $3, component = $4, symptom = $5, first_class = $6, class = "
                     "$7, "
                     "cause = $8, party_id = $9, party = $10 WHERE ticket_id = $1 AND seq = $2",
                     "iittttttit", "" },
    [FAULT_CLOSE] = { "UPDATE fault SET closed_at = $2 WHERE ticket_id = $1 AND closed_at IS NULL AND ($3 = "
                      "0 OR "
                      "seq = $3)",
                      "iii", "" },
    [FAULT_OPEN] = { "UPDATE fault SET closed_at = NULL WHERE ticket_id = $1", "i", "" },
    [FAULT_MAX] = { "SELECT coalesce(max(seq), 0) FROM fault WHERE ticket_id = $1", "i", "i" },
    [FAULTS_LEFT] = { "SELECT seq FROM fault WHERE ticket_id = $1 AND closed_at IS NULL AND seq <> $2 ORDER "
                      "BY seq",
                      "ii", "i" },
    [SHARE_CLEAR] = { "DELETE FROM fault_share WHERE ticket_id = $1 AND fault_seq = $2", "ii", "" },
    [SHARE_ADD] = { "INSERT INTO fault_share (ticket_id, fault_seq, party, percent, disputed) VALUES ($1, "
                    "$2, $3, $4, $5)",
                    "iitit", "" },
    [ORDER_ADD] = { "INSERT INTO work_order (ticket_id, seq, fault_seq, supplier_id, supplier, trade, state, "
                    "dispatched_at, accepted_at, appointment_at, arrived_at, done_at, verified_at) VALUES "
                    "($1, "
                    "coalesce($2, (SELECT coalesce(max(seq), 0) + 1 FROM work_order WHERE ticket_id = $1)), "
                    "$3, $4, $5, "
                    "$6, $7, $8, $9, $10, $11, $12, $13)",
                    "iiiitttiiiiii", "" },
    [ORDER_FIRST] = { "INSERT INTO work_order (ticket_id, fault_seq, supplier_id, supplier, trade, state, "
                      "dispatched_at, accepted_at, appointment_at, arrived_at, done_at, verified_at, seq) "
                      "VALUES ($1, $2, $3, "
                      "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                      "iiitttiiiiiii", "" },
    [ORDERS_OF_CASE] = { "SELECT seq, fault_seq, coalesce(u.code, w.supplier), w.state, w.dispatched_at, "
                         "w.accepted_at, w.appointment_at, w.arrived_at, w.done_at, w.verified_at, w.reworks "
                         "FROM "
                         "work_order AS w LEFT JOIN unit AS u ON u.id = w.supplier_id WHERE w.ticket_id = $1 "
                         "ORDER BY "
                         "w.seq",
                         "i", "iittiiiiiii" },
    [ORDER_SAVE] = { "UPDATE work_order SET state = $3, accepted_at = $4, appointment_at = $5, arrived_at = "
                     "$6, "
                     "done_at = $7, verified_at = $8, reworks = $9 WHERE ticket_id = $1 AND seq = $2",
                     "iitiiiiii", "" },
    [ORDERS_CANCEL] = { "UPDATE work_order SET state = 'cancelled' WHERE ticket_id = $1 AND state IN "
                        "('issued', "
                        "'accepted', 'working', 'rework')",
                        "i", "" },
    [ORDERS_REPLACE] = { "UPDATE work_order SET state = 'cancelled' WHERE ticket_id = $1 AND state IN "
                         "('issued', 'rework') AND ($2 = 0 OR fault_seq IS NULL OR fault_seq = $2)",
                         "ii", "" },
    [ATTACHMENT_ADD] = { "INSERT INTO attachment (ticket_id, fault_seq, step, type, uri, added_at, actor_id) "
                         "VALUES "
                         "($1, $2, $3, $4, $5, $6, $7)",
                         "iitttii", "" },
    [HOLD_ADD] = { "INSERT INTO hold (ticket_id, seq, reason_id, started_at, limit_at, review_at, approver, "
                   "evidence, actor_id, approver_id, recorded_at) VALUES ($1, (SELECT coalesce(max(seq), 0) "
                   "+ 1 "
                   "FROM hold WHERE ticket_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   "iiiiittiii", "" },
    [HOLD_FIRST] = { "INSERT INTO hold (ticket_id, reason_id, started_at, limit_at, actor_id, seq, "
                     "recorded_at) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $3)",
                     "iiiiii", "" },
    [HOLD_END] = { "UPDATE hold SET ended_at = CASE WHEN limit_at < $2 THEN limit_at ELSE $2 END, ended_by = "
                   "CASE WHEN limit_at <= $2 THEN 'limit' ELSE $3 END WHERE ticket_id = $1 AND ended_at IS "
                   "NULL",
                   "iit", "" },
    [HOLDS_OF_CASE] = { "SELECT h.started_at, coalesce(h.ended_at, h.limit_at), r.clocks, h.ended_at, "
                        "coalesce(h.reviewed_at, h.started_at), h.review_at FROM hold AS h JOIN hold_reason "
                        "AS r "
                        "ON r.id = h.reason_id WHERE h.ticket_id = $1 ORDER BY h.started_at, h.seq",
                        "i", "iitiii" },
    [HOLD_LASTING] = { "SELECT h.seq, r.name, r.longest, r.approver, r.review, h.started_at, h.limit_at, "
                       "h.reviewed_at, h.renewals, h.review_at FROM hold AS h JOIN hold_reason AS r ON r.id "
                       "= "
                       "h.reason_id WHERE h.ticket_id = $1 AND h.ended_at IS NULL ORDER BY h.seq DESC LIMIT "
                       "1",
                       "i", "ittttiiiii" },
    [HOLD_REVIEW] = { "UPDATE hold SET reviewed_at = $3, review_at = $4, note = coalesce($5, note) WHERE "
                      "ticket_id = $1 AND seq = $2",
                      "iiiit", "" },
    [HOLD_RENEW] = { "UPDATE hold SET limit_at = $3, renewed_by_id = $4, renewals = renewals + 1 WHERE "
                     "ticket_id = $1 AND seq = $2",
                     "iiii", "" },
    [REASON_FIND] = { "SELECT id, name, title, clocks, longest, approver, evidence, review FROM hold_reason "
                      "WHERE "
                      "name = $1 OR title = $1",
                      "t", "ittttttt" },
    [REASON_ADD] = { "INSERT INTO hold_reason (name, title, clocks, longest, approver, evidence, review) "
                     "VALUES ($1, "
                     "$2, $3, $4, $5, $6, $7)",
                     "ttttttt", "" },
    [REASON_SAVE] = { "UPDATE hold_reason SET title = $2, clocks = $3, longest = $4, approver = $5, evidence "
                      "= $6, "
                      "review = $7 WHERE name = $1",
                      "ttttttt", "" },
    [PATHS_ALL] = { "SELECT id, name, kinds, priorities FROM path ORDER BY rank, id", "", "ittt" },
    [MOVES_ALL] = { "SELECT m.path_id, m.verb, m.outcome, m.from_state, m.to_state, m.demands FROM path_move "
                    "AS m JOIN "
                    "state AS s ON s.code = m.from_state ORDER BY m.path_id, s.rank, m.verb, m.outcome",
                    "", "ittttt" },
    [MOVE_CLEAR] = { "DELETE FROM path_move WHERE path_id = (SELECT id FROM path WHERE name = $1)", "t", "" },
    [PATH_ADD] = { "INSERT INTO path (name, title, rank, kinds, priorities) VALUES ($1, $2, $3, $4, $5) ON "
                   "CONFLICT "
                   "(name) DO UPDATE SET title = excluded.title, rank = excluded.rank, kinds = "
                   "excluded.kinds, "
                   "priorities = excluded.priorities",
                   "ttitt", "" },
    [MOVE_ADD] = { "INSERT INTO path_move (path_id, verb, outcome, from_state, to_state, demands) VALUES "
                   "((SELECT id "
                   "FROM path WHERE name = $1), $2, $3, $4, $5, $6)",
                   "tttttt", "" },
    [INTAKE_ADD] = { "INSERT INTO intake (id, at, actor_id, noun, source_id, inserted, updated, unchanged, "
                     "refused) "
                     "VALUES ($1, $2, $3, 'ticket', $4, $5, $6, $7, $8)",
                     "iiiiiiii", "" },
    [INTAKE_MAX] = { "SELECT coalesce(max(id), 0) FROM intake", "", "i" },
    [CUSTOMER_ANY] = { "SELECT id FROM customer WHERE phone IS NOT NULL LIMIT 1", "", "i" },
    [CUSTOMER_LINK] = { "UPDATE ticket SET customer_id = (SELECT min(c.id) FROM customer AS c WHERE (c.phone "
                        "= ticket.phone OR "
                        "c.phone2 = ticket.phone) AND c.merged_into IS NULL HAVING count(*) = 1) WHERE id >= "
                        "$1 AND "
                        "customer_id IS NULL AND phone IS NOT NULL AND phone NOT LIKE '%*%' AND phone NOT "
                        "LIKE '%＊%' AND "
                        "phone NOT LIKE '%•%' AND phone NOT LIKE '%x%' AND phone NOT LIKE '%X%' AND "
                        "phone NOT LIKE '%●%' AND phone NOT LIKE '%··%' AND phone NOT LIKE '%##%' AND "
                        "replace(phone, '__', '') = phone AND length(phone) >= 7",
                        "i", "" },
    [CUSTOMER_BY_PHONE] = { "SELECT min(id), count(*) FROM customer WHERE (phone = $1 OR phone2 = $1) AND "
                            "length($1) >= 7 AND "
                            "merged_into "
                            "IS NULL",
                            "t", "ii" },
    [CHASER_MERGE] = { "UPDATE ticket SET merged_into = $2 WHERE merged_into = $1", "ii", "" },
    [REPLAY_EVENTS] = { "SELECT t.id, t.state, t.reopens, e.verb, e.old, e.new FROM ticket AS t LEFT JOIN "
                        "event AS e ON "
                        "e.ticket_id = t.id AND e.field IS NULL ORDER BY t.id, e.seq",
                        "", "itittt" },
    [FORGET_CASES] = { "SELECT id FROM ticket WHERE " CS_OF_PERSON " ORDER BY id", "it", "i" },
    [FORGET_CASE] = { "UPDATE ticket SET reporter = NULL, phone = NULL, email = NULL, body = NULL, subject = "
                      "NULL, extra = NULL, resolution = NULL, delay_reason = NULL, customer_id = NULL WHERE "
                      "id = $1",
                      "i", "" },
    [FORGET_MESSAGES] = { "UPDATE message SET fault = NULL WHERE ticket_id = $1", "i", "" },
    [FORGET_EVENTS] = { "UPDATE event SET note = NULL, old = CASE WHEN field IS NULL THEN old END, new = "
                        "CASE WHEN "
                        "field IS NULL THEN new END WHERE ticket_id = $1",
                        "i", "" },
    /* a case that was merged has left its names to the one that goes on */
    [FORGET_GIVEN] = { "SELECT source_id, external_id, given FROM reference WHERE given IS NOT NULL AND "
                       "(ticket_id = $1 OR (main = 0 AND ticket_id = (SELECT merged_into FROM ticket WHERE "
                       "id = "
                       "$1)))",
                       "i", "itt" },
    [FORGET_GIVEN_SAVE] = { "UPDATE reference SET given = $3 WHERE source_id = $1 AND external_id = $2",
                            "itt", "" },
    [CASE_ERASED] = { "SELECT count(*) FROM event WHERE ticket_id = $1 AND verb = 'erase'", "i", "i" },
    [FORGET_CALLBACKS] = { "UPDATE callback SET reason = NULL, recording = NULL WHERE ticket_id = $1", "i",
                           "" },
    [FORGET_HOLDS] = { "UPDATE hold SET note = NULL, evidence = NULL WHERE ticket_id = $1", "i", "" },
    [FORGET_EVIDENCE] = { "UPDATE attachment SET uri = 'erased' WHERE ticket_id = $1", "i", "" },
    [FORGET_FILES] = { "SELECT ticket_id, uri FROM attachment WHERE uri <> 'erased' AND ticket_id IN (SELECT "
                       "id FROM ticket WHERE " CS_OF_PERSON ") ORDER BY id",
                       "it", "it" },
    /* what was written of this case under others: its links, and its contacts where it was merged */
    [FORGET_LINKED] = { "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'link' AND note IS NOT NULL",
                        "i", "t" },
    [FORGET_NAMED] = { "UPDATE event SET note = NULL WHERE ticket_id = $1 AND verb = 'link' AND (note LIKE "
                       "'%-> ' "
                       "|| $2 || ':%' OR note LIKE '%<- ' || $2 || ':%')",
                       "it", "" },
    [FORGET_COPIES] = { "UPDATE contact SET note = NULL WHERE ticket_id = (SELECT merged_into FROM ticket "
                        "WHERE "
                        "id = $1) AND EXISTS (SELECT 1 FROM contact AS c WHERE c.ticket_id = $1 AND c.at = "
                        "contact.at AND c.recorded_at = contact.recorded_at AND c.actor_id = "
                        "contact.actor_id)",
                        "i", "" },
    [FORGET_VERDICTS] = { "UPDATE backdating SET note = NULL WHERE ticket_id = $1", "i", "" },
    [FORGET_CONTACTS] = { "UPDATE contact SET note = NULL WHERE ticket_id = $1", "i", "" },
};

const struct cs_statements cs_ticket_statements = CS_STATEMENTS("ticket", statements);

const char *const cs_ticket_bulk_tables[] = { "ticket", "reference", NULL };

enum cs_status cs_ticket_do(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                            struct cs_error *err)
{
    return cs_store_do(t->o.store, &cs_ticket_statements, which, in, NULL, err);
}

enum cs_status cs_ticket_add(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                             struct cs_error *err)
{
    return cs_store_add(t->o.store, &cs_ticket_statements, which, in, err);
}

enum cs_status cs_ticket_get(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                             struct cs_value *out, struct cs_error *err)
{
    return cs_store_get(t->o.store, &cs_ticket_statements, which, in, out, &t->arena, err);
}

enum cs_status cs_ticket_each(struct cs_tickets *t, enum ticket_statement which, const struct cs_value *in,
                              cs_values_fn *each, void *context, struct cs_error *err)
{
    return cs_store_each(t->o.store, &cs_ticket_statements, which, in, each, context, err);
}
