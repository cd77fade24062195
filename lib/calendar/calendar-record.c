/* calendar-record.c: what a calendar, a line of its file and a sum are, once. */
#include "calendar/calendar.h"

const struct cs_choice cs_day_kind_choices[] = {
    { "holiday", N_("holiday"), "节假日|假日|放假|休息日" },
    { "makeup", N_("make-up workday"), "调休上班|补班|调休|makeup_workday" },
    { "hours", N_("other hours"), "特殊时段|营业时段" },
    { "break", N_("break"), "停工|中断|暂停" },
    { NULL, NULL, NULL },
};

static const struct cs_choice sum_kinds[] = {
    { "add", N_("add"), "加" },
    { "between", N_("between"), "间隔" },
    { NULL, NULL, NULL },
};

static const struct cs_choice answer_kinds[] = {
    { "add", N_("add"), "加" },
    { "between", N_("between"), "间隔" },
    { "next", N_("next opening"), "下一开放时刻" },
    { NULL, NULL, NULL },
};

static const struct cs_field calendar_fields[] = {
    { "name", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Calendar"), N_("short name that policies use"),
      "日历|日历编码", .max = 60 },
    { "title", CS_TYPE_TEXT, 0, N_("Title"), N_("name for people"), "标题|名称", .max = 200 },
    { "timezone", CS_TYPE_TEXT, CS_REQUIRED, N_("Time zone"), N_("zone in which hours and days are local"),
      "时区", .max = 60 },
    { "hours", CS_TYPE_TEXT, CS_REQUIRED, N_("Hours"), N_("weekly open hours"), "工作时间|时段", .max = 2000,
      .width = 0.4 },
    { "known_from", CS_TYPE_DATE, 0, N_("Known from"),
      N_("first day whose special days are published; empty: all are"), "公布起日" },
    { "known_until", CS_TYPE_DATE, 0, N_("Known until"), N_("last such day"), "公布止日" },
    { "days", CS_TYPE_INT, CS_DERIVED, N_("Days"), N_("number of special days"), "特殊日数" },
};
const struct cs_record cs_calendar_record = CS_RECORD("calendar", N_("calendar"), calendar_fields);

static const struct cs_field line_fields[] = {
    [CS_LINE_CALENDAR] = { "calendar", CS_TYPE_TEXT, CS_KEY, N_("Calendar"), N_("short name of the calendar"),
                           "日历|日历编码", .max = 60 },
    [CS_LINE_TITLE] = { "title", CS_TYPE_TEXT, 0, N_("Title"), N_("name for people"), "标题", .max = 200 },
    [CS_LINE_TIMEZONE] = { "timezone", CS_TYPE_TEXT, 0, N_("Time zone"),
                           N_("zone in which hours and days are local"), "时区", .max = 60 },
    [CS_LINE_HOURS] = { "hours", CS_TYPE_TEXT, 0, N_("Hours"),
                        N_("weekly open hours: mon-fri 09:00-12:00,13:30-18:00;sat 09:00-12:00"),
                        "工作时间|时段", .max = 2000 },
    [CS_LINE_KNOWN_FROM] = { "known_from", CS_TYPE_DATE, 0, N_("Known from"),
                             N_("first day whose special days are published; empty: all are"), "公布起日" },
    [CS_LINE_KNOWN_UNTIL] = { "known_until", CS_TYPE_DATE, 0, N_("Known until"), N_("last such day"),
                              "公布止日" },
    [CS_LINE_DATE] = { "date", CS_TYPE_DATE, CS_KEY, N_("Date"),
                       N_("the special day; empty: this line is the calendar itself"), "日期" },
    [CS_LINE_KIND] = { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("what is special about the day"),
                       "类型|类别", .choices = cs_day_kind_choices },
    [CS_LINE_TIMES] = { "times", CS_TYPE_TEXT, 0, N_("Times"),
                        N_("open hours of the day, or hours cut out: 08:00-12:00,13:00-17:00"), "时间",
                        .max = 500 },
    [CS_LINE_NAME] = { "name", CS_TYPE_TEXT, 0, N_("Day"), N_("name of the holiday"),
                       "节日|节日名称|名称|label", .max = 200 },
};
const struct cs_record cs_calendar_line_record = CS_RECORD("calendar_line", N_("calendar line"), line_fields);

static const struct cs_field sum_fields[] = {
    [CS_SUM_TIMEZONE] = { "timezone", CS_TYPE_TEXT, CS_REQUIRED, N_("Time zone"),
                          N_("zone in which all times of the record are local"), "时区", .max = 60 },
    [CS_SUM_HOURS] = { "hours", CS_TYPE_TEXT, CS_REQUIRED, N_("Hours"),
                       N_("weekly open hours: mon 08:00-13:00,14:00-18:00;tue ..."), "工作时间|时段" },
    [CS_SUM_HOLIDAYS] = { "holidays", CS_TYPE_TEXT, 0, N_("Holidays"),
                          N_("special days: D closed, D@10:00-11:30 a break, D=08:00-12:00 other hours"),
                          "节假日" },
    [CS_SUM_START] = { "start", CS_TYPE_TEXT, CS_REQUIRED, N_("Start"), N_("local time of the start"),
                       "开始|起", .max = 60 },
    [CS_SUM_AMOUNT] = { "amount", CS_TYPE_TEXT, CS_REQUIRED, N_("Amount"),
                        N_("add: open time as +480m or -90s; between: local time of the end"), "时长|止",
                        .max = 60 },
    [CS_SUM_KIND] = { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("which sum; empty: as the verb says"), "类型",
                      .choices = sum_kinds },
    [CS_SUM_RESULT] = { "result", CS_TYPE_TEXT, 0, N_("Result"),
                        N_("add: local time; between: open minutes, or seconds as 205199s"), "结果" },
};
const struct cs_record cs_calendar_sum_record = CS_RECORD("calendar_sum", N_("sum"), sum_fields);

static const struct cs_field answer_fields[] = {
    [CS_ANSWER_CALENDAR] = { "calendar", CS_TYPE_TEXT, CS_KEY, N_("Calendar"), N_("calendar that counts"),
                             "日历" },
    [CS_ANSWER_KIND] = { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("which sum"), "类型",
                         .choices = answer_kinds },
    [CS_ANSWER_START] = { "start", CS_TYPE_TIME, 0, N_("Start"), N_("the start"), "开始" },
    [CS_ANSWER_AMOUNT] = { "amount", CS_TYPE_TEXT, 0, N_("Amount"), N_("amount of time, or the end"),
                           "时长" },
    [CS_ANSWER_RESULT] = { "result", CS_TYPE_TEXT, 0, N_("Result"),
                           N_("the moment, or the open time in between"), "结果" },
    [CS_ANSWER_SECONDS] = { "seconds", CS_TYPE_INT, 0, N_("Seconds"), N_("open seconds in between"), "秒数" },
    [CS_ANSWER_PROVISIONAL] = { "provisional", CS_TYPE_BOOL, 0, N_("Provisional"),
                                N_("counted over days whose holidays are not published"), "暂定" },
};
const struct cs_record cs_calendar_answer_record =
    CS_RECORD("calendar_answer", N_("answer of a calendar"), answer_fields);
