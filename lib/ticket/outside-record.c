/* What orders of others and their extensions are, once; and how lists read them. */
#include "ticket/outside.h"

static const struct cs_choice yes_no[] = {
    { "yes", N_("yes"), "是" },
    { "no", N_("no"), "否" },
    { NULL, NULL, NULL },
};

static const struct cs_field order_fields[] = {
    { "id", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "number", CS_TYPE_INT, CS_KEY, N_("No"), N_("number within the case"), "序号" },
    { "source", CS_TYPE_TEXT, 0, N_("Source"), N_("the other system"), "来源系统" },
    { "external_id", CS_TYPE_TEXT, 0, N_("External id"), N_("what that system calls it"), "外部单号" },
    { "channel", CS_TYPE_CHOICE, CS_QUIET, N_("Channel"), N_("whose order it is"), "渠道",
      cs_ticket_channels },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("their limit as it stands"), "到期" },
    { "kind", CS_TYPE_CHOICE, CS_QUIET, N_("Kind"), N_("kind by which its limits are chosen"), "类型",
      cs_ticket_kinds },
    { "received_at", CS_TYPE_TIME, CS_QUIET, N_("Received"), N_("when it reached us; its clocks start here"),
      "收单时间" },
    { "signed_at", CS_TYPE_TIME, CS_QUIET, N_("Signed for"), N_("when we signed for it"), "签收时间" },
    { "contacted_at", CS_TYPE_TIME, CS_QUIET, N_("Contacted"), N_("when its customer was first reached"),
      "联系时间" },
    { "answered_at", CS_TYPE_TIME, CS_QUIET, N_("Answered"), N_("when the answer went out"), "答复时间" },
    { "finished_at", CS_TYPE_TIME, 0, N_("Finished"), N_("when they took it as finished"), "办结时间" },
    { "target_at", CS_TYPE_TIME, CS_QUIET, N_("Named limit"), N_("their limit as the order names it"),
      "办理时限" },
    { "late", CS_TYPE_BOOL, 0, N_("Late"), N_("finished after it was due"), "超期" },
    { "project", CS_TYPE_TEXT, CS_QUIET, N_("Project"), N_("project of the case"), "项目" },
    { "state", CS_TYPE_CHOICE, CS_QUIET, N_("State"), N_("where the case stands"), "状态", cs_ticket_states },
};
const struct cs_record cs_outside_order_record =
    CS_RECORD("outside_order", N_("order of others"), order_fields);

static const char *const order_columns[] = {
    "o.ticket_id",
    "o.number",
    "s.name",
    "o.external_id",
    "o.channel",
    "coalesce(c.due_at, o.target_at)",
    "coalesce(o.kind, t.kind)",
    "o.received_at",
    "o.signed_at",
    "o.contacted_at",
    "o.answered_at",
    "o.finished_at",
    "o.target_at",
    "CASE WHEN coalesce(c.due_at, o.target_at) IS NULL OR o.finished_at IS NULL THEN NULL WHEN o.finished_at "
    "> coalesce(c.due_at, o.target_at) THEN 1 ELSE 0 END",
    "coalesce(u.code, t.project)",
    "t.state",
};
const char *const cs_outside_order_open = "o.finished_at IS NULL";
const struct cs_view cs_outside_order_view = {
    &cs_outside_order_record,
    "outside_order AS o JOIN ticket AS t ON t.id = o.ticket_id JOIN source AS s ON s.id = o.source_id LEFT "
    "JOIN unit AS u ON u.id = t.unit_id LEFT JOIN clock AS c ON c.ticket_id = o.ticket_id AND c.metric = "
    "'outside_finish' AND c.instance = o.number",
    order_columns, "o.ticket_id, o.number", "o.ticket_id"
};

static const struct cs_field extension_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "number", CS_TYPE_INT, CS_KEY, N_("Their order"), N_("number of the order within the case"),
      "对方工单" },
    { "granted", CS_TYPE_CHOICE, 0, N_("Granted"), N_("whether they granted it"), "批准", yes_no },
    { "permit", CS_TYPE_TEXT, 0, N_("Permit"), N_("number under which they granted or refused it"),
      "延期批号" },
    { "due_before", CS_TYPE_TIME, 0, N_("Limit before"), N_("their limit before"), "原时限" },
    { "due_after", CS_TYPE_TIME, 0, N_("Limit since"), N_("their limit since, where it was granted"),
      "现时限" },
    { "at", CS_TYPE_TIME, 0, N_("Decided"), N_("when it was decided"), "批复时间" },
    { "actor", CS_TYPE_TEXT, CS_QUIET, N_("Actor"), N_("who wrote it down"), "操作人" },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"), "备注", .width = 0.2 },
};
const struct cs_record cs_extension_record = CS_RECORD("extension", N_("extension"), extension_fields);

static const char *const extension_columns[] = { "x.ticket_id", "x.number",     "x.granted",
                                                 "x.permit",    "x.due_before", "x.due_after",
                                                 "x.at",        "a.name",       "x.note" };
const struct cs_view cs_extension_view = { &cs_extension_record,
                                           "extension AS x JOIN actor AS a ON a.id = x.actor_id",
                                           extension_columns, "x.ticket_id, x.number, x.seq", "x.ticket_id" };
