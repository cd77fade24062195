/* When things happened in a case, and what came of it. */
#include "generate.h"

#include <string.h>

enum { HOUR = 3600, DAY = 86400 };

/* A moment put into the hours in which people work, 8:00 to 20:00, and behind the one before. */
static int64_t by_day(struct cs_gen_random *random, int64_t at, int64_t before)
{
    int64_t local = at + 8 * HOUR, second = local % DAY;
    if (second < 8 * HOUR)
        at += 8 * HOUR - second + cs_gen_below(random, 5400);
    else if (second > 20 * HOUR)
        at += 32 * HOUR - second + cs_gen_below(random, 5400);
    return at > before ? at : before + cs_gen_between(random, 600, 2400);
}

static bool failing(const struct cs_gen_case *item)
{
    return item->component == CS_GEN_LEAK && (item->home.project == 3 || item->home.project == 4);
}

static bool orphaned(const struct cs_gen_case *item)
{
    return item->component == CS_GEN_DOOR && item->home.project == 2;
}

/* Hours from the report to the closing of a case. */
static int64_t length(struct cs_gen_random *random, const struct cs_gen_case *item)
{
    static const struct cs_gen_quantile repair[] = { { 0, 5 * 60 },      { 150, 26 * 60 },  { 350, 60 * 60 },
                                                     { 700, 124 * 60 },  { 900, 272 * 60 }, { 970, 760 * 60 },
                                                     { 1000, 2300 * 60 } };
    static const struct cs_gen_quantile dire[] = {
        { 0, 120 }, { 700, 12 * 60 }, { 900, 23 * 60 }, { 1000, 90 * 60 }
    };
    static const struct cs_gen_quantile complaint[] = {
        { 0, 600 }, { 500, 130 * 60 }, { 850, 240 * 60 }, { 1000, 1500 * 60 }
    };
    static const struct cs_gen_quantile talk[] = {
        { 0, 5 }, { 700, 40 }, { 950, 26 * 60 }, { 1000, 90 * 60 }
    };
    static const struct cs_gen_quantile snag[] = {
        { 0, 600 }, { 500, 200 * 60 }, { 850, 600 * 60 }, { 1000, 1900 * 60 }
    };
    /* leaks dry, parts are made to measure, the rest is quick */
    static const int stretch[] = { 150, 85, 105, 75, 75, 90, 190, 85, 85 };
    if (item->kind == CS_GEN_SNAG)
        return cs_gen_quantile(random, snag) * 60;
    if (item->kind == CS_GEN_COMPLAINT || item->kind == CS_GEN_PLEA)
        return cs_gen_quantile(random, complaint) * 60;
    if (item->kind != CS_GEN_REPAIR)
        return cs_gen_quantile(random, talk) * 60;
    if (item->priority == 1)
        return cs_gen_quantile(random, dire) * 60;
    /* some never end: nobody comes, or nobody wants it known */
    if (cs_gen_chance(random, failing(item) ? 90 : item->home.project == 1 ? 110 : 4))
        return 500 * DAY;
    int64_t minutes = cs_gen_quantile(random, repair) * stretch[item->component] / 100;
    int64_t day = (item->at[CS_GEN_OCCURRED] + 8 * HOUR) / DAY;
    bool peak = day < cs_gen_day(2026, 1, 1);
    bool spring = day >= cs_gen_day(2026, 2, 8) && day < cs_gen_day(2026, 2, 24);
    if (failing(item))
        minutes = minutes * 5 / 2;
    if (orphaned(item))
        minutes = minutes * 3;
    if (peak)
        minutes = minutes * 9 / 5;
    return minutes * 60 + (spring ? 6 * DAY : 0);
}

static void repair_times(struct cs_gen_random *random, struct cs_gen_case *item, int64_t whole)
{
    static const int shares[] = {
        12, 17, 22, 45, 84, 92, 100
    }; /* inspected .. closed, per cent of the whole */
    int64_t *at = item->at, before = at[CS_GEN_CONTACT];
    for (int i = 0; i < 7; i++) {
        int64_t share = shares[i] + cs_gen_between(random, -3, 3) * (i < 6);
        int64_t moment = at[CS_GEN_OCCURRED] + whole * share / 100;
        if (item->priority != 1)
            moment = by_day(random, moment, before);
        else if (moment <= before)
            moment = before + cs_gen_between(random, 120, 600);
        before = at[CS_GEN_INSPECTED + i] = moment;
    }
    if (item->priority == 1) {
        /* sent out first, inspected on site */
        at[CS_GEN_DISPATCHED] = at[CS_GEN_CONTACT] + cs_gen_between(random, 60, 600);
        at[CS_GEN_ACCEPTED] = at[CS_GEN_DISPATCHED] + cs_gen_between(random, 60, 300);
        at[CS_GEN_ARRIVED] = at[CS_GEN_ACCEPTED] + cs_gen_between(random, 600, 2700);
        at[CS_GEN_INSPECTED] = at[CS_GEN_ARRIVED] + cs_gen_between(random, 300, 1500);
        for (int i = CS_GEN_DONE; i <= CS_GEN_CLOSED; i++)
            if (at[i] <= at[i == CS_GEN_DONE ? CS_GEN_INSPECTED : i - 1])
                at[i] = at[i == CS_GEN_DONE ? CS_GEN_INSPECTED : i - 1] + cs_gen_between(random, 900, 3600);
    }
    at[CS_GEN_PROMISED] = at[CS_GEN_OCCURRED] + 7 * DAY;
}

void cs_gen_times(struct cs_gen_random *random, struct cs_gen_case *item)
{
    static const struct cs_gen_quantile answer[] = {
        { 0, 60 }, { 500, 1500 }, { 900, 6600 }, { 1000, 40000 }
    };
    int64_t *at = item->at, whole = length(random, item), start = at[CS_GEN_OCCURRED];
    at[CS_GEN_RECORDED] = start + cs_gen_between(random, 20, 900);
    int64_t wait = item->priority == 1 ? cs_gen_between(random, 60, 700) : cs_gen_quantile(random, answer);
    at[CS_GEN_CONTACT] = item->priority == 1 ? start + wait : by_day(random, start + wait, start);
    if (item->kind == CS_GEN_REPAIR || item->kind == CS_GEN_SNAG) {
        repair_times(random, item, whole);
    } else if (item->kind == CS_GEN_COMPLAINT || item->kind == CS_GEN_PLEA) {
        at[CS_GEN_VERIFIED] = by_day(random, start + whole / 4, at[CS_GEN_CONTACT]);
        at[CS_GEN_ARRIVED] = by_day(random, start + whole / 3, at[CS_GEN_VERIFIED]);
        at[CS_GEN_DONE] = by_day(random, start + whole * 9 / 10, at[CS_GEN_ARRIVED]);
        at[CS_GEN_CLOSED] = by_day(random, start + whole, at[CS_GEN_DONE]);
        at[CS_GEN_VERIFIED] = 0; /* the source has no such column for complaints */
    } else {
        at[CS_GEN_CLOSED] = by_day(random, start + whole, at[CS_GEN_CONTACT]);
    }
    at[CS_GEN_CALLED] =
        by_day(random, at[CS_GEN_CLOSED] + cs_gen_between(random, 6 * HOUR, 64 * HOUR), at[CS_GEN_CLOSED]);
    if (item->channel == CS_GEN_BY_HOTLINE)
        at[CS_GEN_TARGET] = cs_gen_at((start + 8 * HOUR) / DAY + 7, 18, 0);
    /* the manager of P02 writes things down days later, with a finish just inside the limit */
    if (item->home.project == 1 && item->kind == CS_GEN_REPAIR && cs_gen_chance(random, 450)) {
        at[CS_GEN_RECORDED] = at[CS_GEN_CLOSED] + cs_gen_between(random, 2 * DAY, 5 * DAY);
        if (at[CS_GEN_DONE] > start + 7 * DAY && at[CS_GEN_ARRIVED] < start + 6 * DAY)
            at[CS_GEN_DONE] = start + 7 * DAY - cs_gen_between(random, 1200, 7200);
        if (at[CS_GEN_RECORDED] > CS_GEN_EXPORTED)
            at[CS_GEN_RECORDED] = start + 600;
    }
}

/* ---- what came of it ---- */

static int state_of(const struct cs_gen_case *item)
{
    const int64_t *at = item->at, now = CS_GEN_EXPORTED;
    bool site = item->kind == CS_GEN_REPAIR || item->kind == CS_GEN_SNAG;
    if (at[CS_GEN_CLOSED] <= now) {
        bool called = at[CS_GEN_CALLED] <= now || (!site && item->kind != CS_GEN_COMPLAINT);
        return called ? CS_GEN_STATE_CLOSED : CS_GEN_STATE_BACK;
    }
    if (at[CS_GEN_CONTACT] > now)
        return CS_GEN_STATE_RECEIVED;
    if (!site) {
        bool slow = item->kind == CS_GEN_COMPLAINT;
        return at[CS_GEN_DONE] && at[CS_GEN_DONE] <= now ? CS_GEN_STATE_CLOSE
               : !slow || at[CS_GEN_ARRIVED] <= now      ? CS_GEN_STATE_WORK
               : at[CS_GEN_ARRIVED] - 2 * DAY <= now     ? CS_GEN_STATE_PLAN
                                                         : CS_GEN_STATE_CHECK;
    }
    return at[CS_GEN_VERIFIED] <= now                           ? CS_GEN_STATE_CLOSE
           : at[CS_GEN_DONE] <= now                             ? CS_GEN_STATE_VERIFY
           : at[CS_GEN_ARRIVED] <= now                          ? CS_GEN_STATE_WORK
           : at[CS_GEN_ACCEPTED] <= now                         ? CS_GEN_STATE_VISIT
           : at[CS_GEN_DISPATCHED] <= now                       ? CS_GEN_STATE_ACCEPT
           : at[CS_GEN_INSPECTED] <= now || item->priority == 1 ? CS_GEN_STATE_DISPATCH
                                                                : CS_GEN_STATE_INSPECT;
}

static const char *supplier_of(const struct cs_gen_case *item)
{
    const struct cs_gen_project *p = &cs_gen_projects[item->home.project];
    switch (item->component) {
    case CS_GEN_LEAK:
        return p->waterproofer;
    case CS_GEN_DOOR:
        return orphaned(item) && item->at[CS_GEN_OCCURRED] > cs_gen_at(cs_gen_day(2026, 3, 1), 0, 0)
                   ? "S12"
                   : p->window_firm;
    case CS_GEN_ELECTRIC:
    case CS_GEN_HVAC:
    case CS_GEN_LIFT_TRAP:
    case CS_GEN_POWER:
        return "S10";
    case CS_GEN_CABINET:
        return "S11";
    default:
        return p->builder;
    }
}

static void closed_repair(struct cs_gen_random *random, struct cs_gen_case *item)
{
    static const char *const classes[] = { "工艺安装问题", "选材问题", "设计问题",
                                           "使用不当",     "物业维护", "无缺陷" };
    static const int weights[] = { 620, 180, 80, 40, 35, 45, 0 };
    static const struct cs_gen_quantile small[] = {
        { 0, 0 }, { 300, 80 }, { 700, 310 }, { 950, 1000 }, { 1000, 2600 }
    };
    static const struct cs_gen_quantile leak[] = { { 0, 500 }, { 600, 1150 }, { 900, 3000 }, { 1000, 8000 } };
    int class = cs_gen_pick(random, weights);
    item->class = classes[class];
    item->cause = cs_gen_cause(random, item->component);
    item->party = class < 2    ? supplier_of(item)
                  : class == 2 ? "设计部"
                  : class == 4 ? cs_gen_projects[item->home.project].keeper_firm
                               : "业主";
    item->resolution = cs_gen_repair(random, item->component);
    if (item->kind == CS_GEN_REPAIR)
        item->cost = cs_gen_quantile(random, item->component == CS_GEN_LEAK ? leak : small) * 100;
    int again = failing(item) ? 260 : item->component == CS_GEN_LEAK ? 130 : 55;
    if (item->kind == CS_GEN_REPAIR && cs_gen_chance(random, again))
        item->reopens = cs_gen_chance(random, failing(item) ? 300 : 120) ? 2 : 1;
    if (orphaned(item))
        item->delay = "原厂失联，改由代维单位维修";
    else if (item->at[CS_GEN_CLOSED] - item->at[CS_GEN_OCCURRED] > 20 * DAY)
        item->delay = failing(item) ? "施工单位多次不到场" : "材料到货慢";
}

static void call_back(struct cs_gen_random *random, struct cs_gen_case *item)
{
    static const char *const results[] = { "已解决", "已解决不满意", "未接通", "拒访" };
    static const int weights[] = { 84, 6, 8, 2, 0 };
    static const int stars[] = { 73, 20, 4, 2, 1, 0 };
    static const int grim[] = { 15, 22, 23, 22, 18, 0 };
    int result = cs_gen_pick(random, weights);
    item->result = results[result];
    if (result < 2 && cs_gen_chance(random, 280))
        item->score =
            result == 1 ? 3 : 5 - cs_gen_pick(random, item->kind == CS_GEN_COMPLAINT ? grim : stars);
}

static void hold(struct cs_gen_random *random, struct cs_gen_case *item)
{
    bool hider = item->home.project == 1;
    if (item->kind != CS_GEN_REPAIR || item->priority < 3 || item->at[CS_GEN_INSPECTED] > CS_GEN_EXPORTED)
        return;
    if (item->state < CS_GEN_STATE_DISPATCH || item->state > CS_GEN_STATE_WORK ||
        !cs_gen_chance(random, hider ? 700 : 60))
        return;
    item->state = CS_GEN_STATE_HELD;
    item->hold = hider ? "owner_delay" : item->component == CS_GEN_LEAK ? "drying" : "material";
    item->hold_until = hider ? 0 : CS_GEN_EXPORTED + cs_gen_between(random, 1, 9) * DAY;
}

void cs_gen_outcome(struct cs_gen_random *random, struct cs_gen_case *item)
{
    static const char *const verdicts[] = { "有效", "部分有效", "无效" };
    static const int weights[] = { 55, 25, 20, 0 };
    bool site = item->kind == CS_GEN_REPAIR || item->kind == CS_GEN_SNAG;
    item->state = state_of(item);
    if (site) {
        if (item->at[CS_GEN_INSPECTED] <= CS_GEN_EXPORTED)
            item->warranty = item->kind == CS_GEN_REPAIR && cs_gen_chance(random, 120) ? "保外" : "保内";
        if (item->at[CS_GEN_DISPATCHED] <= CS_GEN_EXPORTED)
            item->supplier = supplier_of(item);
        hold(random, item);
    }
    if (item->state >= CS_GEN_STATE_BACK) {
        if (site)
            closed_repair(random, item);
        else if (item->kind == CS_GEN_COMPLAINT)
            item->verdict = verdicts[cs_gen_pick(random, weights)];
        if (!site)
            item->resolution = item->kind == CS_GEN_COMPLAINT ? "已与业主沟通并达成一致" : "已当场答复";
    }
    if (item->state == CS_GEN_STATE_CLOSED && (site || item->kind == CS_GEN_COMPLAINT))
        call_back(random, item);
    if (item->state == CS_GEN_STATE_WORK && cs_gen_chance(random, 200))
        item->chasers = (int)cs_gen_between(random, 1, failing(item) ? 6 : 2);
    /* what has not happened yet is not known */
    for (int i = 0; i < CS_GEN_MOMENTS; i++)
        if (item->at[i] > CS_GEN_EXPORTED && i != CS_GEN_TARGET && i != CS_GEN_PROMISED)
            item->at[i] = 0;
    if (item->state < CS_GEN_STATE_CLOSED || !*item->result)
        item->at[CS_GEN_CALLED] = 0;
}
