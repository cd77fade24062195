/* The words a case is described by. The Chinese label stands first among the other spellings. */
#include "ticket/ticket-record.h"

const struct cs_choice cs_ticket_kinds[] = {
    { "repair", N_("repair"), "报修|维修|保修|房屋报修|incident|problem|technical issue" },
    { "complaint", N_("complaint"), "投诉|投诉类|客诉|业主投诉|客户投诉" },
    { "inquiry", N_("inquiry"), "咨询|咨询类|question|product inquiry|billing inquiry" },
    { "suggestion", N_("suggestion"), "建议|意见建议" },
    { "praise", N_("praise"), "表扬" },
    { "plea", N_("plea"), "求助|求决|诉求|service_request|service request|task" },
    { "chaser", N_("chaser"), "催办|催单" },
    { "handover", N_("handover snag"), "交付问题|交付查验|验房问题" },
    { NULL, NULL, NULL },
};

/* Codes, steps and ends are those of table `state`; a test compares. */
const struct cs_choice cs_ticket_states[] = {
    { "received", N_("received"), "待受理|新建|未受理|new|open|opened" },
    { "to_inspect", N_("to inspect"), "待查验|已受理|待验看" },
    { "to_check", N_("to check"), "待核实" },
    { "to_plan", N_("to plan"), "待方案" },
    { "to_approve", N_("to approve"), "待审批" },
    { "to_dispatch", N_("to dispatch"), "待派单|待分派|待指派|assigned" },
    { "refused", N_("sent back"), "退单|拒单|已退单" },
    { "to_accept", N_("to accept"), "待接单|已派单" },
    { "to_appoint", N_("to appoint"), "待预约" },
    { "to_visit", N_("to visit"), "待上门|已接单|已预约" },
    { "in_work", N_("in work"), "处理中|维修中|进行中|整改中|in progress|started" },
    { "rework", N_("rework"), "返工" },
    { "to_talk", N_("to talk"), "待沟通" },
    { "to_agree", N_("to agree"), "待签约" },
    { "to_verify", N_("to verify"), "完工待验收|待验收|已完工" },
    { "to_close", N_("to close"), "待结单|已验收" },
    { "held", N_("held"), "挂起|暂停|pending|hold|on hold|pending customer response" },
    { "to_call_back", N_("to call back"), "待回访|已结单" },
    { "closed", N_("closed"), "已关闭|关闭|已办结|已解决|已完成|已回访|办结|solved|resolved" },
    { "not_ours", N_("not ours"), "非责任关闭" },
    { "settled", N_("settled"), "协商赔偿" },
    { "cancelled", N_("cancelled"), "作废|已作废|取消|已取消|deleted|void" },
    { "merged", N_("merged"), "已合并|合并" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_steps[] = {
    { "receive", N_("reception"), "客户接待|接待|受理" },
    { "inspect", N_("inspection"), "现场验看|查验|验看" },
    { "dispatch", N_("dispatch"), "任务分派|派单" },
    { "work", N_("work"), "任务处理|处理" },
    { "close", N_("close"), "结单|结案" },
    { "callback", N_("call-back"), "回访" },
    { "over", N_("over"), "结束" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_priorities[] = {
    { "1", N_("emergency"), "特急|critical|p1|highest" },
    { "2", N_("urgent"), "紧急|加急|高|high|p2" },
    { "3", N_("normal"), "一般|普通|中|正常|medium|p3" },
    { "4", N_("planned"), "计划|低|不急|low|p4|lowest" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_grades[] = {
    { "ordinary", N_("ordinary"), "一般|一般投诉|普通" },
    { "important", N_("important"), "重要|重要投诉|热点" },
    { "major", N_("major"), "重大|重大投诉" },
    { "crisis", N_("crisis"), "危机|危机投诉" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_flags[] = {
    { "media", N_("media"), "媒体|媒体曝光" },       { "lawyer", N_("lawyer"), "律师|律师函|诉讼" },
    { "group", N_("group complaint"), "群诉|群体" }, { "injury", N_("injury"), "伤人|人身伤害" },
    { "hotline", N_("hotline"), "12345|政府热线" },  { "rescission", N_("rescission"), "退房" },
    { "escalated", N_("escalated"), "已升级|升级" }, { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_channels[] = {
    { "call_line", N_("400 line"), "400热线|400|客服热线|400电话|电话|phone|call" },
    { "property_desk", N_("property desk"), "物业前台|物业管家|管家|物业前台/管家|物业" },
    { "app", N_("app"), "微信小程序|APP|小程序|微信小程序/APP|mobile|online|web|chat" },
    { "wecom", N_("WeCom"), "企业微信|企微" },
    { "owners_chat", N_("owners' chat"), "业主群|业主微信群" },
    { "visit", N_("visit"), "来访|上门|现场" },
    { "letter", N_("letter or mail"), "信函邮件|信函|邮件|email|mail" },
    { "hotline", N_("government hotline"), "12345|12345热线|市民热线|政务热线" },
    { "consumer_line", N_("consumer line"), "12315" },
    { "petition", N_("petition"), "住建/信访|信访|住建" },
    { "leader_board", N_("leaders' board"), "领导留言板|人民网留言" },
    { "media", N_("media or social"), "媒体/社交|媒体|微博|抖音|social media|social" },
    { "lawyer", N_("lawyer or court"), "律师函/法院|律师函|法院" },
    { "patrol", N_("patrol"), "巡检自查|巡检|自查" },
    { "handover", N_("handover inspection"), "交付验房|验房" },
    { "callback", N_("found at call-back"), "回访发现|回访" },
    { "survey", N_("survey"), "满意度调研|调研" },
    { "other", N_("other"), "其他|其它|unknown|api" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_components[] = {
    { "leak", N_("leak"), "渗漏|漏水|防水|渗水|water leak" },
    { "door_window", N_("doors and windows"), "门窗|门|窗|door/window" },
    { "crack_paint", N_("cracks and paint"), "裂缝涂料|裂缝|涂料|墙面|开裂|paint/plaster" },
    { "plumbing", N_("plumbing and sanitary"), "给排水洁具|给排水|洁具|水暖|plumbing" },
    { "electric", N_("electric and smart"), "电气智能|电气|智能化|强弱电|electric" },
    { "floor_tile", N_("hollow floors and tiles"), "空鼓地面瓷砖|空鼓|瓷砖|地面|地板|flooring/stairs" },
    { "cabinet", N_("cabinets"), "橱柜|柜体|收纳|appliance" },
    { "hvac", N_("air and floor heating"), "空调地暖|空调|地暖|暖通|heat/hot water|heating" },
    { "common", N_("common parts and lifts"), "公区电梯|公区|电梯|公共部位|elevator" },
    { "lift_trap", N_("people trapped in a lift"), "电梯困人|困人" },
    { "gas", N_("gas, electric shock, falling parts"), "燃气触电坠物|燃气|触电|坠物" },
    { "burst_pipe", N_("burst pipe"), "爆管|水管爆裂" },
    { "power", N_("home without power"), "全屋停电|停电" },
    { "other", N_("other"), "其他|其它" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_ticket_classes[] = {
    { "design", N_("design fault"), "设计问题|设计" },
    { "material", N_("material"), "选材问题|选材|材料|材料问题" },
    { "workmanship", N_("workmanship"), "工艺安装问题|工艺|施工|工艺安装|施工质量" },
    { "misuse", N_("misuse"), "使用不当|人为" },
    { "upkeep", N_("property upkeep"), "物业维护|物业养护" },
    { "no_defect", N_("no defect"), "无缺陷|非质量问题" },
    { "undecided", N_("to be decided"), "待定" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_contact_channels[] = {
    { "phone", N_("phone"), "电话" },
    { "sms", N_("text message"), "短信" },
    { "chat", N_("chat"), "微信|聊天" },
    { "visit", N_("home visit"), "上门|面谈|来访" },
    { "letter", N_("letter"), "信函|邮件" },
    { "automatic", N_("automatic message"), "自动消息|系统消息" },
    { NULL, NULL, NULL },
};

/* What the event log calls what was done. */
const struct cs_choice cs_event_verbs[] = {
    { "receive", N_("receive"), "受理" },
    { "import", N_("import"), "导入" },
    { "contact", N_("contact"), "联系" },
    { "inspect", N_("inspect"), "查验" },
    { "dispatch", N_("dispatch"), "任务分派|派单" },
    { "accept", N_("accept"), "接单" },
    { "work", N_("work on"), "处理" },
    { "verify", N_("verify"), "验收" },
    { "close", N_("close"), "结单" },
    { "callback", N_("call back"), "回访" },
    { "hold", N_("hold"), "挂起" },
    { "resume", N_("resume"), "恢复" },
    { "review", N_("review"), "复核" },
    { "renew", N_("renew"), "延长挂起" },
    { "soothe", N_("soothe"), "安抚" },
    { "weather", N_("weather"), "天气" },
    { "confirm", N_("confirm"), "补录审批" },
    { "reopen", N_("reopen"), "重开" },
    { "merge", N_("merge"), "合并" },
    { "absorb", N_("take in"), "并入" },
    { "cancel", N_("cancel"), "作废" },
    { "note", N_("note down"), "备注" },
    { "refuse", N_("send back"), "退回|退单" },
    { "plan", N_("plan"), "出方案" },
    { "approve", N_("approve"), "审批" },
    { "talk", N_("talk over"), "沟通" },
    { "agree", N_("agree"), "签约|达成协议" },
    { "appoint", N_("appoint"), "预约" },
    { "promise", N_("promise"), "承诺" },
    { "parent", N_("join a group"), "归入父单" },
    { "link", N_("link"), "关联" },
    { "attach", N_("attach"), "添加附件" },
    { "chase", N_("chase"), "催办" },
    { "flag", N_("flag"), "标记" },
    { "change", N_("change"), "变更" },
    { "clock", N_("change a limit"), "调整时限" },
    { "order", N_("take an order of others"), "对方来单" },
    { "sign", N_("sign for"), "签收" },
    { "answer", N_("answer"), "答复" },
    { "finish", N_("finish with others"), "外部办结" },
    { "extend", N_("extend"), "延期" },
    { "escalate", N_("escalate"), "升级" },
    { "erase", N_("erase"), "抹除" },
    { "revert", N_("take back"), "撤销" },
    { NULL, NULL, NULL },
};

/* Outcomes of moves; those of a call-back have a list of their own, too, and "refused" means another thing
 * there. */
const struct cs_choice cs_move_outcomes[] = {
    { "done", N_("reported done"), "报完工" },
    { "failed", N_("failed acceptance"), "验收未通过" },
    { "refused", N_("not granted"), "未准" },
    { "dept", N_("by a department"), "部门退回" },
    { "agreed", N_("agrees"), "同意" },
    { "not_agreed", N_("disagrees"), "未同意" },
    { "again", N_("once more"), "再次沟通" },
    { "work", N_("with work to be done"), "需施工" },
    { "granted", N_("granted"), "已批准" },
    { "kept", N_("kept by both"), "已履约" },
    { "missed", N_("visit missed"), "爽约" },
    { "moved", N_("moved"), "改期" },
    { "not_ours", N_("not ours"), "非责任关闭" },
    { "settled", N_("settled"), "协商赔偿" },
    { "solved", N_("solved"), "已解决" },
    { "unhappy", N_("solved but unhappy"), "已解决不满意" },
    { "not_solved", N_("not solved"), "未解决" },
    { "unreached", N_("not reached"), "未接" },
    { "wrong_number", N_("wrong number"), "号码错误" },
    { NULL, NULL, NULL },
};
