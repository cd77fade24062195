/* A small program with every kind of option, for the tests of lib/cli. */
#ifndef CS_TESTS_CLI_FIXTURE_H
#define CS_TESTS_CLI_FIXTURE_H

#include "cli/command.h"
#include "unit.h"

/* ------------------------------------------------------------------ a record */

static const struct cs_choice kinds[] = {
    { "repair", N_("Repair"), "报修|维修" },
    { "complaint", N_("Complaint"), "投诉" },
    { "inquiry", N_("Inquiry"), "咨询" },
    { NULL, NULL, NULL },
};
static const struct cs_choice tags[] = {
    { "urgent", N_("Urgent"), "紧急" },
    { "vip", N_("Important guest"), "贵宾" },
    { NULL, NULL, NULL },
};

enum {
    FIELD_ID,
    FIELD_KIND,
    FIELD_PRIORITY,
    FIELD_FIRST_CONTACT,
    FIELD_LIMIT,
    FIELD_TAGS,
    FIELD_VIP,
    FIELD_COST,
    FIELD_AGE,
    FIELD_NOTES
};

static const struct cs_field case_fields[] = {
    [FIELD_ID] = { "id", CS_TYPE_INT, CS_KEY | CS_DERIVED, N_("Id"), N_("number of the case"), "编号" },
    [FIELD_KIND] = { "kind", CS_TYPE_CHOICE, CS_REQUIRED, N_("Kind"), N_("what the customer wants"), "类型",
                     .choices = kinds, .byname = "repair" },
    [FIELD_PRIORITY] = { "priority", CS_TYPE_INT, 0, N_("Priority"), N_("1 is the most urgent"), "优先级",
                         .min = 1, .max = 4 },
    [FIELD_FIRST_CONTACT] = { "first_contact_at", CS_TYPE_TIME, 0, N_("First contact"),
                              N_("when the customer first reached us"), "首次联系时间" },
    [FIELD_LIMIT] = { "limit", CS_TYPE_INT, 0, N_("Limit"), N_("a field that an option hides"), NULL },
    [FIELD_TAGS] = { "tags", CS_TYPE_SET, 0, N_("Tags"), N_("marks"), NULL, .choices = tags },
    [FIELD_VIP] = { "vip", CS_TYPE_BOOL, 0, N_("Guest"), N_("an important guest"), NULL },
    [FIELD_COST] = { "cost", CS_TYPE_MONEY, CS_PERSONAL, N_("Cost"), "", NULL },
    [FIELD_AGE] = { "age", CS_TYPE_INT, CS_DERIVED, N_("Age"), N_("days since it was opened"), NULL },
    [FIELD_NOTES] = { "notes", CS_TYPE_TEXT, CS_NO_FILTER | CS_LONG, N_("Notes"),
                      N_("whatever \"else\" there is"), NULL },
};
static const struct cs_record case_record = CS_RECORD("case", N_("case"), case_fields);

/* ------------------------------------------------------------------ options */

/* What several commands share inside their own structs. */
struct window {
    const char *since;
    int64_t days;
};
static const struct cs_option window_options[] = {
    CS_OPT_TEXT('s', "since", struct window, since, N_("TIME"), N_("from that time on"), .byname = "today"),
    CS_OPT_INT(0, "days", struct window, days, NULL, N_("so many days"), .min = 0, .max = -1),
    CS_OPT_END,
};

struct list_args {
    char before[3]; /* so that no offset is zero */
    int64_t limit, number;
    bool all, header, everything, nothing;
    const char *step, *long_choice, *text;
    struct cs_list tag, via;
    struct window window;
    struct cs_assignments filters;
};

static const char *const steps[] = { "receive", "inspect", "dispatch", NULL };
static const char *const long_choices[] = { "alphabetical", "chronological", "by-project", "by-priority",
                                            NULL };

static const struct cs_option list_options[] = {
    CS_OPT_INT('n', "limit", struct list_args, limit, N_("N"), N_("show at most N cases"), .min = 1,
               .max = 10000, .byname = "20"),
    CS_OPT_INT(0, "number", struct list_args, number, NULL, N_("any number")),
    CS_OPT_FLAG('a', "all", struct list_args, all, N_("closed ones too")),
    CS_OPT_FLAG(0, "header", struct list_args, header, N_("a line of headings"), .negatable = true),
    CS_OPT_FLAG(0, "everything", struct list_args, everything, N_("all there is"), .group = 1),
    CS_OPT_FLAG(0, "nothing", struct list_args, nothing, N_("none of it"), .group = 1),
    CS_OPT_CHOICE('S', "step", struct list_args, step, steps, N_("the step they are at")),
    CS_OPT_CHOICE(0, "sort", struct list_args, long_choice, long_choices, N_("in which order"),
                  .byname = "by-project"),
    CS_OPT_TEXT('x', "text", struct list_args, text, N_("FILE"), N_("read it from there")),
    CS_OPT_LIST('t', "tag", struct list_args, tag, N_("TAG"), N_("cases with this mark")),
    CS_OPT_REST(0, "via", struct list_args, via, N_("PROGRAM"), N_("hand each to a program")),
    CS_OPT_FLAG(0, "secret", struct list_args, nothing, N_("not shown"), .hidden = true),
    CS_OPT_SHARED(window_options, struct list_args, window),
    CS_OPT_FIELDS(&case_record, CS_FIELDS_FILTERS, struct list_args, filters),
    CS_OPT_END,
};

struct add_args {
    struct cs_assignments values;
};
static const struct cs_option add_options[] = {
    CS_OPT_FIELDS(&case_record, CS_FIELDS_VALUES, struct add_args, values),
    CS_OPT_END,
};

struct common_args {
    bool quiet, verbose, help, excel;
    const char *db, *format, *fields;
    int64_t limit;
};
static const char *const formats[] = { "table", "csv", "tsv", "json", "jsonl", NULL };

static const struct cs_option output_options[] = {
    CS_OPT_CHOICE('o', "format", struct common_args, format, formats, N_("write records in this format"),
                  .argument = N_("FORMAT")),
    CS_OPT_TEXT(0, "fields", struct common_args, fields, N_("LIST"), N_("write these fields, comma between")),
    CS_OPT_INT('n', "limit", struct common_args, limit, NULL, N_("hidden by the option of list"),
               .byname = "7"),
    CS_OPT_FLAG('q', "quiet", struct common_args, quiet, N_("no summary"), .group = 1),
    CS_OPT_FLAG('v', "verbose", struct common_args, verbose, N_("say more"), .group = 1),
    CS_OPT_TEXT(0, "db", struct common_args, db, N_("URL"), N_("the store: a path or sqlite:PATH")),
    CS_OPT_FLAG('h', "help", struct common_args, help, N_("show this help")),
    CS_OPT_END,
};
/* The last two rows of the above: what every command has. */
static const struct cs_option plain_options[] = {
    CS_OPT_TEXT(0, "db", struct common_args, db, N_("URL"), N_("the store: a path or sqlite:PATH")),
    CS_OPT_FLAG('h', "help", struct common_args, help, N_("show this help")),
    CS_OPT_END,
};

__attribute__((unused)) static const struct cs_option *common_options(unsigned needs)
{
    return needs & CS_NEEDS_OUTPUT ? output_options : plain_options;
}

/* ------------------------------------------------------------------ the program */

static const struct cs_example list_examples[] = {
    { "cs-ticket list --step dispatch -o jsonl | jq -c 'select(.priority == 1)' | cs-ticket dispatch --to "
      "S07",
      N_("sends the most urgent ones to a supplier") },
    { "cs-ticket list --kind '!inquiry'", N_("all but questions") },
    { NULL, NULL },
};
static const struct cs_example import_examples[] = {
    { "cs-ticket policy import share/policies/default.csv",
      N_("takes in the policies that come with the tools") },
    { NULL, NULL },
};

enum { COMMAND_LIST, COMMAND_ADD, COMMAND_POLICY_IMPORT, COMMAND_POLICY_LIST, COMMAND_CLOSE };

static const struct cs_command commands[] = {
    { .name = "list",
      .operands = "[ID...]",
      .summary = N_("show the cases that all filters let through"),
      .text = N_(
          "Cases come in the order of their ids. What is written here can be read back by import, and other "
          "commands take it on standard input. A path like C:\\temp is no case."),
      .needs = CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      .args_size = sizeof(struct list_args),
      .options = list_options,
      .output = &case_record,
      .examples = list_examples },
    { .name = "add",
      .operands = "",
      .summary = N_("take in one case"),
      .needs = CS_NEEDS_WRITE,
      .args_size = sizeof(struct add_args),
      .options = add_options,
      .input = &case_record },
    { .name = "policy import",
      .operands = "[FILE...]",
      .summary = N_("take in policies"),
      .needs = CS_NEEDS_WRITE | CS_NEEDS_INPUT,
      .input = &case_record,
      .examples = import_examples },
    { .name = "policy list",
      .operands = "",
      .summary = N_("show policies"),
      .needs = CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      .output = &case_record },
    { .name = "close",
      .operands = "ID...",
      .summary = N_("close cases"),
      .needs = CS_NEEDS_WRITE | CS_NEEDS_IDS },
    { .name = NULL },
};

__attribute__((unused)) static const struct cs_program ticket_program = {
    .name = "cs-ticket",
    .summary = N_("intake and the closed loop"),
    .text =
        N_("Takes in complaints and repairs, and drives each round the loop.\n\nEvery change is an event."),
    .commands = commands,
};

/* ------------------------------------------------------------------ helpers */

/* One parse, by words that a space parts; release it in the end. */
struct parsed {
    struct list_args own;
    struct common_args common;
    struct cs_arena arena;
    struct cs_operands operands;
    struct cs_error err;
    enum cs_status status;
    char line[600];
    char *words[64];
    int count;
};

__attribute__((unused)) static int split_words(char *line, char **words, int most)
{
    int count = 0;
    for (char *word = strtok(line, " "); word && count < most; word = strtok(NULL, " "))
        words[count++] = word;
    return count;
}

__attribute__((unused)) static void parse_words(struct parsed *parsed)
{
    parsed->status =
        cs_options_parse(parsed->count, parsed->words, output_options, &parsed->common, list_options,
                         &parsed->own, &parsed->arena, &parsed->operands, &parsed->err);
}

__attribute__((unused)) static void parse_line(struct parsed *parsed, const char *line)
{
    memset(parsed, 0, sizeof *parsed);
    snprintf(parsed->line, sizeof parsed->line, "%s", line);
    parsed->count = split_words(parsed->line, parsed->words, 64);
    parse_words(parsed);
}

__attribute__((unused)) static void parsed_release(struct parsed *parsed)
{
    cs_arena_release(&parsed->arena);
}

/* The widest line of a text, in columns. */
__attribute__((unused)) static size_t widest(const char *text)
{
    size_t most = 0;
    while (*text) {
        size_t length = strcspn(text, "\n"), width = cs_text_width(text, length);
        most = width > most ? width : most;
        text += length + (text[length] == '\n');
    }
    return most;
}

__attribute__((unused)) static bool contains(const struct cs_buffer *text, const char *part)
{
    return strstr(text->text, part) != NULL;
}

#endif
