/* org-record.c: what units, batches, buildings, homes, aliases, milestones, staff, posts, absences and turns
 * of duty are, once. */
#include "org/org-inside.h"

const struct cs_choice cs_unit_kind_choices[] = {
    { "group", N_("group"), "集团|总部" },
    { "region", N_("region"), "区域|大区|区域公司" },
    { "city", N_("city"), "城市|城市公司" },
    { "project", N_("project"), "项目|楼盘|小区" },
    { "property", N_("property company"), "物业|物业公司" },
    { "contractor", N_("contractor"), "承包商|承建商|供应商|施工单位|总包|维保单位" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_level_choices[] = {
    { "project", N_("project"), "项目" }, { "city", N_("city"), "城市" }, { "region", N_("region"), "区域" },
    { "group", N_("group"), "集团" },     { NULL, NULL, NULL },
};

const struct cs_choice cs_role_choices[] = {
    { "engineer", N_("maintenance engineer"), "维修工程师|工程师|房修" },
    { "care", N_("customer care"), "客服|客户关系|客服专员|客关" },
    { "construction", N_("construction"), "工程|工程经理" },
    { "design", N_("design"), "设计" },
    { "sales", N_("sales"), "营销|销售" },
    { "property", N_("property company"), "物业|物业经理" },
    { "procurement", N_("procurement"), "招采|采购" },
    { "cost", N_("cost"), "成本" },
    { "finance", N_("finance"), "财务" },
    { "legal", N_("legal"), "法务" },
    { "media", N_("public relations"), "品牌|公关" },
    { "supplier", N_("supplier"), "供应商|维修单位" },
    { "head", N_("head"), "负责人|总经理|总裁" },
    { "function", N_("responsible function"), "责任职能|责任部门" }, /* of ladders: resolved by the case */
    { NULL, NULL, NULL },
};

static const struct cs_choice unit_states[] = {
    { "active", N_("active"), "正常|在用" },        { "watch", N_("watched"), "观察" },
    { "suspended", N_("suspended"), "停用|暂停" },  { "lost", N_("out of reach"), "失联" },
    { "closed", N_("closed"), "已关闭|关闭|破产" }, { NULL, NULL, NULL },
};

static const struct cs_choice uses[] = {
    { "residence", N_("residence"), "住宅" },
    { "flat", N_("flat"), "公寓" },
    { "villa", N_("villa"), "别墅" },
    { "shop", N_("shop"), "商铺" },
    { "office", N_("office"), "办公|写字楼" },
    { "parking", N_("parking"), "车位" },
    { NULL, NULL, NULL },
};

static const struct cs_choice fitouts[] = {
    { "bare", N_("bare"), "毛坯" },
    { "fitted", N_("fitted"), "精装|装修" },
    { NULL, NULL, NULL },
};

static const struct cs_choice delivery_states[] = {
    { "planned", N_("not handed over"), "未交付|待交付" },
    { "noticed", N_("notice sent"), "已通知" },
    { "delivered", N_("delivered"), "已交付|已收楼" },
    { "refused", N_("not accepted"), "拒收|拒绝收楼" },
    { NULL, NULL, NULL },
};

static const struct cs_choice yes_no[] = {
    { "yes", N_("yes"), "是|true|1" },
    { "no", N_("no"), "否|false|0" },
    { NULL, NULL, NULL },
};

static const struct cs_choice milestone_kinds[] = {
    { "land", N_("land bought"), "拿地" },
    { "design", N_("design fixed"), "方案定稿|设计" },
    { "kickoff", N_("start of works"), "开工" },
    { "sales_opening", N_("sales opening"), "开盘" },
    { "site_open", N_("site open day"), "工地开放日|工地开放" },
    { "completion", N_("completion"), "竣工|竣工验收|竣工备案" },
    { "delivery", N_("delivery"), "交付|集中交付" },
    { "closeout", N_("close-out"), "关闭|项目关闭" },
    { NULL, NULL, NULL },
};

static const struct cs_choice languages[] = {
    { "zh", N_("Chinese"), "中文|zh_CN|zh-CN" },
    { "en", N_("English"), "英文|英语" },
    { NULL, NULL, NULL },
};

#define PROJECT_ALSO "项目|项目编码|项目名称|楼盘|小区"

static const struct cs_field unit_fields[] = {
    { "code", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Code"), N_("short name used in files"),
      "编码|单位编码|代码|单位代码|编号", .max = 40 },
    { "name", CS_TYPE_TEXT, CS_REQUIRED, N_("Name"), N_("full name"), "名称|单位名称", .max = 200 },
    { "kind", CS_TYPE_CHOICE, CS_REQUIRED, N_("Kind"), N_("what sort of unit it is"), "类型|层级|单位类型",
      .choices = cs_unit_kind_choices },
    { "parent", CS_TYPE_TEXT, 0, N_("Parent"), N_("code of the unit above it"),
      "上级|上级编码|上级单位|所属上级", .max = 200 },
    { "aliases", CS_TYPE_TEXT, 0, N_("Aliases"), N_("other spellings, ';' between"), "别名|曾用名",
      .max = 1000 },
    { "trade", CS_TYPE_TEXT, 0, N_("Trade"), N_("what a contractor does"), "专业", .max = 200 },
    { "status", CS_TYPE_CHOICE, 0, N_("Status"), N_("whether it can be given work"), "状态",
      .choices = unit_states, .byname = "active" },
    { "calendar", CS_TYPE_TEXT, 0, N_("Calendar"), N_("a project's own site calendar"), "日历", .max = 60 },
    { "handed_to", CS_TYPE_TEXT, 0, N_("Handed to"), N_("code of the unit that took its duties over"),
      "移交至", .max = 200 },
    { "handed_on", CS_TYPE_DATE, 0, N_("Handed on"), N_("day since which it has them"), "移交日期" },
    { "homes", CS_TYPE_INT, CS_DERIVED, N_("Homes"), N_("number of homes"), "户数" },
};

static const struct cs_field batch_fields[] = {
    { "project", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Project"), N_("code of the project"), PROJECT_ALSO,
      .max = 200 },
    { "code", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Batch"), N_("code of the batch"),
      "批次|批次编码|交付批次", .max = 40 },
    { "name", CS_TYPE_TEXT, 0, N_("Name"), N_("full name"), "名称", .max = 200 },
};

static const struct cs_field building_fields[] = {
    { "project", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Project"), N_("code of the project"), PROJECT_ALSO,
      .max = 200 },
    { "code", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Building"), N_("its number, as 3 or 03#"),
      "楼栋|栋号|楼号|building", .max = 40 },
    { "name", CS_TYPE_TEXT, 0, N_("Name"), N_("full name"), "名称", .max = 200 },
    { "batch", CS_TYPE_TEXT, 0, N_("Batch"), N_("delivery batch it belongs to"), "批次|交付批次", .max = 40 },
    { "contractor", CS_TYPE_TEXT, 0, N_("Contractor"), N_("code of the general contractor"),
      "总包|总包单位|施工单位", .max = 200 },
    { "section", CS_TYPE_TEXT, 0, N_("Section"), N_("tender section"), "标段", .max = 100 },
};

static const struct cs_field home_fields[] = {
    { "code", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Home code"), N_("the firm's code of the room"),
      "房间编码|房源编码", .max = 60 },
    { "project", CS_TYPE_TEXT, CS_REQUIRED, N_("Project"), N_("code of the project"), PROJECT_ALSO,
      .max = 200 },
    { "building", CS_TYPE_TEXT, CS_QUIET, N_("Building"), N_("number of the building"), "楼栋|栋号|楼号",
      .max = 40 },
    { "place", CS_TYPE_TEXT, 0, N_("Room in full"), N_("building-unit-room, or any spelling of it"),
      "房间|房间信息|房产全称|地址", .max = 200 },
    { "entrance", CS_TYPE_TEXT, CS_QUIET, N_("Unit"), N_("unit (entrance) of the building"), "单元|单元号",
      .max = 40 },
    { "floor", CS_TYPE_INT, CS_QUIET, N_("Floor"), N_("floor"), "楼层|层", .min = -20, .max = 300 },
    { "room", CS_TYPE_TEXT, CS_QUIET, N_("Room"), N_("number of the room"), "房号|室号|门牌", .max = 40 },
    { "use", CS_TYPE_CHOICE, 0, N_("Use"), N_("what it is for"), "业态|用途", .choices = uses },
    { "line", CS_TYPE_TEXT, CS_QUIET, N_("Product line"), N_("product line"), "产品系|产品线", .max = 100 },
    { "layout", CS_TYPE_TEXT, 0, N_("Layout"), N_("type of its plan"), "户型", .max = 100 },
    { "area", CS_TYPE_REAL, 0, N_("Area"), N_("square metres"), "面积|建筑面积", .min = 0, .max = 100000 },
    { "fitout", CS_TYPE_CHOICE, 0, N_("Fit-out"), N_("bare or fitted"), "装修标准|毛坯/精装",
      .choices = fitouts },
    { "completed_on", CS_TYPE_DATE, CS_QUIET, N_("Completed"), N_("day of final acceptance"),
      "竣工验收日|竣工日期|竣工备案日" },
    { "contract_on", CS_TYPE_DATE, CS_QUIET, N_("By contract"), N_("delivery by contract"),
      "合同交付日|合同交付日期|约定交付日" },
    { "notice_on", CS_TYPE_DATE, CS_QUIET, N_("By notice"), N_("delivery by notice"),
      "通知交付日|通知交付日期" },
    { "delivered_on", CS_TYPE_DATE, 0, N_("Delivered"), N_("day it was handed over"),
      "实际收楼日|收楼日期|交付日期|交楼日期|实际交付日|实际交付日期" },
    { "delivery_state", CS_TYPE_CHOICE, 0, N_("Delivery"), N_("how far its delivery is"), "交付状态",
      .choices = delivery_states },
    { "warranty_on", CS_TYPE_DATE, CS_QUIET, N_("Warranty from"), N_("day its warranty starts"),
      "保修起算日" },
    { "moved_in_on", CS_TYPE_DATE, CS_QUIET, N_("Moved in"), N_("day somebody moved in"), "入住日|入住日期" },
    { "vacant", CS_TYPE_CHOICE, CS_QUIET, N_("Vacant"), N_("whether nobody lives there"), "空置",
      .choices = yes_no },
    { "keeper", CS_TYPE_TEXT, CS_QUIET | CS_PERSONAL, N_("Keeper"), N_("the property company's keeper"),
      "管家|物业管家", .max = 100 },
};

static const struct cs_field alias_fields[] = {
    { "project", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Project"), N_("code of the project"), PROJECT_ALSO,
      .max = 200 },
    { "alias", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Alias"), N_("the room as it is written"), "别名|写法",
      .max = 200 },
    { "home", CS_TYPE_TEXT, CS_REQUIRED, N_("Home"), N_("code of the home"), "房间编码|房源编码", .max = 60 },
};

static const struct cs_field milestone_fields[] = {
    { "project", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Project"), N_("code of the project"), PROJECT_ALSO,
      .max = 200 },
    { "batch", CS_TYPE_TEXT, CS_KEY, N_("Batch"), N_("code of the batch; empty: the whole project"),
      "批次|交付批次", .max = 40 },
    { "kind", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Milestone"), N_("which milestone"), "节点|里程碑",
      .choices = milestone_kinds },
    { "planned_on", CS_TYPE_DATE, 0, N_("Planned"), N_("day it is planned for"), "计划日期" },
    { "actual_on", CS_TYPE_DATE, 0, N_("Actual"), N_("day it was reached"), "实际日期" },
};

static const struct cs_field staff_fields[] = {
    { "code", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Staff number"), N_("personnel number"),
      "工号|人员编码|员工编号", .max = 40 },
    { "name", CS_TYPE_TEXT, CS_REQUIRED | CS_PERSONAL, N_("Full name"), N_("name"), "姓名", .max = 100 },
    { "email", CS_TYPE_TEXT, CS_EMAIL, N_("E-mail"), N_("e-mail address"), "邮箱|电子邮箱|邮件", .max = 200 },
    { "phone", CS_TYPE_TEXT, CS_PHONE, N_("Phone"), N_("phone number"), "电话|手机|手机号|联系电话",
      .max = 40 },
    { "account", CS_TYPE_TEXT, CS_QUIET, N_("Account"), N_("chat account that messages go to"),
      "账号|企业微信", .max = 100 },
    { "language", CS_TYPE_CHOICE, CS_QUIET, N_("Language"), N_("language of messages"), "语言",
      .choices = languages },
    { "employer", CS_TYPE_TEXT, 0, N_("Employer"), N_("code of the unit that employs them"), "单位|所属单位",
      .max = 200 },
    { "active_until", CS_TYPE_DATE, 0, N_("Leaving date"), N_("last day of service"), "离职日期" },
    { "quiet", CS_TYPE_TEXT, CS_QUIET, N_("Quiet hours"),
      N_("when only urgent messages come: 22:00-07:00; none: never quiet"), "免打扰时段|静默时段",
      .max = 40 },
    { "digest", CS_TYPE_TEXT, CS_QUIET, N_("Digest hours"),
      N_("when other messages come, gathered: 08:30;17:00; none: each by itself"), "汇总时间|摘要时间",
      .max = 200 },
};

static const struct cs_field post_fields[] = {
    { "unit", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Org unit"), N_("code of the unit"), "单位|组织|项目",
      .max = 200 },
    { "role", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Role"), N_("which duty"), "岗位|角色|职务",
      .choices = cs_role_choices },
    { "staff", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Staff"), N_("who holds it"), "人员|工号|姓名",
      .max = 100 },
    { "deputy", CS_TYPE_TEXT, 0, N_("Deputy"), N_("who stands in"), "代理人|副手|代理|B角", .max = 100 },
    { "from_on", CS_TYPE_DATE, CS_KEY, N_("From"), N_("first day of the duty"), "开始日期|起" },
    { "until_on", CS_TYPE_DATE, 0, N_("Until"), N_("last day of the duty"), "结束日期|止" },
};

static const struct cs_field absence_fields[] = {
    { "staff", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Staff"), N_("who is away"), "人员|工号|姓名",
      .max = 100 },
    { "from_on", CS_TYPE_DATE, CS_KEY | CS_REQUIRED, N_("From"), N_("first day"), "开始日期|起" },
    { "until_on", CS_TYPE_DATE, CS_REQUIRED, N_("Until"), N_("last day"), "结束日期|止" },
};

static const struct cs_field duty_fields[] = {
    { "unit", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Org unit"), N_("code of the unit"), "单位|组织|项目",
      .max = 200 },
    { "role", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Role"), N_("which duty"), "岗位|角色|职务",
      .choices = cs_role_choices },
    { "staff", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Staff"), N_("who is on duty"), "人员|值班人|工号",
      .max = 100 },
    { "begins_at", CS_TYPE_TIME, CS_KEY | CS_REQUIRED, N_("From time"), N_("when the turn begins"),
      "开始时间|值班开始|起" },
    { "ends_at", CS_TYPE_TIME, CS_REQUIRED, N_("Until time"), N_("when it ends"), "结束时间|值班结束|止" },
};

static const struct cs_choice weathers[] = {
    { "rain", N_("rain"), "雨" },
    { "storm", N_("storm"), "暴雨|台风" },
    { "frost", N_("frost"), "霜冻|冰冻" },
    { NULL, NULL, NULL },
};

static const struct cs_field weather_fields[] = {
    { "unit", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Org unit"), N_("project, city or region"),
      "单位|组织|项目", .max = 200 },
    { "day", CS_TYPE_DATE, CS_KEY | CS_REQUIRED, N_("Local day"), N_("local day"), "日期" },
    { "kind", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Weather"), N_("rain, storm or frost"), "天气",
      .choices = weathers },
};

const struct cs_record cs_org_unit_record = CS_RECORD("unit", N_("unit"), unit_fields);
const struct cs_record cs_org_batch_record = CS_RECORD("batch", N_("batch"), batch_fields);
const struct cs_record cs_org_building_record = CS_RECORD("building", N_("building"), building_fields);
const struct cs_record cs_org_home_record = CS_RECORD("home", N_("home"), home_fields);
const struct cs_record cs_org_alias_record = CS_RECORD("alias", N_("alias"), alias_fields);
const struct cs_record cs_org_milestone_record = CS_RECORD("milestone", N_("milestone"), milestone_fields);
const struct cs_record cs_org_staff_record = CS_RECORD("staff", N_("member of staff"), staff_fields);
const struct cs_record cs_org_post_record = CS_RECORD("post", N_("post"), post_fields);
const struct cs_record cs_org_absence_record = CS_RECORD("absence", N_("absence"), absence_fields);
const struct cs_record cs_org_duty_record = CS_RECORD("duty", N_("turn of duty"), duty_fields);
const struct cs_record cs_org_weather_record = CS_RECORD("weather", N_("day of weather"), weather_fields);

const struct cs_record *const cs_org_records[CS_ORG_NOUN_MAX] = {
    [CS_ORG_UNIT] = &cs_org_unit_record,         [CS_ORG_BATCH] = &cs_org_batch_record,
    [CS_ORG_BUILDING] = &cs_org_building_record, [CS_ORG_HOME] = &cs_org_home_record,
    [CS_ORG_ALIAS] = &cs_org_alias_record,       [CS_ORG_MILESTONE] = &cs_org_milestone_record,
    [CS_ORG_STAFF] = &cs_org_staff_record,       [CS_ORG_POST] = &cs_org_post_record,
    [CS_ORG_ABSENCE] = &cs_org_absence_record,   [CS_ORG_DUTY] = &cs_org_duty_record,
    [CS_ORG_WEATHER] = &cs_org_weather_record,
};

/* The place of a text in the world: what cs-org resolve takes and gives. */
static const struct cs_choice outcomes[] = {
    { "home", N_("home found"), "已匹配" },
    { "building", N_("only the building found"), "仅楼栋" },
    { "project", N_("only the project found"), "仅项目" },
    { "nothing", N_("nothing found"), "未匹配" },
    { NULL, NULL, NULL },
};

static const struct cs_field resolve_fields[] = {
    [CS_RESOLVE_PROJECT] = { "project", CS_TYPE_TEXT, CS_KEY, N_("Project"), N_("project as it is written"),
                             PROJECT_ALSO, .max = 200 },
    [CS_RESOLVE_BUILDING] = { "building", CS_TYPE_TEXT, CS_QUIET, N_("Building"),
                              N_("building as it is written"), "楼栋|栋号|楼号", .max = 100 },
    [CS_RESOLVE_ENTRANCE] = { "entrance", CS_TYPE_TEXT, CS_QUIET, N_("Unit"), N_("unit as it is written"),
                              "单元|单元号|unit", .max = 100 },
    [CS_RESOLVE_ROOM] = { "room", CS_TYPE_TEXT, CS_KEY, N_("Room"), N_("room or address as it is written"),
                          "房号|室号|门牌|房间|房间信息|房产全称|地址|home", .max = 400 },
    [CS_RESOLVE_UNIT] = { "project_code", CS_TYPE_TEXT, 0, N_("Found project"), N_("code of the project"),
                          "匹配项目" },
    [CS_RESOLVE_HOME] = { "home_code", CS_TYPE_TEXT, 0, N_("Found home"), N_("code of the home"),
                          "匹配房间" },
    [CS_RESOLVE_PLACE] = { "place", CS_TYPE_TEXT, 0, N_("Standard spelling"),
                           N_("the one spelling of the room"), "规范写法" },
    [CS_RESOLVE_OUTCOME] = { "outcome", CS_TYPE_CHOICE, 0, N_("Outcome"), N_("how far it was found"), "结果",
                             .choices = outcomes },
};
const struct cs_record cs_org_resolve_record = CS_RECORD("resolve", N_("place"), resolve_fields);
