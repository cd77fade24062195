/* What a case is about: kind, channel, component, people, words, by the trade's proportions. */
#include "generate.h"

#include <string.h>

const char *const cs_gen_kind_words[CS_GEN_KINDS] = { "报修", "咨询", "投诉", "催办",
                                                      "建议", "表扬", "求助", "交付问题" };
const char *const cs_gen_kind_codes[CS_GEN_KINDS] = { "repair",     "inquiry", "complaint", "chaser",
                                                      "suggestion", "praise",  "plea",      "handover" };
const char *const cs_gen_state_words[CS_GEN_STATES] = {
    [CS_GEN_STATE_RECEIVED] = "待受理",   [CS_GEN_STATE_INSPECT] = "待查验",
    [CS_GEN_STATE_CHECK] = "待核实",      [CS_GEN_STATE_PLAN] = "待方案",
    [CS_GEN_STATE_DISPATCH] = "待派单",   [CS_GEN_STATE_ACCEPT] = "待接单",
    [CS_GEN_STATE_VISIT] = "待上门",      [CS_GEN_STATE_WORK] = "处理中",
    [CS_GEN_STATE_VERIFY] = "完工待验收", [CS_GEN_STATE_CLOSE] = "待结单",
    [CS_GEN_STATE_HELD] = "挂起",         [CS_GEN_STATE_BACK] = "待回访",
    [CS_GEN_STATE_CLOSED] = "已关闭",     [CS_GEN_STATE_CANCELLED] = "作废",
};
const char *const cs_gen_state_codes[CS_GEN_STATES] = {
    [CS_GEN_STATE_RECEIVED] = "received",
    [CS_GEN_STATE_INSPECT] = "to_inspect",
    [CS_GEN_STATE_CHECK] = "to_check",
    [CS_GEN_STATE_PLAN] = "to_plan",
    [CS_GEN_STATE_DISPATCH] = "to_dispatch",
    [CS_GEN_STATE_ACCEPT] = "to_accept",
    [CS_GEN_STATE_VISIT] = "to_visit",
    [CS_GEN_STATE_WORK] = "in_work",
    [CS_GEN_STATE_VERIFY] = "to_verify",
    [CS_GEN_STATE_CLOSE] = "to_close",
    [CS_GEN_STATE_HELD] = "held",
    [CS_GEN_STATE_BACK] = "to_call_back",
    [CS_GEN_STATE_CLOSED] = "closed",
    [CS_GEN_STATE_CANCELLED] = "cancelled",
};
const char *const cs_gen_channel_words[] = { "400热线", "物业前台", "微信小程序", "业主群",
                                             "来访",    "12345",    "信访",       "媒体",
                                             "律师函",  "巡检自查", "交付验房",   "其他" };
const char *const cs_gen_channel_codes[] = { "call_line", "property_desk", "app",      "owners_chat",
                                             "visit",     "hotline",       "petition", "media",
                                             "lawyer",    "patrol",        "handover", "other" };

static void channel(struct cs_gen_random *random, struct cs_gen_case *item)
{
    /*                            call desk app chat visit hotline petition media lawyer patrol inspection
     * other */
    static const int repairs[] = { 200, 450, 220, 1, 80, 1, 1, 1, 1, 30, 1, 14, 0 };
    static const int complaints[] = { 320, 75, 80, 75, 150, 200, 40, 40, 20, 1, 1, 1, 0 };
    static const int pleas[] = { 5, 5, 5, 1, 5, 80, 5, 1, 1, 1, 1, 1, 0 };
    item->channel = item->kind == CS_GEN_SNAG        ? CS_GEN_BY_INSPECTION
                    : item->kind == CS_GEN_COMPLAINT ? cs_gen_pick(random, complaints)
                    : item->kind == CS_GEN_PLEA      ? cs_gen_pick(random, pleas)
                                                     : cs_gen_pick(random, repairs);
}

static void component(struct cs_gen_random *random, struct cs_gen_case *item, int64_t day)
{
    static const int weights[] = { 220, 180, 140, 120, 90, 90, 70, 40, 50, 0 };
    static const int snags[] = { 60, 230, 260, 60, 70, 170, 120, 20, 10, 0 };
    static const int dire[] = { 25, 20, 35, 20, 0 };
    bool summer = day >= cs_gen_day(2026, 7, 1) && day < cs_gen_day(2026, 10, 1);
    if (item->kind == CS_GEN_SNAG) {
        item->component = cs_gen_pick(random, snags);
        item->priority = cs_gen_chance(random, 150) ? 3 : 4;
        return;
    }
    item->component = cs_gen_pick(random, weights);
    /* leaks come half as often again in the rains: some of the other repairs turn into leaks */
    if (summer && item->component != CS_GEN_LEAK && cs_gen_chance(random, 130))
        item->component = CS_GEN_LEAK;
    int64_t drawn = cs_gen_below(random, 1000);
    item->priority = drawn < 18 ? 1 : drawn < 130 ? 2 : drawn < 900 ? 3 : 4;
    if (item->priority == 1)
        item->component = CS_GEN_LIFT_TRAP + cs_gen_pick(random, dire);
    item->common = item->component == CS_GEN_COMMON || item->component == CS_GEN_LIFT_TRAP;
}

static void people(struct cs_gen_random *random, struct cs_gen_case *item)
{
    const struct cs_gen_home *home = &item->home;
    bool other = home->tenant || cs_gen_chance(random, 120);
    item->relation = !other ? "产权人" : home->tenant ? "租户" : "家属";
    snprintf(item->reporter, sizeof item->reporter, "%s", other ? cs_gen_name(random) : home->owner);
    snprintf(item->phone, sizeof item->phone, "%s", home->phone);
    if (other)
        snprintf(item->phone, sizeof item->phone, "%d0000%04d", (int)cs_gen_between(random, 150, 159),
                 (int)cs_gen_below(random, 10000));
    item->engineer = cs_gen_projects[home->project].engineer;
}

static void fault_words(struct cs_gen_random *random, struct cs_gen_case *item)
{
    struct cs_gen_words words = cs_gen_fault_words(random, item->component);
    snprintf(item->subject, sizeof item->subject, "%s%s", words.place, words.symptom);
    snprintf(item->body, sizeof item->body, "%s%s，%s，%s。", words.place, words.symptom,
             cs_gen_since(random), cs_gen_wish(random));
    /* some write on two lines and quote what they were told: real exports do */
    if (cs_gen_chance(random, 15))
        snprintf(item->body, sizeof item->body, "%s%s\n物业说\"不归我们管\", 请联系开发商。", words.place,
                 words.symptom);
}

static void complaint(struct cs_gen_random *random, struct cs_gen_case *item)
{
    static const int origins[] = { 44, 17, 17, 9, 8, 5, 0 };
    static const int grades[] = { 80, 15, 4, 1, 0 };
    item->origin = cs_gen_pick(random, origins);
    item->grade = cs_gen_pick(random, grades);
    item->priority = item->grade > 1 ? 2 : 3;
    snprintf(item->subject, sizeof item->subject, "%s", cs_gen_complaint(random, item->origin));
    snprintf(item->body, sizeof item->body, "%s，%s。", item->subject, cs_gen_wish(random));
    item->flags = item->channel == CS_GEN_BY_MEDIA     ? "媒体"
                  : item->channel == CS_GEN_BY_LAWYER  ? "律师"
                  : item->channel == CS_GEN_BY_HOTLINE ? "12345"
                  : cs_gen_chance(random, 40)          ? "群诉"
                                                       : "";
}

static void talk(struct cs_gen_random *random, struct cs_gen_case *item)
{
    static const char *const thanks[] = { "感谢师傅上门及时，服务态度好", "表扬管家协助处理漏水",
                                          "感谢客服耐心解答" };
    static const char *const advice[] = { "建议增加地库导视牌", "建议交付前开放工地参观",
                                          "建议小程序增加维修进度查询" };
    const char *text = item->kind == CS_GEN_PRAISE       ? thanks[cs_gen_below(random, 3)]
                       : item->kind == CS_GEN_SUGGESTION ? advice[cs_gen_below(random, 3)]
                       : item->kind == CS_GEN_CHASER     ? "催促之前的报修，仍未有人上门"
                                                         : cs_gen_question(random);
    snprintf(item->subject, sizeof item->subject, "%s", text);
    snprintf(item->body, sizeof item->body, "%s。", text);
    item->priority = item->kind == CS_GEN_CHASER ? 2 : 4;
}

void cs_gen_case(struct cs_gen_random *random, const struct cs_gen_home *home, int64_t day, int kind,
                 struct cs_gen_case *item)
{
    static const int kinds[] = { 680, 140, 100, 50, 20, 10, 0 };
    memset(item, 0, sizeof *item);
    item->home = *home;
    item->kind = kind >= 0 ? kind : cs_gen_pick(random, kinds);
    item->component = item->origin = item->grade = -1;
    item->flags = item->class = item->cause = item->warranty = item->verdict = item->result = item->hold = "";
    item->delay = item->resolution = item->party = item->supplier = "";
    item->batch = item->kind == CS_GEN_SNAG ? (home->batch == 1 ? "B1" : "B2") : "";
    channel(random, item);
    people(random, item);
    if (item->kind == CS_GEN_REPAIR || item->kind == CS_GEN_SNAG) {
        component(random, item, day);
        fault_words(random, item);
    } else if (item->kind == CS_GEN_COMPLAINT || item->kind == CS_GEN_PLEA) {
        complaint(random, item);
    } else {
        talk(random, item);
    }
    if (item->kind == CS_GEN_PLEA)
        item->origin = item->grade = -1;
    /* most call by day; emergencies come at any hour */
    int minute = item->priority == 1 || cs_gen_chance(random, 60) ? (int)cs_gen_below(random, 1440)
                                                                  : (int)cs_gen_between(random, 510, 1229);
    item->at[CS_GEN_OCCURRED] = cs_gen_at(day, 0, minute) + cs_gen_below(random, 60);
    cs_gen_times(random, item);
    cs_gen_outcome(random, item);
}
