/* cs-ticket inspect ... note: the moves of the loop. Each verb is its options; one function runs them all. */
#include "cs-ticket.h"

#define A struct move_args
#define FAULT_OPTION                                                                                         \
    CS_OPT_INT(0, "fault", A, fault, N_("N"), N_("which fault of the case"), .min = 1, .max = 999)
#define FAULT_OPTIONS                                                                                        \
    FAULT_OPTION, CS_OPT_TEXT(0, "place", A, place, N_("PLACE"), N_("where in the home or estate")),         \
        CS_OPT_TEXT(0, "component", A, component, N_("CODE"), N_("what is broken")),                         \
        CS_OPT_TEXT(0, "symptom", A, symptom, N_("TEXT"), N_("how it shows")),                               \
        CS_OPT_TEXT(0, "class", A, class, N_("CODE"),                                                        \
                    N_("design, material, workmanship, misuse, upkeep ..."))
#define FROM_OPTION                                                                                          \
    CS_OPT_TEXT(0, "from", A, from, N_("FILE"), N_("a list that came back: a row has its case and times"))
#define DEPT_OPTIONS                                                                                         \
    CS_OPT_TEXT(0, "assignee", A, assignee, N_("NAME"), N_("who handles it from now on")),                   \
        CS_OPT_TEXT(0, "handling-dept", A, handling_dept, N_("NAME"), N_("department that deals with it")),  \
        CS_OPT_TEXT(0, "responsible-dept", A, responsible_dept, N_("NAME"),                                  \
                    N_("department whose fault it is"))
#define APPOINTMENT_OPTION                                                                                   \
    CS_OPT_TEXT(0, "appointment", A, appointment, N_("TIME"), N_("when the visit is agreed"))

const struct cs_option inspect_options[] = { FAULT_OPTIONS, DEPT_OPTIONS, APPOINTMENT_OPTION,
                                             CS_OPT_TEXT(0, "source-home", A, source_home, N_("ROOM"),
                                                         N_("home the damage comes from: room or code")),
                                             CS_OPT_END };
const struct cs_option dispatch_options[] = { CS_OPT_LIST(0, "to", A, to, N_("SUPPLIER[:TRADE]"),
                                                          N_("supplier; several make a work order each")),
                                              FAULT_OPTION, DEPT_OPTIONS, APPOINTMENT_OPTION, CS_OPT_END };
const struct cs_option accept_options[] = {
    CS_OPT_FLAG(0, "refused", A, refused, N_("the supplier sends it back")),
    CS_OPT_LIST(0, "by", A, to, N_("SUPPLIER"), N_("only this supplier's orders")),
    FAULT_OPTION,
    APPOINTMENT_OPTION,
    FROM_OPTION,
    CS_OPT_END
};
const struct cs_option work_options[] = { CS_OPT_FLAG(0, "done", A, done, N_("the work is reported done")),
                                          CS_OPT_LIST(0, "by", A, to, N_("SUPPLIER"),
                                                      N_("only this supplier's orders")),
                                          FAULT_OPTION, FROM_OPTION, CS_OPT_END };
const struct cs_option verify_options[] = {
    CS_OPT_FLAG(0, "failed", A, failed, N_("not accepted: it goes back to be done again")),
    CS_OPT_LIST(0, "by", A, to, N_("SUPPLIER"), N_("only this supplier's orders")), FAULT_OPTION, FROM_OPTION,
    CS_OPT_END
};

static const char *const closings[] = { "not_ours", "settled", NULL };
static const char *const verdicts[] = { "valid", "partly", "invalid", NULL };
const struct cs_option close_options[] = {
    CS_OPT_CHOICE(0, "as", A, as, closings, N_("not our responsibility, or settled by compensation"),
                  .choices = cs_ticket_states),
    FAULT_OPTIONS,
    CS_OPT_TEXT(0, "cause", A, cause, N_("TEXT"), N_("root cause")),
    CS_OPT_TEXT(0, "party", A, party, N_("NAME[=PERCENT;...]"), N_("who is responsible, with shares")),
    CS_OPT_TEXT(0, "evidence", A, evidence, N_("URI"), N_("photo after and signature, or why there is none")),
    CS_OPT_TEXT(0, "resolution", A, resolution, N_("TEXT"), N_("what was done")),
    CS_OPT_CHOICE(0, "verdict", A, verdict, verdicts, N_("whether the complaint was valid"),
                  .choices = cs_verdict_choices),
    CS_OPT_FLAG(0, "with-children", A, children,
                N_("the cases below a group case first, so far as they may be")),
    DEPT_OPTIONS,
    CS_OPT_END
};

static const char *const results[] = { "solved",  "unhappy",      "not_solved", "unreached",
                                       "refused", "wrong_number", NULL };
static const char *const means[] = { "phone", "sms", "app", "visit", NULL };
#define SCORE_OPTION(name, says) CS_OPT_INT(0, #name, A, name, N_("N"), says, .min = 1, .max = 5)
#define MEANS_OPTION                                                                                         \
    CS_OPT_CHOICE(0, "means", A, means, means, N_("how the customer was reached"), .byname = "phone",        \
                  .choices = cs_means_choices)
static const char *const checks[] = { "passed", "failed", NULL };
const struct cs_option callback_options[] = {
    CS_OPT_CHOICE(0, "result", A, result, results, N_("what the customer said"), .byname = "solved",
                  .choices = cs_callback_results),
    MEANS_OPTION,
    SCORE_OPTION(score, N_("the customer's score over all")),
    SCORE_OPTION(speed, N_("the customer's score of the speed")),
    SCORE_OPTION(attitude, N_("the customer's score of the attitude")),
    SCORE_OPTION(quality, N_("the customer's score of the work")),
    CS_OPT_TEXT(0, "unhappy-reason", A, unhappy_reason, N_("TEXT"), N_("why the customer is unhappy")),
    CS_OPT_TEXT(0, "recording", A, recording, N_("NUMBER"), N_("number of the recording")),
    CS_OPT_CHOICE(0, "quality-check", A, quality_check, checks, N_("the staff's own check"),
                  .choices = cs_check_choices),
    CS_OPT_END
};
const struct cs_option soothe_options[] = { MEANS_OPTION, CS_OPT_END };
const struct cs_option hold_options[] = {
    CS_OPT_TEXT(0, "reason", A, reason, N_("NAME"), N_("hold reason (cs-escalate reasons list)")),
    CS_OPT_TEXT(0, "until", A, until, N_("TIME"), N_("when it ends by itself")),
    CS_OPT_TEXT(0, "approver", A, approver, N_("NAME"), N_("member of staff who approved it: code or name")),
    CS_OPT_TEXT(0, "evidence", A, evidence, N_("URI"), N_("proof of the reason")), CS_OPT_END
};
const struct cs_option review_options[] = {
    CS_OPT_TEXT(0, "until", A, until, N_("TIME"),
                N_("when it is looked at again; else after the reason's time")),
    CS_OPT_END
};
const struct cs_option renew_options[] = {
    CS_OPT_TEXT(0, "until", A, until, N_("TIME"),
                N_("the new limit; else as long again as the reason allows")),
    CS_OPT_TEXT(0, "approver", A, approver, N_("NAME"), N_("who approved it, one level higher each time")),
    CS_OPT_END
};
const struct cs_option reopen_options[] = { CS_OPT_TEXT(0, "reason", A, reason, N_("TEXT"), N_("why")),
                                            CS_OPT_END };
const struct cs_option merge_options[] = {
    CS_OPT_INT(0, "into", A, into, N_("ID"), N_("case that goes on"), .min = 1, .max = INT64_MAX), CS_OPT_END
};
const struct cs_option cancel_options[] = { CS_OPT_TEXT(0, "reason", A, reason, N_("TEXT"), N_("why")),
                                            CS_OPT_END };
const struct cs_option note_options[] = {
    DEPT_OPTIONS, CS_OPT_TEXT(0, "priority", A, priority, N_("N"), N_("change the priority: 1 to 4")),
    CS_OPT_TEXT(0, "promised", A, promised, N_("TIME"), N_("finish promised to the customer")), CS_OPT_END
};
const struct cs_option contact_options[] = {
    CS_OPT_TEXT(0, "channel", A, channel, N_("WAY"), N_("phone, sms, chat, visit, letter, automatic"),
                .byname = "phone"),
    CS_OPT_FLAG(0, "not-reached", A, not_reached, N_("nobody answered: the silence goes on")),
    CS_OPT_FLAG(0, "children", A, children, N_("it reached the customers of the cases below, too")),
    CS_OPT_TEXT(0, "promised", A, promised, N_("TIME"), N_("finish promised to the customer")), CS_OPT_END
};

static const char *outcome_of(const struct cs_job *job, const struct move_args *args)
{
    if (strcmp(job->command->name, "callback") == 0)
        return args->result;
    return args->done      ? "done"
           : args->failed  ? "failed"
           : args->refused ? "refused"
           : args->as      ? args->as
                           : "";
}

static enum cs_status fill_move(struct cs_job *job, struct desk *desk, const struct move_args *args,
                                struct cs_move *move)
{
    *move = (struct cs_move){
        .verb = job->command->name,
        .outcome = outcome_of(job, args),
        .at = job->happened_at,
        .note = job->note,
        .suppliers = args->to.items,
        .supplier_count = args->to.count,
        .fault = args->fault,
        .place = args->place,
        .component = args->component,
        .symptom = args->symptom,
        .class = args->class,
        .cause = args->cause,
        .party = args->party,
        .evidence = args->evidence,
        .assignee = args->assignee,
        .handling_dept = args->handling_dept,
        .responsible_dept = args->responsible_dept,
        .resolution = args->resolution,
        .verdict = args->verdict,
        .reason = args->reason,
        .approver = args->approver,
        .channel = args->channel,
        .not_reached = args->not_reached,
        .score = args->score,
        .means = args->means,
        .speed = args->speed,
        .attitude = args->attitude,
        .quality = args->quality,
        .unhappy_reason = args->unhappy_reason,
        .recording = args->recording,
        .quality_check = args->quality_check,
        .into = args->into,
        .priority = args->priority,
        .source_home = args->source_home,
    };
    if (strcmp(move->verb, "merge") == 0 && args->into == 0)
        return cs_error_set(job->err, CS_MISUSED, _("merge needs the case that goes on (--into ID)"));
    enum cs_status status =
        desk_code(job, "component", cs_ticket_components, move->component, &move->component);
    if (status == CS_OK)
        status = desk_code(job, "class", cs_ticket_classes, move->class, &move->class);
    if (status == CS_OK)
        status = desk_code(job, "priority", cs_ticket_priorities, move->priority, &move->priority);
    if (status == CS_OK)
        status = desk_code(job, "channel", cs_contact_channels, move->channel, &move->channel);
    if (status == CS_OK)
        status = desk_moment(job, desk, "appointment", args->appointment, &move->appointment_at);
    if (status == CS_OK)
        status = desk_moment(job, desk, "promised", args->promised, &move->promised_at);
    if (status == CS_OK)
        status = desk_moment(job, desk, "until", args->until, &move->until);
    return status;
}

struct moving {
    struct cs_job *job;
    struct desk desk;
    struct cs_move move;
    bool children;
    int64_t done;
};

static enum cs_status move_one(void *context, int64_t id, struct cs_error *err)
{
    struct moving *moving = context;
    bool closes = strcmp(moving->move.verb, "close") == 0;
    enum cs_status status = CS_OK;
    if (moving->children && closes)
        status = move_children(moving->job, &moving->desk, id, &moving->move);
    if (status == CS_OK)
        status = cs_ticket_move(moving->desk.tickets, id, &moving->move, err);
    if (status == CS_OK && moving->children && !closes)
        status = move_children(moving->job, &moving->desk, id, &moving->move);
    moving->done += status == CS_OK;
    return status == CS_NONE ? CS_REFUSED : status;
}

enum cs_status run_move(struct cs_job *job, const void *arguments)
{
    const struct move_args *args = arguments;
    struct moving moving = { .job = job, .children = args->children };
    enum cs_status status = desk_open(job, false, &moving.desk);
    if (status == CS_OK)
        status = fill_move(job, &moving.desk, args, &moving.move);
    if (status == CS_OK)
        status = cs_job_each_id(job, move_one, &moving);
    cs_escalation_say_provisional(moving.desk.escalation);
    desk_close(&moving.desk);
    return status;
}
