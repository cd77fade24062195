/*
 * JSON (an array with a record a line) and JSON Lines, by a streaming writer of our own: jansson would print
 * 0.1 with 17 digits and builds each record as a tree first.
 */
#include "io/cell.h"
#include "io/sink-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A column as it is written: what of it is the same in each row is worked out once. */
struct json_column {
    const struct cs_field *field;
    int index;    /* of the field in the record */
    size_t width; /* of the key with its colon */
    char *key;    /* ,"name":null - all that a row without the value needs - in KEY_ROOM bytes or more */
};

enum { KEY_ROOM = 32, NULL_BYTES = 4 };

static inline void add_integer(struct cs_buffer *out, int64_t integer)
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

static void add_time(struct cs_buffer *out, int64_t utc, const struct cs_zone *zone)
{
    cs_buffer_reserve(out, CS_MOMENT_SIZE + 2);
    char *text = out->text + out->length;
    size_t length = cs_moment_format(text + 1, utc, zone);
    text[0] = text[length + 1] = '"';
    text[length + 2] = '\0';
    out->length += length + 2;
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

static void add_number(struct cs_buffer *out, struct cs_buffer *scratch,
                       const struct cs_sink_options *options, const struct cs_field *field,
                       const struct cs_value *value)
{
    switch (field->type) {
    case CS_TYPE_INT:
    case CS_TYPE_REAL:
        add_integer(out, value->integer);
        break;
    case CS_TYPE_TIME:
        add_time(out, value->integer, options->zone);
        break;
    case CS_TYPE_MONEY:
        add_money(out, value->integer);
        break;
    case CS_TYPE_BOOL:
        cs_buffer_text(out, value->integer ? "true" : "false");
        break;
    default:
        add_text(out, scratch, options, field, value);
    }
}

static void add_value(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
                      const struct cs_field *field, const struct cs_value *value)
{
    if (value->type == CS_INTEGER)
        add_number(out, scratch, options, field, value);
    else if (value->type == CS_NULL || (value->type == CS_REAL && !isfinite(value->real)))
        cs_buffer_add(out, "null", NULL_BYTES);
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
    struct json_column *columns = cs_alloc((sink->field_count + 1) * sizeof *columns);
    for (size_t i = 0; i < sink->field_count; i++) {
        struct cs_buffer key = CS_BUFFER_INIT;
        columns[i].index = sink->fields[i];
        columns[i].field = &sink->record->fields[sink->fields[i]];
        cs_buffer_reserve(&key, KEY_ROOM);
        cs_buffer_char(&key, i ? ',' : '{');
        cs_json_string(&key, columns[i].field->name, strlen(columns[i].field->name));
        cs_buffer_char(&key, ':');
        columns[i].width = key.length;
        cs_buffer_add(&key, "null", NULL_BYTES);
        columns[i].key = cs_buffer_detach(&key);
    }
    sink->state = columns;
    if (in_array(sink))
        cs_buffer_char(&sink->out, '[');
}

/* The null behind the key is written too, but counted only by a row that has no value. */
static inline void put_key(struct cs_buffer *out, const struct json_column *column)
{
    size_t width = column->width + NULL_BYTES;
    cs_buffer_reserve(out, width > KEY_ROOM ? width : KEY_ROOM);
    char *to = out->text + out->length;
    if (width <= KEY_ROOM)
        memcpy(to, column->key, KEY_ROOM); /* of a fixed length: two moves instead of a call */
    else
        memcpy(to, column->key, width);
    out->length += column->width;
}

static void json_row(struct cs_sink *sink, const struct cs_row *row)
{
    const struct json_column *column = sink->state, *end = column + sink->field_count;
    if (in_array(sink) && sink->count)
        cs_buffer_add(&sink->out, ",\n", 2);
    size_t from = sink->out.length;
    if (!sink->field_count)
        cs_buffer_char(&sink->out, '{');
    for (; column < end; column++) {
        const struct cs_value *value = &row->values[column->index];
        put_key(&sink->out, column);
        if (value->type == CS_NULL)
            sink->out.length += NULL_BYTES;
        else
            add_value(&sink->out, &sink->cell, &sink->options, column->field, value);
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
    struct json_column *columns = sink->state;
    for (size_t i = 0; i < sink->field_count; i++)
        free(columns[i].key);
    free(columns);
}

const struct cs_sink_kind cs_sink_json = { "json", false, json_begin, json_row, json_end, json_release };
const struct cs_sink_kind cs_sink_jsonl = { "jsonl", false, json_begin, json_row, json_end, json_release };
