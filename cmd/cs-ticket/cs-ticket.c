/* cs-ticket: intake and the closed loop. To add a verb of the loop: see lib/ticket/ticket.h. */
#include "cs-ticket.h"

#include "loop-commands.h"
#include "order-commands.h"
#include "read-commands.h"
#include "ticket/mend.h"
#include "tie-commands.h"

#define EXAMPLES(name, ...) static const struct cs_example name##_examples[] = { __VA_ARGS__, { NULL, NULL } }

EXAMPLES(import,
         { "cs-ticket import --source crm tickets-bom.csv --dry-run", N_("what a CRM's export would bring") },
         { "cs-ticket import --guess tickets-gb18030.csv", N_("draft a mapping for an unknown file") },
         { "cs-ticket import --explain-map tickets-bom.csv -o table",
           N_("where each column goes, and what its first value becomes") },
         { "cs-ticket list | cs-ticket import --source copy --dry-run", N_("read back what was written") });
EXAMPLES(batches, { "cs-ticket batches --limit 5", N_("the last imports, and what they brought") },
         { "cs-ticket import --revert $(cs-ticket batches --limit 1 --fields import -o json | tr -dc 0-9) "
           "--skip-worked --dry-run",
           N_("what taking the last one back would do") });
EXAMPLES(resolve, { "cs-ticket resolve --dry-run", N_("after projects, rooms or aliases were entered") },
         { "cs-ticket list --unresolved --limit 1 | cs-ticket resolve --dry-run", N_("only these cases") });
EXAMPLES(change,
         { "cs-ticket change 1 --channel 来访 --note 登记有误 --dry-run", N_("a field corrected by hand") },
         { "cs-ticket list --limit 3 --fields id,subject -o jsonl | jq -c '.subject |= . + \" (复核)\"' | "
           "cs-ticket change --dry-run",
           N_("many, from an edited list") });
EXAMPLES(add,
         { "cs-ticket add --kind repair --priority 2 --project P01 --room 1-1-101 --subject 厨房漏水 "
           "--component leak",
           N_("a leak comes in by phone") },
         { "cs-ticket add --kind 投诉 --subject 噪音扰民 -o json", N_("a complaint, answered as JSON") });
EXAMPLES(list,
         { "cs-ticket list --step dispatch --priority 1,2 --limit 5",
           N_("urgent cases that wait for a supplier") },
         { "cs-ticket list --overdue --fields id,project,subject,next_due_at --sort next_due_at --limit 5",
           N_("what is late, the latest first") });
EXAMPLES(show, { "cs-ticket show 1", N_("the whole case") },
         { "cs-ticket show 1 -o json", N_("the same for a program") });
EXAMPLES(history, { "cs-ticket history 1", N_("what happened to it, and who did it") },
         { "cs-ticket history --verb escalate --limit 5", N_("escalations in the log of all cases") });
EXAMPLES(path_list, { "cs-ticket path list --path repair", N_("legal moves of a repair") },
         { "cs-ticket path list --verb close", N_("where cases may be closed, and what that demands") });
EXAMPLES(path_import,
         { "cs-ticket path list | cs-ticket path import --dry-run", N_("read back what was written") },
         { "cs-ticket path list -o jsonl | cs-ticket path import --dry-run",
           N_("the same through JSON Lines") });
EXAMPLES(
    inspect,
    { "cs-ticket list --state to_inspect --priority 3 --limit 1 | cs-ticket inspect --component leak --class "
      "workmanship --dry-run",
      N_("an inspection with its first verdict") },
    { "cs-ticket list --state to_inspect --priority 3 --limit 2 | cs-ticket inspect --note 已查验 --dry-run",
      N_("two cases at once") });
EXAMPLES(dispatch,
         { "cs-ticket list --state to_dispatch --limit 3 | cs-ticket dispatch --to S01 --dry-run",
           N_("send what waits to one supplier") },
         { "cs-ticket list --state to_dispatch --limit 1 | cs-ticket dispatch --to S01:防水 --to S02:油漆 "
           "--dry-run",
           N_("two trades on one leak") });
EXAMPLES(accept,
         { "cs-ticket list --state to_accept --limit 1 | cs-ticket accept --dry-run",
           N_("the supplier takes it") },
         { "cs-ticket list --state to_accept --limit 1 | cs-ticket accept --appointment 2027-01-05T10:00 "
           "--dry-run",
           N_("and agrees on a visit") });
EXAMPLES(work,
         { "cs-ticket list --state to_visit --limit 1 | cs-ticket work --dry-run",
           N_("somebody is on site") },
         { "cs-ticket list --state in_work --limit 1 | cs-ticket work --done --dry-run",
           N_("the work is reported done") });
EXAMPLES(verify,
         { "cs-ticket list --state to_verify --limit 1 | cs-ticket verify --dry-run", N_("accepted") },
         { "cs-ticket list --state to_verify --limit 1 | cs-ticket verify --failed --note 仍渗水 --dry-run",
           N_("not accepted: to be done again") });
EXAMPLES(close,
         { "cs-ticket list --state to_close --limit 1 | cs-ticket close --component leak --class workmanship "
           "--cause "
           "防水层破损 --party S01 --evidence photo://after.jpg --dry-run",
           N_("with class, cause, party and evidence") },
         { "cs-ticket list --state to_dispatch --limit 1 | cs-ticket close --as not_ours --resolution "
           "属物业范围 --dry-run",
           N_("not the developer's responsibility") });
EXAMPLES(
    callback,
    { "cs-ticket list --state to_call_back --limit 1 | cs-ticket callback --score 5 --actor caller --dry-run",
      N_("solved, and content") },
    { "cs-ticket list --state to_call_back --limit 1 | cs-ticket callback --result unreached --actor caller "
      "--dry-run",
      N_("nobody answered") });
EXAMPLES(
    hold,
    { "cs-ticket list --state in_work --limit 1 | cs-ticket hold --reason material --approver G02 --dry-run",
      N_("it waits for material; its clocks go on") },
    { "cs-ticket list --state in_work --project P01 --limit 1 | cs-ticket hold --reason drying --approver "
      "P013 "
      "--evidence photo://wet.jpg --dry-run",
      N_("it must dry; the clock of the work stops") });
EXAMPLES(callbacks, { "cs-ticket callbacks --result unhappy --limit 5", N_("who was not content, and why") },
         { "cs-ticket callbacks --call 2 --limit 5 -o jsonl", N_("second calls after rain, for a program") });
EXAMPLES(backdated, { "cs-ticket backdated --waiting --limit 5", N_("what somebody must still confirm") },
         { "cs-ticket backdated --project P01 --approved no --limit 5",
           N_("what was refused in a project") });
EXAMPLES(
    confirm,
    { "cs-ticket backdated --waiting --limit 1 -o jsonl | jq -c '{id: .ticket}' | cs-ticket confirm --actor "
      "G02 "
      "--dry-run",
      N_("it did happen then") },
    { "cs-ticket backdated --waiting --limit 1 -o jsonl | jq -c '{id: .ticket}' | cs-ticket confirm --refuse "
      "--note 无凭据 --actor G02 --dry-run",
      N_("nothing proves it: it counts as done when it was written down") });
EXAMPLES(soothe,
         { "cs-ticket list --soothing --limit 1 | cs-ticket soothe --note 已致歉并赠保洁一次 --dry-run",
           N_("a word to who is solved and yet unhappy") },
         { "cs-ticket list --soothing --limit 1 | cs-ticket soothe --means visit --note 上门道歉 --dry-run",
           N_("by a visit") });
EXAMPLES(review,
         { "cs-ticket list --state held --limit 1 | cs-ticket review --note 材料已到货 --dry-run",
           N_("somebody looked: it must rest on") },
         { "cs-ticket list --state held --limit 1 | cs-ticket review --until 2026-11-05T09:00 --dry-run",
           N_("to be looked at again by then") });
EXAMPLES(
    renew,
    { "cs-ticket list --state held --limit 1 | cs-ticket renew --approver G01 --note 雨季未过 --dry-run",
      N_("as long again as its reason allows") },
    { "cs-ticket list --state held --limit 1 | cs-ticket renew --approver G01 --until 2026-12-20 --dry-run",
      N_("until a day within that") });
EXAMPLES(resume, { "cs-ticket list --state held --limit 1 | cs-ticket resume --dry-run", N_("it goes on") },
         { "cs-ticket list --state held --limit 2 | cs-ticket resume --note 业主回家 --dry-run",
           N_("with a note") });
EXAMPLES(reopen,
         { "cs-ticket list --state closed --limit 1 | cs-ticket reopen --reason 复漏 --dry-run",
           N_("it leaks again") },
         { "cs-ticket list --state closed --limit 2 | cs-ticket reopen --note 业主来电 --dry-run",
           N_("two cases at once") });
EXAMPLES(merge,
         { "cs-ticket list --open --room none --limit 1 | cs-ticket merge --into 1 --dry-run || true",
           N_("a duplicate goes on as case 1") },
         { "cs-ticket merge --help", N_("what merging does") });
EXAMPLES(cancel,
         { "cs-ticket list --open --limit 1 | cs-ticket cancel --reason 误报 --dry-run",
           N_("reported by mistake") },
         { "cs-ticket list --open --limit 2 | cs-ticket cancel --reason 测试单 --dry-run",
           N_("two cases at once") });
EXAMPLES(note, { "cs-ticket note 1 --note 业主周末在家 --dry-run", N_("a remark in its log") },
         { "cs-ticket list --open --limit 1 | cs-ticket note --priority 2 --note 老人独居 --dry-run",
           N_("a higher priority, and why") });
EXAMPLES(contact,
         { "cs-ticket list --open --limit 1 | cs-ticket contact --note 已告知进度 --dry-run",
           N_("a call that reached them") },
         { "cs-ticket list --open --limit 1 | cs-ticket contact --not-reached --dry-run",
           N_("nobody answered") });

#define MOVE(verb, says, describes)                                                                          \
    {                                                                                                        \
#verb, "[ID...]", says, describes, CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN,  \
            sizeof(struct move_args), verb##_options, NULL, NULL, verb##_examples, run_move                  \
    }
/* A move whose cases may come with their own times, as a list that a supplier sent back. */
#define LISTED_MOVE(verb, says, describes)                                                                   \
    {                                                                                                        \
#verb, "[ID...]", says, describes,                                                                   \
            CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN,                \
            sizeof(struct move_args), verb##_options, &cs_back_record, NULL, verb##_examples,                \
            run_listed_move                                                                                  \
    }
#define resume_options NULL

static const struct cs_command commands[] = {
    { "import", "[FILE...]", N_("read cases of other systems"),
      N_("A case is known by source and external id: read again it is unchanged, or only what its source "
         "changed is applied. "
         "Headings and words of Chinese CRMs are understood; --map names a mapping for others, --guess "
         "drafts "
         "one, --explain-map shows what comes of it. What was due "
         "long before "
         "never alerts."),
      CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, sizeof(struct import_args),
      import_options, &cs_ticket_record, NULL, import_examples, run_import },
    { "batches", "", N_("list imports"),
      N_("Each import of cases has a number; import --revert takes it back as long as nobody worked on its "
         "cases."),
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct batches_args), batches_options, NULL, &cs_batch_record,
      batches_examples, run_batches },
    { "resolve", "[ID...]", N_("look again for what was not known when a case came in"),
      N_("Projects, rooms, delivery batches, customers and suppliers that were entered since are found; "
         "limits "
         "follow the project. Without ids: every case of which something is not known."),
      CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, 0, NULL, NULL, NULL, resolve_examples,
      run_resolve },
    { "add", "", N_("enter a case of our own"),
      N_("Fields are options; the new case comes out as a list would show it."),
      CS_NEEDS_WRITE | CS_NEEDS_OUTPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, sizeof(struct add_args),
      add_options, &cs_ticket_record, &cs_ticket_record, add_examples, run_add },
    { "change", "[ID...]", N_("correct plain fields of cases"),
      N_("What differs is changed, each field with an event; home, customer and limits follow. An empty "
         "value "
         "empties a field, a masked one leaves it. Where a case stands and when it came there is told by "
         "moves "
         "alone."),
      CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN,
      sizeof(struct change_args), change_options, &cs_ticket_record, NULL, change_examples, run_change },
    { "list", "[DIR]", N_("list cases by any field"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      sizeof(struct list_args), list_options, NULL, &cs_ticket_record, list_examples, run_list },
    { "show", "ID", N_("show the whole case as a page"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, 0, NULL, NULL,
      &cs_ticket_record, show_examples, run_show },
    { "history", "[ID]", N_("list the event log"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      sizeof(struct history_args), history_options, NULL, &cs_event_record, history_examples, run_history },
    MOVE(inspect, N_("inspection on site"), N_("Makes the first fault; --class is the first verdict.")),
    MOVE(dispatch, N_("give a case to suppliers"), N_("Makes a work order for each --to.")),
    LISTED_MOVE(
        accept, N_("the supplier takes the order"),
        N_("With --from, each row of a list makes its move at its own time (接单时间); rows that were "
           "taken before are unchanged.")),
    LISTED_MOVE(
        work, N_("work begins, or with --done is reported done"),
        N_("A case with several work orders is done when the last one is. With --from, each row of a "
           "supplier's list makes its moves at its own times (到场时间, 完工时间); rows that were taken "
           "before are unchanged.")),
    LISTED_MOVE(
        verify, N_("accept the work, or with --failed not"),
        N_("With --from, each row of a list makes its move at its own time (验收时间, 验收结果); rows "
           "that were taken before are unchanged.")),
    MOVE(close, N_("close a case"),
         N_("A repair demands class, component, cause, responsible party and evidence, or the reason why "
            "there is none.")),
    MOVE(callback, N_("call the customer back"),
         N_("Never by who closed the case. Not solved reopens it one level higher; solved but unhappy leaves "
            "a "
            "soothing task. Nobody answering ends it after three tries on two days. A closed leak is called "
            "back "
            "once more when its second call falls due.")),
    MOVE(soothe, N_("end the soothing that an unhappy customer is owed"),
         N_("A call-back that finds a case solved and its customer unhappy leaves a task, with a limit of "
            "its own.")),
    MOVE(hold, N_("let a case rest for a reason"),
         N_("The reason says which clocks stop, for how long, who approves and what proves it.")),
    MOVE(resume, N_("end a hold"), NULL),
    MOVE(review, N_("look at a hold again"), NULL),
    MOVE(renew, N_("make a hold longer, with approval from higher up"), NULL),
    MOVE(reopen, N_("take a closed case up again, one level higher"), NULL),
    MOVE(merge, N_("let a duplicate go on as another case"),
         N_("References and contacts move along; cases of different homes are not merged.")),
    MOVE(cancel, N_("void a case"), NULL),
    MOVE(note, N_("write a remark, or change who handles it and how urgently"), NULL),
    MOVE(contact, N_("write down a word with the customer"),
         N_("A word that reached the customer breaks the silence; an unanswered call and an automatic "
            "message do not.")),
    LOOP_COMMANDS,
    ORDER_COMMANDS,
    TIE_COMMANDS,
    READ_COMMANDS,
    { "callbacks", "", N_("list every call-back"),
      N_("The customer's scores and the staff's own check stand side by side."),
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct callbacks_args), callbacks_options, NULL,
      &cs_callback_record, callbacks_examples, run_callbacks },
    { "backdated", "", N_("list what was written down more than a day late"),
      N_("It stays out of on-time figures until somebody else confirms it."), CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      sizeof(struct backdated_args), backdated_options, NULL, &cs_backdated_record, backdated_examples,
      run_backdated },
    { "confirm", "[ID...]", N_("approve what was written down late, or with --refuse not"),
      N_("By the head or customer care of the project or above, and never by who wrote it."),
      CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, sizeof(struct confirm_args),
      confirm_options, NULL, NULL, confirm_examples, run_confirm },
    { "path list", "", N_("list the legal moves of each path"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      sizeof(struct path_args), path_options, NULL, &cs_path_record, path_list_examples, run_path_list },
    { "path import", "[FILE...]", N_("replace paths by a file's"), NULL,
      CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, 0, NULL, &cs_path_record, NULL,
      path_import_examples, run_path_import },
    { NULL },
};

static const struct cs_command_group groups[] = {
    { N_("Cases come in"), "import;batches;resolve;add;change" },
    { N_("Looking"), "list;show;history;mine;check;dossier" },
    { N_("Round the loop"), "inspect;dispatch;accept;refuse;work;verify;close;reopen;cancel;note" },
    { N_("Complaints"), "plan;approve;talk;agree;settlements;approvals list;approvals import" },
    { N_("With the customer"), "contact;appoint;appointments;promise;callback;callbacks;soothe;chase" },
    { N_("Holds"), "hold;resume;review;renew" },
    { N_("Orders of others"),
      "order list;order add;order sign;order answer;order finish;extend;extension list" },
    { N_("Cases together"), "merge;parent;link" },
    { N_("Evidence and law"), "attach;attachments;flag" },
    { N_("What was written down late"), "backdated;confirm" },
    { N_("Paths"), "path list;path import" },
    { NULL, NULL },
};

const struct cs_program cs_program = {
    .name = "cs-ticket",
    .summary = N_("intake and the closed loop of cases"),
    .text = N_("A case goes round the loop: received, inspected, dispatched, worked on, closed, called back. "
               "Which moves are "
               "legal is data; every change is an event with two times, an actor and a note, and the clocks "
               "of cs-escalate "
               "follow."),
    .commands = commands,
    .groups = groups,
};
