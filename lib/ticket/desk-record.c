/* Group cases, links, exposure and legal matters as records, and how they are read. */
#include "ticket/desk.h"

const struct cs_choice cs_link_kinds[] = {
    { "source", N_("source of the damage"), "源头" },
    { "duplicate", N_("duplicate"), "重复" },
    { "related", N_("related"), "相关" },
    { "follows", N_("follows"), "后续" },
    { NULL, NULL, NULL },
};

static const struct cs_choice ways[] = {
    { "out", N_("this case points there"), "指向" },
    { "in", N_("that case points here"), "被指向" },
    { NULL, NULL, NULL },
};

static const struct cs_choice matters[] = {
    { "exposure", N_("exposure"), "曝光" },
    { "letter", N_("lawyer's letter"), "律师函" },
    { "suit", N_("lawsuit"), "诉讼" },
    { NULL, NULL, NULL },
};

/* ---- the group below a case, in figures ---- */

static const struct cs_field group_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the group case"), "工单" },
    { "cases", CS_TYPE_INT, 0, N_("Cases"), N_("cases below it"), "工单数" },
    { "open", CS_TYPE_INT, 0, N_("Open cases"), N_("of them not closed yet"), "未结" },
    { "homes", CS_TYPE_INT, 0, N_("Homes"), N_("homes concerned"), "户数" },
    { "people", CS_TYPE_INT, 0, N_("People"), N_("different reporters"), "人数" },
    { "silent_since", CS_TYPE_TIME, 0, N_("Silent since"), N_("oldest last word to one of its customers"),
      "最久未联系" },
};
const struct cs_record cs_group_record = CS_RECORD("group", N_("group case"), group_fields);

#define BELOW                                                                                                \
    " FROM ticket AS t WHERE (t.parent_id = p.id OR t.parent_id IN (SELECT m.id FROM ticket AS m WHERE "     \
    "m.parent_id = p.id))"
#define UNCLOSED                                                                                             \
    " AND t.state <> 'to_call_back' AND (SELECT st.ended FROM state AS st WHERE st.code = t.state) = 0"

static const char *const group_columns[] = {
    "p.id",
    "(SELECT count(*)" BELOW ")",
    "(SELECT count(*)" BELOW UNCLOSED ")",
    "(SELECT count(DISTINCT t.home_id)" BELOW ")",
    "(SELECT count(DISTINCT coalesce(CAST(t.customer_id AS TEXT), t.phone, t.reporter))" BELOW ")",
    "(SELECT min(coalesce(t.last_contact_at, t.opened_at))" BELOW UNCLOSED ")",
};
const struct cs_view cs_group_view = {
    &cs_group_record, "ticket AS p", group_columns,
    "p.id",           "p.id",        "EXISTS (SELECT 1 FROM ticket AS x WHERE x.parent_id = p.id)"
};

/* ---- the cases below ---- */

static const struct cs_field child_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the group case"), "工单" },
    { "id", CS_TYPE_INT, CS_KEY, N_("Child case"), N_("number of the case in this store"), "子单" },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("where it stands"), "状态", cs_ticket_states },
    { "home", CS_TYPE_TEXT, 0, N_("Home"), N_("code of the home, or the room as written"), "房间编码" },
    { "subject", CS_TYPE_TEXT, 0, N_("Subject"), N_("in a few words"), "标题", .width = 0.3 },
    { "opened_at", CS_TYPE_TIME, 0, N_("Opened"), N_("moment that clocks start from"), "开始时间" },
    { "last_contact_at", CS_TYPE_TIME, 0, N_("Last contact"), N_("last word that reached the customer"),
      "最近联系" },
};
const struct cs_record cs_child_record = CS_RECORD("child", N_("case of a group"), child_fields);

static const char *const child_columns[] = { "t.parent_id",      "t.id",
                                             "t.state",          "coalesce(h.code, t.room)",
                                             "t.subject",        "t.opened_at",
                                             "t.last_contact_at" };
const struct cs_view cs_child_view = { &cs_child_record,
                                       "ticket AS t LEFT JOIN home AS h ON h.id = t.home_id", child_columns,
                                       "t.parent_id, t.id", "t.parent_id" };

/* ---- the cases that went on as this one ---- */

static const struct cs_field merged_fields[] = {
    { "into", CS_TYPE_INT, CS_KEY | CS_QUIET, N_("Merged into"), N_("id of the case that went on for it"),
      "并入工单" },
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("what the customer wants"), "类型", cs_ticket_kinds },
    { "subject", CS_TYPE_TEXT, 0, N_("Subject"), N_("in a few words"), "标题", .width = 0.3 },
    { "opened_at", CS_TYPE_TIME, 0, N_("Opened"), N_("moment that clocks start from"), "开始时间" },
};
const struct cs_record cs_merged_record = CS_RECORD("merged", N_("merged case"), merged_fields);

static const char *const merged_columns[] = { "t.merged_into", "t.id", "t.kind", "t.subject", "t.opened_at" };
const struct cs_view cs_merged_view = { &cs_merged_record, "ticket AS t", merged_columns,
                                        "t.merged_into, t.id", "t.merged_into" };

/* ---- links, from both ends ---- */

static const struct cs_field link_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "kind", CS_TYPE_CHOICE, CS_KEY, N_("Link"), N_("what the one is to the other"), "关联", cs_link_kinds },
    { "way", CS_TYPE_CHOICE, CS_KEY, N_("Way"), N_("which of the two points at the other"), "方向", ways },
    { "other", CS_TYPE_INT, CS_KEY, N_("Other case"), N_("number of the other case"), "另一工单" },
    { "state", CS_TYPE_CHOICE, 0, N_("State"), N_("where the other case stands"), "状态", cs_ticket_states },
    { "subject", CS_TYPE_TEXT, 0, N_("Subject"), N_("of the other case"), "标题", .width = 0.25 },
    { "at", CS_TYPE_TIME, CS_QUIET, N_("At"), N_("when they were linked"), "时间" },
    { "actor", CS_TYPE_TEXT, CS_QUIET, N_("Actor"), N_("who linked them"), "操作人" },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"), "备注", .width = 0.2 },
};
const struct cs_record cs_link_record = CS_RECORD("link", N_("link"), link_fields);

static const char *const link_columns[] = { "l.ticket_id", "l.kind", "l.way",  "l.other_id", "o.state",
                                            "o.subject",   "l.at",   "a.name", "l.note" };
const struct cs_view cs_link_view = {
    &cs_link_record,
    "(SELECT ticket_id, other_id, kind, 'out' AS way, at, actor_id, note FROM link UNION ALL SELECT "
    "other_id, ticket_id, kind, 'in', at, actor_id, note FROM link) AS l JOIN ticket AS o ON o.id = "
    "l.other_id JOIN actor AS a ON a.id = l.actor_id",
    link_columns, "l.ticket_id, l.other_id, l.kind, l.way", "l.ticket_id"
};

/* ---- exposure and law ---- */

static const struct cs_field matter_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No"), N_("number within the case"), "序号" },
    { "kind", CS_TYPE_CHOICE, 0, N_("Matter"), N_("exposure, lawyer's letter or lawsuit"), "事项", matters },
    { "place", CS_TYPE_TEXT, 0, N_("Where"), N_("platform or medium; law firm or court"),
      "何处|平台|律所|法院", .width = 0.25 },
    { "number", CS_TYPE_TEXT, 0, N_("Number"), N_("of the letter or of the court's case"), "文号|案号" },
    { "reach", CS_TYPE_INT, 0, N_("Reach"), N_("readers or members"), "影响人数" },
    { "first_at", CS_TYPE_TIME, 0, N_("First seen"), N_("first seen, or received"), "首见|收到时间" },
    { "until_at", CS_TYPE_TIME, 0, N_("Due"), N_("limit for the answer, or hearing"),
      "到期|答复期限|开庭时间" },
    { "recorded_at", CS_TYPE_TIME, CS_QUIET, N_("Recorded"), N_("when it was written down here"),
      "录入时间" },
    { "actor", CS_TYPE_TEXT, CS_QUIET, N_("Actor"), N_("who wrote it down"), "操作人" },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"), "备注", .width = 0.2 },
};
const struct cs_record cs_matter_record = CS_RECORD("matter", N_("exposure or legal matter"), matter_fields);

static const char *const matter_columns[] = { "m.ticket_id",   "m.seq",   "m.kind",     "m.place",
                                              "m.number",      "m.reach", "m.first_at", "m.until_at",
                                              "m.recorded_at", "a.name",  "m.note" };
const struct cs_view cs_matter_view = { &cs_matter_record, "matter AS m JOIN actor AS a ON a.id = m.actor_id",
                                        matter_columns, "m.ticket_id, m.seq", "m.ticket_id" };
