/*
 * Commands: the table a binary is made of. From it come the dispatch of `cs-NOUN VERB`, `--help`, the man
 * page (--man), completion (--complete), --describe and the answer to a mistyped verb.
 */
#ifndef CS_CLI_COMMAND_H
#define CS_CLI_COMMAND_H

#include "base/buffer.h"
#include "cli/option.h"

struct cs_job; /* program/program.h */

/* What a command needs before it runs; the program opens, checks and fails in one voice. */
enum cs_need {
    CS_NEEDS_READ = 1 << 0,   /* the store, for reading */
    CS_NEEDS_WRITE = 1 << 1,  /* the store, for writing */
    CS_NEEDS_INPUT = 1 << 2,  /* records on stdin or in named files: -i, --encoding, --delimiter, --map,
                                 --rejects, --strict */
    CS_NEEDS_OUTPUT = 1 << 3, /* writes records: -o, --excel, --fields, --unmask, --tz */
    CS_NEEDS_ACTOR = 1 << 4,  /* changes cases: --actor, --at, --note */
    CS_NEEDS_IDS = 1 << 5,    /* operands are ids, or records with an id column on stdin */
    CS_CAN_DRY_RUN = 1 << 6,  /* knows --dry-run */
    CS_DESTROYS = 1 << 7,     /* asks on a terminal, or needs --yes */
    CS_OPENS_ITSELF = 1 << 8, /* the command opens the store itself (cs-db) */
    CS_WHOLE_INPUT = 1 << 9,  /* with CS_NEEDS_INPUT: one refused record refuses them all */
};

struct cs_example {
    const char
        *command; /* run by the contract test on the demo store, in an empty folder holding the demo files */
    const char *says; /* N_() what it shows */
};

struct cs_command {
    const char *name;                  /* "list", or two words: "policy import" */
    const char *operands;              /* "[ID...]" as shown in the synopsis; "" none */
    const char *summary;               /* N_() one line, lower case */
    const char *text;                  /* N_() a paragraph or NULL */
    unsigned needs;                    /* CS_NEEDS_... */
    size_t args_size;                  /* of the struct that options land in */
    const struct cs_option *options;   /* or NULL */
    const struct cs_record *input;     /* the record it reads, for --describe and completion; or NULL */
    const struct cs_record *output;    /* the record it writes, or NULL */
    const struct cs_example *examples; /* at least two, ended by a NULL command */
    enum cs_status (*run)(struct cs_job *job, const void *args);
};

/* Commands that belong together, for the help of a program that has many. */
struct cs_command_group {
    const char *title;    /* N_() "Holds" */
    const char *commands; /* names, ';' between, in the order shown */
};

struct cs_program {
    const char *name;                      /* "cs-ticket" */
    const char *summary;                   /* N_() */
    const char *text;                      /* N_() for the man page's DESCRIPTION */
    const struct cs_command *commands;     /* ended by a NULL name */
    const struct cs_command_group *groups; /* ended by a NULL title; NULL: one list. Each command is in one */
};

/* The command that argv[1..] names ("policy import" takes two words); *words receives how many words it took.
 * NULL with a CS_MISUSED sentence and did-you-mean in err. */
const struct cs_command *cs_command_find(const struct cs_program *program, int argc, char *const *argv,
                                         int *words, struct cs_error *err);

/* Texts made from the tables, appended to out. No line of help is wider than 80 columns (CJK counted as 2).
 * `common` is the array of common options for that command. */
void cs_help_program(const struct cs_program *program, struct cs_buffer *out);
void cs_help_command(const struct cs_program *program, const struct cs_command *command,
                     const struct cs_option *common, struct cs_buffer *out);
void cs_help_exit_codes(struct cs_buffer *out);

/* The mdoc(7) page of a binary; `common(needs)` answers the common options of a command. SOURCE_DATE_EPOCH
 * dates it. */
typedef const struct cs_option *cs_common_fn(unsigned needs);
void cs_manual(const struct cs_program *program, cs_common_fn *common, struct cs_buffer *out);

/* --describe: JSON of the program or of one verb: options, choices, records with fields and types, exit
 * codes. */
void cs_describe(const struct cs_program *program, const struct cs_command *command, cs_common_fn *common,
                 struct cs_buffer *out);

/* `BIN --complete WORD...`: the words so far (the last is being typed): one candidate a line,
 * "word\tdescription". A line
 * ":file" asks the shell to complete file names. */
void cs_complete(const struct cs_program *program, cs_common_fn *common, int count, char *const *words,
                 struct cs_buffer *out);

#endif
