/* Finding the command that was typed, and naming the nearest one where there is none. */
#include "cli/inner.h"

#include <stdlib.h>
#include <string.h>

/* The program answers these itself, before any command is looked for; the table is for help, completion and
 * the nearest word. */
const struct cs_option cs_program_options[] = {
    { .type = CS_OPTION_FLAG, .letter = 'h', .name = "help", .help = N_("show this help") },
    { .type = CS_OPTION_FLAG, .name = "version", .help = N_("show the version") },
    { .type = CS_OPTION_FLAG,
      .name = "describe",
      .help = N_("describe commands, options and fields in JSON") },
    { .type = CS_OPTION_FLAG, .name = "man", .help = N_("write the manual page (mdoc)") },
    CS_OPT_END,
};

/* Words that a program knows beside its commands. */
static const char help_word[] = "help";

static const struct cs_command *named(const struct cs_program *program, const char *name)
{
    for (const struct cs_command *command = program->commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static const struct cs_command *named_alike(const struct cs_program *program, const char *name)
{
    for (const struct cs_command *command = program->commands; command->name; command++)
        if (cs_text_same_word(command->name, name))
            return command;
    return NULL;
}

static char *joined(const char *first, const char *second)
{
    struct cs_buffer both = CS_BUFFER_INIT;
    cs_buffer_printf(&both, "%s %s", first, second);
    return cs_buffer_detach(&both);
}

/* ------------------------------------------------------------------ the nearest */

static const char *nearest_command(const struct cs_program *program, const char *typed)
{
    size_t count = 0, room = 0;
    const char **names = NULL;
    for (const struct cs_command *command = program->commands; command->name; command++) {
        names = cs_grow(names, &room, count + 1, sizeof *names);
        names[count++] = command->name;
    }
    names = cs_grow(names, &room, count + 2, sizeof *names);
    names[count++] = help_word;
    names[count] = NULL;
    const char *near = cs_nearest_word(typed, names);
    free(names);
    return near;
}

/* The command that somebody meant by two words (second may be NULL) that name none: the same with other
 * signs between, the two in the wrong order, the nearest to both, the nearest to the first (unless that is
 * right and the second alone is wrong). */
static const char *meant(const struct cs_program *program, const char *first, const char *second,
                         bool first_is_right)
{
    const struct cs_command *alike = named_alike(program, first);
    const char *near = NULL;
    if (!alike && second) {
        char *both = joined(first, second), *swapped = joined(second, first);
        alike = named_alike(program, both);
        alike = alike ? alike : named(program, swapped);
        near = alike ? NULL : nearest_command(program, both);
        free(both);
        free(swapped);
    }
    if (alike)
        return alike->name;
    if (near || (first_is_right && second))
        return near;
    return nearest_command(program, first);
}

/* ------------------------------------------------------------------ mistakes */

void cs_command_seconds(const struct cs_program *program, const char *first, struct cs_buffer *out)
{
    size_t length = strlen(first);
    for (const struct cs_command *command = program->commands; command->name; command++)
        if (strncmp(command->name, first, length) == 0 && command->name[length] == ' ')
            cs_buffer_printf(out, "%s%s", out->length ? ", " : "", command->name + length + 1);
}

static void unknown_option(const char *word, struct cs_error *err)
{
    const char *names[8];
    size_t count = 0;
    for (const struct cs_option *option = cs_program_options; option->type != CS_OPTION_END; option++)
        names[count++] = option->name;
    names[count] = NULL;
    struct cs_buffer typed = CS_BUFFER_INIT;
    cs_quote(&typed, word, strlen(word));
    const char *near = cs_nearest_word(word + strspn(word, "-"), names);
    if (near)
        cs_error_set(err, CS_MISUSED, _("unknown option \"%s\"; did you mean \"--%s\"?"), typed.text, near);
    else
        cs_error_set(err, CS_MISUSED, _("the command comes first, then its options; not \"%s\""), typed.text);
    cs_buffer_release(&typed);
}

static void unknown_command(const struct cs_program *program, const char *first, const char *second,
                            struct cs_error *err)
{
    struct cs_buffer seconds = CS_BUFFER_INIT, typed = CS_BUFFER_INIT;
    cs_command_seconds(program, first, &seconds);
    cs_quote(&typed, first, strlen(first));
    if (seconds.length && second) {
        cs_buffer_char(&typed, ' ');
        cs_quote(&typed, second, strlen(second));
    }
    const char *near = meant(program, first, second, seconds.length > 0);
    if (seconds.length && !second)
        cs_error_set(err, CS_MISUSED, _("\"%s\" needs a second word: %s"), typed.text, seconds.text);
    else if (near)
        cs_error_set(err, CS_MISUSED, _("unknown command \"%s\"; did you mean \"%s\"?"), typed.text, near);
    else if (seconds.length)
        cs_error_set(err, CS_MISUSED, _("unknown command \"%s\"; after \"%s\" comes one of: %s"), typed.text,
                     first, seconds.text);
    else
        cs_error_set(err, CS_MISUSED, _("unknown command \"%s\""), typed.text);
    cs_buffer_release(&seconds);
    cs_buffer_release(&typed);
}

/* ------------------------------------------------------------------ finding */

const struct cs_command *cs_command_find(const struct cs_program *program, int argc, char *const *argv,
                                         int *words, struct cs_error *err)
{
    *words = 0;
    const char *first = argc > 1 ? argv[1] : NULL;
    const char *second = argc > 2 && argv[2][0] != '-' ? argv[2] : NULL;
    if (!first || !first[0]) {
        cs_error_set(err, CS_MISUSED, _("which command?"));
        return NULL;
    }
    if (first[0] == '-') {
        unknown_option(first, err);
        return NULL;
    }
    const struct cs_command *found = NULL;
    if (second) {
        char *both = joined(first, second);
        found = named(program, both);
        free(both);
        *words = found ? 2 : 0;
    }
    if (!found) {
        found = named(program, first);
        *words = found ? 1 : 0;
    }
    if (!found)
        unknown_command(program, first, second, err);
    return found;
}
