/* The words of a case as clerks and CRMs write them, from practice.md: what each must be understood as. */
#include "unit.h"

#include "record/record.h"
#include "ticket/ticket-record.h"

struct word {
    const char *written, *code;
};

static void understood(const struct cs_choice *choices, const struct word *words)
{
    for (; words->written; words++) {
        const struct cs_choice *found = cs_choice_find(choices, words->written, strlen(words->written));
        CHECK_THAT(found && strcmp(found->code, words->code) == 0, "\"%s\" is understood as %s, not %s",
                   words->written, found ? found->code : "nothing", words->code);
    }
}

static void unknown(const struct cs_choice *choices, const char *const *words)
{
    for (; *words; words++) {
        const struct cs_choice *found = cs_choice_find(choices, *words, strlen(*words));
        CHECK_THAT(!found, "\"%s\" is understood as %s, but nobody can know that", *words, found->code);
    }
}

static const struct cs_choice *choices_of(const char *name)
{
    int field = cs_record_find(&cs_ticket_record, name);
    CHECK_THAT(field >= 0 && cs_ticket_record.fields[field].choices, "%s has no words", name);
    return cs_ticket_record.fields[field].choices;
}

CS_TEST(kinds, "the eight kinds, as CRMs name them")
{
    static const struct word words[] = {
        { "repair", "repair" },
        { "报修", "repair" },
        { "维修", "repair" },
        { "保修", "repair" },
        { "complaint", "complaint" },
        { "投诉", "complaint" },
        { "客诉", "complaint" },
        { "inquiry", "inquiry" },
        { "咨询", "inquiry" },
        { "suggestion", "suggestion" },
        { "建议", "suggestion" },
        { "praise", "praise" },
        { "表扬", "praise" },
        { "plea", "plea" },
        { "求助", "plea" },
        { "诉求", "plea" },
        { "chaser", "chaser" },
        { "催办", "chaser" },
        { "催单", "chaser" },
        { "handover", "handover" },
        { "交付问题", "handover" },
        { "验房问题", "handover" },
        { "Incident", "repair" },
        { "QUESTION", "inquiry" },
        { NULL, NULL },
    };
    static const char *const none[] = { "谣言", "报", "修", "rep", "repair!", "", NULL };
    understood(cs_ticket_kinds, words);
    unknown(cs_ticket_kinds, none);
}

CS_TEST(states, "every state of the loop, as practice names it")
{
    static const struct word words[] = {
        { "待受理", "received" },
        { "新建", "received" },
        { "open", "received" },
        { "待查验", "to_inspect" },
        { "已受理", "to_inspect" },
        { "待核实", "to_check" },
        { "待方案", "to_plan" },
        { "待审批", "to_approve" },
        { "待派单", "to_dispatch" },
        { "待分派", "to_dispatch" },
        { "退单", "refused" },
        { "拒单", "refused" },
        { "待接单", "to_accept" },
        { "已派单", "to_accept" },
        { "待预约", "to_appoint" },
        { "待上门", "to_visit" },
        { "已接单", "to_visit" },
        { "处理中", "in_work" },
        { "维修中", "in_work" },
        { "整改中", "in_work" },
        { "返工", "rework" },
        { "待沟通", "to_talk" },
        { "待签约", "to_agree" },
        { "完工待验收", "to_verify" },
        { "已完工", "to_verify" },
        { "待结单", "to_close" },
        { "已验收", "to_close" },
        { "挂起", "held" },
        { "暂停", "held" },
        { "待回访", "to_call_back" },
        { "已结单", "to_call_back" },
        { "已关闭", "closed" },
        { "办结", "closed" },
        { "已解决", "closed" },
        { "非责任关闭", "not_ours" },
        { "协商赔偿", "settled" },
        { "作废", "cancelled" },
        { "取消", "cancelled" },
        { "已合并", "merged" },
        { "In Progress", "in_work" },
        { "on hold", "held" },
        { "Resolved", "closed" },
        { "to_call_back", "to_call_back" },
        { "To Call Back", "to_call_back" },
        { "to-call-back", "to_call_back" },
        { NULL, NULL },
    };
    static const char *const none[] = { "待", "已", "处理", "受理", "close", "done", NULL };
    understood(cs_ticket_states, words);
    unknown(cs_ticket_states, none);
}

CS_TEST(channels, "channels: what reached us on which way, each under its own name")
{
    static const struct word words[] = {
        { "400热线", "call_line" },
        { "400", "call_line" },
        { "电话", "call_line" },
        { "物业前台", "property_desk" },
        { "管家", "property_desk" },
        { "微信小程序", "app" },
        { "APP", "app" },
        { "企业微信", "wecom" },
        { "企微", "wecom" },
        { "业主群", "owners_chat" },
        { "来访", "visit" },
        { "信函邮件", "letter" },
        { "邮件", "letter" },
        { "12345", "hotline" },
        { "市民热线", "hotline" },
        { "12315", "consumer_line" },
        { "住建/信访", "petition" },
        { "信访", "petition" },
        { "领导留言板", "leader_board" },
        { "媒体", "media" },
        { "微博", "media" },
        { "律师函/法院", "lawyer" },
        { "法院", "lawyer" },
        { "巡检自查", "patrol" },
        { "交付验房", "handover" },
        { "回访发现", "callback" },
        { "满意度调研", "survey" },
        { "其他", "other" },
        { "call_line", "call_line" },
        { "Owners' chat", "owners_chat" },
        { NULL, NULL },
    };
    static const char *const none[] = { "1234", "123456", "热线", "群", NULL };
    understood(cs_ticket_channels, words);
    unknown(cs_ticket_channels, none);
}

CS_TEST(priorities, "four priorities, by number and by word; a grade is none of them")
{
    static const struct word words[] = {
        { "1", "1" },      { "特急", "1" },      { "P1", "1" },   { "critical", "1" }, { "2", "2" },
        { "紧急", "2" },   { "高", "2" },        { "3", "3" },    { "一般", "3" },     { "中", "3" },
        { "normal", "3" }, { "4", "4" },         { "计划", "4" }, { "planned", "4" },  { "低", "4" },
        { "urgent", "2" }, { "emergency", "1" }, { NULL, NULL },
    };
    static const char *const none[] = { "0", "5", "1.0", "01", "重大", "危机", NULL };
    understood(cs_ticket_priorities, words);
    unknown(cs_ticket_priorities, none);
}

CS_TEST(grades_flags, "a complaint's grade and what makes it sensitive")
{
    static const struct word grades[] = {
        { "一般", "ordinary" },  { "一般投诉", "ordinary" }, { "重要", "important" },
        { "热点", "important" }, { "重大", "major" },        { "重大投诉", "major" },
        { "危机", "crisis" },    { "Crisis", "crisis" },     { NULL, NULL },
    };
    static const struct word flags[] = {
        { "媒体", "media" },      { "律师函", "lawyer" },    { "诉讼", "lawyer" },
        { "群诉", "group" },      { "伤人", "injury" },      { "12345", "hotline" },
        { "退房", "rescission" }, { "已升级", "escalated" }, { NULL, NULL },
    };
    understood(cs_ticket_grades, grades);
    understood(cs_ticket_flags, flags);
}

CS_TEST(components, "what is broken: the nine groups of the demo facts, and the four emergencies apart")
{
    static const struct word words[] = {
        { "渗漏", "leak" },        { "漏水", "leak" },
        { "防水", "leak" },        { "门窗", "door_window" },
        { "裂缝", "crack_paint" }, { "墙面", "crack_paint" },
        { "给排水", "plumbing" },  { "洁具", "plumbing" },
        { "电气", "electric" },    { "智能化", "electric" },
        { "空鼓", "floor_tile" },  { "瓷砖", "floor_tile" },
        { "橱柜", "cabinet" },     { "地暖", "hvac" },
        { "空调", "hvac" },        { "公区", "common" },
        { "电梯", "common" },      { "电梯困人", "lift_trap" },
        { "困人", "lift_trap" },   { "燃气", "gas" },
        { "触电", "gas" },         { "坠物", "gas" },
        { "爆管", "burst_pipe" },  { "停电", "power" },
        { "其他", "other" },       { NULL, NULL },
    };
    understood(cs_ticket_components, words);
}

CS_TEST(classes, "whose fault it is")
{
    static const struct word words[] = {
        { "设计", "design" },
        { "设计问题", "design" },
        { "选材", "material" },
        { "材料", "material" },
        { "工艺", "workmanship" },
        { "施工", "workmanship" },
        { "工艺安装问题", "workmanship" },
        { "使用不当", "misuse" },
        { "人为", "misuse" },
        { "物业维护", "upkeep" },
        { "无缺陷", "no_defect" },
        { "待定", "undecided" },
        { NULL, NULL },
    };
    understood(cs_ticket_classes, words);
}

CS_TEST(other_words, "scope, relation, demand, origin, warranty, verdict, call-back")
{
    static const struct {
        const char *field;
        struct word word;
    } words[] = {
        { "scope", { "户内", "indoor" } },
        { "scope", { "公区", "common" } },
        { "scope", { "设备", "equipment" } },
        { "scope", { "车位", "parking" } },
        { "scope", { "配套", "amenity" } },
        { "relation", { "产权人", "owner" } },
        { "relation", { "业主", "owner" } },
        { "relation", { "共有人", "co_owner" } },
        { "relation", { "家属", "family" } },
        { "relation", { "租户", "tenant" } },
        { "relation", { "代理人", "agent" } },
        { "relation", { "二手业主", "second_owner" } },
        { "relation", { "业委会", "committee" } },
        { "relation", { "准业主", "buyer" } },
        { "relation", { "潜客", "visitor" } },
        { "demand", { "维修", "repair" } },
        { "demand", { "赔偿", "compensation" } },
        { "demand", { "换房", "exchange" } },
        { "demand", { "退房", "rescission" } },
        { "demand", { "道歉", "apology" } },
        { "demand", { "解释", "explanation" } },
        { "origin", { "工程质量", "quality" } },
        { "origin", { "销售承诺", "promise" } },
        { "origin", { "物业服务", "property" } },
        { "origin", { "延期办证", "delivery" } },
        { "warranty", { "保内", "in" } },
        { "warranty", { "是", "in" } },
        { "warranty", { "保外", "out" } },
        { "warranty", { "否", "out" } },
        { "warranty", { "争议", "disputed" } },
        { "warranty", { "人为", "misuse" } },
        { "verdict", { "有效", "valid" } },
        { "verdict", { "部分有效", "partly" } },
        { "verdict", { "无效", "invalid" } },
        { "callback_result", { "已解决", "solved" } },
        { "callback_result", { "不满意", "unhappy" } },
        { "callback_result", { "未解决", "not_solved" } },
        { "callback_result", { "未接", "unreached" } },
        { "callback_result", { "空号", "unreached" } },
        { "callback_result", { "拒访", "refused" } },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct word one[] = { words[i].word, { NULL, NULL } };
        understood(choices_of(words[i].field), one);
    }
}

CS_TEST(contacts, "ways to speak with a customer; an automatic message is one of its own")
{
    static const struct word words[] = {
        { "电话", "phone" }, { "短信", "sms" },           { "微信", "chat" },   { "上门", "visit" },
        { "面谈", "visit" }, { "系统消息", "automatic" }, { "信函", "letter" }, { NULL, NULL },
    };
    understood(cs_contact_channels, words);
}

/* ---- what must hold of every list ---- */

static void each_spelling(const struct cs_choice *choices, const char *name)
{
    for (const struct cs_choice *choice = choices; choice->code; choice++) {
        const char *const plain[] = { choice->code, choice->label };
        for (int i = 0; i < 2; i++) {
            const struct cs_choice *found = cs_choice_find(choices, plain[i], strlen(plain[i]));
            CHECK_THAT(found == choice, "%s: \"%s\" leads to %s, not %s", name, plain[i],
                       found ? found->code : "nothing", choice->code);
        }
        for (const char *at = choice->also ? choice->also : ""; *at;
             at += strcspn(at, "|"), at += *at == '|') {
            const struct cs_choice *found = cs_choice_find(choices, at, strcspn(at, "|"));
            CHECK_THAT(found == choice, "%s: \"%.*s\" leads to %s, not %s", name, (int)strcspn(at, "|"), at,
                       found ? found->code : "nothing", choice->code);
        }
    }
}

CS_TEST(one_meaning, "a word means one thing in its list: code, label and every other spelling lead home")
{
    for (size_t i = 0; i < cs_ticket_record.count; i++)
        if (cs_ticket_record.fields[i].choices)
            each_spelling(cs_ticket_record.fields[i].choices, cs_ticket_record.fields[i].name);
    each_spelling(cs_contact_channels, "means");
    each_spelling(cs_event_verbs, "verb");
}

CS_TEST(codes, "codes are lower case, short and the same for ever: files and reports hold them")
{
    for (size_t i = 0; i < cs_ticket_record.count; i++)
        for (const struct cs_choice *c = cs_ticket_record.fields[i].choices; c && c->code; c++) {
            CHECK_THAT(strspn(c->code, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(c->code),
                       "%s: %s has other characters", cs_ticket_record.fields[i].name, c->code);
            CHECK_THAT(strlen(c->code) <= 20, "%s: %s is long", cs_ticket_record.fields[i].name, c->code);
            CHECK_THAT(c->also && c->label, "%s: %s has no words for people", cs_ticket_record.fields[i].name,
                       c->code);
        }
}

/* ---- headings ---- */

CS_TEST(headings, "the headings that a Chinese CRM's export carries need no mapping")
{
    static const struct {
        const char *field, *headings;
    } known[] = {
        { "occurred_at", "发生时间|报修时间|报事时间|来电时间" },
        { "recorded_at", "受理时间|创建时间|登记时间" },
        { "external_id", "工单号|单据编号|报事编号|投诉编号|任务编号|流水号" },
        { "channel", "来源|渠道|受理渠道|来电渠道|信息来源" },
        { "kind", "类型|业务类型|事项类型|工单类型" },
        { "category1", "一级分类|问题大类" },
        { "category2", "二级分类|问题小类" },
        { "category3", "三级分类" },
        { "project", "项目|项目名称|楼盘|小区" },
        { "batch", "分期|期数|批次|交付批次" },
        { "building", "楼栋|栋号|楼号|座" },
        { "entrance", "单元" },
        { "room", "房号|室号|门牌|房间|房间信息|房产全称|地址" },
        { "reporter", "业主|客户姓名|报事人|联系人|来电人|投诉人|诉求人" },
        { "phone", "联系电话|手机|来电号码" },
        { "body", "问题描述|报修内容|投诉内容|诉求内容" },
        { "place", "部位|位置|空间" },
        { "component", "部件|检查项" },
        { "priority", "紧急程度|优先级" },
        { "grade", "投诉等级|级别" },
        { "state", "状态|处理状态|单据状态" },
        { "taker", "受理人|接待人|坐席" },
        { "assignee", "责任人|处理人|经办人|整改人" },
        { "responsible_dept", "责任部门" },
        { "handling_dept", "承办单位" },
        { "supplier", "责任单位|施工单位|维修单位|供应商" },
        { "dispatched_at", "派单时间|指派时间|下发时间|转办时间" },
        { "accepted_at", "接单时间" },
        { "appointment_at", "预约时间" },
        { "arrived_at", "到场时间|上门时间" },
        { "first_contact_at", "首次响应时间|首次联系时间" },
        { "target_at", "要求完成时间|办理时限|截止时间|整改期限" },
        { "promised_at", "承诺时间" },
        { "done_at", "完工时间|完成时间|整改时间|维修完成时间" },
        { "verified_at", "验收时间|销项时间" },
        { "closed_at", "关闭时间|结单时间|办结时间|结案时间" },
        { "callback_at", "回访时间" },
        { "callback_result", "回访结果" },
        { "score", "满意度|评价|星级|评分" },
        { "delay_reason", "超期原因|延期原因" },
        { "warranty", "保修状态|是否保内" },
        { "resolution", "处理结果|解决方案|答复意见" },
        { "cost", "费用|维修金额" },
        { "chasers", "催办次数" },
        { "flags", "是否群诉|是否升级" },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (const char *at = known[i].headings; *at; at += strcspn(at, "|"), at += *at == '|') {
            char heading[64];
            snprintf(heading, sizeof heading, "%.*s", (int)strcspn(at, "|"), at);
            int field = cs_record_find_heading(&cs_ticket_record, heading);
            CHECK_THAT(field >= 0 && strcmp(cs_ticket_record.fields[field].name, known[i].field) == 0,
                       "%s is read as %s, not %s", heading,
                       field < 0 ? "nothing" : cs_ticket_record.fields[field].name, known[i].field);
        }
    CHECK_INT(cs_record_find_heading(&cs_ticket_record, "是否超期"), -1); /* compared, never trusted */
    CHECK_INT(cs_record_find_heading(&cs_ticket_record, "工"), -1);
}

CS_TEST(names, "each field is found by its own name, its heading and none of another's")
{
    for (size_t i = 0; i < cs_ticket_record.count; i++) {
        const struct cs_field *f = &cs_ticket_record.fields[i];
        CHECK_INT(cs_record_find(&cs_ticket_record, f->name), (int)i);
        CHECK_INT(cs_record_find_heading(&cs_ticket_record, f->name), (int)i);
        for (const char *at = f->also ? f->also : ""; *at; at += strcspn(at, "|"), at += *at == '|') {
            char heading[80];
            snprintf(heading, sizeof heading, "%.*s", (int)strcspn(at, "|"), at);
            int found = cs_record_find_heading(&cs_ticket_record, heading);
            CHECK_THAT(found == (int)i, "\"%s\" of %s leads to %s", heading, f->name,
                       found < 0 ? "nothing" : cs_ticket_record.fields[found].name);
        }
    }
}
