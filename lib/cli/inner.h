/*
 * What the files of this room share: the options of one command as a person sees them, and the laying out of
 * text. No other room includes this.
 */
#ifndef CS_CLI_INNER_H
#define CS_CLI_INNER_H

#include "base/buffer.h"
#include "cli/command.h"
#include "cli/option.h"

enum { CS_HELP_COLUMNS = 80 };

/* One option of a command. FIELDS are opened up: .option.field is the field's index, .option.name its name
 * with dashes. */
struct cs_option_entry {
    struct cs_option option;
    bool common; /* from the common array: its offset counts from the common arguments */
};

/* The options that a command really has: those that others hide are gone, and so are letters taken twice. */
struct cs_option_set {
    struct cs_option_entry *items;
    size_t count, capacity;
    struct cs_arena arena;
};

void cs_option_set_init(struct cs_option_set *set, const struct cs_option *own,
                        const struct cs_option *common);
void cs_option_set_release(struct cs_option_set *set);

/* Adds the options of an array as they are; nothing is hidden before cs_option_set_settle. */
void cs_option_set_add(struct cs_option_set *set, const struct cs_option *options, bool common);
void cs_option_set_settle(struct cs_option_set *set);

/* The option of that long name, or the only one that begins with it; NULL: none or several. `no-` in front of
 * a negatable flag counts as the flag. */
const struct cs_option_entry *cs_option_set_find(const struct cs_option_set *set, const char *name,
                                                 size_t length);
const struct cs_option_entry *cs_option_set_letter(const struct cs_option_set *set, char letter);

/* The field behind an opened FIELDS option, or NULL. */
const struct cs_field *cs_option_field(const struct cs_option *option);

/* Whether the option is followed by an argument. */
bool cs_option_takes(const struct cs_option *option);

/* Puts the default, or the typed text, into the command's struct. No flags here: they have no text. */
void cs_option_default(void *args, const struct cs_option *option);
enum cs_status cs_option_store(const struct cs_option *option, void *member, const char *text,
                               struct cs_arena *arena, struct cs_error *err);

/* Appends what stands after the name in help: "N", "FILE", "table|csv"; nothing for flags. */
void cs_option_argument(const struct cs_option *option, struct cs_buffer *out);

/* Appends the help phrase and, in brackets, choices, range and default. */
void cs_option_phrase(const struct cs_option *option, struct cs_buffer *out);

/* The options of the bare binary, without a command: --help, --version ... */
extern const struct cs_option cs_program_options[];

/* Appends "import, list, show": the second words of the commands that begin with `first`. */
void cs_command_seconds(const struct cs_program *program, const char *first, struct cs_buffer *out);

/* Appends a word that a person typed, safe for a terminal and cut to a bearable length. */
void cs_quote(struct cs_buffer *out, const char *text, size_t length);

/* Appends text in lines of at most CS_HELP_COLUMNS. The first line goes on at column `at`; the others begin
 * with `indent` spaces. Breaks at spaces and beside wide characters, never before closing punctuation. Ends
 * with a newline. */
void cs_wrap(struct cs_buffer *out, const char *text, size_t at, size_t indent);

/* Appends an example command; one that is too wide goes on behind backslashes, so that it still runs. */
void cs_wrap_shell(struct cs_buffer *out, const char *command, size_t indent);

/* Each exit status and what it means (N_()), ended by a NULL meaning. */
struct cs_exit_code {
    int code;
    const char *meaning;
    const char *text; /* a paragraph */
};
extern const struct cs_exit_code cs_exit_codes[];

#endif
