/* What a dossier says of a case that its page does not: every event with both times and what was judged of
 * it, and the people of the home. */
#include "ticket/act.h"

static const struct cs_choice judged[] = {
    { "yes", N_("approved"), "已批准" },
    { "no", N_("not approved"), "未批准" },
    { NULL, NULL, NULL },
};

static const struct cs_choice marks[] = {
    { "imported", N_("imported"), "导入" },
    { "backdated", N_("backdated"), "补录" },
    { NULL, NULL, NULL },
};

static const struct cs_field timeline_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "seq", CS_TYPE_INT, CS_KEY, N_("No"), N_("number within the case"), "序号" },
    { "occurred_at", CS_TYPE_TIME, 0, N_("Happened"), N_("when it happened"), "发生时间" },
    { "recorded_at", CS_TYPE_TIME, 0, N_("Recorded"), N_("when it was written down here"), "录入时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who did it"), "操作人" },
    { "verb", CS_TYPE_TEXT, 0, N_("Verb"), N_("what was done"), "动作", cs_event_verbs },
    { "outcome", CS_TYPE_TEXT, 0, N_("Outcome"), N_("with which outcome"), "结果" },
    { "field", CS_TYPE_TEXT, 0, N_("Field"), N_("which field changed"), "字段" },
    { "old", CS_TYPE_TEXT, CS_PERSONAL, N_("Before"), N_("state or value before"), "原值", cs_ticket_states },
    { "new", CS_TYPE_TEXT, CS_PERSONAL, N_("After"), N_("state or value after"), "新值", cs_ticket_states },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"), "备注" },
    { "mark", CS_TYPE_CHOICE, 0, N_("Mark"), N_("imported, or written down more than a day later"), "标记",
      marks },
    { "judged", CS_TYPE_CHOICE, 0, N_("Judged"), N_("what was judged of a late entry"), "审核", judged },
    { "judge", CS_TYPE_TEXT, 0, N_("Judge"), N_("who judged it"), "审核人" },
};
const struct cs_record cs_timeline_record = CS_RECORD("timeline", N_("event of a dossier"), timeline_fields);

#define HIDDEN(c)                                                                                            \
    "CASE WHEN e.field IN ('phone', 'email') AND e." c " IS NOT NULL THEN '****' ELSE e." c " END"
static const char *const timeline_columns[] = {
    "e.ticket_id", "e.seq",       "e.occurred_at", "e.recorded_at", "a.name", "e.verb",     "e.outcome",
    "e.field",     HIDDEN("old"), HIDDEN("new"),   "e.note",        "e.mark", "b.approved", "j.name",
};
const struct cs_view cs_timeline_view = {
    &cs_timeline_record,
    "event AS e JOIN actor AS a ON a.id = e.actor_id LEFT JOIN backdating AS b ON b.ticket_id = e.ticket_id "
    "AND b.event_seq = e.seq LEFT JOIN actor AS j ON j.id = b.actor_id",
    timeline_columns, "e.ticket_id, e.seq", "e.ticket_id"
};

static const struct cs_field party_fields[] = {
    { "ticket", CS_TYPE_INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "name", CS_TYPE_TEXT, CS_KEY | CS_PERSONAL, N_("Name"), N_("of the person"), "名称|姓名" },
    { "role", CS_TYPE_CHOICE, CS_KEY, N_("Relation"), N_("what the person is to the home"), "身份",
      cs_ticket_relations },
    { "phone", CS_TYPE_TEXT, CS_PHONE, N_("Phone"), N_("phone of the person"), "电话" },
    { "from_on", CS_TYPE_DATE, 0, N_("From"), N_("first day"), "开始日期" },
    { "until_on", CS_TYPE_DATE, 0, N_("Until"), N_("last day"), "结束日期" },
};
const struct cs_record cs_party_record = CS_RECORD("party", N_("person of the home"), party_fields);

static const char *const party_columns[] = {
    "t.id", "c.name", "r.role", "c.phone", "r.from_on", "r.until_on"
};
const struct cs_view cs_party_view = { &cs_party_record,
                                       "ticket AS t JOIN home_role AS r ON r.home_id = t.home_id JOIN "
                                       "customer AS c ON c.id = r.customer_id",
                                       party_columns, "t.id, r.role, r.from_on, c.id", "t.id" };

/* ---- the log in one spelling ---- */

struct writing {
    struct cs_buffer *out;
    int64_t count;
};

static void put_text(struct cs_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\' || *text == '\t' || *text == '\n')
            cs_buffer_printf(out, "\\%c", *text == '\\' ? '\\' : *text == '\t' ? 't' : 'n');
        else
            cs_buffer_char(out, *text);
    }
}

static enum cs_status write_event(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct writing *writing = context;
    cs_buffer_printf(writing->out, "%lld\t%lld\t%lld", (long long)out[0].integer, (long long)out[1].integer,
                     (long long)out[2].integer);
    for (int i = 3; i < 11; i++) {
        cs_buffer_char(writing->out, '\t');
        put_text(writing->out, cs_value_text(&out[i]));
    }
    cs_buffer_char(writing->out, '\n');
    writing->count++;
    return CS_OK;
}

enum cs_status cs_ticket_log(struct cs_store *store, int64_t id, struct cs_buffer *out, int64_t *count,
                             struct cs_error *err)
{
    struct cs_tickets t = { .o = { .store = store } };
    struct writing writing = { out, 0 };
    const struct cs_value in[] = { cs_integer(id) };
    enum cs_status status = cs_desk_each(&t, LOG_OF_CASE, in, write_event, &writing, err);
    *count = writing.count;
    cs_arena_release(&t.arena);
    return status;
}
