/* A case as four systems write it: a CRM in GB18030, a property company's sheet, an app's JSON Lines, 12345.
 */
#include "export.h"

#include <string.h>

static const char crm_heads[] = "工单号|渠道|工单类型|状态|优先级|投诉等级|项目名称|批次|楼栋|单元|房号|范围|"
                                "报事人|联系电话|身份|标题|问题描述|部件|问题性质|根因|责任方|"
                                "维修单位|受理人|责任人|报事时间|受理时间|首次响应时间|验看时间|派单时间|"
                                "接单时间|到场时间|完工时间|验收时间|结单时间|"
                                "回访时间|回访结果|满意度|维修金额|是否保内|挂起原因|挂起至|超期原因|"
                                "处理结果|投诉来源|是否有效|敏感标记|重开次数|催办次数|会话编号";
static const char keeper_heads[] =
    "单据编号|来源|类型|单据状态|紧急程度|小区|房间|联系人|手机|报修内容|部件|处理人|供应商|"
    "报事时间|登记时间|首次联系时间|指派时间|上门时间|整改完成时间|验收时间|关闭时间|星级|是否保内|处理结果|"
    "网格";
static const char hotline_heads[] =
    "工单编号|信息来源|事项类型|处理状态|诉求人|来电号码|标题|诉求内容|项目|房产全称|承办单位|"
    "来电时间|受理时间|签收时间|首次联系时间|答复时间|办理时限|办结时间|延期批号|答复意见|区县";

void cs_gen_export_open(struct cs_gen_file *file, const char *folder, int which)
{
    static const char *const names[] = { "tickets-gb18030.csv", "tickets-bom.csv", "tickets.jsonl",
                                         "hotline.csv" };
    static const enum cs_gen_encoding encodings[] = { CS_GEN_GB18030, CS_GEN_UTF8_MARK, CS_GEN_UTF8,
                                                      CS_GEN_UTF8 };
    static const char *const heads[] = { crm_heads, keeper_heads, NULL, hotline_heads };
    cs_gen_open(file, folder, names[which], encodings[which]);
    if (heads[which])
        cs_gen_line(file, heads[which]);
}

static const char *const grades[] = { "一般", "重要", "重大", "危机" };
static const char *const origins[] = { "工程质量", "销售承诺", "物业管理", "设计", "延期办证", "维修服务" };

static void number(struct cs_gen_file *file, int64_t value)
{
    if (value)
        cs_gen_format(file, "%lld", (long long)value);
    else
        cs_gen_cell(file, "");
}

static void moment(struct cs_gen_file *file, const struct cs_gen_case *item, int which,
                   enum cs_gen_spelling spelling)
{
    char text[40];
    cs_gen_cell(file, cs_gen_moment(item->at[which], spelling, text));
}

static void money(struct cs_gen_file *file, int64_t fen)
{
    if (fen)
        cs_gen_format(file, "%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100));
    else
        cs_gen_cell(file, "");
}

static const char *component_word(const struct cs_gen_case *item)
{
    return item->component < 0 ? "" : cs_gen_component_words[item->component];
}

/* The title that share/policies/holds.csv gives the reason. */
static const char *hold_word(const char *name)
{
    return !strcmp(name, "owner_delay") ? "业主原因"
           : !strcmp(name, "drying")    ? "闭水干燥"
           : *name                      ? "缺料"
                                        : "";
}

static void crm_home(struct cs_gen_file *file, const struct cs_gen_case *item)
{
    const struct cs_gen_home *home = &item->home;
    cs_gen_cell(file, cs_gen_projects[home->project].name);
    cs_gen_cell(file, item->batch);
    cs_gen_format(file, "%d栋", home->building);
    cs_gen_format(file, "%d单元", home->entrance);
    if (item->common)
        cs_gen_cell(file, "");
    else
        cs_gen_format(file, "%d", home->room);
    cs_gen_cell(file, item->component < 0 ? "" : item->common ? "公区" : "户内");
}

static void crm(struct cs_gen_file *file, const struct cs_gen_case *item, int count)
{
    static const char *const priorities[] = { "", "特急", "紧急", "一般", "计划" };
    char until[40];
    cs_gen_format(file, "KF26%06d", count);
    cs_gen_cell(file, cs_gen_channel_words[item->channel]);
    cs_gen_cell(file, cs_gen_kind_words[item->kind]);
    cs_gen_cell(file, cs_gen_state_words[item->state]);
    cs_gen_cell(file, priorities[item->priority]);
    cs_gen_cell(file, item->grade < 0 ? "" : grades[item->grade]);
    crm_home(file, item);
    cs_gen_cell(file, item->reporter);
    cs_gen_cell(file, item->phone);
    cs_gen_cell(file, item->relation);
    cs_gen_cell(file, item->subject);
    cs_gen_cell(file, item->body);
    cs_gen_cell(file, component_word(item));
    cs_gen_cell(file, item->class);
    cs_gen_cell(file, item->cause);
    cs_gen_cell(file, item->party);
    cs_gen_cell(file, item->supplier);
    cs_gen_format(file, "坐席%02d", count % 12 + 1);
    cs_gen_cell(file, item->engineer);
    for (int i = CS_GEN_OCCURRED; i <= CS_GEN_CALLED; i++)
        moment(file, item, i, CS_GEN_SHEET);
    cs_gen_cell(file, item->result);
    number(file, item->score);
    money(file, item->cost);
    cs_gen_cell(file, item->warranty);
    cs_gen_cell(file, hold_word(item->hold));
    cs_gen_cell(file, cs_gen_moment(item->hold_until, CS_GEN_SHEET, until));
    cs_gen_cell(file, item->delay);
    cs_gen_cell(file, item->resolution);
    cs_gen_cell(file, item->origin < 0 ? "" : origins[item->origin]);
    cs_gen_cell(file, item->verdict);
    cs_gen_cell(file, item->flags);
    number(file, item->reopens);
    number(file, item->chasers);
    cs_gen_format(file, "S%07d", (int)(cs_gen_mix((uint64_t)count) % 10000000));
    cs_gen_end(file);
}

static void keeper(struct cs_gen_file *file, const struct cs_gen_case *item, int count)
{
    static const char *const priorities[] = { "", "特急", "加急", "普通", "不急" };
    static const int moments[] = { CS_GEN_OCCURRED, CS_GEN_RECORDED, CS_GEN_CONTACT,  CS_GEN_DISPATCHED,
                                   CS_GEN_ARRIVED,  CS_GEN_DONE,     CS_GEN_VERIFIED, CS_GEN_CLOSED };
    const struct cs_gen_home *home = &item->home;
    cs_gen_format(file, "WY-2026-%05d", count);
    cs_gen_cell(file, "物业前台/管家");
    cs_gen_cell(file, cs_gen_kind_words[item->kind]);
    cs_gen_cell(file, cs_gen_state_words[item->state]);
    cs_gen_cell(file, priorities[item->priority]);
    cs_gen_cell(file, cs_gen_projects[home->project].name);
    cs_gen_format(file, item->common ? "%d-%d" : "%d-%d-%d", home->building, home->entrance, home->room);
    cs_gen_cell(file, item->reporter);
    /* this system hides the middle of a phone number */
    cs_gen_format(file, "%.3s****%s", item->phone, item->phone + 7);
    cs_gen_cell(file, item->body);
    cs_gen_cell(file, component_word(item));
    cs_gen_cell(file, item->engineer);
    cs_gen_cell(file, item->supplier);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        moment(file, item, moments[i], CS_GEN_PLAIN);
    number(file, item->score);
    cs_gen_cell(file, !*item->warranty ? "" : strcmp(item->warranty, "保外") ? "是" : "否");
    cs_gen_cell(file, item->resolution);
    cs_gen_format(file, "网格%02d", home->building);
    cs_gen_end(file);
}

static void app(struct cs_gen_file *file, const struct cs_gen_case *item, int count)
{
    static const char *const keys[] = { "occurred_at",   "recorded_at", "first_contact_at", "inspected_at",
                                        "dispatched_at", "accepted_at", "arrived_at",       "done_at",
                                        "verified_at",   "closed_at",   "callback_at" };
    const struct cs_gen_home *home = &item->home;
    char text[80], room[40];
    snprintf(room, sizeof room, item->common ? "%d栋%d单元" : "%d栋%d单元%d", home->building, home->entrance,
             home->room);
    cs_gen_object(file, true);
    snprintf(text, sizeof text, "APP%06d", count);
    cs_gen_key(file, "external_id", text);
    cs_gen_key(file, "kind", cs_gen_kind_codes[item->kind]);
    cs_gen_key(file, "state", cs_gen_state_codes[item->state]);
    cs_gen_number(file, "priority", item->priority);
    cs_gen_key(file, "channel", cs_gen_channel_codes[item->channel]);
    cs_gen_key(file, "project", cs_gen_projects[home->project].code);
    cs_gen_key(file, "room", room);
    cs_gen_key(file, "reporter", item->reporter);
    cs_gen_key(file, "phone", item->phone);
    cs_gen_key(file, "subject", item->subject);
    cs_gen_key(file, "body", item->body);
    cs_gen_key(file, "component", item->component < 0 ? "" : cs_gen_component_codes[item->component]);
    cs_gen_key(file, "class", item->class);
    cs_gen_key(file, "cause", item->cause);
    cs_gen_key(file, "party", item->party);
    cs_gen_key(file, "supplier", item->supplier);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        cs_gen_key(file, keys[i], cs_gen_moment(item->at[i], CS_GEN_ISO, text));
    cs_gen_key(file, "callback_result", item->result);
    if (item->score)
        cs_gen_number(file, "score", item->score);
    cs_gen_key(file, "hold_reason", item->hold);
    cs_gen_key(file, "resolution", item->resolution);
    cs_gen_key(file, "verdict", item->verdict);
    if (item->reopens)
        cs_gen_number(file, "reopens", item->reopens);
    snprintf(text, sizeof text, "%d.%d", 3 + count % 3, count % 7);
    cs_gen_key(file, "app_version", text);
    cs_gen_object(file, false);
}

/* When we signed for an order (nine in ten within two hours), first reached its customer and answered, and
 * under which number they granted more time: from the order's number, so that nothing else is drawn anew. */
static void hotline_moments(struct cs_gen_file *file, const struct cs_gen_case *item, int count)
{
    struct cs_gen_random random = { cs_gen_mix((uint64_t)count + 12345) };
    int64_t recorded = item->at[CS_GEN_RECORDED], closed = item->at[CS_GEN_CLOSED];
    int64_t sign = recorded + 60 * (cs_gen_chance(&random, 900) ? cs_gen_between(&random, 5, 115)
                                                                : cs_gen_between(&random, 125, 400));
    int64_t contact = item->at[CS_GEN_CONTACT];
    if (!contact && (closed || cs_gen_chance(&random, 800)))
        contact = sign + 60 * (cs_gen_chance(&random, 930) ? cs_gen_between(&random, 20, 900)
                                                           : cs_gen_between(&random, 1600, 2400));
    if (closed && contact > closed)
        contact = closed;
    int64_t answer = closed ? closed - 60 * cs_gen_between(&random, 5, 600) : 0;
    if (answer && answer < contact)
        answer = contact;
    int64_t shown[] = { sign, contact, answer };
    for (int i = 0; i < 3; i++) {
        char text[40];
        bool then = shown[i] && shown[i] < CS_GEN_EXPORTED && (!closed || shown[i] <= closed);
        cs_gen_cell(file, cs_gen_moment(then ? shown[i] : 0, CS_GEN_PLAIN, text));
    }
}

static void hotline(struct cs_gen_file *file, const struct cs_gen_case *item, int count)
{
    const struct cs_gen_home *home = &item->home;
    const struct cs_gen_project *p = &cs_gen_projects[home->project];
    char day[40];
    cs_gen_date((item->at[CS_GEN_OCCURRED] + 28800) / 86400, day);
    cs_gen_format(file, "%.4s%.2s%.2s%05d", day, day + 5, day + 8, count);
    cs_gen_cell(file, "12345热线");
    cs_gen_cell(file, item->kind == CS_GEN_COMPLAINT ? "投诉"
                      : item->kind == CS_GEN_INQUIRY ? "咨询"
                                                     : "求决");
    cs_gen_cell(file, item->state >= CS_GEN_STATE_BACK ? "已办结" : "处理中");
    cs_gen_cell(file, item->reporter);
    cs_gen_format(file, "%.3s****%s", item->phone, item->phone + 7);
    cs_gen_cell(file, item->subject);
    cs_gen_cell(file, item->body);
    cs_gen_cell(file, p->name);
    cs_gen_format(file, "%s%d栋%d单元%d室", p->name, home->building, home->entrance, home->room);
    cs_gen_cell(file, "恒信置业");
    moment(file, item, CS_GEN_OCCURRED, CS_GEN_PLAIN);
    moment(file, item, CS_GEN_RECORDED, CS_GEN_PLAIN);
    hotline_moments(file, item, count);
    moment(file, item, CS_GEN_TARGET, CS_GEN_PLAIN);
    moment(file, item, CS_GEN_CLOSED, CS_GEN_PLAIN);
    if (count % 24 == 2)
        cs_gen_format(file, "延%.4s-%02d", day, count);
    else
        cs_gen_cell(file, "");
    cs_gen_cell(file, item->resolution);
    cs_gen_cell(file, p->city);
    cs_gen_end(file);
}

void cs_gen_export(struct cs_gen_file *file, int which, const struct cs_gen_case *item, int count)
{
    static void (*const exports[])(struct cs_gen_file *, const struct cs_gen_case *, int) = { crm, keeper,
                                                                                              app, hotline };
    exports[which](file, item, count);
}
