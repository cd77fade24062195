/* What lists read: an SQL expression a field. */
#include "ticket/case.h"

static const char *const ticket_columns[CS_TICKET_FIELDS] = {
    [CS_TICKET_ID] = "t.id",
    [CS_TICKET_SOURCE] = "s.name",
    [CS_TICKET_EXTERNAL_ID] = "r.external_id",
    [CS_TICKET_KIND] = "t.kind",
    [CS_TICKET_STATE] = "t.state",
    [CS_TICKET_PRIORITY] = "t.priority",
    [CS_TICKET_GRADE] = "t.grade",
    [CS_TICKET_FLAGS] = "t.flags",
    [CS_TICKET_CHANNEL] = "t.channel",
    [CS_TICKET_PROJECT] = "coalesce(u.code, t.project)",
    [CS_TICKET_BATCH] = "t.batch",
    [CS_TICKET_BUILDING] = "t.building",
    [CS_TICKET_ENTRANCE] = "t.entrance",
    [CS_TICKET_ROOM] = "t.room",
    [CS_TICKET_SCOPE] = "t.scope",
    [CS_TICKET_REPORTER] = "t.reporter",
    [CS_TICKET_PHONE] = "t.phone",
    [CS_TICKET_EMAIL] = "t.email",
    [CS_TICKET_RELATION] = "t.relation",
    [CS_TICKET_DEMAND] = "t.demand",
    [CS_TICKET_ORIGIN] = "t.origin",
    [CS_TICKET_SUBJECT] = "t.subject",
    [CS_TICKET_BODY] = "t.body",
    [CS_TICKET_CATEGORY1] = "t.category1",
    [CS_TICKET_CATEGORY2] = "t.category2",
    [CS_TICKET_CATEGORY3] = "t.category3",
    [CS_TICKET_PLACE] = "f.place",
    [CS_TICKET_COMPONENT] = "f.component",
    [CS_TICKET_SYMPTOM] = "f.symptom",
    [CS_TICKET_CLASS] = "f.class",
    [CS_TICKET_CAUSE] = "f.cause",
    [CS_TICKET_PARTY] = "coalesce(fu.code, f.party)",
    [CS_TICKET_SUPPLIER] = "coalesce(wu.code, w.supplier)",
    [CS_TICKET_TAKER] = "t.taker",
    [CS_TICKET_ASSIGNEE] = "t.assignee",
    [CS_TICKET_HANDLING_DEPT] = "t.handling_dept",
    [CS_TICKET_RESPONSIBLE_DEPT] = "t.responsible_dept",
    [CS_TICKET_OCCURRED_AT] = "t.occurred_at",
    [CS_TICKET_RECORDED_AT] = "t.recorded_at",
    [CS_TICKET_FIRST_CONTACT_AT] = "t.first_contact_at",
    [CS_TICKET_INSPECTED_AT] = "t.inspected_at",
    [CS_TICKET_DISPATCHED_AT] = "t.dispatched_at",
    [CS_TICKET_ACCEPTED_AT] = "t.accepted_at",
    [CS_TICKET_APPOINTMENT_AT] = "t.appointment_at",
    [CS_TICKET_ARRIVED_AT] = "t.arrived_at",
    [CS_TICKET_DONE_AT] = "t.done_at",
    [CS_TICKET_VERIFIED_AT] = "t.verified_at",
    [CS_TICKET_CLOSED_AT] = "t.closed_at",
    [CS_TICKET_CALLBACK_AT] = "t.callback_at",
    [CS_TICKET_TARGET_AT] = "t.target_at",
    [CS_TICKET_PROMISED_AT] = "t.promised_at",
    [CS_TICKET_WARRANTY] = "t.warranty",
    [CS_TICKET_HOLD_REASON] = "t.hold_reason",
    [CS_TICKET_HOLD_UNTIL] = "t.hold_until",
    [CS_TICKET_DELAY_REASON] = "t.delay_reason",
    [CS_TICKET_RESOLUTION] = "t.resolution",
    [CS_TICKET_VERDICT] = "t.verdict",
    [CS_TICKET_CALLBACK_RESULT] = "t.callback_result",
    [CS_TICKET_SCORE] = "t.score",
    [CS_TICKET_COST] = "t.cost",
    [CS_TICKET_REOPENS] = "t.reopens",
    [CS_TICKET_CHASERS] = "t.chasers",
    [CS_TICKET_EXTRA] = "t.extra",
    [CS_TICKET_SIGNED_AT] = "o.signed_at",
    [CS_TICKET_ANSWERED_AT] = "o.answered_at",
    [CS_TICKET_EXTENSION_NO] = "CASE WHEN t.target_at IS NOT NULL THEN (SELECT max(x.permit) FROM extension "
                               "AS x WHERE x.ticket_id = "
                               "t.id AND x.granted = 'yes' AND x.due_after = t.target_at) END",
    [CS_TICKET_STEP] = "st.step",
    [CS_TICKET_HOME] = "h.code",
    [CS_TICKET_CUSTOMER] = "t.customer_id",
    [CS_TICKET_PARENT] = "t.parent_id",
    [CS_TICKET_MERGED_INTO] = "t.merged_into",
    [CS_TICKET_OPENED_AT] = "t.opened_at",
    [CS_TICKET_LAST_CONTACT_AT] = "t.last_contact_at",
    [CS_TICKET_QUALITY_CHECK] = "t.quality_check",
    [CS_TICKET_HANDOFFS] = "t.handoffs",
    [CS_TICKET_LEVEL] = "t.level",
    [CS_TICKET_ANOMALIES] = "t.anomalies",
    [CS_TICKET_PROVISIONAL] = "(SELECT max(c.provisional) FROM clock AS c WHERE c.ticket_id = t.id)",
    [CS_TICKET_NEXT_DUE_AT] =
        "(SELECT min(c.due_at) FROM clock AS c WHERE c.ticket_id = t.id AND c.stopped_at IS NULL)",
    [CS_TICKET_UNHAPPY_AT] = "t.unhappy_at",
    [CS_TICKET_SOOTHED_AT] = "t.soothed_at",
    [CS_TICKET_RECALL_AT] = "t.recall_at",
    [CS_TICKET_RECALLED_AT] = "t.recalled_at",
    [CS_TICKET_PLANNED_AT] = "t.planned_at",
    [CS_TICKET_APPROVED_AT] = "t.approved_at",
    [CS_TICKET_TALKED_AT] = "t.talked_at",
    [CS_TICKET_AGREED_AT] = "t.agreed_at",
    [CS_TICKET_PROMISE_MOVES] =
        "(SELECT nullif(count(*), 0) FROM event AS pe WHERE pe.ticket_id = t.id AND pe.field = 'promised_at' "
        "AND pe.old IS NOT NULL)",
    [CS_TICKET_SOURCE_HOME] = "(SELECT sh.code FROM home AS sh WHERE sh.id = t.source_home_id)",
    [CS_TICKET_LEGAL_HOLD] = "t.legal_hold",
    [CS_TICKET_INTAKE] = "t.intake_id",
};

const struct cs_view cs_ticket_view = {
    .record = &cs_ticket_record,
    .from =
        "ticket AS t LEFT JOIN unit AS u ON u.id = t.unit_id LEFT JOIN home AS h ON h.id = t.home_id "
        "LEFT JOIN state AS st ON st.code = t.state "
        "LEFT JOIN reference AS r ON r.ticket_id = t.id AND r.main = 1 LEFT JOIN source AS s ON s.id = "
        "r.source_id LEFT JOIN outside_order AS o ON o.source_id = r.source_id AND o.external_id = "
        "r.external_id "
        "LEFT JOIN fault AS f ON f.ticket_id = t.id AND f.seq = 1 LEFT JOIN unit AS fu ON fu.id = f.party_id "
        "LEFT JOIN work_order AS w ON w.ticket_id = t.id AND w.seq = 1 "
        "LEFT JOIN unit AS wu ON wu.id = w.supplier_id",
    .columns = ticket_columns,
    .key = "t.id",
    .of = "t.id",
};

const struct cs_ticket_where cs_ticket_where = {
    .open = "st.ended = 0",
    .soothing = "t.unhappy_at IS NOT NULL AND t.soothed_at IS NULL",
    .second_call = "t.recall_at IS NOT NULL AND t.recalled_at IS NULL AND st.ended = 1",
    .unresolved = "t.anomalies LIKE '%unresolved%'",
    .below = "t.unit_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM unit WHERE id = $1 UNION ALL SELECT "
             "x.id FROM unit AS x JOIN below AS b ON x.parent_id = b.id) SELECT id FROM below)",
    .overdue = "EXISTS (SELECT 1 FROM clock AS oc WHERE oc.ticket_id = t.id AND oc.stopped_at IS NULL AND "
               "oc.due_at < $1)",
    .changed_since = "EXISTS (SELECT 1 FROM event AS ce WHERE ce.ticket_id = t.id AND ce.recorded_at >= $1)",
};

const char *cs_view_merged(const struct cs_view *view, bool itself, struct cs_arena *arena)
{
    const char *merged =
        cs_arena_printf(arena, "%s IN (SELECT z.id FROM ticket AS z WHERE z.merged_into = $1)", view->of);
    return itself ? cs_arena_printf(arena, "%s = $1 OR %s", view->of, merged) : merged;
}
