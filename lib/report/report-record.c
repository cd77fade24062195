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
