/* The rows of cs-ticket's table for what a desk ties to a case, with their examples: see cs-ticket.c. */
#ifndef CS_CMD_TICKET_TIE_COMMANDS_H
#define CS_CMD_TICKET_TIE_COMMANDS_H

#include "tie.h"

#define TIE_EXAMPLES(name, ...)                                                                              \
    static const struct cs_example name##_examples[] = { __VA_ARGS__, { NULL, NULL } }

TIE_EXAMPLES(
    parent,
    { "cs-ticket list --open --kind complaint --limit 5 --offset 1 | cs-ticket parent --of 2647 --dry-run",
      N_("complaints of several homes under one group case") },
    { "cs-ticket parent 2 --none --dry-run", N_("a case goes its own way again") });
TIE_EXAMPLES(link,
             { "cs-ticket link 2 --to 1 --kind source --note 楼上厨房 --dry-run",
               N_("the damage comes from the home of case 1") },
             { "cs-ticket link 2 --to 1 --kind 相关 --dry-run", N_("kinds in Chinese, too") });
TIE_EXAMPLES(chase,
             { "cs-ticket list --open --limit 1 | cs-ticket chase --note 业主催问进度 --dry-run",
               N_("the customer asks again") },
             { "cs-ticket list --open --limit 1 | cs-ticket chase --channel hotline --dry-run",
               N_("through the government hotline") });
TIE_EXAMPLES(flag,
             { "cs-ticket list --open --kind complaint --limit 1 | cs-ticket flag --set 媒体 --grade 重大 "
               "--exposure 业主群 --reach 500 --dry-run",
               N_("it was made public; its limits are those of a media case from now on") },
             { "cs-ticket list --open --limit 1 | cs-ticket flag --letter 某某律所 --number 2026-17 "
               "--legal-hold yes --dry-run",
               N_("a lawyer's letter: no automatic message and no erasure") });
TIE_EXAMPLES(
    attach, { "cs-ticket attach 1 photo://after.jpg --type after --dry-run", N_("a photo after the repair") },
    { "cs-ticket attach 1 tickets.jsonl --type 信函 --dry-run", N_("a file, with its size and digest") });
TIE_EXAMPLES(attachments, { "cs-ticket attachments --limit 5", N_("evidence of all cases") },
             { "cs-ticket attachments 1 --verify", N_("is it there, and is it the same?") });

#define TIE_NEEDS (CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN)
#define TIE(verb, says, describes)                                                                           \
    {                                                                                                        \
#verb, "[ID...]", says, describes, TIE_NEEDS, sizeof(struct tie_args), verb##_options, NULL, NULL,   \
            verb##_examples, run_tie                                                                         \
    }

#define TIE_COMMANDS                                                                                         \
    TIE(parent, N_("put cases under a group case"),                                                          \
        N_("Cases of different homes with one trouble go their own ways under a group case. It gets the "    \
           "flag of a group complaint with the fifth home, and is closed when they are.")),                  \
        TIE(link, N_("tie a case to another one"), N_("The pages of both show it.")),                        \
        TIE(chase, N_("the customer asks again"),                                                            \
            N_("Counted on the case that is there; the third time in seven days raises it a level.")),       \
        TIE(flag, N_("flags, grade, exposure and legal matters of a case"),                                  \
            N_("Flags and grade choose its limits. An exposure sets the flag of the media, a letter or a "   \
               "suit that of the lawyer.")),                                                                 \
        { "attach",                                                                                          \
          "ID FILE|URI...",                                                                                  \
          N_("write down evidence of a case"),                                                               \
          N_("Only what it is and where it lies is kept: a file must be there, and its size and digest are " \
             "kept with it. A photo after the work and the owner's signature are what closing a repair "     \
             "asks for."),                                                                                   \
          CS_NEEDS_WRITE | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN,                                                  \
          sizeof(struct attach_args),                                                                        \
          attach_options,                                                                                    \
          NULL,                                                                                              \
          NULL,                                                                                              \
          attach_examples,                                                                                   \
          run_attach },                                                                                      \
    {                                                                                                        \
        "attachments", "[ID]", N_("list evidence, and check that it is there"), NULL,                        \
            CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct attachments_args), attachments_options, NULL,     \
            &cs_attachment_record, attachments_examples, run_attachments                                     \
    }

#endif
