/* The rows of cs-ticket's table for refusals, settlements, appointments and promises, with their examples:
 * see cs-ticket.c. */
#ifndef CS_CMD_TICKET_LOOP_COMMANDS_H
#define CS_CMD_TICKET_LOOP_COMMANDS_H

#include "loop.h"

#define LOOP_EXAMPLES(name, ...)                                                                             \
    static const struct cs_example name##_examples[] = { __VA_ARGS__, { NULL, NULL } }

LOOP_EXAMPLES(refuse,
              { "cs-ticket list --state to_accept --limit 1 --fields id,supplier | cs-ticket refuse --by S01 "
                "--reason 非本单位施工范围 --dry-run || true",
                N_("a supplier sends its order back") },
              { "cs-ticket list --state to_dispatch --limit 1 | cs-ticket refuse --dept 工程部 --reason "
                "属物业范围 --dry-run || true",
                N_("a department says it is not its case") });
LOOP_EXAMPLES(plan,
              { "cs-ticket list --state to_plan --limit 1 | cs-ticket plan --plan 更换木门并补偿清洁费 "
                "--demand 5000 --offer 1800 --by 10d --dry-run",
                N_("work and money, to be carried out in ten days") },
              { "cs-ticket list --state to_plan --limit 1 | cs-ticket plan --plan 书面致歉 --dry-run",
                N_("an apology in writing") });
LOOP_EXAMPLES(
    approve,
    { "cs-ticket list --state to_approve --limit 1 | cs-ticket approve --approver P011 --dry-run || "
      "true",
      N_("by who may approve so much") },
    { "cs-ticket list --state to_approve --limit 1 | cs-ticket approve --approver P011 --refused "
      "--reason 金额依据不足 --dry-run || true",
      N_("it goes back to be planned anew") });
LOOP_EXAMPLES(talk,
              { "cs-ticket list --state to_talk --limit 1 | cs-ticket talk --note 业主同意方案 --dry-run",
                N_("the customer agrees") },
              { "cs-ticket list --state to_talk --limit 1 | cs-ticket talk --result not_agreed --note "
                "业主要求换房 --dry-run",
                N_("a new plan is wanted") });
LOOP_EXAMPLES(agree,
              { "cs-ticket list --state to_agree --limit 1 | cs-ticket agree --terms 书面致歉并更换木门 "
                "--evidence scan://agreement.pdf --dry-run",
                N_("without money") },
              { "cs-ticket list --state to_agree --limit 1 | cs-ticket agree --amount 0 --terms 免费维修 "
                "--evidence scan://agreement.pdf --work --dry-run",
                N_("and work is to be done") });
LOOP_EXAMPLES(
    appoint,
    { "cs-ticket list --state to_visit --limit 1 | cs-ticket appoint --from 2027-01-05T09:00 --until "
      "2027-01-05T11:00 --with 业主 --access 在家 --dry-run",
      N_("a window for the visit") },
    { "cs-ticket list --state to_visit --limit 1 | cs-ticket appoint --missed owner --reason "
      "业主外出 --dry-run || true",
      N_("nobody was at home") });
LOOP_EXAMPLES(promise,
              { "cs-ticket list --state in_work --limit 1 | cs-ticket promise --by 3wd --told --dry-run",
                N_("in three workdays, and the customer knows") },
              { "cs-ticket list --state in_work --limit 1 | cs-ticket promise --by 2027-01-05T18:00 --note "
                "材料周一到 --dry-run",
                N_("a finish, with its ground") });
LOOP_EXAMPLES(appointments,
              { "cs-ticket appointments --state agreed --on 2027-01-05 --sort supplier,starts_at",
                N_("who goes where on a day") },
              { "cs-ticket appointments --state missed_us --count", N_("visits that we missed") });
LOOP_EXAMPLES(settlements, { "cs-ticket settlements --sort -offered --limit 5", N_("the largest offers") },
              { "cs-ticket settlements --state to_approve -o csv", N_("what waits for approval") });
LOOP_EXAMPLES(approvals, { "cs-ticket approvals list", N_("who may approve how much") },
              { "cs-ticket approvals list --level city -o json", N_("of the cities, for a program") });
LOOP_EXAMPLES(approvals_import,
              { "cs-ticket approvals list | cs-ticket approvals import --dry-run",
                N_("read back what was written") },
              { "cs-ticket approvals list -o jsonl | cs-ticket approvals import --dry-run",
                N_("the same through JSON Lines") });

#define LOOP_NEEDS (CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN)
#define LOOP(verb, says, describes)                                                                          \
    {                                                                                                        \
#verb, "[ID...]", says, describes, LOOP_NEEDS, sizeof(struct loop_args), verb##_options, NULL, NULL, \
            verb##_examples, run_loop                                                                        \
    }
#define LOOP_LIST(words, name, says, describes, record)                                                      \
    {                                                                                                        \
        words, "", says, describes, CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct loop_list_args),          \
            name##_options, NULL, record, name##_examples, run_##name                                        \
    }

#define LOOP_COMMANDS                                                                                        \
    LOOP(                                                                                                    \
        refuse, N_("send a work order or a case back"),                                                      \
        N_("A supplier sends back an order that it has not begun; a department a case that is not its own, " \
           "which returns to the one before. Each is a hand-off; the third marks the case.")),               \
        LOOP(plan, N_("lay down what a complaint is offered"),                                               \
             N_("A new plan takes the place of the one before and must be approved anew.")),                 \
        LOOP(approve, N_("approve a plan, or with --refused not"),                                           \
             N_("By a member of staff whose post covers the offer (approvals list), and never by who made "  \
                "the plan.")),                                                                               \
        LOOP(talk, N_("talk a plan over with the customer"),                                                 \
             N_("A word with the customer: it breaks the silence. Not agreed asks for a new plan.")),        \
        LOOP(agree, N_("write down what both sides agreed on"),                                              \
             N_("Never more than what was approved; with its proof.")),                                      \
        LOOP(appoint, N_("agree on a visit, and say what became of it"),                                     \
             N_("A visit (work, inspect) near the window keeps it by itself, one after it has missed it.")), \
        LOOP(promise, N_("promise the customer a finish"),                                                   \
             N_("Each change is kept; a clock of its own watches over it.")),                                \
        LOOP_LIST("appointments", appointments, N_("list appointments"), NULL, &cs_appointment_record),      \
        LOOP_LIST("settlements", settlements, N_("list plans, offers and agreements"), NULL,                 \
                  &cs_settlement_record),                                                                    \
        LOOP_LIST("approvals list", approvals, N_("list who may approve how much"), NULL,                    \
                  &cs_approval_record),                                                                      \
    {                                                                                                        \
        "approvals import", "[FILE...]", N_("replace who may approve how much by a file's"), NULL,           \
            CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_WHOLE_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, 0, NULL,     \
            &cs_approval_record, NULL, approvals_import_examples, run_approvals_import                       \
    }

#endif
