/*
 * --describe: the tables as JSON, for programs. Nothing here is translated: a script reads the same bytes
 * under every locale; the Chinese spellings that input accepts stand in "also".
 */
#include "cli/inner.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ JSON */

/* A comma, unless the value is the first of its object or array or stands behind its key. */
static void next(struct cs_buffer *out)
{
    char last = out->length ? out->text[out->length - 1] : '{';
    if (last != '{' && last != '[' && last != ':')
        cs_buffer_char(out, ',');
}

static void string(struct cs_buffer *out, const char *text)
{
    next(out);
    cs_buffer_char(out, '"');
    for (const char *from = text ? text : ""; *from; from++) {
        unsigned char byte = (unsigned char)*from;
        if (byte == '"' || byte == '\\')
            cs_buffer_printf(out, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7F)
            cs_buffer_printf(out, "\\u%04x", byte);
        else
            cs_buffer_char(out, *from);
    }
    cs_buffer_char(out, '"');
}

static void key(struct cs_buffer *out, const char *name)
{
    string(out, name);
    cs_buffer_char(out, ':');
}

/* Members that say nothing are left out. */
static void text_member(struct cs_buffer *out, const char *name, const char *text)
{
    if (!text || !text[0])
        return;
    key(out, name);
    string(out, text);
}

static void number_member(struct cs_buffer *out, const char *name, int64_t number)
{
    key(out, name);
    cs_buffer_printf(out, "%lld", (long long)number);
}

static void true_member(struct cs_buffer *out, const char *name, bool holds)
{
    if (!holds)
        return;
    key(out, name);
    cs_buffer_text(out, "true");
}

static void open_member(struct cs_buffer *out, const char *name, char bracket)
{
    key(out, name);
    cs_buffer_char(out, bracket);
}

static void open_item(struct cs_buffer *out)
{
    next(out);
    cs_buffer_char(out, '{');
}

static void shut(struct cs_buffer *out, char bracket)
{
    cs_buffer_char(out, bracket);
}

/* "报修|维修" as ["报修","维修"]. */
static void also_member(struct cs_buffer *out, const char *also)
{
    if (!also || !also[0])
        return;
    open_member(out, "also", '[');
    for (const char *from = also; *from;) {
        size_t length = strcspn(from, "|");
        char *one = cs_strndup(from, length);
        string(out, one);
        free(one);
        from += length + (from[length] == '|');
    }
    shut(out, ']');
}

/* ------------------------------------------------------------------ fields and records */

static const char *const type_names[] = {
    [CS_TYPE_TEXT] = "text",   [CS_TYPE_INT] = "integer",   [CS_TYPE_REAL] = "real",
    [CS_TYPE_MONEY] = "money", [CS_TYPE_BOOL] = "boolean",  [CS_TYPE_TIME] = "time",
    [CS_TYPE_DATE] = "date",   [CS_TYPE_CHOICE] = "choice", [CS_TYPE_SET] = "set",
    [CS_TYPE_JSON] = "json",
};

static const struct {
    unsigned flag;
    const char *name;
} flag_names[] = {
    { CS_KEY, "key" },       { CS_REQUIRED, "required" }, { CS_DERIVED, "derived" },
    { CS_MASKED, "masked" }, { CS_PERSONAL, "personal" }, { CS_LONG, "long" },
    { CS_QUIET, "quiet" },
};

static void choices_member(struct cs_buffer *out, const struct cs_choice *choices)
{
    if (!choices)
        return;
    open_member(out, "choices", '[');
    for (const struct cs_choice *choice = choices; choice->code; choice++) {
        open_item(out);
        text_member(out, "code", choice->code);
        text_member(out, "label", choice->label);
        also_member(out, choice->also);
        shut(out, '}');
    }
    shut(out, ']');
}

static void range_members(struct cs_buffer *out, int64_t min, int64_t max)
{
    if (min == max)
        return;
    number_member(out, "min", min);
    if (max > min)
        number_member(out, "max", max);
}

static void field_item(struct cs_buffer *out, const struct cs_field *field)
{
    open_item(out);
    text_member(out, "name", field->name);
    text_member(out, "type", type_names[field->type]);
    text_member(out, "heading", field->heading);
    text_member(out, "help", field->help);
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
        true_member(out, flag_names[i].name, field->flags & flag_names[i].flag);
    choices_member(out, field->choices);
    text_member(out, "default", field->byname);
    range_members(out, field->min, field->max);
    also_member(out, field->also);
    shut(out, '}');
}

static void record_member(struct cs_buffer *out, const char *name, const struct cs_record *record)
{
    if (!record)
        return;
    open_member(out, name, '{');
    text_member(out, "name", record->name);
    text_member(out, "title", record->title);
    open_member(out, "fields", '[');
    for (size_t i = 0; i < record->count; i++)
        field_item(out, &record->fields[i]);
    shut(out, ']');
    shut(out, '}');
}

/* ------------------------------------------------------------------ options */

static const char *option_type(const struct cs_option *option)
{
    static const char *const names[] = {
        [CS_OPTION_FLAG] = "flag",     [CS_OPTION_INT] = "integer", [CS_OPTION_TEXT] = "text",
        [CS_OPTION_CHOICE] = "choice", [CS_OPTION_LIST] = "list",   [CS_OPTION_REST] = "rest",
    };
    const struct cs_field *field = cs_option_field(option);
    if (field)
        return option->use == CS_FIELDS_FILTERS ? "filter" : type_names[field->type];
    return names[option->type];
}

static void option_item(struct cs_buffer *out, const struct cs_option_entry *entry)
{
    const struct cs_option *option = &entry->option;
    const struct cs_field *field = cs_option_field(option);
    char letter[2] = { option->letter, '\0' };
    open_item(out);
    text_member(out, "name", option->name);
    text_member(out, "letter", letter);
    text_member(out, "type", option_type(option));
    text_member(out, "argument", option->argument);
    text_member(out, "help", option->help);
    true_member(out, "common", entry->common);
    true_member(out, "negatable", option->negatable);
    if (option->group)
        number_member(out, "group", option->group);
    if (field) {
        text_member(out, "field", field->name);
        choices_member(out, field->choices);
    } else {
        if (option->words)
            open_member(out, "choices", '[');
        for (const char *const *word = option->words; word && *word; word++) {
            open_item(out);
            text_member(out, "code", *word);
            shut(out, '}');
        }
        if (option->words)
            shut(out, ']');
        text_member(out, "default", option->byname);
        if (option->type == CS_OPTION_INT)
            range_members(out, option->min, option->max);
    }
    shut(out, '}');
}

static void options_member(struct cs_buffer *out, const struct cs_option *own, const struct cs_option *common)
{
    struct cs_option_set set;
    cs_option_set_init(&set, own, common);
    open_member(out, "options", '[');
    for (size_t i = 0; i < set.count; i++)
        if (!set.items[i].option.hidden)
            option_item(out, &set.items[i]);
    shut(out, ']');
    cs_option_set_release(&set);
}

/* ------------------------------------------------------------------ commands */

static const struct {
    unsigned need;
    const char *name;
} need_names[] = {
    { CS_NEEDS_READ, "read" },     { CS_NEEDS_WRITE, "write" }, { CS_NEEDS_INPUT, "input" },
    { CS_NEEDS_OUTPUT, "output" }, { CS_NEEDS_ACTOR, "actor" }, { CS_NEEDS_IDS, "ids" },
    { CS_CAN_DRY_RUN, "dry-run" }, { CS_DESTROYS, "destroys" }, { CS_WHOLE_INPUT, "whole" },
};

static void command_item(struct cs_buffer *out, const struct cs_command *command, cs_common_fn *common)
{
    open_item(out);
    text_member(out, "name", command->name);
    text_member(out, "operands", command->operands);
    text_member(out, "summary", command->summary);
    text_member(out, "text", command->text);
    open_member(out, "needs", '[');
    for (size_t i = 0; i < sizeof need_names / sizeof *need_names; i++)
        if (command->needs & need_names[i].need)
            string(out, need_names[i].name);
    shut(out, ']');
    options_member(out, command->options, common ? common(command->needs) : NULL);
    record_member(out, "input", command->input);
    record_member(out, "output", command->output);
    open_member(out, "examples", '[');
    for (const struct cs_example *shown = command->examples; shown && shown->command; shown++) {
        open_item(out);
        text_member(out, "command", shown->command);
        text_member(out, "says", shown->says);
        shut(out, '}');
    }
    shut(out, ']');
    shut(out, '}');
}

/* One shape for a program and for one of its commands: the list "commands" then has one item. */
void cs_describe(const struct cs_program *program, const struct cs_command *command, cs_common_fn *common,
                 struct cs_buffer *out)
{
    struct cs_buffer json = CS_BUFFER_INIT;
    cs_buffer_char(&json, '{');
    text_member(&json, "program", program->name);
    text_member(&json, "summary", program->summary);
    text_member(&json, "text", program->text);
    open_member(&json, "commands", '[');
    for (const struct cs_command *one = program->commands; one->name; one++)
        if (!command || command == one)
            command_item(&json, one, common);
    shut(&json, ']');
    open_member(&json, "exit_codes", '[');
    for (const struct cs_exit_code *code = cs_exit_codes; code->meaning; code++) {
        open_item(&json);
        number_member(&json, "code", code->code);
        text_member(&json, "meaning", code->meaning);
        shut(&json, '}');
    }
    cs_buffer_text(&json, "]}\n");
    cs_buffer_add(out, json.text, json.length);
    cs_buffer_release(&json);
}
