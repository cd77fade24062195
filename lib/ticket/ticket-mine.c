/* What is mine: the cases somebody handles, by name or by post, and what else is owed to their customers, by
 * what is due next. */
#include "ticket/act.h"

#include <stdio.h>

static const struct cs_choice tasks[] = {
    { "receive", N_("to receive"), "接待" },
    { "inspect", N_("to inspect"), "待查验|查验" },
    { "dispatch", N_("to dispatch"), "待派单|派单" },
    { "work", N_("to follow up"), "跟进" },
    { "close", N_("to close"), "待结单|结单" },
    { "callback", N_("to call back"), "待回访|回访" },
    { "approve", N_("to approve"), "待审批|审批" },
    { "soothe", N_("to soothe"), "安抚" },
    { "recall", N_("to call a second time"), "二次回访" },
    { "review", N_("to look at a hold again"), "复核挂起" },
    { NULL, NULL, NULL },
};

static const struct cs_field mine_fields[] = {
    { "id", CS_TYPE_INT, CS_KEY, N_("Case"), N_("number of the case in this store"), "工单" },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("what is due next"), "到期" },
    { "late", CS_TYPE_BOOL, 0, N_("Late"), N_("whether that lies behind already"), "超期" },
    { "task", CS_TYPE_CHOICE, 0, N_("Task"), N_("what is to be done"), "任务", tasks },
    { "why", CS_TYPE_TEXT, 0, N_("Why"), N_("why it is this person's"), "缘由" },
    { "metric", CS_TYPE_TEXT, CS_QUIET, N_("Clock"), N_("clock that is due next"), "时钟" },
    { "priority", CS_TYPE_INT, CS_QUIET, N_("Priority"), N_("how soon it must be dealt with"), "优先级",
      cs_ticket_priorities, .min = 1, .max = 4 },
    { "state", CS_TYPE_CHOICE, CS_QUIET, N_("State"), N_("where it stands"), "状态", cs_ticket_states },
    { "project", CS_TYPE_TEXT, 0, N_("Project"), N_("code of the project"), "项目" },
    { "home", CS_TYPE_TEXT, CS_QUIET, N_("Home"), N_("code of the home, or the room as written"),
      "房间编码" },
    { "subject", CS_TYPE_TEXT, 0, N_("Subject"), N_("in a few words"), "标题", .width = 0.3 },
};
const struct cs_record cs_mine_record = CS_RECORD("mine", N_("my case"), mine_fields);

enum { M_ID, M_DUE, M_LATE, M_TASK, M_WHY, M_METRIC, M_PRIORITY, M_STATE, M_PROJECT, M_HOME, M_SUBJECT };
enum { ID, DUE, TASK, STANDS, ROLE, UNIT, METRIC, PRIORITY, STATE, PROJECT, HOME, SUBJECT };

struct listing {
    const struct cs_mine *asked;
    cs_row_fn *each;
    void *context;
    int64_t last_id;
    char last_task[16];
};

static void say_why(const struct cs_value *out, struct cs_buffer *text)
{
    const char *stands = cs_value_text(&out[STANDS]);
    const char *role = cs_choice_label(cs_role_choices, cs_value_text(&out[ROLE]));
    const char *unit = cs_value_text(&out[UNIT]);
    if (strcmp(stands, "post") == 0)
        cs_buffer_printf(text, _("%s of %s"), role, unit);
    else if (strcmp(stands, "deputy") == 0)
        cs_buffer_printf(text, _("deputy, %s of %s"), role, unit);
    else if (strcmp(stands, "duty") == 0)
        cs_buffer_printf(text, _("on duty, %s of %s"), role, unit);
    else if (strcmp(stands, "approver") == 0)
        cs_buffer_text(text, _("approved the hold"));
    else
        cs_buffer_text(text, _("named on the case"));
}

/* A case may be somebody's in several ways: the first one counts. */
static enum cs_status take(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct listing *l = context;
    const char *task = cs_value_text(&out[TASK]);
    if (out[ID].integer == l->last_id && strcmp(task, l->last_task) == 0)
        return CS_OK;
    l->last_id = out[ID].integer;
    snprintf(l->last_task, sizeof l->last_task, "%s", task);
    struct cs_buffer why = CS_BUFFER_INIT;
    say_why(out, &why);
    bool due = out[DUE].type == CS_INTEGER;
    struct cs_value values[] = {
        [M_ID] = out[ID],
        [M_DUE] = out[DUE],
        [M_LATE] = due ? cs_integer(out[DUE].integer < l->asked->now) : cs_null(),
        [M_TASK] = out[TASK],
        [M_WHY] = cs_text_length(why.text, why.length),
        [M_METRIC] = out[METRIC],
        [M_PRIORITY] = out[PRIORITY],
        [M_STATE] = out[STATE],
        [M_PROJECT] = out[PROJECT],
        [M_HOME] = out[HOME],
        [M_SUBJECT] = out[SUBJECT],
    };
    const struct cs_row row = { &cs_mine_record, values, NULL };
    enum cs_status status = l->each(l->context, &row, err);
    cs_buffer_release(&why);
    return status;
}

enum cs_status cs_ticket_mine(struct cs_store *store, const struct cs_mine *asked, cs_row_fn *each,
                              void *context, struct cs_error *err)
{
    struct cs_tickets t = { .o = { .store = store } };
    struct listing l = { .asked = asked, .each = each, .context = context };
    const struct cs_value staff[] = { cs_integer(asked->staff_id) };
    struct cs_value names[2] = { cs_null(), cs_null() };
    enum cs_status status = asked->staff_id ? cs_desk_get(&t, OWNER_NAMES, staff, names, err) : CS_OK;
    const struct cs_value in[] = {
        cs_text(asked->name),   names[0], names[1], cs_integer(asked->staff_id), cs_integer(asked->day),
        cs_integer(asked->now),
    };
    if (status == CS_OK)
        status = cs_desk_each(&t, MINE, in, take, &l, err);
    cs_arena_release(&t.arena);
    return status;
}
