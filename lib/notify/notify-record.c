/* notify-record.c: what a message of the outbox is, once; how lists read it. */
#include "notify/notify-words.h"
#include "notify/notify.h"

static const struct cs_choice states[] = {
    { "waiting", N_("waiting"), "待发送" },
    { "leased", N_("being sent"), "发送中" },
    { "sent", N_("sent"), "已发送" },
    { "failed", N_("failed"), "失败" },
    { "dropped", N_("dropped"), "已丢弃" },
    { "gathered", N_("in a digest"), "已汇总" },
    { NULL, NULL, NULL },
};

/* The templates that ship; a firm's own file may name others. */
static const struct cs_choice templates[] = {
    { "escalation", N_("late step"), "逾期提醒" },
    { "complaint", N_("late complaint"), "投诉提醒" },
    { "emergency", N_("emergency alert"), "紧急提醒" },
    { "silence", N_("customer not told"), "未通报提醒" },
    { "outside", N_("alert on limits of others"), "外部时限提醒" },
    { "digest", N_("digest"), "汇总" },
    { NULL, NULL, NULL },
};

static const struct cs_choice yes_no[] = {
    { "1", N_("yes"), "是" },
    { "0", N_("no"), "否" },
    { NULL, NULL, NULL },
};

static const struct cs_field message_fields[] = {
    { "id", CS_TYPE_INT, CS_KEY | CS_DERIVED, N_("Id"), N_("number of the message"), "编号" },
    { "key", CS_TYPE_TEXT, CS_QUIET, N_("Key"),
      N_("the same at every try: the receiver's guard against doubles"), "去重键" },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("how far it is"), "状态", states },
    { "template", CS_TYPE_TEXT, 0, N_("Template"), N_("which text it gets"), "模板", templates },
    { "staff", CS_TYPE_TEXT, 0, N_("Staff number"), N_("code of the addressee"), "工号" },
    { "name", CS_TYPE_TEXT, CS_PERSONAL, N_("Full name"), N_("name of the addressee"), "姓名" },
    { "ticket", CS_TYPE_INT, 0, N_("Case"), N_("id of the case it is about"), "工单" },
    { "metric", CS_TYPE_TEXT, 0, N_("Clock"), N_("the limit it is about"), "时钟|时限", cs_notify_metrics },
    { "rung", CS_TYPE_INT, CS_QUIET, N_("Rung"), N_("rung of the ladder"), "级" },
    { "created_at", CS_TYPE_TIME, CS_QUIET, N_("Created"), N_("when it was put into the outbox"),
      "生成时间" },
    { "send_at", CS_TYPE_TIME, 0, N_("Send"), N_("not to be sent before"), "计划发送" },
    { "attempts", CS_TYPE_INT, 0, N_("Tries"), N_("how often it was tried"), "次数" },
    { "next_at", CS_TYPE_TIME, CS_QUIET, N_("Next try"), N_("when it is tried next"), "下次发送" },
    { "sent_at", CS_TYPE_TIME, CS_QUIET, N_("Sent"), N_("when it went out"), "发送时间" },
    { "fault", CS_TYPE_TEXT, 0, N_("Fault"), N_("what went wrong at the last try"), "错误", .width = 0.3 },
    { "urgent", CS_TYPE_INT, CS_QUIET, N_("Urgent"), N_("1: goes at once and alone"), "紧急", yes_no,
      .min = 0, .max = 1 },
    { "digest_at", CS_TYPE_TIME, CS_QUIET, N_("Gathered"),
      N_("when a digest takes it along; empty: it goes alone"), "汇总时间" },
    { "digest", CS_TYPE_INT, CS_QUIET, N_("In digest"), N_("number of the digest that carries it"),
      "汇总编号" },
};

const struct cs_record cs_message_record = CS_RECORD("message", N_("message"), message_fields);

static const char *const columns[] = {
    "m.id",        "m.key",     "m.state", "m.template",   "s.code",      "s.name",
    "m.ticket_id", "e.metric",  "e.rung",  "m.created_at", "m.send_at",   "m.attempts",
    "m.next_at",   "m.sent_at", "m.fault", "m.urgent",     "m.digest_at", "m.digest_id",
};
_Static_assert(sizeof columns / sizeof *columns == sizeof message_fields / sizeof *message_fields,
               "a field has no column");

const struct cs_view cs_message_view = {
    &cs_message_record,
    "message AS m LEFT JOIN staff AS s ON s.id = m.staff_id LEFT JOIN escalation AS e ON e.id = "
    "m.escalation_id",
    columns,
    "m.id",
};
