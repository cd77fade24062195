/*
 * JSON (an array with a record a line) and JSON Lines, by a streaming writer of our own: jansson would print
 * 0.1 with 17 digits and builds each record as a tree first.
 */
#include "io/cell.h"
#include "io/sink-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct json_state {
    char **keys;    /* "name": ready to be written, by column */
    size_t *widths; /* their lengths */
};

static void add_integer(struct cs_buffer *out, int64_t integer)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (integer < 0)
        *--at = '-';
    cs_buffer_add(out, at, (size_t)(digits + sizeof digits - at));
}

static void add_money(struct cs_buffer *out, int64_t fen)
{
    uint64_t whole = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    if (fen < 0)
        cs_buffer_char(out, '-');
    add_integer(out, (int64_t)(whole / 100));
    char cents[3] = { '.', (char)('0' + whole / 10 % 10), (char)('0' + whole % 10) };
    cs_buffer_add(out, cents, sizeof cents);
}

/* Text, or what is text in JSON: times, dates, codes. */
static void add_text(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
                     const struct cs_field *field, const struct cs_value *value)
{
    if (value->type == CS_TEXT && !(field->flags & CS_MASKED && !options->unmask)) {
        cs_json_string(out, value->text, value->length);
        return;
    }
    cs_buffer_reset(scratch);
    if (value->type == CS_TEXT)
        cs_mask(field->flags, value->text, value->length, scratch);
    else
        cs_field_format(field, value, options->zone, scratch);
    cs_json_string(out, scratch->text, scratch->length);
}

static void add_json(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
                     const struct cs_field *field, const struct cs_value *value)
{
    size_t from = out->length;
    cs_buffer_reset(scratch);
    if (field->flags & CS_MASKED && !options->unmask)
        cs_mask(field->flags, value->text, value->length, scratch);
    else
        cs_buffer_add(scratch, value->text, value->length);
    cs_buffer_add(out, scratch->text, scratch->length);
    for (size_t i = from; i < out->length; i++) /* line ends stand between tokens only */
        if (out->text[i] == '\n' || out->text[i] == '\r')
            out->text[i] = ' ';
}

static void add_value(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
                      const struct cs_field *field, const struct cs_value *value)
{
    bool integer = value->type == CS_INTEGER;
    if (value->type == CS_NULL)
        cs_buffer_add(out, "null", 4);
    else if (field->type == CS_TYPE_INT && integer)
        add_integer(out, value->integer);
    else if (field->type == CS_TYPE_MONEY && integer)
        add_money(out, value->integer);
    else if (field->type == CS_TYPE_BOOL && integer)
        cs_buffer_text(out, value->integer ? "true" : "false");
    else if (field->type == CS_TYPE_REAL && integer)
        add_integer(out, value->integer);
    else if (value->type == CS_REAL && !isfinite(value->real))
        cs_buffer_add(out, "null", 4);
    else if (value->type == CS_REAL)
        cs_field_format(field, value, options->zone, out);
    else if (field->type == CS_TYPE_JSON && value->type == CS_TEXT && value->length)
        add_json(out, scratch, options, field, value);
    else
        add_text(out, scratch, options, field, value);
}

void cs_json_members(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
                     const struct cs_row *row, const int *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct cs_field *field = &row->record->fields[fields[i]];
        if (i)
            cs_buffer_char(out, ',');
        cs_json_string(out, field->name, strlen(field->name));
        cs_buffer_char(out, ':');
        add_value(out, scratch, options, field, &row->values[fields[i]]);
    }
}

static bool in_array(const struct cs_sink *sink)
{
    return sink->kind == &cs_sink_json;
}

static void json_begin(struct cs_sink *sink)
{
    struct json_state *state = cs_alloc(sizeof *state);
    state->keys = cs_alloc((sink->field_count + 1) * sizeof *state->keys);
    state->widths = cs_alloc((sink->field_count + 1) * sizeof *state->widths);
    for (size_t i = 0; i < sink->field_count; i++) {
        struct cs_buffer key = CS_BUFFER_INIT;
        cs_buffer_text(&key, i ? "," : "{");
        const char *name = sink->record->fields[sink->fields[i]].name;
        cs_json_string(&key, name, strlen(name));
        cs_buffer_char(&key, ':');
        state->widths[i] = key.length;
        state->keys[i] = cs_buffer_detach(&key);
    }
    sink->state = state;
    if (in_array(sink))
        cs_buffer_char(&sink->out, '[');
}

static void json_row(struct cs_sink *sink, const struct cs_row *row)
{
    const struct json_state *state = sink->state;
    if (in_array(sink) && sink->count)
        cs_buffer_add(&sink->out, ",\n", 2);
    size_t from = sink->out.length;
    if (!sink->field_count)
        cs_buffer_char(&sink->out, '{');
    for (size_t i = 0; i < sink->field_count; i++) {
        cs_buffer_add(&sink->out, state->keys[i], state->widths[i]);
        add_value(&sink->out, &sink->cell, &sink->options, &sink->record->fields[sink->fields[i]],
                  &row->values[sink->fields[i]]);
    }
    cs_buffer_char(&sink->out, '}');
    if (sink->options.terminal) {
        cs_buffer_reset(&sink->cell);
        cs_json_for_terminal(&sink->cell, sink->out.text + from, sink->out.length - from);
        cs_buffer_cut(&sink->out, from);
        cs_buffer_add(&sink->out, sink->cell.text, sink->cell.length);
    }
    if (!in_array(sink))
        cs_buffer_char(&sink->out, '\n');
}

static void json_end(struct cs_sink *sink)
{
    if (in_array(sink))
        cs_buffer_text(&sink->out, "]\n");
}

static void json_release(struct cs_sink *sink)
{
    struct json_state *state = sink->state;
    for (size_t i = 0; i < sink->field_count; i++)
        free(state->keys[i]);
    free(state->keys);
    free(state->widths);
    free(state);
}

const struct cs_sink_kind cs_sink_json = { "json", false, json_begin, json_row, json_end, json_release };
const struct cs_sink_kind cs_sink_jsonl = { "jsonl", false, json_begin, json_row, json_end, json_release };
