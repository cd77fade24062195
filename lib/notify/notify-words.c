/* The words of messages: labels of codes and lengths of time, Chinese or English. */
#include "notify/notify-words.h"

#include <inttypes.h>

const struct cs_choice cs_notify_metrics[] = {
    { "answer", "first answer", "首次响应" },
    { "contact", "first contact", "首次联系" },
    { "owner", "named person in charge", "指定责任人" },
    { "visit", "visit on site", "上门" },
    { "danger", "danger stopped", "排除险情" },
    { "inspect", "inspection", "查验" },
    { "dispatch", "dispatch", "派单" },
    { "accept", "acceptance by the supplier", "接单" },
    { "done", "work done", "完工" },
    { "verify", "verification", "验收" },
    { "close", "closing", "结单" },
    { "callback", "call-back", "回访" },
    { "plan", "plan", "方案" },
    { "silence", "word to the customer", "通报进展" },
    { "review", "review of a hold", "挂起复核" },
    { "soothe", "soothing an unhappy customer", "安抚客户" },
    { "recall", "second call", "二次回访" },
    { "outside", "limit of others", "外部时限" },
    { "outside_sign", "their limit for signing", "外部签收时限" },
    { "outside_contact", "their limit for contact", "外部联系时限" },
    { "outside_answer", "their limit for the answer", "外部答复时限" },
    { "outside_finish", "their limit", "外部办结时限" },
    { "ours", "our limit before theirs", "内部时限" },
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
