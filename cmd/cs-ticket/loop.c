/* The verbs of the loop beside the moves of moves.c: their options, and one function that runs them all. */
#include "loop.h"

#define A                    struct loop_args
#define REASON_OPTION(says)  CS_OPT_TEXT(0, "reason", A, reason, N_("TEXT"), says)
#define CHANNEL_OPTION(says) CS_OPT_TEXT(0, "channel", A, channel, N_("WAY"), says)

const struct cs_option refuse_options[] = {
    CS_OPT_LIST(0, "by", A, by, N_("SUPPLIER"), N_("the supplier that sends its order back")),
    CS_OPT_TEXT(0, "dept", A, dept, N_("NAME"), N_("the department that says it is not its case")),
    REASON_OPTION(N_("why")), CS_OPT_END
};

const struct cs_option plan_options[] = {
    CS_OPT_TEXT(0, "plan", A, plan, N_("TEXT"), N_("what is meant to be done")),
    CS_OPT_TEXT(0, "demand", A, demand, N_("AMOUNT"), N_("what the customer asks for, in yuan")),
    CS_OPT_TEXT(0, "offer", A, offer, N_("AMOUNT"),
                N_("what is offered, in yuan; none where it is not said")),
    CS_OPT_TEXT(0, "by", A, by_time, N_("TIME"), N_("by when it is to be carried out")), CS_OPT_END
};

const struct cs_option approve_options[] = {
    CS_OPT_TEXT(0, "approver", A, approver, N_("STAFF"),
                N_("whose post covers the offer: code or name; else the actor")),
    CS_OPT_FLAG(0, "refused", A, refused, N_("the plan goes back to be made anew")),
    REASON_OPTION(N_("why it is refused")), CS_OPT_END
};

static const struct cs_choice talk_words[] = {
    { "agreed", N_("the customer agrees"), "客户同意|同意" },
    { "not_agreed", N_("the customer does not agree"), "不同意" },
    { "again", N_("talked over again"), "再谈|再沟通" },
    { NULL, NULL, NULL },
};
static const char *const talks[] = { "agreed", "not_agreed", "again", NULL };
const struct cs_option talk_options[] = {
    CS_OPT_CHOICE(0, "result", A, result, talks,
                  N_("the customer agrees, does not (a new plan), or it is talked over again"),
                  .byname = "agreed", .choices = talk_words),
    CHANNEL_OPTION(N_("phone, sms, chat, visit, letter")), CS_OPT_END
};

const struct cs_option agree_options[] = {
    CS_OPT_TEXT(0, "amount", A, amount, N_("AMOUNT"), N_("what was agreed on, in yuan; none: no money")),
    CS_OPT_TEXT(0, "terms", A, terms, N_("TEXT"), N_("what was agreed on, in words")),
    CS_OPT_TEXT(0, "evidence", A, evidence, N_("URI"), N_("the signed agreement, or why there is none")),
    CS_OPT_FLAG(0, "work", A, work, N_("work is to be done: it goes on to be dispatched")),
    CHANNEL_OPTION(N_("phone, sms, chat, visit, letter")),
    CS_OPT_END
};

enum { ONE_OUTCOME = 1 };
static const char *const sides[] = { "us", "owner", NULL };
const struct cs_option appoint_options[] = {
    CS_OPT_TEXT(0, "from", A, from, N_("TIME"), N_("when the window begins")),
    CS_OPT_TEXT(0, "until", A, until, N_("TIME"), N_("when the window ends")),
    CS_OPT_TEXT(0, "with", A, with, N_("WHO"), N_("with whom it is agreed: owner, tenant, keeper")),
    CS_OPT_TEXT(0, "access", A, access, N_("WAY"), N_("at_home, keys, empty, refused")),
    CS_OPT_CHOICE(0, "chosen", A, chosen, sides,
                  N_("whose wish it is: the limit of the visit follows the owner's only"),
                  .choices = cs_side_choices),
    CS_OPT_LIST(0, "by", A, by, N_("SUPPLIER"), N_("the supplier whose crew comes")),
    CS_OPT_INT(0, "order", A, order, N_("N"), N_("the work order, by its number in the case"), .min = 1,
               .max = 999),
    CS_OPT_FLAG(0, "move", A, moved, N_("put another window in its place"), .group = ONE_OUTCOME),
    CS_OPT_FLAG(0, "kept", A, kept, N_("it was kept"), .group = ONE_OUTCOME),
    CS_OPT_CHOICE(0, "missed", A, missed, sides, N_("it was missed, by us or by the owner"),
                  .choices = cs_side_choices, .group = ONE_OUTCOME),
    CS_OPT_FLAG(0, "cancel", A, cancelled, N_("it is called off"), .group = ONE_OUTCOME),
    REASON_OPTION(N_("why it is moved, missed or called off")),
    CS_OPT_END
};

const struct cs_option promise_options[] = {
    CS_OPT_TEXT(0, "by", A, by_time, N_("TIME"), N_("finish that is promised")),
    CS_OPT_FLAG(0, "told", A, told, N_("the customer was told: it breaks the silence")),
    CHANNEL_OPTION(N_("how: phone, sms, chat, visit, letter")), CS_OPT_END
};

/* ---- what people write ---- */

static enum cs_status amount_after(struct cs_job *job, struct desk *desk, const struct cs_amount *amount,
                                   int64_t *at)
{
    const struct cs_calendar *calendar = NULL;
    const char *name = cs_store_setting(job->store, "calendar");
    enum cs_status status = CS_OK;
    if (amount->unit != CS_NATURAL)
        status = cs_calendars_find(desk->calendars, name ? name : "cn-office", &calendar, NULL, job->err);
    return status == CS_OK ? cs_amount_add(calendar, job->happened_at, amount, NULL, 0, at, job->err)
                           : status;
}

enum cs_status desk_moment(struct cs_job *job, struct desk *desk, const char *option, const char *text,
                           int64_t *at)
{
    struct cs_amount amount;
    struct cs_error ignored = CS_ERROR_INIT;
    *at = CS_NO_TIME;
    if (!text)
        return CS_OK;
    enum cs_status status = cs_amount_parse(text, &amount, &ignored) == CS_OK
                                ? amount_after(job, desk, &amount, at)
                                : cs_moment_parse_relative(text, job->zone, at, job->err);
    if (status == CS_OK)
        return CS_OK;
    cs_error_prefix(job->err, "--%s", option);
    return CS_MISUSED;
}

static enum cs_status money_of(struct cs_job *job, const char *option, const char *text, int64_t *fen)
{
    const struct cs_field *field =
        &cs_settlement_record.fields[cs_record_find(&cs_settlement_record, "offered")];
    const struct cs_parse how = { .zone = job->zone };
    struct cs_value value = cs_null();
    *fen = 0;
    if (!text)
        return CS_OK;
    enum cs_status status = cs_field_parse(field, &how, text, strlen(text), &job->arena, &value, job->err);
    if (status != CS_OK) {
        cs_error_prefix(job->err, "--%s", option);
        return CS_MISUSED;
    }
    *fen = cs_value_integer(&value, 0);
    return CS_OK;
}

/* ---- running ---- */

static const char *outcome_of(const struct cs_job *job, const struct loop_args *args)
{
    if (strcmp(job->command->name, "talk") == 0)
        return args->result;
    return args->dept        ? "dept"
           : args->refused   ? "refused"
           : args->work      ? "work"
           : args->moved     ? "moved"
           : args->kept      ? "kept"
           : args->missed    ? "missed"
           : args->cancelled ? "cancelled"
                             : "";
}

static enum cs_status fill(struct cs_job *job, struct desk *desk, const struct loop_args *args,
                           struct cs_move *move)
{
    bool promises = strcmp(job->command->name, "promise") == 0;
    int64_t by;
    *move = (struct cs_move){
        .verb = job->command->name,
        .outcome = outcome_of(job, args),
        .at = job->happened_at,
        .note = job->note,
        .suppliers = args->by.items,
        .supplier_count = args->by.count,
        .department = args->dept,
        .reason = args->reason,
        .plan = args->plan,
        .terms = args->terms,
        .evidence = args->evidence,
        .approver = args->approver,
        .channel = args->channel,
        .order = args->order,
        .agreed_with = args->with,
        .access = args->access,
        .missed_by = args->missed,
        .chosen_by = args->chosen,
        .told = args->told,
        .appointment_at = CS_NO_TIME,
        .promised_at = CS_NO_TIME,
        .until = CS_NO_TIME,
    };
    enum cs_status status = desk_moment(job, desk, "by", args->by_time, &by);
    *(promises ? &move->promised_at : &move->plan_due_at) = by;
    if (status == CS_OK)
        status = desk_moment(job, desk, "from", args->from, &move->appointment_at);
    if (status == CS_OK)
        status = desk_moment(job, desk, "until", args->until, &move->window_until);
    if (status == CS_OK)
        status = money_of(job, "demand", args->demand, &move->demanded);
    if (status == CS_OK)
        status = money_of(job, "offer", args->offer, &move->offered);
    if (status == CS_OK)
        status = money_of(job, "amount", args->amount, &move->amount);
    if (status == CS_OK)
        status = desk_code(job, "channel", cs_contact_channels, move->channel, &move->channel);
    return status == CS_OK ? desk_code(job, "access", cs_access_choices, move->access, &move->access)
                           : status;
}

struct looping {
    struct cs_job *job;
    struct desk desk;
    struct cs_move move;
};

/* A promise that outlasts the case's own limit is worth a word; the desk knows no clocks, so it is said here.
 */
static enum cs_status compare_limit(struct cs_job *job, int64_t id, int64_t promised_at, struct cs_error *err)
{
    const struct cs_value value = cs_integer(id);
    int due = cs_record_find(&cs_clock_record, "due_at"), metric = cs_record_find(&cs_clock_record, "metric"),
        stopped = cs_record_find(&cs_clock_record, "stopped_at");
    char limit[CS_MOMENT_SIZE];
    struct cs_rows rows;
    enum cs_status status = cs_job_fetch(job, &cs_clock_view, NULL, &value, &rows);
    (void)err;
    for (size_t i = 0; status == CS_OK && i < rows.count; i++) {
        const struct cs_value *values = rows.items[i].values;
        if (strcmp(cs_value_text(&values[metric]), "done") != 0 || values[stopped].type != CS_NULL ||
            cs_value_integer(&values[due], INT64_MAX) >= promised_at)
            continue;
        cs_moment_format_short(limit, values[due].integer, job->zone);
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("case %lld: promised for later than its limit for the work, %s"), (long long)id, limit);
    }
    cs_rows_release(&rows);
    return status;
}

static enum cs_status move_one(void *context, int64_t id, struct cs_error *err)
{
    struct looping *looping = context;
    enum cs_status status = cs_ticket_move(looping->desk.tickets, id, &looping->move, err);
    if (status == CS_OK && strcmp(looping->move.verb, "promise") == 0)
        status = compare_limit(looping->job, id, looping->move.promised_at, err);
    return status == CS_NONE ? CS_REFUSED : status;
}

enum cs_status run_loop(struct cs_job *job, const void *args)
{
    struct looping looping = { .job = job };
    enum cs_status status = desk_open(job, false, &looping.desk);
    if (status == CS_OK)
        status = fill(job, &looping.desk, args, &looping.move);
    if (status == CS_OK)
        status = cs_job_each_id(job, move_one, &looping);
    cs_escalation_say_provisional(looping.desk.escalation);
    desk_close(&looping.desk);
    return status;
}
