/* The rows of cs-ticket's table for what a desk asks of its cases, with their examples: see cs-ticket.c. */
#ifndef CS_CMD_TICKET_READ_COMMANDS_H
#define CS_CMD_TICKET_READ_COMMANDS_H

#include "tie.h"

#define READ_EXAMPLES(name, ...)                                                                             \
    static const struct cs_example name##_examples[] = { __VA_ARGS__, { NULL, NULL } }

READ_EXAMPLES(check, { "cs-ticket check --check caller,again --limit 10", N_("who calls again and again") },
              { "cs-ticket check --check 疑似重复 --since 2026-10-01 --limit 5",
                N_("what may have been entered twice since October") });

READ_EXAMPLES(mine,
              { "cs-ticket mine --owner P013 --limit 10",
                N_("what one member of staff has to do, late first") },
              { "cs-ticket mine --owner P013 --late -o csv", N_("only what is late") });

READ_EXAMPLES(dossier, { "cs-ticket dossier 1", N_("the whole story of a case as Markdown") },
              { "cs-ticket dossier 1 -o json", N_("the same for a program") });

#define READ_NEEDS (CS_NEEDS_READ | CS_NEEDS_OUTPUT)
#define READ(verb, operands, says, describes, record)                                                        \
    {                                                                                                        \
#verb, operands, says, describes, READ_NEEDS, sizeof(struct verb##_args), verb##_options, NULL,      \
            record, verb##_examples, run_##verb                                                              \
    }

#define READ_COMMANDS                                                                                        \
    READ(check, "", N_("list what looks wrong"),                                                             \
         N_("Suspicions for a person to judge: cases entered twice, impossible times, holds that nobody "    \
            "looks at, proof used twice and more. Cases that are linked are taken as judged."),              \
         &cs_suspicion_record),                                                                              \
        READ(mine, "", N_("list what is yours to do, what is due first"),                                    \
             N_("Cases that bear your name; cases without a name that fall to a post you hold, stand in "    \
                "for or are on duty for: to care what is to be received, closed or called back and all "     \
                "that is no repair, to the engineer what is to be inspected, dispatched or followed up, to " \
                "the head what is to be approved; customers to be soothed or called a second time; holds "   \
                "to be looked at again."),                                                                   \
             &cs_mine_record),                                                                               \
    {                                                                                                        \
        "dossier", "ID", N_("timeline and evidence of one case, for a court or a hotline"),                  \
            N_("Everything the store holds of a case, nothing cut, as Markdown: every event with both its "  \
               "times, what was written down late and who judged it. The digest at the end tells whether "   \
               "another copy speaks of the same log."),                                                      \
            READ_NEEDS, 0, NULL, NULL, &cs_timeline_record, dossier_examples, run_dossier                    \
    }

#endif
