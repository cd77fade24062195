/* Rows that no import may take: each is wrong in one way, as real exports are. */
#include "export.h"

#include <string.h>

/* What is wrong in a row of the CRM; its columns are those of export.c. */
struct fault {
    const char *priority, *state, *phone, *occurred, *score, *cost;
};

static const struct fault faults[] = {
    { "一般", "处理中", "13800001234", "2026-02-30 10:00", "", "" },    /* no such day */
    { "一般", "处理中", "1.38E+10", "2026/3/5 10:00", "", "" },         /* a spreadsheet's phone */
    { "很急", "处理中", "13800001234", "2026/3/5 10:00", "", "" },      /* no such priority */
    { "一般", "已飞走", "13800001234", "2026/3/5 10:00", "", "" },      /* no such state */
    { "一般", "已关闭", "13800001234", "2026/3/5 10:00", "9", "" },     /* a score of nine stars */
    { "一般", "已关闭", "13800001234", "2026/3/5 10:00", "5", "三百" }, /* money in words */
    { "一般", "处理中", "13800001234", "昨天下午", "", "" },            /* a time in words */
};
enum { FAULTS = sizeof faults / sizeof *faults };

static void crm(struct cs_gen_file *file, const struct fault *fault, int count)
{
    cs_gen_format(file, "BAD%05d", count);
    cs_gen_cell(file, "400热线");
    cs_gen_cell(file, "报修");
    cs_gen_cell(file, fault->state);
    cs_gen_cell(file, fault->priority);
    cs_gen_cell(file, "");
    cs_gen_cell(file, "听澜苑");
    for (int i = 7; i < 12; i++)
        cs_gen_cell(file, "");
    cs_gen_cell(file, "李先生");
    cs_gen_cell(file, fault->phone);
    cs_gen_cell(file, "产权人");
    cs_gen_cell(file, "坏行示例");
    for (int i = 16; i < 24; i++)
        cs_gen_cell(file, "");
    cs_gen_cell(file, fault->occurred);
    for (int i = 25; i < 36; i++)
        cs_gen_cell(file, "");
    cs_gen_cell(file, fault->score);
    cs_gen_cell(file, fault->cost);
    for (int i = 38; i < 49; i++)
        cs_gen_cell(file, "");
    cs_gen_end(file);
}

void cs_gen_spoil(struct cs_gen_file *file, int which, int count)
{
    static const int every[] = { 131, 0, 211, 0 };
    if (!every[which] || count % every[which] != 50)
        return;
    int turn = count / every[which];
    if (which == CS_GEN_APP) {
        cs_gen_raw(file, turn % 2 ? "{\"external_id\":\"BAD\",\"kind\":\"repair\",\"priority\":7}\n"
                                  : "{\"external_id\":\"BAD\",\"kind\":\"repair\",\n");
    } else if (turn % 8 == 7) {
        cs_gen_line(file, "BAD|400热线|报修|处理中"); /* ragged: too few cells */
    } else {
        crm(file, &faults[turn % 8], count);
    }
}
