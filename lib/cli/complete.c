/*
 * Completion: what may stand where the cursor is. The shells' files only carry the words here and the
 * candidates back, so that nothing is listed twice.
 */
#include "cli/inner.h"

#include <string.h>

struct completion {
    const struct cs_program *program;
    cs_common_fn *common;
    int count;
    char *const *words;
    const char *typed; /* the last word, being typed */
    struct cs_buffer *out;
};

static const char files[] = ":file\n";

/* ------------------------------------------------------------------ candidates */

/* A candidate "head + word + tail" with its description on one line, if it begins with what was typed. */
static void offer(struct completion *to, const char *head, size_t head_length, const char *word,
                  const char *says)
{
    size_t typed = strlen(to->typed);
    if (typed < head_length || strncmp(word, to->typed + head_length, typed - head_length) != 0)
        return;
    cs_buffer_add(to->out, head, head_length);
    cs_buffer_text(to->out, word);
    cs_buffer_char(to->out, '\t');
    for (const char *from = says ? says : ""; *from; from++)
        cs_buffer_char(to->out, *from == '\n' || *from == '\t' ? ' ' : *from);
    cs_buffer_char(to->out, '\n');
}

static void offer_word(struct completion *to, const char *word, const char *says)
{
    offer(to, "", 0, word, says);
}

/* ------------------------------------------------------------------ commands */

static bool offered_before(const struct cs_program *program, const struct cs_command *command, size_t length)
{
    for (const struct cs_command *before = program->commands; before != command; before++)
        if (strncmp(before->name, command->name, length) == 0 &&
            (before->name[length] == ' ' || !before->name[length]))
            return true;
    return false;
}

/* First words; that of "policy import" and "policy list" once. */
static void offer_commands(struct completion *to)
{
    for (const struct cs_command *command = to->program->commands; command->name; command++) {
        size_t length = strcspn(command->name, " ");
        if (offered_before(to->program, command, length))
            continue;
        char first[64];
        if (length >= sizeof first)
            continue;
        memcpy(first, command->name, length);
        first[length] = '\0';
        struct cs_buffer seconds = CS_BUFFER_INIT;
        if (command->name[length])
            cs_command_seconds(to->program, first, &seconds);
        offer_word(to, first, seconds.length ? seconds.text : cs_translate(command->summary));
        cs_buffer_release(&seconds);
    }
}

static bool offer_second_words(struct completion *to, const char *first)
{
    size_t length = strlen(first), found = 0;
    for (const struct cs_command *command = to->program->commands; command->name; command++) {
        if (strncmp(command->name, first, length) != 0 || command->name[length] != ' ')
            continue;
        offer_word(to, command->name + length + 1, cs_translate(command->summary));
        found++;
    }
    return found > 0;
}

/* ------------------------------------------------------------------ options */

static void offer_options(struct completion *to, const struct cs_option_set *set)
{
    struct cs_buffer name = CS_BUFFER_INIT, phrase = CS_BUFFER_INIT;
    for (size_t i = 0; i < set->count; i++) {
        const struct cs_option *option = &set->items[i].option;
        if (option->hidden)
            continue;
        cs_buffer_reset(&phrase);
        cs_option_phrase(option, &phrase);
        cs_buffer_reset(&name);
        cs_buffer_printf(&name, "--%s", option->name);
        offer_word(to, name.text, phrase.text);
        if (option->negatable) {
            cs_buffer_reset(&name);
            cs_buffer_printf(&name, "--no-%s", option->name);
            offer_word(to, name.text, phrase.text);
        }
    }
    cs_buffer_release(&name);
    cs_buffer_release(&phrase);
}

/* Whether a metavariable or operand asks for a file: "FILE", "[FILE...]", "URL" (a store is mostly a path).
 */
static bool names_file(const char *argument)
{
    static const char *const words[] = { "FILE", "PATH", "DIR", "FOLDER", "URL", NULL };
    for (size_t i = 0; argument && words[i]; i++)
        if (strstr(argument, words[i]))
            return true;
    return false;
}

/* The codes of a field. Filters and sets take several: those already typed stay in front. */
static void offer_codes(struct completion *to, size_t head, const struct cs_option *option,
                        const struct cs_field *field)
{
    bool filter = option->use == CS_FIELDS_FILTERS;
    const char *value = to->typed + head;
    char between = filter ? ',' : field->type == CS_TYPE_SET ? ';' : '\0';
    const char *last = between ? strrchr(value, between) : NULL;
    if (last)
        head = (size_t)(last + 1 - to->typed);
    else if (filter && *value == '!')
        head++;
    for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++)
        offer(to, to->typed, head, choice->code, cs_translate(choice->label));
    if (field->type == CS_TYPE_BOOL) {
        offer(to, to->typed, head, "yes", "");
        offer(to, to->typed, head, "no", "");
    }
}

/* Names of columns, for --fields: those already typed stay in front. */
static void offer_columns(struct completion *to, size_t head, const struct cs_record *record)
{
    const char *last = strrchr(to->typed + head, ',');
    if (last)
        head = (size_t)(last + 1 - to->typed);
    for (size_t i = 0; i < record->count; i++)
        offer(to, to->typed, head, record->fields[i].name, cs_translate(record->fields[i].heading));
}

/* The argument of an option; it begins `head` bytes into the typed word ("--format=js": 9). */
static void offer_argument(struct completion *to, const struct cs_command *command,
                           const struct cs_option *option, size_t head)
{
    const struct cs_field *field = cs_option_field(option);
    if (field)
        offer_codes(to, head, option, field);
    else if (strcmp(option->name, "fields") == 0 && command->output)
        offer_columns(to, head, command->output);
    else if (option->type == CS_OPTION_CHOICE)
        for (const char *const *word = option->words; *word; word++)
            offer(to, to->typed, head, *word, "");
    else if (names_file(option->argument) || option->type == CS_OPTION_REST)
        cs_buffer_text(to->out, files);
}

/* The option that waits for an argument after this word, or NULL: "--limit", "-n", "-qn". */
static const struct cs_option *waiting(const struct cs_option_set *set, const char *word)
{
    const struct cs_option_entry *entry = NULL;
    if (word[0] == '-' && word[1] == '-' && word[2] && !strchr(word, '='))
        entry = cs_option_set_find(set, word + 2, strlen(word + 2));
    for (size_t i = 1; word[0] == '-' && word[1] != '-' && word[i]; i++) {
        entry = cs_option_set_letter(set, word[i]);
        if (!entry || (cs_option_takes(&entry->option) && word[i + 1]))
            return NULL; /* what follows in the word is the argument */
    }
    return entry && cs_option_takes(&entry->option) ? &entry->option : NULL;
}

/* Reads the words of a command before the one being typed. */
struct state {
    const struct cs_option *waits; /* an option whose argument is being typed */
    bool ended;                    /* by `--` or a REST option */
};

static struct state read_words(const struct cs_option_set *set, char *const *words, int count)
{
    struct state state = { 0 };
    for (int i = 0; i < count && !state.ended; i++) {
        if (state.waits) {
            state.ended = state.waits->type == CS_OPTION_REST;
            state.waits = NULL;
        } else if (strcmp(words[i], "--") == 0) {
            state.ended = true;
        } else {
            state.waits = waiting(set, words[i]);
        }
    }
    return state;
}

static void offer_operand(struct completion *to, const struct cs_command *command,
                          const struct cs_option_set *set, bool ended)
{
    if (names_file(command->operands) || command->needs & CS_NEEDS_INPUT)
        cs_buffer_text(to->out, files);
    else if (!ended && !to->typed[0])
        offer_options(to, set);
}

static void complete_command(struct completion *to, const struct cs_command *command, int words)
{
    struct cs_option_set set;
    cs_option_set_init(&set, command->options, to->common ? to->common(command->needs) : NULL);
    struct state state = read_words(&set, to->words + words, to->count - 1 - words);
    const char *equals = strchr(to->typed, '=');
    const struct cs_option_entry *entry = NULL;
    if (strncmp(to->typed, "--", 2) == 0 && equals)
        entry = cs_option_set_find(&set, to->typed + 2, (size_t)(equals - to->typed - 2));
    if (state.ended)
        offer_operand(to, command, &set, true);
    else if (state.waits)
        offer_argument(to, command, state.waits, 0);
    else if (entry && cs_option_takes(&entry->option))
        offer_argument(to, command, &entry->option, (size_t)(equals + 1 - to->typed));
    else if (to->typed[0] == '-')
        offer_options(to, &set);
    else
        offer_operand(to, command, &set, false);
    cs_option_set_release(&set);
}

/* ------------------------------------------------------------------ the whole line */

/* `help` takes a command's words or a topic. */
static void complete_help(struct completion *to)
{
    if (to->count == 2) {
        offer_commands(to);
        offer_word(to, "exit-codes", _("what the exit statuses mean"));
    } else if (to->count == 3) {
        offer_second_words(to, to->words[1]);
    }
}

static void complete_first(struct completion *to)
{
    if (to->typed[0] == '-') {
        struct cs_option_set set;
        cs_option_set_init(&set, cs_program_options, NULL);
        offer_options(to, &set);
        cs_option_set_release(&set);
        return;
    }
    offer_commands(to);
    offer_word(to, "help", _("show the help of a command"));
}

/* The command that the words name; *taken receives how many words it took. */
static const struct cs_command *named_by(const struct completion *to, int *taken)
{
    const struct cs_command *found = NULL;
    *taken = 0;
    for (const struct cs_command *command = to->program->commands; command->name; command++) {
        const char *space = strchr(command->name, ' ');
        size_t first = space ? (size_t)(space - command->name) : strlen(command->name);
        bool fits = strlen(to->words[0]) == first && strncmp(to->words[0], command->name, first) == 0;
        if (fits && space)
            fits = to->count > 2 && strcmp(to->words[1], space + 1) == 0;
        int words = space ? 2 : 1;
        if (fits && words > *taken) {
            found = command;
            *taken = words;
        }
    }
    return found;
}

void cs_complete(const struct cs_program *program, cs_common_fn *common, int count, char *const *words,
                 struct cs_buffer *out)
{
    struct completion to = { program, common, count, words, count ? words[count - 1] : "", out };
    if (count <= 1) {
        complete_first(&to);
        return;
    }
    if (strcmp(words[0], "help") == 0) {
        complete_help(&to);
        return;
    }
    int taken;
    const struct cs_command *command = named_by(&to, &taken);
    if (count == 2 && taken < 2)
        offer_second_words(&to, words[0]);
    if (command)
        complete_command(&to, command, taken);
}
