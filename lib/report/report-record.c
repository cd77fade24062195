/* report-record.c: what a list of reports and the parts of one report are. */
#include "report/report.h"

static const struct cs_field report_fields[] = {
    [CS_REPORT_NAME] = { "name", CS_TYPE_TEXT, CS_KEY, N_("Name"), N_("what `run` takes"), "名称" },
    [CS_REPORT_TITLE] = { "title", CS_TYPE_TEXT, 0, N_("Title"), N_("what it is called"), "标题" },
    [CS_REPORT_ABOUT] = { "about", CS_TYPE_TEXT, 0, N_("About"), N_("what it shows"), "说明", .width = 0.4 },
    [CS_REPORT_PARAMETERS] = { "parameters", CS_TYPE_TEXT, 0, N_("Parameters"),
                               N_("what may be asked of it, with defaults"), "参数" },
};

static const struct cs_choice parts[] = {
    { "parameter", N_("parameter"), "参数" },
    { "column", N_("column"), "列" },
    { NULL, NULL, NULL },
};

static const struct cs_field part_fields[] = {
    [CS_PART_PART] = { "part", CS_TYPE_CHOICE, 0, N_("Part"), N_("parameter or column"), "部分", parts },
    [CS_PART_NAME] = { "name", CS_TYPE_TEXT, CS_KEY, N_("Name"), N_("how it is written"), "名称" },
    [CS_PART_TYPE] = { "type", CS_TYPE_TEXT, 0, N_("Type"), N_("what it holds"), "类型" },
    [CS_PART_DEFAULT] = { "default", CS_TYPE_TEXT, 0, N_("Default"), N_("where nothing is said"), "默认值" },
    [CS_PART_HELP] = { "help", CS_TYPE_TEXT, 0, N_("Meaning"), N_("what it means"), "含义", .width = 0.4 },
};

const struct cs_record cs_report_record = CS_RECORD("report", N_("report"), report_fields);
const struct cs_record cs_report_part_record = CS_RECORD("report_part", N_("part of a report"), part_fields);

/* The order is that of table `figures` in share/reports/parts/figures.sql; a test compares the two. */
const struct cs_choice cs_figure_choices[] = {
    { "repairs", N_("repairs per 1,000 homes"), "千户报修" },
    { "complaints", N_("complaints per 1,000 homes"), "千户投诉" },
    { "answered", N_("answered in time"), "及时响应率" },
    { "within_day", N_("heard from us within 24 h"), "24小时响应率" },
    { "visits", N_("visited in time"), "及时上门率" },
    { "appointments", N_("appointments kept"), "守约率" },
    { "finished", N_("finished in time"), "及时完成率" },
    { "first_time", N_("fixed the first time"), "一次修复率" },
    { "rework", N_("share of rework"), "返工率" },
    { "reached", N_("reached by call-back"), "回访接通率" },
    { "satisfied", N_("satisfied (4 or 5)"), "回访满意率" },
    { "valid", N_("valid complaints"), "有效投诉率" },
    { "hotline_contacted", N_("hotline: contacted in time"), "热线响应率" },
    { "hotline_solved", N_("hotline: solved"), "热线解决率" },
    { "hotline_satisfied", N_("hotline: satisfied"), "热线满意率" },
    { "unclassified", N_("closed without a class"), "未定性率" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_report_yes_no[] = {
    { "yes", N_("yes"), "是" },
    { "no", N_("no"), "否" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_report_same[] = {
    { "home", N_("home"), "房屋" },
    { "phone", N_("phone"), "电话" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_report_kept[] = {
    { "kept", N_("kept"), "按时" },
    { "missed", N_("missed"), "超期" },
    { "open", N_("open"), "进行中" },
    { NULL, NULL, NULL },
};
