/*
 * One JSON object to the cells of a record.
 *
 * The walk below is strict in all that it calls sure. Nested values and numbers with an exponent are for
 * jansson to judge, and so is the whole object where anything is odd: jansson then says what. Numbers keep
 * their literal text: an identifier of 18 digits or 0.10 must come out as it went in. So do nested values, a
 * key that stands twice in one of them included; twice in the record itself it is refused: one cell has one
 * text.
 */
#include "io/json-record.h"
#include "io/json-scan.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { JUDGE_FLAGS = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL };

/* The walk of one object. */
struct walk {
    const char *text, *at, *end;
    bool sure;      /* nothing that jansson would have to judge */
    bool crowded;   /* more keys than there may be columns */
    size_t too_big; /* offset of a value above the limit, + 1 */
    size_t doubled; /* offset of a key that came before, + 1 */
};

static void grow_cells(struct cs_source *source)
{
    struct cs_json_state *state = source->state;
    size_t before = state->room;
    if (source->heading_count <= before)
        return;
    size_t room = source->heading_room;
    source->cells = cs_realloc(source->cells, room * sizeof *source->cells);
    state->offsets = cs_realloc(state->offsets, room * sizeof *state->offsets);
    state->stamps = cs_realloc(state->stamps, room * sizeof *state->stamps);
    for (size_t i = before; i < room; i++) {
        source->cells[i] = (struct cs_cell){ .text = "", .null = true };
        state->offsets[i] = 0;
        state->stamps[i] = 0;
    }
    state->room = room;
}

/* The column of a key, a new one perhaps; SIZE_MAX above the limit. */
static size_t find_heading(struct cs_source *source, const char *key, size_t length)
{
    struct cs_json_state *state = source->state;
    size_t count = source->heading_count;
    for (size_t tried = 0, i = state->guess; tried < count; tried++, i++) {
        i = i < count ? i : 0;
        if (strncmp(source->headings[i], key, length) == 0 && !source->headings[i][length]) {
            state->guess = i + 1;
            return i;
        }
    }
    if (!cs_source_add_heading(source, key, length))
        return SIZE_MAX;
    grow_cells(source);
    state->guess = count + 1;
    return count;
}

static void skip_spaces(struct walk *walk)
{
    while (walk->at < walk->end && cs_json_is_space(*walk->at))
        walk->at++;
}

/* A string literal at walk->at, decoded to state->to with a NUL; false where it is none. */
static bool walk_string(struct cs_json_state *state, struct walk *walk, const char **text, size_t *length)
{
    if (walk->at == walk->end || *walk->at != '"')
        return false;
    const char *from = ++walk->at;
    bool escaped = false;
    for (; walk->at < walk->end && *walk->at != '"'; walk->at++) {
        if ((unsigned char)*walk->at < 0x20)
            walk->sure = false;
        if (*walk->at == '\\') {
            escaped = true;
            if (++walk->at == walk->end)
                return false;
        }
    }
    if (walk->at == walk->end)
        return false;
    size_t raw = (size_t)(walk->at++ - from);
    *text = state->to;
    char *end = state->to;
    if (escaped)
        end = cs_json_unescape(from, raw, end); /* as strict as jansson: it refuses what this refuses */
    else
        end = (char *)memcpy(end, from, raw) + raw;
    if (!end)
        return false;
    *length = (size_t)(end - *text);
    *end = '\0';
    state->to = end + 1;
    return true;
}

/* A number by the grammar of RFC 8259, of a size that jansson takes as well. */
static bool is_plain_number(const char *text, size_t length)
{
    size_t at = length && text[0] == '-', digits = at;
    while (at < length && text[at] >= '0' && text[at] <= '9')
        at++;
    if (at == digits || (text[digits] == '0' && at > digits + 1))
        return false;
    if (at < length && text[at] == '.') {
        digits = ++at;
        while (at < length && text[at] >= '0' && text[at] <= '9')
            at++;
        if (at == digits)
            return false;
    }
    return at == length && length < 300;
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* Does jansson take it? */
static bool is_json(const char *text, size_t length)
{
    json_t *value = json_loadb(text, length, JUDGE_FLAGS, NULL);
    json_decref(value);
    return value != NULL;
}

/* A value that is no string: its literal, or nested JSON without spaces. */
static bool walk_other(struct cs_json_state *state, struct walk *walk, struct cs_cell *cell)
{
    struct cs_json_scan scan = { 0 };
    size_t left = (size_t)(walk->end - walk->at);
    if (!left || !cs_json_scan(&scan, walk->at, left, true) || scan.broken)
        return false;
    const char *literal = walk->at;
    char *text = state->to;
    char *end = cs_json_compact(literal, scan.at, text);
    *end = '\0';
    *cell = (struct cs_cell){ .text = text, .length = (size_t)(end - text) };
    state->to = end + 1;
    walk->at += scan.at;
    if (is_word(text, cell->length, "null"))
        *cell = (struct cs_cell){ .text = "", .null = true };
    else if (!is_word(text, cell->length, "true") && !is_word(text, cell->length, "false") &&
             !is_plain_number(text, cell->length))
        walk->sure &= is_json(literal, scan.at); /* as it stood: [1 2] is none */
    return true;
}

/* "key": value */
static bool walk_pair(struct cs_source *source, struct walk *walk)
{
    struct cs_json_state *state = source->state;
    const char *key, *text;
    size_t length, text_length;
    skip_spaces(walk);
    size_t place = (size_t)(walk->at - walk->text);
    if (!walk_string(state, walk, &key, &length))
        return false;
    skip_spaces(walk);
    if (walk->at == walk->end || *walk->at++ != ':')
        return false;
    skip_spaces(walk);
    size_t column = find_heading(source, key, length);
    struct cs_cell cell;
    size_t offset = (size_t)(walk->at - walk->text);
    if (walk->at < walk->end && *walk->at == '"') {
        if (!walk_string(state, walk, &text, &text_length))
            return false;
        cell = (struct cs_cell){ .text = text, .length = text_length };
    } else if (!walk_other(state, walk, &cell)) {
        return false;
    }
    if (cell.length > CS_SOURCE_FIELD_BYTES)
        walk->too_big = offset + 1;
    walk->crowded |= column == SIZE_MAX;
    if (column != SIZE_MAX) {
        if (state->stamps[column] == state->record && !walk->doubled)
            walk->doubled = place + 1;
        state->stamps[column] = state->record;
        state->offsets[column] = offset;
        source->cells[column] = cell;
    }
    return true;
}

/* Reads the record's object into cells; false where it is none. */
static bool walk_object(struct cs_source *source, struct walk *walk)
{
    struct cs_json_state *state = source->state;
    state->record++;
    state->guess = 0;
    cs_buffer_reset(&state->text);
    cs_buffer_reserve(&state->text, source->raw.length + 16);
    state->to = state->text.text;
    for (size_t i = 0; i < source->heading_count; i++)
        source->cells[i] = (struct cs_cell){ .text = "", .null = true };
    if (walk->end - walk->at < 2 || *walk->at++ != '{')
        return false;
    skip_spaces(walk);
    if (walk->at < walk->end && *walk->at == '}')
        return walk->at + 1 == walk->end;
    for (;;) {
        if (!walk_pair(source, walk))
            return false;
        skip_spaces(walk);
        if (walk->at == walk->end)
            return false;
        char byte = *walk->at++;
        if (byte != ',')
            return byte == '}' && walk->at == walk->end;
    }
}

/* jansson's word on a value, in ours. */
static enum cs_status judge(struct cs_source *source, struct cs_error *err)
{
    json_error_t fault;
    const struct cs_raw *raw = &source->raw;
    json_t *value = json_loadb(raw->bytes, raw->length, JUDGE_FLAGS, &fault);
    bool object = json_is_object(value);
    json_decref(value);
    if (object)
        return CS_OK;
    if (value)
        return cs_source_refuse(source, 0, err, _("a record has to be an object: {\"column\": value, ...}"));
    size_t at = fault.position > 0 ? (size_t)fault.position - 1 : 0;
    switch (json_error_code(&fault)) {
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return cs_source_refuse(source, at, err, _("a NUL character (\\u0000); text has none"));
    case json_error_numeric_overflow:
        return cs_source_refuse(source, at, err, _("a number beyond what numbers can hold"));
    case json_error_premature_end_of_input:
        return cs_source_refuse(source, at, err, _("the value is cut off"));
    default:
        return cs_source_refuse(source, at, err, _("this is no JSON"));
    }
}

enum cs_status cs_json_check_record(struct cs_source *source, struct cs_error *err)
{
    enum cs_status status = cs_source_check_text(source, err);
    if (!status)
        status = cs_source_check_length(source, err);
    if (status)
        return status;
    struct walk walk = { .text = source->raw.bytes, .sure = true };
    walk.at = walk.text;
    walk.end = walk.text + source->raw.length;
    bool read = walk_object(source, &walk);
    if (!read || !walk.sure)
        status = judge(source, err);
    if (status)
        return status;
    if (!read)
        return cs_source_refuse(source, (size_t)(walk.at - walk.text), err, _("this is no JSON"));
    if (walk.doubled)
        return cs_source_refuse(source, walk.doubled - 1, err, _("a key stands twice in one object"));
    if (walk.crowded)
        return cs_source_refuse(source, 0, err, _("more than %d columns"), CS_SOURCE_COLUMNS);
    if (walk.too_big)
        return cs_source_refuse(source, walk.too_big - 1, err,
                                _("a value is longer than the limit of %d MiB"),
                                CS_SOURCE_FIELD_BYTES / (1024 * 1024));
    source->raw.cells = source->cells;
    source->raw.count = source->heading_count;
    return CS_OK;
}
