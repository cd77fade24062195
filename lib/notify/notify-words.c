/* The words of messages: labels of codes and lengths of time, Chinese or English. */
#include "notify/notify-words.h"

#include <inttypes.h>

const struct cs_choice cs_notify_metrics[] = {
    { "answer", N_("first answer"), "首次响应" },
    { "contact", N_("first contact"), "首次联系" },
    { "owner", N_("named person in charge"), "指定责任人" },
    { "visit", N_("visit on site"), "上门" },
    { "danger", N_("danger stopped"), "排除险情" },
    { "inspect", N_("inspection on site"), "查验" },
    { "dispatch", N_("dispatch of the work"), "派单" },
    { "accept", N_("acceptance by the supplier"), "接单" },
    { "done", N_("work done"), "完工" },
    { "verify", N_("verification"), "验收" },
    { "close", N_("closing"), "结单" },
    { "callback", N_("call-back"), "回访" },
    { "plan", N_("plan of the case"), "方案" },
    { "approve", N_("approval of the plan"), "方案审批" },
    { "talk", N_("talk with the customer"), "沟通" },
    { "promise", N_("promised finish"), "承诺完成" },
    { "silence", N_("word to the customer"), "通报进展" },
    { "hold", N_("end of a hold"), "挂起到期" },
    { "review", N_("review of a hold"), "挂起复核" },
    { "soothe", N_("soothing an unhappy customer"), "安抚客户" },
    { "recall", N_("second call"), "二次回访" },
    { "outside", N_("limit of others"), "外部时限" },
    { "outside_sign", N_("their limit for signing"), "外部签收时限" },
    { "outside_contact", N_("their limit for contact"), "外部联系时限" },
    { "outside_answer", N_("their limit for the answer"), "外部答复时限" },
    { "outside_finish", N_("their limit"), "外部办结时限" },
    { "ours", N_("our limit before theirs"), "内部时限" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_notify_levels[] = {
    { "project", "project", "项目" }, { "city", "city", "城市" }, { "region", "region", "区域" },
    { "group", "group", "集团" },     { NULL, NULL, NULL },
};

static const struct cs_choice *find(const struct cs_choice *choices, const char *code, size_t length)
{
    for (; choices && choices->code; choices++)
        if (strlen(choices->code) == length && memcmp(choices->code, code, length) == 0)
            return choices;
    return NULL;
}

static const char *label(const struct cs_choice *choices, const char *code, size_t length, bool chinese,
                         struct cs_arena *arena)
{
    const struct cs_choice *choice = find(choices, code, length);
    if (!choice)
        return cs_arena_strndup(arena, code, length);
    if (chinese && choice->also && *choice->also)
        return cs_arena_strndup(arena, choice->also, strcspn(choice->also, "|"));
    return choice->label;
}

const char *cs_notify_label(const struct cs_choice *choices, const char *code, bool chinese,
                            struct cs_arena *arena)
{
    return label(choices, code, strlen(code), chinese, arena);
}

const char *cs_notify_labels(const struct cs_choice *choices, const char *codes, bool chinese,
                             struct cs_arena *arena)
{
    const char *out = "";
    while (*codes) {
        size_t length = strcspn(codes, ";");
        const char *one = label(choices, codes, length, chinese, arena);
        out = cs_arena_printf(arena, "%s%s%s", out, !*out ? "" : chinese ? "、" : ", ", one);
        codes += length + (codes[length] == ';');
    }
    return out;
}

const char *cs_notify_span(int64_t seconds, bool chinese, struct cs_arena *arena)
{
    static const struct {
        int64_t seconds;
        const char *english, *chinese;
    } units[] = { { 86400, "d", "天" }, { 3600, "h", "小时" }, { 60, "m", "分钟" } };
    enum { UNITS = 3 };
    int first = 0;
    while (first < UNITS - 1 && seconds < units[first].seconds)
        first++;
    int64_t count = seconds / units[first].seconds, rest = seconds % units[first].seconds;
    const char *unit = chinese ? units[first].chinese : units[first].english;
    if (first == UNITS - 1 || rest < units[first + 1].seconds)
        return cs_arena_printf(arena, "%" PRId64 "%s", count ? count : 1, unit);
    return cs_arena_printf(arena, "%" PRId64 "%s%s%" PRId64 "%s", count, unit, chinese ? "" : " ",
                           rest / units[first + 1].seconds,
                           chinese ? units[first + 1].chinese : units[first + 1].english);
}
