/* --help of a program and of a command. */
#include "cli/inner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LEFT_MAX = 28 }; /* no deeper than this begin the phrases of a list */

/* ------------------------------------------------------------------ lists of two columns */

static void pad_to(struct cs_buffer *out, size_t from, size_t column)
{
    for (; from < column; from++)
        cs_buffer_char(out, ' ');
}

/* One line of a list: `left` from column 0, the phrase from `column` on; on a line of its own where left is
 * too wide. */
static void list_line(struct cs_buffer *out, const char *left, const char *phrase, size_t column)
{
    size_t width = cs_text_width(left, strlen(left));
    size_t indent = strspn(left, " ");
    if (phrase[0] && width + 2 <= column) {
        cs_buffer_text(out, left);
        pad_to(out, width, column);
    } else {
        cs_buffer_add(out, left, indent);
        cs_wrap(out, left + indent, indent, indent + 4);
        pad_to(out, 0, phrase[0] ? column : 0);
    }
    if (phrase[0])
        cs_wrap(out, phrase, column, column);
}

/* Where the phrases begin, for the widest left side that still fits. */
static void widen(size_t *column, const char *left)
{
    size_t width = cs_text_width(left, strlen(left)) + 2;
    if (width > *column && width <= LEFT_MAX)
        *column = width;
}

static void heading(struct cs_buffer *out, const char *text)
{
    cs_buffer_char(out, '\n');
    cs_wrap(out, text, 0, 0);
}

/* A summary, lower case in the tables, stands here as a sentence. */
static void sentence(struct cs_buffer *out, const char *text)
{
    char *copy = cs_strdup(cs_translate(text));
    copy[0] = (char)toupper((unsigned char)copy[0]); /* bytes of Chinese stay in C and in UTF-8 */
    heading(out, copy);
    free(copy);
}

static void usage(struct cs_buffer *out, const char *line)
{
    size_t before = out->length;
    cs_buffer_text(out, _("Usage: "));
    size_t column = cs_text_width(out->text + before, out->length - before);
    cs_wrap(out, line, column, column + 4);
}

/* ------------------------------------------------------------------ options */

enum part { PART_OWN, PART_FILTERS, PART_VALUES, PART_COMMON, PART_MAX };

static enum part part_of(const struct cs_option_entry *entry)
{
    if (entry->option.type == CS_OPTION_FIELDS)
        return entry->option.use == CS_FIELDS_FILTERS ? PART_FILTERS : PART_VALUES;
    return entry->common ? PART_COMMON : PART_OWN;
}

static const char *const part_headings[] = {
    [PART_OWN] = N_("Options:"),
    [PART_FILTERS] = N_("Filters (a,b: any of them; !a: not; none, any: empty or not; lo..hi, >n, <=n: "
                        "numbers and times; ~text: contains; text*: begins with):"),
    [PART_VALUES] = N_("Fields:"),
    [PART_COMMON] = N_("Common options:"),
};

static void option_left(const struct cs_option *option, struct cs_buffer *left)
{
    cs_buffer_reset(left);
    bool of_field = option->type == CS_OPTION_FIELDS;
    if (option->letter)
        cs_buffer_printf(left, "  -%c, ", option->letter);
    else
        cs_buffer_text(left, of_field ? "  " : "      ");
    cs_buffer_printf(left, "--%s", option->name);
    if (option->negatable)
        cs_buffer_printf(left, ", --no-%s", option->name);
    if (of_field && option->use == CS_FIELDS_FILTERS)
        return; /* the heading says what all of them take */
    size_t bare = left->length;
    cs_buffer_char(left, ' ');
    cs_option_argument(option, left);
    if (option->type == CS_OPTION_REST)
        cs_buffer_text(left, "...");
    if (left->length == bare + 1)
        cs_buffer_cut(left, bare);
}

/* A filter is shown by its short heading, so that the list of forty stays readable. */
static void option_right(const struct cs_option *option, struct cs_buffer *right)
{
    struct cs_option brief = *option;
    const struct cs_field *field = cs_option_field(option);
    if (field && option->use == CS_FIELDS_FILTERS && field->heading && field->heading[0])
        brief.help = field->heading;
    cs_buffer_reset(right);
    cs_option_phrase(&brief, right);
}

static void options_part(const struct cs_option_set *set, enum part part, const char *title,
                         struct cs_buffer *out)
{
    struct cs_buffer left = CS_BUFFER_INIT, right = CS_BUFFER_INIT;
    size_t column = 0, shown = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i].option.hidden || part_of(&set->items[i]) != part)
            continue;
        option_left(&set->items[i].option, &left);
        widen(&column, left.text);
        shown++;
    }
    if (shown)
        heading(out, _(title));
    for (size_t i = 0; i < set->count && shown; i++) {
        if (set->items[i].option.hidden || part_of(&set->items[i]) != part)
            continue;
        option_left(&set->items[i].option, &left);
        option_right(&set->items[i].option, &right);
        list_line(out, left.text, right.text, column);
    }
    cs_buffer_release(&left);
    cs_buffer_release(&right);
}

/* ------------------------------------------------------------------ columns of records */

static bool opens_fields_of(const struct cs_option *options, const struct cs_record *record)
{
    for (; options && options->type != CS_OPTION_END; options++)
        if (options->type == CS_OPTION_FIELDS && options->record == record)
            return true;
    return false;
}

/* The columns' names in a paragraph, unless the options have just listed them. */
static void columns(const struct cs_command *command, const struct cs_record *record, bool taken_in,
                    struct cs_buffer *out)
{
    if (!record || opens_fields_of(command->options, record))
        return;
    struct cs_buffer names = CS_BUFFER_INIT;
    for (size_t i = 0; i < record->count; i++) {
        const struct cs_field *field = &record->fields[i];
        if (taken_in && (field->flags & CS_DERIVED))
            continue;
        cs_buffer_printf(&names, "%s%s%s", names.length ? ", " : "  ", field->name,
                         taken_in && field->flags & CS_REQUIRED ? "*" : "");
    }
    heading(out, taken_in ? _("Columns that it reads (* must not be empty):") : _("Columns that it writes:"));
    cs_buffer_text(out, "  ");
    cs_wrap(out, names.text + (names.length ? 2 : 0), 2, 2);
    cs_buffer_release(&names);
}

/* ------------------------------------------------------------------ endings */

static void example(const struct cs_example *shown, struct cs_buffer *out)
{
    cs_wrap_shell(out, shown->command, 2);
    if (shown->says && shown->says[0]) {
        cs_buffer_text(out, "      ");
        cs_wrap(out, _(shown->says), 6, 6);
    }
}

static void exit_status(const struct cs_program *program, struct cs_buffer *out)
{
    struct cs_buffer line = CS_BUFFER_INIT;
    cs_buffer_printf(&line,
                     _("Exit status: 0 done, 1 failed, 2 misused, 3 done but some records were refused; see "
                       "'%s help exit-codes'."),
                     program->name);
    heading(out, line.text);
    cs_buffer_release(&line);
}

/* ------------------------------------------------------------------ the two pages */

void cs_help_command(const struct cs_program *program, const struct cs_command *command,
                     const struct cs_option *common, struct cs_buffer *out)
{
    struct cs_buffer line = CS_BUFFER_INIT;
    cs_buffer_printf(&line, "%s %s %s %s", program->name, command->name, _("[OPTION]..."),
                     cs_translate(command->operands));
    usage(out, line.text);
    cs_buffer_release(&line);
    sentence(out, command->summary);
    if (command->text)
        heading(out, _(command->text));

    struct cs_option_set set;
    cs_option_set_init(&set, command->options, common);
    bool only_common = true;
    for (size_t i = 0; i < set.count; i++)
        only_common &= part_of(&set.items[i]) == PART_COMMON;
    for (enum part part = PART_OWN; part < PART_MAX; part++)
        options_part(&set, part, part_headings[only_common ? PART_OWN : part], out);
    cs_option_set_release(&set);

    columns(command, command->input, true, out);
    columns(command, command->output, false, out);
    if (command->examples && command->examples->command)
        heading(out, _("Examples:"));
    for (const struct cs_example *shown = command->examples; shown && shown->command; shown++)
        example(shown, out);
    exit_status(program, out);
}

static void list_command(const struct cs_command *command, bool drawing, size_t *column,
                         struct cs_buffer *out)
{
    struct cs_buffer left = CS_BUFFER_INIT;
    cs_buffer_printf(&left, "  %s", command->name);
    if (drawing)
        list_line(out, left.text, cs_translate(command->summary), *column);
    else
        widen(column, left.text);
    cs_buffer_release(&left);
}

static const struct cs_command *command_named(const struct cs_program *program, const char *name,
                                              size_t length)
{
    for (const struct cs_command *command = program->commands; command->name; command++)
        if (strlen(command->name) == length && memcmp(command->name, name, length) == 0)
            return command;
    return NULL;
}

static void list_group(const struct cs_program *program, const struct cs_command_group *group, size_t *column,
                       struct cs_buffer *out)
{
    struct cs_buffer title = CS_BUFFER_INIT;
    cs_buffer_printf(&title, _("%s:"), cs_translate(group->title));
    heading(out, title.text);
    for (const char *at = group->commands; *at; at += strcspn(at, ";"), at += *at == ';') {
        const struct cs_command *command = command_named(program, at, strcspn(at, ";"));
        if (command)
            list_command(command, true, column, out);
    }
    cs_buffer_release(&title);
}

static void list_commands(const struct cs_program *program, struct cs_buffer *out)
{
    size_t column = 0;
    for (const struct cs_command *command = program->commands; command->name; command++)
        list_command(command, false, &column, out);
    for (const struct cs_command_group *group = program->groups; group && group->title; group++)
        list_group(program, group, &column, out);
    if (program->groups)
        return;
    heading(out, _("Commands:"));
    for (const struct cs_command *command = program->commands; command->name; command++)
        list_command(command, true, &column, out);
}

static const struct cs_example *example_number(const struct cs_command *command, size_t number)
{
    const struct cs_example *at = command->examples;
    while (at && at->command && number--)
        at++;
    return at && at->command ? at : NULL;
}

/* A taste of the program: the first examples of its first commands, then their second ones. */
static void program_examples(const struct cs_program *program, struct cs_buffer *out)
{
    size_t left = 3;
    heading(out, _("Examples:"));
    for (size_t number = 0; number < 3; number++) {
        for (const struct cs_command *command = program->commands; command->name && left; command++) {
            const struct cs_example *shown = example_number(command, number);
            if (!shown)
                continue;
            example(shown, out);
            left--;
        }
    }
}

void cs_help_program(const struct cs_program *program, struct cs_buffer *out)
{
    struct cs_buffer line = CS_BUFFER_INIT;
    cs_buffer_printf(&line, "%s %s", program->name, _("COMMAND [OPTION]... [OPERAND]..."));
    usage(out, line.text);
    sentence(out, program->summary);
    if (program->text)
        heading(out, _(program->text));
    list_commands(program, out);

    struct cs_option_set set;
    cs_option_set_init(&set, cs_program_options, NULL);
    options_part(&set, PART_OWN, part_headings[PART_OWN], out);
    cs_option_set_release(&set);

    cs_buffer_reset(&line);
    cs_buffer_printf(&line, _("'%s COMMAND --help' shows the options of a command."), program->name);
    heading(out, line.text);
    cs_buffer_release(&line);
    program_examples(program, out);
    exit_status(program, out);
}
