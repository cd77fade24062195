/* Filters: what a person writes after --FIELD, read once into kinds that the store can select by. */
#include "record/filter.h"
#include "record/parts.h"

#include <string.h>

/* Everything that the reading of one filter needs. */
struct reading {
    const struct cs_field *field;
    const struct cs_parse *how;
    struct cs_arena *arena;
    struct cs_filter *filter;
    struct cs_error *err;
};

static enum cs_status misused(const struct reading *reading, const char *format, const char *text)
{
    char shown[CS_SHOWN_SIZE];
    return cs_error_set(reading->err, CS_MISUSED, format, cs_word_shown(shown, text, strlen(text)));
}

/* Takes the backslashes out: each makes the next character an ordinary one. */
static char *unescape(struct cs_arena *arena, const char *text, size_t length)
{
    char *plain = cs_arena_alloc(arena, length + 1), *end = plain;
    for (size_t at = 0; at < length; at++) {
        if (text[at] == '\\' && at + 1 < length)
            at++;
        *end++ = text[at];
    }
    *end = '\0';
    return plain;
}

/* The end of the list's next word: a comma that no backslash keeps, or the end of the text. */
static const char *word_end(const char *text)
{
    while (*text && *text != ',')
        text += text[0] == '\\' && text[1] ? 2 : 1;
    return text;
}

/* Reads the words of a list with `read`, one value a word. */
typedef enum cs_status read_fn(const struct reading *reading, const char *word, struct cs_value *value);

static enum cs_status read_list(const struct reading *reading, const char *text, read_fn *read)
{
    struct cs_filter *filter = reading->filter;
    size_t most = 1;
    for (const char *byte = text; *byte; byte++)
        most += *byte == ',';
    filter->values = cs_arena_alloc(reading->arena, most * sizeof *filter->values);
    for (const char *word = text;; word++) {
        const char *end = word_end(word), *trimmed = word;
        size_t length = (size_t)(end - word);
        cs_word_trim(&trimmed, &length);
        if (length > 0) {
            char *plain = unescape(reading->arena, trimmed, length);
            enum cs_status status = read(reading, plain, &filter->values[filter->count]);
            if (status != CS_OK)
                return status;
            filter->count++;
        }
        word = end;
        if (!*word)
            break;
    }
    if (filter->count == 0)
        return misused(reading, _("\"%s\" names no value"), text);
    return CS_OK;
}

/* A word by the type of the field. Texts are taken as they are: a filter may look for what is faulty. */
static enum cs_status read_word(const struct reading *reading, const char *word, struct cs_value *value)
{
    const struct cs_field *field = reading->field;
    if (field->type == CS_TYPE_TEXT || field->type == CS_TYPE_JSON) {
        *value = cs_text(word);
        return CS_OK;
    }
    enum cs_status status =
        cs_field_parse(field, reading->how, word, strlen(word), reading->arena, value, reading->err);
    if (status == CS_OK && value->type == CS_NULL)
        return misused(reading, _("\"%s\" is no value; write none for what is empty"), word);
    return status;
}

/* A word of a choice or set: one choice each. */
static enum cs_status read_choice(const struct reading *reading, const char *word, struct cs_value *value)
{
    const struct cs_choice *found = cs_choice_find(reading->field->choices, word, strlen(word));
    if (!found)
        return cs_parse_choice(reading->field, word, strlen(word), value, reading->err) == CS_OK
                   ? misused(reading, _("\"%s\" is no value; write none for what is empty"), word)
                   : CS_REFUSED;
    *value = cs_text(found->code);
    return CS_OK;
}

static enum cs_status filter_text(const struct reading *reading, const char *text, bool exact_only)
{
    struct cs_filter *filter = reading->filter;
    size_t length = strlen(text), backslashes = 0;
    bool star = text[length - 1] == '*', contains = text[0] == '~';
    while (star && backslashes + 1 < length && text[length - 2 - backslashes] == '\\')
        backslashes++;
    star = star && backslashes % 2 == 0 && !contains;
    if (!star && !contains)
        return read_list(reading, text, read_word);
    if (exact_only)
        return misused(reading, _("\"%s\": what is masked is found by whole values, or with --unmask"), text);
    if (length == 1)
        return misused(reading, _("\"%s\" names no text"), text);
    if (star && *word_end(text))
        return misused(reading, _("\"%s\": a beginning (text*) stands alone, not in a list"), text);
    filter->kind = star ? CS_FILTER_PREFIX : CS_FILTER_CONTAINS;
    filter->count = 1;
    filter->values = cs_arena_alloc(reading->arena, sizeof *filter->values);
    filter->values[0] = cs_text(contains ? unescape(reading->arena, text + 1, length - 1)
                                         : unescape(reading->arena, text, length - 1));
    return CS_OK;
}

static bool names_choice(const struct cs_field *field, const char *text)
{
    for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++)
        if (strcmp(choice->code, text) == 0)
            return true;
    return false;
}

/* The place of a choice among the others. */
static enum cs_status choice_place(const struct reading *reading, const char *word, size_t *place)
{
    struct cs_value value;
    enum cs_status status = read_choice(reading, word, &value);
    if (status == CS_OK)
        *place = (size_t)(cs_choice_find(reading->field->choices, value.text, value.length) -
                          reading->field->choices);
    return status;
}

/* Choices stand in their descriptor's order, so 1..2 and >=major mean something: the choices between. */
static enum cs_status filter_choice(const struct reading *reading, const char *text)
{
    const struct cs_choice *choices = reading->field->choices;
    struct cs_filter *filter = reading->filter;
    struct cs_range_text range;
    if (!cs_range_split(text, reading->arena, &range))
        return read_list(reading, text, read_choice);
    size_t low = 0, high = 0;
    enum cs_status status = CS_OK;
    while (choices && choices[high].code)
        high++;
    if (range.low && (status = choice_place(reading, range.low, &low)) == CS_OK)
        low += range.above;
    if (status == CS_OK && range.high && (status = choice_place(reading, range.high, &high)) == CS_OK)
        high += !range.below;
    if (status != CS_OK)
        return status;
    if (low >= high || !choices)
        return misused(reading, _("nothing lies in \"%s\""), text);
    filter->values = cs_arena_alloc(reading->arena, (high - low) * sizeof *filter->values);
    for (; low < high; low++)
        filter->values[filter->count++] = cs_text(choices[low].code);
    return CS_OK;
}

/* One moment (of a date field: one day) of a list. */
static enum cs_status read_time(const struct reading *reading, const char *word, struct cs_value *value)
{
    struct cs_stretch stretch;
    enum cs_status status = cs_filter_stretch(reading->field, reading->how, word, &stretch, reading->err);
    if (status != CS_OK)
        return status;
    if (stretch.relative)
        return misused(reading, _("\"%s\" is one moment; put .. after it for what happened since"), word);
    if (!stretch.single)
        return misused(reading, _("\"%s\" lasts; days make no list, write from..to"), word);
    *value = cs_integer(stretch.from);
    return CS_OK;
}

/* Numbers and times: a range, a list, or (a day, a month) a stretch of time that is a range by itself. */
static enum cs_status filter_ordered(const struct reading *reading, const char *text)
{
    const struct cs_field *field = reading->field;
    struct cs_filter *filter = reading->filter;
    struct cs_range_text range = { 0 };
    bool timed = field->type == CS_TYPE_TIME || field->type == CS_TYPE_DATE;
    bool ranged = cs_range_split(text, reading->arena, &range);
    if (!ranged && timed && !strchr(text, ',')) {
        struct cs_stretch stretch;
        struct cs_error ignored = CS_ERROR_INIT;
        ranged = cs_filter_stretch(field, reading->how, text, &stretch, &ignored) == CS_OK && !stretch.single;
        range.low = range.high = text;
    }
    if (!ranged)
        return read_list(reading, text, timed ? read_time : read_word);
    filter->kind = CS_FILTER_RANGE;
    return cs_range_read(field, reading->how, text, &range, reading->arena, filter, reading->err);
}

static enum cs_status read_filter(const struct reading *reading, const char *text, bool unmask)
{
    const struct cs_field *field = reading->field;
    struct cs_filter *filter = reading->filter;
    if (field->flags & CS_NO_FILTER)
        return misused(reading, _("records cannot be chosen by \"%s\""), field->name);
    if (text[0] == '!') {
        filter->negated = true;
        text++;
    }
    if (!text[0])
        return misused(reading, _("\"%s\" names no value; write none for what is empty"), text);
    /* A choice that is itself called none or any comes first. */
    bool none = strcmp(text, "none") == 0, any = strcmp(text, "any") == 0;
    if ((none || any) && !names_choice(field, text)) {
        filter->kind = none ? CS_FILTER_EMPTY : CS_FILTER_FILLED;
        return CS_OK;
    }
    switch (field->type) {
    case CS_TYPE_TEXT:
    case CS_TYPE_JSON:
        return filter_text(reading, text, (field->flags & CS_MASKED) && !unmask);
    case CS_TYPE_CHOICE:
        return filter_choice(reading, text);
    case CS_TYPE_SET:
        filter->kind = CS_FILTER_HAS;
        return read_list(reading, text, read_choice);
    case CS_TYPE_BOOL:
        return read_list(reading, text, read_word);
    case CS_TYPE_INT:
    case CS_TYPE_REAL:
    case CS_TYPE_MONEY:
    case CS_TYPE_TIME:
    case CS_TYPE_DATE:
        break;
    }
    return filter_ordered(reading, text);
}

enum cs_status cs_filter_parse(const struct cs_record *record, int field, const struct cs_parse *how,
                               const char *text, bool unmask, struct cs_arena *arena,
                               struct cs_filter *filter, struct cs_error *err)
{
    struct reading reading = { &record->fields[field], how, arena, filter, err };
    *filter = (struct cs_filter){ .field = field, .kind = CS_FILTER_IN };
    enum cs_status status = read_filter(&reading, text, unmask);
    /* What a cell would be refused for is a misused option here. */
    if (status == CS_REFUSED) {
        status = CS_MISUSED;
        if (err)
            err->status = CS_MISUSED;
    }
    return status;
}
