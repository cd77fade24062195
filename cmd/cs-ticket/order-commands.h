/* The rows of cs-ticket's table for orders of others, with their examples: see cs-ticket.c. */
#ifndef CS_CMD_TICKET_ORDER_COMMANDS_H
#define CS_CMD_TICKET_ORDER_COMMANDS_H

#include "order.h"

#define ORDER_EXAMPLES(name, ...)                                                                            \
    static const struct cs_example name##_examples[] = { __VA_ARGS__, { NULL, NULL } }

ORDER_EXAMPLES(order_list,
               { "cs-ticket order list --open --sort due_at --limit 5",
                 N_("what others wait for, the most urgent first") },
               { "cs-ticket order list --channel hotline --project P01 --limit 5",
                 N_("orders of the government hotline on one project") });
ORDER_EXAMPLES(order_add,
               { "cs-ticket list --open --limit 1 | cs-ticket order add --source 12345 --external-id HX-1 "
                 "--target +5d --dry-run",
                 N_("the hotline hands over what the desk knows already") },
               { "cs-ticket list --open --limit 1 | cs-ticket order add --source xinfang --external-id X-7 "
                 "--channel 信访 --dry-run",
                 N_("an order of the petition office, with the limit of the policy") });
ORDER_EXAMPLES(order_sign,
               { "cs-ticket order list --open --channel hotline --limit 1 | cs-ticket order sign --dry-run",
                 N_("we signed for it") },
               { "cs-ticket order list --open --limit 1 | cs-ticket order sign --at now --dry-run",
                 N_("just now") });
ORDER_EXAMPLES(order_answer,
               { "cs-ticket order list --open --channel hotline --limit 1 | cs-ticket order answer --note "
                 "已书面答复 --dry-run",
                 N_("the answer went out") },
               { "cs-ticket order list --open --limit 1 | cs-ticket order answer --dry-run",
                 N_("without words") });
ORDER_EXAMPLES(order_finish,
               { "cs-ticket order list --open --channel hotline --limit 1 | cs-ticket order finish --dry-run",
                 N_("they took it as finished") },
               { "cs-ticket order finish 1 --order 12345:HX-1 --dry-run || true",
                 N_("one of several on a case") });
ORDER_EXAMPLES(extend,
               { "cs-ticket order list --open --channel hotline --sort -due_at --limit 1 | cs-ticket extend "
                 "--by 5wd --permit 延2026-17 --dry-run",
                 N_("five workdays more, and under which number") },
               { "cs-ticket order list --open --limit 1 | cs-ticket extend --refused --permit 延2026-18 "
                 "--dry-run",
                 N_("it was asked for, and not granted") });
ORDER_EXAMPLES(extension_list,
               { "cs-ticket extension list --limit 5", N_("what was granted and what was not") },
               { "cs-ticket extension list --granted no --count", N_("how many were refused") });

#define ORDER_NEEDS (CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN)
#define ORDER_ACT(verb, says, describes)                                                                     \
    {                                                                                                        \
        "order " #verb, "[ID...]", says, describes, ORDER_NEEDS, sizeof(struct order_args),                  \
            order_act_options, NULL, NULL, order_##verb##_examples, run_order_act                            \
    }

#define ORDER_COMMANDS                                                                                       \
    { "order list",                                                                                          \
      "[ID...]",                                                                                             \
      N_("list orders of others"),                                                                           \
      N_("A case may have several: of the hotline, the consumer line, the petition office. Each has its "    \
         "own clocks, which no hold of ours stops."),                                                        \
      CS_NEEDS_READ | CS_NEEDS_OUTPUT,                                                                       \
      sizeof(struct order_list_args),                                                                        \
      order_list_options,                                                                                    \
      NULL,                                                                                                  \
      &cs_outside_order_record,                                                                              \
      order_list_examples,                                                                                   \
      run_order_list },                                                                                      \
        { "order add",                                                                                       \
          "[ID]",                                                                                            \
          N_("hang another order of others on a case"),                                                      \
          N_("Its limit is the one that it names (--target), else that of the policy for its channel. An "   \
             "order that comes by import, by a channel of others, needs no adding."),                        \
          ORDER_NEEDS,                                                                                       \
          sizeof(struct order_args),                                                                         \
          order_add_options,                                                                                 \
          NULL,                                                                                              \
          NULL,                                                                                              \
          order_add_examples,                                                                                \
          run_order_add },                                                                                   \
        ORDER_ACT(sign, N_("we signed for an order of others"), NULL),                                       \
        ORDER_ACT(answer, N_("the answer to an order of others went out"), NULL),                            \
        ORDER_ACT(finish, N_("others took their order as finished"),                                         \
                  N_("Its clocks end. Closing the case does not end them.")),                                \
        { "extend",                                                                                          \
          "[ID...]",                                                                                         \
          N_("an extension of an order of others, granted or refused"),                                      \
          N_("Nothing else moves a limit of others. It was decided before the limit passed (--at), under a " \
             "number (--permit); one that was refused moves nothing."),                                      \
          ORDER_NEEDS,                                                                                       \
          sizeof(struct order_args),                                                                         \
          extend_options,                                                                                    \
          NULL,                                                                                              \
          NULL,                                                                                              \
          extend_examples,                                                                                   \
          run_order_act },                                                                                   \
    {                                                                                                        \
        "extension list", "[ID...]", N_("list extensions of orders of others"), NULL,                        \
            CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct order_list_args), extension_list_options, NULL,   \
            &cs_extension_record, extension_list_examples, run_extension_list                                \
    }

#endif
