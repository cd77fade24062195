/*
 * The manual page of a binary in mdoc(7), from the same tables as --help. Section names stay English, as the
 * readers of manual pages expect; what stands in them is in the person's language.
 */
#include "cli/inner.h"
#include "time/clock.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ------------------------------------------------------------------ escaping */

/* Whether a sentence ends before the space at `at`: mdoc wants the next one on a line of its own. */
static bool sentence_ends(const char *begin, const char *at)
{
    const char *last = at;
    while (last > begin && last[-1] == ' ')
        last--;
    while (last > begin && strchr(")]\"'", last[-1]))
        last--;
    return last > begin && strchr(".!?", last[-1]);
}

/* Text of a paragraph: backslashes are doubled, lines that begin like a macro are held back, empty lines part
 * paragraphs. Ends with a newline. */
static void text(struct cs_buffer *out, const char *begin)
{
    bool line_begins = true;
    for (const char *from = begin; *from; from++) {
        if (*from == '\n') {
            if (!line_begins)
                cs_buffer_char(out, '\n');
            if (!line_begins && from[1] == '\n')
                cs_buffer_text(out, ".Pp\n");
            line_begins = true;
            continue;
        }
        if (*from == ' ' && (line_begins || from[1] == ' ' || from[1] == '\n' || !from[1]))
            continue;
        if (*from == ' ' && sentence_ends(begin, from)) {
            cs_buffer_char(out, '\n');
            line_begins = true;
            continue;
        }
        if (line_begins && (*from == '.' || *from == '\''))
            cs_buffer_text(out, "\\&");
        cs_buffer_text(out, *from == '\\' ? "\\e" : (char[]){ *from, '\0' });
        line_begins = false;
    }
    if (!line_begins)
        cs_buffer_char(out, '\n');
}

/* Literal lines of an example: as they are, but for backslashes, macros and hyphens. */
static void literal(struct cs_buffer *out, const char *from)
{
    bool line_begins = true;
    for (; *from; from++) {
        if (line_begins && (*from == '.' || *from == '\''))
            cs_buffer_text(out, "\\&");
        cs_buffer_text(out, *from == '\\' ? "\\e" : *from == '-' ? "\\-" : (char[]){ *from, '\0' });
        line_begins = *from == '\n';
    }
}

/* One argument of a macro, held together by quotes and never taken for a macro itself. */
static void argument(struct cs_buffer *out, const char *from)
{
    cs_buffer_text(out, " \"\\&");
    for (; *from; from++) {
        if (*from == '"')
            cs_buffer_text(out, "\\(dq");
        else if (*from == '\\')
            cs_buffer_text(out, "\\e");
        else if (*from == '-')
            cs_buffer_text(out, "\\-");
        else
            cs_buffer_char(out, *from == '\n' ? ' ' : *from);
    }
    cs_buffer_char(out, '"');
}

static void macro(struct cs_buffer *out, const char *name, const char *value)
{
    cs_buffer_text(out, name);
    argument(out, value);
    cs_buffer_char(out, '\n');
}

/* ------------------------------------------------------------------ head */

/* The day of SOURCE_DATE_EPOCH, so that a page built twice is the same; else today. */
static void dated(struct cs_buffer *out)
{
    static const char *const months[] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    time_t moment = epoch && epoch[0] ? (time_t)strtoll(epoch, &end, 10) : 0;
    if (!end || *end)
        moment = (time_t)cs_clock_now();
    struct tm day;
    if (!gmtime_r(&moment, &day))
        return;
    cs_buffer_printf(out, ".Dd %s %d, %d\n", months[day.tm_mon], day.tm_mday, day.tm_year + 1900);
}

static void head(const struct cs_program *program, struct cs_buffer *out)
{
    dated(out);
    cs_buffer_text(out, ".Dt ");
    for (const char *from = program->name; *from; from++)
        cs_buffer_char(out, (char)toupper((unsigned char)*from));
    cs_buffer_printf(out, " 1\n.Os cs-tools\n.Sh NAME\n.Nm %s\n", program->name);
    /* .Nd takes the rest of its line as text; quotes would be dropped there. */
    cs_buffer_text(out, ".Nd ");
    text(out, cs_translate(program->summary));
}

/* "[ID...] FILE" with brackets as .Op and words as .Ar. */
static void operands(const char *words, struct cs_buffer *out)
{
    while (*(words += strspn(words, " "))) {
        size_t length = strcspn(words, " ");
        char *word = cs_strndup(words, length);
        words += length;
        size_t last = length - 1;
        bool optional = word[0] == '[' && word[last] == ']';
        char *name = word;
        if (optional) {
            word[last] = '\0';
            name = word + 1;
        }
        char *dots = strstr(name, "...");
        bool several = dots && dots != name && !dots[3];
        if (several)
            *dots = '\0';
        cs_buffer_text(out, optional ? ".Op Ar" : ".Ar");
        argument(out, name);
        cs_buffer_text(out, several ? " ...\n" : "\n");
        free(word);
    }
}

static void synopsis(const struct cs_program *program, struct cs_buffer *out)
{
    cs_buffer_text(out, ".Sh SYNOPSIS\n");
    for (const struct cs_command *command = program->commands; command->name; command++) {
        cs_buffer_text(out, ".Nm\n");
        macro(out, ".Cm", command->name);
        cs_buffer_text(out, ".Op Ar option ...\n");
        operands(cs_translate(command->operands), out);
    }
    cs_buffer_text(out, ".Nm\n.Cm help\n.Op Ar command | Cm exit\\-codes\n");
}

/* ------------------------------------------------------------------ options */

static void option_item(const struct cs_option *option, struct cs_buffer *out)
{
    struct cs_buffer words = CS_BUFFER_INIT;
    cs_buffer_text(out, ".It");
    if (option->letter)
        cs_buffer_printf(out, " Fl %c ,", option->letter);
    cs_buffer_text(out, " Fl Fl");
    argument(out, option->name);
    if (option->negatable) {
        cs_buffer_printf(&words, "no-%s", option->name);
        cs_buffer_text(out, " , Fl Fl");
        argument(out, words.text);
        cs_buffer_reset(&words);
    }
    cs_option_argument(option, &words);
    if (words.length) {
        cs_buffer_text(out, " Ar");
        argument(out, words.text);
    }
    cs_buffer_text(out, option->type == CS_OPTION_REST ? " ...\n" : "\n");
    cs_buffer_reset(&words);
    cs_option_phrase(option, &words);
    text(out, words.text);
    cs_buffer_release(&words);
}

/* The options of a set that are common, or that are not; returns whether there were any. */
static bool option_list(const struct cs_option_set *set, bool common, struct cs_buffer *out)
{
    bool any = false;
    for (size_t i = 0; i < set->count; i++) {
        const struct cs_option_entry *entry = &set->items[i];
        if (entry->option.hidden || entry->common != common)
            continue;
        if (!any)
            cs_buffer_text(out, ".Bl -tag -width Ds\n");
        option_item(&entry->option, out);
        any = true;
    }
    if (any)
        cs_buffer_text(out, ".El\n");
    return any;
}

static void common_options(const struct cs_program *program, cs_common_fn *common, struct cs_buffer *out)
{
    struct cs_option_set set = { 0 };
    for (const struct cs_command *command = program->commands; command->name && common; command++)
        cs_option_set_add(&set, common(command->needs), true);
    cs_option_set_add(&set, cs_program_options, true);
    cs_option_set_settle(&set);
    text(out, _("Options that several commands share; 'COMMAND --help' lists those of one command."));
    option_list(&set, true, out);
    cs_option_set_release(&set);
}

static bool has_filters(const struct cs_option_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].option.type == CS_OPTION_FIELDS && set->items[i].option.use == CS_FIELDS_FILTERS)
            return true;
    return false;
}

static void command_options(const struct cs_command *command, const struct cs_option *common,
                            struct cs_buffer *out)
{
    struct cs_option_set set;
    cs_option_set_init(&set, command->options, common);
    bool any = false;
    for (size_t i = 0; i < set.count; i++)
        any |= !set.items[i].common && !set.items[i].option.hidden;
    if (any) {
        macro(out, ".Ss", command->name);
        if (has_filters(&set))
            text(out, _("A filter is a value or several (a,b), the contrary (!a), none or any, a range "
                        "(lo..hi, >n, <=n) of numbers or times, a part of a text (~part) or its beginning "
                        "(text*)."));
        option_list(&set, false, out);
    }
    cs_option_set_release(&set);
}

/* ------------------------------------------------------------------ the other sections */

static void description(const struct cs_program *program, struct cs_buffer *out)
{
    cs_buffer_text(out, ".Sh DESCRIPTION\n");
    text(out, cs_translate(program->text ? program->text : program->summary));
    for (const struct cs_command *command = program->commands; command->name; command++) {
        macro(out, ".Ss", command->name);
        text(out, cs_translate(command->summary));
        if (command->text) {
            cs_buffer_text(out, ".Pp\n");
            text(out, _(command->text));
        }
    }
}

struct entry {
    const char *name, *says;
};

static const struct entry variables[] = {
    { "COLUMNS", N_("width of the terminal") },
    { "CS_ACTOR", N_("who does it, where --actor is not given") },
    { "CS_DB", N_("the store, where --db is not given") },
    { "CS_NOW", N_("the moment taken for now, where --now is not given") },
    { "CS_SHARE", N_("folder of policies, calendars, reports and templates") },
    { "LANG, LC_ALL, LANGUAGE", N_("language of help, headings and messages; never of csv and json") },
    { "NO_COLOR", N_("where set and not empty: no colours") },
    { "XDG_DATA_HOME", N_("where the usual store lies; else ~/.local/share") },
};

static const struct entry paths[] = {
    { "$XDG_DATA_HOME/cs-tools/cs.db", N_("the usual store") },
    { "share/cs-tools/", N_("policies, calendars, reports and templates, to be copied and changed") },
};

static void entries(struct cs_buffer *out, const char *section, const char *with, const struct entry *list,
                    size_t count)
{
    cs_buffer_printf(out, ".Sh %s\n.Bl -tag -width Ds\n", section);
    for (size_t i = 0; i < count; i++) {
        cs_buffer_printf(out, ".It %s", with);
        argument(out, list[i].name);
        cs_buffer_char(out, '\n');
        text(out, _(list[i].says));
    }
    cs_buffer_text(out, ".El\n");
}

static void exit_status(struct cs_buffer *out)
{
    cs_buffer_text(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (const struct cs_exit_code *code = cs_exit_codes; code->meaning; code++) {
        cs_buffer_printf(out, ".It %d\n", code->code);
        text(out, _(code->meaning));
        cs_buffer_text(out, ".Pp\n");
        text(out, _(code->text));
    }
    cs_buffer_text(out, ".El\n");
}

static void examples(const struct cs_program *program, struct cs_buffer *out)
{
    struct cs_buffer lines = CS_BUFFER_INIT;
    cs_buffer_text(out, ".Sh EXAMPLES\n");
    for (const struct cs_command *command = program->commands; command->name; command++) {
        for (const struct cs_example *shown = command->examples; shown && shown->command; shown++) {
            text(out, cs_translate(shown->says));
            cs_buffer_reset(&lines);
            cs_wrap_shell(&lines, shown->command, 0);
            cs_buffer_text(out, ".Bd -literal -offset indent\n");
            literal(out, lines.text);
            cs_buffer_text(out, ".Ed\n");
        }
    }
    cs_buffer_release(&lines);
}

void cs_manual(const struct cs_program *program, cs_common_fn *common, struct cs_buffer *out)
{
    head(program, out);
    synopsis(program, out);
    description(program, out);
    cs_buffer_text(out, ".Sh OPTIONS\n");
    common_options(program, common, out);
    for (const struct cs_command *command = program->commands; command->name; command++)
        command_options(command, common ? common(command->needs) : NULL, out);
    entries(out, "ENVIRONMENT", "Ev", variables, sizeof variables / sizeof *variables);
    entries(out, "FILES", "Pa", paths, sizeof paths / sizeof *paths);
    exit_status(out);
    examples(program, out);
}
