/* What every binary answers without doing anything: --help, --version, --man, --complete, --describe, help.
 */
#include "program/inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int cs_builtin_put(const char *name, struct cs_buffer *text)
{
    bool fine = fwrite(text->text, 1, text->length, stdout) == text->length;
    fine = fflush(stdout) == 0 && fine;
    int number = errno;
    cs_buffer_release(text);
    if (fine)
        return CS_OK;
    if (number == EPIPE)
        cs_signals_pipe_die();
    struct cs_error err = CS_ERROR_INIT;
    cs_error_errno(&err, number, "%s", _("write error"));
    cs_messages_line(name, false, err.text);
    return CS_FAILED;
}

int cs_builtin_help(const struct cs_program *program, const struct cs_command *command)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    if (command)
        cs_help_command(program, command, cs_common_options(command->needs), &text);
    else
        cs_help_program(program, &text);
    return cs_builtin_put(program->name, &text);
}

int cs_builtin_describe(const struct cs_program *program, const struct cs_command *command)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_describe(program, command, cs_common_options, &text);
    return cs_builtin_put(program->name, &text);
}

int cs_builtin_version(const struct cs_program *program)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_printf(&text, "%s (cs-tools) %s\n", program->name, CS_VERSION);
    return cs_builtin_put(program->name, &text);
}

static int manual(const struct cs_program *program)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_manual(program, cs_common_options, &text);
    return cs_builtin_put(program->name, &text);
}

static int complete(const struct cs_program *program, int count, char **words)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_complete(program, cs_common_options, count, words, &text);
    return cs_builtin_put(program->name, &text);
}

/* `BIN help [VERB...]` */
static int help(const struct cs_program *program, int argc, char **argv)
{
    if (argc == 0)
        return cs_builtin_help(program, NULL);
    if (argc == 1 && strcmp(argv[0], "exit-codes") == 0) {
        struct cs_buffer text = CS_BUFFER_INIT;
        cs_help_exit_codes(&text);
        return cs_builtin_put(program->name, &text);
    }
    struct cs_error err = CS_ERROR_INIT;
    int words = 0;
    /* argv[-1] is the word `help`: cs_command_find looks from argv[1] on. */
    const struct cs_command *command = cs_command_find(program, argc + 1, argv - 1, &words, &err);
    if (command && words == argc)
        return cs_builtin_help(program, command);
    struct cs_job job = { .program = program };
    if (command)
        cs_error_set(&err, CS_MISUSED, _("help takes one command, not \"%s\" too"), argv[words]);
    cs_messages_fail(&job, CS_MISUSED, &err);
    return CS_MISUSED;
}

static bool has_command(const struct cs_program *program, const char *name)
{
    for (const struct cs_command *command = program->commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return true;
    return false;
}

bool cs_builtin(const struct cs_program *program, int argc, char **argv, int *status)
{
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        *status = cs_builtin_help(program, NULL);
    else if (strcmp(word, "--version") == 0)
        *status = cs_builtin_version(program);
    else if (strcmp(word, "--man") == 0)
        *status = manual(program);
    else if (strcmp(word, "--describe") == 0)
        *status = cs_builtin_describe(program, NULL);
    else if (strcmp(word, "--complete") == 0)
        *status = complete(program, argc - 2, argv + 2);
    else if (strcmp(word, "help") == 0 && !has_command(program, "help"))
        *status = help(program, argc - 2, argv + 2);
    else
        return false;
    return true;
}
