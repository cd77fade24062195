/*
 * Options: one const array a command feeds parsing, --help, the man page, completion, --describe and the
 * answer to a typing mistake. A command's arguments land in a struct of its own.
 *
 *   struct search { int64_t limit; };
 *   static const struct cs_option search_options[] = {
 *       CS_OPT_INT('n', "limit", struct search, limit, N_("N"), N_("show at most N articles"), .min = 1, .max
 * = 10000), CS_OPT_END
 *   };
 */
#ifndef CS_CLI_OPTION_H
#define CS_CLI_OPTION_H

#include "base/memory.h"
#include "record/record.h"

#include <stdbool.h>
#include <stddef.h>

enum cs_option_type {
    CS_OPTION_END,
    CS_OPTION_FLAG,   /* bool: --name sets true; --no-name sets false where .negatable */
    CS_OPTION_INT,    /* int64_t, .min and .max checked where they differ */
    CS_OPTION_TEXT,   /* const char *, borrowed from argv */
    CS_OPTION_CHOICE, /* const char *, one of .words */
    CS_OPTION_LIST,   /* struct cs_list: may be given several times */
    CS_OPTION_REST,   /* struct cs_list: takes this and all further arguments (`--via PROGRAM ARG...`) */
    CS_OPTION_SHARED, /* the options of another array, landing in a struct inside this one */
    CS_OPTION_FIELDS, /* one option a field of .record (name with dashes), landing in struct cs_assignments */
};

/* A list of texts, borrowed from argv; the array is the arena's that cs_options_parse was given. */
struct cs_list {
    const char **items;
    size_t count, capacity;
};

/* What --FIELD VALUE options said, in their order. */
struct cs_assignment {
    int field;
    const char *text;
};
struct cs_assignments {
    struct cs_assignment *items;
    size_t count, capacity;
};

enum cs_fields_use {
    CS_FIELDS_VALUES = 1, /* importable fields: a value each (`add`) */
    CS_FIELDS_CHANGES,    /* importable fields without CS_KEY and CS_MOVED: a value each (`change`) */
    CS_FIELDS_FILTERS,    /* all fields without CS_NO_FILTER: a filter each (`list`), see record/filter.h */
};

struct cs_option {
    enum cs_option_type type;
    char letter; /* or 0 */
    const char *name;
    size_t offset;                   /* of the member in the command's struct */
    const char *argument;            /* N_("FILE"), shown in help; NULL for flags */
    const char *help;                /* N_() one phrase, lower case, no full stop */
    const char *const *words;        /* CHOICE: ended by NULL */
    const struct cs_choice *choices; /* CHOICE: what people call its words, or NULL; those are taken, too */
    const char *byname; /* TEXT, CHOICE: the default (shown in help and set before parsing); INT: as text */
    int64_t min, max;   /* INT: checked where they differ; max below min: no upper end */
    bool negatable;
    bool hidden; /* parsed, completed never, not in help */
    int group;   /* options of one group other than 0 exclude each other */
    const struct cs_option *shared;
    const struct cs_record *record;
    enum cs_fields_use use;
    int field; /* FIELDS opened up by cs_options_each: the field's index in .record */
};

#define CS_OPT_FLAG(letter_, name_, struct_, member_, help_, ...)                                            \
    {                                                                                                        \
        .type = CS_OPTION_FLAG, .letter = letter_, .name = name_, .offset = offsetof(struct_, member_),      \
        .help = help_, ##__VA_ARGS__                                                                         \
    }
#define CS_OPT_INT(letter_, name_, struct_, member_, argument_, help_, ...)                                  \
    {                                                                                                        \
        .type = CS_OPTION_INT, .letter = letter_, .name = name_, .offset = offsetof(struct_, member_),       \
        .argument = argument_, .help = help_, ##__VA_ARGS__                                                  \
    }
#define CS_OPT_TEXT(letter_, name_, struct_, member_, argument_, help_, ...)                                 \
    {                                                                                                        \
        .type = CS_OPTION_TEXT, .letter = letter_, .name = name_, .offset = offsetof(struct_, member_),      \
        .argument = argument_, .help = help_, ##__VA_ARGS__                                                  \
    }
#define CS_OPT_CHOICE(letter_, name_, struct_, member_, words_, help_, ...)                                  \
    {                                                                                                        \
        .type = CS_OPTION_CHOICE, .letter = letter_, .name = name_, .offset = offsetof(struct_, member_),    \
        .words = words_, .help = help_, ##__VA_ARGS__                                                        \
    }
#define CS_OPT_LIST(letter_, name_, struct_, member_, argument_, help_, ...)                                 \
    {                                                                                                        \
        .type = CS_OPTION_LIST, .letter = letter_, .name = name_, .offset = offsetof(struct_, member_),      \
        .argument = argument_, .help = help_, ##__VA_ARGS__                                                  \
    }
#define CS_OPT_REST(letter_, name_, struct_, member_, argument_, help_, ...)                                 \
    {                                                                                                        \
        .type = CS_OPTION_REST, .letter = letter_, .name = name_, .offset = offsetof(struct_, member_),      \
        .argument = argument_, .help = help_, ##__VA_ARGS__                                                  \
    }
#define CS_OPT_SHARED(array_, struct_, member_)                                                              \
    {                                                                                                        \
        .type = CS_OPTION_SHARED, .shared = array_, .offset = offsetof(struct_, member_)                     \
    }
#define CS_OPT_FIELDS(record_, use_, struct_, member_)                                                       \
    {                                                                                                        \
        .type = CS_OPTION_FIELDS, .record = record_, .use = use_, .offset = offsetof(struct_, member_)       \
    }
#define CS_OPT_END                                                                                           \
    {                                                                                                        \
        .type = CS_OPTION_END                                                                                \
    }

/* What is left of argv after the options: the operands, borrowed. */
struct cs_operands {
    const char **items;
    size_t count;
};

/*
 * Parses argv[0..argc) (options and operands mixed, as GNU does; `--` ends options; a lone `-` is an operand;
 * --name=value and --name value; unique prefixes of long names are accepted) by two arrays: `common` (every
 * command's) into common_args and `own` into own_args; either array may be NULL. An own option hides a common
 * one of the same name, and a plain option (own or common) hides a field's. Groups of the two arrays are
 * apart. Both structs come zeroed. Lists grow in the arena. CS_MISUSED with one sentence of one line, "did
 * you mean" included; the program adds the line that says where to find help.
 */
enum cs_status cs_options_parse(int argc, char *const *argv, const struct cs_option *common,
                                void *common_args, const struct cs_option *own, void *own_args,
                                struct cs_arena *arena, struct cs_operands *operands, struct cs_error *err);

/* Walks the options of an array as a person sees them (SHARED and FIELDS opened up), in order. The option
 * handed over is good until the callback returns; .offset is relative to the outermost struct. A field comes
 * as CS_OPTION_FIELDS with .field, its option name and its help. */
typedef void cs_option_fn(void *context, const struct cs_option *option);
void cs_options_each(const struct cs_option *options, cs_option_fn *each, void *context);

#endif
