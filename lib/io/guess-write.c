/* The draft as text: one line a column, so that one line is what a person changes. */
#include "base/text.h"
#include "io/guess-inside.h"

#include <ctype.h>
#include <string.h>

struct writer {
    struct cs_buffer *out;
    const struct guess_sample *sample;
    const struct guess_target *targets;
    const struct cs_guess_options *options;
    enum guess_dates dates;
    struct cs_parse how;
};

enum { COMMENT_COLUMN = 44, WORDS_SHOWN = 3, WORD_COLUMNS = 24 };

/* A text in quotes, as mapping-file.c reads it. */
static void put_quoted(struct cs_buffer *out, const char *text, size_t length)
{
    cs_buffer_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            cs_buffer_char(out, '\\');
        if (text[i] == '\n' || text[i] == '\t')
            cs_buffer_text(out, text[i] == '\n' ? "\\n" : "\\t");
        else
            cs_buffer_char(out, text[i]);
    }
    cs_buffer_char(out, '"');
}

/* Bare where nothing in it has a meaning of its own. */
static void put_key(struct cs_buffer *out, const char *text, size_t length)
{
    bool plain = length > 0;
    for (size_t i = 0; i < length && plain; i++) {
        unsigned char byte = (unsigned char)text[i];
        plain = byte >= 0x80 || isalnum(byte) || (strchr("-_./&'()", byte) && i > 0) ||
                (byte == ' ' && i > 0 && i + 1 < length);
    }
    if (plain)
        cs_buffer_add(out, text, length);
    else
        put_quoted(out, text, length);
}

/* A comment behind a line that begins at `start`. */
static void begin_comment(struct cs_buffer *out, size_t start)
{
    size_t width = cs_text_width(out->text + start, out->length - start);
    do
        cs_buffer_char(out, ' ');
    while (++width < COMMENT_COLUMN);
    cs_buffer_text(out, "# ");
}

/* A value for a comment: masked, on one line, short. */
static void put_sample(struct cs_buffer *out, unsigned flags, const char *text, size_t length)
{
    struct cs_buffer masked = CS_BUFFER_INIT, shown = CS_BUFFER_INIT;
    cs_mask(flags & CS_MASKED ? flags : CS_NUMBERS, text, length, &masked);
    cs_text_display(&shown, masked.text, masked.length, false);
    size_t at = 0, width = 0;
    while (at < shown.length) {
        uint32_t code = '?';
        size_t bytes = cs_utf8_decode(shown.text + at, shown.length - at, &code);
        width += (size_t)cs_char_width(code);
        if (width > WORD_COLUMNS)
            break;
        at += bytes ? bytes : 1;
    }
    cs_buffer_add(out, shown.text, at);
    if (at < shown.length)
        cs_buffer_text(out, "…");
    cs_buffer_release(&masked);
    cs_buffer_release(&shown);
}

static void put_samples(struct cs_buffer *out, const struct guess_column *column, unsigned flags)
{
    for (size_t i = 0; i < column->word_count && i < WORDS_SHOWN; i++) {
        cs_buffer_text(out, i ? ", " : "");
        put_sample(out, flags, column->words[i].text, column->words[i].length);
    }
}

/* What the values look like, for a column that nothing takes. */
static void put_kind(struct cs_buffer *out, const struct guess_column *column)
{
    size_t most = column->filled - column->filled / 10;
    unsigned flags = 0;
    if (column->phones >= most) {
        flags = CS_PHONE;
        cs_buffer_text(out, _("phones"));
    } else if (column->mails >= most) {
        flags = CS_EMAIL;
        cs_buffer_text(out, _("mail addresses"));
    } else if (column->moments >= most) {
        cs_buffer_text(out, _("moments"));
    } else if (column->small >= most) {
        cs_buffer_text(out, _("numbers 1 to 5"));
    } else if (column->numbers >= most) {
        cs_buffer_text(out, _("numbers"));
    } else if (column->yes_no >= most) {
        cs_buffer_text(out, _("yes and no"));
    } else if ((column->different * 4 < column->filled && column->different <= 100) ||
               (column->different == 1 && column->filled > 2)) {
        cs_buffer_printf(out, ngettext("%zu word", "%zu different words", column->different),
                         column->different);
    } else {
        cs_buffer_text(out, _("text, mostly different"));
        return; /* names and addresses are not quoted */
    }
    cs_buffer_text(out, ": ");
    put_samples(out, column, flags);
}

static size_t count_refused(const struct writer *writer, const struct guess_column *column, int field)
{
    double fit = cs_guess_fit(column, &writer->options->record->fields[field], &writer->how, writer->dates);
    size_t all = 0;
    for (size_t i = 0; i < column->word_count; i++)
        all += column->words[i].count;
    return all - (size_t)(fit * (double)all + 0.5);
}

/* Why a column goes where it goes, and how sure that is. */
static void put_why(const struct writer *writer, const struct guess_column *column,
                    const struct guess_target *target)
{
    struct cs_buffer *out = writer->out;
    const struct cs_field *field = &writer->options->record->fields[target->field];
    const struct guess_match *how = &target->how;
    if (cs_way_gives(target->known.way))
        cs_buffer_text(out, _("sure: this heading is known"));
    else if (how->why == BY_VALUES)
        cs_buffer_printf(out, _("a guess: %.0f %% of its values are of this kind"), how->fit * 100);
    else
        cs_buffer_printf(out,
                         how->why == BY_WORDS ? _("likely: it reads like \"%.*s\"")
                                              : _("a guess: its heading holds \"%.*s\""),
                         (int)how->word_length, how->word);
    size_t refused = field->type == CS_TYPE_TEXT && !(field->flags & CS_MASKED)
                         ? 0
                         : count_refused(writer, column, target->field);
    bool listed = field->choices && field->type != CS_TYPE_SET; /* told below [value] word by word */
    if (refused && !listed && target->known.member < 0)
        cs_buffer_printf(
            out, ngettext("; %zu value would be refused", "; %zu values would be refused", refused), refused);
}

static void put_column(const struct writer *writer, size_t index)
{
    struct cs_buffer *out = writer->out;
    const struct guess_column *column = &writer->sample->columns[index];
    const struct guess_target *target = &writer->targets[index];
    const struct cs_record *record = writer->options->record;
    size_t start = out->length;
    bool given = target->field >= 0 && target->known.member < 0;
    cs_buffer_text(out, given ? "[column " : "# [column ");
    put_quoted(out, column->heading, strlen(column->heading));
    cs_buffer_text(out, "] to = ");
    if (target->field >= 0)
        cs_buffer_text(out, record->fields[target->field].name);
    else
        cs_buffer_text(out, target->suggested >= 0 ? record->fields[target->suggested].name : "?");
    begin_comment(out, start);
    if (target->known.member >= 0)
        cs_buffer_printf(out, _("sure: yes adds \"%s\"; no line is needed"),
                         record->fields[target->field].choices[target->known.member].code);
    else if (given)
        put_why(writer, column, target);
    else if (target->nameless)
        cs_buffer_text(out, column->heading[0]
                                ? _("this heading stands twice: no mapping can tell them apart")
                                : _("without a heading no mapping can name it"));
    else if (target->known.way == CS_WAY_OUTDONE)
        cs_buffer_printf(out, _("column \"%s\" gives that already; kept in extra"),
                         writer->sample->columns[target->known.rival].heading);
    else
        put_kind(out, column);
    cs_buffer_char(out, '\n');
}

static void put_wrapped(struct cs_buffer *out, const char *lead, const struct cs_choice *choices)
{
    size_t start = out->length;
    cs_buffer_printf(out, "# %s", lead);
    for (size_t i = 0; choices[i].code; i++) {
        bool number = choices[i].code[0] >= '0' && choices[i].code[0] <= '9';
        const char *label = number ? cs_translate(choices[i].label) : "";
        if (label[0] == choices[i].code[0]) /* 5 stars say it themselves */
            label = "";
        if (cs_text_width(out->text + start, out->length - start) + strlen(choices[i].code) +
                cs_text_width(label, strlen(label)) >
            75) {
            cs_buffer_text(out, "\n#  ");
            start = out->length - 3;
        }
        cs_buffer_printf(out, " %s%s%s%s", choices[i].code, label[0] ? " " : "", label,
                         choices[i + 1].code ? "," : "");
    }
    cs_buffer_char(out, '\n');
}

/* A number or an address of a person among the words of a choice is not written down. */
static bool holds_number(const struct guess_word *word)
{
    struct cs_buffer masked = CS_BUFFER_INIT;
    cs_mask(CS_NUMBERS, word->text, word->length, &masked);
    bool held = masked.length != word->length || memcmp(masked.text, word->text, word->length) != 0;
    cs_buffer_release(&masked);
    return held;
}

/* A word and the choice that it means, or a gap to be filled in. */
static void put_word(const struct writer *writer, const struct cs_field *field, const struct guess_word *word)
{
    struct cs_buffer *out = writer->out;
    struct cs_error ignored = CS_ERROR_INIT;
    struct cs_value value;
    struct cs_arena arena = CS_ARENA_INIT;
    size_t start = out->length;
    bool known =
        cs_field_parse(field, &writer->how, word->text, word->length, &arena, &value, &ignored) == CS_OK;
    const struct cs_choice *choice = cs_choice_find(field->choices, word->text, word->length);
    bool itself = known && (!choice || strcmp(choice->code, word->text) == 0);
    if (!itself) {
        cs_buffer_text(out, known ? "" : "# ");
        if (word->length > 60 || holds_number(word))
            put_sample(out, CS_NUMBERS, word->text, word->length);
        else
            put_key(out, word->text, word->length);
        cs_buffer_printf(out, " = %s", known ? choice->code : "?");
        begin_comment(out, start);
        if (known)
            cs_buffer_text(out, _("sure: a known word"));
        else
            cs_buffer_text(out, _("to be filled in: it is refused as it stands"));
        cs_buffer_printf(out, ngettext("; %zu record", "; %zu records", word->count), word->count);
        cs_buffer_char(out, '\n');
    }
    cs_arena_release(&arena);
}

static void put_values(const struct writer *writer, size_t index)
{
    enum { LISTED = 60 };
    struct cs_buffer *out = writer->out;
    const struct guess_column *column = &writer->sample->columns[index];
    const struct guess_target *target = &writer->targets[index];
    const struct cs_field *field =
        target->field >= 0 ? &writer->options->record->fields[target->field] : NULL;
    if (!field || !field->choices || target->known.member >= 0 || column->word_count == 0 ||
        (field->type != CS_TYPE_CHOICE && field->type != CS_TYPE_INT))
        return;
    size_t before = out->length;
    cs_buffer_printf(out, "\n[value \"%s\"]\n", field->name);
    put_wrapped(out, _("one of"), field->choices);
    size_t head = out->length;
    for (size_t i = 0; i < column->word_count && i < LISTED; i++)
        put_word(writer, field, &column->words[i]);
    if (out->length == head)
        cs_buffer_cut(out, before);
    if (column->different > LISTED)
        cs_buffer_printf(out, _("# and %zu more words: is this the right field?\n"),
                         column->different - LISTED);
}

/* Fields that must hold something and that no column gives. */
static void put_constants(const struct writer *writer)
{
    const struct cs_record *record = writer->options->record;
    struct cs_buffer *out = writer->out;
    bool any = false;
    for (size_t f = 0; f < record->count; f++) {
        const struct cs_field *field = &record->fields[f];
        bool given = !(field->flags & CS_REQUIRED) || field->flags & CS_DERIVED;
        for (size_t i = 0; i < writer->sample->column_count && !given; i++)
            given = writer->targets[i].field == (int)f;
        if (given)
            continue;
        cs_buffer_text(out, any ? "" : "\n[constant]\n");
        any = true;
        size_t start = out->length;
        cs_buffer_printf(out, "# %s = %s", field->name, field->byname ? field->byname : "?");
        begin_comment(out, start);
        cs_buffer_text(out, field->byname ? _("no column says it; this is what each record gets")
                                          : _("no column says it, and it must be there"));
        cs_buffer_char(out, '\n');
        if (field->choices)
            put_wrapped(out, _("one of"), field->choices);
    }
}

static void put_empty(const struct writer *writer)
{
    struct cs_buffer *out = writer->out;
    bool any = false, all = writer->sample->ended && writer->options->whole;
    for (size_t i = 0; i < writer->sample->column_count; i++) {
        const struct guess_column *column = &writer->sample->columns[i];
        if (column->filled || writer->targets[i].field >= 0 || writer->targets[i].nameless)
            continue;
        cs_buffer_text(out, any ? "" : "\n[ignore]\n");
        any = true;
        size_t start = out->length;
        cs_buffer_text(out, all ? "column = " : "# column = ");
        put_quoted(out, column->heading, strlen(column->heading));
        begin_comment(out, start);
        cs_buffer_text(out, all ? _("sure: empty in the whole file") : _("empty in what was read"));
        cs_buffer_char(out, '\n');
    }
}

static void put_line(struct cs_buffer *out, const char *line, const char *value, const char *why)
{
    size_t start = out->length;
    cs_buffer_printf(out, "%s%s", line, value);
    begin_comment(out, start);
    cs_buffer_printf(out, "%s\n", why);
}

static void put_dates(const struct writer *writer)
{
    switch (writer->dates) {
    case DATES_YEAR_FIRST:
        break;
    case DATES_DAY_FIRST:
        put_line(writer->out, "dates = ", "day-first", _("sure: some have a first part above 12"));
        break;
    case DATES_MONTH_FIRST:
        put_line(writer->out, "dates = ", "month-first", _("sure: some have a second part above 12"));
        break;
    case DATES_UNKNOWN:
        put_line(writer->out, "# dates = ", "day-first",
                 _("day-first or month-first? no date read tells; without this line they are refused"));
        break;
    case DATES_BOTH:
        put_line(writer->out, "# dates = ", "?", _("some are day-first and some month-first; mend the file"));
        break;
    }
}

static void put_file(const struct writer *writer, struct cs_source *source)
{
    struct cs_buffer *out = writer->out;
    char delimiter[8] = { cs_source_delimiter(source) };
    size_t moments = 0, zoned = 0;
    cs_buffer_text(out, "[file]\n");
    if (delimiter[0] && delimiter[0] != ',' && delimiter[0] != '\t')
        put_line(out, "delimiter = ", delimiter, _("sure: it parts the headings"));
    if (writer->options->encoding)
        put_line(out, "encoding = ", writer->options->encoding,
                 _("likely: the bytes are no UTF-8 and read well so; look at the texts"));
    for (size_t i = 0; i < writer->sample->column_count; i++) {
        const struct guess_column *column = &writer->sample->columns[i];
        if (column->moments * 2 < column->filled)
            continue;
        moments += column->moments;
        zoned += column->zoned;
    }
    if (moments > zoned)
        put_line(out, "# zone = ", writer->options->zone_name,
                 _("times name no zone: this one is taken; is it theirs?"));
    put_dates(writer);
}

void cs_guess_write(const struct guess_sample *sample, const struct guess_target *targets,
                    const struct cs_guess_options *options, struct cs_source *source, enum guess_dates dates,
                    struct cs_buffer *draft)
{
    const struct writer writer = { .out = draft,
                                   .sample = sample,
                                   .targets = targets,
                                   .options = options,
                                   .dates = dates,
                                   .how = { .zone = options->zone, .allow_serial = true } };
    cs_buffer_printf(draft, _("# A draft of a mapping, from %zu records of %s.\n"), sample->records,
                     options->name);
    cs_buffer_text(draft,
                   _("# Look at each line that is not sure; lines that begin with # do nothing yet.\n"));
    cs_buffer_printf(draft, _("# Then: %s --map THIS --explain-map %s\n"), options->command, options->name);
    put_file(&writer, source);
    cs_buffer_char(draft, '\n');
    for (size_t i = 0; i < sample->column_count; i++)
        if (targets[i].field >= 0 || sample->columns[i].filled)
            put_column(&writer, i);
    for (size_t i = 0; i < sample->column_count; i++)
        put_values(&writer, i);
    put_constants(&writer);
    put_empty(&writer);
}
