/* What a search answers with: homes, people, cases and suppliers in a line each. */
#include "customer/customer.h"
#include "customer/find.h"
#include "ticket/ticket-record.h"

static const struct cs_field home_fields[] = {
    { "home", CS_TYPE_TEXT, CS_KEY, N_("Home"), N_("code of the home"), "房间编码" },
    { "project", CS_TYPE_TEXT, 0, N_("Project"), N_("project it lies in"), "项目" },
    { "name", CS_TYPE_TEXT, 0, N_("Name"), N_("name of the project"), "名称", .width = 0.2 },
    { "room", CS_TYPE_TEXT, 0, N_("Room"), N_("building, unit and room"), "房号" },
    { "delivered_on", CS_TYPE_DATE, 0, N_("Delivered"), N_("day it was handed over"), "实际收楼日" },
    { "warranty_on", CS_TYPE_DATE, 0, N_("Warranty from"), N_("warranty starts"), "保修起算日" },
    { "moved_in_on", CS_TYPE_DATE, CS_QUIET, N_("Moved in"), N_("day of moving in"), "入住日" },
    { "contractor", CS_TYPE_TEXT, 0, N_("Contractor"), N_("general contractor of the building"), "总包" },
    { "keeper", CS_TYPE_TEXT, CS_QUIET, N_("Keeper"), N_("keeper of the property company"), "管家" },
};
const struct cs_record cs_found_home_record = CS_RECORD("found_home", N_("home"), home_fields);
static const char *const home_columns[] = { "h.code",        "u.code",         "u.name",
                                            "h.place",       "h.delivered_on", "h.warranty_on",
                                            "h.moved_in_on", "k.name",         "h.keeper" };
const struct cs_view cs_found_home_view = {
    &cs_found_home_record,
    "home AS h JOIN unit AS u ON u.id = h.unit_id LEFT JOIN building AS "
    "g ON g.id = h.building_id LEFT JOIN unit AS k ON k.id = "
    "g.contractor_id",
    home_columns, "h.id", "h.id"
};

static const struct cs_field person_fields[] = {
    { "customer", CS_TYPE_INT, CS_KEY, N_("Customer"), N_("id of the customer"), "客户编号" },
    { "name", CS_TYPE_TEXT, CS_PERSONAL, N_("Name"), N_("name of the person"), "名称" },
    { "role", CS_TYPE_CHOICE, 0, N_("Relation"), N_("what the person is to the home"), "身份",
      cs_home_role_choices },
    { "home", CS_TYPE_TEXT, 0, N_("Home"), N_("code of the home"), "房间编码" },
    { "from_on", CS_TYPE_DATE, 0, N_("Since"), N_("since when"), "起始日期" },
    { "until_on", CS_TYPE_DATE, 0, N_("Until"), N_("until when"), "结束日期" },
    { "phone", CS_TYPE_TEXT, CS_PHONE, N_("Phone"), N_("phone of the person"), "电话" },
    { "phone2", CS_TYPE_TEXT, CS_PHONE | CS_QUIET, N_("Phone 2"), N_("second phone number"), "备用电话" },
    { "watch", CS_TYPE_TEXT, 0, N_("Watch"), N_("why this person needs special care"), "重点关注" },
};
const struct cs_record cs_found_person_record = CS_RECORD("found_person", N_("person"), person_fields);
static const char *const person_columns[] = { "c.id",       "c.name",  "r.role",   "h.code", "r.from_on",
                                              "r.until_on", "c.phone", "c.phone2", "c.watch" };
const struct cs_view cs_found_person_view = {
    &cs_found_person_record,
    "home_role AS r JOIN customer AS c ON c.id = r.customer_id JOIN "
    "home AS h ON h.id = r.home_id",
    person_columns, "CASE WHEN r.until_on IS NULL THEN 0 ELSE 1 END, r.role, c.id", "r.home_id"
};
/* A person without a home. */
static const char *const nobody_columns[] = { "c.id", "c.name",  NULL,       NULL,     NULL,
                                              NULL,   "c.phone", "c.phone2", "c.watch" };
const struct cs_view cs_found_nobody_view = { &cs_found_person_record, "customer AS c", nobody_columns,
                                              "c.id", "c.id" };

static const struct cs_field case_fields[] = {
    { "id", CS_TYPE_INT, CS_KEY, N_("Case"), N_("number of the case in this store"), "工单|本库单号" },
    { "opened_at", CS_TYPE_TIME, 0, N_("Opened"), N_("moment that clocks start from"), "开始时间" },
    { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("kind of case"), "类型", cs_ticket_kinds },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("where it stands"), "状态", cs_ticket_states },
    { "home", CS_TYPE_TEXT, 0, N_("Home"), N_("code of the home"), "房间编码" },
    { "reporter", CS_TYPE_TEXT, CS_PERSONAL, N_("Reporter"), N_("who reported it"), "报事人", .width = 0.1 },
    { "phone", CS_TYPE_TEXT, CS_PHONE | CS_QUIET, N_("Phone"), N_("phone of the reporter"), "电话" },
    { "subject", CS_TYPE_TEXT, CS_PERSONAL, N_("Subject"), N_("in a few words"), "标题", .width = 0.25 },
    { "open", CS_TYPE_BOOL, CS_QUIET, N_("Open"), N_("whether it is not over yet"), "未结工单" },
};
const struct cs_record cs_found_case_record = CS_RECORD("found_case", N_("case"), case_fields);
static const char *const case_columns[] = { "t.id",       "t.opened_at", "t.kind",    "t.state",     "h.code",
                                            "t.reporter", "t.phone",     "t.subject", "1 - st.ended" };
const struct cs_found_case_where cs_found_case_where = { "t.home_id = $1", "t.customer_id = $1" };
const struct cs_view cs_found_case_view = {
    &cs_found_case_record,
    "ticket AS t LEFT JOIN home AS h ON h.id = t.home_id JOIN state AS st "
    "ON st.code = t.state",
    case_columns, "st.ended, t.opened_at DESC, t.id", "t.id"
};

static const struct cs_field supplier_fields[] = {
    { "trade", CS_TYPE_TEXT, 0, N_("Trade"), N_("what the supplier does"), "专业" },
    { "supplier", CS_TYPE_TEXT, CS_KEY, N_("Supplier"), N_("code of the supplier"), "供应商" },
    { "name", CS_TYPE_TEXT, 0, N_("Name"), N_("name of the supplier"), "名称" },
    { "orders", CS_TYPE_INT, 0, N_("Orders"), N_("work orders in this building"), "派单数" },
    { "last_at", CS_TYPE_TIME, 0, N_("Last"), N_("when the last one was given"), "最近派单" },
};
const struct cs_record cs_found_supplier_record =
    CS_RECORD("found_supplier", N_("supplier"), supplier_fields);
