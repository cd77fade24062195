/* What owners say and what crews write down. Invented; nobody's name stands here but a surname. */
#include "generate.h"

#include <stdio.h>

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

const char *const cs_gen_component_words[CS_GEN_COMPONENTS] = {
    "渗漏",     "门窗",     "裂缝",     "给排水", "电气智能", "空鼓", "橱柜",
    "空调地暖", "公区电梯", "电梯困人", "燃气",   "爆管",     "停电",
};
const char *const cs_gen_component_codes[CS_GEN_COMPONENTS] = {
    "leak", "door_window", "crack_paint", "plumbing", "electric",   "floor_tile", "cabinet",
    "hvac", "common",      "lift_trap",   "gas",      "burst_pipe", "power",
};

static const char *const places[CS_GEN_COMPONENTS][5] = {
    [CS_GEN_LEAK] = { "主卫", "次卫", "厨房", "客厅外墙", "阳台" },
    [CS_GEN_DOOR] = { "入户门", "主卧窗", "阳台推拉门", "次卧门", "卫生间门" },
    [CS_GEN_CRACK] = { "客厅顶面", "主卧墙面", "次卧墙面", "餐厅墙面", "书房阴角" },
    [CS_GEN_PLUMBING] = { "主卫马桶", "厨房水槽", "阳台地漏", "次卫花洒", "主卫台盆" },
    [CS_GEN_ELECTRIC] = { "客厅开关", "可视对讲", "厨房插座", "智能门锁", "弱电箱" },
    [CS_GEN_FLOOR] = { "客厅地砖", "厨房墙砖", "主卧地板", "卫生间墙砖", "玄关地砖" },
    [CS_GEN_CABINET] = { "厨房吊柜", "玄关柜", "主卧衣柜", "浴室柜", "厨房地柜" },
    [CS_GEN_HVAC] = { "客厅空调", "地暖分集水器", "主卧空调", "新风主机", "餐厅地暖" },
    [CS_GEN_COMMON] = { "单元门厅", "地下车库", "楼道", "电梯轿厢", "屋面" },
    [CS_GEN_LIFT_TRAP] = { "1号电梯", "2号电梯", "货梯", "1号电梯", "2号电梯" },
    [CS_GEN_GAS] = { "厨房燃气表", "阳台外立面", "厨房灶台", "楼道配电箱", "外墙面砖" },
    [CS_GEN_BURST] = { "厨房给水管", "主卫角阀", "阳台水管", "管道井立管", "次卫软管" },
    [CS_GEN_POWER] = { "全屋", "全屋", "整户", "全屋", "整户" },
};

static const char *const symptoms[CS_GEN_COMPONENTS][4] = {
    [CS_GEN_LEAK] = { "渗水", "漏水到楼下", "返潮发霉", "雨后渗水" },
    [CS_GEN_DOOR] = { "关不严", "异响", "漏风", "锁具损坏" },
    [CS_GEN_CRACK] = { "开裂", "起皮脱落", "色差", "发黄" },
    [CS_GEN_PLUMBING] = { "堵塞", "滴水", "返臭", "水压不足" },
    [CS_GEN_ELECTRIC] = { "没电", "无法通话", "跳闸", "面板失灵" },
    [CS_GEN_FLOOR] = { "空鼓", "开裂", "不平", "缝隙过大" },
    [CS_GEN_CABINET] = { "门板变形", "铰链松动", "台面开裂", "抽屉卡滞" },
    [CS_GEN_HVAC] = { "不制冷", "不热", "滴水", "噪音大" },
    [CS_GEN_COMMON] = { "照明不亮", "积水", "墙面破损", "门禁失灵" },
    [CS_GEN_LIFT_TRAP] = { "困人", "关人", "停运困人", "困住老人" },
    [CS_GEN_GAS] = { "有异味", "面砖脱落", "漏电麻手", "松动欲坠" },
    [CS_GEN_BURST] = { "爆裂喷水", "大量漏水", "爆管", "断裂" },
    [CS_GEN_POWER] = { "停电", "没有电", "断电", "停电超过半小时" },
};

struct cs_gen_words cs_gen_fault_words(struct cs_gen_random *random, int component)
{
    struct cs_gen_words words;
    words.place = places[component][cs_gen_below(random, 5)];
    words.symptom = symptoms[component][cs_gen_below(random, 4)];
    return words;
}

const char *cs_gen_cause(struct cs_gen_random *random, int component)
{
    static const char *const causes[CS_GEN_COMPONENTS][3] = {
        [CS_GEN_LEAK] = { "防水涂刷厚度不足", "管根未做附加层", "外窗框打胶不饱满" },
        [CS_GEN_DOOR] = { "安装时未调平", "五金件质量差", "密封条老化" },
        [CS_GEN_CRACK] = { "砌体与梁交接处未挂网", "腻子层过厚", "养护时间不足" },
        [CS_GEN_PLUMBING] = { "施工垃圾未清理", "接头未拧紧", "水封深度不够" },
        [CS_GEN_ELECTRIC] = { "接线松动", "模块质量缺陷", "回路接错" },
        [CS_GEN_FLOOR] = { "粘结砂浆不饱满", "基层未清理", "未留伸缩缝" },
        [CS_GEN_CABINET] = { "板材受潮", "铰链选型偏小", "安装误差" },
        [CS_GEN_HVAC] = { "冷媒不足", "分集水器堵塞", "排水坡度不足" },
        [CS_GEN_COMMON] = { "日常维护不到位", "排水口堵塞", "设备老化" },
        [CS_GEN_LIFT_TRAP] = { "门机故障", "维保不到位", "电源瞬断" },
        [CS_GEN_GAS] = { "接口密封圈老化", "面砖粘结不牢", "接地不良" },
        [CS_GEN_BURST] = { "管件质量缺陷", "冬季未保温", "水压过高" },
        [CS_GEN_POWER] = { "总开关故障", "电缆接头烧蚀", "欠压保护动作" },
    };
    return causes[component][cs_gen_below(random, 3)];
}

const char *cs_gen_repair(struct cs_gen_random *random, int component)
{
    static const char *const repairs[] = { "已更换并测试正常", "已重新施工并清理现场", "已调整，业主现场确认",
                                           "已拆除重做，观察三天无异常" };
    static const char *const wet[] = { "重做防水，闭水试验48小时无渗漏", "外墙打胶修补，淋水试验合格",
                                       "更换管件并恢复墙面", "注浆堵漏后恢复饰面" };
    int64_t which = cs_gen_below(random, 4);
    return component == CS_GEN_LEAK ? wet[which] : repairs[which];
}

const char *cs_gen_wish(struct cs_gen_random *random)
{
    static const char *const wishes[] = { "希望尽快安排师傅上门",   "请先电话联系", "白天家里没人，请约周末",
                                          "家里有老人小孩，请抓紧", "麻烦带好鞋套", "请给个准确的维修时间" };
    return wishes[cs_gen_below(random, COUNT(wishes))];
}

const char *cs_gen_since(struct cs_gen_random *random)
{
    static const char *const since[] = { "今天早上发现",     "已经三天了",   "上周下雨后出现",
                                         "入住以来一直这样", "昨晚突然出现", "修过一次又坏了" };
    return since[cs_gen_below(random, COUNT(since))];
}

const char *cs_gen_complaint(struct cs_gen_random *random, int origin)
{
    static const char *const complaints[6][3] = {
        { "房屋质量问题反复维修不好，要求给出整改方案", "外墙渗水影响居住，要求赔偿装修损失",
          "楼板开裂，要求第三方检测" },
        { "销售时承诺的配套没有兑现", "宣传的学位与实际不符，要求说法", "交付样板与销售样板不一致" },
        { "小区保洁和秩序太差，物业不作为", "地库漏水物业推给开发商", "物业收费标准不公示" },
        { "户型设计不合理，空调位太小", "地库车位设计过窄无法停车", "厨房烟道设计反味" },
        { "房产证一直没有办下来", "交付时间一拖再拖，要求违约金", "办证资料反复要求补交" },
        { "报修一个月没人上门，互相推诿", "维修师傅态度差，弄脏家具不处理", "同一问题修了三次还没好" },
    };
    return complaints[origin][cs_gen_below(random, 3)];
}

const char *cs_gen_question(struct cs_gen_random *random)
{
    static const char *const questions[] = { "咨询房产证办理进度", "咨询保修期限和范围",
                                             "咨询交付时间和流程", "咨询装修需要办哪些手续",
                                             "咨询维修基金缴纳",   "咨询车位购买",
                                             "咨询水电过户",       "咨询地暖使用方法" };
    return questions[cs_gen_below(random, COUNT(questions))];
}

const char *cs_gen_name(struct cs_gen_random *random)
{
    static const char *const surnames[] = { "李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐",
                                            "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋",
                                            "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹" };
    static char names[8][24];
    static int turn;
    char *name = names[turn++ % 8];
    const char *surname = surnames[cs_gen_below(random, COUNT(surnames))];
    snprintf(name, sizeof names[0], "%s%s", surname, cs_gen_chance(random, 520) ? "先生" : "女士");
    return name;
}
