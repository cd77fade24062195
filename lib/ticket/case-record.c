/* What belongs to a case: faults, work orders, events, contacts, holds, references; paths and hold reasons as
 * records. */
#include "ticket/case.h"
#include "ticket/desk.h"

static const struct cs_choice yes_no[] = {
    { "yes", N_("yes"), "是" },
    { "no", N_("no"), "否" },
    { NULL, NULL, NULL },
};

static const struct cs_choice order_states[] = {
    { "issued", N_("issued"), "已派单" },
    { "accepted", N_("accepted"), "已接单" },
    { "refused", N_("refused"), "已拒单" },
    { "working", N_("working"), "施工中" },
    { "done", N_("done"), "已完工" },
    { "passed", N_("passed"), "验收通过" },
    { "rework", N_("rework"), "返工" },
    { "cancelled", N_("cancelled"), "作废|已取消" },
    { NULL, NULL, NULL },
};

static const struct cs_field fault_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No"), N_("number within the case"), "序号" },
    { "place", CS_TYPE_TEXT, 0, N_("Place"), N_("where in the home or estate"), "部位" },
    { "component", CS_TYPE_CHOICE, 0, N_("Component"), N_("what is broken"), "部件", cs_ticket_components },
    { "symptom", CS_TYPE_TEXT, 0, N_("Symptom"), N_("how it shows"), "现象" },
    { "first_class", CS_TYPE_CHOICE, 0, N_("First verdict"), N_("class at inspection"), "初判",
      cs_ticket_classes },
    { "class", CS_TYPE_CHOICE, 0, N_("Class"), N_("final class"), "终判", cs_ticket_classes },
    { "cause", CS_TYPE_TEXT, 0, N_("Cause"), N_("root cause"), "根因" },
    { "party", CS_TYPE_TEXT, 0, N_("Party"), N_("who is responsible"), "责任方" },
    { "shares", CS_TYPE_TEXT, 0, N_("Shares"), N_("shares of responsibility in per cent"), "责任比例" },
    { "closed_at", CS_TYPE_TIME, 0, N_("Closed"), N_("when the fault was closed"), "关闭时间" },
};
const struct cs_record cs_fault_record = CS_RECORD("fault", N_("fault"), fault_fields);

static const char *const fault_columns[] = {
    "f.ticket_id",
    "f.seq",
    "f.place",
    "f.component",
    "f.symptom",
    "f.first_class",
    "f.class",
    "f.cause",
    "coalesce(u.code, f.party)",
    "(SELECT min(s.party || ' ' || s.percent || '%') || CASE WHEN count(*) > 1 THEN ' +' || "
    "(count(*) - 1) ELSE '' END FROM fault_share AS s WHERE s.ticket_id = f.ticket_id AND s.fault_seq = "
    "f.seq)",
    "f.closed_at",
};
const struct cs_view cs_fault_view = { &cs_fault_record,
                                       "fault AS f LEFT JOIN unit AS u ON u.id = f.party_id", fault_columns,
                                       "f.ticket_id, f.seq", "f.ticket_id" };

static const struct cs_field order_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No"), N_("number within the case"), "序号" },
    { "supplier", CS_TYPE_TEXT, 0, N_("Supplier"), N_("who repairs"), "供应商" },
    { "trade", CS_TYPE_TEXT, 0, N_("Trade"), N_("kind of work"), "专业" },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("where it stands"), "状态", order_states },
    { "dispatched_at", CS_TYPE_TIME, 0, N_("Dispatched"), N_("when it was issued"), "派单时间" },
    { "accepted_at", CS_TYPE_TIME, 0, N_("Accepted"), N_("when the supplier took it"), "接单时间" },
    { "appointment_at", CS_TYPE_TIME, 0, N_("Appointment"), N_("when the visit is agreed"), "预约时间" },
    { "arrived_at", CS_TYPE_TIME, 0, N_("Arrived"), N_("when work began"), "到场时间" },
    { "done_at", CS_TYPE_TIME, 0, N_("Done"), N_("when it was reported done"), "完工时间" },
    { "verified_at", CS_TYPE_TIME, 0, N_("Verified"), N_("when it was accepted"), "验收时间" },
    { "reworks", CS_TYPE_INT, 0, N_("Reworks"), N_("how often it failed acceptance"), "返工次数" },
};
const struct cs_record cs_work_order_record = CS_RECORD("work_order", N_("work order"), order_fields);

static const char *const order_columns[] = {
    "w.ticket_id",
    "w.seq",
    "coalesce(u.code, w.supplier)",
    "w.trade",
    "w.state",
    "w.dispatched_at",
    "w.accepted_at",
    "w.appointment_at",
    "w.arrived_at",
    "w.done_at",
    "w.verified_at",
    "w.reworks",
};
const struct cs_view cs_work_order_view = { &cs_work_order_record,
                                            "work_order AS w LEFT JOIN unit AS u ON u.id = w.supplier_id",
                                            order_columns, "w.ticket_id, w.seq", "w.ticket_id" };

static const struct cs_choice marks[] = {
    { "imported", N_("imported"), "导入" },
    { "reverted", N_("taken back"), "撤销" },
    { "backdated", N_("backdated"), "补录" },
    { NULL, NULL, NULL },
};

static const struct cs_field event_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No"), N_("number within the case"), "序号" },
    { "occurred_at", CS_TYPE_TIME, 0, N_("Happened"), N_("when it happened"), "发生时间" },
    { "recorded_at", CS_TYPE_TIME, CS_QUIET, N_("Recorded"), N_("when it was written down here"),
      "录入时间|记录时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who did it"), "操作人" },
    { "verb", CS_TYPE_TEXT, 0, N_("Verb"), N_("what was done"), "动作", cs_event_verbs },
    { "outcome", CS_TYPE_TEXT, 0, N_("Outcome"), N_("with which outcome"), "结果" },
    { "field", CS_TYPE_TEXT, 0, N_("Field"), N_("which field changed"), "字段" },
    { "old", CS_TYPE_TEXT, CS_PERSONAL, N_("Before"), N_("state or value before"), "原值", cs_ticket_states,
      .width = 0.15 },
    { "new", CS_TYPE_TEXT, CS_PERSONAL, N_("After"), N_("state or value after"), "新值", cs_ticket_states,
      .width = 0.15 },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"), "备注", .width = 0.2 },
    { "mark", CS_TYPE_CHOICE, 0, N_("Mark"), N_("imported, or written down more than a day later"), "标记",
      marks },
};
const struct cs_record cs_event_record = CS_RECORD("event", N_("event"), event_fields);

/* Personal values of changes are masked by the column they belong to: phone and mail never leave through the
 * log. */
static const char *const event_columns[] = {
    "e.ticket_id",
    "e.seq",
    "e.occurred_at",
    "e.recorded_at",
    "a.name",
    "e.verb",
    "e.outcome",
    "e.field",
    "CASE WHEN e.field IN ('phone', 'email') AND e.old IS NOT NULL THEN '****' ELSE e.old END",
    "CASE WHEN e.field IN ('phone', 'email') AND e.new IS NOT NULL THEN '****' ELSE e.new END",
    "e.note",
    "e.mark",
};
const struct cs_view cs_event_view = { &cs_event_record, "event AS e JOIN actor AS a ON a.id = e.actor_id",
                                       event_columns, "e.ticket_id, e.seq", "e.ticket_id" };

static const struct cs_field contact_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "at", CS_TYPE_TIME, 0, N_("At"), N_("when"), "时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who"), "操作人" },
    { "channel", CS_TYPE_CHOICE, 0, N_("Means"), N_("by which way"), "方式", cs_contact_channels },
    { "reached", CS_TYPE_CHOICE, 0, N_("Reached"), N_("whether the customer was reached"), "接通", yes_no },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"), "备注", .width = 0.4 },
};
const struct cs_record cs_contact_record = CS_RECORD("contact", N_("contact"), contact_fields);

static const char *const contact_columns[] = { "c.ticket_id", "c.at",      "a.name",
                                               "c.channel",   "c.reached", "c.note" };
const struct cs_view cs_contact_view = { &cs_contact_record,
                                         "contact AS c JOIN actor AS a ON a.id = c.actor_id", contact_columns,
                                         "c.ticket_id, c.seq", "c.ticket_id" };

static const struct cs_choice hold_ends[] = {
    { "limit", N_("its limit"), "到期" }, { "resume", N_("resume"), "恢复" },
    { "cancel", N_("cancel"), "作废" },   { "merge", N_("merge"), "合并" },
    { "import", N_("import"), "导入" },   { NULL, NULL, NULL },
};

static const struct cs_field hold_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "reason", CS_TYPE_TEXT, 0, N_("Reason"), N_("why it rests"), "挂起原因" },
    { "started_at", CS_TYPE_TIME, 0, N_("Began"), N_("since when"), "开始" },
    { "limit_at", CS_TYPE_TIME, 0, N_("Ends by"), N_("when it ends by itself"), "期限" },
    { "ended_at", CS_TYPE_TIME, 0, N_("Ended"), N_("until when"), "结束" },
    { "approver", CS_TYPE_TEXT, 0, N_("Approver"), N_("who approved it"), "审批人" },
    { "review_at", CS_TYPE_TIME, 0, N_("Review by"), N_("when it is to be looked at again"), "复核期限" },
    { "reviewed_at", CS_TYPE_TIME, 0, N_("Reviewed"), N_("when it was last looked at"), "复核时间" },
    { "renewals", CS_TYPE_INT, 0, N_("Renewals"), N_("how often its limit was moved on"), "延长次数" },
    { "ended_by", CS_TYPE_CHOICE, 0, N_("Ended by"), N_("what ended it: its limit, or which move"),
      "结束方式", hold_ends },
    { "evidence", CS_TYPE_TEXT, 0, N_("Evidence"), N_("proof of the reason"), "依据" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who held it"), "操作人" },
    { "recorded_at", CS_TYPE_TIME, CS_QUIET, N_("Recorded"), N_("when it was written down here"),
      "录入时间|记录时间" },
};
const struct cs_record cs_hold_record = CS_RECORD("hold", N_("hold"), hold_fields);

static const char *const hold_columns[] = {
    "h.ticket_id",   "r.name",     "h.started_at", "h.limit_at", "h.ended_at", "h.approver",    "h.review_at",
    "h.reviewed_at", "h.renewals", "h.ended_by",   "h.evidence", "a.name",     "h.recorded_at",
};
const struct cs_view cs_hold_view = {
    &cs_hold_record,
    "hold AS h JOIN hold_reason AS r ON r.id = h.reason_id JOIN actor AS a ON a.id = "
    "h.actor_id",
    hold_columns, "h.ticket_id, h.seq", "h.ticket_id"
};

static const struct cs_field reason_fields[] = {
    { "name", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Name"), N_("short name, used with hold --reason"),
      "名称", .max = 60 },
    { "title", CS_TYPE_TEXT, CS_REQUIRED, N_("Title"), N_("for people"), "标题", .max = 200 },
    { "clocks", CS_TYPE_TEXT, 0, N_("Clocks"), N_("clocks it stops, ; between; all, or none when empty"),
      "停表", .max = 400 },
    { "longest", CS_TYPE_TEXT, 0, N_("Longest"), N_("how long it may last: 7d, 3wd"), "最长", .max = 20 },
    { "approver", CS_TYPE_TEXT, 0, N_("Approving role"), N_("role that must approve"), "审批角色",
      cs_role_choices, .max = 60 },
    { "evidence", CS_TYPE_CHOICE, CS_REQUIRED, N_("Needs evidence"), N_("whether proof must be named"),
      "需依据", yes_no, "no" },
    { "review", CS_TYPE_TEXT, 0, N_("Review"), N_("after how long it is looked at again"), "复核",
      .max = 20 },
};
const struct cs_record cs_hold_reason_record = CS_RECORD("hold_reason", N_("hold reason"), reason_fields);

static const char *const reason_columns[] = { "r.name",     "r.title",    "r.clocks", "r.longest",
                                              "r.approver", "r.evidence", "r.review" };
const struct cs_view cs_hold_reason_view = { &cs_hold_reason_record, "hold_reason AS r", reason_columns,
                                             "r.id", "r.name" };

static const struct cs_field path_fields[] = {
    { "path", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Path"), N_("name of the path"), "路径", .max = 60 },
    { "title", CS_TYPE_TEXT, CS_MINOR, N_("Title"), N_("for people"), "标题", .max = 200 },
    { "kinds", CS_TYPE_TEXT, CS_MINOR, N_("Kinds"), N_("kinds of case that go it, ; between; empty: any"),
      "适用类型", cs_ticket_kinds, .max = 400 },
    { "priorities", CS_TYPE_TEXT, CS_MINOR, N_("Priorities"), N_("priorities that go it; empty: any"),
      "适用优先级", .max = 40 },
    { "verb", CS_TYPE_TEXT, CS_REQUIRED, N_("Verb"), N_("the move"), "动作", cs_event_verbs, .max = 40 },
    { "outcome", CS_TYPE_TEXT, 0, N_("Outcome"), N_("its outcome"), "结果", cs_move_outcomes, .max = 40 },
    { "from", CS_TYPE_TEXT, CS_REQUIRED, N_("From state"), N_("states it starts from, ; between"), "起始状态",
      cs_ticket_states, .max = 400 },
    { "to", CS_TYPE_CHOICE, CS_REQUIRED, N_("To state"), N_("state it leads to"), "到达状态",
      cs_ticket_states },
    { "demands", CS_TYPE_TEXT, 0, N_("Demands"), N_("what must be known first"), "必填", .max = 200 },
};
const struct cs_record cs_path_record = CS_RECORD("path", N_("path"), path_fields);

static const char *const path_columns[] = { "p.name",       "p.title",    "p.kinds",
                                            "p.priorities", "m.verb",     "m.outcome",
                                            "m.from_state", "m.to_state", "m.demands" };
const struct cs_view cs_path_view = {
    &cs_path_record,
    "path AS p JOIN path_move AS m ON m.path_id = p.id JOIN state AS s ON s.code = "
    "m.from_state",
    path_columns, "p.rank, p.id, s.rank, m.verb, m.outcome"
};

static const struct cs_field reference_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "source", CS_TYPE_TEXT, 0, N_("Source"), N_("the other system"), "来源系统" },
    { "external_id", CS_TYPE_TEXT, 0, N_("External id"), N_("what that system calls it"), "外部单号" },
    { "main", CS_TYPE_BOOL, 0, N_("Main"), N_("the one that lists show"), "主单号" },
};
const struct cs_record cs_reference_record = CS_RECORD("reference", N_("reference"), reference_fields);

static const char *const reference_columns[] = { "r.ticket_id", "s.name", "r.external_id", "r.main" };
const struct cs_view cs_reference_view = { &cs_reference_record,
                                           "reference AS r JOIN source AS s ON s.id = r.source_id",
                                           reference_columns,
                                           "r.ticket_id, r.main DESC, s.name, r.external_id", "r.ticket_id" };

const struct cs_choice cs_attachment_types[] = {
    { "before", N_("before"), "维修前" },
    { "during", N_("during"), "维修中" },
    { "after", N_("after"), "维修后" },
    { "signature", N_("signature"), "签字" },
    { "recording", N_("recording"), "录音" },
    { "video", N_("video"), "录像" },
    { "letter", N_("letter"), "信函" },
    { "screenshot", N_("screenshot"), "截图" },
    { NULL, NULL, NULL },
};

static const struct cs_choice attachment_states[] = {
    { "there", N_("as it was"), "一致" },
    { "missing", N_("missing"), "缺失" },
    { "changed", N_("changed since"), "已改动" },
    { "unchecked", N_("cannot be checked here"), "无法核验" },
    { NULL, NULL, NULL },
};

static const struct cs_field attachment_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "step", CS_TYPE_TEXT, 0, N_("Verb"), N_("at which move"), "动作", cs_event_verbs },
    { "type", CS_TYPE_CHOICE, 0, N_("Sort"), N_("what it is"), "种类", cs_attachment_types },
    { "uri", CS_TYPE_TEXT, 0, N_("Evidence"), N_("where it lies, or why there is none"), "依据|证据",
      .width = 0.4 },
    { "fault", CS_TYPE_INT, CS_QUIET, N_("No"), N_("number of the fault within the case"), "序号" },
    { "size", CS_TYPE_INT, CS_QUIET, N_("Size"), N_("bytes of the file when it was attached"), "大小" },
    { "sha256", CS_TYPE_TEXT, CS_QUIET, N_("Digest"), N_("SHA-256 of the file when it was attached"),
      "摘要" },
    { "taken_at", CS_TYPE_TIME, 0, N_("Taken"), N_("when it was taken"), "拍摄时间" },
    { "added_at", CS_TYPE_TIME, 0, N_("Recorded"), N_("when it was written down"), "录入时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who did it"), "操作人" },
    { "state", CS_TYPE_CHOICE, CS_NO_FILTER | CS_DERIVED, N_("State"), N_("what --verify found"), "状态",
      attachment_states },
};
const struct cs_record cs_attachment_record = CS_RECORD("attachment", N_("attachment"), attachment_fields);

static const char *const attachment_columns[] = { "x.ticket_id", "x.step", "x.type",   "x.uri",
                                                  "x.fault_seq", "x.size", "x.sha256", "x.taken_at",
                                                  "x.added_at",  "a.name", NULL };
const struct cs_view cs_attachment_view = { &cs_attachment_record,
                                            "attachment AS x JOIN actor AS a ON a.id = x.actor_id",
                                            attachment_columns, "x.ticket_id, x.id", "x.ticket_id" };

static const struct cs_field share_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "fault", CS_TYPE_INT, 0, N_("No"), N_("number of the fault within the case"), "序号" },
    { "party", CS_TYPE_TEXT, 0, N_("Party"), N_("who is responsible"), "责任方" },
    { "percent", CS_TYPE_INT, 0, N_("Per cent"), N_("share of responsibility"), "比例%" },
    { "disputed", CS_TYPE_CHOICE, 0, N_("Disputed"), N_("whether the party disputes it"), "有争议", yes_no },
};
const struct cs_record cs_share_record = CS_RECORD("share", N_("share"), share_fields);

static const char *const share_columns[] = { "s.ticket_id", "s.fault_seq", "s.party", "s.percent",
                                             "s.disputed" };
const struct cs_view cs_share_view = { &cs_share_record, "fault_share AS s", share_columns,
                                       "s.ticket_id, s.fault_seq, s.percent DESC, s.party", "s.ticket_id" };
