/* Options in words: what stands after the name, and the phrase with choices, range and default. */
#include "cli/inner.h"

#include <string.h>

enum { INLINE_CHOICES = 26 }; /* columns of a|b|c beside the name; longer lists go into the phrase */

static void join_words(const char *const *words, const char *between, struct cs_buffer *out)
{
    for (const char *const *word = words; word && *word; word++)
        cs_buffer_printf(out, "%s%s", word == words ? "" : between, *word);
}

/* Codes; behind a number, which says nothing by itself, stands its word, and behind each code the word of
 * another language, which is taken as well. */
static void join_codes(const struct cs_field *field, struct cs_buffer *out)
{
    for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++) {
        const char *label = cs_translate(choice->label);
        cs_buffer_printf(out, "%s%s", choice == field->choices ? "" : ", ", choice->code);
        if (field->type == CS_TYPE_INT || strcmp(label, choice->label) != 0)
            cs_buffer_printf(out, " %s", label);
    }
}

static void join_named(const struct cs_option *option, struct cs_buffer *out)
{
    for (const char *const *word = option->words; word && *word; word++) {
        cs_buffer_printf(out, "%s%s", word == option->words ? "" : ", ", *word);
        for (const struct cs_choice *known = option->choices; known && known->code; known++)
            if (strcmp(known->code, *word) == 0 && strcmp(cs_translate(known->label), known->label) != 0)
                cs_buffer_printf(out, " %s", cs_translate(known->label));
    }
}

static const char *const field_arguments[] = {
    [CS_TYPE_TEXT] = N_("TEXT"),  [CS_TYPE_INT] = N_("N"),       [CS_TYPE_REAL] = N_("NUMBER"),
    [CS_TYPE_MONEY] = N_("YUAN"), [CS_TYPE_BOOL] = "yes|no",     [CS_TYPE_TIME] = N_("TIME"),
    [CS_TYPE_DATE] = N_("DATE"),  [CS_TYPE_CHOICE] = N_("WORD"), [CS_TYPE_SET] = N_("WORD;..."),
    [CS_TYPE_JSON] = N_("JSON"),
};

static bool choices_inline(const struct cs_option *option)
{
    if (option->type != CS_OPTION_CHOICE || option->argument)
        return false;
    size_t length = 0;
    for (const char *const *word = option->words; *word; word++)
        length += strlen(*word) + 1;
    return length <= INLINE_CHOICES + 1;
}

void cs_option_argument(const struct cs_option *option, struct cs_buffer *out)
{
    const struct cs_field *field = cs_option_field(option);
    if (!cs_option_takes(option))
        return;
    if (field)
        cs_buffer_text(out, option->use == CS_FIELDS_FILTERS ? _("FILTER")
                                                             : cs_translate(field_arguments[field->type]));
    else if (choices_inline(option))
        join_words(option->words, "|", out);
    else if (option->argument)
        cs_buffer_text(out, cs_translate(option->argument));
    else
        cs_buffer_text(out, option->type == CS_OPTION_CHOICE ? _("WORD")
                            : option->type == CS_OPTION_INT  ? _("N")
                                                             : _("TEXT"));
}

/* Notes in brackets behind a phrase: "(1 to 10; default 3)". */
struct notes {
    struct cs_buffer *out;
    size_t count;
};

static void begin_note(struct notes *notes)
{
    bool bare = notes->out->length == 0;
    cs_buffer_text(notes->out, notes->count++ ? "; " : bare ? "(" : " (");
}

static void note_range(struct notes *notes, int64_t min, int64_t max)
{
    if (min == max)
        return;
    begin_note(notes);
    if (max > min)
        cs_buffer_printf(notes->out, _("%lld to %lld"), (long long)min, (long long)max);
    else
        cs_buffer_printf(notes->out, _("at least %lld"), (long long)min);
}

static void note_default(struct notes *notes, const char *byname)
{
    if (!byname || !byname[0])
        return;
    begin_note(notes);
    cs_buffer_printf(notes->out, _("default %s"), byname);
}

static void field_notes(struct notes *notes, const struct cs_option *option, const struct cs_field *field)
{
    if (field->choices) {
        begin_note(notes);
        join_codes(field, notes->out);
    }
    if (option->use == CS_FIELDS_FILTERS)
        return; /* what a value must be is of no use to who looks for one */
    if ((field->type == CS_TYPE_INT && !field->choices) || field->type == CS_TYPE_REAL)
        note_range(notes, field->min, field->max);
    if (field->flags & CS_REQUIRED) {
        begin_note(notes);
        cs_buffer_text(notes->out, _("required"));
    }
    note_default(notes, field->byname);
}

static void plain_notes(struct notes *notes, const struct cs_option *option)
{
    if (option->type == CS_OPTION_CHOICE && !choices_inline(option)) {
        begin_note(notes);
        join_named(option, notes->out);
    }
    if (option->type == CS_OPTION_INT)
        note_range(notes, option->min, option->max);
    if (option->type == CS_OPTION_LIST) {
        begin_note(notes);
        cs_buffer_text(notes->out, _("may be repeated"));
    }
    if (option->type != CS_OPTION_FLAG)
        note_default(notes, option->byname);
}

void cs_option_phrase(const struct cs_option *option, struct cs_buffer *out)
{
    struct cs_buffer phrase = CS_BUFFER_INIT;
    struct notes notes = { .out = &phrase };
    const struct cs_field *field = cs_option_field(option);
    cs_buffer_text(&phrase, cs_translate(option->help));
    if (field)
        field_notes(&notes, option, field);
    else
        plain_notes(&notes, option);
    if (notes.count)
        cs_buffer_char(&phrase, ')');
    cs_buffer_add(out, phrase.text, phrase.length);
    cs_buffer_release(&phrase);
}
