/* What only the developer's own desk knows: cases of its last two weeks, whose moves share/demo/moves tells;
 * the rota, the weather, the targets of figures. */
#include "generate.h"

#include <string.h>

/* The moments in half hours after the report, eight a day: work is done by day; 0: not yet. */
struct desk_case {
    int home; /* of the 2,000 */
    const char *kind, *state, *channel, *priority, *grade, *component, *supplier, *subject, *wish;
    int day, minute; /* of October 2026 */
    int contact, inspected, dispatched, accepted, arrived;
};

/* D01-D06 of P02 and D07-D10 of P01 are in work; D11-D14 complaints; D15, D16 go from hand to hand; D17-D22
 * six homes of P04 with one trouble, D23 their group case; D24 is asked after again; D25, D26 come to their
 * end. */
static const struct desk_case cases[] = {
    { 262, "报修", "处理中", "物业前台", "一般", "", "渗漏", "S02", "主卧窗边渗水", "下雨就渗", 12, 575, 1, 8,
      9, 10, 30 },
    { 287, "报修", "处理中", "400热线", "一般", "", "渗漏", "S02", "卫生间顶板滴水", "楼上已停用", 13, 622, 1,
      9, 10, 11, 32 },
    { 311, "报修", "处理中", "物业前台", "一般", "", "门窗", "S05", "阳台推拉门关不严", "冬天前请修好", 13,
      905, 1, 8, 9, 11, 30 },
    { 340, "报修", "处理中", "微信小程序", "一般", "", "裂缝", "S01", "客厅墙面开裂", "家里有老人", 14, 540,
      1, 9, 11, 12, 34 },
    { 365, "报修", "处理中", "物业前台", "一般", "", "空鼓", "S01", "次卧地砖空鼓", "踩着有响声", 15, 680, 2,
      8, 9, 10, 26 },
    { 402, "报修", "处理中", "400热线", "一般", "", "门窗", "S05", "入户门锁芯松动", "请尽快", 16, 600, 1, 5,
      7, 8, 25 },
    { 21, "报修", "处理中", "物业前台", "一般", "", "渗漏", "S02", "卫生间地面渗到楼下", "楼下已来找过", 15,
      560, 1, 4, 6, 8, 24 },
    { 48, "报修", "处理中", "400热线", "一般", "", "给排水", "S01", "地暖分水器滴水", "白天家里有人", 16, 630,
      1, 5, 7, 9, 25 },
    { 77, "报修", "待上门", "微信小程序", "一般", "", "门窗", "S05", "厨房窗执手断裂", "请约周末", 18, 720, 1,
      5, 7, 9, 0 },
    { 130, "报修", "待上门", "物业前台", "一般", "", "橱柜", "S11", "吊柜门下垂", "请带好鞋套", 19, 610, 1, 3,
      5, 7, 0 },
    { 530, "投诉", "待方案", "400热线", "一般", "一般", "", "", "木地板大面积起拱", "要求更换并补偿", 19, 590,
      1, 0, 0, 0, 0 },
    { 1043, "投诉", "待方案", "来访", "一般", "重要", "", "", "精装与样板房不符", "要求按样板整改", 19, 900,
      1, 0, 0, 0, 0 },
    { 1560, "投诉", "待方案", "400热线", "一般", "一般", "", "", "空调外机噪声扰民", "要求移位", 19, 955, 1,
      0, 0, 0, 0 },
    { 1790, "投诉", "待方案", "微信小程序", "一般", "一般", "", "", "交付时车位有水渍", "要求说明原因", 19,
      1020, 1, 0, 0, 0, 0 },
    { 610, "报修", "待派单", "物业前台", "一般", "", "公区电梯", "", "单元门禁失灵", "晚上进不了门", 19, 560,
      1, 5, 0, 0, 0 },
    { 1301, "报修", "待接单", "400热线", "一般", "", "门窗", "S06", "幕墙开启扇关不上", "怕下雨", 19, 640, 1,
      5, 7, 0, 0 },
    { 760, "投诉", "待核实", "业主群", "一般", "一般", "", "", "外墙渗水", "雨后墙面发霉", 20, 480, 0, 0, 0,
      0, 0 },
    { 785, "投诉", "待核实", "业主群", "一般", "一般", "", "", "外墙渗水", "次卧墙角有水", 20, 484, 0, 0, 0,
      0, 0 },
    { 811, "投诉", "待核实", "400热线", "一般", "一般", "", "", "外墙渗水", "孩子房间发霉", 20, 490, 0, 0, 0,
      0, 0 },
    { 837, "投诉", "待核实", "业主群", "一般", "一般", "", "", "外墙渗水", "要求全面排查", 20, 495, 0, 0, 0,
      0, 0 },
    { 862, "投诉", "待核实", "400热线", "一般", "一般", "", "", "外墙渗水", "已修过两次", 20, 503, 0, 0, 0, 0,
      0 },
    { 888, "投诉", "待核实", "来访", "一般", "一般", "", "", "外墙渗水", "要求赔偿装修损失", 20, 511, 0, 0, 0,
      0, 0 },
    { 760, "投诉", "待核实", "业主群", "紧急", "重大", "", "", "多户外墙渗水（群诉）",
      "业主群联名要求全面维修", 20, 520, 0, 0, 0, 0, 0 },
    { 1333, "报修", "待上门", "400热线", "一般", "", "渗漏", "S04", "露台雨水倒灌", "雨季前请修好", 18, 615,
      1, 5, 7, 9, 0 },
    { 1610, "报修", "处理中", "微信小程序", "一般", "", "电气智能", "S10", "客厅回路跳闸", "空调开不了", 17,
      600, 1, 3, 4, 5, 9 },
    { 1655, "报修", "处理中", "物业前台", "一般", "", "门窗", "S06", "卧室窗密封条脱落", "风大有哨声", 16,
      640, 1, 6, 7, 9, 16 },
};

static void after(struct cs_gen_file *file, int64_t opened, int halves)
{
    char text[40];
    int64_t at = opened + halves / 8 * 86400 + halves % 8 * 1800;
    cs_gen_cell(file, cs_gen_moment(halves ? at : 0, CS_GEN_PLAIN, text));
}

static void case_line(struct cs_gen_file *file, const struct desk_case *c, int number)
{
    struct cs_gen_home home;
    char text[40];
    int64_t opened = cs_gen_at(cs_gen_day(2026, 10, c->day), 0, c->minute);
    cs_gen_home(c->home, &home);
    cs_gen_format(file, "D%02d", number);
    cs_gen_cell(file, c->kind);
    cs_gen_cell(file, c->state);
    cs_gen_cell(file, c->channel);
    cs_gen_cell(file, c->priority);
    cs_gen_cell(file, c->grade);
    cs_gen_cell(file, cs_gen_projects[home.project].name);
    cs_gen_format(file, "%d栋%d单元%d", home.building, home.entrance, home.room);
    cs_gen_cell(file, home.owner);
    cs_gen_cell(file, home.phone);
    cs_gen_cell(file, "产权人");
    cs_gen_cell(file, c->subject);
    cs_gen_format(file, "%s，%s。", c->subject, c->wish);
    cs_gen_cell(file, c->component);
    cs_gen_cell(file, c->supplier);
    cs_gen_cell(file, "客服部");
    cs_gen_cell(file, *c->supplier ? cs_gen_projects[home.project].engineer
                                   : cs_gen_projects[home.project].manager);
    cs_gen_cell(file, cs_gen_moment(opened, CS_GEN_PLAIN, text));
    cs_gen_cell(file, cs_gen_moment(opened + 180, CS_GEN_PLAIN, text));
    const int halves[] = { c->contact, c->inspected, c->dispatched, c->accepted, c->arrived };
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        after(file, opened, halves[i]);
    cs_gen_end(file);
}

static void desk(const char *folder)
{
    struct cs_gen_file file;
    cs_gen_open(&file, folder, "desk.csv", CS_GEN_UTF8);
    cs_gen_line(
        &file,
        "工单号|工单类型|状态|渠道|优先级|投诉等级|项目名称|房间|报事人|联系电话|身份|标题|问题描述|"
        "部件|维修单位|承办单位|责任人|报事时间|受理时间|首次响应时间|验看时间|派单时间|接单时间|到场时间");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        case_line(&file, &cases[i], (int)i + 1);
    cs_gen_close(&file);
}

/* The nights of a fortnight: the four engineers of Shanghai's and Hangzhou's projects stand in by turns. */
static void duties(const char *folder)
{
    static const char *const posts[][3] = { { "P01", "P013", "P023" }, { "P04", "P043", "P033" } };
    struct cs_gen_file file;
    char text[40];
    cs_gen_open(&file, folder, "duties.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "unit|role|staff|begins_at|ends_at");
    for (int p = 0; p < 2; p++)
        for (int night = 0; night < 14; night++) {
            int64_t day = cs_gen_day(2026, 10, 26) + night;
            cs_gen_cell(&file, posts[p][0]);
            cs_gen_cell(&file, "engineer");
            cs_gen_cell(&file, posts[p][1 + night % 2]);
            cs_gen_cell(&file, cs_gen_moment(cs_gen_at(day, 18, 0), CS_GEN_PLAIN, text));
            cs_gen_cell(&file, cs_gen_moment(cs_gen_at(day + 1, 8, 0), CS_GEN_PLAIN, text));
            cs_gen_end(&file);
        }
    cs_gen_close(&file);
}

static void weather(const char *folder)
{
    static const struct {
        const char *city, *kind;
        int month, day, days;
    } spells[] = {
        { "SH", "rain", 10, 8, 3 },  { "SH", "rain", 10, 24, 2 }, { "HZ", "rain", 10, 9, 2 },
        { "HZ", "rain", 10, 30, 2 }, { "GZ", "storm", 9, 22, 2 }, { "GZ", "rain", 10, 17, 1 },
        { "SZ", "storm", 9, 23, 2 }, { "SZ", "rain", 10, 28, 1 }, { "SH", "storm", 7, 29, 2 },
        { "HZ", "storm", 7, 30, 2 }, { "SH", "frost", 1, 20, 4 }, { "HZ", "frost", 1, 21, 3 },
    };
    struct cs_gen_file file;
    char text[40];
    cs_gen_open(&file, folder, "weather.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "unit|day|kind");
    for (size_t i = 0; i < sizeof spells / sizeof *spells; i++)
        for (int day = 0; day < spells[i].days; day++) {
            cs_gen_cell(&file, spells[i].city);
            cs_gen_cell(&file, cs_gen_date(cs_gen_day(2026, spells[i].month, spells[i].day) + day, text));
            cs_gen_cell(&file, spells[i].kind);
            cs_gen_end(&file);
        }
    cs_gen_close(&file);
}

/* The group's, and two projects that have their own. */
static void targets(const char *folder)
{
    static const char *const lines[] = { "及时响应率||2026-01-01|90",    "24小时响应率||2026-01-01|98",
                                         "及时上门率||2026-01-01|90",    "及时完成率||2026-01-01|90",
                                         "一次修复率||2026-01-01|85",    "返工率||2026-01-01|8",
                                         "回访满意率||2026-01-01|85",    "未定性率||2026-01-01|5",
                                         "及时完成率|P01|2026-01-01|95", "返工率|P04|2026-07-01|12" };
    struct cs_gen_file file;
    cs_gen_open(&file, folder, "targets.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "指标|单位|起始月|目标");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        cs_gen_line(&file, lines[i]);
    cs_gen_close(&file);
}

void cs_gen_desk(const char *folder)
{
    desk(folder);
    duties(folder);
    weather(folder);
    targets(folder);
}
