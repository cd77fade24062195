/* Settlements, appointments and limits of approval as records, and how lists read them. */
#include "ticket/loop.h"

#define TIME CS_TYPE_TIME
#define TEXT CS_TYPE_TEXT

static const struct cs_field settlement_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "project", TEXT, 0, N_("Project"), N_("project: code, name or a known spelling"), "项目" },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("where it stands"), "状态", cs_ticket_states },
    { "grade", CS_TYPE_CHOICE, 0, N_("Grade"), N_("grade of a complaint"), "等级", cs_ticket_grades },
    { "plan", TEXT, CS_PERSONAL, N_("Plan"), N_("what is meant to be done"), "方案", .width = 0.3 },
    { "planned_by", TEXT, 0, N_("Planned by"), N_("who made the plan"), "方案人" },
    { "due_at", TIME, 0, N_("Carried out by"), N_("by when the plan is to be carried out"), "方案期限" },
    { "demanded", CS_TYPE_MONEY, 0, N_("Demanded"), N_("amount that the customer asks for"), "索赔额",
      .min = 0, .max = 100000000000 },
    { "offered", CS_TYPE_MONEY, 0, N_("Offered"), N_("amount that the plan offers"), "拟赔额", .min = 0,
      .max = 100000000000 },
    { "approver", TEXT, 0, N_("Approver"), N_("who approved it"), "审批人" },
    { "agreed", CS_TYPE_MONEY, 0, N_("Agreed"), N_("amount that was agreed on"), "赔偿额", .min = 0,
      .max = 100000000000 },
    { "terms", TEXT, CS_PERSONAL, N_("Terms"), N_("what was agreed on, in words"), "约定", .width = 0.3 },
    { "planned_at", TIME, 0, N_("Plan made"), N_("when the plan was made"), "方案时间" },
    { "approved_at", TIME, 0, N_("Approved"), N_("when the plan was approved"), "审批时间" },
    { "talked_at", TIME, 0, N_("Talked over"), N_("when it was talked over with the customer"), "沟通时间" },
    { "agreed_at", TIME, 0, N_("Agreed at"), N_("when both sides agreed"), "签约时间" },
};
const struct cs_record cs_settlement_record = CS_RECORD("settlement", N_("settlement"), settlement_fields);

static const char *const settlement_columns[] = {
    "s.ticket_id",  "coalesce(u.code, t.project)",
    "t.state",      "t.grade",
    "s.plan",       "a.name",
    "s.due_at",     "s.demanded",
    "s.offered",    "f.code",
    "s.agreed",     "s.terms",
    "t.planned_at", "t.approved_at",
    "t.talked_at",  "t.agreed_at",
};
const struct cs_view cs_settlement_view = {
    &cs_settlement_record,
    "settlement AS s JOIN ticket AS t ON t.id = s.ticket_id LEFT JOIN unit AS u ON u.id = t.unit_id LEFT "
    "JOIN "
    "actor AS a ON a.id = s.planned_by_id LEFT JOIN staff AS f ON f.id = s.approver_id",
    settlement_columns, "s.ticket_id", "s.ticket_id"
};

const struct cs_choice cs_access_choices[] = {
    { "at_home", N_("at home"), "有人在家|在家" },
    { "keys", N_("keys kept"), "钥匙托管|钥匙" },
    { "empty", N_("empty home"), "空置|空房" },
    { "refused", N_("entry refused"), "拒绝入户|拒入" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_side_choices[] = {
    { "us", N_("us"), "我方" },
    { "owner", N_("the owner"), "业主|业主方" },
    { NULL, NULL, NULL },
};

/* What became of it, and in one word through whom. */
static const struct cs_choice appointment_states[] = {
    { "agreed", N_("agreed"), "已约定|已预约" },
    { "kept", N_("kept by both"), "已履约|守约" },
    { "missed_us", N_("missed by us"), "我方爽约" },
    { "missed_owner", N_("missed by owner"), "业主爽约" },
    { "moved", N_("moved"), "改期" },
    { "cancelled", N_("cancelled"), "作废|已取消" },
    { NULL, NULL, NULL },
};

/* `show` leaves out the first and the last four: they are the case's own. */
static const struct cs_field appointment_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY | CS_QUIET, N_("No"), N_("number within the case"), "序号" },
    { "starts_at", TIME, 0, N_("Window from"), N_("when the window begins"), "预约起" },
    { "ends_at", TIME, 0, N_("Window until"), N_("when the window ends"), "预约止" },
    { "supplier", TEXT, 0, N_("Supplier"), N_("whose crew comes"), "供应商" },
    { "order", CS_TYPE_INT, CS_QUIET, N_("Order"), N_("number of the work order"), "派单序号" },
    { "trade", TEXT, CS_QUIET, N_("Trade"), N_("kind of work"), "专业" },
    { "state", CS_TYPE_CHOICE, 0, N_("Outcome"), N_("what became of it"), "结果", appointment_states,
      .width = 9 },
    { "access", CS_TYPE_CHOICE, 0, N_("Access"), N_("how one gets in"), "入户方式", cs_access_choices },
    { "agreed_by", TEXT, CS_QUIET, N_("Agreed with"), N_("with whom it was agreed"), "约定人" },
    { "chosen_by", CS_TYPE_CHOICE, CS_QUIET, N_("Chosen by"), N_("whose wish the window is"), "选定方",
      cs_side_choices },
    { "agreed_at", TIME, CS_QUIET, N_("Agreed on"), N_("when it was agreed on"), "约定时间" },
    { "known_at", TIME, CS_QUIET, N_("Ended"), N_("when that was known"), "结束" },
    { "reason", TEXT, CS_PERSONAL, N_("Why"), N_("in words"), "缘由|原因", .width = 0.2 },
    { "project", TEXT, CS_QUIET, N_("Project"), N_("project: code, name or a known spelling"), "项目" },
    { "room", TEXT, 0, N_("Room"), N_("room, or building, unit and room in one"), "房号" },
    { "subject", TEXT, 0, N_("Subject"), N_("in a few words"), "标题", .width = 0.2 },
    { "actor", TEXT, CS_QUIET, N_("Actor"), N_("who wrote it down"), "操作人" },
};
const struct cs_record cs_appointment_record =
    CS_RECORD("appointment", N_("appointment"), appointment_fields);

static const char *const appointment_columns[] = {
    "p.ticket_id",
    "p.seq",
    "p.from_at",
    "p.until_at",
    "coalesce(wu.code, w.supplier)",
    "p.order_seq",
    "w.trade",
    "CASE WHEN p.state = 'missed' THEN 'missed_' || p.missed_by ELSE p.state END",
    "p.access",
    "p.agreed_by",
    "p.chosen_by",
    "p.agreed_at",
    "p.ended_at",
    "p.reason",
    "coalesce(u.code, t.project)",
    "coalesce(h.place, t.room)",
    "t.subject",
    "a.name",
};
/* By time: what a crew goes by in the morning. */
const char *const cs_appointment_touches[2] = { "p.until_at > $1", "p.from_at < $2" };
const struct cs_view cs_appointment_view = {
    &cs_appointment_record,
    "appointment AS p JOIN ticket AS t ON t.id = p.ticket_id JOIN actor AS a ON a.id = p.actor_id LEFT JOIN "
    "unit AS u ON u.id = t.unit_id LEFT JOIN home AS h ON h.id = t.home_id LEFT JOIN work_order AS w ON "
    "w.ticket_id = p.ticket_id AND w.seq = p.order_seq LEFT JOIN unit AS wu ON wu.id = w.supplier_id",
    appointment_columns, "p.from_at, p.ticket_id, p.seq", "p.ticket_id"
};

static const struct cs_field approval_fields[] = {
    { "role", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Role"), N_("role of the approver"), "岗位|角色",
      cs_role_choices },
    { "level", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Level"), N_("level of the approver's unit"), "层级",
      cs_level_choices },
    { "amount", CS_TYPE_MONEY, 0, N_("Up to"), N_("largest offer it may approve; empty: any"), "审批上限",
      .min = 0, .max = 100000000000 },
};
const struct cs_record cs_approval_record = CS_RECORD("approval", N_("limit of approval"), approval_fields);

static const char *const approval_columns[] = { "l.role", "l.level", "l.amount" };
const struct cs_view cs_approval_view = {
    &cs_approval_record, "approval_limit AS l", approval_columns,
    "CASE WHEN l.amount IS NULL THEN 1 ELSE 0 END, l.amount, l.role, l.level"
};
