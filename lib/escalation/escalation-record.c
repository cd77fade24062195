/* What targets, rungs, clocks, escalations, forecasts and explanations are, once; and how lists read them. */
#include "escalation/clock.h"

static const struct cs_choice yes_no[] = { { "yes", N_("yes"), "是" },
                                           { "no", N_("no"), "否" },
                                           { NULL, NULL, NULL } };

static const struct cs_choice reopen_rules[] = {
    { "restart", N_("restart"), "重新计时" },
    { "continue", N_("continue"), "继续计时" },
    { "ignore", N_("ignore"), "不计" },
    { NULL, NULL, NULL },
};

static const struct cs_choice policy_states[] = {
    { "active", N_("in force"), "启用" },
    { "draft", N_("draft"), "草稿" },
    { NULL, NULL, NULL },
};

static const struct cs_choice lines[] = {
    { "care", N_("care line"), "客服线" },
    { "function", N_("function line"), "职能线" },
    { NULL, NULL, NULL },
};

static const struct cs_choice actions[] = {
    { "notify", N_("notify"), "通知" },
    { "raise", N_("raise the priority"), "提高优先级" },
    { "reassign", N_("reassign"), "改派" },
    { NULL, NULL, NULL },
};

static const struct cs_choice milestones[] = {
    { "opened", N_("opened"), "受理" },
    { "first_contact", N_("first contact"), "首次联系" },
    { "last_contact", N_("last contact"), "最近联系" },
    { "assigned", N_("assigned"), "指定责任人" },
    { "inspected", N_("inspected"), "查验" },
    { "dispatched", N_("dispatched"), "派单" },
    { "accepted", N_("order accepted"), "接单" },
    { "arrived", N_("arrived"), "到场" },
    { "done", N_("work done"), "完工" },
    { "verified", N_("verified"), "验收" },
    { "closed", N_("case closed"), "结单" },
    { "callback", N_("called back"), "回访" },
    { "target", N_("target"), "要求时限" },
    { "held", N_("held"), "挂起" },
    { "signed", N_("signed for"), "签收" },
    { "contacted", N_("customer contacted"), "联系客户" },
    { "answered", N_("answered"), "答复" },
    { "finished", N_("finished with them"), "办结" },
    { "planned", N_("plan laid down"), "方案" },
    { "approved", N_("approved"), "已批准|审批" },
    { "talked", N_("talked over"), "沟通" },
    { "agreed", N_("both agreed"), "签约" },
    { "unhappy", N_("found unhappy"), "不满" },
    { "soothed", N_("soothed"), "已安抚" },
    { "recall", N_("second call due"), "二次回访到期" },
    { "recalled", N_("called a second time"), "二次回访" },
    { "reviewed", N_("hold looked at"), "挂起复核" },
    { NULL, NULL, NULL },
};

/* The clocks that the shipped policies know; a firm's own file may name others. */
const struct cs_choice cs_metric_choices[] = {
    { "answer", N_("first word"), "首次响应" },
    { "visit", N_("on site"), "上门" },
    { "danger", N_("danger stopped"), "排除险情" },
    { "inspect", N_("inspection done"), "查验" },
    { "dispatch", N_("dispatched to"), "派单" },
    { "accept", N_("accepted by"), "接单" },
    { "done", N_("work done"), "完工" },
    { "verify", N_("verification"), "验收" },
    { "close", N_("closing"), "结单" },
    { "callback", N_("calling back"), "回访" },
    { "contact", N_("customer contacted"), "联系客户" },
    { "owner", N_("owner named"), "指定责任人" },
    { "plan", N_("plan made"), "出方案" },
    { "approve", N_("plan approved"), "方案审批" },
    { "talk", N_("talked over with the customer"), "沟通" },
    { "promise", N_("promised finish"), "承诺完成" },
    { "silence", N_("silence"), "无音讯" },
    { "review", N_("review of a hold"), "挂起复核" },
    { "soothe", N_("soothing"), "安抚" },
    { "recall", N_("second call"), "二次回访" },
    { "outside", N_("limit of others"), "外部时限" },
    { "outside_sign", N_("theirs: signing"), "外部签收" },
    { "outside_contact", N_("theirs: contact"), "外部联系" },
    { "outside_answer", N_("theirs: answer"), "外部答复" },
    { "outside_finish", N_("theirs: finish"), "外部办结" },
    { "ours", N_("ours before theirs"), "内部时限" },
    { "hold", N_("hold at its limit"), "挂起到期" },
    { NULL, NULL, NULL },
};

#define TEXT CS_TYPE_TEXT

static const struct cs_field target_fields[] = {
    { "policy", TEXT, CS_KEY | CS_REQUIRED, N_("Policy"), N_("name of the policy"), "时限方案", .max = 60 },
    { "title", TEXT, CS_QUIET, N_("Title"), N_("for people"), "标题", .max = 200 },
    { "status", CS_TYPE_CHOICE, CS_QUIET, N_("Status"), N_("active, or a draft for simulation"),
      "状态|启用状态", policy_states, "active" },
    { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("kind of case; empty: any"), "类型", cs_ticket_kinds },
    { "priority", CS_TYPE_INT, 0, N_("Priority"), N_("priority; empty: any"), "优先级", .min = 1, .max = 4 },
    { "grade", CS_TYPE_CHOICE, 0, N_("Grade"), N_("grade of a complaint; empty: any"), "等级",
      cs_ticket_grades },
    { "channel", CS_TYPE_CHOICE, CS_QUIET, N_("Channel"), N_("channel; empty: any"), "渠道",
      cs_ticket_channels },
    { "component", CS_TYPE_CHOICE, 0, N_("Component"), N_("component; empty: any"), "部件",
      cs_ticket_components },
    { "flag", CS_TYPE_CHOICE, 0, N_("Flag"), N_("a flag the case must carry; empty: any"), "敏感标记",
      cs_ticket_flags },
    { "project", TEXT, CS_QUIET, N_("Project"), N_("project, city or region by code; empty: any"), "项目",
      .max = 100 },
    { "metric", TEXT, CS_REQUIRED, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices,
      .max = 20 },
    { "start", CS_TYPE_CHOICE, CS_REQUIRED | CS_MINOR, N_("Starts at"), N_("milestone it starts at"), "起点",
      milestones },
    { "stop", CS_TYPE_CHOICE, CS_REQUIRED | CS_MINOR, N_("Stops at"), N_("milestone it stops at"), "终点",
      milestones },
    { "amount", TEXT, CS_REQUIRED, N_("Limit"), N_("2h, 7d natural; 4hwt working time; 3wd workdays"), "时限",
      .max = 20 },
    { "calendar", TEXT, CS_REQUIRED | CS_MINOR, N_("Calendar"), N_("calendar it counts in"), "日历",
      .max = 60, .byname = "24x7" },
    { "ladder", TEXT, 0, N_("Ladder"), N_("ladder it climbs when late; empty: none"), "升级阶梯", .max = 60 },
    { "reopen", CS_TYPE_CHOICE, CS_REQUIRED | CS_MINOR, N_("Reopening"), N_("what reopening does to it"),
      "重开后", reopen_rules, "restart" },
};
const struct cs_record cs_target_record = CS_RECORD("target", N_("target"), target_fields);

static const char *const target_columns[] = {
    "p.name", "p.title",  "p.status", "g.kind", "g.priority", "g.grade", "g.channel", "g.component", "g.flag",
    "u.code", "g.metric", "g.start",  "g.stop", "g.amount",   "c.name",  "l.name",    "g.reopen",
};
const struct cs_view cs_target_view = {
    &cs_target_record,
    "(SELECT * FROM target WHERE rank >= 0) AS g JOIN policy AS p ON p.id = g.policy_id JOIN calendar AS c "
    "ON c.id = "
    "g.calendar_id LEFT JOIN ladder AS l ON l.id = g.ladder_id LEFT JOIN unit AS u ON u.id = g.unit_id",
    target_columns, "g.rank, g.id", "p.name"
};

static const struct cs_field rung_fields[] = {
    { "ladder", TEXT, CS_KEY | CS_REQUIRED, N_("Ladder"), N_("name of the ladder"), "升级阶梯", .max = 60 },
    { "title", TEXT, CS_QUIET, N_("Title"), N_("for people"), "标题", .max = 200 },
    { "rung", CS_TYPE_INT, CS_REQUIRED, N_("Rung"), N_("number of the rung, from 1"), "级", .min = 1,
      .max = 100 },
    { "line", CS_TYPE_CHOICE, CS_REQUIRED, N_("Line"), N_("care line or the responsible function's"), "线",
      lines, "care" },
    { "at", TEXT, CS_REQUIRED, N_("Acts"), /* xgettext:no-c-format */
      N_("50% of the time, 0 when due, +1d after, -4hwt before"), "触发", .max = 20 },
    { "calendar", TEXT, CS_MINOR, N_("Calendar"),
      N_("hours in which the alert waits, and of working-time offsets"), "日历", .max = 60 },
    { "role", TEXT, CS_REQUIRED, N_("Role"), N_("role whose holder is told"), "岗位", cs_role_choices,
      .max = 60 },
    { "level", TEXT, CS_REQUIRED, N_("Level"), N_("project, city, region or group"), "层级", cs_level_choices,
      .max = 20 },
    { "action", CS_TYPE_CHOICE, CS_REQUIRED, N_("Action"), N_("notify, raise the priority, or reassign"),
      "动作", actions, "notify" },
    { "template", TEXT, CS_REQUIRED | CS_MINOR, N_("Template"), N_("template of the message"), "模板",
      .max = 60, .byname = "escalation" },
    { "urgent", CS_TYPE_CHOICE, CS_REQUIRED | CS_MINOR, N_("Urgent"),
      N_("yes: day and night; no: waits for opening"), "紧急", yes_no, "no" },
};
const struct cs_record cs_rung_record = CS_RECORD("rung", N_("rung"), rung_fields);

static const char *const rung_columns[] = {
    "l.name", "l.title", "r.number", "r.line",     "r.at",     "c.name",
    "r.role", "r.level", "r.action", "r.template", "r.urgent",
};
const struct cs_view cs_rung_view = {
    &cs_rung_record,
    "rung AS r JOIN ladder AS l ON l.id = r.ladder_id LEFT JOIN calendar AS c ON c.id = r.calendar_id",
    rung_columns, "l.id, r.number, r.line, r.role", "l.name"
};

static const struct cs_field escalation_fields[] = {
    { "id", CS_TYPE_INT, CS_KEY, N_("Id"), N_("number of the escalation"), "编号" },
    { "ticket", CS_TYPE_INT, 0, N_("Ticket"), N_("id of the case"), "工单" },
    { "project", TEXT, 0, N_("Project"), N_("project of the case"), "项目" },
    { "priority", CS_TYPE_INT, CS_QUIET, N_("Priority"), N_("priority of the case"), "优先级" },
    { "metric", TEXT, 0, N_("Clock"), N_("clock that is late"), "时钟", cs_metric_choices },
    { "instance", CS_TYPE_INT, CS_QUIET, N_("Instance"), N_("repeat of the clock"), "次" },
    { "rung", CS_TYPE_INT, 0, N_("Rung"), N_("rung of the ladder"), "级" },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("moment of the rung"), "到期|到点时间" },
    { "at", CS_TYPE_TIME, 0, N_("Escalated"), N_("when the run acted"), "升级时间" },
    { "line", CS_TYPE_CHOICE, 0, N_("Line"), N_("care line or the responsible function's"), "线", lines },
    { "role", TEXT, 0, N_("Role"), N_("role that is told"), "岗位", cs_role_choices },
    { "level", TEXT, 0, N_("Level"), N_("where its holder was found"), "层级", cs_level_choices },
    { "staff", TEXT, 0, N_("Staff"), N_("who is told; empty: nobody was found"), "人员" },
    { "name", TEXT, CS_PERSONAL, N_("Full name"), N_("name of who is told"), "姓名" },
    { "action", CS_TYPE_CHOICE, CS_QUIET, N_("Action"), N_("what was done"), "动作", actions },
};
const struct cs_record cs_escalation_record = CS_RECORD("escalation", N_("escalation"), escalation_fields);

static const char *const escalation_columns[] = {
    "x.id",       "x.ticket_id", "coalesce(u.code, t.project)",
    "t.priority", "x.metric",    "x.instance",
    "x.rung",     "x.due_at",    "x.at",
    "x.line",     "x.role",      "x.level",
    "s.code",     "s.name",      "x.action",
};
const struct cs_view cs_escalation_view = {
    &cs_escalation_record,
    "escalation AS x JOIN ticket AS t ON t.id = x.ticket_id LEFT JOIN unit AS u ON u.id = t.unit_id LEFT "
    "JOIN staff AS s "
    "ON s.id = x.staff_id",
    escalation_columns, "x.id", "x.ticket_id"
};

static const struct cs_field forecast_fields[] = {
    { "at", CS_TYPE_TIME, CS_KEY, N_("At"), N_("when the run will act"), "时间" },
    { "ticket", CS_TYPE_INT, 0, N_("Ticket"), N_("id of the case"), "工单" },
    { "project", TEXT, 0, N_("Project"), N_("project of the case"), "项目" },
    { "priority", CS_TYPE_INT, CS_MINOR, N_("Priority"), N_("priority of the case"), "优先级" },
    { "metric", TEXT, 0, N_("Clock"), N_("clock"), "时钟", cs_metric_choices },
    { "rung", CS_TYPE_INT, 0, N_("Rung"), N_("rung of the ladder"), "级" },
    { "due_at", CS_TYPE_TIME, CS_MINOR, N_("Due"), N_("when the clock is due"), "到期" },
    { "role", TEXT, 0, N_("Role"), N_("role that will be told"), "岗位", cs_role_choices },
    { "level", TEXT, CS_MINOR, N_("Level"), N_("where its holder is looked for"), "层级", cs_level_choices },
    { "staff", TEXT, 0, N_("Staff"), N_("who will be told, as things stand"), "人员" },
};
const struct cs_record cs_forecast_record = CS_RECORD("forecast", N_("forecast"), forecast_fields);

static const struct cs_field clock_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    { "instance", CS_TYPE_INT, 0, N_("Instance"), N_("repeat: reopened cases and silence"), "次" },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("when it is due; empty: a hold stops it"), "到期" },
    { "late", CS_TYPE_BOOL, 0, N_("Late"), N_("stopped, or running on, after it was due"), "超期" },
    { "stopped_at", CS_TYPE_TIME, 0, N_("Stopped"), N_("when it stopped"), "停止" },
    { "limit", TEXT, 0, N_("Limit"), N_("how long it may run"), "时限" },
    { "calendar", TEXT, 0, N_("Calendar"), N_("calendar it counts in"), "日历" },
    { "next_at", CS_TYPE_TIME, 0, N_("Next rung"), N_("when the next rung comes"), "下一级" },
    { "started_at", CS_TYPE_TIME, 0, N_("Started"), N_("when it started"), "开始" },
    { "rung", CS_TYPE_INT, 0, N_("Rung"), N_("last rung that was reached"), "级" },
    { "provisional", CS_TYPE_BOOL, 0, N_("Provisional"), N_("reckoned over an unpublished year"), "暂定" },
};
const struct cs_record cs_clock_record = CS_RECORD("clock", N_("clock"), clock_fields);

static const char *const clock_columns[] = {
    "c.ticket_id",
    "c.metric",
    "c.instance",
    "c.due_at",
    "CASE WHEN c.due_at IS NULL THEN NULL WHEN c.stopped_at > c.due_at THEN 1 WHEN c.stopped_at IS NULL "
    "THEN NULL ELSE 0 END",
    "c.stopped_at",
    "CASE WHEN c.metric = 'ours' THEN '-' || g.amount ELSE g.amount END",
    "k.name",
    "c.next_at",
    "c.started_at",
    "c.rung",
    "c.provisional",
};
const char *const cs_clock_done_from[2] = { "c.ticket_id >= $1", "c.metric IN ('done', 'finished')" };
const struct cs_view cs_clock_view = {
    &cs_clock_record,
    "clock AS c LEFT JOIN target AS g ON g.id = c.target_id LEFT JOIN calendar AS k ON k.id = g.calendar_id",
    clock_columns, "c.ticket_id, c.started_at, c.metric, c.instance", "c.ticket_id"
};

static const struct cs_choice span_kinds[] = {
    { "counted", N_("counted"), "计时" },
    { "paused", N_("paused"), "暂停" },
    { "extended", N_("extended"), "已延期" },
    { "not_extended", N_("not extended"), "延期未批" },
    { NULL, NULL, NULL },
};

static const struct cs_field span_fields[] = {
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    { "instance", CS_TYPE_INT, 0, N_("No"), N_("repeat of the clock, or number of the order of others"),
      "序号" },
    { "kind", CS_TYPE_CHOICE, 0, N_("Interval"), N_("counted or paused"), "区间", span_kinds },
    { "from", CS_TYPE_TIME, 0, N_("Began"), N_("beginning of the interval"), "开始|自" },
    { "to", CS_TYPE_TIME, 0, N_("Ended"), N_("end of the interval"), "结束|至" },
    { "counted", TEXT, 0, N_("Counted"), N_("how much of the interval counted"), "计入" },
    { "total", TEXT, 0, N_("Total"), N_("how much was used by its end"), "累计" },
    { "due_at", CS_TYPE_TIME, CS_QUIET, N_("Due"), N_("when the clock is due"), "到期" },
    { "limit", TEXT, CS_QUIET, N_("Limit"), N_("how long it may run"), "时限" },
    { "calendar", TEXT, CS_QUIET, N_("Calendar"), N_("calendar it counts in"), "日历" },
    { "policy", TEXT, CS_QUIET, N_("Policy"), N_("policy of its target"), "时限方案" },
    { "note", TEXT, 0, N_("Note"), N_("why it was paused or changed"), "备注" },
};
const struct cs_record cs_span_record = CS_RECORD("interval", N_("interval"), span_fields);

static const struct cs_field explained_clock_fields[] = {
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    { "instance", CS_TYPE_INT, 0, N_("No"), N_("repeat of the clock, or number of the order of others"),
      "序号" },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("when the clock is due"), "到期" },
    { "total", TEXT, 0, N_("Total"), N_("how much it has used: its intervals add up to it"), "累计" },
    { "limit", TEXT, 0, N_("Limit"), N_("how long it may run"), "时限" },
    { "calendar", TEXT, 0, N_("Calendar"), N_("calendar it counts in"), "日历" },
    { "policy", TEXT, 0, N_("Policy"), N_("policy of its target"), "时限方案" },
};
const struct cs_record cs_explained_clock_record =
    CS_RECORD("explained_clock", N_("clock"), explained_clock_fields);

static const struct cs_choice rung_states[] = {
    { "passed", N_("passed before the import"), "导入前已过" },
    { "escalated", N_("escalated"), "已升级" },
    { "due", N_("due"), "已到点" },
    { "to_come", N_("to come"), "未到" },
    { "void", N_("void"), "不再触发" },
    { NULL, NULL, NULL },
};

static const struct cs_field explained_rung_fields[] = {
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    { "instance", CS_TYPE_INT, 0, N_("No"), N_("repeat of the clock, or number of the order of others"),
      "序号" },
    { "ladder", TEXT, CS_QUIET, N_("Ladder"), N_("ladder it climbs"), "升级阶梯" },
    { "rung", CS_TYPE_INT, 0, N_("Rung"), N_("number of the rung"), "级" },
    { "at", CS_TYPE_TIME, 0, N_("Moment"), N_("moment of the rung"), "时刻" },
    { "acts_at", CS_TYPE_TIME, 0, N_("Acts"), N_("when the run acts on it"), "触发" },
    { "role", TEXT, 0, N_("Role"), N_("roles that are told"), "岗位" },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("what became of it"), "状态", rung_states },
};
const struct cs_record cs_explained_rung_record =
    CS_RECORD("explained_rung", N_("rung"), explained_rung_fields);
