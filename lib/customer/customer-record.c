/* customer-record.c: what a customer, a role in a home, a consent and a customer's event are, once. */
#include "customer/customer.h"

static const struct cs_choice kinds[] = {
    { "buyer", N_("buyer"), "业主|购房客户|客户" },
    { "visitor", N_("visitor"), "来访|到访客户" },
    { "prospect", N_("prospect"), "潜客|意向客户" },
    { NULL, NULL, NULL },
};

static const struct cs_choice channels[] = {
    { "phone", N_("phone"), "电话" },           { "sms", N_("text message"), "短信" },
    { "chat", N_("chat"), "微信|企业微信" },    { "app", N_("app"), "微信小程序|APP|小程序" },
    { "email", N_("e-mail"), "邮件|邮箱" },     { "letter", N_("letter"), "信函" },
    { "visit", N_("home visit"), "上门|来访" }, { NULL, NULL, NULL },
};

static const struct cs_choice stages[] = {
    { "pre_owner", N_("before handover"), "准业主" },
    { "settling", N_("settling in"), "磨合期" },
    { "settled", N_("settled in"), "稳定期" },
    { "old", N_("long-standing owner"), "老业主" },
    { NULL, NULL, NULL },
};

static const struct cs_choice languages[] = {
    { "zh", N_("Chinese"), "中文|zh_CN|zh-CN" },
    { "en", N_("English"), "英文|英语" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_home_role_choices[] = {
    { "owner", N_("owner"), "产权人|业主" },
    { "co_owner", N_("co-owner"), "共有人|共有产权人" },
    { "family", N_("family"), "家属|家人" },
    { "tenant", N_("tenant"), "租户|租客" },
    { "agent", N_("agent"), "代理人" },
    { "second_owner", N_("second-hand owner"), "二手业主" },
    { "committee", N_("owners' committee"), "业委会|业主委员会" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_consent_purposes[] = {
    { "service", N_("service"), "服务" },
    { "marketing", N_("marketing"), "营销|推广" },
    { "survey", N_("surveys"), "调研|满意度调查" },
    { "third_party", N_("handing on to third parties"), "第三方|向第三方提供" },
    { NULL, NULL, NULL },
};

const struct cs_choice cs_consent_grounds[] = {
    { "contract", N_("contract"), "合同" },
    { "law", N_("law"), "法定|法律" },
    { "consent", N_("consent"), "同意" },
    { NULL, NULL, NULL },
};

static const struct cs_choice yes_no[] = {
    { "yes", N_("yes"), "是" },
    { "no", N_("no"), "否" },
    { NULL, NULL, NULL },
};

static const struct cs_choice event_verbs[] = {
    { "import", N_("taken in"), "导入" },
    { "change", N_("changed"), "变更" },
    { "merge", N_("merged"), "已合并|合并" },
    { "consent", N_("consent"), "同意" },
    { "role", N_("role"), "房产关系" },
    { "erase", N_("erased"), "删除" },
    { NULL, NULL, NULL },
};

static const struct cs_field customer_fields[] = {
    [CS_CUSTOMER_ID] = { "id", CS_TYPE_INT, CS_KEY | CS_DERIVED, N_("Id"), N_("number in this store"),
                         "编号" },
    [CS_CUSTOMER_SOURCE] = { "source", CS_TYPE_TEXT, CS_QUIET, N_("Source"), N_("system it comes from"),
                             "来源系统|来源", .max = 100 },
    [CS_CUSTOMER_EXTERNAL_ID] = { "external_id", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Customer number"),
                                  N_("its number in that system"), "客户编号|客户编码|外部编号|客户ID",
                                  .max = 200 },
    [CS_CUSTOMER_NAME] = { "name", CS_TYPE_TEXT, CS_REQUIRED | CS_PERSONAL, N_("Full name"), N_("name"),
                           "姓名|客户姓名|业主姓名|业主", .max = 200 },
    [CS_CUSTOMER_KIND] = { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("what sort of customer"),
                           "类型|客户类型|类型", .choices = kinds, .byname = "buyer" },
    [CS_CUSTOMER_PHONE] = { "phone", CS_TYPE_TEXT, CS_PHONE, N_("Phone"), N_("phone number"),
                            "电话|联系电话|手机|手机号|手机号码", .max = 60 },
    [CS_CUSTOMER_PHONE2] = { "phone2", CS_TYPE_TEXT, CS_PHONE | CS_QUIET, N_("Phone 2"),
                             N_("second phone number"), "备用电话|电话2|其他电话", .max = 60 },
    [CS_CUSTOMER_EMAIL] = { "email", CS_TYPE_TEXT, CS_EMAIL | CS_QUIET, N_("E-mail"), N_("e-mail address"),
                            "邮箱|电子邮箱", .max = 200 },
    [CS_CUSTOMER_IDENTITY] = { "identity", CS_TYPE_TEXT, CS_IDENTITY | CS_QUIET, N_("Identity"),
                               N_("identity card or passport number"), "证件号|证件号码|身份证号",
                               .max = 60 },
    [CS_CUSTOMER_CHANNEL] = { "channel", CS_TYPE_CHOICE, CS_QUIET, N_("Preferred channel"),
                              N_("preferred way to be reached"), "首选渠道|联系方式", .choices = channels },
    [CS_CUSTOMER_HOURS] = { "hours", CS_TYPE_TEXT, CS_QUIET, N_("Preferred hours"), N_("preferred hours"),
                            "首选时段|联系时段", .max = 200 },
    [CS_CUSTOMER_LANGUAGE] = { "language", CS_TYPE_CHOICE, CS_QUIET, N_("Language"),
                               N_("language of messages"), "语言", .choices = languages },
    [CS_CUSTOMER_WATCH] = { "watch", CS_TYPE_TEXT, CS_PERSONAL, N_("Watch"),
                            N_("why this person needs special care"), "重点关注|关注原因", .max = 500 },
    [CS_CUSTOMER_STAGE] = { "stage", CS_TYPE_CHOICE, 0, N_("Stage"), N_("how long an owner"), "业主阶段|阶段",
                            .choices = stages },
    [CS_CUSTOMER_HOUSEHOLD] = { "household", CS_TYPE_TEXT, CS_PERSONAL | CS_QUIET, N_("Household"),
                                N_("name of the household"), "家庭|户主", .max = 200 },
    [CS_CUSTOMER_HOME] = { "home", CS_TYPE_TEXT, CS_QUIET | CS_NO_FILTER, N_("Home"),
                           N_("on import: code of a home that the person has a role in"), "房间编码|房源编码",
                           .max = 60 },
    [CS_CUSTOMER_ROLE] = { "role", CS_TYPE_CHOICE, CS_QUIET | CS_NO_FILTER, N_("Relation"),
                           N_("on import: what the person is to that home"), "身份|与房产关系",
                           .choices = cs_home_role_choices },
    [CS_CUSTOMER_HOMES] = { "homes", CS_TYPE_INT, CS_DERIVED, N_("Homes held"), N_("number of homes"),
                            "房产数" },
    [CS_CUSTOMER_CASES] = { "cases", CS_TYPE_INT, CS_DERIVED, N_("Cases"), N_("number of cases"), "工单数" },
    [CS_CUSTOMER_MERGED_INTO] = { "merged_into", CS_TYPE_INT, CS_DERIVED, N_("Survivor"),
                                  N_("the customer that this is another name of"), "合并至" },
    [CS_CUSTOMER_ERASED_AT] = { "erased_at", CS_TYPE_TIME, CS_DERIVED, N_("Erased"),
                                N_("when the person was erased"), "删除时间" },
};
const struct cs_record cs_customer_record = CS_RECORD("customer", N_("customer"), customer_fields);

static const struct cs_field role_fields[] = {
    { "customer", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Customer"),
      N_("external id, source:external-id, or id"), "客户编号|客户编码|客户", .max = 300 },
    { "home", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Home"), N_("code of the home"), "房间编码|房源编码",
      .max = 60 },
    { "role", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Relation"), N_("what the person is to the home"),
      "身份|与房产关系", .choices = cs_home_role_choices },
    { "from_on", CS_TYPE_DATE, 0, N_("From"), N_("first day"), "开始日期|起" },
    { "until_on", CS_TYPE_DATE, 0, N_("Until"), N_("last day"), "结束日期|止" },
};
const struct cs_record cs_home_role_record = CS_RECORD("home_role", N_("role in a home"), role_fields);

static const struct cs_field consent_fields[] = {
    { "customer", CS_TYPE_INT, CS_KEY, N_("Customer"), N_("id of the customer"), "客户编号|客户" },
    { "purpose", CS_TYPE_CHOICE, CS_KEY, N_("Purpose"), N_("what for"), "目的",
      .choices = cs_consent_purposes },
    { "given", CS_TYPE_CHOICE, 0, N_("Given"), N_("given, or withdrawn"), "是否同意", .choices = yes_no },
    { "ground", CS_TYPE_CHOICE, 0, N_("Ground"), N_("on what ground"), "依据",
      .choices = cs_consent_grounds },
    { "at", CS_TYPE_TIME, 0, N_("At"), N_("when"), "时间" },
    { "channel", CS_TYPE_TEXT, 0, N_("Channel"), N_("how it was given"), "渠道" },
    { "version", CS_TYPE_TEXT, 0, N_("Version"), N_("of the text that was shown"), "文本版本" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who wrote it down"), "操作人|记录人" },
};
const struct cs_record cs_consent_record = CS_RECORD("consent", N_("consent"), consent_fields);

static const struct cs_field event_fields[] = {
    { "customer", CS_TYPE_INT, CS_KEY, N_("Customer"), N_("id of the customer"), "客户编号|客户" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No."), N_("number of the event"), "序号" },
    { "at", CS_TYPE_TIME, 0, N_("At"), N_("when"), "时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who did it"), "操作人" },
    { "verb", CS_TYPE_CHOICE, 0, N_("Verb"), N_("what happened"), "动作", .choices = event_verbs },
    { "field", CS_TYPE_TEXT, 0, N_("Field"), N_("field that changed"), "字段" },
    { "old", CS_TYPE_TEXT, CS_PERSONAL, N_("Before"), N_("value before"), "原值" },
    { "new", CS_TYPE_TEXT, CS_PERSONAL, N_("After"), N_("value after"), "新值" },
};
const struct cs_record cs_customer_event_record =
    CS_RECORD("customer_event", N_("event of a customer"), event_fields);
