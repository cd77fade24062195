/* What a list shows of call-backs and of moments written down late. */
#include "ticket/case.h"

const struct cs_choice cs_means_choices[] = {
    { "phone", N_("phone"), "电话" },
    { "sms", N_("text message"), "短信" },
    { "app", N_("app"), "微信小程序|小程序|APP" },
    { "visit", N_("home visit"), "上门" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_yes_no_choices[] = {
    { "yes", N_("yes"), "是" },
    { "no", N_("no"), "否" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_check_choices[] = {
    { "passed", N_("check passed"), "质检通过" },
    { "failed", N_("check failed"), "质检不通过" },
    { NULL, NULL, NULL },
};

#define SCORE(name, heading, help, also)                                                                     \
    {                                                                                                        \
        name, CS_TYPE_INT, 0, heading, help, also, .min = 1, .max = 5                                        \
    }

static const struct cs_field callback_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "call", CS_TYPE_INT, 0, N_("Call"), N_("1: after closing; 2: the second call"), "第几次回访" },
    { "at", CS_TYPE_TIME, 0, N_("At"), N_("when"), "时间" },
    { "recorded_at", CS_TYPE_TIME, CS_QUIET, N_("Recorded"), N_("when it was written down here"),
      "录入时间|记录时间" },
    { "result", CS_TYPE_CHOICE, 0, N_("Result"), N_("what the customer said"), "结果|回访结果",
      cs_callback_results },
    SCORE("score", N_("Score"), N_("the customer's score over all"), "满意度|总体评分"),
    { "quality_check", CS_TYPE_CHOICE, 0, N_("Quality check"), N_("the staff's own check"), "质检结论",
      cs_check_choices },
    { "reason", CS_TYPE_TEXT, CS_PERSONAL, N_("Reason of unhappiness"), N_("why the customer is unhappy"),
      "不满原因", .width = 0.2 },
    { "means", CS_TYPE_CHOICE, 0, N_("Means"), N_("by which way"), "方式", cs_means_choices },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who"), "操作人" },
    SCORE("speed", N_("Speed"), N_("the customer's score of the speed"), "速度评分"),
    SCORE("attitude", N_("Attitude"), N_("the customer's score of the attitude"), "态度评分"),
    SCORE("quality", N_("Quality"), N_("the customer's score of the work"), "质量评分"),
    { "recording", CS_TYPE_TEXT, CS_QUIET, N_("Recording"), N_("number of the recording"), "录音号" },
};
const struct cs_record cs_callback_record = CS_RECORD("callback", N_("call-back"), callback_fields);

static const char *const callback_columns[] = {
    "k.ticket_id", "k.call",  "k.at",   "k.recorded_at", "k.result",   "k.score",   "k.quality_check",
    "k.reason",    "k.means", "a.name", "k.speed",       "k.attitude", "k.quality", "k.recording",
};
const struct cs_view cs_callback_view = { &cs_callback_record,
                                          "callback AS k JOIN actor AS a ON a.id = k.actor_id",
                                          callback_columns, "k.ticket_id, k.seq", "k.ticket_id" };

static const struct cs_field backdated_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No"), N_("number of the event within the case"), "序号" },
    { "project", CS_TYPE_TEXT, 0, N_("Project"), N_("project of the case"), "项目" },
    { "verb", CS_TYPE_CHOICE, 0, N_("Verb"), N_("what was done"), "动作", cs_event_verbs },
    { "outcome", CS_TYPE_TEXT, CS_QUIET, N_("Outcome"), N_("with which outcome"), "结果" },
    { "occurred_at", CS_TYPE_TIME, 0, N_("Happened"), N_("when it is said to have happened"), "发生时间" },
    { "recorded_at", CS_TYPE_TIME, 0, N_("Recorded"), N_("when it was written down here"),
      "录入时间|记录时间" },
    { "late_hours", CS_TYPE_INT, 0, N_("Hours late"), N_("whole hours between the two"), "补录小时" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who wrote it"), "操作人" },
    { "approved", CS_TYPE_CHOICE, 0, N_("Confirmed"), N_("the verdict; empty: it waits for one"), "已批准",
      cs_yes_no_choices },
    { "judge", CS_TYPE_TEXT, 0, N_("Approver"), N_("who gave the verdict"), "审批人" },
    { "judged_at", CS_TYPE_TIME, CS_QUIET, N_("Verdict at"), N_("when it was given"), "审批时间" },
    { "note", CS_TYPE_TEXT, CS_QUIET | CS_PERSONAL, N_("Note"), N_("in words"), "备注" },
};
const struct cs_record cs_backdated_record = CS_RECORD("backdated", N_("backdated event"), backdated_fields);

static const char *const backdated_columns[] = {
    "e.ticket_id",
    "e.seq",
    "coalesce(u.code, t.project)",
    "e.verb",
    "e.outcome",
    "e.occurred_at",
    "e.recorded_at",
    "(e.recorded_at - e.occurred_at) / 3600",
    "a.name",
    "b.approved",
    "j.name",
    "b.at",
    "b.note",
};
const char *const cs_backdated_waiting = "b.approved IS NULL";
const struct cs_view cs_backdated_view = {
    &cs_backdated_record,
    "event AS e JOIN ticket AS t ON t.id = e.ticket_id AND e.mark = 'backdated' JOIN actor AS a ON a.id = "
    "e.actor_id LEFT JOIN unit AS u ON u.id = t.unit_id LEFT JOIN backdating AS b ON b.ticket_id = "
    "e.ticket_id "
    "AND b.event_seq = e.seq LEFT JOIN actor AS j ON j.id = b.actor_id",
    backdated_columns, "e.ticket_id, e.seq"
};
