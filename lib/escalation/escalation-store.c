/* The statements of clocks, ladders and the run. No rules here. */
#include "escalation/simulate.h"

#define CLOCK_NAMES                                                                                          \
    "ticket_id, metric, instance, target_id, started_at, base_at, used, due_at, stopped_at, passed, rung, "  \
    "level, next_at, "                                                                                       \
    "provisional"

static const struct cs_statement statements[ESCALATION_STATEMENTS] = {
    [TARGETS_ALL] = { "SELECT g.id, p.name, p.status, g.rank, g.kind, g.priority, g.grade, g.channel, "
                      "g.component, g.flag, "
                      "g.unit_id, g.metric, g.start, g.stop, g.amount, g.calendar_id, g.ladder_id, g.reopen "
                      "FROM target "
                      "AS g JOIN policy AS p ON p.id = g.policy_id ORDER BY g.rank, g.id",
                      "",
                      "ittititttt"
                      "ittttiit" },
    [RUNGS_ALL] = { "SELECT l.id, l.name, r.number, r.line, r.at, r.calendar_id, r.role, r.level, r.action, "
                    "r.template, "
                    "r.urgent FROM ladder AS l LEFT JOIN rung AS r ON r.ladder_id = l.id ORDER BY l.id, "
                    "r.number, r.line, "
                    "r.role",
                    "", "itittittttt" },
    [CLOCK_ADD] = { "INSERT INTO clock (" CLOCK_NAMES
                    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                    "$14)",
                    "itiiiiiiiiiiii", "" },
    [CLOCK_SAVE] = { "UPDATE clock SET target_id = $4, started_at = $5, base_at = $6, used = $7, due_at = "
                     "$8, stopped_at = "
                     "$9, passed = $10, rung = $11, level = $12, next_at = $13, provisional = $14 WHERE "
                     "ticket_id = $1 AND "
                     "metric = $2 AND instance = $3",
                     "itiiiiiiiiiiii", "" },
    [CLOCK_STEP] = { "UPDATE clock SET rung = $4, next_at = $5 WHERE ticket_id = $1 AND metric = $2 AND "
                     "instance = $3",
                     "itiii", "" },
    /* the same, and the highest rung that each was told of */
    [STANDING_CLOCKS] = { "SELECT c.ticket_id, c.metric, c.instance, c.target_id, c.started_at, c.base_at, "
                          "c.used, c.due_at, c.stopped_at, c.passed, c.rung, c.level, c.next_at, "
                          "c.provisional, d.rung, d.rung_at, (SELECT max(x.rung) FROM escalation AS x WHERE "
                          "x.ticket_id = c.ticket_id AND x.metric = c.metric AND x.instance = c.instance) "
                          "FROM clock AS c LEFT JOIN deadline AS d ON d.due_at = c.next_at AND d.ticket_id = "
                          "c.ticket_id AND d.metric = c.metric AND d.instance = c.instance WHERE "
                          "c.ticket_id = $1 ORDER BY c.metric, c.instance",
                          "i", "itiiiiiiiiiiiiiii" },
    [CLOCKS_OF_CASE] = { "SELECT c.ticket_id, c.metric, c.instance, c.target_id, c.started_at, c.base_at, "
                         "c.used, c.due_at, "
                         "c.stopped_at, c.passed, c.rung, c.level, c.next_at, c.provisional, d.rung, "
                         "d.rung_at FROM clock "
                         "AS c LEFT JOIN deadline AS d ON d.due_at = c.next_at AND d.ticket_id = c.ticket_id "
                         "AND d.metric = "
                         "c.metric AND d.instance = c.instance WHERE c.ticket_id = $1 ORDER BY c.metric, "
                         "c.instance",
                         "i", "itiiiiiiiiiiiiii" },
    [CLOCK_PROOF] = { "UPDATE clock SET unproven = $4 WHERE ticket_id = $1 AND metric = $2 AND instance = $3 "
                      "AND "
                      "unproven <> $4",
                      "itii", "" },
    [CLOCK_JUDGED] = { "UPDATE clock SET unproven = 0, stopped_at = $3 WHERE ticket_id = $1 AND unproven = 1 "
                       "AND "
                       "stopped_at = $2",
                       "iii", "" },
    [DEADLINE_ADD] = { "INSERT INTO deadline (due_at, ticket_id, metric, instance, rung, rung_at) VALUES "
                       "($1, $2, $3, $4, "
                       "$5, $6)",
                       "iitiii", "" },
    [DEADLINE_DROP] = { "DELETE FROM deadline WHERE due_at = $1 AND ticket_id = $2 AND metric = $3 AND "
                        "instance = $4",
                        "iiti", "" },
    [SPAN_ADD] = { "INSERT INTO clock_span (ticket_id, metric, instance, seq, from_at, to_at, target_id, "
                   "calendar_id, "
                   "amount, used, reason) VALUES ($1, $2, $3, (SELECT coalesce(max(seq), 0) + 1 FROM "
                   "clock_span WHERE "
                   "ticket_id = $1 AND metric = $2 AND instance = $3), $4, $5, $6, $7, $8, $9, $10)",
                   "itiiiiitit", "" },
    [SPAN_CLEAR] = { "DELETE FROM clock_span WHERE ticket_id = $1 AND metric = $2 AND instance = $3", "iti",
                     "" },
    [SPANS_MOVE] = { "UPDATE clock_span SET ticket_id = $4, instance = $5 WHERE ticket_id = $1 AND metric = "
                     "$2 AND instance = $3",
                     "itiii", "" },
    [ESCALATIONS_MOVE] = { "UPDATE escalation SET ticket_id = $4, instance = $5 WHERE ticket_id = $1 AND "
                           "metric = $2 AND instance = $3",
                           "itiii", "" },
    [EXTENSIONS_OF_CASE] = { "SELECT number, granted, permit, due_before, due_after, at FROM extension WHERE "
                             "ticket_id = $1 ORDER BY number, seq",
                             "i", "ittiii" },
    [SPAN_RECOUNT] = { "UPDATE clock_span SET used = $6 WHERE ticket_id = $1 AND metric = $2 AND instance = "
                       "$3 "
                       "AND from_at = $4 AND to_at = $5",
                       "itiiii", "" },
    [CLOCK_DROP] = { "DELETE FROM clock WHERE ticket_id = $1 AND metric = $2 AND instance = $3", "iti", "" },
    [SPANS_OF_CASE] = { "SELECT metric, instance, from_at, to_at, target_id, calendar_id, amount, used, "
                        "reason FROM "
                        "clock_span WHERE ticket_id = $1 ORDER BY metric, instance, seq",
                        "i", "tiiiiitit" },
    [DUE_FIRST] = { "SELECT due_at FROM deadline WHERE due_at <= $1 ORDER BY due_at LIMIT $2", "ii", "i" },
    [DUE_AFTER] = { "SELECT due_at, ticket_id, metric, instance FROM deadline WHERE due_at <= $1 AND "
                    "(due_at, ticket_id, metric, instance) > ($2, $3, $4, $5) ORDER BY due_at, ticket_id, "
                    "metric, instance LIMIT $6",
                    "iiitii", "iiti" },
    [ESCALATION_ADD] = { "INSERT INTO escalation (id, ticket_id, metric, instance, rung, due_at, at, "
                         "local_day, line, role, "
                         "level, staff_id, action) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
                         "$12, $13)",
                         "iitiiiiitttit", "" },
    [ESCALATION_MAX] = { "SELECT coalesce(max(id), 0) FROM escalation", "", "i" },
    [ESCALATIONS_OF_CASE] = { "SELECT metric, instance, rung FROM escalation WHERE ticket_id = $1 ORDER BY "
                              "metric, instance, "
                              "rung",
                              "i", "tii" },
    [LOG_ADD] = { "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, outcome, "
                  "note) VALUES ($1, "
                  "(SELECT coalesce(max(seq), 0) + 1 FROM event WHERE ticket_id = $1), $2, $3, $4, $5, $6, "
                  "$7)",
                  "iiiittt", "" },
    [LOG_AT] = { "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, outcome, "
                 "note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                 "iiiiittt", "" },
    [LOG_LAST] = { "SELECT coalesce(max(seq), 0) FROM event WHERE ticket_id = $1", "i", "i" },
    [RUN_ADD] = { "INSERT INTO run (at, finished_at, escalated, unaddressed) VALUES ($1, $2, $3, $4)", "iiii",
                  "" },
    [SUPPLIER_UNIT] = { "SELECT supplier_id FROM work_order WHERE ticket_id = $1 AND supplier_id IS NOT NULL "
                        "AND state NOT IN ('refused', 'cancelled', 'passed') ORDER BY seq DESC LIMIT 1",
                        "i", "i" },
    [ROOT_UNIT] = { "SELECT coalesce(min(id), 0) FROM unit WHERE kind = 'group' AND parent_id IS NULL", "",
                    "i" },
    [UPCOMING] = { "SELECT due_at, ticket_id, metric, instance, rung, rung_at FROM deadline WHERE due_at <= "
                   "$1 ORDER BY "
                   "due_at, ticket_id, metric, instance",
                   "i", "iitiii" },
    [STAFF_GET] = { "SELECT code, name FROM staff WHERE id = $1", "i", "tt" },
    [POLICY_ADD] = { "INSERT INTO policy (name, title, status) VALUES ($1, $2, $3) ON CONFLICT (name) DO "
                     "UPDATE SET title = "
                     "excluded.title, status = excluded.status",
                     "ttt", "" },
    [POLICY_FIND] = { "SELECT id FROM policy WHERE name = $1", "t", "i" },
    [TARGET_RETIRE] = { "UPDATE target SET rank = -1 WHERE policy_id = $1", "i", "" },
    [TARGET_REVIVE] = { "UPDATE target SET rank = $2 WHERE id = (SELECT min(id) FROM target WHERE policy_id "
                        "= $1 AND "
                        "rank = -1 AND coalesce(kind, '') = coalesce($3, '') AND coalesce(priority, 0) = "
                        "coalesce($4, 0) AND coalesce(grade, '') = coalesce($5, '') AND coalesce(channel, "
                        "'') = "
                        "coalesce($6, '') AND coalesce(component, '') = coalesce($7, '') AND coalesce(flag, "
                        "'') = "
                        "coalesce($8, '') AND coalesce(unit_id, 0) = coalesce($9, 0) AND metric = $10 AND "
                        "start = "
                        "$11 AND stop = $12 AND amount = $13 AND calendar_id = $14 AND coalesce(ladder_id, "
                        "0) = "
                        "coalesce($15, 0) AND reopen = $16)",
                        "iititttt"
                        "ittttiit",
                        "" },
    [TARGET_ADD] = { "INSERT INTO target (policy_id, rank, kind, priority, grade, channel, component, flag, "
                     "unit_id, metric, "
                     "start, stop, amount, calendar_id, ladder_id, reopen) VALUES ($1, $2, $3, $4, $5, $6, "
                     "$7, $8, $9, "
                     "$10, $11, $12, $13, $14, $15, $16)",
                     "iititttt"
                     "ittttiit",
                     "" },
    [TARGET_RANK] = { "SELECT coalesce(max(rank), 0) FROM target", "", "i" },
    [LADDER_ADD] = { "INSERT INTO ladder (name, title) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET "
                     "title = "
                     "excluded.title",
                     "tt", "" },
    [LADDER_FIND] = { "SELECT id FROM ladder WHERE name = $1", "t", "i" },
    [RUNG_CLEAR] = { "DELETE FROM rung WHERE ladder_id = $1", "i", "" },
    [RUNG_ADD] = { "INSERT INTO rung (ladder_id, number, line, at, calendar_id, role, level, action, "
                   "template, urgent) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   "iittittttt", "" },
    [ESC_ACTOR_FIND] = { "SELECT id FROM actor WHERE name = $1", "t", "i" },
    [ESC_ACTOR_ADD] = { "INSERT INTO actor (name) VALUES ($1)", "t", "" },
    [OPEN_CASES] = { "SELECT t.id FROM ticket AS t JOIN state AS s ON s.code = t.state WHERE t.id > $1 AND "
                     "t.opened_at >= $2 AND (s.ended = 0 OR EXISTS (SELECT 1 FROM clock AS c WHERE "
                     "c.ticket_id = t.id AND c.stopped_at IS NULL)) ORDER BY t.id LIMIT $3",
                     "iii", "i" },
    [POLICY_STATUS] = { "SELECT status FROM policy WHERE name = $1", "t", "t" },
    [CASES_FROM] = { "SELECT id FROM ticket WHERE id > $1 ORDER BY id LIMIT $2", "ii", "i" },
    [ESCALATED_ROWS] = { "SELECT x.metric, x.instance, x.rung, x.at, x.role, x.level, x.staff_id FROM "
                         "escalation AS "
                         "x WHERE x.ticket_id = $1 ORDER BY x.metric, x.instance, x.rung, x.role",
                         "i", "tiiitti" },
    [ESCALATED_AT] = { "SELECT due_at FROM escalation WHERE ticket_id = $1 AND metric = $2 AND instance = $3 "
                       "AND "
                       "rung = $4 AND role = $5",
                       "itiit", "i" },
    [RUN_MOMENTS] = { "SELECT DISTINCT at FROM run ORDER BY at", "", "i" },
    [ESCALATED_LAST] = { "SELECT max(due_at) FROM escalation WHERE ticket_id = $1 AND metric = $2 AND "
                         "instance = $3",
                         "iti", "i" },
};

const struct cs_statements cs_escalation_statements = CS_STATEMENTS("escalation", statements);

enum cs_status cs_escalation_do(struct cs_escalation *e, enum escalation_statement which,
                                const struct cs_value *in, struct cs_error *err)
{
    if (e->memory) {
        cs_memory_do(e->memory, which, in);
        return CS_OK;
    }
    return cs_store_do(e->o.store, &cs_escalation_statements, which, in, NULL, err);
}

enum cs_status cs_escalation_add(struct cs_escalation *e, enum escalation_statement which,
                                 const struct cs_value *in, struct cs_error *err)
{
    if (e->memory)
        return CS_OK;
    return cs_store_add(e->o.store, &cs_escalation_statements, which, in, err);
}

enum cs_status cs_escalation_get(struct cs_escalation *e, enum escalation_statement which,
                                 const struct cs_value *in, struct cs_value *out, struct cs_error *err)
{
    return cs_store_get(e->o.store, &cs_escalation_statements, which, in, out, &e->arena, err);
}

enum cs_status cs_escalation_each(struct cs_escalation *e, enum escalation_statement which,
                                  const struct cs_value *in, cs_values_fn *each, void *context,
                                  struct cs_error *err)
{
    if (e->memory && which == SPANS_OF_CASE)
        return cs_memory_spans(e->memory, each, context, err);
    return cs_store_each(e->o.store, &cs_escalation_statements, which, in, each, context, err);
}
