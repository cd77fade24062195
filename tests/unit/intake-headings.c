/*
 * What a Chinese CRM's export carries, read without a mapping: each heading of the practice book alone, in
 * GB18030 and in every dress that templates give it, and all of them at once.
 */
#include "io-kit.h"
#include "io/cell.h"
#include "ticket/ticket-record.h"

#include <iconv.h>

struct known {
    const char *headings, *field, *cell, *value;
};

/* The practice book, section 3, row by row; a cell as such a system writes it and what a list shows. */
static const struct known book[] = {
    { "发生时间|报修时间|报事时间|来电时间", "occurred_at", "2026/3/1 9:05", "2026-03-01T09:05:00+08:00" },
    { "受理时间|创建时间|登记时间", "recorded_at", "2026-03-01 09:06:07", "2026-03-01T09:06:07+08:00" },
    { "工单号|单据编号|报事编号|投诉编号|任务编号|流水号|受理单号|受理编号|报修单号|投诉单号|服务单号",
      "external_id", "BX-0001", "BX-0001" },
    { "来源|渠道|受理渠道|来电渠道|信息来源", "channel", "400热线", "call_line" },
    { "类型|业务类型|事项类型|工单类型", "kind", "投诉", "complaint" },
    { "一级分类|问题大类", "category1", "土建", "土建" },
    { "二级分类|问题小类", "category2", "墙面", "墙面" },
    { "三级分类", "category3", "空鼓", "空鼓" },
    { "项目|项目名称|楼盘|小区", "project", "松风雅苑", "松风雅苑" },
    { "分期|期数|批次|交付批次", "batch", "二期", "二期" },
    { "楼栋|栋号|楼号|座", "building", "3栋", "3栋" },
    { "单元", "entrance", "2单元", "2单元" },
    { "房号|室号|门牌", "room", "1801", "1801" },
    { "房间|房间信息|房产全称|地址", "room", "松风雅苑3栋2单元1801", "松风雅苑3栋2单元1801" },
    { "业主|客户姓名", "reporter", "业主甲", "业主甲" },
    { "报事人|联系人|来电人|投诉人|诉求人", "reporter", "来电人甲", "来电人甲" },
    { "联系电话|手机|来电号码", "phone", "13800000001", "13800000001" },
    { "问题描述|报修内容|投诉内容|诉求内容", "body", "卫生间漏水", "卫生间漏水" },
    { "部位|位置|空间", "place", "卫生间", "卫生间" },
    { "部件|检查项", "component", "渗漏", "leak" },
    { "紧急程度|优先级", "priority", "紧急", "2" },
    { "投诉等级|级别", "grade", "重大", "major" },
    { "状态|处理状态|单据状态|当前状态", "state", "处理中", "in_work" },
    { "受理人|接待人|坐席", "taker", "坐席02", "坐席02" },
    { "责任人|处理人|经办人|整改人", "assignee", "丁工", "丁工" },
    { "责任部门", "responsible_dept", "工程部", "工程部" },
    { "承办单位", "handling_dept", "客服部", "客服部" },
    { "责任单位|施工单位|维修单位|供应商", "supplier", "S03", "S03" },
    { "派单时间|指派时间|下发时间|转办时间", "dispatched_at", "2026-03-01 10:00",
      "2026-03-01T10:00:00+08:00" },
    { "接单时间", "accepted_at", "2026-03-01 11:00", "2026-03-01T11:00:00+08:00" },
    { "预约时间", "appointment_at", "2026-03-02 09:00", "2026-03-02T09:00:00+08:00" },
    { "到场时间|上门时间", "arrived_at", "2026-03-02 09:10", "2026-03-02T09:10:00+08:00" },
    { "首次响应|首次响应时间|首次联系时间", "first_contact_at", "2026-03-01 09:20",
      "2026-03-01T09:20:00+08:00" },
    { "要求完成时间|办理时限|截止时间|整改期限", "target_at", "2026-03-08", "2026-03-08T00:00:00+08:00" },
    { "承诺时间", "promised_at", "2026年3月6日", "2026-03-06T00:00:00+08:00" },
    { "完工时间|完成时间|整改时间|维修完成时间", "done_at", "2026-03-04 16:00", "2026-03-04T16:00:00+08:00" },
    { "验收时间|销项时间", "verified_at", "2026-03-05 10:00", "2026-03-05T10:00:00+08:00" },
    { "关闭时间|结单时间|办结时间|结案时间", "closed_at", "2026-03-05 12:00", "2026-03-05T12:00:00+08:00" },
    { "回访时间", "callback_at", "2026-03-07 12:00", "2026-03-07T12:00:00+08:00" },
    { "回访结果", "callback_result", "已解决不满意", "unhappy" },
    { "满意度|评价|星级|评分", "score", "基本满意", "3" },
    { "超期原因|延期原因", "delay_reason", "材料未到", "材料未到" },
    { "保修状态|是否保内", "warranty", "是", "in" },
    { "处理结果|解决方案|答复意见", "resolution", "已修复", "已修复" },
    { "费用|维修金额", "cost", "1,350.5元", "1350.50" },
    { "催办次数", "chasers", "2", "2" },
    { "是否群诉", "flags", "是", "group" },
    { "是否升级", "flags", "是", "escalated" },
};

/* A file of one line of headings and one of cells, in GB18030, read without a mapping. */
struct file {
    struct cs_source *source;
    struct cs_reader *reader;
    struct cs_row *row;
    struct cs_error err;
};

static void open_file(struct file *file, const char *text)
{
    char bytes[16384], *in = (char *)text, *out = bytes;
    size_t left = strlen(text), room = sizeof bytes;
    iconv_t turn = iconv_open("GB18030", "UTF-8");
    if (turn == (iconv_t)-1 || iconv(turn, &in, &left, &out, &room) == (size_t)-1)
        abort();
    iconv_close(turn);
    const struct cs_source_options how = { .encoding = "gb18030", .diag = &kit_diag };
    const struct cs_reader_options options = { .parse = { .zone = kit_zone(), .allow_serial = true },
                                               .diag = &kit_diag };
    *file = (struct file){ .err = CS_ERROR_INIT };
    file->source = kit_open(bytes, sizeof bytes - room, &how, &file->err);
    cs_buffer_reset(&kit_said);
    if (cs_reader_new(file->source, &cs_ticket_record, &options, &file->reader, &file->err) ||
        cs_reader_next(file->reader, &file->row, &file->err))
        CHECK_TEXT(file->err.text, "");
}

static void close_file(struct file *file)
{
    cs_reader_free(file->reader);
    cs_source_close(file->source);
}

static const char *value_of(const struct file *file, const char *name)
{
    static struct cs_buffer text = CS_BUFFER_INIT;
    int field = cs_record_find(&cs_ticket_record, name);
    cs_buffer_reset(&text);
    if (field >= 0 && file->reader)
        cs_field_format(&cs_ticket_record.fields[field], &file->row->values[field], kit_zone(), &text);
    return text.text;
}

/* One heading, one cell: the field holds it, nothing else does and nothing is kept in extra. */
static void check_alone(const struct known *known, const char *heading)
{
    struct file file;
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_csv_cell(&text, heading, strlen(heading), ',');
    cs_buffer_char(&text, '\n');
    cs_csv_cell(&text, known->cell, strlen(known->cell), ',');
    cs_buffer_char(&text, '\n');
    open_file(&file, text.text);
    CHECK_THAT(strcmp(value_of(&file, known->field), known->value) == 0, "%s: %s is \"%s\", not \"%s\"",
               heading, known->field, value_of(&file, known->field), known->value);
    CHECK_THAT(!kit_said.text[0], "%s: %s", heading, kit_said.text);
    size_t filled = 0;
    for (size_t i = 0; i < cs_ticket_record.count && file.reader; i++)
        filled += file.row->values[i].type != CS_NULL;
    CHECK_THAT(filled == 1, "%s fills %zu fields", heading, filled);
    close_file(&file);
    cs_buffer_release(&text);
}

#define FOR_EACH_HEADING(known, heading)                                                                     \
    for (const struct known *known = book; known < book + sizeof book / sizeof *book; known++)               \
        for (const char *heading##_at = known->headings, *heading; (heading = next_heading(&heading##_at));)

static const char *next_heading(const char **list)
{
    static char heading[64];
    size_t length = strcspn(*list, "|");
    if (!length)
        return NULL;
    snprintf(heading, sizeof heading, "%.*s", (int)length, *list);
    *list += length + ((*list)[length] == '|');
    return heading;
}

CS_TEST(each, "every heading of the practice book alone, in GB18030, gives its field its value")
{
    int headings = 0;
    FOR_EACH_HEADING(known, heading)
    {
        check_alone(known, heading);
        headings++;
    }
    CHECK_INT(headings, 136); /* 130 counted in the book, six that exports have besides */
}

CS_TEST(dressed,
        "stars, remarks in brackets, colons, blanks and line breaks of templates do not hide a heading")
{
    static const char *const dresses[] = { "*%s",
                                           "%s*",
                                           "＊%s",
                                           "%s（必填）",
                                           "（必填）%s",
                                           "%s(选填)",
                                           "%s：",
                                           " %s ",
                                           "　%s　",
                                           "【必填】%s",
                                           "%s[必填]",
                                           "*%s（必填）：",
                                           "%s\n",
                                           "%s（格式：yyyy-MM-dd）",
                                           "%s(请按模板填写)" };
    FOR_EACH_HEADING(known, heading)
    for (size_t i = 0; i < sizeof dresses / sizeof *dresses; i++) {
        char dressed[160];
        snprintf(dressed, sizeof dressed, dresses[i], heading);
        int field = cs_record_find_heading(&cs_ticket_record, dressed);
        CHECK_THAT(field >= 0 && strcmp(cs_ticket_record.fields[field].name, known->field) == 0,
                   "\"%s\" is %s", dressed, field < 0 ? "nothing" : cs_ticket_record.fields[field].name);
    }
    static const struct known units[] = {
        { "", "cost", "费用（元）", "" },          { "", "cost", "维修金额(单位：元)", "" },
        { "", "score", "满意度(1-5分)", "" },      { "", "chasers", "催办次数（次）", "" },
        { "", "occurred_at", "报修\n时间", "" },   { "", "phone", "联 系 电 话", "" },
        { "", "warranty", "是否保内(是/否)", "" },
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int field = cs_record_find_heading(&cs_ticket_record, units[i].cell);
        CHECK_THAT(field == cs_record_find(&cs_ticket_record, units[i].field), "\"%s\"", units[i].cell);
    }
}

CS_TEST(not_dressed, "a remark that changes the meaning is no dress: the column is kept in extra")
{
    static const char *const others[] = { "费用（万元）",     "完成时间（计划）", "联系电话（物业）",
                                          "报修时间（物业）", "处理人（电话）",   "状态（旧）",
                                          "满意度（物业）" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK_THAT(cs_record_find_heading(&cs_ticket_record, others[i]) == -1, "%s", others[i]);
}

CS_TEST(together, "one heading of each field in one file: nothing is left over and nothing is said")
{
    struct cs_buffer text = CS_BUFFER_INIT, cells = CS_BUFFER_INIT;
    struct file file;
    size_t count = 0;
    for (const struct known *known = book; known < book + sizeof book / sizeof *book; known++) {
        const char *list = known->headings;
        bool again = strcmp(known->headings, "房间|房间信息|房产全称|地址") == 0 ||
                     strcmp(known->headings, "业主|客户姓名") == 0;
        if (again)
            continue; /* fields that a better heading gives: tested below */
        cs_buffer_printf(&text, "%s%s", count ? "," : "", next_heading(&list));
        cs_buffer_text(&cells, count++ ? "," : "");
        cs_csv_cell(&cells, known->cell, strlen(known->cell), ',');
    }
    cs_buffer_printf(&text, ",是否超期\n%s,是\n", cells.text);
    open_file(&file, text.text);
    CHECK_TEXT(kit_said.text, "");
    for (size_t i = 0; i < sizeof book / sizeof *book; i++) {
        const struct known *known = &book[i];
        const char *want = strcmp(known->field, "flags") == 0 ? "group;escalated" : known->value;
        if (strcmp(known->field, "room") == 0)
            want = "1801";
        if (strcmp(known->field, "reporter") == 0)
            want = "来电人甲";
        CHECK_THAT(strcmp(value_of(&file, known->field), want) == 0, "%s is \"%s\", not \"%s\"", known->field,
                   value_of(&file, known->field), want);
    }
    CHECK_TEXT(value_of(&file, "extra"), "");
    CHECK_TEXT(cs_reader_watched(file.reader)->text, "是");
    close_file(&file);
    cs_buffer_release(&text);
    cs_buffer_release(&cells);
}

CS_TEST(times, "seven times in one file, and those that mean the same moment: the more exact one counts")
{
    struct file file;
    open_file(&file, "创建时间,报修时间,受理时间,派单时间,到场时间,完成时间,关闭时间,回访时间\n"
                     "2026-03-01 08:01,2026-03-01 08:00,2026-03-01 08:02,2026-03-01 08:03,2026-03-01 08:04,"
                     "2026-03-01 08:05,2026-03-01 08:06,2026-03-01 08:07\n");
    static const struct known want[] = {
        { "", "occurred_at", "", "2026-03-01T08:00:00+08:00" },
        { "", "recorded_at", "", "2026-03-01T08:02:00+08:00" },
        { "", "dispatched_at", "", "2026-03-01T08:03:00+08:00" },
        { "", "arrived_at", "", "2026-03-01T08:04:00+08:00" },
        { "", "done_at", "", "2026-03-01T08:05:00+08:00" },
        { "", "closed_at", "", "2026-03-01T08:06:00+08:00" },
        { "", "callback_at", "", "2026-03-01T08:07:00+08:00" },
        { "", "extra", "", "{\"创建时间\":\"2026-03-01 08:01\"}" },
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        CHECK_TEXT(value_of(&file, want[i].field), want[i].value);
    CHECK_TEXT(kit_said.text, "recorded_at is given by \"受理时间\"; \"创建时间\" is kept in extra\n");
    close_file(&file);
    open_file(&file, "来电时间,报修时间\n2026-03-01 08:01,2026-03-01 08:00\n");
    CHECK_TEXT(value_of(&file, "occurred_at"), "2026-03-01T08:00:00+08:00");
    CHECK_TEXT(value_of(&file, "extra"), "{\"来电时间\":\"2026-03-01 08:01\"}");
    close_file(&file);
}

CS_TEST(alike,
        "a heading that reads like a field which every case has is named, where no column gives the field")
{
    struct file file;
    open_file(&file, "受理单号,报修类型,项目\nK1,业主投诉,P1\n");
    CHECK_TEXT(value_of(&file, "external_id"), "K1");
    CHECK_TEXT(kit_said.text, "columns kept in extra: 报修类型\n"
                              "\"报修类型\" reads like kind (Kind), which no column gives; --guess drafts a "
                              "mapping\n");
    close_file(&file);
    open_file(&file, "受理单号,报修类型,类型\nK1,水电,业主投诉\n");
    CHECK_TEXT(value_of(&file, "kind"), "complaint");
    CHECK_TEXT(kit_said.text, "columns kept in extra: 报修类型\n");
    close_file(&file);
}

/* Headings and cells of one file, and what some fields hold then. */
struct mixed {
    const char *text;
    struct known want[5];
};

CS_TEST(people, "who reported, who took it, who handles it; which department, which firm; which room")
{
    static const struct mixed files[] = {
        { "业主,报事人\n业主甲,租客乙\n",
          { { "", "reporter", "", "租客乙" }, { "", "extra", "", "{\"业主\":\"业主甲\"}" } } },
        { "业主,工单号\n业主甲,1\n", { { "", "reporter", "", "业主甲" }, { "", "extra", "", "" } } },
        { "处理人,受理人,责任人\n甲,乙,丙\n",
          { { "", "taker", "", "乙" },
            { "", "assignee", "", "丙" },
            { "", "extra", "", "{\"处理人\":\"甲\"}" } } },
        { "责任单位,责任部门,承办单位\nS03,工程部,客服部\n",
          { { "", "supplier", "", "S03" },
            { "", "responsible_dept", "", "工程部" },
            { "", "handling_dept", "", "客服部" } } },
        { "责任单位,维修单位\nS03,S07\n",
          { { "", "supplier", "", "S07" }, { "", "extra", "", "{\"责任单位\":\"S03\"}" } } },
        { "一级分类,二级分类,三级分类\n土建,墙面,空鼓\n",
          { { "", "category1", "", "土建" },
            { "", "category2", "", "墙面" },
            { "", "category3", "", "空鼓" } } },
        { "问题大类,问题小类,一级分类\n土建,墙面,房屋\n",
          { { "", "category1", "", "房屋" },
            { "", "category2", "", "墙面" },
            { "", "extra", "", "{\"问题大类\":\"土建\"}" } } },
        { "房号,房产全称\n1801,雅苑3栋2单元1801\n",
          { { "", "room", "", "雅苑3栋2单元1801" }, { "", "extra", "", "{\"房号\":\"1801\"}" } } },
        { "房产全称,楼栋,单元,房号\n雅苑3栋2单元1801,3,2,1801\n",
          { { "", "room", "", "1801" },
            { "", "building", "", "3" },
            { "", "extra", "", "{\"房产全称\":\"雅苑3栋2单元1801\"}" } } },
        { "地址,房间信息\n望江路88号,雅苑3栋1801\n",
          { { "", "room", "", "雅苑3栋1801" }, { "", "extra", "", "{\"地址\":\"望江路88号\"}" } } },
        { "满意度,评价\n非常满意,满意\n",
          { { "", "score", "", "5" }, { "", "extra", "", "{\"评价\":\"满意\"}" } } },
        { "敏感标记,是否群诉,是否升级\n媒体,是,否\n", { { "", "flags", "", "media;group" } } },
        { "联系电话,来电号码,手机\n,13800000002,13800000003\n", { { "", "phone", "", "" } } },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct file file;
        open_file(&file, files[i].text);
        for (const struct known *want = files[i].want; want->field; want++)
            CHECK_THAT(strcmp(value_of(&file, want->field), want->value) == 0, "%s: %s is \"%s\"",
                       files[i].text, want->field, value_of(&file, want->field));
        close_file(&file);
    }
}

CS_TEST(scores, "words of satisfaction are numbers, one a word, whichever scale the survey has")
{
    static const struct known words[] = {
        { "", "", "非常满意", "5" },
        { "", "", "满意", "4" },
        { "", "", "基本满意", "3" },
        { "", "", "一般", "3" },
        { "", "", "不满意", "2" },
        { "", "", "非常不满意", "1" },
        { "", "", "五星", "5" },
        { "", "", "3星", "3" },
        { "", "", "4", "4" },
        { "", "", "4.0", "4" },
        { "", "", "very satisfied", "5" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct known known = { "", "score", words[i].cell, words[i].value };
        check_alone(&known, "满意度");
    }
}
